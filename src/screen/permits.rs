//! The permits and conditions of a project: how many of each group are there, how long they take, and where they lie.

use std::collections::BTreeMap;

use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::json::Json;
use crate::domain::order::InOrder;
use crate::domain::rules::permit::{GROUPS, PermitCount, PermitTime, permit_counts, permit_time};
use crate::domain::state::{Permit, PermitState, Project, State, Stated, Target};
use crate::screen::moment::Moment;
use crate::screen::project::{Reader, TakenBack, back_of};

/// Who gave a permit the state that it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    pub by: String,
    pub at: Moment,
    pub text: Option<String>,
    /// Others said otherwise, and nobody has settled it.
    pub conflict: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermitLine {
    pub id: Ref,
    pub title: String,
    pub group: String,
    pub department: Option<String>,
    /// A phase.
    pub stage: Option<String>,
    pub state: PermitState,
    /// The day of the state.
    pub on: Option<Day>,
    pub applied: Option<Day>,
    pub norm_days: Option<i64>,
    pub valid_until: Option<Day>,
    pub time: PermitTime,
    pub said: Option<Said>,
    pub taken_back: Option<TakenBack>,
    /// Written for the person of this device.
    pub own: bool,
}

impl PermitLine {
    /// Still to be had.
    pub fn is_open(&self) -> bool {
        self.taken_back.is_none() && !matches!(self.state, PermitState::Issued | PermitState::Waived)
    }

    /// Applied for, and the norm is over.
    pub fn is_overdue(&self) -> bool {
        self.taken_back.is_none() && self.state == PermitState::Applied && self.time.over_norm.is_some_and(|over| over > 0)
    }

    /// Issued, and its last day is over.
    pub fn has_lapsed(&self) -> bool {
        self.taken_back.is_none() && self.state == PermitState::Issued && self.time.valid_days.is_some_and(|days| days < 0)
    }
}

/// The permits of one group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermitGroup {
    pub group: String,
    pub count: PermitCount,
    /// As listed; what was taken back last.
    pub lines: Vec<PermitLine>,
}

/// What lies at a department; `None`: none is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Department {
    pub name: Option<String>,
    pub count: PermitCount,
    /// Applied for, and of these over the norm.
    pub applied: usize,
    pub overdue: usize,
    /// Working days over the norm of the worst of these.
    pub worst: Option<i64>,
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PermitsView {
    /// In the order of [`GROUPS`]; those without a permit are left out.
    pub groups: Vec<PermitGroup>,
    /// The longest over first.
    pub overdue: Vec<PermitLine>,
    /// Issued and no longer good, the longest ago first.
    pub lapsed: Vec<PermitLine>,
    /// Most overdue first, then by name in code points; the unnamed one last.
    pub departments: Vec<Department>,
}

impl PermitsView {
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

pub fn permits(state: &State, project: &Project, reader: Reader<'_>, day: Day) -> PermitsView {
    let lines: Vec<PermitLine> = project.permits.iter().map(|permit| line(state, project, permit, reader, day)).collect();
    let counts = permit_counts(&project.permits);
    let place = |group: &str| GROUPS.iter().position(|known| *known == group).unwrap_or(GROUPS.len());
    let mut groups: Vec<PermitGroup> = Vec::new();
    for line in &lines {
        match groups.iter_mut().find(|g| g.group == line.group) {
            Some(group) => group.lines.push(line.clone()),
            None => {
                let count = counts.get(line.group.as_str()).copied().unwrap_or_default();
                groups.push(PermitGroup { group: line.group.clone(), count, lines: vec![line.clone()] });
            }
        }
    }
    groups.order_by(|a, b| place(&a.group).cmp(&place(&b.group)).then_with(|| a.group.cmp(&b.group)));
    groups.iter_mut().for_each(|group| group.lines.order_by_key(|line| line.taken_back.is_some()));
    let mut overdue: Vec<PermitLine> = lines.iter().filter(|l| l.is_overdue()).cloned().collect();
    overdue.order_by(|a, b| b.time.over_norm.cmp(&a.time.over_norm));
    let mut lapsed: Vec<PermitLine> = lines.iter().filter(|l| l.has_lapsed()).cloned().collect();
    lapsed.order_by_key(|line| line.valid_until);
    PermitsView { groups, overdue, lapsed, departments: departments(lines.iter()) }
}

/// What lies at each department, of any number of projects.
pub fn departments<'a>(lines: impl Iterator<Item = &'a PermitLine>) -> Vec<Department> {
    let mut all: BTreeMap<Option<&str>, Department> = BTreeMap::new();
    for line in lines.filter(|l| l.taken_back.is_none()) {
        let name = line.department.as_deref();
        let blank = || Department { name: name.map(str::to_owned), count: PermitCount::default(), applied: 0, overdue: 0, worst: None };
        let department = all.entry(name).or_insert_with(blank);
        match line.state {
            PermitState::Waived => department.count.waived += 1,
            PermitState::Issued => (department.count.issued, department.count.of) = (department.count.issued + 1, department.count.of + 1),
            PermitState::Needed | PermitState::Applied | PermitState::Returned => department.count.of += 1,
        }
        department.applied += usize::from(line.state == PermitState::Applied);
        if line.is_overdue() {
            department.overdue += 1;
            department.worst = department.worst.max(line.time.over_norm);
        }
    }
    let mut all: Vec<Department> = all.into_values().collect();
    all.order_by(|a, b| {
        let named = a.name.is_none().cmp(&b.name.is_none());
        b.overdue.cmp(&a.overdue).then(named).then_with(|| a.name.cmp(&b.name))
    });
    all
}

