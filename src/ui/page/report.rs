//! Reporting how far the nodes of a project are: a card for each, kept as a draft, all that was touched in one save.

mod card;
mod saved;

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::trust::StoppedNote;
use super::visit::photos::Album;
use crate::browser::focus::{focus, focus_field};
use crate::browser::lock::Held;
use crate::domain::calendar::Day;
use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::order::{Filled, InOrder};
use crate::screen::form::Ready;
use crate::screen::form::plan::Field;
use crate::screen::form::report::{ProgressFault, ProgressForm, Typed, validate};
use crate::screen::plan::DRAWN;
use crate::screen::report::{Draft, Part, ReportView, Row, draft_prefix, report};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::store::StoreError;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::{self, Checked, Keeper, Kept, Origin};
use crate::ui::part::{Bar, Drawn, Icon, If, LightForm, LightMark, More, attr, live};

use card::Card;
use saved::{SavedBar, SavedList};

/// What one save wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct Logged {
    pub refs: Vec<(Scope, Ref)>,
    /// ms since 1970 UTC.
    pub at: i64,
    pub reports: usize,
    pub moves: usize,
    pub photos: usize,
}

/// Where the form stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Status {
    Editing,
    Saving,
    Saved(Logged),
    Failed(Failure),
}

type Forms = BTreeMap<Ref, ProgressForm>;

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
pub struct Reporting {
    pub ctx: Ctx,
    project: ProjectId,
    pub view: Memo<Option<ReportView>>,
    /// What is typed, of nodes that were touched.
    pub forms: RwSignal<Forms>,
    /// Of every node that was drawn; they live as long as the page.
    albums: StoredValue<BTreeMap<Ref, Album>>,
    owner: StoredValue<Owner>,
    /// The day on which the form was opened.
    opened: RwSignal<Day>,
    pub status: RwSignal<Status>,
    checked: RwSignal<Checked>,
    faults: Memo<Vec<ProgressFault>>,
    keeper: Keeper,
    origin: RwSignal<Origin>,
}

impl Reporting {
    fn new(ctx: Ctx, project: ProjectId, view: Memo<Option<ReportView>>) -> Reporting {
        let (forms, albums) = (RwSignal::new(Forms::new()), StoredValue::new(BTreeMap::new()));
        let opened = RwSignal::new(ctx.today.get_untracked());
        let checked = RwSignal::new(Checked::NotYet);
        let faults = Memo::new(move |_| match checked.get() {
            Checked::NotYet => Vec::new(),
            Checked::Tried => read(project, view, forms, albums, (opened.get(), ctx.today.get())).err().unwrap_or_default(),
        });
        let keeper = Keeper::new(ctx, move || {
            let draft = untrack(|| draft_of(ctx, forms, albums, opened));
            (!draft.parts.is_empty()).then(|| draft.write())
        });
        let reporting = Reporting {
            ctx,
            project,
            view,
            forms,
            albums,
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            opened,
            status: RwSignal::new(Status::Editing),
            checked,
            faults,
            keeper,
            origin: RwSignal::new(Origin::New),
        };
        reporting.find_draft();
        reporting
    }

    /// The photos of a node.
    pub fn album(self, node: Ref) -> Album {
        if let Some(album) = self.albums.with_value(|albums| albums.get(&node).copied()) {
            return album;
        }
        let album = self.owner.with_value(|owner| owner.with(|| Album::new(self.ctx, self.keeper, Some(node))));
        self.albums.update_value(|albums| {
            albums.insert(node, album);
        });
        album
    }

    /// What is typed of a node.
    pub fn form<T>(self, node: Ref, get: impl FnOnce(&ProgressForm) -> T) -> T {
        self.forms.with(|forms| match forms.get(&node) {
            Some(form) => get(form),
            None => get(&ProgressForm::default()),
        })
    }

    /// Changes what is typed of a node and has the draft written.
    pub fn edit(self, node: Ref, change: impl FnOnce(&mut ProgressForm)) {
        self.forms.update(|forms| change(forms.entry(node).or_default()));
        self.keeper.touch();
    }

    pub fn is_touched(self, node: Ref) -> bool {
        let photos = self.album(node).count();
        self.form(node, |form| form.is_touched(photos))
    }

