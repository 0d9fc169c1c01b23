//! A table on its way in: what was read, what the user said of it, and what would become of each row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use crate::domain::id::{Hash, ProjectId, Ref};
use crate::domain::order::{Filled, InOrder};
use crate::domain::rules::permit::GROUPS;
use crate::domain::state::{Person, State};
use crate::domain::table::book::{self, Book, MAX_ROWS, Sheet};
use crate::domain::table::column::{Column, guess_of, same_name_key};
use crate::domain::table::delimited::{self, Table, TableFault};
use crate::domain::table::kind::TableKind;
use crate::domain::table::missing::{Choices, Link, Missing, MissingKey, MissingKind, Sort, UnitKind};
use crate::domain::table::projects::{Cell, CellFault, CellValue, Counts, FaultKind, Outcome, RowChoice, RowPlan, TablePlan};
use crate::domain::table::records::{self, Taker};
use crate::domain::trust::Role;

/// Rows that are drawn before one asks for more.
pub const ROWS: usize = 200;
/// Things to settle that are drawn at once; the next ones come up as these are settled.
pub const TASKS: usize = 40;
/// What the roster lacks is drawn up to here; the rest is registered with it.
pub const MISSING: usize = 100;

/// How many of those that a name may mean are offered.
const NEAREST: usize = 8;

/// Why bytes are no table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    TooLarge,
    /// A spreadsheet's own file.
    Workbook,
    /// One of our own bundles, which is taken in elsewhere.
    Bundle,
    /// A document to be looked at, or no text at all.
    NotATable,
    /// A workbook that is not whole, or of no format that is read.
    Broken,
    /// A workbook that unpacks to more than a page can hold.
    Bomb,
    /// A workbook that only its password opens.
    Password,
    /// More rows than are taken in at once.
    TooManyRows,
    /// The part of the app that reads workbooks is not on this device yet, and there is no network.
    NotHere,
    /// Neither UTF-8 nor GB18030 on this line.
    Encoding {
        line: usize,
    },
    Table(TableFault),
    /// A header and nothing below it.
    NoRows,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    Utf8,
    Gb18030,
    Workbook,
}

/// A table that could be read.
#[derive(Clone, PartialEq, Debug)]
pub struct Opened {
    pub name: String,
    pub encoding: Encoding,
    pub table: Arc<Table>,
    /// The workbook that it is a sheet of.
    pub sheets: Option<Sheets>,
}

/// A workbook and the sheet of it that is looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct Sheets {
    pub book: Arc<Book>,
    pub at: usize,
    /// Merged cells hold their value in each of them, by the user's word.
    pub filled: bool,
}

impl Sheets {
    pub fn sheet(&self) -> &Sheet {
        &self.book.sheets[self.at]
    }
}

/// Whether bytes are a spreadsheet's own file: a zip, as which workbooks are kept now, or the older compound file.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Whether bytes are a PDF, with white space before its sign or without.
fn is_pdf(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start().starts_with(b"%PDF-")
}

/// Whether a text begins with more control characters than any table has: one of eight.
fn is_noise(text: &str) -> bool {
    let start: Vec<char> = text.chars().take(1024).collect();
    start.iter().filter(|c| c.is_control() && !c.is_whitespace()).count() * 8 > start.len()
}

/// What the reader of workbooks answers, as JSON.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Book(Book),
    Fault { code: String },
}

/// Reads what the reader of workbooks answered.
pub fn open_book(name: &str, answer: &str) -> Result<Opened, Unreadable> {
    match serde_json::from_str(answer).map_err(|_| Unreadable::Broken)? {
        Answer::Fault { code } => Err(match code.as_str() {
            "bomb" => Unreadable::Bomb,
            "password" => Unreadable::Password,
            "too-many" => Unreadable::TooManyRows,
            _ => Unreadable::Broken,
        }),
        Answer::Book(book) => {
            let at = Sheet::best(&book.sheets).ok_or(Unreadable::Table(TableFault::Empty))?;
            open_sheet(name, Sheets { book: Arc::new(book), at, filled: false })
        }
    }
}

/// The sheet that is chosen.
pub fn open_sheet(name: &str, sheets: Sheets) -> Result<Opened, Unreadable> {
    let sheet = sheets.sheet();
    if sheet.broken {
        return Err(Unreadable::Broken);
    }
    if sheet.too_long {
        return Err(Unreadable::TooManyRows);
    }
    let table = sheet.table(sheets.filled).ok_or(Unreadable::Table(TableFault::Empty))?;
    if table.rows.is_empty() {
        return Err(Unreadable::NoRows);
    }
    Ok(Opened { name: name.to_owned(), encoding: Encoding::Workbook, table: Arc::new(table), sheets: Some(sheets) })
}

