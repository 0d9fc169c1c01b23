// Without a host: every file verified before it is kept, every address opens, a new version waits until it is asked for.
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "../../tools/node_modules/@playwright/test/index.mjs";
import { FLAGS } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { fillsFounding, founds } from "./kit/person.mjs";
import { join as joinBy, later, SAID } from "./kit/receive.mjs";
import { DIST, expect, installed, kept, open, ROOT, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";
import { firstLoad, isRare } from "../../tools/sizes.mjs";

const w = WORDS.zh;
const ROUTES = ["", "#/", "#/projects", "#/visit", "#/exchange", "#/send", "#/receive", "#/people", "#/table", "#/export", "#/settings", "#/more", "#/nowhere"];
const filesOf = (dist) => readdirSync(dist, { recursive: true }).map(String).filter((name) => statSync(join(dist, name)).isFile() && !name.startsWith(".") && name !== "sw.js" && !isRare(name));
const files = filesOf(DIST);

// Registers the worker from a page that loads nothing else, and tells in what state its install ended.
async function install(page, url) {
  await page.goto(`${url}manifest.webmanifest`);
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
    if (!registration.installing) await registration.update();
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    const ended = () => ["installed", "activating", "activated", "redundant"].includes(worker.state);
    if (worker && !ended()) await new Promise((done) => worker.addEventListener("statechange", () => ended() && done()));
    return !worker || worker.state === "redundant" ? "refused" : "installed";
  });
}
const caches = (page) => page.evaluate(async () => {
  const out = {};
  // What other apps shared lies in one of its own, and so do rare things.
  const versions = (await globalThis.caches.keys()).filter((name) => !/^lianxin-(shared|rest)/.test(name));
  for (const name of versions) out[name.split(" ").at(-1)] = (await (await globalThis.caches.open(name)).keys()).length;
  return out;
});

