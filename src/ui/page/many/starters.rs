//! Starters for many people: one invitation each, written together; one file each.

use leptos::prelude::*;

use super::Frame;
use super::pick::{PickTable, Picking};
use super::run::{Goal, Job, Run, RunSaid, What};
use super::send::Goals;
use crate::browser::outbox::has_folders;
use crate::crypto::closing::Lock;
use crate::domain::bundle::jwe::OWN_ROUNDS;
use crate::domain::calendar::Day;
use crate::screen::lock;
use crate::screen::many;
use crate::screen::route::Route;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::people::NotYet;
use crate::ui::part::{Icon, NewPassphrase, attr, live};

/// How many days a starter is good for unless one says otherwise.
const DAYS: i64 = 14;

#[derive(Clone, Copy)]
struct Inviting {
    ctx: Ctx,
    picking: Picking,
    run: Run,
    until: RwSignal<String>,
    words: RwSignal<String>,
}

impl Inviting {
    fn day(self) -> Option<Day> {
        Day::parse(&self.until.get()).filter(|day| *day >= self.ctx.today.get())
    }

    /// None: something is typed that is no passphrase.
    fn lock(self) -> Option<Option<Lock>> {
        let words = self.words.get();
        if words.is_empty() {
            return Some(None);
        }
        Some(Some(Lock::Passphrase { words: lock::passphrase(&words)?, rounds: OWN_ROUNDS }))
    }

    fn job(self) -> Option<Job> {
        let people = self.picking.chosen.get();
        if people.is_empty() || self.run.is_going() || !self.ctx.is_admitted() {
            return None;
        }
        Some(Job { people, what: What::Starters { until: self.day()? }, words: self.lock()? })
    }

    fn go(self, goal: Goal) {
        if let Some(job) = untrack(|| self.job()) {
            self.run.start(job, goal);
        }
    }
}

#[component]
pub fn Starters() -> impl IntoView {
    let ctx = ctx();
    let inviting = Inviting {
        ctx,
        picking: Picking::new(ctx, Memo::new(move |_| many::starters(&ctx.snapshot(), ctx.own(), ctx.today.get()))),
        run: Run::new(ctx),
        until: RwSignal::new(ctx.today.get_untracked().plus(DAYS).to_string()),
        words: RwSignal::new(String::new()),
    };
    on_cleanup(move || inviting.run.stop());
    let w = ctx.t().many();
    let list = move || view! { <PickTable picking=inviting.picking run=inviting.run/> };
    let rail = move || view! { <RunSaid run=inviting.run/><Asked inviting/> };
    view! { <Frame ctx title=w.starters lead=w.starters_lead back=Route::People(None) list=list.into() rail=rail.into() foot=(move || view! { <Foot inviting/> }).into()/> }
}

#[component]
fn Asked(inviting: Inviting) -> impl IntoView {
    let ctx = inviting.ctx;
    let (w, people) = (ctx.t().many(), ctx.t().people());
    let until = inviting.until;
    view! {
        <section class="card pad box" aria-label=w.starters>
            <NotYet ctx/>
            <div class="field">
                <label for="until">{people.until}</label>
                <input class="input" id="until" type="date" required min=attr(move || ctx.today.get().to_string()) prop:value=attr(move || until.get())
                    aria-invalid=attr(move || inviting.day().is_none().then_some("true")) aria-describedby="until-hint" on:input=move |event| until.set(event_target_value(&event))/>
                <p class="hint" id="until-hint">{people.until_hint}</p>
            </div>
            <div class="notice" data-tone="yellow"><Icon name="key"/><p>{w.key_note}</p></div>
            <details>
                <summary>{ctx.t().lock().starter}</summary>
                <div class="box"><p class="hint">{w.phrase_starters}</p><NewPassphrase text=inviting.words t=ctx.t()/></div>
            </details>
            <p class="hint">{w.kept_note}</p>
        </section>
    }
}

#[component]
fn Foot(inviting: Inviting) -> impl IntoView {
    let ctx = inviting.ctx;
    let (t, w) = (ctx.t(), ctx.t().many());
    let sum = move || match inviting.picking.chosen.with(Vec::len) {
        0 => w.first.to_string(),
        people => t.many_sum(people, people),
    };
    view! {
        <p><b>{live(sum)}</b><span class="sm t-2">{if has_folders() { w.folder_hint } else { w.no_folder }}</span></p>
        <Goals possible=Signal::derive(move || inviting.job().is_some()) go=Callback::new(move |goal| inviting.go(goal)) ctx/>
    }
}
