//! One open workspace: commands and imports become rows on disk, then a new snapshot.
//!
//! Write, then show: a snapshot is published only after the store said that the write is complete. Knows no
//! framework; the browser wraps its calls in a lock, and what another tab wrote meanwhile is read first.

pub mod backup;
pub mod mailing;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::crypto::closing::{Lock, close};
use crate::crypto::{Cipher, CryptoError, Signer, Verifier};
use crate::domain::bundle::export::{Contents, News, Outline, files_named, files_of, scopes_for, write_piece};
use crate::domain::bundle::jwe::{Fresh, MAX_DEVICES};
use crate::domain::bundle::key::{PublicKey, join_message};
use crate::domain::bundle::plan::{JoinOffer, Plan, Preview};
use crate::domain::bundle::problem::Problem;
use crate::domain::bundle::read::{File, Heads, Invite, MAX_FILE, Piece};
use crate::domain::bundle::row::{Row, join_rows};
use crate::domain::calendar::Day;
use crate::domain::command::{self, Command, Drafting, Refusal, Stamp};
use crate::domain::event::Event;
use crate::domain::id::{DeviceId, FeedKey, Hash, Ref, Scope, WorkspaceId};
use crate::domain::ledger::{Feed, Ledger, reconciliation_code};
use crate::domain::order::{Filled, InOrder};
use crate::domain::state::{Entry, Reason, State};
use crate::domain::trust::{Role, View};
use crate::store::{Exchange, Openers, Store, StoreError, Write};

/// How often a write is decided again because another tab wrote first.
const RETRIES: u32 = 5;
/// How many problems of a file its record keeps: a file may have as many as it has bytes.
const PROBLEMS_KEPT: usize = 100;

/// Everything that is shown, as of one moment. Replaced, never changed.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub ledger: Ledger,
    pub state: State,
    /// The last log row folded.
    pub last_row: u64,
    pub exchange: Rc<Vec<Exchange>>,
}

/// Why nothing was saved. What the user wrote is still with the caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    Refused(Refusal),
    Store(StoreError),
    Crypto(CryptoError),
    /// The file would have more bytes than any reader takes.
    TooLarge,
    /// A part of the app that this takes was never loaded, and there is no network.
    NotHere,
    /// A row of the log can't be read: nothing more is written here, everything else can still be exported.
    Damaged {
        row: u64,
        problem: Problem,
    },
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(error)
    }
}

impl From<CryptoError> for Failure {
    fn from(error: CryptoError) -> Self {
        Failure::Crypto(error)
    }
}

/// What a command wrote.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The refs of its events in the order written, by scope.
    pub refs: Vec<(Scope, Ref)>,
}

/// What goes with a command into the same transaction.
#[derive(Clone, Default, Debug)]
pub struct Along {
    pub files: BTreeMap<Hash, File>,
    pub drop_drafts: Vec<String>,
    pub exchange: Vec<Exchange>,
    /// Private halves of invitations, which go along in the next files to these people.
    pub invites: Vec<(Ref, KeptInvite)>,
}

/// The private half of an invitation until someone joined by it. It lies on the device that invites, and on a stopped
/// device whose person is invited anew.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct KeptInvite {
    /// The whole private JWK.
    pub key: String,
    /// Its last day.
    pub until: String,
    /// The person's devices before it: any other that was admitted has joined by an invitation.
    pub devices: BTreeSet<DeviceId>,
}

impl KeptInvite {
    /// Under what name a store keeps it.
    fn name(person: &Ref) -> String {
        format!("invite/{person}")
    }
}

/// A bundle as it will be sent. Made before the tap, recorded after it.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// None of a file for several.
    pub to: Option<Ref>,
    pub among: Vec<Ref>,
    pub number: u64,
    pub name: String,
    pub bytes: Rc<Vec<u8>>,
    pub contents: Contents,
    pub made: i64,
    /// Files that its events name and that this device does not hold.
    pub missing_files: u64,
    pub openers: Openers,
}

impl Parcel {
    /// The same, encrypted.
    pub async fn closed(self, lock: &Lock, fresh: &Fresh, cipher: &impl Cipher) -> Result<Parcel, Failure> {
        let openers = match lock {
            Lock::Devices(_) => Openers::Devices,
            Lock::Passphrase { .. } => Openers::Passphrase,
        };
        let bytes = close(&self.bytes, lock, fresh, cipher).await?;
        if bytes.len() > MAX_FILE {
            return Err(Failure::TooLarge);
        }
        Ok(Parcel { bytes: Rc::new(bytes), openers, ..self })
    }
}

