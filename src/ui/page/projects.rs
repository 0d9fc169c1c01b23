//! The list of projects.

use leptos::prelude::*;

#[component]
pub fn Projects() -> impl IntoView {
    view! { <main id="main"></main> }
}
