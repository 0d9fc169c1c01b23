//! Words of the board, and of keys.

use crate::domain::calendar::{Day, Month};
use crate::domain::id::Ref;
use crate::domain::money::Fen;
use crate::domain::rules::group::Lights;
use crate::domain::rules::light::Light;
use crate::domain::rules::project::Grey;
use crate::screen::board::{Column, GroupBy, OnTime, Order, Shown};
use crate::screen::bulk::Preview;
use crate::screen::form::project::Field;
use crate::screen::projects::Filter;
use crate::text::{Lang, Text};

pub struct Words {
    pub lights: &'static str,
    pub why_grey: &'static str,
    pub on_day: &'static str,
    pub back_to_today: &'static str,
    pub print: &'static str,
    pub more_filters: &'static str,
    pub all_units: &'static str,
    pub all_leaders: &'static str,
    pub all_secretaries: &'static str,
    pub all_phases: &'static str,
    pub group: &'static str,
    pub no_group: &'static str,
    pub columns: &'static str,
    pub views: &'static str,
    pub view_name: &'static str,
    pub keep_view: &'static str,
    pub no_views: &'static str,
    pub drop_view: &'static str,
    pub not_kept: &'static str,
    pub districts: &'static str,
    pub by_count: &'static str,
    pub four: &'static str,
    pub total: &'static str,
    pub city: &'static str,
    pub nowhere: &'static str,
    pub red_note: &'static str,
    pub plot: &'static str,
    pub month: &'static str,
    pub detail: &'static str,
    pub why: &'static str,
    pub to_better: &'static str,
    pub open_project: &'static str,
    pub all_done: &'static str,
    pub no_nodes: &'static str,
    pub no_plan: &'static str,
    pub sort_note: &'static str,
    pub what: &'static str,
    pub to_what: &'static str,
    pub choose_value: &'static str,
    pub drop_unseen: &'static str,
    pub nobody: &'static str,
    pub none_can: &'static str,
    pub all_same: &'static str,
    pub not_changed: &'static str,
    pub keys: &'static str,
    pub keys_hint: &'static str,
    pub keys_switch: &'static str,
    pub keys_switch_hint: &'static str,
    pub key_find: &'static str,
    pub key_rows: &'static str,
    pub key_open: &'static str,
    pub key_tick: &'static str,
    pub key_filter: &'static str,
    pub key_back: &'static str,
    pub key_list: &'static str,
    pub heard_link: &'static str,
    pub printed: &'static str,
}

pub static ZH: Words = Words {
    lights: "各灯项目数，点一下只看这一种",
    why_grey: "未定的原因",
    on_day: "看哪天",
    back_to_today: "回到今天",
    print: "打印",
    more_filters: "筛选",
    all_units: "全部责任单位",
    all_leaders: "全部包保领导",
    all_secretaries: "全部服务秘书",
    all_phases: "全部阶段",
    group: "分组",
    no_group: "不分组",
    columns: "列",
    views: "视图",
    view_name: "给这个样子起个名",
    keep_view: "存下",
    no_views: "还没存过。筛选、排序、分组会一起存在本机。",
    drop_view: "删掉 {}",
    not_kept: "没有存下：浏览器不让存。",
    districts: "区市县",
    by_count: "按项目数",
    four: "红 黄 绿 未定",
    total: "合计",
    city: "全市",
    nowhere: "没写",
    red_note: "红灯占比超过一成的标红。",
    plot: "近 12 个月的灯",
    month: "月份",
    detail: "这个项目的灯",
    why: "为什么",
    to_better: "怎样会变",
    open_project: "打开项目",
    all_done: "节点都已办成",
    no_nodes: "没有节点",
    no_plan: "未报",
    sort_note: "红灯在前，超期久的在前",
    what: "改什么",
    to_what: "改成",
    choose_value: "选一个",
    drop_unseen: "不选这些",
    nobody: "不填",
    none_can: "没有可选的。",
    all_same: "选中的本来就是这样，没有改动。",
    not_changed: "没有改成，一个都没有改。",
    keys: "快捷键",
    keys_hint: "正在输入时字母键不起作用；也可以在“设置”里全部关掉。",
    keys_switch: "快捷键",
    keys_switch_hint: "用字母键换页、上下走、选中",
    key_find: "找项目",
    key_rows: "下一行、上一行",
    key_open: "打开这一行，再按一次进项目",
    key_tick: "选中这一行",
    key_filter: "筛选",
    key_back: "返回、关上",
    key_list: "这张表",
    heard_link: "看谁没送",
    printed: "打印于 {}",
};

