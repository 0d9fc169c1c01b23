//! Words of permits and conditions: their groups, how long they take, and where they lie.

use crate::domain::calendar::Day;
use crate::domain::rules::permit::PermitCount;
use crate::domain::state::PermitState;
use crate::screen::form::permits::{Fault, Field, MAX_NORM};
use crate::screen::permits::{Department, PermitLine, Show};
use crate::text::{Lang, Text};

/// So many certificates are called by their number.
const FOUR: usize = 4;

pub struct Words {
    pub way_hint: &'static str,
    pub title: &'static str,
    pub none: &'static str,
    pub overdue: &'static str,
    pub lapsed: &'static str,
    pub by_department: &'static str,
    pub no_department: &'static str,
    pub conflict: &'static str,
    pub waited: &'static str,
    pub list_form: &'static str,
    pub list_lead: &'static str,
    pub tick_all: &'static str,
    pub tick_none: &'static str,
    pub own_add: &'static str,
    pub own_title: &'static str,
    pub department: &'static str,
    pub norm: &'static str,
    pub title_label: &'static str,
    pub change_form: &'static str,
    pub edit_form: &'static str,
    pub state: &'static str,
    pub on: &'static str,
    pub valid_until: &'static str,
    pub text: &'static str,
    pub text_hint: &'static str,
    pub take_back: &'static str,
    pub take_back_hint: &'static str,
    pub settle: &'static str,
    pub see_all: &'static str,
    pub all_title: &'static str,
    pub show_open: &'static str,
    pub show_overdue: &'static str,
    pub show_lapsed: &'static str,
    pub show_all: &'static str,
    pub groups: &'static str,
    pub all_groups: &'static str,
    pub open: &'static str,
    pub applied: &'static str,
    pub worst: &'static str,
    pub since: &'static str,
    pub permit: &'static str,
    pub project: &'static str,
    pub time: &'static str,
    pub nothing: &'static str,
    pub none_at_all: &'static str,
    pub choose_department: &'static str,
    pub not_yours: &'static str,
    pub taken_back: &'static str,
    pub said_by: &'static str,
    pub restored: &'static str,
    pub start_over: &'static str,
    pub nothing_chosen: &'static str,
    pub register: &'static str,
}

pub static ZH: Words = Words {
    way_hint: "哪个部门手里有几项，谁超期",
    title: "要件",
    none: "还没有列要件。",
    overdue: "超期没办结",
    lapsed: "已失效",
    by_department: "按办理部门",
    no_department: "没写部门",
    conflict: "办理情况不一致，先按后写的算",
    waited: "在谁手里",
    list_form: "列要件",
    list_lead: "勾上这个项目要办的，部门和工作日可以改。",
    tick_all: "全选",
    tick_none: "全不选",
    own_add: "加一项自己的",
    own_title: "名称",
    department: "办理部门",
    norm: "常规工作日",
    title_label: "要件名称",
    change_form: "改情况",
    edit_form: "改部门和天数",
    state: "情况",
    on: "哪一天",
    valid_until: "有效期到",
    text: "卡在哪儿、等谁",
    text_hint: "例如：等图审合格书，窗口说还缺消防意见",
    take_back: "撤回这一项",
    take_back_hint: "列错了才撤回；办完的不用撤。",
    settle: "去处理",
    see_all: "看全部要件",
    all_title: "要件办理",
    show_open: "没办完",
    show_overdue: "超期",
    show_lapsed: "已失效",
    show_all: "全部",
    groups: "要件类别",
    all_groups: "全部类别",
    open: "没办完",
    applied: "办理中",
    worst: "最长超",
    since: "从哪天起",
    permit: "要件",
    project: "项目",
    time: "工作日",
    nothing: "没有这样的要件。",
    none_at_all: "还没有项目列过要件。",
    choose_department: "选一个部门看它手里的要件。",
    not_yours: "要件由服务秘书和协调员来列。",
    taken_back: "已撤回",
    said_by: "{} {} 写",
    restored: "上次没存完的又打开了。",
    start_over: "不要了，重新填",
    nothing_chosen: "还没有勾要列的。",
    register: "入库要件",
};