/// What a device said of itself in a file that came from it.
#[derive(Clone, Debug)]
struct Said<'a> {
    from: DeviceId,
    /// When, ms since 1970 UTC.
    made: i64,
    heads: &'a Heads,
    wants: &'a [Hash],
}

/// What one should know before sending to someone.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Outstanding {
    /// Own entries in no file that left the device.
    pub unsent: u64,
    /// Own entries beyond what the addressee has acknowledged.
    pub without_receipt: u64,
}

impl Snapshot {
    pub fn empty(workspace: WorkspaceId, own: DeviceId) -> Snapshot {
        let mut ledger = Ledger::new(workspace);
        let state = State::fold(&mut ledger, View { own: Some(own), ..View::default() });
        Snapshot { ledger, state, last_row: 0, exchange: Rc::default() }
    }

    /// Decides a command on a copy. Nothing is written.
    pub fn decide(&self, own: DeviceId, command: &Command, stamp: Stamp) -> Result<(Snapshot, Vec<Piece>), Refusal> {
        self.draft(own, stamp, |state, drafting| command::decide(state, command, drafting))
    }

    fn draft(
        &self,
        own: DeviceId,
        stamp: Stamp,
        write: impl FnOnce(&State, &mut Drafting<'_>) -> Result<(), Refusal>,
    ) -> Result<(Snapshot, Vec<Piece>), Refusal> {
        if self.is_stopped(own) {
            return Err(Refusal::Stopped);
        }
        let mut drafting = Drafting::new(&self.ledger, own, stamp);
        write(&self.state, &mut drafting)?;
        let pieces = drafting.finish();
        if pieces.iter().all(|p| p.events.is_empty()) {
            return Err(Refusal::NothingToDo);
        }
        let mut next = self.clone();
        next.state.take(&mut next.ledger, &pieces);
        next.check_standing(&pieces)?;
        Ok((next, pieces))
    }

    /// A writer holds its own events to the reader's rules before it writes them.
    fn check_standing(&self, pieces: &[Piece]) -> Result<(), Refusal> {
        for piece in pieces {
            let folded = self.state.folded(piece.feed.scope).ok_or(Refusal::NoSuchProject)?;
            for event in &piece.events {
                let name = event.id.to_ref();
                if let Some(refused) = folded.refused.iter().find(|r| r.id == name) {
                    return Err(Refusal::Rule { kind: refused.kind, reason: refused.reason });
                }
                if folded.find(&name).is_none()
                    && let Some(kind) = event.kind.known()
                {
                    return Err(Refusal::Rule { kind, reason: Reason::Role });
                }
            }
        }
        Ok(())
    }

    /// Whether this device writes no more.
    pub fn is_stopped(&self, own: DeviceId) -> bool {
        self.state.is_stopped(&self.ledger, &own)
    }

    /// Own entries by scope: how many.
    /// Up to where this device wrote in each scope.
    pub fn own_heads(&self, own: DeviceId) -> BTreeMap<Scope, u64> {
        let own_feeds = self.ledger.feeds().filter(|(key, _)| key.device == own);
        own_feeds.filter_map(|(key, _)| Some((key.scope, self.ledger.own_end(key)?.seq))).filled()
    }

    /// How far the feeds that `wanted` lets pass are held, for others to read.
    pub fn heads(&self, wanted: impl Fn(&FeedKey) -> bool) -> Heads {
        self.ledger.heads(wanted, |scope, name| self.state.trust.is_removed(scope, name))
    }

    /// Own entries that are in no file whose share or download ended well.
    pub fn unsent(&self, own: DeviceId) -> u64 {
        let sent = |scope: &Scope| {
            let scope = scope.to_string();
            self.exchange.iter().filter_map(|e| e.carries(&own, &scope)).max().unwrap_or(0)
        };
        self.own_heads(own).iter().map(|(scope, seq)| seq.saturating_sub(sent(scope))).sum()
    }

    /// The last heads that a person's devices sent: what they acknowledge.
    pub fn heads_of(&self, person: &Ref) -> Option<&Heads> {
        self.said_by(person).first().map(|said| said.heads)
    }

    /// What everyone of a person's devices holds by the last heads that each sent: a file for the person brings
    /// what is beyond.
    pub fn held_by(&self, person: &Ref) -> Heads {
        let mut all = self.said_by(person).into_iter().map(|said| said.heads);
        let mut least = all.next().cloned().unwrap_or_default();
        all.for_each(|heads| lessen(&mut least, heads));
        least
    }

    /// What all of these people hold. Of a feed that forked the same number is not the same entry: there it is nothing.
    fn held_by_all(&self, people: &[Ref]) -> Heads {
        let mut all = people.iter().map(|person| self.held_by(person));
        let mut least = all.next().unwrap_or_default();
        all.for_each(|heads| lessen(&mut least, &heads));
        for (scope, devices) in &mut least {
            let scope = Scope::parse(scope);
            devices.retain(|device, _| {
                let key = scope.zip(DeviceId::parse(device)).map(|(scope, device)| FeedKey { scope, device });
                key.is_some_and(|key| self.ledger.feed(&key).is_some_and(Feed::is_straight))
            });
        }
        least
    }

    /// What each of a person's admitted devices said last, the newest first.
    fn said_by(&self, person: &Ref) -> Vec<Said<'_>> {
        let theirs = self.state.roster.devices_of(person).map(|d| d.id).filter(|id| self.state.roster.speaks_for(id, person));
        self.last_said(&theirs.filled())
    }

