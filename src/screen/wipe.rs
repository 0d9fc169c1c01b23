//! What would be lost with this device: entries that nobody else is known to hold.

use std::collections::BTreeMap;

use crate::domain::id::{DeviceId, Scope};
use crate::session::Snapshot;

/// Own entries of one project, or of the common parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    /// `None` for the common parts.
    pub project: Option<String>,
    pub entries: u64,
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct WipeView {
    /// Where entries of this device's person lie that no receipt covers, the most first.
    pub lost: Vec<Lost>,
    /// How many these are.
    pub entries: u64,
    /// Of them, those in no file that ever left.
    pub unsent: u64,
}

pub fn wipe(snapshot: &Snapshot, own: DeviceId) -> WipeView {
    let mut by_name: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for (scope, entries) in snapshot.unreceived(own) {
        let project = match scope {
            Scope::Project(id) => Some(snapshot.state.project(&id).map_or_else(|| id.to_string(), |p| p.fields.name.clone())),
            Scope::All | Scope::Office => None,
        };
        *by_name.entry(project).or_default() += entries;
    }
    let mut lost: Vec<Lost> = by_name.into_iter().map(|(project, entries)| Lost { project, entries }).collect();
    lost.sort_by_key(|lost| std::cmp::Reverse(lost.entries));
    WipeView { entries: lost.iter().map(|lost| lost.entries).sum(), lost, unsent: snapshot.unsent(own) }
}
