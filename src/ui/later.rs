//! Pages that are not needed at once. The release build puts them into a second wasm, loaded when first shown and
//! kept for offline use like every other file.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::page;
use crate::ui::part::live;

/// How each such page is drawn.
#[derive(Clone, Copy)]
pub struct Pages {
    pub receive: fn() -> AnyView,
    pub people: fn() -> AnyView,
    pub table: fn() -> AnyView,
    pub settings: fn() -> AnyView,
}

mod split {
    // The macro declares the second wasm's functions as foreign ones.
    #![allow(unsafe_code)]

    use super::{Pages, page};
    use leptos::prelude::*;

    #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later))]
    pub fn pages() -> Box<Pages> {
        Box::new(Pages {
            receive: || view! { <page::Receive/> }.into_any(),
            people: || view! { <page::People/> }.into_any(),
            table: || view! { <page::Table/> }.into_any(),
            settings: || view! { <page::Settings/> }.into_any(),
        })
    }
}

async fn load() -> Pages {
    #[cfg(feature = "split")]
    return *split::pages().await;
    #[cfg(not(feature = "split"))]
    return *split::pages();
}

/// Draws a page of the second wasm as soon as that is here.
pub fn page(draw: fn(&Pages) -> AnyView) -> AnyView {
    let held = RwSignal::new(None::<Pages>);
    spawn_local(async move {
        // The user may have gone elsewhere meanwhile.
        let _ = held.try_set(Some(load().await));
    });
    live(move || held.get().map(|pages| draw(&pages)))
}
