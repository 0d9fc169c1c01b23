//! What today asks for.

use leptos::prelude::*;

#[component]
pub fn Today() -> impl IntoView {
    view! { <main id="main"></main> }
}
