//! Names that people wrote, as names of folders, on whatever file system they land.
//!
//! Windows is the strictest and Android's memory cards are like it. Readers of files go by content only: these names are
//! for those who hand them out.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::hash;
use crate::domain::id::Ref;
use crate::domain::state::{Person, Roster};
use crate::nfkc::nfkc;

/// Bytes of a name at most: encrypted file systems of phones take 143, and the rest tells apart who has the same.
const MOST_BYTES: usize = 100;
/// What Windows keeps for devices, whatever follows behind a dot.
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];
/// What browsers refuse to write for people.
const REFUSED: [&str; 6] = [".lnk", ".local", ".scf", ".url", ".desktop", ".ini"];

/// A name that every file system takes, as near to the text as that goes.
pub fn safe(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '~' | '%' => out.push('_'),
            c if c.is_control() || is_unseen(c) => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    let is_edge = |c: char| c == '.' || c == ' ';
    let mut out = shortened(out.trim_matches(is_edge), MOST_BYTES).trim_end_matches(is_edge).to_string();
    let lower = out.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default().trim_end();
    let numbered = |device: &str| {
        let rest = stem.strip_prefix(device).map(|rest| rest.chars().collect::<Vec<_>>());
        rest.is_some_and(|rest| matches!(rest.as_slice(), ['0'..='9' | '¹' | '²' | '³']))
    };
    if out.is_empty() || DEVICES.contains(&stem) || numbered("com") || numbered("lpt") {
        out.insert(0, '_');
    }
    if REFUSED.iter().any(|ending| lower.ends_with(ending)) {
        out.push('_');
    }
    out
}

/// Marks that turn, join or hide text: two names that look the same must not differ by them.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

fn shortened(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// A folder for each person, told apart among all that are known: by the name, then with the district, then with
/// letters of the person's own id. It does not depend on whom one writes to, so that the folder of one is never
/// another's next time.
pub fn folders(roster: &Roster) -> BTreeMap<Ref, String> {
    let short = |person: &Person| shortened(&person.name, MOST_BYTES / 2).to_string();
    let district = |person: &Person| person.district.map(|d| roster.unit_name(&d)).unwrap_or_default();
    let tries: [&dyn Fn(&Person) -> String; 3] =
        [&|person| safe(&person.name), &|person| safe(&format!("{} {}", short(person), district(person))), &|person| {
            format!("{} {}", safe(&short(person)), letters(&person.id))
        }];
    let mut out = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let mut left: Vec<&Person> = roster.persons.values().collect();
    for name in tries {
        let named: Vec<(&Person, String)> = left.iter().map(|person| (*person, name(person))).collect();
        let alike: Vec<String> = named.iter().map(|(_, name)| folded(name)).collect();
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for name in &alike {
            *count.entry(name).or_default() += 1;
        }
        left = Vec::new();
        let mut told = Vec::new();
        for ((person, name), alike) in named.into_iter().zip(&alike) {
            if count[alike.as_str()] == 1 && !taken.contains(alike) {
                told.push(alike.clone());
                out.insert(person.id, name);
            } else {
                left.push(person);
            }
        }
        taken.extend(told);
    }
    // Whoever is left has a name that someone made look like another's folder.
    for person in left {
        let mut name = format!("_{}", letters(&person.id));
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        out.insert(person.id, name);
    }
    out
}

/// What names have in common that some file system takes for the same: none tells capitals apart for sure, and macOS opens
/// a character by any that is equivalent to it.
fn folded(name: &str) -> String {
    nfkc(name).to_lowercase()
}

/// Letters of one size for an id, whose own letters come in two.
fn letters(id: &Ref) -> String {
    hash::crockford(&hash::sha256(id.as_str().as_bytes())[..5], 8).to_ascii_lowercase()
}

/// The name with a number, where one of that name is there already.
pub fn again(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem} ({number}).{ending}"),
        None => format!("{name} ({number})"),
    }
}
