//! What today reminds of: the city's only device, a backup that is due.

use lianxin::domain::command::Command;
use lianxin::domain::trust::{Limit, Role};
use lianxin::screen::reminder::{MANY_UNSENT, OLD_DAYS, Reminder, backup_age, reminders};
use lianxin::session::Along;
use lianxin::session::backup::{BackedUp, events_held};

use crate::session::{Desk, day, joined, two, visit};

fn due(desk: &Desk, last: Option<BackedUp>, today: &str) -> Vec<Reminder> {
    let snapshot = desk.snapshot();
    let own = desk.session.own();
    let me = snapshot.state.roster.persons[&desk.person].clone();
    reminders(&snapshot, own, &me, &backup_age(&snapshot, own, last, day(today)))
}

#[test]
fn the_only_device_of_the_city_is_told_so_until_there_is_another() {
    let (city, li, _) = two();
    assert_eq!(due(&city, None, "2018-11-15"), [Reminder::OnlyCityDevice]);
    assert_eq!(due(&li, None, "2018-11-15"), []);
    // A second device of the same person, by a starter of its own.
    let invite = city.invites(city.person);
    let (second, _) = joined(&city.starter(city.person, &invite), "second", &invite);
    assert_eq!(due(&second, None, "2018-11-15"), [], "it counts for nothing before it is admitted");
    assert_eq!(due(&city, None, "2018-11-15"), [Reminder::OnlyCityDevice]);
    city.takes(&second.sends(city.person).bytes);
    assert_eq!(due(&city, None, "2018-11-15"), []);
    let stop = Command::RevokeDevice { device: second.session.own(), heads: Limit::new(), reason: "丢了".into(), invite: None };
    city.does(stop);
    assert_eq!(due(&city, None, "2018-11-15"), [Reminder::OnlyCityDevice], "it was lost");
    // A district's is no city's.
    let person = city.registers("甘井子区统筹", Role::Leader);
    let invite = city.invites(person);
    let (leader, _) = joined(&city.starter(person, &invite), "leader", &invite);
    city.takes(&leader.sends(city.person).bytes);
    assert_eq!(due(&city, None, "2018-11-15"), [Reminder::OnlyCityDevice]);
}

#[test]
fn a_backup_is_due_by_age_or_by_what_lies_nowhere_else() {
    let (city, li, project) = two();
    let backup_due = |desk: &Desk, last, today: &str| due(desk, last, today).iter().any(|one| matches!(one, Reminder::BackupDue(_)));
    assert!(!backup_due(&city, None, "2018-11-15"), "of so little nobody is reminded");
    (0..60).for_each(|_| drop(city.does(visit(project, Vec::new(), 0))));
    assert!(backup_due(&city, None, "2018-11-15"));
    let snapshot = city.snapshot();
    let at = |events: u64| Some(BackedUp { time: snapshot.ledger.newest(), events });
    let made = snapshot.state.roster.day_of(snapshot.ledger.newest());
    let later = |days: i64| made.plus(days).to_string();
    let all = events_held(&snapshot);
    // What it lacks, and how old it is.
    city.sends(li.person);
    for (events, days, expected) in
        [(all, 400, false), (all - 60, 400, true), (all - 60, OLD_DAYS, true), (all - 60, OLD_DAYS - 1, false), (all - 40, 400, false)]
    {
        assert_eq!(backup_due(&city, at(events), &later(days)), expected, "{} new, {days} days", all - events);
    }
    // A secretary is reminded of what nobody else may hold, not of age.
    (0..MANY_UNSENT - 1).for_each(|_| drop(li.commit(&visit(project, Vec::new(), 0), Along::default()).unwrap()));
    assert!(!backup_due(&li, None, "2018-11-15"));
    li.does(visit(project, Vec::new(), 0));
    assert!(backup_due(&li, None, "2018-11-15"));
    li.sends(city.person);
    assert!(!backup_due(&li, None, "2018-12-31"));
}
