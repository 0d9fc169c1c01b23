//! The camera reads a file off another screen, code by code.

use std::rc::Rc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::File;

use crate::browser::camera::{Camera, NoCamera};
use crate::browser::js::{self, window};
use crate::browser::{files, pack};
use crate::domain::bundle::frames::{Gathering, MAX_CONTENT, Packing, Payload, Seen};
use crate::text::fill;
use crate::ui::ctx::{Ctx, ctx};
use crate::ui::part::{Brought, Icon, If, live};

const NAME: &str = "lianxin-codes.json";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Asking,
    Looking,
    No(NoCamera),
    /// Off while the page is not seen.
    Hidden,
    /// Off, since all was scanned and could not be used.
    Off,
}

/// What was the matter last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Matter {
    None,
    Seen(Seen),
    /// The codes together are not what they say.
    Broken,
    /// They are, and can't be unpacked.
    NotOpened,
}

#[derive(Clone, Copy)]
struct Scanning {
    ctx: Ctx,
    step: RwSignal<Step>,
    matter: RwSignal<Matter>,
    gathering: StoredValue<Gathering>,
    /// Which codes are here.
    held: RwSignal<Vec<bool>>,
    camera: StoredValue<Option<Rc<Camera>>, LocalStorage>,
    video: NodeRef<html::Video>,
    brought: UnsyncCallback<Brought>,
    close: Callback<()>,
}

async fn unpacked(payload: Payload) -> Option<File> {
    let bytes = match payload.packing {
        Packing::Plain => payload.bytes,
        Packing::Deflated => pack::inflate(&payload.bytes, MAX_CONTENT).await?,
    };
    files::of(&bytes, NAME)
}

impl Scanning {
    fn open(self) {
        let Some(video) = self.video.get_untracked() else { return };
        self.step.set(Step::Asking);
        spawn_local(async move {
            let opened = Camera::open(JsValue::from(video)).await;
            // What was left meanwhile is turned off at once, by being dropped.
            if self.step.try_get_untracked() != Some(Step::Asking) {
                return;
            }
            match opened {
                Ok(camera) => {
                    let camera = Rc::new(camera);
                    self.camera.set_value(Some(camera.clone()));
                    self.step.set(Step::Looking);
                    js::keep_awake();
                    self.look(camera).await;
                }
                Err(no) => self.step.set(Step::No(no)),
            }
        });
    }

    fn off(self) {
        // Whoever looks holds it too.
        if let Some(Some(camera)) = self.camera.try_update_value(Option::take) {
            camera.off();
        }
        js::let_sleep();
    }

    async fn look(self, camera: Rc<Camera>) {
        let is_on = || self.camera.try_with_value(|held| held.as_ref().is_some_and(|held| Rc::ptr_eq(held, &camera))) == Some(true);
        while is_on() {
            for text in camera.read().await {
                if is_on() {
                    self.take(&text).await;
                }
            }
            js::painted().await;
        }
    }

    async fn take(self, text: &str) {
        let Some(seen) = self.gathering.try_update_value(|gathering| gathering.take(text)) else { return };
        let matter = Matter::Seen(seen);
        if self.matter.try_get_untracked().is_some_and(|held| held != matter) && seen != Seen::Known {
            self.matter.set(matter);
        }
        if seen != Seen::New {
            return;
        }
        let whole = self.gathering.try_update_value(Gathering::whole).flatten();
        self.count();
        match whole {
            None => {}
            Some(Err(_)) => self.matter.set(Matter::Broken),
            Some(Ok(payload)) => {
                self.off();
                match unpacked(payload).await {
                    Some(file) => {
                        self.close.try_run(());
                        self.brought.try_run(Brought::Files(vec![file]));
                    }
                    None => {
                        self.anew();
                        self.matter.try_set(Matter::NotOpened);
                        self.step.try_set(Step::Off);
                    }
                }
            }
        }
    }

    fn count(self) {
        if let Some(held) = self.gathering.try_with_value(|gathering| gathering.held().collect()) {
            let _ = self.held.try_set(held);
        }
    }

    fn anew(self) {
        self.gathering.try_set_value(Gathering::default());
        let _ = self.matter.try_set(Matter::None);
        self.count();
    }
}

