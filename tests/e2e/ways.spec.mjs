// Other ways in and out on a phone: shared with the app, opened with it, from screen to camera.
import { randomBytes } from "node:crypto";
import { PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { cameraIsOff, frames, holdsCamera, pictures, readsCodes, sees, shows, watchCodes } from "./kit/codes.mjs";
import { sealed } from "./kit/jwe.mjs";
import { give, join, later, named, SAID, text } from "./kit/receive.mjs";
import { accessible, expect, installed, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

test.use(PHONE);

const OWN = {
  zh: { given: /别的应用分享来的文件/, unkept: /刚才分享来的没能留下/, show: "扫码传", scan: "扫码收", pause: "暂停", next: "下一张", codeOf: /第 (\d+) 张，共 (\d+) 张/, got: /扫到 (\d+) 张，共 (\d+) 张/, foreign: /这不是连心桥的码/, other: /这是另一份文件的码/, anew: "从头开始", refused: /没有允许用摄像头/, none: /没有能用的摄像头/, taken: /别的应用正在用/, stop: "不扫了，关摄像头", noted: /整轮放过了，已记下/, how: /屏幕上扫码/, hidden: /摄像头已关/, again: "再打开摄像头", notOpened: /解不开或太大/, leaveOut: "不要这份", look: "看看会丢什么", knows: /我知道/, clear: "清掉" },
  en: { given: /another app shared are here/, unkept: /What was shared could not be kept/, show: "Show as codes", scan: "Scan codes", pause: "Pause", next: "Next", codeOf: /Code (\d+) of (\d+)/, got: /(\d+) of (\d+) codes scanned/, foreign: /Not a Lianxin code/, other: /of another file and was not mixed in/, anew: "Begin anew", refused: /camera was not allowed/, none: /no camera that can be used/, taken: /another app may be using it/, stop: "Stop, camera off", noted: /All were shown, and that is noted/, how: /codes on screen/, hidden: /the camera is off/, again: "Open the camera again", notOpened: /could not be unpacked or are too large/, leaveOut: "Leave it out", look: "See what would be lost", knows: /I know/, clear: "Clear it" },
};

// What the system does when another app shares: it posts a form to the address in the manifest.
async function share(page, site, files) {
  const manifest = await (await fetch(`${site.url}manifest.webmanifest`)).json();
  const { action, method, enctype, params } = manifest.share_target;
  await page.goto("about:blank");
  await page.setContent(`<form action="${new URL(action, site.url)}" method="${method}" enctype="${enctype}"><input type="file" multiple name="${params.files[0].name}"><button>share</button></form>`);
  await page.locator("input").setInputFiles(files);
  await page.locator("button").click();
  await page.waitForURL(/#\/receive$/);
}
const keptShared = (page) => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("lianxin-shared "));
  return (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length))).reduce((sum, n) => sum + n, 0);
});

for (const prefix of ["/", "/pages/lianxin/"]) for (const lang of LANGS) {
  const w = { ...WORDS[lang], ...OWN[lang] };

  test.describe(`shared with the app at ${prefix}, ${lang}`, () => {
    test.use({ prefix });

    test("a starter opens the page that asks for whom it is, without a network, and is gone once it was used", async ({ page, site }) => {
      const { starter } = workspace();
      await open(page, site, lang);
      await installed(page);
      await share(page, site, [named(text(starter), "入门.json")]);
      await expect(page.getByRole("heading", { name: w.joinTitle })).toBeVisible();
      expect(await keptShared(page)).toBe(1);
      // The page goes away before an answer: it is there again, now without a host.
      await site.stop();
      await page.reload();
      await expect(page.getByRole("heading", { name: w.joinTitle })).toBeVisible();
      await page.getByRole("button", { name: w.join }).click();
      await expect(page.getByText(w.notAdmitted).first()).toBeVisible();
      await expect.poll(() => keptShared(page)).toBe(0);
      expect(site.requests.filter((request) => request.includes("share"))).toEqual([]);
    });

    test("files are shown like picked ones beside an open tab, stay until they are taken in, and then are gone", async ({ page, context, site }) => {
      const { office, project, starter } = workspace();
      await open(page, site, lang);
      await installed(page);
      await join(page, w, starter);
      const second = await context.newPage();
      await share(second, site, [named(text(later(office, project))), named("{", "notes.txt")]);
      await expect(second.getByText(w.given)).toBeVisible();
      await expect(second.getByText(SAID["json-syntax"][lang]).first()).toBeVisible();
      if (lang === "en") expect(await strayHan(second)).toEqual([]);
      await accessible(second, `ways-shared-${lang}`);
      await second.reload();
      await expect(second.getByText(w.given)).toBeVisible();
      expect(await keptShared(second)).toBe(2);
      await second.getByRole("button", { name: w.take(1) }).click();
      await expect(second.getByText(w.merged).first()).toBeVisible();
      await expect.poll(() => keptShared(second)).toBe(0);
      await share(second, site, [named("{}")]);
      await second.getByRole("button", { name: w.discard }).click();
      await expect.poll(() => keptShared(second)).toBe(0);
    });
  });
}

