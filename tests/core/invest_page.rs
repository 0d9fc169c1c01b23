//! Investment of a year month by month, its ratios to the tenth of a percent, and sums over projects.

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::id::Ref;
use lianxin::domain::money::Fen;
use lianxin::domain::rules::light::Light;
use lianxin::domain::state::{Project, YearPlan};
use lianxin::screen::invest::{
    InvestSum, InvestView, SortBy, Tenths, curve, curve_of, invest, invest_sum, overview, planned_up_to, project_lines, years,
};
use lianxin::screen::rollup::By;
use lianxin::text::{EN, ZH};
use serde_json::json;

use crate::session::day;
use crate::world::{Hand, Staff};

const WAN: i64 = 1_000_000;

fn view(s: &Staff, year: i32, on: &str) -> InvestView {
    let state = s.w.state();
    invest(&state, state.project(&s.p).unwrap(), year, day(on))
}

fn plans(s: &mut Staff, year: &str, amount: i64, months: Option<[i64; 12]>) {
    let wang = s.wang.clone();
    let mut body = json!({"year": year, "amount": amount});
    if let Some(months) = months {
        body["months"] = json!(months);
    }
    s.writes(&wang, "investment-planned", body);
}

fn reports(s: &mut Staff, month: &str, done: i64) {
    let li = s.li.clone();
    s.writes(&li, "investment-reported", json!({"month": month, "done": done}));
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

#[test]
fn a_ratio_is_cut_off_to_the_tenth_and_never_overflows() {
    let cases = [
        (723, 1000, Some(723)),
        (2, 3, Some(666)),
        (999_999, 1_000_000, Some(999)),
        (0, 5, Some(0)),
        (5, 0, None),
        (0, 0, None),
        (Fen::MAX.0, 1, Some(10_000_000_000_000_000)),
        (i64::MAX, i64::MAX, Some(1000)),
        (i64::MAX, 1, Some(i64::MAX)),
    ];
    for (part, whole, expected) in cases {
        assert_eq!(Tenths::of(part, whole), expected.map(Tenths), "{part} of {whole}");
    }
    assert_eq!([0, 5, 723, 1000, 12_345].map(|n| ZH.tenths(Tenths(n))), ["0.0%", "0.5%", "72.3%", "100.0%", "1234.5%"]);
}

#[test]
fn what_is_planned_grows_by_its_months_or_by_twelfths() {
    let months = YearPlan { amount: Fen(78), months: Some(std::array::from_fn(|n| Fen(n as i64 + 1))) };
    let even = YearPlan { amount: Fen(Fen::MAX.0), months: None };
    let at = |plan: &YearPlan, n: u32| planned_up_to(plan, Month::of(Day::new(2018, n, 1).unwrap())).0;
    assert_eq!([1, 2, 6, 12].map(|n| at(&months, n)), [1, 3, 21, 78]);
    assert_eq!([1, 6, 12].map(|n| at(&even, n)), [833_333_333_333, 5_000_000_000_000, 10_000_000_000_000]);
}

#[test]
fn a_year_is_told_month_by_month_against_its_plan_and_time() {
    let mut s = Staff::new();
    let city = s.city();
    let of = s.registration;
    s.writes(&city, "fields-changed", json!({"of": "project", "set": {"total": 98_000 * WAN}, "over": {"total": [of]}}));
    plans(&mut s, "2017", 1000 * WAN, None);
    reports(&mut s, "2017-11", 700 * WAN);
    reports(&mut s, "2017-12", 800 * WAN);
    plans(&mut s, "2018", 12_000 * WAN, None);
    reports(&mut s, "2018-01", 900 * WAN);
    reports(&mut s, "2018-03", 3_150 * WAN);
    reports(&mut s, "2018-04", 3_000 * WAN);
    reports(&mut s, "2018-10", 8_640 * WAN + 50);
    let held = view(&s, 2018, "2018-11-15");
    assert_eq!((held.total, held.plan.as_ref().map(|p| p.amount)), (Some(Fen(98_000 * WAN)), Some(Fen(12_000 * WAN))));
    assert_eq!(held.months.iter().map(|m| m.month.number()).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    assert_eq!(held.months[2].planned, Some(Fen(3_000 * WAN)));
    let ratios: Vec<_> = held.months.iter().filter_map(|m| Some((m.month.number(), m.of_planned?.0))).collect();
    assert_eq!(ratios, [(1, 900), (3, 1050), (4, 750), (10, 864)]);
    let missing: Vec<u32> = held.months.iter().filter(|m| m.missing).map(|m| m.month.number()).collect();
    assert_eq!(missing, [2, 5, 6, 7, 8, 9], "a month that runs or is to come lacks nothing");
    assert_eq!(held.months.iter().filter(|m| m.falls).map(|m| m.month.number()).collect::<Vec<_>>(), [4]);
    assert_eq!(held.done, Some((month("2018-10"), Fen(8_640 * WAN + 50))));
    // 319 of 365 days.
    assert_eq!((held.of_plan, held.of_time), (Some(Tenths(720)), Tenths(873)));
    assert_eq!((held.in_all, held.of_total), (Fen(9_440 * WAN + 50), Some(Tenths(96))));
    assert_eq!(held.light.map(|l| l.light), Some(Light::Yellow));
    let called = |hand: &Hand| s.w.state().roster.author(&hand.id());
    assert_eq!(held.months[0].by.as_ref().map(|by| (by.name.clone(), by.conflict)), Some((called(&s.li), false)));
    assert_eq!(held.planned_by.as_ref().map(|by| by.name.clone()), Some(called(&s.wang)));
    let on = day("2018-11-15");
    assert_eq!(ZH.invest_year(&held, on), "全年计划 1.2 亿元，到10月完成 8,640.00005 万元，占 72.0%；时间过了 87.3%");
    assert_eq!(
        EN.invest_year(&held, on),
        "CNY 86.4000005 million of CNY 120 million by the end of Oct: 72.0% of the plan, with 87.3% of the year gone"
    );
    assert_eq!([0, 1, 3].map(|n| ZH.invest_remark(&held.months[n])), [None, Some("没有报"), Some("比前面月份的累计少，请核对")]);
    // The year before, as known today, and this one as of a day in it.
    let before = view(&s, 2017, "2018-11-15");
    assert_eq!((before.done, before.of_plan, before.of_time), (Some((month("2017-12"), Fen(800 * WAN))), Some(Tenths(800)), Tenths(1000)));
    assert_eq!((before.light, before.in_all), (None, Fen(800 * WAN)));
    let spring = view(&s, 2018, "2018-03-31");
    assert_eq!(spring.done, Some((month("2018-03"), Fen(3_150 * WAN))));
    assert_eq!(spring.months.iter().filter(|m| m.missing).map(|m| m.month.number()).collect::<Vec<_>>(), [2]);
    let next = view(&s, 2019, "2018-11-15");
    assert_eq!((next.plan, next.done, next.of_time), (None, None, Tenths(0)));
}

#[test]
fn what_lacks_is_said_and_two_reports_of_a_month_are_a_conflict() {
    let mut s = Staff::new();
    let on = "2018-11-15";
    let said = |s: &Staff| (ZH.invest_year(&view(s, 2018, on), day(on)), EN.invest_year(&view(s, 2018, on), day(on)));
    assert_eq!(said(&s), ("全年投资计划还没有报。".to_string(), "No investment is planned for the year yet.".to_string()));
    plans(&mut s, "2018", 12_000 * WAN, None);
    assert_eq!(said(&s), ("今年还没有报过投资。".to_string(), "No investment was reported this year yet.".to_string()));
    reports(&mut s, "2018-10", 5);
    reports(&mut s, "2018-10", 6);
    let line = view(&s, 2018, on).months.remove(9);
    assert_eq!((line.reported, ZH.invest_remark(&line)), (Some(Fen(6)), Some("报数不一致，先按后写的算")));
}

#[test]
fn a_group_is_summed_and_says_what_lacks() {
    let mut s = Staff::new();
    plans(&mut s, "2018", 12_000 * WAN, None);
    reports(&mut s, "2018-10", 10_000 * WAN);
    let state = s.w.state();
    let settings = &state.roster.settings;
    let with = |change: &dyn Fn(&mut Project)| {
        let mut project = (**state.project(&s.p).unwrap()).clone();
        change(&mut project);
        project
    };
    let group =
        [with(&|p| p.fields.total = Some(Fen(98_000 * WAN))), with(&|p| p.investment.done.clear()), with(&|p| p.investment.plans.clear())];
    let sum = |on: &str| invest_sum(&group, settings, 2018, day(on));
    let expected = InvestSum {
        projects: 3,
        total: Fen(98_000 * WAN),
        without_total: 2,
        planned: Fen(24_000 * WAN),
        without_plan: 1,
        expected: Fen(20_000 * WAN),
        done: Fen(20_000 * WAN),
        without_report: 1,
        lights: [0, 1, 1],
    };
    assert_eq!(sum("2018-11-15"), expected);
    assert_eq!(sum("2018-11-15").of_plan(), Some(Tenths(833)));
    let january = sum("2018-01-31");
    assert_eq!((january.expected, january.done, january.without_report, january.lights), (Fen(0), Fen(0), 2, [0; 3]));
    assert_eq!(sum("2018-12-31").expected, Fen(22_000 * WAN), "December has not ended");
    assert_eq!(invest_sum(&group, settings, 2018, day("2019-01-01")).expected, Fen(24_000 * WAN));
    assert_eq!(ZH.invest_sum(&expected), "3 个项目，全年计划 2.4 亿元，完成 2 亿元，占 83.3%；1 个没报计划；1 个没报完成");
    assert_eq!(
        EN.invest_sum(&expected),
        "3 projects: CNY 200 million of CNY 240 million, 83.3% of the plan; 1 without a plan; 1 without a report"
    );
    assert_eq!(invest_sum([], settings, 2018, day("2018-11-15")), InvestSum::default());
    // Greater than any number of fen: it stays the greatest.
    let huge = with(&|p| p.fields.total = Some(Fen(i64::MAX)));
    assert_eq!(invest_sum([&huge, &huge], settings, 2018, day("2018-11-15")).total, Fen(i64::MAX));
}

#[test]
fn two_lines_are_drawn_and_a_project_that_is_silent_stands_as_it_did() {
    let mut s = Staff::new();
    plans(&mut s, "2018", 12_000 * WAN, None);
    reports(&mut s, "2018-01", 900 * WAN);
    reports(&mut s, "2018-03", 3_000 * WAN);
    let view = view(&s, 2018, "2018-11-15");
    let one = curve_of(&view);
    assert_eq!((one.planned.len(), one.planned[11], one.top), (12, Fen(12_000 * WAN), Fen(12_000 * WAN)));
    assert_eq!(one.reported, [(1, Fen(900 * WAN)), (3, Fen(3_000 * WAN))]);
    assert_eq!([Fen(0), Fen(3_000 * WAN), one.top].map(|fen| one.height(fen)), [0, 250, 1000]);
    let state = s.w.state();
    let project = state.project(&s.p).unwrap();
    let mut silent = (**project).clone();
    silent.investment.done.clear();
    silent.investment.plans.clear();
    let both = curve([&**project, &silent], 2018, day("2018-11-15"));
    assert_eq!(both.reported, [(1, Fen(900 * WAN)), (2, Fen(900 * WAN)), (3, Fen(3_000 * WAN))]);
    assert_eq!(both.reported_in(2), Some(Fen(900 * WAN)));
    let mut late = silent.clone();
    late.investment.done.insert(month("2018-03"), Fen(5));
    assert_eq!(curve([&late], 2018, day("2018-11-15")).reported, [(3, Fen(5))], "nothing is drawn before the first report");
    assert!(curve([&silent], 2018, day("2018-11-15")).is_empty());
    assert_eq!(curve([&**project], 2018, day("2018-02-15")).reported, [(1, Fen(900 * WAN))], "what is of a later month is not there yet");
    assert_eq!(years([&**project], day("2018-11-15")), [2018, 2019]);
    assert_eq!(years([&**project], day("2020-01-01")), [2018, 2020, 2021]);
}

#[test]
fn an_overview_stands_by_district_with_the_projects_behind_a_row() {
    let mut s = Staff::new();
    let city = s.city();
    s.w.registers_project(&city, "德迈仕", s.xigang);
    plans(&mut s, "2018", 12_000 * WAN, None);
    reports(&mut s, "2018-10", 8_640 * WAN);
    let state = s.w.state();
    let seen = overview(&state, By::District, 2018, day("2018-11-15"));
    assert_eq!(
        (seen.all.projects, seen.all.of_plan(), seen.all.of_expected(), seen.of_time),
        (2, Some(Tenths(720)), Some(Tenths(864)), Tenths(873))
    );
    let by = |key: Ref| seen.groups.iter().find(|g| g.key == Some(key.to_string())).unwrap();
    assert_eq!((by(s.zhongshan).sum.lights, by(s.xigang).sum.without_plan), ([0, 1, 0], 1));
    assert!(SortBy::Ratio.order(&by(s.zhongshan).sum, &by(s.xigang).sum).is_lt(), "those without a plan last");
    assert!(SortBy::Lights.order(&by(s.xigang).sum, &by(s.zhongshan).sum).is_gt());
    let key = s.zhongshan.to_string();
    let lines = project_lines(&state, By::District, Some(&key), 2018, day("2018-11-15"));
    let told: Vec<_> = lines.iter().map(|l| (l.name.as_str(), l.of_plan, l.light.map(|l| l.light))).collect();
    assert_eq!(told, [("热电厂", Some(Tenths(720)), Some(Light::Yellow))]);
    assert_eq!(ZH.against_time(Tenths(720), Tenths(873)), "落后时间进度 15.3 个百分点");
    assert_eq!(EN.against_time(Tenths(900), Tenths(873)), "2.7 points ahead of time");
    assert_eq!(ZH.ratio_of(Tenths(720), Fen(8_640 * WAN), Fen(12_000 * WAN)), "72.0%（8,640 万元 / 1.2 亿元）");
    for by in By::ALL {
        assert_eq!(overview(&state, by, 2018, day("2018-11-15")).groups.iter().map(|g| g.sum.projects).sum::<usize>(), 2);
    }
}
