//! Of a long list the first are drawn, and a button draws as many again: who writes ten thousand must not stop the page.

use leptos::prelude::*;

use crate::ui::part::{If, live};

/// How many of a list are drawn.
#[derive(Clone, Copy)]
pub struct Drawn {
    shown: RwSignal<usize>,
    step: usize,
}

impl Drawn {
    pub fn new(step: usize) -> Drawn {
        Drawn { shown: RwSignal::new(step), step }
    }

    /// Those that are drawn; tracked.
    pub fn of<T>(self, all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        all.into_iter().take(self.shown.get())
    }

    pub fn more(self) {
        self.shown.update(|shown| *shown += self.step);
    }

    /// Draws so many at least.
    pub fn reach(self, count: usize) {
        self.shown.update(|shown| *shown = (*shown).max(count));
    }

    /// From the first ones again.
    pub fn again(self) {
        self.shown.set(self.step);
    }

    /// How many of so many are not drawn; tracked.
    pub fn left(self, all: usize) -> usize {
        all.saturating_sub(self.shown.get())
    }
}

/// Draws the next ones; not there where all are drawn.
#[component]
pub fn More<W: Fn(usize) -> String + Copy + Send + Sync + 'static>(
    drawn: Drawn,
    /// How many there are.
    #[prop(into)]
    all: Signal<usize>,
    /// Says how many are left.
    words: W,
) -> impl IntoView {
    let left = move || drawn.left(all.get());
    view! {
        <If when=move || { left() > 0 }>
            <button class="btn more" type="button" on:click=move |_| drawn.more()>{live(move || words(left()))}</button>
        </If>
    }
}
