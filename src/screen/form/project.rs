//! The form of a project's facts. Only its `validate` functions make a command.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::domain::command::Command;
use crate::domain::id::{ProjectId, Ref};
use crate::domain::money::{AmountFault, Fen};
use crate::domain::shape::{COORDINATOR_FIELDS, MAX_TEXT, PROJECT_FIELDS};
use crate::domain::state::{Project, Slot};
use crate::domain::trust::Role;

pub const CATEGORIES: &[&str] = &["infrastructure", "industry", "services", "social"];
pub const PHASES: &[&str] = &[
    "preparation",
    "start",
    "construction",
    "foundation",
    "structure",
    "topped-out",
    "equipment",
    "trial",
    "completion",
    "production",
    "register",
    "other",
];

/// The fields of a project in the order in which a form asks for them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Field {
    Name,
    District,
    Unit,
    Category,
    Phase,
    Key,
    Total,
    Secretary,
    Leader,
    Enterprise,
    Place,
    Industry,
    Code,
}

impl Field {
    pub const ALL: [Field; 13] = [
        Field::Name,
        Field::District,
        Field::Unit,
        Field::Category,
        Field::Phase,
        Field::Key,
        Field::Total,
        Field::Secretary,
        Field::Leader,
        Field::Enterprise,
        Field::Place,
        Field::Industry,
        Field::Code,
    ];

    /// As it stands in an event.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::District => "district",
            Field::Unit => "unit",
            Field::Category => "category",
            Field::Phase => "phase",
            Field::Key => "key",
            Field::Total => "total",
            Field::Secretary => "secretary",
            Field::Leader => "leader",
            Field::Enterprise => "enterprise",
            Field::Place => "place",
            Field::Industry => "field",
            Field::Code => "code",
        }
    }

    pub fn parse(text: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.as_str() == text)
    }

    pub fn is_required(self) -> bool {
        PROJECT_FIELDS.iter().any(|f| f.name == self.as_str() && f.required)
    }

    /// Whether a person of this role may write it, of a project that is theirs to write.
    pub fn is_for(self, writer: Writer) -> bool {
        match writer {
            Writer::Coordinator => true,
            Writer::Worker => !COORDINATOR_FIELDS.contains(&self.as_str()),
        }
    }
}

/// What one may write of a project.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Writer {
    /// Every field.
    Coordinator,
    /// Every field but those of coordinators.
    Worker,
}

impl Writer {
    /// `None` for roles that write no field at all.
    pub fn of(role: Role, district: Option<Ref>, project: &Project) -> Option<Writer> {
        match role {
            Role::City => Some(Writer::Coordinator),
            Role::District if district.is_some_and(|d| project.folded.districts.contains(&d)) => Some(Writer::Coordinator),
            Role::District | Role::Secretary => Some(Writer::Worker),
            Role::Leader | Role::Assessor => None,
        }
    }
}

/// What was typed, as it was typed; refs as their text, the switch as `true` or nothing.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProjectForm {
    pub name: String,
    pub district: String,
    pub unit: String,
    pub category: String,
    pub phase: String,
    pub key: String,
    pub total: String,
    pub secretary: String,
    pub leader: String,
    pub enterprise: String,
    pub place: String,
    pub industry: String,
    pub code: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldFault {
    Missing,
    TooLong,
    Amount(AmountFault),
}

/// A change that can be saved. Made by [`ProjectForm::validate`] alone.
#[derive(Clone, Debug)]
pub struct ChangeProject(Command);

/// A project that can be registered. Made by [`ProjectForm::validate_new`] alone.
#[derive(Clone, Debug)]
pub struct RegisterProject(Command);

impl ChangeProject {
    pub fn into_command(self) -> Command {
        self.0
    }
}

impl RegisterProject {
    pub fn into_command(self) -> Command {
        self.0
    }
}

