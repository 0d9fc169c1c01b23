//! A workspace in domain words, with cheap signatures: hashes that only a test accepts.

use std::collections::BTreeMap;
use std::sync::Mutex;

use lianxin::cli::fold::fold as fold_json;
use lianxin::crypto::native::SeedSigner;
use lianxin::crypto::{CryptoError, Signer, Verifier};
use lianxin::domain::bundle::key::{Answer, PublicKey, Question, Signature, join_message};
use lianxin::domain::bundle::read::Piece;
use lianxin::domain::calendar::Day;
use lianxin::domain::event::{Body, Event, KindName, Slice, event_id, root};
use lianxin::domain::hash::{encode, sha256};
use lianxin::domain::id::{DeviceId, EventId, FeedKey, Hash, ProjectId, Ref, Scope, WorkspaceId};
use lianxin::domain::ledger::Ledger;
use lianxin::domain::state::{Folded, Node, State};
use lianxin::domain::trust::View;
use serde_json::{Value, json};

/// 2018-11-15 01:00 UTC.
pub const NOW: i64 = 1_542_243_600_000;

/// A device in someone's hand.
#[derive(Clone, Debug)]
pub struct Hand {
    pub key: PublicKey,
    pub box_key: PublicKey,
}

/// Points on the curve are dear: each name's are made once.
static HANDS: Mutex<BTreeMap<String, Hand>> = Mutex::new(BTreeMap::new());

impl Hand {
    pub fn new(name: &str) -> Hand {
        let made = || {
            let signer = SeedSigner::new(name);
            Hand { key: signer.key().clone(), box_key: signer.box_key().clone() }
        };
        HANDS.lock().unwrap().entry(name.to_string()).or_insert_with(made).clone()
    }

    pub fn id(&self) -> DeviceId {
        self.key.device()
    }

    pub fn sign_now(&self, message: &[u8]) -> Signature {
        signature(&self.key, message)
    }

    /// The private JWK, for a hand that stands for an invitation.
    pub fn private_jwk(&self) -> String {
        format!(r#"{{"crv":"P-256","d":"{}","kty":"EC","x":"{}","y":"{}"}}"#, self.key.x, self.key.x, self.key.y)
    }
}

fn signature(key: &PublicKey, message: &[u8]) -> Signature {
    let first = sha256(&[key.x.as_str().as_bytes(), message].concat());
    let second = sha256(&first);
    std::array::from_fn(|i| if i < 32 { first[i] } else { second[i - 32] })
}

impl Signer for Hand {
    fn key(&self) -> &PublicKey {
        &self.key
    }

    fn box_key(&self) -> &PublicKey {
        &self.box_key
    }

    async fn sign(&self, message: &[u8]) -> Result<Signature, CryptoError> {
        Ok(self.sign_now(message))
    }
}

/// Verifies what [`Hand`]s sign.
pub struct Hands;

pub fn answer(question: &Question) -> Answer {
    if signature(&question.key, &question.message) == question.signature { Answer::Good } else { Answer::Bad }
}

impl Verifier for Hands {
    async fn verify(&self, questions: &[Question]) -> Vec<Answer> {
        questions.iter().map(answer).collect()
    }
}

pub fn jwk(key: &PublicKey) -> Value {
    serde_json::from_str(&key.to_jwk()).unwrap()
}

pub fn project(name: &str) -> ProjectId {
    ProjectId::from_random(sha256(name.as_bytes())[..10].try_into().unwrap())
}

/// Everything that was ever written, event by event, in the order of writing.
#[derive(Clone)]
pub struct World {
    pub workspace: WorkspaceId,
    pub now: i64,
    pub written: Vec<Piece>,
    heads: BTreeMap<FeedKey, (u64, EventId)>,
    /// The founder's device and person.
    pub city: Hand,
    pub mayor: Ref,
}

impl World {
    pub fn founded() -> World {
        let city = Hand::new("city");
        let body = json!({
            "name": "大连", "time_zone": "+08:00", "key": jwk(&city.key), "box": jwk(&city.box_key),
            "nonce": "0123456789abcdef", "person": {"name": "市发改委"},
        });
        let workspace = Hash::of(&serde_json::to_vec(&body).unwrap());
        let mut world =
            World { workspace, now: NOW, written: Vec::new(), heads: BTreeMap::new(), mayor: Hash::ZERO.to_ref(), city: city.clone() };
        world.mayor = world.writes(&city, Scope::All, "workspace-founded", body);
        world
    }

    /// Appends an event to a device's feed, a second after the last.
    pub fn writes(&mut self, by: &Hand, scope: Scope, kind: &str, body: Value) -> Ref {
        self.now += 1000;
        let slice = Slice::owned(serde_json::to_vec(&body).unwrap());
        let feed = FeedKey { scope, device: by.id() };
        let (seq, prev) = self.heads.get(&feed).copied().unwrap_or((0, root(&self.workspace, &feed)));
        let id = event_id(&Hash::of(slice.bytes()), kind, &prev, self.now);
        let event = Event { id, prev, seq: seq + 1, time: self.now, kind: KindName::parse(kind).unwrap(), body: Body::Held(slice) };
        self.heads.insert(feed, (seq + 1, id));
        self.written.push(Piece { feed, events: vec![event], seal: None, span: (0, 0) });
        id.to_ref()
    }

