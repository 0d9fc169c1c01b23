//! What a project is to reach and what is reported of it: nodes, the year's investment, permits (design §§5, 6).
//!
//! Only what was entered stands here; what it comes to on a day is said by `rules`.

use std::collections::{BTreeMap, HashMap};

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{DeviceId, Ref};
use crate::domain::json::Json;
use crate::domain::money::Fen;
use crate::domain::order::InOrder;
use crate::domain::shape::Kind;
use crate::domain::state::fold::{Entry, Folded, Stated, Statement, Target};

/// What a coordinator said of a plan or a rescheduling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verdict {
    Accepted,
    Returned,
}

impl Verdict {
    pub fn parse(text: &str) -> Option<Verdict> {
        match text {
            "accepted" => Some(Verdict::Accepted),
            "returned" => Some(Verdict::Returned),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Accepted => "accepted",
            Verdict::Returned => "returned",
        }
    }
}

/// When a node is worked on, both days included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dates {
    pub start: Day,
    pub due: Day,
}

/// A rescheduling that was not taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rescheduling {
    /// Where its entry lies in [`Folded::entries`].
    pub entry: usize,
    pub id: Ref,
    pub due: Day,
    pub start: Option<Day>,
    /// The shown audit; `None` while it waits for one.
    pub audit: Option<Verdict>,
}

/// A report that was not taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Report {
    pub entry: usize,
    pub on: Day,
    /// 0 … 100.
    pub percent: i64,
    pub done: Option<Day>,
}

/// A node of the plan, as planned, moved, audited, excused and reported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// Where the plan lies in [`Folded::entries`].
    pub entry: usize,
    /// The plan's ref, by which everything else names the node.
    pub id: Ref,
    pub withdrawn: bool,
    /// As planned.
    pub due: Day,
    /// As planned.
    pub start: Option<Day>,
    /// 1 … 1000.
    pub weight: i64,
    /// The shown audit of the plan; `None` while it waits for one.
    pub audit: Option<Verdict>,
    /// Whose audit that is.
    pub audited_by: Option<DeviceId>,
    /// In order, audited or not.
    pub reschedulings: Vec<Rescheduling>,
    /// The last day of the shown excuse.
    pub excused_until: Option<Day>,
    /// By (on, order).
    pub reports: Vec<Report>,
}

impl Node {
    /// Whether the node counts: the shown audit of its plan is *accepted*.
    pub fn counts(&self) -> bool {
        !self.withdrawn && self.audit == Some(Verdict::Accepted)
    }

    /// Accepted reschedulings in order; the last one's dates are in force.
    pub fn moves(&self) -> impl DoubleEndedIterator<Item = &Rescheduling> {
        self.reschedulings.iter().filter(|r| r.audit == Some(Verdict::Accepted))
    }

    /// The dates in force.
    pub fn dates(&self) -> Dates {
        self.dates_by(self.moves().next_back())
    }

    /// The dates by one of its reschedulings, or as planned. A start of the plan that a rescheduling overtook gives way
    /// to the first of the due's month.
    pub fn dates_by(&self, moved: Option<&Rescheduling>) -> Dates {
        let due = moved.map_or(self.due, |r| r.due);
        let start = moved.and_then(|r| r.start).or(self.start.filter(|start| *start <= due));
        Dates { start: start.unwrap_or_else(|| Month::of(due).first()), due }
    }

    /// Every due that was in force before, the plan's first.
    pub fn earlier_dues(&self) -> Vec<Day> {
        let mut dues: Vec<Day> = std::iter::once(self.due).chain(self.moves().map(|r| r.due)).collect();
        dues.pop();
        dues
    }

    /// The report in force on a day: of those with `on` up to it the greatest by (on, order).
    pub fn report_on(&self, day: Day) -> Option<&Report> {
        self.reports.iter().rfind(|r| r.on <= day)
    }

    /// When it was done, as known of that day.
    pub fn done_on(&self, day: Day) -> Option<Day> {
        self.report_on(day)?.done
    }
}

/// What is planned for a year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearPlan {
    pub amount: Fen,
    /// What each month adds.
    pub months: Option<[Fen; 12]>,
}

/// The shown plans and reports of a project's investment.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Investment {
    pub plans: BTreeMap<i32, YearPlan>,
    /// By month what was done of its year so far.
    pub done: BTreeMap<Month, Fen>,
}

/// A permit or condition as listed, with how it went on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Permit {
    pub entry: usize,
    pub id: Ref,
    pub withdrawn: bool,
    /// certificate, condition, document or statistics, as shown.
    pub group: String,
    /// Working days that it may take.
    pub norm_days: Option<i64>,
    /// The shown state; *needed* when nothing was said of it.
    pub state: PermitState,
    /// The day of the shown state.
    pub on: Option<Day>,
    pub valid_until: Option<Day>,
    /// The last application before the shown state, by (on, order); its own day while it is *applied*.
    pub applied: Option<Day>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PermitState {
    Needed,
    Applied,
    Issued,
    Returned,
    Waived,
}

impl PermitState {
    pub const ALL: [PermitState; 5] =
        [PermitState::Needed, PermitState::Applied, PermitState::Issued, PermitState::Returned, PermitState::Waived];

