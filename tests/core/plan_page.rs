//! A project's plan on a day: what was said of its nodes, the grid of months, the line of days.

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::id::{Hash, Ref};
use lianxin::domain::rules::light::Light;
use lianxin::domain::rules::node::Why;
use lianxin::domain::state::{Dates, Verdict};
use lianxin::screen::plan::{Cell, DoneHow, NodeView, PlanView, Standing, Weight, plan};
use lianxin::screen::project::Reader;
use lianxin::text::{EN, ZH};
use serde_json::json;

use crate::session::day;
use crate::world::{Hand, Staff};

const DAY_MS: i64 = 86_400_000;
const TODAY: &str = "2018-11-15";

fn view(s: &Staff, on: &str) -> PlanView {
    let state = s.w.state();
    plan(&state, state.project(&s.p).unwrap(), Reader { me: None, own: s.li.id() }, day(on))
}

fn node(s: &Staff, of: Ref, on: &str) -> NodeView {
    view(s, on).nodes.into_iter().find(|n| n.id == of).unwrap()
}

/// What the author of this hand is called here.
fn called(s: &Staff, hand: &Hand) -> String {
    s.w.state().roster.author(&hand.id())
}

/// 李 asks for other dates.
fn asks(s: &mut Staff, of: Ref, start: Option<&str>, due: &str, reason: &str) -> Ref {
    let li = s.li.clone();
    let mut body = json!({"of": of, "due": due, "reason": reason});
    if let Some(start) = start {
        body["start"] = json!(start);
    }
    s.writes(&li, "node-rescheduled", body)
}

fn returns(s: &mut Staff, of: Ref, text: &str) {
    let wang = s.wang.clone();
    s.writes(&wang, "node-audited", json!({"of": of, "verdict": "returned", "text": text}));
}

#[test]
fn a_plan_says_how_far_it_has_come() {
    let mut s = Staff::new();
    let standing = |s: &Staff| view(s, TODAY).standing;
    let empty = view(&s, TODAY);
    assert_eq!((empty.standing, empty.weight, empty.nodes.len()), (Standing::NoPlan, Weight::default(), 0));
    assert_eq!((empty.grid.columns.len(), empty.grid.rows.len(), empty.timeline.bars.len()), (1, 0, 0), "the day's own month");
    let first = s.plans("封顶", "2018-12-31");
    let second = s.plans("砌筑", "2018-11-30");
    assert_eq!(standing(&s), Standing::NotAudited { waiting: 2, returned: 0 });
    returns(&mut s, first, "缺附件");
    assert_eq!(standing(&s), Standing::NotAudited { waiting: 1, returned: 1 });
    s.accepts(second);
    assert_eq!(standing(&s), Standing::Counts { nodes: 1, done: 0 });
    s.reports(second, TODAY, 100, Some("2018-11-14"));
    assert_eq!(standing(&s), Standing::Counts { nodes: 1, done: 1 });
    assert_eq!(view(&s, "2018-11-14").standing, Standing::Counts { nodes: 1, done: 0 }, "the report is of a later day");
    let li = s.li.clone();
    for of in [first, second] {
        s.writes(&li, "withdrawn", json!({"of": of}));
    }
    let back = view(&s, TODAY);
    assert_eq!(back.standing, Standing::TakenBack);
    assert_eq!((back.nodes.len(), back.grid.rows.len(), back.timeline.bars.len()), (2, 0, 0));
    assert!(back.nodes.iter().all(|n| n.taken_back.as_ref().is_some_and(|by| by.by == called(&s, &li) && by.own)));
    assert_eq!(back.nodes.iter().flat_map(NodeView::to_audit).count(), 0);
}

