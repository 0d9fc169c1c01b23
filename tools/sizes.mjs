// Prints what a first visit loads, file by file. With --check: the sum only, and an error when it is more than a bad
// link should carry.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";

const LIMIT = 250_000; // bytes of brotli
const [, , dist, mode] = process.argv;
const files = readdirSync(dist, { recursive: true }).map(String).filter((name) => statSync(join(dist, name)).isFile() && !name.startsWith(".")).sort();
// The other icons are asked for by the service worker, when the page has long been at work.
const isFirst = (name) => /^[^/]+\.(html|js|css|wasm|webmanifest)$/.test(name) || name === "icons/icon.svg";
const sum = { first: 0, later: 0 };
const line = (...cells) => mode !== "--check" && console.log(cells.map((cell, i) => (i ? String(cell).padStart(10) : cell.padEnd(44))).join(""));
line("file", "raw", "gzip", "brotli");
for (const name of files) {
  const bytes = readFileSync(join(dist, name));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
  sum[isFirst(name) ? "first" : "later"] += brotli;
  if (isFirst(name)) line(name, bytes.length, gzipSync(bytes, { level: 9 }).length, brotli);
}
console.log(`first load: ${sum.first} bytes of brotli, limit ${LIMIT}; icons kept for later: ${sum.later}`);
if (mode === "--check" && sum.first > LIMIT) process.exit(1);
