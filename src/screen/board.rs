//! The board: every project with its light on a day, filtered, sorted and grouped; counts that filter.
//!
//! Lights come from what is known now, by business days: a day that is past is looked at again, not remembered.

use std::sync::Arc;

use form_urlencoded::{Serializer, parse};

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::rules::group::{Lights, Tally};
use crate::domain::rules::light::Light;
use crate::domain::rules::project::{Grey, project_light};
use crate::domain::state::{Project, Settings, State};
use crate::screen::invest::{Tenths, done_in};
use crate::screen::light::title_of;
use crate::screen::projects::{Filter, Line, Only};

/// Months that are drawn, the last one as of the day.
pub const MONTHS: usize = 12;
/// Of these, the ones in a row's strip.
pub const STRIP: usize = 6;
/// Days before the day with which the counts are compared.
pub const BEFORE: i64 = 7;

/// The first of the nodes that count and are not done.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Due {
    pub title: String,
    pub on: Day,
    /// Days left; less than 0 once it is overdue.
    pub days: i64,
}

/// How a project stands on a day.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Lit {
    pub light: Light,
    /// Why it is grey, where it is.
    pub grey: Option<Grey>,
    /// A week before.
    pub before: Light,
    /// At the end of each month, the last as of the day.
    pub months: [Light; MONTHS],
    pub due: Option<Due>,
    /// All that counts is done; not so without any node that counts.
    pub all_done: bool,
    /// Done of what is planned for the day's year; `None` without a plan.
    pub done: Option<Tenths>,
}

/// The last days of the eleven months before, and the day.
pub fn month_days(day: Day) -> [Day; MONTHS] {
    let mut days = [day; MONTHS];
    let mut month = Month::of(day).previous();
    for at in (0..MONTHS - 1).rev() {
        let Some(held) = month else { break };
        days[at] = held.last();
        month = held.previous();
    }
    days
}

fn lit(project: &Project, settings: &Settings, day: Day, months: &[Day; MONTHS]) -> Lit {
    let now = project_light(project, settings, day);
    let light_on = |day| project_light(project, settings, day).light;
    let counted = || project.nodes.iter().filter(|n| n.counts());
    let first = counted().filter(|n| n.done_on(day).is_none()).min_by_key(|n| (n.dates().due, n.id));
    let plan = project.investment.plans.get(&day.year());
    Lit {
        light: now.light,
        grey: now.grey.filter(|_| now.light == Light::Grey),
        before: light_on(day.plus(-BEFORE)),
        months: months.map(|on| if on == day { now.light } else { light_on(on) }),
        due: first.map(|n| Due { title: title_of(project, n), on: n.dates().due, days: n.dates().due.days_since(day) }),
        all_done: first.is_none() && counted().next().is_some(),
        done: plan.and_then(|plan| {
            let done = done_in(&project.investment, day.year(), day).map_or(0, |(_, done)| done.0);
            Tenths::of(done, plan.amount.0)
        }),
    }
}

