//! The order of names as a reader of Chinese expects it; the core sorts by code points.

use std::cmp::Ordering;

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::JsValue;

/// Compares names by pinyin.
pub struct Collator(Function);

impl Collator {
    pub fn new() -> Collator {
        Collator(Intl::Collator::new(&Array::of1(&JsValue::from_str("zh-Hans")), &Object::new()).compare())
    }

    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let compared = self.0.call2(&JsValue::NULL, &JsValue::from_str(a), &JsValue::from_str(b));
        // A collator takes any two texts; the code points are an order too.
        compared.ok().and_then(|n| n.as_f64()).and_then(|n| n.partial_cmp(&0.0)).unwrap_or_else(|| a.cmp(b))
    }
}

impl Default for Collator {
    fn default() -> Self {
        Self::new()
    }
}
