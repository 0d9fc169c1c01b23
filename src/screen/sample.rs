//! The sample workspace: the seed tables, taken in by the same commands as anyone's.

use crate::crypto::Signer;
use crate::domain::calendar::Day;
use crate::domain::command::{Command, Stamp};
use crate::domain::order::InOrder;
use crate::domain::table::missing::Choices;
use crate::domain::table::{column, delimited, projects, seed};
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

/// Writes the seed's projects, visits and problems up to the sample's day.
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
    Ok(())
}
