//! Searching everywhere: projects, people and units, nodes and permits, problems, visits and what was noted.
//!
//! The index holds folded texts, one part for each project, and takes over the part of a project that did not change. A
//! search that only adds letters looks through what the last one found.

pub mod pinyin;

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::shape::Kind;
use crate::domain::state::{Entry, Project, State};
use crate::domain::trust::Role;

use pinyin::{Query, fold};

/// Results that are told apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    Projects,
    People,
    Nodes,
    Problems,
    Visits,
}

impl Group {
    pub const ALL: [Group; 5] = [Group::Projects, Group::People, Group::Nodes, Group::Problems, Group::Visits];
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    Project,
    Person(Role),
    /// With its kind.
    Unit(String),
    Node,
    Permit,
    Problem {
        category: String,
    },
    Visit {
        kind: String,
    },
    Note,
}

/// A text with what of it answers the search, in characters.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marked {
    pub text: String,
    pub marks: Vec<(usize, usize)>,
}

impl Marked {
    fn new(text: String, query: &Query) -> Marked {
        let marks = query.marks(&text);
        Marked { text, marks }
    }

    /// The text in pieces, each with whether it answers.
    pub fn pieces(&self) -> Vec<(String, bool)> {
        let chars: Vec<char> = self.text.chars().collect();
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut push = |range: Range<usize>, is_mark: bool| {
            if !range.is_empty() {
                pieces.push((chars[range].iter().collect(), is_mark));
            }
        };
        for (start, end) in &self.marks {
            push(at..*start, false);
            push(*start..*end, true);
            at = *end;
        }
        push(at..chars.len(), false);
        pieces
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    pub what: What,
    /// Where it leads: of people and units `None`.
    pub project: Option<ProjectId>,
    /// The person, the unit or the entry.
    pub name: Option<Ref>,
    pub title: Marked,
    /// What of its other words answers, or where it belongs to.
    pub about: Marked,
    pub on: Option<Day>,
}

/// The results of a group, the best first, as many as are asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    pub group: Group,
    pub count: usize,
    pub found: Vec<Found>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Results {
    pub sections: Vec<Section>,
    pub count: usize,
}

/// Results that a group shows before one asks for more.
pub const SHOWN: usize = 8;
/// Characters of a long text that are shown around what answers.
const AROUND: usize = 48;

/// What can be found: where its text lies in its part, and how to find the thing itself.
#[derive(Clone, Copy)]
struct Item {
    group: Group,
    start: u32,
    end: u32,
    /// Where its entry lies in the fold; of a project, a person or a unit its place in their list.
    at: u32,
    /// Greater ones come first.
    weight: i32,
}

#[derive(Default)]
struct Part {
    text: Vec<char>,
    items: Vec<Item>,
}

impl Part {
    fn push(&mut self, group: Group, at: usize, weight: i32, words: &[&str]) {
        let start = self.text.len() as u32;
        for (n, word) in words.iter().filter(|word| !word.is_empty()).enumerate() {
            if n > 0 {
                self.text.push('\n');
            }
            self.text.extend(word.chars().map(fold));
        }
        self.items.push(Item { group, start, end: self.text.len() as u32, at: at as u32, weight });
    }

    fn words(&self, item: &Item) -> &[char] {
        &self.text[item.start as usize..item.end as usize]
    }
}

/// Someone or something of `all`.
enum Listed {
    Project(ProjectId),
    Person(Ref),
    Unit(Ref),
}

/// A hit: its part and its item. The first part is that of all; the projects follow in their order.
type Hit = (u32, u32);

/// What is searched, made once and brought up to date when something was written.
#[derive(Default)]
pub struct Index {
    state: Option<State>,
    parts: BTreeMap<ProjectId, (Arc<Project>, Rc<Part>)>,
    /// The parts as hits number them.
    order: Vec<(Option<ProjectId>, Rc<Part>)>,
    listed: Vec<Listed>,
    last: Option<(Query, Vec<Hit>)>,
}

impl Index {
    /// Takes what is held now; projects that did not change keep their part.
    pub fn update(&mut self, state: &State) {
        let is_same = |held: &State| Arc::ptr_eq(&held.roster, &state.roster) && same_projects(held, state);
        if self.state.as_ref().is_some_and(is_same) {
            return;
        }
        let mut parts = BTreeMap::new();
        for project in state.shown_projects() {
            let kept = self.parts.remove(&project.id).filter(|(held, _)| Arc::ptr_eq(held, project));
            parts.insert(project.id, kept.unwrap_or_else(|| (project.clone(), Rc::new(part_of(project)))));
        }
        let (first, listed) = common(state);
        self.order = vec![(None, Rc::new(first))];
        self.order.extend(parts.iter().map(|(id, (_, part))| (Some(*id), part.clone())));
        self.parts = parts;
        self.listed = listed;
        self.last = None;
        self.state = Some(state.clone());
    }

