//! The preview of files taken in, and the log of what was exchanged.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::bundle::plan::{Counts, FileReport, JoinOffer, Preview, Proof, Verdict};
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, ProjectId, Ref, Scope};
use crate::domain::order::InOrder;
use crate::domain::shape::Kind;
use crate::domain::state::State;
use crate::domain::trust::Role;
use crate::screen::conflict::{Clash, arising};
use crate::screen::form::project::Field;
use crate::screen::moment::Moment;
use crate::screen::project::{Reader, Value, What as Happened, first_words, saved_items};
use crate::session::Snapshot;
use crate::store::{Exchange, Openers, SentHow};

/// Kinds of entries in the words that people use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
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

/// The counts that are not zero, in the order in which they are told.
pub fn lines(counts: &Counts) -> Vec<(What, u64)> {
    let all = [
        (What::Visits, counts.visits),
        (What::Problems, counts.problems),
        (What::Facts, counts.facts),
        (What::Projects, counts.projects),
        (What::People, counts.people),
        (What::Notes, counts.notes),
        (What::Withdrawals, counts.withdrawals),
        (What::Others, counts.others),
    ];
    all.into_iter().filter(|(_, n)| *n > 0).collect()
}

/// Entries of somebody that are missing, numbers inclusive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    pub who: String,
    /// The project's name; `None` for the common parts.
    pub project: Option<String>,
    pub from: u64,
    pub to: u64,
}

/// A new entry of a project, as it is listed before it is taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fresh {
    pub project: String,
    pub what: Told,
    /// When it happened.
    pub on: Day,
    /// The first words of it.
    pub words: String,
    pub by: String,
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
}

/// New entries that are listed of one file; the others are counted.
pub const LISTED: usize = 50;
/// Conflicts that are listed.
pub const CLASHES: usize = 20;
/// Projects to which a way leads after they got new entries.
pub const LEADS: usize = 6;
/// Characters of an entry that are shown of it.
const FIRST_WORDS: usize = 40;

/// One file of a preview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileRow {
    pub name: String,
    pub size: u64,
    /// The person whose device made it, if it is known.
    pub from: Option<(Ref, String)>,
    pub number: Option<u64>,
    pub made: Option<Moment>,
    pub new: u64,
    pub known: u64,
    pub waiting: u64,
    pub pending: u64,
    pub refused: u64,
    pub verdict: Verdict,
    pub lines: Vec<(What, u64)>,
    pub gaps: Vec<Gap>,
    pub forks: u64,
    pub photos: u64,
    pub problems: Vec<Problem>,
    pub problems_more: u64,
    /// Visits, problems, facts and projects that will be new, at most [`LISTED`].
    pub fresh: Vec<Fresh>,
    pub fresh_more: usize,
    /// It invites someone who is not this device's person.
    pub invites: Option<String>,
}

impl FileRow {
    /// A bundle of a ledger that is not the open one.
    pub fn is_foreign(&self) -> bool {
        self.verdict == Verdict::Refused && self.problems.iter().any(|problem| problem.code == Code::OtherWorkspace)
    }

    /// No bundle but, by its name, a table.
    pub fn is_table(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        self.verdict == Verdict::Refused && [".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".et", ".ods"].iter().any(|end| name.ends_with(end))
    }
}

/// A device that asks to be admitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfferRow {
    pub device: DeviceId,
    pub person: Ref,
    pub name: String,
    pub role: Option<Role>,
    pub code: String,
    pub proof: Proof,
    pub joined: Moment,
}

/// Sums over all files of a preview.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Totals {
    /// Files that bring something new.
    pub files: u64,
    pub new: u64,
    pub known: u64,
    pub waiting: u64,
    pub pending: u64,
    /// Files of which nothing can be used.
    pub refused: u64,
    /// Files that can be read, with or without anything new.
    pub readable: u64,
}

/// What the button at the foot of a preview does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Take {
    /// So many files bring something.
    Merge(u64),
    /// Nothing is new, but what the senders hold is noted down: receipts.
    Note(u64),
    /// Not one file can be used.
    Nothing,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiveView {
    pub files: Vec<FileRow>,
    pub offers: Vec<OfferRow>,
    pub totals: Totals,
    /// Conflicts that there are not yet, at most [`CLASHES`].
    pub clashes: Vec<Clash>,
    pub clashes_more: usize,
    /// Projects with new entries, at most [`LEADS`].
    pub projects: Vec<(ProjectId, String)>,
    pub projects_more: usize,
}

