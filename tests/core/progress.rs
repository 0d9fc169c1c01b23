//! Planning, auditing and reporting as commands: what they write, what they see as current, what they refuse.

use lianxin::domain::calendar::Month;
use lianxin::domain::command::{Command, MoveDraft, NodeDraft, PermitChange, PermitDraft, Refusal, ReportDraft};
use lianxin::domain::id::{Hash, ProjectId, Ref, Scope};
use lianxin::domain::money::Fen;
use lianxin::domain::shape::{Kind, MAX_TEXT};
use lianxin::domain::state::{PermitState, Project, Reason, Verdict, YearPlan};
use lianxin::session::{Along, Failure};
use lianxin::text::{Lang, text};
use serde_json::{Value, json};

use crate::session::{Desk, day, permit, planned, two};

fn refused(desk: &Desk, command: Command) -> Option<Refusal> {
    match desk.commit(&command, Along::default()) {
        Ok(_) => None,
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(other) => panic!("{other:?}"),
    }
}

fn held(desk: &Desk, project: ProjectId) -> std::sync::Arc<Project> {
    desk.snapshot().state.project(&project).unwrap().clone()
}

/// The body of an entry.
fn body(desk: &Desk, project: ProjectId, name: Ref) -> Value {
    serde_json::from_slice(held(desk, project).folded.find(&name).unwrap().body.bytes()).unwrap()
}

fn report(on: &str, percent: i64, done: Option<&str>) -> ReportDraft {
    ReportDraft { on: day(on), percent, done: done.map(day), text: None, files: Vec::new() }
}

fn even(amount: i64) -> YearPlan {
    YearPlan { amount: Fen(amount), months: None }
}

fn accept(of: Vec<(ProjectId, Ref)>) -> Command {
    Command::AuditNodes { of, verdict: Verdict::Accepted, text: None }
}

#[test]
fn nodes_are_planned_several_at_once_and_wait_for_their_audit() {
    let (city, _, project) = two();
    let full = NodeDraft {
        title: " 封顶 ".into(),
        due: day("2018-12-31"),
        start: Some(day("2018-10-01")),
        weight: Some(30),
        stage: Some("topped-out".into()),
        text: Some(" 含屋面 ".into()),
    };
    let made = city.does(Command::PlanNodes { project, nodes: vec![full, planned("砌筑")] });
    let expected =
        json!({"title": "封顶", "due": "2018-12-31", "start": "2018-10-01", "weight": 30, "stage": "topped-out", "text": "含屋面"});
    assert_eq!(body(&city, project, made[0]), expected);
    assert_eq!(body(&city, project, made[1]), json!({"title": "砌筑", "due": "2018-12-31"}));
    assert!(held(&city, project).nodes.iter().all(|n| !n.counts() && n.audit.is_none()));
    // All of them in one go, over two projects.
    let other = city.registers_project("医院", city.person);
    let third = city.does(Command::PlanNodes { project: other, nodes: vec![planned("开工")] })[0];
    let audits = city.does(accept(vec![(project, made[0]), (other, third), (project, made[1]), (project, made[0])]));
    assert_eq!(audits.len(), 3, "the same one twice is audited once");
    assert!([project, other].iter().all(|p| held(&city, *p).nodes.iter().all(|n| n.counts())));
    assert_eq!(body(&city, project, audits[0]), json!({"of": made[0], "verdict": "accepted"}));
    assert_eq!(refused(&city, accept(vec![(project, made[0]), (project, made[1])])), Some(Refusal::NothingToDo));
    // A return names the audit that it replaces and says why.
    let return_ = Command::AuditNodes { of: vec![(project, made[0])], verdict: Verdict::Returned, text: Some(" 缺附件 ".into()) };
    let returned = city.does(return_)[0];
    assert_eq!(body(&city, project, returned), json!({"of": made[0], "verdict": "returned", "text": "缺附件", "over": [audits[0]]}));
    assert!(!held(&city, project).node(&made[0]).unwrap().counts());
}

