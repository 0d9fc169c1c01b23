//! A session over a store: all of a write or nothing, two tabs on one store, and what goes into a file.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use lianxin::domain::bundle::plan::{Plan, Proof};
use lianxin::domain::bundle::read::File;
use lianxin::domain::calendar::{Day, Month};
use lianxin::domain::command::{
    Command, DutyDraft, InstructionDraft, MoveDraft, NodeDraft, PermitChange, PermitDraft, ProblemDraft, Refusal, ReportDraft, Stamp,
    VisitDraft,
};
use lianxin::domain::decision::Decision;
use lianxin::domain::hash::sha256;
use lianxin::domain::id::{DeviceId, Hash, ProjectId, Ref, Scope};
use lianxin::domain::money::Fen;
use lianxin::domain::shape::Kind;
use lianxin::domain::state::{DutyState, PermitState, Reason, Target, Verdict, YearPlan};
use lianxin::domain::table::column::guess;
use lianxin::domain::table::delimited::read;
use lianxin::domain::table::missing::Choices;
use lianxin::domain::table::projects::plan;
use lianxin::domain::trust::Role;
use lianxin::session::{Along, Failure, Parcel, Saved, Session, Snapshot, found, join, join_again, join_challenge};
use lianxin::store::{Exchange, Fault, MemoryStore, Openers, SentHow, Store, StoreError, Write};
use pollster::block_on;
use serde_json::json;

use crate::exchange::{arriving, check};
use crate::world::{Hand, Hands, NOW};

/// Someone with a device, a store and a clock that goes on by a second at each use.
pub struct Desk {
    pub hand: Hand,
    pub person: Ref,
    pub session: Session<MemoryStore, Hand>,
    clock: Cell<i64>,
}

impl Desk {
    fn open(hand: &Hand, store: &MemoryStore, workspace: Hash, person: Option<Ref>) -> Desk {
        let session = block_on(Session::open(store.clone(), hand.clone(), workspace)).unwrap();
        let person = person.unwrap_or_else(|| *session.snapshot().state.roster.persons.keys().next().unwrap());
        Desk { hand: hand.clone(), person, session, clock: Cell::new(NOW) }
    }

    pub fn founded() -> Desk {
        let city = Hand::new("city");
        let (workspace, write) = found(&city, "大连", "市发改委", "+08:00", "0123456789abcdef", NOW).unwrap();
        let store = MemoryStore::default();
        block_on(store.write(write)).unwrap();
        Desk::open(&city, &store, workspace, None)
    }

    /// The same after a restart.
    pub fn reopened(&self) -> Desk {
        Desk::open(&self.hand, &self.session.store, self.snapshot().ledger.workspace, Some(self.person))
    }

    pub fn now(&self) -> i64 {
        self.clock.set(self.clock.get() + 1000);
        self.clock.get()
    }

    pub fn waits(&self, ms: i64) {
        self.clock.set(self.clock.get() + ms);
    }

    pub fn commit(&self, command: &Command, along: Along) -> Result<Saved, Failure> {
        let now = self.now();
        let wanted = if let Command::TakeTable(plan) = command { plan.randoms_needed() as i64 } else { 1 };
        let random = || (0..wanted).map(|n| sha256(&(now + n).to_be_bytes())[..16].try_into().unwrap()).collect();
        block_on(self.session.commit(command, || Stamp { now, random: random() }, along))
    }

    pub fn does(&self, command: Command) -> Vec<Ref> {
        self.commit(&command, Along::default()).unwrap().refs.into_iter().map(|(_, name)| name).collect()
    }

    pub fn registers(&self, name: &str, role: Role) -> Ref {
        self.does(Command::RegisterPerson { name: name.into(), role, district: None, unit: None })[0]
    }

    pub fn invites(&self, person: Ref) -> Hand {
        let invite = Hand::new(&format!("invite {person} {}", self.clock.get()));
        self.does(Command::InvitePerson { person, key: invite.key.clone(), until: day("2019-01-01") });
        invite
    }

    pub fn registers_project(&self, name: &str, secretary: Ref) -> ProjectId {
        let unit = Command::RegisterUnit { name: "中山区".into(), kind: "district".into(), parent: None };
        let district = self.snapshot().state.roster.districts().next().map(|u| u.id).unwrap_or_else(|| self.does(unit)[0]);
        let fields = json!({"name": name, "district": district, "category": "industry", "secretary": secretary});
        self.does(Command::RegisterProject { fields: fields.as_object().unwrap().clone() });
        self.snapshot().state.shown_projects().find(|p| p.fields.name == name).unwrap().id
    }

