//! Permits over all projects: what lies at each department, and its list.

use leptos::prelude::*;

use super::state_word;
use crate::browser::js::window;
use crate::screen::permits::{self as views, Department, OfProject, Show};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Bar, Icon, If, attr, live};

/// So many rows are drawn before one asks for more.
const SHOWN: usize = 100;

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct All {
    ctx: Ctx,
    /// `None`: every group.
    group: RwSignal<Option<&'static str>>,
    show: RwSignal<Show>,
    rows: Memo<Vec<OfProject>>,
    departments: Memo<Vec<Department>>,
    /// The department whose list is shown; `Some(None)` those without one.
    chosen: RwSignal<Option<Option<String>>>,
    list: Memo<Vec<OfProject>>,
    drawn: RwSignal<usize>,
}

impl All {
    fn new(ctx: Ctx) -> All {
        let (group, show) = (RwSignal::new(None), RwSignal::new(Show::Open));
        let chosen = RwSignal::new(None::<Option<String>>);
        let rows = Memo::new(move |_| {
            let (snapshot, me) = (ctx.snapshot(), ctx.me());
            views::all(&snapshot.state, group.get(), Reader { me: me.as_ref(), own: ctx.own() }, ctx.today.get())
        });
        let departments = Memo::new(move |_| rows.with(|rows| views::departments(rows.iter().map(|row| &row.line))));
        let list = Memo::new(move |_| {
            chosen.get().map(|name| rows.with(|rows| views::of_department(rows, name.as_deref(), show.get()))).unwrap_or_default()
        });
        All { ctx, group, show, rows, departments, chosen, list, drawn: RwSignal::new(SHOWN) }
    }

    fn toggle(self, name: Option<String>) {
        self.drawn.set(SHOWN);
        self.chosen.update(|chosen| *chosen = if chosen.as_ref() == Some(&name) { None } else { Some(name) });
    }

    fn is_chosen(self, name: &Option<String>) -> bool {
        self.chosen.with(|chosen| chosen.as_ref() == Some(name))
    }

    fn name_of(self, name: Option<String>) -> String {
        name.unwrap_or_else(|| self.ctx.t().permits().no_department.into())
    }
}

#[component]
pub fn PermitsAll() -> impl IntoView {
    let ctx = ctx();
    let all = All::new(ctx);
    live(move || if ctx.desk.get() { view! { <DeskAll all/> }.into_any() } else { view! { <PhoneAll all/> }.into_any() })
}

#[component]
fn DeskAll(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let w = move || ctx.t().permits();
    view! {
        <main id="main" class="page papers">
            <header class="top">
                <h1>{w().all_title}</h1><span class="t-2">{w().by_department}</span>
                <span class="push acts"><button class="btn" type="button" on:click=move |_| drop(window().print())><Icon name="print"/>{ctx.t().invest().print}</button></span>
            </header>
            <If when=move || all.rows.with(|rows| !rows.is_empty()) || all.group.get().is_some() fallback=move || view! { <NoneAtAll all/> }>
                <div class="cols half">
                    <section class="card tablebox" aria-label=w().by_department><Groups all/><div class="scroll"><DepartmentTable all/></div></section>
                    <section class="card tablebox" aria-labelledby="h-list"><ListHead all/><div class="scroll"><List all/></div></section>
                </div>
            </If>
        </main>
    }
}

#[component]
fn PhoneAll(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let w = move || ctx.t().permits();
    view! {
        <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().all_title)/>
        <main id="main" class="stack papers">
            <If when=move || all.rows.with(|rows| !rows.is_empty()) || all.group.get().is_some() fallback=move || view! { <NoneAtAll all/> }>
                <Groups all/><Shows all/><DepartmentCards all/>
            </If>
        </main>
    }
}

#[component]
fn NoneAtAll(all: All) -> impl IntoView {
    view! { <p class="notice"><Icon name="info"/><span>{all.ctx.t().permits().none_at_all}</span></p> }
}

/// One group, or all.
#[component]
fn Groups(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let chip = move |group: Option<&'static str>, words: String| {
        view! { <button class="chip" type="button" aria-pressed=attr(move || (all.group.get() == group).to_string()) on:click=move |_| all.group.set(group)>{words}</button> }
    };
    let chips = move || {
        let t = ctx.t();
        let groups = views::group_counts(&ctx.snapshot().state);
        let some = groups
            .into_iter()
            .map(|(group, count)| chip(Some(group), format!("{} {} / {}", t.permit_group(group), count.issued, count.of)));
        view! { {chip(None, t.permits().all_groups.into())}{some.collect_view()} }
    };
    view! { <div class="filters wraps"><div class="chips" role="group" aria-label=ctx.t().permits().groups>{live(chips)}</div></div> }
}

/// Which of a department's are listed.
#[component]
fn Shows(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let chip = move |show: Show| {
        let choose = move |_| {
            all.drawn.set(SHOWN);
            all.show.set(show);
        };
        view! { <button class="chip" data-size="s" type="button" aria-pressed=attr(move || (all.show.get() == show).to_string()) on:click=choose>{ctx.t().permit_show(show)}</button> }
    };
    view! { <div class="chips" role="group" aria-label=ctx.t().permits().state>{Show::ALL.into_iter().map(chip).collect_view()}</div> }
}

