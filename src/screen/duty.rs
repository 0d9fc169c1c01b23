//! Duties as screens show them: what was said of an instruction, whose turn it is, how far one's own words have come.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::Day;
use crate::domain::command::{Command, DutyDraft, InstructionDraft};
use crate::domain::id::{DeviceId, ProjectId, Ref, Scope};
use crate::domain::json::Json;
use crate::domain::order::InOrder;
use crate::domain::rules::duty::{Turn, days_late, turn};
use crate::domain::shape::MAX_TEXT;
use crate::domain::state::{Duty, DutyState, Entry, Folded, Person, Project, Roster, State, Stated, Target};
use crate::domain::trust::Role;
use crate::screen::moment::Moment;
use crate::screen::project::Reader;
use crate::screen::today::is_mine;
use crate::session::Snapshot;
use crate::store::Exchange;

/// How far an entry of one's own has come. Only what is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// In no file that left.
    Unsent,
    /// In a file that left; nobody has acknowledged it.
    Sent,
    /// Someone to whom it went has acknowledged it.
    Held,
}

/// One thing that was said of a duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub state: DutyState,
    pub on: Day,
    pub by: String,
    pub at: Moment,
    pub text: Option<String>,
}

/// A mark of the line 已下达 → 已签收 → 已报 → 办结.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Done,
    /// Asked of someone now.
    Now,
    /// Asked, and past its due.
    Late,
    Next,
}

/// What the reader may say of it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Ways {
    pub receive: bool,
    pub report: bool,
    pub give_back: bool,
    pub close: bool,
    /// A further instruction about this one.
    pub again: bool,
    pub take_back: bool,
}

