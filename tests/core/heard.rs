//! Who has sent what: numbers, gaps, receipts, and what the others hold that is not here.

use lianxin::domain::calendar::Day;
use lianxin::domain::id::{ProjectId, Ref};
use lianxin::domain::trust::Role;
use lianxin::screen::heard::{Acknowledged, Filter, HeardRow, Order, last_friday, listed, rows};
use lianxin::screen::people::DeviceStanding;
use lianxin::screen::receive::Gap;
use lianxin::screen::trust;

use crate::session::{Desk, copy_of, day, two, visit};

fn today() -> Day {
    day("2018-11-15")
}

fn all(desk: &Desk) -> Vec<HeardRow> {
    let snapshot = desk.snapshot();
    let me = snapshot.state.roster.persons.get(&desk.person).cloned();
    rows(&snapshot, desk.hand.id(), me.as_ref(), today())
}

fn of(desk: &Desk, person: Ref) -> HeardRow {
    all(desk).into_iter().find(|row| row.person == person).unwrap()
}

#[test]
fn a_lost_file_shows_as_a_number_and_what_it_held_heals_with_the_next() {
    let (city, li, project) = two();
    let quiet = of(&city, li.person);
    assert_eq!((quiet.newest, quiet.missing.as_slice(), quiet.lacks()), (Some(1), [].as_slice(), false));
    assert_eq!((quiet.standing, quiet.acknowledged), (Some(DeviceStanding::Admitted), Acknowledged::Without(1)));
    li.does(visit(project, Vec::new(), 1));
    li.sends(city.person); // lost
    li.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    let healed = of(&city, li.person);
    assert_eq!((healed.newest, healed.missing.as_slice()), (Some(3), [(2, 2)].as_slice()));
    assert!(!healed.lacks(), "the third brought what the second held");
    assert_eq!(city.snapshot().state.project(&project).unwrap().visit_count(), 2);
}

/// The city's first desk never got 李's first file, a copy of it did and answered.
fn half_informed() -> (Desk, Desk, ProjectId) {
    let (city, li, project) = two();
    li.does(visit(project, Vec::new(), 1));
    let copy = copy_of(&city);
    copy.takes(&li.sends(city.person).bytes);
    li.takes(&copy.sends(li.person).bytes);
    city.waits(60_000);
    (city, li, project)
}

#[test]
fn what_waits_behind_a_lost_file_is_named_until_it_comes() {
    let (city, li, project) = half_informed();
    li.does(visit(project, Vec::new(), 0));
    city.takes(&li.sends(city.person).bytes);
    let places = |gaps: &[Gap]| gaps.iter().map(|gap| (gap.project.clone(), gap.from, gap.to)).collect::<Vec<_>>();
    let row = of(&city, li.person);
    assert_eq!(places(&row.gaps), [(Some("热电厂".into()), 1, 2)]);
    assert!(row.lacks() && row.beyond.is_empty(), "their head itself is held");
    let shown = trust::view(&city.snapshot(), city.hand.id());
    assert_eq!(shown.pending.iter().map(|p| (p.person, p.entries)).collect::<Vec<_>>(), [(Some(li.person), 1)]);
    assert_eq!(listed(&all(&city), Filter::Lacking, Order::Name).len(), 1);
    // The answer's heads say what is here, so the next file brings it, without anyone doing anything.
    li.takes(&city.sends(li.person).bytes);
    city.takes(&li.sends(city.person).bytes);
    let row = of(&city, li.person);
    assert_eq!((row.gaps.len(), row.beyond.len()), (0, 0));
    assert_eq!(city.snapshot().state.project(&project).unwrap().visit_count(), 2);
}

#[test]
fn what_only_their_heads_tell_of_is_named_too() {
    let (city, li, _) = half_informed();
    city.takes(&li.sends(city.person).bytes);
    let row = of(&city, li.person);
    assert!(row.gaps.is_empty(), "nothing here hangs on what is missing");
    assert_eq!(row.beyond.iter().map(|gap| (gap.who.as_str(), gap.from, gap.to)).collect::<Vec<_>>(), [("李", 1, 2)]);
}

#[test]
fn receipts_are_said_only_where_heads_came() {
    let (city, li, _) = two();
    let named = city.registers("王", Role::Secretary);
    assert!(all(&city).iter().all(|row| row.person != named), "nobody expects anything of who was never invited");
    city.invites(named);
    let row = of(&city, named);
    assert_eq!((row.standing, row.last.clone(), row.acknowledged, row.newest), (None, None, Acknowledged::Unknown, None));
    assert!(row.not_since(today()));
    assert_eq!(all(&city)[0].person, named, "who never sent stands first");
    assert!(matches!(of(&city, li.person).acknowledged, Acknowledged::Without(_)), "what was written since has no receipt");
    let filtered = |filter| listed(&all(&city), filter, Order::Silence).into_iter().map(|row| row.person).collect::<Vec<_>>();
    assert_eq!(filtered(Filter::NotSince(today())), [named]);
    assert_eq!(filtered(Filter::NotSince(day("2018-11-16"))), [named, li.person]);
    assert_eq!(filtered(Filter::WithoutReceipt), [li.person]);
    li.takes(&city.sends(li.person).bytes);
    city.takes(&li.sends(city.person).bytes);
    assert_eq!(of(&city, li.person).acknowledged, Acknowledged::All);
    assert_eq!(of(&li, city.person).acknowledged, Acknowledged::All, "a secretary sees the same of the city");
}

#[test]
fn friday_is_the_last_one_before_the_day() {
    for (today, friday) in
        [("2018-11-15", "2018-11-09"), ("2018-11-16", "2018-11-09"), ("2018-11-17", "2018-11-16"), ("2018-11-19", "2018-11-16")]
    {
        assert_eq!(last_friday(day(today)), day(friday), "{today}");
    }
}
