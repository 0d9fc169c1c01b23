//! What today asks for: projects to be visited, and what waits to be sent.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{Why, node_light};
use crate::domain::shape::Kind;
use crate::domain::state::{Entry, Node, Person, Project, Settings, State, is_on_site};
use crate::domain::trust::Role;
use crate::screen::light::title_of;
use crate::screen::moment::Moment;
use crate::session::Snapshot;
use crate::store::Exchange;

/// A section shows this many rows before it says how many more there are.
pub const ROWS: usize = 8;

/// Whether a project is this person's to look after.
pub fn is_mine(project: &Project, me: &Person) -> bool {
    match me.role {
        Role::Secretary => project.fields.secretary == Some(me.id),
        Role::Leader => project.fields.leader == Some(me.id),
        Role::District => me.district.is_some() && project.fields.district == me.district,
        Role::City => true,
        Role::Assessor => false,
    }
}

/// A node of one of my projects that is due soon or overdue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueNode {
    pub project: ProjectId,
    pub name: String,
    pub node: Ref,
    pub title: String,
    pub due: Day,
    /// Days left; negative: over.
    pub days: i64,
    pub light: Light,
}

/// A node is told of so many days before it is due.
pub const AHEAD: i64 = 14;

/// Nodes that count, are not done and not excused, and fall due within [`AHEAD`] days or are overdue; the most urgent first.
fn due_nodes<'a>(mine: impl Iterator<Item = &'a Arc<Project>>, settings: &Settings, today: Day) -> Vec<DueNode> {
    let mut found = Vec::new();
    for project in mine {
        let is_due = |n: &&Node| n.counts() && n.dates().due.days_since(today) <= AHEAD;
        for node in project.nodes.iter().filter(is_due) {
            let light = node_light(node, settings, today);
            if matches!(light.why, Why::Done { .. } | Why::Late { .. } | Why::Excused { .. }) {
                continue;
            }
            let due = node.dates().due;
            found.push(DueNode {
                project: project.id,
                name: project.fields.name.clone(),
                node: node.id,
                title: title_of(project, node),
                due,
                days: due.days_since(today),
                light: light.light,
            });
        }
    }
    found.order_by_key(|n| (n.due, n.project, n.node));
    found
}

