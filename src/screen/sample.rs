//! The sample workspace: the seed tables, taken in by the same commands as anyone's.

use crate::crypto::Signer;
use crate::domain::calendar::Day;
use crate::domain::command::{Command, Stamp};
use crate::domain::order::InOrder;
use crate::domain::shape::Kind;
use crate::domain::state::{Person, State};
use crate::domain::table::column::Column;
use crate::domain::table::kind::TableKind;
use crate::domain::table::missing::Choices;
use crate::domain::table::projects::{FaultKind, TablePlan};
use crate::domain::table::records::{self, Taker};
use crate::domain::table::{column, delimited, projects, seed};
use crate::domain::trust::Role;
use crate::session::{Along, Failure, Session};
use crate::store::Store;

pub const NONCE: &str = "sample0000000000";

const ZONE_MINUTES: i32 = 480;
const ZONE_MS: i64 = ZONE_MINUTES as i64 * 60_000;
const DAY_MS: i64 = 86_400_000;
/// 2018-11-15 00:00 in the sample's zone, ms since 1970 UTC.
const ITS_DAY: i64 = 1_542_211_200_000;

pub fn founded_at() -> i64 {
    // 2018-04-01 08:00: before the first visit of the seed.
    1_522_540_800_000
}

/// The day on which the sample stands still.
pub fn its_day() -> Day {
    Day::of_time(ITS_DAY, ZONE_MINUTES)
}

/// The time of day of `now`, on the sample's day.
pub fn on_its_day(now: i64) -> i64 {
    ITS_DAY + (now + ZONE_MS).rem_euclid(DAY_MS)
}

/// The evening of a day, ms since 1970 UTC.
fn evening(day: Day) -> i64 {
    let epoch = Day::new(1970, 1, 1).expect("a day");
    day.days_since(epoch) * DAY_MS - ZONE_MS + 18 * 3_600_000
}

/// A table of some kind as the sample's coordinator, or one of its secretaries, takes it in on a day. What happened after
/// the sample's day is left out, as if nothing stood in its cell.
fn table(kind: TableKind, text: &str, leave: Option<Column>, role: Role, state: &State) -> Option<TablePlan> {
    let table = std::sync::Arc::new(delimited::read(text).ok()?);
    let mut mapping = column::guess_of(&table.header, &kind.columns());
    mapping.iter_mut().filter(|column| column.is_some() && **column == leave).for_each(|column| *column = None);
    let office = state.own_persons().first().and_then(|id| state.roster.persons.get(id)).cloned();
    let me = office.map(|office| Person { role, ..office });
    let taker = Taker { me, today: its_day(), reason: String::new() };
    let mut choices = Choices::default();
    let plan = records::plan(kind, &table, &mapping, state, &choices, &taker);
    for fault in plan.faults() {
        if let (FaultKind::Later { .. }, Some(column)) = (&fault.kind, fault.column) {
            choices.cells.insert((fault.line, column), String::new());
        }
    }
    Some(records::plan(kind, &table, &mapping, state, &choices, &taker))
}

/// A table, the column of it that is left out, and whose it is.
type Step = (TableKind, &'static str, Option<Column>, Role);

/// What was planned before anything happened: the published nodes, and examples that call themselves so.
const PLANNED: [Step; 3] = [
    (TableKind::Nodes, seed::NODES, Some(Column::Done), Role::City),
    (TableKind::Nodes, seed::EXAMPLE_NODES, Some(Column::Percent), Role::City),
    (TableKind::Nodes, seed::EXAMPLE_PLANS, None, Role::Secretary),
];
const REPORTED: [Step; 4] = [
    (TableKind::Nodes, seed::NODES, None, Role::City),
    (TableKind::Nodes, seed::EXAMPLE_NODES, None, Role::City),
    (TableKind::Investment, seed::EXAMPLE_INVESTMENT, None, Role::City),
    (TableKind::Permits, seed::EXAMPLE_PERMITS, None, Role::City),
];

async fn take<S: Store, K: Signer>(session: &Session<S, K>, steps: &[Step], at: i64) -> Result<(), Failure> {
    for (kind, text, leave, role) in steps {
        let Some(plan) = table(*kind, text, *leave, *role, &session.snapshot().state) else { continue };
        session.commit(&Command::TakeTable(Box::new(plan)), || Stamp { now: at, random: Vec::new() }, Along::default()).await?;
    }
    Ok(())
}

/// What happened up to the evening before the sample's day.
async fn fill_reports<S: Store, K: Signer>(session: &Session<S, K>) -> Result<(), Failure> {
    let reported = evening(its_day().plus(-1));
    take(session, &REPORTED, reported).await?;
    let state = session.snapshot().state.clone();
    let (name, until, reason) = seed::EXAMPLE_EXCUSE;
    let mut commands = Vec::new();
    for project in state.shown_projects() {
        if let Some(node) = project.planned().next().filter(|_| project.fields.name == name) {
            commands.push(Command::ExcuseNode { project: project.id, node: node.id, until: Day::parse(until), reason: reason.into() });
        }
        let registered = project.folded.of_kind(Kind::ProjectRegistered).next();
        if let Some(of) = registered.filter(|_| !project.investment.plans.is_empty()) {
            commands.push(Command::Note { project: project.id, of: of.name(), text: seed::EXAMPLE_REMARK.into() });
        }
    }
    for command in commands {
        session.commit(&command, || Stamp { now: reported, random: Vec::new() }, Along::default()).await?;
    }
    Ok(())
}

/// Writes the seed's projects, visits, problems and nodes up to the sample's day, and examples beside them.
pub async fn fill<S: Store, K: Signer>(session: &Session<S, K>) -> Result<(), Failure> {
    let its_day = its_day();
    let Ok(table) = delimited::read(seed::PROJECTS) else { return Ok(()) };
    let table = std::sync::Arc::new(table);
    let mapping = column::guess(&table.header);
    let plan = projects::plan(&table, &mapping, &session.snapshot().state, &Choices::default());
    // An id takes the first ten bytes: numbers there keep the sample's ids apart.
    let random: Vec<[u8; 16]> = (1..=plan.randoms_needed() as u128).map(|n| (n << 48).to_be_bytes()).collect();
    let stamp = || Stamp { now: founded_at() + 3_600_000, random: random.clone() };
    session.commit(&Command::TakeTable(Box::new(plan)), stamp, Along::default()).await?;
    take(session, &PLANNED, founded_at() + 2 * 3_600_000).await?;
    let state = session.snapshot().state.clone();
    let mut entries: Vec<(Day, Command)> = Vec::new();
    if let Ok(visits) = delimited::read(seed::VISITS) {
        let visits = seed::visits(&visits, &state).into_iter();
        entries.extend(visits.map(|(project, visit)| (visit.on, Command::LogVisit { project, visit, problems: Vec::new() })));
    }
    if let Ok(problems) = delimited::read(seed::PROBLEMS) {
        let problems = seed::problems(&problems, &state).into_iter();
        entries.extend(problems.map(|(project, problem)| (problem.on, Command::RaiseProblem { project, problem })));
    }
    entries.retain(|(day, _)| *day <= its_day);
    entries.order_by_key(|(day, _)| *day);
    for (day, command) in entries {
        session.commit(&command, || Stamp { now: evening(day), random: Vec::new() }, Along::default()).await?;
    }
    fill_reports(session).await
}
