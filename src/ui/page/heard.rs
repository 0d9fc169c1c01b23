//! Who has sent what, and a word to those from whom something is missing.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::share::copy;
use crate::domain::calendar::Day;
use crate::screen::heard::{self, Filter, HeardRow, Order};
use crate::screen::people::DeviceStanding;
use crate::screen::receive::Gap;
use crate::screen::route::Route;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Bar, Icon, If, attr, live};

/// How many rows are drawn before one asks for more.
const SHOWN: usize = 100;
/// Holes that are named of one person.
const GAPS: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    NotSince,
    Lacking,
    WithoutReceipt,
}

#[derive(Clone, Copy)]
struct Hearing {
    ctx: Ctx,
    rows: Memo<Vec<HeardRow>>,
    shown: Memo<Vec<HeardRow>>,
    which: RwSignal<Which>,
    since: RwSignal<Day>,
    order: RwSignal<Order>,
    limit: RwSignal<usize>,
}

impl Hearing {
    fn new(ctx: Ctx) -> Hearing {
        let which = RwSignal::new(Which::All);
        let since = RwSignal::new(heard::last_friday(ctx.today.get_untracked()));
        let order = RwSignal::new(Order::Silence);
        let rows = Memo::new(move |_| heard::rows(&ctx.snapshot(), ctx.own(), ctx.me().as_ref(), ctx.today.get()));
        let shown = Memo::new(move |_| {
            let filter = match which.get() {
                Which::All => Filter::All,
                Which::NotSince => Filter::NotSince(since.get()),
                Which::Lacking => Filter::Lacking,
                Which::WithoutReceipt => Filter::WithoutReceipt,
            };
            rows.with(|rows| heard::listed(rows, filter, order.get()))
        });
        Hearing { ctx, rows, shown, which, since, order, limit: RwSignal::new(SHOWN) }
    }

    fn drawn(self) -> Vec<HeardRow> {
        self.shown.get().into_iter().take(self.limit.get()).collect()
    }
}

#[component]
pub fn Heard() -> impl IntoView {
    let ctx = ctx();
    let hearing = Hearing::new(ctx);
    live(move || if ctx.desk.get() { view! { <DeskHeard hearing/> }.into_any() } else { view! { <PhoneHeard hearing/> }.into_any() })
}

fn count(hearing: Hearing) -> String {
    hearing.ctx.t().heard_count(hearing.shown.with(Vec::len), hearing.rows.with(Vec::len))
}

#[component]
fn DeskHeard(hearing: Hearing) -> impl IntoView {
    let w = move || hearing.ctx.t().heard();
    view! {
        <main id="main" class="page">
            <header class="top">
                <h1>{w().title}</h1>
                <span class="t-2">{w().lead}</span>
                <a class="btn push" data-kind="plain-edge" href=Route::Trust.print()><Icon name="lock"/>{hearing.ctx.t().common().not_counted}</a>
            </header>
            <section class="card tablebox grow1" aria-label=w().title>
                <div class="filters"><Filters hearing/></div>
                <div class="scroll" tabindex="0" role="region" aria-label=w().title>
                    <table class="grid heard">
                        <thead><tr>
                            <th scope="col">{w().col_person}</th>
                            <th scope="col">{w().col_last}</th>
                            <th scope="col">{w().col_numbers}</th>
                            <th scope="col">{w().col_receipt}</th>
                            <th scope="col">{w().col_lacking}</th>
                            <th scope="col">{w().col_do}</th>
                        </tr></thead>
                        <tbody>{live(move || hearing.drawn().into_iter().map(|row| desk_line(row, hearing)).collect_view())}</tbody>
                    </table>
                    <Rest hearing/>
                </div>
                <p class="tfoot"><span role="status">{live(move || count(hearing))}</span><span>{w().own_time}</span></p>
            </section>
            <p class="hint">{w().known}</p>
        </main>
    }
}

