//! Units and people: who is here, what they hold, who may be asked to join.

use std::collections::BTreeMap;

use crate::domain::bundle::key::PublicKey;
use crate::domain::calendar::Day;
use crate::domain::command::Command;
use crate::domain::id::{DeviceId, ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::state::{Person, Project, State};
use crate::domain::trust::{Grant, Role, may_manage};
use crate::screen::moment::Moment;
use crate::screen::receive::last_heard;
use crate::screen::search::pinyin::Query;
use crate::session::Snapshot;

/// Where a person stands between being named and being counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// A device joined and nobody admitted it yet.
    Waiting,
    /// A starter is out; its last day.
    Invited(Day),
    /// The starter's last day is over.
    Expired(Day),
    /// In the list, never invited.
    Named,
    Admitted,
    /// All devices were stopped.
    Stopped,
}

/// Whether this device may do something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum May {
    Yes,
    No,
}

impl May {
    pub(crate) fn of(yes: bool) -> May {
        if yes { May::Yes } else { May::No }
    }

    pub fn is_yes(self) -> bool {
        self == May::Yes
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeviceStanding {
    Waiting,
    Admitted,
    Stopped,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceRow {
    pub id: DeviceId,
    pub code: String,
    pub standing: DeviceStanding,
    pub joined: Moment,
    pub own: May,
    pub key: PublicKey,
    pub box_key: PublicKey,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    pub id: Ref,
    pub name: String,
    pub role: Role,
    pub district: Option<(Ref, String)>,
    pub unit: Option<String>,
    pub projects: u64,
    /// All projects of this person may be held here; else their number means nothing.
    pub whole: May,
    /// More than one is meant to serve, by so many.
    pub over: u64,
    pub standing: Standing,
    pub devices: Vec<DeviceRow>,
    /// More starters were made than devices joined: the last day of the newest.
    pub invited: Option<Day>,
    pub heard: Option<Day>,
    /// Invite, admit.
    pub manage: May,
    pub assign: May,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitRow {
    pub id: Ref,
    pub name: String,
    pub kind: String,
    pub people: u64,
}

/// A district with the units below it; `None` holds the units of no district.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DistrictRow {
    pub district: Option<(Ref, String)>,
    pub people: u64,
    pub units: Vec<UnitRow>,
}

/// A project that can be given to someone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProjectRow {
    pub id: ProjectId,
    pub name: String,
    pub district: Option<(Ref, String)>,
    pub secretary: Option<(Ref, String)>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Tiles {
    pub secretaries: u64,
    pub projects: u64,
    pub waiting: u64,
    pub invited: u64,
    pub over: u64,
    pub unassigned: u64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeopleView {
    pub tiles: Tiles,
    pub per_secretary: i64,
    /// Those with something to do first.
    pub people: Vec<PersonRow>,
    pub districts: Vec<DistrictRow>,
    pub projects: Vec<ProjectRow>,
    /// Units are the city's to register.
    pub units: May,
    /// Roles that this device may register people in; empty: none.
    pub roles: Vec<Role>,
    /// A district coordinator's own district.
    pub own_district: Option<(Ref, String)>,
}

fn grants_of(state: &State, own: DeviceId) -> Vec<Grant> {
    state.trust.grants.get(&own).cloned().unwrap_or_default()
}

pub fn view(snapshot: &Snapshot, own: DeviceId, today: Day) -> PeopleView {
    let state = &snapshot.state;
    let roster = &state.roster;
    let grants = grants_of(state, own);
    let is = |role: Role| grants.iter().any(|g| g.role == role);
    let named = |unit: Option<Ref>| unit.map(|u| (u, roster.unit_name(&u)));
    let mut served: BTreeMap<Ref, u64> = BTreeMap::new();
    let projects: Vec<ProjectRow> = state.shown_projects().map(|p| project_row(p, state)).collect();
    for secretary in projects.iter().filter_map(|p| p.secretary.as_ref()) {
        *served.entry(secretary.0).or_default() += 1;
    }
    let own_persons = state.own_persons();
    let heard = last_heard(snapshot);
    let per_secretary = roster.settings.projects_per_secretary;
    let mut people: Vec<PersonRow> = roster
        .persons
        .values()
        .map(|person| {
            let projects = served.get(&person.id).copied().unwrap_or_default();
            let manage = May::of(may_manage(&grants, Some((person.role, person.district))));
            let assign = May::of(person.role == Role::Secretary && (is(Role::City) || manage.is_yes()));
            let whole = is(Role::City)
                || own_persons.contains(&person.id)
                || grants.iter().any(|g| g.role == Role::District && g.district.is_some() && g.district == person.district);
            let over = if whole && person.role == Role::Secretary { projects.saturating_sub(per_secretary.max(0) as u64) } else { 0 };
            PersonRow {
                id: person.id,
                name: person.name.clone(),
                role: person.role,
                district: named(person.district),
                unit: person.unit.map(|u| roster.unit_name(&u)),
                projects,
                whole: May::of(whole),
                over,
                standing: standing(state, person, today),
                devices: devices(state, person, own),
                invited: invited(state, person),
                heard: heard.get(&person.id).copied(),
                manage,
                assign,
            }
        })
        .collect();
    let key = |p: &PersonRow| (rank(p.standing), p.district.as_ref().map(|d| d.1.clone()), p.name.clone(), p.id);
    people.order_by_cached_key(key);
    let count = |wanted: fn(&PersonRow) -> bool| people.iter().filter(|p| wanted(p)).count() as u64;
    let tiles = Tiles {
        secretaries: count(|p| p.role == Role::Secretary),
        projects: projects.len() as u64,
        waiting: count(|p| p.standing == Standing::Waiting),
        invited: count(|p| matches!(p.standing, Standing::Invited(_) | Standing::Expired(_))),
        over: count(|p| p.over > 0),
        unassigned: projects.iter().filter(|p| p.secretary.is_none()).count() as u64,
    };
    let roles = if is(Role::City) {
        Role::ALL.to_vec()
    } else if is(Role::District) {
        vec![Role::Secretary, Role::District]
    } else {
        Vec::new()
    };
    let own_district = grants.iter().find(|g| g.role == Role::District).and_then(|g| named(g.district));
    PeopleView { tiles, per_secretary, districts: districts(state), people, projects, units: May::of(is(Role::City)), roles, own_district }
}

/// Whatever waits for somebody comes first.
fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Waiting => 0,
        Standing::Expired(_) => 1,
        Standing::Invited(_) => 2,
        Standing::Named => 3,
        Standing::Admitted => 4,
        Standing::Stopped => 5,
    }
}

pub(crate) fn standing(state: &State, person: &Person, today: Day) -> Standing {
    let devices: Vec<_> = state.roster.devices_of(&person.id).collect();
    let until = person.invitations.iter().map(|i| i.until).max();
    if devices.iter().any(|d| !d.admitted && !d.revoked) {
        Standing::Waiting
    } else if devices.iter().any(|d| d.admitted && !d.revoked) {
        Standing::Admitted
    } else if !devices.is_empty() {
        Standing::Stopped
    } else {
        match until {
            Some(until) if until < today => Standing::Expired(until),
            Some(until) => Standing::Invited(until),
            None => Standing::Named,
        }
    }
}

/// Each starter is good for one device; which one it was is a port's question, so they are only counted.
fn invited(state: &State, person: &Person) -> Option<Day> {
    let joined = state.roster.devices_of(&person.id).filter(|d| d.proof.is_some()).count();
    let last = person.invitations.iter().max_by_key(|i| (i.time, i.id))?;
    (person.invitations.len() > joined).then_some(last.until)
}

fn devices(state: &State, person: &Person, own: DeviceId) -> Vec<DeviceRow> {
    let row = |device: &crate::domain::state::Device| DeviceRow {
        id: device.id,
        code: device.code.clone(),
        standing: match (device.revoked, device.admitted) {
            (true, _) => DeviceStanding::Stopped,
            (false, true) => DeviceStanding::Admitted,
            (false, false) => DeviceStanding::Waiting,
        },
        joined: Moment::of(device.joined, state.roster.zone),
        own: May::of(device.id == own),
        key: device.key.clone(),
        box_key: device.box_key.clone(),
    };
    state.roster.devices_of(&person.id).map(row).collect()
}

fn project_row(project: &Project, state: &State) -> ProjectRow {
    let roster = &state.roster;
    ProjectRow {
        id: project.id,
        name: project.fields.name.clone(),
        district: project.fields.district.map(|d| (d, roster.unit_name(&d))),
        secretary: project.fields.secretary.map(|p| (p, roster.person_name(&p))),
    }
}

fn districts(state: &State) -> Vec<DistrictRow> {
    let roster = &state.roster;
    let people = |unit: &Ref| roster.persons.values().filter(|p| p.unit.as_ref() == Some(unit)).count() as u64;
    let below = |parent: Option<Ref>| {
        let mut units: Vec<UnitRow> = roster
            .units
            .values()
            .filter(|u| u.kind != "district" && u.parent == parent)
            .map(|u| UnitRow { id: u.id, name: u.name.clone(), kind: u.kind.clone(), people: people(&u.id) })
            .collect();
        units.order_by(|a, b| a.name.cmp(&b.name));
        units
    };
    let mut rows: Vec<DistrictRow> = roster
        .districts()
        .map(|d| DistrictRow {
            district: Some((d.id, d.name.clone())),
            people: roster.persons.values().filter(|p| p.district == Some(d.id)).count() as u64,
            units: below(Some(d.id)),
        })
        .collect();
    rows.order_by(|a, b| a.district.as_ref().map(|d| &d.1).cmp(&b.district.as_ref().map(|d| &d.1)));
    let free = below(None);
    if !free.is_empty() {
        rows.push(DistrictRow { district: None, people: 0, units: free });
    }
    rows
}

/// Which people a tile or chip leaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filter {
    All,
    Role(Role),
    Waiting,
    Invited,
    Over,
}

impl PeopleView {
    pub fn listed(&self, filter: Filter, query: &str) -> Vec<PersonRow> {
        let query = Query::new(query);
        let fits = |p: &&PersonRow| match filter {
            Filter::All => true,
            Filter::Role(role) => p.role == role,
            Filter::Waiting => p.standing == Standing::Waiting,
            Filter::Invited => matches!(p.standing, Standing::Invited(_) | Standing::Expired(_)),
            Filter::Over => p.over > 0,
        };
        let texts = |p: &PersonRow| [Some(p.name.clone()), p.district.as_ref().map(|d| d.1.clone()), p.unit.clone()];
        let found = |p: &&PersonRow| query.is_empty() || texts(p).into_iter().flatten().any(|t| query.finds_in(&t));
        self.people.iter().filter(fits).filter(found).cloned().collect()
    }