    pub fn snapshot(&self) -> Rc<Snapshot> {
        self.session.snapshot()
    }

    pub fn parcel(&self, to: Ref, full: bool) -> Parcel {
        block_on(self.session.parcel(&to, full, None, self.now())).unwrap()
    }

    /// Makes a file and records that it left.
    pub fn sends(&self, to: Ref) -> Parcel {
        let parcel = self.parcel(to, false);
        block_on(self.session.record_sent(&parcel, SentHow::Shared, self.now())).unwrap();
        parcel
    }

    pub fn takes(&self, bytes: &[u8]) {
        let plan = block_on(self.session.plan(arriving(bytes), &Hands));
        let ticked: BTreeSet<DeviceId> = plan.offers().into_iter().filter(|o| o.proof == Proof::Good).map(|o| o.device).collect();
        block_on(self.session.accept(&plan, &ticked, self.now())).unwrap();
    }

    pub fn starter(&self, person: Ref, invite: &Hand) -> Parcel {
        block_on(self.session.parcel(&person, false, Some(invite.private_jwk()), self.now())).unwrap()
    }
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub fn joined(starter: &Parcel, name: &str, invite: &Hand) -> (Desk, Plan) {
    let plan = Plan::fresh(arriving(&starter.bytes)).unwrap();
    let (hand, person) = (Hand::new(name), starter.to.unwrap());
    let proof = invite.sign_now(&join_challenge(&plan.workspace(), &hand.id(), &person));
    let store = MemoryStore::default();
    block_on(store.write(join(&hand, &plan, person, &proof, NOW + 3_600_000).unwrap())).unwrap();
    let desk = Desk::open(&hand, &store, plan.workspace(), Some(person));
    desk.clock.set(NOW + 3_600_000);
    (desk, plan)
}

/// Joins anew on the same device by the invitation that came along; the store's rows stay.
pub fn joined_again(desk: &Desk, name: &str, invite: &Hand) -> Desk {
    let kept = block_on(desk.session.kept_invite(&desk.person, desk.now())).unwrap().expect("an invitation came along");
    let hand = Hand::new(name);
    let snapshot = desk.snapshot();
    assert_eq!(kept.key, invite.private_jwk());
    let proof = invite.sign_now(&join_challenge(&snapshot.ledger.workspace, &hand.id(), &desk.person));
    let write = join_again(&hand, &snapshot, desk.person, &proof, desk.now()).unwrap();
    block_on(desk.session.store.write(write)).unwrap();
    let again = Desk::open(&hand, &desk.session.store, snapshot.ledger.workspace, Some(desk.person));
    again.clock.set(desk.clock.get());
    again
}

/// The city and its secretary 李 with one project, admitted and answered.
pub fn two() -> (Desk, Desk, ProjectId) {
    let city = Desk::founded();
    let person = city.registers("李", Role::Secretary);
    let project = city.registers_project("热电厂", person);
    let invite = city.invites(person);
    let (li, _) = joined(&city.starter(person, &invite), "li", &invite);
    city.takes(&li.sends(city.person).bytes);
    li.takes(&city.sends(person).bytes);
    (city, li, project)
}

pub fn visit(project: ProjectId, files: Vec<Hash>, problems: usize) -> Command {
    let on = day("2018-11-15");
    let visit = VisitDraft { on, at: None, kind: "site-visit".into(), people: None, text: Some("见面".into()), files };
    let problem = ProblemDraft { title: "土地".into(), category: "land".into(), on, text: None };
    Command::LogVisit { project, visit, problems: vec![problem; problems] }
}

pub fn photo(bytes: &[u8]) -> (Hash, File) {
    let bytes = [&[0xff, 0xd8, 0xff], bytes].concat();
    (Hash::of(&bytes), File { media_type: "image/jpeg".into(), bytes })
}

/// All that a store holds, to see that nothing changed.
fn disk(store: &MemoryStore) -> String {
    let parts = (block_on(store.rows(0)), block_on(store.held_files()), block_on(store.exchange()), block_on(store.meta("devices")));
    format!("{parts:?} {:?}", block_on(store.draft("visit")))
}

/// Fails each single write of what `act` does in turn: nothing is half written, and the next try succeeds.
fn walk(what: &str, make: impl Fn() -> Desk, act: impl Fn(&Desk) -> Result<(), Failure>) -> u32 {
    let whole = make();
    let before = whole.session.store.calls();
    act(&whole).unwrap();
    let calls = whole.session.store.calls() - before;
    assert!(calls > 0, "{what}");
    let expected = disk(&whole.session.store);
    let faults =
        [(Fault::Quota, StoreError::Quota), (Fault::Gone, StoreError::Gone), (Fault::Failed, StoreError::Failed("told to".into()))];
    for (call, (fault, error)) in (0..calls).flat_map(|call| faults.clone().map(|fault| (call, fault))) {
        let desk = make();
        let (disk_before, shown) = (disk(&desk.session.store), desk.snapshot());
        let clock = desk.clock.get();
        desk.session.store.fail_after(call, fault);
        assert_eq!(act(&desk), Err(Failure::Store(error)), "{what} {call} {fault:?}");
        assert_eq!(disk(&desk.session.store), disk_before, "{what} {call} {fault:?}: nothing was written");
        assert!(Rc::ptr_eq(&shown, &desk.snapshot()), "{what} {call} {fault:?}: nothing is shown");
        desk.session.store.heal();
        desk.clock.set(clock);
        act(&desk).unwrap();
        assert_eq!(disk(&desk.session.store), expected, "{what} {call} {fault:?}: the next try is the first");
        let again = Desk::open(&desk.hand, &desk.session.store, desk.snapshot().ledger.workspace, Some(desk.person));
        let code = |desk: &Desk| desk.snapshot().code(&desk.snapshot().ledger.scopes());
        assert_eq!(code(&again), code(&desk), "{what} {call} {fault:?}: what is shown is what is held");
    }
    calls
}

/// Names the kinds of commands. One that is not listed does not compile, and one that is listed must be walked below.
macro_rules! kinds_of_commands {
    ($($kind:ident),*) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),*];
        fn kind_of(command: &Command) -> &'static str {
            match command {
                $(Command::$kind { .. } => stringify!($kind)),*
            }
        }
    };
}
kinds_of_commands!(
    RegisterUnit,
    RegisterPerson,
    InvitePerson,
    InvitePeople,
    AdmitDevices,
    RevokeDevice,
    RegisterProject,
    ChangeProject,
    AssignProjects,
    ChangeSettings,
    ChangeProjects,
    LogVisit,
    RaiseProblem,
    PlanNodes,
    ChangeNode,
    RescheduleNode,
    AuditNodes,
    ReportNode,
    ReportNodes,
    ExcuseNode,
    PlanInvestment,
    ReportInvestment,
    ListPermits,
    ChangePermit,
    EditPermit,
    Instruct,
    SayDuty,
    Note,
    Withdraw,
    RemoveBody,
    TakeTable,
    Decide
);

