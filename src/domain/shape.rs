//! The table of design §5 as data: for each kind its scopes, its fields, what `of` may name, who may write it
//! and which slot it fills. Later kinds add folds, not rules of entry.

use crate::domain::calendar::{Day, is_month, is_time_of_day, parse_zone};
use crate::domain::id::{Hash, ProjectId, Ref, Scope};
use crate::domain::json::Json;
use crate::domain::money::Fen;

/// Greatest number of code points in a text.
pub const MAX_TEXT: usize = 10_000;

macro_rules! kinds {
    ($($variant:ident = $name:literal,)*) => {
        /// The kinds of event that this version knows.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Kind { $($variant,)* }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$variant,)*];

            pub fn parse(text: &str) -> Option<Kind> {
                match text { $($name => Some(Kind::$variant),)* _ => None }
            }

            pub fn as_str(self) -> &'static str {
                match self { $(Kind::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    WorkspaceFounded = "workspace-founded",
    UnitRegistered = "unit-registered",
    PersonRegistered = "person-registered",
    PersonInvited = "person-invited",
    DeviceJoined = "device-joined",
    DeviceAdmitted = "device-admitted",
    DeviceRevoked = "device-revoked",
    BodyRemoved = "body-removed",
    PolicyAdded = "policy-added",
    TrainingHeld = "training-held",
    TrainingAttended = "training-attended",
    MeetingHeld = "meeting-held",
    DecisionMade = "decision-made",
    PeriodClosed = "period-closed",
    BulletinIssued = "bulletin-issued",
    Commended = "commended",
    DutyReceived = "duty-received",
    DutyReported = "duty-reported",
    DutyReturned = "duty-returned",
    DutyClosed = "duty-closed",
    ProjectRegistered = "project-registered",
    FieldsChanged = "fields-changed",
    NodePlanned = "node-planned",
    NodeRescheduled = "node-rescheduled",
    NodeAudited = "node-audited",
    NodeExcused = "node-excused",
    NodeReported = "node-reported",
    InvestmentPlanned = "investment-planned",
    InvestmentReported = "investment-reported",
    VisitLogged = "visit-logged",
    ProblemRaised = "problem-raised",
    ProblemAccepted = "problem-accepted",
    ProblemObjected = "problem-objected",
    ProblemEscalated = "problem-escalated",
    ProblemListed = "problem-listed",
    ProblemAnswered = "problem-answered",
    ProblemReturned = "problem-returned",
    ProblemConfirmed = "problem-confirmed",
    ProblemClosed = "problem-closed",
    ProblemExtensionAsked = "problem-extension-asked",
    ProblemExtensionDecided = "problem-extension-decided",
    ProblemTracked = "problem-tracked",
    PermitListed = "permit-listed",
    PermitChanged = "permit-changed",
    PolicyDelivered = "policy-delivered",
    Instructed = "instructed",
    Noted = "noted",
    TeamFormed = "team-formed",
    Withdrawn = "withdrawn",
    AssessmentRecorded = "assessment-recorded",
    DepartmentRated = "department-rated",
    ContactNoted = "contact-noted",
}

/// What a member of a body may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    Text,
    Ref,
    Refs,
    Day,
    DayOrNull,
    Month,
    Period,
    Year,
    TimeOfDay,
    Zone,
    Money,
    Months12,
    Bool,
    /// An integer within these bounds.
    Int(i64, i64),
    OneOf(&'static [&'static str]),
    Hash,
    Hashes,
    Nonce,
    PersonName,
    Key,
    Signature,
    Heads,
    Place,
    Scores,
    ProblemDays,
    Days,
    Ints,
    Scope,
    /// A project's 16 characters.
    Project,
    /// A project's place, or `workspace` or `project`, or a ref.
    ChangedThing,
    Set,
    Over,
    OverList,
    Any,
}

#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub ty: Type,
    pub required: bool,
}

const fn req(name: &'static str, ty: Type) -> Field {
    Field { name, ty, required: true }
}

const fn opt(name: &'static str, ty: Type) -> Field {
    Field { name, ty, required: false }
}

/// In which scopes a kind may stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    All,
    Project,
    AllOrProject,
    Office,
    Any,
}

