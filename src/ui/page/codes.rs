//! A finished file on the screen, as codes that another camera reads.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::js::{self, window};
use crate::browser::{pack, qr};
use crate::domain::bundle::frames::{MAX_CONTENT, Packing, Payload, cut};
use crate::session::{Failure, Parcel};
use crate::store::SentHow;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, If, attr, live};

/// Codes a second.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Speed {
    Slow = 4,
    Fast = 8,
}

#[derive(Clone, PartialEq, Debug)]
enum Step {
    Packing,
    /// Beyond what codes can carry; with its bytes.
    TooLarge(u64),
    /// So many codes.
    Showing(usize),
}

/// Whether it stands in the exchange log.
#[derive(Clone, PartialEq, Debug)]
enum Noted {
    NotYet,
    Done,
    Failed(Failure),
}

#[derive(Clone, Copy)]
struct Showing {
    ctx: Ctx,
    parcel: StoredValue<Parcel, LocalStorage>,
    step: RwSignal<Step>,
    frames: StoredValue<Vec<String>>,
    at: RwSignal<usize>,
    /// Those that were on the screen.
    shown: StoredValue<Vec<bool>>,
    noted: RwSignal<Noted>,
    speed: RwSignal<Speed>,
    playing: RwSignal<bool>,
    timer: StoredValue<Option<IntervalHandle>>,
    canvas: NodeRef<html::Canvas>,
}

/// The smaller of the file and the file deflated.
async fn pack(bytes: &[u8]) -> Payload {
    match pack::deflate(bytes).await.filter(|small| small.len() < bytes.len()) {
        Some(bytes) => Payload { packing: Packing::Deflated, bytes },
        None => Payload { packing: Packing::Plain, bytes: bytes.to_vec() },
    }
}

impl Showing {
    async fn begin(self) {
        let Some(bytes) = self.parcel.try_with_value(|parcel| parcel.bytes.clone()) else { return };
        let payload = pack(&bytes).await;
        let step = match cut(&payload).filter(|_| bytes.len() <= MAX_CONTENT) {
            None => Step::TooLarge(payload.bytes.len() as u64),
            Some(frames) => {
                let count = frames.len();
                self.shown.try_set_value(vec![false; count]);
                self.frames.try_set_value(frames);
                Step::Showing(count)
            }
        };
        if self.step.try_set(step).is_none() {
            js::keep_awake();
            self.run();
        }
    }

    fn count(self) -> usize {
        match self.step.get_untracked() {
            Step::Showing(count) => count,
            Step::Packing | Step::TooLarge(_) => 0,
        }
    }

    fn turn(self, by: usize) {
        let count = self.count();
        if count > 0 {
            self.at.update(|at| *at = (*at + by) % count);
        }
    }

    /// Starts or stops the timer, as the buttons say.
    fn run(self) {
        self.halt();
        if self.playing.get_untracked() {
            let pause = Duration::from_millis(1000 / self.speed.get_untracked() as u64);
            self.timer.set_value(set_interval_with_handle(move || self.turn(1), pause).ok());
        }
    }

    fn halt(self) {
        if let Some(Some(timer)) = self.timer.try_update_value(Option::take) {
            timer.clear();
        }
    }

    fn play(self, playing: bool) {
        self.playing.set(playing);
        self.run();
    }

    /// Puts a code on the canvas. Once all were there the file counts as one that left.
    fn draw(self, at: usize) {
        let Some(canvas) = self.canvas.get() else { return };
        if !self.frames.with_value(|frames| frames.get(at).is_some_and(|text| qr::draw(&canvas, text))) {
            return;
        }
        let is_whole = self.shown.try_update_value(|shown| {
            let was = shown.iter().all(|shown| *shown);
            shown[at] = true;
            !was && shown.iter().all(|shown| *shown)
        });
        if is_whole == Some(true) {
            let parcel = self.parcel.get_value();
            spawn_local(async move {
                let noted = self.ctx.record_sent(parcel, SentHow::Codes).await.map_or_else(Noted::Failed, |()| Noted::Done);
                let _ = self.noted.try_set(noted);
            });
        }
    }
}

