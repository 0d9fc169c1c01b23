import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

const records = (doc) => doc.getMap("records");
const add = (doc, [id, fields]) => records(doc).set(id, new Y.Map(Object.entries(fields)));
// A save of a person is a transaction each.
function changed(doc, { edits, added }) {
  for (const [id, field, value] of edits) doc.transact(() => records(doc).get(id).set(field, value));
  for (const record of added) doc.transact(() => add(doc, record));
}

export const yjs = {
  replicas(base, first, second) {
    const founded = new Y.Doc();
    founded.transact(() => { for (const record of base.added) add(founded, record); });
    const all = Y.encodeStateAsUpdate(founded), held = Y.encodeStateVector(founded);
    const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
    for (const doc of [mine, theirs]) Y.applyUpdate(doc, all);
    changed(mine, first);
    changed(theirs, second);
    return { mine: Y.encodeStateAsUpdate(mine), sent: Y.encodeStateAsUpdate(theirs, held) };
  },

  async open(mine, name) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, mine);
    const disk = new IndexeddbPersistence(name, doc);
    await disk.whenSynced;
    return {
      take: (update) => Y.applyUpdate(doc, update),
      // Of two values of a field it has one.
      holds: () => ({ records: records(doc).size }),
      close: () => disk.destroy(),
    };
  },

  async sixty(name) {
    const doc = new Y.Doc();
    const disk = new IndexeddbPersistence(name, doc);
    await disk.whenSynced;
    return [...records(doc).values()].slice(0, 60).map((record) => record.toJSON());
  },
};
