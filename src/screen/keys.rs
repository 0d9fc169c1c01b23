//! Keys that lead from one page to another: `g`, then a letter.

use crate::screen::route::Route;

/// A page with the letter that leads there after `g`, as stands beside it.
pub const PAGES: [(char, Route); 7] = [
    ('b', Route::Projects),
    ('n', Route::Audit),
    ('i', Route::Receive),
    ('c', Route::Conflicts),
    ('t', Route::Trust),
    ('s', Route::Send(None)),
    ('m', Route::People(None)),
];

/// Where `g` and the letter lead.
pub fn page_of(letter: char) -> Option<Route> {
    PAGES.into_iter().find(|(key, _)| *key == letter).map(|(_, route)| route)
}
