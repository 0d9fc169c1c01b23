//! Encrypted files: what is written is opened by those alone for whom it is, and what is not exactly the agreed way is
//! refused before any port is asked. The other library's side is in `tests/e2e/encrypted.spec.mjs`.

use std::cell::Cell;

use lianxin::crypto::closing::{Lock, Opened, close, open, open_by_passphrase};
use lianxin::crypto::native::{SeedCipher, SeedSigner};
use lianxin::crypto::{Boxed, Cipher, CryptoError, Signer};
use lianxin::domain::bundle::jwe::{self, Fresh, MAX_DEVICES, OWN_ROUNDS, Secret, Wrapped};
use lianxin::domain::bundle::key::PublicKey;
use lianxin::domain::bundle::problem::Problem;
use lianxin::domain::bundle::read;
use lianxin::domain::hash::{decode_any, encode, sha256};
use lianxin::domain::id::DeviceId;
use lianxin::domain::json::Json;
use lianxin::domain::trust::Role;
use lianxin::screen::lock::{self, Guard};
use lianxin::store::{Exchange, Openers, SentHow};
use pollster::block_on;
use serde_json::{Value, json};

use crate::session::{Desk, joined};

const CONTENT: &[u8] = "{\"lianxin\":\"bundle/1\",\"记\":\"走访\"}".as_bytes();
const WORDS: &str = "大连湾 tunnel 2018";
/// The least that is allowed, so that tests are quick.
const ROUNDS: u32 = 210_000;

fn fresh(seed: &str) -> Fresh {
    let bytes = sha256(seed.as_bytes());
    Fresh { content_key: bytes, iv: bytes[..12].try_into().unwrap(), salt: bytes[16..].try_into().unwrap() }
}

fn boxed(signer: &SeedSigner) -> (DeviceId, PublicKey) {
    (signer.device(), signer.box_key().clone())
}

fn cipher() -> SeedCipher {
    SeedCipher::new("jwe")
}

fn for_devices(signers: &[&SeedSigner]) -> Vec<u8> {
    let lock = Lock::Devices(signers.iter().map(|signer| boxed(signer)).collect());
    block_on(close(CONTENT, &lock, &fresh("one"), &cipher())).unwrap()
}

fn for_passphrase(words: &str) -> Vec<u8> {
    let lock = Lock::Passphrase { words: words.into(), rounds: ROUNDS };
    block_on(close(CONTENT, &lock, &fresh("two"), &cipher())).unwrap()
}

fn opened_by(bytes: &[u8], signer: &SeedSigner) -> Result<Opened, Problem> {
    block_on(open(bytes, Some((signer.device(), signer)), &cipher()))
}

fn opened_without(bytes: &[u8]) -> Result<Opened, Problem> {
    block_on(open(bytes, None::<(DeviceId, &SeedSigner)>, &cipher()))
}

fn said(outcome: Result<Opened, Problem>) -> String {
    match outcome {
        Ok(Opened::Content(content)) => String::from_utf8(content).unwrap(),
        Ok(Opened::AsksPassphrase(_)) => "asks for the passphrase".into(),
        Err(problem) => problem.to_string(),
    }
}

