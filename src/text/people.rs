//! Words of units, people, invitations and devices.

use crate::domain::calendar::Day;
use crate::screen::people::{DeviceStanding, Fault, Standing};
use crate::text::send::Handing;
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub title: &'static str,
    /// With the number of projects that one secretary is meant to serve.
    pub lead: &'static str,
    pub find: &'static str,
    pub tiles: &'static str,
    pub secretaries: &'static str,
    /// With projects.
    pub serve: &'static str,
    pub waiting: &'static str,
    pub waiting_hint: &'static str,
    pub invited: &'static str,
    pub invited_hint: &'static str,
    /// With the number.
    pub over: &'static str,
    pub over_hint: &'static str,
    pub unassigned: &'static str,
    pub unassigned_hint: &'static str,
    pub roster: &'static str,
    pub all: &'static str,
    pub first: &'static str,
    pub col_person: &'static str,
    pub col_role: &'static str,
    pub col_district: &'static str,
    pub col_projects: &'static str,
    pub col_device: &'static str,
    pub col_note: &'static str,
    pub col_heard: &'static str,
    pub heard_never: &'static str,
    pub heard_hint: &'static str,
    pub whole_city: &'static str,
    /// By how many.
    pub over_by: &'static str,
    pub none_found: &'static str,
    pub clear: &'static str,
    pub nobody: &'static str,
    pub to_check: &'static str,
    pub to_invite: &'static str,
    pub to_invite_again: &'static str,
    pub register: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub role: &'static str,
    pub district: &'static str,
    pub choose: &'static str,
    pub unit: &'static str,
    pub no_unit: &'static str,
    pub register_go: &'static str,
    /// With the name.
    pub registered: &'static str,
    pub role_fixed: &'static str,
    pub units: &'static str,
    pub unit_name: &'static str,
    pub unit_kind: &'static str,
    pub unit_parent: &'static str,
    pub no_parent: &'static str,
    pub unit_go: &'static str,
    pub no_units: &'static str,
    pub no_district: &'static str,
    pub person: &'static str,
    pub devices: &'static str,
    pub no_devices: &'static str,
    pub this_device: &'static str,
    pub call: &'static str,
    pub admit: &'static str,
    pub admitting: &'static str,
    pub admit_noted: &'static str,
    pub starter_not_yet: &'static str,
    pub admit_later: &'static str,
    pub admit_word: &'static str,
    pub own_word: &'static str,
    pub proof_checking: &'static str,
    pub starter: &'static str,
    pub starter_again: &'static str,
    pub second: &'static str,
    /// With the day.
    pub out_until: &'static str,
    /// With the day.
    pub out_over: &'static str,
    pub until: &'static str,
    pub until_hint: &'static str,
    pub key_note: &'static str,
    pub make: &'static str,
    pub making: &'static str,
    pub made: &'static str,
    /// With the day.
    pub made_until: &'static str,
    pub hand_out: &'static str,
    pub hand_out_again: &'static str,
    pub unshared: &'static str,
    pub leave_note: &'static str,
    pub handing: Handing,
    pub sample: &'static str,
    pub projects: &'static str,
    pub no_projects: &'static str,
    pub assign: &'static str,
    pub assign_find: &'static str,
    pub assign_free: &'static str,
    pub assign_none: &'static str,
    /// With the name of the one who has it now.
    pub now_with: &'static str,
    pub assign_nothing: &'static str,
    pub assigning: &'static str,
    pub assigned: &'static str,
    pub send_full: &'static str,
    pub give_to: &'static str,
    /// With the project.
    pub give_label: &'static str,
    pub give: &'static str,
}

