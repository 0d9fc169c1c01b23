//! The history: every event held, by feed, whether it counts or not.
//!
//! Inserting is a union: it never removes an event and never depends on the order of arrival. What of it
//! counts is [`crate::domain::trust`]'s question, what it means [`crate::domain::state`]'s.
//!
//! Cloning is cheap: feeds are shared until one side writes, so that a preview folds a copy.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::bundle::key::{PublicKey, Seal};
use crate::domain::bundle::read::{Head, Heads, Piece};
use crate::domain::event::{Body, Event, root};
use crate::domain::hash::{self, Hasher};
use crate::domain::id::{DeviceId, EventId, FeedKey, Ref, Scope, WorkspaceId};
use crate::domain::order::{Filled, InOrder};
use crate::domain::shape::Kind;

/// What one device wrote in one scope, as far as it is held.
#[derive(Clone, Debug)]
pub struct Feed {
    root: EventId,
    /// By number, then id: more than one at a number is a fork.
    events: BTreeMap<(u64, EventId), Event>,
    /// Seals that vouch for this feed, one for each sealed event: of equal ones the least signature.
    seals: BTreeMap<(u64, EventId), String>,
}

/// A place where a feed has two continuations.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fork {
    pub seq: u64,
    pub ids: Vec<Ref>,
    /// The branch that a revocation names.
    pub kept: Option<Ref>,
}

/// The part of a feed that can be followed from its root without a hole or an undecided fork.
#[derive(Clone, Default, Debug)]
pub struct Spine<'a> {
    pub events: Vec<&'a Event>,
    pub forks: Vec<Fork>,
    /// Numbers that are missing, inclusive.
    pub gaps: Vec<(u64, u64)>,
    /// What is held beyond a gap, up to where that divides as well.
    pub pending: Vec<&'a Event>,
}

