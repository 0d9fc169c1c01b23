//! Where the keyboard and the screen reader are led after a step.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

use crate::browser::js::{show_whole, window};

/// Moves the focus to the element of that id once what changed is drawn.
pub fn focus(id: String) {
    once_drawn(id, |element| {
        // What can't take the focus leaves it where it is.
        let _ = element.focus();
    });
}

/// Moves the focus to a field with a fault, and shows the sentence below it as well: the bar of a page lies over what
/// a browser calls in view.
pub fn focus_field(id: String) {
    once_drawn(id, |element| {
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
