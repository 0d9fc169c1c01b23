//! Drafts on disk: the first change at once, then several times a second while it goes on, and when the page is hidden.
//!
//! Each open form has a draft of its own, held while the form is open, so that two tabs never write over each
//! other. What the disk refuses is kept in memory until it can be written or the page is closed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::clock;
use crate::browser::keys::random_bytes;
use crate::browser::lock::Held;
use crate::domain::id::WorkspaceId;
use crate::domain::order::InOrder;
use crate::session::Failure;
use crate::ui::ctx::Ctx;

/// The least time between two writes of one draft while someone types, in ms.
const PAUSE: i32 = 250;

thread_local! {
    /// Drafts that could not be written, by ledger and name.
    static REFUSED: RefCell<BTreeMap<(WorkspaceId, String), Vec<u8>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A name that no other form has.
pub fn fresh_name(prefix: &str) -> String {
    let bytes = random_bytes::<10>().unwrap_or_default();
    format!("{prefix}{}", crate::domain::hash::crockford(&bytes, 16).to_ascii_lowercase())
}

pub async fn put(ctx: Ctx, name: &str, bytes: Vec<u8>) -> Result<(), Failure> {
    let place = (ctx.workspace(), name.to_string());
    let written = ctx.put_draft(name, bytes.clone()).await;
    REFUSED.with_borrow_mut(|refused| match &written {
        Ok(()) => refused.remove(&place),
        Err(_) => refused.insert(place, bytes),
    });
    written
}

pub async fn get(ctx: Ctx, name: &str) -> Option<Vec<u8>> {
    match REFUSED.with_borrow(|refused| refused.get(&(ctx.workspace(), name.to_string())).cloned()) {
        Some(bytes) => Some(bytes),
        None => ctx.draft(name).await,
    }
}

/// Calls where something was left unfinished in a form whose drafts are named so: a form that was closed by a reload opens
/// again, or what was typed there would lie unseen.
pub fn left(ctx: Ctx, prefix: String, open: impl FnOnce(Vec<String>) + 'static) {
    spawn_local(async move {
        let names = names(ctx, &prefix).await;
        if !names.is_empty() {
            open(names);
        }
    });
}

/// All drafts whose names begin so.
pub async fn names(ctx: Ctx, prefix: &str) -> Vec<String> {
    let here = ctx.workspace();
    let mut names = ctx.draft_names(prefix).await;
    REFUSED.with_borrow(|refused| {
        let held = refused.keys().filter(|(workspace, name)| *workspace == here && name.starts_with(prefix));
        names.extend(held.map(|(_, name)| name.clone()));
    });
    names.order();
    names.dedup();
    names
}

/// After a save has dropped them from the disk.
pub fn forget(names: &[String]) {
    REFUSED.with_borrow_mut(|refused| refused.retain(|(_, name), _| !names.contains(name)));
}

/// After a ledger was cleared off the device.
pub fn forget_all(of: WorkspaceId) {
    REFUSED.with_borrow_mut(|refused| refused.retain(|(workspace, _), _| *workspace != of));
}

pub async fn discard(ctx: Ctx, name: &str) {
    forget(&[name.to_string()]);
    // One that stays is offered again, which loses nothing.
    let _ = ctx.drop_draft(name).await;
}

/// Where what was typed last is.
#[derive(Clone, PartialEq, Debug)]
pub enum Kept {
    /// Nothing was typed yet.
    Nothing,
    /// On disk, since this time (ms since 1970 UTC).
    At(i64),
    Failed(Failure),
}

/// Whether faults are shown: not before the first try to save.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    NotYet,
    Tried,
}

/// How the form that is open came to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    New,
    Restored,
}

type Content = Rc<dyn Fn() -> Option<Vec<u8>>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    /// All is on disk.
    Clean,
    /// Something was typed since.
    Changed,
    /// A save runs or is done: it drops the draft itself.
    Closed,
}

/// The draft of one open form.
#[derive(Clone, Copy)]
pub struct Keeper {
    ctx: Ctx,
    pub kept: RwSignal<Kept>,
    name: StoredValue<String>,
    held: StoredValue<Option<Held>, LocalStorage>,
    /// What stands in the form; `None` while it is blank.
    content: StoredValue<Content, LocalStorage>,
    writing: StoredValue<Writing>,
    /// Set while the next write has to wait.
    timer: StoredValue<Option<i32>>,
    under_way: StoredValue<usize>,
}

