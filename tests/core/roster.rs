//! The roster page: who stands where, who may be given what, and the code that two devices compare.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use lianxin::crypto::Signer;
use lianxin::crypto::native::{P256, SeedSigner, answer, invite_pair, sign_with_jwk};
use lianxin::domain::bundle::plan::{self, Incoming, Plan, Proof, Verdict, incoming};
use lianxin::domain::bundle::read::read;
use lianxin::domain::calendar::Day;
use lianxin::domain::command::{Command, Stamp, VisitDraft};
use lianxin::domain::id::{DeviceId, FeedKey, ProjectId, Ref, Scope, WorkspaceId};
use lianxin::domain::shape::Kind;
use lianxin::domain::trust::Role;
use lianxin::screen::fresh::{Fresh, LISTED, Told, What};
use lianxin::screen::people::{self, DeviceStanding, Fault, Filter, PeopleView, PersonForm, PersonRow, Standing, UnitForm};
use lianxin::screen::receive::{FileRow, ReceiveView, Take};
use lianxin::screen::settings::{self, CodeView};
use lianxin::session::{self, Along, Parcel, Session, join_challenge};
use lianxin::store::{MemoryStore, SentHow, Store};
use serde_json::{Map, json};

/// 2018-11-15 01:00 UTC, and how far each step moves on.
const NOW: i64 = 1_542_243_600_000;
const MINUTE: i64 = 60_000;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn today() -> Day {
    day("2018-11-15")
}

fn opened(parcel: &Parcel) -> Incoming {
    let draft = read(parcel.bytes.to_vec()).unwrap();
    let answers: Vec<_> = draft.questions().iter().map(answer).collect();
    incoming(&parcel.name, parcel.bytes.len(), Ok(draft.settle(&answers)))
}

/// Someone with one device.
struct Hand {
    session: Session<MemoryStore, SeedSigner>,
    clock: Cell<i64>,
}

impl Hand {
    fn open(signer: SeedSigner, workspace: WorkspaceId, write: lianxin::store::Write, clock: i64) -> Hand {
        let store = MemoryStore::default();
        pollster::block_on(store.write(write)).unwrap();
        let session = pollster::block_on(Session::open(store, signer, workspace)).unwrap();
        Hand { session, clock: Cell::new(clock) }
    }

    fn founds() -> Hand {
        let signer = SeedSigner::new("city");
        let (workspace, write) = session::found(&signer, "大连", "市发改委", "+08:00", "0123456789abcdef", NOW).unwrap();
        Hand::open(signer, workspace, write, NOW)
    }

    fn tick(&self) -> i64 {
        self.clock.set(self.clock.get() + MINUTE);
        self.clock.get()
    }

    fn own(&self) -> DeviceId {
        self.session.own()
    }

    fn view(&self) -> PeopleView {
        people::view(&self.session.snapshot(), self.own(), today())
    }

    fn row(&self, person: Ref) -> PersonRow {
        self.view().people.into_iter().find(|row| row.id == person).unwrap()
    }

    /// Commits and gives back the scope and ref of the first event.
    fn does(&self, command: Command) -> (Scope, Ref) {
        let now = self.tick();
        let mut random = [0; 16];
        random[2..10].copy_from_slice(&now.to_be_bytes());
        let stamp = || Stamp { now, random: vec![random] };
        pollster::block_on(self.session.commit(&command, stamp, Along::default())).unwrap().refs[0]
    }

    fn registers_unit(&self, name: &str, kind: &str, parent: Option<Ref>) -> Ref {
        let form = UnitForm { name: name.into(), kind: kind.into(), parent };
        self.does(form.validate(&self.session.snapshot().state).unwrap()).1
    }

    fn registers(&self, name: &str, role: Role, district: Option<Ref>) -> Ref {
        let form = PersonForm { name: name.into(), role, district, unit: None };
        self.does(form.validate(&self.view()).unwrap()).1
    }

    fn registers_project(&self, name: &str, district: Ref) -> ProjectId {
        let fields = json!({ "name": name, "district": district, "category": "industry" });
        let fields: Map<_, _> = fields.as_object().unwrap().clone();
        match self.does(Command::RegisterProject { fields }).0 {
            Scope::Project(project) => project,
            other => panic!("a project in {other}"),
        }
    }

    fn gives(&self, projects: &[ProjectId], to: Ref) {
        self.does(Command::AssignProjects { projects: projects.to_vec(), secretary: Some(to) });
    }