impl Ways {
    pub fn any(&self) -> bool {
        *self != Ways::default()
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub scope: Scope,
    pub of: Ref,
    pub project: ProjectId,
    /// The project's name.
    pub name: String,
    pub text: String,
    /// What it is about, if that is another instruction.
    pub about: Option<String>,
    pub by: String,
    pub given: Day,
    /// To whom by name; empty: whoever works on the project.
    pub to: Vec<String>,
    pub due: Option<Day>,
    pub state: DutyState,
    /// Days by which it is late, or was.
    pub late: Option<i64>,
    pub turn: Turn,
    /// Several states are in force.
    pub conflict: bool,
    /// 下达, 签收, 报告, 办结.
    pub marks: [Mark; 4],
    /// In the order in which they were said.
    pub steps: Vec<Step>,
    /// Of one's own instruction of which nothing was heard yet.
    pub reach: Option<Reach>,
    /// The reader gave it.
    pub mine: bool,
    /// It asks something of the reader.
    pub asks_me: bool,
    pub ways: Ways,
}

impl Line {
    /// Whether it is past its due and still asked of someone.
    pub fn is_overdue(&self) -> bool {
        self.turn == Turn::Doer && self.late.is_some()
    }
}

/// Whether the role may give instructions.
pub fn may_instruct(me: Option<&Person>) -> bool {
    me.is_some_and(|me| matches!(me.role, Role::Leader | Role::City))
}

/// Whether an instruction is for a person: it names them or their unit; where it names nobody, for whoever works on the
/// project, the secretary and the district's coordinators.
fn is_for(duty: &Entry, folded: &Folded, project: &Project, me: &Person) -> bool {
    let to = named(folded, duty);
    if to.is_empty() {
        return matches!(me.role, Role::Secretary | Role::District) && is_mine(project, me);
    }
    let unit = |unit: Option<Ref>| unit.is_some_and(|unit| to.contains(&unit));
    to.contains(&me.id) || unit(me.unit) || (me.role == Role::District && unit(me.district))
}

/// Whom an instruction names.
fn named(folded: &Folded, duty: &Entry) -> Vec<Ref> {
    let Some(to) = folded.shown(duty, "to") else { return Vec::new() };
    let one = |value: Json<'_>| Ref::parse(&value.text()?);
    match to.is_array() {
        true => to.items().into_iter().filter_map(one).collect(),
        false => one(to).into_iter().collect(),
    }
}

fn name_of(roster: &Roster, whom: &Ref) -> String {
    match roster.persons.contains_key(whom) {
        true => roster.person_name(whom),
        false => roster.unit_name(whom),
    }
}

fn marks(state: DutyState, overdue: bool) -> [Mark; 4] {
    let asked = if overdue { Mark::Late } else { Mark::Now };
    match state {
        DutyState::Issued if overdue => [Mark::Done, Mark::Late, Mark::Next, Mark::Next],
        DutyState::Issued => [Mark::Done, Mark::Next, Mark::Next, Mark::Next],
        DutyState::Received if overdue => [Mark::Done, Mark::Done, Mark::Late, Mark::Next],
        DutyState::Received => [Mark::Done, Mark::Done, Mark::Next, Mark::Next],
        DutyState::Reported => [Mark::Done, Mark::Done, Mark::Now, Mark::Next],
        DutyState::Returned => [Mark::Done, Mark::Done, asked, Mark::Next],
        DutyState::Closed => [Mark::Done; 4],
    }
}

/// How far an own entry has come; `None` for what others wrote.
fn reach(snapshot: &Snapshot, own: DeviceId, scope: Scope, entry: &Entry) -> Option<Reach> {
    if entry.device != own {
        return None;
    }
    let scope = scope.to_string();
    let carried = |sent: &&Exchange| sent.carries(&own, &scope).is_some_and(|upto| upto >= entry.seq);
    let mut carrying = snapshot.exchange.iter().filter(carried).peekable();
    carrying.peek()?;
    let is_held = |sent: &Exchange| sent.addressees().iter().any(|to| snapshot.is_received_by(own, sent, to));
    Some(if carrying.any(is_held) { Reach::Held } else { Reach::Sent })
}

fn line(snapshot: &Snapshot, project: &Project, duty: &Duty, reader: Reader<'_>, today: Day) -> Line {
    let (roster, folded) = (&*snapshot.state.roster, &project.folded);
    let scope = Scope::Project(project.id);
    let entry = project.entry(duty.entry);
    let text = |e: &Entry, field: &str| folded.shown(e, field).and_then(|v| Some(v.text()?.into_owned()));
    let about = entry.named("of").and_then(|of| folded.find(&of)).and_then(|of| text(of, "text").or_else(|| text(of, "title")));
    let (late, whose) = (days_late(duty, today), turn(duty.state));
    let mine = reader.wrote(roster, &duty.by);
    let role = reader.me.map(|me| me.role);
    let asks_me = whose == Turn::Doer && reader.me.is_some_and(|me| is_for(entry, folded, project, me));
    let is_office = matches!(role, Some(Role::City)) || (role == Some(Role::District) && reader.me.is_some_and(|me| is_mine(project, me)));
    let step = |step: &crate::domain::state::DutyStep| {
        let e = project.entry(step.entry);
        let (by, at) = (roster.author(&e.device), Moment::of(e.time, roster.zone));
        Step { state: step.state, on: step.on, by, at, text: e.text("text") }
    };
    Line {
        scope,
        of: duty.id,
        project: project.id,
        name: project.fields.name.clone(),
        text: text(entry, "text").unwrap_or_default(),
        about,
        by: roster.author(&duty.by),
        given: roster.day_of(entry.time),
        to: named(folded, entry).iter().map(|whom| name_of(roster, whom)).collect(),
        due: duty.due,
        state: duty.state,
        late,
        turn: whose,
        conflict: folded.stated(Target::Thing(duty.id), Stated::Duty).is_some_and(|slot| slot.is_conflict()),
        marks: marks(duty.state, whose == Turn::Doer && late.is_some()),
        steps: duty.steps.iter().map(step).collect(),
        reach: match duty.state {
            DutyState::Issued if entry.device == reader.own => Some(reach(snapshot, reader.own, scope, entry).unwrap_or(Reach::Unsent)),
            _ => None,
        },
        mine,
        asks_me,
        ways: Ways {
            receive: asks_me && duty.state == DutyState::Issued,
            report: asks_me,
            give_back: is_office && matches!(duty.state, DutyState::Reported | DutyState::Closed),
            close: is_office && duty.state != DutyState::Closed,
            again: mine && may_instruct(reader.me) && duty.state != DutyState::Closed,
            take_back: mine && duty.steps.is_empty(),
        },
    }
}

/// What is asked first: what is late longest, then by due, what has none last; then what waits at the giver, then what
/// is closed, each the newest first.
fn sort(lines: &mut [Line]) {
    let key = |line: &Line| match line.turn {
        Turn::Doer => (0, -line.late.unwrap_or(0), line.due.unwrap_or(Day::LAST).days_since(Day::LAST)),
        Turn::Giver => (1, 0, Day::LAST.days_since(line.given)),
        Turn::Nobody => (2, 0, Day::LAST.days_since(line.given)),
    };
    lines.order_by_key(key);
}

fn collect(snapshot: &Snapshot, reader: Reader<'_>, today: Day, keeps: impl Fn(&Project, &Duty) -> bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for project in snapshot.state.shown_projects().filter(|p| !p.duties.is_empty()) {
        let kept = project.duties.iter().filter(|duty| !duty.withdrawn && keeps(project, duty));
        lines.extend(kept.map(|duty| line(snapshot, project, duty, reader, today)));
    }
    sort(&mut lines);
    lines
}

