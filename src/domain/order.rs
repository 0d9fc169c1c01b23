//! Sorting and filling, written once for all types.
//!
//! The standard library's sort is some four kilobytes of wasm for each type that is sorted, and collecting into a map
//! or a set sorts too. Here one sort moves numbers; each type adds only its comparison and its swap.

use std::cmp::Ordering;

/// Puts a list in order; equal ones stay as they stood.
pub trait InOrder<T> {
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// For keys that cost something: each is made once.
    fn order_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);

    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> InOrder<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let places = sorted(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        arrange(places, &mut |a, b| self.swap(a, b));
    }

    fn order_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        arrange(sorted(self.len(), &mut |a, b| keys[a].cmp(&keys[b])), &mut |a, b| self.swap(a, b));
    }
}

/// For each place of the ordered list, where its item stands now.
fn sorted(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..len).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Follows each cycle once, so that every item is moved at most once.
fn arrange(mut places: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..places.len() {
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut places[at], at);
            if from == start || from == at {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

/// Collects item by item, so that a map or a set brings no sort of its own. Of equal keys the last one counts, as when
/// collected.
pub trait Filled: Iterator + Sized {
    fn filled<C: Default + Extend<Self::Item>>(self) -> C {
        let mut all = C::default();
        all.extend(self);
        all
    }
}

impl<I: Iterator> Filled for I {}

/// A JSON object of these members.
pub fn object<const N: usize>(members: [(&str, serde_json::Value); N]) -> serde_json::Map<String, serde_json::Value> {
    let mut all = serde_json::Map::new();
    for (name, value) in members {
        all.insert(name.to_owned(), value);
    }
    all
}