#[test]
fn a_conflict_is_settled_by_auditing_again() {
    let (city, _, project) = two();
    let node = city.does(Command::PlanNodes { project, nodes: vec![planned("封顶")] })[0];
    for verdict in ["returned", "accepted"] {
        let body = json!({"of": node, "verdict": verdict});
        crate::exchange::writes_past_the_rules(&city.session, city.now(), Scope::Project(project), Kind::NodeAudited, body);
    }
    assert_eq!(held(&city, project).folded.conflicts().count(), 1);
    let audit = city.does(accept(vec![(project, node)]))[0];
    assert_eq!(body(&city, project, audit)["over"].as_array().unwrap().len(), 2);
    assert_eq!(held(&city, project).folded.conflicts().count(), 0);
}

#[test]
fn a_rescheduling_is_asked_for_audited_and_in_force() {
    let (city, li, project) = two();
    let node = city.does(Command::PlanNodes { project, nodes: vec![planned("封顶")] })[0];
    city.does(accept(vec![(project, node)]));
    li.takes(&city.sends(li.person).bytes);
    let ask = |due: &str, start: Option<&str>| Command::RescheduleNode {
        project,
        node,
        due: day(due),
        start: start.map(day),
        reason: " 雨季 ".into(),
    };
    assert_eq!(refused(&li, ask("2018-12-31", None)), Some(Refusal::NothingToDo));
    assert_eq!(refused(&li, ask("2018-12-31", Some("2018-12-01"))), Some(Refusal::NothingToDo), "that is where it starts");
    assert_eq!(refused(&li, ask("2018-12-31", Some("2018-11-01"))), None);
    let asked = li.does(ask("2019-01-31", Some("2019-01-10")))[0];
    let expected = json!({"of": node, "due": "2019-01-31", "start": "2019-01-10", "reason": "雨季"});
    assert_eq!(body(&li, project, asked), expected);
    let role = Refusal::Rule { kind: Kind::NodeAudited, reason: Reason::Role };
    assert_eq!(refused(&li, accept(vec![(project, asked)])), Some(role));
    city.takes(&li.sends(city.person).bytes);
    city.does(accept(vec![(project, asked)]));
    let dates = held(&city, project).node(&node).unwrap().dates();
    assert_eq!((dates.start, dates.due), (day("2019-01-10"), day("2019-01-31")));
}

#[test]
fn a_report_is_of_today_or_before() {
    let (city, li, project) = two();
    let node = city.does(Command::PlanNodes { project, nodes: vec![planned("封顶")] })[0];
    li.takes(&city.sends(li.person).bytes);
    let write = |report| Command::ReportNode { project, node, report };
    let later = |field| Some(Refusal::Later { field });
    let cases = [
        (report("2018-11-16", 40, None), later("on")),
        (report("2018-11-15", 40, None), None),
        (report("2018-11-15", 101, None), Some(Refusal::OutOfRange { field: "percent" })),
        (report("2018-11-15", -1, None), Some(Refusal::OutOfRange { field: "percent" })),
        (report("2018-11-14", 100, Some("2018-11-15")), Some(Refusal::Disordered { earlier: "done", later: "on" })),
        (report("2018-11-15", 100, Some("2018-11-15")), None),
        (report("2018-11-15", 100, Some("2018-06-01")), None),
    ];
    for (report, expected) in cases {
        let what = format!("{report:?}");
        assert_eq!(refused(&li, write(report)), expected, "{what}");
    }
    let photo = Hash::of(b"photo");
    let full = ReportDraft { text: Some(" 浇筑完成 ".into()), files: vec![photo], ..report("2018-11-14", 70, None) };
    let written = li.does(write(full))[0];
    let expected = json!({"of": node, "on": "2018-11-14", "percent": 70, "text": "浇筑完成", "files": [photo]});
    assert_eq!(body(&li, project, written), expected);
    // Past midnight where the workspace is.
    li.waits(15 * 3_600_000);
    assert_eq!(refused(&li, write(report("2018-11-16", 40, None))), None);
    assert_eq!(refused(&li, write(report("2018-11-17", 40, None))), later("on"));
}

