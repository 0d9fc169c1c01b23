//! The page of a table on its way in: reading bytes, matching columns, settling faults, what a role reaches.

use lianxin::domain::command::Command;
use lianxin::domain::state::Person;
use lianxin::domain::table::column::Column;
use lianxin::domain::table::delimited::TableFault;
use lianxin::domain::table::missing::{MissingKind, Sort, UnitKind};
use lianxin::domain::table::projects::Counts;
use lianxin::domain::table::records::Taker;
use lianxin::domain::table::seed;
use lianxin::domain::trust::Role;
use lianxin::screen::table::{CellState, Draft, Encoding, Fix, ROWS, RowKind, Shown, TASKS, TableView, Unreadable, open, view};

use lianxin::text::{EN, ZH};

use crate::table::Desk;

/// As the browser's own decoder: what is no character becomes U+FFFD.
fn gb18030(bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned())
}

fn draft(text: &str) -> Draft {
    Draft::new(open("t.csv", text.as_bytes(), gb18030).unwrap())
}

fn looks(desk: &Desk, draft: &Draft) -> TableView {
    looks_as(desk, draft, None, None, ROWS)
}

fn looks_as(desk: &Desk, draft: &Draft, me: Option<&Person>, filter: Option<RowKind>, drawn: usize) -> TableView {
    desk.state(|s| view(draft, &draft.plan(s, &Taker::default()), s, me, filter, drawn))
}

fn takes(desk: &Desk, draft: &Draft) {
    let plan = desk.state(|s| draft.plan(s, &Taker::default()));
    desk.takes(plan).unwrap();
}

fn lines(view: &TableView) -> Vec<usize> {
    view.rows.iter().map(|r| r.line).collect()
}

const HEAD: &str = "项目名称,区市县,责任单位,项目类别,市级重点,阶段,服务秘书,总投资(万元)\n";

fn with_head(rows: &str) -> String {
    format!("{HEAD}{rows}")
}

