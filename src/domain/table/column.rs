//! Columns of tables: their names, and the words that may stand in their cells.

use std::borrow::Cow;

use crate::nfkc::nfkc;

/// What a column of a table holds. Which kinds of tables have it is said by [`super::kind::TableKind::columns`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Column {
    Name,
    District,
    Unit,
    Category,
    Key,
    Phase,
    Secretary,
    /// A remark on the project, not a field of it.
    Note,
    Enterprise,
    Place,
    Total,
    Leader,
    Field,
    Code,
    // Nodes.
    Title,
    Due,
    Done,
    Percent,
    /// The day of which a percentage is.
    ReportedOn,
    Start,
    Weight,
    Stage,
    // Investment.
    Year,
    /// What is planned for the year.
    YearPlan,
    Month,
    /// What is done of the month's year so far.
    DoneTo,
    /// What a month of the year is to add, 1 … 12.
    PlanIn(u8),
    /// What is done of the year up to the end of a month, 1 … 12.
    DoneBy(u8),
    // Permits.
    Permit,
    Group,
    Department,
    NormDays,
    State,
    /// The day of the state, where no other column gives it.
    StateOn,
    Applied,
    Issued,
    ValidUntil,
    // People.
    PersonName,
    Role,
    // Visits.
    VisitOn,
    VisitKind,
    Present,
    Record,
    // Problems.
    Problem,
    ProblemCategory,
    RaisedOn,
}

impl Column {
    /// Of a project table.
    pub const ALL: [Column; 14] = [
        Column::Name,
        Column::District,
        Column::Unit,
        Column::Category,
        Column::Key,
        Column::Phase,
        Column::Secretary,
        Column::Note,
        Column::Enterprise,
        Column::Place,
        Column::Total,
        Column::Leader,
        Column::Field,
        Column::Code,
    ];