#[component]
pub fn Codes(parcel: Parcel, close: Callback<()>) -> impl IntoView {
    let ctx = ctx();
    let calm = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches());
    let showing = Showing {
        ctx,
        parcel: StoredValue::new_local(parcel),
        step: RwSignal::new(Step::Packing),
        frames: StoredValue::new(Vec::new()),
        at: RwSignal::new(0),
        shown: StoredValue::new(Vec::new()),
        noted: RwSignal::new(Noted::NotYet),
        speed: RwSignal::new(Speed::Slow),
        playing: RwSignal::new(!calm),
        timer: StoredValue::new(None),
        canvas: NodeRef::new(),
    };
    Effect::new(move |_| {
        if matches!(showing.step.get(), Step::Showing(_)) {
            showing.draw(showing.at.get());
        }
    });
    on_cleanup(move || {
        showing.halt();
        js::let_sleep();
    });
    spawn_local(async move { showing.begin().await });
    let w = move || ctx.t().ways();
    let body = move || match showing.step.get() {
        Step::Packing => view! { <p class="status" role="status" data-state="saving">{ctx.t().send().making}</p> }.into_any(),
        Step::TooLarge(bytes) => {
            let words = fill(w().too_large, &[&ctx.t().bytes(bytes)]);
            view! { <p class="notice" data-tone="yellow" role="alert"><Icon name="alert"/><span>{words}</span></p> }.into_any()
        }
        Step::Showing(count) => view! { <Player showing count calm/> }.into_any(),
    };
    let back = move || view! { <button class="btn" data-size="lg" type="button" on:click=move |_| close.run(())><Icon name="back"/>{w().back}</button> };
    move || {
        if ctx.desk.get() {
            view! {
                <main id="main" class="page">
                    <header class="top"><h1>{w().show_title}</h1><span class="push">{back()}</span></header>
                    <div class="scroll stackd codes">{live(body)}</div>
                </main>
            }
            .into_any()
        } else {
            view! {
                <header class="bar">
                    <button class="back" type="button" aria-label=w().back on:click=move |_| close.run(())><Icon name="back"/></button>
                    <h1>{w().show_title}</h1>
                </header>
                <main id="main" class="stack codes">{live(body)}</main>
            }
            .into_any()
        }
    }
}

#[component]
fn Player(showing: Showing, count: usize, calm: bool) -> impl IntoView {
    let ctx = showing.ctx;
    let w = move || ctx.t().ways();
    let frame = move || fill(w().frame, &[&(showing.at.get() + 1).to_string(), &count.to_string()]);
    let round = move || ctx.t().codes_round(count, count.div_ceil(showing.speed.get() as usize));
    let noted = move || match showing.noted.get() {
        Noted::NotYet => view! { <p class="status">{w().until_noted}</p> }.into_any(),
        Noted::Done => view! { <p class="status" data-state="unsent"><Icon name="clock"/><span>{w().noted}</span></p> }.into_any(),
        Noted::Failed(failure) => {
            let words = format!("{} {}", ctx.t().send().handing.not_recorded, ctx.t().failure(&failure));
            view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{words}</span></p> }.into_any()
        }
    };
    let speed = move |value: Speed, words: &'static str| {
        let choose = move |_| {
            showing.speed.set(value);
            showing.run();
        };
        view! { <label class="chip"><input type="radio" name="speed" prop:checked=attr(move || showing.speed.get() == value) on:change=choose/>{words}</label> }
    };
    let step = move |by: usize| {
        showing.play(false);
        showing.turn(by);
    };
    view! {
        <p class="hint">{w().show_hint}</p>
        <canvas class="qr" node_ref=showing.canvas role="img" aria-label=w().show_title></canvas>
        <p class="c"><b>{live(frame)}</b>" "<span class="t-2">{live(round)}</span></p>
        <If when=move || calm><p class="hint">{w().still}</p></If>
        <div class="acts">
            <button class="btn" type="button" on:click=move |_| step(count - 1)><Icon name="back"/>{w().before}</button>
            <button class="btn" data-kind="soft" type="button" on:click=move |_| showing.play(!showing.playing.get_untracked())>
                {live(move || if showing.playing.get() { w().pause } else { w().play })}
            </button>
            <button class="btn" type="button" on:click=move |_| step(1)>{w().next}<Icon name="next"/></button>
        </div>
        <fieldset class="chips"><legend class="label">{w().speed}</legend>{speed(Speed::Slow, w().slow)}{speed(Speed::Fast, w().fast)}</fieldset>
        <div role="status">{live(noted)}</div>
    }
}
