//! A row of the log: pieces exactly as in a bundle, and beside them what reading them found out.
//!
//! An event's id takes two hashes. Whoever has checked a row keeps the ids in an index, so that nobody computes
//! them again: not the page that is handed a row by its worker, nor the next start. The index is of these very
//! bytes by a checksum; without it, or if that differs, the row is read in full, and says what is wrong with it.

use xxhash_rust::xxh64::xxh64;

use crate::domain::bundle::export::write_piece;
use crate::domain::bundle::key::Seal;
use crate::domain::bundle::problem::Problem;
use crate::domain::bundle::read::{Piece, read_row};
use crate::domain::event::{Body, Chunk, Event, KindName, Slice};
use crate::domain::id::{DeviceId, FeedKey, Hash, Scope, WorkspaceId};
use crate::domain::order::InOrder;

/// Rows are cut at pieces, at about this size.
const ROW_BYTES: usize = 1_000_000;
/// An index of another version is not read.
const VERSION: u8 = 1;

/// A row as a store keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// UTF-8 of a JSON array of pieces.
    pub bytes: Chunk,
    pub index: Option<Vec<u8>>,
}

impl From<Vec<u8>> for Row {
    fn from(bytes: Vec<u8>) -> Row {
        Row { bytes: Chunk::new(bytes), index: None }
    }
}

impl Row {
    /// The pieces, their bodies lying in the row itself. `Err` names a row that is damaged.
    pub fn read(&self, workspace: &WorkspaceId) -> Result<Vec<Piece>, Problem> {
        let indexed = self.index.as_ref().and_then(|index| read_index(&self.bytes, index));
        indexed.map_or_else(|| read_row(workspace, &self.bytes), Ok)
    }
}

impl Row {
    /// The row with only the hashes left of the bodies that `is_removed` names; `None` if it holds none of these.
    /// Everything else stays byte for byte.
    pub fn without(&self, workspace: &WorkspaceId, is_removed: impl Fn(&FeedKey, &Event) -> bool) -> Result<Option<Row>, Problem> {
        let mut is_whole = true;
        let mut texts = Vec::new();
        for mut piece in self.read(workspace)? {
            let mut is_touched = false;
            for event in piece.events.iter_mut().filter(|event| !event.body.is_gone()) {
                if is_removed(&piece.feed, event) {
                    is_touched = true;
                    event.body = Body::Gone(event.body.hash());
                }
            }
            is_whole &= !is_touched;
            let mut text = Vec::new();
            if !is_touched {
                text.extend(&self.bytes[piece.span.0..piece.span.1]);
            } else {
                write_piece(&piece.feed, &piece.events.iter().collect::<Vec<_>>(), piece.seal.as_ref(), &mut text);
            }
            texts.push(text);
        }
        if is_whole {
            return Ok(None);
        }
        // What was one row stays one, whatever its size.
        let bytes = Chunk::new([b"[".as_slice(), &texts.join(&b','), b"]"].concat());
        let pieces = read_row(workspace, &bytes)?;
        let places: Vec<usize> = pieces.iter().map(|piece| piece.span.0).collect();
        let index = write_index(&bytes, &pieces.iter().map(|piece| (piece, &bytes)).collect::<Vec<_>>(), &places);
        Ok(Some(Row { bytes, index }))
    }
}

/// Joins pieces that were checked into rows; of each piece the chunk in which it was read.
pub fn cut_rows(pieces: &[(&Piece, &Chunk)]) -> Vec<Row> {
    let mut pieces = pieces;
    let joined = join(pieces.iter().map(|(piece, chunk)| &chunk[piece.span.0..piece.span.1]));
    joined
        .into_iter()
        .map(|(bytes, places)| {
            let (here, others) = pieces.split_at(places.len());
            pieces = others;
            let index = write_index(&bytes, here, &places);
            Row { bytes: Chunk::new(bytes), index }
        })
        .collect()
}

/// Joins pieces that this device has just written into rows.
pub fn join_rows<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Vec<Row> {
    join(texts).into_iter().map(|(bytes, _)| bytes.into()).collect()
}

/// Rows with the places at which the texts begin in them.
fn join<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Vec<(Vec<u8>, Vec<usize>)> {
    let mut rows: Vec<(Vec<u8>, Vec<usize>)> = Vec::new();
    for text in texts {
        match rows.last_mut() {
            Some((row, _)) if row.len() + text.len() < ROW_BYTES => row.push(b','),
            _ => rows.push((vec![b'['], Vec::new())),
        }
        let (row, places) = rows.last_mut().expect("just made");
        places.push(row.len());
        row.extend_from_slice(text);
    }
    for (row, _) in &mut rows {
        row.push(b']');
    }
    rows
}

