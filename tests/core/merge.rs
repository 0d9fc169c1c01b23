//! `merge` and `digest`: the union is the same whatever the order, the cut and the repetition, and always canonical.

use std::collections::BTreeSet;

use lianxin::domain::hash::{encode, encode_standard, sha256};
use serde_json::{Value, json};

use crate::press::{Author, Chain, PROJECT, Shell, World, bundle, hash, in_world, read, reseal, said, sealed};

/// Merges files and returns the bytes, which must be canonical and merge to themselves.
#[track_caller]
fn merged(shell: &Shell, files: &[Value]) -> String {
    let paths: Vec<String> = files.iter().map(|f| shell.put(&f.to_string())).collect();
    let out = shell.merge(&paths);
    let value: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(out, value.to_string(), "canonical");
    assert_eq!(out, shell.merge(&[shell.put(&out)]), "idempotent");
    out
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 += 1;
        let digest = sha256(&self.0.to_be_bytes());
        u64::from_be_bytes(digest[..8].try_into().unwrap()) as usize % n
    }
}

#[test]
fn the_union_is_canonical_and_anonymous() {
    in_world(|w| {
        let shell = Shell::new("anonymous");
        let mut b = w.bundle();
        b["to"] = json!("a".repeat(22));
        b["number"] = json!(3);
        b["wants"] = json!([hash(&json!(1))]);
        let out = value(&merged(&shell, &[sealed(b, w.secretary)]));
        let members: Vec<&String> = out.as_object().unwrap().keys().collect();
        assert_eq!(members, ["devices", "heads", "lianxin", "made", "pieces", "workspace"]);
        assert_eq!(out["made"], w.visits.events[4]["time"], "the greatest time of an event");
        assert_eq!(said(out.to_string().as_bytes()), "10 in 3");
        let head = |chain: &Chain<'_>| json!([chain.events.len(), chain.ids.last().unwrap()[..8]]);
        let heads = json!({
            "all": {w.founder.device(): head(&w.all)},
            PROJECT: {w.founder.device(): head(&w.project), w.secretary.device(): head(&w.visits)},
        });
        assert_eq!(out["heads"], heads);
        // Pieces are sorted by scope, device, from, seal.id and are those that were given, to the byte.
        let mut given = [w.all.whole(), w.project.whole(), w.visits.whole()];
        given[1..].sort_by_key(|p| p["device"].as_str().unwrap().to_string());
        assert_eq!(out["pieces"], json!(given));
    });
}

#[test]
fn any_cut_any_order_any_repetition() {
    in_world(|w| {
        let shell = Shell::new("cuts");
        let expected = merged(&shell, &[w.bundle()]);
        for seed in 0..40 {
            let mut dice = Dice(seed * 1000);
            let mut pieces = Vec::new();
            for chain in [&w.all, &w.project, &w.visits] {
                let mut from = 1;
                while from <= chain.events.len() {
                    let to = from + dice.below(chain.events.len() - from + 1);
                    pieces.push(chain.piece(from, to));
                    // Now and then the same again, or with what came before.
                    if dice.below(3) == 0 {
                        pieces.push(chain.piece(1 + dice.below(from), to));
                    }
                    from = to + 1;
                }
            }
            let mut files: Vec<Vec<Value>> = vec![Vec::new(); 1 + dice.below(4)];
            while !pieces.is_empty() {
                let at = dice.below(files.len());
                files[at].push(pieces.swap_remove(dice.below(pieces.len())));
            }
            let files: Vec<Value> = files.into_iter().map(|pieces| w.of(pieces)).collect();
            assert_eq!(merged(&shell, &files), expected, "seed {seed}");
        }
    });
}

