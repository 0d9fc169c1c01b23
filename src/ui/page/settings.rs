//! This device: how it looks, what it keeps, who it is, and the code to compare with others.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::js;
use crate::browser::share::copy;
use crate::browser::storage::{self, Room, Setting};
use crate::domain::id::Ref;
use crate::screen::moment::Moment;
use crate::screen::people::DeviceStanding;
use crate::screen::route::Route;
use crate::screen::settings::{self, CodeView, Partner};
use crate::session::Failure;
use crate::text::Lang;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::page::backup::BackupBox;
use crate::ui::page::rules::RulesBox;
use crate::ui::page::wipe::WipeBox;
use crate::ui::part::{Bar, Code, CodeSize, Icon, If, attr, live};

#[component]
pub fn Settings() -> impl IntoView {
    let ctx = ctx();
    live(move || if ctx.desk.get() { view! { <DeskSettings/> }.into_any() } else { view! { <PhoneSettings/> }.into_any() })
}

#[component]
fn PhoneSettings() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    view! {
        <Bar back=Route::More.print() back_label=Signal::derive(move || ctx.t().common().back) title=Signal::derive(move || w().title)/>
        <main id="main" class="stack">
            <p class="hint">{w().lead}</p>
            <div class="sets">
                <UpdateBox/><Display/><CodeBox/><Device/><RulesBox/><BackupBox/><Storage/><Version/><If when=move || !ctx.is_sample()><WipeBox/></If>
            </div>
        </main>
    }
}

#[component]
fn DeskSettings() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    view! {
        <main id="main" class="page">
            <header class="top">
                <h1>{w().title}</h1>
                <span class="t-2">{w().lead}</span>
                <span class="push status" data-state="saved"><Icon name="check"/>{w().saved_at_once}</span>
            </header>
            <div class="sets">
                <div><UpdateBox/><Display/><Version/></div>
                <div><Device/><Storage/><BackupBox/></div>
                <div><RulesBox/><CodeBox/><If when=move || !ctx.is_sample()><WipeBox/></If></div>
            </div>
        </main>
    }
}

#[component]
fn Display() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    let theme = RwSignal::new(storage::read(Setting::Theme).unwrap_or_default());
    let size = RwSignal::new(storage::read(Setting::TextSize).unwrap_or_default());
    let language = move |lang: Lang, n: usize| {
        view! {
            <label class="chip" lang=lang.as_str()>
                <input type="radio" name="lang" prop:checked=attr(move || ctx.lang.get() == lang) on:change=move |_| ctx.set_lang(lang)/>{w().languages[n]}
            </label>
        }
    };
    let one = move |name: &'static str, held: RwSignal<String>, value: &'static str, label: Signal<&'static str>| {
        let choose = move |_| {
            held.set(value.into());
            match name {
                "theme" => storage::keep(Setting::Theme, value),
                _ => ctx.set_text_size(value),
            }
        };
        view! {
            <label class="chip"><input type="radio" name=name prop:checked=attr(move || held.with(|held| held == value)) on:change=choose/>{label}</label>
        }
    };
    let keys = RwSignal::new(storage::read(Setting::Keys).is_none());
    let turn = move |event| {
        let on = event_target_checked(&event);
        keys.set(on);
        storage::keep(Setting::Keys, if on { "" } else { "off" });
    };
    let themes = ["", "light", "dark"];
    let sizes = ["", "large", "huge"];
    view! {
        <section class="card" aria-labelledby="s-show">
            <div class="boxh"><h2 id="s-show">{w().display}</h2></div>
            <div class="field" role="group" aria-labelledby="s-lang"><span class="label" id="s-lang">{w().language}</span>
                <div class="chips">{language(Lang::Zh, 0)}{language(Lang::En, 1)}</div></div>
            <div class="field" role="group" aria-labelledby="s-theme"><span class="label" id="s-theme">{w().theme}</span>
                <div class="chips">{themes.into_iter().enumerate().map(|(n, value)| one("theme", theme, value, Signal::derive(move || w().themes[n]))).collect_view()}</div></div>
            <If when=move || ctx.desk.get()>
                <label class="stays"><input type="checkbox" class="ck" prop:checked=attr(move || keys.get()) on:change=turn/>
                    <span>{ctx.t().board().keys_switch}<span class="sm t-2 below">{ctx.t().board().keys_switch_hint}</span></span></label>
            </If>
            <div class="field" role="group" aria-labelledby="s-size"><span class="label" id="s-size">{w().size}</span>
                <div class="chips">{sizes.into_iter().enumerate().map(|(n, value)| one("size", size, value, Signal::derive(move || w().sizes[n]))).collect_view()}</div></div>
        </section>
    }
}

