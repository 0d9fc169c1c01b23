// The money of a project, its permits and its milestones: what is written, what light follows, and how it sums up.
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { join } from "./kit/receive.mjs";
import { accessible, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: {
    planForm: "报全年计划", planChange: "改全年计划", planTotal: "全年计划投资", yi: "亿元", wan: "万元", byMonths: "分 12 个月", sum: "12 个月合计 78 万元", month: (n) => `${n}月`,
    report: "报一个月", which: "报到哪个月", done: "从 1 月起累计完成", hint: /填累计数/, mixed: /数字里夹着单位/, commas: /逗号的位置看不准/, notBegun: /这个月还没到/, falls: /比9月的累计 .* 还少/, restored: /上次没存完的/, close: "关上",
    red: "红灯", yellow: "黄灯", green: "绿灯", why: (done, percent) => `投资到10月应完成 1 亿元，实报 ${done}，为计划的 ${percent}%`, unreported: /10月的投资还没有报/, planned: "1.2 亿元", undo: "撤回", takeBack: "撤回这一次报的数",
    listForm: "列要件", tickAll: "全选", four: (n) => `四证 ${n} / 4`, change: "改情况", applied: "办理中", issued: "已取得", day: "哪一天", until: "有效期到", waits: "卡在哪儿、等谁", later: /日期不能晚于今天/, over: "已办 12 个工作日，常规 10 个，超 2 个", took: "用了 12 个工作日，常规 10 个，超 2 个", norm: "常规工作日", edit: "改部门和天数", lapsed: /已失效 5 天/, ownAdd: "加一项自己的", name: "名称", department: "办理部门", nothing: "还没有勾要列的。", list: (n) => `列 ${n} 项`, certificates: "证照", chooseState: "请选是什么情况。",
    invest: "投资", permits: "要件办理", milestones: "开工、入库、竣工、投产", bureau: "住建局", overdue: "超期", worst: "超 3 个工作日", half: "1 / 2，50.0%", late: "逾期 1", all: "合计", papers: "入库要件 2 / 3", unit: "责任单位", ahead: /落后时间进度/, lacks: "1 个没报计划",
  },
  en: {
    planForm: "Plan the year", planChange: "Change the plan", planTotal: "Planned for the year", yi: "CNY 100 million", wan: "CNY 10,000", byMonths: "By month", sum: "The 12 months together CNY 0.78 million", month: (n) => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][n - 1],
    report: "Report a month", which: "Up to the end of", done: "Done since January", hint: /The sum from 1 January/, mixed: /There is a unit among the digits/, commas: /The commas are unclear/, notBegun: /This month has not begun/, falls: /Less than the .* of Sep/, restored: /What you had not saved is open again/, close: "Close",
    red: "Red", yellow: "Yellow", green: "Green", why: (done, percent) => `Investment should have reached CNY 100 million by the end of Oct; ${done} was reported, ${percent}% of the plan`, unreported: /No investment was reported for Oct/, planned: "CNY 120 million", undo: "Take back", takeBack: "Take this report back",
    listForm: "List permits", tickAll: "Tick all", four: (n) => `Four certificates ${n} of 4`, change: "Change state", applied: "Applied for", issued: "Issued", day: "Day", until: "Valid until", waits: "Where it lies, who waits for whom", later: /cannot be of a day after today/, over: "12 working days so far, norm 10, 2 over", took: "took 12 working days, norm 10, 2 over", norm: "Usual working days", edit: "Edit", lapsed: /lapsed 5 days ago/, ownAdd: "Add your own", name: "Name", department: "Department", nothing: "Nothing is ticked yet.", list: (n) => `List ${n} permits`, certificates: "Certificates", chooseState: "Please choose what became of it.",
    invest: "Investment", permits: "Permits", milestones: "Milestones", bureau: "住建局", overdue: "Over the norm", worst: "3 working days over", half: "1 of 2, 50.0%", late: "1 overdue", all: "All", papers: "Papers for the register: 2 of 3", unit: "Unit", ahead: /points behind time/, lacks: "1 without a plan",
  },
};

// Thursday, in the middle of the domain's own year.
const TODAY = Date.parse("2018-11-15T09:00:00+08:00");

// Bundles are made as if the day were another.
function asOf(time, use) {
  const { now } = Date;
  Date.now = () => time;
  try {
    return use();
  } finally {
    Date.now = now;
  }
}

const PLANT = "0".repeat(16), LINE = "1".repeat(16), QUAY = "2".repeat(16);

