//! The board of a desk: every project with its light, counts that filter, and what many have changed at once.

mod beside;
mod bulk;
mod choose;
mod grid;
mod keyed;

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::collate;
use crate::browser::js::{self, window};
use crate::browser::storage::{self, Setting};
use crate::domain::calendar::Day;
use crate::domain::id::ProjectId;
use crate::domain::rules::light::Light;
use crate::domain::rules::project::Grey;
use crate::screen::board::{self, Aside, Column, Counts, Item, Lit, OnTime, Rows, Section};
use crate::screen::heard;
use crate::screen::projects::{self, Filter, Line, Listing};
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::projects::{NoneAtAll, every_days};
use crate::ui::part::{Icon, If, LightMark, attr, light_name, live};

#[derive(Clone, Copy)]
struct Board {
    ctx: Ctx,
    /// The day whose lights are shown.
    day: Memo<Day>,
    lines: Memo<Arc<Vec<Line>>>,
    rows: Memo<Rows>,
    filter: Memo<Filter>,
    /// Every row in the order that is asked for.
    order: Memo<Vec<usize>>,
    kept: Memo<Vec<usize>>,
    sections: Memo<Option<Vec<Section>>>,
    items: Memo<Arc<Vec<Item>>>,
    columns: RwSignal<Vec<Column>>,
    grid: grid::Sight,
    bulk: bulk::Bulk,
    may_assign: Memo<bool>,
}

impl Board {
    fn new(ctx: Ctx) -> Board {
        let filter = Memo::new(move |_| ctx.listing.with(|l| l.filter.clone()));
        let today = ctx.today;
        let asked = Memo::new(move |_| ctx.listing.with(|l| l.board.day));
        // A day to come has no lights: plans for it are known, reports are not.
        let day = Memo::new(move |_| asked.get().filter(|day| *day < today.get()).unwrap_or_else(|| today.get()));
        let lines = Memo::new(move |_| Arc::new(projects::lines(&ctx.snapshot().state, ctx.me().as_ref())));
        let lits: Memo<Arc<Vec<Lit>>> = Memo::new(move |_| Arc::new(board::lits(&ctx.snapshot().state, day.get())));
        let rows = Memo::new(move |_| lines.with(|lines| lits.with(|lits| board::rows(lines, lits))));
        let sort = Memo::new(move |_| ctx.listing.with(|l| l.board.order));
        let named = Memo::new(move |_| rows.with(|rows| collate::ranks(&mut rows.iter().map(|r| r.line.name.as_str()))));
        let order = Memo::new(move |_| {
            rows.with(|rows| named.with(|named| board::ordered(rows, named, sort.get(), &|names| collate::ranks(names))))
        });
        let kept = Memo::new(move |_| kept(ctx, rows, order, filter, Aside::Nothing));
        let group = Memo::new(move |_| ctx.listing.with(|l| l.board.group));
        let on_time: Memo<Vec<OnTime>> = Memo::new(move |_| board::on_time(&ctx.snapshot().state, day.get()));
        let sections = Memo::new(move |_| {
            let by = group.get()?;
            let of = |rows: &Rows| {
                kept.with(|kept| on_time.with(|times| board::sections(rows, kept, by, times, &|names| collate::ranks(names))))
            };
            Some(rows.with(of))
        });
        let folded = Memo::new(move |_| ctx.listing.with(|l| l.board.folded.clone()));
        let items = Memo::new(move |_| {
            let of = |kept: &Vec<usize>| sections.with(|s| folded.with(|folded| board::items(kept, s.as_deref(), folded)));
            Arc::new(kept.with(of))
        });
        Board {
            ctx,
            day,
            lines,
            rows,
            filter,
            order,
            kept,
            sections,
            items,
            columns: RwSignal::new(board::columns(&storage::read(Setting::Columns).unwrap_or_default())),
            grid: grid::Sight::new(items),
            bulk: bulk::Bulk::default(),
            may_assign: Memo::new(move |_| projects::may_assign(ctx.me().as_ref())),
        }
    }

    /// Changes what is listed; the list starts again at its top.
    fn change(self, change: impl FnOnce(&mut Listing)) {
        self.ctx.listing.update(|l| {
            change(l);
            l.at = None;
        });
        self.grid.to_top();
    }

    fn filter(self, change: impl FnOnce(&mut Filter)) {
        self.change(|l| change(&mut l.filter));
    }

    /// Those that pass all of the filter but one part of it.
    fn kept_aside(self, aside: Aside) -> Memo<Vec<usize>> {
        Memo::new(move |_| kept(self.ctx, self.rows, self.order, self.filter, aside))
    }

    fn is_past(self) -> bool {
        self.day.get() != self.ctx.today.get()
    }

    fn ticked(self) -> usize {
        self.ctx.listing.with(|l| l.ticked.len())
    }

    fn is_ticked(self, id: ProjectId) -> bool {
        self.ctx.listing.with(|l| l.ticked.contains(&id))
    }

