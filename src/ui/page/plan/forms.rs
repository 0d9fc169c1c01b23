//! Asking for another date of a node, and changing what was not audited of it. Each keeps a draft.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::nodes::Doing;
use crate::browser::focus::{focus, focus_field};
use crate::domain::id::{ProjectId, Ref};
use crate::screen::form::Ready;
use crate::screen::form::plan::{Fault, Field, MoveForm, NodeEditForm};
use crate::screen::form::project::PHASES;
use crate::screen::plan::NodeView;
use crate::session::{Along, Failure};
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::{self, Checked, Keeper, Kept};
use crate::ui::part::{attr, live};

type Faults = Vec<(Field, Fault)>;

#[derive(Clone, PartialEq, Debug)]
enum Status {
    Editing,
    Saving,
    Failed(Failure),
}

/// Of a node's forms, how the names of their drafts begin.
pub const MOVE: &str = "move";
pub const EDIT: &str = "node";

/// A form inside a node's card.
struct Inside<F: 'static> {
    ctx: Ctx,
    form: RwSignal<F>,
    status: RwSignal<Status>,
    checked: RwSignal<Checked>,
    faults: Memo<Faults>,
    keeper: Keeper,
    doing: RwSignal<Doing>,
    node: Ref,
}

impl<F> Clone for Inside<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Inside<F> {}

impl<F: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync> Inside<F> {
    /// `prefix` begins the name of its draft.
    fn new(
        prefix: &'static str,
        opened: F,
        node: &NodeView,
        doing: RwSignal<Doing>,
        check: impl Fn(&F) -> Result<(), Faults> + Send + Sync + 'static,
    ) -> Inside<F> {
        let ctx = ctx();
        let (form, checked) = (RwSignal::new(opened.clone()), RwSignal::new(Checked::NotYet));
        let faults = Memo::new(move |_| match checked.get() {
            Checked::NotYet => Vec::new(),
            Checked::Tried => form.with(|form| check(form).err().unwrap_or_default()),
        });
        let held = StoredValue::new(opened);
        let is_untouched = move || form.with_untracked(|form| held.with_value(|held| form == held));
        let keeper =
            Keeper::new(ctx, move || (!is_untouched()).then(|| form.with_untracked(|form| serde_json::to_vec(form).unwrap_or_default())));
        let inside = Inside { ctx, form, status: RwSignal::new(Status::Editing), checked, faults, keeper, doing, node: node.id };
        let prefix = format!("{prefix}-{}-", node.id);
        let read = move |bytes: &[u8]| serde_json::from_slice(bytes).ok().map(|draft: F| (ctx.now(), draft));
        spawn_local(async move { keeper.resume(&prefix, read, is_untouched, move |draft| form.set(draft)).await });
        inside
    }

    fn edit(self, change: impl FnOnce(&mut F)) {
        self.form.update(change);
        self.keeper.touch();
    }

    fn fault_of(self, field: Field) -> impl Fn() -> Option<Fault> + Copy + Send + Sync {
        move || self.faults.with(|faults| faults.iter().find(|(f, _)| *f == field).map(|(_, fault)| *fault))
    }

    fn save(self, ready: Result<Option<Ready>, Faults>) {
        if self.status.with_untracked(|s| *s == Status::Saving) {
            return;
        }
        let ready = match ready {
            Ok(Some(ready)) => ready,
            Ok(None) => return self.leave(),
            Err(faults) => {
                self.checked.set(Checked::Tried);
                if let Some((field, _)) = faults.first() {
                    focus_field(format!("{}-{}", id_of(*field), self.node));
                }
                return;
            }
        };
        self.status.set(Status::Saving);
        self.keeper.close();
        let dropped = vec![self.keeper.name()];
        let along = Along { drop_drafts: dropped.clone(), ..Along::default() };
        spawn_local(async move {
            match self.ctx.commit(ready.into_command(), along).await {
                Ok(_) => {
                    drafts::forget(&dropped);
                    self.leave();
                }
                Err(failure) => {
                    if self.status.try_set(Status::Failed(failure)).is_none() {
                        self.keeper.reopen();
                    }
                }
            }
        });
    }

