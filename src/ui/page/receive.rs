//! Taking in bundles: read, look, accept. Nothing is written before the last step.

mod chosen;
mod log;
mod offers;
mod progress;
mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortController, File};

use self::chosen::{ChosenTable, FileCard, People, Selected, Tiles};
use self::log::{LogSection, SilentCard};
use self::offers::{Offers, OffersCard};
use self::progress::Progress;
use self::shared::{Names, Shared};
use crate::browser::focus::focus;
use crate::browser::inbox;
use crate::browser::worker::{self, Locked, Source};
use crate::domain::bundle::plan::{Incoming, JoinOffer, Plan, Proof};
use crate::domain::id::{DeviceId, ProjectId, Ref};
use crate::domain::order::Filled;
use crate::screen::conflict::Clash;
use crate::screen::receive::{FileRow, ReceiveView, Take};
use crate::screen::route::Route;
use crate::session::Failure;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::scan::ScanCodes;
use crate::ui::part::{AskPassphrase, Bar, Brought, Drop, Icon, If, Meant, PasteField, PickFiles, PickFolder, Tried, attr, live};

/// Where the page stands between choosing files and having taken them in.
#[derive(Clone, PartialEq, Debug)]
enum Step {
    Idle,
    Reading {
        done: usize,
        all: usize,
    },
    Checking,
    Looking,
    Merging,
    Merged(Box<Done>),
    Discarded,
    Failed(Failure),
    /// Reading was stopped.
    Stopped,
    /// A folder without bundles.
    NoneInFolder,
}

/// How what comes is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    File,
    Person,
}

/// What was taken in.
#[derive(Clone, PartialEq, Debug)]
struct Done {
    take: Take,
    new: u64,
    photos: u64,
    senders: Vec<(Ref, String)>,
    projects: Vec<(ProjectId, String)>,
    projects_more: usize,
    /// Facts that have several values since.
    clashes: usize,
    /// This device was admitted by what came.
    admitted: bool,
    /// So many devices were admitted by the ticks.
    admits: usize,
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Taking {
    ctx: Ctx,
    step: RwSignal<Step>,
    plan: RwSignal<Option<Rc<Plan>>, LocalStorage>,
    /// What was read so far: files added later are planned together with it.
    held: StoredValue<Vec<Held>, LocalStorage>,
    /// Those of them that are not to be taken in, by their places, as they are shown.
    left_out: RwSignal<BTreeMap<usize, FileRow>>,
    ticks: RwSignal<BTreeSet<DeviceId>>,
    /// The file that was left out or put back last.
    touched: StoredValue<Option<usize>>,
    /// What the user said of devices, which a new preview does not undo.
    said: StoredValue<BTreeMap<DeviceId, bool>>,
    /// Stops the reading that goes on.
    stop: StoredValue<Option<AbortController>, LocalStorage>,
    by: RwSignal<By>,
    view: Memo<Option<ReceiveView>>,
    selected: RwSignal<usize>,
    /// Files that wait for their passphrases. They stay until they are opened or left out.
    locked: RwSignal<Vec<Waiting>>,
    tried: RwSignal<Option<(usize, Tried)>>,
    /// What other apps gave and this page has seen, by the names under which it is kept.
    seen: StoredValue<Vec<String>>,
}

/// A file that was read, and the name under which it is kept if another app gave it.
#[derive(Clone)]
struct Held {
    incoming: Incoming,
    kept: Option<String>,
}

/// A file that waits for its passphrase, with a number of its own.
#[derive(Clone, PartialEq)]
struct Waiting {
    number: usize,
    file: Arc<Locked>,
    kept: Option<String>,
}

impl Taking {
    fn new(ctx: Ctx) -> Taking {
        let plan = RwSignal::new_local(None::<Rc<Plan>>);
        let ticks = RwSignal::new(BTreeSet::new());
        let held = StoredValue::new_local(Vec::new());
        let left_out = RwSignal::new(BTreeMap::new());
        let view = Memo::new(move |_| {
            let ticked = ticks.get();
            let before = untrack(|| ctx.snapshot());
            let left_out = left_out.get_untracked();
            plan.with(|plan| Some(ReceiveView::new(&plan.as_ref()?.preview(&ticked), &before.state, &left_out)))
        });
        Taking {
            ctx,
            step: RwSignal::new(Step::Idle),
            plan,
            held,
            left_out,
            ticks,
            touched: StoredValue::new(None),
            said: StoredValue::new(BTreeMap::new()),
            stop: StoredValue::new_local(None),
            by: RwSignal::new(By::File),
            view,
            selected: RwSignal::new(0),
            locked: RwSignal::new(Vec::new()),
            tried: RwSignal::new(None),
            seen: StoredValue::new(Vec::new()),
        }
    }

