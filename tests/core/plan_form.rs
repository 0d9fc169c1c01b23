//! The forms of the plan: what each field is refused for, and that what they let through is carried out.

use lianxin::domain::calendar::Day;
use lianxin::domain::command::Command;
use lianxin::domain::id::{Hash, ProjectId, Ref};
use lianxin::domain::shape::MAX_TEXT;
use lianxin::domain::state::{Dates, Verdict};
use lianxin::screen::form::plan::{AuditFault, AuditForm, Fault, Field, MoveForm, NodeForm, PlanFault, PlanForm, ReportForm};
use lianxin::text::{EN, ZH};

use crate::light::name;
use crate::session::{Desk, day, two};

const OUT: Fault = Fault::OutOfRange { from: 1, to: 1000 };

fn project() -> ProjectId {
    ProjectId::from_random([7; 10])
}

fn node(title: &str, due: &str) -> NodeForm {
    NodeForm { title: title.into(), due: due.into(), ..NodeForm::default() }
}

fn faults(nodes: Vec<NodeForm>) -> Vec<(usize, Field, Fault)> {
    let found = PlanForm { nodes }.validate(project()).err().unwrap_or_default();
    found.into_iter().map(|PlanFault { node, field, fault }| (node, field, fault)).collect()
}

#[test]
fn a_node_is_refused_field_by_field() {
    let with = |change: &dyn Fn(&mut NodeForm)| {
        let mut form = node("封顶", "2018-12-31");
        change(&mut form);
        faults(vec![form]).into_iter().map(|(_, field, fault)| (field, fault)).collect::<Vec<_>>()
    };
    type Case<'a> = (&'a dyn Fn(&mut NodeForm), Vec<(Field, Fault)>);
    let cases: Vec<Case> = vec![
        (&|_| {}, vec![]),
        (&|f| f.title = "\u{3000}".into(), vec![(Field::Title, Fault::Missing)]),
        (&|f| f.title = "长".repeat(MAX_TEXT), vec![]),
        (&|f| f.title = "长".repeat(MAX_TEXT + 1), vec![(Field::Title, Fault::TooLong)]),
        (&|f| f.due = String::new(), vec![(Field::Due, Fault::Missing)]),
        (&|f| f.due = "2018-02-30".into(), vec![(Field::Due, Fault::NotADay)]),
        (&|f| f.due = "1999-01-01".into(), vec![]),
        (&|f| f.start = "2018-12-31".into(), vec![]),
        (&|f| f.start = "2019-01-01".into(), vec![(Field::Start, Fault::AfterDue)]),
        (&|f| f.start = "明年".into(), vec![(Field::Start, Fault::NotADay)]),
        (&|f| f.weight = " 1000 ".into(), vec![]),
        (&|f| f.weight = "0".into(), vec![(Field::Weight, OUT)]),
        (&|f| f.weight = "1001".into(), vec![(Field::Weight, OUT)]),
        (&|f| f.weight = "99999999999999999999".into(), vec![(Field::Weight, OUT)]),
        (&|f| f.weight = "1.5".into(), vec![(Field::Weight, Fault::NotANumber)]),
        (&|f| f.weight = "-".into(), vec![(Field::Weight, Fault::NotANumber)]),
        (&|f| f.text = "长".repeat(MAX_TEXT + 1), vec![(Field::Text, Fault::TooLong)]),
    ];
    for (n, (change, expected)) in cases.into_iter().enumerate() {
        assert_eq!(with(change), expected, "case {n}");
    }
}

#[test]
fn each_node_has_its_own_faults_and_blank_ones_are_left_out() {
    let blank = NodeForm::default;
    assert_eq!(faults(vec![blank(), blank()]), [(0, Field::Title, Fault::Missing), (0, Field::Due, Fault::Missing)]);
    let wrong = vec![node("封顶", "2018-12-31"), blank(), node("", "2018-12-31"), node("砌筑", "x")];
    assert_eq!(faults(wrong), [(2, Field::Title, Fault::Missing), (3, Field::Due, Fault::NotADay)]);
    let form = PlanForm { nodes: vec![blank(), node(" 封顶 ", "2018-12-31"), blank(), node("砌筑", "2018-11-30")] };
    let Command::PlanNodes { nodes, .. } = form.validate(project()).unwrap().into_command() else { panic!("another command") };
    assert_eq!(nodes.iter().map(|n| (n.title.as_str(), n.weight)).collect::<Vec<_>>(), [("封顶", None), ("砌筑", None)]);
}

#[test]
fn there_is_always_a_node_to_be_filled_in() {
    let mut form = PlanForm { nodes: vec![node("封顶", ""), node("砌筑", "")] };
    form.remove(5);
    form.remove(0);
    assert_eq!(form.nodes, [node("砌筑", "")]);
    assert!(!form.is_blank());
    form.remove(0);
    assert_eq!(form, PlanForm::default());
    assert!(form.is_blank());
}

