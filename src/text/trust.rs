//! Words of what is held and does not count.

use crate::domain::calendar::Day;
use crate::domain::state::Reason;
use crate::screen::fresh::What;
use crate::screen::trust::{Branch, Deed, DeviceLine, Pending, Stop};
use crate::text::{Lang, Text, fill};

pub struct Words {
    pub lead: &'static str,
    pub nothing_lost: &'static str,
    pub way_hint: &'static str,
    pub all_counts: &'static str,
    pub waiting: &'static str,
    pub waiting_end: &'static str,
    pub forks: &'static str,
    pub forks_end: &'static str,
    pub forks_why: &'static str,
    pub own_fork: &'static str,
    pub refused: &'static str,
    pub refused_end: &'static str,
    pub files: &'static str,
    pub files_end: &'static str,
    pub stopped: &'static str,
    pub stopped_end: &'static str,
    pub devices: &'static str,
    pub devices_end: &'static str,
    pub look: &'static str,
    pub choose: &'static str,
    pub stop: &'static str,
    pub remind: &'static str,
    pub open_project: &'static str,
    pub open_people: &'static str,
    /// With the place, the number before and the number of the fork.
    pub same_until: &'static str,
    pub which: &'static str,
    pub stem: &'static str,
    pub left: &'static str,
    pub right: &'static str,
    pub another: &'static str,
    pub entries_of: &'static str,
    pub after_stops: &'static str,
    pub after_rest: &'static str,
    pub reason: &'static str,
    pub reason_missing: &'static str,
    pub stays: &'static str,
    pub stays_hint: &'static str,
    pub no_undo: &'static str,
    pub cure: &'static str,
    pub stopping: &'static str,
    pub stop_title: &'static str,
    pub stop_lead: &'static str,
    pub cut: &'static str,
    pub cut_held: &'static str,
    pub cut_held_hint: &'static str,
    pub cut_day: &'static str,
    pub cut_day_hint: &'static str,
    pub last_day: &'static str,
    pub preview: &'static str,
    pub nothing_stops: &'static str,
    pub stops: &'static str,
    pub starts: &'static str,
    pub in_projects: &'static str,
    pub others_lost: &'static str,
    pub stop_go: &'static str,
    pub done: &'static str,
    pub done_stays: &'static str,
    pub send_now: &'static str,
    pub not_yours: &'static str,
    pub this_device: &'static str,
    pub admitted_by: &'static str,
    pub founded: &'static str,
    pub never_heard: &'static str,
    pub own_stopped: &'static str,
    pub own_stopped_wait: &'static str,
    pub own_stopped_ready: &'static str,
    pub again: &'static str,
    pub again_busy: &'static str,
    pub again_done: &'static str,
    pub reenter: &'static str,
    pub reenter_lead: &'static str,
    pub reenter_go: &'static str,
}

pub static ZH: Words = Words {
    lead: "收到了、但还不计入的记录。",
    nothing_lost: "一条都没丢，每件只要办一步。",
    way_hint: "在等的、不能收的、停用的设备",
    all_counts: "收到的都算进来了。",
    waiting: "在等",
    waiting_end: "办完就自动算进来",
    forks: "同一号有两份",
    forks_end: "从那一号起先不算",
    forks_why: "多半是整机复制到新手机，两部都在记。请选哪一份接着算，另一份的内容可以补录。",
    own_fork: "这台设备的记录有两份，先不再写。请协调员选一份，再把答复包发回来。",
    refused: "不能算",
    refused_end: "原样留着，没有改动",
    files: "有毛病的文件",
    files_end: "能用的都已用上",
    stopped: "已停用的设备",
    stopped_end: "停用以前的都算，不用办",
    devices: "在用的设备",
    devices_end: "丢了就停用",
    look: "看",
    choose: "选一份",
    stop: "停用",
    remind: "谁送了什么",
    open_project: "打开项目",
    open_people: "看人员",
    same_until: "{}：到第 {} 条两份一样，照常算。从第 {} 条起，同一号上有不同的记录，机器不能替您选。",
    which: "哪一份接着算",
    stem: "第 {} 条·照常算",
    left: "左",
    right: "右",
    another: "另一份",
    entries_of: "里面有什么",
    after_stops: "这台设备停用。本人换一把新钥匙接着记，不用重装。",
    after_rest: "另一份不算，但都留着；本人打开时会问要不要补录。",
    reason: "为什么（双方都看得到）",
    reason_missing: "请写为什么。",
    stays: "本人接着用，带上新的邀请",
    stays_hint: "下一个发给本人的包里带着，14 天内有效。请只发给本人。",
    no_undo: "这一步不能撤回。",
    cure: "用选的这一份，停用旧钥匙",
    stopping: "正在停用…",
    stop_title: "停用这台设备",
    stop_lead: "手机丢了、坏了或换了人，就停用它的钥匙。停用以后它写的都不算，已经算的可以留着。",
    cut: "算到哪里",
    cut_held: "已收到的都算",
    cut_held_hint: "以后再来的不算",
    cut_day: "只算到某一天",
    cut_day_hint: "按那台设备自己的时间，当天也算",
    last_day: "最后一天",
    preview: "会少算什么",
    nothing_stops: "现在算的都照样算。",
    stops: "不再算",
    starts: "开始算",
    in_projects: "涉及项目：{}",
    others_lost: "这台设备接纳的也不再算：{}",
    stop_go: "停用这台设备",
    done: "已停用，存到本机。",
    done_stays: "已停用，新的邀请会随下一个包发给本人。",
    send_now: "给本人做包",
    not_yours: "这一步由管这个人的协调员来办。",
    this_device: "这台设备",
    admitted_by: "{} {} 接纳",
    founded: "新建台账的设备",
    never_heard: "没有直接收到过它的文件",
    own_stopped: "这台设备已停用，先不再写",
    own_stopped_wait: "已有的记录都在。收进协调员发来的新邀请，就能换一把新钥匙接着记。",
    own_stopped_ready: "新的邀请已经到了。换一把新钥匙，就能接着记，不用重装。",
    again: "换新钥匙，接着用",
    again_busy: "正在换…",
    again_done: "新钥匙换好了，可以接着记。请送出一次，协调员接纳后就都算。",
    reenter: "可以补录的",
    reenter_lead: "您以前写的、现在不算的内容。补录会按原来的日期再写一遍。",
    reenter_go: "补录这一条",
};