pub static EN: Words = Words {
    way_hint: "What lies at which department, and what is over the norm",
    title: "Permits",
    none: "No permits are listed yet.",
    overdue: "Over the norm",
    lapsed: "Lapsed",
    by_department: "By department",
    no_department: "No department named",
    conflict: "States disagree; the later one is in use for now",
    waited: "In whose hands",
    list_form: "List permits",
    list_lead: "Tick what the project needs; department and days can be changed.",
    tick_all: "Tick all",
    tick_none: "Tick none",
    own_add: "Add your own",
    own_title: "Name",
    department: "Department",
    norm: "Usual working days",
    title_label: "Name of the permit",
    change_form: "Change state",
    edit_form: "Edit",
    state: "State",
    on: "Day",
    valid_until: "Valid until",
    text: "Where it lies, who waits for whom",
    text_hint: "Such as: waits for the reviewed drawings",
    take_back: "Take it back",
    take_back_hint: "Only what was listed by mistake; what is done stays.",
    settle: "Settle",
    see_all: "See all permits",
    all_title: "Permits",
    show_open: "Open",
    show_overdue: "Over the norm",
    show_lapsed: "Lapsed",
    show_all: "All",
    groups: "Groups",
    all_groups: "All groups",
    open: "Open",
    applied: "Applied for",
    worst: "Longest over",
    since: "Since",
    permit: "Permit",
    project: "Project",
    time: "Working days",
    nothing: "There are none of these.",
    none_at_all: "No project has listed a permit yet.",
    choose_department: "Choose a department to see what lies there.",
    not_yours: "Permits are listed by secretaries and coordinators.",
    taken_back: "Taken back",
    said_by: "Written by {} at {}",
    restored: "What you had not saved is open again.",
    start_over: "Drop it and begin again",
    nothing_chosen: "Nothing is ticked yet.",
    register: "Papers for the register",
};

impl Text {
    /// A group's word; one that is not known is shown as itself.
    pub fn permit_group(&self, group: &str) -> String {
        match (self.lang, group) {
            (Lang::Zh, "certificate") => "证照",
            (Lang::Zh, "condition") => "外部条件",
            (Lang::Zh, "document") => "要件材料",
            (Lang::Zh, "statistics") => "统计入库",
            (Lang::En, "certificate") => "Certificates",
            (Lang::En, "condition") => "External conditions",
            (Lang::En, "document") => "Documents",
            (Lang::En, "statistics") => "Statistics register",
            (_, other) => other,
        }
        .into()
    }

    /// 证照 3 / 4，免办 1.
    pub fn permit_count(&self, group: &str, count: PermitCount) -> String {
        let four = group == "certificate" && count.of + count.waived == FOUR;
        let group = if four { self.pick("四证", "Four certificates").into() } else { self.permit_group(group) };
        self.issued_of(&group, count)
    }

    fn issued_of(&self, what: &str, PermitCount { issued, of, waived }: PermitCount) -> String {
        match (self.lang, waived) {
            (Lang::Zh, 0) => format!("{what} {issued} / {of}"),
            (Lang::Zh, _) => format!("{what} {issued} / {of}，免办 {waived}"),
            (Lang::En, 0) => format!("{what} {issued} of {of}"),
            (Lang::En, _) => format!("{what} {issued} of {of}, {waived} waived"),
        }
    }

    fn working_days(&self, days: i64) -> String {
        match (self.lang, days) {
            (Lang::Zh, _) => format!("{days} 个工作日"),
            (Lang::En, 1) => "1 working day".into(),
            (Lang::En, _) => format!("{days} working days"),
        }
    }

    /// How long it took or is taking, against its norm; nothing where it never was applied for.
    pub fn permit_time(&self, line: &PermitLine) -> Option<String> {
        let taken = line.time.taken?;
        let days = self.working_days(taken);
        let is_open = line.state == PermitState::Applied;
        let mut said = match (self.lang, is_open) {
            (Lang::Zh, true) => format!("已办 {days}"),
            (Lang::Zh, false) => format!("用了 {days}"),
            (Lang::En, true) => format!("{days} so far"),
            (Lang::En, false) => format!("took {days}"),
        };
        if let Some(norm) = line.norm_days {
            said += &match self.lang {
                Lang::Zh => format!("，常规 {norm} 个"),
                Lang::En => format!(", norm {norm}"),
            };
        }
        if let Some(over) = line.time.over_norm.filter(|over| *over > 0) {
            said += &match self.lang {
                Lang::Zh => format!("，超 {over} 个"),
                Lang::En => format!(", {over} over"),
            };
        }
        Some(said)
    }

