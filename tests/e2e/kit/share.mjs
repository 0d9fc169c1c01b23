import { expect } from "./test.mjs";

// A share sheet that writes down what it is given. Run in the page before anything else.
export async function recordSharing(context, kind = "text-only") {
  const shared = [];
  await context.exposeBinding("lianxinShared", (_, name, type, bytes) => void shared.push({ name, type, bytes: Buffer.from(bytes, "base64") }));
  await context.addInitScript((how) => {
    globalThis.lianxinSharing = how;
    const takes = ({ files }) => files.every(({ name }) => how === "anything" || name.endsWith(".txt"));
    Object.defineProperty(navigator, "canShare", { configurable: true, value: (data) => takes(data) });
    Object.defineProperty(navigator, "share", { configurable: true, value: async (data) => {
      if (!navigator.userActivation.isActive) throw new DOMException("not within a tap", "NotAllowedError");
      if (globalThis.lianxinSharing === "cancelled") throw new DOMException("the user closed the sheet", "AbortError");
      if (!takes(data)) throw new DOMException("this type is not shared", "NotAllowedError");
      for (const file of data.files) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        let text = "";
        for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
        await globalThis.lianxinShared(file.name, file.type, btoa(text));
      }
    } });
  }, kind);
  return shared;
}

// The file that this very tap hands out: what the page says of earlier ones stands there already.
export async function handedOut(page, w, shared, tap) {
  const before = shared.length;
  await tap();
  await expect.poll(() => shared.length).toBe(before + 1);
  await expect(page.getByText(w.shared).first()).toBeVisible();
  return shared.at(-1);
}