pub fn planned(title: &str) -> NodeDraft {
    NodeDraft { title: title.into(), due: day("2018-12-31"), start: None, weight: None, stage: None, text: None }
}

pub fn permit(title: &str) -> PermitDraft {
    PermitDraft { title: title.into(), group: "certificate".into(), department: None, norm_days: Some(20), stage: None }
}

pub fn instruction(text: &str) -> InstructionDraft {
    InstructionDraft { of: None, text: text.into(), to: Vec::new(), due: None }
}

/// A node that waits for its audit, a permit and an instruction.
fn plans_something(desk: &Desk, project: ProjectId) {
    desk.does(Command::PlanNodes { project, nodes: vec![planned("桩基")] });
    desk.does(Command::ListPermits { project, permits: vec![permit("规划许可证")] });
    desk.does(Command::Instruct { project, instruction: instruction("请到场") });
}

#[test]
fn every_write_of_every_command_may_fail() {
    let make = || {
        let (city, _, project) = two();
        plans_something(&city, project);
        block_on(city.session.store.put_draft("visit", b"draft")).unwrap();
        city
    };
    let desk = make();
    let project = desk.snapshot().state.shown_projects().next().unwrap().clone();
    let (hash, file) = photo(b"a");
    let along = || Along { files: BTreeMap::from([(hash, file.clone())]), drop_drafts: vec!["visit".into()], ..Along::default() };
    let key = Hand::new("new").key;
    let fields = json!({"name": "新", "district": project.fields.district, "category": "social"});
    let set = |value: &str| json!({"phase": value, "code": "A1"}).as_object().unwrap().clone();
    let person = project.fields.secretary.unwrap();
    let li = desk.snapshot().state.roster.devices_of(&person).next().unwrap().id;
    // Its rows go into three feeds: a new unit, a new project, and one that is changed.
    let rows = read("项目名称,区市县,项目类别,阶段\n热电厂,中山区,工业,竣工\n医院,甘井子区,社会事业,前期\n").unwrap();
    let missing = Choices::default();
    let table = plan(&Arc::new(rows.clone()), &guess(&rows.header), &desk.snapshot().state, &missing);
    assert!(table.faults().next().is_none());
    let raised = ProblemDraft { title: "t".into(), category: "land".into(), on: day("2018-11-15"), text: None };
    let (scope, seen) = (Scope::Project(project.id), project.over("name"));
    let node = project.nodes[0].id;
    let reported = ReportDraft { on: day("2018-11-15"), percent: 40, done: None, text: None, files: vec![hash] };
    let issued = PermitChange { state: PermitState::Issued, on: day("2018-11-15"), valid_until: None, text: None };
    let received = DutyDraft { state: DutyState::Received, on: day("2018-11-15"), text: None };
    let decision = Decision::of_field(scope, Target::Project, "name", json!("x"), &seen, "r");
    let cases = [
        Command::RegisterUnit { name: "x".into(), kind: "zone".into(), parent: None },
        Command::RegisterPerson { name: "x".into(), role: Role::Leader, district: None, unit: None },
        Command::InvitePerson { person, key: key.clone(), until: day("2019-01-01") },
        Command::InvitePeople { people: vec![(person, key.clone()), (desk.person, key.clone())], until: day("2019-01-01") },
        Command::AdmitDevices { devices: vec![(person, key.clone(), key.clone())] },
        Command::RevokeDevice { device: li, heads: Default::default(), reason: "x".into(), invite: Some((person, key, day("2019-01-01"))) },
        Command::RegisterProject { fields: fields.as_object().unwrap().clone() },
        Command::ChangeProject { project: project.id, set: set("trial"), reason: Some("x".into()) },
        Command::AssignProjects { projects: vec![project.id], secretary: None },
        Command::ChangeSettings { set: json!({"red_from": 25}).as_object().unwrap().clone(), reason: None },
        Command::ChangeProjects { projects: vec![project.id], set: set("start") },
        visit(project.id, vec![hash], 2),
        Command::RaiseProblem { project: project.id, problem: raised },
        Command::PlanNodes { project: project.id, nodes: vec![planned("封顶"), planned("砌筑")] },
        Command::ChangeNode { project: project.id, node, set: json!({"title": "桩基完成"}).as_object().unwrap().clone() },
        Command::RescheduleNode { project: project.id, node, due: day("2019-01-31"), start: None, reason: "x".into() },
        Command::AuditNodes { of: vec![(project.id, node)], verdict: Verdict::Accepted, text: None },
        Command::ReportNode { project: project.id, node, report: reported.clone() },
        Command::ReportNodes {
            project: project.id,
            reports: vec![(node, reported)],
            moves: vec![(node, MoveDraft { due: day("2019-01-31"), start: None, reason: "x".into() })],
        },
        Command::ExcuseNode { project: project.id, node, until: Some(day("2018-12-31")), reason: "x".into() },
        Command::PlanInvestment { project: project.id, year: 2018, plan: YearPlan { amount: Fen(1200), months: None } },
        Command::ReportInvestment { project: project.id, month: Month::parse("2018-10").unwrap(), done: Fen(900) },
        Command::ListPermits { project: project.id, permits: vec![permit("施工许可证")] },
        Command::ChangePermit { project: project.id, permit: project.permits[0].id, change: issued },
        Command::EditPermit {
            project: project.id,
            permit: project.permits[0].id,
            set: [("department".to_string(), json!("住建局"))].into_iter().collect(),
        },
        Command::Instruct { project: project.id, instruction: instruction("请报原因") },
        Command::SayDuty { scope, of: project.duties[0].id, said: received },
        Command::Note { project: project.id, of: project.entry(0).name(), text: "x".into() },
        Command::Withdraw { scope: Scope::Project(project.id), of: vec![project.entry(0).name()], reason: None },
        Command::RemoveBody { scope, of: project.entry(0).name(), reason: "x".into() },
        Command::TakeTable(Box::new(table)),
        Command::Decide(decision.unwrap()),
    ];
    for command in &cases {
        let what = kind_of(command);
        let calls = walk(what, make, |desk| desk.commit(command, along()).map(drop));
        // With a removal a row is written anew, and no file that nothing names.
        assert_eq!(calls, 4, "{what}: a file, a row, a draft and the commit");
    }
    let walked: BTreeSet<&str> = cases.iter().map(kind_of).collect();
    assert_eq!(walked, KINDS.iter().copied().collect(), "every command is walked");
}

