//! The plan of a project on a day: its nodes with all that was said of them, a grid of months, and a line of days.
//!
//! The day is compared with what people wrote and never hides an entry: a look at a past day is as known today.

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{DeviceId, Hash, ProjectId, Ref};
use crate::domain::json::Json;
use crate::domain::order::InOrder;
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{NodeLight, node_light};
use crate::domain::rules::project::project_light;
use crate::domain::shape::Kind;
use crate::domain::state::{
    Dates, Entry, Node, Person, Project, Report, Rescheduling, Roster, Slot, State, Stated, Statement, Target, Verdict,
};
use crate::domain::trust::Trust;
use crate::screen::form::plan::NodeForm;
use crate::screen::form::project::Writer;
use crate::screen::light::{LightView, light, title_of};
use crate::screen::moment::Moment;
use crate::screen::project::{Reader, TakenBack, back_of};

/// Months that a grid shows at the most, and of these before the day's.
const MOST_MONTHS: usize = 36;
const MOST_BEFORE: usize = 12;
/// Nodes that are drawn at once: in a list, and in a figure at all.
pub const DRAWN: usize = 60;
pub const IN_FIGURE: usize = 150;

/// What was said of a plan or a rescheduling.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Audit {
    pub verdict: Verdict,
    /// A return has one.
    pub text: Option<String>,
    pub by: String,
    pub at: Moment,
    /// The same person asked and audited.
    pub own: bool,
    /// Others said otherwise, and nobody has settled it; this is what is shown.
    pub conflict: bool,
}

/// A rescheduling, audited or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    pub id: Ref,
    /// 1 for the first that was asked for.
    pub number: usize,
    /// The dates by the accepted ones before it.
    pub from: Dates,
    pub due: Day,
    /// If it names one.
    pub start: Option<Day>,
    pub reason: String,
    pub by: String,
    pub at: Moment,
    /// Days from asking to the due that it would move; negative: asked so many days after it.
    pub ahead: i64,
    /// `None`: it waits for its audit.
    pub audit: Option<Audit>,
    /// Its dates are those of the node.
    pub in_force: bool,
    /// Written for the person of this device.
    pub own: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportLine {
    pub id: Ref,
    pub on: Day,
    pub percent: i64,
    pub done: Option<Day>,
    pub text: Option<String>,
    pub files: Vec<Hash>,
    pub by: String,
    pub at: Moment,
    /// It is what counts on the day.
    pub in_force: bool,
    /// Written for the person of this device.
    pub own: bool,
}

/// The shown excuse.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excuse {
    pub until: Day,
    pub reason: String,
    pub by: String,
    pub at: Moment,
    /// It covers the day.
    pub holds: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NodeView {
    pub id: Ref,
    pub title: String,
    pub text: Option<String>,
    /// A phase.
    pub stage: Option<String>,
    /// 1 … 1000.
    pub weight: i64,
    pub by: String,
    pub at: Moment,
    /// In force.
    pub dates: Dates,
    /// As planned, before any rescheduling.
    pub planned: Dates,
    /// `None`: it waits for its audit.
    pub audit: Option<Audit>,
    /// `None` while the node does not count.
    pub light: Option<NodeLight>,
    /// In the order in which they were asked for.
    pub moves: Vec<Move>,
    /// Newest first.
    pub reports: Vec<ReportLine>,
    pub excuse: Option<Excuse>,
    /// On the day.
    pub percent: i64,
    pub done: Option<Day>,
    pub taken_back: Option<TakenBack>,
    /// Written for the person of this device.
    pub own: bool,
}

impl NodeView {
    /// Reschedulings that nobody has audited.
    pub fn waiting(&self) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(|m| m.audit.is_none())
    }

    /// Reschedulings that were accepted: what the mark of a moved node counts.
    pub fn moved_times(&self) -> usize {
        self.moves.iter().filter(|m| m.audit.as_ref().is_some_and(|a| a.verdict == Verdict::Accepted)).count()
    }

    /// Every due that was in force before, the plan's first.
    pub fn earlier_dues(&self) -> impl Iterator<Item = Day> {
        let accepted = self.moves.iter().filter(|m| m.audit.as_ref().is_some_and(|a| a.verdict == Verdict::Accepted));
        accepted.map(|m| m.from.due)
    }

    /// Plan and reschedulings that wait for an audit.
    pub fn to_audit(&self) -> impl Iterator<Item = Ref> {
        let plan = self.audit.is_none().then_some(self.id);
        plan.into_iter().chain(self.waiting().map(|m| m.id)).filter(|_| self.taken_back.is_none())
    }
}

