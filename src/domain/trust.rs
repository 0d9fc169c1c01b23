//! Whose events count (design §4, *Counting trust*): admissions from the founder on, and revocations by seniority.
//!
//! Everything here is a function of the `all` feeds. It says nothing of what events mean.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

    /// Whether the body of an event is to be forgotten; those of trust kinds never are.
    pub fn erases(&self, scope: &Scope, event: &Event) -> bool {
        self.is_removed(scope, &event.id.to_ref()) && event.kind.known().is_none_or(|kind| !kind.is_trust())
    }

    pub fn is_removed(&self, scope: &Scope, event: &Ref) -> bool {
        self.removed.get(scope).is_some_and(|set| set.contains(event))
    }

    pub fn persons_of(&self, device: &DeviceId) -> impl Iterator<Item = Ref> + '_ {
        self.grants.get(device).into_iter().flatten().map(|grant| grant.person)
    }

    /// Whether two devices are one, or of one person.
    pub fn is_one_author(&self, a: &DeviceId, b: &DeviceId) -> bool {
        a == b || self.persons_of(a).any(|person| self.persons_of(b).any(|other| other == person))
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

/// A trust event of known shape, its body read once: counting looks at it again and again.
struct Fact<'a> {
    device: DeviceId,
    event: &'a Event,
    act: Act,
}

/// What a trust event says, as far as counting asks.
enum Act {
    /// Of this very workspace, by the device whose key it holds.
    Founded,
    Registered(Role, Option<Ref>),
    /// For whom its device asks to write.
    Joined(Ref),
    Admitted(DeviceId, Ref),
    Revoked(DeviceId, Arc<Limit>),
    Removed(Scope, Ref),
}

impl Act {
    fn read(ledger: &Ledger, device: &DeviceId, event: &Event, kind: Kind, body: Json<'_>) -> Option<Act> {
        let key = || body.get("key").and_then(PublicKey::from_jwk);
        let text = |name: &str| body.get(name)?.text();
        match kind {
            Kind::WorkspaceFounded => {
                let is_ours = event.seq == 1 && event.body.hash() == ledger.workspace && key()?.device() == *device;
                is_ours.then_some(Act::Founded)
            }
            Kind::PersonRegistered => Some(Act::Registered(Role::parse(&text("role")?)?, read_ref(body, "district"))),
            Kind::DeviceJoined => Some(Act::Joined(read_ref(body, "person")?)),
            Kind::DeviceAdmitted => Some(Act::Admitted(key()?.device(), read_ref(body, "person")?)),
            Kind::DeviceRevoked => Some(Act::Revoked(DeviceId::parse(&text("device")?)?, Arc::new(read_heads(body)))),
            Kind::BodyRemoved => Some(Act::Removed(Scope::parse(&text("scope")?)?, read_ref(body, "of")?)),
            _ => None,
        }
    }
}

fn read_ref(body: Json<'_>, name: &str) -> Option<Ref> {
    Ref::parse(&body.get(name)?.text()?)
}

fn read_heads(body: Json<'_>) -> Limit {
    let mut heads = Limit::new();
    for (scope, head) in body.get("heads").map(Json::members).unwrap_or_default() {
        let items = head.items();
        if let (Some(scope), [seq, id]) = (Scope::parse(&scope), items.as_slice())
            && let (Some(seq), Some(id)) = (seq.int(), id.text().and_then(|t| Ref::parse(&t)))
        {
            heads.insert(scope, (seq as u64, id));
        }
    }
    heads
}

/// The trust events of every `all` feed, as the limits let them count.
struct Facts<'a> {
    ledger: &'a Ledger,
    by_device: BTreeMap<DeviceId, Vec<Fact<'a>>>,
}

impl<'a> Facts<'a> {
    fn gather(ledger: &'a Ledger) -> Self {
        let read = |(key, _): (&FeedKey, _)| (key.device, read_facts(ledger, key.device, None));
        Facts { ledger, by_device: ledger.feeds_in(Scope::All).map(read).filled() }
    }

    /// Reads one device's events again under a limit and returns what was there before.
    fn limit(&mut self, device: DeviceId, limit: &Limit) -> Vec<Fact<'a>> {
        let facts = read_facts(self.ledger, device, Some(limit));
        self.by_device.insert(device, facts).unwrap_or_default()
    }

    fn of(&self, device: &DeviceId) -> &[Fact<'a>] {
        self.by_device.get(device).map_or(&[], |facts| facts)
    }

    fn founder(&self) -> Option<(DeviceId, Ref)> {
        self.by_device.iter().find_map(|(device, facts)| {
            let first = facts.first().filter(|f| matches!(f.act, Act::Founded))?;
            Some((*device, first.event.id.to_ref()))
        })
    }

    /// For whom the device asks to write, as far as its joins count.
    fn persons_joined(&self, device: &DeviceId) -> impl Iterator<Item = Ref> {
        self.of(device).iter().filter_map(|fact| match fact.act {
            Act::Joined(person) => Some(person),
            _ => None,
        })
    }
}

