//! Slots in which several values are in force: the list of them, one of them with all that was said there, and the
//! form by which it is settled.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use crate::domain::calendar::Day;
use crate::domain::command::Command;
use crate::domain::decision::{Deciders, Decision, deciders, may_decide};
use crate::domain::id::{Hash, Ref, Scope};
use crate::domain::json::Json;
use crate::domain::money::{AmountFault, Fen};
use crate::domain::order::{Filled, InOrder};
use crate::domain::shape::{self, Kind, MAX_TEXT, PROJECT_FIELDS, Type, WORKSPACE_FIELDS};
use crate::domain::state::{Entry, Folded, Named, Slot, State, Stated, Statement, Target};
use crate::domain::trust::Role;
use crate::screen::edit::{self, Choice};
use crate::screen::form;
use crate::screen::form::project::{Field, PHASES};
use crate::screen::moment::Moment;
use crate::screen::project::{self, Reader, TakenBack};
use crate::screen::today::is_mine;

/// The address of a slot: its scope, and a short hash of the thing and the field, since a field's name may be long.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    pub scope: Scope,
    pub key: Ref,
}

impl Place {
    pub fn of<'a>(scope: Scope, of: Target, named: impl Into<Named<'a>>) -> Place {
        // A field's name has no control character, so no field has the address of what is stated.
        let name = match named.into() {
            Named::Field(field) => field.to_string(),
            Named::Stated(stated) => format!("\n{stated}"),
        };
        Place { scope, key: Hash::of(format!("{} {name}", of.as_text()).as_bytes()).to_ref() }
    }
}

/// What a slot is a slot of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Of {
    Workspace,
    Project,
    Thing {
        kind: Kind,
        /// When it happened, if it says so.
        on: Option<Day>,
        /// Its title, name or first words, as shown.
        words: String,
    },
}

/// What a slot is called is asked by these.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotName {
    pub of: Of,
    /// The field, or the stated slot as the format writes it.
    pub field: String,
    /// Kinds of its own fill it; it is no field.
    pub stated: Option<Stated>,
}

/// A value of any field, to be worded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    Fact(project::Value),
    Day(Day),
    VisitKind(String),
    ProblemCategory(String),
    UnitKind(String),
    /// *accepted* or *returned*.
    Verdict(String),
    PermitState(String),
    DutyState(String),
    Number(i64),
    Photos(usize),
    /// Of no type that this version words.
    Raw(String),
}

/// A line of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub place: Place,
    pub name: SlotName,
    pub values: usize,
    /// Decisions that were made apart stand against each other.
    pub again: bool,
    pub may: bool,
}

/// The conflicts of one project, or of what is common to all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub scope: Scope,
    /// The project's name; that of the ledger where it is none.
    pub name: String,
    pub mine: bool,
    pub lines: Vec<Line>,
}

/// A slot that was settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    pub place: Place,
    pub group: String,
    pub name: SlotName,
    pub value: Value,
    pub by: String,
    pub at: Moment,
}

/// Settled ones that are listed, and for how many days.
pub const SETTLED: usize = 8;
const SETTLED_DAYS: i64 = 14;
/// Characters of a thing that are shown of it.
const FIRST_WORDS: usize = 24;

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Conflicts {
    /// Those of the reader's own projects first.
    pub groups: Vec<Group>,
    /// The newest first.
    pub settled: Vec<Settled>,
}

impl Conflicts {
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.groups.iter().flat_map(|group| &group.lines)
    }

    pub fn count(&self) -> usize {
        self.lines().count()
    }

    /// The one behind a place in the list, round to the first; any other where the place is not in it.
    pub fn after(&self, place: &Place) -> Option<Place> {
        let places: Vec<Place> = self.lines().map(|line| line.place).collect();
        let next = places.iter().position(|p| p == place).map_or(0, |at| at + 1);
        places.get(next).or(places.first()).copied().filter(|next| next != place)
    }
}

/// The folds in which conflicts are looked for: what is common, then the projects that are shown.
fn folds(state: &State) -> impl Iterator<Item = (Scope, &Folded)> {
    let common = [(Scope::All, &state.roster.folded), (Scope::Office, &*state.office)];
    common.into_iter().chain(state.shown_projects().map(|p| (Scope::Project(p.id), &p.folded)))
}

