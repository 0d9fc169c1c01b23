//! A press for bundles: chains, seals and files made from the format's text alone, without the crate's own writer,
//! so that what is tested is the agreement of two.

use std::cell::Cell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use lianxin::cli::check_bytes;
use lianxin::crypto::Signer;
use lianxin::crypto::native::SeedSigner;
use lianxin::domain::bundle::problem::Problem;
use lianxin::domain::bundle::read::Checked;
use lianxin::domain::hash::{decode, encode, sha256};
use serde_json::{Value, json};

/// 2018-06-11 01:00 UTC.
pub const NOON: i64 = 1_528_678_800_000;
pub const PROJECT: &str = "p:0123456789abcdef";

/// The hash of a value's canonical form: serde_json's maps are sorted and its escapes the shortest.
pub fn hash(value: &Value) -> String {
    encode(&sha256(value.to_string().as_bytes()))
}

/// Who writes.
pub struct Author(pub SeedSigner);

impl Author {
    pub fn new(seed: &str) -> Author {
        Author(SeedSigner::new(seed))
    }

    pub fn device(&self) -> String {
        self.0.device().to_string()
    }

    pub fn jwk(&self) -> Value {
        serde_json::from_str(&self.0.key().to_jwk()).unwrap()
    }

    pub fn sign(&self, message: &Value) -> String {
        encode(&self.0.sign_now(message.to_string().as_bytes()))
    }
}

/// One feed as it grows. A clone is a fork.
#[derive(Clone)]
pub struct Chain<'a> {
    pub author: &'a Author,
    pub workspace: String,
    pub scope: String,
    pub events: Vec<Value>,
    /// The root, then each event's id.
    pub ids: Vec<String>,
}

impl<'a> Chain<'a> {
    pub fn new(author: &'a Author, workspace: &str, scope: &str) -> Chain<'a> {
        let root = hash(&json!({"device": author.device(), "scope": scope, "workspace": workspace}));
        Chain { author, workspace: workspace.into(), scope: scope.into(), events: Vec::new(), ids: vec![root] }
    }

    /// Appends an event and returns its ref.
    pub fn write(&mut self, kind: &str, body: Value) -> String {
        let time = NOON + self.events.len() as i64 * 60_000;
        self.push(json!({"time": time, "kind": kind, "body": body}))
    }

    pub fn push(&mut self, event: Value) -> String {
        let id = next_id(self.ids.last().unwrap(), &event);
        self.ids.push(id.clone());
        self.events.push(event);
        id[..22].into()
    }

    pub fn seal(&self, seq: usize) -> Value {
        seal(self.author, &self.workspace, &self.scope, seq as u64, &self.ids[seq])
    }

    /// The piece of the events numbered from … to, sealed at its end.
    pub fn piece(&self, from: usize, to: usize) -> Value {
        json!({
            "scope": self.scope, "device": self.author.device(), "from": from, "prev": self.ids[from - 1],
            "events": self.events[from - 1..to], "seal": self.seal(to),
        })
    }

    pub fn whole(&self) -> Value {
        self.piece(1, self.events.len())
    }
}

pub fn next_id(prev: &str, event: &Value) -> String {
    let body = event.get("gone").map_or_else(|| hash(&event["body"]), |gone| gone.as_str().unwrap().into());
    hash(&json!({"body": body, "kind": event["kind"], "prev": prev, "time": event["time"]}))
}

pub fn seal(author: &Author, workspace: &str, scope: &str, seq: u64, id: &str) -> Value {
    let message = json!({"device": author.device(), "id": id, "scope": scope, "seq": seq, "workspace": workspace});
    json!({"seq": seq, "id": id, "sig": author.sign(&message)})
}

/// Chains a piece again from its `prev` and seals its last event, after something in it was changed.
pub fn reseal(piece: &mut Value, author: &Author, workspace: &str) {
    let mut id = piece["prev"].as_str().unwrap().to_string();
    for event in piece["events"].as_array().unwrap() {
        id = next_id(&id, event);
    }
    let last = piece["from"].as_u64().unwrap() + piece["events"].as_array().unwrap().len() as u64 - 1;
    piece["seal"] = seal(author, workspace, piece["scope"].as_str().unwrap(), last, &id);
}

/// A bundle without envelope.
pub fn bundle(workspace: &str, authors: &[&Author], pieces: Vec<Value>) -> Value {
    let devices: serde_json::Map<_, _> = authors.iter().map(|a| (a.device(), a.jwk())).collect();
    json!({"lianxin": "bundle/1", "workspace": workspace, "devices": devices, "pieces": pieces})
}

/// Signs a bundle as its sender does.
pub fn sealed(mut bundle: Value, from: &Author) -> Value {
    bundle.as_object_mut().unwrap().remove("seal");
    bundle["from"] = json!(from.device());
    let seal = from.sign(&json!({"bundle": hash(&bundle)}));
    bundle["seal"] = json!(seal);
    bundle
}

/// A city, a secretary who was admitted, and one project with a visit and a problem.
pub struct World<'a> {
    pub workspace: String,
    pub founder: &'a Author,
    pub secretary: &'a Author,
    /// The founder's `all` feed: founding, district, person, admission.
    pub all: Chain<'a>,
    /// The founder's feed of the project: its registration.
    pub project: Chain<'a>,
    /// The secretary's feed of the project: visit, problem, a kind of later, note, visit.
    pub visits: Chain<'a>,
}

