//! Words of reporting how far nodes are.

use crate::domain::calendar::Day;
use crate::screen::form::plan::{Fault, Field};
use crate::screen::report::{ReportView, Row, Wrote};
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub title: &'static str,
    pub back: &'static str,
    pub may_not: &'static str,
    pub none: &'static str,
    pub to_project: &'static str,
    pub to_today: &'static str,
    pub percent: &'static str,
    pub less: &'static str,
    pub more: &'static str,
    /// With the percentage.
    pub expected: &'static str,
    pub never_reported: &'static str,
    pub not_counted: &'static str,
    pub done: &'static str,
    pub done_hint: &'static str,
    pub done_on: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    pub other_day: &'static str,
    pub day: &'static str,
    pub move_it: &'static str,
    pub was: &'static str,
    pub to: &'static str,
    pub why: &'static str,
    /// With the due in force.
    pub until_audited: &'static str,
    pub until_audited_waiting: &'static str,
    /// With the due that was asked for.
    pub asked: &'static str,
    pub note_and_photos: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub save_none: &'static str,
    pub restored: &'static str,
    pub start_over: &'static str,
    pub start_over_sure: &'static str,
    pub another: &'static str,
    pub saved_list: &'static str,
    pub struck: &'static str,
}

pub static ZH: Words = Words {
    title: "报进度",
    back: "返回项目",
    may_not: "您的角色只能看，不能报进度。由服务秘书和协调员来报。",
    none: "没有要报的节点。",
    to_project: "看这个项目",
    to_today: "回到今天",
    percent: "完成百分之几",
    less: "减 5",
    more: "加 5",
    expected: "今天应到 {}%",
    never_reported: "还没有报过",
    not_counted: "待审核：可以先报，审核通过以前不计灯。",
    done: "已经办成",
    done_hint: "打开后填哪天办成的",
    done_on: "哪天办成的",
    today: "今天",
    yesterday: "昨天",
    other_day: "选日子",
    day: "办成的日期",
    move_it: "赶不上，要改期",
    was: "原定",
    to: "改到",
    why: "为什么（必填）",
    until_audited: "审核通过以前仍按 {}算，灯不变。",
    until_audited_waiting: "原计划还没审核。改期要另外审核，审核通过以前仍按 {}算。",
    asked: "已申请改到 {}，待审核",
    note_and_photos: "说明和照片（可不填）",
    note: "说明",
    note_hint: "做到哪一步了，卡在哪里。可用键盘上的话筒说。",
    save_none: "还没有填要报的",
    restored: "上次没存完的，已经接着打开。",
    start_over: "不要了，重新填",
    start_over_sure: "真的不要了",
    another: "接着报",
    saved_list: "这次存下的",
    struck: "已撤回",
};

pub static EN: Words = Words {
    title: "Report progress",
    back: "Back to the project",
    may_not: "Your role can read, but not report. Secretaries and coordinators report.",
    none: "There is no node to report.",
    to_project: "See the project",
    to_today: "Back to today",
    percent: "Percent done",
    less: "Less by 5",
    more: "More by 5",
    expected: "today should be {}%",
    never_reported: "never reported yet",
    not_counted: "Not audited: it can be reported, but counts for no light until it is accepted.",
    done: "It is done",
    done_hint: "Switch on to say since when",
    done_on: "Since when",
    today: "Today",
    yesterday: "Yesterday",
    other_day: "Choose a day",
    day: "Day on which it was done",
    move_it: "It will be late: ask for another date",
    was: "From",
    to: "To",
    why: "Why (required)",
    until_audited: "Until that is accepted, {} holds and the light stays.",
    until_audited_waiting: "The plan itself waits for its audit. The new date is audited apart; until then {} holds.",
    asked: "{} was asked for and waits for its audit",
    note_and_photos: "Note and photos (optional)",
    note: "Note",
    note_hint: "How far it is, what holds it up. You can speak with the keyboard's microphone.",
    save_none: "Nothing to report yet",
    restored: "Your unfinished report is open again.",
    start_over: "Discard and start over",
    start_over_sure: "Yes, discard it",
    another: "Report more",
    saved_list: "What was saved",
    struck: "Taken back",
};

