// Files that are not what they should be: said in words of the user's language, and nothing written.
import { mkdtempSync, openSync, ftruncateSync, closeSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { Device, pair, workspace } from "./kit/bundle.mjs";
import { accessible, expect, kept, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

// What the page says, by the code of the fault.
const SAID = {
  "too-large": { zh: /文件超过 200 MB/, en: /over 200 MB/ },
  "json-text": { zh: /文字编码不对/, en: /not UTF-8/ },
  "json-syntax": { zh: /不是完整的数据包/, en: /Not a complete bundle/ },
  "json-duplicate-key": { zh: /同一项写了两遍/, en: /same member stands twice/ },
  "json-depth": { zh: /层数太多/, en: /Nested too deeply/ },
  "json-number": { zh: /不该有的小数或过大的数/, en: /fraction or a number out of range/ },
  "not-a-bundle": { zh: /不是连心桥的数据包/, en: /Not a Lianxin bundle/ },
  "newer-format": { zh: /更新的版本做的/, en: /newer version/ },
  "other-workspace": { zh: /另一本台账的/, en: /another ledger/ },
  "bundle-seal": { zh: /信封上的签名对不上/, en: /envelope's signature does not match/ },
  "device-unknown": { zh: /没有这台设备的公钥/, en: /key of this device is not there/ },
  "event-id": { zh: /记录被改动过/, en: /entries were changed/ },
  "feed-seal": { zh: /签名对不上，这一段/, en: /signature does not match; this part/ },
  decrypt: { zh: /是加密的文件/, en: /file is encrypted/ },
};

const text = (bundle) => JSON.stringify(bundle);
const replaced = (bundle, from, to) => {
  const out = text(bundle).replace(from, to);
  if (out === text(bundle)) throw new Error(`${from} is not in the bundle`);
  return out;
};

// Files of which nothing can be used, wherever they are given.
const UNREADABLE = {
  "not JSON": ["json-syntax", () => "今天走访了海底隧道。"],
  "an empty file": ["json-syntax", () => ""],
  "JSON that is no bundle": ["not-a-bundle", () => '{"type":"FeatureCollection","features":[]}'],
  "a list": ["not-a-bundle", () => "[1,2,3]"],
  "a newer format": ["newer-format", (b) => replaced(b, "bundle/1", "bundle/2")],
  "a file that is cut off": ["json-syntax", (b) => text(b).slice(0, -200)],
  "a file with something after its end": ["json-syntax", (b) => `${text(b)}}`],
  "a key that stands twice": ["json-duplicate-key", (b) => replaced(b, '"number":1', '"number":1,"number":1')],
  "a fraction": ["json-number", (b) => replaced(b, '"number":1', '"number":1.0')],
  "a number out of range": ["json-number", (b) => replaced(b, '"number":1', '"number":9007199254740993')],
  "brackets without end": ["json-depth", () => "[".repeat(40) + "]".repeat(40)],
  "a file that is not UTF-8": ["json-text", (b) => Buffer.concat([Buffer.from(text(b)), Buffer.from([0xff])])],
  "an encrypted file": ["decrypt", () => text({ ciphertext: "AA", encrypted_key: "AA", iv: "AA", protected: Buffer.from('{"enc":"A256GCM"}').toString("base64url"), recipients: [{ header: { alg: "ECDH-ES+A256KW" }, encrypted_key: "AA" }], tag: "AA" })],
};

const give = (page, bytes, name = "lianxin-test-2026-01-01-1.json") =>
  page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(bytes) });

// Joins by the starter; the page is then the secretary's.
async function join(page, w, starter) {
  await give(page, text(starter));
  await expect(page.getByRole("heading", { name: w.joinTitle })).toBeVisible();
  await page.getByRole("button", { name: w.join }).click();
  await expect(page.getByRole("heading", { name: w.joinTitle })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: w.start })).toHaveCount(0);
}