#[test]
fn several_nodes_are_reported_and_moved_in_one_save_or_not_at_all() {
    let (city, li, project) = two();
    let nodes = city.does(Command::PlanNodes { project, nodes: vec![planned("封顶"), planned("砌筑")] });
    li.takes(&city.sends(li.person).bytes);
    let move_to = |due: &str, reason: &str| MoveDraft { due: day(due), start: None, reason: reason.into() };
    let save = |reports: Vec<(Ref, ReportDraft)>, moves: Vec<(Ref, MoveDraft)>| Command::ReportNodes { project, reports, moves };
    let held_before = held(&li, project).folded.entries.len();
    let unknown = held(&li, project).entry(0).name();
    let good = || vec![(nodes[0], report("2018-11-15", 45, None))];
    let cases = [
        (save(vec![], vec![]), Refusal::NothingToDo),
        (save([good(), vec![(nodes[1], report("2018-11-15", 101, None))]].concat(), vec![]), Refusal::OutOfRange { field: "percent" }),
        (save([good(), vec![(nodes[1], report("2018-11-16", 100, None))]].concat(), vec![]), Refusal::Later { field: "on" }),
        (save(good(), vec![(nodes[1], move_to("2019-01-31", " "))]), Refusal::Empty { field: "reason" }),
        (save(good(), vec![(nodes[1], move_to("2018-12-31", "雨季"))]), Refusal::NothingToDo),
        (save([good(), vec![(unknown, report("2018-11-15", 1, None))]].concat(), vec![]), Refusal::NoSuchThing { of: unknown }),
    ];
    for (command, expected) in cases {
        let what = format!("{command:?}");
        assert_eq!(refused(&li, command), Some(expected), "{what}");
    }
    assert_eq!(held(&li, project).folded.entries.len(), held_before, "of a save that is refused nothing is written");
    let both = [good(), vec![(nodes[1], report("2018-11-15", 100, Some("2018-11-14")))]].concat();
    let written = li.does(save(both, vec![(nodes[0], move_to("2019-01-31", "雨季"))]));
    assert_eq!(written.len(), 3);
    assert_eq!(body(&li, project, written[1]), json!({"of": nodes[1], "on": "2018-11-15", "percent": 100, "done": "2018-11-14"}));
    assert_eq!(body(&li, project, written[2]), json!({"of": nodes[0], "due": "2019-01-31", "reason": "雨季"}));
}

#[test]
fn an_excuse_is_given_replaced_and_ended() {
    let (city, _, project) = two();
    let node = city.does(Command::PlanNodes { project, nodes: vec![planned("封顶")] })[0];
    let excuse = |until: Option<&str>| Command::ExcuseNode { project, node, until: until.map(day), reason: "防汛".into() };
    assert_eq!(refused(&city, excuse(None)), Some(Refusal::NothingToDo));
    let first = city.does(excuse(Some("2018-12-31")))[0];
    assert_eq!(body(&city, project, first), json!({"of": node, "reason": "防汛", "until": "2018-12-31"}));
    let second = city.does(excuse(Some("2019-01-31")))[0];
    assert_eq!(body(&city, project, second)["over"], json!([first]));
    let ended = city.does(excuse(None))[0];
    assert_eq!(body(&city, project, ended), json!({"of": node, "reason": "防汛", "until": null, "over": [second]}));
    assert_eq!(held(&city, project).node(&node).unwrap().excused_until, None);
    assert_eq!(held(&city, project).folded.conflicts().count(), 0);
}

