// Encrypted files: what the app writes another library opens, and the other way round; who is not meant gets nothing,
// a wrong passphrase loses nothing, and a file that would keep the device busy is refused at once.
import { writeFileSync } from "node:fs";
import { DESK, PHONE } from "./kit/browser.mjs";
import { pair, workspace } from "./kit/bundle.mjs";
import { openedByKey, openedByPassphrase, sealed } from "./kit/jwe.mjs";
import { founds } from "./kit/person.mjs";
import { give, inFolder, join, SAID, text } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { accessible, expect, kept, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const WRONG = "dalian-wan-2019", RIGHT = "大连湾 tunnel 2018";

function checked(bytes) {
  return inFolder((folder) => {
    writeFileSync(`${folder}/file.json`, bytes);
    const { code, out } = ledger("check", `${folder}/file.json`);
    return [code, JSON.parse(out).problems.map((problem) => problem.code)];
  });
}

// Hands out what the page offers and returns the bytes.
async function sends(page, w, shared) {
  const { bytes } = await handedOut(page, w, shared, () => page.locator("button[data-size=lg], footer button[data-kind=main]").getByText(w.anySend).click());
  return bytes.toString();
}

// A visit that the office logged, in a file of its own.
function visited({ office, project }, words) {
  office.write(`p:${project}`, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: words });
  const last = office.feeds.get(`p:${project}`).events.length;
  return office.bundle([office.piece(`p:${project}`, last)], { number: last });
}

async function takesIn(page, w) {
  await page.getByRole("button", { name: w.take(1) }).click();
  await expect(page.getByText(w.merged)).toBeVisible();
}

const asks = (page, w) => page.getByRole("heading", { name: w.asksPhrase });

async function tries(page, w, words) {
  await page.getByLabel(w.phrase, { exact: true }).fill(words);
  await page.getByRole("button", { name: w.unlock, exact: true }).click();
}

