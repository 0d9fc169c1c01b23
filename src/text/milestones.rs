//! Words of the milestones that the office of statistics counts.

use crate::domain::calendar::Day;
use crate::domain::rules::milestone::{Milestone, REGISTER_PAPERS, Rate, Standing};
use crate::domain::rules::permit::PermitCount;
use crate::screen::milestones::share;
use crate::text::{Lang, Text};

pub struct Words {
    pub way_hint: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub papers: &'static str,
    pub papers_complete: &'static str,
    pub entered_without: &'static str,
    pub projects: &'static str,
    pub none: &'static str,
    pub start_hint: &'static str,
}

pub static ZH: Words = Words {
    way_hint: "开工率、竣工率，入库要件",
    title: "开工、入库、竣工、投产",
    lead: "分母是计划今年到的，分子是其中已经到的；没审核的不算",
    papers: "入库要件",
    papers_complete: "入库要件已齐",
    entered_without: "已报入库，但要件没齐，请核对。",
    projects: "项目",
    none: "节点里还没有开工、入库、竣工、投产。在计划里加节点时选好阶段。",
    start_hint: "开工指打桩，平整场地不算",
};

pub static EN: Words = Words {
    way_hint: "Start and completion rates, papers for the register",
    title: "Milestones",
    lead: "Of those planned for this year, so many are reached; what was not accepted does not count",
    papers: "Papers for the register",
    papers_complete: "All papers for the register are there",
    entered_without: "Reported as entered, though papers lack; please check.",
    projects: "Projects",
    none: "No node has the stage of a milestone yet. Choose it when planning a node.",
    start_hint: "Start means piling; levelling the site is none",
};

impl Text {
    pub fn milestone(&self, milestone: Milestone) -> &'static str {
        match milestone {
            Milestone::Start => self.pick("开工", "Start"),
            Milestone::Register => self.pick("入库", "Register"),
            Milestone::Completion => self.pick("竣工", "Completion"),
            Milestone::Production => self.pick("投产", "Production"),
        }
    }

    /// 开工率.
    pub fn milestone_rate(&self, milestone: Milestone) -> &'static str {
        match milestone {
            Milestone::Start => self.pick("开工率", "Start rate"),
            Milestone::Register => self.pick("入库率", "Register rate"),
            Milestone::Completion => self.pick("竣工率", "Completion rate"),
            Milestone::Production => self.pick("投产率", "Production rate"),
        }
    }

    pub fn milestone_standing(&self, standing: Standing, today: Day) -> String {
        let zh = self.lang == Lang::Zh;
        match standing {
            Standing::NotPlanned => self.pick("没列进计划", "Not planned").into(),
            Standing::NotAudited { due } if zh => format!("计划{}，待审核", self.day(due, today)),
            Standing::NotAudited { due } => format!("Planned for {}, not audited", self.day(due, today)),
            Standing::Open { due } if zh => format!("计划{}，{}", self.day(due, today), self.days_to(due.days_since(today))),
            Standing::Open { due } => format!("Planned for {}, {}", self.day(due, today), self.days_to(due.days_since(today))),
            Standing::Reached { due, done } => {
                let (planned, early) = (self.day(due, today), due.days_since(done));
                let day = self.day(done, today);
                match (self.lang, early) {
                    (Lang::Zh, 0) => format!("{day}，按计划"),
                    (Lang::Zh, 1..) => format!("{day}，计划{planned}，早 {early} 天"),
                    (Lang::Zh, _) => format!("{day}，计划{planned}，晚 {} 天", -early),
                    (Lang::En, 0) => format!("{day}, as planned"),
                    (Lang::En, 1..) => format!("{day}, planned for {planned}, {} early", self.days(early)),
                    (Lang::En, _) => format!("{day}, planned for {planned}, {} late", self.days(-early)),
                }
            }
        }
    }

    /// 3 / 4，75.0%; a rate never stands without what it is made of.
    pub fn rate(&self, rate: &Rate) -> String {
        let Some(share) = share(rate) else { return self.pick("没有计划", "None planned").into() };
        match self.lang {
            Lang::Zh => format!("{} / {}，{}", rate.reached, rate.planned, self.tenths(share)),
            Lang::En => format!("{} of {}, {}", rate.reached, rate.planned, self.tenths(share)),
        }
    }

    /// 逾期 1，往年没到 2，待审核 1; nothing where there is nothing of it.
    pub fn rate_rest(&self, rate: &Rate) -> String {
        let part = |n: usize, zh: &str, en: &str| {
            (n > 0).then(|| match self.lang {
                Lang::Zh => format!("{zh} {n}"),
                Lang::En => format!("{n} {en}"),
            })
        };
        let parts = [
            part(rate.overdue, "逾期", "overdue"),
            part(rate.carried, "往年没到", "left from before"),
            part(rate.not_audited, "待审核", "not audited"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(self.comma())
    }

    /// 入库要件 2 / 3，还有 1 件没列.
    pub fn papers(&self, count: PermitCount) -> String {
        let listed = count.of + count.waived;
        let said = match self.lang {
            Lang::Zh => format!("{} {} / {}", self.milestones().papers, count.issued, count.of),
            Lang::En => format!("{}: {} of {}", self.milestones().papers, count.issued, count.of),
        };
        match (self.lang, REGISTER_PAPERS.saturating_sub(listed)) {
            (_, 0) => said,
            (Lang::Zh, n) => format!("{said}，还有 {n} 件没列"),
            (Lang::En, n) => format!("{said}, {n} not listed yet"),
        }
    }
}
