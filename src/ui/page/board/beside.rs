//! What stands beside the table: districts with their lights and the last year, or the reasons of one project's light.

use leptos::prelude::*;

use super::{Board, kept};
use crate::browser::collate;
use crate::domain::calendar::Month;
use crate::domain::id::ProjectId;
use crate::domain::rules::group::Lights;
use crate::domain::rules::light::Light;
use crate::screen::board::{self, Aside, MONTHS, Section, month_days};
use crate::screen::light;
use crate::screen::route::Route;
use crate::ui::page::projects::last_visit;
use crate::ui::part::{Icon, LightForm, LightMark, attr, light_name, live};

const SHOWN: [Light; 4] = [Light::Red, Light::Yellow, Light::Green, Light::Grey];

/// Tenths of a percent of a whole, as a share for the style.
fn share(part: usize, whole: usize) -> String {
    let tenths = part * 1000 / whole.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The lights as one bar; the numbers stand beside it.
fn meter(lights: &Lights, words: Option<String>) -> impl IntoView + use<> {
    let all = lights.all();
    let part = |light: Light| {
        let n = lights.of(light);
        (n > 0).then(|| view! { <i data-light=light_name(light) style:--v=share(n, all)></i> })
    };
    let bar = SHOWN.map(part);
    match words {
        Some(words) => view! { <span class="meter" role="img" aria-label=words>{bar}</span> }.into_any(),
        None => view! { <span class="meter" aria-hidden="true">{bar}</span> }.into_any(),
    }
}

/// More than a tenth are red.
fn is_much(lights: &Lights) -> bool {
    lights.red * 10 > lights.all()
}

#[component]
pub fn Districts(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    // Neither a light nor a district that was chosen empties the choice of districts.
    let without = Memo::new(move |_| {
        let filter = Memo::new(move |_| board.filter.with(|f| crate::screen::projects::Filter { district: None, ..f.clone() }));
        kept(ctx, board.rows, board.order, filter, Aside::Light)
    });
    let found =
        Memo::new(move |_| board.rows.with(|rows| without.with(|kept| board::districts(rows, kept, &|names| collate::ranks(names)))));
    let w = ctx.t().board();
    let all = move || {
        let mut all = Lights::default();
        found.with(|found| found.iter().for_each(|s| add(&mut all, &s.lights)));
        let words = ctx.t().lights_in_words(&all);
        view! { <tr><th scope="row">{ctx.t().board().city}</th><td>{meter(&all, Some(words))}</td><td class="num">{all.red}</td><td class="num">{all.all()}</td></tr> }
    };
    view! {
        <section class="card roll" aria-labelledby="h-roll">
            <h2 id="h-roll">{w.districts}" "<span class="t-3">{w.by_count}</span></h2>
            <table class="grid"><thead><tr>
                <th scope="col">{w.districts}</th><th scope="col">{w.four}</th><th scope="col" class="num">{ctx.t().light(Light::Red)}</th><th scope="col" class="num">{w.total}</th>
            </tr></thead>
            <tbody>{live(move || found.get().into_iter().map(|s| district(board, s)).collect_view())}</tbody>
            <tfoot>{live(all)}</tfoot></table>
            <Plot board/>
            <p class="note">{w.red_note}</p>
        </section>
    }
}

fn add(all: &mut Lights, lights: &Lights) {
    all.red += lights.red;
    all.yellow += lights.yellow;
    all.green += lights.green;
    all.grey += lights.grey;
}

fn district(board: Board, section: Section) -> impl IntoView {
    let t = board.ctx.t();
    let name = section.name.clone();
    let wanted = name.clone();
    let pressed = {
        let name = name.clone();
        move || board.filter.with(|f| f.district.as_ref() == Some(&name)).to_string()
    };
    let press = move |_| {
        let wanted = wanted.clone();
        board.filter(|f| f.district = Some(wanted).filter(|wanted| f.district.as_ref() != Some(wanted)));
    };
    let label = match name.is_empty() {
        true => view! { <span class="t-3">{t.board().nowhere}</span> }.into_any(),
        false => view! { <button type="button" aria-pressed=attr(pressed) on:click=press><bdi>{name}</bdi></button> }.into_any(),
    };
    let lights = &section.lights;
    view! {
        <tr><th scope="row">{label}</th><td>{meter(lights, Some(t.lights_in_words(lights)))}</td>
            <td class="num" class:t-red=is_much(lights)>{lights.red}</td><td class="num">{lights.all()}</td></tr>
    }
}

/// The lights at the end of each of twelve months, as bars and as a table to be heard.
#[component]
fn Plot(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let kept = board.kept_aside(Aside::Light);
    let year = Memo::new(move |_| board.rows.with(|rows| kept.with(|kept| board::year(rows, kept))));
    let months = move || month_days(board.day.get()).map(Month::of);
    let bars = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        let one = |(lights, month): (Lights, Month)| {
            let words = format!("{}{}{}", t.month(month, today), t.dot(), t.lights_in_words(&lights));
            view! { <span class="mon" title=words>{meter(&lights, None)}<small>{month.number()}</small></span> }
        };
        year.get().into_iter().zip(months()).map(one).collect_view()
    };
    let heard = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        let one = |(lights, month): (Lights, Month)| {
            let cells = SHOWN.map(|light| view! { <td>{lights.of(light)}</td> });
            view! { <tr><th scope="row">{t.month(month, today)}</th>{cells}</tr> }
        };
        year.get().into_iter().zip(months()).map(one).collect_view()
    };
    let heads = SHOWN.map(|light| view! { <th scope="col">{ctx.t().light(light)}</th> });
    view! {
        <figure class="plot">
            <figcaption>{ctx.t().board().plot}</figcaption>
            <div class="bars" aria-hidden="true" style:--n=MONTHS.to_string()>{live(bars)}</div>
            <div class="sr"><table><caption>{ctx.t().board().plot}</caption>
                <thead><tr><th scope="col">{ctx.t().board().month}</th>{heads}</tr></thead><tbody>{live(heard)}</tbody></table></div>
        </figure>
    }
}

