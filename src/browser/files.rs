//! Files that people give to the page: picked, dropped or pasted.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList};

use crate::domain::bundle::read::MAX_FILE;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;
    #[wasm_bindgen(constructor, catch)]
    fn new(label: &str) -> Result<TextDecoder, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &js_sys::Uint8Array) -> Result<String, JsValue>;
}

/// The files of an input or a drop.
pub fn list(files: Option<FileList>) -> Vec<File> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|i| files.get(i)).collect()
}

/// Bytes as a file of that name.
pub fn of(bytes: &[u8], name: &str) -> Option<File> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    File::new_with_u8_array_sequence(&parts, name).ok()
}

pub fn dropped(transfer: Option<DataTransfer>) -> Vec<File> {
    list(transfer.and_then(|t| t.files()))
}

/// A file's bytes; `None` for one that is larger than any bundle, which is not read at all.
pub async fn bytes(file: &File) -> Option<Vec<u8>> {
    if file.size() > MAX_FILE as f64 {
        return None;
    }
    // A file that was moved since it was chosen reads as an empty one, which no reader takes: it is not too large.
    let read = JsFuture::from(file.unchecked_ref::<web_sys::Blob>().array_buffer()).await;
    Some(read.map_or_else(|_| Vec::new(), |buffer| js_sys::Uint8Array::new(&buffer).to_vec()))
}

/// Decodes text that is not UTF-8 as GB18030, which spreadsheets in Chinese offices still write.
pub fn decode_gb18030(bytes: &[u8]) -> Option<String> {
    TextDecoder::new("gb18030").ok()?.decode(&js_sys::Uint8Array::from(bytes)).ok()
}
