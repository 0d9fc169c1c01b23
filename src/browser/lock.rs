//! One writer at a time across tabs.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::AbortController;

use crate::browser::clock;
use crate::browser::js::{self, RawNavigator, window};

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

/// A lock held until it is dropped, or until the page goes away however it does.
pub struct Held {
    release: js_sys::Function,
}

impl Drop for Held {
    fn drop(&mut self) {
        // The resolver of a promise does not throw.
        let _ = self.release.call0(&JsValue::NULL);
    }
}

/// How long a lock is waited for, ms: a form of this page that has just closed lets go of it a moment later.
const PATIENCE: i32 = 240;

/// Takes a lock, unless someone keeps it for longer than a moment.
pub async fn hold(name: &str) -> Option<Held> {
    let stop = AbortController::new().ok()?;
    let signal = stop.signal();
    let timer = clock::after(PATIENCE, move || stop.abort());
    let taken: Rc<RefCell<Option<Held>>> = Rc::default();
    let slot = taken.clone();
    let answered = js_sys::Promise::new(&mut |answer, _| {
        let (slot, given) = (slot.clone(), answer.clone());
        let granted = Closure::once_into_js(move || {
            let until_dropped = js_sys::Promise::new(&mut |release, _| {
                slot.borrow_mut().replace(Held { release });
            });
            let _ = given.call0(&JsValue::NULL);
            until_dropped
        });
        let locks = RawNavigator::new(window().navigator()).locks();
        let options = js::object([("signal", signal.clone().into())]);
        let request = locks.request_with(name, &options, granted.unchecked_ref());
        spawn_local(async move {
            // It ends when the lock was given back, or with a fault when it was waited for in vain.
            let _ = JsFuture::from(request).await;
            let _ = answer.call0(&JsValue::NULL);
        });
    });
    let _ = JsFuture::from(answered).await;
    if let Some(timer) = timer {
        clock::cancel(timer);
    }
    taken.borrow_mut().take()
}
