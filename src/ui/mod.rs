//! The screens.
use leptos::prelude::*;

/// Mounts the app on the page's body.
pub fn mount() {
    leptos::mount::mount_to_body(|| view! { <main><h1>"连心桥"</h1></main> });
}
