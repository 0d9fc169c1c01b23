//! What a starter file says before one joins by it.

use crate::domain::bundle::key::{PublicKey, Question, join_message};
use crate::domain::calendar::Day;
use crate::domain::hash;
use crate::domain::id::{DeviceId, Ref, WorkspaceId};
use crate::domain::state::State;
use crate::domain::trust::Role;

/// Whether one can still join by an invitation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Validity {
    Open,
    Expired,
    /// Another device joined by it.
    Used,
    /// Its file names an invitation that the ledger does not hold.
    Unknown,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Join {
    pub name: String,
    pub role: Role,
    pub district: Option<String>,
    pub projects: usize,
    /// The first of the projects: its name, category and whether it is a key one.
    pub first: Option<FirstProject>,
    pub ledger: String,
    /// Who made the file.
    pub sender: Option<String>,
    pub until: Option<Day>,
    pub validity: Validity,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstProject {
    pub name: String,
    pub category: String,
    pub key: bool,
}

/// `None` if the file does not hold the person that it invites.
pub fn join(state: &State, person: Ref, key: &PublicKey, from: Option<DeviceId>, used: bool, today: Day) -> Option<Join> {
    let roster = &state.roster;
    let invited = roster.persons.get(&person)?;
    let invitation = invited.invitations.iter().find(|i| i.key == *key);
    let mine: Vec<_> = state.shown_projects().filter(|p| p.fields.secretary == Some(person) || p.fields.leader == Some(person)).collect();
    let shown: Vec<_> = if mine.is_empty() { state.shown_projects().collect() } else { mine };
    let validity = match invitation {
        None => Validity::Unknown,
        Some(_) if used => Validity::Used,
        Some(invitation) if today > invitation.until => Validity::Expired,
        Some(_) => Validity::Open,
    };
    Some(Join {
        name: invited.name.clone(),
        role: invited.role,
        district: invited.district.map(|d| roster.unit_name(&d)),
        projects: shown.len(),
        first: shown.iter().min_by_key(|p| &p.fields.name).map(|p| FirstProject {
            name: p.fields.name.clone(),
            category: p.fields.category.clone(),
            key: p.fields.key,
        }),
        ledger: roster.name.clone(),
        sender: from.map(|device| roster.author(&device)),
        until: invitation.map(|i| i.until),
        validity,
    })
}

/// Questions whose one good answer means that a device already joined by this invitation.
pub fn used_questions(state: &State, workspace: &WorkspaceId, person: Ref, key: &PublicKey) -> Vec<Question> {
    let devices = state.roster.devices_of(&person);
    devices
        .filter_map(|device| {
            let signature = hash::decode::<64>(device.proof.as_deref()?)?;
            Some(Question { key: key.clone(), message: join_message(workspace, &device.id, person.as_str()), signature })
        })
        .collect()
}
