// Takes out of the wasm and its script what a dependency exports to JavaScript and no one calls: the streams of leptos'
// server functions. The optimiser then drops what only they used.
import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

const [, , folder, stem] = process.argv;
const unused = /intounderlying(bytesource|sink|source)/i;
const module = binaryen.readBinary(readFileSync(`${folder}/${stem}_bg.wasm`));
// Those of the compiler's target, as index.html gives them to the optimiser.
const { BulkMemory, MutableGlobals, Multivalue, NontrappingFPToInt, ReferenceTypes, SignExt } = binaryen.Features;
module.setFeatures(BulkMemory | MutableGlobals | Multivalue | NontrappingFPToInt | ReferenceTypes | SignExt);
for (let n = module.getNumExports() - 1; n >= 0; n--) {
  const { name } = binaryen.getExportInfo(module.getExportByIndex(n));
  if (unused.test(name)) module.removeExport(name);
}
writeFileSync(`${folder}/${stem}_bg.wasm`, module.emitBinary());

const script = readFileSync(`${folder}/${stem}.js`, "utf8");
const trimmed = script.replace(/^export class IntoUnderlying\w+ \{[^]*?^\}\n/gm, "").replace(/^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm, "")
  .replace(/^const IntoUnderlying\w+Finalization =[^;]*;\n/gm, "");
if (unused.test(trimmed)) throw new Error("the script still names what was taken out");
writeFileSync(`${folder}/${stem}.js`, trimmed);
