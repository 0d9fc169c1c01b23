//! Bodies that were removed, bodies that are only missing, and what heals them.

use std::collections::BTreeMap;

use lianxin::domain::command::{Command, Refusal, VisitDraft};
use lianxin::domain::event::Body;
use lianxin::domain::id::{Hash, Ref, Scope};
use lianxin::domain::ledger::Ledger;
use lianxin::domain::shape::Kind;
use lianxin::domain::state::{Reason, State};
use lianxin::domain::trust::View;
use lianxin::screen::project;
use lianxin::session::{Along, Failure};
use lianxin::store::{MemoryStore, Store, Write};
use pollster::block_on;
use serde_json::{Value, json};

use crate::session::{Desk, photo, two, visit};
use crate::world::{Staff, printed, reason, stands};

/// Three visits by the secretary.
fn visited() -> (Staff, [Ref; 3]) {
    let mut s = Staff::new();
    let li = s.li.clone();
    let visits = ["2018-11-01", "2018-11-02", "2018-11-03"].map(|on| s.w.logs_a_visit(&li, s.p, on));
    (s, visits)
}

/// The ledger where one event came without its body.
fn lacking(s: &Staff, name: Ref) -> Ledger {
    let mut ledger = s.w.ledger_without(&[name]);
    ledger.insert(&s.w.without_body(name));
    ledger
}

fn visits(printed: &Value) -> u64 {
    printed["projects"][0]["visits"].as_u64().unwrap()
}

fn holds_body(ledger: &Ledger, name: Ref) -> bool {
    ledger.feeds().flat_map(|(_, feed)| feed.events()).any(|e| e.id.to_ref() == name && matches!(e.body, Body::Held(_)))
}

#[test]
fn a_removed_body_folds_to_nothing_wherever_it_is_still_held() {
    let (mut s, [_, second, _]) = visited();
    let (city, scope) = (s.city(), s.scope());
    let removal = s.w.removes_the_body(&city, scope, second);
    let mut held = s.w.ledger();
    let mut gone = lacking(&s, second);
    let (one, other) = (printed(&mut held), printed(&mut gone));
    assert_eq!(one, other, "held or gone, it is the same to everyone");
    assert_eq!((visits(&one), &one["gaps"], &one["refused"]), (2, &json!([]), &json!([])));
    assert!(!holds_body(&held, second), "it is erased where it was held");
    assert_eq!(s.w.reason(removal), None);
}

#[test]
fn a_body_that_comes_after_its_removal_is_erased_again() {
    let (mut s, [first, ..]) = visited();
    let (city, scope) = (s.city(), s.scope());
    s.w.removes_the_body(&city, scope, first);
    let mut ledger = lacking(&s, first);
    let mut state = State::fold(&mut ledger, View::default());
    state.take(&mut ledger, &[s.w.piece(first).clone()]);
    assert!(!holds_body(&ledger, first));
    assert_eq!(state.project(&s.p).unwrap().visit_count(), 2);
}

#[test]
fn a_missing_body_stops_the_feed_and_is_named_by_gap_and_code() {
    let (s, [_, second, _]) = visited();
    let whole = s.w.printed();
    let mut ledger = lacking(&s, second);
    let stopped = printed(&mut ledger);
    assert_eq!(visits(&stopped), 1, "the feed folds up to the event before");
    let gap = json!([{"scope": s.scope().to_string(), "device": s.li.id(), "from": 2, "to": 2}]);
    assert_eq!(stopped["gaps"], gap);
    assert_ne!(stopped["code"], whole["code"]);
    ledger.insert(s.w.piece(second));
    assert_eq!(printed(&mut ledger), whole, "any copy of it heals");
}

#[test]
fn trust_and_removals_go_on_behind_a_missing_body() {
    let mut s = Staff::new();
    let city = s.city();
    let (unit, before) = (s.w.registers_unit(&city, "旅顺"), s.w.written.len());
    let (late, _) = s.w.hires(&city, "钱", "secretary", Some(s.zhongshan));
    let later_unit = s.w.registers_unit(&city, "金普");
    let visit = s.w.logs_a_visit(&late, s.p, "2018-11-05");
    let gone = s.w.logs_a_visit(&late, s.p, "2018-11-06");
    s.w.removes_the_body(&city, s.scope(), gone);
    assert!(before > 0);
    let mut ledger = lacking(&s, unit);
    let state = State::fold(&mut ledger, View::default());
    assert!(stands(&state, s.scope(), visit), "its author is admitted behind the missing body");
    assert!(!stands(&state, Scope::All, later_unit), "everything else waits");
    assert!(!holds_body(&ledger, gone), "the removal counts behind it");
}

