//! The fold: what the events held mean today, the same for every order of arrival.
//!
//! Its grain is the scope: whatever is new in a scope refolds that scope alone, and a change of trust refolds
//! the scopes in which the devices concerned wrote.

mod duty;
mod fold;
mod node;
mod project;
mod roster;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use duty::{Duty, DutyState, DutyStep};
pub use fold::{Entry, Folded, Named, Reason, Refused, Slot, Stated, Statement, Target, Waiting, Withdrawal};
pub use node::{Dates, Investment, Node, Permit, PermitState, Report, Rescheduling, Verdict, YearPlan};
pub use project::{Problem, Project, ProjectFields, Visit, is_on_site};
pub use roster::{Device, Invitation, Person, Roster, Settings, Unit};

use crate::domain::bundle::read::Piece;
use crate::domain::id::{DeviceId, FeedKey, ProjectId, Ref, Scope};
use crate::domain::ledger::{Inserted, Ledger};
use crate::domain::order::Filled;
use crate::domain::shape::Kind;
use crate::domain::trust::{self, Trust, View};

/// Everything that is shown is read from here. Cloning shares what did not change.
#[derive(Clone, Debug)]
pub struct State {
    pub view: View,
    pub trust: Arc<Trust>,
    pub roster: Arc<Roster>,
    pub office: Arc<Folded>,
    pub projects: BTreeMap<ProjectId, Arc<Project>>,
}

impl State {
    /// Folds all that the ledger holds.
    pub fn fold(ledger: &mut Ledger, view: View) -> State {
        let mut state = State {
            view,
            trust: Arc::default(),
            roster: Arc::new(Roster::default()),
            office: Arc::new(Folded::default()),
            projects: BTreeMap::new(),
        };
        let mut scopes = ledger.scopes();
        scopes.insert(Scope::All);
        state.refresh(ledger, &scopes);
        state
    }

    /// Takes pieces into the ledger and folds what they touch.
    pub fn take(&mut self, ledger: &mut Ledger, pieces: &[Piece]) -> Inserted {
        let mut total = Inserted::default();
        for piece in pieces {
            let done = ledger.insert(piece);
            total.new += done.new;
            total.known += done.known;
            total.scopes.extend(done.scopes);
        }
        self.refresh(ledger, &total.scopes.clone());
        total
    }

    /// Folds the scopes again in which something is new.
    pub fn refresh(&mut self, ledger: &mut Ledger, touched: &BTreeSet<Scope>) {
        let mut touched = touched.clone();
        if touched.contains(&Scope::All) {
            let trust = trust::settle(ledger, &self.view);
            if trust != *self.trust {
                touched.extend(self.scopes_of_change(ledger, &trust));
                self.trust = Arc::new(trust);
            }
        }
        // A removal stands once what it names is held, in whatever scope that lies.
        let unheld = |r: &Refused| r.kind == Kind::BodyRemoved && r.reason == Reason::Of;
        if !touched.is_empty() && self.roster.folded.refused.iter().any(unheld) {
            touched.insert(Scope::All);
        }
        // A removal also erases what is still held, or arrives later.
        for scope in &touched {
            if self.trust.removed.contains_key(scope) {
                fold::erase(ledger, *scope, &self.trust);
            }
        }
        if touched.remove(&Scope::All) {
            let folded = fold::fold_scope(ledger, &self.trust, Scope::All, &|_| false);
            let roster = Roster::read(folded, ledger, &self.trust);
            // What is noted about people lies in `office` and stands by who is registered here.
            if !roster.persons.keys().eq(self.roster.persons.keys()) {
                touched.insert(Scope::Office);
            }
            self.roster = Arc::new(roster);
        }
        let roster = self.roster.clone();
        let is_person = |name: &Ref| roster.persons.contains_key(name);
        for scope in touched {
            let folded = fold::fold_scope(ledger, &self.trust, scope, &is_person);
            match scope {
                Scope::All => {}
                Scope::Office => self.office = Arc::new(folded),
                Scope::Project(id) => {
                    self.projects.insert(id, Arc::new(Project::read(id, folded)));
                }
            }
        }
    }

    /// The same state through other eyes.
    pub fn viewed(&self, ledger: &mut Ledger, view: View) -> State {
        let mut state = self.clone();
        if state.view != view {
            state.view = view;
            state.refresh(ledger, &[Scope::All].into_iter().filled());
        }
        state
    }

    /// Scopes whose fold a change of trust can change.
    fn scopes_of_change(&self, ledger: &Ledger, next: &Trust) -> BTreeSet<Scope> {
        let old = &*self.trust;
        let devices: BTreeSet<DeviceId> = ledger.feeds().map(|(key, _)| key.device).filled();
        let changed: BTreeSet<DeviceId> =
            devices.into_iter().filter(|d| old.standing(d) != next.standing(d) || old.limits.get(d) != next.limits.get(d)).filled();
        let mut scopes: BTreeSet<Scope> =
            ledger.feeds().filter(|(key, _)| changed.contains(&key.device)).map(|(key, _)| key.scope).filled();
        let removed = old.removed.keys().chain(next.removed.keys());
        scopes.extend(removed.copied().filter(|scope| old.removed.get(scope) != next.removed.get(scope)));
        scopes
    }

    /// What one scope's events come to; `None` of a project that nobody wrote in.
    pub fn folded(&self, scope: Scope) -> Option<&Folded> {
        match scope {
            Scope::All => Some(&self.roster.folded),
            Scope::Office => Some(&self.office),
            Scope::Project(id) => self.project(&id).map(|project| &project.folded),
        }
    }

    pub fn project(&self, id: &ProjectId) -> Option<&Arc<Project>> {
        self.projects.get(id)
    }

    /// A decision or an instruction of a scope.
    pub fn duty(&self, scope: Scope, of: &Ref) -> Option<&Duty> {
        let duties = match scope {
            Scope::All => &self.roster.duties,
            Scope::Office => return None,
            Scope::Project(id) => &self.project(&id)?.duties,
        };
        duties.iter().find(|duty| duty.id == *of)
    }

    /// Registered projects that are not withdrawn.
    pub fn shown_projects(&self) -> impl Iterator<Item = &Arc<Project>> {
        self.projects.values().filter(|p| p.shown)
    }

    /// Whether the device writes no more: it was revoked, or one of its feeds forked, or others hold entries of it
    /// that it lacks, since its next entry would be a fork.
    pub fn is_stopped(&self, ledger: &Ledger, own: &DeviceId) -> bool {
        let is_broken = |key: &FeedKey| {
            let spine = ledger.spine(key);
            !spine.gaps.is_empty() || spine.forks.iter().any(|f| f.kept.is_none())
        };
        self.trust.limits.contains_key(own) || ledger.feeds().any(|(key, _)| key.device == *own && is_broken(key))
    }

    /// The persons for whom this view's own device writes.
    pub fn own_persons(&self) -> Vec<Ref> {
        self.view.own.map(|own| self.trust.persons_of(&own).collect()).unwrap_or_default()
    }
}
