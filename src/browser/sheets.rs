//! Workbooks read and made by a worker that holds a wasm of its own; loaded when it is first needed.
//!
//! A worker for each file: whatever a file does to it, the page goes on.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Worker, WorkerOptions, WorkerType};

use crate::browser::js::{self, window};

/// Why there is no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The worker did not start: its files are not kept on this device yet and there is no network.
    NotHere,
    /// It broke down over the file.
    Broken,
}

/// Where the build put the worker's script.
fn script() -> Option<String> {
    let page = window().document()?.query_selector("script[data-sheets]").ok()??;
    page.get_attribute("data-sheets")
}

type Heard = Closure<dyn FnMut(JsValue)>;

async fn ask(message: &JsValue, transfer: &Array) -> Result<JsValue, Fault> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&script().ok_or(Fault::NotHere)?, &options).map_err(|_| Fault::NotHere)?;
    let is_ready = Rc::new(Cell::new(false));
    let mut heard: Vec<Heard> = Vec::new();
    let promise = Promise::new(&mut |resolve, reject| {
        let ready = is_ready.clone();
        let answered = Heard::new(move |event: JsValue| {
            let data = js::get(&event, "data").unwrap_or(JsValue::NULL);
            if data.is_string() {
                ready.set(true);
            } else {
                let _ = resolve.call1(&JsValue::NULL, &js::get(&data, "answer").unwrap_or(JsValue::NULL));
            }
        });
        let broken = Heard::new(move |event: JsValue| {
            // It is told to the user, in words.
            if let Some(event) = event.dyn_ref::<web_sys::Event>() {
                event.prevent_default();
            }
            let _ = reject.call0(&JsValue::NULL);
        });
        worker.set_onmessage(Some(answered.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
        heard.extend([answered, broken]);
    });
    let answer = match worker.post_message_with_transfer(message, transfer) {
        Ok(()) => JsFuture::from(promise).await.map_err(|_| if is_ready.get() { Fault::Broken } else { Fault::NotHere }),
        Err(_) => Err(Fault::Broken),
    };
    worker.terminate();
    answer
}

/// What the reader says of a workbook, as JSON.
pub async fn read(bytes: &[u8]) -> Result<String, Fault> {
    let bytes = Uint8Array::from(bytes);
    let message = js::object([("bytes", bytes.clone().into())]);
    ask(&message, &Array::of1(&bytes.buffer())).await?.as_string().ok_or(Fault::Broken)
}

/// A workbook of the pages that `json` lists.
pub async fn write(json: &str) -> Result<Vec<u8>, Fault> {
    let message = js::object([("json", json.into())]);
    let answer = ask(&message, &Array::new()).await?;
    answer.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).map_err(|_| Fault::Broken)
}
