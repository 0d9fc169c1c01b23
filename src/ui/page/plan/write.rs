//! Planning nodes: a row for each, filled in by hand or from elsewhere, kept as a draft, saved together.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::forms::stage_select;
use super::start::Starts;
use crate::browser::focus::{focus, focus_field};
use crate::domain::calendar::Day;
use crate::domain::id::ProjectId;
use crate::screen::form::plan::{Fault, Field, NodeForm, PlanFault, PlanForm};
use crate::screen::light::title_of;
use crate::screen::plan::{draft_prefix, rights};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::store::StoreError;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::{self, Checked, Keeper, Kept, Origin};
use crate::ui::part::{Bar, Icon, If, attr, live};

#[derive(Clone, PartialEq, Debug)]
enum Status {
    Editing,
    Saving,
    Failed(Failure),
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
pub struct Writing {
    pub ctx: Ctx,
    pub project: ProjectId,
    form: RwSignal<PlanForm>,
    /// Titles that the project has already.
    held: Memo<Vec<String>>,
    status: RwSignal<Status>,
    checked: RwSignal<Checked>,
    origin: RwSignal<Origin>,
    faults: Memo<Vec<PlanFault>>,
    keeper: Keeper,
}

impl Writing {
    fn new(ctx: Ctx, project: ProjectId) -> Writing {
        let (form, checked) = (RwSignal::new(PlanForm::default()), RwSignal::new(Checked::NotYet));
        let held = Memo::new(move |_| {
            let snapshot = ctx.snapshot();
            let titles = snapshot.state.project(&project).map(|p| p.planned().map(|node| title_of(p, node)).collect::<Vec<String>>());
            titles.unwrap_or_default()
        });
        let faults = Memo::new(move |_| match checked.get() {
            Checked::NotYet => Vec::new(),
            Checked::Tried => form.with(|form| held.with(|held| form.validate_beside(project, held).err().unwrap_or_default())),
        });
        let keeper =
            Keeper::new(ctx, move || form.with_untracked(|form| (!form.is_blank()).then(|| serde_json::to_vec(form).unwrap_or_default())));
        let (status, origin) = (RwSignal::new(Status::Editing), RwSignal::new(Origin::New));
        let writing = Writing { ctx, project, form, held, status, checked, origin, faults, keeper };
        writing.find_draft();
        writing
    }

    /// Opens a draft of this project's plan that no other tab has open.
    fn find_draft(self) {
        let prefix = draft_prefix(&self.project);
        // It says itself when it was opened, not when it was written.
        let read = move |bytes: &[u8]| serde_json::from_slice(bytes).ok().map(|form: PlanForm| (self.ctx.now(), form));
        let restore = move |form: PlanForm| {
            self.form.set(form);
            self.origin.set(Origin::Restored);
        };
        spawn_local(async move { self.keeper.resume(&prefix, read, move || self.is_blank(), restore).await });
    }

    pub fn is_blank(self) -> bool {
        self.form.with_untracked(PlanForm::is_blank)
    }

    /// Of the project, for the template to begin with.
    pub fn category(self) -> String {
        let snapshot = untrack(|| self.ctx.snapshot());
        snapshot.state.project(&self.project).map(|p| p.fields.category.clone()).unwrap_or_default()
    }

    fn edit(self, change: impl FnOnce(&mut PlanForm)) {
        self.form.update(change);
        self.keeper.touch();
    }

    /// Puts nodes into the form and leads to the first of them.
    pub fn put(self, nodes: Vec<NodeForm>) {
        let count = nodes.len();
        self.edit(|form| form.add(nodes));
        let first = self.form.with_untracked(|form| form.nodes.len()).saturating_sub(count);
        focus(input_id(Field::Title, first));
    }

    pub fn check(self) {
        self.checked.set(Checked::Tried);
    }

    fn start_over(self) {
        self.edit(|form| *form = PlanForm::default());
        self.origin.set(Origin::New);
        self.checked.set(Checked::NotYet);
    }

    /// How many nodes a save would plan.
    fn count(self) -> usize {
        self.form.with(|form| form.nodes.iter().filter(|node| !node.is_blank()).count())
    }

    fn save(self) {
        if self.status.with_untracked(|status| *status == Status::Saving) {
            return;
        }
        let checked = self.form.with_untracked(|form| self.held.with_untracked(|held| form.validate_beside(self.project, held)));
        let ready = match checked {
            Ok(ready) => ready,
            Err(faults) => {
                self.check();
                if let Some(first) = faults.first() {
                    focus_field(input_id(first.field, first.node));
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
                    // Whoever has left the page meanwhile stays where they went.
                    if self.status.try_get_untracked().is_some() {
                        self.ctx.go(Route::Plan(self.project));
                    }
                }
                Err(failure) => {
                    if self.status.try_set(Status::Failed(failure)).is_none() {
                        self.keeper.reopen();
                    }
                }
            }
        });
    }
}

