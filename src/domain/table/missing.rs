//! Names in cells against the roster: what is there is linked, what lacks is listed with its kind or role guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::id::Ref;
use crate::domain::state::{Person, Roster, Unit};
use crate::domain::table::column::same_name_key;
use crate::domain::table::near::NearIndex;
use crate::domain::table::projects::{FaultKind, RowChoice};
use crate::domain::trust::Role;

/// What a cell's name names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Link {
    Known(Ref),
    /// To be registered: where it lies in `TablePlan::missing`.
    New(usize),
}

/// As what a name stands in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sort {
    District,
    Unit,
    Secretary,
    Leader,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum UnitKind {
    District,
    Department,
    Street,
    Zone,
}

impl UnitKind {
    pub const ALL: [UnitKind; 4] = [UnitKind::District, UnitKind::Department, UnitKind::Street, UnitKind::Zone];

    pub fn as_str(self) -> &'static str {
        match self {
            UnitKind::District => "district",
            UnitKind::Department => "department",
            UnitKind::Street => "street",
            UnitKind::Zone => "zone",
        }
    }

    /// The kind of a responsible unit by its name; an office of a zone counts as the zone's.
    pub fn guess(name: &str) -> UnitKind {
        let name = same_name_key(name);
        let ends = |ends: &[&str]| ends.iter().any(|e| name.ends_with(e));
        if ends(&["街道", "街道办", "街道办事处", "镇", "镇政府", "乡", "乡政府", "street", "subdistrict"]) {
            UnitKind::Street
        } else if ["管委会", "园区", "经济区", "开发区", "产业园", "zone"].iter().any(|part| name.contains(part)) {
            UnitKind::Zone
        } else {
            UnitKind::Department
        }
    }
}

/// By what choices name something that the roster lacks; the same for every plan of the same table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MissingKey {
    pub sort: Sort,
    /// As compared.
    pub name: String,
    /// The name of its district as compared; empty for what belongs to the whole city.
    pub district: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingKind {
    Unit(UnitKind),
    Person(Role),
}

/// A unit or a person whom the table names and the roster lacks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    pub key: MissingKey,
    pub kind: MissingKind,
    pub name: String,
    /// The parent of a unit, the district of a person.
    pub district: Option<Link>,
    /// Of a person.
    pub unit: Option<Link>,
    /// Rows without this are at fault, or leave a guessed secretary empty.
    pub ticked: bool,
    /// A secretary of whom the table says nothing, called after the responsible unit.
    pub guessed_from_unit: bool,
    /// Lines of the rows that name it.
    pub lines: Vec<usize>,
    /// A row that will be written needs it; else it is not registered.
    pub used: bool,
}

impl Missing {
    /// Rows are planned in the order of their lines, so that the last line is enough to tell one that is noted.
    pub(super) fn named_in(&mut self, line: usize) {
        if self.lines.last() != Some(&line) {
            self.lines.push(line);
        }
    }
}

/// What the user says of something that the roster lacks.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct MissingChoice {
    pub unticked: bool,
    /// It is new, though the roster has one of nearly this name.
    pub is_new: bool,
    pub kind: Option<UnitKind>,
    pub role: Option<Role>,
    /// It is this one under another name.
    pub instead: Option<Ref>,
}

/// What the user says of a table beside its mapping.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Choices {
    /// By line.
    pub rows: BTreeMap<usize, RowChoice>,
    /// Cells set right by line and column; empty: as if nothing stood there.
    pub cells: BTreeMap<(usize, super::column::Column), String>,
    pub missing: BTreeMap<MissingKey, MissingChoice>,
    /// Cells that the user says are meant as they stand.
    pub meant: BTreeSet<(usize, super::column::Column)>,
}

/// The name of the city's own offices.
fn is_citywide(unit: &str) -> bool {
    unit.starts_with(['市', '省'])
}

/// The district of a row: `key` is its name as compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Home {
    pub link: Link,
    pub key: String,
}

/// A unit with the name by which it was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Office {
    pub link: Link,
    pub name: String,
}

/// Those that a name may be near to, and the district that they are of, beside those of the whole city.
type Alike<F> = (Option<Link>, F);

/// The roster by name, and what it lacks so far.
pub(super) struct Names<'a> {
    roster: &'a Roster,
    units: BTreeMap<String, Vec<&'a Unit>>,
    persons: BTreeMap<String, Vec<&'a Person>>,
    choices: &'a Choices,
    pub missing: Vec<Missing>,
    by_key: BTreeMap<MissingKey, usize>,
    /// Those of the roster whose names are nearly the one asked for.
    near: BTreeMap<MissingKey, Vec<Ref>>,
    /// Those of the roster that a name may be near to, by what is looked for and where.
    indexes: BTreeMap<(Sort, Option<Link>), NearIndex<Ref>>,
}

