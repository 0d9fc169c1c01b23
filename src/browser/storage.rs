//! Small settings of this device, and how much room there is.

use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

use crate::browser::js::{get, window};

/// Settings that `early.js` reads before the first paint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    Lang,
    Theme,
    TextSize,
    /// Which columns the board shows.
    Columns,
    /// `off` while letters lead nowhere.
    Keys,
}

impl Setting {
    fn key(self) -> &'static str {
        match self {
            Setting::Lang => "lianxin-lang",
            Setting::Theme => "lianxin-theme",
            Setting::TextSize => "lianxin-text",
            Setting::Columns => "lianxin-columns",
            Setting::Keys => "lianxin-keys",
        }
    }
}

/// Resolves once this page opens without a network: the service worker becomes active only after it has verified and
/// kept every file. Never resolves where there is none.
pub async fn kept_offline() {
    // Elsewhere than on a secure page the member is not there at all.
    let worker = get(&window().navigator(), "serviceWorker").and_then(|worker| get(&worker, "ready"));
    let is_kept = match worker {
        Some(ready) => JsFuture::from(ready.unchecked_into::<js_sys::Promise>()).await.is_ok(),
        None => false,
    };
    if !is_kept {
        std::future::pending::<()>().await;
    }
}

pub fn read(setting: Setting) -> Option<String> {
    LocalStorage::get(setting.key()).ok()
}

/// Keeps a setting and shows it at once; an empty value is the preset.
pub fn keep(setting: Setting, value: &str) {
    if value.is_empty() {
        LocalStorage::delete(setting.key());
    } else {
        // Without storage the setting holds until the page is closed.
        let _ = LocalStorage::set(setting.key(), value);
    }
    let Some(root) = window().document().and_then(|d| d.document_element()) else { return };
    let shown = match setting {
        Setting::Lang => return root.set_attribute("lang", if value == "en" { "en" } else { "zh-CN" }).unwrap_or_default(),
        Setting::Theme => "data-theme",
        Setting::TextSize => "data-text",
        Setting::Keys => "data-keys",
        Setting::Columns => return,
    };
    let _ = if value.is_empty() { root.remove_attribute(shown) } else { root.set_attribute(shown, value) };
}

fn views_of(ledger: &str) -> String {
    format!("lianxin-views-{ledger}")
}

/// The views of the board that were kept for a ledger, as text.
pub fn views(ledger: &str) -> String {
    LocalStorage::get(views_of(ledger)).unwrap_or_default()
}

/// Whether they are kept now; an empty text forgets them.
pub fn keep_views(ledger: &str, views: &str) -> bool {
    if views.is_empty() {
        LocalStorage::delete(views_of(ledger));
        return true;
    }
    LocalStorage::set(views_of(ledger), views).is_ok()
}

const MATCHINGS: &str = "lianxin-tables";
/// Headers whose matching is remembered, the last ones.
const MOST_MATCHINGS: usize = 50;

/// How the columns below a header were matched the last time.
pub fn table_matching(header: &str) -> Option<String> {
    let kept: Vec<(String, String)> = LocalStorage::get(MATCHINGS).ok()?;
    kept.into_iter().find(|(key, _)| key == header).map(|(_, matching)| matching)
}

/// Remembers it, or forgets it.
pub fn keep_table_matching(header: &str, matching: Option<&str>) {
    let mut kept: Vec<(String, String)> = LocalStorage::get(MATCHINGS).unwrap_or_default();
    kept.retain(|(key, _)| key != header);
    kept.extend(matching.map(|matching| (header.to_owned(), matching.to_owned())));
    let first = kept.len().saturating_sub(MOST_MATCHINGS);
    // Without storage the columns are matched by their names the next time.
    let _ = LocalStorage::set(MATCHINGS, &kept[first..]);
}

/// Room on this device, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Room {
    pub used: u64,
    pub quota: u64,
    /// The browser promised not to clear it.
    pub persistent: bool,
}

fn manager() -> StorageManager {
    window().navigator().storage()
}

pub async fn room() -> Option<Room> {
    let estimate: StorageEstimate = JsFuture::from(manager().estimate().ok()?).await.ok()?.into();
    let persistent = match manager().persisted() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|v| v.as_bool()).unwrap_or(false),
        Err(_) => false,
    };
    let number = |value: Option<f64>| value.unwrap_or(0.0) as u64;
    Some(Room { used: number(estimate.get_usage()), quota: number(estimate.get_quota()), persistent })
}

/// Asks the browser to keep the data; returns whether it does.
pub async fn ask_to_persist() -> bool {
    match manager().persist() {
        Ok(promise) => JsFuture::from(promise).await.ok().and_then(|v| v.as_bool()).unwrap_or(false),
        Err(_) => false,
    }
}
