// Kills the browser in the middle of a save, of a save with a photo, and of taking in a file, at named points, on one
// profile that goes on. What the page had called saved must be there after each kill; what it had not is there whole or
// not at all, and then its draft is. `make torture` goes through all points four times, `make test` once.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "../../tools/node_modules/@playwright/test/index.mjs";
import { serve } from "../../tools/serve.mjs";
import { DESK, FLAGS } from "../e2e/kit/browser.mjs";
import { workspace } from "../e2e/kit/bundle.mjs";
import { WORDS } from "../e2e/kit/words.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 4);
const POINTS = ["before open", "rows written", "before complete", "after complete"];
const w = WORDS.zh;
const profile = mkdtempSync(join(tmpdir(), "lianxin-torture-"));
const site = await serve(process.env.DIST ?? join(new URL("../..", import.meta.url).pathname, "dist"));
const { office, project, starter } = workspace();

// In the page: at the point that is armed it says so and never goes on.
const arm = () => {
  const stop = (point) => {
    if (globalThis.armed !== point) return;
    console.log(`point: ${point}`);
    for (;;);
  };
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const writes = mode === "readwrite" && [stores].flat().includes("log");
    if (writes) stop("before open");
    const transaction = open.call(this, stores, mode, options);
    if (writes) transaction.addEventListener("complete", () => stop("after complete"));
    return transaction;
  };
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...args) {
    const request = add.apply(this, args);
    if (this.name === "log") {
      request.addEventListener("success", () => stop("before complete"));
      stop("rows written");
    }
    return request;
  };
};

let context, page;
async function begin() {
  context = await chromium.launchPersistentContext(profile, { ...FLAGS, ...DESK, headless: true, locale: "zh-CN", timezoneId: "Asia/Shanghai", serviceWorkers: "block" });
  await context.addInitScript(arm);
  page = context.pages()[0] ?? (await context.newPage());
  await page.goto(site.url);
  await page.locator("h1").first().waitFor();
}

// Arms a point, does what must never end, and kills every process of the profile when the point says that it was met.
async function killedAt(point, act) {
  await page.evaluate((value) => { globalThis.armed = value; }, point);
  const met = page.waitForEvent("console", { predicate: (message) => message.text() === `point: ${point}` });
  const acting = act().catch(() => {});
  await met;
  execFileSync("pkill", ["-9", "-f", `user-data-dir=${profile}`]);
  await context.close().catch(() => {});
  await acting;
}

// All that the disk holds: texts of visits, texts of drafts, hashes of files, and how often a file was taken in.
const disk = () => page.evaluate(async () => {
  const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const { name } = (await indexedDB.databases()).find(({ name }) => /^lianxin-./.test(name));
  const database = await ask(indexedDB.open(name));
  const all = (store, keys) => ask(database.transaction(store).objectStore(store)[keys ? "getAllKeys" : "getAll"]());
  const read = (bytes) => new TextDecoder().decode(bytes);
  // A row may repeat what an earlier one holds: an event is known by its feed and number.
  const pieces = (await all("log")).flatMap((row) => JSON.parse(read(row)));
  const events = new Map(pieces.flatMap(({ device, scope, from, events }) => events.map((event, n) => [`${device} ${scope} ${from + n}`, event])));
  const visits = [...events.values()].filter((event) => event.kind === "visit-logged").map((event) => event.body);
  const out = { texts: visits.map((body) => body.text), named: visits.flatMap((body) => body.files ?? []), files: await all("files", true), drafts: (await all("drafts")).map(read).join(), taken: (await all("exchange")).map(read).filter((row) => row.includes("received")).length };
  database.close();
  return out;
});

async function visit(text, photo) {
  await page.goto(`${site.url}#/`);
  await page.goto(`${site.url}#/visit/${project}`);
  await page.getByLabel(w.note, { exact: true }).fill(text);
  if (photo) {
    await page.locator("input[type=file][accept^=image]").last().setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: photo });
    await page.getByRole("img", { name: w.photo(1) }).waitFor();
  }
  // Until the draft is on disk a kill before the save would show nothing about the save.
  for (;;) if ((await disk()).drafts.includes(text)) break;
}
const save = () => page.getByRole("button", { name: w.save, exact: true }).click();
const saved = () => page.locator(".done").filter({ hasText: w.saved }).waitFor();

