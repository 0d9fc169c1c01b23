//! What waits for an audit over all projects, and what accepting it would do.
//!
//! Found in one pass over the nodes: a city has some hundred projects with some ten nodes each.

use std::collections::BTreeSet;

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::rules::change::{self, changed};
use crate::domain::rules::group::Tally;
use crate::domain::rules::light::Light;
use crate::domain::rules::project::{light_of, project_light};
use crate::domain::state::{Entry, Node, Person, Project, Slot, State, Stated, Target, Verdict};
use crate::domain::trust::Role;
use crate::screen::conflict::NAMED;
use crate::screen::light::title_of;
use crate::screen::moment::Moment;
use crate::screen::plan::{Audit, Head, head, rights};
use crate::screen::project::Reader;
use crate::screen::today::is_mine;

/// Lines that are drawn before one asks for more.
pub const STEP: usize = 60;

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    Plan {
        due: Day,
        weight: i64,
    },
    Move {
        /// 1 for the first that was asked for of the node.
        number: usize,
        from: Day,
        due: Day,
        /// Days from asking to the due that it would move; negative: asked so many days after it.
        ahead: i64,
    },
}

impl Asked {
    pub fn due(&self) -> Day {
        match self {
            Asked::Plan { due, .. } | Asked::Move { due, .. } => *due,
        }
    }
}

/// A plan or a rescheduling that waits, or of which the audits disagree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    pub id: Ref,
    pub node: Ref,
    pub title: String,
    pub asked: Asked,
    /// The reason of a rescheduling, or what the plan says.
    pub text: Option<String>,
    pub by: String,
    pub at: Moment,
    /// Days since it was asked for.
    pub waits: i64,
    /// Asked for by the person of this device.
    pub own: bool,
    /// The audits that disagree, the one in use last; empty while it waits for its first.
    pub said: Vec<Audit>,
}

/// What waits in one project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub head: Head,
    /// In the order of their nodes' dues.
    pub asks: Vec<Ask>,
    /// The longest that something of it waits, in days.
    pub waits: i64,
    /// The person of this device may audit it.
    pub may: bool,
    /// Who may, for whoever may not: at most [`NAMED`], those nearer first.
    pub auditors: Vec<String>,
}

impl Line {
    /// Some rescheduling was asked for after its due.
    pub fn is_late(&self) -> bool {
        self.asks.iter().any(|ask| matches!(ask.asked, Asked::Move { ahead, .. } if ahead < 0))
    }

    /// The greatest number of a rescheduling, from the second on.
    pub fn again(&self) -> Option<usize> {
        let number = |ask: &Ask| match ask.asked {
            Asked::Move { number, .. } => number,
            Asked::Plan { .. } => 0,
        };
        self.asks.iter().map(number).max().filter(|number| *number > 1)
    }

    pub fn is_own(&self) -> bool {
        self.asks.iter().any(|ask| ask.own)
    }

