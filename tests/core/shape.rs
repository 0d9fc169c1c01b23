//! Every kind of design §5 as a table: what stands, and what is refused for its shape or its scope.

use std::collections::BTreeMap;

use lianxin::domain::hash::encode;
use lianxin::domain::id::{Hash, Ref, Scope};
use lianxin::domain::shape::Kind;
use serde_json::{Value, json};

use crate::world::{Hand, Staff, jwk};

/// One row of the table. In bodies `$name` stands for the thing of that name.
pub struct Row {
    pub kind: &'static str,
    pub place: &'static str,
    /// Who may write it: s(ecretary), d(istrict's coordinator of the project), o(ther district's), c(ity), l(eader), a(ssessor).
    pub may: &'static str,
    pub body: Value,
    pub required: &'static [&'static str],
    /// Values of a wrong type or out of range.
    pub wrong: Vec<(&'static str, Value)>,
    /// Things of other kinds that `of` must not name.
    pub not_of: &'static [&'static str],
}

/// Fields whose wrong types are the same wherever they stand.
fn wrong_for(field: &str) -> Vec<Value> {
    match field {
        "name" | "title" | "text" | "reason" | "issuer" | "enterprise" | "phase" | "stage" | "source" | "department" | "phone" => {
            vec![json!(1), json!(["x"]), json!("字".repeat(10_001)), Value::Null]
        }
        "number" | "code" | "category" | "field" => vec![json!(1), Value::Null],
        "on" | "due" | "start" | "done" | "until" | "wanted" | "valid_until" => {
            vec![json!("2018-02-29"), json!("2018-6-1"), json!(20180601), json!("0000-01-01"), json!("2018-06-01T00:00")]
        }
        "of" | "district" | "unit" | "parent" | "secretary" | "leader" | "person" | "visit" | "policy" | "closing" => {
            vec![json!("short"), json!(1), json!("!!!!!!!!!!!!!!!!!!!!!!"), Value::Null]
        }
        "files" => vec![json!("x"), json!(["x"]), json!([1])],
        "persons" => vec![json!("x"), json!(["x"])],
        "total" | "amount" => vec![json!(-1), json!("1"), json!(10_000_000_000_001_i64)],
        "minutes" | "norm_days" | "asked" | "answered" => vec![json!(-1), json!("1")],
        "percent" => vec![json!(-1), json!(101)],
        "verdict" => vec![json!("maybe"), Value::Null],
        "over" => vec![json!("x"), json!(["x"])],
        "scores" => vec![json!([]), json!({"speed": 101}), json!({"speed": "good"})],
        "people" | "present" | "projects" | "helpers" | "to" | "list" | "satisfied" | "about" | "method" => Vec::new(),
        _ => Vec::new(),
    }
}

