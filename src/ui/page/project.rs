//! One project: its facts, its problems and visits, and who changed what.

mod excuse;
mod light;
mod nodes;

use leptos::ev;
use leptos::prelude::*;

use super::conflict::InProject;
use super::duty;
use super::items::{ItemCard, RemovedLines, said_by};
use super::projects::is_in;
use crate::domain::id::{ProjectId, Scope};
use crate::domain::state::Target;
use crate::screen::conflict::Place;
use crate::screen::project::{self, Fact, ProjectView, Reader, Said, Value, What};
use crate::screen::route::Route;
use crate::text::{Text, fill};
use crate::ui::app::SavedStatus;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, If, live, split};

/// So many entries are shown before one asks for more.
const SHOWN: usize = 20;

type View = Memo<Option<ProjectView>>;

#[component]
pub fn Project(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let view: View = Memo::new(move |_| {
        let me = ctx.me();
        project::project(&ctx.snapshot().state, &id, Reader { me: me.as_ref(), own: ctx.own() })
    });
    let held = Memo::new(move |_| view.with(Option::is_some));
    live(move || match (held.get(), ctx.desk.get()) {
        (false, _) => view! { <Missing/> }.into_any(),
        (true, true) => view! { <DeskProject id view/> }.into_any(),
        (true, false) => view! { <PhoneProject id view/> }.into_any(),
    })
}

#[component]
pub fn Missing() -> impl IntoView {
    let ctx = ctx();
    view! {
        <main id="main" class="stack">
            <p class="notice"><Icon name="info"/><span>{ctx.t().project().missing}</span></p>
            <a class="btn" href=Route::Projects.print()>{ctx.t().project().to_projects}</a>
        </main>
    }
}

#[component]
fn PhoneProject(id: ProjectId, view: View) -> impl IntoView {
    let ctx = ctx();
    let log = move || view! { <Icon name="plus"/>{ctx.t().project().log_visit} };
    view! {
        <header class="bar">
            <a class="back" href=Route::Projects.print() aria-label=ctx.t().common().back><Icon name="back"/></a>
            <span class="grow"><SavedStatus/></span>
            <EditLink id view/>
        </header>
        <main id="main">
            <Head view/>
            <light::LightCard id/>
            <InProject id/>
            <duty::InProject id/>
            <nodes::Nodes id/>
            <super::permits::InProject id/>
            <super::invest::InProject id/>
            <super::milestones::InProject id/>
            <Problems id view/>
            <Visits id view/>
            <Facts view/>
            <Changes id view/>
            <nodes::GoneNodes id/>
            <Gone id/>
            <Foot view/>
        </main>
        <footer class="thumb"><div class="thumb-in pair"><nodes::ReportLink id/><a class="btn" data-kind="main" href=Route::Visit(Some(id)).print()>{log()}</a></div></footer>
    }
}

#[component]
fn DeskProject(id: ProjectId, view: View) -> impl IntoView {
    let ctx = ctx();
    let log = move || view! { <Icon name="plus"/>{ctx.t().project().log_visit} };
    escape(ctx);
    view! {
        <main id="main" class="page">
            <header class="top">
                <a class="btn" data-kind="plain" href=Route::Projects.print()><Icon name="back"/>{ctx.t().common().ledger}</a>
                <Head view/>
                <span class="push acts"><SavedStatus/><EditLink id view/><nodes::ReportLink id/><a class="btn" data-kind="main" href=Route::Visit(Some(id)).print()>{log()}</a></span>
            </header>
            <div class="cols wide">
                <div class="scroll">
                    <InProject id/><duty::InProject id/><nodes::Nodes id/><super::permits::InProject id/><super::invest::InProject id/><super::milestones::InProject id/>
                    <Problems id view/><Visits id view/><Changes id view/><nodes::GoneNodes id/><Gone id/>
                </div>
                <div class="rail"><div class="scroll"><light::LightCard id/><Facts view/><Foot view/></div></div>
            </div>
        </main>
    }
}

/// Esc leads back to the list, but not out of what is being written.
fn escape(ctx: Ctx) {
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && !event.is_composing() && !is_in(event.target(), "input, select, textarea") {
            ctx.go(Route::Projects);
        }
    });
    on_cleanup(move || keys.remove());
}

