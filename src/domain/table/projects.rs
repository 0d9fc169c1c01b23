//! The project table: its rows against the ledger, and the events of one accepted table.
//!
//! Planning writes nothing and knows no word that a user reads; what is wrong is data with its line and column.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::domain::calendar::{Day, Month};
use crate::domain::command::{Drafting, Refusal, change_project, put};
use crate::domain::event::MAX_BODY;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::money::{AmountFault, Fen};
use crate::domain::order::{Filled, InOrder, object};
use crate::domain::shape::{Kind, MAX_TEXT};
use crate::domain::state::{Project, State};
use crate::domain::table::column::{self, Column, as_read, same_name_key};
use crate::domain::table::delimited::{Row, Table, unmarked};
use crate::domain::table::kind::TableKind;
use crate::domain::table::missing::{Choices, Home, Link, Missing, MissingKey, MissingKind, Names, Office};
use crate::domain::table::near::NearIndex;
use crate::domain::table::records::{Deed, Taker};
use crate::domain::table::value;

/// What the user says of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowChoice {
    /// None of the ledger's projects.
    New,
    Is(ProjectId),
    /// Not to be taken.
    Skip,
}

/// A value as a project has it, or as a cell gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CellValue {
    Text(String),
    /// A category or a phase: the word that is kept.
    Word(String),
    Bool(bool),
    Money(Fen),
    Link(Link),
    Day(Day),
    Month(Month),
    /// A weight, a percentage, working days, a year.
    Int(i64),
}

