//! Who may write what, and what `of` may name (design §§4, 5), over the table of kinds.

use lianxin::domain::id::{Hash, Ref, Scope};
use serde_json::{Value, json};

use crate::shape::{Expected, Things, judge, rows};
use crate::world::{Hand, Staff, project};

#[test]
fn every_role_writes_what_the_table_gives_it_and_nothing_else() {
    for row in rows() {
        for letter in "sdocla".chars() {
            let mut t = Things::new();
            let hand = t.hand(letter);
            let body = t.fill(&row.body);
            let home = t.home(row.place);
            let id = t.s.w.writes(&hand, home, row.kind, body);
            let may = row.may.contains(letter);
            judge(&t, vec![(id, (!may).then_some("role"), format!("{} by {letter}", row.kind))]);
        }
    }
}

#[test]
fn of_names_a_standing_event_of_the_right_kind_in_the_same_scope() {
    let nowhere: Ref = Hash::of(b"nowhere").to_ref();
    for row in rows().into_iter().filter(|row| row.body.get("of").is_some()) {
        let mut t = Things::new();
        let (city, li, home, mut expected) = (t.s.city(), t.s.li.clone(), t.home(row.place), Expected::new());
        let mut with = |t: &mut Things, of: Value, what: &str| {
            let mut body = t.fill(&row.body);
            body["of"] = of;
            expected.push((t.s.w.writes(&city, home, row.kind, body), Some("of"), format!("{} of {what}", row.kind)));
        };
        with(&mut t, json!(nowhere), "nothing");
        for name in row.not_of {
            let of = t.names[name].clone();
            with(&mut t, of, name);
        }
        // An event that is held and does not stand.
        let scope = if row.kind == "body-removed" { Scope::Office } else { home };
        let refused = t.s.w.writes(&li, scope, "period-closed", json!({}));
        if row.kind != "body-removed" {
            with(&mut t, json!(refused), "a refused one");
        }
        judge(&t, expected);
    }
}

#[test]
fn a_projects_districts_are_the_least_set_that_stands() {
    let mut t = Staff::new();
    let (city, wang, zhao, scope) = (t.city(), t.wang.clone(), t.zhao.clone(), t.scope());
    let team = |t: &mut Staff, by: &Hand| t.w.writes(by, scope, "team-formed", json!({"members": [], "lead": "x", "reason": "x"}));
    let early = team(&mut t, &zhao);
    assert_eq!(t.w.reason(early), Some("role"));
    // A district can't write itself into the project.
    let own = t.w.changes(&zhao, scope, "project", json!({"district": t.xigang}), json!({}));
    assert_eq!(t.w.reason(own), Some("role"));
    let given = t.w.changes(&wang, scope, "project", json!({"district": t.xigang}), json!({"district": [t.registration]}));
    assert_eq!([given, own, early].map(|r| t.w.reason(r)), [None; 3], "what stands now makes what was refused stand");
    let back = t.w.changes(&city, scope, "project", json!({"district": t.zhongshan}), json!({"district": [given]}));
    let late = team(&mut t, &zhao);
    assert_eq!([back, late].map(|r| t.w.reason(r)), [None; 2], "who once had the project keeps a say");
    // A registration by the other district is its own business, not a way in.
    let mut t = Staff::new();
    let foreign = t.w.writes(&zhao, scope, "project-registered", json!({"name": "x", "district": t.zhongshan, "category": "social"}));
    let (id, registered) = (project("新"), t.xigang);
    let own =
        t.w.writes(&zhao, Scope::Project(id), "project-registered", json!({"name": "x", "district": registered, "category": "social"}));
    assert_eq!([foreign, own].map(|r| t.w.reason(r)), [Some("role"), None]);
}

#[test]
fn fields_of_a_project_by_who_may_change_them() {
    // s: any secretary; d: the district's; o: another district's; c: the city.
    let facts = [
        ("name", json!("x")),
        ("enterprise", json!("x")),
        ("total", json!(1)),
        ("phase", json!("x")),
        ("place", json!({})),
        ("field", json!("x")),
    ];
    let narrow =
        [("unit", "$unit"), ("category", "social"), ("secretary", "$person"), ("leader", "$person"), ("code", "x"), ("district", "$unit")];
    let narrow = narrow.map(|(name, value)| (name, json!(value)));
    for (letter, may_facts, may_narrow) in
        [('s', true, false), ('d', true, true), ('o', true, false), ('c', true, true), ('l', false, false), ('a', false, false)]
    {
        let mut t = Things::new();
        let (hand, scope, mut expected) = (t.hand(letter), t.s.scope(), Expected::new());
        for (fields, may) in [(facts.as_slice(), may_facts), (narrow.as_slice(), may_narrow)] {
            for (name, value) in fields {
                let set = json!({*name: t.fill(value)});
                let id = t.s.w.changes(&hand, scope, "project", set, json!({}));
                expected.push((id, (!may).then_some("role"), format!("{name} by {letter}")));
            }
        }
        let both = t.s.w.changes(&hand, scope, "project", json!({"name": "x", "key": true}), json!({}));
        expected.push((both, (!may_narrow).then_some("role"), format!("name and key by {letter}")));
        let workspace = t.s.w.changes(&hand, Scope::All, "workspace", json!({"name": "x"}), json!({}));
        expected.push((workspace, (letter != 'c').then_some("role"), format!("workspace by {letter}")));
        judge(&t, expected);
    }
}