impl Place {
    pub fn admits(self, scope: Scope) -> bool {
        match (self, scope) {
            (Place::Any, _) | (Place::All | Place::AllOrProject, Scope::All) => true,
            (Place::Project | Place::AllOrProject, Scope::Project(_)) | (Place::Office, Scope::Office) => true,
            (Place::All | Place::AllOrProject | Place::Project | Place::Office, _) => false,
        }
    }
}

/// Whose right it is to write a kind (the rows of §4's table).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Right {
    Founder,
    AnyRole,
    Worker,
    Coordinator,
    Office,
    City,
    LeaderOrCity,
    AssessorOrCity,
    /// Depends on the thing that it names.
    OfThing,
    /// The device itself, whoever it is.
    Joining,
    /// `problem-returned`: a worker from *answered*, else a coordinator. What the state allows is the step's rule.
    Returning,
}

/// What a kind's `of` may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    Nothing,
    /// An event of one of these kinds.
    One(&'static [Kind]),
    /// Any standing event of the scope; may be left out.
    Optional,
    AnyEvent,
    /// A person, who is named in `all`, whatever scope the event stands in.
    Person,
    /// `workspace`, `project` or a thing.
    Changed,
    /// Something that can be withdrawn.
    Withdrawn,
    /// The body to be removed lies in the scope that the body names.
    Removed,
}

/// Everything that decides whether an event of a kind stands.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    pub place: Place,
    pub right: Right,
    pub of: Of,
    /// Marked ● in §5: the event is a statement and can't be changed by `fields-changed`.
    pub statement: bool,
    /// Can be neither withdrawn nor changed.
    pub fixed: bool,
    pub fields: &'static [Field],
}

const ROLES: &[&str] = &["secretary", "district", "city", "leader", "assessor"];
const UNIT_KINDS: &[&str] = &["district", "department", "street", "zone"];
const CATEGORIES: &[&str] = &["infrastructure", "industry", "services", "social"];
const VISIT_KINDS: &[&str] =
    &["phone", "site-visit", "interview", "accompany", "on-behalf", "special-meeting", "inspection", "policy", "care"];
const MEETINGS: &[&str] = &["report", "dispatch", "inspection", "on-site"];
const VERDICTS: &[&str] = &["accepted", "returned"];
const PERMIT_GROUPS: &[&str] = &["certificate", "condition", "document", "statistics"];
const PERMIT_STATES: &[&str] = &["needed", "applied", "issued", "returned", "waived"];
const COUNT: Type = Type::Int(0, i64::MAX);
const PERCENT: Type = Type::Int(0, 100);

const DUTIES: &[Kind] = &[Kind::DecisionMade, Kind::Instructed];
const STEPS: &[Kind] = &[Kind::ProblemRaised];

/// The fields of a project, as its registration gives them and a change sets them.
pub const PROJECT_FIELDS: &[Field] = &[
    req("name", Type::Text),
    req("district", Type::Ref),
    opt("unit", Type::Ref),
    req("category", Type::OneOf(CATEGORIES)),
    opt("enterprise", Type::Text),
    opt("place", Type::Any),
    opt("total", Type::Money),
    opt("phase", Type::Text),
    opt("key", Type::Bool),
    opt("secretary", Type::Ref),
    opt("leader", Type::Ref),
    opt("field", Type::Text),
    opt("code", Type::Text),
];

/// The settings, which are fields of the workspace, beside its name.
pub const WORKSPACE_FIELDS: &[Field] = &[
    req("name", Type::Text),
    opt("tolerance", PERCENT),
    opt("red_from", PERCENT),
    opt("visit_every_days", COUNT),
    opt("contact_every_days", COUNT),
    opt("problem_days", Type::ProblemDays),
    opt("projects_per_secretary", COUNT),
    opt("investment_green", COUNT),
    opt("investment_yellow", COUNT),
    opt("overdue_days", Type::Ints),
    opt("holidays", Type::Days),
    opt("workdays", Type::Days),
];

/// Fields of a project that only its coordinators change.
pub const COORDINATOR_FIELDS: &[&str] = &["district", "unit", "category", "secretary", "leader", "key", "code"];