impl CellValue {
    /// Whether a cell says what is held, which may be written otherwise than a table can bring it.
    pub(super) fn is_same(&self, column: Column, held: &CellValue) -> bool {
        match (column, self, held) {
            // Another way of writing the same name is no change.
            (Column::Name | Column::Code, CellValue::Text(new), CellValue::Text(old)) => same_name_key(new) == same_name_key(old),
            (_, CellValue::Text(new), CellValue::Text(old)) => as_read(new) == as_read(old),
            (Column::Phase, CellValue::Word(new), CellValue::Word(old)) => *new == column::phase(&as_read(old)),
            (_, new, old) => new == old,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    pub column: Column,
    /// As it stands in the table, or as the user set it right; without white space around it.
    pub text: String,
    /// `None`: nothing stands here, or a fault.
    pub value: Option<CellValue>,
    /// What the project has now, where this cell would change it.
    pub old: Option<CellValue>,
    /// The project is there and this cell changes it.
    pub changes: bool,
    /// Nothing stands here: the secretary is called after the unit.
    pub guessed: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// A new project can't do without it.
    Missing,
    TooLong {
        max: usize,
    },
    /// Not one of the four categories.
    UnknownCategory,
    NotYesOrNo,
    /// An amount is in 万元.
    Amount(AmountFault),
    /// The header says that its amounts are in another currency.
    OtherUnit,
    /// The header and the cell name different units.
    UnitConflict {
        by_cell: Fen,
        by_header: Fen,
    },
    NotADay,
    /// A month, of which a day is wanted.
    MonthOnly {
        last: Day,
    },
    /// A number by which spreadsheets count days.
    Serial {
        day: Day,
    },
    NotAMonth,
    NotAYear,
    NotANumber,
    OutOfRange {
        from: i64,
        to: i64,
    },
    /// A part of one, which may be meant as so many percent.
    Share {
        percent: i64,
    },
    /// It can't have happened after today; the user may say that it stands so in the table on purpose.
    Later {
        today: Day,
    },
    /// Two days stand the wrong way round.
    Disordered {
        before: Column,
    },
    /// The cell and a day that the ledger has stand the wrong way round.
    DisorderedWith {
        column: Column,
        day: Day,
    },
    /// A validity of what was never issued.
    NotIssued,
    /// Not one of the words that the column takes.
    UnknownWord,
    /// The ledger has no project of this name; or none of the only ones that fit.
    NoProject,
    /// The project has several of this name.
    SeveralThings,
    /// What is planned already never changes here.
    Fixed,
    /// Of twelve months some are given and some are not.
    MonthsPartly,
    /// The months come to another sum than the year.
    MonthsSum {
        sum: Fen,
    },
    /// The months come to more than an amount can be.
    MonthsTooLarge {
        sum: Fen,
    },
    /// Another line of the table says something else of the same.
    UnlikeLine {
        first: usize,
    },
    /// Another column of the line says something else of the same.
    UnlikeColumn {
        column: Column,
    },
    /// Only the project's coordinator may write it.
    NotYours,
    /// The ledger would refuse what the row writes.
    Unwritable,
    /// The roster has this person with another role, district or unit: who changes office is registered anew.
    OtherOffice {
        found: Ref,
    },
    /// The roster lacks it, and it is unticked.
    NotInRoster {
        key: MissingKey,
    },
    /// Several of the roster have this name.
    Several {
        key: MissingKey,
        found: Vec<Ref>,
    },
    /// The roster lacks it and has some of nearly this name; the user says which, or that it is new.
    Near {
        key: MissingKey,
        found: Vec<Ref>,
    },
    /// An earlier row is the same project.
    Twice {
        first: usize,
    },
    /// More cells than the header has.
    ExtraCells {
        cells: usize,
        header: usize,
    },
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellFault {
    pub line: usize,
    /// `None`: the whole row.
    pub column: Option<Column>,
    pub text: String,
    pub kind: FaultKind,
}

impl FaultKind {
    /// Nothing is wrong but a question is open.
    pub fn is_question(&self) -> bool {
        matches!(
            self,
            FaultKind::Near { .. }
                | FaultKind::UnitConflict { .. }
                | FaultKind::Serial { .. }
                | FaultKind::Share { .. }
                | FaultKind::Later { .. }
                | FaultKind::OtherOffice { .. }
        )
    }
}

/// What becomes of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    New,
    Changed(ProjectId),
    Same(ProjectId),
    /// The roster has this person as it stands here.
    Held,
    /// Several projects fit, or some are called nearly so; not written until the user says which.
    Ask(Vec<ProjectId>),
    /// Not written until set right.
    Faults(Vec<CellFault>),
    Skipped,
}

impl Outcome {
    /// Whether all that keeps the row from being written is a question.
    pub fn is_question(&self) -> bool {
        match self {
            Outcome::Ask(_) => true,
            Outcome::Faults(faults) => faults.iter().all(|fault| fault.kind.is_question()),
            Outcome::New | Outcome::Changed(_) | Outcome::Same(_) | Outcome::Held | Outcome::Skipped => false,
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct RowPlan {
    pub line: usize,
    /// In the order of the table's columns; those that are mapped to nothing are left out.
    pub cells: Vec<Cell>,
    pub outcome: Outcome,
    /// What is written for it; a project's row is written by its cells.
    pub(super) deeds: Vec<Deed>,
}

impl RowPlan {
    pub fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.iter().find(|c| c.column == column)
    }
}

/// How many rows there are of each outcome.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub ask: usize,
    pub faults: usize,
    pub skipped: usize,
}

/// A table that was previewed and can be accepted.
#[derive(Clone, Debug, Default)]
pub struct TablePlan {
    pub rows: Vec<RowPlan>,
    /// What the roster lacks, in the order in which the table names it.
    pub missing: Vec<Missing>,
    /// Columns without which no project can be made, and that nothing is mapped to.
    pub lacks: Vec<Column>,
    pub kind: TableKind,
    pub(super) table: Arc<Table>,
    pub(super) mapping: Vec<Option<Column>>,
    pub(super) choices: Choices,
    pub(super) taker: Taker,
}

/// Compares the rows of a table with the ledger's projects. `mapping` says what each column of the table holds.
pub fn plan(table: &Arc<Table>, mapping: &[Option<Column>], state: &State, choices: &Choices) -> TablePlan {
    let columns = columns_of(table, mapping);
    let mut planner = Planner {
        table,
        columns,
        state,
        choices,
        names: Names::new(&state.roster, choices),
        by_code: BTreeMap::new(),
        by_name: BTreeMap::new(),
        near: OnceCell::new(),
        seen: Seen::default(),
    };
    for project in state.shown_projects() {
        if let Some(code) = &project.fields.code {
            planner.by_code.entry(same_name_key(code)).or_default().push(project.id);
        }
        planner.by_name.entry(same_name_key(&project.fields.name)).or_default().push(project);
    }
    let rows = table.rows.iter().map(|row| planner.row(row)).collect();
    let lacks = Column::ALL.into_iter().filter(|c| c.is_required() && !planner.columns.iter().any(|(held, _)| held == c)).collect();
    let missing = planner.names.missing;
    let kind = TableKind::Projects;
    TablePlan {
        rows,
        missing,
        lacks,
        kind,
        table: table.clone(),
        mapping: mapping.to_vec(),
        choices: choices.clone(),
        taker: Taker::default(),
    }
}

/// The columns that are taken in, with where they stand; none twice.
pub(super) fn columns_of(table: &Table, mapping: &[Option<Column>]) -> Vec<(Column, usize)> {
    let mut columns: Vec<(Column, usize)> = Vec::new();
    for (at, column) in mapping.iter().enumerate().take(table.header.len()) {
        if let Some(column) = column
            && !columns.iter().any(|(c, _)| c == column)
        {
            columns.push((*column, at));
        }
    }
    columns
}

/// What heads a column, as it stands in the table.
pub(super) fn header_of<'t>(table: &'t Table, columns: &[(Column, usize)], column: Column) -> &'t str {
    columns.iter().find(|(c, _)| *c == column).map_or("", |(_, at)| table.header[*at].as_str())
}

/// What stands in the cells of a row: as the user set it right, or as it stands in the table, without the sign by which
/// a formula is written as text.
pub(super) fn texts(row: &Row, columns: &[(Column, usize)], choices: &Choices) -> Vec<Cell> {
    let text_of = |(column, at): &(Column, usize)| {
        let set = choices.cells.get(&(row.line, *column));
        set.or(row.cells.get(*at)).map(|text| unmarked(text).trim().to_owned()).unwrap_or_default()
    };
    columns.iter().map(|c| Cell { column: c.0, text: text_of(c), value: None, old: None, changes: false, guessed: false }).collect()
}

/// Which projects earlier rows were.
#[derive(Default)]
struct Seen {
    projects: BTreeMap<ProjectId, usize>,
    codes: BTreeMap<String, usize>,
    /// Name and district, with the row's code.
    names: BTreeMap<(String, String), Vec<(usize, String)>>,
}

struct Planner<'a> {
    table: &'a Table,
    columns: Vec<(Column, usize)>,
    state: &'a State,
    choices: &'a Choices,
    names: Names<'a>,
    by_code: BTreeMap<String, Vec<ProjectId>>,
    by_name: BTreeMap<String, Vec<&'a Arc<Project>>>,
    /// By district; made when the first row is no project of the ledger.
    near: OnceCell<BTreeMap<Ref, NearIndex<&'a Arc<Project>>>>,
    seen: Seen,
}