fn reported(change: impl Fn(&mut ReportForm)) -> Result<Command, Vec<(Field, Fault)>> {
    let mut form = ReportForm::new(day("2018-11-15"), 30);
    change(&mut form);
    form.validate(project(), name("n"), day("2018-11-15"), Vec::new()).map(|ready| ready.into_command())
}

#[test]
fn a_report_is_refused_for_days_to_come_and_percents_that_are_none() {
    let faults = |change: &dyn Fn(&mut ReportForm)| reported(change).err().unwrap_or_default();
    let done = |on: &str, done: &str| {
        let (on, done) = (on.to_string(), done.to_string());
        move |f: &mut ReportForm| (f.is_done, f.on, f.done) = (true, on.clone(), done.clone())
    };
    let out = Fault::OutOfRange { from: 0, to: 100 };
    type Case<'a> = (&'a dyn Fn(&mut ReportForm), Vec<(Field, Fault)>);
    let (later, both_later, behind, blank_done, good) = (
        done("2018-11-15", "2018-11-16"),
        done("2018-11-17", "2018-11-16"),
        done("2018-11-10", "2018-11-15"),
        done("2018-11-15", ""),
        done("2018-11-15", "2018-06-01"),
    );
    let cases: Vec<Case> = vec![
        (&|_| {}, vec![]),
        (&|f| f.on = "2018-11-16".into(), vec![(Field::On, Fault::LaterThanToday)]),
        (&|f| f.on = "2018-11-14".into(), vec![]),
        (&|f| f.on = String::new(), vec![(Field::On, Fault::Missing)]),
        (&|f| f.on = "11-15".into(), vec![(Field::On, Fault::NotADay)]),
        (&|f| f.percent = "0".into(), vec![]),
        (&|f| f.percent = "100".into(), vec![]),
        (&|f| f.percent = "101".into(), vec![(Field::Percent, out)]),
        (&|f| f.percent = "-1".into(), vec![(Field::Percent, out)]),
        (&|f| f.percent = "一半".into(), vec![(Field::Percent, Fault::NotANumber)]),
        (&|f| f.percent = " ".into(), vec![(Field::Percent, Fault::Missing)]),
        (&later, vec![(Field::Done, Fault::LaterThanToday)]),
        (&both_later, vec![(Field::On, Fault::LaterThanToday), (Field::Done, Fault::LaterThanToday)]),
        (&behind, vec![(Field::Done, Fault::AfterReport)]),
        (&blank_done, vec![(Field::Done, Fault::Missing)]),
        (&good, vec![]),
        (&|f| f.text = "长".repeat(MAX_TEXT + 1), vec![(Field::Text, Fault::TooLong)]),
    ];
    for (n, (change, expected)) in cases.into_iter().enumerate() {
        assert_eq!(faults(change), expected, "case {n}");
    }
}

#[test]
fn what_is_done_is_all_of_it_and_what_is_not_has_no_day() {
    let Ok(Command::ReportNode { report, .. }) = reported(|f| (f.is_done, f.percent) = (true, "x".into())) else { panic!("refused") };
    assert_eq!((report.percent, report.done, report.text), (100, Some(day("2018-11-15")), None));
    let Ok(Command::ReportNode { report, .. }) = reported(|f| f.text = " 浇筑 ".into()) else { panic!("refused") };
    assert_eq!((report.percent, report.done, report.text.as_deref()), (30, None, Some("浇筑")));
}

#[test]
fn another_date_needs_a_reason_and_must_be_another() {
    let held = Dates { start: day("2018-12-01"), due: day("2018-12-31") };
    let faults = |due: &str, start: &str, reason: &str| {
        let form = MoveForm { due: due.into(), start: start.into(), reason: reason.into() };
        form.validate(project(), name("n"), held).err().unwrap_or_default()
    };
    let cases = [
        (("2019-01-31", "", "雨季"), vec![]),
        (("2018-01-31", "", "提前"), vec![]),
        (("2019-01-31", "", " "), vec![(Field::Reason, Fault::Missing)]),
        (("", "", "雨季"), vec![(Field::Due, Fault::Missing)]),
        (("2019-01-31", "2019-02-01", "雨季"), vec![(Field::Start, Fault::AfterDue)]),
        (("2018-12-31", "", "雨季"), vec![(Field::Due, Fault::Unchanged)]),
        (("2018-12-31", "2018-12-01", "雨季"), vec![(Field::Due, Fault::Unchanged)]),
        (("2018-12-31", "2018-12-10", "雨季"), vec![]),
    ];
    for ((due, start, reason), expected) in cases {
        assert_eq!(faults(due, start, reason), expected, "{start} … {due}: {reason}");
    }
    assert!(MoveForm::default().is_blank() && !MoveForm { reason: "x".into(), ..MoveForm::default() }.is_blank());
}

