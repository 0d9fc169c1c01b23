//! What leaves the ledger as tables: the same columns that are taken in, and beside them what the rules say.
//!
//! Taken in again, a table changes nothing: a column that only tells is none that is read.

use std::collections::BTreeSet;

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::money::Fen;
use crate::domain::order::InOrder;
use crate::domain::rules::light::Light;
use crate::domain::rules::node::node_light;
use crate::domain::rules::permit::permit_time;
use crate::domain::rules::project::{Grey, project_light};
use crate::domain::state::{Entry, Node, Project, State, Verdict};
use crate::domain::table::column::Column;
use crate::domain::table::kind::TableKind;
use crate::screen::light::{self, Reason, title_of};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Head {
    /// One that is read again.
    Column(Column),
    Light,
    Why,
    NextNode,
    NextDue,
    PlannedThisYear,
    DoneThisYear,
    LastVisit,
    Audit,
    Moves,
    Excused,
    DaysTaken,
    Author,
}

/// A cell before it is worded.
#[derive(Clone, PartialEq, Debug)]
pub enum Out {
    Empty,
    Text(String),
    /// A whole number.
    Int(i64),
    /// Hundredths.
    Percent(i64),
    /// An amount, written in 万元.
    Money(Fen),
    Day(Day),
    YesNo(bool),
    Word(Column, String),
    Light(Light, Option<Grey>),
    Reasons(Vec<Reason>),
    NodeWhy(crate::domain::rules::node::Why),
    Audit(Option<Verdict>),
}

/// A table before it is worded.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    pub kind: TableKind,
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<Out>>,
}

fn text(text: &str) -> Out {
    if text.is_empty() { Out::Empty } else { Out::Text(text.to_owned()) }
}

fn given<T>(value: Option<T>, out: impl FnOnce(T) -> Out) -> Out {
    value.map_or(Out::Empty, out)
}

fn shown(project: &Project, entry: usize, field: &str) -> Out {
    let value = project.folded.shown(project.entry(entry), field).and_then(|t| Some(t.text()?.into_owned()));
    text(&value.unwrap_or_default())
}

/// A table of one kind as it is known on a day, of all projects or only of some.
pub fn page(kind: TableKind, state: &State, day: Day, only: Option<&BTreeSet<ProjectId>>) -> Page {
    let writer = Writer { state, day };
    let mut projects: Vec<&Project> =
        state.shown_projects().map(|p| &**p).filter(|p| only.is_none_or(|only| only.contains(&p.id))).collect();
    let district = |p: &Project| p.fields.district.map(|d| state.roster.unit_name(&d)).unwrap_or_default();
    projects.order_by_key(|p| (district(p), p.fields.name.clone(), p.id));
    let heads = heads(kind);
    let rows = match kind {
        TableKind::Projects => projects.iter().map(|p| writer.project(p)).collect(),
        TableKind::Nodes => projects.iter().flat_map(|p| p.planned().map(|n| writer.node(p, n))).collect(),
        TableKind::Investment => projects.iter().flat_map(|p| writer.investment(p)).collect(),
        TableKind::Permits => projects.iter().flat_map(|p| writer.permits(p)).collect(),
        TableKind::People => writer.people(),
        TableKind::Visits => projects.iter().flat_map(|p| writer.visits(p)).collect(),
        TableKind::Problems => projects.iter().flat_map(|p| writer.problems(p)).collect(),
    };
    Page { kind, heads, rows }
}

