// The first page: both languages, both sizes, the sample, founding.
import { accessible, expect, kept, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { DESK, PHONE } from "./kit/browser.mjs";
import { WORDS } from "./kit/words.mjs";

for (const [size, use] of [["phone", PHONE], ["desk", DESK]]) {
  test.describe(`on a ${size}`, () => {
    test.use(use);
    for (const lang of LANGS) {
      const w = WORDS[lang];

      test(`the start page offers three ways and writes nothing by itself, ${lang}`, async ({ page, site }) => {
        await open(page, site, lang);
        await expect(page.getByRole("heading", { level: 1, name: w.start })).toBeVisible();
        await expect(page.getByText(w.open, { exact: true })).toBeVisible();
        await expect(page.getByRole("button", { name: w.found })).toBeVisible();
        await expect(page.getByRole("button", { name: w.sample })).toBeVisible();
        await expect(page.getByRole("button", { name: w.goOn })).toHaveCount(0);
        expect(Object.entries(await kept(page)).filter(([, value]) => value !== "[]")).toEqual([]);
        if (lang === "en") expect(await strayHan(page)).toEqual([]);
        await accessible(page, `start-${size}-${lang}`);
      });

      test(`a ledger is founded, and is there after a reload, ${lang}`, async ({ page, site }) => {
        await open(page, site, lang);
        await page.getByRole("button", { name: w.found }).click();
        await page.getByRole("button", { name: w.foundGo, exact: true }).click();
        await expect(page.getByText(w.noName, { exact: true })).toBeVisible();
        await expect(page.getByText(w.noPerson, { exact: true })).toBeVisible();
        await accessible(page, `found-${size}-${lang}`);
        if (lang === "en") expect(await strayHan(page)).toEqual([]);
        await page.getByLabel(w.ledgerName).fill("Key projects 2018");
        await page.getByLabel(w.yourName).fill("City office");
        await page.getByRole("button", { name: w.foundGo, exact: true }).click();
        await expect(page.getByRole("navigation", { name: w.pages }).or(page.getByRole("link", { name: w.send })).first()).toBeVisible();
        const before = await kept(page);
        await page.reload();
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
        await expect(page.getByRole("heading", { name: w.start })).toHaveCount(0);
        expect(Object.entries(await kept(page)).filter(([name]) => name.endsWith("/log"))).toEqual(Object.entries(before).filter(([name]) => name.endsWith("/log")));
      });

      test(`the sample is marked on every page, cannot be sent and can be removed, ${lang}`, async ({ page, site }) => {
        test.setTimeout(120_000);
        await open(page, site, lang);
        await page.getByRole("button", { name: w.sample }).click();
        await expect(page.getByText(w.ribbon)).toBeVisible({ timeout: 60_000 });
        for (const route of ["#/", "#/projects", "#/visit", "#/exchange", "#/receive", "#/people", "#/table", "#/settings", "#/more"]) {
          await page.goto(site.url + route);
          await expect(page.getByText(w.ribbon)).toBeVisible();
          await expect(page.getByRole("link", { name: w.send, exact: true }), route).toHaveCount(0);
          if (lang === "en") expect(await strayHan(page), route).toEqual([]);
          await accessible(page, `sample-${route.slice(2) || "today"}-${size}-${lang}`);
        }
        await page.goto(`${site.url}#/send`);
        await expect(page.getByText(w.sampleNotSent).first()).toBeVisible();
        await page.goto(`${site.url}#/settings`);
        await page.getByRole("button", { name: w.removeSample, exact: true }).click();
        await page.getByRole("button", { name: w.removeSampleYes, exact: true }).click();
        await expect(page.getByRole("heading", { name: w.start })).toBeVisible();
        expect(Object.keys(await kept(page)).filter((name) => name.startsWith("lianxin-sample"))).toEqual([]);
      });
    }

    test("the language is changed on the spot and kept", async ({ page, site }) => {
      await page.goto(site.url);
      await expect(page.getByRole("heading", { name: WORDS.zh.start })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
      await page.getByRole("button", { name: WORDS.zh.otherLang }).click();
      await expect(page.getByRole("heading", { name: WORDS.en.start })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
      await page.reload();
      await expect(page.getByRole("heading", { name: WORDS.en.start })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
    });
  });
}
