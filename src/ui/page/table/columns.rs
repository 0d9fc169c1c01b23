//! What each column of a table holds, and a choice for each.

use leptos::prelude::*;

use super::{Columns, Taking};
use crate::domain::table::column::Column;
use crate::text::fill;
use crate::ui::part::{Icon, If, attr, live};

/// What each column holds, with a choice for each where it is wrong.
#[component]
pub(super) fn ColumnsBox(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let lacks = move || taking.of(|view| view.lacks.clone());
    let edited = Memo::new(move |_| taking.columns.get() == Columns::Edited || taking.of(|view| !view.lacks.is_empty()));
    let count = Memo::new(move |_| taking.draft.with(|d| d.as_ref().map_or(0, |d| d.mapping.len())));
    let turn = move |_| taking.columns.set(if edited.get_untracked() { Columns::Shown } else { Columns::Edited });
    let list = move || {
        if edited.get() {
            view! { <div class="maps-edit"><For each=move || 0..count.get() key=|at| *at let:at><ColumnChoice taking at/></For></div> }
                .into_any()
        } else {
            view! { <For each=move || 0..count.get() key=|at| *at let:at>{column_chip(taking, at)}</For> }.into_any()
        }
    };
    let wanting = move || {
        let t = ctx.t();
        let names: Vec<&str> = lacks().into_iter().map(|c| t.column(c)).collect();
        (!names.is_empty()).then(|| view! { <p class="fault">{t.table().lacks}{names.join(t.dot())}</p> })
    };
    view! {
        <div class="maps">
            <h2 id="h-m">{w().columns}</h2>
            {live(list)}
            <div role="alert">{live(wanting)}</div>
            <If when=move || taking.of(|view| view.lacks.is_empty())>
                <button class="btn end" data-kind="plain" type="button" aria-expanded=attr(move || edited.get().to_string()) on:click=turn>
                    {live(move || if edited.get() { w().columns_done } else { w().columns_edit })}
                </button>
            </If>
        </div>
    }
}

fn header_of(taking: Taking, at: usize) -> (String, Option<Column>) {
    taking.draft.with(|draft| {
        let held =
            draft.as_ref().map(|d| (d.opened.table.header.get(at).cloned().unwrap_or_default(), d.mapping.get(at).copied().flatten()));
        held.unwrap_or_default()
    })
}

fn column_chip(taking: Taking, at: usize) -> impl IntoView {
    let ctx = taking.ctx;
    let held = Memo::new(move |_| header_of(taking, at));
    move || {
        let t = ctx.t();
        let (header, column) = held.get();
        match column {
            None => view! { <span data-skip=""><bdi>{header}</bdi><Icon name="next"/>{t.table().skip_column}</span> }.into_any(),
            Some(column) if t.column(column) == header.trim() => {
                view! { <span><Icon name="check"/><b>{t.column(column)}</b></span> }.into_any()
            }
            Some(column) => view! { <span><bdi>{header}</bdi><Icon name="next"/><b>{t.column(column)}</b></span> }.into_any(),
        }
    }
}

#[component]
fn ColumnChoice(taking: Taking, at: usize) -> impl IntoView {
    let ctx = taking.ctx;
    let held = Memo::new(move |_| header_of(taking, at));
    let columns = move || taking.draft.with(|draft| draft.as_ref().map(|d| d.kind.columns()).unwrap_or_default());
    let choose = move |event: web_sys::Event| {
        let column = event_target_value(&event).parse::<usize>().ok().and_then(|i| columns().get(i).copied());
        // Who changes one column may change more: the choices stay open.
        taking.columns.set(Columns::Edited);
        taking.change(|draft| draft.map(at, column));
    };
    let options = move || {
        let column = held.get().1;
        let option =
            |(i, one): (usize, Column)| view! { <option value=i.to_string() selected=column == Some(one)>{ctx.t().column(one)}</option> };
        columns().into_iter().enumerate().map(option).collect_view()
    };
    view! {
        <label class="field" data-skip=attr(move || held.get().1.is_none().then_some(""))>
            <span class="label"><span class="sr">{live(move || fill(ctx.t().table().column_of, &[&held.get().0]))}</span><bdi aria-hidden="true">{live(move || held.get().0)}</bdi></span>
            <select class="input" on:change=choose>
                <option value="" selected=attr(move || held.get().1.is_none())>{ctx.t().table().skip_column}</option>
                {live(options)}
            </select>
        </label>
    }
}
