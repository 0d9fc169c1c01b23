//! Commands in, drafts of events out.
//!
//! A command says what a person wants; [`decide`] turns it into events chained to this device's feeds. Whether
//! they are allowed is not asked twice: the session folds them on a copy, and what does not stand is refused.

mod duty;
pub(in crate::domain) mod progress;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::domain::bundle::key::PublicKey;
use crate::domain::bundle::read::Piece;
use crate::domain::calendar::{Day, Month};
use crate::domain::decision::Decision;
use crate::domain::event::{Body, Event, KindName, MAX_BODY, Slice, event_id, root};
use crate::domain::id::{DeviceId, EventId, FeedKey, Hash, ProjectId, Ref, Scope, WorkspaceId};
use crate::domain::json::Json;
use crate::domain::ledger::Ledger;
use crate::domain::money::Fen;
use crate::domain::order::object;
use crate::domain::shape::{self, Kind, PROJECT_FIELDS};
use crate::domain::state::{Entry, Project, Reason, Slot, State, Target, Verdict, YearPlan};
use crate::domain::table::projects::TablePlan;
use crate::domain::trust::{Limit, Role};

pub use duty::{DutyDraft, InstructionDraft};
pub use progress::{MoveDraft, NodeDraft, PermitChange, PermitDraft, ReportDraft};

/// All that a decision may draw from beside the state.
pub struct Stamp {
    /// ms since 1970 UTC.
    pub now: i64,
    /// Fresh random bytes, for the ids of what is made.
    pub random: Vec<[u8; 16]>,
}

