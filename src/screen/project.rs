//! One project: its facts with everything that was said of them, and what happened.

use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, Hash, ProjectId, Ref, Scope};
use crate::domain::json::Json;
use crate::domain::money::Fen;
use crate::domain::order::InOrder;
use crate::domain::shape::Kind;
use crate::domain::state::{Entry, Folded, Person, Project, Roster, State, Statement, Withdrawal, is_on_site};
use crate::domain::trust::Role;
use crate::screen::form::project::{Field, Writer};
use crate::screen::moment::Moment;
use crate::session::Snapshot;

/// The value of a fact, to be worded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Nothing was said, or it was taken away.
    None,
    Text(String),
    Category(String),
    Phase(String),
    Amount(Fen),
    Flag(bool),
}

/// A value with who said it and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    pub value: Value,
    pub by: String,
    pub at: Moment,
}

/// A field of the project with all that was said of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    pub field: Field,
    pub value: Value,
    /// In force, the shown one first. More than one: a conflict that someone has yet to decide.
    pub current: Vec<Said>,
    /// What was replaced, newest first.
    pub older: Vec<Said>,
}

/// One field that a change set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub field: Field,
    /// What its author saw and replaced; several where they were in conflict.
    pub from: Vec<Value>,
    pub to: Value,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    Visit {
        kind: String,
        people: Option<String>,
    },
    Problem {
        category: String,
        title: String,
    },
    Registered,
    Changed(Vec<Change>),
    /// A remark on what is not shown by itself.
    Noted,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub name: Ref,
    pub text: String,
    pub by: String,
    pub at: Moment,
    pub taken_back: Option<TakenBack>,
    pub own: bool,
    pub removable: bool,
}

/// Who took an entry back, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenBack {
    /// The withdrawal itself, which can be withdrawn as well.
    pub name: Ref,
    pub by: String,
    pub at: Moment,
    pub reason: Option<String>,
    /// Written for the person of this device.
    pub own: bool,
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    pub name: Ref,
    pub what: What,
    /// The business day: when it happened, whenever it was written.
    pub on: Day,
    /// `09:40`, if the entry says so.
    pub time: Option<String>,
    pub text: Option<String>,
    pub files: Vec<Hash>,
    pub by: String,
    /// When the entry was written.
    pub at: Moment,
    pub notes: Vec<Note>,
    pub taken_back: Option<TakenBack>,
    /// Written for the person of this device.
    pub own: bool,
    /// The person of this device may take away for good what it says.
    pub removable: bool,
}

/// An entry whose contents were removed: that there was one stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Removed {
    pub kind: Option<Kind>,
    /// Who had written it, and when.
    pub author: String,
    pub written: Moment,
    /// Who removed it, when and why.
    pub by: String,
    pub at: Moment,
    pub reason: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectView {
    pub id: ProjectId,
    pub name: String,
    pub key: bool,
    pub category: String,
    pub district: String,
    pub phase: Option<String>,
    pub unit: Option<String>,
    pub secretary: Option<String>,
    pub facts: Vec<Fact>,
    /// Newest first; what was taken back stands below what counts.
    pub items: Vec<Item>,
    /// On site, and contacts of other kinds.
    pub visits: usize,
    pub contacts: usize,
    pub problems: usize,
    pub last_visit: Option<Day>,
    /// The last contact of another kind, where it is later than that visit.
    pub last_contact: Option<Day>,
    /// What this person may write of its fields.
    pub writer: Option<Writer>,
    /// The newest entry of it that is held here.
    pub newest: Option<Moment>,
}

/// Who reads.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub me: Option<&'a Person>,
    pub own: DeviceId,
}

impl Reader<'_> {
    /// Whether the person may take away for good what others wrote.
    fn may_remove(&self) -> bool {
        self.me.is_some_and(|me| me.role == Role::City)
    }

    pub(super) fn wrote(&self, roster: &Roster, device: &DeviceId) -> bool {
        *device == self.own || self.me.is_some_and(|me| roster.person_of(device).is_some_and(|p| p.id == me.id))
    }
}

/// `None` if the project is not held or not shown.
pub fn project(state: &State, id: &ProjectId, reader: Reader<'_>) -> Option<ProjectView> {
    let project = state.project(id).filter(|p| p.shown)?;
    let roster = &*state.roster;
    let f = &project.fields;
    let mut items = items(project, roster, reader);
    // The entries come in their order: of what was written in one minute the later goes first.
    items.reverse();
    items.order_by(|a, b| {
        let below = a.taken_back.is_some().cmp(&b.taken_back.is_some());
        below.then_with(|| (b.on, &b.time, b.at.day, &b.at.time).cmp(&(a.on, &a.time, a.at.day, &a.at.time)))
    });
    let counted = |wanted: fn(&What) -> bool| items.iter().filter(|i| i.taken_back.is_none() && wanted(&i.what)).count();
    Some(ProjectView {
        id: *id,
        name: f.name.clone(),
        key: f.key,
        category: f.category.clone(),
        district: f.district.map(|d| roster.unit_name(&d)).unwrap_or_default(),
        phase: f.phase.clone(),
        unit: f.unit.map(|u| roster.unit_name(&u)),
        secretary: f.secretary.map(|s| roster.person_name(&s)),
        facts: Field::ALL.into_iter().map(|field| fact(project, field, roster)).collect(),
        visits: counted(|w| matches!(w, What::Visit { kind, .. } if is_on_site(kind))),
        contacts: counted(|w| matches!(w, What::Visit { kind, .. } if !is_on_site(kind))),
        problems: counted(|w| matches!(w, What::Problem { .. })),
        items,
        last_visit: project.last_on_site,
        last_contact: project.last_visit.filter(|day| Some(*day) > project.last_on_site),
        writer: reader.me.and_then(|me| Writer::of(me.role, me.district, project)),
        newest: project.folded.entries.iter().map(|e| e.time).max().map(|time| Moment::of(time, roster.zone)),
    })
}

