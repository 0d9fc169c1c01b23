//! Compatibility normal form by the `unicode-normalization` crate.

use unicode_normalization::UnicodeNormalization;

/// The text in NFKC.
pub fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}
