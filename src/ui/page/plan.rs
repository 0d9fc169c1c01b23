//! The plan of one project: its nodes on a line of months and by the month, and each node with all that was said of it.

mod figure;
mod forms;
mod nodes;
mod start;
mod write;

use leptos::prelude::*;

use crate::domain::id::ProjectId;
use crate::screen::plan::{self, Head, PlanView};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::ui::app::SavedStatus;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, If, LightForm, LightMark, attr, live};

pub use figure::{Legend, PlanFigure, PlanGrid};
use nodes::Nodes;
pub use nodes::audit_line;
pub use write::PlanNodes;

pub type View = Memo<Option<PlanView>>;

/// Which of its two shapes the plan has on screen; the other is there for whoever listens, and on paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Shape {
    #[default]
    Line,
    Grid,
}

/// The plan as it is today; `None` if the project is not held or not shown.
pub fn view_of(ctx: Ctx, id: ProjectId) -> View {
    Memo::new(move |_| {
        let (snapshot, me) = (ctx.snapshot(), ctx.me());
        let project = snapshot.state.project(&id).filter(|p| p.shown)?;
        Some(plan::plan(&snapshot.state, project, Reader { me: me.as_ref(), own: ctx.own() }, ctx.today.get()))
    })
}

#[component]
pub fn Plan(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let view = view_of(ctx, id);
    let held = Memo::new(move |_| view.with(Option::is_some));
    let shape = RwSignal::new(Shape::default());
    live(move || match (held.get(), ctx.desk.get()) {
        (false, _) => view! { <Missing/> }.into_any(),
        (true, true) => view! { <DeskPlan id view shape/> }.into_any(),
        (true, false) => view! { <PhonePlan id view shape/> }.into_any(),
    })
}

#[component]
fn Missing() -> impl IntoView {
    let ctx = ctx();
    view! {
        <main id="main" class="stack">
            <h1 class="sr">{ctx.t().plan().title}</h1>
            <p class="notice"><Icon name="info"/><span>{ctx.t().plan().missing}</span></p>
            <a class="btn" href=Route::Projects.print()>{ctx.t().project().to_projects}</a>
        </main>
    }
}

#[component]
fn PhonePlan(id: ProjectId, view: View, shape: RwSignal<Shape>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    view! {
        <header class="bar">
            <a class="back" href=Route::Project(id).print() aria-label=ctx.t().common().back><Icon name="back"/></a>
            <span class="grow"><SavedStatus/></span>
            <PrintButton/>
        </header>
        <main id="main" class="plan-page">
            <h1>{w().title}</h1>
            <PlanHead view/>
            <section class="card plan-box"><Shapes shape/><Figures view shape/></section>
            <Nodes id view/>
        </main>
        <If when=move || view.with(|v| v.as_ref().is_some_and(|v| v.rights.plan))>
            <footer class="thumb"><div class="thumb-in"><a class="btn" data-kind="main" data-size="lg" href=Route::PlanNodes(id).print()><Icon name="plus"/>{w().plan_nodes}</a></div></footer>
        </If>
    }
}

#[component]
fn DeskPlan(id: ProjectId, view: View, shape: RwSignal<Shape>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    let may = move || view.with(|v| v.as_ref().is_some_and(|v| v.rights.plan));
    view! {
        <main id="main" class="page plan-page">
            <header class="top">
                <a class="btn" data-kind="plain" href=Route::Project(id).print()><Icon name="back"/>{w().to_project}</a>
                <h1>{w().title}</h1>
                <span class="push acts"><SavedStatus/><PrintButton/>
                    <If when=may><a class="btn" data-kind="main" href=Route::PlanNodes(id).print()><Icon name="plus"/>{w().plan_nodes}</a></If>
                </span>
            </header>
            <div class="cols plan-c">
                <section class="card plan-box" aria-labelledby="h-plan"><PlanHead view/><Shapes shape/><Figures view shape/></section>
                <div class="rail"><div class="scroll"><Nodes id view/></div></div>
            </div>
        </main>
    }
}

#[component]
fn PrintButton() -> impl IntoView {
    let ctx = ctx();
    let print = move |_| {
        // A browser that cannot print does nothing.
        let _ = crate::browser::js::window().print();
    };
    view! { <button class="btn" data-kind="plain" type="button" on:click=print><Icon name="print"/>{ctx.t().plan().print}</button> }
}

/// The project's name and tags, as they stand above its plan.
pub fn head_line(ctx: Ctx, head: Head) -> impl IntoView {
    let t = ctx.t();
    let words = [t.category(&head.category), head.district].into_iter().filter(|word| !word.is_empty());
    view! {
        <h2 id="h-plan" tabindex="-1"><bdi>{head.name}</bdi></h2>
        {head.key.then(|| view! { <span class="tag" data-tone="accent">{t.project().key}</span> })}
        {words.map(|word| view! { <span class="tag"><bdi>{word}</bdi></span> }).collect_view()}
    }
}

#[component]
fn PlanHead(view: View) -> impl IntoView {
    let ctx = ctx();
    let head = move || view.with(|v| v.as_ref().map(|v| head_line(ctx, v.head.clone())));
    let light = move || {
        view.with(|v| {
            v.as_ref().map(|v| {
                let light = v.light.light;
                view! { <LightMark light word=ctx.t().light(light) form=LightForm::Tag/> }
            })
        })
    };
    let standing = move || {
        view.with(|v| {
            let v = v.as_ref()?;
            let weight = (v.weight.of > 0).then(|| format!("{}{}", ctx.t().dot(), ctx.t().weight_done(v.weight)));
            Some(format!("{}{}", ctx.t().plan_standing(v.standing), weight.unwrap_or_default()))
        })
    };
    view! { <div class="plan-t">{live(head)}<span class="end">{live(light)}</span></div><p class="plan-n sm t-2">{live(standing)}</p> }
}

/// One of two shapes to choose from.
#[component]
fn Shapes(shape: RwSignal<Shape>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    let chip = move |of: Shape, word: &'static str| {
        view! {
            <button class="chip" data-size="s" type="button" aria-pressed=attr(move || (shape.get() == of).to_string()) on:click=move |_| shape.set(of)>{word}</button>
        }
    };
    view! { <div class="chips plan-s" role="group" aria-label=w().shapes>{chip(Shape::Line, w().as_line)}{chip(Shape::Grid, w().as_grid)}</div> }
}

#[component]
fn Figures(view: View, shape: RwSignal<Shape>) -> impl IntoView {
    let held = move || view.get().filter(|v| !v.grid.rows.is_empty());
    view! {
        <If when=move || held().is_some()>
            <If when=move || shape.get() == Shape::Line>{live(move || held().map(|view| view! { <PlanFigure view/> }))}</If>
            <div class="plan-g" data-quiet=attr(move || (shape.get() == Shape::Line).then_some(""))>
                {live(move || held().map(|view| view! { <PlanGrid view/> }))}
            </div>
            <Legend/>
        </If>
    }
}
