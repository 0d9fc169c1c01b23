//! What is planned, audited and reported of a project: its nodes, its investment, its permits.
//!
//! A day on which something happened is never after today; what is planned may lie anywhere.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Drafting, Refusal, change_thing, put, required, trimmed};
use crate::domain::calendar::{Day, Month};
use crate::domain::id::{Hash, ProjectId, Ref, Scope};
use crate::domain::money::Fen;
use crate::domain::order::object;
use crate::domain::rules::permit::GROUPS;
use crate::domain::shape::Kind;
use crate::domain::state::{Node, Permit, PermitState, Project, Slot, State, Stated, Target, Verdict, YearPlan};

/// A node as planned.
#[derive(Clone, PartialEq, Debug)]
pub struct NodeDraft {
    pub title: String,
    pub due: Day,
    pub start: Option<Day>,
    /// 1 … 1000; 1 when nothing is said.
    pub weight: Option<i64>,
    pub stage: Option<String>,
    pub text: Option<String>,
}

/// How far a node is on a day.
#[derive(Clone, PartialEq, Debug)]
pub struct ReportDraft {
    pub on: Day,
    /// 0 … 100.
    pub percent: i64,
    /// Since when it is done; not after `on`.
    pub done: Option<Day>,
    pub text: Option<String>,
    pub files: Vec<Hash>,
}

/// Other dates for a node.
#[derive(Clone, Debug)]
pub struct MoveDraft {
    pub due: Day,
    pub start: Option<Day>,
    pub reason: String,
}

/// A permit, condition or document that the project needs.
#[derive(Clone, PartialEq, Debug)]
pub struct PermitDraft {
    pub title: String,
    /// One of [`GROUPS`].
    pub group: String,
    pub department: Option<String>,
    /// Working days that it may take.
    pub norm_days: Option<i64>,
    pub stage: Option<String>,
}

/// What became of a permit on a day.
#[derive(Clone, PartialEq, Debug)]
pub struct PermitChange {
    pub state: PermitState,
    pub on: Day,
    /// Not before `on`.
    pub valid_until: Option<Day>,
    pub text: Option<String>,
}

pub(super) fn plan_nodes(project: ProjectId, nodes: &[NodeDraft], drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    nodes.iter().try_for_each(|node| plan_node(project, node, drafting).map(drop))
}

/// The ref by which the node is named from now on.
pub(in crate::domain) fn plan_node(project: ProjectId, node: &NodeDraft, drafting: &mut Drafting<'_>) -> Result<Ref, Refusal> {
    let mut body = object([("title", json!(required(&node.title, "title")?)), ("due", json!(node.due.to_string()))]);
    in_order(node.start, "start", Some(node.due), "due")?;
    if node.weight.is_some_and(|weight| !(1..=1000).contains(&weight)) {
        return Err(Refusal::OutOfRange { field: "weight" });
    }
    put(&mut body, "start", &node.start.map(|day| day.to_string()));
    put(&mut body, "weight", &node.weight);
    put(&mut body, "stage", &trimmed(&node.stage));
    put(&mut body, "text", &trimmed(&node.text));
    drafting.push(Scope::Project(project), Kind::NodePlanned, body.into())
}

/// Accepts what this command planned itself, of which nobody can have said anything.
pub(in crate::domain) fn accept_own(project: ProjectId, of: Ref, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    let body = json!({"of": of, "verdict": Verdict::Accepted.as_str()});
    drafting.push(Scope::Project(project), Kind::NodeAudited, body).map(drop)
}

/// Sets fields of a plan that are no part of what was audited.
pub(super) fn change_node(
    state: &State,
    project: ProjectId,
    node: &Ref,
    set: &Map<String, Value>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = held(state, project)?;
    let entry = held.entry(node_of(held, node)?.entry);
    change_thing(held, entry, set, |_| vec![*node], drafting)
}

/// Asks for other dates; those that are in force already are nothing to ask for.
pub(in crate::domain) fn reschedule(
    state: &State,
    project: ProjectId,
    node: &Ref,
    (start, due): (Option<Day>, Day),
    reason: &str,
    drafting: &mut Drafting<'_>,
) -> Result<Ref, Refusal> {
    let dates = node_of(held(state, project)?, node)?.dates();
    let mut body = object([("of", json!(node)), ("due", json!(due.to_string())), ("reason", json!(required(reason, "reason")?))]);
    in_order(start, "start", Some(due), "due")?;
    if due == dates.due && start.is_none_or(|start| start == dates.start) {
        return Err(Refusal::NothingToDo);
    }
    put(&mut body, "start", &start.map(|day| day.to_string()));
    drafting.push(Scope::Project(project), Kind::NodeRescheduled, body.into())
}

