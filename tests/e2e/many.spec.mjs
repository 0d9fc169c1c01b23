// A Friday: everyone is answered in one go, into a folder, a zip or by one file for all; those who are new get starters
// the same way. What is written another library opens, and the command line checks it.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join as inDir } from "node:path";
import { DESK } from "./kit/browser.mjs";
import { district, folderAt, inBrowserFolder } from "./kit/district.mjs";
import { openedByKey, openedByPassphrase } from "./kit/jwe.mjs";
import { founds } from "./kit/person.mjs";
import { give, inFolder, join } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { accessible, expect, kept, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: {
    folder: "存到文件夹", zip: "存成一个压缩包", saveZip: "存下压缩包", zipSaved: /压缩包已存到/, choose: (n) => `选这 ${n} 人`, written: (n) => `${n} 份都写好了`, cut: "写好 3 份，还有 2 份没有写。",
    goOn: "接着写剩下的", one: /^一份给大家/, make: "生成这一份", absent: /送不到的人/, secretaries: /^服务秘书 5/, many: "一次送给多人", starters: "给多人生成入门包", sheet: /^入门包清单/, handOut: "发出，选择怎么发", leader: "包保领导",
    role: (n) => new RegExp(`^服务秘书 ${n}$`), each: /^每人一份/, tooMany: "他们共有 66 台设备，一份加密文件最多给 64 台。请选每人一份，或用口令。", lock: "加密：只有他们各自的设备能打开", denied: /浏览器不让写这个文件夹/, full: /磁盘满了/, gone: /文件夹找不到了/,
  },
  en: {
    folder: "Save into a folder", zip: "Save as one zip", saveZip: "Save the zip", zipSaved: /among your downloads/, choose: (n) => `Choose these ${n}`, written: (n) => `All ${n} files are written`, cut: "Written: 3. Not written: 2.",
    goOn: "Go on with the rest", one: /^One file for all/, make: "Make this file", absent: /Out of reach/, secretaries: /^Secretary 5/, many: "Send to many in one go", starters: "Starter files for many", sheet: /^starters/, handOut: "Hand it out, and choose how", leader: "Leader",
    role: (n) => new RegExp(`^Secretary ${n}$`), each: /^One file each/, tooMany: "They have 66 devices; one encrypted file has room for 64. Choose one file each, or a passphrase.", lock: "Encrypted: only their own devices can open it", denied: /does not allow writing to this folder/, full: /The disk is full/, gone: /The folder is gone/,
  },
};

function unzipped(path) {
  const script = "import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n:z.read(n).decode('utf-8') for n in z.namelist()}))";
  return JSON.parse(execFileSync("python3", ["-c", script, path], { encoding: "utf8", maxBuffer: 1 << 28 }));
}