impl Feed {
    fn new(root: EventId) -> Self {
        Feed { root, events: BTreeMap::new(), seals: BTreeMap::new() }
    }

    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.values()
    }

    pub fn len(&self) -> usize {
        self.events.len()
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    pub fn holds(&self, seq: u64, id: &EventId) -> bool {
        self.events.contains_key(&(seq, *id))
    }

    fn at(&self, seq: u64) -> impl Iterator<Item = &Event> {
        self.events.range((seq, EventId::ZERO)..).take_while(move |((s, _), _)| *s == seq).map(|(_, e)| e)
    }

    pub fn get(&self, seq: u64, id: &EventId) -> Option<&Event> {
        self.events.get(&(seq, *id))
    }

    /// The held chain that ends in the event, the last one first.
    fn back(&self, seq: u64, id: &EventId) -> impl Iterator<Item = &Event> {
        std::iter::successors(self.get(seq, id), |e| (e.seq > 1).then(|| self.get(e.seq - 1, &e.prev)).flatten())
    }

    /// The held chain that ends in the event, from its first held ancestor on that is not taken.
    fn ancestry(&self, seq: u64, id: &EventId, taken: &BTreeSet<(u64, EventId)>) -> Vec<&Event> {
        let mut chain: Vec<&Event> = self.back(seq, id).take_while(|e| !taken.contains(&(e.seq, e.id))).collect();
        chain.reverse();
        chain
    }

    /// The last so many events of the held chain that ends in the event.
    pub fn stretch(&self, seq: u64, id: &EventId, len: usize) -> Vec<&Event> {
        let mut chain: Vec<&Event> = self.back(seq, id).take(len).collect();
        chain.reverse();
        chain
    }

    /// The chain that goes on from an event, along the longer way where that divides again.
    pub fn branch(&self, seq: u64, name: &Ref) -> Vec<&Event> {
        let Some(first) = self.at(seq).find(|e| e.id.to_ref() == *name) else { return Vec::new() };
        let mut followed: BTreeSet<(u64, EventId)> = [(seq, first.id)].into_iter().filled();
        let mut last = first;
        for event in self.events.range((seq + 1, EventId::ZERO)..).map(|(_, e)| e) {
            if followed.contains(&(event.seq - 1, event.prev)) {
                followed.insert((event.seq, event.id));
                // Of two at one number the first stays.
                if event.seq > last.seq {
                    last = event;
                }
            }
        }
        let chain = self.ancestry(last.seq, &last.id, &BTreeSet::new());
        chain.into_iter().filter(|e| e.seq >= seq).collect()
    }

    /// What nearly every feed is: no number missing, none held twice.
    pub fn is_straight(&self) -> bool {
        let mut prev = self.root;
        self.events.values().zip(1..).all(|(event, seq)| event.seq == seq && std::mem::replace(&mut prev, event.id) == event.prev)
    }

    /// Follows the feed from its root; `decided` is the head that a revocation named.
    pub fn spine(&self, decided: Option<(u64, Ref)>) -> Spine<'_> {
        let mut spine = Spine::default();
        if decided.is_none() && self.is_straight() {
            spine.events.extend(self.events.values());
            return spine;
        }
        let named = decided.and_then(|(seq, name)| self.at(seq).find(|e| e.id.to_ref() == name));
        let ancestry = named.map(|e| self.ancestry(e.seq, &e.id, &BTreeSet::new())).unwrap_or_default();
        let path: BTreeSet<EventId> = ancestry.iter().map(|e| e.id).filled();
        // The event that the named chain hangs on is known by its id even where it isn't held.
        let below = ancestry.first().filter(|e| e.seq > 1).map(|e| (e.seq - 1, e.prev.to_ref()));
        let mut dead: BTreeSet<EventId> = BTreeSet::new();
        let mut prev = self.root;
        let mut seq = 1;
        loop {
            let mut held: Vec<&Event> = self.at(seq).collect();
            let (gone, alive): (Vec<&Event>, Vec<&Event>) = held.drain(..).partition(|e| dead.contains(&e.prev));
            dead.extend(gone.iter().map(|e| e.id));
            let names = |events: &[&Event]| events.iter().map(|e| e.id.to_ref()).collect::<Vec<_>>();
            let wanted = [decided, below].into_iter().flatten().find(|(at, _)| *at == seq);
            let unheld = wanted.filter(|(_, name)| !alive.iter().any(|e| e.id.to_ref() == *name));
            let next = match alive.as_slice() {
                [] => break,
                [one] if unheld.is_none() => *one,
                several => match several.iter().find(|e| path.contains(&e.id)) {
                    Some(kept) => {
                        spine.forks.push(Fork { seq, ids: names(several), kept: Some(kept.id.to_ref()) });
                        dead.extend(several.iter().filter(|e| e.id != kept.id).map(|e| e.id));
                        kept
                    }
                    None => {
                        let kept = unheld.map(|(_, name)| name);
                        spine.forks.push(Fork { seq, ids: names(several), kept });
                        return spine;
                    }
                },
            };
            if next.prev != prev {
                // What is held here continues another branch of the number before, which is not held.
                spine.gaps.push((seq.saturating_sub(1).max(1), seq.saturating_sub(1).max(1)));
                break;
            }
            spine.events.push(next);
            prev = next.id;
            seq += 1;
        }
        // Beyond the contiguous part: the holes between what waits, without what hangs on a dead branch.
        let mut reached = seq - 1;
        for event in self.events.range((seq, EventId::ZERO)..).map(|(_, e)| e) {
            if dead.contains(&event.prev) {
                dead.insert(event.id);
            } else if spine.pending.last().is_some_and(|last| last.seq == event.seq) {
                // Behind an undecided fork nothing is told, also where that lies behind a gap.
                spine.pending.pop();
                break;
            } else {
                if event.seq > reached + 1 {
                    spine.gaps.push((reached + 1, event.seq - 1));
                }
                reached = event.seq;
                spine.pending.push(event);
            }
        }
        spine
    }

    /// The ends of what was never sealed. Only its own device holds such events: it seals them when it exports, also
    /// its branch of a fork.
    pub fn unsealed(&self) -> Vec<(u64, EventId)> {
        let followed: BTreeSet<(u64, EventId)> = self.events.values().map(|e| (e.seq - 1, e.prev)).filled();
        let ends = self.events.keys().filter(|place| !followed.contains(place));
        ends.filter(|place| !self.seals.contains_key(place)).copied().collect()
    }

    /// Where the feed's own device writes on: of several ends the one that was never sealed, and of those the furthest.
    fn own_end(&self) -> Option<&Event> {
        if self.is_straight() {
            return self.events.values().next_back();
        }
        self.unsealed().last().and_then(|(seq, id)| self.get(*seq, id))
    }

    /// How far the chain that ends in `end` is the same as the one that a head names: 0 if that one is not held.
    fn common(&self, head: &Head, end: &Event) -> u64 {
        let Some(named) = self.at(head.0).find(|e| e.id.prefix(8) == head.1) else { return 0 };
        if self.is_straight() {
            return named.seq.min(end.seq);
        }
        let chain =
            |end: &Event| self.ancestry(end.seq, &end.id, &BTreeSet::new()).into_iter().map(|e| (e.seq, e.id)).filled::<BTreeSet<_>>();
        chain(named).intersection(&chain(end)).last().map_or(0, |(seq, _)| *seq)
    }

    pub fn is_sealed(&self, seq: u64, id: &EventId) -> bool {
        self.seals.contains_key(&(seq, *id))
    }

    pub fn seal(&self, seq: u64, id: &EventId) -> Option<Seal> {
        self.seals.get(&(seq, *id)).map(|sig| Seal { seq, id: *id, sig: sig.clone() })
    }

    /// The pieces that carry this feed: one for each newest seal, none overlapping, sorted as bundles are.
    /// `after` leaves out what the receiver holds of the chain (its seq and the first 8 characters of its id); `only_to`
    /// leaves out all but the least that carries the event of that number.
    pub fn pieces(&self, after: Option<&Head>, own: &[Seal], only_to: Option<u64>) -> Vec<(Vec<&Event>, Seal)> {
        let mut seals: Vec<Seal> = self.seals.iter().map(|((seq, id), sig)| Seal { seq: *seq, id: *id, sig: sig.clone() }).collect();
        seals.extend(own.iter().cloned());
        if let Some(number) = only_to {
            let least = seals.iter().map(|seal| seal.seq).filter(|seq| *seq >= number).min();
            seals.retain(|seal| Some(seal.seq) == least);
        }
        // The longest chain first, so that a branch carries only what is its own.
        seals.order_by(|a, b| b.seq.cmp(&a.seq).then(a.id.cmp(&b.id)));
        let known = after.and_then(|head| self.at(head.0).find(|e| e.id.prefix(8) == head.1));
        // By number as well: a device that lies about its numbers seals one event at two.
        let mut taken: BTreeSet<(u64, EventId)> = BTreeSet::new();
        if let Some(known) = known {
            taken.extend(self.ancestry(known.seq, &known.id, &BTreeSet::new()).iter().map(|e| (e.seq, e.id)));
        }
        let mut out = Vec::new();
        for seal in seals {
            // Whose event is taken, of that all ancestors are.
            let fresh = self.ancestry(seal.seq, &seal.id, &taken);
            if fresh.is_empty() {
                continue;
            }
            taken.extend(fresh.iter().map(|e| (e.seq, e.id)));
            out.push((fresh, seal));
        }
        out.order_by(|a, b| (a.0[0].seq, a.1.id).cmp(&(b.0[0].seq, b.1.id)));
        out
    }
}

