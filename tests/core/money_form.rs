//! Amounts in a chosen unit, and the forms of the investment: what is refused, what is only cautioned.

use std::collections::BTreeMap;

use lianxin::domain::calendar::Month;
use lianxin::domain::command::Command;
use lianxin::domain::id::ProjectId;
use lianxin::domain::money::{AmountFault, Fen, MoneyUnit};
use lianxin::domain::state::{Investment, YearPlan};
use lianxin::screen::form::invest::{Caution, DoneForm, Fault, Field, PlanForm, Split};
use lianxin::screen::invest::Tenths;
use lianxin::text::{EN, ZH};

use crate::session::{day, two};

const WAN: i64 = 1_000_000;
const YI: i64 = 10_000 * WAN;

fn project() -> ProjectId {
    ProjectId::from_random([7; 10])
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

#[test]
fn an_amount_is_read_in_the_unit_chosen_and_nothing_is_guessed() {
    use AmountFault::{Grouping, Negative, NotANumber, TooLarge, TooManyDecimals, UnitInside};
    use MoneyUnit::{Wan, Yi};
    let cases = [
        (Wan, "1234.5", Ok(1_234_500_000)),
        (Wan, " 1,234.5678 ", Ok(1_234_567_800)),
        (Wan, "12,345,678", Err(TooLarge)),
        (Wan, "10000000", Ok(10_000_000 * WAN)),
        (Wan, "10000000.0001", Err(TooLarge)),
        (Wan, "99999999999999999999", Err(TooLarge)),
        (Wan, "0", Ok(0)),
        (Wan, "１２３４．５", Ok(1_234_500_000)),
        (Wan, "1.234567", Ok(1_234_567)),
        (Wan, "1.2345678", Err(TooManyDecimals)),
        (Wan, "1.50000000", Ok(1_500_000)),
        (Yi, "1.2", Ok(12 * YI / 10)),
        (Yi, "1.23456789", Ok(123_456_789 * 100)),
        (Yi, "1.2345678901", Ok(12_345_678_901)),
        (Yi, "1.23456789012", Err(TooManyDecimals)),
        (Yi, "1000", Ok(1000 * YI)),
        (Yi, "1000.0000000001", Err(TooLarge)),
        (Wan, "1.2亿", Err(UnitInside)),
        (Yi, "8640万", Err(UnitInside)),
        (Yi, "1亿2000万", Err(UnitInside)),
        (Wan, "1200万元", Err(UnitInside)),
        (Wan, "¥1200", Err(UnitInside)),
        (Wan, "12e3", Err(UnitInside)),
        (Wan, "1,23", Err(Grouping)),
        (Wan, "1,2345", Err(Grouping)),
        (Wan, "1234,567", Err(Grouping)),
        (Wan, "1 5", Err(Grouping)),
        (Wan, "1 234.5", Ok(1_234_500_000)),
        (Wan, "1, 234", Ok(1_234_000_000)),
        (Wan, "-5", Err(Negative)),
        (Wan, "－5", Err(Negative)),
        (Wan, "", Err(NotANumber)),
        (Wan, ".", Err(NotANumber)),
        (Wan, "5.", Err(NotANumber)),
        (Wan, ".5", Err(NotANumber)),
        (Wan, "1.2.3", Err(NotANumber)),
        (Wan, "1.2,345", Err(NotANumber)),
        (Wan, "多少", Err(NotANumber)),
        (Wan, "1,,234", Err(Grouping)),
    ];
    for (unit, text, expected) in cases {
        assert_eq!(Fen::parse_in(unit, text), expected.map(Fen), "{text} in {unit:?}");
    }
    for fen in [0, 1, 100, 123_456_789_051, 1_000_000, 12_345_678_900, Fen::MAX.0] {
        for unit in MoneyUnit::ALL {
            assert_eq!(Fen::parse_in(unit, &Fen(fen).to_unit(unit)), Ok(Fen(fen)), "{fen} in {unit:?}");
        }
    }
}

fn whole(unit: MoneyUnit, total: &str) -> PlanForm {
    PlanForm { unit, total: total.into(), ..PlanForm::default() }
}

fn by_months(months: &[(usize, &str)]) -> PlanForm {
    let mut form = PlanForm { split: Split::Months, ..PlanForm::default() };
    months.iter().for_each(|(n, text)| form.months[n - 1] = (*text).into());
    form
}

#[test]
fn a_year_is_planned_as_a_whole_or_by_its_months() {
    let plan = |form: &PlanForm| match form.validate(project(), 2018).map(|ready| ready.into_command()) {
        Ok(Command::PlanInvestment { year: 2018, plan, .. }) => Ok(plan),
        Ok(other) => panic!("{other:?}"),
        Err(faults) => Err(faults),
    };
    assert_eq!(plan(&whole(MoneyUnit::Yi, "1.2")), Ok(YearPlan { amount: Fen(12_000 * WAN), months: None }));
    assert_eq!(plan(&whole(MoneyUnit::Wan, " ")), Err(vec![(Field::Total, Fault::Missing)]));
    assert_eq!(plan(&whole(MoneyUnit::Wan, "1.2亿")), Err(vec![(Field::Total, Fault::Amount(AmountFault::UnitInside))]));
    let some = by_months(&[(1, "100"), (12, "0.5")]);
    let expected = std::array::from_fn(|n| Fen([100 * WAN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, WAN / 2][n]));
    assert_eq!(
        (some.sum(), plan(&some)),
        (Some(Fen(100 * WAN + WAN / 2)), Ok(YearPlan { amount: Fen(100 * WAN + WAN / 2), months: Some(expected) }))
    );
    assert_eq!(plan(&by_months(&[])), Err(vec![(Field::Month(1), Fault::Missing)]));
    let bad = by_months(&[(2, "x"), (3, "1"), (11, "1,2")]);
    let faults = vec![(Field::Month(2), Fault::Amount(AmountFault::NotANumber)), (Field::Month(11), Fault::Amount(AmountFault::Grouping))];
    assert_eq!((bad.sum(), plan(&bad)), (None, Err(faults)));
    assert_eq!(plan(&by_months(&[(1, "10000000"), (2, "1")])), Err(vec![(Field::Month(1), Fault::SumTooLarge)]));
    // What is planned already stands in the form, in the greater unit where that is one or more.
    for held in
        [YearPlan { amount: Fen(12_000 * WAN), months: None }, YearPlan { amount: Fen(100 * WAN + WAN / 2), months: Some(expected) }]
    {
        assert_eq!(plan(&PlanForm::of(Some(&held))), Ok(held));
    }
    assert_eq!(PlanForm::of(Some(&YearPlan { amount: Fen(YI), months: None })).unit, MoneyUnit::Yi);
    assert_eq!(PlanForm::of(None), PlanForm::default());
}

fn investment(planned: Option<i64>, done: &[(&str, i64)]) -> Investment {
    let plans = planned.map(|amount| (2018, YearPlan { amount: Fen(amount), months: None }));
    let done: BTreeMap<Month, Fen> = done.iter().map(|(text, fen)| (month(text), Fen(*fen))).collect();
    Investment { plans: plans.into_iter().collect(), done }
}

fn done(month: &str, text: &str) -> DoneForm {
    DoneForm { month: month.into(), unit: MoneyUnit::Wan, done: text.into() }
}

#[test]
fn a_month_is_reported_once_it_has_begun() {
    let today = day("2018-11-15");
    let faults = |form: &DoneForm| form.validate(project(), today).err().unwrap_or_default();
    let cases = [
        (done("2018-10", "8640"), vec![]),
        (done("2018-11", "0"), vec![]),
        (done("2018-12", "1"), vec![(Field::Reported, Fault::LaterThanToday)]),
        (done("", "1"), vec![(Field::Reported, Fault::NotAMonth)]),
        (done("2018-13", "1"), vec![(Field::Reported, Fault::NotAMonth)]),
        (done("2018-10", " "), vec![(Field::Done, Fault::Missing)]),
        (done("2018-10", "1.2亿"), vec![(Field::Done, Fault::Amount(AmountFault::UnitInside))]),
        (done("", ""), vec![(Field::Reported, Fault::NotAMonth), (Field::Done, Fault::Missing)]),
    ];
    for (form, expected) in cases {
        assert_eq!(faults(&form), expected, "{form:?}");
    }
}

#[test]
fn the_month_that_lacks_a_report_is_offered() {
    let offered = |done: &[(&str, i64)], year, today: &str| DoneForm::new(&investment(None, done), year, day(today)).month;
    assert_eq!(offered(&[], 2018, "2018-11-15"), "2018-01");
    assert_eq!(offered(&[("2018-09", 1)], 2018, "2018-11-15"), "2018-10", "gaps before are not asked again");
    assert_eq!(offered(&[("2018-10", 1)], 2018, "2018-11-15"), "2018-10");
    assert_eq!(offered(&[], 2018, "2018-01-15"), "2018-01", "the year's first month has not ended");
    assert_eq!(offered(&[], 2017, "2018-11-15"), "2017-01");
    assert_eq!(offered(&[], 2019, "2018-11-15"), "");
    assert_eq!(DoneForm::new(&investment(Some(YI), &[]), 2018, day("2018-11-15")).unit, MoneyUnit::Yi);
}

#[test]
fn what_looks_like_a_slip_is_told_and_still_saved() {
    let held = investment(
        Some(12_000 * WAN),
        &[("2017-12", 99_000 * WAN), ("2018-08", 7000 * WAN), ("2018-09", 6000 * WAN), ("2018-11", 9000 * WAN)],
    );
    let said = |form: DoneForm| form.cautions(&held);
    assert_eq!(said(done("2018-10", "8640")), []);
    assert_eq!(said(done("2018-10", "800")), [Caution::Falls { month: month("2018-08"), done: Fen(7000 * WAN) }]);
    assert_eq!(said(done("2018-10", "9001")), [Caution::Above { month: month("2018-11"), done: Fen(9000 * WAN) }]);
    assert_eq!(said(done("2018-10", "9000")), []);
    let beyond = Caution::Beyond { of_planned: Tenths(8640) };
    assert_eq!(said(done("2018-10", "86400")), [Caution::Above { month: month("2018-11"), done: Fen(9000 * WAN) }, beyond]);
    assert_eq!(said(done("2018-10", "x")), []);
    assert_eq!(ZH.invest_caution(&beyond, day("2018-11-15")), "是同期计划的 864.0%，请核对单位和小数点。");
    assert_eq!(
        EN.invest_caution(&beyond, day("2018-11-15")),
        "That is 864.0% of what is planned by then; please check the unit and the point."
    );
}

#[test]
fn faults_say_the_unit_that_was_chosen() {
    let fault = Fault::Amount(AmountFault::UnitInside);
    assert_eq!(
        ZH.invest_fault(Field::Done, fault, MoneyUnit::Yi),
        "数字里夹着单位，看不准是多少。单位现在选的是亿元：请只写数字，或者先在上面换单位。"
    );
    assert!(EN.invest_fault(Field::Done, fault, MoneyUnit::Wan).contains("CNY 10,000"));
    assert_eq!(ZH.invest_fault(Field::Total, Fault::Amount(AmountFault::TooManyDecimals), MoneyUnit::Yi), "亿元最多 10 位小数。");
}

#[test]
fn a_plan_and_a_report_are_written_and_a_later_one_replaces_them() {
    let (city, li, project) = two();
    let planned = |desk: &crate::session::Desk| desk.snapshot().state.project(&project).unwrap().investment.clone();
    let save = |desk: &crate::session::Desk, form: &PlanForm| desk.does(form.validate(project, 2018).unwrap().into_command());
    save(&city, &whole(MoneyUnit::Yi, "1.2"));
    save(&city, &PlanForm { total: "1.3".into(), ..whole(MoneyUnit::Yi, "") });
    assert_eq!(planned(&city).plans[&2018].amount, Fen(13_000 * WAN));
    let today = day("2018-11-15");
    for amount in ["8640", "8700"] {
        li.does(done("2018-10", amount).validate(project, today).unwrap().into_command());
    }
    assert_eq!(planned(&li).done[&month("2018-10")], Fen(8700 * WAN));
}
