//! The forms of the investment: a year's plan, a month's report, and taking a report back.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Open, Page};
use crate::browser::focus::focus;
use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::money::MoneyUnit;
use crate::domain::state::Investment;
use crate::screen::form::invest::{DoneForm, Fault, Field, PlanForm, Split};
use crate::session::{Along, Failure};
use crate::ui::ctx::Ctx;
use crate::ui::drafts::Checked;
use crate::ui::page::kept_form::{KeptForm, Restored, SaveLine};
use crate::ui::part::{attr, live};

fn field_id(field: Field) -> String {
    match field {
        Field::Total => "plan-total".into(),
        Field::Month(n) => format!("plan-{n}"),
        Field::Reported => "report-month".into(),
        Field::Done => "report-done".into(),
    }
}

/// What the disk holds of the project's investment at this moment.
fn held(page: Page) -> Investment {
    page.ctx.snapshot_now().state.project(&page.id).map(|p| p.investment.clone()).unwrap_or_default()
}

/// 万元 or 亿元.
fn units(
    ctx: Ctx,
    name: &'static str,
    unit: impl Fn() -> MoneyUnit + Copy + Send + Sync + 'static,
    choose: impl Fn(MoneyUnit) + Copy + Send + 'static,
) -> AnyView {
    let w = ctx.t().invest();
    let chip = move |one: MoneyUnit| {
        view! {
            <label class="chip"><input type="radio" name=name prop:checked=attr(move || unit() == one) on:change=move |_| choose(one)/>{ctx.t().money_unit(one)}</label>
        }
    };
    view! {
        <fieldset class="field"><legend>{w.unit}</legend>
            <div class="chips">{MoneyUnit::ALL.into_iter().map(chip).collect_view()}</div>
            <p class="hint">{w.unit_hint}</p>
        </fieldset>
    }
    .into_any()
}

/// An amount with its fault below.
#[component]
fn Amount(
    field: Field,
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] fault: Signal<Option<String>>,
    #[prop(into)] on_typed: Callback<String>,
) -> impl IntoView {
    let (id, told) = (field_id(field), format!("{}-fault", field_id(field)));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input class="input num" id=id inputmode="decimal" autocomplete="off" aria-describedby=told.clone()
                aria-invalid=attr(move || fault.with(Option::is_some).then_some("true"))
                prop:value=attr(move || value.get()) on:input=move |event| on_typed.run(event_target_value(&event))/>
            <div id=told>{live(move || fault.get().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        </div>
    }
}

/// The year's plan: as a whole, or by its months.
#[component]
pub(super) fn PlanYear(page: Page, year: i32) -> impl IntoView {
    let (ctx, id) = (page.ctx, page.id);
    let w = move || ctx.t().invest();
    let opened = PlanForm::of(held(page).plans.get(&year));
    let kept = KeptForm::new(ctx, format!("plan-{id}-{year}-"), opened);
    let form = kept.form;
    let faults = Memo::new(move |_| match kept.checked.get() {
        Checked::NotYet => Vec::new(),
        Checked::Tried => form.with(|form| form.validate(id, year).err().unwrap_or_default()),
    });
    let save = move |()| {
        let command = form.get_untracked().validate(id, year).map(|ready| ready.into_command());
        kept.save(command.map_err(|faults| first_field(&faults)), move || close(page));
    };
    let split = move |one: Split, words: &'static str| {
        view! {
            <label class="chip"><input type="radio" name="plan-split" prop:checked=attr(move || form.with(|f| f.split) == one)
                on:change=move |_| kept.edit(|f| f.split = one)/>{words}</label>
        }
    };
    let whole = Memo::new(move |_| form.with(|f| f.split) == Split::Whole);
    view! {
        <section class="card pad form-in" aria-labelledby="plan-title">
            <h2 id="plan-title" tabindex="-1">{w().plan_form}" "{ctx.t().year_named(year)}</h2>
            <Restored kept words=w().restored drop_it=w().start_over/>
            <fieldset class="field"><legend>{w().split}</legend>
                <div class="chips">{split(Split::Whole, w().whole)}{split(Split::Months, w().by_months)}</div>
            </fieldset>
            {units(ctx, "plan-unit", move || form.with(|f| f.unit), move |unit| kept.edit(|f| f.unit = unit))}
            {live(move || if whole.get() { view! { <WholeYear kept faults/> }.into_any() } else { view! { <TwelveMonths kept faults/> }.into_any() })}
            <SaveLine kept label=Signal::derive(move || ctx.t().common().save.to_string()) on_save=save on_close=move |()| page.open.set(Open::Nothing)/>
        </section>
    }
}