/// The version's number and what tells one build from another: the name of its script, which is a hash.
fn build() -> String {
    let glue = js::get(&js_sys::global(), "lianxinBoot").and_then(|boot| js::get(&boot, "glue")).and_then(|glue| glue.as_string());
    let hash = glue.as_deref().and_then(|glue| glue.rsplit('/').next()).and_then(|file| file.trim_end_matches(".js").rsplit('-').next());
    let hash: String = hash.unwrap_or_default().chars().take(8).collect();
    if hash.is_empty() { env!("CARGO_PKG_VERSION").into() } else { format!("{} {hash}", env!("CARGO_PKG_VERSION")) }
}

#[component]
fn Version() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    view! {
        <section class="card" aria-labelledby="s-ver">
            <div class="boxh"><h2 id="s-ver">{w().version}</h2><span class="end" translate="no">{build()}</span></div>
            <div class="in">
                <If when=move || ctx.kept_offline.get()><p class="status" data-state="saved"><Icon name="check"/>{ctx.t().start().installed}</p></If>
                <p class="t-2">{w().version_hint}</p>
            </div>
        </section>
    }
}

/// A new version that waits; absent otherwise.
#[component]
fn UpdateBox() -> impl IntoView {
    let ctx = ctx();
    view! {
        <If when=move || ctx.update.get()>
            <section class="card"><div class="in">
                <p role="status"><b>{ctx.t().common().update_ready}</b>" "{ctx.t().settings().update_hint}</p>
                <div class="acts"><button class="btn" data-kind="soft" type="button" on:click=move |_| ctx.switch_version()>{ctx.t().common().update_now}</button></div>
            </div></section>
        </If>
    }
}

#[component]
fn Device() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    let device = Memo::new(move |_| settings::device(&ctx.snapshot(), ctx.own(), ctx.me().as_ref()));
    let standing = move || {
        let standing = device.with(|device| device.standing);
        let (tone, icon) = match standing {
            DeviceStanding::Waiting => ("t-yellow", "clock"),
            DeviceStanding::Admitted => ("t-green", "check"),
            DeviceStanding::Stopped => ("t-2", "lock"),
        };
        view! { <span class=format!("st {tone}")><Icon name=icon/>{ctx.t().device_standing(standing)}</span> }
    };
    let who = move || {
        let t = ctx.t();
        device.get().name.map(|(name, role)| view! { <bdi>{name}</bdi>{t.dot()}{t.role(role)} })
    };
    let district =
        move || device.get().district.map(|name| view! { <p><span class="t-2">{ctx.t().people().district}</span><bdi>{name}</bdi></p> });
    view! {
        <section class="card" aria-labelledby="s-dev">
            <div class="boxh"><h2 id="s-dev">{w().device}</h2><span class="end">{live(standing)}</span></div>
            <div class="lines">
                <p><span class="t-2">{w().you_are}</span><b>{live(who)}</b></p>
                {live(district)}
                <p><span class="t-2">{w().ledger}</span><bdi>{live(move || device.with(|device| device.workspace.clone()))}</bdi></p>
                {live(move || device.get().code.map(|code| view! {
                    <p><span class="t-2">{w().characters}</span><Code code size=CodeSize::Small/></p>
                }))}
            </div>
            <div class="in">
                <If when=move || device.with(|device| device.standing == DeviceStanding::Waiting)><p class="t-2">{w().characters_hint}</p></If>
                <div class="acts"><button class="btn" type="button" on:click=move |_| ctx.to_start()>{w().other}</button></div>
                <p class="t-2">{w().other_hint}</p>
                <If when=move || ctx.is_sample()><RemoveSample/></If>
            </div>
        </section>
    }
}

