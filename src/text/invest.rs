//! Words of investment: the year's plan, what was reported of it, and sums over projects.

use crate::domain::calendar::{Day, Month};
use crate::domain::money::{AmountFault, Fen, MoneyUnit};
use crate::screen::form::invest::{Caution, Fault, Field};
use crate::screen::invest::{InvestSum, InvestView, MonthLine, SortBy, Tenths};
use crate::screen::rollup::{By, GroupName};
use crate::text::{EN_MONTHS, Lang, Text};

pub struct Words {
    pub way_hint: &'static str,
    pub title: &'static str,
    pub total: &'static str,
    pub year_plan: &'static str,
    pub month: &'static str,
    /// Both of the year so far.
    pub planned: &'static str,
    pub reported: &'static str,
    pub of_planned: &'static str,
    pub in_all: &'static str,
    pub no_plan: &'static str,
    pub no_report: &'static str,
    pub missing: &'static str,
    pub falls: &'static str,
    pub conflict: &'static str,
    pub year: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub plan_form: &'static str,
    pub plan_change: &'static str,
    pub report_form: &'static str,
    pub total_change: &'static str,
    pub no_total: &'static str,
    pub of_plan: &'static str,
    pub of_time: &'static str,
    pub done: &'static str,
    pub of_total: &'static str,
    pub by_months: &'static str,
    pub whole: &'static str,
    pub split: &'static str,
    pub unit: &'static str,
    pub wan: &'static str,
    pub yi: &'static str,
    pub unit_hint: &'static str,
    pub plan_total: &'static str,
    pub plan_months: &'static str,
    pub months_sum: &'static str,
    pub months_unclear: &'static str,
    pub which_month: &'static str,
    pub choose_month: &'static str,
    pub done_label: &'static str,
    pub done_hint: &'static str,
    pub restored: &'static str,
    pub start_over: &'static str,
    pub take_back: &'static str,
    pub light: &'static str,
    pub no_light_january: &'static str,
    pub no_light_plan: &'static str,
    pub no_light_yet: &'static str,
    pub other_year: &'static str,
    pub curve: &'static str,
    pub curve_planned: &'static str,
    pub curve_reported: &'static str,
    pub table: &'static str,
    pub who: &'static str,
    pub see_all: &'static str,
    pub settle: &'static str,
    pub all_title: &'static str,
    pub all_lead: &'static str,
    pub by: &'static str,
    pub sort: &'static str,
    pub group: &'static str,
    pub projects: &'static str,
    pub planned_year: &'static str,
    pub expected: &'static str,
    pub ratio: &'static str,
    pub lights: &'static str,
    pub lacks: &'static str,
    pub all_row: &'static str,
    pub unsaid: &'static str,
    pub none: &'static str,
    pub no_plan_short: &'static str,
    pub no_report_short: &'static str,
    pub print: &'static str,
    pub milestones: &'static str,
    pub project: &'static str,
    pub missing_project: &'static str,
}

pub static ZH: Words = Words {
    way_hint: "全年计划、完成和时间进度",
    title: "投资",
    total: "总投资",
    year_plan: "全年计划",
    month: "月份",
    planned: "计划累计",
    reported: "实报累计",
    of_planned: "完成计划",
    in_all: "开工以来累计完成",
    no_plan: "全年投资计划还没有报。",
    no_report: "今年还没有报过投资。",
    missing: "没有报",
    falls: "比前面月份的累计少，请核对",
    conflict: "报数不一致，先按后写的算",
    year: "年度",
    earlier: "上一年",
    later: "下一年",
    plan_form: "报全年计划",
    plan_change: "改全年计划",
    report_form: "报一个月",
    total_change: "改总投资",
    no_total: "没填",
    of_plan: "占全年计划",
    of_time: "时间进度",
    done: "本年完成",
    of_total: "占总投资",
    by_months: "分 12 个月",
    whole: "只报全年",
    split: "怎么报",
    unit: "单位",
    wan: "万元",
    yi: "亿元",
    unit_hint: "数字里不用再写单位。换单位不会换算已填的数。",
    plan_total: "全年计划投资",
    plan_months: "每个月新增",
    months_sum: "12 个月合计",
    months_unclear: "有的月份还不是数字",
    which_month: "报到哪个月",
    choose_month: "选一个月份",
    done_label: "从 1 月起累计完成",
    done_hint: "填累计数：从今年 1 月 1 日到这个月底一共完成多少，不是当月数。",
    restored: "上次没存完的又打开了。",
    start_over: "不要了，重新填",
    take_back: "撤回这一次报的数",
    light: "投资亮灯",
    no_light_january: "一月不亮灯：本年还没有满月。",
    no_light_plan: "没有全年计划，投资不亮灯。",
    no_light_yet: "每月 6 日起才看上个月报没报。",
    other_year: "看的不是今年，不亮灯。",
    curve: "计划和实报",
    curve_planned: "计划累计",
    curve_reported: "实报累计",
    table: "逐月",
    who: "谁报的",
    see_all: "看投资",
    settle: "去处理",
    all_title: "投资",
    all_lead: "一组一行，比率都带着分子分母",
    by: "按",
    sort: "排列",
    group: "名称",
    projects: "项目",
    planned_year: "全年计划",
    expected: "应完成",
    ratio: "完成率",
    lights: "红 / 黄 / 绿",
    lacks: "缺报",
    all_row: "合计",
    unsaid: "没填",
    none: "还没有项目。",
    no_plan_short: "没报计划",
    no_report_short: "没报完成",
    print: "打印",
    milestones: "开工、入库、竣工、投产",
    project: "项目",
    missing_project: "这里没有这个项目。",
};

