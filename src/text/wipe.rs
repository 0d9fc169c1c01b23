//! Words of clearing a ledger off this device.

pub struct Words {
    pub title: &'static str,
    pub what: &'static str,
    pub open: &'static str,
    /// With entries.
    pub lost: &'static str,
    /// With entries.
    pub unsent: &'static str,
    pub common: &'static str,
    /// With projects.
    pub more: &'static str,
    pub all_received: &'static str,
    pub send_first: &'static str,
    /// With their number.
    pub drafts: &'static str,
    pub keys: &'static str,
    pub knows: &'static str,
    pub knows_lost: &'static str,
    pub clear: &'static str,
    pub clearing: &'static str,
    pub not_cleared: &'static str,
}

pub static ZH: Words = Words {
    title: "从这台设备清掉这本台账",
    what: "换手机、交还设备以前用。先给您看哪些还没有人收到。",
    open: "看看会丢什么",
    lost: "您写的 {}还没有人收到，清掉就没有了。",
    unsent: "其中 {}从来没有送出过。",
    common: "公共部分（人员、单位、设备）",
    more: "还有 {} 个项目",
    all_received: "您写的都有人收到了。",
    send_first: "先送出",
    drafts: "还有 {} 份没写完的草稿，也会清掉。",
    keys: "这台设备签名的钥匙也会清掉，找不回来：以后要凭新的入门包重新加入。",
    knows: "我知道清掉以后这台设备上什么都不剩",
    knows_lost: "我知道上面这些会永远丢掉",
    clear: "清掉",
    clearing: "正在清…",
    not_cleared: "没有清成，都还在。请关掉别的窗口再试一次，或重新打开这一页。",
};

pub static EN: Words = Words {
    title: "Clear this ledger off this device",
    what: "For before a phone is changed or handed back. First you see what nobody has received yet.",
    open: "See what would be lost",
    lost: "Nobody has received {} of yours: once cleared they are gone.",
    unsent: "{} of these never left this device.",
    common: "Common parts (people, units, devices)",
    more: "Further projects: {}",
    all_received: "All that you wrote was received by someone.",
    send_first: "Send first",
    drafts: "Unfinished drafts that go as well: {}.",
    keys: "The keys by which this device signs go too and can't be brought back: to go on, join by a new starter.",
    knows: "I know that nothing stays on this device",
    knows_lost: "I know that the above is lost for ever",
    clear: "Clear it",
    clearing: "Clearing…",
    not_cleared: "Not cleared; all is still here. Close other windows and try again, or open this page anew.",
};
