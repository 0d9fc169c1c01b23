//! What is held and does not count, why, and the one step that each thing wants.

mod again;
mod list;
mod step;

use leptos::prelude::*;

use crate::browser::js::window;
use crate::domain::id::{DeviceId, Ref};
use crate::screen::route::Route;
use crate::screen::trust::{self, TrustView};
use crate::session::Failure;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::admit::{Proofs, proofs};
use crate::ui::part::{Bar, Icon, If, live};
pub use again::{Stopped, StoppedNote};

use again::Again;
use list::Groups;
use step::Step;

/// A device that was just stopped: whose, and whether an invitation waits for them.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Done {
    person: Ref,
    stays: bool,
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Counting {
    ctx: Ctx,
    view: Memo<TrustView>,
    /// The device whose step is open.
    selected: RwSignal<Option<DeviceId>>,
    proofs: Proofs,
    failed: RwSignal<Option<Failure>>,
    done: RwSignal<Option<Done>>,
}

impl Counting {
    fn new(ctx: Ctx) -> Counting {
        let view = Memo::new(move |_| trust::view(&ctx.snapshot(), ctx.own()));
        let waiting = Memo::new(move |_| view.with(TrustView::waiting));
        Counting {
            ctx,
            view,
            selected: RwSignal::new(None),
            proofs: proofs(ctx, waiting),
            failed: RwSignal::new(None),
            done: RwSignal::new(None),
        }
    }

    fn select(self, device: Option<DeviceId>) {
        self.selected.set(device);
        self.done.set(None);
        if !self.ctx.desk.get_untracked() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }
}

#[component]
pub fn Trust() -> impl IntoView {
    let ctx = ctx();
    let counting = Counting::new(ctx);
    live(move || if ctx.desk.get() { view! { <DeskTrust counting/> }.into_any() } else { view! { <PhoneTrust counting/> }.into_any() })
}

fn open(counting: Counting) -> String {
    counting.ctx.t().trust_open(counting.view.with(TrustView::open))
}

#[component]
fn DeskTrust(counting: Counting) -> impl IntoView {
    let ctx = counting.ctx;
    let w = move || ctx.t().trust();
    view! {
        <main id="main" class="page">
            <header class="top">
                <h1>{ctx.t().common().not_counted}</h1>
                <span class="t-2">{w().lead}<b>{w().nothing_lost}</b></span>
                <span class="push status">{live(move || open(counting))}</span>
                <a class="btn" data-kind="plain-edge" href=Route::Heard.print()><Icon name="clock"/>{w().remind}</a>
            </header>
            <Said counting/>
            <div class="cols trust-c">
                <div class="whyl" tabindex="0" role="region" aria-label=ctx.t().common().not_counted><Stopped/><Again/><Groups counting/></div>
                {live(move || counting.selected.get().map(|device| view! { <Step device counting/> }))}
            </div>
        </main>
    }
}

#[component]
fn PhoneTrust(counting: Counting) -> impl IntoView {
    live(move || match counting.selected.get() {
        Some(device) => view! { <PhoneStep device counting/> }.into_any(),
        None => view! { <PhoneList counting/> }.into_any(),
    })
}

#[component]
fn PhoneList(counting: Counting) -> impl IntoView {
    let ctx = counting.ctx;
    let w = move || ctx.t().trust();
    view! {
        <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || ctx.t().common().not_counted)/>
        <main id="main" class="stack">
            <p class="hint">{w().lead}<b>{w().nothing_lost}</b></p>
            <p class="status">{live(move || open(counting))}</p>
            <Said counting/>
            <Stopped/>
            <Again/>
            <Groups counting/>
            <a class="btn" href=Route::Heard.print()><Icon name="clock"/>{w().remind}</a>
        </main>
    }
}

#[component]
fn PhoneStep(device: DeviceId, counting: Counting) -> impl IntoView {
    let ctx = counting.ctx;
    view! {
        <header class="bar">
            <button class="back" type="button" aria-label=ctx.t().common().back on:click=move |_| counting.select(None)><Icon name="back"/></button>
            <h1>{ctx.t().common().not_counted}</h1>
        </header>
        <main id="main" class="stack"><Step device counting/></main>
    }
}

/// What the last step did, and what comes next.
#[component]
fn Said(counting: Counting) -> impl IntoView {
    let ctx = counting.ctx;
    let done = move || {
        let w = ctx.t().trust();
        counting.done.get().map(|done| {
            view! {
                <div class="notice" data-tone="green"><Icon name="check"/><p>{if done.stays { w.done_stays } else { w.done }}</p></div>
                <If when=move || done.stays && !ctx.is_sample()>
                    <p class="acts"><a class="btn" data-kind="main" href=Route::Send(Some(done.person)).print()><Icon name="send"/>{ctx.t().trust().send_now}</a></p>
                </If>
            }
        })
    };
    let failed = move || {
        let failure = counting.failed.get()?;
        Some(view! { <p class="notice" data-tone="red"><Icon name="alert"/><span>{ctx.t().failure(&failure)}</span></p> })
    };
    view! { <div class="progress" role="status">{live(done)}</div><div class="progress" role="alert">{live(failed)}</div> }
}
