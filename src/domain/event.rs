//! One event, as it lies in a feed.

use std::fmt;
use std::sync::Arc;

use crate::domain::hash::Hasher;
use crate::domain::id::{EventId, FeedKey, Hash, WorkspaceId};
use crate::domain::json::Json;
use crate::domain::shape::Kind;

/// Greatest size of a canonical body in bytes.
pub const MAX_BODY: usize = 65_536;
/// Greatest `time`, ms since 1970 UTC.
pub const MAX_TIME: i64 = 8_640_000_000_000_000;

/// Bytes that came together, a file or a row of the log, shared by all that lies in them.
pub type Chunk = Arc<Vec<u8>>;

/// A run of bytes in a chunk that it keeps alive; texts are read from here, never copied into the fold.
#[derive(Clone)]
pub struct Slice {
    chunk: Chunk,
    start: u32,
    len: u32,
}

impl Slice {
    pub fn new(chunk: &Chunk, start: usize, len: usize) -> Self {
        debug_assert!(start + len <= chunk.len());
        Slice { chunk: chunk.clone(), start: start as u32, len: len as u32 }
    }

    pub fn owned(bytes: Vec<u8>) -> Self {
        let len = bytes.len() as u32;
        Slice { chunk: bytes.into(), start: 0, len }
    }

    /// Where it stands in that chunk, if it lies there.
    pub fn place_in(&self, chunk: &Chunk) -> Option<usize> {
        Arc::ptr_eq(&self.chunk, chunk).then_some(self.start as usize)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.chunk[self.start as usize..(self.start + self.len) as usize]
    }

    pub fn json(&self) -> Json<'_> {
        Json::trusted(self.bytes())
    }
}

impl fmt::Debug for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.bytes()))
    }
}

/// A kind by its name; one that this version doesn't know is carried as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KindName {
    Known(Kind),
    Other(Box<str>),
}

impl KindName {
    /// 1 to 64 of `[a-z0-9-]`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(kind) = Kind::parse(text) {
            return Some(KindName::Known(kind));
        }
        let ok = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        ok.then(|| KindName::Other(text.into()))
    }

    pub fn as_str(&self) -> &str {
        match self {
            KindName::Known(kind) => kind.as_str(),
            KindName::Other(name) => name,
        }
    }

    pub fn known(&self) -> Option<Kind> {
        match self {
            KindName::Known(kind) => Some(*kind),
            KindName::Other(_) => None,
        }
    }
}

/// The canonical body, or only its hash where it was removed.
#[derive(Clone, Debug)]
pub enum Body {
    Held(Slice),
    Gone(Hash),
}

impl Body {
    pub fn hash(&self) -> Hash {
        match self {
            Body::Held(slice) => Hash::of(slice.bytes()),
            Body::Gone(hash) => *hash,
        }
    }

    pub fn is_gone(&self) -> bool {
        matches!(self, Body::Gone(_))
    }
}

/// An event in its place: `id` is computed, never read.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: EventId,
    pub prev: EventId,
    pub seq: u64,
    /// ms since 1970 UTC, by the author's clock.
    pub time: i64,
    pub kind: KindName,
    pub body: Body,
}

/// The root of a feed: what the first event's `prev` is.
pub fn root(workspace: &WorkspaceId, feed: &FeedKey) -> Hash {
    Hash::of(format!(r#"{{"device":"{}","scope":"{}","workspace":"{workspace}"}}"#, feed.device, feed.scope).as_bytes())
}

/// The id of an event with this body after `prev`.
pub fn event_id(body: &Hash, kind: &str, prev: &EventId, time: i64) -> EventId {
    let mut hasher = Hasher::default();
    for part in [r#"{"body":""#, body.as_str(), r#"","kind":""#, kind, r#"","prev":""#, prev.as_str(), r#"","time":"#] {
        hasher.update(part.as_bytes());
    }
    hasher.update(time.to_string().as_bytes());
    hasher.update(b"}");
    Hash::from_digest(hasher.finish())
}

/// What a device signs to vouch for its feed up to `seq`.
pub fn seal_message(workspace: &WorkspaceId, feed: &FeedKey, seq: u64, id: &EventId) -> Vec<u8> {
    format!(r#"{{"device":"{}","id":"{id}","scope":"{}","seq":{seq},"workspace":"{workspace}"}}"#, feed.device, feed.scope).into_bytes()
}
