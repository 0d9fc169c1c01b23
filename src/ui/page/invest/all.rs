//! Investment over all projects: by district, unit, category, field or leader, with the projects behind each row.

use leptos::prelude::*;

use crate::browser::collate::Collator;
use crate::browser::js::window;
use crate::domain::order::InOrder;
use crate::screen::invest::{self, GroupLine, InvestSum, Overview, ProjectLine, SortBy};
use crate::screen::rollup::By;
use crate::screen::route::Route;
use crate::text::Text;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Bar, Curve, Icon, If, LightMark, Meter, attr, live};

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct All {
    ctx: Ctx,
    year: RwSignal<i32>,
    by: RwSignal<By>,
    sort: RwSignal<SortBy>,
    view: Memo<Overview>,
    /// The group whose projects are shown; its key, `Some(None)` for those that say nothing.
    chosen: RwSignal<Option<Option<String>>>,
    lines: Memo<Vec<ProjectLine>>,
}

impl All {
    fn new(ctx: Ctx) -> All {
        let (year, by) = (RwSignal::new(ctx.today.get_untracked().year()), RwSignal::new(By::District));
        let (sort, chosen) = (RwSignal::new(SortBy::Name), RwSignal::new(None::<Option<String>>));
        let view = Memo::new(move |_| {
            let mut view = invest::overview(&ctx.snapshot().state, by.get(), year.get(), ctx.today.get());
            let collator = Collator::new();
            let name = |line: &GroupLine| ctx.t().group_name(&line.name);
            view.groups.order_by(|a, b| a.key.is_none().cmp(&b.key.is_none()).then_with(|| collator.compare(&name(a), &name(b))));
            view.groups.order_by(|a, b| sort.get().order(&a.sum, &b.sum));
            view
        });
        let lines = Memo::new(move |_| {
            let key = chosen.get();
            key.map(|key| invest::project_lines(&ctx.snapshot().state, by.get(), key.as_deref(), year.get(), ctx.today.get()))
                .unwrap_or_default()
        });
        All { ctx, year, by, sort, view, chosen, lines }
    }

    fn toggle(self, key: Option<String>) {
        self.chosen.update(|chosen| *chosen = if chosen.as_ref() == Some(&key) { None } else { Some(key) });
    }

    fn is_chosen(self, key: &Option<String>) -> bool {
        self.chosen.with(|chosen| chosen.as_ref() == Some(key))
    }
}

#[component]
pub fn InvestAll() -> impl IntoView {
    let ctx = ctx();
    let all = All::new(ctx);
    live(move || if ctx.desk.get() { view! { <DeskAll all/> }.into_any() } else { view! { <PhoneAll all/> }.into_any() })
}

#[component]
fn DeskAll(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let w = move || ctx.t().invest();
    view! {
        <main id="main" class="page money">
            <header class="top">
                <h1>{w().all_title}</h1><span class="t-2">{w().all_lead}</span>
                <span class="push acts">
                    <a class="btn" href=Route::Milestones.print()>{w().milestones}</a>
                    <button class="btn" type="button" on:click=move |_| drop(window().print())><Icon name="print"/>{w().print}</button>
                </span>
            </header>
            <Tiles all/>
            <div class="cols half">
                <section class="card tablebox" aria-label=w().all_title><Choices all/><div class="scroll"><GroupTable all/></div></section>
                <div class="scroll stack-d"><Behind all/><Drawn all/></div>
            </div>
        </main>
    }
}

#[component]
fn PhoneAll(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let w = move || ctx.t().invest();
    view! {
        <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().all_title)/>
        <main id="main" class="stack money">
            <Tiles all/>
            <Choices all/>
            <GroupCards all/>
            <Drawn all/>
            <a class="btn" href=Route::Milestones.print()>{w().milestones}</a>
        </main>
    }
}

/// The sums of all, each ratio beside what it is made of.
#[component]
fn Tiles(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let tiles = move || {
        let (t, view) = (ctx.t(), all.view.get());
        let (w, sum) = (t.invest(), view.all);
        let ratio = sum.of_plan().map(|ratio| t.tenths(ratio));
        let against = sum.of_plan().map(|ratio| t.against_time(ratio, view.of_time));
        let lacks = Some(t.invest_lacks(&sum)).filter(|words| !words.is_empty());
        view! {
            <div class="tile fact"><span>{w.total}</span><b>{t.about(sum.total)}</b><span>{t.project_count(sum.projects)}</span></div>
            <div class="tile fact"><span>{w.planned_year}</span><b>{t.about(sum.planned)}</b><span>{w.of_time}" "{t.tenths(view.of_time)}</span></div>
            <div class="tile fact"><span>{w.done}</span><b>{t.about(sum.done)}</b><span>{w.ratio}" "{ratio}</span></div>
            <div class="tile fact"><span>{w.lights}</span><b>{sum.lights.map(|n| n.to_string()).join(" / ")}</b><span>{against.or(lacks)}</span></div>
        }
    };
    view! { <div class="tiles t4">{live(tiles)}</div> }
}