/// What a person wants.
#[derive(Clone, Debug)]
pub enum Command {
    RegisterUnit {
        name: String,
        kind: String,
        parent: Option<Ref>,
    },
    RegisterPerson {
        name: String,
        role: Role,
        district: Option<Ref>,
        unit: Option<Ref>,
    },
    InvitePerson {
        person: Ref,
        key: PublicKey,
        until: Day,
    },
    /// Several at once, with one last day.
    InvitePeople {
        people: Vec<(Ref, PublicKey)>,
        until: Day,
    },
    AdmitDevices {
        devices: Vec<(Ref, PublicKey, PublicKey)>,
    },
    /// Ends what counts of a device: its entries stay up to these heads, of scopes not named none.
    RevokeDevice {
        device: DeviceId,
        heads: Limit,
        reason: String,
        /// Who goes on with a new key: the person, its public half and its last day.
        invite: Option<(Ref, PublicKey, Day)>,
    },
    /// Takes away for good what an entry says; that there was one stays. Only the hash of its body is kept.
    RemoveBody {
        scope: Scope,
        of: Ref,
        reason: String,
    },
    RegisterProject {
        fields: Map<String, Value>,
    },
    /// Sets fields of a project; null takes one away. What already has the value is left out.
    ChangeProject {
        project: ProjectId,
        set: Map<String, Value>,
        reason: Option<String>,
    },
    /// Gives several projects one secretary.
    AssignProjects {
        projects: Vec<ProjectId>,
        secretary: Option<Ref>,
    },
    /// Sets settings of the workspace; null takes one back to its preset.
    ChangeSettings {
        set: Map<String, Value>,
        reason: Option<String>,
    },
    /// Sets the same fields of several projects: one entry for each in which something differs.
    ChangeProjects {
        projects: Vec<ProjectId>,
        set: Map<String, Value>,
    },
    LogVisit {
        project: ProjectId,
        visit: VisitDraft,
        problems: Vec<ProblemDraft>,
    },
    /// A problem that no visit brought up.
    RaiseProblem {
        project: ProjectId,
        problem: ProblemDraft,
    },
    /// Several at once; a node counts once a coordinator has accepted it.
    PlanNodes {
        project: ProjectId,
        nodes: Vec<NodeDraft>,
    },
    /// Sets the title, text or stage of a planned node; null takes one away. What already has the value is left out.
    ChangeNode {
        project: ProjectId,
        node: Ref,
        set: Map<String, Value>,
    },
    /// Asks for other dates, which are in force once a coordinator has accepted them.
    RescheduleNode {
        project: ProjectId,
        node: Ref,
        due: Day,
        start: Option<Day>,
        reason: String,
    },
    /// Accepts or returns plans and reschedulings, of any number of projects; a return says why.
    AuditNodes {
        of: Vec<(ProjectId, Ref)>,
        verdict: Verdict,
        text: Option<String>,
    },
    ReportNode {
        project: ProjectId,
        node: Ref,
        report: ReportDraft,
    },
    /// Reports of several nodes of a project together with other dates that are asked for: all of it, or nothing.
    ReportNodes {
        project: ProjectId,
        reports: Vec<(Ref, ReportDraft)>,
        moves: Vec<(Ref, MoveDraft)>,
    },
    /// Excuses a node up to and including a day; `None` ends the excuse.
    ExcuseNode {
        project: ProjectId,
        node: Ref,
        until: Option<Day>,
        reason: String,
    },
    PlanInvestment {
        project: ProjectId,
        year: i32,
        plan: YearPlan,
    },
    /// What is done of the month's year so far.
    ReportInvestment {
        project: ProjectId,
        month: Month,
        done: Fen,
    },
    /// Several at once.
    ListPermits {
        project: ProjectId,
        permits: Vec<PermitDraft>,
    },
    ChangePermit {
        project: ProjectId,
        permit: Ref,
        change: PermitChange,
    },
    /// Sets fields of a permit as listed; null takes one away. What already has the value is left out.
    EditPermit {
        project: ProjectId,
        permit: Ref,
        set: Map<String, Value>,
    },
    /// Gives an instruction on a project.
    Instruct {
        project: ProjectId,
        instruction: InstructionDraft,
    },
    /// Says what became of a decision or an instruction.
    SayDuty {
        scope: Scope,
        of: Ref,
        said: DutyDraft,
    },
    Note {
        project: ProjectId,
        of: Ref,
        text: String,
    },
    /// Takes back everything that one save wrote.
    Withdraw {
        scope: Scope,
        of: Vec<Ref>,
        reason: Option<String>,
    },
    TakeTable(Box<TablePlan>),
    /// Settles a slot in which several values are in force.
    Decide(Decision),
}

#[derive(Clone, PartialEq, Debug)]
pub struct VisitDraft {
    pub on: Day,
    /// `14:30`.
    pub at: Option<String>,
    pub kind: String,
    pub people: Option<String>,
    pub text: Option<String>,
    pub files: Vec<Hash>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ProblemDraft {
    pub title: String,
    pub category: String,
    pub on: Day,
    pub text: Option<String>,
}

/// Why a command makes no event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Nothing would change.
    NothingToDo,
    /// The event would not stand.
    Rule {
        kind: Kind,
        reason: Reason,
    },
    /// A required text is empty.
    Empty {
        field: &'static str,
    },
    TooLong {
        field: &'static str,
    },
    /// More than fits into one entry.
    BodyTooLarge {
        kind: Kind,
    },
    NoSuchProject,
    /// What it names is not there, or was taken back.
    NoSuchThing {
        of: Ref,
    },
    /// Something that happened can't have happened after today.
    Later {
        field: &'static str,
    },
    /// Two days stand the wrong way round.
    Disordered {
        earlier: &'static str,
        later: &'static str,
    },
    /// A number or a word that the field can't hold.
    OutOfRange {
        field: &'static str,
    },
    /// This device was revoked or its feed forked: it writes no more.
    Stopped,
    /// Not enough random bytes were given.
    NoRandom,
}

/// Chains drafts to this device's feeds and hands out their refs.
pub struct Drafting<'a> {
    device: DeviceId,
    ledger: &'a Ledger,
    time: i64,
    random: std::vec::IntoIter<[u8; 16]>,
    heads: BTreeMap<Scope, (u64, EventId)>,
    events: BTreeMap<Scope, Vec<Event>>,
}

