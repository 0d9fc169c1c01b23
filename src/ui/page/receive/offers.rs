//! Devices that ask to be admitted.

use leptos::prelude::*;

use super::Taking;
use crate::domain::bundle::plan::Proof;
use crate::screen::receive::OfferRow;
use crate::text::fill;
use crate::ui::part::{Code, CodeSize, Icon, attr};

#[component]
pub fn OffersCard(taking: Taking) -> impl IntoView {
    move || {
        let offers = taking.view.get().map(|view| view.offers).unwrap_or_default();
        (!offers.is_empty()).then(|| view! { <div class="card pad scroll offers" tabindex="0" role="region" aria-label=taking.ctx.t().receive().devices><Offers offers taking/></div> })
    }
}

/// Devices that ask to be admitted; a tick folds the preview again.
#[component]
pub fn Offers(offers: Vec<OfferRow>, taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    (!offers.is_empty()).then(|| {
        let t = ctx.t();
        view! {
            <section class="field" aria-labelledby="h-dev">
                <h2 class="label" id="h-dev">{t.receive().devices}</h2>
                <p class="hint">{t.receive().devices_hint}</p>
                {(!untrack(|| ctx.is_admitted())).then(|| view! { <p class="hint t-yellow">{t.people().admit_later}</p> })}
                <div class="card lines">{offers.into_iter().map(|offer| offer_line(offer, taking)).collect_view()}</div>
            </section>
        }
    })
}

fn offer_line(offer: OfferRow, taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let t = ctx.t();
    let device = offer.device;
    let good = offer.proof == Proof::Good;
    let tick = move |event: web_sys::Event| taking.admits(device, event_target_checked(&event));
    let role = offer.role.map(|role| format!("{}{}", t.dot(), t.role(role)));
    view! {
        <label class="with">
            <span>
                <b><bdi>{offer.name.clone()}</bdi></b>{role}
                <span class=if good { "sm t-green" } else { "sm t-yellow" }><Icon name=if good { "check" } else { "alert" }/>" "{t.proof(offer.proof)}</span>
                <span><Code code=offer.code size=CodeSize::Small/></span>
            </span>
            <input type="checkbox" class="ck" aria-label=fill(t.receive().admit, &[&offer.name]) prop:checked=attr(move || taking.ticks.with(|ticks| ticks.contains(&device))) on:change=tick/>
        </label>
    }
}