/// How far a plan has come at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Nobody planned a node.
    NoPlan,
    /// Every plan was taken back.
    TakenBack,
    /// No node counts yet: so many wait, so many were returned.
    NotAudited { waiting: usize, returned: usize },
    /// So many nodes count, and of these so many are done.
    Counts { nodes: usize, done: usize },
}

/// Weights of the nodes that count.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Weight {
    pub done: i64,
    pub of: i64,
}

/// What the person of this device may write of a plan.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Rights {
    /// Plan nodes, report, ask for other dates.
    pub plan: bool,
    /// Audit, excuse, and take back what others planned.
    pub audit: bool,
}

pub fn rights(project: &Project, me: Option<&Person>) -> Rights {
    let writer = me.and_then(|me| Writer::of(me.role, me.district, project));
    Rights { plan: writer.is_some(), audit: writer == Some(Writer::Coordinator) }
}

/// What stands above a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    pub id: ProjectId,
    pub name: String,
    pub key: bool,
    pub category: String,
    pub district: String,
}

pub fn head(state: &State, project: &Project) -> Head {
    let fields = &project.fields;
    Head {
        id: project.id,
        name: fields.name.clone(),
        key: fields.key,
        category: fields.category.clone(),
        district: fields.district.map(|d| state.roster.unit_name(&d)).unwrap_or_default(),
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanView {
    pub head: Head,
    pub rights: Rights,
    pub light: LightView,
    pub standing: Standing,
    pub weight: Weight,
    /// By due in force, then in the order of their plans; what was taken back last.
    pub nodes: Vec<NodeView>,
    /// Of what was not taken back.
    pub grid: Grid,
    pub timeline: Timeline,
}

impl PlanView {
    /// What the nodes that wait for their audit make up in a month, in percent of all weights once every one of them
    /// counted; rounded up, so that what waits is seen.
    pub fn asked_share(&self, month: Month) -> Option<i64> {
        let waiting = || self.nodes.iter().filter(|n| n.audit.is_none() && n.taken_back.is_none());
        let sum: i64 = waiting().filter(|n| Month::of(n.dates.due) == month).map(|n| n.weight).sum();
        let all = self.weight.of + waiting().map(|n| n.weight).sum::<i64>();
        (sum > 0).then(|| (sum * 100 + all - 1) / all)
    }
}

/// What stands in a month of a node.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Cell {
    /// Between its start and its due.
    pub planned: bool,
    pub due: bool,
    /// A due that a rescheduling moved.
    pub earlier_due: bool,
    /// A due that waits for its audit.
    pub asked: bool,
    pub done: Option<DoneHow>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DoneHow {
    OnTime,
    Late,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub node: Ref,
    pub title: String,
    /// One for each month of the grid.
    pub cells: Vec<Cell>,
    /// Something of it lies before the first month, or behind the last.
    pub before: bool,
    pub after: bool,
}

/// A month's column, over all nodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    pub month: Month,
    pub is_today: bool,
    /// Of the project at the month's end, or on the day in its own month; `None` in months to come.
    pub light: Option<Light>,
    /// Weight that is due up to the month's end.
    pub due: i64,
    /// Weight that was done up to the month's end; `None` in months to come.
    pub done: Option<i64>,
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Grid {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

/// Days from the first of the line; they may lie outside of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    pub node: Ref,
    pub start: i64,
    pub due: i64,
    /// As planned, where a rescheduling moved it.
    pub baseline: Option<(i64, i64)>,
    /// Dues between the planned one and that in force.
    pub earlier: Vec<i64>,
    /// Dues that wait for their audit.
    pub asked: Vec<i64>,
    pub done: Option<(i64, DoneHow)>,
    pub percent: i64,
    pub counts: bool,
}

/// The days of the grid's months.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Timeline {
    pub first: Day,
    pub days: i64,
    pub today: i64,
    /// In the order of the nodes.
    pub bars: Vec<Bar>,
}

/// A plan, a rescheduling or a report that was taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gone {
    pub name: Ref,
    /// Of the node.
    pub title: String,
    pub what: GoneWhat,
    pub by: String,
    pub at: Moment,
    pub back: TakenBack,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GoneWhat {
    Plan { due: Day },
    Move { due: Day },
    Report { percent: i64, done: Option<Day> },
}

/// What was taken back of a project's plan, the newest first.
pub fn gone(state: &State, project: &Project, reader: Reader<'_>) -> Vec<Gone> {
    let (folded, roster) = (&project.folded, &*state.roster);
    let line = |entry: &Entry| {
        let back = folded.withdrawn.get(&entry.name())?;
        let node = |of: Option<Ref>| of.and_then(|of| project.node(&of));
        let (node, what) = match entry.kind {
            Kind::NodePlanned => (node(Some(entry.name())), GoneWhat::Plan { due: entry.day("due")? }),
            Kind::NodeRescheduled => (node(entry.named("of")), GoneWhat::Move { due: entry.day("due")? }),
            Kind::NodeReported => {
                let percent = folded.shown(entry, "percent").and_then(Json::int).unwrap_or(0);
                (node(entry.named("of")), GoneWhat::Report { percent, done: entry.day("done") })
            }
            _ => return None,
        };
        Some(Gone {
            name: entry.name(),
            title: title_of(project, node?),
            what,
            by: roster.author(&entry.device),
            at: Moment::of(entry.time, roster.zone),
            back: back_of(folded, back, roster, reader),
        })
    };
    folded.entries.iter().rev().filter_map(line).collect()
}

impl Timeline {
    /// How far along the line so many days after its first lie, 0 … 100; months are of one width, whatever their days.
    pub fn share(&self, days: f64) -> f64 {
        let (first, last) = (Month::of(self.first), Month::of(self.first.plus(self.days - 1)));
        let index = |month: Month| f64::from((month.year() - first.year()) * 12 + month.number() as i32 - first.number() as i32);
        let month = Month::of(self.first.plus(days.floor() as i64)).min(last).max(first);
        let begun = days - month.first().days_since(self.first) as f64;
        let of = month.last().days_since(month.first()) as f64 + 1.0;
        ((index(month) + (begun / of).clamp(0.0, 1.0)) * 100.0 / (index(last) + 1.0)).clamp(0.0, 100.0)
    }
}

struct Eyes<'a> {
    project: &'a Project,
    roster: &'a Roster,
    trust: &'a Trust,
    reader: Reader<'a>,
    day: Day,
}