/// The columns of a kind in their order; each writer below keeps to it.
fn heads(kind: TableKind) -> Vec<Head> {
    use Column as C;
    let read = |columns: &[Column]| columns.iter().map(|c| Head::Column(*c)).collect::<Vec<_>>();
    let (columns, told): (Vec<Head>, &[Head]) = match kind {
        TableKind::Projects => (
            read(&[
                C::Name,
                C::District,
                C::Unit,
                C::Category,
                C::Key,
                C::Phase,
                C::Secretary,
                C::Leader,
                C::Enterprise,
                C::Place,
                C::Total,
                C::Field,
                C::Code,
            ]),
            &[Head::Light, Head::Why, Head::NextNode, Head::NextDue, Head::PlannedThisYear, Head::DoneThisYear, Head::LastVisit],
        ),
        TableKind::Nodes => (
            read(&[C::Name, C::District, C::Title, C::Due, C::Done, C::Weight, C::Percent, C::ReportedOn, C::Start]),
            &[Head::Light, Head::Why, Head::Audit, Head::Moves, Head::Excused],
        ),
        TableKind::Investment => {
            let months = (1..=12).map(C::PlanIn).chain((1..=12).map(C::DoneBy));
            (read(&[C::Name, C::District, C::Year, C::YearPlan].into_iter().chain(months).collect::<Vec<_>>()), &[])
        }
        TableKind::Permits => (
            read(&[
                C::Name,
                C::District,
                C::Permit,
                C::Group,
                C::Department,
                C::NormDays,
                C::State,
                C::StateOn,
                C::Applied,
                C::Issued,
                C::ValidUntil,
            ]),
            &[Head::DaysTaken],
        ),
        TableKind::People => (read(&[C::PersonName, C::Role, C::District, C::Unit]), &[]),
        TableKind::Visits => (read(&[C::Name, C::District, C::VisitOn, C::VisitKind, C::Present, C::Record]), &[Head::Author]),
        TableKind::Problems => (read(&[C::Name, C::District, C::Problem, C::ProblemCategory, C::RaisedOn]), &[Head::Author]),
    };
    columns.into_iter().chain(told.iter().copied()).collect()
}

struct Writer<'a> {
    state: &'a State,
    day: Day,
}

