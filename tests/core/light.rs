//! The lights of a node, a project and its investment: tables of days, with their edges.

use std::collections::BTreeMap;

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::id::{Hash, Ref};
use lianxin::domain::money::Fen;
use lianxin::domain::rules::investment::{self, investment_light};
use lianxin::domain::rules::light::Light;
use lianxin::domain::rules::node::{Why, node_light};
use lianxin::domain::rules::project::{Grey, Reason, light_of};
use lianxin::domain::state::{Investment, Node, Report, Rescheduling, Settings, Verdict, YearPlan};

use crate::session::day;

pub fn name(text: &str) -> Ref {
    Hash::of(text.as_bytes()).to_ref()
}

/// A node that counts, without a start of its own.
pub fn node(due: &str) -> Node {
    Node {
        entry: 0,
        id: name(due),
        withdrawn: false,
        due: day(due),
        start: None,
        weight: 1,
        audit: Some(Verdict::Accepted),
        audited_by: None,
        reschedulings: Vec::new(),
        excused_until: None,
        reports: Vec::new(),
    }
}

pub fn from(start: &str, due: &str) -> Node {
    Node { start: Some(day(start)), ..node(due) }
}

pub fn reported(mut node: Node, on: &str, percent: i64, done: Option<&str>) -> Node {
    node.reports.push(Report { entry: 0, on: day(on), percent, done: done.map(day) });
    node.reports.sort_by_key(|r| r.on);
    node
}

pub fn excused(node: Node, until: &str) -> Node {
    Node { excused_until: Some(day(until)), ..node }
}

pub fn moved(mut node: Node, start: Option<&str>, due: &str, audit: Option<Verdict>) -> Node {
    let id = name(&format!("{} to {due}", node.due));
    node.reschedulings.push(Rescheduling { entry: 0, id, due: day(due), start: start.map(day), audit });
    node
}

#[track_caller]
fn lights(node: &Node, cases: &[(&str, &str)]) {
    for (on, expected) in cases {
        let light = node_light(node, &Settings::default(), day(on));
        assert_eq!((light.light.as_str(), *on), (*expected, *on), "{:?}", light.why);
    }
}

/// On each day of a month the expected share of that many days, rounded down.
#[test]
fn expected_grows_by_the_day_and_is_rounded_down() {
    let share = |start: &str, due: &str, on: &str| match node_light(&from(start, due), &Settings::default(), day(on)).why {
        Why::Unreported { expected } => expected,
        other => panic!("{other:?}"),
    };
    let cases = [
        ("2018-02-01", "2018-02-28", "2018-02-01", 3),
        ("2018-02-01", "2018-02-28", "2018-02-14", 50),
        ("2018-02-01", "2018-02-28", "2018-02-27", 96),
        ("2018-02-01", "2018-02-28", "2018-02-28", 100),
        ("2016-02-01", "2016-02-29", "2016-02-28", 96),
        ("2018-03-01", "2018-03-31", "2018-03-01", 3),
        ("2018-03-01", "2018-03-31", "2018-03-16", 51),
        ("2018-03-01", "2018-03-31", "2018-03-30", 96),
        ("2018-04-01", "2018-04-30", "2018-04-10", 33),
        ("2018-06-15", "2018-06-15", "2018-06-15", 100),
        ("2018-06-14", "2018-06-15", "2018-06-14", 50),
        ("2018-06-13", "2018-06-15", "2018-06-13", 33),
        ("2018-06-13", "2018-06-15", "2018-06-14", 66),
        ("2017-12-31", "2018-12-30", "2018-12-29", 99),
        ("0001-01-01", "9999-12-31", "0001-01-01", 0),
        ("0001-01-01", "9999-12-31", "9999-12-31", 100),
    ];
    for (start, due, on, expected) in cases {
        assert_eq!(share(start, due, on), expected, "{start} … {due} on {on}");
    }
}

