//! The reasons of a light and what would change it, as data and as sentences in both languages.

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::money::Fen;
use lianxin::domain::rules::investment::{self, investment_light};
use lianxin::domain::rules::light::Light;
use lianxin::domain::rules::node::{NodeLight, Why};
use lianxin::domain::rules::project::{Grey, project_light};
use lianxin::domain::state::Verdict;
use lianxin::screen::light::{InvestmentChange, LightView, Next, Reason, Wish, light, reasons};
use lianxin::text::{EN, Lang, Text, ZH, text};
use serde_json::json;

use crate::light::name;
use crate::session::day;
use crate::world::Staff;

fn view(s: &Staff, on: &str) -> LightView {
    let state = s.w.state();
    light(state.project(&s.p).unwrap(), &state.roster.settings, day(on))
}

/// What stands on the page: the reasons, then the changes.
fn words(view: &LightView, on: &str, lang: Lang) -> (Vec<String>, Vec<String>) {
    let (text, today) = (text(lang), day(on));
    let changes = view.changes.iter().map(|c| text.light_change(c, today));
    let investment = view.investment.iter().map(|c| text.investment_change(c, today));
    (view.reasons.iter().map(|r| text.light_reason(r, today)).collect(), changes.chain(investment).collect())
}

#[test]
fn each_reason_is_a_sentence() {
    let today = day("2018-11-23");
    let node = |why| Reason::Node { id: name("n"), title: "主体封顶".into(), why };
    let month = |text: &str| Month::parse(text).unwrap();
    let invested = |percent| {
        let (done, expected) = (Fen(8_640_000_000), Fen(12_000_000_000));
        Reason::Investment(investment::Why::Reported { month: month("2018-06"), done, expected, percent })
    };
    let cases = [
        (
            node(Why::Overdue { due: day("2018-11-20"), days: 3 }),
            "节点“主体封顶”应于11月20日完成，已过期 3 天",
            "“主体封顶” was due on 20 Nov and is 3 days overdue",
        ),
        (
            node(Why::Overdue { due: day("2017-11-22"), days: 366 }),
            "节点“主体封顶”应于2017年11月22日完成，已过期 366 天",
            "“主体封顶” was due on 22 Nov 2017 and is 366 days overdue",
        ),
        (
            node(Why::Reported { expected: 60, percent: 40, lag: 20 }),
            "节点“主体封顶”今天应到 60%，只报了 40%，慢 20 个百分点",
            "“主体封顶” should be at 60% today, but only 40% was reported: 20 points behind",
        ),
        (
            node(Why::Reported { expected: 60, percent: 59, lag: 1 }),
            "节点“主体封顶”今天应到 60%，只报了 59%，慢 1 个百分点",
            "“主体封顶” should be at 60% today, but only 59% was reported: 1 point behind",
        ),
        (
            node(Why::Reported { expected: 60, percent: 60, lag: 0 }),
            "节点“主体封顶”今天应到 60%，报了 60%",
            "“主体封顶” should be at 60% today, and 60% was reported",
        ),
        (
            node(Why::Reported { expected: 60, percent: 65, lag: -5 }),
            "节点“主体封顶”今天应到 60%，报了 65%，快 5 个百分点",
            "“主体封顶” should be at 60% today, and 65% was reported: 5 points ahead",
        ),
        (
            node(Why::Unreported { expected: 45 }),
            "节点“主体封顶”今天应到 45%，还没有报过进度",
            "“主体封顶” should be at 45% today; no progress was reported yet",
        ),
        (
            node(Why::Late { done: day("2018-11-12"), due: day("2018-10-31") }),
            "节点“主体封顶”应于10月31日完成，11月12日办成，晚了 12 天",
            "“主体封顶” was due on 31 Oct and done on 12 Nov, 12 days late",
        ),
        (
            node(Why::Done { done: day("2018-11-19"), due: day("2018-11-20") }),
            "节点“主体封顶”11月19日办成，比计划早 1 天",
            "“主体封顶” was done on 19 Nov, 1 day early",
        ),
        (
            node(Why::Done { done: day("2018-11-20"), due: day("2018-11-20") }),
            "节点“主体封顶”11月20日按期办成",
            "“主体封顶” was done on time, on 20 Nov",
        ),
        (
            node(Why::Excused { until: day("2018-12-31") }),
            "节点“主体封顶”有正当理由，到12月31日（含）不计灯",
            "“主体封顶” is excused up to and including 31 Dec",
        ),
        (
            node(Why::NotStarted { start: day("2018-12-01") }),
            "节点“主体封顶”未到开始日，12月1日开始",
            "“主体封顶” has not started; it starts on 1 Dec",
        ),
        (Reason::NothingDue, "到期的节点都已办成，没有正在办的", "All that was due is done, and nothing is under way"),
        (Reason::Grey(Grey::NoPlan), "计划未报：还没有报节点计划", "No plan: nobody has planned a node yet"),
        (
            Reason::Grey(Grey::NotAudited),
            "待审核：计划报了，还没有节点审核通过",
            "Not audited: there is a plan, but no node of it was accepted yet",
        ),
        (Reason::Grey(Grey::Excused), "有正当理由：到期没办成的节点都有正当理由", "Excused: whatever is due and not done is excused"),
        (
            invested(Some(72)),
            "投资到6月应完成 1.2 亿元，实报 8,640 万元，为计划的 72%",
            "Investment should have reached CNY 120 million by the end of Jun; CNY 86.4 million was reported, 72% of the plan",
        ),
        (
            invested(None),
            "投资到6月按计划还不用完成，实报 8,640 万元",
            "No investment was planned up to the end of Jun; CNY 86.4 million was reported",
        ),
        (
            Reason::Investment(investment::Why::Unreported { month: month("2018-10") }),
            "10月的投资还没有报，11月6日起按黄灯算",
            "No investment was reported for Oct; that is yellow since 6 Nov",
        ),
    ];
    for (reason, zh, en) in cases {
        let said = |text: &Text| text.light_reason(&reason, today);
        assert_eq!((said(&ZH).as_str(), said(&EN).as_str()), (zh, en));
    }
}