/// How every project that is shown stands on a day, in the order of ids: that of [`crate::screen::projects::lines`].
pub fn lits(state: &State, day: Day) -> Vec<Lit> {
    let months = month_days(day);
    state.shown_projects().map(|p| lit(p, &state.roster.settings, day, &months)).collect()
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Row {
    pub line: Line,
    pub lit: Lit,
}

pub type Rows = Arc<Vec<Arc<Row>>>;

/// Each line with how it stands.
pub fn rows(lines: &[Line], lits: &[Lit]) -> Rows {
    Arc::new(lines.iter().zip(lits).map(|(line, lit)| Arc::new(Row { line: line.clone(), lit: lit.clone() })).collect())
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Column {
    Light,
    Name,
    District,
    Unit,
    Category,
    Phase,
    Leader,
    Secretary,
    /// Of the whole investment.
    Total,
    /// Of the year's plan.
    Done,
    Months,
    Next,
    Due,
    Visit,
}

impl Column {
    pub const ALL: [Column; 14] = [
        Column::Light,
        Column::Name,
        Column::District,
        Column::Unit,
        Column::Category,
        Column::Phase,
        Column::Leader,
        Column::Secretary,
        Column::Total,
        Column::Done,
        Column::Months,
        Column::Next,
        Column::Due,
        Column::Visit,
    ];
    /// Shown until one chooses otherwise.
    pub const PRESET: [Column; 10] = [
        Column::Light,
        Column::Name,
        Column::District,
        Column::Category,
        Column::Total,
        Column::Done,
        Column::Months,
        Column::Next,
        Column::Due,
        Column::Visit,
    ];

    /// In addresses, in settings and in styles.
    pub fn as_str(self) -> &'static str {
        match self {
            Column::Light => "light",
            Column::Name => "name",
            Column::District => "district",
            Column::Unit => "unit",
            Column::Category => "category",
            Column::Phase => "phase",
            Column::Leader => "leader",
            Column::Secretary => "secretary",
            Column::Total => "total",
            Column::Done => "done",
            Column::Months => "months",
            Column::Next => "next",
            Column::Due => "due",
            Column::Visit => "visit",
        }
    }

    pub fn parse(text: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|c| c.as_str() == text)
    }

    /// What a row is known by is always shown.
    pub fn is_fixed(self) -> bool {
        matches!(self, Column::Light | Column::Name)
    }

    pub fn is_number(self) -> bool {
        matches!(self, Column::Total | Column::Visit)
    }
}

/// The columns that were chosen, in their own order; the preset where nothing was.
pub fn columns(kept: &str) -> Vec<Column> {
    if kept.is_empty() {
        return Column::PRESET.to_vec();
    }
    let chosen: Vec<&str> = kept.split(',').collect();
    Column::ALL.into_iter().filter(|c| c.is_fixed() || chosen.contains(&c.as_str())).collect()
}

/// As it is kept: the inverse of [`columns`].
pub fn keep_columns(columns: &[Column]) -> String {
    columns.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(",")
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Order {
    pub by: Column,
    pub down: bool,
}

impl Default for Order {
    /// Red first, and of these what is longest overdue.
    fn default() -> Self {
        Order { by: Column::Light, down: false }
    }
}

impl Order {
    /// The order once the heading of a column is pressed.
    pub fn pressed(self, by: Column) -> Order {
        Order { by, down: self.by == by && !self.down }
    }
}

/// The place of each of many texts in the language of the screen.
pub type Ranks<'a> = &'a dyn Fn(&mut dyn Iterator<Item = &str>) -> Vec<usize>;

/// Where each row stands once they are in order: what says nothing comes last either way, equals by the places of their
/// names, then by id.
pub fn ordered(rows: &[Arc<Row>], names: &[usize], order: Order, ranks: Ranks) -> Vec<usize> {
    let day = |day: Day| day.days_since(Day::FIRST);
    let words = |word: fn(&Row) -> &str| -> Vec<Option<i64>> {
        let places = ranks(&mut rows.iter().map(|r| word(r)));
        rows.iter().zip(places).map(|(r, place)| (!word(r).is_empty()).then_some(place as i64)).collect()
    };
    let numbers = |number: &dyn Fn(&Row) -> Option<i64>| -> Vec<Option<i64>> { rows.iter().map(|r| number(r)).collect() };
    let firsts = match order.by {
        Column::Light => numbers(&|r| Some(-(r.lit.light as i64))),
        Column::Name => numbers(&|_| Some(0)),
        Column::District => words(|r| &r.line.district),
        Column::Unit => words(|r| &r.line.unit),
        Column::Category => words(|r| &r.line.category),
        Column::Phase => words(|r| r.line.phase.as_deref().unwrap_or_default()),
        Column::Leader => words(|r| &r.line.leader),
        Column::Secretary => words(|r| &r.line.secretary),
        Column::Total => numbers(&|r| Some(r.line.total?.0)),
        Column::Done => numbers(&|r| Some(r.lit.done?.0)),
        // The newest month weighs most.
        Column::Months => numbers(&|r| Some(-r.lit.months.iter().rev().take(STRIP).fold(0, |sum, light| sum * 4 + *light as i64))),
        Column::Next => words(|r| r.lit.due.as_ref().map_or("", |due| &due.title)),
        Column::Due => numbers(&|r| Some(day(r.lit.due.as_ref()?.on))),
        Column::Visit => numbers(&|r| Some(r.line.last.map_or(-1, day))),
    };
    let turned = |n: i64| if order.down { -n } else { n };
    let due = |row: &Row| row.lit.due.as_ref().map_or(i64::MAX, |due| day(due.on));
    let name = |at: usize| if order.by == Column::Name { turned(names[at] as i64) } else { names[at] as i64 };
    let mut places: Vec<usize> = (0..rows.len()).collect();
    places.order_by_cached_key(|at| {
        let (row, first) = (&rows[*at], firsts[*at]);
        let second = if order.by == Column::Light { due(row) } else { 0 };
        (first.is_none(), first.map(turned), second, name(*at), row.line.id)
    });
    places
}

/// What a count leaves aside: what itself filters must not empty its own choices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aside {
    Nothing,
    Light,
    District,
}

