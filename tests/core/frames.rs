//! A bundle as codes: any order, loss, repetition, mixed transfers, mangled texts.

use lianxin::domain::bundle::frames::{Broken, Gathering, MAX_FRAMES, MAX_PAYLOAD, PART, Packing, Payload, Seen, cut};
use lianxin::domain::hash::sha256;
use proptest::prelude::*;

fn payload(bytes: Vec<u8>, deflated: bool) -> Payload {
    Payload { packing: if deflated { Packing::Deflated } else { Packing::Plain }, bytes }
}

fn bytes(len: usize, salt: u8) -> Vec<u8> {
    (0..len).map(|i| (i as u8).wrapping_mul(31) ^ (i >> 8) as u8 ^ salt).collect()
}

const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// A frame with a good check and whatever else one likes.
fn forged(name: [u8; 8], packing: u8, count: u16, index: u16, part: &[u8]) -> String {
    let mut said = [&name[..], &[packing], &count.to_be_bytes(), &index.to_be_bytes(), part].concat();
    let check = sha256(&said);
    said.extend_from_slice(&check[..4]);
    let group = |pair: &[u8]| {
        let (mut rest, digits) = if let [a, b] = *pair { (usize::from(a) * 256 + usize::from(b), 3) } else { (usize::from(pair[0]), 2) };
        (0..digits)
            .map(|_| {
                let digit = char::from(DIGITS[rest % 45]);
                rest /= 45;
                digit
            })
            .collect::<String>()
    };
    format!("LX1:{}", said.chunks(2).map(group).collect::<String>())
}

fn hash_name(bytes: &[u8]) -> [u8; 8] {
    sha256(bytes)[..8].try_into().unwrap()
}

#[test]
fn sizes_have_bounds() {
    assert_eq!(cut(&payload(vec![], false)), None);
    assert_eq!(cut(&payload(bytes(MAX_PAYLOAD + 1, 0), false)), None);
    assert_eq!(cut(&payload(bytes(MAX_PAYLOAD, 0), false)).unwrap().len(), MAX_FRAMES);
    for (len, frames) in [(1, 1), (PART, 1), (PART + 1, 2)] {
        assert_eq!(cut(&payload(bytes(len, 0), true)).unwrap().len(), frames);
    }
}

#[test]
fn a_frame_is_of_the_characters_of_an_alphanumeric_code() {
    for text in cut(&payload(bytes(5 * PART, 9), true)).unwrap() {
        assert!(text.bytes().all(|c| DIGITS.contains(&c)), "{text}");
    }
}

#[test]
fn hostile_frames_are_foreign() {
    let name = [7; 8];
    let good = forged(name, 0, 2, 0, &[1; PART]);
    assert_eq!(Gathering::default().take(&good), Seen::New);
    let cases = [
        ("no frames", forged(name, 0, 0, 0, &[1])),
        ("too many", forged(name, 0, MAX_FRAMES as u16 + 1, 0, &[1])),
        ("65,535 of them", forged(name, 0, u16::MAX, 0, &[1])),
        ("one past the end", forged(name, 0, 2, 2, &[1])),
        ("an unknown packing", forged(name, 2, 2, 0, &[1])),
        ("nothing in it", forged(name, 0, 2, 0, &[])),
        ("too much in it", forged(name, 0, 2, 0, &[1; PART + 1])),
        ("a web address", "HTTPS://EXAMPLE.ORG".into()),
        ("the mark alone", "LX1:".into()),
        ("another version", good.replace("LX1:", "LX2:")),
        ("lower case", good.to_lowercase()),
        ("a text without end", format!("LX1:{}", "0".repeat(10_000_000))),
        ("nothing", String::new()),
    ];
    for (name, text) in cases {
        let mut gathering = Gathering::default();
        assert_eq!(gathering.take(&text), Seen::Foreign, "{name}");
        assert_eq!(gathering.held().count(), 0, "{name}");
    }
}

