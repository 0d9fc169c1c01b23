//! One field of many projects changed at once: what can be chosen, and what would become of it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::object;
use crate::domain::state::{Person, State};
use crate::domain::trust::Role;
use crate::screen::edit::{Choice, choices as all};
use crate::screen::form::project::{CATEGORIES, Field, PHASES};
use crate::screen::projects::Line;

/// What can be changed for many, the one that is changed most first.
pub const FIELDS: [Field; 7] = [Field::Secretary, Field::Unit, Field::District, Field::Category, Field::Leader, Field::Key, Field::Phase];

/// Values to choose from; those of categories and phases are worded by the page, as are yes and no. A district's
/// coordinator gives projects to people of the district.
pub fn choices(state: &State, me: Option<&Person>, field: Field) -> Vec<Choice> {
    let all = all(state);
    let words = |words: &[&str]| words.iter().map(|w| Choice { value: w.to_string(), name: String::new() }).collect();
    match field {
        Field::Secretary => {
            let within = me.filter(|me| me.role == Role::District).and_then(|me| me.district);
            let is_here = |choice: &Choice| {
                let person = Ref::parse(&choice.value).and_then(|id| state.roster.persons.get(&id));
                within.is_none() || person.is_some_and(|p| p.district == within)
            };
            all.secretaries.into_iter().filter(is_here).collect()
        }
        Field::Unit => all.units,
        Field::District => all.districts,
        Field::Leader => all.leaders,
        Field::Category => words(CATEGORIES),
        Field::Phase => words(PHASES),
        Field::Key => words(&["true", "false"]),
        Field::Name | Field::Total | Field::Enterprise | Field::Place | Field::Industry | Field::Code => Vec::new(),
    }
}

/// As the choices give it; empty where the project says nothing.
pub fn value_of(line: &Line, field: Field) -> String {
    let of = |of: Option<Ref>| of.map(|of| of.to_string()).unwrap_or_default();
    match field {
        Field::Secretary => of(line.of.secretary),
        Field::Unit => of(line.of.unit),
        Field::District => of(line.of.district),
        Field::Leader => of(line.of.leader),
        Field::Category => line.category.clone(),
        Field::Phase => line.phase.clone().unwrap_or_default(),
        Field::Key => line.key.to_string(),
        Field::Name | Field::Total | Field::Enterprise | Field::Place | Field::Industry | Field::Code => String::new(),
    }
}

/// What would become of the ticked ones.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Preview {
    pub ticked: usize,
    /// Have another value now.
    pub changing: usize,
    /// Have it already.
    pub same: usize,
}

pub fn preview(lines: &[Line], ticked: &BTreeSet<ProjectId>, field: Field, value: &str) -> Preview {
    let of = lines.iter().filter(|l| ticked.contains(&l.id));
    let same = of.clone().filter(|l| value_of(l, field) == value).count();
    let ticked = of.count();
    Preview { ticked, changing: ticked - same, same }
}

/// The command for all of them: one save. `None` for a field that can't be without a value.
pub fn command(ticked: &BTreeSet<ProjectId>, field: Field, value: &str) -> Option<Command> {
    let value = match (field, value) {
        (_, "") if field.is_required() => return None,
        (_, "") => Value::Null,
        (Field::Key, value) => json!(value == "true"),
        (_, value) => json!(value),
    };
    let set: Map<String, Value> = object([(field.as_str(), value)]);
    Some(Command::ChangeProjects { projects: ticked.iter().copied().collect(), set })
}