    /// A starter, and the private half in it.
    fn invites(&self, person: Ref, until: &str, seed: &str) -> (Parcel, String) {
        let pair = invite_pair(seed);
        self.does(Command::InvitePerson { person, key: pair.public, until: day(until) });
        (pollster::block_on(self.session.parcel(&person, true, Some(pair.private_jwk.clone()), self.tick())).unwrap(), pair.private_jwk)
    }

    fn joins(seed: &str, person: Ref, starter: &(Parcel, String), now: i64) -> Hand {
        let signer = SeedSigner::new(seed);
        let mut plan = Plan::fresh(vec![opened(&starter.0)]).unwrap();
        let answers: Vec<_> = plan.questions().iter().map(answer).collect();
        plan.settle(&answers);
        let workspace = plan.workspace();
        let proof = sign_with_jwk(&starter.1, &join_challenge(&workspace, &signer.device(), &person)).unwrap();
        let write = session::join(&signer, &plan, person, &proof, now).unwrap();
        Hand::open(signer, workspace, write, now)
    }

    fn sends(&self, to: Ref) -> Parcel {
        let parcel = pollster::block_on(self.session.parcel(&to, false, None, self.tick())).unwrap();
        pollster::block_on(self.session.record_sent(&parcel, SentHow::Shared, self.tick())).unwrap();
        parcel
    }

    /// Takes a file in; what the joins that it offers are worth.
    fn takes_in(&self, parcel: &Parcel, ticked: &[DeviceId]) -> Vec<Proof> {
        let plan = pollster::block_on(self.session.plan(vec![opened(parcel)], &P256));
        let proofs = plan.offers().iter().map(|offer| offer.proof).collect();
        let ticked: BTreeSet<DeviceId> = ticked.iter().copied().collect();
        pollster::block_on(self.session.accept(&plan, &ticked, self.tick())).unwrap();
        proofs
    }

    /// What the page shows of files before they are taken in.
    fn previews(&self, incoming: Vec<Incoming>, ticked: &[DeviceId]) -> ReceiveView {
        self.previews_without(incoming, &[], ticked)
    }

    fn plans(&self, incoming: &[Incoming]) -> Plan {
        pollster::block_on(self.session.plan(incoming.to_vec(), &P256))
    }

    /// The same with some of the files left out.
    fn previews_without(&self, chosen: Vec<Incoming>, left_out: &[usize], ticked: &[DeviceId]) -> ReceiveView {
        let all = self.plans(&chosen);
        let rows = ReceiveView::new(&all.preview(&BTreeSet::new()), &self.session.snapshot().state, &BTreeMap::new()).files;
        let left_out: BTreeMap<usize, FileRow> = left_out.iter().map(|at| (*at, rows[*at].left_out())).collect();
        let taken: Vec<Incoming> =
            chosen.into_iter().enumerate().filter(|(at, _)| !left_out.contains_key(at)).map(|(_, file)| file).collect();
        let plan = self.plans(&taken);
        ReceiveView::new(&plan.preview(&ticked.iter().copied().collect()), &self.session.snapshot().state, &left_out)
    }

    fn visits(&self, project: ProjectId, text: &str) {
        let visit =
            VisitDraft { on: today(), at: None, kind: "site-visit".into(), people: None, text: Some(text.into()), files: Vec::new() };
        self.does(Command::LogVisit { project, visit, problems: Vec::new() });
    }

    fn sets_phase(&self, project: ProjectId, phase: &str) {
        let set = json!({ "phase": phase }).as_object().unwrap().clone();
        self.does(Command::ChangeProject { project, set, reason: None });
    }

    fn code_with(&self, me: Ref, with: Ref) -> CodeView {
        settings::code_with(&self.session.snapshot(), Some(me), with)
    }
}

fn founder(city: &Hand) -> Ref {
    city.view().people.iter().find(|row| row.role == Role::City).unwrap().id
}

