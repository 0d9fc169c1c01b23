//! What the sending screen offers: to whom, what is inside, what was sent before.

use std::collections::BTreeSet;

use crate::domain::bundle::export::{Outline, files_of};
use crate::domain::id::{DeviceId, Hash, Ref};
use crate::domain::order::InOrder;
use crate::domain::state::Person;
use crate::domain::trust::Role;
use crate::screen::fresh::{Counts, What};
use crate::screen::receive::{self, LogRow};
use crate::screen::search::pinyin::Query;
use crate::session::{Outstanding, Snapshot};
use crate::store::Exchange;

/// Why someone stands in the list of addressees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reach {
    /// Where one's entries usually go.
    Usual,
    /// When the usual one can't be reached.
    Fallback,
    /// Has a device.
    Joined,
    /// Invited, has not joined yet.
    Invited,
    /// Another device of one's own.
    Own,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    pub person: Ref,
    pub name: String,
    pub role: Role,
    pub district: Option<String>,
    pub reach: Reach,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SendView {
    pub choices: Vec<Choice>,
    /// Whom to take if the user has not chosen.
    pub preset: Option<Ref>,
    /// Coordinators look for one of many; others have two or three to choose from.
    pub search: Search,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Search {
    Offered,
    NotNeeded,
}

/// To whom one may send. `asked`: the person named in the address.
pub fn view(snapshot: &Snapshot, me: Option<&Person>, asked: Option<Ref>) -> SendView {
    let state = &snapshot.state;
    let roster = &state.roster;
    let is_coordinator = me.is_some_and(|me| matches!(me.role, Role::City | Role::District));
    let mine = me.and_then(|me| me.district);
    let founder = state.trust.founder.map(|(_, person)| person);
    let reach = |person: &Person| -> Option<Reach> {
        let usual = person.role == Role::District && person.district.is_some() && person.district == mine;
        let reach = match person.role {
            _ if me.is_some_and(|me| me.id == person.id) => {
                let is_other = |device: &DeviceId| state.view.own.is_some_and(|own| own != *device);
                roster.devices_of(&person.id).any(|d| !d.revoked && is_other(&d.id)).then_some(Reach::Own)
            }
            _ if is_coordinator => {
                if roster.devices_of(&person.id).any(|d| !d.revoked) {
                    Some(Reach::Joined)
                } else if !person.invitations.is_empty() {
                    Some(Reach::Invited)
                } else {
                    None
                }
            }
            Role::District => usual.then_some(Reach::Usual),
            Role::City => Some(Reach::Fallback),
            Role::Secretary | Role::Leader | Role::Assessor => None,
        };
        reach.or_else(|| (asked == Some(person.id) && me.is_none_or(|me| me.id != person.id)).then_some(Reach::Joined))
    };
    let district = |person: &Person| person.district.map(|d| roster.unit_name(&d));
    let row = |person: &Person| {
        let reach = reach(person)?;
        Some(Choice { person: person.id, name: person.name.clone(), role: person.role, district: district(person), reach })
    };
    let mut choices: Vec<Choice> = roster.persons.values().filter_map(row).collect();
    choices.order_by(|a, b| (a.reach, role_order(a.role), &a.district, &a.name).cmp(&(b.reach, role_order(b.role), &b.district, &b.name)));
    if !choices.iter().any(|c| c.reach == Reach::Usual) {
        // Where the district has no coordinator, the city is no second way.
        choices.iter_mut().filter(|c| c.reach == Reach::Fallback).for_each(|c| c.reach = Reach::Usual);
    }
    let has = |person: &Ref| choices.iter().any(|c| c.person == *person);
    let usual = || choices.iter().find(|c| c.reach == Reach::Usual).map(|c| c.person);
    let above = || founder.filter(|_| me.is_none_or(|me| me.role != Role::City)).filter(|f| has(f));
    let only = || if let [one] = choices.as_slice() { Some(one.person) } else { None };
    let preset = asked.filter(|a| has(a)).or_else(usual).or_else(above).or_else(only);
    SendView { preset, search: if is_coordinator && choices.len() > 6 { Search::Offered } else { Search::NotNeeded }, choices }
}

pub(crate) fn role_order(role: Role) -> u8 {
    match role {
        Role::City => 0,
        Role::District => 1,
        Role::Secretary => 2,
        Role::Leader => 3,
        Role::Assessor => 4,
    }
}

/// Whether a choice answers a search.
pub fn matches(choice: &Choice, query: &str) -> bool {
    let query = Query::new(query);
    let district = choice.district.as_deref().unwrap_or_default();
    query.is_empty() || query.finds_in(&format!("{}\n{district}", choice.name))
}

/// How much goes into the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// What the receiver's last heads lack.
    Lacking,
    Everything,
}

