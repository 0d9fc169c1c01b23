//! What is not needed at once: every page but today, joining, founding, reading files, the sample.
//!
//! The release build (feature `split`) puts whatever is reached only from here into a second wasm. It is loaded as
//! soon as the first page stands and kept for offline use like every other file; without the feature it is simply
//! there.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::worker::Source;
use crate::screen::route::Route;
use crate::session::Failure;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, live};

type Local<T> = Pin<Box<dyn Future<Output = T>>>;

/// The ways into the second wasm.
#[derive(Clone, Copy)]
pub struct Later {
    /// Every page but today.
    pub page: fn(Route) -> AnyView,
    /// Founding a ledger, on the first page; the callback goes back.
    pub found: fn(Callback<()>) -> AnyView,
    /// Reads a starter on the first page; the words say what is wrong with it.
    pub read_starter: fn(Ctx, String, Source) -> Local<ReadStarter>,
    /// Reads a starter that another app gave, if there is one.
    pub read_shared: fn(Ctx) -> Local<Option<ReadStarter>>,
    /// Makes the sample workspace, if there is none, and opens it; the words say what went wrong.
    pub open_sample: fn(Ctx) -> Local<Result<(), String>>,
    /// Says why a ledger could not be opened.
    pub broken: fn(Failure) -> AnyView,
    /// What first pages mark of it.
    pub mark: fn(Mark) -> AnyView,
    /// Serves the page as its reading worker.
    pub serve: fn(),
}

/// What the second wasm draws on what stands first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// How many conflicts there are.
    Side,
    /// How much waits for an audit.
    Audits,
    /// What asks for attention.
    Today,
    /// The keys of every page, with their list.
    Keys,
}

/// What a file turned out to be on the first page.
pub enum Starter {
    /// The page that asks whether it is for you; the callback goes back.
    Invites(Invitation),
    /// Of a workspace that is held here; it is open now.
    Held,
}

/// A starter, or the words for what is wrong with it.
pub type ReadStarter = Result<Starter, String>;

/// Draws what was read: the first wasm need not know what an invitation holds.
pub type Invitation = Rc<dyn Fn(Callback<()>) -> AnyView>;

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
    use crate::ui::page;

    #[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(later, fallible))]
    pub fn ways() -> Result<Box<Later>, NotHere> {
        Ok(Box::new(Later {
            page: page::later,
            found: |close| view! { <page::Found close/> }.into_any(),
            read_starter: |ctx, name, source| Box::pin(page::read_starter(ctx, name, source)),
            read_shared: |ctx| Box::pin(page::read_shared(ctx)),
            open_sample: |ctx| Box::pin(async move { ctx.open_sample().await.map_err(|failure| ctx.t().failure(&failure)) }),
            broken: page::broken,
            mark: page::mark,
            serve: worker::serve,
        }))
    }
}

thread_local! {
    static AT_HAND: Cell<Option<Later>> = const { Cell::new(None) };
}

/// Loads the second wasm, once; a failure is not remembered.
pub async fn load() -> Result<Later, NotHere> {
    if let Some(later) = AT_HAND.get() {
        return Ok(later);
    }
    #[cfg(feature = "split")]
    let later = *split::ways().await?;
    #[cfg(not(feature = "split"))]
    let later = *split::ways()?;
    AT_HAND.set(Some(later));
    Ok(later)
}

/// What is held of the second wasm, which is asked for; and a way to ask again.
fn asked() -> (RwSignal<Option<Result<Later, NotHere>>>, impl Fn() + Copy + Send + 'static) {
    let held = RwSignal::new(AT_HAND.get().map(Ok));
    let ask = move || {
        spawn_local(async move {
            // The user may have gone elsewhere meanwhile.
            let _ = held.try_set(Some(load().await));
        });
    };
    if held.with_untracked(Option::is_none) {
        ask();
    }
    (held, ask)
}

/// Draws what lies in the second wasm: at once if that is here, else as soon as it is.
pub fn draw(view: impl Fn(&Later) -> AnyView + Send + 'static) -> AnyView {
    let (held, ask) = asked();
    let ctx = ctx();
    live(move || match held.get() {
        Some(Ok(later)) => view(&later),
        Some(Err(NotHere)) => view! {
            <main id="main" class="stack">
                <p class="notice" data-tone="yellow" role="alert"><Icon name="offline"/><span>{ctx.t().common().not_here}</span></p>
                <button class="btn" type="button" on:click=move |_| ask()>{ctx.t().common().try_again}</button>
            </main>
        }
        .into_any(),
        None => view! { <main id="main" class="stack"><p role="status">{ctx.t().common().opening}</p></main> }.into_any(),
    })
}

/// A mark that comes as soon as the second wasm is here; until then nothing stands there.
pub fn mark(mark: Mark) -> AnyView {
    let (held, _) = asked();
    live(move || match held.get() {
        Some(Ok(later)) => (later.mark)(mark),
        Some(Err(NotHere)) | None => ().into_any(),
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
