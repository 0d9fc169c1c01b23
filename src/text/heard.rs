//! Words of who has sent what.

use crate::domain::calendar::Day;
use crate::screen::heard::{Acknowledged, HeardRow};
use crate::screen::receive::Gap;
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub way_hint: &'static str,
    pub nobody: &'static str,
    pub none_left: &'static str,
    pub all: &'static str,
    pub not_since: &'static str,
    pub since: &'static str,
    pub lacking: &'static str,
    pub without_receipt: &'static str,
    pub filters: &'static str,
    pub order: &'static str,
    pub by_silence: &'static str,
    pub by_name: &'static str,
    pub col_person: &'static str,
    pub col_last: &'static str,
    pub col_numbers: &'static str,
    pub col_receipt: &'static str,
    pub col_lacking: &'static str,
    pub col_do: &'static str,
    pub never: &'static str,
    pub no_number: &'static str,
    pub not_joined: &'static str,
    pub stopped: &'static str,
    pub whole: &'static str,
    pub healed: &'static str,
    pub beyond: &'static str,
    pub gaps: &'static str,
    /// With entries.
    pub waiting: &'static str,
    pub known: &'static str,
    pub write: &'static str,
    pub copied: &'static str,
    pub not_copied: &'static str,
    pub line: &'static str,
    pub make: &'static str,
    pub own_time: &'static str,
    /// What belongs to no project.
    pub common: &'static str,
}

pub static ZH: Words = Words {
    title: "谁送了什么",
    lead: "只说知道的：按这台设备收到的文件算。",
    way_hint: "谁还没送，缺哪几包，对方收到没有",
    nobody: "这里还没有要等的人。先到“人员”里生成入门包。",
    none_left: "没有这样的人。",
    all: "全部",
    not_since: "这天以来没送",
    since: "从哪天算",
    lacking: "缺记录",
    without_receipt: "没有回执",
    filters: "看哪些人",
    order: "排序",
    by_silence: "最久没送的在前",
    by_name: "按区市县和名字",
    col_person: "谁",
    col_last: "最近一次收到",
    col_numbers: "第几包",
    col_receipt: "对方收到我的",
    col_lacking: "我这里缺的",
    col_do: "办",
    never: "还没有收到过",
    no_number: "没有包号",
    not_joined: "已邀请，还没加入",
    stopped: "设备已停用",
    whole: "没有发现缺的",
    healed: "后来的包已补上",
    beyond: "对方有、我没有",
    gaps: "中间缺的",
    waiting: "{} 在等接纳",
    known: "缺的不用谁去找：您送出的每个包里都带着“我有到哪一条”，对方下一包自动补上。",
    write: "复制一句话",
    copied: "已复制，贴到聊天里发给对方",
    not_copied: "没有复制成，请自己抄下来",
    line: "可以这样说",
    make: "给对方做一个包",
    own_time: "时间按这台设备收进来的时候算。没送不等于没干：数据可能还在手机里。",
    common: "公共部分",
};

pub static EN: Words = Words {
    title: "Who has sent what",
    lead: "Only what is known: by the files that this device took in.",
    way_hint: "Who has not sent, which files are missing, who has received yours",
    nobody: "There is nobody to wait for yet. Make a starter file under People first.",
    none_left: "Nobody like that.",
    all: "All",
    not_since: "Nothing since this day",
    since: "Since which day",
    lacking: "Entries missing",
    without_receipt: "Without a receipt",
    filters: "Whom to show",
    order: "Order",
    by_silence: "Longest silent first",
    by_name: "By district and name",
    col_person: "Who",
    col_last: "Last heard",
    col_numbers: "Files",
    col_receipt: "They have of mine",
    col_lacking: "Missing here",
    col_do: "To do",
    never: "Nothing came yet",
    no_number: "No number",
    not_joined: "Invited, has not joined yet",
    stopped: "Device stopped",
    whole: "Nothing known to be missing",
    healed: "a later file made it good",
    beyond: "They hold, not here",
    gaps: "Missing in between",
    waiting: "{} waiting to be admitted",
    known: "Nobody has to look for what is missing: each file that you send says how far you hold everything, and their next one brings the rest.",
    write: "Copy a line",
    copied: "Copied: paste it into a chat with them",
    not_copied: "Not copied; please take it down by hand",
    line: "You could write",
    make: "Make a file for them",
    own_time: "Times are when the file was taken in here. Not sent does not mean not done: the entries may still be on the phone.",
    common: "common part",
};

