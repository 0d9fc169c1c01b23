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
    /// A unit is written among the digits, where it stands beside the field already.
    UnitInside,
    /// Commas that do not part three digits each: it can't be told what is meant.
    Grouping,
}

/// In what an amount is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MoneyUnit {
    /// 万元.
    #[default]
    Wan,
    /// 亿元.
    Yi,
}

impl MoneyUnit {
    pub const ALL: [MoneyUnit; 2] = [MoneyUnit::Wan, MoneyUnit::Yi];

    fn fen(self) -> i64 {
        match self {
            MoneyUnit::Wan => WAN,
            MoneyUnit::Yi => 10_000 * WAN,
        }
    }

    /// Decimals down to a hundred fen.
    pub fn decimals(self) -> usize {
        match self {
            MoneyUnit::Wan => 4,
            MoneyUnit::Yi => 8,
        }
    }
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

    /// Reads an amount written in the unit that was chosen. Nothing is guessed: a unit among the digits and commas
    /// that group by other than three are refused. Full-width digits are digits.
    pub fn parse_in(unit: MoneyUnit, text: &str) -> Result<Fen, AmountFault> {
        let narrow = |c: char| match c {
            '\u{ff10}'..='\u{ff19}' | '\u{ff0e}' | '\u{ff0c}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        let clean: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
        if clean.starts_with(['-', '\u{ff0d}', '\u{2212}']) {
            return Err(AmountFault::Negative);
        }
        if clean.contains(|c: char| c.is_alphabetic() || matches!(c, '\u{a5}' | '\u{ffe5}' | '$'))
            && clean.contains(|c: char| c.is_ascii_digit())
        {
            return Err(AmountFault::UnitInside);
        }
        let (whole, part) = clean.split_once('.').unwrap_or((&clean, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if clean.ends_with('.') || !digits(part) {
            return Err(AmountFault::NotANumber);
        }
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        if first.is_empty() || !digits(first) || !rest.iter().all(|group| digits(group)) {
            return Err(AmountFault::NotANumber);
        }
        if !rest.is_empty() && (first.len() > 3 || rest.iter().any(|group| group.len() != 3)) {
            return Err(AmountFault::Grouping);
        }
        let decimals = unit.decimals();
        if part.len() > decimals {
            return Err(AmountFault::TooManyDecimals);
        }
        let whole: i64 = whole.replace(',', "").parse().map_err(|_| AmountFault::TooLarge)?;
        let part: i64 = format!("{part:0<decimals$}").parse().map_err(|_| AmountFault::NotANumber)?;
        let fen = whole.checked_mul(unit.fen()).and_then(|w| w.checked_add(part * 100)).ok_or(AmountFault::TooLarge)?;
        if fen > Self::MAX.0 { Err(AmountFault::TooLarge) } else { Ok(Fen(fen)) }
    }

    /// The amount in that unit, without needless zeros: the inverse of [`Fen::parse_in`] but for parts of a hundred fen.
    pub fn to_unit(self, unit: MoneyUnit) -> String {
        let (whole, part, decimals) = (self.0 / unit.fen(), self.0 % unit.fen() / 100, unit.decimals());
        if part == 0 { whole.to_string() } else { format!("{whole}.{part:0decimals$}").trim_end_matches('0').to_string() }
    }

    /// The amount in 万元, without needless zeros: the inverse of [`Fen::parse_wan`].
    pub fn to_wan(self) -> String {
        let (whole, part) = (self.0 / WAN, self.0 % WAN / 100);
        if part == 0 { whole.to_string() } else { format!("{whole}.{part:04}").trim_end_matches('0').to_string() }
    }
}
