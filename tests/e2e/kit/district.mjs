// A coordinator who has many to send to, and the folder that it goes into.
import { joined, workspace } from "./bundle.mjs";
import { join } from "./receive.mjs";
import { open } from "./test.mjs";

// A real folder of the browser in place of one that the user would choose. The stop is pressed while the third is written.
export function folderAt(page) {
  return page.addInitScript(() => {
    globalThis.showDirectoryPicker = () => navigator.storage.getDirectory();
    const create = FileSystemFileHandle.prototype.createWritable;
    let files = 0;
    FileSystemFileHandle.prototype.createWritable = function () {
      files += 1;
      if (files === globalThis.lianxinStopAt) document.querySelector(".reading button").click();
      return create.call(this);
    };
  });
}

// What lies in it, by path.
export function inBrowserFolder(page) {
  return page.evaluate(async () => {
    const out = {};
    const walk = async (folder, path) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === "directory") await walk(handle, `${path}${name}/`);
        else out[path + name] = await (await handle.getFile()).text();
      }
    };
    await walk(await navigator.storage.getDirectory(), "");
    return out;
  });
}

// The coordinator of a district with five secretaries who have devices and one who has none; two have the same name.
export async function district(page, site, lang, w, names = ["街道一", "街道二", "同名", "同名", "CON"], second = false) {
  const made = workspace();
  const { office } = made;
  const elsewhere = office.write("all", "unit-registered", { kind: "district", name: "中山区" });
  const me = office.write("all", "person-registered", { district: made.district, name: "甘井子区统筹", role: "district" });
  const people = names.map((name, n) => {
    const { joins, person, scope } = office.engages(name, n === 3 ? elsewhere : made.district, n, made.district);
    const device = joined(joins);
    const devices = [device, ...(second ? [joined(office.invites(person))] : [])];
    for (const { box, key } of devices) office.write("all", "device-admitted", { box, key, person });
    return { name, person, scope, device, devices };
  });
  const mine = office.invites(me);
  await open(page, site, lang);
  // Of anyone, with what each is sent.
  const starter = ({ invite }, to) => {
    const pieces = [office.piece("all"), ...people.flatMap(({ devices, scope }) => [...devices.map((device) => device.piece("all")), office.piece(scope)])];
    const devices = Object.fromEntries([office, ...people.flatMap(({ devices }) => devices)].map(({ id, key }) => [id, key]));
    return office.bundle(pieces, { invite, number: 1, to, devices });
  };
  await join(page, w, starter(mine, me));
  return { ...made, people, starter };
}
