//! The ranking of a month, and what groups of projects come to.

use lianxin::cli::fold::ranking as ranking_json;
use lianxin::domain::calendar::Month;
use lianxin::domain::id::{ProjectId, Ref, Scope};
use lianxin::domain::rules::group::{By, Group, Key, Lights, Tally, groups};
use lianxin::domain::rules::project::Grey;
use lianxin::domain::rules::ranking::{Rank, ranking};
use serde_json::{Value, json};

use crate::light::{excused, moved, node, reported};
use crate::session::day;
use crate::world::{Staff, project};

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn tally(nodes: &[lianxin::domain::state::Node], of: &str) -> Tally {
    let mut tally = Tally::default();
    nodes.iter().for_each(|n| tally.add(project("p"), n, month(of)));
    tally
}

#[test]
fn a_node_is_due_in_the_month_of_the_due_in_force() {
    let cases = [
        ("2018-05-31", "2018-06", 0),
        ("2018-06-01", "2018-06", 1),
        ("2018-06-30", "2018-06", 1),
        ("2018-07-01", "2018-06", 0),
        ("2018-02-28", "2018-02", 1),
        ("2016-02-29", "2016-02", 1),
        ("2017-06-15", "2018-06", 0),
        ("9999-12-31", "9999-12", 1),
        ("0001-01-01", "0001-01", 1),
    ];
    for (due, of, expected) in cases {
        assert_eq!(tally(&[node(due)], of).due, expected, "{due} in {of}");
    }
    let heavy = lianxin::domain::state::Node { weight: 1000, ..node("2018-06-30") };
    assert_eq!(tally(&[heavy, node("2018-06-01")], "2018-06").due, 1001);
    let silent = lianxin::domain::state::Node { audit: None, ..node("2018-06-30") };
    assert_eq!(tally(&[silent], "2018-06"), Tally::default());
}

#[test]
fn on_time_is_by_the_last_report_whenever_it_was_written() {
    let done = |on, done| reported(node("2018-06-30"), on, 100, Some(done));
    let cases = [
        (done("2018-06-30", "2018-06-30"), 1),
        (done("2018-07-01", "2018-07-01"), 0),
        // Entered late.
        (done("2018-12-31", "2018-06-30"), 1),
        (done("9999-12-31", "2018-06-01"), 1),
        (done("2018-01-01", "2018-01-01"), 1),
        (reported(node("2018-06-30"), "2018-06-30", 100, None), 0),
        (node("2018-06-30"), 0),
        // Taken back by a later report.
        (reported(done("2018-06-30", "2018-06-30"), "2018-07-05", 80, None), 0),
    ];
    for (node, expected) in cases {
        let tally = tally(std::slice::from_ref(&node), "2018-06");
        assert_eq!((tally.due, tally.on_time), (1, expected), "{:?}", node.reports);
    }
}

#[test]
fn excused_to_the_end_of_the_month_is_not_due_unless_it_was_done_in_time() {
    for (until, due, beside) in [("2018-06-29", 1, 0), ("2018-06-30", 0, 1), ("2018-07-31", 0, 1)] {
        let node = excused(node("2018-06-10"), until);
        let tally = tally(&[node], "2018-06");
        assert_eq!((tally.due, tally.excused.len()), (due, beside), "{until}");
    }
    let done = |on| tally(&[excused(reported(node("2018-06-10"), on, 100, Some(on)), "2018-06-30")], "2018-06");
    assert_eq!((done("2018-06-10").due, done("2018-06-10").on_time, done("2018-06-10").excused.len()), (1, 1, 0));
    assert_eq!((done("2018-06-11").due, done("2018-06-11").excused.len()), (0, 1));
    // The end of February.
    for (until, due) in [("2018-02-27", 1), ("2018-02-28", 0)] {
        assert_eq!(tally(&[excused(node("2018-02-05"), until)], "2018-02").due, due, "{until}");
    }
    for (until, due) in [("2016-02-28", 1), ("2016-02-29", 0)] {
        assert_eq!(tally(&[excused(node("2016-02-05"), until)], "2016-02").due, due, "{until}");
    }
}

