//! The kinds of tables: which columns each has, and which kind a header is most likely of.

use crate::domain::table::column::{Column, guess_of};

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TableKind {
    #[default]
    Projects,
    Nodes,
    Investment,
    Permits,
    People,
    Visits,
    Problems,
}

impl TableKind {
    pub const ALL: [TableKind; 7] = [
        TableKind::Projects,
        TableKind::Nodes,
        TableKind::Investment,
        TableKind::Permits,
        TableKind::People,
        TableKind::Visits,
        TableKind::Problems,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            TableKind::Projects => "projects",
            TableKind::Nodes => "nodes",
            TableKind::Investment => "investment",
            TableKind::Permits => "permits",
            TableKind::People => "people",
            TableKind::Visits => "visits",
            TableKind::Problems => "problems",
        }
    }

    pub fn parse(text: &str) -> Option<TableKind> {
        TableKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// In the order in which they are offered and written.
    pub fn columns(self) -> Vec<Column> {
        use Column::*;
        let months = |of: fn(u8) -> Column| (1..=12).map(of);
        match self {
            TableKind::Projects => Column::ALL.to_vec(),
            TableKind::Nodes => {
                vec![Name, District, Code, Title, Due, Done, Weight, Percent, ReportedOn, Start, Stage]
            }
            TableKind::Investment => {
                let first = [Name, District, Code, Year, YearPlan, Month, DoneTo];
                first.into_iter().chain(months(PlanIn)).chain(months(DoneBy)).collect()
            }
            TableKind::Permits => {
                vec![Name, District, Code, Permit, Group, Department, NormDays, State, StateOn, Applied, Issued, ValidUntil, Stage]
            }
            TableKind::People => vec![PersonName, Role, District, Unit],
            TableKind::Visits => vec![Name, District, Code, VisitOn, VisitKind, Present, Record],
            TableKind::Problems => vec![Name, District, Code, Problem, ProblemCategory, RaisedOn],
        }
    }

    /// Without which nothing of it can be taken in.
    pub fn required(self) -> &'static [Column] {
        match self {
            TableKind::Projects => &[Column::Name, Column::District, Column::Category],
            TableKind::Nodes => &[Column::Name, Column::Title, Column::Due],
            TableKind::Investment => &[Column::Name],
            TableKind::Permits => &[Column::Name, Column::Permit],
            TableKind::People => &[Column::PersonName, Column::Role],
            TableKind::Visits => &[Column::Name, Column::VisitOn, Column::VisitKind],
            TableKind::Problems => &[Column::Name, Column::Problem, Column::RaisedOn],
        }
    }

    /// Those that no other kind of table has: by them a header is known.
    fn is_its_own(self, column: Column) -> bool {
        match self {
            TableKind::Projects => !matches!(column, Column::Name | Column::District | Column::Unit | Column::Code),
            TableKind::People => matches!(column, Column::PersonName | Column::Role),
            TableKind::Nodes | TableKind::Investment | TableKind::Permits | TableKind::Visits | TableKind::Problems => {
                !matches!(column, Column::Name | Column::District | Column::Code | Column::Stage)
            }
        }
    }

    /// How well a header is one of this kind: whether nothing lacks, then how many of its own columns there are.
    fn fit(self, header: &[String]) -> (bool, usize) {
        let found: Vec<Column> = guess_of(header, &self.columns()).into_iter().flatten().collect();
        let own = found.iter().filter(|c| self.is_its_own(**c)).count();
        (own > 0 && self.required().iter().all(|c| found.contains(c)), own)
    }

    /// The kind that a header is most likely of, of equal ones the first; projects if of none.
    pub fn of(header: &[String]) -> TableKind {
        let best = TableKind::ALL.into_iter().rev().max_by_key(|kind| kind.fit(header));
        best.filter(|kind| kind.fit(header).1 > 0).unwrap_or_default()
    }

    /// Whether a line looks like the header of any kind of table.
    pub fn is_header(cells: &[String]) -> bool {
        TableKind::ALL.into_iter().any(|kind| kind.fit(cells).0)
    }
}
