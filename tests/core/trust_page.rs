//! The page of what does not count: devices, forks and their cure, a lost phone, joining anew on the same device.

use std::collections::BTreeMap;

use lianxin::domain::command::{Command, Refusal, Stamp};
use lianxin::domain::id::{DeviceId, ProjectId, Ref, Scope};
use lianxin::domain::shape::Kind;
use lianxin::domain::state::Reason;
use lianxin::domain::trust::Role;
use lianxin::screen::fresh::What;
use lianxin::screen::people::DeviceStanding;
use lianxin::screen::trust::{Cut, Effect, TrustView, effect, heads, to_enter_again, view};
use lianxin::session::{Along, Failure, KeptInvite};
use lianxin::store::SentHow;
use pollster::block_on;
use serde_json::json;

use crate::exchange::{arriving, check, writes_past_the_rules};
use crate::session::{Desk, copy_of, day, joined, joined_again, two, visit};
use crate::world::{Hand, Hands, NOW};

const DAY: i64 = 86_400_000;

fn page(desk: &Desk) -> TrustView {
    view(&desk.snapshot(), desk.hand.id())
}

fn visits(desk: &Desk, project: ProjectId) -> usize {
    desk.snapshot().state.project(&project).unwrap().visit_count()
}

/// Revokes with the invitation to go on, as the page does.
fn stops(desk: &Desk, device: DeviceId, cut: Cut, chosen: &BTreeMap<Scope, Ref>, stays: Option<Ref>) -> Hand {
    let snapshot = desk.snapshot();
    let heads = heads(&snapshot, device, cut, chosen);
    let invite = Hand::new(&format!("again {device}"));
    let until = day("2019-01-01");
    let devices = stays.map(|person| snapshot.state.roster.devices_of(&person).map(|d| d.id).collect()).unwrap_or_default();
    let kept = KeptInvite { key: invite.private_jwk(), until: until.to_string(), devices };
    let along = Along { invites: stays.map(|person| (person, kept)).into_iter().collect(), ..Along::default() };
    let invited = stays.map(|person| (person, invite.key.clone(), until));
    desk.commit(&Command::RevokeDevice { device, heads, reason: "电话说过".into(), invite: invited }, along).unwrap();
    invite
}

/// What the page shows before a revocation.
fn previewed(desk: &Desk, device: DeviceId, cut: Cut, chosen: &BTreeMap<Scope, Ref>) -> Effect {
    let before = desk.snapshot();
    let command = Command::RevokeDevice { device, heads: heads(&before, device, cut, chosen), reason: "x".into(), invite: None };
    let stamp = Stamp { now: desk.now(), random: Vec::new() };
    effect(&before, &before.decide(desk.hand.id(), &command, stamp).unwrap().0, device)
}

/// 李's phone was copied: one wrote three visits, the copy one.
fn cloned() -> (Desk, Desk, Desk, ProjectId) {
    let (city, li, project) = two();
    li.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    li.takes(&city.sends(li.person).bytes);
    let twin = copy_of(&li);
    for _ in 0..3 {
        li.does(visit(project, Vec::new(), 0));
    }
    let mut other = visit(project, Vec::new(), 1);
    if let Command::LogVisit { visit, .. } = &mut other {
        visit.kind = "phone".into();
    }
    twin.does(other);
    city.takes(&li.sends(city.person).bytes);
    city.takes(&twin.parcel(city.person, true).bytes);
    (city, li, twin, project)
}

