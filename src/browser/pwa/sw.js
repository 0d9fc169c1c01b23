// Keeps the app for use without a network. The list below is written by the build: each file with its SHA-256.
const FILES = /*FILES*/ {};
const VERSION = /*VERSION*/ "";
// Rare things, each named by its content: fetched when the page has nothing else to do, or when first asked for.
const LATER = /*LATER*/ {};
const PREFIX = `lianxin ${self.registration.scope} `;
const CACHE = PREFIX + VERSION;
// What other apps share lies here until the app has done with it: no version's cache, so none clears it.
const SHARED = `lianxin-shared ${self.registration.scope}`;
const SHARE = new URL("share", self.registration.scope).href;
const REST = `lianxin-rest ${self.registration.scope}`;
const MOST = { files: 20, bytes: 200_000_000 };
// What a form adds to its files.
const FRAME = 100_000;

async function hashOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

// Every file is verified before the install succeeds: an install that fails leaves the old version as it was.
async function install() {
  // What an install left that never came to its end.
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map(async ([path, wanted]) => {
      const url = new URL(path, self.registration.scope);
      const response = await fetch(url, { cache: "no-cache" });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      const bytes = await response.arrayBuffer();
      if ((await hashOf(bytes)) !== wanted) throw new Error(`${path}: not the file that was built`);
      await cache.put(url, new Response(bytes, { headers: { "content-type": response.headers.get("content-type") ?? "" } }));
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

// Those of versions before. Caches are listed as they were made: after this one's comes that of a version which waits.
async function older() {
  const all = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return all.slice(0, Math.max(all.indexOf(CACHE), 0));
}

// Another tab may still run the version before, and needs its files.
async function clear() {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.length <= 1) await Promise.all((await older()).map((name) => caches.delete(name)));
}

async function activate() {
  await clear();
  await self.clients.claim();
}

// A rare thing that is not kept yet is verified and kept; several may ask for it at once.
async function rest(path) {
  const cache = await caches.open(REST);
  const url = new URL(path, self.registration.scope);
  const held = await cache.match(url);
  if (held) return held;
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok) return response;
  const bytes = await response.arrayBuffer();
  if ((await hashOf(bytes)) !== LATER[path]) return Response.error();
  const kept = new Response(bytes, { headers: { "content-type": response.headers.get("content-type") ?? "" } });
  // Where there is no room it is used all the same.
  await cache.put(url, kept.clone()).catch(() => {});
  return kept;
}

// What no page of this version names goes; the page before may still run in another tab.
async function keepRest() {
  for (const path of Object.keys(LATER)) await rest(path).catch(() => {});
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (tabs.length > 1) return;
  const cache = await caches.open(REST);
  const named = Object.keys(LATER).map((path) => new URL(path, self.registration.scope).href);
  for (const { url } of await cache.keys()) if (!named.includes(url)) await cache.delete(url);
}

async function answer(request) {
  const url = new URL(request.url);
  const path = url.href.slice(self.registration.scope.length);
  if (LATER[path]) return rest(path);
  const cache = await caches.open(CACHE);
  const page = new URL("index.html", self.registration.scope);
  const wanted = request.mode === "navigate" ? page : new URL(url.pathname, url.origin);
  const held = await cache.match(wanted);
  if (held) return held;
  for (const name of [...await older(), REST]) {
    const before = await (await caches.open(name)).match(wanted);
    if (before) return before;
  }
  return fetch(request);
}

// Whether there was room for them, and they are kept.
async function put(files) {
  const cache = await caches.open(SHARED);
  const held = await Promise.all((await cache.keys()).map(async (key) => (await (await cache.match(key)).blob()).size));
  const bytes = [...held, ...files.map((file) => file.size)].reduce((sum, size) => sum + size, 0);
  if (held.length + files.length > MOST.files || bytes > MOST.bytes) return false;
  for (const file of files) {
    await cache.put(new URL(`shared/${crypto.randomUUID()}`, self.registration.scope), new Response(file, { headers: { "x-name": encodeURIComponent(file.name) } }));
  }
  return true;
}

// Anyone may send something here: it is kept within bounds, all or nothing, and a page shows it as it shows a picked file.
async function keepShared(request) {
  const page = (query) => Response.redirect(new URL(`./${query}#/receive`, self.registration.scope), 303);
  try {
    if (Number(request.headers.get("content-length")) > MOST.bytes + FRAME) return page("?unkept");
    const form = await request.formData(), text = form.get("text");
    const files = form.getAll("files").filter((file) => file instanceof File && file.size > 0);
    if (typeof text === "string" && text.trim()) files.push(new File([text], "shared.txt"));
    if (files.length === 0) return page("?unkept");
    // Two that come at once would each find room for itself.
    return page(await navigator.locks.request(SHARED, () => put(files)) ? "" : "?unkept");
  } catch {
    return page("?unkept");
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") self.skipWaiting();
  if (event.data?.type === "keep-rest") event.waitUntil(keepRest());
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "POST" && event.request.url === SHARE) return event.respondWith(keepShared(event.request));
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.registration.scope)) {
    if (url.origin !== self.location.origin) event.respondWith(Response.error());
    return;
  }
  event.respondWith(answer(event.request));
  if (event.request.mode === "navigate") event.waitUntil(clear());
});
