//! The investment of one project in a year: its plan, its reports, its light, and the forms that write them.

pub mod all;
mod forms;
mod section;

use leptos::prelude::*;

use super::items::said_by;
use crate::browser::focus::focus;
use crate::domain::id::{ProjectId, Scope};
use crate::domain::state::{Stated, Target};
use crate::screen::conflict::Place;
use crate::screen::form::project::Writer;
use crate::screen::invest::{self, By, InvestView, MonthLine, curve_of};
use crate::screen::light::{self, InvestmentChange};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::text::Text;
use crate::ui::app::SavedStatus;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::drafts;
use crate::ui::part::{Bar, Curve, Icon, If, LightMark, attr, light_name, live};

use forms::{PlanYear, ReportMonth, TakeBack};
pub use section::InProject;

/// The form that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Open {
    Nothing,
    Plan,
    Report,
}

/// The page's own state, shared by its parts.
#[derive(Clone, Copy)]
struct Page {
    ctx: Ctx,
    id: ProjectId,
    year: RwSignal<i32>,
    name: Memo<Option<String>>,
    view: Memo<Option<InvestView>>,
    changes: Memo<Vec<InvestmentChange>>,
    writer: Memo<Option<Writer>>,
    open: RwSignal<Open>,
}

impl Page {
    fn new(ctx: Ctx, id: ProjectId) -> Page {
        let year = RwSignal::new(ctx.today.get_untracked().year());
        let name = Memo::new(move |_| ctx.snapshot().state.project(&id).filter(|p| p.shown).map(|p| p.fields.name.clone()));
        let view = Memo::new(move |_| {
            let snapshot = ctx.snapshot();
            let project = snapshot.state.project(&id).filter(|p| p.shown)?;
            Some(invest::invest(&snapshot.state, project, year.get(), ctx.today.get()))
        });
        let changes = Memo::new(move |_| {
            let snapshot = ctx.snapshot();
            let today = ctx.today.get();
            let project = snapshot.state.project(&id).filter(|p| p.shown && today.year() == year.get());
            project.map(|project| light::light(project, &snapshot.state.roster.settings, today).investment).unwrap_or_default()
        });
        let writer = Memo::new(move |_| {
            let (snapshot, me) = (ctx.snapshot(), ctx.me());
            invest::writer(snapshot.state.project(&id)?, Reader { me: me.as_ref(), own: ctx.own() })
        });
        let open = RwSignal::new(Open::Nothing);
        for (what, which) in [("plan", Open::Plan), ("done", Open::Report)] {
            drafts::left(ctx, format!("{what}-{id}-{}-", year.get_untracked()), move |_| {
                let _ = open.try_set(which);
            });
        }
        Page { ctx, id, year, name, view, changes, writer, open }
    }

    /// Opens a form at its first field.
    fn opens(self, which: Open) {
        self.open.set(which);
        focus(if which == Open::Plan { "plan-title".into() } else { "report-title".into() });
    }

    fn may_plan(self) -> bool {
        self.writer.get() == Some(Writer::Coordinator)
    }

    fn may_report(self) -> bool {
        self.writer.get().is_some()
    }
}

#[component]
pub fn Invest(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let page = Page::new(ctx, id);
    let held = Memo::new(move |_| page.name.with(Option::is_some));
    live(move || {
        match (held.get(), ctx.desk.get()) {
        (false, _) => {
            view! { <main id="main" class="stack"><p class="notice"><Icon name="info"/><span>{ctx.t().invest().missing_project}</span></p></main> }
                .into_any()
        }
        (true, true) => view! { <DeskInvest page/> }.into_any(),
        (true, false) => view! { <PhoneInvest page/> }.into_any(),
    }
    })
}

