//! Words of the queue of what waits for an audit.

use crate::domain::calendar::{Day, Month};
use crate::domain::order::InOrder;
use crate::domain::state::Verdict;
use crate::screen::audit::{After, Ask, Asked, Line, MonthAfter, Queue};
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub lead_bold: &'static str,
    pub lead_after: &'static str,
    pub longest_first: &'static str,
    pub moved: &'static str,
    pub planned: &'static str,
    pub late: &'static str,
    pub own: &'static str,
    pub disagree: &'static str,
    pub disagree_hint: &'static str,
    pub return_label: &'static str,
    pub return_placeholder: &'static str,
    pub return_which: &'static str,
    pub choose_which: &'static str,
    pub give_back: &'static str,
    pub accept_ticked: &'static str,
    pub tick: &'static str,
    pub keys: [(&'static str, &'static str); 6],
    pub all_done: &'static str,
    pub none_here: &'static str,
    pub decided: &'static str,
    pub reasons: [&'static str; 4],
    pub choose: &'static str,
    pub to_list: &'static str,
    pub also_read: &'static str,
}

pub static ZH: Words = Words {
    title: "计划审核",
    lead: "新报的节点和改期。",
    lead_bold: "审过才算数",
    lead_after: "，没审的不进灯、不进排名。",
    longest_first: "等得久的在前",
    moved: "改期",
    planned: "新增",
    late: "过期才申请",
    own: "本人提的",
    disagree: "审核意见不一致",
    disagree_hint: "两边审得不一样，先按后写的算。再审一次，就按这一次的。",
    return_label: "退回要写一句",
    return_placeholder: "例如：请附图审机构的受理单",
    return_which: "退回哪一处",
    choose_which: "请先选退回哪一处。退回要一处一处来，各写各的原因。",
    give_back: "退回",
    accept_ticked: "通过选中",
    tick: "选中",
    keys: [("j k", "上下"), ("a", "通过"), ("r", "退回"), ("x", "选中"), ("A", "通过选中"), ("z", "撤回")],
    all_done: "都审完了",
    none_here: "没有要审的。",
    decided: "刚审过的",
    reasons: ["理由不够", "日期对不上要件", "没写责任人", "权重合计不对"],
    choose: "请从右边选一个项目。",
    to_list: "回到待审",
    also_read: "看计划",
};

pub static EN: Words = Words {
    title: "Plan audit",
    lead: "New nodes and new dates. ",
    lead_bold: "They count once accepted",
    lead_after: "; until then neither lights nor rankings change.",
    longest_first: "Longest waiting first",
    moved: "New date",
    planned: "New node",
    late: "Asked after its day",
    own: "Asked by you",
    disagree: "Audits disagree",
    disagree_hint: "Two audits disagree; the later one is in use for now. Another audit settles it.",
    return_label: "A return needs a sentence",
    return_placeholder: "For example: please attach the receipt of the drawing review",
    return_which: "Which to return",
    choose_which: "Choose first which one to return. Returns go one by one, each with its own reason.",
    give_back: "Return",
    accept_ticked: "Accept selected",
    tick: "Select",
    keys: [("j k", "down, up"), ("a", "accept"), ("r", "return"), ("x", "select"), ("A", "accept selected"), ("z", "take back")],
    all_done: "All audited",
    none_here: "Nothing to audit.",
    decided: "Just audited",
    reasons: ["The reason is too thin", "The date does not fit the permits", "Nobody is named as responsible", "The weights do not add up"],
    choose: "Choose a project on the right.",
    to_list: "Back to the list",
    also_read: "See plan",
};

impl Text {
    /// 第 1 条，共 37 处·18 个项目.
    pub fn audit_place(&self, at: Option<usize>, queue: &Queue) -> String {
        let asks: usize = queue.lines.iter().map(|line| line.asks.len()).sum();
        let projects = queue.lines.len();
        match (self.lang, at) {
            (Lang::Zh, Some(at)) => format!("第 {at} 条，共 {asks} 处·{projects} 个项目"),
            (Lang::Zh, None) => format!("共 {asks} 处·{projects} 个项目"),
            (Lang::En, Some(at)) => format!("{at} of {projects} projects · {asks} to audit"),
            (Lang::En, None) => format!("{projects} projects · {asks} to audit"),
        }
    }

