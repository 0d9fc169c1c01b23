//! Start, register, completion and production: when they are reached, and their rates.

use lianxin::domain::id::Ref;
use lianxin::domain::rules::milestone::{Milestone, Rate, Standing, milestone, register_papers};
use lianxin::screen::invest::Tenths;
use lianxin::screen::milestones::{milestones, overview, rows, share};
use lianxin::screen::rollup::{By, GroupName};
use lianxin::text::{EN, ZH};
use serde_json::json;

use crate::session::day;
use crate::world::Staff;

const TODAY: &str = "2018-11-15";

fn plans(s: &mut Staff, stage: &str, due: &str) -> Ref {
    let li = s.li.clone();
    s.writes(&li, "node-planned", json!({"title": stage, "due": due, "stage": stage}))
}

fn standing(s: &Staff, which: Milestone, on: &str) -> Standing {
    milestone(s.w.state().project(&s.p).unwrap(), which, day(on))
}

#[test]
fn a_milestone_is_reached_when_all_its_nodes_that_count_are_done() {
    let mut s = Staff::new();
    assert_eq!(standing(&s, Milestone::Start, TODAY), Standing::NotPlanned);
    let piling = plans(&mut s, "start", "2018-10-31");
    assert_eq!(standing(&s, Milestone::Start, TODAY), Standing::NotAudited { due: day("2018-10-31") });
    s.accepts(piling);
    assert_eq!(standing(&s, Milestone::Start, TODAY), Standing::Open { due: day("2018-10-31") });
    let second = plans(&mut s, "start", "2018-11-30");
    s.accepts(second);
    assert_eq!(standing(&s, Milestone::Start, TODAY), Standing::Open { due: day("2018-11-30") }, "the latest due");
    s.reports(piling, "2018-10-26", 100, Some("2018-10-26"));
    assert_eq!(standing(&s, Milestone::Start, TODAY), Standing::Open { due: day("2018-11-30") });
    s.reports(second, "2018-11-12", 100, Some("2018-11-10"));
    let reached = Standing::Reached { due: day("2018-11-30"), done: day("2018-11-10") };
    assert_eq!(standing(&s, Milestone::Start, TODAY), reached);
    assert_eq!(standing(&s, Milestone::Start, "2018-11-11"), Standing::Open { due: day("2018-11-30") }, "not reported by then");
    assert_eq!(standing(&s, Milestone::Completion, TODAY), Standing::NotPlanned);
    assert_eq!(ZH.milestone_standing(reached, day(TODAY)), "11月10日，计划11月30日，早 20 天");
    assert_eq!(EN.milestone_standing(Standing::Open { due: day("2018-10-31") }, day(TODAY)), "Planned for 31 Oct, 15 days over");
    // Another stage, and a plan that was taken back, are none of it.
    let li = s.li.clone();
    s.writes(&li, "withdrawn", json!({"of": second}));
    assert_eq!(standing(&s, Milestone::Start, TODAY), Standing::Reached { due: day("2018-10-31"), done: day("2018-10-26") });
}

#[test]
fn a_rate_counts_what_is_due_in_the_year_and_nothing_else() {
    let today = day(TODAY);
    let (open, reached) =
        (|due: &str| Standing::Open { due: day(due) }, |due: &str| Standing::Reached { due: day(due), done: day("2018-11-01") });
    let cases = [
        (Standing::NotPlanned, Rate::default()),
        (Standing::NotAudited { due: day("2018-10-01") }, Rate { not_audited: 1, ..Rate::default() }),
        (open("2018-11-14"), Rate { planned: 1, overdue: 1, ..Rate::default() }),
        (open("2018-11-15"), Rate { planned: 1, ..Rate::default() }),
        (open("2018-12-31"), Rate { planned: 1, ..Rate::default() }),
        (open("2019-01-01"), Rate::default()),
        (open("2017-12-31"), Rate { carried: 1, ..Rate::default() }),
        (reached("2018-01-01"), Rate { planned: 1, reached: 1, ..Rate::default() }),
        (reached("2018-12-31"), Rate { planned: 1, reached: 1, ..Rate::default() }),
        (reached("2017-12-31"), Rate::default()),
        (reached("2019-01-01"), Rate::default()),
    ];
    for (standing, expected) in cases {
        let mut rate = Rate::default();
        rate.add(standing, 2018, today);
        assert_eq!(rate, expected, "{standing:?}");
    }
    let rate = Rate { planned: 3, reached: 2, overdue: 1, carried: 2, not_audited: 0 };
    assert_eq!((share(&rate), share(&Rate::default())), (Some(Tenths(666)), None));
    assert_eq!((ZH.rate(&rate), ZH.rate_rest(&rate)), ("2 / 3，66.6%".into(), "逾期 1，往年没到 2".into()));
    assert_eq!((EN.rate(&rate), EN.rate(&Rate::default())), ("2 of 3, 66.6%".into(), "None planned".into()));
}

