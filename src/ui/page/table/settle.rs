//! What stands between rows of a table and being written, each with what may be done.

use leptos::prelude::*;

use super::{Taking, kind_mark};
use crate::browser::js;
use crate::domain::table::column::Column;
use crate::screen::table::{self, Draft, Fix, RowKind, Task};
use crate::text::fill;
use crate::ui::part::{If, attr, live};

/// What stands between rows and being written.
#[component]
pub(super) fn Tasks(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let all = move || taking.of(|view| view.tasks_all);
    let said = move || taking.draft.with(|d| d.as_ref().map_or(0, Draft::said));
    let tasks = Memo::new(move |_| taking.of(|view| view.tasks.clone()));
    let more = move || all() - tasks.with(Vec::len);
    view! {
        <If when=move || { all() > 0 || said() > 0 }>
            <section class="card tasks" aria-labelledby="h-f">
                <div class="boxh"><h2 id="h-f" tabindex="-1">{live(move || if all() > 0 { ctx.t().tasks(all()) } else { w().tasks_none.into() })}</h2>
                    <If when=move || { said() > 0 }>
                        <button class="btn end" data-kind="plain" type="button" on:click=move |_| taking.change(Draft::undo_rows)>{live(move || fill(w().undo_rows, &[&said().to_string()]))}</button>
                    </If>
                </div>
                <For each=move || tasks.get() key=|task| format!("{task:?}") let:task><TaskBox taking task/></For>
                <If when=move || { more() > 0 }><p class="fix">{live(move || fill(w().tasks_more, &[&more().to_string()]))}</p></If>
            </section>
        </If>
    }
}

fn settle(taking: Taking, line: usize, fix: &Fix) {
    taking.change(|draft| draft.settle(line, fix));
    // What was pressed is gone: the next thing to settle is below this heading.
    request_animation_frame(|| js::focus("h-f"));
}

#[component]
fn TaskBox(taking: Taking, task: Task) -> impl IntoView {
    let ctx = taking.ctx;
    let line = task.line;
    let is_fault = matches!(&task.why, table::Why::Fault(fault) if !fault.is_question());
    let (icon, tone) = kind_mark(if is_fault { RowKind::Fault } else { RowKind::Ask });
    let Task { fixes, typed, .. } = task.clone();
    let chip = move |fix: Fix| {
        let press = {
            let fix = fix.clone();
            move |_| settle(taking, line, &fix)
        };
        view! { <button class="chip" type="button" on:click=press><bdi>{live(move || ctx.t().fix(&fix))}</bdi></button> }
    };
    let see = move |_| {
        if taking.at.get_untracked() != Some(line) {
            taking.at.set(Some(line));
            if ctx.desk.get_untracked() {
                js::reveal(&format!("l-{line}"));
            }
        }
    };
    let (place, why) = (task.clone(), task.clone());
    view! {
        <div class="fix" role="group" aria-current=attr(move || (taking.at.get() == Some(line)).then_some("true")) on:focusin=see>
            <h3><i class=format!("i i-{icon} {tone}") aria-hidden="true"></i>{live(move || ctx.t().task_place(&place))}</h3>
            {(!task.name.is_empty()).then(|| view! { <p><bdi>{task.name.clone()}</bdi></p> })}
            <p>{live(move || ctx.t().task_why(&why))}</p>
            {typed.map(|column| view! { <Typed taking line column/> })}
            <div class="chips">{fixes.into_iter().map(chip).collect_view()}</div>
        </div>
    }
}

/// Another value for a cell.
#[component]
fn Typed(taking: Taking, line: usize, column: Column) -> impl IntoView {
    let ctx = taking.ctx;
    let value = RwSignal::new(String::new());
    let submit = move || {
        let value = value.get_untracked();
        if !value.trim().is_empty() {
            settle(taking, line, &Fix::SetCell { column, value });
        }
    };
    view! {
        <div class="typed">
            <input class="input" aria-label=attr(move || format!("{} {}", ctx.t().table().typed, ctx.t().column(column))) placeholder=ctx.t().table().typed
                prop:value=attr(move || value.get()) on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| if event.key() == "Enter" && !event.ctrl_key() { submit() }/>
            <button class="btn" type="button" aria-disabled=attr(move || value.with(|v| v.trim().is_empty()).to_string()) on:click=move |_| submit()>{ctx.t().table().typed_use}</button>
        </div>
    }
}
