//! Who has sent what: of each person what came, what is missing, what they acknowledged, what they hold that is not here.
//!
//! Only what is known is said: the rest is what nobody has told this device yet.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, FeedKey, Ref, Scope};
use crate::domain::order::{Filled, InOrder};
use crate::domain::state::Person;
use crate::domain::trust::Role;
use crate::screen::moment::Moment;
use crate::screen::people::DeviceStanding;
use crate::screen::receive::Gap;
use crate::screen::trust::folds;
use crate::session::Snapshot;
use crate::store::Exchange;

/// A file as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Came {
    /// When it was taken in.
    pub at: Moment,
    pub number: Option<u64>,
}

/// What is known of their holding this device's entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Acknowledged {
    /// No file of theirs told what they hold.
    Unknown,
    All,
    /// So many own entries have no receipt.
    Without(u64),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeardRow {
    pub person: Ref,
    pub name: String,
    pub role: Role,
    pub district: Option<String>,
    /// The best of their devices; `None`: nobody joined.
    pub standing: Option<DeviceStanding>,
    pub last: Option<Came>,
    /// Numbers of theirs that never came, inclusive.
    pub missing: Vec<(u64, u64)>,
    /// The greatest number that came.
    pub newest: Option<u64>,
    pub acknowledged: Acknowledged,
    /// What they hold by their last file, and this device lacks.
    pub beyond: Vec<Gap>,
    /// Holes in what their devices wrote, as it is held here.
    pub gaps: Vec<Gap>,
    /// Entries of devices that nobody admitted.
    pub waiting: u64,
    pub silent: Option<i64>,
}

impl HeardRow {
    /// Whether entries are known to be missing here.
    pub fn lacks(&self) -> bool {
        !self.beyond.is_empty() || !self.gaps.is_empty()
    }

