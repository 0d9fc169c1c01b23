// Two people change one fact apart, decide apart, and agree in the end: nobody's word is lost and both hold the same.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as inDir } from "node:path";
import { DESK, PHONE } from "./kit/browser.mjs";
import { keyboard } from "./kit/keyboard.mjs";
import { Person, TABLE } from "./kit/person.mjs";
import { expect, LANGS, test } from "./kit/test.mjs";

const OFFICE = "大连建投集团", SITE = "大连公共交通建设投资", AGREED = "大连建投集团有限公司";

class Decider extends Person {
  async says(project, enterprise) {
    await this.goes(`#/project/${project}/edit`);
    await this.page.getByLabel(this.w.enterprise).fill(enterprise);
    await this.presses(this.w.save, { exact: true });
    await this.sees(enterprise);
  }

  value(name) {
    return this.page.getByRole("radio", { name });
  }

  async seesBoth() {
    await expect(this.value(OFFICE)).toBeVisible();
    await expect(this.value(SITE)).toBeVisible();
    await this.sees(this.w.undecided);
  }

  async hasNone() {
    // From elsewhere: the page that is open keeps what was just decided in sight.
    await this.goes("#/");
    await this.goes("#/conflicts");
    await expect(this.page.getByRole("heading", { name: this.w.noConflicts })).toBeVisible();
  }
}

for (const lang of LANGS) {
  test(`a conflict decided on both sides is one again, and ends when one names both, ${lang}`, async ({ site }) => {
    test.setTimeout(400_000);
    const dir = mkdtempSync(inDir(tmpdir(), "lianxin-e2e-"));
    const coordinator = new Decider(site, lang, inDir(dir, "coordinator"), DESK, "conflict");
    const secretary = new Decider(site, lang, inDir(dir, "secretary"), PHONE, "conflict");
    const who = TABLE.split("\n")[1].split(",")[6];
    const { w } = coordinator;
    try {
      await coordinator.begins();
      await coordinator.founds();
      await coordinator.takesTheTable();
      const starter = await coordinator.invites(who);
      await secretary.begins();
      await secretary.joins(starter);
      await coordinator.takesIn(await secretary.sends(), { admits: true });
      const answer = `#/send/${JSON.parse(starter.bytes).to}`;
      await secretary.takesIn(await coordinator.sends(answer));
      // Each takes in what the other wrote without having seen it.
      const exchange = async () => {
        const [report, reply] = [await secretary.sends(), await coordinator.sends(answer)];
        await coordinator.takesIn(report);
        await secretary.takesIn(reply);
      };

      const project = JSON.parse(starter.bytes).pieces.find(({ scope }) => scope.startsWith("p:")).scope.slice(2);
      await coordinator.says(project, OFFICE);
      await secretary.says(project, SITE);
      await exchange();

      // The coordinator by keyboard alone, from the notice behind the import to the decision.
      const { page } = coordinator;
      const { press, fill } = keyboard(page);
      await expect(page.getByRole("navigation", { name: w.pages }).getByRole("link", { name: new RegExp(`^${w.conflicts}\\s?1$`) })).toBeVisible();
      await coordinator.goes("#/receive");
      await press(page.getByRole("navigation", { name: w.pages }).getByRole("link", { name: w.conflicts }));
      await coordinator.seesBoth();
      await coordinator.looks("open");
      const save = page.getByRole("button", { name: new RegExp(`^(${w.leftChoice}|${w.leftReason}|${w.decide})$`) });
      await press(save);
      await coordinator.sees(w.chooseOne);
      await coordinator.sees(w.sayWhy);
      await coordinator.looks("faults");
      // The focus goes to what is missing first; there number keys choose.
      await expect(page.locator("#rival-0")).toBeFocused();
      await page.keyboard.press("1");
      await expect(page.locator("#rival-0")).toBeChecked();
      await page.keyboard.press("w");
      await expect(page.getByLabel(w.own, { exact: true })).toBeFocused();
      await fill(page.getByLabel(w.own, { exact: true }), AGREED);
      await expect(page.locator("#rival-own")).toBeChecked();
      await fill(page.getByLabel(w.why), "与企业电话核实");
      await press(save);
      await coordinator.sees(`${w.decided}${AGREED}`);
      await coordinator.looks("decided");
      await coordinator.sees(w.allDecided);
      await coordinator.hasNone();

      // The secretary on the phone, from today and by way of the exchange page. Leaving it decides nothing.
      await secretary.goes("#/");
      await secretary.page.getByRole("link", { name: w.look }).click();
      await expect(secretary.page.getByRole("navigation", { name: w.pages })).toHaveCount(0);
      await secretary.looks("list");
      await secretary.goes("#/exchange");
      await secretary.page.getByRole("link", { name: w.conflictsIn }).click();
      await secretary.page.getByRole("link", { name: w.enterprise }).click();
      await secretary.seesBoth();
      await secretary.looks("open-phone");
      await secretary.page.getByLabel(w.why).fill("现场");
      await secretary.page.getByRole("link", { name: w.later, exact: true }).click();
      await secretary.page.getByRole("link", { name: w.enterprise }).click();
      // What was typed is still there.
      await expect(secretary.page.getByLabel(w.why)).toHaveValue("现场");
      await secretary.seesBoth();
      await secretary.value(SITE).check();
      await secretary.page.getByLabel(w.why).fill("以现场牌子为准");
      await secretary.presses(w.decide, { exact: true });
      await secretary.sees(`${w.decided}${SITE}`);
      await secretary.hasNone();

      // Decided on both sides, and differently.
      await exchange();
      for (const person of [coordinator, secretary]) {
        await person.goes("#/conflicts");
        await person.sees(w.again);
        await person.page.getByRole("link", { name: w.enterprise }).first().click();
        await person.sees(w.againHint);
        await expect(person.value(AGREED)).toBeVisible();
        await expect(person.value(SITE)).toBeVisible();
        await person.sees("与企业电话核实");
        await person.sees("以现场牌子为准");
        await person.looks("again");
      }
      await coordinator.value(AGREED).check();
      await coordinator.page.getByLabel(w.why).fill("电话里商定");
      await coordinator.presses(w.decide, { exact: true });
      await coordinator.sees(`${w.decided}${AGREED}`);

      await secretary.takesIn(await coordinator.sends(answer));
      for (const person of [coordinator, secretary]) {
        await person.hasNone();
        await person.sees(w.goneSettled);
        await person.page.getByRole("link", { name: w.enterprise }).first().click();
        // All that was ever said is there to be read.
        for (const text of [OFFICE, SITE, AGREED, "与企业电话核实", "以现场牌子为准", "电话里商定"]) await person.sees(text);
        await person.looks("settled");
        await person.goes(`#/project/${project}`);
        await expect(person.page.locator("dl > div").filter({ hasText: w.enterprise }).getByText(w.twoValues)).toHaveCount(0);
      }
      const codes = [await coordinator.codeWith(who), await secretary.codeWith("市级统筹")];
      expect(codes[0]).toMatch(/[0-9A-HJKMNP-TV-Z]{4}/);
      expect(codes[1]).toBe(codes[0]);
      await secretary.ends();
      await coordinator.ends();
    } finally {
      await Promise.allSettled([secretary.context?.close(), coordinator.context?.close()]);
      rmSync(dir, { recursive: true, force: true });
    }
  });
}