fn input_id(field: Field, node: usize) -> String {
    let name = match field {
        Field::Title => "title",
        Field::Due => "due",
        Field::Start => "start",
        Field::Weight => "weight",
        Field::Stage => "stage",
        Field::Text => "text",
        Field::Percent | Field::On | Field::Done | Field::Reason => "other",
    };
    format!("n{node}-{name}")
}

#[component]
pub fn PlanNodes(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let may = untrack(|| {
        let (snapshot, me) = (ctx.snapshot(), ctx.me());
        snapshot.state.project(&id).is_some_and(|project| project.shown && rights(project, me.as_ref()).plan)
    });
    let writing = may.then(|| Writing::new(ctx, id));
    let title = Signal::derive(move || ctx.t().plan().new_title.to_string());
    let back = Route::Plan(id).print();
    live(move || {
        match (writing, ctx.desk.get()) {
        (None, _) => view! {
            <Bar back=back.clone() back_label=Signal::derive(move || ctx.t().common().back.to_string()) title/>
            <main id="main" class="stack"><p class="notice"><Icon name="info"/><span>{ctx.t().plan().not_yours}</span></p></main>
        }
        .into_any(),
        (Some(writing), false) => view! {
            <Bar back=back.clone() back_label=Signal::derive(move || ctx.t().common().back.to_string()) title/>
            <main id="main" class="stack"><Body writing/></main>
            <footer class="thumb"><div class="thumb-in"><SaveBar writing/></div></footer>
        }
        .into_any(),
        (Some(writing), true) => view! {
            <main id="main" class="page">
                <header class="top"><a class="btn" data-kind="plain" href=back.clone()><Icon name="back"/>{ctx.t().common().back}</a><h1>{live(move || title.get())}</h1><Name writing/></header>
                <div class="scroll"><div class="stack-d plan-w"><Body writing/></div></div>
                <footer class="apply card form-bar"><SaveBar writing/></footer>
            </main>
        }
        .into_any(),
    }
    })
}

#[component]
fn Name(writing: Writing) -> impl IntoView {
    let ctx = writing.ctx;
    let name = move || ctx.snapshot().state.project(&writing.project).map(|p| p.fields.name.clone());
    view! { <b><bdi>{live(name)}</bdi></b> }
}

#[component]
fn Body(writing: Writing) -> impl IntoView {
    let w = writing.ctx.t().plan();
    let rows = Memo::new(move |_| writing.form.with(|form| form.nodes.len()));
    let add = move |_| {
        let at = writing.form.with_untracked(|form| form.nodes.len());
        writing.edit(|form| form.nodes.push(NodeForm::default()));
        focus(input_id(Field::Title, at));
    };
    view! {
        <p class="lead"><If when=move || !writing.ctx.desk.get()><Name writing/><br/></If><span class="sm t-2">{w.new_lead}</span></p>
        <If when=move || writing.origin.get() == Origin::Restored>
            <div class="notice wide" role="status"><Icon name="file"/><p>{w.restored}</p>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| writing.start_over()>{w.start_over}</button>
            </div>
        </If>
        <Starts writing/>
        <div class="prows">
            <For each=move || 0..rows.get() key=|n| *n let:n><Row writing n/></For>
        </div>
        <p class="acts"><button class="btn" type="button" on:click=add><Icon name="plus"/>{w.add_row}</button></p>
    }
}

fn get(form: &NodeForm, field: Field) -> &str {
    match field {
        Field::Title => &form.title,
        Field::Due => &form.due,
        Field::Start => &form.start,
        Field::Weight => &form.weight,
        Field::Stage => &form.stage,
        Field::Text | Field::Percent | Field::On | Field::Done | Field::Reason => &form.text,
    }
}

fn set(form: &mut NodeForm, field: Field, value: String) {
    match field {
        // Another title is another question.
        Field::Title => (form.title, form.doubled) = (value, false),
        Field::Due => form.due = value,
        Field::Start => form.start = value,
        Field::Weight => form.weight = value,
        Field::Stage => form.stage = value,
        Field::Text | Field::Percent | Field::On | Field::Done | Field::Reason => form.text = value,
    }
}

/// One node. Rows are known by their place: what is taken out moves the others up.
#[component]
fn Row(writing: Writing, n: usize) -> impl IntoView {
    let ctx = writing.ctx;
    let w = ctx.t().plan();
    let remove = move |_| {
        writing.edit(|form| form.remove(n));
        focus(input_id(Field::Title, n.saturating_sub(1)));
    };
    view! {
        <fieldset class="card prow">
            <legend>{ctx.t().node_number(n + 1)}</legend>
            {input(writing, n, Field::Title, w.f_title)}
            {input(writing, n, Field::Due, w.f_due)}
            {input(writing, n, Field::Start, w.f_start)}
            {input(writing, n, Field::Weight, w.f_weight)}
            {input(writing, n, Field::Stage, w.f_stage)}
            {input(writing, n, Field::Text, w.f_text)}
            <button class="btn prow-x" data-kind="plain" type="button" on:click=remove><Icon name="close"/><span>{w.remove_row}<span class="sr">" "{ctx.t().node_number(n + 1)}</span></span></button>
        </fieldset>
    }
}

