//! The form of a report of several nodes: how far each is, since when it is done, to when it is to be moved.
//!
//! Only what was touched is written, and all of it in one save.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Day;
use crate::domain::command::Command;
use crate::domain::id::{Hash, ProjectId, Ref};
use crate::domain::state::Dates;
use crate::screen::form::Ready;
use crate::screen::form::plan::{Fault, Field, MoveForm, ReportForm};

/// What a tap on minus or plus, and a step of the slider, is worth in percent.
pub const STEP: i64 = 5;

/// What is typed of one node; also its part of the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProgressForm {
    /// `None` until it was touched: then the last report's holds.
    pub percent: Option<String>,
    pub is_done: bool,
    /// Since when, where it is done.
    pub done: String,
    pub text: String,
    pub moved: MoveForm,
}

impl ProgressForm {
    /// What is shown as the percentage.
    pub fn shown(&self, last: i64) -> String {
        self.percent.clone().unwrap_or_else(|| last.to_string())
    }

    /// The figure that stands there, as far as it is one.
    pub fn figure(&self, last: i64) -> i64 {
        let typed = self.percent.as_deref().and_then(|text| text.trim().parse::<i64>().ok());
        typed.unwrap_or(last).clamp(0, 100)
    }

    /// To the next multiple of the step, down or up.
    pub fn step(&mut self, last: i64, up: bool) {
        let now = self.figure(last);
        let next = if up { now - now % STEP + STEP } else { now - 1 - (now - 1).rem_euclid(STEP) };
        self.percent = Some(next.clamp(0, 100).to_string());
    }

    fn reports(&self, photos: usize) -> bool {
        self.percent.is_some() || self.is_done || !self.text.trim().is_empty() || photos > 0
    }

    /// What is done needs no other date: what was typed for one is not written then.
    fn moves(&self) -> bool {
        !self.is_done && !self.moved.is_blank()
    }

    pub fn is_touched(&self, photos: usize) -> bool {
        self.reports(photos) || self.moves()
    }

    /// Nothing in it would be missed.
    pub fn is_blank(&self) -> bool {
        *self == ProgressForm::default()
    }
}

/// A node with what is typed of it.
pub struct Typed<'a> {
    pub node: Ref,
    /// The dates in force.
    pub held: Dates,
    /// The percentage of the last report.
    pub last: i64,
    pub form: &'a ProgressForm,
    pub files: Vec<Hash>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProgressFault {
    pub node: Ref,
    pub field: Field,
    pub fault: Fault,
}

/// `opened` is the day of the form: what is reported is as of that day, or of the later one on which it was done.
pub fn validate(project: ProjectId, typed: Vec<Typed<'_>>, opened: Day, today: Day) -> Result<Ready, Vec<ProgressFault>> {
    let (mut reports, mut moves, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for Typed { node, held, last, form, files } in typed {
        let mut found =
            |list: Vec<(Field, Fault)>| faults.extend(list.into_iter().map(|(field, fault)| ProgressFault { node, field, fault }));
        if form.reports(files.len()) {
            let done = Day::parse(form.done.trim()).filter(|done| form.is_done && *done <= today);
            let report = ReportForm {
                on: done.map_or(opened, |done| done.max(opened)).to_string(),
                percent: form.shown(last),
                is_done: form.is_done,
                done: form.done.clone(),
                text: form.text.clone(),
            };
            match report.read(today, files) {
                Ok(report) => reports.push((node, report)),
                Err(list) => found(list),
            }
        }
        if form.moves() {
            match form.moved.read(held) {
                Ok(moved) => moves.push((node, moved)),
                Err(list) => found(list),
            }
        }
    }
    if faults.is_empty() { Ok(Ready(Command::ReportNodes { project, reports, moves })) } else { Err(faults) }
}
