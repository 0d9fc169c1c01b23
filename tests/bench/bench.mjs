// Times the release build in Debian's Chromium: medians of at least five, with least and greatest, as docs/performance.md
// has them. What is compared runs in the same browser, in the same run. `make bench` builds first and writes the page.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "../../tools/node_modules/@playwright/test/index.mjs";
import { serve } from "../../tools/serve.mjs";
import { DESK, FLAGS, PHONE } from "../e2e/kit/browser.mjs";
import { WORDS } from "../e2e/kit/words.mjs";
import { boardRows } from "./board.mjs";
import { peers } from "./peers/run.mjs";

const ROOT = new URL("../..", import.meta.url).pathname;
const RUNS = Number(process.env.RUNS ?? 5);
const w = WORDS.zh;
const FOUNDER = "市发展改革委";
const dir = mkdtempSync(join(tmpdir(), "lianxin-bench-"));
const site = await serve(process.env.DIST ?? join(ROOT, "dist"));

function sample(name, projects, people, visits, months, nodes = 0) {
  const [bundle, starter] = ["", "-starter"].map((end) => join(dir, `${name}${end}.json`));
  const later = join(dir, `${name}-later`);
  execFileSync(join(ROOT, "target/release/ledger"), ["sample", "--projects", projects, "--people", people, "--visits", visits, "--months", months, "--nodes", nodes, "--seed", name, "--out", bundle, "--starter", starter, "--later", later].map(String));
  const weeks = Array.from({ length: 20 }, (_, n) => join(later, `week-${n + 1}.json`));
  return { bundle, starter, replicas: [1, 2].map((n) => join(later, `replica-${n}.json`)), weeks };
}

// In the page: when something was first drawn, and how long each strict transaction took.
const watching = () => {
  globalThis.bench = { transactions: [] };
  // Resolves with the time at which a frame with what is looked for was handed to the screen.
  bench.drawn = (found) => new Promise((done) => {
    const look = () => {
      const element = document.querySelector(found[0]);
      if (!element || (found[1] && !document.body.textContent.includes(found[1]))) return false;
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
      return true;
    };
    if (look()) return;
    const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
    observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  });
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = open.call(this, stores, mode, options), from = performance.now();
    if (mode === "readwrite" && options?.durability === "strict") transaction.addEventListener("complete", () => bench.transactions.push({ stores: [stores].flat().join(), at: performance.now(), ms: performance.now() - from }));
    return transaction;
  };
};

