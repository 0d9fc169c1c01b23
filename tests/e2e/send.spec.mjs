// A file leaves the device: as the share sheet takes it, byte for byte what the command line checks, and noted only then.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { accessible, expect, kept, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { recordSharing } from "./kit/share.mjs";
import { WORDS } from "./kit/words.mjs";

test.use(PHONE);

// A secretary who has just joined: the join itself is what waits to be sent.
async function joined(page, site, lang) {
  const w = WORDS[lang];
  const made = workspace();
  await open(page, site, lang);
  await page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-start.txt", mimeType: "text/plain", buffer: Buffer.from(JSON.stringify(made.starter)) });
  await page.getByRole("button", { name: w.join }).click();
  await expect(page.getByRole("heading", { name: w.joinTitle })).toHaveCount(0);
  await page.goto(`${site.url}#/send`);
  await expect(page.getByRole("heading", { level: 1, name: w.send })).toBeVisible();
  // What the command line reads too.
  await page.getByRole("radio", { name: w.openToAll }).check();
  return made;
}

function checked(bytes) {
  const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
  try {
    const path = inDir(dir, "sent.json");
    writeFileSync(path, bytes);
    return ledger("check", path);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
const exchanged = async (page) => Object.entries(await kept(page)).filter(([name]) => name.endsWith("/exchange")).map(([, value]) => JSON.parse(value).length);

for (const lang of LANGS) {
  const w = WORDS[lang];

  test(`a share sheet that refuses .json is given .txt, and the bytes are a good bundle, ${lang}`, async ({ page, context, site }) => {
    const shared = await recordSharing(context);
    const { office, secretary } = await joined(page, site, lang);
    if (lang === "en") expect(await strayHan(page)).toEqual([]);
    await accessible(page, `send-${lang}`);
    const [before] = await exchanged(page);
    await page.getByRole("button", { name: w.sendGo }).click();
    await expect(page.getByText(w.shared).first()).toBeVisible();
    expect(shared.map(({ name, type }) => [/^lianxin-[a-z0-9]{6}-\d{4}-\d\d-\d\d-1\.txt$/.test(name), type])).toEqual([[true, "text/plain"]]);
    const { code, err } = checked(shared[0].bytes);
    expect([code, err]).toEqual([0, undefined]);
    const bundle = JSON.parse(shared[0].bytes);
    expect(bundle.workspace).toBe(office.workspace);
    expect(bundle.number).toBe(1);
    const own = bundle.pieces.filter(({ device }) => device === bundle.from);
    expect(own.flatMap(({ events }) => events.map(({ kind, body }) => [kind, body.person]))).toEqual([["device-joined", secretary]]);
    expect(bundle.heads.all[office.id][0]).toBe(office.feeds.get("all").events.length);
    expect(await exchanged(page)).toEqual([before + 1]);
    await accessible(page, `sent-${lang}`);
  });

  test(`a cancelled sheet leaves everything unsent, ${lang}`, async ({ page, context, site }) => {
    const shared = await recordSharing(context);
    await joined(page, site, lang);
    const before = await kept(page);
    await page.evaluate(() => { globalThis.lianxinSharing = "cancelled"; });
    await page.getByRole("button", { name: w.sendGo }).click();
    await expect(page.getByText(w.cancelled)).toBeVisible();
    expect(shared).toEqual([]);
    expect(await kept(page)).toEqual(before);
    await page.evaluate(() => { globalThis.lianxinSharing = "text-only"; });
    await page.getByRole("button", { name: w.sendGo }).click();
    await expect(page.getByText(w.shared).first()).toBeVisible();
    expect(shared.length).toBe(1);
  });

  test(`without a share sheet the file is downloaded, ${lang}`, async ({ page, context, site }) => {
    await context.addInitScript(() => {
      for (const name of ["share", "canShare"]) Object.defineProperty(navigator, name, { configurable: true, value: undefined });
    });
    await joined(page, site, lang);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: w.sendGo }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^lianxin-[a-z0-9]{6}-\d{4}-\d\d-\d\d-1\.json$/);
    await expect(page.getByText(w.downloaded).first()).toBeVisible();
    expect(checked(readFileSync(await download.path())).code).toBe(0);
  });
}
