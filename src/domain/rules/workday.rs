//! Working days: Monday to Friday without holidays, and workdays (§6).

use crate::domain::calendar::Day;
use crate::domain::state::Settings;

/// Days of a week from Monday on that are worked.
const WEEK: i64 = 5;

pub fn is_working_day(settings: &Settings, day: Day) -> bool {
    settings.workdays.contains(&day) || (is_weekday(day) && !settings.holidays.contains(&day))
}

fn is_weekday(day: Day) -> bool {
    (day.weekday() as i64) < WEEK
}

/// Working days after one day up to and including another; 0 if that is not the later. The day on which something is
/// handed in is not counted, the day on which it is given back is.
pub fn working_days(settings: &Settings, after: Day, until: Day) -> i64 {
    if until <= after {
        return 0;
    }
    let span = until.days_since(after);
    let rest = (1..=span % 7).filter(|n| is_weekday(after.plus(*n))).count() as i64;
    let is_within = |day: &&Day| after < **day && **day <= until;
    let off = settings.holidays.iter().filter(is_within).filter(|d| is_weekday(**d) && !settings.workdays.contains(d)).count();
    let on = settings.workdays.iter().filter(is_within).filter(|d| !is_weekday(**d)).count();
    span / 7 * WEEK + rest - off as i64 + on as i64
}