pub static EN: Words = Words {
    lights: "Projects by light; press one to see it alone",
    why_grey: "Why undecided",
    on_day: "Look at",
    back_to_today: "Back to today",
    print: "Print",
    more_filters: "Filter",
    all_units: "All units",
    all_leaders: "All leaders",
    all_secretaries: "All secretaries",
    all_phases: "All phases",
    group: "Group",
    no_group: "No groups",
    columns: "Columns",
    views: "Views",
    view_name: "Name this view",
    keep_view: "Keep",
    no_views: "None yet. Filters, order and groups are kept together, on this device.",
    drop_view: "Remove {}",
    not_kept: "Not kept: the browser does not allow it.",
    districts: "Districts",
    by_count: "by projects",
    four: "Lights",
    total: "All",
    city: "City",
    nowhere: "Not said",
    red_note: "Red where over a tenth are red.",
    plot: "Lights of the last 12 months",
    month: "Month",
    detail: "The light of this project",
    why: "Why",
    to_better: "What would change it",
    open_project: "Open the project",
    all_done: "All nodes done",
    no_nodes: "No nodes",
    no_plan: "Not said",
    sort_note: "Red first, longest overdue first",
    what: "Change",
    to_what: "To",
    choose_value: "Choose",
    drop_unseen: "Leave those out",
    nobody: "Leave empty",
    none_can: "Nothing to choose from.",
    all_same: "All that are selected are so already; nothing was changed.",
    not_changed: "Nothing was changed in any of them.",
    keys: "Keys",
    keys_hint: "Letters do nothing while you type; they can be switched off in the settings.",
    keys_switch: "Keys",
    keys_switch_hint: "Letters lead to pages, move along rows and select",
    key_find: "Find a project",
    key_rows: "Next row, row before",
    key_open: "Open the row; once more for its page",
    key_tick: "Select the row",
    key_filter: "Filter",
    key_back: "Back, close",
    key_list: "This list",
    heard_link: "Who has not",
    printed: "Printed on {}",
};

