//! The bar at the top of a phone's page that is not a tab: back, title, status.

use leptos::prelude::*;

use super::{Icon, attr, live};

#[component]
pub fn Bar(
    /// Where back leads.
    #[prop(into)]
    back: String,
    #[prop(into)] back_label: Signal<String>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="bar">
            <a class="back" href=back aria-label=attr(move || back_label.get())><Icon name="back"/></a>
            <h1>{live(move || title.get())}</h1>
            {children.map(|children| children())}
        </header>
    }
}
