//! Words of a project's plan: audits, reschedulings, reports, and what a grid of months shows.

use crate::domain::calendar::{Day, Month};
use crate::domain::rules::light::Light;
use crate::domain::rules::node::Why;
use crate::domain::state::{Dates, Verdict};
use crate::screen::form::plan::{AuditFault, Fault, Field};
use crate::screen::form::template::Step;
use crate::screen::plan::{Audit, Cell, DoneHow, Excuse, Move, NodeView, ReportLine, Standing, Weight};
use crate::text::{EN_MONTHS, Lang, Text};

pub struct Words {
    pub title: &'static str,
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
    /// Whoever asked audited it as well.
    pub own_audit: &'static str,
    pub audit_conflict: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub to_project: &'static str,
    pub plan_nodes: &'static str,
    pub print: &'static str,
    pub as_line: &'static str,
    pub as_grid: &'static str,
    pub shapes: &'static str,
    pub figure: &'static str,
    pub first_drawn: &'static str,
    pub grid: &'static str,
    pub node: &'static str,
    pub state: &'static str,
    pub weight_percent: &'static str,
    pub span_asked: &'static str,
    pub waits_move: &'static str,
    pub waits_node: &'static str,
    pub unaudited: &'static str,
    pub on_time: &'static str,
    pub moves: &'static str,
    pub reports: &'static str,
    pub ask_move: &'static str,
    pub edit: &'static str,
    pub take_back: &'static str,
    pub take_back_ask: &'static str,
    pub take_back_yes: &'static str,
    pub take_back_why: &'static str,
    pub missing: &'static str,
    pub not_yours: &'static str,
    pub first_planned: &'static str,
    pub in_force: &'static str,
    pub by_plan: &'static str,
    pub move_title: &'static str,
    pub move_hint: &'static str,
    pub new_due: &'static str,
    pub new_start: &'static str,
    pub reason: &'static str,
    pub move_save: &'static str,
    pub edit_hint: &'static str,
    pub new_title: &'static str,
    pub new_lead: &'static str,
    pub from: &'static str,
    pub from_template: &'static str,
    pub from_project: &'static str,
    pub from_paste: &'static str,
    pub template: &'static str,
    pub first_day: &'static str,
    pub copy_find: &'static str,
    pub copy_none: &'static str,
    pub copy_first: &'static str,
    pub paste_label: &'static str,
    pub paste_hint: &'static str,
    pub paste_go: &'static str,
    pub paste_none: &'static str,
    pub paste_bad: &'static str,
    pub f_title: &'static str,
    pub f_due: &'static str,
    pub f_start: &'static str,
    pub f_weight: &'static str,
    pub f_stage: &'static str,
    pub f_text: &'static str,
    pub start_hint: &'static str,
    pub no_stage: &'static str,
    pub keep_doubled: &'static str,
    pub add_row: &'static str,
    pub remove_row: &'static str,
    pub to_fill: &'static str,
    pub restored: &'static str,
    pub start_over: &'static str,
    pub draft_will: &'static str,
    pub draft_at: &'static str,
    pub draft_failed: &'static str,
    pub make_room: &'static str,
}

pub static ZH: Words = Words {
    title: "节点计划",
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
    own_audit: "本人提的，本人审的",
    audit_conflict: "审核意见不一致，先按后写的算",
    before: "前面还有",
    after: "后面还有",
    to_project: "看项目",
    plan_nodes: "报节点计划",
    print: "打印",
    as_line: "时间线",
    as_grid: "月份表",
    shapes: "怎么看",
    figure: "节点时间线，月份表里有同样的内容",
    first_drawn: "图里只画了前 {} 个节点，其余的在清单里。",
    grid: "月份表",
    node: "节点",
    state: "状态",
    weight_percent: "权重 %",
    span_asked: "待审的一段",
    waits_move: "待审改期",
    waits_node: "待审新增",
    unaudited: "未审",
    on_time: "按期",
    moves: "改期",
    reports: "进度",
    ask_move: "申请改期",
    edit: "修改",
    take_back: "撤回",
    take_back_ask: "撤回这个节点？报过的进度、改期也跟着不算。",
    take_back_yes: "撤回这个节点",
    take_back_why: "为什么撤回（可不填）",
    missing: "没有这个项目，或者这里还没收到它。",
    not_yours: "您的角色不报节点计划。",
    first_planned: "最早计划",
    in_force: "现行",
    by_plan: "报计划",
    move_title: "申请改期",
    move_hint: "审核通过以前，按原来的日期算。",
    new_due: "改到哪天完成",
    new_start: "改到哪天开始",
    reason: "为什么改期",
    move_save: "申请改期",
    edit_hint: "日期和权重审过就不能直接改，要改请申请改期或撤回重报。",
    new_title: "报节点计划",
    new_lead: "存下后就是待审，审过才算数。",
    from: "从哪里开始",
    from_template: "用模板",
    from_project: "从别的项目复制",
    from_paste: "从表格粘贴",
    template: "类别",
    first_day: "第一个节点从哪天开始",
    copy_find: "找项目",
    copy_none: "没有已报计划的项目符合",
    copy_first: "复制后，最早的节点从哪天开始",
    paste_label: "从表格里复制的行",
    paste_hint: "列的次序：节点、完成日期、开始日期、权重、阶段、备注；有表头就按表头。",
    paste_go: "放进下面",
    paste_none: "没有读到节点。",
    paste_bad: "读不出表格：有引号没有合上，或者不是文字。",
    f_title: "节点名称",
    f_due: "计划完成",
    f_start: "计划开始",
    f_weight: "权重",
    f_stage: "阶段",
    f_text: "备注",
    start_hint: "不填就从完成那个月的 1 日算起",
    no_stage: "不填",
    keep_doubled: "是另一个节点，照报",
    add_row: "再加一个节点",
    remove_row: "去掉",
    to_fill: "还没有节点。",
    restored: "上次没报完的又打开了。",
    start_over: "从头来",
    draft_will: "写的随时存成草稿",
    draft_at: "草稿 {} 已存到本机",
    draft_failed: "草稿没有存上，请尽快保存",
    make_room: "去腾空间",
};

