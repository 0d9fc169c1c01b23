//! Lights: always a shape, a colour and a word.

use leptos::prelude::*;

use crate::domain::rules::light::Light;

/// How the shape and its word stand together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LightForm {
    /// Beside each other.
    #[default]
    Line,
    /// The word under the shape, at the head of a row.
    Stack,
    /// On a ground of its own.
    Tag,
}

impl LightForm {
    fn as_str(self) -> Option<&'static str> {
        match self {
            LightForm::Line => None,
            LightForm::Stack => Some("stack"),
            LightForm::Tag => Some("tag"),
        }
    }
}

/// The name of a light in CSS.
pub fn light_name(light: Light) -> &'static str {
    match light {
        Light::Red => "red",
        Light::Yellow => "yellow",
        Light::Green => "green",
        Light::Grey => "grey",
    }
}

#[component]
pub fn LightMark(light: Light, #[prop(into)] word: String, #[prop(optional)] form: LightForm) -> impl IntoView {
    view! { <span class="light" data-light=light_name(light) data-form=form.as_str()>{word}</span> }
}

/// A strip with one shape for each month; `None`: nothing is known of it. `words` says all of them. The last is that of
/// today where `now` says so.
#[component]
pub fn MonthStrip(lights: Vec<Option<Light>>, #[prop(into)] words: String, #[prop(optional)] now: bool) -> impl IntoView {
    let last = lights.len().saturating_sub(1);
    let dot = |(n, light): (usize, Option<Light>)| {
        let dot = view! { <i class="dot" data-light=light.map(light_name)></i> };
        if now && n == last { view! { <i class="now">{dot}</i> }.into_any() } else { dot.into_any() }
    };
    view! { <span class="months" role="img" aria-label=words>{lights.into_iter().enumerate().map(dot).collect_view()}</span> }
}

/// A share of a whole, 0 … 100, drawn; the number always stands beside it. Read by eye only.
#[component]
pub fn Meter(percent: i64) -> impl IntoView {
    view! { <span class="meter" aria-hidden="true"><i style:--v=percent.clamp(0, 100).to_string()></i></span> }
}
