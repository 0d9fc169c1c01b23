//! Rows of investment: what a year is to bring, in all or by month, and what is done of it so far.

use std::collections::HashMap;

use crate::domain::calendar::{Day, Month};
use crate::domain::id::ProjectId;
use crate::domain::money::Fen;
use crate::domain::state::{Project, YearPlan};
use crate::domain::table::column::{Column, year_of};
use crate::domain::table::projects::{CellValue, FaultKind};
use crate::domain::table::records::{Deed, Reading};

/// What a row says, whether the ledger has it or not.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::domain::table) enum Says {
    Plan { project: ProjectId, year: i32, plan: YearPlan },
    Done { project: ProjectId, month: Month, column: Column, done: Fen },
}

/// What earlier rows say, each with its line: one table says one thing, and says it once.
#[derive(Default)]
pub(super) struct Earlier {
    plans: HashMap<(ProjectId, i32), (usize, YearPlan)>,
    done: HashMap<(ProjectId, Month), (usize, Fen)>,
}

impl Earlier {
    /// Keeps what a row says that is not at fault.
    pub fn note(&mut self, line: usize, says: Vec<Says>) {
        for says in says {
            match says {
                Says::Plan { project, year, plan } => {
                    let (_, held) = self.plans.entry((project, year)).or_insert_with(|| (line, plan.clone()));
                    held.months = held.months.or(plan.months);
                }
                Says::Done { project, month, done, .. } => {
                    self.done.entry((project, month)).or_insert((line, done));
                }
            }
        }
    }
}

pub(super) fn read(reading: &mut Reading<'_>, project: Option<&Project>, earlier: &Earlier) -> Option<String> {
    let month = reading.month(Column::Month);
    let year = year(reading, month);
    let amount = reading.amount(Column::YearPlan);
    let increments: Vec<Option<Fen>> = (1..=12).map(|m| reading.amount(Column::PlanIn(m))).collect();
    let done: Vec<Option<Fen>> = (1..=12).map(|m| reading.amount(Column::DoneBy(m))).collect();
    let to_date = reading.amount(Column::DoneTo);
    let months = whole(reading, &increments, amount);
    if to_date.is_some() && month.is_none() && reading.text(Column::Month).is_empty() {
        reading.fault(Some(Column::Month), FaultKind::Missing);
    }
    let (project, year) = (project?, year?);
    let plan = amount.or(months.map(|m| Fen(m.iter().map(|fen| fen.0).sum()))).map(|amount| YearPlan { amount, months });
    let held = project.investment.plans.get(&year);
    // A project of which nothing is planned or reported for the year is new to this table.
    reading.is_new = held.is_none() && !project.investment.done.keys().any(|m| m.year() == year);
    if let Some(plan) = plan {
        plan_year(reading, project, year, plan, earlier);
    }
    let of_month = |m: u8| Month::of(Day::new(year, u32::from(m), 1).unwrap_or(Day::LAST));
    for (m, done) in (1u8..).zip(done) {
        report(reading, project, Column::DoneBy(m), (of_month(m), done), earlier);
    }
    if let Some(month) = month {
        report(reading, project, Column::DoneTo, (month, to_date), earlier);
    }
    // Nothing said of it is nothing new.
    reading.is_new &= !reading.deeds.is_empty();
    Some(month.map_or(format!("{year:04}"), |month| month.to_string()))
}

/// The row's own year, the month's, or the one that a header names.
fn year(reading: &mut Reading<'_>, month: Option<Month>) -> Option<i32> {
    if !reading.text(Column::Year).is_empty() {
        return reading.year(Column::Year);
    }
    let columns = [Column::YearPlan, Column::DoneTo].into_iter().chain((1..=12).flat_map(|m| [Column::PlanIn(m), Column::DoneBy(m)]));
    let found = month.map(Month::year).or_else(|| columns.into_iter().find_map(|c| year_of(reading.header(c))));
    if found.is_none() {
        let column = if reading.has(Column::Month) && !reading.has(Column::Year) { Column::Month } else { Column::Year };
        // A month that can't be read says so itself.
        if reading.text(column).is_empty() {
            reading.fault(Some(column), FaultKind::Missing);
        }
    }
    found
}