fn read_facts<'a>(ledger: &'a Ledger, device: DeviceId, limit: Option<&Limit>) -> Vec<Fact<'a>> {
    let head = limit.map(|limit| limit.get(&Scope::All).copied());
    let upto = head.map_or(u64::MAX, |head| head.map_or(0, |(seq, _)| seq));
    let mut facts = Vec::new();
    let Some(feed) = ledger.feed(&FeedKey { scope: Scope::All, device }).filter(|_| upto > 0) else { return facts };
    for event in feed.spine(head.flatten()).events.into_iter().take_while(|e| e.seq <= upto) {
        let Some(kind) = event.kind.known().filter(|k| k.is_trust()) else { continue };
        // A trust kind's body can't be removed: without it nothing behind counts.
        let Body::Held(body) = &event.body else { break };
        if shape::check(kind, body.json()).is_ok()
            && let Some(act) = Act::read(ledger, &device, event, kind, body.json())
        {
            facts.push(Fact { device, event, act });
        }
    }
    facts
}

/// Whom a device may manage, of all the persons for whom it was admitted.
#[derive(Default)]
struct Power {
    is_city: bool,
    districts: BTreeSet<Ref>,
}

impl Power {
    /// Whether that makes more of it.
    fn grow(&mut self, role: Role, district: Option<Ref>) -> bool {
        match (role, district) {
            (Role::City, _) => !std::mem::replace(&mut self.is_city, true),
            (Role::District, Some(district)) => self.districts.insert(district),
            _ => false,
        }
    }

    /// A city coordinator manages everyone, a district's only secretaries and district coordinators of its own.
    fn reaches(&self, person: Option<(Role, Option<Ref>)>) -> bool {
        let in_district = |(role, district): (Role, Option<Ref>)| {
            matches!(role, Role::Secretary | Role::District) && district.is_some_and(|d| self.districts.contains(&d))
        };
        self.is_city || person.is_some_and(in_district)
    }
}

/// Of an admission: the person, who admitted, and at which seq; 0 is the founding itself.
type Admission = (Ref, DeviceId, u64);

#[derive(Default)]
struct Closure {
    founder: Option<DeviceId>,
    persons: BTreeMap<Ref, (Role, Option<Ref>)>,
    admissions: BTreeMap<DeviceId, BTreeSet<Admission>>,
    powers: BTreeMap<DeviceId, Power>,
}

/// A closure on its way. What must wait is looked at again only when what it waits for has come, since chains of
/// admissions may be long.
struct Growing<'f> {
    facts: &'f Facts<'f>,
    closure: Closure,
    open: Vec<&'f Fact<'f>>,
    /// Until its author is given more rights.
    by_author: BTreeMap<DeviceId, Vec<&'f Fact<'f>>>,
    /// Until the person is registered.
    by_person: BTreeMap<Ref, Vec<&'f Fact<'f>>>,
    /// Devices that were admitted for someone who is not registered yet.
    unnamed: BTreeMap<Ref, Vec<DeviceId>>,
}

impl<'f> Growing<'f> {
    fn take(&mut self, fact: &'f Fact<'f>) {
        let power = self.closure.powers.get(&fact.device);
        let reaches = |person| power.is_some_and(|power| power.reaches(person));
        match fact.act {
            Act::Registered(role, district) if reaches(Some((role, district))) => {
                self.register(fact.event.id.to_ref(), role, district);
            }
            Act::Admitted(device, person) if reaches(self.closure.persons.get(&person).copied()) => {
                self.admit(device, (person, fact.device, fact.event.seq));
            }
            Act::Registered(..) => self.by_author.entry(fact.device).or_default().push(fact),
            Act::Admitted(_, person) => {
                self.by_author.entry(fact.device).or_default().push(fact);
                if !self.closure.persons.contains_key(&person) {
                    self.by_person.entry(person).or_default().push(fact);
                }
            }
            Act::Founded | Act::Joined(_) | Act::Revoked(..) | Act::Removed(..) => {}
        }
    }

    fn register(&mut self, person: Ref, role: Role, district: Option<Ref>) {
        self.closure.persons.insert(person, (role, district));
        self.open.extend(self.by_person.remove(&person).unwrap_or_default());
        for device in self.unnamed.remove(&person).unwrap_or_default() {
            self.grow(device, role, district);
        }
    }