#[test]
fn each_standing_is_a_sentence() {
    let cases = [
        (
            Standing::NoPlan,
            "计划未报。先报节点计划，审核通过后节点开始计灯。",
            "No plan yet. Plan nodes first; they count once they are accepted.",
        ),
        (Standing::TakenBack, "节点计划都已撤回。请重新报节点计划。", "All planned nodes were taken back. Please plan them anew."),
        (
            Standing::NotAudited { waiting: 3, returned: 0 },
            "3 个节点待审核，审核通过后节点开始计灯。",
            "3 nodes to be audited; they count once accepted.",
        ),
        (
            Standing::NotAudited { waiting: 0, returned: 1 },
            "1 个节点被退回，请按退回意见修改。",
            "1 node returned; please follow the remarks.",
        ),
        (Standing::NotAudited { waiting: 2, returned: 1 }, "2 个节点待审核，1 个被退回。", "2 nodes to be audited, 1 returned."),
        (Standing::Counts { nodes: 5, done: 4 }, "节点 4 / 5", "Nodes 4 of 5"),
    ];
    for (standing, zh, en) in cases {
        assert_eq!((ZH.plan_standing(standing).as_str(), EN.plan_standing(standing).as_str()), (zh, en));
    }
    assert_eq!(ZH.weight_done(Weight { done: 70, of: 100 }), "权重已完成 70%");
    assert_eq!(ZH.weight_done(Weight { done: 2, of: 3 }), "权重已完成 66%");
    assert_eq!(EN.weight_done(Weight::default()), "0% of the weight done");
}

#[test]
fn nodes_stand_by_their_due_in_force_and_what_was_taken_back_stands_last() {
    let mut s = Staff::new();
    let (late, same, early, gone) = (
        s.plans_audited("竣工", "2018-12-31"),
        s.plans_audited("验收", "2018-12-31"),
        s.plans_audited("封顶", "2018-11-30"),
        s.plans("误填", "2018-01-31"),
    );
    let li = s.li.clone();
    s.writes(&li, "withdrawn", json!({"of": gone}));
    let order = |s: &Staff| view(s, TODAY).nodes.iter().map(|n| n.id).collect::<Vec<_>>();
    assert_eq!(order(&s), [early, late, same, gone]);
    let moved = asks(&mut s, early, None, "2019-03-31", "雨季");
    assert_eq!(order(&s), [early, late, same, gone], "what waits moves nothing");
    s.accepts(moved);
    assert_eq!(order(&s), [late, same, early, gone]);
    let held = view(&s, TODAY);
    let rows: Vec<Ref> = held.grid.rows.iter().map(|r| r.node).collect();
    assert_eq!(rows, [late, same, early]);
    assert_eq!(held.timeline.bars.iter().map(|b| b.node).collect::<Vec<_>>(), rows);
}

#[test]
fn each_move_says_from_where_why_by_whom_and_how_it_was_audited() {
    let mut s = Staff::new();
    let of = s.plans_audited("施工许可证", "2018-11-30");
    let first = asks(&mut s, of, None, "2018-12-07", "图审合格书 12月3日出");
    s.accepts(first);
    s.w.now += 30 * DAY_MS;
    let second = asks(&mut s, of, Some("2018-12-10"), "2019-01-31", "还差一项");
    returns(&mut s, second, "理由不够");
    let third = asks(&mut s, of, None, "2018-12-31", "补正材料");
    let held = node(&s, of, "2018-12-16");
    let dates = |start: &str, due: &str| Dates { start: day(start), due: day(due) };
    assert_eq!((held.planned, held.dates), (dates("2018-11-01", "2018-11-30"), dates("2018-12-01", "2018-12-07")));
    let told: Vec<_> = held.moves.iter().map(|m| (m.id, m.number, m.from.due, m.due, m.ahead, m.in_force)).collect();
    let (november, december) = (day("2018-11-30"), day("2018-12-07"));
    let expected = [
        (first, 1, november, december, 15, true),
        (second, 2, december, day("2019-01-31"), -8, false),
        (third, 3, december, day("2018-12-31"), -8, false),
    ];
    assert_eq!(told, expected);
    let (li, wang) = (called(&s, &s.li), called(&s, &s.wang));
    assert!(held.moves.iter().all(|m| m.by == li && m.audit.as_ref().is_none_or(|a| a.by == wang && !a.own && !a.conflict)));
    let verdicts: Vec<_> = held.moves.iter().map(|m| m.audit.as_ref().map(|a| (a.verdict, a.text.as_deref()))).collect();
    assert_eq!(verdicts, [Some((Verdict::Accepted, None)), Some((Verdict::Returned, Some("理由不够"))), None]);
    assert_eq!(held.moves[0].reason, "图审合格书 12月3日出");
    assert_eq!((held.moved_times(), held.to_audit().collect::<Vec<_>>()), (1, vec![third]));
    let on = day("2018-12-16");
    assert_eq!(ZH.move_dates(&held.moves[2], on), "第 3 次改期：12月7日 → 12月31日");
    assert_eq!(EN.move_dates(&held.moves[1], on), "Change 2 of the date: 7 Dec → 31 Jan 2019");
    assert_eq!(ZH.audit(held.moves[1].audit.as_ref(), on), format!("{wang} 12月15日退回：理由不够"));
    assert_eq!(ZH.audit(held.moves[0].audit.as_ref(), on), format!("{wang} 11月15日审核通过"));
    assert_eq!(ZH.audit(None, on), "待审核");
    assert_eq!(EN.audit(held.moves[1].audit.as_ref(), on), format!("Returned by {wang} on 15 Dec: 理由不够"));
    assert_eq!([15, 0, -8].map(|n| ZH.move_ahead(n)), ["到期前 15 天申请", "到期当天申请", "过期 8 天才申请"]);
    assert_eq!([1, 0, -8].map(|n| EN.move_ahead(n)), ["asked 1 day before due", "asked on the due day", "asked 8 days after due"]);
}

