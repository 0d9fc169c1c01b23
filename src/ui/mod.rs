//! The screens: Leptos components over view models. Nothing imports this module.

mod app;
pub mod ctx;
mod drafts;
mod keys;
pub mod page;
pub mod part;

pub use app::mount;
