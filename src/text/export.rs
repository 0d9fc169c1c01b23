//! Words of tables on their way out.

use serde_json::{Value, json};

use crate::domain::calendar::Day;
use crate::domain::rules::light::Light;
use crate::domain::state::Verdict;
use crate::domain::table::column::Column;
use crate::domain::table::delimited::is_marked;
use crate::domain::table::kind::TableKind;
use crate::screen::export::{Head, Out, Page};
use crate::text::Text;

pub struct Words {
    pub lead: &'static str,
    pub title: &'static str,
    pub again: &'static str,
    pub as_known: &'static str,
    pub district: &'static str,
    pub all_districts: &'static str,
    pub all_in_one: &'static str,
    pub one_table: &'static str,
    pub rows: &'static str,
    pub as_format: &'static str,
    pub nothing: &'static str,
    pub making: &'static str,
    pub made: &'static str,
    pub not_made: &'static str,
    pub not_here: &'static str,
    pub broken: &'static str,
    pub hint: &'static str,
}

pub static ZH: Words = Words {
    lead: "导出的表格可以排序、筛选、打印，改过再导入，只写改了的地方。",
    title: "导出表格",
    again: "原样再导入，什么都不会变。",
    as_known: "按 {} 的情况",
    district: "区市县",
    all_districts: "全部",
    all_in_one: "都放进一本 Excel",
    one_table: "一张一张地导",
    rows: "{} 行",
    as_format: "{}导出为 {}",
    nothing: "没有",
    making: "正在做…",
    made: "做好了：{}，已交给浏览器下载。",
    not_made: "没有做成。",
    not_here: "读写 Excel 的部分还没有存到本机，现在又没有网络。联网打开一次就好；CSV 不用联网也能导。",
    broken: "做表格时出了错，台账没有变。请再试一次，或者导成 CSV。",
    hint: "里面是台账的内容，请只交给该看的人。灯、原因和下一节点只是给人看的，再导入时不读。",
};

pub static EN: Words = Words {
    lead: "Exported tables can be sorted, filtered and printed; changed and taken in again, only the differences are written.",
    title: "Export tables",
    again: "Taken in again as it is, a table changes nothing.",
    as_known: "As of {}",
    district: "District",
    all_districts: "All",
    all_in_one: "All in one workbook",
    one_table: "One table at a time",
    rows: "{} lines",
    as_format: "{} as {}",
    nothing: "none",
    making: "Making…",
    made: "Made: {}, handed to the browser for download.",
    not_made: "It was not made.",
    not_here: "The part that reads and writes workbooks is not on this device yet, and there is no network. Open the app once with a network; CSV needs none.",
    broken: "Something went wrong while the table was made; the ledger has not changed. Try again, or export CSV.",
    hint: "The file holds what the ledger holds: hand it only to those who may read it. Lights, reasons and next nodes are for people and are not read again.",
};

/// A cell as it is written.
#[derive(Clone, PartialEq, Debug)]
pub enum Written {
    Empty,
    Text(String),
    /// As decimal digits.
    Number(String),
    Percent(i64),
    Day(Day),
}

impl Written {
    fn as_text(&self) -> String {
        match self {
            Written::Empty => String::new(),
            Written::Text(text) | Written::Number(text) => text.clone(),
            Written::Percent(percent) => format!("{percent}%"),
            Written::Day(day) => day.to_string(),
        }
    }

    fn as_json(&self) -> Value {
        match self {
            Written::Empty => Value::Null,
            // What looks as if a sign stood before it, which is taken away when it is read, gets one.
            Written::Text(text) if is_marked(text) => json!(format!("'{text}")),
            Written::Text(text) => json!(text),
            Written::Number(digits) => digits.parse::<f64>().map_or_else(|_| json!(digits), |n| json!(n)),
            Written::Percent(percent) => json!({"percent": percent}),
            Written::Day(day) => json!({"day": [day.year(), day.month(), day.day()]}),
        }
    }
}

