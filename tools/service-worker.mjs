// Writes the list of built files, each with its hash, into the service worker.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

import { transformSync } from "esbuild";
import { isRare } from "./sizes.mjs";

const dist = process.argv[2];
const walk = (dir) => readdirSync(dir).flatMap((name) => (statSync(join(dir, name)).isDirectory() ? walk(join(dir, name)) : [join(dir, name)]));
const kept = walk(dist).map((path) => relative(dist, path).replaceAll("\\", "/")).filter((path) => path !== "sw.js" && !path.startsWith(".")).sort();
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
const hashed = (paths) => Object.fromEntries(paths.map((path) => [path, hash(readFileSync(join(dist, path)))]));
// What is rare is no part of the install; `isRare` is said once, for the sizes too.
const files = hashed(kept.filter((path) => !isRare(path)));
const later = hashed(kept.filter(isRare));
const source = readFileSync("src/browser/pwa/sw.js", "utf8");
// Another worker over the same files is another version too: its install has a cache of its own.
const version = hash(JSON.stringify([files, later]) + source).slice(0, 12);
const filled = source.replace("/*FILES*/ {}", JSON.stringify(files)).replace("/*LATER*/ {}", JSON.stringify(later)).replace('/*VERSION*/ ""', JSON.stringify(version));
writeFileSync(join(dist, "sw.js"), transformSync(filled, { minify: true, target: "es2022" }).code);
console.log(`service worker: ${Object.keys(files).length} files and ${Object.keys(later).length} later, version ${version}`);
