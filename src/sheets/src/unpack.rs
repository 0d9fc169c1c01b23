//! What a zipped workbook comes to when it is unpacked, before anything of it is read.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::read::Fault;

/// Bytes that a workbook may unpack to: as much as any file that the page reads at all.
pub const MAX_UNPACKED: u64 = 200_000_000;
/// Files in it: a workbook has a few for each sheet.
const MAX_FILES: usize = 10_000;

/// What the look found beside sizes.
#[derive(Default, Debug)]
pub(crate) struct Looked {
    /// Whether this is an OpenDocument file; else an Office one.
    pub is_ods: bool,
    /// How many rows are hidden, by the file of the sheet.
    pub hidden: BTreeMap<String, usize>,
}

/// Refuses what says that it unpacks to more than [`MAX_UNPACKED`], or does: sizes in a zip are claims.
pub(crate) fn look(bytes: &[u8]) -> Result<Looked, Fault> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken { sheet: None })?;
    if zip.len() > MAX_FILES || zip.decompressed_size().is_some_and(|claimed| claimed > u128::from(MAX_UNPACKED)) {
        return Err(Fault::Bomb);
    }
    let mut looked = Looked::default();
    let mut left = MAX_UNPACKED;
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text) if text == zip::result::ZipError::PASSWORD_REQUIRED => Fault::Password,
            _ => Fault::Broken { sheet: None },
        })?;
        let name = file.name().map(|name| name.into_owned()).unwrap_or_default();
        let mut counted = file.take(left + 1);
        if name == "mimetype" {
            let mut text = Vec::new();
            counted.read_to_end(&mut text).map_err(|_| Fault::Broken { sheet: None })?;
            looked.is_ods = text.starts_with(b"application/vnd.oasis.opendocument.spreadsheet");
        } else if name.starts_with("xl/worksheets/") && name.ends_with(".xml") {
            looked.hidden.insert(name, hidden_rows(BufReader::new(&mut counted)));
        }
        std::io::copy(&mut counted, &mut std::io::sink()).map_err(|_| Fault::Broken { sheet: None })?;
        let limit = left + 1;
        left = counted.limit().checked_sub(1).ok_or(Fault::Bomb)?;
        debug_assert!(left < limit);
    }
    Ok(looked)
}

/// Rows of a sheet that carry `hidden`; what is no XML is found out by its reader.
fn hidden_rows(xml: impl std::io::BufRead) -> usize {
    let mut reader = Reader::from_reader(xml);
    let (mut hidden, mut buffer) = (0, Vec::new());
    let is_hidden = |tag: &BytesStart<'_>| {
        tag.local_name().as_ref() == "row"
            && tag.attributes().flatten().any(|a| a.key.as_ref() == "hidden" && matches!(&*a.value, "1" | "true"))
    };
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => hidden += usize::from(is_hidden(&tag)),
            Ok(Event::Eof) | Err(_) => return hidden,
            Ok(_) => {}
        }
        buffer.clear();
    }
}
