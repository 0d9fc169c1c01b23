// One file with thousands of one thing, which anyone with a right may write: every page stays one that can be used.
import { DESK } from "./kit/browser.mjs";
import { workspace } from "./kit/bundle.mjs";
import { join } from "./kit/receive.mjs";
import { expect, open, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

const NODES = 3000, w = WORDS.zh;
// What a page with a full list has, and not what all of it would come to.
const MOST_ELEMENTS = 12_000;
const day = (by) => new Date(Date.now() + by * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);

for (const [what, accepted, route] of [["that wait", false, "audit"], ["that are late", true, "plan"]]) {
  test.describe(`${NODES} nodes ${what}`, () => {
    test.use({ ...DESK });

    test("no page draws them all, and none stands still", async ({ page, site }) => {
      test.setTimeout(240_000);
      const made = workspace();
      const scope = `p:${made.project}`;
      const me = made.office.write("all", "person-registered", { name: "市级统筹", role: "city" });
      for (let n = 0; n < NODES; n++) {
        const node = made.office.write(scope, "node-planned", { title: `节点${n}`, due: day(accepted ? -(n % 300) - 1 : n % 300) });
        if (accepted) made.office.write(scope, "node-audited", { of: node, verdict: "accepted" });
      }
      const { invite } = made.office.invites(me);
      await open(page, site);
      await join(page, w, made.office.bundle([made.office.piece("all"), made.office.piece(scope)], { invite, number: 1, to: me }));
      for (const hash of ["#/", "#/projects", `#/project/${made.project}`, `#/project/${made.project}/plan`, "#/audit", `#/report/${made.project}`, "#/leader", "#/search", `#/project/${made.project}/plan`]) {
        await page.goto(site.url + hash);
        await expect(page.locator("main h1, header h1").first(), hash).toBeVisible();
        await expect.poll(() => page.evaluate(() => document.readyState), hash).toBe("complete");
        expect(await page.evaluate(() => document.querySelectorAll("*").length), hash).toBeLessThan(MOST_ELEMENTS);
      }
      const cards = page.locator(".node-l > li");
      await expect(cards).toHaveCount(60);
      await page.getByRole("button", { name: `后面还有 ${NODES - 60} 条` }).click();
      await expect(cards).toHaveCount(120);
      await expect(page.getByText("图里只画了前 150 个节点").first()).toBeVisible();
      if (route === "audit") {
        // All of them are still one decision.
        await page.goto(`${site.url}#/audit`);
        await page.keyboard.press("a");
        await expect(page.getByRole("heading", { name: "都审完了" })).toBeVisible({ timeout: 60_000 });
        await page.goto(`${site.url}#/project/${made.project}`);
        await expect(page.locator(".why h2")).toBeVisible();
      }
    });
  });
}
