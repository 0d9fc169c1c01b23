//! The forms of one permit: what became of it, how it is listed, and taking it back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Open, Page};
use crate::browser::focus::{focus, focus_field};
use crate::domain::command::Command;
use crate::domain::id::{Ref, Scope};
use crate::domain::state::PermitState;
use crate::screen::form::permits::{ChangeForm, EditForm, Fault, Field};
use crate::screen::permits::PermitLine;
use crate::session::{Along, Failure};
use crate::ui::drafts::Checked;
use crate::ui::page::kept_form::{KeptForm, Restored, SaveLine};
use crate::ui::part::{attr, live};

type Faults = Memo<Vec<(Field, Fault)>>;

fn field_id(of: Ref, field: Field) -> String {
    let name = match field {
        Field::Title => "title",
        Field::Department => "department",
        Field::Norm => "norm",
        Field::State => "state",
        Field::On => "on",
        Field::ValidUntil => "until",
        Field::Text => "text",
    };
    format!("{name}-{of}")
}

fn first_field(of: Ref, faults: &[(Field, Fault)]) -> String {
    faults.first().map(|(field, _)| field_id(of, *field)).unwrap_or_default()
}

fn close(page: Page) {
    page.open.set(Open::Nothing);
    focus("main".into());
}

/// What is asked for.
struct Asked {
    id: String,
    label: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Day,
    Number,
}

/// A field with its label above and its fault below.
#[component]
fn Input(asked: Asked, value: Signal<String>, fault: Signal<Option<String>>, on_typed: Callback<String>) -> impl IntoView {
    let Asked { id, label, kind } = asked;
    let told = format!("{id}-fault");
    let mode = if kind == Kind::Number { "numeric" } else { "text" };
    let shown = if kind == Kind::Day { "date" } else { "text" };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input class="input" id=id type=shown inputmode=mode autocomplete="off" aria-describedby=told.clone()
                aria-invalid=attr(move || fault.with(Option::is_some).then_some("true"))
                prop:value=attr(move || value.get()) on:input=move |event| on_typed.run(event_target_value(&event))/>
            <div id=told>{live(move || fault.get().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        </div>
    }
}

fn fault_of(page: Page, faults: Faults, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || {
        let found = faults.with(|faults| faults.iter().find(|(f, _)| *f == field).map(|(_, fault)| *fault));
        found.map(|fault| page.ctx.t().permit_fault(field, fault))
    })
}

/// What became of it, on which day, until when it is good, and who waits for whom.
#[component]
pub(super) fn ChangeState(page: Page, of: Ref) -> impl IntoView {
    let (ctx, id) = (page.ctx, page.id);
    let w = move || ctx.t().permits();
    let kept = KeptForm::new(ctx, format!("permit-{id}-{of}-"), ChangeForm::new(ctx.today.get_untracked()));
    let form = kept.form;
    let faults: Faults = Memo::new(move |_| match kept.checked.get() {
        Checked::NotYet => Vec::new(),
        Checked::Tried => form.with(|form| form.validate(id, of, ctx.today.get()).err().unwrap_or_default()),
    });
    let save = move |()| {
        let command = form.get_untracked().validate(id, of, ctx.today.get_untracked()).map(|ready| ready.into_command());
        kept.save(command.map_err(|faults| first_field(of, &faults)), move || close(page));
    };
    let has_validity = Memo::new(move |_| form.with(ChangeForm::has_validity));
    view! {
        <div class="form-in" id=format!("act-{of}") tabindex="-1" role="group" aria-label=w().change_form>
            <Restored kept words=w().restored drop_it=w().start_over/>
            <States page kept of faults/>
            <Input asked=Asked { id: field_id(of, Field::On), label: w().on, kind: Kind::Day } value=Signal::derive(move || form.with(|f| f.on.clone()))
                fault=fault_of(page, faults, Field::On) on_typed=Callback::new(move |text| kept.edit(|f| f.on = text))/>
            {live(move || has_validity.get().then(|| view! {
                <Input asked=Asked { id: field_id(of, Field::ValidUntil), label: w().valid_until, kind: Kind::Day } value=Signal::derive(move || form.with(|f| f.valid_until.clone()))
                    fault=fault_of(page, faults, Field::ValidUntil) on_typed=Callback::new(move |text| kept.edit(|f| f.valid_until = text))/>
            }))}
            <Words page kept of faults/>
            <SaveLine kept label=Signal::derive(move || ctx.t().common().save.to_string()) on_save=save on_close=move |()| page.open.set(Open::Nothing)/>
        </div>
    }
}

