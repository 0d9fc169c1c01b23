//! Who shall be able to open a file, and what makes a passphrase.

use crate::domain::hash;

/// How a file is protected on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Guard {
    /// Encrypted to the devices of the person addressed.
    Devices,
    Passphrase,
    Open,
}

/// What is done if nothing, or what is not possible, was chosen; `boxes`: devices that one can encrypt to.
pub fn guard(chosen: Option<Guard>, boxes: usize) -> Guard {
    match chosen {
        None | Some(Guard::Devices) if boxes == 0 => Guard::Open,
        None => Guard::Devices,
        Some(guard) => guard,
    }
}

/// Characters that a passphrase has at least: whoever has the file can guess for as long as they like.
pub const MIN_WORDS: usize = 10;

/// What is typed as it counts: exactly, with its spaces. `None`: too short.
pub fn passphrase(text: &str) -> Option<String> {
    (text.trim().chars().count() >= MIN_WORDS).then(|| text.to_string())
}

/// What a typed passphrase may have been: first exactly what was typed, then, if it can be a suggested one that was told
/// by voice, as that is written.
pub fn spellings(typed: &str) -> Vec<String> {
    let heard = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '－'));
    let letter = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let letters: String = heard.map(letter).collect();
    let mut all = vec![typed.to_string()];
    if letters.len() == 16 && letters.chars().all(|c| c.is_ascii_alphanumeric()) {
        let written = grouped(&letters);
        all.extend((written != typed).then_some(written));
    }
    all
}

fn grouped(letters: &str) -> String {
    [&letters[..4], &letters[4..8], &letters[8..12], &letters[12..]].join("-")
}

/// A passphrase of 80 random bits that can be read out, `XXXX-XXXX-XXXX-XXXX`.
pub fn suggested(random: [u8; 10]) -> String {
    grouped(&hash::crockford(&random, 16))
}
