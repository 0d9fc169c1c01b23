//! Taking in bundles: read, look, accept. Nothing is written before the last step.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::browser::files;
use crate::browser::worker::{self, Locked, Source};
use crate::domain::bundle::plan::{Incoming, Plan, Proof, Verdict};
use crate::domain::bundle::problem::Problem;
use crate::domain::id::{DeviceId, ProjectId, Ref};
use crate::domain::order::Filled;
use crate::screen::conflict::Clash;
use crate::screen::projects::may_assign;
use crate::screen::receive::{self, FileRow, Fresh, Gap, OfferRow, ReceiveView, Take, Totals};
use crate::screen::route::Route;
use crate::session::Failure;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::trust::Stopped;
use crate::ui::part::{
    AskPassphrase, Bar, Brought, Code, CodeSize, Drop, ExchangeLog, Icon, If, Meant, PasteField, PickFiles, Tile, Tone, Tried, VerdictMark,
    attr, live, split,
};

/// Where the page stands between choosing files and having taken them in.
#[derive(Clone, PartialEq, Debug)]
enum Step {
    Idle,
    Reading { done: usize, all: usize },
    Checking,
    Looking,
    Merging,
    Merged(Box<Done>),
    Discarded,
    Failed(Failure),
}

/// What was taken in.
#[derive(Clone, PartialEq, Debug)]
struct Done {
    take: Take,
    new: u64,
    senders: Vec<(Ref, String)>,
    projects: Vec<(ProjectId, String)>,
    projects_more: usize,
    /// Facts that have several values since.
    clashes: usize,
    /// This device was admitted by what came.
    admitted: bool,
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Taking {
    ctx: Ctx,
    step: RwSignal<Step>,
    plan: RwSignal<Option<Rc<Plan>>, LocalStorage>,
    /// What was read so far: files added later are planned together with it.
    held: StoredValue<Vec<Incoming>, LocalStorage>,
    ticks: RwSignal<BTreeSet<DeviceId>>,
    view: Memo<Option<ReceiveView>>,
    selected: RwSignal<usize>,
    /// Files that wait for their passphrases, each with a number of its own. They stay until they are opened or left out.
    locked: RwSignal<Vec<(usize, Arc<Locked>)>>,
    tried: RwSignal<Option<(usize, Tried)>>,
}

impl Taking {
    fn new(ctx: Ctx) -> Taking {
        let plan = RwSignal::new_local(None::<Rc<Plan>>);
        let ticks = RwSignal::new(BTreeSet::new());
        let view = Memo::new(move |_| {
            let ticked = ticks.get();
            plan.with(|plan| plan.as_ref().map(|plan| ReceiveView::new(&plan.preview(&ticked), &untrack(|| ctx.snapshot()).state)))
        });
        Taking {
            ctx,
            step: RwSignal::new(Step::Idle),
            plan,
            held: StoredValue::new_local(Vec::new()),
            ticks,
            view,
            selected: RwSignal::new(0),
            locked: RwSignal::new(Vec::new()),
            tried: RwSignal::new(None),
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
        if chosen.is_empty() || self.is_busy() {
            return;
        }
        self.step.set(Step::Reading { done: 0, all: chosen.len() });
        spawn_local(async move {
            let mut named = Vec::new();
            for file in chosen {
                let source = files::bytes(&file).await.map_or(Source::TooLarge(file.size() as u64), Source::Bytes);
                named.push((file.name(), source));
            }
            self.look(named).await;
        });
    }

    fn read_text(self, name: String, text: String) {
        if self.is_busy() {
            return;
        }
        self.step.set(Step::Reading { done: 0, all: 1 });
        spawn_local(async move { self.look(vec![(name, Source::Bytes(text.into_bytes()))]).await });
    }

    async fn look(self, named: Vec<(String, Source)>) {
        let progress = move |done, all| {
            let _ = self.step.try_set(Step::Reading { done, all });
        };
        let read = self.ctx.read_files(named, progress).await;
        let _ = self.locked.try_update(|locked| {
            let next = locked.last().map_or(0, |(number, _)| number + 1);
            locked.extend(read.locked.into_iter().map(Arc::new).zip(next..).map(|(file, number)| (number, file)));
        });
        self.add(read.incoming).await;
    }

    /// Opens a file by what was typed; a wrong passphrase changes nothing.
    fn unlock(self, number: usize, words: String) {
        let file = self.locked.with_untracked(|locked| locked.iter().find(|(n, _)| *n == number).map(|(_, file)| file.clone()));
        let Some(file) = file.filter(|_| !self.is_busy()) else { return };
        self.tried.set(Some((number, Tried::Opening)));
        spawn_local(async move {
            let Some(incoming) = self.ctx.unlock(&file, &words).await else {
                let _ = self.tried.try_set(Some((number, Tried::Wrong)));
                return;
            };
            // It may have been left out meanwhile.
            if self.locked.try_with_untracked(|locked| locked.iter().any(|(n, _)| *n == number)) == Some(true) {
                self.leave_out(number);
                self.add(vec![incoming]).await;
            }
        });
    }

    fn leave_out(self, number: usize) {
        let _ = self.tried.try_set(None);
        let _ = self.locked.try_update(|locked| locked.retain(|(n, _)| *n != number));
    }

    /// Plans what was read together with what is shown already.
    async fn add(self, read: Vec<Incoming>) {
        let Some(mut incoming) = self.held.try_get_value() else { return };
        incoming.extend(read);
        if incoming.is_empty() {
            // All that came is locked.
            let _ = self.step.try_set(Step::Idle);
            return;
        }
        // The user may have left the page meanwhile: then nothing here is of use to anyone.
        if self.step.try_set(Step::Checking).is_some() {
            return;
        }
        self.held.set_value(incoming.clone());
        let plan = self.ctx.plan(incoming).await;
        let proven = plan.offers().into_iter().filter(|offer| offer.proof == Proof::Good).map(|offer| offer.device);
        let proven = proven.filled();
        if self.step.try_set(Step::Looking).is_none() {
            self.ticks.set(proven);
            self.plan.set(Some(Rc::new(plan)));
        }
    }

    fn discard(self) {
        self.clear();
        self.locked.set(Vec::new());
        self.tried.set(None);
        self.step.set(Step::Discarded);
    }

    fn clear(self) {
        self.plan.set(None);
        self.held.set_value(Vec::new());
        self.ticks.set(BTreeSet::new());
        self.selected.set(0);
    }

    fn accept(self) {
        let (Some(plan), Some(view)) = (self.plan.get_untracked(), self.view.get_untracked()) else { return };
        if self.is_busy() || view.take() == Take::Nothing {
            return;
        }
        let ticked = self.ticks.get_untracked();
        let me = untrack(|| self.ctx.me()).map(|me| me.id);
        let was_admitted = untrack(|| self.ctx.is_admitted());
        self.step.set(Step::Merging);
        spawn_local(async move {
            match self.ctx.accept(plan, ticked).await {
                Ok(_) => {
                    let done = Done {
                        take: view.take(),
                        new: view.totals.new,
                        senders: view.senders(me),
                        projects: view.projects,
                        projects_more: view.projects_more,
                        clashes: view.clashes.len() + view.clashes_more,
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
                {view.files.into_iter().map(|row| view! { <FileCard row/> }).collect_view()}
            </section>
            <Clashes taking/>
            <Offers offers=view.offers taking/>
            <p class="hint">{t.receive().apply_hint}</p>
        })
    };
    view! {
        <Bar back=Route::Exchange.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
        <main id="main" class="stack">
            <Progress taking/>
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
            <LockedFiles taking/>
            <If when=has_plan fallback=move || view! { <DeskIdle taking/> }>
                <Tiles taking/>
                <Clashes taking/>
                <div class="cols wide">
                    <FileTable taking/>
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
    taking.view.with(|view| view.as_ref().map(|v| t.apply(v.take(), &v.totals)).unwrap_or_default())
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

/// What is being done, what was done, what went wrong.
#[component]
fn Progress(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let shown = move || {
        let t = ctx.t();
        match taking.step.get() {
            Step::Idle | Step::Looking => ().into_any(),
            Step::Reading { done, all } => {
                let percent = (done * 100).checked_div(all).unwrap_or(0);
                view! {
                    <div class="reading">
                        <span>{fill(t.receive().reading, &[&done.to_string(), &all.to_string()])}</span>
                        <span class="meter" aria-hidden="true"><i style:--v=percent.to_string()></i></span>
                    </div>
                }
                .into_any()
            }
            Step::Checking => view! { <p class="status" data-state="saving">{t.receive().checking}</p> }.into_any(),
            Step::Merging => view! { <p class="status" data-state="saving">{t.receive().merging}</p> }.into_any(),
            Step::Discarded => view! { <p class="notice"><Icon name="info"/>{t.receive().discarded}</p> }.into_any(),
            Step::Merged(done) => view! { <Merged done=*done/> }.into_any(),
            Step::Failed(_) => ().into_any(),
        }
    };
    let failed = move || match taking.step.get() {
        Step::Failed(failure) => {
            let t = ctx.t();
            Some(
                view! { <p class="notice" data-tone="red"><Icon name="alert"/><span><b>{t.receive().not_merged}</b>" "{t.failure(&failure)}</span></p> },
            )
        }
        _ => None,
    };
    view! { <div class="progress" role="status">{live(shown)}</div><div class="progress" role="alert">{live(failed)}</div> }
}

#[component]
fn Merged(done: Done) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let Done { take, new, senders, projects, projects_more, clashes, admitted } = done;
    let said = match take {
        Take::Merge(_) => fill(t.receive().merged, &[&t.entries(new)]),
        Take::Note(_) | Take::Nothing => t.receive().noted.to_string(),
    };
    let (before, after) = split(t.receive().answer_to);
    let answer = move |(person, name): (Ref, String)| {
        view! { <a class="btn" data-kind="soft" href=Route::Send(Some(person)).print()><Icon name="send"/><span>{before.clone()}<bdi>{name}</bdi>{after.clone()}</span></a> }
    };
    let answers = if ctx.is_sample() { Vec::new() } else { senders };
    let lead = move |(id, name): (ProjectId, String)| {
        view! { <a class="btn" href=Route::Project(id).print()><Icon name="project"/><bdi>{name}</bdi></a> }
    };
    let rest = (projects_more > 0).then(|| {
        view! { <a class="btn" href=Route::Projects.print()><Icon name="board"/>{fill(t.receive().more_projects, &[&projects_more.to_string()])}</a> }
    });
    let leads = (!projects.is_empty()).then(|| view! { <p class="acts">{projects.into_iter().map(lead).collect_view()}{rest}</p> });
    view! {
        <div class="notice" data-tone="green"><Icon name="check"/><p>{said}</p></div>
        {admitted.then(|| view! { <div class="notice" data-tone="green"><Icon name="check"/><p>{t.receive().now_admitted}</p></div> })}
        <Stopped/>
        {(clashes > 0).then(|| view! {
            <div class="notice" data-tone="yellow"><Icon name="split"/><p>{fill(t.conflict().way, &[&clashes.to_string()])}</p>
                <a class="btn" data-kind="plain" href=Route::Conflicts.print()>{t.conflict().look}</a>
            </div>
        })}
        {leads}
        <p class="acts">{answers.into_iter().map(answer).collect_view()}</p>
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
    let card = move |(number, file): (usize, Arc<Locked>)| {
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
    view! { <For each=move || taking.locked.get() key=|(number, _)| *number let:one>{card(one)}</For> }
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

#[component]
fn Tiles(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let tiles = move || {
        let t = ctx.t();
        let w = t.receive();
        let Totals { new, known, waiting, pending, refused, .. } =
            taking.view.with(|view| view.as_ref().map(|v| v.totals)).unwrap_or_default();
        view! {
            <Tile count=t.thousands(new) label=w.new hint=w.new_hint/>
            <Tile count=t.thousands(known) label=w.known hint=w.known_hint/>
            <Tile count=t.thousands(waiting) label=w.waiting hint=w.waiting_hint tone=Tone::Yellow.unless_zero(waiting)/>
            <Tile count=t.thousands(pending) label=w.pending hint=w.pending_hint tone=Tone::Yellow.unless_zero(pending)/>
            <Tile count=t.thousands(refused) label=w.refused hint=w.refused_hint tone=Tone::Red.unless_zero(refused)/>
        }
    };
    view! { <section class="tiles t5" aria-label=ctx.t().receive().totals>{live(tiles)}</section> }
}

#[component]
fn FileTable(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().receive();
    let rows = move || {
        let files = taking.view.get().map(|view| view.files).unwrap_or_default();
        files.into_iter().enumerate().map(|(at, row)| file_line(taking, at, row)).collect_view()
    };
    view! {
        <section class="card tablebox" aria-label=w().files_table>
            <div class="scroll" tabindex="0">
                <table class="grid">
                    <thead><tr>
                        <th scope="col">{w().from}</th>
                        <th scope="col" class="num">{w().number}</th>
                        <th scope="col">{w().made}</th>
                        <th scope="col" class="num">{w().new}</th>
                        <th scope="col" class="num">{w().known}</th>
                        <th scope="col" class="num">{w().waiting}</th>
                        <th scope="col">{w().verdict}</th>
                    </tr></thead>
                    <tbody>{live(rows)}</tbody>
                </table>
            </div>
        </section>
    }
}

fn sender(row: &FileRow) -> String {
    row.from.as_ref().map_or_else(|| row.name.clone(), |(_, name)| name.clone())
}

fn file_line(taking: Taking, at: usize, row: FileRow) -> impl IntoView {
    let t = taking.ctx.t();
    let today = taking.ctx.today.get();
    let count = |n: u64| if n == 0 { view! { <span class="t-3">"0"</span> }.into_any() } else { t.thousands(n).into_any() };
    let selected = move || taking.selected.get() == at;
    view! {
        <tr aria-selected=attr(move || selected().to_string()) on:click=move |_| taking.selected.set(at)>
            <th scope="row"><button class="rowlink" type="button" aria-pressed=attr(move || selected().to_string())><bdi>{sender(&row)}</bdi></button></th>
            <td class="num t-2">{row.number.map_or("—".into(), |n| n.to_string())}</td>
            <td class="t-2">{row.made.as_ref().map_or("—".into(), |made| t.moment(made, today))}</td>
            <td class="num">{count(row.new)}</td>
            <td class="num t-2">{count(row.known)}</td>
            <td class="num">{count(row.waiting + row.pending)}</td>
            <td><VerdictMark verdict=row.verdict words=t.verdict(&row)/></td>
        </tr>
    }
}

#[component]
fn FileCard(row: FileRow) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let number = row.number.map(|n| t.bundle(n));
    let made = row.made.as_ref().map(|made| t.moment(made, ctx.today.get()));
    // Where it is opened instead is seen at once.
    let open = row.is_foreign() || row.is_table() || row.invites.is_some();
    let line: Vec<String> = number.into_iter().chain(made).chain([t.came(row.new, row.known, row.waiting)]).collect();
    view! {
        <details class="card filecard" open=open>
            <summary class="row txt">
                <span>
                    <b><bdi>{sender(&row)}</bdi></b>
                    <span class="sm t-2 facts-line">{line.join(t.dot())}</span>
                    <VerdictMark verdict=row.verdict words=t.verdict(&row)/>
                </span>
            </summary>
            <div class="raise-in"><FileDetail row/></div>
        </details>
    }
}

#[component]
fn Selected(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let row = Memo::new(move |_| taking.view.with(|view| view.as_ref()?.files.get(taking.selected.get()).cloned()));
    move || {
        row.get().map(|row| {
            let title = match row.number {
                Some(number) => format!("{} {}", sender(&row), ctx.t().bundle(number)),
                None => sender(&row),
            };
            view! {
                <section class="card pad grow1" aria-labelledby="h-sel">
                    <h2 id="h-sel"><bdi>{title}</bdi></h2>
                    <FileDetail row/>
                </section>
            }
        })
    }
}

/// What a file holds, lacks, and what is wrong with it.
#[component]
fn FileDetail(row: FileRow) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let w = t.receive();
    let lines = row.lines.iter().map(|(what, n)| view! { <p><span>{t.what(*what)}</span><b>{t.entries(*n)}</b></p> }).collect_view();
    let photos = (row.photos > 0).then(|| view! { <p><span>{w.photos}</span><b>{t.photos(row.photos)}</b></p> });
    let empty = (row.lines.is_empty() && row.verdict != Verdict::Refused).then(|| view! { <p class="sm t-2">{w.nothing_inside}</p> });
    let forks = (row.forks > 0).then(|| view! { <p class="sm t-yellow">{fill(w.forks, &[&row.forks.to_string()])}</p> });
    let fault = |problem: &Problem| {
        view! { <li>{t.problem(problem)}" "<span class="t-3" translate="no">{fill(w.place, &[&problem.place])}</span></li> }
    };
    let problems = (!row.problems.is_empty()).then(|| {
        let more = (row.problems_more > 0).then(|| view! { <p class="sm t-2">{fill(w.more, &[&t.thousands(row.problems_more)])}</p> });
        view! { <div><h3 class="sm">{w.faults}</h3><ul class="sm faults">{row.problems.iter().map(fault).collect_view()}</ul>{more}</div> }
    });
    view! {
        <p class="sm t-2"><bdi>{row.name.clone()}</bdi>{t.dot()}{t.bytes(row.size)}</p>
        {elsewhere(&row, ctx)}
        {empty}
        <div class="lines sm inside">{lines}{photos}</div>
        {listed(&row, ctx)}
        {gaps(&row.gaps, ctx)}
        {forks}
        {problems}
    }
}

/// What the file is instead, and where that is opened.
fn elsewhere(row: &FileRow, ctx: Ctx) -> impl IntoView + use<> {
    let w = ctx.t().receive();
    let foreign = row.is_foreign().then(|| {
        view! {
            <p class="sm">{w.foreign}</p>
            <p class="acts"><button class="btn" data-kind="soft" type="button" on:click=move |_| ctx.to_start()><Icon name="bridge"/>{w.to_start}</button></p>
        }
    });
    let table = row.is_table().then(|| {
        let way = may_assign(untrack(|| ctx.me()).as_ref()).then(|| {
            view! { <p class="acts"><a class="btn" data-kind="soft" href=Route::Table.print()><Icon name="table"/>{ctx.t().common().table_in}</a></p> }
        });
        view! { <p class="sm">{if way.is_some() { w.is_table } else { w.is_table_plain }}</p>{way} }
    });
    let (before, after) = split(w.invites);
    let invites = row.invites.clone().map(|name| {
        view! { <p class="sm t-yellow"><Icon name="alert"/>" "{before}<bdi>{name}</bdi>{after}</p> }
    });
    view! { {foreign}{table}{invites} }
}

/// The new entries one by one, opened on demand.
fn listed(row: &FileRow, ctx: Ctx) -> Option<impl IntoView + use<>> {
    let t = ctx.t();
    let today = ctx.today.get_untracked();
    let line = |one: &Fresh| {
        let words = [t.told(&one.what), one.words.clone()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(t.dot());
        view! {
            <li><b><bdi>{one.project.clone()}</bdi></b>
                <span class="facts-line"><bdi>{words}</bdi></span>
                <span class="facts-line t-2">{t.day(one.on, today)}{t.dot()}<bdi>{one.by.clone()}</bdi></span>
            </li>
        }
    };
    (!row.fresh.is_empty()).then(|| {
        let more = (row.fresh_more > 0).then(|| view! { <p class="sm t-2">{fill(t.receive().more, &[&row.fresh_more.to_string()])}</p> });
        view! {
            <details class="fresh">
                <summary>{fill(t.receive().fresh, &[&t.entries((row.fresh.len() + row.fresh_more) as u64)])}</summary>
                <ul class="sm">{row.fresh.iter().map(line).collect_view()}</ul>
                {more}
            </details>
        }
    })
}

const GAPS_SHOWN: usize = 100;

fn gaps(gaps: &[Gap], ctx: Ctx) -> Option<impl IntoView + use<>> {
    let t = ctx.t();
    let line = |gap: &Gap| {
        let project = gap.project.clone().map(|name| view! { {t.dot()}<bdi>{name}</bdi> });
        view! { <li><bdi>{gap.who.clone()}</bdi>{project}" "{t.gap(gap)}</li> }
    };
    // Whoever has a key can leave as many as they like.
    let more = gaps.len().saturating_sub(GAPS_SHOWN) as u64;
    (!gaps.is_empty()).then(|| {
        view! {
            <div>
                <h3 class="sm">{t.receive().missing}</h3>
                <ul class="sm t-yellow">{gaps.iter().take(GAPS_SHOWN).map(line).collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="sm t-2">{fill(t.receive().more, &[&t.thousands(more)])}</p> })}
                <p class="sm t-2">{t.receive().missing_hint}</p>
            </div>
        }
    })
}

#[component]
fn OffersCard(taking: Taking) -> impl IntoView {
    move || {
        let offers = taking.view.get().map(|view| view.offers).unwrap_or_default();
        (!offers.is_empty()).then(|| view! { <div class="card pad"><Offers offers taking/></div> })
    }
}

/// Devices that ask to be admitted; a tick folds the preview again.
#[component]
fn Offers(offers: Vec<OfferRow>, taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    (!offers.is_empty()).then(|| {
        let t = ctx.t();
        view! {
            <section class="field" aria-labelledby="h-dev">
                <h2 class="label" id="h-dev">{t.receive().devices}</h2>
                <p class="hint">{t.receive().devices_hint}</p>
                <div class="card lines">{offers.into_iter().map(|offer| offer_line(offer, taking)).collect_view()}</div>
            </section>
        }
    })
}

fn offer_line(offer: OfferRow, taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let t = ctx.t();
    let device = offer.device;
    let good = offer.proof == Proof::Good;
    let tick = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        taking.ticks.update(|ticks| {
            if on {
                ticks.insert(device)
            } else {
                ticks.remove(&device)
            };
        });
    };
    let role = offer.role.map(|role| format!("{}{}", t.dot(), t.role(role)));
    view! {
        <label class="with">
            <span>
                <b><bdi>{offer.name.clone()}</bdi></b>{role}
                <span class=if good { "sm t-green" } else { "sm t-yellow" }><Icon name=if good { "check" } else { "alert" }/>" "{t.proof(offer.proof)}</span>
                <span><Code code=offer.code size=CodeSize::Small/></span>
            </span>
            <input type="checkbox" class="ck" aria-label=fill(t.receive().admit, &[&offer.name]) prop:checked=attr(move || taking.ticks.with(|ticks| ticks.contains(&device))) on:change=tick/>
        </label>
    }
}

/// Files sent and taken in, below the page or in its place.
#[component]
fn LogSection() -> impl IntoView {
    let ctx = ctx();
    let rows = Memo::new(move |_| receive::log(&ctx.snapshot(), ctx.own()));
    view! {
        <section class="field" aria-labelledby="h-log">
            <h2 class="label" id="h-log">{ctx.t().receive().log}</h2>
            <ExchangeLog rows today=ctx.today t=Signal::derive(move || ctx.t())/>
            <p class="hint">{ctx.t().receive().log_hint}</p>
        </section>
    }
}

#[component]
fn SilentCard() -> impl IntoView {
    let ctx = ctx();
    let rows = Memo::new(move |_| receive::silent(&ctx.snapshot(), ctx.today.get()));
    let line = move |row: receive::Silent| {
        let t = ctx.t();
        view! {
            <tr>
                <th scope="row"><bdi>{row.name}</bdi></th>
                <td class="t-2">{fill(t.receive().last_time, &[&t.day(row.last, ctx.today.get())])}</td>
                <td class="num">{t.days(row.days)}</td>
            </tr>
        }
    };
    view! {
        <If when=move || rows.with(|rows| !rows.is_empty())>
            <section class="card pad grow1" aria-labelledby="h-who">
                <h2 id="h-who">{ctx.t().receive().silent}" "<span class="t-3">{ctx.t().receive().silent_over}</span></h2>
                <table class="grid who"><tbody>{live(move || rows.get().into_iter().map(line).collect_view())}</tbody></table>
                <p class="sm t-2">{ctx.t().receive().silent_hint}</p>
                <p><a class="btn" href=Route::Heard.print()><Icon name="clock"/>{ctx.t().heard().title}</a></p>
            </section>
        </If>
    }
}
