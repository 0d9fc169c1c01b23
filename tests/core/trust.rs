//! Whose events count (design §4): admissions, their chains, revocations, forks, joins.

use std::collections::BTreeSet;

use lianxin::domain::bundle::plan::{Incoming, IncomingFile, Plan, Proof};
use lianxin::domain::id::{DeviceId, Ref, Scope};
use lianxin::domain::ledger::Ledger;
use lianxin::domain::state::State;
use lianxin::domain::trust::View;
use serde_json::json;

use crate::world::{Hand, Staff, World, answer, jwk, printed, reason, stands};

fn admitted(w: &World, device: &Hand) -> bool {
    w.state().trust.admitted.contains(&device.id())
}

/// The number of visits that count in the project.
fn visits(s: &Staff) -> usize {
    s.w.state().project(&s.p).unwrap().visit_count()
}

#[test]
fn only_the_founder_of_this_workspace_founds() {
    let mut w = World::founded();
    let city = w.city.clone();
    assert!(admitted(&w, &city));
    let (other, _) = w.hires(&city, "钱", "city", None);
    let body = json!({
        "name": "x", "time_zone": "+08:00", "key": jwk(&other.key), "box": jwk(&other.box_key), "nonce": "0123456789abcdef",
        "person": {"name": "钱"},
    });
    let again = w.writes(&other, Scope::All, "workspace-founded", body.clone());
    let own = w.writes(&city, Scope::All, "workspace-founded", body.clone());
    let stranger = Hand::new("stranger");
    w.writes(&stranger, Scope::All, "workspace-founded", body);
    assert_eq!([again, own].map(|r| w.reason(r)), [Some("role"); 2]);
    assert!(!admitted(&w, &stranger));
}

#[test]
fn admissions_chain_and_fall_with_their_link() {
    let mut s = Staff::new();
    let wang = s.wang.clone();
    let (first, _) = s.w.hires(&wang, "区二", "district", Some(s.zhongshan));
    let (second, _) = s.w.hires(&first, "秘书", "secretary", Some(s.zhongshan));
    assert!(admitted(&s.w, &first) && admitted(&s.w, &second));
    let city = s.city();
    s.w.revokes(&city, &wang, &[]);
    assert!(!admitted(&s.w, &first) && !admitted(&s.w, &second), "the chain hung on the revoked one");
}

#[test]
fn what_a_role_may_do_with_people() {
    // Who writes, the role and whether the person is of 中山, and whether it stands.
    let cases = [
        ("city", "city", false, true),
        ("city", "leader", false, true),
        ("wang", "secretary", true, true),
        ("wang", "district", true, true),
        ("wang", "secretary", false, false),
        ("wang", "city", true, false),
        ("wang", "leader", true, false),
        ("wang", "assessor", true, false),
        ("zhao", "secretary", true, false),
        ("li", "secretary", true, false),
        ("leader", "secretary", true, false),
        ("assessor", "secretary", true, false),
    ];
    for (who, role, of_zhongshan, expected) in cases {
        let mut s = Staff::new();
        let city = s.city();
        let by = match who {
            "city" => city.clone(),
            "wang" => s.wang.clone(),
            "zhao" => s.zhao.clone(),
            "li" => s.li.clone(),
            "leader" => s.leader.clone(),
            _ => s.assessor.clone(),
        };
        let district = of_zhongshan.then_some(s.zhongshan);
        let (device, person) = s.w.hires(&by, "新", role, district);
        let invited = s.w.invites(&by, person, &Hand::new("invite"), "2018-12-31");
        assert_eq!(admitted(&s.w, &device), expected, "{who} {role}");
        let of_stranger = if expected { None } else { Some(if who == "wang" || who == "zhao" { "of" } else { "role" }) };
        assert_eq!(s.w.reason(person), (!expected).then_some("role"), "{who} {role}");
        assert_eq!(s.w.reason(invited), of_stranger, "{who} {role}");
        // The same with someone whom the city registered.
        let (other, person) = s.w.hires(&city, "另", role, district);
        let again = [s.w.invites(&by, person, &Hand::new("invite"), "2018-12-31"), s.w.admits(&by, &Hand::new("二"), person)];
        let revoked = s.w.revokes(&by, &other, &[]);
        let verdicts = [again[0], again[1], revoked].map(|r| s.w.reason(r));
        assert_eq!(verdicts, [(!expected).then_some("role"); 3], "{who} {role}");
        assert_eq!(s.w.state().trust.limits.contains_key(&other.id()), expected, "{who} {role}");
    }
}