#[test]
fn a_grey_node_is_called_by_its_reason() {
    let said = |text: &Text, light, why| text.node_light(&NodeLight { light, why });
    let until = day("2018-12-31");
    assert_eq!(said(&ZH, Light::Grey, Why::NotStarted { start: until }), "未到开始日");
    assert_eq!(said(&ZH, Light::Grey, Why::Excused { until }), "有正当理由");
    assert_eq!(said(&EN, Light::Grey, Why::Excused { until }), "Excused");
    assert_eq!(said(&ZH, Light::Red, Why::Overdue { due: until, days: 1 }), "红灯");
    let all = [Light::Red, Light::Yellow, Light::Green, Light::Grey];
    assert_eq!(all.map(|light| ZH.light(light)), ["红灯", "黄灯", "绿灯", "未定"]);
    assert_eq!(all.map(|light| EN.light(light)), ["Red", "Yellow", "Green", "Undecided"]);
}

#[test]
fn a_red_project_says_why_and_what_would_change_it() {
    let mut s = Staff::new();
    let overdue = s.plans_audited("封顶", "2018-10-31");
    s.plans_audited("砌筑", "2018-11-30");
    s.reschedules(overdue, "2018-12-31");
    let held = view(&s, "2018-11-15");
    assert_eq!(held.light, Light::Red);
    assert_eq!(held.next.as_ref().map(|n| (n.title.as_str(), n.days)), Some(("砌筑", 15)), "what is overdue is not next");
    let zh = words(&held, "2018-11-15", Lang::Zh);
    assert_eq!(zh.0, ["节点“封顶”应于10月31日完成，已过期 15 天"]);
    let expected = [
        "“封顶”今天办成：节点转为黄灯（晚办成），项目转为黄灯",
        "“封顶”改到12月31日的申请审核通过：节点转为未到开始日，项目转为黄灯",
        "“封顶”今天认定有正当理由：节点转为有正当理由，项目转为黄灯",
    ];
    assert_eq!(zh.1, expected);
    let en = words(&held, "2018-11-15", Lang::En);
    assert_eq!(en.0, ["“封顶” was due on 31 Oct and is 15 days overdue"]);
    let expected = [
        "If “封顶” is done today: the node is then yellow (done late), and the project is then yellow",
        "If the new date of “封顶”, 31 Dec, is accepted: the node is then not started, and the project is then yellow",
        "If “封顶” is excused for today: the node is then excused, and the project is then yellow",
    ];
    assert_eq!(en.1, expected);
}

