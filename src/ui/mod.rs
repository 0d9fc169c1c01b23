//! The screens: Leptos components over view models. Nothing imports this module.

mod app;
mod later;
pub mod ctx;
mod drafts;
pub mod page;
pub mod part;
mod sample;

pub use app::mount;