pub fn plan(state: &State, project: &Project, reader: Reader<'_>, day: Day) -> PlanView {
    let eyes = Eyes { project, roster: &state.roster, trust: &state.trust, reader, day };
    let settings = &state.roster.settings;
    let mut nodes: Vec<&Node> = project.nodes.iter().collect();
    nodes.order_by_key(|n| (n.withdrawn, n.dates().due));
    let live: Vec<&Node> = nodes.iter().copied().filter(|n| !n.withdrawn).collect();
    let counting: Vec<&Node> = live.iter().copied().filter(|n| n.counts()).collect();
    let months = months(&live, day);
    PlanView {
        head: head(state, project),
        rights: rights(project, reader.me),
        light: light(project, settings, day),
        standing: standing(&nodes, day),
        weight: Weight {
            done: counting.iter().filter(|n| n.done_on(day).is_some()).map(|n| n.weight).sum(),
            of: counting.iter().map(|n| n.weight).sum(),
        },
        grid: Grid {
            columns: months.iter().map(|month| eyes.column(&counting, *month)).collect(),
            rows: live.iter().map(|node| eyes.row(node, &months)).collect(),
        },
        timeline: timeline(&live, &months, day),
        nodes: nodes.iter().map(|node| eyes.node(node)).collect(),
    }
}

fn standing(nodes: &[&Node], day: Day) -> Standing {
    let live = || nodes.iter().filter(|n| !n.withdrawn);
    let counting = live().filter(|n| n.counts()).count();
    if nodes.is_empty() {
        Standing::NoPlan
    } else if live().next().is_none() {
        Standing::TakenBack
    } else if counting == 0 {
        let returned = live().filter(|n| n.audit == Some(Verdict::Returned)).count();
        Standing::NotAudited { waiting: live().count() - returned, returned }
    } else {
        Standing::Counts { nodes: counting, done: live().filter(|n| n.counts() && n.done_on(day).is_some()).count() }
    }
}

fn text_of(value: Option<Json<'_>>) -> Option<String> {
    Some(value?.text()?.into_owned()).filter(|text| !text.is_empty())
}

fn how(done: Day, due: Day) -> DoneHow {
    if done > due { DoneHow::Late } else { DoneHow::OnTime }
}

