//! Instructions: those that ask something of me, those of a project, and what is said of each.

mod sheet;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::items::said_by;
use crate::browser::focus::focus;
use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::state::DutyState;
use crate::screen::duty::{self, Line, Mark, Reach, Step, may_instruct};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::screen::today::ROWS;
use crate::session::{Along, Failure};
use crate::text::{Text, fill};
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, attr, live};

pub use sheet::{Asked, Given, Sheet};

pub fn read<T>(ctx: Ctx, look: impl FnOnce(&crate::session::Snapshot, Reader<'_>) -> T) -> T {
    let (snapshot, me) = (ctx.snapshot(), ctx.me());
    look(&snapshot, Reader { me: me.as_ref(), own: ctx.own() })
}

/// The line 已下达 → 已签收 → 已报 → 办结.
pub fn marks(line: &Line, t: &'static Text) -> impl IntoView + use<> {
    let name = |mark: Mark| match mark {
        Mark::Done => "done",
        Mark::Now => "now",
        Mark::Late => "late",
        Mark::Next => "next",
    };
    let one = |(mark, word): (Mark, &'static str)| view! { <li data-state=name(mark)>{word}</li> };
    view! { <ol class="duty">{line.marks.into_iter().zip(t.duty_marks(line)).map(one).collect_view()}</ol> }
}

/// When it was given, by when it is due, how late it is, how far it has come.
pub fn when(line: &Line, ctx: Ctx) -> impl IntoView + use<> {
    let (t, today) = (ctx.t(), ctx.today.get());
    let due = line.due.map(|due| view! { {t.comma()}<time>{t.duty_due(due, today)}</time> });
    let late = t.duty_late(line).map(|late| view! { {t.comma()}<span class=if line.is_overdue() { "t-red" } else { "t-2" }>{late}</span> });
    let reach = line.reach.map(|reach| {
        let tone = if reach == Reach::Held { "t-2" } else { "t-yellow" };
        view! { <br/><span class=tone>{t.reach_of(reach)}</span> }
    });
    view! { <time>{t.day(line.given, today)}</time>{due}{late}{reach} }
}

/// What asks something of me, on today.
#[component]
pub fn Mine() -> impl IntoView {
    let ctx = ctx();
    let lines = Memo::new(move |_| read(ctx, |snapshot, reader| duty::asked(snapshot, reader, ctx.today.get())));
    let row = move |line: Line| {
        let t = ctx.t();
        let words = move |line: &Line| view! { <p><bdi>{line.name.clone()}</bdi>{t.dot()}{when(line, ctx)}</p> };
        view! {
            <a class="row txt" href=Route::Project(line.project).print()>
                <div><b><bdi>{line.text.clone()}</bdi></b>{words(&line)}</div>
                {marks(&line, t)}
            </a>
        }
    };
    live(move || {
        let lines = lines.get();
        let t = ctx.t();
        let left = lines.len().saturating_sub(ROWS);
        (!lines.is_empty()).then(|| {
            view! {
                <section aria-labelledby="h-asked">
                    <div class="sec-h"><h2 id="h-asked">{t.asked_count(lines.len())}</h2><span>{t.duty().asked_hint}</span></div>
                    <div class="card">{lines.into_iter().take(ROWS).map(row).collect_view()}</div>
                    {(left > 0).then(|| view! { <p class="hint">{fill(t.duty().more, &[&left.to_string()])}</p> })}
                </section>
            }
        })
    })
}

/// The instructions of a project, with what may be said of each.
#[component]
pub fn InProject(id: ProjectId) -> impl IntoView {
    let ctx = ctx();
    let lines = Memo::new(move |_| read(ctx, |snapshot, reader| duty::of_project(snapshot, &id, reader, ctx.today.get())));
    let may = Memo::new(move |_| may_instruct(ctx.me().as_ref()));
    let names = Memo::new(move |_| lines.with(|lines| lines.iter().map(|line| line.of).collect::<Vec<_>>()));
    let button = move || {
        may.get().then(|| view! { <a class="btn" data-kind="soft" href=Route::Instruct(Some(id)).print()>{ctx.t().duty().instruct}</a> })
    };
    let shown = Memo::new(move |_| may.get() || !names.with(Vec::is_empty));
    live(move || {
        shown.get().then(|| {
            view! {
                <section aria-labelledby="h-duty">
                    <div class="sec-h"><h2 id="h-duty">{live(move || ctx.t().duty_count(names.with(Vec::len)))}</h2><span>{live(button)}</span></div>
                    <ul class="card items duties">
                        <For each=move || names.get() key=|of| *of let:of><Card lines of/></For>
                    </ul>
                </section>
            }
        })
    })
}

/// One instruction with its steps and what may be said of it.
#[component]
fn Card(lines: Memo<Vec<Line>>, of: Ref) -> impl IntoView {
    let ctx = ctx();
    let line = Memo::new(move |_| lines.with(|lines| lines.iter().find(|line| line.of == of).cloned()));
    let ways = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.ways).unwrap_or_default()));
    let words = move || {
        let t = ctx.t();
        line.get().map(|line| {
            let to = match line.to.is_empty() {
                true => t.duty().to_all.to_string(),
                false => format!("{}{}{}", t.duty().to, t.dot(), line.to.join(t.comma())),
            };
            view! {
                <h3><bdi>{line.text.clone()}</bdi></h3>
                {line.about.clone().map(|about| view! { <p class="sm t-2"><bdi>{fill(t.duty().about, &[&about])}</bdi></p> })}
                <p class="sm t-2"><bdi>{line.by.clone()}</bdi>{t.dot()}{when(&line, ctx)}</p>
                <p class="xs t-3"><bdi>{to}</bdi></p>
                {marks(&line, t)}
                {line.conflict.then(|| view! { <p class="sm t-yellow"><Icon name="split"/>{t.duty().conflict}</p> })}
                <Steps steps=line.steps/>
            }
        })
    };
    view! { <li class="item" id=format!("duty-{of}")>{live(words)}{live(move || ways.get().any().then(|| view! { <Acts line/> }))}</li> }
}

