//! Names that are not the same but may well mean the same: asked for, and never decided here.

use std::collections::BTreeMap;

use crate::domain::order::InOrder;
use crate::domain::table::column::same_name_key;

/// What a name may end in without meaning another thing; the longer ones first.
const SUFFIXES: &[&str] =
    &["股份有限公司", "有限责任公司", "建设项目", "有限公司", "办事处", "项目", "工程", "公司", "集团", "区", "市", "县"];

/// Below this many characters a slip of the pen is no longer told from another name.
const SLIP_FROM: usize = 4;
/// The shortest name that another may contain.
const INSIDE_FROM: usize = 2;

/// A name as it is compared here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NearKey {
    key: Vec<char>,
    /// Without its endings.
    stem: Vec<char>,
}

impl NearKey {
    pub fn new(name: &str) -> NearKey {
        let key = same_name_key(name);
        let mut stem = key.as_str();
        while let Some(rest) = SUFFIXES.iter().find_map(|end| stem.strip_suffix(end)).filter(|rest| rest.chars().count() >= INSIDE_FROM) {
            stem = rest;
        }
        NearKey { stem: stem.chars().collect(), key: key.chars().collect() }
    }

    /// Whether one name is inside the other, or one slip of the pen away. Numbers that differ are other things: phase
    /// two is not phase three.
    pub fn is_near(&self, other: &NearKey) -> bool {
        let (short, long) = if self.stem.len() <= other.stem.len() { (self, other) } else { (other, self) };
        is_inside(&short.stem, &long.stem) || is_slip(&self.key, &other.key)
    }
}

/// What tells the parts of one undertaking apart.
fn is_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || "〇一二三四五六七八九十甲乙丙丁东西南北".contains(c)
}

fn is_inside(short: &[char], long: &[char]) -> bool {
    if short.len() < INSIDE_FROM || long.len() < short.len() {
        return false;
    }
    let cuts_number = |a: char, b: char| a.is_ascii_digit() && b.is_ascii_digit();
    (0..=long.len() - short.len()).any(|at| {
        let end = at + short.len();
        long[at..end] == *short
            && !(at > 0 && cuts_number(long[at - 1], long[at]))
            && !(end < long.len() && cuts_number(long[end - 1], long[end]))
    })
}

/// One character put in, left out or written for another.
fn is_slip(one: &[char], two: &[char]) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    if short.len() < SLIP_FROM || long.len() - short.len() > 1 {
        return false;
    }
    let Some(at) = short.iter().zip(long).position(|(a, b)| a != b) else {
        // The same, or one more at the end.
        return long.last().is_none_or(|c| long.len() == short.len() || !c.is_ascii_digit());
    };
    if short.len() == long.len() {
        short[at + 1..] == long[at + 1..] && !(is_number(short[at]) && is_number(long[at]))
    } else {
        short[at..] == long[at + 1..] && !long[at].is_ascii_digit()
    }
}

/// Many names of which those near to one are wanted, without comparing it with each.
pub struct NearIndex<T> {
    names: Vec<(NearKey, T)>,
    /// By two characters that follow each other in a key.
    by_pair: BTreeMap<(char, char), Vec<usize>>,
    /// By the first two characters of a stem.
    by_start: BTreeMap<(char, char), Vec<usize>>,
}

fn pairs(name: &[char]) -> impl Iterator<Item = (char, char)> + '_ {
    name.windows(2).map(|pair| (pair[0], pair[1]))
}

impl<T> Default for NearIndex<T> {
    fn default() -> Self {
        NearIndex { names: Vec::new(), by_pair: BTreeMap::new(), by_start: BTreeMap::new() }
    }
}

impl<T: Copy> NearIndex<T> {
    pub fn add(&mut self, name: &str, of: T) {
        let key = NearKey::new(name);
        let at = self.names.len();
        for pair in pairs(&key.key) {
            let held = self.by_pair.entry(pair).or_default();
            if held.last() != Some(&at) {
                held.push(at);
            }
        }
        if let Some(pair) = pairs(&key.stem).next() {
            self.by_start.entry(pair).or_default().push(at);
        }
        self.names.push((key, of));
    }

    /// In the order in which they were added.
    pub fn near(&self, name: &str) -> Vec<T> {
        let key = NearKey::new(name);
        let of = |pair: &(char, char)| self.by_pair.get(pair).map(Vec::as_slice).unwrap_or_default();
        // A slip spoils two neighbouring pairs at most, so that of any three one is still there; and what contains the
        // name has all of them.
        let mut rare: Vec<(char, char)> = pairs(&key.key).collect();
        rare.order_by_key(|pair| (of(pair).len(), *pair));
        rare.dedup();
        let in_stem = pairs(&key.stem).min_by_key(|pair| (of(pair).len(), *pair));
        // What the name contains begins with one of its pairs.
        let inside = pairs(&key.stem).flat_map(|pair| self.by_start.get(&pair).map(Vec::as_slice).unwrap_or_default());
        let mut found: Vec<usize> = rare.iter().take(3).chain(&in_stem).flat_map(of).chain(inside).copied().collect();
        found.order();
        found.dedup();
        found.into_iter().filter(|at| self.names[*at].0.is_near(&key)).map(|at| self.names[at].1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Held, written, whether one asks.
    const CASES: &[(&str, &str, bool)] = &[
        ("旅顺口区", "旅顺", true),
        ("旅顺口区", "旅顺口", true),
        ("旅顺口区", "旅顺口市", true),
        ("中山区", "大连市中山区", true),
        ("中山区", "西岗区", false),
        ("普兰店区", "瓦房店市", false),
        ("英特尔二期", "英特尔二期项目", true),
        ("英特尔二期项目", "英特尔二期", true),
        ("英特尔二期", "英特尔二期工程", true),
        ("英特尔二期", "英特尔三期", false),
        ("英特尔", "英特尔二期", true),
        ("大连湾海底隧道", "大连湾海底遂道", true),
        ("大连湾海底隧道", "大连湾底隧道", true),
        ("大连湾海底隧道", "湾底", false),
        ("旅顺经开区服务秘书", "旅顺经开服务秘书", true),
        ("东港街道", "东关街道", true),
        ("瑞士碧琪食品(大连)有限公司", "瑞士碧琪食品（大连）", true),
        ("项目1", "项目10", false),
        ("厂房A座", "厂房B座", false),
        ("地铁4号线", "地铁5号线", false),
        ("甲", "甲厂", false),
        ("王军", "李军", false),
        ("市发展和改革局", "中山区发展和改革局", false),
    ];

    #[test]
    fn near_names_are_told_from_other_names() {
        for (held, written, asks) in CASES {
            let (one, two) = (NearKey::new(held), NearKey::new(written));
            assert_eq!((one.is_near(&two), two.is_near(&one)), (*asks, *asks), "{held} and {written}");
        }
    }

    #[test]
    fn the_index_finds_what_comparing_each_would_find() {
        let names: Vec<&str> = CASES.iter().flat_map(|(held, written, _)| [*held, *written]).collect();
        let mut index = NearIndex::default();
        names.iter().enumerate().for_each(|(at, name)| index.add(name, at));
        for name in &names {
            let key = NearKey::new(name);
            let all: Vec<usize> = (0..names.len()).filter(|at| NearKey::new(names[*at]).is_near(&key)).collect();
            assert_eq!(index.near(name), all, "{name}");
        }
    }
}
