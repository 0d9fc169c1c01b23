//! Words of taking files in and of the log of what was exchanged.

use crate::domain::bundle::plan::{Proof, Verdict};
use crate::domain::calendar::Day;
use crate::screen::fresh::{Told, What};
use crate::screen::moment::Moment;
use crate::screen::receive::{FileRow, Gap, Receipt, Take, Totals};
use crate::store::SentHow;
use crate::text::{Lang, Text, fill};

/// What a field for pasted text says.
pub struct Pasting {
    pub label: &'static str,
    pub hint: &'static str,
    pub nothing: &'static str,
    pub read: &'static str,
}

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub preview_of: &'static str,
    pub unchanged: &'static str,
    pub pick: &'static str,
    pub pick_more: &'static str,
    pub drop_here: &'static str,
    /// Where nothing can be dropped.
    pub many: &'static str,
    /// A file of another ledger, and how it is opened.
    pub foreign: &'static str,
    pub to_start: &'static str,
    /// A table, and who may not take one in.
    pub is_table: &'static str,
    pub is_table_plain: &'static str,
    /// With the name of the person who is invited.
    pub invites: &'static str,
    /// Files without those that are left out.
    pub take_col: &'static str,
    /// With a sender.
    pub take_file: &'static str,
    pub leave_out: &'static str,
    pub put_back: &'static str,
    pub left_out: &'static str,
    pub by_file: &'static str,
    pub by_person: &'static str,
    pub who: &'static str,
    /// Entries that stand in no list.
    pub unlisted: &'static str,
    pub pick_folder: &'static str,
    pub none_in_folder: &'static str,
    pub stop: &'static str,
    pub stopped: &'static str,
    pub more: &'static str,
    pub clashes: &'static str,
    pub more_projects: &'static str,
    pub now_admitted: &'static str,
    pub drop_now: &'static str,
    pub pasting: Pasting,
    pub pasted_name: &'static str,
    /// With files done and in all.
    pub reading: &'static str,
    pub checking: &'static str,
    pub totals: &'static str,
    pub new: &'static str,
    pub new_hint: &'static str,
    pub known: &'static str,
    pub known_hint: &'static str,
    pub waiting: &'static str,
    pub waiting_hint: &'static str,
    pub pending: &'static str,
    pub pending_hint: &'static str,
    pub refused: &'static str,
    pub refused_hint: &'static str,
    pub files_table: &'static str,
    pub from: &'static str,
    pub number: &'static str,
    pub made: &'static str,
    pub verdict: &'static str,
    pub detail: &'static str,
    pub inside: &'static str,
    pub photos: &'static str,
    pub missing: &'static str,
    pub missing_hint: &'static str,
    pub forks: &'static str,
    pub faults: &'static str,
    pub place: &'static str,
    pub nothing_inside: &'static str,
    pub devices: &'static str,
    pub devices_hint: &'static str,
    pub admit: &'static str,
    pub discard: &'static str,
    pub discarded: &'static str,
    pub apply_hint: &'static str,
    pub merging: &'static str,
    /// With entries.
    pub merged: &'static str,
    pub noted: &'static str,
    pub answer_to: &'static str,
    pub answer_many: &'static str,
    pub not_merged: &'static str,
    pub silent: &'static str,
    pub silent_hint: &'static str,
    pub silent_over: &'static str,
    pub last_time: &'static str,
    pub log: &'static str,
    pub log_empty: &'static str,
    pub log_hint: &'static str,
    pub sent_to: &'static str,
    pub received_from: &'static str,
    pub nobody: &'static str,
    pub older: &'static str,
    pub made_unconfirmed: &'static str,
    pub received_on: &'static str,
    /// With how many were addressed, and how many acknowledged it.
    pub received_by: &'static str,
    pub exchange_lead: &'static str,
    pub take_in_hint: &'static str,
    pub send_hint: &'static str,
    pub sample: &'static str,
}