    /// What each of these devices said last, the newest first. Files come in any order, so it goes by when they were made;
    /// a clock that ran ahead is believed no further than the file's arrival.
    fn last_said(&self, devices: &BTreeSet<DeviceId>) -> Vec<Said<'_>> {
        let mut last: BTreeMap<DeviceId, Said<'_>> = BTreeMap::new();
        for entry in self.exchange.iter() {
            let Exchange::Received { from: Some(from), heads: Some(heads), wants, made, time, .. } = entry else { continue };
            if devices.contains(from) {
                let said = Said { from: *from, made: made.unwrap_or(*time).min(*time), heads, wants };
                let held = last.entry(*from).or_insert_with(|| said.clone());
                if held.made <= said.made {
                    *held = said;
                }
            }
        }
        let mut all: Vec<Said<'_>> = last.into_values().collect();
        all.order_by(|a, b| b.made.cmp(&a.made).then_with(|| a.from.cmp(&b.from)));
        all
    }

    /// Of each project that was taken from a person or their district, the entry that took it, until they are known to
    /// hold it. `theirs`: the scopes that they are sent.
    fn news_for(&self, to: &Ref, theirs: &BTreeSet<Scope>) -> BTreeMap<Scope, News> {
        let mut news = BTreeMap::new();
        let Some(person) = self.state.roster.persons.get(to) else { return news };
        let (field, them) = match person.role {
            Role::Secretary => ("secretary", Some(person.id)),
            Role::Leader => ("leader", Some(person.id)),
            Role::District => ("district", person.district),
            Role::City | Role::Assessor => return news,
        };
        let Some(them) = them else { return news };
        for project in self.state.projects.values() {
            let scope = Scope::Project(project.id);
            if theirs.contains(&scope) {
                continue;
            }
            if let Some(entry) = project.taken_from(field, &them).filter(|entry| self.may_not_know(to, &scope, entry)) {
                news.insert(scope, News { device: entry.device, seq: entry.seq, id: entry.id });
            }
        }
        news
    }

    /// Whether a person may hold something of a scope, but not that entry.
    fn may_not_know(&self, person: &Ref, scope: &Scope, entry: &Entry) -> bool {
        let said = self.said_by(person);
        if said.is_empty() {
            return self.exchange.iter().any(|e| e.addressees().contains(person));
        }
        said.iter().any(|said| {
            let held = said.heads.get(&scope.to_string());
            held.is_some_and(|held| held.get(entry.device.as_str()).is_none_or(|head| head.0 < entry.seq))
        })
    }

    /// What a file to a person holds: what their last received heads lack, or everything.
    pub fn outline(&self, own: DeviceId, to: &Ref, full: bool) -> Outline<'_> {
        let after = if full { Heads::new() } else { self.held_by(to) };
        let scopes = scopes_for(&self.state, &self.ledger, to);
        let news = self.news_for(to, &scopes);
        Outline::new(&self.ledger, scopes, after, Some(own)).with_news(news)
    }

    /// The scopes that all of these people are sent.
    pub fn common_scopes(&self, people: &[Ref]) -> BTreeSet<Scope> {
        let mut all = people.iter().map(|person| scopes_for(&self.state, &self.ledger, person));
        let first = all.next().unwrap_or_default();
        all.fold(first, |common, theirs| common.intersection(&theirs).copied().filled())
    }

    /// What one file for several holds: of the scopes that all of them are sent, what somebody's last heads lack.
    pub fn outline_for_all(&self, own: DeviceId, people: &[Ref], full: bool) -> Outline<'_> {
        let after = if full { Heads::new() } else { self.held_by_all(people) };
        Outline::new(&self.ledger, self.common_scopes(people), after, Some(own))
    }

    /// The boxes to which a file for a person is encrypted: those of their admitted devices, the newest first where
    /// they are too many for one file.
    pub fn boxes_of(&self, person: &Ref) -> Vec<(DeviceId, PublicKey)> {
        let mut devices: Vec<_> = self.state.roster.devices_of(person).filter(|d| d.admitted && !d.revoked).collect();
        devices.order_by(|a, b| b.joined.cmp(&a.joined).then_with(|| a.id.cmp(&b.id)));
        devices.into_iter().take(MAX_DEVICES).map(|d| (d.id, d.box_key.clone())).collect()
    }

    pub fn outstanding(&self, own: DeviceId, to: &Ref) -> Outstanding {
        Outstanding { unsent: self.unsent(own), without_receipt: self.without_receipt(own, &self.own_heads(own), to) }
    }

    /// How many of these own entries the addressee may read and has not acknowledged.
    pub fn without_receipt(&self, own: DeviceId, own_heads: &BTreeMap<Scope, u64>, to: &Ref) -> u64 {
        let scopes = scopes_for(&self.state, &self.ledger, to);
        let heads = self.heads_of(to);
        let held = |scope: &Scope| heads.map_or(0, |heads| self.acknowledged(own, *scope, heads));
        own_heads.iter().filter(|(scope, _)| scopes.contains(scope)).map(|(scope, seq)| seq.saturating_sub(held(scope))).sum()
    }

    /// Whether the last heads of the addressee, or of each of several, cover the own entries of a file.
    pub fn is_received(&self, own: DeviceId, sent: &Exchange) -> bool {
        let addressees = sent.addressees();
        !addressees.is_empty() && addressees.iter().all(|to| self.is_received_by(own, sent, to))
    }

    /// Whether one of its addressees has acknowledged a file.
    pub fn is_received_by(&self, own: DeviceId, sent: &Exchange, to: &Ref) -> bool {
        let Exchange::Sent { own_heads, device, .. } = sent else { return false };
        let own = device.unwrap_or(own);
        let Some(heads) = self.heads_of(to) else { return false };
        !own_heads.is_empty()
            && own_heads.iter().all(|(scope, seq)| Scope::parse(scope).is_some_and(|scope| self.acknowledged(own, scope, heads) >= *seq))
    }

    /// Up to which own entry of a scope these heads reach: of a copy of this device no further than both wrote the same.
    fn acknowledged(&self, own: DeviceId, scope: Scope, heads: &Heads) -> u64 {
        let head = heads.get(&scope.to_string()).and_then(|devices| devices.get(own.as_str()));
        head.map_or(0, |head| self.ledger.reaches(&FeedKey { scope, device: own }, head))
    }

    /// What this device's person wrote and nobody else is known to hold whole, by scope: their other devices and keys count
    /// as well. A receipt is the last word of a device that counts, about what others wrote; it is none of an entry whose
    /// photo that device asks for.
    pub fn unreceived(&self, own: DeviceId) -> BTreeMap<Scope, u64> {
        let roster = &self.state.roster;
        let persons = self.state.own_persons();
        let mine =
            |device: &DeviceId| *device == own || roster.devices.get(device).is_some_and(|d| d.admitted && persons.contains(&d.person));
        let others = roster.devices.values().filter(|d| d.admitted && !d.revoked && d.id != own);
        let said = self.last_said(&others.map(|d| d.id).filled());
        let mut left: BTreeMap<Scope, u64> = BTreeMap::new();
        for (key, _) in self.ledger.feeds().filter(|(key, _)| mine(&key.device)) {
            let reached = said.iter().filter(|said| said.from != key.device);
            let mut reached: Vec<(u64, &[Hash])> = reached
                .map(|said| (self.acknowledged(key.device, key.scope, said.heads), said.wants))
                .filter(|(seq, _)| *seq > 0)
                .collect();
            reached.order_by_key(|(seq, _)| std::cmp::Reverse(*seq));
            let is_received = |event: &Event| {
                let files = files_of(event);
                let holders = reached.iter().take_while(|(seq, _)| *seq >= event.seq);
                holders.into_iter().any(|(_, wants)| !files.iter().any(|file| wants.contains(file)))
            };
            let entries = self.ledger.own_chain(key).into_iter().filter(|event| !is_received(event)).count() as u64;
            if entries > 0 {
                *left.entry(key.scope).or_default() += entries;
            }
        }
        left
    }

    /// Feeds of projects, `all` and `office` that this device and a person both may hold.
    pub fn shared_scopes(&self, own_person: Option<&Ref>, with: &Ref) -> BTreeSet<Scope> {
        let theirs = scopes_for(&self.state, &self.ledger, with);
        match own_person {
            Some(me) => theirs.intersection(&scopes_for(&self.state, &self.ledger, me)).copied().filled(),
            None => theirs,
        }
    }

    /// The eight characters over some scopes.
    pub fn code(&self, scopes: &BTreeSet<Scope>) -> String {
        reconciliation_code(&self.digest(scopes))
    }

    pub fn digest(&self, scopes: &BTreeSet<Scope>) -> [u8; 32] {
        self.ledger.digest(|scope| scopes.contains(scope), |scope, name| self.state.trust.is_removed(scope, name))
    }

    fn take_plan(&mut self, plan: &Plan, rows: &[Row]) -> Result<(), Failure> {
        for (device, key) in &plan.ledger().devices {
            self.ledger.devices.entry(*device).or_insert_with(|| key.clone());
        }
        let mut touched = BTreeSet::new();
        for row in rows {
            touched.extend(self.take_row(self.last_row, row)?);
        }
        self.state.refresh(&mut self.ledger, &touched);
        Ok(())
    }

    fn take_row(&mut self, number: u64, row: &Row) -> Result<BTreeSet<Scope>, Failure> {
        let pieces = row.read(&self.ledger.workspace).map_err(|problem| Failure::Damaged { row: number, problem })?;
        let mut touched = BTreeSet::new();
        for piece in &pieces {
            touched.extend(self.ledger.insert(piece).scopes);
        }
        self.last_row = number;
        Ok(touched)
    }
}

