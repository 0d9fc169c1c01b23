//! Settling a slot in which several values are in force: who may, and the event that does it.
//!
//! A later kind of slot brings its way to write a decision here and its name in `text`; lists and screens stay.

use serde_json::{Map, Value, json};

use crate::domain::command::{Refusal, required};
use crate::domain::id::{DeviceId, Ref, Scope};
use crate::domain::order::object;
use crate::domain::shape::{COORDINATOR_FIELDS, Kind, Right};
use crate::domain::state::{Folded, Named, State, Target};
use crate::domain::trust::{Grant, Role, Standing};

/// A statement that names all that its author saw in a slot.
#[derive(Clone, PartialEq, Debug)]
pub struct Decision {
    pub(super) scope: Scope,
    pub(super) kind: Kind,
    pub(super) body: Value,
}

impl Decision {
    /// One value for a field, with the reason that everyone reads.
    pub fn of_field(scope: Scope, of: Target, field: &str, value: Value, over: &[Ref], reason: &str) -> Result<Decision, Refusal> {
        let body = object([
            ("of", json!(of.as_text())),
            ("over", object([(field, json!(over))]).into()),
            ("reason", json!(required(reason, "reason")?)),
            ("set", object([(field, value)]).into()),
        ]);
        Ok(Decision { scope, kind: Kind::FieldsChanged, body: body.into() })
    }

    /// A value that someone stated, once more: their body, with all that is replaced and the reason. Where the kind has
    /// no member for a reason it is one of those that anyone may add.
    pub fn of_stated(scope: Scope, kind: Kind, body: &Map<String, Value>, over: &[Ref], reason: &str) -> Result<Decision, Refusal> {
        let member = kind.spec().fields.iter().map(|f| f.name).find(|name| ["reason", "text"].contains(name)).unwrap_or("reason");
        let mut body = body.clone();
        body.insert("over".into(), json!(over));
        body.insert(member.into(), json!(required(reason, "reason")?));
        Ok(Decision { scope, kind, body: body.into() })
    }
}

/// Whose right it is to settle a slot by their role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deciders {
    /// Secretaries and coordinators.
    Workers,
    /// The city, and the coordinators of the project's districts.
    OfProject,
    /// Every coordinator.
    Coordinators,
    City,
    /// Nobody but the thing's author.
    Nobody,
}

/// Who may settle a slot: these, and of a thing's field its author as well (§4).
pub fn deciders<'a>(folded: &Folded, scope: Scope, of: Target, named: impl Into<Named<'a>>) -> Deciders {
    let field = match named.into() {
        Named::Field(field) => field,
        Named::Stated(stated) => {
            return match stated.right() {
                Right::Worker => Deciders::Workers,
                Right::Office => Deciders::Coordinators,
                _ => Deciders::OfProject,
            };
        }
    };
    match of {
        Target::Workspace => Deciders::City,
        Target::Project if COORDINATOR_FIELDS.contains(&field) => Deciders::OfProject,
        Target::Project => Deciders::Workers,
        Target::Thing(name) => match (folded.find(&name).map(|thing| thing.kind.spec().right), scope) {
            (Some(Right::AnyRole | Right::Worker | Right::Coordinator | Right::Returning), Scope::Project(_)) => Deciders::OfProject,
            (Some(Right::AnyRole | Right::Worker | Right::Coordinator | Right::Returning | Right::Office), _) => Deciders::Coordinators,
            (Some(Right::City | Right::LeaderOrCity | Right::AssessorOrCity), _) => Deciders::City,
            (Some(Right::Founder | Right::Joining | Right::OfThing) | None, _) => Deciders::Nobody,
        },
    }
}

impl Deciders {
    /// Whether a role is among them; `folded` says which districts have a say.
    pub fn include(self, role: Role, district: Option<Ref>, folded: &Folded) -> bool {
        match (self, role) {
            (Deciders::Nobody, _) | (_, Role::Leader | Role::Assessor) => false,
            (_, Role::City) | (Deciders::Workers, _) | (Deciders::Coordinators, Role::District) => true,
            (Deciders::OfProject, Role::District) => district.is_some_and(|d| folded.districts.contains(&d)),
            (Deciders::OfProject | Deciders::Coordinators | Deciders::City, Role::Secretary) | (Deciders::City, Role::District) => false,
        }
    }
}

/// Whether what this device decides there would stand. The session asks the fold again before it writes.
pub fn may_decide<'a>(state: &State, device: &DeviceId, scope: Scope, of: Target, named: impl Into<Named<'a>>) -> bool {
    let named = named.into();
    let Some(folded) = state.folded(scope) else { return false };
    let grants: &[Grant] = match state.trust.standing(device) {
        Standing::Grants(grants) => grants,
        Standing::Everything => return true,
        Standing::Waiting => return false,
    };
    let deciders = deciders(folded, scope, of, named);
    let wrote = |thing: &Ref| {
        let author = folded.find(thing).map(|thing| thing.device);
        author.is_some_and(|author| {
            author == *device || state.trust.persons_of(&author).any(|person| grants.iter().any(|g| g.person == person))
        })
    };
    let is_author = matches!((of, named), (Target::Thing(name), Named::Field(_)) if wrote(&name));
    is_author || grants.iter().any(|g| deciders.include(g.role, g.district, folded))
}
