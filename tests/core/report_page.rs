//! Reporting several nodes: what can be reported, what a form becomes, what a save wrote, and where it shows.

use lianxin::domain::calendar::Month;
use lianxin::domain::command::{Command, MoveDraft, ReportDraft};
use lianxin::domain::id::{Hash, ProjectId, Ref};
use lianxin::domain::rules::light::Light;
use lianxin::domain::rules::project::Grey;
use lianxin::domain::shape::MAX_TEXT;
use lianxin::domain::state::{Dates, Person};
use lianxin::screen::form::plan::{Fault, Field, MoveForm};
use lianxin::screen::form::report::{ProgressFault, ProgressForm, Typed, validate};
use lianxin::screen::light::last_months;
use lianxin::screen::plan::{GoneWhat, gone};
use lianxin::screen::project::Reader;
use lianxin::screen::report::{Draft, Part, ReportView, Wrote, draft_prefix, report, saved};
use lianxin::screen::today::today;
use lianxin::text::{EN, ZH};
use serde_json::json;

use crate::light::name;
use crate::session::day;
use crate::world::Staff;

const TODAY: &str = "2018-11-15";

fn person(s: &Staff, name: &str) -> Person {
    s.w.state().roster.persons.values().find(|person| person.name == name).unwrap().clone()
}

fn view(s: &Staff) -> ReportView {
    report(&s.w.state(), &s.p, Some(&person(s, "李")), day(TODAY)).unwrap()
}

#[test]
fn what_counts_or_waits_and_is_not_done_can_be_reported() {
    let mut s = Staff::new();
    assert!(view(&s).rows.is_empty());
    assert_eq!((view(&s).light, view(&s).grey), (Light::Grey, Some(Grey::NoPlan)));
    let (late, open, done) =
        (s.plans_audited("封顶", "2018-11-12"), s.plans_audited("砌筑", "2018-11-30"), s.plans_audited("桩基", "2018-10-31"));
    let (waits, returned, gone) = (s.plans("竣工", "2018-12-31"), s.plans("误报", "2018-12-01"), s.plans("误填", "2018-12-01"));
    let (li, wang) = (s.li.clone(), s.wang.clone());
    s.writes(&wang, "node-audited", json!({"of": returned, "verdict": "returned", "text": "缺附件"}));
    s.writes(&li, "withdrawn", json!({"of": gone}));
    s.reports(done, "2018-10-30", 100, Some("2018-10-30"));
    s.reports(late, "2018-10-20", 30, None);
    s.reports(open, "2018-11-10", 45, None);
    let asked = s.writes(&li, "node-rescheduled", json!({"of": late, "due": "2018-12-05", "reason": "图纸"}));
    let held = view(&s);
    assert_eq!(held.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [late, open, waits], "by their due");
    assert_eq!((held.light, held.reported, held.may), (Light::Red, 1, true));
    let facts: Vec<_> = held.rows.iter().map(|row| (row.days, row.percent, row.expected, row.light.map(|l| l.light))).collect();
    assert_eq!(facts, [(-3, 30, Some(100), Some(Light::Red)), (15, 45, Some(50), Some(Light::Green)), (46, 0, None, None)]);
    assert_eq!((held.rows[0].reported, held.rows[0].asked.as_slice()), (Some(day("2018-10-20")), [day("2018-12-05")].as_slice()));
    s.accepts(asked);
    let moved = view(&s).rows.into_iter().find(|row| row.id == late).unwrap();
    assert_eq!((moved.dates.due, moved.asked.len()), (day("2018-12-05"), 0));
    assert_eq!(ZH.report_head(&held), "没办成的节点 3·本月已报 1");
    assert_eq!(EN.last_report(&held.rows[1], day(TODAY)), "last 45%, 10 Nov");
    assert_eq!(ZH.last_report(&held.rows[2], day(TODAY)), "还没有报过");
}

#[test]
fn who_may_not_report_sees_and_is_told_so() {
    let s = Staff::new();
    let of_role = |role| Person { role, ..person(&s, "李") };
    let may = |me: Option<&Person>| report(&s.w.state(), &s.p, me, day(TODAY)).unwrap().may;
    use lianxin::domain::trust::Role::{Assessor, City, District, Leader, Secretary};
    let allowed: Vec<_> = [Secretary, District, City, Leader, Assessor].into_iter().map(|role| may(Some(&of_role(role)))).collect();
    assert_eq!(allowed, [true, true, true, false, false]);
    assert!(!may(None));
    let unknown = ProjectId::from_random([9; 10]);
    assert_eq!(report(&s.w.state(), &unknown, None, day(TODAY)), None);
}