type Faults = Memo<Vec<(Field, Fault)>>;

fn first_field(faults: &[(Field, Fault)]) -> String {
    faults.first().map(|(field, _)| field_id(*field)).unwrap_or_default()
}

fn close(page: Page) {
    page.open.set(Open::Nothing);
    focus("main".into());
}

fn fault_of(kept: KeptForm<PlanForm>, faults: Faults, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || {
        let found = faults.with(|faults| faults.iter().find(|(f, _)| *f == field).map(|(_, fault)| *fault));
        found.map(|fault| kept.ctx.t().invest_fault(field, fault, kept.form.with(|f| f.unit)))
    })
}

#[component]
fn WholeYear(kept: KeptForm<PlanForm>, faults: Faults) -> impl IntoView {
    let w = kept.ctx.t().invest();
    view! {
        <Amount field=Field::Total label=w.plan_total value=Signal::derive(move || kept.form.with(|f| f.total.clone()))
            fault=fault_of(kept, faults, Field::Total) on_typed=move |text| kept.edit(|f| f.total = text)/>
    }
}

#[component]
fn TwelveMonths(kept: KeptForm<PlanForm>, faults: Faults) -> impl IntoView {
    let ctx = kept.ctx;
    let w = move || ctx.t().invest();
    let month = move |n: u32| {
        let at = n as usize - 1;
        view! {
            <Amount field=Field::Month(n) label=ctx.t().month_number(n) value=Signal::derive(move || kept.form.with(|f| f.months[at].clone()))
                fault=fault_of(kept, faults, Field::Month(n)) on_typed=move |text| kept.edit(|f| f.months[at] = text)/>
        }
    };
    let sum = move || kept.form.with(|f| f.sum()).map_or(w().months_unclear.to_string(), |sum| ctx.t().amount(sum));
    view! {
        <fieldset class="field"><legend>{w().plan_months}</legend><div class="twelve">{(1..=12).map(month).collect_view()}</div></fieldset>
        <p class="twelve-sum"><span>{w().months_sum}</span>" "<output for="plan-1"><b>{live(sum)}</b></output></p>
    }
}