#[test]
fn what_was_moved_out_of_the_month_is_listed_beside() {
    use lianxin::domain::state::Verdict;
    let accepted = Some(Verdict::Accepted);
    let twice = moved(moved(node("2018-06-30"), None, "2018-07-31", accepted), None, "2018-08-31", accepted);
    let count = |node: &lianxin::domain::state::Node, of: &str| {
        let tally = tally(std::slice::from_ref(node), of);
        (tally.due, tally.moved.len())
    };
    assert_eq!(["2018-05", "2018-06", "2018-07", "2018-08"].map(|of| count(&twice, of)), [(0, 0), (0, 1), (0, 1), (1, 0)]);
    let asked = moved(node("2018-06-30"), None, "2018-07-31", None);
    assert_eq!(["2018-06", "2018-07"].map(|of| count(&asked, of)), [(1, 0), (0, 0)]);
    let within = moved(node("2018-06-10"), None, "2018-06-20", accepted);
    assert_eq!(count(&within, "2018-06"), (1, 0), "moved within the month is due in it");
}

/// Rank, name, due, on time, change.
type Line = (Option<usize>, String, i64, i64, Option<i64>);

/// Projects in districts with so many nodes due and done in time, by month.
struct City {
    s: Staff,
    count: usize,
}

impl City {
    fn new() -> City {
        City { s: Staff::new(), count: 0 }
    }

    fn district(&mut self, name: &str) -> Ref {
        let city = self.s.city();
        self.s.w.registers_unit(&city, name)
    }

    fn project(&mut self, district: Ref) -> ProjectId {
        let city = self.s.city();
        self.count += 1;
        self.s.w.registers_project(&city, &format!("{}号", self.count), district).0
    }

    /// Nodes due in a month, of which the first are done in time.
    fn nodes(&mut self, project: ProjectId, due: &str, of: usize, on_time: usize) {
        let (city, scope) = (self.s.city(), Scope::Project(project));
        for n in 0..of {
            let plan = self.s.w.writes(&city, scope, "node-planned", json!({"title": format!("{n}"), "due": due}));
            self.s.w.writes(&city, scope, "node-audited", json!({"of": plan, "verdict": "accepted"}));
            if n < on_time {
                self.s.w.writes(&city, scope, "node-reported", json!({"of": plan, "on": due, "percent": 100, "done": due}));
            }
        }
    }

    fn district_with(&mut self, name: &str, months: &[(&str, usize, usize)]) -> Ref {
        let district = self.district(name);
        let project = self.project(district);
        for (due, of, on_time) in months {
            self.nodes(project, due, *of, *on_time);
        }
        district
    }

    fn ranking(&self, of: &str) -> Vec<Rank> {
        ranking(&self.s.w.state(), month(of), By::District)
    }

    fn lines(&self, of: &str) -> Vec<Line> {
        self.ranking(of).into_iter().map(|r| (r.rank, r.name, r.tally.due, r.tally.on_time, r.change)).collect()
    }
}

#[test]
fn the_better_rate_then_the_more_due_then_the_name() {
    let mut c = City::new();
    for (name, of, on_time) in [("丁", 4, 4), ("丙", 2, 2), ("乙", 2, 2), ("甲", 4, 2), ("戊", 3, 0), ("己", 0, 0), ("庚", 8, 0)] {
        c.district_with(name, &[("2018-06-20", of, on_time)]);
    }
    let line = |rank, name: &str, due, on_time| (rank, name.to_string(), due, on_time, None);
    let expected = [
        line(Some(1), "丁", 4, 4),
        line(Some(2), "丙", 2, 2),
        line(Some(2), "乙", 2, 2),
        line(Some(4), "甲", 4, 2),
        line(Some(5), "庚", 8, 0),
        line(Some(6), "戊", 3, 0),
        line(None, "中山区", 0, 0),
        line(None, "己", 0, 0),
    ];
    assert_eq!(c.lines("2018-06"), expected, "equal ones share a rank and the next is left out");
    assert!(c.lines("2018-07").iter().all(|l| l.0.is_none()));
}

#[test]
fn the_same_name_twice_is_told_by_the_ref() {
    let mut c = City::new();
    let mut twins: Vec<Ref> = (0..4).map(|_| c.district_with("同名区", &[("2018-06-20", 1, 1)])).collect();
    twins.sort();
    let found: Vec<(Option<usize>, Ref)> = c.ranking("2018-06").into_iter().take(4).map(|r| (r.rank, r.of)).collect();
    assert_eq!(found, twins.into_iter().map(|of| (Some(1), of)).collect::<Vec<_>>());
}

