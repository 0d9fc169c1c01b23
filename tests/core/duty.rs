//! What becomes of instructions and decisions: states, days late, who may say what, and what conflicts.

use lianxin::domain::command::{Command, Drafting, DutyDraft, InstructionDraft, Refusal, Stamp, decide};
use lianxin::domain::id::{ProjectId, Ref, Scope};
use lianxin::domain::ledger::Ledger;
use lianxin::domain::rules::duty::{Turn, days_late, is_overdue, turn};
use lianxin::domain::shape::Kind;
use lianxin::domain::state::{Duty, DutyState, Reason, State, Stated, Target};
use lianxin::domain::trust::View;
use lianxin::screen::conflict::{DecisionForm, Pick, Place, slot};
use lianxin::screen::project::Reader;
use lianxin::session::{Along, Failure, Snapshot};
use lianxin::text::{Lang, text};
use serde_json::{Value, json};

use crate::session::{Desk, day, instruction, two};
use crate::world::{Hand, Staff, printed};

const DAY: &str = "2018-11-15";

/// 周 instructs, due on 18 November.
fn instructs(s: &mut Staff) -> Ref {
    let leader = s.leader.clone();
    s.writes(&leader, "instructed", json!({"text": "请主要负责人本周内到场解决", "due": "2018-11-18"}))
}

fn says(s: &mut Staff, by: &Hand, kind: &str, of: Ref, on: &str, over: &[Ref]) -> Ref {
    let mut body = json!({"of": of, "on": on});
    if !over.is_empty() {
        body["over"] = json!(over);
    }
    s.writes(by, kind, body)
}

fn duty(s: &Staff, of: Ref) -> Duty {
    s.w.state().project(&s.p).unwrap().duty(&of).unwrap().clone()
}

#[test]
fn it_goes_from_issued_to_closed() {
    let mut s = Staff::new();
    let (li, city) = (s.li.clone(), s.city());
    let of = instructs(&mut s);
    assert_eq!((duty(&s, of).state, duty(&s, of).on, duty(&s, of).due), (DutyState::Issued, None, Some(day("2018-11-18"))));
    let steps = [
        ("duty-received", li.clone(), DutyState::Received, Turn::Doer),
        ("duty-reported", li.clone(), DutyState::Reported, Turn::Giver),
        ("duty-returned", city.clone(), DutyState::Returned, Turn::Doer),
        ("duty-reported", li, DutyState::Reported, Turn::Giver),
        ("duty-closed", city, DutyState::Closed, Turn::Nobody),
    ];
    let mut last: Vec<Ref> = Vec::new();
    for (n, (kind, by, state, whose)) in steps.into_iter().enumerate() {
        last = vec![says(&mut s, &by, kind, of, DAY, &last)];
        let held = duty(&s, of);
        assert_eq!((held.state, turn(held.state), held.on, held.steps.len()), (state, whose, Some(day(DAY)), n + 1));
    }
    assert_eq!(s.w.printed()["conflicts"], json!([]));
}

