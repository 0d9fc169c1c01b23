//! Slots that kinds of their own fill: audits, excuses, states of permits, plans and reports of investment.

use lianxin::domain::calendar::Month;
use lianxin::domain::command::Stamp;
use lianxin::domain::decision::Deciders;
use lianxin::domain::id::Ref;
use lianxin::domain::state::{State, Stated, Target, Verdict};
use lianxin::domain::trust::View;
use lianxin::screen::conflict::{DecisionForm, Fault, Input, Pick, Place, SlotName, SlotView, Standing, Value as Shown, slot};
use lianxin::screen::project::{Reader, Value as Fact};
use lianxin::session::Snapshot;
use lianxin::text::{Lang, text};
use serde_json::{Value, json};

use crate::world::{Hand, Staff};

/// The slot's name, what fills it, two bodies whose values differ, what of a body is its value.
struct Case {
    slot: &'static str,
    kind: &'static str,
    bodies: [Value; 2],
    member: &'static str,
    of: Option<Ref>,
}

fn cases(s: &mut Staff) -> Vec<Case> {
    let li = s.li.clone();
    let plan = s.plans("封顶", "2018-12-31");
    let moved = s.reschedules(plan, "2019-01-31");
    let permit = s.writes(&li, "permit-listed", json!({"title": "施工许可证", "group": "certificate"}));
    let case = |slot, kind, bodies, member, of| Case { slot, kind, bodies, member, of };
    let audits = |of: Ref| [json!({"of": of, "verdict": "accepted"}), json!({"of": of, "verdict": "returned", "text": "缺材料"})];
    let excuse = |until| json!({"of": plan, "reason": "防汛", "until": until});
    let state = |state, on| json!({"of": permit, "state": state, "on": on});
    vec![
        case("audit", "node-audited", audits(plan), "verdict", Some(plan)),
        case("audit", "node-audited", audits(moved), "verdict", Some(moved)),
        case("excuse", "node-excused", [excuse(json!("2018-12-31")), excuse(Value::Null)], "until", Some(plan)),
        case("state", "permit-changed", [state("applied", "2018-11-01"), state("issued", "2018-11-12")], "state", Some(permit)),
        case("plan-2018", "investment-planned", [2018, 100].map(|a| json!({"year": "2018", "amount": a})), "amount", None),
        case("done-2018-06", "investment-reported", [1, 2].map(|a| json!({"month": "2018-06", "done": a})), "done", None),
    ]
}

#[test]
fn each_is_a_slot_of_its_thing_or_of_the_project() {
    let count = cases(&mut Staff::new()).len();
    for n in 0..count {
        let mut s = Staff::new();
        let wang = s.wang.clone();
        let case = cases(&mut s).swap_remove(n);
        let [first, second] = case.bodies.each_ref().map(|body| s.writes(&wang, case.kind, body.clone()));
        let listed = |s: &Staff| s.w.printed()["conflicts"].clone();
        let of = case.of.map_or(json!("project"), |of| json!(of));
        let values = json!([case.bodies[0][case.member], case.bodies[1][case.member]]);
        let expected = json!([{"scope": s.scope().to_string(), "of": of, "slot": case.slot, "values": values}]);
        assert_eq!(listed(&s), expected);
        // A withdrawn statement is none, and what it named is in force again.
        let mut over = case.bodies[1].clone();
        over["over"] = json!([first, second]);
        let third = s.writes(&wang, case.kind, over);
        assert_eq!(listed(&s), json!([]), "{}", case.slot);
        let scope = s.scope();
        let back = s.w.withdraws(&wang, scope, third);
        assert_eq!(listed(&s), expected, "{}", case.slot);
        s.w.withdraws(&wang, scope, back);
        assert_eq!(listed(&s), json!([]), "{}", case.slot);
        // Naming what is in another slot replaces nothing.
        let mut other = case.bodies[0].clone();
        other["over"] = json!([s.registration, first]);
        s.writes(&wang, case.kind, other);
        assert_eq!(listed(&s)[0]["values"][0], case.bodies[1][case.member], "{}", case.slot);
    }
}

