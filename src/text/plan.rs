//! Words of a project's plan: audits, reschedulings, reports, and what a grid of months shows.

use crate::domain::calendar::{Day, Month};
use crate::domain::state::Verdict;
use crate::screen::form::plan::{AuditFault, Fault, Field};
use crate::screen::plan::{Audit, Cell, DoneHow, Excuse, Move, ReportLine, Standing, Weight};
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub waiting_note: &'static str,
    pub until_past: &'static str,
    pub until_missing: &'static str,
    pub reason_missing: &'static str,
    pub excuse_hint: &'static str,
    pub excuse_why: &'static str,
    pub excuse_end_hint: &'static str,
    pub excuse_end: &'static str,
    pub excuse_until: &'static str,
    pub excuse_change: &'static str,
    pub excuse: &'static str,
    pub gone_percent: &'static str,
    pub gone_done: &'static str,
    pub gone_move: &'static str,
    pub gone_plan: &'static str,
    pub gone: &'static str,
    pub planned_as: &'static str,
    pub history: &'static str,
    pub move_asked: &'static str,
    pub returned: &'static str,
    pub next: &'static str,
    pub late_tag: &'static str,
    pub changes: &'static str,
    /// With how many.
    pub changes_more: &'static str,
    pub last_month: &'static str,
    pub last_months: &'static str,
    pub to_plan: &'static str,
    pub report: &'static str,
    pub nodes: &'static str,
    pub first_date: &'static str,
    /// Any due that a rescheduling moved.
    pub earlier_date: &'static str,
    pub date_in_force: &'static str,
    pub date_asked: &'static str,
    pub done_on_time: &'static str,
    pub done_late: &'static str,
    pub planned_span: &'static str,
    pub month_light: &'static str,
    pub planned_total: &'static str,
    pub done_total: &'static str,
    pub today: &'static str,
    pub not_audited: &'static str,
    /// Of a node that is planned, and of a rescheduling, in a list of what waits.
    pub new_node: &'static str,
    pub new_date: &'static str,
    /// Whoever asked audited it as well.
    pub own_audit: &'static str,
    pub audit_conflict: &'static str,
    pub before: &'static str,
    pub after: &'static str,
}

pub static ZH: Words = Words {
    title: "节点计划",
    waiting_note: "可以先报，审核通过以前不计灯。",
    until_past: "这一天已经过了，请选今天或以后。",
    until_missing: "请选到哪天。",
    reason_missing: "请写理由。",
    excuse_hint: "到那天为止不计红黄灯；说明理由，留在记录里。",
    excuse_why: "理由（必填，大家都看得到）",
    excuse_end_hint: "结束后马上照常计灯。",
    excuse_end: "结束正当理由",
    excuse_until: "到哪天（含）",
    excuse_change: "改正当理由",
    excuse: "有正当理由",
    gone_percent: "报 {}%",
    gone_done: "报 {} 办成",
    gone_move: "改期到 {}",
    gone_plan: "计划，{}完成",
    gone: "已撤回的计划和进度 {}",
    planned_as: "计划：{} – {}",
    history: "经过 {} 条",
    move_asked: "改期待审",
    returned: "已退回",
    next: "以后开始",
    late_tag: "晚 {}",
    changes: "怎样会变灯",
    changes_more: "还有 {} 种办法",
    last_month: "上月{}",
    last_months: "近 6 个月",
    to_plan: "节点计划",
    report: "报进度",
    nodes: "节点",
    first_date: "最早的计划日期",
    earlier_date: "原定日期",
    date_in_force: "现行计划日期",
    date_asked: "待审的日期",
    done_on_time: "按期办成",
    done_late: "晚了才办成",
    planned_span: "计划办理期间",
    month_light: "月灯",
    planned_total: "计划累计",
    done_total: "实际累计",
    today: "今天",
    not_audited: "待审核",
    new_node: "新增",
    new_date: "改期",
    own_audit: "本人提的，本人审的",
    audit_conflict: "审核意见不一致，先按后写的算",
    before: "前面还有",
    after: "后面还有",
};