#[test]
fn founding_and_joining_are_one_write_each() {
    let city = Desk::founded();
    let person = city.registers("李", Role::Secretary);
    let invite = city.invites(person);
    let (li, plan) = joined(&city.starter(person, &invite), "li", &invite);
    let founding = found(&city.hand, "大连", "市发改委", "+08:00", "0123456789abcdef", NOW).unwrap().1;
    let proof = invite.sign_now(&join_challenge(&plan.workspace(), &li.hand.id(), &person));
    let joining = join(&li.hand, &plan, person, &proof, NOW).unwrap();
    for write in [founding, joining] {
        let store = MemoryStore::default();
        block_on(store.write(write.clone())).unwrap();
        let (calls, expected) = (store.calls(), disk(&store));
        for call in 0..calls {
            let store = MemoryStore::default();
            store.fail_after(call, Fault::Failed);
            assert!(matches!(block_on(store.write(write.clone())), Err(StoreError::Failed(_))));
            assert_eq!(disk(&store), disk(&MemoryStore::default()));
            store.heal();
            block_on(store.write(write.clone())).unwrap();
            assert_eq!(disk(&store), expected);
        }
    }
    assert!(!li.snapshot().state.trust.admitted.contains(&li.hand.id()), "it works at once, as preliminary");
    assert_eq!(li.snapshot().state.own_persons(), [person]);
}