impl Eyes<'_> {
    fn by(&self, device: &DeviceId) -> String {
        self.roster.author(device)
    }

    fn at(&self, time: i64) -> Moment {
        Moment::of(time, self.roster.zone)
    }

    /// The statement that a slot shows, with its entry.
    fn shown(&self, of: Ref, stated: Stated) -> Option<(&Slot, &Statement, &Entry)> {
        let slot = self.project.folded.stated(Target::Thing(of), stated)?;
        let statement = slot.current.last()?;
        Some((slot, statement, self.project.folded.find(&statement.id.to_ref())?))
    }

    fn audit(&self, of: Ref, asked: &Entry, verdict: Option<Verdict>) -> Option<Audit> {
        let (slot, statement, entry) = self.shown(of, Stated::Audit)?;
        Some(Audit {
            verdict: verdict?,
            text: entry.text("text"),
            by: self.by(&statement.device),
            at: self.at(statement.time),
            own: self.trust.is_one_author(&statement.device, &asked.device),
            conflict: slot.is_conflict(),
        })
    }

    fn node(&self, node: &Node) -> NodeView {
        let folded = &self.project.folded;
        let entry = self.project.entry(node.entry);
        NodeView {
            id: node.id,
            title: title_of(self.project, node),
            text: text_of(folded.shown(entry, "text")),
            stage: text_of(folded.shown(entry, "stage")),
            weight: node.weight,
            by: self.by(&entry.device),
            at: self.at(entry.time),
            dates: node.dates(),
            planned: node.dates_by(None),
            audit: self.audit(node.id, entry, node.audit),
            light: node.counts().then(|| node_light(node, &self.roster.settings, self.day)),
            moves: self.moves(node),
            reports: self.reports(node),
            excuse: self.excuse(node),
            percent: node.report_on(self.day).map_or(0, |r| r.percent),
            done: node.done_on(self.day),
            taken_back: folded.withdrawn.get(&node.id).map(|by| back_of(folded, by, self.roster, self.reader)),
            own: self.reader.wrote(self.roster, &entry.device),
        }
    }

    fn moves(&self, node: &Node) -> Vec<Move> {
        let in_force = node.moves().next_back().map(|r| r.id);
        let mut accepted: Option<&Rescheduling> = None;
        let mut moves = Vec::new();
        for (n, r) in node.reschedulings.iter().enumerate() {
            let entry = self.project.entry(r.entry);
            let (from, at) = (node.dates_by(accepted), self.at(entry.time));
            if r.audit == Some(Verdict::Accepted) {
                accepted = Some(r);
            }
            moves.push(Move {
                id: r.id,
                number: n + 1,
                from,
                due: r.due,
                start: r.start,
                reason: entry.text("reason").unwrap_or_default(),
                by: self.by(&entry.device),
                ahead: from.due.days_since(at.day),
                at,
                audit: self.audit(r.id, entry, r.audit),
                in_force: in_force == Some(r.id),
                own: self.reader.wrote(self.roster, &entry.device),
            });
        }
        moves
    }

    fn reports(&self, node: &Node) -> Vec<ReportLine> {
        let folded = &self.project.folded;
        let in_force = node.report_on(self.day).map(|r| r.entry);
        let line = |report: &Report| {
            let entry = self.project.entry(report.entry);
            let files = folded.shown(entry, "files").map(Json::items).unwrap_or_default();
            ReportLine {
                id: entry.name(),
                on: report.on,
                percent: report.percent,
                done: report.done,
                text: text_of(folded.shown(entry, "text")),
                files: files.into_iter().filter_map(|file| Hash::parse(&file.text()?)).collect(),
                by: self.by(&entry.device),
                at: self.at(entry.time),
                in_force: in_force == Some(report.entry),
                own: self.reader.wrote(self.roster, &entry.device),
            }
        };
        node.reports.iter().rev().map(line).collect()
    }

    fn excuse(&self, node: &Node) -> Option<Excuse> {
        let until = node.excused_until?;
        let (_, statement, entry) = self.shown(node.id, Stated::Excuse)?;
        Some(Excuse {
            until,
            reason: entry.text("reason").unwrap_or_default(),
            by: self.by(&statement.device),
            at: self.at(statement.time),
            holds: until >= self.day,
        })
    }

    fn column(&self, counting: &[&Node], month: Month) -> Column {
        let last = month.last();
        let is_past = month <= Month::of(self.day);
        let weight = |keeps: &dyn Fn(&Node) -> bool| counting.iter().filter(|n| keeps(n)).map(|n| n.weight).sum();
        Column {
            month,
            is_today: month == Month::of(self.day),
            light: is_past.then(|| project_light(self.project, &self.roster.settings, last.min(self.day)).light),
            due: weight(&|n| n.dates().due <= last),
            done: is_past.then(|| weight(&|n| n.done_on(self.day).is_some_and(|done| done <= last))),
        }
    }

    fn row(&self, node: &Node, months: &[Month]) -> Row {
        let dates = node.dates();
        let (first, last) = (months[0], months[months.len() - 1]);
        let done = node.done_on(self.day);
        let earlier = node.earlier_dues();
        let asked: Vec<Day> = node.reschedulings.iter().filter(|r| r.audit.is_none()).map(|r| r.due).collect();
        let cell = |month: &Month| {
            let holds = |day: Day| Month::of(day) == *month;
            Cell {
                planned: dates.start <= month.last() && month.first() <= dates.due,
                due: holds(dates.due),
                earlier_due: earlier.iter().copied().any(holds),
                asked: asked.iter().copied().any(holds),
                done: done.filter(|done| holds(*done)).map(|done| how(done, dates.due)),
            }
        };
        let all = || marks(node);
        Row {
            node: node.id,
            title: title_of(self.project, node),
            cells: months.iter().map(cell).collect(),
            before: all().any(|day| Month::of(day) < first),
            after: all().any(|day| Month::of(day) > last),
        }
    }
}

