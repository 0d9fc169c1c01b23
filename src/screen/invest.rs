//! Investment in a year: what is planned and reported month by month, and how these stand to each other and to time.
//!
//! Amounts of months are of the year so far. Ratios are in tenths of a percent, cut off, and never floating.

use std::collections::BTreeMap;

use crate::domain::calendar::{Day, Month};
use crate::domain::money::Fen;
use crate::domain::rules::investment::{InvestmentLight, investment_light};
use crate::domain::rules::light::Light;
use crate::domain::state::{Investment, Project, Roster, Settings, Slot, State, Stated, Target, YearPlan};
use crate::screen::moment::Moment;

/// A ratio in tenths of a percent: 723 is 72.3 %.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Tenths(pub i64);

impl Tenths {
    /// `None` where there is nothing to compare with.
    pub fn of(part: i64, whole: i64) -> Option<Tenths> {
        (whole > 0).then(|| Tenths(i64::try_from(i128::from(part) * 1000 / i128::from(whole)).unwrap_or(i64::MAX)))
    }
}

/// Who said it, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct By {
    pub name: String,
    pub at: Moment,
    /// Others said otherwise, and nobody has settled it.
    pub conflict: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MonthLine {
    pub month: Month,
    /// `None` without a plan of the year.
    pub planned: Option<Fen>,
    pub reported: Option<Fen>,
    pub by: Option<By>,
    /// Of what is planned up to the month.
    pub of_planned: Option<Tenths>,
    /// It has ended by the day, the year is planned, and nothing was reported for it.
    pub missing: bool,
    /// Less was reported than for a month before it.
    pub falls: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvestView {
    pub year: i32,
    /// The project's whole investment.
    pub total: Option<Fen>,
    pub plan: Option<YearPlan>,
    pub planned_by: Option<By>,
    /// January to December.
    pub months: Vec<MonthLine>,
    /// The last month up to the day for which something was reported, and what.
    pub done: Option<(Month, Fen)>,
    /// Of the plan of the year.
    pub of_plan: Option<Tenths>,
    /// Of the days of the year, the day included: all of a year that is past.
    pub of_time: Tenths,
    /// Done in all years up to this one, by the last report of each, and its share of the total.
    pub in_all: Fen,
    pub of_total: Option<Tenths>,
    /// Of the day's own year.
    pub light: Option<InvestmentLight>,
}

/// What is planned of the year up to the end of a month, parts of a fen cut off.
pub fn planned_up_to(plan: &YearPlan, month: Month) -> Fen {
    let n = month.number();
    match &plan.months {
        Some(months) => sum(months[..n as usize].iter().copied()),
        None => Fen(i64::try_from(i128::from(plan.amount.0) * i128::from(n) / 12).unwrap_or(i64::MAX)),
    }
}

/// The last report of a year up to a day.
pub fn done_in(investment: &Investment, year: i32, day: Day) -> Option<(Month, Fen)> {
    let up_to = Month::of(day);
    investment.done.iter().rfind(|(month, _)| month.year() == year && **month <= up_to).map(|(month, fen)| (*month, *fen))
}

fn sum(amounts: impl Iterator<Item = Fen>) -> Fen {
    Fen(amounts.fold(0, |sum, fen| sum.saturating_add(fen.0)))
}

fn of_time(year: i32, day: Day) -> Tenths {
    let (first, last) = (Day::new(year, 1, 1).unwrap_or(Day::FIRST), Day::new(year, 12, 31).unwrap_or(Day::LAST));
    let days = last.days_since(first) + 1;
    Tenths::of((day.days_since(first) + 1).clamp(0, days), days).unwrap_or(Tenths(0))
}

fn months_of(year: i32) -> impl Iterator<Item = Month> {
    (1..=12).filter_map(move |n| Day::new(year, n, 1)).map(Month::of)
}

pub fn invest(state: &State, project: &Project, year: i32, day: Day) -> InvestView {
    let roster = &*state.roster;
    let investment = &project.investment;
    let plan = investment.plans.get(&year);
    let by = |stated| said_by(project.folded.stated(Target::Project, stated)?, roster);
    let mut greatest = Fen(0);
    let line = |month: Month| {
        let planned = plan.map(|plan| planned_up_to(plan, month));
        let reported = investment.done.get(&month).copied();
        let falls = reported.is_some_and(|fen| fen < greatest);
        greatest = greatest.max(reported.unwrap_or(greatest));
        MonthLine {
            month,
            planned,
            reported,
            by: by(Stated::Done(month)),
            of_planned: reported.zip(planned).and_then(|(done, planned)| Tenths::of(done.0, planned.0)),
            missing: plan.is_some() && reported.is_none() && month.last() < day,
            falls,
        }
    };
    let months = months_of(year).map(line).collect();
    let done = done_in(investment, year, day);
    let mut years: BTreeMap<i32, Fen> = BTreeMap::new();
    for (month, done) in investment.done.iter().filter(|(month, _)| month.year() <= year && **month <= Month::of(day)) {
        years.insert(month.year(), *done);
    }
    let in_all = sum(years.into_values());
    InvestView {
        year,
        total: project.fields.total,
        planned_by: by(Stated::Plan(year)),
        months,
        of_plan: done.zip(plan).and_then(|((_, done), plan)| Tenths::of(done.0, plan.amount.0)),
        plan: plan.cloned(),
        done,
        of_time: of_time(year, day),
        in_all,
        of_total: project.fields.total.and_then(|total| Tenths::of(in_all.0, total.0)),
        light: investment_light(investment, &roster.settings, day).filter(|_| day.year() == year),
    }
}

fn said_by(slot: &Slot, roster: &Roster) -> Option<By> {
    let said = slot.current.last()?;
    Some(By { name: roster.author(&said.device), at: Moment::of(said.time, roster.zone), conflict: slot.is_conflict() })
}

/// Sums over a group of projects.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct InvestSum {
    pub projects: usize,
    /// Whole investments, of the projects that say one.
    pub total: Fen,
    pub without_total: usize,
    /// The year's plans.
    pub planned: Fen,
    pub without_plan: usize,
    /// What the plans expect up to the last month that ended by the day in the year; 0 in January.
    pub expected: Fen,
    /// The last reports of the year up to the day.
    pub done: Fen,
    /// Planned, and without any report of the year.
    pub without_report: usize,
    /// Of these projects so many have a red, yellow and green investment light.
    pub lights: [usize; 3],
}