impl<'a> World<'a> {
    pub fn new(founder: &'a Author, secretary: &'a Author) -> World<'a> {
        let founding = json!({
            "name": "大连", "time_zone": "+08:00", "key": founder.jwk(), "box": Author::new("box").jwk(),
            "nonce": "0123456789abcdef", "person": {"name": "市发改委"},
        });
        let workspace = hash(&founding);
        let mut all = Chain::new(founder, &workspace, "all");
        all.write("workspace-founded", founding);
        let district = all.write("unit-registered", json!({"name": "沙河口区", "kind": "district"}));
        let person = all.write("person-registered", json!({"name": "王秘书", "role": "secretary", "district": district}));
        all.write("device-admitted", json!({"person": person, "key": secretary.jwk(), "box": Author::new("box 2").jwk()}));
        let mut project = Chain::new(founder, &workspace, PROJECT);
        project.write("project-registered", json!({"name": "热电", "district": district, "category": "industry", "secretary": person}));
        let mut visits = Chain::new(secretary, &workspace, PROJECT);
        let visit = visits.write("visit-logged", json!({"on": "2018-06-11", "kind": "site-visit", "text": "现场查看", "files": []}));
        visits.write(
            "problem-raised",
            json!({"title": "缺水", "category": "utilities", "on": "2018-06-11", "visit": visit, "later": [1, null]}),
        );
        visits.write("drone-flown", json!({"height": 120, "\u{7e}z": {"b": 1, "a": "é\u{301}"}}));
        visits.write("noted", json!({"of": visit, "text": "补记"}));
        visits.write("visit-logged", json!({"on": "2018-06-12", "kind": "phone"}));
        World { workspace, founder, secretary, all, project, visits }
    }

    /// Everything: pieces 0 all, 1 project, 2 visits.
    pub fn bundle(&self) -> Value {
        self.of(vec![self.all.whole(), self.project.whole(), self.visits.whole()])
    }

    pub fn of(&self, pieces: Vec<Value>) -> Value {
        bundle(&self.workspace, &[self.founder, self.secretary], pieces)
    }
}

/// Calls with a fresh world.
pub fn in_world<T>(test: impl FnOnce(&World<'_>) -> T) -> T {
    let (founder, secretary) = (Author::new("founder"), Author::new("secretary"));
    test(&World::new(&founder, &secretary))
}

pub fn read(bytes: &[u8]) -> Result<Checked, Problem> {
    check_bytes(bytes.to_vec())
}

/// What reading comes to: events and feeds taken, then the problems.
pub fn said(bytes: &[u8]) -> String {
    match read(bytes) {
        Ok(checked) => {
            let events: usize = checked.pieces.iter().map(|p| p.events.len()).sum();
            let mut out = format!("{events} in {}", checked.pieces.len());
            for problem in &checked.problems {
                write!(out, "; {problem}").unwrap();
            }
            out
        }
        Err(problem) => format!("refused; {problem}"),
    }
}

#[track_caller]
pub fn says(value: &Value, expected: &str) {
    assert_eq!(said(value.to_string().as_bytes()), expected);
}

/// The order of the curve's group.
pub const GROUP_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84,
    0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The other signature that is as good: r and n − s.
pub fn twin_signature(sig: &str) -> String {
    let mut sig = decode::<64>(sig).unwrap();
    let mut borrow = 0;
    for i in (0..32).rev() {
        let d = i32::from(GROUP_ORDER[i]) - i32::from(sig[32 + i]) - borrow;
        borrow = i32::from(d < 0);
        sig[32 + i] = d.rem_euclid(256) as u8;
    }
    encode(&sig)
}

/// The command line, with a folder of its own.
pub struct Shell {
    folder: PathBuf,
    count: Cell<usize>,
}

impl Shell {
    pub fn new(name: &str) -> Shell {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name.replace(' ', "-"));
        std::fs::create_dir_all(&folder).unwrap();
        Shell { folder, count: Cell::new(0) }
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().into()
    }

    /// Writes a file and returns its path.
    pub fn put(&self, text: &str) -> String {
        self.count.set(self.count.get() + 1);
        let path = self.path(&format!("{}.json", self.count.get()));
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The exit code, what was answered and what was complained of.
    pub fn run(&self, args: &[&str]) -> (u8, String, String) {
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = lianxin::cli::run(&args, &mut out, &mut err);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    /// The answer of a command that must succeed.
    #[track_caller]
    pub fn says(&self, args: &[&str]) -> Value {
        let (code, out, err) = self.run(args);
        assert_eq!(code, 0, "{args:?}: {err}");
        serde_json::from_str(&out).unwrap()
    }

    #[track_caller]
    pub fn merge(&self, paths: &[String]) -> String {
        let out = self.path("merged.out");
        let args: Vec<&str> = ["merge"].into_iter().chain(paths.iter().map(String::as_str)).chain(["--out", &out]).collect();
        let (code, _, err) = self.run(&args);
        assert_eq!(code, 0, "{err}");
        std::fs::read_to_string(out).unwrap()
    }
}

/// Reads the world's bundle after a change, with nothing sealed anew.
#[track_caller]
pub fn changed(change: impl FnOnce(&World<'_>, &mut Value), expected: &str) {
    in_world(|w| {
        let mut b = w.bundle();
        change(w, &mut b);
        says(&b, expected);
    });
}
