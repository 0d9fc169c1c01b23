//! The store against a real IndexedDB: strict, append only, all or nothing, several tabs.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lianxin::browser::channel::Channel;
use lianxin::browser::idb::{IdbStore, SCHEMA};
use lianxin::browser::keys::WebSigner;
use lianxin::browser::lock::exclusive;
use lianxin::browser::workspaces::{self, Entry};
use lianxin::domain::bundle::read::File;
use lianxin::domain::bundle::row::Row;
use lianxin::domain::command::{Command, Stamp};
use lianxin::domain::id::{Hash, WorkspaceId};
use lianxin::session::{self, Along, Failure, Session};
use lianxin::store::{Exchange, Openers, SentHow, Store, StoreError, Write};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{both, fresh, script};

const NOW: i64 = 1_542_211_200_000;

fn sent(number: u64) -> Exchange {
    Exchange::Sent {
        number,
        to: None,
        device: None,
        time: NOW,
        name: format!("lianxin-{number}.json"),
        bytes: 10,
        events: 1,
        own_heads: BTreeMap::from([("all".to_string(), number)]),
        how: SentHow::Shared,
        openers: Openers::Anyone,
        among: String::new(),
    }
}

fn photo(byte: u8) -> (Hash, File) {
    let bytes = vec![0xff, 0xd8, 0xff, byte];
    (Hash::of(&bytes), File { media_type: "image/jpeg".into(), bytes })
}

/// A row, of three the middle one with an index.
fn row(n: u8, mark: u8) -> Row {
    Row { index: (n == 1).then(|| vec![mark]), ..Row::from(vec![b'[', b'0' + n, mark, b']']) }
}

/// A write of everything that a write can hold: two files, three rows, two exchange entries, two values, one draft dropped.
fn everything(after: u64, mark: u8) -> Write {
    Write {
        after,
        rows: (0..3).map(|n| row(n, mark)).collect(),
        files: BTreeMap::from([photo(mark), photo(mark + 1)]),
        exchange: vec![sent(u64::from(mark)), sent(u64::from(mark) + 1)],
        meta: BTreeMap::from([("one".to_string(), vec![mark]), ("two".to_string(), vec![mark])]),
        drop_drafts: vec!["visit".into()],
        ..Write::default()
    }
}

#[wasm_bindgen_test]
async fn a_row_is_written_anew_with_or_without_an_index_and_files_go_with_it() {
    let (name, store) = fresh("anew").await;
    store.write(everything(0, b'a')).await.expect("writes");
    let held = store.rows(0).await.expect("reads");
    let anew = |row: Row| BTreeMap::from([(2, row.clone()), (3, row)]);
    let bare = Row::from(b"[bare]".to_vec());
    let indexed = Row { index: Some(b"new".to_vec()), ..Row::from(b"[indexed]".to_vec()) };
    for row in [bare, indexed] {
        let write = Write { after: 3, rewrites: anew(row.clone()), drop_files: vec![photo(b'a').0], ..Write::default() };
        assert_eq!(store.write(write).await, Ok(3), "no row is added");
        let reopened = IdbStore::open(&name).await.expect("opens");
        assert_eq!(reopened.rows(0).await, Ok(vec![held[0].clone(), (2, row.clone()), (3, row)]));
        assert_eq!(reopened.held_files().await, Ok(vec![photo(b'b').0]));
    }
    // One that is too late changes nothing.
    let before = contents(&name).await;
    let late = Write { after: 2, rewrites: anew(Row::from(b"[late]".to_vec())), drop_files: vec![photo(b'b').0], ..Write::default() };
    assert_eq!(store.write(late).await, Err(StoreError::Stale));
    assert_eq!(contents(&name).await, before);
}

