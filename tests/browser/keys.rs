//! Keys that stay on the device, and the WebCrypto port against what the native curve signed.

use js_sys::Uint8Array;
use lianxin::browser::keys::{WebSigner, WebVerifier, invite_pair, random_bytes, sign_with_jwk};
use lianxin::crypto::{Signer, Verifier};
use lianxin::domain::bundle::key::{Answer, PublicKey, Question};
use lianxin::domain::bundle::read;
use lianxin::domain::id::Hash;
use lianxin::domain::json::Json;
use lianxin::store::Write;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::help::{fresh, script};
use crate::wycheproof::{counted, vectors};
use lianxin::browser::idb::IdbStore;

/// Made natively by `ledger sample`; every seal in it is the `p256` crate's.
const NATIVE: &[u8] = include_bytes!("native.json");

/// The order of the curve's group.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
    0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

fn native_questions() -> Vec<Question> {
    let draft = read::read(NATIVE.to_vec()).expect("a bundle");
    assert!(draft.questions().len() > 5, "the fixture has seals of several feeds");
    draft.questions().to_vec()
}

/// n − s: the other s for which a signature is as good.
fn other_s(signature: &[u8; 64]) -> [u8; 64] {
    let mut out = *signature;
    let mut borrow = 0;
    for i in (0..32).rev() {
        let difference = i32::from(ORDER[i]) - i32::from(signature[32 + i]) - borrow;
        borrow = i32::from(difference < 0);
        out[32 + i] = difference.rem_euclid(256) as u8;
    }
    out
}

async fn export_fails(signer: &WebSigner) {
    for key in signer.private_keys() {
        assert!(!key.extractable(), "{key:?} may be extracted");
        for format in ["jwk", "pkcs8"] {
            let exported = script("return crypto.subtle.exportKey(b, a)", key.as_ref(), &format.into()).await;
            let error = exported.expect_err("a private key was exported");
            let name = js_sys::Reflect::get(&error, &"name".into()).expect("an exception has a name");
            assert_eq!(name.as_string().as_deref(), Some("InvalidAccessError"), "{format}");
        }
    }
}

#[wasm_bindgen_test]
async fn two_private_keys_that_cannot_be_exported() {
    let signer = WebSigner::generate().await.expect("keys");
    let [signing, boxing] = signer.private_keys();
    assert_eq!((signing.type_(), boxing.type_()), ("private".to_string(), "private".to_string()));
    assert_ne!(signer.key(), signer.box_key());
    export_fails(&signer).await;
    let other = WebSigner::generate().await.expect("keys");
    assert_ne!(signer.device(), other.device());
}

#[wasm_bindgen_test]
async fn keys_survive_a_reopening_and_stay_unexportable() {
    let (name, store) = fresh("keys").await;
    assert!(store.signer().await.expect("reads").is_none());
    let signer = WebSigner::generate().await.expect("keys");
    let write = Write { rows: vec![b"[]".to_vec().into()], ..Write::default() };
    store.write_with_keys(write, &signer).await.expect("writes");
    store.close();
    let store = IdbStore::open(&name).await.expect("opens again");
    let held = store.signer().await.expect("reads").expect("keys are there");
    assert_eq!((held.key(), held.box_key()), (signer.key(), signer.box_key()));
    export_fails(&held).await;
    let message = b"after the reopening".to_vec();
    let signature = held.sign(&message).await.expect("signs");
    assert_eq!(WebVerifier.verify(&[Question { key: signer.key().clone(), message, signature }]).await, [Answer::Good]);
}

#[wasm_bindgen_test]
async fn the_box_key_agrees_on_a_secret() {
    let signer = WebSigner::generate().await.expect("keys");
    let [_, boxing] = signer.private_keys();
    let jwk = JsValue::from_str(&signer.box_key().to_jwk());
    let secret = script(
        "const name = 'ECDH', namedCurve = 'P-256';
         const mine = await crypto.subtle.generateKey({ name, namedCurve }, false, ['deriveBits']);
         const theirs = await crypto.subtle.importKey('jwk', JSON.parse(b), { name, namedCurve }, false, []);
         const one = new Uint8Array(await crypto.subtle.deriveBits({ name, public: theirs }, mine.privateKey, 256));
         const two = new Uint8Array(await crypto.subtle.deriveBits({ name, public: mine.publicKey }, a, 256));
         return one.every((byte, i) => byte === two[i])",
        boxing.as_ref(),
        &jwk,
    )
    .await
    .expect("derives");
    assert_eq!(secret.as_bool(), Some(true));
}

#[wasm_bindgen_test]
async fn what_p256_signed_is_good_here() {
    let questions = native_questions();
    let answers = WebVerifier.verify(&questions).await;
    assert!(answers.iter().all(|answer| *answer == Answer::Good), "{answers:?}");
}

#[wasm_bindgen_test]
async fn a_signature_with_the_other_s_is_good() {
    let mut question = native_questions().remove(0);
    question.signature = other_s(&question.signature);
    assert_eq!(WebVerifier.verify(&[question]).await, [Answer::Good]);
}

