//! Editing the facts of a project.

use leptos::prelude::*;

#[component]
pub fn EditProject(id: crate::domain::id::ProjectId) -> impl IntoView {
    let _ = id;
    view! { <main id="main"></main> }
}