#[component]
fn Steps(steps: Vec<Step>) -> impl IntoView {
    let ctx = ctx();
    let t = ctx.t();
    let one = move |step: Step| {
        let text = step.text.map(|text| view! { <span class="item-t"><bdi>{text}</bdi></span> });
        view! { <li><b>{t.duty_state(step.state.as_str())}</b>" "{text}<p class="xs t-3">{said_by(t.project().written, step.by, &step.at)}</p></li> }
    };
    (!steps.is_empty()).then(|| view! { <ul class="notes">{steps.into_iter().map(one).collect_view()}</ul> })
}

/// What is being said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Act {
    Nothing,
    Saying(DutyState),
    TakingBack,
}

#[derive(Clone, PartialEq, Debug)]
enum Doing {
    Idle,
    Empty,
    Saving,
    Failed(Failure),
}

#[component]
fn Acts(line: Memo<Option<Line>>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().duty();
    let (act, doing) = (RwSignal::new(Act::Nothing), RwSignal::new(Doing::Idle));
    let receive = move |_| {
        if let Some(line) = line.get_untracked() {
            commit(ctx, duty::say(&line, DutyState::Received, ctx.today.get_untracked(), ""), act, doing);
        }
    };
    let open = move |next: Act| {
        act.set(next);
        doing.set(Doing::Idle);
        focus(text_id(line.with_untracked(|line| line.as_ref().map(|line| line.of))));
    };
    let button = move |kind: Option<&'static str>, words: &'static str, next: Act| view! { <button class="btn" data-kind=kind type="button" on:click=move |_| open(next)>{words}</button> };
    let failed = move || match doing.get() {
        Doing::Failed(failure) if act.get() == Act::Nothing => Some(ctx.t().failure(&failure)),
        _ => None,
    };
    let buttons = move || {
        line.get().map(|line| {
            let ways = line.ways;
            view! {
                <p class="acts">
                    {ways.receive.then(|| view! { <button class="btn" data-kind="soft" type="button" aria-busy=attr(move || (doing.get() == Doing::Saving).then_some("true")) on:click=receive><Icon name="check"/>{w().receive}</button> })}
                    {ways.report.then(|| button(Some(if ways.receive { "plain" } else { "soft" }), w().report, Act::Saying(DutyState::Reported)))}
                    {ways.close.then(|| button(Some(if line.state == DutyState::Reported { "soft" } else { "plain" }), w().close, Act::Saying(DutyState::Closed)))}
                    {ways.give_back.then(|| button(Some("plain"), w().give_back, Act::Saying(DutyState::Returned)))}
                    {ways.take_back.then(|| view! { <button class="btn" data-kind="plain" type="button" on:click=move |_| open(Act::TakingBack)><Icon name="undo"/>{ctx.t().common().undo}</button> })}
                </p>
            }
        })
    };
    view! {
        {live(move || match act.get() {
            Act::Nothing => live(buttons),
            next => view! { <Form line act doing next/> }.into_any(),
        })}
        <div role="alert">{live(move || failed().map(|words| view! { <p class="fault">{words}</p> }))}</div>
    }
}

