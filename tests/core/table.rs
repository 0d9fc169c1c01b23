//! The project table: reading separated text, matching it with the ledger, and writing what is new.

use std::cell::Cell as StdCell;
use std::sync::Arc;

use lianxin::crypto::native::SeedSigner;
use lianxin::domain::command::{Command, Refusal, Stamp};
use lianxin::domain::id::{ProjectId, Ref};
use lianxin::domain::money::{AmountFault, Fen};
use lianxin::domain::shape::Kind;
use lianxin::domain::state::State;
use lianxin::domain::table::column::{self, Column, guess, same_name_key};
use lianxin::domain::table::delimited::{Table, TableFault, decode_utf8, read};
use lianxin::domain::table::missing::{Choices, Link, Missing, MissingChoice, MissingKind, Sort, UnitKind};
use lianxin::domain::table::projects::{Cell, CellValue, Counts, FaultKind, Outcome, RowChoice, TablePlan, plan};
use lianxin::domain::table::seed;
use lianxin::domain::trust::Role;
use lianxin::session::{Along, Failure, Session, found};
use lianxin::store::{MemoryStore, Store};

/// 2018-11-15 01:00 UTC.
const NOW: i64 = 1_542_243_600_000;

/// The city's coordinator at a desk.
pub struct Desk {
    pub session: Session<MemoryStore, SeedSigner>,
    random: StdCell<u64>,
}

impl Desk {
    pub fn founded() -> Desk {
        let signer = SeedSigner::new("city");
        let (workspace, write) = found(&signer, "大连", "市发改委", "+08:00", "0123456789abcdef", NOW).unwrap();
        let store = MemoryStore::default();
        pollster::block_on(store.write(write)).unwrap();
        let session = pollster::block_on(Session::open(store, signer, workspace)).unwrap();
        Desk { session, random: StdCell::new(0) }
    }

    pub fn stamp(&self, randoms: usize) -> Stamp {
        let fresh = |_| {
            self.random.set(self.random.get() + 1);
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&self.random.get().to_be_bytes());
            bytes
        };
        Stamp { now: NOW, random: (0..randoms).map(fresh).collect() }
    }

    pub fn does(&self, command: Command) -> Vec<Ref> {
        let saved = pollster::block_on(self.session.commit(&command, || self.stamp(1), Along::default())).unwrap();
        saved.refs.into_iter().map(|(_, name)| name).collect()
    }

    fn plans(&self, text: &str, choices: &Choices) -> TablePlan {
        let table = table(text);
        plan(&table, &guess(&table.header), &self.session.snapshot().state, choices)
    }

    pub fn takes(&self, plan: TablePlan) -> Result<usize, Failure> {
        let randoms = plan.randoms_needed();
        let command = Command::TakeTable(Box::new(plan));
        pollster::block_on(self.session.commit(&command, || self.stamp(randoms), Along::default())).map(|saved| saved.refs.len())
    }

    pub fn takes_text(&self, text: &str) -> usize {
        self.takes(self.plans(text, &Choices::default())).unwrap()
    }

    pub fn project(&self, name: &str) -> Arc<lianxin::domain::state::Project> {
        self.session.snapshot().state.shown_projects().find(|p| p.fields.name == name).expect(name).clone()
    }

    pub fn unit(&self, name: &str) -> lianxin::domain::state::Unit {
        self.session.snapshot().state.roster.units.values().find(|u| u.name == name).expect(name).clone()
    }

    pub fn state<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.session.snapshot().state)
    }
}

fn table(text: &str) -> Arc<Table> {
    Arc::new(read(text).unwrap())
}

/// Rows by line.
type Rows<'a> = &'a [(usize, &'a [&'a str])];

fn cells(rows: Rows<'_>) -> Vec<(usize, Vec<String>)> {
    rows.iter().map(|(line, cells)| (*line, cells.iter().map(|c| (*c).to_owned()).collect())).collect()
}

fn kinds(plan: &TablePlan) -> Vec<(usize, Option<Column>, FaultKind)> {
    plan.faults().map(|f| (f.line, f.column, f.kind.clone())).collect()
}

fn missing<'p>(plan: &'p TablePlan, name: &str) -> &'p Missing {
    plan.missing.iter().find(|m| m.name == name).expect(name)
}

fn counts(new: usize, changed: usize, same: usize) -> Counts {
    Counts { new, changed, same, ..Counts::default() }
}

const HEAD: &str = "项目名称,区市县,责任单位,项目类别,市级重点,阶段,服务秘书,备注,总投资(万元),项目代码\n";

fn with_head(rows: &str) -> String {
    format!("{HEAD}{rows}")
}

