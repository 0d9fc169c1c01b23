//! Reading pieces: every code that a piece can get, where, and in which order the checks come.

use lianxin::domain::bundle::read::MAX_FILE;
use lianxin::domain::hash::{decode, encode};
use serde_json::{Value, json};

use crate::press::{Author, Chain, GROUP_ORDER, NOON, PROJECT, World, bundle, changed, hash, in_world, reseal, said, says, twin_signature};

/// Reads the world's bundle after a change of its third piece, which the secretary then seals anew.
#[track_caller]
fn resealed(change: impl FnOnce(&mut Value), expected: &str) {
    in_world(|w| {
        let mut b = w.bundle();
        change(&mut b["pieces"][2]);
        reseal(&mut b["pieces"][2], w.secretary, &w.workspace);
        says(&b, expected);
    });
}

/// The third piece refused, the others taken.
fn third(problem: &str) -> String {
    format!("5 in 2; {problem}")
}

#[test]
fn a_good_bundle_has_no_problem() {
    changed(|_, _| {}, "10 in 3");
}

#[test]
fn a_malformed_piece_is_not_a_bundle_and_the_rest_goes_on() {
    let here = third("not-a-bundle /pieces/2");
    for member in ["scope", "device", "from", "prev", "events"] {
        changed(|_, b| drop(b["pieces"][2].as_object_mut().unwrap().remove(member)), &here);
        changed(|_, b| b["pieces"][2][member] = json!(true), &here);
    }
    changed(|_, b| b["pieces"][2] = json!("a piece"), &here);
    changed(|_, b| b["pieces"][2] = json!(null), &here);
    changed(|_, b| b["pieces"][2] = json!([]), &here);
    changed(|_, b| b["pieces"][2]["events"] = json!([]), &here);
    changed(|_, b| b["pieces"][2]["from"] = json!(0), &here);
    changed(|_, b| b["pieces"][2]["from"] = json!("1"), &here);
    for scope in ["p:0123456789ABCDEF", "p:0123456789abcdeu", "p:0123", "everyone", "", "All", "p:"] {
        changed(|_, b| b["pieces"][2]["scope"] = json!(scope), &here);
    }
    changed(|_, b| b["pieces"][2]["prev"] = json!("short"), &here);
    changed(|_, b| b["pieces"][2]["device"] = json!("no device"), &here);
}

#[test]
fn a_malformed_event_or_seal_is_named() {
    let event = |n: usize| third(&format!("not-a-bundle /pieces/2/events/{n}"));
    for (n, bad) in [
        json!(1),
        json!({"kind": "noted", "body": {}}),
        json!({"time": -1, "kind": "noted", "body": {}}),
        json!({"time": 8_640_000_000_000_001i64, "kind": "noted", "body": {}}),
        json!({"time": "1", "kind": "noted", "body": {}}),
        json!({"time": 1, "body": {}}),
        json!({"time": 1, "kind": "", "body": {}}),
        json!({"time": 1, "kind": "Noted", "body": {}}),
        json!({"time": 1, "kind": "no_ted", "body": {}}),
        json!({"time": 1, "kind": "a".repeat(65), "body": {}}),
        json!({"time": 1, "kind": "noted"}),
        json!({"time": 1, "kind": "noted", "body": []}),
        json!({"time": 1, "kind": "noted", "body": null}),
        json!({"time": 1, "kind": "noted", "gone": "short"}),
        json!({"time": 1, "kind": "noted", "gone": "1".repeat(43)}),
        json!({"time": 1, "kind": "noted", "body": {}, "gone": hash(&json!({}))}),
    ]
    .into_iter()
    .enumerate()
    {
        changed(|_, b| b["pieces"][2]["events"][n % 5] = bad, &event(n % 5));
    }
    let seal = third("not-a-bundle /pieces/2/seal");
    for bad in [json!(null), json!("sig"), json!([]), json!({})] {
        changed(|_, b| b["pieces"][2]["seal"] = bad, &seal);
    }
    for (member, bad) in [("seq", json!(0)), ("seq", json!("5")), ("id", json!("x")), ("id", json!(5)), ("sig", json!(5))] {
        changed(|_, b| b["pieces"][2]["seal"][member] = bad, &seal);
    }
    // The first malformed place is the piece's one problem.
    changed(
        |_, b| {
            b["pieces"][2]["events"][3] = json!(1);
            b["pieces"][2]["events"][1] = json!(1);
            b["pieces"][2]["seal"] = json!(1);
        },
        &event(1),
    );
}

