//! What an import would do, shown before anything is written (design §7).
//!
//! The preview is the fold itself, on a copy: what the screen promises is what accepting does.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::bundle::export::files_named;
use crate::domain::bundle::key::{Answer, PublicKey, Question, join_message, spoken_code};
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::bundle::read::{Checked, Envelope, File, Piece};
use crate::domain::bundle::row::{Row, cut_rows};
use crate::domain::event::{Body, Chunk, Event};
use crate::domain::hash;
use crate::domain::id::{DeviceId, EventId, FeedKey, Hash, Ref, Scope, WorkspaceId};
use crate::domain::ledger::Ledger;
use crate::domain::order::Filled;
use crate::domain::shape::Kind;
use crate::domain::state::State;
use crate::domain::trust::{Trust, View, may_manage};

/// Problems of a file that are shown one by one.
const SHOWN: usize = 100;

/// A file as the reading worker hands it over: everything was checked, nothing was taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Incoming {
    pub name: String,
    pub size: u64,
    pub outcome: Result<IncomingFile, Problem>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IncomingFile {
    pub workspace: Hash,
    pub envelope: Envelope,
    pub devices: BTreeMap<DeviceId, PublicKey>,
    /// The first ones, and the first of each code.
    pub problems: Vec<Problem>,
    pub problems_more: u64,
    /// Pieces that were refused.
    pub refused: u64,
    /// JSON arrays of the pieces that passed, exactly as the sender wrote them.
    #[serde(skip)]
    pub rows: Vec<Row>,
    #[serde(skip)]
    pub files: BTreeMap<Hash, File>,
}

/// What the worker makes of a file that it has read and checked.
pub fn incoming(name: &str, size: usize, checked: Result<Checked, Problem>) -> Incoming {
    let outcome = checked.map(|checked| {
        let pieces: Vec<(&Piece, &Chunk)> = checked.pieces.iter().map(|piece| (piece, &checked.file)).collect();
        let all = checked.problems.len() as u64 + checked.unlisted;
        let mut codes = BTreeSet::new();
        let shown = checked.problems.into_iter().enumerate().filter(|(n, problem)| codes.insert(problem.code) || *n < SHOWN);
        let problems: Vec<Problem> = shown.map(|(_, problem)| problem).collect();
        IncomingFile {
            workspace: checked.workspace,
            refused: checked.refused,
            envelope: checked.envelope,
            devices: checked.devices,
            problems_more: all - problems.len() as u64,
            problems,
            rows: cut_rows(&pieces),
            files: checked.files,
        }
    });
    Incoming { name: name.to_string(), size: size as u64, outcome }
}

/// What becomes of a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// Everything in it can be taken.
    Merges,
    /// Some pieces are refused, the others are taken.
    MergesPartly,
    /// What is new waits for entries that are missing in between.
    Kept,
    /// Nothing in it is new.
    Known,
    /// What is new comes from devices that are not admitted.
    Waiting,
    /// Nothing of it can be used.
    Refused,
}

/// What becomes of a new entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It is folded, or refused in the fold.
    Counts,
    /// Its device is not admitted.
    Waiting,
    /// It lies behind a gap.
    Pending,
}

/// An entry that a file brings and that was not held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewEntry {
    pub feed: FeedKey,
    pub seq: u64,
    pub id: EventId,
    pub kind: Option<Kind>,
    pub standing: Standing,
}

/// One file of a preview.
#[derive(Clone, Debug)]
pub struct FileReport {
    pub name: String,
    pub size: u64,
    pub from: Option<DeviceId>,
    pub number: Option<u64>,
    pub made: Option<i64>,
    pub new: u64,
    pub known: u64,
    /// New entries of devices that are not admitted.
    pub waiting: u64,
    /// New entries behind a gap.
    pub pending: u64,
    pub refused: u64,
    pub verdict: Verdict,
    pub problems: Vec<Problem>,
    pub problems_more: u64,
    /// Missing numbers of the feeds that the file brings, inclusive.
    pub gaps: Vec<(FeedKey, u64, u64)>,
    pub forks: u64,
    /// Files of pictures and documents.
    pub files: u64,
    /// Of them, those that an entry names and that were not held.
    pub new_files: u64,
    /// What is new in it, in the file's order.
    pub fresh: Vec<NewEntry>,
    /// The person for whom the file carries an invitation.
    pub invite: Option<Ref>,
}

/// Whether an invitation's key proves a join.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    Good,
    /// No invite of that person made it.
    Missing,
    /// Made after the invite's last day.
    Late,
    /// Another device joined by the same invite.
    Used,
}