    fn tick(self, id: ProjectId, on: bool) {
        self.ctx.listing.update(|l| {
            if on {
                l.ticked.insert(id)
            } else {
                l.ticked.remove(&id)
            };
        });
    }

    /// Ticks all that are listed and may be changed, drawn or not, or takes every tick away.
    fn tick_all(self, on: bool) {
        let listed = self.rows.with(|rows| {
            let kept = self.kept.get();
            kept.into_iter().map(|at| &rows[at].line).filter(|l| on && l.assignable).map(|l| l.id).collect()
        });
        self.ctx.listing.update(|l| l.ticked = listed);
    }

    fn open(self, id: ProjectId) {
        self.ctx.listing.update(|l| {
            l.at = Some(id);
            l.board.open = Some(id);
        });
    }

    fn close(self) {
        self.ctx.listing.update(|l| l.board.open = None);
    }

    fn is_open(self) -> bool {
        self.ctx.listing.with(|l| l.board.open.is_some())
    }
}

fn kept(ctx: Ctx, rows: Memo<Rows>, order: Memo<Vec<usize>>, filter: Memo<Filter>, aside: Aside) -> Vec<usize> {
    let times = (ctx.today.get(), every_days(ctx));
    rows.with(|rows| order.with(|order| filter.with(|filter| board::kept(rows, order, filter, aside, times))))
}

/// The address says what is listed, so that a reload, a bookmark and the way back find it again.
fn follow_address(ctx: Ctx) {
    let query = ctx.query();
    if !query.is_empty() {
        let (filter, shown) = board::parse_query(&query);
        ctx.listing.update(|l| {
            let same = board::print_query(&l.filter, &l.board) == board::print_query(&filter, &shown);
            if !same {
                l.filter = Filter { sort: l.filter.sort, ..filter };
                l.board = board::Shown { open: None, ..shown };
                l.at = None;
            }
        });
    }
    let said = Memo::new(move |_| ctx.listing.with(|l| board::print_query(&l.filter, &l.board)));
    // What is asked for is drawn first: to write an address takes a browser longer than a table does.
    Effect::new(move |_| {
        said.track();
        spawn_local(async move {
            js::painted().await;
            // One has gone elsewhere in the meantime.
            if let Some(query) = said.try_get_untracked() {
                ctx.set_query(&query);
            }
        });
    });
}

#[component]
pub fn Board() -> impl IntoView {
    let ctx = ctx();
    follow_address(ctx);
    let board = Board::new(ctx);
    let search = NodeRef::new();
    keyed::listen(board, search);
    let none = move || board.lines.with(|lines| lines.is_empty());
    view! {
        <main id="main" class="page">
            <Top board search/>
            <PrintHead board/>
            <bulk::Said board/>
            <If when=move || !none() fallback=move || view! { <NoneAtAll/> }>
                <LookingBack board/>
                <Tiles board/>
                <div class="cols board-c">
                    <grid::Box board/>
                    <If when=move || board.is_open() fallback=move || view! { <beside::Districts board/> }><beside::Reasons board/></If>
                </div>
                <If when=move || { board.ticked() > 0 }><footer class="apply card"><bulk::Form board/></footer></If>
            </If>
        </main>
    }
}

#[component]
fn Top(board: Board, search: NodeRef<leptos::html::Input>) -> impl IntoView {
    let ctx = board.ctx;
    let w = move || ctx.t().board();
    let none = move || board.lines.with(|lines| lines.is_empty());
    let count = move || ctx.t().listed(board.lines.with(|l| l.len()), board.kept.with(Vec::len));
    view! {
        <header class="top">
            <h1>{ctx.t().common().ledger}</h1>
            <If when=move || !none()>
                <span class="t-2 nowrap" role="status">{live(count)}</span>
                <DayField board/>
                <label class="find"><Icon name="search"/><span class="sr">{ctx.t().projects().find}</span>
                    <input type="search" node_ref=search enterkeyhint="search" placeholder=ctx.t().projects().find_hint
                        prop:value=attr(move || board.filter.with(|f| f.search.clone()))
                        on:input=move |event| board.filter(|f| f.search = event_target_value(&event))/>
                    <kbd aria-hidden="true">"/"</kbd>
                </label>
            </If>
            <span class="push tools">
                <If when=move || !none()><button class="btn" type="button" on:click=move |_| board.grid.print()><Icon name="print"/>{w().print}</button></If>
                <If when=move || board.may_assign.get()>
                    <a class="btn" href=Route::NewProject.print()><Icon name="plus"/>{ctx.t().edit().new_title}</a>
                    <a class="btn" href=Route::Table.print()><Icon name="table"/>{ctx.t().common().table_in}</a>
                </If>
            </span>
        </header>
    }
}

/// Which day's lights are shown.
#[component]
fn DayField(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let choose = move |event| {
        let day = Day::parse(&event_target_value(&event)).filter(|day| *day < ctx.today.get_untracked());
        ctx.listing.update(|l| l.board.day = day);
    };
    view! {
        <label class="on-day"><span>{ctx.t().board().on_day}</span>
            <input class="input" type="date" max=attr(move || ctx.today.get().to_string())
                prop:value=attr(move || board.day.get().to_string()) on:change=choose/>
        </label>
    }
}

