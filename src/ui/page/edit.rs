//! Editing the facts of a project, and registering a new one: each field with its own fault below it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::focus::{focus, focus_field};
use crate::domain::command::{Command, Refusal};
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::state::State;
use crate::screen::edit::{self, Choice, Choices, Draft, draft_prefix};
use crate::screen::form::project::{CATEGORIES, Field, FieldFault, PHASES, ProjectForm, Writer};
use crate::screen::project::{self, Reader};
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
    /// Saved, and someone else is its secretary now.
    Assigned {
        project: ProjectId,
        secretary: Ref,
    },
    Failed(Failure),
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Editing {
    ctx: Ctx,
    /// `None` for a project that is yet to be registered.
    project: Option<ProjectId>,
    writer: Writer,
    choices: StoredValue<Choices>,
    conflicts: StoredValue<Vec<Field>>,
    /// What was shown when the form was opened.
    opened: StoredValue<ProjectForm>,
    form: RwSignal<ProjectForm>,
    status: RwSignal<Status>,
    checked: RwSignal<Checked>,
    origin: RwSignal<Origin>,
    faults: Memo<Vec<(Field, FieldFault)>>,
    keeper: Keeper,
}

fn command(
    form: &ProjectForm,
    opened: &ProjectForm,
    project: Option<ProjectId>,
    writer: Writer,
) -> Result<Command, Vec<(Field, FieldFault)>> {
    match project {
        Some(id) => form.validate(opened, id, writer).map(|change| change.into_command()),
        None => form.validate_new().map(|new| new.into_command()),
    }
}

impl Editing {
    fn new(ctx: Ctx, project: Option<ProjectId>, held: edit::Edit) -> Editing {
        let (opened, form) = (StoredValue::new(held.opened.clone()), RwSignal::new(held.opened));
        let (checked, writer) = (RwSignal::new(Checked::NotYet), held.writer);
        let faults = Memo::new(move |_| match checked.get() {
            Checked::NotYet => Vec::new(),
            Checked::Tried => form.with(|form| command(form, &opened.get_value(), project, writer).err().unwrap_or_default()),
        });
        let keeper = Keeper::new(ctx, move || {
            let draft = Draft::new(&opened.get_value(), &form.get_untracked(), ctx.now());
            (!draft.typed.is_empty()).then(|| draft.write())
        });
        let editing = Editing {
            ctx,
            project,
            writer,
            choices: StoredValue::new(held.choices),
            conflicts: StoredValue::new(held.conflicts),
            opened,
            form,
            status: RwSignal::new(Status::Editing),
            checked,
            origin: RwSignal::new(Origin::New),
            faults,
            keeper,
        };
        editing.find_draft();
        editing
    }

    /// Opens the newest draft of these facts that no other tab has open.
    fn find_draft(self) {
        let prefix = draft_prefix(self.project.as_ref());
        let read = |bytes: &[u8]| Draft::read(bytes).map(|draft| (draft.at, draft));
        let is_untouched = move || self.form.with_untracked(|form| *form == self.opened.get_value());
        let restore = move |draft: Draft| {
            self.form.set(draft.over(&self.opened.get_value()));
            self.origin.set(Origin::Restored);
        };
        spawn_local(async move { self.keeper.resume(&prefix, read, is_untouched, restore).await });
    }

    fn edit(self, field: Field, value: String) {
        self.form.update(|form| form.set(field, value));
        self.keeper.touch();
    }

    /// Back to what is shown now; the draft goes.
    fn start_over(self) {
        self.form.set(self.opened.get_value());
        self.origin.set(Origin::New);
        self.checked.set(Checked::NotYet);
        self.keeper.touch();
        self.keeper.flush();
    }

