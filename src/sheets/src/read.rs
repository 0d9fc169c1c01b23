//! A workbook's sheets as rows of texts: what stands in a cell, written as a person would write it.
//!
//! Of a formula the value that was saved with it is read. Nothing is guessed: a day is one where the cell's format
//! says so, a number is its digits.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Style, Xls, XlsError, Xlsb, XlsbError, Xlsx,
    XlsxError,
};
use serde::Serialize;

use crate::unpack;

/// Rows of a sheet that are read; the header among them.
pub const MAX_ROWS: usize = 50_001;
/// Cells of all sheets.
pub const MAX_CELLS: usize = 3_000_000;
/// Columns of a sheet: cells beyond are no table any more.
const MAX_COLUMNS: u32 = 500;

/// A workbook as far as it can be read.
#[derive(Serialize, PartialEq, Debug)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

#[derive(Serialize, PartialEq, Default, Debug)]
pub struct Sheet {
    pub name: String,
    /// It is not shown in a spreadsheet.
    pub hidden: bool,
    /// Those that hold anything.
    pub rows: Vec<Row>,
    /// First row, first column, last row, last column of merged cells, from 0; in this order, none twice.
    pub merged: Vec<[u32; 4]>,
    /// Rows that a spreadsheet does not show.
    pub hidden_rows: usize,
    /// There are more than [`MAX_ROWS`], which were left out.
    pub too_long: bool,
    /// It can't be read.
    pub broken: bool,
}

#[derive(Serialize, PartialEq, Debug)]
pub struct Row {
    /// As a spreadsheet counts them, from 1.
    pub line: u32,
    /// From the first column on; none behind the last that holds anything.
    pub cells: Vec<String>,
}

/// Why nothing of a workbook is read.
#[derive(Serialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum Fault {
    /// It unpacks to more than [`unpack::MAX_UNPACKED`].
    Bomb,
    Password,
    /// Not one of the formats, or not whole.
    Broken {
        sheet: Option<String>,
    },
    /// More than [`MAX_CELLS`].
    TooMany,
}

const BROKEN: Fault = Fault::Broken { sheet: None };

/// Reads a workbook by its content: XLSX, XLSM, XLSB, ODS or XLS.
pub fn read(bytes: &[u8]) -> Result<Book, Fault> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // An Office file under a password is kept in the older compound file.
        if holds_utf16(bytes, "EncryptedPackage") {
            return Err(Fault::Password);
        }
        return read_xls(bytes);
    }
    let looked = unpack::look(bytes)?;
    if looked.is_ods {
        return read_ods(bytes);
    }
    match read_xlsx(bytes, &looked.hidden) {
        Err(Fault::Broken { .. }) => read_xlsb(bytes),
        read => read,
    }
}

fn holds_utf16(bytes: &[u8], text: &str) -> bool {
    let wanted: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

/// A sheet while its cells come in.
#[derive(Default)]
struct Gathering {
    rows: BTreeMap<u32, Vec<String>>,
    too_long: bool,
}

impl Gathering {
    /// `left`: cells that may still come, of all sheets.
    fn take(&mut self, (row, column): (u32, u32), text: String, left: &mut usize) -> Result<(), Fault> {
        if text.is_empty() || column >= MAX_COLUMNS {
            return Ok(());
        }
        if self.rows.len() == MAX_ROWS && !self.rows.contains_key(&row) {
            self.too_long = true;
            return Ok(());
        }
        let cells = self.rows.entry(row).or_default();
        let wanted = column as usize + 1;
        if cells.len() < wanted {
            *left = left.checked_sub(wanted - cells.len()).ok_or(Fault::TooMany)?;
            cells.resize(wanted, String::new());
        }
        cells[column as usize] = text;
        Ok(())
    }

    fn sheet(self, of: &calamine::Sheet, merged: Vec<Dimensions>, hidden_rows: usize) -> Sheet {
        let merged = merged.into_iter().filter(|m| m.start != m.end).map(|m| [m.start.0, m.start.1, m.end.0, m.end.1]);
        let merged: BTreeSet<[u32; 4]> = merged.collect();
        Sheet {
            name: of.name.clone(),
            hidden: of.visible != SheetVisible::Visible,
            rows: self.rows.into_iter().map(|(row, cells)| Row { line: row + 1, cells }).collect(),
            merged: merged.into_iter().collect(),
            hidden_rows,
            too_long: self.too_long,
            broken: false,
        }
    }
}

fn broken(of: &calamine::Sheet) -> Sheet {
    Sheet { name: of.name.clone(), broken: true, ..Sheet::default() }
}

fn is_table(sheet: &calamine::Sheet) -> bool {
    sheet.typ == SheetType::WorkSheet
}

fn read_xlsx(bytes: &[u8], hidden: &BTreeMap<String, usize>) -> Result<Book, Fault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Fault::Password,
        _ => BROKEN,
    })?;
    let (mut sheets, mut left) = (Vec::new(), MAX_CELLS);
    let known: Vec<calamine::Sheet> = book.sheets_metadata().to_vec();
    for (at, of) in known.iter().enumerate().filter(|(_, of)| is_table(of)) {
        let merged = book.merge_cells_by_sheet_name(&of.name).unwrap_or_default();
        // Sheets lie in the order in which they were made: which file is whose is told by the reader alone, so that a
        // count is known where there is one sheet, and else by the usual name.
        let file = format!("xl/worksheets/sheet{}.xml", at + 1);
        let hidden_rows = if known.len() == 1 { hidden.values().sum() } else { hidden.get(&file).copied().unwrap_or_default() };
        let Ok(mut cells) = book.worksheet_cells_reader(&of.name) else {
            sheets.push(broken(of));
            continue;
        };
        let is_percent = |style: &Style| style.number_format.as_ref().is_some_and(|format| shows_percent(&format.format_code));
        let percents: Vec<bool> = cells.styles().iter().map(is_percent).collect();
        let mut gathering = Gathering::default();
        let whole = loop {
            match cells.next_cell_with_style_id() {
                Ok(Some((cell, style))) => {
                    let is_percent = percents.get(style).copied().unwrap_or_default();
                    gathering.take(cell.get_position(), of_ref(cell.get_value(), is_percent), &mut left)?;
                }
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        sheets.push(if whole { gathering.sheet(of, merged, hidden_rows) } else { broken(of) });
    }
    Ok(Book { sheets })
}

fn read_xlsb(bytes: &[u8]) -> Result<Book, Fault> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => Fault::Password,
        _ => BROKEN,
    })?;
    let known = book.sheets_metadata().to_vec();
    ranges(&known, |name| book.worksheet_range(name).ok(), |_| Vec::new())
}

