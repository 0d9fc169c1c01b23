//! Writing a bundle, in canonical form.
//!
//! Own heads are sealed now, by a port: [`Outline::to_seal`] says what, [`Outline::write`] takes the signatures.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::bundle::key::{PublicKey, Seal};
use crate::domain::bundle::read::{File, Heads};
use crate::domain::calendar::Day;
use crate::domain::event::{Body, Event, seal_message};
use crate::domain::hash::{self, Hasher};
use crate::domain::id::{DeviceId, EventId, FeedKey, Hash, Ref, Scope};
use crate::domain::json;
use crate::domain::ledger::Ledger;
use crate::domain::order::{Filled, InOrder};
use crate::domain::state::State;
use crate::domain::trust::Role;

/// The scopes that a person is sent (design §3).
pub fn scopes_for(state: &State, ledger: &Ledger, person: &Ref) -> BTreeSet<Scope> {
    let mut scopes = [Scope::All].into_iter().filled::<BTreeSet<_>>();
    let Some(person) = state.roster.persons.get(person) else { return scopes };
    let projects = |wanted: &dyn Fn(&crate::domain::state::Project) -> bool| {
        state.projects.values().filter(|p| wanted(p)).map(|p| Scope::Project(p.id)).collect::<Vec<_>>()
    };
    match person.role {
        Role::City => return ledger.scopes(),
        Role::Secretary => scopes.extend(projects(&|p| p.fields.secretary == Some(person.id))),
        Role::Leader => scopes.extend(projects(&|p| p.fields.leader == Some(person.id))),
        Role::District => {
            scopes.insert(Scope::Office);
            let district = person.district;
            scopes.extend(projects(&|p| district.is_some_and(|d| p.is_of_district(&d))));
        }
        Role::Assessor => {
            scopes.insert(Scope::Office);
        }
    }
    scopes
}

/// An entry by which a scope is no longer someone's: of that scope they are sent the chain up to it, and nothing beside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct News {
    pub device: DeviceId,
    pub seq: u64,
    pub id: EventId,
}

/// A part of a feed: so many events, up to one that is sealed or that its own device can seal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    pub feed: FeedKey,
    pub seq: u64,
    pub id: EventId,
    pub len: usize,
}

/// What goes into a bundle beside the pieces.
#[derive(Clone, Default, Debug)]
pub struct Address {
    pub from: Option<DeviceId>,
    pub to: Option<Ref>,
    pub number: Option<u64>,
    pub made: Option<i64>,
    /// None says nothing of what the sender holds.
    pub heads: Option<Heads>,
    pub wants: Vec<Hash>,
    /// The person and the private JWK of a starter.
    pub invite: Option<(Ref, String)>,
}

/// A head of this device that the bundle must seal.
#[derive(Clone, Debug)]
pub struct ToSeal {
    pub feed: FeedKey,
    pub seq: u64,
    pub id: EventId,
    pub message: Vec<u8>,
}

/// A bundle that lacks its signatures.
pub struct Outline<'a> {
    ledger: &'a Ledger,
    scopes: BTreeSet<Scope>,
    news: BTreeMap<Scope, News>,
    runs: Vec<Run>,
    after: Heads,
    own: Option<DeviceId>,
    to_seal: Vec<ToSeal>,
}

/// What a bundle holds, for the screen that sends it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Contents {
    pub events: u64,
    pub own_events: u64,
    pub feeds: u64,
    /// Heads of this device that it carries: its own entries up to these are in the file.
    pub own_heads: BTreeMap<Scope, u64>,
    /// Hashes of the files that its events name.
    pub files: BTreeSet<Hash>,
}

