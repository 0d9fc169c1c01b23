// The board of a whole city: 719 projects with their lights, found, filtered, sorted, grouped, looked at on another day,
// and changed together. What it counts is what the command line counts.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { DESK } from "./kit/browser.mjs";
import { give } from "./kit/receive.mjs";
import { accessible, ARTIFACTS, expect, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const TODAY = "2018-11-30", PAST = "2018-08-31", ALL = 719;
const OWN = {
  zh: {
    light: { red: /^红灯/, yellow: /^黄灯/, green: /^绿灯/, grey: /^未定/ }, clear: "清除筛选", none: "没有符合的项目", key: /^市级重点/, all: /^全部 719/, filter: "筛选", columns: "列", views: "视图", keep: "存下", viewName: "给这个样子起个名",
    onDay: "看哪天", back: "回到今天", backward: /按现在知道的回看/, city: "全市", open: "打开项目", why: "这个项目的灯", group: "分组", selectAll: "选中列出的全部", what: "改什么", value: "改成", change: (n) => `改 ${n} 个`, changed: /的阶段改好了/, willChange: (n) => `会改 ${n} 个`,
    notListed: (n) => `其中 ${n} 个不在下面的列表里`, dropUnseen: "不选这些", selected: (n) => `选了 ${n} 个项目`, keys: "快捷键", close: "关上", months: /近 12 个月的灯/, unit: "责任单位", total: /^投资/, kept: (n, all) => `共 ${all} 个，符合的 ${n} 个`, trial: "试", assign: "指派给", give: (n) => `指派 ${n} 个`, given: /交给了/, print: "打印", district: "区市县", keysOn: /用字母键换页/,
  },
  en: {
    light: { red: /^Red/, yellow: /^Yellow/, green: /^Green/, grey: /^Undecided/ }, clear: "Clear the filters", none: "No project fits", key: /^Key projects/, all: /^All 719/, filter: "Filter", columns: "Columns", views: "Views", keep: "Keep", viewName: "Name this view",
    onDay: "Look at", back: "Back to today", backward: /looked at again by what is known now/, city: "City", open: "Open the project", why: "The light of this project", group: "Group", selectAll: "Select all that are listed", what: "Change", value: "To", change: (n) => `Change ${n}`, changed: /changed and saved/, willChange: (n) => `${n} will change`,
    notListed: (n) => `${n} of them are not in the list`, dropUnseen: "Leave those out", selected: (n) => `${n} projects selected`, keys: "Keys", close: "Close", months: /Lights of the last 12 months/, unit: "Responsible unit", total: /^Total/, kept: (n, all) => `${n} of ${all} projects`, trial: "Trial", assign: "Assign to", give: (n) => `Assign ${n}`, given: /given to/, print: "Print", district: "District", keysOn: /Letters lead to pages/,
  },
};

// Made once for all the journeys; the same seed gives the same bytes.
let city, folder;
test.beforeAll(() => {
  folder = mkdtempSync(inDir(tmpdir(), "board-"));
  const [bundle, starter] = ["city.json", "starter.json"].map((name) => inDir(folder, name));
  expect(ledger("sample", "--projects", `${ALL}`, "--people", "12", "--visits", "300", "--months", "11", "--nodes", "3", "--seed", "board", "--out", bundle, "--starter", starter).code).toBe(0);
  const lights = (day) => {
    const { projects } = JSON.parse(ledger("fold", bundle, "--on", day).out);
    const count = { red: 0, yellow: 0, green: 0, grey: 0 };
    for (const { light } of projects) count[light] += 1;
    return count;
  };
  city = { bundle: readFileSync(bundle), starter: readFileSync(starter), now: lights(TODAY), past: lights(PAST) };
});
test.afterAll(() => rmSync(folder, { recursive: true }));

const rows = (page) => page.locator("tr.line:not(.group)");
const table = (page) => page.locator("table.board");
const tile = (page, o, light) => page.locator(".tiles").getByRole("button", { name: o.light[light] });
const count = async (page, o, light) => Number((await tile(page, o, light).locator("b").innerText()).replaceAll(",", ""));
const lines = (page) => table(page).getAttribute("aria-rowcount").then((n) => Number(n) - 1);
const names = (page) => rows(page).locator("th a").allInnerTexts();

// A coordinator of the city on a day of its year, with all of it.
async function arrives(page, site, lang, w) {
  await page.clock.setFixedTime(new Date(`${TODAY}T01:12:00Z`));
  await open(page, site, lang);
  await give(page, city.starter);
  await page.getByRole("button", { name: w.join }).click();
  await expect(page.getByRole("navigation", { name: w.pages })).toBeVisible();
  await page.goto(`${site.url}#/receive`);
  await give(page, city.bundle);
  await page.getByRole("button", { name: w.take(1) }).click();
  await expect(page.getByText(w.merged).first()).toBeVisible({ timeout: 60_000 });
  await page.goto(`${site.url}#/projects`);
  await expect(rows(page).first()).toBeVisible();
}

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];
  const looks = async (page, name) => {
    if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
    await accessible(page, `board-${name}-${lang}`);
  };

  test.describe(`the board, ${lang}`, () => {
    test.use({ ...DESK, actionTimeout: 20_000 });
    test.beforeEach(async ({ page, site }) => {
      test.setTimeout(240_000);
      await arrives(page, site, lang, w);
    });

    test("counts exactly, draws what is in sight, and a light narrows it", async ({ page, site }) => {
      for (const light of ["red", "yellow", "green", "grey"]) expect(await count(page, o, light), light).toBe(city.now[light]);
      expect(await lines(page)).toBe(ALL);
      expect(await rows(page).count()).toBeLessThan(70);
      await looks(page, "whole");

      // The last row is drawn once it is scrolled to, and it is the 719th below the heading.
      await page.locator(".board-box .scroll").evaluate((scroll) => { scroll.scrollTop = scroll.scrollHeight; });
      await expect(page.locator(`tr.line[aria-rowindex="${ALL + 1}"]`)).toBeInViewport();
      expect(await rows(page).count()).toBeLessThan(70);

      await tile(page, o, "red").click();
      await expect(page).toHaveURL(/#\/projects\?light=red$/);
      await expect.poll(() => lines(page)).toBe(city.now.red);
      await expect(page.getByRole("status").filter({ hasText: o.kept(city.now.red, ALL) })).toBeVisible();
      expect(await count(page, o, "green"), "other lights are still counted").toBe(city.now.green);

      // A district narrows what is counted and what is listed.
      const roll = page.locator(".roll tbody tr").first();
      const [red, all] = (await roll.locator("td.num").allInnerTexts()).map(Number);
      await roll.getByRole("button").click();
      await expect.poll(() => lines(page)).toBe(red);
      const inDistrict = await Promise.all(["red", "yellow", "green", "grey"].map((light) => count(page, o, light)));
      expect(inDistrict.reduce((sum, n) => sum + n)).toBe(all);
      await expect(page.locator(".roll tfoot td.num").last()).toHaveText(`${ALL}`);

      // The address brings it back: after a reload, and from a project.
      await page.reload();
      await expect.poll(() => lines(page)).toBe(red);
      await expect(tile(page, o, "red")).toHaveAttribute("aria-pressed", "true");
      const opened = rows(page).nth(2);
      const name = await opened.locator("th a").innerText();
      await opened.locator("th a").click();
      await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
      await page.goBack();
      await expect.poll(() => lines(page)).toBe(red);
      await expect(page.getByRole("row", { selected: true })).toContainText(name);
      await page.getByRole("button", { name: o.clear }).click();
      await expect.poll(() => lines(page)).toBe(ALL);
      await expect(page).toHaveURL(`${site.url}#/projects`);

      await page.getByRole("searchbox").fill("没有这个项目");
      await expect(page.getByRole("heading", { name: o.none })).toBeVisible();
      await looks(page, "none");
      await page.getByRole("button", { name: o.clear }).first().click();
      await expect.poll(() => lines(page)).toBe(ALL);
    });

    test("is sorted, grouped, and keeps its columns and views on this device", async ({ page }) => {
      const total = page.getByRole("columnheader", { name: o.total });
      await total.getByRole("button").click();
      await expect(total).toHaveAttribute("aria-sort", "ascending");
      await total.getByRole("button").click();
      await expect(total).toHaveAttribute("aria-sort", "descending");
      await expect(page).toHaveURL(/\?sort=-total$/);
      const totals = (await page.locator("td[data-col=total]").allInnerTexts()).map((text) => Number(text.replaceAll(",", "")));
      expect(totals).toEqual(totals.toSorted((a, b) => b - a));

      await page.getByRole("combobox", { name: o.group, exact: true }).selectOption("district");
      const groups = page.locator("tr.group");
      await expect(groups.first()).toBeVisible();
      const before = await lines(page);
      expect(before).toBeGreaterThan(ALL);
      await looks(page, "grouped");
      await groups.first().getByRole("button").click();
      await expect.poll(() => lines(page)).toBeLessThan(before);
      await expect(groups.first().getByRole("button")).toHaveAttribute("aria-expanded", "false");

      const columns = page.locator("details.pop", { hasText: o.columns }).first();
      await columns.locator("summary").click();
      await columns.getByRole("checkbox", { name: o.unit }).check();
      await expect(page.getByRole("columnheader", { name: o.unit })).toBeVisible();
      await page.keyboard.press("Escape");
      const views = page.locator("details.pop", { hasText: o.views }).last();
      await views.locator("summary").click();
      await page.getByLabel(o.viewName).fill("大项目");
      await looks(page, "views");
      await page.getByRole("button", { name: o.keep, exact: true }).click();
      await expect(views.getByRole("button", { name: "大项目" }).first()).toBeVisible();

      await page.getByRole("combobox", { name: o.group, exact: true }).selectOption("");
      await page.getByRole("columnheader").getByRole("button").first().click();
      await page.reload();
      await expect(page.getByRole("columnheader", { name: o.unit })).toBeVisible();
      await views.locator("summary").click();
      await views.getByRole("button", { name: "大项目" }).first().click();
      await expect(groups.first()).toBeVisible();
      await expect(page).toHaveURL(/\?sort=-total&group=district$/);
    });

    test("another day is looked at by what is known now", async ({ page }) => {
      await page.getByLabel(o.onDay).fill(PAST);
      await expect(page.locator(".notice", { hasText: o.backward })).toBeVisible();
      for (const light of ["red", "yellow", "green", "grey"]) await expect.poll(() => count(page, o, light), light).toBe(city.past[light]);
      await looks(page, "past");
      // Twelve months end with that day's, for the eyes and for the ears.
      const year = page.getByRole("table", { name: o.months }).getByRole("row");
      await expect(year).toHaveCount(13);
      expect((await year.last().getByRole("cell").allInnerTexts()).map(Number)).toEqual([city.past.red, city.past.yellow, city.past.green, city.past.grey]);
      await page.getByRole("button", { name: o.back }).click();
      await expect.poll(() => count(page, o, "red")).toBe(city.now.red);
    });

    test("is gone through by keys, which are left alone in a field and can be switched off", async ({ page, site }) => {
      const shown = await names(page);
      const selected = page.getByRole("row", { selected: true });
      for (const name of shown.slice(0, 3)) {
        await page.keyboard.press("j");
        await expect(selected).toContainText(name);
      }
      await page.keyboard.press("k");
      await expect(selected).toContainText(shown[1]);
      await page.keyboard.press("Enter");
      const reasons = page.getByRole("complementary", { name: o.why });
      await expect(reasons.getByRole("heading", { name: shown[1] })).toBeVisible();
      await looks(page, "reasons");
      await page.keyboard.press("j");
      await expect(reasons.getByRole("heading", { name: shown[2] })).toBeVisible();
      // Far down the row is still seen.
      for (let step = 0; step < 60; step++) await page.keyboard.press("j");
      await expect(selected).toBeInViewport({ ratio: 0.9 });
      await expect(selected).toHaveAttribute("aria-rowindex", "64");
      await page.keyboard.press("Escape");
      await expect(reasons).toHaveCount(0);
      await page.keyboard.press("x");
      await expect(page.getByText(o.selected(1).replace("projects", "project"))).toBeVisible();
      await page.keyboard.press("Escape");
      await page.keyboard.press("f");
      await expect(page.locator("details.pop select").first()).toBeFocused();
      await page.keyboard.press("Escape");
      await page.keyboard.press("/");
      await expect(page.getByRole("searchbox")).toBeFocused();
      await page.keyboard.type("jx?gb");
      await expect(page.getByRole("searchbox")).toHaveValue("jx?gb");
      await expect(page.getByText(o.none)).toBeVisible();
      // One step back empties it, with what it filtered; the next one leaves it.
      await page.keyboard.press("Escape");
      await expect(page.getByRole("searchbox")).toHaveValue("");
      await expect.poll(() => lines(page)).toBe(719);
      await expect(page).toHaveURL(/#\/projects$/);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("searchbox")).not.toBeFocused();

      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: o.keys })).toBeVisible();
      await looks(page, "keys");
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      for (const [key, route] of [["i", "receive"], ["c", "conflicts"], ["t", "trust"], ["s", "send"], ["m", "people"], ["b", "projects"]]) {
        await page.keyboard.press("g");
        await page.keyboard.press(key);
        await expect(page).toHaveURL(new RegExp(`#/${route}$`));
      }
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/#\/project\//);

      await page.goto(`${site.url}#/settings`);
      await page.getByRole("checkbox", { name: o.keysOn }).uncheck();
      await page.keyboard.press("g");
      await page.keyboard.press("b");
      await page.keyboard.press("?");
      await expect(page).toHaveURL(/#\/settings$/);
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page.getByRole("checkbox", { name: o.keysOn }).check();
    });

    test("many are changed in one save", async ({ page }) => {
      await tile(page, o, "yellow").click();
      await expect.poll(() => lines(page)).toBe(city.now.yellow);
      await page.getByRole("checkbox", { name: o.selectAll }).check();
      await expect(page.getByText(o.selected(city.now.yellow))).toBeVisible();
      await page.getByRole("combobox", { name: o.what, exact: true }).selectOption("phase");
      await page.getByRole("combobox", { name: o.value, exact: true }).selectOption("trial");
      await expect(page.getByText(o.willChange(city.now.yellow))).toBeVisible();
      await looks(page, "many");
      const rowsOf = () => page.evaluate(async () => {
        const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
        let n = 0;
        for (const { name } of await indexedDB.databases()) {
          const database = await ask(indexedDB.open(name));
          if (database.objectStoreNames.contains("log")) n += await ask(database.transaction("log").objectStore("log").count());
          database.close();
        }
        return n;
      });
      const before = await rowsOf();
      await page.getByRole("button", { name: o.change(city.now.yellow) }).click();
      await expect(page.getByText(o.changed)).toBeVisible();
      expect(await rowsOf()).toBe(before + 1);
      await page.getByRole("button", { name: o.clear }).click();
      await page.locator("details.filters-pop summary").click();
      await page.locator("details.filters-pop select").last().selectOption("trial");
      await expect.poll(() => lines(page)).toBe(city.now.yellow);
      await page.keyboard.press("Escape");

      // As before: all that are found are given to one secretary.
      await page.getByRole("checkbox", { name: o.selectAll }).check();
      await page.getByRole("combobox", { name: o.what, exact: true }).selectOption("secretary");
      const whom = page.getByRole("combobox", { name: o.assign, exact: true });
      await whom.selectOption({ index: 1 });
      await page.getByRole("button", { name: o.give(city.now.yellow) }).click();
      await expect(page.getByText(o.given)).toBeVisible();
    });

    test("what a filter hides is told of before it is changed", async ({ page }) => {
      await tile(page, o, "red").click();
      await expect.poll(() => lines(page)).toBe(city.now.red);
      await page.getByRole("checkbox", { name: o.selectAll }).check();
      await tile(page, o, "yellow").click();
      await expect.poll(() => lines(page)).toBe(city.now.yellow);
      await expect(page.getByText(o.notListed(city.now.red))).toBeVisible();
      await page.locator("tr.line .ck").first().check();
      await looks(page, "unseen");
      await page.getByRole("button", { name: o.dropUnseen }).click();
      await expect(page.getByText(o.notListed(city.now.red))).toHaveCount(0);
      await expect(page.getByText(o.selected(1).replace("projects", "project"))).toBeVisible();
    });

    test("fits a tablet, and a print has every row", async ({ page }) => {
      for (const [width, height] of [[1024, 768], [768, 1024]]) {
        await page.setViewportSize({ width, height });
        await expect(rows(page).first()).toBeVisible();
        const [side, box, high] = await page.evaluate(() => [
          document.documentElement.scrollWidth - innerWidth,
          [...document.querySelectorAll(".board-box .scroll")].map((s) => s.scrollWidth - s.clientWidth)[0],
          document.querySelector("tr.line").getBoundingClientRect().height,
        ]);
        expect.soft([side, box], `${width}`).toEqual([0, 0]);
        expect.soft(high, `${width}`).toBeGreaterThanOrEqual(44);
        await looks(page, `at-${width}`);
        await rows(page).nth(1).locator("td[data-col=due]").click();
        await expect(page.getByRole("link", { name: o.open })).toBeInViewport();
        await page.keyboard.press("Escape");
      }
      await page.setViewportSize(DESK.viewport);
      await tile(page, o, "red").click();
      await expect.poll(() => lines(page)).toBe(city.now.red);
      await page.evaluate(() => { globalThis.print = () => { globalThis.lianxinPrinted = document.querySelectorAll("tr.line").length; }; });
      await page.getByRole("button", { name: o.print }).click();
      await expect.poll(() => page.evaluate(() => globalThis.lianxinPrinted)).toBe(city.now.red);
      await page.emulateMedia({ media: "print" });
      await expect(page.locator(".print-head")).toContainText(lang === "zh" ? "红灯" : "Red");
      await page.screenshot({ path: inDir(ARTIFACTS, `board-print-${lang}.png`), fullPage: true });
      await page.emulateMedia({ media: "screen" });
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      await expect.poll(() => rows(page).count()).toBeLessThan(70);
    });
  });
}
