// A backup leaves the device by taps, is good by the command line, and gives all of it back to a new device.
import { readFileSync } from "node:fs";
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { give, inFolder, join } from "./kit/receive.mjs";
import { accessible, expect, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const SAID = {
  zh: { title: "备份", never: "还没有备份过", make: "现在备份", keep: /^存下 第 1 个，共 1 个/, done: "都存下了", last: "上次在今天", whole: "之后没有新增", since: "之后新增 1 条没有备份" },
  en: { title: "Backup", never: "Never backed up", make: "Back up now", keep: /^Save 1 of 1/, done: "All files were saved", last: "Last today", whole: "nothing new since", since: "1 entry since, not backed up" },
};

for (const lang of LANGS) {
  for (const [size, of] of Object.entries({ phone: PHONE, desk: DESK })) {
    test.describe(`${lang}, ${size}`, () => {
      test.use(of);

      test("a backup is saved, checked, and restored on a new device", async ({ page, browser, site }) => inFolder(async (folder) => {
        const w = WORDS[lang], said = SAID[lang];
        const { starter, project } = workspace();
        const logs = async (text) => {
          await page.goto(`${site.url}#/visit/${project}`);
          await page.getByLabel(w.note, { exact: true }).fill(text);
          await page.getByRole("button", { name: w.save, exact: true }).click();
          await expect(page.getByText(w.saved).first()).toBeVisible();
        };
        await open(page, site, lang);
        await join(page, w, starter);
        await logs("盾构机到了。");
        await page.goto(`${site.url}#/settings`);
        const box = page.getByRole("region", { name: said.title });
        await expect(box).toContainText(said.never);
        await box.getByRole("button", { name: said.make }).click();
        const coming = page.waitForEvent("download");
        await box.getByRole("button", { name: said.keep }).click();
        const file = await coming;
        expect(file.suggestedFilename()).toMatch(/^lianxin-backup-[a-z0-9]{6}-\d{4}-\d\d-\d\d-1of1\.json$/);
        const path = `${folder}/${file.suggestedFilename()}`;
        await file.saveAs(path);
        await expect(box).toContainText(said.done);
        await expect(box).toContainText(said.last);
        await expect(box).toContainText(said.whole);
        if (lang === "en") expect(await strayHan(page)).toEqual([]);
        await accessible(page, `backup-${size}-${lang}`);
        const { code, err } = ledger("check", path);
        expect([code, err]).toEqual([0, undefined]);
        // What is written afterwards is told as not backed up; a backup counts as sent to nobody.
        await logs("又去了一次。");
        await page.goto(`${site.url}#/settings`);
        await expect(box).toContainText(said.since);

        const context = await browser.newContext(of);
        try {
          const fresh = await context.newPage();
          await open(fresh, site, lang);
          await join(fresh, w, starter);
          await fresh.goto(`${site.url}#/receive`);
          await give(fresh, readFileSync(path));
          await fresh.getByRole("button", { name: w.take(1) }).click();
          await expect(fresh.getByText(w.merged).first()).toBeVisible();
          const bundle = JSON.parse(readFileSync(path, "utf8"));
          const events = bundle.pieces.filter(({ device }) => device === bundle.from).flatMap(({ events }) => events.map(({ kind }) => kind));
          expect(events.toSorted()).toEqual(["device-joined", "visit-logged"]);
        } finally {
          await context.close();
        }
      }));
    });
  }
}
