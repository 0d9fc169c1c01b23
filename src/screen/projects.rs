//! The list of projects, its search and filters, and who can be given projects.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::money::Fen;
use crate::domain::order::InOrder;
use crate::domain::rules::light::Light;
use crate::domain::rules::project::Grey;
use crate::domain::state::{Person, State};
use crate::domain::table::column::same_name_key;
use crate::domain::trust::Role;
use crate::screen::board::Shown;
use crate::screen::search::pinyin::Query;
use crate::screen::today::is_mine;

/// One row.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Line {
    pub id: ProjectId,
    pub name: String,
    pub district: String,
    pub unit: String,
    pub category: String,
    pub phase: Option<String>,
    pub secretary: String,
    pub leader: String,
    /// What it makes, in words of its own.
    pub field: String,
    pub total: Option<Fen>,
    /// Units and people that are told apart by more than their names.
    pub of: Named,
    pub key: bool,
    /// The last visit on site.
    pub last: Option<Day>,
    /// The last contact of another kind, where it is later than that visit.
    pub contact: Option<Day>,
    /// Several values are in force for one of its facts.
    pub conflict: bool,
    pub mine: bool,
    /// The role may give it to a secretary.
    pub assignable: bool,
    /// All that is searched, in the form in which names are compared.
    haystack: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Named {
    pub district: Option<Ref>,
    pub unit: Option<Ref>,
    pub secretary: Option<Ref>,
    pub leader: Option<Ref>,
}

/// Every project that is shown, in the order of its id; screens sort by their language's order.
pub fn lines(state: &State, me: Option<&Person>) -> Vec<Line> {
    let roster = &state.roster;
    let assigns = may_assign(me);
    let line = |p: &std::sync::Arc<crate::domain::state::Project>| {
        let f = &p.fields;
        let unit = |unit: &Option<Ref>| unit.map(|u| roster.unit_name(&u)).unwrap_or_default();
        let (district, unit) = (unit(&f.district), unit(&f.unit));
        let secretary = f.secretary.map(|s| roster.person_name(&s)).unwrap_or_default();
        let words = [f.name.as_str(), &district, &unit, f.enterprise.as_deref().unwrap_or(""), f.code.as_deref().unwrap_or(""), &secretary];
        let haystack = words.map(same_name_key).join("\n");
        let mine = me.is_some_and(|me| is_mine(p, me));
        Line {
            id: p.id,
            name: f.name.clone(),
            district,
            unit,
            category: f.category.clone(),
            phase: f.phase.clone(),
            secretary,
            leader: f.leader.map(|l| roster.person_name(&l)).unwrap_or_default(),
            field: f.field.clone().unwrap_or_default(),
            total: f.total,
            of: Named { district: f.district, unit: f.unit, secretary: f.secretary, leader: f.leader },
            key: f.key,
            last: p.last_on_site,
            contact: p.last_visit.filter(|day| Some(*day) > p.last_on_site),
            conflict: p.folded.conflicts().next().is_some(),
            mine,
            assignable: assigns && mine,
            haystack,
        }
    };
    state.shown_projects().map(line).collect()
}

/// Whether every word of the search stands somewhere in what is searched, by its characters or by how they are read.
pub fn matches(line: &Line, search: &str) -> bool {
    search.split_whitespace().all(|word| line.haystack.contains(&same_name_key(word)) || Query::new(word).finds_in(&line.haystack))
}

/// One kind of projects among all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Only {
    All,
    Mine,
    /// Key projects of the city.
    Key,
    /// Nobody was on site for as many days as the settings allow.
    Unvisited,
    Conflict,
    /// Given to no secretary.
    Open,
}