#[test]
fn of_two_red_nodes_neither_alone_turns_the_project() {
    let mut s = Staff::new();
    s.plans_audited("封顶", "2018-10-31");
    s.plans_audited("砌筑", "2018-11-10");
    let held = view(&s, "2018-11-15");
    assert_eq!(held.reasons.len(), 2);
    assert_eq!(held.changes.len(), 4);
    assert!(held.changes.iter().all(|c| c.project.is_none()));
    assert_eq!(ZH.light_change(&held.changes[0], day("2018-11-15")), "“封顶”今天办成：节点转为黄灯（晚办成），项目的灯不变");
}

#[test]
fn a_lag_names_the_least_percentage_and_a_green_project_asks_for_nothing() {
    let mut s = Staff::new();
    let node = s.plans_audited("封顶", "2018-11-30");
    s.reports(node, "2018-11-10", 5, None);
    let held = view(&s, "2018-11-15");
    let (reasons, changes) = words(&held, "2018-11-15", Lang::Zh);
    assert_eq!(reasons, ["节点“封顶”今天应到 50%，只报了 5%，慢 45 个百分点"]);
    let expected = [
        "“封顶”今天报到 20%：节点转为黄灯，项目转为黄灯",
        "“封顶”今天报到 40%：节点转为绿灯，项目转为绿灯",
        "“封顶”今天办成：节点转为绿灯，项目转为绿灯",
        "“封顶”今天认定有正当理由：节点转为有正当理由，项目转为绿灯",
    ];
    assert_eq!(changes, expected);
    s.reports(node, "2018-11-15", 40, None);
    let green = view(&s, "2018-11-15");
    assert_eq!((green.light, green.changes.len(), green.investment.len()), (Light::Green, 0, 0));
    assert_eq!(green.reasons.len(), 1);
}

#[test]
fn a_project_without_a_colour_says_which_of_the_three_it_is() {
    let mut s = Staff::new();
    let said_of = |s: &Staff| words(&view(s, "2018-11-15"), "2018-11-15", Lang::Zh);
    assert_eq!(said_of(&s), (vec!["计划未报：还没有报节点计划".to_string()], vec![]));
    let node = s.plans("封顶", "2018-10-31");
    let (said, changes) = said_of(&s);
    assert_eq!(said, ["待审核：计划报了，还没有节点审核通过"]);
    assert_eq!(changes, ["“封顶”的计划审核通过：节点转为红灯，项目转为红灯"]);
    assert_eq!(view(&s, "2018-11-15").next, None, "what does not count is not due");
    s.accepts(node);
    let wang = s.wang.clone();
    s.writes(&wang, "node-excused", json!({"of": node, "reason": "防汛", "until": "2018-12-31"}));
    let (said, changes) = said_of(&s);
    assert_eq!(said, ["有正当理由：到期没办成的节点都有正当理由"]);
    assert_eq!(changes, ["“封顶”今天办成：节点转为黄灯（晚办成），项目转为黄灯"]);
}

