// Makes a write call of the app's databases fail when it is told to. Runs in the page before anything else.
export async function breakable(context) {
  await context.addInitScript(() => {
    // `at` write calls still pass; the next does what `kind` says, once, or from then on if it is to last. Drafts are
    // written beside everything else and are counted apart: `of` says which.
    const order = { kind: undefined, of: undefined, at: 0, lasting: false, met: false };
    const told = (name) => new DOMException("told to", name);
    const due = (transaction) => {
      const of = [...transaction.objectStoreNames].join() === "drafts" ? "drafts" : "commands";
      if (!order.kind || order.of !== of) return false;
      if (order.met) return order.lasting;
      return order.at-- === 0 && (order.met = true);
    };
    for (const name of ["add", "put", "delete"]) {
      const call = IDBObjectStore.prototype[name];
      IDBObjectStore.prototype[name] = function (...args) {
        if (!due(this.transaction)) return call.apply(this, args);
        if (order.kind === "quota") throw told("QuotaExceededError");
        if (order.kind === "unknown") throw told("UnknownError");
        const { transaction } = this, request = call.apply(this, args);
        if (order.kind === "abort") transaction.abort();
        // A disk that is full is often told of at the end: the transaction is aborted, with this reason.
        if (order.kind === "full") {
          Object.defineProperty(transaction, "error", { value: told("QuotaExceededError") });
          request.addEventListener("success", () => transaction.abort());
        }
        return request;
      };
    }
    globalThis.lianxinFault = order;
  });
}

const order = (page, told) => page.evaluate((value) => Object.assign(globalThis.lianxinFault, value), { of: "commands", at: 0, lasting: false, met: false, ...told });
export const arm = (page, kind, at) => order(page, { kind, at });
export const refuseDrafts = (page, kind) => order(page, { kind, of: "drafts", lasting: true });
export const lift = (page) => order(page, { kind: undefined });
export const isMet = (page) => page.evaluate(() => globalThis.lianxinFault.met);
