// An instruction from end to end: a leader sees what is red, instructs in two taps, the city passes it on, the secretary
// acknowledges and reports, the city closes, and the leader sees all of it. Everyone has a device of their own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { Person } from "./kit/person.mjs";
import { join } from "./kit/receive.mjs";
import { accessible, ARTIFACTS, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const SAY = {
  zh: {
    title: "我的重点项目", instruct: "批示", sheet: /^批示：/, ready: "请主要负责人本周内到场解决", week: /一周内/, saved: /批示已存到本机/, undo: "撤回", undone: "已撤回", unsent: "1 条批示还没送出",
    send: "送出", given: "我的批示 1", none: "没有红灯", noProjects: "还没有包保项目", asked: "要您办的批示 1", receive: "签收", report: "报告", reportLabel: "办得怎么样", close: "办结", closeGo: "办结", reportedToYou: "已报，等您看", received: "已签收",
    notSent: "还没送出", made: "数据包已生成，未确认收到", late: /超 3 天/, over: /已过期 46 天/, waiting: "没解决的问题 1", why: "请写一句。", own: "自己写", save: "存", shut: "关上", noRoom: /没有存上/, other: "选日子", day: "哪天以前", past: "这一天已经过了。", to: "给谁", closed: "办结", giveBack: "退回", again: "再批示",
    red: "红灯",
  },
  en: {
    title: "My key projects", instruct: "Instruct", sheet: /^Instruction:/, ready: "The person in charge is to be on site and solve it this week", week: /Within a week/, saved: /The instruction is saved on this device/, undo: "Take back", undone: "Taken back", unsent: "1 instruction not sent yet",
    send: "Send", given: "My instructions 1", none: "Nothing is red", noProjects: "No project is yours yet", asked: "Instructions for you 1", receive: "Acknowledge", report: "Report", reportLabel: "What was done", close: "Close", closeGo: "Close", reportedToYou: "Reported to you", received: "Acknowledged",
    notSent: "Not sent yet", made: "The file is made, receipt not confirmed", late: /3 days over/, over: /46 days overdue/, waiting: "Problems not solved 1", why: "Please write a sentence.", own: "Your own words", save: "Save", shut: "Close", noRoom: /Not saved/, other: "Choose a day", day: "By which day", past: "That day is past.", to: "To whom", closed: "Closed", giveBack: "Return", again: "Instruct again",
    red: "Red",
  },
};

// A day in the workspace's zone, so many days from today.
const day = (days) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

// A city with a leader who has three projects: one red, one that nobody planned, one of nobody; and the starters of all.
function city({ led = true } = {}) {
  const made = workspace();
  const { office, project, district } = made;
  const scope = `p:${project}`;
  const leader = office.write("all", "person-registered", { name: "包保领导（基础设施）", role: "leader" });
  const other = office.write("all", "person-registered", { name: "市级统筹二", role: "city" });
  if (led) office.write(scope, "fields-changed", { of: "project", set: { leader, key: true } });
  const plan = office.write(scope, "node-planned", { title: "工程动迁", due: day(-46), start: day(-100) });
  office.write(scope, "node-audited", { of: plan, verdict: "accepted" });
  office.write(scope, "problem-raised", { title: "7 户还没有签约", category: "land", on: day(-6) });
  const second = `p:${"1".repeat(16)}`;
  office.write(second, "project-registered", { name: "玉华输变电工程", category: "infrastructure", district, ...(led ? { leader } : {}) });
  const third = `p:${"2".repeat(16)}`;
  office.write(third, "project-registered", { name: "别人的项目", category: "social", district });
  const invite = (person) => office.invites(person).invite;
  const invites = { leader: invite(leader), other: invite(other) };
  const scopes = ["all", scope, second, third];
  const starter = (to, invite, held = scopes) => office.bundle(held.map((one) => office.piece(one)), { invite, number: 1, to });
  return {
    ...made, scope, leader, other, mayor: office.feeds.get("all").ids[1].slice(0, 22),
    forLeader: () => starter(leader, invites.leader, led ? ["all", scope, second] : ["all"]),
    forCity: () => starter(other, invites.other),
    forSecretary: () => starter(made.secretary, { key: made.invite.secret, person: made.secretary }, ["all", scope]),
  };
}

for (const lang of LANGS) {
  const w = WORDS[lang], say = SAY[lang];

  test(`an instruction goes out in two taps and comes back closed, ${lang}`, async ({ site }) => {
    test.setTimeout(300_000);
    const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
    const made = city();
    const [leader, office, secretary] = [["leader", PHONE], ["city", DESK], ["secretary", PHONE]].map(([name, size]) => new Person(site, lang, inDir(dir, name), size, "leader"));
    const card = (person) => person.page.locator("li.item[id^=duty-]").first();
    try {
      await Promise.all([leader, office, secretary].map((one) => one.begins()));
      await join(leader.page, w, made.forLeader());
      await join(office.page, w, made.forCity());
      // Whoever admits others is admitted first, by the city's first device.
      const hello = JSON.parse((await office.sends(`#/send/${made.mayor}`)).bytes);
      const { body } = hello.pieces.flatMap(({ events }) => events).find(({ kind, body }) => kind === "device-joined" && body.person === made.other);
      const admission = made.office.write("all", "device-admitted", { person: made.other, key: body.key, box: body.box }) && made.office.bundle([made.office.piece("all")], { number: 2, to: made.other });
      await office.takesIn({ name: "lianxin-city.json", bytes: Buffer.from(JSON.stringify(admission)) });
      await join(secretary.page, w, made.forSecretary());

      // The first page is the leader's own.
      await expect(leader.page.getByRole("heading", { level: 1, name: say.title })).toBeVisible();
      await leader.sees("大连湾海底隧道");
      await leader.sees(say.over);
      await leader.sees(say.waiting);
      await expect(leader.page.getByText("别人的项目")).toHaveCount(0);
      await leader.looks("page");
      await leader.page.getByRole("button", { name: `${say.instruct} 大连湾海底隧道` }).click();
      await expect(leader.page.getByRole("dialog", { name: say.sheet })).toBeVisible();
      await expect(leader.page.getByRole("radio", { name: say.week })).toBeChecked();
      await leader.looks("sheet");
      await leader.presses(say.ready);
      await leader.sees(say.saved);
      await expect(leader.page.getByRole("dialog")).toHaveCount(0);
      await leader.sees(say.unsent);
      await leader.sees(say.given);
      await leader.sees(say.notSent);
      await leader.looks("given");

      // Taken back it is as if it had not been; given again it goes to the city.
      await leader.presses(say.undo);
      await leader.sees(say.undone);
      await expect(leader.page.getByText(say.unsent)).toHaveCount(0);
      await leader.page.getByRole("button", { name: `${say.instruct} 大连湾海底隧道` }).click();
      await leader.presses(say.ready);
      await leader.sees(say.unsent);
      const sent = await leader.sends();
      await leader.goes("#/");
      await leader.sees(say.made);

      await office.takesIn(sent, { admits: true });
      const passed = await office.sends(`#/send/${made.secretary}`);

      await secretary.takesIn(passed);
      await secretary.goes("#/");
      await secretary.sees(say.asked);
      await secretary.looks("asked");
      await secretary.page.getByRole("link", { name: say.ready }).click();
      await card(secretary).getByRole("button", { name: say.receive, exact: true }).click();
      await expect(card(secretary).locator(".duty > li").nth(1)).toHaveText(say.received);
      await card(secretary).getByRole("button", { name: say.report, exact: true }).click();
      await card(secretary).getByRole("button", { name: say.report, exact: true }).click();
      await expect(card(secretary).getByText(say.why)).toBeVisible();
      await card(secretary).getByLabel(say.reportLabel).fill("已约谈 7 户，3 户签约。");
      await secretary.looks("reporting");
      await card(secretary).getByRole("button", { name: say.report, exact: true }).click();
      await expect(card(secretary).getByText("已约谈 7 户，3 户签约。")).toBeVisible();
      await secretary.goes("#/");
      await expect(secretary.page.getByText(say.asked)).toHaveCount(0);
      const report = await secretary.sends();

      await office.takesIn(report, { admits: true });
      const back = await office.sends(`#/send/${made.leader}`);
      await leader.takesIn(back);
      await leader.goes("#/");
      await leader.sees(say.reportedToYou);
      await leader.sees("已约谈 7 户，3 户签约。");
      await leader.looks("reported");

      await office.goes(`#/project/${made.project}`);
      await card(office).getByRole("button", { name: say.close, exact: true }).first().click();
      await card(office).locator("textarea").fill("同意办结");
      await office.looks("closing");
      await card(office).getByRole("button", { name: say.closeGo, exact: true }).click();
      await expect(card(office).getByText("同意办结")).toBeVisible();
      await leader.takesIn(await office.sends(`#/send/${made.leader}`));
      await leader.goes("#/");
      await expect(leader.page.locator(".duty > li").last()).toHaveAttribute("data-state", "done");
      for (const one of [leader, office, secretary]) await one.ends();
    } finally {
      await Promise.allSettled([leader, office, secretary].map((one) => one.context?.close()));
      rmSync(dir, { recursive: true, force: true });
    }
  });

  for (const [size, view] of [["phone", PHONE], ["desk", DESK]]) {
    test.describe(`the page of a leader, ${size}, ${lang}`, () => {
      test.use(view);

      test("what is typed stays until the disk has it", async ({ page, site }) => {
        const made = city();
        await open(page, site, lang);
        await join(page, w, made.forLeader());
        await page.goto(`${site.url}#/instruct`);
        const sheet = page.getByRole("dialog");
        await sheet.getByLabel(say.own).fill("请把七户的情况说清楚");
        await sheet.getByRole("button", { name: say.save, exact: true }).click();
        await expect(sheet.locator("#ins-project")).toBeFocused();
        await sheet.locator("#ins-project").selectOption({ label: "玉华输变电工程" });
        await sheet.getByText(say.other, { exact: true }).click();
        await sheet.getByLabel(say.day).fill(day(-1));
        await sheet.getByRole("button", { name: say.save, exact: true }).click();
        await expect(sheet.getByText(say.past)).toBeVisible();
        if (lang === "en") expect.soft(await strayHan(page)).toEqual([]);
        await accessible(page, `leader-form-${size}-${lang}`);
        // A reload finds the words again.
        await page.reload();
        await expect(page.getByRole("dialog").getByLabel(say.own)).toHaveValue("请把七户的情况说清楚");
        await expect(page.getByRole("dialog").locator("#ins-project")).toHaveValue("1".repeat(16));
        // A full disk loses nothing.
        await page.getByRole("dialog").getByLabel(say.day).fill(day(9));
        await page.evaluate(() => {
          const put = IDBObjectStore.prototype.put, add = IDBObjectStore.prototype.add;
          const full = function () { throw new DOMException("full", "QuotaExceededError"); };
          Object.assign(IDBObjectStore.prototype, { put: full, add: full });
          globalThis.heal = () => Object.assign(IDBObjectStore.prototype, { put, add });
        });
        await page.getByRole("dialog").getByLabel(say.own).press("Enter");
        await expect(page.getByRole("dialog").getByText(say.noRoom)).toBeVisible();
        await expect(page.getByRole("dialog").getByLabel(say.own)).toHaveValue("请把七户的情况说清楚");
        await page.evaluate(() => globalThis.heal());
        await page.getByRole("dialog").getByLabel(say.own).press("Enter");
        await expect(page.getByText(say.saved)).toBeVisible();
        await page.goto(`${site.url}#/instruct`);
        await expect(page.getByRole("dialog").getByLabel(say.own)).toHaveValue("");
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      });

      test("without projects it says so", async ({ page, site }) => {
        const made = city({ led: false });
        await open(page, site, lang);
        await join(page, w, made.forLeader());
        await expect(page.getByRole("heading", { name: say.noProjects })).toBeVisible();
        await accessible(page, `leader-none-${size}-${lang}`);
      });

      test("it stands on a narrow screen with very large letters", async ({ page, site }) => {
        const made = city();
        await open(page, site, lang);
        await join(page, w, made.forLeader());
        await expect(page.getByRole("heading", { name: say.title })).toBeVisible();
        if (size === "phone") await page.setViewportSize({ width: 320, height: 640 });
        await page.evaluate(() => { document.documentElement.dataset.text = "huge"; });
        const wider = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (size === "phone") expect(await wider()).toBeLessThanOrEqual(0);
        await page.getByRole("button", { name: `${say.instruct} 大连湾海底隧道` }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        const inside = await page.getByRole("dialog").evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
        expect(inside).toBeLessThanOrEqual(0);
        await page.screenshot({ path: `${ARTIFACTS}/leader-huge-${size}-${lang}.png` });
      });
    });
  }
}

