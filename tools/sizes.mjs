// Prints what a first visit loads, and fails when it is more than a bad link should carry.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";

const LIMIT = 250_000; // bytes of brotli
const dist = process.argv[2];
const first = readdirSync(dist).filter((name) => /\.(html|js|css|wasm|webmanifest)$/.test(name)).sort();
let total = 0;
console.log(`${"file".padEnd(44)}${"raw".padStart(10)}${"gzip".padStart(10)}${"brotli".padStart(10)}`);
for (const name of first) {
  const bytes = readFileSync(join(dist, name));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  total += brotli;
  console.log(`${name.padEnd(44)}${String(bytes.length).padStart(10)}${String(gzipSync(bytes).length).padStart(10)}${String(brotli).padStart(10)}`);
}
console.log(`first load: ${total} bytes of brotli, limit ${LIMIT}`);
if (total > LIMIT) process.exit(1);
