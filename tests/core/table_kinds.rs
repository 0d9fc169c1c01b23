//! Tables of nodes, investment, permits, people, visits and problems: what a row does, what is asked, what is at fault.

use std::sync::Arc;

use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::money::{AmountFault, Fen};
use lianxin::domain::rules::light::Light;
use lianxin::domain::rules::project::project_light;
use lianxin::domain::state::{PermitState, Person, Verdict};
use lianxin::domain::table::column::{Column, guess_of};
use lianxin::domain::table::delimited::read;
use lianxin::domain::table::kind::TableKind;
use lianxin::domain::table::missing::Choices;
use lianxin::domain::table::projects::{Counts, FaultKind, Outcome, RowChoice, TablePlan};
use lianxin::domain::table::records::{Taker, plan};
use lianxin::domain::table::{seed, value};
use lianxin::domain::trust::Role;

use crate::table::Desk;

fn day(text: &str) -> Day {
    Day::parse(text).expect(text)
}

/// Someone of a role who takes a table in on the last day of 2018.
fn taker(role: Role) -> Taker {
    let id = lianxin::domain::id::Ref::parse("0123456789abcdefABCDEF").unwrap();
    let me = Person { id, name: "我".into(), role, district: None, unit: None, invitations: Vec::new() };
    Taker { me: Some(me), today: day("2018-12-31"), reason: "按导入的表格改期".into() }
}

pub fn city() -> Taker {
    taker(Role::City)
}

fn plans_as(desk: &Desk, kind: TableKind, text: &str, choices: &Choices, taker: &Taker) -> TablePlan {
    let table = Arc::new(read(text).unwrap());
    let mapping = guess_of(&table.header, &kind.columns());
    desk.state(|s| plan(kind, &table, &mapping, s, choices, taker))
}

fn plans(desk: &Desk, kind: TableKind, text: &str) -> TablePlan {
    plans_as(desk, kind, text, &Choices::default(), &city())
}

pub fn takes(desk: &Desk, kind: TableKind, text: &str) -> usize {
    desk.takes(plans(desk, kind, text)).unwrap()
}

fn counts(new: usize, changed: usize, same: usize) -> Counts {
    Counts { new, changed, same, ..Counts::default() }
}

fn faults(plan: &TablePlan) -> Vec<(usize, Option<Column>, FaultKind)> {
    plan.faults().map(|f| (f.line, f.column, f.kind.clone())).collect()
}

/// A desk with the projects of the seed.
pub fn seeded() -> Desk {
    let desk = Desk::founded();
    desk.takes_text(seed::PROJECTS);
    desk
}

#[test]
fn a_kind_is_known_by_its_header() {
    let cases = [
        (seed::PROJECTS, TableKind::Projects),
        (seed::NODES, TableKind::Nodes),
        (seed::VISITS, TableKind::Visits),
        (seed::PROBLEMS, TableKind::Problems),
        ("项目名称,年度,2018年计划投资(亿元),1月累计,1-2月完成\n", TableKind::Investment),
        ("项目,月份,累计完成(万元)\n", TableKind::Investment),
        ("项目名称,要件名称,类别,办理部门,时限(工作日),取得日期\n", TableKind::Permits),
        ("姓名,岗位,区市县,责任单位\n", TableKind::People),
        ("Project,Node,Due,Done on,Weight\n", TableKind::Nodes),
        ("不认识的列,另一列\n", TableKind::Projects),
    ];
    for (text, kind) in cases {
        assert_eq!(TableKind::of(&read(text).unwrap().header), kind, "{}", text.lines().next().unwrap());
    }
    let header = read("项目名称,年度,2018年计划投资(亿元),1月计划,12月累计,1-2月完成\n").unwrap().header;
    let found = guess_of(&header, &TableKind::Investment.columns());
    let wanted = [Column::Name, Column::Year, Column::YearPlan, Column::PlanIn(1), Column::DoneBy(12), Column::DoneBy(2)];
    assert_eq!(found, wanted.map(Some));
}

