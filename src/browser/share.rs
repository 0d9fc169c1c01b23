//! Handing a file to whatever the device sends files with.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag, HtmlAnchorElement};

use crate::browser::js::{self, RawNavigator, error_name, files_to_share, window};

/// How it ended. Only the first two mean that the file left the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    Shared,
    Downloaded,
    Cancelled,
    Failed(String),
}

/// A file ready to go. It is built before the tap, since a share sheet opens only within one.
#[derive(Clone)]
pub struct Prepared {
    name: String,
    json: File,
    text: File,
}

fn file(parts: &Array, name: &str, media_type: &str) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    File::new_with_blob_sequence_and_options(parts, name, &options).ok()
}

/// Bytes in the browser's hands, which may keep them on disk.
pub fn blob(bytes: &[u8]) -> Option<Blob> {
    blob_of(bytes, "application/json")
}

pub fn blob_of(bytes: &[u8], media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}

impl Prepared {
    pub fn new(bytes: &[u8], name: &str) -> Option<Prepared> {
        Prepared::of(&blob(bytes)?, name)
    }

    /// Of bytes that the browser holds already.
    pub fn of(blob: &Blob, name: &str) -> Option<Prepared> {
        let parts = Array::of1(blob);
        let text_name = name.strip_suffix(".json").map_or_else(|| name.to_string(), |stem| format!("{stem}.txt"));
        Some(Prepared {
            name: name.to_string(),
            json: file(&parts, name, "application/json")?,
            text: file(&parts, &text_name, "text/plain")?,
        })
    }

    /// Shares as `.json`, else as `.txt` (some phones refuse the former), else downloads.
    pub async fn go(&self) -> Outcome {
        let navigator = RawNavigator::new(window().navigator());
        if navigator.has("share") && navigator.has("canShare") {
            for file in [&self.json, &self.text] {
                let data = files_to_share(file);
                if !navigator.can_share(&data).unwrap_or(false) {
                    continue;
                }
                let Ok(promise) = navigator.share(&data) else { continue };
                match JsFuture::from(promise).await {
                    Ok(_) => return Outcome::Shared,
                    Err(error) if error_name(&error) == "AbortError" => return Outcome::Cancelled,
                    // Refused for this type, or the sheet could not open: the next way may do.
                    Err(_) => {}
                }
            }
        }
        self.download()
    }

    pub fn download(&self) -> Outcome {
        download(&self.json, &self.name)
    }
}

/// Saves among the downloads.
pub fn download(blob: &Blob, name: &str) -> Outcome {
    let link = || -> Result<(), JsValue> {
        let document = window().document().ok_or(JsValue::NULL)?;
        let url = js::object_url(blob)?;
        let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        // The browser needs the address until the download has begun.
        crate::browser::clock::after(60_000, move || {
            let _ = web_sys::Url::revoke_object_url(&url);
        });
        Ok(())
    };
    match link() {
        Ok(()) => Outcome::Downloaded,
        Err(error) => Outcome::Failed(error_name(&error)),
    }
}

/// Puts a text on the clipboard; whether the browser did.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Insecure pages and some browsers lack it.
    js::get(&navigator, "clipboard").is_some() && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
