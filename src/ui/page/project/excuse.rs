//! A coordinator excuses a node up to a day, or ends its excuse.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::focus::focus;
use crate::domain::calendar::Day;
use crate::domain::command::Command;
use crate::domain::id::ProjectId;
use crate::screen::plan::NodeView;
use crate::session::{Along, Failure};
use crate::ui::ctx::ctx;
use crate::ui::part::{If, attr, live};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Closed,
    Excusing,
    Ending,
}

#[derive(Clone, PartialEq)]
enum Doing {
    Idle,
    NoDay,
    Past,
    NoReason,
    Saving,
    Failed(Failure),
}

#[component]
pub fn ExcuseForm(id: ProjectId, node: Memo<Option<NodeView>>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    let step = RwSignal::new(Step::Closed);
    let held = move || node.with(|node| node.as_ref().is_some_and(|node| node.excuse.is_some()));
    let begin = move |next: Step| {
        step.set(next);
        if let Some(node) = node.with_untracked(|node| node.as_ref().map(|node| node.id)) {
            let field = if next == Step::Ending { "excuse-why" } else { "excuse-until" };
            focus(format!("{field}-{node}"));
        }
    };
    let buttons = move || {
        view! {
            <p class="acts">
                <button class="btn" data-kind="plain" type="button" on:click=move |_| begin(Step::Excusing)>
                    {live(move || if held() { w().excuse_change } else { w().excuse })}</button>
                <If when=held><button class="btn" data-kind="plain" type="button" on:click=move |_| begin(Step::Ending)>{w().excuse_end}</button></If>
            </p>
        }
    };
    live(move || match step.get() {
        Step::Closed => buttons().into_any(),
        next => view! { <Fields id node step next/> }.into_any(),
    })
}

#[component]
fn Fields(id: ProjectId, node: Memo<Option<NodeView>>, step: RwSignal<Step>, next: Step) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().plan();
    let Some(name) = node.with_untracked(|node| node.as_ref().map(|node| node.id)) else { return ().into_any() };
    let (until, reason, doing) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(Doing::Idle));
    let (day_id, why_id, told) = (format!("excuse-until-{name}"), format!("excuse-why-{name}"), format!("excuse-{name}-fault"));
    let ends = next == Step::Ending;
    let save = {
        let (day_id, why_id) = (day_id.clone(), why_id.clone());
        move |_| {
            if doing.get_untracked() == Doing::Saving {
                return;
            }
            let day = Day::parse(until.get_untracked().trim());
            let fault = match day {
                None if !ends => Some((Doing::NoDay, &day_id)),
                Some(day) if !ends && day < ctx.today.get_untracked() => Some((Doing::Past, &day_id)),
                _ if reason.with_untracked(|reason| reason.trim().is_empty()) => Some((Doing::NoReason, &why_id)),
                _ => None,
            };
            if let Some((fault, field)) = fault {
                doing.set(fault);
                return focus(field.clone());
            }
            let until = day.filter(|_| !ends);
            let command = Command::ExcuseNode { project: id, node: name, until, reason: reason.get_untracked() };
            doing.set(Doing::Saving);
            spawn_local(async move {
                // What was typed stays where it is until the disk has it.
                match ctx.commit(command, Along::default()).await {
                    Ok(_) => drop(step.try_set(Step::Closed)),
                    Err(failure) => drop(doing.try_set(Doing::Failed(failure))),
                }
            });
        }
    };
    let fault = move || match doing.get() {
        Doing::NoDay => Some(w().until_missing.to_string()),
        Doing::Past => Some(w().until_past.to_string()),
        Doing::NoReason => Some(w().reason_missing.to_string()),
        Doing::Failed(failure) => Some(ctx.t().failure(&failure)),
        Doing::Idle | Doing::Saving => None,
    };
    let bad_day = move || matches!(doing.get(), Doing::NoDay | Doing::Past).then_some("true");
    let bad_why = move || (doing.get() == Doing::NoReason).then_some("true");
    let go = move || if doing.get() == Doing::Saving { ctx.t().common().saving } else { ctx.t().common().save };
    let day = (!ends).then(|| view! {
        <div class="field"><label for=day_id.clone()>{w().excuse_until}</label>
            <input class="input" type="date" id=day_id min=ctx.today.get_untracked().to_string() aria-describedby=told.clone() aria-invalid=attr(bad_day)
                prop:value=attr(move || until.get()) on:input=move |event| until.set(event_target_value(&event))/></div>
    });
    view! {
        <div class="act-form field">
            {day}
            <div class="field"><label for=why_id.clone()>{w().excuse_why}</label>
                <textarea class="input" id=why_id rows="2" aria-describedby=told.clone() aria-invalid=attr(bad_why)
                    prop:value=attr(move || reason.get()) on:input=move |event| reason.set(event_target_value(&event))></textarea></div>
            <div id=told role="alert">{live(move || fault().map(|words| view! { <p class="fault">{words}</p> }))}</div>
            <p class="hint">{if ends { w().excuse_end_hint } else { w().excuse_hint }}</p>
            <p class="acts">
                <button class="btn" data-kind="soft" type="button" on:click=save>{live(go)}</button>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| step.set(Step::Closed)>{ctx.t().common().cancel}</button>
            </p>
        </div>
    }
    .into_any()
}