pub static EN: Words = Words {
    lead: "What came and does not count yet. ",
    nothing_lost: "Nothing is lost; each takes one step.",
    way_hint: "What waits, what was refused, devices that were stopped",
    all_counts: "Everything that came counts.",
    waiting: "Waiting",
    waiting_end: "Counts by itself once done",
    forks: "Two entries under one number",
    forks_end: "Not counted from that number on",
    forks_why: "Most likely the phone was copied to a new one and both go on writing. Choose which goes on; the other's content can be entered again.",
    own_fork: "This device has two histories and writes no more for now. The coordinator chooses one and sends the answer back.",
    refused: "Refused",
    refused_end: "Kept as it came",
    files: "Files with faults",
    files_end: "Whatever could be used was",
    stopped: "Stopped devices",
    stopped_end: "What came before counts; nothing to do",
    devices: "Devices in use",
    devices_end: "Stop a lost device",
    look: "Look",
    choose: "Choose one",
    stop: "Stop",
    remind: "Who has sent what",
    open_project: "Open the project",
    open_people: "See people",
    same_until: "{}: up to entry {} both are the same and count. From entry {} on there are different entries under one number, and no machine can choose for you.",
    which: "Which one goes on",
    stem: "{} · count",
    left: "Left",
    right: "Right",
    another: "Another",
    entries_of: "What is in it",
    after_stops: "This device's key is stopped. The person goes on with a new key; nothing to install.",
    after_rest: "The other does not count, but is kept; the app asks the person whether to enter it again.",
    reason: "Why (both sides see it)",
    reason_missing: "Please say why.",
    stays: "The person goes on: send a new invitation along",
    stays_hint: "It goes in the next file to the person and is good for 14 days. Send that to nobody else.",
    no_undo: "This cannot be undone.",
    cure: "Use the one chosen, stop the old key",
    stopping: "Stopping…",
    stop_title: "Stop this device",
    stop_lead: "When a phone is lost, broken or handed over, stop its key. What it writes from then on does not count; what counts already may stay.",
    cut: "Counts up to where",
    cut_held: "All that came",
    cut_held_hint: "What comes later does not count",
    cut_day: "Up to a day",
    cut_day_hint: "By that device's own clock, that day included",
    last_day: "Last day",
    preview: "What stops counting",
    nothing_stops: "All that counts now goes on counting.",
    stops: "Stops counting",
    starts: "Begins to count",
    in_projects: "In: {}",
    others_lost: "Admitted by this device, and no longer counted: {}",
    stop_go: "Stop this device",
    done: "Stopped, and saved on this device.",
    done_stays: "Stopped. The new invitation goes in the next file to the person.",
    send_now: "Make the file for them",
    not_yours: "This is for the coordinator of this person.",
    this_device: "This device",
    admitted_by: "Admitted by {}, {}",
    founded: "Founded the ledger",
    never_heard: "No file came from it directly",
    own_stopped: "This device was stopped and writes no more",
    own_stopped_wait: "All its entries are kept. Take in the new invitation from your coordinator, and you go on with a new key.",
    own_stopped_ready: "The new invitation is here. Change to a new key and go on; nothing to install.",
    again: "Change the key and go on",
    again_busy: "Changing…",
    again_done: "The key is changed and you can go on. Send a file once; everything counts as soon as the coordinator admits it.",
    reenter: "To enter again",
    reenter_lead: "What you wrote before and does not count now. Entering it again writes it with its old date.",
    reenter_go: "Enter this again",
};

