//! The forms of permits, and what lies at a department over all projects.

use lianxin::domain::command::Command;
use lianxin::domain::command::Refusal;
use lianxin::domain::id::{Hash, ProjectId};
use lianxin::domain::rules::permit::GROUPS;
use lianxin::domain::state::PermitState;
use lianxin::screen::form::permits::{ChangeForm, EditForm, Fault, Field, LineForm, ListFault, ListForm, TEMPLATES};
use lianxin::screen::permits::{self, PermitLine, Show, all, group_counts, of_department, permits};
use lianxin::screen::project::Reader;
use lianxin::session::Along;
use lianxin::session::Failure;
use lianxin::text::{EN, ZH};
use serde_json::json;

use crate::session::{Desk, day, two};
use crate::world::Staff;

const TODAY: &str = "2018-11-15";

fn lines(desk: &Desk, project: ProjectId) -> Vec<PermitLine> {
    let snapshot = desk.snapshot();
    let reader = Reader { me: None, own: desk.session.own() };
    let view = permits(&snapshot.state, snapshot.state.project(&project).unwrap(), reader, day(TODAY));
    view.groups.into_iter().flat_map(|group| group.lines).collect()
}

#[test]
fn every_template_has_words_a_group_and_a_place_of_its_own() {
    let mut titles = Vec::new();
    for template in TEMPLATES {
        assert!(GROUPS.contains(&template.group), "{}", template.key);
        for text in [&ZH, &EN] {
            let (title, _) = text.permit_template(template.key);
            assert!(!title.is_empty(), "{}", template.key);
            titles.push(title);
        }
    }
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), TEMPLATES.len() * 2);
    let of = |group: &str| TEMPLATES.iter().filter(|t| t.group == group).count();
    assert_eq!(GROUPS.map(of), [4, 8, 12, 3]);
}

#[test]
fn templates_are_ticked_by_group_and_category_and_listed_together() {
    let (city, _, project) = two();
    let mut form = ListForm::new(&[], |key| ZH.permit_template(key));
    assert_eq!((form.lines.len(), form.chosen()), (27, 0));
    let nothing = ListFault { line: 0, field: Field::Title, fault: Fault::NothingChosen };
    assert_eq!(form.validate(project).err(), Some(vec![nothing]));
    form.tick_group("document", "social", true);
    assert_eq!(form.chosen(), 10, "energy and safety are not for these");
    form.tick_group("document", "industry", true);
    assert_eq!(form.chosen(), 12);
    form.tick_group("document", "industry", false);
    form.tick_group("certificate", "social", true);
    form.lines
        .push(LineForm { department: "港航局".into(), title: "岸线使用".into(), norm: "15".into(), ..LineForm::own("certificate") });
    form.lines.push(LineForm { norm: "x".into(), ..LineForm::own("condition") });
    let faults: Vec<_> = form.validate(project).err().unwrap().into_iter().map(|f| (f.line, f.field, f.fault)).collect();
    assert_eq!(faults, [(28, Field::Title, Fault::Missing), (28, Field::Norm, Fault::NotDays)]);
    form.lines.pop();
    city.does(form.validate(project).unwrap().into_command());
    let listed: Vec<_> = lines(&city, project).into_iter().map(|l| (l.title, l.department, l.norm_days, l.stage)).collect();
    assert_eq!(listed.len(), 5);
    let text = |t: &str| Some(t.to_string());
    assert_eq!(listed[3], ("施工许可证".into(), text("住建局"), Some(20), text("start")));
    assert_eq!(listed[4], ("岸线使用".into(), text("港航局"), Some(15), None));
    // What is listed is not offered again.
    let again = ListForm::new(&listed.into_iter().map(|l| l.0).collect::<Vec<_>>(), |key| ZH.permit_template(key));
    assert_eq!(again.of_group("certificate"), [0usize; 0]);
}

#[test]
fn a_change_says_what_and_when_and_never_after_today() {
    let (project, of) = (ProjectId::from_random([7; 10]), Hash::of(b"permit").to_ref());
    let form = |state: &str, on: &str, until: &str| ChangeForm {
        state: state.into(),
        on: on.into(),
        valid_until: until.into(),
        text: String::new(),
    };
    let faults = |form: ChangeForm| form.validate(project, of, day(TODAY)).err().unwrap_or_default();
    let cases = [
        (form("applied", TODAY, ""), vec![]),
        (form("", TODAY, ""), vec![(Field::State, Fault::Missing)]),
        (form("granted", TODAY, ""), vec![(Field::State, Fault::Missing)]),
        (form("applied", "", ""), vec![(Field::On, Fault::Missing)]),
        (form("applied", "2018-11-16", ""), vec![(Field::On, Fault::LaterThanToday)]),
        (form("applied", "2018-02-30", ""), vec![(Field::On, Fault::NotADay)]),
        (form("issued", TODAY, TODAY), vec![]),
        (form("issued", TODAY, "2018-11-14"), vec![(Field::ValidUntil, Fault::BeforeIssued)]),
        (form("issued", TODAY, "2018-13-01"), vec![(Field::ValidUntil, Fault::NotADay)]),
        (form("returned", TODAY, "2018-11-14"), vec![]),
    ];
    for (form, expected) in cases {
        assert_eq!(faults(form.clone()), expected, "{form:?}");
    }
    // What is not issued has no last day, whatever was typed.
    let Command::ChangePermit { change, .. } =
        form("returned", TODAY, "2020-01-01").validate(project, of, day(TODAY)).unwrap().into_command()
    else {
        panic!()
    };
    assert_eq!((change.state, change.valid_until, change.text), (PermitState::Returned, None, None));
    assert!(ChangeForm::new(day(TODAY)).is_blank());
}

