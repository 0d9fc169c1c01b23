//! Start, register, completion and production: of one project, and their rates over all.

use leptos::prelude::*;

use crate::browser::collate::Collator;
use crate::browser::js::window;
use crate::domain::id::ProjectId;
use crate::domain::order::InOrder;
use crate::domain::rules::milestone::{Milestone, Rate, Standing};
use crate::domain::state::PermitState;
use crate::screen::milestones::{self as views, MilestonesView, RateLine, RatesView, milestones};
use crate::screen::rollup::By;
use crate::screen::route::Route;
use crate::text::Text;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Bar, Icon, If, attr, live};

/// How a milestone stands, by eye.
fn mark(standing: Standing, today: crate::domain::calendar::Day) -> (&'static str, &'static str) {
    match standing {
        Standing::Reached { .. } => ("t-green", "check"),
        Standing::Open { due } if due < today => ("t-red", "alert"),
        Standing::Open { .. } => ("t-2", "clock"),
        Standing::NotAudited { .. } | Standing::NotPlanned => ("t-2", "minus"),
    }
}

/// The milestones on the page of their project.
#[component]
pub fn InProject(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let view = Memo::new(move |_| {
        let snapshot = ctx.snapshot();
        snapshot.state.project(&id).filter(|p| p.shown).map(|project| milestones(project, ctx.today.get()))
    });
    let papers = move || view.with(|view| view.as_ref().map(|view| ctx.t().papers(view.count)));
    view! {
        <section aria-labelledby="h-miles">
            <div class="sec-h"><h2 id="h-miles">{ctx.t().milestones().title}</h2><span>{live(papers)}</span></div>
            <div class="card permits">
                {live(move || view.get().map(|view| steps(ctx, view)))}
                <a class="row all" href=Route::Permits(id).print()>{ctx.t().milestones().papers}<Icon name="next"/></a>
            </div>
        </section>
    }
}