#[test]
fn the_papers_are_enough_once_three_are_asked_for_and_all_are_there() {
    let mut s = Staff::new();
    let li = s.li.clone();
    let list =
        |s: &mut Staff, title: &str| s.writes(&li, "permit-listed", json!({"title": title, "group": "statistics", "stage": "register"}));
    let turn = |s: &mut Staff, of: Ref, state: &str| s.writes(&li, "permit-changed", json!({"of": of, "state": state, "on": "2018-11-01"}));
    let held = |s: &Staff| {
        let (count, complete) = register_papers(s.w.state().project(&s.p).unwrap());
        (count.issued, count.of, complete)
    };
    assert_eq!(held(&s), (0, 0, false));
    let (one, two) = (list(&mut s, "营业执照"), list(&mut s, "备案"));
    turn(&mut s, one, "issued");
    turn(&mut s, two, "issued");
    assert_eq!(held(&s), (2, 2, false), "the third is not even listed");
    let three = list(&mut s, "合同");
    assert_eq!(held(&s), (2, 3, false));
    turn(&mut s, three, "waived");
    assert_eq!(held(&s), (2, 2, true));
    let four = list(&mut s, "现场照片");
    assert_eq!(held(&s), (2, 3, false));
    let view = |s: &Staff| milestones(s.w.state().project(&s.p).unwrap(), day(TODAY));
    let plan = plans(&mut s, "register", "2018-11-10");
    s.accepts(plan);
    assert!(!view(&s).lacks_papers());
    s.reports(plan, "2018-11-09", 100, Some("2018-11-09"));
    assert!(view(&s).lacks_papers(), "entered without one of the papers");
    turn(&mut s, four, "issued");
    assert!(!view(&s).lacks_papers() && view(&s).complete);
    assert_eq!(ZH.papers(view(&s).count), "入库要件 3 / 3");
    assert_eq!(view(&s).papers.len(), 4);
}

#[test]
fn rates_stand_by_district_with_the_projects_behind_them() {
    let mut s = Staff::new();
    let city = s.city();
    let (_, _) = s.w.registers_project(&city, "德迈仕", s.xigang);
    let plan = plans(&mut s, "start", "2018-10-31");
    s.accepts(plan);
    s.reports(plan, "2018-10-26", 100, Some("2018-10-26"));
    let state = s.w.state();
    let view = overview(&state, By::District, 2018, day(TODAY));
    let told: Vec<_> = view.lines.iter().map(|l| (l.name.clone(), l.projects, l.rates[0].planned, l.rates[0].reached)).collect();
    let named = |name: &str| GroupName::Named(name.into());
    let mut expected = vec![(named("中山区"), 1, 1, 1), (named("西岗区"), 1, 0, 0)];
    expected.sort_by_key(|(name, ..)| view.lines.iter().position(|l| l.name == *name));
    assert_eq!(told, expected);
    assert_eq!((view.all.projects, view.all.rates[0].reached, view.all.papers), (2, 1, 0));
    let key = s.zhongshan.to_string();
    assert_eq!(rows(&state, By::District, Some(&key), day(TODAY)).into_iter().map(|row| row.name).collect::<Vec<_>>(), ["热电厂"]);
    assert_eq!(rows(&state, By::District, Some(&s.xigang.to_string()), day(TODAY)), []);
    let by_unit = overview(&state, By::Unit, 2018, day(TODAY));
    assert_eq!(by_unit.lines.iter().map(|l| (l.name.clone(), l.projects)).collect::<Vec<_>>(), [(GroupName::Unsaid, 2)]);
    assert_eq!(overview(&state, By::Category, 2018, day(TODAY)).lines[0].name, GroupName::Category("industry".into()));
}
