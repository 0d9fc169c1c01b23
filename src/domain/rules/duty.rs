//! A duty on a day: whose turn it is, and by how many days it is late.

use crate::domain::calendar::Day;
use crate::domain::state::{Duty, DutyState};

/// Whose turn it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Turn {
    /// Whoever is to do it.
    Doer,
    /// Whoever gave it: it was reported.
    Giver,
    Nobody,
}

pub fn turn(state: DutyState) -> Turn {
    match state {
        DutyState::Issued | DutyState::Received | DutyState::Returned => Turn::Doer,
        DutyState::Reported => Turn::Giver,
        DutyState::Closed => Turn::Nobody,
    }
}

/// Days by which it is late; `None` while it is not. Open it is late once the day is after its due, also after a return.
/// What was reported, or closed, was late by the days from its due to its first report, or where there is none to its
/// close. Its first report answers it: one that was returned keeps it from having been late.
pub fn days_late(duty: &Duty, day: Day) -> Option<i64> {
    let due = duty.due?;
    let until = match turn(duty.state) {
        Turn::Doer => day,
        Turn::Giver | Turn::Nobody => {
            let reported = duty.steps.iter().filter(|step| step.state == DutyState::Reported).map(|step| step.on).min();
            reported.or(duty.on)?
        }
    };
    Some(until.days_since(due)).filter(|days| *days > 0)
}

/// Whether something is asked that was not done by its due.
pub fn is_overdue(duty: &Duty, day: Day) -> bool {
    turn(duty.state) == Turn::Doer && days_late(duty, day).is_some()
}