impl<'a> Planner<'a> {
    fn row(&mut self, row: &Row) -> RowPlan {
        let cells = texts(row, &self.columns, self.choices);
        let mut plan = RowPlan { line: row.line, cells, outcome: Outcome::Skipped, deeds: Vec::new() };
        if self.choices.rows.get(&row.line) == Some(&RowChoice::Skip) {
            return plan;
        }
        let texts: BTreeMap<Column, String> = plan.cells.iter().map(|c| (c.column, c.text.clone())).filled();
        let text = |column: Column| texts.get(&column).map_or("", String::as_str);
        let hits = self.hits(row.line, text(Column::Name), text(Column::District), text(Column::Code));
        let project: Option<&Arc<Project>> = match &*hits {
            [one] => self.state.project(one),
            _ => None,
        };
        let asked = match hits.len() {
            0 => self.near(row.line, text(Column::Name), text(Column::District), text(Column::Code)),
            1 => Vec::new(),
            _ => hits,
        };
        let is_new = project.is_none() && asked.is_empty();
        let mut faults = Vec::new();
        let fault = |column: Option<Column>, text: &str, kind: FaultKind| CellFault { line: row.line, column, text: text.to_owned(), kind };
        if row.cells.len() > self.table.header.len() && row.cells[self.table.header.len()..].iter().any(|c| !c.trim().is_empty()) {
            let kind = FaultKind::ExtraCells { cells: row.cells.len(), header: self.table.header.len() };
            faults.push(fault(None, "", kind));
        }
        for (column, kind) in self.fill(&mut plan, project, is_new) {
            faults.push(fault(Some(column), text(column), kind));
        }
        if is_new {
            for column in Column::ALL.into_iter().filter(|c| c.is_required() && text(*c).is_empty()) {
                faults.push(fault(Some(column), "", FaultKind::Missing));
            }
        }
        let bytes: usize = plan.cells.iter().map(|c| c.text.len()).sum();
        if bytes > MAX_BODY / 2 && faults.is_empty() {
            // Half, since an escape may double a character.
            faults.push(fault(None, "", FaultKind::TooLong { max: MAX_BODY / 2 }));
        }
        if asked.is_empty()
            && let Some(first) = self.earlier(row.line, project, text(Column::Name), text(Column::District), text(Column::Code))
        {
            faults.push(fault(Some(Column::Name), text(Column::Name), FaultKind::Twice { first }));
        }
        plan.outcome = match project {
            _ if !faults.is_empty() => Outcome::Faults(faults),
            _ if !asked.is_empty() => Outcome::Ask(asked),
            None => Outcome::New,
            Some(project) if plan.cells.iter().any(|c| c.changes) => Outcome::Changed(project.id),
            Some(project) => Outcome::Same(project.id),
        };
        self.mark(&plan);
        plan
    }