fn steps(ctx: Ctx, view: MilestonesView) -> impl IntoView {
    let (t, today) = (ctx.t(), ctx.today.get());
    let w = t.milestones();
    let step = |(milestone, standing): (Milestone, Standing)| {
        let (tone, icon) = mark(standing, today);
        let hint = (milestone == Milestone::Start).then(|| view! { <span class="sm t-2">{w.start_hint}</span><span></span> });
        view! { <div><b>{t.milestone(milestone)}</b><span class=format!("st {tone}")><Icon name=icon/>{t.milestone_standing(standing, today)}</span>{hint}</div> }
    };
    let lacks = view.lacks_papers().then(|| view! { <p class="sm t-yellow pad">{w.entered_without}</p> });
    let paper = |paper: views::Paper| {
        let icon = if matches!(paper.state, PermitState::Issued | PermitState::Waived) { "check" } else { "minus" };
        view! { <li><Icon name=icon/><bdi>{paper.title}</bdi>" "<span class="t-2">{t.permit_state(paper.state.as_str())}{paper.on.map(|on| format!(" {}", t.day(on, today)))}</span></li> }
    };
    let is_empty = view.is_empty();
    let list =
        (!view.papers.is_empty()).then(|| view! { <ul class="checklist sm">{view.papers.into_iter().map(paper).collect_view()}</ul> });
    if is_empty {
        view! { <p class="hint pad">{w.none}</p> }.into_any()
    } else {
        view! { {view.steps.into_iter().map(step).collect_view()}{list}{lacks} }.into_any()
    }
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Over {
    ctx: Ctx,
    by: RwSignal<By>,
    year: RwSignal<i32>,
    view: Memo<RatesView>,
    chosen: RwSignal<Option<Option<String>>>,
}

impl Over {
    fn toggle(self, key: Option<String>) {
        self.chosen.update(|chosen| *chosen = if chosen.as_ref() == Some(&key) { None } else { Some(key) });
    }

    fn is_chosen(self, key: &Option<String>) -> bool {
        self.chosen.with(|chosen| chosen.as_ref() == Some(key))
    }
}

#[component]
pub fn Milestones() -> impl IntoView {
    let ctx = ctx();
    let (by, year) = (RwSignal::new(By::District), RwSignal::new(ctx.today.get_untracked().year()));
    let view = Memo::new(move |_| {
        let mut view = views::overview(&ctx.snapshot().state, by.get(), year.get(), ctx.today.get());
        let collator = Collator::new();
        let name = |line: &RateLine| ctx.t().group_name(&line.name);
        view.lines.order_by(|a, b| a.key.is_none().cmp(&b.key.is_none()).then_with(|| collator.compare(&name(a), &name(b))));
        view
    });
    let over = Over { ctx, by, year, view, chosen: RwSignal::new(None) };
    live(move || if ctx.desk.get() { view! { <DeskOver over/> }.into_any() } else { view! { <PhoneOver over/> }.into_any() })
}

#[component]
fn DeskOver(over: Over) -> impl IntoView {
    let ctx = over.ctx;
    let w = move || ctx.t().milestones();
    view! {
        <main id="main" class="page money">
            <header class="top">
                <a class="btn" data-kind="plain" href=Route::InvestAll.print()><Icon name="back"/>{ctx.t().invest().all_title}</a>
                <h1>{w().title}</h1><span class="t-2">{w().lead}</span>
                <span class="push acts"><button class="btn" type="button" on:click=move |_| drop(window().print())><Icon name="print"/>{ctx.t().invest().print}</button></span>
            </header>
            <div class="cols half">
                <section class="card tablebox" aria-label=w().title><Choices over/><div class="scroll"><RateTable over/></div></section>
                <If when=move || over.chosen.with(Option::is_some)><section class="card tablebox" aria-label=w().projects><div class="scroll"><Behind over/></div></section></If>
            </div>
        </main>
    }
}

#[component]
fn PhoneOver(over: Over) -> impl IntoView {
    let ctx = over.ctx;
    let w = move || ctx.t().milestones();
    view! {
        <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
        <main id="main" class="stack money"><p class="hint">{w().lead}</p><Choices over/><RateCards over/></main>
    }
}

#[component]
fn Choices(over: Over) -> impl IntoView {
    let ctx = over.ctx;
    let chip = move |by: By| {
        let choose = move |_| {
            over.chosen.set(None);
            over.by.set(by);
        };
        view! { <button class="chip" type="button" aria-pressed=attr(move || (over.by.get() == by).to_string()) on:click=choose>{ctx.t().rollup_by(by)}</button> }
    };
    let step = move |by: i32| over.year.update(|year| *year = (*year + by).clamp(1, 9999));
    let w = move || ctx.t().invest();
    view! {
        <div class="filters wraps">
            <div class="chips" role="group" aria-label=w().by>{By::ALL.into_iter().map(chip).collect_view()}</div>
            <div class="years" role="group" aria-label=w().year>
                <button class="btn" data-kind="plain" type="button" aria-label=w().earlier on:click=move |_| step(-1)><Icon name="back"/></button>
                <b role="status">{live(move || ctx.t().year_named(over.year.get()))}</b>
                <button class="btn" data-kind="plain" type="button" aria-label=w().later on:click=move |_| step(1)><Icon name="next"/></button>
            </div>
        </div>
    }
}

/// A rate of nothing stands back.
fn none(rate: &Rate) -> &'static str {
    if rate.planned == 0 { "g-none" } else { "" }
}

fn cells(line: &RateLine, t: &'static Text) -> impl IntoView + use<> {
    let cell = |rate: &Rate| {
        view! { <td class="num"><b class=none(rate)>{t.rate(rate)}</b><br/><span class="xs t-2">{t.rate_rest(rate)}</span></td> }
    };
    view! { <td class="num">{line.projects}</td>{line.rates.iter().map(cell).collect_view()}<td class="num">{line.papers}</td> }
}

