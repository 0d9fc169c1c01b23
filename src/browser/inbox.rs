//! What other apps gave this one: the service worker and the start script keep it, this takes it out.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use crate::browser::js::{self, window};

#[wasm_bindgen]
extern "C" {
    type CacheStorage;
    #[wasm_bindgen(method)]
    fn open(this: &CacheStorage, name: &str) -> Promise;
    #[wasm_bindgen(method, js_name = delete)]
    fn remove(this: &CacheStorage, name: &str) -> Promise;

    type Cache;
    #[wasm_bindgen(method)]
    fn keys(this: &Cache) -> Promise;
    #[wasm_bindgen(method, js_name = match)]
    fn find(this: &Cache, key: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn delete(this: &Cache, key: &str) -> Promise;

    type Kept;
    #[wasm_bindgen(method)]
    fn blob(this: &Kept) -> Promise;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Kept) -> Headers;

    type Headers;
    #[wasm_bindgen(method)]
    fn get(this: &Headers, name: &str) -> Option<String>;
}

/// A file that is kept, by the name under which it is.
#[derive(Clone)]
pub struct Given {
    pub key: String,
    pub file: File,
}

/// Where it is kept: the worker and the start script name it so; its address is that of the page's folder.
fn place() -> Option<(CacheStorage, String)> {
    let caches: CacheStorage = js::get(&window(), "caches")?.unchecked_into();
    let scope = web_sys::Url::new_with_base("./", &window().document()?.base_uri().ok()??).ok()?.href();
    Some((caches, format!("lianxin-shared {scope}")))
}

async fn cache() -> Option<Cache> {
    let (caches, name) = place()?;
    JsFuture::from(caches.open(&name)).await.ok().map(JsCast::unchecked_into)
}

async fn given(cache: &Cache, key: String) -> Option<Given> {
    let kept: Kept = JsFuture::from(cache.find(&key)).await.ok().filter(|found| !found.is_undefined())?.unchecked_into();
    let name = kept.headers().get("x-name").and_then(|name| js_sys::decode_uri_component(&name).ok());
    let blob: Blob = JsFuture::from(kept.blob()).await.ok()?.unchecked_into();
    let name = name.map_or_else(String::new, String::from);
    Some(Given { key, file: File::new_with_blob_sequence(&Array::of1(&blob), &name).ok()? })
}

/// All that is kept, in the order in which it came; it stays until it is [`forget`]ten.
pub async fn all() -> Vec<Given> {
    let Some(cache) = cache().await else { return Vec::new() };
    let Ok(keys) = JsFuture::from(cache.keys()).await else { return Vec::new() };
    let mut out = Vec::new();
    for request in keys.unchecked_into::<Array>().iter() {
        if let Some(key) = js::get(&request, "url").and_then(|url| url.as_string())
            && let Some(given) = given(&cache, key).await
        {
            out.push(given);
        }
    }
    out
}

pub async fn forget(keys: Vec<String>) {
    if keys.is_empty() {
        return;
    }
    let Some(cache) = cache().await else { return };
    for key in keys {
        // What can't be removed is shown again, which loses nothing.
        let _ = JsFuture::from(cache.delete(&key)).await;
    }
}

/// Forgets all that is kept.
pub async fn clear() {
    if let Some((caches, name)) = place() {
        // What can't be removed is shown at the next start, where it can be discarded.
        let _ = JsFuture::from(caches.remove(&name)).await;
    }
}

thread_local! {
    static STARTER: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The first that is kept, as a starter for a new device.
pub async fn starter() -> Option<File> {
    let first = all().await.into_iter().next()?;
    STARTER.set(Some(first.key));
    Some(first.file)
}

/// The starter was used, or is not wanted.
pub async fn starter_done() {
    forget(STARTER.take().into_iter().collect()).await;
}

/// Whether the worker said that it could not keep what came last. It is said once.
pub fn was_refused() -> bool {
    let location = window().location();
    if location.search().ok().as_deref() != Some("?unkept") {
        return false;
    }
    let here = format!("{}{}", location.pathname().unwrap_or_default(), location.hash().unwrap_or_default());
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&here));
    }
    true
}
