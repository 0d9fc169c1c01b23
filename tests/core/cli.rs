//! The command line: answers on standard output, complaints on standard error, and the three exit codes.

use std::collections::BTreeSet;
use std::process::Command;

use expect_test::expect;
use serde_json::{Value, json};

use crate::press::{Shell, World, in_world, sealed};

fn lines(answer: &str) -> Vec<Value> {
    answer.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn problem(code: &str, place: &str) -> Value {
    json!({"code": code, "where": place})
}

#[test]
fn check_says_a_line_for_each_file() {
    in_world(|w| {
        let shell = Shell::new("check");
        let good = shell.put(&sealed(w.bundle(), w.secretary).to_string());
        let mut b = w.bundle();
        b["pieces"][2]["seal"] = w.visits.seal(3);
        b["pieces"][0]["prev"] = json!(w.workspace);
        let partly = shell.put(&b.to_string());
        let broken = shell.put("{\"lianxin\":1.5}");
        let (code, answer, complaints) = shell.run(&["check", &good, &partly, &broken, &good]);
        assert_eq!((code, complaints.as_str()), (1, ""));
        let line = |file: &str, events: u64, feeds: u64, problems: &[Value]| json!({"file": file, "ok": problems.is_empty(), "events": events, "feeds": feeds, "problems": problems});
        let expected = [
            line(&good, 10, 3, &[]),
            line(&partly, 4, 2, &[problem("chain-broken", "/pieces/0"), problem("feed-seal", "/pieces/2/events/3")]),
            line(&broken, 0, 0, &[problem("json-number", "@11")]),
            line(&good, 10, 3, &[]),
        ];
        assert_eq!(lines(&answer), expected);
        assert_eq!(shell.run(&["check", &good]).0, 0);
    });
}

#[test]
fn check_counts_an_event_once_however_often_it_is_there() {
    in_world(|w| {
        let shell = Shell::new("count");
        let path = shell.put(&w.of(vec![w.visits.piece(1, 3), w.visits.piece(2, 5), w.visits.whole()]).to_string());
        let line = shell.says(&["check", &path]);
        assert_eq!((&line["events"], &line["feeds"], &line["ok"]), (&json!(5), &json!(1), &json!(true)));
        let empty = shell.put(&w.of(vec![]).to_string());
        let line = shell.says(&["check", &empty]);
        assert_eq!((&line["events"], &line["feeds"], &line["ok"]), (&json!(0), &json!(0), &json!(true)));
    });
}

#[test]
fn exit_codes() {
    in_world(|w| {
        let shell = Shell::new("codes");
        let good = shell.put(&w.bundle().to_string());
        let broken = shell.put("{");
        let missing = shell.path("missing.json");
        let out = shell.path("out.json");
        let nowhere = shell.path("no/such/folder.json");
        let cases: &[(u8, &[&str])] = &[
            (0, &["check", &good, &good]),
            (1, &["check", &broken]),
            (1, &["check", &good, &broken]),
            (1, &["check", &good, &missing]),
            (2, &["check", &missing]),
            (0, &["merge", &good, "--out", &out]),
            (0, &["merge", &broken, &good, &missing, "--out", &out]),
            (2, &["merge", &broken, "--out", &out]),
            (2, &["merge", &missing, "--out", &out]),
            (2, &["merge", &good, "--out", &nowhere]),
            (0, &["digest", &good, "--scope", "office", "--full"]),
            (2, &["digest", &broken]),
            (0, &["fold", &good, "--on", "2018-06-30"]),
            (0, &["fold", "--on", "2018-06-30", "--all-devices", &good, &broken]),
            (2, &["fold", &broken, "--on", "2018-06-30"]),
            (0, &["ranking", &good, "--month", "2018-06", "--by", "district"]),
            (0, &["ranking", "--by", "unit", &broken, &good, "--month", "2018-06"]),
            (2, &["ranking", &broken, "--month", "2018-06", "--by", "unit"]),
        ];
        for (expected, args) in cases {
            let (code, _, complaints) = shell.run(args);
            assert_eq!(code, *expected, "{args:?}");
            assert!(!complaints.contains("ledger check FILE"), "{args:?} is well formed");
        }
    });
}

#[test]
fn wrong_arguments_are_told_how_it_goes() {
    in_world(|w| {
        let shell = Shell::new("usage");
        let good = shell.put(&w.bundle().to_string());
        let out = shell.path("never.json");
        let cases: &[&[&str]] = &[
            &[],
            &["help"],
            &["Check", &good],
            &["check"],
            &["check", "--fast", &good],
            &["merge", &good],
            &["merge", "--out", &out],
            &["merge", &good, "--out"],
            &["merge", &good, "--out", &out, "--out", &out],
            &["digest"],
            &["digest", &good, "--scope"],
            &["digest", &good, "--scope", "p:short"],
            &["digest", &good, "--scope", "everyone"],
            &["fold", &good],
            &["fold", "--on", "2018-06-30"],
            &["fold", &good, "--on", "2018-06-31"],
            &["fold", &good, "--on", "yesterday"],
            &["fold", &good, "--on", "2018-06-30", "--full"],
            &["ranking", &good],
            &["ranking", &good, "--month", "2018-06"],
            &["ranking", &good, "--by", "unit"],
            &["ranking", "--month", "2018-06", "--by", "unit"],
            &["ranking", &good, "--month", "2018-13", "--by", "unit"],
            &["ranking", &good, "--month", "2018-06-30", "--by", "unit"],
            &["ranking", &good, "--month", "2018-06", "--by", "secretary"],
            &["ranking", &good, "--month", "2018-06", "--by", "unit", "--all-devices"],
            &["sample", "--projects", "1", "--people", "1", "--visits", "1", "--months", "1", "--seed", "s"],
            &["sample", "--projects", "-1", "--people", "1", "--visits", "1", "--months", "1", "--seed", "s", "--out", &out],
        ];
        for args in cases {
            let (code, answer, complaints) = shell.run(args);
            assert_eq!((code, answer.as_str()), (2, ""), "{args:?}");
            assert!(complaints.starts_with("ledger check FILE…\n"), "{args:?}: {complaints}");
        }
        assert!(!std::path::Path::new(&out).exists());
    });
}

#[test]
fn a_sample_is_a_bundle_without_problems_and_the_same_for_the_same_seed() {
    let shell = Shell::new("sample");
    let make = |name: &str, seed: &str| {
        let out = shell.path(name);
        let size = ["sample", "--projects", "3", "--people", "2", "--visits", "12", "--months", "1", "--seed", seed, "--out", &out];
        assert_eq!(shell.run(&size), (0, String::new(), String::new()));
        out
    };
    let (a, b, c) = (make("a.json", "one"), make("b.json", "one"), make("c.json", "two"));
    let bytes = |path: &str| std::fs::read(path).unwrap();
    assert_eq!(bytes(&a), bytes(&b));
    assert_ne!(bytes(&a), bytes(&c));
    assert_eq!(shell.says(&["check", &a])["ok"], true);
    let folded = shell.says(&["fold", &a, "--on", "2018-06-30"]);
    assert_eq!(folded["projects"].as_array().unwrap().len(), 3);
    let visits: u64 = folded["projects"].as_array().unwrap().iter().map(|p| p["visits"].as_u64().unwrap()).sum();
    assert_eq!(visits, 12);
    assert_eq!(folded["waiting"], json!([]));
    assert_eq!(folded["refused"], json!([]));
    assert_eq!(folded["code"], shell.says(&["digest", &a]));
}

#[test]
fn a_sample_with_nodes_has_every_light_and_a_ranking() {
    let shell = Shell::new("sample nodes");
    let make = |name: &str, more: &[&str]| {
        let out = shell.path(name);
        let size = ["sample", "--projects", "30", "--people", "16", "--visits", "30", "--months", "6", "--seed", "s", "--out", &out];
        let args: Vec<&str> = size.into_iter().chain(more.iter().copied()).collect();
        assert_eq!(shell.run(&args), (0, String::new(), String::new()));
        out
    };
    let bytes = |path: &str| std::fs::read(path).unwrap();
    let (plain, none) = (make("plain.json", &[]), make("none.json", &["--nodes", "0"]));
    assert_eq!(bytes(&plain), bytes(&none));
    let (first, again) = (make("first.json", &["--nodes", "12"]), make("again.json", &["--nodes", "12"]));
    assert!(bytes(&first) == bytes(&again), "the same arguments give the same bytes");
    assert_eq!(shell.says(&["check", &first])["ok"], true);
    let folded = shell.says(&["fold", &first, "--on", "2018-06-20"]);
    assert_eq!((&folded["refused"], &folded["waiting"], &folded["conflicts"]), (&json!([]), &json!([]), &json!([])));
    let projects = folded["projects"].as_array().unwrap();
    let lights = |of: &[Value]| of.iter().map(|v| v["light"].as_str().unwrap().to_string()).collect::<BTreeSet<String>>();
    let nodes: Vec<Value> = projects.iter().flat_map(|p| p["nodes"].as_array().unwrap().clone()).collect();
    assert!(nodes.len() > 300 && nodes.len() < 360, "{} of 360: some wait for their audit", nodes.len());
    assert_eq!(lights(&nodes).len(), 4);
    assert!(lights(projects).len() >= 3, "{:?}", lights(projects));
    assert!(nodes.iter().any(|n| n["late"] == true) && nodes.iter().any(|n| n["percent"] == 100));
    let ranking = shell.says(&["ranking", &first, "--month", "2018-05", "--by", "district"]);
    let ranks: Vec<u64> = ranking.as_array().unwrap().iter().filter_map(|l| l["rank"].as_u64()).collect();
    assert!(ranks.len() > 1 && ranks.is_sorted() && ranks[0] == 1, "{ranking}");
    let empty: Vec<Value> = shell.says(&["fold", &plain, "--on", "2018-06-20"])["projects"].as_array().unwrap().clone();
    assert!(empty.iter().all(|p| p["nodes"] == json!([]) && p["light"] == "grey"));
}

#[test]
fn what_is_written_after_a_sample_stands_with_it_and_only_what_both_edited_is_in_conflict() {
    let shell = Shell::new("later");
    let (out, later) = (shell.path("all.json"), shell.path("later"));
    let size = ["--projects", "28", "--people", "40", "--visits", "372", "--months", "1", "--seed", "s"];
    let args: Vec<&str> = ["sample"].into_iter().chain(size).chain(["--out", &out, "--later", &later]).collect();
    assert_eq!(shell.run(&args), (0, String::new(), String::new()));
    let (replicas, weeks): (Vec<String>, Vec<String>) = (
        ["replica-1", "replica-2"].map(|n| format!("{later}/{n}.json")).into(),
        (1..=20).map(|n| format!("{later}/week-{n}.json")).collect(),
    );
    for file in replicas.iter().chain(&weeks) {
        let line = shell.says(&["check", file]);
        assert_eq!(line["ok"], true, "{line}");
    }
    let fold = |more: &[String]| {
        let args: Vec<&str> = ["fold", "--on", "2019-06-30", &out].into_iter().chain(more.iter().map(String::as_str)).collect();
        let folded = shell.says(&args);
        assert_eq!((&folded["waiting"], &folded["refused"]), (&json!([]), &json!([])));
        folded
    };
    let visits = |folded: &Value| folded["projects"].as_array().unwrap().iter().map(|p| p["visits"].as_u64().unwrap()).sum::<u64>();
    let conflicts = |folded: &Value| folded["conflicts"].as_array().unwrap().len();
    for replica in &replicas {
        let folded = fold(std::slice::from_ref(replica));
        assert_eq!((visits(&folded), conflicts(&folded)), (1_372, 0));
    }
    // Of 400 records the first of each hundred.
    let both = fold(&replicas);
    assert_eq!((visits(&both), conflicts(&both)), (2_372, 4));
    let twenty = fold(&weeks);
    assert_eq!((visits(&twenty), conflicts(&twenty)), (372 + 20 * 25, 0));
}

/// A world in which something of each list of `fold` is there.
fn troubled(w: &World<'_>) -> Vec<Value> {
    let mut visits = w.visits.clone();
    visits.write("visit-logged", json!({"on": "2018-06-13", "kind": "party"}));
    visits.write("node-reported", json!({"of": "a".repeat(22), "on": "2018-06-11", "percent": 5}));
    visits.write("fields-changed", json!({"of": "project", "set": {"phase": "start"}}));
    let mut project = w.project.clone();
    project.write("fields-changed", json!({"of": "project", "set": {"phase": "equipment"}}));
    let stranger = crate::press::Author::new("stranger");
    let mut waiting = crate::press::Chain::new(&stranger, &w.workspace, crate::press::PROJECT);
    waiting.write("visit-logged", json!({"on": "2018-06-14", "kind": "phone"}));
    waiting.write("visit-logged", json!({"on": "2018-06-14", "kind": "phone"}));
    let mut b = w.of(vec![w.all.whole(), project.whole(), visits.whole(), waiting.whole()]);
    b["devices"][stranger.device()] = stranger.jwk();
    let mut all = w.all.clone();
    for n in 0..3 {
        all.write("unit-registered", json!({"name": format!("街道{n}"), "kind": "street"}));
    }
    vec![b, w.of(vec![all.piece(6, 7)])]
}

#[test]
fn fold_answers_with_every_key() {
    in_world(|w| {
        let shell = Shell::new("fold");
        let paths: Vec<String> = troubled(w).iter().map(|b| shell.put(&b.to_string())).collect();
        let args = |more: &[&'static str]| -> Value {
            let args: Vec<&str> = ["fold"].into_iter().chain(paths.iter().map(String::as_str)).chain(more.iter().copied()).collect();
            shell.says(&args)
        };
        let shown = serde_json::to_string_pretty(&args(&["--on", "2018-06-12"])).unwrap();
        expect![[r#"
            {
              "code": "PJ3Y-2QGC",
              "conflicts": [
                {
                  "of": "project",
                  "scope": "p:0123456789abcdef",
                  "slot": "phase",
                  "values": [
                    "equipment",
                    "start"
                  ]
                }
              ],
              "forks": [],
              "gaps": [
                {
                  "device": "wCY1WyI_8pyGzvj3skP2Ky",
                  "from": 5,
                  "scope": "all",
                  "to": 5
                }
              ],
              "projects": [
                {
                  "id": "0123456789abcdef",
                  "last_visit": "2018-06-12",
                  "light": "grey",
                  "name": "热电",
                  "nodes": [],
                  "problems": [
                    {
                      "due": null,
                      "id": "VSXv_wMX0iy0TDku4bb8rq",
                      "light": "yellow",
                      "state": "raised",
                      "title": "缺水"
                    }
                  ],
                  "visits": 2
                }
              ],
              "refused": [
                {
                  "id": "HYx_9OW8WQxexNpkm5hEU4",
                  "kind": "visit-logged",
                  "reason": "shape",
                  "scope": "p:0123456789abcdef"
                },
                {
                  "id": "V1IpymA2yGkkIZZAjZJxC6",
                  "kind": "node-reported",
                  "reason": "of",
                  "scope": "p:0123456789abcdef"
                }
              ],
              "waiting": [
                {
                  "device": "Cj2Mj4h1NQurd4ue6nmvQU",
                  "from": 1,
                  "scope": "p:0123456789abcdef",
                  "to": 2
                }
              ]
            }"#]]
        .assert_eq(&shown);
        let everyone = args(&["--on", "2018-06-12", "--all-devices"]);
        assert_eq!(everyone["waiting"], json!([]));
        assert_eq!(everyone["projects"][0]["visits"], 4);
        assert_eq!(everyone["projects"][0]["last_visit"], "2018-06-14");
        for (day, light) in [("2018-06-10", "green"), ("2018-06-11", "green"), ("2018-06-16", "yellow"), ("2018-06-17", "red")] {
            let folded = shell.says(&["fold", &paths[0], "--on", day]);
            assert_eq!(folded["projects"][0]["problems"][0]["light"], light, "{day}");
        }
    });
}

/// A project with a node of each light, an investment, and a node that nobody audited.
fn planned(w: &World<'_>) -> Value {
    let (mut project, mut visits) = (w.project.clone(), w.visits.clone());
    let node = |visits: &mut crate::press::Chain<'_>, title: &str, start: &str, due: &str, weight: u64| {
        visits.write("node-planned", json!({"title": title, "start": start, "due": due, "weight": weight}))
    };
    let done = node(&mut visits, "取得施工许可证", "2018-05-01", "2018-05-31", 30);
    let late = node(&mut visits, "桩基完成", "2018-05-01", "2018-06-05", 20);
    let overdue = node(&mut visits, "地基验收", "2018-05-01", "2018-06-10", 10);
    let behind = node(&mut visits, "主体一层", "2018-06-01", "2018-06-30", 5);
    let future = node(&mut visits, "封顶", "2018-08-01", "2018-09-30", 1);
    let excused = node(&mut visits, "拆迁", "2018-05-01", "2018-06-08", 2);
    node(&mut visits, "待审核的", "2018-05-01", "2018-05-10", 1);
    for (of, on, percent, done) in
        [(&done, "2018-06-02", 100, Some("2018-05-31")), (&late, "2018-06-08", 100, Some("2018-06-07")), (&behind, "2018-06-11", 20, None)]
    {
        let mut body = json!({"of": of, "on": on, "percent": percent});
        if let Some(done) = done {
            body["done"] = json!(done);
        }
        visits.write("node-reported", body);
    }
    let moved = visits.write("node-rescheduled", json!({"of": future, "due": "2018-10-31", "reason": "图纸调整"}));
    // A minute apart each, on from where the project's registration was.
    for of in [&done, &late, &overdue, &behind, &future, &excused, &moved] {
        project.write("node-audited", json!({"of": of, "verdict": "accepted"}));
    }
    project.write("node-excused", json!({"of": excused, "reason": "防汛", "until": "2018-06-30"}));
    project.write("investment-planned", json!({"year": "2018", "amount": 1_200_000_000}));
    visits.write("investment-reported", json!({"month": "2018-05", "done": 450_000_000}));
    w.of(vec![w.all.whole(), project.whole(), visits.whole()])
}

#[test]
fn nodes_and_lights_are_printed_as_they_stand_on_the_day() {
    in_world(|w| {
        let shell = Shell::new("nodes");
        let path = shell.put(&planned(w).to_string());
        let folded = shell.says(&["fold", &path, "--on", "2018-06-12"]);
        assert_eq!((&folded["refused"], &folded["conflicts"]), (&json!([]), &json!([])));
        let ids: Vec<&str> = folded["projects"][0]["nodes"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap()).collect();
        assert!(ids.is_sorted());
        let keys: Vec<&String> = folded["projects"][0]["nodes"][0].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["due", "id", "late", "light", "percent", "title"]);
        let read = |on: &str| {
            let project = shell.says(&["fold", &path, "--on", on])["projects"][0].clone();
            let mut nodes: Vec<String> = project["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| {
                    let text = |key: &str| n[key].as_str().unwrap().to_string();
                    format!("{} {} {} {} {}", text("due"), text("light"), n["late"], n["percent"], text("title"))
                })
                .collect();
            nodes.sort();
            format!("{on} {}\n  {}\n", project["light"].as_str().unwrap(), nodes.join("\n  "))
        };
        let days = ["2018-05-31", "2018-06-02", "2018-06-12", "2018-07-01", "2018-11-01"];
        expect![[r#"
            2018-05-31 yellow
              2018-05-31 yellow false 0 取得施工许可证
              2018-06-05 yellow false 0 桩基完成
              2018-06-08 grey false 0 拆迁
              2018-06-10 yellow false 0 地基验收
              2018-06-30 grey false 0 主体一层
              2018-10-31 grey false 0 封顶
            2018-06-02 yellow
              2018-05-31 green false 100 取得施工许可证
              2018-06-05 yellow false 0 桩基完成
              2018-06-08 grey false 0 拆迁
              2018-06-10 yellow false 0 地基验收
              2018-06-30 green false 0 主体一层
              2018-10-31 grey false 0 封顶
            2018-06-12 red
              2018-05-31 green false 100 取得施工许可证
              2018-06-05 yellow true 100 桩基完成
              2018-06-08 grey false 0 拆迁
              2018-06-10 red false 0 地基验收
              2018-06-30 yellow false 20 主体一层
              2018-10-31 grey false 0 封顶
            2018-07-01 red
              2018-05-31 green false 100 取得施工许可证
              2018-06-05 yellow true 100 桩基完成
              2018-06-08 red false 0 拆迁
              2018-06-10 red false 0 地基验收
              2018-06-30 red false 20 主体一层
              2018-10-31 grey false 0 封顶
            2018-11-01 red
              2018-05-31 green false 100 取得施工许可证
              2018-06-05 yellow true 100 桩基完成
              2018-06-08 red false 0 拆迁
              2018-06-10 red false 0 地基验收
              2018-06-30 red false 20 主体一层
              2018-10-31 red false 0 封顶
        "#]]
        .assert_eq(&days.map(read).concat());
    });
}

#[test]
fn a_month_is_ranked_by_district_and_by_unit() {
    in_world(|w| {
        let shell = Shell::new("ranking");
        let path = shell.put(&planned(w).to_string());
        let shown = |month: &str, by: &str| shell.says(&["ranking", &path, "--month", month, "--by", by]);
        let district = w.all.ids[2][..22].to_string();
        let line = |rank: Value, due: u64, on_time: u64, change: Value| json!([{"rank": rank, "of": district, "name": "沙河口区", "due": due, "on_time": on_time, "change": change}]);
        assert_eq!(shown("2018-05", "district"), line(json!(1), 30, 30, Value::Null));
        assert_eq!(shown("2018-06", "district"), line(json!(1), 35, 0, json!(0)), "the excused one is left out");
        assert_eq!(shown("2018-09", "district"), line(Value::Null, 0, 0, Value::Null), "what was moved away is due later");
        assert_eq!(shown("2018-10", "district"), line(json!(1), 1, 0, Value::Null));
        assert_eq!(shown("2018-05", "unit"), json!([]), "no project has one");
    });
}

/// The program itself, as a script calls it.
fn ledger(args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_ledger")).args(args).output().unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
}

#[test]
fn the_program_answers_a_script() {
    in_world(|w| {
        let shell = Shell::new("program");
        let good = shell.put(&w.bundle().to_string());
        let broken = shell.put("[1,");
        let (code, answer, complaints) = ledger(&["check", &good]);
        assert_eq!((code, complaints.as_str()), (Some(0), ""));
        assert_eq!(lines(&answer)[0]["events"], 10);
        let (code, answer, _) = ledger(&["check", &broken]);
        assert_eq!(code, Some(1));
        assert_eq!(lines(&answer)[0]["problems"], json!([problem("json-syntax", "@3")]));
        let (code, answer, complaints) = ledger(&["digest", &broken, &good]);
        assert_eq!((code, complaints), (Some(0), format!("{broken}: json-syntax @3\n")));
        assert_eq!(answer, format!("{}\n", shell.says(&["digest", &good])));
    });
}

#[test]
fn the_program_says_how_it_goes() {
    let (code, answer, complaints) = ledger(&[]);
    assert_eq!((code, answer.as_str()), (Some(2), ""));
    assert!(complaints.contains("ledger merge FILE… --out FILE"));
}
