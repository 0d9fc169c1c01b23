//! What is held and does not count, and why: devices, what waits, what was refused, forks; what a revocation does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::bundle::export::files_of;
use crate::domain::bundle::key::PublicKey;
use crate::domain::bundle::problem::Problem;
use crate::domain::calendar::Day;
use crate::domain::command::{Command, ProblemDraft, VisitDraft};
use crate::domain::event::{Body, Event};
use crate::domain::id::{DeviceId, EventId, FeedKey, ProjectId, Ref, Scope};
use crate::domain::order::{Filled, InOrder};
use crate::domain::shape::Kind;
use crate::domain::state::{Entry, Folded, Reason, State};
use crate::domain::trust::{Limit, may_manage};
use crate::screen::fresh::{Counts, What, said};
use crate::screen::moment::Moment;
use crate::screen::people::{DeviceStanding, May};
use crate::screen::receive::Gap;
use crate::session::Snapshot;
use crate::store::Exchange;

/// Entries that are listed of a branch or of what stops counting; the others are counted.
pub const LISTED: usize = 50;
/// Refused entries that are listed.
pub const REFUSED: usize = 100;

/// By whom a device was admitted or stopped, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deed {
    pub by: String,
    pub at: Moment,
}

/// A device that counts no more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// The revocations that were applied, each with its reason.
    pub deeds: Vec<(Deed, String)>,
    pub counted: u64,
    /// Held, but beyond what counts.
    pub beyond: u64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceLine {
    pub id: DeviceId,
    pub person: Ref,
    pub name: String,
    pub code: String,
    pub standing: DeviceStanding,
    pub joined: Moment,
    pub admitted: Option<Deed>,
    /// When a file last came from it.
    pub heard: Option<Moment>,
    pub entries: u64,
    /// What it wrote, by kind; of waiting devices only.
    pub waits: Vec<(What, u64)>,
    pub stop: Option<Stop>,
    pub own: May,
    /// Admit, stop.
    pub manage: May,
    pub key: PublicKey,
    pub box_key: PublicKey,
}

/// An entry in one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub what: What,
    pub at: Moment,
    /// The first words of it.
    pub words: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedLine {
    pub id: Ref,
    pub who: String,
    pub what: What,
    pub reason: Reason,
    pub at: Option<Moment>,
    pub words: String,
    pub project: Option<(ProjectId, String)>,
}

/// One of several ways in which a feed goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Branch {
    pub name: Ref,
    pub events: u64,
    pub counts: Vec<(What, u64)>,
    pub from: Moment,
    pub to: Moment,
    pub listed: Vec<Line>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForkPlace {
    pub scope: Scope,
    /// The project's name; `None` for the common parts.
    pub project: Option<String>,
    /// The first number that is there twice.
    pub seq: u64,
    pub branches: Vec<Branch>,
}

/// A device with two histories: nearly always a copied profile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForkLine {
    pub device: DeviceId,
    pub person: Ref,
    pub name: String,
    pub places: Vec<ForkPlace>,
    pub own: May,
    pub manage: May,
}

/// Entries that wait for others before them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pending {
    pub person: Option<Ref>,
    pub gap: Gap,
    pub entries: u64,
}

/// A file of which something could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Faulty {
    pub name: String,
    pub from: Option<(Ref, String)>,
    pub number: Option<u64>,
    pub at: Moment,
    pub problems: Vec<Problem>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrustView {
    /// Waiting first, then by person.
    pub devices: Vec<DeviceLine>,
    pub pending: Vec<Pending>,
    pub forks: Vec<ForkLine>,
    pub refused: Vec<RefusedLine>,
    pub refused_more: usize,
    pub faulty: Vec<Faulty>,
}

impl TrustView {
    pub fn of(&self, standing: DeviceStanding) -> impl Iterator<Item = &DeviceLine> {
        self.devices.iter().filter(move |d| d.standing == standing)
    }

    /// Things that want a step by someone.
    pub fn open(&self) -> usize {
        self.of(DeviceStanding::Waiting).count() + self.pending.len() + self.forks.len() + self.refused.len() + self.refused_more
    }

    /// Devices that nobody admitted yet.
    pub fn waiting(&self) -> Vec<DeviceId> {
        self.of(DeviceStanding::Waiting).map(|d| d.id).collect()
    }
}

