//! A full backup: bundles of all that is held, each small enough to be read again, and files with the entries that
//! name them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Failure, Session, Snapshot};
use crate::crypto::Signer;
use crate::domain::bundle::export::{Address, Outline, Run, files_of};
use crate::domain::bundle::key::Seal;
use crate::domain::bundle::read::{File, Heads, MAX_FILE};
use crate::domain::event::{Body, Event};
use crate::domain::id::{DeviceId, FeedKey, Hash, Scope};
use crate::domain::ledger::Feed;
use crate::domain::order::Filled;
use crate::store::{Store, Write};

/// At most about so many bytes to a file (design §8).
pub const PART_BYTES: u64 = 100_000_000;
/// What an event takes beside its body.
const ENVELOPE_BYTES: u64 = 150;
/// What a piece takes beside its events, with the key of its device.
const PIECE_BYTES: u64 = 500;
/// What a file takes beside its bytes.
const NAME_BYTES: u64 = 100;
const RECORD: &str = "backup";

/// A backup that is being made, of one moment.
pub struct Backup {
    of: Rc<Snapshot>,
    /// Of all that is held, not of one part: whoever takes it in reads what this device has.
    heads: Heads,
    limit: u64,
    /// What is still to come, the next one last.
    left: Vec<Stretch>,
    /// How many events it holds.
    pub events: u64,
}

/// A part of a feed that goes into one file, with the files that it names and that no part holds yet.
struct Stretch {
    run: Run,
    bytes: u64,
    files: Vec<Hash>,
}

/// When a backup was last taken off this device, and what it held.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BackedUp {
    /// ms since 1970 UTC.
    pub time: i64,
    pub events: u64,
}

/// All events held, whether they count or not.
pub fn events_held(snapshot: &Snapshot) -> u64 {
    snapshot.ledger.feeds().map(|(_, feed)| feed.len() as u64).sum()
}

fn bytes_of(event: &Event) -> u64 {
    let body = match &event.body {
        Body::Held(slice) => slice.bytes().len() as u64,
        Body::Gone(_) => 0,
    };
    body + ENVELOPE_BYTES
}

/// A feed in parts of about `most` bytes: it can be cut behind what is sealed, this device's own behind any entry.
fn cut(key: &FeedKey, feed: &Feed, own: DeviceId, most: u64) -> Vec<(Run, u64)> {
    let is_own = key.device == own;
    let unsealed = if is_own { feed.unsealed() } else { Vec::new() };
    let ends: Vec<Seal> = unsealed.into_iter().map(|(seq, id)| Seal { seq, id, sig: String::new() }).collect();
    let mut runs = Vec::new();
    for (events, _) in feed.pieces(None, &ends, None) {
        let mut first = 0;
        // Where it can be cut, and how many bytes there are up to there.
        let mut place = None;
        let mut size = PIECE_BYTES;
        let mut end = |first: usize, last: usize, bytes: u64| {
            let event = events[last];
            runs.push((Run { feed: *key, seq: event.seq, id: event.id, len: last + 1 - first }, bytes));
        };
        for (at, event) in events.iter().enumerate() {
            size += bytes_of(event);
            if let Some((last, bytes)) = place.filter(|_| size > most) {
                end(first, last, bytes);
                (first, size, place) = (last + 1, size - bytes + PIECE_BYTES, None);
            }
            if is_own || feed.is_sealed(event.seq, &event.id) {
                place = Some((at, size));
            }
        }
        end(first, events.len() - 1, size);
    }
    runs
}

impl<S: Store, K: Signer> Session<S, K> {
    /// Begins a backup of what is held now, in files of about `limit` bytes each.
    pub async fn begin_backup(&self, limit: u64) -> Result<Backup, Failure> {
        let of = self.snapshot();
        let mut held: BTreeSet<Hash> = self.store.held_files().await?.into_iter().filled();
        let heads = of.heads(|_| true);
        let said = serde_json::to_vec(&heads).map_or(0, |bytes| bytes.len() as u64);
        let limit = limit.saturating_sub(said);
        let mut left = Vec::new();
        for (key, feed) in of.ledger.feeds() {
            // By halves, so that there is room beside them for a file that they name.
            for (run, bytes) in cut(key, feed, self.own(), limit / 2) {
                // A file that several entries name goes with the first.
                let named = feed.stretch(run.seq, &run.id, run.len).into_iter().flat_map(files_of);
                let files = named.filter(|hash| held.remove(hash)).collect();
                left.push(Stretch { run, bytes, files });
            }
        }
        left.reverse();
        let events = events_held(&of);
        Ok(Backup { of, heads, limit, left, events })
    }

    /// The next file of a backup; none behind the last one.
    pub async fn next_backup(&self, backup: &mut Backup, now: i64) -> Result<Option<Vec<u8>>, Failure> {
        let mut runs: Vec<Run> = Vec::new();
        let mut files: BTreeMap<Hash, File> = BTreeMap::new();
        let mut size = 0;
        while let Some(bytes) = backup.next_bytes(runs.last().map(|run| run.feed.scope)) {
            if !runs.is_empty() && size + bytes > backup.limit {
                break;
            }
            let Some(next) = backup.left.last_mut() else { break };
            runs.push(next.run);
            size += next.bytes;
            while let Some(hash) = next.files.last() {
                if let Some(file) = self.store.file(hash).await? {
                    // As base64.
                    let bytes = file.bytes.len() as u64 / 3 * 4 + NAME_BYTES;
                    if size + bytes > backup.limit && (!files.is_empty() || runs.len() > 1) {
                        break;
                    }
                    size += bytes;
                    files.insert(*hash, file);
                }
                next.files.pop();
            }
            if !next.files.is_empty() {
                // The rest comes in the next file, with the entries that name it.
                break;
            }
            backup.left.pop();
        }
        if runs.is_empty() {
            return Ok(None);
        }
        let outline = Outline::of_runs(&backup.of.ledger, runs, self.own());
        let mut signatures = Vec::new();
        for ask in outline.to_seal() {
            signatures.push(self.signer.sign(&ask.message).await?);
        }
        let address = Address { from: Some(self.own()), made: Some(now), heads: Some(backup.heads.clone()), ..Address::default() };
        let unsealed = outline.write(&signatures, &address, &files);
        let seal = self.signer.sign(&unsealed.message()).await?;
        let part = unsealed.finish(Some(&seal));
        if part.len() > MAX_FILE {
            return Err(Failure::TooLarge);
        }
        Ok(Some(part))
    }

    /// Notes that a backup left the device. Of this device only; never an event.
    pub async fn record_backup(&self, done: BackedUp) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(&done).expect("two numbers");
        let meta = [(RECORD.to_string(), bytes)].into_iter().filled();
        self.write_aside(|after| Write { after, meta: BTreeMap::clone(&meta), ..Write::default() }).await
    }

    pub async fn last_backup(&self) -> Result<Option<BackedUp>, Failure> {
        Ok(self.store.meta(RECORD).await?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }
}

impl Backup {
    /// What there must be room for to go on: a scope stays whole where a file can hold it.
    fn next_bytes(&self, last: Option<Scope>) -> Option<u64> {
        let next = self.left.last()?;
        let scope = next.run.feed.scope;
        if last == Some(scope) {
            return Some(next.bytes);
        }
        let of_scope = self.left.iter().rev().take_while(|stretch| stretch.run.feed.scope == scope);
        let whole = of_scope.map(|stretch| stretch.bytes).sum();
        Some(if whole <= self.limit { whole } else { next.bytes })
    }
}