#[test]
fn input_that_is_not_canonical_comes_out_canonical() {
    in_world(|w| {
        let shell = Shell::new("noncanonical");
        let expected = merged(&shell, &[w.bundle()]);
        let pretty = serde_json::to_string_pretty(&w.bundle()).unwrap().replace("现场", "\\u73b0\\u573a").replace("drone", "dr\\u006fne");
        let other = pretty.replace("\"time\":", "\"seen\": [1],\n \"time\":").replace("\"prev\":", "\"colour\": null, \"prev\":");
        for text in [pretty, other] {
            assert_eq!(shell.merge(&[shell.put(&format!("\u{feff}{text}\n"))]), expected);
        }
    });
}

#[test]
fn unknown_kinds_and_fields_are_kept_to_the_byte() {
    in_world(|w| {
        let shell = Shell::new("unknown");
        let out = merged(&shell, &[w.bundle()]);
        assert!(out.contains("{\"body\":{\"height\":120,\"~z\":{\"a\":\"é\u{301}\",\"b\":1}},\"kind\":\"drone-flown\",\"time\":"), "{out}");
        assert!(out.contains("\"later\":[1,null]"));
    });
}

#[test]
fn of_two_seals_the_newest_and_of_two_signatures_the_least() {
    in_world(|w| {
        let shell = Shell::new("seals");
        let newest = merged(&shell, &[w.of(vec![w.visits.piece(1, 3)]), w.of(vec![w.visits.whole()]), w.of(vec![w.visits.piece(2, 4)])]);
        assert_eq!(value(&newest)["pieces"], json!([w.visits.whole()]));
        // The same head signed once more: r and n − s are good as well.
        let mut twin = w.visits.whole();
        let sig = twin["seal"]["sig"].as_str().unwrap().to_string();
        let other = crate::press::twin_signature(&sig);
        twin["seal"]["sig"] = json!(other);
        for order in [[w.visits.whole(), twin.clone()], [twin.clone(), w.visits.whole()]] {
            let out = merged(&shell, &order.map(|piece| w.of(vec![piece])));
            assert_eq!(value(&out)["pieces"][0]["seal"]["sig"], json!(sig.clone().min(other.clone())));
        }
    });
}

/// The visits' chain until its second event, then other events.
fn branch<'a>(w: &World<'a>) -> Chain<'a> {
    let mut other = w.visits.clone();
    other.events.truncate(2);
    other.ids.truncate(3);
    let visit = &w.visits.ids[1][..22];
    other.write("noted", json!({"of": visit, "text": "另一支"}));
    other
}

#[test]
fn both_branches_of_a_fork_and_both_sides_of_a_gap() {
    in_world(|w| {
        let shell = Shell::new("forks");
        let other = branch(w);
        let whole = [w.of(vec![w.visits.whole()]), w.of(vec![other.whole()])];
        let out = merged(&shell, &whole);
        assert_eq!(value(&out)["pieces"], json!([w.visits.whole(), other.piece(3, 3)]), "pieces don't overlap");
        assert_eq!(out, merged(&shell, &[whole[1].clone(), whole[0].clone()]));
        assert_eq!(value(&out)["heads"][PROJECT][w.secretary.device()], json!([2, w.visits.ids[2][..8]]));
        assert_eq!(said(out.as_bytes()), "6 in 2; fork /pieces/1");

        let sides = [w.of(vec![w.visits.piece(1, 2)]), w.of(vec![w.visits.piece(4, 5)])];
        let out = merged(&shell, &sides);
        assert_eq!(value(&out)["pieces"], json!([w.visits.piece(1, 2), w.visits.piece(4, 5)]));
        assert_eq!(value(&out)["heads"][PROJECT][w.secretary.device()], json!([2, w.visits.ids[2][..8]]));
        // What fills the gap makes one piece of it.
        let out = merged(&shell, &[value(&out), w.of(vec![w.visits.piece(2, 4)])]);
        assert_eq!(value(&out)["pieces"], json!([w.visits.whole()]));
    });
}

