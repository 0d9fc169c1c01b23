//! Tables of what belongs to projects, and of people: the rows against the ledger, all by the same road.
//!
//! Each kind says by what a row is known and what it changes; finding the project, reading cells, questions and faults
//! are the same for all.

use std::collections::HashMap;
use std::sync::Arc;

pub use crate::domain::table::deed::Deed;

use crate::domain::calendar::Day;
use crate::domain::command::{Drafting, Refusal};
use crate::domain::event::MAX_BODY;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::money::Fen;
use crate::domain::state::{Person, Project, State};
use crate::domain::table::column::{Column, same_name_key};
use crate::domain::table::delimited::{Row, Table};
use crate::domain::table::kind::TableKind;
use crate::domain::table::missing::{Choices, Link, Names};
use crate::domain::table::near::NearIndex;
use crate::domain::table::projects::{
    self, Cell, CellFault, CellValue, FaultKind, Outcome, RowChoice, RowPlan, TablePlan, bounded, columns_of, header_of, texts,
};
use crate::domain::table::{investment, nodes, people, permits, value, visits};
use crate::domain::trust::Role;

/// Who takes a table in, and when.
#[derive(Clone, PartialEq, Debug)]
pub struct Taker {
    pub me: Option<Person>,
    pub today: Day,
    /// What an entry of the ledger gives as the reason for dates that change.
    pub reason: String,
}

impl Default for Taker {
    fn default() -> Self {
        Taker { me: None, today: Day::LAST, reason: String::new() }
    }
}

impl Taker {
    /// Whether what they plan of the project may be accepted by themselves.
    pub fn coordinates(&self, project: &Project) -> bool {
        self.me.as_ref().is_some_and(|me| match me.role {
            Role::City => true,
            Role::District => me.district.is_some_and(|district| project.folded.districts.contains(&district)),
            Role::Secretary | Role::Leader | Role::Assessor => false,
        })
    }
}

/// Compares the rows of a table of any kind with the ledger.
pub fn plan(kind: TableKind, table: &Arc<Table>, mapping: &[Option<Column>], state: &State, choices: &Choices, taker: &Taker) -> TablePlan {
    if kind == TableKind::Projects {
        return TablePlan { taker: taker.clone(), ..projects::plan(table, mapping, state, choices) };
    }
    let columns = columns_of(table, mapping);
    let percent = columns.iter().find(|(column, _)| *column == Column::Percent);
    let shares =
        percent.is_some_and(|(_, at)| value::are_shares(table.rows.iter().filter_map(|row| row.cells.get(*at)).map(String::as_str)));
    let mut records = Records {
        kind,
        table,
        columns,
        shares,
        state,
        choices,
        taker,
        names: Names::new(&state.roster, choices),
        found: Finder::default(),
        things: HashMap::new(),
        seen: HashMap::new(),
    };
    if kind != TableKind::People {
        records.found = Finder::new(state);
    }
    let rows = table.rows.iter().map(|row| records.row(row)).collect();
    let lacks = kind.required().iter().copied().filter(|c| !records.columns.iter().any(|(held, _)| held == c)).collect();
    let missing = records.names.missing;
    TablePlan {
        rows,
        missing,
        lacks,
        kind,
        table: table.clone(),
        mapping: mapping.to_vec(),
        choices: choices.clone(),
        taker: taker.clone(),
    }
}

/// Projects by code and by name.
#[derive(Default)]
struct Finder<'a> {
    by_code: HashMap<String, Vec<&'a Arc<Project>>>,
    by_name: HashMap<String, Vec<&'a Arc<Project>>>,
    near: NearIndex<&'a Arc<Project>>,
}

impl<'a> Finder<'a> {
    fn new(state: &'a State) -> Finder<'a> {
        let mut finder = Finder::default();
        for project in state.shown_projects() {
            if let Some(code) = &project.fields.code {
                finder.by_code.entry(same_name_key(code)).or_default().push(project);
            }
            finder.by_name.entry(same_name_key(&project.fields.name)).or_default().push(project);
            finder.near.add(&project.fields.name, project);
        }
        finder
    }
}

/// What of a project a row may be, by the key of its kind.
type Things = HashMap<String, Vec<Ref>>;

struct Records<'a> {
    kind: TableKind,
    table: &'a Table,
    columns: Vec<(Column, usize)>,
    state: &'a State,
    choices: &'a Choices,
    taker: &'a Taker,
    names: Names<'a>,
    found: Finder<'a>,
    things: HashMap<ProjectId, Things>,
    /// Percentages may be parts of one.
    shares: bool,
    /// The line of the first row of each thing.
    seen: HashMap<(Option<ProjectId>, String), usize>,
}