impl<'a> Outline<'a> {
    /// What `scopes` hold beyond `after`; `own` is the device whose heads can be sealed here.
    pub fn new(ledger: &'a Ledger, scopes: BTreeSet<Scope>, after: Heads, own: Option<DeviceId>) -> Self {
        let mut to_seal = Vec::new();
        for (key, feed) in ledger.feeds().filter(|(key, _)| scopes.contains(&key.scope) && Some(key.device) == own) {
            let held = after.get(&key.scope.to_string()).and_then(|d| d.get(key.device.as_str()));
            for (seq, id) in feed.unsealed() {
                if held.is_none_or(|head| head.0 != seq || head.1 != id.prefix(8)) {
                    to_seal.push(ToSeal { feed: *key, seq, id, message: seal_message(&ledger.workspace, key, seq, &id) });
                }
            }
        }
        Outline { ledger, scopes, news: BTreeMap::new(), runs: Vec::new(), after, own, to_seal }
    }

    /// Just these parts of feeds.
    pub fn of_runs(ledger: &'a Ledger, mut runs: Vec<Run>, own: DeviceId) -> Self {
        runs.order_by_key(|run| (run.feed, run.seq - run.len as u64, run.id));
        let mut to_seal = Vec::new();
        for Run { feed, seq, id, .. } in &runs {
            if feed.device == own && !ledger.feed(feed).is_some_and(|held| held.is_sealed(*seq, id)) {
                to_seal.push(ToSeal { feed: *feed, seq: *seq, id: *id, message: seal_message(&ledger.workspace, feed, *seq, id) });
            }
        }
        Outline { ledger, scopes: BTreeSet::new(), news: BTreeMap::new(), runs, after: Heads::new(), own: Some(own), to_seal }
    }

    /// Adds what tells of scopes that are no longer the receiver's.
    pub fn with_news(mut self, news: BTreeMap<Scope, News>) -> Self {
        for (scope, News { device, seq, id }) in &news {
            let feed = FeedKey { scope: *scope, device: *device };
            if Some(*device) == self.own && !self.ledger.feed(&feed).is_some_and(|held| held.is_sealed(*seq, id)) {
                self.to_seal.push(ToSeal { feed, seq: *seq, id: *id, message: seal_message(&self.ledger.workspace, &feed, *seq, id) });
            }
        }
        self.news = news;
        self
    }

    pub fn to_seal(&self) -> &[ToSeal] {
        &self.to_seal
    }

    fn pieces(&self, signatures: &[[u8; 64]]) -> Vec<(FeedKey, Vec<&'a Event>, Seal)> {
        let mut own: BTreeMap<FeedKey, Vec<Seal>> = BTreeMap::new();
        for (ask, sig) in self.to_seal.iter().zip(signatures) {
            own.entry(ask.feed).or_default().push(Seal { seq: ask.seq, id: ask.id, sig: hash::encode(sig) });
        }
        let mut out = Vec::new();
        for Run { feed: key, seq, id, len } in &self.runs {
            let Some(feed) = self.ledger.feed(key) else { continue };
            let own = own.get(key).and_then(|seals| seals.iter().find(|seal| (seal.seq, seal.id) == (*seq, *id)).cloned());
            if let Some(seal) = feed.seal(*seq, id).or(own) {
                out.push((*key, feed.stretch(*seq, id, *len), seal));
            }
        }
        for (key, feed) in self.ledger.feeds() {
            let news = self.news.get(&key.scope).filter(|news| news.device == key.device).map(|news| news.seq);
            if news.is_none() && !self.scopes.contains(&key.scope) {
                continue;
            }
            let after = self.after.get(&key.scope.to_string()).and_then(|devices| devices.get(key.device.as_str()));
            for (events, seal) in feed.pieces(after, own.get(key).map_or(&[], Vec::as_slice), news) {
                out.push((*key, events, seal));
            }
        }
        out
    }

    /// The events that the bundle will hold, by feed, before anything is signed.
    pub fn events(&self) -> impl Iterator<Item = (FeedKey, Vec<&'a Event>)> {
        let blank = vec![[0; 64]; self.to_seal.len()];
        self.pieces(&blank).into_iter().map(|(key, events, _)| (key, events))
    }

