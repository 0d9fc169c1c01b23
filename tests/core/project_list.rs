//! The list of projects: what is found, what is left out, in what order, and who can be given projects.

use lianxin::domain::calendar::Day;
use lianxin::domain::command::{Command, VisitDraft};
use lianxin::domain::state::Person;
use lianxin::domain::table::seed;
use lianxin::domain::trust::Role;
use lianxin::screen::projects::{Filter, Line, Only, SortBy, categories, districts, kinds, lines, matches, may_assign, secretaries, sort};

use crate::table::Desk;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn today() -> Day {
    day("2018-11-15")
}

/// A coordinator's desk with the seed's thirty projects.
fn city() -> (Desk, Person) {
    let desk = Desk::founded();
    desk.takes_text(seed::PROJECTS);
    let me = desk.state(|s| s.roster.persons.values().find(|p| p.role == Role::City).unwrap().clone());
    (desk, me)
}

fn visit(desk: &Desk, name: &str, on: &str) {
    let visit = VisitDraft { on: day(on), at: None, kind: "site-visit".into(), people: None, text: None, files: Vec::new() };
    desk.does(Command::LogVisit { project: desk.project(name).id, visit, problems: Vec::new() });
}

fn names<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Vec<&'l str> {
    lines.into_iter().map(|l| l.name.as_str()).collect()
}

#[test]
fn the_search_looks_at_names_units_districts_and_people() {
    let (desk, me) = city();
    let all = desk.state(|s| lines(s, Some(&me)));
    assert_eq!(all.len(), 30);
    let cases = [
        ("", 30),
        ("   ", 30),
        ("东港", 5),
        ("东港 街道", 5),
        ("大众ｄｑ２００", 1),
        ("瑞士碧琪食品（大连）", 1),
        ("长兴岛经济区", 3),
        ("市电网办服务秘书", 3),
        ("中山区 服务秘书 国贸", 1),
        ("没有这个", 0),
    ];
    for (search, found) in cases {
        assert_eq!(all.iter().filter(|l| matches(l, search)).count(), found, "{search:?}");
    }
}

#[test]
fn filters_leave_out_and_count_exactly() {
    let (desk, me) = city();
    visit(&desk, "凯丹广场", "2018-11-09");
    visit(&desk, "保利天禧", "2018-11-08");
    let all = desk.state(|s| lines(s, Some(&me)));
    let kept = |filter: &Filter| all.iter().filter(|l| filter.keeps(l, today(), 7)).count();
    // Seven days ago is long enough; six are not.
    assert_eq!(kinds(&all, today(), 7), [(Only::All, 30), (Only::Key, 17), (Only::Unvisited, 29)]);
    for (only, count) in kinds(&all, today(), 7) {
        let mut filter = Filter::default();
        filter.toggle(only);
        assert_eq!(kept(&filter), count, "{only:?}");
    }
    let zhongshan = Filter { district: Some("中山区".into()), ..Filter::default() };
    assert_eq!(kept(&zhongshan), districts(&all).into_iter().find(|(name, _)| name == "中山区").unwrap().1);
    assert_eq!(kept(&Filter { category: Some("social".into()), ..zhongshan.clone() }), 0);
    assert_eq!(districts(&all).iter().map(|(_, n)| n).sum::<usize>(), 30);
    assert_eq!(categories(&all).iter().map(|(_, n)| n).sum::<usize>(), 30);
    let mut filter = Filter { search: "东港".into(), sort: SortBy::Visit, ..zhongshan };
    assert!(!filter.is_open() && filter.is_chosen());
    filter.clear();
    assert_eq!((filter.is_open(), filter.sort, kept(&filter)), (true, SortBy::Visit, 30));
}

fn by_code_points(names: &mut dyn Iterator<Item = &str>) -> Vec<usize> {
    let names: Vec<&str> = names.collect();
    names.iter().map(|name| names.iter().filter(|other| *other < name).count()).collect()
}

#[test]
fn the_list_is_sorted_by_what_was_asked_and_then_by_name() {
    let (desk, me) = city();
    visit(&desk, "凯丹广场", "2018-11-09");
    visit(&desk, "保利天禧", "2018-11-01");
    let mut all = desk.state(|s| lines(s, Some(&me)));
    sort(&mut all, SortBy::Visit, by_code_points);
    assert_eq!(names(&all[28..]), ["保利天禧", "凯丹广场"]);
    assert!(all[..28].is_sorted_by(|a, b| a.last.is_none() && a.name <= b.name));
    sort(&mut all, SortBy::District, by_code_points);
    assert!(all.is_sorted_by_key(|l| (l.district.clone(), l.name.clone())));
    // The screen's own order decides, not the code points.
    sort(&mut all, SortBy::Name, |names| by_code_points(names).into_iter().map(|place| 1000 - place).collect());
    assert!(all.is_sorted_by(|a, b| a.name >= b.name));
}

#[test]
fn a_role_assigns_what_it_coordinates_and_sees_how_many_each_has() {
    let (desk, city) = city();
    let district = desk.unit("中山区");
    let with = |role, district| Person { role, district, ..city.clone() };
    let assignable = |me: &Person| desk.state(|s| lines(s, Some(me))).iter().filter(|l| l.assignable).count();
    assert_eq!(assignable(&city), 30);
    assert_eq!(assignable(&with(Role::District, Some(district.id))), 8);
    assert_eq!(assignable(&with(Role::Secretary, Some(district.id))), 0);
    assert!(may_assign(Some(&city)) && !may_assign(Some(&with(Role::Leader, None))) && !may_assign(None));

    let of = |me: &Person| desk.state(|s| secretaries(s, Some(me)));
    assert_eq!((of(&city).len(), of(&city).iter().map(|s| s.projects).sum::<usize>()), (19, 30));
    let local = of(&with(Role::District, Some(district.id)));
    assert_eq!(
        local.iter().map(|s| (s.name.as_str(), s.projects)).collect::<Vec<_>>(),
        [("东港街道服务秘书", 5), ("中山区发展和改革局服务秘书", 2)]
    );
    assert!(local.iter().all(|s| s.district == "中山区"));

    let (to, projects) = (local[1].id, vec![desk.project("凯丹广场").id, desk.project("保利天禧").id]);
    let before = desk.session.snapshot().last_row;
    desk.does(Command::AssignProjects { projects, secretary: Some(to) });
    assert_eq!(desk.session.snapshot().last_row, before + 1, "one save");
    assert_eq!(of(&with(Role::District, Some(district.id))).iter().map(|s| s.projects).collect::<Vec<_>>(), [3, 4]);
}