#[test]
fn an_audit_of_ones_own_plan_is_marked_and_so_is_a_conflict() {
    let mut s = Staff::new();
    let city = s.city();
    let own = s.writes(&city, "node-planned", json!({"title": "封顶", "due": "2018-12-31"}));
    s.writes(&city, "node-audited", json!({"of": own, "verdict": "accepted"}));
    assert!(node(&s, own, TODAY).audit.is_some_and(|a| a.own && !a.conflict));
    let other = s.plans_audited("砌筑", "2018-12-31");
    assert!(node(&s, other, TODAY).audit.is_some_and(|a| !a.own && !a.conflict));
    returns(&mut s, other, "再核对");
    let audit = node(&s, other, TODAY).audit.unwrap();
    assert_eq!((audit.verdict, audit.conflict), (Verdict::Returned, true), "nobody named the first audit");
    let asked = s.writes(&city, "node-rescheduled", json!({"of": own, "due": "2019-01-31", "reason": "雨季"}));
    s.writes(&city, "node-audited", json!({"of": asked, "verdict": "accepted"}));
    assert!(node(&s, own, TODAY).moves[0].audit.as_ref().is_some_and(|a| a.own));
}

#[test]
fn reports_stand_newest_first_and_the_one_of_the_day_is_marked() {
    let mut s = Staff::new();
    let of = s.plans_audited("封顶", "2018-11-30");
    let photo = Hash::of(b"photo");
    let li = s.li.clone();
    let body = json!({"of": of, "on": "2018-11-10", "percent": 45, "text": "浇筑到 9 层", "files": [photo]});
    s.writes(&li, "node-reported", body);
    s.reports(of, "2018-11-06", 30, None);
    s.reports(of, "2018-11-14", 100, Some("2018-11-13"));
    let told = |on: &str| {
        let held = node(&s, of, on);
        let reports: Vec<_> = held.reports.iter().map(|r| (r.on.to_string(), r.percent, r.in_force)).collect();
        (held.percent, held.done, reports)
    };
    let lines = |at: usize| {
        ["2018-11-14", "2018-11-10", "2018-11-06"]
            .iter()
            .zip([100, 45, 30])
            .enumerate()
            .map(|(n, (on, percent))| (on.to_string(), percent, n == at))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(TODAY), (100, Some(day("2018-11-13")), lines(0)));
    assert_eq!(told("2018-11-12"), (45, None, lines(1)));
    assert_eq!(told("2018-11-01"), (0, None, lines(3)), "no day hides what was written");
    let held = node(&s, of, TODAY);
    assert_eq!((held.reports[1].files.as_slice(), held.reports[1].text.as_deref()), ([photo].as_slice(), Some("浇筑到 9 层")));
    assert!(matches!(held.light.unwrap().why, Why::Done { .. }));
    let (on, by) = (day(TODAY), called(&s, &s.li));
    assert_eq!(ZH.report_line(&held.reports[0], on), format!("11月13日办成，11月14日{by}报"));
    assert_eq!(ZH.report_line(&held.reports[1], on), format!("45%，11月10日{by}报"));
    assert_eq!(EN.report_line(&held.reports[0], on), format!("Done on 13 Nov, reported on 14 Nov by {by}"));
}

