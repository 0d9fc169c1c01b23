//! Words of the conflicts: what a slot is called, what its values say, who may decide.

use crate::domain::decision::Deciders;
use crate::domain::shape::Kind;
use crate::domain::state::Stated;
use crate::screen::conflict::{Basis, Fault, Of, SlotName, Value};
use crate::screen::form::project::{Field, FieldFault};
use crate::text::{Text, fill};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub lead_kept: &'static str,
    pub lead_choose: &'static str,
    pub list: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub choose_left: &'static str,
    /// Which of how many.
    pub place: &'static str,
    pub list_note: &'static str,
    /// How many values.
    pub values: &'static str,
    pub again: &'static str,
    pub not_yours: &'static str,
    pub settled: &'static str,
    /// With who and when.
    pub settled_by: &'static str,
    pub common: &'static str,
    pub mine: &'static str,
    pub undecided: &'static str,
    pub again_hint: &'static str,
    pub in_use: &'static str,
    /// With the value.
    pub before: &'static str,
    pub nothing_before: &'static str,
    /// With what it is seen by.
    pub basis: &'static str,
    pub basis_gone: &'static str,
    pub made: &'static str,
    pub decision: &'static str,
    pub choose: &'static str,
    pub own: &'static str,
    pub own_label: &'static str,
    pub only_said: &'static str,
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub later: &'static str,
    pub decide: &'static str,
    pub left_choice: &'static str,
    pub left_reason: &'static str,
    /// With the value.
    pub decided: &'static str,
    /// With the value.
    pub is_settled: &'static str,
    pub tell_others: &'static str,
    pub next: &'static str,
    pub all_done: &'static str,
    pub to_list: &'static str,
    pub history: &'static str,
    /// With who and when.
    pub replaced: &'static str,
    pub in_force: &'static str,
    pub taken_back: &'static str,
    pub no_such: &'static str,
    /// With who can.
    pub who_can: &'static str,
    /// With names.
    pub for_example: &'static str,
    /// With the author.
    pub or_author: &'static str,
    pub both_kept: &'static str,
    pub sep: &'static str,
    /// With how many.
    pub way: &'static str,
    pub way_none: &'static str,
    /// With how many.
    pub today: &'static str,
    pub look: &'static str,
    pub settle: &'static str,
    pub to_project: &'static str,
    pub restored: &'static str,
    pub keys: &'static str,
}

pub static ZH: Words = Words {
    title: "冲突",
    lead: "两个人在互相看不到的时候改了同一处。",
    lead_kept: "两边都没丢",
    lead_choose: "，请选一个，或自己写。",
    list: "待选的冲突",
    none: "没有冲突",
    none_hint: "收包以后，同一处有了几种说法，就会列在这里。",
    choose_left: "请从清单里选一处。",
    place: "第 {} 处，共 {} 处",
    list_note: "您的选择也会签名入账，双方在答复包里都能看到；有不同意见可以再提。",
    values: "{} 种说法",
    again: "两次定得不一样",
    not_yours: "不由您定",
    settled: "近两周定下来的",
    settled_by: "{} {} 定",
    common: "公共部分",
    mine: "我的",
    undecided: "还没定：先按后写的算，用的是最后写的那一种。",
    again_hint: "已经有人定过，可是各定各的，定得不一样，又成了冲突。请先商量好，再定一次。",
    in_use: "先用着",
    before: "原来：{}",
    nothing_before: "原来没有写",
    basis: "依据：{}",
    basis_gone: "这次走访后来撤回了",
    made: "登记时写的",
    decision: "定过一次",
    choose: "选一种",
    own: "都不对？自己写",
    own_label: "自己写",
    only_said: "这一处只能从上面选。",
    reason: "为什么这样选",
    reason_hint: "双方都看得到，例如：与建设单位电话核实。",
    later: "先放着",
    decide: "就按这个定",
    left_choice: "还没选",
    left_reason: "还没写原因",
    decided: "定下来了：{}",
    is_settled: "已经定了：{}",
    tell_others: "送出以后对方才看得到。",
    next: "看下一处",
    all_done: "冲突都定完了",
    to_list: "回到清单",
    history: "这一处的来历",
    replaced: "{} {} 换掉",
    in_force: "有效",
    taken_back: "这一条已经撤回，不用选。撤回取消以后，下面几种说法还在。",
    no_such: "这里没有这一处，或者还没收到它。",
    who_can: "这一处不由您来定。能定的是{}。",
    for_example: "例如：{}。",
    or_author: "，还有写这一条的{}",
    both_kept: "几种说法都还在，可以先打电话告诉他们。",
    sep: "、",
    way: "{} 处有几种说法，等人来定",
    way_none: "没有冲突",
    today: "您的项目里有 {} 处冲突",
    look: "去看看",
    settle: "去定",
    to_project: "看这个项目",
    restored: "上次没定完的，已经接着打开。",
    keys: "按数字键选，按 w 自己写",
};

