// The main job from end to end: a visit logged without signal reaches the coordinator, and the answer comes back.
// Two people with a browser profile each; the host is stopped in the middle and never comes back.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { Person, TABLE } from "./kit/person.mjs";
import { expect, installed, LANGS, ledger, ROOT, test } from "./kit/test.mjs";

// A picture as a phone's camera makes it, drawn by the browser that is at hand.
const picture = (page) => page.evaluate(async () => {
  const canvas = new OffscreenCanvas(4000, 3000), context = canvas.getContext("2d");
  const shade = context.createLinearGradient(0, 0, 4000, 3000);
  shade.addColorStop(0, "#036"), shade.addColorStop(1, "#fc6");
  context.fillStyle = shade, context.fillRect(0, 0, 4000, 3000);
  return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.6 })).arrayBuffer())];
}).then((bytes) => Buffer.from(bytes));

function check(file, dir) {
  const path = inDir(dir, file.name);
  writeFileSync(path, file.bytes);
  const { code, err } = ledger("check", path);
  expect([code, err], file.name).toEqual([0, undefined]);
  return path;
}

for (const lang of LANGS) {
  test(`a visit logged without signal reaches the coordinator, and the answer comes back, ${lang}`, async ({ site }) => {
    test.setTimeout(300_000);
    const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
    const coordinator = new Person(site, lang, inDir(dir, "coordinator"), DESK);
    const secretary = new Person(site, lang, inDir(dir, "secretary"), PHONE);
    const who = TABLE.split("\n")[1].split(",")[6];
    try {
      await coordinator.begins();
      await coordinator.founds();
      await coordinator.takesTheTable();
      const starter = await coordinator.invites(who);
      check(starter, dir);

      await secretary.begins();
      await installed(secretary.page);
      await installed(coordinator.page);
      const photo = await picture(secretary.page);
      await secretary.joins(starter);

      // From here on there is no network for anyone.
      await site.stop();
      for (const person of [coordinator, secretary]) person.seen.allowed.push(/Failed to load resource|ERR_CONNECTION_REFUSED/);
      await secretary.context.setOffline(true);
      await secretary.beginsAVisit("现场看了基坑，进度正常。");
      await secretary.ends();

      await secretary.begins();
      await secretary.goes("#/visit");
      await secretary.sees(secretary.w.restored);
      await expect(secretary.page.getByLabel(secretary.w.note, { exact: true })).toHaveValue("现场看了基坑，进度正常。");
      await secretary.savesTheVisit({ problem: "临时用电容量不够", photo });
      const report = await secretary.sends();
      expect(report.name).toMatch(/\.txt$/);
      const sent = check(report, dir);
      const events = JSON.parse(report.bytes).pieces.flatMap(({ events }) => events.map(({ kind }) => kind));
      for (const kind of ["device-joined", "visit-logged", "problem-raised"]) expect(events).toContain(kind);
      const [file] = Object.values(JSON.parse(report.bytes).files);
      expect(file.type).toBe("image/jpeg");
      expect(Buffer.from(file.data, "base64").length).toBeLessThanOrEqual(300_000);

      await coordinator.takesIn(report, { admits: true });
      await coordinator.looks("receive-merged");
      const project = JSON.parse(report.bytes).pieces.find(({ events }) => events.some(({ kind }) => kind === "visit-logged")).scope.slice(2);
      await coordinator.goes(`#/project/${project}`);
      await coordinator.sees("现场看了基坑，进度正常。");
      await coordinator.sees("临时用电容量不够");
      await coordinator.looks("project");

      // The answer carries the admission and the receipt.
      await coordinator.goes("#/receive");
      const answer = await coordinator.sends(`#/send/${JSON.parse(starter.bytes).to}`);
      check(answer, dir);
      await secretary.takesIn(answer);
      await secretary.sees(secretary.w.received);
      await secretary.goes("#/");
      await expect(secretary.page.getByText(secretary.w.notAdmitted)).toHaveCount(0);

      // The same file again changes nothing, and the command line merges what both hold to one ledger.
      const merged = inDir(dir, "merged.json");
      execFileSync(inDir(ROOT, "target/release/ledger"), ["merge", inDir(dir, starter.name), sent, inDir(dir, answer.name), "--out", merged]);
      expect(ledger("check", merged).code).toBe(0);
      await secretary.ends();
      await coordinator.ends();
    } finally {
      await Promise.allSettled([secretary.context?.close(), coordinator.context?.close()]);
      rmSync(dir, { recursive: true, force: true });
    }
  });
}
