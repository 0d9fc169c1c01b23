//! Words of settings and of the phone's list of the rest.

use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub saved_at_once: &'static str,
    pub display: &'static str,
    pub language: &'static str,
    /// Each language by its own name.
    pub languages: [&'static str; 2],
    pub theme: &'static str,
    pub themes: [&'static str; 3],
    pub size: &'static str,
    pub sizes: [&'static str; 3],
    pub version: &'static str,
    pub version_hint: &'static str,
    pub update_hint: &'static str,
    pub device: &'static str,
    pub you_are: &'static str,
    pub ledger: &'static str,
    pub characters: &'static str,
    pub characters_hint: &'static str,
    pub other: &'static str,
    pub other_hint: &'static str,
    pub remove_sample: &'static str,
    pub remove_sample_ask: &'static str,
    pub remove_sample_yes: &'static str,
    pub removing: &'static str,
    pub storage: &'static str,
    pub counting: &'static str,
    pub not_told: &'static str,
    pub persistent: &'static str,
    pub not_persistent: &'static str,
    pub not_persistent_hint: &'static str,
    pub ask: &'static str,
    pub asking: &'static str,
    pub refused: &'static str,
    pub storage_note: &'static str,
    pub code: &'static str,
    pub code_with: &'static str,
    pub code_hint: &'static str,
    pub code_nobody: &'static str,
    pub code_waiting: &'static str,
    pub code_never: &'static str,
    pub full: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub not_copied: &'static str,
    pub more_people: &'static str,
    pub more_people_plain: &'static str,
    pub more_settings: &'static str,
    pub more_table: &'static str,
    pub other_lang: &'static str,
}

pub static ZH: Words = Words {
    title: "设置",
    lead: "“灯和时限”是整本台账的，别的只管这台设备。",
    saved_at_once: "改了就存",
    display: "显示",
    language: "语言",
    languages: ["中文", "English"],
    theme: "明暗",
    themes: ["跟随系统", "浅色", "深色"],
    size: "字号",
    sizes: ["标准", "大", "特大"],
    version: "版本",
    version_hint: "断网也能打开。新版本下好以后在这里换，不会自己换。",
    update_hint: "换的时候这一页会重新打开。没写完的请先存好。",
    device: "这台设备",
    you_are: "您是",
    ledger: "台账",
    characters: "六个字符",
    characters_hint: "协调员打电话来时，念给对方听。",
    other: "回首页，换一本台账",
    other_hint: "这一本还留在这台设备上。",
    remove_sample: "去掉样例",
    remove_sample_ask: "样例会从这台设备上去掉，您在里面写的也一起没了。真的台账不受影响。",
    remove_sample_yes: "去掉",
    removing: "正在去掉…",
    storage: "存储",
    counting: "正在算…",
    not_told: "浏览器没有说用了多少。",
    persistent: "浏览器答应不清理",
    not_persistent: "浏览器可能清理",
    not_persistent_hint: "空间紧的时候，浏览器可能清掉这里的记录。请它保留；每天送一次最稳妥。",
    ask: "请求保留",
    asking: "正在请求…",
    refused: "浏览器这次没有答应。把这一页加到主屏幕，或多用几天，再请一次。",
    storage_note: "整个浏览器给这个网址的，记录、照片和程序都在内。",
    code: "对账码",
    code_with: "和谁对",
    code_hint: "两边各自打开这一页，选对方，念八个字符。一样，两边手上的就一样。",
    code_nobody: "还没有别的设备加入，没有人可对。",
    code_waiting: "这台设备还没有接纳，先不对账。接纳以后，这里会出现八个字符。",
    code_never: "还没有和这个人收送过。",
    full: "全部 43 个字符",
    copy: "复制",
    copied: "已复制",
    not_copied: "没有复制成，请用手选中再复制。",
    more_people: "单位、登记、入门包、接纳设备",
    more_people_plain: "谁在名册里，谁已加入",
    more_settings: "语言、字号、存储、版本、对账码",
    more_table: "贴上或打开项目表",
    other_lang: "English",
};

pub static EN: Words = Words {
    title: "Settings",
    lead: "“Lights and periods” are the whole ledger’s; the rest is for this device only.",
    saved_at_once: "Saved at once",
    display: "Display",
    language: "Language",
    languages: ["中文", "English"],
    theme: "Light and dark",
    themes: ["As the system", "Light", "Dark"],
    size: "Text size",
    sizes: ["Normal", "Large", "Larger"],
    version: "Version",
    version_hint: "Opens without a network too. A new version is offered here and never forced.",
    update_hint: "The page opens anew when you switch. Save what you are writing first.",
    device: "This device",
    you_are: "You are",
    ledger: "Ledger",
    characters: "Six characters",
    characters_hint: "Read them out when your coordinator rings.",
    other: "Start page, another ledger",
    other_hint: "This one stays on the device.",
    remove_sample: "Remove the sample",
    remove_sample_ask: "The sample leaves this device with all that you wrote in it. Real ledgers are not touched.",
    remove_sample_yes: "Remove it",
    removing: "Removing…",
    storage: "Storage",
    counting: "Counting…",
    not_told: "The browser does not say how much is used.",
    persistent: "The browser promised to keep it",
    not_persistent: "The browser may clear it",
    not_persistent_hint: "When room runs out the browser may clear what is kept here. Ask it to keep it, and send once a day.",
    ask: "Ask to keep it",
    asking: "Asking…",
    refused: "The browser did not promise this time. Add the page to the home screen, or use it for some days, and ask again.",
    storage_note: "All that the browser keeps for this address: entries, photos and the app.",
    code: "Reconciliation code",
    code_with: "With whom",
    code_hint: "Both sides open this page, choose each other and read out the eight characters. If they match, both hold the same.",
    code_nobody: "No other device has joined yet.",
    code_waiting: "This device is not admitted yet, so there is nothing to compare. The eight characters appear here once it is.",
    code_never: "Nothing was exchanged with this person yet.",
    full: "All 43 characters",
    copy: "Copy",
    copied: "Copied",
    not_copied: "Not copied; please select and copy it by hand.",
    more_people: "Units, people, starter files, devices",
    more_people_plain: "Who is in the roster and who has joined",
    more_settings: "Language, text size, storage, version, reconciliation code",
    more_table: "Paste or open a table of projects",
    other_lang: "中文",
};

impl Text {
    /// 用了 412 MB.
    pub fn used(&self, bytes: u64) -> String {
        let size = self.bytes(bytes);
        match self.lang {
            Lang::Zh => format!("用了 {size}"),
            Lang::En => format!("{size} used"),
        }
    }

    /// 还能用 7.6 GB.
    pub fn left(&self, bytes: u64) -> String {
        let size = self.bytes(bytes);
        match self.lang {
            Lang::Zh => format!("还能用 {size}"),
            Lang::En => format!("{size} left"),
        }
    }

    /// Over what a code is computed and as of when.
    pub fn code_over(&self, projects: u64, at: &str) -> String {
        let over = self.project_count(projects as usize);
        match self.lang {
            Lang::Zh => format!("两边都有的 {over}和名册，按本机 {at} 手上的算"),
            Lang::En => format!("Over the {over} and the roster that both hold, as held here on {at}"),
        }
    }

    /// The last exchange with someone.
    pub fn code_last(&self, at: &str) -> String {
        match self.lang {
            Lang::Zh => format!("上次收送 {at}"),
            Lang::En => format!("Last exchange {at}"),
        }
    }

    /// What the other does not hold as far as is known.
    pub fn code_beyond(&self, n: u64) -> String {
        let entries = self.entries(n);
        match self.lang {
            Lang::Zh => format!("本机有 {entries}不在对方上次送来的清单里：对方收到以前，两边不一样是正常的。先互相送一次，再对。"),
            Lang::En => format!(
                "Held here and not in the list that they last sent: {entries}. Until they take that in, different codes are no fault. Exchange files first, then compare."
            ),
        }
    }
}