#[test]
fn an_excuse_is_told_with_its_reason_and_ends() {
    let mut s = Staff::new();
    let of = s.plans_audited("封顶", "2018-10-31");
    let wang = s.wang.clone();
    s.writes(&wang, "node-excused", json!({"of": of, "reason": "防汛", "until": "2018-11-20"}));
    let by = called(&s, &wang);
    let told = |on: &str| node(&s, of, on).excuse.map(|e| (ZH.excuse_line(&e, day(TODAY)), e.holds)).unwrap();
    assert_eq!(told("2018-11-20"), (format!("有正当理由，到11月20日（含）不计灯：防汛（{by}）"), true));
    assert_eq!(told("2018-11-21"), (format!("正当理由已于11月20日到期：防汛（{by}）"), false));
    s.writes(&wang, "node-excused", json!({"of": of, "reason": "撤销", "until": null, "over": [last_excuse(&s, of)]}));
    assert_eq!(node(&s, of, TODAY).excuse, None);
}

fn last_excuse(s: &Staff, of: Ref) -> Ref {
    use lianxin::domain::state::{Stated, Target};
    let state = s.w.state();
    state.project(&s.p).unwrap().folded.stated(Target::Thing(of), Stated::Excuse).unwrap().over()[0]
}

#[test]
fn the_grid_shows_spans_dues_and_what_was_done() {
    let mut s = Staff::new();
    let li = s.li.clone();
    let body = json!({"title": "土地证", "due": "2018-08-31", "start": "2018-07-10", "weight": 30});
    let land = s.writes(&li, "node-planned", body);
    s.accepts(land);
    s.reports(land, "2018-09-03", 100, Some("2018-09-02"));
    let permit = s.plans_audited("许可证", "2018-10-31");
    let moved = asks(&mut s, permit, None, "2018-12-07", "图审");
    s.accepts(moved);
    let open = asks(&mut s, permit, None, "2019-01-15", "再等");
    let start = s.plans("打桩", "2018-12-25");
    let held = view(&s, TODAY);
    let months: Vec<String> = held.grid.columns.iter().map(|c| c.month.to_string()).collect();
    assert_eq!(months, ["2018-07", "2018-08", "2018-09", "2018-10", "2018-11", "2018-12", "2019-01"]);
    let drawn = |of: Ref| {
        let row = held.grid.rows.iter().find(|r| r.node == of).unwrap();
        assert_eq!((row.before, row.after, row.cells.len()), (false, false, 7));
        row.cells.iter().map(sign).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(drawn(land), "= =| L . . . .");
    assert_eq!(drawn(permit), ". . . e . =| a");
    assert_eq!(drawn(start), ". . . . . =| .", "what does not count is drawn as well");
    assert_eq!(held.nodes.iter().find(|n| n.id == permit).unwrap().to_audit().collect::<Vec<_>>(), [open]);
    let columns: Vec<_> = held.grid.columns.iter().map(|c| (c.due, c.done, c.is_today)).collect();
    let expected = [
        (0, Some(0), false),
        (30, Some(0), false),
        (30, Some(30), false),
        (30, Some(30), false),
        (30, Some(30), true),
        (31, None, false),
        (31, None, false),
    ];
    assert_eq!(columns, expected);
    let lights: Vec<_> = held.grid.columns.iter().map(|c| c.light).collect();
    // September: done late, so yellow to the month's end; from then on all that was due is done.
    let (green, yellow) = (Some(Light::Green), Some(Light::Yellow));
    assert_eq!(lights, [yellow, yellow, yellow, green, green, None, None]);
    assert_eq!(held.weight, Weight { done: 30, of: 31 });
    let row = &held.grid.rows.iter().find(|r| r.node == land).unwrap().cells;
    let said = |n: usize| ZH.plan_cell(row[n], held.grid.columns[n].month, day(TODAY));
    assert_eq!((said(1).as_deref(), said(2).as_deref(), said(3)), (Some("8月：计划办理期间，现行计划日期"), Some("9月：晚了才办成"), None));
}

/// A cell in a few letters: planned, due, earlier due, asked, done on time or late.
fn sign(cell: &Cell) -> String {
    let done = match cell.done {
        Some(DoneHow::OnTime) => "D",
        Some(DoneHow::Late) => "L",
        None => "",
    };
    let marks = [(cell.planned, "="), (cell.due, "|"), (cell.earlier_due, "e"), (cell.asked, "a")];
    let text: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).chain([done]).collect();
    if text.is_empty() { ".".into() } else { text }
}

