//! Words of the list of projects.

use crate::screen::projects::{Only, Secretary, SortBy};
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub find: &'static str,
    /// What is searched.
    pub find_hint: &'static str,
    pub kinds: &'static str,
    pub district: &'static str,
    pub category: &'static str,
    pub all_districts: &'static str,
    pub all_categories: &'static str,
    pub order: &'static str,
    pub list: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    pub phase: &'static str,
    pub secretary: &'static str,
    pub last_visit: &'static str,
    /// With when: in a row that has no heading.
    pub last_visit_at: &'static str,
    /// With when, of a call or the like.
    pub contact_at: &'static str,
    pub never: &'static str,
    pub nobody: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    pub key: &'static str,
    /// Two characters at most.
    pub key_short: &'static str,
    pub conflict: &'static str,
    pub more: &'static str,
    pub none_match: &'static str,
    pub clear: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub none_hint_others: &'static str,
    pub keys_move: &'static str,
    pub keys_open: &'static str,
    pub keys_tick: &'static str,
    pub select: &'static str,
    pub select_end: &'static str,
    pub select_all: &'static str,
    pub select_one: &'static str,
    pub to_whom: &'static str,
    pub choose: &'static str,
    pub no_secretary: &'static str,
    pub to_people: &'static str,
    pub assign: &'static str,
    pub assign_choose: &'static str,
    pub assign_over: &'static str,
    pub assigned: &'static str,
    pub assigned_offer: &'static str,
    pub send_full: &'static str,
    pub assigned_invite: &'static str,
    pub invite: &'static str,
    pub not_assigned: &'static str,
    pub all_his: &'static str,
}

pub static ZH: Words = Words {
    find: "找项目",
    find_hint: "项目、企业、单位、区市县",
    kinds: "只看",
    district: "区市县",
    category: "类别",
    all_districts: "全部区市县",
    all_categories: "全部类别",
    order: "排序",
    list: "项目",
    name: "项目",
    unit: "责任单位",
    phase: "阶段",
    secretary: "服务秘书",
    last_visit: "最近走访",
    last_visit_at: "{}走访",
    contact_at: "{}联系",
    never: "还没走访",
    nobody: "还没指派",
    today: "今天",
    yesterday: "昨天",
    key: "市级重点",
    key_short: "重",
    conflict: "有两种说法",
    more: "再看 {} 个",
    none_match: "没有符合的项目",
    clear: "清除筛选",
    none: "这里还没有项目",
    none_hint: "从一张表格导入，或者打开别人送来的数据包。",
    none_hint_others: "协调员把项目送来以后，打开数据包就能看到。",
    keys_move: "上下",
    keys_open: "打开",
    keys_tick: "选中",
    select: "选项目指派",
    select_end: "不选了",
    select_all: "选中列出的全部",
    select_one: "选中 {}",
    to_whom: "指派给",
    choose: "选一位服务秘书",
    no_secretary: "名册里还没有服务秘书。",
    to_people: "去登记",
    assign: "指派",
    assign_choose: "还没选人",
    assign_over: "一般每人不超过 {} 个，这样会超。",
    assigned: "{}交给了{}，已存到本机。",
    assigned_offer: "接手的人还没有以前的记录，请给{}送一份完整的数据包。",
    send_full: "送一份完整的",
    assigned_invite: "{}还没用上连心桥，做一份入门包，里面就带着这些项目。",
    invite: "去邀请",
    not_assigned: "没有指派成。",
    all_his: "选中的本来就是{}的，没有改动。",
};

pub static EN: Words = Words {
    find: "Find a project",
    find_hint: "Project, enterprise, unit, district",
    kinds: "Show only",
    district: "District",
    category: "Category",
    all_districts: "All districts",
    all_categories: "All categories",
    order: "Order",
    list: "Projects",
    name: "Project",
    unit: "Responsible unit",
    phase: "Phase",
    secretary: "Secretary",
    last_visit: "Last visit",
    last_visit_at: "last visit {}",
    contact_at: "contact {}",
    never: "Not visited yet",
    nobody: "Nobody yet",
    today: "today",
    yesterday: "yesterday",
    key: "Key project of the city",
    key_short: "key",
    conflict: "Several values",
    more: "Show {} more",
    none_match: "No project fits",
    clear: "Clear the filters",
    none: "No projects here yet",
    none_hint: "Take them in from a table, or open a file that you were sent.",
    none_hint_others: "Once a coordinator has sent projects, open the file to see them.",
    keys_move: "move",
    keys_open: "open",
    keys_tick: "select",
    select: "Assign projects",
    select_end: "Stop selecting",
    select_all: "Select all that are listed",
    select_one: "Select {}",
    to_whom: "Assign to",
    choose: "Choose a secretary",
    no_secretary: "There is no secretary in the list of people yet.",
    to_people: "Register one",
    assign: "Assign",
    assign_choose: "Nobody chosen",
    assign_over: "One secretary is meant to serve at most {}; this is more.",
    assigned: "{} given to {} and saved on this device. ",
    assigned_offer: "The new secretary does not hold the earlier entries yet. Please send {} a full file.",
    send_full: "Send a full file",
    assigned_invite: "{} has not joined yet: make a starter, which will hold these projects.",
    invite: "Invite",
    not_assigned: "Not assigned.",
    all_his: "All that are selected are with {} already; nothing was changed.",
};

