// A screen in front of a camera: the camera of one page sees what is drawn on a canvas there.
import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { expect } from "./test.mjs";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest();
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
function base45(bytes) {
  let out = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes.subarray(at, at + 2);
    let rest = pair.length === 2 ? pair.readUInt16BE() : pair[0];
    for (let digit = 0; digit <= pair.length; digit++, rest = Math.floor(rest / 45)) out += DIGITS[rest % 45];
  }
  return out;
}

// The codes of a file, written by docs/format.md alone.
export function frames(content, deflated = true) {
  const payload = deflated ? deflateRawSync(content) : Buffer.from(content);
  const count = Math.ceil(payload.length / 400);
  return Array.from({ length: count }, (_, index) => {
    const numbers = Buffer.alloc(5);
    numbers[0] = deflated ? 1 : 0;
    numbers.writeUInt16BE(count, 1);
    numbers.writeUInt16BE(index, 3);
    const said = Buffer.concat([sha256(payload).subarray(0, 8), numbers, payload.subarray(index * 400, index * 400 + 400)]);
    return `LX1:${base45(Buffer.concat([said, sha256(said).subarray(0, 4)]))}`;
  });
}

// A browser that reads codes by itself: it sees what `lianxinSees` holds. Run in the page before anything else.
export const readsCodes = (page) =>
  page.addInitScript(() => {
    globalThis.lianxinSees = [];
    globalThis.BarcodeDetector = class {
      static getSupportedFormats = async () => ["ean_13", "qr_code"];
      detect = async () => globalThis.lianxinSees.map((rawValue) => ({ rawValue }));
    };
  });
export const sees = (page, ...texts) => page.evaluate((held) => { globalThis.lianxinSees = held; }, texts);

// What came out of codes, and what went into them, as texts. Run in the page before anything else.
export const watchCodes = (page) =>
  page.addInitScript(() => {
    globalThis.lianxinCame = [];
    globalThis.lianxinShown = [];
    globalThis.File = class extends File {
      constructor(parts, name, options) {
        super(parts, name, options);
        if (name === "lianxin-codes.json") this.text().then((text) => globalThis.lianxinCame.push(text));
      }
    };
    const stream = Blob.prototype.stream;
    Blob.prototype.stream = function () {
      this.text().then((text) => globalThis.lianxinShown.push(text));
      return stream.call(this);
    };
  });

// A camera that sees what `shows` gives it. Run in the page before anything else; `how` may be an error's name.
export const holdsCamera = (page, how = "works") =>
  page.addInitScript((kind) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 720, height: 720 });
    const context = canvas.getContext("2d");
    const clear = () => { context.fillStyle = "#777"; context.fillRect(0, 0, 720, 720); };
    clear();
    globalThis.lianxinCamera = { canvas, tracks: [], async shows(url) {
      clear();
      const image = new Image();
      image.src = url;
      await image.decode();
      context.imageSmoothingEnabled = false;
      context.drawImage(image, 60, 60, 600, 600);
    } };
    // A camera gives pictures all the time, also of what stands still.
    setInterval(() => context.drawImage(canvas, 0, 0, 1, 1, 0, 0, 1, 1), 40);
    const getUserMedia = async () => {
      if (kind !== "works") throw new DOMException("told to", kind);
      const stream = canvas.captureStream(30);
      globalThis.lianxinCamera.tracks.push(...stream.getTracks());
      return stream;
    };
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia } });
  }, how);

export const shows = (page, picture) => page.evaluate((url) => globalThis.lianxinCamera.shows(url), picture);
export const cameraIsOff = (page) => page.evaluate(() => globalThis.lianxinCamera.tracks.length > 0 && globalThis.lianxinCamera.tracks.every(({ readyState }) => readyState === "ended"));

// The pictures of all codes of a page that shows them, one by one.
export async function pictures(page, w) {
  const pause = page.getByRole("button", { name: w.pause, exact: true });
  if (await pause.count()) await pause.click();
  const canvas = page.locator("canvas.qr");
  const all = Number((await page.getByText(w.codeOf).first().textContent()).match(w.codeOf)[2]);
  const seen = new Map();
  for (let step = 0; step < all; step++) {
    const [, at] = (await page.getByText(w.codeOf).first().textContent()).match(w.codeOf);
    await expect.poll(async () => {
      const picture = await canvas.evaluate((element) => element.toDataURL());
      return ![...seen].some(([other, held]) => other !== at && held === picture) && seen.set(at, picture) && true;
    }).toBe(true);
    await page.getByRole("button", { name: w.next, exact: true }).click();
  }
  expect(seen.size).toBe(all);
  return [...seen].sort(([one], [two]) => one - two).map(([, picture]) => picture);
}