#[test]
fn of_a_node_that_nobody_reported() {
    // 28 days: 9 of 28 is 32, 8 of 28 is 28.
    let february = [
        ("2018-01-31", "grey"),
        ("2018-02-01", "green"),
        ("2018-02-08", "green"),
        ("2018-02-09", "yellow"),
        ("2018-02-28", "yellow"),
        ("2018-03-01", "red"),
        ("2019-03-01", "red"),
    ];
    lights(&node("2018-02-28"), &february);
    // 31 days: 9 of 31 is 29, 10 of 31 is 32.
    lights(
        &node("2018-03-31"),
        &[
            ("2018-02-28", "grey"),
            ("2018-03-01", "green"),
            ("2018-03-09", "green"),
            ("2018-03-10", "yellow"),
            ("2018-03-31", "yellow"),
            ("2018-04-01", "red"),
        ],
    );
    // A node of one day is never green without a report.
    lights(&from("2018-06-15", "2018-06-15"), &[("2018-06-14", "grey"), ("2018-06-15", "yellow"), ("2018-06-16", "red")]);
    // 30 of 100 days are exactly 30: not more than the setting.
    lights(&from("2018-01-01", "2018-04-10"), &[("2018-01-30", "green"), ("2018-01-31", "yellow")]);
}

#[test]
fn of_a_node_that_lags() {
    // A hundred days, so that a day is a point.
    let start = "2018-01-01";
    let with = |percent| reported(from(start, "2018-04-10"), start, percent, None);
    lights(
        &with(0),
        &[
            ("2017-12-31", "grey"),
            ("2018-01-10", "green"),
            ("2018-01-11", "yellow"),
            ("2018-01-30", "yellow"),
            ("2018-01-31", "red"),
            ("2018-04-10", "red"),
            ("2018-04-11", "red"),
        ],
    );
    lights(&with(50), &[("2018-03-01", "green"), ("2018-03-02", "yellow"), ("2018-03-21", "yellow"), ("2018-03-22", "red")]);
    lights(&with(100), &[("2018-01-01", "green"), ("2018-04-10", "green"), ("2018-04-11", "red")]);
    let why = |percent, on: &str| node_light(&with(percent), &Settings::default(), day(on)).why;
    assert_eq!(why(20, "2018-03-31"), Why::Reported { expected: 90, percent: 20, lag: 70 });
    assert_eq!(why(60, "2018-01-10"), Why::Reported { expected: 10, percent: 60, lag: -50 });
    assert_eq!(why(60, "2018-04-13"), Why::Overdue { due: day("2018-04-10"), days: 3 });
    assert_eq!(why(60, "2017-12-25"), Why::NotStarted { start: day(start) });
    // A report that is not yet in force is none.
    let later = reported(from(start, "2018-04-10"), "2018-03-01", 90, None);
    lights(&later, &[("2018-02-28", "yellow"), ("2018-03-01", "green")]);
    // What is reported on the same day is in force on it.
    let same = reported(later, "2018-03-01", 20, None);
    lights(&same, &[("2018-02-28", "yellow"), ("2018-03-01", "red")]);
}

#[test]
fn settings_move_the_bounds() {
    let settings = |tolerance, red_from| Settings { tolerance, red_from, ..Settings::default() };
    let node = reported(from("2018-01-01", "2018-04-10"), "2018-01-01", 0, None);
    let light = |s: &Settings, on: &str| node_light(&node, s, day(on)).light;
    assert_eq!([light(&settings(0, 0), "2018-01-01"), light(&settings(0, 1), "2018-01-01")], [Light::Red, Light::Yellow]);
    assert_eq!([light(&settings(100, 100), "2018-04-10"), light(&settings(5, 100), "2018-04-10")], [Light::Green, Light::Yellow]);
    assert_eq!(light(&settings(50, 20), "2018-01-21"), Light::Red, "red is asked first");
    let silent = from("2018-01-01", "2018-04-10");
    assert_eq!(node_light(&silent, &settings(0, 100), day("2018-04-10")).light, Light::Green, "without a report only red_from is asked");
}