impl Text {
    /// 6 件要办.
    pub fn trust_open(&self, open: usize) -> String {
        match (self.lang, open) {
            (_, 0) => self.trust().all_counts.into(),
            (Lang::Zh, n) => format!("{n} 件要办"),
            (Lang::En, n) => format!("{n} to do"),
        }
    }

    pub fn group(&self, words: &str, n: usize) -> String {
        format!("{words} {n}")
    }

    /// 走访 3、问题 1.
    pub fn counts(&self, counts: &[(What, u64)]) -> String {
        let one = |(what, n): &(What, u64)| format!("{} {n}", self.what(*what));
        counts.iter().map(one).collect::<Vec<_>>().join(if self.lang == Lang::Zh { "、" } else { ", " })
    }

    pub fn waits_of(&self, device: &DeviceLine) -> String {
        match self.lang {
            Lang::Zh => format!("{}在等", self.entries(device.entries)),
            Lang::En => format!("{} waiting", self.entries(device.entries)),
        }
    }

    pub fn pending(&self, pending: &Pending) -> String {
        match self.lang {
            Lang::Zh => format!("缺{}，后面 {}在等。缺的一到自动接上。", self.gap_place(&pending.gap), self.entries(pending.entries)),
            Lang::En => {
                format!("{} is missing; behind it, until it comes: {}.", self.gap_place(&pending.gap), self.entries(pending.entries))
            }
        }
    }

    pub fn deed(&self, pattern: &str, deed: &Deed, today: Day) -> String {
        fill(pattern, &[&deed.by, &self.day(deed.at.day, today)])
    }

    /// 11月9日 市发改委停用：手机丢失.
    pub fn stopped_by(&self, deed: &Deed, reason: &str, today: Day) -> String {
        let day = self.day(deed.at.day, today);
        match self.lang {
            Lang::Zh => format!("{day} {}停用：{reason}", deed.by),
            Lang::En => format!("Stopped by {}, {day}: {reason}", deed.by),
        }
    }

    pub fn stop_counts(&self, stop: &Stop) -> String {
        match (self.lang, stop.beyond) {
            (Lang::Zh, 0) => format!("{}照样算。", self.entries(stop.counted)),
            (Lang::Zh, n) => format!("{}照样算；另有 {}不算。", self.entries(stop.counted), self.entries(n)),
            (Lang::En, 0) => format!("{} count.", self.entries(stop.counted)),
            (Lang::En, n) => format!("Counting: {}; not counting: {}.", self.entries(stop.counted), self.entries(n)),
        }
    }

    pub fn forked(&self, name: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{name}的设备有两份记录"),
            Lang::En => format!("A device of {name} has two histories"),
        }
    }

    pub fn branch_title(&self, place: usize, branch: &Branch) -> String {
        let w = self.trust();
        let side = match place {
            0 => w.left,
            1 => w.right,
            _ => w.another,
        };
        match self.lang {
            Lang::Zh => format!("{side}：{}", self.entries(branch.events)),
            Lang::En => format!("{side}: {}", self.entries(branch.events)),
        }
    }

    pub fn branch_days(&self, branch: &Branch, today: Day) -> String {
        let (from, to) = (self.day(branch.from.day, today), self.day(branch.to.day, today));
        match (from == to, self.lang) {
            (true, _) => from,
            (false, Lang::Zh) => format!("{from}—{to}"),
            (false, Lang::En) => format!("{from} – {to}"),
        }
    }

    /// Why an entry does not stand, and what follows.
    pub fn reason(&self, reason: Reason) -> &'static str {
        match (self.lang, reason) {
            (Lang::Zh, Reason::Scope) => "写错了地方：这一类不在这里写。",
            (Lang::Zh, Reason::Shape) => "内容不合规定，请本人按表单再写一次。",
            (Lang::Zh, Reason::Role) => "写的人没有这个权限，请由管这件事的人来写。",
            (Lang::Zh, Reason::Of) => "它所说的那一条这里还没有，或者没有算。那一条到了自动算。",
            (Lang::Zh, Reason::Fixed) => "那一条定下来就不能改，也不能撤回。",
            (Lang::Zh, Reason::Step) => "顺序不对：前面一步还没到这里，或者已经过了。",
            (Lang::En, Reason::Scope) => "Written in the wrong place: this kind does not belong there.",
            (Lang::En, Reason::Shape) => "The content does not fit the rules; the author should write it again by the form.",
            (Lang::En, Reason::Role) => "The author has not the right to it; whoever is in charge should write it.",
            (Lang::En, Reason::Of) => "What it is about is not here yet, or does not count. It counts by itself once that does.",
            (Lang::En, Reason::Fixed) => "What it is about can be neither changed nor taken back.",
            (Lang::En, Reason::Step) => "Out of order: the step before has not come, or is past.",
        }
    }
}
