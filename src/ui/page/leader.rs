//! A leader's page: own projects by light, an instruction in two taps, and what became of each.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::duty::{Asked, Given, Sheet, marks, read, when};
use crate::browser::focus::focus;
use crate::domain::command::Command;
use crate::domain::id::ProjectId;
use crate::domain::rules::duty::Turn;
use crate::domain::rules::light::Light;
use crate::screen::duty::{self, Line, Reach, may_instruct};
use crate::screen::leader::{self, LIGHTS, LeaderView, ProblemRow, ROWS, Row};
use crate::screen::route::Route;
use crate::session::{Along, Failure};
use crate::text::fill;
use crate::ui::app::{SavedStatus, Tabs};
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, If, LightForm, LightMark, light_name, live};

/// What became of the last instruction that was given here.
#[derive(Clone, PartialEq, Debug)]
enum Last {
    Nothing,
    Given(Given),
    TakenBack,
    NotTakenBack(Given, Failure),
}

#[derive(Clone, Copy)]
struct Leading {
    ctx: Ctx,
    view: Memo<Option<LeaderView>>,
    given: Memo<Vec<Line>>,
    may: Memo<bool>,
    asked: RwSignal<Option<Asked>>,
    last: RwSignal<Last>,
}

impl Leading {
    fn new(ctx: Ctx) -> Leading {
        let view = Memo::new(move |_| ctx.me().map(|me| leader::leader(&ctx.snapshot(), &me, ctx.own(), ctx.today.get())));
        let given = Memo::new(move |_| read(ctx, |snapshot, reader| duty::given(snapshot, reader, ctx.today.get())));
        let may = Memo::new(move |_| may_instruct(ctx.me().as_ref()));
        Leading { ctx, view, given, may, asked: RwSignal::new(None), last: RwSignal::new(Last::Nothing) }
    }

    fn take_back(self) {
        let (Last::Given(given) | Last::NotTakenBack(given, _)) = self.last.get_untracked() else { return };
        let Some((scope, _)) = given.refs.first().copied() else { return };
        let of = given.refs.iter().map(|(_, of)| *of).collect();
        spawn_local(async move {
            let last = match self.ctx.commit(Command::Withdraw { scope, of, reason: None }, Along::default()).await {
                Ok(_) => Last::TakenBack,
                Err(failure) => Last::NotTakenBack(given, failure),
            };
            let _ = self.last.try_set(last);
        });
    }

    fn projects(self) -> usize {
        self.view.with(|view| view.as_ref().map_or(0, |view| view.projects))
    }
}

/// `ask`: a new instruction is asked for at once, on a project if it is known.
#[component]
pub fn Leader(#[prop(optional)] ask: Option<Option<ProjectId>>) -> impl IntoView {
    let ctx = ctx();
    let leading = Leading::new(ctx);
    if let Some(project) = ask.filter(|_| leading.may.get_untracked()) {
        let named = |id: ProjectId| ctx.snapshot_now().state.project(&id).map(|p| (id, p.fields.name.clone()));
        leading.asked.set(Some(Asked { project: project.and_then(named), of: None, why: String::new() }));
    }
    let given = Callback::new(move |given| {
        leading.last.set(Last::Given(given));
        focus("given-line".into());
    });
    view! {
        {live(move || if ctx.desk.get() { view! { <Desk leading/> }.into_any() } else { view! { <Phone leading/> }.into_any() })}
        <Sheet asked=leading.asked given/>
    }
}

#[component]
fn Phone(leading: Leading) -> impl IntoView {
    view! {
        <Head leading/>
        <main id="main" class="lead">
            <LastLine leading/>
            <Content leading/>
        </main>
        <Tabs><Unsent leading/></Tabs>
    }
}

#[component]
fn Desk(leading: Leading) -> impl IntoView {
    let some = move || leading.projects() > 0;
    view! {
        <main id="main" class="page lead">
            <Head leading/>
            <LastLine leading/>
            <If when=some fallback=move || view! { <NoneMine/> }>
                <div class="cols even">
                    <div class="scroll"><Counts leading/><Lights leading of=0/><Lights leading of=1/><Lights leading of=2/><Lights leading of=3/></div>
                    <div class="scroll"><GivenList leading/><Waiting leading/></div>
                </div>
            </If>
            <If when=move || { unsent(leading) > 0 }><footer class="apply card"><Unsent leading/></footer></If>
        </main>
    }
}

