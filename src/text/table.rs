//! Words of taking in tables.

use crate::domain::money::AmountFault;
use crate::domain::table::column::Column;
use crate::domain::table::delimited::TableFault;
use crate::domain::table::kind::TableKind;
use crate::domain::table::missing::Sort;
use crate::domain::table::projects::FaultKind;
use crate::domain::trust::Role;
use crate::screen::table::{Fix, RowKind, Shown, Task, Unreadable, Why};
use crate::text::receive::Pasting;
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub lead: &'static str,
    pub drop_here: &'static str,
    pub drop_now: &'static str,
    pub pick: &'static str,
    pub pick_other: &'static str,
    pub pasting: Pasting,
    pub pasted_name: &'static str,
    pub what: &'static str,
    pub what_columns: &'static str,
    pub what_kinds: [(&'static str, &'static str); 7],
    pub what_empty: &'static str,
    pub what_again: &'static str,
    pub what_workbook: &'static str,
    pub reading: &'static str,
    pub not_read: &'static str,
    pub to_receive: &'static str,
    pub unchanged: &'static str,
    pub as_gb: &'static str,
    pub totals: &'static str,
    pub columns: &'static str,
    pub columns_edit: &'static str,
    pub columns_done: &'static str,
    pub skip_column: &'static str,
    pub column_of: &'static str,
    pub lacks: &'static str,
    pub rows: &'static str,
    pub line: &'static str,
    pub outcome: &'static str,
    pub take_row: &'static str,
    pub kept: &'static str,
    pub guessed: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub more: &'static str,
    pub no_rows: &'static str,
    pub show_all: &'static str,
    pub tasks_more: &'static str,
    pub tasks_none: &'static str,
    pub typed: &'static str,
    pub typed_use: &'static str,
    pub undo_rows: &'static str,
    pub missing: &'static str,
    pub missing_hint: &'static str,
    pub missing_more: &'static str,
    pub kind: &'static str,
    pub role: &'static str,
    pub same_as: &'static str,
    pub register_new: &'static str,
    pub stands_for: &'static str,
    pub undo: &'static str,
    pub by_unit: &'static str,
    pub apply_hint: &'static str,
    pub discard: &'static str,
    pub discarded: &'static str,
    pub writing: &'static str,
    pub write_nothing: &'static str,
    pub written: &'static str,
    pub not_written: &'static str,
    pub left_out: &'static str,
    pub to_projects: &'static str,
    pub to_people: &'static str,
    pub to_people_hint: &'static str,
    pub give_full: &'static str,
    pub give_to: &'static str,
    pub may_not: &'static str,
    pub beyond_rows: &'static str,
    pub beyond_skip: &'static str,
    pub beyond_names: &'static str,
    pub solved_rows: &'static str,
    pub settle_first: &'static str,
    pub kind_of_table: &'static str,
    pub sheet: &'static str,
    pub hidden_sheet: &'static str,
    pub hidden_rows: &'static str,
    pub merged: &'static str,
    pub fill_merged: &'static str,
    pub unfill_merged: &'static str,
    pub remembered: &'static str,
    pub as_guessed: &'static str,
    pub move_reason: &'static str,
    pub may_not_kind: &'static str,
    pub to_export: &'static str,
}