#[test]
fn a_change_is_the_places_gained_since_the_month_before() {
    let mut c = City::new();
    c.district_with("甲", &[("2018-05-20", 2, 2), ("2018-06-20", 2, 0)]);
    c.district_with("乙", &[("2018-05-20", 2, 1), ("2018-06-20", 2, 2)]);
    c.district_with("丙", &[("2018-05-20", 2, 0), ("2018-06-20", 2, 1)]);
    c.district_with("丁", &[("2018-06-20", 4, 1)]);
    c.district_with("戊", &[("2018-05-20", 4, 1)]);
    let changes = |of: &str| -> Vec<(Option<usize>, String, Option<i64>)> {
        c.lines(of).into_iter().map(|(rank, name, .., change)| (rank, name, change)).collect()
    };
    let line = |rank, name: &str, change| (rank, name.to_string(), change);
    let may = [line(Some(1), "甲", None), line(Some(2), "乙", None), line(Some(3), "戊", None), line(Some(4), "丙", None)];
    assert_eq!(changes("2018-05")[..4], may);
    let june = [
        line(Some(1), "乙", Some(1)),
        line(Some(2), "丙", Some(2)),
        line(Some(3), "丁", None),
        line(Some(4), "甲", Some(-3)),
        line(None, "中山区", None),
        line(None, "戊", None),
    ];
    assert_eq!(changes("2018-06"), june);
    assert_eq!(ranking(&c.s.w.state(), month("0001-01"), By::District).len(), 6, "the first month has none before it");
    // January follows December.
    let mut c = City::new();
    c.district_with("甲", &[("2017-12-31", 1, 0), ("2018-01-31", 1, 1)]);
    c.district_with("乙", &[("2017-12-01", 1, 1), ("2018-01-01", 1, 0)]);
    assert_eq!(c.lines("2018-01").iter().map(|l| l.4).collect::<Vec<_>>(), [Some(1), Some(-1), None]);
}

#[test]
fn a_district_is_the_one_shown_now_and_a_project_taken_back_is_in_none() {
    let mut c = City::new();
    let (a, b) = (c.district_with("甲", &[("2018-06-20", 1, 1)]), c.district("乙"));
    let (city, project) = (c.s.city(), project("1号"));
    let registered = c.s.w.state().project(&project).unwrap().over("district");
    c.s.w.changes(&city, Scope::Project(project), "project", json!({"district": b}), json!({"district": registered}));
    let found = c.lines("2018-06");
    assert_eq!((found[0].1.as_str(), found.iter().any(|l| l.1 == "甲")), ("乙", false));
    // A unit that nobody registered is called by its ref.
    let unknown = lianxin::domain::id::Hash::of(b"nowhere").to_ref();
    let over = c.s.w.state().project(&project).unwrap().over("district");
    c.s.w.changes(&city, Scope::Project(project), "project", json!({"district": unknown}), json!({"district": over}));
    assert_eq!(c.lines("2018-06")[0].1, unknown.to_string());
    let registration =
        c.s.w.state().project(&project).unwrap().folded.of_kind(lianxin::domain::shape::Kind::ProjectRegistered).next().unwrap().name();
    c.s.w.withdraws(&city, Scope::Project(project), registration);
    assert_eq!(c.lines("2018-06").len(), 1, "only the staff's own project is left");
    let _ = a;
}

#[test]
fn by_unit_projects_without_one_are_left_out() {
    let mut c = City::new();
    let (city, scope) = (c.s.city(), c.s.scope());
    c.nodes(c.s.p, "2018-06-20", 2, 1);
    let printed = |c: &City, by| ranking_json(&c.s.w.state(), month("2018-06"), by);
    assert_eq!(printed(&c, By::Unit), json!([]));
    let street = c.s.w.writes(&city, Scope::All, "unit-registered", json!({"name": "东港街道", "kind": "street", "parent": c.s.zhongshan}));
    c.s.w.changes(&city, scope, "project", json!({"unit": street}), json!({}));
    let expected = json!([{"rank": 1, "of": street, "name": "东港街道", "due": 2, "on_time": 1, "change": null}]);
    assert_eq!(printed(&c, By::Unit), expected);
    let district = json!([{"rank": 1, "of": c.s.zhongshan, "name": "中山区", "due": 2, "on_time": 1, "change": null}]);
    assert_eq!(printed(&c, By::District), district);
    assert_eq!(
        ranking_json(&c.s.w.state(), month("2018-07"), By::Unit),
        json!([{"rank": null, "of": street, "name": "东港街道", "due": 0, "on_time": 0, "change": null}])
    );
}

