// The main job from end to end: a visit logged without signal reaches the coordinator, and the answer comes back.
// Two people with a browser profile each; the host is stopped in the middle and never comes back.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { chromium } from "../../tools/node_modules/@playwright/test/index.mjs";
import { DESK, FLAGS, PHONE } from "./kit/browser.mjs";
import { accessible, expect, installed, LANGS, ledger, ROOT, strayHan, test, watch } from "./kit/test.mjs";
import { recordSharing } from "./kit/share.mjs";
import { WORDS } from "./kit/words.mjs";

const TABLE = readFileSync(inDir(ROOT, "src/domain/table/seed/projects.csv"), "utf8");
const ROWS = TABLE.trim().split("\n").length - 1;

// A person with a profile of their own, which outlives the browser.
class Person {
  constructor(site, lang, profile, size) {
    Object.assign(this, { site, lang, profile, size, w: WORDS[lang], name: profile.split("/").at(-1) });
  }

  async begins() {
    this.context = await chromium.launchPersistentContext(this.profile, { ...FLAGS, ...this.size, headless: true, acceptDownloads: true, timezoneId: "Asia/Shanghai", locale: this.lang === "en" ? "en-GB" : "zh-CN" });
    this.seen = await watch(this.context, this.site.url);
    this.shared = await recordSharing(this.context, this.size === DESK ? "anything" : "text-only");
    await this.context.addInitScript((value) => location.protocol === "http:" && localStorage.setItem("lianxin-lang", JSON.stringify(value)), this.lang === "en" ? "en" : "zh-CN");
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    await this.page.goto(this.site.url);
    await expect(this.page.locator("h1").first()).toBeVisible();
  }

  async ends() {
    const { faults } = this.seen;
    await this.context.close();
    expect(faults).toEqual([]);
  }

  goes(route) {
    return this.page.goto(this.site.url + route);
  }

  presses(name, options) {
    return this.page.getByRole("button", { name, ...options }).first().click();
  }

  sees(text) {
    return expect(this.page.getByText(text).first()).toBeVisible();
  }

  async looks(screen) {
    if (this.lang === "en") expect.soft(await strayHan(this.page), screen).toEqual([]);
    await accessible(this.page, `journey-${screen}-${this.lang}`);
  }

  async founds() {
    await this.presses(this.w.found);
    await this.page.getByLabel(this.w.ledgerName).fill("大连市重点项目 2018");
    await this.page.getByLabel(this.w.yourName).fill("市级统筹");
    await this.presses(this.w.foundGo, { exact: true });
    await expect(this.page.getByRole("navigation", { name: this.w.pages })).toBeVisible();
  }

  async takesTheTable() {
    await this.goes("#/table");
    await this.page.getByLabel(this.w.paste2).fill(TABLE);
    await this.presses(this.w.pasteRead);
    await this.looks("table");
    await this.presses(this.w.writeRows(ROWS));
    await this.sees(this.w.written(ROWS));
  }

  async invites(secretary) {
    await this.goes("#/people");
    await this.page.getByRole("searchbox").first().fill(secretary);
    await this.page.getByRole("row", { name: secretary }).getByRole("button").first().click();
    await this.presses(this.w.makeStarter);
    await this.looks("starter");
    await this.presses(this.w.handOut);
    await this.sees(this.w.shared);
    return this.shared.at(-1);
  }

  async opens({ name, bytes }) {
    await this.page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/json", buffer: bytes });
  }

  async joins(starter) {
    await this.opens(starter);
    await expect(this.page.getByRole("heading", { name: this.w.joinTitle })).toBeVisible();
    // Five projects, of which the first is named.
    await this.sees(this.w.fourMore);
    await this.looks("join");
    await this.presses(this.w.join);
    await expect(this.page.getByRole("navigation", { name: this.w.pages })).toBeVisible();
    await this.sees(this.w.notAdmitted);
  }

  // Leaves the form as it is after some words: what is there is a draft.
  async beginsAVisit(text) {
    await this.goes("#/");
    await this.page.getByRole("link", { name: this.w.logVisit }).first().click();
    await this.page.getByLabel(this.w.note, { exact: true }).fill(text);
    await expect.poll(() => this.drafts()).toBeGreaterThan(0);
  }

  drafts() {
    return this.page.evaluate(async () => {
      const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
      let count = 0;
      for (const { name } of await indexedDB.databases()) {
        const database = await ask(indexedDB.open(name));
        if (database.objectStoreNames.contains("drafts")) count += await ask(database.transaction("drafts").objectStore("drafts").count());
        database.close();
      }
      return count;
    });
  }