/// All that the database holds, whatever wrote it.
async fn contents(name: &str) -> String {
    const DUMP: &str = "
        const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
        const database = await ask(indexedDB.open(a)), out = {};
        for (const store of database.objectStoreNames) {
            const held = database.transaction(store).objectStore(store);
            const [keys, values] = await Promise.all([ask(held.getAllKeys()), ask(held.getAll())]);
            out[store] = keys.map((key, i) => [key, values[i]]);
        }
        database.close();
        return JSON.stringify(out, (_, v) => v instanceof Uint8Array ? [...v].join() : v)";
    script(DUMP, &name.into(), &JsValue::NULL).await.expect("dumps").as_string().expect("text")
}

/// Lets `calls` more write calls of any object store pass; the next does what `fault` says. Put right by [`heal`].
async fn fail_after(calls: u32, fault: &str) {
    const PATCH: &str = "
        const proto = IDBObjectStore.prototype;
        globalThis.healing ??= { add: proto.add, put: proto.put, delete: proto.delete };
        let left = a;
        for (const [name, real] of Object.entries(globalThis.healing)) {
            proto[name] = function (...args) {
                if (left-- !== 0) return real.apply(this, args);
                if (b === 'quota') throw new DOMException('told to', 'QuotaExceededError');
                if (b === 'throw') throw new DOMException('told to', 'DataError');
                const request = real.apply(this, args);
                if (b === 'abort') this.transaction.abort();
                if (b === 'late') globalThis.healing.add.call(this.transaction.objectStore('meta'), 1, 'held');
                return request;
            };
        }";
    script(PATCH, &calls.into(), &fault.into()).await.expect("patches");
}

async fn heal() {
    script("Object.assign(IDBObjectStore.prototype, globalThis.healing)", &JsValue::NULL, &JsValue::NULL).await.expect("heals");
}

#[wasm_bindgen_test]
async fn strict_durability_is_asked_for_and_given() {
    let (_, store) = fresh("strict").await;
    let (transaction, raw) = store.strict(&["log", "meta"]).expect("a transaction");
    let durability = js_sys::Reflect::get(&raw, &"durability".into()).expect("a member");
    assert_eq!(durability.as_string().as_deref(), Some("strict"));
    let _ = transaction.abort();
}

/// Every transaction that writes is strict, not only the one that the test asks for by name.
#[wasm_bindgen_test]
async fn each_writing_call_asks_for_strict_durability() {
    let (_, store) = fresh("strict-all").await;
    const WATCH: &str = "
        const proto = IDBDatabase.prototype, real = proto.transaction;
        globalThis.asked = [];
        globalThis.unwatch = () => { proto.transaction = real; };
        proto.transaction = function (stores, mode = 'readonly', options) {
            const transaction = real.call(this, stores, mode, options);
            globalThis.asked.push(`${mode} ${transaction.durability}`);
            return transaction;
        };";
    script(WATCH, &JsValue::NULL, &JsValue::NULL).await.expect("watches");
    let signer = WebSigner::generate().await.expect("keys");
    store.write_with_keys(everything(0, b'a'), &signer).await.expect("writes");
    store.write(everything(3, b'c')).await.expect("writes");
    store.put_draft("visit", b"half").await.expect("keeps");
    store.drop_draft("visit").await.expect("drops");
    let asked = script("globalThis.unwatch(); return globalThis.asked.join()", &JsValue::NULL, &JsValue::NULL).await.expect("told");
    assert_eq!(asked.as_string().as_deref(), Some(["readwrite strict"; 4].join(",").as_str()));
}

