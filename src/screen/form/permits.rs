//! Forms of permits: listing them from a template, telling what became of one, changing how it is listed. Only
//! `validate` makes a command.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::domain::calendar::Day;
use crate::domain::command::{Command, PermitChange, PermitDraft};
use crate::domain::id::{ProjectId, Ref};
use crate::domain::rules::permit::GROUPS;
use crate::domain::state::PermitState;
use crate::screen::form::{Ready, is_too_long, trimmed};
use crate::screen::permits::PermitLine;

/// The most working days that can be entered as a norm.
pub const MAX_NORM: i64 = 9999;

/// What a project commonly needs; its words are those of the language in which it is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Template {
    pub key: &'static str,
    pub group: &'static str,
    /// Working days that are usual, to be corrected by who lists it.
    pub norm_days: Option<i64>,
    pub stage: &'static str,
    /// The categories of projects to which it is offered first; empty: to all.
    pub of: &'static [&'static str],
}

const fn template(key: &'static str, group: &'static str, norm: i64, stage: &'static str, of: &'static [&'static str]) -> Template {
    Template { key, group, norm_days: if norm > 0 { Some(norm) } else { None }, stage, of }
}

const BUILT: &[&str] = &["industry", "infrastructure"];
const INDUSTRY: &[&str] = &["industry"];

/// The four certificates, eight external conditions, twelve documents and three papers for the register.
pub const TEMPLATES: &[Template] = &[
    template("land-plan", "certificate", 60, "preparation", &[]),
    template("land-use", "certificate", 60, "preparation", &[]),
    template("works-plan", "certificate", 60, "preparation", &[]),
    template("construction", "certificate", 20, "start", &[]),
    template("water", "condition", 0, "preparation", &[]),
    template("power", "condition", 0, "preparation", &[]),
    template("gas", "condition", 0, "preparation", &[]),
    template("heat", "condition", 0, "preparation", &[]),
    template("drainage", "condition", 0, "preparation", &[]),
    template("telecom", "condition", 0, "preparation", &[]),
    template("road", "condition", 0, "preparation", &[]),
    template("fuel", "condition", 0, "preparation", BUILT),
    template("approval", "document", 20, "preparation", &[]),
    template("site-choice", "document", 20, "preparation", &[]),
    template("land-review", "document", 20, "preparation", &[]),
    template("environment", "document", 30, "preparation", &[]),
    template("energy", "document", 20, "preparation", BUILT),
    template("safety", "document", 20, "preparation", INDUSTRY),
    template("soil", "document", 20, "preparation", &[]),
    template("geology", "document", 20, "preparation", &[]),
    template("stability", "document", 20, "preparation", &[]),
    template("drawings", "document", 15, "preparation", &[]),
    template("fire", "document", 20, "preparation", &[]),
    template("air-defence", "document", 20, "preparation", &[]),
    template("licence", "statistics", 0, "register", &[]),
    template("filing", "statistics", 0, "register", &[]),
    template("contract", "statistics", 0, "register", &[]),
];

impl Template {
    pub fn is_for(&self, category: &str) -> bool {
        self.of.is_empty() || self.of.contains(&category)
    }
}

/// A field of one of these forms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    Title,
    Department,
    Norm,
    State,
    On,
    ValidUntil,
    Text,
}

/// What keeps a field from being saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    Missing,
    TooLong,
    NotADay,
    /// It can't have happened after today.
    LaterThanToday,
    /// Good until a day before the one on which it was issued.
    BeforeIssued,
    /// Not a whole number of days from 0 to [`MAX_NORM`].
    NotDays,
    /// Nothing is chosen to be listed.
    NothingChosen,
}

type Faults = Vec<(Field, Fault)>;

fn norm(text: &str) -> Result<Option<i64>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().ok().filter(|days| (0..=MAX_NORM).contains(days)).map(Some).ok_or(Fault::NotDays)
}

/// One permit as typed.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineForm {
    /// Of the template; empty for one's own.
    pub key: String,
    pub ticked: bool,
    pub title: String,
    pub group: String,
    pub department: String,
    /// Working days; empty: none.
    pub norm: String,
    /// A phase, or empty.
    pub stage: String,
}

impl LineForm {
    pub fn own(group: &str) -> LineForm {
        let stage = if group == "statistics" { "register" } else { "" };
        LineForm { ticked: true, group: group.into(), stage: stage.into(), ..LineForm::default() }
    }

    pub fn is_own(&self) -> bool {
        self.key.is_empty()
    }

    fn read(&self) -> Result<PermitDraft, Faults> {
        let mut faults = texts(&self.title, &self.department);
        let norm_days = norm(&self.norm).unwrap_or_else(|fault| {
            faults.push((Field::Norm, fault));
            None
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        let (department, stage) = (trimmed(&self.department), trimmed(&self.stage));
        Ok(PermitDraft { title: self.title.trim().into(), group: self.group.clone(), department, norm_days, stage })
    }
}

fn texts(title: &str, department: &str) -> Faults {
    let found = [
        (title.trim().is_empty(), (Field::Title, Fault::Missing)),
        (is_too_long(title), (Field::Title, Fault::TooLong)),
        (is_too_long(department), (Field::Department, Fault::TooLong)),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, fault)| fault).collect()
}

/// A fault of the line in this place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListFault {
    pub line: usize,
    pub field: Field,
    pub fault: Fault,
}

/// Permits that are listed together; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ListForm {
    pub lines: Vec<LineForm>,
}

