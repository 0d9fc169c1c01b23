//! A node, the investment and the permits as they fold: what is in force, what stays readable, what a withdrawal takes.

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::id::Ref;
use lianxin::domain::money::Fen;
use lianxin::domain::state::{PermitState, Project, Verdict, YearPlan};
use serde_json::{Value, json};

use crate::session::day;
use crate::world::Staff;

fn days(list: &[Day]) -> Vec<String> {
    list.iter().map(Day::to_string).collect()
}

fn project(s: &Staff) -> std::sync::Arc<Project> {
    s.w.state().project(&s.p).unwrap().clone()
}

#[test]
fn a_node_counts_while_its_shown_audit_is_accepted() {
    let mut s = Staff::new();
    let (wang, li, scope) = (s.wang.clone(), s.li.clone(), s.scope());
    let plan = s.plans("封顶", "2018-12-31");
    assert!(!s.node(plan).counts());
    let own = s.writes(&li, "node-audited", json!({"of": plan, "verdict": "accepted"}));
    assert_eq!((s.w.reason(own), s.node(plan).counts()), (Some("role"), false), "a secretary audits nothing");
    let accepted = s.accepts(plan);
    assert!(s.node(plan).counts());
    let returned = s.writes(&wang, "node-audited", json!({"of": plan, "verdict": "returned", "over": [accepted]}));
    assert_eq!((s.node(plan).counts(), s.node(plan).audit), (false, Some(Verdict::Returned)));
    s.w.withdraws(&wang, scope, returned);
    assert!(s.node(plan).counts(), "a return that was taken back returns nothing");
    let back = s.w.withdraws(&li, scope, plan);
    assert_eq!((s.node(plan).counts(), project(&s).planned().count()), (false, 0));
    s.w.withdraws(&li, scope, back);
    assert!(s.node(plan).counts());
}

#[test]
fn the_greatest_accepted_rescheduling_is_in_force_and_every_earlier_due_stays() {
    let mut s = Staff::new();
    let (wang, li, scope) = (s.wang.clone(), s.li.clone(), s.scope());
    let plan = s.plans_audited("封顶", "2018-06-30");
    let read = |s: &Staff| {
        let node = s.node(plan);
        (node.dates().due.to_string(), node.moves().count(), days(&node.earlier_dues()))
    };
    let is = |due: &str, moves, earlier: &[&str]| (due.to_string(), moves, earlier.iter().map(|d| d.to_string()).collect());
    assert_eq!(read(&s), is("2018-06-30", 0, &[]));
    let first = s.reschedules(plan, "2018-08-31");
    assert_eq!(read(&s), is("2018-06-30", 0, &[]), "not audited");
    let second = s.reschedules(plan, "2018-07-31");
    s.accepts(second);
    assert_eq!(read(&s), is("2018-07-31", 1, &["2018-06-30"]));
    let audit = s.accepts(first);
    assert_eq!(read(&s), is("2018-07-31", 2, &["2018-06-30", "2018-08-31"]), "the greatest in order, not the last audited");
    s.writes(&wang, "node-audited", json!({"of": first, "verdict": "returned", "over": [audit]}));
    assert_eq!(read(&s), is("2018-07-31", 1, &["2018-06-30"]));
    s.w.withdraws(&li, scope, second);
    assert_eq!(read(&s), is("2018-06-30", 0, &[]));
    assert_eq!(s.node(plan).reschedulings.len(), 1, "the returned one is still to be read");
}

#[test]
fn the_start_is_the_reschedulings_else_the_plans_else_the_first_of_the_month() {
    /// A start, if there is one, and a due.
    type Planned<'a> = (Option<&'a str>, &'a str);
    let cases: &[(Planned<'_>, Option<Planned<'_>>, &str)] = &[
        ((None, "2018-06-15"), None, "2018-06-01"),
        ((None, "2018-06-01"), None, "2018-06-01"),
        ((Some("2018-04-10"), "2018-06-15"), None, "2018-04-10"),
        ((Some("2018-06-15"), "2018-06-15"), None, "2018-06-15"),
        // Moved: its own start, else the plan's.
        ((Some("2018-04-10"), "2018-06-15"), Some((Some("2018-07-05"), "2018-08-20")), "2018-07-05"),
        ((Some("2018-04-10"), "2018-06-15"), Some((None, "2018-08-20")), "2018-04-10"),
        ((None, "2018-06-15"), Some((None, "2018-08-20")), "2018-08-01"),
        // Moved to before the plan's start.
        ((Some("2018-06-10"), "2018-06-30"), Some((None, "2018-06-10")), "2018-06-10"),
        ((Some("2018-06-10"), "2018-06-30"), Some((None, "2018-06-09")), "2018-06-01"),
        ((Some("2018-06-10"), "2018-06-30"), Some((None, "2018-02-28")), "2018-02-01"),
    ];
    for ((start, due), moved, expected) in cases {
        let mut s = Staff::new();
        let li = s.li.clone();
        let with = |mut body: Value, start: &Option<&str>| {
            if let Some(start) = start {
                body["start"] = json!(start);
            }
            body
        };
        let plan = s.writes(&li, "node-planned", with(json!({"title": "t", "due": due}), start));
        if let Some((start, due)) = moved {
            let moved = s.writes(&li, "node-rescheduled", with(json!({"of": plan, "due": due, "reason": "r"}), start));
            s.accepts(moved);
        }
        assert_eq!(s.node(plan).dates().start.to_string(), *expected, "{start:?} {due} {moved:?}");
    }
}

