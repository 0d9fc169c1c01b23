//! The store in IndexedDB: append only, strict durability, one transaction to a write.
//!
//! Between the first request of a transaction and its end nothing is awaited but its own requests: a browser
//! may otherwise commit it half way, and one engine loses it.

use std::cell::Cell;
use std::ops::Deref;
use std::rc::Rc;

use idb::request::{GetAllKeysStoreRequest, GetAllStoreRequest};
use idb::{Database, DatabaseEvent, Factory, KeyRange, ObjectStoreParams, Query, Transaction};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::js::{self, RawDatabase};
use crate::browser::keys::WebSigner;
use crate::domain::bundle::read::File;
use crate::domain::bundle::row::Row;
use crate::domain::event::Chunk;
use crate::domain::id::Hash;
use crate::store::{Exchange, Store, StoreError, Write};

/// The version of the stores below. A database of a greater one is opened for reading only.
pub const SCHEMA: u32 = 1;
const LOG: &str = "log";
const FILES: &str = "files";
const KEYS: &str = "keys";
const DRAFTS: &str = "drafts";
const EXCHANGE: &str = "exchange";
/// Small values by name, and the index of a row by the row's number.
const META: &str = "meta";
const OWN_KEYS: &str = "own";

/// Closed with its last holder: what stays open keeps other tabs from deleting or changing it.
struct Open(Database);