pub static ZH: Words = Words {
    title: "人员",
    lead: "每名服务秘书最多 {} 个项目；超过的标出来，不拦着。",
    find: "姓名、岗位、单位、区市县",
    tiles: "名册，点一下只看这一种",
    secretaries: "服务秘书",
    serve: "共 {} 个项目",
    waiting: "新设备等接纳",
    waiting_hint: "先念六个字符",
    invited: "已邀请",
    invited_hint: "还没有加入",
    over: "超过 {} 个项目",
    over_hint: "标出来，不拦着",
    unassigned: "没有服务秘书",
    unassigned_hint: "项目等指派",
    roster: "名册",
    all: "全部",
    first: "要办的在前",
    col_person: "人（按岗位）",
    col_role: "角色",
    col_district: "区市县",
    col_projects: "项目",
    col_device: "设备",
    col_note: "说明",
    col_heard: "最近收到",
    heard_never: "还没有",
    heard_hint: "“最近收到”是本机收到的最近一份文件，没收到不等于没干。",
    whole_city: "全市",
    over_by: "超 {}",
    none_found: "没有符合的人。",
    clear: "清除筛选",
    nobody: "这里还没有别人。先邀请第一个人。",
    to_check: "去核对",
    to_invite: "邀请",
    to_invite_again: "再邀请",
    register: "登记一个人",
    name: "岗位或姓名",
    name_hint: "例如：大连湾街道服务秘书。别人会看到：这一条是谁写的",
    role: "角色",
    district: "区市县",
    choose: "请选",
    unit: "单位",
    no_unit: "不填",
    register_go: "登记",
    registered: "已登记：{}。接下来给本人生成入门包。",
    role_fixed: "角色和区市县定下来就不改；换岗位要重新登记。",
    units: "单位",
    unit_name: "单位名称",
    unit_kind: "种类",
    unit_parent: "属于哪个区市县",
    no_parent: "直属全市",
    unit_go: "登记单位",
    no_units: "还没有单位。先登记区市县，再登记人。",
    no_district: "还没有区市县，先在“单位”里登记。",
    person: "这个人",
    devices: "设备",
    no_devices: "还没有设备加入。",
    this_device: "就是这台",
    call: "打电话，请对方念六个字符。两边一样，才是本人。",
    admit: "一样，接纳这台设备",
    admitting: "正在存…",
    starter_not_yet: "这台设备自己还没被接纳，现在做的入门包没有手机认。先在“送出”里送一个包给上级，等接纳以后再做。",
    admit_noted: "您已接纳，记下了。这台设备自己还没被接纳：等别人接纳它以后，这一条才算数。",
    admit_later: "这台设备自己还没被接纳。您现在接纳别人，先记下，等别人接纳这台设备以后才算数。",
    admit_word: "仍要接纳",
    own_word: "入门包证明不了它，只凭您一句话：接纳以后，它写的从此都算。请务必先听对方念。",
    proof_checking: "正在核对入门包…",
    starter: "入门包",
    starter_again: "给另一台设备",
    second: "已经有设备了。换手机或加一台电脑，就再做一份：新设备以同一个人加入，旧设备写的照样算。",
    out_until: "已有一份在外面，{}前有效。再做一份，两份都能用，各用一次。",
    out_over: "上一份 {} 过期了。",
    until: "有效到",
    until_hint: "只能用一次",
    key_note: "入门包等于一把钥匙，只给一个人：谁拿到它，谁就能以这个人加入。只发给本人，不要发到群里。",
    make: "生成入门包",
    making: "正在生成…",
    made: "入门包做好了，还没发出。",
    made_until: "{}前有效，只能用一次",
    hand_out: "发出，选择怎么发",
    hand_out_again: "再发一次",
    unshared: "入门包还没发出",
    leave_note: "离开这一页，这个文件就没了，要再生成一份。",
    handing: Handing {
        sharing: "正在交给手机…",
        shared: "已生成并交给手机分享，未确认收到。",
        downloaded: "已存成文件，在“下载”里。请发给本人。",
        cancelled: "您取消了，还没发出。文件还在这里，可以再发。",
        not_shared: "没有发成，文件还在这里。请再试一次。",
        not_recorded: "文件已经出去了，但没有记上。",
    },
    sample: "样例不能送出，所以这里不做入门包。",
    projects: "服务的项目",
    no_projects: "还没有项目。",
    assign: "指派项目",
    assign_find: "找项目，别人手上的也能找到",
    assign_free: "本区没有服务秘书的项目：",
    assign_none: "没有可指派的项目。",
    now_with: "现在是{}",
    assign_nothing: "先勾项目",
    assigning: "正在存…",
    assigned: "已指派：",
    send_full: "把项目送给本人",
    give_to: "指派",
    give_label: "给{}指派服务秘书",
    give: "给这个人",
};

