//! A leader's page and what becomes of instructions, as screens show them.

use lianxin::domain::command::Command;
use lianxin::domain::id::Ref;
use lianxin::domain::rules::light::Light;
use lianxin::domain::state::{DutyState, Person, State};
use lianxin::domain::trust::View;
use lianxin::screen::duty::{self, By, Fault, InstructForm, Mark, Reach, addressees, asked, given, of_project};
use lianxin::screen::leader::{LIGHTS, leader};
use lianxin::screen::project::Reader;
use lianxin::session::Snapshot;
use lianxin::text::{Lang, text};
use serde_json::json;

use crate::session::{Desk, day, instruction, two};
use crate::world::{Hand, Staff};

fn snapshot(s: &Staff, by: &Hand) -> Snapshot {
    let mut ledger = s.w.ledger();
    let state = State::fold(&mut ledger, View { own: Some(by.id()), ..View::default() });
    Snapshot { ledger, state, last_row: 0, exchange: Default::default() }
}

fn person(snapshot: &Snapshot, name: &str) -> Person {
    snapshot.state.roster.persons.values().find(|p| p.name == name).unwrap().clone()
}

/// 周 leads the project; it has a node that is long overdue.
fn led() -> Staff {
    let mut s = Staff::new();
    let (city, scope) = (s.city(), s.scope());
    let zhou = person(&snapshot(&s, &city), "周").id;
    s.w.changes(&city, scope, "project", json!({"leader": zhou, "secretary": s.li_person}), json!({}));
    s.plans_audited("工程动迁", "2018-09-30");
    s.w.registers_project(&city, "别人的", s.zhongshan);
    s
}

#[test]
fn own_projects_stand_by_light_with_reasons_and_days() {
    let mut s = led();
    let li = s.li.clone();
    s.w.raises_a_problem(&li, s.p, "七户没有签约");
    let snapshot = snapshot(&s, &s.leader);
    let me = person(&snapshot, "周");
    let view = leader(&snapshot, &me, s.leader.id(), day("2018-11-15"));
    assert_eq!((view.projects, view.lights.each_ref().map(Vec::len), LIGHTS[0]), (1, [1, 0, 0, 0], Light::Red));
    let red = &view.lights[0][0];
    assert_eq!((red.name.as_str(), red.over, red.reasons.len()), ("热电厂", 46, 1));
    let problem = &view.problems[0];
    assert_eq!((problem.title.as_str(), problem.days, problem.light), ("七户没有签约", 5, Light::Yellow));
    assert!(!view.stale && view.newest.is_some());
    assert!(leader(&snapshot, &me, s.leader.id(), day("2018-11-19")).stale, "four days after the last that came");
    // Someone without projects has an empty page.
    let assessor = person(&snapshot, "吴");
    assert_eq!(leader(&snapshot, &assessor, s.assessor.id(), day("2018-11-15")).projects, 0);
}

/// Who reads, whether it asks them, and what they may say: receive, report, return, close.
#[test]
fn each_is_offered_what_they_may_say() {
    let mut s = led();
    let boss = s.leader.clone();
    let of = s.writes(&boss, "instructed", json!({"text": "请到场", "due": "2018-11-18"}));
    let today = day("2018-11-15");
    let ways = |s: &Staff, name: &str, hand: &Hand| {
        let snapshot = snapshot(s, hand);
        let me = person(&snapshot, name);
        let line = of_project(&snapshot, &s.p, Reader { me: Some(&me), own: hand.id() }, today).swap_remove(0);
        let w = line.ways;
        (line.asks_me, [w.receive, w.report, w.give_back, w.close, w.again, w.take_back])
    };
    let (li, wang, zhao, city) = (s.li.clone(), s.wang.clone(), s.zhao.clone(), s.city());
    assert_eq!(ways(&s, "李", &li), (true, [true, true, false, false, false, false]));
    assert_eq!(ways(&s, "王", &wang), (true, [true, true, false, true, false, false]));
    assert_eq!(ways(&s, "赵", &zhao), (false, [false; 6]));
    assert_eq!(ways(&s, "市发改委", &city), (false, [false, false, false, true, false, false]));
    assert_eq!(ways(&s, "周", &boss), (false, [false, false, false, false, true, true]));
    let said = s.writes(&li, "duty-reported", json!({"of": of, "on": "2018-11-15", "text": "到了"}));
    assert_eq!(ways(&s, "李", &li), (false, [false; 6]));
    assert_eq!(ways(&s, "市发改委", &city), (false, [false, false, true, true, false, false]));
    s.writes(&city, "duty-closed", json!({"of": of, "on": "2018-11-15", "over": [said]}));
    assert_eq!(ways(&s, "市发改委", &city), (false, [false, false, true, false, false, false]));
    assert_eq!(ways(&s, "周", &boss), (false, [false; 6]));
    // Named, it is for them alone.
    let zhao_person = person(&snapshot(&s, &city), "赵").id;
    s.writes(&boss, "instructed", json!({"text": "请赵来", "to": [zhao_person]}));
    let asks = |hand: &Hand, name: &str| {
        let snapshot = snapshot(&s, hand);
        let me = person(&snapshot, name);
        asked(&snapshot, Reader { me: Some(&me), own: hand.id() }, today).len()
    };
    assert_eq!([asks(&li, "李"), asks(&zhao, "赵"), asks(&wang, "王")], [0, 1, 0]);
}