#[test]
fn groups_count_projects_and_nodes_by_light_and_say_why_grey() {
    let mut c = City::new();
    let city = c.s.city();
    let (zhongshan, li) = (c.s.zhongshan, c.s.li_person);
    let red = c.project(zhongshan);
    c.nodes(red, "2018-05-31", 1, 0);
    c.nodes(red, "2018-06-20", 3, 2);
    let pending = c.project(zhongshan);
    c.s.w.writes(&city, Scope::Project(pending), "node-planned", json!({"title": "t", "due": "2018-06-30"}));
    let waiting = c.project(zhongshan);
    c.nodes(waiting, "2018-06-05", 1, 0);
    let plan = c.s.w.state().project(&waiting).unwrap().nodes[0].id;
    c.s.w.writes(&city, Scope::Project(waiting), "node-excused", json!({"of": plan, "reason": "r", "until": "2018-07-15"}));
    let other = c.district_with("甲", &[("2018-06-20", 2, 2), ("2018-08-20", 1, 0)]);
    for p in [red, pending] {
        c.s.w.changes(&city, Scope::Project(p), "project", json!({"secretary": li, "leader": c.s.w.mayor, "field": "能源"}), json!({}));
    }
    let state = c.s.w.state();
    let on = day("2018-06-25");
    let all = groups(&state, By::City, on);
    let only = |list: &[Group]| -> Group { list[0].clone() };
    let group = only(&all);
    assert_eq!((all.len(), &group.key, group.name.as_str()), (1, &Key::City, "大连"));
    // The staff's own project has no plan.
    let projects = Lights { red: 1, green: 1, grey: 3, why_grey: [1, 1, 1], ..Lights::default() };
    assert_eq!(group.projects, projects);
    assert_eq!(Grey::ALL.map(|grey| group.projects.grey_for(grey)), [1; 3]);
    let nodes = Lights { red: 2, green: 4, grey: 2, not_started: 1, excused: 1, ..Lights::default() };
    assert_eq!(group.nodes, nodes);
    assert_eq!((group.month.due, group.month.on_time, group.month.excused.clone()), (5, 4, vec![(waiting, plan)]));
    let by = |by| {
        groups(&state, by, on)
            .into_iter()
            .map(|g| (g.key, g.name, g.projects.red + g.projects.green + g.projects.yellow + g.projects.grey))
            .collect::<Vec<_>>()
    };
    assert_eq!(by(By::District), [(Key::Of(zhongshan), "中山区".into(), 4), (Key::Of(other), "甲".into(), 1)]);
    assert_eq!(by(By::Field), [(Key::None, String::new(), 3), (Key::Field("能源".into()), "能源".into(), 2)]);
    assert_eq!(by(By::Secretary), [(Key::None, String::new(), 3), (Key::Of(li), "李".into(), 2)]);
    assert_eq!(by(By::Leader), [(Key::None, String::new(), 3), (Key::Of(c.s.w.mayor), "市发改委".into(), 2)]);
    assert_eq!(by(By::Unit), [(Key::None, String::new(), 5)]);
}

#[test]
fn an_audit_by_the_plans_own_author_counts_and_is_counted_apart() {
    let mut c = City::new();
    let (city, wang) = (c.s.city(), c.s.wang.clone());
    let own_audits = |c: &City| groups(&c.s.w.state(), By::City, day("2018-06-25"))[0].own_audits;
    let plan = c.s.plans("封顶", "2018-06-30");
    c.s.accepts(plan);
    assert_eq!(own_audits(&c), 0, "李 planned and 王 accepted");
    let own = c.s.writes(&wang, "node-planned", json!({"title": "t", "due": "2018-06-30"}));
    assert_eq!(own_audits(&c), 0, "not audited yet");
    let audit = c.s.accepts(own);
    assert_eq!((own_audits(&c), c.s.node(own).counts()), (1, true));
    // 王 on another device is 王 still; the city is someone else.
    let person = c.s.w.state().trust.persons_of(&wang.id()).next().unwrap();
    let second = crate::world::Hand::new("王's second");
    c.s.w.admits(&city, &second, person);
    let again = c.s.writes(&second, "node-audited", json!({"of": own, "verdict": "accepted", "over": [audit]}));
    assert_eq!(own_audits(&c), 1);
    c.s.writes(&city, "node-audited", json!({"of": own, "verdict": "accepted", "over": [again]}));
    assert_eq!(own_audits(&c), 0);
}

#[test]
fn the_ranking_is_printed_with_every_key_and_nothing_else() {
    let c = City::new();
    let printed = ranking_json(&c.s.w.state(), month("2018-06"), By::District);
    let keys: Vec<&String> = printed[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["change", "due", "name", "of", "on_time", "rank"]);
    assert_eq!(printed[0]["rank"], Value::Null);
}
