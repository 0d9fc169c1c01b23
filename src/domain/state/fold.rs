//! The fold of one scope: which events stand, what is withdrawn, what each slot holds.
//!
//! Nothing here depends on the order of arrival: events are looked up by their refs and shown in the order
//! (time, id); rights that hang on a project's districts are a least fixed point.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use crate::domain::calendar::{Day, Month};
use crate::domain::event::{Body, Event, Slice};
use crate::domain::id::{DeviceId, EventId, FeedKey, Ref, Scope};
use crate::domain::json::Json;
use crate::domain::ledger::{Fork, Ledger};
use crate::domain::order::{Filled, InOrder};
use crate::domain::shape::{self, COORDINATOR_FIELDS, Field, Kind, Of, PROJECT_FIELDS, Right, WORKSPACE_FIELDS};
use crate::domain::state::duty::DutyState;
use crate::domain::trust::{Grant, Role, Standing, Trust, may_manage};

/// A standing event.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: EventId,
    pub device: DeviceId,
    pub seq: u64,
    /// ms since 1970 UTC, by the author's clock.
    pub time: i64,
    pub kind: Kind,
    pub body: Slice,
}

impl Entry {
    pub fn name(&self) -> Ref {
        self.id.to_ref()
    }

    pub fn get(&self, member: &str) -> Option<Json<'_>> {
        self.body.json().get(member)
    }

    pub fn text(&self, member: &str) -> Option<String> {
        Some(self.get(member)?.text()?.into_owned())
    }

    pub fn day(&self, member: &str) -> Option<Day> {
        Day::parse(&self.get(member)?.text()?)
    }

    pub fn named(&self, member: &str) -> Option<Ref> {
        Ref::parse(&self.get(member)?.text()?)
    }

    pub fn order(&self) -> (i64, EventId) {
        (self.time, self.id)
    }
}

/// Why an event of an admitted device does not stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Reason {
    Scope,
    Shape,
    Role,
    Of,
    Fixed,
    Step,
}

impl Reason {
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Scope => "scope",
            Reason::Shape => "shape",
            Reason::Role => "role",
            Reason::Of => "of",
            Reason::Fixed => "fixed",
            Reason::Step => "step",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    pub id: Ref,
    pub device: DeviceId,
    pub kind: Kind,
    pub reason: Reason,
}

/// Events of a device that nobody admitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    pub device: DeviceId,
    pub from: u64,
    pub to: u64,
}

/// What a workspace is founded with and no change sets.
const FOUNDED_FOR_EVER: &[&str] = &["time_zone", "key", "box", "nonce", "person"];

/// Who took a thing back, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Withdrawal {
    pub by: DeviceId,
    pub time: i64,
    pub id: Ref,
}

/// What a slot is a slot of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Target {
    Workspace,
    Project,
    Thing(Ref),
}

impl Target {
    pub fn as_text(&self) -> String {
        match self {
            Target::Workspace => "workspace".into(),
            Target::Project => "project".into(),
            Target::Thing(name) => name.to_string(),
        }
    }
}

/// A slot that kinds of its own fill (§5, last column). A field may have the same name and is another slot: who may
/// change a plan's fields must not audit it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stated {
    /// Of a plan or a rescheduling: the verdict.
    Audit,
    /// Of a plan: until when.
    Excuse,
    /// Of a permit.
    State,
    /// Of a decision or an instruction: what became of it.
    Duty,
    /// Of the project, by year: the amount.
    Plan(i32),
    /// Of the project, by month: what is done of the year's plan.
    Done(Month),
}

impl Stated {
    /// Whose right it is to say any of its values.
    pub fn right(self) -> Right {
        let kind = match self {
            Stated::Audit => Kind::NodeAudited,
            Stated::Excuse => Kind::NodeExcused,
            Stated::State => Kind::PermitChanged,
            // Anyone says that it was received or reported, but not every value.
            Stated::Duty => Kind::DutyClosed,
            Stated::Plan(_) => Kind::InvestmentPlanned,
            Stated::Done(_) => Kind::InvestmentReported,
        };
        kind.spec().right
    }

    /// The slot that an event fills, and the member that is its value.
    fn filled_by(entry: &Entry) -> Option<(Target, Stated, Filling)> {
        let thing = || entry.named("of").map(Target::Thing);
        match entry.kind {
            Kind::NodeAudited => Some((thing()?, Stated::Audit, Filling::Member("verdict"))),
            Kind::NodeExcused => Some((thing()?, Stated::Excuse, Filling::Member("until"))),
            Kind::PermitChanged => Some((thing()?, Stated::State, Filling::Member("state"))),
            Kind::InvestmentPlanned => Some((Target::Project, Stated::Plan(entry.text("year")?.parse().ok()?), Filling::Member("amount"))),
            Kind::InvestmentReported => {
                Some((Target::Project, Stated::Done(Month::parse(&entry.text("month")?)?), Filling::Member("done")))
            }
            kind => Some((thing()?, Stated::Duty, Filling::Duty(DutyState::said_by(kind)?))),
        }
    }
}