#[test]
fn the_seeds_nodes_are_planned_accepted_and_reported_in_one_save() {
    let desk = seeded();
    let plan = plans(&desk, TableKind::Nodes, seed::NODES);
    assert_eq!(plan.counts(), counts(15, 0, 0));
    // Each is planned and accepted; thirteen of them were done.
    assert_eq!(desk.takes(plan).unwrap(), 15 + 15 + 13);
    let plant = desk.project("国宏普兰店热电厂");
    let of = |title: &str| {
        let title_of = |entry| plant.folded.shown(plant.entry(entry), "title").unwrap().text().unwrap().into_owned();
        plant.planned().find(|n| title_of(n.entry) == title).unwrap()
    };
    let permit = of("取得施工许可证");
    assert_eq!((permit.due, permit.weight, permit.audit), (day("2018-11-30"), 30, Some(Verdict::Accepted)));
    let report = permit.report_on(day("2018-12-31")).unwrap();
    assert_eq!((report.on, report.percent, report.done), (day("2018-12-07"), 100, Some(day("2018-12-07"))));
    // The same again changes nothing.
    let again = plans(&desk, TableKind::Nodes, seed::NODES);
    assert_eq!(again.counts(), counts(0, 0, 15));
    assert!(desk.takes(again).is_err());
}

#[test]
fn lights_of_the_seed_at_the_years_end() {
    let desk = seeded();
    takes(&desk, TableKind::Nodes, seed::NODES);
    let light = |name: &str, on: &str| project_light(&desk.project(name), &desk.state(|s| s.roster.settings.clone()), day(on)).light;
    // Done on 12-07 with a due of 11-30: made good in the month of the day, so yellow to the month's end.
    assert_eq!(light("国宏普兰店热电厂", "2018-12-31"), Light::Yellow);
    // Due 11-30 and never done.
    assert_eq!(light("66千伏白双线工程", "2018-12-31"), Light::Red);
    // Due on the day itself, expected 100, nothing said: nobody is red before the day is over.
    assert_eq!(light("登台输变电工程", "2018-12-31"), Light::Yellow);
    assert_eq!(light("瓦轴工业机器人", "2018-12-31"), Light::Green);
    assert_eq!(light("凯丹广场", "2018-12-31"), Light::Grey);
}

#[test]
fn a_changed_table_of_nodes_writes_only_its_differences() {
    let desk = seeded();
    takes(&desk, TableKind::Nodes, seed::NODES);
    let changed = seed::NODES
        .replace("封锁作业完成,2018-11-30,,60", "封锁作业完成,2018-12-20,,60")
        .replace("登台输变电工程,开工,2018-12-31,,50", "登台输变电工程,开工,2018-12-31,2018-12-28,50");
    let plan = plans(&desk, TableKind::Nodes, &changed);
    assert_eq!(plan.counts(), counts(0, 2, 13));
    // A rescheduling and its audit; a report.
    assert_eq!(desk.takes(plan).unwrap(), 3);
    let line = desk.project("66千伏白双线工程");
    let moved = line.planned().find(|n| n.due == day("2018-11-30")).unwrap();
    assert_eq!(moved.dates().due, day("2018-12-20"));
    assert_eq!(plans(&desk, TableKind::Nodes, &changed).counts(), counts(0, 0, 15));
}

#[test]
fn a_secretarys_nodes_wait_for_their_audit() {
    let desk = seeded();
    let secretary = taker(Role::Secretary);
    let text = "项目名称,节点,计划完成日期,实际完成日期\n凯丹广场,封顶,2018-12-20,2018-12-18\n";
    let plan = plans_as(&desk, TableKind::Nodes, text, &Choices::default(), &secretary);
    assert_eq!(desk.takes(plan).unwrap(), 2);
    assert_eq!(desk.project("凯丹广场").nodes[0].audit, None);
    // Another day is asked for once.
    let moved = text.replace("2018-12-20", "2018-12-25");
    assert_eq!(desk.takes(plans_as(&desk, TableKind::Nodes, &moved, &Choices::default(), &secretary)).unwrap(), 1);
    assert_eq!(plans_as(&desk, TableKind::Nodes, &moved, &Choices::default(), &secretary).counts(), counts(0, 0, 1));
}

