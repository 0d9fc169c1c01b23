//! Every word that a user reads, in both languages. A missing translation does not compile.
//!
//! One file for each page, with a struct of words and its two statics. Sentences that hold values are functions
//! of [`Lang`] or plain patterns with `{}` filled by [`fill`].

pub mod audit;
pub mod backup;
pub mod board;
pub mod common;
pub mod conflict;
pub mod duty;
pub mod edit;
pub mod export;
pub mod heard;
pub mod invest;
pub mod join;
mod kind;
pub mod leader;
pub mod light;
pub mod lock;
pub mod many;
pub mod milestones;
pub mod people;
pub mod permits;
pub mod plan;
pub mod project;
pub mod projects;
pub mod receive;
pub mod report;
pub mod rules;
pub mod search;
pub mod send;
pub mod settings;
pub mod start;
pub mod table;
pub mod today;
pub mod trust;
pub mod visit;
pub mod ways;
pub mod wipe;

use crate::domain::calendar::Day;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub fn parse(text: &str) -> Option<Lang> {
        match text {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }
}

/// The words of one language.
pub struct Text {
    pub lang: Lang,
}

pub static ZH: Text = Text { lang: Lang::Zh };
pub static EN: Text = Text { lang: Lang::En };

/// Each page's words by a function of its own: a wasm then holds those alone that its pages say.
macro_rules! words {
    ($($page:ident)*) => {
        impl Text {
            $(pub fn $page(&self) -> &'static $page::Words {
                match self.lang {
                    Lang::Zh => &$page::ZH,
                    Lang::En => &$page::EN,
                }
            })*
        }
    };
}

impl Text {
    /// Of the page; what an audit says is [`audit`](Self::audit).
    pub fn audit_words(&self) -> &'static audit::Words {
        match self.lang {
            Lang::Zh => &audit::ZH,
            Lang::En => &audit::EN,
        }
    }
}

words! { common start join today project projects edit visit send receive people table settings lock backup heard trust conflict wipe many ways plan invest permits rules report milestones duty leader board search export }

pub fn text(lang: Lang) -> &'static Text {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

/// Puts values into the `{}` of a pattern, in order.
pub fn fill(pattern: &str, values: &[&str]) -> String {
    let mut parts = pattern.split("{}");
    let mut out = parts.next().unwrap_or_default().to_string();
    let mut values = values.iter();
    for part in parts {
        out.push_str(values.next().copied().unwrap_or_default());
        out.push_str(part);
    }
    out
}

impl Text {
    /// 11月15日 · 15 Nov; with the year when it is not that of `today`.
    pub fn day(&self, day: Day, today: Day) -> String {
        let year = (day.year() != today.year()).then_some(day.year());
        match (self.lang, year) {
            (Lang::Zh, None) => format!("{}月{}日", day.month(), day.day()),
            (Lang::Zh, Some(year)) => format!("{year}年{}月{}日", day.month(), day.day()),
            (Lang::En, None) => format!("{} {}", day.day(), EN_MONTHS[day.month() as usize - 1]),
            (Lang::En, Some(year)) => format!("{} {} {year}", day.day(), EN_MONTHS[day.month() as usize - 1]),
        }
    }

    /// 11月15日 星期四 · Thursday 15 Nov.
    pub fn day_with_weekday(&self, day: Day) -> String {
        match self.lang {
            Lang::Zh => format!("{} 星期{}", self.day(day, day), ZH_WEEKDAYS[day.weekday()]),
            Lang::En => format!("{} {}", EN_WEEKDAYS[day.weekday()], self.day(day, day)),
        }
    }

    /// The word of the language.
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Between two parts of a sentence.
    pub fn comma(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "，",
            Lang::En => ", ",
        }
    }

    /// Between a name and what is said of it.
    pub fn colon(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        }
    }

    /// How one joins short facts in a line.
    pub fn dot(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "·",
            Lang::En => " · ",
        }
    }
}

const ZH_WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const EN_WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const EN_MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
