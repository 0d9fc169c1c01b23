// Builds the wasm that reads and writes workbooks, with its glue and its worker's script, each named by its content.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { transformSync } from "esbuild";

const [, , dist, quick, ...features] = process.argv;
// Optimised even while one writes the page: it hardly ever changes, and unoptimised it reads a table ten times slower.
const profile = "web";
const target = "wasm32-unknown-unknown";
// Not the command of that name that cuts the page's wasm in two.
const env = { ...process.env, PATH: process.env.PATH.split(":").filter((folder) => !folder.endsWith("/tools/split")).join(":") };
const run = (command, args) => execFileSync(command, args, { env, stdio: ["ignore", "inherit", "inherit"] });
run("cargo", ["build", "--offline", "--package", "lianxin-sheets", "--lib", "--target", target, "--profile", profile]);
const out = "target/sheets";
rmSync(out, { recursive: true, force: true });
run("wasm-bindgen", ["--target", "web", "--no-typescript", "--out-dir", out, "--out-name", "sheets", `target/${target}/${profile}/lianxin_sheets.wasm`]);
// What the linker leaves for cutting a wasm in two is more than half of it, and of no use here.
function bare(bytes) {
  const kept = [bytes.subarray(0, 8)];
  let at = 8;
  const number = () => {
    let value = 0, byte;
    for (let shift = 0; ; shift += 7) {
      byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const start = at, custom = bytes[at++] === 0, end = number() + at;
    if (!custom) kept.push(bytes.subarray(start, end));
    at = end;
  }
  return Buffer.concat(kept);
}
let wasm = join(out, "bare.wasm");
writeFileSync(wasm, bare(readFileSync(join(out, "sheets_bg.wasm"))));
if (quick !== "quick") {
  run("wasm-opt", ["-Oz", ...features, wasm, "-o", join(out, "small.wasm")]);
  wasm = join(out, "small.wasm");
}
for (const name of readdirSync(dist).filter((name) => name.startsWith("sheets-"))) rmSync(join(dist, name));
const minify = (source) => transformSync(source, { minify: true, target: "es2022" }).code;
const put = (bytes, ext) => {
  const name = `sheets-${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.${ext}`;
  if (existsSync(join(dist, name))) throw new Error(`two files are called ${name}`);
  writeFileSync(join(dist, name), bytes);
  return name;
};
const binary = put(readFileSync(wasm), "wasm");
// The worker names the wasm; the glue's own guess would name a file that is not there.
const guess = /new URL\('sheets_bg\.wasm', import\.meta\.url\)/;
const source = readFileSync(join(out, "sheets.js"), "utf8");
if (!guess.test(source)) throw new Error("the glue names its wasm otherwise now");
const glue = put(minify(source.replace(guess, "undefined")), "js");
const script = readFileSync("src/browser/pwa/sheets.js", "utf8");
const worker = put(minify(script.replace("/*GLUE*/", glue).replace("/*WASM*/", binary)), "js");
const index = join(dist, "index.html");
const page = readFileSync(index, "utf8").replace(/ data-sheets="[^"]*"/, "");
if (!/ data-wasm="[^"]*"/.test(page)) throw new Error("the page names no wasm");
writeFileSync(index, page.replace(/( data-wasm="[^"]*")/, `$1 data-sheets="./${worker}"`));
