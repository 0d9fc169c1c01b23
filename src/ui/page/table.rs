//! A table on its way in: read, match the columns, look, settle, write. Nothing is written before the last step.

mod columns;
mod missing;
mod rows;
mod settle;
mod sheet;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use crate::browser::{files, js, sheets, storage};
use crate::domain::command::Command;
use crate::domain::id::Ref;
use crate::domain::table::kind::TableKind;
use crate::domain::table::missing::MissingKind;
use crate::domain::table::projects::TablePlan;
use crate::domain::table::records::Taker;
use crate::screen::route::Route;
use crate::screen::table::{self, Draft, Encoding, RowKind, TableView, Unreadable};
use crate::session::{Along, Failure};
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Bar, Brought, Drop, Icon, If, Meant, PasteField, PickFiles, attr, live, split};
use columns::ColumnsBox;
use missing::MissingBox;
use rows::{RowCards, RowTable};
use settle::Tasks;
use sheet::KindBox;

/// What was written.
#[derive(Clone, PartialEq, Debug)]
struct Written {
    rows: usize,
    left_out: usize,
    /// People who were registered with the projects.
    people: usize,
    /// Of the roster before, who were given projects.
    given: Vec<(Ref, String)>,
}

/// Where the page stands between choosing a table and having taken it in.
#[derive(Clone, PartialEq, Debug)]
enum Step {
    Idle,
    Reading,
    NotRead { name: String, why: Unreadable },
    Looking,
    Writing,
    Written(Written),
    NotWritten(Failure),
    Discarded,
}

/// Whether the columns are shown or can be matched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Columns {
    Shown,
    Edited,
}

/// A plan of one moment: two are never the same.
#[derive(Clone)]
struct Planned(Arc<TablePlan>);

impl PartialEq for Planned {
    fn eq(&self, other: &Planned) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Clone, Copy)]
struct Taking {
    ctx: Ctx,
    step: RwSignal<Step>,
    draft: RwSignal<Option<Draft>>,
    plan: Memo<Option<Planned>>,
    view: Memo<Option<TableView>>,
    filter: RwSignal<Option<RowKind>>,
    drawn: RwSignal<usize>,
    columns: RwSignal<Columns>,
    /// The line of the row that is being settled.
    at: RwSignal<Option<usize>>,
    /// The columns are matched as they were the last time.
    recalled: RwSignal<bool>,
}

impl Taking {
    fn new(ctx: Ctx) -> Taking {
        let draft = RwSignal::new(None::<Draft>);
        let (filter, drawn) = (RwSignal::new(None), RwSignal::new(table::ROWS));
        let plan = Memo::new(move |_| {
            let snapshot = ctx.snapshot();
            let taker = Taker { me: ctx.me(), today: ctx.today.get(), reason: ctx.t().table().move_reason.into() };
            draft.with(|draft| draft.as_ref().map(|draft| Planned(Arc::new(draft.plan(&snapshot.state, &taker)))))
        });
        let view = Memo::new(move |_| {
            let (snapshot, me) = (ctx.snapshot(), ctx.me());
            let plan = plan.get()?;
            draft.with(|draft| Some(table::view(draft.as_ref()?, &plan.0, &snapshot.state, me.as_ref(), filter.get(), drawn.get())))
        });
        Taking {
            ctx,
            step: RwSignal::new(Step::Idle),
            draft,
            plan,
            view,
            filter,
            drawn,
            columns: RwSignal::new(Columns::Shown),
            at: RwSignal::new(None),
            recalled: RwSignal::new(false),
        }
    }

    fn of<T: Default>(self, look: impl FnOnce(&TableView) -> T) -> T {
        self.view.with(|view| view.as_ref().map(look).unwrap_or_default())
    }

    fn has_table(self) -> bool {
        self.draft.with(Option::is_some)
    }

