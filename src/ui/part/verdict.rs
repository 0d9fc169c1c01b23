//! What becomes of a file: a shape, a tone and its words.

use leptos::prelude::*;

use super::Icon;
use crate::domain::bundle::plan::Verdict;

#[component]
pub fn VerdictMark(verdict: Option<Verdict>, #[prop(into)] words: String) -> impl IntoView {
    let (icon, tone) = match verdict {
        Some(Verdict::Merges) => ("check", "t-green"),
        Some(Verdict::MergesPartly) => ("alert", "t-yellow"),
        Some(Verdict::Kept | Verdict::Waiting) => ("clock", "t-yellow"),
        Some(Verdict::Known) => ("check", "t-2"),
        Some(Verdict::Refused) => ("close", "t-red"),
        // Left out.
        None => ("minus", "t-3"),
    };
    view! { <span class=format!("st {tone}")><Icon name=icon/>{words}</span> }
}
