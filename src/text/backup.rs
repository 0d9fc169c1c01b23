//! Words of a backup.

use crate::screen::reminder::BackupAge;
use crate::text::{Lang, Text};

pub struct Words {
    pub title: &'static str,
    pub what: &'static str,
    pub never: &'static str,
    pub make: &'static str,
    pub again: &'static str,
    pub restore: &'static str,
    pub restore_hint: &'static str,
    pub making: &'static str,
    pub keep: &'static str,
    pub kept: &'static str,
    pub keep_each: &'static str,
    pub done: &'static str,
    pub not_left: &'static str,
    pub whole: &'static str,
    pub sample: &'static str,
    pub only_device: &'static str,
    pub only_device_why: &'static str,
    pub second_device: &'static str,
}

pub static ZH: Words = Words {
    title: "备份",
    what: "备份是您手上的全部记录和照片，带签名。放到 U 盘或另一台电脑，才算备份。",
    never: "还没有备份过",
    make: "现在备份",
    again: "再备份一次",
    restore: "从备份恢复",
    restore_hint: "恢复到新设备：先凭新的入门包加入，再到收包里把备份的文件都选上。签名的钥匙带不走。",
    making: "正在做备份…",
    keep: "存下",
    kept: "已交给浏览器",
    keep_each: "一个一个存到 U 盘上，都存了才算备份好。",
    done: "都存下了。请看一眼 U 盘上有没有。",
    not_left: "没有存成，再试一次。",
    whole: "之后没有新增",
    sample: "样例不用备份。",
    only_device: "全市的权限只在这一台设备上。",
    only_device_why: "它丢了或坏了，就没有人能再接纳、停用设备了。请先给第二台设备做一个入门包，再做别的。",
    second_device: "添第二台设备",
};

pub static EN: Words = Words {
    title: "Backup",
    what: "A backup is all entries and photos held here, signed. It is one only once it lies on a USB stick or another computer.",
    never: "Never backed up",
    make: "Back up now",
    again: "Back up again",
    restore: "Restore from a backup",
    restore_hint: "On a new device: join by a new starter first, then choose all files of the backup under Take in. The keys that sign do not travel.",
    making: "Making the backup…",
    keep: "Save",
    kept: "Handed to the browser",
    keep_each: "Save each file to the USB stick; it is a backup once all are there.",
    done: "All files were saved. Have a look at the stick.",
    not_left: "Not saved; please try again.",
    whole: "nothing new since",
    sample: "The sample needs no backup.",
    only_device: "Only this device has the rights of the city.",
    only_device_why: "If it is lost or breaks, nobody can admit or stop devices any more. Before anything else, make a starter for a second one.",
    second_device: "Add a second device",
};

impl Text {
    /// 上次在 9 天前.
    pub fn last_backup(&self, days: i64) -> String {
        let ago = self.days_ago(days);
        match self.lang {
            Lang::Zh => format!("上次在{ago}"),
            Lang::En => format!("Last {ago}"),
        }
    }

    /// What came since the last backup.
    pub fn since_backup(&self, events: u64) -> String {
        let entries = self.entries(events);
        match self.lang {
            Lang::Zh if events > 0 => format!("之后新增 {entries}没有备份"),
            Lang::En if events > 0 => format!("{entries} since, not backed up"),
            _ => self.backup().whole.into(),
        }
    }

    /// 第 2 个，共 4 个.
    pub fn backup_part(&self, number: usize, of: usize) -> String {
        match self.lang {
            Lang::Zh => format!("第 {number} 个，共 {of} 个"),
            Lang::En => format!("{number} of {of}"),
        }
    }

    /// How old the last backup is, and what came since.
    pub fn backup_age(&self, age: &BackupAge) -> String {
        match age.days {
            None => self.backup().never.into(),
            Some(days) => format!("{}{}{}", self.last_backup(days), self.dot(), self.since_backup(age.new)),
        }
    }

    /// Why it is time for a backup.
    pub fn backup_due(&self, age: &BackupAge) -> String {
        let unsent = (age.unsent > 0).then(|| match self.lang {
            Lang::Zh => format!("，您写的 {}还没送出过", self.entries(age.unsent)),
            Lang::En => format!("; {} of yours on this device alone", self.entries(age.unsent)),
        });
        match self.lang {
            Lang::Zh => format!("该备份了：{}{}。", self.backup_age(age), unsent.unwrap_or_default()),
            Lang::En => format!("Time for a backup: {}{}.", self.backup_age(age), unsent.unwrap_or_default()),
        }
    }
}
