//! The first page, while there is no ledger.

use leptos::prelude::*;

#[component]
pub fn Start() -> impl IntoView {
    view! { <main id="main"></main> }
}
