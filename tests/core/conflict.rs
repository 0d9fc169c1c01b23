//! Conflicts as they are listed, looked at and decided: whose come first, who may, what a decision names, and what a
//! withdrawal does to an edit made meanwhile.

use std::rc::Rc;

use lianxin::domain::calendar::Day;
use lianxin::domain::command::{Command, Refusal, Stamp};
use lianxin::domain::decision::Deciders;
use lianxin::domain::id::{DeviceId, ProjectId, Ref, Scope};
use lianxin::domain::shape::Kind;
use lianxin::domain::state::{Reason, State, Target};
use lianxin::domain::trust::View;
use lianxin::screen::conflict::{
    Basis, Conflicts, DecisionForm, Fault, Input, Of, Pick, Place, SlotView, Standing, Value, arising, conflicts, counts, slot,
};
use lianxin::screen::project::{self, Reader, What};
use lianxin::session::Snapshot;
use lianxin::text::{Lang, text};
use serde_json::json;

use crate::session::{Desk, two};
use crate::world::{Hand, Staff, World};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn today() -> Day {
    day("2018-11-15")
}

/// What a device's person sees.
fn seen<T>(state: &State, own: DeviceId, look: impl FnOnce(&State, Reader<'_>) -> T) -> T {
    let me = state.trust.persons_of(&own).next().and_then(|person| state.roster.persons.get(&person));
    look(state, Reader { me, own })
}

fn list(state: &State, own: DeviceId) -> Conflicts {
    seen(state, own, |state, reader| conflicts(state, reader, today(), |a, b| a.cmp(b)))
}

fn look(state: &State, own: DeviceId, place: Place) -> SlotView {
    seen(state, own, |state, reader| slot(state, place, reader)).unwrap()
}

fn fact(text: &str) -> Value {
    Value::Fact(project::Value::Text(text.into()))
}

fn phase(word: &str) -> Value {
    Value::Fact(project::Value::Phase(word.into()))
}

fn values(view: &SlotView) -> Vec<Value> {
    view.rivals.iter().map(|rival| rival.value.clone()).collect()
}

fn decided(view: &SlotView, pick: Pick, own: &str, reason: &str) -> Result<Command, Vec<Fault>> {
    let mut form = DecisionForm { own: own.into(), reason: reason.into(), ..DecisionForm::default() };
    form.pick(pick, view);
    form.validate(view).map(|decide| decide.into_command())
}

fn said(view: &SlotView, value: &str) -> Pick {
    let rival = view.rivals.iter().find(|rival| rival.json == *json!(value).to_string()).unwrap();
    Pick::Said(rival.json.clone())
}

/// Devices that were admitted without a join are called by their first characters.
fn short(hand: &Hand) -> String {
    hand.id().as_str()[..6].into()
}

/// The world as a device's session would hold it.
fn snapshot(w: &World, own: &Hand) -> Snapshot {
    let mut ledger = w.ledger();
    let state = State::fold(&mut ledger, View { own: Some(own.id()), ..View::default() });
    Snapshot { ledger, state, last_row: 0, exchange: Rc::default() }
}

fn stamp(w: &World) -> Stamp {
    Stamp { now: w.now + 1000, random: Vec::new() }
}

#[test]
fn own_projects_come_first_and_what_is_common_behind_all() {
    let mut s = Staff::new();
    let (city, li, sun) = (s.city(), s.li.clone(), s.sun.clone());
    let mut add = |name: &str, secretary: Option<Ref>| {
        let (id, registered) = s.w.registers_project(&city, name, s.zhongshan);
        if let Some(secretary) = secretary {
            s.w.changes(&city, Scope::Project(id), "project", json!({"secretary": secretary}), json!({}));
        }
        s.w.changes(&sun, Scope::Project(id), "project", json!({"name": format!("{name}一期")}), json!({"name": [registered]}));
        s.w.changes(
            &city,
            Scope::Project(id),
            "project",
            json!({"name": format!("{name}二期"), "phase": "start"}),
            json!({"name": [registered]}),
        );
        s.w.changes(&sun, Scope::Project(id), "project", json!({"phase": "trial"}), json!({}));
        id
    };
    let (other, mine) = (add("a", None), add("b", Some(s.li_person)));
    s.w.changes(&city, Scope::All, "workspace", json!({"name": "大连市"}), json!({}));
    let state = s.w.state();
    let found = list(&state, li.id());
    let groups: Vec<_> = found.groups.iter().map(|g| (g.scope, g.name.as_str(), g.mine)).collect();
    assert_eq!(groups, [(Scope::Project(mine), "b二期", true), (Scope::Project(other), "a二期", false), (Scope::All, "大连市", false)]);
    let fields: Vec<Vec<&str>> = found.groups.iter().map(|g| g.lines.iter().map(|l| l.name.field.as_str()).collect()).collect();
    assert_eq!(fields, [vec!["name", "phase"], vec!["name", "phase"], vec!["name"]], "as the form of facts asks for them");
    assert_eq!(found.count(), 5);
    let may: Vec<bool> = found.lines().map(|line| line.may).collect();
    assert_eq!(may, [true, true, true, true, false], "the ledger's name is the city's");
    assert_eq!(seen(&state, li.id(), counts), (5, 2));
    assert_eq!(seen(&state, city.id(), counts), (5, 5));
    assert_eq!(seen(&state, s.assessor.id(), counts), (5, 0));
    // For whom all are their own, names decide, and what is common still stands last.
    let names: Vec<String> = list(&state, city.id()).groups.into_iter().map(|g| g.name).collect();
    assert_eq!(names, ["a二期", "b二期", "大连市"]);
    // Round to the first, and to none from the only one.
    let places: Vec<Place> = found.lines().map(|line| line.place).collect();
    assert_eq!((found.after(&places[0]), found.after(&places[4])), (Some(places[1]), Some(places[0])));
    let one = Conflicts { groups: vec![found.groups[2].clone()], settled: Vec::new() };
    assert_eq!((one.after(&places[4]), one.after(&places[0])), (None, Some(places[4])));
}

#[test]
fn every_value_stands_beside_the_others_with_who_when_and_by_which_visit() {
    let mut s = Staff::new();
    let (city, li, wang, scope) = (s.city(), s.li.clone(), s.wang.clone(), s.scope());
    let first = s.w.changes(&city, scope, "project", json!({"phase": "start"}), json!({}));
    let photo = lianxin::domain::id::Hash::of(b"photo");
    let visit = s.w.writes(&li, scope, "visit-logged", json!({"on": "2018-11-14", "kind": "site-visit", "files": [photo]}));
    s.w.writes(
        &li,
        scope,
        "fields-changed",
        json!({"of": "project", "set": {"phase": "structure"}, "over": {"phase": [first]}, "visit": visit}),
    );
    s.w.writes(
        &wang,
        scope,
        "fields-changed",
        json!({"of": "project", "set": {"phase": "foundation"}, "over": {"phase": [first]}, "reason": "月报"}),
    );
    s.w.changes(&city, scope, "project", json!({"phase": "structure"}), json!({"phase": [first]}));
    let place = Place::of(scope, Target::Project, "phase");
    let state = s.w.state();
    let view = look(&state, li.id(), place);
    assert_eq!(view.standing, Standing::Open { again: false });
    assert_eq!(values(&view), [phase("foundation"), phase("structure")]);
    assert_eq!(view.rivals.iter().map(|r| r.in_use).collect::<Vec<_>>(), [false, true], "the later in order is in use");
    assert_eq!(view.before, Some(phase("start")));
    let who = |at: usize| view.rivals[at].said.iter().map(|said| said.by.clone()).collect::<Vec<_>>();
    assert_eq!(
        (who(0), who(1)),
        (vec![short(&wang)], vec!["市发改委".to_string(), short(&li)]),
        "equal values are one, with everyone who says so"
    );
    let by_li = &view.rivals[1].said[1];
    assert_eq!(by_li.basis, Some(Basis { kind: "site-visit".into(), on: day("2018-11-14"), photos: 1, taken_back: false }));
    assert_eq!((by_li.at.day, by_li.at.time.as_str()), (today(), "09:00"));
    assert_eq!(text(Lang::Zh).basis(by_li.basis.as_ref().unwrap(), today()), "11月14日 现场走访，照片 1 张");
    assert_eq!((view.rivals[0].said[0].reason.as_deref(), by_li.made), (Some("月报"), false));
    assert_eq!(view.over.len(), 3, "a decision names every statement in force");
    // Of a visit that was taken back the value stays, and says so.
    s.w.withdraws(&li, scope, visit);
    let view = look(&s.w.state(), li.id(), place);
    assert!(view.rivals[1].said[1].basis.as_ref().unwrap().taken_back);
}

#[test]
fn the_history_says_who_replaced_what() {
    let mut s = Staff::new();
    let (city, li, scope) = (s.city(), s.li.clone(), s.scope());
    let over = json!({"name": [s.registration]});
    let one = s.w.changes(&li, scope, "project", json!({"name": "一厂"}), over.clone());
    s.w.changes(&city, scope, "project", json!({"name": "二厂"}), over);
    let view = look(&s.w.state(), li.id(), Place::of(scope, Target::Project, "name"));
    let told: Vec<_> = view.history.iter().map(|p| (p.said.value.clone(), p.replaced.as_ref().map(|(by, _)| by.clone()))).collect();
    // Both replaced the first; the earlier of them is told.
    assert_eq!(told, [(fact("二厂"), None), (fact("一厂"), None), (fact("热电厂"), Some(short(&li)))]);
    assert_eq!(view.history.iter().map(|p| p.said.made).collect::<Vec<_>>(), [false, false, true]);
    s.w.changes(&city, scope, "project", json!({"name": "三厂"}), json!({"name": [one]}));
    let view = look(&s.w.state(), li.id(), Place::of(scope, Target::Project, "name"));
    assert_eq!(view.history.iter().filter(|p| p.replaced.is_none()).count(), 2, "one of three that differ was replaced");
}

/// The city and 李 change the same field apart, then each takes the other's file.
fn apart(city: &Desk, li: &Desk, project: ProjectId) -> Place {
    for (desk, value) in [(city, "市里的说法"), (li, "现场的说法")] {
        let set = json!({"enterprise": value}).as_object().unwrap().clone();
        desk.does(Command::ChangeProject { project, set, reason: None });
    }
    exchange(city, li);
    Place::of(Scope::Project(project), Target::Project, "enterprise")
}

fn exchange(city: &Desk, li: &Desk) {
    let (there, back) = (li.sends(city.person), city.sends(li.person));
    city.takes(&there.bytes);
    li.takes(&back.bytes);
}

fn code(desk: &Desk, with: &Desk) -> String {
    desk.snapshot().code(&desk.snapshot().shared_scopes(Some(&desk.person), &with.person))
}

fn at(desk: &Desk, place: Place) -> SlotView {
    look(&desk.snapshot().state, desk.hand.id(), place)
}

#[test]
fn two_decisions_made_apart_are_a_conflict_again_until_one_names_both() {
    let (city, li, project) = two();
    let place = apart(&city, &li, project);
    for desk in [&city, &li] {
        assert_eq!(at(desk, place).standing, Standing::Open { again: false });
        assert_eq!(list(&desk.snapshot().state, desk.hand.id()).count(), 1);
    }
    let (here, there) = (at(&city, place), at(&li, place));
    city.does(decided(&here, said(&here, "现场的说法"), "", "以现场为准").unwrap());
    li.does(decided(&there, Pick::Own, "大连建投", "与企业核实").unwrap());
    for (desk, value) in [(&city, "现场的说法"), (&li, "大连建投")] {
        let view = at(desk, place);
        assert_eq!((view.standing.clone(), values(&view)), (Standing::Settled, vec![fact(value)]));
        assert_eq!(list(&desk.snapshot().state, desk.hand.id()).count(), 0);
    }
    exchange(&city, &li);
    for desk in [&city, &li] {
        let view = at(desk, place);
        assert_eq!(view.standing, Standing::Open { again: true });
        assert!(view.rivals.iter().all(|rival| rival.said.iter().all(|said| said.decision && said.reason.is_some())));
        assert!(list(&desk.snapshot().state, desk.hand.id()).groups[0].lines[0].again);
    }
    let view = at(&city, place);
    city.does(decided(&view, said(&view, "大连建投"), "", "电话里商定").unwrap());
    exchange(&city, &li);
    for desk in [&city, &li] {
        let (view, list) = (at(desk, place), list(&desk.snapshot().state, desk.hand.id()));
        assert_eq!((view.standing.clone(), values(&view), list.count()), (Standing::Settled, vec![fact("大连建投")], 0));
        assert_eq!(list.settled.iter().map(|s| (s.place, s.value.clone())).collect::<Vec<_>>(), [(place, fact("大连建投"))]);
        assert_eq!(view.history.len(), 5, "nobody's entry is dropped");
        assert_eq!(view.history[0].said.reason.as_deref(), Some("电话里商定"));
    }
    exchange(&city, &li);
    assert_eq!(code(&city, &li), code(&li, &city));
}

#[test]
fn equal_decisions_made_apart_are_no_conflict() {
    let (city, li, project) = two();
    let place = apart(&city, &li, project);
    for desk in [&city, &li] {
        let view = at(desk, place);
        desk.does(decided(&view, said(&view, "现场的说法"), "", "以现场为准").unwrap());
    }
    exchange(&city, &li);
    for desk in [&city, &li] {
        assert_eq!((at(desk, place).standing, at(desk, place).rivals[0].said.len()), (Standing::Settled, 2));
    }
}

#[test]
fn a_decision_stands_in_the_projects_own_list_with_its_reason() {
    let (city, li, project) = two();
    let place = apart(&city, &li, project);
    let view = at(&city, place);
    city.does(decided(&view, said(&view, "现场的说法"), "", "以现场为准").unwrap());
    let state = &city.snapshot().state;
    let page = seen(state, city.hand.id(), |state, reader| project::project(state, &project, reader)).unwrap();
    let change = page.items.iter().find(|item| item.text.is_some()).unwrap();
    let What::Changed(set) = &change.what else { panic!("{:?}", change.what) };
    assert_eq!((set[0].from.len(), change.text.as_deref()), (2, Some("以现场为准")));
    // The slot that a project's page leads to.
    let fact = page.facts.iter().find(|fact| fact.field.as_str() == "enterprise").unwrap();
    assert_eq!(Place::of(Scope::Project(project), Target::Project, fact.field.as_str()), place);
}

#[test]
fn what_arrived_since_the_choice_is_looked_at_before_it_is_replaced() {
    let (city, li, project) = two();
    let place = apart(&city, &li, project);
    let opened = at(&city, place);
    let mut form = DecisionForm { reason: "以现场为准".into(), ..DecisionForm::default() };
    form.pick(said(&opened, "现场的说法"), &opened);
    let set = json!({"enterprise": "后来的说法"}).as_object().unwrap().clone();
    li.does(Command::ChangeProject { project, set, reason: None });
    city.takes(&li.sends(city.person).bytes);
    let now = at(&city, place);
    assert_eq!(form.validate(&now).err(), Some(vec![Fault::Changed]));
    form.pick(said(&now, "后来的说法"), &now);
    city.does(form.validate(&now).unwrap().into_command());
    assert_eq!(at(&city, place).standing, Standing::Settled);
}

#[test]
fn who_may_decide_is_who_the_fold_would_let() {
    let mut s = Staff::new();
    let (city, li, zhao, scope) = (s.city(), s.li.clone(), s.zhao.clone(), s.scope());
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-14");
    let note = s.w.writes(&s.leader.clone(), scope, "noted", json!({"of": visit, "text": "a"}));
    let instruction = s.w.writes(&s.leader.clone(), scope, "instructed", json!({"text": "抓紧"}));
    let plan = s.w.writes(&zhao, scope, "node-planned", json!({"title": "n", "due": "2018-12-31"}));
    let policy = s.w.writes(&zhao, Scope::All, "policy-added", json!({"title": "p"}));
    let unit = s.zhongshan;
    let cases: Vec<(Scope, Target, &str, serde_json::Value)> = vec![
        (scope, Target::Project, "phase", json!("start")),
        (scope, Target::Project, "secretary", json!(s.li_person)),
        (scope, Target::Project, "code", json!("7")),
        (scope, Target::Project, "of-a-later-version", json!(7)),
        (Scope::All, Target::Workspace, "tolerance", json!(5)),
        (scope, Target::Thing(visit), "text", json!("x")),
        (scope, Target::Thing(note), "text", json!("x")),
        (scope, Target::Thing(instruction), "text", json!("x")),
        (scope, Target::Thing(plan), "title", json!("x")),
        (Scope::All, Target::Thing(policy), "title", json!("x")),
        (Scope::All, Target::Thing(unit), "name", json!("x")),
    ];
    let hands = [s.city(), s.li.clone(), s.sun.clone(), s.wang.clone(), s.zhao.clone(), s.leader.clone(), s.assessor.clone()];
    let (mut may, mut may_not) = (0, 0);
    for (scope, of, field, value) in &cases {
        // Two statements that differ, by whom all may write.
        s.w.changes(&city, *scope, &of.as_text(), json!({*field: value}), json!({}));
        let other = if value.is_number() {
            json!(6)
        } else if *field == "secretary" {
            json!(unit)
        } else {
            json!("y")
        };
        s.w.changes(&city, *scope, &of.as_text(), json!({*field: other}), json!({}));
        for hand in &hands {
            let snapshot = snapshot(&s.w, hand);
            let view = look(&snapshot.state, hand.id(), Place::of(*scope, *of, *field));
            if matches!(of, Target::Thing(_)) && *field != "phase" && view.rivals.len() < 2 {
                panic!("{field} is no conflict");
            }
            let command = decided(&view, Pick::Said(view.rivals[0].json.clone()), "", "r").unwrap();
            let stands = match snapshot.decide(hand.id(), &command, stamp(&s.w)) {
                Ok(_) => true,
                Err(Refusal::Rule { kind: Kind::FieldsChanged, reason: Reason::Role }) => false,
                Err(other) => panic!("{field}: {other:?}"),
            };
            assert_eq!(view.rights.may, stands, "{field} of {of:?} by {}", hand.id());
            if stands { may += 1 } else { may_not += 1 }
        }
    }
    assert!(may > 20 && may_not > 20, "{may} {may_not}");
    // Who may not is told who can: coordinators near first, the author of a thing by name.
    let state = s.w.state();
    let view = look(&state, s.leader.id(), Place::of(scope, Target::Thing(visit), "text"));
    assert_eq!(
        (view.rights.may, view.rights.deciders, view.rights.author.as_deref()),
        (false, Deciders::OfProject, Some(short(&s.li).as_str()))
    );
    assert_eq!(view.rights.people, ["王", "市发改委"]);
    let view = look(&state, s.li.id(), Place::of(Scope::All, Target::Workspace, "tolerance"));
    assert_eq!((view.rights.may, view.rights.people.as_slice()), (false, ["市发改委".to_string()].as_slice()));
}

/// A visit whose text 李 and 王 changed apart.
fn edited_apart(s: &mut Staff) -> (Ref, Place) {
    let (li, wang, scope) = (s.li.clone(), s.wang.clone(), s.scope());
    let visit = s.w.writes(&li, scope, "visit-logged", json!({"on": "2018-11-14", "kind": "site-visit", "text": "看了盾构井"}));
    s.w.changes(&li, scope, visit.as_str(), json!({"text": "看了盾构井，已封底"}), json!({"text": [visit]}));
    s.w.changes(&wang, scope, visit.as_str(), json!({"text": "看了盾构井，未封底"}), json!({"text": [visit]}));
    (visit, Place::of(scope, Target::Thing(visit), "text"))
}

#[test]
fn the_text_of_a_thing_conflicts_and_is_decided_like_a_fact() {
    let mut s = Staff::new();
    let (_, place) = edited_apart(&mut s);
    let (wang, scope) = (s.wang.clone(), s.scope());
    let snapshot = snapshot(&s.w, &wang);
    let line = list(&snapshot.state, wang.id()).groups[0].lines[0].clone();
    assert_eq!(line.name.of, Of::Thing { kind: Kind::VisitLogged, on: Some(day("2018-11-14")), words: "看了盾构井，未封底".into() });
    assert_eq!(text(Lang::Zh).slot_of(&line.name.of, today()).unwrap(), "走访·11月14日·看了盾构井，未封底");
    let view = look(&snapshot.state, wang.id(), place);
    assert_eq!((view.input.clone(), view.before.clone()), (Input::Text, Some(fact("看了盾构井"))));
    let command = decided(&view, Pick::Own, " 看了盾构井，昨天封底 ", "电话核实").unwrap();
    let (next, _) = snapshot.decide(wang.id(), &command, stamp(&s.w)).unwrap();
    let after = look(&next.state, wang.id(), place);
    assert_eq!((after.standing.clone(), values(&after)), (Standing::Settled, vec![fact("看了盾构井，昨天封底")]));
    let project = next.state.folded(scope).unwrap();
    assert_eq!(project.conflicts().count(), 0);
}

#[test]
fn what_an_import_brings_into_conflict_is_told_of_things_and_of_what_is_common_too() {
    let mut s = Staff::new();
    let (city, before) = (s.city(), s.w.state());
    edited_apart(&mut s);
    s.w.changes(&city, Scope::All, "workspace", json!({"name": "大连市"}), json!({}));
    let after = s.w.state();
    let told: Vec<_> = arising(&after, &before).into_iter().map(|clash| (clash.group, clash.name.field)).collect();
    assert_eq!(told, [("大连市".to_string(), "name".to_string()), ("热电厂".into(), "text".into())]);
    s.w.changes(&city, s.scope(), "project", json!({"name": "x"}), json!({}));
    let again: Vec<_> = arising(&s.w.state(), &after).into_iter().map(|clash| clash.name.field).collect();
    assert_eq!(again, ["name"], "what is there already does not come again");
}

#[test]
fn a_thing_taken_back_asks_for_no_decision_though_it_was_edited_meanwhile() {
    let mut s = Staff::new();
    let (visit, place) = edited_apart(&mut s);
    let (li, wang, scope) = (s.li.clone(), s.wang.clone(), s.scope());
    s.w.withdraws(&li, scope, visit);
    // Who had not heard of it edits it all the same.
    let late = s.w.changes(&wang, scope, visit.as_str(), json!({"text": "又改了"}), json!({"text": [visit]}));
    let state = s.w.state();
    assert_eq!(s.w.reason(late), None, "the edit stands");
    assert_eq!(list(&state, li.id()).count(), 0);
    let view = look(&state, li.id(), place);
    assert!(matches!(&view.standing, Standing::TakenBack(back) if back.by == short(&li)), "{:?}", view.standing);
    assert_eq!(view.rivals.len(), 3, "all of it is kept");
    let page = seen(&state, li.id(), |state, reader| project::project(state, &s.p, reader)).unwrap();
    let item = page.items.iter().find(|item| item.name == visit).unwrap();
    assert_eq!((item.text.as_deref(), item.taken_back.is_some(), page.visits), (Some("又改了"), true, 0));
}

#[test]
fn a_withdrawal_taken_back_brings_the_edit_made_meanwhile_and_its_conflict() {
    let mut s = Staff::new();
    let (visit, place) = edited_apart(&mut s);
    let (li, wang, scope) = (s.li.clone(), s.wang.clone(), s.scope());
    let taken = s.w.withdraws(&li, scope, visit);
    s.w.changes(&wang, scope, visit.as_str(), json!({"text": "又改了", "on": "2018-11-13"}), json!({"on": [visit], "text": [visit]}));
    s.w.withdraws(&wang, scope, taken);
    let state = s.w.state();
    let found = list(&state, li.id());
    assert_eq!(found.lines().map(|line| (line.name.field.as_str(), line.values)).collect::<Vec<_>>(), [("text", 3)]);
    let view = look(&state, li.id(), place);
    assert_eq!(view.standing, Standing::Open { again: false });
    let page = seen(&state, li.id(), |state, reader| project::project(state, &s.p, reader)).unwrap();
    let item = page.items.iter().find(|item| item.name == visit).unwrap();
    assert_eq!((item.text.as_deref(), item.taken_back.is_some(), page.visits), (Some("又改了"), false, 1));
    assert_eq!(item.on, day("2018-11-13"), "what nobody contradicted is in force");
    // The first withdrawal is taken back by both: that of one is enough.
    s.w.withdraws(&li, scope, taken);
    let again = s.w.state();
    assert_eq!(list(&again, li.id()).count(), 1);
}

#[test]
fn what_hangs_on_a_thing_taken_back_says_who_took_it() {
    let mut s = Staff::new();
    let (li, wang, scope) = (s.li.clone(), s.wang.clone(), s.scope());
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-14");
    let note = s.w.writes(&li, scope, "noted", json!({"of": visit, "text": "a"}));
    s.w.changes(&li, scope, note.as_str(), json!({"text": "b"}), json!({}));
    s.w.withdraws(&wang, scope, visit);
    let view = look(&s.w.state(), li.id(), Place::of(scope, Target::Thing(note), "text"));
    assert!(matches!(&view.standing, Standing::TakenBack(back) if back.by == short(&wang)));
}

#[test]
fn a_project_that_is_not_shown_has_no_conflicts_and_an_unknown_slot_is_none() {
    let mut s = Staff::new();
    let (city, scope) = (s.city(), s.scope());
    s.w.changes(&city, scope, "project", json!({"name": "x"}), json!({}));
    let place = Place::of(scope, Target::Project, "name");
    let state = s.w.state();
    assert_eq!(look(&state, city.id(), place).rivals.len(), 2);
    let nowhere = Place::of(scope, Target::Project, "phase");
    assert_eq!(seen(&state, city.id(), |state, reader| slot(state, nowhere, reader)), None);
    s.w.withdraws(&city, scope, s.registration);
    assert_eq!(seen(&s.w.state(), city.id(), |state, reader| slot(state, place, reader)), None);
    assert_eq!(list(&s.w.state(), city.id()).count(), 0);
}

#[test]
fn each_field_is_written_with_its_own_input() {
    let mut s = Staff::new();
    let (city, li, scope) = (s.city(), s.li.clone(), s.scope());
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-14");
    let (thing, long) = (Target::Thing(visit), "长".repeat(10_001));
    // Field, a value that it may have and one more, what is typed, what is written or what is wrong.
    type Case<'a> = (Scope, Target, &'a str, serde_json::Value, &'a str, Result<serde_json::Value, Fault>);
    let cases: Vec<Case<'_>> = vec![
        (scope, Target::Project, "name", json!("a"), " 热电三厂 ", Ok(json!("热电三厂"))),
        (scope, Target::Project, "phase", json!("start"), "trial", Ok(json!("trial"))),
        (scope, Target::Project, "phase", json!("start"), "nonsense", Err(Fault::NotAValue)),
        (scope, Target::Project, "category", json!("social"), "services", Ok(json!("services"))),
        (scope, Target::Project, "key", json!(true), "false", Ok(json!(false))),
        (scope, Target::Project, "total", json!(100), "12.5", Ok(json!(12_500_000))),
        (scope, Target::Project, "total", json!(100), "x", Err(Fault::Amount(lianxin::domain::money::AmountFault::NotANumber))),
        (scope, Target::Project, "of-a-later-version", json!(1), "2", Err(Fault::NotAValue)),
        (Scope::All, Target::Workspace, "tolerance", json!(5), "15", Ok(json!(15))),
        (Scope::All, Target::Workspace, "tolerance", json!(5), "101", Err(Fault::NotAValue)),
        (Scope::All, Target::Workspace, "holidays", json!(["2018-10-01"]), "2018-10-02", Err(Fault::NotAValue)),
        (scope, thing, "on", json!("2018-11-12"), "2018-11-11", Ok(json!("2018-11-11"))),
        (scope, thing, "on", json!("2018-11-12"), "2018-02-30", Err(Fault::NotAValue)),
        (scope, thing, "at", json!("09:00"), "14:30", Ok(json!("14:30"))),
        (scope, thing, "at", json!("09:00"), "24:30", Err(Fault::NotAValue)),
        (scope, thing, "kind", json!("phone"), "care", Ok(json!("care"))),
        (scope, thing, "people", json!("a"), "李工", Ok(json!("李工"))),
        (scope, thing, "minutes", json!(5), "40", Ok(json!(40))),
        (scope, thing, "minutes", json!(5), "", Err(Fault::Missing)),
        (scope, thing, "text", json!("a"), &long, Err(Fault::TooLong)),
    ];
    for (scope, of, field, value, typed, expected) in cases {
        s.w.changes(&city, scope, &of.as_text(), json!({field: value}), json!({}));
        let snapshot = snapshot(&s.w, &city);
        let view = look(&snapshot.state, city.id(), Place::of(scope, of, field));
        let command = decided(&view, Pick::Own, typed, "r");
        match expected {
            Err(fault) => assert_eq!(command.err(), Some(vec![fault]), "{field}"),
            Ok(written) => {
                let (next, _) = snapshot.decide(city.id(), &command.unwrap(), stamp(&s.w)).unwrap_or_else(|e| panic!("{field}: {e:?}"));
                let after = look(&next.state, city.id(), Place::of(scope, of, field));
                assert_eq!(after.rivals.iter().map(|r| r.json.clone()).collect::<Vec<_>>(), [written.to_string()], "{field}");
            }
        }
    }
    // People and places are chosen by their names.
    let persons = [("secretary", s.li_person), ("district", s.xigang)];
    for (field, other) in persons {
        s.w.changes(&city, scope, "project", json!({field: other}), json!({}));
        let view = look(&s.w.state(), city.id(), Place::of(scope, Target::Project, field));
        let Input::Select(options) = &view.input else { panic!("{field}: {:?}", view.input) };
        assert!(options.iter().any(|(value, name)| *value == other.to_string() && matches!(name, Value::Fact(project::Value::Text(_)))));
    }
}

