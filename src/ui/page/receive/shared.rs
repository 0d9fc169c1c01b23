//! What another app gave: it is shown like picked files, and kept until it was taken in or discarded.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Step, Taking};
use crate::browser::inbox::{self, Given};
use crate::browser::worker::Source;
use crate::ui::part::{Icon, live};

impl Taking {
    /// Reads what is kept and not shown yet; while something is under way it stays where it is.
    async fn read_shared(self) {
        let given = inbox::all().await;
        let Some(known) = self.shared.try_get() else { return };
        let new: Vec<Given> = given.into_iter().filter(|given| !known.contains(&given.key)).collect();
        if new.is_empty() || self.is_busy() {
            return;
        }
        self.shared.update(|shared| shared.extend(new.iter().map(|given| given.key.clone())));
        self.look(new.into_iter().map(|given| (given.file.name(), Source::File(given.file))).collect());
    }

    /// It was taken in or discarded.
    pub(super) fn shared_done(self) {
        let keys = self.shared.try_update(std::mem::take).unwrap_or_default();
        spawn_local(inbox::forget(keys));
    }
}

#[component]
pub fn Shared(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let unkept = inbox::was_refused();
    let look = move || spawn_local(async move { taking.read_shared().await });
    look();
    let more = window_event_listener_untyped("lianxin-shared", move |_| look());
    on_cleanup(move || more.remove());
    let given = move || {
        let is_shown = taking.shared.with(|shared| !shared.is_empty()) && taking.step.get() == Step::Looking;
        is_shown.then(|| view! { <p class="notice"><Icon name="inbox"/><span>{ctx.t().ways().given}</span></p> })
    };
    view! {
        {unkept.then(|| view! { <p class="notice" data-tone="yellow" role="alert"><Icon name="alert"/><span>{ctx.t().ways().unkept}</span></p> })}
        <div role="status">{live(given)}</div>
    }
}