/// How many slots are in conflict: everywhere, and in the reader's own projects.
pub fn counts(state: &State, reader: Reader<'_>) -> (usize, usize) {
    let (mut all, mut mine) = (0, 0);
    for (scope, folded) in folds(state) {
        let here = folded.conflicts().count();
        all += here;
        if here > 0 && is_readers(state, scope, reader) {
            mine += here;
        }
    }
    (all, mine)
}

fn is_readers(state: &State, scope: Scope, reader: Reader<'_>) -> bool {
    let Some(me) = reader.me else { return false };
    match scope {
        Scope::Project(id) => state.project(&id).is_some_and(|p| is_mine(p, me)),
        Scope::All | Scope::Office => me.role == Role::City,
    }
}

/// `compare` is the order of names in the language of the screen.
pub fn conflicts(state: &State, reader: Reader<'_>, today: Day, compare: impl Fn(&str, &str) -> Ordering) -> Conflicts {
    let (mut groups, mut settled) = (Vec::new(), Vec::new());
    for (scope, folded) in folds(state) {
        let mut lines: Vec<(Target, Line)> = Vec::new();
        for (of, named, slot) in folded.conflicts() {
            let line = Line {
                place: Place::of(scope, *of, named),
                name: name_of(state, folded, *of, named),
                values: slot.values().len(),
                again: is_again(folded, slot, named),
                may: may_decide(state, &reader.own, scope, *of, named),
            };
            lines.push((*of, line));
        }
        let group = group_name(state, scope);
        if !lines.is_empty() {
            lines.order_by_cached_key(|(of, line)| (*of, field_order(&line.name.field), line.name.field.clone()));
            let lines = lines.into_iter().map(|(_, line)| line).collect();
            groups.push(Group { scope, name: group.clone(), mine: is_readers(state, scope, reader), lines });
        }
        settled.extend(
            settled_in(state, scope, folded, today).into_iter().map(|(time, slot)| (time, Settled { group: group.clone(), ..slot })),
        );
    }
    let is_common = |group: &Group| !matches!(group.scope, Scope::Project(_));
    groups.order_by(|a, b| {
        let first = (!a.mine, is_common(a)).cmp(&(!b.mine, is_common(b)));
        first.then_with(|| compare(&a.name, &b.name)).then_with(|| a.scope.cmp(&b.scope))
    });
    settled.order_by(|a, b| b.0.cmp(&a.0));
    settled.truncate(SETTLED);
    Conflicts { groups, settled: settled.into_iter().map(|(_, slot)| slot).collect() }
}

/// A slot that will have several values in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// The project's name; that of the ledger where it is none.
    pub group: String,
    pub name: SlotName,
}