// A city whose coordinator is at this page: three projects in two districts, of which two have something planned.
function city() {
  return asOf(TODAY - 86_400_000, () => {
    const { office, district } = workspace();
    const other = office.write("all", "unit-registered", { kind: "district", name: "普兰店区" });
    const unit = office.write("all", "unit-registered", { kind: "department", name: "市城建局" });
    const me = office.write("all", "person-registered", { name: "市级统筹二", role: "city" });
    const registered = (id, name, at, more = {}) => office.write(`p:${id}`, "project-registered", { category: "industry", district: at, name, ...more });
    registered(PLANT, "国宏热电厂", other, { total: 98_000_000_000, unit });
    registered(LINE, "德迈仕生产线", other);
    registered(QUAY, "大连湾码头", district);
    return { office, mine: office.invites(me), me, other };
  });
}

// What was entered before this person came: holidays, reports, permits and nodes.
function withHistory(held) {
  const { office } = held;
  asOf(TODAY - 80_000_000, () => {
    const write = (id, kind, body) => office.write(`p:${id}`, kind, body);
    // Monday the 5th and Tuesday the 6th are off, Saturday the 10th is worked.
    office.write("all", "fields-changed", { of: "workspace", set: { holidays: ["2018-11-05", "2018-11-06"], workdays: ["2018-11-10"] } });
    write(PLANT, "investment-planned", { amount: 12_000_000_000, year: "2018" });
    write(PLANT, "investment-reported", { done: 8_640_000_000, month: "2018-10" });
    const permit = (id, title, group, department, norm_days) => write(id, "permit-listed", { department, group, norm_days, title });
    const turn = (id, of, state, on, more = {}) => write(id, "permit-changed", { of, on, state, ...more });
    const building = permit(PLANT, "施工许可证", "certificate", "住建局", 6);
    turn(PLANT, building, "applied", "2018-11-01", { text: "等图审合格书" });
    const line = permit(LINE, "施工许可证", "certificate", "住建局", 20);
    turn(LINE, line, "applied", "2018-11-01");
    const land = permit(PLANT, "临时用地", "certificate", "国土局");
    turn(PLANT, land, "issued", "2017-01-01", { valid_until: "2018-11-10" });
    permit(QUAY, "供水", "condition", "水务局");
    for (const [n, title] of ["营业执照", "项目备案", "施工合同"].entries()) {
      const of = write(PLANT, "permit-listed", { group: "statistics", stage: "register", title });
      if (n < 2) turn(PLANT, of, "issued", "2018-10-08");
    }
    const node = (id, title, stage, due, done) => {
      const of = write(id, "node-planned", { due, stage, title });
      write(id, "node-audited", { of, verdict: "accepted" });
      if (done) write(id, "node-reported", { done, of, on: done, percent: 100 });
    };
    node(PLANT, "打桩", "start", "2018-10-31", "2018-10-26");
    node(LINE, "打桩", "start", "2018-11-10");
    node(PLANT, "入库", "register", "2018-12-10");
  });
  return held;
}

// At this page stands the city's second coordinator, on that day.
async function begins(page, site, lang, size, held) {
  await page.clock.setFixedTime(TODAY);
  await page.setViewportSize(size.viewport);
  await open(page, site, lang);
  const { office, mine, me } = held;
  const starter = office.bundle([...office.feeds.keys()].map((scope) => office.piece(scope)), { invite: mine.invite, number: 1, to: me });
  await join(page, WORDS[lang], starter);
}

const wide = (page) => page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);