/// Only for those who may write some fact of it.
#[component]
fn EditLink(id: ProjectId, view: View) -> impl IntoView {
    let ctx = ctx();
    let may = move || view.with(|v| v.as_ref().is_some_and(|v| v.writer.is_some()));
    view! {
        <If when=may><a class="btn" data-kind="plain" href=Route::EditProject(id).print()>{ctx.t().project().edit}</a></If>
    }
}

#[component]
fn Head(view: View) -> impl IntoView {
    let ctx = ctx();
    let tags = move || {
        let t = ctx.t();
        view.get().map(|v| {
            let words = [Some(t.category(&v.category)), Some(v.district), v.phase.map(|p| t.phase(&p))];
            let words = words.into_iter().flatten().filter(|w| !w.is_empty());
            view! {
                {v.key.then(|| view! { <span class="tag" data-tone="accent">{t.project().key}</span> })}
                {words.map(|word| view! { <span class="tag"><bdi>{word}</bdi></span> }).collect_view()}
            }
        })
    };
    view! {
        <div class="p-head">
            <h1><bdi>{live(move || view.with(|v| v.as_ref().map(|v| v.name.clone())))}</bdi></h1>
            <p class="tags">{live(tags)}</p>
        </div>
    }
}

#[component]
fn Facts(view: View) -> impl IntoView {
    let ctx = ctx();
    let facts = move || {
        let t = ctx.t();
        let facts = view.with(|v| v.as_ref().map(|v| v.facts.clone()).unwrap_or_default());
        // What was never said is not there; what was taken away is, with what it was.
        let told = facts.into_iter().filter(|f| f.value != Value::None || !f.older.is_empty() || f.current.len() > 1);
        let id = view.with(|v| v.as_ref().map(|v| v.id));
        let place = |fact: &Fact| id.map(|id| Place::of(Scope::Project(id), Target::Project, fact.field.as_str()));
        told.map(|fact| (place(&fact), fact)).map(|(place, fact)| fact_line(fact, place, t)).collect_view()
    };
    view! {
        <section aria-labelledby="h-facts">
            <div class="sec-h"><h2 id="h-facts">{ctx.t().project().facts}</h2></div>
            <dl class="card facts">{live(facts)}</dl>
        </section>
    }
}

fn said_line(said: Said, in_force: bool, t: &'static Text) -> impl IntoView {
    view! {
        <li>
            <span><bdi>{t.fact_value(&said.value)}</bdi>{in_force.then(|| view! { " "<span class="tag" data-tone="accent">{t.project().in_force}</span> })}</span>
            <span class="xs t-3">{said_by(t.project().written, said.by, &said.at)}</span>
        </li>
    }
}

/// A fact with the values that are in force, and those that were.
fn fact_line(fact: Fact, place: Option<Place>, t: &'static Text) -> impl IntoView {
    let Fact { field, value, current, older } = fact;
    let conflict = current.len() > 1;
    let values = if conflict {
        let count = current.len().to_string();
        let lines = current.iter().cloned().enumerate().map(|(n, said)| said_line(said, n == 0, t)).collect_view();
        view! {
            <span class="tag" data-tone="yellow"><Icon name="split"/>{fill(t.project().conflict, &[&count])}</span>
            <ul class="said">{lines}</ul>
            <span class="xs t-3">{t.project().conflict_hint}</span>
            {place.map(|place| view! { <a class="btn" data-kind="soft" href=Route::Conflict(place.scope, Some(place.key)).print()>{t.conflict().settle}</a> })}
        }
        .into_any()
    } else {
        view! { <bdi>{t.fact_value(&value)}</bdi> }.into_any()
    };
    let history = (!older.is_empty()).then(|| {
        let times = older.len();
        let in_force = (!conflict).then_some(current).into_iter().flatten().map(|said| said_line(said, true, t)).collect_view();
        let lines = older.into_iter().map(|said| said_line(said, false, t)).collect_view();
        view! { <details class="was"><summary>{t.changed_times(times)}</summary><ul class="said">{in_force}{lines}</ul></details> }
    });
    view! { <div><dt>{t.fact_label(field)}</dt><dd>{values}{history}</dd></div> }
}