/// Every day that is drawn of a node.
fn marks(node: &Node) -> impl Iterator<Item = Day> {
    let dates = node.dates();
    let done = node.done_on(Day::LAST);
    let asked = node.reschedulings.iter().filter(|r| r.audit.is_none()).map(|r| r.due);
    [dates.start, dates.due].into_iter().chain(node.earlier_dues()).chain(asked).chain(done).collect::<Vec<_>>().into_iter()
}

/// The months that are shown: all that the nodes need and the day's own, as long as they are not too many.
fn months(nodes: &[&Node], day: Day) -> Vec<Month> {
    let own = Month::of(day);
    let days = || nodes.iter().flat_map(|n| marks(n)).map(Month::of);
    let (first, last) = (days().min().unwrap_or(own).min(own), days().max().unwrap_or(own).max(own));
    let spread = |from: Month| std::iter::successors(Some(from), |month| month.next().filter(|next| *next <= last));
    if spread(first).nth(MOST_MONTHS).is_none() {
        return spread(first).collect();
    }
    let back = std::iter::successors(Some(own), |month| month.previous().filter(|before| *before >= first));
    let from = back.take(MOST_BEFORE + 1).last().unwrap_or(own);
    spread(from).take(MOST_MONTHS).collect()
}

fn timeline(nodes: &[&Node], months: &[Month], day: Day) -> Timeline {
    let first = months[0].first();
    let at = |day: Day| day.days_since(first);
    let bar = |node: &&Node| {
        let (dates, planned) = (node.dates(), node.dates_by(None));
        let earlier = node.earlier_dues();
        Bar {
            node: node.id,
            start: at(dates.start),
            due: at(dates.due),
            baseline: (!earlier.is_empty()).then(|| (at(planned.start), at(planned.due))),
            earlier: earlier.into_iter().skip(1).map(at).collect(),
            asked: node.reschedulings.iter().filter(|r| r.audit.is_none()).map(|r| at(r.due)).collect(),
            done: node.done_on(day).map(|done| (at(done), how(done, dates.due))),
            percent: node.report_on(day).map_or(0, |r| r.percent),
            counts: node.counts(),
        }
    };
    Timeline { first, days: at(months[months.len() - 1].last()) + 1, today: at(day), bars: nodes.iter().map(bar).collect() }
}

/// The nodes of another project as a form to begin with: moved as a whole so that the earliest start is that day.
pub fn copied(project: &Project, first: Day) -> Vec<NodeForm> {
    let mut nodes: Vec<&Node> = project.planned().collect();
    nodes.order_by_key(|n| n.dates().due);
    let Some(earliest) = nodes.iter().map(|n| n.dates().start).min() else { return Vec::new() };
    let by = first.days_since(earliest);
    let form = |node: &&Node| {
        let entry = project.entry(node.entry);
        let shown = |field: &str| text_of(project.folded.shown(entry, field)).unwrap_or_default();
        NodeForm {
            title: title_of(project, node),
            due: node.dates().due.plus(by).to_string(),
            start: node.dates().start.plus(by).to_string(),
            weight: node.weight.to_string(),
            stage: shown("stage"),
            text: shown("text"),
            doubled: false,
        }
    };
    nodes.iter().map(form).collect()
}

/// Drafts of a project's new nodes begin so.
pub fn draft_prefix(project: &ProjectId) -> String {
    format!("plan-{project}-")
}