impl ReceiveView {
    /// `before` is the ledger's state without the files.
    pub fn new(preview: &Preview, before: &State) -> ReceiveView {
        let files: Vec<FileRow> = preview.files.iter().map(|file| file_row(file, &preview.state)).collect();
        let mut clashes = arising(&preview.state, before);
        let clashes_more = clashes.len().saturating_sub(CLASHES);
        clashes.truncate(CLASHES);
        let mut projects = touched(preview);
        let projects_more = projects.len().saturating_sub(LEADS);
        projects.truncate(LEADS);
        let offers = preview.offers.iter().map(|offer| offer_row(offer, &preview.state)).collect();
        let mut totals = Totals::default();
        for file in &files {
            totals.new += file.new;
            totals.known += file.known;
            totals.waiting += file.waiting;
            totals.pending += file.pending;
            totals.files += u64::from(file.new > 0);
            totals.refused += u64::from(file.verdict == Verdict::Refused);
            totals.readable += u64::from(file.verdict != Verdict::Refused);
        }
        ReceiveView { files, offers, totals, clashes, clashes_more, projects, projects_more }
    }

    pub fn take(&self) -> Take {
        match self.totals {
            Totals { files: 0, readable: 0, .. } => Take::Nothing,
            Totals { files: 0, readable, .. } => Take::Note(readable),
            Totals { files, .. } => Take::Merge(files),
        }
    }

    /// Those who sent something that can be used, each once, this device's own person left out.
    pub fn senders(&self, me: Option<Ref>) -> Vec<(Ref, String)> {
        let mut senders: BTreeMap<Ref, String> = BTreeMap::new();
        for file in self.files.iter().filter(|f| f.verdict != Verdict::Refused) {
            if let Some((person, name)) = file.from.as_ref().filter(|(person, _)| Some(*person) != me) {
                senders.insert(*person, name.clone());
            }
        }
        senders.into_iter().collect()
    }
}

/// Projects of which something new stands, in the order of the files.
fn touched(preview: &Preview) -> Vec<(ProjectId, String)> {
    let mut found: Vec<(ProjectId, String)> = Vec::new();
    let mut seen: BTreeSet<ProjectId> = BTreeSet::new();
    for (scope, name) in preview.files.iter().flat_map(|file| &file.fresh) {
        if let Scope::Project(id) = scope
            && !seen.contains(id)
            && let Some(project) = preview.state.project(id).filter(|p| p.shown && p.folded.find(name).is_some())
        {
            seen.insert(*id);
            found.push((*id, project.fields.name.clone()));
        }
    }
    found
}

/// The new entries that people know by themselves, as many as are listed, and how many more there are.
fn fresh(file: &FileReport, state: &State) -> (Vec<Fresh>, usize) {
    let (mut listed, mut more) = (Vec::new(), 0);
    for (scope, name) in &file.fresh {
        let Scope::Project(id) = scope else { continue };
        let Some(project) = state.project(id).filter(|p| p.shown) else { continue };
        let Some(entry) = project.folded.find(name) else { continue };
        if !matches!(entry.kind, Kind::VisitLogged | Kind::ProblemRaised | Kind::FieldsChanged | Kind::ProjectRegistered) {
            continue;
        }
        if listed.len() == LISTED {
            more += 1;
            continue;
        }
        let reader = Reader { me: None, own: entry.device };
        for item in saved_items(state, &[(*scope, *name)], reader) {
            let text = item.text.unwrap_or_default();
            let (what, words) = match item.what {
                Happened::Visit { kind, .. } => (Told::Visit(kind), text),
                Happened::Problem { category, title } => (Told::Problem(category), title),
                Happened::Changed(set) => (Told::Facts(set.into_iter().map(|change| (change.field, change.to)).collect()), text),
                Happened::Registered => (Told::Project, text),
                Happened::Noted => continue,
            };
            let words = first_words(&words, FIRST_WORDS);
            listed.push(Fresh { project: project.fields.name.clone(), what, on: item.on, words, by: item.by });
        }
    }
    (listed, more)
}

fn file_row(file: &FileReport, state: &State) -> FileRow {
    let roster = &state.roster;
    let (fresh, fresh_more) = fresh(file, state);
    let own = state.own_persons();
    let invites = file.invite.filter(|person| !own.contains(person)).map(|person| roster.person_name(&person));
    let from = file.from.and_then(|device| roster.person_of(&device)).map(|p| (p.id, p.name.clone()));
    let gaps = file.gaps.iter().map(|(feed, from, to)| Gap {
        who: roster.author(&feed.device),
        project: match feed.scope {
            Scope::Project(id) => state.project(&id).filter(|p| p.shown).map(|p| p.fields.name.clone()),
            Scope::All | Scope::Office => None,
        },
        from: *from,
        to: *to,
    });
    FileRow {
        name: file.name.clone(),
        size: file.size,
        from,
        number: file.number,
        made: file.made.map(|made| Moment::of(made, roster.zone)),
        new: file.new,
        known: file.known,
        waiting: file.waiting,
        pending: file.pending,
        refused: file.refused,
        verdict: file.verdict,
        lines: lines(&file.counts),
        gaps: gaps.collect(),
        forks: file.forks,
        photos: file.files,
        problems: file.problems.clone(),
        problems_more: file.problems_more,
        fresh,
        fresh_more,
        invites,
    }
}

