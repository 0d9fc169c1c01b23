//! Where the ledger is kept: the port, and a store in memory that fails when it is told to.
//!
//! A store only ever adds to the log, but for bodies that were removed: a row that holds one is written anew without it.
//! A write is one transaction: all of it or nothing, and it is refused if the log has grown since the writer last looked.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::domain::bundle::problem::Problem;
use crate::domain::bundle::read::{File, Heads};
use crate::domain::bundle::row::Row;
use crate::domain::id::{DeviceId, Hash, Ref};

/// Why nothing was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// The device has no room left.
    Quota,
    /// Another tab wrote first: read what is new and decide again.
    Stale,
    /// The store was made by a newer version: it can be read and exported.
    ReadOnly,
    /// Another tab deleted or replaced the store.
    Gone,
    /// Whatever the browser says; the text is for the log.
    Failed(String),
}

/// A file that was sent or taken in, as the exchange log keeps it. Of this device only; never an event.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exchange {
    Sent {
        number: u64,
        to: Option<Ref>,
        /// By which keys, which may be replaced on one device; entries of the first versions don't say.
        #[serde(default)]
        device: Option<DeviceId>,
        /// ms since 1970 UTC.
        time: i64,
        name: String,
        bytes: u64,
        events: u64,
        /// Own entries are in the file up to these numbers, by scope.
        own_heads: BTreeMap<String, u64>,
        how: SentHow,
        /// The first versions encrypted nothing.
        #[serde(default)]
        openers: Openers,
        /// For whom a file without `to` was made, with spaces between. A list would weigh more at each start.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        among: String,
    },
    Received {
        time: i64,
        name: String,
        bytes: u64,
        from: Option<DeviceId>,
        /// For whom the sender numbered it; entries of the first versions don't say.
        #[serde(default)]
        to: Option<Ref>,
        number: Option<u64>,
        made: Option<i64>,
        /// What the sender held, as far as the envelope was signed.
        heads: Option<Heads>,
        /// Files that the sender lacked; the next file back carries them.
        #[serde(default)]
        wants: Vec<Hash>,
        new: u64,
        known: u64,
        waiting: u64,
        problems: Vec<Problem>,
    },
}

impl Exchange {
    /// Up to which numbers a file that left carries what this device wrote in a scope.
    pub fn carries(&self, own: &DeviceId, scope: &str) -> Option<u64> {
        match self {
            Exchange::Sent { own_heads, device, .. } if device.is_none_or(|device| device == *own) => own_heads.get(scope).copied(),
            Exchange::Sent { .. } | Exchange::Received { .. } => None,
        }
    }

    /// What its sender held, if the file said so.
    pub fn heads(&self) -> Option<&Heads> {
        match self {
            Exchange::Received { heads, .. } => heads.as_ref(),
            Exchange::Sent { .. } => None,
        }
    }

    /// For whom a file that was sent is.
    pub fn addressees(&self) -> Vec<Ref> {
        match self {
            Exchange::Sent { to: Some(to), .. } => vec![*to],
            Exchange::Sent { among, .. } => among.split(' ').filter_map(Ref::parse).collect(),
            Exchange::Received { .. } => Vec::new(),
        }
    }

    /// As a store keeps it. The first versions wrote the way inside the entry.
    pub fn read(bytes: &[u8]) -> Option<Exchange> {
        serde_json::from_slice(bytes).ok().or_else(|| {
            let (way, rest) = std::str::from_utf8(bytes).ok()?.strip_prefix("{\"way\":\"")?.split_once("\",")?;
            serde_json::from_slice(format!("{{\"{way}\":{{{rest}}}").as_bytes()).ok()
        })
    }
}

/// How a file left the device. Whether it arrived is known only by a receipt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SentHow {
    Shared,
    Downloaded,
    /// Shown as codes, each at least once.
    Codes,
}

/// Who can open a file that was sent.
/// Kept as a number: a reader of these words would weigh half a kilobyte at each start.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "u64", into = "u64")]
pub enum Openers {
    /// It is not encrypted.
    #[default]
    Anyone,
    /// The devices of the addressee.
    Devices,
    /// Whoever is told the passphrase.
    Passphrase,
}

impl From<u64> for Openers {
    fn from(number: u64) -> Self {
        match number {
            1 => Openers::Devices,
            2 => Openers::Passphrase,
            _ => Openers::Anyone,
        }
    }
}

impl From<Openers> for u64 {
    fn from(openers: Openers) -> Self {
        openers as u64
    }
}

/// One transaction.
#[derive(Clone, Default, Debug)]
pub struct Write {
    /// The last log row that the writer has folded.
    pub after: u64,
    /// New log rows.
    pub rows: Vec<Row>,
    /// Held rows without the bodies that were removed, by their numbers.
    pub rewrites: BTreeMap<u64, Row>,
    pub files: BTreeMap<Hash, File>,
    /// Files that only removed bodies named.
    pub drop_files: Vec<Hash>,
    pub exchange: Vec<Exchange>,
    /// Small values by name, replaced.
    pub meta: BTreeMap<String, Vec<u8>>,
    /// Drafts that this write makes needless.
    pub drop_drafts: Vec<String>,
}

