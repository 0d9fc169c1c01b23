//! What a plan may begin with, and what may be changed of a node once it is planned.

use lianxin::domain::calendar::Day;
use lianxin::domain::command::Command;
use lianxin::domain::id::ProjectId;
use lianxin::domain::state::Verdict;
use lianxin::domain::table::delimited::TableFault;
use lianxin::screen::form::paste;
use lianxin::screen::form::plan::{AuditForm, Fault, Field, NodeEditForm, NodeForm, PlanFault, PlanForm};
use lianxin::screen::form::project::{CATEGORIES, PHASES};
use lianxin::screen::form::template::template;
use lianxin::screen::plan::copied;
use serde_json::json;

use crate::session::{Desk, day, two};
use crate::world::Staff;

const TODAY: &str = "2018-11-15";

fn pasted(text: &str) -> Vec<(String, String, String, String)> {
    let nodes = paste::read(text, day(TODAY)).unwrap();
    nodes.into_iter().map(|n| (n.title, n.due, n.start, n.weight)).collect()
}

fn row(title: &str, due: &str, start: &str, weight: &str) -> (String, String, String, String) {
    (title.into(), due.into(), start.into(), weight.into())
}

#[test]
fn a_template_of_each_category_comes_to_a_hundred_and_can_be_planned() {
    for category in CATEGORIES {
        let steps = template(category);
        assert_eq!(steps.iter().map(|s| s.weight).sum::<i64>(), 100, "{category}");
        assert!(steps.iter().all(|s| PHASES.contains(&s.stage)), "{category}");
        let mut before = Day::FIRST;
        for first in ["2018-11-15", "2018-01-31", "9999-11-30"] {
            for (n, step) in steps.iter().enumerate() {
                let (start, due) = step.dates(day(first));
                assert!(start <= due, "{category} {n}");
                assert!(start >= day(first) || first.starts_with("9999"), "{category} {n}");
                before = before.max(due);
            }
        }
        assert_eq!(steps[0].dates(day(TODAY)).0, day(TODAY), "the first one begins on the day that was chosen");
    }
    let month = template("industry")[0].dates(day("2018-11-15"));
    assert_eq!(month, (day("2018-11-15"), day("2018-12-31")));
    assert_eq!(template("something"), template("industry"));
}

#[test]
fn rows_of_a_spreadsheet_are_read_with_a_header_and_without() {
    assert_eq!(
        pasted("桩基\t2018-12-31\t2018/11/1\t20%\n封顶\t2019年3月\t\t\n"),
        [row("桩基", "2018-12-31", "2018-11-01", "20"), row("封顶", "2019-03-31", "", "")]
    );
    assert_eq!(
        pasted("权重,开始日期,备注,节点名称,计划完成\n30,2019年3月,\"雨季,小心\",桩基,12月31日"),
        [row("桩基", "2018-12-31", "2019-03-01", "30")]
    );
    let full = paste::read("节点\t完成\t阶段\t备注\n封顶\t20190630\t封顶\t看图\n装修\t43465\t内装\t\n", day(TODAY)).unwrap();
    assert_eq!((full[0].due.as_str(), full[0].stage.as_str(), full[0].text.as_str()), ("2019-06-30", "topped-out", "看图"));
    assert_eq!(
        (full[1].due.as_str(), full[1].stage.as_str()),
        ("2018-12-31", "内装"),
        "a spreadsheet's own number, and a phase that is none"
    );
}

#[test]
fn what_is_no_day_stays_as_it_was_written() {
    let dates = ["2018年2月30日", "2018-13-01", "年底", "11月31日", "2018-12-31 00:00", "二〇一八", "3", "2018.6.30", "6月"];
    let text: Vec<String> = dates.iter().map(|date| format!("n\t{date}")).collect();
    let read: Vec<String> = pasted(&text.join("\n")).into_iter().map(|(_, due, ..)| due).collect();
    assert_eq!(read, ["2018年2月30日", "2018-13-01", "年底", "11月31日", "2018-12-31", "二〇一八", "3", "2018-06-30", "2018-06-30"]);
    assert_eq!(paste::read("", day(TODAY)).err(), Some(TableFault::Empty));
    assert!(matches!(paste::read("\"a\t1", day(TODAY)), Err(TableFault::UnclosedQuote { line: 1 })));
}

