//! Where the keyboard and the screen reader are led after a step.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

use crate::browser::js::window;

/// Moves the focus to the element of that id once what changed is drawn.
pub fn focus(id: String) {
    let drawn = Closure::once_into_js(move || {
        let found = window().document().and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // What can't take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
    let _ = window().request_animation_frame(drawn.unchecked_ref());
}