    pub fn parse(text: &str) -> Option<PermitState> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            PermitState::Needed => "needed",
            PermitState::Applied => "applied",
            PermitState::Issued => "issued",
            PermitState::Returned => "returned",
            PermitState::Waived => "waived",
        }
    }
}

fn shown_day(folded: &Folded, entry: &Entry, field: &str) -> Option<Day> {
    Day::parse(&folded.shown(entry, field)?.text()?)
}

/// The verdict that is shown, and the statement that gave it.
fn audit(folded: &Folded, of: Ref) -> Option<(Verdict, &Statement)> {
    let slot = folded.stated(Target::Thing(of), Stated::Audit)?;
    Some((Verdict::parse(&slot.shown()?.text()?)?, slot.current.last()?))
}

/// The nodes in the order of their plans, taken back ones as well; one pass over the entries.
pub(super) fn nodes(folded: &Folded) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut places: HashMap<Ref, usize> = HashMap::new();
    let plan = |entry: usize, e: &Entry| {
        let shown = audit(folded, e.name());
        let excuse = folded.stated(Target::Thing(e.name()), Stated::Excuse);
        Some(Node {
            entry,
            id: e.name(),
            withdrawn: !folded.counts(e),
            due: e.day("due")?,
            start: e.day("start"),
            weight: e.get("weight").and_then(Json::int).unwrap_or(1),
            audit: shown.map(|(verdict, _)| verdict),
            audited_by: shown.map(|(_, statement)| statement.device),
            reschedulings: Vec::new(),
            excused_until: excuse.and_then(|slot| Day::parse(&slot.shown()?.text()?)),
            reports: Vec::new(),
        })
    };
    // What names a plan may lie before it in order: clocks differ.
    for (entry, e) in folded.entries.iter().enumerate().filter(|(_, e)| e.kind == Kind::NodePlanned) {
        if let Some(node) = plan(entry, e) {
            places.insert(node.id, nodes.len());
            nodes.push(node);
        }
    }
    if nodes.is_empty() {
        return nodes;
    }
    for (entry, e) in folded.entries.iter().enumerate() {
        if !matches!(e.kind, Kind::NodeRescheduled | Kind::NodeReported) || !folded.counts(e) {
            continue;
        }
        let Some(node) = e.named("of").and_then(|of| places.get(&of)).map(|at| &mut nodes[*at]) else { continue };
        if e.kind == Kind::NodeRescheduled {
            let Some(due) = e.day("due") else { continue };
            let audit = audit(folded, e.name()).map(|(verdict, _)| verdict);
            node.reschedulings.push(Rescheduling { entry, id: e.name(), due, start: e.day("start"), audit });
        } else {
            let Some(on) = shown_day(folded, e, "on") else { continue };
            let percent = folded.shown(e, "percent").and_then(Json::int).unwrap_or(0);
            node.reports.push(Report { entry, on, percent, done: shown_day(folded, e, "done") });
        }
    }
    for node in &mut nodes {
        node.reports.order_by_key(|r| r.on);
    }
    nodes
}

pub(super) fn investment(folded: &Folded) -> Investment {
    let mut investment = Investment::default();
    for ((_, stated), slot) in &folded.stated {
        let Some(shown) = slot.current.last() else { continue };
        let Some(amount) = slot.shown().and_then(Json::int).map(Fen) else { continue };
        match stated {
            Stated::Plan(year) => {
                let months = folded.find(&shown.id.to_ref()).and_then(|e| e.get("months")).map(Json::items);
                let months = months.map(|m| std::array::from_fn(|i| Fen(m.get(i).and_then(|v| v.int()).unwrap_or(0))));
                investment.plans.insert(*year, YearPlan { amount, months });
            }
            Stated::Done(month) => drop(investment.done.insert(*month, amount)),
            Stated::Audit | Stated::Excuse | Stated::State | Stated::Duty => {}
        }
    }
    investment
}

/// The permits in the order of their listing, taken back ones as well.
pub(super) fn permits(folded: &Folded) -> Vec<Permit> {
    let listed = folded.entries.iter().enumerate().filter(|(_, e)| e.kind == Kind::PermitListed);
    listed.map(|(entry, e)| permit(folded, entry, e)).collect()
}

fn permit(folded: &Folded, entry: usize, e: &Entry) -> Permit {
    let slot = folded.stated(Target::Thing(e.name()), Stated::State);
    let said = |statement: &Statement| {
        let e = folded.find(&statement.id.to_ref())?;
        Some((PermitState::parse(&e.text("state")?)?, e.day("on")?, e.day("valid_until")))
    };
    let shown = slot.and_then(|slot| said(slot.current.last()?));
    let applied = slot.into_iter().flat_map(|slot| &slot.history).filter_map(said);
    let before = |on: &Day| shown.is_some_and(|(_, until, _)| *on <= until);
    Permit {
        entry,
        id: e.name(),
        withdrawn: !folded.counts(e),
        group: folded.shown(e, "group").and_then(|v| Some(v.text()?.into_owned())).unwrap_or_default(),
        norm_days: folded.shown(e, "norm_days").and_then(Json::int),
        state: shown.map_or(PermitState::Needed, |(state, ..)| state),
        on: shown.map(|(_, on, _)| on),
        valid_until: shown.and_then(|(.., valid_until)| valid_until),
        applied: applied.filter(|(state, ..)| *state == PermitState::Applied).map(|(_, on, _)| on).filter(before).max(),
    }
}