#[test]
fn of_a_node_that_is_done() {
    let on_time = reported(node("2018-06-30"), "2018-06-20", 100, Some("2018-06-18"));
    lights(
        &on_time,
        &[("2018-06-19", "yellow"), ("2018-06-20", "green"), ("2018-06-30", "green"), ("2018-07-01", "green"), ("2019-01-01", "green")],
    );
    let early = reported(node("2018-06-30"), "2018-03-05", 100, Some("2018-03-05"));
    lights(&early, &[("2018-03-04", "grey"), ("2018-03-05", "green"), ("2018-07-01", "green")]);
    let on_the_day = reported(node("2018-06-30"), "2018-07-09", 100, Some("2018-06-30"));
    lights(&on_the_day, &[("2018-06-30", "yellow"), ("2018-07-08", "red"), ("2018-07-09", "green")]);
    let late = reported(node("2018-06-30"), "2018-07-09", 100, Some("2018-07-01"));
    lights(&late, &[("2018-07-08", "red"), ("2018-07-09", "yellow"), ("2020-01-01", "yellow")]);
    let light = node_light(&late, &Settings::default(), day("2018-07-09"));
    assert_eq!((light.is_late(), light.why), (true, Why::Late { done: day("2018-07-01"), due: day("2018-06-30") }));
    assert!(!node_light(&on_the_day, &Settings::default(), day("2018-07-09")).is_late());
    // Everything but the day of it: still not done.
    let whole = reported(node("2018-06-30"), "2018-06-30", 100, None);
    lights(&whole, &[("2018-06-30", "green"), ("2018-07-01", "red")]);
    // Done, at whatever percentage.
    lights(&reported(node("2018-06-30"), "2018-06-30", 0, Some("2018-06-30")), &[("2018-06-30", "green"), ("2018-07-30", "green")]);
    // A later report says that it is not done after all.
    let undone = reported(on_time, "2018-07-02", 90, None);
    lights(&undone, &[("2018-07-01", "green"), ("2018-07-02", "red")]);
}

#[test]
fn of_a_node_that_is_excused() {
    let node = excused(node("2018-06-30"), "2018-07-15");
    lights(&node, &[("2018-05-01", "grey"), ("2018-06-15", "grey"), ("2018-07-14", "grey"), ("2018-07-15", "grey"), ("2018-07-16", "red")]);
    assert_eq!(node_light(&node, &Settings::default(), day("2018-05-01")).why, Why::Excused { until: day("2018-07-15") });
    // What is done is done.
    lights(&reported(node.clone(), "2018-07-02", 100, Some("2018-06-30")), &[("2018-07-01", "grey"), ("2018-07-02", "green")]);
    lights(&reported(node, "2018-07-02", 100, Some("2018-07-02")), &[("2018-07-01", "grey"), ("2018-07-02", "yellow")]);
    // An excuse that ran out before the due.
    lights(&excused(from("2018-06-01", "2018-06-30"), "2018-06-10"), &[("2018-06-10", "grey"), ("2018-06-11", "yellow")]);
}

#[test]
fn of_a_node_that_was_moved() {
    let asked = moved(node("2018-06-30"), None, "2018-08-31", None);
    lights(&asked, &[("2018-06-30", "yellow"), ("2018-07-01", "red")]);
    let refused = moved(node("2018-06-30"), None, "2018-08-31", Some(Verdict::Returned));
    lights(&refused, &[("2018-07-01", "red")]);
    let accepted = moved(node("2018-06-30"), None, "2018-08-31", Some(Verdict::Accepted));
    lights(
        &accepted,
        &[("2018-07-01", "grey"), ("2018-07-31", "grey"), ("2018-08-01", "green"), ("2018-08-31", "yellow"), ("2018-09-01", "red")],
    );
    // Done after the first due and before the second: on time by the one in force.
    let done = reported(accepted, "2018-08-01", 100, Some("2018-08-01"));
    lights(&done, &[("2018-08-01", "green")]);
    // Moved to an earlier day it can become late.
    let earlier = moved(reported(node("2018-06-30"), "2018-06-20", 100, Some("2018-06-20")), None, "2018-06-10", Some(Verdict::Accepted));
    lights(&earlier, &[("2018-06-20", "yellow")]);
}

