//! What the settings page says about this device, and how codes are compared.

use crate::domain::hash;
use crate::domain::id::{DeviceId, Ref};
use crate::domain::state::Person;
use crate::domain::trust::Role;
use crate::screen::people::DeviceStanding;
use crate::session::Snapshot;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceView {
    /// The person for whom this device writes.
    pub name: Option<(String, Role)>,
    pub district: Option<String>,
    pub standing: DeviceStanding,
    /// The six characters of this device.
    pub code: Option<String>,
    pub workspace: String,
}

pub fn device(snapshot: &Snapshot, own: DeviceId, me: Option<&Person>) -> DeviceView {
    let roster = &snapshot.state.roster;
    let trust = &snapshot.state.trust;
    DeviceView {
        name: me.map(|me| (me.name.clone(), me.role)),
        district: me.and_then(|me| me.district).map(|d| roster.unit_name(&d)),
        standing: if trust.limits.contains_key(&own) {
            DeviceStanding::Stopped
        } else if trust.admitted.contains(&own) {
            DeviceStanding::Admitted
        } else {
            DeviceStanding::Waiting
        },
        code: roster.devices.get(&own).map(|d| d.code.clone()),
        workspace: roster.name.clone(),
    }
}

/// Someone with whom a code can be compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Partner {
    pub person: Ref,
    pub name: String,
    pub role: Role,
}

/// Everyone with a device, but oneself.
pub fn partners(snapshot: &Snapshot, me: Option<Ref>) -> Vec<Partner> {
    let roster = &snapshot.state.roster;
    let others = roster.persons.values().filter(|p| Some(p.id) != me && roster.devices_of(&p.id).next().is_some());
    let mut partners: Vec<Partner> = others.map(|p| Partner { person: p.id, name: p.name.clone(), role: p.role }).collect();
    partners.sort_by(|a, b| a.name.cmp(&b.name));
    partners
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeView {
    /// `XXXX-XXXX`.
    pub code: String,
    /// All 43 characters.
    pub digest: String,
    /// How many projects it is computed over.
    pub projects: u64,
}

/// The code over what both this device's person and another may hold.
pub fn code_with(snapshot: &Snapshot, me: Option<Ref>, with: Ref) -> CodeView {
    let scopes = snapshot.shared_scopes(me.as_ref(), &with);
    let projects = scopes.iter().filter(|scope| matches!(scope, crate::domain::id::Scope::Project(_))).count() as u64;
    CodeView { code: snapshot.code(&scopes), digest: hash::encode(&snapshot.digest(&scopes)), projects }
}
