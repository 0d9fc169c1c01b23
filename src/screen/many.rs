//! Files for many people in one go: whom one may choose, whom one can't, and how it ended.

use std::collections::BTreeMap;

use crate::domain::bundle::jwe::MAX_DEVICES;
use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, Ref};
use crate::domain::order::InOrder;
use crate::domain::state::Person;
use crate::domain::trust::{Role, may_manage};
use crate::screen::lock::Guard;
use crate::screen::people::{self, Standing};
use crate::screen::search::pinyin::Query;
use crate::screen::send::role_order;
use crate::session::Snapshot;
use crate::store::Exchange;

/// What is told of someone in the list, and chosen by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// Something of theirs came since a file last went to them.
    Owed,
    /// Nothing of theirs that came waits for an answer.
    Answered,
    /// Never invited, or the last day is over.
    NotInvited,
    /// Invited, and no starter left since.
    NotHandedOut,
    /// A starter is out.
    Out,
    /// A device says to be theirs, and nobody admitted it.
    Asks,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub person: Ref,
    pub name: String,
    pub role: Role,
    pub district: Option<(Ref, String)>,
    pub mark: Mark,
}

/// Someone whom no file can reach yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Absent {
    pub person: Ref,
    pub name: String,
    pub standing: Standing,
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Many {
    pub rows: Vec<Row>,
    pub absent: Vec<Absent>,
}

/// What leaves some of the list; each part alone leaves all.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Pick {
    pub role: Option<Role>,
    pub district: Option<Ref>,
    pub mark: Option<Mark>,
    pub query: String,
}

impl Many {
    pub fn listed(&self, pick: &Pick) -> Vec<Row> {
        let query = Query::new(&pick.query);
        let has = |text: &str| query.finds_in(text);
        let fits = |row: &&Row| {
            pick.role.is_none_or(|role| row.role == role)
                && pick.mark.is_none_or(|mark| row.mark == mark)
                && pick.district.is_none_or(|district| row.district.as_ref().is_some_and(|d| d.0 == district))
                && (query.is_empty() || has(&row.name) || row.district.as_ref().is_some_and(|d| has(&d.1)))
        };
        self.rows.iter().filter(fits).cloned().collect()
    }

    /// The districts that occur, by name.
    pub fn districts(&self) -> Vec<(Ref, String)> {
        let mut found: BTreeMap<Ref, String> = BTreeMap::new();
        found.extend(self.rows.iter().filter_map(|row| row.district.clone()));
        let mut found: Vec<_> = found.into_iter().collect();
        found.order_by(|a, b| a.1.cmp(&b.1));
        found
    }

    pub fn count(&self, wanted: impl Fn(&Row) -> bool) -> usize {
        self.rows.iter().filter(|row| wanted(row)).count()
    }

    fn sorted(mut self) -> Many {
        let key = |row: &Row| (role_order(row.role), row.district.as_ref().map(|d| d.1.clone()), row.name.clone(), row.person);
        self.rows.order_by_cached_key(key);
        self.absent.order_by_cached_key(|absent| (absent.name.clone(), absent.person));
        self
    }
}

fn row(snapshot: &Snapshot, person: &Person, mark: Mark) -> Row {
    let district = person.district.map(|d| (d, snapshot.state.roster.unit_name(&d)));
    Row { person: person.id, name: person.name.clone(), role: person.role, district, mark }
}

/// Whether this device's person sends to many at all.
pub fn may_send(me: Option<&Person>) -> bool {
    me.is_some_and(|me| matches!(me.role, Role::City | Role::District))
}

/// To whom files can go: everyone with an admitted device, but oneself. Who is asked or invited and has none is absent.
pub fn sending(snapshot: &Snapshot, me: Option<&Person>, today: Day) -> Many {
    let roster = &snapshot.state.roster;
    let owed = owed(snapshot);
    let mut many = Many::default();
    for person in roster.persons.values().filter(|person| me.is_none_or(|me| me.id != person.id)) {
        match people::standing(&snapshot.state, person, today) {
            _ if roster.devices_of(&person.id).any(|d| d.admitted && !d.revoked) => {
                let mark = if owed.get(&person.id).copied().unwrap_or_default() { Mark::Owed } else { Mark::Answered };
                many.rows.push(row(snapshot, person, mark));
            }
            standing => many.absent.push(Absent { person: person.id, name: person.name.clone(), standing }),
        }
    }
    many.sorted()
}

/// Of each person, whether something new came from them since a file last went to them alone: that acknowledges it.
fn owed(snapshot: &Snapshot) -> BTreeMap<Ref, bool> {
    let roster = &snapshot.state.roster;
    let mut owed = BTreeMap::new();
    for entry in snapshot.exchange.iter().rev() {
        match entry {
            Exchange::Sent { to: Some(to), .. } => drop(owed.entry(*to).or_insert(false)),
            Exchange::Received { from: Some(from), new: 1.., .. } => {
                if let Some(device) = roster.devices.get(from).filter(|device| device.admitted && !device.revoked) {
                    owed.entry(device.person).or_insert(true);
                }
            }
            Exchange::Sent { .. } | Exchange::Received { .. } => {}
        }
    }
    owed
}

/// For whom starters can be made: people whom this device may invite and of whom no device was admitted.
pub fn starters(snapshot: &Snapshot, own: DeviceId, today: Day) -> Many {
    let state = &snapshot.state;
    let grants = state.trust.grants.get(&own).cloned().unwrap_or_default();
    let mut many = Many::default();
    for person in state.roster.persons.values() {
        let mark = match people::standing(state, person, today) {
            Standing::Named | Standing::Expired(_) => Mark::NotInvited,
            Standing::Invited(_) if has_starter(snapshot, person) => Mark::Out,
            Standing::Invited(_) => Mark::NotHandedOut,
            // It may be anyone's: what one says of oneself keeps nobody from being invited.
            Standing::Waiting => Mark::Asks,
            Standing::Admitted | Standing::Stopped => continue,
        };
        if may_manage(&grants, Some((person.role, person.district))) {
            many.rows.push(row(snapshot, person, mark));
        }
    }
    many.sorted()
}

/// Whether a file went to a person since they were last invited: it carried the invitation.
fn has_starter(snapshot: &Snapshot, person: &Person) -> bool {
    let invited = person.invitations.iter().map(|i| i.time).max().unwrap_or_default();
    let went = |entry: &Exchange| matches!(entry, Exchange::Sent { to: Some(to), time, .. } if *to == person.id && *time >= invited);
    snapshot.exchange.iter().rev().any(went)
}

/// One file for each, or one for all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Each,
    One,
}

/// Who shall be able to open files for many; `devices` of all of them together. One file has room for so many, and no
/// more.
pub fn guard(chosen: Option<Guard>, form: Form, devices: usize) -> Option<Guard> {
    match (chosen, form) {
        (None | Some(Guard::Devices), Form::One) if devices > MAX_DEVICES => None,
        (None, _) => Some(Guard::Devices),
        (chosen, _) => chosen,
    }
}

/// How a run ended, with where it stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended<F> {
    All,
    /// The user stopped it.
    Stopped,
    /// At this person's file.
    Failed(Ref, F),
}

/// Those of a run that have no file yet, in its order.
pub fn left(run: &[Ref], written: &[Ref]) -> Vec<Ref> {
    run.iter().filter(|person| !written.contains(person)).copied().collect()
}
