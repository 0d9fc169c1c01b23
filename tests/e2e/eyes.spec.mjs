// What a person sees and does without a mouse: every page at every size, the story by keyboard, two values at once.
import { mkdirSync } from "node:fs";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { keyboard } from "./kit/keyboard.mjs";
import { accessible, ARTIFACTS, expect, LANGS, open, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const ROUTES = ["#/", "#/projects", "#/projects/new", "#/visit", "#/exchange", "#/send", "#/receive", "#/conflicts", "#/people", "#/table", "#/settings", "#/more", "#/nowhere"];
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

for (const lang of LANGS) {
  const w = WORDS[lang];

  test(`no page sticks out at any size or with twice the text, ${lang}`, async ({ page, site }) => {
    test.setTimeout(240_000);
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
      for (const route of [...ROUTES, project, `${project}/edit`, project.replace("project", "visit")]) {
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
