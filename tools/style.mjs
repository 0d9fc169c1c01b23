// Joins style/ into one sheet in the order of its layers: one request, and no order to remember.
import { readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";

import { transformSync } from "esbuild";

const dir = (name) => (existsSync(`style/${name}`) ? readdirSync(`style/${name}`).filter((f) => f.endsWith(".css")).sort().map((f) => `style/${name}/${f}`) : []);
const files = ["style/layers.css", "style/tokens.css", "style/base.css", "style/layout.css", ...dir("part"), ...dir("page"), "style/print.css"];
const joined = files.map((file) => readFileSync(file, "utf8")).join("\n");
const sheet = transformSync(joined, { loader: "css", minify: true }).code;
// Written only when it changed, so that an unchanged build stays unchanged.
if (!existsSync("style/all.css") || readFileSync("style/all.css", "utf8") !== sheet) writeFileSync("style/all.css", sheet);
