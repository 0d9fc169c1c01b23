//! Statements fill slots: what is current, what conflicts, what a withdrawal takes along.

use lianxin::domain::id::{Ref, Scope};
use serde_json::{Value, json};

use crate::world::{Staff, World};

fn conflicts(w: &World) -> Value {
    w.printed()["conflicts"].clone()
}

fn shown(s: &Staff, field: &str) -> Value {
    let state = s.w.state();
    let slot = state.project(&s.p).unwrap().slot(field).cloned().unwrap_or_default();
    slot.shown().map_or(Value::Null, |v| serde_json::from_slice(v.bytes()).unwrap())
}

fn phase(s: &mut Staff, value: Value, over: &[Ref]) -> Ref {
    let (city, scope) = (s.city(), s.scope());
    let over = if over.is_empty() { json!({}) } else { json!({"phase": over}) };
    s.w.changes(&city, scope, "project", json!({"phase": value}), over)
}

#[test]
fn a_statement_supersedes_those_it_names_and_no_others() {
    let mut s = Staff::new();
    assert_eq!(shown(&s, "phase"), Value::Null);
    let first = phase(&mut s, json!("start"), &[]);
    assert_eq!(conflicts(&s.w), json!([]), "a field that was never stated is no value");
    let second = phase(&mut s, json!("structure"), &[first]);
    assert_eq!((shown(&s, "phase"), conflicts(&s.w)), (json!("structure"), json!([])));
    // Someone who hadn't seen the second.
    let third = phase(&mut s, json!("completion"), &[first]);
    let listed = json!([{"scope": s.scope().to_string(), "of": "project", "slot": "phase", "values": ["structure", "completion"]}]);
    assert_eq!((shown(&s, "phase"), conflicts(&s.w)), (json!("completion"), listed));
    phase(&mut s, json!("trial"), &[second, third]);
    assert_eq!((shown(&s, "phase"), conflicts(&s.w)), (json!("trial"), json!([])));
}

#[test]
fn the_registration_is_the_first_statement_of_its_fields() {
    let mut s = Staff::new();
    let (city, scope) = (s.city(), s.scope());
    s.w.changes(&city, scope, "project", json!({"name": "热电二厂"}), json!({}));
    let values = conflicts(&s.w)[0]["values"].clone();
    assert_eq!(values, json!(["热电厂", "热电二厂"]), "the registration's name was not named");
    let over = json!({"name": [s.registration]});
    s.w.changes(&city, scope, "project", json!({"name": "热电三厂"}), over);
    assert_eq!(conflicts(&s.w)[0]["values"], json!(["热电二厂", "热电三厂"]));
}

#[test]
fn values_stand_in_the_order_of_their_greatest_statement() {
    let mut s = Staff::new();
    for value in ["a", "b", "c", "a"] {
        phase(&mut s, json!(value), &[]);
    }
    assert_eq!(conflicts(&s.w)[0]["values"], json!(["b", "c", "a"]), "equal values are one, the shown one is last");
}

#[test]
fn equal_values_are_no_conflict() {
    let mut s = Staff::new();
    phase(&mut s, json!("start"), &[]);
    phase(&mut s, json!("start"), &[]);
    assert_eq!((shown(&s, "phase"), conflicts(&s.w)), (json!("start"), json!([])));
}

#[test]
fn null_takes_an_optional_field_away_and_conflicts_as_a_value() {
    let mut s = Staff::new();
    let first = phase(&mut s, json!("start"), &[]);
    phase(&mut s, Value::Null, &[first]);
    assert_eq!((shown(&s, "phase"), conflicts(&s.w)), (Value::Null, json!([])));
    phase(&mut s, json!("trial"), &[first]);
    assert_eq!(conflicts(&s.w)[0]["values"], json!([null, "trial"]));
}

