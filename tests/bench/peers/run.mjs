// The ledger's bundles as plain records for other libraries, and a page that holds those libraries.
import { build } from "../../../tools/node_modules/esbuild/lib/main.js";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../../tools/serve.mjs";
import { canonical, hash } from "../../e2e/kit/bundle.mjs";

const events = function* (path) {
  for (const { device, events, prev, scope } of JSON.parse(readFileSync(path, "utf8")).pieces) {
    let id = prev;
    for (const { body, kind, time } of events) {
      id = hash(canonical({ body: hash(canonical(body)), kind, prev: id, time }));
      yield { body, device, kind, name: id.slice(0, 22), scope };
    }
  }
};

// A project goes by its scope, a visit by its event; who wrote it and when is not carried along.
function records(path) {
  const made = { added: [], edits: [] };
  for (const { body, kind, name, scope } of events(path)) {
    if (kind === "project-registered") made.added.push([scope, body]);
    if (kind === "visit-logged") made.added.push([name, { ...body, project: scope }]);
    if (kind === "fields-changed") for (const [field, value] of Object.entries(body.set)) made.edits.push([body.of === "project" ? scope : body.of, field, value]);
  }
  return made;
}

// Serves the libraries and those three bundles' records: `url` is the page's.
export async function peers(bundles) {
  const dir = mkdtempSync(join(tmpdir(), "lianxin-peers-"));
  await build({ bundle: true, entryPoints: [new URL("page.mjs", import.meta.url).pathname], format: "esm", logLevel: "error", minify: true,
    outfile: join(dir, "page.js"), conditions: ["browser"], alias: { "@automerge/automerge": new URL("node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_base64.js", import.meta.url).pathname } });
  writeFileSync(join(dir, "index.html"), '<!doctype html><meta charset="utf-8"><script type="module" src="page.js"></script>');
  const made = Object.fromEntries(Object.entries(bundles).map(([name, path]) => [name, records(path)]));
  for (const [name, of] of Object.entries(made)) writeFileSync(join(dir, `${name}.json`), JSON.stringify(of));
  const site = await serve(dir);
  return { made, url: site.url, async stop() { await site.stop(); rmSync(dir, { recursive: true }); } };
}
