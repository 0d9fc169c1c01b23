//! One writer at a time across tabs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

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

thread_local! {
    /// Locks that this page lets go of, by name: each resolves once the browser has let go too.
    static LEAVING: RefCell<BTreeMap<String, js_sys::Promise>> = const { RefCell::new(BTreeMap::new()) };
}

/// A lock held until it is dropped, or until the page goes away however it does.
pub struct Held {
    name: String,
    release: js_sys::Function,
    /// Of the request: it ends when the lock is released.
    request: Rc<RefCell<Option<js_sys::Promise>>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        // The resolver of a promise does not throw.
        let _ = self.release.call0(&JsValue::NULL);
        if let Some(request) = self.request.borrow_mut().take() {
            LEAVING.with_borrow_mut(|leaving| leaving.insert(self.name.clone(), request));
        }
    }
}

/// How often a lock is asked for, and how long is waited between, ms: a form of this page that closes meanwhile has it still.
const TRIES: u32 = 4;
const BETWEEN: i32 = 60;

/// Takes a lock if nobody has it; does not wait for whoever does, but for this page itself where it lets go of it.
pub async fn hold(name: &str) -> Option<Held> {
    for turn in 0..TRIES {
        if let Some(request) = LEAVING.with_borrow_mut(|leaving| leaving.remove(name)) {
            let _ = JsFuture::from(request).await;
        } else if turn > 0 {
            clock::pause(BETWEEN).await;
        }
        if let Some(held) = asked_for(name).await {
            return Some(held);
        }
    }
    None
}

async fn asked_for(name: &str) -> Option<Held> {
    let taken: Rc<RefCell<Option<Held>>> = Rc::default();
    let request: Rc<RefCell<Option<js_sys::Promise>>> = Rc::default();
    let (slot, asked) = (taken.clone(), request.clone());
    let answered = js_sys::Promise::new(&mut |answer, _| {
        let (slot, request, named) = (slot.clone(), asked.clone(), name.to_string());
        let granted = Closure::once_into_js(move |lock: JsValue| {
            let until_dropped = (!lock.is_null()).then(|| {
                js_sys::Promise::new(&mut |release, _| {
                    slot.borrow_mut().replace(Held { name: named.clone(), release, request: request.clone() });
                })
            });
            let _ = answer.call0(&JsValue::NULL);
            until_dropped.map_or(JsValue::UNDEFINED, JsValue::from)
        });
        let locks = RawNavigator::new(window().navigator()).locks();
        let options = js::object([("ifAvailable", true.into())]);
        // The answer comes from its callback.
        asked.borrow_mut().replace(locks.request_with(name, &options, granted.unchecked_ref()));
    });
    let _ = JsFuture::from(answered).await;
    taken.borrow_mut().take()
}
