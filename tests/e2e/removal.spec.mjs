// What must not stay: contents removed by the city are gone from its disk and, with the next file, from everyone's; what was
// taken back by mistake is restored.
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { give, join, text } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { accessible, expect, kept, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: { remove: "永久删除内容", removed: "内容已删除 1 条", sayWhy: "请写为什么删，大家都看得到。", by: /删除了内容/, restore: "恢复这一条", takeBack: "撤回这一条" },
  en: { remove: "Remove for good", removed: "Contents removed: 1", sayWhy: "Say why it is removed: everyone can read it.", by: /Contents removed by/, restore: "Restore this", takeBack: "Take this back" },
};
const SECRET = "某人住院的事";

// Whether a text lies anywhere in what the origin keeps.
async function holds(page, words) {
  const bytes = [...Buffer.from(words)].join();
  return Object.values(await kept(page)).some((held) => held.includes(bytes));
}

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];
  const looks = async (page, name) => {
    if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
    await accessible(page, `${name}-${lang}`);
  };

  test(`a city coordinator removes what someone wrote, ${lang}`, async ({ page, context, site }) => {
    await page.setViewportSize(DESK.viewport);
    const shared = await recordSharing(context, "anything");
    const made = workspace();
    const { office, project } = made;
    const scope = `p:${project}`;
    office.write(scope, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: SECRET });
    office.write(scope, "visit-logged", { kind: "site-visit", on: "2018-06-12", text: "平常的走访" });
    // A second city coordinator is the page.
    const me = office.write("all", "person-registered", { name: "市级统筹二号", role: "city" });
    const mine = office.invites(me);
    await open(page, site, lang);
    await join(page, w, office.bundle([office.piece("all"), office.piece(scope)], { ...mine, number: 1, to: me }));
    expect(await holds(page, SECRET)).toBe(true);

    await page.goto(`${site.url}#/project/${project}`);
    const item = page.locator("li.item").filter({ hasText: SECRET });
    await item.getByRole("button", { name: o.remove }).click();
    await page.locator(".act-form").getByRole("button", { name: o.remove }).click();
    await expect(page.getByText(o.sayWhy)).toBeVisible();
    await page.locator(".act-form textarea").fill("写了不该写的");
    await looks(page, "removal-asked");
    await page.locator(".act-form").getByRole("button", { name: o.remove }).click();
    await expect(page.getByRole("heading", { name: o.removed })).toBeVisible();
    await expect(page.getByText(o.by)).toBeVisible();
    await expect(page.getByText(SECRET)).toHaveCount(0);
    await looks(page, "removal-done");
    expect([await holds(page, SECRET), await holds(page, "平常的走访")]).toEqual([false, true]);
    await page.reload();
    await expect(page.getByText("平常的走访")).toBeVisible();
    await expect(page.getByText(SECRET)).toHaveCount(0);
    // Nor is it in what is sent.
    await page.goto(`${site.url}#/send/${made.secretary}`);
    await page.getByRole("radio", { name: w.openToAll }).check();
    const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: w.sendGo }).click());
    expect([bytes.includes(SECRET), bytes.includes("平常的走访"), bytes.includes('"gone":')]).toEqual([false, true, true]);
  });

  test.describe(`on the phone, ${lang}`, () => {
    test.use(PHONE);

    test(`a removal that comes with a file erases what this phone holds, ${lang}`, async ({ page, site }) => {
      const { office, project, starter } = workspace();
      await open(page, site, lang);
      await join(page, w, starter);
      await page.goto(`${site.url}#/receive`);
      const scope = `p:${project}`;
      const of = office.write(scope, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: SECRET });
      await give(page, text(office.bundle([office.piece(scope, 2)], { number: 2 })));
      await page.getByRole("button", { name: w.take(1) }).click();
      await expect(page.getByText(w.merged).first()).toBeVisible();
      expect(await holds(page, SECRET)).toBe(true);
      const held = office.feeds.get("all").events.length;
      office.write("all", "body-removed", { of, reason: "写了不该写的", scope });
      await give(page, text(office.bundle([office.piece("all", held + 1)], { number: 3 })));
      await page.getByRole("button", { name: w.take(1) }).click();
      await expect(page.getByText(w.merged).first()).toBeVisible();
      expect(await holds(page, SECRET)).toBe(false);
      await page.goto(`${site.url}#/project/${project}`);
      await expect(page.getByRole("heading", { name: o.removed })).toBeVisible();
      await looks(page, "removal-phone");
      // A copy that someone forwards later is not kept.
      await page.goto(`${site.url}#/receive`);
      await give(page, text(office.bundle([office.piece(scope, 2)], { number: 4 })));
      await page.getByRole("button", { name: w.noteOne }).click();
      await expect(page.getByText(w.noted).first()).toBeVisible();
      expect(await holds(page, SECRET)).toBe(false);
    });

    test(`what was taken back is restored, ${lang}`, async ({ page, site }) => {
      const { project, starter } = workspace();
      await open(page, site, lang);
      await join(page, w, starter);
      await page.goto(`${site.url}#/visit/${project}`);
      await page.getByLabel(w.note, { exact: true }).fill("看了盾构井");
      await page.getByRole("button", { name: w.save, exact: true }).click();
      await expect(page.getByText(w.saved).first()).toBeVisible();
      await page.goto(`${site.url}#/project/${project}`);
      await expect(page.getByRole("button", { name: o.remove })).toHaveCount(0);
      const item = page.locator("li.item").filter({ hasText: "看了盾构井" });
      await item.getByRole("button", { name: w.undo }).click();
      await page.locator(".act-form").getByRole("button", { name: o.takeBack }).click();
      await expect(item.locator("del").first()).toBeVisible();
      await item.getByRole("button", { name: o.restore }).click();
      await page.locator(".act-form textarea").fill("撤错了");
      await page.locator(".act-form").getByRole("button", { name: o.restore }).click();
      await expect(item.locator("del")).toHaveCount(0);
      await expect(item.getByRole("button", { name: w.undo })).toBeVisible();
    });
  });
}
