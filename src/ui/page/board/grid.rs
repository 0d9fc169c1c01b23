//! The table of the board. Only the lines that are seen are drawn, and some around them; a print draws all.

use std::sync::Arc;

use leptos::prelude::*;

use super::choose::{Chips, Choices};
use super::{Board, on_window, print_all};
use crate::browser::js::{self, window};
use crate::domain::calendar::Month;
use crate::domain::id::Scope;
use crate::domain::money::Fen;
use crate::screen::board::{self, Column, Item, Row, STRIP, Section, month_days, window as in_sight};
use crate::screen::projects::Filter;
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::keys::is_in;
use crate::ui::page::projects::last_visit;
use crate::ui::part::{Icon, If, LightForm, LightMark, Meter, MonthStrip, attr, live};

/// Until a line was measured: the height that the style gives it, in rem; on a tablet a finger's.
const LINE_REM: f64 = 2.0;
const TOUCH_REM: f64 = 2.75;
const TABLET_REM: f64 = 74.0;

/// Which part of the table is in sight.
#[derive(Clone, Copy)]
pub struct Sight {
    items: Memo<Arc<Vec<Item>>>,
    scroll: NodeRef<leptos::html::Div>,
    /// In pixels: where the table is scrolled to, how high it is, and each of its lines.
    top: RwSignal<f64>,
    height: RwSignal<f64>,
    line: RwSignal<f64>,
    /// Everything is drawn: it is being printed.
    all: RwSignal<bool>,
    span: Memo<(usize, usize)>,
}

impl Sight {
    pub fn new(items: Memo<Arc<Vec<Item>>>) -> Sight {
        let (top, all) = (RwSignal::new(0.0), RwSignal::new(false));
        let width = window().inner_width().ok().and_then(|w| w.as_f64()).unwrap_or(0.0);
        let rems = js::width_in_rem();
        let rem = if rems > 0.0 { width / rems } else { 16.0 };
        let line = RwSignal::new(rem * if rems > TABLET_REM { LINE_REM } else { TOUCH_REM });
        let height = RwSignal::new(window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0));
        let span = Memo::new(move |_| {
            let len = items.with(|items| items.len());
            if all.get() { (0, len) } else { in_sight(len, line.get(), top.get(), height.get()) }
        });
        Sight { items, scroll: NodeRef::new(), top, height, line, all, span }
    }

    /// Reads how the table lies now.
    fn measure(self) {
        let Some(scroll) = self.scroll.try_get_untracked().flatten() else { return };
        let line = scroll.query_selector("tbody > tr.line").ok().flatten().map(|l| l.get_bounding_client_rect().height());
        let set = |signal: RwSignal<f64>, value: f64| {
            signal.maybe_update(|held| std::mem::replace(held, value) != value);
        };
        if let Some(line) = line.filter(|line| *line > 0.0) {
            set(self.line, line);
        }
        // While a page is laid out for a print the table is as high as all its lines.
        let most = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(f64::MAX);
        set(self.height, f64::from(scroll.client_height()).min(most));
        set(self.top, f64::from(scroll.scroll_top()));
    }

    pub fn to_top(self) {
        if let Some(scroll) = self.scroll.get_untracked() {
            scroll.set_scroll_top(0);
        }
        self.top.set(0.0);
    }

    /// Scrolls as little as needed for a line to be seen, clear of the heading.
    pub fn reveal(self, place: usize) {
        let Some(scroll) = self.scroll.get_untracked() else { return };
        let head = scroll.query_selector("thead").ok().flatten().map_or(0.0, |h| h.get_bounding_client_rect().height());
        let (line, top) = (self.line.get_untracked(), f64::from(scroll.scroll_top()));
        let (from, seen) = (place as f64 * line, f64::from(scroll.client_height()) - head);
        if from < top {
            scroll.set_scroll_top(from as i32);
        } else if from + line > top + seen {
            scroll.set_scroll_top((from + line - seen).ceil() as i32);
        }
        self.measure();
    }

    pub fn print(self) {
        print_all(self.all);
    }
}

/// What a drawn line is known by: it is drawn anew once any of it has changed.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Drawn {
    Row(usize, Arc<Row>),
    Section(usize, Section),
}

