// Without a host: every file verified before it is kept, every address opens, a new version waits until it is asked for.
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIST, expect, installed, open, ROOT, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";
import { firstLoad } from "../../tools/sizes.mjs";

const w = WORDS.zh;
const ROUTES = ["", "#/", "#/projects", "#/visit", "#/exchange", "#/send", "#/receive", "#/people", "#/table", "#/settings", "#/more", "#/nowhere"];
const files = readdirSync(DIST, { recursive: true }).map(String).filter((name) => statSync(join(DIST, name)).isFile() && !name.startsWith(".") && name !== "sw.js");

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
  for (const name of await globalThis.caches.keys()) out[name.split(" ").at(-1)] = (await (await globalThis.caches.open(name)).keys()).length;
  return out;
});

function otherVersion() {
  const dist = mkdtempSync(join(tmpdir(), "lianxin-e2e-"));
  cpSync(DIST, dist, { recursive: true });
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
      await page.getByRole("button", { name: w.found }).click();
      await page.getByLabel(w.ledgerName).fill("台账");
      await page.getByLabel(w.yourName).fill("市级统筹");
      await page.getByRole("button", { name: w.foundGo, exact: true }).click();
      // The form has gone and the ledger is open: only then is it on disk.
      await expect(page.getByRole("navigation", { name: w.pages })).toBeVisible();
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

  test("the first page and today stand without the second wasm; what needs it says so and tries again", async ({ page, site, seen }) => {
    seen.allowed.push(/Service Worker/, /Failed to load resource/, /status code is not ok/);
    const lose = (file, bytes) => ([sheet, second].includes(file) ? null : bytes);
    site.change = lose;
    await open(page, site);
    expect(await undrawn(page)).toEqual([]);
    await page.getByRole("button", { name: w.found }).click();
    await expect(page.getByRole("alert")).toContainText(w.notHere);
    site.change = undefined;
    await page.getByRole("button", { name: w.tryAgain }).click();
    await page.getByLabel(w.ledgerName).fill("大连市重点项目");
    await page.getByLabel(w.yourName).fill("市级统筹");
    await page.getByRole("button", { name: w.foundGo, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(w.weekday);
    site.change = lose;
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(w.weekday);
    expect(await undrawn(page)).toEqual([]);
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

test("a new version of which a file is damaged leaves the old one at work", async ({ page, site, seen }) => {
  seen.allowed.push(/Failed to load resource/, /not the file that was built/);
  await open(page, site);
  await installed(page);
  const next = otherVersion();
  try {
    site.root = next;
    site.change = (file, bytes) => (file.endsWith(".wasm") ? bytes.subarray(1) : bytes);
    expect(await install(page, site.url)).toBe("refused");
    expect(await caches(page)).toEqual({ [versionOf(DIST)]: files.length });
    await site.stop();
    await page.goto(site.url);
    await expect(page.getByRole("heading", { name: w.start })).toBeVisible();
    expect(await page.evaluate(() => globalThis.secondVersion)).toBeUndefined();
  } finally {
    rmSync(next, { recursive: true });
  }
});

test("a new version is offered and never forced", async ({ page, site }) => {
  await open(page, site);
  await page.getByRole("button", { name: w.found }).click();
  await page.getByLabel(w.ledgerName).fill("台账");
  await page.getByLabel(w.yourName).fill("市级统筹");
  await page.getByRole("button", { name: w.foundGo, exact: true }).click();
  await expect(page.getByRole("navigation", { name: w.pages })).toBeVisible();
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
    await page.goto(`${site.url}#/settings`);
    await page.reload();
    await expect(page.getByRole("button", { name: w.updateNow })).toBeVisible();
    expect(await page.evaluate(() => globalThis.secondVersion)).toBeUndefined();
    await page.getByRole("button", { name: w.updateNow }).click();
    await expect.poll(() => page.evaluate(() => globalThis.secondVersion).catch(() => undefined)).toBe(true);
    await expect.poll(() => caches(page)).toEqual({ [versionOf(next)]: files.length });
    await site.stop();
    await page.reload();
    await expect(page.locator("main")).toBeVisible();
    expect(await page.evaluate(() => globalThis.secondVersion)).toBe(true);
  } finally {
    rmSync(next, { recursive: true });
  }
});