    /// Whether anything stands beside the rows.
    fn has_rail(self) -> bool {
        let said = self.draft.with(|draft| draft.as_ref().map_or(0, Draft::said));
        said > 0 || self.of(|view| view.tasks_all > 0 || view.missing_all > 0 || !view.instead.is_empty())
    }

    /// What was picked, dropped or pasted.
    fn brought(self) -> UnsyncCallback<Brought> {
        UnsyncCallback::new(move |brought| match brought {
            Brought::Files(files) => self.read(files),
            Brought::Text(text) => self.read_text(text),
        })
    }

    fn is_busy(self) -> bool {
        matches!(self.step.get_untracked(), Step::Reading | Step::Writing)
    }

    fn change(self, change: impl FnOnce(&mut Draft)) {
        if !self.is_busy() {
            self.draft.update(|draft| draft.as_mut().map(change).unwrap_or_default());
        }
    }

    /// Reads the first of the files: a table is looked at by itself.
    fn read(self, chosen: Vec<File>) {
        let Some(file) = chosen.into_iter().next() else { return };
        if self.is_busy() {
            return;
        }
        self.step.set(Step::Reading);
        spawn_local(async move {
            let bytes = files::bytes(&file).await;
            self.look(file.name(), bytes).await;
        });
    }

    fn read_text(self, text: String) {
        if self.is_busy() {
            return;
        }
        let name = untrack(|| self.ctx.t().table().pasted_name).to_owned();
        self.step.set(Step::Reading);
        spawn_local(async move { self.look(name, Some(text.into_bytes())).await });
    }

    async fn look(self, name: String, bytes: Option<Vec<u8>>) {
        js::painted().await;
        let read = match bytes {
            None => Err(Unreadable::TooLarge),
            Some(bytes) if table::is_workbook(&bytes) => match sheets::read(&bytes).await {
                Ok(answer) => table::open_book(&name, &answer),
                Err(sheets::Fault::NotHere) => Err(Unreadable::NotHere),
                Err(sheets::Fault::Broken) => Err(Unreadable::Broken),
            },
            Some(bytes) => table::open(&name, &bytes, files::decode_gb18030),
        };
        // The user may have left the page meanwhile.
        if self.step.try_get_untracked().is_none() {
            return;
        }
        match read {
            Ok(opened) => {
                self.clear();
                self.show(Draft::new(opened));
                self.step.set(Step::Looking);
            }
            // What is being looked at stays: a wrong file changes nothing.
            Err(why) => self.step.set(Step::NotRead { name, why }),
        }
    }

    /// With the columns matched as they were for the same header before.
    fn show(self, mut draft: Draft) {
        let matching = storage::table_matching(&draft.header_key());
        if let Some(matching) = &matching {
            draft.recall(matching);
        }
        self.recalled.set(matching.is_some());
        self.draft.set(Some(draft));
    }

    fn match_anew(self) {
        if let Some(opened) = self.draft.with_untracked(|draft| draft.as_ref().map(|draft| draft.opened.clone())) {
            let draft = Draft::new(opened);
            storage::keep_table_matching(&draft.header_key(), None);
            self.recalled.set(false);
            self.draft.set(Some(draft));
        }
    }

    /// Another sheet, or the same one with its merged cells filled; one that can't be read says so and changes nothing.
    fn turn_to(self, at: usize, filled: bool) {
        let Some((name, turned)) = self.draft.with_untracked(|d| d.as_ref().map(|d| (d.opened.name.clone(), d.turn_to(at, filled)))) else {
            return;
        };
        match turned {
            _ if self.is_busy() => {}
            Ok(draft) => {
                let is_same = self.draft.with_untracked(|d| d.as_ref().and_then(|d| d.opened.sheets.as_ref()).is_some_and(|s| s.at == at));
                self.step.set(Step::Looking);
                if is_same { self.draft.set(Some(draft)) } else { self.show(draft) }
            }
            Err(why) => self.step.set(Step::NotRead { name, why }),
        }
    }

