//! Lights. Green, yellow, red and grey are states with reasons, never decoration.

use crate::domain::calendar::Day;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Light {
    Grey,
    Green,
    Yellow,
    Red,
}

impl Light {
    pub fn as_str(self) -> &'static str {
        match self {
            Light::Grey => "grey",
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
        }
    }
}

/// The light of a problem that was raised and has no due day: "小问题不过夜".
pub fn raised_problem(raised_on: Day, problem_days: i64, day: Day) -> Light {
    let age = day.days_since(raised_on);
    if age > problem_days {
        Light::Red
    } else if age > 0 {
        Light::Yellow
    } else {
        Light::Green
    }
}
