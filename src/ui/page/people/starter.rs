//! Inviting: a starter is made by one tap and handed out by another, since a share sheet opens only within one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Roster;
use crate::browser::share::Prepared;
use crate::crypto::closing::Lock;
use crate::domain::bundle::jwe::OWN_ROUNDS;
use crate::domain::calendar::Day;
use crate::domain::id::Ref;
use crate::screen::lock;
use crate::screen::people::{PersonRow, Standing};
use crate::session::{Failure, Parcel};
use crate::text::fill;
use crate::ui::ctx::Ctx;
use crate::ui::part::{Handed, HandedSaid, Icon, If, NewPassphrase, Ready, attr, hand_out, live};

/// How many days a starter is good for unless one says otherwise.
const DAYS: i64 = 14;

/// A starter that waits to be handed out.
#[derive(Clone)]
pub struct Starter {
    until: Day,
    parcel: Parcel,
    prepared: Prepared,
    handed: Handed,
    left: Left,
    /// What opens it, to be told by phone; kept while the file is shown.
    words: Option<String>,
}

/// Whether any hand-out ended well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    NotYet,
    /// It did, but the exchange log does not say so yet.
    Unrecorded,
    Recorded,
}

impl Starter {
    pub fn has_left(&self) -> bool {
        self.left != Left::NotYet
    }
}

impl Roster {
    /// Writes the invitation and makes the file.
    async fn make_starter(self, person: Ref, until: Day, words: Option<String>) -> Result<(), Failure> {
        let lock = words.clone().map(|words| Lock::Passphrase { words, rounds: OWN_ROUNDS });
        let parcel = self.ctx.starter(person, until, lock).await?;
        let Ready { parcel, prepared } = Ready::new(parcel)?;
        let starter = Starter { until, parcel, prepared, handed: Handed::Ready, left: Left::NotYet, words };
        // The page may be gone: then the file is of no use to anyone.
        let _ = self.starters.try_update(|starters| starters.insert(person, starter));
        Ok(())
    }

    fn set_handed(self, person: Ref, handed: Handed) {
        let _ = self.starters.try_update(|starters| {
            if let Some(starter) = starters.get_mut(&person) {
                starter.left = match handed {
                    Handed::Sent(_) => Left::Recorded,
                    Handed::NotRecorded(_) => Left::Unrecorded,
                    Handed::Ready | Handed::Sharing | Handed::Cancelled | Handed::NotShared => starter.left,
                };
                starter.handed = handed;
            }
        });
    }

    /// Opens the share sheet for a file that is ready; what left is recorded.
    fn hand_out(self, person: Ref) {
        let Some(starter) = self.starters.with_untracked(|starters| starters.get(&person).cloned()) else { return };
        if starter.handed == Handed::Sharing {
            return;
        }
        self.set_handed(person, Handed::Sharing);
        spawn_local(async move {
            // Handed out twice it is still one file.
            let recorded = starter.left == Left::Recorded;
            let record = async |how| if recorded { Ok(()) } else { self.ctx.record_sent(starter.parcel, how).await };
            self.set_handed(person, hand_out(&starter.prepared, record).await);
        });
    }
}

#[component]
pub fn Invite(person: Ref, row: Memo<Option<PersonRow>>, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let made = move || roster.starters.with(|starters| starters.contains_key(&person));
    let joined = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| !row.devices.is_empty())));
    let out = move || {
        let (t, today) = (ctx.t(), ctx.today.get());
        let row = row.get()?;
        match (row.standing, row.invited) {
            (_, Some(until)) if until >= today => Some(fill(t.people().out_until, &[&t.day(until, today)])),
            (Standing::Expired(until), _) => Some(fill(t.people().out_over, &[&t.day(until, today)])),
            _ => None,
        }
    };
    view! {
        <section class="card pad box" aria-labelledby="h-inv">
            <h2 id="h-inv">{live(move || if joined.get() { w().starter_again } else { w().starter })}</h2>
            <If when=move || !ctx.is_sample() fallback=move || view! { <p class="sm t-2">{w().sample}</p> }>
                <If when=made><Made person roster/></If>
                <If when=move || !made()>
                    <If when=move || joined.get()><p class="sm">{w().second}</p></If>
                    {live(move || out().map(|words| view! { <p class="sm t-yellow">{words}</p> }))}
                    <Make person row roster/>
                </If>
            </If>
        </section>
    }
}

