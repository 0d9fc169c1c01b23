// A plain static server, like any host the page may lie on. It injects nothing.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json",
  ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png" };

export function serve(root, port = 0, prefix = "/") {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const inside = path.startsWith(prefix) ? normalize(path.slice(prefix.length)) : "..";
    if (inside.startsWith("..")) return response.writeHead(404).end();
    const file = inside === "." || inside === "" || inside.endsWith("/") ? join(inside, "index.html") : inside;
    try {
      const bytes = await readFile(join(root, file));
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "cache-control": "no-cache" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [, , root, wanted] = process.argv;
  const listen = (port, tries) => serve(root, port).catch((error) => {
    if (error.code !== "EADDRINUSE" || tries === 0) throw error;
    return listen(port + 1, tries - 1);
  });
  const server = await listen(Number(wanted), 20);
  console.log(`Lianxin is at http://localhost:${server.address().port}/`);
}