    /// Closes the form; what was typed and not saved is let go of.
    fn cancel(self) {
        self.keeper.close();
        let (ctx, name) = (self.ctx, self.keeper.name());
        spawn_local(async move { drafts::discard(ctx, &name).await });
        self.leave();
    }

    fn leave(self) {
        // Whoever has left the page meanwhile has no card to go back to.
        if self.doing.try_set(Doing::Nothing).is_none() {
            focus(format!("node-{}", self.node));
        }
    }
}

fn id_of(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Due => "due",
        Field::Start => "start",
        Field::Stage => "stage",
        Field::Text => "text",
        Field::Reason => "reason",
        Field::Weight | Field::Percent | Field::On | Field::Done => "other",
    }
}

/// A field with its label above and its fault below.
fn field<F: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync>(
    inside: Inside<F>,
    of: Field,
    label: &'static str,
    input: impl FnOnce(String, String) -> AnyView,
) -> impl IntoView {
    let (id, told) = (format!("{}-{}", id_of(of), inside.node), format!("{}-{}-told", id_of(of), inside.node));
    let fault = inside.fault_of(of);
    let ctx = inside.ctx;
    view! {
        <div class="field"><label for=id.clone()>{label}</label>{input(id, told.clone())}
            <div id=told>{live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().plan_fault(of, fault)}</p> }))}</div>
        </div>
    }
}

fn foot<F: Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync>(
    inside: Inside<F>,
    word: &'static str,
    save: impl Fn() + 'static,
) -> impl IntoView {
    let ctx = inside.ctx;
    let failed = move || match inside.status.get() {
        Status::Failed(failure) => Some(view! { <p class="fault">{ctx.t().failure(&failure)}</p> }),
        Status::Editing | Status::Saving => None,
    };
    let kept = move || match inside.keeper.kept.get() {
        Kept::Nothing => None,
        Kept::At(time) => Some(crate::text::fill(ctx.t().plan().draft_at, &[&ctx.time_of_day(time)])),
        Kept::Failed(_) => Some(ctx.t().plan().draft_failed.to_string()),
    };
    let saving = move || (inside.status.get() == Status::Saving).then_some("true");
    view! {
        <div role="alert">{live(failed)}</div>
        <p class="acts">
            <button class="btn" data-kind="main" type="button" aria-busy=attr(saving) on:click=move |_| save()>{word}</button>
            <button class="btn" type="button" on:click=move |_| inside.cancel()>{ctx.t().common().cancel}</button>
            <span class="status">{live(kept)}</span>
        </p>
    }
}

#[component]
pub fn MoveNode(project: ProjectId, node: NodeView, doing: RwSignal<Doing>) -> impl IntoView {
    let (name, held) = (node.id, node.dates);
    let inside = Inside::new(MOVE, MoveForm::default(), &node, doing, move |form: &MoveForm| form.validate(project, name, held).map(drop));
    let w = inside.ctx.t().plan();
    let save = move || inside.save(inside.form.with_untracked(|form| form.validate(project, name, held)).map(Some));
    let due = move |id: String, told: String| {
        view! { <input class="input" type="date" id=id aria-describedby=told aria-invalid=attr(move || inside.fault_of(Field::Due)().map(|_| "true"))
            prop:value=attr(move || inside.form.with(|f| f.due.clone())) on:input=move |e| inside.edit(|f| f.due = event_target_value(&e))/> }
        .into_any()
    };
    let start = move |id: String, told: String| {
        view! { <input class="input" type="date" id=id aria-describedby=told aria-invalid=attr(move || inside.fault_of(Field::Start)().map(|_| "true"))
            prop:value=attr(move || inside.form.with(|f| f.start.clone())) on:input=move |e| inside.edit(|f| f.start = event_target_value(&e))/> }
        .into_any()
    };
    let reason = move |id: String, told: String| {
        view! { <textarea class="input" rows="2" id=id aria-describedby=told aria-invalid=attr(move || inside.fault_of(Field::Reason)().map(|_| "true"))
            prop:value=attr(move || inside.form.with(|f| f.reason.clone())) on:input=move |e| inside.edit(|f| f.reason = event_target_value(&e))></textarea> }
        .into_any()
    };
    view! {
        <div class="node-f" role="group" aria-label=w.move_title>
            <p class="hint">{w.move_hint}</p>
            <div class="pair">{field(inside, Field::Due, w.new_due, due)}{field(inside, Field::Start, w.new_start, start)}</div>
            {field(inside, Field::Reason, w.reason, reason)}
            {foot(inside, w.move_save, save)}
        </div>
    }
}

