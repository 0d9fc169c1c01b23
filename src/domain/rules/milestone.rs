//! What the office of statistics counts: start, entry in its register, completion, production.
//!
//! A milestone is made of the nodes with its stage: it is reached when all of them that count are done. The project's
//! phase says nothing here, since a phase has no day and nobody audits it.

use crate::domain::calendar::Day;
use crate::domain::rules::permit::{PermitCount, permit_counts};
use crate::domain::state::Project;

/// Papers without which the office of statistics takes no project into its register: business licence, approval or
/// filing, construction contract or photos of the site. They are permits of the group `statistics`.
pub const REGISTER_PAPERS: usize = 3;
pub const REGISTER_GROUP: &str = "statistics";

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Milestone {
    /// Piling; levelling the site is none.
    Start,
    Register,
    Completion,
    Production,
}

impl Milestone {
    pub const ALL: [Milestone; 4] = [Milestone::Start, Milestone::Register, Milestone::Completion, Milestone::Production];

    /// The stage of its nodes.
    pub fn stage(self) -> &'static str {
        match self {
            Milestone::Start => "start",
            Milestone::Register => "register",
            Milestone::Completion => "completion",
            Milestone::Production => "production",
        }
    }
}

/// How far a milestone is on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    NotPlanned,
    /// Planned, and no node of it counts yet; the latest due.
    NotAudited {
        due: Day,
    },
    /// The latest due in force.
    Open {
        due: Day,
    },
    /// The latest due in force, and when the last of its nodes was done.
    Reached {
        due: Day,
        done: Day,
    },
}

pub fn milestone(project: &Project, milestone: Milestone, day: Day) -> Standing {
    let stage = |entry: usize| project.folded.shown(project.entry(entry), "stage").and_then(|stage| Some(stage.text()?.into_owned()));
    let nodes: Vec<_> = project.planned().filter(|node| stage(node.entry).as_deref() == Some(milestone.stage())).collect();
    let Some(due) = nodes.iter().filter(|node| node.counts()).map(|node| node.dates().due).max() else {
        return nodes.iter().map(|node| node.due).max().map_or(Standing::NotPlanned, |due| Standing::NotAudited { due });
    };
    let done: Option<Vec<Day>> = nodes.iter().filter(|node| node.counts()).map(|node| node.done_on(day)).collect();
    match done.and_then(|done| done.into_iter().max()) {
        Some(done) => Standing::Reached { due, done },
        None => Standing::Open { due },
    }
}

/// The papers for the register: how many are there of those asked for, and whether that is enough.
pub fn register_papers(project: &Project) -> (PermitCount, bool) {
    let count = permit_counts(&project.permits).get(REGISTER_GROUP).copied().unwrap_or_default();
    (count, count.of + count.waived >= REGISTER_PAPERS && count.issued == count.of)
}

/// One milestone of a year over many projects.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Rate {
    /// Due in the year.
    pub planned: usize,
    /// Of these reached by the day.
    pub reached: usize,
    /// Of these due before the day and not reached.
    pub overdue: usize,
    /// Due in an earlier year and not reached; not among the planned.
    pub carried: usize,
    /// Planned, and no node of it counts yet; not among the planned.
    pub not_audited: usize,
}

impl Rate {
    pub fn add(&mut self, standing: Standing, year: i32, day: Day) {
        match standing {
            Standing::NotPlanned => {}
            Standing::NotAudited { .. } => self.not_audited += 1,
            Standing::Reached { due, .. } if due.year() == year => {
                self.planned += 1;
                self.reached += 1;
            }
            Standing::Open { due } if due.year() == year => {
                self.planned += 1;
                self.overdue += usize::from(due < day);
            }
            Standing::Open { due } => self.carried += usize::from(due.year() < year),
            Standing::Reached { .. } => {}
        }
    }
}
