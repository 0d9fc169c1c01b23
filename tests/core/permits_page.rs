//! The permits of a project: by group, against their norms, and by department.

use lianxin::domain::id::Ref;
use lianxin::domain::rules::permit::PermitCount;
use lianxin::domain::state::PermitState;
use lianxin::screen::permits::{PermitLine, PermitsView, permits};
use lianxin::screen::project::Reader;
use lianxin::text::{EN, ZH};
use serde_json::json;

use crate::session::day;
use crate::world::Staff;

const TODAY: &str = "2018-11-15";

fn view(s: &Staff, on: &str) -> PermitsView {
    let state = s.w.state();
    permits(&state, state.project(&s.p).unwrap(), Reader { me: None, own: s.li.id() }, day(on))
}

fn lists(s: &mut Staff, title: &str, group: &str, department: Option<&str>, norm: Option<i64>) -> Ref {
    let li = s.li.clone();
    let mut body = json!({"title": title, "group": group});
    if let Some(department) = department {
        body["department"] = json!(department);
    }
    if let Some(norm) = norm {
        body["norm_days"] = json!(norm);
    }
    s.writes(&li, "permit-listed", body)
}

/// Names what it saw, so that it is no conflict.
fn turns(s: &mut Staff, of: Ref, state: &str, on: &str, over: &[Ref]) -> Ref {
    let li = s.li.clone();
    s.writes(&li, "permit-changed", json!({"of": of, "state": state, "on": on, "over": over}))
}

#[test]
fn a_project_without_permits_has_no_groups() {
    let empty = view(&Staff::new(), TODAY);
    assert!(empty.is_empty());
    assert_eq!(empty, PermitsView::default());
}

#[test]
fn groups_stand_in_their_order_with_so_many_of_so_many() {
    let mut s = Staff::new();
    let water = lists(&mut s, "供水", "condition", Some("水务局"), None);
    let land = lists(&mut s, "土地证", "certificate", Some("国土局"), Some(60));
    let build = lists(&mut s, "施工许可证", "certificate", Some("住建局"), Some(20));
    let fire = lists(&mut s, "消防意见", "certificate", None, None);
    let wrong = lists(&mut s, "误填", "certificate", None, None);
    let li = s.li.clone();
    s.writes(&li, "withdrawn", json!({"of": wrong}));
    turns(&mut s, fire, "waived", "2018-11-01", &[]);
    let applied = turns(&mut s, land, "applied", "2018-09-03", &[]);
    turns(&mut s, land, "issued", "2018-09-17", &[applied]);
    let held = view(&s, TODAY);
    let groups: Vec<_> =
        held.groups.iter().map(|g| (g.group.as_str(), g.count, g.lines.iter().map(|l| l.id).collect::<Vec<_>>())).collect();
    let count = |issued, of, waived| PermitCount { issued, of, waived };
    assert_eq!(groups, [("certificate", count(1, 2, 1), vec![land, build, fire, wrong]), ("condition", count(0, 1, 0), vec![water])]);
    assert!(held.groups[0].lines[3].taken_back.is_some());
    assert_eq!(ZH.permit_count("certificate", held.groups[0].count), "证照 1 / 2，免办 1");
    assert_eq!(EN.permit_count("condition", held.groups[1].count), "External conditions 0 of 1");
    let issued = &held.groups[0].lines[0];
    assert_eq!((issued.state, issued.applied, issued.on), (PermitState::Issued, Some(day("2018-09-03")), Some(day("2018-09-17"))));
    let called = s.w.state().roster.author(&s.li.id());
    assert_eq!(issued.said.as_ref().map(|said| (said.by.clone(), said.conflict)), Some((called, false)));
    assert_eq!(ZH.permit_time(issued).as_deref(), Some("用了 10 个工作日，常规 60 个"));
    assert_eq!(ZH.permit_time(&held.groups[0].lines[1]), None, "it never was applied for");
    assert_eq!(held.overdue, [] as [PermitLine; 0]);
}

