//! Forms: what was typed, and the only way from there to a command.

pub mod paste;
pub mod plan;
pub mod project;
pub mod report;
pub mod rules;
pub mod template;
pub mod visit;