/// Audits plans and reschedulings. What is accepted already, and by nobody otherwise, is left out.
pub(super) fn audit(
    state: &State,
    of: &[(ProjectId, Ref)],
    verdict: Verdict,
    text: Option<&str>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let text = match verdict {
        Verdict::Accepted => text.map(str::trim).filter(|t| !t.is_empty()),
        Verdict::Returned => Some(required(text.unwrap_or_default(), "text")?),
    };
    let mut written = BTreeSet::new();
    for (id, name) in of {
        let project = held(state, *id)?;
        let is_asked = |n: &Node| n.id == *name || n.reschedulings.iter().any(|r| r.id == *name);
        let node = project.planned().find(|n| is_asked(n)).ok_or(Refusal::NoSuchThing { of: *name })?;
        let held = if node.id == *name { node.audit } else { node.reschedulings.iter().find(|r| r.id == *name).and_then(|r| r.audit) };
        let slot = project.folded.stated(Target::Thing(*name), Stated::Audit);
        let is_settled = held == Some(Verdict::Accepted) && verdict == Verdict::Accepted && !slot.is_some_and(Slot::is_conflict);
        if is_settled || !written.insert((*id, *name)) {
            continue;
        }
        let mut body = object([("of", json!(name)), ("verdict", json!(verdict.as_str()))]);
        put(&mut body, "text", &text);
        put(&mut body, "over", &over(slot));
        drafting.push(Scope::Project(*id), Kind::NodeAudited, body.into())?;
    }
    if written.is_empty() { Err(Refusal::NothingToDo) } else { Ok(()) }
}

pub(super) fn report(
    state: &State,
    project: ProjectId,
    node: &Ref,
    report: &ReportDraft,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    node_of(held(state, project)?, node)?;
    drafting.not_later(state, report.on, "on")?;
    push_report(project, node, report, drafting)
}

/// A report of a node that is there, or that this command planned. What a table says of a day to come stands as it says:
/// of that the user was asked.
pub(in crate::domain) fn push_report(
    project: ProjectId,
    node: &Ref,
    report: &ReportDraft,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    in_order(report.done, "done", Some(report.on), "on")?;
    if !(0..=100).contains(&report.percent) {
        return Err(Refusal::OutOfRange { field: "percent" });
    }
    let mut body = object([("of", json!(node)), ("on", json!(report.on.to_string())), ("percent", json!(report.percent))]);
    put(&mut body, "done", &report.done.map(|day| day.to_string()));
    put(&mut body, "text", &trimmed(&report.text));
    if !report.files.is_empty() {
        body.insert("files".into(), json!(report.files));
    }
    drafting.push(Scope::Project(project), Kind::NodeReported, body.into())?;
    Ok(())
}

/// Each as the single ones are; whatever is refused, nothing of it is written.
pub(super) fn report_all(
    state: &State,
    project: ProjectId,
    reports: &[(Ref, ReportDraft)],
    moves: &[(Ref, MoveDraft)],
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    if reports.is_empty() && moves.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    for (node, draft) in reports {
        report(state, project, node, draft, drafting)?;
    }
    for (node, MoveDraft { due, start, reason }) in moves {
        reschedule(state, project, node, (*start, *due), reason, drafting)?;
    }
    Ok(())
}

/// Excuses a node up to a day, or ends its excuse.
pub(super) fn excuse(
    state: &State,
    project: ProjectId,
    node: &Ref,
    until: Option<Day>,
    reason: &str,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = held(state, project)?;
    let excused = node_of(held, node)?.excused_until;
    let reason = required(reason, "reason")?;
    let slot = held.folded.stated(Target::Thing(*node), Stated::Excuse);
    if until.is_none() && excused.is_none() && !slot.is_some_and(Slot::is_conflict) {
        return Err(Refusal::NothingToDo);
    }
    let until = until.map(|day| day.to_string());
    let mut body = object([("of", json!(node)), ("reason", json!(reason)), ("until", json!(until))]);
    put(&mut body, "over", &over(slot));
    drafting.push(Scope::Project(project), Kind::NodeExcused, body.into())?;
    Ok(())
}

pub(in crate::domain) fn plan_investment(
    state: &State,
    project: ProjectId,
    year: i32,
    plan: &YearPlan,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = held(state, project)?;
    if !(1..=9999).contains(&year) {
        return Err(Refusal::OutOfRange { field: "year" });
    }
    is_money(plan.amount, "amount")?;
    plan.months.iter().flatten().try_for_each(|fen| is_money(*fen, "months"))?;
    let slot = held.folded.stated(Target::Project, Stated::Plan(year));
    if held.investment.plans.get(&year) == Some(plan) && !slot.is_some_and(Slot::is_conflict) {
        return Err(Refusal::NothingToDo);
    }
    let mut body = object([("year", json!(format!("{year:04}"))), ("amount", json!(plan.amount))]);
    put(&mut body, "months", &plan.months);
    put(&mut body, "over", &over(slot));
    drafting.push(Scope::Project(project), Kind::InvestmentPlanned, body.into())?;
    Ok(())
}

pub(super) fn report_investment(
    state: &State,
    project: ProjectId,
    month: Month,
    done: Fen,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    drafting.not_later(state, month.first(), "month")?;
    push_done(state, project, month, done, drafting)
}

