//! Words of searching everywhere.

use crate::screen::search::{Group, What};
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub placeholder: &'static str,
    pub hint: &'static str,
    pub examples: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub more: &'static str,
    pub clear: &'static str,
    pub way_hint: &'static str,
    pub keys_move: &'static str,
    pub keys_open: &'static str,
    pub node: &'static str,
    pub permit: &'static str,
    pub note: &'static str,
}

pub static ZH: Words = Words {
    title: "搜索",
    placeholder: "名称、人、节点、问题、走访记录",
    hint: "汉字、全拼、首字母都可以，空格隔开就要都有。",
    examples: "比如 bsh 能找到冰山慧谷，cq、zq 都能找到重庆。",
    none: "没有找到",
    none_hint: "换个说法，或者少写几个字再试。",
    more: "还有 {} 条",
    clear: "清空",
    way_hint: "项目、人员、节点、问题、走访，一处都能搜",
    keys_move: "上下",
    keys_open: "打开",
    node: "节点",
    permit: "要件",
    note: "备注",
};

pub static EN: Words = Words {
    title: "Search",
    placeholder: "Names, people, nodes, problems, notes",
    hint: "Characters, pinyin or initials; words parted by spaces must all be there.",
    examples: "For example, bsh finds Bingshan Huigu.",
    none: "Nothing found",
    none_hint: "Try other words, or fewer letters.",
    more: "{} more",
    clear: "Clear",
    way_hint: "Projects, people, nodes, problems and visits in one place",
    keys_move: "move",
    keys_open: "open",
    node: "Node",
    permit: "Permit",
    note: "Remark",
};

impl Text {
    pub fn search_group(&self, group: Group) -> &'static str {
        match group {
            Group::Projects => self.pick("项目", "Projects"),
            Group::People => self.pick("人员、单位", "People and units"),
            Group::Nodes => self.pick("节点、要件", "Nodes and permits"),
            Group::Problems => self.pick("问题", "Problems"),
            Group::Visits => self.pick("走访记录", "Visits"),
        }
    }

    /// What it is, beside its name.
    pub fn search_what(&self, what: &What) -> String {
        match what {
            What::Project => String::new(),
            What::Person(role) => self.role(*role).into(),
            What::Unit(kind) => self.unit_kind(kind),
            What::Node => self.search().node.into(),
            What::Permit => self.search().permit.into(),
            What::Problem { category } => self.problem_category(category),
            What::Visit { kind } => self.visit_kind(kind),
            What::Note => self.search().note.into(),
        }
    }

    /// 找到 12 条.
    pub fn search_count(&self, n: usize) -> String {
        match (self.lang, n) {
            (_, 0) => self.search().none.into(),
            (Lang::Zh, n) => format!("找到 {} 条", self.thousands(n as u64)),
            (Lang::En, 1) => "1 result".into(),
            (Lang::En, n) => format!("{} results", self.thousands(n as u64)),
        }
    }
}
