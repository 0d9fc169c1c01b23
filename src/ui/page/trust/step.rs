//! Stopping a device: which branch goes on, up to where it counts, what that changes, and the one tap that does it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::list::title;
use super::{Counting, Done};
use crate::domain::calendar::Day;
use crate::domain::command::{Command, Refusal, Stamp};
use crate::domain::id::{DeviceId, Ref, Scope};
use crate::domain::trust::Limit;
use crate::screen::trust::{self, Branch, Cut, DeviceLine, Effect, ForkLine, ForkPlace, Line};
use crate::text::fill;
use crate::ui::part::{Icon, If, attr, live, radio};

/// How many days an invitation is good for that goes along.
const DAYS: i64 = 14;

/// The form's own state.
#[derive(Clone, Copy)]
struct Stopping {
    counting: Counting,
    device: DeviceId,
    chosen: RwSignal<BTreeMap<Scope, Ref>>,
    by_day: RwSignal<bool>,
    day: RwSignal<Day>,
    reason: RwSignal<String>,
    stays: RwSignal<bool>,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    heads: Memo<Limit>,
    effect: Memo<Result<Effect, Refusal>>,
}

impl Stopping {
    fn new(counting: Counting, device: DeviceId, fork: Option<&ForkLine>) -> Stopping {
        let ctx = counting.ctx;
        // The longest branch stands first.
        let first = fork.into_iter().flat_map(|fork| &fork.places).filter_map(|place| Some((place.scope, place.branches.first()?.name)));
        let chosen = RwSignal::new(first.collect::<BTreeMap<_, _>>());
        let by_day = RwSignal::new(false);
        let day = RwSignal::new(ctx.today.get_untracked());
        let heads = Memo::new(move |_| {
            let cut = if by_day.get() { Cut::Until(day.get()) } else { Cut::Held };
            trust::heads(&ctx.snapshot(), device, cut, &chosen.get())
        });
        let effect = Memo::new(move |_| {
            let before = ctx.snapshot();
            // The preview is the step itself on a copy.
            let command = Command::RevokeDevice { device, heads: heads.get(), reason: String::from("…"), invite: None };
            let after = before.decide(ctx.own(), &command, Stamp { now: ctx.now(), random: Vec::new() })?.0;
            Ok(trust::effect(&before, &after, device))
        });
        let (reason, stays) = (RwSignal::new(String::new()), RwSignal::new(true));
        let (tried, busy) = (RwSignal::new(false), RwSignal::new(false));
        Stopping { counting, device, chosen, by_day, day, reason, stays, tried, busy, heads, effect }
    }

    fn go(self, person: Ref) {
        let reason = self.reason.get_untracked().trim().to_string();
        self.tried.set(true);
        if reason.is_empty() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let Counting { ctx, failed, .. } = self.counting;
        failed.set(None);
        let stays = self.stays.get_untracked();
        let until = ctx.today.get_untracked().plus(DAYS);
        let heads = self.heads.get_untracked();
        spawn_local(async move {
            match ctx.stop_device(self.device, heads, reason, stays.then_some((person, until))).await {
                Ok(()) => {
                    self.counting.select(None);
                    let _ = self.counting.done.try_set(Some(Done { person, stays }));
                }
                Err(failure) => {
                    let _ = failed.try_set(Some(failure));
                    let _ = self.busy.try_set(false);
                }
            }
        });
    }
}

#[component]
pub fn Step(device: DeviceId, counting: Counting) -> impl IntoView {
    let (fork, line) = untrack(|| {
        counting.view.with(|view| {
            let fork = view.forks.iter().find(|fork| fork.device == device).cloned();
            (fork, view.devices.iter().find(|line| line.id == device).cloned())
        })
    });
    line.map(|line| {
        let stopping = Stopping::new(counting, device, fork.as_ref());
        view! { <Form line fork stopping/> }
    })
}

