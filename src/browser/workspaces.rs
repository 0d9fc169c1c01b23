//! The list of this device's workspaces, in a small database of its own.

use idb::{Factory, ObjectStoreParams, Transaction, TransactionMode};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::idb::{finish, store_error};
use crate::domain::id::WorkspaceId;
use crate::domain::order::InOrder;
use crate::store::StoreError;

const DATABASE: &str = "lianxin";
const STORE: &str = "workspaces";

/// A workspace that this device holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub workspace: WorkspaceId,
    pub database: String,
    pub sample: bool,
    /// When it was last opened, ms since 1970 UTC.
    pub opened: i64,
}

/// The database of a workspace. Static hosts may be shared, so every name begins alike.
pub fn database_name(workspace: &WorkspaceId, sample: bool) -> String {
    if sample { "lianxin-sample".into() } else { format!("lianxin-{}", workspace.prefix(8)) }
}

async fn open() -> Result<idb::Database, StoreError> {
    let mut request = Factory::new().map_err(store_error)?.open(DATABASE, Some(1)).map_err(store_error)?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = idb::DatabaseEvent::database(&event) {
            // A failure here fails the open itself.
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await.map_err(store_error)
}

/// All entries, the last opened first.
pub async fn list() -> Result<Vec<Entry>, StoreError> {
    let database = open().await?;
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly).map_err(store_error)?;
    let store = transaction.object_store(STORE).map_err(store_error)?;
    let values = store.get_all(None, None).map_err(store_error)?.await.map_err(store_error)?;
    database.close();
    let read = |value: &JsValue| serde_json::from_slice(&value.dyn_ref::<Uint8Array>()?.to_vec()).ok();
    let mut entries: Vec<Entry> = values.iter().filter_map(read).collect();
    entries.order_by_key(|e| std::cmp::Reverse(e.opened));
    Ok(entries)
}

pub async fn put(entry: &Entry) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec(entry).map_err(|e| StoreError::Failed(e.to_string()))?;
    change(|store| store.put(&Uint8Array::from(bytes.as_slice()), Some(&entry.database.as_str().into())).map(drop)).await
}

pub async fn remove(database: &str) -> Result<(), StoreError> {
    change(|store| store.delete(JsValue::from_str(database)).map(drop)).await
}

async fn change(act: impl FnOnce(&idb::ObjectStore) -> Result<(), idb::Error>) -> Result<(), StoreError> {
    let database = open().await?;
    let done = change_in(&database, act).await;
    database.close();
    done
}

/// Only a transaction that is complete counts: one that was aborted ends too, and holds the reason.
async fn change_in(database: &idb::Database, act: impl FnOnce(&idb::ObjectStore) -> Result<(), idb::Error>) -> Result<(), StoreError> {
    let raw = JsValue::from(database.transaction(&[STORE], TransactionMode::ReadWrite).map_err(store_error)?);
    let transaction = Transaction::try_from(raw.clone()).map_err(store_error)?;
    act(&transaction.object_store(STORE).map_err(store_error)?).map_err(store_error)?;
    finish(transaction, &raw).await
}
