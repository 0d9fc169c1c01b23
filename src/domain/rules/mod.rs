//! The rules of design §6: functions of what was entered and a day, with their reasons as data.
//!
//! A day never filters what was entered: it is compared with the days that people wrote.

pub mod change;
pub mod duty;
pub mod group;
pub mod investment;
pub mod light;
pub mod milestone;
pub mod node;
pub mod permit;
pub mod project;
pub mod ranking;
pub mod workday;
