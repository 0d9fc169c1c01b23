//! A count with what it counts; a filter where it can be pressed.

use leptos::prelude::*;

use super::attr;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    #[default]
    Plain,
    Yellow,
    Red,
}

impl Tone {
    /// The tone of a count that ought to be zero.
    pub fn unless_zero(self, count: u64) -> Tone {
        if count == 0 { Tone::Plain } else { self }
    }

    fn class(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Yellow => "t-yellow",
            Tone::Red => "t-red",
        }
    }
}

/// A count that is only read.
#[component]
pub fn Tile(#[prop(into)] count: String, label: &'static str, hint: &'static str, #[prop(optional)] tone: Tone) -> impl IntoView {
    view! {
        <div class="tile"><b class=tone.class()>{count}</b><span>{label}<br/>{hint}</span></div>
    }
}

/// A count that also filters a list.
#[component]
pub fn FilterTile(
    #[prop(into)] count: String,
    #[prop(into)] label: String,
    tone: Tone,
    #[prop(into)] pressed: Signal<bool>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button class="tile" type="button" aria-pressed=attr(move || pressed.get().to_string()) on:click=move |_| on_press.run(())>
            <b class=tone.class()>{count}</b><span>{label}</span>
        </button>
    }
}
