//! Whose events count (design §4, *Counting trust*): admissions from the founder on, and revocations by seniority.
//!
//! Everything here is a function of the `all` feeds. It says nothing of what events mean.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::bundle::key::PublicKey;
use crate::domain::event::{Body, Event};
use crate::domain::id::{DeviceId, EventId, FeedKey, Ref, Scope};
use crate::domain::json::Json;
use crate::domain::ledger::Ledger;
use crate::domain::order::Filled;
use crate::domain::shape::{self, Kind};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Secretary,
    District,
    City,
    Leader,
    Assessor,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Secretary, Role::District, Role::City, Role::Leader, Role::Assessor];

    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Secretary => "secretary",
            Role::District => "district",
            Role::City => "city",
            Role::Leader => "leader",
            Role::Assessor => "assessor",
        }
    }
}

/// What a device may do for one person for whom it was admitted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Grant {
    pub person: Ref,
    pub role: Role,
    pub district: Option<Ref>,
}

/// The rights of a device, for the fold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// Nobody admitted it: its events wait.
    Waiting,
    /// Counts for every right: `--all-devices`.
    Everything,
    Grants(&'a [Grant]),
}

/// Through whose eyes is counted.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct View {
    /// This device, whose own events count for itself before anyone admitted it.
    pub own: Option<DeviceId>,
    /// Admissions that are ticked in a preview and not yet written.
    pub assumed: BTreeMap<DeviceId, Ref>,
    /// Devices that nobody admitted count with all rights.
    pub all_devices: bool,
}

/// Heads up to which a revoked device counts; scopes not named count for nothing.
pub type Limit = BTreeMap<Scope, (u64, Ref)>;

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Trust {
    pub founder: Option<(DeviceId, Ref)>,
    pub grants: BTreeMap<DeviceId, Vec<Grant>>,
    /// Devices that count for everyone; `grants` may hold those of the view besides.
    pub admitted: BTreeSet<DeviceId>,
    pub limits: BTreeMap<DeviceId, Limit>,
    /// Bodies that a counting removal names.
    pub removed: BTreeMap<Scope, BTreeSet<Ref>>,
    /// Revocations that were applied. Any other that counts lacked the right or would have left its author not
    /// admitted, and is refused.
    pub applied: BTreeSet<EventId>,
    all_devices: bool,
}

impl Trust {
    pub fn standing(&self, device: &DeviceId) -> Standing<'_> {
        match self.grants.get(device) {
            Some(grants) => Standing::Grants(grants),
            None if self.all_devices => Standing::Everything,
            None => Standing::Waiting,
        }
    }

    /// The last seq of the device's feed in the scope that may count; `None`: no limit.
    pub fn limit(&self, feed: &FeedKey) -> Option<u64> {
        self.limits.get(&feed.device).map(|limit| limit.get(&feed.scope).map_or(0, |(seq, _)| *seq))
    }

    pub fn is_removed(&self, scope: &Scope, event: &Ref) -> bool {
        self.removed.get(scope).is_some_and(|set| set.contains(event))
    }

    pub fn persons_of(&self, device: &DeviceId) -> impl Iterator<Item = Ref> + '_ {
        self.grants.get(device).into_iter().flatten().map(|grant| grant.person)
    }

    fn decided(&self) -> BTreeMap<FeedKey, (u64, Ref)> {
        decided(&self.limits)
    }
}

fn decided(limits: &BTreeMap<DeviceId, Limit>) -> BTreeMap<FeedKey, (u64, Ref)> {
    let heads = |(device, limit): (&DeviceId, &Limit)| {
        let device = *device;
        limit.iter().map(move |(scope, head)| (FeedKey { scope: *scope, device }, *head)).collect::<Vec<_>>()
    };
    limits.iter().flat_map(heads).filled()
}

/// A trust event of known shape.
struct Fact<'a> {
    device: DeviceId,
    event: &'a Event,
    kind: Kind,
    body: Json<'a>,
}

