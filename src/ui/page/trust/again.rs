//! On a device that was stopped: the new key, and what can be entered again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::id::Ref;
use crate::screen::route::Route;
use crate::screen::trust;
use crate::session::{Along, Failure};
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, If, attr, live};

/// Where one writes: that this device writes no more, and where one goes on.
#[component]
pub fn StoppedNote() -> impl IntoView {
    let ctx = ctx();
    let stopped = Memo::new(move |_| ctx.snapshot().is_stopped(ctx.own()));
    view! {
        <If when=move || stopped.get()>
            <div class="notice" data-tone="yellow"><Icon name="alert"/><p>{ctx.t().trust().own_stopped}</p>
                <a class="btn" data-kind="plain" href=Route::Trust.print()>{ctx.t().conflict().look}</a>
            </div>
        </If>
    }
}

/// What one does on a stopped device: take in the answer, then one tap.
#[component]
pub fn Stopped() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().trust();
    let stopped = Memo::new(move |_| ctx.snapshot().is_stopped(ctx.own()));
    let revoked = Memo::new(move |_| ctx.snapshot().state.trust.limits.contains_key(&ctx.own()));
    let invite = LocalResource::new(move || {
        ctx.snapshot();
        async move { ctx.own_invite().await }
    });
    let ready = move || revoked.get() && invite.get().flatten().is_some();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Failure>);
    let go = move |_| {
        let Some((person, kept)) = untrack(|| invite.get().flatten()).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            if let Err(failure) = ctx.join_again(person, kept).await {
                let _ = failed.try_set(Some(failure));
            }
            let _ = busy.try_set(false);
        });
    };
    // The join has still to reach whoever admits.
    let joined = Memo::new(move |_| {
        let snapshot = ctx.snapshot();
        let mine = snapshot.state.own_persons();
        let had_another = snapshot.state.roster.devices.values().any(|d| d.revoked && mine.contains(&d.person));
        !stopped.get() && !ctx.is_admitted() && had_another
    });
    view! {
        <If when=move || joined.get()>
            <div class="notice" data-tone="green"><Icon name="check"/><p>{w().again_done}</p></div>
            <p class="acts"><a class="btn" data-kind="main" href=Route::Send(None).print()><Icon name="send"/>{ctx.t().common().send}</a></p>
        </If>
        <If when=move || stopped.get()>
            <section class="card pad box" aria-labelledby="h-own">
                <h2 id="h-own">{w().own_stopped}</h2>
                <p class="sm">{live(move || if ready() { w().own_stopped_ready } else { w().own_stopped_wait })}</p>
                <If when=ready>
                    <button class="btn" data-kind="main" type="button" aria-busy=attr(move || busy.get().then_some("true")) on:click=go>
                        <Icon name="key"/>{live(move || if busy.get() { w().again_busy } else { w().again })}
                    </button>
                </If>
                <div role="alert">
                    {live(move || failed.get().map(|failure| view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }))}
                </div>
            </section>
        </If>
    }
}

/// What this person wrote by a stopped device and does not count, to be entered again one by one.
#[component]
pub fn Again() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().trust();
    let all = move || {
        let snapshot = ctx.snapshot();
        if snapshot.is_stopped(ctx.own()) { Vec::new() } else { trust::to_enter_again(&snapshot) }
    };
    let some = Memo::new(move |_| !all().is_empty());
    let busy = RwSignal::new(None::<Ref>);
    let failed = RwSignal::new(None::<Failure>);
    let line = move |one: trust::Again| {
        let (t, today) = (ctx.t(), ctx.today.get_untracked());
        let (id, command) = (one.id, one.command);
        let go = move |_| {
            if busy.get_untracked().is_some() {
                return;
            }
            busy.set(Some(id));
            failed.set(None);
            let command = command.clone();
            spawn_local(async move {
                if let Err(failure) = ctx.commit(command, Along::default()).await {
                    let _ = failed.try_set(Some(failure));
                }
                let _ = busy.try_set(None);
            });
        };
        view! {
            <li>
                <p><b><bdi>{one.project}</bdi></b>{t.dot()}{t.what(one.line.what)}{t.dot()}{t.moment(&one.line.at, today)}<br/><bdi>{one.line.words}</bdi></p>
                <button class="btn" type="button" aria-busy=attr(move || (busy.get() == Some(id)).then_some("true")) on:click=go>{t.trust().reenter_go}</button>
            </li>
        }
    };
    view! {
        <If when=move || some.get()>
            <section class="card pad box" aria-labelledby="h-again">
                <h2 id="h-again">{w().reenter}</h2>
                <p class="sm">{w().reenter_lead}</p>
                <ul class="againl sm">{live(move || all().into_iter().map(line).collect_view())}</ul>
                <div role="alert">
                    {live(move || failed.get().map(|failure| view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }))}
                </div>
            </section>
        </If>
    }
}
