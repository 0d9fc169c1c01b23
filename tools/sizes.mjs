// Prints what a first visit loads, file by file. With --check: the sum only, and an error above the ceiling.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

// Bytes of brotli: what a bad link should carry before the first page stands.
const CEILING = 276_000;

export const filesOf = (dist) => readdirSync(dist, { recursive: true }).map(String).filter((name) => statSync(join(dist, name)).isFile() && !name.startsWith(".")).sort();

// Named by their content, and fetched when nothing else is to do: the wasm that reads and writes workbooks.
export const isRare = (name) => /^sheets-[0-9a-f]{16}\.(js|wasm)$/.test(name);

// What the page names, and the service worker: all that is loaded before the first page stands. The second wasm comes
// behind it, and everything else by the service worker. A journey holds this against what a browser asks for.
export function firstLoad(dist) {
  const page = readFileSync(join(dist, "index.html"), "utf8");
  const named = [...page.matchAll(/<(?:script|link)\b[^>]*>/g)].filter(([tag]) => !/rel="apple-touch-icon"/.test(tag))
    .flatMap(([tag]) => [...tag.matchAll(/\b(?:src|href|data-js|data-wasm)="(?:\.\/)?([^"]+)"/g)].map(([, name]) => name));
  return [...new Set(["index.html", "sw.js", ...named])].sort();
}

function print(dist, check) {
  const first = firstLoad(dist);
  const sum = { first: 0, later: 0, rare: 0 };
  const line = (name, ...cells) => check || console.log(name.padEnd(44) + cells.map((cell) => String(cell).padStart(10)).join(""));
  const measure = (name) => {
    const bytes = readFileSync(join(dist, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const brotli = brotliCompressSync(bytes, { params }).length;
    line(name, bytes.length, gzipSync(bytes, { level: 9 }).length, brotli);
    return brotli;
  };
  line("first load", "raw", "gzip", "brotli");
  for (const name of first) sum.first += measure(name);
  line("later", "raw", "gzip", "brotli");
  for (const name of filesOf(dist).filter((name) => !first.includes(name) && !isRare(name))) sum.later += measure(name);
  line("workbooks, when idle or first needed", "raw", "gzip", "brotli");
  for (const name of filesOf(dist).filter(isRare)) sum.rare += measure(name);
  const met = sum.first <= CEILING;
  console.log(`first load: ${sum.first} bytes of brotli, at most ${CEILING}: ${met ? "met" : "NOT met"}; later: ${sum.later}; workbooks: ${sum.rare}; in all: ${sum.first + sum.later + sum.rare}`);
  if (check && !met) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) print(process.argv[2], process.argv[3] === "--check");
