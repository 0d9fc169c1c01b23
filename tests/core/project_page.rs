//! A project's page and today: what is a visit and what a contact, what a change replaced, in what order it is told.

use lianxin::crypto::Signer;
use lianxin::domain::calendar::Day;
use lianxin::domain::command::{Command, VisitDraft};
use lianxin::domain::id::{Ref, Scope};
use lianxin::domain::money::Fen;
use lianxin::domain::state::Person;
use lianxin::domain::trust::Role;
use lianxin::screen::form::project::Field;
use lianxin::screen::project::{Change, Item, ProjectView, Reader, Value, What, project};
use lianxin::screen::projects::{Filter, Only, lines};
use lianxin::screen::today::{Lateness, Today, today};
use lianxin::text::{Lang, text};
use serde_json::json;

use crate::table::Desk;

const NAMES: [&str; 3] = ["凯丹广场", "保利天禧", "大湖山语"];

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn desk() -> (Desk, Person) {
    let desk = Desk::founded();
    let rows: String = NAMES.iter().map(|name| format!("{name},中山区,工业,前期\n")).collect();
    desk.takes_text(&format!("项目名称,区市县,项目类别,阶段\n{rows}"));
    let me = desk.state(|s| s.roster.persons.values().find(|p| p.role == Role::City).unwrap().clone());
    (desk, me)
}

fn logs(desk: &Desk, name: &str, kind: &str, on: &str) -> Ref {
    let visit = VisitDraft { on: day(on), at: None, kind: kind.into(), people: None, text: None, files: Vec::new() };
    desk.does(Command::LogVisit { project: desk.project(name).id, visit, problems: Vec::new() })[0]
}

fn changes(desk: &Desk, name: &str, set: serde_json::Value) {
    let set = set.as_object().unwrap().clone();
    desk.does(Command::ChangeProject { project: desk.project(name).id, set, reason: None });
}

fn page(desk: &Desk, me: &Person, name: &str) -> ProjectView {
    let reader = Reader { me: Some(me), own: desk.session.signer.device() };
    desk.state(|s| project(s, &desk.project(name).id, reader)).unwrap()
}

fn at_today(desk: &Desk, me: &Person) -> Today {
    let own = desk.session.signer.device();
    desk.state(|s| today(s, me, own, day("2018-11-15"), |a, b| a.cmp(b)))
}

#[test]
fn a_call_is_a_contact_and_no_visit_anywhere() {
    let (desk, me) = desk();
    logs(&desk, "凯丹广场", "phone", "2018-11-15");
    logs(&desk, "保利天禧", "site-visit", "2018-11-09");
    logs(&desk, "保利天禧", "on-behalf", "2018-11-14");

    let all = desk.state(|s| lines(s, Some(&me)));
    let line = |name: &str| all.iter().find(|l| l.name == name).unwrap();
    assert_eq!((line("凯丹广场").last, line("凯丹广场").contact), (None, Some(day("2018-11-15"))));
    assert_eq!((line("保利天禧").last, line("保利天禧").contact), (Some(day("2018-11-09")), Some(day("2018-11-14"))));
    assert_eq!((line("大湖山语").last, line("大湖山语").contact), (None, None));
    let unvisited = Filter { only: vec![Only::Unvisited], ..Filter::default() };
    assert!(unvisited.keeps(line("凯丹广场"), day("2018-11-15"), 7), "a call doesn't take it off the list");
    assert!(!unvisited.keeps(line("保利天禧"), day("2018-11-15"), 7));

    let view = at_today(&desk, &me);
    let called = view.due.iter().find(|l| l.name == "凯丹广场").unwrap();
    assert_eq!((called.last, called.contact, called.late), (None, Some(day("2018-11-15")), Some(Lateness::Never)));
    assert_eq!((view.visits, view.contacts, view.problems), (1, 2, 0));

    let called = page(&desk, &me, "凯丹广场");
    assert_eq!((called.visits, called.contacts, called.last_visit, called.last_contact), (0, 1, None, Some(day("2018-11-15"))));
    let visited = page(&desk, &me, "保利天禧");
    assert_eq!((visited.visits, visited.contacts), (1, 1));
    assert_eq!((visited.last_visit, visited.last_contact), (Some(day("2018-11-09")), Some(day("2018-11-14"))));
}