#[test]
fn a_trust_event_without_its_body_stops_the_feed_for_all() {
    let mut s = Staff::new();
    let city = s.city();
    let person = s.w.registers(&city, "钱", "secretary", Some(s.zhongshan));
    let late = crate::world::Hand::new("钱");
    s.w.admits(&city, &late, person);
    let visit = s.w.logs_a_visit(&late, s.p, "2018-11-05");
    // Someone removes it nevertheless: trust kinds can't be removed.
    let removal = s.w.removes_the_body(&city, Scope::All, person);
    assert_eq!(s.w.reason(removal), Some("fixed"));
    assert!(stands(&s.w.state(), s.scope(), visit), "a removal of a trust event does nothing");
    let mut ledger = lacking(&s, person);
    let state = State::fold(&mut ledger, View::default());
    assert!(!stands(&state, s.scope(), visit));
    let fold = printed(&mut ledger);
    assert_eq!(fold["gaps"][0]["from"], s.w.seq(person));
    assert_ne!(fold["code"], s.w.printed()["code"], "it is missing, whatever names it");
    assert_eq!(fold["waiting"][0]["device"], json!(late.id()));
}

#[test]
fn a_removal_that_stops_counting_leaves_a_missing_body_that_any_copy_heals() {
    let (mut s, [first, ..]) = visited();
    let (city, scope) = (s.city(), s.scope());
    let (second_city, _) = s.w.hires(&city, "郑", "city", None);
    s.w.removes_the_body(&second_city, scope, first);
    let mut ledger = s.w.ledger();
    assert_eq!(visits(&printed(&mut ledger)), 2);
    assert!(!holds_body(&ledger, first));
    let revocation = s.w.revokes(&city, &second_city, &[]);
    ledger.insert(s.w.piece(revocation));
    let fold = printed(&mut ledger);
    assert_eq!((visits(&fold), &fold["gaps"][0]["from"]), (0, &json!(1)));
    ledger.insert(s.w.piece(first));
    assert_eq!(visits(&printed(&mut ledger)), 3);
    assert_eq!(printed(&mut ledger), s.w.printed());
}

#[test]
fn a_removal_stands_once_what_it_names_is_held() {
    let (mut s, [first, ..]) = visited();
    let (city, li, wang, scope) = (s.city(), s.li.clone(), s.wang.clone(), s.scope());
    let removal = s.w.removes_the_body(&city, scope, first);
    let by_district = s.w.removes_the_body(&wang, scope, first);
    let by_secretary = s.w.removes_the_body(&li, scope, first);
    let elsewhere = s.w.removes_the_body(&city, Scope::Office, first);
    assert_eq!([removal, by_district, by_secretary, elsewhere].map(|r| s.w.reason(r)), [None, Some("role"), Some("role"), Some("of")]);
    // It comes before what it names: the incremental fold mends it when that arrives.
    let mut ledger = s.w.ledger_without(&[first]);
    let mut state = State::fold(&mut ledger, View::default());
    assert_eq!(reason(&state, Scope::All, removal), Some("of"));
    state.take(&mut ledger, &[s.w.piece(first).clone()]);
    assert_eq!(reason(&state, Scope::All, removal), None);
}

#[test]
fn a_gone_event_of_an_unknown_kind_is_missing_too() {
    let mut s = Staff::new();
    let (li, scope) = (s.li.clone(), s.scope());
    let unknown = s.w.writes(&li, scope, "drone-flown", json!({"on": "2018-11-01"}));
    s.w.logs_a_visit(&li, s.p, "2018-11-02");
    assert_eq!(visits(&s.w.printed()), 1, "an unknown kind does not stop the feed");
    let fold = printed(&mut lacking(&s, unknown));
    assert_eq!((visits(&fold), fold["gaps"].as_array().unwrap().len()), (0, 1));
}

#[test]
fn what_refers_to_a_removed_event_is_refused() {
    let (mut s, [first, ..]) = visited();
    let (city, li, scope) = (s.city(), s.li.clone(), s.scope());
    let note = s.w.writes(&li, scope, "noted", json!({"of": first, "text": "x"}));
    assert_eq!(s.w.reason(note), None);
    s.w.removes_the_body(&city, scope, first);
    assert_eq!(s.w.reason(note), Some("of"));
}

/// Whether a store holds some text anywhere.
fn says(store: &MemoryStore, text: &str) -> bool {
    let rows = block_on(store.rows(0)).unwrap();
    rows.iter().any(|(_, row)| String::from_utf8_lossy(&row.bytes).contains(text))
}

fn files(desk: &Desk) -> Vec<Hash> {
    block_on(desk.session.store.held_files()).unwrap()
}