fn project() -> ProjectId {
    ProjectId::from_random([7; 10])
}

fn held() -> Dates {
    Dates { start: day("2018-11-01"), due: day("2018-11-30") }
}

fn typed(form: &ProgressForm, files: Vec<Hash>) -> Typed<'_> {
    Typed { node: name("n"), held: held(), last: 30, form, files }
}

type Written = (Vec<(Ref, ReportDraft)>, Vec<(Ref, MoveDraft)>);

fn written(form: &ProgressForm, files: Vec<Hash>, opened: &str) -> Result<Written, Vec<(Field, Fault)>> {
    match validate(project(), vec![typed(form, files)], day(opened), day(TODAY)) {
        Ok(ready) => match ready.into_command() {
            Command::ReportNodes { reports, moves, .. } => Ok((reports, moves)),
            other => panic!("{other:?}"),
        },
        Err(faults) => Err(faults.into_iter().map(|ProgressFault { field, fault, .. }| (field, fault)).collect()),
    }
}

fn percent(text: &str) -> ProgressForm {
    ProgressForm { percent: Some(text.into()), ..ProgressForm::default() }
}

fn done(on: &str) -> ProgressForm {
    ProgressForm { is_done: true, done: on.into(), ..ProgressForm::default() }
}

fn moved(due: &str, reason: &str) -> ProgressForm {
    let moved = MoveForm { due: due.into(), start: String::new(), reason: reason.into() };
    ProgressForm { moved, ..ProgressForm::default() }
}

#[test]
fn each_field_is_refused_for_itself() {
    let out = Fault::OutOfRange { from: 0, to: 100 };
    let cases = [
        (percent("0"), vec![]),
        (percent(" 100 "), vec![]),
        (percent("101"), vec![(Field::Percent, out)]),
        (percent("-1"), vec![(Field::Percent, out)]),
        (percent(""), vec![(Field::Percent, Fault::Missing)]),
        (percent("一半"), vec![(Field::Percent, Fault::NotANumber)]),
        (done(TODAY), vec![]),
        (done("2018-11-16"), vec![(Field::Done, Fault::LaterThanToday)]),
        (done(""), vec![(Field::Done, Fault::Missing)]),
        (done("昨天"), vec![(Field::Done, Fault::NotADay)]),
        // Before the start: the rules know no bound there.
        (done("2018-06-01"), vec![]),
        (moved("2018-12-31", "雨季"), vec![]),
        (moved("2018-12-31", " "), vec![(Field::Reason, Fault::Missing)]),
        (moved("", "雨季"), vec![(Field::Due, Fault::Missing)]),
        (moved("2018-11-30", "雨季"), vec![(Field::Due, Fault::Unchanged)]),
        (ProgressForm { text: "长".repeat(MAX_TEXT + 1), ..percent("40") }, vec![(Field::Text, Fault::TooLong)]),
    ];
    for (form, expected) in cases {
        assert_eq!(written(&form, vec![], TODAY).err().unwrap_or_default(), expected, "{form:?}");
    }
}

#[test]
fn what_was_touched_is_written_and_nothing_else() {
    let untouched = ProgressForm::default();
    assert!(untouched.is_blank() && !untouched.is_touched(0));
    let (reports, moves) = written(&untouched, vec![], TODAY).unwrap();
    assert!(reports.is_empty() && moves.is_empty());
    // A note or a photo alone repeats the last percentage.
    let note = ProgressForm { text: " 等图纸 ".into(), ..ProgressForm::default() };
    assert!(note.is_touched(0) && untouched.is_touched(1));
    for (form, files) in [(&note, vec![]), (&untouched, vec![Hash::of(b"photo")])] {
        let (reports, _) = written(form, files.clone(), TODAY).unwrap();
        assert_eq!((reports[0].1.percent, reports[0].1.done, &reports[0].1.files), (30, None, &files));
    }
    // What is done is 100 percent, and needs no other date.
    let both = ProgressForm { percent: Some("45".into()), is_done: true, done: "2018-11-14".into(), ..moved("2018-12-31", "雨季") };
    let (reports, moves) = written(&both, vec![], TODAY).unwrap();
    assert_eq!((reports[0].1.percent, reports[0].1.done, moves.len()), (100, Some(day("2018-11-14")), 0));
    let (reports, moves) = written(&moved("2018-12-31", " 雨季 "), vec![], TODAY).unwrap();
    assert_eq!((reports.len(), moves[0].1.due, moves[0].1.reason.as_str()), (0, day("2018-12-31"), "雨季"));
}