pub fn rows() -> Vec<Row> {
    let row = |kind, place, may, body, required: &'static [&'static str]| Row {
        kind,
        place,
        may,
        body,
        required,
        wrong: Vec::new(),
        not_of: &[],
    };
    let hash = json!(Hash::of(b"x"));
    let with = |mut row: Row, wrong: Vec<(&'static str, Value)>, not_of| {
        (row.wrong, row.not_of) = (wrong, not_of);
        row
    };
    vec![
        with(
            row("unit-registered", "all", "c", json!({"name": "x", "kind": "zone", "parent": "$unit"}), &["name", "kind"]),
            vec![("kind", json!("village"))],
            &[],
        ),
        with(
            row(
                "person-registered",
                "all",
                "dc",
                json!({"name": "x", "role": "secretary", "district": "$unit", "unit": "$unit"}),
                &["name", "role"],
            ),
            vec![("role", json!("mayor"))],
            &[],
        ),
        with(
            row("person-invited", "all", "dc", json!({"of": "$person", "key": "$key", "until": "2018-12-01"}), &["of", "key", "until"]),
            vec![("key", json!({"kty": "EC"})), ("until", Value::Null)],
            &["unit", "policy"],
        ),
        with(
            row("device-admitted", "all", "dc", json!({"person": "$person", "key": "$key", "box": "$key"}), &["person", "key", "box"]),
            vec![("key", json!("x")), ("box", json!({}))],
            &[],
        ),
        with(
            row(
                "device-joined",
                "all",
                "sdocla",
                json!({"person": "$person", "key": "$key", "box": "$key", "proof": encode(&[1; 64])}),
                &["person", "key", "box", "proof"],
            ),
            vec![("proof", json!("x"))],
            &[],
        ),
        with(
            row("device-revoked", "all", "dc", json!({"device": "$device", "heads": {}, "reason": "x"}), &["device", "heads", "reason"]),
            vec![("heads", json!({"all": [0, "$unit"]})), ("heads", json!({"x": [1, "$unit"]})), ("heads", json!([]))],
            &[],
        ),
        with(
            row("body-removed", "all", "c", json!({"scope": "$scope", "of": "$spare", "reason": "x"}), &["scope", "of", "reason"]),
            vec![("scope", json!("p:x"))],
            &[],
        ),
        with(
            row(
                "policy-added",
                "all",
                "doc",
                json!({"title": "x", "issuer": "x", "number": "x", "on": "2018-01-01", "categories": ["a"], "text": "x", "files": [hash]}),
                &["title"],
            ),
            vec![("categories", Value::Null)],
            &[],
        ),
        row("training-held", "all", "doc", json!({"title": "x", "on": "2018-01-01", "place": "x", "text": "x"}), &["title", "on"]),
        with(
            row("training-attended", "all", "doc", json!({"of": "$training", "persons": ["$person"]}), &["of", "persons"]),
            vec![],
            &["unit", "meeting"],
        ),
        with(
            row(
                "meeting-held",
                "all",
                "doc",
                json!({"kind": "dispatch", "title": "x", "on": "2018-01-01", "place": "x", "projects": [], "present": [], "text": "x"}),
                &["kind", "title", "on"],
            ),
            vec![("kind", json!("party")), ("place", Value::Null)],
            &[],
        ),
        with(
            row(
                "decision-made",
                "all",
                "doc",
                json!({"of": "$meeting", "text": "x", "owner": "x", "helpers": [], "due": "2018-12-01", "project": "$project"}),
                &["of", "text", "owner", "due"],
            ),
            vec![],
            &["training", "unit"],
        ),
        with(
            row(
                "period-closed",
                "all",
                "c",
                json!({"period": "2018-Q3", "figures": hash, "code": hash, "over": []}),
                &["period", "figures", "code"],
            ),
            vec![("period", json!("2018-Q5")), ("period", json!("2018-13")), ("code", json!("ABCD-EFGH"))],
            &[],
        ),
        row(
            "bulletin-issued",
            "all",
            "c",
            json!({"closing": "$closing", "number": "1", "title": "x", "text": "x"}),
            &["closing", "number", "title", "text"],
        ),
        row("commended", "all", "c", json!({"person": "$person", "on": "2018-01-01", "reason": "x"}), &["person", "on", "reason"]),
        with(
            row("duty-received", "all+p", "sdocla", json!({"of": "$decision", "text": "x", "on": "2018-01-01", "over": []}), &["of", "on"]),
            vec![],
            &["meeting"],
        ),
        with(row("duty-reported", "all+p", "sdocla", json!({"of": "$decision", "on": "2018-01-01"}), &["of", "on"]), vec![], &["meeting"]),
        with(row("duty-returned", "all+p", "doc", json!({"of": "$decision", "on": "2018-01-01"}), &["of", "on"]), vec![], &["meeting"]),
        with(row("duty-closed", "all+p", "doc", json!({"of": "$decision", "on": "2018-01-01"}), &["of", "on"]), vec![], &["meeting"]),
        with(
            row(
                "project-registered",
                "p",
                "dc",
                json!({"name": "x", "district": "$unit", "unit": "$unit", "category": "social", "enterprise": "x", "place": "x", "total": 1,
                    "phase": "x", "key": true, "secretary": "$person", "leader": "$person", "field": "x", "code": "x"}),
                &["name", "district", "category"],
            ),
            vec![("category", json!("farming")), ("key", json!(1)), ("place", Value::Null)],
            &[],
        ),
        with(
            row(
                "node-planned",
                "p",
                "sdoc",
                json!({"title": "x", "due": "2018-12-01", "start": "2018-12-01", "weight": 1000, "stage": "x", "text": "x"}),
                &["title", "due"],
            ),
            vec![("weight", json!(0)), ("weight", json!(1001)), ("start", json!("2018-12-02"))],
            &[],
        ),
        with(
            row(
                "node-rescheduled",
                "p",
                "sdoc",
                json!({"of": "$plan", "due": "2018-12-01", "start": "2018-11-01", "reason": "x"}),
                &["of", "due", "reason"],
            ),
            vec![("start", json!("2018-12-02"))],
            &["rescheduling", "visit"],
        ),
        with(
            row(
                "node-audited",
                "p",
                "dc",
                json!({"of": "$rescheduling", "verdict": "accepted", "text": "x", "over": []}),
                &["of", "verdict"],
            ),
            vec![],
            &["visit", "report"],
        ),
        with(
            row("node-excused", "p", "dc", json!({"of": "$plan", "reason": "x", "until": null, "over": []}), &["of", "reason", "until"]),
            vec![],
            &["rescheduling"],
        ),
        with(
            row(
                "node-reported",
                "p",
                "sdoc",
                json!({"of": "$plan", "on": "2018-11-01", "percent": 100, "done": "2018-11-01", "text": "x", "files": []}),
                &["of", "on", "percent"],
            ),
            vec![("done", json!("2018-11-02"))],
            &["rescheduling", "visit"],
        ),
        with(
            row(
                "investment-planned",
                "p",
                "dc",
                json!({"year": "2018", "amount": 1, "months": [1,1,1,1,1,1,1,1,1,1,1,1], "over": []}),
                &["year", "amount"],
            ),
            vec![("months", json!([1])), ("year", json!("18")), ("year", json!(2018))],
            &[],
        ),
        with(
            row("investment-reported", "p", "sdoc", json!({"month": "2018-06", "done": 1, "over": []}), &["month", "done"]),
            vec![("month", json!("2018-00")), ("done", json!(-1))],
            &[],
        ),
        with(
            row(
                "visit-logged",
                "p",
                "sdocla",
                json!({"on": "2018-01-01", "at": "14:30", "kind": "care", "people": "x", "text": "x", "minutes": 0,
                    "place": {"lat": 1, "lon": 2, "accuracy": 3}, "files": []}),
                &["on", "kind"],
            ),
            vec![("at", json!("24:00")), ("at", json!("9:30")), ("kind", json!("dinner")), ("people", Value::Null)],
            &[],
        ),
        row(
            "problem-raised",
            "p",
            "sdocla",
            json!({"title": "x", "category": "x", "on": "2018-01-01", "text": "x", "visit": "$visit", "files": [], "wanted": "2018-01-01"}),
            &["title", "category", "on"],
        ),
        with(
            row(
                "problem-accepted",
                "p",
                "dc",
                json!({"of": "$problem", "on": "2018-01-01", "owner": "x", "helpers": [], "due": "2018-12-01", "over": []}),
                &["of", "on", "owner", "due"],
            ),
            vec![],
            &["visit", "accepted"],
        ),
        with(
            row("problem-objected", "p", "sdoc", json!({"of": "$problem", "on": "2018-01-01", "reason": "x"}), &["of", "on", "reason"]),
            vec![],
            &["visit"],
        ),
        with(
            row("problem-escalated", "p", "dc", json!({"of": "$problem", "on": "2018-01-01", "reason": "x"}), &["of", "on", "reason"]),
            vec![],
            &["visit"],
        ),
        with(
            row(
                "problem-listed",
                "p",
                "c",
                json!({"of": "$problem", "on": "2018-01-01", "list": 1, "item": "x", "owner": "x", "helpers": [], "due": "2018-12-01", "leader": "$person"}),
                &["of", "on", "list", "item", "owner", "due"],
            ),
            vec![],
            &["visit"],
        ),
        with(
            row(
                "problem-answered",
                "p",
                "sdoc",
                json!({"of": "$problem", "on": "2018-01-01", "text": "x", "files": []}),
                &["of", "on", "text"],
            ),
            vec![],
            &["visit"],
        ),
        with(
            row("problem-returned", "p", "sdoc", json!({"of": "$problem", "on": "2018-01-01", "reason": "x"}), &["of", "on", "reason"]),
            vec![],
            &["visit"],
        ),
        with(
            row(
                "problem-confirmed",
                "p",
                "sdoc",
                json!({"of": "$problem", "on": "2018-01-01", "satisfied": true, "text": "x"}),
                &["of", "on"],
            ),
            vec![("satisfied", Value::Null)],
            &["visit"],
        ),
        with(
            row("problem-closed", "p", "c", json!({"of": "$problem", "on": "2018-01-01", "text": "x"}), &["of", "on"]),
            vec![],
            &["visit"],
        ),
        with(
            row(
                "problem-extension-asked",
                "p",
                "sdoc",
                json!({"of": "$accepted", "due": "2018-12-01", "reason": "x"}),
                &["of", "due", "reason"],
            ),
            vec![],
            &["problem"],
        ),
        with(
            row("problem-extension-decided", "p", "dc", json!({"of": "$extension", "verdict": "returned"}), &["of", "verdict"]),
            vec![],
            &["accepted"],
        ),
        with(
            row("problem-tracked", "p", "c", json!({"of": "$problem", "month": "2018-01", "text": "x"}), &["of", "month", "text"]),
            vec![],
            &["visit"],
        ),
        with(
            row(
                "permit-listed",
                "p",
                "sdoc",
                json!({"title": "x", "group": "document", "department": "x", "norm_days": 1, "stage": "x"}),
                &["title", "group"],
            ),
            vec![("group", json!("x"))],
            &[],
        ),
        with(
            row(
                "permit-changed",
                "p",
                "sdoc",
                json!({"of": "$permit", "state": "waived", "on": "2018-01-01", "valid_until": "2018-12-01", "text": "x", "over": []}),
                &["of", "state", "on"],
            ),
            vec![("state", json!("lost"))],
            &["visit"],
        ),
        row("policy-delivered", "p", "sdocla", json!({"policy": "$policy", "to": "x", "on": "2018-01-01"}), &["policy", "on"]),
        row("instructed", "p", "cl", json!({"of": "$visit", "text": "x", "to": [], "due": "2018-01-01"}), &["text"]),
        row("noted", "p", "sdocla", json!({"of": "$visit", "text": "x"}), &["of", "text"]),
        row("team-formed", "p", "dc", json!({"members": [], "lead": "x", "reason": "x", "over": []}), &["members", "lead", "reason"]),
        row(
            "assessment-recorded",
            "office",
            "ca",
            json!({"person": "$person", "period": "x", "source": "x", "method": "x", "asked": 1, "answered": 2, "scores": {"speed": 100}, "text": "x"}),
            &["person", "period", "source", "asked", "answered", "scores"],
        ),
        row("department-rated", "office", "sdoc", json!({"unit": "$unit", "about": "x", "scores": {}, "text": "x"}), &["unit", "scores"]),
        with(
            row("contact-noted", "office", "sdocla", json!({"of": "$person", "phone": "x", "text": "x"}), &["of"]),
            vec![],
            &["unit", "visit"],
        ),
    ]
}

