//! Reading a bundle: one strict pass, then pieces checked one by one.
//!
//! This never verifies a signature: [`Draft::questions`] says which must be, [`Draft::settle`] takes the
//! answers. Nothing is written anywhere.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::bundle::key::{Answer, PublicKey, Question, Seal, join_message, seal_question};
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::event::{Body, Chunk, Event, KindName, MAX_BODY, MAX_TIME, Slice, event_id, root};
use crate::domain::hash::{self, Hasher};
use crate::domain::id::{DeviceId, FeedKey, Hash, Ref, Scope, WorkspaceId};
use crate::domain::json::{self, Cursor, Json};
use crate::domain::order::{Filled, InOrder};
use crate::domain::shape::{self, Kind};

/// Greatest size of a file in bytes.
pub const MAX_FILE: usize = 200_000_000;
/// Faults of one file that are listed; the others are counted. A file may have as many as it has bytes.
pub const MAX_PROBLEMS: usize = 100_000;
/// Greatest number of `wants` that are heard or sent.
pub const MAX_WANTS: usize = 1000;
const FILE_TYPES: &[&str] = &["image/jpeg", "image/png", "image/webp", "application/pdf", "application/json", "text/plain"];

/// How far someone holds a feed: its last seq and the first 8 characters of that event's id.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Head(pub u64, pub String);

/// Heads by scope and device.
pub type Heads = BTreeMap<String, BTreeMap<String, Head>>;

/// What the sender says of the file; claims that prove nothing of events.
#[derive(Clone, Default, Debug, serde::Serialize, serde::Deserialize)]
pub struct Envelope {
    pub from: Option<DeviceId>,
    pub to: Option<Ref>,
    pub number: Option<u64>,
    pub made: Option<i64>,
    pub heads: Option<Heads>,
    pub wants: Vec<Hash>,
    pub invite: Option<Invite>,
}

/// The private half of an invitation: it goes to one person, by one file.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Invite {
    pub person: Ref,
    pub key: PublicKey,
    /// The whole private JWK, for the port that signs with it.
    pub jwk: String,
}

/// A picture or document that travels with the events that name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// A run of one feed that passed every check.
#[derive(Clone, Debug)]
pub struct Piece {
    pub feed: FeedKey,
    pub events: Vec<Event>,
    /// Absent only in rows that this device wrote.
    pub seal: Option<Seal>,
    /// Where the piece stands in its text.
    pub span: (usize, usize),
}

struct RawPiece<'a> {
    span: (usize, usize),
    feed: Option<FeedKey>,
    device: Option<String>,
    from: Option<u64>,
    prev: Option<Hash>,
    events: Vec<RawEvent<'a>>,
    /// The first malformed place.
    malformed: Option<Part>,
    seal: Option<Option<Seal>>,
}

/// A place in a piece.
#[derive(Clone, Copy)]
enum Part {
    Piece,
    Event(usize),
    Seal,
}

impl Part {
    fn place(self, number: usize) -> String {
        match self {
            Part::Piece => format!("/pieces/{number}"),
            Part::Event(index) => format!("/pieces/{number}/events/{index}"),
            Part::Seal => format!("/pieces/{number}/seal"),
        }
    }
}

#[derive(Default)]
struct Problems {
    listed: Vec<Problem>,
    unlisted: u64,
}

impl Problems {
    fn add(&mut self, code: Code, place: &dyn Fn() -> String) {
        if self.listed.len() < MAX_PROBLEMS {
            self.listed.push(Problem::new(code, place()));
        } else {
            self.unlisted += 1;
        }
    }
}

struct RawEvent<'a> {
    time: i64,
    kind: KindName,
    body: RawBody<'a>,
}

enum RawBody<'a> {
    /// With its place in the text.
    Held(Json<'a>, usize),
    Gone(Hash),
}

/// A file whose signatures are still to be verified.
pub struct Draft {
    file: Chunk,
    pub workspace: WorkspaceId,
    pub envelope: Envelope,
    pub devices: BTreeMap<DeviceId, PublicKey>,
    pub files: BTreeMap<Hash, File>,
    problems: Problems,
    /// Pieces of the file, with those that were refused.
    count: usize,
    pieces: Vec<(usize, Piece)>,
    questions: Vec<Question>,
    asks: Vec<Ask>,
}