impl<'a> Drafting<'a> {
    pub fn new(ledger: &'a Ledger, device: DeviceId, stamp: Stamp) -> Self {
        let time = stamp.now.max(ledger.newest_before(stamp.now) + 1);
        Drafting { device, ledger, time, random: stamp.random.into_iter(), heads: BTreeMap::new(), events: BTreeMap::new() }
    }

    /// Moves the clock of what follows to `now`, unless it is past it.
    pub fn at(&mut self, now: i64) {
        self.time = self.time.max(now);
    }

    /// Refuses a day after the one on which this is written.
    fn not_later(&self, state: &State, day: Day, field: &'static str) -> Result<(), Refusal> {
        if day > state.roster.day_of(self.time) { Err(Refusal::Later { field }) } else { Ok(()) }
    }

    /// Appends an event and returns the ref by which later ones name it.
    pub fn push(&mut self, scope: Scope, kind: Kind, body: Value) -> Result<Ref, Refusal> {
        // serde_json keeps members sorted and writes the shortest escapes: this is the canonical form.
        let bytes = serde_json::to_vec(&body).expect("a value is serializable");
        if bytes.len() > MAX_BODY {
            return Err(Refusal::BodyTooLarge { kind });
        }
        let slice = Slice::owned(bytes);
        if shape::check(kind, slice.json()).is_err() {
            return Err(Refusal::Rule { kind, reason: Reason::Shape });
        }
        let key = FeedKey { scope, device: self.device };
        let (seq, prev) = *self.heads.entry(scope).or_insert_with(|| self.ledger.head(&key));
        let id = event_id(&Hash::of(slice.bytes()), kind.as_str(), &prev, self.time);
        let event = Event { id, prev, seq: seq + 1, time: self.time, kind: KindName::Known(kind), body: Body::Held(slice) };
        self.heads.insert(scope, (seq + 1, id));
        self.events.entry(scope).or_default().push(event);
        self.time += 1;
        Ok(id.to_ref())
    }

    pub fn fresh_project(&mut self) -> Result<ProjectId, Refusal> {
        let bytes = self.random.next().ok_or(Refusal::NoRandom)?;
        Ok(ProjectId::from_random(bytes[..10].try_into().expect("10 of 16")))
    }

    /// The drafts as pieces that only their author's own log takes: without a seal.
    pub fn finish(self) -> Vec<Piece> {
        let device = self.device;
        self.events.into_iter().map(|(scope, events)| Piece { feed: FeedKey { scope, device }, events, seal: None, span: (0, 0) }).collect()
    }
}

/// The founding event's feed: the workspace's id is its body's hash, so it comes before any ledger.
pub fn found(
    name: &str,
    person: &str,
    time_zone: &str,
    key: &PublicKey,
    box_key: &PublicKey,
    nonce: &str,
    now: i64,
) -> Result<(WorkspaceId, Piece), Refusal> {
    let as_value = |key: &PublicKey| serde_json::from_str::<Value>(&key.to_jwk()).expect("a JWK");
    let body = json!({
        "name": required(name, "name")?, "time_zone": time_zone, "key": as_value(key), "box": as_value(box_key),
        "nonce": nonce, "person": {"name": required(person, "person")?},
    });
    let bytes = serde_json::to_vec(&body).expect("a value is serializable");
    let workspace = Hash::of(&bytes);
    let slice = Slice::owned(bytes);
    if shape::check(Kind::WorkspaceFounded, slice.json()).is_err() {
        return Err(Refusal::Rule { kind: Kind::WorkspaceFounded, reason: Reason::Shape });
    }
    let feed = FeedKey { scope: Scope::All, device: key.device() };
    let prev = root(&workspace, &feed);
    let id = event_id(&workspace, Kind::WorkspaceFounded.as_str(), &prev, now);
    let event = Event { id, prev, seq: 1, time: now, kind: KindName::Known(Kind::WorkspaceFounded), body: Body::Held(slice) };
    Ok((workspace, Piece { feed, events: vec![event], seal: None, span: (0, 0) }))
}