#[test]
fn faults_and_questions_of_nodes() {
    let desk = seeded();
    takes(&desk, TableKind::Nodes, "项目名称,节点,计划完成日期,权重\n凯丹广场,封顶,2018-12-20,30\n");
    let head = "项目名称,节点,计划完成日期,实际完成日期,权重,完成百分比,开始日期\n";
    let cases: &[(&str, &[(Column, FaultKind)])] = &[
        ("凯丹广场,验收,2018-02-30,,,,", &[(Column::Due, FaultKind::NotADay)]),
        ("凯丹广场,验收,,,,,", &[(Column::Due, FaultKind::Missing)]),
        ("凯丹广场,验收,2018年6月,,,,", &[(Column::Due, FaultKind::MonthOnly { last: day("2018-06-30") })]),
        ("凯丹广场,验收,43281,,,,", &[(Column::Due, FaultKind::Serial { day: day("2018-06-30") })]),
        ("凯丹广场,验收,6/30/2018,,,,", &[(Column::Due, FaultKind::NotADay)]),
        ("凯丹广场,验收,2018-06-30,,,101,", &[(Column::Percent, FaultKind::OutOfRange { from: 0, to: 100 })]),
        ("凯丹广场,验收,2018-06-30,,,0.35,", &[(Column::Percent, FaultKind::Share { percent: 35 })]),
        ("凯丹广场,验收,2018-06-30,2018-06-20,,80,", &[(Column::Percent, FaultKind::OutOfRange { from: 100, to: 100 })]),
        ("凯丹广场,验收,2018-06-30,2019-01-01,,,", &[(Column::Done, FaultKind::Later { today: day("2018-12-31") })]),
        ("凯丹广场,验收,2018-06-30,,0,,", &[(Column::Weight, FaultKind::OutOfRange { from: 1, to: 1000 })]),
        ("凯丹广场,验收,2018-06-30,,很重,,", &[(Column::Weight, FaultKind::NotANumber)]),
        ("凯丹广场,验收,2018-06-30,,,,2018-07-01", &[(Column::Due, FaultKind::Disordered { before: Column::Start })]),
        ("凯丹广场,封顶,2018-12-20,,40,,", &[(Column::Weight, FaultKind::Fixed)]),
        ("没有这个,验收,2018-06-30,,,,", &[(Column::Name, FaultKind::NoProject)]),
        (",验收,2018-06-30,,,,", &[(Column::Name, FaultKind::Missing)]),
    ];
    for (row, wanted) in cases {
        let plan = plans(&desk, TableKind::Nodes, &format!("{head}{row}\n"));
        let wanted: Vec<_> = wanted.iter().map(|(column, kind)| (2, Some(*column), kind.clone())).collect();
        assert_eq!(faults(&plan), wanted, "{row}");
    }
    let twice = plans(&desk, TableKind::Nodes, &format!("{head}凯丹广场,验收,2018-06-30,,,,\n凯丹广场,验收,2018-07-30,,,,\n"));
    assert_eq!(faults(&twice), [(3, Some(Column::Title), FaultKind::Twice { first: 2 })]);
    // A name that is nearly one is asked for.
    let near = plans(&desk, TableKind::Nodes, &format!("{head}凯丹广场项目,验收,2018-06-30,,,,\n"));
    let Outcome::Ask(found) = &near.rows[0].outcome else { panic!("{:?}", near.rows[0].outcome) };
    let choices = Choices { rows: [(2, RowChoice::Is(found[0]))].into(), ..Choices::default() };
    assert_eq!(
        plans_as(&desk, TableKind::Nodes, &format!("{head}凯丹广场项目,验收,2018-06-30,,,,\n"), &choices, &city()).counts(),
        counts(1, 0, 0)
    );
    // A day to come is taken as it stands by the user's word.
    let meant = Choices { meant: [(2, Column::Done)].into(), ..Choices::default() };
    assert_eq!(
        plans_as(&desk, TableKind::Nodes, &format!("{head}凯丹广场,验收,2018-06-30,2019-01-01,,,\n"), &meant, &city()).counts(),
        counts(1, 0, 0)
    );
}

