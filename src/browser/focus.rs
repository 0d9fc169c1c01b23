//! Where the keyboard and the screen reader are led after a step, and what the tab is called.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::JsValue;
use web_sys::{Document, HtmlElement, MutationObserver, MutationObserverInit};

use crate::browser::js::{get, object, show_whole, window};

thread_local! {
    /// Another page was asked for and its heading does not stand yet.
    static ARRIVING: Cell<bool> = const { Cell::new(false) };
}

/// Moves the focus to the element of that id once what changed is drawn.
pub fn focus(id: String) {
    once_drawn(id, |element| {
        // What can't take the focus leaves it where it is.
        let _ = element.focus();
    });
}

/// Moves the focus to a field with a fault, and shows the sentence below it as well: the bar of a page lies over what
/// a browser calls in view. Folded parts around it are opened.
pub fn focus_field(id: String) {
    once_drawn(id, |element| {
        let mut folded = element.closest("details:not([open])").ok().flatten();
        while let Some(part) = folded {
            // What can't be opened stays as it is.
            let _ = part.set_attribute("open", "");
            folded = part.closest("details:not([open])").ok().flatten();
        }
        let _ = element.focus();
        if let Some(field) = element.closest(".field, .pick-in, .card").ok().flatten() {
            show_whole(&field);
        }
    });
}

fn once_drawn(id: String, act: fn(&HtmlElement)) {
    let drawn = Closure::once_into_js(move || {
        let found = window().document().and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            act(&element);
        }
    });
    let _ = window().request_animation_frame(drawn.unchecked_ref());
}

/// Says that another page is on its way: its heading takes the focus as soon as it stands.
pub fn arrive() {
    ARRIVING.set(true);
}

/// Calls the tab after the page's heading, and leads the focus to the heading of a new page: a screen reader tells
/// then where one is. A page may lead it elsewhere afterwards. Lasts as long as the page; pages may come late, since
/// most lie in the second wasm, so that the document itself is watched.
pub fn follow_headings(app: impl Fn() -> &'static str + 'static) {
    let Some(document) = window().document() else { return };
    let Some(body) = document.body() else { return };
    let last = RefCell::new(None::<HtmlElement>);
    let changed = Closure::<dyn Fn()>::new(move || heading(&document, &last, app()));
    if let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) {
        let options: MutationObserverInit =
            object([("subtree", true), ("childList", true), ("characterData", true)].map(|(name, on)| (name, JsValue::from(on))))
                .unchecked_into();
        // These options are always taken.
        let _ = observer.observe_with_options(&body, &options);
    }
    changed.forget();
}

fn heading(document: &Document, last: &RefCell<Option<HtmlElement>>, app: &str) {
    let found = document.query_selector("h1").ok().flatten().and_then(|h| h.dyn_into::<HtmlElement>().ok());
    let words = found.as_ref().and_then(|h| h.text_content()).filter(|words| !words.trim().is_empty());
    let title = words.map_or_else(|| app.to_owned(), |words| format!("{} · {app}", words.trim()));
    if document.title() != title {
        document.set_title(&title);
    }
    let Some(found) = found else { return };
    let is_new = last.borrow().as_ref() != Some(&found);
    if !is_new {
        return;
    }
    // The first heading comes with the page itself, which the reader tells anyway.
    let first = last.replace(Some(found.clone())).is_none();
    let fell = document.active_element().is_none_or(|at| Some(at) == document.body().map(Into::into));
    if (ARRIVING.replace(false) || fell) && !first {
        let _ = found.set_attribute("tabindex", "-1");
        if let Some(focus) = get(&found, "focus") {
            // The top of the page stays in view, not the heading alone.
            let _ = focus.unchecked_into::<js_sys::Function>().call1(&found, &object([("preventScroll", true.into())]));
        }
    }
}
