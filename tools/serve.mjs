// A plain static server, like any host the page may lie on. It injects nothing. Tests stop and start it, serve
// from a sub-path, and let it damage a file.
import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm",
  ".json": "application/json", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain; charset=utf-8" };

// The path below the prefix as a file of the root; undefined for what no host would serve: hidden files, other folders.
function inside(address, prefix) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(prefix) || path.includes("\0")) return undefined;
  const file = normalize(`./${path.slice(prefix.length)}${path.endsWith("/") ? "index.html" : ""}`);
  return file.split(/[\\/]/).some((part) => part.startsWith(".")) ? undefined : file;
}

// `site.root`, `site.headers` and `site.change` may be set while it runs; `change` gets a file's name and bytes and
// returns other bytes (or a promise of them), null for a file that is not there, undefined for one that breaks off half way.
export async function serve(root, port = 0, prefix = "/") {
  const site = { root, headers: {}, change: undefined, requests: [] };
  const answer = async (request, response) => {
    const file = inside(request.url, prefix);
    site.requests.push(file ?? request.url);
    if (request.method !== "GET" && request.method !== "HEAD") return response.writeHead(405, { allow: "GET, HEAD" }).end();
    if (request.url === prefix.slice(0, -1)) return response.writeHead(301, { location: prefix }).end();
    let bytes = file === undefined ? null : await readFile(join(site.root, file)).catch(() => null);
    const whole = bytes;
    if (bytes && site.change) bytes = await site.change(file, bytes);
    if (bytes === undefined) {
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-length": whole.length });
      return response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
    }
    if (!bytes) return response.writeHead(404, { "cache-control": "no-store" }).end();
    const etag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
    if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end();
    const headers = { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-length": bytes.length,
      "cache-control": "no-cache", etag, "x-content-type-options": "nosniff", ...site.headers };
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : bytes);
  };
  let server;
  site.start = () => new Promise((resolve, reject) => {
    server = createServer((request, response) => void answer(request, response));
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      // Once chosen the port stays: stopped and started again it is the same host.
      port = server.address().port;
      site.port = port;
      site.url = `http://localhost:${port}${prefix}`;
      resolve();
    });
  });
  site.stop = () => new Promise((resolve) => {
    if (!server?.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
  await site.start();
  return site;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , root, wanted = "8080", prefix = "/"] = process.argv;
  const listen = (port, tries) => serve(root, port, prefix).catch((error) => {
    if (error.code !== "EADDRINUSE" || tries === 0) throw error;
    return listen(port + 1, tries - 1);
  });
  const site = await listen(Number(wanted), 20);
  console.log(`Lianxin is at ${site.url}`);
}
