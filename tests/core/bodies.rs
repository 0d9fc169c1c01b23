//! The shapes of bodies (§5): every kind with all its members, each of them missing, null or of another type.

use lianxin::domain::json::{self, Json};
use lianxin::domain::shape::{self, Kind};
use serde_json::{Value, json};

use crate::press::{Author, hash};

fn check(kind: Kind, body: &Value) -> Result<(), &'static str> {
    let text = body.to_string();
    shape::check(kind, Json::trusted(json::check(text.as_bytes()).unwrap()))
}

/// Each kind's body with every member: what is optional ends in `?`.
fn bodies() -> Vec<(&'static str, Value)> {
    let name = "a".repeat(22);
    let project = "0123456789abcdef";
    let (key, file) = (Author::new("key").jwk(), hash(&json!(1)));
    let proof = lianxin::domain::hash::encode(&[1; 64]);
    let head = json!([3, name]);
    let step = |more: Value| {
        let mut body = json!({"of": name, "on": "2018-06-11", "over?": [name]});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let duty = || step(json!({"text?": "t"}));
    vec![
        (
            "workspace-founded",
            json!({"name": "n", "time_zone": "+08:00", "key": key, "box": key, "nonce": project, "person": {"name": "p"}}),
        ),
        ("unit-registered", json!({"name": "n", "kind": "zone", "parent?": name})),
        ("person-registered", json!({"name": "n", "role": "leader", "district?": name, "unit?": name})),
        ("person-invited", json!({"of": name, "key": key, "until": "2018-06-11"})),
        ("device-joined", json!({"person": name, "key": key, "box": key, "proof": proof})),
        ("device-admitted", json!({"person": name, "key": key, "box": key})),
        ("device-revoked", json!({"device": name, "heads": {"all": head, "p:0123456789abcdef": head}, "reason": "r"})),
        ("body-removed", json!({"scope": "office", "of": name, "reason": "r"})),
        (
            "policy-added",
            json!({"title": "t", "issuer?": "i", "number?": "1", "on?": "2018-06-11", "categories?": [], "text?": "t", "files?": [file]}),
        ),
        ("training-held", json!({"title": "t", "on": "2018-06-11", "place?": 1, "text?": "t"})),
        ("training-attended", json!({"of": name, "persons": [name, name]})),
        (
            "meeting-held",
            json!({"kind": "on-site", "title": "t", "on": "2018-06-11", "place?": "p", "projects?": [], "present?": [], "text?": "t"}),
        ),
        ("decision-made", json!({"of": name, "text": "t", "owner": name, "helpers?": [], "due": "2018-06-11", "project?": project})),
        ("period-closed", json!({"period": "2018-Q2", "figures": file, "code": file, "over?": [name]})),
        ("bulletin-issued", json!({"closing": name, "number": "1", "title": "t", "text": "t"})),
        ("commended", json!({"person": name, "on": "2018-06-11", "reason": "r"})),
        ("duty-received", duty()),
        ("duty-reported", duty()),
        ("duty-returned", duty()),
        ("duty-closed", duty()),
        (
            "project-registered",
            json!({"name": "n", "district": name, "unit?": name, "category": "social", "enterprise?": "e", "place?": {"x": 1}, "total?": 1,
                "phase?": "any", "key?": true, "secretary?": name, "leader?": name, "field?": "f", "code?": "c"}),
        ),
        ("fields-changed", json!({"of": "project", "set": {"x": null}, "over?": {"x": [name]}, "reason?": "r", "visit?": name})),
        (
            "node-planned",
            json!({"title": "t", "due": "2018-06-11", "start?": "2018-06-11", "weight?": 1000, "stage?": "any", "text?": "t"}),
        ),
        ("node-rescheduled", json!({"of": name, "due": "2018-06-11", "start?": "2018-06-10", "reason": "r"})),
        ("node-audited", json!({"of": name, "verdict": "returned", "text?": "t", "over?": [name]})),
        ("node-excused", json!({"of": name, "reason": "r", "until": "2018-06-11", "over?": []})),
        ("node-reported", json!({"of": name, "on": "2018-06-11", "percent": 100, "done?": "2018-06-11", "text?": "t", "files?": [file]})),
        ("investment-planned", json!({"year": "2018", "amount": 0, "months?": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "over?": [name]})),
        ("investment-reported", json!({"month": "2018-06", "done": 10_000_000_000_000i64, "over?": [name]})),
        (
            "visit-logged",
            json!({"on": "2018-06-11", "at?": "23:59", "kind": "on-behalf", "people?": ["p"], "text?": "t", "minutes?": 0,
                "place?": {"lat": 38_914_000, "lon": 121_614_000, "accuracy": 10}, "files?": []}),
        ),
        (
            "problem-raised",
            json!({"title": "t", "category": "any", "on": "2018-06-11", "text?": "t", "visit?": name, "files?": [file], "wanted?": "2018-06-12"}),
        ),
        ("problem-accepted", step(json!({"owner": name, "helpers?": [name], "due": "2018-06-11"}))),
        ("problem-objected", step(json!({"reason": "r"}))),
        ("problem-escalated", step(json!({"reason": "r"}))),
        ("problem-listed", step(json!({"list": 1, "item": 2, "owner": "o", "helpers?": "h", "due": "2018-06-11", "leader?": name}))),
        ("problem-answered", step(json!({"text": "t", "files?": [file]}))),
        ("problem-returned", step(json!({"reason": "r"}))),
        ("problem-confirmed", step(json!({"satisfied?": "yes", "text?": "t"}))),
        ("problem-closed", step(json!({"text?": "t"}))),
        ("problem-extension-asked", json!({"of": name, "due": "2018-06-11", "reason": "r"})),
        ("problem-extension-decided", json!({"of": name, "verdict": "accepted", "over?": [name]})),
        ("problem-tracked", json!({"of": name, "month": "2018-06", "text": "t"})),
        ("permit-listed", json!({"title": "t", "group": "statistics", "department?": "d", "norm_days?": 20, "stage?": "any"})),
        ("permit-changed", step(json!({"state": "waived", "valid_until?": "2018-06-11", "text?": "t"}))),
        ("policy-delivered", json!({"policy": name, "to?": "x", "on": "2018-06-11"})),
        ("instructed", json!({"of?": name, "text": "t", "to?": [name], "due?": "2018-06-11"})),
        ("noted", json!({"of": name, "text": "t"})),
        ("team-formed", json!({"members": [], "lead": name, "reason": "r", "over?": [name]})),
        ("withdrawn", json!({"of": name, "reason?": "r"})),
        (
            "assessment-recorded",
            json!({"person": name, "period": "上半年", "source": "s", "method?": 1, "asked": 3, "answered": 5, "scores": {"help": 100}, "text?": "t"}),
        ),
        ("department-rated", json!({"unit": name, "about?": [], "scores": {"speed": 0, "any": 7}, "text?": "t"})),
        ("contact-noted", json!({"of": name, "phone?": "0411", "text?": "t"})),
    ]
}

/// The members that may hold anything.
const ANY: &[&str] = &[
    "people",
    "present",
    "projects",
    "helpers",
    "owner",
    "to",
    "place",
    "lead",
    "members",
    "list",
    "item",
    "satisfied",
    "about",
    "method",
    "categories",
];

#[test]
fn every_member_of_every_kind() {
    let mut kinds = Vec::new();
    for (kind, marked) in bodies() {
        let kind = Kind::parse(kind).unwrap();
        kinds.push(kind);
        let members = marked.as_object().unwrap();
        let body: Value = members.iter().map(|(name, value)| (name.trim_end_matches('?').to_string(), value.clone())).collect();
        assert_eq!(check(kind, &body), Ok(()), "{kind:?}");
        let required: Value = members.iter().filter(|(name, _)| !name.ends_with('?')).map(|(n, v)| (n.clone(), v.clone())).collect();
        assert_eq!(check(kind, &required), Ok(()), "{kind:?} with what is required");
        let mut more = body.clone();
        more["later"] = json!(null);
        assert_eq!(check(kind, &more), Ok(()), "{kind:?} with a member of later");
        for marked in members.keys() {
            let (name, optional) = (marked.trim_end_matches('?'), marked.ends_with('?'));
            let with = |value: Value| {
                let mut body = body.clone();
                body[name] = value;
                check(kind, &body).is_ok()
            };
            let mut without = body.clone();
            without.as_object_mut().unwrap().remove(name);
            assert_eq!(check(kind, &without).is_ok(), optional, "{kind:?} without {name}");
            let anything = ANY.contains(&name) && (kind, name) != (Kind::VisitLogged, "place");
            let nothing = (kind, name) == (Kind::NodeExcused, "until") || (anything && !optional);
            assert_eq!(with(json!(null)), nothing, "{kind:?}.{name} null");
            for other in [json!(true), json!(-1), json!(10_000_000_000_001i64), json!({"a": "b"}), json!(["x"]), json!("字".repeat(10_001))]
            {
                let right = anything
                    || (name == "key" && kind == Kind::ProjectRegistered && other == json!(true))
                    || (["minutes", "norm_days", "asked", "answered"].contains(&name) && other == json!(10_000_000_000_001i64))
                    || (name == "set" && other.is_object());
                assert_eq!(with(other.clone()), right, "{kind:?}.{name} = {}", &other.to_string()[..other.to_string().len().min(20)]);
            }
        }
    }
    kinds.sort();
    assert_eq!(kinds, Kind::ALL);
}

/// Bounds and forms, by a member of a kind that has them.
#[test]
fn bounds_and_forms() {
    let all = bodies();
    #[track_caller]
    fn each(all: &[(&'static str, Value)], kind: &str, member: &str, good: &[Value], bad: &[Value]) {
        let (_, marked) = all.iter().find(|(name, _)| *name == kind).unwrap();
        let members = marked.as_object().unwrap().iter();
        let mut body: Value = members.map(|(name, value)| (name.trim_end_matches('?').to_string(), value.clone())).collect();
        for (values, expected) in [(good, true), (bad, false)] {
            for value in values {
                body[member] = value.clone();
                assert_eq!(check(Kind::parse(kind).unwrap(), &body).is_ok(), expected, "{kind}.{member} = {value}");
            }
        }
    }
    let texts = |list: &[&str]| list.iter().map(|t| json!(t)).collect::<Vec<_>>();
    let days_bad =
        ["2018-02-29", "2018-6-1", "18-06-01", "2018-06-00", "2018-13-01", "0000-01-01", "2018-06-11 ", "2018/06/11", "10000-01-01"];
    each(&all, "commended", "on", &texts(&["0001-01-01", "9999-12-31", "2016-02-29"]), &texts(&days_bad));
    each(
        &all,
        "investment-reported",
        "month",
        &texts(&["0001-01", "9999-12"]),
        &texts(&["2018-00", "2018-13", "2018-6", "0000-01", "2018-Q1"]),
    );
    each(&all, "investment-planned", "year", &texts(&["0001", "9999"]), &texts(&["0000", "18", "02018", "201８", "year"]));
    let periods = ["2018-06", "2018", "2018-Q1", "2018-Q4"];
    each(&all, "period-closed", "period", &texts(&periods), &texts(&["2018-Q0", "2018-Q5", "2018-q1", "0000-Q1", "2018Q1", "2018-06-11"]));
    each(&all, "visit-logged", "at", &texts(&["00:00", "23:59"]), &texts(&["24:00", "12:60", "9:30", "12:30:00", "1２:0"]));
    let zones = ["+00:00", "-00:00", "+14:00", "-14:00", "+05:45"];
    each(&all, "workspace-founded", "time_zone", &texts(&zones), &texts(&["+14:01", "-15:00", "+8:00", "08:00", "+0800", "+08:60", "Z"]));
    let nonces = ["0123456789abcde", "0123456789abcdefg", ""];
    each(&all, "workspace-founded", "nonce", &texts(&["zzzzzzzzzzzzzzzz"]), &texts(&nonces));
    each(&all, "workspace-founded", "person", &[json!({"name": "x", "later": 1})], &[json!({}), json!({"name": 1}), json!("x")]);
    each(
        &all,
        "investment-reported",
        "done",
        &[json!(0), json!(10_000_000_000_000i64)],
        &[json!(-1), json!(10_000_000_000_001i64), json!("1")],
    );
    each(&all, "node-reported", "percent", &[json!(0), json!(100)], &[json!(-1), json!(101), json!("5")]);
    each(&all, "node-planned", "weight", &[json!(1), json!(1000)], &[json!(0), json!(1001)]);
    each(&all, "department-rated", "scores", &[json!({}), json!({"x": 0})], &[json!({"x": 101}), json!({"x": null}), json!([])]);
    each(
        &all,
        "investment-planned",
        "months",
        &[json!(vec![0; 12])],
        &[json!(vec![0; 11]), json!(vec![0; 13]), json!([]), json!([-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
    );
    each(&all, "node-excused", "until", &[json!(null), json!("2018-06-11")], &[json!("")]);
    let name = "a".repeat(22);
    let heads_bad = [json!({"all": [0, name]}), json!({"all": [1, "short"]}), json!({"all": [1]}), json!({"x": [1, name]}), json!([])];
    each(&all, "device-revoked", "heads", &[json!({}), json!({"office": [1, name]})], &heads_bad);
    let scopes = ["all", "office", "p:zzzzzzzzzzzzzzzz"];
    each(&all, "body-removed", "scope", &texts(&scopes), &texts(&["p:", "p:ZZZZZZZZZZZZZZZZ", "p:uuuuuuuuuuuuuuuu", "any"]));
    each(&all, "decision-made", "project", &texts(&["zzzzzzzzzzzzzzzz"]), &texts(&["p:zzzzzzzzzzzzzzzz", "热电"]));
    each(&all, "noted", "of", &texts(&["-_-_-_-_-_-_-_-_-_-_AZ"]), &texts(&["", "+/+/+/+/+/+/+/+/+/+/AZ", "aaaaaaaaaaaaaaaaaaaaa"]));
    each(&all, "noted", "text", &[json!(""), json!("字".repeat(10_000)), json!("𠮷".repeat(10_000))], &[json!("a".repeat(10_001))]);
    each(
        &all,
        "visit-logged",
        "files",
        &[json!([hash(&json!(1)), hash(&json!(1))])],
        &[json!(["x"]), json!([null]), json!(hash(&json!(1)))],
    );
    each(&all, "fields-changed", "of", &texts(&["workspace", "project", &name]), &texts(&["Workspace", "x"]));
    each(&all, "fields-changed", "over", &[json!({})], &[json!([]), json!({"x": name}), json!({"x": ["short"]})]);
    let place = |lat: i64, lon: i64| json!({"lat": lat, "lon": lon, "accuracy": 0});
    let places = [place(90_000_001, 0), place(0, -180_000_001), json!({"lat": 0, "lon": 0}), json!("here")];
    each(&all, "visit-logged", "place", &[place(-90_000_000, 180_000_000)], &places);
    // Words that are checked, and words of which any is taken.
    each(&all, "person-registered", "role", &texts(&["secretary", "district", "city", "assessor"]), &texts(&["City", "founder", ""]));
    each(&all, "permit-changed", "state", &texts(&["needed", "applied", "issued", "returned"]), &texts(&["lost"]));
    each(&all, "project-registered", "category", &texts(&["infrastructure", "industry", "services"]), &texts(&["other"]));
    each(&all, "project-registered", "phase", &texts(&["production", "something"]), &[json!(1)]);
}

#[test]
fn days_that_hang_together() {
    let name = "a".repeat(22);
    let node = |start: &str, due: &str| json!({"title": "t", "start": start, "due": due});
    assert_eq!(check(Kind::NodePlanned, &node("2018-06-11", "2018-06-11")), Ok(()));
    assert_eq!(check(Kind::NodePlanned, &node("2018-06-12", "2018-06-11")), Err("start"));
    let moved = json!({"of": name, "start": "2018-06-12", "due": "2018-06-11", "reason": "r"});
    assert_eq!(check(Kind::NodeRescheduled, &moved), Err("start"));
    let report = |done: &str| json!({"of": name, "on": "2018-06-11", "percent": 100, "done": done});
    assert_eq!(check(Kind::NodeReported, &report("2018-06-11")), Ok(()));
    assert_eq!(check(Kind::NodeReported, &report("2018-06-12")), Err("done"));
}