/// Reads bytes: UTF-8 strictly, else by the decoder of GB18030 that the platform has.
pub fn open(name: &str, bytes: &[u8], gb18030: impl FnOnce(&[u8]) -> Option<String>) -> Result<Opened, Unreadable> {
    if is_workbook(bytes) {
        return Err(Unreadable::Workbook);
    }
    if is_pdf(bytes) {
        return Err(Unreadable::NotATable);
    }
    let (text, encoding) = match delimited::decode_utf8(bytes) {
        Some(text) => (text, Encoding::Utf8),
        None => (gb18030(bytes).ok_or(Unreadable::Encoding { line: 1 })?, Encoding::Gb18030),
    };
    if text.trim_start().starts_with('{') && text.contains("\"lianxin\"") {
        return Err(Unreadable::Bundle);
    }
    // A NUL has its own words: text of two bytes a character is full of them.
    if !text.contains('\0') && is_noise(&text) {
        return Err(Unreadable::NotATable);
    }
    // A decoder puts this sign where bytes are no character.
    if let (Encoding::Gb18030, Some(at), None) = (encoding, text.find('\u{fffd}'), text.find('\0')) {
        return Err(Unreadable::Encoding { line: 1 + text[..at].matches('\n').count() });
    }
    let table = delimited::read(&text).map_err(Unreadable::Table)?;
    if table.rows.is_empty() {
        return Err(Unreadable::NoRows);
    }
    if table.rows.len() > MAX_ROWS {
        return Err(Unreadable::TooManyRows);
    }
    Ok(Opened { name: name.to_owned(), encoding, table: Arc::new(book::raised(table)), sheets: None })
}

/// Whether the role takes in tables of the kind: projects and people are the coordinators' to write.
pub fn may_take(me: Option<&Person>, kind: TableKind) -> bool {
    me.is_some_and(|me| match me.role {
        Role::City | Role::District => true,
        Role::Secretary => !matches!(kind, TableKind::Projects | TableKind::People),
        Role::Leader | Role::Assessor => false,
    })
}

/// A table with all that the user said of it so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    pub opened: Opened,
    pub kind: TableKind,
    pub mapping: Vec<Option<Column>>,
    pub choices: Choices,
}

/// What a press settles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fix {
    /// As if this stood in the cell; empty: as if nothing did.
    SetCell {
        column: Column,
        value: String,
    },
    /// The row is this project, called so and being of this district.
    IsProject {
        id: ProjectId,
        name: String,
        about: String,
    },
    NewProject,
    /// The cell is meant as it stands.
    TakeAsIs(Column),
    SkipRow,
    Register(MissingKey),
    Instead {
        key: MissingKey,
        to: Ref,
        name: String,
        about: String,
    },
    DropColumn(Column),
}

impl Draft {
    pub fn new(opened: Opened) -> Draft {
        let kind = TableKind::of(&opened.table.header);
        let mapping = guess_of(&opened.table.header, &kind.columns());
        Draft { opened, kind, mapping, choices: Choices::default() }
    }

    pub fn plan(&self, state: &State, taker: &Taker) -> TablePlan {
        records::plan(self.kind, &self.opened.table, &self.mapping, state, &self.choices, taker)
    }

    /// Says which kind of table it is; what was said of its rows was said of another.
    pub fn set_kind_of_table(&mut self, kind: TableKind) {
        self.kind = kind;
        self.mapping = guess_of(&self.opened.table.header, &kind.columns());
        self.choices = Choices::default();
    }

    /// Another sheet of the workbook, or the same with merged cells filled.
    pub fn turn_to(&self, at: usize, filled: bool) -> Result<Draft, Unreadable> {
        let Some(sheets) = &self.opened.sheets else { return Ok(self.clone()) };
        let opened = open_sheet(&self.opened.name, Sheets { book: sheets.book.clone(), at, filled })?;
        if at == sheets.at {
            // The same columns: what was matched by hand stays.
            return Ok(Draft { opened, ..self.clone() });
        }
        Ok(Draft::new(opened))
    }

    /// By what a header is known again.
    pub fn header_key(&self) -> String {
        let keys: Vec<String> = self.opened.table.header.iter().map(|name| same_name_key(name)).collect();
        Hash::of(keys.join("\u{1f}").as_bytes()).to_string()
    }

