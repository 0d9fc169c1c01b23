//! Words of files for many people: whom, in which form, where they go, how a run ended.

use crate::screen::many::Mark;
use crate::screen::people::Standing;
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub to_many: &'static str,
    pub starters: &'static str,
    pub starters_lead: &'static str,
    pub starters_way: &'static str,
    pub whom: &'static str,
    pub all: &'static str,
    pub all_districts: &'static str,
    /// With how many.
    pub choose_shown: &'static str,
    pub choose_none: &'static str,
    pub choose: &'static str,
    pub col_mark: &'static str,
    pub col_file: &'static str,
    pub none: &'static str,
    pub absent: &'static str,
    pub absent_hint: &'static str,
    pub to_starters: &'static str,
    pub form: &'static str,
    pub each: &'static str,
    pub each_hint: &'static str,
    pub one: &'static str,
    pub one_hint: &'static str,
    pub devices: &'static str,
    /// With the number of devices and how many one file has room for.
    pub too_many: &'static str,
    pub phrase_all: &'static str,
    pub phrase_starters: &'static str,
    pub plain: &'static str,
    pub folder: &'static str,
    pub zip: &'static str,
    pub no_folder: &'static str,
    pub folder_hint: &'static str,
    pub first: &'static str,
    pub make_one: &'static str,
    pub stop: &'static str,
    pub save_zip: &'static str,
    pub zip_made: &'static str,
    pub zip_saved: &'static str,
    pub stopped: &'static str,
    pub failed: &'static str,
    pub not_noted: &'static str,
    pub not_saved: &'static str,
    pub go_on: &'static str,
    pub full: &'static str,
    pub not_allowed: &'static str,
    pub gone: &'static str,
    pub broken: &'static str,
    pub key_note: &'static str,
    pub kept_note: &'static str,
    pub sheet: &'static str,
    pub sheet_head: [&'static str; 5],
    pub nothing_common: &'static str,
    pub not_you: &'static str,
}

pub static ZH: Words = Words {
    title: "送给多人",
    lead: "一次给很多人送：每人一份，或一份给大家",
    to_many: "一次送给多人",
    starters: "给多人生成入门包",
    starters_lead: "一次邀请很多人，每人一个文件",
    starters_way: "给多人生成入门包",
    whom: "送给哪些人",
    all: "全部",
    all_districts: "全部区市县",
    choose_shown: "选这 {} 人",
    choose_none: "都不选",
    choose: "选",
    col_mark: "情况",
    col_file: "文件",
    none: "没有符合的人。",
    absent: "送不到的人",
    absent_hint: "还没有接纳过的设备，先给他们入门包，或先接纳。",
    to_starters: "去生成入门包",
    form: "怎么分",
    each: "每人一份",
    each_hint: "各人只收自己该有的，带回执；一人一个文件夹",
    one: "一份给大家",
    one_hint: "只含大家都能看的，按缺得最多的人算；不带回执",
    devices: "加密：只有他们各自的设备能打开",
    too_many: "他们共有 {} 台设备，一份加密文件最多给 {} 台。请选每人一份，或用口令。",
    phrase_all: "所有文件用同一个口令。每份要多算一会儿。",
    phrase_starters: "所有入门包用同一个口令：挡住捡到文件的外人，不能分清谁是谁，接纳前仍要核对六个字符。",
    plain: "不加口令",
    folder: "存到文件夹",
    zip: "存成一个压缩包",
    no_folder: "这个浏览器不能直接写文件夹，存成一个压缩包（zip）。",
    folder_hint: "每人一个子文件夹，以人名命名。已有的文件不会覆盖。",
    first: "先选人",
    make_one: "生成这一份",
    stop: "停下",
    save_zip: "存下压缩包",
    zip_made: "压缩包做好了，还没存下，也还没记成送出。",
    zip_saved: "压缩包已存到“下载”里。请解开后分发，未确认收到。",
    stopped: "停下了。",
    failed: "没有全部写完。",
    not_noted: "文件已经写好，但没有记上。再送一次也不会重复计数。",
    not_saved: "没有存下，也没有记成送出。请再试一次。",
    go_on: "接着写剩下的",
    full: "磁盘满了。请腾出空间，或换个文件夹。",
    not_allowed: "浏览器不让写这个文件夹。请换一个再试。",
    gone: "文件夹找不到了。请重新选。",
    broken: "写文件出错了。",
    key_note: "入门包等于钥匙，一人一份：谁拿到都能冒名加入。请一份一份发给本人，发完把文件夹删掉。",
    kept_note: "邀请只写一次。中断了再来，已邀请的不会重复邀请。本人加入前，以后送给他的文件也带着入门包。",
    sheet: "入门包清单",
    sheet_head: ["人", "角色", "区市县", "文件", "有效到"],
    nothing_common: "没有大家都缺的内容。",
    not_you: "只有协调员可以一次送给多人。",
};