#[test]
fn days_months_numbers_and_amounts_in_every_common_form() {
    for text in [
        "2018-06-30",
        "2018/6/30",
        "2018.6.30",
        "2018年6月30日",
        "20180630",
        "２０１８－０６－３０",
        "2018-06-30 00:00:00",
        "2018/6/30 9:05",
        "2018-06-30T08:00:00",
    ] {
        assert_eq!(value::day(text), Ok(day("2018-06-30")), "{text}");
    }
    for text in ["", "明天", "30/6/2018", "2018-13-01", "2018-06-31", "2018", "6月30日", "12345678901", "-2018-06-30"] {
        assert!(value::day(text).is_err(), "{text}");
    }
    for text in ["2018-06", "2018年6月", "201806", "2018/6", "2018-06-30"] {
        assert_eq!(value::month(text), Month::parse("2018-06"), "{text}");
    }
    assert_eq!((value::year("2018"), value::year("2018年度"), value::year("18")), (Some(2018), Some(2018), None));
    let wan = |header: &str, text: &str| value::amount(header, text, false).map(|fen| fen.to_wan());
    let read: &[(&str, &str, &str)] = &[
        ("总投资(万元)", "1,234.5", "1234.5"),
        ("总投资", "1234.5万元", "1234.5"),
        ("总投资", "3亿元", "30000"),
        ("总投资", "3.25 亿", "32500"),
        ("总投资(亿元)", "5", "50000"),
        ("总投资(亿元)", "0.00005", "0.5"),
        ("总投资(元)", "12500", "1.25"),
        ("总投资(元)", "5", "0.0005"),
        ("总投资(千元)", "125", "12.5"),
        ("2018年计划投资(亿元)", "1.2", "12000"),
        ("总投资(亿元)", "1.2亿元", "12000"),
        ("总投资(元)", "1 234 567.89", "123.456789"),
        ("总投资(元)", "12，500.50", "1.25005"),
        ("总投资(亿元)", "0.0000000001", "0.000001"),
    ];
    for (header, text, wanted) in read {
        assert_eq!(wan(header, text), Ok((*wanted).to_owned()), "{header} {text}");
    }
    let conflict = FaultKind::UnitConflict { by_cell: Fen::parse_wan("50000").unwrap(), by_header: Fen::parse_wan("5").unwrap() };
    assert_eq!(wan("总投资(万元)", "5亿元"), Err(conflict));
    // What the user set right is what it says.
    assert_eq!(value::amount("总投资(亿元)", "5万元", true), Ok(Fen::parse_wan("5").unwrap()));
    // A comma may be meant as the point: nothing is multiplied by what it was taken for.
    for (header, text) in [
        ("总投资(亿元)", "1,5"),
        ("总投资(万元)", "1,50"),
        ("总投资(万元)", "1 5"),
        ("总投资(万元)", "12,34,5"),
        ("总投资(万元)", "１，５"),
        ("总投资(元)", "1,5"),
        ("总投资(千元)", "1234,567"),
        ("总投资", "1,5亿"),
    ] {
        assert_eq!(wan(header, text), Err(FaultKind::Amount(AmountFault::Grouping)), "{header} {text}");
    }
    for (text, fault) in [("五", AmountFault::NotANumber), ("-1", AmountFault::Negative), ("99999999", AmountFault::TooLarge)] {
        assert_eq!(wan("总投资(亿元)", text), Err(FaultKind::Amount(fault)), "{text}");
    }
}

#[test]
fn investment_of_a_year_and_by_month() {
    let desk = seeded();
    let months: Vec<String> = (1..=12).map(|m| format!("{m}月计划")).collect();
    let head = format!("项目名称,年度,年度计划(万元),{},1月累计,2月累计(亿元)\n", months.join(","));
    let row = "凯丹广场,2018,1200,100,100,100,100,100,100,100,100,100,100,100,100,90,0.02\n";
    let plan = plans(&desk, TableKind::Investment, &format!("{head}{row}"));
    assert_eq!((plan.counts(), faults(&plan)), (counts(1, 0, 0), vec![]));
    assert_eq!(desk.takes(plan).unwrap(), 3);
    let investment = desk.project("凯丹广场").investment.clone();
    assert_eq!(investment.plans[&2018].months, Some([Fen::parse_wan("100").unwrap(); 12]));
    assert_eq!(investment.done[&Month::parse("2018-02").unwrap()], Fen::parse_wan("200").unwrap());
    assert_eq!(plans(&desk, TableKind::Investment, &format!("{head}{row}")).counts(), counts(0, 0, 1));
    // One figure of twenty differs.
    assert_eq!(takes(&desk, TableKind::Investment, &format!("{head}{}", row.replace(",90,", ",95,"))), 1);
    let other = |from: &str, to: &str| faults(&plans(&desk, TableKind::Investment, &format!("{head}{}", row.replacen(from, to, 1))));
    let sum = FaultKind::MonthsSum { sum: Fen::parse_wan("1200").unwrap() };
    assert_eq!(other("1200", "1300"), [(2, Some(Column::YearPlan), sum)]);
    assert_eq!(other("1200,100,", "1200,,"), [(2, Some(Column::PlanIn(1)), FaultKind::MonthsPartly)]);
    assert_eq!(other("2018", "一八"), [(2, Some(Column::Year), FaultKind::NotAYear)]);
    // A secretary reports, and does not plan.
    let text = "项目名称,年度,年度计划(万元),3月累计\n凯丹广场,2018,1500,300\n";
    let plan = plans_as(&desk, TableKind::Investment, text, &Choices::default(), &taker(Role::Secretary));
    assert_eq!(faults(&plan), [(2, Some(Column::YearPlan), FaultKind::NotYours)]);
    // By month, one row each; a month to come is asked for.
    let text = "项目名称,月份,累计完成(万元)\n辉盛阁国际公寓,2018年11月,500\n辉盛阁国际公寓,2018年12月,600\n辉盛阁国际公寓,2019年1月,10\n";
    let plan = plans(&desk, TableKind::Investment, text);
    assert_eq!(faults(&plan), [(4, Some(Column::DoneTo), FaultKind::Later { today: day("2018-12-31") })]);
    assert_eq!(desk.takes(plan).unwrap(), 2);
}

