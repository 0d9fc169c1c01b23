//! The phone's way to send and take in.

use leptos::prelude::*;

#[component]
pub fn Exchange() -> impl IntoView {
    view! { <main id="main"></main> }
}