async function give(bundle) {
  await page.goto(`${site.url}#/receive`);
  await page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-test-2026-01-01-1.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bundle)) });
  await page.getByRole("button", { name: w.take(1) }).waitFor();
}
const take = () => page.getByRole("button", { name: w.take(1) }).click();

function must(holds, what, ...more) {
  if (!holds) throw new Error(`${what} ${more.map((one) => JSON.stringify(one)).join(" ")}`);
}

try {
  await begin();
  await page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-starter.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(starter)) });
  await page.getByRole("button", { name: w.join }).click();
  await page.getByText(w.notAdmitted).first().waitFor();
  const photo = Buffer.from(await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1200, 900);
    canvas.getContext("2d").fillRect(0, 0, 600, 900);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer())];
  }));
  const acknowledged = [], met = {};
  let run = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const point of POINTS) {
      for (const what of ["save", "photo", "accept"]) {
        run += 1;
        await visit(`第 ${run} 次前`);
        await save();
        await saved();
        acknowledged.push(`第 ${run} 次前`);
        const text = `第 ${run} 次`;
        const before = (await disk()).taken;
        let bundle;
        if (what === "accept") {
          office.write(`p:${project}`, "visit-logged", { kind: "site-visit", on: new Date().toISOString().slice(0, 10), text });
          bundle = office.bundle([office.piece(`p:${project}`)], { number: run + 1 });
          await give(bundle);
          await killedAt(point, take);
        } else {
          await visit(text, what === "photo" ? photo : undefined);
          await killedAt(point, save);
        }
        met[`${what}, ${point}`] = (met[`${what}, ${point}`] ?? 0) + 1;

        await begin();
        const now = await disk();
        for (const one of acknowledged) must(now.texts.filter((held) => held === one).length === 1, "was called saved and is not there once:", one, what, point);
        must(now.named.every((hash) => now.files.includes(hash)), "an entry names a file that is not there", what, point);
        const whole = now.texts.filter((held) => held === text).length;
        must(whole <= 1, "is there twice:", text);
        if (point === "after complete") must(whole === 1, "was complete and is not there:", text, what);
        if (what === "accept") {
          must(now.taken - before === whole, "half an import", whole, now.taken - before);
          if (!whole) {
            await give(bundle);
            await take();
            await page.getByText(w.merged).first().waitFor();
          }
          acknowledged.push(text);
        } else if (whole) {
          must(!now.drafts.includes(`"${text}"`), "saved, and offered again as a draft:", text);
          acknowledged.push(text);
        } else {
          must(now.drafts.includes(text), "neither saved nor a draft:", text, point);
          await page.goto(`${site.url}#/visit`);
          await page.getByText(w.restored).first().waitFor();
          must((await page.getByLabel(w.note, { exact: true }).inputValue()) === text, "the form does not hold the draft", text);
          await save();
          await saved();
          acknowledged.push(text);
        }
        await page.goto(`${site.url}#/project/${project}`);
        const line = page.getByText(text, { exact: true }).first(), more = page.locator("button.more").first();
        await page.getByText(`第 ${run} 次前`, { exact: true }).first().waitFor();
        while (!(await line.isVisible()) && (await more.isVisible())) await more.click();
        await line.waitFor();
        console.log(`${what} killed ${point}: ${whole ? "there whole" : "not there, its draft or file is"}; ${acknowledged.length} acknowledged entries there`);
      }
    }
  }
  console.log(`${run} kills: ${Object.entries(met).map(([name, count]) => `${name} ${count}`).join("; ")}`);
  must(Object.keys(met).length === POINTS.length * 3, "a point was never met");
  await context.close();
} finally {
  await context?.close().catch(() => {});
  await site.stop();
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