    /// What was picked, dropped or pasted.
    fn brought(self) -> UnsyncCallback<Brought> {
        UnsyncCallback::new(move |brought| match brought {
            Brought::Files(files) => self.read(files),
            Brought::Text(text) => self.read_text(self.ctx.t().receive().pasted_name.into(), text),
        })
    }

    fn is_busy(self) -> bool {
        matches!(self.step.get_untracked(), Step::Reading { .. } | Step::Checking | Step::Merging)
            || matches!(self.tried.get_untracked(), Some((_, Tried::Opening)))
    }

    /// Reads files that were picked or dropped, with those that are shown already.
    fn read(self, chosen: Vec<File>) {
        if self.is_busy() {
            return;
        }
        if chosen.is_empty() {
            self.step.set(Step::NoneInFolder);
            return;
        }
        self.look(chosen, Names::default());
    }

    fn read_text(self, name: String, text: String) {
        if !self.is_busy() {
            self.look_at(vec![(name, Source::Bytes(text.into_bytes()))], Names::default());
        }
    }

    fn look(self, files: Vec<File>, names: Names) {
        self.look_at(files.into_iter().map(|file| (file.name(), Source::File(file))).collect(), names);
    }

    /// `names`: under which what other apps gave of it is kept.
    fn look_at(self, named: Vec<(String, Source)>, mut names: Names) {
        self.step.set(Step::Reading { done: 0, all: named.len() });
        let stop = AbortController::new().ok();
        self.stop.set_value(stop.clone());
        let progress = move |done, all| {
            let _ = self.step.try_set(Step::Reading { done, all });
        };
        spawn_local(async move {
            let signal = stop.map(|stop| stop.signal());
            let Some(read) = self.ctx.read_files(named, progress, signal.as_ref()).await else {
                let _ = self.step.try_set(Step::Stopped);
                return;
            };
            let incoming = read.incoming.into_iter().map(|incoming| {
                let kept = names.take(&incoming.name, incoming.size);
                Held { incoming, kept }
            });
            let incoming = incoming.collect();
            let _ = self.locked.try_update(|locked| {
                let next = locked.last().map_or(0, |last| last.number + 1);
                locked.extend(read.locked.into_iter().zip(next..).map(|(file, number)| {
                    let kept = names.take(&file.name, file.size);
                    Waiting { number, file: Arc::new(file), kept }
                }));
            });
            self.add(incoming).await;
        });
    }

    /// Nothing of what is being read stays; what was read before does.
    fn stop(self) {
        self.stop.update_value(|stop| {
            if let Some(stop) = stop.take() {
                stop.abort();
            }
        });
    }

    /// Opens a file by what was typed; a wrong passphrase changes nothing.
    fn unlock(self, number: usize, words: String) {
        let file = self.locked.with_untracked(|locked| locked.iter().find(|one| one.number == number).map(|one| one.file.clone()));
        let Some(file) = file.filter(|_| !self.is_busy()) else { return };
        self.tried.set(Some((number, Tried::Opening)));
        spawn_local(async move {
            let Some(incoming) = self.ctx.unlock(&file, &words).await else {
                let _ = self.tried.try_set(Some((number, Tried::Wrong)));
                return;
            };
            // It may have been left out meanwhile.
            if let Some(Waiting { kept, .. }) = self.take_locked(number) {
                self.add(vec![Held { incoming, kept }]).await;
            }
        });
    }

    fn leave_out(self, number: usize) {
        let kept = self.take_locked(number).and_then(|one| one.kept);
        spawn_local(inbox::forget(kept.into_iter().collect()));
    }