async function profile(name, size) {
  const context = await chromium.launchPersistentContext(join(dir, name), { ...FLAGS, ...size, headless: true, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  await context.addInitScript(watching);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

const install = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
});

async function joined(page, starter) {
  await page.goto(site.url);
  await page.locator("input[type=file]").first().setInputFiles(starter);
  await page.getByRole("button", { name: w.join }).click();
  await page.getByText(w.notAdmitted).first().waitFor();
  await install(page);
}

// Chooses the files and waits for the preview, ms.
async function previewed(page, files) {
  await page.goto(`${site.url}#/`);
  await page.goto(`${site.url}#/receive`);
  const input = page.locator("input[type=file]").first();
  await input.waitFor({ state: "attached" });
  await page.evaluate(() => addEventListener("change", () => {
    bench.chosen = performance.now();
    bench.preview = bench.drawn([".apply [data-kind=main]:not([aria-disabled=true])"]);
  }, { capture: true, once: true }));
  await input.setInputFiles(files);
  return page.evaluate(async () => (await bench.preview) - bench.chosen);
}

// Chooses the file, waits for the preview, accepts, waits until it says so: both spans, in ms.
async function imported(page, bundle) {
  const read = await previewed(page, bundle);
  const write = await page.evaluate(async () => {
    const from = performance.now();
    document.querySelector(".apply [data-kind=main]").click();
    return (await bench.drawn([".notice[data-tone=green]"])) - from;
  });
  return { read, write, all: read + write };
}

// A file for the founder with what was written here since, sealed and encrypted: from the tap that asks for it until it
// is there, ms.
async function deltas(page, times) {
  await page.goto(`${site.url}#/`);
  await page.goto(`${site.url}#/send`);
  await page.getByRole("radio", { name: FOUNDER }).check();
  const [open, locked] = [w.openToAll, w.forDevices].map((name) => page.getByRole("radio", { name }));
  const spans = [];
  for (let n = 0; n < times; n++) {
    await open.check();
    await page.locator(".sum b").waitFor();
    spans.push(await locked.evaluate(async (radio) => {
      const from = performance.now();
      radio.click();
      await bench.drawn([".sum[role=status]"]);
      return (await bench.drawn([".sum b"])) - from;
    }));
  }
  return spans;
}

// The same events as rows of IndexedDB, one each, in one strict transaction: what an app without this format would do.
const plain = (page, bundle) => page.evaluate(async (text) => {
  const events = JSON.parse(text).pieces.flatMap((piece) => piece.events.map((event, n) => ({ ...event, device: piece.device, scope: piece.scope, seq: piece.from + n })));
  const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const opening = indexedDB.open("plain");
  opening.onupgradeneeded = () => opening.result.createObjectStore("events", { keyPath: ["scope", "device", "seq"] });
  const database = await ask(opening);
  const from = performance.now();
  const transaction = database.transaction("events", "readwrite", { durability: "strict" });
  const store = transaction.objectStore("events");
  for (const event of events) store.add(event);
  await new Promise((done, fail) => { transaction.oncomplete = done; transaction.onabort = fail; });
  const ms = performance.now() - from;
  database.close();
  await ask(indexedDB.deleteDatabase("plain"));
  return ms;
}, readFileSync(bundle, "utf8"));

// The merge as another library does it, with the same records, edits and additions: each run on a copy of its own.
async function peerRows(city, own, opening) {
  const site = await peers({ base: city.bundle, first: city.replicas[0], second: city.replicas[1] });
  const { base, second } = site.made;
  const context = await chromium.launchPersistentContext(join(dir, "peers"), { ...FLAGS, ...DESK, headless: true });
  try {
    for (const [library, name] of [["yjs", "Yjs with y-indexeddb"], ["automerge", "Automerge with its IndexedDB storage"]]) {
      const page = await context.newPage();
      const ready = () => page.waitForFunction(() => globalThis.peers !== undefined);
      await page.goto(site.url);
      await ready();
      const { bytes } = await page.evaluate((library) => peers.prepare(library), library);
      const runs = await times(RUNS, (n) => page.evaluate(([library, name]) => peers.merges(library, name), [library, `${library}-${n}`]));
      for (const { records } of runs) if (records !== base.added.length + 2 * second.added.length) throw new Error(`${name} holds ${records} records`);
      const kept = runs[0].conflicts === undefined ? "of two values one is kept and nobody is told" : `${runs[0].conflicts} conflicts kept`;
      row(`The same merge by ${name}`, runs.map(({ ms }) => ms), "ms", undefined, (ms) => `${(ms / own).toFixed(1)}× as long; ${(bytes / 1e3).toFixed(0)} kB; nothing is checked; ${kept}`);
      const starts = await times(RUNS, async (n) => {
        await page.reload();
        await ready();
        return page.evaluate(([library, name]) => peers.opens(library, name), [library, `${library}-${n}`]);
      });
      row("Its start with that, to sixty records in memory", starts.map(({ ms }) => ms), "ms", undefined, (ms) => `${(ms / opening).toFixed(1)}× as long; nothing is drawn`);
      await page.close();
    }
  } finally {
    await context.close();
    await site.stop();
  }
}

// From the navigation's start until what is named is drawn.
async function opens(context, route, found, throttle = 1, before = async () => {}) {
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await before(page, client);
  await client.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  await page.addInitScript((found) => { bench.first = bench.drawn(found); }, found);
  await page.goto(site.url + route, { waitUntil: "commit" });
  const ms = await page.evaluate(() => bench.first);
  await page.close();
  return ms;
}

// As a first visit finds it: no worker, no cache, but the ledger.
async function forget(page, client) {
  await page.goto(`${site.url}manifest.webmanifest`);
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await client.send("Network.clearBrowserCache");
}

async function memory(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  const heap = await client.send("Runtime.getHeapUsage");
  // Started already, the script hands out what it started.
  const wasm = await page.evaluate(async () => (await (await import(globalThis.lianxinBoot.glue)).default()).memory.buffer.byteLength);
  return { heap: (heap.usedSize + (heap.embedderHeapUsedSize ?? 0)) / 1e6, wasm: wasm / 1e6 };
}

// A visit saved by the form: from the tap to the words, and the transaction alone.
async function saves(page, times) {
  const spans = [], strict = [];
  await page.goto(`${site.url}#/projects`);
  const project = await page.locator("a[href^='#/project/']").first().getAttribute("href");
  for (let n = 0; n < times; n++) {
    await page.goto(`${site.url}#/`);
    await page.goto(site.url + project.replace("project", "visit"));
    await page.getByLabel(w.note, { exact: true }).fill(`第 ${n} 次`);
    const { ms, transaction } = await page.evaluate(async ([save, saved]) => {
      const button = [...document.querySelectorAll("button")].find((b) => b.textContent.trim() === save);
      bench.transactions.length = 0;
      const from = performance.now();
      button.click();
      const at = await bench.drawn([".done", saved]);
      return { ms: at - from, transaction: bench.transactions.find((t) => t.stores.includes("log"))?.ms };
    }, [w.save, "已存到本机"]);
    spans.push(ms), strict.push(transaction);
  }
  return { spans, strict };
}

const bareAdds = (page, times) => page.evaluate(async (times) => {
  const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
  const opening = indexedDB.open("bare");
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows", { autoIncrement: true });
  const database = await ask(opening), out = [];
  for (let n = 0; n < times; n++) {
    const from = performance.now();
    const transaction = database.transaction("rows", "readwrite", { durability: "strict" });
    transaction.objectStore("rows").add(new Uint8Array(600));
    await new Promise((done, fail) => { transaction.oncomplete = done; transaction.onabort = fail; });
    out.push(performance.now() - from);
  }
  database.close();
  return out;
}, times);

// Whether the slow-down reaches workers: the same loop in one, with and without.
async function workerRatio(context) {
  const page = await context.newPage();
  await page.goto(`${site.url}manifest.webmanifest`);
  const client = await context.newCDPSession(page);
  const loop = () => page.evaluate(() => new Promise((done) => {
    const url = URL.createObjectURL(new Blob(["const t = performance.now(); let x = 0; for (let i = 0; i < 2e8; i++) x = (x * 31 + i) | 0; postMessage([performance.now() - t, x]);"]));
    new Worker(url).onmessage = ({ data }) => done(data[0]);
  }));
  const plain = await loop();
  await client.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const slowed = await loop();
  await page.close();
  return slowed / plain;
}

const sorted = (values) => values.toSorted((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const rows = [];
// `more` may be what to say of the median.
function row(what, values, unit, budget, more = "") {
  const m = median(values), [least, greatest] = [sorted(values)[0], sorted(values).at(-1)];
  const digits = m < 10 ? 2 : 0;
  const met = budget === undefined ? "" : m <= budget ? "met" : "**not met**";
  rows.push([what, `${m.toFixed(digits)} ${unit}`, `${least.toFixed(digits)}–${greatest.toFixed(digits)}`, budget === undefined ? "" : `${budget} ${unit}`, met, typeof more === "string" ? more : more(m)]);
  console.log(rows.at(-1).join(" | "));
  return m;
}
const times = async (n, one) => { const out = []; for (let i = 0; i < n; i++) out.push(await one(i)); return out; };

// One project on a slow phone; gives what its saves took.
async function phoneRows(one) {
  const small = await profile("one", PHONE);
  await joined(small.page, one.starter);
  await small.page.goto(`${site.url}#/receive`);
  await small.page.locator("input[type=file]").first().setInputFiles(one.bundle);
  await small.page.getByRole("button", { name: w.take(1) }).click();
  await small.page.getByText(w.merged).first().waitFor();
  const today = ["main h2, main .alldone"];
  const first = await times(RUNS, () => opens(small.context, "", today, 4, forget));
  await small.page.goto(site.url);
  await install(small.page);
  row("Today, first visit, CPU 4× slower", first, "ms", 1200, `the slow-down reaches workers ${(await workerRatio(small.context)).toFixed(1)}×`);
  row("Today, repeat visit, CPU 4× slower", await times(RUNS, () => opens(small.context, "", today, 4)), "ms", 700);
  const fewer = await saves(small.page, RUNS + 2);
  await small.context.close();
  return fewer;
}

// A whole city; gives what is set beside other libraries.
async function cityRows(city, fewer) {
  const spans = [], ratios = [], plains = [], twenty = [], merges = [];
  let big;
  for (let n = 0; n < RUNS; n++) {
    await big?.context.close();
    big = await profile(`city-${n}`, DESK);
    await joined(big.page, city.starter);
    spans.push(await imported(big.page, city.bundle));
    plains.push(await plain(big.page, city.bundle));
    ratios.push(plains.at(-1) / spans.at(-1).all);
    twenty.push(await previewed(big.page, city.weeks));
    await imported(big.page, city.replicas[0]);
    merges.push(await imported(big.page, city.replicas[1]));
  }
  const events = JSON.parse(readFileSync(city.bundle, "utf8")).pieces.reduce((sum, piece) => sum + piece.events.length, 0);
  row(`Import of 719 projects, 40,000 visits (${events} events): read, checked, previewed`, spans.map((s) => s.read), "ms");
  row("… accepted, durable, drawn", spans.map((s) => s.write), "ms");
  row("… together", spans.map((s) => s.all), "ms", 1000);
  row("The same events as plain rows of IndexedDB", plains, "ms", undefined, `${median(ratios).toFixed(1)}× as long, and nothing is checked`);
  row("Twenty files of a week's 25 visits each: read, checked, previewed", twenty, "ms", 1000);
  row("A replica merged (2 % of all records edited on each, half of those on both; 1,000 visits each): previewed", merges.map((s) => s.read), "ms");
  row("… accepted, durable, drawn", merges.map((s) => s.write), "ms");
  const merge = row("… together", merges.map((s) => s.all), "ms", 500);
  const start = row("Start with that workspace, to the list", await times(RUNS, () => opens(big.context, "#/projects", ["table.grid tbody tr"])), "ms", 500);
  await big.page.goto(`${site.url}#/projects`);
  await big.page.locator("table.grid tbody tr").first().waitFor();
  const { heap, wasm } = await memory(big.page);
  row("Heap and wasm memory with that workspace", [heap + wasm], "MB", 150, `heap ${heap.toFixed(0)}, wasm ${wasm.toFixed(0)}`);
  const more = await saves(big.page, 25);
  row("A strict save, the transaction", [...fewer.strict, ...more.strict], "ms", 2);
  row("A bare strict `add`", await bareAdds(big.page, 20), "ms");
  const few = row("A visit saved with 1 project, tap to words", fewer.spans, "ms");
  const many = row("A visit saved with 719 projects, tap to words", more.spans, "ms");
  rows.push(["Ratio of the two", (many / few).toFixed(2), "", "2", many / few <= 2 ? "met" : "**not met**", ""]);
  console.log(rows.at(-1).join(" | "));
  row("A file with those 25 visits made, sealed, encrypted", await deltas(big.page, RUNS), "ms", 100);
  await big.context.close();
  return { merge, start };
}

async function nodedRows() {
  const noded = sample("noded", 719, 378, 40_000, 12, 6);
  const board = await profile("noded", DESK);
  await joined(board.page, noded.starter);
  await imported(board.page, noded.bundle);
  await boardRows({ ...board, row, times, runs: RUNS });
  await board.context.close();
}

// Writes the table into the page that keeps it.
async function keep() {
  const table = [["what", "median", "least–greatest", "budget", "", ""], ["---", "---:", "---:", "---:", "---", "---"], ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  const page = join(ROOT, "docs/performance.md");
  const held = readFileSync(page, "utf8");
  const [begin, end] = ["<!-- bench -->", "<!-- end -->"];
  const said = `${begin}\n${cpus().length} cores, ${RUNS} runs, Chromium ${(await chromium.launch(FLAGS).then(async (b) => { const v = b.version(); await b.close(); return v; }))}.\n\n${table}\n`;
  writeFileSync(page, held.slice(0, held.indexOf(begin)) + said + held.slice(held.indexOf(end)));
}

try {
  // While one works on the board: `ONLY=board` prints its rows and leaves the page alone.
  if (process.env.ONLY === "board") {
    await nodedRows();
  } else {
    const city = sample("city", 719, 378, 40_000, 12), one = sample("one", 1, 3, 3, 1);
    const { merge, start } = await cityRows(city, await phoneRows(one));
    await nodedRows();
    await peerRows(city, merge, start);
    await keep();
  }
} finally {
  await site.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}
