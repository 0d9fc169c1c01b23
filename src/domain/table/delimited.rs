//! Comma, semicolon or tab separated text as rows of plain cells (RFC 4180, read leniently), and written so.
//!
//! Knows nothing of columns. Cells are as written: trimming is their reader's matter. Written by hand rather than
//! on the `csv` crate, which neither reports a quote that is never closed nor guesses the separator.

/// A table as it was written.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Table {
    /// The first line that is not blank.
    pub header: Vec<String>,
    /// The line of the text on which the header stands, from 1.
    pub header_line: usize,
    pub rows: Vec<Row>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The line of the text on which the row begins, from 1.
    pub line: usize,
    /// May be fewer or more than the header has.
    pub cells: Vec<String>,
}

/// Why a text is no table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableFault {
    /// Not one line that is not blank.
    Empty,
    /// A quote that opens on this line is never closed.
    UnclosedQuote { line: usize },
    /// A NUL: a spreadsheet's own format, or text in an encoding that was not recognised.
    NotText { line: usize },
}

/// Rows as a file that spreadsheets read: with a byte order mark, by which they know UTF-8. A cell that they would take for
/// a formula is written as text.
pub fn write(rows: &[Vec<String>]) -> String {
    let mut out = String::from('\u{feff}');
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| written(cell)).collect();
        out += &cells.join(",");
        out += "\r\n";
    }
    out
}

/// Whether a spreadsheet would take a cell for a formula.
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Whether a cell begins with the sign by which a formula is written as text.
pub fn is_marked(cell: &str) -> bool {
    cell.starts_with('\'') && is_formula(cell.trim_start_matches('\''))
}

/// A cell without that sign.
pub fn unmarked(cell: &str) -> &str {
    if is_marked(cell) { &cell[1..] } else { cell }
}

fn written(cell: &str) -> String {
    // No spreadsheet reads a NUL.
    let cell = cell.replace('\0', "");
    let text = if is_formula(&cell) || is_marked(&cell) { format!("'{cell}") } else { cell };
    if text.contains([',', ';', '"', '\t', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The text of UTF-8 bytes, without a byte order mark. `None`: try GB18030.
pub fn decode_utf8(bytes: &[u8]) -> Option<String> {
    let text = str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

/// Reads a table; the separator is the one that stands most often in the header outside of quotes.
pub fn read(text: &str) -> Result<Table, TableFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(at) = text.find('\0') {
        return Err(TableFault::NotText { line: 1 + text[..at].matches('\n').count() });
    }
    let mut rows = Reader { chars: text.chars().peekable(), separator: separator(text), line: 1 }.rows()?.into_iter();
    let header = rows.next().ok_or(TableFault::Empty)?;
    Ok(Table { header: header.cells, header_line: header.line, rows: rows.collect() })
}

fn separator(text: &str) -> char {
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    let mut quoted = false;
    // Separators alone are a blank line too, so what counts is the first line with anything else in it.
    let mut blank = true;
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                blank = false;
            }
            '\n' | '\r' if !quoted => {
                if !blank {
                    break;
                }
                counts.iter_mut().for_each(|(_, n)| *n = 0);
            }
            _ if quoted => {}
            _ => match counts.iter_mut().find(|(s, _)| *s == c) {
                Some((_, n)) => *n += 1,
                None => blank &= c.is_whitespace(),
            },
        }
    }
    // Of equal counts the first listed.
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(',', |(c, _)| c)
}

struct Reader<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    line: usize,
}

impl Reader<'_> {
    fn rows(mut self) -> Result<Vec<Row>, TableFault> {
        let mut rows = Vec::new();
        while self.chars.peek().is_some() {
            let line = self.line;
            let cells = self.row()?;
            if cells.iter().flat_map(|c| c.chars()).any(|c| !c.is_whitespace() && !matches!(c, ',' | ';')) {
                rows.push(Row { line, cells });
            }
        }
        Ok(rows)
    }

    /// One row and the line break behind it.
    fn row(&mut self) -> Result<Vec<String>, TableFault> {
        let mut cells = vec![self.cell()?];
        loop {
            match self.chars.next() {
                Some(c) if c == self.separator => cells.push(self.cell()?),
                Some('\r') => {
                    self.chars.next_if_eq(&'\n');
                    break;
                }
                Some(_) | None => break,
            }
        }
        self.line += 1;
        Ok(cells)
    }

    fn cell(&mut self) -> Result<String, TableFault> {
        let mut cell = String::new();
        if self.chars.next_if_eq(&'"').is_some() {
            let line = self.line;
            loop {
                match self.chars.next().ok_or(TableFault::UnclosedQuote { line })? {
                    '"' if self.chars.next_if_eq(&'"').is_none() => break,
                    // CRLF within quotes is one line break.
                    '\r' => {
                        self.chars.next_if_eq(&'\n');
                        self.line += 1;
                        cell.push('\n');
                    }
                    c => {
                        self.line += usize::from(c == '\n');
                        cell.push(c);
                    }
                }
            }
        }
        // What follows a closing quote, and a quote that does not open a cell, is kept as it stands.
        let separator = self.separator;
        while let Some(c) = self.chars.next_if(|c| *c != separator && !matches!(c, '\n' | '\r')) {
            cell.push(c);
        }
        Ok(cell)
    }
}