    pub fn count(&self, role: Role) -> usize {
        self.people.iter().filter(|p| p.role == role).count()
    }

    /// Projects to offer a secretary: without a search those of the district that nobody has, else what is found.
    pub fn assignable(&self, person: &PersonRow, query: &str) -> Vec<ProjectRow> {
        let query = Query::new(query);
        let district = person.district.as_ref().map(|d| d.0);
        let may = |p: &&ProjectRow| match &self.own_district {
            Some((own, _)) => p.district.as_ref().map(|d| d.0) == Some(*own),
            None => true,
        };
        let fits = |p: &&ProjectRow| {
            if query.is_empty() {
                p.secretary.is_none() && (district.is_none() || p.district.as_ref().map(|d| d.0) == district)
            } else {
                query.finds_in(&p.name) && p.secretary.as_ref().map(|s| s.0) != Some(person.id)
            }
        };
        self.projects.iter().filter(may).filter(fits).cloned().collect()
    }

    /// Devices that nobody admitted yet.
    pub fn waiting(&self) -> Vec<DeviceId> {
        let devices = self.people.iter().flat_map(|p| &p.devices);
        devices.filter(|d| d.standing == DeviceStanding::Waiting).map(|d| d.id).collect()
    }

    /// Projects that a person serves.
    pub fn served(&self, person: &Ref) -> Vec<ProjectRow> {
        self.projects.iter().filter(|p| p.secretary.as_ref().map(|s| s.0) == Some(*person)).cloned().collect()
    }

