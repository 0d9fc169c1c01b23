//! Taking in bundles.

use leptos::prelude::*;

#[component]
pub fn Receive() -> impl IntoView {
    view! { <main id="main"></main> }
}
