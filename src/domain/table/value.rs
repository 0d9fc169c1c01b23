//! Days, months, numbers and amounts as they stand in cells, read leniently and never guessed.

use crate::domain::calendar::{Day, Month};
use crate::domain::money::Fen;
use crate::domain::table::column::{amount_name, same_name_key};
use crate::domain::table::projects::FaultKind;

/// 1899-12-30, the day from which spreadsheets count.
const EPOCH: (i32, u32, u32) = (1899, 12, 30);
/// Numbers of days that may be meant so: of the years 1954 to 2119.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// `2018-06-11`, `2018/6/11`, `2018.6.11`, `2018年6月11日`, `20180611`, with or without a time behind.
pub fn day(text: &str) -> Result<Day, FaultKind> {
    let key = same_name_key(text);
    let parts: Vec<&str> = key.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let separators = key.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let is_dated = |rest: &str| rest.is_empty() || rest.starts_with([' ', 't', '日', '号']);
    let found = match parts.as_slice() {
        [whole] if whole.len() == 8 && separators.is_empty() => numbers(&[&whole[..4], &whole[4..6], &whole[6..]]),
        [whole] if whole.len() == 5 && separators.is_empty() => {
            let days: i64 = whole.parse().unwrap_or_default();
            let epoch = Day::new(EPOCH.0, EPOCH.1, EPOCH.2).expect("a day");
            return if SERIALS.contains(&days) { Err(FaultKind::Serial { day: epoch.plus(days) }) } else { Err(FaultKind::NotADay) };
        }
        [year, month, day, rest @ ..] if year.len() == 4 && rest.len() <= 4 => {
            let mut between = separators.chars();
            let ok = between.next().is_some_and(|c| matches!(c, '-' | '/' | '.' | '年'))
                && between.next().is_some_and(|c| matches!(c, '-' | '/' | '.' | '月'))
                && is_dated(between.as_str());
            if ok { numbers(&[year, month, day]) } else { None }
        }
        _ => None,
    };
    match found {
        Some(day) => Ok(day),
        // A day that no month has is no month either.
        None if parts.len() > 2 => Err(FaultKind::NotADay),
        None => Err(self::month(text).map_or(FaultKind::NotADay, |month| FaultKind::MonthOnly { last: month.last() })),
    }
}

fn numbers(parts: &[&str; 3]) -> Option<Day> {
    let [year, month, day] = parts.map(|part| part.parse::<u32>().ok());
    Day::new(i32::try_from(year?).ok()?, month?, day?)
}

/// `2018-06`, `2018年6月`, `201806`, or a day in it.
pub fn month(text: &str) -> Option<Month> {
    let key = same_name_key(text);
    let parts: Vec<&str> = key.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let of = |year: &str, month: &str| Some(Month::of(Day::new(year.parse().ok()?, month.parse().ok()?, 1)?));
    match parts.as_slice() {
        [whole] if whole.len() == 6 && key.len() == 6 => of(&whole[..4], &whole[4..]),
        [year, month] if year.len() == 4 => of(year, month),
        [year, month, _, ..] if year.len() == 4 => of(year, month),
        _ => None,
    }
}