    /// How the columns are matched, where the user did otherwise than was guessed; to be kept on this device.
    pub fn matching(&self) -> Option<String> {
        let kind = TableKind::of(&self.opened.table.header);
        let is_guess = kind == self.kind && self.mapping == guess_of(&self.opened.table.header, &kind.columns());
        let names = self.mapping.iter().map(|column| column.map(|c| format!("{c:?}")));
        (!is_guess).then(|| serde_json::json!([self.kind.as_str(), names.collect::<Vec<_>>()]).to_string())
    }

    /// Matches the columns as they were matched the last time; what no longer fits is left as guessed.
    pub fn recall(&mut self, matching: &str) {
        let Ok((kind, names)) = serde_json::from_str::<(String, Vec<Option<String>>)>(matching) else { return };
        let Some(kind) = TableKind::parse(&kind).filter(|_| names.len() == self.opened.table.header.len()) else { return };
        let columns = kind.columns();
        self.set_kind_of_table(kind);
        self.mapping = names.iter().map(|name| columns.iter().copied().find(|c| name.as_deref() == Some(&*format!("{c:?}")))).collect();
    }

    /// Says what a column of the table holds; whichever held that before holds nothing now.
    pub fn map(&mut self, at: usize, column: Option<Column>) {
        if column.is_some() {
            self.mapping.iter_mut().filter(|held| **held == column).for_each(|held| *held = None);
        }
        if let Some(held) = self.mapping.get_mut(at) {
            *held = column;
        }
    }

    pub fn settle(&mut self, line: usize, fix: &Fix) {
        match fix {
            Fix::SetCell { column, value } => self.set_cell(line, *column, value),
            Fix::IsProject { id, .. } => drop(self.choices.rows.insert(line, RowChoice::Is(*id))),
            Fix::NewProject => drop(self.choices.rows.insert(line, RowChoice::New)),
            Fix::TakeAsIs(column) => drop(self.choices.meant.insert((line, *column))),
            Fix::SkipRow => self.take(line, false),
            Fix::Register(key) => {
                self.tick(key, true);
                self.choices.missing.entry(key.clone()).or_default().is_new = true;
            }
            Fix::Instead { key, to, .. } => self.choices.missing.entry(key.clone()).or_default().instead = Some(*to),
            Fix::DropColumn(column) => self.mapping.iter_mut().filter(|held| **held == Some(*column)).for_each(|held| *held = None),
        }
    }

    pub fn set_cell(&mut self, line: usize, column: Column, value: &str) {
        self.choices.cells.insert((line, column), value.trim().to_owned());
    }

    /// Whether a row is wanted at all.
    pub fn take(&mut self, line: usize, wanted: bool) {
        if wanted {
            self.choices.rows.remove(&line);
        } else {
            self.choices.rows.insert(line, RowChoice::Skip);
        }
    }

    pub fn tick(&mut self, key: &MissingKey, ticked: bool) {
        self.choices.missing.entry(key.clone()).or_default().unticked = !ticked;
    }

    pub fn set_kind(&mut self, key: &MissingKey, kind: MissingKind) {
        let choice = self.choices.missing.entry(key.clone()).or_default();
        match kind {
            MissingKind::Unit(kind) => choice.kind = Some(kind),
            MissingKind::Person(role) => choice.role = Some(role),
        }
    }

    /// `None`: it is someone or something of its own after all.
    pub fn set_instead(&mut self, key: &MissingKey, instead: Option<Ref>) {
        self.choices.missing.entry(key.clone()).or_default().instead = instead;
    }

    /// Takes back what was said of rows and cells.
    pub fn undo_rows(&mut self) {
        self.choices.rows.clear();
        self.choices.cells.clear();
        self.choices.meant.clear();
    }

    /// How many rows and cells the user has said something of.
    pub fn said(&self) -> usize {
        self.choices.rows.len() + self.choices.cells.len() + self.choices.meant.len()
    }
}

/// What becomes of a row, as the tiles count it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RowKind {
    New,
    Changed,
    Same,
    Ask,
    Fault,
    Skipped,
}

impl RowKind {
    pub const TILES: [RowKind; 5] = [RowKind::New, RowKind::Changed, RowKind::Same, RowKind::Ask, RowKind::Fault];

    fn of(outcome: &Outcome) -> RowKind {
        match outcome {
            Outcome::New => RowKind::New,
            Outcome::Changed(_) => RowKind::Changed,
            Outcome::Same(_) | Outcome::Held => RowKind::Same,
            _ if outcome.is_question() => RowKind::Ask,
            Outcome::Ask(_) => RowKind::Ask,
            Outcome::Faults(_) => RowKind::Fault,
            Outcome::Skipped => RowKind::Skipped,
        }
    }

    pub fn count(self, counts: &Counts) -> usize {
        match self {
            RowKind::New => counts.new,
            RowKind::Changed => counts.changed,
            RowKind::Same => counts.same,
            RowKind::Ask => counts.ask,
            RowKind::Fault => counts.faults,
            RowKind::Skipped => counts.skipped,
        }
    }