/// Which of the rows in their order pass the filter.
pub fn kept(rows: &[Arc<Row>], order: &[usize], filter: &Filter, aside: Aside, (today, every_days): (Day, i64)) -> Vec<usize> {
    let mut filter = filter.clone();
    match aside {
        Aside::Nothing => {}
        Aside::Light => (filter.light, filter.grey) = (None, None),
        Aside::District => filter.district = None,
    }
    let keeps = |row: &Row| {
        filter.light.is_none_or(|light| light == row.lit.light)
            && (filter.grey.is_none() || filter.grey == row.lit.grey)
            && filter.keeps(&row.line, today, every_days)
    };
    order.iter().copied().filter(|at| keeps(&rows[*at])).collect()
}

/// How many have which light, now and a week before.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    pub now: Lights,
    pub before: Lights,
}

impl Counts {
    /// In tenths of a percent of all, cut off.
    pub fn share(&self, light: Light) -> Option<Tenths> {
        Tenths::of(self.now.of(light) as i64, self.now.all() as i64)
    }

    pub fn change(&self, light: Light) -> i64 {
        self.now.of(light) as i64 - self.before.of(light) as i64
    }
}

pub fn counts(rows: &[Arc<Row>], kept: &[usize]) -> Counts {
    let mut counts = Counts::default();
    for row in kept.iter().map(|at| &rows[*at].lit) {
        counts.now.add_project(row.light, row.grey);
        counts.before.add_project(row.before, None);
    }
    counts
}

/// The lights of each of the months.
pub fn year(rows: &[Arc<Row>], kept: &[usize]) -> [Lights; MONTHS] {
    let mut year: [Lights; MONTHS] = Default::default();
    for row in kept.iter().map(|at| &rows[*at].lit) {
        for (lights, light) in year.iter_mut().zip(row.months) {
            lights.add_project(light, None);
        }
    }
    year
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GroupBy {
    District,
    Unit,
    Category,
    Field,
    Leader,
    Secretary,
}

impl GroupBy {
    pub const ALL: [GroupBy; 6] =
        [GroupBy::District, GroupBy::Unit, GroupBy::Category, GroupBy::Field, GroupBy::Leader, GroupBy::Secretary];

    pub fn as_str(self) -> &'static str {
        match self {
            GroupBy::District => "district",
            GroupBy::Unit => "unit",
            GroupBy::Category => "category",
            GroupBy::Field => "field",
            GroupBy::Leader => "leader",
            GroupBy::Secretary => "secretary",
        }
    }

    pub fn parse(text: &str) -> Option<GroupBy> {
        GroupBy::ALL.into_iter().find(|by| by.as_str() == text)
    }

    /// Its name, and what tells it from another of that name.
    fn key(self, line: &Line) -> (&str, Option<Ref>) {
        match self {
            GroupBy::District => (&line.district, line.of.district),
            GroupBy::Unit => (&line.unit, line.of.unit),
            GroupBy::Category => (&line.category, None),
            GroupBy::Field => (&line.field, None),
            GroupBy::Leader => (&line.leader, line.of.leader),
            GroupBy::Secretary => (&line.secretary, line.of.secretary),
        }
    }
}