/// The light of a project on a day, of the nodes alone, and the reasons.
fn of(nodes: &[Node], on: &str) -> (Light, Vec<Reason>, Option<Grey>) {
    let light = light_of(nodes, &Investment::default(), &Settings::default(), day(on));
    assert_eq!(light.light, light.nodes);
    (light.light, light.reasons, light.grey)
}

#[test]
fn a_project_has_the_worst_light_of_its_nodes() {
    let red = node("2018-05-31");
    let yellow = node("2018-06-30");
    let green = reported(from("2018-06-01", "2018-06-29"), "2018-06-15", 90, None);
    let grey = node("2018-08-31");
    let on = "2018-06-20";
    let all = [grey.clone(), green.clone(), yellow.clone(), red.clone()];
    let expected = [Light::Green, Light::Green, Light::Yellow, Light::Red];
    for n in 1..=4 {
        assert_eq!(of(&all[..n], on).0, expected[n - 1], "the first {n}");
        let mut turned = all[..n].to_vec();
        turned.reverse();
        assert_eq!(of(&turned, on).0, expected[n - 1]);
    }
    let why = |node: &Node| Reason::Node { id: node.id, why: node_light(node, &Settings::default(), day(on)).why };
    assert_eq!(of(&all, on).1, [why(&red)]);
    let other = node("2018-04-30");
    assert_eq!(of(&[red.clone(), yellow, other.clone()], on).1, [why(&red), why(&other)], "all of the worst, as planned");
    assert_eq!(of(&[grey, green.clone()], on).1, [why(&green)], "what has not started says nothing");
}

#[test]
fn nodes_that_dont_count_say_nothing() {
    let red = node("2018-05-31");
    let cases = [
        (Node { audit: None, ..red.clone() }, Grey::NotAudited),
        (Node { audit: Some(Verdict::Returned), ..red.clone() }, Grey::NotAudited),
        (Node { withdrawn: true, ..red.clone() }, Grey::NoPlan),
        (Node { withdrawn: true, audit: None, ..red.clone() }, Grey::NoPlan),
    ];
    for (node, grey) in cases {
        assert_eq!(of(std::slice::from_ref(&node), "2018-06-20"), (Light::Grey, vec![Reason::Grey(grey)], Some(grey)));
        assert_eq!(of(&[node, excused_done()], "2018-06-20").0, Light::Green, "beside one that counts it changes nothing");
    }
    assert_eq!(of(&[], "2018-06-20"), (Light::Grey, vec![Reason::Grey(Grey::NoPlan)], Some(Grey::NoPlan)));
    assert_eq!(Grey::ALL.map(Grey::as_str), ["no-plan", "not-audited", "excused"]);
}

fn excused_done() -> Node {
    excused(reported(node("2018-05-31"), "2018-05-20", 100, Some("2018-05-20")), "2018-12-31")
}

#[test]
fn what_was_done_is_looked_at_in_its_own_month_only() {
    let late = reported(node("2018-05-31"), "2018-06-11", 100, Some("2018-06-09"));
    let cases =
        [("2018-06-10", "red"), ("2018-06-11", "yellow"), ("2018-06-30", "yellow"), ("2018-07-01", "green"), ("2019-06-15", "green")];
    for (on, light) in cases {
        assert_eq!(of(std::slice::from_ref(&late), on).0.as_str(), light, "{on}");
    }
    assert_eq!(of(std::slice::from_ref(&late), "2018-07-01").1, [Reason::NothingDue]);
    // Reported in July that it was done in June: in July it is already of another month.
    let told_late = reported(node("2018-05-31"), "2018-07-02", 100, Some("2018-06-09"));
    assert_eq!([of(std::slice::from_ref(&told_late), "2018-07-01").0, of(&[told_late], "2018-07-02").0], [Light::Red, Light::Green]);
    // The same month of another year is another month.
    let last_year = reported(node("2017-05-31"), "2017-06-11", 100, Some("2017-06-09"));
    assert_eq!(of(&[last_year], "2018-06-11").0, Light::Green);
}

