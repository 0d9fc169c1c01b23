//! Compatibility normal form by the browser, which has the tables already: they weigh 50 kB compressed.

use js_sys::JsString;

/// The text in NFKC. A lone surrogate can't stand in a Rust text, so nothing is lost on the way.
pub fn nfkc(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}
