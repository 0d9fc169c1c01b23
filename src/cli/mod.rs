//! Checks, merges and folds files from a shell. JSON on standard output, problems on standard error.
//!
//! Exit codes: 0; 1 if `check` found any problem; 2 if nothing could be read or the arguments are wrong.

pub mod fold;
pub mod later;
pub mod sample;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{Read, Write};
use std::path::Path;

use serde_json::json;

use crate::crypto::native;
use crate::domain::bundle::export;
use crate::domain::bundle::key::{Answer, Question};
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::bundle::read::{self, Checked, File};
use crate::domain::calendar::{Day, Month};
use crate::domain::command::Refusal;
use crate::domain::id::{Hash, Scope};
use crate::domain::ledger::{Ledger, reconciliation_code};
use crate::domain::rules::group::By;
use crate::domain::state::State;
use crate::domain::trust::View;

pub use sample::{Size, sample};

const USAGE: &str = "ledger check FILE…
ledger merge FILE… --out FILE
ledger digest FILE… [--scope S]… [--full]
ledger fold FILE… --on DAY [--all-devices]
ledger ranking FILE… --month M --by district|unit
ledger sample --projects N --people N --visits N --months N --seed S --out FILE [--nodes N] [--starter FILE] [--later FOLDER]";

/// Why nothing came of it.
enum Failure {
    Usage,
    Unreadable,
    Output(String),
}

/// Where answers and complaints go. A reader that went away is no reason to stop: the exit code is still true.
struct Terminal<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl Terminal<'_> {
    fn answer(&mut self, line: impl Display) {
        let _ = writeln!(self.out, "{line}");
    }

    fn complain(&mut self, line: impl Display) {
        let _ = writeln!(self.err, "{line}");
    }
}

/// Runs one command and returns the exit code.
pub fn run(args: &[String], out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let mut terminal = Terminal { out, err };
    let t = &mut terminal;
    let outcome = match args.first().map(String::as_str) {
        Some("check") => check(t, &args[1..]),
        Some("merge") => merge(t, &args[1..]),
        Some("digest") => digest(t, &args[1..]),
        Some("fold") => fold_command(t, &args[1..]),
        Some("ranking") => ranking_command(t, &args[1..]),
        Some("sample") => sample_command(&args[1..]),
        _ => Err(Failure::Usage),
    };
    match outcome {
        Ok(code) => return code,
        Err(Failure::Usage) => t.complain(USAGE),
        Err(Failure::Unreadable) => {}
        Err(Failure::Output(error)) => t.complain(error),
    }
    2
}

/// Arguments apart: files, flags with a value, flags without.
#[derive(Default)]
struct Arguments {
    files: Vec<String>,
    values: BTreeMap<String, Vec<String>>,
    flags: BTreeSet<String>,
}

fn arguments(args: &[String], with_value: &[&str], without: &[&str]) -> Result<Arguments, Failure> {
    let mut out = Arguments::default();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        if with_value.contains(&arg.as_str()) {
            let value = rest.next().ok_or(Failure::Usage)?;
            out.values.entry(arg.clone()).or_default().push(value.clone());
        } else if without.contains(&arg.as_str()) {
            out.flags.insert(arg.clone());
        } else if arg.starts_with("--") {
            return Err(Failure::Usage);
        } else {
            out.files.push(arg.clone());
        }
    }
    Ok(out)
}

impl Arguments {
    fn one(&self, name: &str) -> Result<&str, Failure> {
        match self.values.get(name).map(Vec::as_slice) {
            Some([value]) => Ok(value),
            _ => Err(Failure::Usage),
        }
    }

    fn number(&self, name: &str) -> Result<u64, Failure> {
        self.one(name)?.parse().map_err(|_| Failure::Usage)
    }

    fn some_files(&self) -> Result<&[String], Failure> {
        if self.files.is_empty() { Err(Failure::Usage) } else { Ok(&self.files) }
    }
}

/// Verifies with every core: signatures are the slow part natively.
fn verify(questions: &[Question]) -> Vec<Answer> {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let share = questions.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            questions.chunks(share).map(|part| scope.spawn(|| part.iter().map(native::answer).collect::<Vec<_>>())).collect();
        parts.into_iter().flat_map(|part| part.join().expect("verifying does not panic")).collect()
    })
}

