//! What changes on a page, through one copy of the machinery.
//!
//! Each closure in a view is a type of its own, and so is everything that draws it again. Boxed, they are all of one
//! type: that halves what a phone must load.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

/// A value that an element follows.
pub type Followed<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// A part of the page that is drawn again when a signal that it reads changes.
pub fn live<V: IntoAny + 'static>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    let boxed: Followed<AnyView> = Arc::new(Mutex::new(move || view().into_any()));
    boxed.into_any()
}

/// An attribute, class or property that follows the signals that it reads.
pub fn attr<T: 'static>(value: impl FnMut() -> T + Send + 'static) -> Followed<T> {
    Arc::new(Mutex::new(value))
}

/// What is there only while something holds.
#[component]
pub fn If(
    #[prop(into)] when: Signal<bool>,
    children: ChildrenFn,
    /// What stands there otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    let when = Memo::new(move |_| when.get());
    live(move || if when.get() { children() } else { fallback.run() })
}
