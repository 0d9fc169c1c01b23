//! Projects from a table.

use leptos::prelude::*;

#[component]
pub fn Table() -> impl IntoView {
    view! { <main id="main"></main> }
}
