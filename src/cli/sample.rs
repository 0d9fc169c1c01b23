//! A made-up workspace at scale, with throw-away keys: the same seed gives the same bytes.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::crypto::Signer;
use crate::crypto::native::{SeedSigner, invite_pair, sign_with_jwk};
use crate::domain::bundle::export::{Address, Outline};
use crate::domain::bundle::key::{Seal, join_message};
use crate::domain::bundle::read::{Heads, Piece};
use crate::domain::calendar::{Day, Month};
use crate::domain::command::{
    self, Command, Drafting, NodeDraft, PermitChange, PermitDraft, ProblemDraft, Refusal, ReportDraft, Stamp, VisitDraft,
};
use crate::domain::event::seal_message;
use crate::domain::hash;
use crate::domain::id::{DeviceId, ProjectId, Ref, Scope};
use crate::domain::ledger::Ledger;
use crate::domain::money::Fen;
use crate::domain::shape::Kind;
use crate::domain::state::{Node, PermitState, State, Verdict, YearPlan};
use crate::domain::trust::{Role, View};

use super::later::Later;

/// How much to make.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub projects: usize,
    pub people: usize,
    pub visits: usize,
    pub months: usize,
    /// Of each project; with any there are also its investment and permits. 0: none of them.
    pub nodes: usize,
}

const ZONE: &str = "+08:00";
/// 2018-01-02 08:00 in the zone.
const BEGIN: i64 = 1_514_851_200_000;
const DAY_MS: i64 = 86_400_000;
const MONTH_DAYS: u64 = 30;
const DISTRICTS: [&str; 13] = [
    "中山区",
    "西岗区",
    "沙河口区",
    "甘井子区",
    "旅顺口区",
    "金普新区",
    "普兰店区",
    "瓦房店市",
    "庄河市",
    "长海县",
    "高新区",
    "长兴岛经济区",
    "花园口经济区",
];
const STREETS: [&str; 8] = ["东港", "站北", "春柳", "白山路", "大连湾", "拥政", "凌水", "光明"];
const SUBJECTS: [&str; 8] = ["精密制造", "智慧产业园", "热电", "输变电", "商务中心", "物流基地", "医院", "居住区配套"];
const WORKS: [&str; 5] = ["一期", "二期", "扩建", "改造", "新建厂区"];
const SEEN: [&str; 8] = [
    "现场查看进度",
    "了解设备到货情况",
    "核对手续办理节点",
    "企业反映用工紧张",
    "塔吊已安装到位",
    "地基验收已通过",
    "管网接口位置已确认",
    "约定下周再来",
];
const SAID: [&str; 8] = [
    "负责人表示可以按期完成",
    "已请街道协助联系部门",
    "材料本周报送",
    "天气影响了两天",
    "夜间施工已报备",
    "食堂和宿舍情况良好",
    "图纸还在会审",
    "资金按合同到位",
];
const TITLES: [&str; 6] =
    ["北门排水口未接入市政管网", "临时用电容量不足", "林地手续未批复", "拆迁还差三户", "消防验收资料待补", "道路开口手续未办"];
const CATEGORIES: [&str; 4] = ["industry", "infrastructure", "services", "social"];
const PHASES: [&str; 5] = ["preparation", "start", "construction", "structure", "equipment"];
const KINDS: [&str; 6] = ["site-visit", "site-visit", "phone", "interview", "accompany", "inspection"];
const NODES: [&str; 8] = ["取得用地规划许可", "取得施工许可证", "桩基完成", "基础验收", "主体封顶", "设备到货", "管网接通", "竣工验收"];
const STAGES: [&str; 5] = ["preparation", "start", "foundation", "topped-out", "equipment"];
const PERMITS: [(&str, &str); 4] =
    [("建设工程规划许可证", "certificate"), ("供电接入", "condition"), ("环评批复", "document"), ("入库材料", "statistics")];
const DEPARTMENTS: [&str; 3] = ["自然资源局", "住建局", "生态环境局"];
const PROBLEMS: [&str; 5] = ["utilities", "land", "approval", "site", "funds"];

