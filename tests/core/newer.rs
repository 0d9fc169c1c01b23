//! Files of a newer version: kinds and members that this one does not know go on from hand to hand, to the byte.

use std::collections::BTreeMap;

use lianxin::domain::bundle::export::{merged, write_piece};
use lianxin::domain::bundle::plan::Plan;
use lianxin::domain::bundle::row::Row;
use lianxin::domain::id::Scope;
use lianxin::domain::ledger::Ledger;
use lianxin::domain::state::State;
use lianxin::domain::trust::View;
use lianxin::session::Session;
use lianxin::store::{MemoryStore, Store, Write};
use pollster::block_on;
use serde_json::{Value, json};

use crate::exchange::{arriving, check};
use crate::press::{Chain, Shell, in_world};
use crate::world::{Hand, Hands, NOW, Staff};

/// Entries that a later version may write.
fn unknown() -> Vec<(&'static str, Value)> {
    let mut out = vec![("drone-flown", json!({"height": 120, "~z": {"a": "é\u{301}", "b": [null, true, [], {}]}}))];
    out.push(("vote-held", json!({"yes": 9_007_199_254_740_991i64, "no": -1, "of": "project", "over": 7})));
    out.push(("signal-changed", json!({"text": "\u{0} \u{1f} \" \\ / \u{20bb7} \u{202e} \u{feff}", "to": {}})));
    out
}

/// Every event as it must stand in a file: canonical, unknown or not.
fn events(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let mut out = Vec::new();
    for piece in value["pieces"].as_array().unwrap() {
        for (n, event) in piece["events"].as_array().unwrap().iter().enumerate() {
            assert!(text.contains(&event.to_string()), "canonical: {event}");
            out.push(format!("{} {} {} {event}", piece["scope"], piece["device"], piece["from"].as_u64().unwrap() + n as u64));
        }
    }
    out.sort();
    out
}

/// A store with these rows and the keys of the two who write and send.
fn stored(rows: Vec<Row>) -> MemoryStore {
    let keys: BTreeMap<_, _> = ["city", "陈"].map(Hand::new).into_iter().map(|hand| (hand.id(), hand.key)).collect();
    let meta = BTreeMap::from([("devices".to_string(), serde_json::to_vec(&keys).unwrap())]);
    let store = MemoryStore::default();
    block_on(store.write(Write { rows, meta, ..Write::default() })).unwrap();
    store
}

/// A device that holds what came in a file.
fn holds(hand: &Hand, bytes: &[u8]) -> Session<MemoryStore, Hand> {
    let workspace = check(bytes).workspace;
    let mut ledger = Ledger::new(workspace);
    let state = State::fold(&mut ledger, View::default());
    let plan = Plan::new(&ledger, &state, arriving(bytes));
    block_on(Session::open(stored(plan.rows()), hand.clone(), workspace)).unwrap()
}

#[test]
fn unknown_kinds_and_members_go_from_device_to_device() {
    let mut s = Staff::new();
    let (city, scope) = (s.city(), s.scope());
    let (second, second_person) = s.w.hires(&city, "陈", "city", None);
    for (kind, body) in unknown() {
        for scope in [Scope::All, Scope::Office, scope] {
            s.w.writes(&city, scope, kind, body.clone());
        }
    }
    // A kind that is known, with members that are not, and an entry that names one of an unknown kind.
    let visit = json!({"on": "2018-11-11", "kind": "phone", "later": {"a": [1, null]}, "zz": "\u{e9}"});
    s.w.writes(&city, scope, "visit-logged", visit);
    // As the founder's own rows, which its session seals when it sends.
    let mut row = b"[".to_vec();
    for (n, piece) in s.w.written.iter().enumerate() {
        row.extend(if n > 0 { &b","[..] } else { b"" });
        write_piece(&piece.feed, &piece.events.iter().collect::<Vec<_>>(), None, &mut row);
    }
    row.push(b']');
    let founder = block_on(Session::open(stored(vec![row.into()]), city.clone(), s.w.workspace)).unwrap();
    let first = block_on(founder.parcel(&second_person, true, None, NOW)).unwrap().bytes.to_vec();
    let written = events(&first);
    let are_there = |which: &str| written.iter().filter(|e| e.contains(which)).count();
    assert_eq!((are_there("drone-flown"), are_there("vote-held"), are_there("signal-changed"), are_there("\"later\"")), (3, 3, 3, 1));
    // The founder's device takes it in and sends everything on; the other one's does the same; then by way of a merged file.
    let mut bytes = first.clone();
    for (hop, (hand, to)) in [(&city, second_person), (&second, s.w.mayor), (&city, second_person)].into_iter().enumerate() {
        let session = holds(hand, &bytes);
        bytes = block_on(session.parcel(&to, true, None, NOW + 1000 * hop as i64)).unwrap().bytes.to_vec();
        assert_eq!(events(&bytes), written, "after hop {hop}");
        let mut ledger = Ledger::new(s.w.workspace);
        let checked = check(&bytes);
        checked.pieces.iter().for_each(|piece| drop(ledger.insert(piece)));
        ledger.devices.extend(checked.devices);
        bytes = merged(&ledger, |_, _| false, &BTreeMap::new());
        assert_eq!(events(&bytes), written, "merged after hop {hop}");
    }
    // And it is taken into a ledger that was there before, through the preview.
    let plan = block_on(founder.plan(arriving(&bytes), &Hands));
    assert_eq!(plan.files().len(), 0);
    assert_eq!(plan.rows().len(), 0, "all of it is held already");
}

#[test]
fn unknown_kinds_and_members_pass_the_command_line_again_and_again() {
    in_world(|w| {
        let shell = Shell::new("newer");
        let (mut all, mut project) = (w.all.clone(), w.visits.clone());
        let mut office = Chain::new(w.founder, &w.workspace, "office");
        for (kind, body) in unknown() {
            for chain in [&mut all, &mut office, &mut project] {
                chain.write(kind, body.clone());
            }
        }
        let mut newer = w.of(vec![all.whole(), w.project.whole(), office.whole(), project.whole()]);
        // The envelope may say more, which is between its sender and its reader.
        newer["later"] = json!({"a": [1, null]});
        newer["pieces"][0]["colour"] = json!("red");
        let mut text = newer.to_string();
        let written = events(text.as_bytes());
        assert!(written.iter().filter(|e| e.contains("drone-flown")).count() == 4);
        let path = shell.put(&text);
        let (code, answer, _) = shell.run(&["check", &path]);
        assert_eq!(code, 0, "{answer}");
        let digest = shell.says(&["digest", &path]);
        for hop in 0..3 {
            // Each time together with an older state of the same feeds, and in parts.
            let older = shell.put(&w.bundle().to_string());
            let part = shell.put(&w.of(vec![project.piece(2, 6)]).to_string());
            let out = shell.merge(&[older, shell.put(&text), part]);
            assert_eq!(events(out.as_bytes()), written, "hop {hop}");
            assert!(hop == 0 || out == text, "nothing is left to change");
            text = out;
        }
        assert_eq!(shell.says(&["digest", &shell.put(&text)]), digest);
    });
}