/// A device that asks to be admitted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinOffer {
    pub device: DeviceId,
    pub person: Ref,
    pub key: PublicKey,
    pub box_key: PublicKey,
    pub code: String,
    /// ms since 1970 UTC, by the device's clock.
    pub joined: i64,
    pub proof: Proof,
}

struct PlannedFile {
    incoming: Incoming,
    /// Pieces of which something is new, with the rows that they lie in.
    pieces: Vec<(Piece, Chunk)>,
    new: u64,
    known: u64,
    new_events: Vec<(FeedKey, u64, EventId, Option<Kind>)>,
}

/// Files read as one, on a copy of the ledger.
pub struct Plan {
    workspace: WorkspaceId,
    files: Vec<PlannedFile>,
    ledger: Ledger,
    before: State,
    /// Folded with what the files bring and no device ticked.
    after: State,
    joins: Vec<(JoinOffer, Vec<JoinQuestion>)>,
    /// The last row of the log against which a session made it.
    pub based_on: Option<u64>,
    /// Files of pictures and documents that the store holds already.
    pub held: BTreeSet<Hash>,
}

struct JoinQuestion {
    invitation: Ref,
    until: crate::domain::calendar::Day,
    question: Question,
}

/// The preview as folded with the devices that are ticked.
pub struct Preview {
    pub files: Vec<FileReport>,
    pub state: State,
    pub ledger: Ledger,
    /// Joins of devices not admitted that this view's person may admit.
    pub offers: Vec<JoinOffer>,
}

impl Plan {
    /// Reads files into a copy of the ledger.
    pub fn new(ledger: &Ledger, state: &State, incoming: Vec<Incoming>) -> Plan {
        let mut ledger = ledger.clone();
        let workspace = ledger.workspace;
        let mut files = Vec::new();
        let mut touched = BTreeSet::new();
        for mut file in incoming {
            if file.outcome.as_ref().is_ok_and(|f| f.workspace != workspace) {
                file.outcome = Err(Problem::new(Code::OtherWorkspace, "/workspace"));
            }
            let mut planned = PlannedFile { pieces: Vec::new(), new: 0, known: 0, new_events: Vec::new(), incoming: file };
            planned.insert_into(&mut ledger, &state.trust, &mut touched);
            files.push(planned);
        }
        let mut after = state.clone();
        after.refresh(&mut ledger, &touched);
        let joins = join_questions(&after, &ledger);
        Plan { workspace, files, ledger, before: state.clone(), after, joins, based_on: None, held: BTreeSet::new() }
    }

    /// Reads files of a workspace that is not held here yet; the first readable one names it.
    pub fn fresh(incoming: Vec<Incoming>) -> Option<Plan> {
        let workspace = incoming.iter().find_map(|file| file.outcome.as_ref().ok().map(|f| f.workspace))?;
        let mut ledger = Ledger::new(workspace);
        let state = State::fold(&mut ledger, View::default());
        Some(Plan::new(&ledger, &state, incoming))
    }

    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Proofs of joins that a port must verify.
    pub fn questions(&self) -> Vec<Question> {
        self.joins.iter().flat_map(|(_, questions)| questions.iter().map(|q| q.question.clone())).collect()
    }

    /// Takes the answers to [`Plan::questions`]: what each join's proof is worth.
    pub fn settle(&mut self, answers: &[Answer]) {
        let mut answers = answers.iter();
        let mut used: BTreeMap<Ref, Vec<DeviceId>> = BTreeMap::new();
        for (offer, questions) in &mut self.joins {
            offer.proof = Proof::Missing;
            for ask in questions.iter() {
                if answers.next() != Some(&Answer::Good) {
                    continue;
                }
                // One key may have been published twice: any invite whose last day has not passed will do.
                let is_late = self.after.roster.day_of(offer.joined) > ask.until;
                offer.proof = if is_late && offer.proof != Proof::Good { Proof::Late } else { Proof::Good };
                used.entry(ask.invitation).or_default().push(offer.device);
            }
        }
        let twice: BTreeSet<DeviceId> = used.into_values().filter(|devices| devices.len() > 1).flatten().filled();
        for (offer, _) in self.joins.iter_mut().filter(|(offer, _)| twice.contains(&offer.device)) {
            offer.proof = Proof::Used;
        }
    }

    /// Joins that this view's person may admit, proven ones to be ticked.
    pub fn offers(&self) -> Vec<JoinOffer> {
        let state = &self.after;
        // Who was stopped, maybe by these very files, admits nobody.
        let Some(own) = self.before.view.own.filter(|own| !state.is_stopped(&self.ledger, own)) else { return Vec::new() };
        let grants = state.trust.grants.get(&own).cloned().unwrap_or_default();
        let person = |offer: &JoinOffer| state.roster.persons.get(&offer.person).map(|p| (p.role, p.district));
        // Also what this device admitted before it was admitted itself: its own view counts that, and once is enough.
        let settled = |device: &DeviceId| state.trust.grants.contains_key(device) || state.trust.limits.contains_key(device);
        self.joins
            .iter()
            .map(|(offer, _)| offer)
            .filter(|offer| !settled(&offer.device) && offer.device != own)
            .filter(|offer| may_manage(&grants, person(offer)))
            .cloned()
            .collect()
    }

