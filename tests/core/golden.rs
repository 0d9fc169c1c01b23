//! Bundles of published formats read for ever as they did when they were published.

use std::path::PathBuf;

use lianxin::domain::bundle::problem::Code;
use lianxin::domain::shape::Kind;
use serde_json::{Value, json};

use crate::press::Shell;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests/fixtures/bundles/v1"].iter().collect()
}

/// What the three commands say of a bundle, read with those that it builds on.
fn reading(shell: &Shell, expected: &Value, name: &str) -> Value {
    let path = |name: &str| folder().join(format!("{name}.json")).to_str().unwrap().to_string();
    let mut check: Value = serde_json::from_str(&shell.run(&["check", &path(name)]).1).unwrap();
    check.as_object_mut().unwrap().remove("file");
    let with: Vec<String> = expected["with"].as_array().unwrap().iter().map(|n| path(n.as_str().unwrap())).chain([path(name)]).collect();
    let says = |command: &str, more: &[&str]| {
        let args: Vec<&str> = [command].into_iter().chain(with.iter().map(String::as_str)).chain(more.iter().copied()).collect();
        shell.says(&args)
    };
    json!({
        "with": expected["with"], "on": expected["on"],
        "check": check,
        "fold": says("fold", &["--on", expected["on"].as_str().unwrap()]),
        "digest": says("digest", &["--full"]),
    })
}

#[test]
fn every_published_bundle_reads_as_it_did() {
    let shell = Shell::new("golden");
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".expected.json")?.to_string()))
        .collect();
    names.sort();
    assert_eq!(names, ["answer", "delta", "founding", "merged", "partly", "starter", "troubled"]);
    for name in names {
        let text = std::fs::read_to_string(folder().join(format!("{name}.expected.json"))).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        let is = reading(&shell, &expected, &name);
        assert_eq!(is, expected, "{name}: {}", serde_json::to_string_pretty(&is).unwrap());
    }
}

#[test]
fn a_published_union_is_merged_as_it_was() {
    let shell = Shell::new("golden merge");
    let path = |name: &str| folder().join(format!("{name}.json")).to_str().unwrap().to_string();
    let parts = ["answer", "starter", "delta", "founding"].map(path);
    assert_eq!(shell.merge(&parts), std::fs::read_to_string(path("merged")).unwrap());
}

#[test]
fn the_readme_names_every_bundle() {
    let readme = std::fs::read_to_string(folder().join("../README.md")).unwrap();
    for name in ["answer", "delta", "founding", "merged", "partly", "starter", "troubled"] {
        assert!(readme.contains(&format!("| {name} |")), "{name}");
    }
}

#[test]
fn the_page_on_the_format_names_every_code_and_every_kind() {
    let page = std::fs::read_to_string(folder().join("../../../../docs/format.md")).unwrap();
    for code in Code::ALL {
        assert!(page.contains(&format!("`{}`", code.as_str())), "{}", code.as_str());
    }
    // Once in the table of rights, once in that of bodies.
    let (rights, bodies) = page.split_once("## 5. Events").unwrap();
    for kind in Kind::ALL {
        assert!(bodies.contains(kind.as_str()), "{}", kind.as_str());
        let by_family = kind.as_str().starts_with("person-") || kind.as_str().starts_with("device-");
        assert!(by_family || *kind == Kind::WorkspaceFounded || rights.contains(kind.as_str()), "{}", kind.as_str());
    }
}
