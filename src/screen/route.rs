//! Addresses of pages: `#/project/<id>` and the like, so that they survive a reload on any static host.

use crate::domain::id::{ProjectId, Ref, Scope};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Route {
    #[default]
    Today,
    /// The first page, while a ledger is open.
    Start,
    Projects,
    NewProject,
    Project(ProjectId),
    EditProject(ProjectId),
    /// Its nodes by the month.
    Plan(ProjectId),
    /// Nodes to be planned.
    PlanNodes(ProjectId),
    /// What waits for an audit, over all projects.
    Audit,
    /// The investment of a project.
    Invest(ProjectId),
    /// The permits of a project.
    Permits(ProjectId),
    /// Investment over all projects.
    InvestAll,
    /// Permits over all projects, by department.
    PermitsAll,
    /// Start, register, completion and production over all projects.
    Milestones,
    /// A new visit, of a project if it is known.
    Visit(Option<ProjectId>),
    /// How far the nodes of a project are.
    Report(ProjectId),
    /// The phone's way to send and take in.
    Exchange,
    /// To whom, if it is known.
    Send(Option<Ref>),
    /// To many people in one go.
    SendMany,
    Receive,
    /// Who has sent what.
    Heard,
    /// What is held and does not count.
    Trust,
    Conflicts,
    /// One slot by its key; the first of the scope without one.
    Conflict(Scope, Option<Ref>),
    /// The roster, with one person shown.
    People(Option<Ref>),
    /// Starters for many people in one go.
    Starters,
    Table,
    /// Tables out of the ledger.
    Export,
    Settings,
    /// A leader's own projects and instructions.
    Leader,
    /// The same with a new instruction, on a project if it is known.
    Instruct(Option<ProjectId>),
    /// Searching everywhere.
    Search,
    /// The phone's list of the rest.
    More,
    NotFound,
}

impl Route {
    /// Reads the part of the address from `#` on. What stands behind `?` says how a page is shown, not which.
    pub fn parse(hash: &str) -> Route {
        let path = hash.split_once('?').map_or(hash, |(path, _)| path).trim_start_matches('#').trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        let project = |text: &str| ProjectId::parse(text);
        match parts.as_slice() {
            [""] => Route::Today,
            ["start"] => Route::Start,
            ["projects"] => Route::Projects,
            ["projects", "new"] => Route::NewProject,
            ["project", id] => project(id).map_or(Route::NotFound, Route::Project),
            ["project", id, "edit"] => project(id).map_or(Route::NotFound, Route::EditProject),
            ["project", id, "plan"] => project(id).map_or(Route::NotFound, Route::Plan),
            ["project", id, "plan", "new"] => project(id).map_or(Route::NotFound, Route::PlanNodes),
            ["audit"] => Route::Audit,
            ["project", id, "invest"] => project(id).map_or(Route::NotFound, Route::Invest),
            ["project", id, "permits"] => project(id).map_or(Route::NotFound, Route::Permits),
            ["invest"] => Route::InvestAll,
            ["permits"] => Route::PermitsAll,
            ["milestones"] => Route::Milestones,
            ["visit"] => Route::Visit(None),
            ["visit", id] => project(id).map_or(Route::NotFound, |id| Route::Visit(Some(id))),
            ["report", id] => project(id).map_or(Route::NotFound, Route::Report),
            ["exchange"] => Route::Exchange,
            ["send"] => Route::Send(None),
            ["send", "many"] => Route::SendMany,
            ["send", person] => Ref::parse(person).map_or(Route::NotFound, |person| Route::Send(Some(person))),
            ["receive"] => Route::Receive,
            ["heard"] => Route::Heard,
            ["trust"] => Route::Trust,
            ["conflicts"] => Route::Conflicts,
            ["conflicts", scope, key @ ..] => Scope::parse(scope).map_or(Route::NotFound, |scope| {
                // What is no key of a slot leads to the first.
                Route::Conflict(scope, key.first().and_then(|key| Ref::parse(key)))
            }),
            ["people"] => Route::People(None),
            ["people", "starters"] => Route::Starters,
            ["people", person] => Ref::parse(person).map_or(Route::NotFound, |person| Route::People(Some(person))),
            ["table"] => Route::Table,
            ["export"] => Route::Export,
            ["settings"] => Route::Settings,
            ["leader"] => Route::Leader,
            ["instruct"] => Route::Instruct(None),
            ["instruct", id] => project(id).map_or(Route::NotFound, |id| Route::Instruct(Some(id))),
            ["search"] => Route::Search,
            ["more"] => Route::More,
            _ => Route::NotFound,
        }
    }

