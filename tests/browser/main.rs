//! In-browser tests: the store, the keys and the photos, against a real IndexedDB, a real WebCrypto and a real canvas.
#![cfg(target_arch = "wasm32")]

mod help;
mod keys;
mod photo;
mod store;
#[path = "../shared/wycheproof.rs"]
mod wycheproof;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
