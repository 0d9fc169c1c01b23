//! Pure view models and validated forms: what a page shows, computed from the state and a day.

pub mod moment;
pub mod people;
pub mod receive;
pub mod route;
pub mod send;
pub mod settings;
