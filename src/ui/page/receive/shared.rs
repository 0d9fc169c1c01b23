//! What another app gave: it is shown like picked files, and kept until it was taken in or discarded.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Held, Step, Taking};
use crate::browser::inbox::{self, Given};
use crate::ui::part::{Icon, live};

/// Under what names files are kept that are being read: with the name and size of each.
#[derive(Default)]
pub(super) struct Names(Vec<(String, String, u64)>);

impl Names {
    fn of(given: &[Given]) -> Names {
        Names(given.iter().map(|given| (given.key.clone(), given.file.name(), given.file.size() as u64)).collect())
    }

    /// That of a file which was read; two of one name and size are taken in the order in which they came.
    pub(super) fn take(&mut self, name: &str, size: u64) -> Option<String> {
        let at = self.0.iter().position(|(_, of, bytes)| of == name && *bytes == size)?;
        Some(self.0.remove(at).0)
    }
}

impl Taking {
    /// Reads what is kept and not seen yet; while something is under way it stays where it is.
    async fn read_shared(self) {
        let given = inbox::all().await;
        let Some(seen) = self.seen.try_get_value() else { return };
        let new: Vec<Given> = given.into_iter().filter(|given| !seen.contains(&given.key)).collect();
        if new.is_empty() || self.is_busy() {
            return;
        }
        self.seen.update_value(|seen| seen.extend(new.iter().map(|given| given.key.clone())));
        let names = Names::of(&new);
        self.look(new.into_iter().map(|given| given.file).collect(), names);
    }

    /// What of it is done with once the plan is taken in: what is part of it and what was left out of it. A file of another
    /// ledger stays until that one is open.
    pub(super) fn done_with(self) -> Vec<String> {
        let (here, left_out) = (self.ctx.workspace(), self.left_out.get_untracked());
        let is_others = |held: &Held| held.incoming.outcome.as_ref().is_ok_and(|file| file.workspace != here);
        self.held.with_value(|held| {
            let done = held.iter().enumerate().filter(|(at, held)| left_out.contains_key(at) || !is_others(held));
            done.filter_map(|(_, held)| held.kept.clone()).collect()
        })
    }

    /// All that is shown was discarded.
    pub(super) fn forget_all(self) {
        let mut kept: Vec<String> = self.held.with_value(|held| held.iter().filter_map(|held| held.kept.clone()).collect());
        kept.extend(self.locked.get_untracked().into_iter().filter_map(|one| one.kept));
        spawn_local(inbox::forget(kept));
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
        let is_shown = taking.step.get() == Step::Looking && taking.held.with_value(|held| held.iter().any(|held| held.kept.is_some()));
        is_shown.then(|| view! { <p class="notice"><Icon name="inbox"/><span>{ctx.t().ways().given}</span></p> })
    };
    view! {
        {unkept.then(|| view! { <p class="notice" data-tone="yellow" role="alert"><Icon name="alert"/><span>{ctx.t().ways().unkept}</span></p> })}
        <div role="status">{live(given)}</div>
    }
}