    fn save(self) {
        if self.status.get_untracked() == Status::Saving {
            return;
        }
        let (form, opened) = (self.form.get_untracked(), self.opened.get_value());
        let command = match command(&form, &opened, self.project, self.writer) {
            Ok(command) => command,
            Err(faults) => {
                self.checked.set(Checked::Tried);
                if let Some((field, _)) = faults.first() {
                    focus_field(input_id(*field));
                }
                return;
            }
        };
        if self.project.is_some() && form == opened {
            return self.status.set(Status::Failed(Failure::Refused(Refusal::NothingToDo)));
        }
        self.status.set(Status::Saving);
        self.keeper.close();
        let drafts = vec![self.keeper.name()];
        let along = Along { drop_drafts: drafts.clone(), ..Along::default() };
        let assigned = (form.secretary != opened.secretary).then(|| Ref::parse(&form.secretary)).flatten();
        spawn_local(async move {
            match self.ctx.commit(command, along).await {
                Ok(saved) => {
                    drafts::forget(&drafts);
                    let made = saved.refs.iter().find_map(|(scope, _)| match scope {
                        Scope::Project(id) => Some(*id),
                        Scope::All | Scope::Office => None,
                    });
                    if let Some(project) = made {
                        self.go_on(project, assigned);
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

    /// To the project; before that, whoever is its secretary now is offered what they lack.
    fn go_on(self, project: ProjectId, assigned: Option<Ref>) {
        let me = untrack(|| self.ctx.me()).map(|me| me.id);
        let offered = assigned.filter(|secretary| Some(*secretary) != me && !untrack(|| self.ctx.is_sample()));
        // Whoever has left the page meanwhile stays where they went.
        if self.status.try_get_untracked().is_none() {
            return;
        }
        if let Some(secretary) = offered {
            self.status.set(Status::Assigned { project, secretary });
            focus("saved-line".into());
        } else {
            self.ctx.go(Route::Project(project));
        }
    }
}

fn input_id(field: Field) -> String {
    format!("fact-{}", field.as_str())
}

/// Everything that the form needs, read once: what others change meanwhile does not touch what is being typed.
fn held(ctx: Ctx, project: Option<ProjectId>) -> Option<edit::Edit> {
    let (snapshot, me) = untrack(|| (ctx.snapshot(), ctx.me()));
    let state: &State = &snapshot.state;
    match project {
        Some(id) => edit::edit(state, &id, me.as_ref()),
        None => {
            let (opened, choices) = edit::new_project(state, me.as_ref())?;
            let id = ProjectId::from_random([0; 10]);
            Some(edit::Edit { id, opened, writer: Writer::Coordinator, choices, conflicts: Vec::new() })
        }
    }
}

#[component]
pub fn EditProject(id: ProjectId) -> impl IntoView {
    view! { <Page project=Some(id)/> }
}

#[component]
pub fn NewProject() -> impl IntoView {
    view! { <Page project=None/> }
}

#[component]
fn Page(project: Option<ProjectId>) -> impl IntoView {
    let ctx = ctx();
    let back = project.map_or(Route::Projects, Route::Project).print();
    let title = Signal::derive(move || if project.is_some() { ctx.t().edit().title } else { ctx.t().edit().new_title });
    let editing = held(ctx, project).map(|held| Editing::new(ctx, project, held));
    live(move || {
        match (editing, ctx.desk.get()) {
        (None, _) => view! {
            <Bar back=back.clone() back_label=Signal::derive(move || ctx.t().common().back) title/>
            <main id="main" class="stack"><p class="notice"><Icon name="info"/><span>{ctx.t().edit().not_yours}</span></p></main>
        }
        .into_any(),
        (Some(editing), false) => view! {
            <Bar back=back.clone() back_label=Signal::derive(move || ctx.t().common().back) title/>
            <main id="main" class="stack"><Form editing/></main>
            <footer class="thumb"><div class="thumb-in"><SaveBar editing/></div></footer>
        }
        .into_any(),
        (Some(editing), true) => view! {
            <main id="main" class="page">
                <header class="top"><a class="btn" data-kind="plain" href=back.clone()><Icon name="back"/>{ctx.t().common().back}</a><h1>{live(move || title.get())}</h1></header>
                <div class="scroll"><div class="stack-d form-cols"><Form editing/></div></div>
                <footer class="apply card form-bar"><SaveBar editing/></footer>
            </main>
        }
        .into_any(),
    }
    })
}

/// Once it is saved there is nothing left to edit here.
#[component]
fn Form(editing: Editing) -> impl IntoView {
    let is_open = move || editing.status.with(|status| !matches!(status, Status::Assigned { .. }));
    let name = move || editing.form.with(|form| form.name.clone());
    view! {
        <If when=is_open fallback=move || view! { <p class="lead"><b><bdi>{name()}</bdi></b></p> }><Fields editing/></If>
    }
}

#[component]
fn Fields(editing: Editing) -> impl IntoView {
    let ctx = editing.ctx;
    let w = move || ctx.t().edit();
    let name = editing.opened.get_value().name;
    let fields = Field::ALL.into_iter().filter(|field| field.is_for(editing.writer));
    view! {
        {(!name.is_empty()).then(|| view! { <p class="lead"><b><bdi>{name}</bdi></b><br/><span class="sm t-2">{w().lead}</span></p> })}
        <If when=move || editing.origin.get() == Origin::Restored>
            <div class="notice wide" role="status"><Icon name="file"/><p>{w().restored}</p>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| editing.start_over()>{w().start_over}</button>
            </div>
        </If>
        {fields.map(|field| view! { <FieldInput editing field/> }).collect_view()}
    }
}

/// A field with its label above, its hint and its fault below.
#[component]
fn FieldInput(editing: Editing, field: Field) -> impl IntoView {
    let ctx = editing.ctx;
    let id = input_id(field);
    let told = format!("{id}-told");
    let fault = move || editing.faults.with(|faults| faults.iter().find(|(f, _)| *f == field).map(|(_, fault)| *fault));
    let conflict = move || {
        editing.conflicts.with_value(|c| c.contains(&field)).then(|| fill(ctx.t().edit().conflict, &[&current_values(editing, field)]))
    };
    let optional =
        move || (!field.is_required() && field != Field::Key).then(|| view! { " "<span class="t-3">{ctx.t().common().optional}</span> });
    let input = match field {
        Field::District => select(editing, field, told.clone(), editing.choices.with_value(|c| c.districts.clone())).into_any(),
        Field::Unit => select(editing, field, told.clone(), editing.choices.with_value(|c| c.units.clone())).into_any(),
        Field::Secretary => select(editing, field, told.clone(), editing.choices.with_value(|c| c.secretaries.clone())).into_any(),
        Field::Leader => select(editing, field, told.clone(), editing.choices.with_value(|c| c.leaders.clone())).into_any(),
        Field::Category => select(editing, field, told.clone(), words(CATEGORIES)).into_any(),
        Field::Phase => select(editing, field, told.clone(), words(PHASES)).into_any(),
        Field::Key => view! {
            <input class="switch" type="checkbox" role="switch" id=id.clone() prop:checked=attr(move || editing.form.with(|f| f.key == "true"))
                on:change=move |event| editing.edit(field, if event_target_checked(&event) { "true".into() } else { String::new() })/>
        }
        .into_any(),
        Field::Total => view! {
            <span class="unit-in">{text_input(editing, field, told.clone())}<span class="t-2">{ctx.t().edit().wan}</span></span>
            <p class="hint">{ctx.t().edit().total_hint}</p>
        }
        .into_any(),
        Field::Name | Field::Enterprise | Field::Place | Field::Industry | Field::Code => {
            text_input(editing, field, told.clone()).into_any()
        }
    };
    view! {
        <div class="field">
            <label for=id>{ctx.t().fact_label(field)}{optional()}</label>
            {input}
            <div id=told>
                {live(move || conflict().map(|words| view! { <p class="hint"><Icon name="split"/>" "<bdi>{words}</bdi></p> }))}
                {live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().field_fault(fault)}</p> }))}
            </div>
        </div>
    }
}

/// The values in force of a field in conflict, as the project's page says them.
fn current_values(editing: Editing, field: Field) -> String {
    let ctx = editing.ctx;
    let (t, me) = (ctx.t(), ctx.me());
    let reader = Reader { me: me.as_ref(), own: ctx.own() };
    let view = editing.project.and_then(|id| project::project(&ctx.snapshot().state, &id, reader));
    let fact = view.and_then(|view| view.facts.into_iter().find(|fact| fact.field == field));
    let said = fact.map(|fact| fact.current).unwrap_or_default();
    said.iter().map(|said| format!("{} ({})", t.fact_value(&said.value), said.by)).collect::<Vec<_>>().join(t.edit().value_sep)
}

/// Choices of words, whose names are worded when they are shown.
fn words(list: &[&str]) -> Vec<Choice> {
    list.iter().map(|word| Choice { value: (*word).into(), name: String::new() }).collect()
}

fn is_invalid(editing: Editing, field: Field) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync {
    move || editing.faults.with(|faults| faults.iter().any(|(f, _)| *f == field)).then_some("true")
}

fn text_input(editing: Editing, field: Field, told: String) -> impl IntoView {
    view! {
        <input class="input" id=input_id(field) inputmode=(field == Field::Total).then_some("decimal") autocomplete="off" required=field.is_required()
            aria-invalid=attr(is_invalid(editing, field)) aria-describedby=told
            prop:value=attr(move || editing.form.with(|f| f.get(field).to_string())) on:input=move |event| editing.edit(field, event_target_value(&event))/>
    }
}

fn select(editing: Editing, field: Field, told: String, mut choices: Vec<Choice>) -> impl IntoView {
    let ctx = editing.ctx;
    // A value that nobody would offer today stays choosable: it is not lost by looking at the form.
    for held in [editing.opened.with_value(|f| f.get(field).to_string()), editing.form.with_untracked(|f| f.get(field).to_string())] {
        if !held.is_empty() && choices.iter().all(|c| c.value != held) {
            choices.push(Choice { name: name_of(ctx, field, &held), value: held });
        }
    }
    let option = move |choice: Choice| {
        let Choice { value, name } = choice;
        let (shown, chosen) = (value.clone(), value.clone());
        let words = move || match field {
            Field::Category => ctx.t().category(&shown),
            Field::Phase => ctx.t().phase(&shown),
            _ => name.clone(),
        };
        view! { <option value=value prop:selected=attr(move || editing.form.with(|f| f.get(field) == chosen))>{words()}</option> }
    };
    let none = move || if field.is_required() { ctx.t().edit().choose } else { ctx.t().edit().none };
    view! {
        <select class="input" id=input_id(field) required=field.is_required() aria-invalid=attr(is_invalid(editing, field)) aria-describedby=told
            on:change=move |event| editing.edit(field, event_target_value(&event))>
            <option value="" prop:selected=attr(move || editing.form.with(|f| f.get(field).is_empty()))>{none()}</option>
            {choices.into_iter().map(option).collect_view()}
        </select>
    }
}

fn name_of(ctx: Ctx, field: Field, value: &str) -> String {
    let snapshot = untrack(|| ctx.snapshot());
    let roster = &snapshot.state.roster;
    match (field, Ref::parse(value)) {
        (Field::District | Field::Unit, Some(unit)) => roster.unit_name(&unit),
        (Field::Secretary | Field::Leader, Some(person)) => roster.person_name(&person),
        _ => value.to_string(),
    }
}

#[component]
fn SaveBar(editing: Editing) -> impl IntoView {
    let ctx = editing.ctx;
    live(move || {
        match editing.status.get() {
        Status::Editing => view! { <EditingBar editing/> }.into_any(),
        Status::Saving => {
            view! { <button class="btn" data-kind="main" data-size="lg" type="button" aria-busy="true" aria-disabled="true">{ctx.t().common().saving}</button> }.into_any()
        }
        Status::Failed(failure) => {
            let t = ctx.t();
            let full = failure == Failure::Store(StoreError::Quota);
            view! {
                <p class="status" data-state="failed" role="alert"><Icon name="alert"/><span>{t.failure(&failure)}</span></p>
                <div class="pair">
                    {full.then(|| view! { <a class="btn" href=Route::Settings.print()>{t.edit().make_room}</a> })}
                    <button class="btn" data-kind="main" type="button" on:click=move |_| editing.save()>{t.common().save_again}</button>
                </div>
            }
            .into_any()
        }
        Status::Assigned { project, secretary } => view! { <Assigned project secretary/> }.into_any(),
    }
    })
}

#[component]
fn EditingBar(editing: Editing) -> impl IntoView {
    let ctx = editing.ctx;
    let w = move || ctx.t().edit();
    let label = move || if editing.project.is_some() { ctx.t().common().save } else { w().register };
    let count = move || editing.faults.with(Vec::len);
    let kept = move || match editing.keeper.kept.get() {
        Kept::Nothing => view! { <p class="status c">{w().draft_will}</p> }.into_any(),
        Kept::At(time) => view! { <p class="status c">{fill(w().draft_at, &[&ctx.time_of_day(time)])}</p> }.into_any(),
        Kept::Failed(_) => {
            view! { <p class="status c" data-state="failed" role="alert"><Icon name="alert"/>{w().draft_failed}</p> }.into_any()
        }
    };
    view! {
        <div role="alert"><If when=move || { count() > 0 }>
            <p class="status" data-state="failed"><Icon name="alert"/>{live(move || ctx.t().edit_faults(count()))}</p>
        </If></div>
        <button class="btn" data-kind="main" data-size="lg" type="button" on:click=move |_| editing.save()>{live(label)}</button>
        {live(kept)}
    }
}

/// Saved; the new secretary has nothing of the project until it is sent.
#[component]
fn Assigned(project: ProjectId, secretary: Ref) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().edit();
    let name = move || ctx.snapshot().state.roster.person_name(&secretary);
    let saved = move || ctx.saved_at.get().map(|time| ctx.t().saved_at(&ctx.time_of_day(time)));
    view! {
        <p class="done" id="saved-line" tabindex="-1" role="status">
            <span class="done-i"><Icon name="check"/></span>
            <span><b>{live(saved)}</b><br/><span class="sm t-2"><bdi>{live(move || fill(w().new_secretary, &[&name()]))}</bdi></span></span>
        </p>
        <div class="pair">
            <a class="btn" href=Route::Project(project).print()>{w().to_project}</a>
            <a class="btn" data-kind="main" href=Route::Send(Some(secretary)).print()><Icon name="send"/><bdi>{live(move || fill(w().send_full, &[&name()]))}</bdi></a>
        </div>
    }
}
