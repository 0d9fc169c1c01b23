//! Registering people and units.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Roster;
use crate::domain::command::Command;
use crate::domain::id::Ref;
use crate::domain::trust::Role;
use crate::screen::people::{DistrictRow, Fault, PersonForm, UNIT_KINDS, UnitForm, needs_district};
use crate::session::{Along, Failure, Saved};
use crate::ui::ctx::Ctx;
use crate::ui::part::{Icon, If, attr, live};

/// What became of the last save of a form.
#[derive(Clone, PartialEq, Debug)]
enum Step {
    Editing,
    Saving,
    Saved(String),
    Faulty(Fault),
    Failed(Failure),
}

impl Step {
    fn is(self, wanted: Fault) -> bool {
        self == Step::Faulty(wanted)
    }
}

/// Writes what a form asked for, unless a save runs or the form has a fault.
fn save(ctx: Ctx, step: RwSignal<Step>, checked: Result<Command, Fault>, name: String, done: impl FnOnce(Saved) + 'static) {
    if step.get_untracked() == Step::Saving {
        return;
    }
    let command = match checked {
        Ok(command) => command,
        Err(fault) => return step.set(Step::Faulty(fault)),
    };
    step.set(Step::Saving);
    spawn_local(async move {
        match ctx.commit(command, Along::default()).await {
            Ok(saved) => {
                if step.try_set(Step::Saved(name.trim().into())).is_none() {
                    done(saved);
                }
            }
            Err(failure) => {
                let _ = step.try_set(Step::Failed(failure));
            }
        }
    });
}

#[component]
pub fn RegisterPerson(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let form = RwSignal::new(PersonForm { role: first_role(roster), ..PersonForm::default() });
    let step = RwSignal::new(Step::Editing);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let held = form.get_untracked();
        let checked = roster.view.with_untracked(|view| held.validate(view));
        save(ctx, step, checked, held.name, move |saved| {
            form.update(|form| form.name.clear());
            roster.select(saved.refs.first().map(|(_, person)| *person));
        });
    };
    view! {
        <details class="card raise" open=ctx.desk.get_untracked()>
            <summary class="pick"><Icon name="people"/><b>{w().register}</b><Icon name="down"/></summary>
            <form class="raise-in" on:submit=save novalidate>
                <NameField id="p-name" label=Signal::derive(move || w().name) hint=Signal::derive(move || w().name_hint) step
                    value=Signal::derive(move || form.with(|f| f.name.clone())) on_input=Callback::new(move |name| form.update(|f| f.name = name))/>
                <PersonFields form roster step/>
                <p class="hint">{w().role_fixed}</p>
                <SaveButton step label=Signal::derive(move || w().register_go)/>
                <StepSaid step ctx/>
            </form>
        </details>
    }
}

fn first_role(roster: Roster) -> Role {
    roster
        .view
        .with_untracked(|view| view.roles.iter().copied().find(|role| *role == Role::Secretary).or(view.roles.first().copied()))
        .unwrap_or(Role::Secretary)
}

#[component]
fn PersonFields(form: RwSignal<PersonForm>, roster: Roster, step: RwSignal<Step>) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let role = Memo::new(move |_| form.with(|f| f.role));
    let own = Memo::new(move |_| roster.view.with(|view| view.own_district.clone()));
    let district =
        Memo::new(move |_| own.with(|own| own.as_ref().map(|d| d.0)).or(form.with(|f| f.district)).filter(|_| needs_district(role.get())));
    let fault = Signal::derive(move || step.get().is(Fault::DistrictMissing).then(|| ctx.t().people_fault(Fault::DistrictMissing)));
    let roles = move || roster.view.with(|view| view.roles.clone());
    let role_option = move |option: Role| view! { <option value=option.as_str() prop:selected=attr(move || role.get() == option)>{ctx.t().role(option)}</option> };
    let choose_role = move |event: web_sys::Event| {
        if let Some(role) = Role::parse(&event_target_value(&event)) {
            form.update(|f| (f.role, f.unit) = (role, None));
        }
    };
    let choose_district = move |event: web_sys::Event| {
        form.update(|f| (f.district, f.unit) = (Ref::parse(&event_target_value(&event)), None));
        step.set(Step::Editing);
    };
    let units = Memo::new(move |_| roster.view.with(|view| view.units_of(district.get())));
    let choose_unit = move |event: web_sys::Event| form.update(|f| f.unit = Ref::parse(&event_target_value(&event)));
    view! {
        <div class="field"><label for="p-role">{w().role}</label>
            <select class="input" id="p-role" on:change=choose_role>{live(move || roles().into_iter().map(role_option).collect_view())}</select></div>
        <If when=move || needs_district(role.get()) && own.with(Option::is_none)>
            <DistrictField of=DistrictOf::Person fault chosen=district roster on_choose=Callback::new(choose_district)/>
        </If>
        <If when=move || !units.with(Vec::is_empty)>
            <div class="field"><label for="p-unit">{w().unit}</label>
                <select class="input" id="p-unit" on:change=choose_unit>
                    <option value="" prop:selected=attr(move || form.with(|f| f.unit.is_none()))>{w().no_unit}</option>
                    {live(move || units.get().into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view())}
                </select></div>
        </If>
    }
}