const fn spec(place: Place, right: Right, of: Of, fields: &'static [Field]) -> Spec {
    Spec { place, right, of, statement: false, fixed: false, fields }
}

const fn statement(place: Place, right: Right, of: Of, fields: &'static [Field]) -> Spec {
    Spec { place, right, of, statement: true, fixed: false, fields }
}

const fn fixed(place: Place, right: Right, of: Of, fields: &'static [Field]) -> Spec {
    Spec { place, right, of, statement: false, fixed: true, fields }
}

impl Kind {
    /// Kinds on which counting trust hangs: their bodies can't be removed.
    pub fn is_trust(self) -> bool {
        matches!(
            self,
            Kind::WorkspaceFounded
                | Kind::PersonRegistered
                | Kind::PersonInvited
                | Kind::DeviceJoined
                | Kind::DeviceAdmitted
                | Kind::DeviceRevoked
                | Kind::BodyRemoved
        )
    }

    /// Whether `fields-changed` may name an event of this kind.
    pub fn is_changeable(self) -> bool {
        let spec = self.spec();
        !spec.statement && !spec.fixed && self != Kind::ProjectRegistered && self != Kind::NodeRescheduled
    }

    pub fn spec(self) -> Spec {
        use Kind::*;
        use Type as T;
        match self {
            WorkspaceFounded => fixed(
                Place::All,
                Right::Founder,
                Of::Nothing,
                const {
                    &[
                        req("name", T::Text),
                        req("time_zone", T::Zone),
                        req("key", T::Key),
                        req("box", T::Key),
                        req("nonce", T::Nonce),
                        req("person", T::PersonName),
                    ]
                },
            ),
            UnitRegistered => spec(
                Place::All,
                Right::City,
                Of::Nothing,
                const { &[req("name", T::Text), req("kind", T::OneOf(UNIT_KINDS)), opt("parent", T::Ref)] },
            ),
            PersonRegistered => fixed(
                Place::All,
                Right::Office,
                Of::Nothing,
                const { &[req("name", T::Text), req("role", T::OneOf(ROLES)), opt("district", T::Ref), opt("unit", T::Ref)] },
            ),
            PersonInvited => fixed(
                Place::All,
                Right::Office,
                Of::One(const { &[PersonRegistered, WorkspaceFounded] }),
                const { &[req("of", T::Ref), req("key", T::Key), req("until", T::Day)] },
            ),
            DeviceJoined => fixed(
                Place::All,
                Right::Joining,
                Of::Nothing,
                const { &[req("person", T::Ref), req("key", T::Key), req("box", T::Key), req("proof", T::Signature)] },
            ),
            DeviceAdmitted => {
                fixed(Place::All, Right::Office, Of::Nothing, const { &[req("person", T::Ref), req("key", T::Key), req("box", T::Key)] })
            }
            DeviceRevoked => fixed(
                Place::All,
                Right::Office,
                Of::Nothing,
                const { &[req("device", T::Ref), req("heads", T::Heads), req("reason", T::Text)] },
            ),
            BodyRemoved => {
                fixed(Place::All, Right::City, Of::Removed, const { &[req("scope", T::Scope), req("of", T::Ref), req("reason", T::Text)] })
            }
            PolicyAdded => spec(
                Place::All,
                Right::Office,
                Of::Nothing,
                const {
                    &[
                        req("title", T::Text),
                        opt("issuer", T::Text),
                        opt("number", T::Text),
                        opt("on", T::Day),
                        opt("categories", T::Any),
                        opt("text", T::Text),
                        opt("files", T::Hashes),
                    ]
                },
            ),
            TrainingHeld => spec(
                Place::All,
                Right::Office,
                Of::Nothing,
                const { &[req("title", T::Text), req("on", T::Day), opt("place", T::Any), opt("text", T::Text)] },
            ),
            TrainingAttended => {
                spec(Place::All, Right::Office, Of::One(const { &[TrainingHeld] }), const { &[req("of", T::Ref), req("persons", T::Refs)] })
            }
            MeetingHeld => spec(
                Place::All,
                Right::Office,
                Of::Nothing,
                const {
                    &[
                        req("kind", T::OneOf(MEETINGS)),
                        req("title", T::Text),
                        req("on", T::Day),
                        opt("place", T::Any),
                        opt("projects", T::Any),
                        opt("present", T::Any),
                        opt("text", T::Text),
                    ]
                },
            ),
            DecisionMade => spec(
                Place::All,
                Right::Office,
                Of::One(const { &[MeetingHeld] }),
                const {
                    &[
                        req("of", T::Ref),
                        req("text", T::Text),
                        req("owner", T::Any),
                        opt("helpers", T::Any),
                        req("due", T::Day),
                        opt("project", T::Project),
                    ]
                },
            ),
            PeriodClosed => Spec {
                fixed: true,
                ..statement(
                    Place::All,
                    Right::City,
                    Of::Nothing,
                    const { &[req("period", T::Period), req("figures", T::Hash), req("code", T::Hash), opt("over", T::OverList)] },
                )
            },
            BulletinIssued => fixed(
                Place::All,
                Right::City,
                Of::Nothing,
                const { &[req("closing", T::Ref), req("number", T::Text), req("title", T::Text), req("text", T::Text)] },
            ),
            Commended => {
                spec(Place::All, Right::City, Of::Nothing, const { &[req("person", T::Ref), req("on", T::Day), req("reason", T::Text)] })
            }
            DutyReceived | DutyReported => statement(Place::AllOrProject, Right::AnyRole, Of::One(DUTIES), DUTY),
            DutyReturned | DutyClosed => statement(Place::AllOrProject, Right::Office, Of::One(DUTIES), DUTY),
            ProjectRegistered => spec(Place::Project, Right::Coordinator, Of::Nothing, PROJECT_FIELDS),
            FieldsChanged => Spec {
                fixed: true,
                ..statement(
                    Place::AllOrProject,
                    Right::OfThing,
                    Of::Changed,
                    const {
                        &[
                            req("of", T::ChangedThing),
                            req("set", T::Set),
                            opt("over", T::Over),
                            opt("reason", T::Text),
                            opt("visit", T::Ref),
                        ]
                    },
                )
            },
            NodePlanned => spec(
                Place::Project,
                Right::Worker,
                Of::Nothing,
                const {
                    &[
                        req("title", T::Text),
                        req("due", T::Day),
                        opt("start", T::Day),
                        opt("weight", T::Int(1, 1000)),
                        opt("stage", T::Text),
                        opt("text", T::Text),
                    ]
                },
            ),
            NodeRescheduled => spec(
                Place::Project,
                Right::Worker,
                Of::One(const { &[NodePlanned] }),
                const { &[req("of", T::Ref), req("due", T::Day), opt("start", T::Day), req("reason", T::Text)] },
            ),
            NodeAudited => statement(
                Place::Project,
                Right::Coordinator,
                Of::One(const { &[NodePlanned, NodeRescheduled] }),
                const { &[req("of", T::Ref), req("verdict", T::OneOf(VERDICTS)), opt("text", T::Text), opt("over", T::OverList)] },
            ),
            NodeExcused => statement(
                Place::Project,
                Right::Coordinator,
                Of::One(const { &[NodePlanned] }),
                const { &[req("of", T::Ref), req("reason", T::Text), req("until", T::DayOrNull), opt("over", T::OverList)] },
            ),
            NodeReported => spec(
                Place::Project,
                Right::Worker,
                Of::One(const { &[NodePlanned] }),
                const {
                    &[
                        req("of", T::Ref),
                        req("on", T::Day),
                        req("percent", PERCENT),
                        opt("done", T::Day),
                        opt("text", T::Text),
                        opt("files", T::Hashes),
                    ]
                },
            ),
            InvestmentPlanned => statement(
                Place::Project,
                Right::Coordinator,
                Of::Nothing,
                const { &[req("year", T::Year), req("amount", T::Money), opt("months", T::Months12), opt("over", T::OverList)] },
            ),
            InvestmentReported => statement(
                Place::Project,
                Right::Worker,
                Of::Nothing,
                const { &[req("month", T::Month), req("done", T::Money), opt("over", T::OverList)] },
            ),
            VisitLogged => spec(
                Place::Project,
                Right::AnyRole,
                Of::Nothing,
                const {
                    &[
                        req("on", T::Day),
                        opt("at", T::TimeOfDay),
                        req("kind", T::OneOf(VISIT_KINDS)),
                        opt("people", T::Any),
                        opt("text", T::Text),
                        opt("minutes", COUNT),
                        opt("place", T::Place),
                        opt("files", T::Hashes),
                    ]
                },
            ),
            ProblemRaised => spec(
                Place::Project,
                Right::AnyRole,
                Of::Nothing,
                const {
                    &[
                        req("title", T::Text),
                        req("category", T::Text),
                        req("on", T::Day),
                        opt("text", T::Text),
                        opt("visit", T::Ref),
                        opt("files", T::Hashes),
                        opt("wanted", T::Day),
                    ]
                },
            ),
            ProblemAccepted => statement(
                Place::Project,
                Right::Coordinator,
                Of::One(STEPS),
                const {
                    &[
                        req("of", T::Ref),
                        req("on", T::Day),
                        req("owner", T::Any),
                        opt("helpers", T::Any),
                        req("due", T::Day),
                        opt("over", T::OverList),
                    ]
                },
            ),
            ProblemObjected => statement(Place::Project, Right::Worker, Of::One(STEPS), REASON_STEP),
            ProblemEscalated => statement(Place::Project, Right::Coordinator, Of::One(STEPS), REASON_STEP),
            ProblemListed => statement(
                Place::Project,
                Right::City,
                Of::One(STEPS),
                const {
                    &[
                        req("of", T::Ref),
                        req("on", T::Day),
                        req("list", T::Any),
                        req("item", T::Any),
                        req("owner", T::Any),
                        opt("helpers", T::Any),
                        req("due", T::Day),
                        opt("leader", T::Ref),
                        opt("over", T::OverList),
                    ]
                },
            ),
            ProblemAnswered => statement(
                Place::Project,
                Right::Worker,
                Of::One(STEPS),
                const { &[req("of", T::Ref), req("on", T::Day), req("text", T::Text), opt("files", T::Hashes), opt("over", T::OverList)] },
            ),
            ProblemReturned => statement(Place::Project, Right::Returning, Of::One(STEPS), REASON_STEP),
            ProblemConfirmed => statement(
                Place::Project,
                Right::Worker,
                Of::One(STEPS),
                const { &[req("of", T::Ref), req("on", T::Day), opt("satisfied", T::Any), opt("text", T::Text), opt("over", T::OverList)] },
            ),
            ProblemClosed => statement(
                Place::Project,
                Right::City,
                Of::One(STEPS),
                const { &[req("of", T::Ref), req("on", T::Day), opt("text", T::Text), opt("over", T::OverList)] },
            ),
            ProblemExtensionAsked => spec(
                Place::Project,
                Right::Worker,
                Of::One(const { &[ProblemAccepted, ProblemListed] }),
                const { &[req("of", T::Ref), req("due", T::Day), req("reason", T::Text)] },
            ),
            ProblemExtensionDecided => statement(
                Place::Project,
                Right::Coordinator,
                Of::One(const { &[ProblemExtensionAsked] }),
                const { &[req("of", T::Ref), req("verdict", T::OneOf(VERDICTS)), opt("over", T::OverList)] },
            ),
            ProblemTracked => spec(
                Place::Project,
                Right::City,
                Of::One(STEPS),
                const { &[req("of", T::Ref), req("month", T::Month), req("text", T::Text)] },
            ),
            PermitListed => spec(
                Place::Project,
                Right::Worker,
                Of::Nothing,
                const {
                    &[
                        req("title", T::Text),
                        req("group", T::OneOf(PERMIT_GROUPS)),
                        opt("department", T::Text),
                        opt("norm_days", COUNT),
                        opt("stage", T::Text),
                    ]
                },
            ),
            PermitChanged => statement(
                Place::Project,
                Right::Worker,
                Of::One(const { &[PermitListed] }),
                const {
                    &[
                        req("of", T::Ref),
                        req("state", T::OneOf(PERMIT_STATES)),
                        req("on", T::Day),
                        opt("valid_until", T::Day),
                        opt("text", T::Text),
                        opt("over", T::OverList),
                    ]
                },
            ),
            PolicyDelivered => {
                spec(Place::Project, Right::AnyRole, Of::Nothing, const { &[req("policy", T::Ref), opt("to", T::Any), req("on", T::Day)] })
            }
            Instructed => spec(
                Place::Project,
                Right::LeaderOrCity,
                Of::Optional,
                const { &[opt("of", T::Ref), req("text", T::Text), opt("to", T::Any), opt("due", T::Day)] },
            ),
            Noted => spec(Place::Project, Right::AnyRole, Of::AnyEvent, const { &[req("of", T::Ref), req("text", T::Text)] }),
            TeamFormed => statement(
                Place::Project,
                Right::Coordinator,
                Of::Nothing,
                const { &[req("members", T::Any), req("lead", T::Any), req("reason", T::Text), opt("over", T::OverList)] },
            ),
            Withdrawn => spec(Place::Any, Right::OfThing, Of::Withdrawn, const { &[req("of", T::Ref), opt("reason", T::Text)] }),
            AssessmentRecorded => spec(
                Place::Office,
                Right::AssessorOrCity,
                Of::Nothing,
                const {
                    &[
                        req("person", T::Ref),
                        req("period", T::Text),
                        req("source", T::Text),
                        opt("method", T::Any),
                        req("asked", COUNT),
                        req("answered", COUNT),
                        req("scores", T::Scores),
                        opt("text", T::Text),
                    ]
                },
            ),
            DepartmentRated => spec(
                Place::Office,
                Right::Worker,
                Of::Nothing,
                const { &[req("unit", T::Ref), opt("about", T::Any), req("scores", T::Scores), opt("text", T::Text)] },
            ),
            ContactNoted => {
                spec(Place::Office, Right::AnyRole, Of::Person, const { &[req("of", T::Ref), opt("phone", T::Text), opt("text", T::Text)] })
            }
        }
    }
}