/// Slots that are in conflict and were not before.
pub fn arising(after: &State, before: &State) -> Vec<Clash> {
    let mut found = Vec::new();
    for (scope, folded) in folds(after) {
        let held = before.folded(scope);
        // What nothing touched is the very same.
        if held.is_some_and(|held| std::ptr::eq(held, folded)) {
            continue;
        }
        let was: BTreeSet<(Target, Named<'_>)> = held.into_iter().flat_map(Folded::conflicts).map(|(of, named, _)| (*of, named)).filled();
        for (of, named, _) in folded.conflicts().filter(|(of, named, _)| !was.contains(&(**of, *named))) {
            found.push(Clash { group: group_name(after, scope), name: name_of(after, folded, *of, named) });
        }
    }
    found
}

/// Fields of a project as its form asks for them, others behind.
fn field_order(field: &str) -> usize {
    Field::ALL.iter().position(|f| f.as_str() == field).unwrap_or(Field::ALL.len())
}

fn settled_in(state: &State, scope: Scope, folded: &Folded, today: Day) -> Vec<(i64, Settled)> {
    let mut found = Vec::new();
    for (of, named, slot) in folded.all_slots().filter(|(.., slot)| !slot.is_conflict()) {
        let Some(last) = slot.current.last() else { continue };
        let roster = &state.roster;
        if today.days_since(roster.day_of(last.time)) > SETTLED_DAYS || !is_decision(folded, slot, named, last) {
            continue;
        }
        let name = name_of(state, folded, *of, named);
        let value = value_of(state, &name, Json::trusted(last.value.as_bytes()));
        let (by, at) = (roster.author(&last.device), Moment::of(last.time, roster.zone));
        found.push((last.time, Settled { place: Place::of(scope, *of, named), group: String::new(), name, value, by, at }));
    }
    found
}

fn group_name(state: &State, scope: Scope) -> String {
    match scope {
        Scope::Project(id) => state.project(&id).map(|p| p.fields.name.clone()).unwrap_or_default(),
        Scope::All | Scope::Office => state.roster.name.clone(),
    }
}

/// What a statement named as seen and replaced.
fn replaced(folded: &Folded, statement: &Statement, named: Named<'_>) -> BTreeSet<Ref> {
    let over = folded.find(&statement.id.to_ref()).and_then(|e| match named {
        Named::Field(field) => e.get("over").filter(|_| e.kind == Kind::FieldsChanged)?.get(field),
        Named::Stated(_) => e.get("over"),
    });
    over.map(Json::items).unwrap_or_default().into_iter().filter_map(|name| Ref::parse(&name.text()?)).filled()
}

/// Whether a statement settled a conflict: it names statements of different values.
fn is_decision(folded: &Folded, slot: &Slot, named: Named<'_>, statement: &Statement) -> bool {
    let replaced = replaced(folded, statement, named);
    let values: BTreeSet<&str> = slot.history.iter().filter(|s| replaced.contains(&s.id.to_ref())).map(|s| s.value.as_str()).filled();
    values.len() > 1
}

/// Whether two decisions of different values are in force.
fn is_again(folded: &Folded, slot: &Slot, named: Named<'_>) -> bool {
    let decided: BTreeSet<&str> = slot.current.iter().filter(|s| is_decision(folded, slot, named, s)).map(|s| s.value.as_str()).filled();
    decided.len() > 1
}

fn name_of(state: &State, folded: &Folded, of: Target, named: Named<'_>) -> SlotName {
    let of = match of {
        Target::Workspace => Of::Workspace,
        Target::Project => Of::Project,
        Target::Thing(name) => match folded.find(&name) {
            Some(thing) => thing_of(state, folded, thing),
            None => Of::Thing { kind: Kind::Noted, on: None, words: name.to_string() },
        },
    };
    let stated = match named {
        Named::Field(_) => None,
        Named::Stated(stated) => Some(stated),
    };
    SlotName { of, field: named.to_string(), stated }
}

fn thing_of(state: &State, folded: &Folded, thing: &Entry) -> Of {
    let text = |field: &str| folded.shown(thing, field).and_then(|v| Some(v.text()?.into_owned()));
    let words = text("title").or_else(|| text("name")).or_else(|| text("text")).unwrap_or_default();
    let on = text("on").and_then(|t| Day::parse(&t)).or_else(|| Some(state.roster.day_of(thing.time)));
    Of::Thing { kind: thing.kind, on, words: project::first_words(&words, FIRST_WORDS) }
}

/// The field as the table of kinds has it; `None` for one that this version doesn't know.
fn field_of(name: &SlotName) -> Option<shape::Field> {
    if name.stated.is_some() {
        return None;
    }
    let fields = match name.of {
        Of::Workspace => WORKSPACE_FIELDS,
        Of::Project => PROJECT_FIELDS,
        Of::Thing { kind, .. } => kind.spec().fields,
    };
    fields.iter().find(|f| f.name == name.field).copied()
}

fn value_of(state: &State, name: &SlotName, value: Json<'_>) -> Value {
    let roster = &state.roster;
    if let Some(stated) = name.stated {
        return stated_value(stated, value);
    }
    if name.of == Of::Project
        && let Some(field) = Field::parse(&name.field)
    {
        return Value::Fact(project::value_of(field, value, roster));
    }
    if value.is_null() {
        return Value::Fact(project::Value::None);
    }
    let raw = || Value::Raw(String::from_utf8_lossy(value.bytes()).into_owned());
    let plain = |text: String| Value::Fact(project::Value::Text(text));
    let Some(field) = field_of(name) else { return value.text().map_or_else(raw, |t| plain(t.into_owned())) };
    let kind = match name.of {
        Of::Thing { kind, .. } => Some(kind),
        Of::Workspace | Of::Project => None,
    };
    match (field.ty, value.text(), kind, field.name) {
        (Type::Day | Type::DayOrNull, Some(text), ..) => Day::parse(&text).map_or_else(raw, Value::Day),
        (Type::Ref, Some(text), ..) => plain(referred(state, &text)),
        (_, Some(text), Some(Kind::VisitLogged), "kind") => Value::VisitKind(text.into_owned()),
        (_, Some(text), Some(Kind::ProblemRaised), "category") => Value::ProblemCategory(text.into_owned()),
        (_, Some(text), Some(Kind::UnitRegistered), "kind") => Value::UnitKind(text.into_owned()),
        (_, Some(text), _, "stage") => Value::Fact(project::Value::Phase(text.into_owned())),
        (_, Some(text), ..) => plain(text.into_owned()),
        (Type::Bool, ..) => Value::Fact(project::Value::Flag(value.bool().unwrap_or(false))),
        (Type::Money, ..) => value.int().map_or_else(raw, |fen| Value::Fact(project::Value::Amount(Fen(fen)))),
        (Type::Int(..), ..) => value.int().map_or_else(raw, Value::Number),
        (Type::Hashes, ..) => Value::Photos(value.items().len()),
        _ => raw(),
    }
}

fn stated_value(stated: Stated, value: Json<'_>) -> Value {
    let text = || value.text().map(|t| t.into_owned());
    let known = match stated {
        Stated::Audit => text().map(Value::Verdict),
        Stated::State => text().map(Value::PermitState),
        Stated::Duty => text().map(Value::DutyState),
        Stated::Excuse => text().and_then(|t| Day::parse(&t)).map(Value::Day),
        Stated::Plan(_) | Stated::Done(_) => value.int().map(|fen| Value::Fact(project::Value::Amount(Fen(fen)))),
    };
    known.unwrap_or(Value::Fact(project::Value::None))
}

/// The name of a person, a unit or a thing of `all`.
fn referred(state: &State, text: &str) -> String {
    let Some(name) = Ref::parse(text) else { return text.into() };
    let roster = &state.roster;
    if roster.persons.contains_key(&name) {
        return roster.person_name(&name);
    }
    let titled = || roster.folded.find(&name).and_then(|e| roster.folded.shown(e, "title")).and_then(|v| Some(v.text()?.into_owned()));
    match roster.units.contains_key(&name) {
        true => roster.unit_name(&name),
        false => titled().unwrap_or_else(|| text.into()),
    }
}

/// Where a value was seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Basis {
    pub kind: String,
    pub on: Day,
    pub photos: usize,
    /// It was taken back since.
    pub taken_back: bool,
}

