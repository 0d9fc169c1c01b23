//! Words of logging a visit.

use crate::screen::form::visit::VisitFault;
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub title: &'static str,
    pub project: &'static str,
    pub choose_project: &'static str,
    pub find: &'static str,
    pub mine: &'static str,
    pub others: &'static str,
    /// How many more there are.
    pub more_found: &'static str,
    pub none_found: &'static str,
    pub none_held: &'static str,
    pub when: &'static str,
    pub filled_in: &'static str,
    pub day: &'static str,
    pub time: &'static str,
    /// With the day that the form keeps.
    pub kept_day: &'static str,
    pub to_today: &'static str,
    pub kind: &'static str,
    pub more_kinds: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub phrases_label: &'static str,
    pub phrases: [&'static str; 3],
    pub people: &'static str,
    pub people_hint: &'static str,
    pub photos: &'static str,
    /// With their size.
    pub shrunk: &'static str,
    pub shrinking: &'static str,
    pub shrinking_wait: &'static str,
    pub take_photo: &'static str,
    pub pick_photo: &'static str,
    pub retake: &'static str,
    /// With the photo's number.
    pub photo: &'static str,
    pub remove_photo: &'static str,
    pub remove_broken: &'static str,
    /// With the file's name.
    pub not_an_image: &'static str,
    pub not_shrunk: &'static str,
    pub photo_not_kept: &'static str,
    pub raise: &'static str,
    pub with_visit: &'static str,
    pub category: &'static str,
    pub one_line: &'static str,
    pub more_about: &'static str,
    pub problem_hint: &'static str,
    pub problem: &'static str,
    pub add_problem: &'static str,
    pub remove_problem: &'static str,
    pub draft_will: &'static str,
    /// With the time.
    pub draft_at: &'static str,
    pub draft_failed: &'static str,
    pub restored: &'static str,
    pub start_another: &'static str,
    /// With the day and time.
    pub other_draft: &'static str,
    pub other_draft_blank: &'static str,
    pub go_on: &'static str,
    pub discard: &'static str,
    pub discard_sure: &'static str,
    pub faults: &'static str,
    pub keep_open: &'static str,
    pub make_room: &'static str,
    pub not_sent: &'static str,
    pub this_save: &'static str,
    pub taking_back: &'static str,
    pub all_taken_back: &'static str,
    pub edit_again: &'static str,
    pub another: &'static str,
    pub to_today_page: &'static str,
    pub to_project: &'static str,
}

pub static ZH: Words = Words {
    title: "记走访",
    project: "项目",
    choose_project: "选一个项目",
    find: "按名称、区、单位查找",
    mine: "我的项目",
    others: "其他项目",
    more_found: "还有 {} 个，请输入名称查找",
    none_found: "没有找到这样的项目",
    none_held: "这里还没有项目。打开发来的数据包，或从表格导入以后再来记。",
    when: "日期和时间",
    filled_in: "已自动填好",
    day: "日期",
    time: "时间",
    kept_day: "这份是 {}开始写的，日期没有跟着变。",
    to_today: "改成今天",
    kind: "方式",
    more_kinds: "更多 {} 种",
    note: "记录",
    note_hint: "看到什么、谈了什么。可用键盘上的话筒说。",
    phrases_label: "常用语",
    phrases: ["进度正常", "手续已报送", "约定下周再来"],
    people: "参加人",
    people_hint: "单位、职务或称呼，可不填",
    photos: "照片",
    shrunk: "已压缩，共 {}",
    shrinking: "正在压缩",
    shrinking_wait: "照片正在压缩…",
    take_photo: "拍照",
    pick_photo: "选照片",
    retake: "重拍",
    photo: "照片 {}",
    remove_photo: "去掉照片 {}",
    remove_broken: "去掉没加上的照片 {}",
    not_an_image: "“{}”打不开，没有加进来，写的字不受影响。若是 HEIC 格式，请在相机设置里改成“兼容性最佳”再拍，或截一张图再选。",
    not_shrunk: "“{}”压缩不到 300 KB，没有加进来，写的字不受影响。请换一张，或截一张图再选。",
    photo_not_kept: "照片还没进草稿，保存之前请不要关闭。",
    raise: "有问题要提",
    with_visit: "随这次走访一起存",
    category: "类别",
    one_line: "一句话说清",
    more_about: "详细情况",
    problem_hint: "先由区里限时解决；区里解决不了，报市里挂牌督办。",
    problem: "问题 {}",
    add_problem: "再加一个问题",
    remove_problem: "去掉问题 {}",
    draft_will: "写了一半也不会丢，会自动存成草稿",
    draft_at: "写了一半也不会丢：草稿 {} 已存到本机",
    draft_failed: "草稿没有存上，请先不要关闭这一页。",
    restored: "上次没存完的，已经接着打开。",
    start_another: "先放着，另记一次",
    other_draft: "还有一份没存完的草稿：{}",
    other_draft_blank: "没选项目",
    go_on: "接着写",
    discard: "丢掉",
    discard_sure: "真的丢掉，不再要了",
    faults: "还有 {} 处要改，见上面红字。",
    keep_open: "存好之前请不要关闭",
    make_room: "去腾空间",
    not_sent: "还没送出",
    this_save: "这次存下的",
    taking_back: "正在撤回…",
    all_taken_back: "已撤回，照样留在记录里",
    edit_again: "改一下再存",
    another: "再记一次",
    to_today_page: "回到今天",
    to_project: "看这个项目",
};

