// Clearing a ledger off a device: what nobody has received is shown first; afterwards nothing of it is left.
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { founds } from "./kit/person.mjs";
import { give, join, text } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { accessible, expect, kept, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: {
    open: "看看会丢什么", lost: "您写的 3 条还没有人收到", unsent: "其中 3 条从来没有送出过", none: "您写的都有人收到了。", drafts: "还有 1 份没写完的草稿", knows: /我知道/, clear: "清掉", project: "大连湾海底隧道",
    only: "全市的权限只在这一台设备上。", second: "添第二台设备", due: /该备份了/,
  },
  en: {
    open: "See what would be lost", lost: "Nobody has received 3 entries of yours", unsent: "3 entries of these never left", none: "All that you wrote was received by someone.", drafts: "Unfinished drafts that go as well: 1", knows: /I know/, clear: "Clear it", project: "大连湾海底隧道",
    only: "Only this device has the rights of the city.", second: "Add a second device", due: /Time for a backup/,
  },
};

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];
  const looks = async (page, name) => {
    if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
    await accessible(page, `${name}-${lang}`);
  };

  test.describe(`on the phone, ${lang}`, () => {
    test.use(PHONE);

    test(`what nobody received is shown, and all of it goes, ${lang}`, async ({ page, context, site }) => {
      const shared = await recordSharing(context);
      const { office, project, secretary, starter } = workspace();
      await open(page, site, lang);
      await join(page, w, starter);
      const logs = async (words) => {
        await page.goto(`${site.url}#/more`);
        await page.goto(`${site.url}#/visit/${project}`);
        await page.getByLabel(w.note, { exact: true }).fill(words);
        await page.getByRole("button", { name: w.save, exact: true }).click();
        await expect(page.getByText(w.saved).first()).toBeVisible();
      };
      await logs("第一次");
      await logs("第二次");
      const asks = async () => {
        await page.goto(`${site.url}#/settings`);
        await page.getByRole("button", { name: o.open }).click();
      };
      await asks();
      const box = page.getByRole("region", { name: lang === "en" ? "Clear this ledger off this device" : "从这台设备清掉这本台账" });
      await expect(box).toContainText(o.lost);
      await expect(box).toContainText(o.unsent);
      await expect(box).toContainText(o.project);
      await looks(page, "wipe");

      // Sent, received, and the receipt taken in: then nothing would be lost but a draft.
      await page.goto(`${site.url}#/send`);
      await page.getByRole("radio", { name: w.openToAll }).check();
      const { from, pieces } = JSON.parse((await handedOut(page, w, shared, () => page.getByRole("button", { name: w.sendGo }).click())).bytes);
      const { body } = pieces.find(({ device, scope }) => device === from && scope === "all").events[0];
      office.write("all", "device-admitted", { box: body.box, key: body.key, person: secretary });
      const heads = Object.fromEntries(pieces.filter(({ device }) => device === from).map(({ scope, seal }) => [scope, { [from]: [seal.seq, seal.id.slice(0, 8)] }]));
      await page.goto(`${site.url}#/receive`);
      await give(page, text(office.bundle([office.piece("all")], { number: 2, to: secretary, heads })));
      await page.getByRole("button", { name: w.take(1) }).click();
      await expect(page.getByText(w.merged).first()).toBeVisible();
      await page.goto(`${site.url}#/visit/${project}`);
      await page.getByLabel(w.note, { exact: true }).fill("没写完的");
      await expect.poll(async () => Object.entries(await kept(page)).some(([store, held]) => store.endsWith("/drafts") && held !== "[]")).toBe(true);
      await asks();
      await expect(box).toContainText(o.none);
      await expect(box).toContainText(o.drafts);

      // Nothing happens before it is said that one knows.
      const clear = box.getByRole("button", { name: o.clear, exact: true });
      await expect(clear).toHaveAttribute("aria-disabled", "true");
      await box.getByRole("checkbox", { name: o.knows }).check();
      await clear.click();
      await expect(page.getByRole("heading", { name: w.start })).toBeVisible();
      const left = Object.entries(await kept(page)).filter(([, held]) => held !== "[]");
      expect(left).toEqual([]);
      await page.reload();
      await expect(page.getByRole("heading", { name: w.start })).toBeVisible();
      // The device is as good as new.
      await join(page, w, starter);
    });
  });

  test(`a founder is asked for a second device before anything else, and makes its starter, ${lang}`, async ({ page, context, site }) => {
    await page.setViewportSize(DESK.viewport);
    const shared = await recordSharing(context, "anything");
    await open(page, site, lang);
    await founds(page, w);
    await expect(page.getByText(o.only)).toBeVisible();
    await looks(page, "only-device");
    await page.getByRole("link", { name: o.second }).click();
    await page.getByRole("button", { name: w.makeStarter }).click();
    const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: w.handOut }).click());
    const second = await context.browser().newContext({ ...DESK, locale: "zh-CN" });
    try {
      const seconds = await recordSharing(second, "anything");
      const other = await second.newPage();
      await open(other, site, lang);
      await join(other, w, JSON.parse(bytes));
      await other.goto(`${site.url}#/send`);
      await other.getByRole("radio", { name: w.openToAll }).check();
      const report = await handedOut(other, w, seconds, () => other.getByRole("button", { name: w.anySend }).click());
      await page.goto(`${site.url}#/receive`);
      await give(page, report.bytes);
      await expect(page.getByRole("checkbox", { name: w.admit })).toBeChecked();
      await page.getByRole("button", { name: w.take(1) }).click();
      await expect(page.getByText(w.merged).first()).toBeVisible();
    } finally {
      await second.close();
    }
    await page.goto(`${site.url}#/`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(w.weekday);
    await expect(page.getByText(o.only)).toHaveCount(0);
  });
}
