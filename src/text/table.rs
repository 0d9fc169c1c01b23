//! Words of taking in a project table.

use crate::domain::money::AmountFault;
use crate::domain::table::column::Column;
use crate::domain::table::delimited::TableFault;
use crate::domain::table::missing::Sort;
use crate::domain::table::projects::FaultKind;
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
    pub settle_first: &'static str,
    pub empty: &'static str,
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
    what_columns: "第一行是列名：项目名称、区市县、责任单位、项目类别、市级重点、阶段、服务秘书、备注，还可以有总投资(万元)、企业、地点、项目代码等。名字不一样的列，读进来以后可以对上。",
    what_empty: "表里空着的格子不会清掉台账里的内容。",
    what_again: "同一张表再导一次，什么都不会变；改过的表只写改了的地方。",
    what_workbook: "Excel 文件请先另存为 CSV（逗号分隔）。",
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
    lacks: "新项目少不了这几列，请对上：",
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
    settle_first: "先办好上面的",
    empty: "空",
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
    what_columns: "The first line names the columns: project, district, unit, category, key, phase, secretary, note; there may also be total (10k yuan), enterprise, place, code and others. Columns of another name can be matched once the table is read.",
    what_empty: "An empty cell clears nothing in the ledger.",
    what_again: "The same table again changes nothing; a changed one writes only its differences.",
    what_workbook: "Save an Excel workbook as CSV first.",
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
    lacks: "A new project cannot do without these columns; please match them: ",
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
    settle_first: "Settle what stands above first",
    empty: "empty",
};

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
            FaultKind::Missing if zh => "新项目不能没有这一项。".into(),
            FaultKind::Missing => "A new project cannot do without it.".into(),
            FaultKind::TooLong { max } if zh => format!("太长了，最多 {max} 个字。"),
            FaultKind::TooLong { max } => format!("Too long: at most {max} characters."),
            FaultKind::UnknownCategory if zh => format!("“{text}”不是四个类别之一。是不是："),
            FaultKind::UnknownCategory => format!("“{text}” is not one of the four categories. Is it:"),
            FaultKind::NotYesOrNo if zh => format!("“{text}”看不出是还是否。是不是："),
            FaultKind::NotYesOrNo => format!("“{text}” is neither yes nor no. Is it:"),
            FaultKind::Amount(fault) => self.amount_fault(*fault, text),
            FaultKind::OtherUnit if zh => "列名说金额不是万元。请在表里换算成万元，或者这一列不导入。".into(),
            FaultKind::OtherUnit => {
                "The header says that amounts are not in 10k yuan. Convert them in the table, or leave the column out.".into()
            }
            FaultKind::NotInRoster { .. } if zh => format!("名册里没有“{text}”，您去掉了打钩。"),
            FaultKind::NotInRoster { .. } => format!("“{text}” is not in the list, and its tick was taken away."),
            FaultKind::Several { .. } if zh => format!("名册里有几个“{text}”，是哪一个？"),
            FaultKind::Several { .. } => format!("Several in the list are called “{text}”. Which is it?"),
            FaultKind::Near { .. } if zh => format!("名册里没有“{text}”，有名字相近的。是不是："),
            FaultKind::Near { .. } => format!("“{text}” is not in the list, but one of nearly that name. Is it:"),
            FaultKind::Twice { first } if zh => format!("和第 {first} 行是同一个项目。"),
            FaultKind::Twice { first } => format!("The same project stands on line {first}."),
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
            (Lang::Zh, AmountFault::NotANumber | AmountFault::UnitInside | AmountFault::Grouping) => {
                format!("“{text}”不是数字。金额按万元写，比如 12500。")
            }
            (Lang::Zh, AmountFault::TooManyDecimals) => format!("“{text}”小数太多，万元最多四位小数。"),
            (Lang::Zh, AmountFault::Negative) => format!("“{text}”是负数，金额不能是负的。"),
            (Lang::Zh, AmountFault::TooLarge) => format!("“{text}”太大了，最多一千亿元。"),
            (Lang::En, AmountFault::NotANumber | AmountFault::UnitInside | AmountFault::Grouping) => {
                format!("“{text}” is not a number. Amounts are in 10k yuan, such as 12500.")
            }
            (Lang::En, AmountFault::TooManyDecimals) => format!("“{text}” has too many decimals: at most four of 10k yuan."),
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
            (_, Fix::SetCell { column: Column::Category, value }) => self.category(value),
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
            (_, Fix::DropColumn(_)) => self.table().skip_column.into(),
        }
    }

    pub fn shown(&self, shown: &Shown) -> String {
        match shown {
            Shown::Empty => "—".into(),
            Shown::Text(text) => text.clone(),
            Shown::Category(word) => self.category(word),
            Shown::Phase(word) => self.phase(word),
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
            Unreadable::Bundle if zh => "这是数据包，不是表格。请到收包那里打开。".into(),
            Unreadable::Bundle => "This is a bundle, not a table. Take it in on its own page.".into(),
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