/// `2018` or `2018年`.
pub fn year(text: &str) -> Option<i32> {
    let key = same_name_key(text);
    let digits = ["年度", "年"].iter().find_map(|end| key.strip_suffix(end)).unwrap_or(&key);
    (digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?.filter(|year| *year > 0)
}

/// A whole number in a range; `unit` may stand behind it.
pub fn number(text: &str, (from, to): (i64, i64), units: &[&str]) -> Result<i64, FaultKind> {
    let key = same_name_key(text);
    let digits = units.iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(&key);
    let whole = digits.strip_suffix(".0").or(digits.strip_suffix(".00")).unwrap_or(digits);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match whole.parse::<i64>() {
        Ok(n) if (from..=to).contains(&n) => Ok(n),
        Ok(_) => Err(FaultKind::OutOfRange { from, to }),
        Err(_) if is_number(whole) => Err(FaultKind::OutOfRange { from, to }),
        Err(_) => Err(FaultKind::NotANumber),
    }
}

/// Hundredths that a number without its sign comes to, where they are whole and none is more than a hundred.
fn share(key: &str) -> Option<i64> {
    let parts = Fen::parse_wan(key).ok()?.0;
    (parts > 0 && parts <= 1_000_000 && parts % 10_000 == 0).then_some(parts / 10_000)
}

/// A percentage; a spreadsheet keeps 35 % as 0.35, which is asked for, since it may be a third of one percent too.
/// `in_shares`: so is a bare 1, in a column that [`are_shares`].
pub fn percent(text: &str, in_shares: bool) -> Result<i64, FaultKind> {
    let key = same_name_key(text);
    if (key.contains('.') || (in_shares && key == "1"))
        && !key.ends_with('%')
        && let Some(percent) = share(&key)
    {
        return Err(FaultKind::Share { percent });
    }
    number(text, (0, 100), &["%"])
}

/// Whether a bare 1 among these percentages may well be all of it: some are parts of one, or none is a number above it.
pub fn are_shares<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let mut has_more = false;
    for key in texts.map(same_name_key) {
        if key.contains('.') && share(&key).is_some_and(|percent| percent < 100) {
            return true;
        }
        has_more |= number(&key, (2, 100), &[]).is_ok();
    }
    !has_more
}

/// In what amounts are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Yuan,
    Thousand,
    Wan,
    Yi,
}

/// One of each in fen.
fn fen(unit: Unit) -> i64 {
    match unit {
        Unit::Yuan => 100,
        Unit::Thousand => 100_000,
        Unit::Wan => 1_000_000,
        Unit::Yi => 10_000_000_000,
    }
}

/// The unit that a header names.
fn of_header(header: &str) -> Option<Unit> {
    let key = same_name_key(header);
    let bare = amount_name(&key);
    let ends =
        [("亿元", Unit::Yi), ("万元", Unit::Wan), ("10k yuan", Unit::Wan), ("千元", Unit::Thousand), ("元", Unit::Yuan), ("亿", Unit::Yi)];
    if bare == key { None } else { ends.iter().find(|(word, _)| key.contains(word)).map(|(_, unit)| *unit) }
}

/// An amount's digits, and the unit written behind them.
fn of_cell(key: &str) -> (&str, Option<Unit>) {
    let ends = [("亿元", Unit::Yi), ("万元", Unit::Wan), ("千元", Unit::Thousand), ("亿", Unit::Yi), ("万", Unit::Wan), ("元", Unit::Yuan)];
    ends.iter().find_map(|(end, unit)| Some((key.strip_suffix(end)?.trim_end(), Some(*unit)))).unwrap_or((key, None))
}

/// An amount in the header's unit, in the cell's own, or in 万元 where neither names one. Where they differ it is asked
/// which is meant, but for what the user has set right.
pub fn amount(header: &str, text: &str, is_set: bool) -> Result<Fen, FaultKind> {
    let key = same_name_key(text);
    let named = of_header(header);
    // Another currency is none of ours.
    if ["美元", "欧元", "港元", "日元", "usd", "eur"].iter().any(|word| same_name_key(header).contains(word)) {
        return Err(FaultKind::OtherUnit);
    }
    let (digits, own) = of_cell(&key);
    let read = |unit: Unit| Fen::parse_of(fen(unit), digits).map_err(FaultKind::Amount);
    match (named, own) {
        (Some(header), Some(own)) if header != own && !is_set => {
            Err(FaultKind::UnitConflict { by_cell: read(own)?, by_header: read(header)? })
        }
        (_, Some(own)) => read(own),
        (Some(header), None) => read(header),
        (None, None) => read(Unit::Wan),
    }
}