/// Whose district is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DistrictOf {
    Person,
    /// Also a unit of no district is possible.
    Unit,
}

#[component]
fn DistrictField(
    of: DistrictOf,
    #[prop(into)] fault: Signal<Option<&'static str>>,
    chosen: Memo<Option<Ref>>,
    roster: Roster,
    on_choose: Callback<web_sys::Event>,
) -> impl IntoView {
    let ctx = roster.ctx;
    let districts = move || roster.view.with(|view| view.districts.iter().filter_map(|row| row.district.clone()).collect::<Vec<_>>());
    let (id, hint) = match of {
        DistrictOf::Person => ("p-district", "p-district-hint"),
        DistrictOf::Unit => ("u-parent", "u-parent-hint"),
    };
    let words = move || match of {
        DistrictOf::Person => (ctx.t().people().district, ctx.t().people().choose),
        DistrictOf::Unit => (ctx.t().people().unit_parent, ctx.t().people().no_parent),
    };
    let option = move |(district, name): (Ref, String)| {
        view! { <option value=district.to_string() prop:selected=attr(move || chosen.get() == Some(district))>{name}</option> }
    };
    view! {
        <div class="field"><label for=id>{words().0}</label>
            <select class="input" id=id aria-invalid=attr(move || fault.get().map(|_| "true")) aria-describedby=hint on:change=move |event| on_choose.run(event)>
                <option value="" prop:selected=attr(move || chosen.get().is_none())>{words().1}</option>
                {live(move || districts().into_iter().map(option).collect_view())}
            </select>
            <div id=hint>
                {live(move || fault.get().map(|words| view! { <p class="fault" role="alert">{words}</p> }))}
                <If when=move || districts().is_empty()><p class="hint">{ctx.t().people().no_district}</p></If>
            </div>
        </div>
    }
}

#[component]
fn NameField(
    id: &'static str,
    label: Signal<&'static str>,
    hint: Signal<&'static str>,
    step: RwSignal<Step>,
    value: Signal<String>,
    on_input: Callback<String>,
) -> impl IntoView {
    let ctx = crate::ui::ctx::ctx();
    let fault = move || match step.get() {
        Step::Faulty(fault @ (Fault::NameMissing | Fault::NameTaken)) => Some(ctx.t().people_fault(fault)),
        _ => None,
    };
    let typed = move |event| {
        if matches!(step.get_untracked(), Step::Faulty(_) | Step::Saved(_)) {
            step.set(Step::Editing);
        }
        on_input.run(event_target_value(&event));
    };
    view! {
        <div class="field"><label for=id>{label}</label>
            <input class="input" id=id maxlength="200" autocomplete="off" prop:value=value aria-invalid=attr(move || fault().map(|_| "true"))
                aria-describedby=format!("{id}-hint") on:input=typed/>
            <p id=format!("{id}-hint") role=attr(move || fault().map(|_| "alert")) class=attr(move || if fault().is_some() { "fault" } else { "hint" })>
                {live(move || fault().unwrap_or(hint.get()))}</p>
        </div>
    }
}

