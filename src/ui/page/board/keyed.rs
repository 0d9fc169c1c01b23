//! Keys of the board: `/` to the search, `j` and `k` along the rows, Enter opens, `x` selects, `f` to the filters, Esc goes
//! back one step.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDetailsElement, HtmlElement};

use super::Board;
use crate::browser::js::window;
use crate::screen::board::Item;
use crate::screen::route::Route;
use crate::ui::keys::{is_for_page, is_in};

pub fn listen(board: Board, search: NodeRef<leptos::html::Input>) {
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" {
            return back(board, search, &event);
        }
        if !is_for_page(board.ctx, &event) {
            return;
        }
        match event.key().as_str() {
            "/" => {
                event.prevent_default();
                if let Some(input) = search.get_untracked() {
                    let _ = input.focus();
                }
            }
            "j" => step(board, 1),
            "k" => step(board, -1),
            "Enter" if !is_in(event.target(), "a, button, summary") => enter(board),
            "x" => tick(board),
            "f" => {
                event.prevent_default();
                open_filters();
            }
            _ => {}
        }
    });
    // What lies over the table is closed by a tap beside it.
    let taps = window_event_listener(ev::click, move |event| {
        if !is_in(event.target(), "details.pop") {
            close_all();
        }
    });
    on_cleanup(move || {
        keys.remove();
        taps.remove();
    });
}

fn opened(selector: &str) -> Option<HtmlDetailsElement> {
    window().document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Whether something was open.
fn close_all() -> bool {
    let held = opened("details.pop[open]");
    if let Some(details) = &held {
        details.set_open(false);
    }
    held.is_some()
}

fn open_filters() {
    let Some(details) = opened("details.pop.filters-pop") else { return };
    details.set_open(true);
    let first = details.query_selector("select").ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    if let Some(first) = first {
        let _ = first.focus();
    }
}

/// Back one step: what lies over the table, the search, the reasons, the ticks.
fn back(board: Board, search: NodeRef<leptos::html::Input>, event: &web_sys::KeyboardEvent) {
    if is_in(event.target(), "dialog") || event.is_composing() {
        return;
    }
    let summary =
        opened("details.pop[open]").and_then(|d| d.query_selector("summary").ok().flatten()).and_then(|e| e.dyn_into::<HtmlElement>().ok());
    if close_all() {
        if let Some(summary) = summary {
            let _ = summary.focus();
        }
        return;
    }
    if let Some(input) = search.get_untracked().filter(|_| is_in(event.target(), ".find")) {
        // A browser empties its field and may tell nobody.
        event.prevent_default();
        if board.filter.with_untracked(|f| f.search.is_empty()) {
            let _ = input.blur();
        } else {
            board.filter(|f| f.search.clear());
        }
    } else if untrack(|| board.is_open()) {
        board.close();
    } else if untrack(|| board.ticked()) > 0 {
        board.ctx.listing.update(|l| l.ticked.clear());
    }
}

/// Where the keyboard's row lies among the lines, and its row.
fn held(board: Board) -> Option<usize> {
    let at = board.ctx.listing.with_untracked(|l| l.at)?;
    let is_it = |item: &Item| matches!(item, Item::Row(row) if board.rows.with_untracked(|rows| rows[*row].line.id == at));
    board.items.with_untracked(|items| items.iter().position(is_it))
}

fn step(board: Board, by: isize) {
    let is_row = |item: &Item| matches!(item, Item::Row(_));
    let next = board.items.with_untracked(|items| {
        let next = match (held(board), by > 0) {
            (None, _) => items.iter().position(is_row),
            (Some(at), true) => (at + 1..items.len()).find(|at| is_row(&items[*at])),
            (Some(at), false) => (0..at).rev().find(|at| is_row(&items[*at])),
        }?;
        match items[next] {
            Item::Row(row) => Some((next, row)),
            Item::Section(_) => None,
        }
    });
    let Some((place, row)) = next else { return };
    let id = board.rows.with_untracked(|rows| rows[row].line.id);
    board.ctx.listing.update(|l| {
        l.at = Some(id);
        // What stands beside the table goes along.
        if l.board.open.is_some() {
            l.board.open = Some(id);
        }
    });
    board.grid.reveal(place);
}

/// Opens the reasons; the project itself where these stand there already.
fn enter(board: Board) {
    let (at, open) = board.ctx.listing.with_untracked(|l| (l.at, l.board.open));
    match at {
        Some(id) if open == at => board.ctx.go(Route::Project(id)),
        Some(id) => board.open(id),
        None => {}
    }
}

fn tick(board: Board) {
    let at = board.ctx.listing.with_untracked(|l| l.at);
    let line = board.lines.with_untracked(|lines| lines.iter().find(|l| Some(l.id) == at && l.assignable).map(|l| l.id));
    if let Some(id) = line {
        board.tick(id, !untrack(|| board.is_ticked(id)));
    }
}
