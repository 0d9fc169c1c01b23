//! Workbooks in and out, as rows of plain texts and typed cells.
//!
//! A wasm of its own: the page loads it, in a worker, when a workbook is first opened or made. It knows nothing of
//! projects, of columns or of words that a user reads; whatever a file does to it ends a worker at most.

mod read;
mod unpack;
mod write;

pub use read::{Book, Fault, MAX_CELLS, MAX_ROWS, Row, Sheet, read};
pub use unpack::MAX_UNPACKED;
pub use write::{Column, Out, Page, write};

/// What the worker's script calls.
#[cfg(target_arch = "wasm32")]
mod web {
    use wasm_bindgen::prelude::*;

    /// A [`super::Book`] or a [`super::Fault`] as JSON: `{"book":…}` or `{"fault":…}`.
    #[wasm_bindgen]
    pub fn read(bytes: Vec<u8>) -> String {
        let answer = match super::read(&bytes) {
            Ok(book) => serde_json::json!({ "book": book }),
            Err(fault) => serde_json::json!({ "fault": fault }),
        };
        answer.to_string()
    }

    /// A workbook of the pages that `json` lists; nothing where it can't be made.
    #[wasm_bindgen]
    pub fn write(json: &str) -> Option<Vec<u8>> {
        super::write(&serde_json::from_str::<Vec<super::Page>>(json).ok()?).ok()
    }
}