    fn rows<T>(self, get: impl FnOnce(&[Row]) -> T) -> T {
        self.view.with(|view| get(view.as_ref().map(|v| v.rows.as_slice()).unwrap_or_default()))
    }

    /// How many nodes a save would write of.
    fn touched(self) -> usize {
        self.rows(|rows| rows.iter().filter(|row| self.is_touched(row.id)).count())
    }

    fn is_shrinking(self) -> bool {
        self.rows(|rows| rows.iter().any(|row| self.album(row.id).is_shrinking()))
    }

    /// The sentence for a field of a node, where something is wrong with it.
    pub fn fault(self, node: Ref, field: Field) -> Option<String> {
        let found = self.faults.with(|faults| faults.iter().find(|f| f.node == node && f.field == field).copied());
        found.map(|fault| self.ctx.t().report_fault(fault.field, fault.fault))
    }

    pub fn has_fault(self, node: Ref) -> bool {
        self.faults.with(|faults| faults.iter().any(|fault| fault.node == node))
    }

    /// Opens the newest draft of this project that no other tab has open.
    fn find_draft(self) {
        let prefix = draft_prefix(&self.project);
        spawn_local(async move {
            let mut found = Vec::new();
            for name in drafts::names(self.ctx, &prefix).await {
                if name.contains('/') {
                    continue;
                }
                let Some(held) = self.ctx.hold_draft(&name).await else { continue };
                if let Some(draft) = drafts::get(self.ctx, &name).await.as_deref().and_then(Draft::read) {
                    found.push((name, draft, held));
                }
            }
            found.order_by_key(|(_, draft, _)| draft.at);
            // The user may have gone on or begun to type meanwhile.
            let Some(untouched) = self.forms.try_with_untracked(Forms::is_empty) else { return };
            match found.pop().filter(|_| untouched) {
                Some((name, draft, held)) => self.restore(name, draft, held).await,
                None => self.keeper.begin_first(&prefix).await,
            }
        });
    }

    /// Puts a draft back into the form, with its photos.
    async fn restore(self, name: String, draft: Draft, held: Held) {
        let opened = draft.opened();
        let mut forms = Forms::new();
        for Part { node, form, photos } in draft.parts {
            if self.owner.try_with_value(|_| ()).is_none() {
                return;
            }
            let album = self.album(node);
            let tiles = album.held(&name, &photos).await;
            drop(album.photos.try_set(tiles));
            forms.insert(node, form);
        }
        if self.origin.try_set(Origin::Restored).is_some() {
            return;
        }
        self.opened.set(opened.unwrap_or_else(|| self.ctx.today.get_untracked()));
        self.forms.set(forms);
        self.keeper.take(name, Some(held), Kept::At(draft.at));
    }

    /// Throws away what is typed, and its draft.
    fn start_over(self) {
        let name = self.keeper.name();
        self.keeper.close();
        self.blank();
        spawn_local(async move {
            for part in drafts::names(self.ctx, &name).await {
                drafts::discard(self.ctx, &part).await;
            }
            self.keeper.begin(&draft_prefix(&self.project)).await;
        });
    }

    fn blank(self) {
        self.origin.set(Origin::New);
        self.opened.set(self.ctx.today.get_untracked());
        self.albums.with_value(|albums| albums.values().for_each(|album| album.clear()));
        self.forms.set(Forms::new());
        self.checked.set(Checked::NotYet);
        self.status.set(Status::Editing);
    }

    /// Blank cards after a save.
    pub fn begin_another(self) {
        self.blank();
        spawn_local(async move { self.keeper.begin(&draft_prefix(&self.project)).await });
    }

    /// What was saved and taken back stands in the form once more, as a draft of its own.
    pub fn edit_again(self) {
        self.origin.set(Origin::New);
        self.checked.set(Checked::NotYet);
        self.status.set(Status::Editing);
        spawn_local(async move {
            self.keeper.begin(&draft_prefix(&self.project)).await;
            let albums: Vec<Album> = self.albums.try_with_value(|albums| albums.values().copied().collect()).unwrap_or_default();
            for album in albums {
                album.keep_photos_again().await;
            }
        });
    }