    fn clear(self) {
        self.draft.set(None);
        self.recalled.set(false);
        self.filter.set(None);
        self.drawn.set(table::ROWS);
        self.columns.set(Columns::Shown);
        self.at.set(None);
    }

    fn discard(self) {
        if !self.is_busy() {
            self.clear();
            self.step.set(Step::Discarded);
        }
    }

    fn write(self) {
        let (Some(plan), Some(view)) = (self.plan.get_untracked(), self.view.get_untracked()) else { return };
        if self.is_busy() || !view.may_write() {
            return;
        }
        let counts = view.counts;
        let own = if view.kind == TableKind::People { counts.new } else { 0 };
        let people = own + plan.0.missing.iter().filter(|m| m.used && matches!(m.kind, MissingKind::Person(_))).count();
        if let Some((key, matching)) = self.draft.with_untracked(|d| d.as_ref().map(|d| (d.header_key(), d.matching()))) {
            storage::keep_table_matching(&key, matching.as_deref());
        }
        let given = view.given.iter().filter(|g| g.joined).map(|g| (g.id, g.name.clone())).collect();
        let written = Written { rows: view.writes(), left_out: counts.ask + counts.faults, people, given };
        self.step.set(Step::Writing);
        spawn_local(async move {
            js::painted().await;
            let command = Command::TakeTable(Box::new(plan.0.as_ref().clone()));
            match self.ctx.commit(command, Along::default()).await {
                Ok(_) => {
                    if self.step.try_set(Step::Written(written)).is_none() {
                        self.clear();
                    }
                }
                Err(failure) => {
                    let _ = self.step.try_set(Step::NotWritten(failure));
                }
            }
        });
    }
}

#[component]
pub fn Table() -> impl IntoView {
    let ctx = ctx();
    let may = Memo::new(move |_| table::may_take(ctx.me().as_ref(), TableKind::Nodes));
    move || if may.get() { view! { <TableIn/> }.into_any() } else { view! { <MayNot/> }.into_any() }
}

#[component]
fn MayNot() -> impl IntoView {
    let ctx = ctx();
    view! {
        <Head/>
        <main id="main" class="stack"><p class="notice"><Icon name="info"/>{ctx.t().table().may_not}</p></main>
    }
}

/// The title of a phone's page; a desk's has its own.
#[component]
fn Head() -> impl IntoView {
    let ctx = ctx();
    view! {
        <Bar back=Route::Projects.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || ctx.t().common().table_in)/>
    }
}

#[component]
fn TableIn() -> impl IntoView {
    let ctx = ctx();
    let taking = Taking::new(ctx);
    let body = move || {
        if ctx.desk.get() { view! { <DeskTable taking/> }.into_any() } else { view! { <PhoneTable taking/> }.into_any() }
    };
    view! {
        {live(body)}
        <Drop meant=Meant::Text words=ctx.t().table().drop_now brought=taking.brought() go=Callback::new(move |()| taking.write())/>
    }
}

#[component]
fn DeskTable(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let has = move || taking.has_table();
    view! {
        <main id="main" class="page">
            <header class="top">
                <a class="btn" data-kind="plain" href=Route::Projects.print()><Icon name="back"/>{ctx.t().common().ledger}</a>
                <h1>{ctx.t().common().table_in}</h1>
                <span class="t-2"><Lead taking/></span>
                <If when=has><span class="push"><PickButton taking words=ctx.t().table().pick_other kind="edge"/></span></If>
            </header>
            <Progress taking/>
            <If when=has fallback=move || view! { <DeskIdle taking/> }>
                <Tiles taking/>
                <section class="card" aria-labelledby="h-m"><KindBox taking/><ColumnsBox taking/></section>
                <Limits taking/>
                <div class="cols wide" class:lone=attr(move || !taking.has_rail())>
                    <RowTable taking/>
                    <div class="rail tin-rail"><Tasks taking/><MissingBox taking/></div>
                </div>
                <footer class="apply card">
                    <p><b>{live(move || foot(taking))}</b>" "{ctx.t().table().apply_hint}</p>
                    <button class="btn" type="button" on:click=move |_| taking.discard()>{ctx.t().table().discard}</button>
                    <WriteButton taking size="md"/>
                </footer>
            </If>
        </main>
    }
}

