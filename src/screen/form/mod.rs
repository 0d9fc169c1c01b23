//! Forms: what was typed, and the only way from there to a command.

pub mod invest;
pub mod permits;
pub mod plan;
pub mod project;
pub mod visit;