#[test]
fn a_rescheduling_without_a_start_takes_the_plans_not_an_earlier_reschedulings() {
    let mut s = Staff::new();
    let li = s.li.clone();
    let plan = s.writes(&li, "node-planned", json!({"title": "t", "due": "2018-06-30", "start": "2018-06-05"}));
    let first = s.writes(&li, "node-rescheduled", json!({"of": plan, "due": "2018-08-31", "start": "2018-08-05", "reason": "r"}));
    let second = s.reschedules(plan, "2018-09-30");
    for of in [first, second] {
        s.accepts(of);
    }
    assert_eq!(s.node(plan).dates().start.to_string(), "2018-06-05");
}

#[test]
fn the_report_in_force_is_the_greatest_by_day_then_order() {
    let mut s = Staff::new();
    let (li, scope) = (s.li.clone(), s.scope());
    let plan = s.plans("封顶", "2018-12-31");
    let percent = |s: &Staff, on: &str| s.node(plan).report_on(day(on)).map(|r| r.percent);
    s.reports(plan, "2018-06-20", 40, None);
    s.reports(plan, "2018-06-10", 20, None);
    let cases =
        [("2018-06-09", None), ("2018-06-10", Some(20)), ("2018-06-19", Some(20)), ("2018-06-20", Some(40)), ("2019-01-01", Some(40))];
    for (on, expected) in cases {
        assert_eq!(percent(&s, on), expected, "{on}");
    }
    // A second one of the day corrects the first, also downwards; one of the day by an earlier clock does not.
    let second = s.reports(plan, "2018-06-20", 35, None);
    assert_eq!(percent(&s, "2018-06-20"), Some(35));
    s.w.now -= 5_000;
    s.reports(plan, "2018-06-20", 90, None);
    assert_eq!(percent(&s, "2018-06-20"), Some(35));
    s.w.now += 10_000;
    s.w.withdraws(&li, scope, second);
    assert_eq!(percent(&s, "2018-06-20"), Some(40));
    // A report is corrected as anything that people enter.
    let third = s.reports(plan, "2018-06-25", 50, None);
    s.w.changes(&li, scope, &third.to_string(), json!({"on": "2018-06-05", "percent": 5, "done": "2018-06-05"}), json!({}));
    assert_eq!((percent(&s, "2018-06-05"), s.node(plan).done_on(day("2018-06-09"))), (Some(5), Some(day("2018-06-05"))));
    assert_eq!((percent(&s, "2018-06-25"), s.node(plan).done_on(day("2018-06-25"))), (Some(40), None), "what is newer says it is not done");
}

#[test]
fn an_excuse_is_the_shown_one_and_null_ends_it() {
    let mut s = Staff::new();
    let (wang, scope) = (s.wang.clone(), s.scope());
    let plan = s.plans("封顶", "2018-12-31");
    let excuse = |s: &mut Staff, until: Value, over: &[Ref]| {
        s.writes(&wang, "node-excused", json!({"of": plan, "reason": "防汛", "until": until, "over": over}))
    };
    let first = excuse(&mut s, json!("2018-08-31"), &[]);
    assert_eq!(s.node(plan).excused_until, Some(day("2018-08-31")));
    let ended = excuse(&mut s, Value::Null, &[first]);
    assert_eq!(s.node(plan).excused_until, None);
    s.w.withdraws(&wang, scope, ended);
    assert_eq!(s.node(plan).excused_until, Some(day("2018-08-31")));
    let moved = s.reschedules(plan, "2019-01-31");
    let of_a_move = s.writes(&wang, "node-excused", json!({"of": moved, "reason": "x", "until": "2018-08-31"}));
    assert_eq!(s.w.reason(of_a_move), Some("of"));
}

#[test]
fn what_names_a_plan_counts_also_from_a_clock_that_is_behind() {
    let mut s = Staff::new();
    s.w.now += 60_000;
    let plan = s.plans("封顶", "2018-06-30");
    s.w.now -= 50_000;
    s.accepts(plan);
    s.reports(plan, "2018-06-11", 30, None);
    let moved = s.reschedules(plan, "2018-07-31");
    s.accepts(moved);
    let node = s.node(plan);
    assert_eq!((node.counts(), node.moves().count(), node.reports.len()), (true, 1, 1));
}

