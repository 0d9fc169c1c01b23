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

use crate::domain::command::Command;
use crate::domain::shape::MAX_TEXT;

/// A command that can be carried out. Made by the forms' `validate` alone.
#[derive(Clone, Debug)]
pub struct Ready(Command);

impl Ready {
    pub fn into_command(self) -> Command {
        self.0
    }
}

/// What was typed, without the white space around it; `None` if nothing is left.
fn trimmed(text: &str) -> Option<String> {
    Some(text.trim().to_string()).filter(|text| !text.is_empty())
}

fn is_too_long(text: &str) -> bool {
    text.trim().chars().count() > MAX_TEXT
}