#[test]
fn a_person_goes_from_named_to_admitted() {
    let city = Hand::founds();
    let district = city.registers_unit("甘井子区", "district", None);
    let li = city.registers("大连湾街道服务秘书", Role::Secretary, Some(district));
    assert_eq!(city.row(li).standing, Standing::Named);

    let starter = city.invites(li, "2018-11-29", "first");
    assert_eq!(city.row(li).standing, Standing::Invited(day("2018-11-29")));
    let late = people::view(&city.session.snapshot(), city.own(), day("2018-11-30"));
    assert_eq!(late.people.iter().find(|row| row.id == li).unwrap().standing, Standing::Expired(day("2018-11-29")));

    let phone = Hand::joins("phone", li, &starter, NOW + 60 * MINUTE);
    let proofs = city.takes_in(&phone.sends(founder(&city)), &[]);
    assert_eq!(proofs, [Proof::Good]);
    let row = city.row(li);
    assert_eq!((row.standing, row.devices[0].standing, row.invited), (Standing::Waiting, DeviceStanding::Waiting, None));
    assert_eq!(city.view().tiles.waiting, 1);
    let own = settings::device(&phone.session.snapshot(), phone.own(), None);
    assert_eq!((own.standing, own.code.as_deref()), (DeviceStanding::Waiting, Some(row.devices[0].code.as_str())));

    let device = &row.devices[0];
    city.does(Command::AdmitDevices { devices: vec![(li, device.key.clone(), device.box_key.clone())] });
    assert_eq!(city.row(li).standing, Standing::Admitted);
    assert_eq!(city.view().tiles.waiting, 0);
}

#[test]
fn a_plan_of_no_files_says_what_waiting_joins_are_worth() {
    let city = Hand::founds();
    let district = city.registers_unit("甘井子区", "district", None);
    let li = city.registers("秘书", Role::Secretary, Some(district));
    let starter = city.invites(li, "2018-11-29", "first");
    for seed in ["phone", "thief"] {
        let hand = Hand::joins(seed, li, &starter, NOW + 60 * MINUTE);
        city.takes_in(&hand.sends(founder(&city)), &[]);
    }
    let plan = pollster::block_on(city.session.plan(Vec::new(), &P256));
    assert_eq!(plan.offers().iter().map(|offer| offer.proof).collect::<Vec<_>>(), [Proof::Used, Proof::Used]);
}

#[test]
fn a_second_starter_is_for_another_device_of_the_same_person() {
    let city = Hand::founds();
    let district = city.registers_unit("甘井子区", "district", None);
    let li = city.registers("秘书", Role::Secretary, Some(district));
    let first = Hand::joins("phone", li, &city.invites(li, "2018-11-29", "first"), NOW + 60 * MINUTE);
    city.takes_in(&first.sends(founder(&city)), &[first.own()]);
    assert_eq!((city.row(li).standing, city.row(li).invited), (Standing::Admitted, None));

    let starter = city.invites(li, "2018-12-05", "second");
    assert_eq!((city.row(li).standing, city.row(li).invited), (Standing::Admitted, Some(day("2018-12-05"))));
    let second = Hand::joins("tablet", li, &starter, NOW + 120 * MINUTE);
    assert_eq!(city.takes_in(&second.sends(founder(&city)), &[]), [Proof::Good]);
    let row = city.row(li);
    assert_eq!((row.standing, row.devices.len(), row.invited), (Standing::Waiting, 2, None));
}

#[test]
fn forms_say_what_is_wrong_and_register_nothing_twice() {
    let city = Hand::founds();
    let district = city.registers_unit("中山区", "district", None);
    city.registers("秘书", Role::Secretary, Some(district));
    let view = city.view();
    let person = |name: &str, role, district| PersonForm { name: name.into(), role, district, unit: None }.validate(&view).err();
    let state = city.session.snapshot().state.clone();
    let unit = |name: &str, kind: &str| UnitForm { name: name.into(), kind: kind.into(), parent: None }.validate(&state).err();
    let cases = [
        ("no name", person(" ", Role::Secretary, Some(district)), Some(Fault::NameMissing)),
        ("no district", person("另一位", Role::Secretary, None), Some(Fault::DistrictMissing)),
        ("the same person", person("秘书 ", Role::Secretary, Some(district)), Some(Fault::NameTaken)),
        ("a leader needs no district", person("领导", Role::Leader, None), None),
        ("no unit's name", unit("", "street"), Some(Fault::NameMissing)),
        ("the same unit", unit("中山区", "district"), Some(Fault::NameTaken)),
        ("another kind", unit("中山区", "zone"), None),
    ];
    for (case, found, wanted) in cases {
        assert_eq!(found, wanted, "{case}");
    }
}