/// All twelve months, which come to the year; nothing where none is given.
fn whole(reading: &mut Reading<'_>, increments: &[Option<Fen>], amount: Option<Fen>) -> Option<[Fen; 12]> {
    let given: Vec<Fen> = increments.iter().flatten().copied().collect();
    let Ok(months) = <[Fen; 12]>::try_from(given.as_slice()) else {
        let unread = (1..=12).any(|m| !reading.text(Column::PlanIn(m)).is_empty()) && given.is_empty();
        if let (false, Some(first)) = (given.is_empty() || unread, (1..=12).find(|m| increments[*m as usize - 1].is_none())) {
            // Of a month that can't be read its own fault is told.
            if reading.text(Column::PlanIn(first)).is_empty() {
                reading.fault(Some(Column::PlanIn(first)), FaultKind::MonthsPartly);
            }
        }
        return None;
    };
    let sum = Fen(months.iter().map(|fen| fen.0).sum());
    if sum > Fen::MAX {
        reading.fault(Some(Column::PlanIn(1)), FaultKind::MonthsTooLarge { sum });
        return None;
    }
    if amount.is_some_and(|amount| amount != sum) {
        reading.fault(Some(Column::YearPlan), FaultKind::MonthsSum { sum });
    }
    Some(months)
}

fn plan_year(reading: &mut Reading<'_>, project: &Project, year: i32, mut plan: YearPlan, earlier: &Earlier) {
    let held = project.investment.plans.get(&year);
    let column = if reading.text(Column::YearPlan).is_empty() { Column::PlanIn(1) } else { Column::YearPlan };
    reading.says.push(Says::Plan { project: project.id, year, plan: plan.clone() });
    if let Some((first, before)) = earlier.plans.get(&(project.id, year)) {
        let unlike = (1u8..).zip(plan.months.iter().flatten().zip(before.months.iter().flatten())).find(|(_, (new, old))| new != old);
        let at = if plan.amount != before.amount { Some(column) } else { unlike.map(|(m, _)| Column::PlanIn(m)) };
        if at.is_some() {
            return reading.fault(at, FaultKind::UnlikeLine { first: *first });
        }
        if plan.months.is_none() || before.months.is_some() {
            return;
        }
    }
    // A table without months says nothing against those of the same sum.
    if plan.months.is_none()
        && let Some(held) = held.filter(|held| held.amount == plan.amount)
    {
        plan.months = held.months;
    }
    if held == Some(&plan) {
        return;
    }
    reading.changes(Column::YearPlan, held.map(|held| CellValue::Money(held.amount)));
    for (m, _) in (1u8..=12).zip(plan.months.iter().flatten()) {
        let old = held.and_then(|held| held.months).map(|months| CellValue::Money(months[usize::from(m) - 1]));
        reading.changes(Column::PlanIn(m), old);
    }
    if !reading.taker.coordinates(project) {
        reading.fault(Some(column), FaultKind::NotYours);
    }
    reading.deeds.push(Deed::PlanYear { project: project.id, year, plan });
}

fn report(reading: &mut Reading<'_>, project: &Project, column: Column, (month, done): (Month, Option<Fen>), earlier: &Earlier) {
    let Some(done) = done else { return };
    let beside = reading.says.iter().find_map(|says| match says {
        Says::Done { month: of, column, done, .. } if *of == month => Some((*column, *done)),
        _ => None,
    });
    match (beside, earlier.done.get(&(project.id, month))) {
        (Some((other, before)), _) if before != done => return reading.fault(Some(column), FaultKind::UnlikeColumn { column: other }),
        (_, Some((first, before))) if *before != done => return reading.fault(Some(column), FaultKind::UnlikeLine { first: *first }),
        (None, None) => {}
        _ => return,
    }
    reading.says.push(Says::Done { project: project.id, month, column, done });
    let held = project.investment.done.get(&month).copied();
    if held == Some(done) {
        return;
    }
    reading.not_later(column, month.first());
    reading.changes(column, held.map(CellValue::Money));
    reading.deeds.push(Deed::Done { project: project.id, month, done });
}
