//! Units, people, invitations, devices.

use leptos::prelude::*;

#[component]
pub fn People() -> impl IntoView {
    view! { <main id="main"></main> }
}