/// A staff with one thing of every kind that others hang on, made by the city.
pub struct Things {
    pub s: Staff,
    pub names: BTreeMap<&'static str, Value>,
}

impl Things {
    pub fn new() -> Things {
        let mut s = Staff::new();
        let (city, all, scope) = (s.city(), Scope::All, s.scope());
        let mut names: BTreeMap<&'static str, Value> = BTreeMap::new();
        let device = Hand::new("李");
        names.insert("unit", json!(s.zhongshan));
        names.insert("person", json!(s.li_person));
        names.insert("key", jwk(&Hand::new("fresh").key));
        names.insert("project", json!(s.p.to_string()));
        names.insert("scope", json!(scope.to_string()));
        names.insert("device", json!(device.id()));
        let mut make = |name: &'static str, scope: Scope, kind: &str, body: Value| {
            let id = s.w.writes(&city, scope, kind, body);
            names.insert(name, json!(id));
            json!(id)
        };
        make("policy", all, "policy-added", json!({"title": "x"}));
        make("training", all, "training-held", json!({"title": "x", "on": "2018-01-01"}));
        let meeting = make("meeting", all, "meeting-held", json!({"kind": "report", "title": "x", "on": "2018-01-01"}));
        make("decision", all, "decision-made", json!({"of": meeting, "text": "x", "owner": "x", "due": "2018-01-01"}));
        let hash = json!(Hash::of(b"x"));
        make("closing", all, "period-closed", json!({"period": "2018-06", "figures": hash, "code": hash}));
        make("visit", scope, "visit-logged", json!({"on": "2018-01-01", "kind": "phone"}));
        make("spare", scope, "visit-logged", json!({"on": "2018-01-01", "kind": "phone"}));
        let plan = make("plan", scope, "node-planned", json!({"title": "x", "due": "2018-12-01"}));
        make("rescheduling", scope, "node-rescheduled", json!({"of": plan, "due": "2018-12-01", "reason": "x"}));
        make("report", scope, "node-reported", json!({"of": plan, "on": "2018-01-01", "percent": 1}));
        let problem = make("problem", scope, "problem-raised", json!({"title": "x", "category": "land", "on": "2018-01-01"}));
        let accepted =
            make("accepted", scope, "problem-accepted", json!({"of": problem, "on": "2018-01-01", "owner": "x", "due": "2018-12-01"}));
        make("extension", scope, "problem-extension-asked", json!({"of": accepted, "due": "2018-12-02", "reason": "x"}));
        make("permit", scope, "permit-listed", json!({"title": "x", "group": "document"}));
        Things { s, names }
    }

    /// A body with its names filled in.
    pub fn fill(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => text.strip_prefix('$').map_or_else(|| value.clone(), |name| self.names[name].clone()),
            Value::Array(list) => list.iter().map(|v| self.fill(v)).collect(),
            Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (k.clone(), self.fill(v))).collect()),
            _ => value.clone(),
        }
    }

    pub fn hand(&self, letter: char) -> Hand {
        match letter {
            's' => self.s.sun.clone(),
            'd' => self.s.wang.clone(),
            'o' => self.s.zhao.clone(),
            'l' => self.s.leader.clone(),
            'a' => self.s.assessor.clone(),
            _ => self.s.city(),
        }
    }

    pub fn home(&self, place: &str) -> Scope {
        match place {
            "all" | "all+p" => Scope::All,
            "office" => Scope::Office,
            _ => self.s.scope(),
        }
    }
}