  async savesTheVisit({ problem, photo }) {
    if (problem) {
      await this.page.getByText(this.w.raise, { exact: true }).click();
      await this.page.getByRole("radio", { name: this.w.utilities }).check();
      await this.page.getByLabel(this.w.oneLine).first().fill(problem);
    }
    if (photo) {
      await this.page.locator("input[type=file][accept^=image]").last().setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: photo });
      await expect(this.page.getByRole("img", { name: this.w.photo(1) })).toBeVisible();
    }
    await this.looks("visit");
    await this.presses(this.w.save, { exact: true });
    await expect(this.page.getByText(this.w.saved).first()).toBeVisible();
    await this.looks("visit-saved");
  }

  async sends(route = "#/send") {
    await this.goes(route);
    await this.looks("send");
    // What the command line reads too.
    await this.page.getByRole("radio", { name: this.w.openToAll }).check();
    await this.presses(this.w.sendGo);
    await this.sees(this.w.shared);
    return this.shared.at(-1);
  }

  async takesIn(file, { admits } = {}) {
    await this.goes("#/receive");
    await this.opens(file);
    await this.looks("receive");
    if (admits) await expect(this.page.getByRole("checkbox", { name: this.w.admit })).toBeChecked();
    await this.presses(this.w.take(1));
    await this.sees(this.w.merged);
  }
}

// A picture as a phone's camera makes it, drawn by the browser that is at hand.
const picture = (page) => page.evaluate(async () => {
  const canvas = new OffscreenCanvas(4000, 3000), context = canvas.getContext("2d");
  const shade = context.createLinearGradient(0, 0, 4000, 3000);
  shade.addColorStop(0, "#036"), shade.addColorStop(1, "#fc6");
  context.fillStyle = shade, context.fillRect(0, 0, 4000, 3000);
  return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.6 })).arrayBuffer())];
}).then((bytes) => Buffer.from(bytes));

function check(file, dir) {
  const path = inDir(dir, file.name);
  writeFileSync(path, file.bytes);
  const { code, err } = ledger("check", path);
  expect([code, err], file.name).toEqual([0, undefined]);
  return path;
}

for (const lang of LANGS) {
  test(`a visit logged without signal reaches the coordinator, and the answer comes back, ${lang}`, async ({ site }) => {
    test.setTimeout(300_000);
    const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
    const coordinator = new Person(site, lang, inDir(dir, "coordinator"), DESK);
    const secretary = new Person(site, lang, inDir(dir, "secretary"), PHONE);
    const who = TABLE.split("\n")[1].split(",")[6];
    try {
      await coordinator.begins();
      await coordinator.founds();
      await coordinator.takesTheTable();
      const starter = await coordinator.invites(who);
      check(starter, dir);

      await secretary.begins();
      await installed(secretary.page);
      await installed(coordinator.page);
      const photo = await picture(secretary.page);
      await secretary.joins(starter);

      // From here on there is no network for anyone.
      await site.stop();
      for (const person of [coordinator, secretary]) person.seen.allowed.push(/Failed to load resource|ERR_CONNECTION_REFUSED/);
      await secretary.context.setOffline(true);
      await secretary.beginsAVisit("现场看了基坑，进度正常。");
      await secretary.ends();

      await secretary.begins();
      await secretary.goes("#/visit");
      await secretary.sees(secretary.w.restored);
      await expect(secretary.page.getByLabel(secretary.w.note, { exact: true })).toHaveValue("现场看了基坑，进度正常。");
      await secretary.savesTheVisit({ problem: "临时用电容量不够", photo });
      const report = await secretary.sends();
      expect(report.name).toMatch(/\.txt$/);
      const sent = check(report, dir);
      const events = JSON.parse(report.bytes).pieces.flatMap(({ events }) => events.map(({ kind }) => kind));
      for (const kind of ["device-joined", "visit-logged", "problem-raised"]) expect(events).toContain(kind);
      const [file] = Object.values(JSON.parse(report.bytes).files);
      expect(file.type).toBe("image/jpeg");
      expect(Buffer.from(file.data, "base64").length).toBeLessThanOrEqual(300_000);

      await coordinator.takesIn(report, { admits: true });
      await coordinator.looks("receive-merged");
      const project = JSON.parse(report.bytes).pieces.find(({ events }) => events.some(({ kind }) => kind === "visit-logged")).scope.slice(2);
      await coordinator.goes(`#/project/${project}`);
      await coordinator.sees("现场看了基坑，进度正常。");
      await coordinator.sees("临时用电容量不够");
      await coordinator.looks("project");

      // The answer carries the admission and the receipt.
      await coordinator.goes("#/receive");
      const answer = await coordinator.sends(`#/send/${JSON.parse(starter.bytes).to}`);
      check(answer, dir);
      await secretary.takesIn(answer);
      await secretary.sees(secretary.w.received);
      await secretary.goes("#/");
      await expect(secretary.page.getByText(secretary.w.notAdmitted)).toHaveCount(0);

      // The same file again changes nothing, and the command line merges what both hold to one ledger.
      const merged = inDir(dir, "merged.json");
      execFileSync(inDir(ROOT, "target/release/ledger"), ["merge", inDir(dir, starter.name), sent, inDir(dir, answer.name), "--out", merged]);
      expect(ledger("check", merged).code).toBe(0);
      await secretary.ends();
      await coordinator.ends();
    } finally {
      await Promise.allSettled([secretary.context?.close(), coordinator.context?.close()]);
      rmSync(dir, { recursive: true, force: true });
    }
  });
}
