//! What a form of a project's facts offers to choose from.

use crate::domain::id::{ProjectId, Ref};
use crate::domain::state::{Person, State};
use crate::domain::trust::Role;
use crate::screen::form::project::{Field, ProjectForm, Writer, is_in_conflict};

/// Something that a select offers: its value and its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    pub value: String,
    pub name: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choices {
    pub districts: Vec<Choice>,
    pub units: Vec<Choice>,
    pub secretaries: Vec<Choice>,
    pub leaders: Vec<Choice>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    pub id: ProjectId,
    pub opened: ProjectForm,
    pub writer: Writer,
    pub choices: Choices,
    pub conflicts: Vec<Field>,
}

/// `None` if the project is not here, or this person may write nothing of it.
pub fn edit(state: &State, id: &ProjectId, me: Option<&Person>) -> Option<Edit> {
    let project = state.project(id).filter(|p| p.shown)?;
    let me = me?;
    let writer = Writer::of(me.role, me.district, project)?;
    let conflicts = Field::ALL.into_iter().filter(|field| field.is_for(writer) && is_in_conflict(project, *field)).collect();
    Some(Edit { id: *id, opened: ProjectForm::of(project), writer, choices: choices(state), conflicts })
}

/// A new project's form; `None` if the role may register none.
pub fn new_project(state: &State, me: Option<&Person>) -> Option<(ProjectForm, Choices)> {
    let me = me?;
    let district = match me.role {
        Role::City => String::new(),
        Role::District => me.district?.to_string(),
        Role::Secretary | Role::Leader | Role::Assessor => return None,
    };
    let mut choices = choices(state);
    if me.role == Role::District {
        choices.districts.retain(|c| c.value == district);
    }
    Some((ProjectForm { district, ..ProjectForm::default() }, choices))
}

fn choices(state: &State) -> Choices {
    let roster = &state.roster;
    let choice = |id: &Ref, name: &str| Choice { value: id.to_string(), name: name.to_string() };
    let sorted = |mut list: Vec<Choice>| {
        list.sort_by(|a, b| (&a.name, &a.value).cmp(&(&b.name, &b.value)));
        list
    };
    let people = |role: Role| roster.persons.values().filter(|p| p.role == role).map(|p| choice(&p.id, &p.name)).collect();
    Choices {
        districts: sorted(roster.districts().map(|u| choice(&u.id, &u.name)).collect()),
        units: sorted(roster.units.values().filter(|u| u.kind != "district").map(|u| choice(&u.id, &u.name)).collect()),
        secretaries: sorted(people(Role::Secretary)),
        leaders: sorted(people(Role::Leader)),
    }
}
