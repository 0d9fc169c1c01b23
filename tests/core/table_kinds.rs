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
    let twice = plans(&desk, TableKind::Nodes, &format!("{head}凯丹广场,验收,2018-06-30,,,,\n凯丹广场,验收,2018-06-30,,,,\n"));
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

/// Two projects of which the second takes part in every table, so that a fault of the first does not keep it out.
fn two() -> Desk {
    let desk = Desk::founded();
    desk.takes_text("项目名称,区市县,项目类别\n甲热电厂,中山区,工业\n乙隧道工程,中山区,基础设施\n");
    desk
}

/// The table is taken in but for the rows at fault.
fn takes_but(desk: &Desk, kind: TableKind, text: &str, wanted: &[(usize, Option<Column>, FaultKind)]) {
    let plan = plans(desk, kind, text);
    assert_eq!(faults(&plan), wanted, "{text}");
    desk.takes(plan).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
}

#[test]
fn what_the_ledger_would_refuse_is_a_fault_of_its_row() {
    let desk = two();
    takes(&desk, TableKind::Nodes, "项目名称,节点,计划完成日期\n甲热电厂,封顶,2018-06-30\n");
    let text = "项目名称,节点,计划完成日期,开始日期\n甲热电厂,封顶,,2018-07-05\n乙隧道工程,开工,2018-12-31,\n";
    let kind = FaultKind::DisorderedWith { column: Column::Due, day: day("2018-06-30") };
    takes_but(&desk, TableKind::Nodes, text, &[(2, Some(Column::Start), kind)]);
    let head: Vec<String> = (1..=12).map(|m| format!("{m}月计划")).collect();
    let text = format!("项目名称,年度,{}\n甲热电厂,2018{}\n乙隧道工程,2018{}\n", head.join(","), ",1000000".repeat(12), ",1".repeat(12));
    let sum = Fen(12 * Fen::parse_wan("1000000").unwrap().0);
    takes_but(&desk, TableKind::Investment, &text, &[(2, Some(Column::PlanIn(1)), FaultKind::MonthsTooLarge { sum })]);
    // Whatever else it would refuse: a day that moves needs a reason.
    let text = "项目名称,节点,计划完成日期\n甲热电厂,封顶,2018-07-31\n乙隧道工程,完工,2018-12-31\n";
    let taker = Taker { reason: String::new(), ..city() };
    let plan = plans_as(&desk, TableKind::Nodes, text, &Choices::default(), &taker);
    assert_eq!(faults(&plan), [(2, None, FaultKind::Unwritable)]);
    desk.takes(plan).unwrap();
}

#[test]
fn a_permit_renewed_does_not_inherit_its_validity() {
    let desk = two();
    let head = "项目名称,要件,要件类别,取得日期,有效期至\n";
    takes(&desk, TableKind::Permits, &format!("{head}甲热电厂,施工许可证,证照,2016-12-31,2018-01-01\n"));
    takes_but(
        &desk,
        TableKind::Permits,
        &format!("{head}甲热电厂,施工许可证,证照,2018-11-01,\n乙隧道工程,施工许可证,证照,2018-11-01,\n"),
        &[],
    );
    let permit = desk.project("甲热电厂").permits[0].clone();
    assert_eq!((permit.state, permit.on, permit.valid_until), (PermitState::Issued, Some(day("2018-11-01")), None));
}

#[test]
fn a_report_of_a_day_to_come_does_not_draw_later_ones_behind_it() {
    let desk = two();
    takes(&desk, TableKind::Nodes, "项目名称,节点,计划完成日期,开始日期\n甲热电厂,封顶,2018-12-31,2018-01-01\n");
    let far = "项目名称,节点,完成百分比,进度日期\n甲热电厂,封顶,10,9999-12-31\n";
    let meant = Choices { meant: [(2, Column::ReportedOn)].into(), ..Choices::default() };
    desk.takes(plans_as(&desk, TableKind::Nodes, far, &meant, &city())).unwrap();
    let again = plans_as(&desk, TableKind::Nodes, far, &meant, &city());
    assert_eq!(again.counts(), counts(0, 0, 1), "it is known");
    let on_its_day = |text: &str| takes(&desk, TableKind::Nodes, text);
    on_its_day("项目名称,节点,完成百分比\n甲热电厂,封顶,95\n");
    on_its_day("项目名称,节点,实际完成日期\n甲热电厂,封顶,2018-11-10\n");
    let node = desk.project("甲热电厂").nodes[0].clone();
    let seen: Vec<_> = node.reports.iter().map(|r| (r.on, r.percent, r.done)).collect();
    let today = day("2018-12-31");
    assert_eq!(seen, [(today, 95, None), (today, 100, Some(day("2018-11-10"))), (Day::LAST, 10, None)]);
}