/// Where a statement has its value.
enum Filling {
    /// In a member of its body.
    Member(&'static str),
    /// In its kind.
    Duty(DutyState),
}

/// As §10 writes it: `audit`, `plan-2018`, `done-2018-06`.
impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stated::Audit => f.write_str("audit"),
            Stated::Excuse => f.write_str("excuse"),
            Stated::State => f.write_str("state"),
            Stated::Duty => f.write_str("duty"),
            Stated::Plan(year) => write!(f, "plan-{year:04}"),
            Stated::Done(month) => write!(f, "done-{month}"),
        }
    }
}

/// Which slot of a thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Named<'a> {
    Field(&'a str),
    Stated(Stated),
}

impl<'a> From<&'a str> for Named<'a> {
    fn from(field: &'a str) -> Self {
        Named::Field(field)
    }
}

impl From<Stated> for Named<'_> {
    fn from(stated: Stated) -> Self {
        Named::Stated(stated)
    }
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Named::Field(field) => f.write_str(field),
            Named::Stated(stated) => fmt::Display::fmt(stated, f),
        }
    }
}

/// One filling of a slot; `value` is canonical JSON, `null` where a change took the field away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    pub id: EventId,
    pub device: DeviceId,
    pub time: i64,
    pub value: String,
    pub visit: Option<Ref>,
}

impl Statement {
    /// Whether its value is this person, unit or the like.
    pub fn names(&self, what: &Ref) -> bool {
        Json::trusted(self.value.as_bytes()).text().is_some_and(|text| text == what.as_str())
    }
}

/// A field of a thing with everything that was ever said of it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Slot {
    /// Statements that count and that no counting one names, in order; the last is shown.
    pub current: Vec<Statement>,
    /// All that count, in order.
    pub history: Vec<Statement>,
}

impl Slot {
    pub fn shown(&self) -> Option<Json<'_>> {
        let value = Json::trusted(self.current.last()?.value.as_bytes());
        (!value.is_null()).then_some(value)
    }

    /// The distinct current values in the order of their greatest statement, the shown one last.
    pub fn values(&self) -> Vec<&Statement> {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut values: Vec<&Statement> = self.current.iter().rev().filter(|s| seen.insert(&s.value)).collect();
        values.reverse();
        values
    }

    pub fn is_conflict(&self) -> bool {
        self.current.iter().any(|s| s.value != self.current[0].value)
    }

    /// What a new statement names in `over`: of very many the newest, so that its body stays within bounds. Those that are
    /// left the next one names.
    pub fn over(&self) -> Vec<Ref> {
        self.current[self.current.len().saturating_sub(MOST_OVER)..].iter().map(|s| s.id.to_ref()).collect()
    }
}

/// Statements that one names at most: with their names a body of 65,536 bytes is half full.
const MOST_OVER: usize = 1_200;

/// Everything that one scope's events come to.
#[derive(Clone, Default, Debug)]
pub struct Folded {
    /// Standing events in order.
    pub entries: Vec<Entry>,
    pub withdrawn: BTreeMap<Ref, Withdrawal>,
    /// Fields.
    pub slots: BTreeMap<(Target, String), Slot>,
    /// What kinds of their own fill.
    pub stated: BTreeMap<(Target, Stated), Slot>,
    pub refused: Vec<Refused>,
    pub waiting: Vec<Waiting>,
    /// Missing numbers and missing bodies, inclusive.
    pub gaps: Vec<(DeviceId, u64, u64)>,
    pub forks: Vec<(DeviceId, Fork)>,
    /// Districts that have a say in the project (§4).
    pub districts: BTreeSet<Ref>,
    index: HashMap<Ref, usize>,
}

