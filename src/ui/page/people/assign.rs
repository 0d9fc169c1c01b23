//! Giving projects to secretaries: to one person from the person, or one project from those that have nobody.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Roster;
use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref};
use crate::screen::people::{PersonRow, ProjectRow};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::text::fill;
use crate::ui::part::{Icon, If, attr, live};

/// How many projects are listed before one searches.
const SHOWN: usize = 30;

#[component]
pub fn Serving(person: Ref, row: Memo<Option<PersonRow>>, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let served = Memo::new(move |_| roster.view.with(|view| view.served(&person)));
    let may = move || row.with(|row| row.as_ref().is_some_and(|row| row.assign.is_yes()));
    let line = |project: ProjectRow| view! { <li><a href=Route::Project(project.id).print()><bdi>{project.name}</bdi></a></li> };
    view! {
        <section class="card pad box" aria-labelledby="h-srv">
            <h2 id="h-srv">{w().projects}" "<span class="t-3">{live(move || served.with(Vec::len))}</span></h2>
            <If when=move || served.with(Vec::is_empty)><p class="sm t-2">{w().no_projects}</p></If>
            <ul class="plainlist sm">{live(move || served.get().into_iter().map(line).collect_view())}</ul>
            <If when=may><Assign person row roster/></If>
        </section>
    }
}

#[component]
fn Assign(person: Ref, row: Memo<Option<PersonRow>>, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let query = RwSignal::new(String::new());
    let ticks = RwSignal::new(BTreeSet::<ProjectId>::new());
    let giving = Giving::new(roster);
    let found = Memo::new(move |_| {
        let query = query.get();
        row.with(|row| row.as_ref().map(|row| roster.view.with(|view| view.assignable(row, &query))).unwrap_or_default())
    });
    let many = move || {
        let (now, limit) = (row.with(|row| row.as_ref().map_or(0, |row| row.projects)), roster.view.with(|view| view.per_secretary));
        let then = now + ticks.with(BTreeSet::len) as u64;
        (ticks.with(|ticks| !ticks.is_empty()) && then > limit.max(0) as u64).then(|| ctx.t().would_have(then, limit))
    };
    let go = move |_| {
        let projects: Vec<ProjectId> = ticks.get_untracked().into_iter().collect();
        giving.give(projects, person, Callback::new(move |()| ticks.set(BTreeSet::new())));
    };
    let hint = move || match (found.with(Vec::is_empty), query.with(|query| query.trim().is_empty())) {
        (true, false) => w().assign_none,
        (false, true) => w().assign_free,
        (true, true) | (false, false) => "",
    };
    view! {
        <div class="field">
            <span class="label" id="l-assign">{w().assign}</span>
            <label class="find"><Icon name="search"/><span class="sr">{w().assign_find}</span>
                <input type="search" placeholder=w().assign_find prop:value=attr(move || query.get()) on:input=move |event| query.set(event_target_value(&event))/>
            </label>
            <p class="hint">{live(hint)}</p>
            <div class="ticks" role="group" aria-labelledby="l-assign">
                {live(move || found.get().into_iter().take(SHOWN).map(|project| tick_line(project, ticks, roster)).collect_view())}
            </div>
            {live(move || many().map(|words| view! { <p class="sm t-yellow">{words}</p> }))}
            <If when=move || !found.with(Vec::is_empty)>
                <button class="btn" type="button" data-kind="soft" aria-busy=attr(move || giving.busy.get().then_some("true"))
                    aria-disabled=attr(move || ticks.with(BTreeSet::is_empty).then_some("true")) on:click=go>
                    {live(move || if giving.busy.get() { w().assigning.to_string() } else { ctx.t().assign_go(ticks.with(BTreeSet::len)) })}
                </button>
            </If>
            <Given giving/>
        </div>
    }
}

fn tick_line(project: ProjectRow, ticks: RwSignal<BTreeSet<ProjectId>>, roster: Roster) -> impl IntoView {
    let t = roster.ctx.t();
    let id = project.id;
    let tick = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        ticks.update(|ticks| {
            if on {
                ticks.insert(id)
            } else {
                ticks.remove(&id)
            };
        });
    };
    let district = project.district.map(|(_, name)| view! { " "<span class="t-3"><bdi>{name}</bdi></span> });
    let now = project.secretary.map(|(_, name)| view! { " "<span class="t-3"><bdi>{fill(t.people().now_with, &[&name])}</bdi></span> });
    view! {
        <label><input type="checkbox" class="ck" prop:checked=attr(move || ticks.with(|ticks| ticks.contains(&id))) on:change=tick/>
            <span><bdi>{project.name}</bdi>{district}{now}</span></label>
    }
}

/// A giving under way, and to whom the last one went.
#[derive(Clone, Copy)]
struct Giving {
    roster: Roster,
    busy: RwSignal<bool>,
    /// With the names of what was given.
    given: RwSignal<Option<(Ref, String, Vec<String>)>>,
    failed: RwSignal<Option<Failure>>,
}

