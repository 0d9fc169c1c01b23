//! What the tests share: scripts for what the crate has no call for, fresh databases, waiting for several things.

use std::future::Future;

use js_sys::{Array, Function, Promise};
use lianxin::browser::idb::IdbStore;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Runs the body of an async function of the parameters `a` and `b`.
pub async fn script(body: &str, a: &JsValue, b: &JsValue) -> Result<JsValue, JsValue> {
    let function = Function::new_with_args("a, b", &format!("return (async () => {{ {body} }})()"));
    let promise: Promise = function.call2(&JsValue::NULL, a, b)?.unchecked_into();
    JsFuture::from(promise).await
}

/// An empty database of that name.
pub async fn fresh(name: &str) -> (String, IdbStore) {
    let name = format!("lianxin-test-{name}");
    IdbStore::delete(&name).await.expect("deletes");
    let store = IdbStore::open(&name).await.expect("opens");
    (name, store)
}

/// Both at once; each begins before the other has ended.
pub async fn both<T: 'static>(one: impl Future<Output = T> + 'static, two: impl Future<Output = T> + 'static) -> (T, T) {
    use std::{cell::RefCell, rc::Rc};
    let slots: Rc<RefCell<[Option<T>; 2]>> = Rc::new(RefCell::new([None, None]));
    let (left, right) = (slots.clone(), slots.clone());
    let promises = Array::of2(
        &future_to_promise(async move {
            let value = one.await;
            left.borrow_mut()[0] = Some(value);
            Ok(JsValue::UNDEFINED)
        }),
        &future_to_promise(async move {
            let value = two.await;
            right.borrow_mut()[1] = Some(value);
            Ok(JsValue::UNDEFINED)
        }),
    );
    JsFuture::from(Promise::all(&promises)).await.expect("neither throws");
    let mut slots = slots.borrow_mut();
    (slots[0].take().expect("the first ended"), slots[1].take().expect("the second ended"))
}
