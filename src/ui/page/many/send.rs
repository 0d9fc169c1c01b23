//! Answering many people: one file each, or one for all of them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Frame;
use super::pick::{PickTable, Picking};
use super::run::{Goal, Job, Run, RunSaid, What};
use crate::browser::outbox::has_folders;
use crate::crypto::closing::Lock;
use crate::domain::bundle::jwe::{MAX_DEVICES, OWN_ROUNDS};
use crate::domain::bundle::key::PublicKey;
use crate::domain::id::{DeviceId, Ref};
use crate::screen::lock::{self, Guard};
use crate::screen::many::{self, Absent, Form, Many};
use crate::screen::route::Route;
use crate::screen::send::{Extent, inside_for_all};
use crate::session::Failure;
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::send::{HowMuch, guard_option};
use crate::ui::part::{Handed, HandedSaid, Icon, If, NewPassphrase, Ready, attr, hand_out, live, radio};

/// The way here from the page that sends to one, for those who send to many.
#[component]
pub fn ManyWay() -> impl IntoView {
    let ctx = ctx();
    view! {
        <If when=move || many::may_send(ctx.me().as_ref())>
            <a class="btn" href=Route::SendMany.print()><Icon name="people"/>{ctx.t().many().to_many}</a>
        </If>
    }
}

/// What one file for all of them is to be.
#[derive(Clone, PartialEq)]
struct Wish {
    people: Vec<Ref>,
    full: bool,
    lock: Option<Lock>,
}

/// The one file, with what it was made for.
#[derive(Clone)]
struct Made {
    wish: Wish,
    file: Result<Ready, Failure>,
}

#[derive(Clone, Copy)]
struct Sending {
    ctx: Ctx,
    picking: Picking,
    run: Run,
    form: RwSignal<Form>,
    extent: RwSignal<Extent>,
    chosen_guard: RwSignal<Option<Guard>>,
    words: RwSignal<String>,
    /// Of all who are chosen.
    boxes: Memo<Vec<(DeviceId, PublicKey)>>,
    /// None: it can't be encrypted to all of them, and nothing else was chosen.
    guard: Memo<Option<Guard>>,
    made: RwSignal<Option<Made>, LocalStorage>,
    making: RwSignal<bool>,
    handed: RwSignal<Handed>,
}

impl Sending {
    fn new(ctx: Ctx) -> Sending {
        let picking = Picking::new(ctx, Memo::new(move |_| many::sending(&ctx.snapshot(), ctx.me().as_ref(), ctx.today.get())));
        let (form, chosen_guard) = (RwSignal::new(Form::Each), RwSignal::new(None));
        let boxes = Memo::new(move |_| {
            let snapshot = ctx.snapshot();
            picking.chosen.with(|chosen| chosen.iter().flat_map(|person| snapshot.boxes_of(person)).collect::<Vec<_>>())
        });
        let guard = Memo::new(move |_| many::guard(chosen_guard.get(), form.get(), boxes.with(Vec::len)));
        Sending {
            ctx,
            picking,
            run: Run::new(ctx),
            form,
            extent: RwSignal::new(Extent::Lacking),
            chosen_guard,
            words: RwSignal::new(String::new()),
            boxes,
            guard,
            made: RwSignal::new_local(None),
            making: RwSignal::new(false),
            handed: RwSignal::new(Handed::Ready),
        }
    }

    /// None: what is chosen lacks something.
    fn lock(self) -> Option<Option<Lock>> {
        match self.guard.get()? {
            Guard::Devices => Some(Some(Lock::Devices(self.boxes.get()))),
            Guard::Passphrase => Some(Some(Lock::Passphrase { words: lock::passphrase(&self.words.get())?, rounds: OWN_ROUNDS })),
            Guard::Open => Some(None),
        }
    }

    fn wish(self) -> Option<Wish> {
        let people = self.picking.chosen.get();
        if people.is_empty() {
            return None;
        }
        Some(Wish { people, full: self.extent.get() == Extent::Everything, lock: self.lock()? })
    }

    fn is_possible(self) -> bool {
        self.wish().is_some() && !self.run.is_going()
    }