pub static EN: Words = Words {
    title: "Plan of nodes",
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
    own_audit: "Asked for and audited by the same person",
    audit_conflict: "Audits disagree; the later one is in use for now",
    before: "More before",
    after: "More after",
    to_project: "See project",
    plan_nodes: "Plan nodes",
    print: "Print",
    as_line: "Timeline",
    as_grid: "By month",
    shapes: "Shown as",
    figure: "Timeline of nodes; the table by month says the same",
    first_drawn: "The first {} nodes are drawn; the rest stand in the list.",
    grid: "Nodes by month",
    node: "Node",
    state: "State",
    weight_percent: "Weight %",
    span_asked: "Span to be audited",
    waits_move: "Change to be audited",
    waits_node: "To be audited",
    unaudited: "Not audited",
    on_time: "On time",
    moves: "Changes of the date",
    reports: "Reports",
    ask_move: "Ask for another date",
    edit: "Edit",
    take_back: "Take back",
    take_back_ask: "Take this node back? Its reports and changes of date stop counting too.",
    take_back_yes: "Take it back",
    take_back_why: "Why (optional)",
    missing: "There is no such project, or it has not arrived here yet.",
    not_yours: "Your role plans no nodes.",
    first_planned: "First planned",
    in_force: "In force",
    by_plan: "Planned",
    move_title: "Ask for another date",
    move_hint: "Until it is accepted the old date counts.",
    new_due: "New due date",
    new_start: "New start",
    reason: "Why",
    move_save: "Ask for another date",
    edit_hint: "Dates and weights are what was audited: ask for another date, or take it back and plan it anew.",
    new_title: "Plan nodes",
    new_lead: "Once saved they wait to be audited; only then do they count.",
    from: "Begin with",
    from_template: "A template",
    from_project: "Another project",
    from_paste: "A spreadsheet",
    template: "Category",
    first_day: "The first node starts on",
    copy_find: "Find a project",
    copy_none: "No project with a plan matches",
    copy_first: "After copying, the earliest node starts on",
    paste_label: "Rows copied from a spreadsheet",
    paste_hint: "Columns: node, due, start, weight, stage, note; where there is a header, it decides.",
    paste_go: "Put them below",
    paste_none: "No nodes were read.",
    paste_bad: "This is no table: a quote is never closed, or it is not text.",
    f_title: "Name of the node",
    f_due: "Due",
    f_start: "Start",
    f_weight: "Weight",
    f_stage: "Stage",
    f_text: "Note",
    start_hint: "Left out: the 1st of the month in which it is due",
    no_stage: "None",
    keep_doubled: "It is another node, keep it",
    add_row: "Add a node",
    remove_row: "Remove",
    to_fill: "No nodes yet.",
    restored: "The plan that was not saved is open again.",
    start_over: "Start over",
    draft_will: "Drafts are kept as you type",
    draft_at: "Draft kept on this device {}",
    draft_failed: "The draft was not kept; please save soon",
    make_room: "Make room",
};