/// What was asked and answered about removing the sample.
#[derive(Clone, PartialEq, Debug)]
enum Removing {
    NotAsked,
    Asked,
    Busy,
    Failed(Failure),
}

#[component]
fn RemoveSample() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    let step = RwSignal::new(Removing::NotAsked);
    let remove = move |_| {
        if step.get_untracked() == Removing::Busy {
            return;
        }
        step.set(Removing::Busy);
        spawn_local(async move {
            if let Err(failure) = ctx.remove_sample().await {
                let _ = step.try_set(Removing::Failed(failure));
            }
        });
    };
    live(move || {
        match step.get() {
        Removing::NotAsked => view! {
            <div class="acts"><button class="btn" data-kind="danger" type="button" on:click=move |_| step.set(Removing::Asked)>{w().remove_sample}</button></div>
        }
        .into_any(),
        asked @ (Removing::Asked | Removing::Failed(_)) => {
            let words = if let Removing::Failed(failure) = &asked { ctx.t().failure(failure) } else { w().remove_sample_ask.into() };
            view! {
                <p class="lost" role="alert">{words}</p>
                <div class="acts">
                    <button class="btn" type="button" on:click=move |_| step.set(Removing::NotAsked)>{ctx.t().common().cancel}</button>
                    <button class="btn" data-kind="danger" type="button" on:click=remove>{w().remove_sample_yes}</button>
                </div>
            }
            .into_any()
        }
        Removing::Busy => view! { <p role="status">{w().removing}</p> }.into_any(),
    }
    })
}

/// What became of asking the browser to keep the data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asking {
    NotAsked,
    Asked,
    Refused,
}

#[component]
fn Storage() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    let asking = RwSignal::new(Asking::NotAsked);
    let room = LocalResource::new(move || {
        ctx.saved_at.get();
        storage::room()
    });
    let known = move || room.get().flatten();
    let ask = move |_| {
        asking.set(Asking::Asked);
        spawn_local(async move {
            let kept = storage::ask_to_persist().await;
            let _ = asking.try_set(if kept { Asking::NotAsked } else { Asking::Refused });
            if kept {
                room.refetch();
            }
        });
    };
    let mark = move || {
        let persistent = known()?.persistent;
        let (tone, icon, words) = if persistent { ("t-green", "lock", w().persistent) } else { ("t-yellow", "alert", w().not_persistent) };
        Some(view! { <span class=format!("st {tone}")><Icon name=icon/>{words}</span> })
    };
    let may_ask = move || known().is_some_and(|room| !room.persistent);
    view! {
        <section class="card" aria-labelledby="s-room">
            <div class="boxh"><h2 id="s-room">{w().storage}</h2><span class="end">{live(mark)}</span></div>
            <div class="in">
                {live(move || match room.get() {
                    None => view! { <p class="t-2">{w().counting}</p> }.into_any(),
                    Some(None) => view! { <p class="t-2">{w().not_told}</p> }.into_any(),
                    Some(Some(room)) => view! { <RoomUsed room/> }.into_any(),
                })}
                <If when=may_ask>
                    <p>{w().not_persistent_hint}</p>
                    <div class="acts"><button class="btn" data-kind="soft" type="button" aria-busy=attr(move || (asking.get() == Asking::Asked).then_some("true")) on:click=ask>
                        {live(move || if asking.get() == Asking::Asked { w().asking } else { w().ask })}</button></div>
                    <p role="status" class="t-2">{live(move || (asking.get() == Asking::Refused).then(|| w().refused))}</p>
                </If>
            </div>
        </section>
    }
}