pub static ZH: Words = Words {
    title: "收包",
    lead: "把收到的文件选进来，先看再并入。",
    preview_of: "刚选进来 {}。",
    unchanged: "下面只是预览，台账还没有变。",
    pick: "选文件",
    pick_more: "再加文件",
    drop_here: "可以一次选很多份，也可以直接拖到这一页上。",
    many: "可以一次选很多份。",
    foreign: "这是另一本台账的数据包或入门包。要打开它：回首页，换一本台账，再点“打开别人发我的数据包”。这本台账不受影响。",
    to_start: "回首页，换一本台账",
    is_table: "看起来是表格，不是数据包。项目表从这里导入：",
    is_table_plain: "看起来是表格，不是数据包。项目表由协调员导入。",
    invites: "这是给{}的入门包。里面的记录可以并入；里面的邀请不要在这台设备上用。",
    take_col: "收",
    take_file: "收{}这份",
    leave_out: "不收这份",
    put_back: "还是收下",
    left_out: "不收，没有读进预览",
    by_file: "按文件",
    by_person: "按人",
    who: "谁写的",
    unlisted: "还有 {} 条没有列出",
    pick_folder: "选文件夹",
    none_in_folder: "这个文件夹里没有数据包（.json 或 .txt 文件）。",
    stop: "停下",
    stopped: "已停下，这次选的一份也没有读进来，台账没有变。",
    more: "还有 {} 条",
    clashes: "并入以后，{} 处有几种说法。先按后写的算，都留着：",
    more_projects: "还有 {} 个项目",
    now_admitted: "您的设备已被接纳，记的都算数了。",
    drop_now: "松手就读",
    pasting: Pasting {
        label: "粘贴文字",
        hint: "有的聊天软件只能发文字：把全文复制，贴在这里。",
        nothing: "还没有贴文字。",
        read: "读这段文字",
    },
    pasted_name: "粘贴的文字",
    reading: "正在读：{} / {} 份",
    checking: "正在核对签名…",
    totals: "合计",
    new: "新增",
    new_hint: "将写进台账",
    known: "已有",
    known_hint: "不会重复计数",
    waiting: "等接纳",
    waiting_hint: "接纳以后才算",
    pending: "缺前面的",
    pending_hint: "补齐前先存着",
    refused: "拒收",
    refused_hint: "原文件不动",
    files_table: "每份文件会带来什么",
    from: "来自",
    number: "包号",
    made: "生成时间",
    verdict: "结论",
    detail: "看明细",
    inside: "里面的新内容",
    photos: "照片和附件",
    missing: "缺的",
    missing_hint: "缺的到了自动接上；在那以前先存着，不计入。",
    forks: "同一号有两份的 {} 处，先都存着",
    faults: "有问题的地方",
    place: "位置 {}",
    nothing_inside: "没有新内容。",
    devices: "新设备",
    devices_hint: "勾上就接纳：这台设备写的从此都算。拿不准就打电话，请对方念六个字符。",
    admit: "接纳{}的这台设备",
    discard: "全部放弃",
    discarded: "已放弃，台账没有变。",
    apply_hint: "并入不会覆盖任何人的记录。",
    merging: "正在并入…",
    merged: "已并入，新增 {}。",
    noted: "没有新内容；对方持有到哪里已记下。",
    answer_to: "给{}送答复",
    answer_many: "一起给几个人送答复",
    not_merged: "没有并入，什么都没有写。",
    silent: "谁还没送",
    silent_hint: "没送不等于没干：数据可能还在手机里。",
    silent_over: "超过 2 天",
    last_time: "上次 {}",
    log: "收送记录",
    log_empty: "还没有收过、送过。",
    log_hint: "这份记录只在本机。",
    sent_to: "送给{}",
    received_from: "收自{}",
    nobody: "没写是谁",
    older: "更早的 {} 次",
    made_unconfirmed: "已生成，未确认收到",
    received_on: "对方已收，回执 {}",
    received_by: "{} 人里 {} 人已收",
    exchange_lead: "没有网也能收送：微信、蓝牙、U 盘都可以。",
    take_in_hint: "打开别人发来的文件",
    send_hint: "生成一个文件发出去",
    sample: "样例不能送出，只能看。",
};