#[test]
fn grey_ones_alone_are_green_when_all_that_was_due_is_done() {
    let future = node("2018-08-31");
    let on = "2018-06-20";
    assert_eq!(of(std::slice::from_ref(&future), on), (Light::Green, vec![Reason::NothingDue], None));
    let waiting = excused(node("2018-05-31"), "2018-06-20");
    assert_eq!(of(std::slice::from_ref(&waiting), on), (Light::Grey, vec![Reason::Grey(Grey::Excused)], Some(Grey::Excused)));
    assert_eq!(of(&[future.clone(), waiting.clone()], on).0, Light::Grey);
    assert_eq!(of(std::slice::from_ref(&waiting), "2018-06-21").0, Light::Red, "the excuse has run out");
    // Excused and not yet due; excused and due today.
    assert_eq!(of(&[excused(node("2018-06-21"), "2018-06-30")], on).0, Light::Green);
    assert_eq!(of(&[excused(node("2018-06-20"), "2018-06-30")], on).0, Light::Grey);
    let done = reported(node("2018-05-31"), "2018-05-30", 100, Some("2018-05-30"));
    assert_eq!(of(&[done, future], on).0, Light::Green);
}

fn investment(amount: i64, months: Option<[i64; 12]>, done: &[(&str, i64)]) -> Investment {
    let plan = YearPlan { amount: Fen(amount), months: months.map(|m| m.map(Fen)) };
    Investment { plans: BTreeMap::from([(2018, plan)]), done: done.iter().map(|(m, fen)| (Month::parse(m).unwrap(), Fen(*fen))).collect() }
}

fn money(investment: &Investment, on: &str) -> &'static str {
    investment_light(investment, &Settings::default(), day(on)).map_or("none", |l| l.light.as_str())
}

#[test]
fn investment_is_that_of_the_last_month_that_ended_in_the_year() {
    let silent = investment(1200, None, &[]);
    let cases = [
        ("2018-01-01", "none"),
        ("2018-01-31", "none"),
        ("2018-02-01", "none"),
        ("2018-02-05", "none"),
        ("2018-02-06", "yellow"),
        ("2018-02-28", "yellow"),
        ("2018-03-01", "none"),
        ("2018-03-05", "none"),
        ("2018-03-06", "yellow"),
        ("2018-12-31", "yellow"),
        ("2017-12-31", "none"),
        ("2019-01-31", "none"),
        ("2019-02-28", "none"),
    ];
    for (on, light) in cases {
        assert_eq!(money(&silent, on), light, "{on}");
    }
    let told = investment(1200, None, &[("2018-01", 100), ("2018-03", 0), ("2018-12", 1200)]);
    let cases = [
        ("2018-01-31", "none"),
        ("2018-02-01", "green"),
        ("2018-02-28", "green"),
        ("2018-03-01", "none"),
        ("2018-03-06", "yellow"),
        ("2018-04-01", "red"),
        ("2018-04-30", "red"),
        ("2018-05-05", "none"),
        ("2019-01-01", "none"),
        ("2018-12-31", "yellow"),
    ];
    for (on, light) in cases {
        assert_eq!(money(&told, on), light, "{on}");
    }
    let unplanned = Investment { plans: BTreeMap::new(), ..told };
    assert_eq!(money(&unplanned, "2018-02-28"), "none", "without a plan a report is no light");
}

