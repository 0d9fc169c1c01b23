//! Forms: what was typed, and the only way from there to a command.

pub mod plan;
pub mod project;
pub mod rules;
pub mod report;
pub mod visit;