pub static EN: Words = Words {
    title: "Conflicts",
    lead: "Two people changed the same thing while they could not see each other. ",
    lead_kept: "Nothing is lost",
    lead_choose: ": choose one, or write your own.",
    list: "Conflicts to decide",
    none: "No conflicts",
    none_hint: "When files bring several values for one thing, it is listed here.",
    choose_left: "Choose one from the list.",
    place: "{} of {}",
    list_note: "Your choice is signed and entered too; both sides see it in the next file, and whoever disagrees can say so.",
    values: "{} values",
    again: "Decided twice",
    not_yours: "Not yours to decide",
    settled: "Decided in the last two weeks",
    settled_by: "Decided by {}, {}",
    common: "Common part",
    mine: "Mine",
    undecided: "Undecided: the later one is used for now, which is the last one written.",
    again_hint: "This was decided before, but by two people apart and differently, so it is a conflict again. Agree first, then decide once more.",
    in_use: "Used for now",
    before: "Before: {}",
    nothing_before: "Nothing was written before",
    basis: "Seen at: {}",
    basis_gone: "this visit was taken back since",
    made: "as registered",
    decision: "a decision",
    choose: "Choose one",
    own: "None of these? Write your own",
    own_label: "Your own",
    only_said: "Here only one of the above can be chosen.",
    reason: "Why this one",
    reason_hint: "Both sides read this, for example: checked by phone with the builder.",
    later: "Leave it for now",
    decide: "Decide so",
    left_choice: "Nothing chosen yet",
    left_reason: "No reason written yet",
    decided: "Decided: {}",
    is_settled: "This is decided: {}",
    tell_others: "Others see it once it is sent.",
    next: "Next conflict",
    all_done: "All conflicts are decided",
    to_list: "Back to the list",
    history: "How it came to this",
    replaced: "Replaced by {}, {}",
    in_force: "In force",
    taken_back: "This entry was taken back, so there is nothing to decide. Should that be undone, these values are still here.",
    no_such: "This is not here, or has not arrived yet.",
    who_can: "This is not yours to decide. Who can: {}.",
    for_example: "For example: {}.",
    or_author: ", and {}, who wrote this entry",
    both_kept: "All values are kept; you can call them.",
    sep: ", ",
    way: "Things with several values, to be decided: {}",
    way_none: "No conflicts",
    today: "Conflicts in your projects: {}",
    look: "Have a look",
    settle: "Decide",
    to_project: "See the project",
    restored: "Your unfinished decision is open again.",
    keys: "Number keys choose, w writes your own",
};

impl Text {
    /// What a slot is called: a field of a project by its own words, any other by its name in the format.
    pub fn slot_label(&self, name: &SlotName) -> String {
        if let Some(stated) = name.stated {
            return self.stated_label(stated);
        }
        match (&name.of, Field::parse(&name.field)) {
            (Of::Project, Some(field)) => self.fact_label(field).into(),
            (Of::Workspace, _) if name.field == "name" => self.pick("台账名称", "Name of the ledger").into(),
            _ => self.member_label(&name.field).map_or_else(|| name.field.clone(), str::to_string),
        }
    }

