// The words by which people find things, as src/text has them.
export const WORDS = {
  zh: {
    app: "连心桥", start: "从哪里开始？", open: "打开别人发我的数据包", found: "新建一本台账", sample: "先看看样例", goOn: "回到已打开的台账",
    ledgerName: "台账名称", yourName: "您的名字或岗位", foundGo: "新建", back: "返回", noName: "请写台账名称", noPerson: "请写您的名字或岗位",
    pasteFile: "粘贴文件里的文字", pasteLabel: /把文字整段贴在这里/, pasteGo: "读这段文字", notStarter: /不是发给新手机的/, otherLang: "English",
    joinTitle: "这是发给您的吗？", fourMore: "还有 4 个", join: "是我，开始使用", today: "今天", send: "送出", receive: "收包", exchange: "收送", projects: "项目", ledger: "总台账",
    pages: "主要页面", ribbon: /样例：今天固定为 2018年11月15日/, sampleNotSent: /样例不能送出/, pick: "选文件", addFiles: "再加文件", discard: "全部放弃", discarded: /已放弃/,
    settings: "设置", removeSample: "去掉样例", removeSampleYes: "去掉", updateNow: "现在换", people: "人员", more: "更多", notFound: /没有这一页/, paste: "粘贴文字",
    sendGo: "送出，选择怎么发", sendAgain: "再送一次", cancelled: /您取消了，没有送出/, shared: /未确认收到/, downloaded: /已存成文件/, nothingToSend: "没有要送的", everything: "全部重送",
    registerPerson: "登记一个人", personName: "岗位或姓名", role: "角色", district: "区市县", secretary: "服务秘书", register: "登记", makeStarter: "生成入门包", handOut: "发出，选择怎么发",
    units: "单位", unitName: "单位名称", unitGo: "登记单位", paste2: "或者粘贴表格内容", pasteRead: "读这些内容", writeRows: (n) => `写入 ${n} 行`, written: (n) => `写入了 ${n} 行`, same: "一样",
    logVisit: "记走访", note: "记录", raise: "有问题要提", oneLine: "一句话说清", category: "类别", utilities: "市政配套", chooseCategory: "请选一个类别。", sayIt: "请用一句话说清是什么问题。", problemOne: "问题 1", removeProblem: "去掉问题 1", editAgain: "改一下再存", phone: "电话对接", neverVisited: "还没有走访过", notVisited: "还没走访", calledToday: "今天联系", noCalls: "走访 0，其他联系 1", save: "保存", saved: /已存到本机/, undo: "撤回", undone: /已撤回/, restored: /上次没存完的/, offline: /没有信号/,
    pickPhoto: "选照片", photo: (n) => `照片 ${n}`, take: (n) => `并入 ${n} 份`, takeNothing: "没有可并入的", moreFaults: "还有 999,900 条", merged: /已并入/, admit: /接纳.*的这台设备/, received: /对方已收/, notAdmitted: /还没接纳/, answerTo: /送答复/, unsent: /没送/, notHere: "这一部分还没下载到本机", tryAgain: "再试一次", weekday: "星期", fromTable: "从表格导入", enterprise: "企业", twoValues: "有 2 种说法", inForce: "在用", severalValues: /现在有几种说法/, noBundle: /不是连心桥的数据包/, toStart: /回首页，换一本台账/, foreign: /这是另一本台账的数据包或入门包/, installed: /断网也能打开/,
  },
  en: {
    app: "Lianxin", start: "Where shall we begin?", open: "Open a file I was sent", found: "Found a new ledger", sample: "Look round with sample data", goOn: "Go on with the open ledger",
    ledgerName: "Name of the ledger", yourName: "Your name or post", foundGo: "Found it", back: "Back", noName: "Please name the ledger", noPerson: "Please write your name or post",
    pasteFile: "Paste the file's text", pasteLabel: /paste all of its text here/, pasteGo: "Read this text", notStarter: /not for a new device/, otherLang: "中文",
    joinTitle: "Is this for you?", fourMore: "4 more", join: "It is me, begin", today: "Today", send: "Send", receive: "Take in", exchange: "Exchange", projects: "Projects", ledger: "Ledger",
    pages: "Main pages", ribbon: /Sample: today is always 15 Nov 2018/, sampleNotSent: /sample cannot be sent/, pick: "Choose files", addFiles: "Add files", discard: "Discard all", discarded: /Discarded/,
    settings: "Settings", removeSample: "Remove the sample", removeSampleYes: "Remove it", updateNow: "Switch now", people: "People", more: "More", notFound: /no such page/, paste: "Paste text",
    sendGo: "Send, and choose how", sendAgain: "Send again", cancelled: /You cancelled, so nothing was sent/, shared: /receipt not confirmed/, downloaded: /Saved as a file/, nothingToSend: "Nothing to send", everything: "Everything again",
    registerPerson: "Register a person", personName: "Post or name", role: "Role", district: "District", secretary: "Secretary", register: "Register", makeStarter: "Make the starter file", handOut: "Hand it out, and choose how",
    units: "Units", unitName: "Name of the unit", unitGo: "Register the unit", paste2: "Or paste a table", pasteRead: "Read this", writeRows: (n) => (n === 1 ? "Write 1 line" : `Write ${n} lines`), written: (n) => `Lines written and saved on this device: ${n}`, same: "Same",
    logVisit: "Log visit", note: "Note", raise: "Raise a problem", oneLine: "In one sentence", category: "Category", utilities: "Utilities", chooseCategory: "Choose a category.", sayIt: "Say in one sentence what the problem is.", problemOne: "Problem 1", removeProblem: "Remove problem 1", editAgain: "Edit and save again", phone: "Phone contact", neverVisited: "Not visited yet", notVisited: "Not visited yet", calledToday: "contact today", noCalls: "Visits 0, other contacts 1", save: "Save", saved: /Saved on this device/, undo: "Take back", undone: /Taken back/, restored: /unfinished visit is open again/, offline: /No signal/,
    pickPhoto: "Choose photo", photo: (n) => `Photo ${n}`, take: (n) => (n === 1 ? "Take in 1 file" : `Take in ${n} files`), takeNothing: "Nothing to take in", moreFaults: "999,900 more", merged: /Taken in/, admit: /Admit this device of/, received: /Received, receipt/, notAdmitted: /Not admitted yet/, answerTo: /Send an answer to/, unsent: /not sent/, notHere: "not on this device yet", tryAgain: "Try again", weekday: "day", fromTable: "From a table", enterprise: "Enterprise", twoValues: "2 values", inForce: "In force", severalValues: /Several values are in force/, noBundle: /Not a Lianxin bundle/, toStart: /Start page, another ledger/, foreign: /a bundle or a starter of another ledger/, installed: /opens without a network too/,
  },
};