/// What an insertion did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inserted {
    /// Events that were not held before, or whose body was not.
    pub new: u64,
    pub known: u64,
    /// Scopes in which something is new.
    pub scopes: BTreeSet<Scope>,
}

/// All that is held of one workspace.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub workspace: WorkspaceId,
    pub devices: BTreeMap<DeviceId, PublicKey>,
    feeds: BTreeMap<FeedKey, Arc<Feed>>,
    /// The branches that counting revocations chose, by feed. Set by the fold, since trust is a fold.
    decided: Arc<BTreeMap<FeedKey, (u64, Ref)>>,
    /// Greatest `time` held.
    newest: i64,
}

impl Ledger {
    pub fn new(workspace: WorkspaceId) -> Self {
        Ledger { workspace, devices: BTreeMap::new(), feeds: BTreeMap::new(), decided: Arc::default(), newest: 0 }
    }

    pub fn feeds(&self) -> impl Iterator<Item = (&FeedKey, &Feed)> {
        self.feeds.iter().map(|(key, feed)| (key, &**feed))
    }

    pub fn feed(&self, key: &FeedKey) -> Option<&Feed> {
        self.feeds.get(key).map(|feed| &**feed)
    }

    /// The feeds of one scope, by device.
    pub fn feeds_in(&self, scope: Scope) -> impl Iterator<Item = (&FeedKey, &Feed)> {
        let first = FeedKey { scope, device: DeviceId::MIN };
        self.feeds.range(first..).take_while(move |(key, _)| key.scope == scope).map(|(key, feed)| (key, &**feed))
    }