#[test]
fn a_fork_shows_both_branches_and_is_cured_by_naming_one() {
    let (city, li, twin, project) = cloned();
    let scope = Scope::Project(project);
    assert_eq!(visits(&city, project), 1, "from the fork on nothing counts");
    let shown = page(&city);
    let [fork] = shown.forks.as_slice() else { panic!("{:?}", shown.forks) };
    assert_eq!((fork.device, fork.person, fork.name.as_str(), fork.manage.is_yes()), (li.hand.id(), li.person, "李", true));
    let [place] = fork.places.as_slice() else { panic!("{:?}", fork.places) };
    assert_eq!((place.scope, place.seq, place.project.as_deref()), (scope, 2, Some("热电厂")));
    let [long, short] = place.branches.as_slice() else { panic!("{:?}", place.branches) };
    assert_eq!((long.events, long.counts.as_slice()), (3, [(What::Visits, 3)].as_slice()), "the longer first");
    assert_eq!((short.events, short.counts.as_slice()), (2, [(What::Visits, 1), (What::Problems, 1)].as_slice()));
    assert_eq!(short.listed.iter().map(|line| line.words.as_str()).collect::<Vec<_>>(), ["见面", "土地"]);
    let theirs = page(&twin);
    assert!(theirs.forks.is_empty() && !theirs.devices.is_empty(), "the copy knows nothing of it yet");
    let chosen = BTreeMap::from([(scope, long.name)]);
    let before = previewed(&city, li.hand.id(), Cut::Held, &chosen);
    assert_eq!((before.stops.as_slice(), before.starts.as_slice()), ([].as_slice(), [(What::Visits, 3)].as_slice()));
    assert_eq!(before.projects, ["热电厂"]);
    stops(&city, li.hand.id(), Cut::Held, &chosen, Some(li.person));
    assert_eq!(visits(&city, project), 4);
    let after = page(&city);
    assert!(after.forks.is_empty());
    let line = after.devices.iter().find(|d| d.id == li.hand.id()).unwrap();
    let stop = line.stop.as_ref().unwrap();
    assert_eq!((line.standing, stop.counted, stop.beyond), (DeviceStanding::Stopped, 5, 2), "the join, four visits; the copy's two");
    assert_eq!(stop.deeds.iter().map(|(deed, reason)| (deed.by.as_str(), reason.as_str())).collect::<Vec<_>>(), [("市发改委", "电话说过")]);
}

#[test]
fn the_other_branch_can_be_chosen_as_well() {
    let (city, li, _, project) = cloned();
    let scope = Scope::Project(project);
    let short = page(&city).forks[0].places[0].branches[1].name;
    stops(&city, li.hand.id(), Cut::Held, &BTreeMap::from([(scope, short)]), None);
    assert_eq!(visits(&city, project), 2);
    assert_eq!(city.snapshot().state.project(&project).unwrap().folded.of_kind(Kind::ProblemRaised).count(), 1);
}

#[test]
fn the_new_invitation_goes_along_and_the_same_phone_joins_anew() {
    let (city, li, _, project) = cloned();
    let scope = Scope::Project(project);
    let long = page(&city).forks[0].places[0].branches[0].name;
    let invite = stops(&city, li.hand.id(), Cut::Held, &BTreeMap::from([(scope, long)]), Some(li.person));
    let answer = city.sends(li.person);
    let along = check(&answer.bytes).envelope.invite.unwrap();
    assert_eq!((along.person, along.jwk), (li.person, invite.private_jwk()));
    assert!(answer.name.starts_with("lianxin-start-"), "{}", answer.name);
    li.takes(&answer.bytes);
    assert_eq!(li.commit(&visit(project, Vec::new(), 0), Along::default()).map(drop), Err(Failure::Refused(Refusal::Stopped)));
    let again = joined_again(&li, "li again", &invite);
    assert_eq!(again.snapshot().state.own_persons(), [li.person]);
    again.does(visit(project, Vec::new(), 0));
    let own = again.hand.id();
    assert_eq!(again.snapshot().unsent(own), 2, "what the old keys sent is none of the new ones'");
    let file = again.sends(city.person);
    assert_eq!(again.snapshot().unsent(own), 0);
    city.takes(&file.bytes);
    assert!(city.snapshot().state.trust.admitted.contains(&again.hand.id()), "its proof is good");
    assert_eq!(visits(&city, project), 5);
    assert_eq!(block_on(city.session.kept_invite(&li.person, city.now())), Ok(None), "it was used");
    let next = city.sends(li.person);
    assert!(check(&next.bytes).envelope.invite.is_none());
    again.takes(&next.bytes);
    // What the copy wrote is offered, once.
    let offered = to_enter_again(&again.snapshot());
    assert_eq!(
        offered.iter().map(|one| (one.line.what, one.line.words.as_str())).collect::<Vec<_>>(),
        [(What::Visits, "见面"), (What::Problems, "土地")]
    );
    for one in offered {
        again.does(one.command);
    }
    assert!(to_enter_again(&again.snapshot()).is_empty());
    city.takes(&again.sends(city.person).bytes);
    assert_eq!(visits(&city, project), 6);
    assert!(to_enter_again(&city.snapshot()).is_empty(), "they are not the city's");
    again.takes(&city.sends(li.person).bytes);
    let scopes = again.snapshot().shared_scopes(Some(&li.person), &city.person);
    assert_eq!(again.snapshot().code(&scopes), city.snapshot().code(&scopes));
}