#[component]
fn PhoneInvest(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let closed = move || page.open.get() == Open::Nothing;
    let go = move |_| page.opens(Open::Report);
    view! {
        <Bar back=Route::Project(page.id).print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || ctx.t().invest().title)>
            <SavedStatus/>
        </Bar>
        <main id="main" class="stack money">
            <p class="lead"><b><bdi>{live(move || page.name.get())}</bdi></b></p>
            <Years page/>
            <Forms page/>
            <WhyLight page/>
            <Facts page/>
            <Drawn page/>
            <MonthCards page/>
        </main>
        <If when=move || page.may_report() && closed()>
            <footer class="thumb"><div class="thumb-in"><button class="btn" data-kind="main" data-size="lg" type="button" on:click=go>{ctx.t().invest().report_form}</button></div></footer>
        </If>
    }
}

#[component]
fn DeskInvest(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    view! {
        <main id="main" class="page money">
            <header class="top">
                <a class="btn" data-kind="plain" href=Route::Project(page.id).print()><Icon name="back"/>{ctx.t().common().back}</a>
                <h1>{ctx.t().invest().title}</h1>
                <b class="grow cut"><bdi>{live(move || page.name.get())}</bdi></b>
                <span class="push acts"><SavedStatus/><Years page/></span>
            </header>
            <div class="cols wide">
                <div class="scroll stack-d"><WhyLight page/><Drawn page/><MonthTable page/></div>
                <div class="rail"><div class="scroll stack-d"><Facts page/><Forms page/></div></div>
            </div>
        </main>
    }
}

/// The year shown, with the way to its neighbours.
#[component]
fn Years(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().invest();
    let step = move |by: i32| page.year.update(|year| *year = (*year + by).clamp(1, 9999));
    view! {
        <div class="years" role="group" aria-label=w().year>
            <button class="btn" data-kind="plain" type="button" aria-label=w().earlier on:click=move |_| step(-1)><Icon name="back"/></button>
            <b role="status">{live(move || ctx.t().year_named(page.year.get()))}</b>
            <button class="btn" data-kind="plain" type="button" aria-label=w().later on:click=move |_| step(1)><Icon name="next"/></button>
        </div>
    }
}

/// The light with its reason, or why there is none; and what would change it.
#[component]
fn WhyLight(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let why = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        let view = page.view.get()?;
        let w = t.invest();
        Some(match view.light {
            Some(found) => {
                let changes = page.changes.get().into_iter().map(|change| view! { <li>{t.investment_change(&change, today)}</li> });
                view! {
                    <section class="why" data-light=light_name(found.light) aria-labelledby="h-why">
                        <h2 id="h-why"><span class="sr">{w.light}" "</span><LightMark light=found.light word=t.light(found.light)/></h2>
                        <p class="sm">{t.investment_reason(found.why, today)}</p>
                        <ul class="sm dashed">{changes.collect_view()}</ul>
                    </section>
                }
                .into_any()
            }
            None => {
                let words = match () {
                    () if view.year != today.year() => w.other_year,
                    () if view.plan.is_none() => w.no_light_plan,
                    () if today.month() == 1 => w.no_light_january,
                    () => w.no_light_yet,
                };
                view! { <p class="notice"><Icon name="info"/><span>{words}</span></p> }.into_any()
            }
        })
    };
    live(why)
}

/// Total, plan and what is done, each with what a ratio is made of.
#[component]
fn Facts(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let facts = move || page.view.get().map(|view| facts_of(page, &view));
    view! {
        <section aria-labelledby="h-sum">
            <h2 id="h-sum" class="sr">{live(move || ctx.t().year_named(page.year.get()))}</h2>
            <dl class="card facts">{live(facts)}</dl>
        </section>
    }
}