    fn stated_label(&self, stated: Stated) -> String {
        let (zh, en) = match stated {
            Stated::Audit => ("审核", "Audit"),
            Stated::Excuse => ("正当理由有效期", "Excused until"),
            Stated::State => ("办理情况", "State"),
            Stated::Duty => ("落实情况", "What became of it"),
            Stated::Plan(year) => return fill(self.pick("{} 年计划投资", "Planned investment of {}"), &[&year.to_string()]),
            Stated::Done(month) => {
                return fill(
                    self.pick("{} 年 1–{} 月完成投资", "Investment of {}, done by month {}"),
                    &[&month.year().to_string(), &month.number().to_string()],
                );
            }
        };
        self.pick(zh, en).into()
    }

    fn audit_verdict(&self, verdict: &str) -> String {
        match verdict {
            "accepted" => self.pick("通过", "Accepted").into(),
            "returned" => self.pick("退回", "Returned").into(),
            other => other.into(),
        }
    }

    /// A state's word; one that is not known is shown as itself.
    pub fn permit_state(&self, state: &str) -> String {
        match state {
            "needed" => self.pick("待办", "Needed").into(),
            "applied" => self.pick("办理中", "Applied for").into(),
            "issued" => self.pick("已取得", "Issued").into(),
            "returned" => self.pick("退件", "Returned").into(),
            "waived" => self.pick("免办", "Waived").into(),
            other => other.into(),
        }
    }

