//! An icon as a mask in the text colour; the word beside it carries the meaning.

use leptos::prelude::*;

#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! { <i class=format!("i i-{name}") aria-hidden="true"></i> }
}