#[test]
fn every_write_of_an_import_and_of_its_record_may_fail() {
    let make = || {
        let city = Desk::founded();
        let person = city.registers("李", Role::Secretary);
        let project = city.registers_project("热电厂", person);
        let invite = city.invites(person);
        let (li, _) = joined(&city.starter(person, &invite), "li", &invite);
        let (hash, file) = photo(b"a");
        let along = Along { files: BTreeMap::from([(hash, file)]), ..Along::default() };
        li.commit(&visit(project, vec![hash], 1), along).unwrap();
        (city, li)
    };
    let calls = walk(
        "accept",
        || make().0,
        |city| {
            let bytes = make().1.parcel(city.person, false).bytes;
            let plan = block_on(city.session.plan(arriving(&bytes), &Hands));
            let ticked = plan.offers().into_iter().map(|o| o.device).collect();
            block_on(city.session.accept(&plan, &ticked, city.now())).map(drop)
        },
    );
    assert_eq!(calls, 6, "a photo, its rows and the admission's, the exchange, the keys, the commit");
    let calls = walk(
        "record",
        || make().1,
        |li| {
            let to = *li.snapshot().state.roster.persons.keys().find(|p| **p != li.person).unwrap();
            block_on(li.session.record_sent(&li.parcel(to, false), SentHow::Downloaded, li.now()))
        },
    );
    assert_eq!(calls, 2);
    let (city, li) = make();
    let parcel = li.parcel(city.person, false);
    city.takes(&parcel.bytes);
    assert!(city.snapshot().state.trust.admitted.contains(&li.hand.id()));
    assert_eq!(city.snapshot().state.shown_projects().next().unwrap().visit_count(), 1);
    assert_eq!(block_on(city.session.store.held_files()).unwrap().len(), 1, "the photo came along");
}

#[test]
fn two_tabs_on_one_store_never_fork() {
    let (_, li, project) = two();
    let other = Desk::open(&li.hand, &li.session.store, li.snapshot().ledger.workspace, Some(li.person));
    other.clock.set(li.clock.get());
    for _ in 0..3 {
        li.does(visit(project, Vec::new(), 0));
        other.does(visit(project, Vec::new(), 1));
    }
    assert!(block_on(li.session.catch_up()).unwrap());
    assert!(!block_on(li.session.catch_up()).unwrap(), "nothing is new");
    for desk in [&li, &other] {
        let snapshot = desk.snapshot();
        let project = snapshot.state.project(&project).unwrap();
        assert_eq!((project.visit_count(), project.folded.forks.len()), (6, 0));
    }
    // What the first decided on an older snapshot is decided again, never written blindly.
    let stale = Write { after: 1, rows: vec![b"[]".to_vec().into()], ..Write::default() };
    assert_eq!(block_on(li.session.store.write(stale)), Err(StoreError::Stale));
}

#[test]
fn an_import_that_another_tab_overtook_is_taken_against_what_is_held_now() {
    let (city, li, project) = two();
    li.does(visit(project, Vec::new(), 0));
    let bytes = li.sends(city.person).bytes;
    let plan = block_on(city.session.plan(arriving(&bytes), &Hands));
    let other = Desk::open(&city.hand, &city.session.store, city.snapshot().ledger.workspace, None);
    other.does(Command::RegisterUnit { name: "旅顺".into(), kind: "zone".into(), parent: None });
    block_on(city.session.accept(&plan, &BTreeSet::new(), city.now())).unwrap();
    let snapshot = city.snapshot();
    assert_eq!(snapshot.state.project(&project).unwrap().visit_count(), 1);
    assert!(snapshot.state.roster.units.values().any(|u| u.name == "旅顺"));
}