pub static EN: Words = Words {
    way_hint: "Plans of the year, what is done, and time",
    title: "Investment",
    total: "Total investment",
    year_plan: "Plan of the year",
    month: "Month",
    planned: "Planned so far",
    reported: "Reported so far",
    of_planned: "Of the plan",
    in_all: "Done since the start",
    no_plan: "No investment is planned for the year yet.",
    no_report: "No investment was reported this year yet.",
    missing: "Not reported",
    falls: "Less than for a month before; please check",
    conflict: "Reports disagree; the later one is in use for now",
    year: "Year",
    earlier: "Year before",
    later: "Year after",
    plan_form: "Plan the year",
    plan_change: "Change the plan",
    report_form: "Report a month",
    total_change: "Change the total",
    no_total: "Not given",
    of_plan: "Of the plan",
    of_time: "Time gone",
    done: "Done this year",
    of_total: "Of the total",
    by_months: "By month",
    whole: "The year as a whole",
    split: "How",
    unit: "Unit",
    wan: "CNY 10,000",
    yi: "CNY 100 million",
    unit_hint: "Write digits only. Another unit does not convert what is filled in.",
    plan_total: "Planned for the year",
    plan_months: "What each month adds",
    months_sum: "The 12 months together",
    months_unclear: "One of the months is no amount yet",
    which_month: "Up to the end of",
    choose_month: "Choose a month",
    done_label: "Done since January",
    done_hint: "The sum from 1 January to the end of this month, not what the month alone added.",
    restored: "What you had not saved is open again.",
    start_over: "Drop it and begin again",
    take_back: "Take this report back",
    light: "Light of the investment",
    no_light_january: "January has no light: no month of the year has ended.",
    no_light_plan: "Without a plan of the year the investment has no light.",
    no_light_yet: "Whether the last month was reported is asked from the 6th on.",
    other_year: "Lights are of the current year.",
    curve: "Plan and reports",
    curve_planned: "Planned so far",
    curve_reported: "Reported so far",
    table: "Month by month",
    who: "By",
    see_all: "See the investment",
    settle: "Settle",
    all_title: "Investment",
    all_lead: "Ratios stand beside what they are made of",
    by: "By",
    sort: "Order",
    group: "Name",
    projects: "Projects",
    planned_year: "Planned",
    expected: "Expected",
    ratio: "Ratio",
    lights: "Red / yellow / green",
    lacks: "Lacking",
    all_row: "All",
    unsaid: "Not said",
    none: "There are no projects yet.",
    no_plan_short: "No plan",
    no_report_short: "No report",
    print: "Print",
    milestones: "Milestones",
    project: "Project",
    missing_project: "This project is not here.",
};

impl Text {
    /// 72.3%.
    pub fn tenths(&self, ratio: Tenths) -> String {
        format!("{}.{}%", ratio.0 / 10, ratio.0 % 10)
    }

    /// The year in a sentence: its plan, what is done of it, and the time that has passed.
    pub fn invest_year(&self, view: &InvestView, today: Day) -> String {
        let words = self.invest();
        let (Some(plan), Some((month, done))) = (&view.plan, view.done) else {
            return if view.plan.is_none() { words.no_plan } else { words.no_report }.into();
        };
        let (plan, done, month) = (self.amount(plan.amount), self.amount(done), self.month(month, today));
        let time = self.tenths(view.of_time);
        match (self.lang, view.of_plan.map(|ratio| self.tenths(ratio))) {
            (Lang::Zh, Some(ratio)) => format!("全年计划 {plan}，到{month}完成 {done}，占 {ratio}；时间过了 {time}"),
            (Lang::Zh, None) => format!("全年计划 {plan}，到{month}完成 {done}；时间过了 {time}"),
            (Lang::En, Some(ratio)) => format!("{done} of {plan} by the end of {month}: {ratio} of the plan, with {time} of the year gone"),
            (Lang::En, None) => format!("{done} of {plan} by the end of {month}, with {time} of the year gone"),
        }
    }

