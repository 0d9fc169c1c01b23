//! Making a backup: the files are built first, then each is saved by a tap.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::share::{Outcome, Prepared};
use crate::screen::moment::Moment;
use crate::screen::reminder;
use crate::screen::route::Route;
use crate::session::Failure;
use crate::session::backup::{BackedUp, events_held};
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, If, attr, live};

/// A file of a backup, made.
#[derive(Clone)]
struct Part {
    prepared: Prepared,
    bytes: u64,
    kept: RwSignal<bool>,
}

#[derive(Clone)]
enum Step {
    Idle,
    Making,
    Made(Vec<Part>, BackedUp),
    Failed(Failure),
}

#[component]
pub fn BackupBox() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().backup();
    let step = RwSignal::new_local(Step::Idle);
    let last = LocalResource::new(move || ctx.last_backup());
    let make = move |_| {
        if matches!(step.get_untracked(), Step::Making) {
            return;
        }
        step.set(Step::Making);
        spawn_local(async move {
            let next = match made(ctx).await {
                Ok((parts, done)) => Step::Made(parts, done),
                Err(failure) => Step::Failed(failure),
            };
            let _ = step.try_set(next);
        });
    };
    let mark = move || {
        let last = last.get().filter(|_| !ctx.is_sample())?;
        let age = reminder::backup_age(&ctx.snapshot(), ctx.own(), last, ctx.today.get());
        let (tone, icon) = match (age.is_fresh(), age.days) {
            (true, Some(_)) => ("t-green", "check"),
            // So little was written that nobody asks for one yet.
            (true, None) => ("t-2", "clock"),
            (false, _) => ("t-yellow", "clock"),
        };
        let words = age.days.map_or_else(|| ctx.t().backup().never.to_string(), |days| ctx.t().last_backup(days));
        Some(view! { <span class=format!("st {tone}")><Icon name=icon/>{words}</span> })
    };
    let since = move || {
        let last = last.get()??;
        let at = Moment { day: ctx.day_of(last.time), time: ctx.time_of_day(last.time) };
        let new = events_held(&ctx.snapshot()).saturating_sub(last.events);
        Some(view! { <p class="t-2">{ctx.t().moment(&at, ctx.today.get())}{ctx.t().dot()}{ctx.t().since_backup(new)}</p> })
    };
    let body = move || match step.get() {
        Step::Made(parts, done) => made_parts(ctx, parts, done, move || last.refetch()).into_any(),
        now => {
            let busy = matches!(now, Step::Making);
            let failed = if let Step::Failed(failure) = now { Some(ctx.t().failure(&failure)) } else { None };
            view! {
                <div role="alert">{failed.map(|words| view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{words}</span></p> })}</div>
                <div class="acts">
                    <button class="btn" data-kind="soft" type="button" aria-busy=attr(move || busy.then_some("true")) on:click=make>
                        <Icon name="usb"/>{if busy { w().making } else { w().make }}
                    </button>
                    <a class="btn" href=Route::Receive.print()>{w().restore}</a>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <section class="card" aria-labelledby="s-back">
            <div class="boxh"><h2 id="s-back">{w().title}</h2><span class="end">{live(mark)}</span></div>
            <div class="in">
                <If when=move || !ctx.is_sample() fallback=move || view! { <p class="t-2">{w().sample}</p> }>
                    <p>{w().what}</p>
                    {live(since)}
                    {live(body)}
                    <p class="t-2">{w().restore_hint}</p>
                </If>
            </div>
        </section>
    }
}

/// All files of a backup, named once it is known how many there are.
async fn made(ctx: Ctx) -> Result<(Vec<Part>, BackedUp), Failure> {
    let (parts, done) = ctx.backup().await?;
    let of = parts.len();
    let name = |n: usize| format!("{}-{}of{of}.json", ctx.backup_stem(done.time), n + 1);
    let part = |(n, (blob, bytes))| Some(Part { prepared: Prepared::of(&blob, &name(n))?, bytes, kept: RwSignal::new(false) });
    Ok((parts.into_iter().enumerate().filter_map(part).collect(), done))
}

fn made_parts(ctx: Ctx, parts: Vec<Part>, done: BackedUp, noted: impl Fn() + Copy + 'static) -> impl IntoView {
    let t = ctx.t();
    let w = t.backup();
    let failed = RwSignal::new(None::<String>);
    let kept: Vec<RwSignal<bool>> = parts.iter().map(|part| part.kept).collect();
    let all = Memo::new(move |_| kept.iter().all(|kept| kept.get()));
    let of = parts.len();
    let line = move |(n, part): (usize, Part)| {
        let keep = move |_| {
            let prepared = part.prepared.clone();
            spawn_local(async move {
                match prepared.go().await {
                    Outcome::Shared | Outcome::Downloaded => part.kept.set(true),
                    Outcome::Cancelled => return,
                    Outcome::Failed(_) => return failed.set(Some(ctx.t().backup().not_left.into())),
                }
                failed.set(None);
                if all.get_untracked() {
                    match ctx.record_backup(done).await {
                        Ok(()) => noted(),
                        Err(failure) => failed.set(Some(ctx.t().failure(&failure))),
                    }
                }
            });
        };
        view! {
            <li class="row act">
                <span>{t.backup_part(n + 1, of)}{t.dot()}{t.bytes(part.bytes)}
                    {live(move || part.kept.get().then(|| view! { <span class="status" data-state="unsent"><Icon name="download"/>{w.kept}</span> }))}</span>
                <button class="btn" type="button" aria-label=format!("{} {}", w.keep, t.backup_part(n + 1, of)) on:click=keep>{w.keep}</button>
            </li>
        }
    };
    view! {
        <p>{w.keep_each}</p>
        <ul class="rows">{parts.into_iter().enumerate().map(line).collect_view()}</ul>
        <div role="status">{live(move || all.get().then(|| view! { <p class="status" data-state="saved"><Icon name="check"/>{w.done}</p> }))}</div>
        <div role="alert">{live(move || failed.get().map(|words| view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{words}</span></p> }))}</div>
    }
}
