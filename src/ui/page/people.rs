//! Units, people, invitations, devices.

mod assign;
mod detail;
mod list;
mod register;
mod starter;

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::browser::js::window;
use crate::domain::id::Ref;
use crate::screen::people::{self, Filter, PeopleView, PersonRow};
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::admit::{Proofs, proofs};
use crate::ui::part::{Bar, Icon, If, attr, live};
use assign::Unassigned;
use detail::Detail;
use list::{Chips, PhoneList, Table, Tiles};
use register::{RegisterPerson, Units};
pub use starter::NotYet;
use starter::Starter;

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Roster {
    ctx: Ctx,
    view: Memo<PeopleView>,
    filter: RwSignal<Filter>,
    query: RwSignal<String>,
    selected: RwSignal<Option<Ref>>,
    /// Starters made since the page was opened: their private keys are nowhere else.
    starters: RwSignal<BTreeMap<Ref, Starter>, LocalStorage>,
    /// What the joins of waiting devices are worth.
    proofs: Proofs,
}

impl Roster {
    fn new(ctx: Ctx, shown: Option<Ref>) -> Roster {
        let view = Memo::new(move |_| people::view(&ctx.snapshot(), ctx.own(), ctx.today.get()));
        let waiting = Memo::new(move |_| view.with(PeopleView::waiting));
        let proofs = proofs(ctx, waiting);
        Roster {
            ctx,
            view,
            filter: RwSignal::new(Filter::All),
            query: RwSignal::new(String::new()),
            selected: RwSignal::new(shown),
            starters: RwSignal::new_local(BTreeMap::new()),
            proofs,
        }
    }

    fn select(self, person: Option<Ref>) {
        self.selected.set(person);
        if !self.ctx.desk.get_untracked() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    fn row(self, person: Ref) -> Memo<Option<PersonRow>> {
        Memo::new(move |_| self.view.with(|view| view.people.iter().find(|p| p.id == person).cloned()))
    }

    /// Whether a starter for the person was made here and has not left yet.
    fn is_unshared(self, person: &Ref) -> bool {
        self.starters.with(|starters| starters.get(person).is_some_and(|starter| !starter.has_left()))
    }

    fn may_register(self) -> bool {
        self.view.with(|view| !view.roles.is_empty())
    }
}

#[component]
pub fn People(shown: Option<Ref>) -> impl IntoView {
    let ctx = ctx();
    let roster = Roster::new(ctx, shown);
    live(move || if ctx.desk.get() { view! { <DeskPeople roster/> }.into_any() } else { view! { <PhonePeople roster/> }.into_any() })
}

#[component]
fn DeskPeople(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    view! {
        <main id="main" class="page">
            <header class="top">
                <h1>{w().title}</h1>
                <span class="t-2">{live(move || lead(roster))}</span>
                <ManyStarters roster/>
                <Find roster/>
            </header>
            <Tiles roster/>
            <div class="cols wide">
                <section class="card tablebox" aria-label=w().roster>
                    <div class="filters"><Chips roster/><span class="end sm t-2">{w().first}</span></div>
                    <Table roster/>
                </section>
                <div class="rail">
                    <div class="railbox">
                        {live(move || match roster.selected.get() {
                            Some(person) => view! { <Detail person roster/> }.into_any(),
                            None => view! { <Forms roster/> }.into_any(),
                        })}
                    </div>
                </div>
            </div>
        </main>
    }
}

#[component]
fn PhonePeople(roster: Roster) -> impl IntoView {
    live(move || match roster.selected.get() {
        Some(person) => view! { <PhonePerson person roster/> }.into_any(),
        None => view! { <PhoneRoster roster/> }.into_any(),
    })
}

#[component]
fn PhoneRoster(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    view! {
        <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
        <main id="main" class="stack">
            <p class="hint">{live(move || lead(roster))}</p>
            <ManyStarters roster/>
            <Forms roster/>
            <section class="field" aria-labelledby="h-roster">
                <h2 class="label" id="h-roster">{w().roster}</h2>
                <Find roster/>
                <Chips roster/>
                <PhoneList roster/>
                <p class="hint">{w().heard_hint}</p>
            </section>
        </main>
    }
}

#[component]
fn PhonePerson(person: Ref, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    view! {
        <header class="bar">
            <button class="back" type="button" aria-label=ctx.t().common().back on:click=move |_| roster.select(None)><Icon name="back"/></button>
            <h1>{ctx.t().people().person}</h1>
        </header>
        <main id="main" class="stack"><Detail person roster/></main>
    }
}

/// What one may add, and what still lacks a secretary; nothing of it for those who may not.
#[component]
fn Forms(roster: Roster) -> impl IntoView {
    let city = move || roster.view.with(|view| view.units.is_yes());
    view! {
        <If when=move || roster.may_register()><RegisterPerson roster/></If>
        <If when=city><Units roster/></If>
        <Unassigned roster/>
    }
}

/// The way to many starters at once, for those who may make one.
#[component]
fn ManyStarters(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    view! {
        <If when=move || roster.may_register() && !ctx.is_sample()>
            <a class="btn" href=Route::Starters.print()><Icon name="key"/>{ctx.t().many().starters_way}</a>
        </If>
    }
}

#[component]
fn Find(roster: Roster) -> impl IntoView {
    let w = move || roster.ctx.t().people();
    view! {
        <label class="find"><Icon name="search"/><span class="sr">{w().find}</span>
            <input type="search" placeholder=w().find prop:value=attr(move || roster.query.get())
                on:input=move |event| roster.query.set(event_target_value(&event))/>
        </label>
    }
}

fn lead(roster: Roster) -> String {
    fill(roster.ctx.t().people().lead, &[&roster.view.with(|view| view.per_secretary).to_string()])
}
