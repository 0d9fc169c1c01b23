//! The rows of a table: each with what becomes of it, cell by cell.

use leptos::prelude::*;

use super::{Taking, kind_mark};
use crate::domain::table::column::Column;
use crate::domain::table::kind::TableKind;
use crate::screen::table::{self, CellState, CellView, RowKind, RowView, Shown};
use crate::text::fill;
use crate::ui::ctx::Ctx;
use crate::ui::part::{Icon, If, attr, live};

fn row_of(taking: Taking, line: usize) -> Memo<Option<RowView>> {
    Memo::new(move |_| taking.view.with(|view| view.as_ref()?.rows.iter().find(|row| row.line == line).cloned()))
}

fn row_lines(taking: Taking) -> Memo<Vec<usize>> {
    Memo::new(move |_| taking.of(|view| view.rows.iter().map(|row| row.line).collect::<Vec<_>>()))
}

#[component]
pub(super) fn RowTable(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let lines = row_lines(taking);
    let columns = Memo::new(move |_| taking.of(|view| view.columns.clone()));
    let heads = move || columns.get().into_iter().map(|c| view! { <th scope="col">{ctx.t().column(c)}</th> }).collect_view();
    view! {
        <section class="card tablebox" aria-label=w().rows>
            <div class="scroll" tabindex="0" role="group" aria-label=w().rows>
                <table class="grid tin" data-of=attr(move || taking.of(|view| view.kind.as_str()))>
                    <thead><tr><th scope="col" class="num">{w().line}</th><th scope="col">{w().outcome}</th>{live(heads)}</tr></thead>
                    <tbody><For each=move || lines.get() key=|line| *line let:line>{table_row(taking, line)}</For></tbody>
                </table>
            </div>
            <RowsFoot taking/>
        </section>
    }
}

/// Which rows are drawn, and how to see others.
#[component]
fn RowsFoot(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let w = move || ctx.t().table();
    let kept = move || taking.of(|view| view.kept);
    let left = move || taking.of(|view| view.kept - view.rows.len());
    view! {
        <p class="tfoot">
            <span role="status">{live(move || if kept() == 0 { w().no_rows.to_string() } else { ctx.t().lines_drawn(kept() - left(), kept()) })}</span>
            <If when=move || { left() > 0 }>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| taking.drawn.update(|n| *n += table::ROWS)>
                    {live(move || fill(w().more, &[&left().min(table::ROWS).to_string()]))}
                </button>
            </If>
            <If when=move || taking.filter.get().is_some()>
                <button class="btn end" data-kind="plain" type="button" on:click=move |_| taking.filter.set(None)>{w().show_all}</button>
            </If>
        </p>
    }
}

/// Whether a row is wanted at all.
fn take_box(taking: Taking, row: Memo<Option<RowView>>, line: usize) -> impl IntoView {
    let ctx = taking.ctx;
    let wanted = move || row.with(|row| row.as_ref().is_some_and(|row| row.kind != RowKind::Skipped));
    view! {
        <label class="take">
            <input type="checkbox" class="ck" aria-label=attr(move || fill(ctx.t().table().take_row, &[&line.to_string()])) prop:checked=attr(wanted)
                on:change=move |event| taking.change(|draft| draft.take(line, event_target_checked(&event)))/>
            <span aria-hidden="true">{line}</span>
        </label>
    }
}

fn kind_words(ctx: Ctx, kind: RowKind) -> impl IntoView {
    let (icon, tone) = kind_mark(kind);
    view! { <span class=format!("st {tone}")><Icon name=icon/>{ctx.t().row_kind(kind).0}</span> }
}

fn table_row(taking: Taking, line: usize) -> impl IntoView {
    let ctx = taking.ctx;
    let row = row_of(taking, line);
    let quiet = move || row.with(|row| row.as_ref().is_some_and(|r| matches!(r.kind, RowKind::Same | RowKind::Skipped)));
    let kind = move || row.with(|row| row.as_ref().map(|r| r.kind)).map(|kind| kind_words(ctx, kind));
    let cells = move || {
        let cell = |cell: CellView| {
            let shown = ctx.t().shown(&cell.shown);
            let title = match &cell.state {
                CellState::Changed { old } => format!("{} → {shown}", ctx.t().shown(old)),
                _ => shown,
            };
            let shown = cell_view(ctx, &cell);
            match cell.column {
                Column::Name | Column::PersonName => view! { <th scope="row" title=title>{shown}</th> }.into_any(),
                _ => view! { <td title=title>{shown}</td> }.into_any(),
            }
        };
        row.get().map(|row| row.cells.into_iter().map(cell).collect_view())
    };
    view! {
        <tr id=format!("l-{line}") class:same=quiet aria-selected=attr(move || (taking.at.get() == Some(line)).to_string())>
            <td class="num t-2">{take_box(taking, row, line)}</td><td>{live(kind)}</td>{live(cells)}
        </tr>
    }
}

