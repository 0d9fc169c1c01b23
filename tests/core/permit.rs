//! Working days, permits against their norms, and how many of each group are there.

use std::collections::BTreeSet;

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::id::Scope;
use lianxin::domain::rules::permit::{GROUPS, PermitCount, permit_counts, permit_time};
use lianxin::domain::rules::workday::{is_working_day, working_days};
use lianxin::domain::shape::Kind;
use lianxin::domain::state::{Permit, PermitState, Settings};
use serde_json::json;

use crate::light::name;
use crate::session::day;
use crate::world::Staff;

fn days(list: &[&str]) -> BTreeSet<Day> {
    list.iter().map(|d| day(d)).collect()
}

/// The spring festival of 2018: 15 to 21 February off, Sunday the 11th and Saturday the 24th worked.
fn spring() -> Settings {
    let holidays = days(&["2018-02-15", "2018-02-16", "2018-02-17", "2018-02-18", "2018-02-19", "2018-02-20", "2018-02-21"]);
    Settings { holidays, workdays: days(&["2018-02-11", "2018-02-24"]), ..Settings::default() }
}

#[test]
fn months_know_their_ends_and_their_neighbours() {
    let cases = [
        ("2018-02", "2018-02-28", Some("2018-01"), Some("2018-03")),
        ("2016-02", "2016-02-29", Some("2016-01"), Some("2016-03")),
        ("1900-02", "1900-02-28", Some("1900-01"), Some("1900-03")),
        ("2018-12", "2018-12-31", Some("2018-11"), Some("2019-01")),
        ("2018-01", "2018-01-31", Some("2017-12"), Some("2018-02")),
        ("0001-01", "0001-01-31", None, Some("0001-02")),
        ("9999-12", "9999-12-31", Some("9999-11"), None),
    ];
    for (text, last, before, after) in cases {
        let month = Month::parse(text).unwrap();
        let is =
            (month.to_string(), month.last().to_string(), month.previous().map(|m| m.to_string()), month.next().map(|m| m.to_string()));
        assert_eq!(is, (text.into(), last.into(), before.map(str::to_string), after.map(str::to_string)));
        assert_eq!(month.first().to_string(), format!("{text}-01"));
        assert_eq!((Month::of(month.first()), Month::of(month.last())), (month, month));
    }
    assert!(["2018-13", "2018-00", "2018-6", "2018-06-01", "0000-01", "", "2018年6月"].iter().all(|text| Month::parse(text).is_none()));
}

#[test]
fn working_days_are_weekdays_without_holidays_and_days_made_up_for() {
    let plain = Settings::default();
    let cases = [
        // Monday the 11th of June to itself, to Tuesday, over the weekend, over a week.
        ("2018-06-11", "2018-06-11", 0),
        ("2018-06-11", "2018-06-12", 1),
        ("2018-06-11", "2018-06-15", 4),
        ("2018-06-11", "2018-06-17", 4),
        ("2018-06-11", "2018-06-18", 5),
        ("2018-06-15", "2018-06-18", 1),
        ("2018-06-16", "2018-06-17", 0),
        ("2018-06-17", "2018-06-18", 1),
        ("2018-06-01", "2018-12-31", 151),
        ("2018-06-12", "2018-06-11", 0),
    ];
    for (after, until, expected) in cases {
        assert_eq!(working_days(&plain, day(after), day(until)), expected, "{after} … {until}");
    }
    let spring = spring();
    let cases = [
        ("2018-02-09", "2018-02-12", 2),
        ("2018-02-14", "2018-02-21", 0),
        ("2018-02-14", "2018-02-22", 1),
        ("2018-02-09", "2018-02-24", 7),
        ("2018-02-23", "2018-02-26", 2),
    ];
    for (after, until, expected) in cases {
        assert_eq!(working_days(&spring, day(after), day(until)), expected, "{after} … {until}");
    }
    assert!(is_working_day(&spring, day("2018-02-24")) && !is_working_day(&spring, day("2018-02-25")));
    // What is set as both is worked.
    let both =
        Settings { holidays: days(&["2018-06-12", "2018-06-16"]), workdays: days(&["2018-06-12", "2018-06-16"]), ..Settings::default() };
    assert_eq!(working_days(&both, day("2018-06-11"), day("2018-06-17")), 5);
}

#[test]
fn counted_at_once_they_are_what_counting_day_by_day_gives() {
    let spring = spring();
    for settings in [Settings::default(), spring] {
        for from in 0..60 {
            let after = day("2018-01-20").plus(from);
            let mut counted = 0;
            for n in 0..60 {
                let until = after.plus(n);
                counted += i64::from(n > 0 && is_working_day(&settings, until));
                assert_eq!(working_days(&settings, after, until), counted, "{after} … {until}");
            }
        }
    }
    assert_eq!(working_days(&Settings::default(), Day::FIRST, Day::LAST), 2_608_614);
}