#[test]
fn permits_are_listed_and_their_course_is_known() {
    let desk = seeded();
    let head = "项目名称,要件,要件类别,办理部门,时限(工作日),申请日期,取得日期,有效期至,办理状态\n";
    let rows = "国宏普兰店热电厂,施工许可证,证照,住建局,15,2018-11-20,2018-12-07,2020-12-06,\n\
                国宏普兰店热电厂,供水,外部条件,自来水集团,,2018-10-08,,,\n\
                国宏普兰店热电厂,环评批复,要件,,,,,,免办\n";
    let plan = plans(&desk, TableKind::Permits, &format!("{head}{rows}"));
    assert_eq!(faults(&plan), [(4, Some(Column::StateOn), FaultKind::Missing)]);
    assert_eq!(desk.takes(plan).unwrap(), 3 + 2);
    let permits = desk.project("国宏普兰店热电厂").permits.clone();
    let seen: Vec<_> = permits.iter().map(|p| (p.state, p.applied, p.on, p.valid_until, p.norm_days)).collect();
    assert_eq!(
        seen,
        [
            (PermitState::Issued, Some(day("2018-11-20")), Some(day("2018-12-07")), Some(day("2020-12-06")), Some(15)),
            (PermitState::Applied, Some(day("2018-10-08")), Some(day("2018-10-08")), None, None),
        ]
    );
    assert_eq!(plans(&desk, TableKind::Permits, &format!("{head}{rows}")).counts(), Counts { same: 2, faults: 1, ..Counts::default() });
    let issued = rows.replace("2018-10-08,,", "2018-10-08,2018-12-10,");
    assert_eq!(takes(&desk, TableKind::Permits, &format!("{head}{issued}")), 1);
    let conflict = rows.replace("住建局,15", "住建局,20");
    assert_eq!(faults(&plans(&desk, TableKind::Permits, &format!("{head}{conflict}")))[0], (2, Some(Column::NormDays), FaultKind::Fixed));
}

#[test]
fn people_are_registered_once_and_never_changed() {
    let desk = seeded();
    let text = "名称,岗位,区市县,责任单位\n东港街道服务秘书,服务秘书,中山区,东港街道\n西岗区协调员,区市县协调员,西岗区,\n新秘书,秘书,西岗区,新街道\n凯丹老板,老板,中山区,\n";
    let plan = plans(&desk, TableKind::People, text);
    assert_eq!(plan.counts(), Counts { new: 2, same: 1, faults: 1, ..Counts::default() });
    assert_eq!(faults(&plan), [(5, Some(Column::Role), FaultKind::UnknownWord)]);
    assert_eq!(desk.takes(plan).unwrap(), 3, "two people, and the street that the list lacks");
    let again = plans(&desk, TableKind::People, text);
    assert_eq!(again.counts(), Counts { same: 3, faults: 1, ..Counts::default() });
    let moved = "名称,岗位,区市县\n新秘书,区市县协调员,西岗区\n";
    let plan = plans(&desk, TableKind::People, moved);
    assert!(matches!(faults(&plan)[..], [(2, Some(Column::PersonName), FaultKind::OtherOffice { .. })]));
    let choices = Choices { rows: [(2, RowChoice::New)].into(), ..Choices::default() };
    assert_eq!(plans_as(&desk, TableKind::People, moved, &choices, &city()).counts(), counts(1, 0, 0));
    // A district's coordinator registers its own people alone.
    let mut own = taker(Role::District);
    own.me.as_mut().unwrap().district = Some(desk.unit("西岗区").id);
    let text = "名称,岗位,区市县\n甲,服务秘书,西岗区\n乙,服务秘书,中山区\n丙,市级统筹,西岗区\n";
    let plan = plans_as(&desk, TableKind::People, text, &Choices::default(), &own);
    assert_eq!(faults(&plan).iter().map(|f| (f.0, f.2.clone())).collect::<Vec<_>>(), [(3, FaultKind::NotYours), (4, FaultKind::NotYours)]);
}