/// Who said a value, when, on what ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    pub value: Value,
    pub by: String,
    pub role: Option<Role>,
    pub at: Moment,
    pub basis: Option<Basis>,
    pub reason: Option<String>,
    /// It settled a conflict.
    pub decision: bool,
    /// The first statement: the thing was made with it.
    pub made: bool,
}

/// One of the values in force, with everyone who says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rival {
    pub value: Value,
    /// Canonical JSON.
    pub json: String,
    /// The later in order: shown and used until someone decides.
    pub in_use: bool,
    /// The newest first.
    pub said: Vec<Said>,
}

/// A statement in the history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Past {
    pub said: Said,
    /// Who replaced it first and when; `None` while it is in force.
    pub replaced: Option<(String, Moment)>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    Open {
        again: bool,
    },
    /// One value is in force.
    Settled,
    /// The thing was taken back: nothing is to be decided while that holds.
    TakenBack(TakenBack),
}

/// What a value of one's own is written with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    Line,
    Text,
    /// What can be chosen, with what it is called.
    Select(Vec<(String, Value)>),
    Amount,
    Day,
    Time,
    Number(i64, i64),
    /// Only a value that someone said can be chosen.
    Nothing,
}

/// Who may decide, if the reader may not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rights {
    pub may: bool,
    pub deciders: Deciders,
    /// Who wrote the thing.
    pub author: Option<String>,
    /// Coordinators who may, at most [`NAMED`].
    pub people: Vec<String>,
}

/// People who are named as those who can decide.
pub const NAMED: usize = 4;