    /// How many things can be found.
    pub fn len(&self) -> usize {
        self.order.iter().map(|(_, part)| part.items.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All that answers a search, at most so many of each group; `wanted` says of which more are asked for.
    pub fn search(&mut self, text: &str, wanted: impl Fn(Group) -> usize) -> Results {
        let query = Query::new(text);
        if query.is_empty() {
            self.last = None;
            return Results::default();
        }
        let answers = |(part, item): &Hit| {
            let part = &self.order[*part as usize].1;
            query.finds(part.words(&part.items[*item as usize]))
        };
        let hits: Vec<Hit> = match self.last.take().filter(|(last, _)| query.narrows(last)) {
            Some((_, hits)) => hits.into_iter().filter(answers).collect(),
            None => {
                let all = self.order.iter().enumerate();
                let hits = all.flat_map(|(part, (_, held))| (0..held.items.len() as u32).map(move |item| (part as u32, item)));
                hits.filter(answers).collect()
            }
        };
        let results = self.results(&query, &hits, wanted);
        self.last = Some((query, hits));
        results
    }

    fn item(&self, (part, item): Hit) -> &Item {
        &self.order[part as usize].1.items[item as usize]
    }

    fn results(&self, query: &Query, hits: &[Hit], wanted: impl Fn(Group) -> usize) -> Results {
        let mut by_group: BTreeMap<Group, Vec<Hit>> = BTreeMap::new();
        for hit in hits {
            by_group.entry(self.item(*hit).group).or_default().push(*hit);
        }
        let section = |(group, mut hits): (Group, Vec<Hit>)| {
            let count = hits.len();
            // What is found at the beginning of a name comes before what is found elsewhere in it.
            let place = |hit: &Hit| match group {
                Group::Projects | Group::People => {
                    let part = &self.order[hit.0 as usize].1;
                    query.first(part.words(self.item(*hit))).map_or(usize::MAX, |(start, _)| start)
                }
                Group::Nodes | Group::Problems | Group::Visits => 0,
            };
            hits.order_by_cached_key(|hit| (place(hit), -i64::from(self.item(*hit).weight), *hit));
            let found = hits.into_iter().take(wanted(group)).filter_map(|hit| self.found(query, hit)).collect();
            Section { group, count, found }
        };
        Results { count: hits.len(), sections: by_group.into_iter().map(section).collect() }
    }

    fn found(&self, query: &Query, hit: Hit) -> Option<Found> {
        let state = self.state.as_ref()?;
        let item = self.item(hit);
        match self.order[hit.0 as usize].0 {
            None => listed(state, query, self.listed.get(item.at as usize)?),
            Some(id) => {
                let (project, _) = self.parts.get(&id)?;
                Some(happened(state, query, project, project.folded.entries.get(item.at as usize)?))
            }
        }
    }
}

fn same_projects(one: &State, other: &State) -> bool {
    one.projects.len() == other.projects.len() && one.projects.values().zip(other.projects.values()).all(|(a, b)| Arc::ptr_eq(a, b))
}

fn text(project: &Project, entry: &Entry, field: &str) -> String {
    project.folded.shown(entry, field).and_then(|v| Some(v.text()?.into_owned())).unwrap_or_default()
}

/// A day as a number; the newer the greater.
fn newness(day: Day) -> i32 {
    day.days_since(Day::LAST) as i32
}

/// What happened in a project, and what is planned there.
fn part_of(project: &Project) -> Part {
    let mut part = Part::default();
    for node in project.planned() {
        let entry = project.entry(node.entry);
        // What is due first comes first.
        part.push(Group::Nodes, node.entry, -newness(node.dates().due), &[&text(project, entry, "title"), &text(project, entry, "text")]);
    }
    for permit in project.permits.iter().filter(|p| !p.withdrawn) {
        let entry = project.entry(permit.entry);
        part.push(Group::Nodes, permit.entry, 0, &[&text(project, entry, "title"), &text(project, entry, "department")]);
    }
    for problem in project.problems.iter().filter(|p| !p.withdrawn) {
        let entry = project.entry(problem.entry);
        part.push(Group::Problems, problem.entry, newness(problem.on), &[&text(project, entry, "title"), &text(project, entry, "text")]);
    }
    for visit in project.visits.iter().filter(|v| !v.withdrawn) {
        let entry = project.entry(visit.entry);
        let words = ["text", "people"].map(|field| text(project, entry, field));
        // A visit of which nothing was noted is found by nothing.
        if words.iter().any(|word| !word.is_empty()) {
            part.push(Group::Visits, visit.entry, newness(visit.on), &words.each_ref().map(String::as_str));
        }
    }
    for (at, entry) in project.folded.entries.iter().enumerate().filter(|(_, e)| e.kind == Kind::Noted && project.folded.counts(e)) {
        part.push(Group::Visits, at, newness(Day::of_time(entry.time, 0)), &[&text(project, entry, "text")]);
    }
    part.text.shrink_to_fit();
    part
}

/// Projects, people and units: few, and worded by each other, so that they are made anew each time.
fn common(state: &State) -> (Part, Vec<Listed>) {
    let (mut part, mut all) = (Part::default(), Vec::new());
    let roster = &state.roster;
    let unit = |unit: Option<Ref>| unit.map(|unit| roster.unit_name(&unit)).unwrap_or_default();
    for project in state.shown_projects() {
        let f = &project.fields;
        let secretary = f.secretary.map(|person| roster.person_name(&person)).unwrap_or_default();
        let (code, enterprise, field) = (f.code.as_deref(), f.enterprise.as_deref(), f.field.as_deref());
        let words = [
            f.name.as_str(),
            code.unwrap_or(""),
            enterprise.unwrap_or(""),
            &unit(f.unit),
            &unit(f.district),
            &secretary,
            field.unwrap_or(""),
        ];
        part.push(Group::Projects, all.len(), i32::from(f.key), &words);
        all.push(Listed::Project(project.id));
    }
    for person in roster.persons.values() {
        part.push(Group::People, all.len(), 0, &[&person.name, &unit(person.unit), &unit(person.district)]);
        all.push(Listed::Person(person.id));
    }
    for one in roster.units.values() {
        part.push(Group::People, all.len(), 0, &[&one.name]);
        all.push(Listed::Unit(one.id));
    }
    (part, all)
}

/// The first of some words that answers, else the first of all.
fn answering(query: &Query, words: &[String]) -> String {
    let told = words.iter().filter(|word| !word.is_empty());
    let answers = told.clone().find(|word| !query.marks(word).is_empty());
    answers.or(told.clone().next()).cloned().unwrap_or_default()
}

fn listed(state: &State, query: &Query, one: &Listed) -> Option<Found> {
    let roster = &state.roster;
    let unit = |unit: Option<Ref>| unit.map(|unit| roster.unit_name(&unit)).unwrap_or_default();
    let found = |what, project, name, title: String, about: String| {
        let (title, about) = (Marked::new(title, query), Marked::new(about, query));
        Some(Found { what, project, name, title, about, on: None })
    };
    match one {
        Listed::Project(id) => {
            let f = &state.project(id)?.fields;
            let secretary = f.secretary.map(|person| roster.person_name(&person)).unwrap_or_default();
            let words =
                [f.code.clone(), f.enterprise.clone(), Some(unit(f.unit)), Some(secretary), f.field.clone()].map(Option::unwrap_or_default);
            let district = unit(f.district);
            // What its name does not answer is told; the district always is.
            let answers = words.iter().find(|word| !query.marks(word).is_empty()).cloned();
            let about = [Some(district), answers].into_iter().flatten().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            found(What::Project, Some(*id), None, f.name.clone(), about)
        }
        Listed::Person(id) => {
            let person = roster.persons.get(id)?;
            found(
                What::Person(person.role),
                None,
                Some(*id),
                person.name.clone(),
                answering(query, &[unit(person.district), unit(person.unit)]),
            )
        }
        Listed::Unit(id) => {
            let one = roster.units.get(id)?;
            found(What::Unit(one.kind.clone()), None, Some(*id), one.name.clone(), String::new())
        }
    }
}

fn happened(state: &State, query: &Query, project: &Project, entry: &Entry) -> Found {
    let word = |field: &str| text(project, entry, field);
    let on = || Day::parse(&word("on")).or_else(|| Some(state.roster.day_of(entry.time)));
    let (what, title, words, on) = match entry.kind {
        Kind::NodePlanned => {
            let due = project.node(&entry.name()).map(|node| node.dates().due);
            (What::Node, word("title"), vec![word("text")], due)
        }
        Kind::PermitListed => (What::Permit, word("title"), vec![word("department")], None),
        Kind::ProblemRaised => (What::Problem { category: word("category") }, word("title"), vec![word("text")], on()),
        Kind::VisitLogged => (What::Visit { kind: word("kind") }, project.fields.name.clone(), vec![word("text"), word("people")], on()),
        _ => (What::Note, project.fields.name.clone(), vec![word("text")], on()),
    };
    let about = excerpt(query, &answering(query, &words));
    let is_visit = matches!(what, What::Visit { .. } | What::Note);
    // Of the others the project is told where their own words don't answer.
    let about = if is_visit || !query.marks(&about).is_empty() { about } else { project.fields.name.clone() };
    let title = if is_visit { Marked { text: title, marks: Vec::new() } } else { Marked::new(title, query) };
    let about = Marked::new(about, query);
    Found { what, project: Some(project.id), name: Some(entry.name()), title, about, on }
}

/// The part of a long text around what answers, in one line.
fn excerpt(query: &Query, text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars: Vec<char> = line.chars().collect();
    if chars.len() <= AROUND {
        return line;
    }
    let folded: Vec<char> = chars.iter().copied().map(fold).collect();
    let first = query.first(&folded).map_or(0, |(start, _)| start);
    let from = first.saturating_sub(AROUND / 4).min(chars.len() - AROUND);
    let shown: String = chars[from..from + AROUND].iter().collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if from + AROUND < chars.len() { "…" } else { "" });
    format!("{before}{shown}{after}")
}
