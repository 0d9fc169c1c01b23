//! Wycheproof's vectors of ES256 in raw form, as questions to a port; the native tests and those in the browser share them.

use lianxin::domain::bundle::key::{PublicKey, Question};
use lianxin::domain::hash::{decode, encode};
use lianxin::domain::json::Json;

const VECTORS: &str = include_str!("../fixtures/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json");

/// One vector, and whether its signature is a good one.
pub struct Vector {
    pub id: u64,
    pub about: String,
    pub is_good: bool,
    /// None where the signature has another length, which no file can hold: the reader refuses it before any port is asked.
    pub question: Option<Question>,
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hexadecimal")).collect()
}

/// All of them; of the results only `valid` and `invalid` are there, and a third would be refused here.
pub fn vectors() -> Vec<Vector> {
    let all: serde_json::Value = serde_json::from_str(VECTORS).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_string();
    let mut out = Vec::new();
    for group in all["testGroups"].as_array().expect("groups") {
        let key = PublicKey::from_sec1(&bytes(&text(&group["publicKey"]["uncompressed"]))).expect("an uncompressed point");
        assert_eq!(PublicKey::from_jwk(Json::trusted(key.to_jwk().as_bytes())).as_ref(), Some(&key), "a key that a file may hold");
        for test in group["tests"].as_array().expect("tests") {
            // As it would stand in a file.
            let signature = decode::<64>(&encode(&bytes(&text(&test["sig"]))));
            let message = bytes(&text(&test["msg"]));
            out.push(Vector {
                id: test["tcId"].as_u64().expect("a number"),
                about: text(&test["comment"]),
                is_good: match test["result"].as_str() {
                    Some("valid") => true,
                    Some("invalid") => false,
                    other => panic!("{other:?} is a result that nobody asserts"),
                },
                question: signature.map(|signature| Question { key: key.clone(), message, signature }),
            });
        }
    }
    assert_eq!(Some(out.len() as u64), all["numberOfTests"].as_u64());
    out
}

/// How many were good, bad, and of a length that no file can hold: each sort is there.
pub fn counted(vectors: &[Vector]) -> String {
    let count = |which: &dyn Fn(&Vector) -> bool| vectors.iter().filter(|v| which(v)).count();
    let counts = [count(&|v| v.is_good), count(&|v| !v.is_good && v.question.is_some()), count(&|v| !v.is_good && v.question.is_none())];
    assert!(counts.iter().all(|n| *n > 0) && counts.iter().sum::<usize>() == vectors.len(), "{counts:?}");
    let [good, bad, short] = counts;
    format!("{} vectors of Wycheproof: {good} valid, {bad} invalid, {short} invalid by their length alone", vectors.len())
}