/// What a permit is called, as shown.
pub fn title_of(project: &Project, permit: &Permit) -> String {
    let shown = project.folded.shown(project.entry(permit.entry), "title");
    shown.and_then(|title| Some(title.text()?.into_owned())).unwrap_or_default()
}

/// A permit with its project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfProject {
    pub project: ProjectId,
    pub name: String,
    pub line: PermitLine,
}

/// The permits of all projects that are shown, but those taken back; of one group, or of all.
pub fn all(state: &State, group: Option<&str>, reader: Reader<'_>, day: Day) -> Vec<OfProject> {
    let of_project = |project: &std::sync::Arc<Project>| {
        let wanted = |p: &&Permit| !p.withdrawn && group.is_none_or(|group| p.group == group);
        let name = project.fields.name.clone();
        let row = |permit: &Permit| OfProject { project: project.id, name: name.clone(), line: line(state, project, permit, reader, day) };
        project.permits.iter().filter(wanted).map(row).collect::<Vec<_>>()
    };
    state.shown_projects().flat_map(of_project).collect()
}

/// How many permits there are of each group, over all projects that are shown.
pub fn group_counts(state: &State) -> Vec<(&'static str, PermitCount)> {
    let counts = permit_counts(state.shown_projects().flat_map(|project| &project.permits));
    GROUPS.into_iter().filter_map(|group| Some((group, counts.get(group).copied()?))).collect()
}

/// Which permits of a department are listed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Show {
    /// Neither issued nor waived.
    #[default]
    Open,
    Overdue,
    Lapsed,
    All,
}

impl Show {
    pub const ALL: [Show; 4] = [Show::Open, Show::Overdue, Show::Lapsed, Show::All];

    pub fn keeps(self, line: &PermitLine) -> bool {
        match self {
            Show::Open => line.is_open(),
            Show::Overdue => line.is_overdue(),
            Show::Lapsed => line.has_lapsed(),
            Show::All => true,
        }
    }
}

/// Those of a department, the longest over its norm first, then by the day of their state; `department` as it is named,
/// `None` for those that name none.
pub fn of_department(rows: &[OfProject], department: Option<&str>, show: Show) -> Vec<OfProject> {
    let wanted = |row: &&OfProject| row.line.department.as_deref() == department && show.keeps(&row.line);
    let mut rows: Vec<OfProject> = rows.iter().filter(wanted).cloned().collect();
    let over = |row: &OfProject| row.line.time.over_norm.filter(|over| row.line.is_overdue() && *over > 0).unwrap_or(0);
    rows.order_by(|a, b| over(b).cmp(&over(a)).then_with(|| a.line.on.is_none().cmp(&b.line.on.is_none())).then(a.line.on.cmp(&b.line.on)));
    rows
}

fn line(state: &State, project: &Project, permit: &Permit, reader: Reader<'_>, day: Day) -> PermitLine {
    let (roster, folded) = (&*state.roster, &project.folded);
    let entry = project.entry(permit.entry);
    let text = |field: &str| folded.shown(entry, field).and_then(|value: Json<'_>| Some(value.text()?.into_owned()));
    let said = folded.stated(Target::Thing(permit.id), Stated::State).and_then(|slot| {
        let statement = slot.current.last()?;
        let change = folded.find(&statement.id.to_ref())?;
        let (by, at) = (roster.author(&statement.device), Moment::of(statement.time, roster.zone));
        Some(Said { by, at, text: change.text("text"), conflict: slot.is_conflict() })
    });
    PermitLine {
        id: permit.id,
        title: text("title").unwrap_or_default(),
        group: permit.group.clone(),
        department: text("department"),
        stage: text("stage"),
        state: permit.state,
        on: permit.on,
        applied: permit.applied,
        norm_days: permit.norm_days,
        valid_until: permit.valid_until,
        time: permit_time(permit, &roster.settings, day),
        said,
        taken_back: folded.withdrawn.get(&permit.id).map(|by| back_of(folded, by, roster, reader)),
        own: reader.wrote(roster, &entry.device),
    }
}
