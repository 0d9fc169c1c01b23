//! Logging a visit: a form filled in before it is shown, kept as a draft, saved in one step.

mod fields;
pub(super) mod photos;
mod place;
mod problems;
mod saved;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::focus::{focus, focus_field};
use crate::browser::lock::Held;
use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::order::{Filled, InOrder};
use crate::domain::state::is_on_site;
use crate::screen::form::visit::{VisitFault, VisitForm};
use crate::screen::route::Route;
use crate::screen::visit::{DRAFTS, Draft, Offered, offered, photo_draft};
use crate::session::{Along, Failure};
use crate::store::StoreError;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::{self, Checked, Keeper, Kept, Origin};
use crate::ui::page::trust::StoppedNote;
use crate::ui::part::{Bar, Icon, If, attr, live};

use fields::{KindField, NoteField, PeopleField};
use photos::{Album, Photos, Tile};
use place::{ProjectField, WhenField};
use problems::Problems;
use saved::{SavedBar, SavedList};

/// What one save wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct Logged {
    pub refs: Vec<(Scope, Ref)>,
    /// ms since 1970 UTC.
    pub at: i64,
    pub project: ProjectId,
    pub on_site: bool,
    pub problems: usize,
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

/// Another draft that nobody has open.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    pub name: String,
    pub draft: Draft,
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
pub struct Visiting {
    pub ctx: Ctx,
    asked: Option<ProjectId>,
    pub form: RwSignal<VisitForm>,
    /// The day on which the form was opened.
    pub opened: RwSignal<Day>,
    /// The time that was filled in for the user.
    pub opened_at: RwSignal<String>,
    pub photos: RwSignal<Vec<Tile>>,
    pub album: Album,
    pub status: RwSignal<Status>,
    pub checked: RwSignal<Checked>,
    pub offered: Memo<Offered>,
    pub faults: Memo<Vec<VisitFault>>,
    pub keeper: Keeper,
    others: RwSignal<Vec<Found>>,
    origin: RwSignal<Origin>,
}

impl Visiting {
    fn new(ctx: Ctx, asked: Option<ProjectId>) -> Visiting {
        let (today, at) = (ctx.today.get_untracked(), ctx.time_of_day(ctx.now()));
        let offered = Memo::new(move |_| offered(&ctx.snapshot().state, ctx.me().as_ref()));
        let form = RwSignal::new(VisitForm::new(asked, today, at.clone()));
        let opened = RwSignal::new(today);
        let photos = RwSignal::new(Vec::new());
        let checked = RwSignal::new(Checked::NotYet);
        let faults = Memo::new(move |_| match checked.get() {
            Checked::NotYet => Vec::new(),
            Checked::Tried => form.with(|form| form.validate(ctx.today.get(), Vec::new()).err().unwrap_or_default()),
        });
        let keeper = Keeper::new(ctx, move || content(ctx, form, opened, photos));
        let visiting = Visiting {
            ctx,
            asked,
            form,
            opened,
            opened_at: RwSignal::new(at),
            photos,
            album: Album { ctx, photos, keeper, of: None },
            status: RwSignal::new(Status::Editing),
            checked,
            offered,
            faults,
            keeper,
            others: RwSignal::new(Vec::new()),
            origin: RwSignal::new(Origin::New),
        };
        on_cleanup(move || photos.with_untracked(|photos: &Vec<Tile>| photos.iter().for_each(Tile::release)));
        form.update(|form| form.project = visiting.first_project());
        visiting.find_drafts();
        visiting
    }

    /// The project of the address, else the only one that is mine.
    fn first_project(self) -> Option<ProjectId> {
        self.offered.with_untracked(|offered| self.asked.filter(|id| offered.find(id).is_some()).or_else(|| offered.only()))
    }

    /// Changes the form and has its draft written.
    pub fn edit(self, change: impl FnOnce(&mut VisitForm)) {
        self.form.update(change);
        self.keeper.touch();
    }

    fn is_blank(self) -> bool {
        self.form.with_untracked(VisitForm::is_blank) && self.photos.with_untracked(Vec::is_empty)
    }