    pub fn registers(&mut self, by: &Hand, name: &str, role: &str, district: Option<Ref>) -> Ref {
        let mut body = json!({"name": name, "role": role});
        if let Some(district) = district {
            body["district"] = json!(district);
        }
        self.writes(by, Scope::All, "person-registered", body)
    }

    pub fn invites(&mut self, by: &Hand, person: Ref, invite: &Hand, until: &str) -> Ref {
        self.writes(by, Scope::All, "person-invited", json!({"of": person, "key": jwk(&invite.key), "until": until}))
    }

    pub fn joins(&mut self, device: &Hand, person: Ref, invite: &Hand) -> Ref {
        let proof = invite.sign_now(&join_message(&self.workspace, &device.id(), person.as_str()));
        let body = json!({"person": person, "key": jwk(&device.key), "box": jwk(&device.box_key), "proof": encode(&proof)});
        self.writes(device, Scope::All, "device-joined", body)
    }

    pub fn admits(&mut self, by: &Hand, device: &Hand, person: Ref) -> Ref {
        self.writes(by, Scope::All, "device-admitted", json!({"person": person, "key": jwk(&device.key), "box": jwk(&device.box_key)}))
    }

    /// Registers a person and admits a device for it.
    pub fn hires(&mut self, by: &Hand, name: &str, role: &str, district: Option<Ref>) -> (Hand, Ref) {
        let (device, person) = (Hand::new(name), self.registers(by, name, role, district));
        self.admits(by, &device, person);
        (device, person)
    }

    /// Revokes up to the heads named.
    pub fn revokes(&mut self, by: &Hand, device: &Hand, heads: &[(Scope, u64, Ref)]) -> Ref {
        let heads: BTreeMap<String, Value> = heads.iter().map(|(scope, seq, id)| (scope.to_string(), json!([seq, id]))).collect();
        self.writes(by, Scope::All, "device-revoked", json!({"device": device.id(), "heads": heads, "reason": "lost"}))
    }

    pub fn registers_unit(&mut self, by: &Hand, name: &str) -> Ref {
        self.writes(by, Scope::All, "unit-registered", json!({"name": name, "kind": "district"}))
    }

    pub fn registers_project(&mut self, by: &Hand, name: &str, district: Ref) -> (ProjectId, Ref) {
        let id = project(name);
        let body = json!({"name": name, "district": district, "category": "industry"});
        (id, self.writes(by, Scope::Project(id), "project-registered", body))
    }

    pub fn logs_a_visit(&mut self, by: &Hand, project: ProjectId, on: &str) -> Ref {
        self.writes(by, Scope::Project(project), "visit-logged", json!({"on": on, "kind": "site-visit"}))
    }

    pub fn raises_a_problem(&mut self, by: &Hand, project: ProjectId, title: &str) -> Ref {
        self.writes(by, Scope::Project(project), "problem-raised", json!({"title": title, "category": "land", "on": "2018-11-10"}))
    }

    /// Sets fields of `project`, `workspace` or a thing.
    pub fn changes(&mut self, by: &Hand, scope: Scope, of: &str, set: Value, over: Value) -> Ref {
        self.writes(by, scope, "fields-changed", json!({"of": of, "set": set, "over": over}))
    }

    pub fn withdraws(&mut self, by: &Hand, scope: Scope, of: Ref) -> Ref {
        self.writes(by, scope, "withdrawn", json!({"of": of}))
    }

    pub fn removes_the_body(&mut self, by: &Hand, scope: Scope, of: Ref) -> Ref {
        self.writes(by, Scope::All, "body-removed", json!({"scope": scope.to_string(), "of": of, "reason": "privacy"}))
    }

    /// The next event of the feed continues after `seq` once more: a copied profile.
    pub fn goes_back(&mut self, by: &Hand, scope: Scope, seq: u64) {
        let feed = FeedKey { scope, device: by.id() };
        let at = self.written.iter().find(|p| p.feed == feed && p.events[0].seq == seq).map(|p| p.events[0].id);
        self.heads.insert(feed, (seq, at.unwrap_or_else(|| root(&self.workspace, &feed))));
    }

    pub fn piece(&self, name: Ref) -> &Piece {
        self.written.iter().find(|p| p.events[0].id.to_ref() == name).unwrap()
    }

    pub fn seq(&self, name: Ref) -> u64 {
        self.piece(name).events[0].seq
    }

    /// The event as a copy whose body was removed.
    pub fn without_body(&self, name: Ref) -> Piece {
        let mut piece = self.piece(name).clone();
        piece.events[0].body = Body::Gone(piece.events[0].body.hash());
        piece
    }

    pub fn ledger(&self) -> Ledger {
        self.ledger_without(&[])
    }

    /// All but some events.
    pub fn ledger_without(&self, missing: &[Ref]) -> Ledger {
        let mut ledger = Ledger::new(self.workspace);
        for piece in self.written.iter().filter(|p| !missing.contains(&p.events[0].id.to_ref())) {
            ledger.insert(piece);
        }
        ledger
    }

