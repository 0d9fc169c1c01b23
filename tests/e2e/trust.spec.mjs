// Who has sent what, a copied phone, a lost one, and the same phone going on with a new key.
import { DESK, PHONE } from "./kit/browser.mjs";
import { joined, pair, workspace } from "./kit/bundle.mjs";
import { founds } from "./kit/person.mjs";
import { give, join, text } from "./kit/receive.mjs";
import { accessible, expect, LANGS, open, strayHan, test } from "./kit/test.mjs";
import { handedOut, recordSharing } from "./kit/share.mjs";
import { WORDS } from "./kit/words.mjs";

const WHO = "大连湾街道服务秘书", PROJECT = "海底隧道一期";
const TABLE = `项目名称,区市县,类别,服务秘书\n${PROJECT},甘井子区,基础设施,${WHO}\n`;
// Words of these pages alone.
const OWN = {
  zh: {
    admit: /^接纳/, admits: /接纳 1 台设备/, admitted: /接纳了 1 台设备/, notCounted: "没算进来", heard: "谁送了什么", missing: "第 2 包没收到", healed: "后来的包已补上", gap: /第 2–3 条/, whole: "没有发现缺的", lacking: "缺记录", notSince: "这天以来没送", line: "复制一句话", said: /请在“送出”里再送一个包给我/,
    choose: "选一份", left: /左：3 条/, right: /右：2 条/, starts: "开始算", reason: /为什么/, noReason: "请写为什么。", cure: "用选的这一份，停用旧钥匙", done: /新的邀请会随下一个包/, sendNow: "给本人做包", stopped: /停用：已与本人通电话/,
    stop: "停用", until: "只算到某一天", lastDay: "最后一天", stops: "不再算", nothing: "现在算的都照样算。", stopGo: "停用这台设备", visits: /走访、对接 1/, again: "换新钥匙，接着用", againDone: /新钥匙换好了/, wait: /收进协调员发来的新邀请/, reenter: "补录这一条",
  },
  en: {
    admit: /^Admit/, admits: /Admits 1 device/, admitted: /1 device admitted/, notCounted: "Not counted", heard: "Who has sent what", missing: "No. 2 never came", healed: "a later file made it good", gap: /2–3/, whole: "Nothing known to be missing", lacking: "Entries missing", notSince: "Nothing since this day", line: "Copy a line", said: /Please send me a file again, under Send/,
    choose: "Choose one", left: /Left: 3 entries/, right: /Right: 2 entries/, starts: "Begins to count", reason: /^Why/, noReason: "Please say why.", cure: "Use the one chosen, stop the old key", done: /invitation goes in the next file/, sendNow: "Make the file for them", stopped: /Stopped by .*已与本人通电话/,
    stop: "Stop", until: "Up to a day", lastDay: "Last day", stops: "Stops counting", nothing: "All that counts now goes on counting.", stopGo: "Stop this device", visits: /Visits[^0-9]* 1/, again: "Change the key and go on", againDone: /The key is changed/, wait: /Take in the new invitation/, reenter: "Enter this again",
  },
};

const visit = (text, on = "2018-06-11", kind = "site-visit") => ["visit-logged", { kind, on, text }];

async function goes({ page, site }, route) {
  await page.goto(`${site.url}#/more`);
  await page.goto(site.url + route);
}
async function takes(d, bundle) {
  await goes(d, "#/receive");
  await give(d.page, text(bundle));
  await d.page.getByRole("button", { name: d.w.take(1) }).click();
  await expect(d.page.getByText(d.w.merged).first()).toBeVisible();
}
async function looks({ page, lang }, name) {
  if (lang === "en") expect.soft(await strayHan(page), name).toEqual([]);
  await accessible(page, `${name}-${lang}`);
}
async function sends(d, person) {
  await goes(d, `#/send/${person}`);
  return handsOut(d, d.w.sendGo);
}
async function handsOut({ page, w, shared }, button) {
  const { bytes } = await handedOut(page, w, shared, () => page.getByRole("button", { name: button }).click());
  return JSON.parse(bytes);
}

// A city with one project, whose secretary's phone is written here and has joined.
async function invited(page, context, site, lang) {
  const d = { page, site, lang, w: WORDS[lang], o: OWN[lang], shared: await recordSharing(context, "anything") };
  const { w } = d;
  await page.setViewportSize(DESK.viewport);
  await open(page, site, lang);
  await founds(page, w);
  await goes(d, "#/table");
  await page.getByLabel(w.paste2).fill(TABLE);
  await page.getByRole("button", { name: w.pasteRead }).click();
  await page.getByRole("button", { name: w.writeRows(1) }).click();
  await expect(page.getByText(w.written(1)).first()).toBeVisible();
  await goes(d, "#/people");
  await page.getByRole("row", { name: WHO }).getByRole("button").first().click();
  await page.getByRole("button", { name: w.makeStarter }).click();
  const starter = await handsOut(d, w.handOut);
  d.person = starter.to;
  d.device = joined(starter);
  d.scope = starter.pieces.find(({ scope }) => scope.startsWith("p:")).scope;
  d.bundle = (pieces, number) => d.device.bundle(pieces, { number, heads: headsOf(d.device, d.scope) });
  d.device.write(d.scope, ...visit("第一次走访"));
  return d;
}
// It was admitted, and one visit of theirs counts.
async function city(page, context, site, lang) {
  const d = await invited(page, context, site, lang);
  await takes(d, d.bundle([d.device.piece("all"), d.device.piece(d.scope)], 1));
  return d;
}
// What the phone says it holds of itself goes along.
function headsOf(device, scope) {
  const head = (of) => { const { ids } = device.feeds.get(of); return [ids.length - 1, ids.at(-1).slice(0, 8)]; };
  return { all: { [device.id]: head("all") }, [scope]: { [device.id]: head(scope) } };
}