#[test]
fn investment_is_compared_without_rounding() {
    // A twelfth of 1,000 is 83⅓; 80 % of it 66⅔.
    let even = |done| investment(1000, None, &[("2018-01", done)]);
    for (done, light) in [(84, "green"), (83, "yellow"), (67, "yellow"), (66, "red"), (0, "red")] {
        assert_eq!(money(&even(done), "2018-02-10"), light, "{done}");
    }
    // By its own months: nothing, then all of it.
    let mut months = [0; 12];
    (months[2], months[11]) = (300, 700);
    let by_month = |month: &str, done| investment(1000, Some(months), &[(month, done)]);
    let cases = [
        ("2018-01", 0, "2018-02-01", "green"),
        ("2018-02", 0, "2018-03-31", "green"),
        ("2018-03", 0, "2018-04-01", "red"),
        ("2018-03", 239, "2018-04-01", "red"),
        ("2018-03", 240, "2018-04-01", "yellow"),
        ("2018-03", 299, "2018-04-01", "yellow"),
        ("2018-03", 300, "2018-04-01", "green"),
        ("2018-11", 300, "2018-12-31", "green"),
    ];
    for (month, done, on, light) in cases {
        assert_eq!(money(&by_month(month, done), on), light, "{month} {done}");
    }
    // The greatest amounts and settings stay within 128 bits.
    let huge = investment(Fen::MAX.0, Some([Fen::MAX.0; 12]), &[("2018-11", Fen::MAX.0)]);
    let settings = Settings { investment_green: i64::MAX, investment_yellow: 9, ..Settings::default() };
    let light = investment_light(&huge, &settings, day("2018-12-01")).unwrap();
    assert_eq!(light.light, Light::Yellow, "an eleventh is more than nine in a hundred");
    let nothing = investment(0, None, &[("2018-01", 0)]);
    let light = investment_light(&nothing, &Settings::default(), day("2018-02-01")).unwrap();
    let why = investment::Why::Reported { month: Month::parse("2018-01").unwrap(), done: Fen(0), expected: Fen(0), percent: None };
    assert_eq!((light.light, light.why), (Light::Green, why));
    let light = investment_light(&even(84), &Settings::default(), day("2018-02-01")).unwrap();
    let why = investment::Why::Reported { month: Month::parse("2018-01").unwrap(), done: Fen(84), expected: Fen(83), percent: Some(100) };
    assert_eq!(light.why, why);
}

#[test]
fn a_project_has_the_worse_of_its_nodes_and_its_investment() {
    let on = "2018-06-20";
    let (red, yellow, green) = (node("2018-05-31"), node("2018-06-30"), reported(from("2018-06-01", "2018-06-29"), "2018-06-15", 90, None));
    let amounts = [("green", 500), ("yellow", 400), ("red", 399)];
    let rank = |light: &str| ["grey", "green", "yellow", "red"].iter().position(|l| *l == light).unwrap();
    let sets: [(&str, Vec<Node>); 4] = [("red", vec![red]), ("yellow", vec![yellow]), ("green", vec![green]), ("grey", Vec::new())];
    for (nodes_light, nodes) in sets {
        for (money, done) in amounts {
            let investment = investment(1200, None, &[("2018-05", done)]);
            let light = light_of(&nodes, &investment, &Settings::default(), day(on));
            let worse = if rank(nodes_light) > rank(money) { nodes_light } else { money };
            assert_eq!((light.light.as_str(), light.nodes.as_str()), (worse, nodes_light));
            let by_nodes = light.reasons.iter().any(|r| matches!(r, Reason::Node { .. }));
            let by_money = light.reasons.iter().any(|r| matches!(r, Reason::Investment(_)));
            assert_eq!((by_nodes, by_money), (nodes_light == worse, money == worse), "{nodes_light} {money}");
            assert_eq!(light.grey, (nodes_light == "grey").then_some(Grey::NoPlan), "the word stays beside the other light");
        }
        let silent = light_of(&nodes, &Investment::default(), &Settings::default(), day(on));
        assert_eq!((silent.light.as_str(), silent.investment), (nodes_light, None));
    }
}

/// Every day of two years: no light but by a rule, and none gets better by waiting.
#[test]
fn waiting_makes_no_light_better() {
    let rank = |light: Light| match light {
        Light::Grey | Light::Green => 0,
        Light::Yellow => 1,
        Light::Red => 2,
    };
    for percent in [None, Some(0), Some(35), Some(70), Some(100)] {
        for (start, due) in [("2018-01-31", "2018-02-28"), ("2017-12-01", "2018-12-31"), ("2018-06-30", "2018-06-30")] {
            let node = percent.into_iter().fold(from(start, due), |n, p| reported(n, "2017-01-01", p, None));
            let mut before = 0;
            for n in 0..730 {
                let on: Day = day("2017-06-01").plus(n);
                let now = rank(node_light(&node, &Settings::default(), on).light);
                assert!(now >= before, "{start} … {due} at {percent:?} on {on}");
                before = now;
            }
            assert_eq!(before, 2);
        }
    }
}
