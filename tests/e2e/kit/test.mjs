// What every journey stands on: a host of its own, and eyes on all that must never happen.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "../../../tools/node_modules/@axe-core/playwright/dist/index.mjs";
import { expect, test as base } from "../../../tools/node_modules/@playwright/test/index.mjs";
import { serve } from "../../../tools/serve.mjs";

export { expect };
export const ROOT = new URL("../../..", import.meta.url).pathname;
export const DIST = process.env.DIST ?? join(ROOT, "dist");
export const ARTIFACTS = join(ROOT, "tests/e2e/artifacts");
export const LANGS = ["zh", "en"];

// The policy of the page itself, which a careful host sends as a header too.
const POLICY = readFileSync(join(DIST, "index.html"), "utf8").match(/Content-Security-Policy" content="([^"]+)"/)[1];

// Watches a context: `seen.faults` must be empty in the end. What a test provokes on purpose it lists in `seen.allowed`.
export async function watch(context, url) {
  const seen = { faults: [], allowed: [] };
  const note = (text) => seen.allowed.some((pattern) => pattern.test(text)) || seen.faults.push(text);
  const origin = new URL(url).origin;
  context.on("request", (request) => {
    const address = request.url();
    if (!/^(data|blob|about):/.test(address) && new URL(address).origin !== origin) note(`request to ${address}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" || /panicked/.test(message.text())) note(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => note(`uncaught: ${error.error()}`));
  await context.exposeBinding("lianxinViolation", (_, text) => note(`policy: ${text}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => globalThis.lianxinViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  return seen;
}

export const test = base.extend({
  // "/" or a sub-path of a static host.
  prefix: ["/", { option: true }],
  site: async ({ prefix }, use) => {
    const site = await serve(DIST, 0, prefix);
    site.headers = { "content-security-policy": `${POLICY}; frame-ancestors 'none'` };
    await use(site);
    await site.stop();
  },
  seen: [async ({ context, site }, use) => {
    const seen = await watch(context, site.url);
    await use(seen);
    expect(seen.faults).toEqual([]);
  }, { auto: true }],
});

// Opens the app in a language and waits until it has drawn something of its own.
export async function open(page, site, lang = "zh", route = "") {
  // A blank page has no storage to write to.
  await page.addInitScript((value) => location.protocol === "http:" && localStorage.setItem("lianxin-lang", JSON.stringify(value)), lang === "en" ? "en" : "zh-CN");
  await page.goto(site.url + route);
  await expect(page.locator("h1").first()).toBeVisible();
}

// Until the worker keeps all files, a page can't be opened without its host.
export async function installed(page) {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const worker = registration.active;
    if (worker.state !== "activated") await new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done()));
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

// All that the origin keeps: databases with their contents, settings, caches by name.
export function kept(page) {
  return page.evaluate(async () => {
    const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
    const plain = (_, value) => value instanceof Uint8Array ? [...value].join() : value instanceof CryptoKey ? `${value.type} key` : value;
    const out = {};
    for (const { name } of (await indexedDB.databases()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const database = await ask(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const held = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([ask(held.getAllKeys()), ask(held.getAll())]);
        out[`${name}/${store}`] = JSON.stringify(keys.map((key, i) => [key, values[i]]), plain);
      }
      database.close();
    }
    return out;
  });
}

// No serious finding, in light and in dark.
export async function accessible(page, name) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    // A colour on its way from one scheme to the other is neither.
    await page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      // What is in no sight, in a closed part, stands still for ever.
      const seen = document.getAnimations().filter(({ effect }) => effect.target?.checkVisibility());
      await Promise.allSettled(seen.map((animation) => animation.finished));
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect.soft(grave.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((a) => a.message).join(" ")}`)]), `${name}, ${scheme}`).toEqual([]);
    mkdirSync(ARTIFACTS, { recursive: true });
    await page.screenshot({ path: join(ARTIFACTS, `${name}-${scheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: null });
}

// Han characters that an English page says itself: data stands in <bdi>, in fields and their options, or in what is
// marked as another language; a label or a title may repeat such data.
export function strayHan(page) {
  return page.evaluate(() => {
    const han = /\p{Script=Han}/u, out = [];
    const data = [...document.querySelectorAll("bdi, option, td, output")].map((element) => element.textContent.trim());
    data.push(...[...document.querySelectorAll("input, textarea")].map(({ value }) => value));
    const known = [...new Set(data)].filter((text) => han.test(text)).sort((one, two) => two.length - one.length);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (han.test(node.data) && !node.parentElement.closest("bdi, option, textarea, noscript, [lang^=zh], [translate=no]")) out.push(node.data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        let value = element.getAttribute(name);
        if (element.closest("[lang^=zh]")) continue;
        for (const text of known) value = value.replaceAll(text, "");
        if (han.test(value)) out.push(`${name}: ${value}`);
      }
    }
    return out;
  });
}

// The command line over bytes: its exit code and what it said.
export function ledger(...args) {
  try {
    return { code: 0, out: execFileSync(join(ROOT, "target/release/ledger"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 }) };
  } catch (error) {
    return { code: error.status, out: error.stdout, err: error.stderr };
  }
}