#[wasm_bindgen_test]
async fn what_was_written_is_there_after_a_reopening() {
    let (name, store) = fresh("reopen").await;
    store.put_draft("visit", b"half").await.expect("keeps");
    assert_eq!(store.write(everything(0, b'a')).await, Ok(3));
    store.close();
    let store = IdbStore::open(&name).await.expect("opens again");
    let rows = store.rows(0).await.expect("reads");
    assert_eq!(rows, [(1, row(0, b'a')), (2, row(1, b'a')), (3, row(2, b'a'))]);
    assert_eq!(store.rows(2).await.expect("reads"), rows[2..]);
    assert_eq!(store.rows(3).await.expect("reads"), []);
    let (hash, file) = photo(b'a');
    assert_eq!(store.file(&hash).await, Ok(Some(file)));
    assert_eq!(store.file(&Hash::ZERO).await, Ok(None));
    let held: BTreeSet<Hash> = store.held_files().await.expect("reads").into_iter().collect();
    assert_eq!(held, BTreeSet::from([photo(b'a').0, photo(b'b').0]));
    assert_eq!(store.meta("one").await, Ok(Some(vec![b'a'])));
    assert_eq!(store.meta("three").await, Ok(None));
    assert_eq!(store.exchange().await, Ok(vec![sent(97), sent(98)]));
    assert_eq!(store.draft("visit").await, Ok(None));
    assert!(store.is_writable());
}

#[wasm_bindgen_test]
async fn the_log_only_grows() {
    let (_, store) = fresh("append").await;
    assert_eq!(store.write(everything(0, b'a')).await, Ok(3));
    assert_eq!(store.write(everything(3, b'c')).await, Ok(6));
    let numbers: Vec<u64> = store.rows(0).await.expect("reads").into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    assert_eq!(store.exchange().await.expect("reads").len(), 4);
    assert_eq!(store.meta("one").await, Ok(Some(vec![b'c'])));
    assert_eq!(store.held_files().await.expect("reads").len(), 4);
}

#[wasm_bindgen_test]
async fn a_write_without_rows_keeps_its_place() {
    let (_, store) = fresh("no-rows").await;
    assert_eq!(store.write(everything(0, b'a')).await, Ok(3));
    let write = Write { after: 3, exchange: vec![sent(1)], ..Write::default() };
    assert_eq!(store.write(write).await, Ok(3));
    assert_eq!(store.write(Write { after: 3, ..Write::default() }).await, Ok(3));
    assert_eq!(store.exchange().await.expect("reads").len(), 3);
}

#[wasm_bindgen_test]
async fn a_stale_writer_is_refused_and_leaves_nothing() {
    let (name, one) = fresh("stale").await;
    let two = IdbStore::open(&name).await.expect("a second tab opens");
    assert_eq!(one.write(everything(0, b'a')).await, Ok(3));
    let before = contents(&name).await;
    assert_eq!(two.write(everything(0, b'c')).await, Err(StoreError::Stale));
    assert_eq!(two.write(everything(2, b'c')).await, Err(StoreError::Stale));
    assert_eq!(contents(&name).await, before);
    assert_eq!(two.rows(0).await.expect("reads").len(), 3);
    assert_eq!(two.write(everything(3, b'c')).await, Ok(6));
}

#[wasm_bindgen_test]
async fn of_two_writers_at_once_one_is_refused_whole() {
    let (name, one) = fresh("race").await;
    let two = IdbStore::open(&name).await.expect("a second tab opens");
    let ends = both(async move { one.write(everything(0, b'a')).await }, async move { two.write(everything(0, b'c')).await }).await;
    assert!(matches!(ends, (Ok(3), Err(StoreError::Stale)) | (Err(StoreError::Stale), Ok(3))), "{ends:?}");
    let store = IdbStore::open(&name).await.expect("opens");
    assert_eq!((store.rows(0).await.expect("reads").len(), store.exchange().await.expect("reads").len()), (3, 2));
}

