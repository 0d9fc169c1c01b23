//! One project: its fields, visits, problems, nodes, investment and permits, as its scope folds.

use crate::domain::calendar::Day;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::json::Json;
use crate::domain::money::Fen;
use crate::domain::shape::Kind;
use crate::domain::state::duty::{self, Duty};
use crate::domain::state::fold::{Entry, Folded, Slot, Statement, Target};
use crate::domain::state::node::{self, Investment, Node, Permit};

/// The fields that lists are sorted and searched by, as shown.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct ProjectFields {
    pub name: String,
    pub district: Option<Ref>,
    pub unit: Option<Ref>,
    pub category: String,
    pub enterprise: Option<String>,
    pub phase: Option<String>,
    pub secretary: Option<Ref>,
    pub leader: Option<Ref>,
    pub key: bool,
    pub total: Option<Fen>,
    pub field: Option<String>,
    pub code: Option<String>,
    /// Text, or a place as JSON.
    pub place: Option<String>,
}

/// Kinds of a visit that keep the rhythm of visits; the others are contacts.
const ON_SITE: &[&str] = &["site-visit", "interview", "accompany", "inspection", "special-meeting"];

/// Whether a visit of this kind is one on site: a call is a contact and no more.
pub fn is_on_site(kind: &str) -> bool {
    ON_SITE.contains(&kind)
}

/// A visit that counts or was taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Visit {
    /// Where its entry lies in [`Folded::entries`].
    pub entry: usize,
    pub on: Day,
    pub withdrawn: bool,
}

/// A problem as raised; its steps come with the issue that brings answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Problem {
    pub entry: usize,
    pub on: Day,
    pub withdrawn: bool,
}

#[derive(Clone, Debug)]
pub struct Project {
    pub id: ProjectId,
    /// Registered, and the registration is not withdrawn.
    pub shown: bool,
    pub fields: ProjectFields,
    pub folded: Folded,
    /// In the order of their events.
    pub visits: Vec<Visit>,
    pub problems: Vec<Problem>,
    /// In the order of their plans.
    pub nodes: Vec<Node>,
    pub investment: Investment,
    /// In the order in which they were listed.
    pub permits: Vec<Permit>,
    /// Instructions, in the order in which they were given.
    pub duties: Vec<Duty>,
    /// The newest day of a visit of any kind that counts.
    pub last_visit: Option<Day>,
    /// The newest day on which someone went there or met them (design §6, *Rhythm*): a call is no visit.
    pub last_on_site: Option<Day>,
}

impl Project {
    pub fn read(id: ProjectId, folded: Folded) -> Project {
        let shown = folded.of_kind(Kind::ProjectRegistered).any(|e| folded.counts(e));
        let mut project = Project {
            id,
            shown,
            fields: ProjectFields::default(),
            visits: Vec::new(),
            problems: Vec::new(),
            nodes: node::nodes(&folded),
            investment: node::investment(&folded),
            permits: node::permits(&folded),
            duties: duty::duties(&folded),
            last_visit: None,
            last_on_site: None,
            folded,
        };
        project.fields = project.read_fields();
        for (entry, e) in project.folded.entries.iter().enumerate() {
            let withdrawn = !project.folded.counts(e);
            let on = || project.folded.shown(e, "on").and_then(|v| Day::parse(&v.text()?));
            match e.kind {
                Kind::VisitLogged => {
                    let Some(on) = on() else { continue };
                    project.visits.push(Visit { entry, on, withdrawn });
                    if !withdrawn {
                        project.last_visit = project.last_visit.max(Some(on));
                        let kind = project.folded.shown(e, "kind").and_then(|v| Some(v.text()?.into_owned()));
                        if kind.is_some_and(|kind| is_on_site(&kind)) {
                            project.last_on_site = project.last_on_site.max(Some(on));
                        }
                    }
                }
                Kind::ProblemRaised => {
                    let Some(on) = on() else { continue };
                    project.problems.push(Problem { entry, on, withdrawn });
                }
                _ => {}
            }
        }
        project
    }

    fn read_fields(&self) -> ProjectFields {
        let text = |name: &str| Some(self.slot(name)?.shown()?.text()?.into_owned());
        let named = |name: &str| Ref::parse(&text(name)?);
        let place = self.slot("place").and_then(Slot::shown);
        ProjectFields {
            name: text("name").unwrap_or_default(),
            district: named("district"),
            unit: named("unit"),
            category: text("category").unwrap_or_default(),
            enterprise: text("enterprise"),
            phase: text("phase"),
            secretary: named("secretary"),
            leader: named("leader"),
            key: self.slot("key").and_then(|s| s.shown()?.bool()).unwrap_or(false),
            total: self.slot("total").and_then(|s| s.shown()?.int()).map(Fen),
            field: text("field"),
            code: text("code"),
            place: place.map(|v| v.text().map_or_else(|| String::from_utf8_lossy(v.bytes()).into_owned(), |t| t.into_owned())),
        }
    }

    /// A field of the project with all that was said of it; `None` if nothing ever was.
    pub fn slot(&self, field: &str) -> Option<&Slot> {
        self.folded.slot(Target::Project, field)
    }

    /// Whether it is a district's by what is said now: of all of them while that is in conflict, of the last ones where
    /// its registration was withdrawn. Who ever had it has a say for good, but is sent nothing for that.
    pub fn is_of_district(&self, district: &Ref) -> bool {
        match self.slot("district") {
            Some(slot) => slot.current.iter().any(|said| said.names(district)),
            None => self.folded.districts.contains(district),
        }
    }

    /// The entry by which a field is no longer somebody's: the first that names what was last said for them, else the
    /// first behind it. `None` if it never was theirs.
    pub fn taken_from(&self, field: &str, whom: &Ref) -> Option<&Entry> {
        let history = &self.slot(field)?.history;
        let last = history.iter().rposition(|said| said.names(whom))?;
        let theirs = history[last].id.to_ref();
        let names_it = |entry: &&Entry| {
            let over = entry.get("over").and_then(|over| over.get(field)).map(Json::items).unwrap_or_default();
            over.iter().any(|name| name.text().is_some_and(|text| text == theirs.as_str()))
        };
        let entry = |said: &Statement| self.folded.find(&said.id.to_ref());
        history.iter().filter_map(entry).find(names_it).or_else(|| history.get(last + 1).and_then(entry))
    }

    pub fn entry(&self, index: usize) -> &Entry {
        &self.folded.entries[index]
    }

    /// Nodes whose plan was not taken back.
    pub fn planned(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|n| !n.withdrawn)
    }

    pub fn node(&self, id: &Ref) -> Option<&Node> {
        self.nodes.iter().find(|n| n.id == *id)
    }

    pub fn permit(&self, id: &Ref) -> Option<&Permit> {
        self.permits.iter().find(|p| p.id == *id)
    }

    pub fn duty(&self, id: &Ref) -> Option<&Duty> {
        self.duties.iter().find(|d| d.id == *id)
    }

    /// The number of visits of any kind that count.
    pub fn visit_count(&self) -> usize {
        self.visits.iter().filter(|v| !v.withdrawn).count()
    }

    /// Refs that a new statement of the field names; the registrations where nothing was said of it yet.
    pub fn over(&self, field: &str) -> Vec<Ref> {
        match self.slot(field) {
            Some(slot) => slot.over(),
            None => self.folded.of_kind(Kind::ProjectRegistered).filter(|e| self.folded.counts(e)).map(|e| e.name()).collect(),
        }
    }
}