#[test]
fn a_person_that_does_not_stand_can_not_be_admitted_by_a_district() {
    let mut s = Staff::new();
    let (li, wang) = (s.li.clone(), s.wang.clone());
    let person = s.w.registers(&li, "新", "secretary", Some(s.zhongshan));
    let device = Hand::new("新");
    let admission = s.w.admits(&wang, &device, person);
    assert_eq!((s.w.reason(person), s.w.reason(admission)), (Some("role"), Some("role")));
    assert!(!admitted(&s.w, &device));
}

#[test]
fn a_device_of_several_persons_has_all_their_rights() {
    let mut s = Staff::new();
    let (city, li) = (s.city(), s.li.clone());
    let before = s.w.registers_unit(&li, "甲");
    let deputy = s.w.registers(&city, "副市长", "city", None);
    s.w.admits(&city, &li, deputy);
    let after = s.w.registers_unit(&li, "乙");
    assert_eq!([before, after].map(|r| s.w.reason(r)), [None, None], "rights have no date");
    assert_eq!(s.w.state().trust.grants[&li.id()].len(), 2);
}

#[test]
fn events_of_a_waiting_device_are_kept_but_not_folded() {
    let mut s = Staff::new();
    let city = s.city();
    let person = s.w.registers(&city, "钱", "secretary", Some(s.zhongshan));
    let qian = Hand::new("钱");
    let before = s.w.printed()["code"].clone();
    s.w.joins(&qian, person, &Hand::new("invite"));
    let visit = s.w.logs_a_visit(&qian, s.p, "2018-11-01");
    let fold = s.w.printed();
    let row = |scope: Scope| json!({"scope": scope.to_string(), "device": qian.id(), "from": 1, "to": 1});
    assert_eq!(fold["waiting"], json!([row(Scope::All), row(s.scope())]));
    assert_ne!(fold["code"], before, "they are in the code");
    let heads = s.w.ledger().heads(|_| true, |_, _| false);
    assert!(heads[&s.scope().to_string()].contains_key(qian.id().as_str()), "they are in the heads");
    assert!(!stands(&s.w.state(), s.scope(), visit));
    // Its own view counts them, `--all-devices` counts them, and so does everyone once it is admitted.
    for view in [View { own: Some(qian.id()), ..View::default() }, View { all_devices: true, ..View::default() }] {
        let state = State::fold(&mut s.w.ledger(), view);
        assert!(stands(&state, s.scope(), visit));
        assert!(!state.trust.admitted.contains(&qian.id()), "but only as preliminary");
    }
    s.w.admits(&city, &qian, person);
    assert_eq!((visits(&s), &s.w.printed()["waiting"]), (1, &json!([])));
}

#[test]
fn a_revoked_device_counts_up_to_the_heads_named() {
    let mut s = Staff::new();
    let (city, li, scope) = (s.city(), s.li.clone(), s.scope());
    let other = s.w.registers_project(&city, "别处", s.zhongshan).0;
    let visits: Vec<Ref> = (1..=3).map(|d| s.w.logs_a_visit(&li, s.p, &format!("2018-11-0{d}"))).collect();
    let elsewhere = s.w.logs_a_visit(&li, other, "2018-11-01");
    let code = s.w.ledger().heads(|_| true, |_, _| false);
    s.w.revokes(&city, &li, &[(scope, 2, visits[1])]);
    let late = s.w.logs_a_visit(&li, s.p, "2018-11-09");
    let state = s.w.state();
    assert_eq!(visits.iter().map(|v| stands(&state, scope, *v)).collect::<Vec<_>>(), [true, true, false]);
    assert!(!stands(&state, Scope::Project(other), elsewhere), "a scope that is not named counts for nothing");
    assert!(!stands(&state, scope, late));
    assert_eq!(code[&scope.to_string()][li.id().as_str()].0, 3);
    assert_eq!(
        s.w.ledger().heads(|_| true, |_, _| false)[&scope.to_string()][li.id().as_str()].0,
        4,
        "it is held and forwarded all the same"
    );
}

#[test]
fn of_several_revocations_the_least_seq_counts() {
    let mut s = Staff::new();
    let (city, li, scope) = (s.city(), s.li.clone(), s.scope());
    let v: Vec<Ref> = (1..=4).map(|d| s.w.logs_a_visit(&li, s.p, &format!("2018-11-0{d}"))).collect();
    s.w.revokes(&city, &li, &[(scope, 3, v[2])]);
    assert_eq!(visits(&s), 3);
    s.w.revokes(&city, &li, &[(scope, 1, v[0])]);
    assert_eq!(visits(&s), 1);
    s.w.revokes(&city, &li, &[(scope, 4, v[3])]);
    assert_eq!(visits(&s), 1);
    s.w.revokes(&city, &li, &[]);
    assert_eq!(visits(&s), 0);
}