/// The joining event of a new device, first in its `all` feed; `proof` is the invite key's signature.
pub fn join(ledger: &Ledger, person: Ref, key: &PublicKey, box_key: &PublicKey, proof: &[u8; 64], now: i64) -> Result<Vec<Piece>, Refusal> {
    let as_value = |key: &PublicKey| serde_json::from_str::<Value>(&key.to_jwk()).expect("a JWK");
    let mut drafting = Drafting::new(ledger, key.device(), Stamp { now, random: Vec::new() });
    let body = json!({
        "person": person, "key": as_value(key), "box": as_value(box_key), "proof": crate::domain::hash::encode(proof),
    });
    drafting.push(Scope::All, Kind::DeviceJoined, body)?;
    Ok(drafting.finish())
}

/// Turns a command into events of this device.
pub fn decide(state: &State, command: &Command, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    match command {
        Command::RegisterUnit { name, kind, parent } => {
            let mut body = object([("name", json!(required(name, "name")?)), ("kind", json!(kind))]);
            put(&mut body, "parent", parent);
            drafting.push(Scope::All, Kind::UnitRegistered, body.into())?;
        }
        Command::RegisterPerson { name, role, district, unit } => {
            let mut body = object([("name", json!(required(name, "name")?)), ("role", json!(role))]);
            put(&mut body, "district", district);
            put(&mut body, "unit", unit);
            drafting.push(Scope::All, Kind::PersonRegistered, body.into())?;
        }
        Command::InvitePerson { person, key, until } => invite_person(person, key, *until, drafting)?,
        Command::InvitePeople { people, until } => {
            for (person, key) in people {
                invite_person(person, key, *until, drafting)?;
            }
        }
        Command::AdmitDevices { devices } => {
            for (person, key, box_key) in devices {
                let as_value = |key: &PublicKey| serde_json::from_str::<Value>(&key.to_jwk()).expect("a JWK");
                let body = json!({"person": person, "key": as_value(key), "box": as_value(box_key)});
                drafting.push(Scope::All, Kind::DeviceAdmitted, body)?;
            }
        }
        Command::RevokeDevice { device, heads, reason, invite } => {
            let heads: Map<String, Value> = heads.iter().map(|(scope, (seq, id))| (scope.to_string(), json!([seq, id]))).collect();
            let body = json!({"device": device, "heads": heads, "reason": required(reason, "reason")?});
            drafting.push(Scope::All, Kind::DeviceRevoked, body)?;
            if let Some((person, key, until)) = invite {
                invite_person(person, key, *until, drafting)?;
            }
        }
        Command::RemoveBody { scope, of, reason } => {
            let body = json!({"of": of, "reason": required(reason, "reason")?, "scope": scope.to_string()});
            drafting.push(Scope::All, Kind::BodyRemoved, body)?;
        }
        Command::RegisterProject { fields } => {
            let project = drafting.fresh_project()?;
            drafting.push(Scope::Project(project), Kind::ProjectRegistered, Value::Object(fields.clone()))?;
        }
        Command::ChangeProject { project, set, reason } => change_project(state, *project, set, reason.as_deref(), drafting)?,
        Command::AssignProjects { projects, secretary } => {
            change_projects(state, projects, &object([("secretary", json!(secretary))]), drafting)?;
        }
        Command::ChangeSettings { set, reason } => {
            let held = |name: &str| {
                let slot = state.roster.folded.slot(Target::Workspace, name);
                HeldField { shown: slot.and_then(Slot::shown), slot, seen: slot.map(Slot::over).unwrap_or_default() }
            };
            change((Scope::All, "workspace"), set, held, reason.as_deref(), drafting)?;
        }
        Command::ChangeProjects { projects, set } => change_projects(state, projects, set, drafting)?,
        Command::LogVisit { project, visit, problems } => log_visit(*project, visit, problems, drafting)?,
        Command::RaiseProblem { project, problem } => raise_problem(*project, problem, None, drafting)?,
        Command::PlanNodes { project, nodes } => progress::plan_nodes(*project, nodes, drafting)?,
        Command::ChangeNode { project, node, set } => progress::change_node(state, *project, node, set, drafting)?,
        Command::RescheduleNode { project, node, due, start, reason } => {
            progress::reschedule(state, *project, node, (*start, *due), reason, drafting)?;
        }
        Command::AuditNodes { of, verdict, text } => progress::audit(state, of, *verdict, text.as_deref(), drafting)?,
        Command::ReportNode { project, node, report } => progress::report(state, *project, node, report, drafting)?,
        Command::ReportNodes { project, reports, moves } => progress::report_all(state, *project, reports, moves, drafting)?,
        Command::ExcuseNode { project, node, until, reason } => progress::excuse(state, *project, node, *until, reason, drafting)?,
        Command::PlanInvestment { project, year, plan } => progress::plan_investment(state, *project, *year, plan, drafting)?,
        Command::ReportInvestment { project, month, done } => progress::report_investment(state, *project, *month, *done, drafting)?,
        Command::ListPermits { project, permits } => progress::list_permits(*project, permits, drafting)?,
        Command::ChangePermit { project, permit, change } => progress::change_permit(state, *project, permit, change, drafting)?,
        Command::EditPermit { project, permit, set } => progress::edit_permit(state, *project, permit, set, drafting)?,
        Command::Instruct { project, instruction } => duty::instruct(state, *project, instruction, drafting)?,
        Command::SayDuty { scope, of, said } => duty::say(state, *scope, of, said, drafting)?,
        Command::Note { project, of, text } => {
            drafting.push(Scope::Project(*project), Kind::Noted, json!({"of": of, "text": required(text, "text")?}))?;
        }
        Command::Withdraw { scope, of, reason } => {
            for of in of {
                let mut body = object([("of", json!(of))]);
                put(&mut body, "reason", &reason.as_deref().map(str::trim).filter(|t| !t.is_empty()));
                drafting.push(*scope, Kind::Withdrawn, body.into())?;
            }
        }
        Command::TakeTable(plan) => plan.draft(state, drafting)?,
        Command::Decide(decision) => drop(drafting.push(decision.scope, decision.kind, decision.body.clone())?),
    }
    Ok(())
}

