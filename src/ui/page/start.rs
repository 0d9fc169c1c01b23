//! The first page, while there is no ledger: open a file, found one, or look round.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

use crate::browser::files;
use crate::browser::storage::{self, Setting};
use crate::browser::worker::Source;
use crate::later::{self, Invitation, NotHere, Starter};
use crate::screen::route::Route;
use crate::text::Lang;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Icon, If, attr, live};

/// Where the first page stands.
#[derive(Clone)]
enum Step {
    Choosing,
    Founding,
    /// A starter was read and holds the person whom it invites.
    Joining(Invitation),
}

/// What is under way, or what went wrong: at most one of them is said.
#[derive(Clone, PartialEq, Debug)]
enum Said {
    Nothing,
    Reading,
    Sampling,
    Failed(String),
}

#[derive(Clone, Copy)]
struct Starting {
    ctx: Ctx,
    step: RwSignal<Step, LocalStorage>,
    said: RwSignal<Said>,
}

impl Starting {
    fn is_busy(self) -> bool {
        matches!(self.said.get_untracked(), Said::Reading | Said::Sampling)
    }

    fn read_file(self, chosen: Option<File>) {
        let Some(file) = chosen.filter(|_| !self.is_busy()) else { return };
        self.said.set(Said::Reading);
        spawn_local(async move { self.look(file.name(), Source::File(file)).await });
    }

    fn read_text(self, text: String) {
        if text.trim().is_empty() || self.is_busy() {
            return;
        }
        self.said.set(Said::Reading);
        spawn_local(async move { self.look(String::new(), Source::Bytes(text.into_bytes())).await });
    }

    /// What another app gave comes by the address of the page that takes files in.
    fn look_shared(self) {
        if self.ctx.route.get() != Route::Receive || self.is_busy() {
            return;
        }
        spawn_local(async move {
            if let Ok(later) = later::load().await
                && let Some(read) = (later.read_shared)(self.ctx).await
            {
                self.show(read);
            }
        });
    }

    /// Reads a starter; what is wrong with it is said, and nothing is written.
    async fn look(self, name: String, source: Source) {
        let read = match later::load().await {
            Ok(later) => (later.read_starter)(self.ctx, name, source).await,
            Err(NotHere) => Err(self.ctx.t().common().not_here.into()),
        };
        self.show(read);
    }

    fn show(self, read: Result<Starter, String>) {
        match read {
            Ok(Starter::Held) => {}
            Ok(Starter::Invites(invitation)) => {
                if self.said.try_set(Said::Nothing).is_none() {
                    self.step.set(Step::Joining(invitation));
                }
            }
            Err(words) => {
                let _ = self.said.try_set(Said::Failed(words));
            }
        }
    }

    fn sample(self) {
        if self.is_busy() {
            return;
        }
        self.said.set(Said::Sampling);
        spawn_local(async move {
            let made = match later::load().await {
                Ok(later) => (later.open_sample)(self.ctx).await,
                Err(NotHere) => Err(self.ctx.t().common().not_here.into()),
            };
            if let Err(words) = made {
                let _ = self.said.try_set(Said::Failed(words));
            }
        });
    }
}

#[component]
pub fn Start() -> impl IntoView {
    let ctx = ctx();
    let starting = Starting { ctx, step: RwSignal::new_local(Step::Choosing), said: RwSignal::new(Said::Nothing) };
    let close = Callback::new(move |()| starting.step.set(Step::Choosing));
    Effect::new(move |_| starting.look_shared());
    let shared = window_event_listener_untyped("lianxin-shared", move |_| untrack(|| starting.look_shared()));
    on_cleanup(move || shared.remove());
    move || match starting.step.get() {
        Step::Choosing => view! { <Ways starting/> }.into_any(),
        Step::Founding => later::draw(move |later| (later.found)(close)),
        Step::Joining(invitation) => invitation(close),
    }
}

