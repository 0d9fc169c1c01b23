// A person who uses the app: what they do and see, in words. Two of them exchange files as people do.
import { readFileSync } from "node:fs";
import { join as inDir } from "node:path";
import { chromium } from "../../../tools/node_modules/@playwright/test/index.mjs";
import { DESK, FLAGS } from "./browser.mjs";
import { handedOut, recordSharing } from "./share.mjs";
import { accessible, expect, ROOT, strayHan, watch } from "./test.mjs";
import { WORDS } from "./words.mjs";

export const TABLE = readFileSync(inDir(ROOT, "src/domain/table/seed/projects.csv"), "utf8");
const ROWS = TABLE.trim().split("\n").length - 1;

// From the page that a new device opens with to a ledger of one's own: once it is open, it is on disk.
export async function founds(page, w, name = "大连市重点项目 2018") {
  await page.getByRole("button", { name: w.found }).click();
  await fillsFounding(page, w, name);
  await page.getByRole("button", { name: w.foundGo, exact: true }).click();
  await expect(page.getByRole("navigation", { name: w.pages })).toBeVisible();
}
export async function fillsFounding(page, w, name) {
  await page.getByLabel(w.ledgerName).fill(name);
  await page.getByLabel(w.yourName).fill("市级统筹");
}

// A person with a profile of their own, which outlives the browser.
export class Person {
  // `story` names the pictures that are taken.
  constructor(site, lang, profile, size, story = "journey") {
    Object.assign(this, { site, lang, profile, size, story, w: WORDS[lang], name: profile.split("/").at(-1), looked: new Set() });
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

  // Each screen is looked at once.
  async looks(screen) {
    if (this.looked.has(screen)) return;
    this.looked.add(screen);
    if (this.lang === "en") expect.soft(await strayHan(this.page), screen).toEqual([]);
    await accessible(this.page, `${this.story}-${screen}-${this.lang}`);
  }

  async founds() {
    await founds(this.page, this.w);
  }

  async takesTheTable() {
    await this.goes("#/table");
    await this.page.getByLabel(this.w.paste2).fill(TABLE);
    await this.presses(this.w.pasteRead);
    await this.looks("table");
    await this.presses(this.w.writeRows(ROWS));
    await this.sees(this.w.written(ROWS));
  }

  shares(button) {
    return handedOut(this.page, this.w, this.shared, () => this.presses(button));
  }

  async invites(secretary) {
    await this.goes("#/people");
    await this.page.getByRole("searchbox").first().fill(secretary);
    await this.page.getByRole("row", { name: secretary }).getByRole("button").first().click();
    await this.presses(this.w.makeStarter);
    await this.looks("starter");
    return this.shares(this.w.handOut);
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
    return this.shares(this.w.sendGo);
  }

  async takesIn(file, { admits } = {}) {
    await this.goes("#/receive");
    await this.opens(file);
    await this.looks("receive");
    if (admits) await expect(this.page.getByRole("checkbox", { name: this.w.admit })).toBeChecked();
    await this.presses(this.w.take(1));
    await this.sees(this.w.merged);
  }

  // The code to be read to another over the phone.
  async codeWith(partner) {
    await this.goes("#/settings");
    const choice = this.page.getByLabel(this.w.codeWith);
    await choice.selectOption(await choice.locator("option:not([value=''])").filter({ hasText: partner }).first().getAttribute("value"));
    return (await this.page.locator(".bigcode").innerText()).replace(/\s/g, "");
  }
}