#[component]
fn PhoneTable(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let has = move || taking.has_table();
    view! {
        <Head/>
        <main id="main" class="stack">
            <p class="hint"><Lead taking/></p>
            <Progress taking/>
            <If when=has fallback=move || view! { <Chooser taking/><WhatKind/> }>
                <Tiles taking/>
                <section class="card" aria-labelledby="h-m"><KindBox taking/><ColumnsBox taking/></section>
                <Limits taking/>
                <Tasks taking/>
                <MissingBox taking/>
                <RowCards taking/>
                <p class="hint">{ctx.t().table().apply_hint}</p>
            </If>
        </main>
        <If when=has>
            <footer class="thumb"><div class="thumb-in">
                <p class="status c">{live(move || foot(taking))}</p>
                <WriteButton taking size="lg"/>
                <div class="pair tin-acts">
                    <PickButton taking words=ctx.t().table().pick_other kind="soft"/>
                    <button class="btn" type="button" on:click=move |_| taking.discard()>{ctx.t().table().discard}</button>
                </div>
            </div></footer>
        </If>
    }
}

fn foot(taking: Taking) -> String {
    taking.of(|view| taking.ctx.t().will_write(view.counts.new, view.counts.changed))
}

/// The table's name and size, and that nothing has changed; before one is chosen, what the page does.
#[component]
fn Lead(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    move || {
        let t = ctx.t();
        taking.draft.with(|draft| match draft {
            None => t.table().lead.into_any(),
            Some(draft) => {
                let opened = &draft.opened;
                let gb = (opened.encoding == Encoding::Gb18030).then(|| format!("{}{}", t.comma(), t.table().as_gb));
                view! { <b><bdi>{opened.name.clone()}</bdi></b>{t.comma()}{t.lines(opened.table.rows.len())}{gb}{t.stop()}<b>{t.table().unchanged}</b> }.into_any()
            }
        })
    }
}

/// What is being done, what was done, what went wrong.
#[component]
fn Progress(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let shown = move || {
        let t = ctx.t();
        match taking.step.get() {
            Step::Reading => Some(view! { <p class="status" data-state="saving">{t.table().reading}</p> }.into_any()),
            Step::Writing => Some(view! { <p class="status" data-state="saving">{t.table().writing}</p> }.into_any()),
            Step::Discarded => Some(view! { <p class="notice"><Icon name="info"/>{t.table().discarded}</p> }.into_any()),
            Step::Written(written) => Some(view! { <Done written/> }.into_any()),
            Step::Idle | Step::Looking | Step::NotRead { .. } | Step::NotWritten(_) => None,
        }
    };
    let failed = move || {
        let t = ctx.t();
        match taking.step.get() {
            Step::NotRead { name, why } => {
                let elsewhere = (why == Unreadable::Bundle).then(|| view! { <a class="btn" href=Route::Receive.print()>{t.table().to_receive}</a> });
                Some(view! {
                    <div class="notice" data-tone="red"><Icon name="alert"/><p><b><bdi>{name}</bdi></b>" "{t.table().not_read}" "{t.unreadable(why)}</p>{elsewhere}</div>
                }.into_any())
            }
            Step::NotWritten(failure) => Some(view! {
                <div class="notice" data-tone="red"><Icon name="alert"/><p><b>{t.table().not_written}</b>" "{t.failure(&failure)}</p></div>
            }.into_any()),
            Step::Idle | Step::Reading | Step::Looking | Step::Writing | Step::Written(_) | Step::Discarded => None,
        }
    };
    view! { <div class="progress" role="status">{live(shown)}</div><div class="progress" role="alert">{live(failed)}</div> }
}

