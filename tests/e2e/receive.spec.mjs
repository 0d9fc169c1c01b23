// Files that are not what they should be, on the start page: said in words of the user's language, and nothing written.
import { writeFileSync } from "node:fs";
import { PHONE } from "./kit/browser.mjs";
import { hash, workspace } from "./kit/bundle.mjs";
import { fileOf, filesRead, give, inFolder, join, later, replaced, SAID, text, UNREADABLE, watchReading } from "./kit/receive.mjs";
import { accessible, expect, kept, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

test("the other writer's bundles are good ones by the command line too", () => inFolder((folder) => {
  const { office, project, starter } = workspace();
  for (const [name, bundle] of [["starter", starter], ["later", later(office, project)]]) {
    const path = `${folder}/${name}.json`;
    writeFileSync(path, text(bundle));
    const { code, err } = ledger("check", path);
    expect([code, err], name).toEqual([0, undefined]);
  }
}));

for (const lang of LANGS) {
  const w = WORDS[lang];

  test.describe(`on the start page, ${lang}`, () => {
    test.use(PHONE);

    test("unreadable files are refused in words and leave nothing", async ({ page, site }) => {
      await open(page, site, lang);
      const { starter } = workspace();
      const before = await kept(page);
      for (const [name, [code, make]] of Object.entries(UNREADABLE)) {
        await give(page, make(starter));
        await expect(page.getByRole("alert"), name).toContainText(SAID[code][lang]);
        expect(await kept(page), name).toEqual(before);
      }
      await accessible(page, `start-refused-${lang}`);
    });

    test("a bundle that invites nobody is no starter, and pasted text is read as a file is", async ({ page, site }) => {
      await open(page, site, lang);
      const { office, project, starter } = workspace();
      const before = await kept(page);
      await give(page, text(later(office, project)));
      await expect(page.getByRole("alert")).toContainText(w.notStarter);
      await page.getByText(w.pasteFile, { exact: true }).click();
      await page.getByLabel(w.pasteLabel).fill("{");
      await page.getByRole("button", { name: w.pasteGo }).click();
      await expect(page.getByRole("alert")).toContainText(SAID["json-syntax"][lang]);
      expect(await kept(page)).toEqual(before);
      await page.getByLabel(w.pasteLabel).fill(text(starter));
      await page.getByRole("button", { name: w.pasteGo }).click();
      await expect(page.getByRole("heading", { name: w.joinTitle })).toBeVisible();
      expect(await kept(page)).toEqual(before);
      if (lang === "en") expect(await strayHan(page)).toEqual([]);
      await accessible(page, `join-${lang}`);
    });

    test("a starter whose envelope was changed is no starter", async ({ page, site }) => {
      await open(page, site, lang);
      const { starter } = workspace();
      const before = await kept(page);
      await give(page, replaced(starter, '"number":1', '"number":2'));
      await expect(page.getByRole("alert")).not.toBeEmpty();
      await expect(page.getByRole("heading", { name: w.joinTitle })).toHaveCount(0);
      expect(await kept(page)).toEqual(before);
    });

    test("a file of 200,000,001 bytes is refused without being read", async ({ page, site }) => inFolder(async (folder) => {
      await watchReading(page);
      await open(page, site, lang);
      const { starter } = workspace();
      const before = await kept(page);
      await page.locator("input[type=file]").first().setInputFiles(fileOf(folder, 200_000_001, text(starter)));
      await expect(page.getByRole("alert")).toContainText(SAID["too-large"][lang]);
      expect(await filesRead(page)).toEqual([]);
      expect(await kept(page)).toEqual(before);
    }));
  });
}

for (const lang of LANGS) {
  const w = WORDS[lang], said = lang === "zh" ? { missing: "照片还没收到", nothing: /没有新内容|早就有了/ } : { missing: "Photo not received yet", nothing: /Nothing new|^Held already/ };

  test(`a photo that comes after its visit is told as something new, ${lang}`, async ({ page, site }) => {
    await page.setViewportSize(PHONE.viewport);
    const { office, project, starter } = workspace();
    await open(page, site, lang);
    await join(page, w, starter);
    const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0]), scope = `p:${project}`;
    office.write(scope, "visit-logged", { files: [hash(photo)], kind: "site-visit", on: "2018-06-11", text: "现场看了盾构井。" });
    await page.goto(`${site.url}#/receive`);
    await give(page, text(office.bundle([office.piece(scope, 2)], { number: 2 })));
    await page.getByRole("button", { name: w.take(1) }).click();
    await expect(page.getByText(w.merged).first()).toBeVisible();
    await page.goto(`${site.url}#/project/${project}`);
    await expect(page.getByText(said.missing)).toBeVisible();
    await page.goto(`${site.url}#/receive`);
    await give(page, text(office.bundle([office.piece(scope, 2)], { files: { [hash(photo)]: { data: photo.toString("base64"), type: "image/jpeg" } }, number: 3 })));
    await expect(page.getByRole("button", { name: w.discard })).toBeVisible();
    expect.soft(await page.getByText(said.nothing).allTextContents()).toEqual([]);
    await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible();
  });
}