/// The entries of a project whose contents were removed, the newest removal first.
pub fn removed(snapshot: &Snapshot, id: &ProjectId) -> Vec<Removed> {
    let roster = &*snapshot.state.roster;
    let scope = Scope::Project(*id);
    let row = |removal: &Entry| {
        let name = removal.named("of").filter(|_| removal.text("scope").is_some_and(|of| of == scope.to_string()))?;
        let mut feeds = snapshot.ledger.feeds_in(scope);
        let event = feeds.find_map(|(_, feed)| feed.events().find(|event| event.id.to_ref() == name))?;
        let (key, _) = snapshot.ledger.feeds_in(scope).find(|(_, feed)| feed.holds(event.seq, &event.id))?;
        Some(Removed {
            kind: event.kind.known(),
            author: roster.author(&key.device),
            written: Moment::of(event.time, roster.zone),
            by: roster.author(&removal.device),
            at: Moment::of(removal.time, roster.zone),
            reason: removal.text("reason").unwrap_or_default(),
        })
    };
    roster.folded.of_kind(Kind::BodyRemoved).filter_map(row).collect::<Vec<_>>().into_iter().rev().collect()
}

/// The entries of one save, as they are listed after it and after they were taken back.
pub fn saved_items(state: &State, refs: &[(Scope, Ref)], reader: Reader<'_>) -> Vec<Item> {
    let mut found = Vec::new();
    for (scope, name) in refs {
        if let Scope::Project(id) = scope
            && let Some(project) = state.project(id)
            && let Some(entry) = project.folded.find(name)
            && let Some(item) = item(project, entry, &state.roster, reader)
        {
            found.push(item);
        }
    }
    found
}

fn fact(project: &Project, field: Field, roster: &Roster) -> Fact {
    let said = |statement: &Statement| Said {
        value: value_of(field, Json::trusted(statement.value.as_bytes()), roster),
        by: roster.author(&statement.device),
        at: Moment::of(statement.time, roster.zone),
    };
    let Some(slot) = project.slot(field.as_str()) else {
        return Fact { field, value: Value::None, current: Vec::new(), older: Vec::new() };
    };
    let current: Vec<Said> = slot.values().into_iter().rev().map(said).collect();
    let is_current = |statement: &Statement| slot.current.iter().any(|c| c.id == statement.id);
    let older = slot.history.iter().rev().filter(|s| !is_current(s)).map(said).collect();
    let value = slot.shown().map_or(Value::None, |shown| value_of(field, shown, roster));
    Fact { field, value, current, older }
}

pub(super) fn value_of(field: Field, value: Json<'_>, roster: &Roster) -> Value {
    if value.is_null() {
        return Value::None;
    }
    let text = || value.text().map_or_else(|| String::from_utf8_lossy(value.bytes()).into_owned(), |t| t.into_owned());
    match field {
        Field::District | Field::Unit => Value::Text(Ref::parse(&text()).map_or_else(text, |u| roster.unit_name(&u))),
        Field::Secretary | Field::Leader => Value::Text(Ref::parse(&text()).map_or_else(text, |p| roster.person_name(&p))),
        Field::Category => Value::Category(text()),
        Field::Phase => Value::Phase(text()),
        Field::Total => value.int().map_or(Value::None, |fen| Value::Amount(Fen(fen))),
        Field::Key => Value::Flag(value.bool().unwrap_or(false)),
        Field::Name | Field::Enterprise | Field::Place | Field::Industry | Field::Code => Value::Text(text()),
    }
}