impl ListForm {
    /// The templates that are not listed yet, by their words; none is ticked. `worded` gives title and department.
    pub fn new(listed: &[String], worded: impl Fn(&'static str) -> (&'static str, &'static str)) -> ListForm {
        let line = |template: &Template| {
            let (title, department) = worded(template.key);
            LineForm {
                key: template.key.into(),
                ticked: false,
                title: title.into(),
                group: template.group.into(),
                department: department.into(),
                norm: template.norm_days.map(|days| days.to_string()).unwrap_or_default(),
                stage: template.stage.into(),
            }
        };
        let is_new = |line: &LineForm| !listed.iter().any(|title| title.trim() == line.title);
        ListForm { lines: TEMPLATES.iter().map(line).filter(is_new).collect() }
    }

    pub fn chosen(&self) -> usize {
        self.lines.iter().filter(|line| line.ticked).count()
    }

    /// Where the lines of a group stand.
    pub fn of_group(&self, group: &str) -> Vec<usize> {
        (0..self.lines.len()).filter(|n| self.lines[*n].group == group).collect()
    }

    /// Ticks the group's templates that are for the category, or takes every tick of the group away.
    pub fn tick_group(&mut self, group: &str, category: &str, on: bool) {
        let fits = |key: &str| TEMPLATES.iter().find(|t| t.key == key).is_none_or(|t| t.is_for(category));
        for line in self.lines.iter_mut().filter(|line| line.group == group) {
            line.ticked = on && (line.is_own() || fits(&line.key));
        }
    }

    pub fn validate(&self, project: ProjectId) -> Result<Ready, Vec<ListFault>> {
        let (mut permits, mut faults) = (Vec::new(), Vec::new());
        for (n, line) in self.lines.iter().enumerate().filter(|(_, line)| line.ticked) {
            debug_assert!(GROUPS.contains(&line.group.as_str()));
            match line.read() {
                Ok(permit) => permits.push(permit),
                Err(found) => faults.extend(found.into_iter().map(|(field, fault)| ListFault { line: n, field, fault })),
            }
        }
        if permits.is_empty() && faults.is_empty() {
            faults.push(ListFault { line: 0, field: Field::Title, fault: Fault::NothingChosen });
        }
        if faults.is_empty() { Ok(Ready(Command::ListPermits { project, permits })) } else { Err(faults) }
    }
}

/// What became of a permit, as typed; also the draft on disk.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChangeForm {
    /// Empty until one is chosen.
    pub state: String,
    /// `2018-11-15`; the day on which the form was opened.
    pub on: String,
    /// Of what is issued.
    pub valid_until: String,
    pub text: String,
}

impl ChangeForm {
    pub fn new(today: Day) -> ChangeForm {
        ChangeForm { on: today.to_string(), ..ChangeForm::default() }
    }

    pub fn is_blank(&self) -> bool {
        [&self.state, &self.valid_until, &self.text].iter().all(|field| field.trim().is_empty())
    }

    pub fn state(&self) -> Option<PermitState> {
        PermitState::parse(&self.state)
    }

    /// Only what is issued has a last day.
    pub fn has_validity(&self) -> bool {
        self.state() == Some(PermitState::Issued)
    }

    pub fn validate(&self, project: ProjectId, permit: Ref, today: Day) -> Result<Ready, Faults> {
        let mut faults = Vec::new();
        let state = self.state();
        if state.is_none() {
            faults.push((Field::State, Fault::Missing));
        }
        let mut day = |field: Field, text: &str| {
            let day = Day::parse(text.trim());
            if day.is_none() && !text.trim().is_empty() {
                faults.push((field, Fault::NotADay));
            }
            day
        };
        let on = day(Field::On, &self.on);
        let valid_until = if self.has_validity() { day(Field::ValidUntil, &self.valid_until) } else { None };
        if self.on.trim().is_empty() {
            faults.push((Field::On, Fault::Missing));
        }
        if on.is_some_and(|on| on > today) {
            faults.push((Field::On, Fault::LaterThanToday));
        }
        if on.zip(valid_until).is_some_and(|(on, until)| until < on) {
            faults.push((Field::ValidUntil, Fault::BeforeIssued));
        }
        if is_too_long(&self.text) {
            faults.push((Field::Text, Fault::TooLong));
        }
        match (state, on) {
            (Some(state), Some(on)) if faults.is_empty() => {
                let change = PermitChange { state, on, valid_until, text: trimmed(&self.text) };
                Ok(Ready(Command::ChangePermit { project, permit, change }))
            }
            _ => Err(faults),
        }
    }
}

/// How a permit is listed, as typed.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct EditForm {
    pub title: String,
    pub department: String,
    pub norm: String,
}

impl EditForm {
    pub fn of(line: &PermitLine) -> EditForm {
        EditForm {
            title: line.title.clone(),
            department: line.department.clone().unwrap_or_default(),
            norm: line.norm_days.map(|days| days.to_string()).unwrap_or_default(),
        }
    }

    /// What was emptied goes away.
    pub fn validate(&self, project: ProjectId, permit: Ref) -> Result<Ready, Faults> {
        let mut faults = texts(&self.title, &self.department);
        let norm = norm(&self.norm).unwrap_or_else(|fault| {
            faults.push((Field::Norm, fault));
            None
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut set: Map<String, Value> = Map::new();
        set.insert("title".into(), json!(self.title.trim()));
        set.insert("department".into(), json!(trimmed(&self.department)));
        set.insert("norm_days".into(), json!(norm));
        Ok(Ready(Command::EditPermit { project, permit, set }))
    }
}
