//! Words of duties: instructions, and what became of them.

use crate::domain::calendar::Day;
use crate::domain::rules::duty::Turn;
use crate::domain::state::DutyState;
use crate::screen::duty::{Fault, Line, Mark, Reach};
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub title: &'static str,
    pub instruct: &'static str,
    /// With the project's name.
    pub instruct_on: &'static str,
    pub instruct_again: &'static str,
    pub asked: &'static str,
    pub asked_hint: &'static str,
    pub project: &'static str,
    pub choose: &'static str,
    pub due: &'static str,
    pub soon: &'static str,
    pub week: &'static str,
    pub other_day: &'static str,
    pub no_due: &'static str,
    pub day: &'static str,
    pub to: &'static str,
    pub to_hint: &'static str,
    pub unit: &'static str,
    pub ready: &'static str,
    /// Sentences that are saved by one tap.
    pub says: &'static [&'static str],
    /// The same of a further instruction.
    pub says_again: &'static [&'static str],
    pub own: &'static str,
    pub own_hint: &'static str,
    pub save: &'static str,
    pub hint: &'static str,
    pub saved: &'static str,
    pub receive: &'static str,
    pub report: &'static str,
    pub give_back: &'static str,
    pub close: &'static str,
    pub report_label: &'static str,
    pub give_back_label: &'static str,
    pub close_label: &'static str,
    pub say_something: &'static str,
    pub conflict: &'static str,
    pub unsent: &'static str,
    pub sent: &'static str,
    pub held: &'static str,
    pub to_all: &'static str,
    pub about: &'static str,
    pub more: &'static str,
}

pub static ZH: Words = Words {
    title: "批示",
    instruct: "批示",
    instruct_on: "批示：{}",
    instruct_again: "再批示",
    asked: "要您办的批示 {}",
    asked_hint: "先签收，办了就报",
    project: "项目",
    choose: "请选项目",
    due: "期限",
    soon: "3 天内",
    week: "一周内",
    other_day: "选日子",
    no_due: "不限",
    day: "哪天以前",
    to: "给谁",
    to_hint: "不选就是给项目的秘书和区里统筹",
    unit: "责任单位",
    ready: "点一句就存",
    says: &["请主要负责人本周内到场解决", "请报原因和新的完成时限", "列入下次调度会，请区里到会说明", "同意延期，此后不再改"],
    says_again: &["同意办结", "请按期报结果", "请再报一次进展"],
    own: "自己写",
    own_hint: "自己写，可用话筒说",
    save: "存",
    hint: "点一句就存在本机，可以撤回；送出前别人看不到",
    saved: "批示已存到本机，还没送出。",
    receive: "签收",
    report: "报告",
    give_back: "退回",
    close: "办结",
    report_label: "办得怎么样",
    give_back_label: "为什么退回",
    close_label: "办结说明",
    say_something: "请写一句。",
    conflict: "落实情况有几种说法，下一步会把它们都替换掉",
    unsent: "还没送出",
    sent: "数据包已生成，未确认收到",
    held: "对方已收，还没签收",
    to_all: "给项目的秘书和区里统筹",
    about: "接着：{}",
    more: "还有 {} 件",
};

pub static EN: Words = Words {
    title: "Instructions",
    instruct: "Instruct",
    instruct_on: "Instruction: {}",
    instruct_again: "Instruct again",
    asked: "Instructions for you {}",
    asked_hint: "Acknowledge first, then report",
    project: "Project",
    choose: "Choose a project",
    due: "Due",
    soon: "Within 3 days",
    week: "Within a week",
    other_day: "Choose a day",
    no_due: "No due day",
    day: "By which day",
    to: "To whom",
    to_hint: "If none: the project's secretary and the district's coordinators",
    unit: "Responsible unit",
    ready: "One tap saves a sentence",
    says: &[
        "The person in charge is to be on site and solve it this week",
        "Report the cause and a new date",
        "Put it on the next dispatch meeting, with the district to explain",
        "The extension is granted, and it is the last one",
    ],
    says_again: &["This can be closed", "Report the result by the due day", "Report once more how far it is"],
    own: "Your own words",
    own_hint: "Your own words, typed or dictated",
    save: "Save",
    hint: "One tap saves it on this device, and it can be taken back; nobody sees it before it is sent",
    saved: "The instruction is saved on this device and not sent yet.",
    receive: "Acknowledge",
    report: "Report",
    give_back: "Return",
    close: "Close",
    report_label: "What was done",
    give_back_label: "Why it is returned",
    close_label: "How it ended",
    say_something: "Please write a sentence.",
    conflict: "Several states are in force; the next step replaces them all",
    unsent: "Not sent yet",
    sent: "The file is made, receipt not confirmed",
    held: "Received, not acknowledged yet",
    to_all: "To the project's secretary and the district's coordinators",
    about: "Following: {}",
    more: "{} more",
};