/// A value; what changes, lacks or is at fault says so in words too.
fn cell_view(ctx: Ctx, cell: &CellView) -> AnyView {
    let t = ctx.t();
    let shown = t.shown(&cell.shown);
    match &cell.state {
        CellState::Plain => view! { <bdi>{shown}</bdi> }.into_any(),
        CellState::Kept => view! { <span class="t-3">{t.table().kept}</span> }.into_any(),
        CellState::Guessed => {
            view! { <span class="t-2"><bdi>{shown}</bdi><span class="sr">" "{t.table().guessed}</span></span> }.into_any()
        }
        CellState::Changed { old } => {
            let old = t.shown(old);
            view! {
                <span data-cell="chg"><span class="sr">{t.table().from}" "</span><s><bdi>{old}</bdi></s><span aria-hidden="true">"→"</span><span class="sr">" "{t.table().to}" "</span><bdi>{shown}</bdi></span>
            }
            .into_any()
        }
        CellState::Bad => {
            view! { <span data-cell="bad"><span class="sr">{t.row_kind(RowKind::Fault).0}" "</span><bdi>{shown}</bdi></span> }.into_any()
        }
        CellState::Ask => {
            view! { <span data-cell="ask"><span class="sr">{t.row_kind(RowKind::Ask).0}" "</span><bdi>{shown}</bdi></span> }.into_any()
        }
    }
}

#[component]
pub(super) fn RowCards(taking: Taking) -> impl IntoView {
    let ctx = taking.ctx;
    let lines = row_lines(taking);
    view! {
        <section class="field" aria-labelledby="h-rows">
            <h2 class="label" id="h-rows">{ctx.t().table().rows}</h2>
            <ul class="card lines tin-cards"><For each=move || lines.get() key=|line| *line let:line>{row_card(taking, line)}</For></ul>
            <RowsFoot taking/>
        </section>
    }
}

fn row_card(taking: Taking, line: usize) -> impl IntoView {
    let ctx = taking.ctx;
    let row = row_of(taking, line);
    // Of a new row what it says, of another only what it changes or what is wrong.
    let about = move |row: RowView| {
        let t = ctx.t();
        let told = |cell: &CellView| match cell.state {
            CellState::Changed { .. } | CellState::Bad => true,
            CellState::Plain | CellState::Guessed => {
                let is_empty = matches!(cell.shown, Shown::Empty);
                row.kind == RowKind::New
                    && !is_empty
                    && match row.of {
                        TableKind::Projects => matches!(cell.column, Column::District | Column::Unit | Column::Phase | Column::Secretary),
                        _ => !matches!(cell.column, Column::Name | Column::PersonName) && cell.shown != Shown::Text(row.about.clone()),
                    }
            }
            CellState::Kept | CellState::Ask => false,
        };
        let told: Vec<CellView> = row.cells.iter().filter(|cell| told(cell)).cloned().collect();
        let one = |cell: CellView| match cell.state {
            CellState::Changed { .. } | CellState::Bad => {
                view! { <span class="facts-line">{t.column(cell.column)}" "{cell_view(ctx, &cell)}</span> }.into_any()
            }
            _ => view! { <span class="bit">{cell_view(ctx, &cell)}</span> }.into_any(),
        };
        let below = (!row.about.is_empty()).then(|| view! { <span class="about"><bdi>{row.about.clone()}</bdi></span> });
        view! { <b><bdi>{row.name.clone()}</bdi></b>{below}<span class="sm t-2 facts-line">{told.into_iter().map(one).collect_view()}</span> }
    };
    view! {
        <li id=format!("l-{line}") class="tin">
            <span class="meta sm">{take_box(taking, row, line)}{live(move || row.with(|row| row.as_ref().map(|r| r.kind)).map(|kind| kind_words(ctx, kind)))}</span>
            <span class="body">{live(move || row.get().map(about))}</span>
        </li>
    }
}
