//! Pure view models and validated forms: what a page shows, computed from the state and a day.

pub mod conflict;
pub mod edit;
pub mod form;
pub mod fresh;
pub mod heard;
pub mod join;
pub mod light;
pub mod lock;
pub mod many;
pub mod moment;
pub mod people;
pub mod plan;
pub mod project;
pub mod projects;
pub mod receive;
pub mod reminder;
pub mod route;
pub mod sample;
pub mod send;
pub mod settings;
pub mod start;
pub mod table;
pub mod today;
pub mod trust;
pub mod visit;
pub mod wipe;