/// The port to a disk.
#[allow(async_fn_in_trait)]
pub trait Store {
    /// Log rows with numbers greater than `after`, in order.
    async fn rows(&self, after: u64) -> Result<Vec<(u64, Row)>, StoreError>;
    /// Writes all or nothing; resolves once it is on disk, with the number of the last log row.
    async fn write(&self, write: Write) -> Result<u64, StoreError>;
    async fn file(&self, hash: &Hash) -> Result<Option<File>, StoreError>;
    /// Which of these files are held.
    async fn held_files(&self) -> Result<Vec<Hash>, StoreError>;
    async fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    async fn exchange(&self) -> Result<Vec<Exchange>, StoreError>;
    async fn put_draft(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError>;
    async fn draft(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;
    async fn drop_draft(&self, name: &str) -> Result<(), StoreError>;
    /// The names of all drafts.
    async fn draft_names(&self) -> Result<Vec<String>, StoreError>;
    /// False for a store of a newer version.
    fn is_writable(&self) -> bool {
        true
    }
}

#[derive(Clone, Default)]
struct Memory {
    rows: BTreeMap<u64, Row>,
    files: BTreeMap<Hash, File>,
    meta: BTreeMap<String, Vec<u8>>,
    exchange: Vec<Exchange>,
    drafts: BTreeMap<String, Vec<u8>>,
}

/// A store in memory, shared by its clones as a database is by tabs. It keeps nothing when the process ends,
/// knows no strict durability and no quota but the failures it is told to have.
#[derive(Clone, Default)]
pub struct MemoryStore {
    held: Rc<RefCell<Memory>>,
    /// How many write calls still succeed before one fails.
    fail_in: Rc<Cell<Option<(u32, Fault)>>>,
    calls: Rc<Cell<u32>>,
}

/// What a store in memory can be told to fail with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    Quota,
    Gone,
    Failed,
}

impl From<Fault> for StoreError {
    fn from(error: Fault) -> Self {
        match error {
            Fault::Quota => StoreError::Quota,
            Fault::Gone => StoreError::Gone,
            Fault::Failed => StoreError::Failed("told to".into()),
        }
    }
}

impl MemoryStore {
    /// Lets `calls` more single writes (a row, a file, a value, …) succeed and fails the next.
    pub fn fail_after(&self, calls: u32, error: Fault) {
        self.fail_in.set(Some((calls, error)));
    }

    pub fn heal(&self) {
        self.fail_in.set(None);
    }

    /// Single writes made so far.
    pub fn calls(&self) -> u32 {
        self.calls.get()
    }

    fn step(&self) -> Result<(), StoreError> {
        if let Some((left, error)) = self.fail_in.get() {
            if left == 0 {
                return Err(error.into());
            }
            self.fail_in.set(Some((left - 1, error)));
        }
        self.calls.set(self.calls.get() + 1);
        Ok(())
    }
}

impl Store for MemoryStore {
    async fn rows(&self, after: u64) -> Result<Vec<(u64, Row)>, StoreError> {
        Ok(self.held.borrow().rows.range(after + 1..).map(|(n, row)| (*n, row.clone())).collect())
    }

    async fn write(&self, write: Write) -> Result<u64, StoreError> {
        let mut next = self.held.borrow().clone();
        let last = next.rows.last_key_value().map_or(0, |(n, _)| *n);
        if last != write.after {
            return Err(StoreError::Stale);
        }
        let mut number = last;
        for (hash, file) in write.files {
            self.step()?;
            next.files.insert(hash, file);
        }
        for row in write.rows {
            self.step()?;
            number += 1;
            next.rows.insert(number, row);
        }
        for (number, row) in write.rewrites {
            self.step()?;
            next.rows.insert(number, row);
        }
        for hash in write.drop_files {
            self.step()?;
            next.files.remove(&hash);
        }
        for exchange in write.exchange {
            self.step()?;
            next.exchange.push(exchange);
        }
        for (name, value) in write.meta {
            self.step()?;
            next.meta.insert(name, value);
        }
        for name in write.drop_drafts {
            self.step()?;
            next.drafts.remove(&name);
        }
        self.step()?; // the commit itself
        *self.held.borrow_mut() = next;
        Ok(number)
    }

    async fn file(&self, hash: &Hash) -> Result<Option<File>, StoreError> {
        Ok(self.held.borrow().files.get(hash).cloned())
    }

    async fn held_files(&self) -> Result<Vec<Hash>, StoreError> {
        Ok(self.held.borrow().files.keys().copied().collect())
    }

    async fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.held.borrow().meta.get(name).cloned())
    }

    async fn exchange(&self) -> Result<Vec<Exchange>, StoreError> {
        Ok(self.held.borrow().exchange.clone())
    }

    async fn put_draft(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.step()?;
        self.held.borrow_mut().drafts.insert(name.into(), bytes.to_vec());
        Ok(())
    }

    async fn draft(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.held.borrow().drafts.get(name).cloned())
    }

    async fn drop_draft(&self, name: &str) -> Result<(), StoreError> {
        self.step()?;
        self.held.borrow_mut().drafts.remove(name);
        Ok(())
    }

    async fn draft_names(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.held.borrow().drafts.keys().cloned().collect())
    }
}