pub static EN: Words = Words {
    title: "People",
    lead: "A secretary is meant to serve {} projects at most; more is marked, not blocked.",
    find: "Name, post, unit, district",
    tiles: "The roster; press one to see only these",
    secretaries: "Secretaries",
    serve: "Projects: {}",
    waiting: "New devices waiting",
    waiting_hint: "Compare six characters first",
    invited: "Invited",
    invited_hint: "Have not joined yet",
    over: "Over {} projects",
    over_hint: "Marked, not blocked",
    unassigned: "Without a secretary",
    unassigned_hint: "Projects without a secretary",
    roster: "Roster",
    all: "All",
    first: "Needs you first",
    col_person: "Person (by post)",
    col_role: "Role",
    col_district: "District",
    col_projects: "Projects",
    col_device: "Device",
    col_note: "Note",
    col_heard: "Last heard",
    heard_never: "Never",
    heard_hint: "“Last heard” is the last file taken in here. Not heard is not the same as not done.",
    whole_city: "Whole city",
    over_by: "{} over",
    none_found: "Nobody fits.",
    clear: "Clear the filter",
    nobody: "There is nobody else yet. Invite the first person.",
    to_check: "Compare",
    to_invite: "Invite",
    to_invite_again: "Invite again",
    register: "Register a person",
    name: "Post or name",
    name_hint: "Others see it as the author of what this person writes",
    role: "Role",
    district: "District",
    choose: "Choose one",
    unit: "Unit",
    no_unit: "Not given",
    register_go: "Register",
    registered: "Registered: {}. Next, make the starter file.",
    role_fixed: "Role and district stay as they are; who changes office is registered anew.",
    units: "Units",
    unit_name: "Name of the unit",
    unit_kind: "Kind",
    unit_parent: "Belongs to the district",
    no_parent: "The city itself",
    unit_go: "Register the unit",
    no_units: "There are no units yet. Register the districts first, then the people.",
    no_district: "There is no district yet; register one under Units first.",
    person: "This person",
    devices: "Devices",
    no_devices: "No device has joined yet.",
    this_device: "This one",
    call: "Call, and have the six characters read out. If both sides match, it is the person.",
    admit: "They match: admit this device",
    admitting: "Saving…",
    starter_not_yet: "This device is not admitted itself: no phone would take a starter of it. First send a file to whoever admits you, under Send.",
    admit_noted: "You admitted it, and that is noted. This device is not admitted itself: it counts once somebody admits this one.",
    admit_later: "This device is not admitted itself. What you admit now is noted, and counts once somebody admits this device.",
    admit_word: "Admit it all the same",
    own_word: "No starter file proves it; it rests on your word alone. Once admitted, all that it writes counts. Hear the characters first.",
    proof_checking: "Checking the starter file…",
    starter: "Starter file",
    starter_again: "For another device",
    second: "There is a device already. For a new phone or a second computer make another file: the new device joins as the same person, and what the old one writes still counts.",
    out_until: "One is out already, valid until {}. With another one, both can be used, once each.",
    out_over: "The last one expired on {}.",
    until: "Valid until",
    until_hint: "Once only",
    key_note: "A starter file is a key, for one person only: whoever has it can join as them. Send it to the person, not to a group.",
    make: "Make the starter file",
    making: "Making the file…",
    made: "The starter file is made and not handed out yet.",
    made_until: "Valid until {}, once only",
    hand_out: "Hand it out, and choose how",
    hand_out_again: "Hand it out again",
    unshared: "Starter file not handed out yet",
    leave_note: "When you leave this page the file is gone and has to be made again.",
    handing: Handing {
        sharing: "Handing it over…",
        shared: "Made and handed to the share sheet, receipt not confirmed.",
        downloaded: "Saved as a file among your downloads. Please pass it on to the person.",
        cancelled: "You cancelled, so it was not handed out. The file is still here.",
        not_shared: "Not handed out; the file is still here. Please try again.",
        not_recorded: "The file has left, but that could not be noted.",
    },
    sample: "The sample cannot be sent, so no starter files are made here.",
    projects: "Projects served",
    no_projects: "None yet.",
    assign: "Give projects",
    assign_find: "Find a project, also one that someone else has",
    assign_free: "In this district without a secretary:",
    assign_none: "There is no project to give.",
    now_with: "now with {}",
    assign_nothing: "Tick projects first",
    assigning: "Saving…",
    assigned: "was given:",
    send_full: "Send the projects to this person",
    give_to: "Give",
    give_label: "Give {} to a secretary",
    give: "Give to this person",
};

impl Text {
    /// The first names of what was given, and how many more: 凯丹广场、大湖山语 等 5 个。
    pub fn given_names(&self, names: &[String]) -> String {
        const NAMED: usize = 3;
        let zh = self.lang == Lang::Zh;
        let first = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(if zh { "、" } else { ", " });
        match (zh, names.len() > NAMED) {
            (true, false) => format!("{first}。"),
            (true, true) => format!("{first} 等 {} 个。", names.len()),
            (false, false) => format!("{first}."),
            (false, true) => format!("{first} and {} more.", names.len() - NAMED),
        }
    }