    /// All that was touched in one transaction; saved is said only after it is complete.
    pub fn save(self) {
        // A second tap finds the first one at work or done: nothing is written twice.
        let busy = matches!(self.status.get_untracked(), Status::Saving | Status::Saved(_));
        if busy || untrack(|| self.is_shrinking() || self.touched() == 0) {
            return;
        }
        let days = (self.opened.get_untracked(), self.ctx.today.get_untracked());
        let ready = match untrack(|| read(self.project, self.view, self.forms, self.albums, days)) {
            Ok(ready) => ready,
            Err(faults) => {
                self.checked.set(Checked::Tried);
                if let Some(first) = faults.first() {
                    focus_field(field_of(*first));
                }
                return;
            }
        };
        let command = ready.into_command();
        let (reports, moves) = match &command {
            Command::ReportNodes { reports, moves, .. } => (reports.len(), moves.len()),
            _ => (0, 0),
        };
        let name = self.keeper.name();
        let (mut files, mut drop_drafts) = (Vec::new(), vec![name.clone()]);
        self.albums.with_value(|albums| {
            for album in albums.values() {
                drop_drafts.extend(album.hashes().iter().map(|hash| album.place(&name, hash)));
                files.extend(album.files());
            }
        });
        let photos = files.len();
        self.status.set(Status::Saving);
        self.keeper.close();
        let along = Along { files: files.into_iter().filled(), drop_drafts: drop_drafts.clone(), ..Along::default() };
        spawn_local(async move {
            match self.ctx.commit(command, along).await {
                Ok(saved) => {
                    drafts::forget(&drop_drafts);
                    let logged = Logged { refs: saved.refs, at: self.ctx.now(), reports, moves, photos };
                    if self.status.try_set(Status::Saved(logged)).is_none() {
                        focus("saved-line".into());
                    }
                }
                Err(failure) => {
                    if self.status.try_set(Status::Failed(failure)).is_none() {
                        self.keeper.reopen();
                    }
                }
            }
        });
    }
}

type View = Memo<Option<ReportView>>;

/// What is typed as a command, or what is wrong with it. `days` are that of the form and today.
fn read(
    project: ProjectId,
    view: View,
    forms: RwSignal<Forms>,
    albums: StoredValue<BTreeMap<Ref, Album>>,
    (opened, today): (Day, Day),
) -> Result<Ready, Vec<ProgressFault>> {
    view.with(|view| {
        forms.with(|forms| {
            let blank = ProgressForm::default();
            let rows = view.iter().flat_map(|view| &view.rows);
            let typed = rows.map(|row| Typed {
                node: row.id,
                held: row.dates,
                last: row.percent,
                form: forms.get(&row.id).unwrap_or(&blank),
                files: albums.with_value(|albums| albums.get(&row.id).map(|album| album.hashes()).unwrap_or_default()),
            });
            validate(project, typed.collect(), opened, today)
        })
    })
}

fn draft_of(ctx: Ctx, forms: RwSignal<Forms>, albums: StoredValue<BTreeMap<Ref, Album>>, opened: RwSignal<Day>) -> Draft {
    let photos = albums.with_value(|albums| albums.iter().map(|(node, album)| (*node, album.hashes())).collect::<BTreeMap<_, _>>());
    let forms = forms.get_untracked();
    let nodes = forms.keys().chain(photos.keys()).copied().collect::<std::collections::BTreeSet<_>>();
    let part = |node: Ref| Part {
        node,
        form: forms.get(&node).cloned().unwrap_or_default(),
        photos: photos.get(&node).cloned().unwrap_or_default(),
    };
    let parts = nodes.into_iter().map(part).filter(|part| !part.form.is_blank() || !part.photos.is_empty());
    Draft { opened: opened.get_untracked().to_string(), parts: parts.collect(), at: ctx.now() }
}

/// The id of the input that a fault is about.
fn field_of(fault: ProgressFault) -> String {
    let field = match fault.field {
        Field::Percent => "percent",
        Field::On | Field::Done => "done",
        Field::Due | Field::Start => "to",
        Field::Reason => "why",
        Field::Title | Field::Weight | Field::Stage | Field::Text => "note",
    };
    format!("{field}-{}", fault.node)
}