    fn take_locked(self, number: usize) -> Option<Waiting> {
        let _ = self.tried.try_set(None);
        self.locked.try_update(|locked| {
            let at = locked.iter().position(|one| one.number == number)?;
            Some(locked.remove(at))
        })?
    }

    /// Plans what was read together with what is shown already.
    async fn add(self, read: Vec<Held>) {
        // The user may have left the page meanwhile: then nothing here is of use to anyone.
        if self.held.try_update_value(|held| held.extend(read)).is_some() {
            self.replan().await;
        }
    }

    async fn replan(self) {
        let (Some(held), Some(left_out)) = (self.held.try_get_value(), self.left_out.try_get_untracked()) else { return };
        if held.is_empty() {
            // All that came is locked.
            let _ = self.step.try_set(Step::Idle);
            return;
        }
        if self.step.try_set(Step::Checking).is_some() {
            return;
        }
        let taken = held.into_iter().enumerate().filter(|(at, _)| !left_out.contains_key(at)).map(|(_, file)| file.incoming);
        let plan = self.ctx.plan(taken.collect()).await;
        let Some(said) = self.said.try_get_value() else { return };
        let is_ticked =
            |offer: &JoinOffer| said.get(&offer.device).copied().unwrap_or(offer.proof == Proof::Good && plan.brings(&offer.device));
        let ticked = plan.offers().into_iter().filter(is_ticked).map(|offer| offer.device).filled();
        if self.step.try_set(Step::Looking).is_none() {
            self.ticks.set(ticked);
            self.plan.set(Some(Rc::new(plan)));
        }
    }

    /// Takes a file in after all, or not.
    fn take_file(self, at: usize, take: bool) {
        let row = self.view.with_untracked(|view| view.as_ref()?.files.get(at).map(FileRow::left_out));
        let Some(row) = row.filter(|_| !self.is_busy()) else { return };
        self.left_out.update(|left_out| {
            if take {
                left_out.remove(&at);
            } else {
                left_out.insert(at, row);
            }
        });
        self.touched.set_value(Some(at));
        spawn_local(async move {
            self.replan().await;
            // The files are drawn anew.
            focus(take_id(at));
        });
    }

    fn admits(self, device: DeviceId, admit: bool) {
        self.said.update_value(|said| {
            said.insert(device, admit);
        });
        self.ticks.update(|ticks| {
            if admit {
                ticks.insert(device);
            } else {
                ticks.remove(&device);
            }
        });
    }

    fn discard(self) {
        self.forget_all();
        self.clear();
        self.locked.set(Vec::new());
        self.tried.set(None);
        self.step.set(Step::Discarded);
    }

    fn clear(self) {
        self.plan.set(None);
        self.held.set_value(Vec::new());
        self.left_out.set(BTreeMap::new());
        self.touched.set_value(None);
        self.said.set_value(BTreeMap::new());
        self.ticks.set(BTreeSet::new());
        self.selected.set(0);
    }

