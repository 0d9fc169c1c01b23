//! What would change a light: found by running the rules on the changed node, never worded by hand (§6).

use crate::domain::calendar::Day;
use crate::domain::id::Ref;
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{NodeLight, node_light};
use crate::domain::rules::project::{ProjectLight, light_of};
use crate::domain::state::{Node, Project, Report, Settings, Verdict};

/// Something that would be entered on the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// A report of that day, with nothing done.
    Report { percent: i64 },
    /// A report of that day that it is done since then.
    Done,
    /// The plan, or one of its reschedulings, is accepted.
    Accept { of: Ref },
    /// It is excused up to that day.
    Excuse,
}

/// The node as it would be with the change. Nothing else is touched.
pub fn changed(node: &Node, change: Change, day: Day) -> Node {
    let mut node = node.clone();
    let entry = node.entry;
    let mut report = |percent, done| {
        let at = node.reports.partition_point(|r| r.on <= day);
        node.reports.insert(at, Report { entry, on: day, percent, done });
    };
    match change {
        Change::Report { percent } => report(percent, None),
        Change::Done => report(100, Some(day)),
        Change::Accept { of } if of == node.id => node.audit = Some(Verdict::Accepted),
        Change::Accept { of } => {
            node.reschedulings.iter_mut().filter(|r| r.id == of).for_each(|r| r.audit = Some(Verdict::Accepted));
        }
        Change::Excuse => node.excused_until = Some(day),
    }
    node
}

/// A change with the light that it would give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    pub change: Change,
    pub light: NodeLight,
}

/// The light of a node, if it counts.
fn light_if_it_counts(node: &Node, settings: &Settings, day: Day) -> Option<NodeLight> {
    node.counts().then(|| node_light(node, settings, day))
}

/// Each change that would give the node another light than it has: the least percentage for a yellow and for a green
/// light, done today if it is not, each audit that is not accepted, an excuse.
pub fn outcomes(node: &Node, settings: &Settings, day: Day) -> Vec<Outcome> {
    let now = light_if_it_counts(node, settings, day).map(|l| l.light);
    let after = |change| {
        let light = light_if_it_counts(&changed(node, change, day), settings, day)?;
        (Some(light.light) != now).then_some(Outcome { change, light })
    };
    let report = |wanted: Light| {
        let found = (0..=100).filter_map(|percent| after(Change::Report { percent })).find(|o| o.light.light == wanted);
        found.filter(|_| now.is_some_and(|now| wanted < now))
    };
    let waiting = node.reschedulings.iter().filter(|r| r.audit != Some(Verdict::Accepted)).map(|r| r.id);
    let plan = (node.audit != Some(Verdict::Accepted)).then_some(node.id);
    let audits = plan.into_iter().chain(waiting).map(|of| Change::Accept { of });
    let done = node.done_on(day).is_none().then_some(Change::Done);
    let others = done.into_iter().chain(audits).chain([Change::Excuse]);
    [Light::Yellow, Light::Green].into_iter().filter_map(report).chain(others.filter_map(after)).collect()
}

/// The light of the whole project with one node changed; `None` if the project has no such node.
pub fn project_after(project: &Project, node: &Ref, change: Change, settings: &Settings, day: Day) -> Option<ProjectLight> {
    let mut nodes = project.nodes.clone();
    let at = nodes.iter().position(|n| n.id == *node)?;
    nodes[at] = changed(&nodes[at], change, day);
    Some(light_of(&nodes, &project.investment, settings, day))
}
