// Giving files to the page, and what it says of those that are not what they should be.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { expect } from "./test.mjs";

// By the code of the fault.
export const SAID = {
  "too-large": { zh: "文件超过 200 MB，没有读", en: "over 200 MB and was not read" },
  "json-text": { zh: "文字编码不对，文件坏了", en: "not UTF-8: the file is damaged" },
  "json-syntax": { zh: "不是完整的数据包", en: "Not a complete bundle" },
  "json-duplicate-key": { zh: "同一项写了两遍，文件被改动过", en: "same member stands twice: the file was changed" },
  "json-depth": { zh: "层数太多，不是我们的数据包", en: "Nested too deeply" },
  "json-number": { zh: "不该有的小数或过大的数", en: "fraction or a number out of range" },
  "not-a-bundle": { zh: "不是连心桥的数据包", en: "Not a Lianxin bundle" },
  "newer-format": { zh: "是更新的版本做的。请先换到新版本再收", en: "Made by a newer version. Switch to the new version" },
  "other-workspace": { zh: "是另一本台账的，没有并进来", en: "Belongs to another ledger and was left out" },
  "bundle-seal": { zh: "信封上的签名对不上", en: "envelope's signature does not match" },
  "invite-used": { zh: "入门包已经用过", en: "starter was already used" },
  "device-unknown": { zh: "没有这台设备的公钥，它的记录没法核对", en: "key of this device is not there" },
  "chain-broken": { zh: "记录接不上开头，这一段没有并进来", en: "do not join up with their beginning; this part was left out" },
  "event-id": { zh: "记录被改动过，这一段没有并进来", en: "entries were changed; this part was left out" },
  "feed-seal": { zh: "签名对不上，这一段没有并进来", en: "signature does not match; this part was left out" },
  "body-too-large": { zh: "有一条太大，这一段没有并进来", en: "An entry is too large; this part was left out" },
  gap: { zh: "中间缺几条，缺的到了自动接上", en: "missing in between; they join up when they arrive" },
  fork: { zh: "同一号有两份，先都存着", en: "Two entries under one number; both are kept for now" },
  "body-shape": { zh: "有一条内容不合规定，存着但不算数", en: "does not fit the rules; it is kept but does not count" },
  "file-hash": { zh: "有一张照片或附件坏了，记录不受影响", en: "photo or document is damaged; the entries are not affected" },
  "file-type": { zh: "有一个附件不是它说的那种文件，没有收", en: "not of the type it says and was left out" },
  decrypt: { zh: "是加密的文件", en: "file is encrypted" },
};

export const text = (bundle) => JSON.stringify(bundle);
export const replaced = (bundle, from, to) => {
  const out = text(bundle).replace(from, to);
  if (out === text(bundle)) throw new Error(`${from} is not in the bundle`);
  return out;
};

// Files of which nothing can be used, wherever they are given.
export const UNREADABLE = {
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
  "brackets without end": ["json-depth", () => "[".repeat(200_000)],
  "a file that is not UTF-8": ["json-text", (b) => Buffer.concat([Buffer.from(text(b)), Buffer.from([0xff])])],
  "an encrypted file": ["decrypt", () => text({ ciphertext: "AA", encrypted_key: "AA", iv: "AA", protected: Buffer.from('{"enc":"A256GCM"}').toString("base64url"), recipients: [{ header: { alg: "ECDH-ES+A256KW" }, encrypted_key: "AA" }], tag: "AA" })],
};

export const named = (bytes, name = "lianxin-test-2026-01-01-1.json") => ({ name, mimeType: "application/json", buffer: Buffer.from(bytes) });
export const give = (page, bytes) => page.locator("input[type=file]").first().setInputFiles(named(bytes));

// Joins by the starter; the page is then the secretary's.
export async function join(page, w, starter) {
  await give(page, text(starter));
  await expect(page.getByRole("heading", { name: w.joinTitle })).toBeVisible();
  await page.getByRole("button", { name: w.join }).click();
  await expect(page.getByRole("heading", { name: w.joinTitle })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: w.start })).toHaveCount(0);
}

// What the coordinator wrote since, as a delta.
export function later(office, project) {
  const all = office.feeds.get("all").events.length;
  office.write("all", "unit-registered", { kind: "department", name: "市住建局" });
  office.write(`p:${project}`, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: "现场看了盾构井。" });
  return office.bundle([office.piece("all", all + 1), office.piece(`p:${project}`, 2)], { number: 2 });
}

// A folder that is gone afterwards.
export async function inFolder(use) {
  const folder = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// A file with white space up to that size.
export function fileOf(folder, size, content = "") {
  const path = inDir(folder, `${size}.json`);
  const bytes = Buffer.alloc(size, " ");
  bytes.write(content);
  writeFileSync(path, bytes);
  return path;
}

// Run in the page before anything else: which files it reads, by how many bytes they have.
export const watchReading = (page) =>
  page.addInitScript(() => {
    globalThis.lianxinRead = [];
    const watched = (target, names, size) => {
      for (const name of names.filter((name) => name in target)) {
        const original = target[name];
        target[name] = function (...args) {
          globalThis.lianxinRead.push(size(this, args));
          return original.apply(this, args);
        };
      }
    };
    watched(Blob.prototype, ["arrayBuffer", "bytes", "slice", "stream", "text"], (blob) => blob.size);
    watched(FileReader.prototype, ["readAsArrayBuffer", "readAsBinaryString", "readAsDataURL", "readAsText"], (_, [blob]) => blob.size);
    watched(URL, ["createObjectURL"], (_, [blob]) => blob.size);
  });
export const filesRead = (page) => page.evaluate(() => globalThis.lianxinRead);