function checked(content) {
  return inFolder((folder) => {
    writeFileSync(inDir(folder, "file.json"), content);
    const { code, out } = ledger("check", inDir(folder, "file.json"));
    return [code, JSON.parse(out).problems];
  });
}

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];
  const looks = async (page, name) => {
    if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
    await accessible(page, `${name}-${lang}`);
  };
  const choosesFive = async (page) => {
    await page.getByRole("button", { name: o.secretaries }).click();
    await page.getByRole("button", { name: o.choose(5), exact: true }).click();
    await expect(page.getByRole("row", { selected: true })).toHaveCount(5);
  };

  test.describe(lang, () => {
    test.use(DESK);

    test("a district is answered in one go", async ({ page, context, site }) => {
      test.setTimeout(180_000);
      const shared = await recordSharing(context, "anything");
      await folderAt(page);
      const { people } = await district(page, site, lang, w);
      await page.goto(`${site.url}#/send`);
      await page.getByRole("link", { name: o.many }).click();
      await expect(page.getByText(o.absent)).toBeVisible();
      await choosesFive(page);
      await looks(page, "many-chosen");

      // Stopped at the third: these three are there and are named, the rest goes on.
      await page.evaluate(() => { globalThis.lianxinStopAt = 3; });
      await page.getByRole("button", { name: o.folder }).click();
      await expect(page.getByText(o.cut)).toBeVisible();
      const first = await inBrowserFolder(page);
      expect(Object.keys(first)).toHaveLength(3);
      for (const path of Object.keys(first)) await expect(page.getByText(path, { exact: true })).toBeVisible();
      await looks(page, "many-stopped");
      await page.evaluate(() => { globalThis.lianxinStopAt = 0; });
      await page.getByRole("button", { name: o.goOn }).click();
      await expect(page.getByText(o.written(2))).toBeVisible();
      const all = await inBrowserFolder(page);
      const folders = Object.keys(all).map((path) => path.split("/")[0]).sort();
      expect(folders).toEqual(["_CON", "同名 中山区", "同名 甘井子区", "街道一", "街道二"].sort());

      // Each is for its own device and no other, and holds what is theirs alone.
      const of = async (files, person) => {
        for (const [path, content] of Object.entries(files)) {
          const bundle = await openedByKey(content, person.device.boxSecret).then((bytes) => bytes.toString(), () => null);
          if (bundle && JSON.parse(bundle).to === person.person) return { path, bundle };
        }
        throw new Error(`nothing for ${person.name}`);
      };
      for (const person of people) {
        const { path, bundle } = await of(all, person);
        expect(path.split("/")[1]).toMatch(/^lianxin-[a-z0-9]+-\d{4}-\d\d-\d\d-1\.json$/);
        expect(await checked(bundle)).toEqual([0, []]);
        const scopes = new Set(JSON.parse(bundle).pieces.map(({ scope }) => scope));
        expect([...scopes].sort()).toEqual(["all", person.scope]);
      }

      // The next ones are numbered on, lie beside the first, and make up for any that was lost.
      await page.getByRole("button", { name: o.folder }).click();
      await expect(page.getByText(o.written(5))).toBeVisible();
      const again = await inBrowserFolder(page);
      expect(Object.keys(again)).toHaveLength(10);
      expect(Object.keys(again).filter((path) => path.endsWith("-2.json"))).toHaveLength(5);
      const second = Object.fromEntries(Object.entries(again).filter(([path]) => path.endsWith("-2.json")));
      const entries = (bundle) => JSON.parse(bundle).pieces.flatMap(({ device, scope, from, events }) => events.map((_, n) => `${device} ${scope} ${from + n}`)).sort();
      for (const person of people) {
        const [one, two] = [await of(all, person), await of(second, person)];
        expect(entries(two.bundle)).toEqual(entries(one.bundle));
      }

      // As one zip: until it is saved nothing of it has left.
      await page.getByRole("button", { name: o.zip }).click();
      await expect(page.getByRole("button", { name: o.saveZip })).toBeVisible();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: o.saveZip }).click();
      const zip = unzipped(await (await download).path());
      await expect(page.getByText(o.zipSaved)).toBeVisible();
      expect(Object.keys(zip).sort()).toEqual(Object.keys(second).map((path) => path.replace("-2.json", "-3.json")).sort());
      for (const person of people) expect(await checked((await of(zip, person)).bundle)).toEqual([0, []]);

      // One for all of the role.
      await page.getByRole("radio", { name: o.one }).check();
      await page.getByRole("button", { name: o.make }).click();
      await expect(page.getByRole("button", { name: o.handOut })).toBeVisible();
      await looks(page, "many-one");
      const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: o.handOut }).click());
      const { recipients } = JSON.parse(bytes);
      expect(recipients.map(({ header }) => header.kid).sort()).toEqual(people.map(({ device }) => device.id).sort());
      for (const { device } of people) {
        const own = recipients.filter(({ header }) => header.kid === device.id);
        const bundle = (await openedByKey(JSON.stringify({ ...JSON.parse(bytes), recipients: own }), device.boxSecret)).toString();
        const { to, heads, number, pieces } = JSON.parse(bundle);
        expect([to, heads, number, [...new Set(pieces.map(({ scope }) => scope))]]).toEqual([undefined, undefined, 1, ["all"]]);
        expect(await checked(bundle)).toEqual([0, []]);
      }
    });

    test("a passphrase for several: each opens on the other side, a wrong one opens nothing and is said", async ({ page, site, browser }) => {
      test.setTimeout(180_000);
      const right = "大连湾 tunnel 2018", wrong = "大连湾 tunnel 2019";
      const { office, people, starter } = await district(page, site, lang, w);
      const two = people.slice(0, 2);
      await page.goto(`${site.url}#/send/many`);
      for (const { name } of two) await page.getByRole("checkbox", { name }).check();
      await page.getByRole("radio", { name: w.byPhrase }).check();
      // Nothing is made before there is a passphrase that is long enough.
      const makes = page.getByRole("button", { name: o.zip });
      for (const words of ["", "short"]) {
        await page.getByLabel(w.phrase, { exact: true }).fill(words);
        await expect(makes).toHaveAttribute("aria-disabled", "true");
      }
      await page.getByLabel(w.phrase, { exact: true }).fill(right);
      await looks(page, "many-phrase");
      await makes.click();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: o.saveZip }).click();
      const zip = unzipped(await (await download).path());
      expect(Object.keys(zip).map((path) => path.split("/")[0]).sort()).toEqual(two.map(({ name }) => name).sort());
      const salts = new Set();
      for (const { name, person, scope } of two) {
        const [, content] = Object.entries(zip).find(([path]) => path.startsWith(`${name}/`));
        const { recipients } = JSON.parse(content);
        expect(recipients.map(({ header: { alg } }) => alg)).toEqual(["PBES2-HS512+A256KW"]);
        salts.add(recipients[0].header.p2s);
        await expect(openedByPassphrase(content, wrong)).rejects.toThrow();
        const bundle = (await openedByPassphrase(content, right)).toString();
        expect(await checked(bundle)).toEqual([0, []]);
        expect(JSON.parse(bundle).to).toBe(person);
        expect([...new Set(JSON.parse(bundle).pieces.map((piece) => piece.scope))].sort()).toEqual(["all", scope]);

        // On a device of theirs.
        const context = await browser.newContext(DESK);
        try {
          const theirs = await context.newPage();
          await open(theirs, site, lang);
          await join(theirs, w, starter(office.invites(person), person));
          await theirs.goto(`${site.url}#/receive`);
          await give(theirs, content);
          await expect(theirs.getByRole("heading", { name: w.asksPhrase })).toBeVisible();
          const before = await kept(theirs);
          const tries = async (words) => {
            await theirs.getByLabel(w.phrase, { exact: true }).fill(words);
            await theirs.getByRole("button", { name: w.unlock, exact: true }).click();
          };
          await tries(wrong);
          await expect(theirs.getByText(w.wrongPhrase)).toBeVisible();
          await expect(theirs.getByRole("button", { name: w.take(1) })).toHaveCount(0);
          expect(await kept(theirs)).toEqual(before);
          await tries(right);
          await expect(theirs.getByRole("heading", { name: w.asksPhrase })).toHaveCount(0);
          await theirs.getByRole("button", { name: new RegExp(`${w.take(1)}|${w.noteOne}`) }).click();
          await expect(theirs.getByText(w.merged).or(theirs.getByText(w.noted)).first()).toBeVisible();
        } finally {
          await context.close();
        }
      }
      expect(salts.size).toBe(2);
    });

    test("more devices than one file has room for: it is said, and separate files or a passphrase do", async ({ page, context, site }) => {
      test.setTimeout(180_000);
      const shared = await recordSharing(context, "anything");
      await folderAt(page);
      const { people } = await district(page, site, lang, w, Array.from({ length: 33 }, (_, n) => `秘书${String(n + 1).padStart(2, "0")}`), true);
      await page.goto(`${site.url}#/send/many`);
      await page.getByRole("button", { name: o.role(33) }).click();
      await page.getByRole("button", { name: o.choose(33), exact: true }).click();
      const devicesAlone = page.getByRole("radio", { name: o.lock });
      await expect(devicesAlone).toBeChecked();
      await page.getByRole("radio", { name: o.one }).check();
      await expect(page.getByText(o.tooMany)).toBeVisible();
      await expect(devicesAlone).not.toBeChecked();
      await expect(page.getByRole("button", { name: o.make })).toHaveAttribute("aria-disabled", "true");
      // A tap on what can't be makes it no more possible.
      await devicesAlone.check();
      await expect(page.getByText(o.tooMany)).toBeVisible();
      await page.getByRole("button", { name: o.make }).click({ force: true });
      await expect(page.getByRole("button", { name: o.handOut })).toHaveCount(0);
      await looks(page, "many-devices");

      // Exactly as many as there is room for.
      await page.getByRole("checkbox", { name: people[0].name }).uncheck();
      await expect(page.getByText(o.tooMany)).toHaveCount(0);
      await expect(devicesAlone).toBeChecked();
      await page.getByRole("button", { name: o.make }).click();
      const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: o.handOut }).click());
      const file = JSON.parse(bytes);
      expect(file.recipients.map(({ header }) => header.kid).sort()).toEqual(people.slice(1).flatMap(({ devices }) => devices.map(({ id }) => id)).sort());
      const last = people.at(-1).devices[1];
      const own = { ...file, recipients: file.recipients.filter(({ header }) => header.kid === last.id) };
      expect(await checked((await openedByKey(JSON.stringify(own), last.boxSecret)).toString())).toEqual([0, []]);

      // All of them: one file each,
      await page.getByRole("checkbox", { name: people[0].name }).check();
      await expect(page.getByText(o.tooMany)).toBeVisible();
      await page.getByRole("radio", { name: o.each }).check();
      await expect(page.getByText(o.tooMany)).toHaveCount(0);
      await page.getByRole("button", { name: o.folder }).click();
      await expect(page.getByText(o.written(33))).toBeVisible();
      const files = Object.entries(await inBrowserFolder(page));
      expect(files).toHaveLength(33);
      for (const { name, devices } of people) {
        const [, content] = files.find(([path]) => path.startsWith(`${name}/`));
        expect(JSON.parse(content).recipients.map(({ header }) => header.kid).sort()).toEqual(devices.map(({ id }) => id).sort());
      }

      // or one by a passphrase.
      await page.getByRole("radio", { name: o.one }).check();
      await page.getByRole("radio", { name: w.byPhrase }).check();
      await expect(page.getByText(o.tooMany)).toHaveCount(0);
      await page.getByRole("button", { name: w.suggestPhrase }).click();
      const words = await page.getByLabel(w.phrase, { exact: true }).inputValue();
      await page.getByRole("button", { name: o.make }).click();
      const byPhrase = await handedOut(page, w, shared, () => page.getByRole("button", { name: o.handOut }).click());
      expect(await checked((await openedByPassphrase(byPhrase.bytes.toString(), words)).toString())).toEqual([0, []]);
    });

    test("a file that lies in the folder already stays as it is", async ({ page, site }) => {
      test.setTimeout(120_000);
      await folderAt(page);
      const { people } = await district(page, site, lang, w);
      const puts = (path, content) => page.evaluate(async ([names, words]) => {
        let folder = await navigator.storage.getDirectory();
        for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
        const stream = await (await folder.getFileHandle(names.at(-1), { create: true })).createWritable();
        await stream.write(words);
        await stream.close();
      }, [path.split("/"), content]);
      // What the page says of an earlier run goes with it.
      const writes = async () => {
        await page.goto(`${site.url}#/send`);
        await page.goto(`${site.url}#/send/many`);
        await choosesFive(page);
        await page.getByRole("button", { name: o.folder }).click();
        await expect(page.getByText(o.written(5))).toBeVisible();
        return inBrowserFolder(page);
      };
      const first = await writes();
      // Somebody's own file has the name that the next one would get; another name is that of a folder.
      const next = Object.keys(first).sort().map((path) => path.replace("-1.json", "-2.json"));
      await puts(next[0], "自己的文件");
      await puts(next[0].replace(".json", " (2).json"), "自己的另一个文件");
      await puts(`${next[1]}/里面.txt`, "文件夹里的文件");
      const before = await inBrowserFolder(page);
      const after = await writes();
      expect(after).toMatchObject(before);
      const came = Object.keys(after).filter((path) => !(path in before));
      expect(came.sort()).toEqual([next[0].replace(".json", " (3).json"), next[1].replace(".json", " (2).json"), ...next.slice(2)].sort());
      // What was written beside it is whole and for the same person.
      for (const path of came) {
        const { recipients } = JSON.parse(after[path]);
        const { device } = people.find(({ device }) => device.id === recipients[0].header.kid);
        const bundle = (await openedByKey(after[path], device.boxSecret)).toString();
        expect([JSON.parse(bundle).number, await checked(bundle)]).toEqual([2, [0, []]]);
      }
    });

    test("starters for many into a folder, twice", async ({ page, site, browser }) => {
      test.setTimeout(120_000);
      await folderAt(page);
      await open(page, site, lang);
      await founds(page, w);
      const names = ["市领导甲", "市领导/乙"];
      for (const name of names) {
        await page.goto(`${site.url}#/people`);
        await page.locator("#p-role").selectOption("leader");
        await page.getByLabel(w.personName).fill(name);
        await page.getByRole("button", { name: w.register, exact: true }).click();
        await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
        await page.goto(`${site.url}#/`);
      }
      const writes = async () => {
        await page.goto(`${site.url}#/people`);
        await page.goto(`${site.url}#/people/starters`);
        await page.getByRole("button", { name: o.choose(2), exact: true }).click();
        await page.getByRole("button", { name: o.folder }).click();
        await expect(page.getByText(o.written(2))).toBeVisible();
        return inBrowserFolder(page);
      };
      const first = await writes();
      const starters = (files) => Object.keys(files).filter((path) => path.endsWith(".json"));
      expect(starters(first).map((path) => path.split("/")[0]).sort()).toEqual(["市领导甲", "市领导_乙"].sort());
      for (const path of starters(first)) {
        expect(path.split("/")[1]).toMatch(/^lianxin-start-[a-z0-9]+-\d{4}-\d\d-\d\d-1\.json$/);
        expect(await checked(first[path])).toEqual([0, []]);
      }
      const sheets = (files) => Object.keys(files).filter((path) => o.sheet.test(path));
      expect(sheets(first)).toHaveLength(1);
      for (const path of starters(first)) expect(first[sheets(first)[0]]).toContain(path);

      // Once more: nothing of the first is changed, the second lies beside it, and nobody is invited twice.
      const second = await writes();
      expect(second).toMatchObject(first);
      expect(Object.keys(second)).toHaveLength(6);
      expect(sheets(second)).toHaveLength(2);
      const invites = (paths) => paths.map((path) => JSON.parse(second[path]).invite).map(({ key, person }) => `${person} ${key.d}`).sort();
      const newer = starters(second).filter((path) => !(path in first));
      expect(invites(newer)).toEqual(invites(starters(first)));
      for (const path of newer) expect(second[sheets(second).find((sheet) => !(sheet in first))]).toContain(path);

      const context = await browser.newContext(DESK);
      try {
        const guest = await context.newPage();
        await open(guest, site, lang);
        await join(guest, w, JSON.parse(second[newer[0]]));
        await expect(guest.getByText(w.notAdmitted).first()).toBeVisible();
      } finally {
        await context.close();
      }
    });

    test("starters for many with one passphrase", async ({ page, site, browser }) => {
      test.setTimeout(120_000);
      await open(page, site, lang);
      await founds(page, w);
      const names = ["市领导甲", "市领导乙"];
      for (const name of names) {
        await page.goto(`${site.url}#/people`);
        await page.locator("#p-role").selectOption("leader");
        await page.getByLabel(w.personName).fill(name);
        await page.getByRole("button", { name: w.register, exact: true }).click();
        await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
        await page.goto(`${site.url}#/`);
      }
      await page.goto(`${site.url}#/people/starters`);
      await page.getByRole("button", { name: o.choose(2), exact: true }).click();
      await page.getByText(w.starterPhrase, { exact: true }).click();
      await page.getByLabel(w.phrase, { exact: true }).fill("short");
      await expect(page.getByRole("button", { name: o.zip })).toHaveAttribute("aria-disabled", "true");
      await page.getByRole("button", { name: w.suggestPhrase }).click();
      const words = await page.getByLabel(w.phrase, { exact: true }).inputValue();
      await looks(page, "many-starters-phrase");
      await page.getByRole("button", { name: o.zip }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: o.saveZip }).click();
      const files = Object.entries(unzipped(await (await download).path())).filter(([path]) => path.endsWith(".json"));
      expect(files.map(([path]) => path.split("/")[0]).sort()).toEqual(names.toSorted());
      for (const [, content] of files) {
        await expect(openedByPassphrase(content, `${words} `)).rejects.toThrow();
        const { invite, to } = JSON.parse(await openedByPassphrase(content, words));
        expect(invite.person).toBe(to);
      }
      const context = await browser.newContext(DESK);
      try {
        const guest = await context.newPage();
        await open(guest, site, lang);
        await give(guest, files[0][1]);
        const tries = async (typed) => {
          await guest.getByLabel(w.phrase, { exact: true }).fill(typed);
          await guest.getByRole("button", { name: w.unlock, exact: true }).click();
        };
        await tries(words.slice(0, -1) + (words.endsWith("0") ? "1" : "0"));
        await expect(guest.getByText(w.wrongPhrase)).toBeVisible();
        // As it is heard when it is read out.
        await tries(words.toLowerCase().replaceAll("-", " "));
        await expect(guest.getByRole("heading", { name: w.joinTitle })).toBeVisible();
      } finally {
        await context.close();
      }
    });

    for (const [error, said] of [["NotAllowedError", o.denied], ["QuotaExceededError", o.full], ["NotFoundError", o.gone]]) {
      test(`a folder that can't be written, ${error}, is told, and nothing counts as sent`, async ({ page, site }) => {
        await folderAt(page);
        await district(page, site, lang, w);
        await page.evaluate((name) => {
          FileSystemFileHandle.prototype.createWritable = async () => { throw new DOMException("told to", name); };
        }, error);
        await page.goto(`${site.url}#/send/many`);
        await choosesFive(page);
        const before = await kept(page);
        await page.getByRole("button", { name: o.folder }).click();
        await expect(page.getByText(said)).toBeVisible();
        // No empty file looks like one that was made.
        expect(await inBrowserFolder(page)).toEqual({});
        expect(await kept(page)).toEqual(before);
        if (lang === "en") expect.soft(await strayHan(page)).toEqual([]);
      });
    }

    test("starters for many", async ({ page, context, site, browser }) => {
      test.setTimeout(120_000);
      await recordSharing(context, "anything");
      await open(page, site, lang);
      await founds(page, w);
      await page.goto(`${site.url}#/people`);
      for (const name of ["=市领导", "市领导/二"]) {
        await page.locator("#p-role").selectOption("leader");
        await page.getByLabel(w.personName).fill(name);
        await page.getByRole("button", { name: w.register, exact: true }).click();
        await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
        await page.goto(`${site.url}#/`);
        await page.goto(`${site.url}#/people`);
      }
      await page.getByRole("link", { name: o.starters }).click();
      await page.getByRole("button", { name: o.choose(2), exact: true }).click();
      await looks(page, "many-starters");
      const makes = async () => {
        await page.getByRole("button", { name: o.zip }).click();
        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: o.saveZip }).click();
        return unzipped(await (await download).path());
      };
      const zip = await makes();
      await expect(page.getByText(o.zipSaved)).toBeVisible();
      const files = Object.entries(zip).filter(([path]) => path.endsWith(".json"));
      expect(files.map(([path]) => path.split("/")[0]).sort()).toEqual(["=市领导", "市领导_二"]);
      const [, sheet] = Object.entries(zip).find(([path]) => o.sheet.test(path));
      expect(sheet).toContain("\r\n'=市领导,");
      for (const [path] of files) expect(sheet).toContain(path);
      for (const [, content] of files) expect(await checked(content)).toEqual([0, []]);
      // Made once more, nobody is invited again.
      const more = await makes();
      const invites = (held) => Object.entries(held).filter(([path]) => path.endsWith(".json")).map(([, content]) => JSON.parse(content).invite).map(({ key, person }) => `${person} ${key.d}`).sort();
      expect(invites(more)).toEqual(invites(zip));
      // Whoever gets one joins by it.
      const other = await browser.newContext({ ...DESK });
      const guest = await other.newPage();
      await open(guest, site, lang);
      await join(guest, w, JSON.parse(files[0][1]));
      await expect(guest.getByText(w.notAdmitted).first()).toBeVisible();
      await other.close();
    });
  });
}