#[wasm_bindgen_test]
async fn two_tabs_write_under_the_lock_and_nothing_is_lost() {
    let (name, one) = fresh("locked").await;
    let two = IdbStore::open(&name).await.expect("a second tab opens");
    let writing = |store: IdbStore, mark: &'static str, name: String| async move {
        for turn in 0..12 {
            let store = store.clone();
            let work = async move {
                let after = store.rows(0).await.expect("reads").last().map_or(0, |(number, _)| *number);
                let rows = vec![format!("[\"{mark}{turn}\"]").into_bytes().into()];
                store.write(Write { after, rows, ..Write::default() }).await
            };
            let end = exclusive(&name, work).await.expect("the lock is given");
            assert!(end.is_ok(), "{mark}{turn}: {end:?}");
        }
    };
    both(writing(one, "a", name.clone()), writing(two, "b", name.clone())).await;
    let store = IdbStore::open(&name).await.expect("opens");
    let rows: Vec<String> =
        store.rows(0).await.expect("reads").into_iter().map(|(_, row)| String::from_utf8(row.bytes.to_vec()).expect("text")).collect();
    let expected: BTreeSet<String> = (0..12).flat_map(|n| [format!("[\"a{n}\"]"), format!("[\"b{n}\"]")]).collect();
    assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), expected);
    assert_eq!(rows.len(), 24);
    for mark in ["a", "b"] {
        let own: Vec<String> = rows.iter().filter(|row| row.contains(mark)).cloned().collect();
        assert_eq!(own, (0..12).map(|n| format!("[\"{mark}{n}\"]")).collect::<Vec<_>>(), "each tab's own order is kept");
    }
}

async fn founded(name: &str) -> (String, Session<IdbStore, WebSigner>, WorkspaceId) {
    let (name, store) = fresh(name).await;
    let signer = WebSigner::generate().await.expect("keys");
    let (workspace, write) = session::found(&signer, "台账", "市级统筹", "+08:00", "0123456789abcdef", NOW).expect("founds");
    store.write_with_keys(write, &signer).await.expect("writes");
    let session = Session::open(store, signer, workspace).await.expect("opens");
    (name, session, workspace)
}

async fn second_tab(name: &str, workspace: WorkspaceId) -> Session<IdbStore, WebSigner> {
    let store = IdbStore::open(name).await.expect("opens");
    let signer = store.signer().await.expect("reads").expect("keys");
    Session::open(store, signer, workspace).await.expect("opens")
}

fn unit(name: &str) -> Command {
    Command::RegisterUnit { name: name.into(), kind: "district".into(), parent: None }
}

