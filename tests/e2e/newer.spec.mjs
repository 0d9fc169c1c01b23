// A file of a newer version: what this one does not know is kept, harms nothing, and goes on to the byte.
import { readFileSync, writeFileSync } from "node:fs";
import { PHONE } from "./kit/browser.mjs";
import { canonical, workspace } from "./kit/bundle.mjs";
import { inFolder, join } from "./kit/receive.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { expect, LANGS, ledger, open, test } from "./kit/test.mjs";
import { WORDS } from "./kit/words.mjs";

test.use(PHONE);

const UNKNOWN = { height: 120, later: [null, true, { "~z": "é\u0301 \u0000 \u2028 𠮷" }], of: "project" };

for (const lang of LANGS) {
  const w = WORDS[lang];

  test(`kinds and members of a newer version come out as they came in, ${lang}`, ({ page, context, site }) => inFolder(async (folder) => {
    const shared = await recordSharing(context);
    const made = workspace(), { office, secretary, project } = made;
    const scope = `p:${project}`;
    for (const scope of ["all", `p:${project}`]) for (const kind of ["drone-flown", "vote-held"]) office.write(scope, kind, { ...UNKNOWN, kind });
    office.write(scope, "visit-logged", { kind: "site-visit", on: "2018-06-11", text: "现场看了盾构井。", weather: { wind: [3, null] } });
    const pieces = [office.piece("all"), office.piece(scope)];
    await open(page, site, lang);
    await join(page, w, office.bundle(pieces, { invite: made.starter.invite, number: 1, to: secretary, colour: { of: "a later version" } }));
    await page.goto(`${site.url}#/project/${project}`);
    await expect(page.getByText("现场看了盾构井。").first()).toBeVisible();
    // One's own entry is written on top of it.
    await page.goto(`${site.url}#/visit/${project}`);
    await page.getByLabel(w.note, { exact: true }).fill("接着走访");
    await page.getByRole("button", { name: w.save, exact: true }).click();
    await expect(page.getByText(w.saved).first()).toBeVisible();
    await page.goto(`${site.url}#/send`);
    await page.getByRole("radio", { name: w.everything }).check();
    await page.getByRole("radio", { name: w.openToAll }).check();
    const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: w.sendGo }).click());
    const whole = (bytes) => pieces.forEach(({ events }) => events.forEach((event) => expect(bytes.includes(canonical(event)), canonical(event)).toBe(true)));
    whole(bytes);
    expect(bytes.includes("接着走访")).toBe(true);
    // And once more through the command line.
    const [sent, out] = ["sent", "out"].map((name) => `${folder}/${name}.json`);
    writeFileSync(sent, bytes);
    expect(ledger("check", sent).code).toBe(0);
    expect(ledger("merge", sent, "--out", out).code).toBe(0);
    expect(ledger("merge", out, sent, "--out", sent).code).toBe(0);
    whole(readFileSync(sent));
  }));
}
