//! The form of the ledger's rules: thresholds of lights, periods, working days. Only [`RulesForm::validate`] makes a change.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::domain::calendar::Day;
use crate::domain::command::Command;
use crate::domain::order::Filled;
use crate::domain::state::Settings;

/// Categories of problems with a period of their own (§5).
pub const CATEGORIES: &[&str] = &["approval", "land", "site", "utilities", "funds", "environment", "recognition", "labour", "other"];

/// More days than any rule means; keeps a slip of the finger out of the ledger.
const MOST_DAYS: i64 = 3650;
const MOST_PROJECTS: i64 = 1000;
/// Percent of what is expected; more than twice of it is no threshold.
const MOST_PERCENT: i64 = 200;
/// Days off in one year's calendar are few; a range longer than this is a slip.
const LONGEST_RANGE: i64 = 60;
const MOST_LISTED: usize = 2000;
/// Grades of what is overdue that the form has.
const GRADES: usize = 3;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    Tolerance,
    RedFrom,
    InvestmentGreen,
    InvestmentYellow,
    VisitEvery,
    ContactEvery,
    /// The number of a category in [`CATEGORIES`].
    ProblemDays(usize),
    ProjectsPerSecretary,
    /// The grades of what is overdue, from 0.
    Overdue(usize),
    Holidays,
    Workdays,
}

impl Rule {
    /// In the order in which they are shown.
    pub fn all() -> impl Iterator<Item = Rule> {
        let first = [Rule::Tolerance, Rule::RedFrom, Rule::InvestmentGreen, Rule::InvestmentYellow, Rule::VisitEvery, Rule::ContactEvery];
        let middle = [Rule::ProjectsPerSecretary, Rule::Overdue(0), Rule::Overdue(1), Rule::Overdue(2)];
        let problems = (0..CATEGORIES.len()).map(Rule::ProblemDays);
        first.into_iter().chain(middle).chain(problems).chain([Rule::Holidays, Rule::Workdays])
    }

    /// The setting that holds it.
    pub fn setting(self) -> &'static str {
        match self {
            Rule::Tolerance => "tolerance",
            Rule::RedFrom => "red_from",
            Rule::InvestmentGreen => "investment_green",
            Rule::InvestmentYellow => "investment_yellow",
            Rule::VisitEvery => "visit_every_days",
            Rule::ContactEvery => "contact_every_days",
            Rule::ProblemDays(_) => "problem_days",
            Rule::ProjectsPerSecretary => "projects_per_secretary",
            Rule::Overdue(_) => "overdue_days",
            Rule::Holidays => "holidays",
            Rule::Workdays => "workdays",
        }
    }

    /// Not a list of days.
    pub fn is_number(self) -> bool {
        self.range().is_some()
    }

    /// What it may be, both ends included; a list of days has none.
    fn range(self) -> Option<(i64, i64)> {
        match self {
            Rule::Tolerance | Rule::RedFrom => Some((0, 100)),
            Rule::InvestmentGreen | Rule::InvestmentYellow => Some((1, MOST_PERCENT)),
            Rule::VisitEvery | Rule::ContactEvery | Rule::ProblemDays(_) | Rule::Overdue(_) => Some((1, MOST_DAYS)),
            Rule::ProjectsPerSecretary => Some((1, MOST_PROJECTS)),
            Rule::Holidays | Rule::Workdays => None,
        }
    }

    fn read(self, settings: &Settings) -> i64 {
        match self {
            Rule::Tolerance => settings.tolerance,
            Rule::RedFrom => settings.red_from,
            Rule::InvestmentGreen => settings.investment_green,
            Rule::InvestmentYellow => settings.investment_yellow,
            Rule::VisitEvery => settings.visit_every_days,
            Rule::ContactEvery => settings.contact_every_days,
            Rule::ProblemDays(n) => settings.problem_days(CATEGORIES[n]),
            Rule::ProjectsPerSecretary => settings.projects_per_secretary,
            Rule::Overdue(n) => settings.overdue_days.get(n).copied().unwrap_or_default(),
            Rule::Holidays | Rule::Workdays => 0,
        }
    }
}

/// What is wrong with one of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleFault {
    NotANumber,
    OutOfRange {
        least: i64,
        most: i64,
    },
    /// Red would begin before yellow does.
    BelowYellow,
    /// Yellow would begin above green.
    AboveGreen,
    /// The grades of what is overdue must rise.
    NotRising,
    /// What stands there is no day, or no range of at most sixty.
    NotADay(String),
    TooMany,
}

