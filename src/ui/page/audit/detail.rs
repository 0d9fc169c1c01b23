//! One project of the list: its plan, what is asked, what accepting would do, and the decision.

use leptos::prelude::*;

use super::list::Empty;
use super::{Auditing, Status};
use crate::screen::audit::{Ask, Asked, Line, after};
use crate::screen::plan::{PlanView, plan};
use crate::screen::project::Reader;
use crate::screen::route::Route;
use crate::ui::ctx::Ctx;
use crate::ui::page::plan::{Legend, PlanFigure, PlanGrid, audit_line, head_line};
use crate::ui::part::{Icon, If, LightForm, LightMark, More, attr, live};

fn plan_of(ctx: Ctx, line: &Line) -> Option<PlanView> {
    let (snapshot, me) = (ctx.snapshot(), ctx.me());
    let project = snapshot.state.project(&line.head.id)?;
    Some(plan(&snapshot.state, project, Reader { me: me.as_ref(), own: ctx.own() }, ctx.today.get()))
}

#[component]
pub fn Detail(auditing: Auditing) -> impl IntoView {
    let ctx = auditing.ctx;
    let line = Memo::new(move |_| auditing.line());
    let shown = move || line.get().map(|line| view! { <Shown auditing line/> });
    let nothing = move || {
        let is_empty = move || auditing.queue.with(|queue| queue.lines.is_empty());
        view! { <If when=is_empty fallback=move || view! { <p class="pad t-2">{ctx.t().audit_words().choose}</p> }><Empty auditing/></If> }
    };
    let body = move || view! { {live(shown)}<Judge auditing line/> };
    live(move || {
        if ctx.desk.get() {
            view! { <section class="card plan-box" aria-labelledby="h-plan"><If when=move || line.with(Option::is_some) fallback=nothing>{body()}</If></section> }.into_any()
        } else {
            view! { <main id="main" class="plan-page audit-page">{live(shown)}</main><footer class="thumb"><div class="thumb-in"><Judge auditing line/></div></footer> }
                .into_any()
        }
    })
}

/// What is to be decided, in words and drawn.
#[component]
fn Shown(auditing: Auditing, line: Line) -> impl IntoView {
    let ctx = auditing.ctx;
    let (t, w, today) = (ctx.t(), ctx.t().audit_words(), ctx.today.get());
    let plan = plan_of(ctx, &line);
    let light = plan.as_ref().map(|plan| view! { <LightMark light=plan.light.light word=t.light(plan.light.light) form=LightForm::Tag/> });
    let figure = plan.map(|plan| {
        let grid = plan.clone();
        view! { <PlanFigure view=plan/><div class="plan-g" data-quiet=""><PlanGrid view=grid/></div><Legend/> }
    });
    let id = line.head.id;
    let effect = after(&ctx.snapshot().state, &line, today).filter(|_| line.asks.iter().all(|ask| ask.said.is_empty()));
    let (count, asks) = (line.asks.len(), StoredValue::new(line.asks.clone()));
    let cards = move || asks.with_value(|asks| auditing.asks.of(asks).map(|ask| ask_card(ctx, ask)).collect_view());
    view! {
        <div class="plan-t">{head_line(ctx, line.head.clone())}<span class="end">{light}<a class="btn" data-kind="plain" href=Route::Plan(id).print()>{w.also_read}</a></span></div>
        <div class="audit-f">{figure}</div>
        <div class="asks">
            <h3>{t.asks_head(line.asks.len())}</h3>
            {live(cards)}
            <More drawn=auditing.asks all=Signal::derive(move || count) words=move |left| ctx.t().rest(left)/>
            {line.is_conflict().then(|| view! { <p class="notice" data-tone="yellow"><Icon name="split"/><span>{w.disagree_hint}</span></p> })}
            {effect.map(|after| view! { <p class="sm t-2"><bdi>{t.after(&after, today)}</bdi></p> })}
        </div>
    }
}

fn ask_card(ctx: Ctx, ask: &Ask) -> impl IntoView + use<> {
    let (t, w, today) = (ctx.t(), ctx.t().audit_words(), ctx.today.get());
    let word = if matches!(ask.asked, Asked::Plan { .. }) { w.planned } else { w.moved };
    let beside = t.asked_beside(&ask.asked, today).into_iter().map(|line| view! { <span>{line}</span> }).collect_view();
    let text = ask.text.clone().map(|text| view! { <br/><bdi>{text}</bdi> });
    let own = ask.own.then(|| view! { " "<span class="tag" data-tone="line">{w.own}</span> });
    let said = ask.said.iter().map(|audit| audit_line(t, Some(audit), today)).collect_view();
    view! {
        <div class="ask">
            <span class="tag" data-tone="accent">{word}</span>
            <div><p><b><bdi>{ask.title.clone()}</bdi>{t.colon()}{t.asked(&ask.asked, today)}</b>{own}{text}</p>
                <p class="xs t-3"><bdi>{ask.by.clone()}</bdi>" "<time>{t.moment(&ask.at, today)}</time></p>{said}</div>
            <p class="ask-b">{beside}</p>
        </div>
    }
}