    /// Opens the newest draft that fits this address and that no other tab has open; lists the rest.
    fn find_drafts(self) {
        spawn_local(async move {
            let mut found = Vec::new();
            for name in drafts::names(self.ctx, DRAFTS).await {
                if name.contains('/') {
                    continue;
                }
                let Some(held) = self.ctx.hold_draft(&name).await else { continue };
                if let Some(draft) = drafts::get(self.ctx, &name).await.as_deref().and_then(Draft::read) {
                    found.push((Found { name, draft }, held));
                }
            }
            found.order_by_key(|(f, _)| std::cmp::Reverse(f.draft.at));
            // The user may have gone on or begun to type meanwhile.
            let Some(project) = self.form.try_with_untracked(|form| form.project) else { return };
            let fits = |f: &Found| self.asked.is_none() || f.draft.form.project == project;
            let fitting = found.iter().position(|(f, _)| fits(f)).filter(|_| self.is_blank());
            let restored = fitting.map(|index| found.remove(index));
            self.others.set(found.into_iter().map(|(f, _)| f).collect());
            match restored {
                Some((found, held)) => self.restore(found, Some(held)).await,
                None => self.keeper.begin_first(DRAFTS).await,
            }
        });
    }

    /// Puts a draft back into the form, with its photos.
    async fn restore(self, found: Found, held: Option<Held>) {
        let Found { name, draft } = found;
        let photos = self.album.held(&name, &draft.photos).await;
        if self.origin.try_set(Origin::Restored).is_some() {
            return;
        }
        self.opened.set(draft.opened().unwrap_or_else(|| self.ctx.today.get_untracked()));
        self.opened_at.set(String::new());
        self.photos.set(photos);
        self.form.set(draft.form);
        self.status.set(Status::Editing);
        self.checked.set(Checked::NotYet);
        self.keeper.take(name, held, Kept::At(draft.at));
    }

    /// Lets go of the form that is open, which stays as a draft, and opens another draft.
    fn switch(self, found: Found) {
        spawn_local(async move {
            // Another tab may have opened it since it was listed.
            let Some(held) = self.ctx.hold_draft(&found.name).await else {
                self.others.update(|others| others.retain(|o| o.name != found.name));
                return;
            };
            self.put_aside();
            self.others.update(|others| others.retain(|o| o.name != found.name));
            self.restore(found, Some(held)).await;
        });
    }

    /// The form that is open is listed among the other drafts.
    fn put_aside(self) {
        self.keeper.flush();
        if !self.is_blank() {
            let draft = draft_of(self.ctx, self.form, self.opened, self.photos);
            self.others.update(|others| others.insert(0, Found { name: self.keeper.name(), draft }));
        }
    }

    fn discard(self, name: String) {
        self.others.update(|others| others.retain(|o| o.name != name));
        spawn_local(async move {
            // Another tab may have opened it since it was listed: then it is theirs.
            let Some(_held) = self.ctx.hold_draft(&name).await else { return };
            for part in drafts::names(self.ctx, &name).await {
                drafts::discard(self.ctx, &part).await;
            }
        });
    }

    /// A blank form for another visit.
    fn begin_another(self) {
        let (today, at) = (self.ctx.today.get_untracked(), self.ctx.time_of_day(self.ctx.now()));
        self.origin.set(Origin::New);
        self.opened.set(today);
        self.opened_at.set(at.clone());
        self.album.clear();
        self.form.set(VisitForm::new(self.first_project(), today, at));
        self.checked.set(Checked::NotYet);
        self.status.set(Status::Editing);
        spawn_local(async move { self.keeper.begin(DRAFTS).await });
    }

    /// What was saved and taken back stands in the form once more, as a draft of its own.
    fn edit_again(self) {
        self.origin.set(Origin::New);
        self.opened_at.set(String::new());
        self.checked.set(Checked::NotYet);
        self.status.set(Status::Editing);
        spawn_local(async move {
            self.keeper.begin(DRAFTS).await;
            self.album.keep_photos_again().await;
        });
        focus("note".into());
    }

    fn start_another(self) {
        self.put_aside();
        self.begin_another();
    }