impl Text {
    /// A state's word; one that is not known is shown as itself.
    pub fn duty_state(&self, state: &str) -> String {
        match DutyState::parse(state) {
            Some(DutyState::Issued) => self.pick("已下达", "Issued").into(),
            Some(DutyState::Received) => self.pick("已签收", "Acknowledged").into(),
            Some(DutyState::Reported) => self.pick("已报", "Reported").into(),
            Some(DutyState::Returned) => self.pick("退回重报", "Returned").into(),
            Some(DutyState::Closed) => self.pick("办结", "Closed").into(),
            None => state.into(),
        }
    }

    /// The words of the four marks: 已下达, 已签收, 已报，等您看, 办结.
    pub fn duty_marks(&self, line: &Line) -> [&'static str; 4] {
        let received = match line.marks[1] {
            Mark::Done => self.pick("已签收", "Acknowledged"),
            Mark::Late => self.pick("没有签收", "Not acknowledged"),
            Mark::Now | Mark::Next => self.pick("签收", "Acknowledge"),
        };
        let reported = match (line.marks[2], line.state) {
            (Mark::Done, _) => self.pick("已报", "Reported"),
            (Mark::Now | Mark::Late, DutyState::Returned) => self.pick("退回重报", "Report again"),
            (Mark::Late, _) => self.pick("没有报告", "No report"),
            (Mark::Now, _) if line.mine => self.pick("已报，等您看", "Reported to you"),
            (Mark::Now, _) => self.pick("已报，等办结", "Reported"),
            (Mark::Next, _) => self.pick("报告", "Report"),
        };
        [self.pick("已下达", "Issued"), received, reported, self.pick("办结", "Closed")]
    }

    /// 超 6 天没有报告; nothing while it is not late.
    pub fn duty_late(&self, line: &Line) -> Option<String> {
        let days = self.days(line.late?);
        Some(match (self.lang, line.turn, line.state) {
            (Lang::Zh, Turn::Doer, DutyState::Issued) => format!("超 {days}没有签收"),
            (Lang::Zh, Turn::Doer, _) => format!("超 {days}没有报告"),
            (Lang::Zh, Turn::Giver | Turn::Nobody, _) => format!("晚 {days}报告"),
            (Lang::En, Turn::Doer, DutyState::Issued) => format!("{days} over, not acknowledged"),
            (Lang::En, Turn::Doer, _) => format!("{days} over, no report"),
            (Lang::En, Turn::Giver | Turn::Nobody, _) => format!("reported {days} late"),
        })
    }

    /// 限 11月18日.
    pub fn duty_due(&self, due: Day, today: Day) -> String {
        match self.lang {
            Lang::Zh => format!("限 {}", self.day(due, today)),
            Lang::En => format!("due {}", self.day(due, today)),
        }
    }

    pub fn reach_of(&self, reach: Reach) -> &'static str {
        match reach {
            Reach::Unsent => self.duty().unsent,
            Reach::Sent => self.duty().sent,
            Reach::Held => self.duty().held,
        }
    }

    pub fn instruct_fault(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::NoProject => self.pick("请先选项目。", "Choose a project first."),
            Fault::NoText => self.pick("请写一句。", "Please write a sentence."),
            Fault::TextTooLong => self.pick("太长了，请不要超过 10,000 字。", "Too long: at most 10,000 characters."),
            Fault::NotADay => self.pick("请选一个日子。", "Choose a day."),
            Fault::Past => self.pick("这一天已经过了。", "That day is past."),
        }
    }

    /// 批示 3.
    pub fn duty_count(&self, n: usize) -> String {
        format!("{} {n}", self.duty().title)
    }

    pub fn asked_count(&self, n: usize) -> String {
        fill(self.duty().asked, &[&n.to_string()])
    }
}