#[test]
fn the_title_is_what_was_last_said_and_the_dates_are_fixed() {
    let mut s = Staff::new();
    let (li, scope) = (s.li.clone(), s.scope());
    let plan = s.plans_audited("封顶", "2018-12-31");
    s.w.changes(&li, scope, &plan.to_string(), json!({"title": "主体封顶"}), json!({"title": [plan]}));
    for field in ["due", "start", "weight"] {
        let value = if field == "weight" { json!(7) } else { json!("2019-12-31") };
        let change = s.w.changes(&li, scope, &plan.to_string(), json!({field: value}), json!({}));
        assert_eq!(s.w.reason(change), Some("fixed"), "{field}");
    }
    let printed = s.w.printed()["projects"][0]["nodes"][0].clone();
    assert_eq!((&printed["title"], &printed["due"]), (&json!("主体封顶"), &json!("2018-12-31")));
    assert_eq!(s.node(plan).weight, 1, "as long as nothing is said");
}

#[test]
fn of_the_investment_the_shown_plan_and_reports_are_read() {
    let mut s = Staff::new();
    let (wang, li, scope) = (s.wang.clone(), s.li.clone(), s.scope());
    let months: Vec<i64> = (1..=12).collect();
    let first = s.writes(&wang, "investment-planned", json!({"year": "2018", "amount": 78, "months": months}));
    s.writes(&wang, "investment-planned", json!({"year": "2019", "amount": 5}));
    let plans = |s: &Staff| project(s).investment.plans.clone();
    let even = |amount| YearPlan { amount: Fen(amount), months: None };
    let by_month = YearPlan { amount: Fen(78), months: Some(std::array::from_fn(|i| Fen(i as i64 + 1))) };
    assert_eq!(plans(&s), [(2018, by_month), (2019, even(5))].into());
    s.writes(&wang, "investment-planned", json!({"year": "2018", "amount": 90, "over": [first]}));
    assert_eq!(plans(&s)[&2018], even(90), "a plan replaces the other with its months");
    let refused = s.writes(&li, "investment-planned", json!({"year": "2018", "amount": 1}));
    assert_eq!(s.w.reason(refused), Some("role"));
    let done = |s: &mut Staff, month: &str, done: i64| s.writes(&li, "investment-reported", json!({"month": month, "done": done}));
    done(&mut s, "2018-05", 30);
    let june = done(&mut s, "2018-06", 40);
    let read = |s: &Staff| project(s).investment.done.iter().map(|(m, f)| (m.to_string(), f.0)).collect::<Vec<_>>();
    assert_eq!(read(&s), [("2018-05".into(), 30), ("2018-06".into(), 40)]);
    s.w.withdraws(&li, scope, june);
    assert_eq!(read(&s), [("2018-05".into(), 30)]);
    assert_eq!(project(&s).investment.done.get(&Month::parse("2018-05").unwrap()), Some(&Fen(30)));
}

#[test]
fn a_permit_is_needed_until_something_is_said() {
    let mut s = Staff::new();
    let (li, scope) = (s.li.clone(), s.scope());
    let permit = s.writes(&li, "permit-listed", json!({"title": "施工许可证", "group": "certificate", "norm_days": 20}));
    let read = |s: &Staff| {
        let p = project(s).permit(&permit).unwrap().clone();
        (p.state, p.on.map(|d| d.to_string()), p.applied.map(|d| d.to_string()))
    };
    let is = |state, on: Option<&str>, applied: Option<&str>| (state, on.map(str::to_string), applied.map(str::to_string));
    assert_eq!(read(&s), is(PermitState::Needed, None, None));
    let mut over: Vec<Ref> = Vec::new();
    let mut change = |s: &mut Staff, state: &str, on: &str| {
        let id = s.writes(&li, "permit-changed", json!({"of": permit, "state": state, "on": on, "over": over}));
        over = vec![id];
        id
    };
    change(&mut s, "applied", "2018-06-01");
    assert_eq!(read(&s), is(PermitState::Applied, Some("2018-06-01"), Some("2018-06-01")));
    change(&mut s, "returned", "2018-06-10");
    assert_eq!(read(&s), is(PermitState::Returned, Some("2018-06-10"), Some("2018-06-01")));
    change(&mut s, "applied", "2018-06-20");
    let issued = change(&mut s, "issued", "2018-07-10");
    assert_eq!(read(&s), is(PermitState::Issued, Some("2018-07-10"), Some("2018-06-20")), "the time runs from the last application");
    s.w.withdraws(&li, scope, issued);
    assert_eq!(read(&s), is(PermitState::Applied, Some("2018-06-20"), Some("2018-06-20")));
    s.w.changes(&li, scope, &permit.to_string(), json!({"group": "document", "norm_days": null}), json!({}));
    let p = project(&s).permit(&permit).unwrap().clone();
    assert_eq!((p.group.as_str(), p.norm_days, p.withdrawn), ("document", None, false));
    s.w.withdraws(&li, scope, permit);
    assert!(project(&s).permit(&permit).unwrap().withdrawn);
}
