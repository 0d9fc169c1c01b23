//! Finding words by their characters or by how they are read: full pinyin, initials, or any mixture of both.
//!
//! A character answers to any beginning of any of its readings, so that `bsh`, `bingshan` and `冰shan` all find 冰山慧谷,
//! and 重庆 is found by `cq` and by `zq`.

use std::sync::OnceLock;

/// The characters that the table knows.
const FIRST: u32 = 0x4e00;
const COUNT: usize = 0x9fa5 - FIRST as usize + 1;

/// Readings without tones, one class of characters a line.
static CLASSES: &str = include_str!("classes.txt");
/// The class of each character, low bytes first.
static READINGS: &[u8; 2 * COUNT] = include_bytes!("readings.bin");

/// The longest word that is compared by its readings, in characters.
const LONGEST: usize = 60;

struct Table {
    classes: Vec<Vec<&'static [u8]>>,
    /// Of each character the letters with which it may begin, `a` the lowest bit.
    letters: Vec<u32>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let classes: Vec<Vec<&[u8]>> = CLASSES.split('\n').map(|line| line.split_ascii_whitespace().map(str::as_bytes).collect()).collect();
        let begins = |readings: &Vec<&[u8]>| readings.iter().map(|reading| 1 << (reading[0] - b'a')).fold(0, |all, one: u32| all | one);
        let begins: Vec<u32> = classes.iter().map(begins).collect();
        let letters = (0..COUNT).map(|at| begins[class(at)]).collect();
        Table { classes, letters }
    })
}

fn class(at: usize) -> usize {
    usize::from(u16::from_le_bytes([READINGS[at], READINGS[COUNT + at]]))
}

fn place(c: char) -> Option<usize> {
    let at = (c as u32).checked_sub(FIRST)? as usize;
    (at < COUNT).then_some(at)
}

/// By what characters are compared: small letters, and full-width ones as ASCII. One character stays one.
pub fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '\u{3000}' => ' ',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// What is looked for: every one of its words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    words: Vec<Vec<char>>,
}

impl Query {
    pub fn new(text: &str) -> Query {
        // An apostrophe parts syllables: xi'an.
        let parted = |c: char| c.is_whitespace() || c == '\u{3000}';
        let word = |word: &str| word.chars().filter(|c| !matches!(c, '\'' | '’')).map(fold).collect::<Vec<char>>();
        Query { words: text.split(parted).map(word).filter(|word| !word.is_empty()).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether whatever this finds, the earlier one found as well.
    pub fn narrows(&self, earlier: &Query) -> bool {
        let within = |word: &Vec<char>| self.words.iter().any(|own| own.starts_with(word));
        !earlier.is_empty() && earlier.words.iter().all(within)
    }

    /// Whether every word stands somewhere in a folded text.
    pub fn finds(&self, text: &[char]) -> bool {
        self.words.iter().all(|word| find(word, text, 0).is_some())
    }

    /// The same of a text as it is written.
    pub fn finds_in(&self, text: &str) -> bool {
        self.finds(&text.chars().map(fold).collect::<Vec<char>>())
    }

    /// Where its words stand in a text, in characters: ordered, none over another.
    pub fn marks(&self, text: &str) -> Vec<(usize, usize)> {
        let folded: Vec<char> = text.chars().map(fold).collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for word in &self.words {
            let mut from = 0;
            while let Some((start, end)) = find(word, &folded, from) {
                found.push((start, end));
                from = end;
            }
        }
        found.sort_unstable();
        let mut marks: Vec<(usize, usize)> = Vec::new();
        for (start, end) in found {
            match marks.last_mut() {
                Some((_, last)) if start < *last => *last = end.max(*last),
                _ => marks.push((start, end)),
            }
        }
        marks
    }

    /// Where the first of its words stands, in characters.
    pub fn first(&self, text: &[char]) -> Option<(usize, usize)> {
        self.words.iter().filter_map(|word| find(word, text, 0)).min()
    }
}

/// The first place from there on at which a word stands, by characters or readings.
fn find(word: &[char], text: &[char], from: usize) -> Option<(usize, usize)> {
    let first = *word.first()?;
    let table = table();
    let bit = if first.is_ascii_lowercase() { 1_u32 << (first as u8 - b'a') } else { 0 };
    let may_begin = |c: char| c == first || (bit != 0 && place(c).is_some_and(|at| table.letters[at] & bit != 0));
    (from..text.len()).filter(|at| may_begin(text[*at])).find_map(|start| Some((start, start + length(table, word, &text[start..])?)))
}

/// How many characters a word takes from the start of a text on. All ways to read it go along at once, each a bit: so no
/// text makes this slow.
fn length(table: &Table, word: &[char], text: &[char]) -> Option<usize> {
    if word.len() > LONGEST {
        return text.starts_with(word).then_some(word.len());
    }
    let done = 1_u64 << word.len();
    let mut at = 1_u64;
    for (n, c) in text.iter().enumerate() {
        let mut next = 0_u64;
        let readings = place(*c).map(|at| &table.classes[class(at)]);
        let mut left = at;
        while left != 0 {
            let from = left.trailing_zeros() as usize;
            left &= left - 1;
            let rest = &word[from..];
            if rest[0] == *c {
                next |= 1 << (from + 1);
            }
            for reading in readings.into_iter().flatten() {
                let alike = reading.iter().zip(rest).take_while(|(read, typed)| char::from(**read) == **typed).count();
                next |= ((1_u64 << alike) - 1) << (from + 1);
            }
        }
        if next & done != 0 {
            return Some(n + 1);
        }
        if next == 0 {
            return None;
        }
        at = next;
    }
    None
}
