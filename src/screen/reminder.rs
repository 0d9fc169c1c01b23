//! What today reminds of beside its work: that one device is no device, and that a backup is old.

use crate::domain::calendar::Day;
use crate::domain::id::DeviceId;
use crate::domain::state::Person;
use crate::domain::trust::Role;
use crate::session::Snapshot;
use crate::session::backup::{BackedUp, events_held};

/// A backup older than this, with something new since, is due.
pub const OLD_DAYS: i64 = 7;
/// So many entries that lie on this device alone make one due, however new the last is.
pub const MANY_UNSENT: u64 = 20;
/// Of so little nobody is reminded.
const WORTH_IT: u64 = 50;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reminder {
    /// This is the only device with the rights of the city: without it nobody could be admitted or stopped again.
    OnlyCityDevice,
    BackupDue(BackupAge),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackupAge {
    /// Since the last one; `None`: there was none.
    pub days: Option<i64>,
    /// Since this device began.
    pub age: i64,
    /// Entries held since.
    pub new: u64,
    /// Own entries in no file that left.
    pub unsent: u64,
}

/// How old the last backup is, and what it lacks.
pub fn backup_age(snapshot: &Snapshot, own: DeviceId, last: Option<BackedUp>, today: Day) -> BackupAge {
    let zone_day = |time| snapshot.state.roster.day_of(time);
    BackupAge {
        days: last.map(|last| today.days_since(zone_day(last.time))),
        age: snapshot.state.roster.devices.get(&own).map_or(0, |device| today.days_since(zone_day(device.joined))),
        new: events_held(snapshot).saturating_sub(last.map_or(0, |last| last.events)),
        unsent: snapshot.unsent(own),
    }
}

impl BackupAge {
    pub fn is_fresh(&self) -> bool {
        self.days.map_or(self.age < OLD_DAYS, |days| self.new == 0 || days < OLD_DAYS)
    }

    /// Whether one should be reminded: who coordinates holds what others wrote; of what anyone wrote it matters how much
    /// of it is nowhere else.
    fn is_due(&self, me: &Person) -> bool {
        let holds_others = matches!(me.role, Role::City | Role::District);
        (holds_others && !self.is_fresh() && self.new >= WORTH_IT) || (self.new > 0 && self.unsent >= MANY_UNSENT)
    }
}

/// What is due, the gravest first.
pub fn reminders(snapshot: &Snapshot, own: DeviceId, me: &Person, backup: &BackupAge) -> Vec<Reminder> {
    let mut due = Vec::new();
    if is_only_city_device(snapshot, own) {
        due.push(Reminder::OnlyCityDevice);
    }
    if backup.is_due(me) {
        due.push(Reminder::BackupDue(backup.clone()));
    }
    due
}

fn is_only_city_device(snapshot: &Snapshot, own: DeviceId) -> bool {
    let trust = &snapshot.state.trust;
    let is_city = |device: &DeviceId| {
        let grants = trust.grants.get(device).into_iter().flatten();
        trust.admitted.contains(device) && !trust.limits.contains_key(device) && grants.into_iter().any(|grant| grant.role == Role::City)
    };
    is_city(&own) && trust.admitted.iter().filter(|device| is_city(device)).count() == 1
}
