//! After the save: what it wrote, and the way back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Logged, Reporting, Status};
use crate::browser::focus::focus;
use crate::domain::command::Command;
use crate::domain::id::Ref;
use crate::screen::report::{SavedLine, saved};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::ui::part::{Icon, If, attr, live};

/// Taking a save back.
#[derive(Clone, PartialEq, Debug)]
enum Back {
    Idle,
    Working,
    Failed(Failure),
}

/// Withdraws all that the save wrote, in one commit.
fn take_back(reporting: Reporting, logged: &Logged, back: RwSignal<Back>) {
    if back.get_untracked() == Back::Working {
        return;
    }
    let Some((scope, _)) = logged.refs.first() else { return };
    let of: Vec<Ref> = logged.refs.iter().map(|(_, name)| *name).collect();
    let command = Command::Withdraw { scope: *scope, of, reason: None };
    back.set(Back::Working);
    spawn_local(async move {
        let next = match reporting.ctx.commit(command, Along::default()).await {
            Ok(_) => Back::Idle,
            Err(failure) => Back::Failed(failure),
        };
        if back.try_set(next).is_none() {
            focus("saved-line".into());
        }
    });
}

#[component]
pub fn SavedBar(reporting: Reporting, logged: Logged) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().visit();
    let back = RwSignal::new(Back::Idle);
    let Logged { at, reports, moves, photos, .. } = logged;
    let held = StoredValue::new(logged);
    let withdrawn = Memo::new(move |_| {
        let lines = held.with_value(|logged| saved(&ctx.snapshot().state, &logged.refs));
        !lines.is_empty() && lines.iter().all(|line| line.taken_back)
    });
    let unsent = move || !ctx.is_sample() && ctx.snapshot().unsent(ctx.own()) > 0;
    let things = move || {
        let t = ctx.t();
        let things = t.saved_report(reports, moves, photos);
        if unsent() { format!("{things}{}{}", t.comma(), t.visit().not_sent) } else { things }
    };
    let failed = move || match back.get() {
        Back::Failed(failure) => Some(view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }),
        Back::Idle | Back::Working => None,
    };
    let busy = move || (back.get() == Back::Working).then_some("true");
    let undo = move || {
        view! {
            <button class="btn" data-kind="plain" type="button" aria-busy=attr(busy) aria-disabled=attr(busy)
                on:click=move |_| held.with_value(|logged| take_back(reporting, logged, back))>
                <Icon name="undo"/>{live(move || if busy().is_some() { w().taking_back } else { ctx.t().common().undo })}
            </button>
        }
    };
    view! {
        <div role="alert">{live(failed)}</div>
        <p class="done" id="saved-line" tabindex="-1" role="status">
            <If when=move || withdrawn.get() fallback=move || view! {
                <span class="done-i"><Icon name="check"/></span>
                <span><b>{ctx.t().common().saved_here}</b>" "<time>{ctx.time_of_day(at)}</time><br/><span class="sm t-2">{live(things)}</span></span>
                {undo()}
            }>
                <span class="done-i" data-undone=""><Icon name="undo"/></span>
                <span><b>{w().all_taken_back}</b></span>
                <button class="btn" data-kind="soft" type="button" on:click=move |_| reporting.edit_again()>{w().edit_again}</button>
            </If>
        </p>
        <Next reporting/>
    }
}

/// Where one goes from here.
#[component]
fn Next(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().report();
    view! {
        <div class="pair">
            <button class="btn" type="button" on:click=move |_| reporting.begin_another()>{w().another}</button>
            <a class="btn" href=Route::Today.print()>{w().to_today}</a>
            <a class="btn" data-kind="main" href=Route::Project(reporting.project).print()>{w().to_project}</a>
        </div>
    }
}

/// What this save wrote stays listed, struck once it was taken back.
#[component]
pub fn SavedList(reporting: Reporting) -> impl IntoView {
    let ctx = reporting.ctx;
    let list = Memo::new(move |_| match reporting.status.get() {
        Status::Saved(logged) => saved(&ctx.snapshot().state, &logged.refs),
        Status::Editing | Status::Saving | Status::Failed(_) => Vec::new(),
    });
    let line = move |line: SavedLine| {
        let t = ctx.t();
        let wrote = t.wrote(&line.wrote, ctx.today.get());
        let told = match line.taken_back {
            true => view! { <del><bdi>{line.title}</bdi></del>" "<span class="tag">{t.report().struck}</span> }.into_any(),
            false => view! { <bdi>{line.title}</bdi> }.into_any(),
        };
        view! { <li class="item" data-struck=line.taken_back.then_some("")><h3>{told}</h3><p class="item-t">{wrote}</p></li> }
    };
    view! {
        <section aria-labelledby="h-saved">
            <div class="sec-h"><h2 id="h-saved">{ctx.t().report().saved_list}</h2></div>
            <ul class="card items">{live(move || list.get().into_iter().map(line).collect_view())}</ul>
        </section>
    }
}
