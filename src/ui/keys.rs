//! Keys that work on every page of a desk: `g` and a letter lead to a page, `?` shows what keys there are.
//!
//! Letters are left alone while a field has the focus, and all of them once they are switched off.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, KeyboardEvent};

use crate::browser::storage::{self, Setting};
use crate::screen::keys::{PAGES, page_of};
use crate::screen::route::Route;
use crate::text::Text;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{If, live};

/// How long `g` waits for its letter.
const WAITS: Duration = Duration::from_millis(1500);

/// Whether an event comes from within what the selector names.
pub fn is_in(target: Option<EventTarget>, selector: &str) -> bool {
    target.and_then(|t| t.dyn_into::<Element>().ok()).is_some_and(|e| e.closest(selector).ok().flatten().is_some())
}

/// Whether a key is meant for the page: a desk, no field, no dialog, nothing held down, and not switched off.
pub fn is_for_page(ctx: Ctx, event: &KeyboardEvent) -> bool {
    let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
    !modified
        && ctx.desk.get_untracked()
        && !is_in(event.target(), "input:not([type=checkbox], [type=radio]), select, textarea, dialog, [contenteditable]")
        && storage::read(Setting::Keys).is_none()
}

#[component]
pub fn Keys() -> impl IntoView {
    let ctx = ctx();
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let shown = RwSignal::new(false);
    let waits = StoredValue::new(false);
    if let Some(off) = storage::read(Setting::Keys) {
        // Marks beside links vanish with what they stand for.
        storage::keep(Setting::Keys, &off);
    }
    let keys = window_event_listener(ev::keydown, move |event| {
        if !is_for_page(ctx, &event) {
            return;
        }
        let key = event.key();
        if waits.get_value() {
            waits.set_value(false);
            if let Some(route) = key.chars().next().filter(|_| key.len() == 1).and_then(page_of) {
                event.prevent_default();
                event.stop_immediate_propagation();
                ctx.go(route);
                return;
            }
        }
        match key.as_str() {
            "g" => {
                waits.set_value(true);
                // The page may be gone by then.
                set_timeout(
                    move || {
                        let _ = waits.try_update_value(|waits| *waits = false);
                    },
                    WAITS,
                );
            }
            "?" | "\u{ff1f}" => {
                event.prevent_default();
                shown.set(true);
            }
            _ => {}
        }
    });
    on_cleanup(move || keys.remove());
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|_| shown.get()) {
            // One that is open already stays so.
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| shown.set(false);
    view! {
        <button class="keys-open" type="button" on:click=move |_| shown.set(true)><kbd aria-hidden="true">"?"</kbd>" "{ctx.t().board().keys}</button>
        <If when=move || shown.get()>
            <dialog class="keys" node_ref=dialog aria-labelledby="h-keys" on:close=close>{live(move || list(ctx, shown))}</dialog>
        </If>
    }
}

/// What the keys of the list of projects do.
fn of_the_board(t: &Text) -> [(&'static [&'static str], &'static str); 6] {
    let w = t.board();
    [
        (&["/"], w.key_find),
        (&["j", "k"], w.key_rows),
        (&["Enter"], w.key_open),
        (&["x"], w.key_tick),
        (&["f"], w.key_filter),
        (&["Esc"], w.key_back),
    ]
}

fn list(ctx: Ctx, shown: RwSignal<bool>) -> impl IntoView {
    let t = ctx.t();
    let w = t.board();
    let line = |keys: Vec<String>, words: &'static str| {
        let keys = keys.into_iter().map(|key| view! { <kbd>{key}</kbd>" " }).collect_view();
        view! { <div><dt>{keys}</dt><dd>{words}</dd></div> }
    };
    let c = t.common();
    let name = move |route| match route {
        Route::Audit => c.plan_audit,
        Route::Receive => c.receive,
        Route::Conflicts => c.conflicts,
        Route::Trust => c.not_counted,
        Route::Send(_) => c.send,
        Route::People(_) => c.people,
        _ => c.ledger,
    };
    let pages = PAGES.into_iter().map(|(key, route)| line(vec!["g".into(), key.to_string()], name(route))).collect_view();
    let named = |keys: &[&str]| keys.iter().map(|key| key.to_string()).collect::<Vec<String>>();
    let own = match ctx.route.get() {
        Route::Projects => of_the_board(t).into_iter().map(|(keys, words)| line(named(keys), words)).collect_view(),
        Route::Audit => {
            let keys = t.audit_words().keys.into_iter();
            keys.map(|(keys, words)| line(named(&keys.split(' ').collect::<Vec<_>>()), words)).collect_view()
        }
        _ => Vec::new(),
    };
    view! {
        <h2 id="h-keys">{w.keys}
            <button class="btn" data-kind="plain" type="button" on:click=move |_| shown.set(false)>{c.close}" "<span aria-hidden="true"><kbd>"Esc"</kbd></span></button>
        </h2>
        <dl>{own}{pages}{line(vec!["?".into()], w.key_list)}</dl>
        <p class="sm t-2">{w.keys_hint}</p>
    }
}