    /// The field of a project, or `note`.
    pub fn as_str(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// Whether a new project can't do without it.
    pub fn is_required(self) -> bool {
        matches!(self, Column::Name | Column::District | Column::Category)
    }

    /// Whether it holds amounts of money.
    pub fn is_money(self) -> bool {
        matches!(self, Column::Total | Column::YearPlan | Column::DoneTo | Column::PlanIn(_) | Column::DoneBy(_))
    }

    /// Whether it is headed so; `key` is the header as compared.
    fn is_called(self, key: &str) -> bool {
        let is_name = |key: &str| self.names().iter().any(|name| same_name_key(name) == key);
        match self {
            Column::PlanIn(month) => in_month(amount_name(key), month, &["月计划", "月计划投资", "月投资计划"], "plan of month "),
            Column::DoneBy(month) => {
                let ends = ["月累计", "月累计完成", "月累计完成投资", "月底累计", "月末累计", "月末累计完成"];
                let name = amount_name(key);
                in_month(name, month, &ends, "done to month ")
                    || name
                        .strip_prefix("1-")
                        .is_some_and(|rest| in_month(rest, month, &["月完成", "月完成投资", "月累计", "月累计完成"], ""))
                    || name
                        .strip_prefix("截至")
                        .is_some_and(|rest| in_month(rest, month, &["月完成", "月累计完成", "月底完成", "月底累计完成"], ""))
            }
            column if column.is_money() => is_name(key) || is_name(amount_name(key)),
            _ => is_name(key),
        }
    }

    /// Headers by which the column is known, its field's name first.
    fn names(self) -> &'static [&'static str] {
        match self {
            Column::Title => &["title", "节点", "节点名称", "节点任务", "任务", "任务名称", "node"],
            Column::Due => &["due", "计划完成日期", "计划完成时间", "计划完成", "完成时限", "节点日期", "到期日", "应完成日期", "due date"],
            Column::Done => &["done", "实际完成日期", "实际完成时间", "实际完成", "完成日期", "done on"],
            Column::Percent => {
                &["percent", "完成百分比", "进度", "完成进度", "形象进度", "进度(%)", "完成比例", "完成百分比(%)", "percent done"]
            }
            Column::ReportedOn => &["on", "进度日期", "上报日期", "填报日期", "reported on"],
            Column::Start => &["start", "开始日期", "计划开始日期", "计划开始时间", "计划开工日期", "start date"],
            Column::Weight => &["weight", "权重", "分值", "权重(%)"],
            Column::Stage => &["stage", "节点阶段", "环节"],
            Column::Year => &["year", "年度", "年份", "年"],
            Column::YearPlan => &[
                "year plan",
                "年度计划",
                "年度计划投资",
                "计划投资",
                "年计划",
                "年计划投资",
                "本年计划",
                "本年计划投资",
                "当年计划投资",
                "年度投资计划",
            ],
            Column::Month => &["month", "月份", "月", "年月", "统计月份"],
            Column::DoneTo => &["done to date", "累计完成", "累计完成投资", "本年累计完成", "本年累计完成投资", "年内累计完成投资"],
            Column::PlanIn(_) | Column::DoneBy(_) => &[],
            Column::Permit => &["permit", "要件", "要件名称", "手续", "手续名称", "许可", "事项", "事项名称", "证照", "条件", "要件或条件"],
            Column::Group => &["group", "要件类别", "类别", "分类", "类型", "手续类别"],
            Column::Department => &["department", "办理部门", "审批部门", "主管部门", "部门", "责任部门"],
            Column::NormDays => {
                &["norm_days", "时限(工作日)", "办理时限", "时限", "承诺时限", "办理时限(工作日)", "工作日", "norm (working days)"]
            }
            Column::State => &["state", "状态", "办理状态", "办理情况"],
            Column::StateOn => &["state on", "状态日期"],
            Column::Applied => &["applied", "申请日期", "申报日期", "受理日期", "报件日期", "applied on"],
            Column::Issued => &["issued", "取得日期", "办结日期", "发证日期", "批复日期", "落实日期", "issued on"],
            Column::ValidUntil => &["valid_until", "有效期至", "有效期", "有效期限", "valid until"],
            Column::PersonName => &["person", "姓名", "人员", "名称", "称呼", "岗位名称", "人员名称", "name"],
            Column::Role => &["role", "岗位", "角色", "职务", "身份"],
            Column::VisitOn => &["date", "日期", "走访日期", "时间", "对接日期"],
            Column::VisitKind => &["kind", "方式", "走访方式", "对接方式", "kind of visit"],
            Column::Present => &["present", "参加人", "参加人员", "在场人员", "对接人"],
            Column::Record => &["record", "记录", "走访记录", "内容", "情况"],
            Column::Problem => &["problem", "问题描述", "问题", "问题内容", "存在问题"],
            Column::ProblemCategory => &["category", "问题类别", "类别", "问题分类", "problem category"],
            Column::RaisedOn => &["raised on", "提出日期", "提出时间", "反映日期"],
            Column::Name => &["name", "项目名称", "项目", "名称", "工程名称", "project", "project name"],
            Column::District => &["district", "区市县", "区县", "区县市", "县市区", "所属区", "所属地区", "所在地区", "属地", "地区"],
            Column::Unit => &["unit", "责任单位", "牵头单位", "主责单位", "负责单位", "responsible unit"],
            Column::Category => &["category", "项目类别", "类别", "项目类型", "类型"],
            Column::Key => &["key", "市级重点", "重点", "重点项目", "市级重点项目", "是否重点", "是否市级重点", "key project"],
            Column::Phase => &["phase", "阶段", "项目阶段", "建设阶段", "当前阶段", "stage"],
            Column::Secretary => &["secretary", "服务秘书", "项目秘书", "秘书", "项目服务秘书"],
            Column::Note => &["note", "备注", "说明", "remark", "remarks", "notes"],
            Column::Enterprise => &["enterprise", "企业", "企业名称", "项目单位", "建设单位", "业主", "业主单位", "company"],
            Column::Place => &["place", "地点", "建设地点", "项目地点", "地址", "address"],
            Column::Total => &[
                "total",
                "总投资",
                "总投资(万元)",
                "总投资万元",
                "总投资额",
                "总投资额(万元)",
                "投资总额(万元)",
                "计划总投资(万元)",
                "total (10k yuan)",
            ],
            Column::Leader => &["leader", "包保领导", "责任领导", "市级领导", "市领导", "包保市领导"],
            Column::Field => &["field", "领域", "行业", "所属行业", "所属领域", "industry"],
            Column::Code => &["code", "项目代码", "代码", "项目编号", "编号", "编码", "project code"],
        }
    }
}

/// `6月计划` and the like, of one month; `english` comes before its number.
fn in_month(name: &str, month: u8, ends: &[&str], english: &str) -> bool {
    let number = month.to_string();
    let rest = name.strip_prefix(&number).filter(|rest| ends.contains(rest));
    rest.is_some() || (!english.is_empty() && name.strip_prefix(english) == Some(&*number))
}

