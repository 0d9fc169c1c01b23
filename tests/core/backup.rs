//! A full backup: cut into files, taken back in any order, one by one or together.

use std::collections::{BTreeMap, BTreeSet};

use lianxin::domain::bundle::plan::Verdict;
use lianxin::domain::bundle::problem::Code;
use lianxin::domain::bundle::read::MAX_FILE;
use lianxin::domain::id::{Hash, Scope};
use lianxin::session::backup::{BackedUp, PART_BYTES, events_held};
use lianxin::session::{Along, Failure};
use lianxin::store::Store;

use crate::exchange::{arriving, check};
use crate::session::{Desk, joined, photo, two, visit};
use crate::world::Hands;
use pollster::block_on;

fn backup(desk: &Desk, limit: u64) -> Vec<Vec<u8>> {
    let mut backup = block_on(desk.session.begin_backup(limit)).unwrap();
    let mut parts = Vec::new();
    while let Some(part) = block_on(desk.session.next_backup(&mut backup, desk.now())).unwrap() {
        parts.push(part);
    }
    parts
}

/// A secretary with photos that went nowhere, and a device of the same person that has not seen them.
fn lost_and_new() -> (Desk, Desk) {
    let (city, li, project) = two();
    for n in 0..5u8 {
        let (hash, file) = photo(&vec![n; 3000]);
        let along = Along { files: BTreeMap::from([(hash, file)]), ..Along::default() };
        li.commit(&visit(project, vec![hash], 1), along).unwrap();
    }
    let invite = city.invites(li.person);
    let (new, _) = joined(&city.starter(li.person, &invite), "li's new phone", &invite);
    (li, new)
}

fn files(desk: &Desk) -> BTreeSet<Hash> {
    block_on(desk.session.store.held_files()).unwrap().into_iter().collect()
}

/// Whether everything that one held the other holds.
fn holds_all(of: &Desk, desk: &Desk) -> bool {
    let (of, held) = (of.snapshot(), desk.snapshot());
    let mut feeds = of.ledger.feeds();
    feeds.all(|(key, feed)| held.ledger.feed(key).is_some_and(|held| feed.events().all(|event| held.holds(event.seq, &event.id))))
}

#[test]
fn a_backup_comes_back_whole_in_any_order() {
    for (limit, least) in [(PART_BYTES, 1), (9000, 3), (1, 5)] {
        for backwards in [false, true] {
            let (li, new) = lost_and_new();
            assert!(!holds_all(&li, &new));
            let mut parts = backup(&li, limit);
            assert!(parts.len() >= least && (limit > 1 || parts.len() > 5), "{} parts of {limit}", parts.len());
            if backwards {
                parts.reverse();
            }
            parts.iter().for_each(|part| new.takes(part));
            assert!(holds_all(&li, &new), "{limit} {backwards}");
            assert_eq!(files(&new), files(&li), "{limit} {backwards}");
            assert_eq!(files(&new).len(), 5);
        }
    }
}

#[test]
fn its_files_read_as_one_are_the_same_and_a_second_time_nothing_is_new() {
    let (li, new) = lost_and_new();
    let parts = backup(&li, 9000);
    let incoming = || parts.iter().flat_map(|part| arriving(part)).collect();
    let take = |desk: &Desk| {
        let plan = block_on(desk.session.plan(incoming(), &Hands));
        let verdicts: Vec<Verdict> = plan.preview(&BTreeSet::new()).files.iter().map(|file| file.verdict).collect();
        block_on(desk.session.accept(&plan, &BTreeSet::new(), desk.now())).unwrap();
        verdicts
    };
    assert!(take(&new).contains(&Verdict::Merges));
    assert!(holds_all(&li, &new) && files(&new) == files(&li));
    assert!(take(&new).iter().all(|verdict| *verdict == Verdict::Known));
}

#[test]
fn no_file_is_larger_than_asked_for_but_by_a_piece_or_a_file_that_is() {
    let (li, _) = lost_and_new();
    let parts = backup(&li, 9000);
    assert!(parts.len() > 1);
    for part in &parts {
        let checked = check(part);
        let photos: usize = checked.files.values().map(|file| file.bytes.len() / 3 * 4).sum();
        assert!(photos <= 9000 && part.len() < 20_000, "{} bytes, {photos} of photos", part.len());
        assert_eq!(checked.envelope.from, Some(li.hand.id()));
    }
}

#[test]
fn a_piece_of_others_is_cut_only_where_they_sealed_it() {
    let (city, li, project) = two();
    for _ in 0..3 {
        for _ in 0..4 {
            li.does(visit(project, Vec::new(), 2));
        }
        city.takes(&li.sends(city.person).bytes);
    }
    let parts = backup(&city, 4000);
    let invite = city.invites(city.person);
    let (new, _) = joined(&city.starter(city.person, &invite), "second", &invite);
    assert!(parts.iter().all(|part| check(part).problems.iter().all(|problem| problem.code == Code::Gap)), "every seal is good");
    let seals: Vec<u64> = parts
        .iter()
        .flat_map(|part| check(part).pieces)
        .filter(|piece| piece.feed.device == li.hand.id() && piece.feed.scope == Scope::Project(project))
        .map(|piece| piece.seal.unwrap().seq)
        .collect();
    assert_eq!(seals, [12, 24, 36]);
    parts.iter().rev().for_each(|part| new.takes(part));
    assert!(holds_all(&city, &new));
}

#[test]
fn what_no_reader_takes_is_not_made() {
    let (city, li, project) = two();
    let (hash, file) = photo(&vec![0; MAX_FILE / 4 * 3]);
    li.commit(&visit(project, vec![hash], 0), Along { files: BTreeMap::from([(hash, file)]), ..Along::default() }).unwrap();
    let letter = block_on(li.session.parcel(&city.person, false, None, li.now()));
    assert_eq!(letter.map(drop), Err(Failure::TooLarge));
    let mut backup = block_on(li.session.begin_backup(PART_BYTES)).unwrap();
    let parts = std::iter::from_fn(|| block_on(li.session.next_backup(&mut backup, li.now())).transpose());
    assert_eq!(parts.map(|part| part.map(drop)).find(Result::is_err), Some(Err(Failure::TooLarge)));
}

#[test]
fn the_last_backup_is_noted_on_this_device_alone() {
    let (li, _) = lost_and_new();
    assert_eq!(block_on(li.session.last_backup()), Ok(None));
    let before = events_held(&li.snapshot());
    let done = BackedUp { time: li.now(), events: before };
    block_on(li.session.record_backup(done)).unwrap();
    assert_eq!(block_on(li.session.last_backup()), Ok(Some(done)));
    assert_eq!(events_held(&li.snapshot()), before);
    assert!(li.snapshot().unsent(li.hand.id()) > 0, "a backup is not sent to anyone");
}
