//! The list of projects, its search, and who can be given projects.

use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::state::{Person, State};
use crate::domain::table::column::same_name_key;
use crate::domain::trust::Role;
use crate::screen::today::is_mine;

/// One row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub id: ProjectId,
    pub name: String,
    pub district: String,
    pub unit: String,
    pub category: String,
    pub phase: Option<String>,
    pub secretary: String,
    pub key: bool,
    pub last: Option<Day>,
    /// Several values are in force for one of its facts.
    pub conflict: bool,
    pub mine: bool,
    /// All that is searched, in the form in which names are compared.
    haystack: String,
}

/// Every project that is shown, in the order of its id; screens sort by their language's order.
pub fn lines(state: &State, me: Option<&Person>) -> Vec<Line> {
    let roster = &state.roster;
    let line = |p: &std::sync::Arc<crate::domain::state::Project>| {
        let f = &p.fields;
        let unit = |unit: &Option<Ref>| unit.map(|u| roster.unit_name(&u)).unwrap_or_default();
        let (district, unit) = (unit(&f.district), unit(&f.unit));
        let secretary = f.secretary.map(|s| roster.person_name(&s)).unwrap_or_default();
        let words = [f.name.as_str(), &district, &unit, f.enterprise.as_deref().unwrap_or(""), f.code.as_deref().unwrap_or(""), &secretary];
        let haystack = words.map(same_name_key).join("\n");
        Line {
            id: p.id,
            name: f.name.clone(),
            district,
            unit,
            category: f.category.clone(),
            phase: f.phase.clone(),
            secretary,
            key: f.key,
            last: p.last_visit,
            conflict: p.folded.conflicts().next().is_some(),
            mine: me.is_some_and(|me| is_mine(p, me)),
            haystack,
        }
    };
    state.shown_projects().map(line).collect()
}

/// Whether every word of the search stands somewhere in what is searched.
pub fn matches(line: &Line, search: &str) -> bool {
    search.split_whitespace().all(|word| line.haystack.contains(&same_name_key(word)))
}

/// Someone to whom projects can be given, with how many they have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secretary {
    pub id: Ref,
    pub name: String,
    pub district: String,
    pub projects: usize,
}

pub fn secretaries(state: &State, me: Option<&Person>) -> Vec<Secretary> {
    let roster = &state.roster;
    let within = me.filter(|me| me.role == Role::District).and_then(|me| me.district);
    let persons = roster.persons.values().filter(|p| p.role == Role::Secretary && (within.is_none() || p.district == within));
    let mut found: Vec<Secretary> = persons
        .map(|p| Secretary {
            id: p.id,
            name: p.name.clone(),
            district: p.district.map(|d| roster.unit_name(&d)).unwrap_or_default(),
            projects: state.shown_projects().filter(|project| project.fields.secretary == Some(p.id)).count(),
        })
        .collect();
    found.sort_by(|a, b| (&a.district, &a.name, a.id).cmp(&(&b.district, &b.name, b.id)));
    found
}

/// Whether the role may give projects to secretaries, take in a table and register projects.
pub fn may_assign(me: Option<&Person>) -> bool {
    me.is_some_and(|me| matches!(me.role, Role::City | Role::District))
}
