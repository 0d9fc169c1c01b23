//! What a form of a project's facts offers to choose from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::{Filled, InOrder};
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

pub(super) fn choices(state: &State) -> Choices {
    let roster = &state.roster;
    let choice = |id: &Ref, name: &str| Choice { value: id.to_string(), name: name.to_string() };
    let sorted = |mut list: Vec<Choice>| {
        list.order_by(|a, b| (&a.name, &a.value).cmp(&(&b.name, &b.value)));
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

/// The draft of a form of facts, as it lies on disk: what this user typed, by field, and nothing of what was shown.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub typed: BTreeMap<String, String>,
    /// ms since 1970 UTC.
    pub at: i64,
}

/// As the first versions wrote it.
#[derive(Deserialize)]
struct Whole {
    opened: ProjectForm,
    form: ProjectForm,
    at: i64,
}

impl Draft {
    /// What differs from what was shown when the form was opened.
    pub fn new(opened: &ProjectForm, form: &ProjectForm, at: i64) -> Draft {
        let typed = Field::ALL.into_iter().filter(|field| form.get(*field) != opened.get(*field));
        Draft { typed: typed.map(|field| (field.as_str().to_string(), form.get(field).to_string())).filled(), at }
    }

    /// `None` for what an older version left and this one can't read.
    pub fn read(bytes: &[u8]) -> Option<Draft> {
        let whole = || serde_json::from_slice(bytes).ok().map(|Whole { opened, form, at }| Draft::new(&opened, &form, at));
        serde_json::from_slice(bytes).ok().or_else(whole)
    }

    pub fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What was typed, over what is shown now: others may have changed the rest meanwhile.
    pub fn over(&self, now: &ProjectForm) -> ProjectForm {
        let mut form = now.clone();
        for (field, text) in &self.typed {
            if let Some(field) = Field::parse(field) {
                form.set(field, text.clone());
            }
        }
        form
    }
}

/// Drafts of one project's facts begin so; those of a new project, with `None`.
pub fn draft_prefix(project: Option<&ProjectId>) -> String {
    match project {
        Some(id) => format!("facts-{id}-"),
        None => "facts-new-".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_keeps_what_was_typed_and_takes_over_what_others_changed() {
        let opened = ProjectForm { name: "a".into(), code: "1".into(), ..ProjectForm::default() };
        let typed = ProjectForm { name: "b".into(), ..opened.clone() };
        let draft = Draft::new(&opened, &typed, 0);
        let older = serde_json::json!({"opened": opened, "form": typed, "at": 0});
        let now = ProjectForm { code: "2".into(), ..opened };
        assert_eq!(draft.over(&now), ProjectForm { name: "b".into(), code: "2".into(), ..ProjectForm::default() });
        assert!(!String::from_utf8(draft.write()).unwrap().contains("\"1\""), "what was shown is not kept");
        assert_eq!(Draft::read(&draft.write()).as_ref(), Some(&draft));
        assert_eq!(Draft::read(&serde_json::to_vec(&older).unwrap()), Some(draft));
    }
}