#[test]
fn the_line_of_marks_follows_what_was_said() {
    use Mark::{Done, Late, Next, Now};
    let mut s = led();
    let (boss, city) = (s.leader.clone(), s.city());
    let of = s.writes(&boss, "instructed", json!({"text": "请到场", "due": "2018-11-18"}));
    let line = |s: &Staff, on: &str| {
        let snapshot = snapshot(s, &s.leader);
        let me = person(&snapshot, "周");
        given(&snapshot, Reader { me: Some(&me), own: s.leader.id() }, day(on)).swap_remove(0)
    };
    let marks = |s: &Staff, on: &str| {
        let line = line(s, on);
        (line.marks, text(Lang::Zh).duty_marks(&line).join(" "), text(Lang::En).duty_late(&line))
    };
    let late = |words: &str| Some(words.to_string());
    assert_eq!(marks(&s, "2018-11-18"), ([Done, Next, Next, Next], "已下达 签收 报告 办结".into(), None));
    assert_eq!(
        marks(&s, "2018-11-19"),
        ([Done, Late, Next, Next], "已下达 没有签收 报告 办结".into(), late("1 day over, not acknowledged"))
    );
    let mut last: Option<Ref> = None;
    let mut says = |s: &mut Staff, kind: &str, on: &str| {
        let mut body = json!({"of": of, "on": on, "text": "说明"});
        if let Some(last) = last {
            body["over"] = json!([last]);
        }
        last = Some(s.writes(&city, kind, body));
    };
    says(&mut s, "duty-received", "2018-11-15");
    assert_eq!(marks(&s, "2018-11-24"), ([Done, Done, Late, Next], "已下达 已签收 没有报告 办结".into(), late("6 days over, no report")));
    says(&mut s, "duty-reported", "2018-11-20");
    assert_eq!(marks(&s, "2018-11-24"), ([Done, Done, Now, Next], "已下达 已签收 已报，等您看 办结".into(), late("reported 2 days late")));
    says(&mut s, "duty-returned", "2018-11-21");
    assert_eq!(marks(&s, "2018-11-18"), ([Done, Done, Now, Next], "已下达 已签收 退回重报 办结".into(), None));
    says(&mut s, "duty-closed", "2018-11-21");
    assert_eq!(marks(&s, "2018-11-24").0, [Done; 4]);
    assert_eq!(line(&s, "2018-11-24").state, DutyState::Closed);
    let snapshot = snapshot(&s, &s.leader);
    let me = person(&snapshot, "周");
    assert!(given(&snapshot, Reader { me: Some(&me), own: s.leader.id() }, day("2019-01-15")).is_empty(), "closed long ago");
}

fn reach(desk: &Desk) -> Option<Reach> {
    let snapshot = desk.snapshot();
    let me = snapshot.state.roster.persons.get(&desk.person).cloned();
    given(&snapshot, Reader { me: me.as_ref(), own: desk.hand.id() }, day("2018-11-15")).swap_remove(0).reach
}

#[test]
fn how_far_an_instruction_has_come_is_only_what_is_known() {
    let (city, li, project) = two();
    city.does(Command::Instruct { project, instruction: instruction("请到场") });
    assert_eq!(reach(&city), Some(Reach::Unsent));
    let bytes = city.sends(li.person).bytes;
    assert_eq!(reach(&city), Some(Reach::Sent));
    li.takes(&bytes);
    city.takes(&li.parcel(city.person, false).bytes);
    assert_eq!(reach(&city), Some(Reach::Held));
    let of = li.snapshot().state.project(&project).unwrap().duties[0].id;
    let me = li.snapshot().state.roster.persons.get(&li.person).cloned();
    let line = asked(&li.snapshot(), Reader { me: me.as_ref(), own: li.hand.id() }, day("2018-11-15")).swap_remove(0);
    assert_eq!(line.of, of);
    li.does(duty::say(&line, DutyState::Received, day("2018-11-15"), ""));
    city.takes(&li.parcel(city.person, false).bytes);
    assert_eq!(reach(&city), None, "it was acknowledged: nothing is left to say");
}

#[test]
fn a_form_says_what_is_missing() {
    let s = led();
    let today = day("2018-11-15");
    let mut form = InstructForm::new(None, None);
    assert_eq!(form.validate(today).err(), Some(vec![Fault::NoProject, Fault::NoText]));
    form.project = Some(s.p);
    form.text = " 请到场 ".into();
    form.by = By::Other;
    assert_eq!(form.validate(today).err(), Some(vec![Fault::NotADay]));
    form.day = "2018-11-14".into();
    assert_eq!(form.validate(today).err(), Some(vec![Fault::Past]));
    form.day = "2018-11-15".into();
    assert!(
        matches!(form.validate(today), Ok(Command::Instruct { instruction, .. }) if instruction.text == "请到场" && instruction.due == Some(today))
    );
    form.by = By::None;
    assert!(matches!(form.validate(today), Ok(Command::Instruct { instruction, .. }) if instruction.due.is_none()));
    assert_eq!(InstructForm::read(&form.write()), Some(form));
    let names: Vec<String> = addressees(&s.w.state(), &s.p).into_iter().map(|a| a.name).collect();
    assert_eq!(names, ["李", "王"]);
}
