//! Rows of nodes: what is planned, and what is reported of it.
//!
//! A coordinator's row is accepted in the commit that plans it; a secretary's waits for its audit like any other plan.
//! An empty cell takes nothing back. What is planned moves by a rescheduling, and never by itself.

use crate::domain::calendar::Day;
use crate::domain::command::{NodeDraft, ReportDraft};
use crate::domain::id::Ref;
use crate::domain::state::{Node, Project};
use crate::domain::table::column::{Column, phase, same_name_key};
use crate::domain::table::projects::{CellValue, FaultKind};
use crate::domain::table::records::{Deed, Reading};
use std::collections::HashMap;

/// Nodes that were not taken back, by their titles as compared.
pub(super) fn things(project: &Project) -> HashMap<String, Vec<Ref>> {
    let mut things: HashMap<String, Vec<Ref>> = HashMap::new();
    for node in project.planned() {
        let title = project.folded.shown(project.entry(node.entry), "title").and_then(|t| Some(t.text()?.into_owned()));
        things.entry(same_name_key(&title.unwrap_or_default())).or_default().push(node.id);
    }
    things
}

/// What a row says of a node.
struct Said {
    title: Option<String>,
    due: Option<Day>,
    done: Option<Day>,
    weight: Option<i64>,
    percent: Option<i64>,
    on: Option<Day>,
    start: Option<Day>,
    stage: Option<String>,
}

pub(super) fn read(reading: &mut Reading<'_>, project: Option<&Project>, things: &HashMap<String, Vec<Ref>>) -> Option<String> {
    let said = Said {
        title: reading.words(Column::Title),
        due: reading.day(Column::Due),
        done: reading.past_day(Column::Done),
        weight: reading.number(Column::Weight, (1, 1000), &["%", "分"]),
        percent: reading.percent(Column::Percent),
        on: reading.past_day(Column::ReportedOn),
        start: reading.day(Column::Start),
        stage: reading.words(Column::Stage).map(|stage| phase(&stage)),
    };
    reading.require(Column::Title);
    reading.in_order((Column::Start, said.start), (Column::Due, said.due));
    reading.in_order((Column::Done, said.done), (Column::ReportedOn, said.on));
    if said.done.is_some() && said.percent.is_some_and(|percent| percent < 100) {
        reading.fault(Some(Column::Percent), FaultKind::OutOfRange { from: 100, to: 100 });
    }
    let (project, key) = (project?, same_name_key(said.title.as_deref()?));
    match node_of(project, things.get(&key).map_or(&[], Vec::as_slice), said.due) {
        Err(kind) => reading.fault(Some(Column::Title), kind),
        Ok(None) => new(reading, project, &said),
        Ok(Some(node)) => held(reading, project, node, &said),
    }
    Some(key)
}

/// The only one of the title; of several the one that is due on the day.
fn node_of<'p>(project: &'p Project, named: &[Ref], due: Option<Day>) -> Result<Option<&'p Node>, FaultKind> {
    let nodes: Vec<&Node> = named.iter().filter_map(|id| project.node(id)).collect();
    match nodes.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let mut fits = several.iter().filter(|node| due.is_some_and(|due| due == node.dates().due || due == node.due));
            match (fits.next(), fits.next()) {
                (Some(one), None) => Ok(Some(one)),
                _ => Err(FaultKind::SeveralThings),
            }
        }
    }
}

fn new(reading: &mut Reading<'_>, project: &Project, said: &Said) {
    reading.is_new = true;
    if reading.text(Column::Due).is_empty() {
        reading.require(Column::Due);
    }
    let (Some(title), Some(due)) = (said.title.clone(), said.due) else { return };
    let node = NodeDraft { title, due, start: said.start, weight: said.weight, stage: said.stage.clone(), text: None };
    let report = match (said.done, said.percent) {
        (Some(done), _) => Some(ReportDraft { on: said.on.unwrap_or(done), percent: 100, done: Some(done), text: None, files: Vec::new() }),
        (None, Some(percent)) if percent > 0 => {
            Some(ReportDraft { on: said.on.unwrap_or(reading.taker.today), percent, done: None, text: None, files: Vec::new() })
        }
        _ => None,
    };
    let accepted = reading.taker.coordinates(project);
    reading.deeds.push(Deed::Plan { project: project.id, node, accepted, report });
}

fn held(reading: &mut Reading<'_>, project: &Project, node: &Node, said: &Said) {
    let dates = node.dates();
    reading.stays(Column::Weight, Some(CellValue::Int(node.weight)));
    // What was asked for and waits for its audit is not asked for again.
    let waits = |due: Day| node.reschedulings.iter().any(|r| r.audit.is_none() && r.due == due);
    let moves = said.due.filter(|due| *due != dates.due && !waits(*due));
    if moves.is_some() {
        reading.changes(Column::Due, Some(CellValue::Day(dates.due)));
    }
    let starts = said.start.filter(|start| *start != dates.start && said.due.is_none_or(|due| !waits(due)));
    if starts.is_some() {
        reading.changes(Column::Start, Some(CellValue::Day(dates.start)));
    }
    if let (Some(start), None) = (starts, said.due)
        && start > dates.due
    {
        reading.fault(Some(Column::Start), FaultKind::DisorderedWith { column: Column::Due, day: dates.due });
    } else if moves.is_some() || starts.is_some() {
        let accepted = reading.taker.coordinates(project);
        let due = moves.unwrap_or(dates.due);
        reading.deeds.push(Deed::Move { project: project.id, node: node.id, start: said.start, due, accepted });
    }
    report(reading, project, node, said);
}

/// A report behind the last one up to today, where the row says something else. One of a day to come says nothing of
/// today: behind it a light would never move again.
fn report(reading: &mut Reading<'_>, project: &Project, node: &Node, said: &Said) {
    let today = reading.taker.today;
    let is_known =
        |on: Day| node.reports.iter().any(|r| r.on == on && said.done.map_or(said.percent == Some(r.percent), |done| r.done == Some(done)));
    if said.on.or(said.done).is_some_and(|on| on > today && is_known(on)) {
        return;
    }
    let last = node.report_on(today);
    let on_or_later = |day: Day| last.map_or(day, |last| day.max(last.on));
    let report = match (said.done, said.percent) {
        (Some(done), _) if last.and_then(|last| last.done) != Some(done) => {
            reading.changes(Column::Done, last.and_then(|last| last.done).map(CellValue::Day));
            ReportDraft { on: on_or_later(said.on.unwrap_or(done)), percent: 100, done: Some(done), text: None, files: Vec::new() }
        }
        // Nothing said is a percentage of nought.
        (None, Some(percent)) if last.map_or(0, |last| last.percent) != percent => {
            reading.changes(Column::Percent, last.map(|last| CellValue::Int(last.percent)));
            let on = on_or_later(said.on.unwrap_or(today));
            ReportDraft { on, percent, done: None, text: None, files: Vec::new() }
        }
        _ => return,
    };
    reading.deeds.push(Deed::Report { project: project.id, node: node.id, report });
}
