//! The one place that asks for the time.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::browser::js::window;

/// ms since 1970 UTC.
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Calls `tick` when the page comes back and every half minute, so that midnight is not missed by a sleeping phone.
pub fn on_tick(tick: impl Fn() + 'static) {
    let tick = Closure::<dyn Fn()>::new(tick);
    let function = tick.as_ref().unchecked_ref();
    if let Some(document) = window().document() {
        // Without the event the timer still does.
        let _ = document.add_event_listener_with_callback("visibilitychange", function);
    }
    let _ = window().set_interval_with_callback_and_timeout_and_arguments_0(function, 30_000);
    // The page's own lifetime.
    tick.forget();
}

/// Calls `back` once after `ms`; returns the number by which [`cancel`] stops it.
pub fn after(ms: i32, back: impl FnOnce() + 'static) -> Option<i32> {
    let function = Closure::once_into_js(back);
    window().set_timeout_with_callback_and_timeout_and_arguments_0(function.unchecked_ref(), ms).ok()
}

pub fn cancel(timer: i32) {
    window().clear_timeout_with_handle(timer);
}
