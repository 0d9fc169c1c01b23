//! The ledger's rules: what may be typed, what is written, and how many lights would turn.

use lianxin::domain::calendar::Day;
use lianxin::domain::command::{Command, Refusal};
use lianxin::domain::id::Scope;
use lianxin::domain::rules::light::Light;
use lianxin::domain::state::Settings;
use lianxin::screen::form::rules::{CATEGORIES, Rule, RuleFault, RulesForm, days_as_text};
use lianxin::screen::rules::{Turn, history, in_conflict, turns};
use lianxin::session::{Along, Failure};
use lianxin::text::{EN, ZH};
use serde_json::{Value, json};

use crate::session::{Desk, day};
use crate::world::Staff;

fn typed(rule: Rule, text: &str) -> RulesForm {
    let mut form = RulesForm::of(&Settings::default());
    form.set(rule, text.into());
    form
}

fn written(form: &RulesForm, held: &Settings) -> Value {
    match form.validate(held).expect("no faults").into_command(None) {
        Command::ChangeSettings { set, .. } => Value::Object(set),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_form_that_nobody_touched_writes_nothing() {
    let held = Settings { problem_days: [("land".to_string(), 15)].into(), ..Settings::default() };
    assert!(RulesForm::of(&held).validate(&held).expect("no faults").is_empty());
}

#[test]
fn each_fault_is_said_where_it_is() {
    let out = |least, most| RuleFault::OutOfRange { least, most };
    let word = |text: &str| RuleFault::NotADay(text.into());
    let cases = [
        (Rule::Tolerance, "", vec![(Rule::Tolerance, RuleFault::NotANumber)]),
        (Rule::Tolerance, "1.5", vec![(Rule::Tolerance, RuleFault::NotANumber)]),
        (Rule::Tolerance, "101", vec![(Rule::Tolerance, out(0, 100))]),
        (Rule::Tolerance, "31", vec![(Rule::RedFrom, RuleFault::BelowYellow)]),
        (Rule::RedFrom, "9", vec![(Rule::RedFrom, RuleFault::BelowYellow)]),
        (Rule::InvestmentYellow, "101", vec![(Rule::InvestmentYellow, RuleFault::AboveGreen)]),
        (Rule::InvestmentGreen, "201", vec![(Rule::InvestmentGreen, out(1, 200))]),
        (Rule::VisitEvery, "0", vec![(Rule::VisitEvery, out(1, 3650))]),
        (Rule::Overdue(1), "15", vec![(Rule::Overdue(1), RuleFault::NotRising)]),
        (Rule::Overdue(2), "20", vec![(Rule::Overdue(2), RuleFault::NotRising)]),
        (Rule::Holidays, "2018-10-01, 2018-02-30", vec![(Rule::Holidays, word("2018-02-30"))]),
        (Rule::Holidays, "2018-10-07~2018-10-01", vec![(Rule::Holidays, word("2018-10-07~2018-10-01"))]),
        (Rule::Workdays, "2018-01-01~2018-12-31", vec![(Rule::Workdays, word("2018-01-01~2018-12-31"))]),
    ];
    for (rule, text, faults) in cases {
        assert_eq!(typed(rule, text).validate(&Settings::default()).expect_err(text), faults, "{rule:?} {text}");
        for (_, fault) in &faults {
            assert_ne!(ZH.rule_fault(fault), EN.rule_fault(fault));
        }
    }
}

#[test]
fn only_what_differs_is_written() {
    let held = Settings { problem_days: [("land".to_string(), 15), ("x-new".to_string(), 2)].into(), ..Settings::default() };
    let cases = [
        (Rule::RedFrom, " 25 ", json!({"red_from": 25})),
        (Rule::Overdue(0), "10", json!({"overdue_days": [10, 30, 45]})),
        (
            Rule::Holidays,
            "2018-10-01~2018-10-03、2018-12-31",
            json!({"holidays": ["2018-10-01", "2018-10-02", "2018-10-03", "2018-12-31"]}),
        ),
    ];
    for (rule, text, expected) in cases {
        let mut form = RulesForm::of(&held);
        form.set(rule, text.into());
        assert_eq!(written(&form, &held), expected, "{rule:?}");
    }
    let mut form = RulesForm::of(&held);
    form.set(Rule::ProblemDays(0), "3".into());
    let periods = written(&form, &held)["problem_days"].clone();
    assert_eq!((&periods["approval"], &periods["land"], &periods["x-new"]), (&json!(3), &json!(15), &json!(2)), "{periods}");
    assert_eq!(CATEGORIES[0], "approval");
}

#[test]
fn days_are_shown_in_runs_and_read_back() {
    let days: std::collections::BTreeSet<Day> = ["2018-09-30", "2018-10-01", "2018-10-02", "2018-12-31"].map(day).into();
    assert_eq!(days_as_text(&days), "2018-09-30~2018-10-02\n2018-12-31");
    let form = typed(Rule::Holidays, &days_as_text(&days));
    assert_eq!(form.validate(&Settings::default()).expect("no faults").settings.holidays, days);
}

#[test]
fn what_the_form_wrote_it_takes_again() {
    let form = typed(Rule::Holidays, "2018-06-01~2018-07-15\n2018-07-16~2018-08-31");
    let held = form.validate(&Settings::default()).expect("no faults").settings;
    assert_eq!(held.holidays.len(), 92);
    let text = days_as_text(&held.holidays);
    assert_eq!(text, "2018-06-01~2018-07-30\n2018-07-31~2018-08-31");
    // Read as something typed, and not only as what is held.
    assert_eq!(typed(Rule::Holidays, &text).validate(&Settings::default()).expect("no faults").settings.holidays, held.holidays);
}

#[test]
fn what_nobody_touched_is_kept_as_another_program_wrote_it() {
    let held = Settings { overdue_days: vec![10, 20, 30, 60], tolerance: 50, red_from: 40, visit_every_days: 5000, ..Settings::default() };
    assert!(RulesForm::of(&held).validate(&held).expect("no faults").is_empty());
    let with = |rule: Rule, text: &str| {
        let mut form = RulesForm::of(&held);
        form.set(rule, text.into());
        written(&form, &held)
    };
    assert_eq!(with(Rule::ContactEvery, "9"), json!({"contact_every_days": 9}));
    assert_eq!(with(Rule::Overdue(0), "5"), json!({"overdue_days": [5, 20, 30, 60]}));
    assert_eq!(with(Rule::Overdue(2), "60"), json!({"overdue_days": [10, 20, 60]}));
    let short = Settings { overdue_days: vec![10], ..Settings::default() };
    let mut form = RulesForm::of(&short);
    form.set(Rule::ContactEvery, "9".into());
    assert_eq!(written(&form, &short), json!({"contact_every_days": 9}));
}

#[test]
fn lights_that_would_turn_are_counted() {
    let mut s = Staff::new();
    let of = s.plans_audited("主体封顶", "2018-06-30");
    // Half of June is 50 expected; 30 reported lags 20.
    s.reports(of, "2018-06-15", 30, None);
    let state = s.w.state();
    let count = |tolerance: i64, red_from: i64, on: &str| turns(&state, &Settings { tolerance, red_from, ..Settings::default() }, day(on));
    assert_eq!(count(10, 30, "2018-06-15"), []);
    assert_eq!(count(10, 19, "2018-06-15"), [Turn { from: Light::Yellow, to: Light::Red, projects: 1 }]);
    assert_eq!(count(20, 30, "2018-06-15"), [Turn { from: Light::Yellow, to: Light::Green, projects: 1 }]);
    assert_eq!(count(0, 0, "2018-07-01"), [], "overdue is red by any rule");
}

#[test]
fn a_change_is_one_event_and_keeps_who_said_what() {
    let desk = Desk::founded();
    let change = |rule: Rule, text: &str| {
        let held = desk.session.snapshot().state.roster.settings.clone();
        let mut form = RulesForm::of(&held);
        form.set(rule, text.into());
        form.validate(&held).expect("no faults").into_command(Some("按省里的口径".into()))
    };
    assert_eq!(desk.does(change(Rule::RedFrom, "25")).len(), 1);
    desk.waits(1000);
    assert_eq!(desk.does(change(Rule::RedFrom, "20")).len(), 1);
    let snapshot = desk.session.snapshot();
    assert_eq!(snapshot.state.roster.settings.red_from, 20);
    let said: Vec<(String, String, bool)> = history(&snapshot.state).into_iter().map(|c| (c.setting, c.value, c.in_force)).collect();
    assert_eq!(said, [("red_from".into(), "20".into(), true), ("red_from".into(), "25".into(), false)]);
    assert!(in_conflict(&snapshot.state).is_empty());
    let nothing = Command::ChangeSettings { set: [("red_from".to_string(), json!(20))].into_iter().collect(), reason: None };
    assert_eq!(desk.commit(&nothing, Along::default()).map(|_| ()), Err(Failure::Refused(Refusal::NothingToDo)));
}

#[test]
fn two_cities_that_did_not_know_of_each_other_leave_a_conflict() {
    let mut s = Staff::new();
    let city = s.city();
    s.w.changes(&city, Scope::All, "workspace", json!({"tolerance": 5}), json!({}));
    s.w.changes(&city, Scope::All, "workspace", json!({"tolerance": 15}), json!({}));
    assert_eq!(in_conflict(&s.w.state()), ["tolerance"]);
}