impl Text {
    /// 第 3、5—7 包.
    pub fn numbers(&self, ranges: &[(u64, u64)]) -> String {
        let (dash, joint) = match self.lang {
            Lang::Zh => ("—", "、"),
            Lang::En => ("–", ", "),
        };
        let range = |(from, to): &(u64, u64)| if from == to { from.to_string() } else { format!("{from}{dash}{to}") };
        let list = ranges.iter().map(range).collect::<Vec<_>>().join(joint);
        match self.lang {
            Lang::Zh => format!("第 {list} 包"),
            Lang::En => format!("No. {list}"),
        }
    }

    pub fn numbers_missing(&self, ranges: &[(u64, u64)]) -> String {
        match self.lang {
            Lang::Zh => format!("{}没收到", self.numbers(ranges)),
            Lang::En => format!("{} never came", self.numbers(ranges)),
        }
    }

    pub fn newest_number(&self, number: u64) -> String {
        match self.lang {
            Lang::Zh => format!("收到第 {number} 包"),
            Lang::En => format!("No. {number} came"),
        }
    }

    pub fn acknowledged(&self, known: Acknowledged) -> String {
        match (self.lang, known) {
            (Lang::Zh, Acknowledged::Unknown) => "不知道".into(),
            (Lang::Zh, Acknowledged::All) => "都收到了".into(),
            (Lang::Zh, Acknowledged::Without(n)) => format!("{}没有回执", self.entries(n)),
            (Lang::En, Acknowledged::Unknown) => "Not known".into(),
            (Lang::En, Acknowledged::All) => "All received".into(),
            (Lang::En, Acknowledged::Without(n)) => format!("{} without a receipt", self.entries(n)),
        }
    }

    /// 热电厂第 3—5 条.
    pub fn gap_place(&self, gap: &Gap) -> String {
        let place = gap.project.clone().unwrap_or_else(|| self.heard().common.into());
        let range = if gap.from == gap.to { gap.from.to_string() } else { format!("{}–{}", gap.from, gap.to) };
        match self.lang {
            Lang::Zh => format!("{place}第 {range} 条"),
            Lang::En => format!("{place}, {range}"),
        }
    }

    pub fn heard_count(&self, shown: usize, all: usize) -> String {
        match self.lang {
            Lang::Zh => format!("{shown} 人，共 {all} 人"),
            Lang::En => format!("{shown} of {all} people"),
        }
    }

    /// What one sends by chat: the last that came, what is missing, and what would help.
    pub fn reminder(&self, row: &HeardRow, today: Day) -> String {
        let zh = self.lang == Lang::Zh;
        let mut parts = Vec::new();
        let last = row.last.as_ref().map(|came| {
            let day = self.day(came.at.day, today);
            match (came.number, zh) {
                (Some(n), true) => format!("我这里最近收到您的是{day}的第 {n} 包"),
                (None, true) => format!("我这里最近收到您的是{day}"),
                (Some(n), false) => format!("the last I have from you is file {n}, taken in on {day}"),
                (None, false) => format!("the last I have from you came on {day}"),
            }
        });
        parts.push(last.unwrap_or_else(|| if zh { "我这里还没有收到您的数据包".into() } else { "nothing has come from you yet".into() }));
        if row.lacks() {
            let few: Vec<String> = row.beyond.iter().chain(&row.gaps).take(3).map(|gap| self.gap_place(gap)).collect();
            let few = few.join(if zh { "、" } else { "; " });
            parts.push(fill(if zh { "还缺：{}" } else { "still missing here: {}" }, &[&few]));
        }
        if row.standing.is_none() {
            return match zh {
                true => format!("{}，您好：我这里还没看到您用入门包加入。请在手机上打开入门包，再在“送出”里送一个包给我，谢谢。", row.name),
                false => format!(
                    "Hello {}, I have not seen you join yet. Please open the starter file on your phone, then send me a file under Send. Thank you.",
                    row.name
                ),
            };
        }
        let all = parts.join(if zh { "；" } else { "; " });
        match zh {
            true => format!("{}，您好：{all}。请在“送出”里再送一个包给我，谢谢。", row.name),
            false => format!("Hello {}, {all}. Please send me a file again, under Send. Thank you.", row.name),
        }
    }
}