/// What of a month's nodes was due and done on time, in weights.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Debug)]
pub struct OnTime {
    pub due: i64,
    pub on_time: i64,
}

impl OnTime {
    /// `None` where nothing was due.
    pub fn rate(self) -> Option<Tenths> {
        Tenths::of(self.on_time, self.due)
    }
}

/// Of each project that is shown what was due in the day's month, in the order of ids.
pub fn on_time(state: &State, day: Day) -> Vec<OnTime> {
    let month = Month::of(day);
    let one = |project: &Arc<Project>| {
        let mut tally = Tally::default();
        project.nodes.iter().for_each(|node| tally.add(project.id, node, month));
        OnTime { due: tally.due, on_time: tally.on_time }
    };
    state.shown_projects().map(one).collect()
}

/// Rows that have something in common, with their sub-totals.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Section {
    /// Empty for those that say nothing there.
    pub name: String,
    /// By what it is folded.
    pub key: String,
    pub lights: Lights,
    pub month: OnTime,
    /// In the order of the board.
    pub rows: Vec<usize>,
}

/// Groups by name in the language of the screen; those that say nothing come last. `on_time` is by row.
pub fn sections(rows: &[Arc<Row>], kept: &[usize], by: GroupBy, on_time: &[OnTime], ranks: Ranks) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for at in kept {
        let (name, of) = by.key(&rows[*at].line);
        let key = of.map_or_else(|| name.to_string(), |of| of.to_string());
        let place = sections.iter().position(|s| s.key == key).unwrap_or_else(|| {
            sections.push(Section { name: name.into(), key, lights: Lights::default(), month: OnTime::default(), rows: Vec::new() });
            sections.len() - 1
        });
        let (section, lit) = (&mut sections[place], &rows[*at].lit);
        section.lights.add_project(lit.light, lit.grey);
        if let Some(one) = on_time.get(*at) {
            section.month.due += one.due;
            section.month.on_time += one.on_time;
        }
        section.rows.push(*at);
    }
    let mut places = ranks(&mut sections.iter().map(|s| s.name.as_str())).into_iter();
    sections.order_by_cached_key(|s| (s.name.is_empty(), places.next(), s.key.clone()));
    sections
}

/// A district with its lights; the one with most projects first.
pub fn districts(rows: &[Arc<Row>], kept: &[usize], ranks: Ranks) -> Vec<Section> {
    let mut found = sections(rows, kept, GroupBy::District, &[], ranks);
    found.order_by_key(|s| std::cmp::Reverse(s.rows.len()));
    found
}

/// A line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Item {
    /// The heading of a section, by its place.
    Section(usize),
    /// A row by its place.
    Row(usize),
}

/// All lines from top to bottom; of what is folded the heading alone.
pub fn items(kept: &[usize], sections: Option<&[Section]>, folded: &[String]) -> Vec<Item> {
    let Some(sections) = sections else { return kept.iter().map(|at| Item::Row(*at)).collect() };
    let mut items = Vec::new();
    for (place, section) in sections.iter().enumerate() {
        items.push(Item::Section(place));
        if !folded.contains(&section.key) {
            items.extend(section.rows.iter().map(|at| Item::Row(*at)));
        }
    }
    items
}

/// Lines above and below what is seen that are drawn too.
const SPARE: usize = 12;
/// So few are drawn as a whole.
pub const WHOLE: usize = 100;

/// Which of `all` lines are drawn: those that are seen and some around them. Heights are of one kind, whatever it is.
pub fn window(all: usize, line: f64, top: f64, height: f64) -> (usize, usize) {
    if all <= WHOLE || line <= 0.0 {
        return (0, all);
    }
    let first = (top / line).max(0.0) as usize;
    let seen = (height / line).max(0.0).ceil() as usize + 1;
    let from = first.saturating_sub(SPARE).min(all.saturating_sub(seen));
    (from, (first + seen + SPARE).min(all))
}