#[component]
fn Form(line: DeviceLine, fork: Option<ForkLine>, stopping: Stopping) -> impl IntoView {
    let ctx = stopping.counting.ctx;
    let w = ctx.t().trust();
    let person = line.person;
    let forked = fork.is_some();
    let kicker = if forked { w.forks } else { w.stop_title };
    let places = fork.map(|fork| fork.places.into_iter().map(|place| view! { <Place place stopping/> }).collect_view());
    let close = move |_| stopping.counting.select(None);
    let manage = line.manage.is_yes();
    view! {
        <section class="card forkbox" aria-labelledby="h-step">
            <div class="in">
                <span class="sm t-2">{kicker}</span>
                <h2 id="h-step">{title(line.name)}</h2>
                {(!forked).then(|| view! { <p class="t-2">{w.stop_lead}</p> })}
            </div>
            {places}
            {(!forked).then(|| view! { <Until stopping/> })}
            <Preview stopping/>
            {manage.then(|| view! { <Foot person forked stopping/> })}
            {(!manage).then(|| view! { <p class="in t-2">{w.not_yours}</p> })}
            <If when=move || ctx.desk.get()>
                <button class="btn" data-kind="plain" type="button" on:click=close><Icon name="close"/>{ctx.t().common().close}</button>
            </If>
        </section>
    }
}

/// One fork: what both have, then each branch beside the other.
#[component]
fn Place(place: ForkPlace, stopping: Stopping) -> impl IntoView {
    let ctx = stopping.counting.ctx;
    let t = ctx.t();
    let w = t.trust();
    let (scope, seq) = (place.scope, place.seq);
    let name = place.project.unwrap_or_else(|| t.heard().common.into());
    let before = (seq - 1).to_string();
    let stem = if seq == 2 { before.clone() } else { format!("1–{before}") };
    let words = fill(w.same_until, &[&name, &before, &seq.to_string()]);
    let branches = place.branches.into_iter().enumerate().map(|(at, branch)| branch_card(at, branch, scope, stopping)).collect_view();
    view! {
        <p class="in sm t-2"><bdi>{words}</bdi></p>
        <div class="tree-f" role="radiogroup" aria-label=w.which>
            {(seq > 1).then(|| view! { <span class="stem">{fill(w.stem, &[&stem])}</span> })}
            {branches}
        </div>
    }
}

fn branch_card(at: usize, branch: Branch, scope: Scope, stopping: Stopping) -> impl IntoView {
    let ctx = stopping.counting.ctx;
    let (t, today) = (ctx.t(), ctx.today.get_untracked());
    let name = branch.name;
    let is_chosen = move || stopping.chosen.with(|chosen| chosen.get(&scope) == Some(&name));
    let choose = move |_| {
        stopping.chosen.update(|chosen| {
            chosen.insert(scope, name);
        });
    };
    view! {
        <div class="branch">
            <label class="val">
                <input type="radio" name=format!("fork-{scope}") prop:checked=attr(is_chosen) on:change=choose/>
                <span><b>{t.branch_title(at, &branch)}</b><span class="t-2">{t.branch_days(&branch, today)}<br/>{t.counts(&branch.counts)}</span></span>
            </label>
            <details><summary class="sm">{t.trust().entries_of}</summary><ul class="sm">{branch.listed.into_iter().map(|line| entry(line, stopping)).collect_view()}</ul></details>
        </div>
    }
}

fn entry(line: Line, stopping: Stopping) -> impl IntoView {
    let ctx = stopping.counting.ctx;
    let t = ctx.t();
    let words = (!line.words.is_empty()).then(|| view! { {t.dot()}<bdi>{line.words}</bdi> });
    view! { <li>{t.moment(&line.at, ctx.today.get_untracked())}{t.dot()}{t.what(line.what)}{words}</li> }
}

/// Up to where a lost device counts.
#[component]
fn Until(stopping: Stopping) -> impl IntoView {
    let w = stopping.counting.ctx.t().trust();
    let option = move |by_day: bool, words: &'static str, hint: &'static str| {
        radio("cut", move || stopping.by_day.get() == by_day, move || stopping.by_day.set(by_day), words, hint)
    };
    let set = move |event: web_sys::Event| {
        if let Some(day) = Day::parse(&event_target_value(&event)) {
            stopping.day.set(day);
        }
    };
    view! {
        <fieldset class="field in">
            <legend>{w.cut}</legend>
            <div class="card opts">{option(false, w.cut_held, w.cut_held_hint)}{option(true, w.cut_day, w.cut_day_hint)}</div>
            <If when=move || stopping.by_day.get()>
                <label class="label" for="last-day">{w.last_day}</label>
                <input class="input" id="last-day" type="date" prop:value=attr(move || stopping.day.get().to_string()) on:change=set/>
            </If>
        </fieldset>
    }
}