/// An open workspace.
pub struct Session<S, K> {
    pub store: S,
    pub signer: K,
    held: RefCell<Rc<Snapshot>>,
    is_swept: Cell<bool>,
}

fn own_row(pieces: &[Piece]) -> Vec<Row> {
    let written: Vec<Vec<u8>> = pieces
        .iter()
        .map(|piece| {
            let mut bytes = Vec::new();
            write_piece(&piece.feed, &piece.events.iter().collect::<Vec<_>>(), None, &mut bytes);
            bytes
        })
        .collect();
    join_rows(written.iter().map(Vec::as_slice))
}

fn kept_invites(invites: &[(Ref, KeptInvite)]) -> BTreeMap<String, Vec<u8>> {
    invites.iter().map(|(person, kept)| (KeptInvite::name(person), serde_json::to_vec(kept).expect("plain values"))).filled()
}

fn device_keys(devices: &BTreeMap<DeviceId, PublicKey>) -> Vec<u8> {
    serde_json::to_vec(devices).expect("plain maps")
}

/// Everything that founding a workspace writes; the caller's store writes it together with the keys.
pub fn found<K: Signer>(
    signer: &K,
    name: &str,
    person: &str,
    time_zone: &str,
    nonce: &str,
    now: i64,
) -> Result<(WorkspaceId, Write), Refusal> {
    let (workspace, piece) = command::found(name, person, time_zone, signer.key(), signer.box_key(), nonce, now)?;
    let mut write = Write { rows: own_row(&[piece]), ..Write::default() };
    let devices = [(signer.device(), signer.key().clone())].into_iter().filled();
    write.meta.insert("devices".into(), device_keys(&devices));
    Ok((workspace, write))
}