/// How the board is shown, besides its filter.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Shown {
    pub order: Order,
    pub group: Option<GroupBy>,
    /// Keys of sections.
    pub folded: Vec<String>,
    /// The day that is looked at; `None` is today.
    pub day: Option<Day>,
    /// Whose reasons stand beside the table.
    pub open: Option<ProjectId>,
}

fn light_of(text: &str) -> Option<Light> {
    [Light::Red, Light::Yellow, Light::Green, Light::Grey].into_iter().find(|l| l.as_str() == text)
}

fn only_str(only: Only) -> &'static str {
    match only {
        Only::All => "all",
        Only::Mine => "mine",
        Only::Key => "key",
        Only::Unvisited => "unvisited",
        Only::Conflict => "conflict",
        Only::Open => "open",
    }
}

/// What stands behind `?` in the board's address; empty while nothing was chosen.
pub fn print_query(filter: &Filter, shown: &Shown) -> String {
    let mut out = Serializer::new(String::new());
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            out.append_pair(name, value);
        }
    };
    let of = |of: Option<Ref>| of.map(|of| of.to_string());
    put("q", Some(filter.search.trim()));
    put("light", filter.light.map(Light::as_str));
    put("grey", filter.grey.map(Grey::as_str));
    put("only", Some(&filter.only.iter().map(|o| only_str(*o)).collect::<Vec<_>>().join(",")));
    put("district", filter.district.as_deref());
    put("category", filter.category.as_deref());
    put("phase", filter.phase.as_deref());
    put("unit", of(filter.unit).as_deref());
    put("leader", of(filter.leader).as_deref());
    put("secretary", of(filter.secretary).as_deref());
    if shown.order != Order::default() {
        put("sort", Some(&format!("{}{}", if shown.order.down { "-" } else { "" }, shown.order.by.as_str())));
    }
    put("group", shown.group.map(GroupBy::as_str));
    put("day", shown.day.map(|d| d.to_string()).as_deref());
    out.finish()
}

/// Reads an address's query; what it doesn't know is passed over. The inverse of [`print_query`].
pub fn parse_query(query: &str) -> (Filter, Shown) {
    let (mut filter, mut shown) = (Filter::default(), Shown::default());
    for (name, value) in parse(query.as_bytes()) {
        let text = || Some(value.to_string()).filter(|v| !v.is_empty());
        match &*name {
            "q" => filter.search = value.to_string(),
            "light" => filter.light = light_of(&value),
            "grey" => filter.grey = Grey::ALL.into_iter().find(|g| g.as_str() == value),
            "only" => {
                filter.only = Only::ALL.into_iter().skip(1).filter(|o| value.split(',').any(|v| v == only_str(*o))).collect();
            }
            "district" => filter.district = text(),
            "category" => filter.category = text(),
            "phase" => filter.phase = text(),
            "unit" => filter.unit = Ref::parse(&value),
            "leader" => filter.leader = Ref::parse(&value),
            "secretary" => filter.secretary = Ref::parse(&value),
            "sort" => {
                let (down, by) = value.strip_prefix('-').map_or((false, &*value), |by| (true, by));
                shown.order = Column::parse(by).map_or(Order::default(), |by| Order { by, down });
            }
            "group" => shown.group = GroupBy::parse(&value),
            "day" => shown.day = Day::parse(&value),
            _ => {}
        }
    }
    // Why it is grey is asked of grey ones alone.
    if filter.grey.is_some() {
        filter.light = Some(Light::Grey);
    }
    (filter, shown)
}

/// A view that was kept under a name.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct View {
    pub name: String,
    pub query: String,
}

/// Views as they are kept; of what can't be read there is none.
pub fn read_views(kept: &str) -> Vec<View> {
    serde_json::from_str(kept).unwrap_or_default()
}

pub fn write_views(views: &[View]) -> String {
    serde_json::to_string(views).unwrap_or_default()
}

/// Keeps a view; one of the same name gives way.
pub fn keep_view(views: &mut Vec<View>, view: View) {
    views.retain(|held| held.name != view.name);
    views.push(view);
}