pub static EN: Words = Words {
    title: "Plan of nodes",
    waiting_note: "It can be reported; it counts for no light until it is accepted.",
    until_past: "That day has passed; choose today or a later one.",
    until_missing: "Please choose the last day.",
    reason_missing: "Please write the reason.",
    excuse_hint: "Up to that day it gives no red or yellow light. The reason stays on record.",
    excuse_why: "Reason (required, everyone can read it)",
    excuse_end_hint: "It counts for the light again at once.",
    excuse_end: "End the excuse",
    excuse_until: "Up to and including",
    excuse_change: "Change the excuse",
    excuse: "Excuse",
    gone_percent: "Reported at {}%",
    gone_done: "Reported done on {}",
    gone_move: "New date {}",
    gone_plan: "Plan, due {}",
    gone: "Plans and reports taken back {}",
    planned_as: "Planned: {} – {}",
    history: "History {}",
    move_asked: "New date asked",
    returned: "Returned",
    next: "to come",
    late_tag: "{} late",
    changes: "What would change the light",
    changes_more: "{} more ways",
    last_month: "last month {}",
    last_months: "Last 6 months",
    to_plan: "Plan of nodes",
    report: "Report progress",
    nodes: "Nodes",
    first_date: "First planned date",
    earlier_date: "Earlier date",
    date_in_force: "Date in force",
    date_asked: "Date to be audited",
    done_on_time: "Done on time",
    done_late: "Done late",
    planned_span: "Planned span",
    month_light: "Light",
    planned_total: "Planned, total",
    done_total: "Done, total",
    today: "Today",
    not_audited: "Not audited",
    new_node: "New node",
    new_date: "New date",
    own_audit: "Asked for and audited by the same person",
    audit_conflict: "Audits disagree; the later one is in use for now",
    before: "More before",
    after: "More after",
};

impl Text {
    /// How far the plan has come, and what to do where there is none.
    pub fn plan_standing(&self, standing: Standing) -> String {
        match (self.lang, standing) {
            (Lang::Zh, Standing::NoPlan) => "计划未报。先报节点计划，审核通过后开始计灯。".into(),
            (Lang::Zh, Standing::TakenBack) => "节点计划都已撤回。请重新报节点计划。".into(),
            (Lang::Zh, Standing::NotAudited { waiting, returned: 0 }) => format!("{waiting} 个节点待审核，审核通过后开始计灯。"),
            (Lang::Zh, Standing::NotAudited { waiting: 0, returned }) => format!("{returned} 个节点被退回，请按退回意见修改。"),
            (Lang::Zh, Standing::NotAudited { waiting, returned }) => format!("{waiting} 个节点待审核，{returned} 个被退回。"),
            (Lang::Zh, Standing::Counts { nodes, done }) => format!("节点 {done} / {nodes}"),
            (Lang::En, Standing::NoPlan) => "No plan yet. Plan nodes first; they count once they are accepted.".into(),
            (Lang::En, Standing::TakenBack) => "All planned nodes were taken back. Please plan them anew.".into(),
            (Lang::En, Standing::NotAudited { waiting, returned: 0 }) => {
                format!("{} to be audited; they count once accepted.", self.node_count(waiting))
            }
            (Lang::En, Standing::NotAudited { waiting: 0, returned }) => {
                format!("{} returned; please follow the remarks.", self.node_count(returned))
            }
            (Lang::En, Standing::NotAudited { waiting, returned }) => {
                format!("{} to be audited, {returned} returned.", self.node_count(waiting))
            }
            (Lang::En, Standing::Counts { nodes, done }) => format!("Nodes {done} of {nodes}"),
        }
    }

