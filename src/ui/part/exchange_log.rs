//! The list of files sent and taken in, each with what was wrong with it.

use leptos::prelude::*;

use super::{Icon, If, live};
use crate::domain::calendar::Day;
use crate::screen::receive::{LogRow, Receipt};
use crate::text::{Text, fill};

/// How many are shown before one asks for more.
const SHOWN: usize = 30;

#[component]
pub fn ExchangeLog(
    #[prop(into)] rows: Signal<Vec<LogRow>>,
    #[prop(into)] today: Signal<Day>,
    #[prop(into)] t: Signal<&'static Text>,
) -> impl IntoView {
    let shown = RwSignal::new(SHOWN);
    let left = move || rows.with(|rows| rows.len().saturating_sub(shown.get()));
    let list = move || {
        let rows = rows.get();
        rows.into_iter().take(shown.get()).map(|row| log_line(row, today.get(), t.get())).collect_view()
    };
    view! {
        <If when=move || rows.with(|rows| !rows.is_empty()) fallback=move || view! { <p class="hint">{live(move || t.get().receive().log_empty)}</p> }>
            <ul class="card lines past log">{live(list)}</ul>
            <If when=move || { left() > 0 }>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| shown.update(|n| *n += SHOWN)>
                    {live(move || fill(t.get().receive().older, &[&left().to_string()]))}
                </button>
            </If>
        </If>
    }
}

/// A receipt, or that there is none yet.
pub fn receipt_mark(receipt: Receipt, today: Day, t: &'static Text) -> impl IntoView {
    let (state, icon) = match receipt {
        Receipt::Unknown => ("unsent", "clock"),
        Receipt::Partly { received, all } if received < all => ("unsent", "clock"),
        Receipt::Received(_) | Receipt::Partly { .. } => ("saved", "check"),
    };
    view! { <span class="status" data-state=state><Icon name=icon/>{t.receipt(receipt, today)}</span> }
}

/// Whom a file is for.
pub fn addressed(to: Option<String>, among: u64, t: &'static Text) -> String {
    match (to, among) {
        (Some(name), _) => name,
        (None, 0) => t.receive().nobody.into(),
        (None, among) => t.people_count(among),
    }
}

fn log_line(row: LogRow, today: Day, t: &'static Text) -> AnyView {
    match row {
        LogRow::Sent { at, bytes, to, among, number, events, how, openers, receipt, .. } => {
            let (before, after) = split(t.receive().sent_to);
            view! {
                <li>
                    <span>
                        <b><Icon name="send"/>{before}<bdi>{addressed(to, among, t)}</bdi>{after}</b>
                        <span class="sm t-2 facts-line">
                            {[t.bundle(number), t.entries(events), t.bytes(bytes), t.sent_how(how).into(), t.openers(openers).into()].join(t.dot())}" "<time>{t.moment(&at, today)}</time>
                        </span>
                    </span>
                    {receipt_mark(receipt, today, t)}
                </li>
            }
            .into_any()
        }
        LogRow::Received { at, name, bytes, from, number, new, known, waiting, problems } => {
            let (before, after) = split(t.receive().received_from);
            let facts = number
                .map(|n| t.bundle(n))
                .into_iter()
                .chain([t.came(&t.entries(new), known, waiting), t.bytes(bytes)])
                .collect::<Vec<_>>()
                .join(t.dot());
            let faults = problems.into_iter().take(5).map(|p| {
                view! { <span class="sm t-yellow facts-line">{t.problem(&p)}" "<span class="t-3" translate="no">{fill(t.receive().place, &[&p.place])}</span></span> }
            });
            view! {
                <li>
                    <span>
                        <b><Icon name="inbox"/>{before}<bdi>{from.unwrap_or_else(|| t.receive().nobody.into())}</bdi>{after}</b>
                        <span class="sm t-2 facts-line">{facts}" "<time>{t.moment(&at, today)}</time></span>
                        <span class="xs t-3 facts-line"><bdi>{name}</bdi></span>
                        {faults.collect_view()}
                    </span>
                </li>
            }
            .into_any()
        }
    }
}

/// What stands before and after the `{}` of a pattern, so that a name can be set apart.
pub fn split(pattern: &str) -> (String, String) {
    let (before, after) = pattern.split_once("{}").unwrap_or((pattern, ""));
    (before.into(), after.into())
}