    /// Visit, photos and problems in one transaction; saved is said only after it is complete.
    fn save(self) {
        // A second tap finds the first one at work or done: nothing is written twice.
        if matches!(self.status.get_untracked(), Status::Saving | Status::Saved(_)) || untrack(|| self.album.is_shrinking()) {
            return;
        }
        let files: Vec<_> = self.album.files();
        let hashes = files.iter().map(|(hash, _)| *hash).collect();
        let form = self.form.get_untracked();
        let visit = match form.validate(self.ctx.today.get_untracked(), hashes) {
            Ok(visit) => visit,
            Err(faults) => {
                self.checked.set(Checked::Tried);
                if let Some(first) = faults.first() {
                    focus_field(field_of(*first));
                }
                return;
            }
        };
        let Some(project) = form.project else { return };
        let (photos, problems, on_site) = (files.len(), form.raised(), is_on_site(&form.kind));
        self.status.set(Status::Saving);
        self.keeper.close();
        let name = self.keeper.name();
        let mut drop_drafts = vec![name.clone()];
        drop_drafts.extend(files.iter().map(|(hash, _)| photo_draft(&name, hash)));
        let along = Along { files: files.into_iter().filled(), drop_drafts: drop_drafts.clone(), ..Along::default() };
        spawn_local(async move {
            match self.ctx.commit(visit.into_command(), along).await {
                Ok(saved) => {
                    drafts::forget(&drop_drafts);
                    let logged = Logged { refs: saved.refs, at: self.ctx.now(), project, on_site, problems, photos };
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

fn draft_of(ctx: Ctx, form: RwSignal<VisitForm>, opened: RwSignal<Day>, photos: RwSignal<Vec<Tile>>) -> Draft {
    Draft {
        form: form.get_untracked(),
        opened: opened.get_untracked().to_string(),
        photos: photos.with_untracked(|photos| photos.iter().filter_map(Tile::hash).collect()),
        at: ctx.now(),
    }
}

/// What the draft holds; nothing while there is nothing in the form that would be missed.
fn content(ctx: Ctx, form: RwSignal<VisitForm>, opened: RwSignal<Day>, photos: RwSignal<Vec<Tile>>) -> Option<Vec<u8>> {
    let draft = draft_of(ctx, form, opened, photos);
    (!draft.form.is_blank() || !draft.photos.is_empty()).then(|| draft.write())
}

/// The id of the input that a fault is about.
fn field_of(fault: VisitFault) -> String {
    match fault {
        VisitFault::NoProject => "project".into(),
        VisitFault::NotADay | VisitFault::LaterThanToday => "on".into(),
        VisitFault::NotATime => "at".into(),
        VisitFault::TextTooLong => "note".into(),
        VisitFault::PeopleTooLong => "people".into(),
        VisitFault::NoCategory(n) => format!("cat-{n}"),
        VisitFault::NoTitle(n) | VisitFault::TitleTooLong(n) => format!("title-{n}"),
        VisitFault::ProblemTooLong(n) => format!("more-{n}"),
    }
}

/// The sentence under a field, and the marks that tie the two together.
pub fn fault_line(visiting: Visiting, id: String, is_of: impl Fn(VisitFault) -> bool + Copy + Send + Sync + 'static) -> AnyView {
    let ctx = visiting.ctx;
    live(move || {
        let found = visiting.faults.with(|faults| faults.iter().copied().find(|fault| is_of(*fault)));
        found.map(|fault| view! { <p class="fault" id=id.clone()>{ctx.t().visit_fault(fault)}</p> })
    })
}

/// `true` where a fault is about the field.
pub fn invalid(
    visiting: Visiting,
    is_of: impl Fn(VisitFault) -> bool + Copy + Send + Sync + 'static,
) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync {
    move || visiting.faults.with(|faults| faults.iter().any(|fault| is_of(*fault))).then_some("true")
}

#[component]
pub fn Visit(project: Option<ProjectId>) -> impl IntoView {
    let ctx = ctx();
    let visiting = Visiting::new(ctx, project);
    live(move || if ctx.desk.get() { view! { <DeskVisit visiting/> }.into_any() } else { view! { <PhoneVisit visiting/> }.into_any() })
}

#[component]
fn PhoneVisit(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let form = move || {
        view! {
            <Drafts visiting/>
            <div class="card"><ProjectField visiting/><WhenField visiting/></div>
            <KindField visiting/>
            <NoteField visiting/>
            <PeopleField visiting/>
            <Photos album=visiting.album/>
            <Problems visiting/>
        }
    };
    view! {
        <Bar back=Route::Today.print() back_label=Signal::derive(move || ctx.t().common().back_today) title=Signal::derive(move || ctx.t().visit().title)>
            <Offline/>
        </Bar>
        <main id="main" class="stack">
            <StoppedNote/>
            <If when=move || !is_saved(visiting) fallback=move || view! { <SavedList visiting/> }>{form()}</If>
        </main>
        <footer class="thumb"><div class="thumb-in"><SaveBar visiting/></div></footer>
    }
}

#[component]
fn DeskVisit(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let form = move || {
        view! {
            <div class="cols wide">
                <div class="scroll stack-d">
                    <Drafts visiting/>
                    <div class="card"><ProjectField visiting/><WhenField visiting/></div>
                    <KindField visiting/>
                    <NoteField visiting/>
                    <PeopleField visiting/>
                </div>
                <div class="rail"><div class="scroll stack-d"><Photos album=visiting.album/><Problems visiting/></div></div>
            </div>
        }
    };
    view! {
        <main id="main" class="page">
            <StoppedNote/>
            <header class="top"><h1>{ctx.t().visit().title}</h1><span class="push"><Offline/></span></header>
            <If when=move || !is_saved(visiting) fallback=move || view! { <div class="scroll"><SavedList visiting/></div> }>{form()}</If>
            <footer class="apply card form-bar"><SaveBar visiting/></footer>
        </main>
    }
}

fn is_saved(visiting: Visiting) -> bool {
    visiting.status.with(|status| matches!(status, Status::Saved(_)))
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

/// What lies half written: the one that is open again, and others.
#[component]
fn Drafts(visiting: Visiting) -> impl IntoView {
    let w = move || visiting.ctx.t().visit();
    let restored = move || visiting.origin.get() == Origin::Restored;
    view! {
        <If when=restored>
            <div class="notice" role="status"><Icon name="file"/><p>{w().restored}</p>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| visiting.start_another()>{w().start_another}</button>
            </div>
        </If>
        <For each=move || visiting.others.get() key=|found| found.name.clone() let:found>{other_draft(visiting, found)}</For>
    }
}

fn other_draft(visiting: Visiting, found: Found) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let sure = RwSignal::new(Checked::NotYet);
    let name = found.name.clone();
    let (project, at) = (found.draft.form.project, found.draft.at);
    let about = move || {
        let t = ctx.t();
        let named = project.and_then(|id| visiting.offered.with(|offered| offered.find(&id).map(|c| c.name.clone())));
        let when = format!("{} {}", t.day(ctx.day_of(at), ctx.today.get()), ctx.time_of_day(at));
        fill(w().other_draft, &[&format!("{}{}{when}", named.unwrap_or_else(|| w().other_draft_blank.into()), t.dot())])
    };
    let discard = move |_| match sure.get_untracked() {
        Checked::NotYet => sure.set(Checked::Tried),
        Checked::Tried => visiting.discard(name.clone()),
    };
    view! {
        <div class="notice" data-tone="yellow"><Icon name="file"/>
            <p><bdi>{live(about)}</bdi></p>
            <span class="acts">
                <button class="btn" data-kind="soft" type="button" on:click=move |_| visiting.switch(found.clone())>{w().go_on}</button>
                <button class="btn" data-kind="plain" type="button" on:click=discard>
                    {live(move || if sure.get() == Checked::NotYet { w().discard } else { w().discard_sure })}
                </button>
            </span>
        </div>
    }
}

/// The one main button, with what is known of the words just now.
#[component]
fn SaveBar(visiting: Visiting) -> impl IntoView {
    live(move || match visiting.status.get() {
        Status::Editing => view! { <EditingBar visiting/> }.into_any(),
        Status::Saving => {
            let t = visiting.ctx.t();
            view! {
                <button class="btn" data-kind="main" data-size="lg" type="button" aria-busy="true" aria-disabled="true">{t.common().saving}</button>
                <p class="status c" role="status">{t.visit().keep_open}</p>
            }
            .into_any()
        }
        Status::Failed(failure) => {
            let t = visiting.ctx.t();
            let full = failure == Failure::Store(StoreError::Quota);
            view! {
                <p class="status" data-state="failed" role="alert"><Icon name="alert"/><span>{t.failure(&failure)}</span></p>
                <div class="pair">
                    {full.then(|| view! { <a class="btn" href=Route::Settings.print()>{t.visit().make_room}</a> })}
                    <button class="btn" data-kind="main" type="button" on:click=move |_| visiting.save()>{t.common().save_again}</button>
                </div>
            }
            .into_any()
        }
        Status::Saved(logged) => view! { <SavedBar visiting logged/> }.into_any(),
    })
}

#[component]
fn EditingBar(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let label = move || if visiting.album.is_shrinking() { w().shrinking_wait } else { ctx.t().common().save };
    let kept = move || match visiting.keeper.kept.get() {
        Kept::Nothing => view! { <p class="status c">{w().draft_will}</p> }.into_any(),
        Kept::At(time) => view! { <p class="status c">{fill(w().draft_at, &[&ctx.time_of_day(time)])}</p> }.into_any(),
        Kept::Failed(_) => {
            view! { <p class="status c" data-state="failed" role="alert"><Icon name="alert"/>{w().draft_failed}</p> }.into_any()
        }
    };
    let count = move || visiting.faults.with(Vec::len);
    view! {
        <div role="alert"><If when=move || { count() > 0 }>
            <p class="status" data-state="failed"><Icon name="alert"/>{live(move || ctx.t().visit_faults(count()))}</p>
        </If></div>
        <button class="btn" data-kind="main" data-size="lg" type="button"
            aria-disabled=attr(move || visiting.album.is_shrinking().then_some("true")) on:click=move |_| visiting.save()>{live(label)}</button>
        {live(kept)}
    }
}
