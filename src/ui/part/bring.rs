//! Ways in for files and text: picked, dropped anywhere on a page, pasted into a field or outside one.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement, HtmlTextAreaElement};

use super::{Icon, If, attr, live};
use crate::browser::files;
use crate::browser::folder::{self, Dropped};
use crate::text::receive::Pasting;

/// What someone brought to the page.
pub enum Brought {
    /// None: a folder in which there are no bundles.
    Files(Vec<File>),
    Text(String),
}

/// What is meant when a clipboard holds both.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    Files,
    /// Cells copied in a spreadsheet come as text and as a picture.
    Text,
}

/// Listens for as long as the page is shown; says `words` while files hang over it.
#[component]
pub fn Drop(meant: Meant, words: &'static str, brought: UnsyncCallback<Brought>, go: Callback<()>) -> impl IntoView {
    let over = RwSignal::new(false);
    let hover = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        over.set(true);
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        over.set(false);
        let dropped = Dropped::new(event.data_transfer());
        if dropped.has_folders() {
            // The page may be left before they are read.
            spawn_local(async move {
                let _ = brought.try_run(Brought::Files(dropped.all().await));
            });
        } else {
            brought.run(Brought::Files(dropped.files));
        }
    });
    let paste = window_event_listener(ev::paste, move |event| {
        if let Some(found) = pasted(&event, meant) {
            brought.run(found);
        }
    });
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            go.run(());
        }
    });
    on_cleanup(move || {
        for listener in [hover, leave, drop, paste, keys] {
            listener.remove();
        }
    });
    view! { <If when=move || over.get()><p class="dropping" role="status">{words}</p></If> }
}

/// A field takes text itself, but no file.
fn pasted(event: &web_sys::Event, meant: Meant) -> Option<Brought> {
    let target = event.target();
    let in_field = target.is_some_and(|t| t.has_type::<HtmlTextAreaElement>() || t.has_type::<HtmlInputElement>());
    let data = event.dyn_ref::<web_sys::ClipboardEvent>()?.clipboard_data()?;
    let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty());
    let files = Some(files::dropped(Some(data))).filter(|files| !files.is_empty());
    match (files, text) {
        (Some(files), None) => Some(Brought::Files(files)),
        (Some(files), Some(_)) if meant == Meant::Files => Some(Brought::Files(files)),
        (_, Some(text)) if !in_field => Some(Brought::Text(text)),
        _ => None,
    }
}

/// A button that is the label of a hidden file input, so that it opens the system's own picker. What follows are the
/// words.
#[component]
pub fn PickFiles(
    icon: &'static str,
    /// As `accept` of an input has it.
    accept: &'static str,
    kind: &'static str,
    brought: UnsyncCallback<Brought>,
    children: Children,
) -> impl IntoView {
    let pick = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        brought.run(Brought::Files(files::list(input.files())));
        // The same file may be chosen again.
        input.set_value("");
    };
    view! {
        <label class="btn pickfile" data-kind=kind>
            <Icon name=icon/>{children()}
            <input class="sr" type="file" multiple accept=accept on:change=pick/>
        </label>
    }
}

/// The same for a whole folder, of which only what may be a bundle is read.
#[component]
pub fn PickFolder(icon: &'static str, kind: &'static str, brought: UnsyncCallback<Brought>, children: Children) -> impl IntoView {
    let pick = move |event: web_sys::Event| {
        let input: HtmlInputElement = event_target(&event);
        let files = files::list(input.files());
        brought.run(Brought::Files(files.into_iter().filter(|file| folder::may_be_bundle(&file.name())).collect()));
        input.set_value("");
    };
    view! {
        <label class="btn pickfile" data-kind=kind>
            <Icon name=icon/>{children()}
            <input class="sr" type="file" multiple prop:webkitdirectory=true on:change=pick/>
        </label>
    }
}

/// A field for text that can't be had as a file.
#[component]
pub fn PasteField(words: &'static Pasting, rows: &'static str, brought: UnsyncCallback<Brought>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let empty = Memo::new(move |_| text.with(|text| text.trim().is_empty()));
    let read = move |_| {
        if !empty.get_untracked() {
            brought.run(Brought::Text(text.get_untracked()));
        }
    };
    view! {
        <div class="field">
            <label for="paste">{words.label}</label>
            <textarea class="input paste-in" id="paste" rows=rows aria-describedby="paste-hint" spellcheck="false" prop:value=attr(move || text.get())
                on:input=move |event| text.set(event_target_value(&event))></textarea>
            <p class="hint" id="paste-hint">{words.hint}</p>
            <button class="btn" type="button" aria-disabled=attr(move || empty.get().to_string()) on:click=read>
                {live(move || if empty.get() { words.nothing } else { words.read })}
            </button>
        </div>
    }
}
