//! Words of permits and conditions: their groups, how long they take, and where they lie.

use crate::domain::calendar::Day;
use crate::domain::rules::permit::PermitCount;
use crate::domain::state::PermitState;
use crate::screen::permits::{Department, PermitLine};
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub none: &'static str,
    pub overdue: &'static str,
    pub lapsed: &'static str,
    pub by_department: &'static str,
    pub no_department: &'static str,
    pub conflict: &'static str,
}

pub static ZH: Words = Words {
    title: "要件",
    none: "还没有列要件。",
    overdue: "超期没办结",
    lapsed: "已失效",
    by_department: "按办理部门",
    no_department: "没写部门",
    conflict: "办理情况不一致，先按后写的算",
};

pub static EN: Words = Words {
    title: "Permits",
    none: "No permits are listed yet.",
    overdue: "Over the norm",
    lapsed: "Lapsed",
    by_department: "By department",
    no_department: "No department named",
    conflict: "States disagree; the later one is in use for now",
};

impl Text {
    /// A group's word; one that is not known is shown as itself.
    pub fn permit_group(&self, group: &str) -> String {
        match (self.lang, group) {
            (Lang::Zh, "certificate") => "证照",
            (Lang::Zh, "condition") => "外部条件",
            (Lang::Zh, "document") => "要件材料",
            (Lang::Zh, "statistics") => "统计入库",
            (Lang::En, "certificate") => "Certificates",
            (Lang::En, "condition") => "External conditions",
            (Lang::En, "document") => "Documents",
            (Lang::En, "statistics") => "Statistics register",
            (_, other) => other,
        }
        .into()
    }

    /// 证照 3 / 4，免办 1.
    pub fn permit_count(&self, group: &str, count: PermitCount) -> String {
        self.issued_of(&self.permit_group(group), count)
    }

    fn issued_of(&self, what: &str, PermitCount { issued, of, waived }: PermitCount) -> String {
        match (self.lang, waived) {
            (Lang::Zh, 0) => format!("{what} {issued} / {of}"),
            (Lang::Zh, _) => format!("{what} {issued} / {of}，免办 {waived}"),
            (Lang::En, 0) => format!("{what} {issued} of {of}"),
            (Lang::En, _) => format!("{what} {issued} of {of}, {waived} waived"),
        }
    }

    fn working_days(&self, days: i64) -> String {
        match (self.lang, days) {
            (Lang::Zh, _) => format!("{days} 个工作日"),
            (Lang::En, 1) => "1 working day".into(),
            (Lang::En, _) => format!("{days} working days"),
        }
    }

    /// How long it took or is taking, against its norm; nothing where it never was applied for.
    pub fn permit_time(&self, line: &PermitLine) -> Option<String> {
        let taken = line.time.taken?;
        let days = self.working_days(taken);
        let is_open = line.state == PermitState::Applied;
        let mut said = match (self.lang, is_open) {
            (Lang::Zh, true) => format!("已办 {days}"),
            (Lang::Zh, false) => format!("用了 {days}"),
            (Lang::En, true) => format!("{days} so far"),
            (Lang::En, false) => format!("took {days}"),
        };
        if let Some(norm) = line.norm_days {
            said += &match self.lang {
                Lang::Zh => format!("，法定 {norm} 个"),
                Lang::En => format!(", norm {norm}"),
            };
        }
        if let Some(over) = line.time.over_norm.filter(|over| *over > 0) {
            said += &match self.lang {
                Lang::Zh => format!("，超 {over} 个"),
                Lang::En => format!(", {over} over"),
            };
        }
        Some(said)
    }

    /// Until when it is good, and how long that is; nothing where no day was given.
    pub fn permit_valid(&self, line: &PermitLine, today: Day) -> Option<String> {
        let (until, left) = (self.day(line.valid_until?, today), line.time.valid_days?);
        Some(match (self.lang, left) {
            (Lang::Zh, 0) => format!("有效期到{until}，今天最后一天"),
            (Lang::Zh, 1..) => format!("有效期到{until}，还有 {left} 天"),
            (Lang::Zh, _) => format!("有效期到{until}，已失效 {} 天", -left),
            (Lang::En, 0) => format!("Valid until {until}, today is its last day"),
            (Lang::En, 1..) => format!("Valid until {until}, {} left", self.days(left)),
            (Lang::En, _) => format!("Valid until {until}, lapsed {} ago", self.days(-left)),
        })
    }

    /// 住建局 2 / 5，在办 2，超期 1，最长超 3 个工作日.
    pub fn department_line(&self, department: &Department) -> String {
        let zh = self.lang == Lang::Zh;
        let name = department.name.as_deref().unwrap_or(self.permits().no_department);
        let mut parts = vec![self.issued_of(name, department.count)];
        if department.applied > 0 {
            let n = department.applied;
            parts.push(if zh { format!("在办 {n}") } else { format!("{n} applied for") });
        }
        if let Some(worst) = department.worst {
            let (n, worst) = (department.overdue, self.working_days(worst));
            parts.push(if zh { format!("超期 {n}，最长超 {worst}") } else { format!("{n} over the norm, by up to {worst}") });
        }
        parts.join(self.comma())
    }
}