/// What was written and what must become of it.
pub type Expected = Vec<(Ref, Option<&'static str>, String)>;

pub fn judge(things: &Things, expected: Expected) {
    let state = things.s.w.state();
    let refused: BTreeMap<Ref, &str> = [&state.roster.folded, &*state.office]
        .into_iter()
        .chain(state.projects.values().map(|p| &p.folded))
        .flat_map(|f| f.refused.iter().map(|r| (r.id, r.reason.as_str())).chain(f.entries.iter().map(|e| (e.name(), "stands"))))
        .collect();
    let wrong: Vec<String> = expected
        .into_iter()
        .filter(|(id, reason, _)| refused.get(id) != Some(&reason.unwrap_or("stands")))
        .map(|(id, reason, what)| format!("{what}: {} instead of {}", refused.get(&id).unwrap_or(&"nothing"), reason.unwrap_or("stands")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_holds_every_kind() {
    let own = ["workspace-founded", "fields-changed", "withdrawn"];
    let mut listed: Vec<&str> = rows().iter().map(|r| r.kind).chain(own).collect();
    let mut known: Vec<&str> = Kind::ALL.iter().map(|k| k.as_str()).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}

#[test]
fn a_body_of_its_shape_stands_and_any_other_is_refused() {
    for row in rows() {
        let mut t = Things::new();
        let (city, home, mut expected) = (t.s.city(), t.home(row.place), Expected::new());
        let mut write = |t: &mut Things, body: &Value, reason, what: String| {
            let body = t.fill(body);
            expected.push((t.s.w.writes(&city, home, row.kind, body), reason, format!("{} {what}", row.kind)));
        };
        let mut more = row.body.clone();
        more["later"] = json!({"a": null});
        let least: Value = row
            .body
            .as_object()
            .unwrap()
            .iter()
            .filter(|(k, _)| row.required.contains(&k.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        write(&mut t, &row.body, None, "whole".into());
        write(&mut t, &more, None, "with more".into());
        write(&mut t, &least, None, "least".into());
        for field in row.required {
            let mut body = row.body.clone();
            body.as_object_mut().unwrap().remove(*field);
            write(&mut t, &body, Some("shape"), format!("without {field}"));
        }
        let fields: Vec<String> = row.body.as_object().unwrap().keys().cloned().collect();
        for field in &fields {
            let is_money = row.kind == "investment-reported" && field == "done";
            for value in if is_money { wrong_for("amount") } else { wrong_for(field) } {
                let mut body = row.body.clone();
                body[field.as_str()] = value.clone();
                write(&mut t, &body, Some("shape"), format!("{field}: {}", value.to_string().chars().take(40).collect::<String>()));
            }
            if !row.required.contains(&field.as_str()) {
                let mut body = row.body.clone();
                body[field.as_str()] = Value::Null;
                write(&mut t, &body, Some("shape"), format!("{field}: null"));
            }
        }
        for (field, value) in &row.wrong {
            let mut body = row.body.clone();
            body[*field] = value.clone();
            write(&mut t, &body, Some("shape"), format!("{field}: {value}"));
        }
        judge(&t, expected);
    }
}

#[test]
fn a_kind_in_another_scope_is_refused() {
    for row in rows() {
        let mut t = Things::new();
        let (city, mut expected) = (t.s.city(), Expected::new());
        let body = t.fill(&row.body);
        for (name, scope) in [("all", Scope::All), ("office", Scope::Office), ("p", t.s.scope())] {
            if !row.place.split('+').any(|place| place == name) {
                expected.push((t.s.w.writes(&city, scope, row.kind, body.clone()), Some("scope"), format!("{} in {name}", row.kind)));
            }
        }
        judge(&t, expected);
    }
}
