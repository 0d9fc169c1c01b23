//! Days and months of the workspace's fixed time zone; no clock.

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

/// A day that exists, of the years 0001 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        (1..=9999).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day)).flatten().map(Day)
    }

    /// Reads `2018-06-11` and nothing else.
    pub fn parse(text: &str) -> Option<Day> {
        let b = text.as_bytes();
        if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| -> Option<u32> {
            let part = &text.get(range)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        Day::new(number(0..4)? as i32, number(5..7)?, number(8..10)?)
    }

    /// The day of an instant (ms since 1970 UTC) in a zone `offset` minutes east of UTC.
    pub fn of_time(time: i64, offset: i32) -> Day {
        let days = (time + i64::from(offset) * 60_000).div_euclid(86_400_000);
        let day = i32::try_from(days + 719_163).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
        match day.map(Day) {
            Some(day) if (1..=9999).contains(&day.year()) => day,
            _ => Day::LAST,
        }
    }

    pub const FIRST: Day = Day(NaiveDate::from_ymd_opt(1, 1, 1).expect("a day"));
    pub const LAST: Day = Day(NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day"));

    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub fn month(self) -> u32 {
        self.0.month()
    }

    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// 0 for Monday … 6 for Sunday.
    pub fn weekday(self) -> usize {
        match self.0.weekday() {
            Weekday::Mon => 0,
            Weekday::Tue => 1,
            Weekday::Wed => 2,
            Weekday::Thu => 3,
            Weekday::Fri => 4,
            Weekday::Sat => 5,
            Weekday::Sun => 6,
        }
    }

    /// Whole days from `earlier` to this one; negative if it is the later.
    pub fn days_since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The day so many days later, or earlier; at the ends of the calendar its last or first.
    pub fn plus(self, days: i64) -> Day {
        let end = if days < 0 { Day::FIRST } else { Day::LAST };
        let day = chrono::Duration::try_days(days).and_then(|span| self.0.checked_add_signed(span)).map(Day);
        day.filter(|day| (1..=9999).contains(&day.year())).unwrap_or(end)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `2018-06`, of the years 0001 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    pub fn parse(text: &str) -> Option<Month> {
        (text.len() == 7).then(|| Day::parse(&format!("{text}-01")).map(Month::of))?
    }

    /// The month that a day lies in.
    pub fn of(day: Day) -> Month {
        Month { year: day.year(), month: day.month() }
    }

    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn number(self) -> u32 {
        self.month
    }

    pub fn first(self) -> Day {
        Day::new(self.year, self.month, 1).expect("every month has a first day")
    }

    pub fn last(self) -> Day {
        self.next().map_or(Day::LAST, |next| next.first().plus(-1))
    }

    /// `None` before January of the year 1.
    pub fn previous(self) -> Option<Month> {
        (self.first() > Day::FIRST).then(|| Month::of(self.first().plus(-1)))
    }

    /// `None` after December of the year 9999.
    pub fn next(self) -> Option<Month> {
        let (year, month) = if self.month == 12 { (self.year + 1, 1) } else { (self.year, self.month + 1) };
        Day::new(year, month, 1).map(Month::of)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `2018-06`.
pub fn is_month(text: &str) -> bool {
    Month::parse(text).is_some()
}

/// `14:30`.
pub fn is_time_of_day(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 5
        && b[2] == b':'
        && [0, 1, 3, 4].iter().all(|&i| b[i].is_ascii_digit())
        && text[..2].parse::<u8>().is_ok_and(|h| h < 24)
        && text[3..].parse::<u8>().is_ok_and(|m| m < 60)
}

/// Minutes east of UTC of `+08:00`; at most 14 hours either way.
pub fn parse_zone(text: &str) -> Option<i32> {
    let b = text.as_bytes();
    if b.len() != 6 || !matches!(b[0], b'+' | b'-') || b[3] != b':' || ![1, 2, 4, 5].iter().all(|&i| b[i].is_ascii_digit()) {
        return None;
    }
    let minutes = text[1..3].parse::<i32>().ok()? * 60 + text[4..].parse::<i32>().ok().filter(|m| *m < 60)?;
    (minutes <= 14 * 60).then_some(if b[0] == b'-' { -minutes } else { minutes })
}

/// Hours and minutes of an instant in a zone `offset` minutes east of UTC, as `14:30`.
pub fn time_of_day(time: i64, offset: i32) -> String {
    let minutes = (time.div_euclid(60_000) + i64::from(offset)).rem_euclid(1440);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