#[component]
fn Make(person: Ref, row: Memo<Option<PersonRow>>, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let until = RwSignal::new(ctx.today.get_untracked().plus(DAYS).to_string());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<Failure>);
    // While a device waits, admitting it is what there is to do.
    let waits = move || row.with(|row| row.as_ref().is_some_and(|row| row.standing == Standing::Waiting));
    let kind = move || if waits() { "soft" } else { "main" };
    let day = Memo::new(move |_| Day::parse(&until.get()).filter(|day| *day >= ctx.today.get()));
    let words = RwSignal::new(String::new());
    // None: something is typed that is no passphrase.
    let phrase = Memo::new(move |_| words.with(|words| if words.is_empty() { Some(None) } else { lock::passphrase(words).map(Some) }));
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if untrack(|| !ctx.is_admitted()) {
            return;
        }
        let (Some(day), Some(words), false) = (day.get_untracked(), phrase.get_untracked(), busy.get_untracked()) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            if let Err(failure) = roster.make_starter(person, day, words).await {
                let _ = failed.try_set(Some(failure));
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form class="box" on:submit=make novalidate>
            <NotYet ctx/>
            <div class="field">
                <label for="until">{w().until}</label>
                <input class="input" id="until" type="date" required min=attr(move || ctx.today.get().to_string()) prop:value=attr(move || until.get())
                    aria-invalid=attr(move || day.get().is_none().then_some("true")) aria-describedby="until-hint" on:input=move |event| until.set(event_target_value(&event))/>
                <p class="hint" id="until-hint">{w().until_hint}</p>
            </div>
            <p class="sm">{w().key_note}</p>
            <details>
                <summary>{ctx.t().lock().starter}</summary>
                <div class="box"><p class="hint">{ctx.t().lock().starter_hint}</p><NewPassphrase text=words t=ctx.t()/></div>
            </details>
            <button class="btn" data-kind=attr(kind) aria-busy=attr(move || busy.get().then_some("true"))
                aria-disabled=attr(move || (!ctx.is_admitted() || day.get().is_none() || phrase.with(Option::is_none)).then_some("true"))>
                <Icon name="key"/>{live(move || if busy.get() { w().making } else { w().make })}
            </button>
            <div role="alert">
                {live(move || failed.get().map(|failure| view! { <p class="status" data-state="failed"><Icon name="alert"/>{ctx.t().failure(&failure)}</p> }))}
            </div>
        </form>
    }
}

/// Why a device that nobody admitted makes no starters.
#[component]
pub fn NotYet(ctx: Ctx) -> impl IntoView {
    view! {
        <If when=move || !ctx.is_admitted()>
            <p class="notice" data-tone="yellow"><Icon name="alert"/><span>{ctx.t().people().starter_not_yet}</span></p>
        </If>
    }
}

/// The file is there: what it is, and the tap that hands it out.
#[component]
fn Made(person: Ref, roster: Roster) -> impl IntoView {
    let ctx = roster.ctx;
    let w = move || ctx.t().people();
    let held = move || roster.starters.with(|starters| starters.get(&person).cloned());
    let handed = move || held().map_or(Handed::Ready, |starter| starter.handed);
    let facts = move || {
        let (t, starter) = (ctx.t(), held()?);
        let until = fill(t.people().made_until, &[&t.day(starter.until, ctx.today.get())]);
        let size = t.bytes(starter.parcel.bytes.len() as u64);
        Some(view! { <p class="sm t-2">{until}{t.dot()}{size}<br/><bdi class="t-3">{starter.parcel.name}</bdi></p> })
    };
    let is = move |wanted: fn(&Starter) -> bool| held().is_some_and(|starter| wanted(&starter));
    let kind = move || if is(Starter::has_left) { None } else { Some("main") };
    view! {
        <If when=move || !is(Starter::has_left)>
            <p class="status" data-state="unsent" role="status"><Icon name="key"/>{w().made}</p>
        </If>
        {live(facts)}
        {live(move || held().and_then(|starter| starter.words).map(|words| {
            view! { <p class="sm">{ctx.t().lock().starter_words}" "<bdi translate="no">{words}</bdi></p><p class="hint">{ctx.t().lock().starter_hint}</p> }
        }))}
        <p class="sm">{w().key_note}</p>
        <HandedSaid handed=Signal::derive(handed) words=&w().handing t=ctx.t()/>
        <button class="btn" type="button" data-kind=kind aria-busy=attr(move || is(|s| s.handed == Handed::Sharing).then_some("true")) on:click=move |_| roster.hand_out(person)>
            <Icon name="send"/>{live(move || if is(Starter::has_left) { w().hand_out_again } else { w().hand_out })}
        </button>
        <If when=move || !is(Starter::has_left)><p class="hint">{w().leave_note}</p></If>
    }
}
