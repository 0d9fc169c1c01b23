//! What today asks for: projects to be visited, and what waits to be sent.

use leptos::prelude::*;

use crate::browser::collate::Collator;
use crate::domain::id::ProjectId;
use crate::domain::state::Person;
use crate::later::{self, Mark};
use crate::screen::projects::may_assign;
use crate::screen::route::Route;
use crate::screen::today::{self, AHEAD, DueNode, LATE_AFTER, Lateness, Line, Today as View};
use crate::text::fill;
use crate::ui::app::{SavedStatus, Tabs};
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, If, LightForm, LightMark, attr, live};

#[component]
pub fn Today() -> impl IntoView {
    let ctx = ctx();
    let view = Memo::new(move |_| {
        let me = ctx.me()?;
        let collator = Collator::new();
        Some(today::today(&ctx.snapshot().state, &me, ctx.own(), ctx.today.get(), |a, b| collator.compare(a, b)))
    });
    let projects = Signal::derive(move || view.with(|v| v.as_ref().map_or(0, |v| v.projects)));
    let asked = move || {
        view.get().map(|view| match (view.projects, view.due.is_empty()) {
            (0, _) => view! { <NoneMine/> }.into_any(),
            (_, true) if view.nodes.is_empty() => {
                view! { <section class="alldone"><AllDone view=view.clone()/></section><Others view/> }.into_any()
            }
            (_, true) => view! { <NodeList view=view.clone()/><Others view/> }.into_any(),
            (_, false) => view! { <DueList view=view.clone()/><NodeList view=view.clone()/><Others view/> }.into_any(),
        })
    };
    live(move || {
        if ctx.desk.get() {
            view! {
                <main id="main" class="page">
                    <Head projects/>
                    <div class="cols wide">
                        <div class="scroll stackd">{later::mark(Mark::Today)}{live(asked)}</div>
                        <div class="rail"><div class="card"><UnsentStrip/></div></div>
                    </div>
                </main>
            }
            .into_any()
        } else {
            view! {
                <Head projects/>
                <main id="main">{later::mark(Mark::Today)}{live(asked)}</main>
                <Tabs><UnsentStrip/></Tabs>
            }
            .into_any()
        }
    })
}

fn who(me: Option<Person>, projects: usize, t: &crate::text::Text) -> String {
    let name = me.map(|me| me.name).unwrap_or_default();
    format!("{name}{}{}", t.dot(), t.project_count(projects))
}

#[component]
fn Head(projects: Signal<usize>) -> impl IntoView {
    let ctx = ctx();
    view! {
        <header class="head">
            <h1>{live(move || ctx.t().day_with_weekday(ctx.today.get()))}</h1>
            <p class="who"><bdi>{live(move || who(ctx.me(), projects.get(), ctx.t()))}</bdi></p>
            <p class="who">
                <SavedStatus/>
                <If when=move || !ctx.online.get()>
                    <span class="status" data-state="offline"><Icon name="offline"/>{ctx.t().common().offline}</span>
                </If>
                <If when=move || !ctx.is_admitted()>
                    <span class="status" data-state="unsent"><Icon name="clock"/>{ctx.t().common().not_admitted}</span>
                </If>
            </p>
        </header>
    }
}

#[component]
fn DueList(view: View) -> impl IntoView {
    let ctx = ctx();
    let (count, every, more) = (view.due.len() + view.more, view.every_days, view.more);
    view! {
        <section aria-labelledby="h-visit">
            <div class="sec-h">
                <h2 id="h-visit">{live(move || ctx.t().due_count(count))}</h2>
                <span>{live(move || fill(ctx.t().today().due_rule, &[&every.to_string()]))}</span>
            </div>
            <div class="card">
                {view.due.into_iter().map(project_line).collect_view()}
                {(more > 0).then(|| view! {
                    <a class="row all" href=Route::Projects.print()>{live(move || fill(ctx.t().today().more, &[&more.to_string()]))}<Icon name="next"/></a>
                })}
            </div>
        </section>
    }
}

fn project_line(line: Line) -> impl IntoView {
    let ctx = ctx();
    let Line { id, name, last, contact, late } = line;
    let about = move || {
        let t = ctx.t();
        let when = last.map(|day| view! { {t.today().last}" "<time>{t.day(day, ctx.today.get())}</time> });
        let over = matches!(late, Some(Lateness::Over(_)));
        let joint = (last.is_some() && late.is_some()).then(|| t.comma());
        let spoke = contact
            .map(|day| view! { {t.comma()}<span class="nowrap">{t.today().contact}" "<time>{t.day(day, ctx.today.get())}</time></span> });
        view! { <p>{when}{joint}{late.map(|late| view! { <span class="nowrap" class:t-yellow=over>{t.lateness(late)}</span> })}{spoke}</p> }
    };
    let label = {
        let name = name.clone();
        move || format!("{} {name}", ctx.t().today().log)
    };
    let kind = late.map(|_| "soft");
    view! {
        <div class="row act">
            <div><a class="quiet" href=Route::Project(id).print()><b><bdi>{name}</bdi></b></a>{live(about)}</div>
            <a class="btn" data-kind=kind href=Route::Visit(Some(id)).print() aria-label=label>{ctx.t().today().log}</a>
        </div>
    }
}

