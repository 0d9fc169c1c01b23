//! After the save: what it wrote, and the way back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Logged, Status, Visiting};
use crate::browser::focus::focus;
use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref};
use crate::screen::project::{Item, Reader, saved_items};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::ui::page::items::ItemCard;
use crate::ui::part::{Icon, If, attr, live};

/// Taking a save back.
#[derive(Clone, PartialEq, Debug)]
enum Back {
    Idle,
    Working,
    Failed(Failure),
}

/// Entries of this save, as the ledger has them now.
fn items(visiting: Visiting, logged: &Logged) -> Vec<Item> {
    let (ctx, me) = (visiting.ctx, visiting.ctx.me());
    saved_items(&ctx.snapshot().state, &logged.refs, Reader { me: me.as_ref(), own: ctx.own() })
}

/// Withdraws all that the save wrote, in one commit.
fn take_back(visiting: Visiting, logged: &Logged, back: RwSignal<Back>) {
    if back.get_untracked() == Back::Working {
        return;
    }
    let Some((scope, _)) = logged.refs.first() else { return };
    let of: Vec<Ref> = logged.refs.iter().map(|(_, name)| *name).collect();
    let command = Command::Withdraw { scope: *scope, of, reason: None };
    back.set(Back::Working);
    spawn_local(async move {
        let done = visiting.ctx.commit(command, Along::default()).await;
        let next = match done {
            Ok(_) => Back::Idle,
            Err(failure) => Back::Failed(failure),
        };
        if back.try_set(next).is_none() {
            focus("saved-line".into());
        }
    });
}

#[component]
pub fn SavedBar(visiting: Visiting, logged: Logged) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let back = RwSignal::new(Back::Idle);
    let (at, on_site, problems, photos, project) = (logged.at, logged.on_site, logged.problems, logged.photos, logged.project);
    let withdrawn = {
        let logged = logged.clone();
        Memo::new(move |_| {
            let items = items(visiting, &logged);
            !items.is_empty() && items.iter().all(|item| item.taken_back.is_some())
        })
    };
    let unsent = move || !ctx.is_sample() && ctx.snapshot().unsent(ctx.own()) > 0;
    let things = move || {
        let t = ctx.t();
        let things = t.saved_things(on_site, problems, photos);
        if unsent() { format!("{things}{}{}", t.comma(), t.visit().not_sent) } else { things }
    };
    let failed = move || match back.get() {
        Back::Failed(failure) => Some(view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }),
        Back::Idle | Back::Working => None,
    };
    let busy = move || back.get() == Back::Working;
    let undo = StoredValue::new(logged);
    view! {
        <div role="alert">{live(failed)}</div>
        <p class="done" id="saved-line" tabindex="-1" role="status">
            <If when=move || !withdrawn.get() fallback=|| view! { <span class="done-i" data-undone=""><Icon name="undo"/></span> }>
                <span class="done-i"><Icon name="check"/></span>
            </If>
            <If when=move || !withdrawn.get() fallback=move || view! { <span><b>{w().all_taken_back}</b></span> }>
                <span><b>{ctx.t().common().saved_here}</b>" "<time>{ctx.time_of_day(at)}</time><br/><span class="sm t-2">{live(things)}</span></span>
            </If>
            <If when=move || !withdrawn.get() fallback=move || view! {
                <button class="btn" data-kind="soft" type="button" on:click=move |_| visiting.edit_again()>{w().edit_again}</button>
            }>
                <button class="btn" data-kind="plain" type="button" aria-busy=attr(move || busy().then_some("true")) aria-disabled=attr(move || busy().then_some("true"))
                    on:click=move |_| undo.with_value(|logged| take_back(visiting, logged, back))>
                    <Icon name="undo"/>{live(move || if busy() { w().taking_back } else { ctx.t().common().undo })}
                </button>
            </If>
        </p>
        <Next visiting project/>
    }
}

/// Where one goes from here.
#[component]
fn Next(visiting: Visiting, project: ProjectId) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let another = move |_| {
        // On its own address the page stays; on a project's the address changes and the page begins anew.
        if ctx.route.get_untracked() == Route::Visit(None) { visiting.begin_another() } else { ctx.go(Route::Visit(None)) }
    };
    view! {
        <div class="pair">
            <button class="btn" type="button" on:click=another>{w().another}</button>
            <If when=move || !ctx.is_sample() fallback=move || view! { <a class="btn" href=Route::Project(project).print()>{w().to_project}</a> }>
                <a class="btn" href=Route::Send(None).print()><Icon name="send"/>{ctx.t().common().send}</a>
            </If>
            <a class="btn" data-kind="main" href=Route::Today.print()>{w().to_today_page}</a>
        </div>
    }
}

/// What this save wrote stays listed, struck once it was taken back.
#[component]
pub fn SavedList(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let logged = move || match visiting.status.get() {
        Status::Saved(logged) => Some(logged),
        Status::Editing | Status::Saving | Status::Failed(_) => None,
    };
    let list = Memo::new(move |_| logged().map(|logged| items(visiting, &logged)).unwrap_or_default());
    let project = move || {
        let id = logged().map(|logged| logged.project)?;
        let name = visiting.offered.with(|offered| offered.find(&id).map(|c| c.name.clone()))?;
        Some(view! { <a href=Route::Project(id).print()><bdi>{name}</bdi></a> })
    };
    view! {
        <section aria-labelledby="h-saved">
            <div class="sec-h"><h2 id="h-saved">{ctx.t().visit().this_save}</h2>{live(project)}</div>
            <ul class="card items">
                <For each=move || list.get() key=|item| item.name let:item>
                    {
                        let name = item.name;
                        let shown = Memo::new(move |_| list.with(|list| list.iter().find(|i| i.name == name).cloned()));
                        view! { <ItemCard item=shown/> }
                    }
                </For>
            </ul>
        </section>
    }
}
