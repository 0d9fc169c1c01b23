//! The ledger's rules as this device sees them: who may change them, what was changed, and how many lights would turn.

use crate::domain::calendar::Day;
use crate::domain::order::InOrder;
use crate::domain::rules::light::Light;
use crate::domain::rules::project::project_light;
use crate::domain::shape::WORKSPACE_FIELDS;
use crate::domain::state::{Person, Settings, State, Target};
use crate::domain::trust::Role;
use crate::screen::moment::Moment;

/// Only the city's coordinators change rules.
pub fn may_change(me: Option<&Person>) -> bool {
    me.is_some_and(|me| me.role == Role::City)
}

/// So many projects would turn from one light to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    pub from: Light,
    pub to: Light,
    pub projects: usize,
}

/// What other rules would do to the lights of the projects that are shown, on a day; worse first.
pub fn turns(state: &State, wanted: &Settings, day: Day) -> Vec<Turn> {
    let held = &state.roster.settings;
    let mut turns: Vec<Turn> = Vec::new();
    for project in state.shown_projects() {
        let (from, to) = (project_light(project, held, day).light, project_light(project, wanted, day).light);
        if from == to {
            continue;
        }
        match turns.iter_mut().find(|t| (t.from, t.to) == (from, to)) {
            Some(turn) => turn.projects += 1,
            None => turns.push(Turn { from, to, projects: 1 }),
        }
    }
    turns.order_by(|a, b| (b.to, b.from).cmp(&(a.to, a.from)));
    turns
}

/// One setting that someone set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The setting's name in the ledger.
    pub setting: String,
    /// As it stands in the ledger; `null` takes it back to its preset.
    pub value: String,
    pub by: String,
    pub at: Moment,
    /// ms since 1970 UTC.
    pub time: i64,
    /// It is what holds, or one of several that do.
    pub in_force: bool,
}

/// Everything that was ever said of the rules, newest first.
pub fn history(state: &State) -> Vec<Changed> {
    let roster = &state.roster;
    let settings = WORKSPACE_FIELDS.iter().map(|f| f.name).filter(|name| *name != "name");
    let mut all: Vec<Changed> = settings
        .filter_map(|name| Some((name, roster.folded.slot(Target::Workspace, name)?)))
        .flat_map(|(name, slot)| {
            slot.history.iter().map(move |said| Changed {
                setting: name.to_string(),
                value: said.value.clone(),
                by: roster.author(&said.device),
                at: Moment::of(said.time, roster.zone),
                time: said.time,
                in_force: slot.current.iter().any(|current| current.id == said.id),
            })
        })
        .collect();
    all.order_by(|a, b| b.time.cmp(&a.time).then_with(|| a.setting.cmp(&b.setting)));
    all
}

/// Settings in which several values are in force.
pub fn in_conflict(state: &State) -> Vec<&'static str> {
    let folded = &state.roster.folded;
    let settings = WORKSPACE_FIELDS.iter().map(|f| f.name);
    settings.filter(|name| folded.slot(Target::Workspace, name).is_some_and(|slot| slot.is_conflict())).collect()
}