for (const [size, use] of [["phone", PHONE], ["desk", DESK]]) {
  for (const lang of LANGS) {
    const w = WORDS[lang];
    const looks = async (page, name) => {
      if (lang === "en") expect(await strayHan(page), name).toEqual([]);
      await accessible(page, `${name}-${size}-${lang}`);
    };

    test.describe(`${size}, ${lang}`, () => {
      test.use(use);

      test("files between the app and another library", async ({ page, context, site }) => {
        test.setTimeout(240_000);
        const shared = await recordSharing(context, "anything");
        const made = workspace();
        const { office } = made;
        await open(page, site, lang);
        await join(page, w, made.starter);

        // Sent for the device of the person addressed, unless one says otherwise.
        await page.goto(`${site.url}#/send`);
        await expect(page.getByRole("radio", { name: w.forDevices })).toBeChecked();
        await looks(page, "encrypted-send");
        const forDevices = await sends(page, w, shared);
        const { recipients } = JSON.parse(forDevices);
        expect(recipients.map(({ header: { alg, kid } }) => [alg, kid])).toEqual([["ECDH-ES+A256KW", office.id]]);
        const plain = await openedByKey(forDevices, office.boxSecret);
        expect(await checked(plain)).toEqual([0, []]);
        expect(await checked(forDevices)).toEqual([1, ["decrypt"]]);
        await expect(openedByKey(forDevices, pair().secret)).rejects.toThrow();
        const bundle = JSON.parse(plain);
        expect(bundle.workspace).toBe(office.workspace);
        const { box } = bundle.pieces.find(({ device }) => device === bundle.from).events[0].body;

        // By a passphrase: nothing is made before one is settled on, nor with another than is shown.
        await page.getByRole("radio", { name: w.everything }).check();
        await page.getByRole("radio", { name: w.byPhrase }).check();
        await expect(page.getByRole("button", { name: w.phraseFirst })).toHaveAttribute("aria-disabled", "true");
        await page.getByLabel(w.phrase, { exact: true }).fill("short");
        await expect(page.getByRole("button", { name: w.usePhrase })).toHaveAttribute("aria-disabled", "true");
        await page.getByLabel(w.phrase, { exact: true }).fill(WRONG);
        await page.getByRole("button", { name: w.usePhrase }).click();
        await page.getByLabel(w.phrase, { exact: true }).fill(RIGHT);
        await expect(page.getByRole("button", { name: w.phraseFirst })).toHaveAttribute("aria-disabled", "true");
        await page.getByRole("button", { name: w.usePhrase }).click();
        await expect(page.getByText(w.phraseUsed)).toBeVisible();
        await looks(page, "encrypted-phrase");
        const byPhrase = await sends(page, w, shared);
        expect(JSON.parse(await openedByPassphrase(byPhrase, RIGHT)).number).toBe(2);
        await expect(openedByPassphrase(byPhrase, WRONG)).rejects.toThrow();
        expect(JSON.parse(byPhrase).recipients[0].header.p2c).toBe(600_000);

        // Not encrypted only where that is chosen.
        await page.getByRole("radio", { name: w.openToAll }).check();
        expect(await checked(await sends(page, w, shared))).toEqual([0, []]);
        await page.goto(`${site.url}#/exchange`);
        if (size === "desk") await page.goto(`${site.url}#/receive`);
        for (const words of w.keptHow) await expect(page.getByText(words).first()).toBeVisible();

        // The other way round: for this device, by its name or by none.
        await page.goto(`${site.url}#/receive`);
        await give(page, await sealed(visited(made, "第一次"), { devices: [[pair().key, "another"], [box, bundle.from]] }));
        await takesIn(page, w);
        await give(page, await sealed(visited(made, "第二次"), { devices: [[pair().key], [box]] }));
        await takesIn(page, w);

        // Not for this device, or not as agreed: refused in words, and nothing is kept.
        const before = await kept(page);
        const next = visited(made, "第三次");
        const good = JSON.parse(await sealed(next, { passphrase: RIGHT }));
        const hostile = (p2c) => {
          const file = structuredClone(good);
          const [recipient] = file.recipients;
          const header = { ...JSON.parse(Buffer.from(file.protected, "base64url")), ...recipient.header, p2c };
          recipient.header = Object.fromEntries(Object.entries(header).filter(([name]) => name !== "enc"));
          file.protected = Buffer.from('{"enc":"A256GCM"}').toString("base64url");
          return text(file);
        };
        for (const [name, bytes, said] of [
          ["for another", await sealed(next, { devices: [[pair().key, "another"]] }), w.notOurs],
          ["nameless, for another", await sealed(next, { devices: [[pair().key]] }), w.notOurs],
          ["named for this device, by another's key", await sealed(next, { devices: [[pair().key, bundle.from]] }), SAID.decrypt[lang]],
          ["too many rounds", hostile(2_000_001), SAID.decrypt[lang]],
          ["far too many rounds", hostile(9_007_199_254_740_991), SAID.decrypt[lang]],
          ["too few rounds", hostile(1000), SAID.decrypt[lang]],
          ["compressed", text({ ...good, unprotected: { zip: "DEF" } }), SAID.decrypt[lang]],
        ]) {
          await give(page, bytes);
          await expect(page.getByText(said).first(), name).toBeVisible();
          await expect(asks(page, w), name).toHaveCount(0);
          await expect(page.getByRole("button", { name: w.takeNothing }), name).toBeVisible();
          await page.getByRole("button", { name: w.discard }).click();
        }
        expect(await kept(page)).toEqual(before);

        // By a passphrase, beside a file that needs none.
        await give(page, text(good));
        await expect(asks(page, w)).toBeVisible();
        await looks(page, "encrypted-asks");
        await tries(page, w, WRONG);
        await expect(page.getByText(w.wrongPhrase)).toBeVisible();
        await looks(page, "encrypted-wrong");
        await give(page, text(visited(made, "第四次")));
        await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible();
        await expect(asks(page, w)).toBeVisible();
        expect(await kept(page)).toEqual(before);
        await tries(page, w, RIGHT);
        await expect(asks(page, w)).toHaveCount(0);
        await page.getByRole("button", { name: w.take(2) }).click();
        await expect(page.getByText(w.merged)).toBeVisible();
        await page.goto(`${site.url}#/project/${made.project}`);
        for (const words of ["第一次", "第二次", "第三次", "第四次"]) await expect(page.getByText(words).first()).toBeVisible();
      });

      test("a starter with a passphrase", async ({ page, site }) => {
        await open(page, site, lang);
        const { starter } = workspace();
        const before = await kept(page);
        await give(page, await sealed(starter, { passphrase: RIGHT }));
        await expect(asks(page, w)).toBeVisible();
        await looks(page, "encrypted-starter");
        await tries(page, w, WRONG);
        await expect(page.getByText(w.wrongPhrase)).toBeVisible();
        expect(await kept(page)).toEqual(before);
        await tries(page, w, RIGHT);
        await expect(page.getByRole("heading", { name: w.joinTitle })).toBeVisible();
        expect(await kept(page)).toEqual(before);
        await page.getByRole("button", { name: w.join }).click();
        await expect(page.getByRole("navigation", { name: w.pages })).toBeVisible();
      });
    });
  }
}

for (const lang of LANGS) {
  const w = WORDS[lang];
  test(`a starter is given a passphrase, and another library opens it, ${lang}`, async ({ page, context, site }) => {
    await page.setViewportSize(DESK.viewport);
    const shared = await recordSharing(context, "anything");
    await open(page, site, lang);
    await founds(page, w);
    await page.goto(`${site.url}#/people`);
    await page.locator("#p-role").selectOption("leader");
    await page.getByLabel(w.personName).fill("市领导");
    await page.getByRole("button", { name: w.register, exact: true }).click();
    await expect(page.getByRole("heading", { level: 2, name: "市领导" })).toBeVisible();
    await page.getByText(w.starterPhrase, { exact: true }).click();
    await page.getByLabel(w.phrase, { exact: true }).fill("short");
    await expect(page.getByRole("button", { name: w.makeStarter })).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("button", { name: w.suggestPhrase }).click();
    const words = await page.getByLabel(w.phrase, { exact: true }).inputValue();
    expect(words).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    if (lang === "en") expect(await strayHan(page)).toEqual([]);
    await accessible(page, `encrypted-make-starter-${lang}`);
    await page.getByRole("button", { name: w.makeStarter }).click();
    await expect(page.getByText(words)).toBeVisible();
    const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: w.handOut }).click());
    const { invite, to } = JSON.parse(await openedByPassphrase(bytes.toString(), words));
    expect(invite.person).toBe(to);
  });
}