for (const lang of LANGS) {
  const w = { ...WORDS[lang], ...OWN[lang] };

  test(`more than can be kept is said, and nothing of it is kept, ${lang}`, async ({ page, site }) => {
    await open(page, site, lang);
    await installed(page);
    await join(page, w, workspace().starter);
    await share(page, site, Array.from({ length: 21 }, (_, n) => named("{}", `${n}.json`)));
    await expect(page.getByText(w.unkept)).toBeVisible();
    expect(await keptShared(page)).toBe(0);
    await page.reload();
    await expect(page.getByRole("heading", { name: w.receive })).toBeVisible();
    await expect(page.getByText(w.unkept)).toHaveCount(0);
  });

  test(`what was taken in goes; what asks for a passphrase and what is another ledger's stay, ${lang}`, async ({ page, site }) => {
    const { office, project, starter } = workspace();
    await open(page, site, lang);
    await installed(page);
    await join(page, w, starter);
    const file = text(later(office, project));
    await share(page, site, [named(file), named(await sealed(file, { passphrase: "一二三四五六七八" }), "locked.json"), named(text(workspace().starter), "other.json")]);
    await expect(page.getByText(w.given)).toBeVisible();
    await expect(page.getByRole("heading", { name: w.asksPhrase })).toBeVisible();
    await page.getByRole("button", { name: w.take(1) }).click();
    await expect(page.getByText(w.merged).first()).toBeVisible();
    await expect.poll(() => keptShared(page)).toBe(2);
    await page.reload();
    await expect(page.getByText(w.given)).toBeVisible();
    await page.getByRole("button", { name: w.leaveOut }).click();
    await expect.poll(() => keptShared(page)).toBe(1);
    // With the last ledger it goes as well.
    await page.goto(`${site.url}#/settings`);
    await page.getByRole("button", { name: w.look }).click();
    await page.getByRole("checkbox", { name: w.knows }).check();
    await page.getByRole("button", { name: w.clear }).click();
    await expect.poll(() => keptShared(page)).toBe(0);
  });

  test(`two that are shared at once do not both find room, ${lang}`, async ({ page, site }) => {
    await open(page, site, lang);
    await installed(page);
    const answers = await page.evaluate(async () => {
      const post = () => {
        const form = new FormData();
        for (let n = 0; n < 15; n++) form.append("files", new File(["{}"], `${n}.json`));
        return fetch("./share", { method: "POST", body: form });
      };
      return (await Promise.all([post(), post(), post()])).map((answer) => new URL(answer.url).search);
    });
    expect(answers.sort()).toEqual(["", "?unkept", "?unkept"]);
    expect(await keptShared(page)).toBe(15);
  });

  test(`a file opened with the app goes the same way, ${lang}`, async ({ page, site }) => {
    const { office, project, starter } = workspace();
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "launchQueue", { value: { setConsumer(consumer) { globalThis.lianxinLaunch = consumer; } } });
    });
    await open(page, site, lang);
    await join(page, w, starter);
    await page.evaluate((content) => globalThis.lianxinLaunch({ files: [{ getFile: async () => new File([content], "lianxin-1.json") }] }), text(later(office, project)));
    await expect(page.getByText(w.given)).toBeVisible();
    await page.getByRole("button", { name: w.take(1) }).click();
    await expect(page.getByText(w.merged).first()).toBeVisible();
    await expect.poll(() => keptShared(page)).toBe(0);
  });

  test(`from screen to camera: lost codes are made good, others are not mixed in, the bytes are the same, ${lang}`, async ({ page, context, site }) => {
    const { starter } = workspace();
    await watchCodes(page);
    await open(page, site, lang);
    await join(page, w, starter);
    // What barely shrinks makes many codes.
    await page.getByRole("link", { name: w.logVisit }).first().click();
    await page.getByLabel(w.note, { exact: true }).fill(randomBytes(1500).toString("base64"));
    await page.getByRole("button", { name: w.save, exact: true }).click();
    await expect(page.getByText(w.saved).first()).toBeVisible();
    await page.goto(`${site.url}#/send`);
    await page.getByRole("radio", { name: w.openToAll }).check();
    await page.getByRole("button", { name: w.show }).click();
    await expect(page.locator("canvas.qr")).toBeVisible();
    if (lang === "en") expect(await strayHan(page)).toEqual([]);
    await accessible(page, `ways-codes-${lang}`);
    const codes = await pictures(page, w);
    expect(codes.length).toBeGreaterThan(3);
    await expect(page.getByText(w.noted)).toBeVisible();
    const [sent] = await page.evaluate(() => globalThis.lianxinShown);
    await page.goto(`${site.url}#/receive`);
    await expect(page.getByText(w.how).first()).toBeVisible();

    const camera = await context.newPage();
    await holdsCamera(camera);
    await watchCodes(camera);
    await camera.goto(`${site.url}#/receive`);
    await camera.getByRole("button", { name: w.scan }).click();
    const got = (n) => expect(camera.getByText(w.got).first()).toHaveText(new RegExp(w.got.source.replace("(\\d+)", String(n))));
    // Backwards, with every third lost; then a second round.
    const order = codes.map((_, at) => at).reverse();
    let here = 0;
    for (const at of order.filter((at) => at % 3)) {
      await shows(camera, codes[at]);
      await got(++here);
    }
    if (lang === "en") expect(await strayHan(camera)).toEqual([]);
    await accessible(camera, `ways-scan-${lang}`);
    const lost = order.filter((at) => at % 3 === 0);
    for (const at of lost.slice(0, -1)) {
      await shows(camera, codes[at]);
      await got(++here);
    }
    expect(await cameraIsOff(camera)).toBe(false);
    await shows(camera, codes[lost.at(-1)]);
    // Its own entries are held here already: it is read, and nothing is new.
    await expect(camera.getByRole("button", { name: w.discard })).toBeVisible();
    await expect.poll(() => cameraIsOff(camera)).toBe(true);
    expect(await camera.evaluate(() => globalThis.lianxinCame)).toEqual([sent]);
    expect(JSON.parse(sent).lianxin).toBe("bundle/1");
  });

  test(`a picture full of corners keeps nobody from reading the next code, ${lang}`, async ({ page, context, site }) => {
    const { starter } = workspace();
    await open(page, site, lang);
    await join(page, w, starter);
    await page.goto(`${site.url}#/send`);
    await page.getByRole("radio", { name: w.openToAll }).check();
    await page.getByRole("button", { name: w.show }).click();
    const [code] = await pictures(page, w);
    const camera = await context.newPage();
    await holdsCamera(camera);
    await camera.goto(`${site.url}#/receive`);
    await camera.getByRole("button", { name: w.scan }).click();
    await expect(camera.getByRole("button", { name: w.stop })).toBeVisible();
    // The one that looks at it is ended and followed by another.
    const followed = camera.waitForEvent("worker");
    await shows(camera, await camera.evaluate(() => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 600 });
      const context = canvas.getContext("2d");
      for (let y = 2; y < 590; y += 9) for (let x = 2; x < 590; x += 9) {
        for (const [colour, from, size] of [["#000", 0, 7], ["#fff", 1, 5], ["#000", 2, 3]]) {
          context.fillStyle = colour;
          context.fillRect(x + from, y + from, size, size);
        }
      }
      return canvas.toDataURL();
    }));
    await followed;
    await shows(camera, code);
    await expect(camera.getByText(w.got).or(camera.getByRole("button", { name: w.discard })).first()).toBeVisible();
  });

  test(`the browser's own reader, and codes that are not what they should be, ${lang}`, async ({ page, site }) => {
    const { office, project, starter } = workspace();
    await holdsCamera(page);
    await readsCodes(page);
    await watchCodes(page);
    await open(page, site, lang);
    await join(page, w, starter);
    await page.goto(`${site.url}#/receive`);
    await page.getByRole("button", { name: w.scan }).click();
    await sees(page, "HTTPS://EXAMPLE.ORG/");
    await expect(page.getByText(w.foreign)).toBeVisible();
    const file = text(later(office, project));
    const [first, ...rest] = frames(file);
    expect(rest.length).toBeGreaterThan(1);
    await sees(page, first);
    await expect(page.getByText(w.got)).toBeVisible();
    await sees(page, frames("{}", false)[0]);
    await expect(page.getByText(w.other)).toBeVisible();
    // The camera is off while the page is not seen; what was scanned stays.
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      delete document.hidden;
    });
    await expect(page.getByText(w.hidden)).toBeVisible();
    await expect.poll(() => cameraIsOff(page)).toBe(true);
    await page.getByRole("button", { name: w.again }).click();
    await sees(page, ...rest.reverse());
    await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible();
    expect(await page.evaluate(() => globalThis.lianxinCame)).toEqual([file]);
    await page.getByRole("button", { name: w.discard }).click();
    // A page that would fill the memory is not unpacked to its end.
    await sees(page);
    await page.getByRole("button", { name: w.scan }).click();
    await sees(page, ...frames(Buffer.alloc(60_000_000, " ")));
    await expect(page.getByText(w.notOpened)).toBeVisible();
    expect(await page.evaluate(() => globalThis.lianxinCame)).toEqual([file]);
    await expect.poll(() => cameraIsOff(page)).toBe(true);
    if (lang === "en") expect(await strayHan(page)).toEqual([]);
  });

  for (const [error, word] of [["NotAllowedError", "refused"], ["NotFoundError", "none"], ["NotReadableError", "taken"]]) {
    test(`a camera that says ${error} is told in words, ${lang}`, async ({ page, site }) => {
      await holdsCamera(page, error);
      await open(page, site, lang);
      await join(page, w, workspace().starter);
      await page.goto(`${site.url}#/receive`);
      await page.getByRole("button", { name: w.scan }).click();
      await expect(page.getByText(w[word])).toBeVisible();
      await page.getByRole("button", { name: w.stop }).click();
      await expect(page.getByRole("button", { name: w.scan })).toBeVisible();
    });
  }
}