#[test]
fn a_validity_without_the_day_of_issue_is_another_one_or_a_fault() {
    let desk = two();
    let head = "项目名称,要件,要件类别,取得日期,有效期至,办理状态,状态日期\n";
    takes(&desk, TableKind::Permits, &format!("{head}甲热电厂,施工许可证,证照,2016-12-31,2018-01-01,,\n甲热电厂,供水,外部条件,,,,\n"));
    let longer = format!("{head}甲热电厂,施工许可证,证照,,2020-01-01,,\n");
    takes_but(&desk, TableKind::Permits, &longer, &[]);
    let permit = desk.project("甲热电厂").permits[0].clone();
    assert_eq!((permit.state, permit.on, permit.valid_until), (PermitState::Issued, Some(day("2016-12-31")), Some(day("2020-01-01"))));
    assert_eq!(plans(&desk, TableKind::Permits, &longer).counts(), counts(0, 0, 1));
    let at = |column: Column, kind: FaultKind| vec![(2, Some(column), kind)];
    let issued = FaultKind::DisorderedWith { column: Column::Issued, day: day("2016-12-31") };
    let cases = [
        ("甲热电厂,施工许可证,证照,,2016-12-30,,", at(Column::ValidUntil, issued)),
        ("甲热电厂,供水,外部条件,,2020-01-01,,", at(Column::ValidUntil, FaultKind::NotIssued)),
        ("甲热电厂,供水,外部条件,,2020-01-01,已申报,2018-11-01", at(Column::ValidUntil, FaultKind::NotIssued)),
        ("乙隧道工程,供水,外部条件,,2020-01-01,,", at(Column::ValidUntil, FaultKind::NotIssued)),
        ("乙隧道工程,供水,外部条件,,2017-01-01,已办,2018-11-01", at(Column::ValidUntil, FaultKind::Disordered { before: Column::StateOn })),
        ("乙隧道工程,供水,外部条件,,2020-01-01,已办,2018-11-01", vec![]),
    ];
    for (row, wanted) in cases {
        assert_eq!(faults(&plans(&desk, TableKind::Permits, &format!("{head}{row}\n"))), wanted, "{row}");
    }
    takes(&desk, TableKind::Permits, &format!("{head}乙隧道工程,供水,外部条件,,2020-01-01,已办,2018-11-01\n"));
    assert_eq!(desk.project("乙隧道工程").permits[0].valid_until, Some(day("2020-01-01")));
}

#[test]
fn nodes_of_one_title_are_told_apart_by_their_dues() {
    let desk = two();
    let head = "项目名称,节点,计划完成日期,实际完成日期\n";
    let table = |rows: &[(&str, &str)]| {
        let row = |(due, done): &(&str, &str)| format!("甲热电厂,主体施工,{due},{done}\n");
        format!("{head}{}", rows.iter().map(row).collect::<String>())
    };
    let dues = || {
        let mut dues: Vec<_> = desk.project("甲热电厂").planned().map(|n| (n.dates().due.to_string(), n.reports.len())).collect();
        dues.sort();
        dues
    };
    let known = |wanted: &[(&str, usize)]| {
        assert_eq!(dues(), wanted.iter().map(|(due, reports)| ((*due).to_owned(), *reports)).collect::<Vec<_>>());
    };
    takes(&desk, TableKind::Nodes, &table(&[("2018-06-30", ""), ("2018-07-31", "")]));
    known(&[("2018-06-30", 0), ("2018-07-31", 0)]);
    // Rows that only add what was done, as an export of both has them.
    let done = table(&[("2018-06-30", "2018-06-30"), ("2018-07-31", "2018-07-30")]);
    assert_eq!(plans(&desk, TableKind::Nodes, &done).counts(), counts(0, 2, 0));
    takes(&desk, TableKind::Nodes, &done);
    known(&[("2018-06-30", 1), ("2018-07-31", 1)]);
    assert_eq!(plans(&desk, TableKind::Nodes, &done).counts(), counts(0, 0, 2));
    // A third one beside them; then one of the three moves, and is known by its planned day and its new one.
    takes(&desk, TableKind::Nodes, &table(&[("2018-06-30", ""), ("2018-07-31", ""), ("2018-08-31", "")]));
    takes(&desk, TableKind::Nodes, &table(&[("2018-06-30", ""), ("2018-07-31", ""), ("2018-09-30", "")]));
    known(&[("2018-06-30", 1), ("2018-07-31", 1), ("2018-09-30", 0)]);
    takes(&desk, TableKind::Nodes, &table(&[("2018-09-30", "2018-09-29")]));
    known(&[("2018-06-30", 1), ("2018-07-31", 1), ("2018-09-30", 1)]);
    // Which of the three is meant can't be told; the user may say that it is a fourth.
    let other = table(&[("2018-10-31", "")]);
    assert_eq!(faults(&plans(&desk, TableKind::Nodes, &other)), [(2, Some(Column::Title), FaultKind::SeveralThings)]);
    let own = Choices { rows: [(2, RowChoice::New)].into(), ..Choices::default() };
    assert_eq!(plans_as(&desk, TableKind::Nodes, &other, &own, &city()).counts(), counts(1, 0, 0));
    // One that is there and two days, none of them its own: it is not guessed which it moves to.
    let b = |rows: &str| format!("{head}{rows}").replace('甲', "乙隧道工程");
    takes(&desk, TableKind::Nodes, &b("甲,贯通,2018-06-30,\n"));
    let unclear = plans(&desk, TableKind::Nodes, &b("甲,贯通,2018-07-31,\n甲,贯通,2018-08-31,\n"));
    assert_eq!(unclear.counts(), Counts { faults: 2, ..Counts::default() });
    let again = plans(&desk, TableKind::Nodes, &b("甲,贯通,2018-06-30,\n甲,贯通,2018-08-31,\n"));
    assert_eq!(again.counts(), counts(1, 0, 1));
}