    fn each(self, goal: Goal) {
        let Some(Wish { people, full, lock }) = untrack(|| self.wish()) else { return };
        let to_devices = matches!(lock, Some(Lock::Devices(_)));
        self.run.start(Job { people, what: What::Letters { full, to_devices }, words: lock.filter(|_| !to_devices) }, goal);
    }

    fn make(self) {
        let Some(wish) = untrack(|| self.wish()).filter(|_| !self.making.get_untracked()) else { return };
        self.making.set(true);
        self.handed.set(Handed::Ready);
        spawn_local(async move {
            let file = self.ctx.circular(&wish.people, wish.full, wish.lock.clone()).await.and_then(Ready::new);
            if self.making.try_set(false).is_none() {
                self.made.set(Some(Made { wish, file }));
            }
        });
    }

    /// What was made for another wish is not it.
    fn file(self) -> Option<Result<Ready, Failure>> {
        let wish = self.wish()?;
        self.made.get().filter(|made| made.wish == wish).map(|made| made.file)
    }

    fn hand_out(self) {
        let Some(Ok(Ready { parcel, prepared })) = untrack(|| self.file()).filter(|_| self.handed.get_untracked() != Handed::Sharing)
        else {
            return;
        };
        let recorded = matches!(self.handed.get_untracked(), Handed::Sent(_));
        self.handed.set(Handed::Sharing);
        spawn_local(async move {
            let record = async |how| if recorded { Ok(()) } else { self.ctx.record_sent(parcel, how).await };
            let handed = hand_out(&prepared, record).await;
            let _ = self.handed.try_set(handed);
        });
    }
}

#[component]
pub fn SendMany() -> impl IntoView {
    let ctx = ctx();
    let sending = Sending::new(ctx);
    on_cleanup(move || sending.run.stop());
    let w = ctx.t().many();
    let list = move || view! { <PickTable picking=sending.picking run=sending.run/> };
    let rail = move || {
        view! {
            <RunSaid run=sending.run/>
            <FormChoice sending/>
            <HowMuch extent=sending.extent handed=sending.handed ctx/>
            <WhoOpens sending/>
            <AbsentBox many=sending.picking.many ctx/>
        }
    };
    view! { <Frame ctx title=w.title lead=w.lead back=Route::Send(None) list=list.into() rail=rail.into() foot=(move || view! { <Foot sending/> }).into()/> }
}

#[component]
fn FormChoice(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let w = ctx.t().many();
    let form =
        move |form: Form, words, hint| radio("form", move || sending.form.get() == form, move || sending.form.set(form), words, hint);
    // What all of them may have is often little: it is said before the file is made.
    let common = move || {
        let t = ctx.t();
        let chosen = sending.picking.chosen.get();
        (sending.form.get() == Form::One && !chosen.is_empty()).then(|| {
            let events = inside_for_all(&ctx.snapshot(), ctx.own(), &chosen, sending.extent.get()).events;
            let words = if events == 0 { w.nothing_common.to_string() } else { t.entries(events) };
            view! { <p class="hint" role="status">{t.send().inside}{t.dot()}{words}</p> }
        })
    };
    view! {
        <fieldset class="field">
            <legend>{w.form}</legend>
            <div class="card opts">{form(Form::Each, w.each, w.each_hint)}{form(Form::One, w.one, w.one_hint)}</div>
            {live(common)}
        </fieldset>
    }
}

#[component]
fn WhoOpens(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let (w, many) = (ctx.t().lock(), ctx.t().many());
    let guard = move |guard: Guard, words| {
        guard_option(guard, move || sending.guard.get(), move |guard| sending.chosen_guard.set(Some(guard)), words, ctx.t())
    };
    let too_many = move || {
        let devices = sending.boxes.with(Vec::len);
        let is = sending.form.get() == Form::One
            && devices > MAX_DEVICES
            && !matches!(sending.chosen_guard.get(), Some(Guard::Passphrase | Guard::Open));
        is.then(|| view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{fill(many.too_many, &[&devices.to_string(), &MAX_DEVICES.to_string()])}</span></p> })
    };
    view! {
        <fieldset class="field">
            <legend>{w.who}</legend>
            <div class="card opts">
                {guard(Guard::Devices, many.devices)}
                {guard(Guard::Passphrase, w.phrase)}
                {guard(Guard::Open, w.open)}
            </div>
            <div role="status">{live(too_many)}</div>
            <If when=move || sending.guard.get() == Some(Guard::Passphrase)>
                <p class="hint">{many.phrase_all}</p><NewPassphrase text=sending.words t=ctx.t()/>
            </If>
            <If when=move || sending.guard.get() == Some(Guard::Open)>
                <div class="notice"><Icon name="unlock"/><p>{ctx.t().send().open_note}</p></div>
            </If>
        </fieldset>
    }
}

