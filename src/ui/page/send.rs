//! Sending a bundle: to whom, what is inside, how it left.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::crypto::closing::Lock;
use crate::domain::bundle::jwe::OWN_ROUNDS;
use crate::domain::bundle::key::PublicKey;
use crate::domain::id::{DeviceId, Ref};
use crate::screen::fresh::What;
use crate::screen::lock::{self, Guard};
use crate::screen::receive::LogRow;
use crate::screen::route::Route;
use crate::screen::send::{self, Choice, Extent, Inside, Offer, Search, SendView};
use crate::session::{Failure, Parcel};
use crate::text::{Text, fill};
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::codes::Codes;
use crate::ui::page::many::ManyWay;
use crate::ui::part::{
    Bar, Handed, HandedSaid, Icon, If, NewPassphrase, Ready, addressed, attr, hand_out, live, radio, receipt_mark, split,
};

/// What file is wanted.
#[derive(Clone, PartialEq)]
struct Wish {
    to: Ref,
    extent: Extent,
    photos: bool,
    lock: Option<Lock>,
}

/// What was made, with what it was made for.
#[derive(Clone)]
struct Answer {
    wish: Option<Wish>,
    made: Option<Result<Ready, Failure>>,
}

#[derive(Clone, Copy)]
struct Sending {
    ctx: Ctx,
    view: Memo<SendView>,
    chosen: RwSignal<Option<Ref>>,
    extent: RwSignal<Extent>,
    photos: RwSignal<bool>,
    to: Memo<Option<Ref>>,
    inside: Memo<Inside>,
    offer: Memo<Offer>,
    handed: RwSignal<Handed>,
    /// Who shall be able to open it, as far as that was chosen.
    chosen_guard: RwSignal<Option<Guard>>,
    boxes: Memo<Vec<(DeviceId, PublicKey)>>,
    guard: Memo<Guard>,
    /// The passphrase that is typed, and what was settled on.
    typed: RwSignal<String>,
    settled: RwSignal<Option<String>>,
    /// The passphrase, while nothing else is typed than was settled on.
    phrase: Memo<Option<String>>,
    /// None while nobody is chosen, or no passphrase where one is wanted.
    wish: Memo<Option<Wish>>,
    made: RwSignal<Option<Answer>, LocalStorage>,
    /// What is on the screen as codes.
    codes: RwSignal<Option<Parcel>, LocalStorage>,
}

impl Sending {
    fn new(ctx: Ctx, asked: Option<Ref>) -> Sending {
        let chosen = RwSignal::new(None);
        let (extent, photos) = (RwSignal::new(Extent::Lacking), RwSignal::new(true));
        let view = Memo::new(move |_| send::view(&ctx.snapshot(), ctx.me().as_ref(), asked));
        let to = Memo::new(move |_| chosen.get().or_else(|| view.with(|view| view.preset)));
        let inside = Memo::new(move |_| to.get().map(|to| send::inside(&ctx.snapshot(), ctx.own(), &to, extent.get())).unwrap_or_default());
        let offer = Memo::new(move |_| inside.with(|inside| send::offer(&ctx.snapshot(), ctx.own(), to.get(), extent.get(), inside)));
        let (chosen_guard, typed, settled) = (RwSignal::new(None), RwSignal::new(String::new()), RwSignal::new(None));
        let phrase = Memo::new(move |_| settled.get().filter(|settled| typed.with(|typed| typed == settled)));
        let boxes = Memo::new(move |_| to.get().map(|to| ctx.snapshot().boxes_of(&to)).unwrap_or_default());
        let guard = Memo::new(move |_| lock::guard(chosen_guard.get(), boxes.with(Vec::len)));
        let wish = Memo::new(move |_| {
            let lock = match guard.get() {
                Guard::Devices => Some(Lock::Devices(boxes.get())),
                Guard::Passphrase => Some(Lock::Passphrase { words: phrase.get()?, rounds: OWN_ROUNDS }),
                Guard::Open => None,
            };
            Some(Wish { to: to.get()?, extent: extent.get(), photos: photos.get(), lock })
        });
        // Built before the tap: a share sheet opens only within one.
        let (made, turns) = (RwSignal::new_local(None), StoredValue::new(0_u64));
        Effect::new(move |_| {
            let wish = wish.get();
            ctx.snapshot();
            let turn = turns.get_value() + 1;
            turns.set_value(turn);
            spawn_local(async move {
                let answer = match wish.clone() {
                    None => Answer { wish, made: None },
                    Some(Wish { to, extent, photos, lock }) => {
                        let made = ctx.parcel(to, extent == Extent::Everything, photos, lock).await.and_then(Ready::new);
                        Answer { wish, made: Some(made) }
                    }
                };
                // What was asked for since is on its way.
                if turns.try_get_value() == Some(turn) {
                    let _ = made.try_set(Some(answer));
                }
            });
        });
        let handed = RwSignal::new(Handed::Ready);
        let codes = RwSignal::new_local(None);
        Sending {
            ctx,
            view,
            chosen,
            extent,
            photos,
            to,
            inside,
            offer,
            handed,
            chosen_guard,
            boxes,
            guard,
            typed,
            settled,
            phrase,
            wish,
            made,
            codes,
        }
    }

