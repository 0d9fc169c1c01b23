//! Words of joining by a starter file.

use crate::screen::join::Validity;
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub you_are: &'static str,
    pub ledger: &'static str,
    pub this_ledger: &'static str,
    pub sender: &'static str,
    pub nobody: &'static str,
    pub until: &'static str,
    /// With the day.
    pub until_day: &'static str,
    pub sealed: &'static str,
    pub refused_some: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub fact_wait: &'static str,
    pub fact_key: &'static str,
    pub go: &'static str,
    pub joining: &'static str,
    pub not_you: &'static str,
    pub offline: &'static str,
    pub key: &'static str,
    pub not_here: &'static str,
}

pub static ZH: Words = Words {
    title: "这是发给您的吗？",
    you_are: "您是",
    ledger: "台账",
    this_ledger: "这本台账",
    sender: "谁发的",
    nobody: "没有写明",
    until: "有效到",
    until_day: "{}，只能用一次",
    sealed: "签名核对过，文件没被改动",
    refused_some: "有些记录没有通过核对，不会收进来",
    code: "您这台设备的六个字符",
    code_hint: "第一次送出以后，协调员会打电话来。念给对方听，两边一样，才会接纳这台设备。",
    fact_wait: "不用等：现在就能记，都先存在本机。接纳之前，您记的还不计入别人那里的数。",
    fact_key: "签名用的钥匙只在这台设备里，带不走。换设备要请协调员重新邀请。",
    go: "是我，开始使用",
    joining: "正在存…",
    not_you: "不是您？关上就行，什么都不会留下",
    offline: "没有信号，也能开始",
    key: "市级重点",
    not_here: "这个文件里没有它邀请的人，请向协调员重新要一个。",
};

pub static EN: Words = Words {
    title: "Is this for you?",
    you_are: "You are",
    ledger: "Ledger",
    this_ledger: "This ledger",
    sender: "Sent by",
    nobody: "Not said",
    until: "Valid until",
    until_day: "{}, once only",
    sealed: "Signatures checked: the file was not altered",
    refused_some: "Some entries did not pass the checks and stay out",
    code: "This device's six characters",
    code_hint: "After you first send, your coordinator will ring. Read them out: if both sides match, this device is admitted.",
    fact_wait: "No need to wait: log now, all is kept here. Until you are admitted it does not count on others' devices.",
    fact_key: "The signing key never leaves this device. For another device, ask for a new invitation.",
    go: "It is me, begin",
    joining: "Saving…",
    not_you: "Not you? Just close it; nothing is left behind",
    offline: "No signal: you can begin all the same",
    key: "City key project",
    not_here: "The file does not hold the person whom it invites. Ask your coordinator for a new one.",
};

impl Text {
    /// Why one can't join; `None` if one can.
    pub fn join_refused(&self, validity: Validity) -> Option<&'static str> {
        Some(match (self.lang, validity) {
            (_, Validity::Open) => return None,
            (Lang::Zh, Validity::Expired) => "邀请过期了，请向协调员重新要一个。",
            (Lang::Zh, Validity::Used) => "别的设备已经用它加入过了，请向协调员重新要一个。",
            (Lang::Zh, Validity::Unknown) => "台账里没有这份邀请，请向协调员重新要一个。",
            (Lang::En, Validity::Expired) => "The invitation has expired; ask your coordinator for a new one.",
            (Lang::En, Validity::Used) => "Another device has joined by it; ask your coordinator for a new one.",
            (Lang::En, Validity::Unknown) => "The ledger does not hold this invitation; ask your coordinator for a new one.",
        })
    }

    pub fn project_count(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("{n} 个项目"),
            (Lang::En, 1) => "1 project".into(),
            (Lang::En, n) => format!("{n} projects"),
        }
    }
}
