//! The sample workspace: what the seed's tables come to on its day.

use std::collections::BTreeMap;

use lianxin::crypto::native::SeedSigner;
use lianxin::domain::state::{State, is_on_site};
use lianxin::domain::table::column::{same_name_key, visit_kind};
use lianxin::domain::table::{delimited, seed};
use lianxin::screen::sample;
use lianxin::session::{Session, found};
use lianxin::store::{MemoryStore, Store};

fn state() -> State {
    let signer = SeedSigner::new("sample");
    let (workspace, write) = found(&signer, seed::LEDGER, seed::OFFICE, "+08:00", sample::NONCE, sample::founded_at()).unwrap();
    let store = MemoryStore::default();
    pollster::block_on(store.write(write)).unwrap();
    let session = pollster::block_on(Session::open(store, signer, workspace)).unwrap();
    pollster::block_on(sample::fill(&session)).unwrap();
    session.snapshot().state.clone()
}

/// The rows of a table as project, day and a third cell, up to the sample's day.
fn rows(text: &str, day: &str, third: &str) -> Vec<(String, String, String)> {
    let table = delimited::read(text).unwrap();
    let at = |name: &str| table.header.iter().position(|h| h == name).unwrap();
    let (project, day, third) = (at("项目名称"), at(day), at(third));
    let rows = table.rows.iter().map(|r| (same_name_key(&r.cells[project]), r.cells[day].clone(), r.cells[third].clone()));
    rows.filter(|(_, day, _)| *day <= sample::its_day().to_string()).collect()
}

#[test]
fn every_visit_and_problem_of_the_seed_up_to_its_day_stands_in_the_sample() {
    let state = state();
    assert_eq!(sample::its_day().to_string(), "2018-11-15");
    let project = |name: &str| state.shown_projects().find(|p| same_name_key(&p.fields.name) == name).expect(name);
    let visits = rows(seed::VISITS, "日期", "方式");
    assert_eq!(visits.len(), 12, "the thirteenth is of a later day");
    let mut last: BTreeMap<String, String> = BTreeMap::new();
    for (name, day, kind) in &visits {
        let kind = visit_kind(kind).unwrap();
        let p = project(name);
        let found = |v: &lianxin::domain::state::Visit| v.on.to_string() == *day && p.entry(v.entry).text("kind").as_ref() == Some(&kind);
        assert!(p.visits.iter().any(found), "{name} {day} {kind}");
        if is_on_site(&kind) {
            let held = last.entry(name.clone()).or_default();
            *held = held.clone().max(day.clone());
        }
    }
    assert_eq!(state.shown_projects().map(|p| p.visit_count()).sum::<usize>(), visits.len());
    for p in state.shown_projects() {
        let name = same_name_key(&p.fields.name);
        assert_eq!(p.last_on_site.map(|d| d.to_string()), last.get(&name).cloned(), "{name}");
    }
    let problems = rows(seed::PROBLEMS, "提出日期", "问题描述");
    assert_eq!(problems.len(), 13);
    for (name, day, title) in &problems {
        let p = project(name);
        let found =
            |q: &lianxin::domain::state::Problem| q.on.to_string() == *day && p.entry(q.entry).text("title").as_ref() == Some(title);
        assert!(p.problems.iter().any(found), "{name} {title}");
    }
}