#[component]
fn PhoneHeard(hearing: Hearing) -> impl IntoView {
    let ctx = hearing.ctx;
    let w = move || ctx.t().heard();
    let card = move |row: HeardRow| {
        let lines = [
            (w().col_last, last(&row, ctx)),
            (w().col_numbers, numbers(&row, ctx)),
            (w().col_receipt, ctx.t().acknowledged(row.acknowledged)),
        ];
        let line = |(label, words): (&'static str, String)| view! { <p><span class="t-2">{label}</span><b>{words}</b></p> };
        view! {
            <li class="card">
                <div class="in who-line"><b><bdi>{row.name.clone()}</bdi></b>{about(&row, ctx)}</div>
                <div class="lines sm">{lines.map(line).collect_view()}</div>
                <div class="in">{lacking(&row, ctx)}</div>
                <div class="in"><Doing row/></div>
            </li>
        }
    };
    view! {
        <Bar back=Route::Exchange.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
        <main id="main" class="stack">
            <p class="hint">{w().lead}</p>
            <Filters hearing/>
            <p class="hint" role="status">{live(move || count(hearing))}</p>
            <ul class="heard-cards">{live(move || hearing.drawn().into_iter().map(card).collect_view())}</ul>
            <Rest hearing/>
            <p class="hint">{w().own_time}</p>
            <p class="hint">{w().known}</p>
        </main>
    }
}

#[component]
fn Filters(hearing: Hearing) -> impl IntoView {
    let w = move || hearing.ctx.t().heard();
    let chip = move |which: Which, words: &'static str| {
        view! {
            <button class="chip" data-size="s" type="button" aria-pressed=attr(move || (hearing.which.get() == which).to_string())
                on:click=move |_| hearing.which.set(which)>{words}</button>
        }
    };
    let set_day = move |event: web_sys::Event| {
        if let Some(day) = Day::parse(&event_target_value(&event)) {
            hearing.since.set(day);
            hearing.which.set(Which::NotSince);
        }
    };
    let set_order = move |event: web_sys::Event| {
        hearing.order.set(if event_target_value(&event) == "name" { Order::Name } else { Order::Silence });
    };
    view! {
        <div class="chips" role="group" aria-label=w().filters>
            {chip(Which::All, w().all)}{chip(Which::NotSince, w().not_since)}{chip(Which::Lacking, w().lacking)}{chip(Which::WithoutReceipt, w().without_receipt)}
        </div>
        <div class="since">
            <label><span class="sm t-2">{w().since}</span>
                <input class="input" type="date" prop:value=attr(move || hearing.since.get().to_string()) on:change=set_day/></label>
            <label><span class="sr">{w().order}</span>
                <select class="input" on:change=set_order>
                    <option value="silence">{w().by_silence}</option>
                    <option value="name">{w().by_name}</option>
                </select></label>
        </div>
    }
}

/// What is said when the list is empty, and the button for what is not drawn yet.
#[component]
fn Rest(hearing: Hearing) -> impl IntoView {
    let w = move || hearing.ctx.t().heard();
    let left = move || hearing.shown.with(|rows| rows.len().saturating_sub(hearing.limit.get()));
    view! {
        <If when=move || hearing.shown.with(Vec::is_empty)>
            <p class="none" role="status">{live(move || if hearing.rows.with(Vec::is_empty) { w().nobody } else { w().none_left })}</p>
        </If>
        <If when=move || { left() > 0 }>
            <button class="btn" data-kind="plain" type="button" on:click=move |_| hearing.limit.update(|n| *n += SHOWN)>
                {live(move || fill(hearing.ctx.t().receive().older, &[&left().to_string()]))}
            </button>
        </If>
    }
}

fn last(row: &HeardRow, ctx: Ctx) -> String {
    let t = ctx.t();
    match &row.last {
        Some(came) => t.moment(&came.at, ctx.today.get_untracked()),
        None => t.heard().never.into(),
    }
}

fn numbers(row: &HeardRow, ctx: Ctx) -> String {
    let t = ctx.t();
    let newest = row.newest.map(|n| t.newest_number(n));
    let missing = (!row.missing.is_empty()).then(|| {
        let said = t.numbers_missing(&row.missing);
        if row.lacks() { said } else { format!("{said}{}{}", t.comma(), t.heard().healed) }
    });
    let said: Vec<String> = newest.into_iter().chain(missing).collect();
    if said.is_empty() { t.heard().no_number.into() } else { said.join(t.dot()) }
}