/// Numbers from a seed by SHA-256 in counter mode: slow, plain, and the same everywhere.
pub(super) struct Numbers {
    seed: String,
    count: u64,
}

impl Numbers {
    fn next(&mut self) -> u64 {
        self.count += 1;
        let digest = hash::sha256(format!("{} {}", self.seed, self.count).as_bytes());
        u64::from_le_bytes(digest[..8].try_into().expect("8 of 32"))
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    fn bytes(&mut self) -> [u8; 16] {
        let (a, b) = (self.next().to_le_bytes(), self.next().to_le_bytes());
        std::array::from_fn(|i| if i < 8 { a[i] } else { b[i - 8] })
    }
}

/// A person's device, made from the seed.
pub(super) struct Actor {
    pub signer: SeedSigner,
    person: Ref,
    pub district: usize,
}

pub(super) struct Maker {
    numbers: Numbers,
    pub ledger: Ledger,
    state: State,
    pub founder: SeedSigner,
}

impl Maker {
    /// Drafts of one device, taken into the ledger with its seal.
    pub fn write(
        &mut self,
        signer: &SeedSigner,
        now: i64,
        random: usize,
        write: impl FnOnce(&State, &mut Drafting<'_>, &mut Numbers) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let random = (0..random).map(|_| self.numbers.bytes()).collect();
        let mut drafting = Drafting::new(&self.ledger, signer.device(), Stamp { now, random });
        write(&self.state, &mut drafting, &mut self.numbers)?;
        let pieces = drafting.finish();
        self.take(signer, pieces);
        Ok(())
    }

    fn take(&mut self, signer: &SeedSigner, pieces: Vec<Piece>) {
        self.ledger.devices.insert(signer.device(), signer.key().clone());
        for mut piece in pieces {
            let Some(last) = piece.events.last() else { continue };
            let sig = hash::encode(&signer.sign_now(&seal_message(&self.ledger.workspace, &piece.feed, last.seq, &last.id)));
            piece.seal = Some(Seal { seq: last.seq, id: last.id, sig });
            self.ledger.insert(&piece);
        }
    }

    fn fold(&mut self) {
        self.state = State::fold(&mut self.ledger, View::default());
    }
}

/// A made-up workspace, and a way into it.
pub struct Sample {
    /// All of it, signed by the founder.
    pub bundle: Vec<u8>,
    /// For one more coordinator of the city: the roster alone, with an invitation that runs out in a far year.
    pub starter: Vec<u8>,
    pub later: Later,
}

/// Makes a workspace and exports it whole.
pub fn sample(size: &Size, seed: &str) -> Result<Sample, Refusal> {
    let founder = SeedSigner::new(&format!("{seed} founder"));
    let mut numbers = Numbers { seed: seed.to_string(), count: 0 };
    let nonce = hash::crockford(&numbers.bytes(), 16).to_ascii_lowercase();
    let (workspace, piece) = command::found("大连市重点项目", "市发展改革委", ZONE, founder.key(), founder.box_key(), &nonce, BEGIN)?;
    let mut ledger = Ledger::new(workspace);
    let state = State::fold(&mut ledger, View::default());
    let mut maker = Maker { numbers, ledger, state, founder: SeedSigner::new(&format!("{seed} founder")) };
    maker.take(&founder, vec![piece]);
    maker.fold();
    let districts = units(&mut maker, &founder)?;
    let actors = people(&mut maker, &founder, &districts, size.people.max(1), seed)?;
    let projects = projects(&mut maker, &founder, &districts, &actors, size.projects)?;
    visits(&mut maker, &actors, &projects, size)?;
    maker.fold();
    if size.nodes > 0 {
        progress(&mut maker, &founder, &actors, &projects, size)?;
    }
    let bundle = export(&maker.ledger, &founder, maker.ledger.scopes(), Heads::new(), None);
    let invite = invite(&mut maker, &founder, seed)?;
    let starter = export(&maker.ledger, &founder, [Scope::All].into(), Heads::new(), Some(invite));
    Ok(Sample { bundle, starter, later: Later { maker, actors, projects } })
}

/// Registers and invites one more coordinator of the city: the person, and the private key of the invitation.
fn invite(maker: &mut Maker, founder: &SeedSigner, seed: &str) -> Result<(Ref, String), Refusal> {
    let now = maker.ledger.newest() + 1000;
    maker.write(founder, now, 0, |state, drafting, _| {
        let command = Command::RegisterPerson { name: "市级统筹".into(), role: Role::City, district: None, unit: None };
        command::decide(state, &command, drafting)
    })?;
    maker.fold();
    let city = maker.state.roster.persons.values().filter(|p| p.role == Role::City).map(|p| p.id);
    let founded = maker.state.trust.founder.map(|(_, person)| person);
    let person = city.into_iter().find(|id| Some(*id) != founded).ok_or(Refusal::NoRandom)?;
    let pair = invite_pair(&format!("{seed} invite of the city"));
    // A bench joins on whatever day it runs.
    let until = Day::of_time(now, 480).plus(365 * 80);
    maker.write(founder, now + 1000, 0, |state, drafting, _| {
        command::decide(state, &Command::InvitePerson { person, key: pair.public.clone(), until }, drafting)
    })?;
    Ok((person, pair.private_jwk))
}

fn new_refs(state: &State, kind: Kind) -> Vec<Ref> {
    state.roster.folded.of_kind(kind).map(|e| e.name()).collect()
}

fn units(maker: &mut Maker, founder: &SeedSigner) -> Result<Vec<(Ref, Ref)>, Refusal> {
    maker.write(founder, BEGIN + 60_000, 0, |state, drafting, _| {
        DISTRICTS.iter().try_for_each(|name| {
            let command = Command::RegisterUnit { name: (*name).into(), kind: "district".into(), parent: None };
            command::decide(state, &command, drafting)
        })
    })?;
    maker.fold();
    let districts = new_refs(&maker.state, Kind::UnitRegistered);
    maker.write(founder, BEGIN + 120_000, 0, |state, drafting, _| {
        districts.iter().enumerate().try_for_each(|(i, district)| {
            let name = format!("{}街道", STREETS[i % STREETS.len()]);
            command::decide(state, &Command::RegisterUnit { name, kind: "street".into(), parent: Some(*district) }, drafting)
        })
    })?;
    maker.fold();
    let streets = new_refs(&maker.state, Kind::UnitRegistered)[districts.len()..].to_vec();
    Ok(districts.into_iter().zip(streets).collect())
}

fn people(maker: &mut Maker, founder: &SeedSigner, units: &[(Ref, Ref)], count: usize, seed: &str) -> Result<Vec<Actor>, Refusal> {
    maker.write(founder, BEGIN + 180_000, 0, |state, drafting, _| {
        (0..count).try_for_each(|i| {
            let place = i % units.len();
            let coordinator = i < units.len() && count > units.len();
            let (role, name) = if coordinator {
                (Role::District, format!("{}协调员", DISTRICTS[place]))
            } else {
                (Role::Secretary, format!("{}街道服务秘书{}", STREETS[place % STREETS.len()], i + 1))
            };
            let command = Command::RegisterPerson { name, role, district: Some(units[place].0), unit: Some(units[place].1) };
            command::decide(state, &command, drafting)
        })
    })?;
    maker.fold();
    let persons = new_refs(&maker.state, Kind::PersonRegistered);
    let invites: Vec<_> = (0..persons.len()).map(|i| invite_pair(&format!("{seed} invite {i}"))).collect();
    let until = Day::of_time(BEGIN, 480).plus(30);
    maker.write(founder, BEGIN + 240_000, 0, |state, drafting, _| {
        persons.iter().zip(&invites).try_for_each(|(person, pair)| {
            command::decide(state, &Command::InvitePerson { person: *person, key: pair.public.clone(), until }, drafting)
        })
    })?;
    let mut actors = Vec::with_capacity(persons.len());
    for (i, (person, pair)) in persons.iter().zip(&invites).enumerate() {
        let signer = SeedSigner::new(&format!("{seed} device {i}"));
        let message = join_message(&maker.ledger.workspace, &signer.device(), person.as_str());
        let proof = sign_with_jwk(&pair.private_jwk, &message).ok_or(Refusal::NoRandom)?;
        let pieces = command::join(&maker.ledger, *person, signer.key(), signer.box_key(), &proof, BEGIN + 300_000)?;
        maker.take(&signer, pieces);
        actors.push(Actor { signer, person: *person, district: i % units.len() });
    }
    let devices = actors.iter().map(|a| (a.person, a.signer.key().clone(), a.signer.box_key().clone())).collect();
    maker.write(founder, BEGIN + 360_000, 0, |state, drafting, _| command::decide(state, &Command::AdmitDevices { devices }, drafting))?;
    maker.fold();
    Ok(actors)
}

fn projects(
    maker: &mut Maker,
    founder: &SeedSigner,
    units: &[(Ref, Ref)],
    actors: &[Actor],
    count: usize,
) -> Result<Vec<(ProjectId, usize)>, Refusal> {
    let before: BTreeSet<Scope> = maker.ledger.scopes();
    // The secretaries come after the district coordinators, if there are any.
    let first = if actors.len() > units.len() { units.len() } else { 0 };
    let owner = |i: usize| first + i % (actors.len() - first);
    let mut made: Vec<(ProjectId, usize)> = Vec::new();
    maker.write(founder, BEGIN + 3_600_000, count, |_, drafting, numbers| {
        (0..count).try_for_each(|i| {
            let actor = &actors[owner(i)];
            let fields: Map<String, Value> = Map::from_iter([
                ("name".into(), json!(format!("{}{}{}号项目", numbers.pick(&SUBJECTS), numbers.pick(&WORKS), i + 1))),
                ("district".into(), json!(units[actor.district].0)),
                ("unit".into(), json!(units[actor.district].1)),
                ("category".into(), json!(numbers.pick(&CATEGORIES))),
                ("phase".into(), json!(numbers.pick(&PHASES))),
                ("secretary".into(), json!(actor.person)),
                ("key".into(), json!(i % 5 == 0)),
                ("total".into(), json!((50 + numbers.below(5_000)) as i64 * 100_000_000)),
                ("code".into(), json!(format!("DL-2018-{:04}", i + 1))),
            ]);
            let project = drafting.fresh_project()?;
            made.push((project, owner(i)));
            drafting.push(Scope::Project(project), Kind::ProjectRegistered, fields.into()).map(drop)
        })
    })?;
    maker.fold();
    debug_assert_eq!(maker.ledger.scopes().len(), before.len() + count);
    Ok(made)
}

fn visits(maker: &mut Maker, actors: &[Actor], projects: &[(ProjectId, usize)], size: &Size) -> Result<(), Refusal> {
    if projects.is_empty() {
        return Ok(());
    }
    let days = (size.months.max(1) as u64 * MONTH_DAYS).max(1);
    let first_day = Day::of_time(BEGIN, 480).plus(1);
    // Each actor's visits in the order of days, so that its feeds are written in one go.
    let mut by_actor: Vec<Vec<(u64, ProjectId)>> = vec![Vec::new(); actors.len()];
    for i in 0..size.visits {
        let (project, actor) = projects[i % projects.len()];
        by_actor[actor].push((maker.numbers.next() % days, project));
    }
    for (actor, mut list) in actors.iter().zip(by_actor) {
        list.sort();
        maker.write(&actor.signer, BEGIN + DAY_MS, 0, |state, drafting, numbers| {
            list.iter().enumerate().try_for_each(|(n, (day, project))| {
                drafting.at(BEGIN + (*day as i64 + 1) * DAY_MS + (n as i64 % 20) * 600_000);
                let on = first_day.plus(*day as i64);
                let text = format!("{}，{}。{}，{}。", numbers.pick(&SEEN), numbers.pick(&SAID), numbers.pick(&SEEN), numbers.pick(&SAID));
                let visit = VisitDraft {
                    on,
                    at: Some(format!("{:02}:{:02}", 8 + numbers.below(9), numbers.below(60))),
                    kind: numbers.pick(&KINDS).into(),
                    people: Some("项目单位负责人".into()),
                    text: Some(text),
                    files: Vec::new(),
                };
                let mut problems = Vec::new();
                if numbers.below(16) == 0 {
                    let (title, category) = (numbers.pick(&TITLES).into(), numbers.pick(&PROBLEMS).into());
                    problems.push(ProblemDraft { title, category, on, text: None });
                }
                command::decide(state, &Command::LogVisit { project: *project, visit, problems }, drafting)
            })
        })?;
    }
    Ok(())
}

/// Nodes, investment and permits of every project: planned by its secretary in the first days, audited by the city, and
/// reported month by month, most of it in time.
fn progress(
    maker: &mut Maker,
    founder: &SeedSigner,
    actors: &[Actor],
    projects: &[(ProjectId, usize)],
    size: &Size,
) -> Result<(), Refusal> {
    let first_day = Day::of_time(BEGIN, 480).plus(1);
    let days = (size.months.max(1) as i64) * MONTH_DAYS as i64;
    let now = |maker: &Maker, day: i64| (BEGIN + day * DAY_MS).max(maker.ledger.newest() + 1000);
    // The months that ended while the sample runs.
    let last = Month::of(first_day.plus(days));
    let months: Vec<Month> =
        std::iter::successors(Some(Month::of(first_day)), |m| m.next()).take_while(|m| *m < last && m.year() == first_day.year()).collect();
    let by_secretary = |actor: usize| projects.iter().filter(move |(_, owner)| *owner == actor).map(|(project, _)| *project);
    for (i, actor) in actors.iter().enumerate() {
        maker.write(&actor.signer, now(maker, days), 0, |state, drafting, numbers| {
            by_secretary(i).try_for_each(|project| {
                let nodes = (0..size.nodes).map(|n| {
                    let due = first_day.plus((n as i64 + 1) * days / size.nodes as i64 + numbers.below(20) as i64);
                    let start = (numbers.below(3) > 0).then(|| due.plus(-20 - numbers.below(40) as i64));
                    NodeDraft {
                        title: format!("{}{}", numbers.pick(&WORKS), numbers.pick(&NODES)),
                        due,
                        start,
                        weight: Some(5 + numbers.below(30) as i64),
                        stage: Some(numbers.pick(&STAGES).into()),
                        text: None,
                    }
                });
                command::decide(state, &Command::PlanNodes { project, nodes: nodes.collect() }, drafting)?;
                let permits = PERMITS.iter().map(|(title, group)| PermitDraft {
                    title: (*title).into(),
                    group: (*group).into(),
                    department: Some(numbers.pick(&DEPARTMENTS).into()),
                    norm_days: Some(5 + numbers.below(20) as i64),
                    stage: None,
                });
                command::decide(state, &Command::ListPermits { project, permits: permits.collect() }, drafting)
            })
        })?;
    }
    maker.fold();
    maker.write(founder, now(maker, days), 0, |state, drafting, numbers| {
        projects.iter().try_for_each(|(project, _)| {
            let Some(held) = state.project(project).cloned() else { return Ok(()) };
            // One in twenty waits for its audit, one in fifty is excused.
            let of = held.nodes.iter().filter(|_| numbers.below(20) > 0).map(|n| (*project, n.id)).collect();
            match command::decide(state, &Command::AuditNodes { of, verdict: Verdict::Accepted, text: None }, drafting) {
                Ok(()) | Err(Refusal::NothingToDo) => {}
                Err(other) => return Err(other),
            }
            for node in &held.nodes {
                if numbers.below(50) == 0 {
                    let until = Some(node.due.plus(30));
                    let reason = "防汛停工".into();
                    command::decide(state, &Command::ExcuseNode { project: *project, node: node.id, until, reason }, drafting)?;
                }
            }
            let plan = YearPlan { amount: Fen((10 + numbers.below(500) as i64) * 100_000_000), months: None };
            command::decide(state, &Command::PlanInvestment { project: *project, year: first_day.year(), plan }, drafting)
        })
    })?;
    maker.fold();
    for (i, actor) in actors.iter().enumerate() {
        maker.write(&actor.signer, now(maker, days + 1), 0, |state, drafting, numbers| {
            by_secretary(i).try_for_each(|project| {
                let Some(held) = state.project(&project).cloned() else { return Ok(()) };
                for node in &held.nodes {
                    if let Some(report) = reported(node, first_day.plus(days), numbers) {
                        command::decide(state, &Command::ReportNode { project, node: node.id, report }, drafting)?;
                    }
                    if numbers.below(15) == 0 {
                        let (due, reason) = (node.due.plus(31), "图纸调整".into());
                        command::decide(state, &Command::RescheduleNode { project, node: node.id, due, start: None, reason }, drafting)?;
                    }
                }
                let amount = held.investment.plans.get(&first_day.year()).map_or(0, |plan| plan.amount.0);
                for month in &months {
                    let done = Fen(amount * i64::from(month.number()) * (90 + numbers.below(40) as i64) / 1200);
                    command::decide(state, &Command::ReportInvestment { project, month: *month, done }, drafting)?;
                }
                held.permits.iter().try_for_each(|permit| {
                    let on = first_day.plus(numbers.below(days as usize) as i64);
                    let state_of = [PermitState::Applied, PermitState::Issued, PermitState::Issued, PermitState::Waived][numbers.below(4)];
                    let change = PermitChange { state: state_of, on, valid_until: None, text: None };
                    command::decide(state, &Command::ChangePermit { project, permit: permit.id, change }, drafting)
                })
            })
        })?;
    }
    maker.fold();
    accept_half(maker, founder, now(maker, days + 2))
}

/// A node's last report up to a day, most of them in time; `None` of some.
fn reported(node: &Node, today: Day, numbers: &mut Numbers) -> Option<ReportDraft> {
    let report = |on: Day, percent, done| ReportDraft { on: on.min(today), percent, done, text: None, files: Vec::new() };
    match numbers.below(40) {
        0 => None,
        1 => Some(report(node.dates().start.plus(5), numbers.below(90) as i64, None)),
        2..=4 if node.due.plus(9) <= today => Some(report(node.due.plus(9), 100, Some(node.due.plus(7)))),
        _ if node.due <= today => Some(report(node.due, 100, Some(node.due.plus(-(numbers.below(9) as i64))))),
        _ => Some(report(today, numbers.below(100) as i64, None)),
    }
}

/// Every other rescheduling is accepted, the others wait.
fn accept_half(maker: &mut Maker, founder: &SeedSigner, now: i64) -> Result<(), Refusal> {
    let asked = maker.state.projects.values().flat_map(|p| p.nodes.iter().flat_map(|n| n.reschedulings.iter().map(|r| (p.id, r.id))));
    let of: Vec<(ProjectId, Ref)> = asked.step_by(2).collect();
    if of.is_empty() {
        return Ok(());
    }
    maker.write(founder, now, 0, |state, drafting, _| {
        command::decide(state, &Command::AuditNodes { of, verdict: Verdict::Accepted, text: None }, drafting)
    })?;
    maker.fold();
    Ok(())
}

/// What these scopes hold beyond `after`, as a bundle of that device.
pub(super) fn export(ledger: &Ledger, from: &SeedSigner, scopes: BTreeSet<Scope>, after: Heads, invite: Option<(Ref, String)>) -> Vec<u8> {
    let number = if after.is_empty() { 1 } else { 2 };
    let outline = Outline::new(ledger, scopes, after, None::<DeviceId>);
    let address = Address {
        from: Some(from.device()),
        number: Some(number),
        made: Some(ledger.newest()),
        heads: Some(ledger.heads(|_| true, |_, _| false)),
        to: invite.as_ref().map(|(person, _)| *person),
        invite,
        ..Address::default()
    };
    let unsealed = outline.write(&[], &address, &Default::default());
    let seal = from.sign_now(&unsealed.message());
    unsealed.finish(Some(&seal))
}