/// A header without its year and its unit: `2018年计划投资(亿元)` is 年计划投资 of 2018 in 亿元.
pub(super) fn amount_name(key: &str) -> &str {
    let name = [" (10k yuan)", "(10k yuan)"].iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(key);
    let name = ["(万元)", "(亿元)", "(千元)", "(元)", "万元", "亿元"].iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name);
    match name.get(..4) {
        Some(year) if year.bytes().all(|b| b.is_ascii_digit()) && name[4..].starts_with('年') => &name[4..],
        _ => name,
    }
}

/// The year that a header names.
pub(super) fn year_of(header: &str) -> Option<i32> {
    let key = same_name_key(header);
    let year = key.get(..4)?.parse::<i32>().ok()?;
    (key[4..].starts_with('年') && (1900..=2200).contains(&year)).then_some(year)
}

/// What each column of a project table most likely holds; no column is guessed twice.
pub fn guess(header: &[String]) -> Vec<Option<Column>> {
    guess_of(header, &Column::ALL)
}

/// What each column of a header most likely holds, of those that a kind of table has.
pub fn guess_of(header: &[String], columns: &[Column]) -> Vec<Option<Column>> {
    let mut free = columns.to_vec();
    let of_name = |name: &String, free: &mut Vec<Column>| {
        let name = same_name_key(name);
        // A year before its words is part of the name only where it is one of money: 2018年计划投资.
        let bare = name.get(4..).filter(|rest| rest.starts_with('年')).map(|rest| &rest['年'.len_utf8()..]);
        let at = free.iter().position(|c| c.is_called(&name)).or_else(|| {
            let bare = bare?;
            free.iter().position(|c| c.is_money() && (c.is_called(bare) || c.is_called(&format!("年{bare}"))))
        })?;
        Some(free.remove(at))
    };
    header.iter().map(|name| of_name(name, &mut free)).collect()
}

/// By what names are compared: NFKC, ASCII case folding, all brackets and spaces alike. Never stored.
pub fn same_name_key(text: &str) -> String {
    let alike = |c: char| match c {
        '[' | '{' | '<' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' => '(',
        ']' | '}' | '>' | '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' => ')',
        c => c.to_ascii_lowercase(),
    };
    let mut key = String::with_capacity(text.len());
    let mut space = false;
    // ASCII and the common Han characters are in normal form already, and nearly every name is made of them.
    let is_normal = text.chars().all(|c| c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c));
    let normal = if is_normal { Cow::Borrowed(text) } else { Cow::Owned(nfkc(text)) };
    for c in normal.chars().map(alike) {
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
            space = true;
            continue;
        }
        // A space parts words only between letters and digits of ASCII; beside others it is typography.
        if space && c.is_ascii_alphanumeric() && key.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            key.push(' ');
        }
        space = false;
        key.push(c);
    }
    key
}

