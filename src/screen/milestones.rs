//! Milestones of the office of statistics: of one project, and their rates by district or unit.

use std::sync::Arc;

use crate::domain::calendar::Day;
use crate::domain::id::ProjectId;
use crate::domain::rules::milestone::{Milestone, Rate, Standing, milestone, register_papers};
use crate::domain::rules::permit::PermitCount;
use crate::domain::state::{PermitState, Project, State};
use crate::screen::invest::Tenths;
use crate::screen::permits::title_of;
use crate::screen::rollup::{By, GroupName, grouped};

/// A paper for the register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    pub title: String,
    pub state: PermitState,
    pub on: Option<Day>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MilestonesView {
    pub steps: Vec<(Milestone, Standing)>,
    pub papers: Vec<Paper>,
    pub count: PermitCount,
    /// All that were asked for are there, and there are enough.
    pub complete: bool,
}

impl MilestonesView {
    /// Nothing of it was planned or listed.
    pub fn is_empty(&self) -> bool {
        self.papers.is_empty() && self.steps.iter().all(|(_, standing)| *standing == Standing::NotPlanned)
    }

    /// Reported as entered, though papers lack.
    pub fn lacks_papers(&self) -> bool {
        !self.complete && self.steps.iter().any(|(m, s)| *m == Milestone::Register && matches!(s, Standing::Reached { .. }))
    }
}

pub fn milestones(project: &Project, day: Day) -> MilestonesView {
    let (count, complete) = register_papers(project);
    let papers = project.permits.iter().filter(|p| !p.withdrawn && p.group == crate::domain::rules::milestone::REGISTER_GROUP);
    MilestonesView {
        steps: steps(project, day),
        papers: papers.map(|p| Paper { title: title_of(project, p), state: p.state, on: p.on }).collect(),
        count,
        complete,
    }
}

fn steps(project: &Project, day: Day) -> Vec<(Milestone, Standing)> {
    Milestone::ALL.into_iter().map(|m| (m, milestone(project, m, day))).collect()
}

/// A rate in tenths of a percent, with what it was made of.
pub fn share(rate: &Rate) -> Option<Tenths> {
    Tenths::of(rate.reached as i64, rate.planned as i64)
}

/// One row: the rates of the four milestones in their order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RateLine {
    pub key: Option<String>,
    pub name: GroupName,
    pub projects: usize,
    pub rates: [Rate; 4],
    /// Of the projects so many have the papers for the register.
    pub papers: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RatesView {
    pub all: RateLine,
    pub lines: Vec<RateLine>,
}

fn rates<'a>(projects: impl IntoIterator<Item = &'a Arc<Project>>, key: Option<String>, name: GroupName, year: i32, day: Day) -> RateLine {
    let mut line = RateLine { key, name, projects: 0, rates: [Rate::default(); 4], papers: 0 };
    for project in projects {
        line.projects += 1;
        line.papers += usize::from(register_papers(project).1);
        for (rate, (_, standing)) in line.rates.iter_mut().zip(steps(project, day)) {
            rate.add(standing, year, day);
        }
    }
    line
}

pub fn overview(state: &State, by: By, year: i32, day: Day) -> RatesView {
    RatesView {
        all: rates(state.shown_projects(), None, GroupName::Unsaid, year, day),
        lines: grouped(state, by).into_iter().map(|(key, name, projects)| rates(projects, key, name, year, day)).collect(),
    }
}

/// A project with something of a milestone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MilestoneRow {
    pub id: ProjectId,
    pub name: String,
    pub steps: Vec<(Milestone, Standing)>,
    pub count: PermitCount,
    pub complete: bool,
}

/// The projects of a group in which something of the year or open from before is planned.
pub fn rows(state: &State, by: By, key: Option<&str>, day: Day) -> Vec<MilestoneRow> {
    let of_group = |p: &&Arc<Project>| by.key(p).as_deref() == key;
    let row = |p: &Arc<Project>| {
        let (count, complete) = register_papers(p);
        MilestoneRow { id: p.id, name: p.fields.name.clone(), steps: steps(p, day), count, complete }
    };
    let is_planned = |row: &MilestoneRow| row.steps.iter().any(|(_, s)| *s != Standing::NotPlanned) || row.count != PermitCount::default();
    state.shown_projects().filter(of_group).map(row).filter(is_planned).collect()
}