#[test]
fn a_delta_holds_what_the_last_heads_lack_and_a_lost_one_heals() {
    let (city, li, project) = two();
    let events = |parcel: &Parcel| check(&parcel.bytes).pieces.iter().map(|p| p.events.len()).sum::<usize>();
    assert_eq!(li.parcel(city.person, false).contents.events, 0, "nothing is new");
    li.does(visit(project, Vec::new(), 1));
    let lost = li.sends(city.person);
    assert_eq!((events(&lost), lost.contents.own_events), (2, 2));
    li.does(visit(project, Vec::new(), 0));
    let next = li.sends(city.person);
    assert_eq!(events(&next), 3, "what was lost is in the next one as well");
    city.takes(&next.bytes);
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(li.parcel(city.person, false).contents.events, 0);
    let full = li.parcel(city.person, true);
    let held: usize = li.snapshot().ledger.feeds().map(|(_, feed)| feed.len()).sum();
    assert_eq!(events(&full), held);
    let mut fresh = Desk::founded();
    fresh.person = city.person;
    fresh.takes(&full.bytes);
    assert_eq!(fresh.snapshot().code(&full_scopes(&fresh)), li.snapshot().code(&full_scopes(&li)));
}

fn full_scopes(desk: &Desk) -> BTreeSet<Scope> {
    desk.snapshot().ledger.scopes()
}

#[test]
fn a_project_that_is_taken_from_someone_goes_to_them_until_they_know_it() {
    let (city, li, project) = two();
    let wang = city.registers("王", Role::Secretary);
    let given = Command::ChangeProject { project, set: json!({"secretary": wang}).as_object().unwrap().clone(), reason: None };
    city.does(given);
    let carries = |parcel: &Parcel| check(&parcel.bytes).pieces.iter().any(|p| p.feed.scope == Scope::Project(project));
    let lost = city.sends(li.person);
    assert!(carries(&lost) && carries(&city.parcel(li.person, false)), "until it is known to have arrived");
    assert_eq!(li.snapshot().state.project(&project).unwrap().fields.secretary, Some(li.person));
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(li.snapshot().state.project(&project).unwrap().fields.secretary, Some(wang));
    let both = |desk: &Desk, with: &Desk| desk.snapshot().code(&desk.snapshot().shared_scopes(Some(&desk.person), &with.person));
    assert_eq!(both(&city, &li), both(&li, &city), "both leave it out");
    city.takes(&li.sends(city.person).bytes);
    assert!(!carries(&city.parcel(li.person, true)), "what happens there later is not theirs to see");
    let never = city.registers("孙", Role::Secretary);
    assert!(!carries(&city.parcel(never, true)));
}

#[test]
fn what_is_unsent_and_what_has_no_receipt_is_counted_apart() {
    let (city, li, project) = two();
    let counts = |desk: &Desk, to: &Desk| {
        let outstanding = desk.snapshot().outstanding(desk.hand.id(), &to.person);
        (outstanding.unsent, outstanding.without_receipt)
    };
    assert_eq!(counts(&li, &city), (0, 0), "the city's file acknowledged the join");
    li.does(visit(project, Vec::new(), 1));
    assert_eq!(counts(&li, &city), (2, 2));
    li.parcel(city.person, false);
    assert_eq!(counts(&li, &city), (2, 2), "a file that was only made was not sent");
    let file = li.sends(city.person);
    assert_eq!(counts(&li, &city), (0, 2));
    let sent = |desk: &Desk| desk.snapshot().exchange.iter().rev().find(|e| matches!(e, Exchange::Sent { .. })).unwrap().clone();
    assert!(!li.snapshot().is_received(li.hand.id(), &sent(&li)));
    city.takes(&file.bytes);
    li.takes(&city.sends(li.person).bytes);
    assert_eq!(counts(&li, &city), (0, 0));
    assert!(li.snapshot().is_received(li.hand.id(), &sent(&li)));
}

#[test]
fn files_are_numbered_for_each_addressee() {
    let (city, li, _) = two();
    let other = city.registers("孙", Role::Secretary);
    let first = city.snapshot().next_number(Some(li.person));
    assert_eq!((first, city.snapshot().next_number(Some(other))), (2, 1));
    assert_eq!(city.parcel(li.person, false).number, 2);
    assert_eq!(city.parcel(li.person, false).number, 2, "a file that never left takes no number");
    let sent = city.sends(li.person);
    assert_eq!((sent.number, city.snapshot().next_number(Some(li.person))), (2, 3));
    assert!(sent.name.starts_with("lianxin-") && sent.name.ends_with("-2018-11-15-2.json"), "{}", sent.name);
}