#[component]
fn Content(leading: Leading) -> impl IntoView {
    view! {
        <If when=move || { leading.projects() > 0 } fallback=move || view! { <NoneMine/> }>
            <Counts leading/>
            <Lights leading of=0/>
            <Waiting leading/>
            <GivenList leading/>
            <Lights leading of=1/>
            <Lights leading of=2/>
            <Lights leading of=3/>
        </If>
    }
}

#[component]
fn Head(leading: Leading) -> impl IntoView {
    let ctx = leading.ctx;
    let who = move || {
        let t = ctx.t();
        let name = ctx.me().map(|me| me.name).unwrap_or_default();
        view! { <bdi>{name}</bdi>{t.dot()}{t.project_count(leading.projects())} }
    };
    let stale = move || leading.view.with(|view| view.as_ref().is_some_and(|view| view.stale));
    let age = move || leading.view.with(|view| ctx.t().data_until(view.as_ref().and_then(|v| v.newest.as_ref()), ctx.today.get()));
    view! {
        <header class="head">
            <h1>{ctx.t().leader().title}</h1>
            <p class="who">{live(who)}</p>
            <p class="who">
                {live(move || view! { <span class="status" data-state=stale().then_some("unsent") class:t-yellow=stale()><Icon name="clock"/>{age()}</span> })}
                <If when=move || !ctx.online.get()><span class="status" data-state="offline"><Icon name="offline"/>{ctx.t().common().offline}</span></If>
                <If when=move || !ctx.is_admitted()><span class="status" data-state="unsent"><Icon name="clock"/>{ctx.t().common().not_admitted}</span></If>
                <SavedStatus/>
            </p>
        </header>
    }
}

/// Saved, with the way back; it is told where the focus goes once the sheet is closed.
#[component]
fn LastLine(leading: Leading) -> impl IntoView {
    let ctx = leading.ctx;
    let line = move || {
        let t = ctx.t();
        match leading.last.get() {
            Last::Nothing => ().into_any(),
            Last::Given(_) => view! {
                <div class="notice" data-tone="green"><Icon name="saved"/>
                    <p>{t.duty().saved}</p>
                    <button class="btn" data-kind="plain" type="button" on:click=move |_| leading.take_back()><Icon name="undo"/>{t.common().undo}</button>
                </div>
            }
            .into_any(),
            Last::TakenBack => view! { <p class="notice"><Icon name="undo"/><span>{t.common().undone}</span></p> }.into_any(),
            Last::NotTakenBack(_, failure) => view! {
                <div class="notice" data-tone="red"><Icon name="alert"/><p>{t.failure(&failure)}</p>
                    <button class="btn" data-kind="plain" type="button" on:click=move |_| leading.take_back()>{t.common().try_again}</button>
                </div>
            }
            .into_any(),
        }
    };
    view! { <div class="given" id="given-line" role="status" tabindex="-1">{live(line)}</div> }
}

#[component]
fn NoneMine() -> impl IntoView {
    let ctx = ctx();
    view! {
        <section class="stack">
            <h2>{ctx.t().leader().none}</h2>
            <p class="t-2">{ctx.t().leader().none_hint}</p>
            <a class="btn" data-kind="main" href=Route::Receive.print()><Icon name="inbox"/>{ctx.t().today().to_receive}</a>
        </section>
    }
}

fn section_id(light: Light) -> String {
    format!("h-{}", light_name(light))
}

