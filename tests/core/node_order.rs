//! Nodes, investment and permits come to the same whatever order their events arrive in.

use lianxin::cli::fold::{fold, ranking};
use lianxin::domain::calendar::Month;
use lianxin::domain::id::Ref;
use lianxin::domain::ledger::Ledger;
use lianxin::domain::rules::group::By;
use lianxin::domain::rules::group::groups;
use lianxin::domain::rules::permit::{permit_counts, permit_time};
use lianxin::domain::state::State;
use lianxin::domain::trust::View;
use serde_json::{Value, json};

use crate::exchange::{Chance, essence};
use crate::session::day;
use crate::world::{Staff, says};

const HISTORIES: u64 = if cfg!(debug_assertions) { 40 } else { 400 };
const DAYS: [&str; 6] = ["2018-05-31", "2018-06-06", "2018-06-30", "2018-07-01", "2018-08-15", "2019-03-01"];

/// Fifty entries by several people with clocks that differ, some of them refused, withdrawn or changed.
fn written(chance: &mut Chance) -> Staff {
    let mut s = Staff::new();
    let scope = s.scope();
    let hands = [s.li.clone(), s.wang.clone(), s.city(), s.sun.clone()];
    let (mut things, mut plans, mut permits): (Vec<Ref>, Vec<Ref>, Vec<Ref>) = Default::default();
    for _ in 0..50 {
        let by = hands[chance.below(hands.len())].clone();
        let on = day("2018-05-01").plus(chance.below(120) as i64).to_string();
        let any = |chance: &mut Chance, list: &[Ref]| if list.is_empty() { None } else { Some(list[chance.below(list.len())]) };
        let over: Vec<Ref> = (0..chance.below(3)).filter_map(|_| any(chance, &things)).collect();
        let (plan, thing) = (any(chance, &plans), any(chance, &things));
        let state = ["applied", "issued", "returned"][chance.below(3)];
        let until = if chance.one_in(3) { Value::Null } else { json!(on) };
        let verdict = if chance.one_in(4) { "returned" } else { "accepted" };
        let (kind, body): (&str, Value) = match (chance.below(14), plan, thing) {
            (0..=1, ..) | (2..=9, None, _) => ("node-planned", json!({"title": "t", "due": on, "weight": 1 + chance.below(9)})),
            (2..=3, Some(_), Some(of)) => ("node-audited", json!({"of": of, "verdict": verdict, "over": over})),
            (4, Some(of), _) => ("node-rescheduled", json!({"of": of, "due": on, "reason": "r"})),
            (5, Some(of), _) => ("node-excused", json!({"of": of, "reason": "r", "until": until, "over": over})),
            (6..=8, Some(of), _) => {
                let mut body = json!({"of": of, "on": on, "percent": chance.below(101)});
                if chance.one_in(2) {
                    body["done"] = json!(on);
                }
                ("node-reported", body)
            }
            (9, Some(_), Some(of)) => ("withdrawn", json!({"of": of})),
            (10, ..) => ("investment-planned", json!({"year": "2018", "amount": chance.below(3) * 100, "over": over})),
            (11, ..) => ("investment-reported", json!({"month": &on[..7], "done": chance.below(100), "over": over})),
            (12, ..) => match any(chance, &permits) {
                Some(of) => ("permit-changed", json!({"of": of, "state": state, "on": on, "over": over})),
                None => ("permit-listed", json!({"title": "t", "group": "document", "norm_days": 9})),
            },
            (_, _, Some(of)) => {
                ("fields-changed", json!({"of": of, "set": {"percent": chance.below(101), "text": "x"}, "over": {"percent": over}}))
            }
            _ => continue,
        };
        // Clocks are behind and ahead by up to a minute.
        let clock = s.w.now;
        s.w.now += chance.below(120_000) as i64 - 60_000;
        let id = s.w.writes(&by, scope, kind, body);
        s.w.now = clock + 1000;
        things.push(id);
        match kind {
            "node-planned" => plans.push(id),
            "permit-listed" => permits.push(id),
            _ => {}
        }
    }
    s
}

/// Everything that is computed of a state.
fn computed(ledger: &Ledger, state: &State) -> Vec<String> {
    let settings = &state.roster.settings;
    let mut all: Vec<String> = DAYS.iter().map(|on| fold(ledger, state, day(on)).to_string()).collect();
    all.extend(DAYS.iter().map(|on| format!("{:?}", groups(state, By::Secretary, day(on)))));
    let months = ["2018-05", "2018-06", "2018-07", "2018-08"].map(|m| Month::parse(m).unwrap());
    all.extend(months.into_iter().map(|month| ranking(state, month, By::District).to_string()));
    for project in state.shown_projects() {
        let times: Vec<_> = project.permits.iter().map(|p| permit_time(p, settings, day("2018-08-15"))).collect();
        all.push(format!("{times:?} {:?}", permit_counts(&project.permits)));
    }
    all
}

#[test]
fn every_order_of_arrival_gives_the_same_lights_and_ranks() {
    let mut lights: std::collections::BTreeSet<String> = Default::default();
    for seed in 0..HISTORIES {
        let mut chance = Chance(seed);
        let s = written(&mut chance);
        let mut ledger = s.w.ledger();
        let whole = State::fold(&mut ledger, View::default());
        let expected = computed(&ledger, &whole);
        for on in DAYS {
            let printed = fold(&ledger, &whole, day(on));
            let nodes = printed["projects"][0]["nodes"].as_array().unwrap().iter().map(|n| n["light"].as_str().unwrap());
            lights.extend(nodes.map(str::to_string));
        }
        for _ in 0..3 {
            let mut parts = s.w.written.clone();
            chance.shuffle(&mut parts);
            let mut ledger = Ledger::new(s.w.workspace);
            let mut state = State::fold(&mut ledger, View::default());
            for some in parts.chunks(1 + chance.below(9)) {
                state.take(&mut ledger, some);
            }
            assert_eq!(essence(&state), essence(&whole), "seed {seed}: taken bit by bit");
            assert_eq!(computed(&ledger, &state), expected, "seed {seed}");
        }
    }
    assert_eq!(lights.len(), 4, "every light was met: {lights:?}");
    says(&format!("{HISTORIES} histories of nodes agree"));
}