#[component]
fn Choices(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let w = move || ctx.t().invest();
    let chip = move |by: By| {
        let choose = move |_| {
            all.chosen.set(None);
            all.by.set(by);
        };
        view! { <button class="chip" type="button" aria-pressed=attr(move || (all.by.get() == by).to_string()) on:click=choose>{ctx.t().rollup_by(by)}</button> }
    };
    let years = move || invest::years(ctx.snapshot().state.shown_projects().map(|p| &**p), ctx.today.get());
    let year = move |year: i32| view! { <option value=year.to_string() selected=year == all.year.get_untracked()>{ctx.t().year_named(year)}</option> };
    let sort =
        move |by: SortBy| view! { <option value=by.as_str() selected=by == all.sort.get_untracked()>{ctx.t().invest_sort(by)}</option> };
    view! {
        <div class="filters wraps">
            <div class="chips" role="group" aria-label=w().by>{By::ALL.into_iter().map(chip).collect_view()}</div>
            <label class="whom"><span class="sr">{w().year}</span>
                <select class="input" on:change=move |event| { if let Ok(year) = event_target_value(&event).parse() { all.year.set(year) } }>
                    {live(move || years().into_iter().map(year).collect_view())}
                </select></label>
            <label class="whom"><span class="sr">{w().sort}</span>
                <select class="input" on:change=move |event| { if let Some(by) = SortBy::parse(&event_target_value(&event)) { all.sort.set(by) } }>
                    {SortBy::ALL.into_iter().map(sort).collect_view()}
                </select></label>
        </div>
    }
}

fn ratio_cell(sum: &InvestSum, t: &'static Text) -> Option<impl IntoView + use<>> {
    sum.of_plan().map(|ratio| view! { <span class="mt"><Meter percent=ratio.0 / 10/><b>{t.tenths(ratio)}</b></span> })
}

#[component]
fn GroupTable(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let w = move || ctx.t().invest();
    let cells = |sum: &InvestSum, t: &'static Text| {
        view! {
            <td class="num">{sum.projects}</td><td class="num">{t.about(sum.planned)}</td><td class="num">{t.about(sum.expected)}</td>
            <td class="num"><b>{t.about(sum.done)}</b></td><td>{ratio_cell(sum, t)}</td>
            <td class="num"><span aria-hidden="true">{sum.lights.map(|n| n.to_string()).join(" / ")}</span><span class="sr">{t.lights_said(sum.lights)}</span></td>
            <td class="wrap t-yellow">{t.invest_lacks(sum)}</td>
        }
    };
    let row = move |line: GroupLine| {
        let (t, key) = (ctx.t(), line.key.clone());
        let (pressed, toggled) = (key.clone(), key.clone());
        view! {
            <tr aria-selected=attr(move || all.is_chosen(&key).to_string())>
                <th scope="row"><button class="btn" data-kind="plain" type="button" aria-expanded=attr(move || all.is_chosen(&pressed).to_string())
                    on:click=move |_| all.toggle(toggled.clone())><bdi>{t.group_name(&line.name)}</bdi></button></th>
                {cells(&line.sum, t)}
            </tr>
        }
    };
    let rows = move || all.view.with(|view| view.groups.clone()).into_iter().map(row).collect_view();
    let total = move || all.view.with(|view| view! { <tr><th scope="row">{w().all_row}</th>{cells(&view.all, ctx.t())}</tr> });
    view! {
        <table class="grid">
            <thead><tr><th scope="col">{live(move || ctx.t().rollup_by(all.by.get()))}</th><th scope="col" class="num">{w().projects}</th>
                <th scope="col" class="num">{w().planned_year}</th><th scope="col" class="num">{w().expected}</th><th scope="col" class="num">{w().done}</th>
                <th scope="col">{w().ratio}</th><th scope="col" class="num">{w().lights}</th><th scope="col">{w().lacks}</th></tr></thead>
            <tbody>{live(rows)}</tbody><tfoot>{live(total)}</tfoot>
        </table>
    }
}