/// What an invited device signs with the invite's key before [`join`].
pub fn join_challenge(workspace: &WorkspaceId, device: &DeviceId, person: &Ref) -> Vec<u8> {
    join_message(workspace, device, person.as_str())
}

/// Everything that joining by a starter writes: what the starter holds and the join, at once.
pub fn join<K: Signer>(signer: &K, plan: &Plan, person: Ref, proof: &[u8; 64], now: i64) -> Result<Write, Refusal> {
    let pieces = command::join(plan.ledger(), person, signer.key(), signer.box_key(), proof, now)?;
    let mut rows = plan.rows();
    let trust = &plan.after().trust;
    if !trust.removed.is_empty() {
        for row in &mut rows {
            let without = row.without(&plan.workspace(), |feed, event| trust.erases(&feed.scope, event));
            if let Some(without) = without.expect("the plan has read these very pieces") {
                *row = without;
            }
        }
    }
    rows.extend(own_row(&pieces));
    let mut devices = plan.ledger().devices.clone();
    devices.insert(signer.device(), signer.key().clone());
    let exchange = received(plan, &plan.preview(&BTreeSet::new()), plan.ledger(), plan.after(), now);
    let mut write = Write { rows, files: plan.files(), exchange, ..Write::default() };
    write.meta.insert("devices".into(), device_keys(&devices));
    Ok(write)
}

