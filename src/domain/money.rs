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
    /// Parts of a fen.
    TooManyDecimals,
    Negative,
    TooLarge,
    /// A unit is written among the digits, where it stands beside the field already.
    UnitInside,
    /// Commas or spaces that do not part three digits each: it can't be told what is meant.
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

    /// Decimals down to the fen.
    pub fn decimals(self) -> usize {
        self.fen().ilog10() as usize
    }
}

impl Fen {
    pub const MAX: Fen = Fen(10_000_000_000_000);

    /// Reads an amount written in 万元, as [`Fen::parse_of`] does.
    pub fn parse_wan(text: &str) -> Result<Fen, AmountFault> {
        Self::parse_of(WAN, text)
    }

    /// Reads an amount written in the unit that was chosen, as [`Fen::parse_of`] does; a unit among the digits is refused.
    pub fn parse_in(unit: MoneyUnit, text: &str) -> Result<Fen, AmountFault> {
        let is_unit = |c: char| c.is_alphabetic() || matches!(c, '\u{a5}' | '\u{ffe5}' | '$');
        if text.contains(is_unit) && text.contains(|c: char| c.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&c)) {
            return Err(AmountFault::UnitInside);
        }
        Self::parse_of(unit.fen(), text)
    }

    /// Reads an amount in a unit of `one` fen, a power of ten, down to the fen. Nothing is guessed: commas and spaces part
    /// three digits each or are refused, since a comma may stand for the point. Full-width digits are digits.
    pub fn parse_of(one: i64, text: &str) -> Result<Fen, AmountFault> {
        let narrow = |c: char| match c {
            '\u{ff0d}' | '\u{2212}' => '-',
            '\u{ff10}'..='\u{ff19}' | '\u{ff0e}' | '\u{ff0c}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        let clean: String = text.trim().chars().map(narrow).collect();
        if clean.starts_with('-') {
            return Err(AmountFault::Negative);
        }
        let (whole, part) = clean.split_once('.').unwrap_or((&clean, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        // A space beside a comma is typography.
        let groups: Vec<&str> = whole.split(',').flat_map(|group| group.trim().split(char::is_whitespace)).collect();
        if groups[0].is_empty() || !groups.iter().all(|group| digits(group)) || !digits(part) || clean.ends_with('.') {
            return Err(AmountFault::NotANumber);
        }
        if groups.len() > 1 && (groups[0].len() > 3 || groups[1..].iter().any(|group| group.len() != 3)) {
            return Err(AmountFault::Grouping);
        }
        let (part, decimals) = (part.trim_end_matches('0'), one.ilog10() as usize);
        if part.len() > decimals {
            return Err(AmountFault::TooManyDecimals);
        }
        let whole: i64 = groups.concat().parse().map_err(|_| AmountFault::TooLarge)?;
        let part: i64 = format!("0{part:0<decimals$}").parse().map_err(|_| AmountFault::NotANumber)?;
        let fen = whole.checked_mul(one).and_then(|w| w.checked_add(part)).ok_or(AmountFault::TooLarge)?;
        if fen > Self::MAX.0 { Err(AmountFault::TooLarge) } else { Ok(Fen(fen)) }
    }

    /// The amount in that unit, without needless zeros: the inverse of [`Fen::parse_in`].
    pub fn to_unit(self, unit: MoneyUnit) -> String {
        let (whole, part, decimals) = (self.0 / unit.fen(), self.0 % unit.fen(), unit.decimals());
        if part == 0 { whole.to_string() } else { format!("{whole}.{part:0decimals$}").trim_end_matches('0').to_string() }
    }

    /// The amount in 万元, without needless zeros: the inverse of [`Fen::parse_wan`].
    pub fn to_wan(self) -> String {
        self.to_unit(MoneyUnit::Wan)
    }
}