fn invite_person(person: &Ref, key: &PublicKey, until: Day, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    let key: Value = serde_json::from_str(&key.to_jwk()).expect("a JWK");
    drafting.push(Scope::All, Kind::PersonInvited, json!({"of": person, "key": key, "until": until.to_string()}))?;
    Ok(())
}

pub(in crate::domain) fn log_visit(
    project: ProjectId,
    visit: &VisitDraft,
    problems: &[ProblemDraft],
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let scope = Scope::Project(project);
    let mut body = object([("on", json!(visit.on.to_string())), ("kind", json!(visit.kind))]);
    put(&mut body, "at", &visit.at);
    put(&mut body, "people", &trimmed(&visit.people));
    put(&mut body, "text", &trimmed(&visit.text));
    if !visit.files.is_empty() {
        body.insert("files".into(), json!(visit.files));
    }
    let visit = drafting.push(scope, Kind::VisitLogged, body.into())?;
    for problem in problems {
        raise_problem(project, problem, Some(visit), drafting)?;
    }
    Ok(())
}

pub(in crate::domain) fn raise_problem(
    project: ProjectId,
    problem: &ProblemDraft,
    visit: Option<Ref>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let mut body = object([
        ("title", json!(required(&problem.title, "title")?)),
        ("category", json!(problem.category)),
        ("on", json!(problem.on.to_string())),
    ]);
    put(&mut body, "visit", &visit);
    put(&mut body, "text", &trimmed(&problem.text));
    drafting.push(Scope::Project(project), Kind::ProblemRaised, body.into())?;
    Ok(())
}