/// What was written, and whom it concerns.
#[component]
fn Done(written: Written) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let Written { rows, left_out, people, given } = written;
    let (before, after) = split(t.table().give_to);
    let give = move |(person, name): (Ref, String)| {
        view! { <a class="btn" data-kind="soft" href=Route::Send(Some(person)).print()><Icon name="send"/><span>{before.clone()}<bdi>{name}</bdi>{after.clone()}</span></a> }
    };
    let given = (!ctx.is_sample() && !given.is_empty())
        .then(|| view! { <p class="sm t-2">{t.table().give_full}</p><p class="acts">{given.into_iter().map(give).collect_view()}</p> });
    let invited = (!ctx.is_sample() && people > 0).then(|| {
        view! {
            <p class="sm t-2">{fill(t.table().to_people_hint, &[&people.to_string()])}</p>
        }
    });
    view! {
        <div class="notice" data-tone="green"><Icon name="check"/><p>{t.written(rows)}{(left_out > 0).then(|| format!(" {}", fill(t.table().left_out, &[&left_out.to_string()])))}</p></div>
        {invited}
        <p class="acts">
            <a class="btn" data-kind="main" href=Route::Projects.print()><Icon name="board"/>{t.table().to_projects}</a>
            {(!ctx.is_sample() && people > 0).then(|| view! { <a class="btn" href=Route::People(None).print()><Icon name="people"/>{t.table().to_people}</a> })}
        </p>
        {given}
    }
}

#[component]
fn DeskIdle(taking: Taking) -> impl IntoView {
    view! {
        <div class="cols wide">
            <div class="scroll stackd"><Chooser taking/></div>
            <div class="rail"><WhatKind/></div>
        </div>
    }
}

/// Choosing a file, dropping it, pasting cells.
#[component]
fn Chooser(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    // Where to look at what was written is then the one main button.
    let written = move || matches!(taking.step.get(), Step::Written(_));
    view! {
        <section class="card pad chooser">
            <p class="hint">{w().drop_here}</p>
            {live(move || view! { <PickButton taking words=w().pick kind=if written() { "soft" } else { "main" }/> })}
            <PasteField words=&w().pasting rows="4" brought=taking.brought()/>
        </section>
    }
}

#[component]
fn WhatKind() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().table();
    view! {
        <section class="card pad what" aria-labelledby="h-what">
            <h2 id="h-what">{w().what}</h2>
            <p class="sm">{w().what_columns}</p>
            <dl class="kinds sm">{w().what_kinds.map(|(kind, columns)| view! { <div><dt>{kind}</dt><dd class="t-2">{columns}</dd></div> }).collect_view()}</dl>
            <p class="sm t-2">{w().what_workbook}</p>
            <p class="sm t-2">{w().what_empty}</p>
            <p class="sm t-2">{w().what_again}</p>
            <p><a class="btn" href=Route::Export.print()><Icon name="table"/>{w().to_export}</a></p>
        </section>
    }
}

/// The button that opens the system's own picker.
#[component]
fn PickButton(taking: Taking, kind: &'static str, words: &'static str) -> impl IntoView {
    const ACCEPT: &str = ".xlsx,.xls,.xlsm,.xlsb,.ods,.csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain,\
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel,application/vnd.oasis.opendocument.spreadsheet";
    view! { <PickFiles icon="table" accept=ACCEPT kind brought=taking.brought()>{words}</PickFiles> }
}

#[component]
fn WriteButton(taking: Taking, size: &'static str) -> impl IntoView {
    let ctx = taking.ctx;
    let writing = move || taking.step.get() == Step::Writing;
    let may = move || taking.of(TableView::may_write);
    let label = move || {
        let t = ctx.t();
        match (writing(), taking.of(TableView::writes)) {
            (true, _) => t.table().writing.to_string(),
            (false, 0) => t.table().write_nothing.to_string(),
            (false, _) if !may() => t.table().settle_first.to_string(),
            (false, rows) => t.write_lines(rows),
        }
    };
    view! {
        <button class="btn" data-kind="main" data-size=size type="button" aria-busy=attr(move || writing().then_some("true"))
            aria-disabled=attr(move || (!may()).then_some("true")) on:click=move |_| taking.write()>
            {live(label)}
            <If when=move || ctx.desk.get() && may()>" "<kbd>"Ctrl Enter"</kbd></If>
        </button>
    }
}

