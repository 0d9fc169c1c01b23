//! What becomes of a file: a shape, a tone and its words.

use leptos::prelude::*;

use super::Icon;
use crate::domain::bundle::plan::Verdict;

#[component]
pub fn VerdictMark(verdict: Verdict, #[prop(into)] words: String) -> impl IntoView {
    let (icon, tone) = match verdict {
        Verdict::Merges => ("check", "t-green"),
        Verdict::MergesPartly => ("alert", "t-yellow"),
        Verdict::Kept | Verdict::Waiting => ("clock", "t-yellow"),
        Verdict::Known => ("check", "t-2"),
        Verdict::Refused => ("close", "t-red"),
    };
    view! { <span class=format!("st {tone}")><Icon name=icon/>{words}</span> }
}