    /// Whether nothing of it is written until the user settles something.
    fn is_open(self) -> bool {
        matches!(self, RowKind::Ask | RowKind::Fault)
    }
}

/// A value as it is worded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    Empty,
    Text(String),
    /// A word that the ledger keeps, of a column that takes such.
    Word(Column, String),
    YesNo(bool),
    /// An amount in 万元.
    Wan(String),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CellState {
    Plain,
    /// Nothing stands here, which clears nothing.
    Kept,
    /// Nothing stands here: the secretary is called after the unit.
    Guessed,
    Changed {
        old: Shown,
    },
    Bad,
    Ask,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellView {
    pub column: Column,
    pub shown: Shown,
    pub state: CellState,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowView {
    pub line: usize,
    pub kind: RowKind,
    /// What the table is of.
    pub of: TableKind,
    /// Of the project, as far as the row says it.
    pub name: String,
    /// Of what belongs to it: a node's title, a permit's, the year.
    pub about: String,
    pub cells: Vec<CellView>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    Fault(FaultKind),
    /// Several projects fit.
    Which,
    /// Projects of the district are called nearly so.
    Near,
}

/// Something to settle before a row is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    pub line: usize,
    pub column: Option<Column>,
    /// What stands in the cell.
    pub text: String,
    pub name: String,
    pub why: Why,
    pub fixes: Vec<Fix>,
    /// Another value may be typed for this column.
    pub typed: Option<Column>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingView {
    pub key: MissingKey,
    pub kind: MissingKind,
    pub name: String,
    /// The district and the unit that it belongs to.
    pub about: Vec<String>,
    pub ticked: bool,
    pub guessed: bool,
    pub rows: usize,
    /// Those of the roster that it may be under another name, the most alike first, each with where it belongs.
    pub alike: Vec<(Ref, String)>,
}

/// What the writer's role does not reach.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Beyond {
    /// Lines of rows of other districts.
    pub rows: Vec<usize>,
    /// Names of units and people that another has to register.
    pub names: Vec<String>,
}

impl Beyond {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.names.is_empty()
    }
}

/// One of the roster who is given projects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    pub id: Ref,
    pub name: String,
    /// Has a device to which a file can be sent; others are invited first.
    pub joined: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableView {
    pub counts: Counts,
    pub all: usize,
    /// Columns that are taken in, in the table's order.
    pub columns: Vec<Column>,
    pub kind: TableKind,
    /// Whether the reader's role takes in such tables.
    pub may_take: bool,
    /// Columns that a new project needs and that the table lacks.
    pub lacks: Vec<Column>,
    pub rows: Vec<RowView>,
    /// How many rows pass the filter.
    pub kept: usize,
    pub tasks: Vec<Task>,
    pub tasks_all: usize,
    pub missing: Vec<MissingView>,
    pub missing_all: usize,
    /// Names that stand for something of the roster by the user's word.
    pub instead: Vec<(MissingKey, String)>,
    pub beyond: Beyond,
    /// Lines of problems that the table says are solved, and that will count as open.
    pub solved: Vec<usize>,
    /// People of the roster who are given projects: whoever joined is to be offered a full file.
    pub given: Vec<Given>,
}

impl TableView {
    /// How many rows will be written.
    pub fn writes(&self) -> usize {
        self.counts.new + self.counts.changed
    }

    pub fn may_write(&self) -> bool {
        self.writes() > 0 && self.beyond.is_empty() && self.may_take
    }
}

/// What the page shows of a plan: rows of one kind or all, at most `drawn` of them. A table that fits is shown in
/// its own order; of a longer one what is to be settled comes first.
pub fn view(draft: &Draft, plan: &TablePlan, state: &State, me: Option<&Person>, filter: Option<RowKind>, drawn: usize) -> TableView {
    let names = Naming { plan, state };
    let mut kept: Vec<&RowPlan> = plan.rows.iter().filter(|row| filter.is_none_or(|kind| RowKind::of(&row.outcome) == kind)).collect();
    if kept.len() > drawn {
        kept.order_by_key(|row| !RowKind::of(&row.outcome).is_open());
    }
    let pool = Pool::new(state);
    let open = plan.rows.iter().filter(|row| RowKind::of(&row.outcome).is_open());
    let tasks_all = open.clone().map(|row| tasks_of(row, &plan.lacks)).sum();
    let tasks = open.flat_map(|row| names.tasks(row, &pool)).take(TASKS).collect();
    let wanted = plan.missing.iter().filter(|m| m.used || !m.ticked);
    TableView {
        counts: plan.counts(),
        all: plan.rows.len(),
        columns: plan.rows.first().map(|row| row.cells.iter().map(|c| c.column).collect()).unwrap_or_default(),
        kind: plan.kind,
        may_take: me.is_none() || may_take(me, plan.kind),
        lacks: plan.lacks.clone(),
        rows: kept.iter().take(drawn).map(|row| names.row(row)).collect(),
        kept: kept.len(),
        tasks,
        tasks_all,
        missing_all: wanted.clone().count(),
        missing: wanted.take(MISSING).map(|missing| names.missing(missing, &pool)).collect(),
        instead: instead(draft, state),
        beyond: beyond(plan, state, me),
        solved: plan.solved(),
        given: given(plan, state),
    }
}