/// What is done of the month's year so far, also of a month to come, of which a table's user was asked.
pub(in crate::domain) fn push_done(
    state: &State,
    project: ProjectId,
    month: Month,
    done: Fen,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = held(state, project)?;
    is_money(done, "done")?;
    let slot = held.folded.stated(Target::Project, Stated::Done(month));
    if held.investment.done.get(&month) == Some(&done) && !slot.is_some_and(Slot::is_conflict) {
        return Err(Refusal::NothingToDo);
    }
    let mut body = object([("month", json!(month.to_string())), ("done", json!(done))]);
    put(&mut body, "over", &over(slot));
    drafting.push(Scope::Project(project), Kind::InvestmentReported, body.into())?;
    Ok(())
}

pub(super) fn list_permits(project: ProjectId, permits: &[PermitDraft], drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    permits.iter().try_for_each(|permit| list_permit(project, permit, drafting).map(drop))
}

/// The ref by which the permit is named from now on.
pub(in crate::domain) fn list_permit(project: ProjectId, permit: &PermitDraft, drafting: &mut Drafting<'_>) -> Result<Ref, Refusal> {
    let mut body = object([("title", json!(required(&permit.title, "title")?)), ("group", json!(permit.group))]);
    if !GROUPS.contains(&permit.group.as_str()) {
        return Err(Refusal::OutOfRange { field: "group" });
    }
    if permit.norm_days.is_some_and(|days| days < 0) {
        return Err(Refusal::OutOfRange { field: "norm_days" });
    }
    put(&mut body, "department", &trimmed(&permit.department));
    put(&mut body, "norm_days", &permit.norm_days);
    put(&mut body, "stage", &trimmed(&permit.stage));
    drafting.push(Scope::Project(project), Kind::PermitListed, body.into())
}

pub(super) fn change_permit(
    state: &State,
    project: ProjectId,
    permit: &Ref,
    change: &PermitChange,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = held(state, project)?;
    let is_there = |p: &&Permit| !p.withdrawn;
    held.permit(permit).filter(is_there).ok_or(Refusal::NoSuchThing { of: *permit })?;
    drafting.not_later(state, change.on, "on")?;
    push_change(project, permit, change, over(held.folded.stated(Target::Thing(*permit), Stated::State)), drafting).map(drop)
}

/// A change over those that its author saw; also of a day to come, of which a table's user was asked.
pub(in crate::domain) fn push_change(
    project: ProjectId,
    permit: &Ref,
    change: &PermitChange,
    seen: Option<Vec<Ref>>,
    drafting: &mut Drafting<'_>,
) -> Result<Ref, Refusal> {
    in_order(Some(change.on), "on", change.valid_until, "valid_until")?;
    let mut body = object([("of", json!(permit)), ("state", json!(change.state.as_str())), ("on", json!(change.on.to_string()))]);
    put(&mut body, "valid_until", &change.valid_until.map(|day| day.to_string()));
    put(&mut body, "text", &trimmed(&change.text));
    put(&mut body, "over", &seen);
    drafting.push(Scope::Project(project), Kind::PermitChanged, body.into())
}

/// Writes a change of what differs, naming in `over` what its author saw.
pub(super) fn edit_permit(
    state: &State,
    project: ProjectId,
    permit: &Ref,
    set: &Map<String, Value>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = held(state, project)?;
    let listed = held.permit(permit).filter(|p| !p.withdrawn).ok_or(Refusal::NoSuchThing { of: *permit })?;
    let entry = held.entry(listed.entry);
    // What the listing did not say nobody has seen.
    change_thing(held, entry, set, |name| entry.get(name).map(|_| vec![*permit]).unwrap_or_default(), drafting)
}

fn held(state: &State, project: ProjectId) -> Result<&Project, Refusal> {
    state.project(&project).map(|held| &**held).ok_or(Refusal::NoSuchProject)
}

fn node_of<'a>(project: &'a Project, node: &Ref) -> Result<&'a Node, Refusal> {
    project.node(node).filter(|n| !n.withdrawn).ok_or(Refusal::NoSuchThing { of: *node })
}

/// What a statement names as seen; nothing where nothing was.
pub(in crate::domain) fn over(slot: Option<&Slot>) -> Option<Vec<Ref>> {
    slot.map(Slot::over).filter(|seen| !seen.is_empty())
}

fn in_order(first: Option<Day>, earlier: &'static str, second: Option<Day>, later: &'static str) -> Result<(), Refusal> {
    let is_disordered = first.zip(second).is_some_and(|(first, second)| first > second);
    if is_disordered { Err(Refusal::Disordered { earlier, later }) } else { Ok(()) }
}

fn is_money(amount: Fen, field: &'static str) -> Result<(), Refusal> {
    if (Fen(0)..=Fen::MAX).contains(&amount) { Ok(()) } else { Err(Refusal::OutOfRange { field }) }
}
