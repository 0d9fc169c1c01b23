//! What an accepted row of a table other than of projects writes.

use serde_json::json;

use crate::domain::calendar::{Day, Month};
use crate::domain::command::progress;
use crate::domain::command::{
    Drafting, NodeDraft, PermitChange, PermitDraft, ProblemDraft, Refusal, ReportDraft, VisitDraft, log_visit, put, raise_problem,
};
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::money::Fen;
use crate::domain::order::object;
use crate::domain::shape::Kind;
use crate::domain::state::{State, Stated, Target, YearPlan};
use crate::domain::table::missing::Link;
use crate::domain::table::projects::resolve;
use crate::domain::trust::Role;

/// One thing that a row writes.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed {
    /// A node that the plan lacks, accepted in the same breath by its coordinator.
    Plan {
        project: ProjectId,
        node: NodeDraft,
        accepted: bool,
        report: Option<ReportDraft>,
    },
    /// Other dates for a node that is there.
    Move {
        project: ProjectId,
        node: Ref,
        start: Option<Day>,
        due: Day,
        accepted: bool,
    },
    Report {
        project: ProjectId,
        node: Ref,
        report: ReportDraft,
    },
    PlanYear {
        project: ProjectId,
        year: i32,
        plan: YearPlan,
    },
    Done {
        project: ProjectId,
        month: Month,
        done: Fen,
    },
    /// A permit that the project lacks or has, and what became of it.
    Permit {
        project: ProjectId,
        listed: Option<Ref>,
        draft: PermitDraft,
        changes: Vec<PermitChange>,
    },
    Person {
        name: String,
        role: Role,
        district: Option<Link>,
        unit: Option<Link>,
    },
    Visit {
        project: ProjectId,
        visit: VisitDraft,
    },
    Problem {
        project: ProjectId,
        problem: ProblemDraft,
    },
}

impl Deed {
    /// The year that it plans for a project.
    pub(super) fn planned_year(&self) -> Option<(ProjectId, i32)> {
        if let Deed::PlanYear { project, year, .. } = self { Some((*project, *year)) } else { None }
    }

    /// Writes it. `refs`: units that the table registered; `reason`: why dates change.
    pub(super) fn write(&self, state: &State, refs: &[Option<Ref>], reason: &str, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
        match self {
            Deed::Plan { project, node, accepted, report } => {
                let of = progress::plan_node(*project, node, drafting)?;
                if *accepted {
                    progress::accept_own(*project, of, drafting)?;
                }
                report.iter().try_for_each(|report| progress::push_report(*project, &of, report, drafting))
            }
            Deed::Move { project, node, start, due, accepted } => {
                let of = progress::reschedule(state, *project, node, (*start, *due), reason, drafting)?;
                if *accepted { progress::accept_own(*project, of, drafting) } else { Ok(()) }
            }
            Deed::Report { project, node, report } => progress::push_report(*project, node, report, drafting),
            Deed::PlanYear { project, year, plan } => progress::plan_investment(state, *project, *year, plan, drafting),
            Deed::Done { project, month, done } => progress::push_done(state, *project, *month, *done, drafting),
            Deed::Permit { project, listed, draft, changes } => {
                let held = state.project(project).ok_or(Refusal::NoSuchProject)?;
                let of = match listed {
                    Some(listed) => *listed,
                    None => progress::list_permit(*project, draft, drafting)?,
                };
                let mut seen = progress::over(held.folded.stated(Target::Thing(of), Stated::State));
                for change in changes {
                    seen = Some(vec![progress::push_change(*project, &of, change, seen, drafting)?]);
                }
                Ok(())
            }
            Deed::Person { name, role, district, unit } => {
                let mut body = object([("name", json!(name)), ("role", json!(role))]);
                put(&mut body, "district", &district.and_then(|link| resolve(link, refs)));
                put(&mut body, "unit", &unit.and_then(|link| resolve(link, refs)));
                drafting.push(Scope::All, Kind::PersonRegistered, body.into()).map(drop)
            }
            Deed::Visit { project, visit } => log_visit(*project, visit, &[], drafting),
            Deed::Problem { project, problem } => raise_problem(*project, problem, None, drafting),
        }
    }
}
