//! Projects by unit, district, field, leader or secretary, or all of the city: counts by light and what of a month's
//! nodes was done on time.

use std::collections::BTreeMap;

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::order::InOrder;
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{Why, is_own_audit, node_light};
use crate::domain::rules::project::{Grey, project_light};
use crate::domain::state::{Node, Project, State};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum By {
    City,
    District,
    Unit,
    Field,
    Leader,
    Secretary,
}

/// What the projects of a group have in common, as shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    City,
    /// A unit or a person.
    Of(Ref),
    Field(String),
    /// The project says nothing there.
    None,
}

impl By {
    /// Where a project belongs by its shown fields.
    pub fn key(self, project: &Project) -> Key {
        let fields = &project.fields;
        let named = |name: Option<Ref>| name.map_or(Key::None, Key::Of);
        match self {
            By::City => Key::City,
            By::District => named(fields.district),
            By::Unit => named(fields.unit),
            By::Field => fields.field.clone().map_or(Key::None, Key::Field),
            By::Leader => named(fields.leader),
            By::Secretary => named(fields.secretary),
        }
    }
}

/// What is called by its name on screen; a name that isn't known is the ref.
pub fn name_of(state: &State, by: By, key: &Key) -> String {
    match (by, key) {
        (By::Leader | By::Secretary, Key::Of(person)) => state.roster.person_name(person),
        (_, Key::Of(unit)) => state.roster.unit_name(unit),
        (_, Key::Field(field)) => field.clone(),
        (_, Key::City) => state.roster.name.clone(),
        (_, Key::None) => String::new(),
    }
}

/// How many have which light, and how many are grey for which reason.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub struct Lights {
    pub red: usize,
    pub yellow: usize,
    pub green: usize,
    pub grey: usize,
    /// Of the grey ones, in the order of [`Grey::ALL`].
    pub why_grey: [usize; 3],
    /// Nodes that are not started, and nodes that are excused: what is grey of the nodes.
    pub not_started: usize,
    pub excused: usize,
}

impl Lights {
    /// Every one, with whatever light.
    pub fn all(&self) -> usize {
        self.red + self.yellow + self.green + self.grey
    }

    pub fn of(&self, light: Light) -> usize {
        match light {
            Light::Red => self.red,
            Light::Yellow => self.yellow,
            Light::Green => self.green,
            Light::Grey => self.grey,
        }
    }

    /// Counts a project by its light; `grey` says why, where the light is grey.
    pub fn add_project(&mut self, light: Light, grey: Option<Grey>) {
        self.add(light);
        if let Some(grey) = grey.filter(|_| light == Light::Grey) {
            self.why_grey[grey as usize] += 1;
        }
    }

    fn add(&mut self, light: Light) {
        match light {
            Light::Red => self.red += 1,
            Light::Yellow => self.yellow += 1,
            Light::Green => self.green += 1,
            Light::Grey => self.grey += 1,
        }
    }

    pub fn grey_for(&self, grey: Grey) -> usize {
        self.why_grey[grey as usize]
    }
}

/// What of the nodes that are due in a month was done on time, in weights.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    pub due: i64,
    /// Done by their due.
    pub on_time: i64,
    /// Excused to the end of the month or beyond and not done by their due: not in `due`, listed beside.
    pub excused: Vec<(ProjectId, Ref)>,
    /// Were due in the month before a rescheduling moved them out of it: listed beside.
    pub moved: Vec<(ProjectId, Ref)>,
}

impl Tally {
    /// Nodes of which the report in force on the last of days counts, so that a late entry repairs an open month.
    pub fn add(&mut self, project: ProjectId, node: &Node, month: Month) {
        if !node.counts() {
            return;
        }
        let due = node.dates().due;
        if Month::of(due) != month {
            if node.earlier_dues().into_iter().any(|due| Month::of(due) == month) {
                self.moved.push((project, node.id));
            }
            return;
        }
        let is_on_time = node.done_on(Day::LAST).is_some_and(|done| done <= due);
        if !is_on_time && node.excused_until.is_some_and(|until| until >= month.last()) {
            self.excused.push((project, node.id));
            return;
        }
        self.due += node.weight;
        if is_on_time {
            self.on_time += node.weight;
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub key: Key,
    pub name: String,
    pub projects: Lights,
    pub nodes: Lights,
    /// Nodes that count by an audit of their plan's own author.
    pub own_audits: usize,
    /// Of the day's month.
    pub month: Tally,
}

/// The groups of the projects that are shown, on a day: by name in code points, then by key.
pub fn groups(state: &State, by: By, day: Day) -> Vec<Group> {
    let settings = &state.roster.settings;
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    for project in state.shown_projects() {
        let key = by.key(project);
        let group = groups.entry(key.clone()).or_insert_with(|| Group {
            name: name_of(state, by, &key),
            key,
            projects: Lights::default(),
            nodes: Lights::default(),
            own_audits: 0,
            month: Tally::default(),
        });
        let light = project_light(project, settings, day);
        group.projects.add_project(light.light, light.grey);
        for node in project.nodes.iter().filter(|n| n.counts()) {
            let light = node_light(node, settings, day);
            group.nodes.add(light.light);
            group.own_audits += usize::from(is_own_audit(node, &project.folded, &state.trust));
            match light.why {
                Why::NotStarted { .. } => group.nodes.not_started += 1,
                Why::Excused { .. } => group.nodes.excused += 1,
                Why::Done { .. } | Why::Late { .. } | Why::Overdue { .. } | Why::Reported { .. } | Why::Unreported { .. } => {}
            }
            group.month.add(project.id, node, Month::of(day));
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.order_by(|a, b| a.name.cmp(&b.name).then_with(|| a.key.cmp(&b.key)));
    groups
}