pub fn view(snapshot: &Snapshot, own: DeviceId) -> TrustView {
    let state = &snapshot.state;
    let mut devices: Vec<DeviceLine> = state.roster.devices.keys().filter_map(|id| device_line(snapshot, own, id)).collect();
    let rank = |standing: DeviceStanding| match standing {
        DeviceStanding::Waiting => 0,
        DeviceStanding::Admitted => 1,
        DeviceStanding::Stopped => 2,
    };
    devices.order_by_cached_key(|d| (rank(d.standing), d.name.clone(), d.id));
    let refused = folds(state).flat_map(|(scope, folded)| refused_lines(snapshot, scope, folded)).take(REFUSED);
    let refused: Vec<RefusedLine> = refused.collect();
    let refused_more = folds(state).map(|(_, folded)| folded.refused.len()).sum::<usize>() - refused.len();
    TrustView { devices, pending: pending(snapshot), forks: forks(snapshot, own), refused, refused_more, faulty: faulty(snapshot) }
}

/// Every scope with its fold.
pub(crate) fn folds(state: &State) -> impl Iterator<Item = (Scope, &Folded)> {
    let projects = state.projects.values().map(|p| (Scope::Project(p.id), &p.folded));
    [(Scope::All, &state.roster.folded), (Scope::Office, &*state.office)].into_iter().chain(projects)
}

fn may_touch(state: &State, own: DeviceId, device: &DeviceId) -> May {
    let grants = state.trust.grants.get(&own).map_or(&[][..], Vec::as_slice);
    let mut persons: Vec<Ref> = state.trust.persons_of(device).collect();
    if persons.is_empty() {
        persons.extend(state.roster.devices.get(device).map(|d| d.asked));
    }
    let about = |person: &Ref| may_manage(grants, state.roster.persons.get(person).map(|p| (p.role, p.district)));
    May::of(state.trust.admitted.contains(&own) && !persons.is_empty() && persons.iter().all(about))
}

fn device_line(snapshot: &Snapshot, own: DeviceId, id: &DeviceId) -> Option<DeviceLine> {
    let state = &snapshot.state;
    let roster = &state.roster;
    let device = roster.devices.get(id)?;
    let deed = |entry: &Entry| Deed { by: roster.author(&entry.device), at: Moment::of(entry.time, roster.zone) };
    let admits = |entry: &&Entry| entry.get("key").and_then(PublicKey::from_jwk).is_some_and(|key| key.device() == *id);
    let entries = snapshot.ledger.feeds().filter(|(key, _)| key.device == *id).map(|(_, feed)| feed.len() as u64).sum();
    let standing = match (device.revoked, device.admitted) {
        (true, _) => DeviceStanding::Stopped,
        (false, true) => DeviceStanding::Admitted,
        (false, false) => DeviceStanding::Waiting,
    };
    let stop = device.revoked.then(|| {
        let revocations = roster.folded.of_kind(Kind::DeviceRevoked).filter(|e| state.trust.applied.contains(&e.id));
        let about = |entry: &&Entry| entry.text("device").as_deref() == Some(id.as_str());
        let deeds = revocations.filter(about).map(|e| (deed(e), e.text("reason").unwrap_or_default())).collect();
        let counted = folds(state).map(|(_, folded)| folded.entries.iter().filter(|e| e.device == *id).count() as u64).sum::<u64>();
        Stop { deeds, counted, beyond: entries - counted.min(entries) }
    });
    let heard = snapshot.exchange.iter().rev().find_map(|entry| match entry {
        Exchange::Received { from: Some(from), time, .. } if from == id => Some(Moment::of(*time, roster.zone)),
        Exchange::Received { .. } | Exchange::Sent { .. } => None,
    });
    let waits = if standing == DeviceStanding::Waiting { counts(written(snapshot, id)) } else { Vec::new() };
    Some(DeviceLine {
        id: *id,
        person: device.person,
        name: roster.person_name(&device.person),
        code: device.code.clone(),
        standing,
        joined: Moment::of(device.joined, roster.zone),
        admitted: roster.folded.of_kind(Kind::DeviceAdmitted).find(admits).map(deed),
        heard,
        entries,
        waits,
        stop,
        own: May::of(*id == own),
        manage: may_touch(state, own, id),
        key: device.key.clone(),
        box_key: device.box_key.clone(),
    })
}