impl Folded {
    pub fn find(&self, name: &Ref) -> Option<&Entry> {
        self.index.get(name).map(|i| &self.entries[*i])
    }

    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |e| e.kind == kind)
    }

    /// Standing and not taken back.
    pub fn counts(&self, entry: &Entry) -> bool {
        !self.withdrawn.contains_key(&entry.name())
    }

    pub fn slot(&self, target: Target, field: &str) -> Option<&Slot> {
        self.slots.get(&(target, field.to_string()))
    }

    pub fn stated(&self, target: Target, stated: Stated) -> Option<&Slot> {
        self.stated.get(&(target, stated))
    }

    /// Every slot: fields, then what kinds of their own fill.
    pub fn all_slots(&self) -> impl Iterator<Item = (&Target, Named<'_>, &Slot)> {
        let fields = self.slots.iter().map(|((of, field), slot)| (of, Named::Field(field), slot));
        fields.chain(self.stated.iter().map(|((of, stated), slot)| (of, Named::Stated(*stated), slot)))
    }

    /// The shown value of a thing's field: what was last said of it, else what it was made with.
    pub fn shown<'a>(&'a self, entry: &'a Entry, field: &str) -> Option<Json<'a>> {
        // Changes of things come behind those of the project; in most scopes there are none.
        let is_changed = matches!(self.slots.last_key_value(), Some(((Target::Thing(_), _), _)));
        match is_changed.then(|| self.slot(Target::Thing(entry.name()), field)).flatten() {
            Some(slot) => slot.shown(),
            None => entry.get(field),
        }
    }

    /// Whether the event, or something that it hangs on, was taken back; `known` keeps what was found on the way, since
    /// things may hang on each other in long chains.
    pub(super) fn is_taken_back(&self, name: &Ref, known: &mut HashMap<Ref, bool>) -> bool {
        let mut chain = Vec::new();
        let mut next = Some(*name);
        let taken_back = loop {
            let Some(name) = next else { break false };
            if let Some(known) = known.get(&name) {
                break *known;
            }
            chain.push(name);
            if self.withdrawn.contains_key(&name) {
                break true;
            }
            next = self.find(&name).and_then(|e| e.named("of"));
        };
        known.extend(chain.into_iter().map(|name| (name, taken_back)));
        taken_back
    }

    /// Slots with several different current values, of things that are not withdrawn.
    pub fn conflicts(&self) -> impl Iterator<Item = (&Target, Named<'_>, &Slot)> {
        let mut known = HashMap::new();
        self.all_slots().filter(|(.., slot)| slot.is_conflict()).filter(move |(of, ..)| match of {
            Target::Thing(name) => !self.is_taken_back(name, &mut known),
            Target::Workspace | Target::Project => true,
        })
    }
}

/// Erases what is still held of bodies that a counting removal names; trust kinds stay.
pub fn erase(ledger: &mut Ledger, scope: Scope, trust: &Trust) {
    let found: Vec<(FeedKey, u64, EventId)> = ledger
        .feeds_in(scope)
        .flat_map(|(key, feed)| feed.events().map(move |e| (*key, e)))
        .filter(|(_, e)| !e.body.is_gone() && trust.erases(&scope, e))
        .map(|(key, e)| (key, e.seq, e.id))
        .collect();
    for (key, seq, id) in found {
        ledger.erase(&key, seq, &id);
    }
}

struct Candidate<'a> {
    entry: Entry,
    standing: Standing<'a>,
    of: Option<Ref>,
    /// What no other event can mend: its scope and its shape.
    form: Result<(), Reason>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The number of events that it hangs on, one on the other.
    Stands(u32),
    Refused(Reason),
}

/// Folds one scope from the events that count; `is_person` says who stands in `all`, which only other scopes ask.
pub fn fold_scope(ledger: &Ledger, trust: &Trust, scope: Scope, is_person: &dyn Fn(&Ref) -> bool) -> Folded {
    let mut folded = Folded::default();
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for (key, _) in ledger.feeds_in(scope) {
        gather(ledger, trust, key, &mut folded, &mut candidates);
    }
    candidates.order_by_key(|c| c.entry.order());
    let fold = Evaluation::new(ledger, trust, scope, is_person, candidates);
    fold.finish(folded)
}