    /// Whether a device's join comes with these files: of one that was met before it was said once.
    pub fn brings(&self, device: &DeviceId) -> bool {
        !self.before.roster.devices.contains_key(device)
    }

    /// Folds the copy with the ticked devices.
    pub fn preview(&self, ticked: &BTreeSet<DeviceId>) -> Preview {
        let offers = self.offers();
        let assumed = offers.iter().filter(|o| ticked.contains(&o.device)).map(|o| (o.device, o.person)).filled();
        let mut ledger = self.ledger.clone();
        let state = self.after.viewed(&mut ledger, View { assumed, ..self.before.view.clone() });
        let mut arriving: BTreeSet<Hash> = self.brought().map(|(hash, _)| *hash).filter(|hash| !self.held.contains(hash)).filled();
        if !arriving.is_empty() {
            arriving = files_named(&ledger, &ledger.scopes()).intersection(&arriving).copied().filled();
        }
        let files = self.files.iter().map(|file| file.report(&state, &ledger, &arriving)).collect();
        Preview { files, state, ledger, offers }
    }

    /// The log rows that accepting adds: pieces of which something is new.
    pub fn rows(&self) -> Vec<Row> {
        let pieces: Vec<_> = self.files.iter().flat_map(|f| f.pieces.iter().map(|(piece, row)| (piece, row))).collect();
        cut_rows(&pieces)
    }

    /// The ledger with everything in it that the files bring, before admissions.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What that ledger folds to.
    pub fn after(&self) -> &State {
        &self.after
    }

    fn brought(&self) -> impl Iterator<Item = (&Hash, &File)> {
        self.files.iter().filter_map(|file| file.incoming.outcome.as_ref().ok()).flat_map(|file| &file.files)
    }

    /// The files that accepting adds: those that an entry names, of two types for the same bytes the least. What none
    /// names would lie there for ever.
    pub fn files(&self) -> BTreeMap<Hash, File> {
        let mut brought: BTreeMap<Hash, &File> = BTreeMap::new();
        for (hash, file) in self.brought() {
            let held = brought.entry(*hash).or_insert(file);
            if file.media_type < held.media_type {
                *held = file;
            }
        }
        if !brought.is_empty() {
            let named = files_named(&self.ledger, &self.ledger.scopes());
            brought.retain(|hash, _| named.contains(hash));
        }
        brought.into_iter().map(|(hash, file)| (hash, file.clone())).filled()
    }

    /// The envelope of each file, in the order of the preview's reports; none where a file can't be read.
    pub fn envelopes(&self) -> impl Iterator<Item = Option<&Envelope>> {
        self.files.iter().map(|f| Some(&f.incoming.outcome.as_ref().ok()?.envelope))
    }
}

impl PlannedFile {
    fn insert_into(&mut self, ledger: &mut Ledger, trust: &Trust, touched: &mut BTreeSet<Scope>) {
        let Ok(file) = &self.incoming.outcome else { return };
        for row in &file.rows {
            let pieces = match row.read(&ledger.workspace) {
                Ok(pieces) => pieces,
                Err(problem) => {
                    // The worker checked these very bytes: only a damaged hand-over comes here.
                    self.incoming.outcome = Err(problem);
                    return;
                }
            };
            for piece in pieces {
                let taken = forgetful(&piece, trust);
                // A key that comes with no entries is not kept: anyone may put any number into a file.
                if let Some(key) = file.devices.get(&piece.feed.device) {
                    ledger.devices.entry(piece.feed.device).or_insert_with(|| key.clone());
                }
                if ledger.knows(&taken) {
                    // Only its seal may be new, which the next bundle of its author brings again.
                    self.known += piece.events.len() as u64;
                    continue;
                }
                let fresh = piece.events.iter().filter(|e| !holds(ledger, &piece.feed, e.seq, &e.id));
                self.new_events.extend(fresh.map(|e| (piece.feed, e.seq, e.id, e.kind.known())));
                let done = ledger.insert(&taken);
                self.new += done.new;
                self.known += done.known;
                touched.extend(done.scopes);
                self.pieces.push((piece, row.bytes.clone()));
            }
        }
    }