#[test]
fn projects_go_to_the_own_district_first_and_over_three_is_marked() {
    let city = Hand::founds();
    let (east, west) = (city.registers_unit("东区", "district", None), city.registers_unit("西区", "district", None));
    let (li, wang) = (city.registers("李", Role::Secretary, Some(east)), city.registers("王", Role::Secretary, Some(west)));
    let projects: Vec<ProjectId> = (1..=5).map(|n| city.registers_project(&format!("项目{n}"), east)).collect();
    assert_eq!((city.view().unassigned().len(), city.view().tiles.unassigned), (5, 5));

    city.gives(&projects[..4], li);
    let view = city.view();
    assert_eq!((city.row(li).projects, city.row(li).over, view.tiles.over), (4, 1, 1));
    assert_eq!(view.listed(Filter::Over, "").iter().map(|row| row.id).collect::<Vec<_>>(), [li]);
    let left = view.unassigned();
    assert_eq!(left.iter().map(|p| p.id).collect::<Vec<_>>(), [projects[4]]);
    assert_eq!(view.takers(&left[0]).iter().map(|row| row.id).collect::<Vec<_>>(), [li, wang]);
    assert_eq!(view.assignable(&city.row(wang), "").len(), 0, "nothing is free in the west");
    assert_eq!(view.assignable(&city.row(wang), "项目1").len(), 1, "a search finds what others have");
}

#[test]
fn who_may_not_manage_gets_no_offer() {
    let city = Hand::founds();
    let (east, west) = (city.registers_unit("东区", "district", None), city.registers_unit("西区", "district", None));
    let zhao = city.registers("东区协调员", Role::District, Some(east));
    let (li, wang) = (city.registers("李", Role::Secretary, Some(east)), city.registers("王", Role::Secretary, Some(west)));
    let project = city.registers_project("项目", west);

    let east_desk = Hand::joins("east", zhao, &city.invites(zhao, "2018-11-29", "east"), NOW + 60 * MINUTE);
    let may = |hand: &Hand, person: Ref| (hand.row(person).manage.is_yes(), hand.row(person).assign.is_yes());
    assert_eq!((may(&east_desk, li), may(&east_desk, wang)), ((true, true), (false, false)));
    let view = east_desk.view();
    assert_eq!((view.roles.as_slice(), view.units.is_yes()), ([Role::Secretary, Role::District].as_slice(), false));
    assert_eq!(view.unassigned(), [], "a district gives away its own projects only");
    assert_eq!(city.view().unassigned().iter().map(|p| p.id).collect::<Vec<_>>(), [project]);

    let phone = Hand::joins("phone", li, &city.invites(li, "2018-11-29", "li"), NOW + 60 * MINUTE);
    assert_eq!((may(&phone, li), phone.view().roles), ((false, false), Vec::new()));
}

#[test]
fn two_who_exchanged_all_read_the_same_code() {
    let city = Hand::founds();
    let me = founder(&city);
    let district = city.registers_unit("甘井子区", "district", None);
    let li = city.registers("李", Role::Secretary, Some(district));
    let project = city.registers_project("项目", district);
    city.registers_project("别人的", district);
    city.gives(&[project], li);
    let phone = Hand::joins("phone", li, &city.invites(li, "2018-11-29", "first"), NOW + 60 * MINUTE);
    city.takes_in(&phone.sends(me), &[phone.own()]);
    assert_ne!(city.code_with(me, li).code, phone.code_with(li, me).code, "the admission is not there yet");
    assert_eq!(city.code_with(me, li).beyond, 1);

    phone.takes_in(&city.sends(li), &[]);
    let (here, there) = (city.code_with(me, li), phone.code_with(li, me));
    assert_eq!((&here.code, &here.digest, here.projects), (&there.code, &there.digest, there.projects));
    assert_eq!((here.projects, here.digest.len()), (1, 43));
    assert_eq!(there.beyond, 0, "all that the phone holds is in the city's list");
    assert!(here.last.is_some() && there.last.is_some());
}

#[test]
fn the_number_of_projects_is_known_only_where_all_of_them_may_be_held() {
    let city = Hand::founds();
    let (east, west) = (city.registers_unit("东区", "district", None), city.registers_unit("西区", "district", None));
    let zhao = city.registers("东区协调员", Role::District, Some(east));
    let (li, wang) = (city.registers("李", Role::Secretary, Some(east)), city.registers("王", Role::Secretary, Some(west)));
    let desk = Hand::joins("east", zhao, &city.invites(zhao, "2018-11-29", "east"), NOW + 60 * MINUTE);
    let phone = Hand::joins("phone", li, &city.invites(li, "2018-11-29", "li"), NOW + 60 * MINUTE);
    let cases = [("city", &city, [true, true]), ("district", &desk, [true, false]), ("secretary", &phone, [true, false])];
    for (who, hand, whole) in cases {
        assert_eq!([li, wang].map(|person| hand.row(person).whole.is_yes()), whole, "{who}");
    }
}

