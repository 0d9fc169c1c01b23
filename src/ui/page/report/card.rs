//! The card of one node: how far, since when it is done, to when it is to be moved, a note and photos.

use leptos::prelude::*;

use super::Reporting;
use crate::domain::calendar::Day;
use crate::domain::id::Ref;
use crate::domain::rules::light::Light;
use crate::screen::form::plan::Field;
use crate::screen::form::report::STEP;
use crate::screen::report::Row;
use crate::text::fill;
use crate::ui::page::visit::photos::Photos;
use crate::ui::part::{Icon, If, LightForm, LightMark, attr, live};

type Rows = Memo<Option<Row>>;

#[component]
pub fn Card(reporting: Reporting, node: Ref) -> impl IntoView {
    let ctx = reporting.ctx;
    let row: Rows = Memo::new(move |_| reporting.rows(|rows| rows.iter().find(|row| row.id == node).cloned()));
    let is_done = move || reporting.form(node, |form| form.is_done);
    let waits = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.light.is_none())));
    // What is urgent, was typed in or has a fault stands open; a tap folds it.
    let urgent = row.with_untracked(|row| row.as_ref().is_some_and(|r| r.light.is_some_and(|l| l.light > Light::Green)));
    let first = reporting.rows(|rows| rows.first().is_some_and(|row| row.id == node));
    let open = stays_open(move || urgent || first || reporting.is_touched(node) || reporting.has_fault(node));
    view! {
        <details class="card node" open=attr(open)>
            <summary class="row">{live(move || row.get().map(|row| head(reporting, row)))}<Icon name="down"/></summary>
            <div class="node-in">
                <If when=move || waits.get()><p class="hint">{ctx.t().report().not_counted}</p></If>
                <If when=move || !is_done()><Stepper reporting node row/></If>
                <DoneField reporting node row/>
                <If when=move || !is_done()><MoveField reporting node row/></If>
                <NoteField reporting node/>
            </div>
        </details>
    }
}

/// A part that is open from the first time on that something holds; a tap folds it none the less.
fn stays_open(holds: impl Fn() -> bool + Send + Sync + 'static) -> impl Fn() -> Option<&'static str> + Send + 'static {
    let open = Memo::new(move |was: Option<&bool>| was == Some(&true) || holds());
    move || open.get().then_some("")
}

/// What a folded card says as well.
fn head(reporting: Reporting, row: Row) -> impl IntoView {
    let ctx = reporting.ctx;
    let (t, today) = (ctx.t(), ctx.today.get());
    let (light, word) = match row.light {
        Some(light) => (light.light, t.node_light(&light)),
        None => (Light::Grey, t.plan().not_audited),
    };
    let typed = row.reported.map(|_| view! { <span class="folded">{t.dot()}{t.last_report(&row, today)}</span> });
    let over = row.days < 0;
    view! {
        <LightMark light word form=LightForm::Stack/>
        <div><b><bdi>{row.title}</bdi></b>
            <p>{t.due_on(row.dates.due, today)}{t.comma()}<span class="nowrap" class:t-red=over>{t.days_to(row.days)}</span>{typed}</p>
        </div>
    }
}

/// The sentence under a field.
fn fault_line(reporting: Reporting, node: Ref, field: Field, id: String) -> AnyView {
    live(move || reporting.fault(node, field).map(|words| view! { <p class="fault" id=id.clone()>{words}</p> }))
}

fn invalid(reporting: Reporting, node: Ref, field: Field) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync {
    move || reporting.fault(node, field).map(|_| "true")
}