#[test]
fn investment_is_planned_by_the_year_and_reported_by_the_month() {
    let (city, li, project) = two();
    let plan = |year, plan| Command::PlanInvestment { project, year, plan };
    let months = YearPlan { amount: Fen(78), months: Some(std::array::from_fn(|i| Fen(i as i64 + 1))) };
    let first = city.does(plan(2018, months.clone()))[0];
    let expected = json!({"year": "2018", "amount": 78, "months": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]});
    assert_eq!(body(&city, project, first), expected);
    assert_eq!(refused(&city, plan(2018, months)), Some(Refusal::NothingToDo));
    let second = city.does(plan(2018, even(78)))[0];
    assert_eq!(body(&city, project, second), json!({"year": "2018", "amount": 78, "over": [first]}), "the same amount, spread evenly");
    let out = |field| Some(Refusal::OutOfRange { field });
    let cases = [
        (0, even(1), out("year")),
        (10_000, even(1), out("year")),
        (2019, even(-1), out("amount")),
        (2019, even(Fen::MAX.0 + 1), out("amount")),
        (2019, YearPlan { amount: Fen(1), months: Some([Fen(-1); 12]) }, out("months")),
        (2019, even(Fen::MAX.0), None),
    ];
    for (year, amount, expected) in cases {
        assert_eq!(refused(&city, plan(year, amount)), expected, "{year}");
    }
    li.takes(&city.sends(li.person).bytes);
    let done = |month: &str, done| Command::ReportInvestment { project, month: Month::parse(month).unwrap(), done: Fen(done) };
    let june = li.does(done("2018-06", 40))[0];
    assert_eq!(body(&li, project, june), json!({"month": "2018-06", "done": 40}));
    assert_eq!(refused(&li, done("2018-06", 40)), Some(Refusal::NothingToDo));
    let again = li.does(done("2018-06", 41))[0];
    assert_eq!(body(&li, project, again)["over"], json!([june]));
    assert_eq!(refused(&li, done("2018-11", 50)), None, "the month that runs");
    assert_eq!(refused(&li, done("2018-12", 50)), Some(Refusal::Later { field: "month" }));
    assert_eq!(refused(&li, done("2018-10", -1)), out("done"));
    let role = Refusal::Rule { kind: Kind::InvestmentPlanned, reason: Reason::Role };
    assert_eq!(refused(&li, plan(2018, even(1))), Some(role));
}

#[test]
fn permits_are_listed_and_go_on_from_state_to_state() {
    let (city, li, project) = two();
    let full = PermitDraft {
        title: " 施工许可证 ".into(),
        group: "certificate".into(),
        department: Some("住建局".into()),
        norm_days: Some(0),
        stage: Some("construction".into()),
    };
    let made = li.does(Command::ListPermits { project, permits: vec![full, permit("规划许可证")] });
    let expected = json!({"title": "施工许可证", "group": "certificate", "department": "住建局", "norm_days": 0, "stage": "construction"});
    assert_eq!((made.len(), body(&li, project, made[0])), (2, expected));
    let change = |state, on: &str, until: Option<&str>| {
        let change = PermitChange { state, on: day(on), valid_until: until.map(day), text: Some(" ".into()) };
        Command::ChangePermit { project, permit: made[0], change }
    };
    let applied = li.does(change(PermitState::Applied, "2018-11-01", None))[0];
    assert_eq!(body(&li, project, applied), json!({"of": made[0], "state": "applied", "on": "2018-11-01"}));
    let issued = li.does(change(PermitState::Issued, "2018-11-15", Some("2020-11-14")))[0];
    let expected = json!({"of": made[0], "state": "issued", "on": "2018-11-15", "valid_until": "2020-11-14", "over": [applied]});
    assert_eq!(body(&li, project, issued), expected);
    assert_eq!(refused(&li, change(PermitState::Issued, "2018-11-16", None)), Some(Refusal::Later { field: "on" }));
    let wrong = Refusal::Disordered { earlier: "on", later: "valid_until" };
    assert_eq!(refused(&li, change(PermitState::Issued, "2018-11-15", Some("2018-11-14"))), Some(wrong));
    let _ = city;
}

