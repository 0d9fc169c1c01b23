//! How it was visited, what was seen and heard, who was there.

use leptos::prelude::*;

use super::{Visiting, fault_line, invalid};
use crate::screen::form::visit::{KINDS, MORE_KINDS, VisitFault};
use crate::text::fill;
use crate::ui::part::{Icon, If, attr};

/// Whether all kinds are shown, or the usual ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinds {
    Usual,
    All,
}

#[component]
pub fn KindField(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let kinds = RwSignal::new(Kinds::Usual);
    let all = move || kinds.get() == Kinds::All || visiting.form.with(|f| MORE_KINDS.contains(&f.kind.as_str()));
    let chip = move |kind: &'static str| {
        view! {
            <label class="chip"><input type="radio" name="kind" value=kind prop:checked=attr(move || visiting.form.with(|f| f.kind == kind))
                on:change=move |_| visiting.edit(|f| f.kind = kind.into())/>{ctx.t().visit_kind(kind)}</label>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{w().kind}</legend>
            <div class="chips">
                {KINDS.iter().map(|kind| chip(kind)).collect_view()}
                <If when=all fallback=move || view! {
                    <button class="chip" type="button" aria-expanded="false" on:click=move |_| kinds.set(Kinds::All)>
                        {fill(w().more_kinds, &[&MORE_KINDS.len().to_string()])}<Icon name="down"/>
                    </button>
                }>{MORE_KINDS.iter().map(|kind| chip(kind)).collect_view()}</If>
            </div>
        </fieldset>
    }
}

#[component]
pub fn NoteField(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let is_of = |fault| matches!(fault, VisitFault::TextTooLong);
    let phrase = move |index: usize| {
        let add = move |_| {
            visiting.edit(|form| {
                let joint = ctx.t().phrase_joint(&form.text);
                form.add_phrase(w().phrases[index], joint);
            })
        };
        view! { <button class="chip" data-size="s" type="button" on:click=add>{w().phrases[index]}</button> }
    };
    view! {
        <div class="field">
            <label for="note">{w().note}</label>
            <textarea class="input" id="note" rows="3" placeholder=w().note_hint aria-invalid=attr(invalid(visiting, is_of)) aria-describedby="note-fault"
                prop:value=attr(move || visiting.form.with(|f| f.text.clone())) on:input=move |event| visiting.edit(|f| f.text = event_target_value(&event))></textarea>
            {fault_line(visiting, "note-fault".into(), is_of)}
            <div class="chips" role="group" aria-label=w().phrases_label>{(0..3).map(phrase).collect_view()}</div>
        </div>
    }
}

#[component]
pub fn PeopleField(visiting: Visiting) -> impl IntoView {
    let ctx = visiting.ctx;
    let w = move || ctx.t().visit();
    let is_of = |fault| matches!(fault, VisitFault::PeopleTooLong);
    view! {
        <div class="field">
            <label for="people">{w().people}</label>
            <input class="input" id="people" placeholder=w().people_hint aria-invalid=attr(invalid(visiting, is_of)) aria-describedby="people-fault"
                prop:value=attr(move || visiting.form.with(|f| f.people.clone())) on:input=move |event| visiting.edit(|f| f.people = event_target_value(&event))/>
            {fault_line(visiting, "people-fault".into(), is_of)}
        </div>
    }
}