    /// Until when it is good, and how long that is; nothing where no day was given.
    pub fn permit_valid(&self, line: &PermitLine, today: Day) -> Option<String> {
        let (until, left) = (self.day(line.valid_until?, today), line.time.valid_days?);
        Some(match (self.lang, left) {
            (Lang::Zh, 0) => format!("有效期到{until}，今天最后一天"),
            (Lang::Zh, 1..) => format!("有效期到{until}，还有 {left} 天"),
            (Lang::Zh, _) => format!("有效期到{until}，已失效 {} 天", -left),
            (Lang::En, 0) => format!("Valid until {until}, today is its last day"),
            (Lang::En, 1..) => format!("Valid until {until}, {} left", self.days(left)),
            (Lang::En, _) => format!("Valid until {until}, lapsed {} ago", self.days(-left)),
        })
    }

    /// 住建局 2 / 5，在办 2，超期 1，最长超 3 个工作日.
    pub fn department_line(&self, department: &Department) -> String {
        let zh = self.lang == Lang::Zh;
        let name = department.name.as_deref().unwrap_or(self.permits().no_department);
        let mut parts = vec![self.issued_of(name, department.count)];
        if department.applied > 0 {
            let n = department.applied;
            parts.push(if zh { format!("在办 {n}") } else { format!("{n} applied for") });
        }
        if let Some(worst) = department.worst {
            let (n, worst) = (department.overdue, self.working_days(worst));
            parts.push(if zh { format!("超期 {n}，最长超 {worst}") } else { format!("{n} over the norm, by up to {worst}") });
        }
        parts.join(self.comma())
    }

    /// A template's title and the department that commonly handles it, as they are then listed.
    pub fn permit_template(&self, key: &str) -> (&'static str, &'static str) {
        let (zh, en) = match key {
            "land-plan" => (("建设用地规划许可证", "规划局"), ("Land planning permit", "Planning bureau")),
            "land-use" => (("国有土地使用证", "国土局"), ("Land use certificate", "Land bureau")),
            "works-plan" => (("建设工程规划许可证", "规划局"), ("Works planning permit", "Planning bureau")),
            "construction" => (("施工许可证", "住建局"), ("Construction permit", "Housing and construction bureau")),
            "water" => (("用水接入", "水务局"), ("Water supply", "Water bureau")),
            "power" => (("用电接入", "供电公司"), ("Power supply", "Power company")),
            "gas" => (("用气接入", "燃气公司"), ("Gas supply", "Gas company")),
            "heat" => (("供热接入", "供热公司"), ("Heat supply", "Heat company")),
            "drainage" => (("排水接入", "水务局"), ("Drainage", "Water bureau")),
            "telecom" => (("通信接入", "通信公司"), ("Telecommunications", "Telecom company")),
            "road" => (("道路和开口", "交通局"), ("Road access", "Transport bureau")),
            "fuel" => (("燃料和运输", "经信局"), ("Fuel and transport", "Industry bureau")),
            "approval" => (("项目核准或备案", "发改局"), ("Approval or filing of the project", "Development and reform bureau")),
            "site-choice" => (("选址意见书", "规划局"), ("Site selection opinion", "Planning bureau")),
            "land-review" => (("用地预审", "国土局"), ("Preliminary land review", "Land bureau")),
            "environment" => (("环评批复", "环保局"), ("Environmental approval", "Environment bureau")),
            "energy" => (("节能审查", "发改局"), ("Energy review", "Development and reform bureau")),
            "safety" => (("安全预评价", "安监局"), ("Safety assessment", "Work safety bureau")),
            "soil" => (("水土保持方案", "水务局"), ("Soil conservation plan", "Water bureau")),
            "geology" => (("地质灾害评估", "国土局"), ("Geological hazard assessment", "Land bureau")),
            "stability" => (("社会稳定风险评估", "政法委"), ("Social risk assessment", "Political and legal commission")),
            "drawings" => (("施工图审查", "住建局"), ("Review of drawings", "Housing and construction bureau")),
            "fire" => (("消防设计审核", "消防支队"), ("Fire safety review", "Fire brigade")),
            "air-defence" => (("人防审批", "人防办"), ("Civil air defence approval", "Civil air defence office")),
            "licence" => (("营业执照", "市场监管局"), ("Business licence", "Market regulation bureau")),
            "filing" => (("立项批复或备案", "发改局"), ("Approval or filing for the register", "Development and reform bureau")),
            "contract" => (("施工合同或现场照片", ""), ("Construction contract or site photos", "")),
            _ => (("", ""), ("", "")),
        };
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// What is wrong with a field of a form, and how to mend it.
    pub fn permit_fault(&self, field: Field, fault: Fault) -> String {
        match (fault, field) {
            (Fault::NothingChosen, _) => self.permits().nothing_chosen,
            (Fault::Missing, Field::State) => self.pick("请选是什么情况。", "Please choose what became of it."),
            (Fault::Missing, Field::On) => self.pick("请选是哪一天。", "Please choose the day."),
            (Fault::Missing, _) => self.pick("请写名称。", "Please name it."),
            (Fault::TooLong, _) => self.pick("太长了，最多一万字。", "Too long: 10,000 characters at most."),
            (Fault::NotADay, _) => self.pick("没有这一天，请重新选。", "There is no such day; please choose again."),
            (Fault::LaterThanToday, _) => {
                self.pick("已经发生的事，日期不能晚于今天。", "What has happened cannot be of a day after today.")
            }
            (Fault::BeforeIssued, _) => self.pick("有效期早于取得的日期，请核对。", "It would lapse before it was issued; please check."),
            (Fault::NotDays, _) => match self.lang {
                Lang::Zh => return format!("请填 0 到 {MAX_NORM} 的整数。"),
                Lang::En => return format!("Please enter a whole number from 0 to {MAX_NORM}."),
            },
        }
        .into()
    }

    pub fn permit_show(&self, show: Show) -> &'static str {
        let w = self.permits();
        match show {
            Show::Open => w.show_open,
            Show::Overdue => w.show_overdue,
            Show::Lapsed => w.show_lapsed,
            Show::All => w.show_all,
        }
    }

