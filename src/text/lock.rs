//! Words of encrypted files: who can open one, and passphrases.

use crate::store::Openers;
use crate::text::{Lang, Text};

pub struct Words {
    pub who: &'static str,
    /// With the name of the person addressed.
    pub devices: &'static str,
    pub devices_hint: &'static str,
    pub phrase: &'static str,
    pub phrase_hint: &'static str,
    pub open: &'static str,
    pub open_hint: &'static str,
    pub no_devices: &'static str,
    pub limits: &'static str,
    pub words: &'static str,
    /// With the least number of characters.
    pub words_hint: &'static str,
    pub suggest: &'static str,
    pub use_it: &'static str,
    pub used: &'static str,
    pub first: &'static str,
    pub title: &'static str,
    pub ask_hint: &'static str,
    pub go: &'static str,
    pub opening: &'static str,
    pub wrong: &'static str,
    pub leave_out: &'static str,
    pub starter: &'static str,
    pub starter_hint: &'static str,
    pub starter_words: &'static str,
}

pub static ZH: Words = Words {
    who: "谁能打开",
    devices: "加密：只有{}的设备能打开",
    devices_hint: "转错群也看不到内容",
    phrase: "加密：知道口令的人能打开",
    phrase_hint: "对方刚换设备，或要给几个人看时用",
    open: "不加密：拿到文件的人都能看",
    open_hint: "只在对方打不开加密文件，或要用脚本处理时用",
    no_devices: "对方还没有接纳过的设备，没法只让对方打开。",
    limits: "加密管的是路上：打开以后，内容就在对方的设备里。文件名、大小、收件设备的编号不加密。",
    words: "口令",
    words_hint: "至少 {} 个字。大小写、空格都算。",
    suggest: "替我想一个",
    use_it: "就用这个口令",
    used: "口令定了。请打电话或当面告诉对方，不要和文件一起发。这里不存口令，忘了就重新生成文件。",
    first: "先定口令",
    title: "这份文件要口令",
    ask_hint: "向送文件的人要。大小写、空格都要一样。",
    go: "打开",
    opening: "正在打开…",
    wrong: "口令不对，没有打开。文件还在这里，请核对后再试。",
    leave_out: "不要这份",
    starter: "再加一道口令（可以不加）",
    starter_hint: "文件转错了人，没有口令也用不了。请打电话告诉本人。",
    starter_words: "打开它的口令：",
};

pub static EN: Words = Words {
    who: "Who can open it",
    devices: "Encrypted: only devices of {} can open it",
    devices_hint: "Nobody else can read it, even in the wrong group",
    phrase: "Encrypted: whoever knows the passphrase can open it",
    phrase_hint: "For someone with a new device, or for several people",
    open: "Not encrypted: whoever has the file can read it",
    open_hint: "Only if they cannot open encrypted files, or for a script",
    no_devices: "None of their devices was admitted yet, so it cannot be made for them alone.",
    limits: "Encryption covers the way there: once opened, the contents are on their device. The file's name, its size and the numbers of the receiving devices are not hidden.",
    words: "Passphrase",
    words_hint: "At least {} characters; capitals and spaces count.",
    suggest: "Suggest one",
    use_it: "Use this passphrase",
    used: "The passphrase is set. Tell it by phone or in person, never along with the file. It is not kept here: if it is forgotten, make the file again.",
    first: "Set the passphrase first",
    title: "This file asks for a passphrase",
    ask_hint: "Ask whoever sent it. Capitals and spaces must be the same.",
    go: "Open it",
    opening: "Opening…",
    wrong: "Wrong passphrase: the file was not opened. It is still here; check and try again.",
    leave_out: "Leave it out",
    starter: "Add a passphrase (optional)",
    starter_hint: "Sent to the wrong person, the file is of no use without it. Tell it by phone.",
    starter_words: "Its passphrase:",
};

impl Text {
    /// For a line of the log.
    pub fn openers(&self, openers: Openers) -> &'static str {
        match (self.lang, openers) {
            (Lang::Zh, Openers::Anyone) => "没加密",
            (Lang::Zh, Openers::Devices) => "加密，对方设备能打开",
            (Lang::Zh, Openers::Passphrase) => "加密，用口令打开",
            (Lang::En, Openers::Anyone) => "not encrypted",
            (Lang::En, Openers::Devices) => "encrypted for their devices",
            (Lang::En, Openers::Passphrase) => "encrypted by a passphrase",
        }
    }
}
