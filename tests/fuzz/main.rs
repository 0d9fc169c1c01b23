//! Fuzzing of the reader, of the plan and of the header of encrypted files, on stable: inputs are mutated, and one that
//! meets something new joins the corpus from which the next are made. `LIANXIN_FUZZ_SECONDS` says how long (3 unless told), `LIANXIN_FUZZ_KEEP` keeps new
//! ones in tests/fixtures/fuzz, `LIANXIN_FUZZ_SEED` begins elsewhere. What fails is left in target/ and named.

#![cfg_attr(target_arch = "wasm32", no_main)]
#![cfg(not(target_arch = "wasm32"))]

#[allow(dead_code)]
#[path = "../core/press.rs"]
mod press;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lianxin::cli::check_bytes;
use lianxin::crypto::Signer;
use lianxin::crypto::native::SeedSigner;
use lianxin::domain::bundle::export::write_piece;
use lianxin::domain::bundle::jwe::{self, Fresh, MAX_DEVICES, OWN_ROUNDS, ROUNDS, Recipient};
use lianxin::domain::bundle::plan::{Plan, incoming};
use lianxin::domain::bundle::read::{Checked, Piece};
use lianxin::domain::bundle::row::{Row, cut_rows};
use lianxin::domain::curve::is_on_curve;
use lianxin::domain::hash;
use lianxin::domain::ledger::Ledger;
use lianxin::domain::state::State;
use lianxin::domain::trust::View;
use press::{World, in_world, reseal};
use serde_json::{Value, json};

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

const TOKENS: &[&str] = &[
    "\"lianxin\":\"bundle/2\"",
    "\"pieces\":[]",
    "null",
    "-0",
    "1e9",
    "0.5",
    "9007199254740992",
    "\\u0000",
    "\\ud800",
    "\u{202e}",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"gone\":",
    "\"seal\":null",
    "\"from\":0",
    "\"seq\":18446744073709551615",
    "\"time\":-1",
    "\"of\":\"workspace\"",
    "\t",
    " ",
    "\u{feff}",
];

/// Bytes changed as a bad disk or a bad person changes them.
fn mangled(chance: &mut Chance, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = chance.pick(corpus).clone();
    for _ in 0..1 + chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + 1 + chance.below(40)).min(bytes.len());
        match chance.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..at, chance.pick(TOKENS).bytes())),
            3 if at < end => drop(bytes.drain(at..end)),
            4 if at < end => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            5 => {
                let other = chance.pick(corpus);
                let from = chance.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            6 if at < end => drop(bytes.splice(at..end, chance.pick(TOKENS).bytes())),
            _ if at < bytes.len() => bytes[at] = chance.next() as u8,
            _ => {}
        }
    }
    bytes
}

/// The value at a random place, for changing.
fn somewhere<'v>(chance: &mut Chance, value: &'v mut Value) -> &'v mut Value {
    let inside = match value {
        Value::Object(map) => map.len(),
        Value::Array(list) => list.len(),
        _ => 0,
    };
    if inside == 0 || chance.one_in(4) {
        return value;
    }
    let at = chance.below(inside);
    match value {
        Value::Object(map) => somewhere(chance, map.values_mut().nth(at).expect("as long")),
        Value::Array(list) => somewhere(chance, &mut list[at]),
        other => other,
    }
}

