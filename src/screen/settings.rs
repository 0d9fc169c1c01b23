//! What the settings page says about this device, and how codes are compared.

use std::collections::BTreeSet;

use crate::domain::hash;
use crate::domain::id::{DeviceId, Ref, Scope};
use crate::domain::order::InOrder;
use crate::domain::state::Person;
use crate::domain::trust::Role;
use crate::screen::moment::Moment;
use crate::screen::people::DeviceStanding;
use crate::session::Snapshot;
use crate::store::Exchange;

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
    partners.order_by(|a, b| a.name.cmp(&b.name));
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
    /// When a file last came from them or went to them.
    pub last: Option<Moment>,
    /// Entries here that the last file from them did not list: until they are sent, the codes may differ.
    pub beyond: u64,
}

/// The code over what both this device's person and another may hold, as it is held here now.
pub fn code_with(snapshot: &Snapshot, me: Option<Ref>, with: Ref) -> CodeView {
    let scopes = snapshot.shared_scopes(me.as_ref(), &with);
    let projects = scopes.iter().filter(|scope| matches!(scope, Scope::Project(_))).count() as u64;
    let roster = &snapshot.state.roster;
    let time = snapshot.exchange.iter().rev().find_map(|entry| match entry {
        Exchange::Sent { to, time, .. } if *to == Some(with) => Some(*time),
        Exchange::Received { from: Some(from), time, .. } if roster.speaks_for(from, &with) => Some(*time),
        Exchange::Sent { .. } | Exchange::Received { .. } => None,
    });
    CodeView {
        code: snapshot.code(&scopes),
        digest: hash::encode(&snapshot.digest(&scopes)),
        projects,
        last: time.map(|time| Moment::of(time, roster.zone)),
        beyond: beyond(snapshot, &scopes, &with),
    }
}

/// How many entries of these scopes are held here beyond what a person's last heads list.
fn beyond(snapshot: &Snapshot, scopes: &BTreeSet<Scope>, with: &Ref) -> u64 {
    let heads = snapshot.heads_of(with);
    let listed =
        |scope: &Scope, device: &DeviceId| heads.and_then(|h| h.get(&scope.to_string())?.get(device.as_str())).map_or(0, |head| head.0);
    let feeds = snapshot.ledger.feeds().filter(|(key, _)| scopes.contains(&key.scope));
    feeds.map(|(key, _)| snapshot.ledger.head(key).0.saturating_sub(listed(&key.scope, &key.device))).sum()
}
