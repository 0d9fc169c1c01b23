//! Investment in a year: what is planned and reported month by month, and how these stand to each other and to time.
//!
//! Amounts of months are of the year so far. Ratios are in tenths of a percent, cut off, and never floating.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{DeviceId, ProjectId, Ref};
use crate::domain::money::Fen;
use crate::domain::order::InOrder;
use crate::domain::rules::investment::{InvestmentLight, investment_light};
use crate::domain::rules::light::Light;
use crate::domain::state::{Investment, Project, Roster, Settings, Slot, State, Stated, Target, YearPlan};
use crate::screen::form::project::Writer;
use crate::screen::moment::Moment;
use crate::screen::project::Reader;
use crate::screen::rollup::{By as GroupBy, Group, GroupName, grouped};

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
    pub id: Ref,
    pub device: DeviceId,
}

impl By {
    /// Whether this reader may take it back: its author, or a coordinator of the project.
    pub fn may_take_back(&self, roster: &Roster, reader: Reader<'_>, writer: Option<Writer>) -> bool {
        writer == Some(Writer::Coordinator) || reader.wrote(roster, &self.device)
    }
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
    Some(By {
        name: roster.author(&said.device),
        at: Moment::of(said.time, roster.zone),
        conflict: slot.is_conflict(),
        id: said.id.to_ref(),
        device: said.device,
    })
}

/// The years that can be chosen: those of which something was said, the day's own, and the next.
pub fn years<'a>(projects: impl IntoIterator<Item = &'a Project>, day: Day) -> Vec<i32> {
    let mut years = BTreeSet::from([day.year(), (day.year() + 1).min(Day::LAST.year())]);
    for project in projects {
        years.extend(project.investment.plans.keys());
        years.extend(project.investment.done.keys().map(|month| month.year()));
    }
    years.into_iter().collect()
}

/// Plan and reports of a year, both of the year so far, as two lines.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Curve {
    /// By the end of each month; empty without a plan.
    pub planned: Vec<Fen>,
    /// (1 … 12, of the year so far), as far as something was reported.
    pub reported: Vec<(u32, Fen)>,
    /// The greatest of all; at least 1.
    pub top: Fen,
}

impl Curve {
    fn of(planned: Vec<Fen>, reported: Vec<(u32, Fen)>) -> Curve {
        let greatest = planned.iter().copied().chain(reported.iter().map(|(_, fen)| *fen)).max().unwrap_or_default();
        Curve { planned, reported, top: Fen(greatest.0.max(1)) }
    }

    pub fn is_empty(&self) -> bool {
        self.planned.is_empty() && self.reported.is_empty()
    }

    /// How high it stands, in thousandths of the greatest.
    pub fn height(&self, fen: Fen) -> i64 {
        i64::try_from(i128::from(fen.0) * 1000 / i128::from(self.top.0)).unwrap_or(1000)
    }

    /// What was reported by the end of a month, if something was reported for it.
    pub fn reported_in(&self, month: u32) -> Option<Fen> {
        self.reported.iter().find(|(n, _)| *n == month).map(|(_, fen)| *fen)
    }
}

pub fn curve_of(view: &InvestView) -> Curve {
    let reported = view.months.iter().filter_map(|line| Some((line.month.number(), line.reported?))).collect();
    Curve::of(view.months.iter().filter_map(|line| line.planned).collect(), reported)
}

/// Of many projects, from the first report on; one that reported nothing for a month stands as it did before.
pub fn curve<'a>(projects: impl IntoIterator<Item = &'a Project>, year: i32, day: Day) -> Curve {
    let (mut planned, mut reported) = ([Fen(0); 12], [Fen(0); 12]);
    let (mut is_planned, mut first, mut last) = (false, 12, 0);
    let months: Vec<Month> = months_of(year).collect();
    let grow = |sum: &mut Fen, fen: Fen| sum.0 = sum.0.saturating_add(fen.0);
    for investment in projects.into_iter().map(|p| &p.investment) {
        if let Some(plan) = investment.plans.get(&year) {
            is_planned = true;
            months.iter().zip(&mut planned).for_each(|(month, sum)| grow(sum, planned_up_to(plan, *month)));
        }
        let mut held = Fen(0);
        for (month, sum) in months.iter().zip(&mut reported) {
            if let Some(done) = investment.done.get(month).filter(|_| *month <= Month::of(day)) {
                held = *done;
                (first, last) = (first.min(month.number()), last.max(month.number()));
            }
            grow(sum, held);
        }
    }
    let planned = if is_planned { planned.to_vec() } else { Vec::new() };
    Curve::of(planned, (1..=last).zip(reported).filter(|(month, _)| *month >= first).collect())
}