#[test]
fn the_line_of_days_has_today_and_the_dates_as_first_planned() {
    let mut s = Staff::new();
    let of = s.plans_audited("许可证", "2018-10-31");
    for due in ["2018-11-30", "2018-12-07"] {
        let asked = asks(&mut s, of, None, due, "图审");
        s.accepts(asked);
    }
    asks(&mut s, of, None, "2018-12-20", "再等");
    let kept = s.plans_audited("打桩", "2018-12-25");
    s.reports(kept, TODAY, 100, Some("2018-11-14"));
    let line = view(&s, TODAY).timeline;
    let at = |text: &str| day(text).days_since(line.first);
    assert_eq!((line.first, line.days, line.today), (day("2018-10-01"), 92, 45));
    let bar = line.bars.iter().find(|b| b.node == of).unwrap();
    assert_eq!((bar.start, bar.due), (at("2018-12-01"), at("2018-12-07")));
    assert_eq!(bar.baseline, Some((0, 30)));
    assert_eq!(
        (bar.earlier.as_slice(), bar.asked.as_slice(), bar.done),
        ([at("2018-11-30")].as_slice(), [at("2018-12-20")].as_slice(), None)
    );
    let other = line.bars.iter().find(|b| b.node == kept).unwrap();
    assert_eq!((other.baseline, other.done, other.percent), (None, Some((44, DoneHow::OnTime)), 100));
}

#[test]
fn a_plan_of_a_thousand_years_is_cut_to_three_around_the_day() {
    let mut s = Staff::new();
    let li = s.li.clone();
    let long = s.writes(&li, "node-planned", json!({"title": "长", "due": "9999-12-31", "start": "0001-01-01"}));
    s.accepts(long);
    let past = s.plans_audited("旧", "1999-12-31");
    let held = view(&s, TODAY);
    let months: Vec<Month> = held.grid.columns.iter().map(|c| c.month).collect();
    assert_eq!((months.len(), months[0], months[12]), (36, Month::parse("2017-11").unwrap(), Month::of(day(TODAY))));
    assert_eq!(held.grid.columns.iter().filter(|c| c.is_today).count(), 1);
    let row = |of: Ref| held.grid.rows.iter().find(|r| r.node == of).unwrap();
    assert_eq!((row(long).before, row(long).after, row(long).cells.iter().all(|c| c.planned)), (true, true, true));
    assert_eq!((row(past).before, row(past).after, row(past).cells.iter().any(|c| *c != Cell::default())), (true, false, false));
    for on in [Day::FIRST, Day::LAST] {
        let held = view(&s, &on.to_string());
        assert!(held.grid.columns.len() <= 36 && held.grid.columns.iter().any(|c| c.is_today), "{on}");
    }
}

#[test]
fn days_are_never_told_with_a_minus() {
    assert_eq!([15, 1, 0, -15].map(|n| ZH.days_to(n)), ["还有 15 天", "还有 1 天", "今天到期", "超 15 天"]);
    assert_eq!([15, 1, 0, -1].map(|n| EN.days_to(n)), ["15 days left", "1 day left", "due today", "1 day over"]);
    assert_eq!((ZH.moved_times(2), EN.moved_times(1), ZH.weight(30)), ("改期 2 次".into(), "moved once".into(), "权重 30".into()));
}

#[test]
fn months_on_the_line_are_of_one_width() {
    let mut s = Staff::new();
    s.plans_audited("桩基", "2018-02-28");
    s.plans_audited("封顶", "2018-03-31");
    let line = view(&s, "2018-03-15").timeline;
    assert_eq!(line.first, day("2018-02-01"));
    let at = |days: f64| (line.share(days) * 100.0).round() / 100.0;
    assert_eq!((at(0.0), at(14.0), at(28.0), at(59.0)), (0.0, 25.0, 50.0, 100.0));
    assert_eq!((at(-10.0), at(500.0)), (0.0, 100.0), "what lies outside is drawn at the end");
}

#[test]
fn a_moved_node_keeps_every_earlier_due() {
    let mut s = Staff::new();
    let of = s.plans_audited("封顶", "2018-06-30");
    for due in ["2018-08-31", "2018-10-31"] {
        let asked = s.reschedules(of, due);
        s.accepts(asked);
    }
    s.reschedules(of, "2018-12-31");
    let found = node(&s, of, TODAY);
    assert_eq!(found.earlier_dues().collect::<Vec<_>>(), [day("2018-06-30"), day("2018-08-31")]);
    assert_eq!((ZH.node_facts(&found).as_str(), ZH.node_waits(&found)), ("权重 1·改期 2 次", Some("待审改期")));
    assert_eq!((ZH.node_end(&found), EN.node_end(&found)), ("超 15 天".into(), "15 days over".into()));
}