/// All that is held of a device, whether it counts or not.
fn written<'a>(snapshot: &'a Snapshot, device: &'a DeviceId) -> impl Iterator<Item = &'a Event> {
    snapshot.ledger.feeds().filter(move |(key, _)| key.device == *device).flat_map(|(_, feed)| feed.events())
}

fn counts<'a>(events: impl Iterator<Item = &'a Event>) -> Vec<(What, u64)> {
    let mut counts = Counts::default();
    for event in events {
        match event.kind.known() {
            // That it joined is no work that waits.
            Some(Kind::DeviceJoined) => {}
            kind => counts.add(kind),
        }
    }
    counts.told()
}

fn line(event: &Event, state: &State) -> Line {
    Line { what: What::of(event.kind.known()), at: Moment::of(event.time, state.roster.zone), words: said(event, state) }
}

fn project_name(state: &State, scope: Scope) -> Option<(ProjectId, String)> {
    match scope {
        Scope::Project(id) => state.project(&id).filter(|p| p.shown).map(|p| (id, p.fields.name.clone())),
        Scope::All | Scope::Office => None,
    }
}

fn refused_lines(snapshot: &Snapshot, scope: Scope, folded: &Folded) -> Vec<RefusedLine> {
    let state = &snapshot.state;
    let row = |refused: &crate::domain::state::Refused| {
        let key = FeedKey { scope, device: refused.device };
        let event = snapshot.ledger.feed(&key).and_then(|feed| feed.events().find(|e| e.id.to_ref() == refused.id));
        RefusedLine {
            id: refused.id,
            who: state.roster.author(&refused.device),
            what: What::of(Some(refused.kind)),
            reason: refused.reason,
            at: event.map(|e| Moment::of(e.time, state.roster.zone)),
            words: event.map(|event| said(event, state)).unwrap_or_default(),
            project: project_name(state, scope),
        }
    };
    folded.refused.iter().take(REFUSED).map(row).collect()
}

fn pending(snapshot: &Snapshot) -> Vec<Pending> {
    let state = &snapshot.state;
    let mut found = Vec::new();
    for (scope, folded) in folds(state) {
        for (device, from, to) in &folded.gaps {
            let spine = snapshot.ledger.spine(&FeedKey { scope, device: *device });
            let project = project_name(state, scope).map(|(_, name)| name);
            let gap = Gap { who: state.roster.author(device), project, from: *from, to: *to };
            let entries = spine.pending.iter().filter(|e| e.seq > *to).count() as u64;
            found.push(Pending { person: state.roster.person_of(device).map(|p| p.id), gap, entries });
        }
    }
    found
}

fn forks(snapshot: &Snapshot, own: DeviceId) -> Vec<ForkLine> {
    let state = &snapshot.state;
    let zone = state.roster.zone;
    let mut by_device: BTreeMap<DeviceId, Vec<ForkPlace>> = BTreeMap::new();
    for (scope, folded) in folds(state) {
        for (device, fork) in folded.forks.iter().filter(|(_, fork)| fork.kept.is_none()) {
            let Some(feed) = snapshot.ledger.feed(&FeedKey { scope, device: *device }) else { continue };
            let branch = |name: &Ref| {
                let events = feed.branch(fork.seq, name);
                let (first, last) = (events.first()?, events.last()?);
                Some(Branch {
                    name: *name,
                    events: events.len() as u64,
                    counts: counts(events.iter().copied()),
                    from: Moment::of(first.time, zone),
                    to: Moment::of(last.time, zone),
                    listed: events.iter().take(LISTED).map(|e| line(e, state)).collect(),
                })
            };
            let mut branches: Vec<Branch> = fork.ids.iter().filter_map(branch).collect();
            branches.order_by(|a, b| b.events.cmp(&a.events).then(a.name.cmp(&b.name)));
            let project = project_name(state, scope).map(|(_, name)| name);
            by_device.entry(*device).or_default().push(ForkPlace { scope, project, seq: fork.seq, branches });
        }
    }
    let row = |(device, places): (DeviceId, Vec<ForkPlace>)| {
        let person = state.roster.person_of(&device)?;
        let (own, manage) = (May::of(device == own), may_touch(state, own, &device));
        Some(ForkLine { device, person: person.id, name: person.name.clone(), places, own, manage })
    };
    by_device.into_iter().filter_map(row).collect()
}

