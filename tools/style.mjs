// Joins style/ into two sheets in the order of their layers: what stands first, and what the second wasm's pages bring.
import { readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";

import { transformSync } from "esbuild";

const dir = (name) => (existsSync(`style/${name}`) ? readdirSync(`style/${name}`).filter((f) => f.endsWith(".css")).sort().map((f) => `style/${name}/${f}`) : []);
const named = (...names) => names.map((name) => `style/${name}.css`);
const sheets = {
  all: [...named("layers", "tokens", "base", "layout"), ...dir("part"), ...dir("page"), ...named("large")],
  rest: [...dir("later/part"), ...dir("later/page"), ...named("print")],
};
// Without the second wasm nothing brings the rest.
if (process.env.LIANXIN_WHOLE) sheets.all.push(...sheets.rest);
for (const [name, files] of Object.entries(sheets)) {
  const path = `style/${name}.css`;
  const sheet = transformSync(files.map((file) => readFileSync(file, "utf8")).join("\n"), { loader: "css", minify: true }).code;
  // Written only when it changed, so that an unchanged build stays unchanged.
  if (!existsSync(path) || readFileSync(path, "utf8") !== sheet) writeFileSync(path, sheet);
}