#[test]
fn over_counts_only_within_its_slot() {
    let mut s = Staff::new();
    let (city, scope) = (s.city(), s.scope());
    let first = s.w.changes(&city, scope, "project", json!({"phase": "start", "field": "能源"}), json!({}));
    s.w.changes(&city, scope, "project", json!({"phase": "trial", "field": "热电"}), json!({"phase": [first]}));
    let listed = conflicts(&s.w);
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["slot"]), (1, &json!("field")));
}

#[test]
fn a_refused_statement_names_nothing() {
    let mut s = Staff::new();
    let (zhao, scope) = (s.zhao.clone(), s.scope());
    let over = json!({"district": [s.registration]});
    let refused = s.w.changes(&zhao, scope, "project", json!({"district": s.xigang}), over);
    assert_eq!(s.w.reason(refused), Some("role"));
    assert_eq!(shown(&s, "district"), json!(s.zhongshan));
}

#[test]
fn fields_of_a_thing_change_and_conflict_by_its_ref() {
    let mut s = Staff::new();
    let (li, wang, scope) = (s.li.clone(), s.wang.clone(), s.scope());
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-01");
    let first = s.w.changes(&li, scope, visit.as_str(), json!({"on": "2018-11-02"}), json!({"on": [visit]}));
    assert_eq!(s.w.printed()["projects"][0]["last_visit"], "2018-11-02");
    s.w.changes(&wang, scope, visit.as_str(), json!({"on": "2018-11-03"}), json!({"on": [visit]}));
    let listed = json!([{"scope": scope.to_string(), "of": visit, "slot": "on", "values": ["2018-11-02", "2018-11-03"]}]);
    assert_eq!(conflicts(&s.w), listed);
    assert_eq!(s.w.printed()["projects"][0]["last_visit"], "2018-11-03");
    assert_eq!(s.w.reason(first), None);
}

#[test]
fn conflicts_of_withdrawn_things_are_not_listed() {
    let mut s = Staff::new();
    let (li, scope) = (s.li.clone(), s.scope());
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-01");
    let note = s.w.writes(&li, scope, "noted", json!({"of": visit, "text": "a"}));
    s.w.changes(&li, scope, visit.as_str(), json!({"on": "2018-11-02"}), json!({}));
    s.w.changes(&li, scope, note.as_str(), json!({"text": "b"}), json!({}));
    assert_eq!(conflicts(&s.w).as_array().unwrap().len(), 2);
    let taken = s.w.withdraws(&li, scope, visit);
    assert_eq!(conflicts(&s.w), json!([]), "what hangs on it goes along");
    s.w.withdraws(&li, scope, taken);
    assert_eq!(conflicts(&s.w).as_array().unwrap().len(), 2);
}

#[test]
fn a_withdrawal_takes_out_of_every_count_and_may_be_withdrawn() {
    let mut s = Staff::new();
    let (li, scope) = (s.li.clone(), s.scope());
    let visit = s.w.logs_a_visit(&li, s.p, "2018-11-01");
    let problem =
        s.w.writes(&li, scope, "problem-raised", json!({"title": "土地", "category": "land", "on": "2018-11-01", "visit": visit}));
    let look = |w: &World| {
        let project = w.printed()["projects"][0].clone();
        (project["visits"].as_u64().unwrap(), project["last_visit"].clone(), project["problems"].as_array().unwrap().len())
    };
    assert_eq!(look(&s.w), (1, json!("2018-11-01"), 1));
    let first = s.w.withdraws(&li, scope, visit);
    assert_eq!(look(&s.w), (0, Value::Null, 1), "a problem raised in a withdrawn visit stays");
    let second = s.w.withdraws(&li, scope, first);
    assert_eq!(look(&s.w), (1, json!("2018-11-01"), 1));
    s.w.withdraws(&li, scope, second);
    assert_eq!(look(&s.w).0, 0, "withdrawals of withdrawals of withdrawals");
    s.w.withdraws(&li, scope, problem);
    assert_eq!(look(&s.w).2, 0);
    assert!(s.w.state().project(&s.p).unwrap().folded.withdrawn.contains_key(&visit), "it stays in a list");
}

