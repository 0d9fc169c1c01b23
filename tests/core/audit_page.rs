//! The queue of what waits for an audit: who sees what in which order, and what accepting would do.

use lianxin::domain::calendar::Month;
use lianxin::domain::id::Ref;
use lianxin::domain::rules::light::Light;
use lianxin::domain::state::{Person, State, Verdict};
use lianxin::screen::audit::{Asked, MonthAfter, Queue, after, queue, waiting};
use lianxin::screen::project::Reader;
use lianxin::text::{EN, ZH};
use serde_json::json;

use crate::session::day;
use crate::world::{Hand, Staff};

const TODAY: &str = "2018-11-15";

fn person(state: &State, hand: &Hand) -> Person {
    let person = state.trust.persons_of(&hand.id()).next().unwrap();
    state.roster.persons[&person].clone()
}

fn seen(s: &Staff, hand: &Hand) -> Queue {
    let state = s.w.state();
    let me = person(&state, hand);
    queue(&state, Reader { me: Some(&me), own: hand.id() }, day(TODAY))
}

fn count(s: &Staff, hand: &Hand) -> usize {
    let state = s.w.state();
    waiting(&state, Some(&person(&state, hand)))
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

#[test]
fn coordinators_may_audit_and_the_others_see_their_own() {
    let mut s = Staff::new();
    s.plans("桩基", "2018-12-31");
    let city = s.city();
    for (hand, asks, lines, may) in [
        (city.clone(), 1, 1, true),
        (s.wang.clone(), 1, 1, true),
        (s.zhao.clone(), 0, 0, false),
        (s.li.clone(), 0, 0, false),
        (s.assessor.clone(), 0, 0, false),
    ] {
        let queue = seen(&s, &hand);
        assert_eq!((queue.asks, queue.lines.len(), count(&s, &hand)), (asks, lines, asks));
        assert!(queue.lines.iter().all(|line| line.may == may));
    }
    // Once 李 is its secretary, what waits is read there, and by whom it is audited.
    let registration = s.registration;
    s.writes(&city, "fields-changed", json!({"of": "project", "set": {"secretary": s.li_person}, "over": {"secretary": [registration]}}));
    let own = seen(&s, &s.li);
    assert_eq!((own.asks, own.lines.len(), own.lines[0].may), (0, 1, false));
    assert!(own.lines[0].is_own());
    let state = s.w.state();
    assert_eq!(own.lines[0].auditors, [person(&state, &s.wang).name, person(&state, &city).name], "those nearer first");
}

#[test]
fn what_is_asked_is_told_apart() {
    let mut s = Staff::new();
    let node = s.plans_audited("封顶", "2018-10-31");
    let wang = s.wang.clone();
    let first = s.reschedules(node, "2018-11-30");
    s.accepts(first);
    let second = s.reschedules(node, "2018-12-31");
    s.plans("竣工", "2019-01-31");
    let queue = seen(&s, &wang);
    assert_eq!(queue.asks, 2);
    let line = &queue.lines[0];
    let asked: Vec<&Asked> = line.asks.iter().map(|ask| &ask.asked).collect();
    let Asked::Move { number, from, due, .. } = asked[0] else { panic!("no move") };
    assert_eq!((line.asks[0].id, *number, *from, *due), (second, 2, day("2018-11-30"), day("2018-12-31")));
    assert_eq!(line.again(), Some(2));
    assert_eq!(ZH.audit_line(line, day(TODAY)), "改期 1、新增 1");
    assert_eq!(EN.audit_line(line, day(TODAY)), "New date 1, New node 1");
    assert_eq!(queue.next, Some(day("2018-11-30")));
}

#[test]
fn returned_ones_do_not_wait_and_disagreeing_ones_do() {
    let mut s = Staff::new();
    let (one, two) = (s.plans("桩基", "2018-12-31"), s.plans("封顶", "2019-06-30"));
    let (wang, city) = (s.wang.clone(), s.city());
    s.writes(&wang, "node-audited", json!({"of": one, "verdict": "returned", "text": "缺附件"}));
    assert_eq!(seen(&s, &wang).lines[0].asks.iter().map(|ask| ask.id).collect::<Vec<_>>(), [two]);
    s.accepts(two);
    assert!(seen(&s, &wang).lines.is_empty());
    s.writes(&city, "node-audited", json!({"of": two, "verdict": "returned", "text": "早了"}));
    let queue = seen(&s, &wang);
    let line = &queue.lines[0];
    assert!(line.is_conflict());
    let said: Vec<(Verdict, Option<&str>)> = line.asks[0].said.iter().map(|a| (a.verdict, a.text.as_deref())).collect();
    assert_eq!(said, [(Verdict::Accepted, None), (Verdict::Returned, Some("早了"))]);
    assert_eq!(count(&s, &wang), 1);
}

#[test]
fn accepting_is_tried_on_a_copy() {
    let mut s = Staff::new();
    let node = s.plans_audited("施工许可", "2018-11-30");
    let late = s.plans_audited("外部条件", "2018-10-31");
    s.reschedules(node, "2018-12-07");
    let li = s.li.clone();
    s.writes(&li, "node-planned", json!({"title": "打桩", "due": "2018-12-25", "weight": 20}));
    let wang = s.wang.clone();
    let told = |s: &Staff| {
        let state = s.w.state();
        let queue = seen(s, &wang);
        after(&state, &queue.lines[0], day(TODAY)).unwrap()
    };
    let found = told(&s);
    assert_eq!(found.district, "中山区");
    assert_eq!(
        found.months,
        [
            MonthAfter { month: month("2018-11"), before: 1, after: 0, moved: 1 },
            MonthAfter { month: month("2018-12"), before: 0, after: 21, moved: 0 }
        ]
    );
    assert_eq!(found.light, (Light::Red, Light::Red));
    assert_eq!(
        ZH.after(&found, day(TODAY)),
        "通过以后：中山区 11月应完成权重 1 → 0，11月移出的 1 个在排名里单列，12月应完成权重 0 → 21；项目灯不变（红灯）。"
    );
    // What is overdue is no longer, if its other date is accepted.
    s.reschedules(late, "2019-06-30");
    assert_eq!(told(&s).light.0, Light::Red);
    assert_ne!(told(&s).light.1, Light::Red);
    assert_eq!(s.node(late).dates().due, day("2018-10-31"), "nothing was written");
}

#[test]
fn what_waits_longest_stands_first() {
    let mut s = Staff::new();
    let city = s.city();
    let (other, _) = s.w.registers_project(&city, "安置房", s.zhongshan);
    s.plans("桩基", "2018-12-31");
    s.w.writes(&city, lianxin::domain::id::Scope::Project(other), "node-planned", json!({"title": "桩基", "due": "2018-12-31"}));
    let names: Vec<String> = seen(&s, &city).lines.into_iter().map(|line| line.head.name).collect();
    assert_eq!(names.len(), 2);
    let queue = seen(&s, &city);
    let waits: Vec<i64> = queue.lines.iter().map(|line| line.waits).collect();
    assert!(waits[0] >= waits[1]);
    assert_eq!(ZH.audit_place(Some(1), &queue), "第 1 条，共 2 处·2 个项目");
    assert_eq!((ZH.waited(0), ZH.waited(1), ZH.waited(3)), ("今天".into(), "昨天".into(), "3 天".into()));
    let _: Vec<Ref> = queue.lines.iter().flat_map(|line| line.asks.iter().map(|ask| ask.id)).collect();
}
