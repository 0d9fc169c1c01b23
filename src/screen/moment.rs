//! An instant as screens say it: a day and a time of day in the workspace's zone.

use crate::domain::calendar::{self, Day};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    pub day: Day,
    /// `14:30`.
    pub time: String,
}

impl Moment {
    /// `time` is ms since 1970 UTC, `zone` minutes east of UTC.
    pub fn of(time: i64, zone: i32) -> Moment {
        Moment { day: Day::of_time(time, zone), time: calendar::time_of_day(time, zone) }
    }
}
