//! The screens: Leptos components over view models. Nothing imports this module.

mod app;
pub mod ctx;
mod drafts;
mod later;
pub mod page;
pub mod part;
mod sample;

pub use app::mount;