/// Entries of one sort, the newest first, with a button for more.
#[component]
fn Entries(id: ProjectId, view: View, of: fn(&What) -> bool) -> impl IntoView {
    let ctx = ctx();
    let shown = RwSignal::new(SHOWN);
    let names =
        Memo::new(move |_| view.with(|v| v.iter().flat_map(|v| &v.items).filter(|i| of(&i.what)).map(|i| i.name).collect::<Vec<_>>()));
    let left = move || names.with(|names| names.len().saturating_sub(shown.get()));
    view! {
        <ul class="card items">
            <For each=move || names.get().into_iter().take(shown.get()) key=|name| *name let:name>
                {
                    let item = Memo::new(move |_| view.with(|v| v.as_ref().and_then(|v| v.items.iter().find(|i| i.name == name).cloned())));
                    view! { <ItemCard item project=id/> }
                }
            </For>
        </ul>
        <If when=move || { left() > 0 }>
            <button class="btn more" type="button" on:click=move |_| shown.update(|n| *n += SHOWN)>{live(move || fill(ctx.t().project().older, &[&left().to_string()]))}</button>
        </If>
    }
}

#[component]
fn Problems(id: ProjectId, view: View) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().project();
    let is_problem: fn(&What) -> bool = |what| matches!(what, What::Problem { .. });
    let some = move || view.with(|v| v.iter().flat_map(|v| &v.items).any(|i| is_problem(&i.what)));
    view! {
        <section aria-labelledby="h-problem">
            <div class="sec-h"><h2 id="h-problem">{live(move || fill(w().problems, &[&view.with(|v| v.as_ref().map_or(0, |v| v.problems)).to_string()]))}</h2></div>
            <If when=some fallback=move || view! { <p class="hint none">{w().no_problems}</p> }><Entries id view of=is_problem/></If>
        </section>
    }
}

#[component]
fn Visits(id: ProjectId, view: View) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().project();
    let is_visit: fn(&What) -> bool = |what| matches!(what, What::Visit { .. });
    let some = move || view.with(|v| v.iter().flat_map(|v| &v.items).any(|i| is_visit(&i.what)));
    let (visits, contacts) =
        (move || view.with(|v| v.as_ref().map_or(0, |v| v.visits)), move || view.with(|v| v.as_ref().map_or(0, |v| v.contacts)));
    // A call is no visit (design §6): each has its own number and its own day.
    let heading = move || {
        let others = (contacts() > 0).then(|| format!("{}{}", ctx.t().comma(), fill(w().contacts, &[&contacts().to_string()])));
        format!("{}{}", fill(w().visits, &[&visits().to_string()]), others.unwrap_or_default())
    };
    let last = move || {
        let t = ctx.t();
        let (visit, contact) = view.with(|v| v.as_ref().map_or((None, None), |v| (v.last_visit, v.last_contact)));
        let told = [visit.map(|day| (w().last_visit, day)), contact.map(|day| (w().last_contact, day))];
        let told: Vec<String> = told.into_iter().flatten().map(|(pattern, day)| fill(pattern, &[&t.day(day, ctx.today.get())])).collect();
        told.join(t.comma())
    };
    view! {
        <section aria-labelledby="h-visits">
            <div class="sec-h"><h2 id="h-visits">{live(heading)}</h2><span>{live(last)}</span></div>
            <If when=some fallback=move || view! { <p class="hint none">{w().no_visits}</p> }><Entries id view of=is_visit/></If>
        </section>
    }
}

/// The registration is among them, so there always is one.
#[component]
fn Changes(id: ProjectId, view: View) -> impl IntoView {
    let ctx = ctx();
    let is_change: fn(&What) -> bool = |what| matches!(what, What::Registered | What::Changed(_) | What::Noted);
    view! {
        <section aria-labelledby="h-changes">
            <div class="sec-h"><h2 id="h-changes">{ctx.t().project().changes}</h2></div>
            <Entries id view of=is_change/>
        </section>
    }
}

#[component]
fn Gone(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let removed = Memo::new(move |_| project::removed(&ctx.snapshot(), &id));
    view! { <RemovedLines removed/> }
}

#[component]
fn Foot(view: View) -> impl IntoView {
    let ctx = ctx();
    let newest = move || view.with(|v| v.as_ref().and_then(|v| v.newest.clone()));
    view! {
        <p class="foot sm t-2">{live(move || newest().map(|at| {
            let (before, after) = split(ctx.t().project().data_until);
            view! { {before}<time>{ctx.t().moment(&at, ctx.today.get())}</time>{after} }
        }))}</p>
    }
}