#[test]
fn equally_late_projects_stand_in_the_order_of_the_screen() {
    let (desk, me) = desk();
    let own = desk.session.signer.device();
    let backwards = desk.state(|s| today(s, &me, own, day("2018-11-15"), |a, b| b.cmp(a)));
    assert!(backwards.due.is_sorted_by(|a, b| a.name >= b.name));
    assert!(at_today(&desk, &me).due.is_sorted_by(|a, b| a.name <= b.name));
}

fn changed(view: &ProjectView) -> Vec<Vec<Change>> {
    let changes = view.items.iter().filter_map(|item| match &item.what {
        What::Changed(set) => Some(set.clone()),
        _ => None,
    });
    changes.collect()
}

#[test]
fn a_change_tells_from_what_to_what_and_the_newest_stands_first() {
    let (desk, me) = desk();
    changes(&desk, "凯丹广场", json!({"phase": "structure"}));
    changes(&desk, "凯丹广场", json!({"phase": "topped-out", "total": 12_500_000_000i64}));
    let phase = |word: &str| Value::Phase(word.into());
    let step = |field, from, to| Change { field, from, to };
    let view = page(&desk, &me, "凯丹广场");
    // All in one minute: only the order of the entries tells them apart.
    assert_eq!(
        changed(&view),
        [
            vec![
                step(Field::Phase, vec![phase("structure")], phase("topped-out")),
                step(Field::Total, vec![], Value::Amount(Fen(12_500_000_000)))
            ],
            vec![step(Field::Phase, vec![phase("preparation")], phase("structure"))],
        ]
    );
    assert_eq!(view.items.last().map(|item| &item.what), Some(&What::Registered));
}

#[test]
fn what_was_taken_back_stands_below_what_counts() {
    let (desk, me) = desk();
    let id = desk.project("凯丹广场").id;
    let wrong = logs(&desk, "凯丹广场", "site-visit", "2018-11-15");
    desk.does(Command::Withdraw { scope: Scope::Project(id), of: vec![wrong], reason: None });
    let right = logs(&desk, "凯丹广场", "site-visit", "2018-11-02");
    let view = page(&desk, &me, "凯丹广场");
    let visits: Vec<&Item> = view.items.iter().filter(|i| matches!(i.what, What::Visit { .. })).collect();
    assert_eq!(visits.iter().map(|i| i.name).collect::<Vec<_>>(), [right, wrong]);
    assert_eq!((view.visits, view.last_visit), (1, Some(day("2018-11-02"))));
}

#[test]
fn sums_of_many_are_said_to_two_decimals() {
    for (fen, zh, en) in [
        (1_737_939_083_318_300, "173,793.91 亿元", "CNY 17,379,390.83 million"),
        (9_999_994_999, "9,999.99 万元", "CNY 100 million"),
        (9_999_995_000, "10,000 万元", "CNY 100 million"),
        (1_250_000, "1.25 万元", "CNY 0.01 million"),
        (0, "0 万元", "CNY 0 million"),
    ] {
        assert_eq!((text(Lang::Zh).about(Fen(fen)).as_str(), text(Lang::En).about(Fen(fen)).as_str()), (zh, en), "{fen}");
    }
}

#[test]
fn amounts_are_said_in_the_units_of_each_language_and_never_rounded() {
    let cases = [
        (12_500_000_000_i64 * 10, "12.5 亿元", "CNY 1,250 million"),
        (7_468_200_000_000 * 10, "7,468.2 亿元", "CNY 746,820 million"),
        (12_345_678_900, "12,345.6789 万元", "CNY 123.456789 million"),
        (10_000_000_000, "1 亿元", "CNY 100 million"),
        (10_000_000_100, "10,000.0001 万元", "CNY 100.000001 million"),
        (5_000_000, "5 万元", "CNY 0.05 million"),
        (0, "0 万元", "CNY 0 million"),
    ];
    for (fen, zh, en) in cases {
        assert_eq!((text(Lang::Zh).amount(Fen(fen)).as_str(), text(Lang::En).amount(Fen(fen)).as_str()), (zh, en), "{fen}");
    }
}