impl Text {
    pub fn only(&self, only: Only, every_days: i64) -> String {
        match (self.lang, only) {
            (Lang::Zh, Only::All) => "全部".into(),
            (Lang::Zh, Only::Mine) => "我的".into(),
            (Lang::Zh, Only::Key) => "市级重点".into(),
            (Lang::Zh, Only::Unvisited) => format!("{every_days} 天没走访"),
            (Lang::Zh, Only::Conflict) => "有两种说法".into(),
            (Lang::Zh, Only::Open) => "没指派".into(),
            (Lang::En, Only::All) => "All".into(),
            (Lang::En, Only::Mine) => "Mine".into(),
            (Lang::En, Only::Key) => "Key projects".into(),
            (Lang::En, Only::Unvisited) => format!("No visit for {every_days} days"),
            (Lang::En, Only::Conflict) => "Several values".into(),
            (Lang::En, Only::Open) => "Not assigned".into(),
        }
    }

    pub fn sort_by(&self, by: SortBy) -> &'static str {
        match (self.lang, by) {
            (Lang::Zh, SortBy::Name) => "按项目名称",
            (Lang::Zh, SortBy::District) => "按区市县",
            (Lang::Zh, SortBy::Visit) => "最久没走访的在前",
            (Lang::En, SortBy::Name) => "By name",
            (Lang::En, SortBy::District) => "By district",
            (Lang::En, SortBy::Visit) => "Longest unvisited first",
        }
    }

    /// 共 719 个, and of these how many are listed.
    pub fn listed(&self, all: usize, kept: usize) -> String {
        let (shown_all, shown_kept) = (self.thousands(all as u64), self.thousands(kept as u64));
        match (self.lang, all == kept) {
            (Lang::Zh, true) => format!("共 {shown_all} 个"),
            (Lang::Zh, false) => format!("共 {shown_all} 个，符合的 {shown_kept} 个"),
            (Lang::En, true) => self.project_count(all),
            (Lang::En, false) => format!("{shown_kept} of {shown_all} projects"),
        }
    }

    /// 第 1—100 个，共 719 个
    pub fn drawn(&self, drawn: usize, all: usize) -> String {
        let (drawn, all) = (self.thousands(drawn as u64), self.thousands(all as u64));
        match self.lang {
            Lang::Zh if drawn == "0" => "没有符合的".into(),
            Lang::En if drawn == "0" => "None fits".into(),
            Lang::Zh => format!("第 1—{drawn} 个，共 {all} 个"),
            Lang::En => format!("1–{drawn} of {all}"),
        }
    }

    /// 6 天前
    pub fn days_ago(&self, days: i64) -> String {
        match (self.lang, days) {
            (_, 0) => self.projects().today.into(),
            (_, 1) => self.projects().yesterday.into(),
            (Lang::Zh, days) => format!("{days} 天前"),
            (Lang::En, days) => format!("{days} days ago"),
        }
    }

    /// 选了 3 个
    pub fn selected(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, 0) => "还没选项目".into(),
            (Lang::Zh, n) => format!("选了 {n} 个项目"),
            (Lang::En, 0) => "No project selected".into(),
            (Lang::En, 1) => "1 project selected".into(),
            (Lang::En, n) => format!("{n} projects selected"),
        }
    }

    /// A secretary in a list to choose from: with how many projects there are now.
    pub fn secretary_choice(&self, one: &Secretary) -> String {
        format!("{}{}{}", one.name, self.dot(), self.project_count(one.projects))
    }

    pub fn assign_button(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("指派 {n} 个"),
            Lang::En => format!("Assign {n}"),
        }
    }

    pub fn assigned(&self, n: usize, name: &str) -> String {
        fill(self.projects().assigned, &[&self.project_count(n), name])
    }
}