#[test]
fn what_is_missing_out_of_range_or_not_there_is_refused_with_its_name() {
    let (city, _, project) = two();
    let node = city.does(Command::PlanNodes { project, nodes: vec![planned("封顶")] })[0];
    let listed = city.does(Command::ListPermits { project, permits: vec![permit("规划许可证")] })[0];
    let nowhere = Hash::of(b"nowhere").to_ref();
    let unknown = ProjectId::from_random([7; 10]);
    let plan = |draft: NodeDraft| Command::PlanNodes { project, nodes: vec![planned("x"), draft] };
    let list = |draft: PermitDraft| Command::ListPermits { project, permits: vec![permit("x"), draft] };
    let empty = |field| Refusal::Empty { field };
    let out = |field| Refusal::OutOfRange { field };
    let disordered = Refusal::Disordered { earlier: "start", later: "due" };
    let not_there = Refusal::NoSuchThing { of: nowhere };
    let (due, on) = (day("2019-01-31"), day("2018-11-15"));
    let moved = |project, node, reason: &str| Command::RescheduleNode { project, node, due, start: None, reason: reason.into() };
    let change = PermitChange { state: PermitState::Applied, on, valid_until: None, text: None };
    let returned =
        |text: Option<&str>| Command::AuditNodes { of: vec![(project, node)], verdict: Verdict::Returned, text: text.map(str::to_string) };
    let reported = |project, node| Command::ReportNode { project, node, report: report("2018-11-15", 1, None) };
    let excused = |project, node, reason: &str| Command::ExcuseNode { project, node, until: Some(due), reason: reason.into() };
    let month = Month::parse("2018-10").unwrap();
    let cases = vec![
        (plan(NodeDraft { title: " ".into(), ..planned("x") }), empty("title")),
        (plan(NodeDraft { title: "长".repeat(MAX_TEXT + 1), ..planned("x") }), Refusal::TooLong { field: "title" }),
        (plan(NodeDraft { start: Some(day("2019-01-01")), ..planned("x") }), disordered.clone()),
        (plan(NodeDraft { weight: Some(0), ..planned("x") }), out("weight")),
        (plan(NodeDraft { weight: Some(1001), ..planned("x") }), out("weight")),
        (Command::PlanNodes { project, nodes: Vec::new() }, Refusal::NothingToDo),
        (list(PermitDraft { title: "\u{3000}".into(), ..permit("x") }), empty("title")),
        (list(PermitDraft { group: "paper".into(), ..permit("x") }), out("group")),
        (list(PermitDraft { norm_days: Some(-1), ..permit("x") }), out("norm_days")),
        (Command::ListPermits { project, permits: Vec::new() }, Refusal::NothingToDo),
        (moved(project, node, " "), empty("reason")),
        (moved(project, nowhere, "r"), not_there.clone()),
        (moved(unknown, node, "r"), Refusal::NoSuchProject),
        (Command::RescheduleNode { project, node, due, start: Some(due.plus(1)), reason: "r".into() }, disordered),
        (returned(None), empty("text")),
        (returned(Some(" ")), empty("text")),
        (accept(Vec::new()), Refusal::NothingToDo),
        (accept(vec![(project, node), (project, nowhere)]), not_there.clone()),
        (accept(vec![(project, listed)]), Refusal::NoSuchThing { of: listed }),
        (accept(vec![(unknown, node)]), Refusal::NoSuchProject),
        (reported(project, nowhere), not_there.clone()),
        (reported(unknown, node), Refusal::NoSuchProject),
        (excused(project, node, ""), empty("reason")),
        (excused(project, nowhere, "r"), not_there.clone()),
        (excused(unknown, node, "r"), Refusal::NoSuchProject),
        (Command::PlanInvestment { project: unknown, year: 2018, plan: even(1) }, Refusal::NoSuchProject),
        (Command::ReportInvestment { project: unknown, month, done: Fen(1) }, Refusal::NoSuchProject),
        (Command::ChangePermit { project, permit: nowhere, change: change.clone() }, not_there),
        (Command::ChangePermit { project, permit: node, change: change.clone() }, Refusal::NoSuchThing { of: node }),
        (Command::ChangePermit { project: unknown, permit: listed, change: change.clone() }, Refusal::NoSuchProject),
    ];
    let before = city.snapshot().ledger.feeds().map(|(_, feed)| feed.len()).sum::<usize>();
    for (command, expected) in cases {
        let what = format!("{command:?}");
        assert_eq!(refused(&city, command), Some(expected.clone()), "{what}");
        for lang in [Lang::Zh, Lang::En] {
            assert!(!text(lang).refusal(&expected).is_empty());
        }
    }
    let after = city.snapshot().ledger.feeds().map(|(_, feed)| feed.len()).sum::<usize>();
    assert_eq!(after, before, "of several none is written when one is refused");
    // What was taken back is not gone on with.
    city.does(Command::Withdraw { scope: Scope::Project(project), of: vec![node, listed], reason: None });
    let gone = Some(Refusal::NoSuchThing { of: node });
    for command in [moved(project, node, "r"), accept(vec![(project, node)]), reported(project, node), excused(project, node, "r")] {
        let what = format!("{command:?}");
        assert_eq!(refused(&city, command), gone, "{what}");
    }
    assert_eq!(refused(&city, Command::ChangePermit { project, permit: listed, change }), Some(Refusal::NoSuchThing { of: listed }));
}