/// A well-signed bundle of nonsense: anything in its events is changed, then its pieces are chained and sealed again.
fn nonsense(chance: &mut Chance, world: &World<'_>) -> Value {
    let mut bundle = world.bundle();
    let refs: Vec<Value> = [&world.all, &world.project, &world.visits].iter().flat_map(|c| &c.ids).map(|id| json!(id[..22])).collect();
    for _ in 0..1 + chance.below(5) {
        let piece = chance.below(3);
        let events = bundle["pieces"][piece]["events"].as_array_mut().expect("events");
        let at = chance.below(events.len());
        match chance.below(6) {
            0 => {
                let copy = events[at].clone();
                events.push(copy);
            }
            1 if events.len() > 1 => drop(events.remove(at)),
            2 if events[at]["body"].is_object() => {
                let kinds = [
                    "withdrawn",
                    "fields-changed",
                    "device-revoked",
                    "body-removed",
                    "noted",
                    "person-invited",
                    "device-joined",
                    "problem-answered",
                ];
                events[at]["kind"] = json!(chance.pick(&kinds));
                events[at]["body"]["of"] = chance.pick(&refs).clone();
            }
            3 => {
                let of = [json!("project"), chance.pick(&refs).clone()];
                let over = json!({"name": [chance.pick(&refs), chance.pick(&refs)]});
                events.push(json!({"time": 1_528_678_900_000_i64 + chance.below(1000) as i64, "kind": "fields-changed",
                    "body": {"of": chance.pick(&of), "set": {"name": "x"}, "over": over}}));
            }
            4 => {
                let body = events[at]["body"].take();
                let event = events[at].as_object_mut().expect("an event");
                event.remove("body");
                event.insert("gone".into(), json!(press::hash(&body)));
            }
            _ => {
                let values = [
                    json!(null),
                    json!([]),
                    json!({}),
                    json!(""),
                    json!("2018-02-30"),
                    json!(-1),
                    json!(i64::MAX),
                    chance.pick(&refs).clone(),
                ];
                *somewhere(chance, &mut events[at]["body"]) = chance.pick(&values).clone();
            }
        }
    }
    for (n, author) in [world.founder, world.founder, world.secretary].into_iter().enumerate() {
        // An event without the members that its id is made of has none.
        let whole = |e: &Value| e.get("body").is_some() || e.get("gone").is_some_and(Value::is_string);
        if bundle["pieces"][n]["events"].as_array().expect("events").iter().all(whole) {
            reseal(&mut bundle["pieces"][n], author, &world.workspace);
        }
    }
    bundle
}

/// Reads, and holds the reader to its promises. Returns what was met: each of it is worth an input that meets it.
fn reads(bytes: &[u8]) -> Vec<String> {
    let outcome = check_bytes(bytes.to_vec());
    match (&outcome, check_bytes(bytes.to_vec())) {
        (Ok(one), Ok(two)) => assert_eq!(one.problems, two.problems),
        (Err(one), Err(two)) => assert_eq!(*one, two),
        _ => panic!("read twice, once refused"),
    }
    match outcome {
        Err(problem) => vec![format!("file {}", problem.code.as_str())],
        Ok(checked) => {
            let said = |pieces: &[Piece]| format!("{:?}", pieces.iter().map(|p| (p.feed, &p.events, &p.seal)).collect::<Vec<_>>());
            for piece in &checked.pieces {
                let mut row = b"[".to_vec();
                write_piece(&piece.feed, &piece.events.iter().collect::<Vec<_>>(), piece.seal.as_ref(), &mut row);
                row.push(b']');
                let again = Row::from(row).read(&checked.workspace).expect("what was taken can be kept");
                assert_eq!(said(&again), said(std::slice::from_ref(piece)));
            }
            // Whether its index is asked or not, a row says the same.
            for row in cut_rows(&checked.pieces.iter().map(|piece| (piece, &checked.file)).collect::<Vec<_>>()) {
                let (indexed, full) = (row.read(&checked.workspace), Row { index: None, ..row }.read(&checked.workspace));
                assert_eq!(said(&indexed.expect("what was taken can be kept")), said(&full.expect("what was taken can be kept")));
            }
            checked.problems.iter().map(|p| format!("piece {}", p.code.as_str())).collect()
        }
    }
}

fn inserted(checked: &[&Checked], order: impl Iterator<Item = usize>) -> (Ledger, State) {
    let mut ledger = Ledger::new(checked[0].workspace);
    for at in order {
        for piece in &checked[at].pieces {
            ledger.insert(piece);
        }
        for (device, key) in &checked[at].devices {
            ledger.devices.entry(*device).or_insert_with(|| key.clone());
        }
    }
    let state = State::fold(&mut ledger, View::default());
    (ledger, state)
}