    /// 3 个节点.
    pub fn node_count(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("{n} 个节点"),
            (Lang::En, 1) => "1 node".into(),
            (Lang::En, n) => format!("{n} nodes"),
        }
    }

    /// 权重已完成 70%; parts of a percent are cut off.
    pub fn weight_done(&self, weight: Weight) -> String {
        let percent = if weight.of > 0 { weight.done * 100 / weight.of } else { 0 };
        match self.lang {
            Lang::Zh => format!("权重已完成 {percent}%"),
            Lang::En => format!("{percent}% of the weight done"),
        }
    }

    pub fn weight(&self, weight: i64) -> String {
        match self.lang {
            Lang::Zh => format!("权重 {weight}"),
            Lang::En => format!("Weight {weight}"),
        }
    }

    /// 改期 1 次.
    pub fn moved_times(&self, times: usize) -> String {
        match (self.lang, times) {
            (Lang::Zh, times) => format!("改期 {times} 次"),
            (Lang::En, 1) => "moved once".into(),
            (Lang::En, times) => format!("moved {times} times"),
        }
    }

    /// 还有 15 天, 超 15 天; never a minus.
    pub fn days_to(&self, days: i64) -> String {
        match (self.lang, days) {
            (Lang::Zh, 0) => "今天到期".into(),
            (Lang::Zh, 1..) => format!("还有 {days} 天"),
            (Lang::Zh, _) => format!("超 {} 天", -days),
            (Lang::En, 0) => "due today".into(),
            (Lang::En, 1..) => format!("{} left", self.days(days)),
            (Lang::En, _) => format!("{} over", self.days(-days)),
        }
    }

    /// Who said what of a plan or a rescheduling, and when.
    pub fn audit(&self, audit: Option<&Audit>, today: Day) -> String {
        let Some(audit) = audit else { return self.plan().not_audited.into() };
        let (by, day) = (&audit.by, self.day(audit.at.day, today));
        let said = match (self.lang, audit.verdict) {
            (Lang::Zh, Verdict::Accepted) => format!("{by} {day}审核通过"),
            (Lang::Zh, Verdict::Returned) => format!("{by} {day}退回"),
            (Lang::En, Verdict::Accepted) => format!("Accepted by {by} on {day}"),
            (Lang::En, Verdict::Returned) => format!("Returned by {by} on {day}"),
        };
        match &audit.text {
            Some(text) => format!("{said}{}{text}", self.pick("：", ": ")),
            None => said,
        }
    }

    /// 第 1 次改期：11月30日 → 12月7日.
    pub fn move_dates(&self, asked: &Move, today: Day) -> String {
        let (number, from, due) = (asked.number, self.day(asked.from.due, today), self.day(asked.due, today));
        match self.lang {
            Lang::Zh => format!("第 {number} 次改期：{from} → {due}"),
            Lang::En => format!("Change {number} of the date: {from} → {due}"),
        }
    }

    /// 到期前 18 天申请.
    pub fn move_ahead(&self, ahead: i64) -> String {
        match (self.lang, ahead) {
            (Lang::Zh, 0) => "到期当天申请".into(),
            (Lang::Zh, 1..) => format!("到期前 {ahead} 天申请"),
            (Lang::Zh, _) => format!("过期 {} 天才申请", -ahead),
            (Lang::En, 0) => "asked on the due day".into(),
            (Lang::En, 1..) => format!("asked {} before due", self.days(ahead)),
            (Lang::En, _) => format!("asked {} after due", self.days(-ahead)),
        }
    }

    /// 45%，11月6日，李.
    pub fn report_line(&self, report: &ReportLine, today: Day) -> String {
        let (percent, on, by) = (report.percent, self.day(report.on, today), &report.by);
        match (self.lang, report.done) {
            (Lang::Zh, Some(done)) => format!("{}办成，{on}{by}报", self.day(done, today)),
            (Lang::Zh, None) => format!("{percent}%，{on}{by}报"),
            (Lang::En, Some(done)) => format!("Done on {}, reported on {on} by {by}", self.day(done, today)),
            (Lang::En, None) => format!("{percent}%, reported on {on} by {by}"),
        }
    }

    pub fn excuse_line(&self, excuse: &Excuse, today: Day) -> String {
        let (until, reason, by) = (self.day(excuse.until, today), &excuse.reason, &excuse.by);
        match (self.lang, excuse.holds) {
            (Lang::Zh, true) => format!("有正当理由，到{until}（含）不计灯：{reason}（{by}）"),
            (Lang::Zh, false) => format!("正当理由已于{until}到期：{reason}（{by}）"),
            (Lang::En, true) => format!("Excused up to and including {until}: {reason} ({by})"),
            (Lang::En, false) => format!("Was excused up to and including {until}: {reason} ({by})"),
        }
    }

    /// What a cell shows, for whoever does not see it; nothing where it is blank.
    pub fn plan_cell(&self, cell: Cell, month: Month, today: Day) -> Option<String> {
        let words = self.plan();
        let marks = [
            cell.planned.then_some(words.planned_span),
            cell.earlier_due.then_some(words.earlier_date),
            cell.due.then_some(words.date_in_force),
            cell.asked.then_some(words.date_asked),
            cell.done.map(|done| match done {
                DoneHow::OnTime => words.done_on_time,
                DoneHow::Late => words.done_late,
            }),
        ];
        let marks: Vec<&str> = marks.into_iter().flatten().collect();
        (!marks.is_empty()).then(|| format!("{}{}{}", self.month(month, today), self.pick("：", ": "), marks.join(self.comma())))
    }

    /// What is wrong with a field of a form, and how to mend it.
    pub fn plan_fault(&self, field: Field, fault: Fault) -> String {
        let zh = self.lang == Lang::Zh;
        match (fault, field) {
            (Fault::Missing, Field::Title) => self.pick("请写节点名称。", "Please name the node."),
            (Fault::Missing, Field::Due) => self.pick("请选完成日期。", "Please choose the day by which it is to be done."),
            (Fault::Missing, Field::Reason) => self.pick("请写一句为什么改期。", "Please say in a sentence why the date is to change."),
            (Fault::Missing, Field::Percent) => self.pick("请填完成了百分之几。", "Please say how many percent are done."),
            (Fault::Missing, _) => self.pick("这一项必填。", "This is required."),
            (Fault::TooLong, _) => self.pick("太长了，最多一万字。", "Too long: 10,000 characters at most."),
            (Fault::NotADay, _) => self.pick("没有这一天，请重新选。", "There is no such day; please choose again."),
            (Fault::LaterThanToday, Field::Done) => self.pick("办成的日期不能晚于今天。", "It cannot have been done on a day after today."),
            (Fault::LaterThanToday, _) => self.pick("日期不能晚于今天。", "The day cannot be after today."),
            (Fault::AfterDue, _) => self.pick("开始日期晚于完成日期，请核对。", "The start is after the due date; please check."),
            (Fault::AfterReport, _) => {
                self.pick("办成的日期晚于报告的日期，请核对。", "It was done after the day of the report; please check.")
            }
            (Fault::NotANumber, _) => self.pick("请填整数。", "Please enter a whole number."),
            (Fault::OutOfRange { from, to }, _) if zh => return format!("请填 {from} 到 {to} 的整数。"),
            (Fault::OutOfRange { from, to }, _) => return format!("Please enter a whole number from {from} to {to}."),
            (Fault::Unchanged, _) => {
                self.pick("和现行日期一样，不用改期。", "These are the dates in force already; there is nothing to change.")
            }
        }
        .into()
    }

    pub fn audit_fault(&self, fault: AuditFault) -> &'static str {
        match fault {
            AuditFault::NothingChosen => self.pick("还没有选要审的。", "Nothing was chosen to be audited."),
            AuditFault::NoText => self.pick("退回要写一句原因。", "A return needs one sentence."),
            AuditFault::TextTooLong => self.pick("太长了，最多一万字。", "Too long: 10,000 characters at most."),
            AuditFault::SeveralReturned => {
                self.pick("退回要一条一条来，各写各的原因。", "Returns go one by one, each with its own reason.")
            }
        }
    }
}