fn gather<'a>(ledger: &Ledger, trust: &'a Trust, key: &FeedKey, folded: &mut Folded, out: &mut Vec<Candidate<'a>>) {
    let spine = ledger.spine(key);
    let device = key.device;
    folded.gaps.extend(spine.gaps.iter().map(|(from, to)| (device, *from, *to)));
    folded.forks.extend(spine.forks.iter().map(|fork| (device, fork.clone())));
    let is_missing =
        |e: &Event| e.body.is_gone() && (e.kind.known().is_some_and(Kind::is_trust) || !trust.is_removed(&key.scope, &e.id.to_ref()));
    folded.gaps.extend(spine.events.iter().chain(&spine.pending).filter(|e| is_missing(e)).map(|e| (device, e.seq, e.seq)));
    let standing = trust.standing(&device);
    if standing == Standing::Waiting {
        if let Some(last) = spine.events.last() {
            folded.waiting.push(Waiting { device, from: 1, to: last.seq });
        }
        return;
    }
    let upto = trust.limit(key).unwrap_or(u64::MAX);
    // Counting trust reads `all` and goes on behind a missing body, so its kinds do here as well.
    let mut whole = true;
    for event in spine.events.iter().take_while(|e| e.seq <= upto) {
        let trust_kind = event.kind.known().is_some_and(Kind::is_trust);
        if is_missing(event) {
            whole = false;
            if trust_kind {
                break;
            }
        }
        let (Some(kind), Body::Held(body)) = (event.kind.known(), &event.body) else { continue };
        let removed = trust.is_removed(&key.scope, &event.id.to_ref()) && !trust_kind;
        let is_read = whole || (trust_kind && key.scope == Scope::All);
        if removed || !is_read {
            continue;
        }
        let entry = Entry { id: event.id, device, seq: event.seq, time: event.time, kind, body: body.clone() };
        let of = match kind.spec().of {
            Of::Nothing | Of::Person | Of::Removed => None,
            Of::One(_) | Of::Optional | Of::AnyEvent | Of::Changed | Of::Withdrawn => entry.named("of"),
        };
        let form = if kind.spec().place.admits(key.scope) { check_form(&entry) } else { Err(Reason::Scope) };
        out.push(Candidate { entry, standing, of, form });
    }
}

/// The shape of a body; of a change also that of what it sets, where its thing is known without looking.
fn check_form(entry: &Entry) -> Result<(), Reason> {
    shape::check(entry.kind, entry.body.json()).map_err(|_| Reason::Shape)?;
    if entry.kind != Kind::FieldsChanged {
        return Ok(());
    }
    let fields = match entry.text("of").as_deref() {
        Some("workspace") => WORKSPACE_FIELDS,
        Some("project") => PROJECT_FIELDS,
        _ => return Ok(()),
    };
    shape::check_set(fields, entry.get("set").ok_or(Reason::Shape)?).map_err(|_| Reason::Shape)
}

/// What the removals among these name, as far as it is held in the scope that they say.
fn removable(ledger: &Ledger, candidates: &[Candidate<'_>]) -> HashMap<(Scope, Ref), bool> {
    let mut named: BTreeMap<Scope, BTreeSet<Ref>> = BTreeMap::new();
    for entry in candidates.iter().map(|c| &c.entry).filter(|e| e.kind == Kind::BodyRemoved) {
        if let (Some(scope), Some(of)) = (entry.text("scope").and_then(|t| Scope::parse(&t)), entry.named("of")) {
            named.entry(scope).or_default().insert(of);
        }
    }
    let mut held = HashMap::new();
    for (scope, names) in named {
        for event in ledger.feeds_in(scope).flat_map(|(_, feed)| feed.events()).filter(|e| names.contains(&e.id.to_ref())) {
            held.insert((scope, event.id.to_ref()), event.kind.known().is_some_and(Kind::is_trust));
        }
    }
    held
}

struct Evaluation<'a> {
    trust: &'a Trust,
    scope: Scope,
    is_person: &'a dyn Fn(&Ref) -> bool,
    candidates: Vec<Candidate<'a>>,
    index: HashMap<Ref, usize>,
    districts: BTreeSet<Ref>,
    verdicts: Vec<Option<Verdict>>,
    /// Of each withdrawal what it takes back in the end, of anything else itself.
    roots: Vec<usize>,
    /// Whether a registration of the project stands.
    is_registered: bool,
    /// Of what removals name and is held: whether it is of a trust kind.
    removable: HashMap<(Scope, Ref), bool>,
}

impl<'a> Evaluation<'a> {
    fn new(
        ledger: &'a Ledger,
        trust: &'a Trust,
        scope: Scope,
        is_person: &'a dyn Fn(&Ref) -> bool,
        candidates: Vec<Candidate<'a>>,
    ) -> Self {
        let index = candidates.iter().enumerate().map(|(i, c)| (c.entry.name(), i)).collect();
        let has_district = |c: &Candidate<'_>| matches!(c.standing, Standing::Grants(grants) if has(grants, &[Role::District]));
        // A project's districts matter only where a district's coordinator wrote.
        let asks_districts = candidates.iter().any(has_district);
        let removable = removable(ledger, &candidates);
        let (districts, verdicts, roots) = (BTreeSet::new(), Vec::new(), Vec::new());
        let mut fold =
            Evaluation { trust, scope, is_person, candidates, index, districts, verdicts, roots, is_registered: false, removable };
        loop {
            fold.evaluate();
            let districts = fold.districts_that_stand();
            if districts == fold.districts {
                return fold;
            }
            fold.districts = districts;
            if !asks_districts {
                return fold;
            }
        }
    }

