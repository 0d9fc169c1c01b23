//! Forms: what was typed, and the only way from there to a command.

pub mod invest;
pub mod paste;
pub mod permits;
pub mod plan;
pub mod project;
pub mod report;
pub mod rules;
pub mod template;
pub mod visit;