    fn admit(&mut self, device: DeviceId, admission: Admission) {
        let held = self.closure.admissions.entry(device).or_default();
        if held.is_empty() {
            self.open.extend(self.facts.of(&device));
        }
        if held.insert(admission) {
            match self.closure.persons.get(&admission.0).copied() {
                Some((role, district)) => self.grow(device, role, district),
                None => self.unnamed.entry(admission.0).or_default().push(device),
            }
        }
    }

    fn grow(&mut self, device: DeviceId, role: Role, district: Option<Ref>) {
        if self.closure.powers.entry(device).or_default().grow(role, district) {
            self.open.extend(self.by_author.remove(&device).unwrap_or_default());
        }
    }
}

impl Closure {
    /// Step (1): everything that follows from the founder, until nothing is added. Rights only ever grow on the
    /// way, so the result does not depend on the order of looking.
    fn compute(facts: &Facts<'_>, view: &View) -> Self {
        let Some((founder, person)) = facts.founder() else { return Closure::default() };
        let closure = Closure { founder: Some(founder), ..Closure::default() };
        let (by_author, by_person, unnamed) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut growing = Growing { facts, closure, open: Vec::new(), by_author, by_person, unnamed };
        growing.register(person, Role::City, None);
        growing.admit(founder, (person, founder, 0));
        for (device, person) in &view.assumed {
            growing.admit(*device, (*person, founder, u64::MAX));
        }
        if let Some(own) = view.own.filter(|own| *own != founder) {
            for person in facts.persons_joined(&own) {
                growing.admit(own, (person, founder, u64::MAX));
            }
        }
        while let Some(fact) = growing.open.pop() {
            growing.take(fact);
        }
        growing.closure
    }

    fn grants(&self, device: &DeviceId) -> Vec<Grant> {
        let persons: BTreeSet<Ref> = self.admissions.get(device).into_iter().flatten().map(|(person, ..)| *person).filled();
        let grant = |person: Ref| self.persons.get(&person).map(|(role, district)| Grant { person, role: *role, district: *district });
        persons.into_iter().filter_map(grant).collect()
    }

    fn may_revoke(&self, author: &DeviceId, device: &DeviceId, facts: &Facts<'_>) -> bool {
        let Some(power) = self.powers.get(author) else { return false };
        let about = |person: Ref| power.reaches(self.persons.get(&person).copied());
        let of_district = || match self.admissions.get(device) {
            Some(list) => list.iter().all(|(person, ..)| about(*person)),
            None => facts.persons_joined(device).next().is_some() && facts.persons_joined(device).all(about),
        };
        power.is_city || of_district()
    }

    /// Places by the way from the founder: the fewest admissions, then the least list of their seqs. Devices with
    /// equal ways share a place.
    fn seniority(&self) -> BTreeMap<DeviceId, usize> {
        let mut admitted: BTreeMap<DeviceId, Vec<(DeviceId, u64)>> = BTreeMap::new();
        for (device, list) in &self.admissions {
            for (_, author, seq) in list {
                admitted.entry(*author).or_default().push((*device, *seq));
            }
        }
        let mut places: BTreeMap<DeviceId, usize> = self.founder.map(|founder| (founder, 0)).into_iter().filled();
        let (mut level, mut place): (Vec<DeviceId>, usize) = (self.founder.into_iter().collect(), 0);
        while !level.is_empty() {
            // Lists of one length compare as the author's list does, then as their last seqs.
            let mut ways: BTreeMap<DeviceId, (usize, u64)> = BTreeMap::new();
            for author in &level {
                for (device, seq) in admitted.get(author).into_iter().flatten().filter(|(device, _)| !places.contains_key(device)) {
                    let way = (places[author], *seq);
                    ways.entry(*device).and_modify(|best| *best = way.min(*best)).or_insert(way);
                }
            }
            let next: BTreeSet<((usize, u64), DeviceId)> = ways.into_iter().map(|(device, way)| (way, device)).filled();
            let mut last = None;
            for (way, device) in &next {
                place += usize::from(last.replace(*way) != Some(*way));
                places.insert(*device, place);
            }
            level = next.into_iter().map(|(_, device)| device).collect();
        }
        places
    }
}

/// Whether someone with these rights may write person- and device- kinds about the person.
pub fn may_manage(grants: &[Grant], person: Option<(Role, Option<Ref>)>) -> bool {
    let mut power = Power::default();
    for grant in grants {
        power.grow(grant.role, grant.district);
    }
    power.reaches(person)
}

/// The place of its author, its seq, and its id to tell it from others.
type Turn = (usize, u64, EventId);

/// A revocation that counts and is neither applied nor skipped.
struct Candidate {
    author: DeviceId,
    id: EventId,
    device: DeviceId,
    heads: Arc<Limit>,
}

/// Step (2) on its way.
struct Revoking<'a> {
    view: &'a View,
    facts: Facts<'a>,
    closure: Closure,
    limits: BTreeMap<DeviceId, Limit>,
    applied: BTreeSet<EventId>,
    /// Applied or skipped.
    done: BTreeSet<EventId>,
}

