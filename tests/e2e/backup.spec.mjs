// A backup leaves the device by taps, is good by the command line, and gives all of it back to a new device.
import { randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { DESK, PHONE } from "./kit/browser.mjs";
import { hash, workspace } from "./kit/bundle.mjs";
import { district, folderAt, inBrowserFolder } from "./kit/district.mjs";
import { give, inFolder, join } from "./kit/receive.mjs";
import { accessible, expect, kept, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
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

// A picture as heavy as the app's own may be, each another: what makes it heavy is a comment that nobody sees.
const HEAVY = 300_000;
function heavier(picture) {
  const room = HEAVY - picture.length, comments = [];
  for (let left = room; left > 64; left -= comments.at(-1).length) {
    const body = randomBytes(Math.min(left - 4, 65_533));
    comments.push(Buffer.concat([Buffer.from([0xff, 0xfe, (body.length + 2) >> 8, (body.length + 2) & 255]), body]));
  }
  return Buffer.concat([picture.subarray(0, 2), ...comments, picture.subarray(2)]);
}
const photo = (page) => page.evaluate(async () => {
  const canvas = new OffscreenCanvas(64, 48);
  canvas.getContext("2d").fillRect(0, 0, 32, 48);
  return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer())];
});
// Every photo that the origin holds, by what its bytes come to and what it is kept as.
const photosHeld = (page) => page.evaluate(async () => {
  const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const out = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await ask(indexedDB.open(name));
    for (const key of database.objectStoreNames.contains("files") ? await ask(database.transaction("files").objectStore("files").getAllKeys()) : []) {
      const { bytes } = await ask(database.transaction("files").objectStore("files").get(key));
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const really = btoa(String.fromCharCode(...digest)).replaceAll("+", "-").replaceAll("/", "_").replace("=", "");
      out.push(really === key ? key : `${key} is ${really}`);
    }
    database.close();
  }
  return out.sort();
});

// So many visits of twenty photos each; the photos by their names.
function visits(office, scope, picture, count) {
  const files = {};
  for (let visit = 0; visit < count; visit++) {
    const names = Array.from({ length: 20 }, () => {
      const bytes = heavier(picture), name = hash(bytes);
      files[name] = { data: bytes.toString("base64"), type: "image/jpeg" };
      return name;
    });
    office.write(scope, "visit-logged", { files: names, kind: "site-visit", on: "2018-06-11", text: `第${visit + 1}次` });
  }
  return files;
}

// A secretary's device that took in so many projects of a hundred megabytes, written by the office.
async function photographed(page, site, folder, count) {
  const w = WORDS.zh;
  const { office, district, secretary, project, starter } = workspace();
  const projects = [project, ...["a", "b"].map((letter) => letter.repeat(16))].slice(0, count);
  for (const one of projects.slice(1)) office.write(`p:${one}`, "project-registered", { category: "industry", district, name: `项目${one[0]}`, secretary });
  // What the office holds of its own nobody has to send it.
  const heads = () => Object.fromEntries([...office.feeds].map(([scope, { events, ids }]) => [scope, { [office.id]: [events.length, ids.at(-1).slice(0, 8)] }]));
  await open(page, site);
  const picture = Buffer.from(await photo(page));
  await join(page, w, starter);
  const all = [];
  for (const [n, one] of projects.entries()) {
    const scope = `p:${one}`, files = visits(office, scope, picture, 17);
    const path = `${folder}/photos-${n}.json`;
    writeFileSync(path, JSON.stringify(office.bundle([office.piece(scope, n === 0 ? 2 : 1)], { files, heads: heads(), number: n + 2, to: secretary })));
    await takes(page, site, [path]);
    all.push(...Object.keys(files));
  }
  return { office, secretary, projects, heads, all: all.sort() };
}

async function takes(page, site, paths) {
  const w = WORDS.zh;
  await page.goto(`${site.url}#/receive`);
  await page.locator("input[type=file]").first().setInputFiles(paths);
  // What brings photos alone may be told in other words.
  await page.getByRole("button", { name: /^(并入|记下) \d+ 份/ }).click({ timeout: 90_000 });
  await expect(page.getByText(w.merged).or(page.getByText(w.noted)).first()).toBeVisible({ timeout: 90_000 });
}

