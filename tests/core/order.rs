//! Sorting and filling, against what the standard library does.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use lianxin::domain::order::{Filled, InOrder, object};
use proptest::prelude::*;
use serde_json::json;

#[test]
fn lists_of_none_and_one_stay() {
    let mut none: Vec<String> = Vec::new();
    none.order();
    assert!(none.is_empty());
    let mut one = vec!["a".to_string()];
    one.order();
    assert_eq!(one, ["a"]);
}

#[test]
fn a_long_list_comes_into_order() {
    let mut list: Vec<u64> = (0..100_000).map(|n| n * 7_919 % 100_003).collect();
    let mut same = list.clone();
    list.order();
    same.sort();
    assert_eq!(list, same);
}

proptest! {
    #[test]
    fn equal_ones_stay_as_they_stood(keys in prop::collection::vec(0u8..6, 0..200)) {
        let list: Vec<(u8, usize, String)> = keys.iter().enumerate().map(|(at, key)| (*key, at, format!("{key}/{at}"))).collect();
        let mut expected = list.clone();
        expected.sort_by_key(|(key, ..)| Reverse(*key));
        let (mut by, mut by_key, mut by_cached_key) = (list.clone(), list.clone(), list);
        by.order_by(|a, b| b.0.cmp(&a.0));
        by_key.order_by_key(|(key, ..)| Reverse(*key));
        by_cached_key.order_by_cached_key(|(key, ..)| Reverse(*key));
        prop_assert_eq!(&by, &expected);
        prop_assert_eq!(&by_key, &expected);
        prop_assert_eq!(&by_cached_key, &expected);
    }

    #[test]
    fn filling_is_collecting(pairs in prop::collection::vec((0u8..20, any::<u16>()), 0..60)) {
        let collected: BTreeMap<u8, u16> = pairs.iter().copied().collect();
        let filled: BTreeMap<u8, u16> = pairs.iter().copied().filled();
        prop_assert_eq!(filled, collected);
        let collected: BTreeSet<u8> = pairs.iter().map(|p| p.0).collect();
        let filled: BTreeSet<u8> = pairs.iter().map(|p| p.0).filled();
        prop_assert_eq!(filled, collected);
    }
}

#[test]
fn an_object_has_its_members() {
    assert_eq!(serde_json::Value::Object(object([("of", json!("a")), ("at", json!(3))])), json!({"of": "a", "at": 3}));
}