/// None if a body does not stand in the row as it is hashed: such a row is read in full each time.
fn write_index(row: &[u8], pieces: &[(&Piece, &Chunk)], places: &[usize]) -> Option<Vec<u8>> {
    let mut kinds: Vec<&str> = pieces.iter().flat_map(|(piece, _)| piece.events.iter().map(|e| e.kind.as_str())).collect();
    kinds.order();
    kinds.dedup();
    let mut out = Vec::new();
    write_number(kinds.len() as u64, &mut out);
    for kind in &kinds {
        write_bytes(kind.as_bytes(), &mut out);
    }
    write_number(pieces.len() as u64, &mut out);
    for ((piece, chunk), place) in pieces.iter().zip(places) {
        write_number(*place as u64, &mut out);
        write_number((piece.span.1 - piece.span.0) as u64, &mut out);
        write_bytes(piece.feed.scope.to_string().as_bytes(), &mut out);
        out.extend(piece.feed.device.as_str().as_bytes());
        let first = piece.events.first()?;
        write_number(first.seq, &mut out);
        out.extend(first.prev.digest());
        write_number(piece.events.len() as u64, &mut out);
        for event in &piece.events {
            write_number(event.time as u64, &mut out);
            write_number(kinds.binary_search(&event.kind.as_str()).ok()? as u64, &mut out);
            match &event.body {
                Body::Held(slice) => {
                    let at = slice.place_in(chunk)?.checked_sub(piece.span.0)?;
                    write_number(slice.bytes().len() as u64, &mut out);
                    write_number(at as u64, &mut out);
                }
                Body::Gone(hash) => {
                    write_number(0, &mut out);
                    out.extend(hash.digest());
                }
            }
            out.extend(event.id.digest());
        }
        let seal = piece.seal.as_ref()?;
        write_bytes(seal.sig.as_bytes(), &mut out);
    }
    Some([&[VERSION], sum(row, &out).as_slice(), &out].concat())
}

fn read_index(row: &Chunk, index: &[u8]) -> Option<Vec<Piece>> {
    let mut input = Input(index);
    if input.take(1)? != [VERSION] || input.take(8)? != sum(row, input.0) {
        return None;
    }
    let kinds: Option<Vec<KindName>> = (0..input.number()?).map(|_| KindName::parse(input.text()?)).collect();
    let kinds = kinds?;
    (0..input.number()?).map(|_| input.piece(row, &kinds)).collect()
}

/// The checksum of a row and what the index says of it: against damage, not against a forger, who could change both.
fn sum(row: &[u8], said: &[u8]) -> [u8; 8] {
    xxh64(said, xxh64(row, 0)).to_le_bytes()
}

/// Seven bits a byte, the least first.
fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    write_number(bytes.len() as u64, out);
    out.extend(bytes);
}

/// What is left of an index; whatever does not fit is none.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'a str> {
        let len = self.number()?;
        str::from_utf8(self.take(len as usize)?).ok()
    }

    fn hash(&mut self) -> Option<Hash> {
        Some(Hash::from_digest(self.take(32)?.try_into().ok()?))
    }

    fn piece(&mut self, row: &Chunk, kinds: &[KindName]) -> Option<Piece> {
        let start = self.number()? as usize;
        let span = (start, start.checked_add(self.number()? as usize)?);
        let scope = Scope::parse(self.text()?)?;
        let device = DeviceId::parse(str::from_utf8(self.take(22)?).ok()?)?;
        let from = self.number()?;
        let mut prev = self.hash()?;
        let events: Option<Vec<Event>> = (from..from.checked_add(self.number()?)?)
            .map(|seq| {
                let time = self.number()? as i64;
                let kind = kinds.get(self.number()? as usize)?.clone();
                let body = match self.number()? as usize {
                    0 => Body::Gone(self.hash()?),
                    len => {
                        let at = start.checked_add(self.number()? as usize)?;
                        (at.checked_add(len)? <= row.len()).then(|| Body::Held(Slice::new(row, at, len)))?
                    }
                };
                let id = self.hash()?;
                Some(Event { id, prev: std::mem::replace(&mut prev, id), seq, time, kind, body })
            })
            .collect();
        let events = events?;
        let last = events.last()?;
        let seal = Some(Seal { seq: last.seq, id: last.id, sig: self.text()?.to_string() });
        Some(Piece { feed: FeedKey { scope, device }, events, seal, span })
    }
}