    /// The file that is wanted now: none while it is being made. One that was made for another wish is not it.
    fn file(self) -> Option<Option<Result<Ready, Failure>>> {
        let wish = self.wish.get();
        self.made.get().filter(|answer| answer.wish == wish).map(|answer| answer.made)
    }

    fn ready(self) -> Option<Ready> {
        self.file().flatten().and_then(Result::ok)
    }

    /// A passphrase is to be settled on before anything is made.
    fn lacks_phrase(self) -> bool {
        self.guard.get() == Guard::Passphrase && self.phrase.with(Option::is_none)
    }

    fn is_possible(self) -> bool {
        !matches!(self.offer.get(), Offer::ChooseFirst | Offer::Nothing)
            && self.handed.get() != Handed::Sharing
            && !self.lacks_phrase()
            && self.ready().is_some()
    }

    fn choose_guard(self, guard: Guard) {
        self.chosen_guard.set(Some(guard));
        self.handed.set(Handed::Ready);
    }

    fn show_codes(self) {
        if let Some(made) = untrack(|| self.ready().filter(|_| self.is_possible())) {
            self.codes.set(Some(made.parcel));
        }
    }

    fn go(self) {
        let Some(Ready { parcel, prepared }) = untrack(|| self.ready().filter(|_| self.is_possible())) else { return };
        self.handed.set(Handed::Sharing);
        spawn_local(async move {
            let handed = hand_out(&prepared, async |how| self.ctx.record_sent(parcel, how).await).await;
            let _ = self.handed.try_set(handed);
        });
    }
}

#[component]
pub fn Send(to: Option<Ref>) -> impl IntoView {
    let ctx = ctx();
    move || {
        if ctx.is_sample() { view! { <Sample/> }.into_any() } else { view! { <SendForm asked=to/> }.into_any() }
    }
}

/// The sample has no such page; this one says so to whoever came by the address.
#[component]
fn Sample() -> impl IntoView {
    let ctx = ctx();
    let title = Signal::derive(move || ctx.t().send().title);
    let said = move || view! { <p class="notice" role="status"><Icon name="info"/>{ctx.t().send().sample}</p> };
    move || {
        if ctx.desk.get() {
            view! { <main id="main" class="page"><header class="top"><h1>{title}</h1></header>{said()}</main> }.into_any()
        } else {
            let back_label = Signal::derive(move || ctx.t().common().back_today);
            view! { <Bar back=Route::Today.print() back_label title/><main id="main" class="stack">{said()}</main> }.into_any()
        }
    }
}

#[component]
fn SendForm(asked: Option<Ref>) -> impl IntoView {
    let ctx = ctx();
    let sending = Sending::new(ctx, asked);
    let close = Callback::new(move |()| sending.codes.set(None));
    move || {
        if let Some(parcel) = sending.codes.get() {
            return view! { <Codes parcel close/> }.into_any();
        }
        if ctx.desk.get() { view! { <DeskSend sending/> }.into_any() } else { view! { <PhoneSend sending/> }.into_any() }
    }
}

/// What is counted is what the file below carries.
fn title(sending: Sending) -> String {
    sending.ctx.t().send_title(sending.inside.with(|inside| inside.events))
}

