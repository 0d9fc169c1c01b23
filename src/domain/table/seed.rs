//! The tables of which the sample workspace is made, and their visits and problems as drafts.

use crate::domain::calendar::Day;
use crate::domain::command::{ProblemDraft, VisitDraft};
use crate::domain::id::ProjectId;
use crate::domain::state::State;
use crate::domain::table::column::{problem_category, same_name_key, visit_kind};
use crate::domain::table::delimited::{Row, Table};

/// The sample ledger's name, and the office that keeps it: data, the same in both languages.
pub const LEDGER: &str = "样例·大连市重点项目 2018";
pub const OFFICE: &str = "市发展改革委";
pub const PROJECTS: &str = include_str!("seed/projects.csv");
pub const NODES: &str = include_str!("seed/nodes.csv");
pub const VISITS: &str = include_str!("seed/visits.csv");
pub const PROBLEMS: &str = include_str!("seed/problems.csv");

/// What fills the sample beside the published nodes. Each says in its own words that it is an example, since none of it
/// is a statement about a real project.
pub const EXAMPLE_NODES: &str = "项目名称,节点,计划完成日期,完成百分比,进度日期,权重\n\
    凯丹广场,示例：主体封顶,2018-10-31,85,2018-11-12,60\n\
    辉盛阁国际公寓,示例：内装完成,2018-11-30,45,2018-11-14,100\n\
    保利天禧,示例：外立面完成,2018-11-30,30,2018-11-13,100\n\
    大湖山语,示例：竣工验收,2018-10-31,70,2018-10-30,100\n\
    英特尔二期,示例：设备安装,2018-12-31,,,100\n";
/// A secretary's, which waits for its audit.
pub const EXAMPLE_PLANS: &str = "项目名称,节点,计划完成日期\n梁家北湾居住区,示例：基础完成,2018-12-20\n";
/// Of a project whose node is excused, up to this day and for this reason.
pub const EXAMPLE_EXCUSE: (&str, &str, &str) = ("大湖山语", "2018-12-31", "示例：冬季停工");
pub const EXAMPLE_INVESTMENT: &str = "项目名称,年度,年度计划(万元),9月累计,10月累计\n\
    国贸中心大厦,2018,60000,42000,45000\n\
    英特尔二期,2018,120000,92000,104000\n\
    红沿河二期,2018,96000,40000,44000\n";
pub const EXAMPLE_REMARK: &str = "示例：本项目的投资数只为演示，不是真实数字。";
pub const EXAMPLE_PERMITS: &str = "项目名称,要件,要件类别,办理部门,时限(工作日),申请日期,取得日期\n\
    国宏普兰店热电厂,建设用地规划许可证,证照,规划部门（示例）,20,2018-05-28,2018-06-25\n\
    国宏普兰店热电厂,国有土地使用证,证照,国土部门（示例）,20,2018-08-01,2018-08-30\n\
    国宏普兰店热电厂,建设工程规划许可证,证照,规划部门（示例）,20,2018-09-17,2018-10-20\n\
    国宏普兰店热电厂,施工许可证,证照,住建部门（示例）,15,2018-11-05,\n\
    国宏普兰店热电厂,供水接入,外部条件,供水单位（示例）,10,2018-10-29,\n\
    国宏普兰店热电厂,供电接入,外部条件,供电单位（示例）,,,\n";

/// The rows that are visits of a known project; others are left out.
pub fn visits(table: &Table, state: &State) -> Vec<(ProjectId, VisitDraft)> {
    let cell = |row: &Row, name: &str| cell(table, row, name);
    let visit = |row: &Row| {
        let draft = VisitDraft {
            on: Day::parse(&cell(row, "日期")?)?,
            at: None,
            kind: visit_kind(&cell(row, "方式")?)?,
            people: cell(row, "参加人"),
            text: cell(row, "记录"),
            files: Vec::new(),
        };
        Some((project(state, &cell(row, "项目名称")?)?, draft))
    };
    table.rows.iter().filter_map(visit).collect()
}

/// The rows that are problems of a known project as they were raised; how they were answered is not read yet.
pub fn problems(table: &Table, state: &State) -> Vec<(ProjectId, ProblemDraft)> {
    let cell = |row: &Row, name: &str| cell(table, row, name);
    let problem = |row: &Row| {
        let word = cell(row, "问题类别")?;
        let category = problem_category(&word);
        let draft = ProblemDraft {
            title: cell(row, "问题描述")?,
            on: Day::parse(&cell(row, "提出日期")?)?,
            // A word that is no category would be lost.
            text: category.is_none().then_some(word),
            category: category.unwrap_or_else(|| "other".into()),
        };
        Some((project(state, &cell(row, "项目名称")?)?, draft))
    };
    table.rows.iter().filter_map(problem).collect()
}

/// What stands in the row under a header, if anything.
fn cell(table: &Table, row: &Row, name: &str) -> Option<String> {
    let at = table.header.iter().position(|h| h.trim() == name)?;
    row.cells.get(at).map(|c| c.trim().to_owned()).filter(|c| !c.is_empty())
}

fn project(state: &State, name: &str) -> Option<ProjectId> {
    let key = same_name_key(name);
    let mut named = state.shown_projects().filter(|p| same_name_key(&p.fields.name) == key);
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one.id),
        _ => None,
    }
}