/// The figure between two large buttons, and a slider with the mark for what is expected today.
#[component]
fn Stepper(reporting: Reporting, node: Ref, row: Rows) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().report();
    let last = Memo::new(move |_| row.with(|row| row.as_ref().map_or(0, |row| row.percent)));
    let shown = move || reporting.form(node, |form| form.shown(last.get()));
    let figure = move || reporting.form(node, |form| form.figure(last.get()));
    let step = move |up: bool| reporting.edit(node, |form| form.step(last.get_untracked(), up));
    let type_in = move |text: String| reporting.edit(node, |form| form.percent = Some(text));
    let before = move || row.with(|row| row.as_ref().map(|row| ctx.t().last_report(row, ctx.today.get())));
    let expected = move || row.with(|row| row.as_ref().and_then(|row| row.expected));
    let mark = move || {
        expected().map(|n| {
            let side = if n > 60 {
                Some("end")
            } else if n < 40 {
                Some("start")
            } else {
                None
            };
            view! { <span class="at" data-side=side style:--x=n.to_string()>{fill(w().expected, &[&n.to_string()])}</span> }
        })
    };
    let spoken = move || {
        let told = expected().map(|n| format!("{}{}", ctx.t().comma(), fill(w().expected, &[&n.to_string()])));
        format!("{}%{}", figure(), told.unwrap_or_default())
    };
    let (input, told) = (format!("percent-{node}"), format!("percent-{node}-fault"));
    view! {
        <div class="field"><div class="stepper" role="group" aria-label=w().percent>
            <button class="btn" type="button" aria-label=w().less aria-disabled=attr(move || (figure() <= 0).then_some("true")) on:click=move |_| step(false)><Icon name="minus"/></button>
            <label class="fig" for=input.clone()>
                <span class="sr">{w().percent}</span>
                <span class="fig-n"><input id=input.clone() inputmode="numeric" autocomplete="off" maxlength="4" prop:value=attr(shown)
                    aria-invalid=attr(invalid(reporting, node, Field::Percent)) aria-describedby=told.clone()
                    on:input=move |event| type_in(event_target_value(&event))/>"%"</span>
                <small>{live(before)}</small>
            </label>
            <button class="btn" type="button" aria-label=w().more aria-disabled=attr(move || (figure() >= 100).then_some("true")) on:click=move |_| step(true)><Icon name="plus"/></button>
            <div class="slide">
                <input type="range" min="0" max="100" step=STEP.to_string() aria-label=w().percent aria-valuetext=attr(spoken)
                    style:--v=attr(move || figure().to_string()) prop:value=attr(move || figure().to_string()) on:input=move |event| type_in(event_target_value(&event))/>
                {live(mark)}
            </div>
        </div>{fault_line(reporting, node, Field::Percent, told)}</div>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choosing {
    Usual,
    Other,
}

/// Done, and since when: today, yesterday or a day that is chosen.
#[component]
fn DoneField(reporting: Reporting, node: Ref, row: Rows) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().report();
    let is_done = move || reporting.form(node, |form| form.is_done);
    let due = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.dates.due)));
    let hint = move || {
        let done = reporting.form(node, |form| Day::parse(form.done.trim()).filter(|_| form.is_done));
        ctx.t().done_counts(done, due.get().unwrap_or_else(|| ctx.today.get()))
    };
    let turn = move |event: web_sys::Event| {
        let on = event_target_checked(&event);
        reporting.edit(node, |form| {
            form.is_done = on;
            if on && form.done.is_empty() {
                form.done = ctx.today.get_untracked().to_string();
            }
        });
    };
    view! {
        <label class="pick"><span><b>{w().done}</b><br/><span class="sm t-2">{live(hint)}</span></span>
            <input type="checkbox" class="switch" role="switch" prop:checked=attr(is_done) on:change=turn/>
        </label>
        <If when=is_done><DoneDay reporting node/></If>
    }
}

#[component]
fn DoneDay(reporting: Reporting, node: Ref) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().report();
    let (today, yesterday) = (move || ctx.today.get(), move || ctx.today.get().plus(-1));
    let is_on = move |day: Day| reporting.form(node, |form| form.done == day.to_string());
    let is_usual = move || is_on(today()) || is_on(yesterday());
    let choosing = RwSignal::new(if untrack(is_usual) { Choosing::Usual } else { Choosing::Other });
    let other = move || choosing.get() == Choosing::Other || reporting.fault(node, Field::Done).is_some();
    let choose = move |day: Day| {
        choosing.set(Choosing::Usual);
        reporting.edit(node, |form| form.done = day.to_string());
    };
    let (name, input, told) = (format!("when-{node}"), format!("done-{node}"), format!("done-{node}-fault"));
    let chip = {
        let name = name.clone();
        move |day: fn(Day) -> Day, words: fn(&crate::text::report::Words) -> &'static str, dated: bool| {
            let day = move || day(ctx.today.get());
            view! {
                <label class="chip"><input type="radio" name=name.clone() prop:checked=attr(move || !other() && is_on(day())) on:change=move |_| choose(untrack(day))/>
                    {words(w())}{dated.then(|| view! { " "<time>{live(move || ctx.t().day(day(), ctx.today.get()))}</time> })}</label>
            }
        }
    };
    view! {
        <fieldset class="field">
            <legend>{w().done_on}</legend>
            <div class="chips">
                {chip(|today| today, |w| w.today, false)}
                {chip(|today| today.plus(-1), |w| w.yesterday, true)}
                <label class="chip"><input type="radio" name=name prop:checked=attr(other) on:change=move |_| choosing.set(Choosing::Other)/>{w().other_day}</label>
            </div>
            <If when=other>
                <label class="sr" for=input.clone()>{w().day}</label>
                <input class="input" type="date" id=input.clone() max=attr(move || ctx.today.get().to_string()) aria-describedby=told.clone()
                    aria-invalid=attr(invalid(reporting, node, Field::Done)) prop:value=attr(move || reporting.form(node, |form| form.done.clone()))
                    on:input=move |event| reporting.edit(node, |form| form.done = event_target_value(&event))/>
                {fault_line(reporting, node, Field::Done, told.clone())}
                {fault_line(reporting, node, Field::On, told.clone())}
            </If>
        </fieldset>
    }
}