/// A slot with all that was said there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotView {
    pub place: Place,
    pub group: String,
    pub name: SlotName,
    pub standing: Standing,
    /// In the order of their greatest statements; the one in use is the last.
    pub rivals: Vec<Rival>,
    /// What stood before they were said.
    pub before: Option<Value>,
    /// What is in force, then what was; the newest first in each.
    pub history: Vec<Past>,
    /// Every statement in force: what a decision names.
    pub over: Vec<Ref>,
    pub input: Input,
    pub rights: Rights,
    of: Target,
    /// Of each value that is stated the body that says so: a decision says it once more.
    bodies: Vec<(String, Kind, Map<String, serde_json::Value>)>,
}

/// `None` if nothing is held of such a slot, or its project is not shown.
pub fn slot(state: &State, place: Place, reader: Reader<'_>) -> Option<SlotView> {
    let folded = match place.scope {
        Scope::Project(id) => &state.project(&id).filter(|p| p.shown)?.folded,
        scope => state.folded(scope)?,
    };
    let (of, named, slot) = folded.all_slots().find(|(of, named, _)| Place::of(place.scope, **of, *named) == place)?;
    let name = name_of(state, folded, *of, named);
    let said = |statement: &Statement| said(state, folded, slot, &name, named, statement);
    let rivals = slot.values().into_iter().map(|greatest| Rival {
        value: value_of(state, &name, Json::trusted(greatest.value.as_bytes())),
        json: greatest.value.clone(),
        in_use: slot.current.last().is_some_and(|last| last.value == greatest.value),
        said: slot.current.iter().rev().filter(|s| s.value == greatest.value).map(said).collect(),
    });
    let standing = match taken_back(state, folded, *of, reader) {
        Some(back) => Standing::TakenBack(back),
        None if slot.is_conflict() => Standing::Open { again: is_again(folded, slot, named) },
        None => Standing::Settled,
    };
    let is_current = |s: &Statement| slot.current.iter().any(|c| c.id == s.id);
    let before = slot.history.iter().rev().find(|s| !is_current(s));
    let mut replaced_by: BTreeMap<Ref, &Statement> = BTreeMap::new();
    for statement in slot.history.iter().rev() {
        // The earliest who named it stands in the end.
        replaced_by.extend(replaced(folded, statement, named).into_iter().filter(|n| *n != statement.id.to_ref()).map(|n| (n, statement)));
    }
    let roster = &state.roster;
    // What is in force first: clocks that differ may put it below what it replaced.
    let (in_force, older): (Vec<&Statement>, Vec<&Statement>) = slot.history.iter().rev().partition(|s| is_current(s));
    let history = in_force.into_iter().chain(older).map(|statement| Past {
        said: said(statement),
        replaced: replaced_by.get(&statement.id.to_ref()).map(|by| (roster.author(&by.device), Moment::of(by.time, roster.zone))),
    });
    Some(SlotView {
        place,
        group: group_name(state, place.scope),
        standing,
        rivals: rivals.collect(),
        before: before.map(|s| value_of(state, &name, Json::trusted(s.value.as_bytes()))),
        history: history.collect(),
        over: slot.over(),
        input: input_of(state, &name, slot),
        rights: rights(state, folded, place.scope, *of, named, reader),
        of: *of,
        bodies: slot.values().into_iter().filter_map(|s| body_of(folded, s).filter(|_| name.stated.is_some())).collect(),
        name,
    })
}

fn body_of(folded: &Folded, statement: &Statement) -> Option<(String, Kind, Map<String, serde_json::Value>)> {
    let entry = folded.find(&statement.id.to_ref())?;
    Some((statement.value.clone(), entry.kind, serde_json::from_slice(entry.body.bytes()).ok()?))
}

fn said(state: &State, folded: &Folded, slot: &Slot, name: &SlotName, named: Named<'_>, statement: &Statement) -> Said {
    let roster = &state.roster;
    let entry = folded.find(&statement.id.to_ref());
    // What made the thing gives no reason for its fields.
    let changed = entry.filter(|e| e.kind == Kind::FieldsChanged || name.stated.is_some());
    let visit = statement.visit.and_then(|visit| folded.find(&visit)).filter(|e| e.kind == Kind::VisitLogged);
    let text = |e: &Entry, field: &str| folded.shown(e, field).and_then(|v| Some(v.text()?.into_owned()));
    Said {
        value: value_of(state, name, Json::trusted(statement.value.as_bytes())),
        by: roster.author(&statement.device),
        role: roster.person_of(&statement.device).map(|p| p.role),
        at: Moment::of(statement.time, roster.zone),
        basis: visit.map(|visit| Basis {
            kind: text(visit, "kind").unwrap_or_default(),
            on: text(visit, "on").and_then(|t| Day::parse(&t)).unwrap_or_else(|| roster.day_of(visit.time)),
            photos: folded.shown(visit, "files").map_or(0, |v| v.items().len()),
            taken_back: !folded.counts(visit),
        }),
        reason: changed.and_then(|e| e.text("reason").or_else(|| e.text("text").filter(|_| name.stated.is_some()))),
        decision: is_decision(folded, slot, named, statement),
        made: changed.is_none(),
    }
}