#[component]
fn SaveButton(step: RwSignal<Step>, label: Signal<&'static str>) -> impl IntoView {
    let ctx = crate::ui::ctx::ctx();
    let saving = move || step.get() == Step::Saving;
    view! {
        <button class="btn" data-kind="soft" aria-busy=attr(move || saving().then_some("true"))>{live(move || if saving() { ctx.t().common().saving } else { label.get() })}</button>
    }
}

#[component]
fn StepSaid(step: RwSignal<Step>, ctx: Ctx) -> impl IntoView {
    let said = move || match step.get() {
        Step::Saved(name) => Some(
            view! { <p class="status" data-state="saved"><Icon name="check"/><span><bdi>{name}</bdi>" "{ctx.t().common().saved_here}</span></p> },
        ),
        _ => None,
    };
    let failed = move || match step.get() {
        Step::Failed(failure) => Some(view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }),
        _ => None,
    };
    view! { <div role="status">{live(said)}</div><div role="alert">{live(failed)}</div> }
}

#[component]
pub fn Units(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let districts = move || roster.view.with(|view| view.districts.clone());
    view! {
        <details class="card raise">
            <summary class="pick"><Icon name="project"/><b>{w().units}</b><Icon name="down"/></summary>
            <div class="raise-in">
                <RegisterUnit roster/>
                <If when=move || districts().is_empty()><p class="hint">{w().no_units}</p></If>
                <ul class="tree sm">{live(move || districts().into_iter().map(|row| district_line(row, ctx)).collect_view())}</ul>
            </div>
        </details>
    }
}

fn district_line(row: DistrictRow, ctx: Ctx) -> impl IntoView {
    let t = ctx.t();
    let people = row.people;
    let head = match row.district {
        Some((_, name)) => view! { <b><bdi>{name}</bdi></b>" "<span class="t-3">{t.people_count(people)}</span> }.into_any(),
        None => view! { <b>{t.people().no_parent}</b> }.into_any(),
    };
    let unit = move |unit: crate::screen::people::UnitRow| {
        view! { <li><bdi>{unit.name}</bdi>" "<span class="t-3">{t.unit_kind(&unit.kind)}{t.dot()}{t.people_count(unit.people)}</span></li> }
    };
    view! { <li>{head}<ul>{row.units.into_iter().map(unit).collect_view()}</ul></li> }
}

#[component]
fn RegisterUnit(roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let none_yet = roster.view.with_untracked(|view| view.districts.is_empty());
    let kind = if none_yet { "district" } else { "street" };
    let form = RwSignal::new(UnitForm { kind: kind.into(), ..UnitForm::default() });
    let step = RwSignal::new(Step::Editing);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let held = form.get_untracked();
        let checked = untrack(|| held.validate(&ctx.snapshot().state));
        save(ctx, step, checked, held.name, move |_| form.update(|form| form.name.clear()));
    };
    let is_district = move || form.with(|f| f.kind == "district");
    let chosen = Memo::new(move |_| form.with(|f| f.parent));
    let option = move |kind: &'static str| view! { <option value=kind prop:selected=attr(move || form.with(|f| f.kind == kind))>{live(move || ctx.t().unit_kind(kind))}</option> };
    view! {
        <form class="box" on:submit=save novalidate>
            <NameField id="u-name" label=Signal::derive(move || w().unit_name) hint=Signal::derive(|| "") step
                value=Signal::derive(move || form.with(|f| f.name.clone())) on_input=Callback::new(move |name| form.update(|f| f.name = name))/>
            <div class="field"><label for="u-kind">{w().unit_kind}</label>
                <select class="input" id="u-kind" on:change=move |event| form.update(|f| f.kind = event_target_value(&event))>{UNIT_KINDS.map(option)}</select></div>
            <If when=move || !is_district()>
                <DistrictField of=DistrictOf::Unit fault=Signal::derive(|| None) chosen roster
                    on_choose=Callback::new(move |event| form.update(|f| f.parent = Ref::parse(&event_target_value(&event))))/>
            </If>
            <SaveButton step label=Signal::derive(move || w().unit_go)/>
            <StepSaid step ctx/>
        </form>
    }
}