#[test]
fn a_body_that_one_copy_has_is_kept_and_a_removed_one_is_erased() {
    in_world(|w| {
        let shell = Shell::new("gone");
        let mut gone = w.visits.whole();
        gone["events"][0] = json!({"time": w.visits.events[0]["time"], "kind": "visit-logged", "gone": hash(&w.visits.events[0]["body"])});
        let without = w.of(vec![w.all.whole(), w.project.whole(), gone.clone()]);
        let held = merged(&shell, &[w.bundle()]);
        assert_eq!(merged(&shell, &[without.clone(), w.bundle()]), held);
        assert_eq!(merged(&shell, &[w.bundle(), without.clone()]), held);
        let alone = value(&merged(&shell, std::slice::from_ref(&without)));
        assert!(alone["pieces"].as_array().unwrap().contains(&gone));
        // A removal that counts erases it, whoever still has it.
        let mut all = w.all.clone();
        all.write("body-removed", json!({"scope": PROJECT, "of": &w.visits.ids[1][..22], "reason": "隐私"}));
        let removal = w.of(vec![all.whole()]);
        let erased = merged(&shell, &[w.bundle(), removal.clone()]);
        assert_eq!(erased, merged(&shell, &[removal.clone(), without, w.bundle()]));
        assert!(!erased.contains("现场查看"));
        assert!(value(&erased)["pieces"].as_array().unwrap().contains(&gone));
        assert_eq!(said(erased.as_bytes()), "11 in 3");
        // One that does not count erases nothing.
        let mut feed = Chain::new(w.secretary, &w.workspace, "all");
        feed.write("body-removed", json!({"scope": PROJECT, "of": &w.visits.ids[1][..22], "reason": "x"}));
        assert!(merged(&shell, &[w.bundle(), w.of(vec![feed.whole()])]).contains("现场查看"));
    });
}

#[test]
fn a_refused_piece_leaves_no_trace() {
    in_world(|w| {
        let shell = Shell::new("refused");
        let mut b = w.bundle();
        b["pieces"][2]["events"][4]["body"]["on"] = json!("2018-06-13");
        assert_eq!(merged(&shell, &[b]), merged(&shell, &[w.of(vec![w.all.whole(), w.project.whole()])]));
        // What is dropped behind a seal is not forwarded.
        let mut b = w.of(vec![w.visits.whole()]);
        b["pieces"][0]["seal"] = w.visits.seal(3);
        assert_eq!(merged(&shell, &[b]), merged(&shell, &[w.of(vec![w.visits.piece(1, 3)])]));
    });
}

#[test]
fn files_travel_along() {
    in_world(|w| {
        let shell = Shell::new("files");
        let with = |media_type: &str, bytes: &[u8]| {
            let mut b = w.bundle();
            b["files"] = json!({encode(&sha256(bytes)): {"type": media_type, "data": encode_standard(bytes)}});
            b
        };
        let (a, b) = (with("text/plain", b"[1]"), with("application/json", b"[1]"));
        let out = merged(&shell, &[a.clone(), with("text/plain", b"other"), b.clone()]);
        let files = value(&out)["files"].as_object().unwrap().clone();
        assert_eq!(files.len(), 2);
        assert_eq!(files[&encode(&sha256(b"[1]"))]["type"], "application/json", "of two types the least");
        assert_eq!(merged(&shell, &[a.clone(), b.clone()]), merged(&shell, &[b, a]));
        // A bad file is left behind.
        let mut bad = with("text/plain", b"x");
        bad["files"][encode(&sha256(b"x"))]["data"] = json!("eQ==");
        assert!(value(&merged(&shell, &[bad])).get("files").is_none());
    });
}