enum Ask {
    Piece(usize),
    Bundle,
    /// Whether a join in this file was proven by the very key that the file hands out.
    Invite,
}

/// A file that was read and checked to the end.
pub struct Checked {
    /// The bytes that were read.
    pub file: Chunk,
    pub workspace: WorkspaceId,
    pub envelope: Envelope,
    pub devices: BTreeMap<DeviceId, PublicKey>,
    pub files: BTreeMap<Hash, File>,
    pub pieces: Vec<Piece>,
    pub problems: Vec<Problem>,
    /// Problems beyond [`MAX_PROBLEMS`].
    pub unlisted: u64,
    /// Pieces that were refused.
    pub refused: u64,
}

/// Reads a file up to the questions that need a curve. `Err`: nothing of it can be used.
/// Bodies stay where they stand in the file, which lives as long as they do.
pub fn read(bytes: Vec<u8>) -> Result<Draft, Problem> {
    read_ahead(bytes, None)
}

/// Hears the questions of all seals of a file before anything of it is hashed.
pub type Ahead<'a> = &'a mut dyn FnMut(Vec<Question>);

/// The same; where another thread verifies, it can begin while this one hashes. [`Draft::questions`] are still all
/// that must be answered: of a piece that is refused before its seal is looked at, none is among them.
pub fn read_ahead(bytes: Vec<u8>, ahead: Option<Ahead<'_>>) -> Result<Draft, Problem> {
    if bytes.len() > MAX_FILE {
        return Err(Problem::new(Code::TooLarge, ""));
    }
    let file = Chunk::new(bytes);
    let text = json::check(&file)?;
    draft(text, &file, ahead)
}