fn essence(ledger: &Ledger, state: &State) -> String {
    let scopes = ledger.scopes();
    let projects = state.projects.values().map(|p| format!("{:?} {:?}", p.fields, p.folded.refused));
    format!(
        "{:?} {:?} {}",
        ledger.digest(|s| scopes.contains(s), |s, n| state.trust.is_removed(s, n)),
        state.roster.folded.refused,
        projects.collect::<String>()
    )
}

/// Plans a bundle against a ledger that holds another one, and against nothing.
fn plans(held: &Checked, bytes: &[u8]) -> Vec<String> {
    let Ok(checked) = check_bytes(bytes.to_vec()) else { return Vec::new() };
    if checked.workspace != held.workspace {
        return vec!["other workspace".into()];
    }
    let (forth, back) = (inserted(&[held, &checked], 0..2), inserted(&[held, &checked], (0..2).rev()));
    assert_eq!(essence(&forth.0, &forth.1), essence(&back.0, &back.1), "the order of arrival is seen");
    let (ledger, state) = inserted(&[held], 0..1);
    let plan = Plan::new(&ledger, &state, vec![incoming("file", bytes.len(), check_bytes(bytes.to_vec()))]);
    let all = plan.offers().into_iter().map(|offer| offer.device).collect();
    let (none, ticked) = (plan.preview(&BTreeSet::new()), plan.preview(&all));
    assert_eq!(essence(&none.ledger, &none.state), essence(&forth.0, &forth.1), "the preview is not what comes");
    let verdict = format!("{:?}", none.files[0].verdict);
    let refused =
        none.state.projects.values().flat_map(|p| &p.folded.refused).map(|r| format!("{} {}", r.kind.as_str(), r.reason.as_str()));
    let verdict = verdict.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_string();
    refused.chain([verdict, format!("{} offers", ticked.offers.len())]).collect()
}

/// An encrypted file with one recipient of each kind, as this app writes it.
fn encrypted() -> Value {
    let fresh = Fresh { content_key: [1; 32], iv: [2; 12], salt: [3; 16] };
    let signer = SeedSigner::new("fuzz");
    let recipients = [
        Recipient::Device { device: signer.device(), epk: signer.box_key().clone(), wrapped: [4; 40] },
        Recipient::Passphrase { rounds: OWN_ROUNDS, wrapped: [5; 40] },
    ];
    serde_json::from_slice(&jwe::write(&recipients, &fresh, &[6; 64])).expect("JSON")
}

/// Its header changed anywhere, also inside of what is protected.
fn misspelt(chance: &mut Chance, good: &Value) -> Value {
    let mut file = good.clone();
    for _ in 0..1 + chance.below(3) {
        let recipients = file["recipients"].clone();
        let values = [
            json!(null),
            json!([]),
            json!({}),
            json!(""),
            json!("AAAAAAAAAAAAAAAA"),
            json!("zip"),
            json!({"zip": "DEF"}),
            json!({"crit": []}),
            json!("dir"),
            json!("A256GCM"),
            json!("ECDH-ES+A256KW"),
            json!("PBES2-HS512+A256KW"),
            json!(-1),
            json!(209_999),
            json!(2_000_001),
            json!(i64::MAX),
            recipients[chance.below(2)].clone(),
            recipients[chance.below(2)]["header"].clone(),
            recipients,
        ];
        let value = chance.pick(&values).clone();
        match chance.below(4) {
            0 => {
                let protected = [json!({"enc": "A256GCM", "kid": value}), json!({"enc": value}), value];
                file["protected"] = json!(hash::encode(chance.pick(&protected).to_string().as_bytes()));
            }
            1 if file["recipients"].is_array() => drop(file["recipients"].as_array_mut().map(|list| list.push(value))),
            2 => file["unprotected"] = value,
            _ => *somewhere(chance, &mut file) = value,
        }
        if !file.is_object() {
            break;
        }
    }
    file
}

