//! Attacks on the newer parts: heads and receipts, who is sent what, removed bodies, names of folders.
//! Each is a sequence of steps with an outcome that is wrong; each fails until that is mended.

use std::collections::BTreeMap;

use lianxin::domain::bundle::plan::Plan;
use lianxin::domain::command::{Command, ProblemDraft, VisitDraft};
use lianxin::domain::id::{FeedKey, Hash, ProjectId, Ref, Scope};
use lianxin::domain::trust::Role;
use lianxin::screen::wipe::wipe;
use lianxin::session::{Along, join, join_challenge};
use lianxin::store::{Exchange, MemoryStore, Store};
use pollster::block_on;
use serde_json::{Value, json};

use crate::exchange::{arriving, check};
use crate::session::{Desk, copy_of, joined, photo, two, visit};
use crate::world::Hand;

fn lost(desk: &Desk) -> u64 {
    wipe(&desk.snapshot(), desk.session.own()).entries
}

fn visits(desk: &Desk, project: ProjectId) -> u64 {
    desk.snapshot().state.project(&project).map_or(0, |p| p.visit_count()) as u64
}

/// What anyone can do to a file on its way, without any key: bodies become their hashes, the envelope goes.
fn stripped(bytes: &[u8], kind: &str) -> Vec<u8> {
    let mut bundle: Value = serde_json::from_slice(bytes).unwrap();
    for event in bundle["pieces"].as_array_mut().unwrap().iter_mut().flat_map(|p| p["events"].as_array_mut().unwrap()) {
        if event["kind"] == kind {
            let body = event.as_object_mut().unwrap().remove("body").unwrap();
            event["gone"] = json!(Hash::of(&serde_json::to_vec(&body).unwrap()));
        }
    }
    for name in ["from", "seal", "to", "number", "heads", "wants", "made", "invite"] {
        bundle.as_object_mut().unwrap().remove(name);
    }
    serde_json::to_vec(&bundle).unwrap()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

fn says(store: &MemoryStore, text: &str) -> bool {
    block_on(store.rows(0)).unwrap().iter().any(|(_, row)| contains(&row.bytes, text))
}

fn logs(desk: &Desk, project: ProjectId, text: &str, files: Vec<Hash>) -> Ref {
    let Command::LogVisit { project, visit, problems } = visit(project, files, 0) else { unreachable!() };
    let visit = VisitDraft { text: Some(text.into()), ..visit };
    desk.does(Command::LogVisit { project, visit, problems })[0]
}

fn assigns(desk: &Desk, project: ProjectId, secretary: Ref) {
    desk.does(Command::AssignProjects { projects: vec![project], secretary: Some(secretary) });
}

/// Someone new of a role, admitted and answered.
fn hired(city: &Desk, name: &str, role: Role) -> Desk {
    employed(city, name, city.registers(name, role))
}

fn employed(city: &Desk, name: &str, person: Ref) -> Desk {
    let invite = city.invites(person);
    let (desk, _) = joined(&city.starter(person, &invite), name, &invite);
    city.takes(&desk.sends(city.person).bytes);
    desk.takes(&city.sends(person).bytes);
    desk
}

#[test]
fn a_body_that_was_stripped_on_the_way_comes_with_the_next_delta() {
    let (city, li, project) = two();
    li.does(visit(project, Vec::new(), 0));
    let sent = li.sends(city.person);
    // Whoever hands the file on takes the bodies out; no key is needed for that.
    city.takes(&stripped(&sent.bytes, "visit-logged"));
    assert_eq!(visits(&city, project), 0);
    // Ever so many rounds of ordinary exchange.
    for _ in 0..3 {
        li.takes(&city.sends(li.person).bytes);
        city.takes(&li.sends(city.person).bytes);
    }
    assert_eq!(visits(&city, project), 1, "the body is never sent again: the heads of who lacks it reach it");
}

#[test]
fn a_stripped_body_is_not_a_received_one() {
    let (city, li, project) = two();
    li.does(visit(project, Vec::new(), 0));
    city.takes(&stripped(&li.sends(city.person).bytes, "visit-logged"));
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(visits(&city, project), 0, "the city holds no word of it");
    let snapshot = li.snapshot();
    let sent = snapshot.exchange.iter().rev().find(|e| matches!(e, Exchange::Sent { .. })).unwrap();
    let said = (lost(&li), snapshot.is_received(li.hand.id(), sent));
    assert_eq!(said, (1, false), "and the page that clears the device says that all was received");
}

#[test]
fn bodies_behind_a_removal_that_stopped_counting_come_back_by_ordinary_exchange() {
    let (city, li, project) = two();
    let second = hired(&city, "second city", Role::City);
    let name = logs(&li, project, "走访", Vec::new());
    city.takes(&li.sends(city.person).bytes);
    second.takes(&city.sends(second.person).bytes);
    // The second coordinator removes it, and is then revoked below the removal.
    second.does(Command::RemoveBody { scope: Scope::Project(project), of: name, reason: "x".into() });
    city.takes(&second.sends(city.person).bytes);
    assert_eq!(visits(&city, project), 0);
    let heads = BTreeMap::new();
    city.does(Command::RevokeDevice { device: second.hand.id(), heads, reason: "x".into(), invite: None });
    // The secretary never erased it: removal and revocation come together.
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(visits(&li, project), 1);
    for _ in 0..3 {
        city.takes(&li.sends(city.person).bytes);
        li.takes(&city.sends(li.person).bytes);
    }
    assert_eq!(visits(&city, project), 1, "any holder's copy heals it (format §2)");
}

#[test]
fn the_receipt_of_a_device_that_was_revoked_is_none() {
    let (city, li, project) = two();
    let second = hired(&city, "second city", Role::City);
    li.takes(&city.sends(li.person).bytes);
    li.does(visit(project, Vec::new(), 0));
    // Only the second coordinator gets it, and answers. Then that phone is stolen and revoked.
    second.takes(&li.sends(second.person).bytes);
    li.takes(&second.sends(li.person).bytes);
    assert_eq!(lost(&li), 0);
    let heads = BTreeMap::from([(Scope::All, second.snapshot().ledger.head(&FeedKey { scope: Scope::All, device: second.hand.id() }))]);
    let heads = heads.into_iter().map(|(scope, (seq, id))| (scope, (seq, id.to_ref()))).collect();
    city.does(Command::RevokeDevice { device: second.hand.id(), heads, reason: "stolen".into(), invite: None });
    li.takes(&city.parcel(li.person, true).bytes);
    assert_eq!(visits(&city, project), 0);
    assert_eq!(lost(&li), 1, "nobody but a thief holds it, and the page says that all was received");
}

#[test]
fn a_device_that_was_set_back_has_taken_its_receipt_back() {
    let (city, li, project) = two();
    let before = copy_of(&city);
    li.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(lost(&li), 0);
    // The city's browser is set back to a copy of yesterday, and says so by its heads.
    before.waits(60_000);
    li.takes(&before.sends(li.person).bytes);
    assert_eq!(visits(&before, project), 0);
    assert_eq!(lost(&li), 1, "the last heads of the only other device do not reach it");
}

#[test]
fn an_own_backup_taken_back_is_no_receipt() {
    let (city, li, project) = two();
    for _ in 0..3 {
        li.does(visit(project, Vec::new(), 0));
    }
    let mut backup = block_on(li.session.begin_backup(1_000_000)).unwrap();
    let part = block_on(li.session.next_backup(&mut backup, li.now())).unwrap().unwrap();
    // The phone is broken: a new one joins anew and takes the backup back.
    let invite = city.invites(li.person);
    let (new, _) = joined(&city.starter(li.person, &invite), "li new", &invite);
    new.takes(&part);
    assert_eq!(visits(&new, project), 3);
    assert!(visits(&city, project) == 0);
    assert!(lost(&new) >= 3, "nobody else holds the visits: {} of the entries would be lost", lost(&new));
}

#[test]
fn entries_on_an_own_branch_of_a_fork_are_lost_with_the_device() {
    let (city, li, project) = two();
    let twin = copy_of(&li);
    logs(&twin, project, "twin", Vec::new());
    logs(&li, project, "mine", Vec::new());
    logs(&li, project, "mine too", Vec::new());
    assert_eq!(lost(&li), 2);
    city.takes(&twin.parcel(city.person, true).bytes);
    li.takes(&city.parcel(li.person, true).bytes);
    assert!(!contains(&city.parcel(city.person, true).bytes, "mine"), "the city never saw them");
    let seen = wipe(&li.snapshot(), li.session.own());
    assert_eq!((seen.entries, seen.unsent), (2, 2), "two entries are on this device alone");
}

#[test]
fn whoever_lost_a_project_is_not_sent_what_happens_there_later() {
    let (city, li, project) = two();
    let (second, third) = (city.registers("孙", Role::Secretary), city.registers("周", Role::Secretary));
    assigns(&city, project, second);
    li.takes(&city.sends(li.person).bytes);
    city.takes(&li.sends(city.person).bytes);
    let problem = ProblemDraft { title: "机密".into(), category: "land".into(), on: crate::session::day("2018-11-15"), text: None };
    let (secret, file) = photo(b"secret");
    city.does(Command::RaiseProblem { project, problem });
    city.commit(&visit(project, vec![secret], 0), Along { files: BTreeMap::from([(secret, file)]), ..Along::default() }).unwrap();
    assert!(!contains(&city.parcel(li.person, true).bytes, "机密"));
    // It goes on to a third one.
    assigns(&city, project, third);
    let parcel = city.parcel(li.person, false);
    assert!(!check(&parcel.bytes).files.contains_key(&secret), "a photo of a project that is not theirs");
    assert!(!contains(&parcel.bytes, "机密"), "an entry of a project that is not theirs");
}

#[test]
fn a_removed_body_does_not_stay_on_a_disk_that_joined_with_both() {
    const SECRET: &str = "某人的病历";
    let (city, li, project) = two();
    let name = logs(&li, project, SECRET, Vec::new());
    let file = li.sends(city.person);
    city.takes(&file.bytes);
    let second = city.registers("二", Role::City);
    let invite = city.invites(second);
    city.does(Command::RemoveBody { scope: Scope::Project(project), of: name, reason: "x".into() });
    let starter = city.starter(second, &invite);
    assert!(!contains(&starter.bytes, SECRET));
    // A fresh device reads the starter together with a file of before the removal.
    let both = arriving(&file.bytes).into_iter().chain(arriving(&starter.bytes)).collect();
    let plan = Plan::fresh(both).unwrap();
    let hand = Hand::new("second");
    let proof = invite.sign_now(&join_challenge(&plan.workspace(), &hand.id(), &second));
    let store = MemoryStore::default();
    block_on(store.write(join(&hand, &plan, second, &proof, crate::world::NOW + 3_600_000).unwrap())).unwrap();
    assert!(!says(&store, SECRET), "erased on each device that takes the removal in");
}

#[test]
fn names_that_a_file_system_takes_for_the_same_are_two_folders() {
    let city = Desk::founded();
    // A compatibility ideograph and the character it stands for: macOS opens one by the other's name.
    let (one, other) = (city.registers("\u{f90a}", Role::Leader), city.registers("\u{91d1}", Role::Leader));
    let found = lianxin::domain::filename::folders(&city.snapshot().state.roster);
    let same = |name: &str| name.replace('\u{f90a}', "\u{91d1}");
    assert_ne!(same(&found[&one]), same(&found[&other]), "one folder for two people on a Mac");
}

#[test]
fn a_photo_that_never_arrived_is_not_received_with_its_entry() {
    let (city, li, project) = two();
    let (hash, file) = photo(b"the only one");
    li.commit(&visit(project, vec![hash], 0), Along { files: BTreeMap::from([(hash, file)]), ..Along::default() }).unwrap();
    // The picture is lost on the way, the entries come: the city says so and asks for it.
    let mut bundle: Value = serde_json::from_slice(&stripped(&li.sends(city.person).bytes, "")).unwrap();
    bundle.as_object_mut().unwrap().remove("files").unwrap();
    city.takes(&serde_json::to_vec(&bundle).unwrap());
    let answer = city.sends(li.person);
    assert_eq!(check(&answer.bytes).envelope.wants, [hash]);
    li.takes(&answer.bytes);
    assert!(lost(&li) > 0, "the only copy is here, the city has just asked for it, and the page says that all was received");
}

#[test]
fn a_claim_to_a_project_that_was_taken_back_is_none() {
    let (city, li, project) = two();
    logs(&li, project, "机密", Vec::new());
    city.takes(&li.sends(city.person).bytes);
    let other = city.does(Command::RegisterUnit { name: "西岗区".into(), kind: "district".into(), parent: None })[0];
    let person = city.does(Command::RegisterPerson { name: "赵".into(), role: Role::District, district: Some(other), unit: None })[0];
    // It was put down for the wrong district for a minute.
    let set = |district: Ref| json!({"district": district}).as_object().unwrap().clone();
    let right = city.snapshot().state.project(&project).unwrap().fields.district.unwrap();
    city.does(Command::ChangeProject { project, set: set(other), reason: None });
    city.does(Command::ChangeProject { project, set: set(right), reason: None });
    assert_eq!(city.snapshot().state.project(&project).unwrap().fields.district, Some(right));
    assert!(!contains(&city.parcel(person, true).bytes, "机密"), "it is sent to the wrong district for ever");
}

#[test]
fn a_district_hears_that_a_project_has_left_it_and_nothing_later() {
    let (city, _, project) = two();
    let fields = |desk: &Desk| desk.snapshot().state.project(&project).unwrap().fields.clone();
    let before = fields(&city).district;
    let other = city.does(Command::RegisterUnit { name: "西岗区".into(), kind: "district".into(), parent: None })[0];
    let person = city.does(Command::RegisterPerson { name: "赵".into(), role: Role::District, district: before, unit: None })[0];
    let zhao = employed(&city, "zhao", person);
    assert_eq!(fields(&zhao).district, before);
    city.takes(&zhao.sends(city.person).bytes);
    let set = json!({"district": other}).as_object().unwrap().clone();
    city.does(Command::ChangeProject { project, set, reason: None });
    let problem = ProblemDraft { title: "机密".into(), category: "land".into(), on: crate::session::day("2018-11-15"), text: None };
    city.does(Command::RaiseProblem { project, problem });
    let told = city.sends(person);
    assert!(!contains(&told.bytes, "机密"));
    zhao.takes(&told.bytes);
    assert_eq!(fields(&zhao).district, Some(other));
    city.takes(&zhao.sends(city.person).bytes);
    let later = check(&city.parcel(person, false).bytes);
    assert!(later.pieces.iter().all(|piece| piece.feed.scope != Scope::Project(project)), "it is known");
}

#[test]
fn what_a_stranger_says_of_heads_is_not_kept_for_ever() {
    let (city, _, _) = two();
    let stranger = Hand::new("stranger");
    let junk: BTreeMap<String, Value> = (0..50_000).map(|n| (format!("no device {n}"), json!([1, "x"]))).collect();
    let mut heads = json!({"all": junk});
    // Well formed, of a device that is known, in projects that nobody has.
    for n in 0..20_000 {
        heads[format!("p:{n:016}")] = json!({city.hand.id().as_str(): [1, "abcdefgh"]});
    }
    let bundle = json!({
        "lianxin": "bundle/1", "workspace": city.snapshot().ledger.workspace, "pieces": [],
        "devices": {stranger.id().as_str(): crate::world::jwk(&stranger.key)}, "from": stranger.id(), "heads": heads,
    });
    let seal = stranger.sign_now(format!(r#"{{"bundle":"{}"}}"#, Hash::of(&serde_json::to_vec(&bundle).unwrap())).as_bytes());
    let mut sealed = bundle;
    sealed["seal"] = json!(lianxin::domain::hash::encode(&seal));
    city.takes(&serde_json::to_vec(&sealed).unwrap());
    let kept: usize = block_on(city.session.store.exchange()).unwrap().iter().map(|e| serde_json::to_vec(e).unwrap().len()).sum();
    assert!(kept < 100_000, "{kept} bytes of nothing, read at each start from now on");
}

#[test]
fn a_photo_of_a_body_removed_by_whoever_is_admitted_with_it_is_not_kept() {
    let (city, li, project) = two();
    let (hash, file) = photo(b"removed");
    let along = Along { files: BTreeMap::from([(hash, file)]), ..Along::default() };
    let name = li.commit(&visit(project, vec![hash], 0), along).unwrap().refs[0].1;
    // A second coordinator joins, gets the entry from its author, removes it, and asks to be admitted.
    let person = city.registers("二", Role::City);
    let invite = city.invites(person);
    let (second, _) = joined(&city.starter(person, &invite), "second", &invite);
    let visit = li.parcel(city.person, false);
    second.takes(&visit.bytes);
    second.does(Command::RemoveBody { scope: Scope::Project(project), of: name, reason: "x".into() });
    // The city takes both files at once and ticks the device.
    let both = arriving(&visit.bytes).into_iter().chain(arriving(&second.parcel(city.person, true).bytes)).collect();
    let plan = block_on(city.session.plan(both, &crate::world::Hands));
    let ticked = plan.offers().into_iter().map(|o| o.device).collect();
    block_on(city.session.accept(&plan, &ticked, city.now())).unwrap();
    assert!(city.snapshot().state.trust.is_removed(&Scope::Project(project), &name));
    assert!(!block_on(city.session.store.held_files()).unwrap().contains(&hash), "nothing names it, and nothing ever sweeps it");
}

#[test]
fn a_scope_that_is_larger_than_a_file_is_backed_up_in_several() {
    let (_, li, project) = two();
    let long = "字".repeat(9_000);
    for _ in 0..20 {
        logs(&li, project, &long, Vec::new());
    }
    let mut backup = block_on(li.session.begin_backup(100_000)).unwrap();
    let mut largest = 0;
    while let Some(part) = block_on(li.session.next_backup(&mut backup, li.now())).unwrap() {
        largest = largest.max(part.len());
    }
    // With the real bounds: 100 MB asked for, and beyond 200 MB no reader takes it.
    assert!(largest < 200_000, "a part of {largest} bytes where 100,000 were asked for and 200,000 can be read");
}

/// An event that a device writes past its own program.
fn written_by(hand: &Hand, desk: &Desk, feed: FeedKey, kind: &str, body: Value) -> (Value, Value) {
    use lianxin::domain::event::{event_id, root, seal_message};
    let workspace = desk.snapshot().ledger.workspace;
    let time = desk.now();
    let prev = root(&workspace, &feed);
    let id = event_id(&Hash::of(&serde_json::to_vec(&body).unwrap()), kind, &prev, time);
    let sig = hand.sign_now(&seal_message(&workspace, &feed, 1, &id));
    let piece = json!({
        "scope": feed.scope.to_string(), "device": feed.device, "from": 1, "prev": prev,
        "events": [{"time": time, "kind": kind, "body": body}],
        "seal": {"seq": 1, "id": id, "sig": lianxin::domain::hash::encode(&sig)},
    });
    (piece, json!({feed.device.as_str(): crate::world::jwk(&hand.key)}))
}

fn bundled(desk: &Desk, pieces: &[Value], devices: &Value) -> Vec<u8> {
    let workspace = desk.snapshot().ledger.workspace;
    serde_json::to_vec(&json!({"lianxin": "bundle/1", "workspace": workspace, "devices": devices, "pieces": pieces})).unwrap()
}

#[test]
fn a_file_for_several_leaves_no_hole_in_the_numbers_of_who_gets_it() {
    let (city, li, _) = two();
    let (sun, zhou) = (hired(&city, "sun", Role::Secretary), hired(&city, "zhou", Role::Secretary));
    let circular = |to: &[Ref]| {
        let mailing = block_on(city.session.begin_mailing()).unwrap();
        let parcel = block_on(city.session.circular(&mailing, to, true, city.now())).unwrap();
        block_on(city.session.record_sent(&parcel, lianxin::store::SentHow::Shared, city.now())).unwrap();
        parcel
    };
    // Two for others, the third for 李 as well.
    for _ in 0..4 {
        circular(&[sun.person, zhou.person]);
    }
    li.takes(&circular(&[li.person, sun.person]).bytes);
    let snapshot = li.snapshot();
    let me = snapshot.state.roster.persons.get(&li.person);
    let rows = lianxin::screen::heard::rows(&snapshot, li.hand.id(), me, crate::session::day("2018-11-16"));
    let row = rows.iter().find(|row| row.person == city.person).unwrap();
    assert_eq!(row.missing, [], "everything that was ever made for 李 came");
}

#[test]
fn an_admission_that_was_stripped_on_the_way_comes_with_the_next_delta() {
    let city = Desk::founded();
    let person = city.registers("李", Role::Secretary);
    let project = city.registers_project("热电厂", person);
    let invite = city.invites(person);
    let (li, _) = joined(&city.starter(person, &invite), "li", &invite);
    city.takes(&li.sends(city.person).bytes);
    li.takes(&stripped(&city.sends(person).bytes, "device-admitted"));
    for _ in 0..3 {
        city.takes(&li.sends(city.person).bytes);
        li.takes(&city.sends(person).bytes);
    }
    city.does(Command::ChangeProject { project, set: json!({"name": "新名"}).as_object().unwrap().clone(), reason: None });
    city.does(Command::RegisterUnit { name: "旅顺口区".into(), kind: "district".into(), parent: None });
    li.takes(&city.sends(person).bytes);
    assert!(li.snapshot().state.trust.admitted.contains(&li.hand.id()), "never admitted in its own eyes, and nothing new of `all` folds");
}

#[test]
fn a_join_of_a_stranger_keeps_no_invitation_back() {
    let city = Desk::founded();
    let person = city.registers("李", Role::Secretary);
    let invite = Hand::new("invite");
    let until = crate::session::day("2019-01-01");
    let kept = lianxin::session::KeptInvite { key: invite.private_jwk(), until: until.to_string(), devices: Default::default() };
    let along = Along { invites: vec![(person, kept)], ..Along::default() };
    city.commit(&Command::InvitePerson { person, key: invite.key.clone(), until }, along).unwrap();
    assert!(check(&city.parcel(person, true).bytes).envelope.invite.is_some());
    // Anyone makes a key, says that it is 李's, and gets that into a file which the city takes.
    let stranger = Hand::new("stranger");
    let key = |key| crate::world::jwk(key);
    let body = json!({"person": person, "key": key(&stranger.key), "box": key(&stranger.box_key), "proof": lianxin::domain::hash::encode(&[1; 64])});
    let feed = FeedKey { scope: Scope::All, device: stranger.id() };
    let (piece, keys) = written_by(&stranger, &city, feed, "device-joined", body);
    city.takes(&bundled(&city, &[piece], &keys));
    assert!(check(&city.parcel(person, true).bytes).envelope.invite.is_some(), "the starter of who was invited has no invitation any more");
    let rows = lianxin::screen::many::starters(&city.snapshot(), city.hand.id(), crate::session::day("2018-11-16")).rows;
    assert!(rows.iter().any(|row| row.person == person), "nor is one offered to be made for them");
}

#[test]
fn a_picture_that_came_under_another_type_first_is_one_in_the_end() {
    let (city, li, project) = two();
    let (hash, file) = photo(b"picture");
    li.commit(&visit(project, vec![hash], 0), Along { files: BTreeMap::from([(hash, file)]), ..Along::default() }).unwrap();
    let sent = li.sends(city.person);
    let mut bundle: Value = serde_json::from_slice(&stripped(&sent.bytes, "")).unwrap();
    bundle["files"][hash.as_str()]["type"] = json!("text/plain");
    city.takes(&serde_json::to_vec(&bundle).unwrap());
    city.takes(&sent.bytes);
    let of = |desk: &Desk| block_on(desk.session.store.file(&hash)).unwrap().unwrap().media_type;
    assert_eq!(of(&city), of(&li), "what a file is depends on which copy came first");
}

#[test]
fn the_entries_of_a_copied_profile_are_no_receipt_once_both_are_held() {
    let (city, li, project) = two();
    let twin = copy_of(&li);
    for _ in 0..3 {
        twin.does(visit(project, Vec::new(), 0));
    }
    li.does(visit(project, Vec::new(), 1));
    let lost = li.sends(city.person);
    city.takes(&twin.parcel(city.person, true).bytes);
    // 李 gets the other branch; the city never got this one.
    li.takes(&city.parcel(li.person, true).bytes);
    let (snapshot, own) = (li.snapshot(), li.hand.id());
    let sent = snapshot.exchange.iter().find(|e| matches!(e, Exchange::Sent { name, .. } if *name == lost.name)).unwrap();
    assert!(!snapshot.is_received(own, sent), "the city holds other entries than these");
    assert_eq!(snapshot.outstanding(own, &city.person).without_receipt, 2);
}

/// Someone makes a key, says that it is this person's, and gets a join and more into a file that is taken in.
fn pretends(desk: &Desk, name: &str, person: Ref) -> (Hand, Vec<u8>, Value) {
    let stranger = Hand::new(name);
    let key = |key| crate::world::jwk(key);
    let body = json!({"person": person, "key": key(&stranger.key), "box": key(&stranger.box_key), "proof": lianxin::domain::hash::encode(&[1; 64])});
    let feed = FeedKey { scope: Scope::All, device: stranger.id() };
    let (piece, keys) = written_by(&stranger, desk, feed, "device-joined", body);
    (stranger, bundled(desk, &[piece], &keys), keys)
}

#[test]
fn a_stranger_who_says_to_be_someone_does_not_keep_them_from_joining_anew() {
    let (city, li, _) = two();
    let until = crate::session::day("2019-01-01");
    let invite = Hand::new("again");
    let devices = city.snapshot().state.roster.devices_of(&li.person).map(|d| d.id).collect();
    let kept = lianxin::session::KeptInvite { key: invite.private_jwk(), until: until.to_string(), devices };
    let heads = BTreeMap::new();
    let revoke =
        Command::RevokeDevice { device: li.hand.id(), heads, reason: "x".into(), invite: Some((li.person, invite.key.clone(), until)) };
    city.commit(&revoke, Along { invites: vec![(li.person, kept)], ..Along::default() }).unwrap();
    li.takes(&city.parcel(li.person, true).bytes);
    let ready = || block_on(li.session.kept_invite(&li.person, li.now())).unwrap().is_some();
    assert!(ready());
    let (_, bytes, _) = pretends(&city, "stranger", li.person);
    li.takes(&bytes);
    assert!(ready(), "its invitation counts as used by whoever claims to be this person");
}

#[test]
fn what_a_stranger_wrote_is_not_offered_to_be_entered_again_as_ones_own() {
    let (city, li, project) = two();
    let (stranger, join, keys) = pretends(&city, "stranger", li.person);
    city.takes(&join);
    let feed = FeedKey { scope: Scope::Project(project), device: stranger.id() };
    let body = json!({"on": "2018-11-15", "kind": "site-visit", "text": "李从来没有去过"});
    let (piece, _) = written_by(&stranger, &city, feed, "visit-logged", body);
    city.takes(&bundled(&city, &[piece], &keys));
    assert_eq!(visits(&city, project), 0);
    city.does(Command::RevokeDevice { device: stranger.id(), heads: BTreeMap::new(), reason: "nobody knows it".into(), invite: None });
    li.takes(&city.sends(li.person).bytes);
    let offered = lianxin::screen::trust::to_enter_again(&li.snapshot());
    assert!(offered.is_empty(), "one tap makes it 李's own: {:?}", offered[0].line.words);
}

#[test]
fn two_files_of_one_sender_count_in_the_order_in_which_they_were_made() {
    let (city, li, project) = two();
    let first = city.sends(li.person);
    li.does(visit(project, Vec::new(), 0));
    let sent = li.sends(city.person);
    city.takes(&sent.bytes);
    let second = city.sends(li.person);
    // By name "…-10.json" comes before "…-9.json": the newer one first.
    let both = arriving(&second.bytes).into_iter().chain(arriving(&first.bytes)).collect();
    let plan = block_on(li.session.plan(both, &crate::world::Hands));
    block_on(li.session.accept(&plan, &Default::default(), li.now())).unwrap();
    let snapshot = li.snapshot();
    let note = snapshot.exchange.iter().find(|e| matches!(e, Exchange::Sent { name, .. } if *name == sent.name)).unwrap();
    assert!(snapshot.is_received(li.hand.id(), note), "the receipt came, and an older file of the same import takes it back");
    assert_eq!(li.parcel(city.person, false).contents.events, 0, "what they hold is sent again");
}
