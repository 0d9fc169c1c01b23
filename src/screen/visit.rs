//! What the visit's page offers: projects to choose from.

use crate::domain::id::ProjectId;
use crate::domain::state::{Person, State};
use crate::screen::today::is_mine;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub id: ProjectId,
    pub name: String,
    pub district: String,
    pub unit: Option<String>,
    pub category: String,
}

/// Projects that a visit can be of: mine first, then all others.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Offered {
    pub mine: Vec<Candidate>,
    pub others: Vec<Candidate>,
}

impl Offered {
    pub fn find(&self, id: &ProjectId) -> Option<&Candidate> {
        self.mine.iter().chain(&self.others).find(|o| o.id == *id)
    }

    /// The one to begin with when the page was opened without a project.
    pub fn only(&self) -> Option<ProjectId> {
        match self.mine.as_slice() {
            [one] => Some(one.id),
            _ => None,
        }
    }
}

pub fn offered(state: &State, me: Option<&Person>) -> Offered {
    let mut offered = Offered::default();
    for project in state.shown_projects() {
        let f = &project.fields;
        let option = Candidate {
            id: project.id,
            name: f.name.clone(),
            district: f.district.map(|d| state.roster.unit_name(&d)).unwrap_or_default(),
            unit: f.unit.map(|u| state.roster.unit_name(&u)),
            category: f.category.clone(),
        };
        let mine = me.is_some_and(|me| is_mine(project, me));
        if mine { &mut offered.mine } else { &mut offered.others }.push(option);
    }
    let by_name = |a: &Candidate, b: &Candidate| (&a.name, a.id).cmp(&(&b.name, b.id));
    offered.mine.sort_by(by_name);
    offered.others.sort_by(by_name);
    offered
}