#[test]
fn a_form_says_all_that_is_missing_at_once() {
    let (city, li, project) = two();
    let place = apart(&city, &li, project);
    let view = at(&city, place);
    let empty = DecisionForm::default();
    assert!(empty.is_empty());
    assert_eq!(empty.validate(&view).err(), Some(vec![Fault::NothingPicked, Fault::NoReason]));
    assert_eq!(decided(&view, Pick::Own, "  ", " ").err(), Some(vec![Fault::Missing, Fault::NoReason]));
    let gone = Pick::Said("\"nobody's\"".into());
    assert_eq!(decided(&view, gone, "", "r").err(), Some(vec![Fault::Changed]));
    assert_eq!(decided(&view, Pick::Nothing, "", &"长".repeat(10_001)).err(), Some(vec![Fault::NothingPicked, Fault::ReasonTooLong]));
    let form = DecisionForm { pick: Pick::Own, own: "x".into(), reason: "y".into(), seen: view.over.clone(), at: 7 };
    assert_eq!(DecisionForm::read(&form.write()), Some(form));
    assert_eq!(DecisionForm::read(b"[]"), None);
}

#[test]
fn a_value_taken_away_can_be_chosen_like_any_other() {
    let mut s = Staff::new();
    let (city, scope) = (s.city(), s.scope());
    let first = s.w.changes(&city, scope, "project", json!({"phase": "start"}), json!({}));
    s.w.changes(&city, scope, "project", json!({"phase": null}), json!({"phase": [first]}));
    s.w.changes(&city, scope, "project", json!({"phase": "trial"}), json!({"phase": [first]}));
    let snapshot = snapshot(&s.w, &city);
    let place = Place::of(scope, Target::Project, "phase");
    let view = look(&snapshot.state, city.id(), place);
    assert_eq!(values(&view), [Value::Fact(project::Value::None), phase("trial")]);
    let command = decided(&view, Pick::Said("null".into()), "", "不再分阶段").unwrap();
    let (next, _) = snapshot.decide(city.id(), &command, stamp(&s.w)).unwrap();
    assert_eq!(next.state.project(&s.p).unwrap().fields.phase, None);
    assert_eq!(look(&next.state, city.id(), place).standing, Standing::Settled);
}

#[test]
fn every_slot_has_a_name_in_both_languages() {
    for kind in Kind::ALL.iter().filter(|kind| kind.is_changeable()) {
        for field in kind.spec().fields.iter().filter(|f| !["of", "over"].contains(&f.name)) {
            let of = Of::Thing { kind: *kind, on: None, words: String::new() };
            let name = lianxin::screen::conflict::SlotName { of, field: field.name.into(), stated: None };
            for lang in [Lang::Zh, Lang::En] {
                assert_ne!(text(lang).slot_label(&name), field.name, "{} of {}", field.name, kind.as_str());
            }
        }
    }
    for field in lianxin::domain::shape::WORKSPACE_FIELDS {
        let name = lianxin::screen::conflict::SlotName { of: Of::Workspace, field: field.name.into(), stated: None };
        assert_ne!(text(Lang::Zh).slot_label(&name), field.name);
    }
}