// The same app as another version: each file that is named by its content has another name, and one says which it is.
function otherVersion() {
  const dist = mkdtempSync(join(tmpdir(), "lianxin-e2e-"));
  cpSync(DIST, dist, { recursive: true });
  const named = files.filter((name) => /-[0-9a-f]{8,}/.test(name));
  const renamed = (name) => name.replace(/-[0-9a-f]{8,}/, (hash) => `-${[...hash.slice(1)].reverse().join("")}`);
  for (const name of files.filter((file) => /\.(html|js)$/.test(file))) {
    const told = named.reduce((text, one) => text.replaceAll(one, renamed(one)), readFileSync(join(dist, name), "utf8"));
    writeFileSync(join(dist, name), told.replace(/ integrity="[^"]*"/g, ""));
  }
  for (const name of named) renameSync(join(dist, name), join(dist, renamed(name)));
  appendFileSync(join(dist, "boot.js"), "globalThis.secondVersion = true;\n");
  execFileSync("node", ["tools/service-worker.mjs", dist], { cwd: ROOT });
  return dist;
}
const versionOf = (dist) => readFileSync(join(dist, "sw.js"), "utf8").match(/VERSION ?= ?"([0-9a-f]+)"/)[1];

for (const prefix of ["/", "/pages/lianxin/"]) {
  test.describe(`at ${prefix}`, () => {
    test.use({ prefix });

    test("the app starts on every address with the host gone", async ({ page, site, seen }) => {
      seen.allowed.push(/Failed to load resource/);
      await open(page, site);
      await installed(page);
      expect(Object.values(await caches(page))).toEqual([files.length]);
      await site.stop();
      for (const route of ROUTES) {
        await page.goto("about:blank");
        await page.goto(site.url + route);
        await expect(page.getByRole("heading", { name: w.start }), route).toBeVisible();
      }
      await founds(page, w);
      for (const route of ROUTES) {
        await page.goto("about:blank");
        await page.goto(site.url + route);
        await expect(page.locator("main"), route).toBeVisible();
        await expect(page.getByText(w.notFound), route).toHaveCount(route === "#/nowhere" ? 1 : 0);
        await expect(page.getByRole("heading", { name: w.start }), route).toHaveCount(0);
      }
    });

    test("what a browser asks for is what the host has, with its type", async ({ page, site }) => {
      await open(page, site);
      for (const [name, type] of [["index.html", "text/html"], ["boot.js", "text/javascript"], ["sw.js", "text/javascript"], ["manifest.webmanifest", "application/manifest+json"],
        ["icons/icon.svg", "image/svg+xml"], ["icons/icon-192.png", "image/png"], [files.find((f) => f.endsWith(".wasm")), "application/wasm"], [files.find((f) => f.endsWith(".css")), "text/css"]]) {
        const response = await page.request.get(site.url + name);
        expect(response.status(), name).toBe(200);
        expect(response.headers()["content-type"], name).toContain(type);
        expect(response.headers()["cache-control"], name).toBe("no-cache");
      }
      for (const missing of ["nothing.js", ".built", "..%2fCargo.toml", "%", "icons/"]) {
        expect((await page.request.get(site.url + missing)).status(), missing).toBe(404);
      }
      const manifest = await (await page.request.get(`${site.url}manifest.webmanifest`)).json();
      for (const { src } of manifest.icons) expect((await page.request.get(new URL(src, `${site.url}manifest.webmanifest`).href)).status(), src).toBe(200);
      expect(new URL(manifest.start_url, `${site.url}manifest.webmanifest`).href.startsWith(site.url)).toBe(true);
    });

    test("a new version is offered and never forced", async ({ page, site }) => {
      await open(page, site);
      await founds(page, w);
      await installed(page);
      const next = otherVersion();
      try {
        site.root = next;
        await page.evaluate(async () => {
          globalThis.samePage = true;
          const offered = new Promise((done) => addEventListener("lianxin-update", done, { once: true }));
          await (await navigator.serviceWorker.ready).update();
          await offered;
        });
        expect(await page.evaluate(() => [globalThis.samePage, globalThis.secondVersion])).toEqual([true, undefined]);
        expect(await caches(page)).toEqual({ [versionOf(DIST)]: files.length, [versionOf(next)]: files.length });
        // Opened again it is still the old one, until the user switches.
        await page.goto(`${site.url}#/visit`);
        await page.getByLabel(w.note, { exact: true }).fill("走访到一半");
        await expect.poll(async () => Object.entries(await kept(page)).some(([store, held]) => store.endsWith("/drafts") && held !== "[]")).toBe(true);
        await page.goto(`${site.url}#/settings`);
        await page.reload();
        await expect(page.getByRole("button", { name: w.updateNow })).toBeVisible();
        expect(await page.evaluate(() => globalThis.secondVersion)).toBeUndefined();
        await page.getByRole("button", { name: w.updateNow }).click();
        await expect.poll(() => page.evaluate(() => globalThis.secondVersion).catch(() => undefined)).toBe(true);
        await expect.poll(() => caches(page)).toEqual({ [versionOf(next)]: files.length });
        await site.stop();
        // Each address opens in the new version without its host, and the draft is there.
        for (const route of ROUTES) {
          await page.goto("about:blank");
          await page.goto(site.url + route);
          await expect(page.locator("main"), route).toBeVisible();
          expect(await page.evaluate(() => globalThis.secondVersion), route).toBe(true);
        }
        await page.goto(`${site.url}#/visit`);
        await expect(page.getByLabel(w.note, { exact: true })).toHaveValue("走访到一半");
      } finally {
        rmSync(next, { recursive: true });
      }
    });
  });
}

test.describe("without a worker", () => {
  test.use({ serviceWorkers: "block" });

  const second = files.find((name) => name.startsWith("split_"));
  const sheet = files.find((name) => /^later-.*\.css$/.test(name));

  // A mask that the first sheet lacks would leave a black square.
  const undrawn = (page) => page.locator(".i").evaluateAll((icons) => icons.filter((i) => getComputedStyle(i).maskImage === "none").map((i) => i.className));

  test("a first visit asks for no file that the sizes leave out, then for the second wasm with its styles, and for none twice", async ({ page, site, seen }) => {
    seen.allowed.push(/Service Worker/);
    await open(page, site);
    await page.waitForLoadState("networkidle");
    const asked = site.requests;
    expect(asked.filter((name) => !firstLoad(DIST).includes(name)).toSorted()).toEqual([sheet, second]);
    for (const name of [sheet, second]) expect(asked.indexOf(name)).toBeGreaterThan(asked.findIndex((name) => name.endsWith(".wasm")));
    expect(asked.toSorted()).toEqual([...new Set(asked)].sort());
  });

  test("where the seals' own worker does not start, the reader verifies them itself", async ({ page, site, seen }) => {
    seen.allowed.push(/Service Worker/, /Failed to load resource|seals\.js/);
    site.change = (file, bytes) => (file === "seals.js" ? null : bytes);
    await open(page, site);
    const { office, project, starter } = workspace();
    await joinBy(page, w, starter);
    await page.goto(`${site.url}#/receive`);
    const good = later(office, project), bad = structuredClone(good);
    bad.pieces.at(-1).seal.sig = bad.pieces[0].seal.sig;
    await give(page, office.seal(bad));
    await expect(page.getByText(SAID["feed-seal"].zh)).toBeVisible();
    await give(page, good);
    await expect(page.getByRole("button", { name: w.take(1) })).toBeEnabled();
    expect(site.requests).toContain("seals.js");
  });

  test("the first page and today stand without the second wasm; what needs it says so and tries again", async ({ page, site, seen }) => {
    seen.allowed.push(/Service Worker/, /Failed to load resource/);
    site.change = (file, bytes) => ([sheet, second].includes(file) ? null : bytes);
    await open(page, site);
    expect(await undrawn(page)).toEqual([]);
    await page.getByRole("button", { name: w.found }).click();
    await expect(page.getByRole("alert")).toContainText(w.notHere);
    site.change = undefined;
    await page.getByRole("button", { name: w.tryAgain }).click();
    await fillsFounding(page, w, "大连市重点项目");
    await page.getByRole("button", { name: w.foundGo, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(w.weekday);
    // Not there, and broken off half way, as when the host goes.
    for (const met of [null, undefined]) {
      site.change = (file, bytes) => ([sheet, second].includes(file) ? met : bytes);
      await page.reload();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(w.weekday);
      await page.waitForLoadState("networkidle");
      expect(await undrawn(page)).toEqual([]);
    }
  });
});

test("an install in which any one file is changed or missing fails and keeps nothing", async ({ page, site, seen }) => {
  test.setTimeout(120_000);
  seen.allowed.push(/Failed to load resource/, /not the file that was built|: 404/);
  for (const damage of [(bytes) => Buffer.concat([bytes, Buffer.from("\n")]), () => null]) {
    for (const name of files.filter((file) => file !== "manifest.webmanifest")) {
      site.change = (file, bytes) => (file === name ? damage(bytes) : bytes);
      expect(await install(page, site.url), name).toBe("refused");
      expect(await caches(page), name).toEqual({});
    }
  }
  site.change = undefined;
  expect(await install(page, site.url)).toBe("installed");
  expect(Object.values(await caches(page))).toEqual([files.length]);
});

// Without its host the page is the old version still.
async function oldStandsAlone(page, site, met) {
  await site.stop();
  await page.goto(site.url);
  await expect(page.getByRole("heading", { name: w.start }), met).toBeVisible();
  expect(await page.evaluate(() => globalThis.secondVersion), met).toBeUndefined();
  await site.start();
}

async function installsAll(page, site, next) {
  site.change = undefined;
  expect(await install(page, site.url)).toBe("installed");
  expect(await caches(page)).toEqual({ [versionOf(DIST)]: files.length, [versionOf(next)]: files.length });
}

// What an install can meet at any of its files.
const INTERRUPTIONS = { "is not there": () => null, "breaks off half way": () => undefined, "was changed": (bytes) => Buffer.concat([bytes, Buffer.from("\n")]) };

for (const [what, meets] of Object.entries(INTERRUPTIONS)) {
  test(`a new version of which any one file ${what} leaves the old one whole, and comes when it can`, async ({ page, site, seen }) => {
    test.setTimeout(240_000);
    seen.allowed.push(/Failed to load resource/, /not the file that was built|: 404|Failed to fetch|network error/);
    await open(page, site);
    await installed(page);
    const next = otherVersion();
    try {
      site.root = next;
      for (const name of filesOf(next)) {
        site.change = (file, bytes) => (file === name ? meets(bytes) : bytes);
        expect(await install(page, site.url), name).toBe("refused");
        // The browser may try by itself as well; what an attempt leaves goes with its end.
        await expect.poll(() => caches(page), name).toEqual({ [versionOf(DIST)]: files.length });
        await oldStandsAlone(page, site, name);
      }
      await installsAll(page, site, next);
    } finally {
      rmSync(next, { recursive: true });
    }
  });
}

test("a browser that is closed in the middle of an install keeps the old version, and takes the new one later", async ({ site }) => {
  const profile = mkdtempSync(join(tmpdir(), "lianxin-e2e-"));
  const next = otherVersion();
  const begin = async () => {
    const context = await chromium.launchPersistentContext(profile, { ...FLAGS, headless: true, locale: "zh-CN" });
    return { context, page: context.pages()[0] ?? (await context.newPage()) };
  };
  let { context, page } = await begin();
  try {
    await open(page, site);
    await installed(page);
    site.root = next;
    for (const name of filesOf(next).filter((file) => /\.(wasm|css|html)$/.test(file))) {
      const asked = new Promise((met) => {
        site.change = (file, bytes) => (file === name ? new Promise(() => met()) : bytes);
      });
      await page.evaluate(async () => void (await navigator.serviceWorker.ready).update());
      await asked;
      await context.close();
      ({ context, page } = await begin());
      await oldStandsAlone(page, site, name);
    }
    await installsAll(page, site, next);
  } finally {
    await context.close();
    for (const dir of [next, profile]) rmSync(dir, { recursive: true, maxRetries: 10, retryDelay: 200 });
  }
});

const give = (page, bundle) => page.locator("input[type=file]").first().setInputFiles({ name: "lianxin-test-2026-01-01-1.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bundle)) });
const switched = (page) => expect.poll(() => page.evaluate(() => globalThis.secondVersion).catch(() => undefined)).toBe(true);
// A bundle with one visit of the coordinator.
function delta({ office, project }, text, number) {
  office.write(`p:${project}`, "visit-logged", { kind: "site-visit", on: "2018-06-11", text });
  return office.bundle([office.piece(`p:${project}`)], { number });
}
async function joinsAndIsOffered(page, site, next) {
  await open(page, site);
  const { starter, ...made } = workspace();
  await give(page, starter);
  await page.getByRole("button", { name: w.join }).click();
  await expect(page.getByText(w.notAdmitted).first()).toBeVisible();
  await installed(page);
  site.root = next;
  expect(await install(page, site.url)).toBe("installed");
  return made;
}
async function switches(page, site) {
  await page.goto(`${site.url}#/settings`);
  await page.getByRole("button", { name: w.updateNow }).click();
  await switched(page);
}

test("two tabs of two versions work on one ledger, and without the host", async ({ page, context, site, seen }) => {
  seen.allowed.push(/Failed to load resource/);
  const next = otherVersion();
  try {
    const made = await joinsAndIsOffered(page, site, next);
    const { project } = made;
    // One tab has a visit half written, one looks at a file, and a third switches.
    const [writing, taking] = [await context.newPage(), await context.newPage()];
    await writing.goto(`${site.url}#/visit/${project}`);
    await writing.getByLabel(w.note, { exact: true }).fill("旧版写的走访");
    await taking.goto(`${site.url}#/receive`);
    await give(taking, delta(made, "切换以前看的", 2));
    await expect(taking.getByRole("button", { name: w.take(1) })).toBeVisible();
    await switches(page, site);
    await site.stop();
    for (const old of [writing, taking]) expect(await old.evaluate(() => globalThis.secondVersion)).toBeUndefined();
    // Whoever speaks on the channel in words that neither knows does no harm.
    const strange = await page.evaluate(async () => {
      const names = (await indexedDB.databases()).map(({ name }) => name);
      for (const name of names) {
        const channel = new BroadcastChannel(name);
        for (const said of [null, 7, "unknown", { kind: "written", version: 9 }, new Uint8Array(1000)]) channel.postMessage(said);
        channel.close();
      }
      return names.length;
    });
    expect(strange).toBe(2);
    await page.goto(`${site.url}#/project/${project}`);
    await writing.getByRole("button", { name: w.save, exact: true }).click();
    await expect(writing.getByText(w.saved).first()).toBeVisible();
    await expect(page.getByText("旧版写的走访").first()).toBeVisible();
    await taking.getByRole("button", { name: w.take(1) }).click();
    await expect(taking.getByText(w.merged).first()).toBeVisible();
    await expect(page.getByText("切换以前看的").first()).toBeVisible();
    // The old version reads another file, for which its worker starts anew.
    await taking.goto(`${site.url}#/more`);
    await taking.goto(`${site.url}#/receive`);
    await give(taking, delta(made, "旧版读的", 3));
    await taking.getByRole("button", { name: w.take(1) }).click();
    await expect(page.getByText("旧版读的").first()).toBeVisible();
    expect(await taking.evaluate(() => globalThis.secondVersion)).toBeUndefined();
    // And the new one writes, which the old one sees.
    await writing.goto(`${site.url}#/project/${project}`);
    await page.goto(`${site.url}#/visit/${project}`);
    await page.getByLabel(w.note, { exact: true }).fill("新版写的走访");
    await page.getByRole("button", { name: w.save, exact: true }).click();
    await expect(page.getByText(w.saved).first()).toBeVisible();
    await expect(writing.getByText("新版写的走访").first()).toBeVisible();
    expect(await writing.evaluate(() => globalThis.secondVersion)).toBeUndefined();
    expect(await caches(page)).toEqual({ [versionOf(DIST)]: files.length, [versionOf(next)]: files.length });
    // What was offered to the old tab too is a tap away there; the old files go with the last tab that ran them.
    await writing.goto(`${site.url}#/settings`);
    await writing.getByRole("button", { name: w.updateNow }).click();
    await switched(writing);
    await taking.close();
    await writing.close();
    await page.reload();
    await expect.poll(() => caches(page)).toEqual({ [versionOf(next)]: files.length });
    await page.goto(`${site.url}#/project/${project}`);
    for (const text of ["旧版写的走访", "切换以前看的", "旧版读的", "新版写的走访"]) await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
  } finally {
    rmSync(next, { recursive: true });
  }
});

test("an import that runs while one switches is there whole or not at all", async ({ page, site }) => {
  const next = otherVersion();
  try {
    const made = await joinsAndIsOffered(page, site, next);
    await page.goto(`${site.url}#/receive`);
    const bundle = delta(made, "切换时并入的", 2);
    await give(page, bundle);
    await expect(page.getByRole("button", { name: w.take(1) })).toBeEnabled();
    const before = await kept(page);
    await page.evaluate((label) => {
      [...document.querySelectorAll("button")].find((button) => button.textContent.includes(label)).click();
      globalThis.lianxinUpdate();
    }, w.take(1));
    await switched(page);
    const after = await kept(page);
    const grown = Object.keys(after).filter((store) => after[store] !== before[store] && store !== "lianxin/workspaces");
    const base = Object.keys(after).find((store) => store.endsWith("/log")).replace("/log", "");
    expect([[], [`${base}/exchange`, `${base}/log`]]).toContainEqual(grown.filter((store) => !store.endsWith("/meta")).sort());
    await page.goto(`${site.url}#/receive`);
    await give(page, bundle);
    await page.locator("footer .btn[data-kind=main]").click();
    await page.goto(`${site.url}#/project/${made.project}`);
    await expect(page.getByText("切换时并入的", { exact: true })).toHaveCount(1);
  } finally {
    rmSync(next, { recursive: true });
  }
});