#[test]
fn a_kept_invitation_ends_with_its_last_day_and_another_person_never_gets_it() {
    let (city, li, _) = two();
    let other = city.registers("王", Role::Secretary);
    stops(&city, li.hand.id(), Cut::Held, &BTreeMap::new(), Some(li.person));
    assert!(check(&city.parcel(other, true).bytes).envelope.invite.is_none());
    let kept = |now: i64| block_on(city.session.kept_invite(&li.person, now)).unwrap().is_some();
    assert!(kept(NOW) && kept(NOW + 47 * DAY), "until 1 January, that day included");
    assert!(!kept(NOW + 48 * DAY));
    let parcel = block_on(city.session.parcel(&li.person, false, None, NOW + 48 * DAY)).unwrap();
    assert!(check(&parcel.bytes).envelope.invite.is_none());
}

#[test]
fn a_lost_phone_counts_up_to_what_is_held_or_to_a_day() {
    let (city, li, project) = two();
    li.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    // Someone found it and goes on writing two days later.
    let thief = copy_of(&li);
    thief.waits(2 * DAY);
    thief.does(visit(project, Vec::new(), 1));
    city.takes(&thief.sends(city.person).bytes);
    assert_eq!(visits(&city, project), 2);
    let nothing = BTreeMap::new();
    let all = previewed(&city, li.hand.id(), Cut::Held, &nothing);
    assert_eq!(all, Effect::default(), "what is held goes on counting");
    let cut = Cut::Until(day("2018-11-16"));
    let some = previewed(&city, li.hand.id(), cut, &nothing);
    assert_eq!(some.stops, [(What::Visits, 1), (What::Problems, 1)]);
    assert_eq!((some.listed.len(), some.projects.as_slice(), some.devices.len()), (2, ["热电厂".to_string()].as_slice(), 0));
    assert_eq!(visits(&city, project), 2, "a preview changes nothing");
    let invite = stops(&city, li.hand.id(), cut, &nothing, Some(li.person));
    assert_eq!(visits(&city, project), 1);
    // What the thief writes on changes nothing any more.
    thief.does(visit(project, Vec::new(), 0));
    city.takes(&thief.sends(city.person).bytes);
    assert_eq!(visits(&city, project), 1);
    // A new phone begins with the file that carries the invitation.
    let answer = city.sends(li.person);
    let (new, _) = joined(&answer, "li new phone", &invite);
    assert_eq!(visits(&new, project), 1, "all that counts is on it");
    city.takes(&new.sends(city.person).bytes);
    let scopes = new.snapshot().shared_scopes(Some(&li.person), &city.person);
    new.takes(&city.sends(li.person).bytes);
    assert_eq!(new.snapshot().code(&scopes), city.snapshot().code(&scopes));
}

