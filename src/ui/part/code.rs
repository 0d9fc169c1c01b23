//! Characters to read aloud, each in its own cell, with a spelt accessible name.

use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CodeSize {
    /// In a row.
    Small,
    #[default]
    Plain,
    Large,
}

impl CodeSize {
    fn name(self) -> Option<&'static str> {
        match self {
            CodeSize::Small => Some("s"),
            CodeSize::Plain => None,
            CodeSize::Large => Some("lg"),
        }
    }
}

#[component]
pub fn Code(#[prop(into)] code: String, #[prop(optional)] size: CodeSize) -> impl IntoView {
    let spelt: Vec<String> = code.chars().filter(|c| *c != '-').map(String::from).collect();
    let cell = |c: char| match c {
        '-' => view! { <i aria-hidden="true"></i> }.into_any(),
        c => view! { <span aria-hidden="true">{c.to_string()}</span> }.into_any(),
    };
    view! {
        <span class="code" data-size=size.name() role="img" aria-label=spelt.join(" ") translate="no">
            {code.chars().map(cell).collect_view()}
        </span>
    }
}