fn instead(draft: &Draft, state: &State) -> Vec<(MissingKey, String)> {
    let named = |(key, to): (&MissingKey, Ref)| (key.clone(), name_of(state, key.sort, &to));
    draft.choices.missing.iter().filter_map(|(key, choice)| Some((key, choice.instead?))).map(named).collect()
}

fn name_of(state: &State, sort: Sort, of: &Ref) -> String {
    match sort {
        Sort::District | Sort::Unit => state.roster.unit_name(of),
        Sort::Secretary | Sort::Leader => state.roster.person_name(of),
    }
}

/// A district's coordinator writes rows of the own district and registers its secretaries and coordinators.
fn beyond(plan: &TablePlan, state: &State, me: Option<&Person>) -> Beyond {
    let Some(me) = me.filter(|me| me.role == Role::District && matches!(plan.kind, TableKind::Projects | TableKind::People)) else {
        return Beyond::default();
    };
    let is_projects = plan.kind == TableKind::Projects;
    let own = me.district.map(Link::Known);
    let is_foreign = |row: &&RowPlan| {
        let named = row.cell(Column::District).and_then(|c| match c.value {
            Some(CellValue::Link(link)) => Some(link),
            _ => None,
        });
        match row.outcome {
            Outcome::New => named != own,
            Outcome::Changed(id) => state.project(&id).is_some_and(|p| p.fields.district != me.district),
            Outcome::Same(_) | Outcome::Held | Outcome::Ask(_) | Outcome::Faults(_) | Outcome::Skipped => false,
        }
    };
    let rows: Vec<usize> = plan.rows.iter().filter(|row| is_projects && is_foreign(row)).map(|row| row.line).collect();
    let foreign: BTreeSet<usize> = rows.iter().copied().filled();
    let is_beyond = |missing: &&Missing| {
        // What only rows of other districts name goes with them.
        missing.used
            && missing.lines.iter().any(|line| !foreign.contains(line))
            && match missing.kind {
                MissingKind::Unit(_) => true,
                MissingKind::Person(role) => !matches!(role, Role::Secretary | Role::District) || missing.district != own,
            }
    };
    Beyond { names: plan.missing.iter().filter(is_beyond).map(|m| m.name.clone()).collect(), rows }
}

fn given(plan: &TablePlan, state: &State) -> Vec<Given> {
    let of = |row: &RowPlan| {
        let cell = row.cell(Column::Secretary)?;
        let written = matches!(row.outcome, Outcome::New) || (matches!(row.outcome, Outcome::Changed(_)) && cell.changes);
        match cell.value {
            Some(CellValue::Link(Link::Known(person))) if written => Some(person),
            _ => None,
        }
    };
    let people: BTreeSet<Ref> = plan.rows.iter().filter_map(of).filled();
    let roster = &state.roster;
    let joined = |id: &Ref| roster.devices_of(id).next().is_some();
    people.into_iter().map(|id| Given { id, name: roster.person_name(&id), joined: joined(&id) }).collect()
}

/// Whether a fault is settled by itself, and not by matching the column that the table lacks.
fn is_of_its_own(fault: &CellFault, lacks: &[Column]) -> bool {
    !(fault.kind == FaultKind::Missing && fault.column.is_some_and(|c| lacks.contains(&c)))
}

fn tasks_of(row: &RowPlan, lacks: &[Column]) -> usize {
    match &row.outcome {
        Outcome::Faults(faults) => faults.iter().filter(|f| is_of_its_own(f, lacks)).count(),
        Outcome::Ask(_) => 1,
        Outcome::New | Outcome::Changed(_) | Outcome::Same(_) | Outcome::Held | Outcome::Skipped => 0,
    }
}

/// Words links and values of one plan by their names.
struct Naming<'a> {
    plan: &'a TablePlan,
    state: &'a State,
}

