//! Attacks that were tried, each with the rule of the format that it must not break.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use lianxin::domain::bundle::export::merged;
use lianxin::domain::bundle::key::Seal;
use lianxin::domain::bundle::plan::{Plan, Proof, incoming};
use lianxin::domain::bundle::problem::{Code, Problem};
use lianxin::domain::bundle::read::{Checked, File, Piece};
use lianxin::domain::command::Command;
use lianxin::domain::event::Body;
use lianxin::domain::hash::sha256;
use lianxin::domain::id::{Hash, Ref, Scope};
use lianxin::domain::ledger::Ledger;
use lianxin::domain::state::State;
use lianxin::domain::trust::{Role, View};
use lianxin::screen::receive::last_heard;
use lianxin::store::{Exchange, Store};
use pollster::block_on;
use serde_json::{Map, Value, json};

use crate::exchange::{Chance, check, essence};
use crate::session;
use crate::trust::offers;
use crate::world::{Hand, NOW, Staff, World, printed, project};

/// Everyone who is up to something: with rights, without, and some whom nobody admitted.
fn hostile_history(seed: u64) -> (World, Vec<Piece>) {
    let mut chance = Chance(seed);
    let Staff { mut w, zhongshan, xigang, li, li_person, sun, wang, zhao, leader, assessor, p, .. } = Staff::new();
    let city = w.city.clone();
    let (second, _) = w.hires(&city, "second city", "city", None);
    let (third, _) = w.hires(&second, "third city", "city", None);
    let strangers = [Hand::new("stranger"), Hand::new("nobody")];
    let mut hands = vec![city, second, third, wang, zhao, li, sun, leader, assessor];
    hands.extend(strangers);
    let scopes = [Scope::All, Scope::Office, Scope::Project(p), Scope::Project(p), Scope::Project(project("other"))];
    let start = w.written.len();
    let mut extra: Vec<Piece> = Vec::new();
    for i in 0..30 + chance.below(40) {
        let by = hands[chance.below(hands.len())].clone();
        let scope = scopes[chance.below(scopes.len())];
        let any = |chance: &mut Chance, w: &World| -> Ref {
            let from = if chance.one_in(4) { 0 } else { start.min(w.written.len() - 1) };
            let held = &w.written[from.max(w.written.len().saturating_sub(12))..];
            if chance.one_in(15) { Hash::of(b"not held").to_ref() } else { held[chance.below(held.len())].events[0].id.to_ref() }
        };
        w.now = NOW + chance.below(1_000_000) as i64;
        let of = any(&mut chance, &w);
        let over: Vec<Ref> = (0..chance.below(3)).map(|_| any(&mut chance, &w)).collect();
        match chance.below(16) {
            0 => drop(w.logs_a_visit(&by, p, "2018-11-11")),
            1 => drop(w.writes(&by, scope, "noted", json!({"of": of, "text": "x"}))),
            2 | 3 => drop(w.withdraws(&by, scope, of)),
            4 => {
                let target = ["project", "workspace", of.as_str()][chance.below(3)];
                let set = [json!({"phase": format!("{i}")}), json!({"district": xigang}), json!({"text": null, "name": format!("{i}")})];
                w.changes(&by, scope, target, set[chance.below(3)].clone(), json!({"phase": over, "name": over, "district": over}));
            }
            5 => drop(w.writes(&by, scope, "drone-flown", json!({"of": of}))),
            6 => {
                let heads: Vec<(Scope, u64, Ref)> = (0..chance.below(4))
                    .map(|_| {
                        let piece = &w.written[chance.below(w.written.len())];
                        let scope = if chance.one_in(8) { scope } else { piece.feed.scope };
                        (scope, piece.events[0].seq, if chance.one_in(4) { of } else { piece.events[0].id.to_ref() })
                    })
                    .collect();
                let mine: Vec<_> = w.written.iter().filter(|p| p.feed.device == hands[chance.below(hands.len())].id()).collect();
                let head = mine.last().map(|p| (p.feed.scope, p.events[0].seq, p.events[0].id.to_ref()));
                let device = hands[chance.below(hands.len())].clone();
                let heads: Vec<_> = heads.into_iter().chain(head).collect();
                w.revokes(&by, &device, &heads);
            }
            7 => drop(w.removes_the_body(&by, scope, of)),
            8 => {
                let feed: Vec<u64> =
                    w.written.iter().filter(|p| p.feed.device == by.id() && p.feed.scope == scope).map(|p| p.events[0].seq).collect();
                if !feed.is_empty() && chance.one_in(2) {
                    let seq = feed[chance.below(feed.len())];
                    w.goes_back(&by, scope, seq - 1);
                }
                w.logs_a_visit(&by, p, "2018-11-12");
            }
            9 => {
                let (role, district) = [("secretary", Some(zhongshan)), ("district", Some(xigang)), ("city", None)][chance.below(3)];
                let person = w.registers(&by, &format!("{i}"), role, district);
                let device = Hand::new(["new", "newer", "newest"][chance.below(3)]);
                let admitter = if chance.one_in(3) { hands[chance.below(hands.len())].clone() } else { by.clone() };
                w.admits(&admitter, &device, person);
                hands.push(device);
            }
            10 => {
                let admitted = hands[chance.below(hands.len())].clone();
                w.admits(&by, &admitted, if chance.one_in(3) { of } else { li_person });
            }
            11 => {
                let piece = w.without_body(of_held(&w, &mut chance));
                extra.push(piece);
            }
            12 => drop(w.writes(&by, scope, "contact-noted", json!({"of": if chance.one_in(2) { li_person } else { of }}))),
            13 => drop(w.writes(&by, scope, "instructed", json!({"of": of, "text": "x"}))),
            14 => drop(w.joins(&by, li_person, &Hand::new("invite"))),
            _ => {
                let body =
                    json!({"name": format!("{i}"), "district": if chance.one_in(2) { zhongshan } else { xigang }, "category": "social"});
                w.writes(&by, scope, "project-registered", body);
            }
        }
    }
    // Some arrive without a body, some never.
    let mut pieces = w.written.clone();
    for _ in 0..chance.below(4) {
        let at = start + chance.below(pieces.len() - start);
        let _ = pieces.remove(at);
    }
    for _ in 0..chance.below(3) {
        let at = start + chance.below(pieces.len() - start);
        let body = pieces[at].events[0].body.hash();
        pieces[at].events[0].body = Body::Gone(body);
    }
    pieces.extend(extra);
    (w, pieces)
}