#[component]
fn Judge(auditing: Auditing, line: Memo<Option<Line>>) -> impl IntoView {
    let ctx = auditing.ctx;
    let may = move || line.with(|line| line.as_ref().is_some_and(|line| line.may));
    let only_read = move || line.with(|line| line.as_ref().filter(|line| !line.may).map(|line| ctx.t().audited_by(&line.auditors)));
    view! {
        <If when=may fallback=move || view! { <p class="judge-r sm t-2"><Icon name="info"/><bdi>{live(only_read)}</bdi></p> }><Decide auditing line/></If>
    }
}

#[component]
fn Decide(auditing: Auditing, line: Memo<Option<Line>>) -> impl IntoView {
    let ctx = auditing.ctx;
    let (t, w) = (ctx.t(), ctx.t().audit_words());
    let count = move || line.with(|line| line.as_ref().map_or(0, |line| line.asks.len()));
    let faults = move || auditing.faults.get();
    let told = move || {
        faults()
            .into_iter()
            .map(|fault| match fault {
                crate::screen::form::plan::AuditFault::NothingChosen => view! { <p class="fault">{w.choose_which}</p> },
                fault => view! { <p class="fault">{ctx.t().audit_fault(fault)}</p> },
            })
            .collect_view()
    };
    let failed = move || match auditing.status.get() {
        Status::Failed(failure) => {
            Some(view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> })
        }
        Status::Looking | Status::Saving => None,
    };
    let busy = move || auditing.status.with(|status| *status == Status::Saving).then_some("true");
    let key = move |key: &'static str| view! { <If when=move || ctx.desk.get()>" "<kbd>{key}</kbd></If> };
    let reason = |words: &'static str| {
        let add = move |_| {
            let held = untrack(|| auditing.sentence());
            auditing.say(if held.trim().is_empty() { words.to_string() } else { format!("{}{}{words}", held.trim_end(), t.comma()) });
        };
        view! { <button class="chip" data-size="s" type="button" on:click=add>{words}</button> }
    };
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            auditing.give_back();
        }
    };
    view! {
        <div class="judge">
            <Which auditing line/>
            <div class="chips" role="group" aria-label=w.return_label><span>{w.return_label}</span>{w.reasons.map(reason).into_iter().collect_view()}</div>
            <div class="field"><label class="sr" for="why">{w.return_label}</label>
                <input class="input" id="why" placeholder=w.return_placeholder autocomplete="off" aria-describedby="why-told"
                    aria-invalid=attr(move || (!faults().is_empty()).then_some("true"))
                    prop:value=attr(move || auditing.sentence()) on:input=move |event| auditing.say(event_target_value(&event)) on:keydown=enter/>
                <div id="why-told" role="alert">{live(told)}{live(failed)}</div></div>
            <button class="btn" type="button" aria-busy=attr(busy) on:click=move |_| auditing.give_back()>{w.give_back}{key("r")}</button>
            <button class="btn" data-kind="main" type="button" aria-busy=attr(busy) on:click=move |_| auditing.accept()>{live(move || t.accept_n(count()))}{key("a")}</button>
        </div>
    }
}

/// Which of several would be returned.
#[component]
fn Which(auditing: Auditing, line: Memo<Option<Line>>) -> impl IntoView {
    let w = auditing.ctx.t().audit_words();
    let several = move || line.with(|line| line.as_ref().is_some_and(|line| line.asks.len() > 1));
    // Two of one title are told apart by their dates.
    let named = move |ask: &Ask, all: &[Ask]| {
        let same = all.iter().filter(|other| other.title == ask.title).count() > 1;
        let day = same.then(|| auditing.ctx.t().day(ask.asked.due(), auditing.ctx.today.get()));
        view! { <bdi>{ask.title.clone()}</bdi>{day.map(|day| view! { " "<time>{day}</time> })} }
    };
    let option = move |n: usize, ask: &Ask, all: &[Ask]| {
        let id = ask.id;
        let choose = move |_| {
            auditing.aim.set(Some(id));
            auditing.faults.set(Vec::new());
        };
        view! {
            <label class="chip" data-size="s"><input type="radio" name="return-of" id=format!("return-of-{n}") prop:checked=attr(move || auditing.aim.get() == Some(id)) on:change=choose/>{named(ask, all)}</label>
        }
    };
    let options = move || {
        line.with(|line| {
            line.iter()
                .flat_map(|line| auditing.asks.of(line.asks.iter().enumerate()).map(|(n, ask)| option(n, ask, &line.asks)))
                .collect_view()
        })
    };
    view! {
        <If when=several><div class="chips" role="radiogroup" aria-label=w.return_which><span>{w.return_which}</span>{live(options)}</div></If>
    }
}