#[component]
pub fn Report(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let view = Memo::new(move |_| {
        let me = ctx.me();
        report(&ctx.snapshot().state, &id, me.as_ref(), ctx.today.get())
    });
    let reporting = Reporting::new(ctx, id, view);
    let held = Memo::new(move |_| view.with(Option::is_some));
    live(move || match (held.get(), ctx.desk.get()) {
        (false, _) => view! { <super::project::Missing/> }.into_any(),
        (true, true) => view! { <DeskReport reporting/> }.into_any(),
        (true, false) => view! { <PhoneReport reporting/> }.into_any(),
    })
}

fn is_saved(reporting: Reporting) -> bool {
    reporting.status.with(|status| matches!(status, Status::Saved(_)))
}

#[component]
fn PhoneReport(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    let back = Route::Project(reporting.project).print();
    view! {
        <Bar back back_label=Signal::derive(move || ctx.t().report().back) title=Signal::derive(move || ctx.t().report().title)>
            <Offline/>
        </Bar>
        <main id="main" class="stack">
            <StoppedNote/>
            <About reporting/>
            <Body reporting/>
        </main>
        <footer class="thumb"><div class="thumb-in"><SaveBar reporting/></div></footer>
    }
}

#[component]
fn DeskReport(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    view! {
        <main id="main" class="page">
            <StoppedNote/>
            <header class="top"><h1>{ctx.t().report().title}</h1><span class="push"><Offline/></span></header>
            <div class="scroll stack-d report-d"><About reporting/><Body reporting/></div>
            <footer class="apply card form-bar"><SaveBar reporting/></footer>
        </main>
    }
}

#[component]
fn Offline() -> impl IntoView {
    let ctx = ctx();
    view! {
        <If when=move || !ctx.online.get()>
            <span class="status"><Icon name="offline"/>{ctx.t().common().offline}</span>
        </If>
    }
}

/// Which project, how many nodes, and its light with the reasons.
#[component]
fn About(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    let href = Route::Project(reporting.project).print();
    let about = move || {
        reporting.view.get().map(|view| {
            let (t, today) = (ctx.t(), ctx.today.get());
            let word = t.light_or_why(view.light, view.grey);
            let count = t.report_head(&view);
            let reasons =
                t.light_reasons(&view.reasons, today).into_iter().map(|reason| view! { <p class="sm t-2"><bdi>{reason}</bdi></p> });
            view! {
                <LightMark light=view.light word form=LightForm::Stack/>
                <div><b><bdi>{view.name}</bdi></b><p>{count}</p>{reasons.collect_view()}</div>
                <Icon name="next"/>
            }
        })
    };
    view! { <a class="card row report-p" href=href>{live(about)}</a> }
}

#[component]
fn Body(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().report();
    let may = move || reporting.view.with(|view| view.as_ref().is_some_and(|view| view.may));
    let ids = Memo::new(move |_| reporting.rows(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>()));
    let some = move || !ids.with(Vec::is_empty);
    let drawn = Drawn::new(DRAWN);
    let cards = move || {
        view! {
            <Restored reporting/>
            <KeptDay reporting/>
            <If when=some fallback=move || view! { <p class="hint none">{w().none}" "<a href=Route::Plan(reporting.project).print()>{ctx.t().plan().to_plan}</a></p> }>
                <div class="nodes">
                    <For each=move || drawn.of(ids.get()) key=|id| *id let:id>{view! { <Card reporting node=id/> }}</For>
                </div>
                <More drawn all=Signal::derive(move || ids.with(Vec::len)) words=move |left| ctx.t().rest(left)/>
            </If>
        }
    };
    view! {
        <If when=may fallback=move || view! { <p class="notice"><Icon name="info"/><span>{w().may_not}</span></p> }>
            <If when=move || !is_saved(reporting) fallback=move || view! { <SavedList reporting/> }>{cards()}</If>
        </If>
    }
}

