//! The light of a project's investment in the year of a day.

use crate::domain::calendar::{Day, Month};
use crate::domain::money::Fen;
use crate::domain::rules::light::Light;
use crate::domain::state::{Investment, Settings};

/// From this day of a month on, what lacks for the month before it shows.
pub const REPORTED_BY: u32 = 6;

/// Why the investment has its light; the month is the last one that ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    Reported {
        month: Month,
        /// Of the year so far.
        done: Fen,
        /// Of the year so far, parts of a fen cut off.
        expected: Fen,
        /// Whole percent of what is expected; `None` where nothing is.
        percent: Option<i64>,
    },
    /// The year is planned, and nothing was reported for the month.
    Unreported { month: Month },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvestmentLight {
    pub light: Light,
    pub why: Why,
}

/// The light on a day (§6); `None` in January, without a plan for the year, and without a report before the 6th.
pub fn investment_light(investment: &Investment, settings: &Settings, day: Day) -> Option<InvestmentLight> {
    let month = Month::of(day).previous().filter(|m| m.year() == day.year())?;
    let plan = investment.plans.get(&day.year())?;
    let Some(done) = investment.done.get(&month).copied() else {
        return (day.day() >= REPORTED_BY).then_some(InvestmentLight { light: Light::Yellow, why: Why::Unreported { month } });
    };
    let sum = |months: &[Fen; 12]| months[..month.number() as usize].iter().map(|fen| i128::from(fen.0)).sum::<i128>();
    // Twelfths of the expected amount, so that nothing is rounded.
    let twelfths: i128 = match &plan.months {
        Some(months) => 12 * sum(months),
        None => i128::from(plan.amount.0) * i128::from(month.number()),
    };
    let reaches = |percent: i64| i128::from(done.0) * 1200 >= i128::from(percent) * twelfths;
    let light = if reaches(settings.investment_green) {
        Light::Green
    } else if reaches(settings.investment_yellow) {
        Light::Yellow
    } else {
        Light::Red
    };
    let expected = Fen(i64::try_from(twelfths / 12).unwrap_or(i64::MAX));
    let percent = (twelfths > 0).then(|| i64::try_from(i128::from(done.0) * 1200 / twelfths).unwrap_or(i64::MAX));
    Some(InvestmentLight { light, why: Why::Reported { month, done, expected, percent } })
}
