// A phone is lost: it is stopped, and its person goes on with another from the coordinator's answer alone, with all that the
// coordinator had received.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { Person, TABLE } from "./kit/person.mjs";
import { expect, LANGS, test } from "./kit/test.mjs";

const OWN = {
  zh: { stop: "停用", reason: /为什么/, stopGo: "停用这台设备", done: /新的邀请会随下一个包/, stopped: /停用：手机丢了/ },
  en: { stop: "Stop", reason: /^Why/, stopGo: "Stop this device", done: /invitation goes in the next file/, stopped: /Stopped by .*手机丢了/ },
};

for (const lang of LANGS) {
  const o = OWN[lang];

  test(`a lost phone is replaced from the answer to it, ${lang}`, async ({ site }) => {
    test.setTimeout(300_000);
    const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
    const who = TABLE.split("\n")[1].split(",")[6];
    const coordinator = new Person(site, lang, inDir(dir, "coordinator"), DESK, "lost");
    const old = new Person(site, lang, inDir(dir, "old"), PHONE, "lost");
    const replacement = new Person(site, lang, inDir(dir, "replacement"), PHONE, "lost");
    const logs = async (person, words) => {
      await person.beginsAVisit(words);
      await person.savesTheVisit({});
    };
    try {
      await coordinator.begins();
      await coordinator.founds();
      await coordinator.takesTheTable();
      const starter = await coordinator.invites(who);
      const { to } = JSON.parse(starter.bytes);
      await old.begins();
      await old.joins(starter);
      await logs(old, "看了盾构井");
      await coordinator.takesIn(await old.sends(), { admits: true });
      await old.takesIn(await coordinator.sends(`#/send/${to}`));
      await old.ends();
      rmSync(old.profile, { recursive: true, maxRetries: 10, retryDelay: 200 });

      // On the telephone: the coordinator stops it, and sends one file to the new phone.
      await coordinator.goes("#/trust");
      const { page } = coordinator;
      await page.getByRole("button", { name: o.stop, exact: true }).click();
      await page.getByLabel(o.reason).fill("手机丢了");
      await coordinator.presses(o.stopGo);
      await coordinator.sees(o.done);
      const answer = await coordinator.sends(`#/send/${to}`);
      expect(JSON.parse(answer.bytes).invite.person).toBe(to);
      await replacement.begins();
      await replacement.joins(answer);

      // What the coordinator had received is on it, and it can be written on at once.
      const visited = ({ bytes }, device) => JSON.parse(bytes).pieces.find((piece) => (device ?? piece.device) === piece.device && piece.events.some(({ kind }) => kind === "visit-logged")).scope.slice(2);
      await replacement.goes(`#/project/${visited(answer)}`);
      await replacement.sees("看了盾构井");
      await logs(replacement, "换了手机以后的走访");
      const report = await replacement.sends();
      await coordinator.takesIn(report, { admits: true });
      await replacement.takesIn(await coordinator.sends(`#/send/${to}`));
      await replacement.goes("#/");
      await expect(replacement.page.getByText(replacement.w.notAdmitted)).toHaveCount(0);
      expect(await replacement.codeWith("市级统筹")).toBe(await coordinator.codeWith(who));
      await coordinator.goes(`#/project/${visited(report, JSON.parse(report.bytes).from)}`);
      await coordinator.sees("换了手机以后的走访");
      await coordinator.goes("#/trust");
      await coordinator.sees(o.stopped);
      for (const person of [replacement, coordinator]) await person.ends();
    } finally {
      await Promise.allSettled([old, replacement, coordinator].map(({ context }) => context?.close()));
      rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  });
}