    /// Scopes in which anything is held, sorted.
    pub fn scopes(&self) -> BTreeSet<Scope> {
        self.feeds.keys().map(|key| key.scope).filled()
    }

    /// Greatest time held among events at most ten minutes ahead of `now`.
    pub fn newest_before(&self, now: i64) -> i64 {
        let limit = now + 600_000;
        if self.newest <= limit {
            return self.newest;
        }
        self.feeds.values().flat_map(|f| f.events()).map(|e| e.time).filter(|t| *t <= limit).max().unwrap_or(0)
    }

    pub fn newest(&self) -> i64 {
        self.newest
    }

    /// Whether the very entry that a head names is held here: with its number alone it may be another branch's.
    pub fn holds_head(&self, key: &FeedKey, head: &Head) -> bool {
        self.feed(key).is_some_and(|feed| feed.at(head.0).any(|e| e.id.prefix(8) == head.1))
    }

    pub fn insert(&mut self, piece: &Piece) -> Inserted {
        let mut done = Inserted::default();
        let workspace = self.workspace;
        let feed = self.feeds.entry(piece.feed).or_insert_with(|| Arc::new(Feed::new(root(&workspace, &piece.feed))));
        if piece.events.iter().all(|e| feed.get(e.seq, &e.id).is_some_and(|held| !held.body.is_gone() || e.body.is_gone()))
            && piece.seal.as_ref().is_none_or(|s| feed.seals.get(&(s.seq, s.id)).is_some_and(|sig| *sig <= s.sig))
        {
            done.known = piece.events.len() as u64;
            return done;
        }
        let feed = Arc::make_mut(feed);
        for event in &piece.events {
            let held = feed.events.get_mut(&(event.seq, event.id));
            match held {
                // Where one copy has the body, it is kept.
                Some(held) if held.body.is_gone() && !event.body.is_gone() => {
                    held.body = event.body.clone();
                    done.new += 1;
                }
                Some(_) => done.known += 1,
                None => {
                    self.newest = self.newest.max(event.time);
                    feed.events.insert((event.seq, event.id), event.clone());
                    done.new += 1;
                }
            }
        }
        if let Some(seal) = &piece.seal {
            let sig = feed.seals.entry((seal.seq, seal.id)).or_insert_with(|| seal.sig.clone());
            if seal.sig < *sig {
                sig.clone_from(&seal.sig);
            }
        }
        if done.new > 0 {
            done.scopes.insert(piece.feed.scope);
        }
        done
    }

    /// Whether a piece holds nothing that is not held already.
    pub fn knows(&self, piece: &Piece) -> bool {
        self.feed(&piece.feed).is_some_and(|feed| {
            piece.events.iter().all(|e| feed.get(e.seq, &e.id).is_some_and(|held| !held.body.is_gone() || e.body.is_gone()))
        })
    }

    /// Forgets a body for good, keeping its hash; what the fold asks for when a removal counts.
    pub fn erase(&mut self, key: &FeedKey, seq: u64, id: &EventId) -> bool {
        let Some(feed) = self.feeds.get_mut(key) else { return false };
        let Some(event) = Arc::make_mut(feed).events.get_mut(&(seq, *id)) else { return false };
        let was_held = !event.body.is_gone();
        event.body = Body::Gone(event.body.hash());
        was_held
    }

    pub fn decide(&mut self, decided: BTreeMap<FeedKey, (u64, Ref)>) {
        if *self.decided != decided {
            self.decided = Arc::new(decided);
        }
    }

