//! Forms of the investment: a year's plan, and what is done by the end of a month. Only `validate` makes a command.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Day, Month};
use crate::domain::command::Command;
use crate::domain::id::ProjectId;
use crate::domain::money::{AmountFault, Fen, MoneyUnit};
use crate::domain::state::{Investment, YearPlan};
use crate::screen::form::Ready;
use crate::screen::invest::{Tenths, planned_up_to};

/// A field of one of these forms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    /// The year's whole amount.
    Total,
    /// Of the plan, 1 … 12.
    Month(u32),
    /// Of the report.
    Reported,
    Done,
}

/// What keeps a field from being saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    Missing,
    NotAMonth,
    /// The month has not begun by today.
    LaterThanToday,
    Amount(AmountFault),
    /// The months together are more than an amount can be.
    SumTooLarge,
}

type Faults = Vec<(Field, Fault)>;

/// How a year is planned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    #[default]
    Whole,
    Months,
}

/// A year's plan as typed; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanForm {
    pub unit: MoneyUnit,
    pub split: Split,
    pub total: String,
    /// What each month adds; empty: nothing.
    pub months: [String; 12],
}

/// The greatest unit in which an amount is not below one.
fn unit_of(amount: Fen) -> MoneyUnit {
    if amount.0 >= 10_000_000_000 { MoneyUnit::Yi } else { MoneyUnit::Wan }
}

impl PlanForm {
    /// What is planned already, to be written over.
    pub fn of(plan: Option<&YearPlan>) -> PlanForm {
        let Some(plan) = plan else { return PlanForm::default() };
        let unit = unit_of(plan.amount);
        PlanForm {
            unit,
            split: if plan.months.is_some() { Split::Months } else { Split::Whole },
            total: plan.amount.to_unit(unit),
            months: plan.months.map_or_else(Default::default, |months| months.map(|fen| fen.to_unit(unit))),
        }
    }

    fn month(&self, n: usize) -> Result<Fen, AmountFault> {
        let text = self.months[n].trim();
        if text.is_empty() { Ok(Fen(0)) } else { Fen::parse_in(self.unit, text) }
    }

    /// What the months come to; `None` while one of them is no amount.
    pub fn sum(&self) -> Option<Fen> {
        let months: Option<Vec<Fen>> = (0..12).map(|n| self.month(n).ok()).collect();
        Some(Fen(months?.iter().map(|fen| fen.0).sum()))
    }

    pub fn validate(&self, project: ProjectId, year: i32) -> Result<Ready, Faults> {
        let plan = match self.split {
            Split::Whole if self.total.trim().is_empty() => return Err(vec![(Field::Total, Fault::Missing)]),
            Split::Whole => match Fen::parse_in(self.unit, &self.total) {
                Ok(amount) => YearPlan { amount, months: None },
                Err(fault) => return Err(vec![(Field::Total, Fault::Amount(fault))]),
            },
            Split::Months => self.by_months()?,
        };
        Ok(Ready(Command::PlanInvestment { project, year, plan }))
    }

    fn by_months(&self) -> Result<YearPlan, Faults> {
        if self.months.iter().all(|month| month.trim().is_empty()) {
            return Err(vec![(Field::Month(1), Fault::Missing)]);
        }
        let mut months = [Fen(0); 12];
        let mut faults = Vec::new();
        for (n, fen) in months.iter_mut().enumerate() {
            match self.month(n) {
                Ok(amount) => *fen = amount,
                Err(fault) => faults.push((Field::Month(n as u32 + 1), Fault::Amount(fault))),
            }
        }
        let amount = Fen(months.iter().map(|fen| fen.0).sum());
        if faults.is_empty() && amount > Fen::MAX {
            faults.push((Field::Month(1), Fault::SumTooLarge));
        }
        if faults.is_empty() { Ok(YearPlan { amount, months: Some(months) }) } else { Err(faults) }
    }
}

/// Something that is saved as it stands, but is more often a slip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caution {
    /// Less than was reported for a month before.
    Falls { month: Month, done: Fen },
    /// More than was reported for a month after.
    Above { month: Month, done: Fen },
    /// More than twice what is planned up to the month: perhaps in the wrong unit.
    Beyond { of_planned: Tenths },
}

/// What is done by the end of a month, as typed; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DoneForm {
    /// `2018-10`.
    pub month: String,
    pub unit: MoneyUnit,
    /// Of the month's year so far.
    pub done: String,
}

impl DoneForm {
    /// Of the year's first month that ended before today without a report, else the last that ended, else today's own.
    pub fn new(investment: &Investment, year: i32, today: Day) -> DoneForm {
        let ended = (1..=12).filter_map(|n| Day::new(year, n, 1)).map(Month::of).filter(|month| month.last() < today);
        let ended: Vec<Month> = ended.collect();
        let latest = investment.done.keys().rfind(|month| month.year() == year);
        let next = ended.iter().find(|month| latest.is_none_or(|latest| *month > latest) && !investment.done.contains_key(month));
        let month = next.or(ended.last()).copied().or_else(|| Some(Month::of(today)).filter(|m| m.year() == year));
        let unit = investment.plans.get(&year).map_or(MoneyUnit::Wan, |plan| unit_of(plan.amount));
        DoneForm { month: month.map(|m| m.to_string()).unwrap_or_default(), unit, done: String::new() }
    }

    pub fn is_blank(&self) -> bool {
        self.done.trim().is_empty()
    }

    pub fn month(&self) -> Option<Month> {
        Month::parse(self.month.trim())
    }

    pub fn amount(&self) -> Option<Fen> {
        Fen::parse_in(self.unit, &self.done).ok()
    }

    pub fn validate(&self, project: ProjectId, today: Day) -> Result<Ready, Faults> {
        let mut faults = Vec::new();
        let month = self.month();
        match month {
            None => faults.push((Field::Reported, Fault::NotAMonth)),
            Some(month) if month.first() > today => faults.push((Field::Reported, Fault::LaterThanToday)),
            Some(_) => {}
        }
        let done = Fen::parse_in(self.unit, &self.done);
        match done {
            _ if self.done.trim().is_empty() => faults.push((Field::Done, Fault::Missing)),
            Err(fault) => faults.push((Field::Done, Fault::Amount(fault))),
            Ok(_) => {}
        }
        match (month, done) {
            (Some(month), Ok(done)) if faults.is_empty() => Ok(Ready(Command::ReportInvestment { project, month, done })),
            _ => Err(faults),
        }
    }

    pub fn cautions(&self, investment: &Investment) -> Vec<Caution> {
        let (Some(month), Some(done)) = (self.month(), self.amount()) else { return Vec::new() };
        let of_year = || investment.done.iter().filter(|(other, _)| other.year() == month.year());
        let before = of_year().filter(|(other, fen)| **other < month && **fen > done).max_by_key(|(_, fen)| **fen);
        let after = of_year().find(|(other, fen)| **other > month && **fen < done);
        let planned = investment.plans.get(&month.year()).map(|plan| planned_up_to(plan, month));
        let ratio = planned.and_then(|planned| Tenths::of(done.0, planned.0)).filter(|ratio| ratio.0 > 2000);
        let falls = before.map(|(month, fen)| Caution::Falls { month: *month, done: *fen });
        let above = after.map(|(month, fen)| Caution::Above { month: *month, done: *fen });
        [falls, above, ratio.map(|of_planned| Caution::Beyond { of_planned })].into_iter().flatten().collect()
    }
}