    /// Projects without a secretary that this device may give to someone.
    pub fn unassigned(&self) -> Vec<ProjectRow> {
        let free = self.projects.iter().filter(|p| p.secretary.is_none());
        free.filter(|p| !self.takers(p).is_empty()).cloned().collect()
    }

    /// Who may be given a project: those of its district first, then who has least.
    pub fn takers(&self, project: &ProjectRow) -> Vec<&PersonRow> {
        let district = project.district.as_ref().map(|d| d.0);
        let within = |p: &&PersonRow| match &self.own_district {
            Some((own, _)) => district == Some(*own) && p.district.as_ref().map(|d| d.0) == district,
            None => true,
        };
        let mut takers: Vec<&PersonRow> = self.people.iter().filter(|p| p.assign.is_yes()).filter(within).collect();
        takers.order_by_key(|p| (p.district.as_ref().map(|d| d.0) != district, p.projects, p.name.clone(), p.id));
        takers
    }

    /// All units by the district that they may stand under.
    pub fn units_of(&self, district: Option<Ref>) -> Vec<(Ref, String)> {
        let rows = self.districts.iter().filter(|row| row.district.as_ref().map(|d| d.0) == district);
        rows.flat_map(|row| row.units.iter().map(|u| (u.id, u.name.clone()))).collect()
    }
}

/// What is wrong with a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    NameMissing,
    /// The name is in the list already.
    NameTaken,
    DistrictMissing,
}