#[test]
fn visits_and_problems_of_the_seed_by_the_same_road() {
    let desk = seeded();
    for (kind, text, rows) in [(TableKind::Visits, seed::VISITS, 13), (TableKind::Problems, seed::PROBLEMS, 13)] {
        let plan = plans(&desk, kind, text);
        assert_eq!((plan.counts(), faults(&plan)), (counts(rows, 0, 0), vec![]), "{kind:?}");
        desk.takes(plan).unwrap();
        assert_eq!(plans(&desk, kind, text).counts(), counts(0, 0, rows), "{kind:?}");
    }
}

#[test]
fn what_is_written_as_text_is_read_as_it_was() {
    let desk = seeded();
    let text = "项目名称,日期,方式,参加人,记录\n凯丹广场,2018-06-01,走访,,\"'=1+1\"\n";
    takes(&desk, TableKind::Visits, text);
    let project = desk.project("凯丹广场");
    let said = project.folded.shown(project.entry(project.visits[0].entry), "text").unwrap().text().unwrap().into_owned();
    assert_eq!(said, "=1+1");
}

#[test]
fn a_bare_one_is_asked_for_where_percentages_are_parts_of_one() {
    let desk = seeded();
    let rows = |percents: &[&str]| {
        let rows = (1..).zip(percents).map(|(n, percent)| format!("凯丹广场,节点{n},2018-12-31,{percent}\n"));
        format!("项目名称,节点,计划完成日期,完成百分比\n{}", rows.collect::<String>())
    };
    let asked = |percents: &[&str]| {
        let plan = plans(&desk, TableKind::Nodes, &rows(percents));
        faults(&plan).into_iter().map(|(line, _, kind)| (line - 1, kind)).collect::<Vec<_>>()
    };
    let whole = FaultKind::Share { percent: 100 };
    assert_eq!(asked(&["0.35", "1"]), [(1, FaultKind::Share { percent: 35 }), (2, whole.clone())]);
    assert_eq!(asked(&["1", "0", ""]), [(1, whole.clone())]);
    assert_eq!(asked(&["35%", "1"]), [(2, whole)]);
    assert_eq!(asked(&["35%", "1%", "100%"]), []);
    assert_eq!(asked(&["35", "1"]), []);
    // What the user set right is what it says.
    let set = Choices { cells: [((2, Column::Percent), "1".to_owned())].into(), ..Choices::default() };
    assert_eq!(faults(&plans_as(&desk, TableKind::Nodes, &rows(&["1"]), &set, &city())), []);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
fn people_are_looked_for_by_name_and_not_one_by_one() {
    let desk = seeded();
    let rows = |n: usize| (0..n).map(|n| format!("街道（{n}）服务秘书,服务秘书,中山区\n")).collect::<String>();
    takes(&desk, TableKind::People, &format!("姓名,岗位,区市县\n{}", rows(1_000)));
    let began = std::time::Instant::now();
    let plan = plans(&desk, TableKind::People, &format!("姓名,岗位,区市县\n{}", rows(20_000)));
    assert_eq!(plan.counts(), counts(19_000, 0, 1_000));
    assert!(began.elapsed().as_secs() < 3, "{:?}", began.elapsed());
    // Nor is a secretary whom the list lacks compared with each.
    let rows: String = (0..20_000).map(|n| format!("新项目第{n}号楼,中山区,工业,第{n}街道（新）秘书\n")).collect();
    let began = std::time::Instant::now();
    let plan = plans(&desk, TableKind::Projects, &format!("项目名称,区市县,项目类别,服务秘书\n{rows}"));
    assert_eq!(plan.counts(), counts(20_000, 0, 0));
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
}
