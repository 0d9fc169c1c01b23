//! The phone's list of the rest.

use leptos::prelude::*;

use super::audit::Way;
use crate::domain::table::kind::TableKind;
use crate::screen::projects::may_assign;
use crate::screen::route::Route;
use crate::screen::table::may_take;
use crate::text::Lang;
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, If, attr, live};

#[component]
pub fn More() -> impl IntoView {
    let ctx = ctx();
    let c = move || ctx.t().common();
    let w = move || ctx.t().settings();
    let who = move || ctx.me().map(|me| view! { <span><bdi>{me.name}</bdi>{ctx.t().dot()}{ctx.t().role(me.role)}</span> });
    let people = move || if may_assign(ctx.me().as_ref()) { w().more_people } else { w().more_people_plain };
    let other = move || match ctx.lang.get() {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    view! {
        <header class="head"><h1>{c().more}</h1><p class="who">{live(who)}</p></header>
        <main id="main" class="stack">
            <div class="ways">
                <a class="way" href=Route::People(None).print()>
                    <Icon name="people"/><span><b>{c().people}</b><span>{live(people)}</span></span><Icon name="next"/>
                </a>
                <If when=move || may_take(ctx.me().as_ref(), TableKind::Nodes)>
                    <a class="way" href=Route::Table.print()>
                        <Icon name="table"/><span><b>{c().table_in}</b><span>{w().more_table}</span></span><Icon name="next"/>
                    </a>
                </If>
                <Way/>
                <a class="way" href=Route::InvestAll.print()>
                    <Icon name="rank"/><span><b>{c().invest}</b><span>{ctx.t().invest().way_hint}</span></span><Icon name="next"/>
                </a>
                <a class="way" href=Route::PermitsAll.print()>
                    <Icon name="file"/><span><b>{c().permits}</b><span>{ctx.t().permits().way_hint}</span></span><Icon name="next"/>
                </a>
                <a class="way" href=Route::Milestones.print()>
                    <Icon name="route"/><span><b>{ctx.t().milestones().title}</b><span>{ctx.t().milestones().way_hint}</span></span><Icon name="next"/>
                </a>
                <a class="way" href=Route::Search.print()>
                    <Icon name="search"/><span><b>{c().search}</b><span>{ctx.t().search().way_hint}</span></span><Icon name="next"/>
                </a>
                <If when=move || ctx.is_city()>
                    <a class="way" href=Route::Leader.print()>
                        <Icon name="project"/><span><b>{c().leader}</b><span>{ctx.t().leader().way_hint}</span></span><Icon name="next"/>
                    </a>
                </If>
                <a class="way" href=Route::Export.print()>
                    <Icon name="table"/><span><b>{ctx.t().export().title}</b><span>{ctx.t().export().again}</span></span><Icon name="next"/>
                </a>
                <a class="way" href=Route::Trust.print()>
                    <Icon name="lock"/><span><b>{c().not_counted}</b><span>{ctx.t().trust().way_hint}</span></span><Icon name="next"/>
                </a>
                <a class="way" href=Route::Settings.print()>
                    <Icon name="gear"/><span><b>{c().settings}</b><span>{w().more_settings}</span></span><Icon name="next"/>
                </a>
                <button class="way" type="button" on:click=move |_| ctx.to_start()>
                    <Icon name="bridge"/><span><b>{w().other}</b><span>{w().other_hint}</span></span><Icon name="next"/>
                </button>
            </div>
            <button class="btn" type="button" lang=attr(move || other().as_str()) on:click=move |_| ctx.set_lang(other())>{w().other_lang}</button>
        </main>
    }
}