/// The due, what was said on which day, the day, days late, whether something is still asked.
#[test]
fn days_late_are_counted_from_the_due() {
    type Case = (Option<&'static str>, &'static [(&'static str, &'static str)], &'static str, Option<i64>, bool);
    let cases: &[Case] = &[
        (None, &[], "2030-01-01", None, false),
        (Some("2018-11-18"), &[], "2018-11-18", None, false),
        (Some("2018-11-18"), &[], "2018-11-19", Some(1), true),
        (Some("2018-11-18"), &[("received", "2018-11-16")], "2018-11-24", Some(6), true),
        (Some("2018-11-18"), &[("reported", "2018-11-18")], "2018-12-24", None, false),
        (Some("2018-11-18"), &[("reported", "2018-11-20")], "2018-12-24", Some(2), false),
        // What came back is asked again, by the same day.
        (Some("2018-11-18"), &[("reported", "2018-11-17"), ("returned", "2018-11-17")], "2018-11-18", None, false),
        (Some("2018-11-18"), &[("reported", "2018-11-17"), ("returned", "2018-11-17")], "2018-11-21", Some(3), true),
        (
            Some("2018-11-18"),
            &[("reported", "2018-11-17"), ("returned", "2018-11-19"), ("reported", "2018-11-25")],
            "2018-12-01",
            None,
            false,
        ),
        (Some("2018-11-18"), &[("reported", "2018-11-22"), ("closed", "2018-11-30")], "2018-12-24", Some(4), false),
        (Some("2018-11-18"), &[("closed", "2018-11-19")], "2018-12-24", Some(1), false),
        (Some("2018-11-18"), &[("closed", "2018-11-18")], "2018-12-24", None, false),
    ];
    for (due, said, on, late, overdue) in cases {
        let mut s = Staff::new();
        let city = s.city();
        let mut body = json!({"text": "请报原因"});
        if let Some(due) = due {
            body["due"] = json!(due);
        }
        let of = s.writes(&city, "instructed", body);
        let mut last: Vec<Ref> = Vec::new();
        for (state, on) in *said {
            last = vec![says(&mut s, &city, &format!("duty-{state}"), of, on, &last)];
        }
        let held = duty(&s, of);
        assert_eq!((days_late(&held, day(on)), is_overdue(&held, day(on))), (*late, *overdue), "{due:?} {said:?} on {on}");
    }
}

#[test]
fn two_states_that_nobody_replaced_are_a_conflict_and_the_later_is_used() {
    let mut s = Staff::new();
    let (li, wang) = (s.li.clone(), s.wang.clone());
    let of = instructs(&mut s);
    let received = says(&mut s, &li, "duty-received", of, DAY, &[]);
    // The same said twice is none.
    let again = says(&mut s, &wang, "duty-received", of, DAY, &[]);
    assert_eq!(s.w.printed()["conflicts"], json!([]));
    let reported = says(&mut s, &li, "duty-reported", of, DAY, &[received]);
    let conflict = json!([{"scope": s.scope().to_string(), "of": of, "slot": "duty", "values": ["received", "reported"]}]);
    assert_eq!((duty(&s, of).state, s.w.printed()["conflicts"].clone()), (DutyState::Reported, conflict.clone()));
    let closed = says(&mut s, &wang, "duty-closed", of, DAY, &[again, reported]);
    assert_eq!((duty(&s, of).state, s.w.printed()["conflicts"].clone()), (DutyState::Closed, json!([])));
    // Taken back, it names nothing.
    let scope = s.scope();
    s.w.withdraws(&wang, scope, closed);
    assert_eq!((duty(&s, of).state, s.w.printed()["conflicts"].clone()), (DutyState::Reported, conflict));
}

#[test]
fn what_was_taken_back_is_asked_of_nobody() {
    let mut s = Staff::new();
    let (li, leader, scope) = (s.li.clone(), s.leader.clone(), s.scope());
    let of = instructs(&mut s);
    let visit = s.w.logs_a_visit(&li, s.p, DAY);
    let about = s.writes(&leader, "instructed", json!({"text": "照此办", "of": visit}));
    for kind in ["duty-received", "duty-reported"] {
        says(&mut s, &li, kind, of, DAY, &[]);
    }
    assert_eq!(s.w.printed()["conflicts"].as_array().unwrap().len(), 1);
    let back = s.w.withdraws(&leader, scope, of);
    assert_eq!((duty(&s, of).withdrawn, s.w.printed()["conflicts"].clone()), (true, json!([])));
    s.w.withdraws(&leader, scope, back);
    assert!(!duty(&s, of).withdrawn);
    s.w.withdraws(&li, scope, visit);
    assert!(duty(&s, about).withdrawn, "it hangs on the visit");
}

#[test]
fn who_may_say_what() {
    let mut s = Staff::new();
    let of = instructs(&mut s);
    let hands = [s.li.clone(), s.sun.clone(), s.wang.clone(), s.zhao.clone(), s.city(), s.leader.clone(), s.assessor.clone()];
    let is_office = [false, false, true, true, true, false, false];
    let is_giver = [false, false, false, false, true, true, false];
    for ((hand, office), giver) in hands.iter().zip(is_office).zip(is_giver) {
        for kind in ["duty-received", "duty-reported"] {
            let said = says(&mut s, hand, kind, of, DAY, &[]);
            assert_eq!(s.w.reason(said), None);
        }
        for kind in ["duty-returned", "duty-closed"] {
            let said = says(&mut s, hand, kind, of, DAY, &[]);
            assert_eq!(s.w.reason(said), (!office).then_some("role"));
        }
        let given = s.writes(hand, "instructed", json!({"text": "请办"}));
        assert_eq!(s.w.reason(given), (!giver).then_some("role"));
    }
    let li = s.li.clone();
    let registration = s.registration;
    let wrong = says(&mut s, &li, "duty-received", registration, DAY, &[]);
    assert_eq!(s.w.reason(wrong), Some("of"));
}

/// Whatever the order in which entries arrive, the duty is the same.
#[test]
fn the_order_of_arrival_is_of_no_consequence() {
    let mut s = Staff::new();
    let (li, wang, city, scope) = (s.li.clone(), s.wang.clone(), s.city(), s.scope());
    let of = instructs(&mut s);
    let received = says(&mut s, &li, "duty-received", of, "2018-11-12", &[]);
    let reported = says(&mut s, &li, "duty-reported", of, "2018-11-13", &[received]);
    says(&mut s, &wang, "duty-returned", of, "2018-11-14", &[reported]);
    let closed = says(&mut s, &city, "duty-closed", of, DAY, &[reported]);
    s.w.withdraws(&city, scope, closed);
    let expected = (duty(&s, of), s.w.printed());
    let mut order: Vec<usize> = (0..s.w.written.len()).collect();
    let mut seed = 0x2545_f491_u64;
    for _ in 0..60 {
        for i in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        let mut ledger = Ledger::new(s.w.workspace);
        let mut state = State::fold(&mut ledger, View::default());
        for i in &order {
            state.take(&mut ledger, std::slice::from_ref(&s.w.written[*i]));
        }
        assert_eq!((state.project(&s.p).unwrap().duty(&of).unwrap().clone(), printed(&mut ledger)), expected);
    }
}

/// Anyone may say that it was received, as often as they like: no body can name all of these.
#[test]
fn a_flood_of_statements_is_settled_by_several() {
    let mut s = Staff::new();
    let (assessor, city) = (s.assessor.clone(), s.city());
    let of = instructs(&mut s);
    for _ in 0..3_000 {
        says(&mut s, &assessor, "duty-received", of, DAY, &[]);
    }
    let (ledger, state) = (s.w.ledger(), s.w.state());
    let said = DutyDraft { state: DutyState::Reported, on: day(DAY), text: Some("已开工".into()) };
    let mut drafting = Drafting::new(&ledger, city.id(), Stamp { now: s.w.now + 1000, random: vec![] });
    assert_eq!(decide(&state, &Command::SayDuty { scope: s.scope(), of, said }, &mut drafting), Ok(()));
    let slot = |s: &Staff| s.w.state().project(&s.p).unwrap().folded.stated(Target::Thing(of), Stated::Duty).unwrap().clone();
    let mut times = 0;
    while times == 0 || slot(&s).is_conflict() {
        let over = slot(&s).over();
        assert!(over.len() <= 1_200);
        s.writes(&city, "duty-reported", json!({"of": of, "on": DAY, "text": "已开工", "over": over}));
        assert_eq!(duty(&s, of).state, DutyState::Reported, "the newest is shown all the while");
        times += 1;
    }
    assert_eq!(times, 3);
}

#[test]
fn a_decision_is_a_duty_of_all() {
    let mut s = Staff::new();
    let (city, li) = (s.city(), s.li.clone());
    let meeting = s.w.writes(&city, Scope::All, "meeting-held", json!({"kind": "dispatch", "title": "调度会", "on": DAY}));
    let body = json!({"of": meeting, "text": "月底前交地", "owner": "中山区", "due": "2018-11-30"});
    let decision = s.w.writes(&city, Scope::All, "decision-made", body);
    s.w.writes(&li, Scope::All, "duty-received", json!({"of": decision, "on": DAY}));
    let state = s.w.state();
    let held = state.duty(Scope::All, &decision).unwrap();
    assert_eq!((held.state, held.due, held.withdrawn), (DutyState::Received, Some(day("2018-11-30")), false));
    s.w.withdraws(&city, Scope::All, meeting);
    assert!(s.w.state().duty(Scope::All, &decision).unwrap().withdrawn);
    assert_eq!(state.duty(Scope::Office, &decision), None);
}

fn refused(desk: &Desk, command: Command) -> Option<Refusal> {
    match desk.commit(&command, Along::default()) {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(other) => panic!("{other:?}"),
    }
}

fn body(desk: &Desk, project: ProjectId, name: Ref) -> Value {
    let snapshot = desk.snapshot();
    let project = snapshot.state.project(&project).unwrap();
    serde_json::from_slice(project.folded.find(&name).unwrap().body.bytes()).unwrap()
}

#[test]
fn an_instruction_is_one_sentence_at_least() {
    let (city, _, project) = two();
    let full = InstructionDraft { of: None, text: " 请到场 ".into(), to: vec![city.person], due: Some(day("2018-11-22")) };
    let given = city.does(Command::Instruct { project, instruction: full })[0];
    assert_eq!(body(&city, project, given), json!({"text": "请到场", "to": [city.person], "due": "2018-11-22"}));
    let plain = city.does(Command::Instruct { project, instruction: instruction("请报") })[0];
    assert_eq!(body(&city, project, plain), json!({"text": "请报"}));
    let instruct = |instruction| Command::Instruct { project, instruction };
    assert_eq!(refused(&city, instruct(instruction("  "))), Some(Refusal::Empty { field: "text" }));
    let nowhere = InstructionDraft { of: Some(city.person), ..instruction("请报") };
    assert_eq!(refused(&city, instruct(nowhere)), Some(Refusal::NoSuchThing { of: city.person }));
}

#[test]
fn each_step_names_what_it_replaces_and_only_steps_on() {
    let (city, _, project) = two();
    let of = city.does(Command::Instruct { project, instruction: instruction("请报") })[0];
    let say = |state: DutyState, text: &str| Command::SayDuty {
        scope: Scope::Project(project),
        of,
        said: DutyDraft { state, on: day(DAY), text: Some(text.to_string()).filter(|t| !t.is_empty()) },
    };
    let step = |kind| Some(Refusal::Rule { kind, reason: Reason::Step });
    assert_eq!(refused(&city, say(DutyState::Returned, "再报")), step(Kind::DutyReturned));
    assert_eq!(refused(&city, say(DutyState::Issued, "")), Some(Refusal::NothingToDo));
    let received = city.does(say(DutyState::Received, ""))[0];
    assert_eq!(body(&city, project, received), json!({"of": of, "on": DAY}));
    assert_eq!(refused(&city, say(DutyState::Received, "")), Some(Refusal::NothingToDo));
    assert_eq!(refused(&city, say(DutyState::Reported, " ")), Some(Refusal::Empty { field: "text" }));
    let reported = city.does(say(DutyState::Reported, " 已到场 "))[0];
    assert_eq!(body(&city, project, reported), json!({"of": of, "on": DAY, "text": "已到场", "over": [received]}));
    city.does(say(DutyState::Returned, "没写时限"));
    assert_eq!(refused(&city, say(DutyState::Returned, "没写时限")), Some(Refusal::NothingToDo));
    city.does(say(DutyState::Reported, "月底前办完"));
    city.does(say(DutyState::Closed, ""));
    assert_eq!(refused(&city, say(DutyState::Closed, "")), Some(Refusal::NothingToDo));
    assert_eq!(refused(&city, say(DutyState::Reported, "又报")), step(Kind::DutyReported));
    let later = Command::SayDuty {
        scope: Scope::Project(project),
        of,
        said: DutyDraft { state: DutyState::Returned, on: day("2030-01-01"), text: Some("再报".into()) },
    };
    assert_eq!(refused(&city, later), Some(Refusal::Later { field: "on" }));
    city.does(say(DutyState::Returned, "没办完"));
    city.does(Command::Withdraw { scope: Scope::Project(project), of: vec![of], reason: None });
    assert_eq!(refused(&city, say(DutyState::Reported, "办了")), Some(Refusal::NoSuchThing { of }));
}

#[test]
fn a_conflict_is_settled_by_a_coordinator_or_by_any_step() {
    let mut s = Staff::new();
    let given = instructs(&mut s);
    let (li, wang, leader) = (s.li.clone(), s.wang.clone(), s.leader.clone());
    says(&mut s, &li, "duty-reported", given, DAY, &[]);
    says(&mut s, &wang, "duty-closed", given, DAY, &[]);
    let place = Place::of(s.scope(), Target::Thing(given), Stated::Duty);
    let state = s.w.state();
    for (hand, may) in [(&wang, true), (&li, false), (&leader, false)] {
        assert_eq!(slot(&state, place, Reader { me: None, own: hand.id() }).unwrap().rights.may, may);
    }
    let view = slot(&state, place, Reader { me: None, own: wang.id() }).unwrap();
    let said: Vec<String> = view.rivals.iter().map(|r| text(Lang::En).slot_value(&r.value, day(DAY))).collect();
    assert_eq!((text(Lang::Zh).slot_label(&view.name), said), ("落实情况".into(), vec!["Reported".into(), "Closed".into()]));
    let mut form = DecisionForm { reason: "现场核对".into(), ..DecisionForm::default() };
    form.pick(Pick::Said("\"reported\"".into()), &view);
    let command = form.validate(&view).unwrap().into_command();
    let mut held = s.w.ledger();
    let state = State::fold(&mut held, View { own: Some(wang.id()), ..View::default() });
    let snapshot = Snapshot { ledger: held, state, last_row: 0, exchange: Default::default() };
    let (next, pieces) = snapshot.decide(wang.id(), &command, Stamp { now: s.w.now + 1000, random: Vec::new() }).unwrap();
    assert_eq!(pieces[0].events[0].kind.as_str(), "duty-reported");
    assert_eq!(next.state.duty(s.scope(), &given).unwrap().state, DutyState::Reported);
    // Any step names both, even one that would not follow from the one that is used.
    let said = DutyDraft { state: DutyState::Reported, on: day(DAY), text: Some("又到场一次".into()) };
    let say = Command::SayDuty { scope: s.scope(), of: given, said };
    let (next, _) = snapshot.decide(li.id(), &say, Stamp { now: s.w.now + 1000, random: Vec::new() }).unwrap();
    let project = next.state.project(&s.p).unwrap();
    assert_eq!((next.state.duty(s.scope(), &given).unwrap().state, project.folded.conflicts().count()), (DutyState::Reported, 0));
}
