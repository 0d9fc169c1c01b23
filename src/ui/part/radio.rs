//! One of several, with a hint below its words.

use leptos::prelude::*;

use super::attr;

/// A line of a `.opts` list; those of one name exclude each other.
pub fn radio(
    name: impl Into<String>,
    is_checked: impl Fn() -> bool + Send + 'static,
    choose: impl Fn() + 'static,
    words: impl IntoView,
    hint: impl IntoView,
) -> impl IntoView {
    view! {
        <label class="opt">
            <input type="radio" name=name.into() prop:checked=attr(is_checked) on:change=move |_| choose()/>
            <span><b>{words}</b><span class="sm t-2">{hint}</span></span>
        </label>
    }
}