#[test]
fn a_fork_stops_the_feed_until_a_revocation_names_a_branch() {
    let mut s = Staff::new();
    let (city, li, scope) = (s.city(), s.li.clone(), s.scope());
    s.w.logs_a_visit(&li, s.p, "2018-11-01");
    let left = [s.w.logs_a_visit(&li, s.p, "2018-11-02"), s.w.logs_a_visit(&li, s.p, "2018-11-03")];
    s.w.goes_back(&li, scope, 1);
    let right = s.w.logs_a_visit(&li, s.p, "2018-11-04");
    let mut ids = vec![left[0], right];
    ids.sort();
    let fork = |kept: Option<Ref>| json!([{"scope": scope.to_string(), "device": li.id(), "seq": 2, "ids": ids, "kept": kept}]);
    let fold = s.w.printed();
    assert_eq!((visits(&s), &fold["forks"], &fold["gaps"]), (1, &fork(None), &json!([])));
    let pieces: usize = s.w.ledger().feeds().map(|(_, feed)| feed.len()).sum();
    assert_eq!(pieces, s.w.written.len(), "both branches are kept");

    for (kept, last, seq, counted) in [(left[0], left[1], 3, 3), (right, right, 2, 2), (left[0], left[0], 2, 2)] {
        let mut cured = Staff { w: s.w.clone(), ..clone_of(&s) };
        cured.w.revokes(&city, &li, &[(scope, seq, last)]);
        assert_eq!((visits(&cured), &cured.w.printed()["forks"]), (counted, &fork(Some(kept))));
        assert_ne!(cured.w.printed()["code"], fold["code"]);
    }
    // A revocation from before the fork decides nothing of it.
    let first = s.w.written.iter().find(|p| p.feed.scope == scope && p.feed.device == li.id()).unwrap().events[0].id.to_ref();
    s.w.revokes(&city, &li, &[(scope, 1, first)]);
    assert_eq!((visits(&s), &s.w.printed()["forks"]), (1, &fork(None)));
}

fn clone_of(s: &Staff) -> Staff {
    Staff {
        w: s.w.clone(),
        li: s.li.clone(),
        sun: s.sun.clone(),
        wang: s.wang.clone(),
        zhao: s.zhao.clone(),
        leader: s.leader.clone(),
        assessor: s.assessor.clone(),
        ..*s
    }
}

#[test]
fn a_named_branch_that_is_not_held_stops_the_feed_before_it() {
    let mut s = Staff::new();
    let (city, li, scope) = (s.city(), s.li.clone(), s.scope());
    let v: Vec<Ref> = (1..=3).map(|d| s.w.logs_a_visit(&li, s.p, &format!("2018-11-0{d}"))).collect();
    s.w.goes_back(&li, scope, 1);
    let unheld = s.w.logs_a_visit(&li, s.p, "2018-11-09");
    s.w.revokes(&city, &li, &[(scope, 2, unheld)]);
    let mut ledger = s.w.ledger_without(&[unheld]);
    let fold = printed(&mut ledger);
    assert_eq!(fold["projects"][0]["visits"], 1);
    assert_eq!(fold["forks"], json!([{"scope": scope.to_string(), "device": li.id(), "seq": 2, "ids": [v[1]], "kept": unheld}]));
    ledger.insert(s.w.piece(unheld));
    assert_eq!(printed(&mut ledger)["projects"][0]["visits"], 2, "it counts once it comes");
    assert_eq!(printed(&mut ledger), s.w.printed());
}

#[test]
fn of_two_that_revoke_each_other_the_senior_one_stays() {
    for swapped in [false, true] {
        let mut w = World::founded();
        let city = w.city.clone();
        let (a, _) = w.hires(&city, "甲", "city", None);
        let (b, _) = w.hires(&city, "乙", "city", None);
        let (first, second) = if swapped { (&b, &a) } else { (&a, &b) };
        let one = w.revokes(first, second, &[]);
        let other = w.revokes(second, first, &[]);
        let trust = w.state().trust.clone();
        assert!(trust.limits.contains_key(&b.id()) && !trust.limits.contains_key(&a.id()), "甲 was admitted by the smaller seq");
        let by_a = if swapped { other } else { one };
        assert_eq!(w.reason(by_a), None);
    }
}