#[component]
fn RoomUsed(room: Room) -> impl IntoView {
    let ctx = ctx();
    let percent = (room.used * 100).checked_div(room.quota).unwrap_or(0).max(1);
    view! {
        <p class="store"><b>{live(move || ctx.t().used(room.used))}</b><span class="t-2">{live(move || ctx.t().left(room.quota.saturating_sub(room.used)))}</span></p>
        <span class="meter" aria-hidden="true"><i style:--v=percent.to_string()></i></span>
        <p class="t-2">{ctx.t().settings().storage_note}</p>
    }
}

/// The code to compare with one person; a device that is not admitted shows none.
#[component]
fn CodeBox() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().settings();
    let me = Memo::new(move |_| ctx.me().map(|me| me.id));
    let partners = Memo::new(move |_| settings::partners(&ctx.snapshot(), me.get()));
    let chosen = RwSignal::new(None::<Ref>);
    let with = Memo::new(move |_| {
        chosen.get().or_else(|| partners.with(|partners| if let [one] = partners.as_slice() { Some(one.person) } else { None }))
    });
    let code = Memo::new(move |_| with.get().map(|with| settings::code_with(&ctx.snapshot(), me.get(), with)));
    let option = move |partner: Partner| {
        let person = partner.person;
        view! { <option value=person.to_string() prop:selected=attr(move || with.get() == Some(person))>{partner.name}{ctx.t().dot()}{ctx.t().role(partner.role)}</option> }
    };
    let body = move || {
        if !ctx.is_admitted() {
            return view! { <p class="t-2">{w().code_waiting}</p> }.into_any();
        }
        if partners.with(Vec::is_empty) {
            return view! { <p class="t-2">{w().code_nobody}</p> }.into_any();
        }
        view! {
            <p class="t-2">{w().code_hint}</p>
            <div class="field"><label for="s-with">{w().code_with}</label>
                <select class="input" id="s-with" on:change=move |event| chosen.set(Ref::parse(&event_target_value(&event)))>
                    <option value="" prop:selected=attr(move || with.get().is_none())>{ctx.t().people().choose}</option>
                    {partners.get().into_iter().map(option).collect_view()}
                </select></div>
            {live(move || code.get().map(|view| code_shown(view, ctx)))}
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="s-code">
            <div class="boxh"><h2 id="s-code">{w().code}</h2></div>
            <div class="in">{live(body)}</div>
        </section>
    }
}

/// How a copy to the clipboard ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Copying {
    NotAsked,
    Copied,
    Failed,
}

fn code_shown(view: CodeView, ctx: Ctx) -> impl IntoView {
    let t = ctx.t();
    let w = t.settings();
    let today = ctx.today.get_untracked();
    let now = ctx.now();
    let at = Moment { day: ctx.day_of(now), time: ctx.time_of_day(now) };
    let copying = RwSignal::new(Copying::NotAsked);
    let digest = view.digest.clone();
    let go = move |_| {
        let digest = digest.clone();
        spawn_local(async move {
            let _ = copying.try_set(if copy(&digest).await { Copying::Copied } else { Copying::Failed });
        });
    };
    let said = move || match copying.get() {
        Copying::NotAsked => None,
        Copying::Copied => Some(view! { <span class="status" data-state="saved"><Icon name="check"/>{ctx.t().settings().copied}</span> }),
        Copying::Failed => {
            Some(view! { <span class="status" data-state="failed"><Icon name="alert"/>{ctx.t().settings().not_copied}</span> })
        }
    };
    let last = view.last.as_ref().map_or_else(|| w.code_never.to_string(), |last| t.code_last(&t.moment(last, today)));
    view! {
        <p class="bigcode"><Code code=view.code size=CodeSize::Large/></p>
        <p>{t.code_over(view.projects, &t.moment(&at, today))}</p>
        <p class="t-2">{last}</p>
        {(view.beyond > 0).then(|| view! { <p class="t-yellow">{t.code_beyond(view.beyond)}</p> })}
        <p class="t-2">{w.full}<br/><span class="digest" translate="no">{view.digest}</span></p>
        <div class="acts"><button class="btn" type="button" on:click=go>{w.copy}</button><span role="status">{live(said)}</span></div>
    }
}