const DUTY: &[Field] = &[req("of", Type::Ref), opt("text", Type::Text), req("on", Type::Day), opt("over", Type::OverList)];
const REASON_STEP: &[Field] = &[req("of", Type::Ref), req("on", Type::Day), req("reason", Type::Text), opt("over", Type::OverList)];

/// A point on P-256 as a public JWK carries it.
pub fn is_public_jwk(value: Json<'_>) -> bool {
    crate::domain::bundle::key::PublicKey::from_jwk(value).is_some()
}

fn is_refs(value: Json<'_>) -> bool {
    value.is_array() && value.items().into_iter().all(|item| item.text().is_some_and(|t| Ref::parse(&t).is_some()))
}

impl Type {
    /// Whether a value is of this type.
    pub fn holds(self, value: Json<'_>) -> bool {
        let text = || value.text();
        let int_in = |low: i64, high: i64| value.int().is_some_and(|n| (low..=high).contains(&n));
        let all = |each: &dyn Fn(Json<'_>) -> bool| value.is_array() && value.items().into_iter().all(each);
        match self {
            // Most are short enough however they are written.
            Type::Text => value.is_text() && (value.bytes().len() <= MAX_TEXT || text().is_some_and(|t| t.chars().count() <= MAX_TEXT)),
            Type::Ref => text().is_some_and(|t| Ref::parse(&t).is_some()),
            Type::Refs | Type::OverList => is_refs(value),
            Type::Day => text().is_some_and(|t| Day::parse(&t).is_some()),
            Type::DayOrNull => value.is_null() || Type::Day.holds(value),
            Type::Month => text().is_some_and(|t| is_month(&t)),
            Type::Year => text().is_some_and(|t| is_year(&t)),
            Type::Period => text().is_some_and(|t| is_month(&t) || is_year(&t) || is_quarter(&t)),
            Type::TimeOfDay => text().is_some_and(|t| is_time_of_day(&t)),
            Type::Zone => text().is_some_and(|t| parse_zone(&t).is_some()),
            Type::Money => int_in(0, Fen::MAX.0),
            Type::Months12 => value.items().len() == 12 && all(&|v| Type::Money.holds(v)),
            Type::Bool => value.bool().is_some(),
            Type::Int(low, high) => int_in(low, high),
            Type::OneOf(words) => words.iter().any(|word| value.says(word)),
            Type::Hash => text().is_some_and(|t| Hash::parse(&t).is_some()),
            Type::Hashes => all(&|v| Type::Hash.holds(v)),
            Type::Nonce => text().is_some_and(|t| t.chars().count() == 16),
            Type::PersonName => value.get("name").is_some_and(|n| Type::Text.holds(n)),
            Type::Key => is_public_jwk(value),
            Type::Signature => text().is_some_and(|t| crate::domain::hash::decode::<64>(&t).is_some()),
            Type::Heads => {
                value.is_object() && value.members().into_iter().all(|(scope, head)| Scope::parse(&scope).is_some() && is_head(head))
            }
            Type::Place => {
                let part = |name: &str, low, high| value.get(name).is_some_and(|v| Type::Int(low, high).holds(v));
                part("lat", -90_000_000, 90_000_000) && part("lon", -180_000_000, 180_000_000) && part("accuracy", 0, i64::MAX)
            }
            Type::Scores => value.is_object() && value.members().into_iter().all(|(_, v)| PERCENT.holds(v)),
            Type::ProblemDays => value.is_object() && value.members().into_iter().all(|(_, v)| COUNT.holds(v)),
            Type::Days => all(&|v| Type::Day.holds(v)),
            Type::Ints => all(&|v| COUNT.holds(v)),
            Type::Scope => text().is_some_and(|t| Scope::parse(&t).is_some()),
            Type::Project => text().is_some_and(|t| ProjectId::parse(&t).is_some()),
            Type::ChangedThing => text().is_some_and(|t| *t == *"workspace" || *t == *"project" || Ref::parse(&t).is_some()),
            Type::Set => value.is_object(),
            Type::Over => value.is_object() && value.members().into_iter().all(|(_, v)| is_refs(v)),
            Type::Any => true,
        }
    }
}

/// A head of a revocation: `[seq, ref]`, seq ≥ 1.
fn is_head(value: Json<'_>) -> bool {
    let items = value.items();
    items.len() == 2 && items[0].int().is_some_and(|n| n >= 1) && Type::Ref.holds(items[1])
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_month(&format!("{text}-01"))
}

fn is_quarter(text: &str) -> bool {
    text.len() == 7 && is_year(text.get(..4).unwrap_or("")) && matches!(&text.as_bytes()[4..], [b'-', b'Q', b'1'..=b'4'])
}

/// Whether a body has its kind's shape; else the member at fault.
pub fn check(kind: Kind, body: Json<'_>) -> Result<(), &'static str> {
    let fields = kind.spec().fields;
    let (mut seen, mut at_fault) = (0u64, fields.len());
    // One pass, since every event of a city comes through here. Names stand as they are: no escape is canonical in them.
    for (key, value) in body.raw_members() {
        if let Some(i) = fields.iter().position(|field| field.name.as_bytes() == key) {
            seen |= 1 << i;
            // An optional member is absent, never null, also where anything else may stand.
            if !fields[i].ty.holds(value) || (value.is_null() && !fields[i].required) {
                at_fault = at_fault.min(i);
            }
        }
    }
    let missing = (0..fields.len()).find(|i| fields[*i].required && seen & (1 << i) == 0);
    if let Some(field) = fields.get(at_fault.min(missing.unwrap_or(fields.len()))) {
        return Err(field.name);
    }
    let day = |name: &str| body.get(name).and_then(|v| v.text()).and_then(|t| Day::parse(&t));
    match kind {
        Kind::NodePlanned | Kind::NodeRescheduled if day("start").is_some_and(|start| Some(start) > day("due")) => Err("start"),
        Kind::NodeReported if day("done").is_some_and(|done| Some(done) > day("on")) => Err("done"),
        _ => Ok(()),
    }
}

/// Whether `set` of a change is of the shape of the thing's fields: null only takes an optional one away.
/// Fields that this version doesn't know are carried.
pub fn check_set(fields: &[Field], set: Json<'_>) -> Result<(), String> {
    for (name, value) in set.members() {
        if let Some(field) = fields.iter().find(|f| f.name == name) {
            let ok = if value.is_null() { !field.required } else { field.ty.holds(value) };
            if !ok {
                return Err(name.into_owned());
            }
        }
    }
    Ok(())
}
