//! The light of a node that counts.

use crate::domain::calendar::Day;
use crate::domain::rules::light::Light;
use crate::domain::state::{Folded, Node, Settings};
use crate::domain::trust::Trust;

/// Why a node has its light. Percentages are of the whole node, lags in points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Done by its due.
    Done { done: Day, due: Day },
    /// Done after its due: made good.
    Late { done: Day, due: Day },
    /// Not done, for a reason that was accepted up to that day.
    Excused { until: Day },
    /// The due has passed, by so many days.
    Overdue { due: Day, days: i64 },
    /// It begins later.
    NotStarted { start: Day },
    /// Behind by so much of what is expected on the day; a negative lag is ahead.
    Reported { expected: i64, percent: i64, lag: i64 },
    /// Under way, and nobody wrote how far.
    Unreported { expected: i64 },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeLight {
    pub light: Light,
    pub why: Why,
}

impl NodeLight {
    /// Done, but after its due.
    pub fn is_late(&self) -> bool {
        matches!(self.why, Why::Late { .. })
    }
}

/// The light of a node on a day (§6). Whether the node counts is not asked.
pub fn node_light(node: &Node, settings: &Settings, day: Day) -> NodeLight {
    let dates = node.dates();
    let report = node.report_on(day);
    let why = if let Some(done) = report.and_then(|r| r.done) {
        if done > dates.due { Why::Late { done, due: dates.due } } else { Why::Done { done, due: dates.due } }
    } else if let Some(until) = node.excused_until.filter(|until| *until >= day) {
        Why::Excused { until }
    } else if day > dates.due {
        Why::Overdue { due: dates.due, days: day.days_since(dates.due) }
    } else if day < dates.start {
        Why::NotStarted { start: dates.start }
    } else {
        let expected = 100 * (day.days_since(dates.start) + 1) / (dates.due.days_since(dates.start) + 1);
        match report {
            Some(report) => Why::Reported { expected, percent: report.percent, lag: expected - report.percent },
            None => Why::Unreported { expected },
        }
    };
    let light = match why {
        Why::Done { .. } => Light::Green,
        Why::Late { .. } => Light::Yellow,
        Why::Excused { .. } | Why::NotStarted { .. } => Light::Grey,
        Why::Overdue { .. } => Light::Red,
        Why::Reported { lag, .. } if lag > settings.red_from => Light::Red,
        Why::Reported { lag, .. } if lag > settings.tolerance => Light::Yellow,
        Why::Unreported { expected } if expected > settings.red_from => Light::Yellow,
        Why::Reported { .. } | Why::Unreported { .. } => Light::Green,
    };
    NodeLight { light, why }
}

/// Whether the shown audit is the plan's own author's: such audits are marked and counted apart (§4).
pub fn is_own_audit(node: &Node, folded: &Folded, trust: &Trust) -> bool {
    node.audited_by.is_some_and(|by| trust.is_one_author(&by, &folded.entries[node.entry].device))
}