#[test]
fn a_missing_photo_is_asked_for_and_comes_with_the_next_file() {
    let (city, li, project) = two();
    let (hash, file) = photo(b"late");
    li.commit(&visit(project, vec![hash], 0), Along::default()).unwrap();
    let without = li.sends(city.person);
    assert_eq!((without.missing_files, check(&without.bytes).envelope.wants), (1, vec![hash]), "its own device lacks it too");
    city.takes(&without.bytes);
    let back = city.sends(li.person);
    assert_eq!(check(&back.bytes).envelope.wants, [hash]);
    li.takes(&back.bytes);
    // It turns up at last, beside another visit.
    let along = Along { files: BTreeMap::from([(hash, file)]), ..Along::default() };
    li.commit(&visit(project, Vec::new(), 0), along).unwrap();
    let with = li.sends(city.person);
    assert_eq!(check(&with.bytes).files.keys().copied().collect::<Vec<_>>(), [hash]);
    city.takes(&with.bytes);
    let settled = check(&city.parcel(li.person, false).bytes);
    assert_eq!((settled.envelope.wants, settled.files.len()), (Vec::new(), 0));
    // What no event of theirs names is not handed out, whoever asks.
    let secret = photo(b"secret");
    let hidden = city.registers_project("别处", city.person);
    let along = Along { files: BTreeMap::from([secret.clone()]), ..Along::default() };
    city.commit(&visit(hidden, vec![secret.0], 0), along).unwrap();
    assert!(check(&city.parcel(li.person, true).bytes).files.keys().eq([&hash]));
}

#[test]
fn the_core_refuses_what_a_role_may_not_write() {
    let (_, li, project) = two();
    let before = li.snapshot();
    let set = |value| json!({"category": value}).as_object().unwrap().clone();
    let cases = [
        (Command::RegisterUnit { name: "x".into(), kind: "zone".into(), parent: None }, Kind::UnitRegistered, Reason::Role),
        (Command::ChangeProject { project, set: set("social"), reason: None }, Kind::FieldsChanged, Reason::Role),
        (Command::ChangeProject { project, set: set("farming"), reason: None }, Kind::FieldsChanged, Reason::Shape),
        (Command::Note { project, of: Hash::of(b"x").to_ref(), text: "x".into() }, Kind::Noted, Reason::Of),
        (Command::Withdraw { scope: Scope::All, of: vec![li.person], reason: None }, Kind::Withdrawn, Reason::Fixed),
    ];
    for (command, kind, reason) in cases {
        let refused = li.commit(&command, Along::default()).map(drop);
        assert_eq!(refused, Err(Failure::Refused(Refusal::Rule { kind, reason })), "{command:?}");
    }
    let long = Command::Note { project, of: li.person, text: "字".repeat(10_001) };
    assert_eq!(li.commit(&long, Along::default()).map(drop), Err(Failure::Refused(Refusal::TooLong { field: "text" })));
    assert!(Rc::ptr_eq(&before, &li.snapshot()));
}

/// The device's disk as someone copied it.
pub fn copy_of(desk: &Desk) -> Desk {
    let copy = MemoryStore::default();
    let rows = block_on(desk.session.store.rows(0)).unwrap().into_iter().map(|(_, row)| row).collect();
    let meta = BTreeMap::from([("devices".to_string(), block_on(desk.session.store.meta("devices")).unwrap().unwrap())]);
    block_on(copy.write(Write { rows, meta, ..Write::default() })).unwrap();
    let twin = Desk::open(&desk.hand, &copy, desk.snapshot().ledger.workspace, Some(desk.person));
    twin.clock.set(desk.clock.get() + 7);
    twin
}

#[test]
fn a_device_that_lacks_own_entries_which_others_hold_stops_writing() {
    let (city, li, project) = two();
    let old = copy_of(&li);
    li.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    li.takes(&city.sends(li.person).bytes);
    li.does(visit(project, Vec::new(), 0));
    let second = li.sends(city.person);
    old.takes(&second.bytes);
    let next = || old.commit(&visit(project, Vec::new(), 0), Along::default()).map(drop);
    assert_eq!(next(), Err(Failure::Refused(Refusal::Stopped)), "its next entry would be a fork");
    city.takes(&second.bytes);
    old.takes(&city.parcel(li.person, true).bytes);
    assert_eq!(next(), Ok(()), "with the hole filled it goes on where its feed ends");
}