pub static EN: Words = Words {
    title: "Take in",
    lead: "Choose the files that you were sent: look first, then take them in.",
    preview_of: "Just chosen: {}.",
    unchanged: "This is only a preview; the ledger has not changed.",
    pick: "Choose files",
    pick_more: "Add files",
    drop_here: "Many at once are fine; you can also drop them anywhere on this page.",
    many: "Many at once are fine.",
    foreign: "This is a bundle or a starter of another ledger. To open it, go to the start page and choose “Open a file I was sent”. This ledger is not affected.",
    to_start: "Start page, another ledger",
    is_table: "This looks like a table, not a bundle. Project tables come in here:",
    is_table_plain: "This looks like a table, not a bundle. Project tables are taken in by a coordinator.",
    invites: "This is the starter for {}. Its entries can be taken in; its invitation is not for this device.",
    take_col: "Take",
    take_file: "Take the file from {}",
    leave_out: "Leave this file out",
    put_back: "Take it after all",
    left_out: "Left out of the preview",
    by_file: "By file",
    by_person: "By person",
    who: "Written by",
    unlisted: "{} more are not listed",
    pick_folder: "Choose a folder",
    none_in_folder: "There are no bundles (.json or .txt files) in this folder.",
    stop: "Stop",
    stopped: "Stopped: none of the files just chosen was read in, and the ledger has not changed.",
    more: "{} more",
    clashes: "Once taken in, facts with several values: {}. The later one is used for now; all are kept.",
    more_projects: "More projects: {}",
    now_admitted: "Your device was admitted; what you logged counts.",
    drop_now: "Let go to read them",
    pasting: Pasting {
        label: "Paste text",
        hint: "Some chat apps send text only: copy all of it and paste it here.",
        nothing: "Nothing has been pasted yet.",
        read: "Read this text",
    },
    pasted_name: "Pasted text",
    reading: "Reading: {} of {}",
    checking: "Checking signatures…",
    totals: "Totals",
    new: "New",
    new_hint: "go into the ledger",
    known: "Held already",
    known_hint: "not counted twice",
    waiting: "Wait for admission",
    waiting_hint: "count once admitted",
    pending: "Lack earlier ones",
    pending_hint: "kept until they come",
    refused: "Refused",
    refused_hint: "files are not altered",
    files_table: "What each file brings",
    from: "From",
    number: "Number",
    made: "Made",
    verdict: "Result",
    detail: "Details",
    inside: "New in it",
    photos: "Photos and documents",
    missing: "Missing",
    missing_hint: "They join up when they arrive; until then what follows is kept and not counted.",
    forks: "Two entries under one number: {}; both are kept for now",
    faults: "What is wrong",
    place: "at {}",
    nothing_inside: "Nothing new.",
    devices: "New devices",
    devices_hint: "A tick admits the device: what it writes counts from then on. If unsure, call and have the six characters read out.",
    admit: "Admit this device of {}",
    discard: "Discard all",
    discarded: "Discarded; the ledger has not changed.",
    apply_hint: "Taking in overwrites nobody's entries.",
    merging: "Taking in…",
    merged: "Taken in. New: {}.",
    noted: "Nothing new; what the sender holds was noted.",
    answer_to: "Send an answer to {}",
    answer_many: "Answer several at once",
    not_merged: "Not taken in; nothing was written.",
    silent: "Not heard from",
    silent_hint: "Not sent is not the same as not done: it may still be on the phone.",
    silent_over: "for over 2 days",
    last_time: "last {}",
    log: "Sent and taken in",
    log_empty: "Nothing was sent or taken in yet.",
    log_hint: "This log is kept on this device only.",
    sent_to: "To {}",
    received_from: "From {}",
    nobody: "someone not named",
    older: "Earlier: {}",
    made_unconfirmed: "Made, receipt not confirmed",
    received_on: "Received, receipt of {}",
    received_by: "Of {} people {} received it",
    exchange_lead: "Works without a network: by chat, Bluetooth or USB stick.",
    take_in_hint: "Open a file that you were sent",
    send_hint: "Make a file and pass it on",
    sample: "The sample cannot be sent; it is only for looking.",
};

impl Text {
    /// 1,211
    pub fn thousands(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }

    /// 7 条 · 7 entries.
    pub fn entries(&self, n: u64) -> String {
        let shown = self.thousands(n);
        match (self.lang, n) {
            (Lang::Zh, _) => format!("{shown} 条"),
            (Lang::En, 1) => "1 entry".into(),
            (Lang::En, _) => format!("{shown} entries"),
        }
    }

    /// 16 份 · 16 files.
    pub fn files(&self, n: u64) -> String {
        match (self.lang, n) {
            (Lang::Zh, _) => format!("{n} 份"),
            (Lang::En, 1) => "1 file".into(),
            (Lang::En, _) => format!("{n} files"),
        }
    }

    /// 11月14日 18:40.
    pub fn moment(&self, at: &Moment, today: Day) -> String {
        format!("{} {}", self.day(at.day, today), at.time)
    }

    /// 第 47 包 · Bundle 47.
    pub fn bundle(&self, number: u64) -> String {
        match self.lang {
            Lang::Zh => format!("第 {number} 包"),
            Lang::En => format!("Bundle {number}"),
        }
    }