/// The newest files with faults, at most twenty.
fn faulty(snapshot: &Snapshot) -> Vec<Faulty> {
    let roster = &snapshot.state.roster;
    let row = |entry: &Exchange| match entry {
        Exchange::Received { time, name, from, number, problems, .. } if !problems.is_empty() => Some(Faulty {
            name: name.clone(),
            from: from.and_then(|device| roster.person_of(&device)).map(|p| (p.id, p.name.clone())),
            number: *number,
            at: Moment::of(*time, roster.zone),
            problems: problems.iter().take(3).cloned().collect(),
        }),
        Exchange::Received { .. } | Exchange::Sent { .. } => None,
    };
    snapshot.exchange.iter().rev().filter_map(row).take(20).collect()
}

/// Up to where a device's entries go on counting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// All that is held.
    Held,
    /// What was written on this day at the latest, by the device's own clock.
    Until(Day),
}

/// The heads that a revocation names: along the branches chosen, also across what is missing, which may still come.
pub fn heads(snapshot: &Snapshot, device: DeviceId, cut: Cut, chosen: &BTreeMap<Scope, Ref>) -> Limit {
    let roster = &snapshot.state.roster;
    let mut heads = Limit::new();
    for (key, feed) in snapshot.ledger.feeds().filter(|(key, _)| key.device == device) {
        let spine = snapshot.ledger.spine(key);
        let mut chain = spine.events;
        if let Some(fork) = spine.forks.iter().find(|fork| fork.kept.is_none()) {
            chain.extend(chosen.get(&key.scope).map(|name| feed.branch(fork.seq, name)).unwrap_or_default());
        } else {
            chain.extend(spine.pending);
        }
        let within = |event: &&&Event| match cut {
            Cut::Held => true,
            Cut::Until(day) => roster.day_of(event.time) <= day,
        };
        if let Some(last) = chain.iter().take_while(within).last() {
            heads.insert(key.scope, (last.seq, last.id.to_ref()));
        }
    }
    heads
}

/// What a step makes of the figures.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Effect {
    pub stops: Vec<(What, u64)>,
    pub starts: Vec<(What, u64)>,
    /// Of what stops, at most [`LISTED`].
    pub listed: Vec<Line>,
    pub listed_more: usize,
    /// Projects in which something changes.
    pub projects: Vec<String>,
    /// People of whom a device counts no more, beside the one meant.
    pub devices: Vec<String>,
}

/// Compares what counts before and after a step on a copy; `device` is the one that the step is about.
pub fn effect(before: &Snapshot, after: &Snapshot, device: DeviceId) -> Effect {
    let (mut stops, mut starts) = (Counts::default(), Counts::default());
    let mut effect = Effect::default();
    let mut stopped: Vec<(EventId, DeviceId, Scope)> = Vec::new();
    let (old, new) = (&before.state.projects, &after.state.projects);
    let mut compare = |scope: Scope, old: Option<&Folded>, new: Option<&Folded>| {
        let counting = |folded: Option<&Folded>| -> BTreeMap<EventId, (DeviceId, Kind)> {
            let entries = folded.into_iter().flat_map(|f| f.entries.iter().filter(|e| f.counts(e)));
            entries.map(|e| (e.id, (e.device, e.kind))).filled()
        };
        let (old, new) = (counting(old), counting(new));
        // That a device joined is no work that is lost.
        let gone = old.iter().filter(|(id, (_, kind))| !new.contains_key(*id) && *kind != Kind::DeviceJoined);
        let come =
            new.iter().filter(|(id, (_, kind))| !old.contains_key(*id) && !matches!(kind, Kind::DeviceRevoked | Kind::PersonInvited));
        let mut changed = false;
        for (id, (device, kind)) in gone {
            stops.add(Some(*kind));
            stopped.push((*id, *device, scope));
            changed = true;
        }
        for (_, (_, kind)) in come {
            starts.add(Some(*kind));
            changed = true;
        }
        changed
    };
    compare(Scope::All, Some(&before.state.roster.folded), Some(&after.state.roster.folded));
    compare(Scope::Office, Some(&before.state.office), Some(&after.state.office));
    for id in old.keys().chain(new.keys()).copied().filled::<BTreeSet<ProjectId>>() {
        let (old, new) = (old.get(&id), new.get(&id));
        if let (Some(old), Some(new)) = (old, new)
            && Arc::ptr_eq(old, new)
        {
            continue;
        }
        if compare(Scope::Project(id), old.map(|p| &p.folded), new.map(|p| &p.folded)) {
            let named = old.filter(|p| p.shown).or(new);
            effect.projects.push(named.map_or_else(|| id.to_string(), |p| p.fields.name.clone()));
        }
    }
    effect.listed_more = stopped.len().saturating_sub(LISTED);
    for (id, device, scope) in stopped.into_iter().take(LISTED) {
        let feed = before.ledger.feed(&FeedKey { scope, device });
        effect.listed.extend(feed.and_then(|f| f.events().find(|e| e.id == id)).map(|e| line(e, &before.state)));
    }
    let lost = before.state.trust.admitted.difference(&after.state.trust.admitted).filter(|lost| **lost != device);
    effect.devices = lost.map(|device| before.state.roster.author(device)).collect();
    (effect.stops, effect.starts) = (stops.told(), starts.told());
    effect
}