pub static ZH: Words = Words {
    lead: "先看清楚会改什么，再写入。",
    drop_here: "把表格文件拖到这里，或者",
    drop_now: "松开，就读这张表",
    pick: "选一张表格文件",
    pick_other: "换一张表",
    pasting: Pasting {
        label: "或者粘贴表格内容",
        hint: "在表格软件里选中带表头的区域，复制后粘到这里。",
        nothing: "还没粘贴",
        read: "读这些内容",
    },
    pasted_name: "粘贴的内容",
    what: "什么样的表",
    what_columns: "有一行是列名，按列名认出是哪种表；认错了可以改，名字不一样的列读进来以后可以对上，下次就记得。",
    what_kinds: [
        ("项目", "项目名称、区市县、项目类别，还可以有责任单位、市级重点、阶段、服务秘书、总投资(万元)等"),
        ("节点", "项目名称、节点、计划完成日期，还可以有实际完成日期、完成百分比、权重、开始日期"),
        ("投资", "项目名称、年度、年度计划(万元)、1月计划…12月计划、1月累计…12月累计；或者月份和累计完成"),
        ("要件", "项目名称、要件、要件类别，还可以有办理部门、时限(工作日)、申请日期、取得日期、有效期至"),
        ("人员", "名称、岗位、区市县、责任单位"),
        ("走访", "项目名称、日期、方式、参加人、记录"),
        ("问题", "项目名称、问题描述、问题类别、提出日期；办理过程不从表里读"),
    ],
    what_empty: "表里空着的格子不会清掉台账里的内容。",
    what_again: "同一张表再导一次，什么都不会变；改过的表只写改了的地方。",
    what_workbook: "XLSX、XLS、ODS 和 CSV 都能读，最多 50,000 行。",
    reading: "正在读…",
    not_read: "这张表没有读成。",
    to_receive: "去收包",
    unchanged: "下面只是预览，台账还没有变。",
    as_gb: "按 GB18030 编码读的",
    totals: "合计，点一下只看这一种",
    columns: "对上的列",
    columns_edit: "改一改",
    columns_done: "改好了",
    skip_column: "不导入",
    column_of: "“{}”这一列是",
    lacks: "少不了这几列，请对上：",
    rows: "逐行预览",
    line: "行",
    outcome: "会怎样",
    take_row: "第 {} 行要写入",
    kept: "空着，不清掉",
    guessed: "按责任单位取的名",
    from: "原来",
    to: "改为",
    more: "再看 {} 行",
    no_rows: "没有这一种",
    show_all: "看全部",
    tasks_more: "还有 {} 处，这些办完就会出来。",
    tasks_none: "没有要办的",
    typed: "改成",
    typed_use: "用这个",
    undo_rows: "撤掉改过的 {} 处",
    missing: "名册里没有的 {} 个",
    missing_hint: "打钩的会和项目一起登记。种类和岗位是按名字猜的，不对就改。",
    missing_more: "还有 {} 个，都会一起登记。",
    kind: "{}的种类",
    role: "{}的岗位",
    same_as: "{}是不是名册里的",
    register_new: "新登记",
    stands_for: "“{}”就是{}",
    undo: "改回",
    by_unit: "表里空着，按责任单位取的名",
    apply_hint: "表里空着的格子不会清掉台账里的内容。写入后不能整批撤回；每一处原值都留在历史里，可以逐处改回。",
    discard: "放弃",
    discarded: "放弃了，台账没有变。",
    writing: "正在写入…",
    write_nothing: "没有要写的",
    written: "写入了 {} 行，已存到本机。",
    not_written: "一行也没有写入。",
    left_out: "没写的 {} 行：要改正或请核对的，改好表格再导一次就行。",
    to_projects: "看项目",
    to_people: "去邀请他们",
    to_people_hint: "新登记了 {} 人。给每人做一份入门包，他们才能在自己的手机上用。",
    give_full: "下面的人接了新项目，请各送一份完整的数据包：",
    give_to: "送给{}",
    may_not: "从表格导入由市级和区市县的协调员来做。",
    beyond_rows: "有 {} 行不是您的区市县的，不由您来写。",
    beyond_skip: "这些行不要",
    beyond_names: "这些要由市级先登记：{}。可以去掉打钩，或把那一格先空着。",
    solved_rows: "有 {} 行在表里写着已经办结。办理过程不从表里读，写入后这些都算没解决。",
    settle_first: "先办好上面的",
    kind_of_table: "这是一张",
    sheet: "工作表",
    hidden_sheet: "（隐藏）",
    hidden_rows: "有 {} 行在表格软件里是隐藏的，也一起读了。",
    merged: "有 {} 处合并的格子：值只算在第一格。",
    fill_merged: "每一格都填上",
    unfill_merged: "还是只算第一格",
    remembered: "按上次对的列",
    as_guessed: "按列名重新对",
    move_reason: "按导入的表格改期",
    may_not_kind: "这种表由协调员导入；您可以导入节点、投资、要件、走访和问题。",
    to_export: "导出表格",
};

pub static EN: Words = Words {
    lead: "See first what will change, then write it.",
    drop_here: "Drop a table here, or",
    drop_now: "Let go to read this table",
    pick: "Choose a table file",
    pick_other: "Another table",
    pasting: Pasting {
        label: "Or paste a table",
        hint: "Select the cells with their header in your spreadsheet, copy them and paste here.",
        nothing: "Nothing pasted yet",
        read: "Read this",
    },
    pasted_name: "Pasted text",
    what: "What kind of table",
    what_columns: "One line names the columns, by which the kind of table is known. Both can be set right once the table is read, and are remembered.",
    what_kinds: [
        ("Projects", "project, district, category; also unit, key project, phase, secretary, total (10k yuan) and others"),
        ("Nodes", "project, node, due; also done on, percent done, weight, start date"),
        ("Investment", "project, year, year plan (10k yuan), plan of month 1 … 12, done to month 1 … 12; or month and done to date"),
        ("Permits", "project, permit, group; also department, norm (working days), applied on, issued on, valid until"),
        ("People", "name, role, district, unit"),
        ("Visits", "project, date, kind of visit, present, record"),
        ("Problems", "project, problem, problem category, raised on; steps are not read from a table"),
    ],
    what_empty: "An empty cell clears nothing in the ledger.",
    what_again: "The same table again changes nothing; a changed one writes only its differences.",
    what_workbook: "XLSX, XLS, ODS and CSV can be read, with up to 50,000 lines.",
    reading: "Reading…",
    not_read: "The table was not read.",
    to_receive: "Take in a file",
    unchanged: "This is a preview; the ledger has not changed.",
    as_gb: "read as GB18030",
    totals: "Totals; press one to see only these",
    columns: "Columns",
    columns_edit: "Change",
    columns_done: "Done",
    skip_column: "Leave out",
    column_of: "Column “{}” is",
    lacks: "These columns are needed; please match them: ",
    rows: "Preview by line",
    line: "Line",
    outcome: "What happens",
    take_row: "Write line {}",
    kept: "empty, clears nothing",
    guessed: "named after the unit",
    from: "was",
    to: "becomes",
    more: "Show {} more lines",
    no_rows: "None of this kind",
    show_all: "Show all",
    tasks_more: "{} more; they come up as these are settled.",
    tasks_none: "Nothing to settle",
    typed: "Change to",
    typed_use: "Use this",
    undo_rows: "Undo {} corrections",
    missing: "Not in the list of people and units: {}",
    missing_hint: "What is ticked is registered with the projects. Kinds and roles are guessed from the names: correct them if they are wrong.",
    missing_more: "{} more; all are registered too.",
    kind: "Kind of {}",
    role: "Role of {}",
    same_as: "Is {} one of these",
    register_new: "Register as new",
    stands_for: "“{}” is {}",
    undo: "Undo",
    by_unit: "left open in the table; named after the unit",
    apply_hint: "Empty cells clear nothing. What is written cannot be taken back as a whole; every earlier value stays in the history and can be put back.",
    discard: "Discard",
    discarded: "Discarded. The ledger has not changed.",
    writing: "Writing…",
    write_nothing: "Nothing to write",
    written: "Lines written and saved on this device: {}.",
    not_written: "No line was written.",
    left_out: "Lines left out: {}. Correct the table and take it in again.",
    to_projects: "See the projects",
    to_people: "Invite them",
    to_people_hint: "People registered: {}. Make a starter for each, so that they can work on their own phones.",
    give_full: "These people were given projects; please send each a full file:",
    give_to: "Send to {}",
    may_not: "Tables are taken in by the city's and the districts' coordinators.",
    beyond_rows: "Lines of other districts, which are not yours to write: {}.",
    beyond_skip: "Leave these out",
    beyond_names: "The city has to register these first: {}. Take the tick away, or leave the cell empty for now.",
    solved_rows: "Lines that the table says are solved: {}. Steps are not read from a table, so that they will count as open.",
    settle_first: "Settle what stands above first",
    kind_of_table: "This is a table of",
    sheet: "Sheet",
    hidden_sheet: " (hidden)",
    hidden_rows: "Hidden lines that were read too: {}.",
    merged: "Merged cells: {}. Their value belongs to the first of them.",
    fill_merged: "Put it into all of them",
    unfill_merged: "Only into the first again",
    remembered: "Matched as last time",
    as_guessed: "Match by name again",
    move_reason: "Moved as the table says",
    may_not_kind: "Such a table is taken in by coordinators; you can take in nodes, investment, permits, visits and problems.",
    to_export: "Export tables",
};

