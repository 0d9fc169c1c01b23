// Tables of every kind in and out: the seed's projects and nodes at the end of 2018, workbooks, and whatever is wrong with them.
import { readFileSync } from "node:fs";
import { join as inDir } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { DESK, PHONE } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { founds, TABLE } from "./kit/person.mjs";
import { join } from "./kit/receive.mjs";
import { accessible, expect, installed, LANGS, open, ROOT, strayHan, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const NODES = readFileSync(inDir(ROOT, "src/domain/table/seed/nodes.csv"), "utf8");
const book = (name) => readFileSync(inDir(ROOT, "tests/fixtures/books", name));

const OWN = {
  zh: {
    kind: "这是一张", sheet: "工作表", fill: "每一格都填上", merged: "有 1 处合并的格子", hidden: "有 1 行在表格软件里是隐藏的", nothing: "没有要写的", as: (kind, format) => `${kind}导出为 ${format}`, projects: "项目", nodes: "节点", made: /做好了/, light: "灯", green: "绿灯", yellow: "黄灯", red: "红灯", grey: "未定",
    bomb: /展开后超过 200 MB/, locked: /有密码/, broken: /这个文件坏了/, rows: /超过 50,000 行/, percent: /“101”不行，要在 0 到 100 之间/, day: /“2018-02-30”不是一个日期/, twice: /和第 2 行说的是同一个/, later: /在今天（2018-12-31）以后/, meant: "就是这样，照写", unit: /是 50000 万元，还是 5 万元/, remembered: "按上次对的列", may: /这种表由协调员导入/, notHere: /还没有存到本机/, columns: "改一改", of: (name) => `“${name}”这一列是`,
  },
  en: {
    kind: "This is a table of", sheet: "Sheet", fill: "Put it into all of them", merged: "Merged cells: 1", hidden: "Hidden lines that were read too: 1", nothing: "Nothing to write", as: (kind, format) => `${kind} as ${format}`, projects: "Projects", nodes: "Nodes", made: /Made:/, light: "Light", green: "Green", yellow: "Yellow", red: "Red", grey: "Undecided",
    bomb: /Unpacked, the file is over 200 MB/, locked: /has a password/, broken: /damaged or of a format/, rows: /more than 50,000 lines/, percent: /“101” is not between 0 and 100/, day: /“2018-02-30” is no day/, twice: /same one stands on line 2/, later: /is after today \(2018-12-31\)/, meant: "It is meant so: take it", unit: /is it 50000 or 5/, remembered: "Matched as last time", may: /taken in by coordinators/, notHere: /not on this device yet/, columns: "Change", of: (name) => `Column “${name}” is`,
  },
};

// Worked out by hand from the rules (design, section 6), on 2018-12-31. Whoever is not listed has no node: grey.
const LIGHTS = {
  // 施工许可证 was due 11-30 and done 12-07: made good in the month of the day, yellow to its end. The node that was made
  // good on 11-12 was yellow in November only.
  "国宏普兰店热电厂": "yellow",
  // Both nodes were done by their due, the last on 11-11: nothing is open, nothing was done this month.
  "瓦轴工业机器人": "green",
  "大众DQ200五期": "green",
  "黑嘴子码头及周边改造项目": "green",
  // 封锁作业完成 was due 11-30 and is not done: past its due.
  "66千伏白双线工程": "red",
  // 开工 is due on the day itself: 31 of 31 days are over, 100 % expected, nothing said, which is yellow and never red
  // before the day is over. 林地调规, due 09-30, was made good in October.
  "登台输变电工程": "yellow",
  // Due 10-31, done 10-26.
  "瑞士碧琪食品(大连)有限公司项目": "green",
};
const COUNTS = { red: 1, yellow: 2, green: 4, grey: 23 };

const END_OF_2018 = new Date("2018-12-31T10:00:00+08:00");

async function founded(page, site, lang) {
  await page.clock.setFixedTime(END_OF_2018);
  await open(page, site, lang);
  await founds(page, WORDS[lang]);
}

const goes = (page, site, route) => page.goto(site.url + route);

async function picks(page, name, bytes) {
  await page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
}

// How many rows there are of each outcome, in the order of the tiles: new, changed, same, to check, faulty.
async function counts(page, ...wanted) {
  await expect.poll(() => page.locator(".t5 .tile > b").allTextContents()).toEqual(wanted.map(String));
}

async function writes(page, lang, rows) {
  const w = WORDS[lang];
  await page.getByRole("button", { name: w.writeRows(rows) }).first().click();
  await expect(page.getByText(w.written(rows)).first()).toBeVisible();
}

async function takes(page, site, lang, name, bytes, rows) {
  await goes(page, site, "#/table");
  await picks(page, name, bytes);
  await writes(page, lang, rows);
}

async function exported(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// Rows of a CSV without quotes across lines, which these have none of but in texts that are not looked at.
function parse(bytes) {
  const rows = [[""]];
  let quoted = false;
  for (const c of bytes.toString("utf8").replace(/^\ufeff/, "")) {
    const row = rows.at(-1);
    if (c === '"') quoted = !quoted;
    else if (c === "," && !quoted) row.push("");
    else if (c === "\n" && !quoted) rows.push([""]);
    else if (c !== "\r" || quoted) row[row.length - 1] += c;
  }
  const [header, ...rest] = rows.filter((row) => row.length > 1);
  return rest.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
}

// A zip of one file.
function zipped(name, bytes) {
  const packed = deflateRawSync(bytes), file = Buffer.from(name);
  const local = Buffer.alloc(30), central = Buffer.alloc(46), end = Buffer.alloc(22);
  local.writeUInt32LE(0x04034b50); local.writeUInt16LE(20, 4); local.writeUInt16LE(8, 8);
  central.writeUInt32LE(0x02014b50); central.writeUInt16LE(20, 4); central.writeUInt16LE(20, 6); central.writeUInt16LE(8, 10);
  for (const [header, at] of [[local, 14], [central, 16]]) {
    header.writeUInt32LE(crc32(bytes), at); header.writeUInt32LE(packed.length, at + 4); header.writeUInt32LE(bytes.length, at + 8); header.writeUInt16LE(file.length, at + 12);
  }
  const start = local.length + file.length + packed.length;
  end.writeUInt32LE(0x06054b50); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10); end.writeUInt32LE(central.length + file.length, 12); end.writeUInt32LE(start, 16);
  return Buffer.concat([local, file, packed, central, file, end]);
}

for (const lang of LANGS) {
  const w = WORDS[lang], o = OWN[lang];
  const looks = async (page, name) => {
    if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
    await accessible(page, `tables-${name}-${lang}`);
  };

  test.describe(`on the desk, ${lang}`, () => {
    test.use(DESK);

    test(`the seed's projects and nodes give the lights that the rules give, ${lang}`, async ({ page, site }) => {
      await founded(page, site, lang);
      await takes(page, site, lang, "projects.csv", TABLE, 30);
      await goes(page, site, "#/table");
      await picks(page, "nodes.csv", NODES);
      await expect(page.getByLabel(o.kind)).toHaveValue("nodes");
      await counts(page, 15, 0, 0, 0, 0);
      await looks(page, "nodes");
      await writes(page, lang, 15);

      await goes(page, site, "#/export");
      await looks(page, "export");
      const { name, bytes } = await exported(page, o.as(o.projects, "CSV"));
      expect(name).toContain("2018-12-31");
      const projects = parse(bytes);
      const word = Object.fromEntries(["red", "yellow", "green", "grey"].map((light) => [o[light], light]));
      const found = Object.fromEntries(projects.map((row) => [Object.values(row)[0], Object.entries(word).find(([shown]) => row[o.light].startsWith(shown))?.[1]]));
      expect(Object.keys(found)).toHaveLength(30);
      for (const [project, light] of Object.entries(found)) expect.soft(light, project).toBe(LIGHTS[project] ?? "grey");
      for (const [light, n] of Object.entries(COUNTS)) expect(Object.values(found).filter((one) => one === light), light).toHaveLength(n);

      // The same files again change nothing; nor does what was exported.
      const nodes = await exported(page, o.as(o.nodes, "XLSX"));
      for (const [file, content, same] of [["projects.csv", TABLE, 30], ["nodes.csv", NODES, 15], [nodes.name, nodes.bytes, 15], ["gb.csv", book("nodes-gb18030.csv"), 15]]) {
        await goes(page, site, "#/table");
        await picks(page, file, content);
        await counts(page, 0, 0, same, 0, 0);
        await expect(page.getByRole("button", { name: o.nothing })).toHaveAttribute("aria-disabled", "true");
        await page.reload();
      }

      // A changed one writes only its differences.
      const changed = NODES.replace("封锁作业完成,2018-11-30,,60", "封锁作业完成,2018-12-20,2018-12-19,60").replace("登台输变电工程,开工,2018-12-31,,50", "登台输变电工程,开工,2018-12-31,2018-12-28,50");
      await goes(page, site, "#/table");
      await picks(page, "changed.csv", changed);
      await counts(page, 0, 2, 13, 0, 0);
      await expect(page.locator("[data-cell=chg]")).toHaveCount(3);
      await expect(page.locator("[data-cell=chg]").first()).toContainText("2018-11-30");
      await writes(page, lang, 2);
      await goes(page, site, "#/table");
      await picks(page, "changed.csv", changed);
      await counts(page, 0, 0, 15, 0, 0);
    });

    test(`whatever is wrong has a clear line, and nothing is taken in, ${lang}`, async ({ page, site }) => {
      await founded(page, site, lang);
      await takes(page, site, lang, "projects.csv", TABLE, 30);
      await goes(page, site, "#/table");
      const merged = book("merged.xlsx");
      const refused = [
        ["bomb.xlsx", zipped("xl/workbook.xml", Buffer.alloc(201_000_000, 32)), o.bomb],
        ["locked.xlsx", book("locked.xlsx"), o.locked],
        ["half.xlsx", merged.subarray(0, merged.length / 2), o.broken],
        ["not.xls", Buffer.from("d0cf11e0a1b11ae100", "hex"), o.broken],
        ["long.csv", `项目名称,节点\n${"凯丹广场,甲\n".repeat(50_001)}`, o.rows],
      ];
      for (const [name, bytes, words] of refused) {
        await picks(page, name, bytes);
        await expect(page.getByRole("alert").getByText(words), name).toBeVisible();
        await expect(page.getByRole("alert").getByText(name)).toBeVisible();
        await expect(page.locator(".t5")).toHaveCount(0);
      }
      const rows = ["凯丹广场,甲,2018-06-30,,10,", "凯丹广场,乙,2018-02-30,,10,", "凯丹广场,丙,2018-06-30,,10,101", "凯丹广场,甲,2018-06-30,,20,", "凯丹广场,丁,2018-12-30,2019-01-02,10,"];
      await picks(page, "nodes.csv", `项目名称,节点,计划完成日期,实际完成日期,权重,完成百分比\n${rows.join("\n")}\n`);
      await counts(page, 1, 0, 0, 1, 3);
      for (const words of [o.day, o.percent, o.twice, o.later]) await expect(page.getByText(words)).toBeVisible();
      await looks(page, "faults");
      // What is meant so is taken as it stands.
      await page.getByRole("button", { name: o.meant }).click();
      await counts(page, 2, 0, 0, 0, 3);

      // One unit in the header and another in the cell is asked for.
      await picks(page, "invest.csv", "项目名称,年度,年度计划(万元)\n凯丹广场,2018,5亿元\n大湖山语,2018,300\n");
      await counts(page, 1, 0, 0, 1, 0);
      await expect(page.getByText(o.unit)).toBeVisible();
      await page.getByRole("button", { name: "50000万元" }).click();
      await counts(page, 2, 0, 0, 0, 0);
      await writes(page, lang, 2);
    });

    test(`columns that were matched by hand are matched so again, ${lang}`, async ({ page, site }) => {
      await founded(page, site, lang);
      await takes(page, site, lang, "projects.csv", TABLE, 30);
      const odd = "哪个项目,干什么,计划完成日期\n凯丹广场,封顶,2018-12-20\n";
      await goes(page, site, "#/table");
      await picks(page, "odd.csv", odd);
      await page.getByLabel(o.kind).selectOption("nodes");
      await page.getByLabel(o.of("哪个项目")).selectOption("0");
      await page.getByLabel(o.of("干什么")).selectOption("3");
      await writes(page, lang, 1);
      await page.reload();
      await picks(page, "odd.csv", odd.replace("封顶", "验收"));
      await expect(page.getByText(o.remembered)).toBeVisible();
      await counts(page, 1, 0, 0, 0, 0);
    });
  });

  test.describe(`on the phone, ${lang}`, () => {
    test.use(PHONE);

    test(`a workbook with a title, merged and hidden cells, ${lang}`, async ({ page, site }) => {
      await founded(page, site, lang);
      await takes(page, site, lang, "projects.csv", TABLE, 30);
      await goes(page, site, "#/table");
      await looks(page, "idle-phone");
      await picks(page, "merged.xlsx", book("merged.xlsx"));
      await expect(page.getByText(o.merged)).toBeVisible();
      await expect(page.getByText(o.hidden)).toBeVisible();
      await counts(page, 2, 0, 0, 0, 2);
      await looks(page, "merged-phone");
      await page.getByRole("button", { name: o.fill }).click();
      await counts(page, 4, 0, 0, 0, 0);
      await page.getByLabel(o.sheet).selectOption("2");
      await counts(page, 1, 0, 0, 0, 0);
      await page.getByLabel(o.sheet).selectOption("0");
      await page.getByRole("button", { name: o.fill }).click();
      await writes(page, lang, 4);
      for (const [name, same] of [["old.xls", 1], ["open.ods", 1]]) {
        await picks(page, name, book(name));
        await expect(page.getByLabel(o.kind), name).toHaveValue("nodes");
        await expect.poll(async () => (await page.locator(".t5 .tile > b").allTextContents())[2], name).toBe(String(same));
      }
      await goes(page, site, "#/export");
      await looks(page, "export-phone");
    });

    test(`a secretary takes in nodes and no projects, ${lang}`, async ({ page, site }) => {
      await open(page, site, lang);
      await join(page, w, workspace().starter);
      await goes(page, site, "#/table");
      await picks(page, "projects.csv", TABLE);
      await expect(page.getByText(o.may)).toBeVisible();
      await expect(page.locator("footer button[data-kind=main]")).toHaveAttribute("aria-disabled", "true");
    });
  });
}

test.describe("the reader of workbooks", () => {
  test.use(DESK);

  const kept = (page) => page.evaluate(async () => {
    const name = (await caches.keys()).find((one) => one.startsWith("lianxin-rest"));
    return name ? (await (await caches.open(name)).keys()).length : 0;
  });

  test("is kept once the page stands, and works without a network", async ({ page, site, context }) => {
    await founded(page, site, "zh");
    await takes(page, site, "zh", "projects.csv", TABLE, 30);
    await installed(page);
    await page.reload();
    await expect.poll(() => kept(page)).toBe(3);
    await context.setOffline(true);
    await site.stop();
    await page.reload();
    await goes(page, site, "#/table");
    await picks(page, "merged.xlsx", book("merged.xlsx"));
    await counts(page, 2, 0, 0, 0, 2);
    await context.setOffline(false);
  });

  test("fifty thousand rows are looked at and written", async ({ page, site }) => {
    await founded(page, site, "zh");
    await takes(page, site, "zh", "projects.csv", TABLE, 30);
    const names = TABLE.trim().split("\n").slice(1).map((line) => line.split(",")[0]);
    const day = (n) => new Date(Date.UTC(2018, 0, 1 + (n % 360))).toISOString().slice(0, 10);
    const rows = Array.from({ length: 50_000 }, (_, n) => `${names[n % names.length]},${day(n)},走访,,第${n}次`);
    await goes(page, site, "#/table");
    await picks(page, "visits.csv", `项目名称,日期,方式,参加人,记录\n${rows.join("\n")}\n`);
    await expect.poll(() => page.locator(".t5 .tile > b").allTextContents(), { timeout: 60_000 }).toEqual(["50,000", "0", "0", "0", "0"]);
    await page.getByRole("button", { name: WORDS.zh.writeRows("50,000") }).click();
    await expect(page.getByText(WORDS.zh.written("50,000")).first()).toBeVisible({ timeout: 60_000 });
  });
});

test.describe("without a service worker", () => {
  test.use({ ...DESK, serviceWorkers: "block" });

  test("the reader of workbooks says that it is not here where it is not, and a CSV needs none", async ({ page, site, seen }) => {
    seen.allowed.push(/Service Worker|Failed to load resource/);
    await founded(page, site, "zh");
    await takes(page, site, "zh", "projects.csv", TABLE, 30);
    await goes(page, site, "#/table");
    site.change = (file, bytes) => (file.startsWith("sheets-") ? null : bytes);
    await picks(page, "merged.xlsx", book("merged.xlsx"));
    await expect(page.getByText(OWN.zh.notHere)).toBeVisible();
    await picks(page, "nodes.csv", NODES);
    await counts(page, 15, 0, 0, 0, 0);
    await goes(page, site, "#/export");
    await page.getByRole("button", { name: OWN.zh.as("节点", "XLSX") }).click();
    await expect(page.getByText(OWN.zh.notHere)).toBeVisible();
    expect((await exported(page, OWN.zh.as("项目", "CSV"))).name).toBe("台账-项目-2018-12-31.csv");
  });
});
