//! Making files for people: for one, for each of many, one for several; and noting that they left.
//!
//! A file is made before anything of it is written down. What left is noted afterwards, in one transaction for all
//! that left together.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Failure, Parcel, Session, Snapshot};
use crate::crypto::Signer;
use crate::domain::bundle::export::{Address, FileKind, Outline, file_name, files_named, scopes_for};
use crate::domain::bundle::key::Signature;
use crate::domain::bundle::read::{MAX_FILE, MAX_WANTS};
use crate::domain::calendar::Day;
use crate::domain::id::{DeviceId, EventId, FeedKey, Hash, Ref, Scope};
use crate::domain::order::Filled;
use crate::store::{Exchange, Openers, SentHow, Store, Write};

/// Files that are made one after the other, of one moment: what they have in common is looked up once.
pub struct Mailing {
    of: Rc<Snapshot>,
    held: BTreeSet<Hash>,
    named: RefCell<BTreeMap<Scope, Rc<BTreeSet<Hash>>>>,
    /// Without them whoever gets the file asks for them, and a later one brings them.
    pictures: bool,
    seals: RefCell<BTreeMap<(FeedKey, u64, EventId), Signature>>,
}

impl Mailing {
    pub fn without_pictures(&self) -> Mailing {
        Mailing { of: self.of.clone(), held: self.held.clone(), named: RefCell::default(), pictures: false, seals: RefCell::default() }
    }

    /// The files that entries of these scopes name.
    fn named(&self, scopes: &BTreeSet<Scope>) -> BTreeSet<Hash> {
        let mut held = self.named.borrow_mut();
        let mut all = BTreeSet::new();
        for scope in scopes {
            let of_scope = || Rc::new(files_named(&self.of.ledger, &[*scope].into_iter().filled()));
            all.extend(held.entry(*scope).or_insert_with(of_scope).iter().copied());
        }
        all
    }
}

/// What is asked for: of more than one file may name the next ones in turn, so that nobody's names of files that do
/// not exist keep others from being asked for.
fn wanted(mut missing: Vec<Hash>, number: u64) -> Vec<Hash> {
    let turns = missing.len().div_ceil(MAX_WANTS).max(1) as u64;
    let turn = ((number - 1) % turns) as usize;
    missing.drain(..turn * MAX_WANTS);
    missing.truncate(MAX_WANTS);
    missing
}

impl<S: Store, K: Signer> Session<S, K> {
    pub async fn begin_mailing(&self) -> Result<Mailing, Failure> {
        let held = self.store.held_files().await?.into_iter().filled();
        Ok(Mailing { of: self.snapshot(), held, named: RefCell::default(), pictures: true, seals: RefCell::default() })
    }

    /// Makes the file for a person: what their last received heads lack, or everything. `invite`, or one that was kept
    /// for them, makes it a starter, which holds everything.
    pub async fn parcel(&self, to: &Ref, full: bool, invite: Option<String>, now: i64) -> Result<Parcel, Failure> {
        self.letter(&self.begin_mailing().await?, to, full, invite, now).await
    }

    /// The same, as one of many.
    pub async fn letter(&self, mailing: &Mailing, to: &Ref, full: bool, invite: Option<String>, now: i64) -> Result<Parcel, Failure> {
        let snapshot = &mailing.of;
        let scopes = scopes_for(&snapshot.state, &snapshot.ledger, to);
        let invite = match invite {
            Some(key) => Some(key),
            None => self.kept_invite(to, now).await?.map(|kept| kept.key),
        };
        // Who joins by it holds nothing yet, whatever another device of theirs may hold.
        let outline = snapshot.outline(self.own(), to, full || invite.is_some());
        let named = mailing.named(&scopes);
        // What they asked for goes along, as far as it belongs to what they are sent.
        let said = snapshot.said_by(to);
        let asked = said.first().map_or(&[][..], |said| said.wants);
        let also = asked.iter().filter(|hash| named.contains(hash) && mailing.held.contains(hash)).copied().filled();
        let number = snapshot.next_number(Some(*to));
        let receiver: BTreeSet<DeviceId> = snapshot.state.roster.devices_of(to).map(|d| d.id).filled();
        let address = Address {
            to: Some(*to),
            number: Some(number),
            heads: Some(snapshot.heads(|key| scopes.contains(&key.scope) || receiver.contains(&key.device))),
            wants: wanted(named.difference(&mailing.held).copied().collect(), number),
            invite: invite.map(|key| (*to, key)),
            ..Address::default()
        };
        self.made(mailing, outline, address, also, Vec::new(), now).await
    }

