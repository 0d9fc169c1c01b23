//! Settings of this device.

use leptos::prelude::*;

#[component]
pub fn Settings() -> impl IntoView {
    view! { <main id="main"></main> }
}