fn facts_of(page: Page, view: &InvestView) -> impl IntoView + use<> {
    let (t, today) = (page.ctx.t(), page.ctx.today.get());
    let w = t.invest();
    let may_edit = page.writer.get().is_some();
    let total = view.total.map_or(w.no_total.to_string(), |total| t.amount(total));
    let plan = view.plan.as_ref().map_or(w.no_plan.to_string(), |plan| t.amount(plan.amount));
    let done = view.done.map(|(month, done)| t.done_by(month, done, today));
    let of_plan =
        view.of_plan.zip(view.done).zip(view.plan.as_ref()).map(|((ratio, (_, done)), plan)| t.ratio_of(ratio, done, plan.amount));
    let against = view.of_plan.map(|ratio| t.against_time(ratio, view.of_time));
    let of_total = view.of_total.zip(view.total).map(|(ratio, total)| t.ratio_of(ratio, view.in_all, total));
    let line = |label: &'static str, words: String| view! { <div><dt>{label}</dt><dd>{words}</dd></div> };
    view! {
        <div><dt>{w.total}</dt><dd>{total}{may_edit.then(|| view! { " "<a class="sm" href=Route::EditProject(page.id).print()>{w.total_change}</a> })}</dd></div>
        <div><dt>{w.year_plan}</dt><dd>{plan}{view.planned_by.clone().map(|by| view! { <br/>{by_line(page, by, Stated::Plan(view.year), t)} })}</dd></div>
        {line(w.done, done.unwrap_or_else(|| w.no_report.to_string()))}
        {of_plan.map(|words| line(w.of_plan, words))}
        <div><dt>{w.of_time}</dt><dd>{t.tenths(view.of_time)}{against.map(|words| view! { <br/><b>{words}</b> })}</dd></div>
        {line(w.in_all, t.amount(view.in_all))}
        {of_total.map(|words| line(w.of_total, words))}
    }
}

/// Who said it and when; what is in conflict leads to where it is settled.
fn by_line(page: Page, by: By, stated: Stated, t: &'static Text) -> impl IntoView {
    let place = Place::of(Scope::Project(page.id), Target::Project, stated);
    let conflict = by.conflict.then(|| {
        view! {
            <span class="tag" data-tone="yellow"><Icon name="split"/>{t.invest().conflict}</span>
            <a class="btn" data-kind="plain" href=Route::Conflict(place.scope, Some(place.key)).print()>{t.invest().settle}</a>
        }
    });
    view! { <span class="xs t-3">{said_by(t.project().written, by.name, &by.at)}</span>{conflict} }
}

/// The two lines of the year.
#[component]
fn Drawn(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let drawn = move || {
        let (t, view) = (ctx.t(), page.view.get()?);
        let curve = curve_of(&view);
        (!curve.is_empty()).then(|| {
            let months = (1..=12).map(|n| t.month_number(n)).collect::<Vec<_>>();
            let (top, words) = (t.amount(curve.top), t.invest_year(&view, ctx.today.get()));
            view! {
                <section class="card pad" aria-labelledby="h-curve">
                    <h2 id="h-curve">{t.invest().curve}</h2>
                    <p class="sm t-2">{words.clone()}</p>
                    <Curve curve months top words keys=[t.invest().curve_planned, t.invest().curve_reported]/>
                </section>
            }
        })
    };
    live(drawn)
}

/// What lacks before a later report is told, and is no cause for alarm: that report holds it.
fn remark(page: Page, line: &MonthLine, t: &'static Text) -> impl IntoView + use<> {
    let last = page.view.with(|view| view.as_ref().and_then(|view| view.done).map(|(month, _)| month));
    let tone = if line.missing && last.is_some_and(|last| line.month < last) { "line" } else { "yellow" };
    t.invest_remark(line).map(|words| view! { <span class="tag" data-tone=tone>{words}</span> })
}

fn may_take_back(page: Page, by: &By) -> bool {
    let (snapshot, me) = (page.ctx.snapshot(), page.ctx.me());
    by.may_take_back(&snapshot.state.roster, Reader { me: me.as_ref(), own: page.ctx.own() }, page.writer.get())
}

/// Who reported a month, and the way to take it back.
fn month_by(page: Page, line: &MonthLine, t: &'static Text) -> impl IntoView + use<> {
    let month = line.month;
    line.by.clone().map(|by| {
        let back = may_take_back(page, &by).then(|| view! { <TakeBack ctx=page.ctx id=page.id of=by.id/> });
        view! { {by_line(page, by, Stated::Done(month), t)}{back} }
    })
}

