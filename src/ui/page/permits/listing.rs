//! Listing several permits at once: templates by group to be ticked, and one's own.

use leptos::prelude::*;

use super::{Open, Page, listed};
use crate::browser::focus::focus;
use crate::domain::rules::permit::GROUPS;
use crate::screen::form::permits::{Fault, Field, LineForm, ListFault, ListForm};
use crate::ui::drafts::Checked;
use crate::ui::page::kept_form::{KeptForm, Restored, SaveLine};
use crate::ui::part::{If, attr, live};

type Faults = Memo<Vec<ListFault>>;

fn field_id(line: usize, field: Field) -> String {
    match field {
        Field::Department => format!("list-department-{line}"),
        Field::Norm => format!("list-norm-{line}"),
        Field::Title | Field::State | Field::On | Field::ValidUntil | Field::Text => format!("list-title-{line}"),
    }
}

#[component]
pub(super) fn ListPermits(page: Page) -> impl IntoView {
    let (ctx, id) = (page.ctx, page.id);
    let w = move || ctx.t().permits();
    let kept = KeptForm::new(ctx, format!("permits-{id}-"), ListForm::new(&listed(page), |key| ctx.t().permit_template(key)));
    let form = kept.form;
    let faults: Faults = Memo::new(move |_| match kept.checked.get() {
        Checked::NotYet => Vec::new(),
        Checked::Tried => form.with(|form| form.validate(id).err().unwrap_or_default()),
    });
    let save = move |()| {
        let command = form.get_untracked().validate(id).map(|ready| ready.into_command());
        let first = |faults: Vec<ListFault>| faults.first().map(|f| field_id(f.line, f.field)).unwrap_or_default();
        kept.save(command.map_err(first), move || {
            page.open.set(Open::Nothing);
            focus("main".into());
        });
    };
    let label = Signal::derive(move || ctx.t().list_go(form.with(ListForm::chosen)));
    let nothing = move || {
        (kept.checked.get() == Checked::Tried && form.with(ListForm::chosen) == 0)
            .then(|| view! { <p class="fault">{w().nothing_chosen}</p> })
    };
    view! {
        <section class="card pad form-in" aria-labelledby="list-title">
            <h2 id="list-title" tabindex="-1">{w().list_form}</h2>
            <p class="hint">{w().list_lead}</p>
            <Restored kept words=w().restored drop_it=w().start_over/>
            {GROUPS.map(|group| view! { <GroupBox page kept group faults/> }).collect_view()}
            <div role="status">{live(nothing)}</div>
            <SaveLine kept label on_save=save on_close=move |()| page.open.set(Open::Nothing)/>
        </section>
    }
}

/// A group with its templates; ticking all leaves out what is not for the project's category.
#[component]
fn GroupBox(page: Page, kept: KeptForm<ListForm>, group: &'static str, faults: Faults) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().permits();
    let lines = Memo::new(move |_| kept.form.with(|f| f.of_group(group)));
    let all_ticked = Memo::new(move |_| kept.form.with(|f| f.of_group(group).iter().any(|n| f.lines[*n].ticked)));
    let category = move || ctx.snapshot_now().state.project(&page.id).map(|p| p.fields.category.clone()).unwrap_or_default();
    let tick = move |_| kept.edit(|f| f.tick_group(group, &category(), !all_ticked.get_untracked()));
    let own = move |_| {
        kept.edit(|f| f.lines.push(LineForm::own(group)));
        focus(field_id(kept.form.with_untracked(|f| f.lines.len()) - 1, Field::Title));
    };
    view! {
        <fieldset class="field group-box"><legend>{ctx.t().permit_group(group)}</legend>
            <ul class="paper-list"><For each=move || lines.get() key=|n| *n let:n><Line kept n faults/></For></ul>
            <p class="acts">
                <If when=move || lines.with(|lines| !lines.is_empty())>
                    <button class="btn" data-kind="plain" type="button" on:click=tick>{live(move || if all_ticked.get() { w().tick_none } else { w().tick_all })}</button>
                </If>
                <button class="btn" data-kind="plain" type="button" on:click=own>{w().own_add}</button>
            </p>
        </fieldset>
    }
}

/// What stands in a field of a line that is text.
fn text_of(line: &mut LineForm, field: Field) -> &mut String {
    match field {
        Field::Department => &mut line.department,
        Field::Norm => &mut line.norm,
        Field::Title | Field::State | Field::On | Field::ValidUntil | Field::Text => &mut line.title,
    }
}

/// One permit: its box, and what may be corrected once it is ticked.
#[component]
fn Line(kept: KeptForm<ListForm>, n: usize, faults: Faults) -> impl IntoView {
    let w = kept.ctx.t().permits();
    let is_own = kept.form.with_untracked(|f| f.lines.get(n).is_some_and(LineForm::is_own));
    let ticked = Memo::new(move |_| kept.form.with(|f| f.lines.get(n).is_some_and(|line| line.ticked)));
    let tick = move |event| {
        let on = event_target_checked(&event);
        kept.edit(|f| {
            if let Some(line) = f.lines.get_mut(n) {
                line.ticked = on;
            }
        });
    };
    let called = Memo::new(move |_| kept.form.with(|f| f.lines.get(n).map(|line| line.title.clone()).unwrap_or_default()));
    let name = move || if is_own && called.with(String::is_empty) { w.own_title.to_string() } else { called.get() };
    view! {
        <li>
            <label class="tick"><input class="ck" type="checkbox" prop:checked=attr(move || ticked.get()) on:change=tick/><span><bdi>{live(name)}</bdi></span></label>
            <If when=move || ticked.get()>
                <div class="tick-in">
                    {is_own.then(|| view! { <Cell kept n field=Field::Title faults/> })}
                    <Cell kept n field=Field::Department faults/>
                    <Cell kept n field=Field::Norm faults/>
                </div>
            </If>
        </li>
    }
}

/// One field of a line.
#[component]
fn Cell(kept: KeptForm<ListForm>, n: usize, field: Field, faults: Faults) -> impl IntoView {
    let ctx = kept.ctx;
    let w = ctx.t().permits();
    let label = match field {
        Field::Department => w.department,
        Field::Norm => w.norm,
        Field::Title | Field::State | Field::On | Field::ValidUntil | Field::Text => w.own_title,
    };
    let (id, told) = (field_id(n, field), format!("{}-fault", field_id(n, field)));
    let value =
        move || kept.form.with(|f| f.lines.get(n).cloned().map(|mut line| std::mem::take(text_of(&mut line, field))).unwrap_or_default());
    let typed = move |event| {
        let text = event_target_value(&event);
        kept.edit(|f| {
            if let Some(line) = f.lines.get_mut(n) {
                *text_of(line, field) = text;
            }
        });
    };
    let is_here = move |fault: &&ListFault| fault.line == n && fault.field == field && fault.fault != Fault::NothingChosen;
    let fault = Memo::new(move |_| faults.with(|faults| faults.iter().find(is_here).map(|found| found.fault)));
    let words = move || fault.get().map(|fault| ctx.t().permit_fault(field, fault));
    let mode = if field == Field::Norm { "numeric" } else { "text" };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input class="input" id=id inputmode=mode autocomplete="off" aria-describedby=told.clone() aria-invalid=attr(move || fault.with(Option::is_some).then_some("true"))
                prop:value=attr(value) on:input=typed/>
            <div id=told>{live(move || words().map(|words| view! { <p class="fault">{words}</p> }))}</div>
        </div>
    }
}