#[test]
fn of_a_thing_that_was_taken_back_no_conflict_is_listed() {
    let mut s = Staff::new();
    let (wang, li, scope) = (s.wang.clone(), s.li.clone(), s.scope());
    for case in cases(&mut s) {
        for body in case.bodies {
            s.writes(&wang, case.kind, body);
        }
    }
    let slots = |s: &Staff| -> Vec<String> {
        s.w.printed()["conflicts"].as_array().unwrap().iter().map(|c| c["slot"].as_str().unwrap().to_string()).collect()
    };
    let mut all = slots(&s);
    all.sort();
    assert_eq!(all, ["audit", "audit", "done-2018-06", "excuse", "plan-2018", "state"]);
    let project = s.w.state().project(&s.p).unwrap().clone();
    let plan = project.nodes[0].id;
    s.w.withdraws(&li, scope, plan);
    let mut left = slots(&s);
    left.sort();
    assert_eq!(left, ["done-2018-06", "plan-2018", "state"], "the audit of the rescheduling hangs on the plan");
}

/// A field of the same name is another slot: who may change a plan must not audit it by that.
#[test]
fn a_field_of_the_same_name_fills_nothing() {
    let mut s = Staff::new();
    let (li, scope) = (s.li.clone(), s.scope());
    let plan = s.plans("封顶", "2018-12-31");
    let set = json!({"audit": "accepted", "excuse": "2018-12-31"});
    let changed = s.w.changes(&li, scope, &plan.to_string(), set, json!({}));
    let invested = s.w.changes(&li, scope, "project", json!({"plan-2018": 100}), json!({}));
    assert_eq!([changed, invested].map(|id| s.w.reason(id)), [None; 2], "fields that nobody knows are carried");
    let project = s.w.state().project(&s.p).unwrap().clone();
    assert_eq!((project.nodes[0].counts(), project.nodes[0].excused_until), (false, None));
    assert!(project.investment.plans.is_empty());
    // Nor is it replaced by one.
    let wang = s.wang.clone();
    let audit = s.accepts(plan);
    s.w.changes(&li, scope, &plan.to_string(), json!({"audit": "returned"}), json!({"audit": [audit]}));
    assert!(s.node(plan).counts());
    s.writes(&wang, "node-audited", json!({"of": plan, "verdict": "returned", "over": [changed]}));
    let values: Vec<Value> = s.w.printed()["conflicts"].as_array().unwrap().iter().map(|c| c["values"].clone()).collect();
    assert_eq!(values, [json!(["accepted", "returned"]), json!(["accepted", "returned"])], "the field and the audit, each for itself");
}

#[test]
fn the_greatest_of_two_audits_is_used() {
    let mut s = Staff::new();
    let (wang, city) = (s.wang.clone(), s.city());
    let plan = s.plans("封顶", "2018-12-31");
    assert_eq!(s.node(plan).audit, None);
    s.accepts(plan);
    s.writes(&city, "node-audited", json!({"of": plan, "verdict": "returned"}));
    assert_eq!((s.node(plan).audit, s.node(plan).audited_by), (Some(Verdict::Returned), Some(city.id())));
    s.w.now -= 1_500;
    // Later to arrive, and earlier by its clock.
    s.writes(&wang, "node-audited", json!({"of": plan, "verdict": "accepted"}));
    assert_eq!(s.node(plan).audit, Some(Verdict::Returned));
}

fn look(s: &Staff, by: &Hand, of: Target, stated: Stated) -> SlotView {
    let state = s.w.state();
    slot(&state, Place::of(s.scope(), of, stated), Reader { me: None, own: by.id() }).unwrap()
}

#[test]
fn a_decision_says_the_chosen_value_once_more() {
    let count = cases(&mut Staff::new()).len();
    for n in 0..count {
        let mut s = Staff::new();
        let (wang, scope) = (s.wang.clone(), s.scope());
        let case = cases(&mut s).swap_remove(n);
        for body in &case.bodies {
            s.writes(&wang, case.kind, body.clone());
        }
        let state = s.w.state();
        let (of, named, _) = state.project(&s.p).unwrap().folded.conflicts().next().unwrap();
        let place = Place::of(scope, *of, named);
        let reader = Reader { me: None, own: wang.id() };
        let view = slot(&state, place, reader).unwrap();
        assert_eq!((view.standing.clone(), view.input.clone(), view.rights.may), (Standing::Open { again: false }, Input::Nothing, true));
        let first = case.bodies[0][case.member].to_string();
        let mut form = DecisionForm { reason: "现场核对".into(), ..DecisionForm::default() };
        form.pick(Pick::Own, &view);
        assert_eq!(DecisionForm { own: "x".into(), ..form.clone() }.validate(&view).err(), Some(vec![Fault::NotAValue]));
        form.pick(Pick::Said(first.clone()), &view);
        let command = form.validate(&view).unwrap().into_command();
        let mut ledger = s.w.ledger();
        let state = State::fold(&mut ledger, View { own: Some(wang.id()), ..View::default() });
        let snapshot = Snapshot { ledger, state, last_row: 0, exchange: Default::default() };
        let (next, pieces) = snapshot.decide(wang.id(), &command, Stamp { now: s.w.now + 1000, random: Vec::new() }).unwrap();
        let event = &pieces[0].events[0];
        let name = event.id.to_ref();
        let project = next.state.project(&s.p).unwrap();
        let body: Value = serde_json::from_slice(project.folded.find(&name).unwrap().body.bytes()).unwrap();
        assert_eq!((event.kind.as_str(), body[case.member].to_string()), (case.kind, first));
        let said = body.get("reason").or(body.get("text")).unwrap();
        assert_eq!((said, body["over"].as_array().unwrap().len()), (&json!("现场核对"), 2));
        let after = slot(&next.state, place, reader).unwrap();
        assert_eq!((after.standing, after.rivals.len()), (Standing::Settled, 1));
        assert!(after.history[0].said.decision);
        assert_eq!(after.history[0].said.reason.as_deref(), Some("现场核对"));
    }
}