impl Text {
    pub fn board_column(&self, column: Column) -> &'static str {
        let p = self.projects();
        match column {
            Column::Light => self.pick("灯", "Light"),
            Column::Name => p.name,
            Column::District => p.district,
            Column::Unit => p.unit,
            Column::Category => p.category,
            Column::Phase => p.phase,
            Column::Leader => self.pick("包保领导", "Leader"),
            Column::Secretary => p.secretary,
            Column::Total => self.pick("投资", "Total"),
            Column::Done => self.pick("本年完成", "Year's plan"),
            Column::Months => self.pick("近 6 个月", "6 months"),
            Column::Next => self.pick("下个节点", "Next node"),
            Column::Due => self.pick("到期", "Due"),
            Column::Visit => self.pick("走访", "Visit"),
        }
    }

    /// A category in two or three characters, for a narrow column.
    pub fn category_short(&self, category: &str) -> String {
        match category {
            "infrastructure" => self.pick("基础", "Infra").into(),
            "services" => self.pick("服务业", "Services").into(),
            "social" => self.pick("社会", "Social").into(),
            _ => self.category(category),
        }
    }

    /// The unit of a column of numbers.
    pub fn column_unit(&self, column: Column) -> &'static str {
        match column {
            Column::Total => self.pick("亿元", "CNY m"),
            _ => "",
        }
    }

    /// 6—11月.
    pub fn month_span(&self, from: Month, to: Month) -> String {
        match self.lang {
            Lang::Zh => format!("{}—{}月", from.number(), to.number()),
            Lang::En => format!("{}–{}", &self.month(from, from.first()), &self.month(to, to.first())),
        }
    }

    /// An amount in the column's unit with one decimal of 亿, or in whole millions.
    pub fn big_amount(&self, fen: Fen) -> String {
        match self.lang {
            Lang::Zh => {
                let tenths = (fen.0 + 500_000_000) / 1_000_000_000;
                format!("{}.{}", self.thousands((tenths / 10) as u64), tenths % 10)
            }
            Lang::En => self.thousands(((fen.0 + 50_000_000) / 100_000_000) as u64),
        }
    }

    pub fn group_by(&self, by: GroupBy) -> &'static str {
        match by {
            GroupBy::District => self.board_column(Column::District),
            GroupBy::Unit => self.board_column(Column::Unit),
            GroupBy::Category => self.board_column(Column::Category),
            GroupBy::Field => self.fact_label(Field::Industry),
            GroupBy::Leader => self.board_column(Column::Leader),
            GroupBy::Secretary => self.board_column(Column::Secretary),
        }
    }

    /// 比上周 +6.
    pub fn week_change(&self, change: i64) -> String {
        let signed = match change {
            0 => self.pick("持平", "as before").into(),
            n if n > 0 => format!("+{n}"),
            n => format!("−{}", -n),
        };
        match (self.lang, change) {
            (Lang::Zh, 0) => format!("与上周{signed}"),
            (Lang::Zh, _) => format!("比上周 {signed}"),
            (Lang::En, 0) => signed,
            (Lang::En, _) => format!("{signed} in a week"),
        }
    }

    /// 红灯 9，黄灯 23，绿灯 112，未定 4.
    pub fn lights_in_words(&self, lights: &Lights) -> String {
        let one = |light| format!("{} {}", self.light(light), lights.of(light));
        [Light::Red, Light::Yellow, Light::Green, Light::Grey].map(one).join(self.comma())
    }

    /// What a strip says, month by month.
    pub fn strip_in_words(&self, months: &[(Month, Light)], today: Day) -> String {
        let one = |(month, light): &(Month, Light)| match self.lang {
            Lang::Zh => format!("{}{}", self.month(*month, today), self.light(*light)),
            Lang::En => format!("{} {}", self.month(*month, today), self.light(*light).to_lowercase()),
        };
        months.iter().map(one).collect::<Vec<_>>().join(self.comma())
    }

    /// 15 天 · 超 46 天 · 今天.
    pub fn days_left(&self, days: i64) -> String {
        match (self.lang, days) {
            (_, 0) => self.projects().today.into(),
            (_, 1..) => self.days(days),
            (Lang::Zh, _) => format!("超 {} 天", -days),
            (Lang::En, _) => format!("{} over", self.days(-days)),
        }
    }

    /// The sub-totals of a group.
    pub fn on_time(&self, month: Month, on_time: OnTime, today: Day) -> String {
        let month = self.month(month, today);
        match (self.lang, on_time.rate().map(|rate| self.tenths(rate))) {
            (Lang::Zh, Some(rate)) => format!("{month}按期 {rate}"),
            (Lang::Zh, None) => format!("{month}没有到期的节点"),
            (Lang::En, Some(rate)) => format!("{rate} on time in {month}"),
            (Lang::En, None) => format!("nothing due in {month}"),
        }
    }

    /// 第 1—20 个，共 719 个，投资合计 7,468.2 亿元.
    pub fn board_foot(&self, (from, to): (usize, usize), all: usize, total: Fen) -> String {
        let (from, to, all, sum) =
            (self.thousands(from as u64), self.thousands(to as u64), self.thousands(all as u64), self.big_amount(total));
        match self.lang {
            Lang::Zh => format!("第 {from}—{to} 个，共 {all} 个，投资合计 {sum} 亿元"),
            Lang::En => format!("{from}–{to} of {all}, CNY {sum} million in all"),
        }
    }

    /// What stands above a day that is past.
    pub fn looking_back(&self, day: Day, today: Day) -> String {
        let day = self.day(day, today);
        match self.lang {
            Lang::Zh => format!("这是{day}的灯，按现在知道的回看。"),
            Lang::En => format!("The lights of {day}, looked at again by what is known now."),
        }
    }

    pub fn heard_of(&self, heard: usize, all: usize) -> String {
        match self.lang {
            Lang::Zh => format!("{heard} / {all} 名服务秘书的数据包已并入"),
            Lang::En => format!("Files of {heard} of {all} secretaries are taken in"),
        }
    }

    pub fn order_in_words(&self, order: Order) -> String {
        if order == Order::default() {
            return self.board().sort_note.into();
        }
        match (self.lang, order.down) {
            (Lang::Zh, false) => format!("按{}", self.board_column(order.by)),
            (Lang::Zh, true) => format!("按{}，倒过来", self.board_column(order.by)),
            (Lang::En, false) => format!("By {}", self.board_column(order.by).to_lowercase()),
            (Lang::En, true) => format!("By {}, the other way round", self.board_column(order.by).to_lowercase()),
        }
    }

    /// All that narrows the board, in words; `name` tells units and people.
    pub fn filter_in_words(&self, filter: &Filter, every_days: i64, name: impl Fn(&Ref) -> String) -> Vec<String> {
        let mut words = Vec::new();
        match filter.grey {
            Some(grey) => words.push(format!("{}{}{}", self.light(Light::Grey), self.dot(), self.grey(grey))),
            None => words.extend(filter.light.map(|light| self.light(light).to_string())),
        }
        words.extend(filter.only.iter().map(|only| self.only(*only, every_days)));
        words.extend(filter.district.clone());
        words.extend(filter.category.as_deref().map(|c| self.category(c)));
        words.extend(filter.phase.as_deref().map(|p| self.phase(p)));
        words.extend([filter.unit, filter.leader, filter.secretary].iter().flatten().map(name));
        let search = filter.search.trim();
        if !search.is_empty() {
            words.push(format!("“{search}”"));
        }
        words
    }

    /// What a print is headed by.
    pub fn print_heading(&self, filters: &[String], shown: &Shown) -> String {
        let mut parts = if filters.is_empty() { vec![self.pick("全部项目", "All projects").to_string()] } else { filters.to_vec() };
        parts.extend(shown.group.map(|by| match self.lang {
            Lang::Zh => format!("按{}分组", self.group_by(by)),
            Lang::En => format!("grouped by {}", self.group_by(by).to_lowercase()),
        }));
        parts.push(self.order_in_words(shown.order));
        parts.join(self.pick("；", "; "))
    }

    /// How many would change, and how many are so already.
    pub fn bulk_preview(&self, preview: Preview) -> String {
        match (self.lang, preview.same) {
            (Lang::Zh, 0) => format!("会改 {} 个。", preview.changing),
            (Lang::Zh, same) => format!("会改 {} 个，{same} 个本来就是。", preview.changing),
            (Lang::En, 0) => format!("{} will change.", preview.changing),
            (Lang::En, same) => format!("{} will change, {same} are so already.", preview.changing),
        }
    }

    pub fn bulk_button(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("改 {n} 个"),
            Lang::En => format!("Change {n}"),
        }
    }

    pub fn bulk_done(&self, n: usize, field: Field) -> String {
        match self.lang {
            Lang::Zh => format!("{n} 个项目的{}改好了，已存到本机。", self.fact_label(field)),
            Lang::En => format!("{}: {} changed and saved on this device.", self.fact_label(field), self.project_count(n)),
        }
    }

    /// Of what is ticked, the part that the filter leaves out.
    pub fn not_listed(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("其中 {n} 个不在下面的列表里，也会改。"),
            (Lang::En, 1) => "1 of them is not in the list and would be changed too.".into(),
            (Lang::En, n) => format!("{n} of them are not in the list and would be changed too."),
        }
    }

    /// Why fewer are ticked than are listed.
    pub fn not_yours(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("还有 {n} 个不归您改，没有选上。"),
            Lang::En => format!("{n} more are not yours to change and were not selected."),
        }
    }

    pub fn grey_count(&self, grey: Grey, n: usize) -> String {
        format!("{} {n}", self.grey(grey))
    }
}
