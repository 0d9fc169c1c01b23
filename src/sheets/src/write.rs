//! A workbook of typed cells: days are days and numbers are numbers, so that a spreadsheet sorts and sums them.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};
use serde::Deserialize;

/// A sheet to write.
#[derive(Deserialize, Debug)]
pub struct Page {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Out>>,
    /// Stands behind what is left of a text that is longer than a cell holds.
    pub cut: String,
}

#[derive(Deserialize, Debug)]
pub struct Column {
    pub title: String,
    /// In characters of the spreadsheet's font.
    pub width: f64,
}

/// A cell; `null` is an empty one.
#[derive(Deserialize, Debug)]
#[serde(untagged)]
pub enum Out {
    Empty(()),
    Text(String),
    Number(f64),
    /// Hundredths.
    Percent {
        percent: f64,
    },
    Day {
        day: [u16; 3],
    },
}

/// What a cell holds, in units of UTF-16.
const MAX_TEXT: usize = 32_767;

/// A text as far as a cell holds it.
fn within<'t>(text: &'t str, cut: &str) -> Cow<'t, str> {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    if text.len() <= MAX_TEXT || units(text) <= MAX_TEXT {
        return Cow::Borrowed(text);
    }
    let mut left = MAX_TEXT.saturating_sub(units(cut));
    let end = text.char_indices().find(|(_, c)| match left.checked_sub(c.len_utf16()) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    Cow::Owned(format!("{}{cut}", end.map_or(text, |(at, _)| &text[..at])))
}

/// A workbook with the header in sight while one scrolls, and a filter on each column. Nothing becomes a formula.
pub fn write(pages: &[Page]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00ee_f2f6)).set_text_wrap().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let quoted = text.clone().set_quote_prefix();
    let number = Format::new().set_align(FormatAlign::Top);
    let percent = Format::new().set_num_format("0%").set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Top);
    for page in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name)?;
        for (at, column) in (0u16..).zip(&page.columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(0, at, &column.title, &head)?;
        }
        for (row, cells) in (1u32..).zip(&page.rows) {
            for (at, cell) in (0u16..).zip(cells) {
                match cell {
                    Out::Empty(()) => {}
                    Out::Text(value) => {
                        let value = within(value, &page.cut);
                        let is_formula = value.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
                        sheet.write_string_with_format(row, at, value, if is_formula { &quoted } else { &text })?;
                    }
                    Out::Percent { percent: value } => drop(sheet.write_number_with_format(row, at, value / 100.0, &percent)?),
                    Out::Number(value) => drop(sheet.write_number_with_format(row, at, *value, &number)?),
                    Out::Day { day: [y, m, d] } => {
                        // A spreadsheet knows no day before 1900.
                        match ExcelDateTime::from_ymd(*y, *m as u8, *d as u8) {
                            Ok(at_day) => drop(sheet.write_datetime_with_format(row, at, at_day, &day)?),
                            Err(_) => drop(sheet.write_string_with_format(row, at, format!("{y:04}-{m:02}-{d:02}"), &text)?),
                        }
                    }
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        let last = page.rows.len().min(1_048_575) as u32;
        if let Some(right) = page.columns.len().checked_sub(1) {
            sheet.autofilter(0, 0, last, right as u16)?;
        }
    }
    book.save_to_buffer()
}