fn read_ods(bytes: &[u8]) -> Result<Book, Fault> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => Fault::Password,
        _ => BROKEN,
    })?;
    let known = book.sheets_metadata().to_vec();
    ranges(&known, |name| book.worksheet_range(name).ok(), |_| Vec::new())
}

fn read_xls(bytes: &[u8]) -> Result<Book, Fault> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Fault::Password,
        _ => BROKEN,
    })?;
    let known = book.sheets_metadata().to_vec();
    let merged: BTreeMap<String, Vec<Dimensions>> =
        known.iter().map(|of| (of.name.clone(), book.merge_cells_by_sheet_name(&of.name).unwrap_or_default())).collect();
    ranges(&known, |name| book.worksheet_range(name).ok(), |name| merged.get(name).cloned().unwrap_or_default())
}

fn ranges(
    known: &[calamine::Sheet],
    mut range: impl FnMut(&str) -> Option<calamine::Range<Data>>,
    merged: impl Fn(&str) -> Vec<Dimensions>,
) -> Result<Book, Fault> {
    let (mut sheets, mut left) = (Vec::new(), MAX_CELLS);
    for of in known.iter().filter(|of| is_table(of)) {
        let Some(range) = range(&of.name) else {
            sheets.push(broken(of));
            continue;
        };
        let mut gathering = Gathering::default();
        let (row, column) = range.start().unwrap_or_default();
        for (down, right, value) in range.used_cells() {
            gathering.take((row + down as u32, column + right as u32), of_data(value), &mut left)?;
        }
        sheets.push(gathering.sheet(of, merged(&of.name), 0));
    }
    Ok(Book { sheets })
}

fn of_ref(value: &DataRef<'_>, is_percent: bool) -> String {
    match value {
        DataRef::Int(n) if is_percent => format!("{}%", n.saturating_mul(100)),
        DataRef::Float(n) if is_percent && n.is_finite() => format!("{}%", number(n * 100.0)),
        DataRef::SharedString(text) => clean(text),
        DataRef::String(text) => clean(text),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::Bool(yes) => bool_word(*yes),
        DataRef::DateTime(at) => moment(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso(text),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn of_data(value: &Data) -> String {
    match value {
        Data::String(text) => clean(text),
        Data::Int(n) => n.to_string(),
        Data::Float(n) => number(*n),
        Data::Bool(yes) => bool_word(*yes),
        Data::DateTime(at) => moment(at),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn bool_word(yes: bool) -> String {
    (if yes { "yes" } else { "no" }).to_owned()
}

/// NULs, which no spreadsheet shows, would make a text of something else.
fn clean(text: &str) -> String {
    text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether a number's format shows it in hundredths: a `%` that is no word of its own, for what is not negative.
fn shows_percent(format: &str) -> bool {
    let (mut chars, mut quoted) = (format.chars(), false);
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => drop(chars.next()),
            '%' => return true,
            ';' => return false,
            _ => {}
        }
    }
    false
}

/// `2018-06-11T00:00:00` as the day alone, as a spreadsheet shows it.
fn iso(text: &str) -> String {
    let shown = text.replacen('T', " ", 1);
    shown.strip_suffix(" 00:00:00").map(str::to_owned).unwrap_or(shown)
}

/// Fifteen digits, which is all that a spreadsheet keeps: 0.1 + 0.2 is 0.3.
fn number(n: f64) -> String {
    if !n.is_finite() {
        return n.to_string();
    }
    let rounded: f64 = format!("{n:.14e}").parse().unwrap_or(n);
    rounded.to_string()
}

/// A day, with the time of day where there is one; a time alone as a number of days has no day.
fn moment(at: &ExcelDateTime) -> String {
    if at.is_duration() {
        return number(at.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let shown = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { shown } else { format!("{shown} {hour:02}:{minute:02}:{second:02}") }
}