#[test]
fn what_is_at_the_bounds_is_good() {
    resealed(|p| p["events"][3]["time"] = json!(0), "10 in 3");
    resealed(|p| p["events"][3]["time"] = json!(8_640_000_000_000_000i64), "10 in 3");
    resealed(|p| p["events"][2]["kind"] = json!("z".repeat(64)), "10 in 3");
    resealed(|p| p["events"][2]["kind"] = json!("0-"), "10 in 3");
    // Members that an event or a piece doesn't have are dropped: they are in no id.
    changed(|_, b| b["pieces"][2]["events"][1]["seen"] = json!(true), "10 in 3");
    changed(|_, b| b["pieces"][2]["colour"] = json!("red"), "10 in 3");
    changed(|_, b| b["pieces"][2]["seal"]["by"] = json!("me"), "10 in 3");
}

#[test]
fn device_unknown() {
    let all = |b: &mut Value, w: &World<'_>| b["devices"][w.secretary.device()].clone();
    let here = third("device-unknown /pieces/2");
    changed(|w, b| drop(b["devices"].as_object_mut().unwrap().remove(&w.secretary.device())), &here);
    changed(|w, b| b["devices"][w.secretary.device()] = w.founder.jwk(), &here);
    changed(|w, b| b["devices"][w.secretary.device()]["d"] = json!("AAAA"), &here);
    changed(|w, b| b["devices"][w.secretary.device()]["crv"] = json!("P-384"), &here);
    changed(|w, b| b["devices"][w.secretary.device()]["kty"] = json!("OKP"), &here);
    changed(|w, b| b["devices"][w.secretary.device()] = json!("a key"), &here);
    changed(|w, b| drop(b["devices"][w.secretary.device()].as_object_mut().unwrap().remove("y")), &here);
    // Other members of a key are dropped.
    changed(|w, b| b["devices"][w.secretary.device()]["use"] = json!("sig"), "10 in 3");
    changed(
        |w, b| {
            let mut key = all(b, w);
            let x = key["x"].as_str().unwrap().to_string();
            key["x"] = json!(format!("{x}="));
            b["devices"][w.secretary.device()] = key;
        },
        &here,
    );
    // Two pieces of one device are two problems.
    in_world(|w| {
        let mut b = w.of(vec![w.all.whole(), w.visits.piece(1, 2), w.visits.piece(3, 5)]);
        b["devices"].as_object_mut().unwrap().remove(&w.secretary.device());
        says(&b, "4 in 1; device-unknown /pieces/1; device-unknown /pieces/2");
    });
}

/// A key whose point does not lie on the curve, under its own thumbprint.
pub fn off_curve() -> (String, Value) {
    let mut key = Author::new("secretary").jwk();
    let mut y = decode::<32>(key["y"].as_str().unwrap()).unwrap();
    y[31] ^= 1;
    key["y"] = json!(encode(&y));
    (hash(&key)[..22].to_string(), key)
}

#[test]
fn a_key_off_the_curve_is_no_key_before_anything_else_is_looked_at() {
    let (device, key) = off_curve();
    changed(
        |_, b| {
            b["devices"][&device] = key.clone();
            b["pieces"][2]["device"] = json!(device);
        },
        &third("device-unknown /pieces/2"),
    );
    changed(
        |_, b| {
            b["devices"][&device] = key.clone();
            b["pieces"][2]["device"] = json!(device);
            b["pieces"][2]["events"][0]["body"]["text"] = json!("x".repeat(70_000));
        },
        &third("device-unknown /pieces/2"),
    );
    // In a body such a key is of no shape.
    in_world(|w| {
        let mut all = w.all.clone();
        all.write("device-admitted", json!({"person": "a".repeat(22), "key": key, "box": w.founder.jwk()}));
        says(&w.of(vec![all.whole()]), "5 in 1; body-shape /pieces/0/events/4");
    });
}

