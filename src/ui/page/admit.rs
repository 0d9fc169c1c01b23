//! Admitting a device by hand, wherever one meets it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::bundle::key::PublicKey;
use crate::domain::bundle::plan::Proof;
use crate::domain::command::Command;
use crate::domain::id::{DeviceId, Ref};
use crate::domain::order::Filled;
use crate::session::{Along, Failure};
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, If, attr, live};

/// What the joins of waiting devices are worth.
pub type Proofs = LocalResource<BTreeMap<DeviceId, Proof>>;

pub fn proofs(ctx: Ctx, waiting: Memo<Vec<DeviceId>>) -> Proofs {
    LocalResource::new(move || {
        let waits = waiting.with(|waiting| !waiting.is_empty());
        async move {
            // A plan of no files asks for nothing but the proofs of joins held.
            let offers = if waits { ctx.plan(Vec::new()).await.offers() } else { Vec::new() };
            offers.into_iter().map(|offer| (offer.device, offer.proof)).filled()
        }
    })
}

/// Admitting by hand: what the starter proves is said, the rest is the coordinator's word.
#[component]
pub fn Admit(
    person: Ref,
    id: DeviceId,
    /// For signing, and to be written to.
    keys: (PublicKey, PublicKey),
    proofs: Proofs,
    failed: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().people();
    let (keys, busy) = (StoredValue::new(keys), RwSignal::new(false));
    let proof = move || proofs.get().map(|proofs| proofs.get(&id).copied().unwrap_or(Proof::Missing));
    // What a device that nobody admitted admits counts in its own eyes only, until somebody admits it.
    let is_noted = Memo::new(move |_| ctx.snapshot().state.trust.grants.contains_key(&id));
    let worth = move || {
        let t = ctx.t();
        match proof() {
            None => view! { <p class="sm t-2">{t.people().proof_checking}</p> }.into_any(),
            Some(Proof::Good) => view! { <p class="sm t-green"><Icon name="check"/>" "{t.proof(Proof::Good)}</p> }.into_any(),
            Some(proof) => view! {
                <p class="sm t-yellow"><Icon name="alert"/>" "{t.proof(proof)}</p>
                <p class="sm">{t.people().own_word}</p>
            }
            .into_any(),
        }
    };
    let admit = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        let (key, box_key) = keys.get_value();
        let devices = vec![(person, key, box_key)];
        spawn_local(async move {
            if let Err(failure) = ctx.commit(Command::AdmitDevices { devices }, Along::default()).await {
                let _ = failed.try_set(Some(failure));
            }
            let _ = busy.try_set(false);
        });
    };
    let good = move || proof().is_none_or(|proof| proof == Proof::Good);
    let label = move || match (busy.get(), good()) {
        (true, _) => w().admitting,
        (false, true) => w().admit,
        (false, false) => w().admit_word,
    };
    let noted = move || view! { <p class="sm t-yellow"><Icon name="clock"/>" "{w().admit_noted}</p> };
    view! {
        <If when=move || !is_noted.get() fallback=noted>
        <p class="sm">{w().call}</p>
        {live(worth)}
        <If when=move || !ctx.is_admitted()><p class="sm t-2">{w().admit_later}</p></If>
        <button class="btn" data-kind=attr(move || good().then_some("main")) type="button" aria-busy=attr(move || busy.get().then_some("true")) on:click=admit>{live(label)}</button>
        </If>
    }
}