    /// The projects that a row may be: by the user's word, by code, by name within the district.
    fn hits(&self, line: usize, name: &str, district: &str, code: &str) -> Vec<ProjectId> {
        match self.choices.rows.get(&line) {
            Some(RowChoice::Is(id)) if self.state.project(id).is_some_and(|p| p.shown) => return vec![*id],
            Some(RowChoice::New) => return Vec::new(),
            _ => {}
        }
        if let (false, Some(found)) = (code.is_empty(), self.by_code.get(&same_name_key(code))) {
            return found.clone();
        }
        let districts = self.names.chosen_districts(district);
        let named = self.by_name.get(&same_name_key(name)).into_iter().flatten();
        named.filter(|p| p.fields.district.is_some_and(|d| districts.contains(&d))).map(|p| p.id).collect()
    }

    /// Projects of the district that are called nearly so, unless the codes tell them apart.
    fn near(&self, line: usize, name: &str, district: &str, code: &str) -> Vec<ProjectId> {
        if name.is_empty() || self.choices.rows.get(&line) == Some(&RowChoice::New) {
            return Vec::new();
        }
        let districts = self.names.chosen_districts(district);
        let by_district = self.near.get_or_init(|| {
            let mut near: BTreeMap<Ref, NearIndex<&Arc<Project>>> = BTreeMap::new();
            for project in self.state.shown_projects() {
                if let Some(district) = project.fields.district {
                    near.entry(district).or_default().add(&project.fields.name, project);
                }
            }
            near
        });
        let found = districts.iter().filter_map(|d| by_district.get(d)).flat_map(|index| index.near(name));
        found.filter(|p| code.is_empty() || p.fields.code.is_none()).map(|p| p.id).collect()
    }

    /// The line of an earlier row that is the same project; remembers this one.
    fn earlier(&mut self, line: usize, project: Option<&Arc<Project>>, name: &str, district: &str, code: &str) -> Option<usize> {
        if let Some(project) = project {
            let first = *self.seen.projects.entry(project.id).or_insert(line);
            return (first != line).then_some(first);
        }
        // That a row is a project of its own is the user's word.
        if self.choices.rows.get(&line) == Some(&RowChoice::New) {
            return None;
        }
        let code = same_name_key(code);
        let same_code = if code.is_empty() { line } else { *self.seen.codes.entry(code.clone()).or_insert(line) };
        let named = self.seen.names.entry((same_name_key(name), same_name_key(district))).or_default();
        let clash = named.iter().find(|(_, other)| code.is_empty() || other.is_empty() || *other == code).map(|(first, _)| *first);
        named.push((line, code));
        if same_code != line { Some(same_code) } else { clash.filter(|_| !name.is_empty()) }
    }