#[test]
fn who_may_not_manage_is_offered_nothing_and_refused() {
    let (city, li, _) = two();
    let shown = page(&li);
    assert!(!shown.devices.is_empty() && shown.devices.iter().all(|d| !d.manage.is_yes()));
    let device = city.hand.id();
    let command = Command::RevokeDevice {
        device,
        heads: heads(&li.snapshot(), device, Cut::Held, &BTreeMap::new()),
        reason: "x".into(),
        invite: None,
    };
    let refused = Failure::Refused(Refusal::Rule { kind: Kind::DeviceRevoked, reason: Reason::Role });
    assert_eq!(li.commit(&command, Along::default()).map(drop), Err(refused.clone()));
    // A founder that would no longer be admitted can't revoke itself.
    let command = Command::RevokeDevice { device, heads: BTreeMap::new(), reason: "x".into(), invite: None };
    assert!(matches!(city.commit(&command, Along::default()), Err(Failure::Refused(_))));
    let empty = Command::RevokeDevice { device: li.hand.id(), heads: BTreeMap::new(), reason: " ".into(), invite: None };
    assert_eq!(city.commit(&empty, Along::default()).map(drop), Err(Failure::Refused(Refusal::Empty { field: "reason" })));
}

#[test]
fn devices_that_wait_are_listed_with_what_waits_of_them() {
    let city = Desk::founded();
    let person = city.registers("李", Role::Secretary);
    let project = city.registers_project("热电厂", person);
    let invite = city.invites(person);
    let (li, _) = joined(&city.starter(person, &invite), "li", &invite);
    li.does(visit(project, Vec::new(), 1));
    let parcel = li.parcel(city.person, false);
    block_on(li.session.record_sent(&parcel, SentHow::Shared, li.now())).unwrap();
    let plan = block_on(city.session.plan(arriving(&parcel.bytes), &Hands));
    block_on(city.session.accept(&plan, &Default::default(), city.now())).unwrap();
    let shown = page(&city);
    let first = &shown.devices[0];
    assert_eq!((first.id, first.standing, first.manage.is_yes()), (li.hand.id(), DeviceStanding::Waiting, true));
    assert_eq!((first.waits.as_slice(), first.entries), ([(What::Visits, 1), (What::Problems, 1)].as_slice(), 3));
    assert_eq!((shown.open(), shown.waiting()), (1, vec![li.hand.id()]));
    city.does(Command::AdmitDevices { devices: vec![(person, first.key.clone(), first.box_key.clone())] });
    let after = page(&city);
    let line = after.devices.iter().find(|d| d.id == li.hand.id()).unwrap();
    assert_eq!((line.standing, after.open(), visits(&city, project)), (DeviceStanding::Admitted, 0, 1));
    assert_eq!(line.admitted.as_ref().map(|deed| deed.by.as_str()), Some("市发改委"));
    assert!(line.heard.is_some());
}

#[test]
fn what_is_refused_is_named_with_its_reason_and_its_place() {
    let (city, li, project) = two();
    li.does(visit(project, Vec::new(), 0));
    let first = li.snapshot().state.project(&project).unwrap().folded.of_kind(Kind::VisitLogged).next().unwrap().name();
    city.takes(&li.sends(city.person).bytes);
    let wang = city.registers("王", Role::Secretary);
    let invite = city.invites(wang);
    city.does(Command::AssignProjects { projects: vec![project], secretary: Some(wang) });
    let (second, _) = joined(&city.starter(wang, &invite), "wang", &invite);
    // Another's visit is not theirs to take back: their own app refuses, so the event is written past it.
    let taken = Command::Withdraw { scope: Scope::Project(project), of: vec![first], reason: None };
    assert!(matches!(second.commit(&taken, Along::default()), Err(Failure::Refused(Refusal::Rule { reason: Reason::Role, .. }))));
    writes_past_the_rules(&second.session, second.now(), Scope::Project(project), Kind::Withdrawn, json!({"of": first}));
    city.takes(&second.parcel(city.person, false).bytes);
    let shown = page(&city);
    let [line] = shown.refused.as_slice() else { panic!("{:?}", shown.refused) };
    assert_eq!((line.who.as_str(), line.what, line.reason, shown.refused_more), ("王", What::Withdrawals, Reason::Role, 0));
    assert_eq!(line.project.as_ref().map(|(id, name)| (*id, name.as_str())), Some((project, "热电厂")));
    assert!(line.at.is_some() && shown.open() == 1);
}