    pub fn is_conflict(&self) -> bool {
        self.asks.iter().any(|ask| !ask.said.is_empty())
    }
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Queue {
    /// What waits longest first, then by name.
    pub lines: Vec<Line>,
    /// How many things wait that the person of this device may audit.
    pub asks: usize,
    /// The next due of what counts and is not done.
    pub next: Option<Day>,
}

impl Queue {
    pub fn line(&self, project: &ProjectId) -> Option<&Line> {
        self.lines.iter().find(|line| line.head.id == *project)
    }
}

/// Whether audits of it disagree.
fn rivals(project: &Project, of: Ref) -> Option<&Slot> {
    project.folded.stated(Target::Thing(of), Stated::Audit).filter(|slot| slot.is_conflict())
}

/// The plans and reschedulings of a node that have to be audited.
fn open<'p>(project: &'p Project, node: &'p Node) -> impl Iterator<Item = Ref> + 'p {
    // Only what was audited at all can be in conflict.
    let waits = move |id: Ref, audit: Option<Verdict>| audit.is_none() || rivals(project, id).is_some();
    let plan = waits(node.id, node.audit).then_some(node.id);
    plan.into_iter().chain(node.reschedulings.iter().filter(move |r| waits(r.id, r.audit)).map(|r| r.id))
}

/// How many things wait that the person may audit.
pub fn waiting(state: &State, me: Option<&Person>) -> usize {
    let count = |project: &Project| project.planned().map(|node| open(project, node).count()).sum::<usize>();
    state.shown_projects().filter(|project| rights(project, me).audit).map(|project| count(project)).sum()
}

/// What the person may audit, and of the own projects also what others have to.
pub fn queue(state: &State, reader: Reader<'_>, day: Day) -> Queue {
    let mut queue = Queue::default();
    for project in state.shown_projects() {
        let may = rights(project, reader.me).audit;
        if !may && !reader.me.is_some_and(|me| is_mine(project, me)) {
            continue;
        }
        let due = |node: &Node| node.dates().due;
        let next = project.planned().filter(|n| n.counts() && n.done_on(day).is_none()).map(due).filter(|due| *due >= day).min();
        queue.next = [queue.next, next].into_iter().flatten().min();
        let asks = asks(state, project, reader, day);
        if asks.is_empty() {
            continue;
        }
        if may {
            queue.asks += asks.len();
        }
        queue.lines.push(Line {
            head: head(state, project),
            waits: asks.iter().map(|ask| ask.waits).max().unwrap_or(0),
            asks,
            may,
            auditors: if may { Vec::new() } else { auditors(state, project) },
        });
    }
    queue.lines.order_by(|a, b| b.waits.cmp(&a.waits).then_with(|| a.head.name.cmp(&b.head.name)).then_with(|| a.head.id.cmp(&b.head.id)));
    queue
}

fn asks(state: &State, project: &Project, reader: Reader<'_>, day: Day) -> Vec<Ask> {
    let mut nodes: Vec<&Node> = project.planned().collect();
    nodes.order_by_key(|node| node.dates().due);
    let all = nodes.into_iter().flat_map(|node| open(project, node).filter_map(|id| ask(state, project, node, id, reader, day)));
    all.collect()
}

fn ask(state: &State, project: &Project, node: &Node, id: Ref, reader: Reader<'_>, day: Day) -> Option<Ask> {
    let roster = &*state.roster;
    let at = |entry: &Entry| Moment::of(entry.time, roster.zone);
    let text = |entry: &Entry, field: &str| project.folded.shown(entry, field).and_then(|v| Some(v.text()?.into_owned()));
    let (entry, asked, said_of) = if id == node.id {
        (project.entry(node.entry), Asked::Plan { due: node.due, weight: node.weight }, "text")
    } else {
        let place = node.reschedulings.iter().position(|r| r.id == id)?;
        let moved = &node.reschedulings[place];
        let entry = project.entry(moved.entry);
        let before = node.reschedulings[..place].iter().rev().find(|r| r.audit == Some(Verdict::Accepted));
        let from = node.dates_by(before).due;
        let ahead = from.days_since(at(entry).day);
        (entry, Asked::Move { number: place + 1, from, due: moved.due, ahead }, "reason")
    };
    let at = at(entry);
    Some(Ask {
        id,
        node: node.id,
        title: title_of(project, node),
        asked,
        text: text(entry, said_of).filter(|text| !text.is_empty()),
        by: roster.author(&entry.device),
        waits: day.days_since(at.day).max(0),
        at,
        own: reader.wrote(roster, &entry.device),
        said: rivals(project, id).map(|slot| said(state, project, slot, entry)).unwrap_or_default(),
    })
}

/// The audits in force that disagree, the shown one last.
fn said(state: &State, project: &Project, slot: &Slot, asked: &Entry) -> Vec<Audit> {
    let audit = |statement: &crate::domain::state::Statement| {
        let entry = project.folded.find(&statement.id.to_ref())?;
        Some(Audit {
            verdict: Verdict::parse(&entry.text("verdict")?)?,
            text: entry.text("text"),
            by: state.roster.author(&statement.device),
            at: Moment::of(statement.time, state.roster.zone),
            own: state.trust.is_one_author(&statement.device, &asked.device),
            conflict: true,
        })
    };
    slot.current.iter().filter_map(audit).collect()
}

/// Who may audit the project, those of the district first.
fn auditors(state: &State, project: &Project) -> Vec<String> {
    let may = |p: &&Person| rights(project, Some(p)).audit;
    let mut people: Vec<(bool, String)> =
        state.roster.persons.values().filter(may).map(|p| (p.role == Role::City, p.name.clone())).collect();
    people.order();
    people.truncate(NAMED);
    people.into_iter().map(|(_, name)| name).collect()
}

/// What of a district's month an acceptance would change, in weights.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MonthAfter {
    pub month: Month,
    /// What is due in it.
    pub before: i64,
    pub after: i64,
    /// So many nodes more are listed as moved out of it.
    pub moved: usize,
}

/// What accepting would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct After {
    /// Empty where the project has no district.
    pub district: String,
    /// Those that would change, in order.
    pub months: Vec<MonthAfter>,
    /// Of the project, now and then.
    pub light: (Light, Light),
}

/// Accepts on a copy of the project and asks the rules.
pub fn after(state: &State, line: &Line, day: Day) -> Option<After> {
    let project = state.project(&line.head.id)?;
    let settings = &state.roster.settings;
    let mut nodes = project.nodes.clone();
    for ask in &line.asks {
        if let Some(node) = nodes.iter_mut().find(|node| node.id == ask.node) {
            *node = changed(node, change::Change::Accept { of: ask.id }, day);
        }
    }
    let district = project.fields.district;
    let mut months: BTreeSet<Month> = BTreeSet::new();
    for ask in &line.asks {
        months.insert(Month::of(ask.asked.due()));
        if let Asked::Move { from, .. } = ask.asked {
            months.insert(Month::of(from));
        }
    }
    let tally = |month: Month, own: &[Node]| {
        let mut tally = Tally::default();
        for other in state.shown_projects().filter(|p| district.is_some() && p.fields.district == district) {
            let nodes = if other.id == project.id { own } else { &other.nodes };
            nodes.iter().for_each(|node| tally.add(other.id, node, month));
        }
        tally
    };
    let month = |month: Month| {
        let (now, then) = (tally(month, &project.nodes), tally(month, &nodes));
        let moved = then.moved.len().saturating_sub(now.moved.len());
        (now.due != then.due || moved > 0).then_some(MonthAfter { month, before: now.due, after: then.due, moved })
    };
    Some(After {
        district: line.head.district.clone(),
        months: months.into_iter().filter_map(month).collect(),
        light: (project_light(project, settings, day).light, light_of(&nodes, &project.investment, settings, day).light),
    })
}