/// Who took the thing back, or what it hangs on.
fn taken_back(state: &State, folded: &Folded, of: Target, reader: Reader<'_>) -> Option<TakenBack> {
    let Target::Thing(mut name) = of else { return None };
    // A thing names only what was there before it, so this ends.
    loop {
        if let Some(withdrawal) = folded.withdrawn.get(&name) {
            return Some(project::back_of(folded, withdrawal, &state.roster, reader));
        }
        name = folded.find(&name)?.named("of")?;
    }
}

fn rights(state: &State, folded: &Folded, scope: Scope, of: Target, named: Named<'_>, reader: Reader<'_>) -> Rights {
    let roster = &state.roster;
    let deciders = deciders(folded, scope, of, named);
    let author = match (of, named) {
        (Target::Thing(name), Named::Field(_)) => folded.find(&name).map(|thing| roster.author(&thing.device)),
        (Target::Workspace | Target::Project, _) | (Target::Thing(_), Named::Stated(_)) => None,
    };
    let is_named = |p: &&crate::domain::state::Person| p.role != Role::Secretary && deciders.include(p.role, p.district, folded);
    let mut people: Vec<(bool, String)> =
        roster.persons.values().filter(is_named).map(|p| (p.role == Role::City, p.name.clone())).collect();
    // Who is nearer first.
    people.order();
    people.truncate(NAMED);
    Rights {
        may: may_decide(state, &reader.own, scope, of, named),
        deciders,
        author,
        people: people.into_iter().map(|(_, name)| name).collect(),
    }
}

fn input_of(state: &State, name: &SlotName, slot: &Slot) -> Input {
    let Some(field) = field_of(name) else { return Input::Nothing };
    let choices = edit::choices(state);
    let named = |list: Vec<Choice>| list.into_iter().map(|c| (c.value, Value::Fact(project::Value::Text(c.name)))).collect();
    let words = |list: &[&str]| {
        let value = |word: &str| value_of(state, name, Json::trusted(json!(word).to_string().as_bytes()));
        Input::Select(list.iter().map(|word| (word.to_string(), value(word))).collect())
    };
    let kind = match name.of {
        Of::Thing { kind, .. } => Some(kind),
        Of::Workspace | Of::Project => None,
    };
    let is_text = |s: &Statement| s.value == "null" || s.value.starts_with('"');
    match (field.ty, field.name, kind) {
        (_, "district", _) => Input::Select(named(choices.districts)),
        (_, "unit", None) => Input::Select(named(choices.units)),
        (_, "unit" | "parent", _) => Input::Select(named([choices.districts, choices.units].concat())),
        (_, "secretary", _) => Input::Select(named(choices.secretaries)),
        (_, "leader", _) => Input::Select(named(choices.leaders)),
        (_, "phase" | "stage", _) => words(PHASES),
        (_, "category", Some(Kind::ProblemRaised)) => words(form::visit::CATEGORIES),
        (Type::OneOf(list), ..) => words(list),
        (Type::Bool, ..) => Input::Select([true, false].map(|b| (b.to_string(), Value::Fact(project::Value::Flag(b)))).into()),
        (Type::Text, "text" | "reason", _) => Input::Text,
        (Type::Text, ..) => Input::Line,
        // A place or who was present may be more than text; what is text everywhere can be written as such.
        (Type::Any, ..) if slot.current.iter().all(is_text) => Input::Line,
        (Type::Money, ..) => Input::Amount,
        (Type::Day, ..) => Input::Day,
        (Type::TimeOfDay, ..) => Input::Time,
        (Type::Int(least, most), ..) => Input::Number(least, most),
        _ => Input::Nothing,
    }
}

/// What is chosen.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Pick {
    #[default]
    Nothing,
    /// One of the values in force, as canonical JSON.
    Said(String),
    Own,
}