    /// Reads the cells and compares them with the project; returns the faults by column.
    fn fill(&mut self, plan: &mut RowPlan, project: Option<&Arc<Project>>, is_new: bool) -> Vec<(Column, FaultKind)> {
        let mut faults = Vec::new();
        let text = |plan: &RowPlan, column| plan.cell(column).map(|c| c.text.clone()).filter(|t| !t.is_empty());
        let fields = project.map(|p| &p.fields);
        // What a unit is looked up in, and a person by.
        let mut home = fields.and_then(|f| f.district).map(|d| Home { link: Link::Known(d), key: self.names.unit_key(&d) });
        if let Some(name) = text(plan, Column::District) {
            match self.names.district(&name, fields.and_then(|f| f.district)).and_then(|link| self.names.ticked(link)) {
                Ok(link) => {
                    // Under whatever name it stands here, one district has one key.
                    let key = if let Link::Known(known) = link { self.names.unit_key(&known) } else { same_name_key(&name) };
                    home = Some(Home { link, key });
                    self.set(plan, Column::District, CellValue::Link(link));
                }
                Err(kind) => faults.push((Column::District, kind)),
            }
        }
        let held_unit = fields.and_then(|f| f.unit);
        let mut office = held_unit.map(|u| Office { link: Link::Known(u), name: self.state.roster.unit_name(&u) });
        if let Some(name) = text(plan, Column::Unit) {
            match self.names.unit(&name, home.as_ref(), held_unit).and_then(|link| self.names.ticked(link)) {
                Ok(link) => {
                    office = Some(Office { link, name });
                    self.set(plan, Column::Unit, CellValue::Link(link));
                }
                Err(kind) => {
                    office = None;
                    faults.push((Column::Unit, kind));
                }
            }
        }
        for at in 0..plan.cells.len() {
            let cell = plan.cells[at].clone();
            let value = match cell.column {
                Column::District | Column::Unit => continue,
                Column::Secretary if cell.text.is_empty() => {
                    self.guess_secretary(plan, at, is_new && faults.is_empty(), home.as_ref(), office.as_ref());
                    continue;
                }
                _ if cell.text.is_empty() => continue,
                Column::Secretary => {
                    let link = self.names.secretary(&cell.text, home.as_ref(), office.as_ref(), fields.and_then(|f| f.secretary));
                    if let Ok(Link::New(at)) = link {
                        self.names.missing[at].guessed_from_unit = false;
                    }
                    link.and_then(|link| self.names.ticked(link)).map(CellValue::Link)
                }
                Column::Leader => {
                    let link = self.names.leader(&cell.text, fields.and_then(|f| f.leader));
                    link.and_then(|link| self.names.ticked(link)).map(CellValue::Link)
                }
                Column::Category => column::category(&cell.text).map(CellValue::Word).ok_or(FaultKind::UnknownCategory),
                Column::Key => column::yes_or_no(&cell.text).map(CellValue::Bool).ok_or(FaultKind::NotYesOrNo),
                Column::Total => {
                    let is_set = self.choices.cells.contains_key(&(plan.line, cell.column));
                    value::amount(header_of(self.table, &self.columns, Column::Total), &cell.text, is_set).map(CellValue::Money)
                }
                Column::Phase => bounded(&cell.text).map(|t| CellValue::Word(column::phase(t))),
                Column::Name | Column::Note | Column::Enterprise | Column::Place | Column::Field | Column::Code => {
                    bounded(&cell.text).map(|t| CellValue::Text(t.to_owned()))
                }
                // No project table has another column.
                _ => continue,
            };
            match value {
                Ok(value) => plan.cells[at].value = Some(value),
                Err(kind) => faults.push((cell.column, kind)),
            }
        }
        self.count_lines(plan);
        if let Some(project) = project {
            plan.cells.iter_mut().for_each(|cell| compare(cell, project));
        }
        faults
    }

    fn set(&self, plan: &mut RowPlan, column: Column, value: CellValue) {
        if let Some(cell) = plan.cells.iter_mut().find(|c| c.column == column) {
            cell.value = Some(value);
        }
    }

    /// A new project whose secretary the table leaves open has one who is called after the unit, unless the user
    /// said that it has none.
    fn guess_secretary(&mut self, plan: &mut RowPlan, at: usize, is_new: bool, home: Option<&Home>, office: Option<&Office>) {
        let left_open = !self.choices.cells.contains_key(&(plan.line, Column::Secretary));
        if let (true, true, Some(office)) = (is_new, left_open, office)
            && let Some(link) = self.names.guessed_secretary(home, office)
        {
            let cell = &mut plan.cells[at];
            cell.guessed = true;
            cell.value = Some(CellValue::Link(link));
        }
    }

    /// Whoever is named stands on the list with the lines; who was only guessed and is unticked is left out of the row.
    fn count_lines(&mut self, plan: &mut RowPlan) {
        for cell in &mut plan.cells {
            if let Some(CellValue::Link(Link::New(at))) = cell.value {
                let missing = &mut self.names.missing[at];
                missing.named_in(plan.line);
                if cell.guessed && !missing.ticked {
                    cell.value = None;
                    cell.guessed = false;
                }
            }
        }
    }

