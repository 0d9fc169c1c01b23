//! Projects put together by district, unit, category, field or leader.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::id::Ref;
use crate::domain::state::{Project, State};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum By {
    #[default]
    District,
    Unit,
    Category,
    /// The `field` of a project.
    Industry,
    Leader,
}

impl By {
    pub const ALL: [By; 5] = [By::District, By::Unit, By::Category, By::Industry, By::Leader];

    pub fn as_str(self) -> &'static str {
        match self {
            By::District => "district",
            By::Unit => "unit",
            By::Category => "category",
            By::Industry => "industry",
            By::Leader => "leader",
        }
    }

    pub fn parse(text: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.as_str() == text)
    }

    /// What a project is told apart by; `None` where it says nothing.
    pub fn key(self, project: &Project) -> Option<String> {
        let f = &project.fields;
        let named = |name: Option<Ref>| name.map(|name| name.to_string());
        match self {
            By::District => named(f.district),
            By::Unit => named(f.unit),
            By::Category => Some(f.category.clone()),
            By::Industry => f.field.as_ref().map(|field| field.trim().to_string()).filter(|field| !field.is_empty()),
            By::Leader => named(f.leader),
        }
    }
}

/// What a group is called.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum GroupName {
    Named(String),
    /// A category, which is worded.
    Category(String),
    /// Its projects say nothing.
    Unsaid,
}

/// Its key, what it is called, and its projects.
pub type Group<'a> = (Option<String>, GroupName, Vec<&'a Arc<Project>>);

/// Projects by what tells them apart; those that say nothing come last.
pub fn grouped(state: &State, by: By) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<Option<String>, Vec<&Arc<Project>>> = BTreeMap::new();
    for project in state.shown_projects() {
        groups.entry(by.key(project)).or_default().push(project);
    }
    let unsaid = groups.remove(&None).map(|projects| (None, projects));
    let named = |(key, projects): (Option<String>, Vec<_>)| {
        let name = name(state, by, key.as_deref());
        (key, name, projects)
    };
    groups.into_iter().chain(unsaid).map(named).collect()
}

/// What the group with this key is called.
pub fn name(state: &State, by: By, key: Option<&str>) -> GroupName {
    let roster = &state.roster;
    let Some(key) = key else { return GroupName::Unsaid };
    let by_ref = |called: &dyn Fn(&Ref) -> String| GroupName::Named(Ref::parse(key).map_or_else(|| key.to_string(), |name| called(&name)));
    match by {
        By::District | By::Unit => by_ref(&|name| roster.unit_name(name)),
        By::Leader => by_ref(&|name| roster.person_name(name)),
        By::Category => GroupName::Category(key.to_string()),
        By::Industry => GroupName::Named(key.to_string()),
    }
}
