//! Rows of permits, conditions and documents: what a project needs, and what became of it.

use std::collections::HashMap;

use crate::domain::calendar::Day;
use crate::domain::command::{PermitChange, PermitDraft};
use crate::domain::id::Ref;
use crate::domain::state::{Permit, PermitState, Project};
use crate::domain::table::column::{Column, permit_group, permit_state, phase, same_name_key};
use crate::domain::table::projects::{CellValue, FaultKind};
use crate::domain::table::records::{Deed, Reading};

fn shown(project: &Project, permit: &Permit, field: &str) -> Option<String> {
    project.folded.shown(project.entry(permit.entry), field).and_then(|t| Some(t.text()?.into_owned()))
}

/// Permits that were not taken back, by their titles as compared.
pub(super) fn things(project: &Project) -> HashMap<String, Vec<Ref>> {
    let mut things: HashMap<String, Vec<Ref>> = HashMap::new();
    for permit in project.permits.iter().filter(|p| !p.withdrawn) {
        things.entry(same_name_key(&shown(project, permit, "title").unwrap_or_default())).or_default().push(permit.id);
    }
    things
}

/// What a row says of a permit's course.
struct Course {
    state: Option<PermitState>,
    on: Option<Day>,
    applied: Option<Day>,
    issued: Option<Day>,
    valid_until: Option<Day>,
}

pub(super) fn read(reading: &mut Reading<'_>, project: Option<&Project>, things: &HashMap<String, Vec<Ref>>) -> Option<String> {
    let title = reading.words(Column::Permit);
    let group = reading.word(Column::Group, permit_group);
    let department = reading.words(Column::Department);
    let norm_days = reading.number(Column::NormDays, (0, 10_000), &["个工作日", "工作日", "天", "日", "days"]);
    let course = Course {
        state: reading.word(Column::State, permit_state).and_then(|word| PermitState::parse(&word)),
        on: reading.past_day(Column::StateOn),
        applied: reading.past_day(Column::Applied),
        issued: reading.past_day(Column::Issued),
        valid_until: reading.day(Column::ValidUntil),
    };
    let stage = reading.words(Column::Stage).map(|stage| phase(&stage));
    reading.require(Column::Permit);
    reading.in_order((Column::Applied, course.applied), (Column::Issued, course.issued));
    reading.in_order((Column::Issued, course.issued), (Column::ValidUntil, course.valid_until));
    let (project, key) = (project?, same_name_key(title.as_deref()?));
    let draft = PermitDraft { title: title?, group: group.unwrap_or_default(), department, norm_days, stage };
    match things.get(&key).map_or(&[][..], Vec::as_slice) {
        [] => {
            reading.is_new = true;
            if reading.text(Column::Group).is_empty() {
                reading.require(Column::Group);
            }
            let changes = course.changes(reading, None);
            reading.deeds.push(Deed::Permit { project: project.id, listed: None, draft, changes });
        }
        [one] => held(reading, project, one, draft, &course),
        _ => reading.fault(Some(Column::Permit), FaultKind::SeveralThings),
    }
    Some(key)
}

fn held(reading: &mut Reading<'_>, project: &Project, id: &Ref, draft: PermitDraft, course: &Course) {
    let Some(permit) = project.permit(id) else { return };
    reading.stays(Column::Group, Some(CellValue::Word(permit.group.clone())));
    reading.stays(Column::Department, shown(project, permit, "department").map(CellValue::Text));
    reading.stays(Column::NormDays, permit.norm_days.map(CellValue::Int));
    let changes = course.changes(reading, Some(permit));
    if !changes.is_empty() {
        reading.deeds.push(Deed::Permit { project: project.id, listed: Some(*id), draft, changes });
    }
}