async function looks(page, name, lang) {
  await expect.poll(() => wide(page), name).toBe(0);
  if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
  await accessible(page, `money-${name}-${lang}`);
}

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];

  test(`a year is planned, its months are reported, and the light follows at its boundaries, ${lang}`, async ({ page, site }) => {
    await begins(page, site, lang, PHONE, city());
    await page.goto(`${site.url}#/project/${PLANT}/invest`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.getByRole("button", { name: o.planForm }).click();

    // By month first: the sum is shown while it is filled in.
    await page.getByRole("radio", { name: o.byMonths }).check();
    for (let n = 1; n <= 12; n++) await page.getByLabel(o.month(n), { exact: true }).fill(String(n));
    await expect(page.locator(".twelve-sum")).toHaveText(o.sum);
    await looks(page, "plan-months", lang);
    await page.reload();
    // Opened again by itself: what was typed does not lie unseen.
    await expect(page.getByText(o.restored)).toBeVisible();
    await expect(page.getByLabel(o.month(12), { exact: true })).toHaveValue("12");

    // As a whole, in hundred millions; a unit among the digits is refused and nothing typed is lost.
    const save = page.getByRole("button", { name: w.save, exact: true });
    await page.locator("fieldset").first().getByRole("radio").first().check();
    await page.getByRole("radio", { name: o.yi, exact: true }).check();
    const total = page.getByLabel(o.planTotal);
    await total.fill("1亿2000万");
    await save.click();
    await expect(page.getByText(o.mixed)).toBeVisible();
    await expect(total).toBeFocused();
    await expect(total).toHaveValue("1亿2000万");
    await looks(page, "plan-fault", lang);
    await total.fill("1,2");
    await expect(page.getByText(o.commas)).toBeVisible();
    await total.fill("1.2");
    await save.click();
    await expect(save).toHaveCount(0);
    await expect(page.locator(".facts").getByText(o.planned).first()).toBeVisible();
    await expect(page.getByRole("button", { name: o.planChange })).toBeVisible();
    await expect(page.locator(".why")).toHaveAttribute("data-light", "yellow");
    await expect(page.getByText(o.unreported)).toBeVisible();

    const reports = async (month, wan) => {
      await page.getByRole("button", { name: o.report }).first().click();
      await page.getByLabel(o.which).selectOption({ label: o.month(month) });
      await page.getByRole("radio", { name: o.wan, exact: true }).check();
      await page.getByLabel(o.done).fill(wan);
    };
    const saved = async () => {
      await save.click();
      await expect(save).toHaveCount(0);
    };
    const lightIs = async (light, done, percent) => {
      await expect(page.locator(".why")).toHaveAttribute("data-light", light);
      await expect(page.locator(".why h2")).toContainText(o[light]);
      await expect(page.getByText(o.why(lang === "zh" ? `${done} 万元` : `CNY ${done} million`, percent))).toBeVisible();
    };

    // A month that has not begun is refused, in its own words.
    await reports(12, "1");
    await expect(page.getByText(o.hint)).toBeVisible();
    await save.click();
    await expect(page.getByText(o.notBegun)).toBeVisible();
    await page.getByLabel(o.which).selectOption({ label: o.month(10) });
    // One hundred short of the line for yellow, on it, one short of green, on it.
    const zh = lang === "zh";
    await page.getByLabel(o.done).fill("7999.9999");
    await saved();
    await lightIs("red", zh ? "7,999.9999" : "79.999999", 79);
    await looks(page, "red", lang);
    for (const [wan, light, said, percent] of [["8000", "yellow", zh ? "8,000" : "80", 80], ["9999.9999", "yellow", zh ? "9,999.9999" : "99.999999", 99]]) {
      await reports(10, wan);
      await saved();
      await lightIs(light, said, percent);
    }
    await reports(10, "10000");
    await saved();
    await expect(page.locator(".why")).toHaveAttribute("data-light", "green");
    await looks(page, "green", lang);

    // Less than for the month before: told before it is saved, and marked after.
    await reports(9, "9000");
    await saved();
    await reports(10, "800");
    await expect(page.getByText(o.falls)).toBeVisible();
    await looks(page, "caution", lang);
    // Closed in the middle, it is a draft; what was taken back gives way to what stood before.
    await page.getByRole("button", { name: o.close, exact: true }).click();
    await page.getByRole("button", { name: o.report }).first().click();
    await expect(page.getByText(o.restored)).toBeVisible();
    await expect(page.getByLabel(o.done)).toHaveValue("800");
    await page.getByRole("button", { name: o.close, exact: true }).click();
    const october = page.locator(".month-cards li").filter({ hasText: o.month(10) });
    await october.getByRole("button", { name: o.undo }).click();
    await october.getByRole("button", { name: o.takeBack }).click();
    await expect(october.getByText(zh ? "9,999.9999 万元" : "CNY 99.999999 million")).toBeVisible();
    await expect(page.locator(".why")).toHaveAttribute("data-light", "yellow");
    await page.goto(`${site.url}#/project/${PLANT}`);
    await expect(page.getByRole("heading", { name: o.invest, exact: true })).toBeVisible();
  });

  test(`permits are listed from a template, applied for, over their norm, issued and lapsed, ${lang}`, async ({ page, site }) => {
    await begins(page, site, lang, PHONE, city());
    await page.goto(`${site.url}#/project/${QUAY}/permits`);
    await page.getByRole("button", { name: o.listForm }).click();
    const four = page.getByRole("group", { name: o.certificates });
    await page.getByRole("button", { name: /^(还没勾|Nothing ticked)$/ }).click();
    await expect(page.getByText(o.nothing)).toBeVisible();
    await four.getByRole("button", { name: o.tickAll }).click();
    for (const norm of await four.getByLabel(o.norm).all()) await norm.fill("10");
    await looks(page, "listing", lang);
    await page.getByRole("button", { name: o.list(4) }).click();
    await expect(page.getByRole("heading", { name: o.four(0) })).toBeVisible();

    // The last of them is applied for: a day after today is refused, twelve working days are two over the norm.
    const row = page.locator(".permit").nth(3);
    const save = page.getByRole("button", { name: w.save, exact: true });
    await row.getByRole("button", { name: new RegExp(o.change) }).click();
    await save.click();
    await expect(page.getByText(o.chooseState)).toBeVisible();
    await row.getByText(o.applied, { exact: true }).click();
    await page.getByLabel(o.day, { exact: true }).fill("2018-11-16");
    await save.click();
    await expect(page.getByText(o.later)).toBeVisible();
    await page.getByLabel(o.day, { exact: true }).fill("2018-10-30");
    await page.getByLabel(o.waits).fill("等图审合格书");
    await looks(page, "change", lang);
    await save.click();
    await expect(save).toHaveCount(0);
    await expect(row.getByText(o.over)).toBeVisible();
    await expect(row.getByText("等图审合格书")).toBeVisible();
    await looks(page, "over", lang);

    // Issued today for five days that are over: the norm stands still, and it has lapsed once the days are gone.
    await row.getByRole("button", { name: new RegExp(o.change) }).click();
    await row.getByText(o.issued, { exact: true }).click();
    await page.getByLabel(o.until).fill("2018-11-20");
    await save.click();
    await expect(save).toHaveCount(0);
    await expect(page.getByRole("heading", { name: o.four(1) })).toBeVisible();
    await expect(row.getByText(o.took)).toBeVisible();
    await page.clock.setFixedTime(TODAY + 10 * 86_400_000);
    await page.reload();
    await expect(row.getByText(o.lapsed)).toBeVisible();
    await looks(page, "lapsed", lang);

    // What was listed wrongly is corrected, and taken back.
    await row.getByRole("button", { name: new RegExp(o.edit) }).click();
    await row.getByLabel(o.department).fill("行政审批局");
    await save.click();
    await expect(save).toHaveCount(0);
    await expect(row.getByText("行政审批局")).toBeVisible();
    const first = page.locator(".permit").first();
    await first.getByRole("button", { name: new RegExp(`^${o.undo}`) }).click();
    await page.getByRole("group").getByRole("button", { name: /撤回这一项|Take it back/ }).click();
    await expect(page.locator(".permit[data-struck]")).toHaveCount(1);
    await page.goto(`${site.url}#/project/${QUAY}`);
    await expect(page.locator(".card.permits").first().getByText("行政审批局")).toBeVisible();
    await looks(page, "project", lang);
  });

  for (const [name, size] of Object.entries({ phone: PHONE, desk: DESK })) {
    test(`all of it sums up by district and department, ${name}, ${lang}`, async ({ page, site }) => {
      await begins(page, site, lang, size, withHistory(city()));
      const pane = () => page.locator("#main");

      await page.goto(`${site.url}#/invest`);
      await expect(page.getByRole("heading", { level: 1, name: o.invest })).toBeVisible();
      await expect(pane().getByText("72.0%").first()).toBeVisible();
      await expect(pane().getByText(o.lacks).first()).toBeVisible();
      await page.getByRole("button", { name: /普兰店区/ }).click();
      await expect(page.getByRole("link", { name: /国宏热电厂/ })).toBeVisible();
      await expect(page.getByRole("link", { name: /大连湾码头/ })).toHaveCount(0);
      await looks(page, `invest-${name}`, lang);
      await page.getByRole("button", { name: o.unit, exact: true }).click();
      await page.getByRole("button", { name: /市城建局/ }).click();
      await page.getByRole("link", { name: /国宏热电厂/ }).click();
      await expect(pane().getByText(o.ahead).first()).toBeVisible();
      await looks(page, `one-${name}`, lang);

      // From Thursday the 1st to the 15th ten days are weekdays: two of them are off, one Saturday is worked.
      await page.goto(`${site.url}#/permits`);
      await page.getByRole("button", { name: new RegExp(o.bureau) }).click();
      await expect(pane().getByText(o.worst).first()).toBeVisible();
      await expect(page.getByRole("link", { name: /国宏热电厂/ })).toContainText("等图审合格书");
      await expect(page.getByRole("link", { name: /施工许可证/ })).toHaveCount(2);
      await looks(page, `departments-${name}`, lang);
      await page.getByRole("button", { name: o.overdue, exact: true }).click();
      await expect(page.getByRole("link", { name: /施工许可证/ })).toHaveCount(1);
      await page.getByRole("link", { name: /施工许可证/ }).click();
      await expect(page.getByText("临时用地").first()).toBeVisible();
      await looks(page, `permits-${name}`, lang);

      await page.goto(`${site.url}#/milestones`);
      await expect(pane().getByText(o.half).first()).toBeVisible();
      await expect(pane().getByText(o.late).first()).toBeVisible();
      await page.getByRole("button", { name: /普兰店区/ }).click();
      await expect(page.getByRole("link", { name: /国宏热电厂/ })).toContainText(o.papers);
      await looks(page, `milestones-${name}`, lang);
      await page.getByRole("link", { name: /国宏热电厂/ }).click();
      await expect(page.getByRole("heading", { name: o.milestones })).toBeVisible();
      await looks(page, `project-${name}`, lang);
    });
  }
}
