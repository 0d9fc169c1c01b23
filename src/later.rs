//! What is not needed at once: reading files, joining, sending, the coordinators' pages, the sample.
//!
//! The release build (feature `split`) puts whatever is reached only from here into a second wasm. It is loaded when
//! first needed and kept for offline use like every other file; without the feature it is simply there.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::worker::Source;
use crate::domain::bundle::plan::Plan;
use crate::domain::id::{ProjectId, Ref};
use crate::session::Failure;
use crate::ui::ctx::{AppSession, Ctx, ctx};
use crate::ui::part::{Icon, live};

type Local<T> = Pin<Box<dyn Future<Output = T>>>;

/// The ways into the second wasm.
#[derive(Clone, Copy)]
pub struct Later {
    pub edit: fn(ProjectId) -> AnyView,
    pub new_project: fn() -> AnyView,
    pub exchange: fn() -> AnyView,
    pub send: fn(Option<Ref>) -> AnyView,
    pub receive: fn() -> AnyView,
    pub people: fn() -> AnyView,
    pub table: fn() -> AnyView,
    pub settings: fn() -> AnyView,
    pub join: fn(Rc<Plan>, Callback<()>) -> AnyView,
    /// Reads a starter on the first page; the words say what is wrong with it.
    pub read_starter: fn(Ctx, String, Source) -> Local<Result<Starter, String>>,
    pub fill_sample: fn(Rc<AppSession>) -> Local<Result<(), Failure>>,
    /// Serves the page as its reading worker.
    pub serve: fn(),
}

/// What a file turned out to be on the first page.
pub enum Starter {
    /// An invitation, read and checked.
    Invites(Rc<Plan>),
    /// Of a workspace that is held here; it is open now.
    Held,
}

/// The second wasm could not be loaded: no network, and it was never here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotHere;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotHere {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        NotHere
    }
}

mod split {
    // The macro declares the second wasm's functions as foreign ones.
    #![allow(unsafe_code, improper_ctypes, improper_ctypes_definitions)]

    use leptos::prelude::*;

    use super::{Later, NotHere};
    use crate::browser::worker;
    use crate::ui::{page, sample};

    #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later, fallible))]
    pub fn ways() -> Result<Box<Later>, NotHere> {
        Ok(Box::new(Later {
            edit: |id| view! { <page::EditProject id/> }.into_any(),
            new_project: || view! { <page::NewProject/> }.into_any(),
            exchange: || view! { <page::Exchange/> }.into_any(),
            send: |to| view! { <page::Send to/> }.into_any(),
            receive: || view! { <page::Receive/> }.into_any(),
            people: || view! { <page::People/> }.into_any(),
            table: || view! { <page::Table/> }.into_any(),
            settings: || view! { <page::Settings/> }.into_any(),
            join: |plan, close| view! { <page::Join plan close/> }.into_any(),
            read_starter: |ctx, name, source| Box::pin(page::read_starter(ctx, name, source)),
            fill_sample: |session| Box::pin(async move { sample::fill(&session).await }),
            serve: worker::serve,
        }))
    }
}

/// Loads the second wasm, once; a failure is not remembered.
pub async fn load() -> Result<Later, NotHere> {
    #[cfg(feature = "split")]
    return split::ways().await.map(|ways| *ways);
    #[cfg(not(feature = "split"))]
    return split::ways().map(|ways| *ways);
}

/// Draws what lies in the second wasm as soon as that is here.
pub fn draw(view: impl Fn(&Later) -> AnyView + Send + 'static) -> AnyView {
    let held = RwSignal::new(None::<Result<Later, NotHere>>);
    let ask = move || {
        spawn_local(async move {
            // The user may have gone elsewhere meanwhile.
            let _ = held.try_set(Some(load().await));
        });
    };
    ask();
    let ctx = ctx();
    live(move || match held.get() {
        Some(Ok(later)) => view(&later),
        Some(Err(NotHere)) => view! {
            <main id="main" class="stack">
                <p class="notice" data-tone="yellow" role="alert"><Icon name="offline"/><span>{ctx.t().common.not_here}</span></p>
                <button class="btn" type="button" on:click=move |_| ask()>{ctx.t().common.try_again}</button>
            </main>
        }
        .into_any(),
        None => view! { <main id="main" class="stack"><p role="status">{ctx.t().common.opening}</p></main> }.into_any(),
    })
}

/// The worker's start: it has nothing to do but what lies in the second wasm. Its script hears when it serves, or that
/// it never will; the page then reads the files itself.
pub fn work() {
    // No framework runs in a worker.
    wasm_bindgen_futures::spawn_local(async {
        let later = load().await;
        if let Ok(later) = &later {
            (later.serve)();
        }
        crate::browser::worker::tell_script(later.is_ok());
    });
}