/// What is typed, by rule; a list of days has a day or a range of days to a line.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RulesForm {
    numbers: BTreeMap<String, String>,
    pub holidays: String,
    pub workdays: String,
}

/// The settings that would hold, and how they are written. Made by [`RulesForm::validate`] alone.
#[derive(Clone, PartialEq, Debug)]
pub struct RulesChange {
    pub settings: Settings,
    set: Map<String, Value>,
}

impl RulesChange {
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// How many settings would be written.
    pub fn len(&self) -> usize {
        self.set.len()
    }

    pub fn into_command(self, reason: Option<String>) -> Command {
        Command::ChangeSettings { set: self.set, reason }
    }
}

/// Runs of days, each as `2018-10-01` or `2018-10-01~2018-10-07`, none longer than is read again.
pub fn days_as_text(days: &BTreeSet<Day>) -> String {
    let mut runs: Vec<(Day, Day)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((first, last)) if day.days_since(*last) == 1 && day.days_since(*first) < LONGEST_RANGE => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let run = |(first, last): &(Day, Day)| if first == last { first.to_string() } else { format!("{first}~{last}") };
    runs.iter().map(run).collect::<Vec<_>>().join("\n")
}

/// Days and ranges of days, apart by white space, commas or 、.
fn days_of(text: &str) -> Result<BTreeSet<Day>, RuleFault> {
    let mut days = BTreeSet::new();
    let is_between = |c: char| c.is_whitespace() || [',', '，', '、', ';', '；'].contains(&c);
    for word in text.split(is_between).filter(|w| !w.is_empty()) {
        let fault = || RuleFault::NotADay(word.to_string());
        let (first, last) = word.split_once(['~', '～', '至']).unwrap_or((word, word));
        let (first, last) = Day::parse(first).zip(Day::parse(last)).ok_or_else(fault)?;
        if !(0..LONGEST_RANGE).contains(&last.days_since(first)) {
            return Err(fault());
        }
        days.extend((0..=last.days_since(first)).map(|n| first.plus(n)));
        if days.len() > MOST_LISTED {
            return Err(RuleFault::TooMany);
        }
    }
    Ok(days)
}

fn key(rule: Rule) -> String {
    match rule {
        Rule::ProblemDays(n) => format!("problem_days-{}", CATEGORIES[n]),
        Rule::Overdue(n) => format!("overdue_days-{n}"),
        rule => rule.setting().to_string(),
    }
}

impl RulesForm {
    pub fn of(settings: &Settings) -> RulesForm {
        let numbers = Rule::all().filter(|r| r.is_number());
        RulesForm {
            numbers: numbers.map(|rule| (key(rule), rule.read(settings).to_string())).filled(),
            holidays: days_as_text(&settings.holidays),
            workdays: days_as_text(&settings.workdays),
        }
    }

    pub fn get(&self, rule: Rule) -> &str {
        match rule {
            Rule::Holidays => &self.holidays,
            Rule::Workdays => &self.workdays,
            rule => self.numbers.get(&key(rule)).map_or("", String::as_str),
        }
    }

    pub fn set(&mut self, rule: Rule, text: String) {
        match rule {
            Rule::Holidays => self.holidays = text,
            Rule::Workdays => self.workdays = text,
            rule => drop(self.numbers.insert(key(rule), text)),
        }
    }

    fn number(&self, rule: Rule) -> Result<i64, RuleFault> {
        let (least, most) = rule.range().unwrap_or((0, 0));
        let number = self.get(rule).trim().parse::<i64>().map_err(|_| RuleFault::NotANumber)?;
        if (least..=most).contains(&number) { Ok(number) } else { Err(RuleFault::OutOfRange { least, most }) }
    }