#[test]
fn a_form_keeps_its_day_when_midnight_passes() {
    let on = |form: &ProgressForm, opened: &str| written(form, vec![], opened).unwrap().0[0].1.on;
    assert_eq!(on(&percent("45"), "2018-11-14"), day("2018-11-14"));
    assert_eq!(on(&percent("45"), TODAY), day(TODAY));
    assert_eq!(on(&done("2018-11-10"), "2018-11-14"), day("2018-11-14"));
    assert_eq!(on(&done(TODAY), "2018-11-14"), day(TODAY), "it can't be known before it was done");
}

#[test]
fn steps_go_to_the_next_multiple_and_stop_at_the_ends() {
    let step = |from: &str, up| {
        let mut form = percent(from);
        form.step(30, up);
        form.percent.unwrap()
    };
    let cases = [("45", "40", "50"), ("43", "40", "45"), ("0", "0", "5"), ("2", "0", "5"), ("100", "95", "100"), ("98", "95", "100")];
    for (from, down, up) in cases {
        assert_eq!((step(from, false).as_str(), step(from, true).as_str()), (down, up), "{from}");
    }
    assert_eq!((step("", true), step("x", false)), ("35".into(), "25".into()), "from the last report where no figure stands");
    let untouched = ProgressForm::default();
    assert_eq!((untouched.shown(30), untouched.figure(30), percent("400").figure(30)), ("30".into(), 30, 100));
}

#[test]
fn a_draft_of_several_nodes_comes_back_as_it_was_written() {
    let part = Part { node: name("n"), form: percent("45"), photos: vec![Hash::of(b"photo")] };
    let draft = Draft { opened: TODAY.into(), parts: vec![part], at: 7 };
    assert_eq!(Draft::read(&draft.write()), Some(draft.clone()));
    assert_eq!(draft.opened(), Some(day(TODAY)));
    assert_eq!(Draft::read(b"{}"), None);
    assert!(draft_prefix(&project()).starts_with("report-"));
}

#[test]
fn what_was_saved_is_told_and_what_was_taken_back_stays_readable() {
    let mut s = Staff::new();
    let node = s.plans_audited("封顶", "2018-11-12");
    let li = s.li.clone();
    let half = s.reports(node, "2018-11-10", 50, None);
    let full = s.reports(node, TODAY, 100, Some("2018-11-14"));
    let asked = s.writes(&li, "node-rescheduled", json!({"of": node, "due": "2018-12-05", "reason": "图纸"}));
    let refs = [half, full, asked].map(|name| (s.scope(), name));
    let lines = saved(&s.w.state(), &refs);
    let wrote: Vec<_> = lines.iter().map(|line| line.wrote.clone()).collect();
    assert_eq!(wrote, [Wrote::Percent(50), Wrote::Done(day("2018-11-14")), Wrote::Moved(day("2018-12-05"))]);
    assert!(lines.iter().all(|line| line.title == "封顶" && !line.taken_back));
    assert_eq!(ZH.wrote(&wrote[2], day(TODAY)), "申请改到12月5日，待审核");
    let gone_of = |s: &Staff| {
        let state = s.w.state();
        let me = person(s, "李");
        gone(&state, state.project(&s.p).unwrap(), Reader { me: Some(&me), own: s.li.id() })
    };
    assert!(gone_of(&s).is_empty());
    for name in [full, asked] {
        s.writes(&li, "withdrawn", json!({"of": name, "reason": "报错了"}));
    }
    assert_eq!(saved(&s.w.state(), &refs).iter().map(|line| line.taken_back).collect::<Vec<_>>(), [false, true, true]);
    let back = gone_of(&s);
    let what: Vec<_> = back.iter().map(|one| (one.name, one.what)).collect();
    let report = GoneWhat::Report { percent: 100, done: Some(day("2018-11-14")) };
    assert_eq!(what, [(asked, GoneWhat::Move { due: day("2018-12-05") }), (full, report)], "the newest first");
    assert!(back.iter().all(|one| one.back.own && one.back.reason.as_deref() == Some("报错了")));
    s.writes(&li, "withdrawn", json!({"of": node}));
    assert!(gone_of(&s).iter().any(|one| one.what == GoneWhat::Plan { due: day("2018-11-12") }));
}

