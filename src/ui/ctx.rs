//! The one context: what pages read and what they ask for. Only pages touch it.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Blob};

use crate::browser::channel::Channel;
use crate::browser::cipher::WebCipher;
use crate::browser::idb::IdbStore;
use crate::browser::js::{width_in_rem, window};
use crate::browser::keys::{WebSigner, WebVerifier, invite_pair, random_bytes, sign_with_jwk};
use crate::browser::storage::{self, Setting};
use crate::browser::worker::{self, Locked, Source};
use crate::browser::workspaces::{self, Entry, database_name};
use crate::browser::{clock, focus, inbox, lock, photo, share};
use crate::crypto::closing::{self, Lock};
use crate::crypto::{CryptoError, Signer, Verifier};
use crate::domain::bundle::export::{FileKind, file_stem};
use crate::domain::bundle::jwe::Fresh;
use crate::domain::bundle::key::spoken_code;
use crate::domain::bundle::plan::{Incoming, Plan};
use crate::domain::calendar::{self, Day};
use crate::domain::command::{Command, Stamp};
use crate::domain::id::{DeviceId, Hash, Ref, WorkspaceId};
use crate::domain::order::Filled;
use crate::domain::state::Person;
use crate::domain::table::seed;
use crate::domain::trust::{Limit, Role};
use crate::screen::lock::spellings;
use crate::screen::projects::Listing;
use crate::screen::route::Route;
use crate::screen::sample;
use crate::session::backup::{BackedUp, PART_BYTES};
use crate::session::mailing::Mailing;
use crate::session::{self, Along, Failure, KeptInvite, Parcel, Saved, Session, Snapshot};
use crate::store::{Exchange, SentHow, Store, StoreError};
use crate::text::{Lang, Text, text};

/// The zone of every workspace that is founded here.
const ZONE: &str = "+08:00";
const ZONE_MINUTES: i32 = 480;
/// From this width on, in rem of the reader's own text size, the desk layout is drawn.
const DESK_REM: f64 = 48.0;

pub type AppSession = Session<IdbStore, WebSigner>;

/// What the page is doing as a whole.
#[derive(Clone, PartialEq, Debug)]
pub enum Stage {
    Opening,
    /// No ledger on this device.
    Start,
    /// A workspace is open.
    Open {
        sample: bool,
        writable: bool,
    },
    /// The ledger could not be opened; nothing was changed.
    Broken(Failure),
}

/// What is open besides its snapshot: handles that no view reads.
#[derive(Clone)]
struct Opened {
    session: Rc<AppSession>,
    entry: Entry,
    channel: Rc<Option<Channel>>,
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
    /// A new version waits to be switched to.
    pub update: RwSignal<bool>,
    /// The app itself is kept on this device and opens without a network.
    pub kept_offline: RwSignal<bool>,
    /// The list of projects as it was left.
    pub listing: RwSignal<Listing>,
    snapshot: RwSignal<Option<Rc<Snapshot>>, LocalStorage>,
    opened: StoredValue<Option<Opened>, LocalStorage>,
    joining: StoredValue<Option<WebSigner>, LocalStorage>,
}

/// A device that is about to join: its keys are in memory only, so that their code can be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Joining {
    pub device: DeviceId,
    /// `XXX-XXX`.
    pub code: String,
}

fn is_desk() -> bool {
    width_in_rem() >= DESK_REM
}

/// Calls `heard` at every such event of the window, for the page's lifetime.
fn listen(event: &str, heard: impl Fn() + 'static) {
    let heard = Closure::<dyn Fn()>::new(heard);
    // A window takes any listener.
    let _ = window().add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    heard.forget();
}

fn current_route() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}

impl Default for Ctx {
    fn default() -> Self {
        Self::new()
    }
}