pub static EN: Words = Words {
    title: "Log a visit",
    project: "Project",
    choose_project: "Choose a project",
    find: "Search name, district, unit",
    mine: "My projects",
    others: "Other projects",
    more_found: "{} more: search by name",
    none_found: "No such project was found",
    none_held: "No project is here yet. Open a file that you were sent, or take in a table, then log a visit.",
    when: "Day and time",
    filled_in: "Filled in for you",
    day: "Day",
    time: "Time",
    kept_day: "This was begun on {}; its day has not moved.",
    to_today: "Change to today",
    kind: "How",
    more_kinds: "{} more",
    note: "Note",
    note_hint: "What you saw and heard. You can speak with the keyboard's microphone.",
    phrases_label: "Ready phrases",
    phrases: ["Work on schedule", "Papers submitted", "Coming back next week"],
    people: "People present",
    people_hint: "Units, offices or names; optional",
    photos: "Photos",
    shrunk: "made small, {} in all",
    shrinking: "Making it small",
    shrinking_wait: "Photos are being made small…",
    take_photo: "Take photo",
    pick_photo: "Choose photo",
    retake: "Retake",
    photo: "Photo {}",
    remove_photo: "Remove photo {}",
    remove_broken: "Remove photo {} that could not be added",
    not_an_image: "“{}” cannot be opened and was not added; your words are kept. If it is HEIC, set the camera to “Most compatible” and take it again, or choose a screenshot of it.",
    not_shrunk: "“{}” could not be made smaller than 300 KB and was not added; your words are kept. Choose another, or a screenshot of it.",
    photo_not_kept: "A photo is not in the draft yet: please do not close before saving.",
    raise: "Raise a problem",
    with_visit: "Saved with this visit",
    category: "Category",
    one_line: "In one sentence",
    more_about: "More about it",
    problem_hint: "The district solves it first, within a time limit; what it cannot solve goes to the city.",
    problem: "Problem {}",
    add_problem: "Another problem",
    remove_problem: "Remove problem {}",
    draft_will: "Nothing half written is lost: it is kept as a draft",
    draft_at: "Nothing half written is lost: draft saved on this device {}",
    draft_failed: "The draft was not saved: please keep this page open.",
    restored: "Your unfinished visit is open again.",
    start_another: "Leave it and log another",
    other_draft: "Another unfinished draft: {}",
    other_draft_blank: "no project chosen",
    go_on: "Go on with it",
    discard: "Discard",
    discard_sure: "Yes, discard it",
    faults: "To be corrected: {}. See the red lines above.",
    keep_open: "Please keep this open until it is saved",
    make_room: "Make room",
    not_sent: "not sent yet",
    this_save: "What was saved",
    taking_back: "Taking back…",
    all_taken_back: "Taken back; it stays in the record",
    edit_again: "Edit and save again",
    another: "Log another",
    to_today_page: "Back to today",
    to_project: "See the project",
};