/// Who gets nothing, and why.
#[component]
fn AbsentBox(many: Memo<Many>, ctx: Ctx) -> impl IntoView {
    let w = ctx.t().many();
    let count = move || many.with(|many| many.absent.len());
    let line = move |absent: Absent| view! { <li><bdi>{absent.name}</bdi>{ctx.t().dot()}<span class="t-2">{ctx.t().absence(absent.standing)}</span></li> };
    view! {
        <If when=move || { count() > 0 }>
            <details class="card pad absent">
                <summary>{w.absent}" "{live(count)}</summary>
                <p class="sm t-2">{w.absent_hint}</p>
                <ul class="plainlist sm">{live(move || many.with(|many| many.absent.clone()).into_iter().map(line).collect_view())}</ul>
                <p class="acts"><a class="btn" href=Route::Starters.print()>{w.to_starters}</a></p>
            </details>
        </If>
    }
}

#[component]
fn Foot(sending: Sending) -> impl IntoView {
    let ctx = sending.ctx;
    let (t, w) = (ctx.t(), ctx.t().many());
    let disabled = move || (!sending.is_possible()).then_some("true");
    let one = move || {
        match sending.file() {
        Some(Ok(Ready { parcel, .. })) => view! {
            <p><b>{t.bundle(parcel.number)}</b>{t.dot()}{t.entries(parcel.contents.events)}{t.dot()}{t.bytes(parcel.bytes.len() as u64)}</p>
            <div><HandedSaid handed=sending.handed words=&t.send().handing t/></div>
            <button class="btn" data-kind="main" type="button" on:click=move |_| sending.hand_out()><Icon name="send"/>{t.people().hand_out}</button>
        }
        .into_any(),
        other => view! {
            <p role="alert">{other.and_then(Result::err).map(|failure| t.failure(&failure))}</p>
            <button class="btn" data-kind="main" type="button" aria-disabled=attr(disabled) aria-busy=attr(move || sending.making.get().then_some("true"))
                on:click=move |_| sending.make()><Icon name="send"/>{w.make_one}</button>
        }
        .into_any(),
    }
    };
    view! {
        <p><b>{live(move || {
            let people = sending.picking.chosen.with(Vec::len);
            if people == 0 { w.first.to_string() } else { t.many_sum(people, if sending.form.get() == Form::Each { people } else { 1 }) }
        })}</b>
        <If when=move || sending.form.get() == Form::Each><span class="sm t-2">{if has_folders() { w.folder_hint } else { w.no_folder }}</span></If></p>
        <If when=move || sending.form.get() == Form::Each fallback=move || live(one)>
            <Goals possible=Signal::derive(move || sending.is_possible()) go=Callback::new(move |goal| sending.each(goal)) ctx/>
        </If>
    }
}

/// Where the files go.
#[component]
pub fn Goals(possible: Signal<bool>, go: Callback<Goal>, ctx: Ctx) -> impl IntoView {
    let w = ctx.t().many();
    let disabled = move || (!possible.get()).then_some("true");
    let press = move |goal: Goal| {
        if possible.get_untracked() {
            go.run(goal);
        }
    };
    let zip_kind = if has_folders() { "soft" } else { "main" };
    view! {
        <button class="btn" data-kind=zip_kind type="button" aria-disabled=attr(disabled) on:click=move |_| press(Goal::Zip)><Icon name="download"/>{w.zip}</button>
        <If when=has_folders>
            <button class="btn" data-kind="main" type="button" aria-disabled=attr(disabled) on:click=move |_| press(Goal::Folder)><Icon name="usb"/>{w.folder}</button>
        </If>
    }
}