/// What the step would change, from the fold itself.
#[component]
fn Preview(stopping: Stopping) -> impl IntoView {
    let ctx = stopping.counting.ctx;
    let shown = move || {
        let t = ctx.t();
        let w = t.trust();
        let effect = match stopping.effect.get() {
            Ok(effect) => effect,
            Err(refusal) => return view! { <p class="t-red"><Icon name="alert"/>" "{t.refusal(&refusal)}</p> }.into_any(),
        };
        let counts = |label: &'static str, counts: &[_]| (!counts.is_empty()).then(|| view! { <p><b>{label}</b>" "{t.counts(counts)}</p> });
        let named = |pattern: &'static str, names: &[String]| {
            (!names.is_empty()).then(|| view! { <p><bdi>{fill(pattern, &[&names.join(t.comma())])}</bdi></p> })
        };
        let more =
            (effect.listed_more > 0).then(|| view! { <p class="t-2">{fill(t.receive().more, &[&effect.listed_more.to_string()])}</p> });
        let list = (!effect.listed.is_empty()).then(|| {
            let lines = effect.listed.iter().cloned().map(|line| entry(line, stopping)).collect_view();
            view! { <details><summary>{w.entries_of}</summary><ul>{lines}</ul>{more}</details> }
        });
        view! {
            {effect.stops.is_empty().then(|| view! { <p>{w.nothing_stops}</p> })}
            {counts(w.stops, &effect.stops)}
            {counts(w.starts, &effect.starts)}
            {named(w.in_projects, &effect.projects)}
            {named(w.others_lost, &effect.devices)}
            {list}
        }
        .into_any()
    };
    view! {
        <div class="boxh"><h2>{ctx.t().trust().preview}</h2></div>
        <div class="in sm box" role="status">{live(shown)}</div>
    }
}

#[component]
fn Foot(person: Ref, forked: bool, stopping: Stopping) -> impl IntoView {
    let w = stopping.counting.ctx.t().trust();
    let missing = move || stopping.tried.get() && stopping.reason.with(|reason| reason.trim().is_empty());
    let possible = move || stopping.effect.with(Result::is_ok);
    let label = move || match (stopping.busy.get(), forked) {
        (true, _) => w.stopping,
        (false, true) => w.cure,
        (false, false) => w.stop_go,
    };
    let steps = forked.then(|| view! { <ul class="sm t-2"><li>{w.after_stops}</li><li>{w.after_rest}</li></ul> });
    view! {
        <div class="foot-b">
            {steps}
            <div class="field">
                <label for="why">{w.reason}</label>
                <input class="input" id="why" autocomplete="off" prop:value=attr(move || stopping.reason.get()) aria-invalid=attr(move || missing().then_some("true"))
                    aria-describedby="why-fault" on:input=move |event| stopping.reason.set(event_target_value(&event))/>
                <p class="fault" id="why-fault" role="alert">{live(move || missing().then_some(w.reason_missing))}</p>
            </div>
            <label class="stays"><input type="checkbox" class="ck" prop:checked=attr(move || stopping.stays.get()) on:change=move |event| stopping.stays.set(event_target_checked(&event))/>
                <span>{w.stays}<span class="sm t-2">{w.stays_hint}</span></span></label>
            <button class="btn" data-kind="main" type="button" aria-busy=attr(move || stopping.busy.get().then_some("true"))
                aria-disabled=attr(move || (!possible()).then_some("true")) on:click=move |_| if possible() { stopping.go(person) }>{live(label)}</button>
            <p class="xs t-2">{w.no_undo}</p>
        </div>
    }
}
