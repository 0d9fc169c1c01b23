//! A form that is kept as a draft while it is filled in and saved in one step.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::browser::focus::focus_field;
use crate::domain::command::Command;
use crate::session::{Along, Failure};
use crate::ui::ctx::Ctx;
use crate::ui::drafts::{self, Checked, Keeper, Origin};
use crate::ui::part::{Icon, If, attr, live};

#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    Editing,
    Saving,
    Saved,
    Failed(Failure),
}

/// As it lies on disk.
#[derive(Serialize, Deserialize)]
struct Draft<T> {
    form: T,
    /// ms since 1970 UTC.
    at: i64,
}

/// What can stand in such a form.
pub trait Typed: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static> Typed for T {}

/// The form's state, shared by its parts.
pub struct KeptForm<T: Typed> {
    pub ctx: Ctx,
    pub form: RwSignal<T>,
    pub step: RwSignal<Step>,
    pub checked: RwSignal<Checked>,
    pub origin: RwSignal<Origin>,
    /// What stood there when it was opened.
    opened: StoredValue<T>,
    keeper: Keeper,
}

impl<T: Typed> Clone for KeptForm<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Typed> Copy for KeptForm<T> {}

impl<T: Typed> KeptForm<T> {
    /// Drafts of this form are named `prefix` and letters of their own.
    pub fn new(ctx: Ctx, prefix: String, opened: T) -> KeptForm<T> {
        let (held, form) = (StoredValue::new(opened.clone()), RwSignal::new(opened));
        let keeper = Keeper::new(ctx, move || {
            let draft = Draft { form: form.get_untracked(), at: ctx.now() };
            (draft.form != held.get_value()).then(|| serde_json::to_vec(&draft).unwrap_or_default())
        });
        let kept = KeptForm {
            ctx,
            form,
            step: RwSignal::new(Step::Editing),
            checked: RwSignal::new(Checked::NotYet),
            origin: RwSignal::new(Origin::New),
            opened: held,
            keeper,
        };
        kept.find_draft(prefix);
        kept
    }

    /// Opens the newest draft that no other tab has open.
    fn find_draft(self, prefix: String) {
        let read = |bytes: &[u8]| serde_json::from_slice::<Draft<T>>(bytes).ok().map(|draft| (draft.at, draft.form));
        let is_untouched = move || self.form.with_untracked(|form| *form == self.opened.get_value());
        let restore = move |form: T| {
            self.form.set(form);
            self.origin.set(Origin::Restored);
        };
        spawn_local(async move { self.keeper.resume(&prefix, read, is_untouched, restore).await });
    }

    pub fn edit(self, change: impl FnOnce(&mut T)) {
        self.form.update(change);
        self.keeper.touch();
    }

    /// Back to what stood there when it was opened; the draft goes.
    pub fn start_over(self) {
        self.form.set(self.opened.get_value());
        self.origin.set(Origin::New);
        self.checked.set(Checked::NotYet);
        self.step.set(Step::Editing);
        self.keeper.touch();
        self.keeper.flush();
    }

    /// Saves once; `then` is called after the disk has it. Faults are shown, and the first one's field gets the focus.
    pub fn save(self, command: Result<Command, String>, then: impl FnOnce() + 'static) {
        if matches!(self.step.get_untracked(), Step::Saving | Step::Saved) {
            return;
        }
        let command = match command {
            Ok(command) => command,
            Err(field) => {
                self.checked.set(Checked::Tried);
                return focus_field(field);
            }
        };
        self.step.set(Step::Saving);
        self.keeper.close();
        let drafts = vec![self.keeper.name()];
        let along = Along { drop_drafts: drafts.clone(), ..Along::default() };
        spawn_local(async move {
            match self.ctx.commit(command, along).await {
                Ok(_) => {
                    drafts::forget(&drafts);
                    if self.step.try_set(Step::Saved).is_none() {
                        then();
                    }
                }
                Err(failure) => {
                    if self.step.try_set(Step::Failed(failure)).is_none() {
                        self.keeper.reopen();
                    }
                }
            }
        });
    }
}

/// Above a form: what was not saved is open again.
#[component]
pub fn Restored<T: Typed>(kept: KeptForm<T>, words: &'static str, drop_it: &'static str) -> impl IntoView {
    view! {
        <If when=move || kept.origin.get() == Origin::Restored>
            <div class="notice" role="status"><Icon name="file"/><p>{words}</p>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| kept.start_over()>{drop_it}</button>
            </div>
        </If>
    }
}

/// Below a form: saving, what failed, and the way out, which keeps the draft.
#[component]
pub fn SaveLine<T: Typed>(
    kept: KeptForm<T>,
    /// What the button says while nothing is being saved.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] on_save: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let ctx = kept.ctx;
    let failed = move || match kept.step.get() {
        Step::Failed(failure) => Some(ctx.t().failure(&failure)),
        Step::Editing | Step::Saving | Step::Saved => None,
    };
    let saving = move || kept.step.get() == Step::Saving;
    view! {
        <div role="alert">{live(move || failed().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        <p class="pair form-acts">
            <button class="btn" data-kind="main" type="button" aria-busy=attr(move || saving().then_some("true")) on:click=move |_| on_save.run(())>
                {live(move || if saving() { ctx.t().common().saving.to_string() } else { label.get() })}
            </button>
            <button class="btn" type="button" on:click=move |_| on_close.run(())>{ctx.t().common().close}</button>
        </p>
    }
}