impl Deref for Open {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// One workspace's database.
#[derive(Clone)]
pub struct IdbStore {
    database: Rc<Open>,
    /// The same database as a JS object, for what the crate can't ask.
    raw: JsValue,
    writable: bool,
    gone: Rc<Cell<bool>>,
}

pub(super) fn store_error(error: idb::Error) -> StoreError {
    match error {
        idb::Error::DomException(exception) => named_error(&exception.name()),
        other => {
            let text = other.to_string();
            if text.contains("QuotaExceeded") { StoreError::Quota } else { named_error(&text) }
        }
    }
}

fn named_error(name: &str) -> StoreError {
    match name {
        "QuotaExceededError" => StoreError::Quota,
        "VersionError" => StoreError::ReadOnly,
        _ if name.contains("InvalidState") || name.contains("closing") => StoreError::Gone,
        _ => StoreError::Failed(name.to_string()),
    }
}

fn bytes_of(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}

/// Values with the numbers that are their keys.
async fn numbered(asked: (GetAllKeysStoreRequest, GetAllStoreRequest)) -> Result<impl Iterator<Item = (u64, Vec<u8>)>, StoreError> {
    let (keys, values) = (asked.0.await.map_err(store_error)?, asked.1.await.map_err(store_error)?);
    Ok(keys.into_iter().zip(values).map(|(key, value)| (key.as_f64().unwrap_or(0.0) as u64, bytes_of(&value))))
}

fn to_js(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

impl IdbStore {
    /// Opens a workspace's database, making it if there is none.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let factory = Factory::new().map_err(store_error)?;
        let mut request = factory.open(name, Some(SCHEMA)).map_err(store_error)?;
        request.on_upgrade_needed(|event| {
            // A failure here fails the open itself, which reports it.
            let Ok(database) = event.database() else { return };
            let mut numbered = ObjectStoreParams::new();
            numbered.auto_increment(true);
            for (store, numbers) in [(LOG, true), (EXCHANGE, true), (FILES, false), (KEYS, false), (DRAFTS, false), (META, false)] {
                let params = if numbers { numbered.clone() } else { ObjectStoreParams::new() };
                let _ = database.create_object_store(store, params);
            }
        });
        let (database, writable) = match request.await {
            Ok(database) => (database, true),
            Err(error) => {
                // A newer version made it: it can be read as it is.
                let text = error.to_string();
                if !text.contains("VersionError") && !text.contains("less than the existing version") {
                    return Err(store_error(error));
                }
                (factory.open(name, None).map_err(store_error)?.await.map_err(store_error)?, false)
            }
        };
        Self::of(database, writable)
    }

    fn of(opened: Database, writable: bool) -> Result<Self, StoreError> {
        let raw = JsValue::from(opened);
        let mut database = Database::try_from(raw.clone()).map_err(store_error)?;
        let gone = Rc::new(Cell::new(false));
        let flag = gone.clone();
        // Another tab deletes or upgrades the database: let it, and write no more.
        database.on_version_change(move |event| {
            flag.set(true);
            if let Some(database) = event.target().and_then(|t| Database::try_from(t).ok()) {
                database.close();
            }
        });
        Ok(IdbStore { database: Rc::new(Open(database)), raw, writable, gone })
    }

    /// Deletes a database for good.
    pub async fn delete(name: &str) -> Result<(), StoreError> {
        let factory = Factory::new().map_err(store_error)?;
        factory.delete(name).map_err(store_error)?.await.map_err(store_error)
    }

    pub fn close(&self) {
        self.database.close();
    }

    /// A transaction that asks for strict durability, which the idb crate can't.
    pub fn strict(&self, stores: &[&str]) -> Result<(Transaction, JsValue), StoreError> {
        if self.gone.get() {
            return Err(StoreError::Gone);
        }
        if !self.writable {
            return Err(StoreError::ReadOnly);
        }
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = js::object([("durability", "strict".into())]);
        let transaction = self
            .raw
            .unchecked_ref::<RawDatabase>()
            .transaction(&names, "readwrite", &options)
            .map_err(|error| named_error(&js::error_name(&error)))?;
        Ok((Transaction::try_from(transaction.clone()).map_err(store_error)?, transaction))
    }

    fn reading(&self, store: &str) -> Result<idb::ObjectStore, StoreError> {
        if self.gone.get() {
            return Err(StoreError::Gone);
        }
        let transaction = self.database.transaction(&[store], idb::TransactionMode::ReadOnly).map_err(store_error)?;
        transaction.object_store(store).map_err(store_error)
    }

    async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, StoreError> {
        let request = self.reading(store)?.get(JsValue::from_str(key)).map_err(store_error)?;
        request.await.map_err(store_error)
    }

    /// The keys of this device, if it has founded or joined.
    pub async fn signer(&self) -> Result<Option<WebSigner>, StoreError> {
        Ok(self.get(KEYS, OWN_KEYS).await?.as_ref().and_then(WebSigner::from_js))
    }

    /// Writes a founding or a join together with the keys that it names: never one without the other.
    pub async fn write_with_keys(&self, write: Write, signer: &WebSigner) -> Result<u64, StoreError> {
        self.write_all(write, Some(signer.to_js())).await
    }

    async fn write_all(&self, write: Write, keys: Option<JsValue>) -> Result<u64, StoreError> {
        // Only the stores that it writes: one that writes a draft meanwhile need not wait.
        let touched = [
            (FILES, !write.files.is_empty() || !write.drop_files.is_empty()),
            (KEYS, keys.is_some()),
            (DRAFTS, !write.drop_drafts.is_empty()),
            (EXCHANGE, !write.exchange.is_empty()),
            (META, !write.meta.is_empty() || !write.rewrites.is_empty() || write.rows.iter().any(|row| row.index.is_some())),
        ];
        let stores: Vec<&str> = [LOG].into_iter().chain(touched.into_iter().filter(|(_, is)| *is).map(|(name, _)| name)).collect();
        let (transaction, raw) = self.strict(&stores)?;
        let queued = || -> Result<_, idb::Error> {
            let log = transaction.object_store(LOG)?;
            let beyond = KeyRange::lower_bound(&JsValue::from_f64(write.after as f64), Some(true))?;
            // Asked first and answered first: the rest waits behind it in the same transaction.
            let newer = log.get_all_keys(Some(Query::KeyRange(beyond)), Some(1))?;
            let mut added = Vec::new();
            for row in &write.rows {
                added.push(log.add(&to_js(&row.bytes), None)?);
            }
            for (number, row) in &write.rewrites {
                let key = JsValue::from_f64(*number as f64);
                log.put(&to_js(&row.bytes), Some(&key))?;
                let meta = transaction.object_store(META)?;
                match &row.index {
                    Some(index) => drop(meta.put(&to_js(index), Some(&key))?),
                    None => drop(meta.delete(key)?),
                }
            }
            for hash in &write.drop_files {
                transaction.object_store(FILES)?.delete(JsValue::from_str(hash.as_str()))?;
            }
            for (hash, file) in &write.files {
                let value = js::object([("type", file.media_type.as_str().into()), ("bytes", to_js(&file.bytes))]);
                transaction.object_store(FILES)?.put(&value, Some(&hash.as_str().into()))?;
            }
            for entry in &write.exchange {
                transaction.object_store(EXCHANGE)?.add(&to_js(&serde_json::to_vec(entry).unwrap_or_default()), None)?;
            }
            for (name, value) in &write.meta {
                transaction.object_store(META)?.put(&to_js(value), Some(&name.as_str().into()))?;
            }
            for name in &write.drop_drafts {
                transaction.object_store(DRAFTS)?.delete(JsValue::from_str(name))?;
            }
            if let Some(keys) = &keys {
                transaction.object_store(KEYS)?.put(keys, Some(&OWN_KEYS.into()))?;
            }
            Ok((newer, added))
        };
        let abort = || drop(Transaction::try_from(raw.clone()).map(Transaction::abort));
        let failed = |error| {
            // Read before the abort, which would give its own reason.
            let error = transaction_error(&raw, error);
            abort();
            error
        };
        let (request, added) = queued().map_err(failed)?;
        let newer = request.await.map_err(failed)?;
        if !newer.is_empty() {
            abort();
            return Err(StoreError::Stale);
        }
        let mut number = write.after;
        for (request, row) in added.into_iter().zip(&write.rows) {
            let key = request.await.map_err(failed)?;
            number = key.as_f64().unwrap_or(0.0) as u64;
            if let Some(index) = &row.index {
                transaction.object_store(META).and_then(|meta| meta.put(&to_js(index), Some(&key))).map_err(failed)?;
            }
        }
        finish(transaction, &raw).await?;
        Ok(number)
    }

    async fn single(&self, store: &str, act: impl FnOnce(&idb::ObjectStore) -> Result<(), idb::Error>) -> Result<(), StoreError> {
        let (transaction, raw) = self.strict(&[store])?;
        act(&transaction.object_store(store).map_err(store_error)?).map_err(|error| transaction_error(&raw, error))?;
        finish(transaction, &raw).await
    }
}

/// Resolves once the transaction is on disk: only `complete` counts.
pub(super) async fn finish(transaction: Transaction, raw: &JsValue) -> Result<(), StoreError> {
    match transaction.await {
        Ok(result) if result.is_committed() => Ok(()),
        Ok(_) => Err(aborted(raw)),
        Err(error) => Err(transaction_error(raw, error)),
    }
}

fn aborted(raw: &JsValue) -> StoreError {
    js::get(raw, "error").map_or_else(|| StoreError::Failed("aborted".into()), |error| named_error(&js::error_name(&error)))
}

/// A fault within a transaction that had begun. There an invalid state only says that it was aborted: the database
/// is still the one that it was begun on.
fn transaction_error(raw: &JsValue, error: idb::Error) -> StoreError {
    let named = match js::get(raw, "error") {
        Some(error) => named_error(&js::error_name(&error)),
        None => store_error(error),
    };
    if named == StoreError::Gone { StoreError::Failed("aborted".into()) } else { named }
}

impl Store for IdbStore {
    async fn rows(&self, after: u64) -> Result<Vec<(u64, Row)>, StoreError> {
        let queued = || -> Result<_, idb::Error> {
            let transaction = self.database.transaction(&[LOG, META], idb::TransactionMode::ReadOnly)?;
            let ask = |store: &str| {
                // Names come behind all numbers.
                let (after, end) = (JsValue::from_f64(after as f64), JsValue::from_f64(f64::INFINITY));
                let beyond = Query::KeyRange(KeyRange::bound(&after, &end, Some(true), None)?);
                let store = transaction.object_store(store)?;
                Ok::<_, idb::Error>((store.get_all_keys(Some(beyond.clone()), None)?, store.get_all(Some(beyond), None)?))
            };
            Ok((ask(LOG)?, ask(META)?))
        };
        let (log, indexes) = queued().map_err(store_error)?;
        let rows = numbered(log).await?;
        let mut indexes = numbered(indexes).await?.peekable();
        let with_index = rows.map(|(number, bytes)| {
            let index = indexes.next_if(|(of, _)| *of == number).map(|(_, index)| index);
            (number, Row { bytes: Chunk::new(bytes), index })
        });
        Ok(with_index.collect())
    }