#[test]
fn separated_text_is_read_in_every_common_form() {
    let plain: Rows<'_> = &[(2, &["1", "2"]), (3, &["3", "4"])];
    let cases: &[(&str, Rows<'_>)] = &[
        ("a,b\n1,2\n3,4\n", plain),
        ("a,b\n1,2\n3,4", plain),
        ("\u{feff}a,b\r\n1,2\r\n3,4\r\n", plain),
        ("a,b\r1,2\r3,4\r", plain),
        ("a;b\n1;2\n3;4\n", plain),
        ("a\tb\n1\t2\n3\t4\n", plain),
        ("\"a,,,\";b\n1;2\n3;4\n", plain),
        ("a,b\n\n1,2\n , \n3,4\n\n", &[(3, &["1", "2"]), (5, &["3", "4"])]),
        ("\n,\na;b\n1;2\n", &[(4, &["1", "2"])]),
        ("a,b\n\"x,\"\"y\"\"\nz\",2\n3,4\n", &[(2, &["x,\"y\"\nz", "2"]), (4, &["3", "4"])]),
        ("a,b\r\n\"x\r\nz\",2\r\n3,4", &[(2, &["x\nz", "2"]), (4, &["3", "4"])]),
        ("a,b\n1\n1,2,3\n", &[(2, &["1"]), (3, &["1", "2", "3"])]),
        ("a,b\n5\" pipe,\"x\"y\n", &[(2, &["5\" pipe", "xy"])]),
        ("a,b\n\"\",2\n", &[(2, &["", "2"])]),
        ("a\n1;2\n", &[(2, &["1;2"])]),
        ("a,b\n", &[]),
    ];
    for (text, rows) in cases {
        let table = read(text).unwrap_or_else(|fault| panic!("{text:?}: {fault:?}"));
        let found: Vec<_> = table.rows.into_iter().map(|r| (r.line, r.cells)).collect();
        assert_eq!(found, cells(rows), "{text:?}");
    }
}

#[test]
fn what_is_no_table_says_where() {
    let cases = [
        ("", TableFault::Empty),
        ("\u{feff} \n,,\n", TableFault::Empty),
        ("a,b\n1,\"2\n3,4\n", TableFault::UnclosedQuote { line: 2 }),
        ("a,b\n\"x\ny\",2\n\"3,4\n", TableFault::UnclosedQuote { line: 4 }),
        ("PK\u{3}\u{4}\nx\0", TableFault::NotText { line: 2 }),
    ];
    for (text, fault) in cases {
        assert_eq!(read(text), Err(fault), "{text:?}");
    }
}

#[test]
fn gb18030_is_told_from_utf8_and_read_alike() {
    let (bytes, _, unmappable) = encoding_rs::GB18030.encode(seed::PROJECTS);
    assert!(!unmappable);
    assert_eq!(decode_utf8(&bytes), None);
    let (text, _, bad) = encoding_rs::GB18030.decode(&bytes);
    assert!(!bad);
    assert_eq!(read(&text).unwrap(), read(seed::PROJECTS).unwrap());
    assert_eq!(decode_utf8("\u{feff}项目".as_bytes()).as_deref(), Some("项目"));
}

#[test]
fn columns_are_matched_by_name() {
    let header = |text: &str| -> Vec<String> { text.split('|').map(str::to_owned).collect() };
    use Column::*;
    let cases: &[(&str, &[Option<Column>])] = &[
        (
            "项目名称|区市县|责任单位|项目类别|市级重点|阶段|服务秘书|备注",
            &[Some(Name), Some(District), Some(Unit), Some(Category), Some(Key), Some(Phase), Some(Secretary), Some(Note)],
        ),
        (
            "name|DISTRICT| Unit |Category|key|phase|secretary|note",
            &[Some(Name), Some(District), Some(Unit), Some(Category), Some(Key), Some(Phase), Some(Secretary), Some(Note)],
        ),
        (
            "总投资（万元）|总投资(亿元)|包保领导|领域|项目代码|企业|地点",
            &[Some(Total), None, Some(Leader), Some(Field), Some(Code), Some(Enterprise), Some(Place)],
        ),
        ("项目|名称|序号", &[Some(Name), None, None]),
    ];
    for (text, columns) in cases {
        assert_eq!(guess(&header(text)), *columns, "{text}");
    }
}

#[test]
fn names_are_compared_and_never_stored_alike() {
    let same = [
        ("瑞士碧琪食品(大连)", "瑞士碧琪食品（大连）"),
        ("大众DQ200五期", "大众ｄｑ２００ 五期"),
        ("【二期】工程", "[二期] 工程"),
        (" Port  Office", "port office"),
    ];
    for (a, b) in same {
        assert_eq!(same_name_key(a), same_name_key(b));
    }
    assert_ne!(same_name_key("Plant 1 1"), same_name_key("Plant 11"));
    assert_ne!(same_name_key("英特尔二期"), same_name_key("英特尔二期项目"));
}

#[test]
fn words_of_cells_are_known() {
    for (text, word) in
        [("基础设施", "infrastructure"), ("工业", "industry"), ("现代服务业", "services"), ("社会事业", "social"), ("Industry", "industry")]
    {
        assert_eq!(column::category(text).as_deref(), Some(word));
    }
    assert_eq!(column::category("工业类"), None);
    let phases = [
        ("前期", "preparation"),
        ("开工", "start"),
        ("在建", "construction"),
        ("基础", "foundation"),
        ("主体", "structure"),
        ("封顶", "topped-out"),
        ("安装", "equipment"),
        ("试运行", "trial"),
        ("竣工", "completion"),
        ("投产", "production"),
        ("入库", "register"),
        ("Topped-Out", "topped-out"),
        ("停工", "停工"),
    ];
    for (text, word) in phases {
        assert_eq!(column::phase(text), word);
    }
    for (text, value) in [
        ("是", Some(true)),
        ("√", Some(true)),
        ("YES", Some(true)),
        ("１", Some(true)),
        ("否", Some(false)),
        ("0", Some(false)),
        ("也许", None),
    ] {
        assert_eq!(column::yes_or_no(text), value, "{text}");
    }
    let kinds = [
        ("街道", "东港街道", UnitKind::Street),
        ("zone", "大连双D港园区管委会", UnitKind::Zone),
        ("zone", "旅顺经济技术开发区经济发展局", UnitKind::Zone),
        ("bureau", "旅顺口区发展和改革局", UnitKind::Department),
        ("office", "市电网办", UnitKind::Department),
        ("board", "市卫生健康委", UnitKind::Department),
    ];
    for (_, name, kind) in kinds {
        assert_eq!(UnitKind::guess(name), kind, "{name}");
    }
}

#[test]
fn the_seed_table_gives_thirty_whole_projects_in_one_save() {
    let desk = Desk::founded();
    let plan = desk.plans(seed::PROJECTS, &Choices::default());
    assert_eq!(plan.counts(), counts(30, 0, 0));
    assert_eq!((plan.lacks.len(), plan.randoms_needed()), (0, 30));
    assert!(plan.missing.iter().all(|m| m.ticked && m.used && !m.lines.is_empty()));
    let of = |sort: Sort| plan.missing.iter().filter(|m| m.key.sort == sort).count();
    assert_eq!((of(Sort::District), of(Sort::Unit), of(Sort::Secretary), of(Sort::Leader)), (10, 19, 19, 0));
    let office = missing(&plan, "市电网办服务秘书");
    assert!(office.guessed_from_unit && office.district.is_none() && office.lines == [25, 26, 27], "{office:?}");
    let street = missing(&plan, "东港街道");
    assert_eq!((street.kind, street.lines.as_slice()), (MissingKind::Unit(UnitKind::Street), &[2, 3, 4, 28, 29][..]));
    let rows_before = desk.session.snapshot().last_row;
    desk.takes(plan).unwrap();
    assert_eq!(desk.session.snapshot().last_row, rows_before + 1);

    desk.state(|state| {
        assert_eq!(state.shown_projects().count(), 30);
        for project in state.shown_projects() {
            let f = &project.fields;
            let person = &state.roster.persons[&f.secretary.expect(&f.name)];
            assert_eq!(person.role, Role::Secretary);
            assert!(f.phase.is_some() && state.roster.units[&f.unit.expect(&f.name)].kind != "district");
            assert_eq!(state.roster.units[&f.district.expect(&f.name)].kind, "district");
            assert!(project.folded.refused.is_empty());
        }
        assert_eq!(state.roster.units.len(), 29);
        assert_eq!(state.roster.persons.len(), 20);
    });
    let heat = desk.project("国宏普兰店热电厂");
    assert_eq!((heat.fields.category.as_str(), heat.fields.phase.as_deref(), heat.fields.key), ("infrastructure", Some("start"), true));
    let note = heat.folded.of_kind(Kind::Noted).next().unwrap();
    assert_eq!(note.text("text").as_deref(), Some("四证、8项外部条件、12项要件"));
    let street = desk.unit("东港街道");
    assert_eq!((street.kind.as_str(), street.parent), ("street", Some(desk.unit("中山区").id)));
    assert_eq!(desk.unit("市电网办").parent, None);
    let secretary = desk.state(|s| s.roster.persons[&desk.project("凯丹广场").fields.secretary.unwrap()].clone());
    assert_eq!((secretary.name.as_str(), secretary.district, secretary.unit), ("东港街道服务秘书", street.parent, Some(street.id)));

    // Opened again from its rows, everything is there.
    let reopened =
        pollster::block_on(Session::open(desk.session.store.clone(), SeedSigner::new("city"), desk.session.snapshot().ledger.workspace))
            .unwrap();
    assert_eq!(reopened.snapshot().state.shown_projects().count(), 30);
}

#[test]
fn the_same_table_again_changes_nothing_and_a_changed_one_only_its_differences() {
    let desk = Desk::founded();
    desk.takes_text(seed::PROJECTS);
    let (gb, _, _) = encoding_rs::GB18030.encode(seed::PROJECTS);
    let again = [
        seed::PROJECTS.to_owned(),
        seed::PROJECTS.replace(',', "\t"),
        seed::PROJECTS.replace("60余户动迁;封锁作业4天", "\"60余户动迁;封锁作业4天\"").replace(',', ";"),
        seed::PROJECTS.replace('(', "（").replace(')', "）"),
        encoding_rs::GB18030.decode(&gb).0.into_owned(),
    ];
    for text in &again {
        let plan = desk.plans(text, &Choices::default());
        assert_eq!((plan.counts(), plan.missing.len()), (counts(0, 0, 30), 0));
        assert_eq!(desk.takes(plan), Err(Failure::Refused(Refusal::NothingToDo)));
    }

    let changed = seed::PROJECTS
        .replace("基础设施,否,前期,站北街道服务秘书,项目地块", "基础设施,,开工,站北街道服务秘书,项目地块")
        .replace("东港街道,现代服务业,否,在建,东港街道服务秘书,\n辉盛", "东港街道,现代服务业,否,在建,新任服务秘书,\n辉盛");
    let plan = desk.plans(&changed, &Choices::default());
    assert_eq!(plan.counts(), counts(0, 2, 28));
    let port = plan.rows.iter().find(|r| r.line == 5).unwrap();
    let differences: Vec<&Cell> = port.cells.iter().filter(|c| c.changes).collect();
    assert_eq!(differences.len(), 1);
    let word = |w: &str| Some(CellValue::Word(w.to_owned()));
    assert_eq!((differences[0].column, &differences[0].old, &differences[0].value), (Column::Phase, &word("preparation"), &word("start")));
    assert_eq!(plan.missing.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["新任服务秘书"]);
    // A person, a project's secretary, a project's phase.
    assert_eq!(desk.takes(plan), Ok(3));
    let port = desk.project("黑嘴子码头及周边改造项目");
    assert_eq!((port.fields.phase.as_deref(), port.slot("phase").unwrap().history.len()), (Some("start"), 2));
    assert!(!port.slot("phase").unwrap().is_conflict());
    assert_eq!(desk.plans(&changed, &Choices::default()).counts(), counts(0, 0, 30));
}

#[test]
fn a_remark_is_added_once_and_never_again() {
    let desk = Desk::founded();
    let row = |note: &str| with_head(&format!("甲厂,中山区,,工业,否,在建,,{note},,\n"));
    desk.takes_text(&row("第一"));
    assert_eq!(desk.plans(&row("第一"), &Choices::default()).counts(), counts(0, 0, 1));
    assert_eq!(desk.takes_text(&row("第二")), 1);
    for note in ["第一", "第二", ""] {
        assert_eq!(desk.plans(&row(note), &Choices::default()).counts(), counts(0, 0, 1), "{note}");
    }
    let project = desk.project("甲厂");
    let of = project.folded.of_kind(Kind::Noted).map(|e| e.name()).collect();
    desk.does(Command::Withdraw { scope: lianxin::domain::id::Scope::Project(project.id), of, reason: None });
    assert_eq!(desk.plans(&row("第一"), &Choices::default()).counts(), counts(0, 0, 1));
}

#[test]
fn faults_have_their_line_and_column() {
    let desk = Desk::founded();
    let long = "长".repeat(10_001);
    let cases: Vec<(String, Vec<(Column, FaultKind)>)> = vec![
        ("甲,中山区,,工业类,是,,,,,".into(), vec![(Column::Category, FaultKind::UnknownCategory)]),
        ("甲,中山区,,工业,也许,,,,,".into(), vec![(Column::Key, FaultKind::NotYesOrNo)]),
        ("甲,中山区,,工业,,,,,1.0000001,".into(), vec![(Column::Total, FaultKind::Amount(AmountFault::TooManyDecimals))]),
        ("甲,中山区,,工业,,,,,\"1,5\",".into(), vec![(Column::Total, FaultKind::Amount(AmountFault::Grouping))]),
        ("甲,中山区,,工业,,,,,1 5,".into(), vec![(Column::Total, FaultKind::Amount(AmountFault::Grouping))]),
        ("甲,中山区,,工业,,,,,-5,".into(), vec![(Column::Total, FaultKind::Amount(AmountFault::Negative))]),
        ("甲,中山区,,工业,,,,,五亿,".into(), vec![(Column::Total, FaultKind::Amount(AmountFault::NotANumber))]),
        ("甲,中山区,,工业,,,,,99999999999,".into(), vec![(Column::Total, FaultKind::Amount(AmountFault::TooLarge))]),
        (",中山区,,工业,,,,,,".into(), vec![(Column::Name, FaultKind::Missing)]),
        ("甲,,,工业,,,,,,".into(), vec![(Column::District, FaultKind::Missing)]),
        ("甲,中山区".into(), vec![(Column::Category, FaultKind::Missing)]),
        (format!("{long},中山区,,工业,,,,,,"), vec![(Column::Name, FaultKind::TooLong { max: 10_000 })]),
    ];
    for (row, faults) in cases {
        let plan = desk.plans(&with_head(&format!("好,中山区,,工业,,,,,,\n{row}\n")), &Choices::default());
        let expected: Vec<_> = faults.into_iter().map(|(column, kind)| (3, Some(column), kind)).collect();
        assert_eq!(kinds(&plan), expected, "{}", row.chars().take(60).collect::<String>());
        assert_eq!(plan.counts(), Counts { new: 1, faults: 1, ..Counts::default() });
    }
    let extra = desk.plans(&with_head("甲,中山区,,工业,,,,,,,,x\n乙,中山区,,工业,,,,,,,,\n"), &Choices::default());
    assert_eq!(kinds(&extra), [(2, None, FaultKind::ExtraCells { cells: 12, header: 10 })]);
    let all_long = format!("{0},中山区,{0},工业,,{0},,{0},,", "长".repeat(9_000));
    assert!(matches!(kinds(&desk.plans(&with_head(&all_long), &Choices::default()))[..], [(2, None, FaultKind::TooLong { .. })]));

    // Amounts in another currency are refused, whatever the user maps.
    let yi = table("项目名称,区市县,项目类别,总投资(万美元)\n甲,中山区,工业,5\n");
    let mapping = [Some(Column::Name), Some(Column::District), Some(Column::Category), Some(Column::Total)];
    assert_eq!(kinds(&desk.state(|s| plan(&yi, &mapping, s, &Choices::default()))), [(2, Some(Column::Total), FaultKind::OtherUnit)]);
    let without = desk.state(|s| plan(&yi, &[Some(Column::Name), None, None, None], s, &Choices::default()));
    assert_eq!((without.lacks.as_slice(), without.counts().faults), (&[Column::District, Column::Category][..], 1));
}

#[test]
fn a_cell_set_right_by_the_user_counts_instead() {
    let desk = Desk::founded();
    let text = with_head("甲,旅顺,,工业类,,,某秘书,,\"1,234.5万元\",\n乙,旅顺口区,,工业,,,,,,\n");
    let mut choices = Choices::default();
    choices.cells.insert((2, Column::District), "旅顺口区".into());
    choices.cells.insert((2, Column::Category), "工业".into());
    choices.cells.insert((2, Column::Secretary), String::new());
    let plan = desk.plans(&text, &choices);
    assert_eq!((plan.counts(), plan.missing.len()), (counts(2, 0, 0), 1));
    desk.takes(plan).unwrap();
    let fields = desk.project("甲").fields.clone();
    assert_eq!((fields.total, fields.secretary, fields.district), (Some(Fen(1_234_500_000)), None, Some(desk.unit("旅顺口区").id)));
}

#[test]
fn two_rows_of_one_project_and_the_users_word_for_it() {
    let desk = Desk::founded();
    let cases = [
        ("甲,中山区,,工业,,,,,,\n甲,中山区,,工业,,,,,,\n", true),
        ("甲(一),中山区,,工业,,,,,,\n甲（一）,中山区,,工业,,,,,,\n", true),
        ("甲,中山区,,工业,,,,,,C1\n乙,中山区,,工业,,,,,,c1\n", true),
        ("甲,中山区,,工业,,,,,,C1\n甲,中山区,,工业,,,,,,\n", true),
        ("甲,中山区,,工业,,,,,,C1\n甲,中山区,,工业,,,,,,C2\n", false),
        ("甲,中山区,,工业,,,,,,\n甲,西岗区,,工业,,,,,,\n", false),
    ];
    for (rows, twice) in cases {
        let plan = desk.plans(&with_head(rows), &Choices::default());
        let expected: &[_] = if twice { &[(3, Some(Column::Name), FaultKind::Twice { first: 2 })] } else { &[] };
        assert_eq!(kinds(&plan), expected, "{rows}");
    }
    let mut choices = Choices::default();
    choices.rows.insert(3, RowChoice::New);
    let text = with_head(cases[0].0);
    desk.takes(desk.plans(&text, &choices)).unwrap();
    assert_eq!(desk.state(|s| s.shown_projects().count()), 2);

    // Now the ledger holds two of the name: the table can't know which.
    let text = with_head("甲,中山区,,工业,是,,,,,\n");
    let plan = desk.plans(&text, &Choices::default());
    let Outcome::Ask(found) = &plan.rows[0].outcome else { panic!("{:?}", plan.rows[0].outcome) };
    let ids: Vec<ProjectId> = desk.state(|s| s.shown_projects().map(|p| p.id).collect());
    assert_eq!(*found, ids);
    assert_eq!(desk.takes(plan), Err(Failure::Refused(Refusal::NothingToDo)));
    let choose = |choice| Choices { rows: [(2, choice)].into(), ..Choices::default() };
    assert_eq!(desk.plans(&text, &choose(RowChoice::Skip)).counts(), Counts { skipped: 1, ..Counts::default() });
    assert_eq!(desk.plans(&text, &choose(RowChoice::New)).counts(), counts(1, 0, 0));
    let plan = desk.plans(&text, &choose(RowChoice::Is(ids[1])));
    assert_eq!(plan.rows[0].outcome, Outcome::Changed(ids[1]));
    desk.takes(plan).unwrap();
    assert_eq!(desk.state(|s| ids.iter().map(|id| s.project(id).unwrap().fields.key).collect::<Vec<_>>()), [false, true]);
}

#[test]
fn the_code_goes_before_the_name() {
    let desk = Desk::founded();
    desk.takes_text(&with_head("甲,中山区,,工业,,在建,,,100,C-1\n"));
    let plan = desk.plans(&with_head("甲厂,西岗区,,,,,,,200,ｃ-1\n"), &Choices::default());
    assert_eq!(plan.counts(), counts(0, 1, 0));
    desk.takes(plan).unwrap();
    let fields = desk.project("甲厂").fields.clone();
    assert_eq!(
        (fields.total, fields.category.as_str(), fields.phase.as_deref(), fields.code.as_deref()),
        (Some(Fen(200_000_000)), "industry", Some("construction"), Some("C-1"))
    );
    assert_eq!(fields.district, Some(desk.unit("西岗区").id));
    // An unknown code, but the name within the district: the project gets the code.
    assert_eq!(desk.plans(&with_head("甲厂,西岗区,,,,,,,,C-2\n"), &Choices::default()).counts(), counts(0, 1, 0));
    // By code alone: nothing else needs to stand in the row.
    assert_eq!(desk.plans(&with_head(",,,,,竣工,,,,C-1\n"), &Choices::default()).counts(), counts(0, 1, 0));
}

#[test]
fn unticked_and_corrected_guesses() {
    let desk = Desk::founded();
    let text = with_head("甲,中山区,东港街道,工业,,,张三,,,\n乙,中山区,港湾公司,工业,,,,,,\n");
    let fresh = desk.plans(&text, &Choices::default());
    let choose =
        |name: &str, choice: MissingChoice| Choices { missing: [(missing(&fresh, name).key.clone(), choice)].into(), ..Choices::default() };
    let unticked = || MissingChoice { unticked: true, ..MissingChoice::default() };
    for (name, column, lines) in
        [("中山区", Column::District, &[2, 3][..]), ("东港街道", Column::Unit, &[2]), ("张三", Column::Secretary, &[2])]
    {
        let plan = desk.plans(&text, &choose(name, unticked()));
        let key = missing(&fresh, name).key.clone();
        let expected: Vec<_> = lines.iter().map(|l| (*l, Some(column), FaultKind::NotInRoster { key: key.clone() })).collect();
        assert_eq!(kinds(&plan), expected, "{name}");
        let held = missing(&plan, name);
        assert_eq!((held.ticked, held.used, held.lines.as_slice()), (false, false, lines));
    }
    // A guess that is unticked leaves the secretary empty, and the row is written.
    let mut choices = choose("港湾公司服务秘书", unticked());
    choices
        .missing
        .insert(missing(&fresh, "港湾公司").key.clone(), MissingChoice { kind: Some(UnitKind::Zone), ..MissingChoice::default() });
    choices.missing.insert(missing(&fresh, "张三").key.clone(), MissingChoice { role: Some(Role::District), ..MissingChoice::default() });
    let plan = desk.plans(&text, &choices);
    assert_eq!(plan.counts(), counts(2, 0, 0));
    desk.takes(plan).unwrap();
    assert_eq!(desk.project("乙").fields.secretary, None);
    assert_eq!(desk.unit("港湾公司").kind, "zone");
    let zhang = desk.project("甲").fields.secretary.unwrap();
    assert_eq!(desk.state(|s| s.roster.persons[&zhang].role), Role::District);
    // Whom the user left out is not offered again for the same project.
    let again = desk.plans(&text, &Choices::default());
    assert_eq!((again.counts(), again.missing.len()), (counts(0, 0, 2), 0));
    // Another name for someone of the roster.
    let text = with_head("甲,中山,,,,,,,,\n丙,中山,,工业,,,张叁,,,\n");
    let zhong = desk.unit("中山区").id;
    let fresh = desk.plans(&text, &Choices::default());
    let Some((2, Some(Column::District), FaultKind::Near { key, found })) = kinds(&fresh).into_iter().next() else { panic!() };
    assert_eq!(found, [zhong]);
    let choice = MissingChoice { instead: Some(zhong), ..MissingChoice::default() };
    let mut choices = Choices { missing: [(key, choice)].into(), ..Choices::default() };
    let plan = desk.plans(&text, &choices);
    choices.missing.extend(choose_instead(&plan, "张叁", zhang).missing);
    let plan = desk.plans(&text, &choices);
    assert_eq!((plan.counts(), plan.missing.len()), (counts(1, 0, 1), 0));
    desk.takes(plan).unwrap();
    assert_eq!(desk.project("丙").fields.secretary, Some(zhang));
}

fn choose_instead(plan: &TablePlan, name: &str, instead: Ref) -> Choices {
    let choice = MissingChoice { instead: Some(instead), ..MissingChoice::default() };
    Choices { missing: [(missing(plan, name).key.clone(), choice)].into(), ..Choices::default() }
}

#[test]
fn a_name_that_is_nearly_one_of_the_ledger_is_asked_for() {
    let desk = Desk::founded();
    desk.takes_text(seed::PROJECTS);
    // What stands in the row, the column that is asked for, what is offered.
    let cases = [
        ("新厂,旅顺,旅顺口区发展和改革局,工业,,在建,旅顺经开区服务秘书,,,", Some(Column::District), "旅顺口区"),
        ("新厂,大连市中山区,东港街道,工业,,在建,,,,", Some(Column::District), "中山区"),
        ("新厂,中山区,东港街道办事处,工业,,在建,,,,", Some(Column::Unit), "东港街道"),
        ("新厂,旅顺口区,,工业,,在建,旅顺经开服务秘书,,,", Some(Column::Secretary), "旅顺经开区服务秘书"),
        ("凯丹广场项目,中山区,东港街道,工业,,在建,东港街道服务秘书,,,", None, "凯丹广场"),
        ("凯丹广厂,中山区,,,,,,,,", None, "凯丹广场"),
    ];
    let units = desk.state(|s| s.roster.units.len());
    for (row, column, offered) in cases {
        let plan = desk.plans(&with_head(row), &Choices::default());
        assert_eq!(plan.counts(), Counts { ask: 1, ..Counts::default() }, "{row}");
        assert!(!plan.missing.iter().any(|m| m.used), "{row}: {:?}", plan.missing);
        let names: Vec<String> = match (column, &plan.rows[0].outcome) {
            (None, Outcome::Ask(found)) => desk.state(|s| found.iter().map(|p| s.project(p).unwrap().fields.name.clone()).collect()),
            (Some(column), Outcome::Faults(faults)) => match &faults[..] {
                [fault] if fault.column == Some(column) => match &fault.kind {
                    FaultKind::Near { found, .. } if column == Column::Secretary => {
                        desk.state(|s| found.iter().map(|p| s.roster.person_name(p)).collect())
                    }
                    FaultKind::Near { found, .. } => desk.state(|s| found.iter().map(|u| s.roster.unit_name(u)).collect()),
                    other => panic!("{row}: {other:?}"),
                },
                other => panic!("{row}: {other:?}"),
            },
            (_, other) => panic!("{row}: {other:?}"),
        };
        assert_eq!(names, [offered], "{row}");
        assert!(desk.takes(plan).is_err(), "{row}");
    }
    // The user's word: the district is the held one, and another is new.
    let text = with_head("新厂,旅顺,旅顺口区发展和改革局,工业,,在建,,,,\n老厂,大连市中山区,,工业,,在建,,,,\n");
    let mut choices = Choices::default();
    for (_, _, kind) in kinds(&desk.plans(&text, &choices)) {
        let FaultKind::Near { key, found } = kind else { panic!("{kind:?}") };
        let held = key.name == "旅顺";
        let choice = MissingChoice { instead: held.then(|| found[0]), is_new: !held, ..MissingChoice::default() };
        choices.missing.insert(key, choice);
    }
    let plan = desk.plans(&text, &choices);
    assert_eq!(plan.counts(), counts(2, 0, 0));
    desk.takes(plan).unwrap();
    // The district and nothing else: the unit of 旅顺口区 was there.
    assert_eq!(desk.state(|s| s.roster.units.len()), units + 1);
    // What other codes tell apart is not asked for; nor is another number.
    desk.takes_text(&with_head("英特尔二期,金普新区,,工业,,,,,,A-1\n"));
    for row in ["英特尔二期项目,金普新区,,工业,,,,,,B-1", "英特尔三期,金普新区,,工业,,,,,,", "凯丹广场项目,高新区,,工业,,,,,,"]
    {
        assert_eq!(desk.plans(&with_head(row), &Choices::default()).counts(), counts(1, 0, 0), "{row}");
    }
}

#[test]
fn people_are_matched_in_the_district_first() {
    let desk = Desk::founded();
    let district = |name: &str| desk.does(Command::RegisterUnit { name: name.into(), kind: "district".into(), parent: None })[0];
    let person = |name: &str, role, district| desk.does(Command::RegisterPerson { name: name.into(), role, district, unit: None })[0];
    let (east, west) = (district("东区"), district("西区"));
    let (east_li, west_li) = (person("李", Role::Secretary, Some(east)), person("李", Role::Secretary, Some(west)));
    let only = person("王", Role::Secretary, Some(east));
    let secretary_of = |row: &str| desk.plans(&with_head(row), &Choices::default()).rows[0].cell(Column::Secretary).unwrap().value.clone();
    let known = |r| Some(CellValue::Link(Link::Known(r)));
    assert_eq!(secretary_of("甲,东区,,工业,,,李,,,\n"), known(east_li));
    assert_eq!(secretary_of("甲,西区,,工业,,,李,,,\n"), known(west_li));
    assert_eq!(secretary_of("甲,西区,,工业,,,王,,,\n"), known(only));
    let third = desk.plans(&with_head("甲,北区,,工业,,,李,,,\n"), &Choices::default());
    let Some((2, Some(Column::Secretary), FaultKind::Several { key, found })) = kinds(&third).pop() else { panic!() };
    assert!(found.len() == 2 && found.contains(&east_li) && found.contains(&west_li));
    let choices =
        Choices { missing: [(key, MissingChoice { instead: Some(west_li), ..MissingChoice::default() })].into(), ..Choices::default() };
    let chosen = desk.plans(&with_head("甲,北区,,工业,,,李,,,\n"), &choices);
    assert_eq!(chosen.rows[0].cell(Column::Secretary).unwrap().value, known(west_li));
    // What the project has under this name stays, however many others there are.
    desk.takes(chosen).unwrap();
    assert_eq!(desk.plans(&with_head("甲,北区,,工业,,,李,,,\n"), &Choices::default()).counts(), counts(0, 0, 1));
}

#[test]
fn only_what_a_written_row_needs_is_registered() {
    let desk = Desk::founded();
    let plan = desk.plans(&with_head("甲,中山区,,工业类,,,,,,\n乙,西岗区,,工业,,,,,,\n"), &Choices::default());
    assert!(!missing(&plan, "中山区").used && missing(&plan, "西岗区").used);
    desk.takes(plan).unwrap();
    assert_eq!(desk.state(|s| s.roster.districts().map(|u| u.name.clone()).collect::<Vec<_>>()), ["西岗区"]);
}

#[test]
fn a_table_accepted_after_another_tab_wrote_registers_nobody_twice() {
    let desk = Desk::founded();
    let text = with_head("甲,中山区,东港街道,工业,,,张三,,,\n乙,中山区,,工业,,,,,,\n");
    let stale = desk.plans(&text, &Choices::default());
    desk.takes_text(&with_head("甲,中山区,东港街道,工业,,,张三,,,\n"));
    desk.takes(stale).unwrap();
    desk.state(|s| assert_eq!((s.shown_projects().count(), s.roster.units.len(), s.roster.persons.len()), (2, 2, 2)));
}

#[test]
fn visits_and_problems_of_the_sample_all_find_their_project() {
    let desk = Desk::founded();
    desk.takes_text(seed::PROJECTS);
    let visits = desk.state(|s| seed::visits(&table(seed::VISITS), s));
    let problems = desk.state(|s| seed::problems(&table(seed::PROBLEMS), s));
    assert_eq!((visits.len(), problems.len()), (13, 13));
    let words: Vec<&str> = problems.iter().map(|(_, p)| p.category.as_str()).collect();
    assert_eq!(
        words,
        [
            "land",
            "recognition",
            "approval",
            "other",
            "land",
            "approval",
            "land",
            "land",
            "land",
            "utilities",
            "utilities",
            "land",
            "utilities"
        ]
    );
    assert_eq!(problems[3].1.text.as_deref(), Some("设备进口"));
    for (project, visit) in visits {
        desk.does(Command::LogVisit { project, visit, problems: Vec::new() });
    }
    for (project, problem) in problems {
        desk.does(Command::RaiseProblem { project, problem });
    }
    let heat = desk.project("国宏普兰店热电厂");
    assert_eq!((heat.visit_count(), heat.problems.len()), (1, 1));
    assert_eq!(heat.entry(heat.visits[0].entry).text("kind").as_deref(), Some("special-meeting"));
    assert_eq!(heat.entry(heat.problems[0].entry).get("visit").map(|v| v.is_null()), None);
}

#[test]
fn a_city_of_projects_is_planned_quickly() {
    let desk = Desk::founded();
    let rows: String =
        (0..719).map(|i| format!("项目{i},区{},街道{}街道,工业,是,在建,秘书{},备注{i},{i},\n", i % 13, i % 90, i % 378)).collect();
    let text = with_head(&rows);
    desk.takes_text(&text);
    assert_eq!(desk.plans(&text, &Choices::default()).counts(), counts(0, 0, 719));
}
