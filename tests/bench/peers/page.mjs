// In the page: the same records, edits and additions as the ledger's, in documents of two other libraries, each with the
// IndexedDB storage that its makers give it. All durability is strict here, as the ledger's is.
import { automerge } from "./automerge.mjs";
import { yjs } from "./yjs.mjs";

let open = 0, wake = () => {};
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, options) {
  const made = transaction.call(this, stores, mode, { ...options, durability: "strict" });
  if (mode === "readwrite") {
    open++;
    for (const end of ["complete", "abort"]) made.addEventListener(end, () => { if (--open === 0) wake(); });
  }
  return made;
};
// Once all that was begun to be written is on the disk.
const written = () => new Promise((done) => { if (open === 0) done(); else wake = done; });

const read = async (name) => (await fetch(name)).json();
const libraries = { automerge, yjs };

// Both replicas, and what the second sends to the first: `mine` and `sent` in bytes, made once for all runs.
let made;
async function prepare(library) {
  const [base, first, second] = await Promise.all(["base.json", "first.json", "second.json"].map(read));
  made = { ...libraries[library].replicas(base, first, second), second };
  return { bytes: made.sent.length };
}

// The first replica, kept in the database `name`, takes what the second sent: ms until all of it is durable.
async function merges(library, name) {
  const replica = await libraries[library].open(made.mine, name);
  await written();
  const from = performance.now();
  await replica.take(made.sent);
  await written();
  const ms = performance.now() - from;
  const { records, conflicts } = replica.holds(made.second.edits);
  await replica.close();
  return { ms, records, conflicts };
}

// From an empty memory to the first sixty records of what is kept there, ms.
async function opens(library, name) {
  const from = performance.now();
  const sixty = await libraries[library].sixty(name);
  return { ms: performance.now() - from, sixty: sixty.length };
}
globalThis.peers = { merges, opens, prepare };
