//! The compatibility form of text (NFKC): by the browser's own tables, natively by a crate's.
//!
//! The crate's tables weigh 130 kB, and every browser has them already.

/// `text` in NFKC.
#[cfg(target_arch = "wasm32")]
pub fn nfkc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").into()
}

/// `text` in NFKC.
#[cfg(not(target_arch = "wasm32"))]
pub fn nfkc(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect()
}
