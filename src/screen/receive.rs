//! The preview of files taken in, and the log of what was exchanged.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::bundle::plan::{FileReport, JoinOffer, NewEntry, Preview, Proof, Standing, Verdict};
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, FeedKey, ProjectId, Ref, Scope};
use crate::domain::order::InOrder;
use crate::domain::state::State;
use crate::domain::trust::Role;
use crate::screen::conflict::{Clash, arising};
use crate::screen::fresh::{Line, by_kind};
use crate::screen::moment::Moment;
use crate::session::Snapshot;
use crate::store::{Exchange, Openers, SentHow};

/// Entries of somebody that are missing, numbers inclusive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    pub who: String,
    /// The project's name; `None` for the common parts.
    pub project: Option<String>,
    pub from: u64,
    pub to: u64,
}

/// Conflicts that are listed.
pub const CLASHES: usize = 20;
/// Projects to which a way leads after they got new entries.
pub const LEADS: usize = 6;

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
    /// What becomes of it; `None`: it is left out, and nothing of it is in the preview.
    pub verdict: Option<Verdict>,
    pub lines: Vec<Line>,
    pub gaps: Vec<Gap>,
    pub forks: u64,
    pub photos: u64,
    /// Of them, those that were not here.
    pub new_photos: u64,
    pub problems: Vec<Problem>,
    pub problems_more: u64,
    /// It invites someone who is not this device's person.
    pub invites: Option<String>,
}

impl FileRow {
    pub fn is_refused(&self) -> bool {
        self.verdict == Some(Verdict::Refused)
    }

    /// What is shown of it once it is left out.
    pub fn left_out(&self) -> FileRow {
        FileRow {
            new: 0,
            known: 0,
            waiting: 0,
            pending: 0,
            verdict: None,
            lines: Vec::new(),
            gaps: Vec::new(),
            forks: 0,
            new_photos: 0,
            ..self.clone()
        }
    }

    /// A bundle of a ledger that is not the open one.
    pub fn is_foreign(&self) -> bool {
        self.is_refused() && self.problems.iter().any(|problem| problem.code == Code::OtherWorkspace)
    }