#[test]
fn what_is_over_its_norm_is_told_the_worst_first_and_by_department() {
    let mut s = Staff::new();
    let (mild, bad) =
        (lists(&mut s, "规划", "certificate", Some("规划局"), Some(9)), lists(&mut s, "环评", "document", Some("环保局"), Some(3)));
    let open = lists(&mut s, "用电", "condition", None, None);
    let late_but_there = lists(&mut s, "立项", "document", Some("环保局"), Some(1));
    for of in [mild, bad, open] {
        turns(&mut s, of, "applied", "2018-11-01", &[]);
    }
    let asked = turns(&mut s, late_but_there, "applied", "2018-10-01", &[]);
    turns(&mut s, late_but_there, "issued", "2018-10-31", &[asked]);
    // Ten working days from Thursday the first to Thursday the fifteenth.
    let held = view(&s, TODAY);
    assert_eq!(held.overdue.iter().map(|l| (l.id, l.time.over_norm)).collect::<Vec<_>>(), [(bad, Some(7)), (mild, Some(1))]);
    assert_eq!(ZH.permit_time(&held.overdue[0]).as_deref(), Some("已办 10 个工作日，常规 3 个，超 7 个"));
    assert_eq!(EN.permit_time(&held.overdue[1]).as_deref(), Some("10 working days so far, norm 9, 1 over"));
    assert_eq!(view(&s, "2018-11-14").overdue.iter().map(|l| l.id).collect::<Vec<_>>(), [bad], "on its last day it is not over");
    let told: Vec<_> =
        held.departments.iter().map(|d| (d.name.as_deref(), d.count.issued, d.count.of, d.applied, d.overdue, d.worst)).collect();
    let expected = [(Some("环保局"), 1, 2, 1, 1, Some(7)), (Some("规划局"), 0, 1, 1, 1, Some(1)), (None, 0, 1, 1, 0, None)];
    assert_eq!(told, expected);
    assert_eq!(ZH.department_line(&held.departments[0]), "环保局 1 / 2，在办 1，超期 1，最长超 7 个工作日");
    assert_eq!(EN.department_line(&held.departments[1]), "规划局 0 of 1, 1 applied for, 1 over the norm, by up to 1 working day");
    assert_eq!(ZH.department_line(&held.departments[2]), "没写部门 0 / 1，在办 1");
}

#[test]
fn a_permit_that_lapsed_is_listed_the_day_after_its_last() {
    let mut s = Staff::new();
    let li = s.li.clone();
    let of = lists(&mut s, "临时用地", "certificate", None, None);
    s.writes(&li, "permit-changed", json!({"of": of, "state": "issued", "on": "2018-01-01", "valid_until": "2018-11-15"}));
    let said = |on: &str| {
        let held = view(&s, on);
        (held.lapsed.len(), ZH.permit_valid(&held.groups[0].lines[0], day(on)).unwrap())
    };
    assert_eq!(said("2018-11-14"), (0, "有效期到11月15日，还有 1 天".to_string()));
    assert_eq!(said("2018-11-15"), (0, "有效期到11月15日，今天最后一天".to_string()));
    assert_eq!(said("2018-11-18"), (1, "有效期到11月15日，已失效 3 天".to_string()));
}

#[test]
fn two_states_that_know_nothing_of_each_other_are_a_conflict() {
    let mut s = Staff::new();
    let of = lists(&mut s, "土地证", "certificate", None, None);
    turns(&mut s, of, "applied", "2018-11-01", &[]);
    assert!(view(&s, TODAY).groups[0].lines[0].said.as_ref().is_some_and(|said| !said.conflict));
    turns(&mut s, of, "issued", "2018-11-02", &[]);
    let line = &view(&s, TODAY).groups[0].lines[0];
    assert_eq!((line.state, line.said.as_ref().map(|said| said.conflict)), (PermitState::Issued, Some(true)));
}