    /// What would hold instead of `held`; only what differs is written, so that what others changed meanwhile stays. What
    /// stands here as it is held is no fault, whatever another program made of it.
    pub fn validate(&self, held: &Settings) -> Result<RulesChange, Vec<(Rule, RuleFault)>> {
        let shown = RulesForm::of(held);
        let is_held = |rule: Rule| self.get(rule) == shown.get(rule);
        let mut faults = Vec::new();
        let mut numbers = BTreeMap::new();
        let mut days = [BTreeSet::new(), BTreeSet::new()];
        for rule in Rule::all() {
            match rule {
                Rule::Holidays if is_held(rule) => days[0] = held.holidays.clone(),
                Rule::Workdays if is_held(rule) => days[1] = held.workdays.clone(),
                rule if rule.is_number() && is_held(rule) => drop(numbers.insert(rule, rule.read(held))),
                Rule::Holidays | Rule::Workdays => match days_of(self.get(rule)) {
                    Ok(read) => days[usize::from(rule == Rule::Workdays)] = read,
                    Err(fault) => faults.push((rule, fault)),
                },
                rule => match self.number(rule) {
                    Ok(number) => drop(numbers.insert(rule, number)),
                    Err(fault) => faults.push((rule, fault)),
                },
            }
        }
        let both =
            |first: Rule, second: Rule| numbers.get(&first).zip(numbers.get(&second)).filter(|_| !is_held(first) || !is_held(second));
        if both(Rule::Tolerance, Rule::RedFrom).is_some_and(|(yellow, red)| red < yellow) {
            faults.push((Rule::RedFrom, RuleFault::BelowYellow));
        }
        if both(Rule::InvestmentGreen, Rule::InvestmentYellow).is_some_and(|(green, yellow)| yellow > green) {
            faults.push((Rule::InvestmentYellow, RuleFault::AboveGreen));
        }
        for n in 1..GRADES {
            if both(Rule::Overdue(n - 1), Rule::Overdue(n)).is_some_and(|(before, this)| this <= before) {
                faults.push((Rule::Overdue(n), RuleFault::NotRising));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let [holidays, workdays] = days;
        // Grades beyond those of the form stay, as long as they rise.
        let graded: Vec<i64> = (0..GRADES).map(|n| numbers[&Rule::Overdue(n)]).collect();
        let beyond = held.overdue_days.iter().skip(GRADES).filter(|days| graded.last().is_some_and(|last| *days > last));
        let overdue_days = if (0..GRADES).all(|n| is_held(Rule::Overdue(n))) {
            held.overdue_days.clone()
        } else {
            graded.iter().chain(beyond).copied().collect()
        };
        let problem_days = CATEGORIES.iter().enumerate().map(|(n, category)| (category.to_string(), numbers[&Rule::ProblemDays(n)]));
        let settings = Settings {
            tolerance: numbers[&Rule::Tolerance],
            red_from: numbers[&Rule::RedFrom],
            visit_every_days: numbers[&Rule::VisitEvery],
            contact_every_days: numbers[&Rule::ContactEvery],
            projects_per_secretary: numbers[&Rule::ProjectsPerSecretary],
            problem_days: problem_days.filled(),
            investment_green: numbers[&Rule::InvestmentGreen],
            investment_yellow: numbers[&Rule::InvestmentYellow],
            overdue_days,
            holidays,
            workdays,
        };
        let set = differing(held, &settings);
        Ok(RulesChange { settings, set })
    }
}

/// Each setting in which the second differs, as the second has it.
fn differing(held: &Settings, wanted: &Settings) -> Map<String, Value> {
    let mut set = Map::new();
    let mut put = |rule: Rule, differs: bool, value: Value| {
        if differs {
            set.insert(rule.setting().to_string(), value);
        }
    };
    for rule in Rule::all() {
        let listed = |days: &BTreeSet<Day>| json!(days.iter().map(Day::to_string).collect::<Vec<_>>());
        match rule {
            Rule::Holidays => put(rule, held.holidays != wanted.holidays, listed(&wanted.holidays)),
            Rule::Workdays => put(rule, held.workdays != wanted.workdays, listed(&wanted.workdays)),
            Rule::Overdue(_) => put(rule, held.overdue_days != wanted.overdue_days, json!(wanted.overdue_days)),
            // What nobody ever changed stays at its preset, and so does what only was written out.
            Rule::ProblemDays(n) => {
                let differs = held.problem_days(CATEGORIES[n]) != wanted.problem_days(CATEGORIES[n]);
                put(rule, differs, json!(with_others(held, wanted)));
            }
            rule => put(rule, rule.read(held) != rule.read(wanted), json!(rule.read(wanted))),
        }
    }
    set
}

/// The periods of the form over those of categories that this version doesn't know.
fn with_others(held: &Settings, wanted: &Settings) -> BTreeMap<String, i64> {
    let mut all = held.problem_days.clone();
    all.extend(wanted.problem_days.clone());
    all
}