#[test]
fn bytes_are_told_apart() {
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let read = |bytes: &[u8]| open("t.csv", bytes, gb18030).map(|o| (o.encoding, o.table.rows.len()));
    assert_eq!(read(seed::PROJECTS.as_bytes()), Ok((Encoding::Utf8, 30)));
    assert_eq!(read(format!("\u{feff}{}", seed::PROJECTS).as_bytes()), Ok((Encoding::Utf8, 30)));
    assert_eq!(read(&gb(seed::PROJECTS)), Ok((Encoding::Gb18030, 30)));
    let cases: &[(&[u8], Unreadable)] = &[
        (b"", Unreadable::Table(TableFault::Empty)),
        (" \n,,\n".as_bytes(), Unreadable::Table(TableFault::Empty)),
        ("项目,区市县\n".as_bytes(), Unreadable::NoRows),
        ("项目\n甲\n\"乙\n".as_bytes(), Unreadable::Table(TableFault::UnclosedQuote { line: 3 })),
        (b"PK\x03\x04\x14\x00", Unreadable::Workbook),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", Unreadable::Workbook),
        (br#"{"lianxin":"bundle/1"}"#, Unreadable::Bundle),
        (b"a,b\n1,2\n\xff\xff,3\n", Unreadable::Encoding { line: 3 }),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Unreadable::Table(TableFault::NotText { line: 3 })),
        (b"%PDF-1.4\r%\xe2\xe3\xcf\xd3\r\n1 0 obj\r<</Type/Catalog>>\rendobj", Unreadable::NotATable),
        (b"%PDF-1.4 1 0 obj", Unreadable::NotATable),
        (b"\n\n%PDF-1.7\n%abcd\n1 0 obj\n", Unreadable::NotATable),
        (b"\x01\x02ab\x03\x04\ncd\x05", Unreadable::NotATable),
    ];
    for (bytes, why) in cases {
        assert_eq!(read(bytes), Err(*why), "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(open("t.csv", &gb("项目"), |_| None), Err(Unreadable::Encoding { line: 1 }));
}

fn cell(view: &TableView, line: usize, column: Column) -> (Shown, CellState) {
    let row = view.rows.iter().find(|r| r.line == line).unwrap();
    let cell = row.cells.iter().find(|c| c.column == column).unwrap();
    (cell.shown.clone(), cell.state.clone())
}

fn text(text: &str) -> Shown {
    Shown::Text(text.into())
}

#[test]
fn the_seed_is_looked_at_written_and_then_the_same() {
    let desk = Desk::founded();
    let fresh = draft(seed::PROJECTS);
    let seen = looks(&desk, &fresh);
    assert_eq!((seen.writes(), seen.may_write(), seen.tasks_all, seen.missing_all), (30, true, 0, 48));
    assert_eq!(lines(&seen), (2..=31).collect::<Vec<_>>());
    assert_eq!(cell(&seen, 19, Column::Secretary), (text("长兴岛经济区管委会服务秘书"), CellState::Guessed));
    assert_eq!(cell(&seen, 19, Column::Key), (Shown::YesNo(true), CellState::Plain));
    takes(&desk, &fresh);
    let again = looks(&desk, &draft(seed::PROJECTS));
    assert_eq!((again.counts.same, again.writes(), again.may_write(), again.missing_all), (30, 0, false, 0));
    assert_eq!(cell(&again, 19, Column::Secretary), (Shown::Empty, CellState::Kept));
    let changed = looks(&desk, &draft(&seed::PROJECTS.replace("基础设施,否,前期,站北", "基础设施,,开工,站北")));
    assert_eq!((changed.counts.changed, changed.counts.same), (1, 29));
    assert_eq!(
        cell(&changed, 5, Column::Phase),
        (Shown::Word(Column::Phase, "start".into()), CellState::Changed { old: Shown::Word(Column::Phase, "preparation".into()) })
    );
    assert_eq!(cell(&changed, 5, Column::Key), (Shown::Empty, CellState::Kept));
}

#[test]
fn of_a_long_table_only_a_part_is_drawn_with_faults_first() {
    let desk = Desk::founded();
    let rows: String = (0..719).map(|i| format!("项目{i},中山区,,{},,,,\n", if i % 100 == 99 { "工业类" } else { "工业" })).collect();
    let long = draft(&with_head(&rows));
    let some = looks_as(&desk, &long, None, None, 20);
    assert_eq!((some.all, some.kept, some.rows.len()), (719, 719, 20));
    assert_eq!(lines(&some)[..9], [101, 201, 301, 401, 501, 601, 701, 2, 3]);
    assert_eq!(lines(&looks_as(&desk, &long, None, None, 719)), (2..=720).collect::<Vec<_>>());
    let faulty = looks_as(&desk, &long, None, Some(RowKind::Fault), 20);
    assert_eq!((faulty.kept, lines(&faulty)), (7, vec![101, 201, 301, 401, 501, 601, 701]));
    let bad: String = (0..TASKS + 5).map(|i| format!("项目{i},中山区,,类,,,,\n")).collect();
    let many = looks(&desk, &draft(&with_head(&bad)));
    assert_eq!((many.tasks.len(), many.tasks_all), (TASKS, TASKS + 5));
}

#[test]
fn one_district_of_twenty_thousand_rows_is_planned() {
    let desk = Desk::founded();
    let rows: String = (0..20_000).map(|i| format!("项目{i},中山区,港湾公司,工业,是,在建,,\n")).collect();
    let seen = looks(&desk, &draft(&with_head(&rows)));
    assert_eq!((seen.counts.new, seen.missing_all, seen.missing[0].rows), (20_000, 3, 20_000));
}

#[test]
fn a_fault_is_settled_by_a_press_and_taken_back() {
    let desk = Desk::founded();
    let mut table = draft(&with_head("甲,中山区,,工业类,也许,,,-5\n,中山区,,工业,,,,\n乙,西岗区,,社会事业,,,,\n乙,西岗区,,社会事业,,,,\n"));
    let seen = looks(&desk, &table);
    assert_eq!((seen.counts, seen.tasks_all), (Counts { new: 1, faults: 3, ..Counts::default() }, 5));
    let places: Vec<_> = seen.tasks.iter().map(|t| (t.line, t.column.unwrap(), t.typed)).collect();
    assert_eq!(
        places,
        [
            (2, Column::Category, None),
            (2, Column::Key, None),
            (2, Column::Total, Some(Column::Total)),
            (3, Column::Name, Some(Column::Name)),
            (5, Column::Name, None)
        ]
    );
    let set = |column, value: &str| Fix::SetCell { column, value: value.into() };
    assert!(seen.tasks[0].fixes.contains(&set(Column::Category, "industry")));
    assert_eq!(seen.tasks[1].fixes, [set(Column::Key, "yes"), set(Column::Key, "no"), set(Column::Key, ""), Fix::SkipRow]);
    assert_eq!(seen.tasks[2].fixes, [set(Column::Total, ""), Fix::SkipRow]);
    assert_eq!(seen.tasks[4].fixes, [Fix::NewProject, Fix::SkipRow]);
    assert_eq!(cell(&seen, 2, Column::Category), (text("工业类"), CellState::Bad));

    table.settle(2, &set(Column::Category, "industry"));
    table.settle(2, &set(Column::Key, "yes"));
    table.settle(2, &set(Column::Total, " 1,250 "));
    table.settle(3, &set(Column::Name, "丙"));
    table.settle(5, &Fix::SkipRow);
    let settled = looks(&desk, &table);
    assert_eq!((settled.counts, settled.tasks_all), (Counts { new: 3, skipped: 1, ..Counts::default() }, 0));
    assert_eq!(cell(&settled, 2, Column::Category).0, Shown::Word(Column::Category, "industry".into()));
    assert_eq!(cell(&settled, 2, Column::Total).0, Shown::Wan("1250".into()));
    assert_eq!(table.said(), 5);
    table.take(5, true);
    assert_eq!(looks(&desk, &table).counts.faults, 1);
    table.undo_rows();
    assert_eq!((looks(&desk, &table).counts, table.said()), (seen.counts, 0));
}

#[test]
fn two_hits_are_asked_for() {
    let desk = Desk::founded();
    let mut two = draft(&with_head("甲,中山区,,工业,,,,\n甲,中山区,,工业,,,,\n"));
    two.settle(3, &Fix::NewProject);
    takes(&desk, &two);
    let mut table = draft(&with_head("甲,中山区,,工业,,开工,,\n"));
    let seen = looks(&desk, &table);
    assert_eq!((seen.counts.ask, seen.may_write(), cell(&seen, 2, Column::Name).1), (1, false, CellState::Ask));
    let [Fix::IsProject { about, .. }, Fix::IsProject { id, .. }, Fix::NewProject, Fix::SkipRow] = &*seen.tasks[0].fixes else {
        panic!("{:?}", seen.tasks)
    };
    assert_eq!(about, "中山区");
    table.settle(2, &seen.tasks[0].fixes[1]);
    takes(&desk, &table);
    assert_eq!(desk.state(|s| s.project(id).unwrap().fields.phase.clone()), Some("start".into()));
}

#[test]
fn columns_are_matched_by_hand_and_never_twice() {
    let desk = Desk::founded();
    let mut table = draft("工程,在哪,哪一类,类别\n甲,中山区,工业,x\n");
    assert_eq!(table.mapping, [None, None, None, Some(Column::Category)]);
    let seen = looks(&desk, &table);
    assert_eq!(seen.lacks, [Column::Name, Column::District]);
    // What a column lacks is said once for all rows, and not for each.
    assert_eq!(seen.tasks.iter().map(|t| t.column).collect::<Vec<_>>(), [Some(Column::Category)]);
    table.map(0, Some(Column::Name));
    table.map(1, Some(Column::District));
    table.map(2, Some(Column::Category));
    assert_eq!(table.mapping, [Some(Column::Name), Some(Column::District), Some(Column::Category), None]);
    assert_eq!((looks(&desk, &table).counts.new, looks(&desk, &table).columns.len()), (1, 3));
    table.settle(2, &Fix::DropColumn(Column::District));
    assert_eq!(looks(&desk, &table).lacks, [Column::District]);
}

#[test]
fn a_name_may_stand_for_one_of_the_roster() {
    let desk = Desk::founded();
    takes(&desk, &draft(seed::PROJECTS));
    let mut table = draft(&with_head("新厂,旅顺口,旅顺经开区经济发展局,工业,,,旅顺经开服务秘书,\n"));
    let seen = looks(&desk, &table);
    let first = |view: &TableView, sort: Sort| view.missing.iter().find(|m| m.key.sort == sort).map(|m| m.key.clone());
    // What is nearly a name of the roster is asked for, and nothing is to be registered meanwhile.
    assert_eq!((seen.counts.ask, cell(&seen, 2, Column::District).1, first(&seen, Sort::District)), (1, CellState::Ask, None));
    let Fix::Instead { key: district, name, .. } = &seen.tasks[0].fixes[0] else { panic!("{:?}", seen.tasks) };
    assert_eq!((name.as_str(), &seen.tasks[0].fixes[1]), ("旅顺口区", &Fix::Register(district.clone())));
    let district = district.clone();
    table.settle(2, &seen.tasks[0].fixes[0]);
    let seen = looks(&desk, &table);
    let Fix::Instead { name, .. } = &seen.tasks[0].fixes[0] else { panic!("{:?}", seen.tasks) };
    assert_eq!((seen.tasks.len(), name.as_str()), (1, "旅顺经开区服务秘书"));
    table.settle(2, &seen.tasks[0].fixes[0]);
    let seen = looks(&desk, &table);
    assert_eq!(seen.instead.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["旅顺口区", "旅顺经开区服务秘书"]);
    // Nobody has joined for this one yet: no file can be sent.
    assert_eq!(seen.given.iter().map(|g| (g.name.as_str(), g.joined)).collect::<Vec<_>>(), [("旅顺经开区服务秘书", false)]);
    assert_eq!(seen.missing.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["旅顺经开区经济发展局"]);
    // Unticked, its row has a fault; the fault can be settled by ticking, by another name, or by leaving it empty.
    let unit = seen.missing[0].key.clone();
    table.set_kind(&unit, MissingKind::Unit(UnitKind::Zone));
    table.tick(&unit, false);
    let seen = looks(&desk, &table);
    assert_eq!((seen.counts.faults, seen.missing[0].kind, seen.missing[0].ticked), (1, MissingKind::Unit(UnitKind::Zone), false));
    let fixes = &seen.tasks[0].fixes;
    assert_eq!(fixes[0], Fix::Register(unit.clone()));
    assert!(
        matches!(&fixes[1], Fix::Instead { name, about, .. } if name == "旅顺经济技术开发区经济发展局" && about == "旅顺口区"),
        "{fixes:?}"
    );
    for fix in [&fixes[0], &fixes[1]] {
        let mut settled = table.clone();
        settled.settle(2, fix);
        assert_eq!(looks(&desk, &settled).counts.new, 1, "{fix:?}");
    }
    table.set_instead(&district, None);
    assert_eq!(looks(&desk, &table).instead.len(), 1);
}

#[test]
fn a_district_reaches_its_own_rows_and_people() {
    let desk = Desk::founded();
    takes(&desk, &draft(seed::PROJECTS));
    let district = desk.unit("中山区").id;
    let id = desk
        .does(Command::RegisterPerson { name: "中山区发改局".into(), role: Role::District, district: Some(district), unit: None })[0];
    let me = desk.state(|s| s.roster.persons[&id].clone());
    // The founder has a device.
    let own = looks(&desk, &draft(&with_head("凯丹广场,中山区,,,,,市发改委,\n")));
    assert_eq!(own.given.iter().map(|g| (g.name.as_str(), g.joined)).collect::<Vec<_>>(), [("市发改委", true)]);
    let mut table = draft(&with_head(
        "凯丹广场,中山区,东港街道,,,封顶,,\n大湖山语,高新区,,,,封顶,,\n新楼,中山区,东港街道,社会事业,,,新秘书,\n外楼,西岗区,外街道,工业,,,,\n",
    ));
    let seen = looks_as(&desk, &table, Some(&me), None, ROWS);
    assert_eq!((seen.writes(), seen.beyond.rows.clone(), seen.beyond.names.len(), seen.may_write()), (4, vec![3, 5], 0, false));
    seen.beyond.rows.iter().for_each(|line| table.take(*line, false));
    let seen = looks_as(&desk, &table, Some(&me), None, ROWS);
    assert_eq!((seen.writes(), seen.may_write()), (2, true));
    // A new unit is the city's to register.
    let street = draft(&with_head("新楼,中山区,新街道,社会事业,,,,\n"));
    let seen = looks_as(&desk, &street, Some(&me), None, ROWS);
    assert_eq!((seen.beyond.names.as_slice(), seen.may_write()), (&["新街道".to_owned()][..], false));
    assert!(looks(&desk, &street).beyond.is_empty());
}

#[test]
fn problems_said_to_be_solved_and_other_categories_are_told() {
    let desk = Desk::founded();
    takes(&desk, &draft(seed::PROJECTS));
    let mut table = draft(seed::PROBLEMS);
    let seen = looks(&desk, &table);
    // Nine of the thirteen have a day on which they were solved; that one is listed for supervision is no solution.
    assert_eq!((seen.counts.new, seen.solved.clone()), (13, vec![2, 3, 4, 6, 7, 8, 11, 12, 14]));
    let category = |line: usize| cell(&seen, line, Column::ProblemCategory);
    let word = |word: &str| Shown::Word(Column::ProblemCategory, word.into());
    assert_eq!(category(2), (text("征收动迁"), CellState::Plain));
    assert_eq!(category(4), (word("approval"), CellState::Changed { old: text("规划手续") }));
    assert_eq!(category(5), (word("other"), CellState::Changed { old: text("设备进口") }));
    assert_eq!((ZH.shown(&category(5).0), EN.shown(&category(5).0)), ("其他".into(), "Other".into()));
    seen.solved.iter().for_each(|line| table.take(*line, false));
    let seen = looks(&desk, &table);
    assert_eq!((seen.counts.new, seen.solved.len()), (4, 0));
    takes(&desk, &draft(seed::PROBLEMS));
    let again = looks(&desk, &draft(seed::PROBLEMS));
    assert_eq!((again.counts.same, again.solved.len()), (13, 0), "what is there is not raised again");
    let by_word = draft(
        "项目名称,问题描述,提出日期,办理状态\n凯丹广场,甲,2018-11-01,已解决\n凯丹广场,乙,2018-11-01,办理中\n凯丹广场,丙,2018-11-01,\n",
    );
    assert_eq!(looks(&desk, &by_word).solved, [2]);
}