impl Text {
    /// How far the plan has come, and what to do where there is none.
    pub fn plan_standing(&self, standing: Standing) -> String {
        match (self.lang, standing) {
            (Lang::Zh, Standing::NoPlan) => "计划未报。先报节点计划，审核通过后节点开始计灯。".into(),
            (Lang::Zh, Standing::TakenBack) => "节点计划都已撤回。请重新报节点计划。".into(),
            (Lang::Zh, Standing::NotAudited { waiting, returned: 0 }) => format!("{waiting} 个节点待审核，审核通过后节点开始计灯。"),
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

    /// What stands at the end of a node's line: its light, or that it has none.
    pub fn node_end(&self, node: &NodeView) -> String {
        let words = self.plan();
        let (zh, days) = (self.lang == Lang::Zh, |n: i64| self.days(n));
        let Some(light) = &node.light else {
            let is_returned = node.audit.as_ref().is_some_and(|a| a.verdict == Verdict::Returned);
            return if is_returned { words.returned } else { words.unaudited }.into();
        };
        match light.why {
            Why::Done { done, due } if done == due => words.on_time.into(),
            Why::Done { done, due } if zh => format!("早 {}", days(due.days_since(done))),
            Why::Done { done, due } => format!("{} early", days(due.days_since(done))),
            Why::Late { done, due } if zh => format!("晚 {}", days(done.days_since(due))),
            Why::Late { done, due } => format!("{} late", days(done.days_since(due))),
            Why::Overdue { days, .. } => self.days_to(-days),
            Why::Excused { .. } | Why::NotStarted { .. } => self.node_light(light).into(),
            Why::Reported { percent, .. } => format!("{}{}{percent}%", self.light(light.light), self.dot()),
            Why::Unreported { .. } => self.light(light.light).into(),
        }
    }

    /// 权重 15·改期 1 次.
    pub fn node_facts(&self, node: &NodeView) -> String {
        let moved = node.moved_times();
        let facts = [Some(self.weight(node.weight)), (moved > 0).then(|| self.moved_times(moved))];
        facts.into_iter().flatten().collect::<Vec<_>>().join(self.dot())
    }

    /// 待审改期 · 待审新增; nothing where nothing waits.
    pub fn node_waits(&self, node: &NodeView) -> Option<&'static str> {
        let words = self.plan();
        match node.to_audit().next() {
            None => None,
            Some(of) if of == node.id => Some(words.waits_node),
            Some(_) => Some(words.waits_move),
        }
    }

    /// 今天 11月15日.
    pub fn today_mark(&self, today: Day) -> String {
        format!("{} {}", self.plan().today, self.day(today, today))
    }

    /// 11月1日 → 11月30日.
    pub fn span(&self, dates: Dates, today: Day) -> String {
        format!("{} → {}", self.day(dates.start, today), self.day(dates.due, today))
    }

    /// A month at the head of a column, without its year.
    pub fn month_short(&self, month: Month) -> String {
        match self.lang {
            Lang::Zh => format!("{}月", month.number()),
            Lang::En => EN_MONTHS[month.number() as usize - 1].into(),
        }
    }

    /// What a month's column comes to, for whoever does not see it.
    pub fn month_light(&self, month: Month, light: Option<Light>, today: Day) -> Option<String> {
        Some(format!("{}{}{}", self.month(month, today), self.pick("：", ": "), self.light(light?)))
    }

    /// The title that a template gives to a step.
    pub fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Approval => self.pick("立项、可研批复", "Project approval and feasibility study"),
            Step::Land => self.pick("取得土地", "Land acquired"),
            Step::Demolition => self.pick("征收动迁完成", "Land cleared"),
            Step::Permits => self.pick("规划、施工许可办结", "Planning and building permits issued"),
            Step::Piling => self.pick("开工（打桩）", "Start of works (piling)"),
            Step::Foundation => self.pick("基础完成", "Foundation finished"),
            Step::ToppedOut => self.pick("主体封顶", "Main structure topped out"),
            Step::Pipes => self.pick("配套管网完成", "Pipes and mains laid"),
            Step::Fitting => self.pick("装修、设备安装完成", "Fitted out and equipped"),
            Step::Equipment => self.pick("设备安装完成", "Equipment installed"),
            Step::TrialRun => self.pick("试运行", "Trial run"),
            Step::FireCheck => self.pick("消防验收", "Fire inspection passed"),
            Step::Hiring => self.pick("招商、招聘到位", "Tenants and staff in place"),
            Step::Opening => self.pick("开业", "Opening"),
            Step::Completion => self.pick("竣工验收", "Completion accepted"),
        }
    }

    /// 放进 7 个节点.
    pub fn put_nodes(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("放进 {n} 个节点"),
            Lang::En => format!("Put in {}", self.node_count(n)),
        }
    }

    /// 报 7 个节点.
    pub fn plan_count(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("报 {n} 个节点"),
            Lang::En => format!("Plan {}", self.node_count(n)),
        }
    }

    /// 节点 3, above a row of the form.
    pub fn node_number(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("节点 {n}"),
            Lang::En => format!("Node {n}"),
        }
    }

    pub fn weight_sum(&self, sum: i64) -> String {
        match self.lang {
            Lang::Zh => format!("权重合计 {sum}"),
            Lang::En => format!("Weights come to {sum}"),
        }
    }

    pub fn plan_faults(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("还有 {n} 处要改"),
            (Lang::En, 1) => "1 thing is still to be mended".into(),
            (Lang::En, n) => format!("{n} things are still to be mended"),
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
            (Fault::Doubled, _) => self.pick(
                "已有同名的节点。请改名或去掉，或者说明是另一个节点。",
                "Another node has this name. Rename it, remove it, or say that it is another one.",
            ),
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
