//! The phone's way to send and take in.

use leptos::prelude::*;

use super::conflict::Way;
use crate::screen::receive;
use crate::screen::route::Route;
use crate::ui::ctx::ctx;
use crate::ui::part::{ExchangeLog, Icon, If, attr, live};

#[component]
pub fn Exchange() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().receive();
    let unsent = Memo::new(move |_| ctx.snapshot().unsent(ctx.own()));
    let rows = Memo::new(move |_| receive::log(&ctx.snapshot(), ctx.own()));
    let send_words = move || {
        let t = ctx.t();
        match unsent.get() {
            0 => t.receive().send_hint.to_string(),
            n => format!("{} {}", t.entries(n), t.send().unsent),
        }
    };
    // A desk has pages of its own for both ways; an address that was kept opens here all the same.
    let title = move || view! { <h1>{ctx.t().common().exchange}</h1> };
    view! {
        <If when=move || !ctx.desk.get()><header class="head">{title()}<p class="who">{w().exchange_lead}</p></header></If>
        <main id="main" class=attr(move || if ctx.desk.get() { "page" } else { "stack" })>
            <If when=move || ctx.desk.get()><header class="top">{title()}<span class="t-2">{w().exchange_lead}</span></header></If>
            <div class="ways">
                <If when=move || !ctx.is_sample() fallback=move || view! { <p class="notice"><Icon name="info"/>{w().sample}</p> }>
                    <a class="way" data-kind=attr(move || (unsent.get() > 0).then_some("main")) href=Route::Send(None).print()>
                        <Icon name="send"/><span><b>{ctx.t().common().send}</b><span>{live(send_words)}</span></span><Icon name="next"/>
                    </a>
                </If>
                <a class="way" href=Route::Receive.print()>
                    <Icon name="inbox"/><span><b>{ctx.t().common().receive}</b><span>{w().take_in_hint}</span></span><Icon name="next"/>
                </a>
                <a class="way" href=Route::Heard.print()>
                    <Icon name="clock"/><span><b>{ctx.t().heard().title}</b><span>{ctx.t().heard().way_hint}</span></span><Icon name="next"/>
                </a>
                <Way/>
            </div>
            <section class="field" aria-labelledby="h-log">
                <h2 class="label" id="h-log">{w().log}</h2>
                <ExchangeLog rows today=ctx.today t=Signal::derive(move || ctx.t())/>
                <p class="hint">{w().log_hint}</p>
            </section>
        </main>
    }
}
