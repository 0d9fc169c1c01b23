//! What was exchanged, and from whom nothing came: shown as long as no file is.

use leptos::prelude::*;

use crate::screen::receive;
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::ctx::ctx;
use crate::ui::part::{ExchangeLog, Icon, If, live};

/// Files sent and taken in, below the page or in its place.
#[component]
pub fn LogSection() -> impl IntoView {
    let ctx = ctx();
    let rows = Memo::new(move |_| receive::log(&ctx.snapshot(), ctx.own()));
    view! {
        <section class="field" aria-labelledby="h-log">
            <h2 class="label" id="h-log">{ctx.t().receive().log}</h2>
            <ExchangeLog rows today=ctx.today t=Signal::derive(move || ctx.t())/>
            <p class="hint">{ctx.t().receive().log_hint}</p>
        </section>
    }
}

#[component]
pub fn SilentCard() -> impl IntoView {
    let ctx = ctx();
    let rows = Memo::new(move |_| receive::silent(&ctx.snapshot(), ctx.today.get()));
    let line = move |row: receive::Silent| {
        let t = ctx.t();
        view! {
            <tr>
                <th scope="row"><bdi>{row.name}</bdi></th>
                <td class="t-2">{fill(t.receive().last_time, &[&t.day(row.last, ctx.today.get())])}</td>
                <td class="num">{t.days(row.days)}</td>
            </tr>
        }
    };
    view! {
        <If when=move || rows.with(|rows| !rows.is_empty())>
            <section class="card pad grow1" aria-labelledby="h-who">
                <h2 id="h-who">{ctx.t().receive().silent}" "<span class="t-3">{ctx.t().receive().silent_over}</span></h2>
                <table class="grid who"><tbody>{live(move || rows.get().into_iter().map(line).collect_view())}</tbody></table>
                <p class="sm t-2">{ctx.t().receive().silent_hint}</p>
                <p><a class="btn" href=Route::Heard.print()><Icon name="clock"/>{ctx.t().heard().title}</a></p>
            </section>
        </If>
    }
}