#[test]
fn a_device_whose_feed_forked_stops_writing() {
    let (city, li, project) = two();
    let twin = copy_of(&li);
    twin.does(visit(project, Vec::new(), 0));
    li.does(visit(project, Vec::new(), 1));
    city.takes(&twin.parcel(city.person, true).bytes);
    // The twin's heads are those of this device: only a whole file brings the other branch.
    li.takes(&city.parcel(li.person, true).bytes);
    assert_eq!(li.commit(&visit(project, Vec::new(), 0), Along::default()).map(drop), Err(Failure::Refused(Refusal::Stopped)));
    // Its own branch is still sealed and forwarded, and a coordinator sees both.
    city.takes(&li.sends(city.person).bytes);
    let snapshot = city.snapshot();
    let held = snapshot.state.project(&project).unwrap();
    assert_eq!((held.folded.forks.len(), held.visit_count()), (1, 0));
    let feed = snapshot.ledger.feeds_in(Scope::Project(project)).find(|(key, _)| key.device == li.hand.id()).unwrap().1.len();
    assert_eq!(feed, 3);
}

#[test]
fn a_damaged_row_is_named_and_nothing_is_written() {
    let (_, li, _) = two();
    let store = li.session.store.clone();
    let last = li.snapshot().last_row;
    block_on(store.write(Write { after: last, rows: vec![b"[{]".to_vec().into()], ..Write::default() })).unwrap();
    let opened = block_on(Session::open(store, li.hand.clone(), li.snapshot().ledger.workspace)).map(drop);
    assert!(matches!(opened, Err(Failure::Damaged { row, .. }) if row == last + 1), "{opened:?}");
}

#[test]
fn a_visit_costs_its_own_project_only() {
    let (city, _, project) = two();
    let other = city.registers_project("医院", city.person);
    let before = city.snapshot();
    city.does(visit(project, Vec::new(), 1));
    let after = city.snapshot();
    let project_of = |s: &Snapshot, id: &ProjectId| s.state.project(id).unwrap().clone();
    assert!(Arc::ptr_eq(&project_of(&before, &other), &project_of(&after, &other)));
    assert!(!Arc::ptr_eq(&project_of(&before, &project), &project_of(&after, &project)));
    assert!(Arc::ptr_eq(&before.state.roster, &after.state.roster) && Arc::ptr_eq(&before.state.trust, &after.state.trust));
    assert!(Arc::ptr_eq(&before.state.office, &after.state.office));
    // A person registered changes no project either.
    city.registers("孙", Role::Secretary);
    assert!(Arc::ptr_eq(&project_of(&after, &project), &project_of(&city.snapshot(), &project)));
}

#[test]
fn time_goes_on_past_what_is_held_unless_that_is_far_ahead() {
    let (city, li, project) = two();
    let last = |desk: &Desk| {
        let snapshot = desk.snapshot();
        let held = snapshot.state.project(&project).unwrap().folded.entries.iter().filter(|e| e.device == desk.hand.id()).map(|e| e.time);
        held.max().unwrap()
    };
    for (ahead, counts) in [(500_000, true), (700_000, false)] {
        // The secretary's clock is ahead of the city's.
        li.clock.set(city.clock.get() + ahead);
        li.does(visit(project, Vec::new(), 0));
        city.takes(&li.sends(city.person).bytes);
        city.does(visit(project, Vec::new(), 0));
        assert_eq!(last(&city) > last(&li), counts, "{ahead}");
        assert!(last(&city) >= city.clock.get());
    }
}

#[test]
fn an_exchange_is_read_as_every_version_wrote_it() {
    let entry = Exchange::Sent {
        number: 3,
        to: None,
        device: None,
        time: 5,
        name: "a \"file\".json".into(),
        bytes: 7,
        events: 2,
        own_heads: BTreeMap::from([("all".to_string(), 2)]),
        how: SentHow::Shared,
        openers: Openers::Anyone,
        among: String::new(),
    };
    let now = serde_json::to_string(&entry).unwrap();
    let first = now.replacen("{\"sent\":{", "{\"way\":\"sent\",", 1);
    let first = first.strip_suffix(",\"openers\":0}}").unwrap().to_string() + "}";
    assert!(first.starts_with("{\"way\":\"sent\",\"number\":3") && first.ends_with("\"shared\"}"), "{first}");
    for written in [&now, &first] {
        assert_eq!(Exchange::read(written.as_bytes()), Some(entry.clone()));
    }
    assert_eq!(Exchange::read(b"{\"way\":\"lent\",\"number\":3}"), None);
}