fn offer_row(offer: &JoinOffer, state: &State) -> OfferRow {
    let person = state.roster.persons.get(&offer.person);
    OfferRow {
        device: offer.device,
        person: offer.person,
        name: state.roster.person_name(&offer.person),
        role: person.map(|p| p.role),
        code: offer.code.clone(),
        proof: offer.proof,
        joined: Moment::of(offer.joined, state.roster.zone),
    }
}

/// Whether the addressee of a file is known to hold it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Receipt {
    Unknown,
    /// The day on which the receipt came.
    Received(Day),
}

/// A file that went out or came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LogRow {
    Received {
        at: Moment,
        name: String,
        bytes: u64,
        from: Option<String>,
        number: Option<u64>,
        new: u64,
        known: u64,
        waiting: u64,
        problems: Vec<Problem>,
    },
    Sent {
        at: Moment,
        name: String,
        bytes: u64,
        to: Option<String>,
        number: u64,
        events: u64,
        how: SentHow,
        openers: Openers,
        receipt: Receipt,
    },
}

/// Everything that was sent and taken in, newest first.
pub fn log(snapshot: &Snapshot, own: DeviceId) -> Vec<LogRow> {
    snapshot.exchange.iter().rev().map(|entry| log_row(snapshot, own, entry)).collect()
}

pub(crate) fn log_row(snapshot: &Snapshot, own: DeviceId, entry: &Exchange) -> LogRow {
    let roster = &snapshot.state.roster;
    match entry {
        Exchange::Sent { number, to, time, name, bytes, events, how, openers, .. } => LogRow::Sent {
            at: Moment::of(*time, roster.zone),
            name: name.clone(),
            bytes: *bytes,
            to: to.map(|to| roster.person_name(&to)),
            number: *number,
            events: *events,
            how: *how,
            openers: *openers,
            receipt: receipt(snapshot, own, entry),
        },
        Exchange::Received { time, name, bytes, from, number, new, known, waiting, problems, .. } => LogRow::Received {
            at: Moment::of(*time, roster.zone),
            name: name.clone(),
            bytes: *bytes,
            from: from.map(|device| roster.author(&device)),
            number: *number,
            new: *new,
            known: *known,
            waiting: *waiting,
            problems: problems.clone(),
        },
    }
}

/// The receipt's day is that of the first file from the addressee whose heads cover what was sent.
fn receipt(snapshot: &Snapshot, own: DeviceId, sent: &Exchange) -> Receipt {
    let Exchange::Sent { to: Some(to), own_heads, device, .. } = sent else { return Receipt::Unknown };
    let writer = device.unwrap_or(own);
    if !snapshot.is_received(own, sent) {
        return Receipt::Unknown;
    }
    let roster = &snapshot.state.roster;
    let day = snapshot.exchange.iter().find_map(|entry| match entry {
        Exchange::Received { time, from: Some(from), heads: Some(heads), .. }
            if roster.speaks_for(from, to)
                && own_heads
                    .iter()
                    .all(|(scope, seq)| heads.get(scope).and_then(|d| d.get(writer.as_str())).is_some_and(|head| head.0 >= *seq)) =>
        {
            Some(roster.day_of(*time))
        }
        _ => None,
    });
    day.map_or(Receipt::Unknown, Receipt::Received)
}

/// When something last came from each person.
pub fn last_heard(snapshot: &Snapshot) -> BTreeMap<Ref, Day> {
    let roster = &snapshot.state.roster;
    let mut heard = BTreeMap::new();
    for entry in snapshot.exchange.iter() {
        if let Exchange::Received { time, from: Some(from), .. } = entry
            && let Some(device) = roster.devices.get(from).filter(|d| d.admitted && !d.revoked)
        {
            heard.insert(device.person, roster.day_of(*time));
        }
    }
    heard
}

/// Someone from whom nothing came for a while.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Silent {
    pub name: String,
    pub last: Day,
    pub days: i64,
}

/// Those from whom nothing came for more than two days, the longest first. Who never sent is not listed.
pub fn silent(snapshot: &Snapshot, today: Day) -> Vec<Silent> {
    let heard = last_heard(snapshot);
    let row = |(person, last): (Ref, Day)| Silent { name: snapshot.state.roster.person_name(&person), last, days: today.days_since(last) };
    let mut rows: Vec<Silent> = heard.into_iter().map(row).filter(|s| s.days > 2).collect();
    rows.order_by(|a, b| b.days.cmp(&a.days).then_with(|| a.name.cmp(&b.name)));
    rows
}
