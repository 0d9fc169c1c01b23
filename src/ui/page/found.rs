//! Founding a ledger: its name, and who one is.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::screen::start::{FoundFault, FoundForm};
use crate::ui::ctx::ctx;
use crate::ui::part::{Icon, attr, live};

#[component]
pub fn Found(close: Callback<()>) -> impl IntoView {
    let ctx = ctx();
    let w = move || ctx.t().start();
    let (name, person) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let faults = RwSignal::new(Vec::<FoundFault>::new());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get() {
            return;
        }
        match (FoundForm { name: name.get(), person: person.get() }).validate() {
            Err(found) => faults.set(found),
            Ok(found) => {
                faults.set(Vec::new());
                busy.set(true);
                let (name, person) = found.into_parts();
                spawn_local(async move {
                    if let Err(failure) = ctx.found(name, person).await {
                        let _ = failed.try_set(Some(ctx.t().failure(&failure)));
                        let _ = busy.try_set(false);
                    }
                });
            }
        }
    };
    let fault = move |wanted: FoundFault| faults.with(|faults| faults.contains(&wanted)).then(|| ctx.t().found_fault(wanted));
    view! {
        <header class="bar">
            <button class="back" type="button" aria-label=ctx.t().common().back on:click=move |_| close.run(())>
                <Icon name="back"/>
            </button>
            <h1>{w().found_title}</h1>
        </header>
        <form on:submit=go novalidate>
            <main id="main" class="stack">
                <p class="hint">{w().found_lead}</p>
                <NameField id="name" label=Signal::derive(move || w().ledger_name) hint=Signal::derive(move || w().ledger_name_hint)
                    value=name fault=Signal::derive(move || fault(FoundFault::NoName))/>
                <NameField id="person" label=Signal::derive(move || w().your_name) hint=Signal::derive(move || w().your_name_hint)
                    value=person fault=Signal::derive(move || fault(FoundFault::NoPerson))/>
                <div role="alert">
                    {live(move || failed.get().map(|words| view! { <p class="notice" data-tone="red"><Icon name="alert"/><span>{words}</span></p> }))}
                </div>
            </main>
            <footer class="thumb"><div class="thumb-in">
                <button class="btn" data-kind="main" data-size="lg" aria-busy=attr(move || busy.get().then_some("true"))>
                    {live(move || if busy.get() { w().founding } else { w().found_go })}
                </button>
            </div></footer>
        </form>
    }
}

#[component]
fn NameField(
    id: &'static str,
    label: Signal<&'static str>,
    hint: Signal<&'static str>,
    value: RwSignal<String>,
    fault: Signal<Option<&'static str>>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input class="input" id=id maxlength="200" autocomplete="off" prop:value=attr(move || value.get())
                aria-invalid=attr(move || fault.get().map(|_| "true")) aria-describedby=format!("{id}-hint")
                on:input=move |event| value.set(event_target_value(&event))/>
            <p class="hint" id=format!("{id}-hint") role=attr(move || fault.get().map(|_| "alert"))
                class:t-red=attr(move || fault.get().is_some())>{live(move || fault.get().unwrap_or(hint.get()))}</p>
        </div>
    }
}