/// A row while it is read.
pub(super) struct Reading<'r> {
    pub line: usize,
    pub cells: Vec<Cell>,
    pub deeds: Vec<Deed>,
    pub taker: &'r Taker,
    pub is_new: bool,
    faults: Vec<CellFault>,
    choices: &'r Choices,
    table: &'r Table,
    columns: &'r [(Column, usize)],
    /// Its percentages may be parts of one.
    shares: bool,
}

impl Reading<'_> {
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(c, _)| *c == column)
    }

    pub fn header(&self, column: Column) -> &str {
        header_of(self.table, self.columns, column)
    }

    pub fn text(&self, column: Column) -> &str {
        self.cells.iter().find(|c| c.column == column).map_or("", |c| c.text.as_str())
    }

    pub fn fault(&mut self, column: Option<Column>, kind: FaultKind) {
        let text = column.map(|c| self.text(c).to_owned()).unwrap_or_default();
        self.faults.push(CellFault { line: self.line, column, text, kind });
    }

    fn is_set(&self, column: Column) -> bool {
        self.choices.cells.contains_key(&(self.line, column))
    }

    /// The user said that the row is a thing of its own.
    pub fn is_of_its_own(&self) -> bool {
        self.choices.rows.get(&self.line) == Some(&RowChoice::New)
    }

    fn is_meant(&self, column: Column) -> bool {
        self.choices.meant.contains(&(self.line, column))
    }

    /// Keeps a value beside its cell, or a fault; nothing of an empty cell.
    fn read<T>(
        &mut self,
        column: Column,
        read: impl FnOnce(&str) -> Result<T, FaultKind>,
        keep: impl FnOnce(&T) -> CellValue,
    ) -> Option<T> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            return None;
        }
        match read(&text) {
            Ok(value) => {
                let kept = keep(&value);
                self.cells.iter_mut().filter(|c| c.column == column).for_each(|c| c.value = Some(kept.clone()));
                Some(value)
            }
            Err(kind) => {
                self.fault(Some(column), kind);
                None
            }
        }
    }

    pub fn words(&mut self, column: Column) -> Option<String> {
        self.read(column, |text| bounded(text).map(str::to_owned), |text| CellValue::Text(text.clone()))
    }

    /// One of the words that a column takes.
    pub fn word(&mut self, column: Column, known: fn(&str) -> Option<String>) -> Option<String> {
        self.read(column, |text| known(text).ok_or(FaultKind::UnknownWord), |word| CellValue::Word(word.clone()))
    }

    pub fn day(&mut self, column: Column) -> Option<Day> {
        self.read(column, value::day, |day| CellValue::Day(*day))
    }

    /// A day on which something happened: after today it is asked whether it stands so on purpose.
    pub fn past_day(&mut self, column: Column) -> Option<Day> {
        let day = self.day(column)?;
        self.not_later(column, day);
        Some(day)
    }

    pub fn not_later(&mut self, column: Column, day: Day) {
        let today = self.taker.today;
        if day > today && !self.is_meant(column) {
            self.fault(Some(column), FaultKind::Later { today });
        }
    }

    pub fn number(&mut self, column: Column, range: (i64, i64), units: &[&str]) -> Option<i64> {
        self.read(column, |text| value::number(text, range, units), |n| CellValue::Int(*n))
    }

    pub fn percent(&mut self, column: Column) -> Option<i64> {
        let in_shares = self.shares && !self.is_set(column);
        self.read(column, |text| value::percent(text, in_shares), |n| CellValue::Int(*n))
    }

    pub fn amount(&mut self, column: Column) -> Option<Fen> {
        let (header, is_set) = (self.header(column).to_owned(), self.is_set(column));
        self.read(column, |text| value::amount(&header, text, is_set), |fen| CellValue::Money(*fen))
    }

    pub fn year(&mut self, column: Column) -> Option<i32> {
        self.read(column, |text| value::year(text).ok_or(FaultKind::NotAYear), |year| CellValue::Int(i64::from(*year)))
    }

    pub fn month(&mut self, column: Column) -> Option<crate::domain::calendar::Month> {
        self.read(column, |text| value::month(text).ok_or(FaultKind::NotAMonth), |month| CellValue::Month(*month))
    }

    /// What is new can't do without it.
    pub fn require(&mut self, column: Column) {
        if self.text(column).is_empty() {
            self.fault(Some(column), FaultKind::Missing);
        }
    }

    /// Two days in order, where both are given.
    pub fn in_order(&mut self, (before, first): (Column, Option<Day>), (after, second): (Column, Option<Day>)) {
        if first.zip(second).is_some_and(|(first, second)| first > second) {
            self.fault(Some(after), FaultKind::Disordered { before });
        }
    }

    pub fn link(&mut self, column: Column, link: Result<Link, FaultKind>) -> Option<Link> {
        self.read(column, |_| link, |link| CellValue::Link(*link))
    }

    /// Notes what a cell changes; whether it does.
    pub fn changes(&mut self, column: Column, held: Option<CellValue>) -> bool {
        let Some(cell) = self.cells.iter_mut().find(|c| c.column == column) else { return false };
        let differs = cell.value.as_ref().is_some_and(|value| !held.as_ref().is_some_and(|held| value.is_same(column, held)));
        if differs {
            cell.changes = true;
            cell.old = held;
        }
        differs
    }

    /// What is planned stays as it is: another value is at fault.
    pub fn stays(&mut self, column: Column, held: Option<CellValue>) {
        if self.changes(column, held) {
            self.fault(Some(column), FaultKind::Fixed);
        }
    }
}