/// The trust events of every `all` feed, as the limits let them count.
struct Facts<'a> {
    ledger: &'a Ledger,
    by_device: BTreeMap<DeviceId, Vec<Fact<'a>>>,
}

impl<'a> Facts<'a> {
    fn gather(ledger: &'a Ledger, limits: &BTreeMap<DeviceId, Limit>) -> Self {
        let mut facts = Facts { ledger, by_device: BTreeMap::new() };
        for (key, _) in ledger.feeds_in(Scope::All) {
            facts.read(key, limits);
        }
        facts
    }

    fn read(&mut self, key: &FeedKey, limits: &BTreeMap<DeviceId, Limit>) {
        let limit = limits.get(&key.device).map(|l| l.get(&Scope::All).copied());
        let upto = limit.map_or(u64::MAX, |head| head.map_or(0, |(seq, _)| seq));
        let Some(feed) = self.ledger.feed(key) else { return };
        let mut facts = Vec::new();
        for event in feed.spine(limit.flatten()).events.into_iter().take_while(|e| e.seq <= upto) {
            let Some(kind) = event.kind.known().filter(|k| k.is_trust()) else { continue };
            // A trust kind's body can't be removed: without it nothing behind counts.
            let Body::Held(body) = &event.body else { break };
            if shape::check(kind, body.json()).is_ok() {
                facts.push(Fact { device: key.device, event, kind, body: body.json() });
            }
        }
        self.by_device.insert(key.device, facts);
    }

    fn of(&self, device: &DeviceId) -> &[Fact<'a>] {
        self.by_device.get(device).map_or(&[], |facts| facts)
    }

    fn founder(&self) -> Option<(DeviceId, Ref)> {
        self.by_device.iter().find_map(|(device, facts)| {
            let first = facts.first().filter(|f| f.kind == Kind::WorkspaceFounded && f.event.seq == 1)?;
            let key = PublicKey::from_jwk(first.body.get("key")?)?;
            let is_ours = first.event.body.hash() == self.ledger.workspace && key.device() == *device;
            is_ours.then(|| (*device, first.event.id.to_ref()))
        })
    }
}

fn read_ref(body: Json<'_>, name: &str) -> Option<Ref> {
    Ref::parse(&body.get(name)?.text()?)
}

#[derive(Default)]
struct Closure {
    persons: BTreeMap<Ref, (Role, Option<Ref>)>,
    /// For whom each device was admitted, and by whom at which seq.
    admissions: BTreeMap<DeviceId, Vec<(Ref, DeviceId, u64)>>,
}

impl Closure {
    /// Step (1): everything that follows from the founder, until nothing is added. Rights only ever grow on the
    /// way, so the result does not depend on the order of looking.
    fn compute(facts: &Facts<'_>, view: &View) -> Self {
        let mut closure = Closure::default();
        let Some((founder, person)) = facts.founder() else { return closure };
        closure.persons.insert(person, (Role::City, None));
        closure.admissions.insert(founder, vec![(person, founder, 0)]);
        for (device, person) in &view.assumed {
            closure.admissions.entry(*device).or_default().push((*person, founder, u64::MAX));
        }
        if let Some(own) = view.own.filter(|own| *own != founder) {
            for fact in facts.of(&own).iter().filter(|f| f.kind == Kind::DeviceJoined) {
                if let Some(person) = read_ref(fact.body, "person") {
                    closure.admissions.entry(own).or_default().push((person, founder, u64::MAX));
                }
            }
        }
        loop {
            let mut grew = false;
            let authors: Vec<DeviceId> = closure.admissions.keys().copied().collect();
            for fact in authors.iter().flat_map(|author| facts.of(author)) {
                grew |= closure.take(fact);
            }
            if !grew {
                return closure;
            }
        }
    }

