//! The one context: what pages read and what they ask for. Only pages touch it.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::bundle::plan::{Incoming, Plan};
use crate::domain::calendar::{self, Day};
use crate::domain::command::Command;
use crate::domain::id::{DeviceId, Hash, Ref};
use crate::domain::state::Person;
use crate::screen::route::Route;
use crate::session::{Along, Failure, Parcel, Saved, Snapshot};
use crate::store::SentHow;
use crate::text::{Lang, Text, text};

/// What the page is doing as a whole.
#[derive(Clone, PartialEq, Debug)]
pub enum Stage {
    Opening,
    /// No ledger on this device, or the user asked for the start page.
    Start,
    /// A workspace is open.
    Open {
        sample: bool,
        writable: bool,
    },
    /// The ledger could not be opened; nothing was changed.
    Broken(Failure),
}

/// Handles are copied into every page; what they point to lives as long as the app.
#[derive(Clone, Copy)]
pub struct Ctx {
    pub lang: RwSignal<Lang>,
    pub route: RwSignal<Route>,
    pub stage: RwSignal<Stage>,
    /// Wide enough for the desk layout.
    pub desk: RwSignal<bool>,
    pub online: RwSignal<bool>,
    /// The workspace's day; it changes at midnight and when the page comes back.
    pub today: RwSignal<Day>,
    /// When this page last saved, ms since 1970 UTC.
    pub saved_at: RwSignal<Option<i64>>,
    snapshot: RwSignal<Option<Rc<Snapshot>>, LocalStorage>,
}

/// Keys for a device that is about to join, made before the user agrees so that their code can be shown.
pub struct Joining {
    pub device: DeviceId,
    /// `XXX-XXX`.
    pub code: String,
}

impl Ctx {
    pub fn new() -> Ctx {
        todo!()
    }

    /// The words in the language chosen; tracked.
    pub fn t(self) -> &'static Text {
        text(self.lang.get())
    }

    /// What is open; tracked. Pages are only drawn while something is.
    pub fn snapshot(self) -> Rc<Snapshot> {
        self.snapshot.with(|held| held.clone().expect("pages are drawn only while a workspace is open"))
    }

    pub fn own(self) -> DeviceId {
        todo!()
    }

    /// The person for whom this device writes; tracked.
    pub fn me(self) -> Option<Person> {
        let snapshot = self.snapshot();
        let person = *snapshot.state.own_persons().first()?;
        snapshot.state.roster.persons.get(&person).cloned()
    }

    /// Whether others count what this device writes; tracked.
    pub fn is_admitted(self) -> bool {
        self.snapshot().state.trust.admitted.contains(&self.own())
    }

    pub fn is_sample(self) -> bool {
        matches!(self.stage.get(), Stage::Open { sample: true, .. })
    }

    /// ms since 1970 UTC; the sample's clock stands on its day. Not tracked.
    pub fn now(self) -> i64 {
        todo!()
    }

    /// `14:30` of an instant in the workspace's zone.
    pub fn time_of_day(self, time: i64) -> String {
        let zone = self.snapshot.with_untracked(|held| held.as_ref().map_or(480, |s| s.state.roster.zone));
        calendar::time_of_day(time, zone)
    }

    /// Goes to another page; the address changes and the page scrolls to its top.
    pub fn go(self, _route: Route) {
        todo!()
    }

    /// Decides, writes and publishes under the workspace's lock.
    pub async fn commit(self, _command: Command, _along: Along) -> Result<Saved, Failure> {
        todo!()
    }

    /// Reads and checks files in a worker. `progress` gets (files done, files in all).
    pub async fn read_files(self, _files: Vec<(String, Vec<u8>)>, _progress: impl Fn(usize, usize) + 'static) -> Vec<Incoming> {
        todo!()
    }

    /// Plans an import against the open workspace.
    pub async fn plan(self, _incoming: Vec<Incoming>) -> Plan {
        todo!()
    }

    pub async fn accept(self, _plan: &Plan, _ticked: &BTreeSet<DeviceId>) -> Result<Saved, Failure> {
        todo!()
    }

    pub async fn parcel(self, _to: Ref, _full: bool) -> Result<Parcel, Failure> {
        todo!()
    }

    /// Invites a person (writes person-invited) and makes the starter file.
    pub async fn starter(self, _person: Ref, _until: Day) -> Result<Parcel, Failure> {
        todo!()
    }

    pub async fn record_sent(self, _parcel: &Parcel, _how: SentHow) -> Result<(), Failure> {
        todo!()
    }

    /// Founds a workspace and opens it.
    pub async fn found(self, _name: String, _person: String) -> Result<(), Failure> {
        todo!()
    }

    /// Makes keys, in memory only, for the person that a starter invites.
    pub async fn begin_join(self, _plan: &Plan, _person: Ref) -> Result<Joining, Failure> {
        todo!()
    }

    /// Writes the starter's content, the join and the keys at once, and opens the workspace.
    pub async fn join(self, _plan: Plan, _joining: Joining, _person: Ref, _invite_jwk: String) -> Result<(), Failure> {
        todo!()
    }

    /// Makes the sample workspace (if there is none) and opens it.
    pub async fn open_sample(self) -> Result<(), Failure> {
        todo!()
    }

    /// Deletes the sample and goes to the start page.
    pub async fn remove_sample(self) -> Result<(), Failure> {
        todo!()
    }

    /// An object URL of a stored photo; `None` if the file is not held.
    pub async fn file_url(self, _hash: Hash) -> Option<String> {
        todo!()
    }

    pub async fn draft(self, _name: &str) -> Option<Vec<u8>> {
        todo!()
    }

    pub async fn put_draft(self, _name: &str, _bytes: Vec<u8>) -> Result<(), Failure> {
        todo!()
    }

    pub async fn drop_draft(self, _name: &str) -> Result<(), Failure> {
        todo!()
    }

    /// zh or en, kept on this device.
    pub fn set_lang(self, _lang: Lang) {
        todo!()
    }
}

/// The context of the page.
pub fn ctx() -> Ctx {
    expect_context::<Ctx>()
}