#[test]
fn a_withdrawn_registration_takes_the_project_away_but_not_its_districts() {
    let mut s = Staff::new();
    let (city, wang, scope) = (s.city(), s.wang.clone(), s.scope());
    s.w.changes(&city, scope, "project", json!({"name": "x"}), json!({}));
    s.w.withdraws(&city, scope, s.registration);
    assert_eq!(s.w.printed()["projects"], json!([]));
    assert_eq!(conflicts(&s.w), json!([]), "of a project that isn't shown none is listed");
    let late = s.w.writes(&wang, scope, "team-formed", json!({"members": [], "lead": "王", "reason": "x"}));
    assert_eq!(s.w.reason(late), None, "its district's coordinator stays its coordinator");
}

#[test]
fn two_registrations_of_one_project_are_two_statements() {
    let mut s = Staff::new();
    let (wang, scope) = (s.wang.clone(), s.scope());
    let again = s.w.writes(&wang, scope, "project-registered", json!({"name": "热电", "district": s.zhongshan, "category": "industry"}));
    assert_eq!(conflicts(&s.w)[0]["values"], json!(["热电厂", "热电"]));
    s.w.withdraws(&wang, scope, again);
    assert_eq!(conflicts(&s.w), json!([]));
    assert_eq!(s.w.printed()["projects"][0]["name"], "热电厂");
}

#[test]
fn the_workspace_is_named_and_set_by_the_city() {
    let mut s = Staff::new();
    let city = s.city();
    let name = s.w.changes(&city, Scope::All, "workspace", json!({"name": "大连市"}), json!({}));
    assert_eq!(conflicts(&s.w), json!([{"scope": "all", "of": "workspace", "slot": "name", "values": ["大连", "大连市"]}]));
    s.w.changes(&city, Scope::All, "workspace", json!({"name": "大连市"}), json!({"name": [name, s.w.mayor]}));
    s.w.changes(&city, Scope::All, "workspace", json!({"problem_days": {"land": 9}}), json!({}));
    assert_eq!(conflicts(&s.w), json!([]));
    let roster = s.w.state().roster.clone();
    let days = (roster.settings.problem_days("land"), roster.settings.problem_days("site"));
    assert_eq!((roster.name.as_str(), days), ("大连市", (9, 5)));
}

#[test]
fn conflicts_are_listed_by_scope_thing_and_slot() {
    let mut s = Staff::new();
    let (city, scope) = (s.city(), s.scope());
    let unit = s.zhongshan;
    s.w.changes(&city, scope, "project", json!({"name": "n", "category": "social"}), json!({}));
    s.w.changes(&city, Scope::All, "workspace", json!({"name": "n"}), json!({}));
    s.w.changes(&city, Scope::All, unit.as_str(), json!({"name": "n", "kind": "zone"}), json!({}));
    let got: Vec<(String, String, String)> = conflicts(&s.w)
        .as_array()
        .unwrap()
        .iter()
        .map(|c| ["scope", "of", "slot"].map(|key| c[key].as_str().unwrap().to_string()).into())
        .collect();
    let mut sorted = got.clone();
    sorted.sort();
    assert_eq!((got.len(), &got), (5, &sorted));
}

#[test]
fn a_raised_problem_turns_yellow_overnight_and_red_after_its_days() {
    let cases =
        [("2018-11-15", "green"), ("2018-11-16", "green"), ("2018-11-14", "yellow"), ("2018-11-10", "yellow"), ("2018-11-09", "red")];
    for (on, light) in cases {
        let mut s = Staff::new();
        let (li, scope) = (s.li.clone(), s.scope());
        s.w.writes(&li, scope, "problem-raised", json!({"title": "t", "category": "land", "on": on}));
        let problem = s.w.printed()["projects"][0]["problems"][0].clone();
        assert_eq!((&problem["light"], &problem["state"], &problem["due"]), (&json!(light), &json!("raised"), &Value::Null), "{on}");
    }
}