/// Reads and checks one file's bytes.
pub fn check_bytes(bytes: Vec<u8>) -> Result<Checked, Problem> {
    let draft = read::read(bytes)?;
    let answers = verify(draft.questions());
    Ok(draft.settle(&answers))
}

/// The bytes of a file, of one that is too large only so many that this shows.
fn read_file(t: &mut Terminal<'_>, path: &str) -> Option<Vec<u8>> {
    let read = || -> std::io::Result<Vec<u8>> {
        let file = std::fs::File::open(path)?;
        let size = file.metadata().map_or(0, |m| m.len()).min(read::MAX_FILE as u64);
        let mut bytes = Vec::with_capacity(size as usize + 1);
        file.take(read::MAX_FILE as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| t.complain(format_args!("{path}: {error}"))).ok()
}

/// What `check` says of a file: problems may be as many as its bytes, so they are written as they are.
#[derive(serde::Serialize)]
struct Line<'a> {
    events: usize,
    feeds: usize,
    file: &'a str,
    ok: bool,
    problems: &'a [Problem],
}

fn check(t: &mut Terminal<'_>, args: &[String]) -> Result<u8, Failure> {
    let args = arguments(args, &[], &[])?;
    let (mut read_any, mut clean) = (false, true);
    let mut workspace = None;
    for path in args.some_files()? {
        let Some(bytes) = read_file(t, path) else {
            clean = false;
            continue;
        };
        read_any = true;
        let checked = check_bytes(bytes).and_then(|checked| {
            // Files given together are of one workspace, which the first readable one names.
            let same = *workspace.get_or_insert(checked.workspace) == checked.workspace;
            if same { Ok(checked) } else { Err(Problem::new(Code::OtherWorkspace, "/workspace")) }
        });
        let (events, feeds, problems) = match checked {
            Ok(checked) => {
                let events: BTreeSet<_> = checked.pieces.iter().flat_map(|p| p.events.iter().map(|e| (p.feed, e.id))).collect();
                let feeds: BTreeSet<_> = checked.pieces.iter().map(|p| p.feed).collect();
                (events.len(), feeds.len(), checked.problems)
            }
            Err(problem) => (0, 0, vec![problem]),
        };
        clean &= problems.is_empty();
        let line = Line { events, feeds, file: path, ok: problems.is_empty(), problems: &problems };
        t.answer(serde_json::to_string(&line).map_err(|error| Failure::Output(error.to_string()))?);
    }
    if !read_any {
        return Err(Failure::Unreadable);
    }
    Ok(if clean { 0 } else { 1 })
}

/// The union of the readable files of one workspace; the first readable one names it.
pub struct Union {
    pub ledger: Ledger,
    pub files: BTreeMap<Hash, File>,
}

fn union(t: &mut Terminal<'_>, paths: &[String]) -> Result<Union, Failure> {
    let mut union: Option<Union> = None;
    for path in paths {
        let Some(bytes) = read_file(t, path) else { continue };
        let mut tell = |problem: &Problem| t.complain(format_args!("{path}: {problem}"));
        let checked = match check_bytes(bytes) {
            Ok(checked) => checked,
            Err(problem) => {
                tell(&problem);
                continue;
            }
        };
        let held = union.get_or_insert_with(|| Union { ledger: Ledger::new(checked.workspace), files: BTreeMap::new() });
        if held.ledger.workspace != checked.workspace {
            tell(&Problem::new(Code::OtherWorkspace, "/workspace"));
            continue;
        }
        checked.problems.iter().for_each(&mut tell);
        for (device, key) in checked.devices {
            held.ledger.devices.entry(device).or_insert(key);
        }
        for piece in &checked.pieces {
            held.ledger.insert(piece);
        }
        for (hash, file) in checked.files {
            // Of two types for the same bytes the least, so that the order of files doesn't matter.
            match held.files.entry(hash) {
                Entry::Occupied(mut held) if file.media_type < held.get().media_type => drop(held.insert(file)),
                Entry::Occupied(_) => {}
                Entry::Vacant(free) => {
                    free.insert(file);
                }
            }
        }
    }
    union.ok_or(Failure::Unreadable)
}

