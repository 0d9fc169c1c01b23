//! Logging a visit.

use leptos::prelude::*;

#[component]
pub fn Visit(project: Option<crate::domain::id::ProjectId>) -> impl IntoView {
    let _ = project;
    view! { <main id="main"></main> }
}