    fn accept(self) {
        let (Some(plan), Some(view)) = (self.plan.get_untracked(), self.view.get_untracked()) else { return };
        if self.is_busy() || view.take() == Take::Nothing {
            return;
        }
        let ticked = self.ticks.get_untracked();
        let admits = ticked.len();
        let me = untrack(|| self.ctx.me()).map(|me| me.id);
        let was_admitted = untrack(|| self.ctx.is_admitted());
        self.step.set(Step::Merging);
        let done_with = self.done_with();
        spawn_local(async move {
            match self.ctx.accept(plan, ticked).await {
                Ok(_) => {
                    spawn_local(inbox::forget(done_with));
                    let done = Done {
                        take: view.take(),
                        new: view.totals.new,
                        photos: view.totals.photos,
                        senders: view.senders(me),
                        projects: view.projects,
                        projects_more: view.projects_more,
                        clashes: view.clashes.len() + view.clashes_more,
                        admits,
                        admitted: !was_admitted && untrack(|| self.ctx.is_admitted()),
                    };
                    if self.step.try_set(Step::Merged(Box::new(done))).is_none() {
                        self.clear();
                    }
                }
                Err(failure) => {
                    let _ = self.step.try_set(Step::Failed(failure));
                }
            }
        });
    }
}

/// What leaves the file out, or puts it back.
fn take_id(at: usize) -> String {
    format!("take-{at}")
}

#[component]
pub fn Receive() -> impl IntoView {
    let ctx = ctx();
    // The worker starts while the user looks for the file.
    worker::warm();
    on_cleanup(worker::cool);
    let taking = Taking::new(ctx);
    let body = move || {
        if ctx.desk.get() { view! { <DeskReceive taking/> }.into_any() } else { view! { <PhoneReceive taking/> }.into_any() }
    };
    view! {
        {live(body)}
        <Drop meant=Meant::Files words=ctx.t().receive().drop_now brought=taking.brought() go=Callback::new(move |()| taking.accept())/>
    }
}

#[component]
fn PhoneReceive(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().receive();
    let cards = move || {
        let view = taking.view.get()?;
        let t = ctx.t();
        Some(view! {
            <section class="field" aria-labelledby="l-files">
                <h2 class="label" id="l-files">{w().files_table}</h2>
                <p class="hint">{w().unchanged}</p>
                {view.files.into_iter().enumerate().map(|(at, row)| view! { <FileCard at row taking/> }).collect_view()}
            </section>
            <People people=view.people/>
            <Clashes taking/>
            <Offers offers=view.offers taking/>
            <p class="hint">{t.receive().apply_hint}</p>
        })
    };
    view! {
        <Bar back=Route::Exchange.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
        <main id="main" class="stack">
            <Progress taking/>
            <Shared taking/>
            <LockedFiles taking/>
            <If when=move || taking.view.with(Option::is_none)><Chooser taking/></If>
            {live(cards)}
            <If when=move || taking.view.with(Option::is_none)><LogSection/></If>
        </main>
        <If when=move || taking.view.with(Option::is_some)>
            <footer class="thumb"><div class="thumb-in">
                <p class="status c">{live(move || foot(taking))}</p>
                <AcceptButton taking large=Size::Large/>
                <div class="pair">
                    <PickButton taking words=w().pick_more kind="soft"/>
                    <button class="btn" type="button" on:click=move |_| taking.discard()>{w().discard}</button>
                </div>
            </div></footer>
        </If>
    }
}

#[component]
fn DeskReceive(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().receive();
    let has_plan = move || taking.view.with(Option::is_some);
    let lead = move || match taking.view.with(|view| view.as_ref().map(|v| v.files.len())) {
        Some(count) => view! { {fill(w().preview_of, &[&ctx.t().files(count as u64)])}" "<b>{w().unchanged}</b> }.into_any(),
        None => w().lead.into_any(),
    };
    view! {
        <main id="main" class="page">
            <header class="top">
                <h1>{w().title}</h1>
                <span class="t-2">{live(lead)}</span>
                <If when=has_plan><span class="push"><PickButton taking words=w().pick_more kind="plain-edge"/></span></If>
            </header>
            <Progress taking/>
            <Shared taking/>
            <LockedFiles taking/>
            <If when=has_plan fallback=move || view! { <DeskIdle taking/> }>
                <Tiles taking/>
                <Clashes taking/>
                <div class="cols wide">
                    <ChosenTable taking/>
                    <div class="rail"><Selected taking/><OffersCard taking/></div>
                </div>
                <footer class="apply card">
                    <p><b>{live(move || foot(taking))}</b>" "{w().apply_hint}</p>
                    <button class="btn" type="button" on:click=move |_| taking.discard()>{w().discard}</button>
                    <AcceptButton taking large=Size::Plain/>
                </footer>
            </If>
        </main>
    }
}

fn foot(taking: Taking) -> String {
    let t = taking.ctx.t();
    let files = taking.view.with(|view| view.as_ref().map(|v| t.apply(v.take(), &v.totals)).unwrap_or_default());
    let admits = taking.ticks.with(BTreeSet::len);
    if admits == 0 { files } else { format!("{files}{}", t.admits(admits)) }
}

#[component]
fn DeskIdle(taking: Taking) -> impl IntoView {
    view! {
        <div class="cols wide">
            <div class="scroll stackd"><Chooser taking/><LogSection/></div>
            <div class="rail"><SilentCard/></div>
        </div>
    }
}

/// Facts that will have several values, before anything is taken in.
#[component]
fn Clashes(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let t = ctx.t();
    let line = move |clash: Clash| {
        let of = t.slot_of(&clash.name.of, ctx.today.get_untracked()).map(|of| view! { <bdi>{of}</bdi>{t.dot()} });
        view! { <li><bdi>{clash.group}</bdi>{t.dot()}{of}<bdi>{t.slot_label(&clash.name)}</bdi></li> }
    };
    let shown = move || {
        let (clashes, more) = taking.view.with(|view| view.as_ref().map(|v| (v.clashes.clone(), v.clashes_more))).unwrap_or_default();
        (!clashes.is_empty()).then(|| {
            view! {
                <div class="notice" data-tone="yellow"><Icon name="split"/>
                    <div><p>{fill(t.receive().clashes, &[&(clashes.len() + more).to_string()])}</p>
                        <ul class="sm">{clashes.into_iter().map(line).collect_view()}</ul>
                        {(more > 0).then(|| view! { <p class="sm">{fill(t.receive().more, &[&more.to_string()])}</p> })}
                    </div>
                </div>
            }
        })
    };
    live(shown)
}

/// Files that wait for their passphrases.
#[component]
fn LockedFiles(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let tried_of = move |number| match taking.tried.get() {
        Some((n, tried)) if n == number => tried,
        _ => Tried::NotYet,
    };
    let card = move |Waiting { number, file, .. }: Waiting| {
        let t = ctx.t();
        let id = format!("h-lock-{number}");
        view! {
            <section class="card pad stackd" aria-labelledby=id.clone()>
                <h2 id=id.clone()><Icon name="lock"/>" "{t.lock().title}</h2>
                <AskPassphrase number name=file.name.clone() tried=Signal::derive(move || tried_of(number)) t
                    go=UnsyncCallback::new(move |words| taking.unlock(number, words))/>
                <p class="acts"><button class="btn" type="button" on:click=move |_| taking.leave_out(number)>{t.lock().leave_out}</button></p>
            </section>
        }
    };
    // Each keeps what is typed while others come and go.
    view! { <div class="lockeds"><For each=move || taking.locked.get() key=|one| one.number let:one>{card(one)}</For></div> }
}

/// Choosing files, dropping them, pasting text.
#[component]
fn Chooser(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().receive();
    view! {
        <section class="card pad chooser">
            <p class="hint">{live(move || if ctx.desk.get() { w().drop_here } else { w().many })}</p>
            <PickButton taking words=w().pick kind="main"/>
            <If when=move || ctx.desk.get()><PickFolder icon="plus" kind="soft" brought=taking.brought()>{w().pick_folder}</PickFolder></If>
            <ScanCodes brought=taking.brought()/>
            <PasteField words=&w().pasting rows="2" brought=taking.brought()/>
        </section>
    }
}

/// The button that opens the system's own picker.
#[component]
fn PickButton(taking: Taking, kind: &'static str, words: &'static str) -> impl IntoView {
    view! { <PickFiles icon="plus" accept=".json,.txt,application/json,text/plain" kind brought=taking.brought()>{words}</PickFiles> }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Plain,
    Large,
}

#[component]
fn AcceptButton(taking: Taking, large: Size) -> impl IntoView {
    let ctx = taking.ctx;
    let take = Memo::new(move |_| taking.view.with(|view| view.as_ref().map_or(Take::Nothing, ReceiveView::take)));
    let merging = move || taking.step.get() == Step::Merging;
    let label = move || if merging() { ctx.t().receive().merging.to_string() } else { ctx.t().take(take.get()) };
    view! {
        <button class="btn" data-kind="main" type="button" data-size=(large == Size::Large).then_some("lg")
            aria-busy=attr(move || merging().then_some("true"))
            aria-disabled=attr(move || (take.get() == Take::Nothing).then_some("true"))
            on:click=move |_| taking.accept()>
            {live(label)}
            <If when=move || ctx.desk.get() && take.get() != Take::Nothing>" "<kbd>"Ctrl Enter"</kbd></If>
        </button>
    }
}