/// A column's word for a month, 1 … 12.
fn of_month(words: &[&'static str; 12], month: u8) -> &'static str {
    words.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

static PLAN_ZH: [&str; 12] = [
    "1月计划(万元)",
    "2月计划(万元)",
    "3月计划(万元)",
    "4月计划(万元)",
    "5月计划(万元)",
    "6月计划(万元)",
    "7月计划(万元)",
    "8月计划(万元)",
    "9月计划(万元)",
    "10月计划(万元)",
    "11月计划(万元)",
    "12月计划(万元)",
];
static DONE_ZH: [&str; 12] = [
    "1月累计(万元)",
    "2月累计(万元)",
    "3月累计(万元)",
    "4月累计(万元)",
    "5月累计(万元)",
    "6月累计(万元)",
    "7月累计(万元)",
    "8月累计(万元)",
    "9月累计(万元)",
    "10月累计(万元)",
    "11月累计(万元)",
    "12月累计(万元)",
];
static PLAN_EN: [&str; 12] = [
    "Plan of month 1 (10k yuan)",
    "Plan of month 2 (10k yuan)",
    "Plan of month 3 (10k yuan)",
    "Plan of month 4 (10k yuan)",
    "Plan of month 5 (10k yuan)",
    "Plan of month 6 (10k yuan)",
    "Plan of month 7 (10k yuan)",
    "Plan of month 8 (10k yuan)",
    "Plan of month 9 (10k yuan)",
    "Plan of month 10 (10k yuan)",
    "Plan of month 11 (10k yuan)",
    "Plan of month 12 (10k yuan)",
];
static DONE_EN: [&str; 12] = [
    "Done to month 1 (10k yuan)",
    "Done to month 2 (10k yuan)",
    "Done to month 3 (10k yuan)",
    "Done to month 4 (10k yuan)",
    "Done to month 5 (10k yuan)",
    "Done to month 6 (10k yuan)",
    "Done to month 7 (10k yuan)",
    "Done to month 8 (10k yuan)",
    "Done to month 9 (10k yuan)",
    "Done to month 10 (10k yuan)",
    "Done to month 11 (10k yuan)",
    "Done to month 12 (10k yuan)",
];

impl Text {
    pub fn column(&self, column: Column) -> &'static str {
        match (self.lang, column) {
            (Lang::Zh, Column::Name) => "项目",
            (Lang::Zh, Column::District) => "区市县",
            (Lang::Zh, Column::Unit) => "责任单位",
            (Lang::Zh, Column::Category) => "类别",
            (Lang::Zh, Column::Key) => "市级重点",
            (Lang::Zh, Column::Phase) => "阶段",
            (Lang::Zh, Column::Secretary) => "服务秘书",
            (Lang::Zh, Column::Note) => "备注",
            (Lang::Zh, Column::Enterprise) => "企业",
            (Lang::Zh, Column::Place) => "地点",
            (Lang::Zh, Column::Total) => "总投资(万元)",
            (Lang::Zh, Column::Leader) => "包保领导",
            (Lang::Zh, Column::Field) => "领域",
            (Lang::Zh, Column::Code) => "项目代码",
            (Lang::En, Column::Name) => "Project",
            (Lang::En, Column::District) => "District",
            (Lang::En, Column::Unit) => "Unit",
            (Lang::En, Column::Category) => "Category",
            (Lang::En, Column::Key) => "Key project",
            (Lang::En, Column::Phase) => "Phase",
            (Lang::En, Column::Secretary) => "Secretary",
            (Lang::En, Column::Note) => "Remark",
            (Lang::En, Column::Enterprise) => "Enterprise",
            (Lang::En, Column::Place) => "Place",
            (Lang::En, Column::Total) => "Total (10k yuan)",
            (Lang::En, Column::Leader) => "Leader",
            (Lang::En, Column::Field) => "Field",
            (Lang::En, Column::Code) => "Code",
            (Lang::Zh, Column::Title) => "节点",
            (Lang::Zh, Column::Due) => "计划完成日期",
            (Lang::Zh, Column::Done) => "实际完成日期",
            (Lang::Zh, Column::Percent) => "完成百分比",
            (Lang::Zh, Column::ReportedOn) => "进度日期",
            (Lang::Zh, Column::Start) => "开始日期",
            (Lang::Zh, Column::Weight) => "权重",
            (Lang::Zh, Column::Stage) => "环节",
            (Lang::Zh, Column::Year) => "年度",
            (Lang::Zh, Column::YearPlan) => "年度计划(万元)",
            (Lang::Zh, Column::Month) => "月份",
            (Lang::Zh, Column::DoneTo) => "累计完成(万元)",
            (Lang::Zh, Column::Permit) => "要件",
            (Lang::Zh, Column::Group) => "要件类别",
            (Lang::Zh, Column::Department) => "办理部门",
            (Lang::Zh, Column::NormDays) => "时限(工作日)",
            (Lang::Zh, Column::State) => "办理状态",
            (Lang::Zh, Column::StateOn) => "状态日期",
            (Lang::Zh, Column::Applied) => "申请日期",
            (Lang::Zh, Column::Issued) => "取得日期",
            (Lang::Zh, Column::ValidUntil) => "有效期至",
            (Lang::Zh, Column::PersonName) => "名称",
            (Lang::Zh, Column::Role) => "岗位",
            (Lang::Zh, Column::VisitOn) => "日期",
            (Lang::Zh, Column::VisitKind) => "方式",
            (Lang::Zh, Column::Present) => "参加人",
            (Lang::Zh, Column::Record) => "记录",
            (Lang::Zh, Column::Problem) => "问题描述",
            (Lang::Zh, Column::ProblemCategory) => "问题类别",
            (Lang::Zh, Column::RaisedOn) => "提出日期",
            (Lang::En, Column::Title) => "Node",
            (Lang::En, Column::Due) => "Due",
            (Lang::En, Column::Done) => "Done on",
            (Lang::En, Column::Percent) => "Percent done",
            (Lang::En, Column::ReportedOn) => "Reported on",
            (Lang::En, Column::Start) => "Start date",
            (Lang::En, Column::Weight) => "Weight",
            (Lang::En, Column::Stage) => "Stage",
            (Lang::En, Column::Year) => "Year",
            (Lang::En, Column::YearPlan) => "Year plan (10k yuan)",
            (Lang::En, Column::Month) => "Month",
            (Lang::En, Column::DoneTo) => "Done to date (10k yuan)",
            (Lang::En, Column::Permit) => "Permit",
            (Lang::En, Column::Group) => "Group",
            (Lang::En, Column::Department) => "Department",
            (Lang::En, Column::NormDays) => "Norm (working days)",
            (Lang::En, Column::State) => "State",
            (Lang::En, Column::StateOn) => "State on",
            (Lang::En, Column::Applied) => "Applied on",
            (Lang::En, Column::Issued) => "Issued on",
            (Lang::En, Column::ValidUntil) => "Valid until",
            (Lang::En, Column::PersonName) => "Name",
            (Lang::En, Column::Role) => "Role",
            (Lang::En, Column::VisitOn) => "Date",
            (Lang::En, Column::VisitKind) => "Kind of visit",
            (Lang::En, Column::Present) => "Present",
            (Lang::En, Column::Record) => "Record",
            (Lang::En, Column::Problem) => "Problem",
            (Lang::En, Column::ProblemCategory) => "Problem category",
            (Lang::En, Column::RaisedOn) => "Raised on",
            (Lang::Zh, Column::PlanIn(month)) => of_month(&PLAN_ZH, month),
            (Lang::Zh, Column::DoneBy(month)) => of_month(&DONE_ZH, month),
            (Lang::En, Column::PlanIn(month)) => of_month(&PLAN_EN, month),
            (Lang::En, Column::DoneBy(month)) => of_month(&DONE_EN, month),
        }
    }

    /// The word for what becomes of a row, and a hint.
    pub fn row_kind(&self, kind: RowKind) -> (&'static str, &'static str) {
        match (self.lang, kind) {
            (Lang::Zh, RowKind::New) => ("新增", "台账里没有"),
            (Lang::Zh, RowKind::Changed) => ("有改动", "原值留在历史"),
            (Lang::Zh, RowKind::Same) => ("一样", "不写"),
            (Lang::Zh, RowKind::Ask) => ("请核对", "不核对就不写"),
            (Lang::Zh, RowKind::Fault) => ("有错", "改正前不写"),
            (Lang::Zh, RowKind::Skipped) => ("不要", "不写"),
            (Lang::En, RowKind::New) => ("New", "not in the ledger"),
            (Lang::En, RowKind::Changed) => ("Changed", "old values stay in history"),
            (Lang::En, RowKind::Same) => ("Same", "not written"),
            (Lang::En, RowKind::Ask) => ("To check", "not written until checked"),
            (Lang::En, RowKind::Fault) => ("Faulty", "not written until mended"),
            (Lang::En, RowKind::Skipped) => ("Left out", "not written"),
        }
    }

    /// 30 行
    pub fn lines(&self, n: usize) -> String {
        let shown = self.thousands(n as u64);
        match (self.lang, n) {
            (Lang::Zh, _) => format!("{shown} 行"),
            (Lang::En, 1) => "1 line".into(),
            (Lang::En, _) => format!("{shown} lines"),
        }
    }

    /// 写入 20 行
    pub fn write_lines(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("写入 {}", self.lines(n)),
            Lang::En => format!("Write {}", self.lines(n)),
        }
    }

    /// 将写入 20 行：新增 17、改动 3。
    pub fn will_write(&self, new: usize, changed: usize) -> String {
        let count = |n: usize| self.thousands(n as u64);
        match (self.lang, new + changed) {
            (Lang::Zh, 0) => "没有要写的。".into(),
            (Lang::Zh, n) => format!("将写入 {}：新增 {}、改动 {}。", self.lines(n), count(new), count(changed)),
            (Lang::En, 0) => "Nothing to write.".into(),
            (Lang::En, n) => format!("Will write {}: {} new, {} changed.", self.lines(n), count(new), count(changed)),
        }
    }

    /// 第 1—200 行，共 719 行; in what order they stand if not all are drawn.
    pub fn lines_drawn(&self, drawn: usize, all: usize) -> String {
        let (shown, total) = (self.thousands(drawn as u64), self.thousands(all as u64));
        match (self.lang, drawn < all) {
            (Lang::Zh, false) => format!("共 {total} 行"),
            (Lang::Zh, true) => format!("先列 {shown} 行，共 {total} 行；有错的在前"),
            (Lang::En, false) => self.lines(all),
            (Lang::En, true) => format!("{shown} of {total} lines; faults first"),
        }
    }

    /// 要办的 4 处
    pub fn tasks(&self, n: usize) -> String {
        let shown = self.thousands(n as u64);
        match self.lang {
            Lang::Zh => format!("要办的 {shown} 处"),
            Lang::En => format!("To settle: {shown}"),
        }
    }

    /// 第 10 行·区市县
    pub fn task_place(&self, task: &Task) -> String {
        let line = match self.lang {
            Lang::Zh => format!("第 {} 行", task.line),
            Lang::En => format!("Line {}", task.line),
        };
        match task.column {
            Some(column) => format!("{line}{}{}", self.dot(), self.column(column)),
            None => line,
        }
    }

    /// What is wrong with a cell or a row, in one sentence.
    pub fn task_why(&self, task: &Task) -> String {
        let text = short(&task.text);
        match &task.why {
            Why::Which => match self.lang {
                Lang::Zh => format!("台账里有几个叫“{text}”的项目，是哪一个？"),
                Lang::En => format!("Several projects of the ledger are called “{text}”. Which is it?"),
            },
            Why::Near => match self.lang {
                Lang::Zh => format!("台账里没有叫“{text}”的项目，有名字相近的，是同一个吗？"),
                Lang::En => format!("The ledger has no project called “{text}”, but one of nearly that name. Is it the same?"),
            },
            Why::Fault(fault) => self.fault(fault, &text),
        }
    }

    fn fault(&self, fault: &FaultKind, text: &str) -> String {
        let zh = self.lang == Lang::Zh;
        match fault {
            FaultKind::Missing => self.pick("不能没有这一项。", "It cannot do without this.").into(),
            FaultKind::TooLong { max } if zh => format!("太长了，最多 {max} 个字。"),
            FaultKind::TooLong { max } => format!("Too long: at most {max} characters."),
            FaultKind::UnknownCategory if zh => format!("“{text}”不是四个类别之一。是不是："),
            FaultKind::UnknownCategory => format!("“{text}” is not one of the four categories. Is it:"),
            FaultKind::NotYesOrNo if zh => format!("“{text}”看不出是还是否。是不是："),
            FaultKind::NotYesOrNo => format!("“{text}” is neither yes nor no. Is it:"),
            FaultKind::Amount(fault) => self.amount_fault(*fault, text),
            FaultKind::OtherUnit => self
                .pick(
                    "列名说金额是外币。请在表里换算成万元，或者这一列不导入。",
                    "The header says that amounts are in another currency. Convert them in the table, or leave the column out.",
                )
                .into(),
            FaultKind::NotInRoster { .. } if zh => format!("名册里没有“{text}”，您去掉了打钩。"),
            FaultKind::NotInRoster { .. } => format!("“{text}” is not in the list, and its tick was taken away."),
            FaultKind::Several { .. } if zh => format!("名册里有几个“{text}”，是哪一个？"),
            FaultKind::Several { .. } => format!("Several in the list are called “{text}”. Which is it?"),
            FaultKind::Near { .. } if zh => format!("名册里没有“{text}”，有名字相近的。是不是："),
            FaultKind::Near { .. } => format!("“{text}” is not in the list, but one of nearly that name. Is it:"),
            FaultKind::Twice { first } if zh => format!("和第 {first} 行说的是同一个。"),
            FaultKind::Twice { first } => format!("The same one stands on line {first}."),
            FaultKind::UnitConflict { by_cell, by_header } if zh => {
                format!("列名和格子“{text}”写的单位不一样：是 {} 万元，还是 {} 万元？", by_cell.to_wan(), by_header.to_wan())
            }
            FaultKind::UnitConflict { by_cell, by_header } => format!(
                "The header and the cell “{text}” name different units: is it {} or {} (10k yuan)?",
                by_cell.to_wan(),
                by_header.to_wan()
            ),
            FaultKind::NotADay if zh => format!("“{text}”不是一个日期。日期写成 2018-06-30 这样。"),
            FaultKind::NotADay => format!("“{text}” is no day. Days are written like 2018-06-30."),
            FaultKind::MonthOnly { .. } if zh => format!("“{text}”只有年月，是哪一天？"),
            FaultKind::MonthOnly { .. } => format!("“{text}” is a month. Which day is it?"),
            FaultKind::Serial { day } if zh => format!("“{text}”像是表格软件的日期序号，是 {day} 吗？"),
            FaultKind::Serial { day } => format!("“{text}” looks like a spreadsheet's number of a day. Is it {day}?"),
            FaultKind::NotAMonth if zh => format!("“{text}”不是一个月份。月份写成 2018-06 这样。"),
            FaultKind::NotAMonth => format!("“{text}” is no month. Months are written like 2018-06."),
            FaultKind::NotAYear if zh => format!("“{text}”不是一个年度。年度写成 2018 这样。"),
            FaultKind::NotAYear => format!("“{text}” is no year. Years are written like 2018."),
            FaultKind::NotANumber if zh => format!("“{text}”不是整数。"),
            FaultKind::NotANumber => format!("“{text}” is no whole number."),
            FaultKind::OutOfRange { from, to } if from == to && zh => format!("“{text}”和实际完成日期对不上：办成了的应是 {to}。"),
            FaultKind::OutOfRange { from, to } if from == to => {
                format!("“{text}” does not go with a day on which it was done: that is {to}.")
            }
            FaultKind::OutOfRange { from, to } if zh => format!("“{text}”不行，要在 {from} 到 {to} 之间。"),
            FaultKind::OutOfRange { from, to } => format!("“{text}” is not between {from} and {to}."),
            FaultKind::Share { percent } if zh => format!("“{text}”是百分之 {percent} 吗？"),
            FaultKind::Share { percent } => format!("Does “{text}” mean {percent} %?"),
            FaultKind::Later { today } if zh => format!("“{text}”在今天（{today}）以后。表里就是这样吗？"),
            FaultKind::Later { today } => format!("“{text}” is after today ({today}). Is it meant so?"),
            FaultKind::Disordered { before } if zh => format!("“{text}”比{}还早。", self.column(*before)),
            FaultKind::Disordered { before } => format!("“{text}” is before “{}”.", self.column(*before)),
            FaultKind::DisorderedWith { column, day } if zh => format!("“{text}”和台账里的{}（{day}）前后颠倒了。", self.column(*column)),
            FaultKind::DisorderedWith { column, day } => {
                format!("“{text}” and “{}” in the ledger ({day}) stand the wrong way round.", self.column(*column))
            }
            FaultKind::NotIssued if zh => format!("还没有取得，“{text}”这个有效期记不上。请补上取得日期，或先空着。"),
            FaultKind::NotIssued => format!("It was not issued, so that “{text}” says nothing. Give the day of issue, or leave it empty."),
            FaultKind::UnknownWord if zh => format!("不认识“{text}”。是不是："),
            FaultKind::UnknownWord => format!("“{text}” is not known here. Is it:"),
            FaultKind::NoProject if zh => format!("台账里没有叫“{text}”的项目。请改成台账里的名字，或者先导入项目表。"),
            FaultKind::NoProject => {
                format!("The ledger has no project called “{text}”. Write its name as in the ledger, or take in the projects first.")
            }
            FaultKind::SeveralThings if zh => format!("这个项目有几个“{text}”，分不清是哪一个。"),
            FaultKind::SeveralThings => format!("The project has several called “{text}”, and it cannot be told which is meant."),
            FaultKind::Fixed if zh => format!("台账里已经定了，表格不改这一项（“{text}”）。"),
            FaultKind::Fixed => format!("The ledger has it already; a table does not change it (“{text}”)."),
            FaultKind::MonthsPartly => {
                self.pick("十二个月的计划要么都填，要么都不填。", "Either all twelve months are planned or none is.").into()
            }
            FaultKind::MonthsSum { sum } if zh => format!("十二个月加起来是 {} 万元，和年度计划“{text}”不一样。", sum.to_wan()),
            FaultKind::MonthsSum { sum } => {
                format!("The twelve months come to {} (10k yuan), and the year's plan says “{text}”.", sum.to_wan())
            }
            FaultKind::UnlikeLine { first } if zh => format!("“{text}”和第 {first} 行写的不一样，分不清哪个对。"),
            FaultKind::UnlikeLine { first } => format!("“{text}” is not what line {first} says, and it cannot be told which is right."),
            FaultKind::UnlikeColumn { column } if zh => format!("“{text}”和{}写的不一样，分不清哪个对。", self.column(*column)),
            FaultKind::UnlikeColumn { column } => {
                format!("“{text}” is not what “{}” says, and it cannot be told which is right.", self.column(*column))
            }
            FaultKind::MonthsTooLarge { sum } if zh => format!("十二个月加起来是 {} 万元，太大了，最多一千亿元。", sum.to_wan()),
            FaultKind::MonthsTooLarge { sum } => {
                format!("The twelve months come to {} (10k yuan), which is too large: at most 10,000,000.", sum.to_wan())
            }
            FaultKind::Unwritable => self
                .pick(
                    "这一行和台账里的对不上，写不进去。请核对，或者这行不要。",
                    "This line does not go with what the ledger has and cannot be written. Please check it, or leave it out.",
                )
                .into(),
            FaultKind::NotYours => {
                self.pick("这一项由这个项目的协调员来写，不由您写。", "Only the coordinator in charge may write this.").into()
            }
            FaultKind::OtherOffice { .. } if zh => format!("名册里有“{text}”，岗位或地方不一样。换了岗位的要新登记。"),
            FaultKind::OtherOffice { .. } => {
                format!("The list has “{text}” with another role or place. Who changes office is registered anew.")
            }
            FaultKind::ExtraCells { cells, header } if zh => {
                format!("这一行有 {cells} 格，表头只有 {header} 格，可能多了一个分隔符。请在表里改好。")
            }
            FaultKind::ExtraCells { cells, header } => {
                format!("This line has {cells} cells and the header {header}: there may be a separator too many. Please correct the table.")
            }
        }
    }

    fn amount_fault(&self, fault: AmountFault, text: &str) -> String {
        match (self.lang, fault) {
            (Lang::Zh, AmountFault::NotANumber | AmountFault::UnitInside) => {
                format!("“{text}”不是数字。金额按万元写，比如 12500。")
            }
            (Lang::Zh, AmountFault::Grouping) => {
                format!("“{text}”说不准是多少：逗号和空格要三位一隔，小数请写小数点。")
            }
            (Lang::Zh, AmountFault::TooManyDecimals) => format!("“{text}”小数太多，万元最多六位小数。"),
            (Lang::Zh, AmountFault::Negative) => format!("“{text}”是负数，金额不能是负的。"),
            (Lang::Zh, AmountFault::TooLarge) => format!("“{text}”太大了，最多一千亿元。"),
            (Lang::En, AmountFault::NotANumber | AmountFault::UnitInside) => {
                format!("“{text}” is not a number. Amounts are in 10k yuan, such as 12500.")
            }
            (Lang::En, AmountFault::Grouping) => {
                format!("It cannot be told how much “{text}” is: commas and spaces part three digits each, decimals follow a point.")
            }
            (Lang::En, AmountFault::TooManyDecimals) => format!("“{text}” has too many decimals: at most six of 10k yuan."),
            (Lang::En, AmountFault::Negative) => format!("“{text}” is negative, which an amount cannot be."),
            (Lang::En, AmountFault::TooLarge) => format!("“{text}” is too large: at most 10,000,000 (10k yuan)."),
        }
    }

    /// What a press does, in a few words.
    pub fn fix(&self, fix: &Fix) -> String {
        let with = |name: &str, about: &str| match self.lang {
            _ if about.is_empty() => name.to_owned(),
            Lang::Zh => format!("{name}（{about}）"),
            Lang::En => format!("{name} ({about})"),
        };
        match (self.lang, fix) {
            (Lang::Zh, Fix::SetCell { value, .. }) if value.is_empty() => "先空着".into(),
            (Lang::En, Fix::SetCell { value, .. }) if value.is_empty() => "Leave empty".into(),
            (
                _,
                Fix::SetCell {
                    column: column @ (Column::Category | Column::Group | Column::State | Column::Role | Column::VisitKind),
                    value,
                },
            ) => self.column_word(*column, value),
            (_, Fix::SetCell { column: Column::Key, value }) if value == "yes" => self.common().yes.into(),
            (_, Fix::SetCell { column: Column::Key, value }) if value == "no" => self.common().no.into(),
            (_, Fix::SetCell { value, .. }) => value.clone(),
            (_, Fix::IsProject { name, about, .. } | Fix::Instead { name, about, .. }) => with(name, about),
            (Lang::Zh, Fix::NewProject) => "另一个，新增".into(),
            (Lang::En, Fix::NewProject) => "Another one, new".into(),
            (Lang::Zh, Fix::SkipRow) => "这行不要".into(),
            (Lang::En, Fix::SkipRow) => "Leave the line out".into(),
            (Lang::Zh, Fix::Register(_)) => "是新的，登记".into(),
            (Lang::En, Fix::Register(_)) => "A new one: register it".into(),
            (Lang::Zh, Fix::TakeAsIs(_)) => "就是这样，照写".into(),
            (Lang::En, Fix::TakeAsIs(_)) => "It is meant so: take it".into(),
            (_, Fix::DropColumn(_)) => self.table().skip_column.into(),
        }
    }

    /// A word that the ledger keeps, of a column that takes such.
    pub fn column_word(&self, column: Column, word: &str) -> String {
        match column {
            Column::Category => self.category(word),
            Column::Group => self.permit_group(word),
            Column::State => self.permit_state(word),
            Column::VisitKind => self.visit_kind(word),
            Column::ProblemCategory => self.problem_category(word),
            Column::Role => Role::parse(word).map_or(word.to_owned(), |role| self.role(role).into()),
            _ => self.phase(word),
        }
    }

    /// What a table is of.
    pub fn table_kind(&self, kind: TableKind) -> &'static str {
        match kind {
            TableKind::Projects => self.pick("项目", "Projects"),
            TableKind::Nodes => self.pick("节点", "Nodes"),
            TableKind::Investment => self.pick("投资", "Investment"),
            TableKind::Permits => self.pick("要件", "Permits"),
            TableKind::People => self.pick("人员", "People"),
            TableKind::Visits => self.pick("走访", "Visits"),
            TableKind::Problems => self.pick("问题", "Problems"),
        }
    }

    pub fn shown(&self, shown: &Shown) -> String {
        match shown {
            Shown::Empty => "—".into(),
            Shown::Text(text) => text.clone(),
            Shown::Word(column, word) => self.column_word(*column, word),
            Shown::YesNo(true) => self.common().yes.into(),
            Shown::YesNo(false) => self.common().no.into(),
            Shown::Wan(amount) => amount.clone(),
        }
    }

    pub fn missing_sort(&self, sort: Sort) -> &'static str {
        match (self.lang, sort) {
            (Lang::Zh, Sort::District) => "区市县",
            (Lang::Zh, Sort::Unit) => "单位",
            (Lang::Zh, Sort::Secretary) => "服务秘书",
            (Lang::Zh, Sort::Leader) => "包保领导",
            (Lang::En, Sort::District) => "Districts",
            (Lang::En, Sort::Unit) => "Units",
            (Lang::En, Sort::Secretary) => "Secretaries",
            (Lang::En, Sort::Leader) => "Leaders",
        }
    }

    /// Why nothing could be read, and what to do.
    pub fn unreadable(&self, why: Unreadable) -> String {
        let zh = self.lang == Lang::Zh;
        match why {
            Unreadable::TooLarge if zh => "文件超过 200 MB。请分成几张表。".into(),
            Unreadable::TooLarge => "The file is over 200 MB. Please split it into several tables.".into(),
            Unreadable::Workbook if zh => {
                "这是 Excel 文件。请在表格软件里另存为 CSV（逗号分隔），再选那个文件；也可以选中单元格，复制后粘到这里。".into()
            }
            Unreadable::Workbook => {
                "This is an Excel workbook. Save it as CSV in your spreadsheet and choose that file, or copy the cells and paste them here."
                    .into()
            }
            Unreadable::Broken => self
                .pick(
                    "这个文件坏了，或者不是认得的格式。能读 XLSX、XLS、ODS 和 CSV；请在表格软件里打开它，另存一份再选。",
                    "The file is damaged or of a format that is not known here. XLSX, XLS, ODS and CSV can be read; open it in your spreadsheet and save it again.",
                )
                .into(),
            Unreadable::Bomb => self
                .pick(
                    "这个文件展开后超过 200 MB，没有打开。请在表格软件里删掉用不着的内容，另存一份再选。",
                    "Unpacked, the file is over 200 MB, and was not opened. Delete what is not needed in your spreadsheet and save it again.",
                )
                .into(),
            Unreadable::Password => self
                .pick(
                    "这个文件有密码。请在表格软件里打开，去掉密码另存一份再选。",
                    "The file has a password. Open it in your spreadsheet and save it without one.",
                )
                .into(),
            Unreadable::TooManyRows => self
                .pick(
                    "超过 50,000 行，一次读不了这么多。请分成几张表。",
                    "There are more than 50,000 lines, too many to take in at once. Please split the table.",
                )
                .into(),
            Unreadable::NotHere => self
                .pick(
                    "读写 Excel 的部分还没有存到本机，现在又没有网络。联网打开一次就好；也可以另存为 CSV 再选。",
                    "The part that reads and writes workbooks is not on this device yet, and there is no network. Open the app once with a network, or save the table as CSV.",
                )
                .into(),
            Unreadable::Bundle if zh => "这是数据包，不是表格。请到收包那里打开。".into(),
            Unreadable::Bundle => "This is a bundle, not a table. Take it in on its own page.".into(),
            Unreadable::NotATable => self
                .pick(
                    "这不是表格，读不了。能读 XLSX、XLS、ODS 和 CSV；如果是 PDF，请向做表的人要原来的表格。",
                    "This is not a table. XLSX, XLS, ODS and CSV can be read; instead of a PDF, ask its author for the table itself.",
                )
                .into(),
            Unreadable::Encoding { line } if zh => {
                format!("第 {line} 行的字读不出来：不是 UTF-8，也不是 GB18030。请在表格软件里另存为“CSV UTF-8”。")
            }
            Unreadable::Encoding { line } => {
                format!("Line {line} cannot be read: it is neither UTF-8 nor GB18030. Save the table as “CSV UTF-8” in your spreadsheet.")
            }
            Unreadable::Table(TableFault::Empty) if zh => "里面什么都没有。".into(),
            Unreadable::Table(TableFault::Empty) => "There is nothing in it.".into(),
            Unreadable::Table(TableFault::UnclosedQuote { line }) if zh => {
                format!("第 {line} 行有一个引号没有结束，后面的都读不出来。请在表里补上，或去掉这个引号。")
            }
            Unreadable::Table(TableFault::UnclosedQuote { line }) => {
                format!(
                    "A quote that opens on line {line} is never closed, so that nothing after it can be read. Close it in the table or take it away."
                )
            }
            Unreadable::Table(TableFault::NotText { line }) if zh => {
                format!("这不是文字表格（从第 {line} 行起）。请在表格软件里另存为 CSV，再选那个文件。")
            }
            Unreadable::Table(TableFault::NotText { line }) => {
                format!("This is not a text table (from line {line} on). Save it as CSV in your spreadsheet and choose that file.")
            }
            Unreadable::NoRows if zh => "只有表头，下面没有一行。".into(),
            Unreadable::NoRows => "There is a header and no line below it.".into(),
        }
    }

    /// Ends a sentence that another follows.
    pub fn stop(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "。",
            Lang::En => ". ",
        }
    }

    pub fn written(&self, n: usize) -> String {
        fill(self.table().written, &[&self.thousands(n as u64)])
    }
}

/// A long text's beginning: faults are one sentence.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(MOST).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}
