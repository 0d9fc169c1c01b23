//! Words of investment: the year's plan, what was reported of it, and sums over projects.

use crate::domain::calendar::Day;
use crate::screen::invest::{InvestSum, InvestView, MonthLine, Tenths};
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub total: &'static str,
    pub year_plan: &'static str,
    pub month: &'static str,
    /// Both of the year so far.
    pub planned: &'static str,
    pub reported: &'static str,
    pub of_planned: &'static str,
    pub in_all: &'static str,
    pub no_plan: &'static str,
    pub no_report: &'static str,
    pub missing: &'static str,
    pub falls: &'static str,
    pub conflict: &'static str,
}

pub static ZH: Words = Words {
    title: "投资",
    total: "总投资",
    year_plan: "全年计划",
    month: "月份",
    planned: "计划累计",
    reported: "实报累计",
    of_planned: "完成计划",
    in_all: "开工以来累计完成",
    no_plan: "全年投资计划还没有报。",
    no_report: "今年还没有报过投资。",
    missing: "没有报",
    falls: "比前面月份的累计少，请核对",
    conflict: "报数不一致，先按后写的算",
};

pub static EN: Words = Words {
    title: "Investment",
    total: "Total investment",
    year_plan: "Plan of the year",
    month: "Month",
    planned: "Planned so far",
    reported: "Reported so far",
    of_planned: "Of the plan",
    in_all: "Done since the start",
    no_plan: "No investment is planned for the year yet.",
    no_report: "No investment was reported this year yet.",
    missing: "Not reported",
    falls: "Less than for a month before; please check",
    conflict: "Reports disagree; the later one is in use for now",
};

impl Text {
    /// 72.3%.
    pub fn tenths(&self, ratio: Tenths) -> String {
        format!("{}.{}%", ratio.0 / 10, ratio.0 % 10)
    }

    /// The year in a sentence: its plan, what is done of it, and the time that has passed.
    pub fn invest_year(&self, view: &InvestView, today: Day) -> String {
        let words = self.invest();
        let (Some(plan), Some((month, done))) = (&view.plan, view.done) else {
            return if view.plan.is_none() { words.no_plan } else { words.no_report }.into();
        };
        let (plan, done, month) = (self.amount(plan.amount), self.amount(done), self.month(month, today));
        let time = self.tenths(view.of_time);
        match (self.lang, view.of_plan.map(|ratio| self.tenths(ratio))) {
            (Lang::Zh, Some(ratio)) => format!("全年计划 {plan}，到{month}完成 {done}，占 {ratio}；时间过了 {time}"),
            (Lang::Zh, None) => format!("全年计划 {plan}，到{month}完成 {done}；时间过了 {time}"),
            (Lang::En, Some(ratio)) => format!("{done} of {plan} by the end of {month}: {ratio} of the plan, with {time} of the year gone"),
            (Lang::En, None) => format!("{done} of {plan} by the end of {month}, with {time} of the year gone"),
        }
    }

    /// What is wrong with a month's line.
    pub fn invest_remark(&self, line: &MonthLine) -> Option<&'static str> {
        let words = self.invest();
        if line.by.as_ref().is_some_and(|by| by.conflict) {
            Some(words.conflict)
        } else if line.falls {
            Some(words.falls)
        } else {
            line.missing.then_some(words.missing)
        }
    }

    /// A group of projects in a sentence; what lacks is told with it.
    pub fn invest_sum(&self, sum: &InvestSum) -> String {
        let zh = self.lang == Lang::Zh;
        let (planned, done, n) = (self.amount(sum.planned), self.amount(sum.done), sum.projects);
        let projects = if zh { format!("{n} 个项目") } else { self.project_count(n) };
        let mut parts = vec![match (zh, sum.of_plan().map(|ratio| self.tenths(ratio))) {
            (true, Some(ratio)) => format!("{projects}，全年计划 {planned}，完成 {done}，占 {ratio}"),
            (true, None) => format!("{projects}，完成 {done}"),
            (false, Some(ratio)) => format!("{projects}: {done} of {planned}, {ratio} of the plan"),
            (false, None) => format!("{projects}: {done}"),
        }];
        if sum.without_plan > 0 {
            parts.push(if zh { format!("{} 个没报计划", sum.without_plan) } else { format!("{} without a plan", sum.without_plan) });
        }
        if sum.without_report > 0 {
            parts.push(if zh {
                format!("{} 个没报完成", sum.without_report)
            } else {
                format!("{} without a report", sum.without_report)
            });
        }
        parts.join(if zh { "；" } else { "; " })
    }
}