impl Only {
    pub const ALL: [Only; 6] = [Only::All, Only::Mine, Only::Key, Only::Unvisited, Only::Conflict, Only::Open];
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SortBy {
    #[default]
    Name,
    District,
    /// Those whose last visit on site is longest ago first, those never visited before all.
    Visit,
}

impl SortBy {
    pub const ALL: [SortBy; 3] = [SortBy::Name, SortBy::District, SortBy::Visit];
}

/// What of the list is shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    pub search: String,
    /// Kinds of which all must hold, in order, each once; never [`Only::All`].
    pub only: Vec<Only>,
    pub light: Option<Light>,
    /// Why it is grey; together with that light alone.
    pub grey: Option<Grey>,
    /// By name.
    pub district: Option<String>,
    pub category: Option<String>,
    pub phase: Option<String>,
    pub unit: Option<Ref>,
    pub leader: Option<Ref>,
    pub secretary: Option<Ref>,
    /// The order of the phone's list.
    pub sort: SortBy,
}

impl Filter {
    /// Whether nothing is left out.
    pub fn is_open(&self) -> bool {
        self.search.trim().is_empty() && !self.is_chosen()
    }

    /// Whether more than the search narrows the list.
    pub fn is_chosen(&self) -> bool {
        let open = Filter { search: self.search.clone(), sort: self.sort, ..Filter::default() };
        *self != open
    }

    /// Whether a kind alone is asked for; all of them while none is.
    pub fn is_on(&self, only: Only) -> bool {
        if only == Only::All { self.only.is_empty() } else { self.only.contains(&only) }
    }

    /// Asks for a kind besides what is asked for already, or no longer; for all.
    pub fn toggle(&mut self, only: Only) {
        match self.only.iter().position(|held| *held == only) {
            _ if only == Only::All => self.only.clear(),
            Some(at) => drop(self.only.remove(at)),
            None => {
                self.only.push(only);
                self.only.order();
            }
        }
    }

    /// Leaves nothing out; the order stays.
    pub fn clear(&mut self) {
        *self = Filter { sort: self.sort, ..Filter::default() };
    }

    /// `today` and `every_days` say which visits are too long ago. The light is asked of by whoever knows it.
    pub fn keeps(&self, line: &Line, today: Day, every_days: i64) -> bool {
        let is = |wanted: Option<Ref>, held: Option<Ref>| wanted.is_none() || wanted == held;
        self.only.iter().all(|only| is_of(line, *only, today, every_days))
            && self.district.as_ref().is_none_or(|d| *d == line.district)
            && self.category.as_ref().is_none_or(|c| *c == line.category)
            && self.phase.as_ref().is_none_or(|p| Some(p) == line.phase.as_ref())
            && is(self.unit, line.of.unit)
            && is(self.leader, line.of.leader)
            && is(self.secretary, line.of.secretary)
            && matches(line, &self.search)
    }
}

fn is_of(line: &Line, only: Only, today: Day, every_days: i64) -> bool {
    match only {
        Only::All => true,
        Only::Mine => line.mine,
        Only::Key => line.key,
        Only::Unvisited => line.last.is_none_or(|last| today.days_since(last) >= every_days),
        Only::Conflict => line.conflict,
        Only::Open => line.secretary.is_empty(),
    }
}

/// The kinds that have projects and don't have all of them, each with how many; `All` is always there.
pub fn kinds(lines: &[Line], today: Day, every_days: i64) -> Vec<(Only, usize)> {
    let count = |only: Only| lines.iter().filter(|l| is_of(l, only, today, every_days)).count();
    let counted = Only::ALL.into_iter().map(|only| (only, count(only)));
    counted.filter(|(only, n)| *only == Only::All || (*n > 0 && (*n < lines.len() || *only == Only::Unvisited))).collect()
}

/// Names of districts with how many projects each has.
pub fn districts(lines: &[Line]) -> Vec<(String, usize)> {
    tally(lines.iter().map(|l| &l.district))
}

pub fn categories(lines: &[Line]) -> Vec<(String, usize)> {
    tally(lines.iter().map(|l| &l.category))
}

