import * as A from "@automerge/automerge";
import { IndexedDBStorageAdapter } from "@automerge/automerge-repo-storage-indexeddb";

// A text is one value here, as it is in the ledger: a document of texts that merge by the letter is many times slower.
const whole = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? new A.ImmutableString(value) : value]));
const add = (doc, [id, fields]) => { doc.records[id] = whole(fields); };
// A save of a person is a change each.
function changed(doc, { edits, added }) {
  for (const [id, field, value] of edits) doc = A.change(doc, (doc) => { doc.records[id][field] = new A.ImmutableString(value); });
  for (const record of added) doc = A.change(doc, (doc) => add(doc, record));
  return doc;
}

export const automerge = {
  replicas(base, first, second) {
    const founded = A.change(A.from({ records: {} }), (doc) => { for (const record of base.added) add(doc, record); });
    const held = A.getHeads(founded);
    const theirs = changed(A.clone(founded), second);
    return { mine: A.save(changed(founded, first)), sent: A.saveSince(theirs, held) };
  },

  async open(mine, name) {
    let doc = A.load(mine);
    const disk = new IndexedDBStorageAdapter(name);
    await disk.save(["bench", "snapshot"], mine);
    // What an app has shown it has read: the first reading costs seconds.
    Object.keys(doc.records);
    return {
      async take(changes) {
        doc = A.loadIncremental(doc, changes);
        await disk.save(["bench", "incremental"], changes);
      },
      holds: (edits) => ({ records: Object.keys(doc.records).length, conflicts: edits.filter(([id, field]) => A.getConflicts(doc.records[id], field)).length }),
      close: () => A.free(doc),
    };
  },

  async sixty(name) {
    const disk = new IndexedDBStorageAdapter(name);
    const snapshot = await disk.load(["bench", "snapshot"]), incremental = await disk.load(["bench", "incremental"]);
    const doc = A.loadIncremental(A.load(snapshot), incremental);
    return Object.values(doc.records).slice(0, 60).map((record) => ({ ...record }));
  },
};