    pub(super) fn member_label(&self, field: &str) -> Option<&'static str> {
        let (zh, en) = match field {
            "name" => ("名称", "Name"),
            "title" => ("标题", "Title"),
            "text" => ("内容", "Text"),
            "on" => ("日期", "Day"),
            "at" => ("时间", "Time"),
            "kind" => ("方式", "Kind"),
            "people" | "present" => ("参加人", "Present"),
            "minutes" => ("用时（分钟）", "Minutes"),
            "place" => ("地点", "Place"),
            "files" => ("照片", "Photos"),
            "category" | "categories" => ("类别", "Category"),
            "wanted" => ("希望解决的日期", "Wanted by"),
            "visit" => ("哪次走访", "Visit"),
            "parent" => ("上级", "Belongs to"),
            "issuer" => ("发文单位", "Issued by"),
            "number" => ("文号", "Number"),
            "owner" => ("责任单位", "Responsible"),
            "helpers" => ("配合单位", "Helping"),
            "due" => ("期限", "Due"),
            "start" => ("开始日期", "Start"),
            "month" => ("月份", "Month"),
            "weight" => ("权重", "Weight"),
            "to" => ("给谁", "To"),
            "policy" => ("政策", "Policy"),
            "group" => ("要件类别", "Group"),
            "department" => ("办理部门", "Department"),
            "norm_days" => ("常规工作日", "Norm in working days"),
            "stage" => ("阶段", "Stage"),
            "unit" => ("单位", "Unit"),
            "person" | "persons" => ("人员", "People"),
            "project" | "projects" => ("项目", "Projects"),
            "phone" => ("电话", "Phone"),
            "reason" => ("原因", "Reason"),
            "percent" => ("进度", "Progress"),
            "done" => ("办成日期", "Done on"),
            "period" => ("时期", "Period"),
            "source" => ("来源", "Source"),
            "method" => ("方式", "Method"),
            "asked" => ("问了多少人", "Asked"),
            "answered" => ("多少人答", "Answered"),
            "scores" => ("评分", "Scores"),
            "about" => ("关于什么", "About"),
            "tolerance" => ("允许落后（百分点）", "Tolerance in points"),
            "red_from" => ("落后多少算红灯", "Red from"),
            "visit_every_days" => ("几天走访一次", "Days between visits"),
            "contact_every_days" => ("几个工作日联系一次", "Working days between contacts"),
            "problem_days" => ("问题受理时限", "Days to take on a problem"),
            "projects_per_secretary" => ("每人项目数", "Projects per secretary"),
            "investment_green" => ("投资绿灯线", "Investment green from"),
            "investment_yellow" => ("投资黄灯线", "Investment yellow from"),
            "overdue_days" => ("超期天数档", "Overdue steps"),
            "holidays" => ("节假日", "Holidays"),
            "workdays" => ("调休上班日", "Extra working days"),
            _ => return None,
        };
        Some(self.pick(zh, en))
    }

    /// The sort of a thing; `None` where its own words say enough.
    fn thing_sort(&self, kind: Kind) -> Option<&'static str> {
        let is_sorted = matches!(
            kind,
            Kind::VisitLogged
                | Kind::ProblemRaised
                | Kind::Noted
                | Kind::UnitRegistered
                | Kind::NodePlanned
                | Kind::NodeReported
                | Kind::PermitListed
                | Kind::PolicyAdded
                | Kind::PolicyDelivered
                | Kind::TrainingHeld
                | Kind::TrainingAttended
                | Kind::MeetingHeld
                | Kind::DecisionMade
                | Kind::Instructed
                | Kind::Commended
                | Kind::ContactNoted
                | Kind::AssessmentRecorded
                | Kind::DepartmentRated
        );
        is_sorted.then(|| self.kind(Some(kind)))
    }

    /// 走访·11月14日·看了盾构井; nothing for a project's own fields.
    pub fn slot_of(&self, of: &Of, today: crate::domain::calendar::Day) -> Option<String> {
        let Of::Thing { kind, on, words } = of else { return None };
        let day = on.map(|day| self.day(day, today));
        let parts = [self.thing_sort(*kind).map(str::to_string), day, Some(words.clone()).filter(|w| !w.is_empty())];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(self.dot()))
    }

    pub fn slot_value(&self, value: &Value, today: crate::domain::calendar::Day) -> String {
        match value {
            Value::Fact(fact) => self.fact_value(fact),
            Value::Day(day) => self.day(*day, today),
            Value::VisitKind(kind) => self.visit_kind(kind),
            Value::ProblemCategory(category) => self.problem_category(category),
            Value::UnitKind(kind) => self.unit_kind(kind),
            Value::Verdict(verdict) => self.audit_verdict(verdict),
            Value::PermitState(state) => self.permit_state(state),
            Value::DutyState(state) => self.duty_state(state),
            Value::Number(n) => n.to_string(),
            Value::Photos(n) => self.photos(*n as u64),
            Value::Raw(raw) => raw.clone(),
        }
    }

    /// 11月14日 现场走访，照片 2 张
    pub fn basis(&self, basis: &Basis, today: crate::domain::calendar::Day) -> String {
        let mut said = format!("{} {}", self.day(basis.on, today), self.visit_kind(&basis.kind));
        if basis.photos > 0 {
            said = format!("{said}{}{} {}", self.comma(), self.project().photos, self.photos(basis.photos as u64));
        }
        if basis.taken_back {
            said = format!("{said}{}{}", self.comma(), self.conflict().basis_gone);
        }
        said
    }

    pub fn deciders(&self, deciders: Deciders) -> &'static str {
        match deciders {
            Deciders::Workers => self.pick("服务秘书、区市县协调员、市级统筹", "secretaries, district and city coordinators"),
            Deciders::OfProject => self.pick("项目所在区市县的协调员、市级统筹", "coordinators of the project's district and of the city"),
            Deciders::Coordinators => self.pick("区市县协调员、市级统筹", "district and city coordinators"),
            Deciders::City => self.pick("市级统筹", "coordinators of the city"),
            Deciders::Nobody => self.pick("写这一条的人", "whoever wrote this entry"),
        }
    }

    pub fn decision_fault(&self, fault: Fault) -> &'static str {
        match fault {
            Fault::NothingPicked => self.pick("请先选一种，或自己写。", "Choose one, or write your own."),
            Fault::Changed => self.pick(
                "刚收到新的说法，请看一遍再选一次。您写的原因还在。",
                "Something new arrived meanwhile: look again and choose once more. Your reason is still here.",
            ),
            Fault::Missing => self.field_fault(FieldFault::Missing),
            Fault::TooLong | Fault::ReasonTooLong => self.field_fault(FieldFault::TooLong),
            Fault::Amount(fault) => self.field_fault(FieldFault::Amount(fault)),
            Fault::NotAValue => self.pick("这个写法这里不能用，请改一下。", "This cannot stand here; please correct it."),
            Fault::NoReason => self.pick("请写一句为什么，双方都看得到。", "Say in a sentence why; both sides read it."),
        }
    }

    pub fn conflict_place(&self, at: usize, of: usize) -> String {
        fill(self.conflict().place, &[&at.to_string(), &of.to_string()])
    }
}
