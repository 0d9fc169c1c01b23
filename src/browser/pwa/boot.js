// Starts the app, or says in words what the browser lacks. Also keeps the service worker.
const words = {
  secure: ["请用 https 打开。这个地址不安全，浏览器不给存储和签名。请 IT 人员为它配上 https。",
    "Please open this page by https: on an insecure address the browser gives neither storage nor signatures. Ask IT to add https."],
  old: ["这个浏览器太旧，或是聊天软件自带的。请点右上角菜单，选“在浏览器中打开”。",
    "This browser is too old, or belongs to a chat app. Choose “Open in browser” in its menu."],
  failed: ["没有打开。本机的记录都还在，请刷新再试。", "The page did not start. Everything on this device is still there; please reload."],
};
const english = document.documentElement.lang === "en";

function tell(reason, detail) {
  const main = document.createElement("main");
  main.className = "stack lacking";
  for (const [index, lang] of (english ? [1, 0] : [0, 1]).map((i) => [i, i ? "en" : "zh-CN"])) {
    const line = document.createElement("p");
    line.lang = lang;
    line.textContent = words[reason][index];
    main.append(line);
  }
  if (detail) console.error(detail);
  document.body.replaceChildren(main);
}

// Marks that turn the direction of text can make it read as what it is not: wherever they stand, they are shown.
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const named = (mark) => `[U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
function showMarks(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const shown = node.data.replace(MARKS, named);
    if (shown !== node.data) node.data = shown;
  }
  for (const child of node.childNodes) showMarks(child);
}
new MutationObserver((changes) => {
  for (const { target, addedNodes, type } of changes) (type === "characterData" ? [target] : addedNodes).forEach(showMarks);
}).observe(document, { characterData: true, childList: true, subtree: true });

async function start() {
  if (!globalThis.isSecureContext) return tell("secure");
  if (!globalThis.WebAssembly || !globalThis.indexedDB || !navigator.locks || !crypto.subtle || !globalThis.BroadcastChannel) return tell("old");
  const script = document.querySelector("script[data-js]");
  const glue = new URL(script.dataset.js, document.baseURI).href;
  const wasm = new URL(script.dataset.wasm, document.baseURI).href;
  try {
    const [{ default: init }, module] = await Promise.all([import(glue), WebAssembly.compileStreaming(fetch(wasm))]);
    globalThis.lianxinBoot = { glue, module };
    await init({ module_or_path: module });
  } catch (error) {
    tell("failed", error);
  }
}

// A new version is offered, never forced: it waits until the user asks for it.
async function keepOffline() {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
  // Rare things come when all else is there and nothing is going on.
  navigator.serviceWorker.ready.then(({ active }) => (globalThis.requestIdleCallback ?? setTimeout)(() => active.postMessage({ type: "keep-rest" })));
  const offer = () => {
    const waiting = registration.waiting;
    if (!waiting || !navigator.serviceWorker.controller) return;
    globalThis.lianxinUpdate = () => {
      // Another tab may have switched already: then nothing takes over any more.
      if (waiting.state !== "installed") return location.reload();
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      waiting.postMessage({ type: "skip-waiting" });
    };
    globalThis.dispatchEvent(new CustomEvent("lianxin-update"));
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", (event) => { if (event.target.state === "installed") offer(); });
  });
}

// A file that is opened with the app goes the way of one that is shared with it.
globalThis.launchQueue?.setConsumer(async ({ files }) => {
  if (!files?.length) return;
  const cache = await caches.open(`lianxin-shared ${new URL("./", document.baseURI)}`);
  for (const handle of files) {
    const file = await handle.getFile();
    await cache.put(new URL(`shared/${crypto.randomUUID()}`, document.baseURI), new Response(file, { headers: { "x-name": encodeURIComponent(file.name) } }));
  }
  location.hash = "#/receive";
  dispatchEvent(new Event("lianxin-shared"));
});

start();
keepOffline().catch((error) => console.warn("offline start is not available:", error.message));