/// Everything that joining anew with new keys writes on a device whose old ones were revoked.
pub fn join_again<K: Signer>(signer: &K, held: &Snapshot, person: Ref, proof: &[u8; 64], now: i64) -> Result<Write, Refusal> {
    let pieces = command::join(&held.ledger, person, signer.key(), signer.box_key(), proof, now)?;
    let mut devices = held.ledger.devices.clone();
    devices.insert(signer.device(), signer.key().clone());
    let mut write = Write { after: held.last_row, rows: own_row(&pieces), ..Write::default() };
    write.meta.insert("devices".into(), device_keys(&devices));
    Ok(write)
}

/// What the exchange log keeps of the files of a plan; `ledger` and `state` with all that they brought.
fn received(plan: &Plan, preview: &Preview, ledger: &Ledger, state: &State, now: i64) -> Vec<Exchange> {
    // Two files of one import may have one name: they are told apart by their place.
    preview
        .files
        .iter()
        .zip(plan.envelopes())
        .map(|(file, envelope)| Exchange::Received {
            time: now,
            name: file.name.clone(),
            bytes: file.size,
            from: file.from,
            to: envelope.and_then(|e| e.to),
            number: file.number,
            made: file.made,
            heads: envelope.and_then(|e| e.heads.as_ref()).map(|heads| {
                let is_admitted = file.from.is_some_and(|from| state.trust.admitted.contains(&from));
                if is_admitted { heads.clone() } else { heads_of_held(ledger, heads) }
            }),
            wants: envelope.map(|e| e.wants.clone()).unwrap_or_default(),
            new: file.new,
            known: file.known,
            waiting: file.waiting,
            problems: file.problems.iter().take(PROBLEMS_KEPT).cloned().collect(),
        })
        .collect()
}

/// Of these heads those of feeds that are held here. Anyone may name any number of others, which stay in the log for ever.
fn heads_of_held(ledger: &Ledger, heads: &Heads) -> Heads {
    let mut held = Heads::new();
    for (key, _) in ledger.feeds() {
        let scope = key.scope.to_string();
        if let Some(head) = heads.get(&scope).and_then(|devices| devices.get(key.device.as_str())) {
            held.entry(scope).or_default().insert(key.device.to_string(), head.clone());
        }
    }
    held
}

impl<S: Store, K: Signer> Session<S, K> {
    /// Reads and folds the whole log.
    pub async fn open(store: S, signer: K, workspace: WorkspaceId) -> Result<Self, Failure> {
        let mut snapshot = Snapshot::empty(workspace, signer.device());
        if let Some(bytes) = store.meta("devices").await?
            && let Ok(devices) = serde_json::from_slice(&bytes)
        {
            snapshot.ledger.devices = devices;
        }
        for (number, row) in store.rows(0).await? {
            snapshot.take_row(number, &row)?;
        }
        snapshot.exchange = Rc::new(store.exchange().await?);
        snapshot.state = State::fold(&mut snapshot.ledger, snapshot.state.view.clone());
        Ok(Session { store, signer, held: RefCell::new(Rc::new(snapshot)), is_swept: Cell::new(false) })
    }

    pub fn snapshot(&self) -> Rc<Snapshot> {
        self.held.borrow().clone()
    }

    pub fn own(&self) -> DeviceId {
        self.signer.device()
    }

    /// Folds what other tabs wrote. Returns whether there was anything.
    pub async fn catch_up(&self) -> Result<bool, Failure> {
        let before = self.snapshot();
        let rows = self.store.rows(before.last_row).await?;
        let exchange = self.store.exchange().await?;
        if rows.is_empty() && exchange.len() == before.exchange.len() {
            return Ok(false);
        }
        let mut next = (*before).clone();
        if let Some(bytes) = self.store.meta("devices").await?
            && let Ok(devices) = serde_json::from_slice(&bytes)
        {
            next.ledger.devices = devices;
        }
        let mut touched = BTreeSet::new();
        for (number, row) in rows {
            touched.extend(next.take_row(number, &row)?);
        }
        next.exchange = Rc::new(exchange);
        next.state.refresh(&mut next.ledger, &touched);
        self.publish(next);
        Ok(true)
    }

    fn publish(&self, next: Snapshot) {
        let mut held = self.held.borrow_mut();
        if next.last_row >= held.last_row {
            *held = Rc::new(next);
        }
    }

    /// Publishes what the store has completed.
    fn written(&self, mut next: Snapshot, last_row: u64, exchange: &[Exchange], pieces: &[Piece]) -> Saved {
        next.last_row = last_row;
        next.append_exchange(exchange);
        self.publish(next);
        Saved { refs: pieces.iter().flat_map(|p| p.events.iter().map(|e| (p.feed.scope, e.id.to_ref()))).collect() }
    }

