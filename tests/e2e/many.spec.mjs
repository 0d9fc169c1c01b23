// A Friday: everyone is answered in one go, into a folder, a zip or by one file for all; those who are new get starters
// the same way. What is written another library opens, and the command line checks it.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join as inDir } from "node:path";
import { DESK } from "./kit/browser.mjs";
import { joined, workspace } from "./kit/bundle.mjs";
import { openedByKey } from "./kit/jwe.mjs";
import { founds } from "./kit/person.mjs";
import { inFolder, join } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { accessible, expect, LANGS, ledger, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: {
    folder: "存到文件夹", zip: "存成一个压缩包", saveZip: "存下压缩包", zipSaved: /压缩包已存到/, choose: (n) => `选这 ${n} 人`, written: (n) => `${n} 份都写好了`, cut: "写好 3 份，还有 2 份没有写。",
    goOn: "接着写剩下的", one: /^一份给大家/, make: "生成这一份", absent: /送不到的人/, secretaries: /^服务秘书 5/, many: "一次送给多人", starters: "给多人生成入门包", sheet: /^入门包清单/, handOut: "发出，选择怎么发", leader: "包保领导",
  },
  en: {
    folder: "Save into a folder", zip: "Save as one zip", saveZip: "Save the zip", zipSaved: /among your downloads/, choose: (n) => `Choose these ${n}`, written: (n) => `All ${n} files are written`, cut: "Written: 3. Not written: 2.",
    goOn: "Go on with the rest", one: /^One file for all/, make: "Make this file", absent: /Out of reach/, secretaries: /^Secretary 5/, many: "Send to many in one go", starters: "Starter files for many", sheet: /^starters/, handOut: "Hand it out, and choose how", leader: "Leader",
  },
};

// A real folder of the browser in place of one that the user would choose. The stop is pressed while the third is written.
function folderAt(page) {
  return page.addInitScript(() => {
    globalThis.showDirectoryPicker = () => navigator.storage.getDirectory();
    const create = FileSystemFileHandle.prototype.createWritable;
    let files = 0;
    FileSystemFileHandle.prototype.createWritable = function () {
      files += 1;
      if (files === globalThis.lianxinStopAt) document.querySelector(".reading button").click();
      return create.call(this);
    };
  });
}

// What lies in it, by path.
function inBrowserFolder(page) {
  return page.evaluate(async () => {
    const out = {};
    const walk = async (folder, path) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === "directory") await walk(handle, `${path}${name}/`);
        else out[path + name] = await (await handle.getFile()).text();
      }
    };
    await walk(await navigator.storage.getDirectory(), "");
    return out;
  });
}

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

// The coordinator of a district with five secretaries who have devices and one who has none; two have the same name.
async function district(page, site, lang, w) {
  const made = workspace();
  const { office } = made;
  const names = ["街道一", "街道二", "同名", "同名", "CON"];
  const elsewhere = office.write("all", "unit-registered", { kind: "district", name: "中山区" });
  const me = office.write("all", "person-registered", { district: made.district, name: "甘井子区统筹", role: "district" });
  const people = names.map((name, n) => {
    const { joins, person, scope } = office.engages(name, n === 3 ? elsewhere : made.district, n, made.district);
    const device = joined(joins);
    office.write("all", "device-admitted", { box: device.box, key: device.key, person });
    return { name, person, scope, device };
  });
  const mine = office.invites(me);
  await open(page, site, lang);
  const pieces = [office.piece("all"), ...people.flatMap(({ device, scope }) => [device.piece("all"), office.piece(scope)])];
  const devices = Object.fromEntries([office, ...people.map(({ device }) => device)].map(({ id, key }) => [id, key]));
  await join(page, w, office.bundle(pieces, { invite: mine.invite, number: 1, to: me, devices }));
  return { ...made, people };
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