fn kind_mark(kind: RowKind) -> (&'static str, &'static str) {
    match kind {
        RowKind::New => ("plus", "t-green"),
        RowKind::Changed => ("undo", "t-acc"),
        RowKind::Same => ("check", "t-3"),
        RowKind::Ask => ("alert", "t-yellow"),
        RowKind::Fault => ("close", "t-red"),
        RowKind::Skipped => ("minus", "t-3"),
    }
}

/// How many rows of each kind; pressed, only these are listed.
#[component]
fn Tiles(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let tile = move |kind: RowKind| {
        let count = move || taking.of(|view| kind.count(&view.counts));
        let tone = move || match kind {
            RowKind::Ask if count() > 0 => "t-yellow",
            RowKind::Fault if count() > 0 => "t-red",
            _ => "",
        };
        let pressed = move || (taking.filter.get() == Some(kind)).to_string();
        let press = move |_| {
            taking.drawn.set(table::ROWS);
            taking.filter.update(|filter| *filter = (*filter != Some(kind)).then_some(kind));
        };
        view! {
            <button class="tile" type="button" aria-pressed=attr(pressed) on:click=press>
                <b class=tone>{live(move || ctx.t().thousands(count() as u64))}</b>
                <span>{live(move || ctx.t().row_kind(kind).0)}<br/><span class="t-2">{live(move || ctx.t().row_kind(kind).1)}</span></span>
            </button>
        }
    };
    view! { <section class="tiles t5" aria-label=ctx.t().table().totals>{RowKind::TILES.map(tile).collect_view()}</section> }
}

/// What a district's coordinator has to leave to the city, and what would not be taken in as the table means it.
#[component]
fn Limits(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let beyond = Memo::new(move |_| taking.of(|view| view.beyond.clone()));
    let skip = move |_| {
        let rows = beyond.get_untracked().rows;
        taking.change(|draft| rows.iter().for_each(|line| draft.take(*line, false)));
    };
    let rows = move || {
        let t = ctx.t();
        let rows = beyond.get().rows.len();
        (rows > 0).then(|| {
            view! {
                <div class="notice" data-tone="yellow"><Icon name="alert"/><p>{fill(t.table().beyond_rows, &[&rows.to_string()])}</p>
                    <button class="btn" type="button" on:click=skip>{t.table().beyond_skip}</button></div>
            }
        })
    };
    let names = move || {
        let t = ctx.t();
        let names = beyond.get().names;
        let first: Vec<&str> = names.iter().take(8).map(String::as_str).collect();
        (!names.is_empty()).then(|| view! {
            <p class="notice" data-tone="yellow"><Icon name="alert"/><span>{fill(t.table().beyond_names, &[&first.join(t.comma())])}</span></p>
        })
    };
    let solved = Memo::new(move |_| taking.of(|view| view.solved.clone()));
    let skip_solved = move |_| {
        let rows = solved.get_untracked();
        taking.change(|draft| rows.iter().for_each(|line| draft.take(*line, false)));
    };
    let solved_rows = move || {
        let t = ctx.t();
        let rows = solved.with(Vec::len);
        (rows > 0).then(|| {
            view! {
                <div class="notice" data-tone="yellow"><Icon name="alert"/><p>{fill(t.table().solved_rows, &[&rows.to_string()])}</p>
                    <button class="btn" type="button" on:click=skip_solved>{t.table().beyond_skip}</button></div>
            }
        })
    };
    view! { <div class="progress" role="status">{live(rows)}{live(names)}{live(solved_rows)}</div> }
}