#[test]
fn an_investment_that_is_behind_names_the_least_that_would_do() {
    let mut s = Staff::new();
    let (wang, li) = (s.wang.clone(), s.li.clone());
    let node = s.plans_audited("封顶", "2018-10-31");
    s.reports(node, "2018-10-31", 100, Some("2018-10-31"));
    // 10 of 12 months of 1.2 亿 and a fen: the twelfths must not be cut off.
    s.writes(&wang, "investment-planned", json!({"year": "2018", "amount": 12_000_000_001_i64}));
    s.writes(&li, "investment-reported", json!({"month": "2018-10", "done": 5_000_000_000_i64}));
    let on = day("2018-11-15");
    let held = view(&s, "2018-11-15");
    assert_eq!((held.light, held.reasons.len(), held.changes.len()), (Light::Red, 1, 0));
    let month = Month::parse("2018-10").unwrap();
    let least = |done, light| InvestmentChange { month, done: Fen(done), light, project: Some(light) };
    assert_eq!(held.investment, [least(8_000_000_001, Light::Yellow), least(10_000_000_001, Light::Green)]);
    let state = s.w.state();
    let project = state.project(&s.p).unwrap();
    for change in &held.investment {
        let light_at = |done| {
            let mut investment = project.investment.clone();
            investment.done.insert(month, Fen(done));
            investment_light(&investment, &state.roster.settings, on).unwrap().light
        };
        assert_eq!(light_at(change.done.0), change.light);
        assert!(light_at(change.done.0 - 1) > change.light, "a fen less does not do");
    }
    assert_eq!(ZH.investment_change(&held.investment[1], on), "到10月的投资报到 10,000.000001 万元：投资转为绿灯，项目转为绿灯");
    assert_eq!(
        EN.investment_change(&held.investment[0], on),
        "If CNY 80.00000001 million is reported up to the end of Oct: the investment is then yellow, and the project is then yellow"
    );
    // The nodes are worse than the investment: only what it is itself would change.
    s.plans_audited("砌筑", "2018-11-01");
    let both = view(&s, "2018-11-15");
    assert!(both.investment.iter().all(|c| c.project.is_none()), "{:?}", both.investment);
    assert_eq!(both.reasons.len(), 2);
}

#[test]
fn what_is_told_agrees_with_the_rule_on_every_day_of_a_year() {
    let mut s = Staff::new();
    let (wang, li) = (s.wang.clone(), s.li.clone());
    let moved = s.plans_audited("封顶", "2018-06-30");
    let asked = s.reschedules(moved, "2018-08-31");
    s.accepts(asked);
    let done = s.plans_audited("砌筑", "2018-03-31");
    s.reports(done, "2018-04-10", 100, Some("2018-04-05"));
    s.writes(&wang, "investment-planned", json!({"year": "2018", "amount": 1200}));
    s.writes(&li, "investment-reported", json!({"month": "2018-05", "done": 300}));
    // Up to before the day from which a report lacks: nothing but the excuse speaks then.
    s.writes(&wang, "node-excused", json!({"of": moved, "reason": "防汛", "until": "2018-09-03"}));
    let state = s.w.state();
    let (project, settings) = (state.project(&s.p).unwrap(), &state.roster.settings);
    let mut seen = std::collections::BTreeSet::new();
    for on in (0..365).map(|n| Day::new(2018, 1, 1).unwrap().plus(n)) {
        let (rule, held) = (project_light(project, settings, on), light(project, settings, on));
        assert_eq!((held.light, held.reasons.len()), (rule.light, rule.reasons.len()), "{on}");
        assert_eq!(reasons(project, &rule), held.reasons, "a row of a list says what the page says");
        assert!(held.changes.iter().all(|c| c.project != Some(rule.light)));
        assert!(held.next.iter().all(|n| n.due >= on));
        seen.insert(held.light);
    }
    assert_eq!(seen.len(), 4, "the year has every light: {seen:?}");
}

#[test]
fn what_is_due_next_is_told_with_the_days_left() {
    let next = |days| Next { node: name("n"), title: "取得施工许可证".into(), due: day("2018-11-30"), days };
    let on = day("2018-11-15");
    assert_eq!(ZH.next_due(&next(15), on), "下一个：取得施工许可证，11月30日到期，还有 15 天");
    assert_eq!(ZH.next_due(&next(0), on), "下一个：取得施工许可证，今天到期");
    assert_eq!(EN.next_due(&next(1), on), "Next: 取得施工许可证, due on 30 Nov, 1 day left");
}

#[test]
fn a_returned_plan_can_still_be_accepted() {
    let mut s = Staff::new();
    let node = s.plans("封顶", "2018-12-31");
    let wang = s.wang.clone();
    s.writes(&wang, "node-audited", json!({"of": node, "verdict": "returned", "text": "缺附件"}));
    assert_eq!(s.node(node).audit, Some(Verdict::Returned));
    let held = view(&s, "2018-11-15");
    assert_eq!(held.changes.iter().map(|c| &c.wish).collect::<Vec<_>>(), [&Wish::AcceptPlan]);
}