impl Text {
    pub fn visit_fault(&self, fault: VisitFault) -> &'static str {
        match (self.lang, fault) {
            (Lang::Zh, VisitFault::NoProject) => "请先选一个项目。",
            (Lang::Zh, VisitFault::NotADay) => "请选一个日期。",
            (Lang::Zh, VisitFault::LaterThanToday) => "日期在今天以后。请改成今天或以前的日子。",
            (Lang::Zh, VisitFault::NotATime) => "请写成 09:40 这样的时间，或者不填。",
            (Lang::Zh, VisitFault::TextTooLong | VisitFault::ProblemTooLong(_)) => "太长了：最多一万字。请分成几条来记。",
            (Lang::Zh, VisitFault::PeopleTooLong | VisitFault::TitleTooLong(_)) => "太长了：最多一万字。",
            (Lang::Zh, VisitFault::NoCategory(_)) => "请选一个类别。",
            (Lang::Zh, VisitFault::NoTitle(_)) => "请用一句话说清是什么问题。",
            (Lang::En, VisitFault::NoProject) => "Please choose a project first.",
            (Lang::En, VisitFault::NotADay) => "Please choose a day.",
            (Lang::En, VisitFault::LaterThanToday) => "This day is after today. Choose today or an earlier day.",
            (Lang::En, VisitFault::NotATime) => "Write a time like 09:40, or none.",
            (Lang::En, VisitFault::TextTooLong | VisitFault::ProblemTooLong(_)) => {
                "Too long: at most 10,000 characters. Split it into several visits."
            }
            (Lang::En, VisitFault::PeopleTooLong | VisitFault::TitleTooLong(_)) => "Too long: at most 10,000 characters.",
            (Lang::En, VisitFault::NoCategory(_)) => "Choose a category.",
            (Lang::En, VisitFault::NoTitle(_)) => "Say in one sentence what the problem is.",
        }
    }

    /// What stands between what is written and a ready phrase: nothing more where a sentence has ended.
    pub fn phrase_joint(&self, written: &str) -> &'static str {
        let ended = written.trim_end().ends_with(['。', '；', '，', '！', '？', '.', ';', ',', '!', '?']);
        match (self.lang, ended) {
            (Lang::Zh, true) => "",
            (Lang::Zh, false) => "；",
            (Lang::En, true) => " ",
            (Lang::En, false) => "; ",
        }
    }

    /// 走访 1、问题 1、照片 2; a call is a contact, not a visit.
    pub fn saved_things(&self, on_site: bool, problems: usize, photos: usize) -> String {
        let zh = self.lang == Lang::Zh;
        let first = match (zh, on_site) {
            (true, true) => "走访 1",
            (true, false) => "联系 1",
            (false, true) => "1 visit",
            (false, false) => "1 contact",
        };
        let mut parts = vec![first.to_string()];
        match (zh, problems) {
            (_, 0) => {}
            (true, n) => parts.push(format!("问题 {n}")),
            (false, 1) => parts.push("1 problem".into()),
            (false, n) => parts.push(format!("{n} problems")),
        }
        match (zh, photos) {
            (_, 0) => {}
            (true, n) => parts.push(format!("照片 {n}")),
            (false, 1) => parts.push("1 photo".into()),
            (false, n) => parts.push(format!("{n} photos")),
        }
        parts.join(if zh { "、" } else { ", " })
    }

    /// 照片 2 张
    pub fn photo_count(&self, n: usize) -> String {
        match (self.lang, n) {
            (_, 0) => self.visit().photos.into(),
            (Lang::Zh, n) => format!("照片 {n} 张"),
            (Lang::En, 1) => "1 photo".into(),
            (Lang::En, n) => format!("{n} photos"),
        }
    }

    pub fn visit_faults(&self, n: usize) -> String {
        fill(self.visit().faults, &[&n.to_string()])
    }
}