    /// 列 4 项.
    pub fn list_go(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, 0) => "还没勾".into(),
            (Lang::Zh, _) => format!("列 {n} 项"),
            (Lang::En, 0) => "Nothing ticked".into(),
            (Lang::En, 1) => "List 1 permit".into(),
            (Lang::En, _) => format!("List {n} permits"),
        }
    }

    /// 另有 12 项要件，已齐 11 项.
    pub fn permits_more(&self, issued: usize, of: usize) -> String {
        match self.lang {
            Lang::Zh => format!("另有 {of} 项要件，已齐 {issued} 项"),
            Lang::En => format!("{of} more, {issued} of them there"),
        }
    }

    /// 11月1日申报，11月15日取得: the days of a permit.
    pub fn permit_days(&self, line: &PermitLine, today: Day) -> String {
        let applied = line.applied.map(|on| (self.day(on, today), PermitState::Applied));
        let on = line.on.filter(|_| line.state != PermitState::Applied).map(|on| (self.day(on, today), line.state));
        let said = |(on, state): (String, PermitState)| match (self.lang, state) {
            (Lang::Zh, PermitState::Applied) => format!("{on}申报"),
            (Lang::Zh, PermitState::Issued) => format!("{on}取得"),
            (Lang::Zh, PermitState::Returned) => format!("{on}退件"),
            (Lang::Zh, PermitState::Waived) => format!("{on}定为免办"),
            (Lang::Zh, PermitState::Needed) => format!("{on}定为要办"),
            (Lang::En, PermitState::Applied) => format!("applied for on {on}"),
            (Lang::En, PermitState::Issued) => format!("issued on {on}"),
            (Lang::En, PermitState::Returned) => format!("returned on {on}"),
            (Lang::En, PermitState::Waived) => format!("waived on {on}"),
            (Lang::En, PermitState::Needed) => format!("needed since {on}"),
        };
        [applied, on].into_iter().flatten().map(said).collect::<Vec<_>>().join(self.comma())
    }

    /// 超 3 个工作日.
    pub fn over_norm(&self, days: i64) -> String {
        let days = self.working_days(days);
        match self.lang {
            Lang::Zh => format!("超 {days}"),
            Lang::En => format!("{days} over"),
        }
    }
}