#[component]
fn PhoneSend(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    view! {
        <Bar back=Route::Exchange.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || title(sending))>
            <Offline/>
        </Bar>
        <main id="main" class="stack">
            <ManyWay/>
            <ToWhom sending/>
            <Contents sending/>
            <HowMuch extent=sending.extent handed=sending.handed ctx/>
            <WhoOpens sending/>
            <Past sending/>
        </main>
        <footer class="thumb"><div class="thumb-in">
            <HandedSaid handed=sending.handed words=&ctx.t().send().handing t=ctx.t()/>
            <SendButton sending/>
            <CodesButton sending/>
            <p class="status c">{ctx.t().send().ways}</p>
        </div></footer>
    }
}

#[component]
fn DeskSend(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    view! {
        <main id="main" class="page">
            <header class="top"><h1>{live(move || title(sending))}</h1><ManyWay/><span class="push"><Offline/></span></header>
            <div class="cols wide">
                <div class="scroll stackd"><ToWhom sending/><Contents sending/><HowMuch extent=sending.extent handed=sending.handed ctx/><WhoOpens sending/></div>
                <div class="rail"><div class="scroll stackd"><Past sending/></div></div>
            </div>
            <footer class="apply card">
                <div class="grow"><HandedSaid handed=sending.handed words=&ctx.t().send().handing t=ctx.t()/></div>
                <span class="status">{ctx.t().send().ways}</span>
                <CodesButton sending/>
                <SendButton sending/>
            </footer>
        </main>
    }
}

#[component]
fn Offline() -> impl IntoView {
    let ctx = ctx();
    view! {
        <If when=move || !ctx.online.get()>
            <span class="status"><Icon name="offline"/>{ctx.t().send().offline}</span>
        </If>
    }
}

#[component]
fn ToWhom(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let w = move || ctx.t().send();
    let query = RwSignal::new(String::new());
    let search = Memo::new(move |_| sending.view.with(|view| view.search));
    let found = Memo::new(move |_| {
        let chosen = sending.to.get();
        sending.view.with(|view| {
            view.choices.iter().filter(|c| send::matches(c, &query.get()) || Some(c.person) == chosen).cloned().collect::<Vec<_>>()
        })
    });
    let none = move || sending.view.with(|view| view.choices.is_empty());
    view! {
        <fieldset class="field">
            <legend>{w().to_whom}</legend>
            <If when=move || search.get() == Search::Offered>
                <label class="find"><Icon name="search"/><span class="sr">{w().find}</span>
                    <input type="search" placeholder=w().find prop:value=attr(move || query.get()) on:input=move |event| query.set(event_target_value(&event))/>
                </label>
            </If>
            <If when=none><p class="hint">{w().nobody}</p></If>
            <If when=move || !none() && found.with(Vec::is_empty)><p class="hint" role="status">{w().nobody_found}</p></If>
            <div class="card opts tall">
                <For each=move || found.get() key=|choice| choice.person let:choice>{choice_line(choice, sending)}</For>
            </div>
        </fieldset>
    }
}

fn choice_line(choice: Choice, sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let person = choice.person;
    let (reach, role, district) = (choice.reach, choice.role, choice.district);
    let about = move || {
        let t = ctx.t();
        let district = district.clone().map(|name| view! { <bdi>{name}</bdi>{t.dot()} });
        view! { {district}{t.role(role)}{t.dot()}{t.reach(reach)} }
    };
    let choose = move || {
        sending.chosen.set(Some(person));
        sending.handed.set(Handed::Ready);
    };
    radio("to", move || sending.to.get() == Some(person), choose, view! { <bdi>{choice.name}</bdi> }, live(about))
}

