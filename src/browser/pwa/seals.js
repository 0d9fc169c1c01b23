// Verifies the seals of a file beside the worker that reads it: WebCrypto works on the thread that asks it.
for (const name of ["fetch", "WebSocket", "importScripts", "XMLHttpRequest", "EventSource"]) delete self[name];
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
// Packed by src/browser/seals.rs: points of 65 bytes, signatures of 64; of each question its key and its message's end.
self.onmessage = ({ data }) => answer(data).catch((error) => setTimeout(() => { throw error; }));
async function answer({ number, points, signatures, messages, keys, ends }) {
  const imported = [];
  for (let at = 0; at < points.length; at += 65) {
    imported.push(await crypto.subtle.importKey("raw", points.subarray(at, at + 65), ECDSA, false, ["verify"]).catch(() => null));
  }
  const answers = new Uint8Array(keys.length);
  for (let n = 0; n < keys.length; n++) {
    const key = imported[keys[n]];
    const message = messages.subarray(n && ends[n - 1], ends[n]);
    answers[n] = key ? 1 + (await crypto.subtle.verify(ECDSA, key, signatures.subarray(64 * n, 64 * n + 64), message).catch(() => false)) : 0;
  }
  self.postMessage({ number, answers });
}
self.postMessage("ready");