#[component]
pub fn EditNode(project: ProjectId, node: NodeView, doing: RwSignal<Doing>) -> impl IntoView {
    let name = node.id;
    let opened = NodeEditForm {
        title: node.title.clone(),
        stage: node.stage.clone().unwrap_or_default(),
        text: node.text.clone().unwrap_or_default(),
    };
    let held = StoredValue::new(opened.clone());
    let stage = opened.stage.clone();
    let read = move |form: &NodeEditForm| held.with_value(|held| form.validate(project, name, held));
    let inside = Inside::new(EDIT, opened, &node, doing, move |form: &NodeEditForm| read(form).map(drop));
    let w = inside.ctx.t().plan();
    let save = move || inside.save(inside.form.with_untracked(read));
    let title = move |id: String, told: String| {
        view! { <input class="input" id=id aria-describedby=told aria-invalid=attr(move || inside.fault_of(Field::Title)().map(|_| "true"))
            prop:value=attr(move || inside.form.with(|f| f.title.clone())) on:input=move |e| inside.edit(|f| f.title = event_target_value(&e))/> }
        .into_any()
    };
    let choose = move |id: String, told: String| {
        let change = move |value: String| inside.edit(|f| f.stage = value);
        let value = move || inside.form.with(|f| f.stage.clone());
        stage_select(inside.ctx, id, told, stage, value, change).into_any()
    };
    let text = move |id: String, told: String| {
        view! { <textarea class="input" rows="2" id=id aria-describedby=told prop:value=attr(move || inside.form.with(|f| f.text.clone()))
        on:input=move |e| inside.edit(|f| f.text = event_target_value(&e))></textarea> }
        .into_any()
    };
    view! {
        <div class="node-f" role="group" aria-label=w.edit>
            {field(inside, Field::Title, w.f_title, title)}
            {field(inside, Field::Stage, w.f_stage, choose)}
            {field(inside, Field::Text, w.f_text, text)}
            <p class="hint">{w.edit_hint}</p>
            {foot(inside, inside.ctx.t().common().save, save)}
        </div>
    }
}

/// The phases of a project to choose from; a word that is none of them stays choosable.
pub fn stage_select(
    ctx: Ctx,
    id: String,
    told: String,
    held: String,
    value: impl Fn() -> String + Clone + Send + 'static,
    change: impl Fn(String) + 'static,
) -> impl IntoView {
    let own = (!held.is_empty() && !PHASES.contains(&held.as_str())).then_some(held);
    let option = move |stage: String, word: String| {
        let (value, of) = (value.clone(), stage.clone());
        view! { <option value=stage prop:selected=attr(move || value() == of)>{word}</option> }
    };
    let none = option(String::new(), ctx.t().plan().no_stage.into());
    let stages = PHASES.iter().map(|phase| phase.to_string()).chain(own).map(|stage| {
        let word = ctx.t().phase(&stage);
        option(stage, word)
    });
    let stages = stages.collect_view();
    view! {
        <select class="input" id=id aria-describedby=told on:change=move |event| change(event_target_value(&event))>{none}{stages}</select>
    }
}