#[test]
fn nobody_revokes_away_their_own_admission() {
    let mut s = Staff::new();
    let city = s.city();
    let (second, _) = s.w.hires(&city, "郑", "city", None);
    let early = s.w.seq(s.li_person);
    let named = s.li_person;
    // The founder's feed cut before the admission of the one who cuts it.
    let own = s.w.revokes(&second, &city, &[(Scope::All, early, named)]);
    assert_eq!(s.w.reason(own), Some("role"), "skipped: its author would not be admitted");
    assert!(s.w.state().trust.limits.is_empty());
    // Cut behind the admission it is applied.
    let (seq, last) = (s.w.seq(own), own);
    assert!(seq > 0);
    let founder_last =
        s.w.written.iter().rev().find(|p| p.feed.scope == Scope::All && p.feed.device == city.id()).unwrap().events[0].clone();
    let good = s.w.revokes(&second, &city, &[(Scope::All, founder_last.seq, founder_last.id.to_ref())]);
    assert_eq!((s.w.reason(good), s.w.reason(last)), (None, Some("role")));
    assert!(admitted(&s.w, &city), "its admissions stay");
    assert!(s.w.state().trust.limits.contains_key(&city.id()));
}

#[test]
fn the_founder_can_not_undo_the_founding() {
    let mut w = World::founded();
    let city = w.city.clone();
    let own = w.revokes(&city, &city, &[]);
    assert_eq!(w.reason(own), Some("role"));
    let (second, _) = w.hires(&city, "郑", "city", None);
    let by_second = w.revokes(&second, &city, &[]);
    assert_eq!(w.reason(by_second), Some("role"));
    assert!(w.state().trust.limits.is_empty());
}

#[test]
fn what_a_revoked_author_wrote_below_the_head_stays_and_above_falls() {
    let mut s = Staff::new();
    let city = s.city();
    let (second, _) = s.w.hires(&city, "郑", "city", None);
    let li = s.li.clone();
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-01");
    let unit = s.w.registers_unit(&second, "留");
    let revocation = s.w.revokes(&second, &li, &[]);
    let removal = s.w.removes_the_body(&second, s.scope(), s.registration);
    assert_eq!(s.w.printed()["projects"], json!([]), "the registration's body is removed");
    s.w.revokes(&city, &second, &[(Scope::All, 1, unit)]);
    let state = s.w.state();
    assert!(stands(&state, Scope::All, unit));
    assert!(stands(&state, s.scope(), visit), "the revocation of 李 stopped counting");
    assert!(!stands(&state, Scope::All, revocation) && !stands(&state, Scope::All, removal));
    assert_eq!(s.w.printed()["projects"][0]["visits"], 1, "so did the removal");
}

#[test]
fn a_district_revokes_a_device_that_only_waits() {
    let mut s = Staff::new();
    let (city, wang, zhao) = (s.city(), s.wang.clone(), s.zhao.clone());
    let person = s.w.registers(&city, "钱", "secretary", Some(s.zhongshan));
    let qian = Hand::new("钱");
    s.w.joins(&qian, person, &Hand::new("invite"));
    let (by_other, by_own) = (s.w.revokes(&zhao, &qian, &[]), s.w.revokes(&wang, &qian, &[]));
    assert_eq!([by_other, by_own].map(|r| s.w.reason(r)), [Some("role"), None]);
    s.w.admits(&city, &qian, person);
    s.w.logs_a_visit(&qian, s.p, "2018-11-01");
    assert_eq!(visits(&s), 0, "a revocation is for ever");
}

/// What a coordinator's preview offers when these events come in a file.
pub fn offers(w: &World, held: &[Ref], own: DeviceId) -> Vec<(DeviceId, Proof)> {
    let mut ledger: Ledger = w.ledger_without(held);
    let state = State::fold(&mut ledger, View { own: Some(own), ..View::default() });
    let rows = held.iter().map(|name| {
        let piece = w.piece(*name);
        let mut bytes = b"[".to_vec();
        lianxin::domain::bundle::export::write_piece(&piece.feed, &piece.events.iter().collect::<Vec<_>>(), None, &mut bytes);
        bytes.push(b']');
        bytes.into()
    });
    let file = IncomingFile {
        workspace: w.workspace,
        envelope: Default::default(),
        devices: Default::default(),
        problems: Vec::new(),
        problems_more: 0,
        refused: 0,
        rows: rows.collect(),
        files: Default::default(),
    };
    let mut plan = Plan::new(&ledger, &state, vec![Incoming { name: "f".into(), size: 1, outcome: Ok(file) }]);
    let answers: Vec<_> = plan.questions().iter().map(answer).collect();
    plan.settle(&answers);
    let offers = plan.offers();
    // Ticked or not, the preview says what the fold will.
    let ticked: BTreeSet<DeviceId> = offers.iter().map(|o| o.device).collect();
    let preview = plan.preview(&ticked);
    assert!(ticked.iter().all(|d| preview.state.trust.grants.contains_key(d)));
    offers.into_iter().map(|o| (o.device, o.proof)).collect()
}