fn merge(t: &mut Terminal<'_>, args: &[String]) -> Result<u8, Failure> {
    let args = arguments(args, &["--out"], &[])?;
    let out = args.one("--out")?;
    let mut union = union(t, args.some_files()?)?;
    // The fold decides which branches are dead and which bodies are erased.
    let state = State::fold(&mut union.ledger, View::default());
    let bytes = export::merged(&union.ledger, |scope, name| state.trust.is_removed(scope, name), &union.files);
    std::fs::write(out, bytes).map_err(|error| Failure::Output(format!("{out}: {error}")))?;
    Ok(0)
}

fn digest(t: &mut Terminal<'_>, args: &[String]) -> Result<u8, Failure> {
    let args = arguments(args, &["--scope"], &["--full"])?;
    let scopes = match args.values.get("--scope") {
        Some(texts) => Some(texts.iter().map(|t| Scope::parse(t)).collect::<Option<BTreeSet<_>>>().ok_or(Failure::Usage)?),
        None => None,
    };
    let mut union = union(t, args.some_files()?)?;
    let state = State::fold(&mut union.ledger, View::default());
    let wanted = |scope: &Scope| scopes.as_ref().is_none_or(|scopes| scopes.contains(scope));
    let digest = union.ledger.digest(wanted, |scope, name| state.trust.is_removed(scope, name));
    let text = if args.flags.contains("--full") { Hash::from_digest(digest).to_string() } else { reconciliation_code(&digest) };
    t.answer(json!(text));
    Ok(0)
}

fn fold_command(t: &mut Terminal<'_>, args: &[String]) -> Result<u8, Failure> {
    let args = arguments(args, &["--on"], &["--all-devices"])?;
    let day = Day::parse(args.one("--on")?).ok_or(Failure::Usage)?;
    let mut union = union(t, args.some_files()?)?;
    let view = View { all_devices: args.flags.contains("--all-devices"), ..View::default() };
    let state = State::fold(&mut union.ledger, view);
    t.answer(fold::fold(&union.ledger, &state, day));
    Ok(0)
}

fn ranking_command(t: &mut Terminal<'_>, args: &[String]) -> Result<u8, Failure> {
    let args = arguments(args, &["--month", "--by"], &[])?;
    let month = Month::parse(args.one("--month")?).ok_or(Failure::Usage)?;
    let by = match args.one("--by")? {
        "district" => By::District,
        "unit" => By::Unit,
        _ => return Err(Failure::Usage),
    };
    let mut union = union(t, args.some_files()?)?;
    let state = State::fold(&mut union.ledger, View::default());
    t.answer(fold::ranking(&state, month, by));
    Ok(0)
}

/// Of so many people `sample --later` writes a week.
const WEEKS: usize = 20;

fn refused(error: Refusal) -> Failure {
    Failure::Output(format!("{error:?}"))
}

fn sample_command(args: &[String]) -> Result<u8, Failure> {
    let args =
        arguments(args, &["--projects", "--people", "--visits", "--months", "--seed", "--out", "--nodes", "--starter", "--later"], &[])?;
    if !args.files.is_empty() {
        return Err(Failure::Usage);
    }
    let number = |name: &str| args.number(name);
    let size = Size {
        projects: number("--projects")? as usize,
        people: number("--people")? as usize,
        visits: number("--visits")? as usize,
        months: number("--months")? as usize,
        nodes: if args.values.contains_key("--nodes") { number("--nodes")? as usize } else { 0 },
    };
    let mut made = sample(&size, args.one("--seed")?).map_err(refused)?;
    let write = |out: &str, bytes: &[u8]| std::fs::write(out, bytes).map_err(|error| Failure::Output(format!("{out}: {error}")));
    write(args.one("--out")?, &made.bundle)?;
    if args.values.contains_key("--starter") {
        write(args.one("--starter")?, &made.starter)?;
    }
    if args.values.contains_key("--later") {
        let folder = Path::new(args.one("--later")?);
        std::fs::create_dir_all(folder).map_err(|error| Failure::Output(format!("{}: {error}", folder.display())))?;
        let [first, second] = made.later.replicas().map_err(refused)?;
        let weeks = made.later.weeks(WEEKS).map_err(refused)?;
        let named = weeks.iter().enumerate().map(|(n, week)| (format!("week-{}", n + 1), week));
        for (name, bundle) in [("replica-1".to_string(), &first), ("replica-2".to_string(), &second)].into_iter().chain(named) {
            write(&folder.join(format!("{name}.json")).display().to_string(), bundle)?;
        }
    }
    Ok(0)
}