/// Why the chosen project has its light, what comes next and what would change it.
#[component]
pub fn Reasons(board: Board) -> impl IntoView {
    let ctx = board.ctx;
    let id = Memo::new(move |_| ctx.listing.with(|l| l.board.open));
    let w = ctx.t().board();
    view! {
        <aside class="card reasons" aria-label=w.detail>
            <button class="btn close" data-kind="plain" type="button" on:click=move |_| board.close()>
                <Icon name="close"/><span class="sr">{ctx.t().common().close}</span>
            </button>
            {live(move || id.get().and_then(|id| told(board, id)))}
        </aside>
    }
}

/// Changes that are told of.
const CHANGES: usize = 4;

fn told(board: Board, id: ProjectId) -> Option<impl IntoView> {
    let ctx = board.ctx;
    let t = ctx.t();
    let w = t.board();
    let state = ctx.snapshot().state.clone();
    let project = state.project(&id)?;
    let (day, today) = (board.day.get(), ctx.today.get());
    let seen = light::light(project, &state.roster.settings, day);
    let row = board.rows.with(|rows| rows.iter().find(|r| r.line.id == id).cloned())?;
    let line = &row.line;
    let place = [line.district.as_str(), &line.unit].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(t.dot());
    let people = [line.secretary.as_str(), &line.leader].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(t.dot());
    let reasons = t.light_reasons(&seen.reasons, today).into_iter().map(|r| view! { <li><bdi>{r}</bdi></li> }).collect_view();
    let mut changes: Vec<String> = seen.changes.iter().map(|c| t.light_change(c, today)).collect();
    changes.extend(seen.investment.iter().map(|c| t.investment_change(c, today)));
    let better = (!changes.is_empty()).then(|| {
        let lines = changes.into_iter().take(CHANGES).map(|c| view! { <li><bdi>{c}</bdi></li> }).collect_view();
        view! { <h3>{w.to_better}</h3><ul class="plainlist">{lines}</ul> }
    });
    let next = seen.next.as_ref().map(|next| view! { <p><bdi>{t.next_due(next, today)}</bdi></p> });
    Some(view! {
        <h2><a href=Route::Project(id).print()><bdi>{line.name.clone()}</bdi></a></h2>
        <p class="t-2"><bdi>{place}</bdi></p>
        <div class="why" data-light=light_name(seen.light)>
            <LightMark light=seen.light word=t.light(seen.light) form=LightForm::Tag/>
            <h3 class="sr">{w.why}</h3>
            <ul class="plainlist">{reasons}</ul>
            {next}
        </div>
        {better}
        <p class="t-2"><bdi>{people}</bdi>" "{last_visit(ctx, line, |t| t.projects().last_visit_at)}</p>
        <a class="btn" data-kind="main" href=Route::Project(id).print()>{w.open_project}<span aria-hidden="true"><kbd>"Enter"</kbd></span></a>
    })
}