impl Giving {
    fn new(roster: Roster) -> Giving {
        Giving { roster, busy: RwSignal::new(false), given: RwSignal::new(None), failed: RwSignal::new(None) }
    }

    fn give(self, projects: Vec<ProjectId>, to: Ref, done: Callback<()>) {
        if self.busy.get_untracked() || projects.is_empty() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        self.given.set(None);
        let names = self.roster.view.with_untracked(|view| {
            let given = view.projects.iter().filter(|p| projects.contains(&p.id));
            given.map(|p| p.name.clone()).collect::<Vec<_>>()
        });
        spawn_local(async move {
            let outcome = self.roster.ctx.commit(Command::AssignProjects { projects, secretary: Some(to) }, Along::default()).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(_) => {
                    let name = self.roster.view.with_untracked(|view| view.people.iter().find(|p| p.id == to).map(|p| p.name.clone()));
                    self.given.set(Some((to, name.unwrap_or_default(), names)));
                    done.run(());
                }
                Err(failure) => self.failed.set(Some(failure)),
            }
        });
    }
}

/// A full file is offered to whoever was given projects: they hold nothing of them yet.
#[component]
fn Given(giving: Giving) -> impl IntoView {
    let ctx = giving.roster.ctx;
    let given = move || {
        let (person, name, projects) = giving.given.get()?;
        let given = ctx.t().given_names(&projects);
        let w = ctx.t().people();
        let send = (!ctx.is_sample()).then(|| {
            view! { <a class="btn" data-kind="soft" href=Route::Send(Some(person)).print()><Icon name="send"/>{w.send_full}</a> }
        });
        Some(
            view! { <p class="status" data-state="saved"><Icon name="check"/><span><bdi>{name}</bdi>" "{w.assigned}" "<bdi>{given}</bdi></span></p>{send} },
        )
    };
    let failed = move || {
        giving
            .failed
            .get()
            .map(|failure| view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> })
    };
    view! { <div class="box" role="status">{live(given)}</div><div role="alert">{live(failed)}</div> }
}

/// Projects that nobody serves; absent when there are none, or for those who may not give them.
#[component]
pub fn Unassigned(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let free = Memo::new(move |_| roster.view.with(|view| view.unassigned()));
    let choosing = RwSignal::new(None::<ProjectId>);
    let giving = Giving::new(roster);
    let line = move |project: ProjectRow| {
        let id = project.id;
        let district = project.district.clone().map(|(_, name)| view! { " "<span class="t-3"><bdi>{name}</bdi></span> });
        let label = fill(w().give_label, &[&project.name]);
        let row = StoredValue::new(project.clone());
        view! {
            <li>
                <span><bdi>{project.name}</bdi>{district}</span>
                <button class="btn" type="button" aria-label=label aria-expanded=attr(move || (choosing.get() == Some(id)).to_string())
                    on:click=move |_| choosing.update(|held| *held = if *held == Some(id) { None } else { Some(id) })>{w().give_to}</button>
                <If when=move || choosing.get() == Some(id)><Takers project=row giving/></If>
            </li>
        }
    };
    view! {
        <If when=move || !free.with(Vec::is_empty) || giving.given.with(Option::is_some)>
            <section class="card pad box" aria-labelledby="h-un">
                <h2 id="h-un">{w().unassigned}" "<span class="t-3">{live(move || free.with(Vec::len))}</span></h2>
                <Given giving/>
                <ul class="un">{live(move || free.get().into_iter().take(SHOWN).map(line).collect_view())}</ul>
            </section>
        </If>
    }
}

#[component]
fn Takers(project: StoredValue<ProjectRow>, giving: Giving) -> impl IntoView {
    let ctx = giving.roster.ctx;
    let w = move || ctx.t().people();
    let id = project.with_value(|project| project.id);
    let takers = move || {
        let (view, project) = (giving.roster.view.get(), project.get_value());
        view.takers(&project).into_iter().map(|p| (p.id, p.name.clone(), p.projects)).collect::<Vec<_>>()
    };
    let chosen = RwSignal::new(takers().first().map(|(id, ..)| *id));
    let choose = move |event: web_sys::Event| chosen.set(Ref::parse(&event_target_value(&event)));
    let option = move |(person, name, projects): (Ref, String, u64)| {
        let label = format!("{name}{}{}", ctx.t().dot(), ctx.t().project_count(projects as usize));
        view! { <option value=person.to_string() prop:selected=attr(move || chosen.get() == Some(person))>{label}</option> }
    };
    let give = move |_| {
        if let Some(person) = chosen.get_untracked() {
            giving.give(vec![id], person, Callback::new(|()| {}));
        }
    };
    view! {
        <div class="takers">
            <select class="input" aria-label=w().secretaries on:change=choose>{live(move || takers().into_iter().map(option).collect_view())}</select>
            <button class="btn" data-kind="soft" type="button" aria-busy=attr(move || giving.busy.get().then_some("true")) on:click=give>{w().give}</button>
        </div>
    }
}
