//! Clearing a ledger off this device: first what nobody else holds is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::screen::route::Route;
use crate::screen::wipe::{self, Lost};
use crate::session::Failure;
use crate::text::fill;
use crate::ui::ctx::ctx;
use crate::ui::drafts;
use crate::ui::page::reminders::backup_age;
use crate::ui::part::{Icon, If, attr, live};

/// Projects that are listed; the others are counted.
const LISTED: usize = 10;

#[derive(Clone, PartialEq, Debug)]
enum Step {
    Closed,
    Asked,
    Clearing,
    Failed(Failure),
}

#[component]
pub fn WipeBox() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().wipe();
    let step = RwSignal::new(Step::Closed);
    let body = move || {
        match step.get() {
        Step::Closed => view! {
            <p class="t-2">{w().what}</p>
            <div class="acts"><button class="btn" data-kind="danger" type="button" on:click=move |_| step.set(Step::Asked)>{w().open}</button></div>
        }
        .into_any(),
        Step::Asked | Step::Clearing | Step::Failed(_) => view! { <Asked step/> }.into_any(),
    }
    };
    view! {
        <section class="card danger" aria-labelledby="s-wipe">
            <div class="boxh"><h2 id="s-wipe">{w().title}</h2></div>
            <div class="in">{live(body)}</div>
        </section>
    }
}

#[component]
fn Asked(step: RwSignal<Step>) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let w = t.wipe();
    let seen = Memo::new(move |_| wipe::wipe(&ctx.snapshot(), ctx.own()));
    let drafts = LocalResource::new(move || ctx.draft_count());
    let age = backup_age(ctx);
    let knows = RwSignal::new(false);
    let nothing = move || seen.with(|seen| seen.entries == 0);
    let line = move |lost: &Lost| {
        let name = match &lost.project {
            Some(name) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
            None => w.common.into_any(),
        };
        view! { <p><span>{name}</span><b>{t.entries(lost.entries)}</b></p> }
    };
    let lost = move || {
        let seen = seen.get();
        if seen.entries == 0 {
            return view! { <p class="status" data-state="saved"><Icon name="check"/><span>{w.all_received}</span></p> }.into_any();
        }
        let more = seen.lost.len().saturating_sub(LISTED);
        view! {
            <p class="lost"><b>{fill(w.lost, &[&t.entries(seen.entries)])}</b>" "{fill(w.unsent, &[&t.entries(seen.unsent)])}</p>
            <div class="lines sm">{seen.lost.iter().take(LISTED).map(line).collect_view()}</div>
            {(more > 0).then(|| view! { <p class="t-2">{fill(w.more, &[&more.to_string()])}</p> })}
            <div class="acts">
                <a class="btn" data-kind="soft" href=Route::Send(None).print()><Icon name="send"/>{w.send_first}</a>
            </div>
        }
        .into_any()
    };
    let unfinished = move || {
        let drafts = drafts.get().unwrap_or(0);
        (drafts > 0).then(|| view! { <p class="t-yellow">{fill(w.drafts, &[&drafts.to_string()])}</p> })
    };
    let backup = move || age.get().map(|age| view! { <p class="t-2">{t.backup_age(&age)}</p> });
    let clear = move |_| {
        if step.get_untracked() == Step::Clearing || !knows.get_untracked() {
            return;
        }
        step.set(Step::Clearing);
        let workspace = ctx.workspace();
        spawn_local(async move {
            match ctx.wipe().await {
                Ok(()) => drafts::forget_all(workspace),
                Err(failure) => drop(step.try_set(Step::Failed(failure))),
            }
        });
    };
    let failed = move || match step.get() {
        Step::Failed(failure) => Some(view! { <p class="lost">{w.not_cleared}" "{t.failure(&failure)}</p> }),
        Step::Closed | Step::Asked | Step::Clearing => None,
    };
    let knowing = move || if nothing() { w.knows } else { w.knows_lost };
    view! {
        {live(lost)}
        {live(unfinished)}
        {live(backup)}
        <p class="t-2">{w.keys}</p>
        <label class="stays"><input type="checkbox" class="ck" prop:checked=attr(move || knows.get()) on:change=move |event| knows.set(event_target_checked(&event))/>
            <span>{live(knowing)}</span></label>
        <div role="alert">{live(failed)}</div>
        <div class="acts">
            <button class="btn" type="button" on:click=move |_| step.set(Step::Closed)>{t.common().cancel}</button>
            <button class="btn" data-kind="danger" type="button" aria-disabled=attr(move || (!knows.get()).then_some("true"))
                aria-busy=attr(move || (step.get() == Step::Clearing).then_some("true")) on:click=clear>{w.clear}</button>
        </div>
        <If when=move || step.get() == Step::Clearing><p role="status">{w.clearing}</p></If>
    }
}