fn value(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn changed(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut file = value(bytes);
    change(&mut file);
    file.to_string().into_bytes()
}

/// A port that must not be asked for anything.
#[derive(Default)]
struct Untouched(Cell<u32>);

impl Untouched {
    fn touched<T>(&self) -> Result<T, CryptoError> {
        self.0.set(self.0.get() + 1);
        Err(CryptoError("asked".into()))
    }
}

impl Boxed for Untouched {
    async fn agree(&self, _: &PublicKey) -> Result<Secret, CryptoError> {
        self.touched()
    }
}

impl Cipher for Untouched {
    async fn offer(&self, _: &PublicKey) -> Result<(PublicKey, Secret), CryptoError> {
        self.touched()
    }

    async fn stretch(&self, _: &str, _: &[u8], _: u32) -> Result<Secret, CryptoError> {
        self.touched()
    }

    async fn wrap(&self, _: &Secret, _: &Secret) -> Result<Wrapped, CryptoError> {
        self.touched()
    }

    async fn unwrap(&self, _: &Secret, _: &Wrapped) -> Result<Option<Secret>, CryptoError> {
        self.touched()
    }

    async fn seal(&self, _: &Secret, _: &[u8; 12], _: &[u8], _: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.touched()
    }

    async fn unseal(&self, _: &Secret, _: &[u8; 12], _: &[u8], _: &[u8]) -> Result<Option<Vec<u8>>, CryptoError> {
        self.touched()
    }
}

/// Refused as a whole, and nothing was computed.
fn refuses(what: &str, bytes: &[u8]) {
    let port = Untouched::default();
    let outcome = block_on(open(bytes, Some((SeedSigner::new("li").device(), &port)), &port));
    assert_eq!((said(outcome).as_str(), port.0.get()), ("decrypt ", 0), "{what}");
}

#[test]
fn each_device_opens_it_and_nobody_else() {
    let [li, li_too, wang] = ["li", "li too", "wang"].map(SeedSigner::new);
    let file = for_devices(&[&li, &li_too]);
    let content = String::from_utf8_lossy(CONTENT).into_owned();
    assert_eq!(said(opened_by(&file, &li)), content);
    assert_eq!(said(opened_by(&file, &li_too)), content);
    assert_eq!(said(opened_by(&file, &wang)), "decrypt /recipients");
    assert_eq!(said(opened_without(&file)), "decrypt /recipients");
    // A file is JSON of the format, in canonical form, and a reader of bundles says what it is.
    let canonical = Json::trusted(&file).canonical().into_owned();
    assert_eq!(canonical, file);
    assert_eq!(read::read(file).map(|_| ()).unwrap_err().to_string(), "decrypt ");
}

#[test]
fn a_key_of_its_own_for_each_file_and_receiver() {
    let [li, wang] = ["li", "wang"].map(SeedSigner::new);
    let file = value(&for_devices(&[&li, &wang]));
    let [one, two] = [0, 1].map(|n| &file["recipients"][n]);
    assert_ne!(one["header"]["epk"], two["header"]["epk"]);
    assert_ne!(one["encrypted_key"], two["encrypted_key"]);
    assert_eq!(one["header"]["kid"], li.device().as_str());
    assert_eq!(decode_any(file["protected"].as_str().unwrap()).unwrap(), br#"{"enc":"A256GCM"}"#);
}

#[test]
fn the_passphrase_opens_it_and_no_other_does() {
    let file = for_passphrase(WORDS);
    let li = SeedSigner::new("li");
    let Ok(Opened::AsksPassphrase(jwe)) = opened_by(&file, &li) else { panic!("asks") };
    let by = |words: &str| block_on(open_by_passphrase(&jwe, words, &cipher()));
    // As often as one likes, and the right one opens it still.
    for wrong in ["", "大连湾 tunnel 2019", "大连湾 tunnel 2018 ", "大连湾 Tunnel 2018"] {
        assert_eq!(by(wrong), Ok(None), "{wrong}");
    }
    assert_eq!(by(WORDS), Ok(Some(CONTENT.to_vec())));
    assert_eq!(said(opened_without(&file)), "asks for the passphrase");
    assert!(jwe::ROUNDS.contains(&i64::from(OWN_ROUNDS)));
}

#[test]
fn a_receiver_without_a_name_is_tried() {
    let [li, wang, zhao] = ["li", "wang", "zhao"].map(SeedSigner::new);
    let file = for_devices(&[&li, &wang]);
    let nameless = changed(&file, |f| {
        for recipient in f["recipients"].as_array_mut().unwrap() {
            recipient["header"].as_object_mut().unwrap().remove("kid");
        }
    });
    let content = String::from_utf8_lossy(CONTENT).into_owned();
    assert_eq!(said(opened_by(&nameless, &wang)), content);
    assert_eq!(said(opened_by(&nameless, &zhao)), "decrypt /recipients");
    // Under another's name it is not tried.
    let misnamed = changed(&file, |f| f["recipients"][0]["header"]["kid"] = json!(zhao.device().as_str()));
    assert_eq!(said(opened_by(&misnamed, &li)), "decrypt /recipients");
    assert_eq!(said(opened_by(&misnamed, &zhao)), "decrypt ");
}

#[test]
fn the_header_may_lie_in_any_of_its_places() {
    let li = SeedSigner::new("li");
    let file = for_devices(&[&li]);
    let content = String::from_utf8_lossy(CONTENT).into_owned();
    let flattened = changed(&file, |f| {
        let recipient = f["recipients"][0].clone();
        let object = f.as_object_mut().unwrap();
        object.remove("recipients");
        object.extend(recipient.as_object().unwrap().clone());
    });
    assert_eq!(said(opened_by(&flattened, &li)), content);
    let shared = changed(&file, |f| {
        let alg = f["recipients"][0]["header"].as_object_mut().unwrap().remove("alg").unwrap();
        f["unprotected"] = json!({"alg": alg});
    });
    assert_eq!(said(opened_by(&shared, &li)), content);
    // What the tag covers can't be moved or added to.
    let with_aad = changed(&file, |f| f["aad"] = json!("AA"));
    assert_eq!(said(opened_by(&with_aad, &li)), "decrypt ");
    let respelt = changed(&file, |f| f["protected"] = json!(encode(br#"{"enc": "A256GCM"}"#)));
    assert_eq!(said(opened_by(&respelt, &li)), "decrypt ");
}

#[test]
fn a_changed_content_is_not_opened() {
    let li = SeedSigner::new("li");
    let file = for_devices(&[&li]);
    let turned = |name: &str| {
        changed(&file, |f| {
            let mut bytes = decode_any(f[name].as_str().unwrap()).unwrap();
            bytes[0] ^= 1;
            f[name] = json!(encode(&bytes));
        })
    };
    for name in ["ciphertext", "iv", "tag"] {
        assert_eq!(said(opened_by(&turned(name), &li)), "decrypt ", "{name}");
    }
    let key = changed(&file, |f| f["recipients"][0]["encrypted_key"] = json!(encode(&[7; 40])));
    assert_eq!(said(opened_by(&key, &li)), "decrypt ");
    // With the right passphrase too: it is the content that is damaged, and that is said.
    let cut = changed(&for_passphrase(WORDS), |f| f["ciphertext"] = json!(""));
    let Ok(Opened::AsksPassphrase(jwe)) = opened_without(&cut) else { panic!("asks") };
    assert_eq!(block_on(open_by_passphrase(&jwe, WORDS, &cipher())).unwrap_err().to_string(), "decrypt ");
}

#[test]
fn what_is_not_the_agreed_way_is_refused_before_anything_is_computed() {
    let li = SeedSigner::new("li");
    let (devices, phrase) = (for_devices(&[&li]), for_passphrase(WORDS));
    let header = |what: &str, file: &[u8], change: &dyn Fn(&mut Value)| {
        refuses(what, &changed(file, |f| change(&mut f["recipients"][0]["header"])));
    };
    // Algorithms.
    for alg in ["dir", "ECDH-ES", "ECDH-ES+A128KW", "RSA-OAEP-256", "A256KW", "PBES2-HS256+A128KW", "none", "", "ecdh-es+a256kw"] {
        header(alg, &devices, &|h| h["alg"] = json!(alg));
    }
    header("no alg", &devices, &|h| drop(h.as_object_mut().unwrap().remove("alg")));
    header("alg is no text", &devices, &|h| h["alg"] = json!(["ECDH-ES+A256KW"]));
    for protected in
        [r#"{"enc":"A128GCM"}"#, r#"{"enc":"A256CBC-HS512"}"#, r#"{"enc":256}"#, "{}", "[]", "", "{\"enc\":\"A256GCM\"", "\"A256GCM\""]
    {
        refuses(protected, &changed(&devices, |f| f["protected"] = json!(encode(protected.as_bytes()))));
    }
    refuses("enc twice", &changed(&devices, |f| f["unprotected"] = json!({"enc": "A256GCM"})));
    refuses("alg twice", &changed(&devices, |f| f["unprotected"] = json!({"alg": "ECDH-ES+A256KW"})));
    // Compression and extensions, wherever they stand.
    for (name, value) in [("zip", json!("DEF")), ("zip", json!("")), ("crit", json!(["exp"])), ("crit", json!([]))] {
        header(name, &devices, &|h| h[name] = value.clone());
        header(name, &phrase, &|h| h[name] = value.clone());
        refuses(name, &changed(&devices, |f| f["unprotected"] = json!({name: value})));
        let protected = json!({"enc": "A256GCM", name: value}).to_string();
        refuses(name, &changed(&devices, |f| f["protected"] = json!(encode(protected.as_bytes()))));
    }
    // Keys that are none.
    let epk = |what: &str, change: &dyn Fn(&mut Value)| header(what, &devices, &|h| change(&mut h["epk"]));
    epk("off the curve", &|k| k["y"] = k["x"].clone());
    epk("another curve", &|k| k["crv"] = json!("P-384"));
    epk("zero", &|k| *k = json!({"kty": "EC", "crv": "P-256", "x": encode(&[0; 32]), "y": encode(&[0; 32])}));
    epk("beyond the field", &|k| k["x"] = json!(encode(&[0xff; 32])));
    epk("a private key", &|k| k["d"] = json!(encode(&[1; 32])));
    epk("none", &|k| *k = json!(null));
    header("no epk", &devices, &|h| drop(h.as_object_mut().unwrap().remove("epk")));
    for bad in [json!(1), json!("="), json!("AB"), json!("A A")] {
        header("apu", &devices, &|h| h["apu"] = bad.clone());
        header("apv", &devices, &|h| h["apv"] = bad.clone());
    }
    header("kid is no text", &devices, &|h| h["kid"] = json!(7));
    // Rounds that keep a phone busy, or nobody out.
    for rounds in [
        json!(2_000_001),
        json!(9_007_199_254_740_991_i64),
        json!(209_999),
        json!(1000),
        json!(1),
        json!(0),
        json!(-1),
        json!("600000"),
        json!(null),
    ] {
        header("p2c", &phrase, &|h| h["p2c"] = rounds.clone());
    }
    header("no p2c", &phrase, &|h| drop(h.as_object_mut().unwrap().remove("p2c")));
    for salt in [json!(""), json!(encode(&[1; 7])), json!(1), json!("AAAAAAAAAAAAAAA="), json!(null)] {
        header("p2s", &phrase, &|h| h["p2s"] = salt.clone());
    }
    // A hostile receiver beside a good one spoils the file: nobody is asked which of them is meant.
    refuses(
        "beside a good one",
        &changed(&devices, |f| {
            let hostile = json!({"header": {"alg": "PBES2-HS512+A256KW", "p2c": 100_000_000, "p2s": encode(&[1; 16])}, "encrypted_key": encode(&[1; 40])});
            f["recipients"].as_array_mut().unwrap().push(hostile);
        }),
    );
}

#[test]
fn malformed_parts_are_refused() {
    let li = SeedSigner::new("li");
    let file = for_devices(&[&li]);
    for (name, bad) in [
        ("iv", json!(encode(&[1; 11]))),
        ("iv", json!(encode(&[1; 16]))),
        ("iv", json!(null)),
        ("tag", json!(encode(&[1; 12]))),
        ("tag", json!("")),
        ("ciphertext", json!("A")),
        ("ciphertext", json!("AB")),
        ("ciphertext", json!("AAAA\n")),
        ("ciphertext", json!(["AA"])),
        ("protected", json!({"enc": "A256GCM"})),
        ("protected", json!("e3")),
        ("unprotected", json!([])),
        ("unprotected", json!("e30")),
        ("aad", json!("=")),
        ("aad", json!(1)),
        ("recipients", json!({})),
        ("recipients", json!([])),
        ("recipients", json!([[]])),
        ("recipients", json!([null])),
        ("recipients", json!("all")),
        ("header", json!({})),
        ("encrypted_key", json!(encode(&[1; 40]))),
    ] {
        refuses(&format!("{name} {bad}"), &changed(&file, |f| f[name] = bad.clone()));
    }
    for name in ["iv", "tag", "ciphertext", "recipients", "protected"] {
        refuses(name, &changed(&file, |f| drop(f.as_object_mut().unwrap().remove(name))));
    }
    for key in [json!(encode(&[1; 39])), json!(encode(&[1; 41])), json!(""), json!(null), json!(encode(&[1; 24]))] {
        refuses("a key that is none", &changed(&file, |f| f["recipients"][0]["encrypted_key"] = key.clone()));
    }
    refuses("a header that is none", &changed(&file, |f| f["recipients"][0]["header"] = json!("e30")));
    refuses("a header without end", &changed(&file, |f| f["recipients"][0]["header"]["note"] = json!("x".repeat(65_536))));
    refuses("no JWE", br#"{"lianxin":"bundle/1"}"#);
    // What is no JSON of the format says so itself.
    let text = String::from_utf8(file).unwrap();
    let twice = text.replacen("\"alg\"", "\"alg\":\"dir\",\"alg\"", 1);
    assert!(said(opened_by(twice.as_bytes(), &li)).starts_with("json-duplicate-key @"));
    assert!(said(opened_by(&text.as_bytes()[..text.len() - 1], &li)).starts_with("json-syntax @"));
}

#[test]
fn so_many_receivers_and_no_more() {
    let li = SeedSigner::new("li");
    let file = for_devices(&[&li]);
    let many = |count: usize, phrases: usize| {
        changed(&file, |f| {
            let mut other = f["recipients"][0].clone();
            other["header"]["kid"] = json!("another");
            let list = f["recipients"].as_array_mut().unwrap();
            list.splice(0..0, vec![other; count - 1]);
            list.extend(vec![value(&for_passphrase(WORDS))["recipients"][0].clone(); phrases]);
        })
    };
    assert_eq!(said(opened_by(&many(MAX_DEVICES, 1), &li)).as_bytes(), CONTENT);
    refuses("one too many", &many(MAX_DEVICES + 1, 0));
    refuses("two passphrases", &many(1, 2));
}

/// RFC 7518, appendix C, made longer: the same inputs for a key of 256 bits that wraps. The expected key was computed
/// apart from this code, by Python's hashlib.
#[test]
fn the_wrapping_key_is_that_of_the_rfc() {
    let common: Secret = [
        158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128, 106, 72, 246, 218, 167,
        121, 140, 254, 144, 196,
    ];
    let li = SeedSigner::new("li");
    let file = changed(&for_devices(&[&li]), |f| {
        f["recipients"][0]["header"]["apu"] = json!(encode(b"Alice"));
        f["recipients"][0]["header"]["apv"] = json!(encode(b"Bob"));
    });
    let jwe = jwe::read(&file).unwrap();
    assert_eq!(encode(&jwe.devices[0].wrapping_key(&common)), "jPbrGa9q4JbGATtcezUK3KuIZ-Jvwo-npGamnceSVSE");
    assert_eq!(encode(&jwe::own_wrapping_key(&common)), "iauDhjN1eAW9Z4yxZPJCd3aCTo94QVLyN0cJZEmSH0Y");
}

#[test]
fn a_file_for_a_person_is_for_the_devices_that_were_admitted_for_them() {
    let city = Desk::founded();
    let person = city.registers("李秘书", Role::Secretary);
    let invite = city.invites(person);
    let boxes = || city.snapshot().boxes_of(&person);
    assert_eq!(boxes(), []);
    let (li, _) = joined(&city.starter(person, &invite), "li", &invite);
    assert_eq!(boxes(), []);
    // The other way at once: whoever founded is known to count.
    let office = SeedSigner::new("city");
    assert_eq!(li.snapshot().boxes_of(&city.person), [boxed(&office)]);
    city.takes(&li.sends(city.person).bytes);
    assert_eq!(boxes(), [boxed(&SeedSigner::new("li"))]);

    let plain = city.parcel(person, true);
    let closed = block_on(plain.clone().closed(&Lock::Devices(boxes()), &fresh("parcel"), &cipher())).unwrap();
    assert_eq!((plain.openers, closed.openers), (Openers::Anyone, Openers::Devices));
    assert_eq!((&closed.name, closed.number, &closed.contents), (&plain.name, plain.number, &plain.contents));
    assert_eq!(opened_by(&closed.bytes, &SeedSigner::new("li")), Ok(Opened::Content(plain.bytes.to_vec())));
    assert_eq!(said(opened_by(&closed.bytes, &office)), "decrypt /recipients");
    let lock = Lock::Passphrase { words: WORDS.into(), rounds: ROUNDS };
    let by_phrase = block_on(plain.clone().closed(&lock, &fresh("parcel"), &cipher())).unwrap();
    // The log keeps how each was closed.
    for parcel in [&plain, &closed, &by_phrase] {
        block_on(city.session.record_sent(parcel, SentHow::Shared, city.now())).unwrap();
    }
    let kept: Vec<Openers> = city
        .snapshot()
        .exchange
        .iter()
        .filter_map(|entry| match entry {
            Exchange::Sent { openers, .. } => Some(*openers),
            Exchange::Received { .. } => None,
        })
        .collect();
    assert_eq!(kept, [Openers::Anyone, Openers::Devices, Openers::Passphrase]);
}

#[test]
fn what_is_not_chosen_is_what_protects_most() {
    for (chosen, boxes, taken) in [
        (None, 1, Guard::Devices),
        (None, 0, Guard::Open),
        (Some(Guard::Devices), 2, Guard::Devices),
        (Some(Guard::Devices), 0, Guard::Open),
        (Some(Guard::Passphrase), 0, Guard::Passphrase),
        (Some(Guard::Passphrase), 3, Guard::Passphrase),
        (Some(Guard::Open), 3, Guard::Open),
    ] {
        assert_eq!(lock::guard(chosen, boxes), taken, "{chosen:?} {boxes}");
    }
    assert_eq!(lock::passphrase("一二三四五六七八九"), None);
    assert_eq!(lock::passphrase("         a"), None);
    assert_eq!(lock::passphrase(" 一二三四五六七八九十").as_deref(), Some(" 一二三四五六七八九十"));
    let suggested = lock::suggested([0xff; 10]);
    assert_eq!(suggested, "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    assert_eq!(lock::passphrase(&suggested), Some(suggested));
    // What was suggested is told by voice; anything else is taken as it was typed.
    assert_eq!(lock::spellings("0abc-def1-2345-6789"), ["0abc-def1-2345-6789", "0ABC-DEF1-2345-6789"]);
    assert_eq!(lock::spellings("oabc defl 2345 6789"), ["oabc defl 2345 6789", "0ABC-DEF1-2345-6789"]);
    assert_eq!(lock::spellings("ZZZZ-ZZZZ-ZZZZ-ZZZZ"), ["ZZZZ-ZZZZ-ZZZZ-ZZZZ"]);
    assert_eq!(lock::spellings("a long passphrase"), ["a long passphrase"]);
    assert_eq!(lock::spellings("十六个字的口令十六个字的口令一二"), ["十六个字的口令十六个字的口令一二"]);
}
