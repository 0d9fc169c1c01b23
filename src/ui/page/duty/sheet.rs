//! The sheet in which an instruction is given: a sentence that stands ready is saved by one tap, one's own words by two.

use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use crate::browser::focus::focus_field;
use crate::browser::js::window;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::screen::duty::{self, Addressee, By, Fault, InstructForm, SOON, WEEK};
use crate::screen::leader;
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts::{self, Keeper};
use crate::ui::part::{Icon, If, attr, live};

/// What an instruction is asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Asked {
    /// To be chosen where it is not known.
    pub project: Option<(ProjectId, String)>,
    /// A further one, about this.
    pub of: Option<Ref>,
    /// Why it is given, as the row said it.
    pub why: String,
}

/// What one save wrote.
#[derive(Clone, PartialEq, Debug)]
pub struct Given {
    pub refs: Vec<(Scope, Ref)>,
}

#[derive(Clone, PartialEq, Debug)]
enum Status {
    Editing,
    Faults(Vec<Fault>),
    Saving,
    Failed(Failure),
}

#[derive(Clone, Copy)]
struct Sheeting {
    ctx: Ctx,
    form: RwSignal<InstructForm>,
    status: RwSignal<Status>,
    keeper: Keeper,
    again: bool,
    given: Callback<Given>,
}

impl Sheeting {
    fn new(ctx: Ctx, asked: &Asked, given: Callback<Given>) -> Sheeting {
        let project = asked.project.as_ref().map(|(id, _)| *id);
        let form = RwSignal::new(InstructForm::new(project, asked.of));
        let content = move || form.with_untracked(|form| (!form.is_blank()).then(|| form.write()));
        let keeper = Keeper::new(ctx, content);
        let again = asked.of.is_some();
        let sheeting = Sheeting { ctx, form, status: RwSignal::new(Status::Editing), keeper, again, given };
        let place = project.map_or("new".into(), |id| id.to_string());
        let about = asked.of.map_or("on".into(), |of| of.to_string());
        sheeting.restore(format!("instruct-{place}-{about}-"));
        sheeting
    }

    /// Opens what was left half written for the same place, if no other tab has it.
    fn restore(self, prefix: String) {
        let read = move |bytes: &[u8]| InstructForm::read(bytes).map(|form| (self.ctx.now(), form));
        let is_untouched = move || self.form.with_untracked(InstructForm::is_blank);
        spawn_local(async move { self.keeper.resume(&prefix, read, is_untouched, move |form| self.form.set(form)).await });
    }

    fn edit(self, change: impl FnOnce(&mut InstructForm)) {
        self.form.update(change);
        if let Status::Faults(_) = self.status.get_untracked() {
            self.status.set(Status::Editing);
        }
        self.keeper.touch();
    }

    fn has(self, wanted: fn(&Fault) -> bool) -> Option<Fault> {
        self.status.with(|status| match status {
            Status::Faults(faults) => faults.iter().copied().find(wanted),
            Status::Editing | Status::Saving | Status::Failed(_) => None,
        })
    }

    /// Saves a sentence that stands ready, or what was typed. What the disk refuses stays in the field.
    fn save(self, ready: Option<&'static str>) {
        if self.status.get_untracked() == Status::Saving {
            return;
        }
        let mut form = self.form.get_untracked();
        if let Some(sentence) = ready {
            form.text = sentence.into();
        }
        let command = match form.validate(self.ctx.today.get_untracked()) {
            Ok(command) => command,
            Err(faults) => {
                let field = match faults.first() {
                    Some(Fault::NoProject) => "ins-project",
                    Some(Fault::NotADay | Fault::Past) => "ins-day",
                    Some(Fault::NoText | Fault::TextTooLong) | None => "ins-text",
                };
                self.status.set(Status::Faults(faults));
                return focus_field(field.into());
            }
        };
        self.status.set(Status::Saving);
        self.keeper.close();
        let name = self.keeper.name();
        spawn_local(async move {
            let along = Along { drop_drafts: vec![name.clone()], ..Along::default() };
            match self.ctx.commit(command, along).await {
                Ok(saved) => {
                    drafts::forget(&[name]);
                    self.given.run(Given { refs: saved.refs });
                }
                Err(failure) => {
                    if self.status.try_set(Status::Failed(failure)).is_none() {
                        // A sentence that was tapped is a draft from here on.
                        self.form.set(form);
                        self.keeper.reopen();
                    }
                }
            }
        });
    }
}

/// A modal sheet while something is asked for. `given` hears of what was saved, once the disk has it.
#[component]
pub fn Sheet(asked: RwSignal<Option<Asked>>, given: Callback<Given>) -> impl IntoView {
    live(move || asked.get().map(|now| view! { <Opened now asked given/> }))
}

