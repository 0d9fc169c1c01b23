//! Words of the other ways in and out: codes on a screen, the camera, what another app gives.

use crate::domain::bundle::frames::Seen;
use crate::text::{Lang, Text};

pub struct Words {
    // Showing.
    pub show: &'static str,
    pub show_title: &'static str,
    pub show_hint: &'static str,
    pub too_large: &'static str,
    /// With the number shown and all; for a screen reader too.
    pub frame: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub before: &'static str,
    pub next: &'static str,
    pub speed: &'static str,
    pub slow: &'static str,
    pub fast: &'static str,
    pub still: &'static str,
    pub until_noted: &'static str,
    pub noted: &'static str,
    pub back: &'static str,
    // Scanning.
    pub scan: &'static str,
    pub scan_title: &'static str,
    pub scan_hint: &'static str,
    pub asking: &'static str,
    pub picture: &'static str,
    pub refused: &'static str,
    pub no_camera: &'static str,
    pub failed: &'static str,
    pub hidden: &'static str,
    pub again: &'static str,
    /// With how many are here and how many there are.
    pub got: &'static str,
    pub broken: &'static str,
    pub not_opened: &'static str,
    pub begin_anew: &'static str,
    pub stop: &'static str,
    pub other: &'static str,
    pub foreign: &'static str,
    // Shared.
    pub unkept: &'static str,
    pub given: &'static str,
}

pub static ZH: Words = Words {
    show: "扫码传",
    show_title: "扫码传",
    show_hint: "对方在“收包”里点“扫码收”，用摄像头对准下面的码。漏掉的下一轮会补上。",
    too_large: "这个文件压缩后有 {}，扫码太慢了。请不带照片，或只送对方还没有的，或者用文件送。",
    frame: "第 {} 张，共 {} 张",
    play: "开始播放",
    pause: "暂停",
    before: "上一张",
    next: "下一张",
    speed: "速度",
    slow: "慢",
    fast: "快",
    still: "您的设备要求少动画，所以没有自动播放。可以一张一张翻，也可以开始播放。",
    until_noted: "放完一轮就记为已生成。",
    noted: "整轮放过了，已记下；未确认收到。",
    back: "返回",
    scan: "扫码收",
    scan_title: "扫码收",
    scan_hint: "把摄像头对准对方屏幕上的码，让它占满画面。顺序不要紧，漏掉的等下一轮。",
    asking: "正在打开摄像头…",
    picture: "摄像头画面",
    refused: "没有允许用摄像头。请在浏览器的网站设置里允许，再试一次；也可以请对方用文件送。",
    no_camera: "这台设备没有能用的摄像头。请对方用文件送。",
    failed: "摄像头打不开，可能别的应用正在用。请关掉它再试一次。",
    hidden: "离开了这一页，摄像头已关。已扫到的还在。",
    again: "再打开摄像头",
    got: "扫到 {} 张，共 {} 张",
    broken: "全部扫到了，但合起来对不上，没有收。已从头开始，请再扫一遍。",
    not_opened: "全部扫到了，但解不开或太大，没有收。请对方用文件送。",
    begin_anew: "从头开始",
    stop: "不扫了，关摄像头",
    other: "这是另一份文件的码，没有混进来。要收它，请点“从头开始”。",
    foreign: "这不是连心桥的码，或没拍清楚。",
    unkept: "刚才分享来的没能留下：没有文件、多于 20 个、或一共超过 200 MB。请在这里选文件。",
    given: "别的应用分享来的文件已经放在这里。并入或放弃以前，它们一直留着。",
};

pub static EN: Words = Words {
    show: "Show as codes",
    show_title: "Show as codes",
    show_hint: "The other person chooses “Scan codes” under “Take in” and points the camera here. What is missed comes again in the next round.",
    too_large: "Even compressed this file has {}: codes would take too long. Leave out the photos, or what they have already, or send it as a file.",
    frame: "Code {} of {}",
    play: "Play",
    pause: "Pause",
    before: "Previous",
    next: "Next",
    speed: "Speed",
    slow: "Slow",
    fast: "Fast",
    still: "Your device asks for less motion, so nothing plays by itself. Go through the codes one by one, or play them.",
    until_noted: "Once all were shown it is noted as made.",
    noted: "All were shown, and that is noted; receipt not confirmed.",
    back: "Back",
    scan: "Scan codes",
    scan_title: "Scan codes",
    scan_hint: "Point the camera at the codes on the other screen, so that they fill the picture. The order does not matter; what is missed comes in the next round.",
    asking: "Opening the camera…",
    picture: "What the camera sees",
    refused: "The camera was not allowed. Allow it in the browser's site settings and try again, or ask for a file.",
    no_camera: "This device has no camera that can be used. Ask for a file.",
    failed: "The camera could not be opened; another app may be using it. Close that and try again.",
    hidden: "The page was left, so the camera is off. What was scanned is still here.",
    again: "Open the camera again",
    got: "{} of {} codes scanned",
    broken: "All codes came, but together they are not what they say, so nothing was taken. Scanning begins anew.",
    not_opened: "All codes came, but they could not be unpacked or are too large, so nothing was taken. Ask for a file.",
    begin_anew: "Begin anew",
    stop: "Stop, camera off",
    other: "This code is of another file and was not mixed in. To take that one, choose “Begin anew”.",
    foreign: "Not a Lianxin code, or not clear enough.",
    unkept: "What was shared could not be kept: no file, more than 20, or over 200 MB in all. Choose the files here.",
    given: "Files that another app shared are here. They stay until they are taken in or discarded.",
};

impl Text {
    /// 36 张码，放一轮约 9 秒 · 36 codes, about 9 seconds a round.
    pub fn codes_round(&self, count: usize, seconds: usize) -> String {
        match (self.lang, count) {
            (Lang::Zh, _) => format!("{count} 张码，放一轮约 {seconds} 秒"),
            (Lang::En, 1) => format!("1 code, about {seconds} s a round"),
            (Lang::En, _) => format!("{count} codes, about {seconds} s a round"),
        }
    }

    /// What is to be said of a code; of a good one nothing.
    pub fn seen(&self, seen: Seen) -> Option<&'static str> {
        match seen {
            Seen::New | Seen::Known => None,
            Seen::Other => Some(self.ways().other),
            Seen::Foreign => Some(self.ways().foreign),
        }
    }
}