/// Something that this device's person wrote by a stopped device and that does not count: the command that writes it anew.
#[derive(Clone, Debug)]
pub struct Again {
    pub id: Ref,
    pub project: String,
    pub line: Line,
    pub command: Command,
}

/// Visits and problems of one's own stopped devices that don't count and were not entered again, the oldest first.
pub fn to_enter_again(snapshot: &Snapshot) -> Vec<Again> {
    let state = &snapshot.state;
    let mine = state.own_persons();
    let own_stopped =
        |device: &DeviceId| state.roster.devices.get(device).is_some_and(|d| d.admitted && d.revoked && mine.contains(&d.person));
    let mut found = Vec::new();
    for (key, feed) in snapshot.ledger.feeds().filter(|(key, _)| own_stopped(&key.device)) {
        let Scope::Project(id) = key.scope else { continue };
        let Some(project) = state.project(&id).filter(|p| p.shown) else { continue };
        for event in feed.events().filter(|e| project.folded.find(&e.id.to_ref()).is_none()) {
            let Some(command) = written_anew(id, event) else { continue };
            // What says the very same counts already: it was entered again.
            let said = said_by(event.kind.known(), &event.body);
            let is_there = |e: &Entry| mine.contains(&author_of(state, e)) && said_by(Some(e.kind), &Body::Held(e.body.clone())) == said;
            if !project.folded.entries.iter().any(is_there) {
                let line = line(event, state);
                found.push((event.time, Again { id: event.id.to_ref(), project: project.fields.name.clone(), line, command }));
            }
        }
    }
    found.order_by_key(|(time, again)| (*time, again.id));
    found.into_iter().map(|(_, again)| again).collect()
}

fn author_of(state: &State, entry: &Entry) -> Ref {
    state.roster.devices.get(&entry.device).map_or_else(|| entry.name(), |d| d.person)
}

/// What an entry says to a reader, without what a writer adds.
fn said_by(kind: Option<Kind>, body: &Body) -> Option<(Kind, Vec<Option<String>>)> {
    let Body::Held(body) = body else { return None };
    let text = |name: &&str| Some(body.json().get(name)?.text()?.into_owned());
    Some((kind?, ["on", "at", "kind", "category", "title", "people", "text"].iter().map(text).collect()))
}

fn written_anew(project: ProjectId, event: &Event) -> Option<Command> {
    let Body::Held(body) = &event.body else { return None };
    let text = |name: &str| Some(body.json().get(name)?.text()?.into_owned());
    let on = Day::parse(&text("on")?)?;
    match event.kind.known()? {
        Kind::VisitLogged => {
            let (at, kind, people) = (text("at"), text("kind")?, text("people"));
            let visit = VisitDraft { on, at, kind, people, text: text("text"), files: files_of(event) };
            Some(Command::LogVisit { project, visit, problems: Vec::new() })
        }
        Kind::ProblemRaised => {
            let problem = ProblemDraft { title: text("title")?, category: text("category")?, on, text: text("text") };
            Some(Command::RaiseProblem { project, problem })
        }
        _ => None,
    }
}
