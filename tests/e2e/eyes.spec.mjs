// What a person sees and does without a mouse: every page at every size, the story by keyboard, two values at once.
import { mkdirSync, readFileSync } from "node:fs";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { frames, holdsCamera, readsCodes, sees } from "./kit/codes.mjs";
import { district, folderAt, inBrowserFolder } from "./kit/district.mjs";
import { openedByKey, sealed } from "./kit/jwe.mjs";
import { keyboard } from "./kit/keyboard.mjs";
import { join, later, named, text } from "./kit/receive.mjs";
import { accessible, ARTIFACTS, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: {
    many: "一次送给多人", each: /^每人一份/, one: /^一份给大家/, make: "生成这一份", folder: "存到文件夹", written: /2 份都写好了/, absent: /送不到的人/, show: "扫码传", scan: "扫码收", got: /扫到 1 张/, wipe: "看看会丢什么", knows: /我知道/, choose: /^选这 \d+ 人/,
  },
  en: {
    many: "Send to many in one go", each: /^One file each/, one: /^One file for all/, make: "Make this file", folder: "Save into a folder", written: /All 2 files are written/, absent: /Out of reach/, show: "Show as codes", scan: "Scan codes", got: /^1 of \d+ codes/, wipe: "See what would be lost", knows: /I know/, choose: /^Choose these \d+/,
  },
};
const ROUTES = ["#/", "#/projects", "#/projects/new", "#/visit", "#/exchange", "#/send", "#/send/many", "#/receive", "#/heard", "#/trust", "#/conflicts", "#/audit", "#/invest", "#/permits", "#/milestones", "#/people", "#/people/starters", "#/table", "#/export", "#/leader", "#/instruct", "#/search", "#/settings", "#/more", "#/nowhere"];
const SIZES = {
  "phone": [{ width: 390, height: 844 }, ""], "narrow": [{ width: 320, height: 640 }, ""], "phone-twice-the-text": [{ width: 390, height: 844 }, "huge"], "narrow-twice-the-text": [{ width: 320, height: 640 }, "huge"],
  "desk": [{ width: 1440, height: 900 }, ""], "small-desk": [{ width: 1024, height: 768 }, ""], "desk-twice-the-text": [{ width: 1440, height: 900 }, "huge"],
};

// What sticks out of the page on its side, or is cut off within a button, a label or a title.
const sticksOut = (page) => page.evaluate(() => {
  const root = document.scrollingElement, out = [];
  if (root.scrollWidth > root.clientWidth) {
    out.push(`the page is ${root.scrollWidth - root.clientWidth} px wider than the window`);
    for (const element of document.body.querySelectorAll("*")) {
      const { right, width } = element.getBoundingClientRect();
      if (width && right > root.clientWidth + 1 && !element.closest(".sr, .scroll, .skip")) out.push(`${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`);
      if (out.length > 5) break;
    }
  }
  for (const element of document.querySelectorAll("button, .btn, h1, h2, label")) {
    const style = getComputedStyle(element);
    if (style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1 && !element.closest(".sr")) out.push(`cut: ${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`);
  }
  return out;
});

// What a finger can't hit: all that is tapped on a phone, with the label or the line that is tapped along with it.
const tooSmall = (page) => page.evaluate(() => {
  const out = [];
  for (const element of document.querySelectorAll("button, a.btn, .tabs a, summary, select, textarea, input:not([type=hidden])")) {
    if (!element.checkVisibility({ opacityProperty: false, visibilityProperty: true }) || element.closest(".sr, .skip")) continue;
    const tapped = element.closest("label") ?? (element.labels?.[0] && ["checkbox", "radio"].includes(element.type) ? element.labels[0] : element);
    const { height, width } = tapped.getBoundingClientRect();
    if (width && (height < 43.5 || width < 43.5)) out.push(`${element.tagName} ${element.type ?? ""} ${element.className} ${(element.getAttribute("aria-label") ?? tapped.textContent).slice(0, 20)}: ${Math.round(width)} × ${Math.round(height)}`);
  }
  return out;
});

