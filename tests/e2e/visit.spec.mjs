// The form of a visit where it could lose or hide something, and what counts as a visit afterwards.
import { PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { accessible, expect, LANGS, open, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

// Whether an element lies wholly above the thumb's bar.
const isSeen = (locator) => locator.evaluate((element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= document.querySelector("footer.thumb").getBoundingClientRect().top;
});

// What the drafts on disk say, as text.
const drafts = (page) => page.evaluate(async () => {
  const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  let said = "";
  for (const { name } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name));
    if (database.objectStoreNames.contains("drafts")) {
      for (const bytes of await ask(database.transaction("drafts").objectStore("drafts").getAll())) said += new TextDecoder().decode(bytes);
    }
    database.close();
  }
  return said;
});

for (const lang of LANGS) {
  const w = WORDS[lang];

  test.describe(lang, () => {
    let project;
    test.beforeEach(async ({ page, site }) => {
      await page.setViewportSize(PHONE.viewport);
      await open(page, site, lang);
      const { starter, ...held } = workspace();
      project = held.project;
      await page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-test-2026-01-01-1.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(starter)) });
      await page.getByRole("button", { name: w.join }).click();
      await expect(page.getByText(w.notAdmitted).first()).toBeVisible();
      await page.goto(`${site.url}#/visit/${project}`);
      await expect(page.getByLabel(w.note, { exact: true })).toBeVisible();
    });

    test(`a problem that was touched stops the save in plain sight, until it is whole or removed, ${lang}`, async ({ page }) => {
      await page.getByLabel(w.note, { exact: true }).fill("现场看了北门排水口。");
      await page.getByText(w.raise, { exact: true }).click();
      const problem = page.getByRole("group", { name: w.problemOne });
      await expect(problem.getByRole("radio", { checked: true })).toHaveCount(0);
      await expect(page.getByRole("button", { name: w.removeProblem })).toHaveCount(0);
      const save = page.getByRole("button", { name: w.save, exact: true });

      // A category alone, then a sentence alone: each time the fault is seen at its field.
      await problem.getByRole("radio", { name: w.utilities }).check();
      await save.click();
      await expect(page.getByLabel(w.oneLine)).toBeFocused();
      await expect.poll(() => isSeen(page.getByText(w.sayIt))).toBe(true);
      await accessible(page, `visit-fault-${lang}`);
      await page.getByRole("button", { name: w.removeProblem }).click();
      await expect(page.getByText(w.sayIt)).toHaveCount(0);
      await page.getByLabel(w.oneLine).fill("临时用电容量不够");
      await save.click();
      await expect(problem.getByRole("radio").first()).toBeFocused();
      await expect.poll(() => isSeen(page.getByText(w.chooseCategory))).toBe(true);

      await problem.getByRole("radio", { name: w.utilities }).check();
      await save.click();
      await expect(page.getByText(w.saved).first()).toBeVisible();
      await expect(page.getByText("临时用电容量不够")).toBeVisible();
    });

    test(`a problem that was opened and left untouched is none, ${lang}`, async ({ page }) => {
      await page.getByText(w.raise, { exact: true }).click();
      await page.getByRole("button", { name: w.save, exact: true }).click();
      await expect(page.getByText(w.saved).first()).toBeVisible();
      await expect(page.locator(".items > .item")).toHaveCount(1);
    });

    test(`words are on disk while one still types, ${lang}`, async ({ page }) => {
      const note = page.getByLabel(w.note, { exact: true });
      await note.focus();
      // The fingers never rest: what waited for that would never be written.
      await note.evaluate((field) => {
        let typed = 0;
        const type = () => {
          field.value += String.fromCodePoint(97 + (typed++ % 26));
          field.dispatchEvent(new Event("input", { bubbles: true }));
        };
        type();
        globalThis.typing = setInterval(type, 100);
      });
      await expect.poll(() => drafts(page)).toContain("abcdefgh");
      await page.evaluate(() => clearInterval(globalThis.typing));
      const typed = await note.inputValue();
      await expect.poll(() => drafts(page)).toContain(typed);
    });

    test(`what was taken back can be edited and saved again, ${lang}`, async ({ page, site }) => {
      await page.getByLabel(w.note, { exact: true }).fill("走访了北门。");
      const photo = await page.evaluate(async () => {
        const canvas = new OffscreenCanvas(64, 48);
        canvas.getContext("2d").fillRect(0, 0, 32, 48);
        return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer())];
      });
      await page.locator("input[type=file][accept^=image]").last().setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: Buffer.from(photo) });
      await expect(page.getByRole("img", { name: w.photo(1) })).toBeVisible();
      await page.getByRole("button", { name: w.save, exact: true }).click();
      await page.getByRole("button", { name: w.undo }).click();
      await expect(page.getByText(w.undone).first()).toBeVisible();
      await accessible(page, `visit-undone-${lang}`);
      await page.getByRole("button", { name: w.editAgain }).click();
      const note = page.getByLabel(w.note, { exact: true });
      await expect(note).toHaveValue("走访了北门。");
      await expect(note).toBeFocused();
      await note.fill("走访了南门。");
      await expect.poll(() => drafts(page)).toContain("走访了南门。");
      // The new draft holds all of it, the photo too.
      await page.reload();
      await expect(page.getByText(w.restored)).toBeVisible();
      await expect(page.getByRole("img", { name: w.photo(1) })).toBeVisible();
      await page.getByRole("button", { name: w.save, exact: true }).click();
      await expect(page.getByText(w.saved).first()).toBeVisible();
      await page.goto(`${site.url}#/project/${project}`);
      const items = page.locator(".items > .item");
      await expect(items.filter({ hasText: "走访了南门。" })).not.toHaveAttribute("data-struck");
      await expect(items.filter({ hasText: "走访了北门。" })).toHaveAttribute("data-struck");
    });

    test(`after a call no page says that someone was there, ${lang}`, async ({ page, site }) => {
      await page.getByRole("radio", { name: w.phone }).check();
      await page.getByRole("button", { name: w.save, exact: true }).click();
      await expect(page.getByText(w.saved).first()).toBeVisible();
      await page.goto(`${site.url}#/`);
      await expect(page.getByText(w.neverVisited)).toBeVisible();
      await page.goto(`${site.url}#/projects`);
      const row = page.locator("a.pick-row");
      await expect(row).toContainText(w.notVisited);
      await expect(row).toContainText(w.calledToday);
      await page.goto(`${site.url}#/project/${project}`);
      await expect(page.getByRole("heading", { name: w.noCalls })).toBeVisible();
    });
  });
}