#[test]
fn who_settles_them_is_who_may_write_them() {
    let mut s = Staff::new();
    let wang = s.wang.clone();
    let all = cases(&mut s);
    for case in &all {
        for body in &case.bodies {
            s.writes(&wang, case.kind, body.clone());
        }
    }
    let of = |n: usize| Target::Thing(all[n].of.unwrap());
    let month = Month::parse("2018-06").unwrap();
    let expected = [
        (of(0), Stated::Audit, Deciders::OfProject),
        (of(2), Stated::Excuse, Deciders::OfProject),
        (of(3), Stated::State, Deciders::Workers),
        (Target::Project, Stated::Plan(2018), Deciders::OfProject),
        (Target::Project, Stated::Done(month), Deciders::Workers),
    ];
    for (of, stated, deciders) in expected {
        let hands = [(s.li.clone(), deciders == Deciders::Workers), (s.wang.clone(), true), (s.city(), true), (s.leader.clone(), false)];
        for (hand, may) in hands {
            let rights = look(&s, &hand, of, stated).rights;
            assert_eq!((rights.deciders, rights.may, rights.author), (deciders, may, None), "{stated}");
        }
    }
}

#[test]
fn they_and_their_values_have_words_in_both_languages() {
    let mut s = Staff::new();
    let wang = s.wang.clone();
    for case in cases(&mut s) {
        for body in case.bodies {
            s.writes(&wang, case.kind, body);
        }
    }
    let state = s.w.state();
    let today = state.roster.day_of(s.w.now);
    let project = state.project(&s.p).unwrap();
    let mut said = Vec::new();
    for (of, named, _) in project.folded.conflicts() {
        let view = slot(&state, Place::of(s.scope(), *of, named), Reader { me: None, own: wang.id() }).unwrap();
        for lang in [Lang::Zh, Lang::En] {
            let label = text(lang).slot_label(&view.name);
            let values: Vec<String> = view.rivals.iter().map(|r| text(lang).slot_value(&r.value, today)).collect();
            assert!(label != view.name.field && !label.contains("{}"), "{label}");
            said.push(format!("{label}: {}", values.join(", ")));
        }
    }
    said.sort();
    said.dedup();
    expect_test::expect![[r#"
        2018 年 1–6 月完成投资: 0.000001 万元, 0.000002 万元
        2018 年计划投资: 0.002018 万元, 0.0001 万元
        Audit: Accepted, Returned
        Excused until: 31 Dec, None
        Investment of 2018, done by month 6: CNY 0.00000001 million, CNY 0.00000002 million
        Planned investment of 2018: CNY 0.00002018 million, CNY 0.000001 million
        State: Applied for, Issued
        办理情况: 办理中, 已取得
        审核: 通过, 退回
        正当理由有效期: 12月31日, 无"#]]
    .assert_eq(&said.join("\n"));
    let other = SlotName { of: lianxin::screen::conflict::Of::Project, field: "plan-2018".into(), stated: None };
    assert_eq!(text(Lang::En).slot_label(&other), "plan-2018", "a field that nobody knows is called as it is written");
    assert_eq!(text(Lang::Zh).slot_value(&Shown::Verdict("later".into()), today), "later");
    assert_eq!(text(Lang::Zh).slot_value(&Shown::PermitState("later".into()), today), "later");
    let amount = Fact::Amount(lianxin::domain::money::Fen(1));
    assert!(project.folded.all_slots().any(|(_, named, _)| named == Stated::Plan(2018).into()));
    assert!(!text(Lang::En).slot_value(&Shown::Fact(amount), today).is_empty());
}