    pub fn decided(&self) -> &Arc<BTreeMap<FeedKey, (u64, Ref)>> {
        &self.decided
    }

    /// The feed's contiguous part along the branches decided.
    pub fn spine(&self, key: &FeedKey) -> Spine<'_> {
        self.feed(key).map(|feed| feed.spine(self.decided.get(key).copied())).unwrap_or_default()
    }

    /// The last event of a device's contiguous part: its number and id, or 0 and the root.
    pub fn head(&self, key: &FeedKey) -> (u64, EventId) {
        match self.spine(key).events.last() {
            Some(last) => (last.seq, last.id),
            None => (0, root(&self.workspace, key)),
        }
    }

    /// Where the feed's own device writes on, as far as it is held: of a divided feed its own branch, which nobody else
    /// sealed; where there is none, as far as the feed can be followed.
    pub fn own_end(&self, key: &FeedKey) -> Option<&Event> {
        self.feed(key)?.own_end().or_else(|| self.spine(key).events.last().copied())
    }

    /// What it wrote up to there, in order.
    pub fn own_chain(&self, key: &FeedKey) -> Vec<&Event> {
        let chain = self.feed(key).zip(self.own_end(key)).map(|(feed, end)| feed.ancestry(end.seq, &end.id, &BTreeSet::new()));
        chain.unwrap_or_default()
    }

    /// Up to which number of that a head reaches: of another branch no further than both are one.
    pub fn reaches(&self, key: &FeedKey, head: &Head) -> u64 {
        self.feed(key).zip(self.own_end(key)).map_or(0, |(feed, end)| feed.common(head, end))
    }

    /// How far each feed is held contiguously and with its bodies, of the feeds that `wanted` lets pass. `removed` says of
    /// which missing bodies a counting removal is held: who lacks any other is sent it again.
    pub fn heads(&self, wanted: impl Fn(&FeedKey) -> bool, removed: impl Fn(&Scope, &Ref) -> bool) -> Heads {
        let mut heads = Heads::new();
        for key in self.feeds.keys().filter(|key| wanted(key)) {
            let spine = self.spine(key);
            let whole = spine.events.iter().take_while(|event| !lacks_body(&key.scope, event, &removed));
            if let Some(last) = whole.last() {
                let head = Head(last.seq, last.id.prefix(8).to_string());
                heads.entry(key.scope.to_string()).or_default().insert(key.device.to_string(), head);
            }
        }
        heads
    }

    /// The digest behind the reconciliation code, over the scopes that `wanted` lets pass, each feed counted up
    /// to `limit` if that is given. `removed` says of which missing bodies a counting removal is held.
    pub fn digest(&self, wanted: impl Fn(&Scope) -> bool, removed: impl Fn(&Scope, &Ref) -> bool) -> [u8; 32] {
        let mut lines = Vec::new();
        for key in self.feeds.keys().filter(|key| wanted(&key.scope)) {
            let spine = self.spine(key);
            let Some(last) = spine.events.last() else { continue };
            lines.push(format!("{} {} {} {}\n", key.scope, key.device, last.seq, last.id));
            for event in &spine.events {
                if lacks_body(&key.scope, event, &removed) {
                    lines.push(format!("{} {} {} gone\n", key.scope, key.device, event.seq));
                }
            }
        }
        lines.order();
        let mut hasher = Hasher::default();
        for line in lines {
            hasher.update(line.as_bytes());
        }
        hasher.finish()
    }
}

/// Whether a body is missing: it is not here, and no removal that counts took it. Of trust kinds none can be removed.
fn lacks_body(scope: &Scope, event: &Event, removed: &impl Fn(&Scope, &Ref) -> bool) -> bool {
    event.body.is_gone() && (event.kind.known().is_some_and(Kind::is_trust) || !removed(scope, &event.id.to_ref()))
}

/// The eight characters of a reconciliation code, `XXXX-XXXX`.
pub fn reconciliation_code(digest: &[u8; 32]) -> String {
    let code = hash::crockford(digest, 8);
    format!("{}-{}", &code[..4], &code[4..])
}