// What is cut off at the side of a box that hides what does not fit, and a foot that leaves less than half of the window.
const coveredUp = (page) => page.evaluate(() => {
  const out = [];
  for (const element of document.querySelectorAll("button, .btn, .chip, label, summary, input, select, h1, h2, p")) {
    if (!element.checkVisibility() || element.closest(".sr, .skip")) continue;
    const { left, right } = element.getBoundingClientRect();
    let box = element.parentElement;
    while (box && getComputedStyle(box).overflowX === "visible") box = box.parentElement;
    if (!box || !["hidden", "clip"].includes(getComputedStyle(box).overflowX)) continue;
    const { left: from, right: to } = box.getBoundingClientRect();
    if (right > to + 1 || left < from - 1) out.push(`cut: ${element.tagName} ${element.className} ${element.textContent.slice(0, 20)} by ${Math.round(right - to)}`);
  }
  const foot = document.querySelector("footer.thumb, footer.apply")?.getBoundingClientRect().height ?? 0;
  if (foot > innerHeight / 2) out.push(`the foot covers ${Math.round(foot)} of ${innerHeight}`);
  return out;
});

// Has the page at every size, as it stands on its way: `comes` brings it there again where another layout began anew.
async function atEverySize(page, comes, look) {
  for (const [size, [viewport, text]] of Object.entries(SIZES)) {
    await laidOut(page, viewport, text);
    await comes();
    await look(size, viewport);
  }
  await laidOut(page, PHONE.viewport, "");
  await comes();
}
// The layout goes by how much text fits beside each other, whenever the window changes.
async function laidOut(page, viewport, text) {
  await page.evaluate((value) => { document.documentElement.dataset.text = value; }, text);
  await page.setViewportSize(viewport);
  await expect(page.locator("body")).toHaveClass(viewport.width / (text ? 32 : 16) < 48 ? "phone" : "desk");
}
const unfolds = (summary, inside) => expect.poll(async () => {
  await summary.evaluate((element) => { element.closest("details").open = true; });
  return inside.isVisible();
}).toBe(true);