#[test]
fn a_preview_lists_what_is_new_and_the_conflicts_that_come() {
    let city = Hand::founds();
    let me = founder(&city);
    let district = city.registers_unit("甘井子区", "district", None);
    let li = city.registers("李", Role::Secretary, Some(district));
    let project = city.registers_project("海底隧道", district);
    city.gives(&[project], li);
    let starter = city.invites(li, "2018-11-29", "first");
    // A starter for someone else says so; to that person it is nobody else's.
    let other = Hand::joins("other", li, &starter, NOW + 60 * MINUTE);
    assert_eq!(city.previews(vec![opened(&starter.0)], &[]).files[0].invites.as_deref(), Some("李"));
    assert_eq!(other.previews(vec![opened(&starter.0)], &[]).files[0].invites, None);

    let phone = other;
    phone.visits(project, "盾构井  已经\n封底。");
    phone.sets_phase(project, "trial");
    city.sets_phase(project, "structure");
    let sent = phone.sends(me);
    // What is of a device that is not admitted can be looked at, and says that it waits.
    let waiting = city.previews(vec![opened(&sent)], &[]);
    assert_eq!((waiting.clashes.len(), waiting.projects.len()), (0, 0));
    assert!(listed(&waiting).iter().all(|fresh| fresh.standing == plan::Standing::Waiting));
    let words: Vec<_> = listed(&waiting).iter().map(|f| (f.what.clone(), f.words.clone())).collect();
    assert_eq!(words[0], (Told::Entry(Some(Kind::VisitLogged)), "盾构井 已经 封底。".into()));
    let seen = city.previews(vec![opened(&sent)], &[phone.own()]);
    assert_eq!(
        seen.files[0].lines.iter().map(|l| (l.what, l.count)).collect::<Vec<_>>(),
        [(What::Visits, 1), (What::Facts, 1), (What::People, 1)]
    );
    let fresh: Vec<_> = listed(&seen).iter().map(|f| (f.project.as_deref(), f.words.as_str(), f.by.as_str(), f.on, f.standing)).collect();
    let tunnel = Some("海底隧道");
    let counts = plan::Standing::Counts;
    assert_eq!(
        fresh,
        [(tunnel, "盾构井 已经 封底。", "李", today(), counts), (tunnel, "", "李", today(), counts), (None, "李", "李", today(), counts)]
    );
    assert_eq!(listed(&seen)[0].what, Told::Visit("site-visit".into()));
    assert!(matches!(&listed(&seen)[1].what, Told::Facts(fields) if fields.len() == 1), "{:?}", listed(&seen));
    assert_eq!(listed(&seen)[2].what, Told::Entry(Some(Kind::DeviceJoined)));
    assert_eq!(seen.clashes.iter().map(|c| (c.group.as_str(), c.name.field.as_str())).collect::<Vec<_>>(), [("海底隧道", "phase")]);
    assert_eq!(seen.projects, [(project, "海底隧道".to_owned())]);
    // What is held is not new, and a conflict that is there does not come again.
    city.takes_in(&sent, &[phone.own()]);
    let again = city.previews(vec![opened(&sent)], &[]);
    assert_eq!((again.files[0].lines.len(), again.people.len(), again.clashes.len()), (0, 0, 0));

    let lines = LISTED + 3;
    (0..lines).for_each(|n| phone.visits(project, &format!("第 {n} 次。{}", "很长的话".repeat(40))));
    let seen = city.previews(vec![opened(&phone.sends(me))], &[]);
    assert_eq!((seen.files[0].lines[0].listed.len(), seen.files[0].lines[0].more()), (LISTED, 3));
    assert!(listed(&seen).iter().all(|f| f.words.chars().count() == 41 && f.words.ends_with('…')));
}