    fn take(&mut self, fact: &Fact<'_>) -> bool {
        match fact.kind {
            Kind::PersonRegistered => {
                let id = fact.event.id.to_ref();
                let role = fact.body.get("role").and_then(|v| Role::parse(&v.text()?));
                let Some(role) = role.filter(|_| !self.persons.contains_key(&id)) else { return false };
                let district = read_ref(fact.body, "district");
                if !self.may_manage(&fact.device, Some((role, district))) {
                    return false;
                }
                self.persons.insert(id, (role, district));
                true
            }
            Kind::DeviceAdmitted => {
                let key = fact.body.get("key").and_then(PublicKey::from_jwk);
                let (Some(key), Some(person)) = (key, read_ref(fact.body, "person")) else { return false };
                let admission = (person, fact.device, fact.event.seq);
                let held = self.admissions.get(&key.device()).is_some_and(|list| list.contains(&admission));
                if held || !self.may_manage(&fact.device, self.persons.get(&person).copied()) {
                    return false;
                }
                self.admissions.entry(key.device()).or_default().push(admission);
                true
            }
            _ => false,
        }
    }

    fn grants(&self, device: &DeviceId) -> Vec<Grant> {
        let persons: BTreeSet<Ref> = self.admissions.get(device).into_iter().flatten().map(|(person, ..)| *person).filled();
        let grant = |person: Ref| self.persons.get(&person).map(|(role, district)| Grant { person, role: *role, district: *district });
        persons.into_iter().filter_map(grant).collect()
    }

    /// Whether the device may write person- and device- kinds about this person.
    fn may_manage(&self, author: &DeviceId, person: Option<(Role, Option<Ref>)>) -> bool {
        may_manage(&self.grants(author), person)
    }

    fn may_revoke(&self, author: &DeviceId, device: &DeviceId, facts: &Facts<'_>) -> bool {
        let mut persons: Vec<Ref> = self.admissions.get(device).into_iter().flatten().map(|(person, ..)| *person).collect();
        if persons.is_empty() {
            let joins = facts.of(device).iter().filter(|f| f.kind == Kind::DeviceJoined);
            persons.extend(joins.filter_map(|f| read_ref(f.body, "person")));
        }
        let grants = self.grants(author);
        let about = |person: &Ref| may_manage(&grants, self.persons.get(person).copied());
        grants.iter().any(|g| g.role == Role::City) || (!persons.is_empty() && persons.iter().all(about))
    }

    /// The way from the founder: the number of admissions and their seqs, least first.
    fn seniority(&self) -> BTreeMap<DeviceId, (usize, Vec<u64>)> {
        let mut rank: BTreeMap<DeviceId, (usize, Vec<u64>)> = BTreeMap::new();
        for (device, list) in &self.admissions {
            if list.iter().any(|(_, author, seq)| author == device && *seq == 0) {
                rank.insert(*device, (0, Vec::new()));
            }
        }
        for depth in 1..=self.admissions.len() {
            let mut level: BTreeMap<DeviceId, (usize, Vec<u64>)> = BTreeMap::new();
            for (device, list) in self.admissions.iter().filter(|(device, _)| !rank.contains_key(device)) {
                let ways = list.iter().filter_map(|(_, author, seq)| {
                    let (above, way) = rank.get(author)?;
                    (above + 1 == depth).then(|| (depth, [way.as_slice(), &[*seq]].concat()))
                });
                if let Some(best) = ways.min() {
                    level.insert(*device, best);
                }
            }
            if level.is_empty() {
                break;
            }
            rank.extend(level);
        }
        rank
    }
}

/// A city coordinator manages everyone, a district's only secretaries and district coordinators of its own.
pub fn may_manage(grants: &[Grant], person: Option<(Role, Option<Ref>)>) -> bool {
    grants.iter().any(|grant| match grant.role {
        Role::City => true,
        Role::District => person.is_some_and(|(role, district)| {
            matches!(role, Role::Secretary | Role::District) && district.is_some() && district == grant.district
        }),
        Role::Secretary | Role::Leader | Role::Assessor => false,
    })
}

