//! What the report's page shows of a project: every node that can be reported, and what a save wrote.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{Hash, ProjectId, Ref, Scope};
use crate::domain::order::InOrder;
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{NodeLight, Why, node_light};
use crate::domain::rules::project::{Grey, project_light};
use crate::domain::shape::Kind;
use crate::domain::state::{Dates, Node, Person, Project, State, Verdict};
use crate::domain::trust::Role;
use crate::screen::form::report::ProgressForm;
use crate::screen::light::{Reason, reasons, title_of};

/// A node that can be reported: it counts or waits for its audit, and is not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub id: Ref,
    pub title: String,
    /// In force.
    pub dates: Dates,
    /// Days left; negative: over.
    pub days: i64,
    /// `None` while it waits for its audit.
    pub light: Option<NodeLight>,
    /// Of the report in force.
    pub percent: i64,
    /// The day of the report in force.
    pub reported: Option<Day>,
    /// Where it should be today.
    pub expected: Option<i64>,
    /// Dues that were asked for and wait.
    pub asked: Vec<Day>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportView {
    pub name: String,
    pub light: Light,
    pub grey: Option<Grey>,
    pub reasons: Vec<Reason>,
    /// The most urgent first.
    pub rows: Vec<Row>,
    /// How many of these were reported this month.
    pub reported: usize,
    /// The role may report.
    pub may: bool,
}

/// Whether the role may report a project's nodes.
pub fn may_report(me: Option<&Person>) -> bool {
    me.is_some_and(|me| matches!(me.role, Role::Secretary | Role::District | Role::City))
}

fn row(project: &Project, node: &Node, state: &State, day: Day) -> Row {
    let (dates, report) = (node.dates(), node.report_on(day));
    let light = node.counts().then(|| node_light(node, &state.roster.settings, day));
    let expected = light.and_then(|light| match light.why {
        Why::Reported { expected, .. } | Why::Unreported { expected } => Some(expected),
        Why::Overdue { .. } => Some(100),
        Why::Done { .. } | Why::Late { .. } | Why::Excused { .. } | Why::NotStarted { .. } => None,
    });
    Row {
        id: node.id,
        title: title_of(project, node),
        dates,
        days: dates.due.days_since(day),
        light,
        percent: report.map_or(0, |r| r.percent),
        reported: report.map(|r| r.on),
        expected,
        asked: node.reschedulings.iter().filter(|r| r.audit.is_none()).map(|r| r.due).collect(),
    }
}

/// `None` if the project is not held or not shown.
pub fn report(state: &State, id: &ProjectId, me: Option<&Person>, day: Day) -> Option<ReportView> {
    let project = state.project(id).filter(|p| p.shown)?;
    let light = project_light(project, &state.roster.settings, day);
    let can_be = |n: &&Node| n.audit != Some(Verdict::Returned) && n.done_on(day).is_none();
    let mut rows: Vec<Row> = project.planned().filter(can_be).map(|n| row(project, n, state, day)).collect();
    rows.order_by_key(|row| row.dates.due);
    Some(ReportView {
        name: project.fields.name.clone(),
        light: light.light,
        grey: light.grey,
        reasons: reasons(project, &light),
        reported: rows.iter().filter(|row| row.reported.is_some_and(|on| Month::of(on) == Month::of(day))).count(),
        rows,
        may: may_report(me),
    })
}

/// What a save wrote of one node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wrote {
    Percent(i64),
    Done(Day),
    /// Another due was asked for.
    Moved(Day),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SavedLine {
    pub entry: Ref,
    pub title: String,
    pub wrote: Wrote,
    pub taken_back: bool,
}

/// The entries of one save, as the ledger has them now.
pub fn saved(state: &State, refs: &[(Scope, Ref)]) -> Vec<SavedLine> {
    let line = |(scope, name): &(Scope, Ref)| {
        let Scope::Project(id) = scope else { return None };
        let project = state.project(id)?;
        let entry = project.folded.find(name)?;
        let node = project.node(&entry.named("of")?)?;
        let wrote = match entry.kind {
            Kind::NodeRescheduled => Wrote::Moved(entry.day("due")?),
            Kind::NodeReported => match entry.day("done") {
                Some(done) => Wrote::Done(done),
                None => Wrote::Percent(entry.get("percent").and_then(|p| p.int())?),
            },
            _ => return None,
        };
        Some(SavedLine { entry: *name, title: title_of(project, node), wrote, taken_back: !project.folded.counts(entry) })
    };
    refs.iter().filter_map(line).collect()
}

/// One node's part of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    pub node: Ref,
    pub form: ProgressForm,
    /// Each lies beside the draft in one of its own.
    pub photos: Vec<Hash>,
}

/// A report that is not saved yet, as its draft lies on disk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The day on which the form was opened: it keeps it when midnight passes.
    pub opened: String,
    pub parts: Vec<Part>,
    /// ms since 1970 UTC.
    pub at: i64,
}

/// Drafts of a project's reports begin so.
pub fn draft_prefix(project: &ProjectId) -> String {
    format!("report-{project}-")
}

impl Draft {
    /// `None` for what an older version left and this one can't read.
    pub fn read(bytes: &[u8]) -> Option<Draft> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub fn opened(&self) -> Option<Day> {
        Day::parse(&self.opened)
    }
}