/// What falls due of the plans of my projects; a row leads to where it is reported.
#[component]
fn NodeList(view: View) -> impl IntoView {
    let ctx = ctx();
    let (count, more) = (view.nodes.len() + view.nodes_more, view.nodes_more);
    (count > 0).then(|| {
        view! {
            <section aria-labelledby="h-node">
                <div class="sec-h">
                    <h2 id="h-node">{fill(ctx.t().today().nodes, &[&count.to_string()])}</h2>
                    <span>{fill(ctx.t().today().nodes_rule, &[&AHEAD.to_string()])}</span>
                </div>
                <div class="card">
                    {view.nodes.into_iter().map(node_line).collect_view()}
                    {(more > 0).then(|| view! { <p class="row txt t-2">{fill(ctx.t().today().more, &[&more.to_string()])}</p> })}
                </div>
            </section>
        }
    })
}

fn node_line(line: DueNode) -> impl IntoView {
    let ctx = ctx();
    let DueNode { project, name, title, due, days, light, .. } = line;
    let (t, today) = (ctx.t(), ctx.today.get_untracked());
    view! {
        <a class="row" href=Route::Report(project).print()>
            <LightMark light word=t.light(light) form=LightForm::Stack/>
            <div><b><bdi>{name}</bdi></b><p><bdi>{title}</bdi><br/>{t.due_on(due, today)}{t.comma()}<span class="nowrap" class:t-red={days < 0}>{t.days_to(days)}</span></p></div>
            <Icon name="next"/>
        </a>
    }
}

/// The rest of my projects: nothing is asked of them today, but they are one tap away.
#[component]
fn Others(view: View) -> impl IntoView {
    let ctx = ctx();
    let any = !view.rest.is_empty();
    let more = view.rest_more;
    any.then(|| view! {
        <section aria-labelledby="h-mine">
            <div class="sec-h"><h2 id="h-mine">{ctx.t().today().mine}</h2></div>
            <div class="card">
                {view.rest.into_iter().map(project_line).collect_view()}
                {(more > 0).then(|| view! {
                    <a class="row all" href=Route::Projects.print()>{live(move || fill(ctx.t().today().more, &[&more.to_string()]))}<Icon name="next"/></a>
                })}
            </div>
        </section>
    })
}

#[component]
fn AllDone(view: View) -> impl IntoView {
    let ctx = ctx();
    let next = view.next.clone();
    let said = {
        let view = view.clone();
        move || ctx.t().done_today(&view)
    };
    let next_line = move || {
        next.clone().map(|(day, id, name): (_, ProjectId, String)| {
            let t = ctx.t();
            view! {
                <p class="t-2">{t.today().next}<time>{t.day_with_weekday(day)}</time><br/>
                    {t.today().next_visit}" "<a href=Route::Project(id).print()><bdi>{name}</bdi></a></p>
            }
        })
    };
    view! {
        <Icon name="check"/>
        <h2>{ctx.t().today().all_done}</h2>
        <p>{said}</p>
        {live(next_line)}
    }
}

#[component]
fn NoneMine() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().today();
    view! {
        <section class="stack">
            <h2>{w().none_mine}</h2>
            <If when=move || may_assign(ctx.me().as_ref()) fallback=move || view! { <p class="t-2">{w().none_mine_hint}</p> }>
                <a class="btn" data-kind="main" href=Route::Table.print()><Icon name="table"/>{w().to_table}</a>
            </If>
            <a class="btn" href=Route::Receive.print()><Icon name="inbox"/>{w().to_receive}</a>
        </section>
    }
}

/// How much waits to be sent, with one button; absent in the sample, which can't be sent.
#[component]
fn UnsentStrip() -> impl IntoView {
    let ctx = ctx();
    let unsent = Memo::new(move |_| today::unsent(&ctx.snapshot(), ctx.own(), ctx.today.get()));
    let about = move || {
        let (t, unsent) = (ctx.t(), unsent.get());
        let last = unsent.last.map_or_else(|| t.today().never_sent.to_string(), |last| t.last_sent(&last, ctx.today.get()));
        if unsent.count > 0 && unsent.days >= LATE_AFTER {
            format!("{last}{}{}", t.comma(), fill(t.today().wait_days, &[&unsent.days.to_string()]))
        } else {
            last
        }
    };
    let late = move || unsent.with(|u| u.count > 0 && u.days >= LATE_AFTER);
    view! {
        <If when=move || !ctx.is_sample()>
            <div class="unsent" data-tone=attr(move || late().then_some("yellow"))>
                <div><b>{live(move || ctx.t().unsent(unsent.with(|u| u.count)))}</b><p>{live(about)}</p></div>
                <a class="btn" data-kind=attr(move || unsent.with(|u| u.count > 0).then_some("main")) href=Route::Send(None).print()>
                    <Icon name="send"/>{ctx.t().common().send}
                </a>
            </div>
        </If>
    }
}
