//! Plans to begin with: the steps that most projects of a category go through, spread over months from a first day.

use crate::domain::calendar::{Day, Month};

/// A step that a template plans; `text` words it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    Approval,
    Land,
    Demolition,
    Permits,
    Piling,
    Foundation,
    ToppedOut,
    Pipes,
    Fitting,
    Equipment,
    TrialRun,
    FireCheck,
    Hiring,
    Opening,
    Completion,
}

/// A row of a template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Planned {
    pub step: Step,
    /// Months from the first to that in which it begins, and how many it takes.
    pub from: u32,
    pub months: u32,
    /// The weights of a template come to 100.
    pub weight: i64,
    /// A phase of the project.
    pub stage: &'static str,
}

const fn planned(step: Step, from: u32, months: u32, weight: i64, stage: &'static str) -> Planned {
    Planned { step, from, months, weight, stage }
}

const INFRASTRUCTURE: &[Planned] = &[
    planned(Step::Approval, 0, 2, 10, "preparation"),
    planned(Step::Demolition, 1, 3, 20, "preparation"),
    planned(Step::Permits, 2, 3, 10, "preparation"),
    planned(Step::Piling, 5, 2, 15, "start"),
    planned(Step::Foundation, 7, 4, 20, "foundation"),
    planned(Step::Pipes, 9, 4, 15, "construction"),
    planned(Step::Completion, 13, 2, 10, "completion"),
];

const INDUSTRY: &[Planned] = &[
    planned(Step::Land, 0, 2, 10, "preparation"),
    planned(Step::Permits, 1, 3, 10, "preparation"),
    planned(Step::Piling, 4, 2, 15, "start"),
    planned(Step::ToppedOut, 6, 4, 25, "topped-out"),
    planned(Step::Equipment, 10, 3, 20, "equipment"),
    planned(Step::TrialRun, 13, 2, 10, "trial"),
    planned(Step::Completion, 15, 1, 10, "completion"),
];

const SERVICES: &[Planned] = &[
    planned(Step::Land, 0, 2, 10, "preparation"),
    planned(Step::Permits, 1, 3, 10, "preparation"),
    planned(Step::Piling, 4, 2, 15, "start"),
    planned(Step::ToppedOut, 6, 5, 25, "topped-out"),
    planned(Step::Fitting, 11, 3, 20, "equipment"),
    planned(Step::Hiring, 13, 2, 5, "trial"),
    planned(Step::Opening, 15, 1, 15, "completion"),
];

const SOCIAL: &[Planned] = &[
    planned(Step::Approval, 0, 2, 10, "preparation"),
    planned(Step::Permits, 1, 3, 10, "preparation"),
    planned(Step::Piling, 4, 2, 15, "start"),
    planned(Step::ToppedOut, 6, 4, 30, "topped-out"),
    planned(Step::Fitting, 10, 3, 20, "equipment"),
    planned(Step::FireCheck, 13, 1, 5, "completion"),
    planned(Step::Completion, 14, 1, 10, "completion"),
];

/// The template of a category; one that is not known has that of industry.
pub fn template(category: &str) -> &'static [Planned] {
    match category {
        "infrastructure" => INFRASTRUCTURE,
        "services" => SERVICES,
        "social" => SOCIAL,
        _ => INDUSTRY,
    }
}

/// The month so many later; at the end of the calendar its last.
fn later(month: Month, by: u32) -> Month {
    (0..by).fold(month, |month, _| month.next().unwrap_or(month))
}

impl Planned {
    /// Start and due, if the first step begins on that day: the due is the last of its month.
    pub fn dates(&self, first: Day) -> (Day, Day) {
        let begin = later(Month::of(first), self.from);
        let start = if self.from == 0 { first } else { begin.first() };
        (start, later(begin, self.months.saturating_sub(1)).last())
    }
}