    pub fn print(self) -> String {
        match self {
            Route::Today | Route::NotFound => "#/".into(),
            Route::Start => "#/start".into(),
            Route::Projects => "#/projects".into(),
            Route::NewProject => "#/projects/new".into(),
            Route::Project(id) => format!("#/project/{id}"),
            Route::EditProject(id) => format!("#/project/{id}/edit"),
            Route::Plan(id) => format!("#/project/{id}/plan"),
            Route::PlanNodes(id) => format!("#/project/{id}/plan/new"),
            Route::Audit => "#/audit".into(),
            Route::Invest(id) => format!("#/project/{id}/invest"),
            Route::Permits(id) => format!("#/project/{id}/permits"),
            Route::InvestAll => "#/invest".into(),
            Route::PermitsAll => "#/permits".into(),
            Route::Milestones => "#/milestones".into(),
            Route::Visit(None) => "#/visit".into(),
            Route::Visit(Some(id)) => format!("#/visit/{id}"),
            Route::Report(id) => format!("#/report/{id}"),
            Route::Exchange => "#/exchange".into(),
            Route::Send(None) => "#/send".into(),
            Route::Send(Some(person)) => format!("#/send/{person}"),
            Route::SendMany => "#/send/many".into(),
            Route::Receive => "#/receive".into(),
            Route::Heard => "#/heard".into(),
            Route::Trust => "#/trust".into(),
            Route::Conflicts => "#/conflicts".into(),
            Route::Conflict(scope, None) => format!("#/conflicts/{scope}"),
            Route::Conflict(scope, Some(key)) => format!("#/conflicts/{scope}/{key}"),
            Route::People(None) => "#/people".into(),
            Route::People(Some(person)) => format!("#/people/{person}"),
            Route::Starters => "#/people/starters".into(),
            Route::Table => "#/table".into(),
            Route::Export => "#/export".into(),
            Route::Settings => "#/settings".into(),
            Route::Leader => "#/leader".into(),
            Route::Instruct(None) => "#/instruct".into(),
            Route::Instruct(Some(id)) => format!("#/instruct/{id}"),
            Route::Search => "#/search".into(),
            Route::More => "#/more".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_projects_are_told_apart() {
        let id = ProjectId::parse("0123456789abcdef").expect("an id");
        for route in [
            Route::Today,
            Route::Start,
            Route::Projects,
            Route::NewProject,
            Route::Project(id),
            Route::EditProject(id),
            Route::Plan(id),
            Route::PlanNodes(id),
            Route::Audit,
            Route::Invest(id),
            Route::Permits(id),
            Route::InvestAll,
            Route::PermitsAll,
            Route::Milestones,
            Route::Visit(None),
            Route::Visit(Some(id)),
            Route::Report(id),
            Route::Send(None),
            Route::Send(Ref::parse("0123456789abcdefABCDEF")),
            Route::SendMany,
            Route::Starters,
            Route::Leader,
            Route::Search,
            Route::Instruct(None),
            Route::Instruct(Some(id)),
            Route::Table,
            Route::Export,
            Route::Conflicts,
            Route::Conflict(Scope::All, None),
            Route::Conflict(Scope::Project(id), Ref::parse("0123456789abcdefABCDEF")),
        ] {
            assert_eq!(Route::parse(&route.print()), route);
        }
        assert_eq!(Route::parse("#/project/new"), Route::NotFound);
        assert_eq!(Route::parse("#/projects?light=red&q=a/b"), Route::Projects);
    }
}