#[test]
fn a_listing_is_corrected_and_taken_back_by_who_may() {
    let (city, li, project) = two();
    let mut form = ListForm::default();
    form.lines.push(LineForm { title: "施工许可证".into(), norm: "20".into(), ..LineForm::own("certificate") });
    let of = city.does(form.validate(project).unwrap().into_command())[0];
    let line = lines(&city, project).remove(0);
    let edit = EditForm { title: "施工许可".into(), department: " 住建局 ".into(), norm: String::new() };
    assert_eq!(EditForm::of(&line), EditForm { title: "施工许可证".into(), department: String::new(), norm: "20".into() });
    city.does(edit.validate(project, of).unwrap().into_command());
    let after = lines(&city, project).remove(0);
    assert_eq!((after.title.as_str(), after.department.as_deref(), after.norm_days), ("施工许可", Some("住建局"), None));
    let refused = |desk: &Desk, form: &EditForm| match desk.commit(&form.validate(project, of).unwrap().into_command(), Along::default()) {
        Err(Failure::Refused(refusal)) => Some(refusal),
        _ => None,
    };
    assert_eq!(refused(&city, &EditForm::of(&after)), Some(Refusal::NothingToDo));
    // A second correction sees the first: no conflict is left.
    city.does(EditForm { norm: "25".into(), ..EditForm::of(&after) }.validate(project, of).unwrap().into_command());
    let held = city.snapshot();
    assert_eq!(held.state.project(&project).unwrap().folded.conflicts().count(), 0);
    assert_eq!(
        EditForm { norm: "-1".into(), ..EditForm::default() }.validate(project, of).err(),
        Some(vec![(Field::Title, Fault::Missing), (Field::Norm, Fault::NotDays)])
    );
    let _ = li;
}

#[test]
fn what_lies_at_a_department_is_told_over_all_projects() {
    let mut s = Staff::new();
    let (li, city) = (s.li.clone(), s.city());
    let (other, _) = s.w.registers_project(&city, "德迈仕", s.xigang);
    let list = |s: &mut Staff, project: ProjectId, title: &str, norm: i64| {
        let body = json!({"title": title, "group": "certificate", "department": "住建局", "norm_days": norm});
        s.w.writes(&li, lianxin::domain::id::Scope::Project(project), "permit-listed", body)
    };
    let turn = |s: &mut Staff, project: ProjectId, of, state: &str, on: &str| {
        s.w.writes(&li, lianxin::domain::id::Scope::Project(project), "permit-changed", json!({"of": of, "state": state, "on": on}))
    };
    let p = s.p;
    let (mild, bad, done, open) =
        (list(&mut s, p, "a", 9), list(&mut s, other, "b", 3), list(&mut s, p, "c", 1), list(&mut s, other, "d", 3));
    turn(&mut s, p, mild, "applied", "2018-11-01");
    turn(&mut s, other, bad, "applied", "2018-11-01");
    turn(&mut s, p, done, "issued", "2018-11-02");
    let state = s.w.state();
    let rows = all(&state, None, Reader { me: None, own: li.id() }, day(TODAY));
    let told = |show: Show| of_department(&rows, Some("住建局"), show).into_iter().map(|row| (row.line.id, row.name)).collect::<Vec<_>>();
    let row = |of, name: &str| (of, name.to_string());
    assert_eq!(told(Show::Open), [row(bad, "德迈仕"), row(mild, "热电厂"), row(open, "德迈仕")]);
    assert_eq!(told(Show::Overdue), [row(bad, "德迈仕"), row(mild, "热电厂")]);
    assert_eq!(told(Show::Lapsed), []);
    assert_eq!(told(Show::All).len(), 4);
    assert_eq!(of_department(&rows, None, Show::All), []);
    let departments = permits::departments(rows.iter().map(|row| &row.line));
    assert_eq!(departments.iter().map(|d| (d.overdue, d.worst, d.count.of)).collect::<Vec<_>>(), [(2, Some(7), 4)]);
    assert_eq!(group_counts(&state).into_iter().map(|(group, c)| (group, c.issued, c.of)).collect::<Vec<_>>(), [("certificate", 1, 4)]);
    assert_eq!(all(&state, Some("condition"), Reader { me: None, own: li.id() }, day(TODAY)), []);
    // Four of them are called so; five are not.
    assert_eq!(ZH.permit_count("certificate", departments[0].count), "四证 1 / 4");
    assert_eq!(EN.permit_count("certificate", departments[0].count), "Four certificates 1 of 4");
}