impl Ctx {
    pub fn new() -> Ctx {
        let lang = storage::read(Setting::Lang).and_then(|l| Lang::parse(&l)).unwrap_or_default();
        let ctx = Ctx {
            lang: RwSignal::new(lang),
            route: RwSignal::new(current_route()),
            stage: RwSignal::new(Stage::Opening),
            desk: RwSignal::new(is_desk()),
            online: RwSignal::new(window().navigator().on_line()),
            today: RwSignal::new(Day::of_time(clock::now(), ZONE_MINUTES)),
            saved_at: RwSignal::new(None),
            update: RwSignal::new(crate::browser::js::get(&js_sys::global(), "lianxinUpdate").is_some()),
            kept_offline: RwSignal::new(false),
            listing: RwSignal::new(Listing::default()),
            snapshot: RwSignal::new_local(None),
            opened: StoredValue::new_local(None),
            joining: StoredValue::new_local(None),
        };
        listen("hashchange", move || {
            focus::arrive();
            ctx.route.set(current_route());
            window().scroll_to_with_x_and_y(0.0, 0.0);
        });
        listen("resize", move || ctx.measure());
        listen("online", move || ctx.online.set(true));
        listen("offline", move || ctx.online.set(false));
        listen("lianxin-update", move || ctx.update.set(true));
        clock::on_tick(move || ctx.set_today());
        spawn_local(async move { ctx.open_last().await });
        spawn_local(async move {
            storage::kept_offline().await;
            ctx.kept_offline.set(true);
        });
        ctx
    }

    /// Chooses the layout anew: the window or the text size changed.
    fn measure(self) {
        self.desk.maybe_update(|desk| std::mem::replace(desk, is_desk()) != *desk);
    }

    /// `""`, `large` or `huge`, kept on this device.
    pub fn set_text_size(self, size: &str) {
        storage::keep(Setting::TextSize, size);
        self.measure();
    }