/// What is done by the end of a month; what looks like a slip is told before it is saved.
#[component]
pub(super) fn ReportMonth(page: Page, year: i32) -> impl IntoView {
    let (ctx, id) = (page.ctx, page.id);
    let w = move || ctx.t().invest();
    let kept = KeptForm::new(ctx, format!("done-{id}-{year}-"), DoneForm::new(&held(page), year, ctx.today.get_untracked()));
    let form = kept.form;
    let faults = Memo::new(move |_| match kept.checked.get() {
        Checked::NotYet => Vec::new(),
        Checked::Tried => form.with(|form| form.validate(id, ctx.today.get()).err().unwrap_or_default()),
    });
    let fault = move |field: Field| {
        Signal::derive(move || {
            let found = faults.with(|faults| faults.iter().find(|(f, _)| *f == field).map(|(_, fault)| *fault));
            found.map(|fault| ctx.t().invest_fault(field, fault, form.with(|f| f.unit)))
        })
    };
    let cautions = move || {
        ctx.snapshot().state.project(&id).map(|p| form.with(|f| f.cautions(&p.investment))).unwrap_or_default().into_iter().map(|caution| {
            view! { <p class="notice" data-tone="yellow"><crate::ui::part::Icon name="alert"/><span>{ctx.t().invest_caution(&caution, ctx.today.get())}</span></p> }
        }).collect_view()
    };
    let save = move |()| {
        let command = form.get_untracked().validate(id, ctx.today.get_untracked()).map(|ready| ready.into_command());
        kept.save(command.map_err(|faults| first_field(&faults)), move || close(page));
    };
    view! {
        <section class="card pad form-in" aria-labelledby="report-title">
            <h2 id="report-title" tabindex="-1">{w().report_form}</h2>
            <Restored kept words=w().restored drop_it=w().start_over/>
            <MonthChoice kept year fault=fault(Field::Reported)/>
            {units(ctx, "report-unit", move || form.with(|f| f.unit), move |unit| kept.edit(|f| f.unit = unit))}
            <Amount field=Field::Done label=w().done_label value=Signal::derive(move || form.with(|f| f.done.clone()))
                fault=fault(Field::Done) on_typed=move |text| kept.edit(|f| f.done = text)/>
            <p class="hint">{w().done_hint}</p>
            <div role="status">{live(cautions)}</div>
            <SaveLine kept label=Signal::derive(move || ctx.t().common().save.to_string()) on_save=save on_close=move |()| page.open.set(Open::Nothing)/>
        </section>
    }
}

/// The months of the year; one that has not begun is refused with a reason.
#[component]
fn MonthChoice(kept: KeptForm<DoneForm>, year: i32, #[prop(into)] fault: Signal<Option<String>>) -> impl IntoView {
    let ctx = kept.ctx;
    let option = move |n: u32| {
        let value = format!("{year:04}-{n:02}");
        let selected = {
            let value = value.clone();
            move || kept.form.with(|f| f.month == value)
        };
        view! { <option value=value selected=attr(selected)>{ctx.t().month_number(n)}</option> }
    };
    let none = move || kept.form.with(|f| f.month().is_none());
    view! {
        <div class="field">
            <label for="report-month">{ctx.t().invest().which_month}</label>
            <select class="input" id="report-month" aria-describedby="report-month-fault" aria-invalid=attr(move || fault.with(Option::is_some).then_some("true"))
                on:change=move |event| { let value = event_target_value(&event); kept.edit(|f| f.month = value) }>
                <option value="" selected=attr(none)>{ctx.t().invest().choose_month}</option>
                {(1..=12).map(option).collect_view()}
            </select>
            <div id="report-month-fault">{live(move || fault.get().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        </div>
    }
}

#[derive(Clone, PartialEq, Debug)]
enum Back {
    Idle,
    Asked,
    Saving,
    Failed(Failure),
}

/// Takes a statement back, once it was asked whether that is meant.
#[component]
pub(super) fn TakeBack(ctx: Ctx, id: ProjectId, of: Ref) -> impl IntoView {
    let back = RwSignal::new(Back::Idle);
    let go = move |_| {
        if back.get_untracked() == Back::Saving {
            return;
        }
        back.set(Back::Saving);
        spawn_local(async move {
            let command = Command::Withdraw { scope: Scope::Project(id), of: vec![of], reason: None };
            if let Err(failure) = ctx.commit(command, Along::default()).await {
                let _ = back.try_set(Back::Failed(failure));
            }
        });
    };
    let w = move || ctx.t().invest();
    live(move || {
        match back.get() {
        Back::Idle => view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| back.set(Back::Asked)>{ctx.t().common().undo}</button> }.into_any(),
        Back::Asked | Back::Saving => view! {
            <span class="asked"><button class="btn" data-kind="soft" type="button" on:click=go>{w().take_back}</button>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| back.set(Back::Idle)>{ctx.t().common().cancel}</button></span>
        }
        .into_any(),
        Back::Failed(failure) => view! { <p class="fault" role="alert">{ctx.t().failure(&failure)}</p> }.into_any(),
    }
    })
}
