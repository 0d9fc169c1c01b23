//! Two lines over the months of a year: what is planned, and what was reported. The table beside it says the same.

use leptos::prelude::*;

use crate::screen::invest;

/// The drawing's own units.
const WIDTH: i64 = 600;
const HEIGHT: i64 = 232;
/// Room for what stands at the left, the right, the top and the bottom.
const LEFT: i64 = 8;
const RIGHT: i64 = 12;
const TOP: i64 = 30;
const BOTTOM: i64 = 26;

fn x(month: u32) -> i64 {
    LEFT + (WIDTH - LEFT - RIGHT) * i64::from(month) / 12
}

fn y(height: i64) -> i64 {
    HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * height.clamp(0, 1000) / 1000
}

fn points(line: impl Iterator<Item = (u32, i64)>) -> String {
    std::iter::once((0, 0)).chain(line).map(|(month, height)| format!("{},{}", x(month), y(height))).collect::<Vec<_>>().join(" ")
}

/// `months` are the twelve words below; `top` is said at the height of the greatest amount.
#[component]
pub fn Curve(
    curve: invest::Curve,
    months: Vec<String>,
    #[prop(into)] top: String,
    /// All of it, for whoever does not see it.
    #[prop(into)]
    words: String,
    /// What the two lines are.
    keys: [&'static str; 2],
) -> impl IntoView {
    let planned = curve.planned.iter().zip(1..).map(|(fen, month)| (month, curve.height(*fen))).collect::<Vec<(u32, i64)>>();
    let reported = curve.reported.iter().map(|(month, fen)| (*month, curve.height(*fen))).collect::<Vec<_>>();
    let grid = [0, 500, 1000].map(|height| view! { <line class="c-grid" x1=LEFT x2=WIDTH - RIGHT y1=y(height) y2=y(height)/> });
    let named = months.into_iter().zip(1..).map(|(word, month): (String, u32)| {
        let odd = if month % 3 == 0 { "q" } else { "" };
        view! { <text class=format!("c-word {odd}") x=x(month) y=HEIGHT - 7 text-anchor="middle">{word}</text> }
    });
    let dots = reported.iter().map(|(month, height)| view! { <circle class="c-dot" cx=x(*month) cy=y(*height) r="4"/> }).collect_view();
    let has = [!planned.is_empty(), !reported.is_empty()];
    view! {
        <figure class="curve">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=words>
                {grid}
                <text class="c-word top" x=LEFT y=TOP - 8>{top}</text>
                {named.collect_view()}
                {has[0].then(|| view! { <polyline class="c-plan" points=points(planned.into_iter())/> })}
                {has[1].then(|| view! { <polyline class="c-done" points=points(reported.into_iter())/> })}
                {dots}
            </svg>
            <figcaption class="curve-legend">
                <span><i class="lg-line" data-dashed=""></i>{keys[0]}</span><span><i class="lg-line"></i>{keys[1]}</span>
            </figcaption>
        </figure>
    }
}