#[test]
fn body_too_large() {
    // `{"text":"…"}` is 11 bytes around the text.
    let body = |bytes: usize| json!({"text": "x".repeat(bytes - 11)});
    assert_eq!(body(65_536).to_string().len(), 65_536);
    let large = |n: usize, bytes: usize| move |p: &mut Value| p["events"][n] = json!({"time": 1, "kind": "later", "body": body(bytes)});
    resealed(large(2, 65_536), "10 in 3");
    resealed(large(2, 65_537), &third("body-too-large /pieces/2/events/2"));
    resealed(large(0, 65_537), &third("body-too-large /pieces/2/events/0"));
    resealed(large(4, 100_000), &third("body-too-large /pieces/2/events/4"));
    // The canonical body counts: escapes and spaces of the file don't, and bytes do, not characters.
    in_world(|w| {
        let mut b = w.bundle();
        large(2, 65_536)(&mut b["pieces"][2]);
        reseal(&mut b["pieces"][2], w.secretary, &w.workspace);
        let spaced = b.to_string().replace(&"x".repeat(65_525), &"\\u0078".repeat(65_525)).replace("{\"text\":", " { \"text\" : ");
        assert_eq!(said(spaced.as_bytes()), "10 in 3");
    });
    resealed(
        |p| p["events"][2] = json!({"time": 1, "kind": "later", "body": {"text": "连".repeat(21_842)}}),
        &third("body-too-large /pieces/2/events/2"),
    );
    // Events that would be dropped count as well: the check comes before the seal's.
    in_world(|w| {
        let mut b = w.bundle();
        large(4, 65_537)(&mut b["pieces"][2]);
        b["pieces"][2]["seal"] = w.visits.seal(2);
        says(&b, &third("body-too-large /pieces/2/events/4"));
    });
}

#[test]
fn chain_broken() {
    let here = third("chain-broken /pieces/2");
    let other_root = hash(&json!("another root"));
    resealed(|p| p["prev"] = json!(other_root), &here);
    // `prev` is the root, but `from` is not 1.
    resealed(|p| p["from"] = json!(2), &here);
    // The root of another scope, of another device, of another workspace.
    in_world(|w| {
        for root in [&w.all.ids[0], &w.project.ids[0], &Chain::new(w.secretary, &hash(&json!(1)), PROJECT).ids[0]] {
            let mut b = w.bundle();
            b["pieces"][2]["prev"] = json!(root);
            reseal(&mut b["pieces"][2], w.secretary, &w.workspace);
            says(&b, &here);
        }
    });
}

#[test]
fn event_id() {
    let here = third("event-id /pieces/2");
    changed(|_, b| b["pieces"][2]["events"][0]["body"]["text"] = json!("现场查看。"), &here);
    changed(|_, b| b["pieces"][2]["events"][2]["time"] = json!(NOON), &here);
    changed(|_, b| b["pieces"][2]["events"][4]["kind"] = json!("visit-logger"), &here);
    changed(|_, b| b["pieces"][2]["events"].as_array_mut().unwrap().swap(1, 2), &here);
    changed(|w, b| b["pieces"][2]["seal"]["id"] = json!(w.visits.ids[4]), &here);
    changed(|w, b| b["pieces"][2]["seal"]["seq"] = json!(w.visits.events.len() - 1), &here);
    // A piece from the middle with a wrong `prev`: the chain from there on is another one.
    in_world(|w| {
        let mut piece = w.visits.piece(3, 5);
        piece["prev"] = json!(w.visits.ids[1]);
        says(&w.of(vec![piece]), "0 in 0; event-id /pieces/0");
    });
    // A removed body's hash is part of the chain, too.
    changed(|_, b| b["pieces"][2]["events"][3] = json!({"time": NOON, "kind": "noted", "gone": hash(&json!({}))}), &here);
}

#[test]
fn feed_seal() {
    let here = third("feed-seal /pieces/2");
    changed(|_, b| drop(b["pieces"][2].as_object_mut().unwrap().remove("seal")), &here);
    changed(|w, b| b["pieces"][2]["seal"]["sig"] = w.project.seal(1)["sig"].clone(), &here);
    changed(|w, b| b["pieces"][2]["seal"]["sig"] = json!(w.founder.sign(&json!("anything"))), &here);
    // A seal beyond the last event, and one before the first.
    changed(|_, b| b["pieces"][2]["seal"]["seq"] = json!(6), &here);
    in_world(|w| {
        let mut piece = w.visits.piece(3, 5);
        piece["seal"] = w.visits.seal(2);
        says(&w.of(vec![piece]), "0 in 0; feed-seal /pieces/0");
    });
    changed(|_, b| drop(b["pieces"][2]["events"].as_array_mut().unwrap().pop()), &here);
    // Signed for another workspace, another scope, another number.
    in_world(|w| {
        let id = &w.visits.ids[5];
        for (workspace, scope, seq) in [(hash(&json!(1)), PROJECT, 5), (w.workspace.clone(), "all", 5), (w.workspace.clone(), PROJECT, 4)] {
            let mut b = w.bundle();
            let mut seal = crate::press::seal(w.secretary, &workspace, scope, seq, id);
            seal["seq"] = json!(5);
            b["pieces"][2]["seal"] = seal;
            says(&b, &here);
        }
    });
}