impl InvestSum {
    pub fn of_plan(&self) -> Option<Tenths> {
        Tenths::of(self.done.0, self.planned.0)
    }
}

pub fn invest_sum<'a>(projects: impl IntoIterator<Item = &'a Project>, settings: &Settings, year: i32, day: Day) -> InvestSum {
    let ended = months_of(year).take_while(|month| month.last() < day).last();
    let mut all = InvestSum::default();
    let add = |sum: &mut Fen, amount: Fen| sum.0 = sum.0.saturating_add(amount.0);
    for project in projects {
        let investment = &project.investment;
        all.projects += 1;
        match project.fields.total {
            Some(total) => add(&mut all.total, total),
            None => all.without_total += 1,
        }
        let done = done_in(investment, year, day);
        add(&mut all.done, done.map_or(Fen(0), |(_, done)| done));
        match investment.plans.get(&year) {
            Some(plan) => {
                add(&mut all.planned, plan.amount);
                add(&mut all.expected, ended.map_or(Fen(0), |month| planned_up_to(plan, month)));
                all.without_report += usize::from(done.is_none());
            }
            None => all.without_plan += 1,
        }
        match investment_light(investment, settings, day).filter(|_| day.year() == year).map(|i| i.light) {
            Some(Light::Red) => all.lights[0] += 1,
            Some(Light::Yellow) => all.lights[1] += 1,
            Some(Light::Green) => all.lights[2] += 1,
            Some(Light::Grey) | None => {}
        }
    }
    all
}
