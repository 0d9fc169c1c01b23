//! Rows of nodes: what is planned, and what is reported of it.
//!
//! A coordinator's row is accepted in the commit that plans it; a secretary's waits for its audit like any other plan.
//! An empty cell takes nothing back. What is planned moves by a rescheduling, and never by itself.

use crate::domain::calendar::Day;
use crate::domain::command::{NodeDraft, ReportDraft};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::state::{Node, Project};
use crate::domain::table::column::{Column, phase, same_name_key};
use crate::domain::table::projects::{CellValue, FaultKind};
use crate::domain::table::records::{Deed, Reading};
use std::collections::{BTreeSet, HashMap};

/// Nodes that were not taken back, by their titles as compared.
pub(super) fn things(project: &Project) -> HashMap<String, Vec<Ref>> {
    let mut things: HashMap<String, Vec<Ref>> = HashMap::new();
    for node in project.planned() {
        let title = project.folded.shown(project.entry(node.entry), "title").and_then(|t| Some(t.text()?.into_owned()));
        things.entry(same_name_key(&title.unwrap_or_default())).or_default().push(node.id);
    }
    things
}

/// Which node each due means that a table gives for one title of a project; `None`: one that the plan lacks. A due that is
/// left out may mean several.
pub(super) type Meant = HashMap<Day, Option<Ref>>;

/// Tells nodes of one title apart by their dues: those in force, those planned, those asked for. One node and one due
/// that are left over belong together: it moves.
pub(super) fn meant(project: &Project, named: &[Ref], dues: &BTreeSet<Day>) -> Meant {
    let mut free: Vec<&Node> = named.iter().filter_map(|id| project.node(id)).collect();
    let mut left: Vec<Day> = dues.iter().copied().collect();
    let mut meant = Meant::new();
    let mut several = 0;
    let is_due: [fn(&Node, Day) -> bool; 3] =
        [|n, due| n.dates().due == due, |n, due| n.due == due, |n, due| n.reschedulings.iter().any(|r| r.due == due)];
    for is_due in is_due {
        left.retain(|due| {
            let fits: Vec<Ref> = free.iter().filter(|n| is_due(n, *due)).map(|n| n.id).collect();
            match fits.as_slice() {
                [] => return true,
                [one] => {
                    free.retain(|n| n.id != *one);
                    meant.insert(*due, Some(*one));
                }
                _ => several += 1,
            }
            false
        });
    }
    match (free.as_slice(), left.as_slice()) {
        ([one], [due]) => drop(meant.insert(*due, Some(one.id))),
        ([], left) if several == 0 => meant.extend(left.iter().map(|due| (*due, None))),
        _ => {}
    }
    meant
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

pub(super) fn read(
    reading: &mut Reading<'_>,
    project: Option<&Project>,
    things: &HashMap<String, Vec<Ref>>,
    meant: &HashMap<(ProjectId, String), Meant>,
) -> Option<String> {
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
    let (project, title) = (project?, same_name_key(said.title.as_deref()?));
    let named = things.get(&title).map_or(&[][..], Vec::as_slice);
    let own = reading.is_of_its_own();
    let of_due = said.due.and_then(|due| meant.get(&(project.id, title.clone()))?.get(&due).copied());
    let node = match (named, said.due) {
        _ if own => Some(None),
        ([], _) => Some(None),
        ([one], None) => Some(Some(*one)),
        (_, None) => None,
        (_, Some(_)) => of_due,
    };
    match node {
        None => reading.fault(Some(Column::Title), FaultKind::SeveralThings),
        Some(None) => new(reading, project, &said),
        Some(Some(id)) => held(reading, project, project.node(&id)?, &said),
    }
    // Nodes of one title are told apart by their dues.
    let due = said.due.map(|due| due.to_string()).unwrap_or_default();
    Some(match node.flatten() {
        Some(id) => id.to_string(),
        None if own => format!("{title}\u{1f}{}", reading.line),
        None => format!("{title}\u{1f}{due}"),
    })
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