/// The values that a change names as seen and replaced, each once; none where nothing was said before.
fn replaced(project: &Project, entry: &Entry, field: Field, roster: &Roster) -> Vec<Value> {
    let over = entry.get("over").and_then(|over| over.get(field.as_str()));
    let seen: Vec<Ref> = over.map(Json::items).unwrap_or_default().into_iter().filter_map(|name| Ref::parse(&name.text()?)).collect();
    let mut values = Vec::new();
    for statement in project.slot(field.as_str()).iter().flat_map(|slot| &slot.history).filter(|s| seen.contains(&s.id.to_ref())) {
        let value = value_of(field, Json::trusted(statement.value.as_bytes()), roster);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn items(project: &Project, roster: &Roster, reader: Reader<'_>) -> Vec<Item> {
    let folded = &project.folded;
    let shown = |entry: &&Entry| entry.kind != Kind::Noted && entry.kind != Kind::Withdrawn;
    let mut items: Vec<Item> = folded.entries.iter().filter(shown).filter_map(|e| item(project, e, roster, reader)).collect();
    // A remark stands under what it is about; one on a remark, under that one's.
    for entry in folded.of_kind(Kind::Noted) {
        let mut root = entry.named("of");
        while let Some(of) = root.and_then(|name| folded.find(&name)).filter(|of| of.kind == Kind::Noted) {
            root = of.named("of");
        }
        match items.iter_mut().find(|item| Some(item.name) == root) {
            Some(item) => item.notes.push(note(project, entry, roster, reader)),
            None => items.extend(item(project, entry, roster, reader)),
        }
    }
    items
}

fn note(project: &Project, entry: &Entry, roster: &Roster, reader: Reader<'_>) -> Note {
    Note {
        name: entry.name(),
        text: shown_text(project, entry, "text").unwrap_or_default(),
        by: roster.author(&entry.device),
        at: Moment::of(entry.time, roster.zone),
        taken_back: taken_back(project, entry, roster, reader),
        own: reader.wrote(roster, &entry.device),
        removable: reader.may_remove(),
    }
}

fn shown_text(project: &Project, entry: &Entry, field: &str) -> Option<String> {
    let value = project.folded.shown(entry, field)?;
    if value.is_null() {
        return None;
    }
    Some(value.text().map_or_else(|| String::from_utf8_lossy(value.bytes()).into_owned(), |t| t.into_owned()))
}

fn taken_back(project: &Project, entry: &Entry, roster: &Roster, reader: Reader<'_>) -> Option<TakenBack> {
    Some(back_of(&project.folded, project.folded.withdrawn.get(&entry.name())?, roster, reader))
}

pub(super) fn back_of(folded: &Folded, withdrawal: &Withdrawal, roster: &Roster, reader: Reader<'_>) -> TakenBack {
    TakenBack {
        name: withdrawal.id,
        own: reader.wrote(roster, &withdrawal.by),
        by: roster.author(&withdrawal.by),
        at: Moment::of(withdrawal.time, roster.zone),
        reason: folded.find(&withdrawal.id).and_then(|e| e.text("reason")),
    }
}

/// The first characters of a text, in one line.
pub(super) fn first_words(text: &str, most: usize) -> String {
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(most) {
        line.truncate(at);
        line.push('…');
    }
    line
}

fn item(project: &Project, entry: &Entry, roster: &Roster, reader: Reader<'_>) -> Option<Item> {
    let text = |field: &str| shown_text(project, entry, field);
    let at = Moment::of(entry.time, roster.zone);
    let on = project.folded.shown(entry, "on").and_then(|v| Day::parse(&v.text()?)).unwrap_or(at.day);
    let what = match entry.kind {
        Kind::VisitLogged => What::Visit { kind: text("kind").unwrap_or_default(), people: text("people") },
        Kind::ProblemRaised => What::Problem { category: text("category").unwrap_or_default(), title: text("title").unwrap_or_default() },
        Kind::ProjectRegistered => What::Registered,
        Kind::FieldsChanged => {
            if entry.text("of").as_deref() != Some("project") {
                return None;
            }
            let set = entry.get("set").map(Json::members).unwrap_or_default();
            let known = set.into_iter().filter_map(|(name, value)| {
                let field = Field::parse(&name)?;
                Some(Change { field, from: replaced(project, entry, field, roster), to: value_of(field, value, roster) })
            });
            What::Changed(known.collect())
        }
        Kind::Noted => What::Noted,
        _ => return None,
    };
    let files = project.folded.shown(entry, "files").map(|v| v.items().into_iter().filter_map(|h| Hash::parse(&h.text()?)).collect());
    Some(Item {
        name: entry.name(),
        text: match what {
            What::Changed(_) => entry.text("reason"),
            What::Registered => None,
            What::Visit { .. } | What::Problem { .. } | What::Noted => text("text"),
        },
        time: match what {
            What::Visit { .. } => text("at"),
            What::Problem { .. } | What::Registered | What::Changed(_) | What::Noted => None,
        },
        what,
        on,
        files: files.unwrap_or_default(),
        by: roster.author(&entry.device),
        at,
        notes: Vec::new(),
        taken_back: taken_back(project, entry, roster, reader),
        own: reader.wrote(roster, &entry.device),
        removable: entry.kind != Kind::ProjectRegistered && reader.may_remove(),
    })
}

/// Whether an entry of this sort can be taken back at all.
pub fn is_withdrawable(what: &What) -> bool {
    match what {
        What::Visit { .. } | What::Problem { .. } | What::Noted => true,
        What::Registered | What::Changed(_) => false,
    }
}