// What the coordinator wrote since, as a delta.
function later(office, project) {
  const all = office.feeds.get("all").events.length;
  office.write("all", "unit-registered", { kind: "department", name: "市住建局" });
  office.write(`p:${project}`, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: "现场看了盾构井。" });
  return office.bundle([office.piece("all", all + 1), office.piece(`p:${project}`, 2)], { number: 2 });
}

test("the other writer's bundles are good ones by the command line too", () => {
  const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
  try {
    const { office, project, starter } = workspace();
    for (const [name, bundle] of [["starter", starter], ["later", later(office, project)]]) {
      const path = `${dir}/${name}.json`;
      writeFileSync(path, text(bundle));
      const { code, err } = ledger("check", path);
      expect([code, err], name).toEqual([0, undefined]);
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
});

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

    test("a file of 200,000,001 bytes is refused without being read", async ({ page, site }) => {
      const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
      try {
        const path = inDir(dir, "large.json");
        const file = openSync(path, "w");
        ftruncateSync(file, 200_000_001);
        closeSync(file);
        await open(page, site, lang);
        const before = await kept(page);
        await page.locator("input[type=file]").first().setInputFiles(path);
        await expect(page.getByRole("alert")).toContainText(SAID["too-large"][lang]);
        expect(await kept(page)).toEqual(before);
      } finally {
        rmSync(dir, { recursive: true });
      }
    });
  });

  for (const [size, use] of [["phone", PHONE], ["desk", DESK]]) {
    test.describe(`on the receiving page of a ${size}, ${lang}`, () => {
      test.use(use);

      test("faults are shown by file and nothing is written before the user accepts", async ({ page, site }) => {
        test.setTimeout(180_000);
        await open(page, site, lang);
        const { office, project, starter } = workspace();
        await join(page, w, starter);
        const good = later(office, project);
        const stranger = new Device(office.workspace);
        const wrongKey = pair();
        const resigned = structuredClone(good);
        resigned.pieces[0].seal.sig = wrongKey.sign({ device: office.id, id: resigned.pieces[0].seal.id, scope: "all", seq: resigned.pieces[0].seal.seq, workspace: office.workspace });
        const cases = {
          ...Object.fromEntries(Object.entries(UNREADABLE).map(([name, [code, make]]) => [name, [code, make({ ...good, number: 1 })]])),
          "another workspace": ["other-workspace", text(workspace().starter)],
          "one byte changed": ["event-id", replaced(good, "市住建局", "市住建厅")],
          "a signature of the wrong key": ["feed-seal", text(office.seal(resigned))],
          "a device without its key": ["device-unknown", text(office.seal({ ...good, devices: { [stranger.id]: stranger.key, [office.id]: undefined }, pieces: good.pieces }))],
          "a changed envelope": ["bundle-seal", replaced(good, '"number":2', '"number":3')],
        };
        await page.goto(`${site.url}#/receive`);
        await expect(page.getByRole("heading", { name: w.receive })).toBeVisible();
        await accessible(page, `receive-empty-${size}-${lang}`);
        const before = await kept(page);
        for (const [name, [code, bytes]] of Object.entries(cases)) {
          await give(page, bytes);
          await expect(page.getByRole("button", { name: w.discard }), name).toBeVisible();
          // On a phone the place and the reason are a tap away.
          for (const file of await page.locator("details.filecard > summary").all()) await file.click();
          await expect(page.getByText(SAID[code][lang]).first(), name).toBeVisible();
          expect(await kept(page), name).toEqual(before);
          await page.getByRole("button", { name: w.discard }).click();
          await expect(page.getByText(w.discarded), name).toBeVisible();
          expect(await kept(page), name).toEqual(before);
        }
        await give(page, text(good));
        await expect(page.getByText(office.id.slice(0, 6)).or(page.getByRole("button", { name: w.discard })).first()).toBeVisible();
        if (lang === "en") expect(await strayHan(page)).toEqual([]);
        await accessible(page, `receive-preview-${size}-${lang}`);
        expect(await kept(page)).toEqual(before);
      });
    });
  }
}
