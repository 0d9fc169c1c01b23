//! Words of today.

use crate::domain::calendar::Day;
use crate::screen::today::{LastSent, Lateness, Today};
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub due: &'static str,
    /// With the days that the settings allow.
    pub due_rule: &'static str,
    pub log: &'static str,
    pub never: &'static str,
    pub last: &'static str,
    /// Before the day of a call or the like.
    pub contact: &'static str,
    /// How many more are due.
    pub more: &'static str,
    pub all_done: &'static str,
    pub nothing_yet: &'static str,
    pub none_mine: &'static str,
    pub none_mine_hint: &'static str,
    pub to_table: &'static str,
    pub to_receive: &'static str,
    pub next: &'static str,
    pub next_visit: &'static str,
    pub nodes: &'static str,
    /// With the days that are looked ahead.
    pub nodes_rule: &'static str,
    pub mine: &'static str,
    pub nothing_unsent: &'static str,
    pub never_sent: &'static str,
    pub wait_days: &'static str,
}

pub static ZH: Words = Words {
    due: "该走访 {}",
    due_rule: "每 {} 天至少到现场一次",
    log: "记走访",
    never: "还没有走访过",
    last: "上次到场",
    contact: "上次联系",
    more: "还有 {} 个",
    all_done: "该走访的都走到了",
    nothing_yet: "今天还没有记。",
    none_mine: "这里还没有您的项目",
    none_mine_hint: "协调员把项目交给您以后，打开发来的数据包就能看到。",
    to_table: "从表格导入项目",
    to_receive: "打开数据包",
    next: "下一件：",
    next_visit: "走访",
    nodes: "到期节点 {}",
    nodes_rule: "{} 天内",
    mine: "我的项目",
    nothing_unsent: "没有要送的",
    never_sent: "还从没送出过",
    wait_days: "最早的已等 {} 天",
};

pub static EN: Words = Words {
    due: "Visits due {}",
    due_rule: "on site at least every {} days",
    log: "Log visit",
    never: "Not visited yet",
    last: "Last on site",
    contact: "last contact",
    more: "{} more",
    all_done: "Every visit that was due is made",
    nothing_yet: "Nothing logged today yet.",
    none_mine: "None of your projects is here yet",
    none_mine_hint: "Once a coordinator has given you projects, open the file that you are sent.",
    to_table: "Projects from a table",
    to_receive: "Open a file",
    next: "Next:",
    next_visit: "visit",
    nodes: "Nodes due {}",
    nodes_rule: "within {} days",
    mine: "My projects",
    nothing_unsent: "Nothing to send",
    never_sent: "Nothing was ever sent",
    wait_days: "the oldest has waited {} days",
};

impl Text {
    /// 已 9 天 · 9 days
    pub fn lateness(&self, lateness: Lateness) -> String {
        match (self.lang, lateness) {
            (_, Lateness::Never) => self.today().never.into(),
            (Lang::Zh, Lateness::Full(days)) => format!("满 {days} 天"),
            (Lang::Zh, Lateness::Over(days)) => format!("已 {days} 天"),
            (Lang::En, Lateness::Full(days) | Lateness::Over(days)) => self.days(days),
        }
    }

    /// What was logged today, for the page that has nothing more to ask.
    pub fn done_today(&self, today: &Today) -> String {
        let Today { visits, contacts, problems, .. } = today;
        match (self.lang, visits + contacts + problems) {
            (_, 0) => self.today().nothing_yet.into(),
            (Lang::Zh, _) => format!("今天记了走访 {visits}、其他联系 {contacts}、问题 {problems}，都已存到本机。"),
            (Lang::En, _) => {
                format!("Logged today: visits {visits}, other contacts {contacts}, problems {problems}. All is saved on this device.")
            }
        }
    }

    /// 7 条还没送出
    pub fn unsent(&self, count: u64) -> String {
        match (self.lang, count) {
            (_, 0) => self.today().nothing_unsent.into(),
            (Lang::Zh, count) => format!("{count} 条还没送出"),
            (Lang::En, 1) => "1 entry not sent yet".into(),
            (Lang::En, count) => format!("{count} entries not sent yet"),
        }
    }

    /// When the last file left, to whom, and whether it arrived.
    pub fn last_sent(&self, last: &LastSent, today: Day) -> String {
        let at = self.moment(&last.at, today);
        let to = last.to.as_deref().unwrap_or_default();
        match (self.lang, last.received) {
            (Lang::Zh, true) => format!("上次：{at} 给{to}，对方已收"),
            (Lang::Zh, false) => format!("上次：{at} 给{to}，未确认收到"),
            (Lang::En, true) => format!("Last: {at} to {to}, received"),
            (Lang::En, false) => format!("Last: {at} for {to}, receipt not confirmed"),
        }
    }

    pub fn due_count(&self, n: usize) -> String {
        fill(self.today().due, &[&n.to_string()])
    }
}
