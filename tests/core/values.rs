//! The values of §1: hashes, ids, scopes, days and money, and the hashes that the format is made of.

use lianxin::domain::bundle::export::{FileKind, file_name};
use lianxin::domain::bundle::key::{join_message, spoken_code};
use lianxin::domain::calendar::{Day, parse_zone, time_of_day};
use lianxin::domain::event::{KindName, event_id, root, seal_message};
use lianxin::domain::hash::{crockford, decode, encode, encode_standard, sha256};
use lianxin::domain::id::{DeviceId, FeedKey, Hash, ProjectId, Ref, Scope};
use lianxin::domain::ledger::reconciliation_code;
use lianxin::domain::money::{AmountFault, Fen};
use serde_json::json;

use crate::press::hash;

#[test]
fn base64url_is_canonical_or_nothing() {
    assert_eq!(encode(&[0xfb, 0xff]), "-_8");
    assert_eq!(decode::<2>("-_8"), Some([0xfb, 0xff]));
    for bad in ["-_9", "-_8=", "+/8", "-_", "-_8A", " -_8", "-_8\n", ""] {
        assert_eq!(decode::<2>(bad), None, "{bad:?}");
    }
    // Every last character of a hash: sixteen of sixty-four are canonical.
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let good = alphabet.chars().filter(|c| Hash::parse(&format!("{}{c}", "a".repeat(42))).is_some()).count();
    assert_eq!(good, 16);
    assert_eq!(encode_standard(&[0xfb]), "+w==");
}