#[test]
fn signatures_as_jws_has_them() {
    in_world(|w| {
        let with = |sig: String, expected: &str| {
            let mut b = w.bundle();
            b["pieces"][2]["seal"]["sig"] = json!(sig);
            says(&b, expected);
        };
        let refused = third("feed-seal /pieces/2");
        let text = w.visits.seal(5)["sig"].as_str().unwrap().to_string();
        let sig = decode::<64>(&text).unwrap();
        let (r, s) = (&sig[..32], &sig[32..]);
        // Of the two signatures with this r one has a low s: both are good.
        with(encode(&[r, s].concat()), "10 in 3");
        with(twin_signature(&text), "10 in 3");
        with(encode(&[&[0; 32], s].concat()), &refused);
        with(encode(&[r, &[0; 32]].concat()), &refused);
        with(encode(&[&GROUP_ORDER, s].concat()), &refused);
        with(encode(&[r, &GROUP_ORDER].concat()), &refused);
        with(encode(&[s, r].concat()), &refused);
        with(encode(&sig[..63]), &refused);
        with(encode(&[sig.as_slice(), &[0]].concat()), &refused);
        with(String::new(), &refused);
        with(format!("{text}=="), &refused);
        with(format!(" {text}"), &refused);
        // The last character carries two bits: the others must be zero.
        let next = char::from(text.as_bytes()[85] + 1);
        with(format!("{}{next}", &text[..85]), &refused);
        // The standard alphabet is another one.
        if text.contains(['-', '_']) {
            with(text.replace('-', "+").replace('_', "/"), &refused);
        }
    });
}

#[test]
fn events_beyond_the_seal_are_dropped() {
    let cut = |seq: usize, expected: &str| changed(|w, b| b["pieces"][2]["seal"] = w.visits.seal(seq), expected);
    cut(5, "10 in 3");
    cut(4, "9 in 3; feed-seal /pieces/2/events/4");
    cut(1, "6 in 3; feed-seal /pieces/2/events/1");
    // In a piece that begins later the index is the piece's own.
    in_world(|w| {
        let mut piece = w.visits.piece(2, 5);
        piece["seal"] = w.visits.seal(3);
        says(&w.of(vec![piece]), "2 in 1; feed-seal /pieces/0/events/2");
    });
    // What is dropped is not looked at for its shape, but for its form.
    changed(
        |w, b| {
            b["pieces"][2]["events"][4]["body"] = json!({"on": "never"});
            b["pieces"][2]["seal"] = w.visits.seal(4);
        },
        "9 in 3; feed-seal /pieces/2/events/4",
    );
    changed(
        |w, b| {
            b["pieces"][2]["events"][4] = json!({});
            b["pieces"][2]["seal"] = w.visits.seal(4);
        },
        &third("not-a-bundle /pieces/2/events/4"),
    );
    // A bad signature outranks what was dropped: one problem a piece.
    changed(
        |w, b| {
            b["pieces"][2]["seal"] = w.visits.seal(4);
            b["pieces"][2]["seal"]["sig"] = w.visits.seal(3)["sig"].clone();
        },
        &third("feed-seal /pieces/2"),
    );
}

/// Faults of a piece, in the order in which they are looked for.
#[test]
fn the_order_of_checks() {
    type Fault = (&'static str, fn(&World<'_>, &mut Value));
    let faults: [Fault; 6] = [
        ("not-a-bundle /pieces/2", |_, b| b["pieces"][2]["from"] = json!(null)),
        ("device-unknown /pieces/2", |w, b| drop(b["devices"].as_object_mut().unwrap().remove(&w.secretary.device()))),
        ("body-too-large /pieces/2/events/0", |_, b| b["pieces"][2]["events"][0]["body"]["text"] = json!("x".repeat(65_536))),
        ("chain-broken /pieces/2", |w, b| b["pieces"][2]["prev"] = json!(w.workspace)),
        ("event-id /pieces/2", |_, b| b["pieces"][2]["events"][0]["time"] = json!(5)),
        ("feed-seal /pieces/2", |w, b| b["pieces"][2]["seal"]["sig"] = json!(w.founder.sign(&json!(1)))),
    ];
    for first in 0..faults.len() {
        for second in first..faults.len() {
            changed(
                |w, b| {
                    faults[second].1(w, b);
                    faults[first].1(w, b);
                },
                &third(faults[first].0),
            );
        }
    }
}

