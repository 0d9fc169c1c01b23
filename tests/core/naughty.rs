//! Strings that others collected because they break programs: as names, notes and texts they are stored, sent, read and
//! merged exactly as they are.

use lianxin::domain::command::{Command, Refusal};
use lianxin::domain::trust::Role;
use lianxin::session::{Along, Failure, Snapshot};
use serde_json::{Value, json};

use crate::press::{Shell, in_world};
use crate::session::{two, visit};

fn strings() -> Vec<String> {
    let all: Vec<String> = serde_json::from_str(include_str!("../fixtures/blns/blns.json")).unwrap();
    assert!(all.len() > 400, "{} strings", all.len());
    all
}

/// Names of persons and texts of visits, each in the order of writing.
fn held(snapshot: &Snapshot) -> (Vec<String>, Vec<String>) {
    let state = &snapshot.state;
    let entries = &state.roster.folded.entries;
    let names = entries.iter().filter(|e| state.roster.persons.contains_key(&e.name())).filter_map(|e| e.text("name")).collect();
    let project = state.shown_projects().next().unwrap();
    let texts = project.visits.iter().filter_map(|v| project.entry(v.entry).text("text")).collect();
    (names, texts)
}

#[test]
fn naughty_strings_are_written_sent_and_read_as_they_are() {
    let (city, li, project) = two();
    let (names_before, texts_before) = held(&city.snapshot());
    let (mut names, mut texts) = (names_before, texts_before);
    for text in strings() {
        let person = Command::RegisterPerson { name: text.clone(), role: Role::Leader, district: None, unit: None };
        let Command::LogVisit { visit: mut draft, problems, .. } = visit(project, Vec::new(), 0) else { unreachable!() };
        draft.text = Some(text.clone());
        let log = Command::LogVisit { project, visit: draft, problems };
        // White space around a text is no part of it, and nothing is no name.
        let kept = text.trim();
        match city.commit(&person, Along::default()) {
            Err(Failure::Refused(Refusal::Empty { .. })) => assert!(kept.is_empty(), "{text:?}"),
            done => {
                done.unwrap();
                names.push(kept.into());
            }
        }
        city.commit(&log, Along::default()).unwrap();
        if !kept.is_empty() {
            texts.push(kept.into());
        }
    }
    assert_eq!(held(&city.snapshot()), (names.clone(), texts.clone()), "as they were written");
    assert_eq!(held(&city.reopened().snapshot()), (names.clone(), texts.clone()), "after a restart");
    let file = city.sends(li.person);
    let sent: Value = serde_json::from_slice(&file.bytes).unwrap();
    let in_file = |member: &str| -> Vec<Value> {
        let pieces = sent["pieces"].as_array().unwrap().iter();
        pieces.flat_map(|p| p["events"].as_array().unwrap().clone()).map(|e| e["body"][member].clone()).collect()
    };
    let (in_names, in_texts) = (in_file("name"), in_file("text"));
    assert!(names.iter().skip(2).all(|name| in_names.contains(&json!(name))), "another reader of JSON finds every name");
    assert!(texts.iter().all(|text| in_texts.contains(&json!(text))), "and every text");
    li.takes(&file.bytes);
    assert_eq!(held(&li.snapshot()), (names, texts), "at the other end");
}

/// What other programs wrote need not be trimmed: bodies pass to the byte.
#[test]
fn naughty_strings_pass_the_command_line_to_the_byte() {
    in_world(|w| {
        let shell = Shell::new("naughty");
        let (mut all, mut visits) = (w.all.clone(), w.visits.clone());
        let strings = strings();
        for text in &strings {
            all.write("unit-registered", json!({"name": text, "kind": "department"}));
            visits.write("visit-logged", json!({"on": "2018-06-11", "kind": "phone", "text": text}));
        }
        let first = shell.put(&w.of(vec![all.whole(), w.project.whole(), visits.whole()]).to_string());
        let once = shell.merge(&[first]);
        let twice = shell.merge(&[shell.put(&once)]);
        assert_eq!(once, twice);
        let out: Value = serde_json::from_str(&twice).unwrap();
        for chain in [&all, &visits] {
            let piece =
                out["pieces"].as_array().unwrap().iter().find(|p| p["scope"] == chain.scope && p["device"] == chain.author.device());
            assert_eq!(piece.unwrap()["events"], json!(chain.events));
        }
        let fold = shell.says(&["fold", &shell.put(&twice), "--on", "2018-06-30"]);
        assert_eq!(fold["projects"][0]["visits"], json!(strings.len() + 2), "beside the two that were there");
    });
}
