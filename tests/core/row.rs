//! A row of the log and its index: what the index says is what reading in full finds, and nothing else is believed.

use lianxin::domain::bundle::export::write_piece;
use lianxin::domain::bundle::read::Piece;
use lianxin::domain::bundle::row::{Row, cut_rows};
use lianxin::domain::event::{Body, Chunk};
use lianxin::domain::id::{Hash, WorkspaceId};

use crate::press::{World, in_world, read};

fn said(pieces: &[Piece]) -> String {
    format!("{:?}", pieces.iter().map(|p| (p.feed, &p.events, &p.seal)).collect::<Vec<_>>())
}

/// The rows of a world's bundle, written as `text` says.
fn rows(w: &World<'_>, text: impl Fn(&serde_json::Value) -> String) -> Vec<Row> {
    let checked = read(text(&w.bundle()).as_bytes()).expect("a good bundle");
    cut_rows(&checked.pieces.iter().map(|piece| (piece, &checked.file)).collect::<Vec<_>>())
}

fn workspace(w: &World<'_>) -> WorkspaceId {
    Hash::parse(&w.workspace).expect("a hash")
}

fn full(row: &Row) -> Row {
    Row { index: None, ..row.clone() }
}

#[test]
fn an_index_says_what_reading_in_full_finds() {
    in_world(|w| {
        for row in rows(w, serde_json::Value::to_string) {
            assert!(row.index.is_some());
            let (indexed, read) = (row.read(&workspace(w)).unwrap(), full(&row).read(&workspace(w)).unwrap());
            assert_eq!(said(&indexed), said(&read));
            assert!(indexed.iter().zip(&read).all(|(one, two)| one.span == two.span));
            assert!(indexed.iter().map(|piece| piece.events.len()).sum::<usize>() > 5);
        }
    });
}

/// A body that is rewritten before it is hashed does not stand in the row.
#[test]
fn a_row_that_is_not_canonical_has_none_and_is_read_in_full() {
    in_world(|w| {
        let canonical = said(&rows(w, serde_json::Value::to_string)[0].read(&workspace(w)).unwrap());
        for row in rows(w, |bundle| serde_json::to_string_pretty(bundle).expect("json")) {
            assert_eq!(row.index, None);
            assert_eq!(said(&row.read(&workspace(w)).unwrap()), canonical);
        }
    });
}

#[test]
fn a_removed_body_stays_removed() {
    in_world(|w| {
        let checked = read(w.bundle().to_string().as_bytes()).expect("a good bundle");
        let mut piece = checked.pieces[2].clone();
        piece.events[0].body = Body::Gone(piece.events[0].body.hash());
        let mut text = b"[".to_vec();
        write_piece(&piece.feed, &piece.events.iter().collect::<Vec<_>>(), piece.seal.as_ref(), &mut text);
        text.push(b']');
        let pieces = Row::from(text.clone()).read(&workspace(w)).unwrap();
        let row = &cut_rows(&[(&pieces[0], &Chunk::new(text))])[0];
        // Another chunk than the one that was read: its bodies are not looked up there.
        assert_eq!(row.index, None);
        let held = Row::from(row.bytes.to_vec());
        let pieces = held.read(&workspace(w)).unwrap();
        let row = &cut_rows(&[(&pieces[0], &held.bytes)])[0];
        assert!(row.index.is_some() && row.read(&workspace(w)).unwrap()[0].events[0].body.is_gone());
        assert_eq!(said(&row.read(&workspace(w)).unwrap()), said(&pieces));
    });
}

/// The row or its index damaged at every byte, cut at every length, or from another row: never believed, never a panic.
#[test]
fn what_does_not_fit_its_row_is_not_believed() {
    in_world(|w| {
        let row = rows(w, serde_json::Value::to_string).remove(0);
        let index = row.index.clone().unwrap();
        let told = |row: Row| row.read(&workspace(w)).map(|pieces| said(&pieces));
        let good = told(full(&row));
        for at in 0..index.len() {
            let mut damaged = index.clone();
            damaged[at] ^= 1 << (at % 8);
            assert_eq!(told(Row { index: Some(damaged), ..row.clone() }), good, "byte {at} of the index");
            assert_eq!(told(Row { index: Some(index[..at].to_vec()), ..row.clone() }), good, "cut at {at}");
        }
        for at in 0..row.bytes.len() {
            let mut damaged = Row::from(row.bytes.to_vec());
            std::sync::Arc::make_mut(&mut damaged.bytes)[at] ^= 1 << (at % 8);
            let alone = told(damaged.clone());
            assert_eq!(told(Row { index: Some(index.clone()), ..damaged }), alone, "byte {at} of the row");
            assert_ne!(alone, good, "byte {at} of the row");
        }
    });
}
