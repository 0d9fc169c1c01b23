//! What would change a light is what the rules say of the changed node.

use lianxin::domain::calendar::Day;
use lianxin::domain::rules::change::{Change, Outcome, changed, outcomes, project_after};
use lianxin::domain::rules::light::Light;
use lianxin::domain::rules::node::node_light;
use lianxin::domain::rules::project::project_light;
use lianxin::domain::state::{Node, Settings, Verdict};
use serde_json::json;

use crate::light::{excused, from, moved, node, reported};
use crate::session::day;
use crate::world::Staff;

fn found(node: &Node, on: &str) -> Vec<(Change, &'static str)> {
    let settings = Settings::default();
    let found = outcomes(node, &settings, day(on));
    for Outcome { change, light } in &found {
        assert_eq!(node_light(&changed(node, *change, day(on)), &settings, day(on)), *light, "{change:?}");
    }
    found.into_iter().map(|o| (o.change, o.light.light.as_str())).collect()
}

const fn report(percent: i64) -> Change {
    Change::Report { percent }
}

#[test]
fn each_change_is_listed_with_the_light_that_it_gives() {
    use Change::{Accept, Done, Excuse};
    // A hundred days, so that a day is a point.
    let hundred = || from("2018-01-01", "2018-04-10");
    let asked = moved(node("2018-06-30"), None, "2018-08-31", None);
    let of_move = asked.reschedulings[0].id;
    let pending = Node { audit: None, ..node("2018-06-30") };
    let returned = Node { audit: Some(Verdict::Returned), ..pending.clone() };
    let of_plan = pending.id;
    type Changes = Vec<(Change, &'static str)>;
    let cases: Vec<(&str, Node, &str, Changes)> = vec![
        ("not started", node("2018-06-30"), "2018-05-31", vec![(Done, "green")]),
        ("green", reported(hundred(), "2018-01-01", 50, None), "2018-02-01", vec![(Excuse, "grey")]),
        ("nobody wrote", hundred(), "2018-02-19", vec![(report(40), "green"), (Done, "green"), (Excuse, "grey")]),
        (
            "lags a little",
            reported(hundred(), "2018-01-01", 35, None),
            "2018-02-19",
            vec![(report(40), "green"), (Done, "green"), (Excuse, "grey")],
        ),
        (
            "lags",
            reported(hundred(), "2018-01-01", 0, None),
            "2018-02-19",
            vec![(report(20), "yellow"), (report(40), "green"), (Done, "green"), (Excuse, "grey")],
        ),
        (
            "on the last day",
            reported(hundred(), "2018-01-01", 0, None),
            "2018-04-10",
            vec![(report(70), "yellow"), (report(90), "green"), (Done, "green"), (Excuse, "grey")],
        ),
        ("overdue: done today is late", hundred(), "2018-04-11", vec![(Done, "yellow"), (Excuse, "grey")]),
        (
            "overdue, a rescheduling waits",
            asked.clone(),
            "2018-07-01",
            vec![(Done, "yellow"), (Accept { of: of_move }, "grey"), (Excuse, "grey")],
        ),
        ("overdue by both", asked, "2018-09-01", vec![(Done, "yellow"), (Excuse, "grey")]),
        ("not audited", pending, "2018-06-20", vec![(Accept { of: of_plan }, "yellow")]),
        ("returned", returned, "2018-07-01", vec![(Accept { of: of_plan }, "red")]),
        ("excused", excused(hundred(), "2018-05-01"), "2018-04-20", vec![(Done, "yellow")]),
        ("done", reported(hundred(), "2018-04-01", 100, Some("2018-04-01")), "2018-04-20", vec![]),
        ("done late", reported(hundred(), "2018-04-20", 100, Some("2018-04-20")), "2018-04-20", vec![]),
    ];
    for (what, node, on, expected) in cases {
        assert_eq!(found(&node, on), expected, "{what}");
    }
}

#[test]
fn the_percentages_are_the_least_that_do() {
    let settings = Settings { tolerance: 7, red_from: 22, ..Settings::default() };
    for lag in 0..100 {
        let on = day("2018-01-01").plus(lag);
        let node = reported(from("2018-01-01", "2018-04-10"), "2018-01-01", 0, None);
        let now = node_light(&node, &settings, on).light;
        for Outcome { change, light } in outcomes(&node, &settings, on) {
            let Change::Report { percent } = change else { continue };
            let less = changed(&node, Change::Report { percent: percent - 1 }, on);
            assert!(light.light < now && node_light(&less, &settings, on).light > light.light, "{percent} on {on}");
        }
    }
}

#[test]
fn a_change_touches_nothing_but_what_it_says_and_is_of_its_day() {
    let base = reported(reported(node("2018-06-30"), "2018-06-10", 30, None), "2018-06-20", 60, None);
    let on = day("2018-06-15");
    let after = changed(&base, report(45), on);
    let percents = |node: &Node| ["2018-06-14", "2018-06-15", "2018-06-20"].map(|d| node.report_on(day(d)).unwrap().percent);
    assert_eq!((percents(&base), percents(&after)), ([30, 30, 60], [30, 45, 60]));
    // What was reported on the same day gives way.
    let again = changed(&after, report(50), on);
    assert_eq!(percents(&again), [30, 50, 60]);
    let done = changed(&base, Change::Done, on);
    assert_eq!((done.done_on(on), done.done_on(day("2018-06-20"))), (Some(on), None::<Day>));
    let stranger = crate::light::name("nowhere");
    assert_eq!(changed(&base, Change::Accept { of: stranger }, on), base);
}

#[test]
fn the_project_is_seen_with_the_change_as_well() {
    let mut s = Staff::new();
    let on = day("2018-11-15");
    let (overdue, open) = (s.plans_audited("封顶", "2018-10-31"), s.plans_audited("砌筑", "2018-11-30"));
    let wang = s.wang.clone();
    s.writes(&wang, "investment-planned", json!({"year": "2018", "amount": 1200}));
    let state = s.w.state();
    let (project, settings) = (state.project(&s.p).unwrap(), &state.roster.settings);
    assert_eq!(project_light(project, settings, on).light, Light::Red);
    let after = |node, change| project_after(project, &node, change, settings, on).map(|l| l.light);
    assert_eq!(after(overdue, Change::Done), Some(Light::Yellow), "made good");
    assert_eq!(after(open, Change::Done), Some(Light::Red), "the other is still overdue");
    assert_eq!(after(overdue, Change::Excuse), Some(Light::Yellow));
    assert_eq!(after(s.registration, Change::Done), None);
}