    /// What is wrong with a month's line.
    pub fn invest_remark(&self, line: &MonthLine) -> Option<&'static str> {
        let words = self.invest();
        if line.by.as_ref().is_some_and(|by| by.conflict) {
            Some(words.conflict)
        } else if line.falls {
            Some(words.falls)
        } else {
            line.missing.then_some(words.missing)
        }
    }

    /// A group of projects in a sentence; what lacks is told with it.
    pub fn invest_sum(&self, sum: &InvestSum) -> String {
        let zh = self.lang == Lang::Zh;
        let (planned, done, n) = (self.about(sum.planned), self.about(sum.done), sum.projects);
        let projects = if zh { format!("{n} 个项目") } else { self.project_count(n) };
        let mut parts = vec![match (zh, sum.of_plan().map(|ratio| self.tenths(ratio))) {
            (true, Some(ratio)) => format!("{projects}，全年计划 {planned}，完成 {done}，占 {ratio}"),
            (true, None) => format!("{projects}，完成 {done}"),
            (false, Some(ratio)) => format!("{projects}: {done} of {planned}, {ratio} of the plan"),
            (false, None) => format!("{projects}: {done}"),
        }];
        parts.extend(self.lacking(sum));
        parts.join(if zh { "；" } else { "; " })
    }

    /// 72.0% (8,640 / 12,000 万元): a ratio never stands alone.
    pub fn ratio_of(&self, ratio: Tenths, part: Fen, whole: Fen) -> String {
        let (ratio, part, whole) = (self.tenths(ratio), self.amount(part), self.amount(whole));
        match self.lang {
            Lang::Zh => format!("{ratio}（{part} / {whole}）"),
            Lang::En => format!("{ratio} ({part} of {whole})"),
        }
    }

    /// 1—10月 8,640 万元.
    pub fn done_by(&self, month: Month, done: Fen, today: Day) -> String {
        let done = self.amount(done);
        match (self.lang, month.number()) {
            (Lang::Zh, 1) => format!("{} {done}", self.month(month, today)),
            (Lang::Zh, n) => format!("1—{n}月 {done}"),
            (Lang::En, _) => format!("{done} by the end of {}", self.month(month, today)),
        }
    }

    /// 比时间进度快 3.2 个百分点.
    pub fn against_time(&self, of_plan: Tenths, of_time: Tenths) -> String {
        let points = of_plan.0 - of_time.0;
        let said = format!("{}.{}", points.abs() / 10, points.abs() % 10);
        match (self.lang, points) {
            (Lang::Zh, 0) => "和时间进度持平".into(),
            (Lang::Zh, 1..) => format!("超时间进度 {said} 个百分点"),
            (Lang::Zh, _) => format!("落后时间进度 {said} 个百分点"),
            (Lang::En, 0) => "level with time".into(),
            (Lang::En, 1..) => format!("{said} points ahead of time"),
            (Lang::En, _) => format!("{said} points behind time"),
        }
    }

    /// A month of a form or a table, without its year.
    pub fn month_number(&self, n: u32) -> String {
        match self.lang {
            Lang::Zh => format!("{n}月"),
            Lang::En => EN_MONTHS[(n as usize - 1).min(11)].into(),
        }
    }

    pub fn year_named(&self, year: i32) -> String {
        match self.lang {
            Lang::Zh => format!("{year}年"),
            Lang::En => year.to_string(),
        }
    }

    pub fn money_unit(&self, unit: MoneyUnit) -> &'static str {
        match unit {
            MoneyUnit::Wan => self.invest().wan,
            MoneyUnit::Yi => self.invest().yi,
        }
    }

    /// What is wrong with a field of a form, and how to mend it.
    pub fn invest_fault(&self, field: Field, fault: Fault, unit: MoneyUnit) -> String {
        let decimals = unit.decimals();
        let named = self.money_unit(unit);
        let zh = self.lang == Lang::Zh;
        match (fault, field) {
            (Fault::Missing, Field::Month(_)) => self.pick("至少填一个月。", "Fill in one month at least.").into(),
            (Fault::Missing, _) => self.pick("请填金额；没有完成就填 0。", "Enter an amount; 0 if nothing is done.").into(),
            (Fault::NotAMonth, _) => self.pick("请选一个月份。", "Please choose a month.").into(),
            (Fault::LaterThanToday, _) => {
                self.pick("这个月还没到，不能先报。", "This month has not begun; it cannot be reported yet.").into()
            }
            (Fault::SumTooLarge, _) => self
                .pick("12 个月加起来太大了：最多一千亿元。请看看单位。", "The months together are over CNY 100 billion. Is the unit right?")
                .into(),
            (Fault::Amount(AmountFault::UnitInside), _) if zh => {
                format!("数字里夹着单位，看不准是多少。单位现在选的是{named}：请只写数字，或者先在上面换单位。")
            }
            (Fault::Amount(AmountFault::UnitInside), _) => {
                format!(
                    "There is a unit among the digits, so the amount is unclear. The unit chosen is {named}: write digits only, or choose another unit above."
                )
            }
            (Fault::Amount(AmountFault::Grouping), _) => self
                .pick(
                    "逗号的位置看不准：逗号、空格都是三位一个，或者都不写。",
                    "The commas are unclear: one comma or space for every three digits, or none.",
                )
                .into(),
            (Fault::Amount(AmountFault::NotANumber), _) if zh => format!("请只写数字，例如 1234.5，单位是{named}。"),
            (Fault::Amount(AmountFault::NotANumber), _) => format!("Write digits only, such as 1234.5; the unit is {named}."),
            (Fault::Amount(AmountFault::TooManyDecimals), _) if zh => format!("{named}最多 {decimals} 位小数。"),
            (Fault::Amount(AmountFault::TooManyDecimals), _) => format!("At most {decimals} decimals of {named}."),
            (Fault::Amount(AmountFault::Negative), _) => self.pick("金额不能是负数。", "An amount is not below zero.").into(),
            (Fault::Amount(AmountFault::TooLarge), _) => {
                self.pick("太大了：最多一千亿元。请看看单位。", "Over CNY 100 billion. Is the unit right?").into()
            }
        }
    }

    /// What is saved as it stands, but looks like a slip.
    pub fn invest_caution(&self, caution: &Caution, today: Day) -> String {
        let zh = self.lang == Lang::Zh;
        match caution {
            Caution::Falls { month, done } => {
                let (month, done) = (self.month(*month, today), self.amount(*done));
                match zh {
                    true => format!("比{month}的累计 {done} 还少。累计数不会变小，请核对是不是填了当月数。"),
                    false => format!("Less than the {done} of {month}. A sum does not shrink: is this what the month alone added?"),
                }
            }
            Caution::Above { month, done } => {
                let (month, done) = (self.month(*month, today), self.amount(*done));
                match zh {
                    true => format!("比后面{month}的累计 {done} 还多，请核对。"),
                    false => format!("More than the {done} of {month}, which comes later; please check."),
                }
            }
            Caution::Beyond { of_planned } => {
                let ratio = self.tenths(*of_planned);
                match zh {
                    true => format!("是同期计划的 {ratio}，请核对单位和小数点。"),
                    false => format!("That is {ratio} of what is planned by then; please check the unit and the point."),
                }
            }
        }
    }

    pub fn rollup_by(&self, by: By) -> &'static str {
        match by {
            By::District => self.pick("区市县", "District"),
            By::Unit => self.pick("责任单位", "Unit"),
            By::Category => self.pick("类别", "Category"),
            By::Industry => self.pick("领域", "Field"),
            By::Leader => self.pick("包保领导", "Leader"),
        }
    }

    pub fn group_name(&self, name: &GroupName) -> String {
        match name {
            GroupName::Named(name) => name.clone(),
            GroupName::Category(category) => self.category(category),
            GroupName::Unsaid => self.invest().unsaid.into(),
        }
    }

    pub fn invest_sort(&self, by: SortBy) -> &'static str {
        match by {
            SortBy::Name => self.pick("按名称", "By name"),
            SortBy::Ratio => self.pick("完成率低的在前", "Lowest ratio first"),
            SortBy::Planned => self.pick("计划大的在前", "Largest plan first"),
            SortBy::Done => self.pick("完成多的在前", "Most done first"),
            SortBy::Lights => self.pick("红灯多的在前", "Most red first"),
        }
    }

    fn lacking(&self, sum: &InvestSum) -> Vec<String> {
        let zh = self.lang == Lang::Zh;
        let plan = if zh { format!("{} 个没报计划", sum.without_plan) } else { format!("{} without a plan", sum.without_plan) };
        let report =
            if zh { format!("{} 个没报完成", sum.without_report) } else { format!("{} without a report", sum.without_report) };
        [(sum.without_plan, plan), (sum.without_report, report)].into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words).collect()
    }

    /// 缺计划 1，缺完成 2; nothing where nothing lacks.
    pub fn invest_lacks(&self, sum: &InvestSum) -> String {
        self.lacking(sum).join(self.comma())
    }

    /// 3 红 1 黄 2 绿, in words.
    pub fn lights_said(&self, lights: [usize; 3]) -> String {
        let [red, yellow, green] = lights;
        match self.lang {
            Lang::Zh => format!("红灯 {red}，黄灯 {yellow}，绿灯 {green}"),
            Lang::En => format!("{red} red, {yellow} yellow, {green} green"),
        }
    }
}