/// A text as a table brings it back: without white space around it and NULs, and with one kind of line break.
pub fn as_read(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.contains(['\r', '\0']) {
        Cow::Owned(text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn word(text: &str, words: &[(&str, &[&str])]) -> Option<String> {
    let key = same_name_key(text);
    words.iter().find(|(word, names)| *word == key || names.contains(&&*key)).map(|(word, _)| (*word).to_owned())
}

/// The category that a cell names.
pub fn category(text: &str) -> Option<String> {
    word(
        text,
        &[
            ("infrastructure", &["基础设施"]),
            ("industry", &["工业", "industrial"]),
            ("services", &["现代服务业", "服务业", "modern services"]),
            ("social", &["社会事业", "social undertakings"]),
        ],
    )
}

/// The phase that a cell names; any other word stands for itself.
pub fn phase(text: &str) -> String {
    let known = word(
        text,
        &[
            ("preparation", &["前期", "前期工作"]),
            ("start", &["开工", "新开工", "started"]),
            ("construction", &["在建", "建设中", "施工", "under construction"]),
            ("foundation", &["基础"]),
            ("structure", &["主体", "main structure"]),
            ("topped-out", &["封顶", "主体封顶", "topped out"]),
            ("equipment", &["安装", "设备安装"]),
            ("trial", &["试运行", "trial run"]),
            ("completion", &["竣工", "完工", "completed"]),
            ("production", &["投产", "in production"]),
            ("register", &["入库", "统计入库", "in the register"]),
            ("other", &["其他"]),
        ],
    );
    known.unwrap_or_else(|| text.to_owned())
}

pub fn yes_or_no(text: &str) -> Option<bool> {
    match &*same_name_key(text) {
        "是" | "yes" | "y" | "true" | "1" | "√" | "✓" | "✔" => Some(true),
        "否" | "no" | "n" | "false" | "0" | "×" | "✗" => Some(false),
        _ => None,
    }
}

/// The kind of visit that a cell names.
pub fn visit_kind(text: &str) -> Option<String> {
    word(
        text,
        &[
            ("site-visit", &["走访", "现场", "现场走访", "site visit"]),
            ("phone", &["电话对接", "电话", "phone contact"]),
            ("interview", &["约谈", "座谈", "座谈约谈"]),
            ("inspection", &["现场巡视", "巡视", "安全生产检查"]),
            ("accompany", &["陪同办理", "accompanying"]),
            ("on-behalf", &["代办", "on behalf"]),
            ("special-meeting", &["专题会议", "special meeting"]),
            ("policy", &["送政策", "policy delivery"]),
            ("care", &["关爱服务", "worker care"]),
        ],
    )
}

/// The group of a permit that a cell names.
pub fn permit_group(text: &str) -> Option<String> {
    word(
        text,
        &[
            ("certificate", &["证照", "certificates", "四证", "证", "许可证"]),
            ("condition", &["外部条件", "external conditions", "conditions", "条件"]),
            ("document", &["要件", "要件材料", "材料", "documents", "文件", "批件"]),
            ("statistics", &["入统", "统计入库", "统计", "statistics register"]),
        ],
    )
}

/// The state of a permit that a cell names.
pub fn permit_state(text: &str) -> Option<String> {
    word(
        text,
        &[
            ("needed", &["未办", "尚未办理", "待办", "未办理", "还没申请", "needed"]),
            ("applied", &["在办", "已申报", "办理中", "已申请", "已受理", "applied for"]),
            ("issued", &["已办", "办结", "已办结", "已取得", "已落实", "取得"]),
            ("returned", &["退回", "已退回", "退件"]),
            ("waived", &["不需要", "免办", "无需办理", "not needed"]),
        ],
    )
}

/// The role of a person that a cell names; those of offices that write.
pub fn role(text: &str) -> Option<String> {
    word(
        text,
        &[
            ("secretary", &["服务秘书", "项目秘书", "秘书"]),
            ("district", &["区市县协调员", "区县协调员", "协调员", "区市县统筹", "district coordinator"]),
            ("city", &["市级统筹", "市级统筹(发改委)", "市级协调员", "city coordinator"]),
            ("leader", &["包保领导", "市级领导", "责任领导"]),
            ("assessor", &["第三方评估", "评估"]),
        ],
    )
}

/// The category of a problem that a cell names.
pub fn problem_category(text: &str) -> Option<String> {
    named_category(text).map(|(category, _)| category)
}

/// The category of a problem, and whether the cell has its own name.
pub(super) fn named_category(text: &str) -> Option<(String, bool)> {
    let own: &[(&str, &[&str])] = &[
        ("approval", &["审批手续", "approvals"]),
        ("land", &["征收动迁", "land and relocation"]),
        ("site", &["现场条件", "site conditions"]),
        ("utilities", &["市政配套"]),
        ("funds", &["资金"]),
        ("environment", &["施工环境", "building environment"]),
        ("recognition", &["产业认定"]),
        ("labour", &["用工"]),
        ("other", &["其他"]),
    ];
    let alike: &[(&str, &[&str])] = &[("approval", &["规划手续", "规划"]), ("land", &["林地手续", "林地"])];
    word(text, own).map(|found| (found, true)).or_else(|| Some((word(text, alike)?, false)))
}

/// Whether a cell of a column that is not read, headed so, says of a problem that it is solved.
pub(super) fn says_solved(header: &str, cell: &str) -> bool {
    let (head, cell) = (same_name_key(header), same_name_key(cell));
    let is_day = ["办结日期", "办结时间", "解决日期", "解决时间", "销号日期", "销号时间", "完成日期", "完成时间", "solved on", "closed on"];
    let is_state =
        ["办理结果", "办理状态", "办理情况", "处理结果", "状态", "结果", "是否解决", "是否办结", "state", "status", "result", "solved"];
    let starts = ["已办结", "已解决", "已完成", "已销号", "已落实", "已办完"];
    let words = ["办结", "解决", "完成", "销号", "已办", "是", "yes", "done", "solved", "closed", "resolved"];
    (is_day.contains(&&*head) && cell.chars().any(|c| c.is_ascii_digit()))
        || (is_state.contains(&&*head) && (starts.iter().any(|start| cell.starts_with(start)) || words.contains(&&*cell)))
}