#[test]
fn a_table_of_investment_says_one_thing_once() {
    let desk = two();
    let text = "项目名称,月份,年度计划,累计完成\n甲热电厂,2018-01,1000,10\n甲热电厂,2018-02,1000,20\n甲热电厂,2018-03,1200,30\n甲热电厂,2018-04,,40\n";
    let plan = plans(&desk, TableKind::Investment, text);
    assert_eq!(faults(&plan), [(4, Some(Column::YearPlan), FaultKind::UnlikeLine { first: 2 })]);
    assert_eq!(desk.takes(plan).unwrap(), 1 + 3, "one plan, and three months");
    let project = desk.project("甲热电厂");
    assert_eq!(project.investment.plans[&2018].amount, Fen::parse_wan("1000").unwrap());
    assert_eq!(project.folded.conflicts().count(), 0);
    // What the ledger has already is said by its row all the same.
    assert_eq!(faults(&plans(&desk, TableKind::Investment, text)), [(4, Some(Column::YearPlan), FaultKind::UnlikeLine { first: 2 })]);
    // A row at fault says nothing: the next one is written instead.
    let text = "项目名称,月份,年度计划,累计完成\n乙隧道工程,2018-01,500,很多\n乙隧道工程,2018-02,600,20\n";
    takes_but(&desk, TableKind::Investment, text, &[(2, Some(Column::DoneTo), FaultKind::Amount(AmountFault::NotANumber))]);
    // Of one month two columns, or two rows.
    let text =
        "项目名称,月份,累计完成,4月累计,5月累计\n乙隧道工程,2018-04,10,20,30\n乙隧道工程,2018-05,30,20,30\n乙隧道工程,2018-06,40,25,\n";
    let wanted = [
        (2, Some(Column::DoneTo), FaultKind::UnlikeColumn { column: Column::DoneBy(4) }),
        (4, Some(Column::DoneBy(4)), FaultKind::UnlikeLine { first: 3 }),
    ];
    takes_but(&desk, TableKind::Investment, text, &wanted);
    assert_eq!(desk.project("乙隧道工程").folded.conflicts().count(), 0);
    // A later row may add the months of the same sum: one plan still.
    let head: Vec<String> = (1..=12).map(|m| format!("{m}月计划")).collect();
    let months = ",100".repeat(12);
    let text = format!(
        "项目名称,月份,年度计划,{}\n甲热电厂,2019-01,1200{}\n甲热电厂,2019-02,1200{months}\n甲热电厂,2019-03,1200{}\n",
        head.join(","),
        ",".repeat(12),
        ",".repeat(12)
    );
    assert_eq!(takes(&desk, TableKind::Investment, &text), 1);
    assert!(desk.project("甲热电厂").investment.plans[&2019].months.is_some());
    let unlike = text.replace("2019", "2020").replacen(&",".repeat(12), &format!(",0,200{}", ",100".repeat(10)), 1);
    assert_eq!(faults(&plans(&desk, TableKind::Investment, &unlike)), [(3, Some(Column::PlanIn(1)), FaultKind::UnlikeLine { first: 2 })]);
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
fn people_are_looked_for_by_name_and_not_one_by_one() {
    let desk = seeded();
    let rows = |n: usize| (0..n).map(|n| format!("街道（{n}）服务秘书,服务秘书,中山区\n")).collect::<String>();
    takes(&desk, TableKind::People, &format!("姓名,岗位,区市县\n{}", rows(1_000)));
    let plan = plans(&desk, TableKind::People, &format!("姓名,岗位,区市县\n{}", rows(20_000)));
    assert_eq!(plan.counts(), counts(19_000, 0, 1_000));
    // Nor is a secretary whom the list lacks compared with each.
    let rows: String = (0..20_000).map(|n| format!("新项目第{n}号楼,中山区,工业,第{n}街道（新）秘书\n")).collect();
    let plan = plans(&desk, TableKind::Projects, &format!("项目名称,区市县,项目类别,服务秘书\n{rows}"));
    assert_eq!(plan.counts(), counts(20_000, 0, 0));
}
