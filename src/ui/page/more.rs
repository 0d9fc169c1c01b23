//! The phone's list of the rest.

use leptos::prelude::*;

use crate::screen::projects::may_assign;
use crate::screen::route::Route;
use crate::text::Lang;
use crate::ui::ctx::ctx;
use crate::ui::part::Icon;

#[component]
pub fn More() -> impl IntoView {
    let ctx = ctx();
    let c = move || ctx.t().common;
    let w = move || ctx.t().settings;
    let who = move || ctx.me().map(|me| view! { <span><bdi>{me.name}</bdi>{ctx.t().dot()}{ctx.t().role(me.role)}</span> });
    let people = move || if may_assign(ctx.me().as_ref()) { w().more_people } else { w().more_people_plain };
    let other = move || match ctx.lang.get() {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    view! {
        <header class="head"><h1>{move || c().more}</h1><p class="who">{who}</p></header>
        <main id="main" class="stack">
            <div class="ways">
                <a class="way" href=Route::People.print()>
                    <Icon name="people"/><span><b>{move || c().people}</b><span>{people}</span></span><Icon name="next"/>
                </a>
                <Show when=move || may_assign(ctx.me().as_ref())>
                    <a class="way" href=Route::Table.print()>
                        <Icon name="table"/><span><b>{move || c().table_in}</b><span>{move || w().more_table}</span></span><Icon name="next"/>
                    </a>
                </Show>
                <a class="way" href=Route::Settings.print()>
                    <Icon name="gear"/><span><b>{move || c().settings}</b><span>{move || w().more_settings}</span></span><Icon name="next"/>
                </a>
                <button class="way" type="button" on:click=move |_| ctx.to_start()>
                    <Icon name="bridge"/><span><b>{move || w().other}</b><span>{move || w().other_hint}</span></span><Icon name="next"/>
                </button>
            </div>
            <button class="btn" type="button" lang=move || other().as_str() on:click=move |_| ctx.set_lang(other())>{move || w().other_lang}</button>
        </main>
    }
}