fn permit(state: PermitState, applied: Option<&str>, on: Option<&str>) -> Permit {
    Permit {
        entry: 0,
        id: name("permit"),
        withdrawn: false,
        group: "certificate".into(),
        norm_days: Some(5),
        state,
        on: on.map(day),
        valid_until: None,
        applied: applied.map(day),
    }
}

#[test]
fn the_time_taken_stands_against_the_norm() {
    let on = "2018-06-25";
    let (monday, friday) = (Some("2018-06-11"), Some("2018-06-15"));
    let cases = [
        (permit(PermitState::Needed, None, None), None, None),
        (permit(PermitState::Applied, monday, monday), Some(10), Some(5)),
        (permit(PermitState::Issued, monday, friday), Some(4), Some(-1)),
        (permit(PermitState::Issued, monday, Some("2018-06-18")), Some(5), Some(0)),
        (permit(PermitState::Issued, monday, Some("2018-06-19")), Some(6), Some(1)),
        (permit(PermitState::Issued, monday, monday), Some(0), Some(-5)),
        (permit(PermitState::Issued, None, friday), None, None),
        (permit(PermitState::Returned, monday, friday), None, None),
        (permit(PermitState::Waived, monday, friday), None, None),
    ];
    for (permit, taken, over_norm) in cases {
        let time = permit_time(&permit, &Settings::default(), day(on));
        assert_eq!((time.taken, time.over_norm, time.valid_days), (taken, over_norm, None), "{:?}", permit.state);
    }
    let unlimited = Permit { norm_days: None, ..permit(PermitState::Issued, monday, friday) };
    assert_eq!(permit_time(&unlimited, &Settings::default(), day(on)).over_norm, None);
    for (until, left) in [("2018-06-24", -1), ("2018-06-25", 0), ("2018-06-26", 1), ("2020-06-25", 731)] {
        let good = Permit { valid_until: Some(day(until)), ..permit(PermitState::Issued, monday, friday) };
        assert_eq!(permit_time(&good, &Settings::default(), day(on)).valid_days, Some(left), "{until}");
    }
}

#[test]
fn of_each_group_so_many_are_issued() {
    let of = |group: &str, state, withdrawn| Permit { group: group.into(), withdrawn, ..permit(state, None, None) };
    let all = [
        of("certificate", PermitState::Issued, false),
        of("certificate", PermitState::Applied, false),
        of("certificate", PermitState::Issued, true),
        of("condition", PermitState::Waived, false),
        of("condition", PermitState::Returned, false),
        of("document", PermitState::Needed, false),
        of("document", PermitState::Issued, false),
    ];
    let count = |issued, of, waived| PermitCount { issued, of, waived };
    let expected = [("certificate", count(1, 2, 0)), ("condition", count(0, 1, 1)), ("document", count(1, 2, 0))];
    assert_eq!(permit_counts(&all), expected.into());
    let lianxin::domain::shape::Type::OneOf(words) = Kind::PermitListed.spec().fields[1].ty else { panic!("the group") };
    assert_eq!(words, GROUPS);
    let lianxin::domain::shape::Type::OneOf(words) = Kind::PermitChanged.spec().fields[1].ty else { panic!("the state") };
    assert_eq!(words, PermitState::ALL.map(PermitState::as_str));
}

#[test]
fn the_workspace_sets_what_the_rules_go_by() {
    let mut s = Staff::new();
    let city = s.city();
    assert_eq!(s.w.state().roster.settings, Settings::default());
    let set = json!({
        "tolerance": 5, "red_from": 20, "visit_every_days": 10, "contact_every_days": 2, "projects_per_secretary": 4,
        "problem_days": {"land": 9}, "investment_green": 95, "investment_yellow": 60, "overdue_days": [10, 20],
        "holidays": ["2018-06-18"], "workdays": ["2018-06-16", "2018-06-17"],
    });
    let expected = Settings {
        tolerance: 5,
        red_from: 20,
        visit_every_days: 10,
        contact_every_days: 2,
        projects_per_secretary: 4,
        problem_days: [("land".to_string(), 9)].into(),
        investment_green: 95,
        investment_yellow: 60,
        overdue_days: vec![10, 20],
        holidays: days(&["2018-06-18"]),
        workdays: days(&["2018-06-16", "2018-06-17"]),
    };
    let changed = s.w.changes(&city, Scope::All, "workspace", set.clone(), json!({}));
    assert_eq!(s.w.state().roster.settings, expected);
    // Taken away, the presets are back.
    let gone = set.as_object().unwrap().keys().map(|k| (k.clone(), json!(null))).collect::<serde_json::Map<_, _>>();
    let over = set.as_object().unwrap().keys().map(|k| (k.clone(), json!([changed]))).collect::<serde_json::Map<_, _>>();
    s.w.changes(&city, Scope::All, "workspace", gone.into(), over.into());
    assert_eq!(s.w.state().roster.settings, Settings::default());
}
