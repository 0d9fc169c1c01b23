//! Files for many people in one go: one for each, one for all of them, starters; and the folders that they lie in.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use lianxin::cli::check_bytes;
use lianxin::cli::sample::{Size, sample};
use lianxin::crypto::native::SeedSigner;
use lianxin::domain::bundle::plan::incoming;
use lianxin::domain::command::Command;
use lianxin::domain::filename::{again, folders, safe};
use lianxin::domain::id::{Ref, Scope};
use lianxin::domain::table::delimited::{read, write};
use lianxin::domain::trust::Role;
use lianxin::screen::lock::Guard;
use lianxin::screen::many::{self, Ended, Form, Mark, Pick};
use lianxin::screen::receive::{LogRow, Receipt, log};
use lianxin::screen::send::{Extent, inside_for_all};
use lianxin::session::{Along, KeptInvite, Parcel, Session};
use lianxin::store::{Exchange, MemoryStore, SentHow, Store, Write};
use pollster::block_on;

use crate::exchange::check;
use crate::session::{Desk, day, joined, two, visit};
use crate::world::{Hand, Hands, NOW};

fn registers(city: &Desk, name: &str, district: Option<Ref>) -> Ref {
    city.does(Command::RegisterPerson { name: name.into(), role: Role::Secretary, district, unit: None })[0]
}

/// Someone else who joined and was admitted and answered.
fn joins(city: &Desk, name: &str) -> Desk {
    let person = city.registers(name, Role::Secretary);
    city.registers_project(&format!("{name}的项目"), person);
    let invite = city.invites(person);
    let (desk, _) = joined(&city.starter(person, &invite), name, &invite);
    city.takes(&desk.sends(city.person).bytes);
    desk.takes(&city.sends(person).bytes);
    desk
}

fn letter(desk: &Desk, to: Ref) -> Parcel {
    let mailing = block_on(desk.session.begin_mailing()).unwrap();
    block_on(desk.session.letter(&mailing, &to, false, None, desk.now())).unwrap()
}

fn circular(desk: &Desk, to: &[Ref]) -> Parcel {
    let mailing = block_on(desk.session.begin_mailing()).unwrap();
    block_on(desk.session.circular(&mailing, to, false, desk.now())).unwrap()
}

fn leaves(desk: &Desk, parcels: &[&Parcel]) {
    let sent = parcels.iter().map(|parcel| desk.session.sent(parcel, SentHow::Downloaded, desk.now())).collect();
    block_on(desk.session.record_all(sent)).unwrap();
}

fn scopes(parcel: &Parcel) -> BTreeSet<Scope> {
    check(&parcel.bytes).pieces.iter().map(|piece| piece.feed.scope).collect()
}

#[test]
fn each_of_many_gets_what_a_file_of_their_own_would_hold() {
    let (city, li, project) = two();
    let sun = joins(&city, "sun");
    city.does(visit(project, Vec::new(), 0));
    registers(&city, "周", None);
    let mailing = block_on(city.session.begin_mailing()).unwrap();
    let now = city.now();
    for person in [li.person, sun.person] {
        let one = block_on(city.session.parcel(&person, false, None, now)).unwrap();
        let of_many = block_on(city.session.letter(&mailing, &person, false, None, now)).unwrap();
        assert_eq!(one.bytes, of_many.bytes);
    }
    assert!(!scopes(&letter(&city, sun.person)).contains(&Scope::Project(project)), "a project goes to those who serve it");
    assert!(scopes(&letter(&city, li.person)).contains(&Scope::Project(project)));
}

#[test]
fn what_left_together_is_noted_together_and_what_did_not_is_not() {
    let (city, li, project) = two();
    let sun = joins(&city, "sun");
    city.does(visit(project, Vec::new(), 0));
    let (to_li, to_sun) = (letter(&city, li.person), letter(&city, sun.person));
    let before = city.snapshot().exchange.len();
    let calls = city.session.store.calls();
    leaves(&city, &[&to_li]);
    assert_eq!(city.snapshot().exchange.len(), before + 1);
    assert_eq!(city.session.store.calls() - calls, 2, "a line and the commit");
    let next = |person| city.snapshot().next_number(Some(person));
    assert_eq!((next(li.person), next(sun.person)), (to_li.number + 1, to_sun.number));
    leaves(&city, &[&to_sun]);
    assert_eq!(next(sun.person), to_sun.number + 1);
    // Their receipts come one by one.
    let receipts = || log(&city.snapshot(), city.hand.id()).into_iter().take(2);
    let confirmed = || receipts().filter(|row| matches!(row, LogRow::Sent { receipt: Receipt::Received(_), .. })).count();
    assert_eq!(confirmed(), 0);
    li.takes(&to_li.bytes);
    li.does(visit(project, Vec::new(), 0));
    let answer = li.sends(city.person);
    city.takes(&answer.bytes);
    let sent = city.snapshot().exchange.iter().rfind(|e| e.addressees() == [li.person]).unwrap().clone();
    assert!(city.snapshot().is_received(city.hand.id(), &sent));
}

