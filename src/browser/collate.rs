//! The order of names as a reader of Chinese expects it; the core sorts by code points.

use std::cmp::Ordering;

use js_sys::{Array, Function, Intl, Map, Object};
use wasm_bindgen::JsValue;

use crate::browser::js;

fn by_pinyin() -> Function {
    Intl::Collator::new(&Array::of1(&JsValue::from_str("zh-Hans")), &Object::new()).compare()
}

/// The place of each of many names: they go to the browser once, not once for each comparison.
pub fn ranks(names: &mut dyn Iterator<Item = &str>) -> Vec<usize> {
    let names: Array = names.map(JsValue::from_str).collect();
    let sorted = Array::from(&names);
    js::sort(&sorted, &by_pinyin());
    let places = Map::new();
    for (place, name) in sorted.iter().enumerate() {
        places.set(&name, &JsValue::from_f64(place as f64));
    }
    names.iter().map(|name| places.get(&name).as_f64().unwrap_or_default() as usize).collect()
}

/// Compares names by pinyin.
pub struct Collator(Function);

impl Collator {
    pub fn new() -> Collator {
        Collator(by_pinyin())
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
