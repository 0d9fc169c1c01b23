// The frame round the pages: a screen reader hears each new page, and Back does what it says.
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { accessible, expect, installed, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

async function sample(page, site, lang) {
  await open(page, site, lang);
  await page.getByRole("button", { name: WORDS[lang].sample }).click();
  await expect(page.getByText(WORDS[lang].ribbon)).toBeVisible({ timeout: 60_000 });
}

// The heading of the page stands, has the focus, and names the tab.
async function arrived(page, w, name) {
  const heading = page.getByRole("heading", { level: 1, name, exact: typeof name === "string" });
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle(`${(await heading.textContent()).trim()} · ${w.app}`);
}

for (const lang of LANGS) {
  const w = WORDS[lang];

  test.describe(`on a phone, ${lang}`, () => {
    test.use(PHONE);

    test("a new page has the focus on its heading and names the tab, Back too", async ({ page, site }) => {
      test.setTimeout(120_000);
      await open(page, site, lang);
      await expect(page).toHaveTitle(`${w.start} · ${w.app}`);
      await expect(page.locator("body")).toBeFocused();
      await sample(page, site, lang);
      await page.getByRole("link", { name: w.more, exact: true }).click();
      await arrived(page, w, w.more);
      // A finger leaves no ring round the heading.
      expect(await page.evaluate(() => document.activeElement.matches(":focus-visible"))).toBe(false);
      await page.getByRole("link", { name: w.settings }).click();
      await arrived(page, w, w.settings);
      await page.goBack();
      await arrived(page, w, w.more);
      await page.goForward();
      await arrived(page, w, w.settings);
    });

    test("the start page has an address: Back leaves it, and a reload stays", async ({ page, site }) => {
      test.setTimeout(120_000);
      await sample(page, site, lang);
      await page.goto(`${site.url}#/settings`);
      await expect(page.getByRole("heading", { level: 1, name: w.settings })).toBeVisible();
      await page.getByRole("button", { name: w.toStart }).click();
      await arrived(page, w, w.start);
      await page.goBack();
      await arrived(page, w, w.settings);
      await page.goForward();
      await arrived(page, w, w.start);
      await page.reload();
      await expect(page.getByRole("heading", { name: w.start })).toBeVisible();
      await page.getByRole("button", { name: w.goOn }).click();
      await expect(page.getByText(w.ribbon)).toBeVisible();
      await expect(page).toHaveURL(`${site.url}#/`);
    });

    test("a starter of another ledger says so and leads to the start page; a table says where tables go", async ({ page, site }) => {
      test.setTimeout(120_000);
      await sample(page, site, lang);
      await page.goto(`${site.url}#/receive`);
      const give = (name, text) => page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
      await give("lianxin-1.json", JSON.stringify(workspace().starter));
      await expect(page.getByText(w.foreign)).toBeVisible();
      await give("项目.csv", "项目名称,区市县\n甲,中山区\n");
      await expect(page.getByRole("link", { name: w.fromTable })).toBeVisible();
      if (lang === "en") expect(await strayHan(page)).toEqual([]);
      await accessible(page, `receive-elsewhere-${lang}`);
      await page.getByRole("button", { name: w.toStart }).click();
      await arrived(page, w, w.start);
    });

    test("once all files are kept the start page says that it opens without a network", async ({ page, site }) => {
      await open(page, site, lang);
      await installed(page);
      await expect(page.getByText(w.installed)).toBeVisible();
    });
  });

  test.describe(`on a desk, ${lang}`, () => {
    test.use(DESK);

    test("by keyboard the new page's heading is where one is", async ({ page, site }) => {
      test.setTimeout(120_000);
      await sample(page, site, lang);
      const link = page.getByRole("navigation", { name: w.pages }).getByRole("link", { name: w.people });
      await link.focus();
      await page.keyboard.press("Enter");
      await arrived(page, w, w.people);
      await page.goBack();
      await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    });
  });
}
