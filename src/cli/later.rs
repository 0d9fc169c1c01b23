//! What is written after a sample was handed out: made apart, on devices that hold all of it and nothing of one another.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::sample::{Actor, Maker, export};
use crate::crypto::native::SeedSigner;
use crate::domain::calendar::Day;
use crate::domain::command::{self, Command, Drafting, Refusal, VisitDraft};
use crate::domain::event::Event;
use crate::domain::id::{ProjectId, Ref, Scope};
use crate::domain::shape::Kind;

const ZONE_MINUTES: i32 = 480;
/// Of a hundred records the first is edited on both sides, so that it is in conflict, and one more on each.
const EVERY: usize = 100;
const NEW_VISITS: usize = 1_000;
const WEEK_VISITS: usize = 25;

/// A sample that can be gone on with.
pub struct Later {
    pub(super) maker: Maker,
    pub(super) actors: Vec<Actor>,
    pub(super) projects: Vec<(ProjectId, usize)>,
}

/// What of a project can be edited: its code, or the words of one of its visits.
struct Record {
    scope: Scope,
    /// Of the event that made it.
    name: Ref,
    of: Value,
    field: &'static str,
}

/// A device and the projects that it writes on.
struct Hand {
    signer: SeedSigner,
    projects: Vec<ProjectId>,
}

impl Later {
    /// What two replicas wrote, each as a bundle of what is new: 2 % of all records edited, half of them on both, and
    /// 1,000 visits each. The first was written by the founder, the second in each district by who joined first there.
    pub fn replicas(&mut self) -> Result<[Vec<u8>; 2], Refusal> {
        let all = self.projects.iter().map(|(project, _)| *project).collect();
        let first = vec![Hand { signer: self.maker.founder.clone(), projects: all }];
        let second: Vec<Hand> = self.districts().collect();
        Ok([self.replica(&first, 1, "市级")?, self.replica(&second, 2, "区级")?])
    }

    /// A week of each of that many people, the last that joined first: 25 visits to the projects they look after.
    pub fn weeks(&mut self, people: usize) -> Result<Vec<Vec<u8>>, Refusal> {
        let last = self.actors.len();
        (last.saturating_sub(people)..last).rev().map(|person| self.week(person)).collect()
    }

    fn week(&mut self, person: usize) -> Result<Vec<u8>, Refusal> {
        let projects = self.projects.iter().filter(|(_, owner)| *owner == person).map(|(project, _)| *project).collect();
        let hand = Hand { signer: self.actors[person].signer.clone(), projects };
        self.apart(&hand.signer, |later| later.visit(&hand, WEEK_VISITS, "本周"))
    }

    fn districts(&self) -> impl Iterator<Item = Hand> {
        let mut first: BTreeMap<usize, Hand> = BTreeMap::new();
        for (project, owner) in &self.projects {
            let district = self.actors[*owner].district;
            let actor = self.actors.iter().find(|actor| actor.district == district).expect("the owner is one");
            let hand = first.entry(district).or_insert_with(|| Hand { signer: actor.signer.clone(), projects: Vec::new() });
            hand.projects.push(*project);
        }
        first.into_values()
    }

    /// Lets `write` add to the sample, exports what it added as a bundle from that device, and forgets it.
    fn apart(&mut self, from: &SeedSigner, write: impl FnOnce(&mut Self) -> Result<(), Refusal>) -> Result<Vec<u8>, Refusal> {
        let before = self.maker.ledger.clone();
        let after = before.heads(|_| true, |_, _| false);
        let written = write(self).map(|()| export(&self.maker.ledger, from, self.maker.ledger.scopes(), after, None));
        self.maker.ledger = before;
        written
    }

    /// Edits every hundredth record from the first and every hundredth from `own`.
    fn replica(&mut self, hands: &[Hand], own: usize, who: &str) -> Result<Vec<u8>, Refusal> {
        let chosen = self.records().into_iter().enumerate().filter(|(i, _)| [0, own].contains(&(i % EVERY)));
        let edited: Vec<Record> = chosen.map(|(_, record)| record).collect();
        let from = &hands.first().ok_or(Refusal::NothingToDo)?.signer;
        self.apart(from, |later| {
            hands.iter().enumerate().try_for_each(|(n, hand)| {
                let theirs = |record: &&Record| hand.projects.iter().any(|project| Scope::Project(*project) == record.scope);
                let now = later.maker.ledger.newest() + 1000;
                later.maker.write(&hand.signer, now, 0, |_, drafting, _| {
                    edited.iter().filter(theirs).try_for_each(|record| edit(record, who, drafting))
                })?;
                later.visit(hand, NEW_VISITS / hands.len() + usize::from(n < NEW_VISITS % hands.len()), who)
            })
        })
    }

    fn records(&self) -> Vec<Record> {
        let events = self.maker.ledger.feeds().flat_map(|(key, feed)| feed.events().map(|event| (key.scope, event)));
        let field = |event: &Event| match event.kind.known()? {
            Kind::ProjectRegistered => Some((json!("project"), "code")),
            Kind::VisitLogged => Some((json!(event.id.to_ref()), "text")),
            _ => None,
        };
        events.filter_map(|(scope, event)| field(event).map(|(of, field)| Record { scope, name: event.id.to_ref(), of, field })).collect()
    }

    fn visit(&mut self, hand: &Hand, count: usize, what: &str) -> Result<(), Refusal> {
        let now = self.maker.ledger.newest() + 1000;
        let on = Day::of_time(now, ZONE_MINUTES);
        self.maker.write(&hand.signer, now, 0, |state, drafting, _| {
            hand.projects.iter().cycle().take(count).enumerate().try_for_each(|(n, project)| {
                let text = format!("{what}第 {} 次走访，现场查看进度，了解设备到货情况，约定下周再来。", n + 1);
                let visit = VisitDraft {
                    on,
                    at: Some(format!("{:02}:{:02}", 8 + n % 9, n % 60)),
                    kind: "site-visit".into(),
                    people: Some("项目单位负责人".into()),
                    text: Some(text),
                    files: Vec::new(),
                };
                command::decide(state, &Command::LogVisit { project: *project, visit, problems: Vec::new() }, drafting)
            })
        })
    }
}

fn edit(record: &Record, who: &str, drafting: &mut Drafting<'_>) -> Result<(), Refusal> {
    let set = json!({ record.field: format!("{who}更正：以现场核对的为准。") });
    let over = json!({ record.field: [record.name] });
    drafting.push(record.scope, Kind::FieldsChanged, json!({ "of": record.of, "over": over, "set": set })).map(drop)
}