    /// 待审 37.
    pub fn to_audit(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("待审 {n}"),
            Lang::En => format!("To audit {n}"),
        }
    }

    pub fn audits_wait(&self, n: usize) -> String {
        match (self.lang, n) {
            (_, 0) => self.audit_words().none_here.into(),
            (Lang::Zh, n) => format!("{n} 处节点、改期在等审核"),
            (Lang::En, 1) => "1 node or date waits for its audit".into(),
            (Lang::En, n) => format!("{n} nodes and dates wait for their audit"),
        }
    }

    /// What a line asks for: 改期 1、新增 1; 改期 10月31日 → 12月5日; 12月计划 5 个节点.
    pub fn audit_line(&self, line: &Line, today: Day) -> String {
        let moves: Vec<&Ask> = line.asks.iter().filter(|a| matches!(a.asked, Asked::Move { .. })).collect();
        let plans: Vec<&Ask> = line.asks.iter().filter(|a| matches!(a.asked, Asked::Plan { .. })).collect();
        let words = self.audit_words();
        match (moves.as_slice(), plans.as_slice()) {
            ([one], []) => match one.asked {
                Asked::Move { from, due, .. } => format!("{} {} → {}", words.moved, self.day(from, today), self.day(due, today)),
                Asked::Plan { .. } => String::new(),
            },
            ([], plans) => {
                let month = plans.first().map(|ask| Month::of(ask.asked.due()));
                let one_month = month.filter(|month| plans.iter().all(|ask| Month::of(ask.asked.due()) == *month));
                match (self.lang, one_month) {
                    (Lang::Zh, Some(month)) => format!("{}计划 {}", self.month(month, today), self.node_count(plans.len())),
                    (Lang::Zh, None) => format!("{} {}", words.planned, self.node_count(plans.len())),
                    (Lang::En, Some(month)) => format!("{}: {} planned", self.month(month, today), self.node_count(plans.len())),
                    (Lang::En, None) => format!("{} planned", self.node_count(plans.len())),
                }
            }
            (moves, []) => format!("{} {}", words.moved, moves.len()),
            (moves, plans) => format!("{} {}{}{} {}", words.moved, moves.len(), self.pick("、", ", "), words.planned, plans.len()),
        }
    }

    /// Who asked, each once.
    pub fn audit_askers(&self, line: &Line) -> String {
        let mut people: Vec<&str> = line.asks.iter().map(|ask| ask.by.as_str()).collect();
        people.order();
        people.dedup();
        people.join(self.pick("、", ", "))
    }

    /// 今天, 昨天, 3 天.
    pub fn waited(&self, days: i64) -> String {
        match days {
            0 => self.projects().today.into(),
            1 => self.projects().yesterday.into(),
            days => self.days(days),
        }
    }

    /// 第 2 次.
    pub fn again(&self, number: usize) -> String {
        match self.lang {
            Lang::Zh => format!("第 {number} 次"),
            Lang::En => format!("Change {number}"),
        }
    }

    /// 这次要审的 2 处.
    pub fn asks_head(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("这次要审的 {n} 处"),
            Lang::En => format!("To audit now: {n}"),
        }
    }

    /// 11月30日 → 12月7日; 12月25日，权重 20.
    pub fn asked(&self, asked: &Asked, today: Day) -> String {
        match asked {
            Asked::Move { from, due, .. } => format!("{} → {}", self.day(*from, today), self.day(*due, today)),
            Asked::Plan { due, weight } => format!("{}{}{}", self.day(*due, today), self.comma(), self.weight(*weight)),
        }
    }

    /// What stands beside it: 第 1 次改期，到期前 18 天申请; 12月应完成权重 +20.
    pub fn asked_beside(&self, asked: &Asked, today: Day) -> Vec<String> {
        match (asked, self.lang) {
            (Asked::Move { number, ahead, .. }, Lang::Zh) => vec![format!("第 {number} 次改期"), self.move_ahead(*ahead)],
            (Asked::Move { number, ahead, .. }, Lang::En) => vec![format!("Change {number}"), self.move_ahead(*ahead)],
            (Asked::Plan { due, weight }, Lang::Zh) => vec![format!("{}应完成权重 +{weight}", self.month(Month::of(*due), today))],
            (Asked::Plan { due, weight }, Lang::En) => vec![format!("Weight due in {}: +{weight}", self.month(Month::of(*due), today))],
        }
    }

    /// 通过以后：普兰店区 11月应完成权重 510 → 480，1 个在排名里单列；项目灯不变（黄灯）。
    pub fn after(&self, after: &After, today: Day) -> String {
        let zh = self.lang == Lang::Zh;
        let month = |m: &MonthAfter| {
            let name = self.month(m.month, today);
            let due = match (zh, m.before == m.after) {
                (_, true) => None,
                (true, false) => Some(format!("{name}应完成权重 {} → {}", m.before, m.after)),
                (false, false) => Some(format!("weight due in {name} {} → {}", m.before, m.after)),
            };
            let moved = match (zh, m.moved) {
                (_, 0) => None,
                (true, n) => Some(format!("{name}移出的 {n} 个在排名里单列")),
                (false, n) => Some(format!("{n} moved out of {name}, listed apart in the ranking")),
            };
            due.into_iter().chain(moved).collect::<Vec<_>>().join(self.comma())
        };
        let (now, then) = after.light;
        let light = match (zh, now == then) {
            (true, true) => format!("项目灯不变（{}）", self.light(now)),
            (true, false) => format!("项目灯 {} → {}", self.light(now), self.light(then)),
            (false, true) => format!("the project's light stays {}", self.light(now).to_lowercase()),
            (false, false) => format!("the project's light {} → {}", self.light(now).to_lowercase(), self.light(then).to_lowercase()),
        };
        let head = self.pick("通过以后：", "Once accepted: ");
        let months: Vec<String> = after.months.iter().map(month).collect();
        if months.is_empty() {
            return format!("{head}{light}{}", self.pick("。", "."));
        }
        let district = if after.district.is_empty() { String::new() } else { format!("{} ", after.district) };
        format!("{head}{district}{}{}{light}{}", months.join(self.comma()), self.pick("；", "; "), self.pick("。", "."))
    }

    /// 通过 2 处.
    pub fn accept_n(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("通过 {n} 处"),
            Lang::En => format!("Accept {n}"),
        }
    }

    /// 已选 3 条.
    pub fn ticked_n(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("已选 {n} 条"),
            Lang::En => format!("{n} selected"),
        }
    }

    /// 09:05 退回; 09:03 通过 2 处.
    pub fn decided_at(&self, verdict: Verdict, n: usize, time: &str) -> String {
        match (self.lang, verdict) {
            (Lang::Zh, Verdict::Accepted) => format!("{time} 通过 {n} 处"),
            (Lang::Zh, Verdict::Returned) => format!("{time} 退回"),
            (Lang::En, Verdict::Accepted) => format!("{time} accepted {n}"),
            (Lang::En, Verdict::Returned) => format!("{time} returned"),
        }
    }

    /// 下一个到期：11月30日.
    pub fn next_to_come(&self, next: Option<Day>, today: Day) -> Option<String> {
        let day = self.day(next?, today);
        Some(match self.lang {
            Lang::Zh => format!("下一个节点 {day}到期。"),
            Lang::En => format!("The next node is due on {day}."),
        })
    }

    /// Who audits it, for whoever may not.
    pub fn audited_by(&self, people: &[String]) -> String {
        let names = people.join(self.pick("、", ", "));
        match (self.lang, people.is_empty()) {
            (Lang::Zh, true) => "由项目所在区市县或市级统筹审核，您只能看。".into(),
            (Lang::Zh, false) => format!("由{names}审核，您只能看。"),
            (Lang::En, true) => "The district's or the city's coordinator audits this; you can only look.".into(),
            (Lang::En, false) => format!("{names} may audit this; you can only look."),
        }
    }
}