impl ProjectForm {
    pub fn of(project: &Project) -> ProjectForm {
        let f = &project.fields;
        let named = |name: &Option<Ref>| name.map(|n| n.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        ProjectForm {
            name: f.name.clone(),
            district: named(&f.district),
            unit: named(&f.unit),
            category: f.category.clone(),
            phase: text(&f.phase),
            key: if f.key { "true".into() } else { String::new() },
            total: f.total.map(Fen::to_wan).unwrap_or_default(),
            secretary: named(&f.secretary),
            leader: named(&f.leader),
            enterprise: text(&f.enterprise),
            place: text(&f.place),
            industry: text(&f.field),
            code: text(&f.code),
        }
    }

    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::District => &self.district,
            Field::Unit => &self.unit,
            Field::Category => &self.category,
            Field::Phase => &self.phase,
            Field::Key => &self.key,
            Field::Total => &self.total,
            Field::Secretary => &self.secretary,
            Field::Leader => &self.leader,
            Field::Enterprise => &self.enterprise,
            Field::Place => &self.place,
            Field::Industry => &self.industry,
            Field::Code => &self.code,
        }
    }

    pub fn set(&mut self, field: Field, value: String) {
        let held = match field {
            Field::Name => &mut self.name,
            Field::District => &mut self.district,
            Field::Unit => &mut self.unit,
            Field::Category => &mut self.category,
            Field::Phase => &mut self.phase,
            Field::Key => &mut self.key,
            Field::Total => &mut self.total,
            Field::Secretary => &mut self.secretary,
            Field::Leader => &mut self.leader,
            Field::Enterprise => &mut self.enterprise,
            Field::Place => &mut self.place,
            Field::Industry => &mut self.industry,
            Field::Code => &mut self.code,
        };
        *held = value;
    }

    /// The value that an event carries; null where nothing is typed.
    fn value(&self, field: Field) -> Result<Value, FieldFault> {
        let text = self.get(field).trim();
        if text.is_empty() {
            return if field.is_required() { Err(FieldFault::Missing) } else { Ok(Value::Null) };
        }
        if text.chars().count() > MAX_TEXT {
            return Err(FieldFault::TooLong);
        }
        match field {
            Field::Key => Ok(json!(text == "true")),
            Field::Total => Fen::parse_wan(text).map(|fen| json!(fen)).map_err(FieldFault::Amount),
            _ => Ok(json!(text)),
        }
    }

    /// The fields that differ from what was shown when the form was opened.
    pub fn validate(&self, opened: &ProjectForm, project: ProjectId, writer: Writer) -> Result<ChangeProject, Vec<(Field, FieldFault)>> {
        let mut set = Map::new();
        let mut faults = Vec::new();
        let touched = |field: &Field| field.is_for(writer) && self.get(*field).trim() != opened.get(*field).trim();
        for field in Field::ALL.into_iter().filter(touched) {
            // A switch that is put back says no; it is not a fact that went away.
            let value = if field == Field::Key { Ok(json!(self.key == "true")) } else { self.value(field) };
            match value {
                Ok(value) => {
                    set.insert(field.as_str().into(), value);
                }
                Err(fault) => faults.push((field, fault)),
            }
        }
        if faults.is_empty() { Ok(ChangeProject(Command::ChangeProject { project, set, reason: None })) } else { Err(faults) }
    }

    pub fn validate_new(&self) -> Result<RegisterProject, Vec<(Field, FieldFault)>> {
        let mut fields = Map::new();
        let mut faults = Vec::new();
        for field in Field::ALL {
            match self.value(field) {
                Ok(Value::Null) => {}
                Ok(value) => {
                    fields.insert(field.as_str().into(), value);
                }
                Err(fault) => faults.push((field, fault)),
            }
        }
        if faults.is_empty() { Ok(RegisterProject(Command::RegisterProject { fields })) } else { Err(faults) }
    }
}

/// Whether several values are in force for a field of the project.
pub fn is_in_conflict(project: &Project, field: Field) -> bool {
    project.slot(field.as_str()).is_some_and(Slot::is_conflict)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> ProjectId {
        ProjectId::parse("0123456789abcdef").unwrap()
    }

    fn opened() -> ProjectForm {
        ProjectForm { name: "a".into(), district: "d".into(), category: "industry".into(), total: "12.5".into(), ..ProjectForm::default() }
    }

    fn set(form: &ProjectForm, writer: Writer) -> Map<String, Value> {
        let Command::ChangeProject { set, .. } = form.validate(&opened(), id(), writer).unwrap().into_command() else { panic!() };
        set
    }

    #[test]
    fn every_field_of_a_registration_has_its_place() {
        for field in PROJECT_FIELDS {
            assert!(Field::parse(field.name).is_some(), "{}", field.name);
        }
        assert_eq!(PROJECT_FIELDS.len(), Field::ALL.len());
    }

    #[test]
    fn only_what_differs_is_written() {
        let form = ProjectForm { name: " b ".into(), ..opened() };
        assert_eq!(Value::Object(set(&form, Writer::Worker)), json!({"name": "b"}));
    }

    #[test]
    fn emptied_fields_go_away_and_required_ones_may_not() {
        let form = ProjectForm { total: String::new(), ..opened() };
        assert_eq!(Value::Object(set(&form, Writer::Worker)), json!({"total": null}));
        let form = ProjectForm { name: "  ".into(), ..opened() };
        assert_eq!(form.validate(&opened(), id(), Writer::Worker).unwrap_err(), [(Field::Name, FieldFault::Missing)]);
    }

    #[test]
    fn amounts_are_kept_as_fen() {
        let form = ProjectForm { total: "1,234.5678".into(), ..opened() };
        assert_eq!(Value::Object(set(&form, Writer::Worker)), json!({"total": 1_234_567_800i64}));
        let form = ProjectForm { total: "1.2345678".into(), ..opened() };
        let faults = form.validate(&opened(), id(), Writer::Worker).unwrap_err();
        assert_eq!(faults, [(Field::Total, FieldFault::Amount(AmountFault::TooManyDecimals))]);
    }

    #[test]
    fn a_worker_writes_no_field_of_coordinators() {
        let form = ProjectForm { code: "7".into(), enterprise: "e".into(), ..opened() };
        assert_eq!(Value::Object(set(&form, Writer::Worker)), json!({"enterprise": "e"}));
        assert_eq!(Value::Object(set(&form, Writer::Coordinator)), json!({"enterprise": "e", "code": "7"}));
    }
}