#[component]
fn RateTable(over: Over) -> impl IntoView {
    let ctx = over.ctx;
    let row = move |line: RateLine| {
        let (t, key) = (ctx.t(), line.key.clone());
        let (pressed, toggled) = (key.clone(), key.clone());
        view! {
            <tr aria-selected=attr(move || over.is_chosen(&key).to_string())>
                <th scope="row"><button class="btn" data-kind="plain" type="button" aria-expanded=attr(move || over.is_chosen(&pressed).to_string())
                    on:click=move |_| over.toggle(toggled.clone())><bdi>{t.group_name(&line.name)}</bdi></button></th>{cells(&line, t)}
            </tr>
        }
    };
    let rows = move || over.view.with(|view| view.lines.clone()).into_iter().map(row).collect_view();
    let total =
        move || over.view.with(|view| view! { <tr><th scope="row">{ctx.t().invest().all_row}</th>{cells(&view.all, ctx.t())}</tr> });
    let heads = move || Milestone::ALL.map(|m| view! { <th scope="col" class="num">{ctx.t().milestone_rate(m)}</th> }).collect_view();
    view! {
        <table class="grid rates">
            <thead><tr><th scope="col">{live(move || ctx.t().rollup_by(over.by.get()))}</th><th scope="col" class="num">{ctx.t().invest().projects}</th>{heads()}
                <th scope="col" class="num">{ctx.t().milestones().papers_complete}</th></tr></thead>
            <tbody>{live(rows)}</tbody><tfoot>{live(total)}</tfoot>
        </table>
    }
}

#[component]
fn RateCards(over: Over) -> impl IntoView {
    let ctx = over.ctx;
    let card = move |line: RateLine| {
        let (t, key) = (ctx.t(), line.key.clone());
        let (shown, toggled) = (key.clone(), key.clone());
        let is_open = Memo::new(move |_| over.is_chosen(&shown));
        let rates = line.rates.iter().zip(Milestone::ALL).map(|(rate, m)| {
            view! { <span class="g-rate"><span>{t.milestone(m)}</span><b class=none(rate)>{t.rate(rate)}</b><span class="xs t-2">{t.rate_rest(rate)}</span></span> }
        });
        let rates = rates.collect_view();
        view! {
            <li><button class="g-open rates" type="button" aria-expanded=attr(move || is_open.get().to_string()) on:click=move |_| over.toggle(toggled.clone())>
                    <span class="g-name"><b><bdi>{t.group_name(&line.name)}</bdi></b><span class="sm t-2">{t.project_count(line.projects)}</span></span>{rates}
                </button>
                <If when=move || is_open.get()><Behind over/></If></li>
        }
    };
    view! { <ul class="card groups">{live(move || over.view.with(|view| view.lines.clone()).into_iter().map(card).collect_view())}</ul> }
}

/// The projects of the row that is chosen.
#[component]
fn Behind(over: Over) -> impl IntoView {
    let ctx = over.ctx;
    let rows = Memo::new(move |_| {
        let key = over.chosen.get();
        key.map(|key| views::rows(&ctx.snapshot().state, over.by.get(), key.as_deref(), ctx.today.get())).unwrap_or_default()
    });
    let row = move |row: views::MilestoneRow| {
        let (t, today) = (ctx.t(), ctx.today.get());
        let steps = row.steps.into_iter().filter(|(_, standing)| *standing != Standing::NotPlanned).map(|(milestone, standing)| {
            let (tone, icon) = mark(standing, today);
            view! { <p>{t.milestone(milestone)}" "<span class=format!("st {tone}")><Icon name=icon/>{t.milestone_standing(standing, today)}</span></p> }
        });
        view! {
            <li><a class="row inv" href=Route::Project(row.id).print()><div><b><bdi>{row.name}</bdi></b>{steps.collect_view()}
                <p>{t.papers(row.count)}</p></div><span></span></a></li>
        }
    };
    view! { <ul class="behind">{live(move || rows.get().into_iter().map(row).collect_view())}</ul> }
}
