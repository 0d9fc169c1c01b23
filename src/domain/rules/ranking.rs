//! The ranking of a month: districts or units by what of their nodes was done on time.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::domain::calendar::Month;
use crate::domain::id::Ref;
use crate::domain::order::InOrder;
use crate::domain::rules::group::{By, Key, Tally, name_of};
use crate::domain::state::State;

/// A line of the ranking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rank {
    /// `None` where nothing was due.
    pub rank: Option<usize>,
    pub of: Ref,
    pub name: String,
    pub tally: Tally,
    /// Places gained since the month before; `None` if either month has no rank.
    pub change: Option<i64>,
}

/// Ranks the districts or units of the shown projects, as shown now (§6). By rank, the unranked last; among equals by
/// name in code points, then by ref. Groups that are none of a unit are left out.
pub fn ranking(state: &State, month: Month, by: By) -> Vec<Rank> {
    let mut ranks = ranked(state, month, by);
    let before: BTreeMap<Ref, usize> =
        month.previous().map(|before| ranked(state, before, by)).into_iter().flatten().filter_map(|r| Some((r.of, r.rank?))).collect();
    for line in &mut ranks {
        line.change = line.rank.zip(before.get(&line.of)).map(|(now, before)| *before as i64 - now as i64);
    }
    ranks
}

fn ranked(state: &State, month: Month, by: By) -> Vec<Rank> {
    let mut tallies: BTreeMap<Ref, Tally> = BTreeMap::new();
    for project in state.shown_projects() {
        let Key::Of(of) = by.key(project) else { continue };
        let tally = tallies.entry(of).or_default();
        project.nodes.iter().for_each(|node| tally.add(project.id, node, month));
    }
    let line = |(of, tally)| Rank { rank: None, of, name: name_of(state, by, &Key::Of(of)), tally, change: None };
    let mut ranks: Vec<Rank> = tallies.into_iter().map(line).collect();
    ranks.order_by(|a, b| better(&a.tally, &b.tally).then_with(|| a.name.cmp(&b.name)).then_with(|| a.of.cmp(&b.of)));
    for i in 0..ranks.len() {
        if ranks[i].tally.due == 0 {
            break;
        }
        let is_equal = i > 0 && better(&ranks[i - 1].tally, &ranks[i].tally) == Ordering::Equal;
        ranks[i].rank = if is_equal { ranks[i - 1].rank } else { Some(i + 1) };
    }
    ranks
}

/// The higher rate first, then the more that was due; what had nothing due stands last. Rates are cross-multiplied.
fn better(a: &Tally, b: &Tally) -> Ordering {
    let rate = |on_time: i64, due: i64| i128::from(on_time) * i128::from(due);
    (a.due == 0).cmp(&(b.due == 0)).then_with(|| rate(b.on_time, a.due).cmp(&rate(a.on_time, b.due))).then_with(|| b.due.cmp(&a.due))
}
