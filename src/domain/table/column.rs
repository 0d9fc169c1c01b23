//! Columns of a project table: their names, and the words that may stand in their cells.

use std::borrow::Cow;

use crate::nfkc::nfkc;

/// What a column of a project table holds.
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
}

impl Column {
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
        self.names()[0]
    }

    /// Whether a new project can't do without it.
    pub fn is_required(self) -> bool {
        matches!(self, Column::Name | Column::District | Column::Category)
    }

    /// Headers by which the column is known, its field's name first.
    fn names(self) -> &'static [&'static str] {
        match self {
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

/// What each column of a header most likely holds; no column is guessed twice.
pub fn guess(header: &[String]) -> Vec<Option<Column>> {
    let mut free = Column::ALL.to_vec();
    let of_name = |name: &String, free: &mut Vec<Column>| {
        let name = same_name_key(name);
        let at = free.iter().position(|c| c.names().iter().any(|n| same_name_key(n) == name))?;
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
            ("start", &["开工", "新开工"]),
            ("construction", &["在建", "建设中", "施工"]),
            ("foundation", &["基础"]),
            ("structure", &["主体"]),
            ("topped-out", &["封顶", "主体封顶", "topped out"]),
            ("equipment", &["安装", "设备安装"]),
            ("trial", &["试运行", "trial run"]),
            ("completion", &["竣工", "完工"]),
            ("production", &["投产"]),
            ("register", &["入库", "统计入库"]),
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
            ("site-visit", &["走访", "现场"]),
            ("phone", &["电话对接", "电话"]),
            ("interview", &["约谈", "座谈"]),
            ("inspection", &["现场巡视", "巡视", "安全生产检查"]),
            ("accompany", &["陪同办理"]),
            ("on-behalf", &["代办"]),
            ("special-meeting", &["专题会议"]),
            ("policy", &["送政策"]),
            ("care", &["关爱服务"]),
        ],
    )
}

/// The category of a problem that a cell names.
pub fn problem_category(text: &str) -> Option<String> {
    word(
        text,
        &[
            ("approval", &["审批手续", "规划手续", "规划"]),
            ("land", &["征收动迁", "林地手续", "林地"]),
            ("site", &["现场条件"]),
            ("utilities", &["市政配套"]),
            ("funds", &["资金"]),
            ("environment", &["施工环境"]),
            ("recognition", &["产业认定"]),
            ("labour", &["用工"]),
            ("other", &["其他"]),
        ],
    )
}