#[test]
fn another_workspace_stays_out() {
    in_world(|w| {
        let shell = Shell::new("workspaces");
        let stranger = Author::new("stranger");
        let mut chain = Chain::new(&stranger, &hash(&json!("else")), "all");
        chain.write("noted", json!({}));
        let other = shell.put(&bundle(&chain.workspace, &[&stranger], vec![chain.whole()]).to_string());
        let ours = shell.put(&w.bundle().to_string());
        let out = shell.path("union.json");
        let (code, answer, complaints) = shell.run(&["merge", &ours, &other, "--out", &out]);
        assert_eq!((code, answer.as_str()), (0, ""));
        assert_eq!(complaints, format!("{other}: other-workspace /workspace\n"));
        assert_eq!(std::fs::read_to_string(&out).unwrap(), merged(&shell, &[w.bundle()]));
        // The first readable one names the workspace.
        let broken = shell.put("{");
        let (_, _, complaints) = shell.run(&["merge", &broken, &other, &ours, "--out", &out]);
        let shape = format!("{other}: body-shape /pieces/0/events/0");
        assert_eq!(complaints, format!("{broken}: json-syntax @1\n{shape}\n{ours}: other-workspace /workspace\n"));
        let (code, answer, _) = shell.run(&["check", &ours, &other]);
        assert_eq!(code, 1);
        let lines: Vec<Value> = answer.lines().map(value).collect();
        assert_eq!(lines[0]["ok"], true);
        let problems = json!([{"code": "other-workspace", "where": "/workspace"}]);
        assert_eq!(lines[1], json!({"file": other, "ok": false, "events": 0, "feeds": 0, "problems": problems}));
    });
}

/// The digest by the rule of §6, from the lines themselves.
fn digest_of(lines: &[String]) -> String {
    let sorted: BTreeSet<&String> = lines.iter().collect();
    encode(&sha256(sorted.into_iter().map(|line| format!("{line}\n")).collect::<String>().as_bytes()))
}

fn line(chain: &Chain<'_>, seq: usize) -> String {
    format!("{} {} {seq} {}", chain.scope, chain.author.device(), chain.ids[seq])
}

#[test]
fn the_digest_is_of_heads() {
    in_world(|w| {
        let shell = Shell::new("digest");
        let path = shell.put(&w.bundle().to_string());
        let full = |args: &[&str]| shell.says(&[&["digest", "--full", &path], args].concat());
        let (all, project, visits) = (line(&w.all, 4), line(&w.project, 1), line(&w.visits, 5));
        assert_eq!(full(&[]), json!(digest_of(&[all.clone(), project.clone(), visits.clone()])));
        assert_eq!(full(&["--scope", "all"]), json!(digest_of(std::slice::from_ref(&all))));
        assert_eq!(full(&["--scope", PROJECT]), json!(digest_of(&[project.clone(), visits.clone()])));
        assert_eq!(full(&["--scope", PROJECT, "--scope", "all"]), full(&[]));
        let nothing = json!(digest_of(&[]));
        assert_eq!(full(&["--scope", "office"]), nothing);
        assert_eq!(full(&["--scope", "p:zzzzzzzzzzzzzzzz"]), nothing);
        // The short one is its first 40 bits.
        let short = shell.says(&["digest", &path]);
        let bits: u64 =
            lianxin::domain::hash::decode::<32>(full(&[]).as_str().unwrap()).unwrap()[..5].iter().fold(0, |n, b| n << 8 | u64::from(*b));
        let letters: Vec<char> = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().collect();
        let code: String = (0..8).rev().map(|i| letters[(bits >> (5 * i) & 31) as usize]).collect();
        assert_eq!(short, json!(format!("{}-{}", &code[..4], &code[4..])));
        // The same before and after a merge, and in whatever pieces.
        let union = shell.put(&shell.merge(std::slice::from_ref(&path)));
        assert_eq!(shell.says(&["digest", &union]), short);
        let halves = [w.of(vec![w.visits.piece(3, 5), w.all.whole()]), w.of(vec![w.project.whole(), w.visits.piece(1, 3)])];
        let halves = halves.map(|h| shell.put(&h.to_string()));
        assert_eq!(shell.says(&["digest", &halves[1], &halves[0]]), short);
    });
}