/// Two tabs are one device: if both wrote the same number, its feed would fork for ever.
#[wasm_bindgen_test]
async fn two_tabs_of_one_device_never_fork_its_feed_even_without_the_lock() {
    let (name, one, workspace) = founded("fork").await;
    let two = second_tab(&name, workspace).await;
    let writing = |session: Session<IdbStore, WebSigner>, mark: &'static str| async move {
        let mut written = 0;
        for turn in 0..8 {
            let stamp = || Stamp { now: NOW + turn, random: Vec::new() };
            match session.commit(&unit(&format!("{mark}{turn}")), stamp, Along::default()).await {
                Ok(_) => written += 1,
                Err(Failure::Store(StoreError::Stale)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        written
    };
    let (a, b) = both(writing(one, "a"), writing(two, "b")).await;
    let after = second_tab(&name, workspace).await.snapshot();
    assert_eq!(after.state.roster.units.len(), a + b);
    assert!(a + b >= 8, "{a} and {b} were written");
    assert!(!after.is_stopped(second_tab(&name, workspace).await.own()), "the feed forked");
}

#[wasm_bindgen_test]
async fn a_tab_reads_what_the_other_wrote_before_it_writes() {
    let (name, one, workspace) = founded("catch-up").await;
    let two = second_tab(&name, workspace).await;
    one.commit(&unit("甘井子区"), || Stamp { now: NOW, random: Vec::new() }, Along::default()).await.expect("writes");
    assert_eq!(two.snapshot().state.roster.units.len(), 0);
    two.commit(&unit("金州区"), || Stamp { now: NOW, random: Vec::new() }, Along::default()).await.expect("writes");
    assert_eq!(two.snapshot().state.roster.units.len(), 2);
    assert_eq!(one.catch_up().await, Ok(true));
    assert_eq!(one.catch_up().await, Ok(false));
    assert_eq!(one.snapshot().state.roster.units.len(), 2);
}

/// Eleven write calls make up [`everything`]; a failure at each leaves nothing, keeps the draft, and the next save works.
#[wasm_bindgen_test]
async fn a_save_that_fails_at_any_write_call_leaves_nothing() {
    const CALLS: u32 = 11;
    let (name, store) = fresh("faults").await;
    store
        .write(Write { rows: vec![b"[]".to_vec().into()], meta: BTreeMap::from([("held".to_string(), vec![1])]), ..Write::default() })
        .await
        .expect("writes");
    store.put_draft("visit", "写了一半".as_bytes()).await.expect("keeps");
    let before = contents(&name).await;
    for fault in ["quota", "throw", "abort", "late"] {
        for calls in 0..CALLS {
            fail_after(calls, fault).await;
            let end = store.write(everything(1, b'a')).await;
            heal().await;
            match (fault, &end) {
                ("quota", Err(StoreError::Quota)) => {}
                ("throw" | "abort" | "late", Err(StoreError::Failed(_))) => {}
                _ => panic!("{fault} at call {calls}: {end:?}"),
            }
            assert_eq!(contents(&name).await, before, "{fault} at call {calls}");
            assert_eq!(store.draft("visit").await, Ok(Some("写了一半".as_bytes().to_vec())), "{fault} at call {calls}");
        }
    }
    fail_after(CALLS, "throw").await;
    let end = store.write(everything(1, b'a')).await;
    heal().await;
    assert_eq!(end, Ok(4), "there are {CALLS} write calls and no more");
    assert_eq!(store.draft("visit").await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_founding_that_fails_leaves_neither_rows_nor_keys() {
    let (name, store) = fresh("founding").await;
    let signer = WebSigner::generate().await.expect("keys");
    let before = contents(&name).await;
    let (_, write) = session::found(&signer, "台账", "市级统筹", "+08:00", "0123456789abcdef", NOW).expect("founds");
    // A row, the devices' keys, the own keys.
    for fault in ["quota", "abort"] {
        for calls in 0..3 {
            fail_after(calls, fault).await;
            let end = store.write_with_keys(write.clone(), &signer).await;
            heal().await;
            assert!(end.is_err(), "{fault} at call {calls}");
            assert_eq!(contents(&name).await, before, "{fault} at call {calls}");
            assert!(store.signer().await.expect("reads").is_none());
        }
    }
    assert_eq!(store.write_with_keys(write, &signer).await, Ok(1));
    assert!(store.signer().await.expect("reads").is_some());
}

#[wasm_bindgen_test]
async fn a_draft_that_fails_keeps_the_older_one() {
    let (_, store) = fresh("draft-faults").await;
    store.put_draft("visit", b"older").await.expect("keeps");
    for fault in ["quota", "throw", "abort"] {
        fail_after(0, fault).await;
        let end = store.put_draft("visit", b"newer").await;
        heal().await;
        assert!(end.is_err(), "{fault}");
        assert_eq!(store.draft("visit").await, Ok(Some(b"older".to_vec())), "{fault}");
        fail_after(0, fault).await;
        let end = store.drop_draft("visit").await;
        heal().await;
        assert!(end.is_err(), "{fault}");
        assert_eq!(store.draft("visit").await, Ok(Some(b"older".to_vec())), "{fault}");
    }
    store.put_draft("visit", b"newer").await.expect("keeps");
    assert_eq!(store.draft("visit").await, Ok(Some(b"newer".to_vec())));
    store.drop_draft("visit").await.expect("drops");
    assert_eq!(store.draft("visit").await, Ok(None));
}

/// What the session shows is only ever what is on disk.
#[wasm_bindgen_test]
async fn nothing_is_shown_of_a_command_that_was_not_written() {
    let (_, session, _) = founded("write-then-show").await;
    let before = session.snapshot();
    fail_after(0, "quota").await;
    let end = session.commit(&unit("甘井子区"), || Stamp { now: NOW, random: Vec::new() }, Along::default()).await;
    heal().await;
    assert_eq!(end.err(), Some(Failure::Store(StoreError::Quota)));
    assert!(Rc::ptr_eq(&before, &session.snapshot()));
}

#[wasm_bindgen_test]
async fn a_store_of_a_newer_version_can_be_read_and_not_written() {
    let (name, store) = fresh("newer").await;
    store.put_draft("visit", b"half").await.expect("keeps");
    store.write(Write { rows: vec![b"[]".to_vec().into()], ..Write::default() }).await.expect("writes");
    store.close();
    const UPGRADE: &str = "
        const request = indexedDB.open(a, b);
        await new Promise((done, fail) => { request.onsuccess = done; request.onerror = fail; });
        request.result.close()";
    script(UPGRADE, &name.as_str().into(), &(SCHEMA + 1).into()).await.expect("upgrades");
    let before = contents(&name).await;
    let store = IdbStore::open(&name).await.expect("opens all the same");
    assert!(!store.is_writable());
    assert_eq!(store.rows(0).await.expect("reads").len(), 1);
    assert_eq!(store.draft("visit").await, Ok(Some(b"half".to_vec())));
    assert_eq!(store.write(everything(1, b'a')).await, Err(StoreError::ReadOnly));
    assert_eq!(store.put_draft("visit", b"more").await, Err(StoreError::ReadOnly));
    assert_eq!(store.drop_draft("visit").await, Err(StoreError::ReadOnly));
    let signer = WebSigner::generate().await.expect("keys");
    assert_eq!(store.write_with_keys(Write { after: 1, ..Write::default() }, &signer).await, Err(StoreError::ReadOnly));
    assert_eq!(contents(&name).await, before);
}

#[wasm_bindgen_test]
async fn a_database_that_another_tab_upgrades_or_deletes_is_gone() {
    for other in ["indexedDB.open(a, 9)", "indexedDB.deleteDatabase(a)"] {
        let (name, store) = fresh("gone").await;
        store.write(everything(0, b'a')).await.expect("writes");
        let body = format!(
            "const r = {other}; await new Promise((done, fail) => {{ r.onsuccess = done; r.onerror = r.onblocked = fail; }}); r.result?.close()"
        );
        script(&body, &name.as_str().into(), &JsValue::NULL).await.expect("is not blocked by this tab");
        assert!(!store.is_writable(), "{other}");
        assert_eq!(store.write(everything(3, b'c')).await, Err(StoreError::Gone), "{other}");
        assert_eq!(store.put_draft("visit", b"half").await, Err(StoreError::Gone), "{other}");
        assert_eq!(store.rows(0).await, Err(StoreError::Gone), "{other}");
        assert_eq!(store.draft("visit").await, Err(StoreError::Gone), "{other}");
        assert_eq!(store.meta("one").await, Err(StoreError::Gone), "{other}");
        assert_eq!(store.exchange().await, Err(StoreError::Gone), "{other}");
        assert_eq!(store.held_files().await, Err(StoreError::Gone), "{other}");
    }
}

#[wasm_bindgen_test]
async fn a_closed_store_writes_nothing() {
    let (name, store) = fresh("closed").await;
    let other = store.clone();
    store.write(everything(0, b'a')).await.expect("writes");
    let before = contents(&name).await;
    store.close();
    assert_eq!(other.write(everything(3, b'c')).await, Err(StoreError::Gone));
    assert_eq!(other.rows(0).await, Err(StoreError::Gone));
    assert_eq!(contents(&name).await, before);
}

#[wasm_bindgen_test]
async fn closing_in_the_middle_of_a_save_leaves_all_of_it_or_nothing() {
    let (name, store) = fresh("closing").await;
    let (writer, closer) = (store.clone(), store.clone());
    let (end, _) = both(async move { writer.write(everything(0, b'a')).await }, async move {
        closer.close();
        Ok(0)
    })
    .await;
    let held = IdbStore::open(&name).await.expect("opens").rows(0).await.expect("reads").len();
    assert_eq!(held, if end.is_ok() { 3 } else { 0 }, "{end:?}");
}

#[wasm_bindgen_test]
async fn a_large_photo_comes_back_byte_for_byte() {
    let (name, store) = fresh("large").await;
    let bytes: Vec<u8> = (0..300_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let hash = Hash::of(&bytes);
    let file = File { media_type: "image/jpeg".into(), bytes };
    store.write(Write { files: BTreeMap::from([(hash, file.clone())]), ..Write::default() }).await.expect("writes");
    store.close();
    assert_eq!(IdbStore::open(&name).await.expect("opens").file(&hash).await, Ok(Some(file)));
}

#[wasm_bindgen_test]
async fn the_list_of_workspaces_remembers_the_last_opened_first() {
    let entry = |byte: u8, opened: i64| {
        let workspace = Hash::of(&[byte]);
        Entry { workspace, database: workspaces::database_name(&workspace, false), sample: false, opened }
    };
    let (one, two) = (entry(1, 10), entry(2, 20));
    for entry in [&one, &two] {
        workspaces::put(entry).await.expect("puts");
    }
    assert_eq!(workspaces::list().await, Ok(vec![two.clone(), one.clone()]));
    let again = Entry { opened: 30, ..one.clone() };
    workspaces::put(&again).await.expect("puts");
    assert_eq!(workspaces::list().await, Ok(vec![again, two.clone()]));
    workspaces::remove(&one.database).await.expect("removes");
    assert_eq!(workspaces::list().await, Ok(vec![two.clone()]));
    workspaces::remove(&two.database).await.expect("removes");
    assert_eq!(workspaces::list().await, Ok(vec![]));
    assert!(one.database.starts_with("lianxin-") && one.database.len() == 16);
}

/// What is not on the list is never opened again: a write of it that was aborted must not pass for one that was made.
#[wasm_bindgen_test]
async fn a_list_that_could_not_be_written_says_so() {
    let workspace = Hash::of(&[3]);
    let entry = Entry { workspace, database: workspaces::database_name(&workspace, false), sample: false, opened: 30 };
    for fault in ["quota", "throw", "abort"] {
        fail_after(0, fault).await;
        let end = workspaces::put(&entry).await;
        heal().await;
        assert_eq!(matches!(end, Err(StoreError::Quota)), fault == "quota", "{fault}: {end:?}");
        assert!(end.is_err(), "{fault}");
        assert!(!workspaces::list().await.expect("reads").contains(&entry), "{fault}");
    }
    workspaces::put(&entry).await.expect("puts");
    for fault in ["quota", "throw", "abort"] {
        fail_after(0, fault).await;
        let end = workspaces::remove(&entry.database).await;
        heal().await;
        assert!(end.is_err(), "{fault}");
        assert!(workspaces::list().await.expect("reads").contains(&entry), "{fault}");
    }
    workspaces::remove(&entry.database).await.expect("removes");
}

#[wasm_bindgen_test]
async fn other_tabs_hear_that_something_was_written() {
    let heard = js_sys::Promise::new(&mut |resolve, _| {
        let channel = Channel::open("lianxin-test-channel", move || {
            let _ = resolve.call0(&JsValue::NULL);
        });
        // It listens until the test page is closed.
        std::mem::forget(channel);
    });
    let other = Channel::open("lianxin-test-channel", || panic!("a channel does not hear itself")).expect("a channel");
    other.announce();
    let end = wasm_bindgen_futures::JsFuture::from(heard).await.expect("heard");
    assert!(end.is_undefined() && end.dyn_ref::<js_sys::Object>().is_none());
}
