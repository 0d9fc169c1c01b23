//! The permits of one project: what of each group is there, where the rest lies, and the forms that write it.

pub mod all;
mod forms;
mod listing;
mod section;

use leptos::prelude::*;

use super::items::said_by;
use crate::browser::focus::focus;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::state::{PermitState, Stated, Target};
use crate::screen::conflict::Place;
use crate::screen::form::project::Writer;
use crate::screen::permits::{PermitGroup, PermitLine, PermitsView, permits};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::screen::{invest, permits as views};
use crate::text::Text;
use crate::ui::app::SavedStatus;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts;
use crate::ui::part::{Bar, Icon, If, attr, live};

use forms::{ChangeState, EditListed, TakeBack};
use listing::ListPermits;
pub use section::InProject;

/// What is being done with a permit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    Change,
    Edit,
    TakeBack,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Open {
    Nothing,
    Listing,
    Permit(Ref, Act),
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Page {
    ctx: Ctx,
    id: ProjectId,
    name: Memo<Option<String>>,
    view: Memo<PermitsView>,
    writer: Memo<Option<Writer>>,
    open: RwSignal<Open>,
}

impl Page {
    fn new(ctx: Ctx, id: ProjectId) -> Page {
        let name = Memo::new(move |_| ctx.snapshot().state.project(&id).filter(|p| p.shown).map(|p| p.fields.name.clone()));
        let view = Memo::new(move |_| held(ctx, &id));
        let writer = Memo::new(move |_| {
            let (snapshot, me) = (ctx.snapshot(), ctx.me());
            invest::writer(snapshot.state.project(&id)?, Reader { me: me.as_ref(), own: ctx.own() })
        });
        let open = RwSignal::new(Open::Nothing);
        drafts::left(ctx, format!("permits-{id}-"), move |_| {
            let _ = open.try_set(Open::Listing);
        });
        Page { ctx, id, name, view, writer, open }
    }

    fn opens(self, which: Open) {
        self.open.set(which);
        focus(match which {
            Open::Nothing => "main".into(),
            Open::Listing => "list-title".into(),
            Open::Permit(of, _) => format!("act-{of}"),
        });
    }

    fn may_write(self) -> bool {
        self.writer.get().is_some()
    }
}

fn held(ctx: Ctx, id: &ProjectId) -> PermitsView {
    let (snapshot, me) = (ctx.snapshot(), ctx.me());
    let project = snapshot.state.project(id).filter(|p| p.shown);
    project
        .map(|project| permits(&snapshot.state, project, Reader { me: me.as_ref(), own: ctx.own() }, ctx.today.get()))
        .unwrap_or_default()
}

#[component]
pub fn Permits(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let page = Page::new(ctx, id);
    let held = Memo::new(move |_| page.name.with(Option::is_some));
    live(move || {
        match (held.get(), ctx.desk.get()) {
        (false, _) => {
            view! { <main id="main" class="stack"><p class="notice"><Icon name="info"/><span>{ctx.t().invest().missing_project}</span></p></main> }
                .into_any()
        }
        (true, true) => view! { <DeskPermits page/> }.into_any(),
        (true, false) => view! { <PhonePermits page/> }.into_any(),
    }
    })
}

#[component]
fn PhonePermits(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let go = move |_| page.opens(Open::Listing);
    view! {
        <Bar back=Route::Project(page.id).print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || ctx.t().permits().title)>
            <SavedStatus/>
        </Bar>
        <main id="main" class="stack papers">
            <p class="lead"><b><bdi>{live(move || page.name.get())}</bdi></b></p>
            <Listing page/>
            <Alarms page/>
            <Groups page/>
            <Departments page/>
        </main>
        <If when=move || page.may_write() && page.open.get() == Open::Nothing>
            <footer class="thumb"><div class="thumb-in"><button class="btn" data-kind="main" data-size="lg" type="button" on:click=go>{ctx.t().permits().list_form}</button></div></footer>
        </If>
    }
}

#[component]
fn DeskPermits(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let go = move |_| page.opens(Open::Listing);
    view! {
        <main id="main" class="page papers">
            <header class="top">
                <a class="btn" data-kind="plain" href=Route::Project(page.id).print()><Icon name="back"/>{ctx.t().common().back}</a>
                <h1>{ctx.t().permits().title}</h1>
                <b class="grow cut"><bdi>{live(move || page.name.get())}</bdi></b>
                <span class="push acts"><SavedStatus/>
                    <If when=move || page.may_write()><button class="btn" data-kind="main" type="button" on:click=go><Icon name="plus"/>{ctx.t().permits().list_form}</button></If>
                </span>
            </header>
            <div class="cols wide">
                <div class="scroll stack-d"><Listing page/><Groups page/></div>
                <div class="rail"><div class="scroll stack-d"><Alarms page/><Departments page/></div></div>
            </div>
        </main>
    }
}

