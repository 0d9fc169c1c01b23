//! The light of a project on a day: why it is what it is, what would change it, and what is due next.

use std::collections::BTreeSet;

use crate::domain::calendar::{Day, Month};
use crate::domain::id::Ref;
use crate::domain::money::Fen;
use crate::domain::order::Filled;
use crate::domain::rules::change::{self, outcomes, project_after};
use crate::domain::rules::investment::{self, investment_light};
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{NodeLight, Why};
use crate::domain::rules::project::{self, Grey, ProjectLight, light_of, project_light};
use crate::domain::state::{Investment, Node, Project, Settings};

/// Something that alone gives the light that is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    Node {
        id: Ref,
        title: String,
        why: Why,
    },
    /// All that was due is done, and nothing else is under way.
    NothingDue,
    Grey(Grey),
    Investment(investment::Why),
}

/// What would be entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// So many percent, reported on the day.
    Report {
        percent: i64,
    },
    /// Done on the day.
    Done,
    AcceptPlan,
    /// The rescheduling to that due.
    AcceptMove {
        due: Day,
    },
    /// Excused up to the day.
    Excuse,
}

/// A change of one node, with the lights that it would give.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub node: Ref,
    pub title: String,
    pub wish: Wish,
    /// Of the node.
    pub light: NodeLight,
    /// Of the project; `None` if it stays what it is.
    pub project: Option<Light>,
}

/// The least that would have to be reported for a month for a better light.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvestmentChange {
    pub month: Month,
    /// Of the year so far.
    pub done: Fen,
    /// Of the investment.
    pub light: Light,
    /// Of the project; `None` if it stays what it is.
    pub project: Option<Light>,
}

/// What is due next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Next {
    pub node: Ref,
    pub title: String,
    pub due: Day,
    /// Days left; 0 on the due itself.
    pub days: i64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LightView {
    pub light: Light,
    pub reasons: Vec<Reason>,
    /// All that would change the light of a node that is a reason for a light worse than green, or that does not count yet.
    pub changes: Vec<Change>,
    pub investment: Vec<InvestmentChange>,
    /// The first due that is yet to come of the nodes that count and are not done.
    pub next: Option<Next>,
}

/// Nodes of which it is asked what would change their light: each is a question to the rules about the whole project.
const MOST_ASKED: usize = 60;

/// What a node is called, as shown.
pub fn title_of(project: &Project, node: &Node) -> String {
    let shown = project.folded.shown(project.entry(node.entry), "title");
    shown.and_then(|title| Some(title.text()?.into_owned())).unwrap_or_default()
}

pub fn light(project: &Project, settings: &Settings, day: Day) -> LightView {
    let now = project_light(project, settings, day);
    let named: BTreeSet<Ref> =
        now.reasons.iter().filter_map(|r| if let project::Reason::Node { id, .. } = r { Some(*id) } else { None }).filled();
    let is_reason = |node: &Node| named.contains(&node.id);
    let is_open = |node: &Node| node.counts() && node.done_on(day).is_none();
    let is_excused = |node: &Node| is_open(node) && node.excused_until.is_some_and(|until| until >= day) && node.dates().due <= day;
    let asks = |node: &&Node| match now.grey.filter(|_| now.light == Light::Grey) {
        Some(Grey::Excused) => is_excused(node),
        Some(Grey::NotAudited | Grey::NoPlan) => true,
        None => !node.counts() || (now.light > Light::Green && is_reason(node)),
    };
    let next = project.planned().filter(|n| is_open(n) && n.dates().due >= day).min_by_key(|n| n.dates().due);
    LightView {
        light: now.light,
        reasons: reasons(project, &now),
        changes: project
            .planned()
            .filter(asks)
            .take(MOST_ASKED)
            .flat_map(|node| changes(project, node, settings, day, now.light))
            .collect(),
        investment: investment_changes(project, settings, day, &now),
        next: next.map(|node| {
            let due = node.dates().due;
            Next { node: node.id, title: title_of(project, node), due, days: due.days_since(day) }
        }),
    }
}

/// The reasons alone: what a row of a list needs, where nothing is asked about changes.
pub fn reasons(project: &Project, light: &ProjectLight) -> Vec<Reason> {
    // Reasons stand in the order of the nodes.
    let mut nodes = project.nodes.iter();
    let mut reason = |reason: &project::Reason| {
        Some(match reason {
            project::Reason::Node { id, why } => {
                Reason::Node { id: *id, title: title_of(project, nodes.find(|n| n.id == *id)?), why: *why }
            }
            project::Reason::NothingDue => Reason::NothingDue,
            project::Reason::Grey(grey) => Reason::Grey(*grey),
            project::Reason::Investment(why) => Reason::Investment(*why),
        })
    };
    light.reasons.iter().filter_map(&mut reason).collect()
}

/// What would change the light of a node, with what the project's would then be.
pub fn changes(project: &Project, node: &Node, settings: &Settings, day: Day, now: Light) -> Vec<Change> {
    let wish = |change| match change {
        change::Change::Report { percent } => Some(Wish::Report { percent }),
        change::Change::Done => Some(Wish::Done),
        change::Change::Accept { of } if of == node.id => Some(Wish::AcceptPlan),
        change::Change::Accept { of } => node.reschedulings.iter().find(|r| r.id == of).map(|r| Wish::AcceptMove { due: r.due }),
        change::Change::Excuse => Some(Wish::Excuse),
    };
    let change = |outcome: change::Outcome| {
        let after = project_after(project, &node.id, outcome.change, settings, day)?;
        Some(Change {
            node: node.id,
            title: title_of(project, node),
            wish: wish(outcome.change)?,
            light: outcome.light,
            project: Some(after.light).filter(|light| *light != now),
        })
    };
    outcomes(node, settings, day).into_iter().filter_map(change).collect()
}

/// The lights of the last months, the day's own last: at their end, or on the day, by the same rule as any other day's.
pub fn last_months(project: &Project, settings: &Settings, day: Day, count: usize) -> Vec<(Month, Light)> {
    let mut months: Vec<Month> = std::iter::successors(Some(Month::of(day)), |month| month.previous()).take(count).collect();
    months.reverse();
    months.into_iter().map(|month| (month, project_light(project, settings, month.last().min(day)).light)).collect()
}

/// The least amounts for the last month that ended by which the investment's light becomes yellow and green.
fn investment_changes(project: &Project, settings: &Settings, day: Day, now: &ProjectLight) -> Vec<InvestmentChange> {
    let Some(held) = now.investment else { return Vec::new() };
    let (investment::Why::Reported { month, .. } | investment::Why::Unreported { month }) = held.why;
    let with = |done| {
        let mut investment = project.investment.clone();
        investment.done.insert(month, done);
        investment
    };
    let light_with = |investment: &Investment| investment_light(investment, settings, day).map(|i| i.light);
    let change = |wanted: Light| {
        let done = least(|done| light_with(&with(done)).is_some_and(|light| light <= wanted))?;
        let after = with(done);
        let light = light_with(&after).filter(|light| *light == wanted && *light < held.light)?;
        let project = light_of(&project.nodes, &after, settings, day).light;
        Some(InvestmentChange { month, done, light, project: Some(project).filter(|light| *light != now.light) })
    };
    [Light::Yellow, Light::Green].into_iter().filter_map(change).collect()
}

/// The least amount that will do, of amounts of which every greater one does as well.
fn least(does: impl Fn(Fen) -> bool) -> Option<Fen> {
    let (mut low, mut high) = (0, Fen::MAX.0);
    if !does(Fen(high)) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if does(Fen(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(Fen(low))
}
