//! Nodes out of a spreadsheet: rows that were copied or saved as text, with a header or without.

use crate::domain::calendar::Day;
use crate::domain::table::column::{phase, same_name_key};
use crate::domain::table::delimited::{self, TableFault};
use crate::screen::form::plan::NodeForm;
use crate::screen::form::project::PHASES;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Title,
    Due,
    Start,
    Weight,
    Stage,
    Text,
}

impl Column {
    /// In the order in which they stand where there is no header.
    const ALL: [Column; 6] = [Column::Title, Column::Due, Column::Start, Column::Weight, Column::Stage, Column::Text];

    /// Headers by which it is known.
    fn names(self) -> &'static [&'static str] {
        match self {
            Column::Title => &["节点", "节点名称", "名称", "事项", "工作内容", "node", "title", "milestone"],
            Column::Due => {
                &["完成", "完成日期", "计划完成", "计划完成日期", "计划完成时间", "完成时间", "截止", "期限", "due", "due date", "finish"]
            }
            Column::Start => &["开始", "开始日期", "计划开始", "计划开始日期", "开始时间", "开工日期", "start", "start date"],
            Column::Weight => &["权重", "比重", "分值", "weight"],
            Column::Stage => &["阶段", "stage", "phase"],
            Column::Text => &["备注", "说明", "note", "notes", "text", "remark", "remarks"],
        }
    }
}

/// What each column of a first row holds, if that row is a header.
fn header(cells: &[String]) -> Option<Vec<Option<Column>>> {
    let known = |cell: &String| {
        let key = same_name_key(cell);
        Column::ALL.into_iter().find(|column| column.names().iter().any(|name| same_name_key(name) == key))
    };
    let found: Vec<Option<Column>> = cells.iter().map(known).collect();
    (found.contains(&Some(Column::Title))).then_some(found)
}

/// The forms that the rows of a text come to; what is no date stays as written, so that it can be mended. Rows of which
/// the year is left out are of `today`'s.
pub fn read(text: &str, today: Day) -> Result<Vec<NodeForm>, TableFault> {
    let table = delimited::read(text)?;
    let columns = header(&table.header);
    let first = columns.is_none().then_some(&table.header);
    let columns = columns.unwrap_or_else(|| Column::ALL.into_iter().map(Some).collect());
    let rows = first.into_iter().chain(table.rows.iter().map(|row| &row.cells));
    Ok(rows.map(|cells| form(cells, &columns, today)).filter(|form| !form.is_blank()).collect())
}

fn form(cells: &[String], columns: &[Option<Column>], today: Day) -> NodeForm {
    let mut form = NodeForm::default();
    for (cell, column) in cells.iter().zip(columns) {
        let cell = cell.trim();
        match column {
            Some(Column::Title) => form.title = cell.into(),
            Some(Column::Due) => form.due = date(cell, today, End::Last),
            Some(Column::Start) => form.start = date(cell, today, End::First),
            Some(Column::Weight) => form.weight = cell.trim_end_matches(['%', '％']).trim().into(),
            Some(Column::Stage) => form.stage = stage(cell),
            Some(Column::Text) => form.text = cell.into(),
            None => {}
        }
    }
    form
}

fn stage(cell: &str) -> String {
    let phase = phase(cell);
    if PHASES.contains(&phase.as_str()) { phase } else { cell.into() }
}

/// Which day of a month is meant where a cell names none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// `2018-12-31` of 2018/12/31, 2018.12.31, 20181231, 2018年12月31日, 12月31日, 2018年12月, or of the number that a spreadsheet keeps; else
/// what is written.
fn date(cell: &str, today: Day, end: End) -> String {
    read_day(cell, today, end).map_or_else(|| cell.to_owned(), |day| day.to_string())
}

fn read_day(cell: &str, today: Day, end: End) -> Option<Day> {
    let key = same_name_key(cell);
    // A time of day behind the date says nothing of the day.
    let text = key.split([' ', 't']).next().unwrap_or_default();
    let has_year = text.contains('年');
    let marked = text.contains('月');
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月', '日', '号']).filter(|part| !part.is_empty()).collect();
    let numbers = parts.iter().map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<u32>>>()?;
    let of_month = |year: i32, month: u32| {
        let first = Day::new(year, month, 1)?;
        Some(if end == End::First { first } else { crate::domain::calendar::Month::of(first).last() })
    };
    match numbers.as_slice() {
        [year, month, day] if *year >= 1000 => Day::new(*year as i32, *month, *day),
        [year, month] if *year >= 1000 && (has_year || !marked) => of_month(*year as i32, *month),
        [month, day] if marked => Day::new(today.year(), *month, *day),
        [month] if marked => of_month(today.year(), *month),
        [number] if text.len() == 8 => Day::new((number / 10_000) as i32, number / 100 % 100, number % 100),
        // Days since the last of 1899, as spreadsheets count from March 1900 on.
        [number] if (20_000..80_000).contains(number) => Some(Day::new(1899, 12, 30)?.plus(i64::from(*number))),
        _ => None,
    }
}
