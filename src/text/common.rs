//! Words that more than one page uses: names of things, states, refusals and faults.

use crate::domain::bundle::jwe::NOT_OURS;
use crate::domain::bundle::problem::{Code, Problem};
use crate::domain::command::Refusal;
use crate::domain::state::Reason;
use crate::session::Failure;
use crate::store::StoreError;
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub app: &'static str,
    pub app_long: &'static str,
    pub skip: &'static str,
    pub pages: &'static str,
    pub today: &'static str,
    pub projects: &'static str,
    pub ledger: &'static str,
    pub search: &'static str,
    /// A leader's page, and its middle button.
    pub leader: &'static str,
    pub instruct: &'static str,
    pub log_once: &'static str,
    pub exchange: &'static str,
    pub more: &'static str,
    pub receive: &'static str,
    pub send: &'static str,
    pub people: &'static str,
    pub settings: &'static str,
    pub not_counted: &'static str,
    pub table_in: &'static str,
    pub conflicts: &'static str,
    pub plan_audit: &'static str,
    pub invest: &'static str,
    pub permits: &'static str,
    pub back: &'static str,
    pub back_today: &'static str,
    pub save: &'static str,
    pub saving: &'static str,
    pub save_again: &'static str,
    pub cancel: &'static str,
    pub close: &'static str,
    pub open: &'static str,
    pub remove: &'static str,
    pub undo: &'static str,
    /// Draws more of a list.
    pub rest: &'static str,
    pub undone: &'static str,
    pub add: &'static str,
    pub none: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub optional: &'static str,
    /// With the time.
    pub saved_at: &'static str,
    pub saved_here: &'static str,
    pub offline: &'static str,
    pub not_admitted: &'static str,
    pub sample_ribbon: &'static str,
    pub read_only: &'static str,
    pub clock_behind: &'static str,
    pub update_ready: &'static str,
    pub update_now: &'static str,
    pub opening: &'static str,
    pub not_here: &'static str,
    pub try_again: &'static str,
    pub not_found: &'static str,
    /// With the name and the time.
    pub withdrawn_by: &'static str,
}

pub static ZH: Words = Words {
    app: "连心桥",
    app_long: "项目服务秘书工作台账",
    skip: "跳到正文",
    pages: "主要页面",
    today: "今天",
    projects: "项目",
    ledger: "总台账",
    search: "搜索",
    leader: "重点",
    instruct: "作批示",
    log_once: "记一次",
    exchange: "收送",
    more: "更多",
    receive: "收包",
    send: "送出",
    people: "人员",
    settings: "设置",
    not_counted: "没算进来",
    table_in: "从表格导入",
    conflicts: "冲突",
    plan_audit: "计划审核",
    invest: "投资",
    permits: "要件",
    back: "返回",
    back_today: "返回今天",
    save: "保存",
    saving: "正在存…",
    save_again: "再存一次",
    cancel: "取消",
    close: "关上",
    open: "打开",
    remove: "去掉",
    undo: "撤回",
    rest: "再看一些，后面还有 {} 条",
    undone: "已撤回",
    add: "添加",
    none: "无",
    yes: "是",
    no: "否",
    optional: "可不填",
    saved_at: "已存到本机 {}",
    saved_here: "已存到本机",
    offline: "没有信号，照常可用",
    not_admitted: "还没接纳，记的都在本机",
    sample_ribbon: "样例：今天固定为 2018年11月15日，不能送出",
    read_only: "这本台账是更新的版本写的，这里只能看和导出。请换到新版本再写。",
    clock_behind: "这台设备的时间比手里的记录慢了一天以上，请先核对时间。如果没错，就是别的设备走快了。",
    update_ready: "新版本已下好，等您换。",
    update_now: "现在换",
    opening: "正在打开…",
    not_here: "这一部分还没下载到本机。联网以后再打开，您写的都在。",
    try_again: "再试一次",
    not_found: "没有这一页，或者这里还没收到它。",
    withdrawn_by: "{} {} 撤回",
};