#[component]
fn Contents(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let lines = move || {
        let t = ctx.t();
        let Inside { own, others, photos, events } = sending.inside.get();
        let line = move |(what, n): (What, u64)| view! { <p><span>{t.what(what)}</span><b>{t.entries(n)}</b></p> };
        let head = |text: &'static str, shown: &[(What, u64)]| (!shown.is_empty()).then(|| view! { <p class="sm t-2 linehead">{text}</p> });
        view! {
            {(events == 0).then(|| view! { <p class="sm t-2">{t.send().nothing_inside}</p> })}
            {(!others.is_empty()).then(|| head(t.send().own, &own))}
            {own.into_iter().map(line).collect_view()}
            {head(t.send().others, &others)}
            {others.into_iter().map(line).collect_view()}
            {(photos > 0).then(|| {
                let take = move |event| {
                    sending.photos.set(event_target_checked(&event));
                    sending.handed.set(Handed::Ready);
                };
                view! {
                    <label class="with"><span>{fill(t.send().with_photos, &[&t.photos(photos)])}<span class="sm t-2">{t.send().with_photos_hint}</span></span>
                        <input type="checkbox" class="switch" role="switch" prop:checked=attr(move || sending.photos.get()) on:change=take/>
                    </label>
                }
            })}
        }
    };
    let sum = move || {
        let t = ctx.t();
        match sending.file() {
            Some(None) => ().into_any(),
            None => view! { <p class="sum" role="status">{t.send().making}</p> }.into_any(),
            Some(Some(Err(failure))) => {
                view! { <p class="sum t-red" role="alert">{t.send().not_made}" "{t.failure(&failure)}</p> }.into_any()
            }
            Some(Some(Ok(made))) => {
                let missing = made.parcel.missing_files;
                view! {
                    {(missing > 0).then(|| view! { <p class="sm t-yellow">{fill(t.send().photos_missing, &[&missing.to_string()])}</p> })}
                    <p class="sum"><span>{t.bundle_after(made.parcel.number)}</span><b>{fill(t.send().size, &[&t.bytes(made.parcel.bytes.len() as u64)])}</b></p>
                }
                .into_any()
            }
        }
    };
    view! {
        <If when=move || sending.to.get().is_some()>
            <section class="field" aria-labelledby="l-in">
                <h2 class="label" id="l-in">{ctx.t().send().inside}</h2>
                <div class="card lines">{live(lines)}{live(sum)}</div>
            </section>
        </If>
    }
}

/// Only what is lacking, or everything.
#[component]
pub fn HowMuch(extent: RwSignal<Extent>, handed: RwSignal<Handed>, ctx: Ctx) -> impl IntoView {
    let w = ctx.t().send();
    let option = move |value: Extent, words, hint| {
        let choose = move || {
            extent.set(value);
            handed.set(Handed::Ready);
        };
        radio("extent", move || extent.get() == value, choose, words, hint)
    };
    view! {
        <fieldset class="field">
            <legend>{w.extent}</legend>
            <div class="card opts">
                {option(Extent::Lacking, w.lacking, w.lacking_hint)}{option(Extent::Everything, w.everything, w.everything_hint)}
            </div>
        </fieldset>
    }
}

/// A way to protect a file, by its icon and words.
pub fn guard_option(
    guard: Guard,
    held: impl Fn() -> Option<Guard> + Send + 'static,
    choose: impl Fn(Guard) + 'static,
    words: impl IntoView,
    t: &'static Text,
) -> impl IntoView {
    let (icon, hint) = match guard {
        Guard::Devices => ("lock", t.lock().devices_hint),
        Guard::Passphrase => ("key", t.lock().phrase_hint),
        Guard::Open => ("unlock", t.lock().open_hint),
    };
    radio("guard", move || held() == Some(guard), move || choose(guard), view! { <Icon name=icon/>{words} }, hint)
}

/// Encrypted to whom, by what, or not at all.
#[component]
fn WhoOpens(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let w = move || ctx.t().lock();
    let (before, after) = split(w().devices);
    let name = move || {
        let to = sending.to.get();
        sending.view.with(|view| view.choices.iter().find(|choice| Some(choice.person) == to).map(|choice| choice.name.clone()))
    };
    let has_boxes = Memo::new(move |_| sending.boxes.with(|boxes| !boxes.is_empty()));
    let devices = move || view! { {before.clone()}<bdi>{live(name)}</bdi>{after.clone()} }.into_any();
    let option = move |guard: Guard, words: AnyView| {
        guard_option(guard, move || Some(sending.guard.get()), move |guard| sending.choose_guard(guard), words, ctx.t())
    };
    view! {
        <If when=move || sending.to.get().is_some()>
            <fieldset class="field">
                <legend>{w().who}</legend>
                <div class="card opts">
                    {live({
                        let devices = devices.clone();
                        move || has_boxes.get().then(|| option(Guard::Devices, devices()))
                    })}
                    {option(Guard::Passphrase, w().phrase.into_any())}
                    {option(Guard::Open, w().open.into_any())}
                </div>
                <If when=move || !has_boxes.get()><p class="hint">{w().no_devices}</p></If>
                <If when=move || sending.guard.get() == Guard::Passphrase><Phrase sending/></If>
                <If when=move || sending.guard.get() == Guard::Open fallback=move || view! { <p class="hint">{w().limits}</p> }>
                    <div class="notice"><Icon name="unlock"/><p>{ctx.t().send().open_note}</p></div>
                </If>
                <p class="hint"><Icon name="seal"/>" "{ctx.t().send().seal_note}</p>
            </fieldset>
        </If>
    }
}

