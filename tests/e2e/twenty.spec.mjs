// A Friday in a district: twenty files at once, most of them good, looked at file by file and person by person, two left
// out, the rest taken in by one tap.
import { mkdirSync, writeFileSync } from "node:fs";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { joined, workspace } from "./kit/bundle.mjs";
import { sealed } from "./kit/jwe.mjs";
import { fileOf, give, inFolder, join, named, text } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { accessible, expect, kept, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const OWN = {
  zh: {
    byPerson: "按人", visits: /走访、对接/, byFile: "按文件", takeFile: (who) => `收${who}这份`, left: "不收，没有读进预览", kept: "先存着，缺前面的", known: "早就有了，不重复", waiting: /等接纳/,
    refused: /拒收/, partly: /部分可并入/, stop: "停下", stopped: /已停下/, none: /这个文件夹里没有数据包/, folder: "选文件夹", leaveOut: "不收这份", putBack: "还是收下", files: (n) => `将并入 ${n} 份`,
  },
  en: {
    byPerson: "By person", visits: /Visits and contacts/, byFile: "By file", takeFile: (who) => `Take the file from ${who}`, left: "Left out of the preview", kept: "Kept: earlier entries are missing", known: "Held already", waiting: /Waiting to be admitted/,
    refused: /Refused/, partly: /Partly/, stop: "Stop", stopped: /Stopped: none of the files/, none: /no bundles/, folder: "Choose a folder", leaveOut: "Leave this file out", putBack: "Take it after all", files: (n) => `${n} files to take in`,
  },
};
const NAMES = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"].map((n) => `街道${n}服务秘书`);

// A district whose coordinator is the page; the office and twelve secretaries are written here.
async function district(d, size) {
  const { page, site, lang, w } = d;
  await page.setViewportSize(size.viewport);
  const made = workspace();
  const { office } = made;
  const me = office.write("all", "person-registered", { district: made.district, name: "甘井子区统筹", role: "district" });
  const people = NAMES.map((name, n) => office.engages(name, made.district, n));
  const mine = office.invites(me);
  for (const one of people) {
    one.device = joined(one.joins);
    // The last one's device is for this coordinator to admit.
    if (one !== people.at(-1)) office.write("all", "device-admitted", { box: one.device.box, key: one.device.key, person: one.person });
  }
  const scopes = people.map(({ scope }) => office.piece(scope));
  await open(page, site, lang);
  await join(page, w, office.bundle([office.piece("all"), ...scopes], { ...mine, number: 1, to: me }));
  await page.goto(`${site.url}#/send`);
  await page.getByRole("radio", { name: w.openToAll }).check();
  const sent = await handedOut(page, w, d.shared, () => page.getByRole("button", { name: w.sendGo }).click());
  const { from, pieces } = JSON.parse(sent.bytes);
  const { body } = pieces.find(({ device }) => device === from).events[0];
  office.write("all", "device-admitted", { box: body.box, key: body.key, person: me });
  await page.goto(`${site.url}#/receive`);
  await give(page, text(office.bundle([office.piece("all")], { number: 2, to: me })));
  await page.getByRole("button", { name: w.take(1) }).click();
  await expect(page.getByText(w.merged).first()).toBeVisible();
  return { ...made, people, box: [body.box, from] };
}

// Twenty files, and what each is.
async function twenty({ office, people, box }) {
  const file = ({ device, scope }, number, from = 1) => text(device.bundle([...(from === 1 ? [device.piece("all")] : []), device.piece(scope, from)], { number }));
  const out = {};
  for (const one of people) {
    one.device.write(one.scope, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: `${one.name}到了现场` });
    one.device.write(one.scope, "problem-raised", { category: "land", on: "2018-06-11", title: `${one.name}的难处` });
    out[one.name] = file(one, 1);
  }
  const [first, second, third, fourth, fifth, sixth] = people;
  out["同一份再来一次"] = out[first.name];
  for (const note of ["二", "三"]) second.device.write(second.scope, "visit-logged", { kind: "phone", on: "2018-06-12", text: `第${note}次` });
  // The file before it is lost.
  out["缺了一份"] = file(second, 3, 4);
  // By way of another, with what is held already and what is not.
  third.device.write(third.scope, "visit-logged", { kind: "phone", on: "2018-06-12", text: "请人带过来的" });
  out["别人带来的"] = text(fourth.device.bundle([third.device.piece("all"), third.device.piece(third.scope)], { number: 2, devices: { [third.device.id]: third.device.key, [fourth.device.id]: fourth.device.key } }));
  fifth.device.write(fifth.scope, "visit-logged", { kind: "phone", on: "2018-06-12", text: "加了密的" });
  out["加密的"] = await sealed(fifth.device.bundle([fifth.device.piece("all"), fifth.device.piece(fifth.scope)], { number: 2 }), { devices: [box] });
  sixth.device.write(sixth.scope, "visit-logged", { kind: "phone", on: "2018-06-12", text: "被改动的" });
  out["改过的"] = file(sixth, 2).replace("被改动的", "改动过的");
  out["别的台账"] = text(workspace().starter);
  out["不是数据包"] = "今天走访了十二个项目。";
  const city = office.write("all", "unit-registered", { kind: "department", name: "市住建局" });
  out["市里的"] = text(office.bundle([office.piece("all")], { number: 3 }));
  expect([Object.keys(out).length, city.length]).toEqual([20, 22]);
  return Object.entries(out).map(([name, bytes]) => named(bytes, `${name}.json`));
}

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];
  const looks = async (page, name) => {
    if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
    await accessible(page, `${name}-${lang}`);
  };
  const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

  test(`twenty files at once on a desk, ${lang}`, async ({ page, context, site }) => {
    test.setTimeout(180_000);
    const d = { page, site, lang, w, shared: await recordSharing(context, "anything") };
    const made = await district(d, DESK);
    const files = await twenty(made);
    const before = await kept(page);
    await page.goto(`${site.url}#/receive`);
    await page.locator("input[type=file]").first().setInputFiles(files);
    await expect(page.getByRole("checkbox", { name: w.admit })).toBeChecked();
    const boxes = page.getByRole("table").getByRole("checkbox");
    await expect(boxes).toHaveCount(20);
    expect(await kept(page)).toEqual(before);

    // Each file and what becomes of it.
    const verdicts = (words) => page.getByRole("cell", { name: words });
    await expect(verdicts(o.known)).toHaveCount(1);
    await expect(verdicts(o.kept)).toHaveCount(1);
    await expect(verdicts(o.partly)).toHaveCount(1);
    await expect(verdicts(o.refused)).toHaveCount(2);
    await looks(page, "twenty-files");

    // A line opens to what is in it.
    await row(page, NAMES[2]).first().click();
    const visits = page.locator("details").filter({ hasText: o.visits }).first();
    await visits.locator("summary").click();
    await expect(visits.getByText(`${NAMES[2]}到了现场`)).toBeVisible();

    // The same person by person: what another brought stands with the one who wrote it.
    await page.getByRole("button", { name: o.byPerson }).click();
    await row(page, NAMES[2]).click();
    await visits.locator("summary").click();
    await expect(visits.getByText("请人带过来的")).toBeVisible();
    await looks(page, "twenty-people");
    await page.getByRole("button", { name: o.byFile }).click();

    // A device that the user will not admit stays so when files are left out and put back.
    const admit = page.getByRole("checkbox", { name: w.admit });
    await admit.uncheck();
    const takes = (name) => row(page, name).first().getByRole("checkbox");
    await takes(NAMES[0]).uncheck();
    await expect(page.getByText(o.left)).toHaveCount(1);
    await expect(takes(NAMES[0])).toBeFocused();
    // The very same file came twice: now the other one brings it.
    await expect(verdicts(o.known)).toHaveCount(0);
    await takes(NAMES[6]).uncheck();
    await expect(page.getByText(o.left)).toHaveCount(2);
    await expect(admit).not.toBeChecked();
    await admit.check();
    expect(await kept(page)).toEqual(before);
    await page.getByRole("button", { name: w.take(15) }).click();
    await expect(page.getByText(w.merged).first()).toBeVisible();

    const says = async ({ scope }, words, count) => {
      await page.goto(`${site.url}#/project/${scope.slice(2)}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByText(words)).toHaveCount(count);
    };
    await says(made.people[0], `${NAMES[0]}到了现场`, 1);
    await says(made.people[2], "请人带过来的", 1);
    await says(made.people[4], "加了密的", 1);
    await says(made.people[11], `${NAMES[11]}到了现场`, 1);
    // What was left out is not here, nor what hangs on a lost file, nor what was changed.
    await says(made.people[6], `${NAMES[6]}到了现场`, 0);
    await says(made.people[1], "第三次", 0);
    await says(made.people[5], /被改动的|改动过的/, 0);

    // It can be taken in any time later.
    await page.goto(`${site.url}#/receive`);
    await page.locator("input[type=file]").first().setInputFiles(files);
    await page.getByRole("button", { name: w.take(1) }).click();
    await expect(page.getByText(w.merged).first()).toBeVisible();
    await says(made.people[6], `${NAMES[6]}到了现场`, 1);
  });

  test(`a folder, and a reading that is stopped, ${lang}`, async ({ page, context, site }) => inFolder(async (folder) => {
    test.setTimeout(120_000);
    const d = { page, site, lang, w, shared: await recordSharing(context, "anything") };
    const made = await district(d, DESK);
    const files = await twenty(made);
    const before = await kept(page);
    const inside = (name, bytes) => writeFileSync(inDir(folder, name), bytes);
    mkdirSync(inDir(folder, "空的"));
    inside("空的/照片.jpg", "not a bundle");
    mkdirSync(inDir(folder, "周五/甘井子区"), { recursive: true });
    inside("周五/说明.docx", "not a bundle");
    for (const { name, buffer } of files.slice(0, 3)) inside(`周五/${name}`, buffer);
    for (const { name, buffer } of files.slice(3, 5)) inside(`周五/甘井子区/${name}`, buffer);

    await page.goto(`${site.url}#/receive`);
    const pick = page.getByLabel(o.folder);
    await pick.setInputFiles(inDir(folder, "空的"));
    await expect(page.getByText(o.none)).toBeVisible();
    await pick.setInputFiles(inDir(folder, "周五"));
    await expect(page.getByRole("button", { name: w.take(5) })).toBeVisible();
    await page.getByRole("button", { name: w.discard }).click();

    // Dropped, by the browser's own protocol: a folder can't be made by script.
    const protocol = await context.newCDPSession(page);
    const drops = async (path) => {
      const data = { items: [], files: [path], dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"]) await protocol.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
    };
    await drops(inDir(folder, "周五"));
    await expect(page.getByRole("button", { name: w.take(5) })).toBeVisible();

    // A large file is stopped: what was looked at before stays.
    const large = fileOf(folder, 180_000_000, '{"lianxin":"bundle/1","pieces":[');
    await page.locator("input[type=file]").first().setInputFiles([large]);
    await page.getByRole("button", { name: o.stop, exact: true }).click();
    await expect(page.getByText(o.stopped)).toBeVisible();
    await expect(page.getByRole("button", { name: w.take(5) })).toBeVisible();
    expect(await kept(page)).toEqual(before);
    await page.getByRole("button", { name: w.take(5) }).click();
    await expect(page.getByText(w.merged).first()).toBeVisible();
  }));

  test.describe(`on a phone, ${lang}`, () => {
    test.use(PHONE);

    test(`files are left out and taken after all, ${lang}`, async ({ page, context, site }) => {
      const d = { page, site, lang, w, shared: await recordSharing(context) };
      const made = await district(d, PHONE);
      const files = (await twenty(made)).slice(0, 4);
      await page.goto(`${site.url}#/receive`);
      await page.locator("input[type=file]").first().setInputFiles(files);
      const card = page.locator("details.filecard").filter({ hasText: NAMES[1] }).first();
      await card.locator("summary").first().click();
      await card.getByRole("button", { name: o.leaveOut }).click();
      await expect(card.getByText(o.left)).toBeVisible();
      await expect(page.getByRole("button", { name: w.take(3) })).toBeVisible();
      await looks(page, "twenty-phone");
      // The card stays open, with the focus where it was.
      await expect(card.getByRole("button", { name: o.putBack })).toBeFocused();
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: w.take(4) }).click();
      await expect(page.getByText(w.merged).first()).toBeVisible();
    });
  });
}
