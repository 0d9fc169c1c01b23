//! Words of a leader's page.

use crate::domain::calendar::Day;
use crate::screen::moment::Moment;
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub counts: &'static str,
    pub reds: &'static str,
    pub reds_hint: &'static str,
    pub no_red: &'static str,
    pub yellows: &'static str,
    pub greens: &'static str,
    pub greys: &'static str,
    pub waiting: &'static str,
    pub waiting_hint: &'static str,
    pub given: &'static str,
    pub given_hint: &'static str,
    pub none_given: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub unsent_hint: &'static str,
    /// Under the way there.
    pub way_hint: &'static str,
    pub more: &'static str,
    pub more_reasons: &'static str,
    pub instructed: &'static str,
}

pub static ZH: Words = Words {
    title: "我的重点项目",
    counts: "各灯项目数",
    reds: "红灯和原因",
    reds_hint: "超期久的在前",
    no_red: "没有红灯",
    yellows: "黄灯",
    greens: "绿灯",
    greys: "没有亮灯",
    waiting: "没解决的问题",
    waiting_hint: "等得久的在前",
    given: "我的批示",
    given_hint: "件件有着落",
    none_given: "还没有作过批示。红灯旁边的“批示”点两下就能写一条。",
    none: "还没有包保项目",
    none_hint: "市级统筹把项目交给您以后，打开发来的数据包就能看到。",
    unsent_hint: "送给市级统筹，由他们转到区里",
    way_hint: "重点项目的灯、问题和批示",
    more: "还有 {} 个",
    more_reasons: "另有 {} 条原因",
    instructed: "已批示",
};

pub static EN: Words = Words {
    title: "My key projects",
    counts: "Projects by light",
    reds: "Red, and why",
    reds_hint: "Longest overdue first",
    no_red: "Nothing is red",
    yellows: "Yellow",
    greens: "Green",
    greys: "No light",
    waiting: "Problems not solved",
    waiting_hint: "Longest waiting first",
    given: "My instructions",
    given_hint: "What became of each",
    none_given: "No instruction yet. Instruct beside a red light takes two taps.",
    none: "No project is yours yet",
    none_hint: "Once the city's coordinator has given you projects, open the file that you are sent.",
    unsent_hint: "Send to the city's coordinator, who passes it on",
    way_hint: "Lights, problems and instructions of key projects",
    more: "{} more",
    more_reasons: "{} more reasons",
    instructed: "Instructed",
};

impl Text {
    /// 1 条批示还没送出.
    pub fn instructions_unsent(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("{n} 条批示还没送出"),
            (Lang::En, 1) => "1 instruction not sent yet".into(),
            (Lang::En, n) => format!("{n} instructions not sent yet"),
        }
    }

    /// 市里数据到 11月15日 08:30.
    pub fn data_until(&self, newest: Option<&Moment>, today: Day) -> String {
        match (self.lang, newest) {
            (Lang::Zh, Some(at)) => format!("手里的数据到 {}", self.moment(at, today)),
            (Lang::En, Some(at)) => format!("Data up to {}", self.moment(at, today)),
            (Lang::Zh, None) => "还没收到过数据".into(),
            (Lang::En, None) => "No data received yet".into(),
        }
    }

    /// 等 6 天.
    pub fn waiting_days(&self, days: i64) -> String {
        match (self.lang, days) {
            (Lang::Zh, 0) => "今天提的".into(),
            (Lang::Zh, days) => format!("等 {days} 天"),
            (Lang::En, 0) => "raised today".into(),
            (Lang::En, days) => format!("waiting {}", self.days(days)),
        }
    }
}