    fn report(&self, state: &State, ledger: &Ledger, arriving: &BTreeSet<Hash>) -> FileReport {
        let mut report = FileReport {
            name: self.incoming.name.clone(),
            size: self.incoming.size,
            from: None,
            number: None,
            made: None,
            new: self.new,
            known: self.known,
            waiting: 0,
            pending: 0,
            refused: 0,
            verdict: Verdict::Refused,
            problems: Vec::new(),
            problems_more: 0,
            gaps: Vec::new(),
            forks: 0,
            files: 0,
            new_files: 0,
            fresh: Vec::new(),
            invite: None,
        };
        let file = match &self.incoming.outcome {
            Ok(file) => file,
            Err(problem) => {
                report.problems.push(problem.clone());
                return report;
            }
        };
        report.from = file.envelope.from;
        report.number = file.envelope.number;
        report.made = file.envelope.made;
        report.refused = file.refused;
        report.problems.clone_from(&file.problems);
        report.problems_more = file.problems_more;
        report.files = file.files.len() as u64;
        report.new_files = file.files.keys().filter(|hash| arriving.contains(*hash)).count() as u64;
        report.invite = file.envelope.invite.as_ref().map(|invite| invite.person);
        let feeds: BTreeSet<FeedKey> = self.new_events.iter().map(|(feed, ..)| *feed).filled();
        let mut reached: BTreeMap<FeedKey, u64> = BTreeMap::new();
        for feed in feeds {
            let spine = ledger.spine(&feed);
            report.gaps.extend(spine.gaps.iter().map(|(from, to)| (feed, *from, *to)));
            report.forks += spine.forks.iter().filter(|f| f.kept.is_none()).count() as u64;
            reached.insert(feed, spine.events.last().map_or(0, |e| e.seq));
        }
        for (feed, seq, id, kind) in &self.new_events {
            let standing = if reached[feed] < *seq {
                report.pending += 1;
                Standing::Pending
            } else if !state.trust.grants.contains_key(&feed.device) {
                report.waiting += 1;
                Standing::Waiting
            } else {
                Standing::Counts
            };
            report.fresh.push(NewEntry { feed: *feed, seq: *seq, id: *id, kind: *kind, standing });
        }
        report.verdict = if self.new == 0 && self.known == 0 && !file.problems.is_empty() {
            Verdict::Refused
        } else if self.new == 0 && file.refused == 0 && report.new_files > 0 {
            Verdict::Merges
        } else if self.new == 0 && file.refused == 0 {
            Verdict::Known
        } else if file.refused > 0 {
            Verdict::MergesPartly
        } else if report.pending == self.new {
            Verdict::Kept
        } else if report.waiting + report.pending == self.new {
            Verdict::Waiting
        } else {
            Verdict::Merges
        };
        report
    }
}

/// A piece as it is taken: what was removed does not come again.
fn forgetful<'a>(piece: &'a Piece, trust: &Trust) -> Cow<'a, Piece> {
    let scope = piece.feed.scope;
    let is_removed = |event: &Event| !event.body.is_gone() && trust.erases(&scope, event);
    if !piece.events.iter().any(is_removed) {
        return Cow::Borrowed(piece);
    }
    let mut piece = piece.clone();
    for event in piece.events.iter_mut().filter(|event| is_removed(event)) {
        event.body = Body::Gone(event.body.hash());
    }
    Cow::Owned(piece)
}

fn holds(ledger: &Ledger, feed: &FeedKey, seq: u64, id: &Hash) -> bool {
    ledger.feed(feed).is_some_and(|f| f.holds(seq, id))
}

/// Every device that joined, with the invites of its person as the keys that may have made its proof.
fn join_questions(state: &State, ledger: &Ledger) -> Vec<(JoinOffer, Vec<JoinQuestion>)> {
    let roster = &state.roster;
    let joined = roster.devices.values().filter_map(|device| Some((device, hash::decode::<64>(device.proof.as_deref()?)?)));
    joined
        .map(|(device, signature)| {
            let offer = JoinOffer {
                device: device.id,
                person: device.asked,
                key: device.key.clone(),
                box_key: device.box_key.clone(),
                code: spoken_code(&ledger.workspace, &device.id, device.asked.as_str()),
                joined: device.joined,
                proof: Proof::Missing,
            };
            let message = join_message(&ledger.workspace, &device.id, device.asked.as_str());
            let invitations = roster.persons.get(&device.asked).map(|p| p.invitations.as_slice()).unwrap_or_default();
            let questions = invitations
                .iter()
                .map(|invitation| JoinQuestion {
                    invitation: invitation.id,
                    until: invitation.until,
                    question: Question { key: invitation.key.clone(), message: message.clone(), signature },
                })
                .collect();
            (offer, questions)
        })
        .collect()
}
