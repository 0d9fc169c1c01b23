// Reporting how far nodes are: percent, done, another date; the light turns with its reason; nothing typed is lost.
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { arm, breakable, lift } from "./kit/faults.mjs";
import { accessible, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

// Words of these pages alone.
const OWN = {
  zh: {
    report: "报进度", overdue: /应于.*完成，已过期 3 天/, red: "红灯", yellow: "黄灯", green: "绿灯", less: "减 5", more: "加 5", percent: "完成百分之几", should: /今天应到 100%/, save: (n) => `保存 ${n} 个节点`, nothing: "还没有填要报的",
    done: "已经办成", yesterday: /^昨天/, otherDay: "选日子", day: "办成的日期", future: "办成的日期不能晚于今天。", move: "赶不上，要改期", to: "改到", why: "为什么（必填）", noReason: "请写一句为什么改期。", same: "和现行日期一样，不用改期。", outOfRange: "请填 0 到 100 的整数。",
    moved: /申请改到.*待审核/, late: "晚 2 天", restored: "上次没存完的，已经接着打开。", notCounted: /待审核：可以先报/, ahead: "节点 1 / 3", next: /下一个：外立面幕墙收口/, months: "近 6 个月", noPlan: "本月计划未报", dueNodes: "到期节点 2", over: /超 3 天/, changes: "怎样会变灯", history: /经过/,
    excuse: "有正当理由", until: "到哪天（含）", excuseWhy: /理由（必填/, noUntil: "请选到哪天。", excused: /有正当理由，到/, end: "结束正当理由", gone: "已撤回的计划和进度 1", restore: "恢复这一条", takeBack: "撤回这一条", why2: /为什么撤回/, failed: /没有存上：浏览器没有写成。您写的都还在这里/, again: "再存一次", all: "已撤回，照样留在记录里", project: "看这个项目", lateReason: /晚了 2 天/, waits: "待审核", full: "照片 1 张", noteAndPhotos: "说明和照片（可不填）", note: "说明",
  },
  en: {
    report: "Report progress", overdue: /was due on .* and is 3 days overdue/, red: "Red", yellow: "Yellow", green: "Green", less: "Less by 5", more: "More by 5", percent: "Percent done", should: /today should be 100%/, save: (n) => (n === 1 ? "Save 1 node" : `Save ${n} nodes`), nothing: "Nothing to report yet",
    done: "It is done", yesterday: /^Yesterday/, otherDay: "Choose a day", day: "Day on which it was done", future: "It cannot have been done on a day after today.", move: "It will be late: ask for another date", to: "To", why: "Why (required)", noReason: "Please say in a sentence why the date is to change.", same: "These are the dates in force already; there is nothing to change.", outOfRange: "Please enter a whole number from 0 to 100.",
    moved: /was asked for; to be audited/, late: "2 days late", restored: "Your unfinished report is open again.", notCounted: /Not audited: it can be reported/, ahead: "Nodes 1 of 3", next: /Next: 外立面幕墙收口/, months: "Last 6 months", noPlan: "No plan for this month", dueNodes: "Nodes due 2", over: /3 days over/, changes: "What would change the light", history: /History/,
    excuse: "Excuse", until: "Up to and including", excuseWhy: /Reason \(required/, noUntil: "Please choose the last day.", excused: /Excused up to/, end: "End the excuse", gone: "Plans and reports taken back 1", restore: "Restore this", takeBack: "Take this back", why2: /Why it is taken back/, failed: /Not saved: the browser could not write\. What you wrote is still here/, again: "Save again", all: "Taken back; it stays in the record", project: "See the project", lateReason: /2 days late/, waits: "Not audited", full: "1 photo", noteAndPhotos: "Note and photos (optional)", note: "Note",
  },
};
const SIZES = { phone: PHONE.viewport, desk: DESK.viewport };

// A day of the workspace, so many days from now.
const day = (from) => new Date(Date.now() + 8 * 3_600_000 + from * 86_400_000).toISOString().slice(0, 10);

// A ledger with a plan: one node overdue, one under way, one that waits for its audit and one done. `role` says who opens it.
async function opens({ page, site, lang }, size, role = "secretary") {
  const w = WORDS[lang];
  await page.setViewportSize(SIZES[size]);
  const made = workspace();
  const { office, project, invite, secretary } = made;
  const scope = `p:${project}`;
  const plans = (title, start, due, weight) => office.write(scope, "node-planned", { due: day(due), start: day(start), title, weight });
  const accepts = (of) => office.write(scope, "node-audited", { of, verdict: "accepted" });
  const reports = (of, on, percent, done) => office.write(scope, "node-reported", { of, on: day(on), percent, ...(done === undefined ? {} : { done: day(done) }) });
  const nodes = { roof: plans("主体封顶", -60, -3, 30), wall: plans("外立面幕墙收口", -20, 10, 20), base: plans("桩基完成", -90, -70, 40), test: plans("地下车库消防联动调试", 0, 15, 10) };
  for (const of of [nodes.roof, nodes.wall, nodes.base]) accepts(of);
  reports(nodes.roof, -10, 30);
  reports(nodes.wall, -2, 70);
  reports(nodes.base, -72, 100, -72);
  let to = secretary, held = invite;
  if (role === "district") {
    to = office.write("all", "person-registered", { district: made.district, name: "甘井子区统筹", role });
    const { invite: own } = office.invites(to);
    held = { secret: own.key };
  }
  const starter = office.bundle([office.piece("all"), office.piece(scope)], { invite: { key: held.secret, person: to }, number: 1, to });
  await open(page, site, lang);
  await page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-test-2026-01-01-1.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(starter)) });
  await page.getByRole("button", { name: w.join }).click();
  await expect(page.getByText(w.notAdmitted).first()).toBeVisible();
  return { ...made, nodes, w, o: OWN[lang], goes: (route) => page.goto(`${site.url}#/${route}`) };
}
const card = (page, title) => page.locator("details.node", { has: page.getByText(title, { exact: true }) });
const unfold = async (part) => {
  if (!(await part.evaluate((details) => details.open))) await part.locator("summary").first().click();
};
const looks = async (page, lang, name) => {
  if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
  await accessible(page, name);
};
// Drafts on disk that name a photo.
const draftsWithPhotos = (page) => page.evaluate(async () => {
  const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  let count = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name));
    if (database.objectStoreNames.contains("drafts")) {
      for (const bytes of await ask(database.transaction("drafts").objectStore("drafts").getAll())) count += /"photos":\["/.test(new TextDecoder().decode(bytes)) ? 1 : 0;
    }
    database.close();
  }
  return count;
});
const main = (page) => page.locator("footer .btn[data-kind=main]");

