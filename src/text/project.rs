//! Words of a project and of what is listed about it.

use crate::domain::money::Fen;
use crate::screen::form::project::Field;
use crate::screen::project::Value;
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub edit: &'static str,
    pub key: &'static str,
    pub facts: &'static str,
    pub problems: &'static str,
    pub visits: &'static str,
    /// With their number.
    pub contacts: &'static str,
    pub changes: &'static str,
    pub no_problems: &'static str,
    pub no_visits: &'static str,
    /// With the day.
    pub last_visit: &'static str,
    pub last_contact: &'static str,
    pub in_force: &'static str,
    /// With how many values are in force.
    pub conflict: &'static str,
    pub conflict_hint: &'static str,
    /// With how many more.
    pub older: &'static str,
    pub registered: &'static str,
    pub changed: &'static str,
    pub noted: &'static str,
    /// With who and when.
    pub written: &'static str,
    pub photos: &'static str,
    pub photo: &'static str,
    pub photo_missing: &'static str,
    pub enlarge: &'static str,
    pub add_note: &'static str,
    pub note: &'static str,
    pub why: &'static str,
    pub why_remove: &'static str,
    pub take_back: &'static str,
    pub take_back_hint: &'static str,
    /// With who and when.
    pub taken_back: &'static str,
    pub restore: &'static str,
    pub restore_hint: &'static str,
    pub remove: &'static str,
    pub remove_hint: &'static str,
    pub why_empty: &'static str,
    /// With how many.
    pub removed: &'static str,
    /// With who and when.
    pub removed_by: &'static str,
    pub reason: &'static str,
    pub note_empty: &'static str,
    pub log_visit: &'static str,
    /// With the moment.
    pub data_until: &'static str,
    pub missing: &'static str,
    pub to_projects: &'static str,
    pub people: &'static str,
}

pub static ZH: Words = Words {
    edit: "改资料",
    key: "市级重点",
    facts: "资料",
    problems: "问题 {}",
    visits: "走访 {}",
    contacts: "其他联系 {}",
    changes: "资料改动和备注",
    no_problems: "还没有提过问题。",
    no_visits: "还没有走访记录。",
    last_visit: "最近走访 {}",
    last_contact: "最近联系 {}",
    in_force: "在用",
    conflict: "有 {} 种说法",
    conflict_hint: "先按后写的算，都留着。",
    older: "再看更早的，还有 {} 条",
    registered: "登记项目",
    changed: "改资料",
    noted: "备注",
    written: "{} {} 写",
    photos: "照片",
    photo: "照片 {}",
    photo_missing: "照片还没收到",
    enlarge: "放大照片 {}",
    add_note: "加备注",
    note: "备注内容",
    why: "为什么撤回",
    why_remove: "为什么删掉",
    take_back: "撤回这一条",
    take_back_hint: "撤回后不再算数，照样留在这里，写明是谁、什么时候撤回。",
    taken_back: "{} {} 撤回",
    restore: "恢复这一条",
    restore_hint: "恢复后又算数。撤回和恢复都留在记录里。",
    remove: "永久删除内容",
    remove_hint: "内容和只有这一条用到的照片从本机删掉，不能恢复；别人收到您的下一个包以后，他们那里也会删掉。谁在什么时候写过一条，还留着。已经发出去的文件和备份删不掉，请另外处理。",
    why_empty: "请写为什么删，大家都看得到。",
    removed: "内容已删除 {} 条",
    removed_by: "{} {} 删除了内容",
    reason: "原因：{}",
    note_empty: "请先写备注。",
    log_visit: "记走访",
    data_until: "本机收到的最新一条：{}",
    missing: "这里没有这个项目，或者还没收到它。",
    to_projects: "看全部项目",
    people: "参加：{}",
};

pub static EN: Words = Words {
    edit: "Edit facts",
    key: "Key project",
    facts: "Facts",
    problems: "Problems {}",
    visits: "Visits {}",
    contacts: "other contacts {}",
    changes: "Changes and remarks",
    no_problems: "No problem was raised yet.",
    no_visits: "No visit was logged yet.",
    last_visit: "last visit {}",
    last_contact: "last contact {}",
    in_force: "In force",
    conflict: "{} values",
    conflict_hint: "The later one is used for now; all are kept.",
    older: "Earlier ones: {} more",
    registered: "Project registered",
    changed: "Facts changed",
    noted: "Remark",
    written: "Written by {}, {}",
    photos: "Photos",
    photo: "Photo {}",
    photo_missing: "Photo not received yet",
    enlarge: "Enlarge photo {}",
    add_note: "Add a remark",
    note: "Remark",
    why: "Why it is taken back",
    why_remove: "Why it is deleted",
    take_back: "Take this back",
    take_back_hint: "It no longer counts, but stays here with who took it back and when.",
    taken_back: "Taken back by {}, {}",
    restore: "Restore this",
    restore_hint: "It counts again. Both the taking back and the restoring stay on record.",
    remove: "Remove for good",
    remove_hint: "What it says, and photos that nothing else uses, are deleted from this device and can't be brought back; with others this happens once they take in your next file. That someone wrote an entry, and when, stays. Files and backups that were handed out are out of reach: see to them yourself.",
    why_empty: "Say why it is removed: everyone can read it.",
    removed: "Contents removed: {}",
    removed_by: "Contents removed by {}, {}",
    reason: "Reason: {}",
    note_empty: "Write the remark first.",
    log_visit: "Log a visit",
    data_until: "Newest entry held here: {}",
    missing: "This project is not here, or has not arrived yet.",
    to_projects: "See all projects",
    people: "Present: {}",
};

