//! Words of editing and registering a project.

use crate::domain::money::AmountFault;
use crate::screen::form::project::FieldFault;
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub title: &'static str,
    pub new_title: &'static str,
    pub lead: &'static str,
    pub wan: &'static str,
    pub total_hint: &'static str,
    pub choose: &'static str,
    pub none: &'static str,
    /// With the values that are in force.
    pub conflict: &'static str,
    pub faults: &'static str,
    pub draft_will: &'static str,
    pub draft_at: &'static str,
    pub draft_failed: &'static str,
    pub restored: &'static str,
    pub start_over: &'static str,
    pub make_room: &'static str,
    pub not_yours: &'static str,
    /// With the name.
    pub new_secretary: &'static str,
    pub send_full: &'static str,
    pub to_project: &'static str,
    pub register: &'static str,
    pub value_sep: &'static str,
}

pub static ZH: Words = Words {
    title: "改资料",
    new_title: "登记项目",
    lead: "只存您改过的几项，原来写的照样查得到。",
    wan: "万元",
    total_hint: "最多六位小数，例如 12345.6789",
    choose: "请选择",
    none: "没有",
    conflict: "现在有几种说法：{}。您这里改了，就按您的算。",
    faults: "还有 {} 处要改，见上面红字。",
    draft_will: "改了一半也不会丢，会自动存成草稿",
    draft_at: "改了一半也不会丢：草稿 {} 已存到本机",
    draft_failed: "草稿没有存上，请先不要关闭这一页。",
    restored: "上次没改完的，已经接着打开。",
    start_over: "不要了，重新改",
    make_room: "去腾空间",
    not_yours: "这个项目的资料不由您的岗位来改。",
    new_secretary: "服务秘书换成了{}。请把这个项目的记录送过去，那边才看得到。",
    send_full: "送给{}",
    to_project: "看这个项目",
    register: "登记",
    value_sep: "、",
};

pub static EN: Words = Words {
    title: "Edit facts",
    new_title: "Register a project",
    lead: "Only what you change is written; what stood before can still be read.",
    wan: "× CNY 10,000",
    total_hint: "At most six decimals, such as 12345.6789",
    choose: "Please choose",
    none: "None",
    conflict: "Several values are in force: {}. What you write here will replace them.",
    faults: "To be corrected: {}. See the red lines above.",
    draft_will: "Nothing half edited is lost: it is kept as a draft",
    draft_at: "Nothing half edited is lost: draft saved on this device {}",
    draft_failed: "The draft was not saved: please keep this page open.",
    restored: "Your unfinished changes are open again.",
    start_over: "Drop them and begin again",
    make_room: "Make room",
    not_yours: "The facts of this project are not for your role to edit.",
    new_secretary: "{} is now the secretary. Send the project's entries, so that they can be seen there.",
    send_full: "Send to {}",
    to_project: "See the project",
    register: "Register",
    value_sep: ", ",
};

impl Text {
    pub fn field_fault(&self, fault: FieldFault) -> &'static str {
        match (self.lang, fault) {
            (Lang::Zh, FieldFault::Missing) => "这一项必须填。",
            (Lang::Zh, FieldFault::TooLong) => "太长了：最多一万字。",
            (Lang::Zh, FieldFault::Amount(AmountFault::NotANumber | AmountFault::UnitInside | AmountFault::Grouping)) => {
                "请只写数字，例如 12345.6789，单位是万元。"
            }
            (Lang::Zh, FieldFault::Amount(AmountFault::TooManyDecimals)) => "小数最多六位，再细就不到一分钱了。",
            (Lang::Zh, FieldFault::Amount(AmountFault::Negative)) => "总投资不能是负数。",
            (Lang::Zh, FieldFault::Amount(AmountFault::TooLarge)) => "太大了：最多一千万万元。请看看单位是不是万元。",
            (Lang::En, FieldFault::Missing) => "This must be filled in.",
            (Lang::En, FieldFault::TooLong) => "Too long: at most 10,000 characters.",
            (Lang::En, FieldFault::Amount(AmountFault::NotANumber | AmountFault::UnitInside | AmountFault::Grouping)) => {
                "Write digits only, such as 12345.6789; the unit is CNY 10,000."
            }
            (Lang::En, FieldFault::Amount(AmountFault::TooManyDecimals)) => "At most six decimals of CNY 10,000.",
            (Lang::En, FieldFault::Amount(AmountFault::Negative)) => "An investment is not below zero.",
            (Lang::En, FieldFault::Amount(AmountFault::TooLarge)) => "Too large: at most 10,000,000 times CNY 10,000. Is the unit right?",
        }
    }

    pub fn edit_faults(&self, n: usize) -> String {
        fill(self.edit().faults, &[&n.to_string()])
    }
}