    /// The districts of the project by what stands now; they only grow from round to round.
    fn districts_that_stand(&self) -> BTreeSet<Ref> {
        let mut districts = self.districts.clone();
        for (candidate, verdict) in self.candidates.iter().zip(&self.verdicts) {
            if !matches!(verdict, Some(Verdict::Stands(_))) {
                continue;
            }
            let entry = &candidate.entry;
            match entry.kind {
                Kind::ProjectRegistered => districts.extend(entry.named("district")),
                Kind::FieldsChanged if entry.text("of").as_deref() == Some("project") => {
                    let district = entry.get("set").and_then(|set| set.get("district")).and_then(|v| Ref::parse(&v.text()?));
                    districts.extend(district);
                }
                _ => {}
            }
        }
        districts
    }

    fn evaluate(&mut self) {
        self.verdicts = vec![None; self.candidates.len()];
        self.roots = (0..self.candidates.len()).collect();
        // Registrations stand by themselves, and every change of the project asks for one.
        for i in 0..self.candidates.len() {
            if self.candidates[i].entry.kind == Kind::ProjectRegistered {
                self.settle(i);
            }
        }
        self.is_registered = self.verdicts.iter().any(|v| matches!(v, Some(Verdict::Stands(_))));
        for i in 0..self.candidates.len() {
            // What an event hangs on is settled first, without recursion: a chain may be as long as a feed.
            let mut chain = vec![i];
            while let Some(of) = self.candidates[*chain.last().expect("not empty")].of
                && let Some(&next) = self.index.get(&of)
                && self.verdicts[next].is_none()
                && chain.len() <= self.candidates.len()
            {
                chain.push(next);
            }
            for i in chain.into_iter().rev() {
                if self.verdicts[i].is_none() {
                    self.settle(i);
                }
            }
        }
    }

    fn settle(&mut self, i: usize) {
        let candidate = &self.candidates[i];
        let verdict = match self.judged(candidate) {
            Ok(depth) => Verdict::Stands(depth),
            Err(reason) => Verdict::Refused(reason),
        };
        if candidate.entry.kind == Kind::Withdrawn
            && let Some(thing) = candidate.of.and_then(|of| self.index.get(&of))
        {
            self.roots[i] = self.roots[*thing];
        }
        self.verdicts[i] = Some(verdict);
    }

    /// Asked in this order, as a refusal names one reason: scope, shape, right, `of`, what is fixed. A right that
    /// hangs on the thing is asked once the thing is known.
    fn judged(&self, candidate: &Candidate<'_>) -> Result<u32, Reason> {
        let entry = &candidate.entry;
        let spec = entry.kind.spec();
        candidate.form?;
        let is_by_thing = match entry.kind {
            Kind::FieldsChanged | Kind::Withdrawn => candidate.of.is_some(),
            _ => false,
        };
        if !is_by_thing && !self.may(candidate, None, spec.right) {
            return Err(Reason::Role);
        }
        let thing = self.thing_of(candidate, spec.of)?;
        if entry.kind == Kind::FieldsChanged {
            self.check_change(entry, thing)?;
        }
        if is_by_thing && !self.may(candidate, thing, spec.right) {
            return Err(Reason::Role);
        }
        if entry.kind == Kind::PersonInvited && !self.may_invite(candidate) {
            return Err(Reason::Role);
        }
        Ok(thing.map_or(0, |t| t.1 + 1))
    }

    /// The standing event that `of` names, and how deep that one hangs.
    fn thing_of(&self, candidate: &Candidate<'_>, of: Of) -> Result<Option<(&Candidate<'a>, u32)>, Reason> {
        let entry = &candidate.entry;
        let standing = || -> Result<(&Candidate<'a>, u32), Reason> {
            let i = candidate.of.and_then(|of| self.index.get(&of)).copied().ok_or(Reason::Of)?;
            match self.verdicts[i] {
                Some(Verdict::Stands(depth)) => Ok((&self.candidates[i], depth)),
                _ => Err(Reason::Of),
            }
        };
        match of {
            Of::Nothing => Ok(None),
            Of::One(kinds) => {
                let found = standing()?;
                if kinds.contains(&found.0.entry.kind) { Ok(Some(found)) } else { Err(Reason::Of) }
            }
            Of::Optional if candidate.of.is_none() => Ok(None),
            Of::Optional | Of::AnyEvent => standing().map(Some),
            Of::Person => {
                let person = entry.named("of").ok_or(Reason::Of)?;
                if (self.is_person)(&person) { Ok(None) } else { Err(Reason::Of) }
            }
            Of::Changed => match (entry.text("of").as_deref(), self.scope) {
                (Some("workspace"), Scope::All) => Ok(None),
                (Some("project"), Scope::Project(_)) => {
                    if self.is_registered {
                        Ok(None)
                    } else {
                        Err(Reason::Of)
                    }
                }
                _ => {
                    let found = standing()?;
                    if found.0.entry.kind.is_changeable() { Ok(Some(found)) } else { Err(Reason::Fixed) }
                }
            },
            Of::Withdrawn => {
                let found = standing()?;
                if found.0.entry.kind.spec().fixed { Err(Reason::Fixed) } else { Ok(Some(found)) }
            }
            Of::Removed => self.check_removal(entry),
        }
    }

