//! One writer at a time across tabs.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::browser::js::{RawNavigator, window};

/// Runs `work` while no other tab holds the lock of that name.
pub async fn exclusive<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let result: Rc<RefCell<Option<T>>> = Rc::default();
    let slot = result.clone();
    let held = Closure::once_into_js(move || {
        future_to_promise(async move {
            let value = work.await;
            slot.borrow_mut().replace(value);
            Ok(JsValue::UNDEFINED)
        })
    });
    let locks = RawNavigator::new(window().navigator()).locks();
    // A lock that is refused leaves the work undone, which the caller sees.
    let _ = JsFuture::from(locks.request(name, held.unchecked_ref())).await;
    result.borrow_mut().take()
}
