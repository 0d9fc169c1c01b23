//! Forms of the plan: planning nodes, reporting, asking for another date, auditing. Only `validate` makes a command.
//!
//! What is planned may lie on any day; what has happened is never after today.

use std::collections::BTreeSet;
use std::num::IntErrorKind;

use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use crate::domain::calendar::Day;
use crate::domain::command::{Command, MoveDraft, NodeDraft, ReportDraft};
use crate::domain::id::{Hash, ProjectId, Ref};
use crate::domain::order::{Filled, InOrder};
use crate::domain::state::{Dates, Verdict};
use crate::domain::table::column::same_name_key;
use crate::screen::form::{Ready, is_too_long, trimmed};

pub const WEIGHTS: (i64, i64) = (1, 1000);

/// A field of one of these forms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    Title,
    Due,
    Start,
    Weight,
    /// A phase.
    Stage,
    Text,
    Percent,
    /// The day of which a report is.
    On,
    /// Since when it is done.
    Done,
    Reason,
}

/// What keeps a field from being saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    Missing,
    TooLong,
    NotADay,
    /// It can't have happened after today.
    LaterThanToday,
    /// A start behind the due.
    AfterDue,
    /// Done on a day behind the report's own.
    AfterReport,
    NotANumber,
    OutOfRange {
        from: i64,
        to: i64,
    },
    /// The dates are in force already.
    Unchanged,
    /// Another node has that title, and nobody said that this is meant.
    Doubled,
}

pub(super) type Faults = Vec<(Field, Fault)>;

/// Reads fields one by one and keeps what is wrong with each.
#[derive(Default)]
struct Reading(Faults);

impl Reading {
    fn fault(&mut self, field: Field, fault: Fault) {
        self.0.push((field, fault));
    }

    fn text(&mut self, field: Field, text: &str) -> Option<String> {
        if is_too_long(text) {
            self.fault(field, Fault::TooLong);
        }
        trimmed(text)
    }

    fn required(&mut self, field: Field, text: &str) -> String {
        let read = self.text(field, text);
        if read.is_none() {
            self.fault(field, Fault::Missing);
        }
        read.unwrap_or_default()
    }

    /// `None` where nothing is written, and where it is no day.
    fn day(&mut self, field: Field, text: &str) -> Option<Day> {
        let text = text.trim();
        let day = Day::parse(text);
        if day.is_none() && !text.is_empty() {
            self.fault(field, Fault::NotADay);
        }
        day
    }

    fn required_day(&mut self, field: Field, text: &str) -> Option<Day> {
        if text.trim().is_empty() {
            self.fault(field, Fault::Missing);
        }
        self.day(field, text)
    }

    fn not_after(&mut self, field: Field, day: Option<Day>, today: Day) {
        if day.is_some_and(|day| day > today) {
            self.fault(field, Fault::LaterThanToday);
        }
    }

    fn number(&mut self, field: Field, text: &str, (from, to): (i64, i64)) -> Option<i64> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let is_too_great = |kind: &IntErrorKind| matches!(kind, IntErrorKind::PosOverflow | IntErrorKind::NegOverflow);
        match text.parse::<i64>() {
            Ok(n) if (from..=to).contains(&n) => return Some(n),
            Err(error) if !is_too_great(error.kind()) => self.fault(field, Fault::NotANumber),
            Ok(_) | Err(_) => self.fault(field, Fault::OutOfRange { from, to }),
        }
        None
    }

    /// Start and due, in order.
    fn dates(&mut self, start: &str, due: &str) -> (Option<Day>, Option<Day>) {
        let (due, start) = (self.required_day(Field::Due, due), self.day(Field::Start, start));
        if start.zip(due).is_some_and(|(start, due)| start > due) {
            self.fault(Field::Start, Fault::AfterDue);
        }
        (start, due)
    }
}

/// A node as typed; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NodeForm {
    pub title: String,
    /// `2018-12-31`.
    pub due: String,
    /// Empty: from the first of the due's month.
    pub start: String,
    /// Empty: 1.
    pub weight: String,
    /// A phase, or empty.
    pub stage: String,
    pub text: String,
    /// That another node has the same title is meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub doubled: bool,
}

impl NodeForm {
    /// Left as it was opened.
    pub fn is_blank(&self) -> bool {
        [&self.title, &self.due, &self.start, &self.weight, &self.stage, &self.text].iter().all(|field| field.trim().is_empty())
    }

