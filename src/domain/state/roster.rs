//! Units, people, devices and settings: the fold of `all`.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::bundle::key::{PublicKey, spoken_code};
use crate::domain::calendar::{Day, parse_zone};
use crate::domain::id::{DeviceId, Ref, Scope};
use crate::domain::json::Json;
use crate::domain::ledger::Ledger;
use crate::domain::order::Filled;
use crate::domain::shape::{self, Kind};
use crate::domain::state::duty::{self, Duty};
use crate::domain::state::fold::{Folded, Target};
use crate::domain::trust::{Role, Trust};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    pub id: Ref,
    pub name: String,
    /// district, department, street or zone.
    pub kind: String,
    pub parent: Option<Ref>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    pub id: Ref,
    pub key: PublicKey,
    /// Its last day.
    pub until: Day,
    /// ms since 1970 UTC.
    pub time: i64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    pub id: Ref,
    pub name: String,
    pub role: Role,
    pub district: Option<Ref>,
    pub unit: Option<Ref>,
    pub invitations: Vec<Invitation>,
}

/// A device that joined or founded, admitted or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    pub id: DeviceId,
    /// For whom it was admitted; while nobody admitted it, for whom it asks to be.
    pub person: Ref,
    /// For whom it joined, which only its proof is about.
    pub asked: Ref,
    pub key: PublicKey,
    pub box_key: PublicKey,
    /// As it was written; whether an invite's key made it is a port's question.
    pub proof: Option<String>,
    /// ms since 1970 UTC, by its own clock.
    pub joined: i64,
    pub admitted: bool,
    pub revoked: bool,
    /// What is compared by voice, `XXX-XXX`.
    pub code: String,
}

/// The workspace's settings with their presets (§5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Points behind the expected progress up to which a node is green.
    pub tolerance: i64,
    /// Points beyond which it is red.
    pub red_from: i64,
    pub visit_every_days: i64,
    pub contact_every_days: i64,
    pub projects_per_secretary: i64,
    pub problem_days: BTreeMap<String, i64>,
    /// Percent of the expected investment from which it is green, and yellow.
    pub investment_green: i64,
    pub investment_yellow: i64,
    /// Days overdue at which a problem's grade rises.
    pub overdue_days: Vec<i64>,
    /// Days off from Monday to Friday, and days of work at weekends.
    pub holidays: BTreeSet<Day>,
    pub workdays: BTreeSet<Day>,
}

impl Settings {
    /// Days in which a problem of the category is to be taken on.
    pub fn problem_days(&self, category: &str) -> i64 {
        self.problem_days.get(category).copied().unwrap_or(5)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            tolerance: 10,
            red_from: 30,
            visit_every_days: 7,
            contact_every_days: 1,
            projects_per_secretary: 3,
            problem_days: BTreeMap::new(),
            investment_green: 100,
            investment_yellow: 80,
            overdue_days: vec![15, 30, 45],
            holidays: BTreeSet::new(),
            workdays: BTreeSet::new(),
        }
    }
}

#[derive(Clone, Default, Debug)]
pub struct Roster {
    pub name: String,
    /// Minutes east of UTC.
    pub zone: i32,
    /// ms since 1970 UTC.
    pub founded: i64,
    pub units: BTreeMap<Ref, Unit>,
    pub persons: BTreeMap<Ref, Person>,
    pub devices: BTreeMap<DeviceId, Device>,
    pub settings: Settings,
    /// What meetings decided, in the order in which it was written.
    pub duties: Vec<Duty>,
    pub folded: Folded,
}

impl Roster {
    pub fn read(folded: Folded, ledger: &Ledger, trust: &Trust) -> Roster {
        let mut roster = Roster { duties: duty::duties(&folded), folded, ..Roster::default() };
        roster.read_workspace();
        roster.read_people();
        roster.read_devices(ledger, trust);
        roster
    }

    fn read_workspace(&mut self) {
        if let Some(founding) = self.folded.of_kind(Kind::WorkspaceFounded).next() {
            self.founded = founding.time;
            self.zone = founding.text("time_zone").and_then(|t| parse_zone(&t)).unwrap_or(0);
            let person = Person {
                id: founding.name(),
                name: founding.get("person").and_then(|p| Some(p.get("name")?.text()?.into_owned())).unwrap_or_default(),
                role: Role::City,
                district: None,
                unit: None,
                invitations: Vec::new(),
            };
            self.persons.insert(person.id, person);
        }
        let shown = |field: &str| self.folded.slot(Target::Workspace, field).and_then(|slot| slot.shown());
        let int = |field: &str, preset: i64| shown(field).and_then(Json::int).unwrap_or(preset);
        let days = |field: &str| -> BTreeSet<Day> {
            let listed = shown(field).map(Json::items).unwrap_or_default();
            listed.into_iter().filter_map(|v| Day::parse(&v.text()?)).filled()
        };
        let preset = Settings::default();
        self.settings = Settings {
            tolerance: int("tolerance", preset.tolerance),
            red_from: int("red_from", preset.red_from),
            visit_every_days: int("visit_every_days", preset.visit_every_days),
            contact_every_days: int("contact_every_days", preset.contact_every_days),
            projects_per_secretary: int("projects_per_secretary", preset.projects_per_secretary),
            investment_green: int("investment_green", preset.investment_green),
            investment_yellow: int("investment_yellow", preset.investment_yellow),
            overdue_days: shown("overdue_days").map_or(preset.overdue_days, |v| v.items().into_iter().filter_map(|v| v.int()).collect()),
            holidays: days("holidays"),
            workdays: days("workdays"),
            problem_days: shown("problem_days")
                .map(|v| v.members().into_iter().filter_map(|(k, v)| Some((k.into_owned(), v.int()?))).filled())
                .unwrap_or_default(),
        };
        self.name = shown("name").and_then(|v| Some(v.text()?.into_owned())).unwrap_or_default();
    }

