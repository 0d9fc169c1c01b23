//! Amounts of money, in fen: whole numbers, so that sums never drift.

use serde::{Deserialize, Serialize};

/// An amount in fen, 0 … 10¹³.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Fen(pub i64);

/// 万元 in fen.
const WAN: i64 = 1_000_000;

/// Why a text is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AmountFault {
    NotANumber,
    /// More than four decimals of 万元 would be parts of a fen's hundred.
    TooManyDecimals,
    Negative,
    TooLarge,
}

impl Fen {
    pub const MAX: Fen = Fen(10_000_000_000_000);

    /// Reads an amount written in 万元 with at most four decimals; commas and spaces may group digits.
    pub fn parse_wan(text: &str) -> Result<Fen, AmountFault> {
        let clean: String = text.trim().chars().filter(|c| !matches!(c, ',' | '\u{ff0c}' | ' ' | '\u{a0}')).collect();
        if clean.starts_with(['-', '\u{ff0d}', '\u{2212}']) {
            return Err(AmountFault::Negative);
        }
        let (whole, part) = clean.split_once('.').unwrap_or((&clean, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || clean.ends_with('.') {
            return Err(AmountFault::NotANumber);
        }
        if part.len() > 4 {
            return Err(AmountFault::TooManyDecimals);
        }
        let whole: i64 = whole.parse().map_err(|_| AmountFault::TooLarge)?;
        let part: i64 = format!("{part:0<4}").parse().map_err(|_| AmountFault::NotANumber)?;
        let fen = whole.checked_mul(WAN).and_then(|w| w.checked_add(part * 100)).ok_or(AmountFault::TooLarge)?;
        if fen > Self::MAX.0 { Err(AmountFault::TooLarge) } else { Ok(Fen(fen)) }
    }

    /// The amount in 万元, without needless zeros: the inverse of [`Fen::parse_wan`].
    pub fn to_wan(self) -> String {
        let (whole, part) = (self.0 / WAN, self.0 % WAN / 100);
        if part == 0 { whole.to_string() } else { format!("{whole}.{part:04}").trim_end_matches('0').to_string() }
    }
}
