//! A workbook as its reader hands it over: sheets of rows of texts, with what a spreadsheet shows otherwise.

use std::rc::Rc;

use serde::Deserialize;

use crate::domain::order::InOrder;
use crate::domain::table::delimited::{Row, Table};
use crate::domain::table::kind::TableKind;

/// Rows of a table that are taken in at once.
pub const MAX_ROWS: usize = 50_000;
/// Lines above a table in which its header is looked for: titles, units, notes.
const ABOVE: usize = 10;

#[derive(Clone, PartialEq, Eq, Deserialize, Debug)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

#[derive(Clone, PartialEq, Eq, Deserialize, Debug)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub rows: Vec<Line>,
    /// First row, first column, last row, last column of merged cells, from 0.
    pub merged: Vec<[u32; 4]>,
    pub hidden_rows: usize,
    /// There are more rows than are read.
    pub too_long: bool,
    /// The sheet can't be read.
    pub broken: bool,
}

#[derive(Clone, PartialEq, Eq, Deserialize, Debug)]
pub struct Line {
    /// From 1.
    pub line: u32,
    pub cells: Vec<String>,
}

impl Sheet {
    /// Its header and rows; merged cells hold their value in the first of them, or `filled` in all of them.
    pub fn table(&self, filled: bool) -> Option<Table> {
        let mut lines = self.rows.iter().map(|line| Row { line: line.line as usize, cells: line.cells.clone() });
        let first = lines.next()?;
        let mut table = Table { header: first.cells, rows: lines.collect(), header_line: first.line };
        if filled {
            fill(&mut table, &self.merged);
        }
        Some(raised(table))
    }

    /// How many merged cells lie below the header.
    pub fn merged_below(&self, header: usize) -> usize {
        self.merged.iter().filter(|[first, ..]| *first as usize + 1 > header).count()
    }

    /// The first sheet that is shown and looks like a table, else the first with rows.
    pub fn best(sheets: &[Sheet]) -> Option<usize> {
        let has_rows = |sheet: &Sheet| sheet.rows.len() > 1;
        let is_table = |sheet: &Sheet| sheet.table(false).is_some_and(|table| TableKind::is_header(&table.header));
        let first = |wanted: &dyn Fn(&Sheet) -> bool| sheets.iter().position(wanted);
        first(&|s| !s.hidden && has_rows(s) && is_table(s))
            .or_else(|| first(&|s| has_rows(s)))
            .or_else(|| first(&|s| s.too_long || s.broken))
    }
}

/// Puts the first cell's value into all of the merged ones that lie in the table's rows.
///
/// Merged cells that overlap, which no spreadsheet makes, are left out but for the first: no cell is filled twice, and the
/// rows are gone through once however many there are.
fn fill(table: &mut Table, merged: &[[u32; 4]]) {
    let wide = table.header.len().max(1) * 4;
    let mut merged: Vec<[usize; 4]> = merged.iter().map(|m| m.map(|n| n as usize)).filter(|m| m[3] < wide).collect();
    merged.order();
    let mut waiting = merged.into_iter().peekable();
    // By column: the last line to fill, and with what.
    let mut open: Vec<Option<(usize, Rc<str>)>> = vec![None; wide];
    for row in &mut table.rows {
        open.iter_mut().for_each(|open| drop(open.take_if(|(last, _)| *last < row.line)));
        while let Some([top, left, bottom, right]) = waiting.next_if(|m| m[0] < row.line) {
            let value = row.cells.get(left).filter(|value| !value.is_empty() && top + 1 == row.line);
            let Some(columns) = open.get_mut(left..=right).filter(|columns| columns.iter().all(Option::is_none)) else { continue };
            if let Some(value) = value {
                columns.fill(Some((bottom + 1, value.as_str().into())));
            }
        }
        for (column, open) in open.iter().enumerate() {
            let Some((_, value)) = open else { continue };
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            if row.cells[column].is_empty() {
                row.cells[column] = (**value).to_owned();
            }
        }
    }
}

/// With the header found below titles and notes; a table whose header is of no known kind stays as it is.
pub fn raised(mut table: Table) -> Table {
    if TableKind::is_header(&table.header) {
        return table;
    }
    if let Some(at) = table.rows.iter().take(ABOVE).position(|row| TableKind::is_header(&row.cells)) {
        let mut rows = table.rows.split_off(at).into_iter();
        if let Some(header) = rows.next() {
            table = Table { header: header.cells, header_line: header.line, rows: rows.collect() };
        }
    }
    table
}