/// From the date in force to another, with the reason.
#[component]
fn MoveField(reporting: Reporting, node: Ref, row: Rows) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().report();
    let due = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.dates.due)));
    let day = move || due.get().map(|due| ctx.t().day(due, ctx.today.get())).unwrap_or_default();
    let faulty = move || [Field::Due, Field::Reason].into_iter().any(|field| reporting.fault(node, field).is_some());
    let open = stays_open(move || reporting.form(node, |form| !form.moved.is_blank()) || faulty());
    let asked = move || {
        let asked = row.with(|row| row.as_ref().map(|row| row.asked.clone()).unwrap_or_default());
        let (t, today) = (ctx.t(), ctx.today.get());
        asked.into_iter().map(|due| view! { <p class="hint">{fill(w().asked, &[&t.day(due, today)])}</p> }).collect_view()
    };
    let waits = move || row.with(|row| row.as_ref().is_some_and(|row| row.light.is_none()));
    let hint = move || fill(if waits() { w().until_audited_waiting } else { w().until_audited }, &[&day()]);
    let (to, to_told) = (format!("to-{node}"), format!("to-{node}-fault"));
    let (why, why_told) = (format!("why-{node}"), format!("why-{node}-fault"));
    view! {
        <details open=attr(open)><summary><Icon name="next"/>{w().move_it}</summary>
            <div class="resched">
                {live(asked)}
                <div class="from-to">
                    <div class="field"><span class="label">{w().was}</span><span class="was"><time>{live(day)}</time></span></div>
                    <Icon name="next"/>
                    <div class="field"><label for=to.clone()>{w().to}</label>
                        <input class="input" type="date" id=to aria-describedby=to_told.clone() aria-invalid=attr(invalid(reporting, node, Field::Due))
                            prop:value=attr(move || reporting.form(node, |form| form.moved.due.clone()))
                            on:input=move |event| reporting.edit(node, |form| form.moved.due = event_target_value(&event))/>
                    </div>
                </div>
                {fault_line(reporting, node, Field::Due, to_told)}
                <div class="field"><label for=why.clone()>{w().why}</label>
                    <textarea class="input" id=why rows="2" aria-describedby=why_told.clone() aria-invalid=attr(invalid(reporting, node, Field::Reason))
                        prop:value=attr(move || reporting.form(node, |form| form.moved.reason.clone()))
                        on:input=move |event| reporting.edit(node, |form| form.moved.reason = event_target_value(&event))></textarea>
                    {fault_line(reporting, node, Field::Reason, why_told)}
                </div>
                <p class="hint">{live(hint)}</p>
            </div>
        </details>
    }
}

#[component]
fn NoteField(reporting: Reporting, node: Ref) -> impl IntoView {
    let ctx = reporting.ctx;
    let w = move || ctx.t().report();
    let album = reporting.album(node);
    let begun = move || album.count() > 0 || reporting.form(node, |form| !form.text.is_empty());
    let open = stays_open(move || begun() || reporting.fault(node, Field::Text).is_some());
    let (id, told) = (format!("note-{node}"), format!("note-{node}-fault"));
    view! {
        <details open=attr(open)><summary><Icon name="next"/>{w().note_and_photos}</summary>
            <div class="resched">
                <div class="field"><label for=id.clone()>{w().note}</label>
                    <textarea class="input" id=id rows="2" placeholder=w().note_hint aria-describedby=told.clone() aria-invalid=attr(invalid(reporting, node, Field::Text))
                        prop:value=attr(move || reporting.form(node, |form| form.text.clone()))
                        on:input=move |event| reporting.edit(node, |form| form.text = event_target_value(&event))></textarea>
                    {fault_line(reporting, node, Field::Text, told)}
                </div>
                <Photos album/>
            </div>
        </details>
    }
}