pub fn phases(lines: &[Line]) -> Vec<(String, usize)> {
    tally(lines.iter().filter_map(|l| l.phase.as_ref()))
}

/// Units or people of projects, with how many each has: by name in code points, then by ref.
pub fn named(lines: &[Line], named: impl Fn(&Line) -> (Option<Ref>, &str)) -> Vec<(Ref, String, usize)> {
    let mut counts: BTreeMap<(String, Ref), usize> = BTreeMap::new();
    for (of, name) in lines.iter().map(named) {
        if let Some(of) = of {
            *counts.entry((name.to_string(), of)).or_default() += 1;
        }
    }
    counts.into_iter().map(|((name, of), n)| (of, name, n)).collect()
}

fn tally<'l>(words: impl Iterator<Item = &'l String>) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::new();
    for word in words.filter(|w| !w.is_empty()) {
        *counts.entry(word.clone()).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}

/// Sorts by what was asked, then by name; `ranks` gives each of many names its place in the language of the screen.
pub fn sort(lines: &mut [Line], by: SortBy, ranks: impl Fn(&mut dyn Iterator<Item = &str>) -> Vec<usize>) {
    let names = ranks(&mut lines.iter().map(|line| line.name.as_str()));
    let districts = match by {
        SortBy::District => ranks(&mut lines.iter().map(|line| line.district.as_str())),
        SortBy::Name | SortBy::Visit => vec![0; lines.len()],
    };
    let last = |line: &Line| if by == SortBy::Visit { line.last } else { None };
    let mut places = districts.into_iter().zip(names);
    lines.order_by_cached_key(|line| (last(line), places.next(), line.id));
}

/// The list as one left it: kept while a project is looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing {
    pub filter: Filter,
    /// How many rows are drawn.
    pub drawn: usize,
    /// The keyboard's row, or the project that was opened last.
    pub at: Option<ProjectId>,
    pub ticked: BTreeSet<ProjectId>,
    /// What a desk shows besides.
    pub board: Shown,
}

impl Listing {
    /// Rows that are drawn before one asks for more.
    pub const STEP: usize = 60;
    /// Up to here a list needs no filters.
    pub const SHORT: usize = 6;
}

impl Default for Listing {
    fn default() -> Self {
        Listing { filter: Filter::default(), drawn: Self::STEP, at: None, ticked: BTreeSet::new(), board: Shown::default() }
    }
}

/// Someone to whom projects can be given, with how many they have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secretary {
    pub id: Ref,
    pub name: String,
    pub district: String,
    pub projects: usize,
    /// Has a device to which a file can be sent; who has none is invited first.
    pub joined: bool,
}

pub fn secretaries(state: &State, me: Option<&Person>) -> Vec<Secretary> {
    let roster = &state.roster;
    let within = me.filter(|me| me.role == Role::District).and_then(|me| me.district);
    let mut held: BTreeMap<Ref, usize> = BTreeMap::new();
    for secretary in state.shown_projects().filter_map(|p| p.fields.secretary) {
        *held.entry(secretary).or_default() += 1;
    }
    let persons = roster.persons.values().filter(|p| p.role == Role::Secretary && (within.is_none() || p.district == within));
    let mut found: Vec<Secretary> = persons
        .map(|p| Secretary {
            id: p.id,
            name: p.name.clone(),
            district: p.district.map(|d| roster.unit_name(&d)).unwrap_or_default(),
            projects: held.get(&p.id).copied().unwrap_or(0),
            joined: roster.devices_of(&p.id).next().is_some(),
        })
        .collect();
    found.order_by(|a, b| (&a.district, &a.name, a.id).cmp(&(&b.district, &b.name, b.id)));
    found
}

/// Whether the role may give projects to secretaries, take in a table and register projects.
pub fn may_assign(me: Option<&Person>) -> bool {
    me.is_some_and(|me| matches!(me.role, Role::City | Role::District))
}
