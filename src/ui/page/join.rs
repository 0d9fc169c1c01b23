//! A starter was opened: is it for you?

use leptos::prelude::*;

#[component]
pub fn Join(plan: std::rc::Rc<crate::domain::bundle::plan::Plan>) -> impl IntoView {
    let _ = plan;
    view! { <main id="main"></main> }
}