/// Says that what was half written is open again, with a way to begin anew.
#[component]
fn Restored(reporting: Reporting) -> impl IntoView {
    let w = move || reporting.ctx.t().report();
    let sure = RwSignal::new(Checked::NotYet);
    let press = move |_| match sure.get_untracked() {
        Checked::NotYet => sure.set(Checked::Tried),
        Checked::Tried => reporting.start_over(),
    };
    view! {
        <If when=move || reporting.origin.get() == Origin::Restored>
            <div class="notice" role="status"><Icon name="file"/><p>{w().restored}</p>
                <button class="btn" data-kind="plain" type="button" on:click=press>
                    {live(move || if sure.get() == Checked::NotYet { w().start_over } else { w().start_over_sure })}
                </button>
            </div>
        </If>
    }
}

/// An open form keeps its day when midnight passes, and says so.
#[component]
fn KeptDay(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    let kept = move || reporting.opened.get() != ctx.today.get() && reporting.touched() > 0;
    let day = move || fill(ctx.t().visit().kept_day, &[&ctx.t().day(reporting.opened.get(), ctx.today.get())]);
    view! {
        <If when=kept>
            <div class="notice" data-tone="yellow" role="status"><Icon name="info"/>
                <p>{live(day)}</p>
                <button class="btn" data-kind="plain" type="button"
                    on:click=move |_| reporting.opened.set(ctx.today.get_untracked())>{ctx.t().visit().to_today}</button>
            </div>
        </If>
    }
}

/// The one main button, with what is known of the words just now.
#[component]
fn SaveBar(reporting: Reporting) -> impl IntoView {
    let may = move || reporting.view.with(|view| view.as_ref().is_some_and(|view| view.may));
    live(move || {
        match reporting.status.get() {
        Status::Editing if !may() => {
            view! { <a class="btn" data-size="lg" href=Route::Project(reporting.project).print()>{reporting.ctx.t().report().to_project}</a> }
                .into_any()
        }
        Status::Editing => view! { <EditingBar reporting/> }.into_any(),
        Status::Saving => {
            let t = reporting.ctx.t();
            view! {
                <button class="btn" data-kind="main" data-size="lg" type="button" aria-busy="true" aria-disabled="true">{t.common().saving}</button>
                <p class="status c" role="status">{t.visit().keep_open}</p>
            }
            .into_any()
        }
        Status::Failed(failure) => {
            let t = reporting.ctx.t();
            let full = failure == Failure::Store(StoreError::Quota);
            view! {
                <p class="status" data-state="failed" role="alert"><Icon name="alert"/><span>{t.failure(&failure)}</span></p>
                <div class="pair">
                    {full.then(|| view! { <a class="btn" href=Route::Settings.print()>{t.visit().make_room}</a> })}
                    <button class="btn" data-kind="main" type="button" on:click=move |_| reporting.save()>{t.common().save_again}</button>
                </div>
            }
            .into_any()
        }
        Status::Saved(logged) => view! { <SavedBar reporting logged/> }.into_any(),
    }
    })
}

#[component]
fn EditingBar(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().visit();
    let touched = Memo::new(move |_| reporting.touched());
    let shrinking = Memo::new(move |_| reporting.is_shrinking());
    let label = move || if shrinking.get() { w().shrinking_wait.to_string() } else { ctx.t().save_nodes(touched.get()) };
    let off = move || (shrinking.get() || touched.get() == 0).then_some("true");
    let kept = move || match reporting.keeper.kept.get() {
        Kept::Nothing => view! { <p class="status c">{w().draft_will}</p> }.into_any(),
        Kept::At(time) => view! { <p class="status c">{fill(w().draft_at, &[&ctx.time_of_day(time)])}</p> }.into_any(),
        Kept::Failed(_) => {
            view! { <p class="status c" data-state="failed" role="alert"><Icon name="alert"/>{w().draft_failed}</p> }.into_any()
        }
    };
    let count = move || reporting.faults.with(Vec::len);
    view! {
        <div role="alert"><If when=move || { count() > 0 }>
            <p class="status" data-state="failed"><Icon name="alert"/>{live(move || ctx.t().visit_faults(count()))}</p>
        </If></div>
        <button class="btn" data-kind="main" data-size="lg" type="button" aria-disabled=attr(off) on:click=move |_| reporting.save()>{live(label)}</button>
        {live(kept)}
    }
}