#[component]
fn Opened(now: Asked, asked: RwSignal<Option<Asked>>, given: Callback<Given>) -> impl IntoView {
    let ctx = ctx();
    let dialog = NodeRef::<Dialog>::new();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            // Gives the focus back to where it was.
            dialog.close();
        }
    };
    let done = Callback::new(move |saved: Given| {
        close();
        given.run(saved);
    });
    let sheeting = Sheeting::new(ctx, &now, done);
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) {
            // What can't be shown above the page stands in it.
            if dialog.show_modal().is_err() {
                dialog.set_open(true);
            }
        }
    });
    let Asked { project, of, why } = now;
    let known = project.is_some();
    let title = move || match (&project, of) {
        (Some(_), Some(_)) => ctx.t().duty().instruct_again.to_string(),
        (Some((_, name)), None) => fill(ctx.t().duty().instruct_on, &[name]),
        (None, _) => ctx.t().common().instruct.to_string(),
    };
    view! {
        <dialog class="sheet" node_ref=dialog aria-labelledby="h-ins" on:close=move |_| {
            asked.set(None);
            leave_address(ctx);
        }>
            <div class="sheet-in">
                <div class="sheet-h">
                    <div><h2 id="h-ins"><bdi>{title()}</bdi></h2>{(!why.is_empty()).then(|| view! { <p><bdi>{why.clone()}</bdi></p> })}</div>
                    <button class="btn" data-kind="plain" type="button" on:click=move |_| close()><Icon name="close"/>{ctx.t().common().close}</button>
                </div>
                {(!known).then(|| view! { <Which sheeting/> })}
                <When sheeting/>
                <Says sheeting/>
                <Own sheeting/>
                <Whom sheeting/>
                <Told sheeting/>
            </div>
        </dialog>
    }
}

/// An address that asks for an instruction is done with: a reload does not ask again, and the same link does.
fn leave_address(ctx: Ctx) {
    if matches!(ctx.route.get_untracked(), Route::Instruct(_))
        && let Ok(history) = window().history()
    {
        // What can't be changed leads here again, and no harm done.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&Route::Leader.print()));
    }
}

/// Where the page does not say of which project.
#[component]
fn Which(sheeting: Sheeting) -> impl IntoView {
    let ctx = sheeting.ctx;
    let me = untrack(|| ctx.me());
    let choices = leader::choices(&untrack(|| ctx.snapshot()), Reader { me: me.as_ref(), own: ctx.own() });
    let fault = move || sheeting.has(|fault| *fault == Fault::NoProject);
    let option = move |(id, name): (ProjectId, String)| view! { <option value=id.to_string() prop:selected=attr(move || sheeting.form.with(|f| f.project == Some(id)))>{name}</option> };
    let choose = move |event| {
        let id = ProjectId::parse(&event_target_value(&event));
        sheeting.edit(|form| {
            form.project = id;
            form.to.clear();
        });
    };
    view! {
        <div class="field">
            <label for="ins-project">{ctx.t().duty().project}</label>
            <select class="input" id="ins-project" aria-invalid=attr(move || fault().map(|_| "true")) aria-describedby="ins-project-told" on:change=choose>
                <option value="">{ctx.t().duty().choose}</option>
                {choices.into_iter().map(option).collect_view()}
            </select>
            <div id="ins-project-told">{live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().instruct_fault(fault)}</p> }))}</div>
        </div>
    }
}

#[component]
fn When(sheeting: Sheeting) -> impl IntoView {
    let ctx = sheeting.ctx;
    let w = move || ctx.t().duty();
    let chip = move |by: By, words: &'static str| {
        let day = move || match by {
            By::Days(_) => {
                InstructForm { by, ..InstructForm::new(None, None) }.due(ctx.today.get()).map(|day| ctx.t().day(day, ctx.today.get()))
            }
            By::Other | By::None => None,
        };
        let is_chosen = move || sheeting.form.with(|form| form.by == by);
        let dated = move || is_chosen().then(day).flatten().map(|day| view! { " "<time>{day}</time> });
        view! {
            <label class="chip"><input type="radio" name="ins-due" prop:checked=attr(is_chosen) on:change=move |_| sheeting.edit(|form| form.by = by)/>{words}{live(dated)}</label>
        }
    };
    let fault = move || sheeting.has(|fault| matches!(fault, Fault::NotADay | Fault::Past));
    view! {
        <div class="field">
            <div class="chips" role="radiogroup" aria-label=w().due>
                {chip(By::Days(SOON), w().soon)}{chip(By::Days(WEEK), w().week)}{chip(By::Other, w().other_day)}{chip(By::None, w().no_due)}
            </div>
            <If when=move || sheeting.form.with(|form| form.by == By::Other)>
                <label class="label" for="ins-day">{w().day}</label>
                <input class="input" id="ins-day" type="date" min=attr(move || ctx.today.get().to_string()) aria-invalid=attr(move || fault().map(|_| "true")) aria-describedby="ins-day-told"
                    prop:value=attr(move || sheeting.form.with(|form| form.day.clone())) on:input=move |event| sheeting.edit(|form| form.day = event_target_value(&event))/>
            </If>
            <div id="ins-day-told">{live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().instruct_fault(fault)}</p> }))}</div>
        </div>
    }
}