/// Reads the header of an encrypted file; what passes is within its bounds.
fn opens(bytes: &[u8]) -> Vec<String> {
    match jwe::read(bytes) {
        Err(problem) => vec![format!("encrypted {}", problem.code.as_str())],
        Ok(read) => {
            assert!(read.devices.len() <= MAX_DEVICES && read.sealed.len() >= 16);
            assert!(read.passphrase.as_ref().is_none_or(|one| ROUNDS.contains(&i64::from(one.rounds)) && one.salt.len() >= 27));
            assert!(read.devices.iter().all(|one| is_on_curve(&one.epk.x.digest(), &one.epk.y.digest())));
            vec![format!("encrypted for {} and {}", read.devices.len(), read.passphrase.is_some())]
        }
    }
}

struct Corpus {
    inputs: Vec<Vec<u8>>,
    met: BTreeSet<String>,
    folder: PathBuf,
}

impl Corpus {
    fn load() -> Corpus {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let folder = fixtures.join("fuzz");
        let files = ["bundles/v1", "fuzz"].into_iter().filter_map(|dir| std::fs::read_dir(fixtures.join(dir)).ok()).flatten().flatten();
        let mut paths: Vec<PathBuf> =
            files.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
        paths.sort();
        let inputs = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
        Corpus { inputs, met: BTreeSet::new(), folder }
    }

    fn learn(&mut self, met: Vec<String>, bytes: &[u8]) {
        let before = self.met.len();
        self.met.extend(met);
        if self.met.len() > before && bytes.len() < 20_000 {
            self.inputs.push(bytes.to_vec());
            if std::env::var_os("LIANXIN_FUZZ_KEEP").is_some() {
                let name = hash::encode(&hash::sha256(bytes));
                std::fs::write(self.folder.join(format!("{}.json", &name[..10])), bytes).expect("the corpus can be written");
            }
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[expect(clippy::disallowed_methods, reason = "the end of the run is a time")]
fn main() {
    let end = Instant::now() + Duration::from_secs(number("LIANXIN_FUZZ_SECONDS").unwrap_or(3));
    let mut chance = Chance(number("LIANXIN_FUZZ_SEED").unwrap_or(1));
    let mut corpus = Corpus::load();
    let mut runs = [0_u64; 3];
    let good = encrypted();
    assert_eq!(opens(good.to_string().as_bytes()), ["encrypted for 1 and true"]);
    let run = |input: &[u8], target: &dyn Fn(&[u8]) -> Vec<String>| {
        catch_unwind(AssertUnwindSafe(|| target(input))).unwrap_or_else(|_| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz-failed.json");
            std::fs::write(&path, input).expect("target/ can be written");
            eprintln!("fuzz: the input is in {}", path.display());
            std::process::exit(1);
        })
    };
    in_world(|world| {
        let held = check_bytes(world.bundle().to_string().into_bytes()).expect("a good bundle");
        for kept in corpus.inputs.clone() {
            corpus.met.extend(run(&kept, &reads));
            corpus.met.extend(run(&kept, &|bytes| plans(&held, bytes)));
            corpus.met.extend(run(&kept, &opens));
        }
        while Instant::now() < end {
            for _ in 0..16 {
                let bytes = mangled(&mut chance, &corpus.inputs);
                corpus.learn(run(&bytes, &reads), &bytes);
                runs[0] += 1;
            }
            let bytes = nonsense(&mut chance, world).to_string().into_bytes();
            corpus.learn(run(&bytes, &reads), &bytes);
            corpus.learn(run(&bytes, &|bytes| plans(&held, bytes)), &bytes);
            runs[1] += 1;
            for _ in 0..16 {
                let bytes = misspelt(&mut chance, &good).to_string().into_bytes();
                corpus.learn(run(&bytes, &opens), &bytes);
                let bytes = mangled(&mut chance, &[bytes]);
                corpus.learn(run(&bytes, &opens), &bytes);
                runs[2] += 2;
            }
        }
    });
    println!(
        "fuzz: {} files read, {} plans made, {} encrypted files looked at, {} faults and answers met, {} inputs in the corpus",
        runs[0],
        runs[1],
        runs[2],
        corpus.met.len(),
        corpus.inputs.len()
    );
    assert!(runs.iter().all(|runs| *runs > 100) && corpus.met.len() > 20, "nothing was fuzzed");
}
