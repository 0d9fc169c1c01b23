//! Rows of visits and of problems as they were raised. Steps that a problem went through are not read.

use std::collections::HashMap;

use crate::domain::command::{ProblemDraft, VisitDraft};
use crate::domain::id::Ref;
use crate::domain::state::Project;
use crate::domain::table::column::{Column, named_category, same_name_key, says_solved, visit_kind};
use crate::domain::table::kind::TableKind;
use crate::domain::table::projects::{CellValue, Outcome, TablePlan};
use crate::domain::table::records::{Deed, Reading};

fn shown(project: &Project, entry: usize, field: &str) -> String {
    project.folded.shown(project.entry(entry), field).and_then(|t| Some(t.text()?.into_owned())).unwrap_or_default()
}

fn visit_key(on: &str, kind: &str, people: &str, text: &str) -> String {
    [on, kind, &same_name_key(people), &same_name_key(text)].join("\u{1f}")
}

/// Visits, also those that were taken back: a table does not bring them again.
pub(super) fn things(project: &Project) -> HashMap<String, Vec<Ref>> {
    let mut things: HashMap<String, Vec<Ref>> = HashMap::new();
    for visit in &project.visits {
        let field = |name: &str| shown(project, visit.entry, name);
        let key = visit_key(&visit.on.to_string(), &field("kind"), &field("people"), &field("text"));
        things.entry(key).or_default().push(project.entry(visit.entry).name());
    }
    things
}

/// Problems by what they are about, also those that were taken back.
pub(super) fn problems(project: &Project) -> HashMap<String, Vec<Ref>> {
    let mut things: HashMap<String, Vec<Ref>> = HashMap::new();
    for problem in &project.problems {
        things.entry(same_name_key(&shown(project, problem.entry, "title"))).or_default().push(project.entry(problem.entry).name());
    }
    things
}

pub(super) fn read(reading: &mut Reading<'_>, project: Option<&Project>, things: &HashMap<String, Vec<Ref>>) -> Option<String> {
    let on = reading.past_day(Column::VisitOn);
    let kind = reading.word(Column::VisitKind, visit_kind);
    let (people, text) = (reading.words(Column::Present), reading.words(Column::Record));
    reading.require(Column::VisitOn);
    reading.require(Column::VisitKind);
    let (project, on, kind) = (project?, on?, kind?);
    let key = visit_key(&on.to_string(), &kind, people.as_deref().unwrap_or_default(), text.as_deref().unwrap_or_default());
    if !things.contains_key(&key) {
        reading.is_new = true;
        let visit = VisitDraft { on, at: None, kind, people, text, files: Vec::new() };
        reading.deeds.push(Deed::Visit { project: project.id, visit });
    }
    Some(key)
}

pub(super) fn read_problem(reading: &mut Reading<'_>, project: Option<&Project>, things: &HashMap<String, Vec<Ref>>) -> Option<String> {
    let (title, on) = (reading.words(Column::Problem), reading.past_day(Column::RaisedOn));
    let word = reading.words(Column::ProblemCategory);
    let category = word.as_deref().and_then(named_category);
    reading.require(Column::Problem);
    reading.require(Column::RaisedOn);
    let (project, title, on) = (project?, title?, on?);
    let key = same_name_key(&title);
    if !things.contains_key(&key) {
        reading.is_new = true;
        if let Some(word) = &word
            && category.as_ref().is_none_or(|(_, own)| !own)
        {
            // The category is another word than the table has, and is shown as such.
            let kept = category.as_ref().map_or("other", |(kept, _)| kept);
            for cell in reading.cells.iter_mut().filter(|c| c.column == Column::ProblemCategory) {
                (cell.value, cell.old, cell.changes) = (Some(CellValue::Word(kept.into())), Some(CellValue::Text(word.clone())), true);
            }
        }
        let problem = ProblemDraft {
            title,
            on,
            // A word that is no category would be lost.
            text: word.filter(|_| category.is_none()),
            category: category.map_or_else(|| "other".into(), |(kept, _)| kept),
        };
        reading.deeds.push(Deed::Problem { project: project.id, problem });
    }
    Some(key)
}

impl TablePlan {
    /// Lines of problems that will be raised though the table says that they are solved: no step is read, so that they
    /// count as open.
    pub fn solved(&self) -> Vec<usize> {
        if self.kind != TableKind::Problems {
            return Vec::new();
        }
        let left: Vec<(usize, &String)> =
            self.table.header.iter().enumerate().filter(|(at, _)| self.mapping.get(*at).is_none_or(Option::is_none)).collect();
        let is_solved = |cells: &[String]| left.iter().any(|(at, head)| cells.get(*at).is_some_and(|cell| says_solved(head, cell)));
        let rows = self.rows.iter().zip(&self.table.rows);
        rows.filter(|(plan, row)| plan.outcome == Outcome::New && is_solved(&row.cells)).map(|(plan, _)| plan.line).collect()
    }
}
