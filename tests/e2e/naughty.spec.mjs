// Strings that others collected because they break programs: pages show them exactly, as text and nothing else, and what
// is sent holds them exactly.
import { readFileSync } from "node:fs";
import { DESK } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { join, named } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { expect, LANGS, open, ROOT, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const ALL = JSON.parse(readFileSync(`${ROOT}tests/fixtures/blns/blns.json`, "utf8"));
// White space alone is no name; what would be markup, script or an address stands first among the names.
const written = ALL.filter((string) => string.trim());
const active = written.filter((string) => /[<>`]|script|\$\{|\{\{/i.test(string));
// A disk takes neither a slash nor an end of line in a file's name, nor more than 255 bytes.
const fileNames = active.filter((string) => !/[/\0\n\r\\]/.test(string) && Buffer.byteLength(string) < 200).slice(0, 24).map((string) => `${string}.json`);
// Marks that turn text are shown by name, wherever they stand.
const shown = (string) => string.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (mark) => `[U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
const older = { zh: /再看更早的/, en: /Earlier ones/ };

// What of a list stands in no text node of the page.
const missing = (page, strings) => page.evaluate((strings) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), held = [];
  while (walker.nextNode()) held.push(walker.currentNode.data);
  const whole = new Set(held);
  return strings.filter((string) => !whole.has(string));
}, strings.map(shown));

for (const lang of LANGS) {
  const w = WORDS[lang];

  test(`strings that break programs are shown and sent as they are, ${lang}`, async ({ page, context, site }) => {
    expect([written.length > 400, active.length > 100, fileNames.length]).toEqual([true, true, 24]);
    await page.setViewportSize(DESK.viewport);
    const shared = await recordSharing(context, "anything");
    await context.addInitScript(() => {
      globalThis.lianxinRan = [];
      for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = (...said) => void globalThis.lianxinRan.push([name, ...said].join(" "));
    });
    const made = workspace(), { office, secretary, district, project } = made;
    const scope = `p:${project}`;
    for (const string of written) office.write(scope, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: string });
    const names = active.slice(0, 40), projects = names.map((_, n) => `p:${project.slice(0, 14)}${String(n).padStart(2, "0")}`);
    names.forEach((name, n) => office.write(projects[n], "project-registered", { category: "industry", district, name, secretary }));
    const pieces = ["all", scope, ...projects].map((scope) => office.piece(scope));
    await open(page, site, lang);
    await join(page, w, office.bundle(pieces, { invite: made.starter.invite, number: 1, to: secretary }));

    await page.goto(`${site.url}#/project/${project}`);
    const more = page.getByRole("button", { name: older[lang] }), items = page.locator("li.item");
    await expect(items.first()).toBeVisible();
    while (await more.count()) {
      const before = await items.count();
      await more.first().click();
      await expect.poll(() => items.count()).toBeGreaterThan(before);
    }
    expect(await missing(page, written)).toEqual([]);

    await page.goto(`${site.url}#/projects`);
    await expect(page.locator("a[href^='#/project/']").first()).toBeVisible();
    await expect.poll(() => missing(page, names)).toEqual([]);

    // Files that are named so, none of which can be read.
    await page.goto(`${site.url}#/receive`);
    await page.locator("input[type=file]").first().setInputFiles(fileNames.map((name) => named("{", name)));
    await expect.poll(() => missing(page, fileNames)).toEqual([]);

    await page.goto(`${site.url}#/send`);
    await page.getByRole("radio", { name: w.everything }).check();
    await page.getByRole("radio", { name: w.openToAll }).check();
    const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: w.sendGo }).click());
    const sent = JSON.parse(bytes).pieces.filter(({ device }) => device === office.id);
    for (const piece of pieces) expect(sent.find(({ scope }) => scope === piece.scope)?.events, piece.scope).toEqual(piece.events);
    expect(await page.evaluate(() => globalThis.lianxinRan)).toEqual([]);
  });
}