fn of_held(w: &World, chance: &mut Chance) -> Ref {
    w.written[chance.below(w.written.len())].events[0].id.to_ref()
}

#[test]
fn a_hostile_history_folds_alike_in_every_order_and_split() {
    let many = std::env::var("LIANXIN_HISTORIES").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    for seed in 1..=many {
        let (w, pieces) = hostile_history(seed);
        let mut whole = Ledger::new(w.workspace);
        pieces.iter().for_each(|piece| drop(whole.insert(piece)));
        let expected = printed(&mut whole.clone());
        let expected_state = essence(&State::fold(&mut whole, View::default()));
        let mut chance = Chance(seed ^ 0xabcd);
        for _ in 0..3 {
            let mut parts = pieces.clone();
            chance.shuffle(&mut parts);
            let mut ledger = Ledger::new(w.workspace);
            let mut state = State::fold(&mut ledger, View::default());
            for some in parts.chunks(1 + chance.below(6)) {
                state.take(&mut ledger, some);
                let mut copy = ledger.clone();
                assert_eq!(essence(&state), essence(&State::fold(&mut copy, View::default())), "seed {seed}: bit by bit");
            }
            // What a removal erased that no longer counts, any holder's copy heals (§2).
            state.take(&mut ledger, &pieces);
            assert_eq!(printed(&mut ledger.clone()), expected, "seed {seed}: another order");
            assert_eq!(essence(&state), expected_state, "seed {seed}");
        }
    }
}