for (const lang of LANGS) {
  for (const size of Object.keys(SIZES)) {
    test(`the light of a project says why, what is next and what would change it, ${size}, ${lang}`, async ({ page, site }) => {
      const { project, o, goes } = await opens({ page, site, lang }, size);
      await goes(`project/${project}`);
      const why = page.locator("section.why");
      await expect(why.getByRole("heading", { name: o.red })).toBeVisible();
      await expect(why).toContainText(o.overdue);
      await expect(why).toContainText(o.next);
      await expect(why).toContainText(o.changes);
      await expect(why).toContainText(o.months);
      await expect(why.getByRole("img")).toHaveCount(1);
      await expect(page.getByRole("heading", { name: o.ahead })).toBeVisible();
      const trail = page.locator("ol.trail > li");
      await expect(trail).toHaveCount(4);
      expect(await trail.evaluateAll((list) => list.map((li) => li.dataset.state))).toEqual(["done", "over", "now", "next"]);
      await expect(trail.nth(3)).toContainText(o.waits);
      await looks(page, lang, `progress-project-${size}-${lang}`);
      await trail.nth(1).getByText(o.history).click();
      await expect(trail.nth(1).locator(".said")).toContainText("30%");
      await looks(page, lang, `progress-history-${size}-${lang}`);
      await page.getByRole("link", { name: o.report }).first().click();
      await expect(page.getByRole("heading", { name: o.report })).toBeVisible();
    });

    test(`percent, done late and another date are one save, and the light turns with its reason, ${size}, ${lang}`, async ({ page, site }) => {
      const { project, o, w, goes } = await opens({ page, site, lang }, size);
      await goes(`report/${project}`);
      await expect(page.locator("details.node")).toHaveCount(3);
      await expect(main(page)).toHaveText(o.nothing);
      await expect(main(page)).toHaveAttribute("aria-disabled", "true");
      const roof = card(page, "主体封顶"), wall = card(page, "外立面幕墙收口"), waiting = card(page, "地下车库消防联动调试");
      await expect(roof.getByText(o.should)).toBeVisible();
      await looks(page, lang, `progress-report-${size}-${lang}`);

      // Done two days after its due: yellow, for the rest of the month.
      await roof.getByRole("switch", { name: o.done }).click();
      await roof.getByText(o.yesterday).click();
      await expect(roof.getByText(o.late)).toBeVisible();
      // By the buttons, and by the keys of the slider.
      await unfold(wall);
      await wall.getByRole("button", { name: o.more }).click();
      await expect(wall.getByRole("textbox", { name: o.percent })).toHaveValue("75");
      await wall.getByRole("slider").press("ArrowRight");
      await expect(wall.getByRole("textbox", { name: o.percent })).toHaveValue("80");
      await unfold(wall.locator("details").first());
      await wall.getByLabel(o.to, { exact: true }).fill(day(30));
      await wall.getByLabel(o.why).fill("市建委问接口位置，图纸没回。");
      await unfold(waiting);
      await expect(waiting.getByText(o.notCounted)).toBeVisible();
      await expect(main(page)).toHaveText(o.save(2));
      await looks(page, lang, `progress-typed-${size}-${lang}`);
      await main(page).click();
      await expect(page.getByText(w.saved).first()).toBeVisible();
      const lines = page.locator(".items > .item");
      await expect(lines).toHaveCount(3);
      await expect(lines.filter({ hasText: o.moved })).toHaveCount(1);
      // The light of the project has turned, with the reason.
      await expect(page.locator(".report-p")).toContainText(o.yellow);
      await expect(page.locator(".report-p")).toContainText(o.lateReason);
      await looks(page, lang, `progress-saved-${size}-${lang}`);
      await page.getByRole("link", { name: o.project, exact: true }).click();
      await expect(page.locator("section.why").getByRole("heading", { name: o.yellow })).toBeVisible();
      await expect(page.locator("ol.trail > li[data-state=late]")).toContainText(o.late);
    });
  }

  test(`a save is taken back as a whole and can be edited again, ${lang}`, async ({ page, site }) => {
    const { project, o, w, goes } = await opens({ page, site, lang }, "phone");
    await goes(`report/${project}`);
    const roof = card(page, "主体封顶");
    await roof.getByRole("button", { name: o.more }).click();
    await main(page).click();
    await expect(page.getByText(w.saved).first()).toBeVisible();
    await page.getByRole("button", { name: w.undo }).click();
    await expect(page.getByText(o.all)).toBeVisible();
    await page.getByRole("button", { name: w.editAgain }).click();
    await expect(roof.getByRole("textbox", { name: o.percent })).toHaveValue("35");
    await main(page).click();
    await expect(page.getByText(w.saved).first()).toBeVisible();
    await goes(`project/${project}`);
    await expect(page.getByRole("heading", { name: o.gone })).toBeVisible();
    // The own report that stands is taken back too, with a reason, and then restored.
    const trail = page.locator("ol.trail > li").nth(1);
    await trail.getByText(o.history).click();
    await trail.getByRole("button", { name: w.undo }).first().click();
    await trail.getByLabel(o.why2).fill("报错了节点");
    await trail.getByRole("button", { name: o.takeBack }).click();
    await expect(page.getByRole("heading", { name: o.gone.replace("1", "2") })).toBeVisible();
    await expect(page.getByText("报错了节点")).toBeVisible();
    await looks(page, lang, `progress-gone-${lang}`);
  });

  test(`what can't be is said at its field, and nothing is written, ${lang}`, async ({ page, site }) => {
    const { project, o, goes } = await opens({ page, site, lang }, "phone");
    await goes(`report/${project}`);
    const roof = card(page, "主体封顶"), wall = card(page, "外立面幕墙收口");
    await roof.getByRole("textbox", { name: o.percent }).fill("101");
    await main(page).click();
    await expect(roof.getByText(o.outOfRange)).toBeVisible();
    await expect(roof.getByRole("textbox", { name: o.percent })).toBeFocused();
    await roof.getByRole("textbox", { name: o.percent }).fill("40");
    await expect(roof.getByText(o.outOfRange)).toHaveCount(0);
    await roof.getByRole("switch", { name: o.done }).click();
    await roof.getByText(o.otherDay).click();
    await roof.getByLabel(o.day).fill(day(1));
    await unfold(wall);
    await unfold(wall.locator("details").first());
    await wall.getByLabel(o.to, { exact: true }).fill(day(10));
    await main(page).click();
    await expect(roof.getByText(o.future)).toBeVisible();
    await expect(wall.getByText(o.same)).toBeVisible();
    await expect(wall.getByText(o.noReason)).toBeVisible();
    await looks(page, lang, `progress-faults-${lang}`);
    await goes(`project/${project}`);
    await expect(page.locator("section.why").getByRole("heading", { name: o.red })).toBeVisible();
  });

  test(`a draft survives a reload, with its photo; a failing disk keeps every word, ${lang}`, async ({ context, page, site }) => {
    await breakable(context);
    const { project, o, w, goes } = await opens({ page, site, lang }, "phone");
    await goes(`report/${project}`);
    const roof = card(page, "主体封顶");
    await roof.getByRole("button", { name: o.more }).click();
    await unfold(roof.locator("details").nth(1));
    await roof.getByLabel(o.note, { exact: true }).fill("屋面混凝土今晚浇。");
    const photo = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(64, 48);
      canvas.getContext("2d").fillRect(0, 0, 32, 48);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer())];
    });
    await roof.locator("input[type=file][accept^=image]").last().setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.from(photo) });
    await expect(roof.getByText(o.full)).toBeVisible();
    await expect.poll(() => draftsWithPhotos(page)).toBe(1);
    await page.reload();
    await expect(page.getByText(o.restored)).toBeVisible();
    await expect(roof.getByRole("textbox", { name: o.percent })).toHaveValue("35");
    await expect(roof.getByLabel(o.note, { exact: true })).toHaveValue("屋面混凝土今晚浇。");
    await expect(roof.getByRole("img", { name: w.photo(1) })).toBeVisible();
    await arm(page, "unknown", 0);
    await main(page).click();
    await expect(page.getByText(o.failed)).toBeVisible();
    await expect(roof.getByLabel(o.note, { exact: true })).toHaveValue("屋面混凝土今晚浇。");
    await looks(page, lang, `progress-failed-${lang}`);
    await lift(page);
    await page.getByRole("button", { name: o.again }).click();
    await expect(page.getByText(w.saved).first()).toBeVisible();
    await goes(`project/${project}`);
    await page.locator("ol.trail > li").nth(1).getByText(o.history).click();
    await expect(page.getByText("屋面混凝土今晚浇。")).toBeVisible();
    await expect(page.locator(".trail").getByRole("img")).toBeVisible();
  });

  test(`a coordinator excuses a node and ends it, ${lang}`, async ({ page, site }) => {
    const { project, o, w, goes } = await opens({ page, site, lang }, "desk", "district");
    await goes(`project/${project}`);
    const roof = page.locator("ol.trail > li").nth(1);
    await roof.getByText(o.history).click();
    await roof.getByRole("button", { name: o.excuse, exact: true }).click();
    await roof.getByRole("button", { name: w.save, exact: true }).click();
    await expect(roof.getByText(o.noUntil)).toBeVisible();
    await roof.getByLabel(o.until).fill(day(20));
    await roof.getByLabel(o.excuseWhy).fill("防汛停工");
    await roof.getByRole("button", { name: w.save, exact: true }).click();
    await expect(roof.getByText(o.excused).first()).toBeVisible();
    await looks(page, lang, `progress-excused-${lang}`);
    await roof.getByRole("button", { name: o.end }).click();
    await roof.getByLabel(o.excuseWhy).fill("复工了");
    await roof.getByRole("button", { name: w.save, exact: true }).click();
    await expect(roof).toHaveAttribute("data-state", "over");
  });

  test(`today and the list show what falls due with its light; a row leads to the report, ${lang}`, async ({ page, site }) => {
    const { o, goes } = await opens({ page, site, lang }, "phone");
    await goes("");
    await expect(page.getByRole("heading", { name: o.dueNodes })).toBeVisible();
    await looks(page, lang, `progress-today-${lang}`);
    await goes("projects");
    await expect(page.getByRole("link", { name: "大连湾海底隧道" })).toContainText(o.red);
    await looks(page, lang, `progress-list-${lang}`);
    await goes("");
    await page.getByRole("link", { name: "主体封顶" }).click();
    await expect(page.getByRole("heading", { name: o.report })).toBeVisible();
  });

  test(`without a plan the ring is grey and says so, ${lang}`, async ({ page, site }) => {
    const w = WORDS[lang], o = OWN[lang];
    await page.setViewportSize(PHONE.viewport);
    await open(page, site, lang);
    const { starter, project } = workspace();
    await page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-test-2026-01-01-1.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(starter)) });
    await page.getByRole("button", { name: w.join }).click();
    await expect(page.getByText(w.notAdmitted).first()).toBeVisible();
    await page.goto(`${site.url}#/project/${project}`);
    await expect(page.locator("section.why").getByRole("heading", { name: o.noPlan })).toBeVisible();
    await looks(page, lang, `progress-none-${lang}`);
  });
}
