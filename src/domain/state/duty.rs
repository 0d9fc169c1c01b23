//! What somebody is to do: an instruction of a project or a decision of a meeting, and what was said of it since.

use std::collections::HashMap;

use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, Ref};
use crate::domain::order::InOrder;
use crate::domain::shape::Kind;
use crate::domain::state::fold::{Entry, Folded, Stated, Target};

/// Where a duty stands. Nothing said of it yet is *issued*, which no entry says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DutyState {
    Issued,
    /// 签收.
    Received,
    Reported,
    /// Reported, and to be reported again.
    Returned,
    /// 办结.
    Closed,
}

impl DutyState {
    pub const ALL: [DutyState; 5] = [DutyState::Issued, DutyState::Received, DutyState::Reported, DutyState::Returned, DutyState::Closed];

    pub fn parse(text: &str) -> Option<DutyState> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            DutyState::Issued => "issued",
            DutyState::Received => "received",
            DutyState::Reported => "reported",
            DutyState::Returned => "returned",
            DutyState::Closed => "closed",
        }
    }

    /// What an entry of a kind says.
    pub fn said_by(kind: Kind) -> Option<DutyState> {
        match kind {
            Kind::DutyReceived => Some(DutyState::Received),
            Kind::DutyReported => Some(DutyState::Reported),
            Kind::DutyReturned => Some(DutyState::Returned),
            Kind::DutyClosed => Some(DutyState::Closed),
            _ => None,
        }
    }
}

/// One thing that was said of a duty and counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DutyStep {
    /// Where its entry lies in [`Folded::entries`].
    pub entry: usize,
    pub id: Ref,
    pub state: DutyState,
    pub on: Day,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    pub entry: usize,
    pub id: Ref,
    /// It was taken back, or what it hangs on.
    pub withdrawn: bool,
    /// Who gave it.
    pub by: DeviceId,
    /// As shown; an instruction may have none.
    pub due: Option<Day>,
    pub state: DutyState,
    /// The day of the shown state.
    pub on: Option<Day>,
    /// All that counts, in the order of its entries.
    pub steps: Vec<DutyStep>,
}

impl Duty {
    /// The last step of a state that counts.
    pub fn last(&self, state: DutyState) -> Option<&DutyStep> {
        self.steps.iter().rfind(|step| step.state == state)
    }
}

/// The duties of a scope in the order in which they were given, taken back ones as well.
pub(super) fn duties(folded: &Folded) -> Vec<Duty> {
    let mut duties: Vec<Duty> = Vec::new();
    let mut places: HashMap<Ref, usize> = HashMap::new();
    let mut known = HashMap::new();
    for (entry, e) in folded.entries.iter().enumerate().filter(|(_, e)| matches!(e.kind, Kind::Instructed | Kind::DecisionMade)) {
        let shown = folded.stated(Target::Thing(e.name()), Stated::Duty).and_then(|slot| folded.find(&slot.current.last()?.id.to_ref()));
        places.insert(e.name(), duties.len());
        duties.push(Duty {
            entry,
            id: e.name(),
            withdrawn: folded.is_taken_back(&e.name(), &mut known),
            by: e.device,
            due: folded.shown(e, "due").and_then(|v| Day::parse(&v.text()?)),
            state: shown.and_then(|said| DutyState::said_by(said.kind)).unwrap_or(DutyState::Issued),
            on: shown.and_then(|said| said.day("on")),
            steps: Vec::new(),
        });
    }
    if duties.is_empty() {
        return duties;
    }
    let step = |(entry, e): (usize, &Entry)| {
        let step = DutyStep { entry, id: e.name(), state: DutyState::said_by(e.kind)?, on: e.day("on")? };
        Some((e.named("of")?, step))
    };
    for (of, step) in folded.entries.iter().enumerate().filter(|(_, e)| folded.counts(e)).filter_map(step) {
        if let Some(duty) = places.get(&of).map(|at| &mut duties[*at]) {
            duty.steps.push(step);
        }
    }
    for duty in &mut duties {
        duty.steps.order_by_key(|step| step.entry);
    }
    duties
}
