//! Searching everywhere: by characters, by pinyin and initials, in everything that is held.

use std::time::Instant;

use lianxin::domain::id::Scope;
use lianxin::domain::state::State;
use lianxin::screen::projects;
use lianxin::screen::search::pinyin::Query;
use lianxin::screen::search::{Found, Group, Index, Marked, Results, SHOWN, What};
use serde_json::json;

use crate::world::{Staff, says};

fn marked(query: &str, text: &str) -> Option<Vec<(usize, usize)>> {
    let query = Query::new(query);
    query.finds_in(text).then(|| query.marks(text))
}

/// What is typed, the text, and what of it is marked; nothing where it is not found.
#[test]
fn words_are_found_by_characters_pinyin_and_initials() {
    type Case = (&'static str, &'static str, Option<&'static [(usize, usize)]>);
    let cases: &[Case] = &[
        ("冰山", "冰山慧谷", Some(&[(0, 2)])),
        ("bsh", "冰山慧谷", Some(&[(0, 3)])),
        ("bsh", "东港街道服务秘书", None),
        ("bshg", "冰山慧谷", Some(&[(0, 4)])),
        ("bingshan", "冰山慧谷", Some(&[(0, 2)])),
        ("bingsh", "冰山慧谷", Some(&[(0, 3)])),
        ("bshui", "冰山慧谷", Some(&[(0, 3)])),
        ("BSH", "冰山慧谷", Some(&[(0, 3)])),
        ("ｂｓｈ", "冰山慧谷", Some(&[(0, 3)])),
        ("冰shan慧g", "冰山慧谷", Some(&[(0, 4)])),
        ("shg", "冰山慧谷", Some(&[(1, 4)])),
        ("bhg", "冰山慧谷", None),
        ("bsx", "冰山慧谷", None),
        // Each reading of a character that has several.
        ("cq", "重庆路改造", Some(&[(0, 2)])),
        ("zq", "重庆路改造", Some(&[(0, 2)])),
        ("chongqing", "重庆路改造", Some(&[(0, 2)])),
        ("yh", "工商银行", Some(&[(2, 4)])),
        ("yx", "工商银行", Some(&[(2, 4)])),
        ("lvshun", "旅顺口", Some(&[(0, 2)])),
        // Letters and figures stand for themselves, also between characters.
        ("b21", "地铁B21线", Some(&[(2, 5)])),
        ("dtb21x", "地铁B21线", Some(&[(0, 6)])),
        ("xian", "西安路", Some(&[(0, 2)])),
        ("xi'an", "西安路", Some(&[(0, 2)])),
        ("xian", "先进制造", Some(&[(0, 1)])),
        // Every word, in any order; each place once.
        ("谷 bs", "冰山慧谷", Some(&[(0, 2), (3, 4)])),
        ("gu hg", "冰山慧谷", Some(&[(2, 4)])),
        ("谷 热", "冰山慧谷", None),
        ("山", "山东山路", Some(&[(0, 1), (2, 3)])),
        // The table knows no such character: it stands for itself.
        ("𠮷", "𠮷田", Some(&[(0, 1)])),
        ("é", "CAFÉ", Some(&[(3, 4)])),
    ];
    for (typed, text, expected) in cases {
        assert_eq!(marked(typed, text).as_deref(), *expected, "{typed} in {text}");
    }
    assert!(Query::new(" \u{3000} ").is_empty());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
fn no_text_makes_a_search_slow() {
    // Readings that are beginnings of each other, and a word that is nearly there, again and again.
    let text: String = "安昂啊".repeat(3_000);
    let typed = format!("{}x", "anangaanga".repeat(5));
    let before = Instant::now();
    assert!(!Query::new(&typed).finds_in(&text));
    assert!(Query::new(&"安昂啊".repeat(40)).finds_in(&text), "longer than any reading is looked at");
    says(&format!("search: an adversary's text took {:?}", before.elapsed()));
}

#[test]
fn a_longer_search_narrows_the_last() {
    let narrows = |now: &str, last: &str| Query::new(now).narrows(&Query::new(last));
    assert!(narrows("bsh", "bs") && narrows("bsh 谷", "bsh") && narrows("bsh 谷", "谷 b"));
    assert!(!narrows("bs", "bsh") && !narrows("sh", "bsh") && !narrows("bsh", ""));
}

fn titles(results: &Results, group: Group) -> Vec<&str> {
    results.sections.iter().filter(|s| s.group == group).flat_map(|s| &s.found).map(|f| f.title.text.as_str()).collect()
}

fn one(index: &mut Index, typed: &str, group: Group) -> Found {
    let results = index.search(typed, |_| SHOWN);
    results.sections.into_iter().find(|s| s.group == group).unwrap_or_else(|| panic!("{typed}")).found.swap_remove(0)
}

fn full() -> Staff {
    let mut s = Staff::new();
    let (li, city, scope) = (s.li.clone(), s.city(), s.scope());
    s.w.changes(&city, scope, "project", json!({"enterprise": "泰山电力公司", "code": "2018-021", "secretary": s.li_person}), json!({}));
    s.plans_audited("主厂房封顶", "2018-12-31");
    s.writes(&li, "permit-listed", json!({"title": "施工许可证", "group": "certificate", "department": "市住建局"}));
    s.w.raises_a_problem(&li, s.p, "临时用电容量不够");
    s.writes(&li, "visit-logged", json!({"on": "2018-11-12", "kind": "site-visit", "text": "看了基坑支护，进度正常", "people": "张工"}));
    s
}

#[test]
fn everything_is_found_by_what_it_says() {
    let s = full();
    let mut index = Index::default();
    index.update(&s.w.state());
    let cases = [
        ("rdc", Group::Projects, "热电厂"),
        ("tsdl", Group::Projects, "热电厂"),
        ("2018-021", Group::Projects, "热电厂"),
        ("zsq", Group::People, "中山区"),
        ("zhou", Group::People, "周"),
        ("zcffd", Group::Nodes, "主厂房封顶"),
        ("sgxkz", Group::Nodes, "施工许可证"),
        ("szjj", Group::Nodes, "施工许可证"),
        ("lsyd", Group::Problems, "临时用电容量不够"),
        ("jikeng", Group::Visits, "热电厂"),
        ("zhanggong", Group::Visits, "热电厂"),
    ];
    for (typed, group, title) in cases {
        let results = index.search(typed, |_| SHOWN);
        assert!(titles(&results, group).contains(&title), "{typed}: {results:?}");
    }
    let visit = one(&mut index, "jk", Group::Visits);
    assert_eq!((visit.what, visit.project), (What::Visit { kind: "site-visit".into() }, Some(s.p)));
    assert_eq!(visit.about, Marked { text: "看了基坑支护，进度正常".into(), marks: vec![(2, 4)] });
    let node = one(&mut index, "封顶", Group::Nodes);
    assert_eq!(node.title.pieces(), [("主厂房".to_string(), false), ("封顶".to_string(), true)]);
    assert_eq!(node.about.text, "热电厂", "where it belongs to");
    assert_eq!(index.search("  ", |_| SHOWN), Results::default());
    assert_eq!(index.search("没有这样的词", |_| SHOWN).count, 0);
}

#[test]
fn what_was_taken_back_is_not_found_and_what_was_written_is() {
    let mut s = full();
    let (li, city, scope) = (s.li.clone(), s.city(), s.scope());
    let mut index = Index::default();
    let mut ledger = s.w.ledger();
    let mut state = State::fold(&mut ledger, Default::default());
    index.update(&state);
    assert_eq!(index.search("基坑", |_| SHOWN).count, 1);
    let visit = state.project(&s.p).unwrap().visits[0];
    let visit = state.project(&s.p).unwrap().entry(visit.entry).name();
    let (other, _) = s.w.registers_project(&city, "基坑公园", s.zhongshan);
    s.w.withdraws(&li, scope, visit);
    let new: Vec<_> = s.w.written.iter().rev().take(2).cloned().collect();
    state.take(&mut ledger, &new);
    index.update(&state);
    let results = index.search("基坑", |_| SHOWN);
    assert_eq!((results.count, titles(&results, Group::Projects)), (1, vec!["基坑公园"]));
    assert_eq!(one(&mut index, "jkgy", Group::Projects).project, Some(other));
    // One that was brought up to date finds what a fresh one finds.
    let mut fresh = Index::default();
    fresh.update(&state);
    for typed in ["a", "d", "中", "zs", "公", "s s"] {
        assert_eq!(index.search(typed, |_| 100), fresh.search(typed, |_| 100), "{typed}");
    }
}

#[test]
fn counts_are_exact_and_more_is_shown_when_asked_for() {
    let mut s = Staff::new();
    let li = s.li.clone();
    for n in 0..30 {
        s.writes(
            &li,
            "visit-logged",
            json!({"on": format!("2018-10-{:02}", n % 28 + 1), "kind": "phone", "text": format!("第 {n} 次联系")}),
        );
    }
    let mut index = Index::default();
    index.update(&s.w.state());
    let few = index.search("lianxi", |_| 8);
    assert_eq!((few.count, few.sections[0].count, few.sections[0].found.len()), (30, 30, 8));
    let days: Vec<_> = few.sections[0].found.iter().map(|f| f.on).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "the newest first");
    assert_eq!(index.search("lianxi", |_| 48).sections[0].found.len(), 30);
    assert_eq!(index.search("lianxi 29", |_| 8).count, 1);
}

#[test]
fn lists_of_projects_are_searched_the_same_way() {
    let s = full();
    let state = s.w.state();
    let lines = projects::lines(&state, None);
    for (typed, found) in [("rdc", true), ("热电", true), ("zs tsdl", true), ("2018-021", true), ("xyz", false), ("", true)] {
        assert_eq!(projects::matches(&lines[0], typed), found, "{typed}");
    }
}

/// Prints what a key costs with forty thousand visits; in a browser it is some two or three times that.
#[test]
#[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
fn a_key_is_answered_at_once_with_many_visits() {
    let mut s = Staff::new();
    let (li, city) = (s.li.clone(), s.city());
    let count = if cfg!(debug_assertions) { 2_000 } else { 40_000 };
    let projects: Vec<_> = (0..100).map(|n| s.w.registers_project(&city, &format!("第 {n} 号工业项目"), s.zhongshan).0).collect();
    for n in 0..count {
        let text = format!("第 {n} 次到现场，看了基坑支护和塔吊安装，和企业、街道一起核对了用电、用水和道路的事项，下周再看。");
        s.w.writes(&li, Scope::Project(projects[n % 100]), "visit-logged", json!({"on": "2018-11-12", "kind": "site-visit", "text": text}));
    }
    let state = s.w.state();
    let mut index = Index::default();
    let before = Instant::now();
    index.update(&state);
    let made = before.elapsed();
    let before = Instant::now();
    index.update(&state);
    let again = before.elapsed();
    let mut keys = Vec::new();
    for typed in ["z", "zc", "j", "jk", "jkz", "jkzh", "下周", "下周再", "q"] {
        let before = Instant::now();
        let results = index.search(typed, |_| SHOWN);
        keys.push(format!("{typed} {} in {:?}", results.count, before.elapsed()));
    }
    says(&format!("search over {} things: index {made:?}, again {again:?}; {}", index.len(), keys.join(", ")));
    assert_eq!(index.search("jkzh", |_| SHOWN).count, count);
}
