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

/// A passphrase of 80 random bits that can be read out, `XXXX-XXXX-XXXX-XXXX`.
pub fn suggested(random: [u8; 10]) -> String {
    let letters = hash::crockford(&random, 16);
    [&letters[..4], &letters[4..8], &letters[8..12], &letters[12..]].join("-")
}