#[test]
fn a_title_that_is_there_already_is_asked_about() {
    let project = ProjectId::from_random([7; 10]);
    let node = |title: &str| NodeForm { title: title.into(), due: "2018-12-31".into(), ..NodeForm::default() };
    let held = ["封顶（主楼）".to_string()];
    let mut form = PlanForm { nodes: vec![node("封顶(主楼)"), node("桩基"), node(" 桩基"), node("竣工")] };
    let found: Vec<PlanFault> = form.validate_beside(project, &held).err().unwrap();
    let doubled = |node| PlanFault { node, field: Field::Title, fault: Fault::Doubled };
    assert_eq!(found, [doubled(0), doubled(2)]);
    form.nodes[0].doubled = true;
    form.nodes[2].title = "承台".into();
    form.nodes[3].due = "x".into();
    let found = form.validate_beside(project, &held).err().unwrap();
    assert_eq!(found, [PlanFault { node: 3, field: Field::Due, fault: Fault::NotADay }]);
    form.nodes[3].due = "2018-12-31".into();
    assert!(form.validate_beside(project, &held).is_ok());
    form.add(vec![node("绿化")]);
    assert_eq!(form.nodes.len(), 5);
    let mut blank = PlanForm::default();
    blank.add(vec![node("绿化")]);
    assert_eq!(blank.nodes.len(), 1, "a blank row gives way");
}

#[test]
fn nodes_of_another_project_begin_on_the_day_that_is_chosen() {
    let mut s = Staff::new();
    let li = s.li.clone();
    s.writes(
        &li,
        "node-planned",
        json!({"title": "桩基", "due": "2018-06-30", "start": "2018-06-01", "weight": 20, "stage": "start", "text": "试桩"}),
    );
    s.writes(&li, "node-planned", json!({"title": "封顶", "due": "2018-12-31"}));
    let gone = s.plans("误填", "2017-01-31");
    s.writes(&li, "withdrawn", json!({"of": gone}));
    let state = s.w.state();
    let nodes = copied(state.project(&s.p).unwrap(), day("2019-06-01"));
    let said: Vec<_> = nodes.iter().map(|n| (n.title.as_str(), n.start.as_str(), n.due.as_str(), n.weight.as_str())).collect();
    assert_eq!(said, [("桩基", "2019-06-01", "2019-06-30", "20"), ("封顶", "2019-12-01", "2019-12-31", "1")]);
    assert_eq!((nodes[0].stage.as_str(), nodes[0].text.as_str()), ("start", "试桩"));
    assert!(copied(state.project(&s.p).unwrap(), Day::LAST).iter().all(|n| n.due == Day::LAST.to_string()));
}

#[test]
fn words_of_a_node_change_and_what_was_audited_stays() {
    let (city, _, project) = two();
    let plan = PlanForm { nodes: vec![NodeForm { title: "封顶".into(), due: "2018-12-31".into(), ..NodeForm::default() }] };
    let made = city.does(plan.validate(project).unwrap().into_command())[0];
    city.does(AuditForm { chosen: vec![(project, made)], text: String::new() }.validate(Verdict::Accepted).unwrap().into_command());
    let title = |city: &Desk| {
        let state = city.snapshot().state.clone();
        let held = state.project(&project).unwrap();
        let node = held.node(&made).unwrap();
        (lianxin::screen::light::title_of(held, node), node.counts())
    };
    let opened = NodeEditForm { title: "封顶".into(), ..NodeEditForm::default() };
    let same = opened.validate(project, made, &opened).unwrap();
    assert!(same.is_none());
    let none = NodeEditForm::default().validate(project, made, &opened).err();
    assert_eq!(none, Some(vec![(Field::Title, Fault::Missing)]));
    let renamed = NodeEditForm { title: "主楼封顶".into(), stage: "topped-out".into(), text: "两栋".into() };
    let command = renamed.validate(project, made, &opened).unwrap().unwrap().into_command();
    assert!(matches!(&command, Command::ChangeNode { set, .. } if set.len() == 3));
    city.does(command);
    assert_eq!(title(&city), ("主楼封顶".into(), true));
    let blank = NodeEditForm { text: String::new(), ..renamed.clone() };
    city.does(blank.validate(project, made, &renamed).unwrap().unwrap().into_command());
    let state = city.snapshot().state.clone();
    let held = state.project(&project).unwrap();
    assert!(held.folded.conflicts().next().is_none(), "each change names what it replaced");
    assert!(held.folded.shown(held.entry(held.node(&made).unwrap().entry), "text").is_none());
}