    async fn write(&self, write: Write) -> Result<u64, StoreError> {
        self.write_all(write, None).await
    }

    async fn file(&self, hash: &Hash) -> Result<Option<File>, StoreError> {
        let value = self.get(FILES, hash.as_str()).await?;
        Ok(value.and_then(|value| {
            let media_type = js::get(&value, "type")?.as_string()?;
            Some(File { media_type, bytes: bytes_of(&js::get(&value, "bytes")?) })
        }))
    }

    async fn held_files(&self) -> Result<Vec<Hash>, StoreError> {
        let request = self.reading(FILES)?.get_all_keys(None, None).map_err(store_error)?;
        let keys = request.await.map_err(store_error)?;
        Ok(keys.iter().filter_map(|key| Hash::parse(&key.as_string()?)).collect())
    }

    async fn meta(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.get(META, name).await?.map(|value| bytes_of(&value)))
    }

    async fn exchange(&self) -> Result<Vec<Exchange>, StoreError> {
        let request = self.reading(EXCHANGE)?.get_all(None, None).map_err(store_error)?;
        let values = request.await.map_err(store_error)?;
        // An entry of a newer version that this one can't read is history that it can't show.
        Ok(values.iter().filter_map(|value| Exchange::read(&bytes_of(value))).collect())
    }

    async fn put_draft(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.single(DRAFTS, |store| store.put(&to_js(bytes), Some(&name.into())).map(drop)).await
    }

    async fn draft(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.get(DRAFTS, name).await?.map(|value| bytes_of(&value)))
    }

    async fn drop_draft(&self, name: &str) -> Result<(), StoreError> {
        self.single(DRAFTS, |store| store.delete(JsValue::from_str(name)).map(drop)).await
    }

    async fn draft_names(&self) -> Result<Vec<String>, StoreError> {
        let request = self.reading(DRAFTS)?.get_all_keys(None, None).map_err(store_error)?;
        let keys = request.await.map_err(store_error)?;
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    fn is_writable(&self) -> bool {
        self.writable && !self.gone.get()
    }
}