/// On a phone: a card for each group, which opens its projects.
#[component]
fn GroupCards(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let card = move |line: GroupLine| {
        let (t, key) = (ctx.t(), line.key.clone());
        let (shown, toggled) = (key.clone(), key.clone());
        let is_open = Memo::new(move |_| all.is_chosen(&shown));
        let lacks = t.invest_lacks(&line.sum);
        view! {
            <li>
                <button class="g-open" type="button" aria-expanded=attr(move || is_open.get().to_string()) on:click=move |_| all.toggle(toggled.clone())>
                    <span class="g-name"><b><bdi>{t.group_name(&line.name)}</bdi></b><span class="sm t-2">{t.project_count(line.sum.projects)}</span></span>
                    <span class="g-ratio">{line.sum.of_plan().map(|ratio| t.tenths(ratio))}</span>
                    <span class="sm t-2 g-rest">{t.about(line.sum.done)}" / "{t.about(line.sum.planned)}<br/>{t.lights_said(line.sum.lights)}</span>
                </button>
                {(!lacks.is_empty()).then(|| view! { <p class="sm t-yellow g-lacks">{lacks}</p> })}
                <If when=move || is_open.get()><Projects all/></If>
            </li>
        }
    };
    let cards = move || all.view.with(|view| view.groups.clone()).into_iter().map(card).collect_view();
    let none = move || all.view.with(|view| view.groups.is_empty());
    view! {
        <If when=move || !none() fallback=move || view! { <p class="hint none">{ctx.t().invest().none}</p> }><ul class="card groups">{live(cards)}</ul></If>
    }
}

/// At the desk: the projects of the row that is chosen.
#[component]
fn Behind(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let name = move || {
        let chosen = all.chosen.get()?;
        all.view.with(|view| view.groups.iter().find(|line| line.key == chosen).map(|line| ctx.t().group_name(&line.name)))
    };
    view! {
        <If when=move || all.chosen.with(Option::is_some)>
            <section class="card" aria-labelledby="h-behind">
                <div class="boxh"><h2 id="h-behind"><bdi>{live(name)}</bdi></h2></div><Projects all/>
            </section>
        </If>
    }
}

#[component]
fn Projects(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let row = move |line: ProjectLine| {
        let (t, today) = (ctx.t(), ctx.today.get());
        let w = t.invest();
        let planned = line.planned.map_or(w.no_plan_short.to_string(), |planned| format!("{} {}", w.planned_year, t.about(planned)));
        let done = line.done.map_or(w.no_report_short.to_string(), |(month, done)| t.done_by(month, done, today));
        view! {
            <li><a class="row inv" href=Route::Invest(line.id).print()>
                <div><b><bdi>{line.name}</bdi></b><p>{planned}{t.comma()}{done}</p></div>
                <span class="end-in">{line.of_plan.map(|ratio| view! { <b>{t.tenths(ratio)}</b> })}
                    {line.light.map(|found| view! { <LightMark light=found.light word=t.light(found.light)/> })}</span>
            </a></li>
        }
    };
    view! { <ul class="behind">{live(move || all.lines.get().into_iter().map(row).collect_view())}</ul> }
}

/// The lines of all, with a table that says the same.
#[component]
fn Drawn(all: All) -> impl IntoView {
    let ctx = all.ctx;
    let drawn = move || {
        let (t, view) = (ctx.t(), all.view.get());
        let (w, curve) = (t.invest(), view.curve.clone());
        (!curve.is_empty()).then(|| {
            let rows = (1..=12u32).map(|n| {
                let planned = view.curve.planned.get(n as usize - 1).map(|fen| t.about(*fen));
                let reported = view.curve.reported_in(n).map(|fen| t.about(fen));
                view! { <tr><th scope="row">{t.month_number(n)}</th><td class="num">{planned}</td><td class="num">{reported}</td></tr> }
            });
            let months = (1..=12).map(|n| t.month_number(n)).collect::<Vec<_>>();
            view! {
                <section class="card pad" aria-labelledby="h-curve">
                    <h2 id="h-curve">{w.curve}</h2>
                    <Curve curve months top=t.about(view.curve.top) words=t.invest_sum(&view.all) keys=[w.curve_planned, w.curve_reported]/>
                    <details class="as-table"><summary>{w.table}</summary>
                        <table class="grid"><thead><tr><th scope="col">{w.month}</th><th scope="col" class="num">{w.planned}</th><th scope="col" class="num">{w.reported}</th></tr></thead>
                            <tbody>{rows.collect_view()}</tbody></table>
                    </details>
                </section>
            }
        })
    };
    live(drawn)
}