    /// What a row needs is registered with it, if the row will be written.
    fn mark(&mut self, plan: &RowPlan) {
        for cell in &plan.cells {
            let written = match plan.outcome {
                Outcome::New => true,
                Outcome::Changed(_) => cell.changes,
                Outcome::Same(_) | Outcome::Held | Outcome::Ask(_) | Outcome::Faults(_) | Outcome::Skipped => false,
            };
            if let (true, Some(CellValue::Link(link))) = (written, &cell.value) {
                self.names.uses(*link);
            }
        }
        if let Outcome::Faults(faults) = &plan.outcome {
            for fault in faults {
                if let FaultKind::NotInRoster { key } = &fault.kind
                    && let Some(missing) = self.names.missing_of(key)
                {
                    missing.named_in(plan.line);
                }
            }
        }
    }
}

pub(super) fn bounded(text: &str) -> Result<&str, FaultKind> {
    if text.chars().count() > MAX_TEXT { Err(FaultKind::TooLong { max: MAX_TEXT }) } else { Ok(text) }
}

/// Whether a remark with this text was ever made on the project: one that was taken back is not made again.
fn was_noted(project: &Project, text: &str) -> bool {
    let folded = &project.folded;
    folded.of_kind(Kind::Noted).any(|e| {
        let shown = folded.shown(e, "text").and_then(|t| Some(t.text()?.into_owned()));
        let is_it = |held: Option<&str>| held.is_some_and(|held| as_read(held) == as_read(text));
        is_it(shown.as_deref()) || is_it(e.text("text").as_deref())
    })
}

/// What the project has, in the terms of the column; a remark is no field.
fn held(project: &Project, column: Column) -> Option<CellValue> {
    let fields = &project.fields;
    let text = |t: &Option<String>| t.clone().map(CellValue::Text);
    let link = |r: Option<Ref>| r.map(|r| CellValue::Link(Link::Known(r)));
    match column {
        Column::Name => Some(CellValue::Text(fields.name.clone())),
        Column::District => link(fields.district),
        Column::Unit => link(fields.unit),
        Column::Category => Some(CellValue::Word(fields.category.clone())),
        Column::Key => Some(CellValue::Bool(fields.key)),
        Column::Phase => fields.phase.clone().map(CellValue::Word),
        Column::Secretary => link(fields.secretary),
        Column::Note => None,
        Column::Enterprise => text(&fields.enterprise),
        Column::Place => text(&fields.place),
        Column::Total => fields.total.map(CellValue::Money),
        Column::Leader => link(fields.leader),
        Column::Field => text(&fields.field),
        Column::Code => text(&fields.code),
        _ => None,
    }
}

fn compare(cell: &mut Cell, project: &Project) {
    let Some(value) = &cell.value else { return };
    let held = held(project, cell.column);
    let same = match (cell.column, value, &held) {
        (Column::Note, CellValue::Text(text), _) => was_noted(project, text),
        (column, value, Some(held)) => value.is_same(column, held),
        (_, _, None) => false,
    };
    if !same {
        cell.changes = true;
        cell.old = held;
    }
}