    /// Registrations stand by themselves, so they may be judged out of turn.
    fn stands_or_will(&self, candidate: &Candidate<'_>, verdict: Option<Verdict>) -> bool {
        match verdict {
            Some(verdict) => matches!(verdict, Verdict::Stands(_)),
            None => self.judged(candidate).is_ok(),
        }
    }

    fn check_removal(&self, entry: &Entry) -> Result<Option<(&Candidate<'a>, u32)>, Reason> {
        let scope = entry.text("scope").and_then(|t| Scope::parse(&t)).ok_or(Reason::Shape)?;
        let of = entry.named("of").ok_or(Reason::Of)?;
        match self.removable.get(&(scope, of)) {
            None => Err(Reason::Of),
            Some(true) => Err(Reason::Fixed),
            Some(false) => Ok(None),
        }
    }

    /// The fields that a change sets must be fields of the thing, of their types, and not fixed.
    fn check_change(&self, entry: &Entry, thing: Option<(&Candidate<'a>, u32)>) -> Result<(), Reason> {
        let set = entry.get("set").ok_or(Reason::Shape)?;
        let (fields, frozen): (&[Field], &[&str]) = match thing {
            Some((thing, _)) if thing.entry.kind == Kind::NodePlanned => (thing.entry.kind.spec().fields, &["due", "start", "weight"]),
            // What a thing hangs on is no field of it: a change of that would be another thing.
            Some((thing, _)) => (thing.entry.kind.spec().fields, &["of"]),
            None if self.scope == Scope::All => (WORKSPACE_FIELDS, FOUNDED_FOR_EVER),
            None => (PROJECT_FIELDS, &[]),
        };
        shape::check_set(fields, set).map_err(|_| Reason::Shape)?;
        if set.members().iter().any(|(name, _)| frozen.contains(&name.as_ref())) { Err(Reason::Fixed) } else { Ok(()) }
    }

    fn may(&self, candidate: &Candidate<'_>, thing: Option<(&Candidate<'a>, u32)>, right: Right) -> bool {
        let entry = &candidate.entry;
        let grants = match candidate.standing {
            Standing::Waiting => return false,
            Standing::Everything => return right != Right::Founder || self.is_founding(entry),
            Standing::Grants(grants) => grants,
        };
        match right {
            Right::Founder => self.is_founding(entry),
            Right::Joining => true,
            Right::AnyRole => !grants.is_empty(),
            Right::Worker | Right::Returning => has(grants, &[Role::Secretary, Role::District, Role::City]),
            Right::Coordinator if entry.kind == Kind::ProjectRegistered => {
                let district = entry.named("district");
                has(grants, &[Role::City])
                    || grants.iter().any(|g| g.role == Role::District && g.district.is_some() && g.district == district)
            }
            Right::Coordinator => self.coordinates(grants),
            Right::Office => self.may_office(entry, grants),
            Right::City => has(grants, &[Role::City]),
            Right::LeaderOrCity => has(grants, &[Role::Leader, Role::City]),
            Right::AssessorOrCity => has(grants, &[Role::Assessor, Role::City]),
            Right::OfThing => match (entry.kind, thing) {
                (Kind::FieldsChanged, None) if self.scope == Scope::All => has(grants, &[Role::City]),
                (Kind::FieldsChanged, None) => {
                    let set = entry.get("set").map(Json::members).unwrap_or_default();
                    let narrow = set.iter().any(|(name, _)| COORDINATOR_FIELDS.contains(&name.as_ref()));
                    if narrow { self.coordinates(grants) } else { has(grants, &[Role::Secretary, Role::District, Role::City]) }
                }
                (_, Some((thing, _))) => self.is_author(candidate, thing) || self.coordinates_kind(thing, grants),
                (_, None) => false,
            },
        }
    }

    fn is_founding(&self, entry: &Entry) -> bool {
        self.trust.founder.is_some_and(|(device, name)| entry.device == device && entry.name() == name)
    }

    /// Coordinator of this project.
    fn coordinates(&self, grants: &[Grant]) -> bool {
        grants.iter().any(|g| match g.role {
            Role::City => true,
            Role::District => g.district.is_some_and(|d| self.districts.contains(&d)),
            Role::Secretary | Role::Leader | Role::Assessor => false,
        })
    }

