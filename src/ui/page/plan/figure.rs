//! A plan drawn: nodes on a line of months for the eye, and the same by the month as a table.

use leptos::html;
use leptos::prelude::*;

use crate::browser::js::window;
use crate::domain::calendar::Day;
use crate::domain::rules::light::Light;
use crate::domain::state::Verdict;
use crate::screen::plan::{Bar, Cell, Column, DoneHow, IN_FIGURE, NodeView, PlanView, Row, Timeline};
use crate::text::{Text, fill};
use crate::ui::ctx::ctx;
use crate::ui::part::{LightMark, light_name};

fn at(share: f64) -> String {
    format!("{share:.2}")
}

fn light_of(node: &NodeView) -> Light {
    node.light.map_or(Light::Grey, |light| light.light)
}

/// Says of very many nodes that the first alone are drawn.
fn cut(t: &Text, nodes: usize) -> Option<impl IntoView + use<>> {
    (nodes > IN_FIGURE).then(|| view! { <p class="hint">{fill(t.plan().first_drawn, &[&IN_FIGURE.to_string()])}</p> })
}

/// Nodes on a line of days. Read by eye only: the table says the same in words.
#[component]
pub fn PlanFigure(view: PlanView) -> impl IntoView {
    let ctx = ctx();
    let (t, today) = (ctx.t(), ctx.today.get());
    let months = view.grid.columns.len();
    let now = view.timeline.share(view.timeline.today as f64 + 0.5);
    // Near an end of the line its flag lies to the other side.
    let edge = if now < 10.0 { Some("start") } else { (now > 90.0).then_some("end") };
    let rows = view.timeline.bars.iter().take(IN_FIGURE).filter_map(|bar| {
        let node = view.nodes.iter().find(|node| node.id == bar.node)?;
        Some(row(t, node, bar, &view.timeline))
    });
    let rows = rows.collect_view();
    let sums = sums(t, &view);
    let scroller = NodeRef::<html::Div>::new();
    to_today(scroller, now);
    view! {
        <div class="plan-x" tabindex="0" role="group" aria-label=t.plan().figure node_ref=scroller>
            <div class="plan" aria-hidden="true" style:--n=months.to_string()>
                <div class="pl-h"><span></span><div class="mo">{months_head(t, &view.grid.columns)}</div><span></span></div>
                {rows}
                {sums}
                <div class="now" data-edge=edge style:--x=at(now)><b>{t.today_mark(today)}</b></div>
            </div>
        </div>
        {cut(t, view.nodes.len())}
    }
}

/// A line that is longer than the window begins where today is in sight.
fn to_today(scroller: NodeRef<html::Div>, now: f64) {
    Effect::new(move |_| {
        let Some(element) = scroller.get() else { return };
        let scroll = wasm_bindgen::closure::Closure::once_into_js(move || {
            let (whole, seen) = (f64::from(element.scroll_width()), f64::from(element.client_width()));
            if whole > seen {
                element.set_scroll_left((whole * now / 100.0 - seen * 0.5).max(0.0) as i32);
            }
        });
        let _ = window().request_animation_frame(wasm_bindgen::JsCast::unchecked_ref(&scroll));
    });
}

fn months_head(t: &'static Text, columns: &[Column]) -> impl IntoView {
    let head = |(n, column): (usize, &Column)| {
        let year = (n == 0 || column.month.number() == 1).then(|| view! { <small>{column.month.year()}</small> });
        view! { <span data-now=column.is_today.then_some("")>{t.month_short(column.month)}{year}</span> }
    };
    columns.iter().enumerate().map(head).collect_view()
}

fn row(t: &'static Text, node: &NodeView, bar: &Bar, line: &Timeline) -> impl IntoView {
    let title = node.title.clone();
    let waits = t.node_waits(node).map(|word| view! { {t.dot()}<b class="t-yellow">{word}</b> });
    let (light, word) = (light_of(node), t.node_end(node));
    view! {
        <div class="pl-r">
            <div><b><bdi>{title}</bdi></b><span class="xs t-2">{t.node_facts(node)}{waits}</span><span class="pl-e"><LightMark light word=word.clone()/></span></div>
            <div class="tk">{marks(bar, line, node)}</div>
            <div><LightMark light word/></div>
        </div>
    }
}

