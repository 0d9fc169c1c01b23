// The ledger's rules: a city changes a threshold, sees first which lights turn, and everyone reads what holds.
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { founds } from "./kit/person.mjs";
import { join } from "./kit/receive.mjs";
import { accessible, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: { box: "灯和时限", red: "落后多少算红灯", yellow: "落后多少算黄灯", below: /红灯的点数不能比黄灯的小/, none: "按今天算，没有项目变灯。", why: /为什么改/, change: /^改 (\d) 条$/, saved: /改好了/, history: "看历次改动 1", said: "落后多少算红灯：25", calendar: "放假和调休", off: "放假的日子", notADay: /“2018-02-30”不是一个日子/, restored: /接着写/, readOnly: /市级协调员改/ },
  en: { box: "Lights and periods", red: "Behind by more than: red", yellow: "Behind by more than: yellow", below: /Red can’t begin before yellow/, none: "As of today no project changes its light.", why: /^Why/, change: /^Change (\d) rules?$/, saved: /^Changed\./, history: "All changes: 1", said: "Red from: 25", calendar: "Holidays and extra working days", off: "Days off", notADay: /“2018-02-30” is no day/, restored: /not finished/, readOnly: /City coordinators change these/ },
};

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];
  const looks = async (page, name) => {
    if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
    await accessible(page, `${name}-${lang}`);
  };

  for (const [size, device] of [["desk", DESK], ["phone", PHONE]]) {
    test.describe(`${size}, ${lang}`, () => {
      test.use(device);

      test(`a threshold is changed with a look at what turns, on the ${size}, ${lang}`, async ({ page, site }) => {
        await open(page, site, lang);
        await founds(page, w);
        await page.goto(`${site.url}#/settings`);
        const box = page.getByRole("region", { name: o.box });
        await box.getByLabel(o.red).fill("9");
        await expect(box.getByText(o.below)).toBeVisible();
        await expect(box.getByLabel(o.red)).toHaveAttribute("aria-invalid", "true");
        await box.getByLabel(o.red).fill("25");
        await expect(box.getByText(o.none)).toBeVisible();
        await box.getByLabel(o.why).fill("按省里的口径");
        await looks(page, `rules-${size}`);
        await box.getByRole("button", { name: o.change }).click();
        await expect(box.getByText(o.saved)).toBeVisible();
        await box.getByText(o.history).click();
        await expect(box.getByText(o.said)).toBeVisible();

        // What was typed and not saved is still there after the page was loaded anew.
        await box.getByText(o.calendar).click();
        await box.getByLabel(o.off).fill("2018-10-01~2018-10-07\n2018-02-30");
        await expect(box.getByText(o.notADay)).toBeVisible();
        const draft = () => page.evaluate(async () => {
          const ask = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
          const { name } = (await indexedDB.databases()).find(({ name }) => /^lianxin-[A-Za-z0-9_-]{8}$/.test(name));
          const database = await ask(indexedDB.open(name));
          const drafts = await ask(database.transaction("drafts").objectStore("drafts").getAllKeys());
          database.close();
          return drafts.length;
        });
        await expect.poll(draft).toBe(1);
        await page.reload();
        await expect(box.getByText(o.restored)).toBeVisible();
        await expect(box.getByLabel(o.red)).toHaveValue("25");
        await box.getByText(o.calendar).click();
        await expect(box.getByLabel(o.off)).toHaveValue("2018-10-01~2018-10-07\n2018-02-30");
        await box.getByLabel(o.off).fill("2018-10-01~2018-10-07");
        await box.getByRole("button", { name: o.change }).click();
        await expect(box.getByText(o.saved)).toBeVisible();
        await page.reload();
        await box.getByText(o.calendar).click();
        await expect(box.getByLabel(o.off)).toHaveValue("2018-10-01~2018-10-07");
      });
    });
  }

  test.describe(`a secretary, ${lang}`, () => {
    test.use(PHONE);

    test(`whoever may not change rules reads them, ${lang}`, async ({ page, site }) => {
      await open(page, site, lang);
      await join(page, w, workspace().starter);
      await page.goto(`${site.url}#/settings`);
      const box = page.getByRole("region", { name: o.box });
      await expect(box.getByText(o.readOnly)).toBeVisible();
      await expect(box.getByText(o.red)).toBeVisible();
      await expect(box.getByRole("textbox")).toHaveCount(0);
    });
  });
}