impl Keeper {
    /// Watches over a form for as long as its page is shown.
    pub fn new(ctx: Ctx, content: impl Fn() -> Option<Vec<u8>> + 'static) -> Keeper {
        let keeper = Keeper {
            ctx,
            kept: RwSignal::new(Kept::Nothing),
            name: StoredValue::new(String::new()),
            held: StoredValue::new_local(None),
            content: StoredValue::new_local(Rc::new(content)),
            writing: StoredValue::new(Writing::Clean),
            timer: StoredValue::new(None),
            under_way: StoredValue::new(0),
        };
        let listeners: Vec<WindowListenerHandle> = ["visibilitychange", "pagehide"]
            .into_iter()
            .map(|event| window_event_listener_untyped(event, move |_| keeper.flush()))
            .collect();
        on_cleanup(move || {
            listeners.into_iter().for_each(WindowListenerHandle::remove);
            // The sample may be gone already, and its drafts with it.
            if ctx.is_held() {
                keeper.flush();
            }
        });
        keeper
    }

    pub fn name(self) -> String {
        self.name.get_value()
    }

    /// From now on this draft is written; `held` keeps other tabs off it.
    pub fn take(self, name: String, held: Option<Held>, kept: Kept) {
        self.name.set_value(name);
        self.held.set_value(held);
        self.writing.set_value(Writing::Clean);
        self.kept.set(kept);
    }

    /// A draft of its own for a form that is begun anew after a save.
    pub async fn begin(self, prefix: &str) {
        self.begin_as(prefix, true).await;
    }

    /// The same for a form that was just opened. One may save before its name is taken: then what is being saved must not
    /// be written once more, or it would be offered as unfinished.
    pub async fn begin_first(self, prefix: &str) {
        self.begin_as(prefix, false).await;
    }

    async fn begin_as(self, prefix: &str, is_anew: bool) {
        let name = fresh_name(prefix);
        let held = self.ctx.hold_draft(&name).await;
        if self.name.try_get_value().is_some() {
            let is_saving = !is_anew && self.writing.get_value() == Writing::Closed;
            self.take(name, held, Kept::Nothing);
            if is_saving {
                self.close();
            } else {
                // What was typed while the name was being taken.
                self.touch();
            }
        }
    }

    /// Takes up the newest draft of that name's beginning that no other tab has open, unless something was typed meanwhile;
    /// else begins one. `read` says when it was written (ms since 1970 UTC) and what it holds.
    pub async fn resume<T>(
        self,
        prefix: &str,
        read: impl Fn(&[u8]) -> Option<(i64, T)>,
        is_untouched: impl Fn() -> bool,
        restore: impl FnOnce(T),
    ) {
        let mut found = Vec::new();
        for name in names(self.ctx, prefix).await {
            let Some(held) = self.ctx.hold_draft(&name).await else { continue };
            if let Some((at, content)) = get(self.ctx, &name).await.as_deref().and_then(&read) {
                found.push((at, name, content, held));
            }
        }
        // The page may have been left meanwhile.
        if self.name.try_get_value().is_none() {
            return;
        }
        match found.into_iter().max_by_key(|(at, ..)| *at) {
            Some((at, name, content, held)) if is_untouched() && self.writing.get_value() != Writing::Closed => {
                restore(content);
                self.take(name, Some(held), Kept::At(at));
            }
            _ => self.begin_first(prefix).await,
        }
    }

    /// Something was typed.
    pub fn touch(self) {
        if self.writing.get_value() == Writing::Closed {
            return;
        }
        self.writing.set_value(Writing::Changed);
        if self.timer.get_value().is_none() {
            self.write_in_turn();
        }
    }

    /// Writes what changed and looks again after the pause, as long as there was something. A disk that is slower than
    /// that is not given more than one write at a time.
    fn write_in_turn(self) {
        let changed = self.writing.get_value() == Writing::Changed;
        if changed && self.under_way.get_value() == 0 {
            self.flush();
        }
        let again = move || {
            if self.timer.try_set_value(None).is_none() {
                self.write_in_turn();
            }
        };
        self.timer.set_value(changed.then(|| clock::after(PAUSE, again)).flatten());
    }

    /// Writes what changed, at once.
    pub fn flush(self) {
        let name = self.name.get_value();
        if self.writing.get_value() != Writing::Changed || name.is_empty() {
            return;
        }
        self.writing.set_value(Writing::Clean);
        let content = self.content.with_value(|content| content());
        let ctx = self.ctx;
        self.under_way.update_value(|writes| *writes += 1);
        spawn_local(async move {
            let kept = match content {
                None => {
                    discard(ctx, &name).await;
                    Kept::Nothing
                }
                Some(bytes) => match put(ctx, &name, bytes).await {
                    Ok(()) => Kept::At(ctx.now()),
                    Err(failure) => Kept::Failed(failure),
                },
            };
            let _ = self.under_way.try_update_value(|writes| *writes -= 1);
            let _ = self.kept.try_set(kept);
        });
    }

    /// A save begins, which drops the draft together with what it writes; nothing else is written until it ends, since
    /// the save would have to wait behind it.
    pub fn close(self) {
        self.writing.set_value(Writing::Closed);
    }

    /// The save failed: what stands in the form is written again.
    pub fn reopen(self) {
        if self.writing.try_get_value().is_some() {
            self.writing.set_value(Writing::Changed);
            self.flush();
        }
    }
}