/// The bar with its marks; those that matter more lie over the others.
fn marks(bar: &Bar, line: &Timeline, node: &NodeView) -> impl IntoView {
    // A due and a day of completion lie at the end of their day.
    let (start, end) = (|day: i64| line.share(day as f64), |day: i64| line.share(day as f64 + 1.0));
    let run = |a: f64, z: f64, kind: Option<&'static str>, done: Option<f64>| {
        view! {
            <i class="run" data-wait=(kind == Some("wait")).then_some("") data-slip=(kind == Some("slip")).then_some("") style:--a=at(a) style:--z=at(z)>
                {done.map(|done| view! { <i style:--v=at(done)></i> })}
            </i>
        }
    };
    let (a, z) = (start(bar.start), end(bar.due));
    let done = bar.done.map(|(day, how)| (end(day), how));
    let filled = match done {
        Some((at, _)) if z > a => ((at.min(z) - a) / (z - a) * 100.0).clamp(0.0, 100.0),
        Some(_) => 100.0,
        None => bar.percent as f64,
    };
    let own = if bar.counts { run(a, z, None, Some(filled)) } else { run(a, z, Some("wait"), None) };
    let slip = done.filter(|(at, how)| *how == DoneHow::Late && *at > z).map(|(at, _)| run(z, at, Some("slip"), None));
    let asked = bar.asked.iter().filter(|day| end(**day) > z).map(|day| run(z, end(*day), Some("wait"), None)).collect_view();
    let was = bar.baseline.map(|(_, due)| due).into_iter().chain(bar.earlier.iter().copied());
    let was = was.map(|day| view! { <i class="was" style:--x=at(end(day))></i> }).collect_view();
    let asked_marks = bar.asked.iter().map(|day| view! { <i class="due" data-wait="" style:--x=at(end(*day))></i> }).collect_view();
    let returned = node.audit.as_ref().is_some_and(|a| a.verdict == Verdict::Returned);
    let waits = !bar.counts;
    view! {
        {own}{slip}{asked}{was}
        <i class="due" data-wait=waits.then_some("") data-back=returned.then_some("") style:--x=at(z)></i>
        {asked_marks}
        {done.map(|(day, how)| view! { <i class="fin" data-late=(how == DoneHow::Late).then_some("") style:--x=at(day)></i> })}
    }
}

/// A share of a weight, in whole percent.
fn percent(part: i64, of: i64) -> Option<i64> {
    (part > 0 && of > 0).then(|| part * 100 / of)
}

/// The month's light, and what is planned and done up to its end.
fn sums(t: &'static Text, view: &PlanView) -> impl IntoView {
    let (w, of) = (t.plan(), view.weight.of);
    let columns = &view.grid.columns;
    let lights =
        columns.iter().map(|c| view! { <span>{c.light.map(|light| view! { <i class="dot" data-light=light_name(light)></i> })}</span> });
    let lights = lights.collect_view();
    let full = columns.iter().position(|c| of > 0 && c.due == of).unwrap_or(columns.len());
    let planned = columns.iter().enumerate().map(|(n, c)| {
        let sum = (n <= full).then(|| percent(c.due, of)).flatten();
        let asked = view.asked_share(c.month).map(|share| view! { <span class="t-yellow">{format!("+{share}")}</span> });
        view! { <span>{sum}{asked}</span> }
    });
    let planned = planned.collect_view();
    let done = columns.iter().map(|c| view! { <span><b>{percent(c.done.unwrap_or(0), of)}</b></span> }).collect_view();
    view! {
        <div class="pl-r sum"><div>{w.month_light}</div><div class="mo">{lights}</div><div></div></div>
        <div class="pl-r sum"><div>{w.planned_total}</div><div class="mo">{planned}</div><div class="xs t-3">{w.weight_percent}</div></div>
        <div class="pl-r sum"><div>{w.done_total}</div><div class="mo">{done}</div><div class="xs t-3">{w.weight_percent}</div></div>
    }
}

#[component]
pub fn Legend() -> impl IntoView {
    let w = ctx().t().plan();
    let mark = |class: &'static str, wait: bool, late: bool, word: &'static str| {
        view! {
            <span><span class="tk" aria-hidden="true"><i class=class data-wait=wait.then_some("") data-late=late.then_some("") style:--x="50" style:--a="0" style:--z="100"></i></span>{word}</span>
        }
    };
    view! {
        <div class="legend">
            {mark("was", false, false, w.first_date)}
            {mark("due", false, false, w.date_in_force)}
            {mark("due", true, false, w.date_asked)}
            {mark("fin", false, false, w.done_on_time)}
            {mark("fin", false, true, w.done_late)}
            {mark("run", true, false, w.span_asked)}
        </div>
    }
}