impl<'a> Names<'a> {
    pub fn new(roster: &'a Roster, choices: &'a Choices) -> Self {
        let mut units: BTreeMap<String, Vec<&Unit>> = BTreeMap::new();
        for unit in roster.units.values() {
            units.entry(same_name_key(&unit.name)).or_default().push(unit);
        }
        let mut persons: BTreeMap<String, Vec<&Person>> = BTreeMap::new();
        for person in roster.persons.values() {
            persons.entry(same_name_key(&person.name)).or_default().push(person);
        }
        Names {
            roster,
            units,
            persons,
            choices,
            missing: Vec::new(),
            by_key: BTreeMap::new(),
            near: BTreeMap::new(),
            indexes: BTreeMap::new(),
        }
    }

    /// People of the roster who have the name, given as compared.
    pub fn named(&self, key: &str) -> &[&'a Person] {
        self.persons.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// Districts of the roster that have the name.
    pub fn districts(&self, name: &str) -> Vec<Ref> {
        let units = self.units.get(&same_name_key(name)).into_iter().flatten();
        units.filter(|u| u.kind == UnitKind::District.as_str()).map(|u| u.id).collect()
    }

    /// Districts that the name stands for, with the user's word for it.
    pub fn chosen_districts(&self, name: &str) -> Vec<Ref> {
        let key = MissingKey { sort: Sort::District, name: same_name_key(name), district: String::new() };
        match self.choices.missing.get(&key).and_then(|c| c.instead) {
            Some(instead) => vec![instead],
            None => self.districts(name),
        }
    }

    pub fn unit_key(&self, unit: &Ref) -> String {
        self.roster.units.get(unit).map(|u| same_name_key(&u.name)).unwrap_or_default()
    }

    pub fn district(&mut self, name: &str, held: Option<Ref>) -> Result<Link, FaultKind> {
        let key = MissingKey { sort: Sort::District, name: same_name_key(name), district: String::new() };
        let held = held.filter(|held| self.unit_key(held) == key.name);
        let found = self.districts(name);
        let make = || (MissingKind::Unit(UnitKind::District), None, None);
        let roster = self.roster;
        let alike = || roster.districts().map(|u| (u.id, u.name.as_str())).collect();
        self.link(key, name, held, &[found], (None, alike), make)
    }

    /// A unit: in the row's district, else of the whole city.
    pub fn unit(&mut self, name: &str, home: Option<&Home>, held: Option<Ref>) -> Result<Link, FaultKind> {
        let home = home.filter(|_| !is_citywide(name));
        let district = home.map(|h| h.key.clone()).unwrap_or_default();
        let key = MissingKey { sort: Sort::Unit, name: same_name_key(name), district };
        let held = held.filter(|held| self.unit_key(held) == key.name);
        let parent = home.and_then(|h| if let Link::Known(known) = h.link { Some(known) } else { None });
        let named = self.units.get(&key.name).into_iter().flatten();
        let (near, rest): (Vec<&&Unit>, Vec<&&Unit>) =
            named.partition(|u| parent.is_some() && (u.parent == parent || Some(u.id) == parent));
        let near = near.iter().map(|u| u.id).collect();
        let wide = rest.iter().filter(|u| u.parent.is_none() && u.kind != UnitKind::District.as_str()).map(|u| u.id).collect();
        let link = home.map(|h| h.link);
        let roster = self.roster;
        let alike = || {
            let is_there = |u: &&Unit| u.kind != UnitKind::District.as_str() && (u.parent.is_none() || u.parent == parent);
            roster.units.values().filter(is_there).map(|u| (u.id, u.name.as_str())).collect()
        };
        let alike = (parent.map(Link::Known), alike);
        self.link(key, name, held, &[near, wide], alike, || (MissingKind::Unit(UnitKind::guess(name)), link, None))
    }

    /// A secretary: in the row's district, else the only one of the name in the workspace.
    pub fn secretary(&mut self, name: &str, home: Option<&Home>, office: Option<&Office>, held: Option<Ref>) -> Result<Link, FaultKind> {
        let home = home.filter(|_| !office.is_some_and(|o| is_citywide(&o.name)));
        let district = home.map(|h| h.key.clone()).unwrap_or_default();
        let key = MissingKey { sort: Sort::Secretary, name: same_name_key(name), district };
        let found = self.people(&key.name, Role::Secretary, home.map(|h| h.link));
        let (place, unit) = (home.map(|h| h.link), office.map(|o| o.link));
        self.person(key, name, held, &found, place, || (MissingKind::Person(Role::Secretary), place, unit))
    }

    pub fn leader(&mut self, name: &str, held: Option<Ref>) -> Result<Link, FaultKind> {
        let key = MissingKey { sort: Sort::Leader, name: same_name_key(name), district: String::new() };
        let found = self.people(&key.name, Role::Leader, None);
        self.person(key, name, held, &found, None, || (MissingKind::Person(Role::Leader), None, None))
    }

    /// The secretary whom the table leaves open, called after the unit. `None` if the roster has several of the name.
    pub fn guessed_secretary(&mut self, home: Option<&Home>, office: &Office) -> Option<Link> {
        let name = format!("{}{GUESSED_SUFFIX}", office.name);
        let before = self.missing.len();
        let link = self.secretary(&name, home, Some(office), None).ok()?;
        if let (Link::New(at), true) = (link, self.missing.len() > before) {
            self.missing[at].guessed_from_unit = true;
        }
        Some(link)
    }

    /// Of one name: those nearest first, those of the wanted role before others.
    fn people(&self, name: &str, role: Role, district: Option<Link>) -> [Vec<Ref>; 4] {
        let near = |p: &Person| p.district.is_some() && p.district.map(Link::Known) == district;
        let pick =
            |want: &dyn Fn(&Person) -> bool| self.persons.get(name).into_iter().flatten().filter(|p| want(p)).map(|p| p.id).collect();
        [pick(&|p| near(p) && p.role == role), pick(&near), pick(&|p| p.role == role), pick(&|_| true)]
    }

    fn person(
        &mut self,
        key: MissingKey,
        name: &str,
        held: Option<Ref>,
        found: &[Vec<Ref>],
        place: Option<Link>,
        make: impl FnOnce() -> (MissingKind, Option<Link>, Option<Link>),
    ) -> Result<Link, FaultKind> {
        let roster = self.roster;
        let held = held.filter(|held| roster.persons.get(held).is_some_and(|p| same_name_key(&p.name) == key.name));
        let role = if key.sort == Sort::Leader { Role::Leader } else { Role::Secretary };
        let alike = || {
            let is_there = |p: &&Person| p.role == role && (p.district.is_none() || p.district.map(Link::Known) == place);
            roster.persons.values().filter(is_there).map(|p| (p.id, p.name.as_str())).collect()
        };
        self.link(key, name, held, found, (place, alike), make)
    }

    /// Those of nearly this name, each key being looked for once.
    fn near(&mut self, key: &MissingKey, name: &str, (within, alike): Alike<impl FnOnce() -> Vec<(Ref, &'a str)>>) -> Vec<Ref> {
        if !self.near.contains_key(key) {
            let index = self.indexes.entry((key.sort, within)).or_insert_with(|| {
                let mut index = NearIndex::default();
                alike().into_iter().for_each(|(id, name)| index.add(name, id));
                index
            });
            self.near.insert(key.clone(), index.near(name));
        }
        self.near[key].clone()
    }

    /// The user's word, else what the project has under this name, else the nearest of the roster, else a missing one.
    /// Which one is asked for if the roster has `alike` ones of nearly this name.
    fn link(
        &mut self,
        key: MissingKey,
        name: &str,
        held: Option<Ref>,
        found: &[Vec<Ref>],
        alike: Alike<impl FnOnce() -> Vec<(Ref, &'a str)>>,
        make: impl FnOnce() -> (MissingKind, Option<Link>, Option<Link>),
    ) -> Result<Link, FaultKind> {
        let choice = self.choices.missing.get(&key);
        if let Some(known) = choice.and_then(|c| c.instead).or(held) {
            return Ok(Link::Known(known));
        }
        match found.iter().find(|found| !found.is_empty()).map(Vec::as_slice) {
            Some([one]) => return Ok(Link::Known(*one)),
            Some(several) => return Err(FaultKind::Several { key, found: several.to_vec() }),
            None => {}
        }
        // What is unticked is asked for as such.
        if !choice.is_some_and(|c| c.is_new || c.unticked) {
            let found = self.near(&key, name, alike);
            if !found.is_empty() {
                return Err(FaultKind::Near { key, found });
            }
        }
        let at = self.by_key.get(&key).copied().unwrap_or_else(|| {
            let (kind, district, unit) = make();
            let kind = match kind {
                MissingKind::Unit(UnitKind::District) => kind,
                MissingKind::Unit(guess) => MissingKind::Unit(choice.and_then(|c| c.kind).unwrap_or(guess)),
                MissingKind::Person(guess) => MissingKind::Person(choice.and_then(|c| c.role).unwrap_or(guess)),
            };
            self.missing.push(Missing {
                key: key.clone(),
                kind,
                name: name.to_owned(),
                district,
                unit,
                ticked: !choice.is_some_and(|c| c.unticked),
                guessed_from_unit: false,
                lines: Vec::new(),
                used: false,
            });
            self.missing.len() - 1
        });
        self.by_key.insert(key.clone(), at);
        Ok(Link::New(at))
    }

    pub fn ticked(&self, link: Link) -> Result<Link, FaultKind> {
        match link {
            Link::New(at) if !self.missing[at].ticked => Err(FaultKind::NotInRoster { key: self.missing[at].key.clone() }),
            link => Ok(link),
        }
    }

    pub fn missing_of(&mut self, key: &MissingKey) -> Option<&mut Missing> {
        let at = *self.by_key.get(key)?;
        self.missing.get_mut(at)
    }

    /// Marks what a written row needs, with all that this needs in turn.
    pub fn uses(&mut self, link: Link) {
        if let Link::New(at) = link {
            self.missing[at].used = true;
            let needs = [self.missing[at].district, self.missing[at].unit];
            needs.into_iter().flatten().for_each(|link| self.uses(link));
        }
    }
}

/// What a secretary is called of whom only the unit is known: an office, as in every table of the city.
const GUESSED_SUFFIX: &str = "服务秘书";
