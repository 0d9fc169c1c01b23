// Two tabs of one ledger that save in the same moment: both entries are kept, in one chain. What an old tab says of a newer
// store is in faults.spec.mjs.
import { writeFileSync } from "node:fs";
import { PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { inFolder, join } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { expect, LANGS, ledger, open, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

test.use(PHONE);

const ROUNDS = 4;

for (const lang of LANGS) {
  const w = WORDS[lang];

  test(`two tabs save at once: both entries are kept in one chain, ${lang}`, ({ page, context, site }) => inFolder(async (folder) => {
    const shared = await recordSharing(context);
    const made = workspace(), { project } = made;
    await open(page, site, lang);
    await join(page, w, made.starter);
    const tabs = [page, await context.newPage()], texts = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const [n, tab] of tabs.entries()) {
        texts.push(`第 ${round} 轮，第 ${n} 页`);
        await tab.goto(`${site.url}#/`);
        await tab.goto(`${site.url}#/visit/${project}`);
        await tab.getByLabel(w.note, { exact: true }).fill(texts.at(-1));
      }
      await Promise.all(tabs.map((tab) => tab.evaluate((save) => [...document.querySelectorAll("button")].find((button) => button.textContent.trim() === save).click(), w.save)));
      for (const tab of tabs) await expect(tab.getByText(w.saved).first()).toBeVisible();
    }
    for (const tab of tabs) {
      await tab.goto(`${site.url}#/project/${project}`);
      for (const text of texts) await expect(tab.getByText(text, { exact: true }).first()).toBeVisible();
    }
    await page.goto(`${site.url}#/send`);
    await page.getByRole("radio", { name: w.openToAll }).check();
    const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: w.sendGo }).click());
    const bundle = JSON.parse(bytes);
    const own = bundle.pieces.filter(({ device, scope }) => device === bundle.from && scope === `p:${project}`);
    expect(own.map(({ from }) => from), "one chain from its beginning").toEqual([1]);
    expect(own[0].events.map(({ body }) => body.text).sort()).toEqual(texts.toSorted());
    const sent = `${folder}/sent.json`;
    writeFileSync(sent, bytes);
    expect(ledger("check", sent).code, "no gap, no fork").toBe(0);
  }));
}