#[test]
fn a_join_is_offered_with_what_its_proof_is_worth() {
    let mut s = Staff::new();
    let (city, invite) = (s.city(), Hand::new("invite"));
    let person = s.w.registers(&city, "钱", "secretary", Some(s.zhongshan));
    // The world's clock stands at 2018-11-15 09:00 in the zone.
    s.w.invites(&city, person, &invite, "2018-11-15");
    let (good, forged) = (Hand::new("good"), Hand::new("forged"));
    let bad_join = s.w.joins(&forged, person, &Hand::new("another invite"));
    let join = s.w.joins(&good, person, &invite);
    assert_eq!(
        offers(&s.w, &[bad_join], city.id()),
        [(good.id(), Proof::Good), (forged.id(), Proof::Missing)]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(offers(&s.w, &[join], s.wang.id()).len(), 2, "the district's coordinator is offered them too");
    assert_eq!(offers(&s.w, &[join], s.zhao.id()), [], "another district's is not");
    assert_eq!(offers(&s.w, &[join], s.li.id()), []);

    // A second device on one invite: then neither.
    let second = Hand::new("second");
    let again = s.w.joins(&second, person, &invite);
    let proofs: Vec<Proof> = offers(&s.w, &[again], city.id()).into_iter().filter(|(d, _)| *d != forged.id()).map(|(_, p)| p).collect();
    assert_eq!(proofs, [Proof::Used, Proof::Used]);
    // Also when the first one was admitted long ago.
    s.w.admits(&city, &good, person);
    assert!(offers(&s.w, &[again], city.id()).contains(&(second.id(), Proof::Used)));
    // A revoked device is offered no more.
    s.w.revokes(&city, &second, &[]);
    assert_eq!(offers(&s.w, &[again], city.id()), [(forged.id(), Proof::Missing)]);
}

#[test]
fn the_last_day_of_an_invite_is_a_day_of_the_workspaces_zone() {
    for (until, proof) in [("2018-11-15", Proof::Good), ("2018-11-14", Proof::Late)] {
        let mut s = Staff::new();
        let (city, invite, device) = (s.city(), Hand::new("invite"), Hand::new("new"));
        let person = s.w.registers(&city, "钱", "secretary", Some(s.zhongshan));
        s.w.invites(&city, person, &invite, until);
        // 2018-11-14 16:30 UTC is half past midnight of the 15th in the zone.
        s.w.now = 1_542_213_000_000;
        let join = s.w.joins(&device, person, &invite);
        assert_eq!(offers(&s.w, &[join], city.id()), [(device.id(), proof)], "{until}");
        // The same key published once more for longer will do.
        s.w.invites(&city, person, &invite, "2018-12-31");
        s.w.invites(&city, person, &invite, until);
        assert_eq!(offers(&s.w, &[join], city.id()), [(device.id(), Proof::Good)], "{until}");
    }
}

#[test]
fn the_order_of_arrival_does_not_matter_to_trust() {
    let mut s = Staff::new();
    let city = s.city();
    let (second, _) = s.w.hires(&city, "郑", "city", None);
    let (third, _) = s.w.hires(&second, "冯", "city", None);
    let li = s.li.clone();
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-01");
    s.w.revokes(&third, &li, &[(s.scope(), 1, visit)]);
    s.w.revokes(&second, &third, &[]);
    s.w.revokes(&third, &second, &[]);
    let expected = s.w.printed();
    let mut ledger = Ledger::new(s.w.workspace);
    let mut state = State::fold(&mut ledger, View::default());
    for piece in s.w.written.iter().rev() {
        state.take(&mut ledger, std::slice::from_ref(piece));
        let fresh = State::fold(&mut ledger.clone(), View::default());
        assert_eq!(*state.trust, *fresh.trust);
    }
    assert_eq!(printed(&mut ledger), expected);
    assert_eq!(reason(&state, s.scope(), visit), None);
}