fn draft(text: &[u8], file: &Chunk, ahead: Option<Ahead<'_>>) -> Result<Draft, Problem> {
    let not_a_bundle = |place: &str| Err(Problem::new(Code::NotABundle, place));
    let mut cursor = Cursor::new(text);
    if !cursor.is_object() {
        return not_a_bundle("");
    }
    let mut pieces_seen = None;
    let mut members: Vec<(String, Json<'_>)> = Vec::new();
    cursor.object(|key, cursor| {
        if key == "pieces" && cursor.is_array() {
            // Read one by one once the keys are known: a file may hold many that are no pieces at all.
            pieces_seen = Some((cursor.clone(), cursor.take()));
        } else {
            members.push((key.into_owned(), cursor.take()));
        }
    });
    let get = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
    let Some(format) = get("lianxin") else {
        let is_jwe = get("ciphertext").is_some() && (get("protected").is_some() || get("recipients").is_some());
        return if is_jwe { Err(Problem::new(Code::Decrypt, "")) } else { not_a_bundle("") };
    };
    match format.text().as_deref().and_then(|t| t.strip_prefix("bundle/")) {
        Some("1") => {}
        Some(n) if is_newer(n) => return Err(Problem::new(Code::NewerFormat, "/lianxin")),
        _ => return not_a_bundle("/lianxin"),
    }
    for (name, value) in &members {
        let ok = match name.as_str() {
            "workspace" => value.text().is_some_and(|t| Hash::parse(&t).is_some()),
            "from" => value.text().is_some_and(|t| DeviceId::parse(&t).is_some()),
            "to" => value.text().is_some(),
            "seal" => value.text().is_some(),
            "made" => value.int().is_some_and(|n| (0..=MAX_TIME).contains(&n)),
            "number" => value.int().is_some_and(|n| n >= 0),
            "devices" | "heads" | "files" | "invite" => value.is_object(),
            "wants" => value.is_array(),
            "pieces" => false,
            _ => true,
        };
        if !ok {
            return not_a_bundle(&format!("/{name}"));
        }
    }
    // What is missing has no place of its own: the file lacks it.
    let workspace = get("workspace").and_then(|v| Hash::parse(&v.text()?));
    let (Some(workspace), Some(devices_json), Some((mut pieces, pieces_json))) = (workspace, get("devices"), pieces_seen) else {
        return not_a_bundle("");
    };

    let mut devices = BTreeMap::new();
    for (name, jwk) in devices_json.members() {
        if let (Some(id), Some(key)) = (DeviceId::parse(&name), PublicKey::from_jwk(jwk))
            && key.device() == id
        {
            devices.insert(id, key);
        }
    }
    if let Some(ahead) = ahead {
        ahead(seal_questions(pieces.clone(), &devices, &workspace));
    }
    let mut draft = Draft {
        file: file.clone(),
        workspace,
        envelope: Envelope::default(),
        devices,
        files: BTreeMap::new(),
        problems: Problems::default(),
        count: 0,
        pieces: Vec::new(),
        questions: Vec::new(),
        asks: Vec::new(),
    };
    draft.ask_envelope(&members, pieces_json);
    pieces.array(|cursor| {
        draft.take_piece(draft.count, raw_piece(cursor), file.len() - text.len());
        draft.count += 1;
    });
    draft.ask_invite();
    for (name, file) in get("files").map(Json::members).unwrap_or_default() {
        match read_file(&name, file) {
            Ok((hash, file)) => {
                draft.files.insert(hash, file);
            }
            Err(code) => draft.problems.add(code, &|| format!("/files/{}", pointer_part(&name))),
        }
    }
    Ok(draft)
}

/// A member's name as RFC 6901 writes it.
fn pointer_part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn is_newer(n: &str) -> bool {
    !n.is_empty() && !n.starts_with('0') && n.bytes().all(|b| b.is_ascii_digit()) && n != "1"
}

/// The bodies of a piece, in the chunk itself where they stand there in their canonical form. `skipped`: how far
/// the text begins behind the chunk's start.
fn keep_bodies(events: &[RawEvent<'_>], chunk: &Chunk, skipped: usize) -> Vec<Slice> {
    events
        .iter()
        .filter_map(|event| match &event.body {
            RawBody::Held(json, at) => Some(match json.canonical() {
                Cow::Borrowed(body) => Slice::new(chunk, at + skipped, body.len()),
                Cow::Owned(body) => Slice::owned(body),
            }),
            RawBody::Gone(_) => None,
        })
        .collect()
}

fn raw_piece<'a>(cursor: &mut Cursor<'a>) -> RawPiece<'a> {
    let start = cursor.position();
    let mut piece = RawPiece {
        span: (start, start),
        feed: None,
        device: None,
        from: None,
        prev: None,
        events: Vec::new(),
        malformed: None,
        seal: None,
    };
    let mut scope = None;
    let mut events_seen = false;
    let is_object = cursor.object(|key, cursor| match &*key {
        "scope" => scope = cursor.take().text().and_then(|t| Scope::parse(&t)),
        "device" => piece.device = cursor.take().text().map(|t| t.into_owned()),
        "from" => piece.from = cursor.take().int().filter(|n| *n >= 1).map(|n| n as u64),
        "prev" => piece.prev = cursor.take().text().and_then(|t| Hash::parse(&t)),
        "seal" => piece.seal = Some(read_seal(cursor.take())),
        "events" => {
            events_seen = cursor.array(|cursor| {
                let index = piece.events.len();
                match raw_event(cursor) {
                    Some(event) if piece.malformed.is_none() => piece.events.push(event),
                    Some(_) => {}
                    None => {
                        piece.malformed.get_or_insert(Part::Event(index));
                    }
                }
            });
        }
        _ => {
            cursor.take();
        }
    });
    piece.span.1 = cursor.position();
    let device = piece.device.as_deref().and_then(DeviceId::parse);
    piece.feed = scope.zip(device).map(|(scope, device)| FeedKey { scope, device });
    let complete =
        is_object && piece.feed.is_some() && piece.from.is_some() && piece.prev.is_some() && events_seen && !piece.events.is_empty();
    if !complete {
        piece.malformed.get_or_insert(Part::Piece);
    }
    if matches!(piece.seal, Some(None)) {
        piece.malformed.get_or_insert(Part::Seal);
    }
    piece
}