    /// What entries are about.
    pub fn what(&self, what: What) -> &'static str {
        match (self.lang, what) {
            (Lang::Zh, What::Visits) => "走访、对接",
            (Lang::Zh, What::Problems) => "新问题",
            (Lang::Zh, What::Facts) => "项目情况改动",
            (Lang::Zh, What::Projects) => "新项目",
            (Lang::Zh, What::People) => "单位、人员、设备",
            (Lang::Zh, What::Notes) => "备注",
            (Lang::Zh, What::Withdrawals) => "撤回",
            (Lang::Zh, What::Others) => "其他",
            (Lang::En, What::Visits) => "Visits and contacts",
            (Lang::En, What::Problems) => "New problems",
            (Lang::En, What::Facts) => "Changed facts",
            (Lang::En, What::Projects) => "New projects",
            (Lang::En, What::People) => "Units, people, devices",
            (Lang::En, What::Notes) => "Remarks",
            (Lang::En, What::Withdrawals) => "Taken back",
            (Lang::En, What::Others) => "Others",
        }
    }

    /// What a new entry is: 走访, 新问题·资金, 阶段：封顶.
    pub fn told(&self, what: &Told) -> String {
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        match what {
            Told::Visit(kind) => self.visit_kind(kind),
            Told::Problem(category) => format!("{}{}{}", self.one_problem(), self.dot(), self.problem_category(category)),
            Told::Facts(fields) => {
                let set = fields.iter().map(|(field, value)| format!("{}{colon}{}", self.fact_label(*field), self.fact_value(value)));
                set.collect::<Vec<_>>().join(self.dot())
            }
            Told::Project => self.project().registered.into(),
            Told::Entry(kind) => self.kind(*kind).into(),
        }
    }

    fn one_problem(&self) -> &'static str {
        match self.lang {
            Lang::Zh => "新问题",
            Lang::En => "New problem",
        }
    }

    /// The result for a file, with its reason where there is one.
    pub fn verdict(&self, file: &FileRow) -> String {
        let zh = self.lang == Lang::Zh;
        let refused = file.refused;
        let Some(verdict) = file.verdict else { return self.receive().left_out.into() };
        match verdict {
            Verdict::Merges if file.pending > 0 && zh => format!("可并入，{}缺前面的，先存着", self.entries(file.pending)),
            Verdict::Merges if file.pending > 0 => {
                format!("Can be taken in; kept, since earlier ones are missing: {}", self.entries(file.pending))
            }
            Verdict::Merges if zh => "可并入".into(),
            Verdict::Merges => "Can be taken in".into(),
            Verdict::MergesPartly if zh => format!("部分可并入：{refused} 段有问题"),
            Verdict::MergesPartly if refused == 1 => "Partly: 1 part is at fault".into(),
            Verdict::MergesPartly => format!("Partly: {refused} parts are at fault"),
            Verdict::Kept if zh => "先存着，缺前面的".into(),
            Verdict::Kept => "Kept: earlier entries are missing".into(),
            Verdict::Known if zh => "早就有了，不重复".into(),
            Verdict::Known => "Held already".into(),
            Verdict::Waiting if zh => format!("等接纳，{}先存着", self.entries(file.waiting)),
            Verdict::Waiting => format!("Waiting to be admitted, {} kept", self.entries(file.waiting)),
            Verdict::Refused if zh => format!("拒收：{}", self.first_fault(file)),
            Verdict::Refused => format!("Refused: {}", self.first_fault(file)),
        }
    }

    fn first_fault(&self, file: &FileRow) -> &'static str {
        file.problems.first().map_or("", |problem| self.problem(problem))
    }

    pub fn gap(&self, gap: &Gap) -> String {
        let Gap { from, to, .. } = gap;
        match (self.lang, from == to) {
            (Lang::Zh, true) => format!("缺第 {from} 条"),
            (Lang::Zh, false) => format!("缺第 {from}—{to} 条"),
            (Lang::En, true) => format!("entry {from} is missing"),
            (Lang::En, false) => format!("entries {from}–{to} are missing"),
        }
    }

    pub fn proof(&self, proof: Proof) -> &'static str {
        match (self.lang, proof) {
            (Lang::Zh, Proof::Good) => "入门包对得上",
            (Lang::Zh, Proof::Missing) => "没有对得上的入门包，请先打电话核对",
            (Lang::Zh, Proof::Late) => "入门包过期以后才加入的，请先打电话核对",
            (Lang::Zh, Proof::Used) => "同一个入门包有两台设备用过，请先打电话核对",
            (Lang::En, Proof::Good) => "Proven by the starter file",
            (Lang::En, Proof::Missing) => "No starter file proves it: call first",
            (Lang::En, Proof::Late) => "Joined after the starter's last day: call first",
            (Lang::En, Proof::Used) => "Two devices used one starter: call first",
        }
    }

    /// 3 条·照片 2 张.
    pub fn brought(&self, entries: u64, photos: u64) -> String {
        let named = match self.lang {
            Lang::Zh => format!("照片 {}", self.photos(photos)),
            Lang::En if photos == 1 => "1 photo".into(),
            Lang::En => format!("{photos} photos"),
        };
        match (entries, photos) {
            (_, 0) => self.entries(entries),
            (0, _) => named,
            _ => format!("{}{}{named}", self.entries(entries), self.dot()),
        }
    }

    /// What accepting does, for the foot of a preview.
    pub fn apply(&self, take: Take, totals: &Totals) -> String {
        let new = self.brought(totals.new, totals.photos);
        match (self.lang, take) {
            (Lang::Zh, Take::Merge(files)) => format!("将并入 {}，新增 {new}。", self.files(files)),
            (Lang::Zh, Take::Note(files)) => format!("{}里没有新内容，只记下对方持有到哪里。", self.files(files)),
            (Lang::Zh, Take::Nothing) => "这些文件一份也用不上，什么都不会写。".into(),
            (Lang::En, Take::Merge(files)) => format!("{} to take in. New: {new}.", self.files(files)),
            (Lang::En, Take::Note(files)) => format!("Nothing new in {}; only what the sender holds is noted.", self.files(files)),
            (Lang::En, Take::Nothing) => "None of these files can be used; nothing will be written.".into(),
        }
    }

    /// Behind that, and behind what was done.
    pub fn admits(&self, devices: usize) -> String {
        match self.lang {
            Lang::Zh => format!("接纳 {devices} 台设备。"),
            Lang::En if devices == 1 => " Admits 1 device.".into(),
            Lang::En => format!(" Admits {devices} devices."),
        }
    }

    pub fn admitted(&self, devices: usize) -> String {
        match self.lang {
            Lang::Zh => format!("接纳了 {devices} 台设备。"),
            Lang::En if devices == 1 => " 1 device admitted.".into(),
            Lang::En => format!(" {devices} devices admitted."),
        }
    }

    /// The button that accepts.
    pub fn take(&self, take: Take) -> String {
        match (self.lang, take) {
            (Lang::Zh, Take::Merge(files)) => format!("并入 {}", self.files(files)),
            (Lang::Zh, Take::Note(files)) => format!("记下 {}", self.files(files)),
            (Lang::Zh, Take::Nothing) => "没有可并入的".into(),
            (Lang::En, Take::Merge(files)) => format!("Take in {}", self.files(files)),
            (Lang::En, Take::Note(files)) => format!("Note {}", self.files(files)),
            (Lang::En, Take::Nothing) => "Nothing to take in".into(),
        }
    }

    /// Whether it arrived, in the only words that are known to be true.
    pub fn receipt(&self, receipt: Receipt, today: Day) -> String {
        match receipt {
            Receipt::Unknown => self.receive().made_unconfirmed.into(),
            Receipt::Received(day) => fill(self.receive().received_on, &[&self.day(day, today)]),
            Receipt::Partly { received, all } => fill(self.receive().received_by, &[&all.to_string(), &received.to_string()]),
        }
    }

    pub fn sent_how(&self, how: SentHow) -> &'static str {
        match (self.lang, how) {
            (Lang::Zh, SentHow::Shared) => "用手机分享",
            (Lang::Zh, SentHow::Downloaded) => "存成了文件",
            (Lang::Zh, SentHow::Codes) => "屏幕上扫码",
            (Lang::En, SentHow::Shared) => "shared",
            (Lang::En, SentHow::Downloaded) => "saved as a file",
            (Lang::En, SentHow::Codes) => "codes on screen",
        }
    }

    /// 3 天 · 3 days.
    pub fn days(&self, n: i64) -> String {
        match (self.lang, n) {
            (Lang::Zh, _) => format!("{n} 天"),
            (Lang::En, 1) => "1 day".into(),
            (Lang::En, _) => format!("{n} days"),
        }
    }

    /// What came in, for a line of the log.
    pub fn came(&self, new: &str, known: u64, waiting: u64) -> String {
        let mut parts = vec![match self.lang {
            Lang::Zh => format!("新增 {new}"),
            Lang::En => format!("new: {new}"),
        }];
        if known > 0 {
            parts.push(format!("{} {}", self.receive().known, self.thousands(known)));
        }
        if waiting > 0 {
            parts.push(format!("{} {}", self.receive().waiting, self.thousands(waiting)));
        }
        parts.join(self.dot())
    }
}