impl Course {
    /// What happened that the ledger does not know, in the order in which it did.
    fn changes(&self, reading: &mut Reading<'_>, held: Option<&Permit>) -> Vec<PermitChange> {
        let state = held.map_or(PermitState::Needed, |permit| permit.state);
        let applied = held.and_then(|permit| permit.applied);
        let issued = held.filter(|permit| permit.state == PermitState::Issued).and_then(|permit| permit.on);
        let change = |state: PermitState, on: Day, valid_until: Option<Day>| PermitChange { state, on, valid_until, text: None };
        let mut changes = Vec::new();
        let is_behind = |on: Day| held.and_then(|permit| permit.on).is_none_or(|last| last <= on);
        if let Some(on) = self.applied.filter(|on| applied != Some(*on)) {
            reading.changes(Column::Applied, applied.map(CellValue::Day));
            // An application before what is known already says nothing of where the permit stands.
            if is_behind(on) || self.issued.is_some() {
                changes.push(change(PermitState::Applied, on, None));
            }
        }
        let lasts = self.valid_until.filter(|until| held.and_then(|permit| permit.valid_until) != Some(*until));
        if let Some(on) = self.issued
            && (issued != Some(on) || !changes.is_empty() || lasts.is_some())
        {
            reading.changes(Column::Issued, issued.map(CellValue::Day));
            reading.changes(Column::ValidUntil, held.and_then(|permit| permit.valid_until).map(CellValue::Day));
            // A validity belongs to its issue: another issue does not inherit it.
            let kept = held.and_then(|permit| permit.valid_until).filter(|_| issued == Some(on));
            changes.push(change(PermitState::Issued, on, self.valid_until.or(kept)));
        }
        self.last_word(reading, state, &mut changes);
        self.lasts(reading, held, &mut changes);
        changes
    }

    /// A validity without the day of its issue: of what is issued it is another one, of anything else it says nothing.
    fn lasts(&self, reading: &mut Reading<'_>, held: Option<&Permit>, changes: &mut Vec<PermitChange>) {
        let known = held.and_then(|permit| permit.valid_until);
        let Some(until) = self.valid_until.filter(|until| known != Some(*until)) else { return };
        // What is issued by this row has it already, or the day of it is at fault.
        let is_issued = |change: &PermitChange| change.state == PermitState::Issued;
        if self.issued.is_some() || !reading.text(Column::Issued).is_empty() || changes.last().is_some_and(is_issued) {
            return;
        }
        let issued = held.filter(|permit| permit.state == PermitState::Issued && changes.is_empty()).and_then(|permit| permit.on);
        match issued {
            Some(day) if until < day => {
                reading.fault(Some(Column::ValidUntil), FaultKind::DisorderedWith { column: Column::Issued, day });
            }
            Some(on) => {
                reading.changes(Column::ValidUntil, known.map(CellValue::Day));
                changes.push(PermitChange { state: PermitState::Issued, on, valid_until: Some(until), text: None });
            }
            None => reading.fault(Some(Column::ValidUntil), FaultKind::NotIssued),
        }
    }

    /// The state that the row names, where its days do not say it.
    fn last_word(&self, reading: &mut Reading<'_>, held: PermitState, changes: &mut Vec<PermitChange>) {
        let Some(wanted) = self.state else { return };
        let now = changes.last().map_or(held, |change| change.state);
        if wanted == now {
            return;
        }
        let on = self.on.or(match wanted {
            PermitState::Applied => self.applied,
            PermitState::Issued => self.issued,
            PermitState::Needed | PermitState::Returned | PermitState::Waived => None,
        });
        match on {
            Some(on) => {
                reading.changes(Column::State, Some(CellValue::Word(held.as_str().into())));
                let valid_until = self.valid_until.filter(|_| wanted == PermitState::Issued);
                if valid_until.is_some() {
                    reading.in_order((Column::StateOn, Some(on)), (Column::ValidUntil, valid_until));
                }
                changes.push(PermitChange { state: wanted, on, valid_until, text: None });
            }
            None => {
                let column = match wanted {
                    PermitState::Applied => Column::Applied,
                    PermitState::Issued => Column::Issued,
                    PermitState::Needed | PermitState::Returned | PermitState::Waived => Column::StateOn,
                };
                reading.fault(Some(column), FaultKind::Missing);
            }
        }
    }
}