/// What the seals of an array of pieces ask, each of a device whose key is there; nothing else of it is looked at.
fn seal_questions(mut pieces: Cursor<'_>, devices: &BTreeMap<DeviceId, PublicKey>, workspace: &WorkspaceId) -> Vec<Question> {
    let mut questions = Vec::new();
    pieces.array(|cursor| {
        let (mut scope, mut device, mut seal) = (None, None, None);
        cursor.object(|key, cursor| {
            let value = cursor.take();
            match &*key {
                "scope" => scope = value.text().and_then(|t| Scope::parse(&t)),
                "device" => device = value.text().and_then(|t| DeviceId::parse(&t)),
                "seal" => seal = read_seal(value),
                _ => {}
            }
        });
        if let (Some(scope), Some(device), Some(seal)) = (scope, device, seal)
            && let Some(key) = devices.get(&device)
        {
            questions.extend(seal_question(workspace, &FeedKey { scope, device }, &seal, key));
        }
    });
    questions
}

fn raw_event<'a>(cursor: &mut Cursor<'a>) -> Option<RawEvent<'a>> {
    let (mut time, mut kind, mut body, mut gone) = (None, None, None, None);
    let is_object = cursor.object(|key, cursor| {
        let at = cursor.position();
        let value = cursor.take();
        match &*key {
            "time" => time = value.int().filter(|t| (0..=MAX_TIME).contains(t)),
            "kind" => kind = value.text().and_then(|t| KindName::parse(&t)),
            "body" => body = Some((value, at)),
            "gone" => gone = Some(value),
            _ => {}
        }
    });
    let body = match (body, gone) {
        (Some((body, at)), None) if body.is_object() => RawBody::Held(body, at),
        (None, Some(gone)) => RawBody::Gone(Hash::parse(&gone.text()?)?),
        _ => return None,
    };
    is_object.then_some(RawEvent { time: time?, kind: kind?, body })
}

fn read_seal(value: Json<'_>) -> Option<Seal> {
    let seq = value.get("seq")?.int().filter(|n| *n >= 1)? as u64;
    let id = Hash::parse(&value.get("id")?.text()?)?;
    let sig = value.get("sig")?.text()?.into_owned();
    Some(Seal { seq, id, sig })
}

