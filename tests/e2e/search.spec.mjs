// Searching everywhere: by characters, pinyin and initials, with the keyboard on a desk and by thumb on a phone.
import { DESK, PHONE } from "./kit/browser.mjs";
import { accessible, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const SAY = {
  zh: { search: "搜索", projects: /^项目 \d/, people: /^人员、单位/, none: "没有找到", hint: /首字母/, found: /^找到 / },
  en: { search: "Search", projects: /^Projects \d/, people: /^People and units/, none: "Nothing found", hint: /pinyin or initials/, found: /results?$/ },
};

for (const lang of LANGS) {
  const w = WORDS[lang], say = SAY[lang];
  for (const [size, view] of [["phone", PHONE], ["desk", DESK]]) {
    test.describe(`searching everywhere, ${size}, ${lang}`, () => {
      test.use(view);

      test.beforeEach(async ({ page, site }) => {
        await open(page, site, lang);
        await page.getByRole("button", { name: w.sample }).click();
        await expect(page.getByText(w.ribbon)).toBeVisible();
      });

      test("initials find a project, and it opens", async ({ page, site }) => {
        await page.goto(`${site.url}#/search`);
        const field = page.getByRole("searchbox", { name: say.search });
        await expect(field).toBeFocused();
        await expect(page.getByText(say.hint)).toBeVisible();
        await field.fill("bsh");
        const hit = page.getByRole("link", { name: /冰山慧谷/ }).first();
        await expect(hit).toBeVisible();
        await expect(hit.locator("mark").first()).toHaveText("冰山慧");
        await expect(page.getByRole("heading", { name: say.projects })).toBeVisible();
        await expect(page.getByRole("status").filter({ hasText: say.found })).toBeVisible();
        if (lang === "en") expect.soft(await strayHan(page)).toEqual([]);
        await accessible(page, `search-${size}-${lang}`);
        // By characters and by full pinyin as well.
        for (const typed of ["冰山", "bingshan", "bing shan", "BSHG"]) {
          await field.fill(typed);
          await expect(page.getByRole("link", { name: /冰山慧谷/ }).first()).toBeVisible();
        }
        await field.fill("zzzz没有");
        await expect(page.getByRole("heading", { name: say.none })).toBeVisible();
        await accessible(page, `search-none-${size}-${lang}`);
        // What was looked for is there again on the way back.
        await field.fill("bsh");
        await page.getByRole("link", { name: /冰山慧谷/ }).first().click();
        await expect(page.getByRole("heading", { level: 1, name: /冰山慧谷/ })).toBeVisible();
        await page.goBack();
        await expect(page.getByRole("searchbox", { name: say.search })).toHaveValue("bsh");
      });

      test("lists of projects take initials too", async ({ page, site }) => {
        await page.goto(`${site.url}#/projects`);
        await page.getByRole("searchbox").first().fill("bsh");
        await expect(page.getByRole("link", { name: /冰山慧谷/ }).first()).toBeVisible();
        await page.getByRole("searchbox").first().fill("zzzz");
        await expect(page.getByRole("link", { name: /冰山慧谷/ })).toHaveCount(0);
      });

      if (size === "desk") {
        test("the keyboard alone will do", async ({ page, site }) => {
          await page.goto(`${site.url}#/settings`);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await page.keyboard.press("/");
          const field = page.getByRole("searchbox", { name: say.search });
          await expect(field).toBeFocused();
          await page.keyboard.type("gj");
          const hits = page.locator("a.answer");
          await expect(hits.nth(1)).toBeVisible();
          await page.keyboard.press("ArrowDown");
          await expect(hits.first()).toBeFocused();
          await page.keyboard.press("ArrowDown");
          await expect(hits.nth(1)).toBeFocused();
          await page.keyboard.press("ArrowUp");
          await page.keyboard.press("ArrowUp");
          await expect(field).toBeFocused();
          await page.keyboard.press("Escape");
          await expect(field).toHaveValue("");
          await page.keyboard.type("bshg");
          await expect(hits.first()).toBeVisible();
          await page.keyboard.press("Enter");
          await expect(page.getByRole("heading", { level: 1, name: /冰山慧谷/ })).toBeVisible();
        });
      } else {
        test("it stands on a narrow screen with very large letters", async ({ page, site }) => {
          await page.setViewportSize({ width: 320, height: 640 });
          await page.goto(`${site.url}#/projects`);
          await page.getByRole("link", { name: say.search }).click();
          await page.evaluate(() => { document.documentElement.dataset.text = "huge"; });
          await page.getByRole("searchbox", { name: say.search }).fill("dl");
          await expect(page.locator("a.answer").first()).toBeVisible();
          expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
        });
      }
    });
  }
}
