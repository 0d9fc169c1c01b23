//! Entries in the words that people use, kind by kind: how many there are, and the first ones to be looked at.

use std::collections::BTreeMap;

use crate::domain::bundle::plan::{NewEntry, Standing};
use crate::domain::calendar::Day;
use crate::domain::event::{Body, Event};
use crate::domain::id::{Ref, Scope};
use crate::domain::ledger::Ledger;
use crate::domain::shape::Kind;
use crate::domain::state::State;
use crate::screen::form::project::Field;
use crate::screen::project::{Reader, Value, What as Happened, first_words, saved_items};

/// Kinds of entries in the words that people use, in the order in which they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    Visits,
    Problems,
    Facts,
    Projects,
    People,
    Notes,
    Withdrawals,
    Others,
}

impl What {
    /// `None`: of a kind that this version does not know.
    pub fn of(kind: Option<Kind>) -> What {
        match kind {
            Some(Kind::VisitLogged) => What::Visits,
            Some(Kind::ProblemRaised) => What::Problems,
            Some(Kind::FieldsChanged) => What::Facts,
            Some(Kind::ProjectRegistered) => What::Projects,
            Some(Kind::UnitRegistered | Kind::PersonRegistered | Kind::PersonInvited | Kind::DeviceJoined | Kind::DeviceAdmitted) => {
                What::People
            }
            Some(Kind::Noted) => What::Notes,
            Some(Kind::Withdrawn) => What::Withdrawals,
            Some(_) | None => What::Others,
        }
    }
}

/// How many of each.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Counts(BTreeMap<What, u64>);

impl Counts {
    pub fn add(&mut self, kind: Option<Kind>) {
        *self.0.entry(What::of(kind)).or_default() += 1;
    }

    /// Those that there are, in the order in which they are told.
    pub fn told(&self) -> Vec<(What, u64)> {
        self.0.iter().map(|(what, n)| (*what, *n)).collect()
    }
}

/// New entries that are listed of one kind; the others are counted.
pub const LISTED: usize = 50;
/// Characters of an entry that are shown of it.
const FIRST_WORDS: usize = 40;

/// New entries of one kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub what: What,
    pub count: u64,
    /// The first of them, at most [`LISTED`].
    pub listed: Vec<Fresh>,
}

impl Line {
    /// How many are not listed.
    pub fn more(&self) -> u64 {
        self.count - self.listed.len() as u64
    }
}

/// A new entry, as it is listed before it is taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fresh {
    /// `None` for the common parts, and for a project that is not known yet.
    pub project: Option<String>,
    pub what: Told,
    /// When it happened, or was written where it says nothing of that.
    pub on: Day,
    /// The first words of it.
    pub words: String,
    pub by: String,
    pub standing: Standing,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// Of this kind.
    Visit(String),
    /// Of this category.
    Problem(String),
    /// Fields with their new values.
    Facts(Vec<(Field, Value)>),
    Project,
    /// Anything else, or what is not folded; `None`: of a kind that this version does not know.
    Entry(Option<Kind>),
}

/// New entries by kind. `state` and `ledger` are those of the preview.
pub fn by_kind<'a>(entries: impl Iterator<Item = &'a NewEntry>, state: &State, ledger: &Ledger) -> Vec<Line> {
    let mut lines: BTreeMap<What, Line> = BTreeMap::new();
    for entry in entries {
        let what = What::of(entry.kind);
        let line = lines.entry(what).or_insert_with(|| Line { what, count: 0, listed: Vec::new() });
        line.count += 1;
        if line.listed.len() < LISTED
            && let Some(fresh) = fresh(entry, state, ledger)
        {
            line.listed.push(fresh);
        }
    }
    lines.into_values().collect()
}

fn fresh(entry: &NewEntry, state: &State, ledger: &Ledger) -> Option<Fresh> {
    let event = ledger.feed(&entry.feed)?.get(entry.seq, &entry.id)?;
    let (scope, reader) = (entry.feed.scope, Reader { me: None, own: entry.feed.device });
    let project = match scope {
        Scope::Project(id) => state.project(&id).filter(|p| p.shown).map(|p| p.fields.name.clone()),
        Scope::All | Scope::Office => None,
    };
    let item = saved_items(state, &[(scope, entry.id.to_ref())], reader).into_iter().next();
    let (on, by) = match &item {
        Some(item) => (item.on, item.by.clone()),
        None => (state.roster.day_of(event.time), state.roster.author(&entry.feed.device)),
    };
    let shown = |text: Option<String>| first_words(&text.unwrap_or_default(), FIRST_WORDS);
    let (what, words) = match item.map(|item| (item.what, item.text)) {
        Some((Happened::Visit { kind, .. }, text)) => (Told::Visit(kind), shown(text)),
        Some((Happened::Problem { category, title }, _)) => (Told::Problem(category), shown(Some(title))),
        Some((Happened::Changed(set), text)) => {
            (Told::Facts(set.into_iter().map(|change| (change.field, change.to)).collect()), shown(text))
        }
        Some((Happened::Registered, text)) => (Told::Project, shown(text)),
        Some((Happened::Noted, _)) | None => (Told::Entry(entry.kind), said(event, state)),
    };
    Some(Fresh { project, what, on, words, by, standing: entry.standing })
}

/// The first words of what a person would know an entry by.
pub fn said(event: &Event, state: &State) -> String {
    let Body::Held(body) = &event.body else { return String::new() };
    let text = |name: &str| Some(body.json().get(name)?.text()?.into_owned());
    let person = || {
        let of = ["person", "of"].into_iter().find_map(text)?;
        state.roster.persons.get(&Ref::parse(&of)?).map(|person| person.name.clone())
    };
    let words = ["title", "text", "name", "reason"].into_iter().find_map(text).or_else(person).unwrap_or_default();
    first_words(&words, FIRST_WORDS)
}