#[test]
fn ids_are_their_text() {
    let hash = Hash::of(b"");
    assert_eq!(hash.as_str(), "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    assert_eq!(hash.to_ref().as_str(), "47DEQpj8HBSa-_TImW-5JC");
    assert_eq!(hash.prefix(8), "47DEQpj8");
    assert_eq!(hash.digest(), sha256(b""));
    for bad in ["", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFV", &"中".repeat(43)] {
        assert_eq!(Hash::parse(bad), None, "{bad:?}");
    }
    for (text, good) in
        [("a".repeat(22), true), ("-_".repeat(11), true), ("a".repeat(21), false), ("a".repeat(23), false), ("+".repeat(22), false)]
    {
        assert_eq!(Ref::parse(&text).is_some(), good, "{text}");
        assert_eq!(DeviceId::parse(&text).is_some(), good, "{text}");
    }
    for (text, good) in [
        ("0123456789abcdef", true),
        ("ghjkmnpqrstvwxyz", true),
        ("ghjkmnpqrstvwxyi", false),
        ("ghjkmnpqrstvwxyl", false),
        ("ghjkmnpqrstvwxyo", false),
        ("ghjkmnpqrstvwxyu", false),
        ("GHJKMNPQRSTVWXYZ", false),
        ("0123456789abcde", false),
    ] {
        assert_eq!(ProjectId::parse(text).is_some(), good, "{text}");
    }
    assert_eq!(ProjectId::from_random([0; 10]).as_str(), "0000000000000000");
    assert_eq!(ProjectId::from_random([0xff; 10]).as_str(), "zzzzzzzzzzzzzzzz");
    assert_eq!(ProjectId::from_random([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]).as_str(), "0123456789abcdef");
}

#[test]
fn scopes_are_ordered_as_their_text() {
    let texts = ["all", "office", "p:0000000000000000", "p:zzzzzzzzzzzzzzzz"];
    let scopes: Vec<Scope> = texts.iter().map(|t| Scope::parse(t).unwrap()).collect();
    assert!(scopes.is_sorted() && texts.is_sorted());
    assert_eq!(scopes.iter().map(ToString::to_string).collect::<Vec<_>>(), texts);
    for bad in ["", "ALL", "p", "p:", "P:0000000000000000", "p:000000000000000", "office ", "p:00000000000000000"] {
        assert_eq!(Scope::parse(bad), None, "{bad:?}");
    }
}

#[test]
fn kinds_known_and_later() {
    assert!(matches!(KindName::parse("noted"), Some(KindName::Known(_))));
    assert!(matches!(KindName::parse("drone-flown"), Some(KindName::Other(_))));
    assert_eq!(KindName::parse(&"a".repeat(64)).unwrap().as_str().len(), 64);
    for bad in ["", "Noted", "a b", "a_b", "a.b", "é", &"a".repeat(65)] {
        assert_eq!(KindName::parse(bad), None, "{bad:?}");
    }
}

/// What is hashed and signed, against the same said with another writer of canonical JSON.
#[test]
fn the_hashes_of_the_format() {
    let workspace = Hash::of(b"w");
    let device = DeviceId::parse(&"d".repeat(22)).unwrap();
    let scope = Scope::parse("p:0123456789abcdef").unwrap();
    let feed = FeedKey { scope, device };
    let (id, prev) = (Hash::of(b"i"), Hash::of(b"p"));
    let place = json!({"device": device, "scope": scope.to_string(), "workspace": workspace});
    assert_eq!(root(&workspace, &feed).as_str(), hash(&place));
    let event = json!({"body": id, "kind": "noted", "prev": prev, "time": 5});
    assert_eq!(event_id(&id, "noted", &prev, 5).as_str(), hash(&event));
    let sealed = json!({"device": device, "id": id, "scope": scope.to_string(), "seq": 7, "workspace": workspace});
    assert_eq!(seal_message(&workspace, &feed, 7, &id), sealed.to_string().into_bytes());
    let person = "p".repeat(22);
    let join = json!({"device": device, "person": person, "workspace": workspace});
    assert_eq!(join_message(&workspace, &device, &person), join.to_string().into_bytes());
    // Thirty bits in six letters.
    let bits = u32::from_be_bytes(sha256(join.to_string().as_bytes())[..4].try_into().unwrap()) >> 2;
    let letters: Vec<char> = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().collect();
    let spoken: String = (0..6).rev().map(|i| letters[(bits >> (5 * i) & 31) as usize]).collect();
    assert_eq!(spoken_code(&workspace, &device, &person), format!("{}-{}", &spoken[..3], &spoken[3..]));
    assert_eq!(reconciliation_code(&sha256(b"")), "WERC-8GMR");
    assert_eq!(crockford(&[0xff, 0x00, 0xff], 4), "ZW0F");
}

#[test]
fn days() {
    for text in ["0001-01-01", "2016-02-29", "2018-06-11", "9999-12-31"] {
        assert_eq!(Day::parse(text).unwrap().to_string(), text);
    }
    for bad in ["0000-12-31", "2018-02-29", "2018-00-01", "2018-1-01", "+018-01-01", "2018-06-1１", "２018-06-1", "2018-06-011"] {
        assert_eq!(Day::parse(bad), None, "{bad}");
    }
    let day = |text: &str| Day::parse(text).unwrap();
    // A day of the workspace begins at its own midnight.
    assert_eq!(Day::of_time(1_528_646_399_999, 480), day("2018-06-10"));
    assert_eq!(Day::of_time(1_528_646_400_000, 480), day("2018-06-11"));
    assert_eq!(Day::of_time(0, -840), day("1969-12-31"));
    assert_eq!(Day::of_time(0, 840), day("1970-01-01"));
    assert_eq!(Day::of_time(8_640_000_000_000_000, 0), Day::LAST);
    assert_eq!(day("2018-02-28").plus(1), day("2018-03-01"));
    assert_eq!(day("2018-03-01").days_since(day("2017-03-01")), 365);
    assert_eq!(Day::LAST.plus(1), Day::LAST);
    assert_eq!(day("0001-01-01").plus(-1), Day::FIRST);
    assert_eq!(Day::FIRST.plus(i64::MAX), Day::LAST);
    assert_eq!(Day::LAST.plus(i64::MIN), Day::FIRST);
    assert_eq!((day("2018-06-11").weekday(), day("2018-06-17").weekday()), (0, 6));
    assert_eq!(time_of_day(1_528_678_800_000, 480), "09:00");
    assert_eq!(time_of_day(0, -60), "23:00");
    assert_eq!((parse_zone("+08:00"), parse_zone("-03:30"), parse_zone("+14:01")), (Some(480), Some(-210), None));
}

#[test]
fn money_of_ten_thousand_yuan_in_fen() {
    let table: &[(&str, Result<i64, AmountFault>)] = &[
        ("0", Ok(0)),
        ("1", Ok(1_000_000)),
        ("12,345.6789", Ok(12_345_678_900)),
        ("0.0001", Ok(100)),
        ("10000000", Ok(10_000_000_000_000)),
        ("0.000001", Ok(1)),
        ("10000000.000001", Err(AmountFault::TooLarge)),
        ("99999999999999999999", Err(AmountFault::TooLarge)),
        ("0.0000001", Err(AmountFault::TooManyDecimals)),
        ("1,5", Err(AmountFault::Grouping)),
        ("1 5", Err(AmountFault::Grouping)),
        ("12,34,5", Err(AmountFault::Grouping)),
        ("1234,567", Err(AmountFault::Grouping)),
        ("-1", Err(AmountFault::Negative)),
        ("", Err(AmountFault::NotANumber)),
        (".5", Err(AmountFault::NotANumber)),
        ("5.", Err(AmountFault::NotANumber)),
        ("1e3", Err(AmountFault::NotANumber)),
        ("1.2.3", Err(AmountFault::NotANumber)),
    ];
    for (text, expected) in table {
        assert_eq!(Fen::parse_wan(text).map(|fen| fen.0), *expected, "{text}");
    }
    for text in ["0", "1", "0.0001", "12345.678905", "12345.6789", "10000000", "1.5"] {
        assert_eq!(Fen::parse_wan(text).unwrap().to_wan(), text);
    }
}

#[test]
fn names_of_files() {
    let device = DeviceId::parse("_-A_bC-9dEfgggggggggg-").unwrap();
    let day = Day::parse("2018-06-11").unwrap();
    assert_eq!(file_name(&device, day, 12, FileKind::Bundle), "lianxin-abc9de-2018-06-11-12.json");
    assert_eq!(file_name(&device, day, 1, FileKind::Starter), "lianxin-start-abc9de-2018-06-11-1.json");
}