#[test]
fn the_last_months_have_the_light_of_their_ends() {
    let mut s = Staff::new();
    let months = |s: &Staff| {
        let state = s.w.state();
        last_months(state.project(&s.p).unwrap(), &state.roster.settings, day(TODAY), 4)
    };
    let blank: Vec<_> = months(&s).into_iter().map(|(month, light)| (month.to_string(), light)).collect();
    assert_eq!(blank, ["2018-08", "2018-09", "2018-10", "2018-11"].map(|month| (month.to_string(), Light::Grey)));
    let node = s.plans_audited("封顶", "2018-10-20");
    s.reports(node, "2018-11-05", 100, Some("2018-11-05"));
    let lights: Vec<_> = months(&s).into_iter().map(|(_, light)| light).collect();
    assert_eq!(lights, [Light::Green, Light::Green, Light::Red, Light::Yellow], "late at the month's end, made good in the next");
    let words = ZH.month_lights(&months(&s), day(TODAY));
    assert_eq!(words, "8月绿灯，9月绿灯，10月红灯，11月黄灯");
    assert_eq!(Month::parse("2018-11"), Some(months(&s)[3].0));
}

#[test]
fn today_asks_for_nodes_of_ones_own_that_fall_due_or_are_over() {
    let mut s = Staff::new();
    // The coordinator of the project's district.
    let me = person(&s, "王");
    let asked = |s: &Staff| today(&s.w.state(), &me, s.wang.id(), day(TODAY), |a, b| a.cmp(b));
    assert!(asked(&s).nodes.is_empty());
    let (soon, over) = (s.plans_audited("砌筑", "2018-11-29"), s.plans_audited("封顶", "2018-11-12"));
    let (far, done, excused) =
        (s.plans_audited("竣工", "2018-11-30"), s.plans_audited("桩基", "2018-11-10"), s.plans_audited("管网", "2018-11-11"));
    s.plans("没审", "2018-11-16");
    s.reports(done, TODAY, 100, Some("2018-11-14"));
    let wang = s.wang.clone();
    s.writes(&wang, "node-excused", json!({"of": excused, "reason": "防汛", "until": "2018-12-31"}));
    let own = asked(&s).projects;
    let nodes: Vec<_> = asked(&s).nodes.iter().map(|n| (n.node, n.days, n.light)).collect();
    let expected = [(over, -3, Light::Red), (soon, 14, Light::Yellow)];
    assert_eq!((own, nodes.as_slice()), (1, expected.as_slice()), "{far} is further off");
    for n in 0..8 {
        s.plans_audited(&format!("工序{n}"), "2018-11-20");
    }
    assert_eq!((asked(&s).nodes.len(), asked(&s).nodes_more), (8, 2));
    // Of projects that are not one's own nothing is asked.
    let other = person(&s, "赵");
    assert!(today(&s.w.state(), &other, s.zhao.id(), day(TODAY), |a, b| a.cmp(b)).nodes.is_empty());
}

#[test]
fn words_of_a_report_hold_their_numbers_in_both_languages() {
    let due = day("2018-11-25");
    let cases = [
        (Some("2018-11-14"), "按 100% 计，早 11 天", "Counts as 100%, 11 days early"),
        (Some("2018-11-25"), "按 100% 计，按期", "Counts as 100%, on time"),
        (Some("2018-11-26"), "按 100% 计，晚 1 天", "Counts as 100%, 1 day late"),
        (None, "打开后填哪天办成的", "Switch on to say since when"),
    ];
    for (done, zh, en) in cases {
        let done = done.map(day);
        assert_eq!((ZH.done_counts(done, due).as_str(), EN.done_counts(done, due).as_str()), (zh, en));
    }
    assert_eq!(
        (ZH.save_nodes(2), EN.save_nodes(1), EN.save_nodes(2)),
        ("保存 2 个节点".into(), "Save 1 node".into(), "Save 2 nodes".into())
    );
    assert_eq!((ZH.save_nodes(0), ZH.saved_report(2, 1, 0)), ("还没有填要报的".into(), "进度 2、改期 1".into()));
    assert_eq!(EN.saved_report(0, 1, 3), "new dates 1, photos 3");
    assert_eq!(ZH.report_fault(Field::Due, Fault::Missing), "请选改到哪天。");
    assert_eq!((ZH.due_on(due, day(TODAY)), EN.due_on(due, day(TODAY))), ("11月25日到期".into(), "due 25 Nov".into()));
    assert_eq!(ZH.project_light(Light::Grey, Some(Grey::NoPlan)), "本月计划未报");
    assert_eq!((ZH.project_light(Light::Grey, Some(Grey::Excused)), ZH.project_light(Light::Red, None)), ("有正当理由", "红灯"));
}
