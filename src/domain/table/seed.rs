//! The tables of which the sample workspace is made, and their visits and problems as drafts.

use crate::domain::calendar::Day;
use crate::domain::command::{ProblemDraft, VisitDraft};
use crate::domain::id::ProjectId;
use crate::domain::state::State;
use crate::domain::table::column::{problem_category, same_name_key, visit_kind};
use crate::domain::table::delimited::{Row, Table};

/// The sample ledger's name, and the office that keeps it: data, the same in both languages.
pub const LEDGER: &str = "样例·大连市重点项目 2018";
pub const OFFICE: &str = "市发展改革委";
pub const PROJECTS: &str = include_str!("seed/projects.csv");
pub const NODES: &str = include_str!("seed/nodes.csv");
pub const VISITS: &str = include_str!("seed/visits.csv");
pub const PROBLEMS: &str = include_str!("seed/problems.csv");

/// The rows that are visits of a known project; others are left out.
pub fn visits(table: &Table, state: &State) -> Vec<(ProjectId, VisitDraft)> {
    let cell = |row: &Row, name: &str| cell(table, row, name);
    let visit = |row: &Row| {
        let draft = VisitDraft {
            on: Day::parse(&cell(row, "日期")?)?,
            at: None,
            kind: visit_kind(&cell(row, "方式")?)?,
            people: cell(row, "参加人"),
            text: cell(row, "记录"),
            files: Vec::new(),
        };
        Some((project(state, &cell(row, "项目名称")?)?, draft))
    };
    table.rows.iter().filter_map(visit).collect()
}

/// The rows that are problems of a known project as they were raised; how they were answered is not read yet.
pub fn problems(table: &Table, state: &State) -> Vec<(ProjectId, ProblemDraft)> {
    let cell = |row: &Row, name: &str| cell(table, row, name);
    let problem = |row: &Row| {
        let word = cell(row, "问题类别")?;
        let category = problem_category(&word);
        let draft = ProblemDraft {
            title: cell(row, "问题描述")?,
            on: Day::parse(&cell(row, "提出日期")?)?,
            // A word that is no category would be lost.
            text: category.is_none().then_some(word),
            category: category.unwrap_or_else(|| "other".into()),
        };
        Some((project(state, &cell(row, "项目名称")?)?, draft))
    };
    table.rows.iter().filter_map(problem).collect()
}

/// What stands in the row under a header, if anything.
fn cell(table: &Table, row: &Row, name: &str) -> Option<String> {
    let at = table.header.iter().position(|h| h.trim() == name)?;
    row.cells.get(at).map(|c| c.trim().to_owned()).filter(|c| !c.is_empty())
}

fn project(state: &State, name: &str) -> Option<ProjectId> {
    let key = same_name_key(name);
    let mut named = state.shown_projects().filter(|p| same_name_key(&p.fields.name) == key);
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one.id),
        _ => None,
    }
}