// Through what pages show only on the way: `stops` is called at each stop with its name and what makes sure of it.
async function onTheWay(page, site, lang, stops) {
  const w = WORDS[lang], o = OWN[lang];
  const goes = (route) => page.goto(site.url + route);
  await page.setViewportSize(PHONE.viewport);
  await holdsCamera(page);
  await readsCodes(page);
  const { office, people } = await district(page, site, lang, w);

  await goes("#/send/many");
  await page.getByRole("button", { name: o.choose }).click();
  await page.getByRole("radio", { name: w.byPhrase }).check();
  await stops("many", async () => {
    await unfolds(page.getByText(o.absent), page.getByText("大连湾街道服务秘书"));
    await expect(page.getByLabel(w.phrase, { exact: true })).toBeVisible();
  });

  await goes("#/people/starters");
  await page.getByRole("button", { name: o.choose }).click();
  await stops("starters", () => unfolds(page.getByText(w.starterPhrase, { exact: true }), page.getByRole("button", { name: w.suggestPhrase })));

  await goes(`#/send/${people[0].person}`);
  await page.getByRole("radio", { name: w.openToAll }).check();
  await page.getByRole("button", { name: o.show }).click();
  await stops("codes", () => expect(page.locator("canvas.qr")).toBeVisible());

  const [first] = frames(text(office.bundle([office.piece("all")])));
  await goes("#/receive");
  await stops("scan", async () => {
    const got = page.getByText(o.got);
    const scan = page.getByRole("button", { name: o.scan });
    await expect(scan.or(got).first()).toBeVisible();
    if (await scan.isVisible()) {
      await scan.click();
      await sees(page, first);
    }
    await expect(got).toBeVisible();
  });

  // One that brings something, one that waits for a passphrase, two of which nothing can be used.
  const [one, two] = people.map(({ device, scope }) => {
    device.write(scope, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: "现场看了盾构井。" });
    return text(device.bundle([device.piece(scope)]));
  });
  await goes("#/more");
  await goes("#/receive");
  await page.locator("input[type=file]").first().setInputFiles([
    named(one, "lianxin-aaaaaa-2026-01-01-1.json"), named(await sealed(two, { passphrase: "大连湾 tunnel 2018" }), "lianxin-bbbbbb-2026-01-01-1.json"),
    named("{", "notes.txt"), named("{}", `${"很长的名字".repeat(8)}.json`),
  ]);
  await stops("receive-several", async () => {
    await expect(page.getByRole("heading", { name: w.asksPhrase })).toBeVisible();
    await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible();
  });

  await goes("#/settings");
  await stops("wipe", async () => {
    const knows = page.getByRole("checkbox", { name: o.knows }), asks = page.getByRole("button", { name: o.wipe });
    await expect(asks.or(knows).first()).toBeVisible();
    if (await asks.isVisible()) await asks.click();
    await knows.check();
  });
}

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];

  test(`no page sticks out at any size or with twice the text, ${lang}`, async ({ page, site }) => {
    test.setTimeout(360_000);
    mkdirSync(ARTIFACTS, { recursive: true });
    await open(page, site, lang);
    await page.getByRole("button", { name: w.sample }).click();
    await expect(page.getByText(w.ribbon)).toBeVisible({ timeout: 60_000 });
    await page.goto(`${site.url}#/projects`);
    const project = await page.locator("a[href^='#/project/']").first().getAttribute("href");
    for (const [size, [viewport, text]] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.evaluate((value) => localStorage.setItem("lianxin-text", JSON.stringify(value)), text);
      await page.reload();
      for (const route of [...ROUTES, project, ...["edit", "plan", "plan/new", "invest", "permits"].map((page) => `${project}/${page}`), ...["visit", "report"].map((page) => project.replace("project", page))]) {
        await page.goto(site.url + route);
        await expect(page.locator("main")).toBeVisible();
        await expect(page.getByText(w.ribbon)).toBeVisible();
        const name = route.replace(/^#\//, "").replace(/[0-9a-z]{16}/, "one").replaceAll("/", "-") || "today";
        expect.soft(await sticksOut(page), `${name} ${size}`).toEqual([]);
        await page.screenshot({ path: inDir(ARTIFACTS, `eyes-${name}-${size}-${lang}.png`) });
      }
    }
  });

  test(`the story by keyboard alone, ${lang}`, async ({ page, site }) => {
    test.setTimeout(240_000);
    await page.setViewportSize(DESK.viewport);
    await open(page, site, lang);
    const { reach, press, fill } = keyboard(page);
    await press(page.getByRole("button", { name: w.found }));
    await fill(page.getByLabel(w.ledgerName), "大连市重点项目 2018");
    await fill(page.getByLabel(w.yourName), "市级统筹");
    await page.keyboard.press("Enter");
    await press(page.getByRole("link", { name: w.ledger, exact: true }));
    await press(page.getByRole("link", { name: w.fromTable }).first());
    await fill(page.getByLabel(w.paste2), "项目名称,区市县,类别,服务秘书\n大连湾海底隧道,甘井子区,基础设施,大连湾街道服务秘书\n");
    await press(page.getByRole("button", { name: w.pasteRead }));
    await expect(page.getByRole("button", { name: w.writeRows(1) })).toBeVisible();
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText(w.written(1)).first()).toBeVisible();

    await press(page.getByRole("link", { name: w.today, exact: true }));
    // An outline that the style has may still be drawn nowhere: the eye decides.
    const row = page.locator(".row.act").first();
    const unfocused = await row.screenshot();
    await reach(row.getByRole("link", { name: "大连湾海底隧道", exact: true }));
    expect((await row.screenshot()).equals(unfocused), "the focus shows on a project's name").toBe(false);
    await press(page.getByRole("link", { name: w.logVisit }).first());
    await fill(page.getByLabel(w.note, { exact: true }), "现场看了盾构井。");
    await press(page.getByRole("button", { name: w.save, exact: true }));
    await expect(page.getByText(w.saved).first()).toBeVisible();

    // Esc leads from a project back to the list, and the row that was opened is still there.
    await press(page.getByRole("link", { name: w.ledger, exact: true }));
    await press(page.getByRole("link", { name: "大连湾海底隧道", exact: true }));
    await expect(page.getByRole("heading", { level: 1, name: "大连湾海底隧道" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("heading", { level: 1, name: w.ledger })).toBeVisible();

    await press(page.getByRole("link", { name: w.people, exact: true }));
    await press(page.getByRole("row", { name: "大连湾街道服务秘书" }).getByRole("button").first());
    await press(page.getByRole("button", { name: w.makeStarter }));
    const download = page.waitForEvent("download");
    await press(page.getByRole("button", { name: w.handOut }));
    await download;

    await press(page.getByRole("link", { name: w.send, exact: true }));
    await press(page.locator("input[type=radio][name=to]").first(), "Space");
    const sent = page.waitForEvent("download");
    await press(page.getByRole("button", { name: w.sendAgain }));
    await sent;
    await expect(page.getByText(w.downloaded).first()).toBeVisible();

    // The starter's own page and the way back, still without a mouse.
    await press(page.getByRole("link", { name: w.receive, exact: true }));
    await fill(page.getByLabel(w.paste, { exact: true }), "{}");
    await press(page.getByRole("button", { name: w.pasteGo }));
    await expect(page.getByText(w.noBundle).first()).toBeVisible();
  });

  test(`what a page shows on the way fits at every size, ${lang}`, async ({ page, site }) => {
    test.setTimeout(300_000);
    mkdirSync(ARTIFACTS, { recursive: true });
    await onTheWay(page, site, lang, async (name, comes) => {
      await atEverySize(page, comes, async (size) => {
        expect.soft(await sticksOut(page), `${name} ${size}`).toEqual([]);
        await page.screenshot({ path: inDir(ARTIFACTS, `eyes-${name}-${size}-${lang}.png`), fullPage: true });
      });
      if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
      await accessible(page, `eyes-${name}-${lang}`);
    });
  });

  test(`what is tapped on a phone is large enough for a finger, ${lang}`, async ({ page, site }) => {
    test.setTimeout(240_000);
    await onTheWay(page, site, lang, (name, comes) => atEverySize(page, comes, async (size, { width }) => {
      if (width < 400) expect.soft(await tooSmall(page), `${name} ${size}`).toEqual([]);
    }));
  });

  test(`nothing is cut off or covered up on the way, ${lang}`, async ({ page, site }) => {
    test.setTimeout(240_000);
    await onTheWay(page, site, lang, (name, comes) => atEverySize(page, comes, async (size) => {
      expect.soft(await coveredUp(page), `${name} ${size}`).toEqual([]);
    }));
  });

  test(`what becomes of a file is seen on a desk however long the names of others are, ${lang}`, async ({ page, site }) => {
    await page.setViewportSize(DESK.viewport);
    const { office, project, starter } = workspace();
    await open(page, site, lang);
    await join(page, w, starter);
    await page.goto(`${site.url}#/receive`);
    await page.locator("input[type=file]").first().setInputFiles([named(text(later(office, project))), named("{}", `${"很长的名字".repeat(8)}.json`)]);
    await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible();
    const outside = await page.locator("tbody tr td:last-child").evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().right - cell.closest(".scroll").getBoundingClientRect().right)));
    expect(outside.filter((by) => by > 1)).toEqual([]);
  });

  test(`many are sent to by keyboard alone, ${lang}`, async ({ page, site }) => {
    await page.setViewportSize(DESK.viewport);
    await folderAt(page);
    const { people } = await district(page, site, lang, w);
    const two = people.slice(0, 2);
    const { press, reach } = keyboard(page);
    await press(page.getByRole("link", { name: w.send, exact: true }));
    await press(page.getByRole("link", { name: o.many }));
    for (const { name } of two) {
      await press(page.getByRole("checkbox", { name }), "Space");
      await expect(page.getByRole("checkbox", { name })).toBeChecked();
    }
    await press(page.getByRole("button", { name: o.folder }));
    await expect(page.getByText(o.written)).toBeVisible();
    const files = Object.entries(await inBrowserFolder(page));
    expect(files.map(([path]) => path.split("/")[0]).sort()).toEqual(two.map(({ name }) => name).sort());
    for (const { name, device, person } of two) {
      const [, content] = files.find(([path]) => path.startsWith(`${name}/`));
      expect(JSON.parse(await openedByKey(content, device.boxSecret)).to).toBe(person);
    }

    // One for both: among the forms one goes with the arrows.
    await reach(page.getByRole("radio", { name: o.each }), "Shift+Tab");
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("radio", { name: o.one })).toBeChecked();
    await press(page.getByRole("button", { name: o.make }));
    const coming = page.waitForEvent("download");
    await press(page.getByRole("button", { name: w.handOut }));
    const file = readFileSync(await (await coming).path(), "utf8");
    expect(JSON.parse(file).recipients.map(({ header }) => header.kid).sort()).toEqual(two.map(({ device }) => device.id).sort());
    await expect(page.getByText(w.downloaded).first()).toBeVisible();
  });

  test(`two values of one fact are both shown, with the one in force, and a new one replaces both, ${lang}`, async ({ page, site }) => {
    await page.setViewportSize(PHONE.viewport);
    await open(page, site, lang);
    const { office, project, starter } = workspace();
    const give = (bundle) => page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-test-2026-01-01-1.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bundle)) });
    await give(starter);
    await page.getByRole("button", { name: w.join }).click();
    await expect(page.getByText(w.notAdmitted).first()).toBeVisible();

    const set = async (value) => {
      await page.goto(`${site.url}#/project/${project}/edit`);
      await page.getByLabel(w.enterprise).fill(value);
      await page.getByRole("button", { name: w.save, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText("大连湾海底隧道");
      await expect(page.getByText(value).first()).toBeVisible();
    };
    await set("大连建投");
    // The coordinator wrote another one meanwhile, without having seen this; a mark that turns text is no secret.
    const registered = office.feeds.get(`p:${project}`).ids[1].slice(0, 22);
    office.write(`p:${project}`, "fields-changed", { of: "project", over: { enterprise: [registered] }, set: { enterprise: "大连公共\u202e交通建设" } });
    await page.goto(`${site.url}#/receive`);
    await give(office.bundle([office.piece(`p:${project}`, 2)], { number: 2 }));
    await page.getByRole("button", { name: w.take(1) }).click();
    await expect(page.getByText(w.merged).first()).toBeVisible();

    await page.goto(`${site.url}#/project/${project}`);
    const fact = page.locator("dl > div").filter({ hasText: w.enterprise });
    await expect(fact.getByText(w.twoValues)).toBeVisible();
    await expect(fact.getByRole("listitem")).toHaveCount(2);
    // The later in order is in force: the app's own entry was written after the office's clock.
    await expect(fact.getByRole("listitem").filter({ hasText: w.inForce })).toContainText("大连建投");
    await expect(fact.getByRole("listitem").filter({ hasNotText: w.inForce })).toContainText("大连公共[U+202E]交通建设");
    await accessible(page, `conflict-${lang}`);
    await page.setViewportSize(SIZES.narrow[0]);
    await page.evaluate(() => localStorage.setItem("lianxin-text", JSON.stringify("huge")));
    await page.reload();
    await expect(fact.getByText(w.twoValues)).toBeVisible();
    expect.soft(await sticksOut(page), "two values, narrow, twice the text").toEqual([]);
    await page.screenshot({ path: inDir(ARTIFACTS, `eyes-conflict-narrow-huge-${lang}.png`), fullPage: true });
    // The two beside each other, with long words where the widest stand.
    await fact.getByRole("link", { name: w.settle }).click();
    await expect(page.getByRole("radio")).toHaveCount(3);
    for (const [size, [viewport, text]] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.evaluate((value) => localStorage.setItem("lianxin-text", JSON.stringify(value)), text);
      await page.reload();
      await expect(page.getByRole("radio", { name: "大连公共" })).toBeVisible();
      expect.soft(await sticksOut(page), `values beside each other, ${size}`).toEqual([]);
      await page.screenshot({ path: inDir(ARTIFACTS, `eyes-values-${size}-${lang}.png`), fullPage: true });
    }
    await page.evaluate(() => localStorage.setItem("lianxin-text", JSON.stringify("")));
    await page.setViewportSize(PHONE.viewport);
    await page.reload();

    await page.goto(`${site.url}#/project/${project}/edit`);
    await expect(page.getByText(w.severalValues)).toBeVisible();
    await accessible(page, `conflict-edit-${lang}`);
    await set("大连建投集团");
    await expect(fact.getByText(w.twoValues)).toHaveCount(0);
    await expect(fact).toContainText("大连公共[U+202E]交通建设");
  });
}
