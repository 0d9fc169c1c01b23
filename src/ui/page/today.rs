//! What today asks for: projects to be visited, and what waits to be sent.

use leptos::prelude::*;

use crate::domain::id::ProjectId;
use crate::domain::state::Person;
use crate::screen::projects::may_assign;
use crate::screen::route::Route;
use crate::screen::today::{self, Due, LATE_AFTER, Today as View};
use crate::text::fill;
use crate::ui::app::{SavedStatus, Tabs};
use crate::ui::ctx::ctx;
use crate::ui::part::Icon;

#[component]
pub fn Today() -> impl IntoView {
    let ctx = ctx();
    let view = Memo::new(move |_| {
        let me = ctx.me()?;
        Some(today::today(&ctx.snapshot().state, &me, ctx.own(), ctx.today.get()))
    });
    let all_done = move || view.with(|v| v.as_ref().is_some_and(|v| v.due.is_empty() && v.projects > 0));
    view! {
        <Head projects=Signal::derive(move || view.with(|v| v.as_ref().map_or(0, |v| v.projects)))/>
        <main id="main" class:alldone=all_done>
            {move || view.get().map(|view| match (view.projects, view.due.is_empty()) {
                (0, _) => view! { <NoneMine/> }.into_any(),
                (_, true) => view! { <AllDone view/> }.into_any(),
                (_, false) => view! { <DueList view/> }.into_any(),
            })}
            <Show when=move || ctx.desk.get()><div class="card"><UnsentStrip/></div></Show>
        </main>
        <Show when=move || !ctx.desk.get()><Tabs><UnsentStrip/></Tabs></Show>
    }
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
            <h1>{move || ctx.t().day_with_weekday(ctx.today.get())}</h1>
            <p class="who"><bdi>{move || who(ctx.me(), projects.get(), ctx.t())}</bdi></p>
            <p class="who">
                <SavedStatus/>
                <Show when=move || !ctx.online.get()>
                    <span class="status" data-state="offline"><Icon name="offline"/>{move || ctx.t().common.offline}</span>
                </Show>
                <Show when=move || !ctx.is_admitted()>
                    <span class="status" data-state="unsent"><Icon name="clock"/>{move || ctx.t().common.not_admitted}</span>
                </Show>
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
                <h2 id="h-visit">{move || ctx.t().due_count(count)}</h2>
                <span>{move || fill(ctx.t().today.due_rule, &[&every.to_string()])}</span>
            </div>
            <div class="card">
                {view.due.into_iter().map(due_line).collect_view()}
                {(more > 0).then(|| view! {
                    <a class="row all" href=Route::Projects.print()>{move || fill(ctx.t().today.more, &[&more.to_string()])}<Icon name="next"/></a>
                })}
            </div>
        </section>
    }
}

fn due_line(due: Due) -> impl IntoView {
    let ctx = ctx();
    let Due { id, name, last } = due;
    let about = move || {
        let t = ctx.t();
        match last {
            None => view! { <p>{t.today.never}</p> }.into_any(),
            Some((day, lateness)) => {
                let late = matches!(lateness, today::Lateness::Over(_));
                view! {
                    <p>{t.today.last}" "<time>{t.day(day, ctx.today.get())}</time>{t.comma()}
                        <span class="nowrap" class:t-yellow=late>{t.lateness(lateness)}</span></p>
                }
                .into_any()
            }
        }
    };
    let label = { let name = name.clone(); move || format!("{} {name}", ctx.t().today.log) };
    view! {
        <div class="row">
            <div><a class="quiet" href=Route::Project(id).print()><b><bdi>{name}</bdi></b></a>{about}</div>
            <a class="btn" data-kind="soft" href=Route::Visit(Some(id)).print() aria-label=label>{move || ctx.t().today.log}</a>
        </div>
    }
}

#[component]
fn AllDone(view: View) -> impl IntoView {
    let ctx = ctx();
    let next = view.next.clone();
    let said = { let view = view.clone(); move || ctx.t().done_today(&view) };
    let next_line = move || next.clone().map(|(day, id, name): (_, ProjectId, String)| {
        let t = ctx.t();
        view! {
            <p class="t-2">{t.today.next}<time>{t.day_with_weekday(day)}</time><br/>
                {t.today.next_visit}" "<a href=Route::Project(id).print()><bdi>{name}</bdi></a></p>
        }
    });
    view! {
        <Icon name="check"/>
        <h2>{move || ctx.t().today.all_done}</h2>
        <p>{said}</p>
        {next_line}
    }
}

#[component]
fn NoneMine() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().today;
    view! {
        <section class="stack">
            <h2>{move || w().none_mine}</h2>
            <Show when=move || may_assign(ctx.me().as_ref()) fallback=move || view! { <p class="t-2">{move || w().none_mine_hint}</p> }>
                <a class="btn" data-kind="main" href=Route::Table.print()><Icon name="doc"/>{move || w().to_table}</a>
            </Show>
            <a class="btn" href=Route::Receive.print()><Icon name="inbox"/>{move || w().to_receive}</a>
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
        let last = unsent.last.map_or_else(|| t.today.never_sent.to_string(), |last| t.last_sent(&last, ctx.today.get()));
        if unsent.count > 0 && unsent.days >= LATE_AFTER {
            format!("{last}{}{}", t.comma(), fill(t.today.wait_days, &[&unsent.days.to_string()]))
        } else {
            last
        }
    };
    let late = move || unsent.with(|u| u.count > 0 && u.days >= LATE_AFTER);
    view! {
        <Show when=move || !ctx.is_sample()>
            <div class="unsent" data-tone=move || late().then_some("yellow")>
                <div><b>{move || ctx.t().unsent(unsent.with(|u| u.count))}</b><p>{about}</p></div>
                <a class="btn" data-kind=move || unsent.with(|u| u.count > 0).then_some("main") href=Route::Send(None).print()>
                    <Icon name="send"/>{move || ctx.t().common.send}
                </a>
            </div>
        </Show>
    }
}