#[component]
fn Ways(starting: Starting) -> impl IntoView {
    let ctx = starting.ctx;
    let w = move || ctx.t().start();
    let other = move || match ctx.lang.get() {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    let fact = move |icon: &'static str, words: fn(&crate::text::start::Words) -> &'static str| {
        view! { <li><Icon name=icon/><span>{live(move || words(w()))}</span></li> }
    };
    view! {
        <main id="main">
            <div class="brand">
                <span class="mark"><Icon name="bridge"/></span>
                <p><b>{ctx.t().common().app}</b><span>{ctx.t().common().app_long}</span></p>
                <button class="btn" data-kind="plain" type="button" lang=attr(move || other().as_str()) on:click=move |_| ctx.set_lang(other())>
                    {w().other_lang}
                </button>
            </div>
            <h1>{w().title}</h1>
            <div class="ways">
                <PickFile starting/>
                <button class="way" type="button" on:click=move |_| starting.step.set(Step::Founding)>
                    <Icon name="plus"/><span><b>{w().found}</b><span>{w().found_hint}</span></span><Icon name="next"/>
                </button>
                <button class="way" type="button" on:click=move |_| starting.sample()>
                    <Icon name="eye"/><span><b>{w().sample}</b><span>{w().sample_hint}</span></span><Icon name="next"/>
                </button>
                <If when=move || ctx.is_held()>
                    <button class="way" type="button" on:click=move |_| ctx.back_to_held()>
                        <Icon name="back"/><span><b>{w().go_on}</b><span>{w().go_on_hint}</span></span><Icon name="next"/>
                    </button>
                </If>
            </div>
            <SaidNow starting/>
            <ul class="plain-facts">
                {fact("saved", |w| w.fact_here)}
                {fact("send", |w| w.fact_server)}
                {fact("lock", |w| w.fact_lost)}
            </ul>
            <PasteBox starting/>
        </main>
        <footer class="thumb"><div class="thumb-in">
            <p class="status" role="status" data-state="saved">
                {live(move || ctx.kept_offline.get().then(|| view! { <Icon name="check"/>{w().installed} }))}
            </p>
            <Sizes/>
        </div></footer>
    }
}

#[component]
fn PickFile(starting: Starting) -> impl IntoView {
    let w = move || starting.ctx.t().start();
    let picked = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event.target().expect("the event of an input").unchecked_into();
        let file = files::list(input.files()).into_iter().next();
        input.set_value("");
        starting.read_file(file);
    };
    view! {
        <label class="way" data-kind="main">
            <Icon name="inbox"/><span><b>{w().open}</b><span>{w().open_hint}</span></span><Icon name="next"/>
            <input class="sr" type="file" accept=".json,.txt,application/json,text/plain" on:change=picked/>
        </label>
    }
}

#[component]
fn SaidNow(starting: Starting) -> impl IntoView {
    let ctx = starting.ctx;
    let doing = move || match starting.said.get() {
        Said::Reading => Some(ctx.t().start().reading),
        Said::Sampling => Some(ctx.t().start().sample_making),
        Said::Nothing | Said::Failed(_) => None,
    };
    let failed = move || match starting.said.get() {
        Said::Failed(words) => Some(words),
        Said::Nothing | Said::Reading | Said::Sampling => None,
    };
    view! {
        <div role="status">{live(move || doing().map(|words| view! { <p class="status"><Icon name="clock"/>{words}</p> }))}</div>
        <div role="alert">
            {live(move || failed().map(|words| view! { <p class="notice" data-tone="red"><Icon name="alert"/><span>{words}</span></p> }))}
        </div>
    }
}

/// For chat programs that show an attachment but can't pass it on.
#[component]
fn PasteBox(starting: Starting) -> impl IntoView {
    let w = move || starting.ctx.t().start();
    let text = RwSignal::new(String::new());
    view! {
        <details class="card raise">
            <summary class="pick"><Icon name="file"/><b>{w().paste}</b></summary>
            <div class="raise-in">
                <div class="field"><label for="pasted">{w().paste_hint}</label>
                    <textarea class="input" id="pasted" rows="4" spellcheck="false" prop:value=attr(move || text.get())
                        on:input=move |event| text.set(event_target_value(&event))></textarea>
                </div>
                <button class="btn" type="button" on:click=move |_| starting.read_text(text.get())>{w().paste_go}</button>
            </div>
        </details>
    }
}

/// The size of the letters, which one may need before one can read anything else.
#[component]
fn Sizes() -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().start();
    let size = RwSignal::new(storage::read(Setting::TextSize).unwrap_or_default());
    let option = move |n: usize, value: &'static str| {
        let choose = move |_| {
            size.set(value.into());
            ctx.set_text_size(value);
        };
        view! {
            <label class="chip">
                <input type="radio" name="size" prop:checked=attr(move || size.with(|held| held == value)) on:change=choose/>{live(move || w().sizes[n])}
            </label>
        }
    };
    view! {
        <div class="sizes" role="group" aria-label=w().size>
            <span>{w().size}</span>{option(0, "")}{option(1, "large")}{option(2, "huge")}
        </div>
    }
}
