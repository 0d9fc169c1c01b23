// Planning nodes, auditing them, and what is then read of them.
import { DESK, PHONE } from "./kit/browser.mjs";
import { joined, workspace } from "./kit/bundle.mjs";
import { join } from "./kit/receive.mjs";
import { accessible, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const SAYS = {
  zh: {
    none: "计划未报。先报", plan: "报节点计划", put: (n) => `放进 ${n} 个节点`, save: (n) => `报 ${n} 个节点`, waits: (n) => `${n} 个节点待审核`, paste: "从表格粘贴", copy: "从别的项目复制", pasteRows: "从表格里复制的行", pasteGo: "放进下面", find: "找项目",
    noDay: "没有这一天，请重新选。", late: "开始日期晚于完成日期，请核对。", doubled: /已有同名的节点/, keep: "是另一个节点，照报", weight: "请填 1 到 1000 的整数。", due: "计划完成", start: "计划开始", weightOf: "权重", nodeOf: "节点名称",
    accept: (n) => new RegExp(`^通过 ${n} 处`), acceptTicked: /^通过选中/, giveBack: /^退回/, sentence: "退回要写一句", which: "请先选退回哪一处", needs: "退回要写一句原因。", returned: /退回$/, accepted: (n) => new RegExp(`通过 ${n} 处$`), undo: /^撤回/, done: "都审完了",
    ask: "申请改期", newDue: "改到哪天完成", why: "为什么改期", moved: "改期 1 次", sure: "撤回这个节点", back: "撤回", grid: "月份表", disagree: /两边审得不一样/, readOnly: /您只能看/, toAudit: (n) => `待审 ${n}`, backLabel: "已退回", edit: "修改", own: "本人提的，本人审的", restored: /上次没报完的/,
  },
  en: {
    none: "No plan yet. Plan nodes first", plan: "Plan nodes", put: (n) => `Put in ${n} nodes`, save: (n) => `Plan ${n} node${n === 1 ? "" : "s"}`, waits: (n) => `${n} node${n === 1 ? "" : "s"} to be audited`, paste: "A spreadsheet", copy: "Another project", pasteRows: "Rows copied from a spreadsheet", pasteGo: "Put them below", find: "Find a project",
    noDay: "There is no such day; please choose again.", late: "The start is after the due date; please check.", doubled: /Another node has this name/, keep: "It is another node, keep it", weight: "Please enter a whole number from 1 to 1000.", due: "Due", start: "Start", weightOf: "Weight", nodeOf: "Name of the node",
    accept: (n) => new RegExp(`^Accept ${n}`), acceptTicked: /^Accept selected/, giveBack: /^Return/, sentence: "A return needs a sentence", which: "Choose first which one", needs: "A return needs one sentence.", returned: /returned$/, accepted: (n) => new RegExp(`accepted ${n}$`), undo: /^Take back/, done: "All audited",
    ask: "Ask for another date", newDue: "New due date", why: "Why", moved: "moved once", sure: "Take it back", back: "Take back", grid: "By month", disagree: /Two audits disagree/, readOnly: /you can only look/, toAudit: (n) => `To audit ${n}`, backLabel: "Returned", edit: "Edit", own: "Asked for and audited by the same person", restored: /not saved is open again/,
  },
};
const SIZES = { desk: DESK, phone: PHONE };
const day = (by) => new Date(Date.now() + by * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

// A district's coordinator with secretaries who have asked for something already.
async function office(page, site, lang, write) {
  const w = WORDS[lang];
  const made = workspace();
  const me = made.office.write("all", "person-registered", { district: made.district, name: "甘井子区统筹", role: "district" });
  const projects = ["热电厂秘书", "英特尔秘书", "红沿河秘书"].map((name, n) => {
    const { joins, person, scope } = made.office.engages(name, made.district, n);
    const device = joined(joins);
    made.office.write("all", "device-admitted", { box: device.box, key: device.key, person });
    return { scope, device, id: scope.slice(2) };
  });
  const more = write(made.office, projects) ?? [];
  const { invite } = made.office.invites(me);
  const devices = [made.office, ...projects.map(({ device }) => device), ...more];
  const pieces = devices.flatMap((device) => [...device.feeds.keys()].map((scope) => device.piece(scope)));
  await open(page, site, lang);
  await join(page, w, made.office.bundle(pieces, { invite, number: 1, to: me, devices: Object.fromEntries(devices.map(({ id, key }) => [id, key])) }));
  return { ...made, projects };
}

async function looks(page, name, lang) {
  if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
  await accessible(page, `plan-${name}-${lang}`);
}

// The first projects of the sample for which nobody planned anything.
async function unplanned(page, site, n, none) {
  await page.goto(`${site.url}#/projects`);
  const links = page.locator('main a[href^="#/project/"]');
  await expect(links.nth(n - 1)).toBeVisible();
  const routes = [...new Set(await links.evaluateAll((found) => found.map((link) => link.getAttribute("href"))))];
  const found = [];
  for (const route of routes) {
    if (found.length === n) break;
    await page.goto(`${site.url}${route}/plan`);
    await expect(page.locator("#h-plan")).not.toBeEmpty();
    if (await page.getByText(none).first().isVisible()) found.push(route);
  }
  expect(found.length).toBe(n);
  return found;
}

for (const lang of LANGS) {
  for (const [size, device] of Object.entries(SIZES)) {
    test.describe(`${size}, ${lang}`, () => {
      test.use({ ...device, actionTimeout: 20_000 });
      const s = SAYS[lang];
      const isDesk = size === "desk";

      // To the detail of one project of the queue.
      const chooses = async (page, name) => page.getByRole("listitem").filter({ hasText: name }).getByRole("button").first().click();
      const planOf = async (page, site, route) => {
        await page.goto(`${site.url}${route}/plan`);
        await expect(page.locator("h1")).toBeVisible();
      };

      test("a plan from a template is audited, returned, planned anew and moved", async ({ page, site }) => {
        test.setTimeout(300_000);
        const w = WORDS[lang];
        await open(page, site, lang);
        await page.getByRole("button", { name: w.sample }).click();
        await expect(page.getByRole("navigation", { name: w.pages })).toBeVisible();
        const [one, two] = await unplanned(page, site, 2, s.none);

        await planOf(page, site, one);
        await looks(page, `empty-${size}`, lang);
        await page.getByRole("link", { name: s.plan }).click();
        await page.getByRole("button", { name: s.put(7) }).click();
        await expect(page.getByRole("button", { name: s.save(7) })).toBeVisible();
        const titles = page.getByLabel(s.nodeOf);
        const first = await titles.first().inputValue();
        await looks(page, `write-${size}`, lang);
        // What was typed is there after the page was left.
        await expect(page.getByText(lang === "zh" ? /^草稿/ : /^Draft kept/)).toBeVisible();
        await page.goto(`${site.url}#/`);
        await page.goto(`${site.url}${one}/plan/new`);
        await expect(page.getByText(s.restored)).toBeVisible();

        // Rows of a spreadsheet, each with what is wrong with it next to the field.
        await page.getByText(s.paste, { exact: true }).click();
        await page.getByLabel(s.pasteRows).fill(`节点\t完成日期\t开始日期\t权重\n围挡拆除\t2018年2月30日\t\t5\n绿化\t2018/12/31\t2019/1/5\t0\n${first}\t2018.12.20\t\t5\n`);
        await page.getByRole("button", { name: s.pasteGo }).click();
        for (const fault of [s.noDay, s.late, s.weight, s.doubled]) await expect(page.getByText(fault)).toBeVisible();
        await expect(page.getByLabel(s.due, { exact: true }).nth(7)).toHaveValue("2018年2月30日");
        await looks(page, `faults-${size}`, lang);
        await page.getByRole("button", { name: s.save(10) }).click();
        await expect(page.getByLabel(s.due, { exact: true }).nth(7)).toBeFocused();
        await page.getByLabel(s.due, { exact: true }).nth(7).fill("2018-12-28");
        await page.getByLabel(s.start, { exact: true }).nth(8).fill("2018-12-05");
        await page.getByLabel(s.weightOf, { exact: true }).nth(8).fill("5");
        await page.getByRole("button", { name: s.keep }).click();
        await page.getByRole("button", { name: s.save(10) }).click();
        await expect(page.getByText(s.waits(10)).first()).toBeVisible();
        await looks(page, `waits-${size}`, lang);

        const projectName = await page.locator("#h-plan").innerText();

        // Copied to another project, with its own days.
        await planOf(page, site, two);
        await page.getByRole("link", { name: s.plan }).click();
        await page.getByText(s.copy, { exact: true }).click();
        await page.locator("#copy-first").fill("2019-03-01");
        await page.getByLabel(s.find).fill(projectName);
        await page.getByRole("button", { name: s.put(10) }).click();
        const starts = () => page.getByLabel(s.start, { exact: true }).evaluateAll((inputs) => inputs.map(({ value }) => value).sort()[0]);
        await expect.poll(starts).toBe("2019-03-01");
        // Two of them have one title: that is asked about once more.
        await page.getByRole("button", { name: s.save(10) }).click();
        await page.getByRole("button", { name: s.keep }).click();
        await page.getByRole("button", { name: s.save(10) }).click();
        await expect(page.getByText(s.waits(10)).first()).toBeVisible();

        // The first project: one of ten is returned with a sentence, the others are accepted.
        await page.goto(`${site.url}#/audit`);
        // The sample has one that waits already.
        await expect(page.getByRole("heading", { name: s.toAudit(21) })).toBeVisible();
        await looks(page, `queue-${size}`, lang);
        await chooses(page, projectName);
        await expect(page.getByRole("heading", { level: 2, name: projectName })).toBeVisible();
        await page.getByRole("button", { name: s.giveBack }).click();
        await expect(page.getByText(s.which)).toBeVisible();
        await page.getByRole("radio", { name: first }).last().check();
        await page.getByRole("button", { name: s.giveBack }).click();
        await expect(page.getByText(s.needs)).toBeVisible();
        await expect(page.getByLabel(s.sentence).last()).toBeFocused();
        await page.getByLabel(s.sentence).last().fill("日期早于许可办结日");
        await looks(page, `detail-${size}`, lang);
        await page.getByRole("button", { name: s.giveBack }).click();
        await expect(page.getByRole("button", { name: s.accept(9) })).toBeVisible();
        await page.getByRole("button", { name: s.accept(9) }).click();
        if (isDesk) await expect(page.getByText(s.accepted(9)).first()).toBeVisible();

        // On its plan the sentence stands by the node; it is taken back and planned anew.
        await planOf(page, site, one);
        const card = page.locator("li.node").filter({ hasText: "日期早于许可办结日" });
        await expect(card.getByText(s.backLabel).first()).toBeVisible();
        await card.getByRole("button", { name: s.back, exact: true }).click();
        await card.getByRole("button", { name: s.sure }).click();
        await expect(page.locator("li.node[data-struck]")).toHaveCount(1);
        await page.getByRole("link", { name: s.plan }).click();
        await page.getByLabel(s.nodeOf).first().fill("绿化补种");
        await page.getByLabel(s.due, { exact: true }).first().fill("2018-12-30");
        await page.getByRole("button", { name: s.save(1) }).click();

        // Another date of an accepted node: asked, accepted, counted, the earlier one still to be read.
        const moved = page.locator("li.node").filter({ has: page.getByRole("heading", { name: "围挡拆除" }) });
        await moved.getByRole("button", { name: s.ask }).click();
        await moved.getByLabel(s.newDue).fill("2019-01-20");
        await moved.getByRole("button", { name: s.ask }).click();
        await expect(moved.locator(".fault")).toBeVisible();
        await moved.getByLabel(s.why, { exact: true }).fill("雨季停工");
        await looks(page, `move-${size}`, lang);
        await moved.getByRole("button", { name: s.ask }).click();
        await expect(moved.getByText("雨季停工")).toBeVisible();
        await page.goto(`${site.url}#/audit`);
        await chooses(page, projectName);
        await expect(page.getByText("雨季停工")).toBeVisible();
        await page.getByRole("button", { name: s.accept(2) }).click();
        await planOf(page, site, one);
        await expect(moved.getByText(s.moved).first()).toBeVisible();
        await expect(moved.getByText(lang === "zh" ? /12月28日/ : /28 Dec/).first()).toBeVisible();
        await expect(moved.getByText(s.own).first()).toBeVisible();
        await page.getByRole("button", { name: s.grid }).click();
        await expect(page.getByRole("table").getByRole("row", { name: /围挡拆除/ })).toBeVisible();
        await looks(page, `grid-${size}`, lang);

        // On paper: the line, the table and no navigation.
        await page.emulateMedia({ media: "print" });
        for (const gone of [".side", ".top", ".thumb", ".plan-s", ".bar"]) await expect(page.locator(gone).first()).toBeHidden();
        await expect(page.getByRole("table")).toBeVisible();
        await page.emulateMedia({ media: null });
      });
    });
  }
}

for (const lang of LANGS) {
  const s = SAYS[lang];
  test.describe(`keyboard, ${lang}`, () => {
    test.use({ ...DESK });

    test("what secretaries ask is accepted one by one and together, and taken back", async ({ page, site }) => {
      await office(page, site, lang, (_, projects) => {
        projects.forEach(({ scope, device }, n) => {
          for (let i = 0; i <= n; i++) device.write(scope, "node-planned", { title: `节点${n + 1}.${i + 1}`, due: day(20 + i), weight: 20 });
        });
      });
      await expect(page.getByRole("navigation", { name: WORDS[lang].pages })).toBeVisible();
      await page.keyboard.press("g");
      await page.keyboard.press("n");
      await expect(page.getByRole("heading", { name: s.toAudit(6) })).toBeVisible();
      await expect(page.getByRole("navigation", { name: WORDS[lang].pages }).getByText("6", { exact: true })).toBeVisible();
      const current = page.locator("li[aria-current]");
      await expect(current).toContainText("项目1");
      await page.keyboard.press("a");
      await expect(page.getByText(s.accepted(1)).first()).toBeVisible();
      await expect(current).toContainText("项目2");
      // A return without a sentence asks for one; letters in the field are letters.
      await page.keyboard.press("j");
      await expect(current).toContainText("项目3");
      await page.keyboard.press("k");
      await page.keyboard.press("x");
      await page.keyboard.press("j");
      await page.keyboard.press("x");
      await expect(page.getByText(lang === "zh" ? "已选 2 条" : "2 selected")).toBeVisible();
      await looks(page, "ticked", lang);
      await page.keyboard.press("A");
      await expect(page.getByRole("heading", { name: s.done })).toBeVisible();
      await looks(page, "done", lang);
      await page.getByRole("button", { name: s.undo }).first().click();
      await expect(page.getByRole("heading", { name: s.toAudit(3) })).toBeVisible();
      await page.keyboard.press("r");
      await expect(page.getByText(s.which)).toBeVisible();
      await expect(page.locator("#return-of-0")).toBeFocused();
      await page.keyboard.press("Space");
      await page.keyboard.press("r");
      await expect(page.locator("#why")).toBeFocused();
      await page.keyboard.type("ajxk");
      await page.keyboard.press("Enter");
      const given = page.locator("li[data-done]").filter({ hasText: "ajxk" });
      await expect(given.getByText(s.returned).first()).toBeVisible();
      await expect(page.getByRole("heading", { name: s.toAudit(2) })).toBeVisible();
      // The field of the next one has not the focus: a letter is a key again, and types nothing there.
      await expect(page.locator("#why")).not.toBeFocused();
      await expect(page.locator("#why")).toHaveValue("");
      await page.keyboard.press("z");
      await expect(page.getByRole("heading", { name: s.toAudit(3) })).toBeVisible();
      await expect(page.locator("#why")).toHaveValue("ajxk");
    });

    test("audits that disagree are shown, and settled by another one", async ({ page, site }) => {
      await office(page, site, lang, (office, [{ scope, device }]) => {
        const node = device.write(scope, "node-planned", { title: "开工", due: day(10), weight: 20 });
        const person = office.write("all", "person-registered", { name: "市级统筹二", role: "city" });
        const second = joined(office.invites(person));
        office.write("all", "device-admitted", { box: second.box, key: second.key, person });
        // Neither had seen what the other said.
        office.write(scope, "node-audited", { of: node, verdict: "accepted" });
        second.write(scope, "node-audited", { of: node, verdict: "returned", text: "缺附件" });
        return [second];
      });
      await page.goto(`${site.url}#/audit`);
      await expect(page.getByText(s.disagree)).toBeVisible();
      await expect(page.getByText("缺附件")).toBeVisible();
      await looks(page, "disagree", lang);
      await page.keyboard.press("a");
      await expect(page.getByRole("heading", { name: s.done })).toBeVisible();
      await page.goto(`${site.url}#/conflicts`);
      await expect(page.getByRole("heading", { name: WORDS[lang].noConflicts })).toBeVisible();
    });
  });

  test.describe(`a secretary, ${lang}`, () => {
    test.use({ ...PHONE });

    test("sees what waits and who audits it, and decides nothing", async ({ page, site }) => {
      const made = workspace();
      const scope = `p:${made.project}`;
      made.office.write(scope, "node-planned", { title: "开工", due: day(10), weight: 20 });
      const { office } = made;
      await open(page, site, lang);
      const pieces = [office.piece("all"), office.piece(scope)];
      await join(page, WORDS[lang], office.bundle(pieces, { invite: { key: made.invite.secret, person: made.secretary }, number: 1, to: made.secretary }));
      await page.goto(`${site.url}#/more`);
      await page.getByRole("link", { name: lang === "zh" ? /计划审核/ : /Plan audit/ }).click();
      await page.getByRole("listitem").filter({ hasText: "大连湾海底隧道" }).getByRole("button").click();
      await expect(page.getByText(s.readOnly)).toBeVisible();
      await expect(page.getByRole("button", { name: s.giveBack })).toHaveCount(0);
      await looks(page, "read-only", lang);
    });
  });
}