#[component]
pub fn Box(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let sight = board.grid;
    on_window("resize", move || sight.measure());
    on_window("beforeprint", move || sight.all.set(true));
    on_window("afterprint", move || {
        sight.all.set(false);
        // The page lies on the screen again by the next frame.
        request_animation_frame(move || sight.measure());
    });
    // Back from a project the list stands where it was left.
    request_animation_frame(move || {
        sight.measure();
        let Some(at) = ctx.listing.try_with_untracked(|l| l.at).flatten() else { return };
        let is_it = |item: &Item| matches!(item, Item::Row(row) if board.rows.with_untracked(|rows| rows[*row].line.id == at));
        if let Some(Some(place)) = board.items.try_with_untracked(|items| items.iter().position(is_it)) {
            sight.reveal(place);
        }
    });
    view! {
        <section class="card tablebox board-box" aria-label=ctx.t().projects().list>
            <div class="filters"><Chips board/><Choices board/></div>
            <If when=move || board.kept.with(|k| !k.is_empty()) fallback=move || view! { <NoneMatch board/> }>
                <div class="scroll" tabindex="0" role="group" aria-label=ctx.t().projects().list node_ref=sight.scroll on:scroll=move |_| sight.measure()>
                    {live(move || table(board, board.columns.get()))}
                </div>
            </If>
            <Foot board/>
        </section>
    }
}

#[component]
fn NoneMatch(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    view! {
        <div class="nothing">
            <h2>{ctx.t().projects().none_match}</h2>
            <button class="btn" type="button" on:click=move |_| board.filter(Filter::clear)>{ctx.t().projects().clear}</button>
        </div>
    }
}

#[component]
fn Foot(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let w = move || ctx.t().projects();
    let words = move || {
        let kept = board.kept.with(Vec::len);
        if kept == 0 {
            return ctx.t().drawn(0, 0);
        }
        let total =
            board.rows.with(|rows| board.kept.with(|kept| kept.iter().fold(0, |sum, at| rows[*at].line.total.map_or(sum, |t| t.0 + sum))));
        let sight = board.grid;
        // Headings of groups are lines too, but no projects.
        let rows = |to: usize| sight.items.with(|items| items.iter().take(to).filter(|i| matches!(i, Item::Row(_))).count());
        let (line, top) = (sight.line.get().max(1.0), sight.top.get());
        let first = (top / line) as usize;
        let last = ((top + sight.height.get()) / line) as usize;
        ctx.t().board_foot((rows(first) + 1, rows(last).max(1).min(kept)), kept, Fen(total))
    };
    view! {
        <p class="tfoot">
            <span>{live(words)}</span>
            <span class="end" aria-hidden="true">
                <kbd>"j"</kbd>" "<kbd>"k"</kbd>" "{w().keys_move}" "<kbd>"Enter"</kbd>" "{w().keys_open}
                <If when=move || board.may_assign.get()>" "<kbd>"x"</kbd>" "{w().keys_tick}</If>
                " "<kbd>"f"</kbd>" "{ctx.t().board().key_filter}
            </span>
        </p>
    }
}

fn table(board: Board, columns: Vec<Column>) -> impl IntoView {
    let sight = board.grid;
    let width = columns.len() + usize::from(untrack(|| board.may_assign.get()));
    let drawn = {
        move || {
            let (from, to) = sight.span.get();
            board.rows.with(|rows| {
                board.sections.with(|sections| {
                    sight.items.with(|items| {
                        let one = |at: usize| match items[at] {
                            Item::Row(row) => Some(Drawn::Row(at, rows.get(row)?.clone())),
                            Item::Section(place) => Some(Drawn::Section(at, sections.as_ref()?.get(place)?.clone())),
                        };
                        (from..to.min(items.len())).filter_map(one).collect::<Vec<_>>()
                    })
                })
            })
        }
    };
    let above = move || format!("{}px", sight.span.get().0 as f64 * sight.line.get());
    let below = move || {
        let left = sight.items.with(|items| items.len()).saturating_sub(sight.span.get().1);
        format!("{}px", left as f64 * sight.line.get())
    };
    let has_above = move || sight.span.get().0 > 0;
    let has_below = move || sight.span.get().1 < sight.items.with(|items| items.len());
    let gap = move |size: Followed| view! { <tr class="gap" aria-hidden="true"><td colspan=width style:--h=size></td></tr> };
    let heads = columns.clone();
    let cells = columns;
    view! {
        <table class="grid plist board" aria-rowcount=attr(move || (sight.items.with(|items| items.len()) + 1).to_string())>
            <thead><tr aria-rowindex="1">{tick_head(board)}{heads.into_iter().map(|column| head(board, column)).collect_view()}</tr></thead>
            <tbody>
                <If when=has_above>{gap(attr(above))}</If>
                <For each=drawn key=Drawn::clone let:line>{match line {
                    Drawn::Row(at, row) => row_of(board, at, row, &cells).into_any(),
                    Drawn::Section(at, section) => section_of(board, at, section, width).into_any(),
                }}</For>
                <If when=has_below>{gap(attr(below))}</If>
            </tbody>
        </table>
    }
}