fn about(row: &HeardRow, ctx: Ctx) -> impl IntoView + use<> {
    let t = ctx.t();
    let district = row.district.clone().map(|name| view! { <bdi>{name}</bdi>{t.dot()} });
    let standing = match row.standing {
        None => Some(t.heard().not_joined),
        Some(DeviceStanding::Stopped) => Some(t.heard().stopped),
        Some(DeviceStanding::Waiting | DeviceStanding::Admitted) => None,
    };
    let waiting = (row.waiting > 0).then(|| fill(t.heard().waiting, &[&t.entries(row.waiting)]));
    let more: Vec<String> = standing.map(String::from).into_iter().chain(waiting).collect();
    let more = (!more.is_empty()).then(|| view! { {t.dot()}<span class="t-yellow">{more.join(t.dot())}</span> });
    view! { <span class="sm t-2 about">{district}{t.role(row.role)}{more}</span> }
}

fn lacking(row: &HeardRow, ctx: Ctx) -> impl IntoView + use<> {
    let t = ctx.t();
    let w = t.heard();
    let list = |label: &'static str, gaps: &[Gap]| {
        (!gaps.is_empty()).then(|| {
            let line = |gap: &Gap| view! { <li><bdi>{gap.who.clone()}{t.dot()}{t.gap_place(gap)}</bdi></li> };
            let more = gaps.len().saturating_sub(GAPS);
            view! {
                <p class="t-yellow"><Icon name="alert"/>" "{label}</p>
                <ul>{gaps.iter().take(GAPS).map(line).collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="t-2">{fill(t.receive().more, &[&more.to_string()])}</p> })}
            }
        })
    };
    let whole = (!row.lacks() && row.last.is_some()).then(|| view! { <span class="t-2">{w.whole}</span> });
    view! { <div class="sm lacks">{list(w.beyond, &row.beyond)}{list(w.gaps, &row.gaps)}{whole}</div> }
}

fn desk_line(row: HeardRow, hearing: Hearing) -> impl IntoView {
    let ctx = hearing.ctx;
    view! {
        <tr>
            <th scope="row"><bdi>{row.name.clone()}</bdi>{about(&row, ctx)}</th>
            <td>{last(&row, ctx)}</td>
            <td>{numbers(&row, ctx)}</td>
            <td>{ctx.t().acknowledged(row.acknowledged)}</td>
            <td>{lacking(&row, ctx)}</td>
            <td><Doing row/></td>
        </tr>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Copying {
    NotAsked,
    Copied,
    Failed,
}

/// One tap for a line to copy, one for a file to them.
#[component]
fn Doing(row: HeardRow) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().heard();
    let copying = RwSignal::new(Copying::NotAsked);
    let person = row.person;
    let row = StoredValue::new(row);
    let line = move || row.with_value(|row| ctx.t().reminder(row, ctx.today.get_untracked()));
    let write = move |_| {
        let words = line();
        spawn_local(async move {
            let _ = copying.try_set(if copy(&words).await { Copying::Copied } else { Copying::Failed });
        });
    };
    let said = move || match copying.get() {
        Copying::NotAsked => None,
        Copying::Copied => Some(("saved", "check", w().copied)),
        Copying::Failed => Some(("failed", "alert", w().not_copied)),
    };
    view! {
        <div class="doing">
            <button class="btn" type="button" on:click=write>{w().write}</button>
            <If when=move || !ctx.is_sample()>
                <a class="btn" href=Route::Send(Some(person)).print()><Icon name="send"/>{w().make}</a>
            </If>
            <div role="status">
                {live(move || said().map(|(state, icon, words)| view! {
                    <p class="status" data-state=state><Icon name=icon/><span>{words}</span></p>
                    <p class="sm"><bdi class="line">{line()}</bdi></p>
                }))}
            </div>
        </div>
    }
}