    /// Whether nothing came since that day began.
    pub fn not_since(&self, day: Day) -> bool {
        self.last.as_ref().is_none_or(|came| came.at.day < day)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filter {
    All,
    /// From whom nothing came since that day.
    NotSince(Day),
    Lacking,
    WithoutReceipt,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// The longest silent first.
    Silence,
    Name,
}

/// Everyone of whom this device may hear, the longest silent first.
pub fn rows(snapshot: &Snapshot, own: DeviceId, me: Option<&Person>, today: Day) -> Vec<HeardRow> {
    let known = Known::of(snapshot, own);
    let mut rows: Vec<HeardRow> = concerned(snapshot, me).map(|p| row(snapshot, &known, p, today)).collect();
    sort(&mut rows, Order::Silence);
    rows
}

/// Of how many secretaries something came, and of how many it might.
pub fn reached(snapshot: &Snapshot, me: Option<&Person>) -> (usize, usize) {
    let came = came(snapshot);
    let secretaries = concerned(snapshot, me).filter(|p| p.role == Role::Secretary);
    secretaries.fold((0, 0), |(reached, all), p| (reached + usize::from(came.contains_key(&p.id)), all + 1))
}

/// Those of whom this device may hear.
fn concerned<'a>(snapshot: &'a Snapshot, me: Option<&'a Person>) -> impl Iterator<Item = &'a Person> {
    let roster = &snapshot.state.roster;
    let is_coordinator = me.is_some_and(|me| matches!(me.role, Role::City | Role::District));
    let mine: BTreeSet<Ref> = snapshot.state.own_persons().into_iter().filled();
    let concerns = move |person: &&Person| {
        let has_joined = roster.devices_of(&person.id).next().is_some();
        let near = match me.map(|me| (me.role, me.district)) {
            Some((Role::City, _)) => true,
            Some((_, district)) => person.role == Role::City || (district.is_some() && person.district == district),
            None => false,
        };
        let expected = is_coordinator && !person.invitations.is_empty();
        let has_sent = snapshot.heads_of(&person.id).is_some();
        !mine.contains(&person.id) && (has_sent || near && (has_joined || expected))
    };
    roster.persons.values().filter(concerns)
}

/// The last file of each person.
fn came(snapshot: &Snapshot) -> BTreeMap<Ref, Came> {
    let roster = &snapshot.state.roster;
    let mut last = BTreeMap::new();
    for entry in snapshot.exchange.iter() {
        let Exchange::Received { from: Some(from), time, number, .. } = entry else { continue };
        if let Some(device) = roster.devices.get(from).filter(|d| d.admitted && !d.revoked) {
            last.insert(device.person, Came { at: Moment::of(*time, roster.zone), number: *number });
        }
    }
    last
}

/// What is known of all of them, gone through once: there are hundreds of people, and of feeds many more.
struct Known {
    mine: BTreeSet<Ref>,
    own: DeviceId,
    own_heads: BTreeMap<Scope, u64>,
    last: BTreeMap<Ref, Came>,
    gaps: BTreeMap<Ref, Vec<Gap>>,
    waiting: BTreeMap<Ref, u64>,
}

impl Known {
    fn of(snapshot: &Snapshot, own: DeviceId) -> Known {
        let roster = &snapshot.state.roster;
        let mut gaps: BTreeMap<Ref, Vec<Gap>> = BTreeMap::new();
        for (scope, folded) in folds(&snapshot.state) {
            for (device, from, to) in &folded.gaps {
                let Some(held) = roster.devices.get(device) else { continue };
                let gap = Gap { who: roster.author(device), project: project_name(snapshot, scope), from: *from, to: *to };
                gaps.entry(held.person).or_default().push(gap);
            }
        }
        let mut waiting: BTreeMap<Ref, u64> = BTreeMap::new();
        for (key, feed) in snapshot.ledger.feeds() {
            if let Some(device) = roster.devices.get(&key.device).filter(|d| !d.admitted && !d.revoked) {
                *waiting.entry(device.person).or_default() += feed.len() as u64;
            }
        }
        let mine = snapshot.state.own_persons().into_iter().filled();
        Known { mine, own, own_heads: snapshot.own_heads(own), last: came(snapshot), gaps, waiting }
    }
}

fn sort(rows: &mut [HeardRow], order: Order) {
    let when = |row: &HeardRow| row.last.as_ref().map(|came| (came.at.day, came.at.time.clone()));
    match order {
        Order::Silence => rows.order_by_cached_key(|row| (when(row), row.name.clone(), row.person)),
        Order::Name => rows.order_by_cached_key(|row| (row.district.clone(), row.name.clone(), row.person)),
    }
}

/// The rows that a filter leaves, in an order.
pub fn listed(rows: &[HeardRow], filter: Filter, order: Order) -> Vec<HeardRow> {
    let fits = |row: &&HeardRow| match filter {
        Filter::All => true,
        Filter::NotSince(day) => row.not_since(day),
        Filter::Lacking => row.lacks(),
        Filter::WithoutReceipt => matches!(row.acknowledged, Acknowledged::Without(_)),
    };
    let mut rows: Vec<HeardRow> = rows.iter().filter(fits).cloned().collect();
    sort(&mut rows, order);
    rows
}

/// The last Friday before a day: reports are due on it.
pub fn last_friday(today: Day) -> Day {
    const FRIDAY: i64 = 4;
    let back = (today.weekday() as i64 - FRIDAY).rem_euclid(7);
    today.plus(-if back == 0 { 7 } else { back })
}

fn row(snapshot: &Snapshot, known: &Known, person: &Person, today: Day) -> HeardRow {
    let roster = &snapshot.state.roster;
    let last = known.last.get(&person.id).cloned();
    let (missing, newest) = numbers(snapshot, &known.mine, &person.id);
    let acknowledged = match snapshot.heads_of(&person.id) {
        None => Acknowledged::Unknown,
        Some(_) => match snapshot.without_receipt(known.own, &known.own_heads, &person.id) {
            0 => Acknowledged::All,
            n => Acknowledged::Without(n),
        },
    };
    let standing = roster.devices_of(&person.id).map(|d| (d.revoked, d.admitted)).min_by_key(|(revoked, admitted)| (*revoked, !*admitted));
    let standing = standing.map(|(revoked, admitted)| match (revoked, admitted) {
        (true, _) => DeviceStanding::Stopped,
        (false, true) => DeviceStanding::Admitted,
        (false, false) => DeviceStanding::Waiting,
    });
    HeardRow {
        person: person.id,
        name: person.name.clone(),
        role: person.role,
        district: person.district.map(|d| roster.unit_name(&d)),
        standing,
        silent: last.as_ref().map(|came| today.days_since(came.at.day)),
        last,
        missing,
        newest,
        acknowledged,
        beyond: beyond(snapshot, &person.id),
        gaps: known.gaps.get(&person.id).cloned().unwrap_or_default(),
        waiting: known.waiting.get(&person.id).copied().unwrap_or_default(),
    }
}

/// Which numbers never came and which is the greatest that did, of the files that their devices numbered for this
/// device's person.
fn numbers(snapshot: &Snapshot, mine: &BTreeSet<Ref>, person: &Ref) -> (Vec<(u64, u64)>, Option<u64>) {
    let roster = &snapshot.state.roster;
    let (mut missing, mut newest) = (Vec::new(), None);
    for device in roster.devices_of(person).filter(|d| d.admitted && !d.revoked) {
        let came = snapshot.exchange.iter().filter_map(|entry| match entry {
            // Files for several have a row of numbers of their own and no heads; the first versions kept no addressee.
            Exchange::Received { from: Some(from), to, number: Some(number), heads, .. }
                if *from == device.id && to.map_or(heads.is_some(), |to| mine.contains(&to)) =>
            {
                Some(*number)
            }
            Exchange::Received { .. } | Exchange::Sent { .. } => None,
        });
        let came: BTreeSet<u64> = came.filled();
        let mut next = 1;
        for number in &came {
            if *number > next {
                missing.push((next, number - 1));
            }
            next = number + 1;
        }
        newest = newest.max(came.last().copied());
    }
    (missing, newest)
}

fn project_name(snapshot: &Snapshot, scope: Scope) -> Option<String> {
    match scope {
        Scope::Project(id) => snapshot.state.project(&id).filter(|p| p.shown).map(|p| p.fields.name.clone()),
        Scope::All | Scope::Office => None,
    }
}

/// What their last heads name beyond what is held here. A head that is held, though not counted, is not missing.
fn beyond(snapshot: &Snapshot, person: &Ref) -> Vec<Gap> {
    let Some(heads) = snapshot.heads_of(person) else { return Vec::new() };
    let mut found = Vec::new();
    for (scope, devices) in heads {
        let Some(scope) = Scope::parse(scope) else { continue };
        for (device, head) in devices {
            let Some(device) = DeviceId::parse(device) else { continue };
            let key = FeedKey { scope, device };
            let held = snapshot.ledger.head(&key).0;
            if head.0 > held && !snapshot.ledger.holds_head(&key, head) {
                let (who, project) = (snapshot.state.roster.author(&device), project_name(snapshot, scope));
                found.push(Gap { who, project, from: held + 1, to: head.0 });
            }
        }
    }
    found
}
