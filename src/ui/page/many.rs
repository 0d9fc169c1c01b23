//! Files for many people in one go: answers for everyone, starters for all who are new.

mod pick;
mod run;
mod send;
mod starters;

pub use send::{ManyWay, SendMany};
pub use starters::Starters;

use leptos::prelude::*;

use crate::screen::route::Route;
use crate::ui::ctx::Ctx;
use crate::ui::part::{Bar, Icon, live};

/// The page of either: the list, what is asked beside it, and the buttons below.
#[component]
fn Frame(ctx: Ctx, title: &'static str, lead: &'static str, back: Route, list: ViewFn, rail: ViewFn, foot: ViewFn) -> impl IntoView {
    live(move || {
        let (list, rail, foot) = (list.run(), rail.run(), foot.run());
        if ctx.is_sample() {
            return view! { <main id="main" class="page"><h1>{title}</h1><p class="notice" role="status"><Icon name="info"/>{ctx.t().send().sample}</p></main> }.into_any();
        }
        if ctx.desk.get() {
            view! {
                <main id="main" class="page">
                    <header class="top">
                        <h1>{title}</h1><span class="t-2">{lead}</span>
                        <a class="btn push" data-kind="plain" href=back.print()><Icon name="back"/>{ctx.t().common().back}</a>
                    </header>
                    <div class="cols wide">{list}<div class="rail"><div class="railbox">{rail}</div></div></div>
                    <footer class="apply card">{foot}</footer>
                </main>
            }
            .into_any()
        } else {
            let back_label = Signal::derive(move || ctx.t().common().back);
            view! {
                <Bar back=back.print() back_label title=Signal::derive(move || title)/>
                <main id="main" class="stack"><p class="hint">{lead}</p>{list}{rail}</main>
                <footer class="thumb"><div class="thumb-in">{foot}</div></footer>
            }
            .into_any()
        }
    })
}
