//! Sending a bundle.

use leptos::prelude::*;

#[component]
pub fn Send(to: Option<crate::domain::id::Ref>) -> impl IntoView {
    let _ = to;
    view! { <main id="main"></main> }
}