    /// Where a person stands.
    pub fn standing(&self, standing: Standing) -> &'static str {
        match (self.lang, standing) {
            (Lang::Zh, Standing::Waiting) => "新设备等接纳",
            (Lang::Zh, Standing::Invited(_)) => "已邀请",
            (Lang::Zh, Standing::Expired(_)) => "邀请过期了",
            (Lang::Zh, Standing::Named) => "还没邀请",
            (Lang::Zh, Standing::Admitted) => "已接纳",
            (Lang::Zh, Standing::Stopped) => "已停用",
            (Lang::En, Standing::Waiting) => "New device waiting",
            (Lang::En, Standing::Invited(_)) => "Invited",
            (Lang::En, Standing::Expired(_)) => "Invitation expired",
            (Lang::En, Standing::Named) => "Not invited yet",
            (Lang::En, Standing::Admitted) => "Admitted",
            (Lang::En, Standing::Stopped) => "Stopped",
        }
    }

    pub fn device_standing(&self, standing: DeviceStanding) -> &'static str {
        match (self.lang, standing) {
            (Lang::Zh, DeviceStanding::Waiting) => "等接纳",
            (Lang::Zh, DeviceStanding::Admitted) => "已接纳",
            (Lang::Zh, DeviceStanding::Stopped) => "已停用",
            (Lang::En, DeviceStanding::Waiting) => "Waiting to be admitted",
            (Lang::En, DeviceStanding::Admitted) => "Admitted",
            (Lang::En, DeviceStanding::Stopped) => "Stopped",
        }
    }

    /// 有效到 11月20日.
    pub fn valid_until(&self, until: Day, today: Day) -> String {
        let day = self.day(until, today);
        match self.lang {
            Lang::Zh => format!("有效到 {day}"),
            Lang::En => format!("until {day}"),
        }
    }

    /// 另一台设备，有效到 11月20日.
    pub fn another_until(&self, until: Day, today: Day) -> String {
        let until = self.valid_until(until, today);
        match self.lang {
            Lang::Zh => format!("另一台，{until}"),
            Lang::En => format!("another, {until}"),
        }
    }

    /// 2 台设备 · 2 devices.
    pub fn device_count(&self, n: usize) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("{n} 台"),
            (Lang::En, 1) => "1 device".into(),
            (Lang::En, n) => format!("{n} devices"),
        }
    }

    /// 9 人 · 9 people.
    pub fn people_count(&self, n: u64) -> String {
        match (self.lang, n) {
            (Lang::Zh, n) => format!("{n} 人"),
            (Lang::En, 1) => "1 person".into(),
            (Lang::En, n) => format!("{n} people"),
        }
    }

    /// 今天 · 3 天前.
    pub fn heard_ago(&self, days: i64) -> String {
        match (self.lang, days) {
            (Lang::Zh, ..=0) => "今天".into(),
            (Lang::Zh, 1) => "昨天".into(),
            (Lang::Zh, n) => format!("{n} 天前"),
            (Lang::En, ..=0) => "today".into(),
            (Lang::En, 1) => "yesterday".into(),
            (Lang::En, n) => format!("{n} days ago"),
        }
    }

    /// The foot of the roster: how many are shown of how many.
    pub fn shown_of(&self, shown: usize, all: usize) -> String {
        match self.lang {
            Lang::Zh if shown == all => format!("共 {all} 人"),
            Lang::Zh => format!("{shown} 人，全部 {all} 人"),
            Lang::En if shown == all => format!("{all} in all"),
            Lang::En => format!("{shown} of {all}"),
        }
    }

    pub fn more_people(&self, n: usize) -> String {
        match self.lang {
            Lang::Zh => format!("还有 {n} 人"),
            Lang::En => format!("{n} more"),
        }
    }

    /// 加入于 11月14日 09:12.
    pub fn joined_at(&self, at: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{at} 加入"),
            Lang::En => format!("joined {at}"),
        }
    }

    /// 指派 2 个项目.
    pub fn assign_go(&self, n: usize) -> String {
        match (self.lang, n) {
            (_, 0) => self.people().assign_nothing.into(),
            (Lang::Zh, n) => format!("指派 {n} 个项目"),
            (Lang::En, 1) => "Give 1 project".into(),
            (Lang::En, n) => format!("Give {n} projects"),
        }
    }

    /// What becomes of a secretary's number: 4 个，超过 3 个.
    pub fn would_have(&self, n: u64, limit: i64) -> String {
        match self.lang {
            Lang::Zh => format!("这样就有 {n} 个，超过 {limit} 个。可以指派，会标出来。"),
            Lang::En => format!("That makes {n}, over {limit}. It can be done and will be marked."),
        }
    }

    pub fn people_fault(&self, fault: Fault) -> &'static str {
        match (self.lang, fault) {
            (Lang::Zh, Fault::NameMissing) => "请写名称",
            (Lang::Zh, Fault::NameTaken) => "名册里已经有了，换个名称或直接用那一个",
            (Lang::Zh, Fault::DistrictMissing) => "请选区市县",
            (Lang::En, Fault::NameMissing) => "Please write a name",
            (Lang::En, Fault::NameTaken) => "It is in the roster already: choose another name, or use that one",
            (Lang::En, Fault::DistrictMissing) => "Please choose the district",
        }
    }

    pub fn registered(&self, name: &str) -> String {
        fill(self.people().registered, &[name])
    }
}
