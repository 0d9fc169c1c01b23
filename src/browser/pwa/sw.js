// Keeps the app for use without a network. The list below is written by the build: each file with its SHA-256.
const FILES = /*FILES*/ {};
const VERSION = /*VERSION*/ "";
const PREFIX = `lianxin ${self.registration.scope} `;
const CACHE = PREFIX + VERSION;

async function hashOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

// Every file is verified before the install succeeds: an install that fails leaves the old version as it was.
async function install() {
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

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const url = new URL(request.url);
  const cache = await caches.open(CACHE);
  const page = new URL("index.html", self.registration.scope);
  const wanted = request.mode === "navigate" ? page : new URL(url.pathname, url.origin);
  return (await cache.match(wanted)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => { if (event.data?.type === "skip-waiting") self.skipWaiting(); });
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.registration.scope)) {
    if (url.origin !== self.location.origin) event.respondWith(Response.error());
    return;
  }
  event.respondWith(answer(event.request));
});
