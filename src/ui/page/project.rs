//! One project.

use leptos::prelude::*;

#[component]
pub fn Project(id: crate::domain::id::ProjectId) -> impl IntoView {
    let _ = id;
    view! { <main id="main"></main> }
}