/// A unit to be registered, as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitForm {
    pub name: String,
    pub kind: String,
    pub parent: Option<Ref>,
}

pub const UNIT_KINDS: [&str; 4] = ["district", "street", "zone", "department"];

impl Default for UnitForm {
    fn default() -> Self {
        UnitForm { name: String::new(), kind: "street".into(), parent: None }
    }
}

impl UnitForm {
    pub fn validate(&self, state: &State) -> Result<Command, Fault> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Fault::NameMissing);
        }
        let parent = if self.kind == "district" { None } else { self.parent };
        if state.roster.units.values().any(|u| u.name == name && u.kind == self.kind && u.parent == parent) {
            return Err(Fault::NameTaken);
        }
        Ok(Command::RegisterUnit { name: name.into(), kind: self.kind.clone(), parent })
    }
}

/// A person to be registered, as typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonForm {
    pub name: String,
    pub role: Role,
    pub district: Option<Ref>,
    pub unit: Option<Ref>,
}

impl Default for PersonForm {
    fn default() -> Self {
        PersonForm { name: String::new(), role: Role::Secretary, district: None, unit: None }
    }
}

/// Whether people of a role belong to a district.
pub fn needs_district(role: Role) -> bool {
    matches!(role, Role::Secretary | Role::District)
}

impl PersonForm {
    /// A district coordinator's people are always of the own district.
    pub fn validate(&self, view: &PeopleView) -> Result<Command, Fault> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Fault::NameMissing);
        }
        let district = view.own_district.as_ref().map(|d| d.0).or(self.district).filter(|_| needs_district(self.role));
        if needs_district(self.role) && district.is_none() {
            return Err(Fault::DistrictMissing);
        }
        let taken = |p: &PersonRow| p.name == name && p.role == self.role && p.district.as_ref().map(|d| d.0) == district;
        if view.people.iter().any(taken) {
            return Err(Fault::NameTaken);
        }
        Ok(Command::RegisterPerson { name: name.into(), role: self.role, district, unit: self.unit })
    }
}