    pub fn state(&self) -> State {
        State::fold(&mut self.ledger(), View::default())
    }

    /// Why an event does not stand; `None` if it does. Panics if it is not folded at all.
    pub fn reason(&self, name: Ref) -> Option<&'static str> {
        reason(&self.state(), self.piece(name).feed.scope, name)
    }

    /// What `ledger fold` prints.
    pub fn printed(&self) -> Value {
        printed(&mut self.ledger())
    }
}

/// Prints a line that is seen of tests that pass, too.
pub fn says(line: &str) {
    use std::io::Write;
    writeln!(std::io::stderr().lock(), "{line}").unwrap();
}

pub fn scope_of(state: &State, scope: Scope) -> &Folded {
    match scope {
        Scope::All => &state.roster.folded,
        Scope::Office => &state.office,
        Scope::Project(id) => &state.project(&id).unwrap().folded,
    }
}

pub fn reason(state: &State, scope: Scope, name: Ref) -> Option<&'static str> {
    let folded = scope_of(state, scope);
    let refused = folded.refused.iter().find(|r| r.id == name).map(|r| r.reason.as_str());
    assert_ne!(refused.is_some(), folded.find(&name).is_some(), "{name} neither stands nor is refused");
    refused
}

pub fn stands(state: &State, scope: Scope, name: Ref) -> bool {
    scope_of(state, scope).find(&name).is_some()
}

pub fn printed(ledger: &mut Ledger) -> Value {
    let state = State::fold(ledger, View::default());
    fold_json(ledger, &state, Day::parse("2018-11-15").unwrap())
}

/// A city with two districts and someone of every role; the project lies in the first district.
pub struct Staff {
    pub w: World,
    pub zhongshan: Ref,
    pub xigang: Ref,
    /// The secretary, of 中山.
    pub li: Hand,
    pub li_person: Ref,
    /// Another secretary, of 中山.
    pub sun: Hand,
    /// The district coordinator of 中山.
    pub wang: Hand,
    /// The district coordinator of 西岗.
    pub zhao: Hand,
    pub leader: Hand,
    pub assessor: Hand,
    pub p: ProjectId,
    pub registration: Ref,
}

impl Staff {
    pub fn new() -> Staff {
        let mut w = World::founded();
        let city = w.city.clone();
        let (zhongshan, xigang) = (w.registers_unit(&city, "中山区"), w.registers_unit(&city, "西岗区"));
        let (li, li_person) = w.hires(&city, "李", "secretary", Some(zhongshan));
        let (sun, _) = w.hires(&city, "孙", "secretary", Some(zhongshan));
        let (wang, _) = w.hires(&city, "王", "district", Some(zhongshan));
        let (zhao, _) = w.hires(&city, "赵", "district", Some(xigang));
        let (leader, _) = w.hires(&city, "周", "leader", None);
        let (assessor, _) = w.hires(&city, "吴", "assessor", None);
        let (p, registration) = w.registers_project(&city, "热电厂", zhongshan);
        Staff { w, zhongshan, xigang, li, li_person, sun, wang, zhao, leader, assessor, p, registration }
    }

    pub fn scope(&self) -> Scope {
        Scope::Project(self.p)
    }

    pub fn city(&self) -> Hand {
        self.w.city.clone()
    }

    /// Appends to the project's scope.
    pub fn writes(&mut self, by: &Hand, kind: &str, body: Value) -> Ref {
        let scope = self.scope();
        self.w.writes(by, scope, kind, body)
    }

    /// 李 plans a node without a start.
    pub fn plans(&mut self, title: &str, due: &str) -> Ref {
        let li = self.li.clone();
        self.writes(&li, "node-planned", json!({"title": title, "due": due}))
    }

    /// 王 accepts a plan or a rescheduling.
    pub fn accepts(&mut self, of: Ref) -> Ref {
        let wang = self.wang.clone();
        self.writes(&wang, "node-audited", json!({"of": of, "verdict": "accepted"}))
    }

    /// 李 plans and 王 accepts.
    pub fn plans_audited(&mut self, title: &str, due: &str) -> Ref {
        let plan = self.plans(title, due);
        self.accepts(plan);
        plan
    }

    /// 李 reports.
    pub fn reports(&mut self, of: Ref, on: &str, percent: i64, done: Option<&str>) -> Ref {
        let li = self.li.clone();
        let mut body = json!({"of": of, "on": on, "percent": percent});
        if let Some(done) = done {
            body["done"] = json!(done);
        }
        self.writes(&li, "node-reported", body)
    }

    /// 李 asks for a later due.
    pub fn reschedules(&mut self, of: Ref, due: &str) -> Ref {
        let li = self.li.clone();
        self.writes(&li, "node-rescheduled", json!({"of": of, "due": due, "reason": "雨季"}))
    }

    pub fn node(&self, of: Ref) -> Node {
        self.w.state().project(&self.p).unwrap().node(&of).unwrap().clone()
    }
}