impl TablePlan {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            *match row.outcome {
                Outcome::New => &mut counts.new,
                Outcome::Changed(_) => &mut counts.changed,
                Outcome::Same(_) | Outcome::Held => &mut counts.same,
                Outcome::Ask(_) => &mut counts.ask,
                Outcome::Faults(_) if row.outcome.is_question() => &mut counts.ask,
                Outcome::Faults(_) => &mut counts.faults,
                Outcome::Skipped => &mut counts.skipped,
            } += 1;
        }
        counts
    }

    /// All faults in the order of the lines.
    pub fn faults(&self) -> impl Iterator<Item = &CellFault> {
        self.rows.iter().flat_map(|row| match &row.outcome {
            Outcome::Faults(faults) => faults.as_slice(),
            _ => &[],
        })
    }

    /// How many random 16 bytes a stamp must carry: one for each new project.
    pub fn randoms_needed(&self) -> usize {
        if self.kind == TableKind::Projects { self.counts().new } else { 0 }
    }

    /// Writes the events of the accepted table: units and people first, then projects.
    ///
    /// The table is planned anew against the state it is written to, since another tab may have written after the
    /// preview: nobody is registered twice.
    pub fn draft(&self, state: &State, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
        if self.kind != TableKind::Projects {
            return self.draft_records(state, drafting);
        }
        let now = plan(&self.table, &self.mapping, state, &self.choices);
        let refs = now.register_missing(drafting)?;
        let mut written = false;
        for row in &now.rows {
            match row.outcome {
                Outcome::New => register(row, &refs, drafting)?,
                Outcome::Changed(project) => change(row, project, &refs, state, drafting)?,
                Outcome::Same(_) | Outcome::Held | Outcome::Ask(_) | Outcome::Faults(_) | Outcome::Skipped => continue,
            }
            written = true;
        }
        if written { Ok(()) } else { Err(Refusal::NothingToDo) }
    }

    /// Districts, then other units, then people: each may name the ones before.
    pub(super) fn register_missing(&self, drafting: &mut Drafting<'_>) -> Result<Vec<Option<Ref>>, Refusal> {
        let mut refs: Vec<Option<Ref>> = vec![None; self.missing.len()];
        let mut order: Vec<usize> = (0..self.missing.len()).filter(|i| self.missing[*i].used && self.missing[*i].ticked).collect();
        order.order_by_key(|i| self.missing[*i].key.sort);
        for i in order {
            let missing = &self.missing[i];
            let named = |link: Option<Link>| link.and_then(|link| resolve(link, &refs));
            let mut body = object([("name", json!(missing.name))]);
            let kind = match missing.kind {
                MissingKind::Unit(kind) => {
                    body.insert("kind".into(), json!(kind.as_str()));
                    put(&mut body, "parent", &named(missing.district));
                    Kind::UnitRegistered
                }
                MissingKind::Person(role) => {
                    body.insert("role".into(), json!(role));
                    put(&mut body, "district", &named(missing.district));
                    put(&mut body, "unit", &named(missing.unit));
                    Kind::PersonRegistered
                }
            };
            refs[i] = Some(drafting.push(Scope::All, kind, body.into())?);
        }
        Ok(refs)
    }
}

pub(super) fn resolve(link: Link, refs: &[Option<Ref>]) -> Option<Ref> {
    match link {
        Link::Known(known) => Some(known),
        Link::New(at) => refs[at],
    }
}

/// The fields that cells set, without the remark.
fn fields<'c>(cells: impl Iterator<Item = &'c Cell>, refs: &[Option<Ref>]) -> Map<String, Value> {
    let value = |cell: &Cell| match cell.value.as_ref()? {
        CellValue::Text(text) | CellValue::Word(text) => Some(json!(text)),
        CellValue::Bool(value) => Some(json!(value)),
        CellValue::Money(fen) => Some(json!(fen)),
        CellValue::Link(link) => resolve(*link, refs).map(|r| json!(r)),
        CellValue::Day(_) | CellValue::Month(_) | CellValue::Int(_) => None,
    };
    cells.filter(|c| c.column != Column::Note).filter_map(|c| Some((c.column.as_str().to_owned(), value(c)?))).filled()
}

fn register(row: &RowPlan, refs: &[Option<Ref>], drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    let scope = Scope::Project(drafting.fresh_project()?);
    let of = drafting.push(scope, Kind::ProjectRegistered, fields(row.cells.iter(), refs).into())?;
    note(row.cell(Column::Note), scope, of, drafting)
}

fn change(row: &RowPlan, id: ProjectId, refs: &[Option<Ref>], state: &State, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    let project = state.project(&id).ok_or(Refusal::NoSuchProject)?;
    let set = fields(row.cells.iter().filter(|c| c.changes), refs);
    if !set.is_empty() {
        change_project(state, id, &set, None, drafting)?;
    }
    let folded = &project.folded;
    let of = folded.of_kind(Kind::ProjectRegistered).find(|e| folded.counts(e)).map(|e| e.name()).ok_or(Refusal::NoSuchProject)?;
    note(row.cell(Column::Note).filter(|c| c.changes), Scope::Project(id), of, drafting)
}

fn note(cell: Option<&Cell>, scope: Scope, of: Ref, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    if let Some(CellValue::Text(text)) = cell.and_then(|c| c.value.as_ref()) {
        drafting.push(scope, Kind::Noted, json!({"of": of, "text": text}))?;
    }
    Ok(())
}