/// A passphrase, and that it is settled on: only then a file is made with it.
#[component]
fn Phrase(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let w = move || ctx.t().lock();
    let typed = Memo::new(move |_| sending.typed.with(|text| lock::passphrase(text)));
    let is_used = Memo::new(move |_| sending.phrase.with(Option::is_some));
    let settle = move |_| {
        if let Some(words) = typed.get_untracked() {
            sending.settled.set(Some(words));
            sending.handed.set(Handed::Ready);
        }
    };
    view! {
        <NewPassphrase text=sending.typed t=ctx.t()/>
        <If when=move || !is_used.get()>
            <button class="btn" type="button" aria-disabled=attr(move || typed.get().is_none().then_some("true")) on:click=settle>{w().use_it}</button>
        </If>
        <div role="status">{live(move || is_used.get().then(|| view! { <p class="status" data-state="saved"><Icon name="check"/><span>{w().used}</span></p> }))}</div>
    }
}

#[component]
fn Past(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let rows = Memo::new(move |_| send::past(&ctx.snapshot(), ctx.own(), sending.to.get()));
    let line = move |row: LogRow| {
        let (t, today) = (ctx.t(), ctx.today.get());
        let LogRow::Sent { at, to, among, bytes, number, events, receipt, .. } = row else { return ().into_any() };
        // With nobody chosen the list is of everyone's.
        let to = (sending.to.get().is_none() || among > 0).then(|| view! { <bdi>{addressed(to, among, t)}</bdi>{t.dot()} });
        view! {
            <li>
                <span>{to}<b>{t.bundle(number)}</b>" "<time>{t.moment(&at, today)}</time>{t.dot()}{t.entries(events)}{t.dot()}{t.bytes(bytes)}</span>
                {receipt_mark(receipt, today, t)}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="field" aria-labelledby="l-past">
            <h2 class="label" id="l-past">{ctx.t().send().past}</h2>
            <If when=move || rows.with(|rows| !rows.is_empty()) fallback=move || view! { <p class="hint">{ctx.t().send().past_empty}</p> }>
                <ul class="card lines past">{live(move || rows.get().into_iter().take(20).map(line).collect_view())}</ul>
            </If>
            <p class="hint">{ctx.t().send().past_hint}</p>
        </section>
    }
}

/// For where there is neither a signal nor a cable.
#[component]
fn CodesButton(sending: Sending) -> impl IntoView {
    view! {
        <button class="btn" type="button" aria-disabled=attr(move || (!sending.is_possible()).then_some("true"))
            on:click=move |_| sending.show_codes()>
            <Icon name="screen"/>{sending.ctx.t().ways().show}
        </button>
    }
}

#[component]
fn SendButton(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let label = move || {
        let (t, offer) = (ctx.t(), sending.offer.get());
        match offer {
            Offer::Send | Offer::Again | Offer::Receipt if sending.lacks_phrase() => t.lock().first,
            _ if sending.file().is_none() && sending.to.get().is_some() => t.send().making,
            _ => t.send_button(offer),
        }
    };
    view! {
        <button class="btn" data-kind="main" data-size="lg" type="button"
            aria-busy=attr(move || (sending.handed.get() == Handed::Sharing).then_some("true"))
            aria-disabled=attr(move || (!sending.is_possible()).then_some("true"))
            on:click=move |_| sending.go()>
            <Icon name="send"/>{live(label)}
        </button>
    }
}