/// What is inside, by kind.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Inside {
    pub own: Vec<(What, u64)>,
    pub others: Vec<(What, u64)>,
    pub events: u64,
    pub photos: u64,
}

/// Counts what a file to a person holds, exactly as the export cuts it.
pub fn inside(snapshot: &Snapshot, own: DeviceId, to: &Ref, extent: Extent) -> Inside {
    counted(own, &snapshot.outline(own, to, extent == Extent::Everything))
}

/// The same of one file for several.
pub fn inside_for_all(snapshot: &Snapshot, own: DeviceId, people: &[Ref], extent: Extent) -> Inside {
    counted(own, &snapshot.outline_for_all(own, people, extent == Extent::Everything))
}

fn counted(own: DeviceId, outline: &Outline<'_>) -> Inside {
    let (mut mine, mut others) = (Counts::default(), Counts::default());
    let mut photos: BTreeSet<Hash> = BTreeSet::new();
    let mut all = 0;
    for (key, events) in outline.events() {
        let counts = if key.device == own { &mut mine } else { &mut others };
        for event in events {
            all += 1;
            counts.add(event.kind.known());
            photos.extend(files_of(event));
        }
    }
    Inside { own: mine.told(), others: others.told(), events: all, photos: photos.len() as u64 }
}

/// What the button offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// Nobody is chosen.
    ChooseFirst,
    /// Nothing is unsent and everything has its receipt.
    Nothing,
    Send,
    /// Everything was sent, but not everything has its receipt.
    Again,
    /// Nothing of one's own, but a receipt for what came.
    Receipt,
}

/// `inside`: what the file to them holds.
pub fn offer(snapshot: &Snapshot, own: DeviceId, to: Option<Ref>, extent: Extent, inside: &Inside) -> Offer {
    let Some(to) = to else { return Offer::ChooseFirst };
    let Outstanding { unsent, without_receipt } = snapshot.outstanding(own, &to);
    match extent {
        Extent::Everything => Offer::Send,
        Extent::Lacking if unsent > 0 => Offer::Send,
        Extent::Lacking if without_receipt > 0 && has_been_sent(snapshot, &to) => Offer::Again,
        Extent::Lacking if without_receipt > 0 => Offer::Send,
        Extent::Lacking if owes_receipt(snapshot, &to) => Offer::Receipt,
        Extent::Lacking if inside.events > 0 => Offer::Send,
        Extent::Lacking => Offer::Nothing,
    }
}

fn has_been_sent(snapshot: &Snapshot, to: &Ref) -> bool {
    snapshot.exchange.iter().any(|entry| entry.addressees().contains(to))
}

/// Whether something new came from a person since a file last went to them.
fn owes_receipt(snapshot: &Snapshot, person: &Ref) -> bool {
    let roster = &snapshot.state.roster;
    let last = snapshot.exchange.iter().rev().find_map(|entry| match entry {
        Exchange::Sent { to, .. } if to.as_ref() == Some(person) => Some(false),
        Exchange::Received { from: Some(from), new: 1.., .. } if roster.speaks_for(from, person) => Some(true),
        Exchange::Sent { .. } | Exchange::Received { .. } => None,
    });
    last.unwrap_or(false)
}

/// Files sent before, newest first; only those to `to` if one is chosen.
pub fn past(snapshot: &Snapshot, own: DeviceId, to: Option<Ref>) -> Vec<LogRow> {
    let wanted = |entry: &&Exchange| matches!(entry, Exchange::Sent { .. }) && to.is_none_or(|to| entry.addressees().contains(&to));
    snapshot.exchange.iter().rev().filter(wanted).map(|entry| receive::log_row(snapshot, own, entry)).collect()
}
