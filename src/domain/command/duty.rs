//! Instructions, and what becomes of them and of decisions: received, reported, returned, closed.

use serde_json::json;

use super::{Drafting, Refusal, put, required};
use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::order::object;
use crate::domain::shape::Kind;
use crate::domain::state::{Duty, DutyState, Reason, Slot, State, Stated, Target};

/// An instruction as given.
#[derive(Clone, Debug)]
pub struct InstructionDraft {
    /// What of the project it is about.
    pub of: Option<Ref>,
    pub text: String,
    /// Persons and units; none: whoever works on the project.
    pub to: Vec<Ref>,
    pub due: Option<Day>,
}

/// What is said of a duty.
#[derive(Clone, Debug)]
pub struct DutyDraft {
    pub state: DutyState,
    pub on: Day,
    /// A report and a return say something.
    pub text: Option<String>,
}

pub(super) fn instruct(
    state: &State,
    project: ProjectId,
    instruction: &InstructionDraft,
    drafting: &mut Drafting<'_>,
) -> Result<(), Refusal> {
    let held = state.project(&project).ok_or(Refusal::NoSuchProject)?;
    if let Some(of) = instruction.of.filter(|of| held.folded.find(of).is_none_or(|e| !held.folded.counts(e))) {
        return Err(Refusal::NoSuchThing { of });
    }
    let mut body = object([("text", json!(required(&instruction.text, "text")?))]);
    put(&mut body, "of", &instruction.of);
    put(&mut body, "due", &instruction.due.map(|day| day.to_string()));
    if !instruction.to.is_empty() {
        body.insert("to".into(), json!(instruction.to));
    }
    drafting.push(Scope::Project(project), Kind::Instructed, body.into())?;
    Ok(())
}

/// Says what became of a duty, in place of all that was in force. Several values in force are settled by any of them.
pub(super) fn say(state: &State, scope: Scope, of: &Ref, said: &DutyDraft, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    let folded = state.folded(scope).ok_or(Refusal::NoSuchProject)?;
    let duty = state.duty(scope, of).filter(|duty| !duty.withdrawn).ok_or(Refusal::NoSuchThing { of: *of })?;
    drafting.not_later(state, said.on, "on")?;
    let slot = folded.stated(Target::Thing(*of), Stated::Duty);
    let kind = match said.state {
        DutyState::Issued => return Err(Refusal::NothingToDo),
        DutyState::Received => Kind::DutyReceived,
        DutyState::Reported => Kind::DutyReported,
        DutyState::Returned => Kind::DutyReturned,
        DutyState::Closed => Kind::DutyClosed,
    };
    if !slot.is_some_and(Slot::is_conflict) {
        follows(duty, said.state, kind)?;
    }
    let text = said.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let text = match said.state {
        DutyState::Reported | DutyState::Returned => Some(required(text.unwrap_or_default(), "text")?),
        DutyState::Issued | DutyState::Received | DutyState::Closed => text.map(|text| required(text, "text")).transpose()?,
    };
    let mut body = object([("of", json!(of)), ("on", json!(said.on.to_string()))]);
    put(&mut body, "text", &text);
    put(&mut body, "over", &slot.map(Slot::over).filter(|seen| !seen.is_empty()));
    drafting.push(scope, kind, body.into())?;
    Ok(())
}

/// Whether a state is a step on from where the duty stands.
fn follows(duty: &Duty, next: DutyState, kind: Kind) -> Result<(), Refusal> {
    let step = match (duty.state, next) {
        (DutyState::Issued, DutyState::Received) => Ok(()),
        (_, DutyState::Received) | (DutyState::Closed, DutyState::Closed) | (DutyState::Returned, DutyState::Returned) => {
            return Err(Refusal::NothingToDo);
        }
        (DutyState::Issued | DutyState::Received | DutyState::Reported | DutyState::Returned, DutyState::Reported) => Ok(()),
        (DutyState::Reported | DutyState::Closed, DutyState::Returned) => Ok(()),
        (_, DutyState::Closed) => Ok(()),
        (DutyState::Closed, DutyState::Reported) | (DutyState::Issued | DutyState::Received, DutyState::Returned) => Err(Reason::Step),
        (_, DutyState::Issued) => Err(Reason::Step),
    };
    step.map_err(|reason| Refusal::Rule { kind, reason })
}
