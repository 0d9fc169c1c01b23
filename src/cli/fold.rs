//! The fold and the ranking as JSON, in the form that independent programs compare.

use serde_json::{Value, json};

use crate::domain::calendar::{Day, Month};
use crate::domain::id::{Ref, Scope};
use crate::domain::json::Json;
use crate::domain::ledger::{Ledger, reconciliation_code};
use crate::domain::rules::group::By;
use crate::domain::rules::light::raised_problem;
use crate::domain::rules::node::node_light;
use crate::domain::rules::project::project_light;
use crate::domain::rules::ranking;
use crate::domain::state::{Folded, Project, State};

/// Everything that §10 names, each list in its order.
pub fn fold(ledger: &Ledger, state: &State, day: Day) -> Value {
    let digest = ledger.digest(|_| true, |scope, name| state.trust.is_removed(scope, name));
    let projects: Vec<Value> = state.shown_projects().map(|project| project_json(project, state, day)).collect();
    let mut conflicts: Vec<(Scope, Value)> = Vec::new();
    let (mut waiting, mut refused, mut gaps, mut forks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (scope, folded) in scopes(state) {
        let shown = match scope {
            Scope::Project(id) => state.project(&id).is_some_and(|p| p.shown),
            Scope::All | Scope::Office => true,
        };
        if shown {
            conflicts.extend(conflicts_of(scope, folded).into_iter().map(|value| (scope, value)));
        }
        for w in &folded.waiting {
            waiting.push((scope, w.device, w.from, json!({"scope": scope.to_string(), "device": w.device, "from": w.from, "to": w.to})));
        }
        for r in &folded.refused {
            let value = json!({"scope": scope.to_string(), "id": r.id, "kind": r.kind.as_str(), "reason": r.reason.as_str()});
            refused.push((r.id, scope, value));
        }
        for (device, from, to) in &folded.gaps {
            gaps.push((scope, *device, *from, json!({"scope": scope.to_string(), "device": device, "from": from, "to": to})));
        }
        for (device, fork) in &folded.forks {
            let value = json!({"scope": scope.to_string(), "device": device, "seq": fork.seq, "ids": sorted(&fork.ids), "kept": fork.kept});
            forks.push((scope, *device, fork.seq, value));
        }
    }
    waiting.sort_by_key(|(scope, device, number, _)| (*scope, *device, *number));
    refused.sort_by_key(|(id, scope, _)| (*id, *scope));
    gaps.sort_by_key(|(scope, device, number, _)| (*scope, *device, *number));
    forks.sort_by_key(|(scope, device, number, _)| (*scope, *device, *number));
    json!({
        "code": reconciliation_code(&digest),
        "projects": projects,
        "conflicts": conflicts.into_iter().map(|(_, v)| v).collect::<Vec<_>>(),
        "waiting": waiting.into_iter().map(|(.., v)| v).collect::<Vec<_>>(),
        "refused": refused.into_iter().map(|(.., v)| v).collect::<Vec<_>>(),
        "gaps": gaps.into_iter().map(|(.., v)| v).collect::<Vec<_>>(),
        "forks": forks.into_iter().map(|(.., v)| v).collect::<Vec<_>>(),
    })
}

fn scopes(state: &State) -> Vec<(Scope, &Folded)> {
    let mut scopes = vec![(Scope::All, &state.roster.folded), (Scope::Office, &*state.office)];
    scopes.extend(state.projects.values().map(|project| (Scope::Project(project.id), &project.folded)));
    scopes
}

fn sorted(ids: &[Ref]) -> Vec<Ref> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids
}

fn project_json(project: &Project, state: &State, day: Day) -> Value {
    let mut problems: Vec<(Ref, Value)> = project
        .problems
        .iter()
        .filter(|p| !p.withdrawn)
        .map(|problem| {
            let entry = project.entry(problem.entry);
            let text = |field: &str| project.folded.shown(entry, field).and_then(|v| Some(v.text()?.into_owned()));
            let days = state.roster.settings.problem_days(&text("category").unwrap_or_default());
            let light = raised_problem(problem.on, days, day);
            let value = json!({
                "id": entry.name(), "title": text("title").unwrap_or_default(), "state": "raised",
                "due": null, "light": light.as_str(),
            });
            (entry.name(), value)
        })
        .collect();
    problems.sort_by_key(|(id, _)| *id);
    let settings = &state.roster.settings;
    let mut nodes: Vec<(Ref, Value)> = project
        .nodes
        .iter()
        .filter(|n| n.counts())
        .map(|node| {
            let title = project.folded.shown(project.entry(node.entry), "title").and_then(|v| Some(v.text()?.into_owned()));
            let light = node_light(node, settings, day);
            let value = json!({
                "id": node.id, "title": title.unwrap_or_default(), "due": node.dates().due.to_string(), "light": light.light.as_str(),
                "late": light.is_late(), "percent": node.report_on(day).map_or(0, |r| r.percent),
            });
            (node.id, value)
        })
        .collect();
    nodes.sort_by_key(|(id, _)| *id);
    json!({
        "id": project.id.to_string(),
        "name": project.fields.name,
        "light": project_light(project, settings, day).light.as_str(),
        "nodes": nodes.into_iter().map(|(_, value)| value).collect::<Vec<_>>(),
        "problems": problems.into_iter().map(|(_, value)| value).collect::<Vec<_>>(),
        "visits": project.visit_count(),
        "last_visit": project.last_visit.map(|day| day.to_string()),
    })
}

fn conflicts_of(scope: Scope, folded: &Folded) -> Vec<Value> {
    let mut out: Vec<(String, String, Value)> = folded
        .conflicts()
        .map(|(of, slot, held)| {
            let parse = |text: &str| serde_json::from_slice::<Value>(Json::trusted(text.as_bytes()).bytes()).unwrap_or(Value::Null);
            let values: Vec<Value> = held.values().into_iter().map(|s| parse(&s.value)).collect();
            let (of, slot) = (of.as_text(), slot.to_string());
            let value = json!({"scope": scope.to_string(), "of": of, "slot": slot, "values": values});
            (of, slot, value)
        })
        .collect();
    out.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    out.into_iter().map(|(.., value)| value).collect()
}

/// The ranking of a month as §10 prints it.
pub fn ranking(state: &State, month: Month, by: By) -> Value {
    let line = |line: ranking::Rank| {
        json!({
            "rank": line.rank, "of": line.of, "name": line.name, "due": line.tally.due, "on_time": line.tally.on_time,
            "change": line.change,
        })
    };
    ranking::ranking(state, month, by).into_iter().map(line).collect()
}