#[component]
fn States(page: Page, kept: KeptForm<ChangeForm>, of: Ref, faults: Faults) -> impl IntoView {
    let ctx = page.ctx;
    let (first, told) = (field_id(of, Field::State), format!("{}-fault", field_id(of, Field::State)));
    let chip = move |(n, state): (usize, PermitState)| {
        let id = (n == 0).then(|| first.clone());
        view! {
            <label class="chip"><input type="radio" name=format!("state-{of}") id=id prop:checked=attr(move || kept.form.with(|f| f.state() == Some(state)))
                on:change=move |_| kept.edit(|f| f.state = state.as_str().into())/>{ctx.t().permit_state(state.as_str())}</label>
        }
    };
    let fault = fault_of(page, faults, Field::State);
    let described = told.clone();
    view! {
        <fieldset class="field" aria-describedby=described><legend>{ctx.t().permits().state}</legend>
            <div class="chips">{PermitState::ALL.into_iter().enumerate().map(chip).collect_view()}</div>
            <div id=told>{live(move || fault.get().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        </fieldset>
    }
}

#[component]
fn Words(page: Page, kept: KeptForm<ChangeForm>, of: Ref, faults: Faults) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().permits();
    let (id, told) = (field_id(of, Field::Text), format!("{}-fault", field_id(of, Field::Text)));
    let fault = fault_of(page, faults, Field::Text);
    view! {
        <div class="field">
            <label for=id.clone()>{w().text}" "<span class="t-3">{ctx.t().common().optional}</span></label>
            <textarea class="input" id=id rows="2" placeholder=w().text_hint aria-describedby=told.clone() aria-invalid=attr(move || fault.with(Option::is_some).then_some("true"))
                prop:value=attr(move || kept.form.with(|f| f.text.clone())) on:input=move |event| { let text = event_target_value(&event); kept.edit(|f| f.text = text) }></textarea>
            <div id=told>{live(move || fault.get().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        </div>
    }
}

#[derive(Clone, PartialEq, Debug)]
enum Doing {
    Idle,
    Saving,
    Failed(Failure),
}

/// Corrects how it is listed.
#[component]
pub(super) fn EditListed(page: Page, line: PermitLine) -> impl IntoView {
    let (ctx, id, of) = (page.ctx, page.id, line.id);
    let w = move || ctx.t().permits();
    let form = RwSignal::new(EditForm::of(&line));
    let (faults, doing) = (RwSignal::new(Vec::new()), RwSignal::new(Doing::Idle));
    let fault = move |field: Field| fault_of(page, Memo::new(move |_| faults.get()), field);
    let save = move |_| match form.get_untracked().validate(id, of) {
        _ if doing.get_untracked() == Doing::Saving => {}
        Err(found) => {
            focus_field(first_field(of, &found));
            faults.set(found);
        }
        Ok(ready) => send(page, ready.into_command(), doing),
    };
    let typed = move |change: fn(&mut EditForm, String)| Callback::new(move |text| form.update(|f| change(f, text)));
    let read = move |get: fn(&EditForm) -> &String| Signal::derive(move || form.with(|f| get(f).clone()));
    view! {
        <div class="form-in" id=format!("act-{of}") tabindex="-1" role="group" aria-label=w().edit_form>
            <Input asked=Asked { id: field_id(of, Field::Title), label: w().title_label, kind: Kind::Text } value=read(|f| &f.title) fault=fault(Field::Title) on_typed=typed(|f, text| f.title = text)/>
            <Input asked=Asked { id: field_id(of, Field::Department), label: w().department, kind: Kind::Text } value=read(|f| &f.department) fault=fault(Field::Department) on_typed=typed(|f, text| f.department = text)/>
            <Input asked=Asked { id: field_id(of, Field::Norm), label: w().norm, kind: Kind::Number } value=read(|f| &f.norm) fault=fault(Field::Norm) on_typed=typed(|f, text| f.norm = text)/>
            <Ends page doing label=ctx.t().common().save on_go=Callback::new(save)/>
        </div>
    }
}

fn send(page: Page, command: Command, doing: RwSignal<Doing>) {
    doing.set(Doing::Saving);
    spawn_local(async move {
        match page.ctx.commit(command, Along::default()).await {
            Ok(_) => {
                if doing.try_set(Doing::Idle).is_none() {
                    close(page);
                }
            }
            Err(failure) => drop(doing.try_set(Doing::Failed(failure))),
        }
    });
}

/// What failed, the button, and the way out.
#[component]
fn Ends(page: Page, doing: RwSignal<Doing>, label: &'static str, on_go: Callback<()>) -> impl IntoView {
    let ctx = page.ctx;
    let failed = move || match doing.get() {
        Doing::Failed(failure) => Some(ctx.t().failure(&failure)),
        Doing::Idle | Doing::Saving => None,
    };
    view! {
        <div role="alert">{live(move || failed().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        <p class="pair form-acts">
            <button class="btn" data-kind="main" type="button" aria-busy=attr(move || (doing.get() == Doing::Saving).then_some("true")) on:click=move |_| on_go.run(())>{label}</button>
            <button class="btn" type="button" on:click=move |_| page.open.set(Open::Nothing)>{ctx.t().common().close}</button>
        </p>
    }
}

/// What was listed by mistake.
#[component]
pub(super) fn TakeBack(page: Page, of: Ref) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().permits();
    let doing = RwSignal::new(Doing::Idle);
    let go = move |()| {
        if doing.get_untracked() != Doing::Saving {
            send(page, Command::Withdraw { scope: Scope::Project(page.id), of: vec![of], reason: None }, doing);
        }
    };
    view! {
        <div class="form-in" id=format!("act-{of}") tabindex="-1" role="group" aria-label=w().take_back>
            <p class="hint">{w().take_back_hint}</p>
            <Ends page doing label=w().take_back on_go=Callback::new(go)/>
        </div>
    }
}