fn change_projects(state: &State, projects: &[ProjectId], set: &Map<String, Value>, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    let mut changed = false;
    for project in projects {
        match change_project(state, *project, set, None, drafting) {
            Err(Refusal::NothingToDo) => {}
            done => {
                done?;
                changed = true;
            }
        }
    }
    if changed { Ok(()) } else { Err(Refusal::NothingToDo) }
}

/// Writes a change of what differs, naming in `over` what its author saw.
pub fn change_project(
    state: &State,
    project: ProjectId,
    set: &Map<String, Value>,
    reason: Option<&str>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = state.project(&project).ok_or(Refusal::NoSuchProject)?;
    debug_assert!(set.keys().all(|name| PROJECT_FIELDS.iter().any(|f| f.name == name)));
    let field = |name: &str| {
        let slot = held.slot(name);
        HeldField { shown: slot.and_then(Slot::shown), slot, seen: held.over(name) }
    };
    change((Scope::Project(project), "project"), set, field, reason, drafting)
}

/// A field as it is held: the shown value, the slot if anything was said of it since, and what a statement names as seen.
struct HeldField<'s> {
    shown: Option<Json<'s>>,
    slot: Option<&'s Slot>,
    seen: Vec<Ref>,
}

/// Writes what of `set` differs from what is shown, or settles a conflict.
fn change<'s>(
    (scope, of): (Scope, &str),
    set: &Map<String, Value>,
    held: impl Fn(&str) -> HeldField<'s>,
    reason: Option<&str>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let mut changed = Map::new();
    let mut over = Map::new();
    for (name, value) in set {
        let held = held(name);
        let shown = held.shown.map(|v| String::from_utf8_lossy(v.bytes()).into_owned());
        let wanted = value.to_string();
        if shown.as_deref().unwrap_or("null") == wanted && !held.slot.is_some_and(Slot::is_conflict) {
            continue;
        }
        changed.insert(name.clone(), value.clone());
        over.insert(name.clone(), json!(held.seen));
    }
    if changed.is_empty() {
        return Err(Refusal::NothingToDo);
    }
    let mut body = object([("of", json!(of)), ("set", changed.into()), ("over", over.into())]);
    put(&mut body, "reason", &reason.map(str::trim).filter(|t| !t.is_empty()));
    drafting.push(scope, Kind::FieldsChanged, body.into())?;
    Ok(())
}

/// Sets fields of what one entry of a project created. What that entry itself said is the first statement of a field; `seen`
/// is what is named where nothing was said of it since.
fn change_thing(
    project: &Project,
    entry: &Entry,
    set: &Map<String, Value>,
    seen: impl Fn(&str) -> Vec<Ref>,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let thing = entry.name();
    let held = |name: &str| {
        let slot = project.folded.slot(Target::Thing(thing), name);
        HeldField { shown: project.folded.shown(entry, name), slot, seen: slot.map_or_else(|| seen(name), Slot::over) }
    };
    change((Scope::Project(project.id), &thing.to_string()), set, held, None, drafting)
}

/// An optional member is left out, never null.
pub fn put<T: serde::Serialize>(body: &mut Map<String, Value>, name: &str, value: &Option<T>) {
    if let Some(value) = value {
        body.insert(name.into(), json!(value));
    }
}

fn trimmed(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

/// A text that must not be empty, without the white space around it.
pub fn required<'t>(text: &'t str, field: &'static str) -> Result<&'t str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::Empty { field })
    } else if text.chars().count() > shape::MAX_TEXT {
        Err(Refusal::TooLong { field })
    } else {
        Ok(text)
    }
}