pub static EN: Words = Words {
    title: "Send to many",
    lead: "Many people in one go: one file each, or one for all of them",
    to_many: "Send to many in one go",
    starters: "Starter files for many",
    starters_lead: "Invite many people in one go, one file each",
    starters_way: "Starter files for many",
    whom: "To whom",
    all: "All",
    all_districts: "All districts",
    choose_shown: "Choose these {}",
    choose_none: "Choose nobody",
    choose: "Choose",
    col_mark: "State",
    col_file: "File",
    none: "Nobody fits.",
    absent: "Out of reach",
    absent_hint: "No device of theirs was admitted yet: give them a starter file, or admit it first.",
    to_starters: "Make starter files",
    form: "In which form",
    each: "One file each",
    each_hint: "Each gets only what is theirs, with receipts; a folder for each person",
    one: "One file for all of them",
    one_hint: "Only what all of them may have, by who lacks most; it carries no receipts",
    devices: "Encrypted: only their own devices can open it",
    too_many: "They have {} devices; one encrypted file has room for {}. Choose one file each, or a passphrase.",
    phrase_all: "All files have the same passphrase. Each takes a moment longer to make.",
    phrase_starters: "All starter files have the same passphrase: it stops outsiders who find them, but does not tell people apart; the six characters are compared all the same.",
    plain: "No passphrase",
    folder: "Save into a folder",
    zip: "Save as one zip",
    no_folder: "This browser cannot write into a folder; the files come as one zip.",
    folder_hint: "A folder for each person, by name. Files that are there already are never overwritten.",
    first: "Choose people first",
    make_one: "Make this file",
    stop: "Stop",
    save_zip: "Save the zip",
    zip_made: "The zip is made. It is not saved yet and does not count as sent.",
    zip_saved: "The zip is among your downloads. Unpack it and hand the files out; receipt not confirmed.",
    stopped: "Stopped.",
    failed: "Not all were written.",
    not_noted: "The files are written, but that could not be noted. Sending again counts nothing twice.",
    not_saved: "Not saved, and not noted as sent. Please try again.",
    go_on: "Go on with the rest",
    full: "The disk is full. Make room, or choose another folder.",
    not_allowed: "The browser does not allow writing to this folder. Please choose another.",
    gone: "The folder is gone. Please choose it again.",
    broken: "A file could not be written.",
    key_note: "A starter file is a key, for one person only: whoever has it can join as them. Send each to its person, then delete the folder.",
    kept_note: "Everyone is invited only once: after a break, nobody is invited again. Until they join, later files to them carry the starter too.",
    sheet: "starters",
    sheet_head: ["Person", "Role", "District", "File", "Valid until"],
    nothing_common: "There is nothing that they all may have and lack.",
    not_you: "Only coordinators send to many in one go.",
};

impl Text {
    pub fn mark(&self, mark: Mark) -> &'static str {
        match mark {
            Mark::Owed => self.pick("等答复", "Waits for an answer"),
            Mark::Answered => self.pick("没有要答复的", "Nothing to answer"),
            Mark::NotInvited => self.pick("还没邀请", "Not invited"),
            Mark::NotHandedOut => self.pick("已邀请，文件没发出", "Invited, file not handed out"),
            Mark::Out => self.pick("入门包已发出", "Starter handed out"),
            Mark::Asks => self.pick("有设备在等接纳", "A device waits to be admitted"),
        }
    }

    /// Why no file reaches someone.
    pub fn absence(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Named => self.pick("还没邀请", "not invited"),
            Standing::Invited(_) => self.pick("已邀请，还没加入", "invited, has not joined"),
            Standing::Expired(_) => self.pick("邀请过期了", "invitation expired"),
            Standing::Waiting => self.pick("新设备等接纳", "new device waiting"),
            Standing::Stopped | Standing::Admitted => self.pick("设备已停用", "device stopped"),
        }
    }

    /// 378 人，378 个文件.
    pub fn many_sum(&self, people: usize, files: usize) -> String {
        let (people, files) = (self.people_count(people as u64), self.files(files as u64));
        format!("{people}{}{files}", self.comma())
    }

    /// 正在写第 12 份，共 378 份.
    pub fn many_going(&self, done: usize, all: usize) -> String {
        match self.lang {
            Lang::Zh => format!("写好 {done} 份，共 {all} 份"),
            Lang::En => format!("{done} of {all} made"),
        }
    }

    /// What a run has written.
    pub fn many_written(&self, written: usize, all: usize) -> String {
        match self.lang {
            Lang::Zh if written == all => format!("{all} 份都写好了，未确认收到。"),
            Lang::Zh => format!("写好 {written} 份，还有 {} 份没有写。", all - written),
            Lang::En if written == all => format!("All {all} files are written, receipt not confirmed."),
            Lang::En => format!("Written: {written}. Not written: {}.", all - written),
        }
    }
}