#[component]
fn MonthTable(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().invest();
    let row = move |line: MonthLine| {
        let t = ctx.t();
        let amount = |fen: Option<crate::domain::money::Fen>| fen.map(|fen| t.amount(fen));
        let ratio = line.of_planned.map(|ratio| t.tenths(ratio));
        view! {
            <tr><th scope="row"><time>{t.month_number(line.month.number())}</time></th>
                <td class="num">{amount(line.planned)}</td><td class="num"><b>{amount(line.reported)}</b></td><td class="num">{ratio}</td>
                <td class="wrap">{remark(page, &line, t)}" "{month_by(page, &line, t)}</td></tr>
        }
    };
    let rows = move || page.view.get().map(|view| view.months.into_iter().map(row).collect_view());
    view! {
        <section class="card tablebox" aria-labelledby="h-months">
            <div class="boxh"><h2 id="h-months">{w().table}</h2></div>
            <table class="grid">
                <thead><tr><th scope="col">{w().month}</th><th scope="col" class="num">{w().planned}</th><th scope="col" class="num">{w().reported}</th>
                    <th scope="col" class="num">{w().of_planned}</th><th scope="col">{w().who}</th></tr></thead>
                <tbody>{live(rows)}</tbody>
            </table>
        </section>
    }
}

/// On a phone: the months of which there is something to say.
#[component]
fn MonthCards(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().invest();
    let card = move |line: MonthLine| {
        let t = ctx.t();
        let planned = line.planned.map(|fen| view! { <span class="sm t-2">{w().planned}" "{t.amount(fen)}</span> });
        view! {
            <li><b><time>{t.month_number(line.month.number())}</time></b>
                <span class="num">{line.reported.map(|fen| view! { <b>{t.amount(fen)}</b> })}</span>
                {planned}<span class="num sm t-2">{line.of_planned.map(|ratio| t.tenths(ratio))}</span>
                <span class="all">{remark(page, &line, t)}" "{month_by(page, &line, t)}</span></li>
        }
    };
    let said = |line: &MonthLine| line.planned.is_some() || line.reported.is_some();
    let cards = move || page.view.get().map(|view| view.months.into_iter().filter(said).map(card).collect_view());
    let some = move || page.view.with(|view| view.as_ref().is_some_and(|view| view.months.iter().any(said)));
    view! {
        <If when=some>
            <section aria-labelledby="h-months">
                <div class="sec-h"><h2 id="h-months">{w().table}</h2><span>{w().reported}</span></div>
                <ol class="card month-cards">{live(cards)}</ol>
            </section>
        </If>
    }
}

/// The ways to write, and the form that is open.
#[component]
fn Forms(page: Page) -> impl IntoView {
    let ctx = page.ctx;
    let w = move || ctx.t().invest();
    let open = Memo::new(move |_| (page.open.get(), page.year.get()));
    let planned = move || page.view.with(|view| view.as_ref().is_some_and(|view| view.plan.is_some()));
    let pressed = move |which: Open| attr(move || (page.open.get() == which).to_string());
    let buttons = move || {
        view! {
            <p class="pair">
                <If when=move || page.may_report() && ctx.desk.get()>
                    <button class="btn" data-kind="soft" type="button" aria-expanded=pressed(Open::Report) on:click=move |_| page.opens(Open::Report)>{w().report_form}</button>
                </If>
                <If when=move || page.may_plan()>
                    <button class="btn" type="button" aria-expanded=pressed(Open::Plan) on:click=move |_| page.opens(Open::Plan)>
                        {live(move || if planned() { w().plan_change } else { w().plan_form })}
                    </button>
                </If>
            </p>
        }
    };
    view! {
        <If when=move || page.may_report()>{buttons()}</If>
        {live(move || match open.get() {
            (Open::Nothing, _) => ().into_any(),
            (Open::Plan, year) => view! { <PlanYear page year/> }.into_any(),
            (Open::Report, year) => view! { <ReportMonth page year/> }.into_any(),
        })}
    }
}