impl Text {
    /// 11 个节点要报·本月已报 1.
    pub fn report_head(&self, view: &ReportView) -> String {
        let (nodes, reported) = (view.rows.len(), view.reported);
        match self.lang {
            Lang::Zh => format!("没办成的节点 {nodes}·本月已报 {reported}"),
            Lang::En => format!("Open nodes {nodes} · reported this month {reported}"),
        }
    }

    /// 10月31日到期, before how many days that is.
    pub fn due_on(&self, due: Day, today: Day) -> String {
        match self.lang {
            Lang::Zh => format!("{}到期", self.day(due, today)),
            Lang::En => format!("due {}", self.day(due, today)),
        }
    }

    /// 上次 30%，11月6日.
    pub fn last_report(&self, row: &Row, today: Day) -> String {
        match (self.lang, row.reported) {
            (_, None) => self.report().never_reported.into(),
            (Lang::Zh, Some(on)) => format!("上次 {}%，{}", row.percent, self.day(on, today)),
            (Lang::En, Some(on)) => format!("last {}%, {}", row.percent, self.day(on, today)),
        }
    }

    /// 按 100% 计，早 11 天; of a day that is none, what to do.
    pub fn done_counts(&self, done: Option<Day>, due: Day) -> String {
        let Some(done) = done else { return self.report().done_hint.into() };
        let early = due.days_since(done);
        match (self.lang, early) {
            (Lang::Zh, 0) => "按 100% 计，按期".into(),
            (Lang::Zh, 1..) => format!("按 100% 计，早 {early} 天"),
            (Lang::Zh, _) => format!("按 100% 计，晚 {} 天", -early),
            (Lang::En, 0) => "Counts as 100%, on time".into(),
            (Lang::En, 1..) => format!("Counts as 100%, {} early", self.days(early)),
            (Lang::En, _) => format!("Counts as 100%, {} late", self.days(-early)),
        }
    }

    /// 保存 2 个节点.
    pub fn save_nodes(&self, n: usize) -> String {
        match (self.lang, n) {
            (_, 0) => self.report().save_none.into(),
            (Lang::Zh, n) => format!("保存 {n} 个节点"),
            (Lang::En, 1) => "Save 1 node".into(),
            (Lang::En, n) => format!("Save {n} nodes"),
        }
    }

    /// What a save wrote of a node.
    pub fn wrote(&self, wrote: &Wrote, today: Day) -> String {
        match (self.lang, wrote) {
            (_, Wrote::Percent(percent)) => format!("{percent}%"),
            (Lang::Zh, Wrote::Done(done)) => format!("{}办成", self.day(*done, today)),
            (Lang::En, Wrote::Done(done)) => format!("done on {}", self.day(*done, today)),
            (Lang::Zh, Wrote::Moved(due)) => format!("申请改到{}，待审核", self.day(*due, today)),
            (Lang::En, Wrote::Moved(due)) => format!("{} was asked for; to be audited", self.day(*due, today)),
        }
    }

    /// How many things of each kind were saved: 进度 2、改期 1.
    pub fn saved_report(&self, reports: usize, moves: usize, photos: usize) -> String {
        let zh = self.lang == Lang::Zh;
        let parts = [
            (reports, if zh { "进度 {}" } else { "reports {}" }),
            (moves, if zh { "改期 {}" } else { "new dates {}" }),
            (photos, if zh { "照片 {}" } else { "photos {}" }),
        ];
        let told = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| fill(words, &[&n.to_string()]));
        told.collect::<Vec<_>>().join(if zh { "、" } else { ", " })
    }

    /// What is wrong with a field of a report.
    pub fn report_fault(&self, field: Field, fault: Fault) -> String {
        match (fault, field) {
            (Fault::Missing, Field::Due) => self.pick("请选改到哪天。", "Please choose the new date.").into(),
            (Fault::Missing, Field::Done) => self.pick("请选办成的日期。", "Please choose the day on which it was done.").into(),
            _ => self.plan_fault(field, fault),
        }
    }
}
