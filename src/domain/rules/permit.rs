//! Permits: working days against the norm, days left, and how many of each group are there.

use std::collections::BTreeMap;

use crate::domain::calendar::Day;
use crate::domain::rules::workday::working_days;
use crate::domain::state::{Permit, PermitState, Settings};

/// The groups in the order in which they are shown.
pub const GROUPS: [&str; 4] = ["certificate", "condition", "document", "statistics"];

/// How long a permit took or is taking, and how long it is good.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PermitTime {
    /// Working days from *applied* to *issued*, or to the day while it is applied for; `None` if it never was.
    pub taken: Option<i64>,
    /// Working days over the norm; negative: so many are left.
    pub over_norm: Option<i64>,
    /// Days to its last day; negative: it has lapsed.
    pub valid_days: Option<i64>,
}

pub fn permit_time(permit: &Permit, settings: &Settings, day: Day) -> PermitTime {
    let until = match permit.state {
        PermitState::Issued => permit.on,
        PermitState::Applied => Some(day),
        PermitState::Needed | PermitState::Returned | PermitState::Waived => None,
    };
    let taken = permit.applied.zip(until).map(|(applied, until)| working_days(settings, applied, until));
    PermitTime {
        taken,
        over_norm: taken.zip(permit.norm_days).map(|(taken, norm)| taken - norm),
        valid_days: permit.valid_until.map(|last| last.days_since(day)),
    }
}

/// Of so many that are asked for so many are issued; those that were waived stand apart.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct PermitCount {
    pub issued: usize,
    pub of: usize,
    pub waived: usize,
}

/// Permits that were not taken back, by group.
pub fn permit_counts<'a>(permits: impl IntoIterator<Item = &'a Permit>) -> BTreeMap<&'a str, PermitCount> {
    let mut counts: BTreeMap<&str, PermitCount> = BTreeMap::new();
    for permit in permits.into_iter().filter(|p| !p.withdrawn) {
        let count = counts.entry(permit.group.as_str()).or_default();
        match permit.state {
            PermitState::Waived => count.waived += 1,
            PermitState::Issued => {
                count.issued += 1;
                count.of += 1;
            }
            PermitState::Needed | PermitState::Applied | PermitState::Returned => count.of += 1,
        }
    }
    counts
}