    fn read(&self) -> Result<NodeDraft, Faults> {
        let mut reading = Reading::default();
        let title = reading.required(Field::Title, &self.title);
        let (start, due) = reading.dates(&self.start, &self.due);
        let weight = reading.number(Field::Weight, &self.weight, WEIGHTS);
        let text = reading.text(Field::Text, &self.text);
        match due {
            Some(due) if reading.0.is_empty() => Ok(NodeDraft { title, due, start, weight, stage: trimmed(&self.stage), text }),
            _ => Err(reading.0),
        }
    }
}

/// Nodes that are planned together; there is always one to be filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanForm {
    pub nodes: Vec<NodeForm>,
}

/// A fault of the node in this place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanFault {
    pub node: usize,
    pub field: Field,
    pub fault: Fault,
}

impl Default for PlanForm {
    fn default() -> Self {
        PlanForm { nodes: vec![NodeForm::default()] }
    }
}

impl PlanForm {
    pub fn is_blank(&self) -> bool {
        self.nodes.iter().all(NodeForm::is_blank)
    }

    /// The nodes whose title another one before them has, or one that is held, and nobody said that this is meant.
    pub fn doubles(&self, held: &[String]) -> Vec<usize> {
        let mut keys: BTreeSet<String> = held.iter().map(|title| same_name_key(title)).filled();
        let titled = self.nodes.iter().enumerate().filter(|(_, form)| !form.title.trim().is_empty());
        titled.filter(|(_, form)| !keys.insert(same_name_key(&form.title)) && !form.doubled).map(|(n, _)| n).collect()
    }

    /// As [`validate`](Self::validate); a title that is held already is asked about.
    pub fn validate_beside(&self, project: ProjectId, held: &[String]) -> Result<Ready, Vec<PlanFault>> {
        let doubled = |node: usize| PlanFault { node, field: Field::Title, fault: Fault::Doubled };
        let doubles: Vec<PlanFault> = self.doubles(held).into_iter().map(doubled).collect();
        match self.validate(project) {
            Ok(ready) if doubles.is_empty() => Ok(ready),
            Ok(_) => Err(doubles),
            Err(mut faults) => {
                faults.extend(doubles);
                faults.order_by_key(|f| (f.node, f.field));
                Err(faults)
            }
        }
    }

    /// Puts nodes behind those that are there; what was left blank gives way.
    pub fn add(&mut self, nodes: Vec<NodeForm>) {
        self.nodes.retain(|form| !form.is_blank());
        self.nodes.extend(nodes);
        if self.nodes.is_empty() {
            self.nodes.push(NodeForm::default());
        }
    }

    /// Takes a node out; what stands there in the end is a blank one.
    pub fn remove(&mut self, n: usize) {
        if n < self.nodes.len() {
            self.nodes.remove(n);
        }
        if self.nodes.is_empty() {
            self.nodes.push(NodeForm::default());
        }
    }

    /// Blank nodes are left out; where all are, the first one is asked for.
    pub fn validate(&self, project: ProjectId) -> Result<Ready, Vec<PlanFault>> {
        let (mut nodes, mut faults) = (Vec::new(), Vec::new());
        let is_blank = self.is_blank();
        for (n, form) in self.nodes.iter().enumerate().filter(|(n, form)| !form.is_blank() || (is_blank && *n == 0)) {
            match form.read() {
                Ok(node) => nodes.push(node),
                Err(found) => faults.extend(found.into_iter().map(|(field, fault)| PlanFault { node: n, field, fault })),
            }
        }
        if faults.is_empty() { Ok(Ready(Command::PlanNodes { project, nodes })) } else { Err(faults) }
    }
}

/// What may be changed of a node that is planned; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NodeEditForm {
    pub title: String,
    pub stage: String,
    pub text: String,
}

impl NodeEditForm {
    /// What differs from what was shown goes into the command; `None` where nothing does.
    pub fn validate(&self, project: ProjectId, node: Ref, opened: &NodeEditForm) -> Result<Option<Ready>, Faults> {
        let mut reading = Reading::default();
        let title = reading.required(Field::Title, &self.title);
        let (stage, text) = (trimmed(&self.stage), reading.text(Field::Text, &self.text));
        if !reading.0.is_empty() {
            return Err(reading.0);
        }
        let mut set = Map::new();
        let pairs = [("title", Some(title), &opened.title), ("stage", stage, &opened.stage), ("text", text, &opened.text)];
        for (name, value, held) in pairs {
            if value.as_deref().unwrap_or_default() != held.trim() {
                set.insert(name.into(), json!(value));
            }
        }
        Ok((!set.is_empty()).then_some(Ready(Command::ChangeNode { project, node, set })))
    }
}