#[test]
fn a_removed_body_is_gone_from_every_disk_that_it_reaches() {
    const SECRET: &str = "某人的病历";
    let (city, li, project) = two();
    let scope = Scope::Project(project);
    let ((alone, one), (shared, two)) = (photo(b"alone"), photo(b"shared"));
    let along = Along { files: BTreeMap::from([(alone, one), (shared, two)]), ..Along::default() };
    let log = |text: &str, files: Vec<Hash>| match visit(project, files, 0) {
        Command::LogVisit { project, visit, problems } => {
            Command::LogVisit { project, visit: VisitDraft { text: Some(text.into()), ..visit }, problems }
        }
        _ => unreachable!(),
    };
    let saved = li.commit(&log(SECRET, vec![alone, shared]), along).unwrap();
    li.commit(&log("平常的走访", vec![shared]), Along::default()).unwrap();
    let (_, name) = saved.refs[0];
    let before = li.sends(city.person);
    city.takes(&before.bytes);
    assert!(says(&city.session.store, SECRET) && files(&city).len() == 2);

    city.does(Command::RemoveBody { scope, of: name, reason: "写了不该写的".into() });
    let listed = |desk: &Desk| {
        let removed = project::removed(&desk.snapshot(), &project);
        removed.into_iter().map(|one| (one.kind, one.author, one.by, one.reason)).collect::<Vec<_>>()
    };
    let expected = vec![(Some(Kind::VisitLogged), "李".to_string(), "市发改委".to_string(), "写了不该写的".to_string())];
    // Gone from the log, with the photo that nothing else names; what stands beside it stays.
    assert!(!says(&city.session.store, SECRET) && says(&city.session.store, "平常的走访"));
    assert_eq!(files(&city), [shared]);
    assert_eq!(listed(&city), expected);
    let code = |desk: &Desk| desk.snapshot().code(&desk.snapshot().ledger.scopes());
    assert_eq!(code(&city.reopened()), code(&city), "what is shown is what is held");
    assert_eq!(listed(&city.reopened()), expected);

    // Neither what it sends nor what comes to it again brings it back.
    assert!(!String::from_utf8_lossy(&city.parcel(li.person, true).bytes).contains(SECRET));
    let rows = |desk: &Desk| block_on(desk.session.store.rows(0)).unwrap().len();
    let held = rows(&city);
    city.takes(&before.bytes);
    assert!(!says(&city.session.store, SECRET));
    assert_eq!((files(&city), rows(&city)), (vec![shared], held), "it is known, and adds nothing");
    // Not even beside what is new.
    li.commit(&log("又一次", Vec::new()), Along::default()).unwrap();
    city.takes(&li.parcel(city.person, true).bytes);
    assert!(!says(&city.session.store, SECRET) && says(&city.session.store, "又一次"));
    assert_eq!(code(&city.reopened()), code(&city));

    // Its author's own device loses it with the answer, and sends it no more.
    assert!(says(&li.session.store, SECRET));
    li.takes(&city.sends(li.person).bytes);
    assert!(!says(&li.session.store, SECRET));
    assert_eq!(files(&li), [shared]);
    assert_eq!(listed(&li), expected);
    assert!(!String::from_utf8_lossy(&li.parcel(city.person, true).bytes).contains(SECRET));
    assert_eq!(code(&li.reopened()), code(&city));
    // What it goes on writing hangs on what was removed all the same.
    li.commit(&log("后来的走访", Vec::new()), Along::default()).unwrap();
    city.takes(&li.sends(city.person).bytes);
    let visits = |desk: &Desk| desk.snapshot().state.project(&project).unwrap().folded.of_kind(Kind::VisitLogged).count();
    assert_eq!((visits(&city), visits(&li)), (3, 3));
    let refused = li.commit(&Command::RemoveBody { scope, of: name, reason: "x".into() }, Along::default());
    assert!(matches!(refused, Err(Failure::Refused(Refusal::Rule { kind: Kind::BodyRemoved, reason: Reason::Role }))), "{refused:?}");
}

#[test]
fn a_file_that_nothing_names_is_swept_at_a_later_start() {
    let (_, li, project) = two();
    let ((named, one), (left, other)) = (photo(b"named"), photo(b"left"));
    li.commit(&visit(project, vec![named], 0), Along { files: BTreeMap::from([(named, one)]), ..Along::default() }).unwrap();
    // An older version left it there.
    let after = li.snapshot().last_row;
    block_on(li.session.store.write(Write { after, files: BTreeMap::from([(left, other)]), ..Write::default() })).unwrap();
    let again = li.reopened();
    assert!(files(&again).contains(&left));
    block_on(again.session.sweep()).unwrap();
    assert_eq!(files(&again), [named]);
}