#[component]
fn DepartmentTable(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let w = move || ctx.t().permits();
    let row = move |department: Department| {
        let t = ctx.t();
        let (name, count) = (department.name.clone(), department.count);
        let (pressed, toggled, selected) = (name.clone(), name.clone(), name.clone());
        let over = (department.overdue > 0).then(|| view! { <span class="st t-red"><Icon name="alert"/>{department.overdue}</span> });
        view! {
            <tr aria-selected=attr(move || all.is_chosen(&selected).to_string())>
                <th scope="row"><button class="btn" data-kind="plain" type="button" aria-expanded=attr(move || all.is_chosen(&pressed).to_string())
                    on:click=move |_| all.toggle(toggled.clone())><bdi>{all.name_of(name)}</bdi></button></th>
                <td class="num">{count.issued}" / "{count.of}</td><td class="num">{count.of - count.issued}</td><td class="num">{department.applied}</td>
                <td class="num">{over}</td><td class="num">{department.worst.map(|days| t.over_norm(days))}</td>
            </tr>
        }
    };
    view! {
        <table class="grid">
            <thead><tr><th scope="col">{w().department}</th><th scope="col" class="num">{ctx.t().permit_state("issued")}</th><th scope="col" class="num">{w().open}</th>
                <th scope="col" class="num">{w().applied}</th><th scope="col" class="num">{w().show_overdue}</th><th scope="col" class="num">{w().worst}</th></tr></thead>
            <tbody>{live(move || all.departments.get().into_iter().map(row).collect_view())}</tbody>
        </table>
    }
}

#[component]
fn ListHead(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let title = move || all.chosen.get().map_or(ctx.t().permits().choose_department.to_string(), |name| all.name_of(name));
    view! { <div class="boxh"><h2 id="h-list"><bdi>{live(title)}</bdi></h2><span class="end"><Shows all/></span></div> }
}

/// On a phone: a card for each department, which opens its list.
#[component]
fn DepartmentCards(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let card = move |department: Department| {
        let t = ctx.t();
        let name = department.name.clone();
        let toggled = name.clone();
        let count = department.count;
        let over = department
            .worst
            .map(|days| view! { <span class="st t-red"><Icon name="alert"/>{department.overdue}{t.comma()}{t.over_norm(days)}</span> });
        let is_open = Memo::new({
            let name = name.clone();
            move |_| all.is_chosen(&name)
        });
        view! {
            <li>
                <button class="g-open" type="button" aria-expanded=attr(move || is_open.get().to_string()) on:click=move |_| all.toggle(toggled.clone())>
                    <span class="g-name"><b><bdi>{all.name_of(name)}</bdi></b></span>
                    <span class="g-ratio">{count.issued}" / "{count.of}</span>
                    <span class="sm t-2 g-rest">{t.permits().open}" "{count.of - count.issued}{t.comma()}{t.permits().applied}" "{department.applied}</span>
                    {over}
                </button>
                <If when=move || is_open.get()><List all/></If>
            </li>
        }
    };
    view! { <ul class="card groups">{live(move || all.departments.get().into_iter().map(card).collect_view())}</ul> }
}

#[component]
fn List(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let row = move |row: OfProject| {
        let (t, today) = (ctx.t(), ctx.today.get());
        let line = row.line;
        let since = line.on.map(|on| view! { <time>{t.day(on, today)}</time>" " });
        let tone = if line.is_overdue() { "sm t-red" } else { "sm t-2" };
        let (mark, time, valid) = (state_word(&line, t), t.permit_time(&line), t.permit_valid(&line, today));
        let text = line.said.and_then(|said| said.text);
        view! {
            <li><a class="row inv" href=Route::Permits(row.project).print()>
                <div><b><bdi>{line.title}</bdi></b><p><bdi>{row.name}</bdi></p>
                    <p>{since}<span class=tone>{time}</span></p>{valid.map(|valid| view! { <p>{valid}</p> })}
                    {text.map(|text| view! { <p><bdi>{text}</bdi></p> })}</div>
                <span class="end-in">{mark}</span>
            </a></li>
        }
    };
    let left = move || all.list.with(Vec::len).saturating_sub(all.drawn.get());
    let rows = move || all.list.get().into_iter().take(all.drawn.get()).map(row).collect_view();
    let nothing = move || all.chosen.with(Option::is_some) && all.list.with(Vec::is_empty);
    view! {
        <ul class="behind">{live(rows)}</ul>
        <If when=nothing><p class="hint pad">{ctx.t().permits().nothing}</p></If>
        <If when=move || { left() > 0 }>
            <button class="btn more" type="button" on:click=move |_| all.drawn.update(|n| *n += SHOWN)>{live(move || crate::text::fill(ctx.t().project().older, &[&left().to_string()]))}</button>
        </If>
    }
}
