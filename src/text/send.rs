//! Words of sending.

use crate::screen::send::{Offer, Reach};
use crate::text::{Lang, Text};

/// What is said while a file is handed out, and after.
pub struct Handing {
    pub sharing: &'static str,
    pub shared: &'static str,
    pub downloaded: &'static str,
    pub cancelled: &'static str,
    pub not_shared: &'static str,
    pub not_recorded: &'static str,
}

pub struct Words {
    pub title: &'static str,
    pub offline: &'static str,
    pub to_whom: &'static str,
    pub find: &'static str,
    pub nobody_found: &'static str,
    pub nobody: &'static str,
    pub inside: &'static str,
    pub own: &'static str,
    pub others: &'static str,
    pub nothing_inside: &'static str,
    pub with_photos: &'static str,
    pub with_photos_hint: &'static str,
    /// With the count.
    pub photos_missing: &'static str,
    pub size: &'static str,
    pub making: &'static str,
    pub extent: &'static str,
    pub lacking: &'static str,
    pub lacking_hint: &'static str,
    pub everything: &'static str,
    pub everything_hint: &'static str,
    pub open_note: &'static str,
    pub seal_note: &'static str,
    pub past: &'static str,
    pub past_empty: &'static str,
    pub past_hint: &'static str,
    pub ways: &'static str,
    pub handing: Handing,
    pub not_made: &'static str,
    pub sample: &'static str,
    pub unsent: &'static str,
    pub without_receipt: &'static str,
}

pub static ZH: Words = Words {
    title: "送出",
    offline: "没有信号，也能生成",
    to_whom: "送给谁",
    find: "找人",
    nobody_found: "没有找到这个人。",
    nobody: "这里还没有可以送的人。先到“人员”里生成入门包。",
    inside: "里面有什么",
    own: "您写的",
    others: "转送别人写的",
    nothing_inside: "没有对方缺的记录，只带回执。",
    with_photos: "带上照片 {}",
    with_photos_hint: "不带时照片留在本机；对方会要，以后补送",
    photos_missing: "有 {} 张照片不在这台设备上，没有带。记录不受影响。",
    size: "共 {}",
    making: "正在生成…",
    extent: "送多少",
    lacking: "只送对方还没有的",
    lacking_hint: "按对方上次送来的文件算",
    everything: "全部重送",
    everything_hint: "对方换了设备，或丢了文件时用；不会重复计数",
    open_note: "这个文件没有加密：拿到它的人都能看。请只发给本人，不要发到群里。",
    seal_note: "文件带您的签名：谁改动过，对方收包时会看到。",
    past: "以前送的",
    past_empty: "还没有送过。",
    past_hint: "对方的答复包里带着回执。没见到回执，我们就不说“已收到”。丢了可以再送，不会重复计数。",
    ways: "微信、蓝牙、存到 U 盘都可以",
    handing: Handing {
        sharing: "正在交给手机…",
        shared: "已生成并交给手机分享，未确认收到。",
        downloaded: "已存成文件，在“下载”里。请发给对方。",
        cancelled: "您取消了，没有送出。记录还在本机，仍算没送。",
        not_shared: "没有送成，记录还在本机，仍算没送。请再试一次。",
        not_recorded: "文件已经出去了，但没有记上。再送一次也不会重复计数。",
    },
    not_made: "没有生成。",
    sample: "样例不能送出：它只在这台设备上，给您看看样子。",
    unsent: "还没送出",
    without_receipt: "没有回执",
};