#[component]
fn Says(sheeting: Sheeting) -> impl IntoView {
    let w = move || sheeting.ctx.t().duty();
    let says = if sheeting.again { w().says_again } else { w().says };
    let one = move |sentence: &'static str| view! { <button class="btn" type="button" on:click=move |_| sheeting.save(Some(sentence))>{sentence}</button> };
    view! { <div class="says" role="group" aria-label=w().ready>{says.iter().copied().map(one).collect_view()}</div> }
}

#[component]
fn Own(sheeting: Sheeting) -> impl IntoView {
    let ctx = sheeting.ctx;
    let fault = move || sheeting.has(|fault| matches!(fault, Fault::NoText | Fault::TextTooLong));
    let saving = move || sheeting.status.with(|status| *status == Status::Saving);
    view! {
        <div class="field">
            <div class="ownw">
                <label class="sr" for="ins-text">{ctx.t().duty().own}</label>
                <input class="input" id="ins-text" autocomplete="off" placeholder=ctx.t().duty().own_hint aria-invalid=attr(move || fault().map(|_| "true")) aria-describedby="ins-text-told"
                    prop:value=attr(move || sheeting.form.with(|form| form.text.clone())) on:input=move |event| sheeting.edit(|form| form.text = event_target_value(&event))
                    on:keydown=move |event| if event.key() == "Enter" && !event.is_composing() { sheeting.save(None) }/>
                <button class="btn" data-kind=attr(move || (!sheeting.form.with(InstructForm::is_blank)).then_some("main")) type="button" aria-busy=attr(move || saving().then_some("true")) on:click=move |_| sheeting.save(None)>{ctx.t().duty().save}</button>
            </div>
            <div id="ins-text-told">{live(move || fault().map(|fault| view! { <p class="fault">{ctx.t().instruct_fault(fault)}</p> }))}</div>
        </div>
    }
}

/// Nobody has to be chosen: it then is for whoever works on the project.
#[component]
fn Whom(sheeting: Sheeting) -> impl IntoView {
    let ctx = sheeting.ctx;
    let project = Memo::new(move |_| sheeting.form.with(|form| form.project));
    let offered = Memo::new(move |_| project.get().map(|id| duty::addressees(&ctx.snapshot().state, &id)).unwrap_or_default());
    let one = move |to: Addressee| {
        let whom = to.whom;
        let is_chosen = move || sheeting.form.with(|form| form.to.contains(&whom));
        let toggle = move |event| {
            let on = event_target_checked(&event);
            sheeting.edit(|form| {
                form.to.retain(|one| *one != whom);
                if on {
                    form.to.push(whom);
                }
            });
        };
        let role = to.role.map_or(ctx.t().duty().unit, |role| ctx.t().role(role));
        view! { <label class="chip"><input type="checkbox" prop:checked=attr(is_chosen) on:change=toggle/><span><bdi>{to.name}</bdi>{ctx.t().dot()}{role}</span></label> }
    };
    view! {
        <If when=move || !offered.with(Vec::is_empty)>
            <fieldset class="field whom-all">
                <legend>{ctx.t().duty().to}" "<span class="t-3">{ctx.t().common().optional}</span></legend>
                <div class="chips">{live(move || offered.get().into_iter().map(one).collect_view())}</div>
                <p class="hint">{ctx.t().duty().to_hint}</p>
            </fieldset>
        </If>
    }
}

/// What is known of the words just now.
#[component]
fn Told(sheeting: Sheeting) -> impl IntoView {
    let ctx = sheeting.ctx;
    let failed = move || match sheeting.status.get() {
        Status::Failed(failure) => Some(ctx.t().failure(&failure)),
        Status::Editing | Status::Faults(_) | Status::Saving => None,
    };
    let saving = move || sheeting.status.with(|status| *status == Status::Saving);
    view! {
        <div role="alert">{live(move || failed().map(|words| view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{words}</span></p> }))}</div>
        <If when=move || failed().is_none()>
            <p class="status c" role="status"><Icon name="saved"/>{live(move || if saving() { ctx.t().common().saving } else { ctx.t().duty().hint })}</p>
        </If>
    }
}