/// One of my projects, with when someone was last there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub id: ProjectId,
    pub name: String,
    pub last: Option<Day>,
    /// The last contact of another kind, where it is later than that visit.
    pub contact: Option<Day>,
    /// `None` while the next visit is not due.
    pub late: Option<Lateness>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lateness {
    /// Nobody has been there yet.
    Never,
    /// Exactly the days that the settings allow.
    Full(i64),
    Over(i64),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Today {
    /// How many projects are mine.
    pub projects: usize,
    pub every_days: i64,
    /// To be visited now: those never visited first, then the longest ago.
    pub due: Vec<Line>,
    /// How many more are due.
    pub more: usize,
    /// Nodes that are due soon or overdue.
    pub nodes: Vec<DueNode>,
    pub nodes_more: usize,
    /// The others of mine, the next to be due first.
    pub rest: Vec<Line>,
    pub rest_more: usize,
    /// The next visit that will be due, when none is.
    pub next: Option<(Day, ProjectId, String)>,
    /// Own entries of today that count: visits on site, contacts of other kinds, problems.
    pub visits: usize,
    pub contacts: usize,
    pub problems: usize,
}

/// `compare` is the order of names in the language of the screen.
pub fn today(state: &State, me: &Person, own: DeviceId, today: Day, compare: impl Fn(&str, &str) -> Ordering) -> Today {
    let every_days = state.roster.settings.visit_every_days;
    let mine: Vec<_> = state.shown_projects().filter(|p| is_mine(p, me)).collect();
    let line = |project: &Project, late| Line {
        id: project.id,
        name: project.fields.name.clone(),
        last: project.last_on_site,
        contact: project.last_visit.filter(|day| Some(*day) > project.last_on_site),
        late,
    };
    let (mut due, mut rest) = (Vec::new(), Vec::new());
    for project in &mine {
        match project.last_on_site.map(|last| today.days_since(last)) {
            Some(days) if days > every_days => due.push(line(project, Some(Lateness::Over(days)))),
            Some(days) if days == every_days => due.push(line(project, Some(Lateness::Full(days)))),
            Some(_) => rest.push(line(project, None)),
            None => due.push(line(project, Some(Lateness::Never))),
        }
    }
    let longest_ago = |a: &Line, b: &Line| a.last.cmp(&b.last).then_with(|| compare(&a.name, &b.name)).then_with(|| a.id.cmp(&b.id));
    due.order_by(&longest_ago);
    rest.order_by(&longest_ago);
    let next = rest.first().and_then(|l| Some((l.last?.plus(every_days), l.id, l.name.clone())));
    let (more, rest_more) = (due.len().saturating_sub(ROWS), rest.len().saturating_sub(ROWS));
    let mut nodes = due_nodes(mine.iter().copied(), &state.roster.settings, today);
    let nodes_more = nodes.len().saturating_sub(ROWS);
    nodes.truncate(ROWS);
    due.truncate(ROWS);
    rest.truncate(ROWS);
    let written = |kind: Kind, of: fn(&Project, &Entry) -> bool| {
        let count = |p: &Project| {
            let mine = p.folded.of_kind(kind).filter(|e| e.device == own && p.folded.counts(e) && of(p, e));
            mine.filter(|e| state.roster.day_of(e.time) == today).count()
        };
        state.shown_projects().map(|p| count(p)).sum()
    };
    let on_site = |p: &Project, e: &Entry| p.folded.shown(e, "kind").and_then(|kind| kind.text()).is_some_and(|kind| is_on_site(&kind));
    let visits: usize = written(Kind::VisitLogged, on_site);
    Today {
        projects: mine.len(),
        every_days,
        due,
        more,
        nodes,
        nodes_more,
        rest,
        rest_more,
        next,
        visits,
        contacts: written(Kind::VisitLogged, |_, _| true) - visits,
        problems: written(Kind::ProblemRaised, |_, _| true),
    }
}

/// The last file that left the device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastSent {
    pub at: Moment,
    pub to: Option<String>,
    pub received: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsent {
    pub count: u64,
    /// Whole days since the oldest of them was written.
    pub days: i64,
    pub last: Option<LastSent>,
}

/// Days after which the strip turns yellow.
pub const LATE_AFTER: i64 = 3;

pub fn unsent(snapshot: &Snapshot, own: DeviceId, today: Day) -> Unsent {
    let roster = &snapshot.state.roster;
    let last = snapshot.exchange.iter().rev().find_map(|e| match e {
        Exchange::Sent { time, to, .. } => Some(LastSent {
            at: Moment::of(*time, roster.zone),
            to: to.map(|person: Ref| roster.person_name(&person)),
            received: snapshot.is_received(own, e),
        }),
        Exchange::Received { .. } => None,
    });
    let days = oldest_unsent(snapshot, own).map_or(0, |time| today.days_since(roster.day_of(time)).max(0));
    Unsent { count: snapshot.unsent(own), days, last }
}

/// When the oldest own entry was written that is in no file which left the device.
fn oldest_unsent(snapshot: &Snapshot, own: DeviceId) -> Option<i64> {
    let feeds = snapshot.ledger.feeds().filter(|(key, _)| key.device == own);
    feeds
        .filter_map(|(key, _)| {
            let scope = key.scope.to_string();
            let sent = snapshot.exchange.iter().filter_map(|e| e.carries(&own, &scope)).max().unwrap_or(0);
            snapshot.ledger.spine(key).events.iter().find(|e| e.seq > sent).map(|e| e.time)
        })
        .min()
}
