// Puts the second wasm and its loader beside the page, each named by its content, and tells the page's script.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { transformSync } from "esbuild";

const [, , dist, parts, ...features] = process.argv;
const named = (stem, bytes, ext) => `${stem}-${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.${ext}`;
const index = join(dist, "index.html");
let page = readFileSync(index, "utf8");
const glue = page.match(/data-js="\.\/([^"]+\.js)"/)?.[1];
if (!glue) throw new Error("the page names no script");
let loader = readFileSync(join(parts, "__wasm_split.js"), "utf8");

for (const part of readdirSync(parts).filter((name) => name.endsWith(".wasm") && name !== "main.wasm")) {
  const small = join(parts, `small-${part}`);
  execFileSync("wasm-opt", ["-Oz", ...features, join(parts, part), "-o", small], { stdio: ["ignore", "inherit", "ignore"] });
  const bytes = readFileSync(small);
  const name = named(part.replace(".wasm", ""), bytes, "wasm");
  writeFileSync(join(dist, name), bytes);
  loader = loader.replaceAll(`"./${part}"`, `"./${name}"`);
}
// Its pages' styles come with it. A worker has no page.
const rest = readFileSync("style/rest.css");
const sheet = named("later", rest, "css");
writeFileSync(join(dist, sheet), rest);
// What could not be loaded the page says in words, and tries again: on its console it is no error.
const complains = "console.error(";
if (!loader.includes(complains)) throw new Error("the loader complains otherwise now");
loader = loader.replaceAll(complains, "console.warn(");
const noDependencies = /, \[\]\)\);\s*$/;
if (!noDependencies.test(loader)) throw new Error("the loader ends otherwise now");
loader = loader.replace(noDependencies, `, [dress]));
function dress() {
  return dress.done ??= globalThis.document && new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("./${sheet}", import.meta.url), onload: resolve });
    link.onerror = () => { dress.done = undefined; link.remove(); reject(new Error("no styles")); };
    document.head.append(link);
  });
}`);
// The script and the loader import each other, so their names can't both hang on the other's content: the script is
// named by what it is before it knows the loader, together with the loader as it is before it knows the script.
// No comment and no long name is for a phone to load.
const minify = (source) => transformSync(source, { minify: true, target: "es2022" }).code;
const script = minify(readFileSync(join(dist, glue), "utf8"));
loader = minify(loader);
const both = script + loader;
const [scriptName, loaderName] = [named("lianxin", both, "js"), named("later", both, "js")];
writeFileSync(join(dist, loaderName), loader.replaceAll('"./main.js"', `"./${scriptName}"`));
// The wasm's own name for the loader stays; only where the script fetches it from changes.
const from = '"./__wasm_split.js"';
if (!script.includes(`from${from}`)) throw new Error("the script knows no second part");
writeFileSync(join(dist, glue), script.replace(`from${from}`, `from"./${loaderName}"`));
renameSync(join(dist, glue), join(dist, scriptName));
for (const name of ["boot.js", "early.js", "worker.js", "seals.js"]) writeFileSync(join(dist, name), minify(readFileSync(join(dist, name), "utf8")));
const integrity = (name) => `sha384-${createHash("sha384").update(readFileSync(join(dist, name))).digest("base64")}`;
const preload = (name) => `<link rel="modulepreload" href="./${name}" crossorigin="anonymous" integrity="${integrity(name)}">`;
page = page.replace(new RegExp(`<link rel="modulepreload" href="./${glue}"[^>]*>`), preload(scriptName) + preload(loaderName));
// Browsers don't check the integrity of a preloaded wasm, and say so at every start.
page = page.replace(/(<link rel="preload"[^>]*?) integrity="[^"]*"/g, "$1");
writeFileSync(index, page.replaceAll(glue, scriptName));