type Followed = crate::ui::part::Followed<String>;

fn tick_head(board: Board) -> Option<impl IntoView> {
    let ctx = board.ctx;
    let all = move || board.ticked() > 0 && board.ticked() >= board.kept.with(Vec::len);
    untrack(|| board.may_assign.get()).then(|| {
        view! {
            <th scope="col" class="tick">
                <input type="checkbox" class="ck" aria-label=ctx.t().projects().select_all prop:checked=attr(all)
                    on:change=move |event| board.tick_all(event_target_checked(&event))/>
            </th>
        }
    })
}

fn head(board: Board, column: Column) -> impl IntoView {
    let ctx = board.ctx;
    let order = move || ctx.listing.with(|l| l.board.order);
    let sorted = move || {
        let order = order();
        (order.by == column).then_some(if order.down { "descending" } else { "ascending" })
    };
    let press = move |_| board.change(|l| l.board.order = l.board.order.pressed(column));
    let words = move || match column {
        Column::Months => {
            let days = month_days(board.day.get());
            ctx.t().month_span(Month::of(days[days.len() - STRIP]), Month::of(days[days.len() - 1]))
        }
        _ => ctx.t().board_column(column).to_string(),
    };
    let unit = ctx.t().column_unit(column);
    view! {
        <th scope="col" data-col=column.as_str() class:num=column.is_number() aria-sort=attr(sorted)>
            <button type="button" on:click=press>{live(words)}{(!unit.is_empty()).then(|| view! { <small>{unit}</small> })}</button>
        </th>
    }
}

fn section_of(board: Board, at: usize, section: Section, width: usize) -> impl IntoView {
    let ctx = board.ctx;
    let (key, by) = (section.key.clone(), ctx.listing.with_untracked(|l| l.board.group));
    let folded = {
        let key = key.clone();
        move || ctx.listing.with(|l| l.board.folded.contains(&key))
    };
    let fold = move |_| {
        ctx.listing.update(|l| match l.board.folded.iter().position(|held| *held == key) {
            Some(at) => drop(l.board.folded.remove(at)),
            None => l.board.folded.push(key.clone()),
        })
    };
    let t = ctx.t();
    let name = match (by, section.name.as_str()) {
        (_, "") => view! { {t.board().nowhere} }.into_any(),
        (Some(board::GroupBy::Category), word) => view! { {t.category(word)} }.into_any(),
        (_, name) => view! { <bdi>{name.to_string()}</bdi> }.into_any(),
    };
    let month = Month::of(board.day.get_untracked());
    let on_time = t.on_time(month, section.month, ctx.today.get_untracked());
    view! {
        <tr class="line group" aria-rowindex=(at + 2).to_string()>
            <th scope="rowgroup" colspan=width>
                <button type="button" aria-expanded=attr(move || (!folded()).to_string()) on:click=fold>
                    <b>{name}</b>" "<span class="t-2">{t.project_count(section.rows.len())}</span>
                    <span class="sub">{t.lights_in_words(&section.lights)}</span>
                    <span class="t-2">{on_time}</span>
                </button>
            </th>
        </tr>
    }
}

fn row_of(board: Board, at: usize, row: Arc<Row>, columns: &[Column]) -> impl IntoView + use<> {
    let ctx = board.ctx;
    let (id, assignable) = (row.line.id, row.line.assignable);
    let open = move |event: web_sys::MouseEvent| {
        if !is_in(event.target(), "a, input, label, button") {
            board.open(id);
        }
    };
    let selected = move || ctx.listing.with(|l| l.at == Some(id)).to_string();
    let ticks = untrack(|| board.may_assign.get());
    let tick = assignable.then(|| tick_box(board, &row));
    let cells = columns.iter().map(|column| cell(board, &row, *column)).collect_view();
    view! {
        <tr class="line" id=format!("p-{id}") aria-rowindex=(at + 2).to_string() aria-selected=attr(selected) on:click=open>
            {ticks.then(|| view! { <td class="tick">{tick}</td> })}{cells}
        </tr>
    }
}

