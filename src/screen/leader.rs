//! A leader's page: own projects by light, why they are red, problems that wait, and the age of what is known.

use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::rules::light::{Light, raised_problem};
use crate::domain::rules::node::Why;
use crate::domain::rules::project::project_light;
use crate::domain::state::{Person, Project};
use crate::domain::trust::Role;
use crate::screen::light::{self, Reason};
use crate::screen::moment::Moment;
use crate::screen::project::Reader;
use crate::screen::today::is_mine;
use crate::session::Snapshot;

/// One of the projects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub id: ProjectId,
    pub name: String,
    pub district: String,
    /// The worst first.
    pub reasons: Vec<Reason>,
    /// Days by which its longest overdue node is over.
    pub over: i64,
}

/// A problem that nobody has answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemRow {
    pub project: ProjectId,
    pub of: Ref,
    pub name: String,
    pub title: String,
    pub category: String,
    pub on: Day,
    pub days: i64,
    pub light: Light,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeaderView {
    pub projects: usize,
    /// By light, in the order of [`LIGHTS`]; the longest overdue first, then by name.
    pub lights: [Vec<Row>; 4],
    /// The longest waiting first.
    pub problems: Vec<ProblemRow>,
    /// The newest that others wrote and this device holds.
    pub newest: Option<Moment>,
    /// It is older than [`STALE`] days.
    pub stale: bool,
}

/// The lights in the order of the page.
pub const LIGHTS: [Light; 4] = [Light::Red, Light::Yellow, Light::Green, Light::Grey];
/// Days after which what is known is told to be old.
pub const STALE: i64 = 3;
/// A section shows this many rows before it says how many more there are.
pub const ROWS: usize = 12;

/// Whether a project is on this person's page: their own; of a coordinator's those that are a leader's or the city's key
/// projects.
fn is_watched(project: &Project, me: &Person) -> bool {
    let is_led = project.fields.key || project.fields.leader.is_some();
    is_mine(project, me) && (matches!(me.role, Role::Leader | Role::Secretary) || is_led)
}

pub fn leader(snapshot: &Snapshot, me: &Person, own: DeviceId, today: Day) -> LeaderView {
    let state = &snapshot.state;
    let (roster, settings) = (&state.roster, &state.roster.settings);
    let mut lights: [Vec<Row>; 4] = std::array::from_fn(|_| Vec::new());
    let mut problems = Vec::new();
    let mut projects = 0;
    for project in state.shown_projects().filter(|p| is_watched(p, me)) {
        projects += 1;
        let f = &project.fields;
        let now = project_light(project, settings, today);
        let mut reasons = light::reasons(project, &now);
        let over = |reason: &Reason| match reason {
            Reason::Node { why: Why::Overdue { days, .. }, .. } => *days,
            _ => 0,
        };
        reasons.order_by(|a, b| over(b).cmp(&over(a)));
        let row = Row {
            id: project.id,
            name: f.name.clone(),
            district: f.district.map(|d| roster.unit_name(&d)).unwrap_or_default(),
            over: reasons.first().map_or(0, over),
            reasons,
        };
        if let Some(at) = LIGHTS.iter().position(|light| *light == now.light) {
            lights[at].push(row);
        }
        for problem in project.problems.iter().filter(|p| !p.withdrawn) {
            let entry = project.entry(problem.entry);
            let text = |field: &str| project.folded.shown(entry, field).and_then(|v| Some(v.text()?.into_owned())).unwrap_or_default();
            let category = text("category");
            problems.push(ProblemRow {
                project: project.id,
                of: entry.name(),
                name: f.name.clone(),
                title: text("title"),
                on: problem.on,
                days: today.days_since(problem.on),
                light: raised_problem(problem.on, settings.problem_days(&category), today),
                category,
            });
        }
    }
    for rows in &mut lights {
        rows.order_by(|a, b| b.over.cmp(&a.over).then_with(|| (&a.name, a.id).cmp(&(&b.name, b.id))));
    }
    problems.order_by(|a, b| b.days.cmp(&a.days).then_with(|| (&a.name, a.of).cmp(&(&b.name, b.of))));
    let others = snapshot.ledger.feeds().filter(|(key, _)| key.device != own);
    let newest = others.filter_map(|(key, _)| snapshot.ledger.spine(key).events.last().map(|e| e.time)).max();
    let stale = newest.is_some_and(|time| today.days_since(roster.day_of(time)) > STALE);
    LeaderView { projects, lights, problems, newest: newest.map(|time| Moment::of(time, roster.zone)), stale }
}

/// The projects of which one can be chosen for an instruction, by name.
pub fn choices(snapshot: &Snapshot, reader: Reader<'_>) -> Vec<(ProjectId, String)> {
    let Some(me) = reader.me else { return Vec::new() };
    let mine = snapshot.state.shown_projects().filter(|p| is_mine(p, me));
    let mut named: Vec<(ProjectId, String)> = mine.map(|p| (p.id, p.fields.name.clone())).collect();
    named.order_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    named
}
