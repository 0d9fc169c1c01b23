// Hostile files on the receiving page: every code in words of both languages, nothing written for any of them, and what is
// good among them taken all the same.
import { readFileSync, writeFileSync } from "node:fs";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { canonical, Device, hash, reconciliationCode, workspace } from "./kit/bundle.mjs";
import { fileOf, filesRead, give, inFolder, join, later, named, replaced, SAID, text, UNREADABLE, watchReading } from "./kit/receive.mjs";
import { accessible, expect, kept, LANGS, ledger, open, ROOT, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

// What `ledger check` finds in these bytes; a ledger that is not this one is told by the page alone.
function checked(folder, bytes, office) {
  const path = inDir(folder, "given.json");
  writeFileSync(path, bytes);
  const { events, problems } = JSON.parse(ledger("check", path).out);
  const isRead = problems.every(({ code }) => !/^(json-|too-large|newer-|decrypt)/.test(code)) && !problems.some(({ code, where }) => code === "not-a-bundle" && !where.startsWith("/pieces/"));
  const isForeign = isRead && JSON.parse(bytes).workspace !== office.workspace;
  return isForeign ? { events: 0, problems: [{ code: "other-workspace", where: "/workspace" }] } : { events, problems };
}

// Bytes for each code that is not of a whole file, with the codes that the page must show for them.
function faulty({ office, project, secretary, invite }, next) {
  const [all] = next.pieces;
  const scope = `p:${project}`;
  const bare = (pieces, devices = { [office.id]: office.key }) => text({ devices, lianxin: "bundle/1", pieces, workspace: office.workspace });
  const piece = (change, of = all) => {
    const copy = structuredClone(of);
    change(copy);
    return bare([copy]);
  };
  const signedBy = (device) => (one) => { one.seal.sig = device.sign({ device: office.id, id: one.seal.id, scope: "all", seq: one.seal.seq, workspace: office.workspace }); };
  const unit = (name) => office.write("all", "unit-registered", { kind: "department", name });
  const head = all.seal.seq;
  const carries = (bytes, type, as = bytes) => text(office.seal({ ...next, files: { [hash(as)]: { data: Buffer.from(bytes).toString("base64"), type } } }));
  const changed = Buffer.from(text(next));
  changed[changed.indexOf("unit-registered")] += 1;
  const used = () => {
    const newcomer = new Device(office.workspace);
    const proof = invite.sign({ device: newcomer.id, person: secretary, workspace: office.workspace });
    newcomer.write("all", "device-joined", { box: newcomer.box, key: newcomer.key, person: secretary, proof });
    const devices = { [newcomer.id]: newcomer.key, [office.id]: office.key };
    return text(office.bundle([office.piece("all"), newcomer.piece("all")], { devices, invite: { key: invite.secret, person: secretary } }));
  };
  return {
    "another workspace": [["other-workspace"], text(workspace().starter)],
    "one byte changed": [["event-id", "bundle-seal"], changed],
    "the wrong key": [["feed-seal"], piece(signedBy(new Device(office.workspace)))],
    "a seal of another scope": [["feed-seal"], piece((one) => { one.seal = office.sealOf(scope, head, one.seal.id); })],
    "a forged beginning under a real seal": [["event-id"], piece((one) => { one.events[1].body.name = "别的区"; }, office.piece("all"))],
    "a seal beyond the events": [["feed-seal"], piece((one) => one.events.pop(), office.piece("all"))],
    "a beginning that is none": [["chain-broken"], piece((one) => { one.from = 1; })],
    "an entry too large": [["body-too-large"], piece((one) => { one.events[0].body.name = "x".repeat(70_000); })],
    "a piece that is none": [["not-a-bundle"], piece((one) => { one.events = {}; })],
    "a device without its key": [["device-unknown"], bare([all], {})],
    "a changed envelope": [["bundle-seal"], replaced(next, '"number":3', '"number":4')],
    "a hole": [["gap"], office.aside(() => {
      ["一局", "二局", "三局"].forEach(unit);
      return bare([office.piece("all", head + 1, head + 1), office.piece("all", head + 3)]);
    })],
    "two entries under one number": [["fork"], bare(["一局", "二局"].map((name) => office.aside(() => {
      unit(name);
      return office.piece("all", head + 1);
    })))],
    "a day that never was": [["body-shape"], office.aside(() => {
      office.write(scope, "visit-logged", { kind: "site-visit", on: "2018-06-31" });
      return bare([office.piece(scope, 2)]);
    })],
    "a damaged photo": [["file-hash"], carries("\xff\xd8\xff", "image/jpeg", "another")],
    "a page that says it is a photo": [["file-type"], carries("<script>", "image/jpeg")],
    "a starter that was used": [["invite-used"], used()],
  };
}

// The pieces of the open ledger's log, from what the origin keeps.
function held(state) {
  const [, rows] = Object.entries(state).find(([name]) => name.endsWith("/log"));
  return JSON.parse(rows).flatMap(([, bytes]) => JSON.parse(Buffer.from(bytes.split(",").map(Number))));
}
const entries = (state) => new Set(held(state).flatMap(({ device, scope, from, events }) => events.map((_, i) => `${scope} ${device} ${from + i}`))).size;

// What the page says is wrong, each with its place, and nothing else.
async function expectFaults(page, problems, lang, about) {
  const place = { zh: "位置", en: "at" }[lang];
  const plain = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const faults = page.locator("ul.faults > li");
  // On a phone the place and the reason are a tap away.
  await expect(page.getByRole("button", { name: WORDS[lang].discard }), about).toBeVisible();
  const closed = page.locator("section[aria-labelledby=l-files] details.filecard:not([open]) > summary");
  while (await closed.count()) await closed.first().click();
  await expect(faults, about).toHaveText(problems.map(({ code, where }) => new RegExp(`${plain(SAID[code][lang])}.* ${place}\\s${plain(where)}\\s*$`)));
  for (const fault of await faults.all()) await expect(fault, about).toBeVisible();
}

async function discard(page, w, about) {
  await page.getByRole("button", { name: w.discard }).click();
  await expect(page.getByText(w.discarded), about).toBeVisible();
}

async function code(page, site, w) {
  await page.goto(`${site.url}#/settings`);
  await expect(page.getByRole("heading", { name: w.settings })).toBeVisible();
  const spelt = await page.locator(".bigcode").getByRole("img").getAttribute("aria-label");
  await page.goto(`${site.url}#/receive`);
  await expect(page.getByRole("heading", { name: w.receive })).toBeVisible();
  return spelt.replaceAll(" ", "").replace(/^.{4}/, "$&-");
}

// A secretary who joined and was admitted by a file that came among bad ones.
async function admitted(page, site, lang) {
  const w = WORDS[lang];
  const made = workspace();
  const { office, project, secretary, starter } = made;
  await open(page, site, lang);
  await join(page, w, starter);
  await page.goto(`${site.url}#/receive`);
  const before = await kept(page);
  const own = held(before).find(({ device }) => device !== office.id);
  const { box, key } = own.events[0].body;
  const from = office.feeds.get("all").events.length + 1;
  office.write("all", "device-admitted", { box, key, person: secretary });
  later(office, project);
  const good = office.bundle([office.piece("all", from), office.piece(`p:${project}`, 2)], { number: 2 });
  const forged = structuredClone(good);
  for (const piece of forged.pieces) piece.events[0].time += 1;
  const files = ["[[", text(forged), text(good), text(workspace().starter), "\0"].map((bytes, i) => named(bytes, `${i}.json`));
  await page.locator("input[type=file]").first().setInputFiles(files);
  await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible();
  expect(await kept(page)).toEqual(before);
  await page.getByRole("button", { name: w.take(1) }).click();
  await expect(page.getByText(w.merged)).toBeVisible();
  // The good file's entries and no others.
  expect(entries(await kept(page))).toBe(entries(before) + good.pieces.flatMap(({ events }) => events).length);
  const [{ body, kind, time }] = own.events;
  const joined = hash(canonical({ body: hash(canonical(body)), kind, prev: own.prev, time }));
  const heads = [...office.feeds].map(([scope, { ids }]) => [scope, office.id, ids.length - 1, ids.at(-1)]);
  expect(await code(page, site, w)).toBe(reconciliationCode([...heads, ["all", own.device, 1, joined]]));
  return made;
}

test("every code has its words here and a file that shows them", () => {
  const source = readFileSync(`${ROOT}/src/domain/bundle/problem.rs`, "utf8");
  const codes = [...source.matchAll(/^    [A-Z]\w+ = "([a-z-]+)",$/gm)].map(([, name]) => name).sort();
  const made = workspace();
  later(made.office, made.project);
  const files = [...Object.values(UNREADABLE).map(([name]) => name), ...Object.values(faulty(made, { ...later(made.office, made.project), number: 3 })).flatMap(([names]) => names), "too-large"];
  expect(codes.length).toBeGreaterThan(20);
  expect(Object.keys(SAID).sort()).toEqual(codes);
  expect([...new Set(files)].sort()).toEqual(codes);
});

for (const lang of LANGS) {
  const w = WORDS[lang];

  for (const [size, use] of [["phone", PHONE], ["desk", DESK]]) {
    test.describe(`on the receiving page of a ${size}, ${lang}`, () => {
      test.use(use);

      test("faults are shown by file and nothing is written before the user accepts", async ({ page, site }) => inFolder(async (folder) => {
        test.setTimeout(300_000);
        const made = await admitted(page, site, lang);
        const { office, project } = made;
        const next = office.seal({ ...later(office, project), number: 3 });
        const cases = { ...Object.fromEntries(Object.entries(UNREADABLE).map(([name, [code, make]]) => [name, [[code], make({ ...next, number: 1 })]])), ...faulty(made, next) };
        const before = await kept(page);
        const agreed = await code(page, site, w);
        await accessible(page, `receive-empty-${size}-${lang}`);
        for (const [name, [codes, bytes]] of Object.entries(cases)) {
          const { events, problems } = checked(folder, bytes, office);
          expect(problems.map(({ code }) => code), name).toEqual(codes);
          await give(page, bytes);
          await expectFaults(page, problems, lang, name);
          if (events === 0) {
            const nothing = page.getByRole("button", { name: w.takeNothing });
            await expect(nothing, name).toHaveAttribute("aria-disabled", "true");
            await nothing.click({ force: true });
          }
          expect(await kept(page), name).toEqual(before);
          await discard(page, w, name);
          expect(await kept(page), name).toEqual(before);
        }
        expect(await code(page, site, w)).toBe(agreed);
        await give(page, text(next));
        await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible();
        await expect(page.locator("ul.faults")).toHaveCount(0);
        if (lang === "en") expect(await strayHan(page)).toEqual([]);
        await accessible(page, `receive-preview-${size}-${lang}`);
        expect(await kept(page)).toEqual(before);
      }));
    });
  }

  test.describe(`on a desk, ${lang}`, () => {
    test.use(DESK);

    // SEED says which bytes.
    test("one byte changed anywhere is found as the command line finds it", async ({ page, site }) => inFolder(async (folder) => {
      test.setTimeout(300_000);
      let seed = Number(process.env.SEED ?? 20_181_115);
      console.log(`seed ${seed}`);
      const below = (limit) => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((seed / 2 ** 32) * limit);
      };
      const { office, project } = await admitted(page, site, lang);
      const good = Buffer.from(text(later(office, project)));
      const before = await kept(page);
      for (let n = 0; n < 12; n += 1) {
        const bytes = Buffer.from(good);
        const at = below(bytes.length);
        while (bytes[at] === good[at]) bytes[at] = n % 2 ? below(256) : good[below(good.length)];
        const { problems } = checked(folder, bytes, office);
        const about = `byte ${at} is ${bytes[at]}`;
        expect(problems.length, about).toBeGreaterThan(0);
        await give(page, bytes);
        await expectFaults(page, problems, lang, about);
        await discard(page, w, about);
        expect(await kept(page), about).toEqual(before);
      }
    }));

    test("of a file with more faults than anyone reads the first are listed and the others counted", async ({ page, site }) => {
      const { office, project } = await admitted(page, site, lang);
      const good = text(later(office, project));
      const before = await kept(page);
      await give(page, good.replace('"pieces":[', `"pieces":[${"1,".repeat(1_000_000)}`));
      await expect(page.getByText(w.moreFaults)).toBeVisible();
      await expect(page.locator("ul.faults > li")).toHaveText([...Array(100).fill(SAID["not-a-bundle"][lang]), SAID["bundle-seal"][lang]].map((words) => new RegExp(words)));
      expect(await kept(page)).toEqual(before);
      await page.getByRole("button", { name: w.take(1) }).click();
      await expect(page.getByText(w.merged)).toBeVisible();
      expect(entries(await kept(page))).toBe(entries(before) + 2);
    });

    test("200,000,000 bytes are read and taken in, one more is answered unread", async ({ page, site }) => inFolder(async (folder) => {
      test.setTimeout(300_000);
      await watchReading(page);
      const { office, project } = await admitted(page, site, lang);
      const good = later(office, project);
      const large = async () => (await filesRead(page)).filter((size) => size > 1_000_000);
      const before = await kept(page);
      await page.locator("input[type=file]").first().setInputFiles(fileOf(folder, 200_000_001, text(good)));
      await expectFaults(page, [{ code: "too-large", where: "" }], lang);
      await expect(page.getByRole("button", { name: w.takeNothing })).toHaveAttribute("aria-disabled", "true");
      expect(await large()).toEqual([]);
      expect(await kept(page)).toEqual(before);
      await discard(page, w);
      await page.locator("input[type=file]").first().setInputFiles(fileOf(folder, 200_000_000, text(good)));
      await expect(page.getByRole("button", { name: w.take(1) })).toBeVisible({ timeout: 120_000 });
      await expect(page.locator("ul.faults")).toHaveCount(0);
      expect(await large()).toEqual([200_000_000]);
      await page.getByRole("button", { name: w.take(1) }).click();
      await expect(page.getByText(w.merged)).toBeVisible();
      expect(entries(await kept(page))).toBe(entries(before) + 2);
    }));
  });
}