    /// What the bundle will hold, before anything is signed.
    pub fn contents(&self) -> Contents {
        let mut contents = Contents::default();
        for (key, events) in self.events() {
            contents.feeds += 1;
            contents.events += events.len() as u64;
            if Some(key.device) == self.own {
                contents.own_events += events.len() as u64;
                let last = events.last().map_or(0, |e| e.seq);
                contents.own_heads.entry(key.scope).and_modify(|seq| *seq = (*seq).max(last)).or_insert(last);
            }
            contents.files.extend(events.iter().flat_map(|e| files_of(e)));
        }
        contents
    }

    /// The canonical bundle without its own seal, ready to be hashed and signed.
    pub fn write(self, signatures: &[[u8; 64]], address: &Address, files: &BTreeMap<Hash, File>) -> Unsealed {
        let pieces = self.pieces(signatures);
        let mut devices: BTreeMap<DeviceId, &PublicKey> = BTreeMap::new();
        for device in pieces.iter().map(|(key, ..)| key.device).chain(address.from) {
            if let Some(key) = self.ledger.devices.get(&device) {
                devices.insert(device, key);
            }
        }
        let mut parts: Vec<(&'static str, Vec<u8>)> = Vec::new();
        let device_list: Vec<String> = devices.iter().map(|(id, key)| format!(r#""{id}":{}"#, key.to_jwk())).collect();
        parts.push(("devices", format!("{{{}}}", device_list.join(",")).into_bytes()));
        if !files.is_empty() {
            parts.push(("files", write_files(files)));
        }
        if let Some(heads) = &address.heads {
            parts.push(("heads", serde_json::to_vec(heads).expect("plain maps")));
        }
        parts.push(("lianxin", br#""bundle/1""#.to_vec()));
        let quoted = |text: &str| format!("\"{text}\"").into_bytes();
        if let Some(from) = address.from {
            parts.push(("from", quoted(from.as_str())));
        }
        if let Some((person, key)) = &address.invite {
            let value: serde_json::Value = serde_json::from_str(key).expect("a JWK");
            parts.push(("invite", format!(r#"{{"key":{value},"person":"{person}"}}"#).into_bytes()));
        }
        if let Some(made) = address.made {
            parts.push(("made", made.to_string().into_bytes()));
        }
        if let Some(number) = address.number {
            parts.push(("number", number.to_string().into_bytes()));
        }
        if let Some(to) = address.to {
            parts.push(("to", quoted(to.as_str())));
        }
        if !address.wants.is_empty() {
            parts.push(("wants", serde_json::to_vec(&address.wants).expect("plain list")));
        }
        parts.push(("workspace", quoted(self.ledger.workspace.as_str())));
        let mut bytes = vec![b'['];
        for (i, (key, events, seal)) in pieces.iter().enumerate() {
            if i > 0 {
                bytes.push(b',');
            }
            write_piece(key, events, Some(seal), &mut bytes);
        }
        bytes.push(b']');
        parts.push(("pieces", bytes));
        parts.order_by_key(|(name, _)| *name);
        Unsealed { parts }
    }
}

/// A bundle whose bytes are fixed and that only `from` has still to sign.
pub struct Unsealed {
    parts: Vec<(&'static str, Vec<u8>)>,
}

impl Unsealed {
    /// What the sender signs.
    pub fn message(&self) -> Vec<u8> {
        let mut hasher = Hasher::default();
        for part in self.chunks() {
            hasher.update(&part);
        }
        format!(r#"{{"bundle":"{}"}}"#, Hash::from_digest(hasher.finish())).into_bytes()
    }

    pub fn finish(mut self, signature: Option<&[u8; 64]>) -> Vec<u8> {
        if let Some(signature) = signature {
            self.parts.push(("seal", format!("\"{}\"", hash::encode(signature)).into_bytes()));
            self.parts.order_by_key(|(name, _)| *name);
        }
        self.chunks().concat()
    }

    fn chunks(&self) -> Vec<Vec<u8>> {
        let mut out = Vec::with_capacity(self.parts.len() * 2 + 1);
        for (i, (name, value)) in self.parts.iter().enumerate() {
            out.push(format!("{}\"{name}\":", if i == 0 { '{' } else { ',' }).into_bytes());
            out.push(value.clone());
        }
        out.push(b"}".to_vec());
        out
    }
}

/// The hashes in `files` of an event.
pub fn files_of(event: &Event) -> Vec<Hash> {
    let Body::Held(body) = &event.body else { return Vec::new() };
    let list = body.json().get("files").map(|v| v.items()).unwrap_or_default();
    list.into_iter().filter_map(|v| Hash::parse(&v.text()?)).collect()
}

/// The files that events of these scopes name.
pub fn files_named(ledger: &Ledger, scopes: &BTreeSet<Scope>) -> BTreeSet<Hash> {
    let feeds = ledger.feeds().filter(|(key, _)| scopes.contains(&key.scope));
    feeds.flat_map(|(_, feed)| feed.events().flat_map(files_of)).filled()
}

/// One piece in canonical form; without a seal it is a row of this device's own log.
pub fn write_piece(key: &FeedKey, events: &[&Event], seal: Option<&Seal>, out: &mut Vec<u8>) {
    let first = events.first().expect("a piece has events");
    out.extend_from_slice(format!(r#"{{"device":"{}","events":["#, key.device).as_bytes());
    for (i, event) in events.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        match &event.body {
            Body::Held(body) => {
                out.extend_from_slice(b"{\"body\":");
                out.extend_from_slice(body.bytes());
            }
            Body::Gone(hash) => out.extend_from_slice(format!("{{\"gone\":\"{hash}\"").as_bytes()),
        }
        out.extend_from_slice(format!(r#","kind":"{}","time":{}}}"#, event.kind.as_str(), event.time).as_bytes());
    }
    out.extend_from_slice(format!(r#"],"from":{},"prev":"{}","scope":"{}""#, first.seq, first.prev, key.scope).as_bytes());
    if let Some(seal) = seal {
        let mut sig = Vec::new();
        json::write_string(&seal.sig, &mut sig);
        out.extend_from_slice(format!(r#","seal":{{"id":"{}","seq":{},"sig":"#, seal.id, seal.seq).as_bytes());
        out.extend_from_slice(&sig);
        out.push(b'}');
    }
    out.push(b'}');
}

fn write_files(files: &BTreeMap<Hash, File>) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, (hash, file)) in files.iter().enumerate() {
        out.extend_from_slice(format!("{}\"{hash}\":{{\"data\":\"", if i == 0 { '{' } else { ',' }).as_bytes());
        out.extend_from_slice(hash::encode_standard(&file.bytes).as_bytes());
        out.extend_from_slice(format!("\",\"type\":\"{}\"}}", file.media_type).as_bytes());
    }
    out.push(b'}');
    out
}

/// The name that a bundle gets as a file.
pub fn file_name(from: &DeviceId, day: Day, number: u64, kind: FileKind) -> String {
    format!("{}-{number}.json", file_stem(from, day, kind))
}

/// What such a name begins with.
pub fn file_stem(from: &DeviceId, day: Day, kind: FileKind) -> String {
    let letters: String = from.as_str().chars().filter(char::is_ascii_alphanumeric).take(6).collect();
    let kind = match kind {
        FileKind::Bundle => "",
        FileKind::Starter => "start-",
        FileKind::Backup => "backup-",
    };
    format!("lianxin-{kind}{}-{day}", letters.to_lowercase())
}

/// What a file is to the eye of whoever keeps it; readers go by what is inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    Bundle,
    Starter,
    Backup,
}

/// Everything held, as an anonymous bundle: what `merge` writes. `removed` says of which bodies a counting removal is held.
pub fn merged(ledger: &Ledger, removed: impl Fn(&Scope, &Ref) -> bool, files: &BTreeMap<Hash, File>) -> Vec<u8> {
    let outline = Outline::new(ledger, ledger.scopes(), Heads::new(), None);
    let heads = Some(ledger.heads(|_| true, removed));
    let address = Address { made: Some(ledger.newest()), heads, ..Address::default() };
    outline.write(&[], &address, files).finish(None)
}