/// Each count leads to its projects; the page's address stays, so that a button does it.
#[component]
fn Counts(leading: Leading) -> impl IntoView {
    let ctx = leading.ctx;
    let counts = Memo::new(move |_| leading.view.with(|view| view.as_ref().map(|v| v.lights.each_ref().map(Vec::len)).unwrap_or_default()));
    let one = move |(n, light): (usize, Light)| {
        // What has no light is named only where there is such a project.
        (light != Light::Grey || n > 0).then(|| {
            let to = move |_| focus(section_id(light));
            view! { <button type="button" disabled=n == 0 && light != Light::Red on:click=to><b>{n}</b><LightMark light word=ctx.t().light(light)/></button> }
        })
    };
    let cells = move || counts.get().into_iter().zip(LIGHTS).map(one).collect_view();
    view! { <div class="card count3" role="group" aria-label=ctx.t().leader().counts>{live(cells)}</div> }
}

/// The projects of one light, those of red with their reasons and a button each.
#[component]
fn Lights(leading: Leading, of: usize) -> impl IntoView {
    let ctx = leading.ctx;
    let light = LIGHTS[of];
    let shown = RwSignal::new(ROWS);
    let rows = Memo::new(move |_| leading.view.with(|view| view.as_ref().map(|v| v.lights[of].clone()).unwrap_or_default()));
    let title = move || {
        let w = ctx.t().leader();
        match light {
            Light::Red => w.reds,
            Light::Yellow => w.yellows,
            Light::Green => w.greens,
            Light::Grey => w.greys,
        }
    };
    let left = move || rows.with(Vec::len).saturating_sub(shown.get());
    let is_red = light == Light::Red;
    view! {
        <If when=move || is_red || !rows.with(Vec::is_empty)>
            <section aria-labelledby=section_id(light)>
                <div class="sec-h">
                    <h2 id=section_id(light) tabindex="-1">{live(move || format!("{} {}", title(), rows.with(Vec::len)))}</h2>
                    {is_red.then(|| view! { <span>{ctx.t().leader().reds_hint}</span> })}
                </div>
                <If when=move || !rows.with(Vec::is_empty) fallback=move || view! { <p class="hint none">{ctx.t().leader().no_red}</p> }>
                    <div class="card">{live(move || rows.get().into_iter().take(shown.get()).map(|row| light_row(leading, row, light)).collect_view())}</div>
                </If>
                <If when=move || { left() > 0 }>
                    <button class="btn more" type="button" on:click=move |_| shown.update(|n| *n += 4 * ROWS)>{live(move || fill(ctx.t().leader().more, &[&left().to_string()]))}</button>
                </If>
            </section>
        </If>
    }
}

fn light_row(leading: Leading, row: Row, light: Light) -> impl IntoView {
    let ctx = leading.ctx;
    let (t, today) = (ctx.t(), ctx.today.get());
    let mut reasons = row.reasons.iter().map(|reason| t.light_reason(reason, today));
    let first = reasons.next().unwrap_or_default();
    let others = reasons.len();
    let why = first.clone();
    let (id, name) = (row.id, row.name.clone());
    let ask = move |_| leading.asked.set(Some(Asked { project: Some((id, name.clone())), of: None, why: why.clone() }));
    let label = format!("{} {}", t.duty().instruct, row.name);
    // Another is possible, but nobody writes one twice unawares.
    let instructed = leading.given.with(|given| given.iter().any(|line| line.project == id && line.turn != Turn::Nobody));
    let kind = if light == Light::Red && !instructed { "soft" } else { "plain" };
    let may = leading.may.get();
    let tag = instructed.then(|| view! { " "<span class="tag" data-tone="line">{t.leader().instructed}</span> });
    view! {
        <div class="row">
            <LightMark light word=t.light(light) form=LightForm::Stack/>
            <div>
                <a class="quiet" href=Route::Project(id).print()><b><bdi>{row.name.clone()}</bdi></b></a>{tag}
                <p class="why1"><bdi>{first}</bdi></p>
                {(others > 0).then(|| view! { <p>{fill(t.leader().more_reasons, &[&others.to_string()])}</p> })}
            </div>
            {may.then(|| view! { <button class="btn" data-kind=kind type="button" aria-label=label on:click=ask>{t.duty().instruct}</button> })}
        </div>
    }
}