/// The form that lists several, while it is open.
#[component]
fn Listing(page: Page) -> impl IntoView {
    view! { <If when=move || page.open.get() == Open::Listing><ListPermits page/></If> }
}

/// What is over its norm, and what has lapsed.
#[component]
fn Alarms(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let list = move |title: &'static str, lines: Vec<PermitLine>, said: fn(&PermitLine, &'static Text, Ctx) -> Option<String>| {
        let n = lines.len();
        let rows = lines
            .into_iter()
            .map(|line| view! { <li><b><bdi>{line.title.clone()}</bdi></b><span class="sm t-2">{said(&line, ctx.t(), ctx)}</span></li> });
        (n > 0).then(|| {
            view! {
                <section class="notice" data-tone="red"><Icon name="alert"/>
                    <div><h2>{title}" "{n}</h2><ul class="alarm">{rows.collect_view()}</ul></div>
                </section>
            }
        })
    };
    let alarms = move || {
        let (w, view) = (ctx.t().permits(), page.view.get());
        view! {
            {list(w.overdue, view.overdue, |line, t, _| t.permit_time(line))}
            {list(w.lapsed, view.lapsed, |line, t, ctx| t.permit_valid(line, ctx.today.get()))}
        }
    };
    live(alarms)
}

/// What lies at each department.
#[component]
fn Departments(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let lines = move || {
        let rows = page.view.with(|view| view.departments.clone());
        (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(|department| view! { <li><bdi>{ctx.t().department_line(&department)}</bdi></li> });
            view! {
                <section class="card" aria-labelledby="h-dep"><div class="boxh"><h2 id="h-dep">{ctx.t().permits().by_department}</h2></div>
                    <ul class="dep-lines">{rows.collect_view()}</ul></section>
            }
        })
    };
    live(lines)
}

#[component]
fn Groups(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let groups = Memo::new(move |_| page.view.with(|view| view.groups.iter().map(|g| g.group.clone()).collect::<Vec<_>>()));
    let none = move || view! { <p class="notice"><Icon name="info"/><span>{ctx.t().permits().none}</span></p> };
    view! {
        <If when=move || page.view.with(|view| !view.is_empty()) fallback=none>
            <For each=move || groups.get() key=String::clone let:group><Group page group/></For>
        </If>
    }
}

/// One group; its rows outlive a change, so that what is being typed stays.
#[component]
fn Group(page: Page, group: String) -> impl IntoView {
    let ctx = page.ctx;
    let key = group.clone();
    let held = Memo::new(move |_| page.view.with(|view| view.groups.iter().find(|g| g.group == key).cloned()));
    let count = move || held.with(|g| g.as_ref().map(|PermitGroup { group, count, .. }| ctx.t().permit_count(group, *count)));
    let ids = Memo::new(move |_| held.with(|g| g.iter().flat_map(|g| &g.lines).map(|line| line.id).collect::<Vec<_>>()));
    let heading = format!("g-{group}");
    let labelled = heading.clone();
    view! {
        <section aria-labelledby=labelled>
            <div class="sec-h"><h2 id=heading>{live(count)}</h2></div>
            <ul class="card items">
                <For each=move || ids.get() key=|id| *id let:id>
                    {
                        let line = Memo::new(move |_| held.with(|g| g.iter().flat_map(|g| &g.lines).find(|line| line.id == id).cloned()));
                        view! { <PermitRow page line of=id/> }
                    }
                </For>
            </ul>
        </section>
    }
}

/// How a state looks: its tone and its icon.
pub fn state_mark(line: &PermitLine) -> (&'static str, &'static str) {
    match line.state {
        _ if line.is_overdue() || line.has_lapsed() => ("t-red", "alert"),
        PermitState::Issued => ("t-green", "check"),
        PermitState::Applied => ("t-yellow", "clock"),
        PermitState::Returned => ("t-yellow", "undo"),
        PermitState::Needed | PermitState::Waived => ("t-2", "minus"),
    }
}

/// The state in a word with its mark.
pub fn state_word(line: &PermitLine, t: &'static Text) -> impl IntoView + use<> {
    let (tone, icon) = state_mark(line);
    let word = if line.has_lapsed() { t.permits().lapsed.to_string() } else { t.permit_state(line.state.as_str()) };
    view! { <span class=format!("st {tone}")><Icon name=icon/>{word}</span> }
}