    /// No bundle but, by its name, a table.
    pub fn is_table(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        self.is_refused() && [".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".et", ".ods"].iter().any(|end| name.ends_with(end))
    }
}

/// What comes from one person, in whatever file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    pub name: String,
    pub new: u64,
    pub waiting: u64,
    pub pending: u64,
    pub lines: Vec<Line>,
    pub gaps: Vec<Gap>,
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
    /// Pictures and documents that were not here.
    pub photos: u64,
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
    /// In the order in which they were chosen.
    pub files: Vec<FileRow>,
    /// Those who wrote what is new, by name.
    pub people: Vec<PersonRow>,
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
    /// `before` is the ledger's state without the files; `left_out` are files that are not in the preview, by their
    /// places, as they were shown before.
    pub fn new(preview: &Preview, before: &State, left_out: &BTreeMap<usize, FileRow>) -> ReceiveView {
        let mut files: Vec<FileRow> = preview.files.iter().map(|file| file_row(file, preview)).collect();
        for (at, row) in left_out {
            files.insert(*at, row.clone());
        }
        let mut clashes = arising(&preview.state, before);
        let clashes_more = clashes.len().saturating_sub(CLASHES);
        clashes.truncate(CLASHES);
        let mut projects = touched(preview);
        let projects_more = projects.len().saturating_sub(LEADS);
        projects.truncate(LEADS);
        let offers = preview.offers.iter().map(|offer| offer_row(offer, &preview.state)).collect();
        let mut totals = Totals::default();
        for file in files.iter().filter(|file| file.verdict.is_some()) {
            totals.new += file.new;
            totals.known += file.known;
            totals.waiting += file.waiting;
            totals.pending += file.pending;
            totals.photos += file.new_photos;
            totals.files += u64::from(file.new > 0 || file.new_photos > 0);
            totals.refused += u64::from(file.is_refused());
            totals.readable += u64::from(!file.is_refused());
        }
        ReceiveView { files, people: people(preview), offers, totals, clashes, clashes_more, projects, projects_more }
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
        for file in self.files.iter().filter(|f| f.verdict.is_some() && !f.is_refused()) {
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
    for entry in preview.files.iter().flat_map(|file| &file.fresh) {
        if let Scope::Project(id) = entry.feed.scope
            && !seen.contains(&id)
            && let Some(project) = preview.state.project(&id).filter(|p| p.shown && p.folded.find(&entry.id.to_ref()).is_some())
        {
            seen.insert(id);
            found.push((id, project.fields.name.clone()));
        }
    }
    found
}

/// What one person wrote of what is new.
struct Written<'a> {
    device: DeviceId,
    entries: Vec<&'a NewEntry>,
    gaps: BTreeSet<(FeedKey, u64, u64)>,
}

/// Everyone who wrote something new. An entry that stands in two files is new in the first.
fn people(preview: &Preview) -> Vec<PersonRow> {
    let state = &preview.state;
    let of = |device: &DeviceId| state.roster.person_of(device).map_or_else(|| device.to_string(), |person| person.id.to_string());
    let mut written: BTreeMap<String, Written<'_>> = BTreeMap::new();
    for file in &preview.files {
        for entry in &file.fresh {
            let device = entry.feed.device;
            let by = written.entry(of(&device)).or_insert_with(|| Written { device, entries: Vec::new(), gaps: BTreeSet::new() });
            by.entries.push(entry);
        }
        for gap in &file.gaps {
            if let Some(by) = written.get_mut(&of(&gap.0.device)) {
                by.gaps.insert(*gap);
            }
        }
    }
    let row = |Written { device, entries, gaps }: Written<'_>| {
        let count = |standing| entries.iter().filter(|entry| entry.standing == standing).count() as u64;
        PersonRow {
            name: state.roster.author(&device),
            new: entries.len() as u64,
            waiting: count(Standing::Waiting),
            pending: count(Standing::Pending),
            lines: by_kind(entries.iter().copied(), state, &preview.ledger),
            gaps: gaps.iter().map(|gap| gap_row(gap, state)).collect(),
        }
    };
    let mut people: Vec<PersonRow> = written.into_values().map(row).collect();
    people.order_by(|a, b| a.name.cmp(&b.name));
    people
}

fn gap_row((feed, from, to): &(FeedKey, u64, u64), state: &State) -> Gap {
    let project = match feed.scope {
        Scope::Project(id) => state.project(&id).filter(|p| p.shown).map(|p| p.fields.name.clone()),
        Scope::All | Scope::Office => None,
    };
    Gap { who: state.roster.author(&feed.device), project, from: *from, to: *to }
}

fn file_row(file: &FileReport, preview: &Preview) -> FileRow {
    let state = &preview.state;
    let own = state.own_persons();
    FileRow {
        name: file.name.clone(),
        size: file.size,
        from: file.from.and_then(|device| state.roster.person_of(&device)).map(|p| (p.id, p.name.clone())),
        number: file.number,
        made: file.made.map(|made| Moment::of(made, state.roster.zone)),
        new: file.new,
        known: file.known,
        waiting: file.waiting,
        pending: file.pending,
        refused: file.refused,
        verdict: Some(file.verdict),
        lines: by_kind(file.fresh.iter(), state, &preview.ledger),
        gaps: file.gaps.iter().map(|gap| gap_row(gap, state)).collect(),
        forks: file.forks,
        photos: file.files,
        new_photos: file.new_files,
        problems: file.problems.clone(),
        problems_more: file.problems_more,
        invites: file.invite.filter(|person| !own.contains(person)).map(|person| state.roster.person_name(&person)),
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
    /// Of several addressees so many hold it.
    Partly {
        received: u64,
        all: u64,
    },
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
        /// Of a file for several, how many they are.
        among: u64,
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
            among: if to.is_some() { 0 } else { entry.addressees().len() as u64 },
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
    let Exchange::Sent { to, own_heads, device, .. } = sent else { return Receipt::Unknown };
    let Some(to) = to else {
        let addressees = sent.addressees();
        let received = addressees.iter().filter(|to| snapshot.is_received_by(own, sent, to)).count() as u64;
        return if received == 0 { Receipt::Unknown } else { Receipt::Partly { received, all: addressees.len() as u64 } };
    };
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