#[test]
fn changes_are_of_the_shape_of_what_they_change() {
    let mut t = Things::new();
    let (city, scope, mut expected) = (t.s.city(), t.s.scope(), Expected::new());
    let (plan, visit, nowhere) = (t.names["plan"].clone(), t.names["visit"].clone(), json!(Hash::of(b"nowhere").to_ref()));
    let registration = json!(t.s.registration);
    let cases: Vec<(Scope, Value, Value, Option<&'static str>)> = vec![
        (scope, json!("project"), json!({"name": null}), Some("shape")),
        (scope, json!("project"), json!({"phase": null, "later": {"a": 1}}), None),
        (scope, json!("project"), json!({"total": -1}), Some("shape")),
        (scope, json!("project"), json!({}), None),
        (scope, json!("workspace"), json!({"name": "x"}), Some("of")),
        (Scope::All, json!("project"), json!({"name": "x"}), Some("of")),
        (Scope::All, json!("workspace"), json!({"tolerance": 5, "overdue_days": [1, 2], "holidays": ["2018-10-01"]}), None),
        (Scope::All, json!("workspace"), json!({"tolerance": "5"}), Some("shape")),
        (Scope::All, json!("workspace"), json!({"time_zone": "+07:00"}), Some("fixed")),
        (Scope::Office, json!("workspace"), json!({"name": "x"}), Some("scope")),
        (scope, registration, json!({"name": "x"}), Some("fixed")),
        (scope, plan.clone(), json!({"title": "x", "text": null}), None),
        (scope, plan.clone(), json!({"due": "2018-12-02"}), Some("fixed")),
        (scope, plan.clone(), json!({"start": null}), Some("fixed")),
        (scope, plan, json!({"weight": 2}), Some("fixed")),
        (scope, t.names["rescheduling"].clone(), json!({"reason": "x"}), Some("fixed")),
        (scope, t.names["accepted"].clone(), json!({"owner": "x"}), Some("fixed")),
        (scope, visit.clone(), json!({"on": "2018-02-30"}), Some("shape")),
        (scope, visit.clone(), json!({"kind": null}), Some("shape")),
        (scope, visit, json!({"people": null}), None),
        (scope, nowhere, json!({"a": 1}), Some("of")),
        (Scope::All, t.names["person"].clone(), json!({"name": "x"}), Some("fixed")),
        (Scope::All, t.names["closing"].clone(), json!({"code": "x"}), Some("fixed")),
        (Scope::All, t.names["policy"].clone(), json!({"title": "y"}), None),
        (Scope::All, t.names["visit"].clone(), json!({"text": "x"}), Some("of")),
    ];
    for (scope, of, set, reason) in cases {
        let what = format!("{of} {set} in {scope}");
        expected.push((t.s.w.writes(&city, scope, "fields-changed", json!({"of": of, "set": set})), reason, what));
    }
    for (body, what) in
        [(json!({"set": {}}), "no of"), (json!({"of": "project"}), "no set"), (json!({"of": "project", "set": {}, "over": []}), "over")]
    {
        expected.push((t.s.w.writes(&city, scope, "fields-changed", body), Some("shape"), what.into()));
    }
    let bare = project("bare");
    expected.push((
        t.s.w.changes(&city, Scope::Project(bare), "project", json!({"name": "x"}), json!({})),
        Some("of"),
        "no project".into(),
    ));
    judge(&t, expected);
}

