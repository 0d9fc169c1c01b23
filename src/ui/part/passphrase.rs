//! Fields for passphrases: a new one, and one that opens a file. What is typed is shown: it is told by voice.

use leptos::prelude::*;

use super::{Icon, attr, live};
use crate::browser::keys::random_bytes;
use crate::screen::lock::{MIN_WORDS, suggested};
use crate::text::{Text, fill};

/// The field alone.
#[component]
fn Field(id: String, hint: String, text: RwSignal<String>, wrong: Signal<bool>, t: &'static Text) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    view! {
        <label for=id.clone()>{t.lock().words}</label>
        <input class="input" id=id type="text" autocomplete="off" autocapitalize="none" spellcheck="false" translate="no" aria-describedby=hint_id.clone()
            aria-invalid=attr(move || wrong.get().then_some("true"))
            prop:value=attr(move || text.get()) on:input=move |event| text.set(event_target_value(&event))/>
        <p class="hint" id=hint_id>{hint}</p>
    }
}

/// A new one, typed or suggested.
#[component]
pub fn NewPassphrase(text: RwSignal<String>, t: &'static Text) -> impl IntoView {
    let suggest = move |_| {
        // A browser without random numbers leaves the field to its user.
        if let Ok(random) = random_bytes() {
            text.set(suggested(random));
        }
    };
    let short = Signal::derive(move || text.with(|text| !text.is_empty() && crate::screen::lock::passphrase(text).is_none()));
    view! {
        <div class="field">
            <Field id="new-phrase".into() hint=fill(t.lock().words_hint, &[&MIN_WORDS.to_string()]) text wrong=short t/>
            <button class="btn" data-kind="soft" type="button" on:click=suggest><Icon name="key"/>{t.lock().suggest}</button>
        </div>
    }
}

/// How the last try ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tried {
    NotYet,
    Opening,
    Wrong,
}

/// Asks for the passphrase of a file; `go` gets what was typed. The file itself stays with the caller.
#[component]
pub fn AskPassphrase(number: usize, name: String, tried: Signal<Tried>, go: UnsyncCallback<String>, t: &'static Text) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let opening = move || tried.get() == Tried::Opening;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !opening() && text.with_untracked(|text| !text.is_empty()) {
            go.run(text.get_untracked());
        }
    };
    let wrong = Signal::derive(move || tried.get() == Tried::Wrong);
    view! {
        <form class="field" on:submit=submit novalidate>
            <p class="sm t-2"><bdi>{name}</bdi></p>
            <Field id=format!("phrase-{number}") hint=t.lock().ask_hint.to_string() text wrong t/>
            <div role="alert">{live(move || wrong.get().then(|| view! { <p class="status" data-state="failed"><Icon name="alert"/><span>{t.lock().wrong}</span></p> }))}</div>
            <button class="btn" data-kind="main" aria-busy=attr(move || opening().then_some("true")) aria-disabled=attr(move || text.with(String::is_empty).then_some("true"))>
                <Icon name="unlock"/>{live(move || if opening() { t.lock().opening } else { t.lock().go })}
            </button>
        </form>
    }
}