test.describe("heavy", () => {
  test.use(DESK);

  test("300 MB of photos are backed up in parts, wiped, and come back part by part", async ({ page, site }) => inFolder(async (folder) => {
    test.setTimeout(300_000);
    const w = WORDS.zh, said = SAID.zh;
    const { office, secretary, projects, heads, all } = await photographed(page, site, folder, 3);
    expect(all.length * HEAVY).toBeGreaterThan(300_000_000);
    await page.goto(`${site.url}#/visit/${projects[0]}`);
    await page.getByLabel(w.note, { exact: true }).fill("自己的走访");
    await page.getByRole("button", { name: w.save, exact: true }).click();
    await expect(page.getByText(w.saved).first()).toBeVisible();
    expect(await photosHeld(page)).toEqual(all);

    // Out, in parts that are each small enough to be read.
    await page.goto(`${site.url}#/settings`);
    const box = page.getByRole("region", { name: said.title });
    await box.getByRole("button", { name: said.make }).click();
    const keeps = box.getByRole("button", { name: /^存下 第/ });
    await expect(keeps.first()).toBeVisible({ timeout: 90_000 });
    const count = await keeps.count();
    expect(count).toBeGreaterThanOrEqual(4);
    const parts = [];
    for (let n = 0; n < count; n++) {
      const coming = page.waitForEvent("download");
      await keeps.nth(n).click();
      const file = await coming;
      expect(file.suggestedFilename()).toMatch(new RegExp(`-${n + 1}of${count}\\.json$`));
      parts.push(`${folder}/${file.suggestedFilename()}`);
      await file.saveAs(parts[n]);
      expect(statSync(parts[n]).size).toBeLessThan(101_000_000);
    }
    await expect(box).toContainText(said.done);
    const { code, err } = ledger("check", ...parts);
    expect([code, err]).toEqual([0, undefined]);
    const held = parts.map((path) => {
      const { files, from, pieces } = JSON.parse(readFileSync(path, "utf8"));
      return { from, names: Object.keys(files), events: new Set(pieces.flatMap(({ device, events, from, scope }) => events.map((_, n) => `${scope} ${device} ${from + n}`))) };
    });
    expect(held.flatMap(({ names }) => names).sort()).toEqual(all);

    // Away, through the page.
    const wipe = page.getByRole("region", { name: "从这台设备清掉这本台账" });
    await wipe.getByRole("button", { name: "看看会丢什么" }).click();
    await wipe.getByRole("checkbox", { name: /我知道/ }).check();
    await wipe.getByRole("button", { name: "清掉", exact: true }).click();
    await expect(page.getByRole("heading", { name: w.start })).toBeVisible();
    expect(Object.values(await kept(page)).filter((stored) => stored !== "[]")).toEqual([]);

    // Back, but for one part of which all entries are in the others too: the photos in it are asked for.
    const missing = held.findIndex(({ events }, n) => [...events].every((event) => held.some((other, at) => at !== n && other.events.has(event))));
    expect(missing).toBeGreaterThanOrEqual(0);
    const { invite } = office.invites(secretary);
    const registered = [office.piece("all"), ...projects.map((one) => office.piece(`p:${one}`, 1, 1))];
    await join(page, w, office.bundle(registered, { invite, heads: heads(), number: 9, to: secretary }));
    await takes(page, site, parts.filter((_, n) => n !== missing));
    expect(await photosHeld(page)).toEqual(all.filter((name) => !held[missing].names.includes(name)));
    const gone = new Set(held[missing].names);
    const lacking = projects.find((one) => office.feeds.get(`p:${one}`).events.some(({ body }) => body.files?.some((name) => gone.has(name))));
    await page.goto(`${site.url}#/project/${lacking}`);
    await expect(page.getByText("照片还没收到").first()).toBeVisible();
    const sends = async () => {
      await page.goto(`${site.url}#/send`);
      await page.getByRole("radio", { name: w.openToAll }).check();
      const coming = page.waitForEvent("download");
      await page.getByRole("button", { name: w.anySend }).click();
      const path = await (await coming).path();
      await expect(page.getByText(w.downloaded).first()).toBeVisible();
      return { path, bundle: JSON.parse(readFileSync(path, "utf8")) };
    };
    expect((await sends()).bundle.wants.toSorted()).toEqual(held[missing].names.toSorted());

    // The part comes: everything is whole, and nothing is asked for.
    await takes(page, site, [parts[missing]]);
    expect(await photosHeld(page)).toEqual(all);
    await page.goto(`${site.url}#/project/${lacking}`);
    await expect(page.getByRole("img", { name: w.photo(1), exact: true }).first()).toBeVisible();
    await expect(page.getByText("照片还没收到")).toHaveCount(0);
    const { bundle, path } = await sends();
    expect(bundle.wants).toBeUndefined();
    // Once the device is admitted it reads the same code to others as whoever has the parts and what it sent.
    const { body } = bundle.pieces.find(({ device, scope }) => device === bundle.from && scope === "all").events[0];
    office.write("all", "device-admitted", { box: body.box, key: body.key, person: secretary });
    const admitted = `${folder}/admitted.json`;
    writeFileSync(admitted, JSON.stringify(office.bundle([office.piece("all")], { heads: heads(), number: 10, to: secretary })));
    await takes(page, site, [admitted]);
    await page.goto(`${site.url}#/settings`);
    const choice = page.getByLabel(w.codeWith);
    await choice.selectOption(await choice.locator("option:not([value=''])").first().getAttribute("value"));
    const { out } = ledger("digest", ...parts, admitted, path);
    expect((await page.locator(".bigcode").innerText()).replace(/\s/g, "")).toBe(JSON.parse(out).replace("-", ""));
  }));

  test("a file that is too large for whoever gets it does not leave, and why is said", async ({ page, site }) => inFolder(async (folder) => {
    test.setTimeout(300_000);
    const w = WORDS.zh;
    await photographed(page, site, folder, 2);
    await page.goto(`${site.url}#/send`);
    await page.getByRole("radio", { name: w.everything }).check();
    for (const guard of [w.openToAll, w.forDevices]) {
      await page.getByRole("radio", { name: guard }).check();
      // The words of whoever reads it are the reason.
      await expect.soft(page.getByText(/200 MB/).first()).toBeVisible({ timeout: 30_000 });
      await expect.soft(page.getByText(/浏览器没能签名或加密/)).toHaveCount(0);
      const go = page.getByRole("button", { name: w.anySend });
      if (guard === w.openToAll && (await go.count()) && (await go.getAttribute("aria-disabled")) !== "true") {
        const coming = page.waitForEvent("download");
        await go.click();
        expect.soft(statSync(await (await coming).path()).size).toBeLessThanOrEqual(200_000_000);
      }
    }
  }));

  test("one whose file gets too large keeps nobody else from theirs", async ({ page, site }) => inFolder(async (folder) => {
    test.setTimeout(180_000);
    await folderAt(page);
    const { office, people } = await district(page, site, "zh", WORDS.zh);
    const { scope } = people[0], path = `${folder}/photos.json`;
    const files = visits(office, scope, Buffer.from(await photo(page)), 20);
    writeFileSync(path, JSON.stringify(office.bundle([office.piece(scope, 2)], { files, number: 2 })));
    await takes(page, site, [path]);
    await page.goto(`${site.url}#/send/many`);
    await page.getByRole("button", { name: "服务秘书 5" }).click();
    await page.getByRole("button", { name: "选这 5 人" }).click();
    await page.getByRole("button", { name: "存到文件夹" }).click();
    const ended = page.getByText(/没有全部写完|份都写好了/), goOn = page.getByRole("button", { name: "接着写剩下的" });
    await expect(ended.first()).toBeVisible({ timeout: 90_000 });
    // Who it was is said, and going on passes them over.
    if (await goOn.isVisible()) await goOn.click();
    // A file that is being written may be gone while one looks.
    const others = async () => [...new Set(Object.keys(await inBrowserFolder(page).catch(() => ({}))).map((one) => one.split("/")[0]))].filter((name) => name !== people[0].name).sort();
    await expect.poll(others, { timeout: 60_000 }).toEqual(["_CON", "同名 中山区", "同名 甘井子区", "街道二"].sort());
  }));
});
