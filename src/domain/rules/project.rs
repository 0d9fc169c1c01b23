//! The light of a project: the worst of its nodes, then the worse of that and its investment.

use crate::domain::calendar::{Day, Month};
use crate::domain::id::Ref;
use crate::domain::rules::investment::{self, InvestmentLight, investment_light};
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{self, node_light};
use crate::domain::state::{Investment, Node, Project, Settings};

/// Why the nodes of a project say nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Grey {
    /// 计划未报: no plan at all.
    NoPlan,
    /// 待审核: planned, and no node counts yet.
    NotAudited,
    /// 有正当理由: what is due and not done is excused.
    Excused,
}

impl Grey {
    pub const ALL: [Grey; 3] = [Grey::NoPlan, Grey::NotAudited, Grey::Excused];

    /// §6's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Grey::NoPlan => "no-plan",
            Grey::NotAudited => "not-audited",
            Grey::Excused => "excused",
        }
    }
}

/// What gives a project the light that it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A node with that light.
    Node {
        id: Ref,
        why: node::Why,
    },
    /// All that was due is done, and nothing else is under way.
    NothingDue,
    Grey(Grey),
    Investment(investment::Why),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectLight {
    pub light: Light,
    /// Everything that alone would give that light: nodes in the order of their plans, then the investment.
    pub reasons: Vec<Reason>,
    /// The light of the nodes alone.
    pub nodes: Light,
    /// Why the nodes say nothing, where they don't.
    pub grey: Option<Grey>,
    pub investment: Option<InvestmentLight>,
}

pub fn project_light(project: &Project, settings: &Settings, day: Day) -> ProjectLight {
    light_of(&project.nodes, &project.investment, settings, day)
}

/// The light of these nodes and this investment on a day (§6).
pub fn light_of(nodes: &[Node], investment: &Investment, settings: &Settings, day: Day) -> ProjectLight {
    let month = Month::of(day);
    // Not done, or done this month: what was done before is no longer looked at.
    let looked_at: Vec<_> = nodes
        .iter()
        .filter(|n| n.counts() && n.done_on(day).is_none_or(|done| Month::of(done) == month))
        .map(|n| (n.id, node_light(n, settings, day)))
        .collect();
    let worst = looked_at.iter().map(|(_, node)| node.light).max().unwrap_or(Light::Grey);
    let (nodes_light, mut reasons, grey) = if worst == Light::Grey {
        match grey_of(nodes, day) {
            None => (Light::Green, vec![Reason::NothingDue], None),
            Some(grey) => (Light::Grey, vec![Reason::Grey(grey)], Some(grey)),
        }
    } else {
        let of_worst = looked_at.iter().filter(|(_, node)| node.light == worst);
        (worst, of_worst.map(|(id, node)| Reason::Node { id: *id, why: node.why }).collect(), None)
    };
    let investment = investment_light(investment, settings, day);
    let light = investment.map_or(nodes_light, |i| i.light.max(nodes_light));
    if nodes_light < light {
        reasons.clear();
    }
    reasons.extend(investment.filter(|i| i.light == light).map(|i| Reason::Investment(i.why)));
    ProjectLight { light, reasons, nodes: nodes_light, grey, investment }
}

/// Why nodes of which none has a colour are grey; `None` if some node counts and all that is due is done.
fn grey_of(nodes: &[Node], day: Day) -> Option<Grey> {
    if nodes.iter().all(|n| n.withdrawn) {
        Some(Grey::NoPlan)
    } else if !nodes.iter().any(Node::counts) {
        Some(Grey::NotAudited)
    } else {
        let is_open = |n: &Node| n.counts() && n.dates().due <= day && n.done_on(day).is_none();
        // Open and due is red unless it is excused, so here it is.
        nodes.iter().any(is_open).then_some(Grey::Excused)
    }
}