fn tick_box(board: Board, row: &Row) -> impl IntoView + use<> {
    let (id, label) = (row.line.id, fill(board.ctx.t().projects().select_one, &[&row.line.name]));
    view! {
        <input type="checkbox" class="ck" aria-label=label prop:checked=attr(move || board.is_ticked(id))
            on:change=move |event| board.tick(id, event_target_checked(&event))/>
    }
}

fn cell(board: Board, row: &Arc<Row>, column: Column) -> AnyView {
    let (ctx, line, lit) = (board.ctx, &row.line, &row.lit);
    let t = ctx.t();
    let col = column.as_str();
    let said = |text: &str| view! { <td data-col=col title=text.to_string()><bdi>{text.to_string()}</bdi></td> }.into_any();
    match column {
        Column::Light => {
            view! { <td data-col=col><LightMark light=lit.light word=t.light(lit.light) form=LightForm::Line/></td> }.into_any()
        }
        Column::Name => name_cell(board, row).into_any(),
        Column::District => said(&line.district),
        Column::Unit => said(&line.unit),
        Column::Leader => said(&line.leader),
        Column::Category => view! { <td data-col=col>{t.category_short(&line.category)}</td> }.into_any(),
        Column::Phase => view! { <td data-col=col>{line.phase.as_deref().map(|p| t.phase(p))}</td> }.into_any(),
        Column::Secretary if line.secretary.is_empty() => view! { <td data-col=col class="t-3">{t.projects().nobody}</td> }.into_any(),
        Column::Secretary => said(&line.secretary),
        Column::Total => view! { <td data-col=col class="num">{line.total.map(|fen| t.big_amount(fen))}</td> }.into_any(),
        Column::Done => match lit.done {
            Some(done) => {
                view! { <td data-col=col><span class="mt"><Meter percent=done.0 / 10/>{format!("{}%", done.0 / 10)}</span></td> }.into_any()
            }
            None => view! { <td data-col=col class="t-3">{t.board().no_plan}</td> }.into_any(),
        },
        Column::Months => months_cell(board, row).into_any(),
        Column::Next => match (&lit.due, lit.all_done) {
            (Some(due), _) => said(&due.title),
            (None, true) => view! { <td data-col=col class="t-2">{t.board().all_done}</td> }.into_any(),
            (None, false) => {
                view! { <td data-col=col class="t-3">{lit.grey.map_or(t.board().no_nodes, |grey| t.grey(grey))}</td> }.into_any()
            }
        },
        Column::Due => due_cell(board, row).into_any(),
        Column::Visit => view! { <td data-col=col class="num t-2">{last_visit(ctx, line, |_| "{}")}</td> }.into_any(),
    }
}

fn name_cell(board: Board, row: &Row) -> impl IntoView + use<> {
    let (ctx, line) = (board.ctx, &row.line);
    let t = ctx.t();
    let id = line.id;
    let key = line.key.then(|| {
        view! { <span class="key"><span aria-hidden="true">{t.projects().key_short}</span><span class="sr">{t.projects().key}</span></span> }
    });
    let conflict = line.conflict.then(|| {
        view! { <a class="tag" data-tone="yellow" href=Route::Conflict(Scope::Project(id), None).print()><Icon name="split"/>{t.projects().conflict}</a> }
    });
    view! {
        <th scope="row" data-col="name"><span class="row-name">
            <a href=Route::Project(id).print() title=line.name.clone() on:click=move |_| ctx.listing.update(|l| l.at = Some(id))><bdi>{line.name.clone()}</bdi></a>{key}{conflict}
        </span></th>
    }
}

fn months_cell(board: Board, row: &Row) -> impl IntoView + use<> {
    let days = month_days(board.day.get_untracked());
    let from = days.len() - STRIP;
    let lights = row.lit.months[from..].iter().map(|light| Some(*light)).collect::<Vec<_>>();
    let named: Vec<_> = days[from..].iter().map(|day| Month::of(*day)).zip(row.lit.months[from..].iter().copied()).collect();
    let words = board.ctx.t().strip_in_words(&named, board.ctx.today.get_untracked());
    view! { <td data-col="months"><MonthStrip lights words/></td> }
}

fn due_cell(board: Board, row: &Row) -> impl IntoView + use<> {
    let (t, today) = (board.ctx.t(), board.ctx.today.get_untracked());
    let due = row.lit.due.as_ref().map(|due| {
        let class = match due.days {
            ..0 => "t-red",
            0..8 => "t-yellow",
            _ => "t-2",
        };
        view! { <time>{t.day(due.on, today)}</time>" "<span class=class>{t.days_left(due.days)}</span> }
    });
    view! { <td data-col="due">{due}</td> }
}