impl<'a> Records<'a> {
    fn row(&mut self, row: &Row) -> RowPlan {
        let cells = texts(row, &self.columns, self.choices);
        if self.choices.rows.get(&row.line) == Some(&RowChoice::Skip) {
            return RowPlan { line: row.line, cells, outcome: Outcome::Skipped, deeds: Vec::new() };
        }
        let columns = self.columns.clone();
        let mut reading = Reading {
            line: row.line,
            cells,
            deeds: Vec::new(),
            taker: self.taker,
            is_new: false,
            faults: Vec::new(),
            choices: self.choices,
            table: self.table,
            columns: &columns,
            shares: self.shares,
        };
        if row.cells.len() > self.table.header.len() && row.cells[self.table.header.len()..].iter().any(|c| !c.trim().is_empty()) {
            reading.fault(None, FaultKind::ExtraCells { cells: row.cells.len(), header: self.table.header.len() });
        }
        let outcome = if self.kind == TableKind::People { self.person(&mut reading) } else { self.record(&mut reading) };
        let bytes: usize = reading.cells.iter().map(|c| c.text.len()).sum();
        if bytes > MAX_BODY / 2 && reading.faults.is_empty() {
            reading.fault(None, FaultKind::TooLong { max: MAX_BODY / 2 });
        }
        let Reading { line, cells, deeds, faults, .. } = reading;
        let outcome = match outcome {
            Outcome::Ask(found) => Outcome::Ask(found),
            _ if !faults.is_empty() => Outcome::Faults(faults),
            outcome => outcome,
        };
        let plan = RowPlan { line, cells, outcome, deeds };
        self.mark(&plan);
        plan
    }

    /// A row of something that belongs to a project.
    fn record(&mut self, reading: &mut Reading<'_>) -> Outcome {
        reading.words(Column::Name);
        reading.require(Column::Name);
        let project = match self.find(reading) {
            Ok(project) => project,
            Err(found) if found.is_empty() => {
                if !reading.text(Column::Name).is_empty() || !reading.text(Column::Code).is_empty() {
                    reading.fault(Some(Column::Name), FaultKind::NoProject);
                }
                // What else is wrong with the row is told along, so that it is mended once.
                self.read_kind(reading, None);
                return Outcome::New;
            }
            Err(found) => return Outcome::Ask(found),
        };
        let Some(key) = self.read_kind(reading, Some(project)) else { return Outcome::New };
        let first = *self.seen.entry((Some(project.id), key)).or_insert(reading.line);
        if first != reading.line {
            reading.fault(Some(self.named_by()), FaultKind::Twice { first });
        }
        match (reading.is_new, reading.deeds.is_empty()) {
            (true, _) => Outcome::New,
            (false, true) => Outcome::Same(project.id),
            (false, false) => Outcome::Changed(project.id),
        }
    }

