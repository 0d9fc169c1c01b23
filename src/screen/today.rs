//! What today asks for: projects to be visited, and what waits to be sent.

use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, ProjectId, Ref};
use crate::domain::shape::Kind;
use crate::domain::state::{Person, Project, State};
use crate::domain::trust::Role;
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

/// A project that is to be visited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    pub id: ProjectId,
    pub name: String,
    pub last: Option<(Day, Lateness)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lateness {
    /// Exactly the days that the settings allow.
    Full(i64),
    Over(i64),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Today {
    /// How many projects are mine.
    pub projects: usize,
    pub every_days: i64,
    pub due: Vec<Due>,
    /// How many more are due.
    pub more: usize,
    /// The next visit that will be due, when none is.
    pub next: Option<(Day, ProjectId, String)>,
    /// Own entries of today that count.
    pub visits: usize,
    pub problems: usize,
}

pub fn today(state: &State, me: &Person, own: DeviceId, today: Day) -> Today {
    let every_days = state.roster.settings.visit_every_days;
    let mine: Vec<_> = state.shown_projects().filter(|p| is_mine(p, me)).collect();
    let mut due: Vec<(i64, Due)> = Vec::new();
    let mut next: Option<(Day, ProjectId, String)> = None;
    for project in &mine {
        let days = project.last_visit.map(|last| today.days_since(last));
        let name = || project.fields.name.clone();
        match (project.last_visit, days) {
            (Some(last), Some(days)) if days >= every_days => {
                let lateness = if days == every_days { Lateness::Full(days) } else { Lateness::Over(days) };
                due.push((days, Due { id: project.id, name: name(), last: Some((last, lateness)) }));
            }
            (Some(last), Some(_)) => {
                let on = last.plus(every_days);
                if next.as_ref().is_none_or(|(day, ..)| on < *day) {
                    next = Some((on, project.id, name()));
                }
            }
            _ => due.push((i64::MAX, Due { id: project.id, name: name(), last: None })),
        }
    }
    // Longest first, those never visited before all.
    due.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let more = due.len().saturating_sub(ROWS);
    let written = |kind: Kind| {
        let of = |p: &Project| {
            let mine = p.folded.of_kind(kind).filter(|e| e.device == own && p.folded.counts(e));
            mine.filter(|e| state.roster.day_of(e.time) == today).count()
        };
        state.shown_projects().map(|p| of(p)).sum()
    };
    Today {
        projects: mine.len(),
        every_days,
        due: due.into_iter().take(ROWS).map(|(_, due)| due).collect(),
        more,
        next,
        visits: written(Kind::VisitLogged),
        problems: written(Kind::ProblemRaised),
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
            let sent = snapshot.exchange.iter().filter_map(|e| match e {
                Exchange::Sent { own_heads, .. } => own_heads.get(&scope).copied(),
                Exchange::Received { .. } => None,
            });
            let sent = sent.max().unwrap_or(0);
            snapshot.ledger.spine(key).events.iter().find(|e| e.seq > sent).map(|e| e.time)
        })
        .min()
}