#[test]
fn a_hole_between_two_pieces_is_a_gap() {
    in_world(|w| {
        let v = &w.visits;
        says(&w.of(vec![v.piece(1, 2), v.piece(4, 5)]), "4 in 2; gap /pieces/1");
        says(&w.of(vec![v.piece(4, 5), v.piece(1, 2)]), "4 in 2; gap /pieces/0");
        says(&w.of(vec![v.piece(5, 5), v.piece(1, 1), v.piece(3, 3)]), "3 in 3; gap /pieces/0; gap /pieces/2");
        says(&w.of(vec![v.piece(1, 2), v.piece(3, 5)]), "5 in 2");
        says(&w.of(vec![v.piece(1, 3), v.piece(2, 5)]), "7 in 2");
        // What the file leaves out before its first piece is no hole between two.
        says(&w.of(vec![v.piece(4, 5)]), "2 in 1");
        // A hole that a refused piece leaves is one.
        let mut bad = v.piece(2, 3);
        bad["seal"]["sig"] = json!(w.founder.sign(&json!(1)));
        says(&w.of(vec![v.piece(1, 1), bad, v.piece(4, 5)]), "3 in 2; feed-seal /pieces/1; gap /pieces/2");
        // Feeds are held apart.
        says(&w.of(vec![w.all.piece(1, 1), v.piece(3, 5)]), "4 in 2");
    });
}

#[test]
fn two_ids_at_one_number_are_a_fork() {
    in_world(|w| {
        let mut other = w.visits.clone();
        other.events.truncate(2);
        other.ids.truncate(3);
        other.write("noted", json!({"of": "a".repeat(22), "text": "anders"}));
        other.write("noted", json!({"of": "a".repeat(22), "text": "weiter"}));
        says(&w.of(vec![w.visits.whole(), other.whole()]), "9 in 2; fork /pieces/1");
        says(&w.of(vec![w.visits.whole(), other.piece(3, 4)]), "7 in 2; fork /pieces/1");
        says(&w.of(vec![other.piece(3, 3), w.visits.whole()]), "6 in 2; fork /pieces/0");
        says(&w.of(vec![w.visits.piece(1, 2), other.piece(3, 4)]), "4 in 2");
    });
}

#[test]
fn bodies_of_wrong_shape_break_nothing() {
    let shape = |n: usize| format!("10 in 3; body-shape /pieces/2/events/{n}");
    resealed(|p| p["events"][0]["body"]["on"] = json!("2018-06-31"), &shape(0));
    resealed(|p| drop(p["events"][1]["body"].as_object_mut().unwrap().remove("title")), &shape(1));
    resealed(|p| p["events"][3]["body"]["text"] = json!("字".repeat(10_001)), &shape(3));
    resealed(|p| p["events"][3]["body"]["text"] = json!("字".repeat(10_000)), "10 in 3");
    resealed(|p| p["events"][4]["body"]["people"] = json!(null), &shape(4));
    resealed(
        |p| {
            p["events"][0]["body"]["kind"] = json!("party");
            p["events"][4]["body"]["minutes"] = json!(-1);
        },
        "10 in 3; body-shape /pieces/2/events/0; body-shape /pieces/2/events/4",
    );
    // A kind of later has no shape yet, and a body that is gone none to check.
    resealed(|p| p["events"][2]["body"] = json!({"x": {"y": []}}), "10 in 3");
    resealed(|p| p["events"][0] = json!({"time": NOON, "kind": "visit-logged", "gone": hash(&json!({}))}), "10 in 3");
}

#[test]
fn removed_bodies_keep_the_chain() {
    in_world(|w| {
        let mut b = w.bundle();
        let gone = hash(&w.visits.events[0]["body"]);
        b["pieces"][2]["events"][0] = json!({"time": w.visits.events[0]["time"], "kind": "visit-logged", "gone": gone});
        says(&b, "10 in 3");
        b["pieces"][2]["events"][0]["gone"] = json!(hash(&json!({})));
        says(&b, &third("event-id /pieces/2"));
    });
}

#[test]
fn two_hundred_million_bytes_are_read_and_one_more_is_not() {
    in_world(|w| {
        let mut bytes = w.bundle().to_string().into_bytes();
        bytes.resize(MAX_FILE, b' ');
        assert_eq!(bytes.len(), 200_000_000);
        assert_eq!(said(&bytes), "10 in 3");
        bytes.push(b' ');
        assert_eq!(said(&bytes), "refused; too-large ");
        // Before anything else is looked at.
        bytes.fill(0xff);
        assert_eq!(said(&bytes), "refused; too-large ");
        assert_eq!(said(&bytes[..MAX_FILE]), "refused; json-text @0");
    });
}

#[test]
fn keys_of_devices_that_no_piece_has_do_no_harm() {
    in_world(|w| {
        let stranger = Author::new("stranger");
        let mut b = bundle(&w.workspace, &[w.founder, w.secretary, &stranger], vec![w.all.whole()]);
        b["devices"]["short"] = json!(1);
        says(&b, "4 in 1");
    });
}