#[test]
fn frames_that_contradict_the_transfer_are_passed_over() {
    let all = bytes(2 * PART, 1);
    let name = hash_name(&all);
    let frames = cut(&payload(all.clone(), false)).unwrap();
    let mut gathering = Gathering::default();
    assert_eq!(gathering.take(&frames[0]), Seen::New);
    assert_eq!(gathering.take(&forged(name, 0, 3, 1, &[1])), Seen::Foreign);
    assert_eq!(gathering.take(&forged(name, 1, 2, 1, &[1])), Seen::Foreign);
    assert_eq!(gathering.take(&forged(name, 0, 2, 0, &[1])), Seen::Known);
    assert_eq!(gathering.whole(), None);
    assert_eq!(gathering.take(&frames[1]), Seen::New);
    assert_eq!(gathering.whole(), Some(Ok(payload(all, false))));
}

#[test]
fn a_forged_part_is_found_at_the_end_and_all_comes_anew() {
    let all = bytes(2 * PART, 1);
    let frames = cut(&payload(all.clone(), true)).unwrap();
    let mut gathering = Gathering::default();
    gathering.take(&forged(hash_name(&all), 1, 2, 1, &[0; PART]));
    gathering.take(&frames[0]);
    assert_eq!(gathering.whole(), Some(Err(Broken)));
    assert_eq!(gathering.held().count(), 0);
    for frame in &frames {
        assert_eq!(gathering.take(frame), Seen::New);
    }
    assert_eq!(gathering.whole(), Some(Ok(payload(all, true))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Shown again and again, some lost, in any order, among frames of another transfer.
    #[test]
    fn frames_in_any_order_make_the_payload(len in 1..20_000usize, deflated: bool, shown in prop::collection::vec((any::<prop::sample::Index>(), 0..4u8), 0..300)) {
        let sent = payload(bytes(len, 1), deflated);
        let (frames, others) = (cut(&sent).unwrap(), cut(&payload(bytes(len, 2), deflated)).unwrap());
        let mut gathering = Gathering::default();
        gathering.take(&frames[0]);
        let mut held = vec![false; frames.len()];
        held[0] = true;
        for (at, what) in shown {
            let at = at.index(frames.len());
            let seen = match what {
                0 => gathering.take(&others[at]),
                _ => gathering.take(&frames[at]),
            };
            let wanted = if what == 0 { Seen::Other } else if held[at] { Seen::Known } else { Seen::New };
            prop_assert_eq!(seen, wanted);
            held[at] |= what != 0;
            prop_assert_eq!(gathering.held().collect::<Vec<_>>(), held.clone());
            prop_assert_eq!(gathering.whole().is_some(), held.iter().all(|held| *held));
        }
        // What was lost comes with the next round, backwards for once.
        for frame in frames.iter().rev() {
            gathering.take(frame);
        }
        prop_assert_eq!(gathering.whole(), Some(Ok(sent)));
    }

    /// One character changed makes a frame foreign: nothing of it is kept.
    #[test]
    fn a_mangled_frame_is_foreign(len in 1..2000usize, at: prop::sample::Index, to in 0..45usize) {
        let frame = cut(&payload(bytes(len, 3), false)).unwrap().remove(0);
        let mut mangled = frame.clone().into_bytes();
        let at = at.index(mangled.len());
        mangled[at] = DIGITS[to];
        let mangled = String::from_utf8(mangled).unwrap();
        prop_assume!(mangled != frame);
        let mut gathering = Gathering::default();
        prop_assert_eq!(gathering.take(&mangled), Seen::Foreign);
        prop_assert_eq!(gathering.held().count(), 0);
    }

    #[test]
    fn whatever_a_code_says_is_read_without_a_panic(text in ".{0,200}") {
        let mut gathering = Gathering::default();
        gathering.take(&text);
        gathering.take(&format!("LX1:{text}"));
    }
}
