//! Which kind of table it is, which sheet of a workbook, and what the workbook does otherwise than a plain table.

use leptos::prelude::*;

use super::Taking;
use crate::domain::table::kind::TableKind;
use crate::screen::table::may_take;
use crate::text::fill;
use crate::ui::part::{Icon, If, attr, live};

#[component]
pub(super) fn KindBox(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let kind = Memo::new(move |_| taking.draft.with(|d| d.as_ref().map(|d| d.kind).unwrap_or_default()));
    let choose = move |event: web_sys::Event| {
        if let Some(kind) = TableKind::parse(&event_target_value(&event)) {
            taking.change(|draft| draft.set_kind_of_table(kind));
        }
    };
    let option = move |one: TableKind| {
        view! { <option value=one.as_str() selected=attr(move || kind.get() == one)>{live(move || ctx.t().table_kind(one))}</option> }
    };
    let forbidden = move || !may_take(ctx.me().as_ref(), kind.get());
    view! {
        <div class="kindbox">
            <label class="field"><span class="label">{w().kind_of_table}</span>
                <select class="input" on:change=choose>{TableKind::ALL.map(option).collect_view()}</select>
            </label>
            <SheetChoice taking/>
            <If when=move || taking.recalled.get()>
                <p class="sm t-2">{w().remembered}" "<button class="btn" data-kind="plain" type="button" on:click=move |_| taking.match_anew()>{w().as_guessed}</button></p>
            </If>
        </div>
        <If when=forbidden><p class="notice" data-tone="yellow" role="status"><Icon name="alert"/>{w().may_not_kind}</p></If>
        <Otherwise taking/>
    }
}

/// The sheets that hold anything, where there are several.
#[component]
fn SheetChoice(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let sheets = Memo::new(move |_| {
        taking.draft.with(|draft| {
            let sheets = draft.as_ref().and_then(|d| d.opened.sheets.as_ref())?;
            let named = sheets.book.sheets.iter().enumerate().filter(|(_, s)| !s.rows.is_empty() || s.broken || s.too_long);
            Some((sheets.at, named.map(|(at, s)| (at, s.name.clone(), s.hidden)).collect::<Vec<_>>()))
        })
    });
    let choose = move |event: web_sys::Event| {
        if let Ok(at) = event_target_value(&event).parse::<usize>() {
            taking.turn_to(at, false);
        }
    };
    let options = move || {
        let (chosen, named) = sheets.get().unwrap_or_default();
        let hidden = w().hidden_sheet;
        let option = |(at, name, is_hidden): (usize, String, bool)| {
            let shown = if is_hidden { format!("{name}{hidden}") } else { name };
            view! { <option value=at.to_string() selected=at == chosen>{shown}</option> }
        };
        named.into_iter().map(option).collect_view()
    };
    view! {
        <If when=move || sheets.with(|s| s.as_ref().is_some_and(|(_, named)| named.len() > 1))>
            <label class="field"><span class="label">{w().sheet}</span><select class="input" on:change=choose>{live(options)}</select></label>
        </If>
    }
}

/// Hidden rows and merged cells.
#[component]
fn Otherwise(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let sheet = Memo::new(move |_| {
        taking.draft.with(|draft| {
            let opened = &draft.as_ref()?.opened;
            let sheets = opened.sheets.as_ref()?;
            let merged = sheets.sheet().merged_below(opened.table.header_line);
            Some((sheets.at, sheets.filled, merged, sheets.sheet().hidden_rows))
        })
    });
    let hidden = move || sheet.get().map_or(0, |(.., hidden)| hidden);
    let merged = move || sheet.get().map_or(0, |(_, _, merged, _)| merged);
    let filled = move || sheet.get().is_some_and(|(_, filled, ..)| filled);
    let turn = move |_| {
        if let Some((at, filled, ..)) = sheet.get_untracked() {
            taking.turn_to(at, !filled);
        }
    };
    view! {
        <If when=move || { hidden() > 0 }><p class="notice" role="status"><Icon name="info"/>{live(move || fill(w().hidden_rows, &[&ctx.t().thousands(hidden() as u64)]))}</p></If>
        <If when=move || { merged() > 0 }>
            <div class="notice" role="status"><Icon name="info"/><p>{live(move || fill(w().merged, &[&ctx.t().thousands(merged() as u64)]))}</p>
                <button class="btn" type="button" on:click=turn>{live(move || if filled() { w().unfill_merged } else { w().fill_merged })}</button></div>
        </If>
    }
}
