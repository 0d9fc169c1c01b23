//! The light of a project: why it is what it is, what is due next, what would change it, and how it was.

use leptos::prelude::*;

use crate::domain::id::ProjectId;
use crate::domain::rules::project::{Grey, project_light};
use crate::screen::light::{LightView, last_months, light};
use crate::text::fill;
use crate::ui::ctx::ctx;
use crate::ui::part::{LightMark, MonthStrip, attr, light_name, live};

/// Months that the strip shows.
const MONTHS: usize = 6;
/// Changes that are told at once; the rest is behind a tap.
const CHANGES: usize = 2;

type Months = Vec<(crate::domain::calendar::Month, crate::domain::rules::light::Light)>;

#[derive(Clone, PartialEq)]
struct Shown {
    view: LightView,
    grey: Option<Grey>,
    months: Months,
}

#[component]
pub fn LightCard(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let shown = Memo::new(move |_| {
        let (snapshot, day) = (ctx.snapshot(), ctx.today.get());
        let (project, settings) = (snapshot.state.project(&id)?, &snapshot.state.roster.settings);
        let grey = project_light(project, settings, day).grey;
        Some(Shown { view: light(project, settings, day), grey, months: last_months(project, settings, day, MONTHS) })
    });
    let tone = move || shown.with(|shown| shown.as_ref().map(|shown| light_name(shown.view.light)));
    view! {
        <section class="why" data-light=attr(tone) aria-labelledby="why-h">{live(move || shown.get().map(said))}</section>
    }
}

fn said(Shown { view, grey, months }: Shown) -> impl IntoView {
    let ctx = ctx();
    let (t, today) = (ctx.t(), ctx.today.get());
    let reasons = t.light_reasons(&view.reasons, today).into_iter().map(|reason| view! { <p><bdi>{reason}</bdi></p> });
    let next = view.next.as_ref().map(|next| view! { <p class="sm t-2"><bdi>{t.next_due(next, today)}</bdi></p> });
    // What would turn the whole project comes first.
    let (turns, stays): (Vec<_>, Vec<_>) = view.changes.iter().partition(|change| change.project.is_some());
    let nodes = turns.into_iter().chain(stays).map(|change| t.light_change(change, today));
    let changes: Vec<String> = nodes.chain(view.investment.iter().map(|change| t.investment_change(change, today))).collect();
    view! {
        <h2 id="why-h"><LightMark light=view.light word=t.project_light(view.light, grey)/></h2>
        {reasons.collect_view()}
        {next}
        {told(changes)}
        {strip(months)}
    }
}

/// The sentences of what would change the light, the first ones at once.
fn told(changes: Vec<String>) -> impl IntoView {
    let w = ctx().t().plan();
    let line = |words: &String| view! { <li><bdi>{words.clone()}</bdi></li> };
    let (first, rest) = changes.split_at(changes.len().min(CHANGES));
    let count = rest.len().to_string();
    let rest = (!rest.is_empty()).then(|| view! { <ul class="sm t-2">{rest.iter().map(line).collect_view()}</ul> });
    (!first.is_empty()).then(|| {
        let first = first.iter().map(line).collect_view();
        let more = rest.map(|rest| view! { <details class="was"><summary>{fill(w.changes_more, &[&count])}</summary>{rest}</details> });
        view! { <div class="turns"><h3 class="sm">{w.changes}</h3><ul class="sm t-2">{first}</ul>{more}</div> }
    })
}

fn strip(months: Months) -> impl IntoView {
    let ctx = ctx();
    let (t, w) = (ctx.t(), ctx.t().plan());
    let before = months.len().checked_sub(2).map(|at| months[at].1);
    let words = t.month_lights(&months, ctx.today.get());
    let lights: Vec<_> = months.into_iter().map(|(_, light)| Some(light)).collect();
    // Where there is no plan every month says the same as the light itself.
    let any = lights.iter().any(|light| *light != Some(crate::domain::rules::light::Light::Grey));
    any.then(|| {
        view! {
            <p class="why-m"><span class="sm t-2">{w.last_months}</span><MonthStrip lights words now=true/>
                {before.map(|light| view! { <span class="sm t-2">{fill(w.last_month, &[&t.light(light).to_lowercase()])}</span> })}</p>
        }
    })
}