#[test]
fn the_digest_stops_at_gaps_and_forks_and_names_missing_bodies() {
    in_world(|w| {
        let shell = Shell::new("digest gaps");
        let full = |files: &[Value]| {
            let paths: Vec<String> = files.iter().map(|f| shell.put(&f.to_string())).collect();
            let args: Vec<&str> = ["digest", "--full"].into_iter().chain(paths.iter().map(String::as_str)).collect();
            shell.says(&args)
        };
        let visits = |pieces: Vec<Value>| w.of(pieces);
        assert_eq!(full(&[visits(vec![w.visits.piece(1, 2), w.visits.piece(4, 5)])]), json!(digest_of(&[line(&w.visits, 2)])));
        assert_eq!(full(&[visits(vec![w.visits.piece(2, 5)])]), json!(digest_of(&[])));
        assert_eq!(full(&[visits(vec![w.visits.whole(), branch(w).whole()])]), json!(digest_of(&[line(&w.visits, 2)])));
        let mut gone = w.visits.whole();
        gone["events"][3] = json!({"time": w.visits.events[3]["time"], "kind": "noted", "gone": hash(&w.visits.events[3]["body"])});
        let missing = format!("{PROJECT} {} 4 gone", w.secretary.device());
        assert_eq!(full(&[visits(vec![gone.clone()])]), json!(digest_of(&[line(&w.visits, 5), missing])));
        // A removal that counts makes it legitimate.
        let mut all = w.all.clone();
        all.write("body-removed", json!({"scope": PROJECT, "of": &w.visits.ids[4][..22], "reason": "x"}));
        assert_eq!(full(&[visits(vec![gone, all.whole()])]), json!(digest_of(&[line(&w.visits, 5), line(&all, 5)])));
    });
}

/// Pointers to everything in a value.
fn places(value: &Value, here: &str, out: &mut Vec<String>) {
    let mut inside = |name: &str, value: &Value| {
        let place = format!("{here}/{}", name.replace('~', "~0").replace('/', "~1"));
        out.push(place.clone());
        places(value, &place, out);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| inside(name, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, value)| inside(&i.to_string(), value)),
        _ => {}
    }
}

#[test]
fn any_value_in_any_place_is_no_reason_to_stop() {
    in_world(|w| {
        let whole = sealed(w.bundle(), w.founder);
        let events = |bytes: &[u8]| -> BTreeSet<String> {
            let checked = read(bytes).ok();
            let pieces = checked.iter().flat_map(|checked| &checked.pieces);
            pieces.flat_map(|p| p.events.iter().map(move |e| format!("{:?} {}", p.feed, e.id))).collect()
        };
        let held = events(whole.to_string().as_bytes());
        assert_eq!(held.len(), 10);
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        let others =
            [json!(null), json!(true), json!(0), json!(-1), json!(9_007_199_254_740_991i64), json!(""), json!("all"), json!([]), json!({})];
        let mut dice = Dice(7_000_000);
        for _ in 0..150 {
            let place = &all[dice.below(all.len())];
            let mut changed = whole.clone();
            *changed.pointer_mut(place).unwrap() = others[dice.below(others.len())].clone();
            if changed == whole {
                continue;
            }
            let text = changed.to_string();
            assert!(said(text.as_bytes()).contains("; "), "{place} was not noticed: {}", said(text.as_bytes()));
            assert!(events(text.as_bytes()).is_subset(&held), "{place}");
        }
    });
}

#[test]
fn events_written_behind_an_old_seal_can_be_sealed_later() {
    in_world(|w| {
        let shell = Shell::new("later");
        let mut piece = w.visits.piece(3, 5);
        piece["events"].as_array_mut().unwrap().pop();
        reseal(&mut piece, w.secretary, &w.workspace);
        let early = merged(&shell, &[w.of(vec![w.visits.piece(1, 2), piece])]);
        assert_eq!(value(&early)["pieces"], json!([w.visits.piece(1, 4)]));
        assert_eq!(merged(&shell, &[value(&early), w.of(vec![w.visits.piece(5, 5)])]), merged(&shell, &[w.of(vec![w.visits.whole()])]));
    });
}