    fn read_people(&mut self) {
        let folded = &self.folded;
        for e in folded.entries.iter().filter(|e| folded.counts(e)) {
            match e.kind {
                Kind::UnitRegistered => {
                    let text = |field: &str| folded.shown(e, field).and_then(|v| Some(v.text()?.into_owned()));
                    let parent = text("parent").and_then(|t| Ref::parse(&t));
                    let unit =
                        Unit { id: e.name(), name: text("name").unwrap_or_default(), kind: text("kind").unwrap_or_default(), parent };
                    self.units.insert(unit.id, unit);
                }
                Kind::PersonRegistered => {
                    let Some(role) = e.text("role").and_then(|t| Role::parse(&t)) else { continue };
                    let (district, unit) = (e.named("district"), e.named("unit"));
                    let name = e.text("name").unwrap_or_default();
                    let person = Person { id: e.name(), name, role, district, unit, invitations: Vec::new() };
                    self.persons.insert(person.id, person);
                }
                _ => {}
            }
        }
        for e in folded.of_kind(Kind::PersonInvited) {
            let invitation = || {
                let key = PublicKey::from_jwk(e.get("key")?)?;
                Some(Invitation { id: e.name(), key, until: e.day("until")?, time: e.time })
            };
            if let (Some(person), Some(invitation)) = (e.named("of").and_then(|p| self.persons.get_mut(&p)), invitation()) {
                person.invitations.push(invitation);
            }
        }
    }

    /// Joins are read from the feeds themselves, since those of devices not admitted don't fold.
    fn read_devices(&mut self, ledger: &Ledger, trust: &Trust) {
        for (key, _) in ledger.feeds_in(Scope::All) {
            let spine = ledger.spine(key);
            let Some(first) = spine.events.first() else { continue };
            let (Some(kind @ (Kind::DeviceJoined | Kind::WorkspaceFounded)), crate::domain::event::Body::Held(body)) =
                (first.kind.known(), &first.body)
            else {
                continue;
            };
            let body = body.json();
            if shape::check(kind, body).is_err() {
                continue;
            }
            let asked = match kind {
                Kind::DeviceJoined => body.get("person").and_then(|v| Ref::parse(&v.text()?)),
                _ => trust.founder.filter(|(device, _)| *device == key.device).map(|(_, person)| person),
            };
            let jwk = |name: &str| body.get(name).and_then(PublicKey::from_jwk);
            let (Some(asked), Some(public), Some(box_key)) = (asked, jwk("key"), jwk("box")) else { continue };
            if public.device() != key.device {
                continue;
            }
            // Whoever admits says for whom: a join alone makes nobody the author of anything.
            let is_granted = trust.persons_of(&key.device).any(|person| person == asked);
            let person = trust.persons_of(&key.device).next().filter(|_| !is_granted).unwrap_or(asked);
            let device = Device {
                id: key.device,
                person,
                asked,
                key: public,
                box_key,
                proof: body.get("proof").and_then(|v| Some(v.text()?.into_owned())),
                joined: first.time,
                admitted: trust.admitted.contains(&key.device),
                revoked: trust.limits.contains_key(&key.device),
                code: spoken_code(&ledger.workspace, &key.device, asked.as_str()),
            };
            self.devices.insert(key.device, device);
        }
    }

    pub fn unit_name(&self, unit: &Ref) -> String {
        self.units.get(unit).map_or_else(|| unit.to_string(), |u| u.name.clone())
    }

    pub fn person_name(&self, person: &Ref) -> String {
        self.persons.get(person).map_or_else(|| person.to_string(), |p| p.name.clone())
    }

    pub fn districts(&self) -> impl Iterator<Item = &Unit> {
        self.units.values().filter(|u| u.kind == "district")
    }

    /// The person whose device this is; the device's first characters if it is not known.
    pub fn author(&self, device: &DeviceId) -> String {
        self.devices.get(device).map_or_else(|| device.as_str()[..6].to_string(), |d| self.person_name(&d.person))
    }

    pub fn person_of(&self, device: &DeviceId) -> Option<&Person> {
        self.persons.get(&self.devices.get(device)?.person)
    }

    /// Whether what a device says of itself is the word of that person: it was admitted for them and is not revoked.
    pub fn speaks_for(&self, device: &DeviceId, person: &Ref) -> bool {
        self.devices.get(device).is_some_and(|d| d.admitted && !d.revoked && d.person == *person)
    }

    pub fn devices_of(&self, person: &Ref) -> impl Iterator<Item = &Device> {
        let person = *person;
        self.devices.values().filter(move |d| d.person == person)
    }

    /// The day of an instant in the workspace's zone.
    pub fn day_of(&self, time: i64) -> Day {
        Day::of_time(time, self.zone)
    }
}