#[test]
fn several_are_accepted_together_and_returned_one_by_one() {
    let (one, two) = ((project(), name("a")), (project(), name("b")));
    let form = |chosen: &[(ProjectId, Ref)], text: &str| AuditForm { chosen: chosen.to_vec(), text: text.into() };
    let faults = |form: AuditForm, verdict| form.validate(verdict).err().unwrap_or_default();
    use AuditFault::{NoText, NothingChosen, SeveralReturned, TextTooLong};
    use Verdict::{Accepted, Returned};
    let long = "长".repeat(MAX_TEXT + 1);
    let cases = [
        (form(&[one, two], ""), Accepted, vec![]),
        (form(&[], ""), Accepted, vec![NothingChosen]),
        (form(&[], " "), Returned, vec![NothingChosen, NoText]),
        (form(&[one], "缺附件"), Returned, vec![]),
        (form(&[one], ""), Returned, vec![NoText]),
        (form(&[one, two], "缺附件"), Returned, vec![SeveralReturned]),
        (form(&[one], &long), Accepted, vec![TextTooLong]),
    ];
    for (form, verdict, expected) in cases {
        assert_eq!(faults(form.clone(), verdict), expected, "{:?}", form.chosen);
    }
    let written = form(&[one], " 缺附件 ").validate(Returned).unwrap().into_command();
    assert!(matches!(written, Command::AuditNodes { of, verdict: Returned, text } if of == [one] && text.as_deref() == Some("缺附件")));
}

/// What the forms let through is carried out, and counts.
#[test]
fn what_the_forms_let_through_is_carried_out() {
    let (city, _, project) = two();
    let today = day("2018-11-15");
    let full = NodeForm { start: "2018-10-01".into(), weight: "30".into(), stage: "topped-out".into(), ..node("封顶", "2018-12-31") };
    let made = city.does(PlanForm { nodes: vec![full] }.validate(project).unwrap().into_command())[0];
    city.does(AuditForm { chosen: vec![(project, made)], text: String::new() }.validate(Verdict::Accepted).unwrap().into_command());
    let held = |city: &Desk| city.snapshot().state.project(&project).unwrap().node(&made).unwrap().clone();
    assert!(held(&city).counts());
    assert_eq!((held(&city).weight, held(&city).dates().start), (30, day("2018-10-01")));
    let moved = MoveForm { due: "2019-01-31".into(), start: String::new(), reason: "雨季".into() };
    let asked = city.does(moved.validate(project, made, held(&city).dates()).unwrap().into_command())[0];
    city.does(AuditForm { chosen: vec![(project, asked)], text: String::new() }.validate(Verdict::Accepted).unwrap().into_command());
    assert_eq!(held(&city).dates().due, day("2019-01-31"));
    let photo = Hash::of(b"photo");
    let report = ReportForm { percent: "45".into(), ..ReportForm::new(today, 0) };
    city.does(report.validate(project, made, today, vec![photo]).unwrap().into_command());
    assert_eq!(held(&city).report_on(today).map(|r| (r.percent, r.done)), Some((45, None::<Day>)));
    let done = ReportForm { is_done: true, ..ReportForm::new(today, 45) };
    city.does(done.validate(project, made, today, Vec::new()).unwrap().into_command());
    assert_eq!(held(&city).done_on(today), Some(today));
}

#[test]
fn each_fault_says_how_to_mend_it() {
    let cases = [
        (Field::Title, Fault::Missing, "请写节点名称。", "Please name the node."),
        (Field::Due, Fault::Missing, "请选完成日期。", "Please choose the day by which it is to be done."),
        (Field::Reason, Fault::Missing, "请写一句为什么改期。", "Please say in a sentence why the date is to change."),
        (Field::On, Fault::Missing, "这一项必填。", "This is required."),
        (Field::Done, Fault::LaterThanToday, "办成的日期不能晚于今天。", "It cannot have been done on a day after today."),
        (Field::On, Fault::LaterThanToday, "日期不能晚于今天。", "The day cannot be after today."),
        (Field::Weight, OUT, "请填 1 到 1000 的整数。", "Please enter a whole number from 1 to 1000."),
        (Field::Start, Fault::AfterDue, "开始日期晚于完成日期，请核对。", "The start is after the due date; please check."),
    ];
    for (field, fault, zh, en) in cases {
        assert_eq!((ZH.plan_fault(field, fault).as_str(), EN.plan_fault(field, fault).as_str()), (zh, en));
    }
    assert_eq!(ZH.audit_fault(AuditFault::NoText), "退回要写一句原因。");
    assert_eq!(EN.audit_fault(AuditFault::SeveralReturned), "Returns go one by one, each with its own reason.");
}
