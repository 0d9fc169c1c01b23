//! Words of the ledger's rules on the settings page.

use crate::screen::form::rules::{CATEGORIES, Rule, RuleFault};
use crate::screen::rules::{Changed, Turn};
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub whose: &'static str,
    pub read_only: &'static str,
    pub problems: &'static str,
    pub calendar: &'static str,
    pub holidays_hint: &'static str,
    pub workdays_hint: &'static str,
    pub preset: &'static str,
    pub no_turn: &'static str,
    pub what_turns: &'static str,
    pub reason: &'static str,
    pub restored: &'static str,
    pub start_over: &'static str,
    pub as_it_was: &'static str,
    pub saved: &'static str,
    pub no_history: &'static str,
    pub no_longer: &'static str,
}

pub static ZH: Words = Words {
    title: "灯和时限",
    whose: "整本台账",
    read_only: "市级协调员改，改了大家都看得到。",
    problems: "各类问题几天内受理",
    calendar: "放假和调休",
    holidays_hint: "周一到周五里不上班的日子。一行一天，或写一段：2018-10-01~2018-10-07",
    workdays_hint: "周末要上班的日子，写法同上。",
    preset: "没有改过，用的是通行的数",
    no_turn: "按今天算，没有项目变灯。",
    what_turns: "按今天算，会变灯的项目：",
    reason: "为什么改",
    restored: "上次没改完的，接着写。",
    start_over: "不要了",
    as_it_was: "和现在一样，没有要改的。",
    saved: "改好了，从现在起按新的算；已经关账的月份不变。",
    no_history: "还没有人改过。",
    no_longer: "后来又改了",
};

pub static EN: Words = Words {
    title: "Lights and periods",
    whose: "the whole ledger",
    read_only: "City coordinators change these; everyone sees it.",
    problems: "Days to take on a problem, by category",
    calendar: "Holidays and extra working days",
    holidays_hint: "Days off from Monday to Friday. One to a line, or a run: 2018-10-01~2018-10-07",
    workdays_hint: "Weekend days that are worked, written the same way.",
    preset: "Never changed: the usual figure",
    no_turn: "As of today no project changes its light.",
    what_turns: "As of today these projects change their light:",
    reason: "Why",
    restored: "Here is what you had not finished.",
    start_over: "Discard it",
    as_it_was: "Nothing differs from what holds now.",
    saved: "Changed. New figures follow it from now on; closed months stay as they were closed.",
    no_history: "Nobody has changed anything yet.",
    no_longer: "Changed again later",
};

impl Text {
    pub fn rule(&self, rule: Rule) -> String {
        let (zh, en) = match rule {
            Rule::Tolerance => ("落后多少算黄灯", "Behind by more than: yellow"),
            Rule::RedFrom => ("落后多少算红灯", "Behind by more than: red"),
            Rule::InvestmentGreen => ("投资绿灯不低于", "Investment green from"),
            Rule::InvestmentYellow => ("投资黄灯不低于", "Investment yellow from"),
            Rule::VisitEvery => ("走访隔几天", "A visit every"),
            Rule::ContactEvery => ("对接隔几个工作日", "A contact every, working days"),
            Rule::ProjectsPerSecretary => ("每人最多几个项目", "Projects to a secretary"),
            Rule::Overdue(0) => ("逾期第一档", "Overdue, first grade"),
            Rule::Overdue(1) => ("逾期第二档", "Overdue, second grade"),
            Rule::Overdue(_) => ("逾期第三档", "Overdue, third grade"),
            Rule::ProblemDays(n) => return self.problem_category(CATEGORIES[n]),
            Rule::Holidays => ("放假的日子", "Days off"),
            Rule::Workdays => ("调休上班的日子", "Extra working days"),
        };
        self.pick(zh, en).into()
    }

    /// What the number of a rule counts.
    pub fn rule_unit(&self, rule: Rule) -> &'static str {
        match rule {
            Rule::Tolerance | Rule::RedFrom => self.pick("点", "points"),
            Rule::InvestmentGreen | Rule::InvestmentYellow => self.pick("%", "%"),
            Rule::ProjectsPerSecretary => self.pick("个", "projects"),
            Rule::VisitEvery | Rule::ContactEvery | Rule::ProblemDays(_) | Rule::Overdue(_) => self.pick("天", "days"),
            Rule::Holidays | Rule::Workdays => "",
        }
    }

    pub fn rule_fault(&self, fault: &RuleFault) -> String {
        let zh = self.lang == Lang::Zh;
        match fault {
            RuleFault::NotANumber => self.pick("请写一个整数。", "Please write a whole number.").into(),
            RuleFault::OutOfRange { least, most } if zh => format!("请写 {least} 到 {most} 之间的数。"),
            RuleFault::OutOfRange { least, most } => format!("Please write a number from {least} to {most}."),
            RuleFault::BelowYellow => {
                self.pick("红灯的点数不能比黄灯的小，不然就没有黄灯了。", "Red can’t begin before yellow: there would be no yellow.").into()
            }
            RuleFault::AboveGreen => self.pick("黄灯线不能高过绿灯线。", "Yellow can’t begin above green.").into(),
            RuleFault::NotRising => self.pick("要比前一档多。", "Must be more than the grade before it.").into(),
            RuleFault::NotADay(word) if zh => {
                format!("“{word}”不是一个日子，也不是 60 天以内的一段。写成 2018-10-01，或 2018-10-01~2018-10-07。")
            }
            RuleFault::NotADay(word) => {
                format!("“{word}” is no day and no run of up to 60 days. Write 2018-10-01, or 2018-10-01~2018-10-07.")
            }
            RuleFault::TooMany => self.pick("最多写 2000 天。", "At most 2000 days.").into(),
        }
    }

    /// 绿灯 → 黄灯 8 个.
    pub fn turn(&self, turn: &Turn) -> String {
        let (from, to): (&str, &str) = (self.light(turn.from), self.light(turn.to));
        match self.lang {
            Lang::Zh => format!("{from} → {to} {} 个", turn.projects),
            Lang::En => format!("{from} → {to}: {}", turn.projects),
        }
    }

    /// 改 2 条.
    pub fn change_rules(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("改 {n} 条"),
            (Lang::En, 1) => "Change 1 rule".into(),
            (Lang::En, n) => format!("Change {n} rules"),
        }
    }

    pub fn rules_history(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("看历次改动 {n}"),
            Lang::En => format!("All changes: {n}"),
        }
    }

    /// 落后多少算红灯 25.
    pub fn rule_changed(&self, changed: &Changed) -> String {
        let name = self.member_label(&changed.setting).unwrap_or(&changed.setting);
        let value = match changed.value.as_str() {
            "null" => self.rules().preset.to_string(),
            value => value.trim_matches(|c| "[]{}".contains(c)).replace(['"'], "").replace(',', self.pick("、", ", ")).replace(':', " "),
        };
        format!("{name}{}{value}", self.pick("：", ": "))
    }
}