pub static EN: Words = Words {
    app: "Lianxin",
    app_long: "The service secretaries' project ledger",
    skip: "Skip to content",
    pages: "Main pages",
    today: "Today",
    projects: "Projects",
    ledger: "Ledger",
    search: "Search",
    leader: "Key",
    instruct: "Instruct",
    log_once: "Log",
    exchange: "Exchange",
    more: "More",
    receive: "Take in",
    send: "Send",
    people: "People",
    settings: "Settings",
    not_counted: "Not counted",
    table_in: "From a table",
    conflicts: "Conflicts",
    plan_audit: "Plan audit",
    invest: "Investment",
    permits: "Permits",
    back: "Back",
    back_today: "Back to today",
    save: "Save",
    saving: "Saving…",
    save_again: "Save again",
    cancel: "Cancel",
    close: "Close",
    open: "Open",
    remove: "Remove",
    undo: "Take back",
    rest: "Show more: {} left",
    undone: "Taken back",
    add: "Add",
    none: "None",
    yes: "Yes",
    no: "No",
    optional: "Optional",
    saved_at: "Saved on this device {}",
    saved_here: "Saved on this device",
    offline: "No signal: works as usual",
    not_admitted: "Not admitted yet: everything is on this device",
    sample_ribbon: "Sample: today is always 15 Nov 2018; it cannot be sent",
    read_only: "A newer version wrote this ledger. Here it can be read and exported; switch to the new version to write.",
    clock_behind: "This device's clock is more than a day behind the entries it holds. Please check it; if it is right, another device's is fast.",
    update_ready: "A new version is ready when you are.",
    update_now: "Switch now",
    opening: "Opening…",
    not_here: "This part is not on the device yet. Open it again once there is a network; what you wrote is safe.",
    try_again: "Try again",
    not_found: "There is no such page, or it has not arrived here yet.",
    withdrawn_by: "Taken back by {} at {}",
};

impl Text {
    /// What draws more of a list of which so many are left.
    pub fn rest(&self, left: usize) -> String {
        fill(self.common().rest, &[&left.to_string()])
    }