/// What the person of this device may write of a project.
pub fn writer(project: &Project, reader: Reader<'_>) -> Option<Writer> {
    reader.me.and_then(|me| Writer::of(me.role, me.district, project))
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

    /// Of what the plans expect by now.
    pub fn of_expected(&self) -> Option<Tenths> {
        Tenths::of(self.done.0, self.expected.0)
    }
}

/// One group of the overview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupLine {
    pub key: Option<String>,
    pub name: GroupName,
    pub sum: InvestSum,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overview {
    pub all: InvestSum,
    pub groups: Vec<GroupLine>,
    pub curve: Curve,
    /// Of the days of the year.
    pub of_time: Tenths,
}

pub fn overview(state: &State, by: GroupBy, year: i32, day: Day) -> Overview {
    let settings = &state.roster.settings;
    let all = || state.shown_projects().map(|project| &**project);
    let group = |(key, name, projects): Group<'_>| GroupLine {
        key,
        name,
        sum: invest_sum(projects.into_iter().map(|project| &**project), settings, year, day),
    };
    Overview {
        all: invest_sum(all(), settings, year, day),
        groups: grouped(state, by).into_iter().map(group).collect(),
        curve: curve(all(), year, day),
        of_time: of_time(year, day),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SortBy {
    #[default]
    Name,
    /// The least share of the plan first; those without a plan last.
    Ratio,
    /// The greatest first.
    Planned,
    Done,
    /// The most red lights first, then yellow ones.
    Lights,
}

impl SortBy {
    pub const ALL: [SortBy; 5] = [SortBy::Name, SortBy::Ratio, SortBy::Planned, SortBy::Done, SortBy::Lights];

    pub fn as_str(self) -> &'static str {
        match self {
            SortBy::Name => "name",
            SortBy::Ratio => "ratio",
            SortBy::Planned => "planned",
            SortBy::Done => "done",
            SortBy::Lights => "lights",
        }
    }

    pub fn parse(text: &str) -> Option<SortBy> {
        SortBy::ALL.into_iter().find(|by| by.as_str() == text)
    }

    /// The order of two groups; equal ones stay in the order of their names.
    pub fn order(self, a: &InvestSum, b: &InvestSum) -> std::cmp::Ordering {
        let ratio = |sum: &InvestSum| (sum.of_plan().is_none(), sum.of_plan());
        match self {
            SortBy::Name => std::cmp::Ordering::Equal,
            SortBy::Ratio => ratio(a).cmp(&ratio(b)),
            SortBy::Planned => b.planned.cmp(&a.planned),
            SortBy::Done => b.done.cmp(&a.done),
            SortBy::Lights => (b.lights[0], b.lights[1]).cmp(&(a.lights[0], a.lights[1])),
        }
    }
}

/// A project as it stands behind a row of the overview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectLine {
    pub id: ProjectId,
    pub name: String,
    pub total: Option<Fen>,
    pub planned: Option<Fen>,
    pub done: Option<(Month, Fen)>,
    pub of_plan: Option<Tenths>,
    pub light: Option<InvestmentLight>,
}

/// The projects of a group, the least share of the plan first; those without a plan last.
pub fn project_lines(state: &State, by: GroupBy, key: Option<&str>, year: i32, day: Day) -> Vec<ProjectLine> {
    let settings = &state.roster.settings;
    let line = |project: &Arc<Project>| {
        let (plan, done) = (project.investment.plans.get(&year), done_in(&project.investment, year, day));
        ProjectLine {
            id: project.id,
            name: project.fields.name.clone(),
            total: project.fields.total,
            planned: plan.map(|plan| plan.amount),
            done,
            // A plan without a report stands at nothing.
            of_plan: plan.and_then(|plan| Tenths::of(done.map_or(0, |(_, done)| done.0), plan.amount.0)),
            light: investment_light(&project.investment, settings, day).filter(|_| day.year() == year),
        }
    };
    let mut lines: Vec<ProjectLine> = state.shown_projects().filter(|p| by.key(p).as_deref() == key).map(line).collect();
    lines.order_by_key(|line| (line.of_plan.is_none(), line.of_plan));
    lines
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