pub static EN: Words = Words {
    title: "Send",
    offline: "No signal: a file can still be made",
    to_whom: "To whom",
    find: "Find someone",
    nobody_found: "Nobody by that name.",
    nobody: "There is nobody to send to yet. Make a starter file under People first.",
    inside: "What is inside",
    own: "Written by you",
    others: "Passed on from others",
    nothing_inside: "Nothing that they lack; it only carries the receipt.",
    with_photos: "With photos: {}",
    with_photos_hint: "Left out they stay here; the other side asks for them, and a later file brings them",
    photos_missing: "Photos that are not on this device and were left out: {}. The entries are not affected.",
    size: "{} in all",
    making: "Making the file…",
    extent: "How much",
    lacking: "Only what they lack",
    lacking_hint: "By the last file that they sent",
    everything: "Everything again",
    everything_hint: "For a new device or a lost file; nothing counts twice",
    open_note: "The file is not encrypted: whoever has it can read it. Send it to the person, not to a group.",
    seal_note: "It carries your signature: the receiver will see if anyone changed it.",
    past: "Sent before",
    past_empty: "Nothing was sent yet.",
    past_hint: "Receipts come with the answer. Without one we do not say that it was received. A lost file can be sent again; nothing counts twice.",
    ways: "By chat, Bluetooth or USB stick",
    handing: Handing {
        sharing: "Handing it over…",
        shared: "Made and handed to the share sheet, receipt not confirmed.",
        downloaded: "Saved as a file among your downloads. Please pass it on.",
        cancelled: "You cancelled, so nothing was sent. The entries are on this device and still count as not sent.",
        not_shared: "Not sent; the entries are on this device and still count as not sent. Please try again.",
        not_recorded: "The file has left, but that could not be noted. Sending it again counts nothing twice.",
    },
    not_made: "The file was not made.",
    sample: "The sample cannot be sent: it lives on this device only, to look round.",
    unsent: "Not sent yet",
    without_receipt: "Without a receipt",
};

impl Text {
    pub fn reach(&self, reach: Reach) -> &'static str {
        match (self.lang, reach) {
            (Lang::Zh, Reach::Usual) => "您平时送这里",
            (Lang::Zh, Reach::Fallback) => "区里联系不上时用",
            (Lang::Zh, Reach::Joined) => "已加入",
            (Lang::Zh, Reach::Invited) => "已邀请，还没加入",
            (Lang::Zh, Reach::Own) => "您的另一台设备",
            (Lang::En, Reach::Usual) => "Where you usually send",
            (Lang::En, Reach::Fallback) => "When the district cannot be reached",
            (Lang::En, Reach::Joined) => "Joined",
            (Lang::En, Reach::Invited) => "Invited, has not joined yet",
            (Lang::En, Reach::Own) => "Your other device",
        }
    }

    /// The main button; the count is in it.
    pub fn send_button(&self, offer: Offer) -> &'static str {
        match (self.lang, offer) {
            (Lang::Zh, Offer::ChooseFirst) => "先选送给谁",
            (Lang::Zh, Offer::Nothing) => "没有要送的",
            (Lang::Zh, Offer::Send) => "送出，选择怎么发",
            (Lang::Zh, Offer::Again) => "再送一次",
            (Lang::Zh, Offer::Receipt) => "送回执",
            (Lang::En, Offer::ChooseFirst) => "Choose to whom first",
            (Lang::En, Offer::Nothing) => "Nothing to send",
            (Lang::En, Offer::Send) => "Send, and choose how",
            (Lang::En, Offer::Again) => "Send again",
            (Lang::En, Offer::Receipt) => "Send the receipt",
        }
    }

    /// The page's heading: 送出 7 条.
    pub fn send_title(&self, unsent: u64) -> String {
        match unsent {
            0 => self.send().title.into(),
            n => format!("{} {}", self.send().title, self.entries(n)),
        }
    }

    /// 第 47 包,接第 46 包.
    pub fn bundle_after(&self, number: u64) -> String {
        match (self.lang, number) {
            (_, 0 | 1) => self.bundle(number),
            (Lang::Zh, n) => format!("{}，接{}", self.bundle(n), self.bundle(n - 1)),
            (Lang::En, n) => format!("{}, after {}", self.bundle(n), n - 1),
        }
    }

    /// 5 张 · 5.
    pub fn photos(&self, n: u64) -> String {
        match self.lang {
            Lang::Zh => format!("{n} 张"),
            Lang::En => n.to_string(),
        }
    }
}
