// The words by which people find things, as src/text has them.
export const WORDS = {
  zh: {
    app: "连心桥", start: "从哪里开始？", open: "打开别人发我的数据包", found: "新建一本台账", sample: "先看看样例", goOn: "回到已打开的台账",
    ledgerName: "台账名称", yourName: "您的名字或岗位", foundGo: "新建", back: "返回", noName: "请写台账名称", noPerson: "请写您的名字或岗位",
    pasteFile: "粘贴文件里的文字", pasteLabel: /把文字整段贴在这里/, pasteGo: "读这段文字", notStarter: /不是发给新手机的/, otherLang: "English",
    joinTitle: "这是发给您的吗？", join: "是我，开始使用", today: "今天", send: "送出", receive: "收包", exchange: "收送", projects: "项目", ledger: "总台账",
    pages: "主要页面", ribbon: /样例：今天固定为 2018年11月15日/, sampleNotSent: /样例不能送出/, pick: "选文件", addFiles: "再加文件", discard: "全部放弃", discarded: /已放弃/, detail: "看明细",
    settings: "设置", removeSample: "去掉样例", removeSampleYes: "去掉", updateNow: "现在换", people: "人员", more: "更多", notFound: /没有这一页/, paste: "粘贴文字",
  },
  en: {
    app: "Lianxin", start: "Where shall we begin?", open: "Open a file I was sent", found: "Found a new ledger", sample: "Look round with sample data", goOn: "Go on with the open ledger",
    ledgerName: "Name of the ledger", yourName: "Your name or post", foundGo: "Found it", back: "Back", noName: "Please name the ledger", noPerson: "Please write your name or post",
    pasteFile: "Paste the file's text", pasteLabel: /paste all of its text here/, pasteGo: "Read this text", notStarter: /not for a new device/, otherLang: "中文",
    joinTitle: "Is this for you?", join: "It is me, begin", today: "Today", send: "Send", receive: "Take in", exchange: "Exchange", projects: "Projects", ledger: "Ledger",
    pages: "Main pages", ribbon: /Sample: today is always 15 Nov 2018/, sampleNotSent: /sample cannot be sent/, pick: "Choose files", addFiles: "Add files", discard: "Discard all", discarded: /Discarded/, detail: "Details",
    settings: "Settings", removeSample: "Remove the sample", removeSampleYes: "Remove it", updateNow: "Switch now", people: "People", more: "More", notFound: /no such page/, paste: "Paste text",
  },
};
