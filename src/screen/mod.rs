//! Pure view models and validated forms: what a page shows, computed from the state and a day.

pub mod route;
