//! A full backup: bundles of all that is held, each small enough to be read again, and files with the entries that
//! name them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Failure, Session, Snapshot};
use crate::crypto::Signer;
use crate::domain::bundle::export::{Address, Outline, files_named};
use crate::domain::bundle::read::{File, Heads};
use crate::domain::event::Body;
use crate::domain::id::{Hash, Scope};
use crate::domain::order::Filled;
use crate::store::{Store, Write};

/// At most about so many bytes to a file (design §8).
pub const PART_BYTES: u64 = 100_000_000;
/// What an event takes beside its body.
const ENVELOPE_BYTES: u64 = 150;
const RECORD: &str = "backup";

/// A backup that is being made, of one moment.
pub struct Backup {
    of: Rc<Snapshot>,
    limit: u64,
    /// Scopes still to come, the next one last; with the files of each that no part holds yet.
    left: Vec<(Scope, Vec<Hash>)>,
    /// How many events it holds.
    pub events: u64,
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

fn bytes_of(snapshot: &Snapshot, scope: Scope) -> u64 {
    let size = |body: &Body| match body {
        Body::Held(slice) => slice.bytes().len() as u64,
        Body::Gone(_) => 0,
    };
    let events = snapshot.ledger.feeds_in(scope).flat_map(|(_, feed)| feed.events());
    events.map(|event| size(&event.body) + ENVELOPE_BYTES).sum()
}

impl<S: Store, K: Signer> Session<S, K> {
    /// Begins a backup of what is held now, in files of about `limit` bytes each.
    pub async fn begin_backup(&self, limit: u64) -> Result<Backup, Failure> {
        let of = self.snapshot();
        let mut held: BTreeSet<Hash> = self.store.held_files().await?.into_iter().filled();
        let mut left = Vec::new();
        for scope in of.ledger.scopes() {
            // A file that entries of several scopes name goes with the first.
            let named = files_named(&of.ledger, &[scope].into_iter().filled());
            left.push((scope, named.into_iter().filter(|hash| held.remove(hash)).collect()));
        }
        left.reverse();
        let events = events_held(&of);
        Ok(Backup { of, limit, left, events })
    }

    /// The next file of a backup; none behind the last one.
    pub async fn next_backup(&self, backup: &mut Backup, now: i64) -> Result<Option<Vec<u8>>, Failure> {
        let mut scopes: BTreeSet<Scope> = BTreeSet::new();
        let mut files: BTreeMap<Hash, File> = BTreeMap::new();
        let mut size = 0;
        while let Some((scope, named)) = backup.left.last_mut() {
            let events = bytes_of(&backup.of, *scope);
            if !scopes.is_empty() && size + events > backup.limit {
                break;
            }
            scopes.insert(*scope);
            size += events;
            while let Some(hash) = named.last() {
                if let Some(file) = self.store.file(hash).await? {
                    // As base64.
                    let bytes = file.bytes.len() as u64 / 3 * 4;
                    if size + bytes > backup.limit && (!files.is_empty() || scopes.len() > 1) {
                        break;
                    }
                    size += bytes;
                    files.insert(*hash, file);
                }
                named.pop();
            }
            if !named.is_empty() {
                // The rest comes in the next file, with the entries that name it.
                break;
            }
            backup.left.pop();
        }
        if scopes.is_empty() {
            return Ok(None);
        }
        let outline = Outline::new(&backup.of.ledger, scopes, Heads::new(), Some(self.own()));
        let mut signatures = Vec::new();
        for ask in outline.to_seal() {
            signatures.push(self.signer.sign(&ask.message).await?);
        }
        // Of all that is held, not of this part: whoever takes it in reads what this device has.
        let address = Address { from: Some(self.own()), made: Some(now), heads: Some(backup.of.heads(|_| true)), ..Address::default() };
        let unsealed = outline.write(&signatures, &address, &files);
        let seal = self.signer.sign(&unsealed.message()).await?;
        Ok(Some(unsealed.finish(Some(&seal))))
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
