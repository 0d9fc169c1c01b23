//! Making a file small for codes, and large again within a bound.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

use crate::browser::js;

#[wasm_bindgen]
extern "C" {
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;

    type Source;
    #[wasm_bindgen(method)]
    fn stream(this: &Source) -> Stream;

    type Stream;
    #[wasm_bindgen(method, catch, js_name = pipeThrough)]
    fn pipe_through(this: &Stream, transform: &JsValue) -> Result<Stream, JsValue>;
    #[wasm_bindgen(method, js_name = getReader)]
    fn reader(this: &Stream) -> Reader;

    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
    #[wasm_bindgen(method)]
    fn cancel(this: &Reader) -> Promise;
}

const FORMAT: &str = "deflate-raw";

/// `None` where the browser can't.
pub async fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    through(bytes, CompressionStream::new(FORMAT).ok()?.as_ref(), usize::MAX).await
}

/// `None` of what is damaged, or grows beyond `most` bytes: then the rest is not inflated at all.
pub async fn inflate(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    through(bytes, DecompressionStream::new(FORMAT).ok()?.as_ref(), most).await
}

async fn through(bytes: &[u8], transform: &JsValue, most: usize) -> Option<Vec<u8>> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &BlobPropertyBag::new()).ok()?;
    let reader = blob.unchecked_into::<Source>().stream().pipe_through(transform).ok()?.reader();
    let mut out = Vec::new();
    loop {
        let read = JsFuture::from(reader.read()).await.ok()?;
        let Some(chunk) = js::get(&read, "value") else { return Some(out) };
        let chunk: Uint8Array = chunk.unchecked_into();
        if out.len() + chunk.length() as usize > most {
            let _ = JsFuture::from(reader.cancel()).await;
            return None;
        }
        out.extend_from_slice(&chunk.to_vec());
    }
}
