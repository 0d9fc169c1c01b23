//! The guard of the house rules that no compiler keeps: who may use whom, words outside `src/text`, CSS outside a
//! layer, waits inside a transaction, Han characters in English words. Each detector is tried on bad samples.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder with this ending, as (path from the root, text), sorted.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let name = path.strip_prefix(root()).unwrap_or(Path::new("")).to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} holds no {ending}");
    found
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// A stretch of Rust: code, or the content of a string literal.
enum Part {
    Code(String),
    Literal(String),
}

/// Rust source apart, without comments. Knows escapes, raw strings, characters and lifetimes.
fn parts(source: &str) -> Vec<Part> {
    let (mut out, mut code) = (Vec::new(), String::new());
    let chars: Vec<char> = source.chars().collect();
    let mut i = 0;
    let starts = |i: usize, text: &str| chars[i..].iter().take(text.len()).copied().eq(text.chars());
    while i < chars.len() {
        if starts(i, "//") {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if starts(i, "/*") {
            while i < chars.len() && !starts(i, "*/") {
                i += 1;
            }
            i += 2;
        } else if chars[i] == '\'' && (chars.get(i + 1) == Some(&'\\') || chars.get(i + 2) == Some(&'\'')) {
            let end = (i + 2..chars.len()).find(|j| chars[*j] == '\'' && *j > i + 1).unwrap_or(chars.len() - 1);
            out.push(Part::Code(std::mem::take(&mut code)));
            out.push(Part::Literal(chars[i + 1..end].iter().collect()));
            i = end + 1;
        } else if chars[i] == '"'
            || (chars[i] == 'r' && (starts(i, "r\"") || starts(i, "r#")) && !code.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        {
            let hashes = chars[i..].iter().skip(1).take_while(|c| **c == '#').count();
            let raw = chars[i] == 'r';
            let (open, close) = if raw { (i + 2 + hashes, format!("\"{}", "#".repeat(hashes))) } else { (i + 1, "\"".to_string()) };
            if raw && chars.get(open - 1) != Some(&'"') {
                code.push('r');
                i += 1;
                continue;
            }
            let mut end = open;
            while end < chars.len() && !starts(end, &close) {
                end += if !raw && chars[end] == '\\' { 2 } else { 1 };
            }
            out.push(Part::Code(std::mem::take(&mut code)));
            out.push(Part::Literal(chars[open..end.min(chars.len())].iter().collect()));
            i = end + close.len();
        } else {
            code.push(chars[i]);
            i += 1;
        }
    }
    out.push(Part::Code(code));
    out
}

fn code_of(source: &str) -> String {
    parts(source)
        .into_iter()
        .filter_map(|part| if let Part::Code(code) = part { Some(code) } else { None })
        .collect::<Vec<_>>()
        .join("\"\"")
}

// Upward use.

/// What the modules of a folder must not name.
const BELOW: &[(&str, &[&str])] = &[
    ("src/domain", &["text", "screen", "session", "store", "browser", "ui", "crypto", "cli"]),
    // The view models hold no word: `text` words them, so it stands above them.
    ("src/text", &["browser", "ui", "cli"]),
    ("src/screen", &["text", "browser", "ui", "cli"]),
    ("src/store.rs", &["text", "screen", "session", "browser", "ui", "cli"]),
    ("src/session.rs", &["text", "screen", "browser", "ui", "cli"]),
    ("src/crypto", &["text", "screen", "session", "store", "browser", "ui", "cli"]),
    ("src/browser", &["text", "screen", "ui", "cli"]),
    ("src/ui", &["cli"]),
    ("src/cli", &["text", "screen", "browser", "ui"]),
];

/// Modules of the crate that code names and must not.
fn upward(path: &str, source: &str) -> Vec<String> {
    let Some((_, forbidden)) = BELOW.iter().find(|(folder, _)| path.starts_with(folder)) else { return Vec::new() };
    let code: String = code_of(source).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut named: Vec<&str> = Vec::new();
    for start in ["crate::", "lianxin::"] {
        for (at, _) in code.match_indices(start) {
            let rest = code[at + start.len()..].trim_start();
            if let Some(group) = rest.strip_prefix('{') {
                // A group may nest: only what stands at its first level names a module of the crate.
                let mut depth = 0;
                let mut first = true;
                for (i, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => first = true,
                        c if first && (c.is_alphanumeric() || c == '_') => {
                            named.push(word(&group[i..]));
                            first = false;
                        }
                        _ => {}
                    }
                }
            } else {
                named.push(word(rest));
            }
        }
    }
    named.into_iter().filter(|name| forbidden.contains(name)).map(|name| format!("{path} uses {name}")).collect()
}

fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

#[test]
fn nothing_is_used_upward() {
    assert_eq!(upward("src/domain/a.rs", "use crate::ui::app;"), ["src/domain/a.rs uses ui"]);
    assert_eq!(upward("src/domain/a.rs", "use crate::{domain::id, store::{Store, MemoryStore}};"), ["src/domain/a.rs uses store"]);
    assert_eq!(upward("src/session.rs", "fn f() { crate::screen::today() }"), ["src/session.rs uses screen"]);
    assert_eq!(upward("src/screen/a.rs", "use crate::\n    text;"), ["src/screen/a.rs uses text"]);
    assert_eq!(upward("src/domain/a.rs", "// use crate::ui;\nuse crate::domain::id; const A: &str = \"crate::ui\";"), [""; 0]);
    let found: Vec<String> = files("src", ".rs").iter().flat_map(|(path, source)| upward(path, source)).collect();
    assert_eq!(found, [""; 0]);
}

// Words outside `src/text`.

/// Literals that a person would read: Han characters anywhere, and English sentences between tags or in attributes
/// that are read aloud.
fn words(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = String::new();
    for part in parts(source) {
        match part {
            Part::Code(code) => before = code,
            Part::Literal(text) => {
                let named = ["aria-label=", "title=", "placeholder=", "alt="].iter().any(|name| before.trim_end().ends_with(name));
                // A key's name in `<kbd>` is the same in every language.
                let is_node = before.trim_end().ends_with('>')
                    && !before.trim_end().ends_with("<kbd>")
                    && !before.trim_end().ends_with("=>")
                    && !before.trim_end().ends_with("->");
                let is_words = text.split_whitespace().count() > 1 && text.chars().any(char::is_alphabetic);
                let has_letters = text.chars().filter(|c| c.is_alphabetic()).count() > 1;
                if text.chars().any(is_han) || ((named || is_node) && (is_words || has_letters)) {
                    found.push(format!("{path}: {text}"));
                }
            }
        }
    }
    found
}

#[test]
fn no_words_for_people_stand_in_the_ui() {
    let bad = |source: &str| words("a.rs", source).len();
    assert_eq!(bad(r#"view! { <p>"保存"</p> }"#), 1);
    assert_eq!(bad(r#"let a = "已存";"#), 1);
    assert_eq!(bad(r#"view! { <p class="a">"Saved on this device"</p> }"#), 1);
    assert_eq!(bad(r#"view! { <button aria-label="Close">"×"</button> }"#), 1);
    assert_eq!(bad(r##"view! { <p class="a b c" id="x">{text.save}" · "</p> } // 保存"##), 0);
    assert_eq!(bad(r#"match a { A => "one two", B => "three four" }"#), 0);
    let found: Vec<String> = files("src/ui", ".rs").iter().flat_map(|(path, source)| words(path, source)).collect();
    assert_eq!(found, [""; 0]);
}

// Han characters in English words.

/// The other language's name, in that language, for whoever reads no English.
const ENDONYM: &str = "中文";

/// Literals with Han characters inside an English table or arm.
fn han_in_english(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    // How deep the brackets were where the English began.
    let (mut depth, mut english): (i32, Option<i32>) = (0, None);
    let mut waiting = false;
    for part in parts(source) {
        match part {
            Part::Code(code) => {
                let mut rest = code.as_str();
                while let Some(c) = rest.chars().next() {
                    if english.is_none()
                        && (rest.starts_with("static EN") || rest.starts_with("const EN") || rest.starts_with("Lang::En =>"))
                    {
                        (english, waiting) = (Some(depth), rest.starts_with("Lang"));
                    }
                    match c {
                        '(' | '[' | '{' => depth += 1,
                        ')' | ']' | '}' => depth -= 1,
                        _ => {}
                    }
                    let ends = match english {
                        Some(start) if waiting => depth < start || (depth == start && matches!(c, ',')) || (depth == start && c == '}'),
                        Some(start) => depth < start || (depth == start && c == ';'),
                        None => false,
                    };
                    if ends {
                        english = None;
                    }
                    rest = &rest[c.len_utf8()..];
                }
            }
            Part::Literal(text) if english.is_some() && text != ENDONYM && text.chars().any(is_han) => {
                found.push(format!("{path}: {text}"))
            }
            Part::Literal(_) => {}
        }
    }
    found
}

#[test]
fn english_has_no_han_characters() {
    let bad = |source: &str| han_in_english("a.rs", source).len();
    assert_eq!(bad(r#"pub static EN: Words = Words { save: "Save", send: "送出" }; static ZH: Words = Words { save: "存" };"#), 1);
    assert_eq!(bad(r#"match lang { Lang::En => format!("{n} 个", n = n), Lang::Zh => "个" }"#), 1);
    assert_eq!(bad(r#"match lang { Lang::Zh => "个", Lang::En => { "x"; "，" } }"#), 1);
    assert_eq!(bad(r#"match lang { Lang::En => "x", Lang::Zh => "个" } static ZH: W = W { a: "个" }; static EN: W = W { a: "x" };"#), 0);
    let sources = files("src", ".rs");
    let found: Vec<String> = sources.iter().flat_map(|(path, source)| han_in_english(path, source)).collect();
    assert_eq!(found, [""; 0]);
    let tables = sources.iter().filter(|(path, source)| path.starts_with("src/text") && source.contains("static EN")).count();
    assert!(tables > 1, "the words of the English have been moved");
}

// CSS outside a layer.

/// Rules that stand in no layer.
fn outside_layers(path: &str, css: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        text.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    text.push_str(rest);
    let (mut depth, mut begin, mut found) = (0, 0, Vec::new());
    for (i, c) in text.char_indices() {
        match c {
            '{' => {
                let head = text[begin..i].trim();
                if depth == 0 && !head.starts_with("@layer ") && !head.starts_with("@font-face") {
                    found.push(format!("{path}: {head}"));
                }
                depth += 1;
            }
            '}' => {
                depth -= 1;
                begin = i + 1;
            }
            ';' if depth == 0 => {
                let head = text[begin..i].trim();
                let is_layered = head.starts_with("@layer ") || (head.starts_with("@import ") && head.contains("layer"));
                if !is_layered {
                    found.push(format!("{path}: {head}"));
                }
                begin = i + 1;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_style_stands_in_a_layer() {
    let bad = |css: &str| outside_layers("a.css", css).len();
    assert_eq!(bad("p { color: red }"), 1);
    assert_eq!(bad("@layer a, b; @layer a { p { color: red } } .x { y: z }"), 1);
    assert_eq!(bad("@media print { p { color: red } }"), 1);
    assert_eq!(bad("@import 'a.css';"), 1);
    assert_eq!(
        bad("/* p { } */ @layer a { @media print { p { color: red; } } p::after { content: ''; } } @import url(b.css) layer(b);"),
        0
    );
    let found: Vec<String> = files("style", ".css").iter().flat_map(|(path, css)| outside_layers(path, css)).collect();
    assert_eq!(found, [""; 0]);
}

// Waits inside a transaction.

/// Waits between a transaction's first request and its completion for anything but its own requests.
fn foreign_waits(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code: String = code_of(source).split_whitespace().collect::<Vec<_>>().join(" ");
    // Every function by itself: a transaction never outlives the one that opened it.
    for function in code.split("fn ").skip(1) {
        let opens = ["transaction(", "self.strict(", "self.reading("];
        let Some(open) = opens.iter().filter_map(|mark| function.find(mark)).min() else { continue };
        let name = word(function);
        let body = &function[open..];
        let ends = ["finish(", "complete(", ".commit(", "transaction.await"];
        let end = ends.iter().filter_map(|mark| body.find(mark)).min().unwrap_or(body.len());
        for (at, _) in body[..end].match_indices(".await") {
            let statement = body[..at].rfind([';', '{', '}']).map_or(&body[..at], |start| &body[start + 1..at]);
            let own = |text: &str| OWN_WAITS.iter().any(|own| text.contains(own));
            // A request may have a name: then it was made by one of the store's own calls.
            let request = statement.rsplit([' ', '(', '=', '?']).next().unwrap_or("");
            let is_named = !request.is_empty() && body.contains(&format!("let {request} =")) && {
                let made = &body[body.find(&format!("let {request} =")).unwrap_or(0)..];
                own(&made[..made.find(';').unwrap_or(made.len())])
            };
            if !own(statement) && !is_named && request != "request" {
                found.push(format!("{path} {name}: {}", statement.trim()));
            }
        }
    }
    found
}

/// What a request of the open transaction looks like.
const OWN_WAITS: &[&str] = &[
    ".get(",
    ".get_all(",
    ".get_all_keys(",
    ".get_key(",
    ".get_value(",
    ".add(",
    ".put(",
    ".delete(",
    ".count(",
    ".clear(",
    ".cursor(",
    ".open_cursor(",
    ".open_key_cursor(",
    ".advance(",
    ".next(",
    // Two requests that were asked before.
    "numbered(",
];

#[test]
fn a_transaction_waits_only_for_its_own_requests() {
    let bad = |source: &str| foreign_waits("a.rs", source).len();
    assert_eq!(
        bad("async fn w() { let t = db.transaction(&names); store.put(&row)?.await?; let h = digest(&row).await; t.commit()?.await?; }"),
        1
    );
    assert_eq!(
        bad("async fn w() { let t = db.transaction(&names); let s = signer.sign(&m).await?; store.add(&row)?.await?; t.commit(); }"),
        1
    );
    assert_eq!(
        bad(
            "async fn w() { let h = digest(&row).await; let t = db.transaction(&names); store.get(k)?.await?; t.commit()?.await?; tell().await; }"
        ),
        0
    );
    let idb = fs::read_to_string(root().join("src/browser/idb.rs")).unwrap();
    assert!(code_of(&idb).contains("transaction("), "transactions are opened elsewhere now");
    assert_eq!(foreign_waits("src/browser/idb.rs", &idb), [""; 0]);
}

/// Names of icons in the source that no style draws: such a one is a black square.
fn undrawn(source: &str, css: &str) -> Vec<String> {
    let names = source.split("<Icon name=\"").skip(1).filter_map(|rest| rest.split('"').next());
    names.filter(|name| !css.contains(&format!(".i-{name} {{"))).map(str::to_owned).collect()
}

#[test]
fn every_icon_is_drawn() {
    let css: String = files("style", "icons.css").into_iter().map(|(_, css)| css).collect();
    assert_eq!(undrawn("<Icon name=\"today\"/><Icon name=\"nothing\"/>", &css), ["nothing"]);
    for (path, source) in files("src/ui", ".rs") {
        assert_eq!(undrawn(&source, &css), Vec::<String>::new(), "{path}");
    }
}
