//! What an entry is, kind by kind, in a word or two.

use crate::domain::shape::Kind;
use crate::text::Text;

impl Text {
    /// `None`: of a kind that this version does not know.
    pub fn kind(&self, kind: Option<Kind>) -> &'static str {
        let Some(kind) = kind else { return self.pick("新版本才有的内容", "Something that a newer version knows") };
        let (zh, en) = match kind {
            Kind::WorkspaceFounded => ("建台账", "Ledger founded"),
            Kind::UnitRegistered => ("单位", "Unit"),
            Kind::PersonRegistered => ("人员", "Person"),
            Kind::PersonInvited => ("入门包", "Starter"),
            Kind::DeviceJoined => ("新设备加入", "Device joined"),
            Kind::DeviceAdmitted => ("接纳设备", "Device admitted"),
            Kind::DeviceRevoked => ("停用设备", "Device stopped"),
            Kind::BodyRemoved => ("删除内容", "Contents removed"),
            Kind::PolicyAdded => ("政策", "Policy"),
            Kind::TrainingHeld | Kind::TrainingAttended => ("培训", "Training"),
            Kind::MeetingHeld => ("会议", "Meeting"),
            Kind::DecisionMade => ("会议决定", "Decision of a meeting"),
            Kind::PeriodClosed => ("结账", "Period closed"),
            Kind::BulletinIssued => ("通报", "Bulletin"),
            Kind::Commended => ("表扬", "Commendation"),
            Kind::DutyReceived => ("签收", "Duty received"),
            Kind::DutyReported => ("落实反馈", "Duty reported"),
            Kind::DutyReturned => ("退回重办", "Duty returned"),
            Kind::DutyClosed => ("销号", "Duty closed"),
            Kind::ProjectRegistered => ("登记项目", "Project registered"),
            Kind::FieldsChanged => ("改动", "Change"),
            Kind::NodePlanned => ("节点", "Node"),
            Kind::NodeRescheduled => ("节点调整", "Node rescheduled"),
            Kind::NodeAudited => ("节点审核", "Node audited"),
            Kind::NodeExcused => ("正当理由", "Node excused"),
            Kind::NodeReported => ("进度", "Progress"),
            Kind::InvestmentPlanned => ("投资计划", "Investment plan"),
            Kind::InvestmentReported => ("完成投资", "Investment reported"),
            Kind::VisitLogged => ("走访", "Visit"),
            Kind::ProblemRaised => ("问题", "Problem"),
            Kind::ProblemAccepted => ("受理问题", "Problem accepted"),
            Kind::ProblemObjected => ("问题异议", "Objection to a problem"),
            Kind::ProblemEscalated => ("问题上报", "Problem escalated"),
            Kind::ProblemListed => ("列入清单", "Problem listed"),
            Kind::ProblemAnswered => ("问题答复", "Problem answered"),
            Kind::ProblemReturned => ("问题退回", "Problem returned"),
            Kind::ProblemConfirmed => ("确认解决", "Problem confirmed"),
            Kind::ProblemClosed => ("问题销号", "Problem closed"),
            Kind::ProblemExtensionAsked => ("申请延期", "Extension asked"),
            Kind::ProblemExtensionDecided => ("延期批复", "Extension decided"),
            Kind::ProblemTracked => ("问题跟踪", "Problem tracked"),
            Kind::PermitListed => ("要件", "Permit"),
            Kind::PermitChanged => ("要件进展", "Permit changed"),
            Kind::PolicyDelivered => ("送政策", "Policy delivery"),
            Kind::Instructed => ("批示", "Instruction"),
            Kind::Noted => ("备注", "Remark"),
            Kind::TeamFormed => ("专班", "Team"),
            Kind::Withdrawn => ("撤回", "Taken back"),
            Kind::AssessmentRecorded => ("评估", "Assessment"),
            Kind::DepartmentRated => ("部门评价", "Rating"),
            Kind::ContactNoted => ("联系方式", "Contact"),
        };
        self.pick(zh, en)
    }
}