#[wasm_bindgen_test]
async fn bad_signatures_are_bad() {
    let questions = native_questions();
    let good = &questions[0];
    let wrong = |change: &dyn Fn(&mut Question)| {
        let mut question = good.clone();
        change(&mut question);
        question
    };
    let stranger = WebSigner::generate().await.expect("keys").key().clone();
    let mut order_as_s = good.signature;
    order_as_s[32..].copy_from_slice(&ORDER);
    let cases = [
        wrong(&|q| q.message.push(b' ')),
        wrong(&|q| q.message[0] ^= 1),
        wrong(&|q| q.message.clear()),
        wrong(&|q| q.signature[0] ^= 1),
        wrong(&|q| q.signature[63] ^= 1),
        wrong(&|q| q.signature = [0; 64]),
        wrong(&|q| q.signature[..32].fill(0)),
        wrong(&|q| q.signature[32..].fill(0)),
        wrong(&|q| q.signature = order_as_s),
        wrong(&|q| q.signature = [0xff; 64]),
        wrong(&|q| q.key = stranger.clone()),
    ];
    let answers = WebVerifier.verify(&cases).await;
    for (index, answer) in answers.iter().enumerate() {
        assert_eq!(*answer, Answer::Bad, "case {index}");
    }
}

#[wasm_bindgen_test]
async fn every_vector_of_wycheproof_is_answered_as_it_says() {
    let vectors = vectors();
    let questions: Vec<_> = vectors.iter().filter_map(|v| v.question.clone()).collect();
    let mut answers = WebVerifier.verify(&questions).await.into_iter();
    for v in &vectors {
        let is_good = v.question.is_some() && answers.next() == Some(Answer::Good);
        assert_eq!(is_good, v.is_good, "{} {}", v.id, v.about);
    }
    assert_eq!(answers.next(), None);
    wasm_bindgen_test::console_log!("WebCrypto answered {}", counted(&vectors));
}

#[wasm_bindgen_test]
async fn keys_off_the_curve_are_bad_keys_and_spoil_no_other_answer() {
    let good = native_questions().remove(0);
    let off = |key: PublicKey| Question { key, ..good.clone() };
    let moved = PublicKey { x: good.key.y, y: good.key.x };
    let nothing = PublicKey { x: Hash::from_digest([0; 32]), y: Hash::from_digest([0; 32]) };
    let beyond = PublicKey { x: Hash::from_digest([0xff; 32]), y: Hash::from_digest([0xff; 32]) };
    let answers = WebVerifier.verify(&[off(moved), good.clone(), off(nothing), off(beyond), good.clone()]).await;
    assert_eq!(answers, [Answer::BadKey, Answer::Good, Answer::BadKey, Answer::BadKey, Answer::Good]);
}

#[wasm_bindgen_test]
async fn the_port_agrees_with_the_native_one_about_a_whole_file() {
    let draft = read::read(NATIVE.to_vec()).expect("a bundle");
    let answers = WebVerifier.verify(draft.questions()).await;
    let checked = draft.settle(&answers);
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
    assert!(!checked.pieces.is_empty());
}

#[wasm_bindgen_test]
async fn what_is_signed_verifies_under_that_key_only() {
    let (mine, other) = (WebSigner::generate().await.expect("keys"), WebSigner::generate().await.expect("keys"));
    let message = "对账码".as_bytes().to_vec();
    let signature = mine.sign(&message).await.expect("signs");
    let ask = |key: &PublicKey| Question { key: key.clone(), message: message.clone(), signature };
    let answers = WebVerifier.verify(&[ask(mine.key()), ask(other.key()), ask(mine.box_key())]).await;
    assert_eq!(answers, [Answer::Good, Answer::Bad, Answer::Bad]);
    assert!(WebVerifier.verify(&[]).await.is_empty());
}

#[wasm_bindgen_test]
async fn an_invitation_signs_with_its_private_half() {
    let pair = invite_pair().await.expect("a pair");
    let jwk = Json::trusted(pair.private_jwk.as_bytes());
    assert_eq!(jwk.get("d").and_then(|d| d.text()).map(|d| d.len()), Some(43));
    assert!(PublicKey::from_jwk(jwk).is_none(), "a key with a private half is no public key");
    let signature = sign_with_jwk(&pair.private_jwk, b"join").await.expect("signs");
    let asked = |message: &[u8]| Question { key: pair.public.clone(), message: message.to_vec(), signature };
    assert_eq!(WebVerifier.verify(&[asked(b"join"), asked(b"other")]).await, [Answer::Good, Answer::Bad]);
    for broken in ["", "{}", r#"{"crv":"P-256","kty":"EC","x":"AA","y":"AA","d":"AA"}"#] {
        assert!(sign_with_jwk(broken, b"join").await.is_err(), "{broken}");
    }
    let another = invite_pair().await.expect("a pair");
    assert_ne!(pair.public, another.public);
}

#[wasm_bindgen_test]
fn random_bytes_differ() {
    let (one, two) = (random_bytes::<16>().expect("random"), random_bytes::<16>().expect("random"));
    assert_ne!(one, two);
    assert_ne!(Uint8Array::from(one.as_slice()).to_vec(), vec![0; 16]);
}