    /// The words in the language chosen. Not tracked: another language draws every page anew.
    pub fn t(self) -> &'static Text {
        text(self.lang.get_untracked())
    }

    /// What is open; tracked. Pages are only drawn while something is.
    pub fn snapshot(self) -> Rc<Snapshot> {
        self.snapshot.with(|held| held.clone().expect("pages are drawn only while a workspace is open"))
    }

    /// What is open at this moment; not tracked.
    pub fn snapshot_now(self) -> Rc<Snapshot> {
        self.opened().session.snapshot()
    }

    fn opened(self) -> Opened {
        self.opened.with_value(|held| held.clone()).expect("pages are drawn only while a workspace is open")
    }

    pub fn own(self) -> DeviceId {
        self.opened().session.own()
    }

    pub fn workspace(self) -> WorkspaceId {
        self.opened().entry.workspace
    }

    /// The person for whom this device writes; tracked.
    pub fn me(self) -> Option<Person> {
        let snapshot = self.snapshot();
        let person = *snapshot.state.own_persons().first()?;
        snapshot.state.roster.persons.get(&person).cloned()
    }

    /// Whether a leader's page is where the day begins.
    pub fn leads(self) -> Memo<bool> {
        Memo::new(move |_| self.me().is_some_and(|me| me.role == Role::Leader))
    }

    /// Tracked.
    pub fn is_city(self) -> bool {
        self.me().is_some_and(|me| me.role == Role::City)
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
        let now = clock::now();
        let sample = self.opened.with_value(|held| held.as_ref().is_some_and(|o| o.entry.sample));
        if sample { sample::on_its_day(now) } else { now }
    }

    fn set_today(self) {
        let zone = self.snapshot.with_untracked(|held| held.as_ref().map_or(ZONE_MINUTES, |s| s.state.roster.zone));
        let today = Day::of_time(self.now(), zone);
        self.today.maybe_update(|held| std::mem::replace(held, today) != today);
    }

    /// `14:30` of an instant in the workspace's zone.
    pub fn time_of_day(self, time: i64) -> String {
        calendar::time_of_day(time, self.zone())
    }

    /// The day of an instant in the workspace's zone.
    pub fn day_of(self, time: i64) -> Day {
        Day::of_time(time, self.zone())
    }

    fn zone(self) -> i32 {
        self.snapshot.with_untracked(|held| held.as_ref().map_or(ZONE_MINUTES, |s| s.state.roster.zone))
    }

    /// What stands behind `?` in the address.
    pub fn query(self) -> String {
        let hash = window().location().hash().unwrap_or_default();
        hash.split_once('?').map(|(_, query)| query.to_string()).unwrap_or_default()
    }

    /// Says in the address of this page how it is shown; nothing is drawn anew, and back leads where it did.
    pub fn set_query(self, query: &str) {
        let mark = if query.is_empty() { "" } else { "?" };
        let here = format!("{}{mark}{query}", self.route.get_untracked().print());
        // Another page is on its way, and its address stands there already.
        if current_route() != self.route.get_untracked() {
            return;
        }
        if let Ok(history) = window().history() {
            // An address that can't be written is only not remembered.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&here));
        }
    }

    /// By what the open ledger is known on this device.
    pub fn ledger_name(self) -> String {
        self.opened().entry.database
    }

    /// Goes to another page; the address changes and the page scrolls to its top.
    pub fn go(self, route: Route) {
        // The change of the address is what moves the page.
        let _ = window().location().set_hash(&route.print());
    }

    fn publish(self, session: &AppSession) {
        self.snapshot.set(Some(session.snapshot()));
        self.set_today();
    }

    fn saved(self, opened: &Opened) {
        self.saved_at.set(Some(self.now()));
        self.publish(&opened.session);
        if let Some(channel) = &*opened.channel {
            channel.announce();
        }
    }

    /// Decides, writes and publishes under the workspace's lock.
    pub async fn commit(self, command: Command, along: Along) -> Result<Saved, Failure> {
        let wanted = match &command {
            Command::TakeTable(plan) => plan.randoms_needed(),
            _ => 1,
        };
        let random = (0..wanted).map(|_| random_bytes::<16>()).collect::<Result<Vec<_>, _>>()?;
        let now = self.now();
        let opened = self.opened();
        let session = opened.session.clone();
        let work = async move { session.commit(&command, || Stamp { now, random: random.clone() }, along).await };
        let saved = lock::exclusive(&opened.entry.database, work).await.unwrap_or_else(|| Err(no_lock()))?;
        self.saved(&opened);
        Ok(saved)
    }

    /// Reads and checks files in a worker. `progress` gets (files done, files in all). What is encrypted for this device is
    /// opened first. `None`: `stop` was told to.
    pub async fn read_files(
        self,
        files: Vec<(String, Source)>,
        progress: impl Fn(usize, usize) + 'static,
        stop: Option<&AbortSignal>,
    ) -> Option<worker::Read> {
        let session = self.opened.with_value(|held| held.as_ref().map(|opened| opened.session.clone()));
        let open = async |bytes: &[u8]| {
            let own = session.as_ref().map(|session| (session.own(), &session.signer));
            closing::open(bytes, own, &WebCipher).await
        };
        worker::read_files(files, progress, open, stop).await
    }

    /// Reads one file, which is not stopped.
    pub async fn read_file(self, name: String, source: Source) -> worker::Read {
        self.read_files(vec![(name, source)], |_, _| {}, None).await.unwrap_or_default()
    }

    /// Opens a file by its passphrase and reads it. `None`: it is not this one.
    pub async fn unlock(self, locked: &Locked, words: &str) -> Option<Incoming> {
        let mut content = None;
        for words in spellings(words) {
            match closing::open_by_passphrase(&locked.jwe, &words, &WebCipher).await {
                Ok(opened) => content = opened,
                Err(problem) => return Some(Incoming { name: locked.name.clone(), size: locked.size, outcome: Err(problem) }),
            }
            if content.is_some() {
                break;
            }
        }
        let content = content?;
        let read = self.read_file(locked.name.clone(), Source::Bytes(content)).await;
        read.incoming.into_iter().next().map(|incoming| Incoming { size: locked.size, ..incoming })
    }

    /// Plans an import against the open workspace.
    pub async fn plan(self, incoming: Vec<Incoming>) -> Plan {
        self.opened().session.plan(incoming, &WebVerifier).await
    }

    pub async fn accept(self, plan: Rc<Plan>, ticked: BTreeSet<DeviceId>) -> Result<Saved, Failure> {
        let opened = self.opened();
        let (session, now) = (opened.session.clone(), self.now());
        let work = async move { session.accept(&plan, &ticked, now).await };
        let saved = lock::exclusive(&opened.entry.database, work).await.unwrap_or_else(|| Err(no_lock()))?;
        self.saved(&opened);
        Ok(saved)
    }

    /// `lock`: who alone can open it, if it is to be encrypted.
    pub async fn parcel(self, to: Ref, full: bool, pictures: bool, lock: Option<Lock>) -> Result<Parcel, Failure> {
        let mailing = self.begin_mailing().await?;
        let mailing = if pictures { mailing } else { mailing.without_pictures() };
        self.addressed(&mailing, to, full, None, lock).await
    }

    /// Invites a person (writes person-invited) and makes the starter file.
    pub async fn starter(self, person: Ref, until: Day, lock: Option<Lock>) -> Result<Parcel, Failure> {
        let pair = invite_pair().await?;
        self.commit(Command::InvitePerson { person, key: pair.public, until }, Along::default()).await?;
        let (mailing, invite) = (self.begin_mailing().await?, Some(pair.private_jwk));
        self.fitting(&mailing, person, true, invite, lock).await
    }

    /// Begins files for many people, of this moment.
    pub async fn begin_mailing(self) -> Result<Mailing, Failure> {
        self.opened().session.begin_mailing().await
    }

    /// The file for one of many; a starter where an invitation waits for them. Photos that make it too large stay here until
    /// they are asked for.
    pub async fn letter(self, mailing: &Mailing, to: Ref, full: bool, lock: Option<Lock>) -> Result<Parcel, Failure> {
        self.fitting(mailing, to, full, None, lock).await
    }

    async fn fitting(self, mailing: &Mailing, to: Ref, full: bool, invite: Option<String>, lock: Option<Lock>) -> Result<Parcel, Failure> {
        match self.addressed(mailing, to, full, invite.clone(), lock.clone()).await {
            Err(Failure::TooLarge) => self.addressed(&mailing.without_pictures(), to, full, invite, lock).await,
            made => made,
        }
    }

    async fn addressed(
        self,
        mailing: &Mailing,
        to: Ref,
        full: bool,
        invite: Option<String>,
        lock: Option<Lock>,
    ) -> Result<Parcel, Failure> {
        close(self.opened().session.letter(mailing, &to, full, invite, self.now()).await?, lock).await
    }

    /// One file for several.
    pub async fn circular(self, to: &[Ref], full: bool, lock: Option<Lock>) -> Result<Parcel, Failure> {
        let session = self.opened().session;
        let mailing = session.begin_mailing().await?;
        close(session.circular(&mailing, to, full, self.now()).await?, lock).await
    }

    /// Invites in one transaction those of these people for whom no invitation waits. The private halves stay here until
    /// they joined: a run that is cut off goes on without inviting anyone again.
    pub async fn invite_all(self, people: &[Ref], until: Day) -> Result<(), Failure> {
        let session = self.opened().session;
        let (mut invited, mut invites) = (Vec::new(), Vec::new());
        for person in people {
            if session.kept_invite(person, self.now()).await?.is_none() {
                let pair = invite_pair().await?;
                let devices = session.snapshot().state.roster.devices_of(person).map(|d| d.id).filled();
                invites.push((*person, KeptInvite { key: pair.private_jwk, until: until.to_string(), devices }));
                invited.push((*person, pair.public));
            }
        }
        if invited.is_empty() {
            return Ok(());
        }
        self.commit(Command::InvitePeople { people: invited, until }, Along { invites, ..Along::default() }).await.map(drop)
    }

    /// The last day of the invitation that waits for a person.
    pub async fn invited_until(self, person: &Ref) -> Option<String> {
        let kept = self.opened().session.kept_invite(person, self.now()).await.ok()??;
        Some(kept.until)
    }

    /// What is noted of a file once it has left.
    pub fn note_of(self, parcel: &Parcel, how: SentHow) -> Exchange {
        self.opened().session.sent(parcel, how, self.now())
    }

    pub async fn record_all(self, sent: Vec<Exchange>) -> Result<(), Failure> {
        if sent.is_empty() {
            return Ok(());
        }
        let opened = self.opened();
        let session = opened.session.clone();
        let work = async move { session.record_all(sent).await };
        lock::exclusive(&opened.entry.database, work).await.unwrap_or_else(|| Err(no_lock()))?;
        self.saved(&opened);
        Ok(())
    }

    /// Stops a device. Who stays is invited anew: that goes along in the next file to them.
    pub async fn stop_device(self, device: DeviceId, heads: Limit, reason: String, stays: Option<(Ref, Day)>) -> Result<(), Failure> {
        let mut along = Along::default();
        let mut invite = None;
        if let Some((person, until)) = stays {
            let pair = invite_pair().await?;
            let devices = self.opened().session.snapshot().state.roster.devices_of(&person).map(|d| d.id).filled();
            along.invites.push((person, KeptInvite { key: pair.private_jwk, until: until.to_string(), devices }));
            invite = Some((person, pair.public, until));
        }
        self.commit(Command::RevokeDevice { device, heads, reason, invite }, along).await.map(drop)
    }

    /// The invitation that came for the person of this device, which was stopped.
    pub async fn own_invite(self) -> Option<(Ref, KeptInvite)> {
        let session = self.opened().session;
        let person = session.snapshot().state.roster.person_of(&session.own())?.id;
        Some((person, session.kept_invite(&person, self.now()).await.ok()??))
    }

    /// Goes on with new keys on this device; everything that is held stays.
    pub async fn join_again(self, person: Ref, invite: KeptInvite) -> Result<(), Failure> {
        let opened = self.opened();
        let signer = WebSigner::generate().await?;
        let snapshot = opened.session.snapshot();
        let challenge = session::join_challenge(&snapshot.ledger.workspace, &signer.device(), &person);
        let proof = sign_with_jwk(&invite.key, &challenge).await?;
        let write = session::join_again(&signer, &snapshot, person, &proof, self.now())?;
        let (store, keys) = (opened.session.store.clone(), signer.clone());
        let work = async move { store.write_with_keys(write, &keys).await.map_err(Failure::from) };
        lock::exclusive(&opened.entry.database, work).await.unwrap_or_else(|| Err(no_lock()))?;
        self.open(opened.entry, opened.session.store.clone(), signer).await
    }

    pub async fn record_sent(self, parcel: Parcel, how: SentHow) -> Result<(), Failure> {
        let opened = self.opened();
        let (session, now) = (opened.session.clone(), self.now());
        let work = async move { session.record_sent(&parcel, how, now).await };
        lock::exclusive(&opened.entry.database, work).await.unwrap_or_else(|| Err(no_lock()))?;
        self.saved(&opened);
        Ok(())
    }

    /// The files of a full backup and how large each is, with what is noted once they have left.
    pub async fn backup(self) -> Result<(Vec<(Blob, u64)>, BackedUp), Failure> {
        let session = self.opened().session.clone();
        let time = self.now();
        let mut backup = session.begin_backup(PART_BYTES).await?;
        let mut parts = Vec::new();
        while let Some(bytes) = session.next_backup(&mut backup, time).await? {
            let blob = share::blob(&bytes).ok_or(StoreError::Quota)?;
            parts.push((blob, bytes.len() as u64));
        }
        Ok((parts, BackedUp { time, events: backup.events }))
    }

    /// What the names of a backup's files begin with.
    pub fn backup_stem(self, time: i64) -> String {
        file_stem(&self.own(), self.day_of(time), FileKind::Backup)
    }

    pub async fn record_backup(self, done: BackedUp) -> Result<(), Failure> {
        let opened = self.opened();
        let session = opened.session.clone();
        let work = async move { session.record_backup(done).await };
        lock::exclusive(&opened.entry.database, work).await.unwrap_or_else(|| Err(no_lock()))
    }

    /// Drops files that nothing names; what can't be dropped now is at a later start.
    pub async fn sweep(self) {
        let opened = self.opened();
        let session = opened.session.clone();
        let _ = lock::exclusive(&opened.entry.database, async move { session.sweep().await }).await;
    }

    /// None also where it can't be told.
    pub async fn last_backup(self) -> Option<BackedUp> {
        let session = self.opened().session.clone();
        session.last_backup().await.ok().flatten()
    }

    /// Founds a workspace and opens it.
    pub async fn found(self, name: String, person: String) -> Result<(), Failure> {
        let signer = WebSigner::generate().await?;
        let nonce = crate::domain::hash::crockford(&random_bytes::<10>()?, 16).to_ascii_lowercase();
        let (workspace, write) = session::found(&signer, &name, &person, ZONE, &nonce, clock::now())?;
        self.write_first(workspace, false, write, signer).await
    }

    /// Writes the first rows of a workspace with its keys, then opens it.
    async fn write_first(self, workspace: WorkspaceId, sample: bool, write: crate::store::Write, signer: WebSigner) -> Result<(), Failure> {
        let entry = Entry { workspace, database: database_name(&workspace, sample), sample, opened: clock::now() };
        let store = IdbStore::open(&entry.database).await?;
        // The name first: without keys it is cleared away, but keys without a name would never be found again.
        let written = async {
            workspaces::put(&entry).await?;
            store.write_with_keys(write, &signer).await
        };
        if let Err(error) = written.await {
            match store.signer().await {
                // What can't be cleared away now is at the next start.
                Ok(None) => drop(clear_away(store, &entry.database).await),
                // Another tab joined by the same starter meanwhile.
                Ok(Some(signer)) if error == StoreError::Stale => return self.open(entry, store, signer).await,
                Ok(Some(_)) | Err(_) => store.close(),
            }
            return Err(error.into());
        }
        if !sample {
            storage::ask_to_persist().await;
        }
        self.open(entry, store, signer).await
    }

    async fn open(self, entry: Entry, store: IdbStore, signer: WebSigner) -> Result<(), Failure> {
        let writable = store.is_writable();
        let session = Rc::new(Session::open(store, signer, entry.workspace).await?);
        let channel = Channel::open(&entry.database, move || {
            spawn_local(async move {
                let opened = self.opened();
                // What can't be read now is read before the next write.
                if let Ok(true) = opened.session.catch_up().await {
                    self.publish(&opened.session);
                }
            });
        });
        let sample = entry.sample;
        self.listing.set(Listing::default());
        self.opened.set_value(Some(Opened { session: session.clone(), entry, channel: Rc::new(channel) }));
        self.publish(&session);
        // A reload of the start page stays there.
        if self.at_start() && self.stage.with_untracked(|stage| *stage != Stage::Opening) {
            // Back leads to where one was before the start page, which is done with.
            let here = window().history().and_then(|h| h.replace_state_with_url(&JsValue::NULL, "", Some(&Route::Today.print())));
            if here.is_ok() {
                self.route.set(Route::Today);
            }
        }
        self.stage.set(Stage::Open { sample, writable });
        Ok(())
    }

    async fn open_entry(self, entry: Entry) -> Result<bool, Failure> {
        let store = IdbStore::open(&entry.database).await?;
        let Some(signer) = store.signer().await? else {
            clear_away(store, &entry.database).await?;
            return Ok(false);
        };
        let entry = Entry { opened: clock::now(), ..entry };
        // On a full disk a ledger opens all the same: only which one was open last is not noted.
        let _ = workspaces::put(&entry).await;
        self.open(entry, store, signer).await.map(|()| true)
    }

    /// Opens the workspace that was open last, else shows the start page.
    async fn open_last(self) {
        let outcome = async {
            for entry in workspaces::list().await? {
                if self.open_entry(entry).await? {
                    return Ok(true);
                }
            }
            Ok::<bool, Failure>(false)
        };
        match outcome.await {
            Ok(true) => {}
            Ok(false) => self.stage.set(Stage::Start),
            Err(failure) => self.stage.set(Stage::Broken(failure)),
        }
    }

    /// Opens a workspace that this device already holds; whether there is one.
    pub async fn open_held(self, workspace: WorkspaceId) -> Result<bool, Failure> {
        match workspaces::list().await?.into_iter().find(|e| e.workspace == workspace) {
            Some(entry) => self.open_entry(entry).await,
            None => Ok(false),
        }
    }

    /// Makes keys, in memory only, for the person that a starter invites.
    pub async fn begin_join(self, workspace: WorkspaceId, person: Ref) -> Result<Joining, Failure> {
        let signer = WebSigner::generate().await?;
        let device = signer.device();
        self.joining.set_value(Some(signer));
        Ok(Joining { device, code: spoken_code(&workspace, &device, person.as_str()) })
    }

    /// Verifies the proofs of joins in a plan.
    pub async fn verify(self, plan: &mut Plan) {
        let answers = WebVerifier.verify(&plan.questions()).await;
        plan.settle(&answers);
    }

    /// Writes the starter's content, the join and the keys at once, and opens the workspace.
    pub async fn join(self, plan: Rc<Plan>, person: Ref, invite_jwk: String) -> Result<(), Failure> {
        let signer = self.joining.with_value(|held| held.clone()).ok_or_else(|| CryptoError("no keys were made".into()))?;
        let workspace = plan.workspace();
        let proof = sign_with_jwk(&invite_jwk, &session::join_challenge(&workspace, &signer.device(), &person)).await?;
        let write = session::join(&signer, &plan, person, &proof, clock::now())?;
        self.write_first(workspace, false, write, signer).await?;
        self.joining.set_value(None);
        Ok(())
    }

    /// Makes the sample workspace (if there is none) and opens it.
    pub async fn open_sample(self) -> Result<(), Failure> {
        if let Some(entry) = workspaces::list().await?.into_iter().find(|e| e.sample)
            && self.open_entry(entry).await?
        {
            return Ok(());
        }
        let name = database_name(&Hash::ZERO, true);
        IdbStore::delete(&name).await?;
        let signer = WebSigner::generate().await?;
        let (workspace, write) = session::found(&signer, seed::LEDGER, seed::OFFICE, ZONE, sample::NONCE, sample::founded_at())?;
        let entry = Entry { workspace, database: name, sample: true, opened: clock::now() };
        let store = IdbStore::open(&entry.database).await?;
        let made = async {
            store.write_with_keys(write, &signer).await?;
            let session = Rc::new(Session::open(store.clone(), signer.clone(), workspace).await?);
            sample::fill(&session).await?;
            Ok::<(), Failure>(workspaces::put(&entry).await?)
        };
        if let Err(failure) = made.await {
            // A database that is still open would keep the next try from beginning anew.
            store.close();
            return Err(failure);
        }
        self.open(entry, store, signer).await
    }

    /// Deletes the sample and goes to the start page, or to a real workspace if there is one.
    pub async fn remove_sample(self) -> Result<(), Failure> {
        let opened = self.opened();
        workspaces::remove(&opened.entry.database).await?;
        self.stage.set(Stage::Opening);
        self.opened.set_value(None);
        opened.session.store.close();
        // Without its name it is never opened again; another sample begins with this.
        let _ = IdbStore::delete(&opened.entry.database).await;
        self.go(Route::Today);
        self.open_last().await;
        Ok(())
    }

    /// Clears the open ledger off this device, keys and drafts included, and goes to the start page or to another ledger.
    pub async fn wipe(self) -> Result<(), Failure> {
        let opened = self.opened();
        // While it is being deleted, no other tab writes to it; those that have it open let go of it.
        opened.session.store.close();
        IdbStore::delete(&opened.entry.database).await?;
        storage::keep_views(&opened.entry.database, "");
        // Its name goes last: what was interrupted before can be cleared again.
        workspaces::remove(&opened.entry.database).await?;
        // What other apps shared may be of any ledger that is left.
        if workspaces::list().await.is_ok_and(|left| left.iter().all(|entry| entry.sample)) {
            inbox::clear().await;
        }
        self.stage.set(Stage::Opening);
        self.opened.set_value(None);
        self.go(Route::Today);
        self.open_last().await;
        Ok(())
    }

    /// How many drafts there are.
    pub async fn draft_count(self) -> usize {
        let store = self.opened().session.store.clone();
        store.draft_names().await.map_or(0, |names| names.len())
    }

    /// Shows the start page, which has an address of its own; what is open and what is stored stays.
    pub fn to_start(self) {
        self.go(Route::Start);
    }

    /// Whether the start page is asked for while a workspace is open; tracked.
    pub fn at_start(self) -> bool {
        self.route.get() == Route::Start
    }

    /// Whether the start page was asked for while a workspace is open.
    pub fn is_held(self) -> bool {
        self.opened.with_value(Option::is_some)
    }

    /// Back from the start page to what is open.
    pub fn back_to_held(self) {
        self.go(Route::Today);
    }

    /// An object URL of a stored photo; `None` if the file is not held.
    pub async fn file_url(self, hash: Hash) -> Option<String> {
        let file = self.opened().session.store.file(&hash).await.ok()??;
        photo::object_url(&file)
    }

    pub async fn draft(self, name: &str) -> Option<Vec<u8>> {
        self.opened().session.store.draft(name).await.ok()?
    }

    pub async fn put_draft(self, name: &str, bytes: Vec<u8>) -> Result<(), Failure> {
        Ok(self.opened().session.store.put_draft(name, &bytes).await?)
    }

    pub async fn drop_draft(self, name: &str) -> Result<(), Failure> {
        Ok(self.opened().session.store.drop_draft(name).await?)
    }

    /// Names of drafts that begin so.
    pub async fn draft_names(self, prefix: &str) -> Vec<String> {
        let names = self.opened().session.store.draft_names().await.unwrap_or_default();
        names.into_iter().filter(|name| name.starts_with(prefix)).collect()
    }

    /// Takes a draft for this page; `None` while another tab has it.
    pub async fn hold_draft(self, name: &str) -> Option<lock::Held> {
        lock::hold(&format!("{}/{name}", self.opened().entry.database)).await
    }

    /// zh or en, kept on this device.
    pub fn set_lang(self, lang: Lang) {
        storage::keep(Setting::Lang, lang.as_str());
        let document = window().document();
        let focused = document.as_ref().and_then(|d| d.active_element()).map(|e| e.id()).filter(|id| !id.is_empty());
        self.lang.set(lang);
        // The page is drawn anew; whoever works with the keyboard goes on where they were.
        if let Some(id) = focused {
            spawn_local(async move {
                leptos::task::tick().await;
                let element = document.and_then(|d| d.get_element_by_id(&id)?.dyn_into::<web_sys::HtmlElement>().ok());
                if let Some(element) = element {
                    // An element that can't take the focus leaves it where it is.
                    let _ = element.focus();
                }
            });
        }
    }

    /// Switches to the version that waits; the page loads anew.
    pub fn switch_version(self) {
        if let Some(update) = crate::browser::js::get(&js_sys::global(), "lianxinUpdate") {
            let update: js_sys::Function = update.unchecked_into();
            // The worker answers by taking over, which reloads the page.
            let _ = update.call0(&JsValue::NULL);
        }
    }
}

async fn close(parcel: Parcel, lock: Option<Lock>) -> Result<Parcel, Failure> {
    let Some(lock) = lock else { return Ok(parcel) };
    let fresh = Fresh { content_key: random_bytes()?, iv: random_bytes()?, salt: random_bytes()? };
    parcel.closed(&lock, &fresh, &WebCipher).await
}

/// A founding or join that never came to its end left nothing behind but its name.
async fn clear_away(store: IdbStore, database: &str) -> Result<(), Failure> {
    store.close();
    IdbStore::delete(database).await?;
    Ok(workspaces::remove(database).await?)
}

fn no_lock() -> Failure {
    Failure::Store(StoreError::Failed("no lock".into()))
}

/// The context of the page.
pub fn ctx() -> Ctx {
    expect_context::<Ctx>()
}