    /// Makes one file for several people: of what all of them are sent, what one of them or another lacks. It acknowledges
    /// nothing: heads are of the scopes that sender and receiver share, which of several are not the same.
    pub async fn circular(&self, mailing: &Mailing, to: &[Ref], full: bool, now: i64) -> Result<Parcel, Failure> {
        let outline = mailing.of.outline_for_all(self.own(), to, full);
        let address = Address { number: Some(mailing.of.next_number(None)), ..Address::default() };
        self.made(mailing, outline, address, BTreeSet::new(), to.to_vec(), now).await
    }

    /// `also`: files beside those that its events name.
    async fn made(
        &self,
        mailing: &Mailing,
        outline: Outline<'_>,
        address: Address,
        also: BTreeSet<Hash>,
        among: Vec<Ref>,
        now: i64,
    ) -> Result<Parcel, Failure> {
        let own = self.own();
        let mut contents = outline.contents();
        contents.files.extend(also);
        let mut signatures = Vec::new();
        for ask in outline.to_seal() {
            let head = (ask.feed, ask.seq, ask.id);
            let known = mailing.seals.borrow().get(&head).copied();
            let signature = match known {
                Some(signature) => signature,
                None => self.signer.sign(&ask.message).await?,
            };
            mailing.seals.borrow_mut().insert(head, signature);
            signatures.push(signature);
        }
        let mut files = BTreeMap::new();
        let mut missing_files = 0;
        for hash in &contents.files {
            match self.store.file(hash).await? {
                Some(file) if !mailing.pictures && file.media_type.starts_with("image/") => {}
                Some(file) => {
                    files.insert(*hash, file);
                }
                None => missing_files += 1,
            }
        }
        // Never before what it holds.
        let made = now.max(mailing.of.ledger.newest_before(now));
        let address = Address { from: Some(own), made: Some(made), ..address };
        let number = address.number.expect("every file that is sent is numbered");
        let unsealed = outline.write(&signatures, &address, &files);
        let seal = self.signer.sign(&unsealed.message()).await?;
        let bytes = Rc::new(unsealed.finish(Some(&seal)));
        if bytes.len() > MAX_FILE {
            return Err(Failure::TooLarge);
        }
        let kind = if address.invite.is_some() { FileKind::Starter } else { FileKind::Bundle };
        let name = file_name(&own, Day::of_time(now, mailing.of.state.roster.zone), number, kind);
        Ok(Parcel { to: address.to, among, number, name, bytes, contents, made, missing_files, openers: Openers::Anyone })
    }

    /// What the exchange log keeps of a file that left.
    pub fn sent(&self, parcel: &Parcel, how: SentHow, now: i64) -> Exchange {
        Exchange::Sent {
            number: parcel.number,
            to: parcel.to,
            device: Some(self.own()),
            time: now.max(parcel.made),
            name: parcel.name.clone(),
            bytes: parcel.bytes.len() as u64,
            events: parcel.contents.events,
            own_heads: parcel.contents.own_heads.iter().map(|(scope, seq)| (scope.to_string(), *seq)).filled(),
            how,
            openers: parcel.openers,
            among: parcel.among.iter().map(Ref::as_str).collect::<Vec<_>>().join(" "),
        }
    }

    /// Records that a file left the device.
    pub async fn record_sent(&self, parcel: &Parcel, how: SentHow, now: i64) -> Result<(), Failure> {
        self.record_all(vec![self.sent(parcel, how, now)]).await
    }

    /// Records that several left, in one transaction.
    pub async fn record_all(&self, sent: Vec<Exchange>) -> Result<(), Failure> {
        self.write_aside(|after| Write { after, exchange: sent.clone(), ..Write::default() }).await?;
        let mut next = (*self.snapshot()).clone();
        next.append_exchange(&sent);
        self.publish(next);
        Ok(())
    }
}

impl Snapshot {
    /// Files are numbered for each addressee, of this device; those for several are numbered together.
    pub fn next_number(&self, to: Option<Ref>) -> u64 {
        let numbers = self.exchange.iter().filter_map(|e| match e {
            Exchange::Sent { number, to: sent_to, .. } if *sent_to == to => Some(*number),
            _ => None,
        });
        numbers.max().unwrap_or(0) + 1
    }
}