/// A file with a device's last entry of a project alone.
fn newest_alone(parcel: &Parcel, hand: &Hand, project: ProjectId) -> Incoming {
    let scope = Scope::Project(project);
    let mut bundle: serde_json::Value = serde_json::from_slice(&parcel.bytes).unwrap();
    let pieces = bundle["pieces"].as_array_mut().unwrap();
    pieces.retain(|piece| piece["scope"] == scope.to_string() && piece["device"] == hand.own().as_str());
    let snapshot = hand.session.snapshot();
    let ids: Vec<_> = snapshot.ledger.feed(&FeedKey { scope, device: hand.own() }).unwrap().events().map(|e| e.id).collect();
    let last = pieces[0]["events"].as_array_mut().unwrap().pop().unwrap();
    pieces[0]["events"] = json!([last]);
    pieces[0]["from"] = json!(ids.len());
    pieces[0]["prev"] = json!(ids[ids.len() - 2].as_str());
    let draft = read(bundle.to_string().into_bytes()).unwrap();
    let answers: Vec<_> = draft.questions().iter().map(answer).collect();
    incoming("newest.json", 0, Ok(draft.settle(&answers)))
}

/// What is listed of the first file, kind after kind.
fn listed(view: &ReceiveView) -> Vec<&Fresh> {
    view.files[0].lines.iter().flat_map(|line| &line.listed).collect()
}

#[test]
fn a_file_left_out_brings_nothing_and_what_hangs_on_it_waits() {
    let city = Hand::founds();
    let me = founder(&city);
    let district = city.registers_unit("甘井子区", "district", None);
    let [li, wang] = ["李", "王"].map(|name| city.registers(name, Role::Secretary, Some(district)));
    let projects = ["海底隧道", "冰山慧谷"].map(|name| city.registers_project(name, district));
    city.gives(&projects[..1], li);
    city.gives(&projects[1..], wang);
    let phones =
        [li, wang].map(|person| Hand::joins(&person.to_string(), person, &city.invites(person, "2018-11-29", &person.to_string()), NOW));
    let both: Vec<DeviceId> = phones.iter().map(Hand::own).collect();
    // A first file of each, and of the first phone a second that hangs on it.
    let mut files = Vec::new();
    for (phone, project) in phones.iter().zip(projects) {
        phone.visits(project, "第一次");
        files.push(opened(&phone.sends(me)));
    }
    phones[0].visits(projects[0], "第二次");
    files.push(newest_alone(&phones[0].sends(me), &phones[0], projects[0]));

    let all = city.previews(files.clone(), &both);
    assert_eq!((all.totals.files, all.totals.pending, all.people.len()), (3, 0, 2));
    assert_eq!(all.people.iter().map(|p| (p.name.as_str(), p.new)).collect::<Vec<_>>(), [("李", 3), ("王", 2)]);
    // Without the first file the third waits for it; nothing of it is folded, and the second is not touched.
    let some = city.previews_without(files.clone(), &[0], &both);
    assert_eq!((some.files.len(), some.files[0].verdict, some.files[2].verdict), (3, None, Some(Verdict::Kept)));
    assert_eq!((some.totals.files, some.totals.new, some.totals.pending), (2, 3, 1));
    assert_eq!(some.files[0].from.as_ref().map(|(_, name)| name.as_str()), Some("李"), "it says still whose it is");
    let of_li = some.people.iter().find(|p| p.pending == 1).expect("the second visit");
    assert_eq!(of_li.gaps.len(), 1);
    // Without any of them there is nothing to take.
    assert_eq!(city.previews_without(files, &[0, 1, 2], &both).take(), Take::Nothing);
}

#[test]
fn a_file_that_is_none_of_this_ledger_says_where_it_belongs() {
    let city = Hand::founds();
    let foreign = {
        let signer = SeedSigner::new("elsewhere");
        let (workspace, write) = session::found(&signer, "沈阳", "市办", "+08:00", "fedcba9876543210", NOW).unwrap();
        let hand = Hand::open(signer, workspace, write, NOW);
        let district = hand.registers_unit("和平区", "district", None);
        let person = hand.registers("秘书", Role::Secretary, Some(district));
        opened(&hand.invites(person, "2018-11-29", "other").0)
    };
    let table = incoming(
        "项目.CSV",
        3,
        Err(lianxin::domain::bundle::problem::Problem::new(lianxin::domain::bundle::problem::Code::JsonSyntax, "")),
    );
    let files = city.previews(vec![foreign, table], &[]).files;
    assert_eq!(files.iter().map(|f| (f.is_foreign(), f.is_table())).collect::<Vec<_>>(), [(true, false), (false, true)]);
}