impl Draft {
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    fn ask_envelope(&mut self, members: &[(String, Json<'_>)], pieces: Json<'_>) {
        let get = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
        self.envelope.made = get("made").and_then(Json::int);
        let (from, seal) = match (get("from"), get("seal")) {
            (None, None) => return,
            (Some(from), Some(seal)) => (from, seal),
            _ => return self.problems.add(Code::BundleSeal, &String::new),
        };
        let from = from.text().and_then(|t| DeviceId::parse(&t)).expect("its type was checked");
        let signature = seal.text().and_then(|t| hash::decode::<64>(&t));
        let (Some(key), Some(signature)) = (self.devices.get(&from), signature) else {
            return self.problems.add(Code::BundleSeal, &|| "/seal".into());
        };
        let mut parts: Vec<(&str, Json<'_>)> =
            members.iter().filter(|(key, _)| key != "seal").map(|(key, value)| (key.as_str(), *value)).collect();
        parts.push(("pieces", pieces));
        parts.order_by_key(|(key, _)| *key);
        let digest = Hash::from_digest(hash_of_object(&parts));
        let message = format!(r#"{{"bundle":"{digest}"}}"#).into_bytes();
        self.questions.push(Question { key: key.clone(), message, signature });
        self.asks.push(Ask::Bundle);
        self.envelope = Envelope {
            from: Some(from),
            to: get("to").and_then(|v| Ref::parse(&v.text()?)),
            number: get("number").and_then(Json::int).map(|n| n as u64),
            made: self.envelope.made,
            heads: get("heads").map(read_heads),
            wants: get("wants")
                .map(|v| v.items().into_iter().filter_map(|w| Hash::parse(&w.text()?)).take(MAX_WANTS).collect())
                .unwrap_or_default(),
            invite: get("invite").and_then(read_invite),
        };
    }

    fn take_piece(&mut self, number: usize, raw: RawPiece<'_>, skipped: usize) {
        let here = || format!("/pieces/{number}");
        if let Some(malformed) = raw.malformed {
            return self.problems.add(Code::NotABundle, &|| malformed.place(number));
        }
        let (Some(feed), Some(from), Some(prev)) = (raw.feed, raw.from, raw.prev) else {
            return self.problems.add(Code::NotABundle, &here);
        };
        let Some(key) = self.devices.get(&feed.device).cloned() else {
            return self.problems.add(Code::DeviceUnknown, &here);
        };
        let bodies = keep_bodies(&raw.events, &self.file, skipped);
        let held = raw.events.iter().enumerate().filter(|(_, e)| matches!(e.body, RawBody::Held(..)));
        if let Some(((index, _), _)) = held.zip(&bodies).find(|(_, body)| body.bytes().len() > MAX_BODY) {
            return self.problems.add(Code::BodyTooLarge, &|| Part::Event(index).place(number));
        }
        if (from == 1) != (prev == root(&self.workspace, &feed)) {
            return self.problems.add(Code::ChainBroken, &here);
        }
        let Some(Some(seal)) = raw.seal else {
            return self.problems.add(Code::FeedSeal, &here);
        };
        let mut events = chain(raw.events, bodies, from, prev);
        let last = events.last().map_or(0, |e| e.seq);
        if seal.seq < from || seal.seq > last {
            return self.problems.add(Code::FeedSeal, &here);
        }
        if events[(seal.seq - from) as usize].id != seal.id {
            return self.problems.add(Code::EventId, &here);
        }
        let Some(question) = seal_question(&self.workspace, &feed, &seal, &key) else {
            return self.problems.add(Code::FeedSeal, &here);
        };
        if seal.seq < last {
            let kept = (seal.seq - from + 1) as usize;
            self.problems.add(Code::FeedSeal, &|| Part::Event(kept).place(number));
            events.truncate(kept);
        }
        self.questions.push(question);
        self.asks.push(Ask::Piece(self.pieces.len()));
        let span = (raw.span.0 + skipped, raw.span.1 + skipped);
        self.pieces.push((number, Piece { feed, events, seal: Some(seal), span }));
    }

    /// An invitation is for one device: asks whether one in this file has joined by it already.
    fn ask_invite(&mut self) {
        let Some(invite) = &self.envelope.invite else { return };
        let joins = self.pieces.iter().flat_map(|(_, piece)| piece.events.iter().map(|event| (piece.feed.device, event)));
        for (device, event) in joins.filter(|(_, event)| event.kind.known() == Some(Kind::DeviceJoined)) {
            let Body::Held(body) = &event.body else { continue };
            let text = |name: &str| body.json().get(name)?.text().map(|t| t.into_owned());
            if text("person").as_deref() != Some(invite.person.as_str()) {
                continue;
            }
            if let Some(signature) = text("proof").and_then(|t| hash::decode::<64>(&t)) {
                let message = join_message(&self.workspace, &device, invite.person.as_str());
                self.questions.push(Question { key: invite.key.clone(), message, signature });
                self.asks.push(Ask::Invite);
            }
        }
    }

    /// Takes the answers to [`Draft::questions`], in their order.
    pub fn settle(mut self, answers: &[Answer]) -> Checked {
        assert_eq!(answers.len(), self.questions.len(), "one answer to each question");
        let mut refused = vec![false; self.pieces.len()];
        let mut refused_numbers = HashSet::new();
        let mut is_used = false;
        for (ask, answer) in self.asks.iter().zip(answers) {
            match (ask, answer) {
                (Ask::Invite, Answer::Good) => is_used = true,
                (Ask::Invite, _) | (_, Answer::Good) => {}
                (Ask::Bundle, _) => {
                    self.problems.listed.push(Problem::new(Code::BundleSeal, "/seal"));
                    self.envelope = Envelope { made: self.envelope.made, ..Envelope::default() };
                }
                (Ask::Piece(index), answer) => {
                    refused[*index] = true;
                    let (number, piece) = &self.pieces[*index];
                    if *answer == Answer::BadKey {
                        self.devices.remove(&piece.feed.device);
                    }
                    let code = if *answer == Answer::BadKey { Code::DeviceUnknown } else { Code::FeedSeal };
                    refused_numbers.insert(*number);
                    self.problems.add(code, &|| Part::Piece.place(*number));
                }
            }
        }
        if is_used && self.envelope.invite.is_some() {
            self.problems.listed.push(Problem::new(Code::InviteUsed, "/invite"));
        }
        // A piece has one problem: the seal outranks what was dropped behind it.
        self.problems.listed.retain(|p| {
            let number = p.place.strip_prefix("/pieces/").and_then(|rest| rest.split_once("/events/")?.0.parse().ok());
            number.is_none_or(|number: usize| !refused_numbers.contains(&number))
        });
        let mut kept = Vec::new();
        for ((number, piece), refused) in self.pieces.into_iter().zip(refused) {
            if !refused {
                kept.push((number, piece));
            }
        }
        note_shapes(&kept, &mut self.problems);
        note_gaps_and_forks(&kept, &mut self.problems);
        sort_problems(&mut self.problems.listed);
        Checked {
            file: self.file,
            workspace: self.workspace,
            envelope: self.envelope,
            devices: self.devices,
            files: self.files,
            refused: (self.count - kept.len()) as u64,
            pieces: kept.into_iter().map(|(_, piece)| piece).collect(),
            problems: self.problems.listed,
            unlisted: self.problems.unlisted,
        }
    }
}

/// In the order of the file: pieces by number, then what has no number.
fn sort_problems(problems: &mut [Problem]) {
    problems.order_by(|a, b| compare_places(&a.place, &b.place).then(a.code.cmp(&b.code)));
}

fn compare_places(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('/'), b.split('/'));
    let key = |part: &str| part.parse().unwrap_or(u64::MAX);
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (Some(a), Some(b)) if a == b => {}
            (a, b) => return a.map(|a| (key(a), a)).cmp(&b.map(|b| (key(b), b))),
        }
    }
}

fn note_shapes(pieces: &[(usize, Piece)], problems: &mut Problems) {
    for (number, piece) in pieces {
        for (index, event) in piece.events.iter().enumerate() {
            if let (KindName::Known(kind), Body::Held(body)) = (&event.kind, &event.body)
                && shape::check(*kind, body.json()).is_err()
            {
                problems.add(Code::BodyShape, &|| Part::Event(index).place(*number));
            }
        }
    }
}

fn note_gaps_and_forks(pieces: &[(usize, Piece)], problems: &mut Problems) {
    let mut feeds: HashMap<FeedKey, Vec<&(usize, Piece)>> = HashMap::new();
    for entry in pieces {
        feeds.entry(entry.1.feed).or_default().push(entry);
    }
    for mut of_feed in feeds.into_values().filter(|list| list.len() > 1) {
        of_feed.order_by_key(|(number, piece)| (piece.events[0].seq, *number));
        let mut ids: HashMap<u64, Hash> = HashMap::new();
        let mut reached = 0;
        for (number, piece) in of_feed {
            let first = piece.events[0].seq;
            if reached > 0 && first > reached + 1 {
                problems.add(Code::Gap, &|| Part::Piece.place(*number));
            }
            reached = reached.max(piece.events.last().map_or(0, |e| e.seq));
            let mut forked = false;
            for event in &piece.events {
                forked |= *ids.entry(event.seq).or_insert(event.id) != event.id;
            }
            if forked {
                problems.add(Code::Fork, &|| Part::Piece.place(*number));
            }
        }
    }
}

fn chain(raw: Vec<RawEvent<'_>>, bodies: Vec<Slice>, from: u64, prev: Hash) -> Vec<Event> {
    let mut prev = prev;
    let mut bodies = bodies.into_iter();
    raw.into_iter()
        .zip(from..)
        .map(|(raw, seq)| {
            let body = match raw.body {
                RawBody::Held(..) => Body::Held(bodies.next().expect("one for each body held")),
                RawBody::Gone(hash) => Body::Gone(hash),
            };
            let id = event_id(&body.hash(), raw.kind.as_str(), &prev, raw.time);
            let event = Event { id, prev, seq, time: raw.time, kind: raw.kind, body };
            prev = id;
            event
        })
        .collect()
}

fn hash_of_object(sorted: &[(&str, Json<'_>)]) -> [u8; 32] {
    let mut hasher = Hasher::default();
    for (i, (key, value)) in sorted.iter().enumerate() {
        hasher.update(if i == 0 { b"{" } else { b"," });
        let mut name = Vec::new();
        json::write_string(key, &mut name);
        hasher.update(&name);
        hasher.update(b":");
        hasher.update(&value.canonical());
    }
    hasher.update(b"}");
    hasher.finish()
}

fn read_heads(value: Json<'_>) -> Heads {
    let head = |v: Json<'_>| {
        let items = v.items();
        let [seq, id] = items.as_slice() else { return None };
        let id = id.text().filter(|id| hash::decode::<6>(id).is_some())?;
        Some(Head(seq.int().filter(|n| *n >= 1)? as u64, id.into_owned()))
    };
    let mut heads = Heads::new();
    for (scope, devices) in value.members().into_iter().filter(|(scope, _)| Scope::parse(scope).is_some()) {
        let devices = devices.members().into_iter().filter(|(device, _)| DeviceId::parse(device).is_some());
        let devices: BTreeMap<_, _> = devices.filter_map(|(device, v)| Some((device.into_owned(), head(v)?))).filled();
        if !devices.is_empty() {
            heads.insert(scope.into_owned(), devices);
        }
    }
    heads
}

fn read_invite(value: Json<'_>) -> Option<Invite> {
    let key = value.get("key")?;
    hash::decode::<32>(&key.get("d")?.text()?)?;
    let public: Vec<u8> = {
        let members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(key.bytes()).ok()?;
        let public: serde_json::Map<_, _> = members.into_iter().filter(|(name, _)| name != "d").filled();
        serde_json::to_vec(&public).ok()?
    };
    Some(Invite {
        person: Ref::parse(&value.get("person")?.text()?)?,
        key: PublicKey::from_jwk(Json::trusted(&public))?,
        jwk: String::from_utf8(key.bytes().to_vec()).ok()?,
    })
}

fn read_file(name: &str, value: Json<'_>) -> Result<(Hash, File), Code> {
    let hash = Hash::parse(name).ok_or(Code::FileHash)?;
    let media_type = value.get("type").and_then(Json::text).ok_or(Code::FileType)?;
    let data = value.get("data").and_then(Json::text).ok_or(Code::FileHash)?;
    let bytes = hash::decode_standard(data.as_bytes()).ok_or(Code::FileHash)?;
    if Hash::of(&bytes) != hash {
        return Err(Code::FileHash);
    }
    if !agrees(&media_type, &bytes) {
        return Err(Code::FileType);
    }
    Ok((hash, File { media_type: media_type.into_owned(), bytes }))
}

/// Whether bytes begin as their type says; types that have no magic are only known or not.
pub fn agrees(media_type: &str, bytes: &[u8]) -> bool {
    match media_type {
        "image/jpeg" => bytes.starts_with(&[0xff, 0xd8, 0xff]),
        "image/png" => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        "image/webp" => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        "application/pdf" => bytes.starts_with(b"%PDF-"),
        other => FILE_TYPES.contains(&other),
    }
}

/// Reads a row of the log: an array of pieces that were checked when they came, or that this device wrote.
/// Ids are computed again; seals are not verified. `Err` names a row that is damaged.
pub fn read_row(workspace: &WorkspaceId, row: &Chunk) -> Result<Vec<Piece>, Problem> {
    let text = json::check(row)?;
    let damaged = |place: String| Problem::new(Code::NotABundle, place);
    let mut raws = Vec::new();
    if !Cursor::new(text).array(|cursor| raws.push(raw_piece(cursor))) {
        return Err(damaged(String::new()));
    }
    let mut out = Vec::with_capacity(raws.len());
    for (number, raw) in raws.into_iter().enumerate() {
        let here = format!("/pieces/{number}");
        if let Some(malformed) = raw.malformed {
            return Err(damaged(malformed.place(number)));
        }
        let (Some(feed), Some(from), Some(prev)) = (raw.feed, raw.from, raw.prev) else { return Err(damaged(here)) };
        if (from == 1) != (prev == root(workspace, &feed)) {
            return Err(Problem::new(Code::ChainBroken, here));
        }
        let bodies = keep_bodies(&raw.events, row, row.len() - text.len());
        let mut events = chain(raw.events, bodies, from, prev);
        let seal = raw.seal.flatten();
        if let Some(seal) = &seal {
            events.truncate((seal.seq + 1).saturating_sub(from) as usize);
            if events.last().is_none_or(|e| e.id != seal.id) {
                return Err(Problem::new(Code::EventId, here));
            }
        }
        out.push(Piece { feed, events, seal, span: raw.span });
    }
    Ok(out)
}
