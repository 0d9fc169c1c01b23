//! Reading a file as a whole: what refuses all of it, its seal, what the sender says in it, and its files.

use lianxin::crypto::Signer;
use lianxin::crypto::native::{invite_pair, sign_with_jwk};
use lianxin::domain::bundle::read::Head;
use lianxin::domain::hash::{encode, encode_standard, sha256};
use serde_json::{Value, json};

use crate::press::{Author, Chain, World, changed, hash, in_world, read, said, says, sealed};

/// Changed, then sealed by the founder.
#[track_caller]
fn signed(change: impl FnOnce(&World<'_>, &mut Value), expected: &str) {
    in_world(|w| {
        let mut b = w.bundle();
        change(w, &mut b);
        says(&sealed(b, w.founder), expected);
    });
}

#[test]
fn what_is_no_bundle() {
    for (text, expected) in [
        ("[]", "refused; not-a-bundle "),
        ("\"bundle/1\"", "refused; not-a-bundle "),
        ("null", "refused; not-a-bundle "),
        ("{}", "refused; not-a-bundle "),
        (r#"{"Lianxin":"bundle/1"}"#, "refused; not-a-bundle "),
        (r#"{"lianxin":1}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":null}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"bundle"}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"bundle/"}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"bundle/0"}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"bundle/01"}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"bundle/1.1"}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"bundle/-2"}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"Bundle/1"}"#, "refused; not-a-bundle /lianxin"),
        (r#"{"lianxin":"bundle/1"}"#, "refused; not-a-bundle "),
    ] {
        assert_eq!(said(text.as_bytes()), expected, "{text}");
    }
    for member in ["workspace", "devices", "pieces"] {
        changed(|_, b| drop(b.as_object_mut().unwrap().remove(member)), "refused; not-a-bundle ");
    }
}

#[test]
fn a_known_member_of_a_wrong_type_refuses_the_file() {
    for (member, bad) in [
        ("workspace", json!("short")),
        ("workspace", json!(1)),
        ("devices", json!([])),
        ("pieces", json!({})),
        ("pieces", json!(null)),
        ("from", json!("me")),
        ("from", json!(null)),
        ("to", json!(7)),
        ("to", json!(null)),
        ("number", json!("12")),
        ("number", json!(-1)),
        ("made", json!("now")),
        ("made", json!(-1)),
        ("made", json!(8_640_000_000_000_001i64)),
        ("heads", json!([])),
        ("wants", json!({})),
        ("files", json!([])),
        ("invite", json!("x")),
        ("seal", json!({})),
        ("seal", json!(null)),
    ] {
        changed(|_, b| b[member] = bad.clone(), &format!("refused; not-a-bundle /{member}"));
    }
    // Members of later versions are no one's concern.
    changed(|_, b| b["weather"] = json!({"rain": []}), "10 in 3");
}

#[test]
fn a_newer_format_is_said_to_be_newer() {
    for n in ["2", "10", "999999999999999999999"] {
        changed(|_, b| b["lianxin"] = json!(format!("bundle/{n}")), "refused; newer-format /lianxin");
    }
    // Whatever else it has become.
    assert_eq!(said(br#"{"lianxin":"bundle/2","pieces":"elsewhere"}"#), "refused; newer-format /lianxin");
}

#[test]
fn an_encrypted_file_is_recognised() {
    for text in [
        r#"{"protected":"e30","iv":"AA","ciphertext":"AA","tag":"AA","recipients":[]}"#,
        r#"{"recipients":[{"header":{},"encrypted_key":"AA"}],"iv":"","ciphertext":"","tag":""}"#,
        r#"{"ciphertext":"AA","protected":"e30"}"#,
    ] {
        assert_eq!(said(text.as_bytes()), "refused; decrypt ");
    }
    assert_eq!(said(br#"{"ciphertext":"AA"}"#), "refused; not-a-bundle ");
}

#[test]
fn json_faults_refuse_the_file() {
    in_world(|w| {
        let text = w.bundle().to_string();
        let refused =
            |text: &str, code: &str| assert!(said(text.as_bytes()).starts_with(&format!("refused; {code} @")), "{}", said(text.as_bytes()));
        refused(&text[..text.len() - 1], "json-syntax");
        refused(&text.replacen("\"lianxin\"", "\"pieces\":[],\"lianxin\"", 1), "json-duplicate-key");
        refused(&text.replacen("\"height\":120", "\"height\":120.0", 1), "json-number");
        refused(&text.replacen("\"height\":120", "\"height\":9007199254740992", 1), "json-number");
        refused(&text.replacen("\"height\":120", &format!("\"height\":{}{}", "[".repeat(28), "]".repeat(28)), 1), "json-depth");
        refused(&text.replacen("补记", "\\ud800", 1), "json-syntax");
        refused(&text.replacen("\"height\"", "\"高\"", 1), "json-syntax");
        let mut bytes = text.clone().into_bytes();
        bytes[10] = 0x80;
        assert_eq!(said(&bytes), "refused; json-text @10");
        // 26 brackets more fit: the file, its pieces, the piece, its events, the event and the body are six.
        let deep = text.replacen("\"height\":120", &format!("\"height\":{}{}", "[".repeat(26), "]".repeat(26)), 1);
        assert_eq!(said(deep.as_bytes()), "5 in 2; event-id /pieces/2");
        refused(&text.replacen("\"height\":120", &format!("\"height\":{}{}", "[".repeat(27), "]".repeat(27)), 1), "json-depth");
    });
}

#[test]
fn any_json_of_the_rules_reads_like_the_canonical_form() {
    in_world(|w| {
        let plain = sealed(w.bundle(), w.founder);
        let pretty = serde_json::to_string_pretty(&plain).unwrap();
        assert_eq!(said(pretty.as_bytes()), "10 in 3");
        assert_eq!(said(format!("\u{feff}{pretty}\r\n\t ").as_bytes()), "10 in 3");
        // Escapes mean what they mean, in keys too.
        let escaped = pretty.replace("\"pieces\"", "\"\\u0070ieces\"").replace("大连", "\\u5927\\u8fde").replace("p:0", "p:\\u0030");
        assert_eq!(said(escaped.as_bytes()), "10 in 3");
        // The order of members is free: here the other way round everywhere.
        fn turned(value: &Value) -> String {
            match value {
                Value::Object(map) => {
                    let members: Vec<String> = map.iter().rev().map(|(k, v)| format!("{} : {}", json!(k), turned(v))).collect();
                    format!("{{ {} }}", members.join(" ,\n"))
                }
                Value::Array(items) => format!("[{}]", items.iter().map(turned).collect::<Vec<_>>().join(" , ")),
                other => other.to_string(),
            }
        }
        let turned = turned(&plain);
        assert!(turned.find("\"workspace\"").unwrap() < turned.find("\"devices\"").unwrap());
        assert_eq!(said(turned.as_bytes()), "10 in 3");
        assert_eq!(read(turned.as_bytes()).unwrap().envelope.from, Some(w.founder.0.device()));
    });
}

#[test]
fn the_bundles_seal() {
    signed(|_, _| {}, "10 in 3");
    // One without the other.
    changed(|w, b| b["from"] = json!(w.founder.device()), "10 in 3; bundle-seal ");
    changed(|w, b| b["seal"] = json!(w.founder.sign(&json!(1))), "10 in 3; bundle-seal ");
    let after = |change: fn(&World<'_>, &mut Value), expected: &str| {
        in_world(|w| {
            let mut b = sealed(w.bundle(), w.founder);
            change(w, &mut b);
            says(&b, expected);
        });
    };
    let bad = "10 in 3; bundle-seal /seal";
    after(|w, b| b["seal"] = json!(w.secretary.sign(&json!(1))), bad);
    after(|w, b| b["from"] = json!(w.secretary.device()), bad);
    after(|_, b| b["seal"] = json!("AAAA"), bad);
    after(|_, b| b["seal"] = json!(""), bad);
    after(|_, b| b["seal"] = json!(encode(&[0; 64])), bad);
    after(|_, b| b["number"] = json!(1), bad);
    after(|_, b| b["weather"] = json!("rain"), bad);
    after(|_, b| b["pieces"].as_array_mut().unwrap().swap(0, 1), bad);
    after(|_, b| drop(b["pieces"].as_array_mut().unwrap().pop()), "5 in 2; bundle-seal /seal");
    // A sender whose key is not there, or is no key.
    in_world(|w| {
        let stranger = Author::new("stranger");
        says(&sealed(w.bundle(), &stranger), bad);
        let mut b = w.bundle();
        b["devices"][stranger.device()] = stranger.jwk();
        says(&sealed(b.clone(), &stranger), "10 in 3");
        b["devices"][stranger.device()]["d"] = json!("x");
        says(&sealed(b, &stranger), bad);
    });
    // It is over the canonical form of everything, also of what this version doesn't know.
    signed(|_, b| b["weather"] = json!({"b": [1, {"z": null, "a": "é"}], "a": true}), "10 in 3");
}

fn full(w: &World<'_>, b: &mut Value) {
    b["to"] = json!("a".repeat(22));
    b["number"] = json!(12);
    b["made"] = json!(1_528_678_800_000i64);
    b["heads"] = json!({"all": {w.founder.device(): [4, "abcdefgh"], "x": [0, "y"], "z": "?"}, "office": {}});
    b["wants"] = json!([hash(&json!(1)), "no hash", 7]);
    let pair = invite_pair("invite");
    let key: Value = serde_json::from_str(&pair.private_jwk).unwrap();
    b["invite"] = json!({"person": "b".repeat(22), "key": key});
}

#[test]
fn the_envelope_is_heard_when_its_seal_is_good() {
    in_world(|w| {
        let mut b = w.bundle();
        full(w, &mut b);
        let checked = read(sealed(b, w.founder).to_string().as_bytes()).unwrap();
        assert!(checked.problems.is_empty());
        let e = checked.envelope;
        assert_eq!(e.from, Some(w.founder.0.device()));
        assert_eq!(e.to.unwrap().as_str(), "a".repeat(22));
        assert_eq!((e.number, e.made), (Some(12), Some(1_528_678_800_000)));
        let heads = e.heads.unwrap();
        assert_eq!(heads["all"].len(), 1, "what is no head is passed over");
        assert_eq!(heads["all"][&w.founder.device()], Head(4, "abcdefgh".into()));
        assert_eq!(e.wants.len(), 1);
        let invite = e.invite.unwrap();
        assert_eq!(invite.person.as_str(), "b".repeat(22));
        assert!(invite.jwk.contains("\"d\""));
    });
}

#[test]
fn with_a_bad_seal_the_envelope_is_ignored_and_the_pieces_prove_themselves() {
    for how in 0..3 {
        in_world(|w| {
            let mut b = w.bundle();
            full(w, &mut b);
            let mut b = sealed(b, w.founder);
            match how {
                0 => b["seal"] = json!(w.founder.sign(&json!(1))),
                1 => b["number"] = json!(13),
                _ => drop(b.as_object_mut().unwrap().remove("seal")),
            }
            let checked = read(b.to_string().as_bytes()).unwrap();
            assert_eq!(checked.problems.len(), 1);
            assert_eq!(checked.pieces.len(), 3);
            let e = checked.envelope;
            assert!(e.from.is_none() && e.to.is_none() && e.number.is_none() && e.heads.is_none() && e.invite.is_none());
            assert!(e.wants.is_empty());
        });
    }
}

#[test]
fn a_thousand_wants_are_heard() {
    in_world(|w| {
        let mut b = w.bundle();
        b["wants"] = (0..1001).map(|n| json!(hash(&json!(n)))).collect();
        let checked = read(sealed(b, w.founder).to_string().as_bytes()).unwrap();
        assert_eq!(checked.envelope.wants.len(), 1000);
    });
}

pub const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2];

pub fn file(bytes: &[u8], media_type: &str) -> (String, Value) {
    (encode(&sha256(bytes)), json!({"type": media_type, "data": encode_standard(bytes)}))
}

/// Reads the world's bundle with this one file and says what became of it.
#[track_caller]
fn carries(name: &str, value: Value, expected: Option<&str>) {
    in_world(|w| {
        let mut b = w.bundle();
        b["files"] = json!({name: value});
        let checked = read(b.to_string().as_bytes()).unwrap();
        let problems: Vec<String> = checked.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, expected.map(String::from).into_iter().collect::<Vec<_>>());
        assert_eq!(checked.files.len(), usize::from(expected.is_none()));
        assert_eq!(checked.pieces.len(), 3, "the events stay");
    });
}

#[test]
fn files_agree_with_their_hash_and_their_type() {
    let good: &[(&[u8], &str)] = &[
        (JPEG, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"%PDF-1.4", "application/pdf"),
        (b"{}", "application/json"),
        (b"", "text/plain"),
        (b"\xff\xfe", "text/plain"),
    ];
    for (bytes, media_type) in good {
        let (name, value) = file(bytes, media_type);
        carries(&name, value, None);
    }
    let bad: &[(&[u8], &str)] = &[
        (b"<svg/>", "image/svg+xml"),
        (b"<html>", "text/html"),
        (JPEG, "image/png"),
        (b"\x89PNG\r\n\x1a\n", "image/jpeg"),
        (b"RIFF\0\0\0\0WAVE", "image/webp"),
        (b"RIFF", "image/webp"),
        (b" %PDF-1.4", "application/pdf"),
        (JPEG, "IMAGE/JPEG"),
        (b"", "image/jpeg"),
    ];
    for (bytes, media_type) in bad {
        let (name, value) = file(bytes, media_type);
        carries(&name, value, Some(&format!("file-type /files/{name}")));
    }
    let (name, value) = file(JPEG, "image/jpeg");
    carries(&name, json!({"data": value["data"]}), Some(&format!("file-type /files/{name}")));
    let (other, _) = file(b"other", "image/jpeg");
    carries(&other, value.clone(), Some(&format!("file-hash /files/{other}")));
    carries("a~b/c", value.clone(), Some("file-hash /files/a~0b~1c"));
    carries(&name, json!({"type": "image/jpeg"}), Some(&format!("file-hash /files/{name}")));
    // base64 is the standard one, padded, and canonical.
    let data = value["data"].as_str().unwrap();
    assert_eq!(data, "/9j/4AEC");
    for bad in ["_9j_4AEC", "/9j/4AEC=", "/9j/4AE", "/9j/ 4AEC", "/9j/4AED\n"] {
        carries(&name, json!({"type": "image/jpeg", "data": bad}), Some(&format!("file-hash /files/{name}")));
    }
    let (name, value) = file(b"a", "text/plain");
    assert_eq!(value["data"], "YQ==");
    for bad in ["YQ", "YQ=", "YR=="] {
        carries(&name, json!({"type": "text/plain", "data": bad}), Some(&format!("file-hash /files/{name}")));
    }
}

/// A starter for this person with what devices wrote that joined, each by the key of its seed.
pub fn starter_after_joins(w: &World<'_>, invite: &str, person: &str, joins: &[(&str, &str)]) -> Value {
    let mut b = w.of(vec![w.all.whole()]);
    for (device, by) in joins {
        let newcomer = Author::new(device);
        let message = json!({"device": newcomer.device(), "person": person, "workspace": w.workspace});
        let proof = sign_with_jwk(&invite_pair(by).private_jwk, message.to_string().as_bytes()).unwrap();
        let mut chain = Chain::new(&newcomer, &w.workspace, "all");
        chain.write("device-joined", json!({"person": person, "key": newcomer.jwk(), "box": newcomer.jwk(), "proof": encode(&proof)}));
        b["pieces"].as_array_mut().unwrap().push(chain.whole());
        b["devices"][newcomer.device()] = newcomer.jwk();
    }
    let key: Value = serde_json::from_str(&invite_pair(invite).private_jwk).unwrap();
    b["invite"] = json!({"person": INVITED, "key": key});
    sealed(b, w.founder)
}

/// The ref of the person whom starters here invite.
pub const INVITED: &str = "pppppppppppppppppppppp";

#[test]
fn a_starter_whose_invitation_was_used_says_so() {
    let joined = |by: &str, person: &str, expected: &str| {
        in_world(|w| says(&starter_after_joins(w, "one", person, &[("newcomer", by)]), expected));
    };
    joined("one", INVITED, "5 in 2; invite-used /invite");
    joined("two", INVITED, "5 in 2");
    joined("one", &"q".repeat(22), "5 in 2");
    // Without a good seal there is no invitation.
    in_world(|w| {
        let mut b = w.bundle();
        full(w, &mut b);
        says(&sealed(b.clone(), w.founder), "10 in 3");
        b["from"] = json!(w.founder.device());
        b["seal"] = json!(w.founder.sign(&json!(1)));
        says(&b, "10 in 3; bundle-seal /seal");
    });
}