/// How far a node is; also the draft on disk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReportForm {
    /// `2018-11-15`; the day on which the form was opened.
    pub on: String,
    pub percent: String,
    pub is_done: bool,
    /// Since when, where it is done.
    pub done: String,
    pub text: String,
}

impl ReportForm {
    /// A form that says what the last report said.
    pub fn new(today: Day, percent: i64) -> ReportForm {
        let today = today.to_string();
        ReportForm { on: today.clone(), percent: percent.to_string(), is_done: false, done: today, text: String::new() }
    }

    pub fn validate(&self, project: ProjectId, node: Ref, today: Day, files: Vec<Hash>) -> Result<Ready, Faults> {
        self.read(today, files).map(|report| Ready(Command::ReportNode { project, node, report }))
    }

    /// What is done is reported as 100 percent.
    pub(super) fn read(&self, today: Day, files: Vec<Hash>) -> Result<ReportDraft, Faults> {
        let mut reading = Reading::default();
        let on = reading.required_day(Field::On, &self.on);
        reading.not_after(Field::On, on, today);
        let (mut percent, mut done) = (Some(100), None);
        if self.is_done {
            done = reading.required_day(Field::Done, &self.done);
            reading.not_after(Field::Done, done, today);
            if done.zip(on).is_some_and(|(done, on)| done > on && done <= today) {
                reading.fault(Field::Done, Fault::AfterReport);
            }
        } else {
            if self.percent.trim().is_empty() {
                reading.fault(Field::Percent, Fault::Missing);
            }
            percent = reading.number(Field::Percent, &self.percent, (0, 100));
        }
        let text = reading.text(Field::Text, &self.text);
        match (on, percent) {
            (Some(on), Some(percent)) if reading.0.is_empty() => Ok(ReportDraft { on, percent, done, text, files }),
            _ => Err(reading.0),
        }
    }
}

/// Another date is asked for; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoveForm {
    pub due: String,
    /// Empty: the plan's own, as far as that is before the due.
    pub start: String,
    pub reason: String,
}

impl MoveForm {
    pub fn is_blank(&self) -> bool {
        [&self.due, &self.start, &self.reason].iter().all(|field| field.trim().is_empty())
    }

    /// `held` are the dates in force.
    pub fn validate(&self, project: ProjectId, node: Ref, held: Dates) -> Result<Ready, Faults> {
        let command = |MoveDraft { due, start, reason }| Ready(Command::RescheduleNode { project, node, due, start, reason });
        self.read(held).map(command)
    }

    pub(super) fn read(&self, held: Dates) -> Result<MoveDraft, Faults> {
        let mut reading = Reading::default();
        let (start, due) = reading.dates(&self.start, &self.due);
        if due == Some(held.due) && start.is_none_or(|start| start == held.start) {
            reading.fault(Field::Due, Fault::Unchanged);
        }
        let reason = reading.required(Field::Reason, &self.reason);
        match due {
            Some(due) if reading.0.is_empty() => Ok(MoveDraft { due, start, reason }),
            _ => Err(reading.0),
        }
    }
}

/// What keeps an audit from being saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AuditFault {
    NothingChosen,
    /// A return needs a sentence.
    NoText,
    TextTooLong,
    /// Several are accepted together, and never returned together.
    SeveralReturned,
}

/// Plans and reschedulings that are audited together; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuditForm {
    pub chosen: Vec<(ProjectId, Ref)>,
    pub text: String,
}

impl AuditForm {
    pub fn validate(&self, verdict: Verdict) -> Result<Ready, Vec<AuditFault>> {
        let text = trimmed(&self.text);
        let is_return = verdict == Verdict::Returned;
        let faults = [
            (self.chosen.is_empty(), AuditFault::NothingChosen),
            (is_return && self.chosen.len() > 1, AuditFault::SeveralReturned),
            (is_return && text.is_none(), AuditFault::NoText),
            (is_too_long(&self.text), AuditFault::TextTooLong),
        ];
        let faults: Vec<AuditFault> = faults.into_iter().filter(|(is_so, _)| *is_so).map(|(_, fault)| fault).collect();
        if faults.is_empty() { Ok(Ready(Command::AuditNodes { of: self.chosen.clone(), verdict, text })) } else { Err(faults) }
    }
}