/// Writes, then goes on: what was typed stays where it is until the disk has it.
fn commit(ctx: Ctx, command: Command, act: RwSignal<Act>, doing: RwSignal<Doing>) {
    if doing.get_untracked() == Doing::Saving {
        return;
    }
    doing.set(Doing::Saving);
    spawn_local(async move {
        match ctx.commit(command, Along::default()).await {
            Ok(_) => {
                let _ = doing.try_set(Doing::Idle);
                let _ = act.try_set(Act::Nothing);
            }
            Err(failure) => drop(doing.try_set(Doing::Failed(failure))),
        }
    });
}

/// The field of an instruction's form: several may be open.
fn text_id(of: Option<Ref>) -> String {
    format!("duty-text-{}", of.map(|of| of.to_string()).unwrap_or_default())
}

#[component]
fn Form(line: Memo<Option<Line>>, act: RwSignal<Act>, doing: RwSignal<Doing>, next: Act) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().duty();
    let text = RwSignal::new(String::new());
    let id = text_id(line.with_untracked(|line| line.as_ref().map(|line| line.of)));
    let told = format!("{id}-told");
    let asked = matches!(next, Act::Saying(DutyState::Reported | DutyState::Returned));
    let save = move |_| {
        let (said, Some(line)) = (text.get_untracked(), line.get_untracked()) else { return };
        if asked && said.trim().is_empty() {
            doing.set(Doing::Empty);
            return focus(text_id(Some(line.of)));
        }
        let command = match next {
            Act::Saying(state) => duty::say(&line, state, ctx.today.get_untracked(), &said),
            Act::Nothing | Act::TakingBack => Command::Withdraw { scope: line.scope, of: vec![line.of], reason: Some(said) },
        };
        commit(ctx, command, act, doing);
    };
    let (label, go) = match next {
        Act::Saying(DutyState::Reported) => (w().report_label, w().report),
        Act::Saying(DutyState::Returned) => (w().give_back_label, w().give_back),
        Act::Saying(_) => (w().close_label, w().close),
        Act::Nothing | Act::TakingBack => (ctx.t().project().why, ctx.t().project().take_back),
    };
    let fault = move || match doing.get() {
        Doing::Empty => Some(w().say_something.to_string()),
        Doing::Failed(failure) => Some(ctx.t().failure(&failure)),
        Doing::Idle | Doing::Saving => None,
    };
    let saving = move || doing.get() == Doing::Saving;
    view! {
        <div class="act-form field">
            <label for=id.clone()>{label}{(!asked).then(|| view! { " "<span class="t-3">{ctx.t().common().optional}</span> })}</label>
            <textarea class="input" id=id rows="3" aria-describedby=told.clone() aria-invalid=attr(move || (doing.get() == Doing::Empty).then_some("true"))
                prop:value=attr(move || text.get()) on:input=move |event| text.set(event_target_value(&event))></textarea>
            <div id=told role="alert">{live(move || fault().map(|words| view! { <p class="fault">{words}</p> }))}</div>
            <p class="acts">
                <button class="btn" data-kind="soft" type="button" aria-busy=attr(move || saving().then_some("true")) on:click=save>{live(move || if saving() { ctx.t().common().saving } else { go })}</button>
                <button class="btn" data-kind="plain" type="button" on:click=move |_| act.set(Act::Nothing)>{ctx.t().common().cancel}</button>
            </p>
        </div>
    }
}