#[test]
fn a_thing_is_taken_back_and_changed_by_its_author_or_a_coordinator() {
    // Who may take back and change what 李 wrote, another device of 李 included.
    for (letter, may) in [('s', false), ('d', true), ('o', false), ('c', true), ('l', false), ('a', false), ('2', true)] {
        let mut t = Things::new();
        let (city, li, scope, person) = (t.s.city(), t.s.li.clone(), t.s.scope(), t.s.li_person);
        let second = Hand::new("second");
        t.s.w.admits(&city, &second, person);
        let hand = if letter == '2' { second } else { t.hand(letter) };
        let mut expected = Expected::new();
        let problem = t.s.w.raises_a_problem(&li, t.s.p, "x");
        for thing in [t.s.w.logs_a_visit(&li, t.s.p, "2018-11-01"), problem] {
            let change = t.s.w.changes(&hand, scope, thing.as_str(), json!({"text": "x"}), json!({}));
            let withdrawal = t.s.w.withdraws(&hand, scope, thing);
            let again = t.s.w.withdraws(&hand, scope, withdrawal);
            expected.push((change, (!may).then_some("role"), format!("change by {letter}")));
            expected.push((withdrawal, (!may).then_some("role"), format!("withdrawal by {letter}")));
            expected.push((again, if may { None } else { Some("of") }, format!("withdrawal of it by {letter}")));
        }
        judge(&t, expected);
    }
}

#[test]
fn some_things_are_for_ever() {
    let mut t = Things::new();
    let (city, scope, mut expected) = (t.s.city(), t.s.scope(), Expected::new());
    let change = t.s.w.changes(&city, scope, "project", json!({"name": "y"}), json!({}));
    let removal = t.s.w.removes_the_body(&city, scope, t.s.w.written.last().unwrap().events[0].id.to_ref());
    let bulletin = {
        let closing = t.names["closing"].clone();
        t.s.w.writes(&city, Scope::All, "bulletin-issued", json!({"closing": closing, "number": "1", "title": "x", "text": "x"}))
    };
    let admission = t.s.w.admits(&city, &Hand::new("x"), t.s.li_person);
    let closing: Ref = Ref::parse(t.names["closing"].as_str().unwrap()).unwrap();
    for (what, thing) in [
        ("founding", t.s.w.mayor),
        ("person", t.s.li_person),
        ("admission", admission),
        ("removal", removal),
        ("closing", closing),
        ("bulletin", bulletin),
    ] {
        expected.push((t.s.w.withdraws(&city, Scope::All, thing), Some("fixed"), what.into()));
    }
    // The change's body is removed: what refers to it is refused for that, another change's withdrawal because it is fixed.
    expected.push((t.s.w.withdraws(&city, scope, change), Some("of"), "removed change".into()));
    let other = t.s.w.changes(&city, scope, "project", json!({"name": "z"}), json!({}));
    expected.push((t.s.w.withdraws(&city, scope, other), Some("fixed"), "change".into()));
    expected.push((t.s.w.withdraws(&city, scope, t.s.registration), None, "registration".into()));
    expected.push((t.s.w.withdraws(&city, Scope::All, t.s.zhongshan), None, "unit".into()));
    expected.push((t.s.w.withdraws(&city, Scope::Office, t.s.registration), Some("of"), "another scope".into()));
    judge(&t, expected);
}

#[test]
fn a_kind_that_is_not_known_stands_for_nothing() {
    let mut t = Staff::new();
    let (li, scope) = (t.li.clone(), t.scope());
    let unknown = t.w.writes(&li, scope, "drone-flown", json!({"anything": [1, null]}));
    let note = t.w.writes(&li, scope, "noted", json!({"of": unknown, "text": "x"}));
    assert_eq!(t.w.reason(note), Some("of"));
    let fold = t.w.printed();
    assert_eq!((fold["refused"].as_array().unwrap().len(), &fold["gaps"]), (1, &json!([])));
}

#[test]
fn a_contact_is_noted_of_someone_who_stands() {
    let mut t = Staff::new();
    let (city, li) = (t.city(), t.li.clone());
    // A secretary registers nobody, so there is nobody to note something of.
    let nobody = t.w.registers(&li, "无", "secretary", Some(t.zhongshan));
    let cases = [(nobody, Some("of")), (t.w.mayor, None), (t.li_person, None)];
    let notes = cases.map(|(of, reason)| (t.w.writes(&li, Scope::Office, "contact-noted", json!({"of": of})), reason));
    for (note, reason) in notes {
        assert_eq!(t.w.reason(note), reason);
    }
    // It comes before the person does: the incremental fold mends it.
    let late = t.w.registers(&city, "晚", "secretary", None);
    let note = t.w.writes(&li, Scope::Office, "contact-noted", json!({"of": late}));
    let mut ledger = t.w.ledger_without(&[late]);
    let mut state = lianxin::domain::state::State::fold(&mut ledger, Default::default());
    assert!(state.office.find(&note).is_none());
    state.take(&mut ledger, &[t.w.piece(late).clone()]);
    assert!(state.office.find(&note).is_some());
}
