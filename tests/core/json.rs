//! The strict reader: other people's cases with our exceptions, then our own tables of codes and offsets.

use std::collections::BTreeMap;
use std::path::Path;

use expect_test::expect;
use lianxin::domain::bundle::problem::Problem;
use lianxin::domain::json::{self, Cursor, Json};
use proptest::prelude::*;

/// `ok`, or the code and offset of the first fault.
fn verdict(bytes: &[u8]) -> String {
    match json::check(bytes) {
        Ok(_) => "ok".into(),
        Err(fault) => Problem::from(fault).to_string(),
    }
}

fn suite(part: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jsontestsuite").join(part);
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Files that RFC 8259 lets pass and design §1 does not, each with what it is and its rule.
const STRICTER: &[(&str, &str, &str)] = &[
    ("y_number.json", "json-number @1", "no exponent"),
    ("y_number_0e+1.json", "json-number @1", "no exponent"),
    ("y_number_0e1.json", "json-number @1", "no exponent"),
    ("y_number_after_space.json", "ok", "an integer: listed to show that spaces are no exception"),
    ("y_number_double_close_to_zero.json", "json-number @1", "no fraction"),
    ("y_number_int_with_exp.json", "json-number @1", "no exponent"),
    ("y_number_minus_zero.json", "json-number @1", "no -0"),
    ("y_number_negative_zero.json", "json-number @1", "no -0"),
    ("y_number_real_capital_e.json", "json-number @1", "no exponent"),
    ("y_number_real_capital_e_neg_exp.json", "json-number @1", "no exponent"),
    ("y_number_real_capital_e_pos_exp.json", "json-number @1", "no exponent"),
    ("y_number_real_exponent.json", "json-number @1", "no fraction"),
    ("y_number_real_fraction_exponent.json", "json-number @1", "no fraction"),
    ("y_number_real_neg_exp.json", "json-number @1", "no exponent"),
    ("y_number_real_pos_exponent.json", "json-number @1", "no exponent"),
    ("y_number_simple_real.json", "json-number @1", "no fraction"),
    ("y_object_duplicated_key.json", "json-duplicate-key @9", "no key twice"),
    ("y_object_duplicated_key_and_value.json", "json-duplicate-key @9", "no key twice"),
    ("y_object_extreme_numbers.json", "json-number @9", "no fraction"),
    ("y_structure_lonely_negative_real.json", "json-number @0", "no fraction"),
    ("y_object_empty_key.json", "json-syntax @1", "keys have 1 to 128 characters"),
    ("y_object_escaped_null_in_key.json", "json-syntax @1", "keys are printable ASCII"),
];

/// What the suite leaves to the reader.
const DECIDED: &[(&str, &str, &str)] = &[
    ("i_number_double_huge_neg_exp.json", "json-number @1", "no exponent"),
    ("i_number_huge_exp.json", "json-number @1", "no exponent"),
    ("i_number_neg_int_huge_exp.json", "json-number @1", "no exponent"),
    ("i_number_pos_double_huge_exp.json", "json-number @1", "no exponent"),
    ("i_number_real_neg_overflow.json", "json-number @1", "no exponent"),
    ("i_number_real_pos_overflow.json", "json-number @1", "no exponent"),
    ("i_number_real_underflow.json", "json-number @1", "no exponent"),
    ("i_number_too_big_neg_int.json", "json-number @1", "within ±(2⁵³−1)"),
    ("i_number_too_big_pos_int.json", "json-number @1", "within ±(2⁵³−1)"),
    ("i_number_very_big_negative_int.json", "json-number @1", "within ±(2⁵³−1)"),
    ("i_object_key_lone_2nd_surrogate.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_1st_surrogate_but_2nd_missing.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_1st_valid_surrogate_2nd_invalid.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_UTF-16LE_with_BOM.json", "json-text @0", "UTF-8"),
    ("i_string_UTF-8_invalid_sequence.json", "json-text @7", "UTF-8"),
    ("i_string_UTF8_surrogate_U+D800.json", "json-text @2", "UTF-8 has no surrogates"),
    ("i_string_incomplete_surrogate_and_escape_valid.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_incomplete_surrogate_pair.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_incomplete_surrogates_escape_valid.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_invalid_lonely_surrogate.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_invalid_surrogate.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_invalid_utf-8.json", "json-text @2", "UTF-8"),
    ("i_string_inverted_surrogates_U+1D11E.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_iso_latin_1.json", "json-text @2", "UTF-8"),
    ("i_string_lone_second_surrogate.json", "json-syntax @2", "no lone surrogate"),
    ("i_string_lone_utf8_continuation_byte.json", "json-text @2", "UTF-8"),
    ("i_string_not_in_unicode_range.json", "json-text @2", "UTF-8"),
    ("i_string_overlong_sequence_2_bytes.json", "json-text @2", "UTF-8"),
    ("i_string_overlong_sequence_6_bytes.json", "json-text @2", "UTF-8"),
    ("i_string_overlong_sequence_6_bytes_null.json", "json-text @2", "UTF-8"),
    ("i_string_truncated-utf-8.json", "json-text @2", "UTF-8"),
    ("i_string_utf16BE_no_BOM.json", "json-text @5", "UTF-8"),
    ("i_string_utf16LE_no_BOM.json", "json-text @4", "UTF-8"),
    ("i_structure_500_nested_arrays.json", "json-depth @32", "depth ≤ 32"),
    ("i_structure_UTF-8_BOM_empty_object.json", "ok", "one leading BOM is skipped"),
];

#[test]
fn the_suite_of_others() {
    let suite = suite("test_parsing");
    assert_eq!(suite.len(), 318);
    let mut listed: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    listed.extend(STRICTER.iter().chain(DECIDED).map(|(name, is, rule)| (*name, (*is, *rule))));
    let mut wrong = Vec::new();
    for (name, bytes) in &suite {
        let is = verdict(bytes);
        let right = match listed.remove(name.as_str()) {
            Some((expected, _)) => is == expected,
            None if name.starts_with("y_") => is == "ok",
            None if name.starts_with("n_") => is != "ok",
            None => false,
        };
        if !right {
            wrong.push(format!("{name}: {is}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(listed.is_empty(), "exceptions that no file has: {listed:?}");
}

#[test]
fn what_the_suite_refuses_and_why() {
    // Whatever is not in the grammar is a fault of syntax; these are refused for what stands before it.
    let mut others = String::new();
    for (name, bytes) in suite("test_parsing").iter().filter(|(name, _)| name.starts_with("n_")) {
        let is = verdict(bytes);
        if !is.starts_with("json-syntax") {
            others += &format!("{name}: {is}\n");
        }
    }
    expect![[r#"
        n_array_a_invalid_utf8.json: json-text @2
        n_array_invalid_utf8.json: json-text @1
        n_number_-01.json: json-number @1
        n_number_-1.0..json: json-number @1
        n_number_0.1.2.json: json-number @1
        n_number_invalid-negative-real.json: json-number @1
        n_number_invalid-utf-8-in-bigger-int.json: json-text @4
        n_number_invalid-utf-8-in-exponent.json: json-text @4
        n_number_invalid-utf-8-in-int.json: json-text @2
        n_number_neg_int_starting_with_zero.json: json-number @1
        n_number_real_with_invalid_utf8_after_e.json: json-text @3
        n_number_with_alpha.json: json-number @1
        n_number_with_alpha_char.json: json-number @1
        n_object_lone_continuation_byte_in_key_and_trailing_comma.json: json-text @2
        n_string_invalid-utf-8-in-escape.json: json-text @4
        n_string_invalid_utf8_after_escape.json: json-text @3
        n_structure_100000_opening_arrays.json: json-depth @32
        n_structure_incomplete_UTF8_BOM.json: json-text @0
        n_structure_lone-invalid-utf-8.json: json-text @0
        n_structure_single_eacute.json: json-text @0
    "#]]
    .assert_eq(&others);
}

/// Files that parsers read differently: this one refuses whatever two could take for two things.
const TRANSFORMED: &[(&str, &str)] = &[
    ("number_-9223372036854775808.json", "json-number @1"),
    ("number_-9223372036854775809.json", "json-number @1"),
    ("number_1.0.json", "json-number @1"),
    ("number_1.000000000000000005.json", "json-number @1"),
    ("number_1000000000000000.json", "[1000000000000000]"),
    ("number_10000000000000000999.json", "json-number @1"),
    ("number_1e-999.json", "json-number @1"),
    ("number_1e6.json", "json-number @1"),
    ("number_9223372036854775807.json", "json-number @1"),
    ("number_9223372036854775808.json", "json-number @1"),
    ("object_key_nfc_nfd.json", "json-syntax @1"),
    ("object_key_nfd_nfc.json", "json-syntax @1"),
    ("object_same_key_different_values.json", "json-duplicate-key @7"),
    ("object_same_key_same_value.json", "json-duplicate-key @7"),
    ("object_same_key_unclear_values.json", "json-duplicate-key @8"),
    ("string_1_escaped_invalid_codepoint.json", "json-syntax @2"),
    ("string_1_invalid_codepoint.json", "json-text @2"),
    ("string_2_escaped_invalid_codepoints.json", "json-syntax @2"),
    ("string_2_invalid_codepoints.json", "json-text @2"),
    ("string_3_escaped_invalid_codepoints.json", "json-syntax @2"),
    ("string_3_invalid_codepoints.json", "json-text @2"),
    ("string_with_escaped_NULL.json", r#"["A\u0000B"]"#),
];

#[test]
fn what_parsers_read_differently_is_refused_or_read_as_written() {
    let is = suite("test_transform").into_iter().map(|(name, bytes)| (name, canonical_of(&bytes).unwrap_or_else(|| verdict(&bytes))));
    let expected: BTreeMap<String, String> = TRANSFORMED.iter().map(|(name, is)| (name.to_string(), is.to_string())).collect();
    assert_eq!(is.collect::<BTreeMap<_, _>>(), expected);
}

#[track_caller]
fn each(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&verdict(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn numbers() {
    each(&[
        ("0", "ok"),
        ("-1", "ok"),
        ("9007199254740991", "ok"),
        ("-9007199254740991", "ok"),
        ("9007199254740992", "json-number @0"),
        (" -9007199254740992", "json-number @1"),
        ("99999999999999999999999999", "json-number @0"),
        // Of the machine's own integers the one without an absolute value.
        ("-9223372036854775808", "json-number @0"),
        ("9223372036854775807", "json-number @0"),
        ("-0", "json-number @0"),
        ("[1,-0]", "json-number @3"),
        ("1.0", "json-number @0"),
        ("1e0", "json-number @0"),
        ("1E+2", "json-number @0"),
        ("-0.0", "json-number @0"),
        ("01", "json-syntax @1"),
        ("+1", "json-syntax @0"),
        (".5", "json-syntax @0"),
        ("1.", "json-syntax @2"),
        ("1e", "json-syntax @2"),
        ("1e+", "json-syntax @3"),
        ("-", "json-syntax @1"),
        ("-a", "json-syntax @1"),
        ("NaN", "json-syntax @0"),
        ("-Infinity", "json-syntax @1"),
        ("0x10", "json-syntax @1"),
    ]);
}

#[test]
fn keys() {
    let long = |n: usize| format!("{{\"{}\":1}}", "k".repeat(n));
    each(&[
        (r#"{"a":1,"a":2}"#, "json-duplicate-key @7"),
        ("{\"a\":1,\"\\u0061\":2}", "json-duplicate-key @7"),
        ("{\"\\u0061\":1,\"a\":2}", "json-duplicate-key @12"),
        (r#"{"b":1,"a":2,"b":3}"#, "json-duplicate-key @13"),
        (r#"{"a":{"a":1},"b":{"a":1}}"#, "ok"),
        (r#"[{"a":1},{"a":1}]"#, "ok"),
        // Found when the key is read, before its value.
        (r#"{"a":1,"a":1.5}"#, "json-duplicate-key @7"),
        (r#"{"a":1.5,"a":1}"#, "json-number @5"),
        (r#"{"":1}"#, "json-syntax @1"),
        (r#"{"中":1}"#, "json-syntax @1"),
        (r#"{"a\n":1}"#, "json-syntax @1"),
        (r#"{"a b~":1}"#, "ok"),
        (r#"{ "a" : 1 , }"#, "json-syntax @12"),
        (r#"{a:1}"#, "json-syntax @1"),
        (r#"{"a" 1}"#, "json-syntax @5"),
        (r#"{"a":}"#, "json-syntax @5"),
        (r#"{"a":1 "b"}"#, "json-syntax @7"),
        (&long(128), "ok"),
        (&long(129), "json-syntax @1"),
    ]);
    let many = |last: &str| {
        let keys: Vec<String> = (0..100).rev().map(|n| format!("\"k{n}\":{n}")).collect();
        format!("{{{},\"{last}\":0}}", keys.join(","))
    };
    assert_eq!(verdict(many("k100").as_bytes()), "ok");
    let twice = many("k50");
    assert_eq!(verdict(twice.as_bytes()), format!("json-duplicate-key @{}", twice.rfind("\"k50\"").unwrap()));
}

#[test]
fn strings() {
    each(&[
        (r#""\ud834\udd1e""#, "ok"),
        (r#""\uD834\uDD1E""#, "ok"),
        (r#""a\ud834""#, "json-syntax @2"),
        (r#""a\udd1e""#, "json-syntax @2"),
        (r#""\ud834\ud834""#, "json-syntax @1"),
        (r#""\ud834x""#, "json-syntax @1"),
        (r#""\ud834\n""#, "json-syntax @1"),
        (r#""\u00g0""#, "json-syntax @5"),
        (r#""\x""#, "json-syntax @2"),
        ("\"a\tb\"", "json-syntax @2"),
        ("\"a", "json-syntax @2"),
        ("\"a\\", "json-syntax @3"),
        ("\"\u{7f}\"", "ok"),
        ("'a'", "json-syntax @0"),
    ]);
}

#[test]
fn the_whole_text() {
    each(&[
        ("", "json-syntax @0"),
        ("  ", "json-syntax @2"),
        ("\u{feff}{}", "ok"),
        ("\u{feff}", "json-syntax @3"),
        ("\u{feff}\u{feff}{}", "json-syntax @3"),
        (" \u{feff}{}", "json-syntax @1"),
        ("\u{feff}{\"a\":1.5}", "json-number @8"),
        ("{}\n\t\r ", "ok"),
        ("{} {}", "json-syntax @3"),
        ("{}\u{0}", "json-syntax @2"),
        ("{}\u{a0}", "json-syntax @2"),
        ("tru", "json-syntax @3"),
        ("[nul]", "json-syntax @4"),
        ("True", "json-syntax @0"),
        ("[1,]", "json-syntax @3"),
        ("[1 2]", "json-syntax @3"),
        ("[1}", "json-syntax @2"),
        ("[", "json-syntax @1"),
        ("{", "json-syntax @1"),
        ("// c\n1", "json-syntax @0"),
    ]);
    // All of the file is checked as UTF-8 first, then the first fault in reading order is the file's.
    assert_eq!(verdict(b"{\"a\":1,\"a\":\"\xff\"}"), "json-text @12");
    assert_eq!(verdict(b"1.5 \xc3"), "json-text @4");
    assert_eq!(verdict(b"\xff\xfe{}"), "json-text @0");
}

#[test]
fn depth() {
    let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let objects = |n: usize| format!("{}1{}", r#"{"a":"#.repeat(n), "}".repeat(n));
    each(&[
        (&nested(32), "ok"),
        (&nested(33), "json-depth @32"),
        (&objects(32), "ok"),
        (&objects(33), "json-depth @160"),
        (&format!("[{},{}]", nested(31), nested(31)), "ok"),
        (&format!("[{},{}]", nested(31), nested(32)), "json-depth @95"),
        (&format!("[1.5,{}]", nested(40)), "json-number @1"),
    ]);
}

#[test]
fn canonical_form() {
    let canonical = |text: &str| {
        let checked = json::check(text.as_bytes()).unwrap();
        String::from_utf8(Cursor::new(checked).take().canonical().into_owned()).unwrap()
    };
    let cases: &[(&str, &str)] = &[
        (r#" { "b" : 1 , "a" : [ ] } "#, r#"{"a":[],"b":1}"#),
        (r#"{"a":{"z":null,"Z":true},"B":false}"#, r#"{"B":false,"a":{"Z":true,"z":null}}"#),
        (r#"{"\u0062":1,"a":2}"#, r#"{"a":2,"b":1}"#),
        (r#"{"a":1,"a0":2,"a ":3}"#, r#"{"a":1,"a ":3,"a0":2}"#),
        (r#""\/\u002f\u4e2d中""#, "\"//中中\""),
        (r#""\u0008\u0009\u000a\u000c\u000d\u0000\u001F""#, r#""\b\t\n\f\r\u0000\u001f""#),
        (r#""\"\\\u0022\u005C""#, r#""\"\\\"\\""#),
        ("\"\u{7f}\u{2028}\"", "\"\u{7f}\u{2028}\""),
        (r#""\ud83d\ude00""#, "\"😀\""),
        ("[-1, 0,9007199254740991]", "[-1,0,9007199254740991]"),
        // Nothing is normalised.
        ("[\"\u{e9}\",\"e\u{301}\"]", "[\"\u{e9}\",\"e\u{301}\"]"),
    ];
    for (text, expected) in cases {
        assert_eq!(&canonical(text), expected, "{text}");
        assert_eq!(&canonical(expected), expected, "canonical form is its own");
        let other = serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(&other.to_string(), expected, "another writer agrees on {text}");
    }
}

#[test]
fn small_values_read_back() {
    let text = br#"{"n":-5,"t":"a\u4e2d","b":true,"z":null,"l":[1,"x",{}],"o":{"k":"v"}}"#;
    let value = Json::trusted(json::check(text).unwrap());
    assert_eq!(value.get("n").unwrap().int(), Some(-5));
    assert_eq!(value.get("t").unwrap().text().unwrap(), "a中");
    assert_eq!(value.get("b").unwrap().bool(), Some(true));
    assert!(value.get("z").unwrap().is_null());
    assert_eq!(value.get("l").unwrap().items().len(), 3);
    assert_eq!(value.get("o").unwrap().members()[0].1.text().unwrap(), "v");
    assert_eq!(value.get("t").unwrap().int(), None);
    assert_eq!(value.get("n").unwrap().text(), None);
    assert!(value.get("missing").is_none());
}

/// Values that the rules allow, not deeper than they may be.
fn values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        (-json::MAX_INT..=json::MAX_INT).prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::btree_map("[ -~]{1,9}", inner, 0..6).prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn canonical_of(bytes: &[u8]) -> Option<String> {
    let checked = json::check(bytes).ok()?;
    Some(String::from_utf8(Cursor::new(checked).take().canonical().into_owned()).unwrap())
}

proptest! {
    #[test]
    fn what_is_written_is_read(value in values()) {
        let plain = value.to_string();
        prop_assert_eq!(canonical_of(plain.as_bytes()), Some(plain.clone()));
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(canonical_of(pretty.as_bytes()), Some(plain));
    }

    #[test]
    fn what_was_changed_is_refused_or_read_as_another_reader_reads_it(
        value in values(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = serde_json::to_string_pretty(&value).unwrap().into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(canonical) = canonical_of(&bytes) {
            let start = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
            let other: serde_json::Value = serde_json::from_slice(&bytes[start..]).unwrap();
            prop_assert_eq!(canonical, other.to_string());
        }
    }

    #[test]
    fn no_bytes_are_a_reason_to_stop(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Err(fault) = json::check(&bytes) {
            prop_assert!(fault.at <= bytes.len());
        }
    }
}