#[component]
fn LookingBack(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    view! {
        <div role="status">
            <If when=move || board.is_past()>
                <p class="notice back-day"><Icon name="clock"/><span>{live(move || ctx.t().looking_back(board.day.get(), ctx.today.get()))}</span>
                    <button class="btn" type="button" on:click=move |_| ctx.listing.update(|l| l.board.day = None)>{ctx.t().board().back_to_today}</button></p>
            </If>
        </div>
    }
}

/// What a print begins with: which projects these are, and of which day.
#[component]
fn PrintHead(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let words = move || {
        let (t, state) = (ctx.t(), ctx.snapshot().state.clone());
        let name = |of: &crate::domain::id::Ref| match state.roster.persons.get(of) {
            Some(person) => person.name.clone(),
            None => state.roster.unit_name(of),
        };
        let filters = board.filter.with(|f| t.filter_in_words(f, every_days(ctx), name));
        let heading = ctx.listing.with(|l| t.print_heading(&filters, &l.board));
        let (day, today) = (board.day.get(), ctx.today.get());
        let printed = if day == today { fill(t.board().printed, &[&today.to_string()]) } else { t.looking_back(day, today) };
        let count = t.listed(board.lines.with(|l| l.len()), board.kept.with(Vec::len));
        view! { <h2>{t.common().ledger}" "<bdi>{heading}</bdi></h2><p>{count}" "{printed}</p> }
    };
    view! { <div class="print-head">{live(words)}</div> }
}

/// Counts by light, each a filter.
#[component]
fn Tiles(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let kept = board.kept_aside(Aside::Light);
    let counts: Memo<Counts> = Memo::new(move |_| board.rows.with(|rows| kept.with(|kept| board::counts(rows, kept))));
    let pressed = move |light| board.filter.with(|f| f.light == Some(light)).to_string();
    let press = move |light: Light| {
        board.filter(|f| {
            f.grey = None;
            f.light = Some(light).filter(|_| f.light != Some(light));
        });
    };
    let words = move |light: Light| {
        let t = ctx.t();
        let (n, share, change) = counts.with(|c| (c.now.of(light), c.share(light), c.change(light)));
        view! {
            <b>{t.thousands(n as u64)}</b>
            <span>{share.map(|share| t.tenths(share))}<br/>{t.week_change(change)}</span>
        }
    };
    let tile = move |light: Light| {
        view! {
            <button class="tile" type="button" data-light=light_name(light) aria-pressed=attr(move || pressed(light)) on:click=move |_| press(light)>
                <LightMark light word=ctx.t().light(light)/>{live(move || words(light))}
            </button>
        }
    };
    view! {
        <section class="tiles lights" aria-label=ctx.t().board().lights>
            {[Light::Red, Light::Yellow, Light::Green, Light::Grey].map(tile)}
            <Why board counts/>
        </section>
    }
}

/// Why grey ones are grey, each a filter; and how many have sent what they know.
#[component]
fn Why(board: Board, counts: Memo<Counts>) -> impl IntoView {
    let ctx = board.ctx;
    let chip = move |grey: Grey| {
        let n = Memo::new(move |_| counts.with(|c| c.now.grey_for(grey)));
        let press = move |_| {
            board.filter(|f| {
                f.grey = Some(grey).filter(|_| f.grey != Some(grey));
                f.light = f.grey.map(|_| Light::Grey);
            })
        };
        let pressed = move || board.filter.with(|f| f.grey == Some(grey)).to_string();
        view! {
            <If when=move || { n.get() > 0 || board.filter.with(|f| f.grey == Some(grey)) }>
                <button type="button" aria-pressed=attr(pressed) on:click=press>{live(move || ctx.t().grey_count(grey, n.get()))}</button>
            </If>
        }
    };
    let heard = Memo::new(move |_| heard::reached(&ctx.snapshot(), ctx.me().as_ref()));
    let knows = move || board.may_assign.get() && !ctx.is_sample() && heard.get().1 > 0;
    view! {
        <div class="tile fact">
            <div class="why-chips" role="group" aria-label=ctx.t().board().why_grey>{Grey::ALL.map(chip)}</div>
            <If when=knows>
                <p>{live(move || ctx.t().heard_of(heard.get().0, heard.get().1))}" "<a href=Route::Heard.print()>{ctx.t().board().heard_link}</a></p>
            </If>
        </div>
    }
}

/// Calls at every such event of the window, for as long as the page is there.
fn on_window(event: &'static str, heard: impl Fn() + 'static) {
    let handle = window_event_listener(ev::Custom::<web_sys::Event>::new(event), move |_| heard());
    on_cleanup(move || handle.remove());
}

/// Prints the page, once all of it is drawn.
fn print_all(all: RwSignal<bool>) {
    all.set(true);
    spawn_local(async move {
        js::painted().await;
        // Where there is no printer nothing happens.
        let _ = window().print();
    });
}