impl Naming<'_> {
    fn value(&self, column: Column, value: &CellValue) -> Shown {
        let is_person = matches!(column, Column::Secretary | Column::Leader);
        match value {
            CellValue::Text(text) => Shown::Text(text.clone()),
            CellValue::Word(word) => Shown::Word(column, word.clone()),
            CellValue::Bool(value) => Shown::YesNo(*value),
            CellValue::Money(fen) => Shown::Wan(fen.to_wan()),
            CellValue::Day(day) => Shown::Text(day.to_string()),
            CellValue::Month(month) => Shown::Text(month.to_string()),
            CellValue::Int(n) => Shown::Text(n.to_string()),
            CellValue::Link(Link::Known(of)) if is_person => Shown::Text(self.state.roster.person_name(of)),
            CellValue::Link(link) => Shown::Text(self.link(*link)),
        }
    }

    /// The name of a unit, or of what is to be registered.
    fn link(&self, link: Link) -> String {
        match link {
            Link::Known(unit) => self.state.roster.unit_name(&unit),
            Link::New(at) => self.plan.missing.get(at).map(|m| m.name.clone()).unwrap_or_default(),
        }
    }

    fn row(&self, row: &RowPlan) -> RowView {
        RowView {
            line: row.line,
            kind: RowKind::of(&row.outcome),
            of: self.plan.kind,
            name: self.name(row),
            about: self.about(row),
            cells: row.cells.iter().map(|c| self.cell(row, c)).collect(),
        }
    }

    fn name(&self, row: &RowPlan) -> String {
        let held = || match row.outcome {
            Outcome::Changed(id) | Outcome::Same(id) => self.state.project(&id).map(|p| p.fields.name.clone()),
            Outcome::New | Outcome::Held | Outcome::Ask(_) | Outcome::Faults(_) | Outcome::Skipped => None,
        };
        let said = |column: Column| row.cell(column).map(|c| c.text.clone()).filter(|t| !t.is_empty());
        said(Column::Name).or_else(held).or_else(|| said(Column::PersonName)).unwrap_or_default()
    }

    fn about(&self, row: &RowPlan) -> String {
        let columns = [Column::Title, Column::Permit, Column::Problem, Column::VisitOn, Column::Year, Column::Month];
        columns.into_iter().find_map(|c| row.cell(c).map(|c| c.text.clone())).unwrap_or_default()
    }

    fn cell(&self, row: &RowPlan, cell: &Cell) -> CellView {
        let shown = match &cell.value {
            Some(value) => self.value(cell.column, value),
            None if cell.text.is_empty() => Shown::Empty,
            None => Shown::Text(cell.text.clone()),
        };
        let fault = match &row.outcome {
            Outcome::Faults(faults) => faults.iter().find(|f| f.column == Some(cell.column)),
            _ => None,
        };
        let asks = matches!(row.outcome, Outcome::Ask(_)) && cell.column == Column::Name;
        let state = if asks || fault.is_some_and(|f| f.kind.is_question()) {
            CellState::Ask
        } else if fault.is_some() {
            CellState::Bad
        } else if cell.changes {
            CellState::Changed { old: cell.old.as_ref().map_or(Shown::Empty, |old| self.value(cell.column, old)) }
        } else if cell.guessed {
            CellState::Guessed
        } else if cell.text.is_empty() && matches!(row.outcome, Outcome::Changed(_) | Outcome::Same(_)) {
            CellState::Kept
        } else {
            CellState::Plain
        };
        CellView { column: cell.column, shown, state }
    }

    fn tasks(&self, row: &RowPlan, pool: &Pool) -> Vec<Task> {
        let name = self.name(row);
        match &row.outcome {
            Outcome::Faults(faults) => {
                let own = faults.iter().filter(|fault| is_of_its_own(fault, &self.plan.lacks));
                let about = self.about(row);
                let whole = if about.is_empty() { name } else { format!("{name} {about}") };
                own.map(|fault| self.fault(fault, &whole, pool)).collect()
            }
            Outcome::Ask(found) => vec![self.which(row.line, &name, found)],
            Outcome::New | Outcome::Changed(_) | Outcome::Same(_) | Outcome::Held | Outcome::Skipped => Vec::new(),
        }
    }

    fn which(&self, line: usize, name: &str, found: &[ProjectId]) -> Task {
        let roster = &self.state.roster;
        let fix = |id: &ProjectId| {
            let fields = &self.state.project(id)?.fields;
            let places = [fields.district.map(|d| roster.unit_name(&d)), fields.unit.map(|u| roster.unit_name(&u)), fields.code.clone()];
            Some(Fix::IsProject { id: *id, name: fields.name.clone(), about: places.into_iter().flatten().collect::<Vec<_>>().join(" ") })
        };
        let new = (self.plan.kind == TableKind::Projects).then_some(Fix::NewProject);
        let fixes = found.iter().take(NEAREST).filter_map(fix).chain(new).chain([Fix::SkipRow]).collect();
        let key = same_name_key(name);
        let is_same = |id: &ProjectId| self.state.project(id).is_some_and(|p| same_name_key(&p.fields.name) == key);
        let why = if name.is_empty() || found.iter().any(is_same) { Why::Which } else { Why::Near };
        let text = name.to_owned();
        Task { line, column: Some(Column::Name), text: text.clone(), name: text, why, fixes, typed: None }
    }

    fn fault(&self, fault: &CellFault, name: &str, pool: &Pool) -> Task {
        let set = |value: &str| fault.column.map(|column| Fix::SetCell { column, value: value.to_owned() });
        let kind = self.plan.kind;
        let emptied = || set("").filter(|_| fault.column.is_some_and(|c| !kind.required().contains(&c)));
        let words = || fault.column.map(words_of).unwrap_or_default().iter().filter_map(|word| set(word)).collect::<Vec<_>>();
        let wan = |fen: &crate::domain::money::Fen| set(&format!("{}万元", fen.to_wan()));
        let instead = |key: &MissingKey, to: Ref| {
            let (name, about) = pool.describe(self.state, key.sort, &to);
            Fix::Instead { key: key.clone(), to, name, about }
        };
        let mut fixes: Vec<Fix> = match &fault.kind {
            FaultKind::UnknownCategory => words(),
            FaultKind::NotYesOrNo => ["yes", "no", ""].into_iter().filter_map(set).collect(),
            FaultKind::Amount(_) | FaultKind::TooLong { .. } => emptied().into_iter().collect(),
            FaultKind::OtherUnit => fault.column.map(Fix::DropColumn).into_iter().collect(),
            FaultKind::NotInRoster { key } => {
                let alike = pool.alike(key.sort, &fault.text, 3).into_iter().map(|(to, _)| instead(key, to));
                [Fix::Register(key.clone())].into_iter().chain(alike).chain(emptied()).collect()
            }
            FaultKind::Several { key, found } => found.iter().map(|to| instead(key, *to)).chain(emptied()).collect(),
            FaultKind::Near { key, found } => {
                let nearest = found.iter().take(NEAREST).map(|to| instead(key, *to));
                nearest.chain([Fix::Register(key.clone())]).chain(emptied()).collect()
            }
            FaultKind::Twice { .. } if kind == TableKind::Projects => vec![Fix::NewProject],
            FaultKind::OtherOffice { .. } => vec![Fix::NewProject],
            FaultKind::SeveralThings if kind == TableKind::Nodes => vec![Fix::NewProject],
            FaultKind::UnitConflict { by_cell, by_header } => [wan(by_cell), wan(by_header)].into_iter().flatten().collect(),
            FaultKind::MonthOnly { last } => set(&last.to_string()).into_iter().chain(emptied()).collect(),
            FaultKind::Serial { day } => set(&day.to_string()).into_iter().chain(emptied()).collect(),
            FaultKind::Share { percent } => {
                // A one may be one hundredth after all.
                let one = set("1%").filter(|_| same_name_key(&fault.text) == "1");
                set(&format!("{percent}%")).into_iter().chain(one).chain(emptied()).collect()
            }
            FaultKind::Later { .. } => fault.column.map(Fix::TakeAsIs).into_iter().chain(emptied()).collect(),
            FaultKind::UnknownWord => words().into_iter().chain(emptied()).collect(),
            FaultKind::Missing => words(),
            FaultKind::MonthsSum { sum } => wan(sum).into_iter().collect(),
            FaultKind::NotYours => fault.column.filter(|c| !kind.required().contains(c)).map(Fix::DropColumn).into_iter().collect(),
            FaultKind::Fixed
            | FaultKind::NotADay
            | FaultKind::NotAMonth
            | FaultKind::NotAYear
            | FaultKind::NotANumber
            | FaultKind::OutOfRange { .. }
            | FaultKind::Disordered { .. }
            | FaultKind::DisorderedWith { .. }
            | FaultKind::UnlikeLine { .. }
            | FaultKind::UnlikeColumn { .. }
            | FaultKind::NotIssued => emptied().into_iter().collect(),
            FaultKind::Twice { .. }
            | FaultKind::ExtraCells { .. }
            | FaultKind::MonthsTooLarge { .. }
            | FaultKind::Unwritable
            | FaultKind::NoProject
            | FaultKind::SeveralThings
            | FaultKind::MonthsPartly => Vec::new(),
        };
        fixes.push(Fix::SkipRow);
        let typed = fault.column.filter(|c| match fault.kind {
            FaultKind::Missing => words_of(*c).is_empty(),
            FaultKind::Amount(_)
            | FaultKind::NotADay
            | FaultKind::MonthOnly { .. }
            | FaultKind::NotAMonth
            | FaultKind::NotAYear
            | FaultKind::NotANumber
            | FaultKind::OutOfRange { .. }
            | FaultKind::Disordered { .. }
            | FaultKind::DisorderedWith { .. }
            | FaultKind::UnlikeLine { .. }
            | FaultKind::UnlikeColumn { .. }
            | FaultKind::NoProject
            | FaultKind::MonthsPartly
            | FaultKind::MonthsSum { .. } => true,
            _ => false,
        });
        Task {
            line: fault.line,
            column: fault.column,
            text: fault.text.clone(),
            name: name.to_owned(),
            why: Why::Fault(fault.kind.clone()),
            fixes,
            typed,
        }
    }

    fn missing(&self, missing: &Missing, pool: &Pool) -> MissingView {
        MissingView {
            key: missing.key.clone(),
            kind: missing.kind,
            name: missing.name.clone(),
            about: [missing.district, missing.unit].into_iter().flatten().map(|link| self.link(link)).collect(),
            ticked: missing.ticked,
            guessed: missing.guessed_from_unit,
            rows: missing.lines.len(),
            alike: pool.alike(missing.key.sort, &missing.name, 12),
        }
    }
}