#[component]
fn PermitRow(page: Page, line: Memo<Option<PermitLine>>, of: Ref) -> impl IntoView {
    let ctx = page.ctx;
    let act = Memo::new(move |_| match page.open.get() {
        Open::Permit(open, act) if open == of => Some(act),
        Open::Permit(..) | Open::Nothing | Open::Listing => None,
    });
    let form = move || match (act.get(), line.get_untracked()) {
        (Some(Act::Change), Some(_)) => view! { <ChangeState page of/> }.into_any(),
        (Some(Act::Edit), Some(line)) => view! { <EditListed page line/> }.into_any(),
        (Some(Act::TakeBack), Some(_)) => view! { <TakeBack page of/> }.into_any(),
        _ => ().into_any(),
    };
    let struck = move || line.with(|line| line.as_ref().is_some_and(|line| line.taken_back.is_some()));
    view! {
        <li class="item permit" data-struck=attr(move || struck().then_some(""))>
            {live(move || line.get().map(|line| words(page, line, ctx.t())))}
            <If when=move || page.may_write() && !struck() && act.get().is_none()><Acts page line of/></If>
            {live(form)}
        </li>
    }
}

fn words(page: Page, line: PermitLine, t: &'static Text) -> impl IntoView {
    let today = page.ctx.today.get();
    let days = Some(t.permit_days(&line, today)).filter(|days| !days.is_empty());
    let over = if line.is_overdue() { "sm t-red" } else { "sm t-2" };
    let lapsed = if line.has_lapsed() { "sm t-red" } else { "sm t-2" };
    let stage = line.stage.clone().map(|stage| view! { " "<span class="tag"><bdi>{t.phase(&stage)}</bdi></span> });
    let (mark, valid, time) = (state_word(&line, t), t.permit_valid(&line, today), t.permit_time(&line));
    let place = Place::of(Scope::Project(page.id), Target::Thing(line.id), Stated::State);
    let said = line.said.map(|said| {
        let conflict = said.conflict.then(|| {
            view! { <span class="tag" data-tone="yellow"><Icon name="split"/>{t.permits().conflict}</span>
            <a class="btn" data-kind="plain" href=Route::Conflict(place.scope, Some(place.key)).print()>{t.permits().settle}</a> }
        });
        view! {
            {said.text.map(|text| view! { <p class="item-t"><bdi>{text}</bdi></p> })}
            <p class="xs t-3">{said_by(t.project().written, said.by, &said.at)}</p>{conflict}
        }
    });
    let back = line.taken_back.map(
        |back| view! { <p class="sm back-line"><Icon name="undo"/><span>{said_by(t.project().taken_back, back.by, &back.at)}</span></p> },
    );
    let title =
        if back.is_some() { view! { <del><bdi>{line.title}</bdi></del> }.into_any() } else { view! { <bdi>{line.title}</bdi> }.into_any() };
    view! {
        <div class="p-line"><h3>{title}{stage}</h3>{mark}
            <span class="sm t-2"><bdi>{line.department.unwrap_or_else(|| t.permits().no_department.into())}</bdi></span>
            <span class=over>{time}</span>
        </div>
        {days.map(|days| view! { <p class="sm t-2">{days}</p> })}
        {valid.map(|valid| view! { <p class=lapsed>{valid}</p> })}
        {said}{back}
    }
}

/// What may be done with it; correcting the list is for who listed it, and for coordinators.
#[component]
fn Acts(page: Page, line: Memo<Option<PermitLine>>, of: Ref) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().permits();
    let may_correct =
        move || page.writer.get() == Some(Writer::Coordinator) || line.with(|line| line.as_ref().is_some_and(|line| line.own));
    let named = move |word: &'static str| line.with(|line| line.as_ref().map(|line| format!("{word} {}", line.title)));
    let button = move |word: &'static str, act: Act| {
        view! { <button class="btn" data-kind="plain" type="button" aria-label=attr(move || named(word)) on:click=move |_| page.opens(Open::Permit(of, act))>{word}</button> }
    };
    view! {
        <p class="acts">
            {button(w().change_form, Act::Change)}
            <If when=may_correct>{button(w().edit_form, Act::Edit)}{button(ctx.t().common().undo, Act::TakeBack)}</If>
        </p>
    }
}

/// The titles that are listed and were not taken back.
fn listed(page: Page) -> Vec<String> {
    let view: views::PermitsView = page.view.get_untracked();
    view.groups.into_iter().flat_map(|g| g.lines).filter(|line| line.taken_back.is_none()).map(|line| line.title).collect()
}