for (const lang of LANGS) {
  const o = OWN[lang];

  test(`who was not ticked is not ticked by the next file either, and the page says whom it admits, ${lang}`, async ({ page, context, site }) => {
    const d = await invited(page, context, site, lang);
    const { o, w } = d;
    const tick = page.getByRole("checkbox", { name: o.admit }), take = page.getByRole("button", { name: w.take(1) });
    await goes(d, "#/receive");
    await give(page, text(d.bundle([d.device.piece("all"), d.device.piece(d.scope)], 1)));
    await expect(tick).toBeChecked();
    await expect(page.getByText(o.admits)).toBeVisible();
    await tick.uncheck();
    await expect(page.getByText(o.admits)).toHaveCount(0);
    await take.click();
    await expect(page.getByText(w.merged).first()).toBeVisible();
    d.device.write(d.scope, ...visit("第二次走访"));
    await goes(d, "#/receive");
    await give(page, text(d.bundle([d.device.piece(d.scope, 2)], 2)));
    await expect(take).toBeVisible();
    await expect(tick).not.toBeChecked();
    await tick.check();
    await expect(page.getByText(o.admits)).toBeVisible();
    await take.click();
    await expect(page.getByText(o.admitted)).toBeVisible();
  });

  test(`a lost file shows as a gap until the next one heals it, ${lang}`, async ({ page, context, site }) => {
    const d = await city(page, context, site, lang);
    const { device, scope } = d;
    device.write(scope, ...visit("第二次走访"));
    device.write(scope, ...visit("第三次走访"));
    // File 2 is lost; 3 hangs on it.
    device.write(scope, ...visit("第四次走访"));
    await takes(d, d.bundle([device.piece(scope, 4)], 3));
    await goes(d, "#/heard");
    const row = page.getByRole("row", { name: WHO });
    await expect(row).toContainText(o.missing);
    await expect(row).toContainText(o.gap);
    await expect(row).not.toContainText(o.healed);
    await page.getByRole("button", { name: o.lacking }).click();
    await expect(row).toBeVisible();
    await row.getByRole("button", { name: o.line }).click();
    await expect(row.getByText(o.said)).toBeVisible();
    await looks(d, "heard");
    await page.getByRole("button", { name: o.notSince }).click();
    await expect(row).toHaveCount(0);
    await goes(d, "#/trust");
    await expect(page.getByText(o.gap).first()).toBeVisible();
    await page.setViewportSize(PHONE.viewport);
    await goes(d, "#/heard");
    await expect(page.getByText(o.gap).first()).toBeVisible();
    await looks(d, "heard-phone");
    await page.setViewportSize(DESK.viewport);
    await takes(d, d.bundle([device.piece(scope, 2)], 4));
    await goes(d, "#/heard");
    await expect(row).toContainText(o.whole);
    await expect(row).toContainText(o.healed);
    await goes(d, "#/trust");
    await expect(page.getByText(o.gap)).toHaveCount(0);
  });

  test(`a copied phone is found, shown and cured, ${lang}`, async ({ page, context, site }) => {
    const d = await city(page, context, site, lang);
    const { device, scope } = d;
    const copy = device.aside(() => {
      device.write(scope, ...visit("旧手机上的走访", "2018-06-13", "phone"));
      device.write(scope, "problem-raised", { category: "land", on: "2018-06-13", title: "地块没交" });
      return d.bundle([device.piece(scope)], 2);
    });
    for (const n of [2, 3, 4]) device.write(scope, ...visit(`新手机上的走访 ${n}`));
    await takes(d, d.bundle([device.piece(scope)], 3));
    await takes(d, copy);
    await goes(d, "#/trust");
    await looks(d, "trust");
    await page.getByRole("button", { name: o.choose }).click();
    await expect(page.getByRole("radio", { name: o.left })).toBeChecked();
    await expect(page.getByRole("radio", { name: o.right })).not.toBeChecked();
    await expect(page.getByText(o.starts)).toBeVisible();
    await looks(d, "trust-fork");
    await page.getByRole("button", { name: o.cure }).click();
    await expect(page.getByText(o.noReason)).toBeVisible();
    await page.getByLabel(o.reason).fill("已与本人通电话");
    await page.getByRole("button", { name: o.cure }).click();
    await expect(page.getByText(o.done)).toBeVisible();
    await expect(page.getByText(o.stopped)).toBeVisible();
    await expect(page.getByRole("button", { name: o.choose })).toHaveCount(0);
    await goes(d, `#/project/${scope.slice(2)}`);
    await expect(page.getByText("新手机上的走访 4").first()).toBeVisible();
    await expect(page.getByText("旧手机上的走访")).toHaveCount(0);
    // The answer carries the new invitation; a new key joins by it.
    const answer = await sends(d, d.person);
    expect(answer.invite.person).toBe(d.person);
    const revoked = answer.pieces.flatMap(({ events }) => events).find(({ kind }) => kind === "device-revoked").body;
    expect(revoked.heads[scope]).toEqual([4, device.feeds.get(scope).ids[4].slice(0, 22)]);
    const again = joined(answer);
    again.write(scope, ...visit("换了钥匙以后的走访"));
    await takes(d, again.bundle([again.piece("all"), again.piece(scope)], { number: 1 }));
    await goes(d, `#/project/${scope.slice(2)}`);
    await expect(page.getByText("换了钥匙以后的走访").first()).toBeVisible();
    await page.setViewportSize(PHONE.viewport);
    await goes(d, "#/trust");
    await expect(page.getByText(o.stopped)).toBeVisible();
    await looks(d, "trust-phone");
  });

  test(`a lost phone is stopped up to a day, ${lang}`, async ({ page, context, site }) => {
    const d = await city(page, context, site, lang);
    await goes(d, "#/trust");
    await page.getByRole("button", { name: o.stop, exact: true }).click();
    await expect(page.getByText(o.nothing)).toBeVisible();
    await page.getByRole("radio", { name: o.until }).check();
    // Nothing of what the phone wrote is that old.
    await page.getByLabel(o.lastDay).fill("2018-06-01");
    await page.getByLabel(o.lastDay).press("Tab");
    await expect(page.getByText(o.stops, { exact: true })).toBeVisible();
    await expect(page.getByText(o.visits).first()).toBeVisible();
    await looks(d, "trust-stop");
    await page.getByLabel(o.reason).fill("已与本人通电话");
    await page.getByRole("button", { name: o.stopGo }).click();
    await expect(page.getByText(o.done)).toBeVisible();
    await goes(d, `#/project/${d.scope.slice(2)}`);
    await expect(page.getByText("第一次走访")).toHaveCount(0);
    expect((await sends(d, d.person)).invite.person).toBe(d.person);
  });

  test.describe(`on the phone, ${lang}`, () => {
    test.use(PHONE);

    test(`the same phone goes on with a new key and what did not count is entered again, ${lang}`, async ({ page, context, site }) => {
      const w = WORDS[lang];
      const { office, secretary, project, starter } = workspace();
      const d = { page, site, lang, w, o, shared: await recordSharing(context) };
      await open(page, site, lang);
      await join(page, w, starter);
      await goes(d, `#/visit/${project}`);
      await page.getByLabel(w.note, { exact: true }).fill("看了盾构井");
      await page.getByRole("button", { name: w.save, exact: true }).click();
      await expect(page.getByText(w.saved).first()).toBeVisible();
      await goes(d, "#/send");
      await page.getByRole("radio", { name: w.openToAll }).check();
      const sent = await handsOut(d, w.sendGo);
      const own = sent.pieces.find(({ scope, device }) => scope === "all" && device === sent.from);
      const { body } = own.events[0];
      // The office admits it, then stops it: of its visits none counts.
      office.write("all", "device-admitted", { box: body.box, key: body.key, person: secretary });
      office.write("all", "device-revoked", { device: sent.from, heads: { all: [1, own.seal.id.slice(0, 22)] }, reason: "手机借给了别人" });
      const invite = pair();
      office.write("all", "person-invited", { key: invite.key, of: secretary, until: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10) });
      const answer = office.bundle([office.piece("all")], { number: 2, to: secretary, invite: { key: invite.secret, person: secretary } });
      await goes(d, "#/trust");
      await expect(page.getByRole("button", { name: o.again })).toHaveCount(0);
      await takes(d, answer);
      await looks(d, "stopped-phone");
      await page.getByRole("button", { name: o.again }).click();
      await goes(d, "#/trust");
      await expect(page.getByText(o.againDone)).toBeVisible();
      await page.getByRole("button", { name: o.reenter }).click();
      await expect(page.getByRole("button", { name: o.reenter })).toHaveCount(0);
      await looks(d, "again-phone");
      await goes(d, `#/project/${project}`);
      await expect(page.getByText("看了盾构井").first()).toBeVisible();
      await goes(d, "#/send");
      await page.getByRole("radio", { name: w.openToAll }).check();
      const next = await handsOut(d, w.sendGo);
      expect(next.from).not.toBe(sent.from);
      const kinds = next.pieces.filter(({ device }) => device === next.from).flatMap(({ events }) => events.map(({ kind }) => kind));
      expect(kinds.sort()).toEqual(["device-joined", "visit-logged"]);
      // After a reload the new key is the one that is kept.
      await page.reload();
      await goes(d, "#/trust");
      await expect(page.getByText(o.againDone)).toBeVisible();
    });
  });
}
