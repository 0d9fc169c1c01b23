//! What the board lists and how: kinds, filters, groups, columns, and views that are kept on this device.

use leptos::prelude::*;

use super::Board;
use crate::browser::collate::Collator;
use crate::browser::storage::{self, Setting};
use crate::domain::id::Ref;
use crate::domain::order::InOrder;
use crate::screen::board::{self, Column, GroupBy, View};
use crate::screen::projects::{self, Filter, Line, Only};
use crate::text::fill;
use crate::ui::page::projects::every_days;
use crate::ui::part::{Icon, If, attr, live};

#[component]
pub fn Chips(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let kinds = Memo::new(move |_| board.lines.with(|lines| projects::kinds(lines, ctx.today.get(), every_days(ctx))));
    let chip = move |(kind, count): (Only, usize)| {
        view! {
            <button class="chip" type="button" aria-pressed=attr(move || board.filter.with(|f| f.is_on(kind)).to_string())
                on:click=move |_| board.filter(|f| f.toggle(kind))>
                {live(move || ctx.t().only(kind, every_days(ctx)))}" "{live(move || ctx.t().thousands(count as u64))}
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label=ctx.t().projects().kinds>
            <For each=move || kinds.get() key=|kind| *kind let:kind>{chip(kind)}</For>
        </div>
    }
}

#[component]
pub fn Choices(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let w = move || ctx.t().board();
    let narrowed = move || board.filter.with(|f| f.is_chosen() || !f.search.trim().is_empty());
    let order = move || ctx.listing.with(|l| ctx.t().order_in_words(l.board.order));
    view! {
        <If when=narrowed><button class="btn" data-kind="plain" type="button" on:click=move |_| board.filter(Filter::clear)>{ctx.t().projects().clear}</button></If>
        <span class="end sm t-2 order">{live(order)}</span>
        <details class="pop filters-pop"><summary class="chip"><Icon name="filter"/>{w().more_filters}{live(move || chosen(board))}<Icon name="down"/></summary>
            <div class="card pop-in"><Selects board/></div></details>
        <GroupField board/>
        <details class="pop"><summary class="chip">{w().columns}<Icon name="down"/></summary><div class="card pop-in"><Columns board/></div></details>
        <details class="pop"><summary class="chip">{w().views}<Icon name="down"/></summary><div class="card pop-in"><Views board/></div></details>
    }
}

/// How many of the selects narrow the list.
fn chosen(board: Board) -> Option<impl IntoView> {
    let n = board.filter.with(|f| {
        let refs = [f.unit, f.leader, f.secretary].iter().flatten().count();
        refs + [&f.district, &f.category, &f.phase].into_iter().flatten().count()
    });
    (n > 0).then(|| view! { " "<b>{n}</b> })
}

type Found = Vec<(String, String, usize)>;

/// One select: what is offered, what is chosen, and what a choice does.
fn select(
    (label, every): (&'static str, &'static str),
    found: impl Fn() -> Found + Send + Sync + 'static,
    held: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    choose: impl Fn(Option<String>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let options = move || {
        let held = held();
        let one = |(value, name, n): (String, String, usize)| {
            let selected = held.as_ref() == Some(&value);
            view! { <option value=value selected=selected>{name}" "{n}</option> }
        };
        found().into_iter().map(one).collect_view()
    };
    view! {
        <label class="field"><span class="label">{label}</span>
            <select class="input" prop:value=attr(move || held().unwrap_or_default())
                on:change=move |event| choose(Some(event_target_value(&event)).filter(|v| !v.is_empty()))>
                <option value="">{every}</option>{live(options)}
            </select></label>
    }
    .into_any()
}

#[component]
fn Selects(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let (p, w, t) = (ctx.t().projects(), ctx.t().board(), ctx.t());
    let words = move |of: fn(&[Line]) -> Vec<(String, usize)>, word: fn(&crate::text::Text, &str) -> String| {
        move || board.lines.with(|lines| of(lines)).into_iter().map(|(value, n)| (value.clone(), word(t, &value), n)).collect::<Found>()
    };
    let districts = move || {
        let collator = Collator::new();
        let mut found = board.lines.with(|lines| projects::districts(lines));
        found.order_by(|a, b| collator.compare(&a.0, &b.0));
        found.into_iter().map(|(name, n)| (name.clone(), name, n)).collect::<Found>()
    };
    let refs = move |of: fn(&Line) -> (Option<Ref>, &str)| {
        move || {
            let collator = Collator::new();
            let mut found = board.lines.with(|lines| projects::named(lines, of));
            found.order_by(|a, b| collator.compare(&a.1, &b.1));
            found.into_iter().map(|(of, name, n)| (of.to_string(), name, n)).collect::<Found>()
        }
    };
    let of = |of: Option<Ref>| of.map(|of| of.to_string());
    let parsed = |value: Option<String>| value.and_then(|v| Ref::parse(&v));
    view! {
        {select((p.district, p.all_districts), districts, move || board.filter.with(|f| f.district.clone()), move |v| board.filter(|f| f.district = v))}
        {select((p.category, p.all_categories), words(projects::categories, |t, c| t.category(c)), move || board.filter.with(|f| f.category.clone()), move |v| board.filter(|f| f.category = v))}
        {select((p.unit, w.all_units), refs(|l| (l.of.unit, &l.unit)), move || of(board.filter.with(|f| f.unit)), move |v| board.filter(|f| f.unit = parsed(v)))}
        {select((t.board_column(Column::Leader), w.all_leaders), refs(|l| (l.of.leader, &l.leader)), move || of(board.filter.with(|f| f.leader)), move |v| board.filter(|f| f.leader = parsed(v)))}
        {select((p.secretary, w.all_secretaries), refs(|l| (l.of.secretary, &l.secretary)), move || of(board.filter.with(|f| f.secretary)), move |v| board.filter(|f| f.secretary = parsed(v)))}
        {select((p.phase, w.all_phases), words(projects::phases, |t, p| t.phase(p)), move || board.filter.with(|f| f.phase.clone()), move |v| board.filter(|f| f.phase = v))}
    }
}

#[component]
fn GroupField(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let held = move || ctx.listing.with(|l| l.board.group);
    let choose = move |event| {
        let by = GroupBy::parse(&event_target_value(&event));
        board.change(|l| {
            l.board.group = by;
            l.board.folded.clear();
        });
    };
    let options = move || {
        let one = |by: GroupBy| view! { <option value=by.as_str() selected=held() == Some(by)>{ctx.t().group_by(by)}</option> };
        GroupBy::ALL.map(one).collect_view()
    };
    view! {
        <label class="choices"><span class="sr">{ctx.t().board().group}</span>
            <select class="input" prop:value=attr(move || held().map_or("", GroupBy::as_str)) on:change=choose>
                <option value="">{ctx.t().board().no_group}</option>{live(options)}
            </select></label>
    }
}

/// Which columns there are, kept on this device.
#[component]
fn Columns(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let turn = move |column: Column, on: bool| {
        let held = board.columns.get_untracked();
        let now: Vec<Column> = Column::ALL.into_iter().filter(|c| if *c == column { on } else { held.contains(c) }).collect();
        storage::keep(Setting::Columns, &board::keep_columns(&now));
        board.columns.set(now);
    };
    let one = move |column: Column| {
        view! {
            <label class="tick-line"><input type="checkbox" class="ck" prop:checked=attr(move || board.columns.with(|c| c.contains(&column)))
                on:change=move |event| turn(column, event_target_checked(&event))/>{ctx.t().board_column(column)}</label>
        }
    };
    Column::ALL.into_iter().filter(|c| !c.is_fixed()).map(one).collect_view()
}

#[component]
fn Views(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let w = ctx.t().board();
    let views = RwSignal::new(board::read_views(&storage::views(&ctx.ledger_name())));
    let (name, failed) = (RwSignal::new(String::new()), RwSignal::new(false));
    let write = move |now: Vec<View>| {
        let text = if now.is_empty() { String::new() } else { board::write_views(&now) };
        failed.set(!storage::keep_views(&ctx.ledger_name(), &text));
        if !failed.get_untracked() {
            views.set(now);
            name.set(String::new());
        }
    };
    let keep = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let called = name.get_untracked().trim().to_string();
        if !called.is_empty() {
            let mut now = views.get_untracked();
            let query = ctx.listing.with_untracked(|l| board::print_query(&l.filter, &l.board));
            board::keep_view(&mut now, View { name: called, query });
            write(now);
        }
    };
    let show = move |query: &str| {
        let (filter, shown) = board::parse_query(query);
        board.change(|l| {
            l.filter = Filter { sort: l.filter.sort, ..filter };
            l.board = shown;
        });
    };
    let line = move |view: View| {
        let (query, held) = (view.query.clone(), view.name.clone());
        let drop_it = move |_| write(views.get_untracked().into_iter().filter(|v| v.name != held).collect());
        view! {
            <li><button class="btn" data-kind="plain" type="button" on:click=move |_| show(&query)><bdi>{view.name.clone()}</bdi></button>
                <button class="btn" data-kind="plain" type="button" on:click=drop_it><Icon name="close"/><span class="sr">{fill(w.drop_view, &[&view.name])}</span></button></li>
        }
    };
    view! {
        <If when=move || views.with(Vec::is_empty)><p class="sm t-2">{w.no_views}</p></If>
        <ul class="plainlist views">{live(move || views.get().into_iter().map(line).collect_view())}</ul>
        <form class="view-form" on:submit=keep>
            <label class="field"><span class="label">{w.view_name}</span>
                <input class="input" maxlength="40" prop:value=attr(move || name.get()) on:input=move |event| name.set(event_target_value(&event))/></label>
            <button class="btn" data-kind="soft" type="submit">{w.keep_view}</button>
        </form>
        <div role="alert"><If when=move || failed.get()><p class="fault">{w.not_kept}</p></If></div>
    }
}