#[test]
fn one_file_for_several_holds_what_all_may_have_and_one_lacks() {
    let (city, li, project) = two();
    let sun = joins(&city, "sun");
    city.does(visit(project, Vec::new(), 0));
    registers(&city, "周", None);
    // 李 has what is new already and says so; 孙 lacks it.
    let alone = letter(&city, li.person);
    leaves(&city, &[&alone]);
    li.takes(&alone.bytes);
    city.takes(&li.sends(city.person).bytes);
    let people = [li.person, sun.person];
    let file = circular(&city, &people);
    assert_eq!(scopes(&file), BTreeSet::from([Scope::All]));
    let text = String::from_utf8(file.bytes.to_vec()).unwrap();
    for absent in ["\"to\":", "\"heads\":", "\"wants\":", "\"invite\":", &project.to_string()] {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(text.contains("周"));
    assert_eq!((file.number, file.to, file.among.as_slice()), (1, None, &people[..]));
    assert_eq!(inside_for_all(&city.snapshot(), city.hand.id(), &people, Extent::Lacking).events, file.contents.events);
    assert!(file.contents.events < inside_for_all(&city.snapshot(), city.hand.id(), &people, Extent::Everything).events);
    // Those for several are numbered by themselves.
    let own_numbers = || people.map(|person| city.snapshot().next_number(Some(person)));
    let before = own_numbers();
    leaves(&city, &[&file]);
    assert_eq!(own_numbers(), before);
    assert_eq!(circular(&city, &people).number, 2);

    // What someone acknowledged before still counts after it: it says nothing of what is held.
    let outstanding = || li.snapshot().outstanding(li.hand.id(), &city.person);
    let acknowledged = outstanding();
    li.takes(&file.bytes);
    assert_eq!(outstanding(), acknowledged);
    let known = |desk: &Desk| desk.snapshot().state.roster.persons.values().any(|person| person.name == "周");
    assert!(!known(&sun));
    sun.takes(&file.bytes);
    assert!(known(&sun));

    // One line in the log, with a receipt of one, then of both.
    let row = || log(&city.snapshot(), city.hand.id()).into_iter().find(|row| matches!(row, LogRow::Sent { among: 2, .. })).unwrap();
    let said = |receipt: Receipt| matches!(row(), LogRow::Sent { receipt: found, .. } if found == receipt);
    assert!(said(Receipt::Partly { received: 1, all: 2 }), "李 had it all before");
    city.takes(&sun.sends(city.person).bytes);
    assert!(said(Receipt::Partly { received: 2, all: 2 }));
    assert_eq!(city.snapshot().unsent(city.hand.id()), 1, "the visit at the project of 李 is in no file but his");
}

#[test]
fn someone_of_whom_nothing_came_makes_the_file_for_several_whole() {
    let (city, li, _) = two();
    let zhou = registers(&city, "周", None);
    let whole = inside_for_all(&city.snapshot(), city.hand.id(), &[li.person, zhou], Extent::Everything);
    assert_eq!(inside_for_all(&city.snapshot(), city.hand.id(), &[li.person, zhou], Extent::Lacking), whole);
    assert_eq!(circular(&city, &[zhou]).contents.events, whole.events);
}

#[test]
fn a_lost_file_heals_by_the_next_one_alone_or_for_several() {
    let (city, li, project) = two();
    let sun = joins(&city, "sun");
    for round in 0..4 {
        city.does(visit(project, Vec::new(), 0));
        registers(&city, &format!("第{round}个"), None);
        // Of each round the first files are lost.
        let lost = if round % 2 == 0 { letter(&city, li.person) } else { circular(&city, &[li.person, sun.person]) };
        leaves(&city, &[&lost]);
        let next = if round % 2 == 0 { circular(&city, &[li.person, sun.person]) } else { letter(&city, li.person) };
        leaves(&city, &[&next]);
        li.takes(&next.bytes);
        city.takes(&li.sends(city.person).bytes);
    }
    let last = letter(&city, li.person);
    li.takes(&last.bytes);
    let shared = city.snapshot().shared_scopes(None, &li.person);
    assert_eq!(city.snapshot().code(&shared), li.snapshot().code(&shared));
}

/// As the page does it: one transaction with all private halves.
fn invites_all(city: &Desk, people: &[Ref]) -> Vec<Hand> {
    let hands: Vec<Hand> = people.iter().map(|person| Hand::new(&format!("invite {person}"))).collect();
    let until = day("2019-01-01");
    let kept = |hand: &Hand| KeptInvite { key: hand.private_jwk(), until: until.to_string(), devices: BTreeSet::new() };
    let invites = people.iter().copied().zip(hands.iter().map(kept)).collect();
    let people = people.iter().copied().zip(hands.iter().map(|hand| hand.key.clone())).collect();
    city.commit(&Command::InvitePeople { people, until }, Along { invites, ..Along::default() }).unwrap();
    hands
}

#[test]
fn starters_for_many_are_one_write_and_survive_a_run_that_is_cut_off() {
    let city = Desk::founded();
    let people: Vec<Ref> = ["甲", "乙", "丙"].iter().map(|name| registers(&city, name, None)).collect();
    let today = day("2018-11-15");
    let marks = |city: &Desk| many::starters(&city.snapshot(), city.hand.id(), today).rows.iter().map(|row| row.mark).collect::<Vec<_>>();
    assert_eq!(marks(&city), [Mark::NotInvited; 3]);
    let rows = city.snapshot().last_row;
    let hands = invites_all(&city, &people);
    assert_eq!(city.snapshot().last_row, rows + 1);
    assert_eq!(marks(&city), [Mark::NotHandedOut; 3]);
    leaves(&city, &[&letter(&city, people[0])]);
    let done = |mark| many::starters(&city.snapshot(), city.hand.id(), today).count(|row| row.mark == mark);
    assert_eq!((done(Mark::Out), done(Mark::NotHandedOut)), (1, 2));

    // The page is gone. What is kept is enough for the rest, without inviting anyone again.
    let reopened = block_on(Session::open(city.session.store.clone(), city.hand.clone(), city.snapshot().ledger.workspace)).unwrap();
    let mailing = block_on(reopened.begin_mailing()).unwrap();
    for (person, hand) in people.iter().zip(&hands).skip(1) {
        let starter = block_on(reopened.letter(&mailing, person, true, None, city.now())).unwrap();
        assert!(starter.name.starts_with("lianxin-start-"), "{}", starter.name);
        let (desk, _) = joined(&starter, &format!("device of {person}"), hand);
        city.takes(&desk.sends(city.person).bytes);
        assert!(city.snapshot().state.roster.speaks_for(&desk.hand.id(), person), "the join is proven");
        assert_eq!(block_on(city.session.kept_invite(person, city.now())).unwrap(), None, "it was used");
    }
    assert_eq!(marks(&city), [Mark::Out]);
    // A lost one heals by the next file.
    let again = letter(&city, people[0]);
    joined(&again, "late", &hands[0]);
    let invitations = |person: &Ref| city.snapshot().state.roster.persons[person].invitations.len();
    assert_eq!(people.iter().map(invitations).collect::<Vec<_>>(), [1, 1, 1]);
}

#[test]
fn whom_one_may_choose() {
    let (city, li, project) = two();
    let zhou = registers(&city, "周", None);
    let sun = joins(&city, "sun");
    let today = day("2018-11-15");
    let sending = || {
        let snapshot = city.snapshot();
        many::sending(&snapshot, snapshot.state.roster.persons.get(&city.person), today)
    };
    let many = sending();
    assert_eq!(
        many.rows.iter().map(|row| (row.person, row.mark)).collect::<BTreeMap<_, _>>(),
        BTreeMap::from([(li.person, Mark::Answered), (sun.person, Mark::Answered)])
    );
    assert_eq!(many.absent.iter().map(|absent| absent.person).collect::<Vec<_>>(), [zhou], "and never oneself");
    li.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    let owed = |many: &many::Many| {
        many.listed(&Pick { mark: Some(Mark::Owed), ..Pick::default() }).iter().map(|row| row.person).collect::<Vec<_>>()
    };
    assert_eq!(owed(&sending()), [li.person]);
    leaves(&city, &[&circular(&city, &[li.person, sun.person])]);
    assert_eq!(owed(&sending()), [li.person], "a file for several acknowledges nothing");
    leaves(&city, &[&letter(&city, li.person)]);
    assert_eq!(owed(&sending()), []);
    let found = |query: &str| sending().listed(&Pick { query: query.into(), ..Pick::default() }).len();
    assert_eq!((found("SUN "), found("李"), found("周"), found("")), (1, 1, 0, 2));
    assert!(many::starters(&li.snapshot(), li.hand.id(), today).rows.is_empty(), "a secretary invites nobody");
}

#[test]
fn one_file_has_room_for_so_many_devices() {
    for (chosen, form, devices, expected) in [
        (None, Form::Each, 400, Some(Guard::Devices)),
        (None, Form::One, 64, Some(Guard::Devices)),
        (None, Form::One, 65, None),
        (Some(Guard::Devices), Form::One, 65, None),
        (Some(Guard::Passphrase), Form::One, 65, Some(Guard::Passphrase)),
        (Some(Guard::Open), Form::Each, 400, Some(Guard::Open)),
    ] {
        assert_eq!(many::guard(chosen, form, devices), expected, "{chosen:?} {form:?} {devices}");
    }
}

#[test]
fn a_run_goes_on_where_it_stopped() {
    let people: Vec<Ref> = (0..4).map(|n| Ref::parse(Hand::new(&format!("{n}")).id().as_str()).unwrap()).collect();
    assert_eq!(many::left(&people, &people[..2]), people[2..]);
    assert_eq!(many::left(&people, &[people[3], people[0]]), people[1..3]);
    assert_ne!(Ended::Failed(people[0], "full"), Ended::Stopped);
}

#[test]
fn names_that_people_wrote_become_names_of_folders() {
    for (name, expected) in [
        ("大连湾街道服务秘书", "大连湾街道服务秘书"),
        ("双D港园区", "双D港园区"),
        ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..", "_"),
        ("", "_"),
        ("   ", "_"),
        ("李四. . ", "李四"),
        (".hidden", "hidden"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Com1", "_Com1"),
        ("LPT¹", "_LPT¹"),
        ("COM10", "COM10"),
        ("console", "console"),
        ("nul .x", "_nul .x"),
        ("a\u{0}b\tc\nd", "abcd"),
        ("李\u{202e}四\u{200b}", "李四"),
        ("全\u{3000}角", "全 角"),
        ("x.lnk", "x.lnk_"),
        ("PROGRA~1", "PROGRA_1"),
        ("100%", "100_"),
        ("=cmd", "=cmd"),
    ] {
        assert_eq!(safe(name), expected, "{name:?}");
    }
    for long in ["街".repeat(4000), "a".repeat(4000), "😀.".repeat(900)] {
        let name = safe(&long);
        assert!(!name.is_empty() && name.len() <= 101 && !name.ends_with(['.', ' ']), "{name}");
    }
    assert_eq!(again("lianxin-abc-2018-11-15-1.json", 2), "lianxin-abc-2018-11-15-1 (2).json");
}

#[test]
fn two_people_never_share_a_folder() {
    let city = Desk::founded();
    let districts: Vec<Ref> = ["中山区", "西岗区"]
        .iter()
        .map(|name| city.does(Command::RegisterUnit { name: (*name).into(), kind: "district".into(), parent: None })[0])
        .collect();
    let named = |name: &str, district: Option<usize>| registers(&city, name, district.map(|at| districts[at]));
    let [first, second] = [named("街道秘书", Some(0)), named("街道秘书", Some(1))];
    let twins = [named("Twin", Some(0)), named("twin.", Some(0)), named("TWIN", Some(0))];
    let alone = named("王", Some(1));
    let posing = named("街道秘书 中山区", Some(1));
    let long = [named(&"长".repeat(200), None), named(&"长".repeat(201), None)];
    let found = folders(&city.snapshot().state.roster);
    assert_eq!(found.len(), city.snapshot().state.roster.persons.len());
    let distinct: BTreeSet<String> = found.values().map(|name| name.to_lowercase()).collect();
    assert_eq!(distinct.len(), found.len(), "{found:?}");
    assert!(found.values().all(|name| safe(name) == *name && name.len() <= 143), "{found:?}");
    assert_eq!((found[&alone].as_str(), found[&posing].as_str()), ("王", "街道秘书 中山区"));
    assert_eq!(found[&second], "街道秘书 西岗区");
    assert!(found[&first].starts_with("街道秘书 ") && found[&first] != "街道秘书 中山区");
    assert!(twins.iter().chain(&long).all(|person| found[person].contains(' ')));
    // Whoever comes later changes nothing for those whose names are their own.
    named("某", None);
    assert_eq!(folders(&city.snapshot().state.roster)[&alone], "王");
}

#[test]
fn a_list_for_spreadsheets_holds_no_formula() {
    let rows = [["name", "file"], ["=1+1", "+a"], ["-b", "@c"], ["\ttab", "a,\"b\""], ["李\r\n四", "＝x"]]
        .map(|row| row.map(String::from).to_vec());
    let text = write(&rows);
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    let back = read(&text).unwrap();
    let cells: Vec<Vec<String>> = back.rows.into_iter().map(|row| row.cells).collect();
    assert_eq!(cells, [["'=1+1", "'+a"], ["'-b", "'@c"], ["'\ttab", "a,\"b\""], ["李\n四", "'＝x"]]);
}

/// A city's Friday: 378 files of one moment. With `LIANXIN_COSTS` at full scale, else at a tenth of it; what is compared is
/// that a file costs no more in the company of many.
#[test]
#[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
fn a_whole_city_is_answered_in_one_go() {
    let full = std::env::var_os("LIANXIN_COSTS").is_some();
    let size = if full {
        Size { projects: 719, people: 378, visits: 40_000, months: 12, nodes: 0 }
    } else {
        Size { projects: 72, people: 38, visits: 400, months: 3, nodes: 0 }
    };
    let made = sample(&size, "7").unwrap();
    let founder = SeedSigner::new("7 founder");
    let checked = check_bytes(made.bundle.clone()).unwrap();
    let (store, workspace) = (MemoryStore::default(), checked.workspace);
    let session = block_on(Session::open(store.clone(), founder, workspace)).unwrap();
    let arriving = vec![incoming("all", made.bundle.len(), Ok(checked))];
    let plan = block_on(session.plan(arriving, &Hands));
    block_on(session.accept(&plan, &BTreeSet::new(), NOW)).unwrap();
    let snapshot = session.snapshot();
    let me = *snapshot.state.own_persons().first().unwrap();
    let rows = many::sending(&snapshot, snapshot.state.roster.persons.get(&me), day("2018-11-15")).rows;
    assert_eq!(rows.len(), size.people);

    // Half a year of files that came every week, each with what its sender held.
    let weeks = if full { 26 } else { 3 };
    let mut came = Vec::new();
    for week in 0..weeks {
        for row in &rows {
            let device = snapshot.state.roster.devices_of(&row.person).next().unwrap().id;
            let scopes = snapshot.shared_scopes(None, &row.person);
            // The first lack what the city wrote last.
            let heads = snapshot.heads(|key| scopes.contains(&key.scope) && (week > 0 || key.device != session.own()));
            came.push(Exchange::Received {
                time: NOW + week,
                name: "x".into(),
                bytes: 1,
                from: Some(device),
                to: Some(me),
                number: Some(1),
                made: None,
                heads: Some(heads),
                wants: Vec::new(),
                new: 1,
                known: 0,
                waiting: 0,
                problems: Vec::new(),
            });
        }
    }
    block_on(store.write(Write { after: session.snapshot().last_row, exchange: came, ..Write::default() })).unwrap();
    assert!(block_on(session.catch_up()).unwrap());

    let mut total = Duration::ZERO;
    let begun = Instant::now();
    let looked = many::sending(&session.snapshot(), snapshot.state.roster.persons.get(&me), day("2018-11-15"));
    let listing = begun.elapsed();
    assert_eq!(looked.count(|row| row.mark == Mark::Owed), size.people);
    let mut bytes = 0;
    let mut left = Vec::new();
    let mailing = block_on(session.begin_mailing()).unwrap();
    for row in &rows {
        let begun = Instant::now();
        let parcel = block_on(session.letter(&mailing, &row.person, full, None, NOW)).unwrap();
        total += begun.elapsed();
        bytes += parcel.bytes.len();
        left.push(session.sent(&parcel, SentHow::Downloaded, NOW));
        assert_eq!(parcel.number, 1);
    }
    let begun = Instant::now();
    block_on(session.record_all(left)).unwrap();
    let noting = begun.elapsed();
    let everyone: Vec<Ref> = rows.iter().map(|row| row.person).collect();
    let begun = Instant::now();
    let one = block_on(session.circular(&mailing, &everyone, true, NOW)).unwrap();
    let circular = begun.elapsed();
    let read = check_bytes(one.bytes.to_vec()).unwrap();
    assert!(read.problems.is_empty() && read.pieces.iter().all(|piece| piece.feed.scope == Scope::All));
    println!(
        "{} people: listed in {listing:?}; {:?} a file, {} bytes each; noted in {noting:?}; one for all in {circular:?}",
        rows.len(),
        total / rows.len() as u32,
        bytes / rows.len()
    );
    let me = snapshot.state.roster.persons.get(&me);
    assert_eq!(many::sending(&session.snapshot(), me, day("2018-11-15")).count(|row| row.mark == Mark::Owed), 0);
}