impl Writer<'_> {
    fn unit(&self, unit: Option<Ref>) -> Out {
        given(unit, |unit| text(&self.state.roster.unit_name(&unit)))
    }

    fn named(&self, person: Option<Ref>) -> Out {
        given(person, |person| text(&self.state.roster.person_name(&person)))
    }

    fn start(&self, project: &Project) -> Vec<Out> {
        vec![text(&project.fields.name), self.unit(project.fields.district)]
    }

    fn project(&self, project: &Project) -> Vec<Out> {
        let (fields, settings) = (&project.fields, &self.state.roster.settings);
        let optional = |value: &Option<String>| text(value.as_deref().unwrap_or_default());
        let light = project_light(project, settings, self.day);
        let next = light::light(project, settings, self.day).next;
        let year = self.day.year();
        let done = project.investment.done.range(..=Month::of(self.day)).next_back().filter(|(m, _)| m.year() == year);
        let told = [
            Out::Light(light.light, light.grey),
            Out::Reasons(light::reasons(project, &light)),
            given(next.as_ref(), |next| text(&next.title)),
            given(next.as_ref(), |next| Out::Day(next.due)),
            given(project.investment.plans.get(&year), |plan| Out::Money(plan.amount)),
            given(done, |(_, done)| Out::Money(*done)),
            given(project.last_visit, Out::Day),
        ];
        let mut row = self.start(project);
        row.extend([
            self.unit(fields.unit),
            Out::Word(Column::Category, fields.category.clone()),
            Out::YesNo(fields.key),
            given(fields.phase.clone(), |phase| Out::Word(Column::Phase, phase)),
            self.named(fields.secretary),
            self.named(fields.leader),
            optional(&fields.enterprise),
            optional(&fields.place),
            given(fields.total, Out::Money),
            optional(&fields.field),
            optional(&fields.code),
        ]);
        row.extend(told);
        row
    }

    fn node(&self, project: &Project, node: &Node) -> Vec<Out> {
        let (dates, light) = (node.dates(), node_light(node, &self.state.roster.settings, self.day));
        let last = node.report_on(self.day);
        let mut row = self.start(project);
        row.extend([
            text(&title_of(project, node)),
            Out::Day(dates.due),
            given(last.and_then(|r| r.done), Out::Day),
            Out::Int(node.weight),
            given(last, |r| Out::Percent(r.percent)),
            given(last.filter(|r| r.done.is_none()), |r| Out::Day(r.on)),
            Out::Day(dates.start),
        ]);
        // Of a node that does not count no light is said.
        let told = if node.counts() { [Out::Light(light.light, None), Out::NodeWhy(light.why)] } else { [Out::Empty, Out::Empty] };
        row.extend(told);
        row.extend([Out::Audit(node.audit), Out::Int(node.moves().count() as i64), given(node.excused_until, Out::Day)]);
        row
    }

    fn investment(&self, project: &Project) -> Vec<Vec<Out>> {
        let investment = &project.investment;
        let years: BTreeSet<i32> = investment.plans.keys().copied().chain(investment.done.keys().map(|m| m.year())).collect();
        let row = |year: i32| {
            let plan = investment.plans.get(&year);
            let months = plan.and_then(|plan| plan.months);
            let done = |m: u32| Some(Month::of(Day::new(year, m, 1)?)).and_then(|month| investment.done.get(&month).copied());
            let mut row = self.start(project);
            row.extend([Out::Int(i64::from(year)), given(plan, |plan| Out::Money(plan.amount))]);
            row.extend((0..12).map(|m| given(months, |months| Out::Money(months[m]))));
            row.extend((1..=12).map(|m| given(done(m), Out::Money)));
            row
        };
        years.into_iter().map(row).collect()
    }

    fn permits(&self, project: &Project) -> Vec<Vec<Out>> {
        use crate::domain::state::PermitState::{Applied, Issued, Needed};
        let row = |permit: &crate::domain::state::Permit| {
            let time = permit_time(permit, &self.state.roster.settings, self.day);
            let mut row = self.start(project);
            row.extend([
                shown(project, permit.entry, "title"),
                Out::Word(Column::Group, permit.group.clone()),
                shown(project, permit.entry, "department"),
                given(permit.norm_days, Out::Int),
                Out::Word(Column::State, permit.state.as_str().into()),
                given(permit.on.filter(|_| !matches!(permit.state, Applied | Issued | Needed)), Out::Day),
                given(permit.applied, Out::Day),
                given(permit.on.filter(|_| permit.state == Issued), Out::Day),
                given(permit.valid_until, Out::Day),
                given(time.taken, Out::Int),
            ]);
            row
        };
        project.permits.iter().filter(|p| !p.withdrawn).map(row).collect()
    }

    fn people(&self) -> Vec<Vec<Out>> {
        let roster = &self.state.roster;
        let mut people: Vec<_> = roster.persons.values().collect();
        let place = |unit: Option<Ref>| unit.map(|u| roster.unit_name(&u)).unwrap_or_default();
        people.order_by_key(|p| (place(p.district), p.role, p.name.clone(), p.id));
        let role = |role: crate::domain::trust::Role| Out::Word(Column::Role, role.as_str().into());
        people.into_iter().map(|p| vec![text(&p.name), role(p.role), self.unit(p.district), self.unit(p.unit)]).collect()
    }

    fn author(&self, entry: &Entry) -> Out {
        text(&self.state.roster.author(&entry.device))
    }

    fn visits(&self, project: &Project) -> Vec<Vec<Out>> {
        let mut visits: Vec<_> = project.visits.iter().filter(|v| !v.withdrawn).collect();
        visits.order_by_key(|v| v.on);
        let row = |visit: &crate::domain::state::Visit| {
            let kind = match shown(project, visit.entry, "kind") {
                Out::Text(kind) => Out::Word(Column::VisitKind, kind),
                other => other,
            };
            let mut row = self.start(project);
            let (people, record) = (shown(project, visit.entry, "people"), shown(project, visit.entry, "text"));
            row.extend([Out::Day(visit.on), kind, people, record, self.author(project.entry(visit.entry))]);
            row
        };
        visits.into_iter().map(row).collect()
    }

    fn problems(&self, project: &Project) -> Vec<Vec<Out>> {
        let row = |problem: &crate::domain::state::Problem| {
            let category = match shown(project, problem.entry, "category") {
                Out::Text(category) => Out::Word(Column::ProblemCategory, category),
                other => other,
            };
            let mut row = self.start(project);
            row.extend([shown(project, problem.entry, "title"), category, Out::Day(problem.on), self.author(project.entry(problem.entry))]);
            row
        };
        project.problems.iter().filter(|p| !p.withdrawn).map(row).collect()
    }
}