    /// The column that tells one thing of a project from another.
    fn named_by(&self) -> Column {
        match self.kind {
            TableKind::Nodes => Column::Title,
            TableKind::Permits => Column::Permit,
            TableKind::Problems => Column::Problem,
            TableKind::Projects | TableKind::Investment | TableKind::People | TableKind::Visits => Column::Name,
        }
    }

    /// Reads what the kind has beside the project; the key by which a second row is the same thing.
    fn read_kind(&mut self, reading: &mut Reading<'_>, project: Option<&Project>) -> Option<String> {
        let things_of: fn(&Project) -> Things = match self.kind {
            TableKind::Nodes => nodes::things,
            TableKind::Permits => permits::things,
            TableKind::Visits => visits::things,
            TableKind::Problems => visits::problems,
            TableKind::Investment | TableKind::Projects | TableKind::People => |_| Things::new(),
        };
        let empty = Things::new();
        let things = match project {
            Some(project) => &*self.things.entry(project.id).or_insert_with(|| things_of(project)),
            None => &empty,
        };
        match self.kind {
            TableKind::Nodes => nodes::read(reading, project, things),
            TableKind::Investment => investment::read(reading, project),
            TableKind::Permits => permits::read(reading, project, things),
            TableKind::Visits => visits::read(reading, project, things),
            TableKind::Problems => visits::read_problem(reading, project, things),
            TableKind::Projects | TableKind::People => None,
        }
    }

    fn person(&mut self, reading: &mut Reading<'_>) -> Outcome {
        let (outcome, key) = people::read(reading, &mut self.names);
        if let Some(key) = key {
            let first = *self.seen.entry((None, key)).or_insert(reading.line);
            if first != reading.line {
                reading.fault(Some(Column::PersonName), FaultKind::Twice { first });
            }
        }
        outcome
    }

    /// The project of a row; those that it may be where it is not known, none of them where there is none.
    fn find(&self, reading: &Reading<'_>) -> Result<&'a Project, Vec<ProjectId>> {
        let state = self.state;
        if let Some(RowChoice::Is(id)) = self.choices.rows.get(&reading.line)
            && let Some(project) = state.project(id).filter(|p| p.shown)
        {
            return Ok(project);
        }
        let code = same_name_key(reading.text(Column::Code));
        let named = self.found.by_code.get(&code).filter(|_| !code.is_empty());
        let named = named.or_else(|| self.found.by_name.get(&same_name_key(reading.text(Column::Name))));
        let district = reading.text(Column::District);
        let is_there = |p: &&&Arc<Project>| {
            let name = p.fields.district.map(|d| state.roster.unit_name(&d)).unwrap_or_default();
            district.is_empty() || same_name_key(&name) == same_name_key(district)
        };
        let found: Vec<&Arc<Project>> = named.into_iter().flatten().filter(is_there).copied().collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(self.found.near.near(reading.text(Column::Name)).into_iter().map(|p| p.id).collect()),
            several => Err(several.iter().map(|p| p.id).collect()),
        }
    }

    /// What a row needs is registered with it, if the row will be written.
    fn mark(&mut self, plan: &RowPlan) {
        for cell in &plan.cells {
            if let Some(CellValue::Link(link)) = cell.value {
                if let Link::New(at) = link {
                    self.names.missing[at].named_in(plan.line);
                }
                if matches!(plan.outcome, Outcome::New) {
                    self.names.uses(link);
                }
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

impl TablePlan {
    /// Writes the deeds of the accepted table. It is planned anew, since another tab may have written meanwhile.
    pub(super) fn draft_records(&self, state: &State, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
        let now = plan(self.kind, &self.table, &self.mapping, state, &self.choices, &self.taker);
        let refs = now.register_missing(drafting)?;
        let mut written = false;
        for row in &now.rows {
            if matches!(row.outcome, Outcome::New | Outcome::Changed(_)) {
                row.deeds.iter().try_for_each(|deed| deed.write(state, &refs, &self.taker.reason, drafting))?;
                written |= !row.deeds.is_empty();
            }
        }
        if written { Ok(()) } else { Err(Refusal::NothingToDo) }
    }
}
