//! The phone's list of the rest.

use leptos::prelude::*;

#[component]
pub fn More() -> impl IntoView {
    view! { <main id="main"></main> }
}