/// A button, and the camera once it is tapped.
#[component]
pub fn ScanCodes(brought: UnsyncCallback<Brought>) -> impl IntoView {
    let ctx = ctx();
    let scanning = RwSignal::new(false);
    let close = Callback::new(move |()| scanning.set(false));
    let way = move || {
        view! { <button class="btn" type="button" on:click=move |_| scanning.set(true)><Icon name="camera"/>{ctx.t().ways().scan}</button> }
    };
    view! { <If when=move || scanning.get() fallback=way><Scan brought close/></If> }
}

#[component]
fn Scan(brought: UnsyncCallback<Brought>, close: Callback<()>) -> impl IntoView {
    let ctx = ctx();
    let scanning = Scanning {
        ctx,
        step: RwSignal::new(Step::Asking),
        matter: RwSignal::new(Matter::None),
        gathering: StoredValue::new(Gathering::default()),
        held: RwSignal::new(Vec::new()),
        camera: StoredValue::new_local(None),
        video: NodeRef::new(),
        brought,
        close,
    };
    let w = move || ctx.t().ways();
    scanning.video.on_load(move |_| scanning.open());
    let hide = window_event_listener(ev::visibilitychange, move |_| {
        if window().document().is_some_and(|document| document.hidden())
            && matches!(scanning.step.get_untracked(), Step::Asking | Step::Looking)
        {
            scanning.off();
            scanning.step.set(Step::Hidden);
        }
    });
    on_cleanup(move || {
        hide.remove();
        scanning.off();
    });
    let said = move || match scanning.step.get() {
        Step::Asking => Some(view! { <p class="status" data-state="saving">{w().asking}</p> }.into_any()),
        Step::Looking | Step::Off => None,
        Step::Hidden => Some(view! { <p class="notice"><Icon name="info"/><span>{w().hidden}</span></p> }.into_any()),
        Step::No(no) => {
            let words = match no {
                NoCamera::Refused => w().refused,
                NoCamera::None => w().no_camera,
                NoCamera::Failed => w().failed,
            };
            Some(view! { <p class="notice" data-tone="red"><Icon name="alert"/><span>{words}</span></p> }.into_any())
        }
    };
    let matter = move || {
        let words = match scanning.matter.get() {
            Matter::None => None,
            Matter::Seen(seen) => ctx.t().seen(seen),
            Matter::Broken => Some(w().broken),
            Matter::NotOpened => Some(w().not_opened),
        };
        words.map(|words| view! { <p class="notice" data-tone="yellow"><Icon name="alert"/><span>{words}</span></p> })
    };
    view! {
        <section class="scan stackd" aria-labelledby="h-scan">
            <h2 class="label" id="h-scan">{w().scan_title}</h2>
            <p class="hint">{w().scan_hint}</p>
            <video class="seen" node_ref=scanning.video muted playsinline aria-label=w().picture></video>
            <Count scanning/>
            <div role="status">{live(said)}{live(matter)}</div>
            <div class="acts">
                <If when=move || matches!(scanning.step.get(), Step::Hidden | Step::Off | Step::No(_))>
                    <button class="btn" data-kind="soft" type="button" on:click=move |_| scanning.open()><Icon name="camera"/>{w().again}</button>
                </If>
                <If when=move || scanning.held.with(|held| !held.is_empty())>
                    <button class="btn" type="button" on:click=move |_| scanning.anew()>{w().begin_anew}</button>
                </If>
                <button class="btn" type="button" on:click=move |_| close.run(())>{w().stop}</button>
            </div>
        </section>
    }
}

/// How many codes are here, and a bar that shows which.
#[component]
fn Count(scanning: Scanning) -> impl IntoView {
    let words = move || {
        let (here, all) = scanning.held.with(|held| (held.iter().filter(|held| **held).count(), held.len()));
        fill(scanning.ctx.t().ways().got, &[&here.to_string(), &all.to_string()])
    };
    let bar = move || {
        let cell = |here: bool| view! { <i data-here=here.then_some("")></i> };
        scanning.held.get().into_iter().map(cell).collect_view()
    };
    view! {
        <If when=move || scanning.held.with(|held| !held.is_empty())>
            <p><b>{live(words)}</b></p>
            <div class="came" aria-hidden="true">{live(bar)}</div>
        </If>
    }
}