/// What was chosen and typed, as it lies on disk while it is not saved.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DecisionForm {
    pub pick: Pick,
    pub own: String,
    pub reason: String,
    /// The statements in force when it was chosen.
    pub seen: Vec<Ref>,
    /// ms since 1970 UTC, of the draft.
    pub at: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    NothingPicked,
    /// Something was said there since the choice was made.
    Changed,
    Missing,
    TooLong,
    Amount(AmountFault),
    NotAValue,
    NoReason,
    ReasonTooLong,
}

/// A decision that can be saved. Made by [`DecisionForm::validate`] alone.
#[derive(Clone, Debug)]
pub struct Decide(Decision);

impl Decide {
    pub fn into_command(self) -> Command {
        Command::Decide(self.0)
    }
}

impl DecisionForm {
    /// Nothing that would be lost.
    pub fn is_empty(&self) -> bool {
        self.pick == Pick::Nothing && self.own.trim().is_empty() && self.reason.trim().is_empty()
    }

    pub fn pick(&mut self, pick: Pick, view: &SlotView) {
        self.pick = pick;
        self.seen.clone_from(&view.over);
    }

    pub fn validate(&self, view: &SlotView) -> Result<Decide, Vec<Fault>> {
        let mut faults = Vec::new();
        let value = match &self.pick {
            Pick::Nothing => Err(Fault::NothingPicked),
            // Nobody names a statement that they have not seen.
            _ if self.seen != view.over => Err(Fault::Changed),
            Pick::Said(json) => match view.rivals.iter().any(|rival| rival.json == *json) {
                true => serde_json::from_str(json).map_err(|_| Fault::Changed),
                false => Err(Fault::Changed),
            },
            Pick::Own => own_value(&view.input, self.own.trim()),
        };
        let reason = self.reason.trim();
        let value = value.map_err(|fault| faults.push(fault)).ok();
        if reason.is_empty() {
            faults.push(Fault::NoReason);
        } else if reason.chars().count() > MAX_TEXT {
            faults.push(Fault::ReasonTooLong);
        }
        let (Some(value), []) = (value, faults.as_slice()) else { return Err(faults) };
        let scope = view.place.scope;
        let decision = match view.name.stated {
            None => Decision::of_field(scope, view.of, &view.name.field, value, &view.over, reason),
            Some(_) => {
                let chosen = |(json, ..): &&(String, Kind, _)| self.pick == Pick::Said(json.clone());
                let Some((_, kind, body)) = view.bodies.iter().find(chosen) else { return Err(vec![Fault::Changed]) };
                Decision::of_stated(scope, *kind, body, &view.over, reason)
            }
        };
        decision.map(Decide).map_err(|_| vec![Fault::NoReason])
    }

    /// `None` for what another version left and this one can't read.
    pub fn read(bytes: &[u8]) -> Option<DecisionForm> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// Drafts of one slot's decision begin so.
pub fn draft_prefix(place: &Place) -> String {
    format!("decide-{}-{}-", place.scope, place.key)
}

fn own_value(input: &Input, typed: &str) -> Result<serde_json::Value, Fault> {
    if typed.is_empty() {
        return Err(Fault::Missing);
    }
    if typed.chars().count() > MAX_TEXT {
        return Err(Fault::TooLong);
    }
    match input {
        Input::Line | Input::Text => Ok(json!(typed)),
        Input::Select(options) => match options.iter().find(|(value, _)| value == typed) {
            Some((_, Value::Fact(project::Value::Flag(flag)))) => Ok(json!(flag)),
            Some((value, _)) => Ok(json!(value)),
            None => Err(Fault::NotAValue),
        },
        Input::Amount => Fen::parse_wan(typed).map(|fen| json!(fen)).map_err(Fault::Amount),
        Input::Day => Day::parse(typed).map(|day| json!(day.to_string())).ok_or(Fault::NotAValue),
        Input::Time => crate::domain::calendar::is_time_of_day(typed).then(|| json!(typed)).ok_or(Fault::NotAValue),
        Input::Number(least, most) => {
            typed.parse::<i64>().ok().filter(|n| (least..=most).contains(&n)).map(|n| json!(n)).ok_or(Fault::NotAValue)
        }
        Input::Nothing => Err(Fault::NotAValue),
    }
}