    pub fn role(&self, role: crate::domain::trust::Role) -> &'static str {
        use crate::domain::trust::Role;
        match (self.lang, role) {
            (Lang::Zh, Role::Secretary) => "服务秘书",
            (Lang::Zh, Role::District) => "区市县协调员",
            (Lang::Zh, Role::City) => "市级统筹",
            (Lang::Zh, Role::Leader) => "包保领导",
            (Lang::Zh, Role::Assessor) => "第三方评估",
            (Lang::En, Role::Secretary) => "Secretary",
            (Lang::En, Role::District) => "District coordinator",
            (Lang::En, Role::City) => "City coordinator",
            (Lang::En, Role::Leader) => "Leader",
            (Lang::En, Role::Assessor) => "Assessor",
        }
    }

    pub fn unit_kind(&self, kind: &str) -> String {
        match (self.lang, kind) {
            (Lang::Zh, "district") => "区市县",
            (Lang::Zh, "department") => "部门",
            (Lang::Zh, "street") => "街道",
            (Lang::Zh, "zone") => "园区",
            (Lang::En, "district") => "District",
            (Lang::En, "department") => "Department",
            (Lang::En, "street") => "Street",
            (Lang::En, "zone") => "Zone",
            (_, other) => other,
        }
        .to_string()
    }

    pub fn category(&self, category: &str) -> String {
        match (self.lang, category) {
            (Lang::Zh, "infrastructure") => "基础设施",
            (Lang::Zh, "industry") => "工业",
            (Lang::Zh, "services") => "现代服务业",
            (Lang::Zh, "social") => "社会事业",
            (Lang::En, "infrastructure") => "Infrastructure",
            (Lang::En, "industry") => "Industry",
            (Lang::En, "services") => "Modern services",
            (Lang::En, "social") => "Social undertakings",
            (_, other) => other,
        }
        .to_string()
    }

    /// A phase's word; one that is not known is shown as itself.
    pub fn phase(&self, phase: &str) -> String {
        match (self.lang, phase) {
            (Lang::Zh, "preparation") => "前期",
            (Lang::Zh, "start") => "开工",
            (Lang::Zh, "construction") => "在建",
            (Lang::Zh, "foundation") => "基础",
            (Lang::Zh, "structure") => "主体",
            (Lang::Zh, "topped-out") => "封顶",
            (Lang::Zh, "equipment") => "安装",
            (Lang::Zh, "trial") => "试运行",
            (Lang::Zh, "completion") => "竣工",
            (Lang::Zh, "production") => "投产",
            (Lang::Zh, "register") => "入库",
            (Lang::Zh, "other") => "其他",
            (Lang::En, "preparation") => "Preparation",
            (Lang::En, "start") => "Started",
            (Lang::En, "construction") => "Under construction",
            (Lang::En, "foundation") => "Foundation",
            (Lang::En, "structure") => "Main structure",
            (Lang::En, "topped-out") => "Topped out",
            (Lang::En, "equipment") => "Equipment",
            (Lang::En, "trial") => "Trial run",
            (Lang::En, "completion") => "Completed",
            (Lang::En, "production") => "In production",
            (Lang::En, "register") => "In the register",
            (Lang::En, "other") => "Other",
            (_, other) => other,
        }
        .to_string()
    }

    pub fn visit_kind(&self, kind: &str) -> String {
        match (self.lang, kind) {
            (Lang::Zh, "site-visit") => "现场走访",
            (Lang::Zh, "phone") => "电话对接",
            (Lang::Zh, "interview") => "座谈约谈",
            (Lang::Zh, "accompany") => "陪同办理",
            (Lang::Zh, "on-behalf") => "代办",
            (Lang::Zh, "special-meeting") => "专题会议",
            (Lang::Zh, "inspection") => "现场巡视",
            (Lang::Zh, "policy") => "送政策",
            (Lang::Zh, "care") => "关爱服务",
            (Lang::En, "site-visit") => "Site visit",
            (Lang::En, "phone") => "Phone contact",
            (Lang::En, "interview") => "Interview",
            (Lang::En, "accompany") => "Accompanying",
            (Lang::En, "on-behalf") => "On behalf",
            (Lang::En, "special-meeting") => "Special meeting",
            (Lang::En, "inspection") => "Inspection",
            (Lang::En, "policy") => "Policy delivery",
            (Lang::En, "care") => "Worker care",
            (_, other) => other,
        }
        .to_string()
    }

    pub fn problem_category(&self, category: &str) -> String {
        match (self.lang, category) {
            (Lang::Zh, "approval") => "审批手续",
            (Lang::Zh, "land") => "征收动迁",
            (Lang::Zh, "site") => "现场条件",
            (Lang::Zh, "utilities") => "市政配套",
            (Lang::Zh, "funds") => "资金",
            (Lang::Zh, "environment") => "施工环境",
            (Lang::Zh, "recognition") => "产业认定",
            (Lang::Zh, "labour") => "用工",
            (Lang::Zh, "other") => "其他",
            (Lang::En, "approval") => "Approvals",
            (Lang::En, "land") => "Land and relocation",
            (Lang::En, "site") => "Site conditions",
            (Lang::En, "utilities") => "Utilities",
            (Lang::En, "funds") => "Funds",
            (Lang::En, "environment") => "Building environment",
            (Lang::En, "recognition") => "Recognition",
            (Lang::En, "labour") => "Labour",
            (Lang::En, "other") => "Other",
            (_, other) => other,
        }
        .to_string()
    }

    /// What went wrong, what is safe, what to do.
    pub fn failure(&self, failure: &Failure) -> String {
        let zh = self.lang == Lang::Zh;
        match failure {
            Failure::Refused(refusal) => self.refusal(refusal),
            Failure::Store(error) => match (error, zh) {
                (StoreError::Quota, true) => "没有存上：设备空间不足。您写的都还在这里。请先腾出空间，再存一次。",
                (StoreError::Quota, false) => "Not saved: the device is full. What you wrote is still here. Make room, then save again.",
                (StoreError::Stale, true) => "没有存上：另一个窗口一直在写。您写的都还在这里，请再存一次。",
                (StoreError::Stale, false) => "Not saved: another window keeps writing. What you wrote is still here; please save again.",
                (StoreError::ReadOnly, true) => "没有存上：这本台账是更新的版本写的。请换到新版本再写；您写的都还在这里。",
                (StoreError::ReadOnly, false) => {
                    "Not saved: a newer version wrote this ledger. Switch to the new version first; what you wrote is still here."
                }
                (StoreError::Gone, true) => "没有存上：这本台账在另一个窗口里被清空或换了版本。您写的都还在这里，请先抄下来再重新打开。",
                (StoreError::Gone, false) => {
                    "Not saved: another window removed or replaced this ledger. What you wrote is still here: copy it, then open the page again."
                }
                (StoreError::Failed(_), true) => "没有存上：浏览器没有写成。您写的都还在这里，请再存一次。",
                (StoreError::Failed(_), false) => "Not saved: the browser could not write. What you wrote is still here; please save again.",
            }
            .to_string(),
            Failure::TooLarge if zh => "没有做成：这个文件会超过 200 MB，没有设备读得了。请不带照片，或只送对方还没有的；加密的更大，也可以不加密再试。".into(),
            Failure::TooLarge => {
                "Not done: the file would be over 200 MB, which no device reads. Leave out the photos, send only what they lack, or without encryption, which adds to it.".into()
            }
            Failure::NotHere => self.common().not_here.into(),
            Failure::Crypto(_) if zh => "没有做成：浏览器没能签名或加密。什么都没有改，请再试一次。".into(),
            Failure::Crypto(_) => "Not done: the browser could not sign or encrypt. Nothing was changed; please try again.".into(),
            Failure::Damaged { row, .. } if zh => format!("本机第 {row} 段记录读不出来，先不再写入。其余的都还在，请导出后联系协调员。"),
            Failure::Damaged { row, .. } => {
                format!("Part {row} of what is stored here cannot be read, so nothing more is written. The rest is safe: export it and ask your coordinator.")
            }
        }
    }

    /// Why the ledger could not be opened, what is safe, what to do.
    pub fn not_opened(&self, failure: &Failure) -> String {
        match (failure, self.lang) {
            (Failure::Damaged { .. }, _) => self.failure(failure),
            (_, Lang::Zh) => "没有打开：浏览器没有读出本机的记录。什么都没有改，请再打开一次。如果一直这样，请重启浏览器，不要清除网站数据。".into(),
            (_, Lang::En) => {
                "Not opened: the browser could not read what is stored here. Nothing was changed; please open the page again. If it stays so, restart the browser, and do not clear its site data.".into()
            }
        }
    }

    pub fn refusal(&self, refusal: &Refusal) -> String {
        let zh = self.lang == Lang::Zh;
        match refusal {
            Refusal::NothingToDo if zh => "没有改动，不用存。".into(),
            Refusal::NothingToDo => "Nothing was changed, so there is nothing to save.".into(),
            Refusal::Rule { reason: Reason::Role, .. } if zh => "没有存：这件事不由您的岗位来写。".into(),
            Refusal::Rule { reason: Reason::Role, .. } => "Not saved: this is not for your role to write.".into(),
            Refusal::Rule { reason: Reason::Fixed, .. } if zh => "没有存：这一条定下来就不能改，也不能撤回。".into(),
            Refusal::Rule { reason: Reason::Fixed, .. } => "Not saved: this entry can be neither changed nor taken back.".into(),
            Refusal::Rule { .. } if zh => "没有存：内容不符合规定。您写的都还在这里。".into(),
            Refusal::Rule { .. } => "Not saved: the content does not fit the rules. What you wrote is still here.".into(),
            Refusal::Empty { .. } if zh => "还有必填的没写。".into(),
            Refusal::Empty { .. } => "Something required is still empty.".into(),
            Refusal::TooLong { .. } | Refusal::BodyTooLarge { .. } if zh => "太长了：一条最多一万字。请分成几条。".into(),
            Refusal::TooLong { .. } | Refusal::BodyTooLarge { .. } => {
                "Too long: an entry holds at most 10,000 characters. Please split it.".into()
            }
            Refusal::NoSuchProject if zh => "这里没有这个项目。".into(),
            Refusal::NoSuchProject => "There is no such project here.".into(),
            Refusal::NoSuchThing { .. } if zh => "没有存：这里没有这一条，或者它已经撤回。".into(),
            Refusal::NoSuchThing { .. } => "Not saved: this entry is not here, or was taken back.".into(),
            Refusal::Later { .. } if zh => "没有存：已经发生的事，日期不能晚于今天。".into(),
            Refusal::Later { .. } => "Not saved: what has happened cannot be of a day after today.".into(),
            Refusal::Disordered { .. } if zh => "没有存：两个日期前后颠倒了，请核对。".into(),
            Refusal::Disordered { .. } => "Not saved: two days are the wrong way round; please check them.".into(),
            Refusal::OutOfRange { .. } if zh => "没有存：有一项超出了能填的范围，请核对。".into(),
            Refusal::OutOfRange { .. } => "Not saved: something is out of the range that can be entered; please check it.".into(),
            Refusal::Stopped if zh => "这台设备已停用，不能再写。已有的记录都在，请协调员重新邀请。".into(),
            Refusal::Stopped => {
                "This device was stopped and writes no more. All its entries are kept; ask your coordinator for a new invitation.".into()
            }
            Refusal::NoRandom if zh => "没有做成，请再试一次。".into(),
            Refusal::NoRandom => "Not done; please try again.".into(),
        }
    }

    /// What was wrong with a file or a part of it.
    pub fn code(&self, code: Code) -> &'static str {
        match (self.lang, code) {
            (Lang::Zh, Code::TooLarge) => "文件超过 200 MB，没有读。请对方分成几份再送。",
            (Lang::Zh, Code::JsonText) => "文字编码不对，文件坏了。请对方原样重发。",
            (Lang::Zh, Code::JsonSyntax) => "不是完整的数据包，可能没下载完，或不是我们的文件。请重新下载或请对方重发。",
            (Lang::Zh, Code::JsonDuplicateKey) => "同一项写了两遍，文件被改动过。请对方原样重发。",
            (Lang::Zh, Code::JsonDepth) => "层数太多，不是我们的数据包。",
            (Lang::Zh, Code::JsonNumber) => "里面有不该有的小数或过大的数，文件被改动过。请对方原样重发。",
            (Lang::Zh, Code::NotABundle) => "不是连心桥的数据包，或其中一段写坏了。",
            (Lang::Zh, Code::NewerFormat) => "是更新的版本做的。请先换到新版本再收。",
            (Lang::Zh, Code::OtherWorkspace) => "是另一本台账的，没有并进来。",
            (Lang::Zh, Code::BundleSeal) => "信封上的签名对不上：谁发的、第几包不作数，里面的记录各凭自己的签名。",
            (Lang::Zh, Code::InviteUsed) => "入门包已经用过。请协调员再做一份。",
            (Lang::Zh, Code::DeviceUnknown) => "没有这台设备的公钥，它的记录没法核对。",
            (Lang::Zh, Code::ChainBroken) => "记录接不上开头，这一段没有并进来。",
            (Lang::Zh, Code::EventId) => "记录被改动过，这一段没有并进来。",
            (Lang::Zh, Code::FeedSeal) => "签名对不上，这一段没有并进来。",
            (Lang::Zh, Code::BodyTooLarge) => "有一条太大，这一段没有并进来。",
            (Lang::Zh, Code::Gap) => "中间缺几条，缺的到了自动接上。",
            (Lang::Zh, Code::Fork) => "同一号有两份，先都存着。",
            (Lang::Zh, Code::BodyShape) => "有一条内容不合规定，存着但不算数。",
            (Lang::Zh, Code::FileHash) => "有一张照片或附件坏了，记录不受影响。",
            (Lang::Zh, Code::FileType) => "有一个附件不是它说的那种文件，没有收，记录不受影响。",
            (Lang::Zh, Code::Decrypt) => "是加密的文件，但加密的方式不对，或者文件坏了，打不开。请对方重新生成一份。",
            (Lang::En, Code::TooLarge) => "The file is over 200 MB and was not read. Ask for it in several parts.",
            (Lang::En, Code::JsonText) => "The text is not UTF-8: the file is damaged. Ask for it again, unchanged.",
            (Lang::En, Code::JsonSyntax) => {
                "Not a complete bundle: cut off in the download, or not our file. Download it again or ask for it again."
            }
            (Lang::En, Code::JsonDuplicateKey) => "The same member stands twice: the file was changed. Ask for it again, unchanged.",
            (Lang::En, Code::JsonDepth) => "Nested too deeply to be one of our bundles.",
            (Lang::En, Code::JsonNumber) => "Holds a fraction or a number out of range: the file was changed. Ask for it again, unchanged.",
            (Lang::En, Code::NotABundle) => "Not a Lianxin bundle, or one part of it is malformed.",
            (Lang::En, Code::NewerFormat) => "Made by a newer version. Switch to the new version, then take it in.",
            (Lang::En, Code::OtherWorkspace) => "Belongs to another ledger and was left out.",
            (Lang::En, Code::BundleSeal) => {
                "The envelope's signature does not match: who sent it and its number do not count; the entries prove themselves."
            }
            (Lang::En, Code::InviteUsed) => "The starter was already used. Ask your coordinator for a new one.",
            (Lang::En, Code::DeviceUnknown) => "The key of this device is not there, so its entries cannot be checked.",
            (Lang::En, Code::ChainBroken) => "The entries do not join up with their beginning; this part was left out.",
            (Lang::En, Code::EventId) => "The entries were changed; this part was left out.",
            (Lang::En, Code::FeedSeal) => "The signature does not match; this part was left out.",
            (Lang::En, Code::BodyTooLarge) => "An entry is too large; this part was left out.",
            (Lang::En, Code::Gap) => "Entries are missing in between; they join up when they arrive.",
            (Lang::En, Code::Fork) => "Two entries under one number; both are kept for now.",
            (Lang::En, Code::BodyShape) => "An entry does not fit the rules; it is kept but does not count.",
            (Lang::En, Code::FileHash) => "A photo or document is damaged; the entries are not affected.",
            (Lang::En, Code::FileType) => "A document is not of the type it says and was left out; the entries are not affected.",
            (Lang::En, Code::Decrypt) => {
                "The file is encrypted, but not in the agreed way, or it is damaged: it cannot be opened. Ask for it to be made again."
            }
        }
    }

    /// The same with what its place says beyond the code.
    pub fn problem(&self, problem: &Problem) -> &'static str {
        match (self.lang, problem.code == Code::Decrypt && problem.place == NOT_OURS) {
            (_, false) => self.code(problem.code),
            (Lang::Zh, true) => "是加密的文件，不是给这台设备的，打不开。请对方看看送给了谁：换了设备，要重新生成。",
            (Lang::En, true) => {
                "The file is encrypted for another device and cannot be opened on this one. Ask for one that is made for you; a new device needs a new file."
            }
        }
    }

    /// 1.1 MB, 14 KB, 320 B: decimal units, measured.
    pub fn bytes(&self, bytes: u64) -> String {
        match bytes {
            0..1_000 => format!("{bytes} B"),
            1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
            1_000_000..1_000_000_000 => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
            _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000),
        }
    }

    /// 已存到本机 09:12.
    pub fn saved_at(&self, time_of_day: &str) -> String {
        fill(self.common().saved_at, &[time_of_day])
    }
}