/// Instructions of one project.
pub fn of_project(snapshot: &Snapshot, id: &ProjectId, reader: Reader<'_>, today: Day) -> Vec<Line> {
    let Some(project) = snapshot.state.project(id).filter(|p| p.shown) else { return Vec::new() };
    let kept = project.duties.iter().filter(|duty| !duty.withdrawn);
    let mut lines: Vec<Line> = kept.map(|duty| line(snapshot, project, duty, reader, today)).collect();
    sort(&mut lines);
    lines
}

/// Instructions that the reader gave; what was closed more than so many days ago is left out.
pub fn given(snapshot: &Snapshot, reader: Reader<'_>, today: Day) -> Vec<Line> {
    let roster = &*snapshot.state.roster;
    let is_past = |duty: &Duty| duty.state == DutyState::Closed && duty.on.is_some_and(|on| today.days_since(on) > CLOSED_DAYS);
    collect(snapshot, reader, today, |_, duty| reader.wrote(roster, &duty.by) && !is_past(duty))
}

/// Days for which a closed instruction stays in its giver's list.
pub const CLOSED_DAYS: i64 = 31;

/// What asks something of the reader.
pub fn asked(snapshot: &Snapshot, reader: Reader<'_>, today: Day) -> Vec<Line> {
    let Some(me) = reader.me else { return Vec::new() };
    let mut lines = collect(snapshot, reader, today, |project, duty| {
        turn(duty.state) == Turn::Doer && is_for(project.entry(duty.entry), &project.folded, project, me)
    });
    lines.retain(|line| line.asks_me);
    lines
}

/// By when: what is chosen in the form.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum By {
    Days(i64),
    /// The day that is typed.
    Other,
    #[default]
    None,
}

/// An instruction that is being written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InstructForm {
    pub project: Option<ProjectId>,
    pub of: Option<Ref>,
    pub text: String,
    pub by: By,
    pub day: String,
    pub to: Vec<Ref>,
}

/// Days that a new instruction gives.
pub const WEEK: i64 = 7;
pub const SOON: i64 = 3;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    NoProject,
    NoText,
    TextTooLong,
    NotADay,
    /// The day is past.
    Past,
}

impl InstructForm {
    pub fn new(project: Option<ProjectId>, of: Option<Ref>) -> InstructForm {
        InstructForm { project, of, text: String::new(), by: By::Days(WEEK), day: String::new(), to: Vec::new() }
    }

    /// Nothing that would be lost.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub fn due(&self, today: Day) -> Option<Day> {
        match self.by {
            By::Days(days) => Some(today.plus(days)),
            By::Other => Day::parse(self.day.trim()),
            By::None => None,
        }
    }

    pub fn validate(&self, today: Day) -> Result<Command, Vec<Fault>> {
        let mut faults = Vec::new();
        let text = self.text.trim();
        if self.project.is_none() {
            faults.push(Fault::NoProject);
        }
        if self.by == By::Other {
            match self.due(today) {
                None => faults.push(Fault::NotADay),
                Some(day) if day < today => faults.push(Fault::Past),
                Some(_) => {}
            }
        }
        if text.is_empty() {
            faults.push(Fault::NoText);
        } else if text.chars().count() > MAX_TEXT {
            faults.push(Fault::TextTooLong);
        }
        let (Some(project), []) = (self.project, faults.as_slice()) else { return Err(faults) };
        let instruction = InstructionDraft { of: self.of, text: text.into(), to: self.to.clone(), due: self.due(today) };
        Ok(Command::Instruct { project, instruction })
    }

    /// `None` for what another version left and this one can't read.
    pub fn read(bytes: &[u8]) -> Option<InstructForm> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// What is said of a duty today.
pub fn say(line: &Line, state: DutyState, on: Day, text: &str) -> Command {
    let text = Some(text.trim().to_string()).filter(|text| !text.is_empty());
    Command::SayDuty { scope: line.scope, of: line.of, said: DutyDraft { state, on, text } }
}

/// To whom an instruction of a project can go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addressee {
    pub whom: Ref,
    pub name: String,
    /// `None` of a unit.
    pub role: Option<Role>,
}

/// The secretary, the district's coordinators and the responsible unit.
pub fn addressees(state: &State, project: &ProjectId) -> Vec<Addressee> {
    let Some(project) = state.project(project) else { return Vec::new() };
    let (roster, f) = (&state.roster, &project.fields);
    let person = |person: &Person| Addressee { whom: person.id, name: person.name.clone(), role: Some(person.role) };
    let secretary = f.secretary.and_then(|id| roster.persons.get(&id)).map(person);
    let coordinators = roster.persons.values().filter(|p| p.role == Role::District && p.district.is_some() && p.district == f.district);
    let unit = f.unit.filter(|unit| roster.units.contains_key(unit));
    let unit = unit.map(|unit| Addressee { whom: unit, name: roster.unit_name(&unit), role: None });
    secretary.into_iter().chain(coordinators.map(person)).chain(unit).collect()
}