/// The words that a column takes, by which a cell is set right with one press.
fn words_of(column: Column) -> &'static [&'static str] {
    match column {
        Column::Category => &["infrastructure", "industry", "services", "social"],
        Column::Group => &GROUPS,
        Column::State => &["needed", "applied", "issued", "returned", "waived"],
        Column::Role => &["secretary", "district", "city", "leader", "assessor"],
        Column::VisitKind => {
            &["site-visit", "phone", "interview", "inspection", "accompany", "on-behalf", "special-meeting", "policy", "care"]
        }
        _ => &[],
    }
}

/// Everyone and everything of the roster that a name of the table may stand for.
struct Pool {
    by_sort: BTreeMap<Sort, Vec<(Ref, String, Pairs)>>,
}

/// Two characters that follow each other: by how many are shared two names are alike.
type Pairs = BTreeSet<(char, char)>;

fn pairs(name: &str) -> Pairs {
    let key = same_name_key(name);
    key.chars().zip(key.chars().skip(1)).collect()
}

impl Pool {
    fn new(state: &State) -> Pool {
        let units = |wanted: bool| {
            let found = state.roster.units.values().filter(move |u| (u.kind == UnitKind::District.as_str()) == wanted);
            found.map(|u| (u.id, u.name.clone(), pairs(&u.name))).collect::<Vec<_>>()
        };
        let people = |role: Role| {
            let found = state.roster.persons.values().filter(move |p| p.role == role);
            found.map(|p| (p.id, p.name.clone(), pairs(&p.name))).collect::<Vec<_>>()
        };
        Pool {
            by_sort: [
                (Sort::District, units(true)),
                (Sort::Unit, units(false)),
                (Sort::Secretary, people(Role::Secretary)),
                (Sort::Leader, people(Role::Leader)),
            ]
            .into_iter()
            .filled(),
        }
    }

    /// The most alike first; a roster that is short enough is offered whole.
    fn alike(&self, sort: Sort, name: &str, most: usize) -> Vec<(Ref, String)> {
        let own = pairs(name);
        let pool = self.by_sort.get(&sort).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<(usize, &(Ref, String, Pairs))> = pool
            .iter()
            // Twice the shared pairs among all, in thousandths.
            .map(|one| (2_000 * own.intersection(&one.2).count() / (own.len() + one.2.len()).max(1), one))
            .filter(|(score, _)| *score > 0 || pool.len() <= most)
            .collect();
        found.order_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.1, a.1.0).cmp(&(&b.1.1, b.1.0))));
        found.into_iter().take(most).map(|(_, (id, name, _))| (*id, name.clone())).collect()
    }

    fn describe(&self, state: &State, sort: Sort, of: &Ref) -> (String, String) {
        let roster = &state.roster;
        let place = match sort {
            Sort::District | Sort::Unit => roster.units.get(of).and_then(|u| u.parent),
            Sort::Secretary | Sort::Leader => roster.persons.get(of).and_then(|p| p.district),
        };
        (name_of(state, sort, of), place.map(|p| roster.unit_name(&p)).unwrap_or_default())
    }
}