impl Revoking<'_> {
    /// What is to be decided, in the order of deciding.
    fn candidates(&self) -> BTreeMap<Turn, Candidate> {
        let places = self.closure.seniority();
        let facts = self.closure.admissions.keys().flat_map(|author| self.facts.of(author));
        let candidate = |fact: &Fact<'_>| match &fact.act {
            Act::Revoked(device, heads) if !self.done.contains(&fact.event.id) => {
                let place = places.get(&fact.device).copied().unwrap_or(usize::MAX);
                let (id, heads) = (fact.event.id, heads.clone());
                Some(((place, fact.event.seq, id), Candidate { author: fact.device, id, device: *device, heads }))
            }
            _ => None,
        };
        facts.filter_map(candidate).filled()
    }

    /// Decides one after the other until one changes what admissions hang on. False: all is decided.
    fn round(&mut self) -> bool {
        let mut open = self.candidates();
        // A right may hang on the joins of the device: what lacks it is asked again when they change.
        let mut without_right: BTreeMap<DeviceId, Vec<(Turn, Candidate)>> = BTreeMap::new();
        while let Some((turn, candidate)) = open.pop_first() {
            let device = candidate.device;
            if !self.closure.may_revoke(&candidate.author, &device, &self.facts) {
                without_right.entry(device).or_default().push((turn, candidate));
                continue;
            }
            match self.decide(&candidate) {
                Effect::Nothing => {}
                Effect::Joins => open.extend(without_right.remove(&device).unwrap_or_default()),
                Effect::Admissions => return true,
            }
        }
        false
    }

    fn decide(&mut self, candidate: &Candidate) -> Effect {
        let Candidate { author, id, device, ref heads } = *candidate;
        self.done.insert(id);
        let held = self.limits.get(&device);
        let limit = held.map_or_else(|| (**heads).clone(), |held| least(held, heads));
        let is_same = held.is_some_and(|held| held.get(&Scope::All) == limit.get(&Scope::All));
        let mut effect = Effect::Nothing;
        if !is_same {
            let before = self.facts.limit(device, &limit);
            effect = self.effect(device, &before);
            if effect == Effect::Admissions {
                let closure = Closure::compute(&self.facts, self.view);
                if !closure.admissions.contains_key(&author) {
                    self.facts.by_device.insert(device, before);
                    return Effect::Nothing;
                }
                self.closure = closure;
            }
        }
        self.limits.insert(device, limit);
        self.applied.insert(id);
        effect
    }

    fn effect(&self, device: DeviceId, before: &[Fact<'_>]) -> Effect {
        let is_own = self.view.own == Some(device);
        let differ = |weighs: &dyn Fn(&Act) -> bool| {
            let ids = |facts: &[Fact<'_>]| facts.iter().filter(|f| weighs(&f.act)).map(|f| f.event.id).collect::<Vec<_>>();
            ids(before) != ids(self.facts.of(&device))
        };
        let is_join = |act: &Act| matches!(act, Act::Joined(_));
        if differ(&|act| (is_own || !is_join(act)) && !matches!(act, Act::Removed(..))) {
            Effect::Admissions
        } else if differ(&is_join) {
            Effect::Joins
        } else {
            Effect::Nothing
        }
    }
}

/// What changed with a limit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Nothing,
    Joins,
    Admissions,
}

/// Counts trust over all that is held.
pub fn count(ledger: &Ledger, view: &View) -> Trust {
    let facts = Facts::gather(ledger);
    let closure = Closure::compute(&facts, view);
    let (limits, applied, done) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    let mut revoking = Revoking { view, facts, closure, limits, applied, done };
    while revoking.round() {}
    let Revoking { facts, closure, limits, applied, .. } = revoking;
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

/// The least seq for each scope; of equal ones what was applied first stays.
fn least(held: &Limit, heads: &Limit) -> Limit {
    let both = held.iter().filter_map(|(scope, head)| Some((*scope, *head, *heads.get(scope)?)));
    both.map(|(scope, held, new)| (scope, if new.0 < held.0 { new } else { held })).filled()
}

fn removals(facts: &Facts<'_>, trust: &Trust) -> BTreeMap<Scope, BTreeSet<Ref>> {
    let mut removed: BTreeMap<Scope, BTreeSet<Ref>> = BTreeMap::new();
    for (device, facts) in &facts.by_device {
        let is_city = match trust.standing(device) {
            Standing::Grants(grants) => grants.iter().any(|g| g.role == Role::City),
            Standing::Everything => true,
            Standing::Waiting => false,
        };
        for fact in facts.iter().filter(|_| is_city) {
            if let Act::Removed(scope, of) = fact.act {
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