/// The nodes by the month: for each its dates, its state, and what stands in each month.
#[component]
pub fn PlanGrid(view: PlanView) -> impl IntoView {
    let ctx = ctx();
    let (t, today) = (ctx.t(), ctx.today.get());
    let w = t.plan();
    let head = view.grid.columns.iter().enumerate().map(|(n, c)| {
        let year = (n == 0 || c.month.number() == 1).then(|| view! { <small>{c.month.year()}</small> });
        view! { <th scope="col" data-now=c.is_today.then_some("")>{t.month_short(c.month)}" "{year}</th> }
    });
    let head = head.collect_view();
    let rows = view.grid.rows.iter().take(IN_FIGURE).filter_map(|row| {
        let node = view.nodes.iter().find(|node| node.id == row.node)?;
        Some(grid_row(t, node, row, &view.grid.columns, today))
    });
    let rows = rows.collect_view();
    let of = view.weight.of;
    let sum = |word: &'static str, cell: &dyn Fn(&Column) -> AnyView| {
        let cells = view.grid.columns.iter().map(|c| view! { <td class="c">{cell(c)}</td> }).collect_view();
        view! { <tr><th scope="row">{word}</th><td></td><td></td>{cells}</tr> }
    };
    let light = |c: &Column| {
        let light = c.light.map(|light| {
            view! { <i class="dot" data-light=light_name(light) aria-hidden="true"></i><span class="sr">{t.light(light)}</span> }
        });
        light.into_any()
    };
    let share = |part: i64| percent(part, of).map(|n| format!("{n}%")).into_any();
    let foot = view! {
        {sum(w.month_light, &light)}
        {sum(w.planned_total, &|c| share(c.due))}
        {sum(w.done_total, &|c| share(c.done.unwrap_or(0)))}
    };
    view! {
        <div class="plan-x" tabindex="0" role="group" aria-label=w.grid>
            <table class="pgrid">
                <caption class="sr">{w.grid}</caption>
                <thead><tr><th scope="col">{w.node}</th><th scope="col">{w.in_force}</th><th scope="col">{w.state}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot>{foot}</tfoot>
            </table>
            {cut(t, view.nodes.len())}
        </div>
    }
}

fn grid_row(t: &'static Text, node: &NodeView, row: &Row, columns: &[Column], today: Day) -> impl IntoView {
    let cells = row.cells.iter().zip(columns).map(|(cell, column)| grid_cell(t, *cell, column, node.audit.is_none(), today)).collect_view();
    let light = light_of(node);
    let waits = t.node_waits(node).map(|word| format!("{}{word}", t.dot()));
    let earlier: Vec<String> = node.earlier_dues().map(|day| t.day(day, today)).collect();
    let earlier = (!earlier.is_empty()).then(|| view! { <br/><del class="xs t-2">{earlier.join(t.comma())}</del> });
    view! {
        <tr>
            <th scope="row"><bdi>{node.title.clone()}</bdi><span class="xs t-2">{t.node_facts(node)}{waits}</span></th>
            <td class="nowrap"><time>{t.day(node.dates.due, today)}</time>{earlier}</td>
            <td><LightMark light word=t.node_end(node)/></td>
            {cells}
        </tr>
    }
}

fn grid_cell(t: &'static Text, cell: Cell, column: &Column, waits: bool, today: Day) -> impl IntoView {
    let words = t.plan_cell(cell, column.month, today).map(|words| view! { <span class="sr">{words}</span> });
    let mark = |is: bool, class: &'static str, wait: bool, late: bool| {
        is.then(|| view! { <span class="tk"><i class=class data-wait=wait.then_some("") data-late=late.then_some("") style:--x="50"></i></span> })
    };
    let is_late = cell.done == Some(DoneHow::Late);
    view! {
        <td data-span=(cell.planned && !waits).then_some("") data-asked=(cell.planned && waits).then_some("") data-now=column.is_today.then_some("")>
            {words}
            <span class="mks" aria-hidden="true">
                {mark(cell.earlier_due, "was", false, false)}
                {mark(cell.due && cell.done.is_none(), "due", waits, false)}
                {mark(cell.asked, "due", true, false)}
                {mark(cell.done.is_some(), "fin", false, is_late)}
            </span>
        </td>
    }
}