/// Counts trust over all that is held.
pub fn count(ledger: &Ledger, view: &View) -> Trust {
    let mut limits: BTreeMap<DeviceId, Limit> = BTreeMap::new();
    let mut done: BTreeSet<EventId> = BTreeSet::new();
    let mut applied: BTreeSet<EventId> = BTreeSet::new();
    let mut facts = Facts::gather(ledger, &limits);
    let mut closure = Closure::compute(&facts, view);
    loop {
        let rank = closure.seniority();
        let candidates = closure.admissions.keys().flat_map(|author| facts.of(author)).filter(|fact| {
            fact.kind == Kind::DeviceRevoked
                && !done.contains(&fact.event.id)
                && revoked_device(fact.body).is_some_and(|device| closure.may_revoke(&fact.device, &device, &facts))
        });
        let far = (usize::MAX, Vec::new());
        let next = candidates.min_by_key(|fact| {
            let (depth, way) = rank.get(&fact.device).unwrap_or(&far).clone();
            (depth, way, fact.event.seq, fact.event.id)
        });
        let Some(fact) = next else { break };
        let (id, author) = (fact.event.id, fact.device);
        let device = revoked_device(fact.body).expect("its shape was checked");
        let mut trial = limits.clone();
        apply(&mut trial, device, fact.body);
        done.insert(id);
        let trial_facts = Facts::gather(ledger, &trial);
        let trial_closure = Closure::compute(&trial_facts, view);
        if trial_closure.admissions.contains_key(&author) {
            (limits, facts, closure) = (trial, trial_facts, trial_closure);
            applied.insert(id);
        }
    }
    let plain = Closure::compute(&facts, &View::default());
    let mut trust = Trust {
        founder: facts.founder(),
        grants: closure.admissions.keys().map(|device| (*device, closure.grants(device))).filled(),
        admitted: plain.admissions.keys().copied().filled(),
        limits,
        removed: BTreeMap::new(),
        applied,
        all_devices: view.all_devices,
    };
    trust.removed = removals(&facts, &trust);
    trust
}

fn revoked_device(body: Json<'_>) -> Option<DeviceId> {
    DeviceId::parse(&body.get("device")?.text()?)
}

/// The least seq for each scope; of equal ones what was applied first stays.
fn apply(limits: &mut BTreeMap<DeviceId, Limit>, device: DeviceId, body: Json<'_>) {
    let mut heads = Limit::new();
    for (scope, head) in body.get("heads").map(Json::members).unwrap_or_default() {
        let items = head.items();
        if let (Some(scope), [seq, id]) = (Scope::parse(&scope), items.as_slice())
            && let (Some(seq), Some(id)) = (seq.int(), id.text().and_then(|t| Ref::parse(&t)))
        {
            heads.insert(scope, (seq as u64, id));
        }
    }
    match limits.entry(device) {
        std::collections::btree_map::Entry::Vacant(free) => {
            free.insert(heads);
        }
        std::collections::btree_map::Entry::Occupied(mut held) => {
            let held = held.get_mut();
            held.retain(|scope, _| heads.contains_key(scope));
            for (scope, head) in held {
                if heads[scope].0 < head.0 {
                    *head = heads[scope];
                }
            }
        }
    }
}

fn removals(facts: &Facts<'_>, trust: &Trust) -> BTreeMap<Scope, BTreeSet<Ref>> {
    let mut removed: BTreeMap<Scope, BTreeSet<Ref>> = BTreeMap::new();
    for (device, facts) in &facts.by_device {
        let is_city = match trust.standing(device) {
            Standing::Grants(grants) => grants.iter().any(|g| g.role == Role::City),
            Standing::Everything => true,
            Standing::Waiting => false,
        };
        for fact in facts.iter().filter(|f| is_city && f.kind == Kind::BodyRemoved) {
            let scope = fact.body.get("scope").and_then(|v| Scope::parse(&v.text()?));
            if let (Some(scope), Some(of)) = (scope, read_ref(fact.body, "of")) {
                removed.entry(scope).or_default().insert(of);
            }
        }
    }
    removed
}

/// Counts trust and tells the ledger which branches are decided.
pub fn settle(ledger: &mut Ledger, view: &View) -> Trust {
    let trust = count(ledger, view);
    ledger.decide(trust.decided());
    trust
}