impl Text {
    /// What a field of a project is called.
    pub fn fact_label(&self, field: Field) -> &'static str {
        match (self.lang, field) {
            (Lang::Zh, Field::Name) => "项目名称",
            (Lang::Zh, Field::District) => "区市县",
            (Lang::Zh, Field::Unit) => "责任单位",
            (Lang::Zh, Field::Category) => "类别",
            (Lang::Zh, Field::Phase) => "阶段",
            (Lang::Zh, Field::Key) => "市级重点",
            (Lang::Zh, Field::Total) => "总投资",
            (Lang::Zh, Field::Secretary) => "服务秘书",
            (Lang::Zh, Field::Leader) => "包保领导",
            (Lang::Zh, Field::Enterprise) => "企业",
            (Lang::Zh, Field::Place) => "地点",
            (Lang::Zh, Field::Industry) => "领域",
            (Lang::Zh, Field::Code) => "项目代码",
            (Lang::En, Field::Name) => "Project name",
            (Lang::En, Field::District) => "District",
            (Lang::En, Field::Unit) => "Responsible unit",
            (Lang::En, Field::Category) => "Category",
            (Lang::En, Field::Phase) => "Phase",
            (Lang::En, Field::Key) => "Key project",
            (Lang::En, Field::Total) => "Total investment",
            (Lang::En, Field::Secretary) => "Secretary",
            (Lang::En, Field::Leader) => "Leader",
            (Lang::En, Field::Enterprise) => "Enterprise",
            (Lang::En, Field::Place) => "Place",
            (Lang::En, Field::Industry) => "Field",
            (Lang::En, Field::Code) => "Project code",
        }
    }

    /// Values that stood side by side.
    pub fn fact_values(&self, values: &[Value]) -> String {
        match values {
            [] => self.common().none.into(),
            values => values.iter().map(|value| self.fact_value(value)).collect::<Vec<_>>().join(self.edit().value_sep),
        }
    }

    /// 12.5 亿元, 1,234.5678 万元; CNY 1,250 million. Nothing is rounded.
    pub fn amount(&self, fen: Fen) -> String {
        let (unit, decimals, words) = match (self.lang, fen.0) {
            // 100 million yuan, where four decimals say all of it.
            (Lang::Zh, fen) if fen >= 10_000_000_000 && fen % 1_000_000 == 0 => (10_000_000_000, 10, "{} 亿元"),
            (Lang::Zh, _) => (1_000_000, 6, "{} 万元"),
            (Lang::En, _) => (100_000_000, 8, "CNY {} million"),
        };
        let part = format!("{:0decimals$}", fen.0 % unit);
        let part = part.trim_end_matches('0');
        let point = if part.is_empty() { "" } else { "." };
        fill(words, &[&format!("{}{point}{part}", self.thousands((fen.0 / unit) as u64))])
    }

    /// A sum of many, to two decimals of what it is counted in: rounded, where the exact ones stand elsewhere.
    pub fn about(&self, fen: Fen) -> String {
        let (unit, words): (i128, _) = match (self.lang, fen.0) {
            (Lang::Zh, fen) if fen >= 10_000_000_000 => (10_000_000_000, "{} 亿元"),
            (Lang::Zh, _) => (1_000_000, "{} 万元"),
            (Lang::En, _) => (100_000_000, "CNY {} million"),
        };
        let hundredths = (i128::from(fen.0) * 100 + unit / 2) / unit;
        let part = format!("{:02}", hundredths % 100);
        let part = part.trim_end_matches('0');
        let point = if part.is_empty() { "" } else { "." };
        fill(words, &[&format!("{}{point}{part}", self.thousands((hundredths / 100) as u64))])
    }

    /// 改过 2 次
    pub fn changed_times(&self, times: usize) -> String {
        match (self.lang, times) {
            (Lang::Zh, times) => format!("改过 {times} 次"),
            (Lang::En, 1) => "Changed once".into(),
            (Lang::En, times) => format!("Changed {times} times"),
        }
    }

    pub fn fact_value(&self, value: &Value) -> String {
        match (self.lang, value) {
            (_, Value::None) => self.common().none.into(),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Category(word)) => self.category(word),
            (_, Value::Phase(word)) => self.phase(word),
            (_, Value::Amount(fen)) => self.amount(*fen),
            (_, Value::Flag(true)) => self.common().yes.into(),
            (_, Value::Flag(false)) => self.common().no.into(),
        }
    }
}