/// The time that folding, printing and merging take, the least of three.
#[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
fn cost(w: &World) -> Duration {
    let once = || {
        let (start, mut ledger) = (Instant::now(), w.ledger());
        printed(&mut ledger);
        merged(&ledger, |_, _| false, &BTreeMap::new());
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

/// Events made so that each looks at all before it: folded, printed and merged to the end. With `LIANXIN_COSTS` it prints
/// how long they take beside as many harmless ones, in one run (`make bench`); when their cost grew with the square of
/// their number that was 6 to 60 times as long.
#[test]
fn hostile_events_come_to_an_end() {
    type Make = fn(&mut Staff, bool);
    let cases: &[(&str, Make)] = &[
        ("admissions in a chain", |s, hostile| {
            let mut by = s.wang.clone();
            for i in 0..150 {
                let (next, _) = s.w.hires(&by, &format!("chain {i}"), "district", Some(s.zhongshan));
                if hostile {
                    by = next;
                }
            }
        }),
        ("a revocation for each device", |s, hostile| {
            let wang = s.wang.clone();
            for i in 0..150 {
                let (device, _) = s.w.hires(&wang, &format!("chain {i}"), "district", Some(s.zhongshan));
                if hostile {
                    s.w.revokes(&wang, &device, &[]);
                } else {
                    s.w.registers(&wang, "x", "secretary", Some(s.zhongshan));
                }
            }
        }),
        ("changes of what nobody registered", |s, hostile| {
            let li = s.li.clone();
            let scope = if hostile { Scope::Project(project("nowhere")) } else { s.scope() };
            for _ in 0..10_000 {
                s.w.writes(&li, scope, "fields-changed", json!({"of": "project", "set": {"phase": "x"}}));
            }
        }),
        ("a change of thousands of fields", |s, hostile| {
            let li = s.li.clone();
            let fields = |range: std::ops::Range<usize>, value: Value| -> Map<String, Value> {
                range.map(|i| (format!("{i:04x}"), value.clone())).collect()
            };
            for part in 0..30 {
                let range = if hostile { 0..if part == 0 { 3000 } else { 0 } } else { part * 100..part * 100 + 100 };
                let (set, over) = (fields(range.clone(), json!(0)), fields(range, json!([])));
                s.w.changes(&li, s.scope(), "project", set.into(), over.into());
            }
        }),
        ("changes of notes on notes", |s, hostile| {
            let li = s.li.clone();
            let mut of = s.registration;
            for _ in 0..1000 {
                let note = s.w.writes(&li, s.scope(), "noted", json!({"of": of, "text": "x"}));
                s.w.changes(&li, s.scope(), note.as_str(), json!({"text": "y"}), json!({}));
                if hostile {
                    of = note;
                }
            }
        }),
        ("withdrawals of withdrawals", |s, hostile| {
            let (li, sun) = (s.li.clone(), s.sun.clone());
            let first = s.w.logs_a_visit(&li, s.p, "2018-11-11");
            let mut of = first;
            for _ in 0..2500 {
                of = s.w.withdraws(&li, s.scope(), if hostile { of } else { first });
                s.w.withdraws(&sun, s.scope(), of);
            }
        }),
        ("removals of what is not held", |s, hostile| {
            let city = s.city();
            let nothing = Hash::of(b"not held").to_ref();
            for _ in 0..3000 {
                s.w.logs_a_visit(&city, s.p, "2018-11-11");
                if hostile {
                    s.w.removes_the_body(&city, s.scope(), nothing);
                } else {
                    s.w.registers_unit(&city, "x");
                }
            }
        }),
        ("a seal for each event", |s, hostile| {
            let li = s.li.clone();
            for _ in 0..2500 {
                s.w.logs_a_visit(&li, s.p, "2018-11-11");
            }
            let last = s.w.written.len() - 1;
            for (i, piece) in s.w.written.iter_mut().enumerate().filter(|(i, _)| hostile || *i == last) {
                let event = &piece.events[0];
                piece.seal = Some(Seal { seq: event.seq, id: event.id, sig: i.to_string() });
            }
        }),
    ];
    for (name, make) in cases {
        let [harmless, hostile] = [false, true].map(|hostile| {
            let mut staff = Staff::new();
            make(&mut staff, hostile);
            let ledger = staff.w.ledger();
            assert_eq!(ledger.feeds().map(|(_, feed)| feed.len()).sum::<usize>(), staff.w.written.len(), "{name}: all are held");
            cost(&staff.w)
        });
        if std::env::var_os("LIANXIN_COSTS").is_some() {
            println!("{name}: {hostile:.1?} beside {harmless:.1?}, {:.1} times", hostile.as_secs_f64() / harmless.as_secs_f64());
        }
    }
}

/// §4: events count for the person for whom the device was admitted. A join alone makes nobody an author.
#[test]
fn a_device_is_of_the_person_for_whom_it_was_admitted_whatever_it_asked() {
    let mut s = Staff::new();
    let (city, wang, device, invite) = (s.city(), s.wang.clone(), Hand::new("new"), Hand::new("invite"));
    let person = s.w.registers(&wang, "钱", "secretary", Some(s.zhongshan));
    s.w.invites(&city, s.w.mayor, &invite, "2018-12-31");
    s.w.joins(&device, s.w.mayor, &invite);
    assert_eq!(s.w.state().roster.devices[&device.id()].person, s.w.mayor, "that is what it asks");
    s.w.admits(&wang, &device, person);
    let state = s.w.state();
    assert_eq!((state.roster.author(&device.id()), state.roster.devices_of(&s.w.mayor).count()), ("钱".into(), 1));
    // The invite that it joined by is used all the same.
    let second = s.w.joins(&Hand::new("second"), s.w.mayor, &invite);
    assert_eq!(offers(&s.w, &[second], city.id()), [(Hand::new("second").id(), Proof::Used)]);
    // Admitted for both, it is whom it asked to be.
    s.w.admits(&city, &device, s.w.mayor);
    assert_eq!(s.w.state().roster.author(&device.id()), "市发改委");
}

/// §4: an app that meets a revocation of its own device stops writing. What it met must still be taken.
#[test]
fn a_file_that_stops_this_device_offers_no_joins_and_is_taken() {
    let mut s = Staff::new();
    let (city, wang, device) = (s.city(), s.wang.clone(), Hand::new("new"));
    let person = s.w.registers(&city, "钱", "secretary", Some(s.zhongshan));
    s.w.invites(&city, person, &Hand::new("invite"), "2018-12-31");
    let join = s.w.joins(&device, person, &Hand::new("invite"));
    assert_eq!(offers(&s.w, &[join], wang.id()), [(device.id(), Proof::Good)]);
    let revocation = s.w.revokes(&city, &wang, &[]);
    assert_eq!(offers(&s.w, &[join, revocation], wang.id()), [], "a tick would make accepting impossible");
}

/// What a device keeps of a file beside its entries stays small, whatever the file holds.
#[test]
fn a_file_leaves_no_more_than_it_proves() {
    let (city, li, _) = session::two();
    li.does(session::visit(city.snapshot().state.shown_projects().next().unwrap().id, Vec::new(), 0));
    let bytes = li.sends(city.person).bytes;
    let mut checked: Checked = check(&bytes);
    let stranger = Hand::new("stranger");
    checked.devices.insert(stranger.id(), stranger.key.clone());
    let unnamed = b"no entry names this".to_vec();
    checked.files.insert(Hash::of(&unnamed), File { media_type: "image/jpeg".into(), bytes: unnamed });
    let fault = Problem::new(Code::NotABundle, "/pieces/7");
    checked.problems.extend(vec![fault; 100_000]);
    let file = incoming("file", bytes.len(), Ok(checked));
    let plan = Plan::new(&city.snapshot().ledger, &city.snapshot().state, vec![file]);
    block_on(city.session.accept(&plan, &BTreeSet::new(), city.now())).unwrap();
    assert!(!city.snapshot().ledger.devices.contains_key(&stranger.id()), "the key of a device without entries");
    assert!(city.snapshot().ledger.devices.contains_key(&li.hand.id()));
    assert_eq!(block_on(city.session.store.held_files()), Ok(Vec::new()), "a file that no entry names");
    let exchange = block_on(city.session.store.exchange()).unwrap();
    let Some(Exchange::Received { problems, .. }) = exchange.last() else { panic!("{exchange:?}") };
    assert_eq!(problems.len(), 100);
}

/// §3: the next bundle back carries the files wanted. Names of files that don't exist, which anyone may write into an
/// entry, must not keep a real one from ever being asked for.
#[test]
fn a_thousand_made_up_files_hide_no_other_for_ever() {
    let (city, li, project) = session::two();
    let mut files: Vec<Hash> = (0..2500u32).map(|i| Hash::from_digest(sha256(&i.to_be_bytes()))).collect();
    for some in files.chunks(1000) {
        li.does(session::visit(project, some.to_vec(), 0));
    }
    city.takes(&li.sends(city.person).bytes);
    let wants: Vec<Vec<Hash>> = (0..3).map(|_| check(&city.sends(li.person).bytes).envelope.wants).collect();
    assert!(wants.iter().all(|wants| wants.len() <= 1000));
    let mut asked = wants.concat();
    asked.sort();
    files.sort();
    assert!(asked == files, "each is asked for once");
}

/// §3: the answer's heads are the receipt for what was sent. Entries of a copied profile under the same numbers are none.
#[test]
fn the_entries_of_a_copied_profile_are_no_receipt_for_the_own() {
    let (city, li, project) = session::two();
    let twin = session::copy_of(&li);
    for _ in 0..3 {
        twin.does(session::visit(project, Vec::new(), 0));
    }
    li.does(session::visit(project, Vec::new(), 1));
    let lost = li.sends(city.person);
    city.takes(&twin.parcel(city.person, true).bytes);
    li.takes(&city.sends(li.person).bytes);
    let (snapshot, own) = (li.snapshot(), li.hand.id());
    let sent = snapshot.exchange.iter().find(|e| matches!(e, Exchange::Sent { name, .. } if *name == lost.name)).unwrap();
    assert!(!snapshot.is_received(own, sent), "the city holds other entries than these");
    assert_eq!(snapshot.outstanding(own, &city.person).without_receipt, 2);
}

/// §3: a secretary is sent the projects where secretary. One who lost a project and does not answer, or whose app never
/// says that it knows, is sent what is written there afterwards, for ever.
#[test]
fn who_lost_a_project_is_not_sent_what_comes_after() {
    let (city, li, project) = session::two();
    city.does(Command::AssignProjects { projects: vec![project], secretary: None });
    city.sends(li.person);
    city.does(session::visit(project, Vec::new(), 0));
    let later = check(&city.sends(li.person).bytes);
    let told: Vec<_> = later.pieces.iter().filter(|piece| piece.feed.scope == Scope::Project(project)).collect();
    let kinds = told.iter().flat_map(|piece| &piece.events).map(|event| event.kind.as_str().to_owned());
    assert_eq!(kinds.collect::<Vec<_>>(), ["fields-changed"], "the news, until it is known, and nothing beyond");
}

/// §4: a device that nobody admitted speaks for nobody. `screen::receive::last_heard` and its receipt's day,
/// `screen::send::owes_receipt` and `screen::settings::code_with` take its word for whose it is.
#[test]
fn a_device_that_nobody_admitted_is_not_heard_as_the_person_it_names() {
    let city = session::Desk::founded();
    let person = city.registers("钱", Role::Leader);
    let invite = city.invites(person);
    let (stranger, _) = session::joined(&city.starter(person, &invite), "stranger", &Hand::new("another invite"));
    city.takes(&stranger.sends(city.person).bytes);
    assert!(!city.snapshot().state.trust.admitted.contains(&stranger.hand.id()));
    assert!(!last_heard(&city.snapshot()).contains_key(&person));
}