    fn may_office(&self, entry: &Entry, grants: &[Grant]) -> bool {
        let of_person = |name: Option<Ref>| name.and_then(|n| self.person(&n));
        match entry.kind {
            Kind::PersonRegistered => {
                let role = entry.text("role").and_then(|t| Role::parse(&t));
                may_manage(grants, role.map(|role| (role, entry.named("district"))))
            }
            Kind::DeviceAdmitted => may_manage(grants, of_person(entry.named("person"))),
            Kind::DeviceRevoked => self.trust.applied.contains(&entry.id),
            _ => has(grants, &[Role::District, Role::City]),
        }
    }

    fn may_invite(&self, candidate: &Candidate<'_>) -> bool {
        match candidate.standing {
            Standing::Waiting => false,
            Standing::Everything => true,
            Standing::Grants(grants) => may_manage(grants, candidate.of.and_then(|name| self.person(&name))),
        }
    }

    /// A person who stands here, in `all`.
    fn person(&self, name: &Ref) -> Option<(Role, Option<Ref>)> {
        let i = *self.index.get(name)?;
        let candidate = &self.candidates[i];
        let entry = &candidate.entry;
        if !matches!(entry.kind, Kind::PersonRegistered | Kind::WorkspaceFounded) || !self.stands_or_will(candidate, self.verdicts[i]) {
            return None;
        }
        match entry.kind {
            Kind::PersonRegistered => Some((Role::parse(&entry.text("role")?)?, entry.named("district"))),
            Kind::WorkspaceFounded => Some((Role::City, None)),
            _ => None,
        }
    }

    /// Any device of the person who wrote the thing.
    fn is_author(&self, candidate: &Candidate<'_>, thing: &Candidate<'_>) -> bool {
        if candidate.entry.device == thing.entry.device {
            return true;
        }
        let (Standing::Grants(mine), Standing::Grants(theirs)) = (candidate.standing, thing.standing) else { return false };
        // Grants are sorted by person.
        mine.iter().any(|m| theirs.binary_search_by_key(&m.person, |t| t.person).is_ok())
    }

    /// Who may write the thing's kind as a coordinator; of a withdrawal, who could withdraw its thing.
    fn coordinates_kind(&self, thing: &Candidate<'_>, grants: &[Grant]) -> bool {
        let thing = self.index.get(&thing.entry.name()).map_or(thing, |i| &self.candidates[self.roots[*i]]);
        match (thing.entry.kind.spec().right, self.scope) {
            (Right::AnyRole | Right::Worker | Right::Coordinator | Right::Returning, Scope::Project(_)) => self.coordinates(grants),
            (Right::AnyRole | Right::Worker | Right::Coordinator | Right::Returning | Right::Office, _) => {
                has(grants, &[Role::District, Role::City])
            }
            (Right::City | Right::LeaderOrCity | Right::AssessorOrCity, _) => has(grants, &[Role::City]),
            (Right::Founder | Right::Joining | Right::OfThing, _) => false,
        }
    }

    fn finish(self, mut folded: Folded) -> Folded {
        let mut withdrawals: Vec<(u32, usize)> = Vec::new();
        for (i, (candidate, verdict)) in self.candidates.iter().zip(&self.verdicts).enumerate() {
            let entry = &candidate.entry;
            match verdict.expect("all were judged") {
                Verdict::Stands(depth) if entry.kind == Kind::Withdrawn => withdrawals.push((depth, i)),
                Verdict::Stands(_) => {}
                Verdict::Refused(reason) => {
                    folded.refused.push(Refused { id: entry.name(), device: entry.device, kind: entry.kind, reason });
                }
            }
        }
        // The deepest first: whether a withdrawal holds is settled before what it takes back.
        withdrawals.order_by(|a, b| b.cmp(a));
        for (_, i) in withdrawals {
            let entry = &self.candidates[i].entry;
            if !folded.withdrawn.contains_key(&entry.name())
                && let Some(of) = self.candidates[i].of
            {
                let withdrawal = Withdrawal { by: entry.device, time: entry.time, id: entry.name() };
                folded.withdrawn.insert(of, withdrawal);
            }
        }
        folded.districts = self.districts;
        folded.entries = self
            .candidates
            .into_iter()
            .zip(&self.verdicts)
            .filter(|(_, verdict)| matches!(verdict, Some(Verdict::Stands(_))))
            .map(|(candidate, _)| candidate.entry)
            .collect();
        folded.index = folded.entries.iter().enumerate().map(|(i, e)| (e.name(), i)).collect();
        folded.slots = slots(&folded, self.scope);
        folded.stated = stated(&folded);
        folded
    }
}