#[component]
fn Waiting(leading: Leading) -> impl IntoView {
    let ctx = leading.ctx;
    let rows = Memo::new(move |_| leading.view.with(|view| view.as_ref().map(|v| v.problems.clone()).unwrap_or_default()));
    let shown = RwSignal::new(ROWS);
    let left = move || rows.with(Vec::len).saturating_sub(shown.get());
    let row = move |row: ProblemRow| {
        let t = ctx.t();
        let tone = match row.light {
            Light::Red => "t-red",
            Light::Yellow => "t-yellow",
            Light::Green | Light::Grey => "t-2",
        };
        view! {
            <a class="row" href=Route::Project(row.project).print()>
                <LightMark light=row.light word=t.light(row.light) form=LightForm::Stack/>
                <div><b><bdi>{row.title}</bdi></b><p><bdi>{row.name}</bdi>{t.dot()}{t.problem_category(&row.category)}{t.dot()}<span class=tone>{t.waiting_days(row.days)}</span></p></div>
                <Icon name="next"/>
            </a>
        }
    };
    view! {
        <If when=move || !rows.with(Vec::is_empty)>
            <section aria-labelledby="h-wait">
                <div class="sec-h"><h2 id="h-wait">{live(move || format!("{} {}", ctx.t().leader().waiting, rows.with(Vec::len)))}</h2><span>{ctx.t().leader().waiting_hint}</span></div>
                <div class="card">{live(move || rows.get().into_iter().take(shown.get()).map(row).collect_view())}</div>
                <If when=move || { left() > 0 }>
                    <button class="btn more" type="button" on:click=move |_| shown.update(|n| *n += 4 * ROWS)>{live(move || fill(ctx.t().leader().more, &[&left().to_string()]))}</button>
                </If>
            </section>
        </If>
    }
}

/// What was given, and what became of it.
#[component]
fn GivenList(leading: Leading) -> impl IntoView {
    let ctx = leading.ctx;
    let some = move || !leading.given.with(Vec::is_empty);
    let row = move |line: Line| {
        let t = ctx.t();
        let again = Asked { project: Some((line.project, line.name.clone())), of: Some(line.of), why: line.text.clone() };
        let said = line.steps.last().and_then(|step| step.text.clone());
        let label = format!("{} {}", t.duty().instruct_again, line.text);
        let ask = move |_| leading.asked.set(Some(again.clone()));
        view! {
            <li class="row txt">
                <div>
                    <a class="quiet" href=Route::Project(line.project).print()><b><bdi>{line.text.clone()}</bdi></b></a>
                    <p><bdi>{line.name.clone()}</bdi>{t.dot()}{when(&line, ctx)}</p>
                    {said.map(|said| view! { <p class="why1"><bdi>{said}</bdi></p> })}
                </div>
                {marks(&line, t)}
                {(line.ways.again && !line.steps.is_empty()).then(|| view! { <p class="acts"><button class="btn" data-kind="plain" type="button" aria-label=label on:click=ask>{t.duty().instruct_again}</button></p> })}
            </li>
        }
    };
    view! {
        <If when=move || leading.may.get() || some()>
            <section aria-labelledby="h-said">
                <div class="sec-h"><h2 id="h-said">{live(move || format!("{} {}", ctx.t().leader().given, leading.given.with(Vec::len)))}</h2><span>{ctx.t().leader().given_hint}</span></div>
                <If when=some fallback=move || view! { <p class="hint none">{ctx.t().leader().none_given}</p> }>
                    <ul class="card">{live(move || leading.given.get().into_iter().map(row).collect_view())}</ul>
                </If>
            </section>
        </If>
    }
}

fn unsent(leading: Leading) -> usize {
    leading.given.with(|given| given.iter().filter(|line| line.reach == Some(Reach::Unsent)).count())
}

/// Nothing unsent: the strip vanishes. The sample sends nothing.
#[component]
fn Unsent(leading: Leading) -> impl IntoView {
    let ctx = leading.ctx;
    view! {
        <If when=move || { unsent(leading) > 0 } && !ctx.is_sample()>
            <div class="unsent">
                <div><b>{live(move || ctx.t().instructions_unsent(unsent(leading)))}</b><p>{ctx.t().leader().unsent_hint}</p></div>
                <a class="btn" data-kind="main" href=Route::Send(None).print()><Icon name="send"/>{ctx.t().common().send}</a>
            </div>
        </If>
    }
}
