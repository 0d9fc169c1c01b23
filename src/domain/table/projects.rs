//! The project table: matching columns and rows, and the events of one accepted table.

use crate::domain::command::{Drafting, Refusal};
use crate::domain::state::State;

/// A table that was previewed and can be accepted.
#[derive(Clone, Debug, Default)]
pub struct TablePlan {}

impl TablePlan {
    /// Writes the events of the accepted table: units and people first, then projects.
    pub fn draft(&self, _state: &State, _drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
        Err(Refusal::NothingToDo)
    }
}