fn has(grants: &[Grant], roles: &[Role]) -> bool {
    grants.iter().any(|grant| roles.contains(&grant.role))
}

/// A statement and those that it names.
struct Said {
    statement: Statement,
    over: Vec<Ref>,
}

fn statement(entry: &Entry, visit: Option<Ref>, value: Json<'_>) -> Statement {
    let value = String::from_utf8_lossy(value.bytes()).into_owned();
    Statement { id: entry.id, device: entry.device, time: entry.time, value, visit }
}

fn refs(list: Option<Json<'_>>) -> Vec<Ref> {
    list.map(Json::items).unwrap_or_default().into_iter().filter_map(|v| Ref::parse(&v.text()?)).collect()
}

/// The slots that kinds of their own fill. What was withdrawn fills nothing and names nothing.
fn stated(folded: &Folded) -> BTreeMap<(Target, Stated), Slot> {
    let mut said: BTreeMap<(Target, Stated), Vec<Said>> = BTreeMap::new();
    for entry in folded.entries.iter().filter(|e| folded.counts(e)) {
        let Some((target, slot, filling)) = Stated::filled_by(entry) else { continue };
        let filled = match filling {
            Filling::Member(member) => entry.get(member).map(|value| statement(entry, None, value)),
            Filling::Duty(state) => {
                let value = format!("\"{}\"", state.as_str());
                Some(Statement { id: entry.id, device: entry.device, time: entry.time, value, visit: None })
            }
        };
        if let Some(statement) = filled {
            said.entry((target, slot)).or_default().push(Said { statement, over: refs(entry.get("over")) });
        }
    }
    settled(said)
}

/// The slots of the scope: every field of what is registered here, and each field of a thing that was changed.
fn slots(folded: &Folded, scope: Scope) -> BTreeMap<(Target, String), Slot> {
    let mut said: BTreeMap<(Target, String), Vec<Said>> = BTreeMap::new();
    // Members that this version doesn't know are fields as well; what can't change is none.
    let founding = |kind: Kind| match kind {
        Kind::ProjectRegistered => Some((Target::Project, [].as_slice())),
        Kind::WorkspaceFounded => Some((Target::Workspace, FOUNDED_FOR_EVER)),
        _ => None,
    };
    for entry in folded.entries.iter().filter(|e| folded.counts(e)) {
        if let Some((target, frozen)) = founding(entry.kind) {
            for (name, value) in entry.body.json().members() {
                if !frozen.contains(&name.as_ref()) {
                    said.entry((target, name.into_owned()))
                        .or_default()
                        .push(Said { statement: statement(entry, None, value), over: Vec::new() });
                }
            }
        }
    }
    let mut members: HashMap<Ref, HashMap<Cow<'_, str>, Json<'_>>> = HashMap::new();
    for entry in folded.entries.iter().filter(|e| e.kind == Kind::FieldsChanged) {
        let target = match entry.text("of").as_deref() {
            Some("workspace") => Target::Workspace,
            Some("project") => Target::Project,
            Some(name) => match Ref::parse(name) {
                Some(name) => Target::Thing(name),
                None => continue,
            },
            None => continue,
        };
        debug_assert!(target != Target::Workspace || scope == Scope::All);
        let visit = entry.named("visit");
        let over: HashMap<_, _> = entry.get("over").map(Json::members).into_iter().flatten().collect();
        for (name, value) in entry.get("set").map(Json::members).unwrap_or_default() {
            let key = (target, name.to_string());
            if let (Target::Thing(thing), false) = (target, said.contains_key(&key))
                && let Some(made) = folded.find(&thing)
                && let Some(first) = members.entry(thing).or_insert_with(|| made.body.json().members().into_iter().collect()).get(&name)
            {
                said.entry(key.clone()).or_default().push(Said { statement: statement(made, None, *first), over: Vec::new() });
            }
            let over = refs(over.get(&name).copied());
            said.entry(key).or_default().push(Said { statement: statement(entry, visit, value), over });
        }
    }
    settled(said)
}

fn settled<K: Ord>(said: BTreeMap<K, Vec<Said>>) -> BTreeMap<K, Slot> {
    said.into_iter()
        .map(|(key, mut said)| {
            said.order_by_key(|s| (s.statement.time, s.statement.id));
            let named: BTreeSet<Ref> = said.iter().flat_map(|s| s.over.iter().filter(|o| **o != s.statement.id.to_ref())).copied().filled();
            let history: Vec<Statement> = said.into_iter().map(|s| s.statement).collect();
            let current = history.iter().filter(|s| !named.contains(&s.id.to_ref())).cloned().collect();
            (key, Slot { current, history })
        })
        .filled()
}
