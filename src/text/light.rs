//! Words of lights: what gives a light, as a sentence, and what would change it.

use crate::domain::calendar::{Day, Month};
use crate::domain::rules::investment::{self, REPORTED_BY};
use crate::domain::rules::light::Light;
use crate::domain::rules::node::{NodeLight, Why};
use crate::domain::rules::project::Grey;
use crate::screen::light::{Change, InvestmentChange, Next, Reason, Wish};
use crate::text::{EN_MONTHS, Lang, Text, fill};

/// Reasons that are told of one by one.
const TOLD: usize = 20;

impl Text {
    /// Each reason in a sentence; of very many the first, and how many there are besides.
    pub fn light_reasons(&self, reasons: &[Reason], today: Day) -> Vec<String> {
        let mut told: Vec<String> = reasons.iter().take(TOLD).map(|reason| self.light_reason(reason, today)).collect();
        if reasons.len() > TOLD {
            told.push(fill(self.leader().more_reasons, &[&(reasons.len() - TOLD).to_string()]));
        }
        told
    }

    /// 红灯.
    pub fn light(&self, light: Light) -> &'static str {
        match light {
            Light::Red => self.pick("红灯", "Red"),
            Light::Yellow => self.pick("黄灯", "Yellow"),
            Light::Green => self.pick("绿灯", "Green"),
            Light::Grey => self.pick("未定", "Undecided"),
        }
    }

    /// Why a project has no colour.
    pub fn grey(&self, grey: Grey) -> &'static str {
        match grey {
            Grey::NoPlan => self.pick("计划未报", "No plan"),
            Grey::NotAudited => self.pick("待审核", "Not audited"),
            Grey::Excused => self.pick("有正当理由", "Excused"),
        }
    }

    /// 红灯; of a grey one why it is grey.
    pub fn light_or_why(&self, light: Light, grey: Option<Grey>) -> &'static str {
        grey.filter(|_| light == Light::Grey).map_or(self.light(light), |grey| self.grey(grey))
    }

    /// The light of a project as a heading; a grey one by its reason.
    pub fn project_light(&self, light: Light, grey: Option<Grey>) -> &'static str {
        match (light, grey) {
            (Light::Grey, Some(Grey::NoPlan)) => self.pick("本月计划未报", "No plan for this month"),
            _ => self.light_or_why(light, grey),
        }
    }

    /// 6月绿灯，7月未知, for whoever does not see a strip of months.
    pub fn month_lights(&self, months: &[(Month, Light)], today: Day) -> String {
        let one = |(month, light): &(Month, Light)| format!("{}{}{}", self.month(*month, today), self.pick("", " "), self.light(*light));
        months.iter().map(one).collect::<Vec<_>>().join(self.comma())
    }

    /// The light of a node; a grey one by its reason.
    pub fn node_light(&self, light: &NodeLight) -> &'static str {
        match light.why {
            Why::NotStarted { .. } => self.pick("未到开始日", "Not started"),
            Why::Excused { .. } => self.grey(Grey::Excused),
            Why::Done { .. } | Why::Late { .. } | Why::Overdue { .. } | Why::Reported { .. } | Why::Unreported { .. } => {
                self.light(light.light)
            }
        }
    }

    /// 6月; with the year when it is not that of `today`.
    pub fn month(&self, month: Month, today: Day) -> String {
        let name = EN_MONTHS[month.number() as usize - 1];
        match (self.lang, month.year() == today.year()) {
            (Lang::Zh, true) => format!("{}月", month.number()),
            (Lang::Zh, false) => format!("{}年{}月", month.year(), month.number()),
            (Lang::En, true) => name.into(),
            (Lang::En, false) => format!("{name} {}", month.year()),
        }
    }

    fn node_named(&self, title: &str) -> String {
        match self.lang {
            Lang::Zh => format!("节点“{title}”"),
            Lang::En => format!("“{title}” "),
        }
    }

    /// What stands under a node's name: how it is with it on the day.
    pub fn node_why(&self, why: Why, today: Day) -> String {
        let zh = self.lang == Lang::Zh;
        let day = |day| self.day(day, today);
        match why {
            Why::Done { done, due } if done == due && zh => format!("{}按期办成", day(done)),
            Why::Done { done, due } if done == due => format!("was done on time, on {}", day(done)),
            Why::Done { done, due } if zh => format!("{}办成，比计划早 {}", day(done), self.days(due.days_since(done))),
            Why::Done { done, due } => format!("was done on {}, {} early", day(done), self.days(due.days_since(done))),
            Why::Late { done, due } if zh => {
                format!("应于{}完成，{}办成，晚了 {}", day(due), day(done), self.days(done.days_since(due)))
            }
            Why::Late { done, due } => {
                format!("was due on {} and done on {}, {} late", day(due), day(done), self.days(done.days_since(due)))
            }
            Why::Excused { until } if zh => format!("有正当理由，到{}（含）不计灯", day(until)),
            Why::Excused { until } => format!("is excused up to and including {}", day(until)),
            Why::Overdue { due, days } if zh => format!("应于{}完成，已过期 {}", day(due), self.days(days)),
            Why::Overdue { due, days } => format!("was due on {} and is {} overdue", day(due), self.days(days)),
            Why::NotStarted { start } if zh => format!("未到开始日，{}开始", day(start)),
            Why::NotStarted { start } => format!("has not started; it starts on {}", day(start)),
            Why::Reported { expected, percent, lag } => self.reported(expected, percent, lag),
            Why::Unreported { expected } if zh => format!("今天应到 {expected}%，还没有报过进度"),
            Why::Unreported { expected } => format!("should be at {expected}% today; no progress was reported yet"),
        }
    }

    fn reported(&self, expected: i64, percent: i64, lag: i64) -> String {
        let ahead = -lag;
        match (self.lang, lag) {
            (Lang::Zh, 1..) => format!("今天应到 {expected}%，只报了 {percent}%，慢 {lag} 个百分点"),
            (Lang::Zh, 0) => format!("今天应到 {expected}%，报了 {percent}%"),
            (Lang::Zh, _) => format!("今天应到 {expected}%，报了 {percent}%，快 {ahead} 个百分点"),
            (Lang::En, 1) => format!("should be at {expected}% today, but only {percent}% was reported: 1 point behind"),
            (Lang::En, 2..) => format!("should be at {expected}% today, but only {percent}% was reported: {lag} points behind"),
            (Lang::En, 0) => format!("should be at {expected}% today, and {percent}% was reported"),
            (Lang::En, -1) => format!("should be at {expected}% today, and {percent}% was reported: 1 point ahead"),
            (Lang::En, _) => format!("should be at {expected}% today, and {percent}% was reported: {ahead} points ahead"),
        }
    }

    pub fn light_reason(&self, reason: &Reason, today: Day) -> String {
        match reason {
            Reason::Node { title, why, .. } => format!("{}{}", self.node_named(title), self.node_why(*why, today)),
            Reason::NothingDue => {
                self.pick("到期的节点都已办成，没有正在办的", "All that was due is done, and nothing is under way").into()
            }
            Reason::Grey(grey) => {
                let more = match grey {
                    Grey::NoPlan => self.pick("还没有报节点计划", "nobody has planned a node yet"),
                    Grey::NotAudited => self.pick("计划报了，还没有节点审核通过", "there is a plan, but no node of it was accepted yet"),
                    Grey::Excused => self.pick("到期没办成的节点都有正当理由", "whatever is due and not done is excused"),
                };
                format!("{}{}{more}", self.grey(*grey), self.pick("：", ": "))
            }
            Reason::Investment(why) => self.investment_reason(*why, today),
        }
    }

    pub fn investment_reason(&self, why: investment::Why, today: Day) -> String {
        let zh = self.lang == Lang::Zh;
        match why {
            investment::Why::Reported { month, done, expected, percent } => {
                let (name, done, expected) = (self.month(month, today), self.amount(done), self.amount(expected));
                match (percent, zh) {
                    (Some(percent), true) => format!("投资到{name}应完成 {expected}，实报 {done}，为计划的 {percent}%"),
                    (Some(percent), false) => {
                        format!(
                            "Investment should have reached {expected} by the end of {name}; {done} was reported, {percent}% of the plan"
                        )
                    }
                    (None, true) => format!("投资到{name}按计划还不用完成，实报 {done}"),
                    (None, false) => format!("No investment was planned up to the end of {name}; {done} was reported"),
                }
            }
            investment::Why::Unreported { month } => {
                let from = month.next().map_or(Day::LAST, |next| next.first().plus(i64::from(REPORTED_BY) - 1));
                let (name, from) = (self.month(month, today), self.day(from, today));
                match zh {
                    true => format!("{name}的投资还没有报，{from}起按黄灯算"),
                    false => format!("No investment was reported for {name}; that is yellow since {from}"),
                }
            }
        }
    }

    /// What would change a light. The light of the project is told where it would change too.
    pub fn light_change(&self, change: &Change, today: Day) -> String {
        let title = &change.title;
        let zh = self.lang == Lang::Zh;
        let wish = match &change.wish {
            Wish::Report { percent } if zh => format!("“{title}”今天报到 {percent}%"),
            Wish::Report { percent } => format!("If “{title}” is reported at {percent}% today"),
            Wish::Done if zh => format!("“{title}”今天办成"),
            Wish::Done => format!("If “{title}” is done today"),
            Wish::AcceptPlan if zh => format!("“{title}”的计划审核通过"),
            Wish::AcceptPlan => format!("If the plan of “{title}” is accepted"),
            Wish::AcceptMove { due } if zh => format!("“{title}”改到{}的申请审核通过", self.day(*due, today)),
            Wish::AcceptMove { due } => format!("If the new date of “{title}”, {}, is accepted", self.day(*due, today)),
            Wish::Excuse if zh => format!("“{title}”今天认定有正当理由"),
            Wish::Excuse => format!("If “{title}” is excused for today"),
        };
        let node = self.node_light(&change.light);
        let late = if change.light.is_late() { self.pick("（晚办成）", " (done late)") } else { "" };
        match zh {
            true => format!("{wish}：节点转为{node}{late}，{}", self.project_turns(change.project)),
            false => format!("{wish}: the node is then {}{late}, and {}", node.to_lowercase(), self.project_turns(change.project)),
        }
    }

    fn project_turns(&self, light: Option<Light>) -> String {
        match (self.lang, light) {
            (Lang::Zh, None) => "项目的灯不变".into(),
            (Lang::Zh, Some(light)) => format!("项目转为{}", self.light(light)),
            (Lang::En, None) => "the project's light stays".into(),
            (Lang::En, Some(light)) => format!("the project is then {}", self.light(light).to_lowercase()),
        }
    }

    pub fn investment_change(&self, change: &InvestmentChange, today: Day) -> String {
        let (month, done, light) = (self.month(change.month, today), self.amount(change.done), self.light(change.light));
        let project = self.project_turns(change.project);
        match self.lang {
            Lang::Zh => format!("到{month}的投资报到 {done}：投资转为{light}，{project}"),
            Lang::En => {
                format!("If {done} is reported up to the end of {month}: the investment is then {}, and {project}", light.to_lowercase())
            }
        }
    }

    /// 下一个：封顶，11月30日到期，还有 15 天.
    pub fn next_due(&self, next: &Next, today: Day) -> String {
        let (title, due, days) = (&next.title, self.day(next.due, today), self.days(next.days));
        match (self.lang, next.days) {
            (Lang::Zh, 0) => format!("下一个：{title}，今天到期"),
            (Lang::Zh, _) => format!("下一个：{title}，{due}到期，还有 {days}"),
            (Lang::En, 0) => format!("Next: {title}, due today"),
            (Lang::En, _) => format!("Next: {title}, due on {due}, {days} left"),
        }
    }
}
