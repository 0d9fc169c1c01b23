//! The rules of design §6: functions of what was entered and a day, with their reasons as data.

pub mod light;