    /// Decides, writes and publishes. On any failure nothing was written.
    pub async fn commit(&self, command: &Command, stamp: impl Fn() -> Stamp, along: Along) -> Result<Saved, Failure> {
        for _ in 0..RETRIES {
            let before = self.snapshot();
            let (next, pieces) = before.decide(self.own(), command, stamp())?;
            let write = Write {
                after: before.last_row,
                rows: own_row(&pieces),
                files: along.files.clone(),
                exchange: along.exchange.clone(),
                drop_drafts: along.drop_drafts.clone(),
                meta: kept_invites(&along.invites),
                ..Write::default()
            };
            let write = self.scrub(&before, &next, write).await?;
            match self.store.write(write).await {
                Ok(last) => {
                    return Ok(self.written(next, last, &along.exchange, &pieces));
                }
                Err(StoreError::Stale) => {
                    self.catch_up().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Stale.into())
    }

    /// Takes what was removed out of what is written, bodies and the files that only they name; where a removal is new
    /// also out of what is held.
    async fn scrub(&self, before: &Snapshot, next: &Snapshot, mut write: Write) -> Result<Write, Failure> {
        let removed = &next.state.trust.removed;
        if removed.is_empty() {
            return Ok(write);
        }
        let workspace = &next.ledger.workspace;
        let is_removed = |feed: &FeedKey, event: &Event| next.state.trust.erases(&feed.scope, event);
        let damaged = |row: u64| move |problem| Failure::Damaged { row, problem };
        for row in &mut write.rows {
            if let Some(without) = row.without(workspace, is_removed).map_err(damaged(before.last_row + 1))? {
                *row = without;
            }
        }
        let is_new = *removed != before.state.trust.removed;
        if !is_new && write.files.is_empty() {
            return Ok(write);
        }
        let named = files_named(&next.ledger, &next.ledger.scopes());
        write.files.retain(|hash, _| named.contains(hash));
        if is_new {
            for (number, row) in self.store.rows(0).await? {
                if let Some(without) = row.without(workspace, is_removed).map_err(damaged(number))? {
                    write.rewrites.insert(number, without);
                }
            }
            write.drop_files = self.unnamed(&named).await?;
        }
        Ok(write)
    }

    /// Files that are held though nothing names them.
    async fn unnamed(&self, named: &BTreeSet<Hash>) -> Result<Vec<Hash>, Failure> {
        Ok(self.store.held_files().await?.into_iter().filter(|hash| !named.contains(hash)).collect())
    }

    /// Drops the files that no entry held names, once for each start.
    pub async fn sweep(&self) -> Result<(), Failure> {
        if self.is_swept.replace(true) || !self.store.is_writable() || self.store.held_files().await?.is_empty() {
            return Ok(());
        }
        for _ in 0..RETRIES {
            let snapshot = self.snapshot();
            let drop_files = self.unnamed(&files_named(&snapshot.ledger, &snapshot.ledger.scopes())).await?;
            if drop_files.is_empty() {
                return Ok(());
            }
            // Whatever another tab writes meanwhile may name one of them.
            match self.store.write(Write { after: snapshot.last_row, drop_files, ..Write::default() }).await {
                Err(StoreError::Stale) => drop(self.catch_up().await?),
                written => return Ok(written.map(drop)?),
            }
        }
        Err(StoreError::Stale.into())
    }

    /// Plans an import against what is held, with the proofs of joins verified.
    pub async fn plan(&self, incoming: Vec<crate::domain::bundle::plan::Incoming>, verifier: &impl Verifier) -> Plan {
        let snapshot = self.snapshot();
        let mut plan = Plan::new(&snapshot.ledger, &snapshot.state, incoming);
        plan.based_on = Some(snapshot.last_row);
        // What can't be listed counts as new: it is written once more at worst.
        plan.held = self.store.held_files().await.unwrap_or_default().into_iter().filled();
        let answers = verifier.verify(&plan.questions()).await;
        plan.settle(&answers);
        plan
    }

    /// Takes a planned import: rows, files, admissions and the exchange's record in one transaction.
    pub async fn accept(&self, plan: &Plan, ticked: &BTreeSet<DeviceId>, now: i64) -> Result<Saved, Failure> {
        for _ in 0..RETRIES {
            let before = self.snapshot();
            let rows = plan.rows();
            let mut next = (*before).clone();
            if plan.based_on == Some(before.last_row) {
                (next.ledger, next.state) = (plan.ledger().clone(), plan.after().clone());
            } else {
                // Another tab has written since the preview: read against what is held now.
                next.take_plan(plan, &rows)?;
            }
            let preview = plan.preview(ticked);
            let admitted: Vec<&JoinOffer> = preview.offers.iter().filter(|o| ticked.contains(&o.device)).collect();
            let devices: Vec<_> = admitted.iter().map(|o| (o.person, o.key.clone(), o.box_key.clone())).collect();
            let mut pieces = Vec::new();
            if !devices.is_empty() {
                let stamp = Stamp { now, random: Vec::new() };
                (next, pieces) = next.decide(self.own(), &Command::AdmitDevices { devices }, stamp)?;
            }
            let files = self.unheld(plan.files()).await?;
            let mut write = Write { after: before.last_row, rows, files, ..Write::default() };
            write.rows.extend(own_row(&pieces));
            write.exchange = received(plan, &preview, &next.ledger, &next.state, now);
            write.meta.extend(kept_invites(&next.own_invites(self.own(), plan)));
            write.meta.insert("devices".into(), device_keys(&next.ledger.devices));
            let exchange = write.exchange.clone();
            let write = self.scrub(&before, &next, write).await?;
            match self.store.write(write).await {
                Ok(last) => {
                    return Ok(self.written(next, last, &exchange, &pieces));
                }
                Err(StoreError::Stale) => {
                    self.catch_up().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Stale.into())
    }

    /// Of these files those that change what is held: of two types for the same bytes the least, whichever came first.
    async fn unheld(&self, mut files: BTreeMap<Hash, File>) -> Result<BTreeMap<Hash, File>, Failure> {
        if files.is_empty() {
            return Ok(files);
        }
        for hash in self.store.held_files().await? {
            if let Some(file) = files.get(&hash)
                && let Some(held) = self.store.file(&hash).await?
                && held.media_type <= file.media_type
            {
                files.remove(&hash);
            }
        }
        Ok(files)
    }

    /// The invitation that waits for a person: its last day is not over, and no device was admitted since. That one says to
    /// be theirs proves nothing.
    pub async fn kept_invite(&self, person: &Ref, now: i64) -> Result<Option<KeptInvite>, Failure> {
        let Some(bytes) = self.store.meta(&KeptInvite::name(person)).await? else { return Ok(None) };
        let Ok(kept) = serde_json::from_slice::<KeptInvite>(&bytes) else { return Ok(None) };
        let roster = &self.snapshot().state.roster;
        let is_over = Day::parse(&kept.until).is_none_or(|until| until < roster.day_of(now));
        let has_joined = roster.devices_of(person).any(|device| device.admitted && !kept.devices.contains(&device.id));
        Ok((!is_over && !has_joined).then_some(kept))
    }

    /// Writes what is beside the log, after whatever another tab wrote meanwhile.
    async fn write_aside(&self, write: impl Fn(u64) -> Write) -> Result<(), Failure> {
        for _ in 0..RETRIES {
            match self.store.write(write(self.snapshot().last_row)).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Stale) => {
                    self.catch_up().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Stale.into())
    }
}

impl Snapshot {
    fn append_exchange(&mut self, new: &[Exchange]) {
        if !new.is_empty() {
            self.exchange = Rc::new(self.exchange.iter().chain(new).cloned().collect());
        }
    }

    /// What files bring that lets this device's person join anew, if the device is stopped.
    fn own_invites(&self, own: DeviceId, plan: &Plan) -> Vec<(Ref, KeptInvite)> {
        if !self.is_stopped(own) {
            return Vec::new();
        }
        let roster = &self.state.roster;
        let Some(person) = roster.person_of(&own) else { return Vec::new() };
        let invites = plan.envelopes().flatten().filter_map(|e| e.invite.as_ref()).filter(|invite| invite.person == person.id);
        let kept = |invite: &Invite| {
            let published = person.invitations.iter().find(|held| held.key.device() == invite.key.device())?;
            let devices = roster.devices_of(&person.id).map(|d| d.id).filled();
            Some((person.id, KeptInvite { key: invite.jwk.clone(), until: published.until.to_string(), devices }))
        };
        invites.filter_map(kept).collect()
    }
}

/// Leaves of these heads what the others reach too.
fn lessen(least: &mut Heads, others: &Heads) {
    for (scope, devices) in least {
        let theirs = others.get(scope);
        devices.retain(|device, head| {
            let theirs = theirs.and_then(|d| d.get(device));
            if let Some(theirs) = theirs.filter(|theirs| theirs.0 < head.0) {
                head.clone_from(theirs);
            }
            theirs.is_some()
        });
    }
}