/// A field with its label above and its fault below.
fn input(writing: Writing, n: usize, field: Field, label: &'static str) -> impl IntoView {
    let ctx = writing.ctx;
    let (id, told) = (input_id(field, n), format!("{}-told", input_id(field, n)));
    let fault = move || writing.faults.with(|f| f.iter().find(|f| f.node == n && f.field == field).map(|f| f.fault));
    let value = move || writing.form.with(|form| form.nodes.get(n).map(|node| get(node, field).to_string()).unwrap_or_default());
    let change = move |value: String| {
        writing.edit(|form| {
            if let Some(node) = form.nodes.get_mut(n) {
                set(node, field, value);
            }
        });
    };
    let told_of = move || {
        fault().map(|fault| {
            let keep = move |_| writing.edit(|form| form.nodes.get_mut(n).into_iter().for_each(|node| node.doubled = true));
            let keep = (fault == Fault::Doubled)
                .then(|| view! { <button class="btn" data-kind="soft" type="button" on:click=keep>{ctx.t().plan().keep_doubled}</button> });
            view! { <p class="fault">{ctx.t().plan_fault(field, fault)}</p>{keep} }
        })
    };
    // What was pasted and is no day stays in sight as it was written.
    let is_text = move || !value().is_empty() && Day::parse(&value()).is_none();
    let kind = move || match field {
        Field::Due | Field::Start if !is_text() => "date",
        _ => "text",
    };
    let element = match field {
        Field::Stage => stage_select(ctx, id.clone(), told.clone(), untrack(value), value, change).into_any(),
        _ => view! {
            <input class="input" id=id.clone() type=attr(kind) inputmode=(field == Field::Weight).then_some("numeric") autocomplete="off"
                aria-describedby=told.clone() aria-invalid=attr(move || fault().map(|_| "true"))
                prop:value=attr(value) on:input=move |event| change(event_target_value(&event))/>
        }
        .into_any(),
    };
    view! {
        <div class="field" data-of=id.split('-').next_back().map(str::to_owned)><label for=id.clone()>{label}</label>{element}<div id=told>{live(told_of)}</div></div>
    }
}

#[component]
fn SaveBar(writing: Writing) -> impl IntoView {
    let ctx = writing.ctx;
    let w = ctx.t().plan();
    let count = move || writing.faults.with(Vec::len);
    let failed = move || match writing.status.get() {
        Status::Failed(failure) => {
            let full = failure == Failure::Store(StoreError::Quota);
            Some(view! {
                <p class="status" data-state="failed"><Icon name="alert"/><span>{ctx.t().failure(&failure)}</span></p>
                {full.then(|| view! { <a class="btn" href=Route::Settings.print()>{w.make_room}</a> })}
            })
        }
        Status::Editing | Status::Saving => None,
    };
    let kept = move || match writing.keeper.kept.get() {
        Kept::Nothing => view! { <p class="status c">{w.draft_will}</p> }.into_any(),
        Kept::At(time) => view! { <p class="status c">{fill(w.draft_at, &[&ctx.time_of_day(time)])}</p> }.into_any(),
        Kept::Failed(_) => {
            view! { <p class="status c" data-state="failed" role="alert"><Icon name="alert"/>{w.draft_failed}</p> }.into_any()
        }
    };
    let sum = move || {
        let weight = |node: &NodeForm| node.weight.trim().parse::<i64>().unwrap_or(1);
        writing.form.with(|form| form.nodes.iter().filter(|node| !node.is_blank()).map(weight).fold(0, i64::saturating_add))
    };
    let busy = move || writing.status.with(|status| *status == Status::Saving);
    let label = move || if busy() { ctx.t().common().saving.to_string() } else { ctx.t().plan_count(writing.count().max(1)) };
    view! {
        <div role="alert">
            <If when=move || { count() > 0 }><p class="status" data-state="failed"><Icon name="alert"/>{live(move || ctx.t().plan_faults(count()))}</p></If>
            {live(failed)}
        </div>
        <button class="btn" data-kind="main" data-size="lg" type="button" aria-busy=attr(move || busy().then_some("true")) on:click=move |_| writing.save()>{live(label)}</button>
        <p class="status c">{live(move || ctx.t().weight_sum(sum()))}</p>
        {live(kept)}
    }
}