impl Text {
    pub fn export_head(&self, head: Head) -> &'static str {
        match head {
            Head::Column(column) => self.column(column),
            Head::Light => self.pick("灯", "Light"),
            Head::Why => self.pick("为什么", "Why"),
            Head::NextNode => self.pick("下一个节点", "Next node"),
            Head::NextDue => self.pick("下一个节点到期", "Next due"),
            Head::PlannedThisYear => self.pick("今年要完成(万元)", "To be done this year (10k yuan)"),
            Head::DoneThisYear => self.pick("今年已完成(万元)", "Done this year (10k yuan)"),
            Head::LastVisit => self.pick("最近一次走访", "Last visit"),
            Head::Audit => self.pick("审核", "Audit"),
            Head::Moves => self.pick("改期次数", "Times moved"),
            Head::Excused => self.pick("正当理由到", "Excused until"),
            Head::DaysTaken => self.pick("已用工作日", "Working days taken"),
            Head::Author => self.pick("记录人", "Entered by"),
        }
    }

    pub fn export_cell(&self, out: &Out, day: Day) -> Written {
        match out {
            Out::Empty => Written::Empty,
            Out::Text(text) => Written::Text(text.clone()),
            Out::Int(n) => Written::Number(n.to_string()),
            Out::Percent(percent) => Written::Percent(*percent),
            Out::Money(fen) => Written::Number(fen.to_wan()),
            Out::Day(day) => Written::Day(*day),
            Out::YesNo(yes) => Written::Text((if *yes { self.common().yes } else { self.common().no }).into()),
            Out::Word(Column::ProblemCategory, word) => Written::Text(self.problem_category(word)),
            Out::Word(column, word) => Written::Text(self.column_word(*column, word)),
            Out::Light(Light::Grey, Some(grey)) => Written::Text(format!("{}{}{}", self.light(Light::Grey), self.dot(), self.grey(*grey))),
            Out::Light(light, _) => Written::Text(self.light(*light).into()),
            Out::Reasons(reasons) => {
                let said: Vec<String> = reasons.iter().map(|reason| self.light_reason(reason, day)).collect();
                Written::Text(said.join(self.pick("；", "; ")))
            }
            Out::NodeWhy(why) => Written::Text(self.node_why(*why, day)),
            Out::Audit(audit) => Written::Text(
                match audit {
                    Some(Verdict::Accepted) => self.pick("通过", "Accepted"),
                    Some(Verdict::Returned) => self.pick("退回", "Returned"),
                    None => self.pick("待审核", "To be audited"),
                }
                .into(),
            ),
        }
    }

    /// The rows of a table with its header, all as text.
    pub fn export_rows(&self, page: &Page, day: Day) -> Vec<Vec<String>> {
        let header = page.heads.iter().map(|head| self.export_head(*head).to_owned()).collect();
        let rows = page.rows.iter().map(|row| row.iter().map(|out| self.export_cell(out, day).as_text()).collect());
        std::iter::once(header).chain(rows).collect()
    }

    /// Tables as the writer of workbooks takes them.
    pub fn export_book(&self, pages: &[Page], day: Day) -> String {
        let page = |page: &Page| {
            let rows: Vec<Vec<Written>> = page.rows.iter().map(|row| row.iter().map(|out| self.export_cell(out, day)).collect()).collect();
            let column = |(at, head): (usize, &Head)| {
                let title = self.export_head(*head);
                let cells = rows.iter().take(200).filter_map(|row| row.get(at)).map(|cell| width(&cell.as_text()));
                json!({"title": title, "width": cells.chain([width(title)]).max().unwrap_or(8).clamp(6, 48) + 2})
            };
            let columns: Vec<Value> = page.heads.iter().enumerate().map(column).collect();
            let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(Written::as_json).collect()).collect();
            let cut = self.pick("…（太长，后面没有写出）", "… (too long, the rest is left out)");
            json!({"name": self.table_kind(page.kind), "columns": columns, "rows": rows, "cut": cut})
        };
        Value::Array(pages.iter().map(page).collect()).to_string()
    }

    /// 台账-节点-2018-11-15; of all tables without a kind.
    pub fn export_name(&self, kind: Option<TableKind>, day: Day, ending: &str) -> String {
        let kind = kind.map_or(String::new(), |kind| format!("-{}", self.table_kind(kind)));
        format!("{}{kind}-{day}.{ending}", self.pick("台账", "ledger"))
    }
}

/// In characters of a spreadsheet, of which a Han character takes two.
fn width(text: &str) -> usize {
    text.lines().map(|line| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()).max().unwrap_or(0)
}
