// Bundles written by docs/format.md alone, in another language than the app's: what both agree on is the format.
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}
export const hash = (value) => createHash("sha256").update(value).digest("base64url");
const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
// The code that two holders of the same feeds read to each other: `[scope, device, seq, id]` for each.
export function reconciliationCode(heads) {
  const lines = heads.map((head) => Buffer.from(`${head.join(" ")}\n`)).sort(Buffer.compare);
  const first = createHash("sha256").update(Buffer.concat(lines)).digest().readUIntBE(0, 5);
  const characters = Array.from({ length: 8 }, (_, i) => CROCKFORD[Math.floor(first / 32 ** (7 - i)) % 32].toUpperCase()).join("");
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}
const letters = () => [...randomBytes(16)].map((byte) => CROCKFORD[byte & 31]).join("");
const publicPart = ({ crv, kty, x, y }) => ({ crv, kty, x, y });

export function pair() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = privateKey.export({ format: "jwk" });
  const { crv, d, kty, x, y } = jwk;
  return { key: publicPart(jwk), secret: { crv, d, kty, x, y }, sign: (value) => signWith(jwk, value) };
}
const signWith = (jwk, value) => sign("sha256", Buffer.from(canonical(value)), { key: createPrivateKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" }).toString("base64url");

// A device with its feeds. `write` returns the event's ref; `time` rises by itself.
export class Device {
  constructor(workspace, time = Date.now() - 86_400_000) {
    const box = pair();
    Object.assign(this, pair(), { box: box.key, boxSecret: box.secret, feeds: new Map(), workspace, time });
    this.id = hash(canonical(this.key)).slice(0, 22);
  }

  write(scope, kind, body) {
    const feed = this.feeds.get(scope) ?? { events: [], ids: [hash(canonical({ device: this.id, scope, workspace: this.workspace }))] };
    this.feeds.set(scope, feed);
    const time = (this.time += 1000);
    const id = hash(canonical({ body: hash(canonical(body)), kind, prev: feed.ids.at(-1), time }));
    feed.events.push({ body, kind, time });
    feed.ids.push(id);
    return id.slice(0, 22);
  }

  // What a starter for the person says; good for two weeks.
  invites(person) {
    const invite = pair();
    const until = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
    this.write("all", "person-invited", { key: invite.key, of: person, until });
    return { invite: { key: invite.secret, person }, workspace: this.workspace };
  }

  // A secretary with a project of their own, and what they join by; `n` tells the projects apart.
  engages(name, district, n, projectDistrict = district) {
    const person = this.write("all", "person-registered", { district, name, role: "secretary" });
    const scope = `p:${(CROCKFORD[n >> 5] + CROCKFORD[n & 31]).repeat(8)}`;
    this.write(scope, "project-registered", { category: "industry", district: projectDistrict, name: `项目${n + 1}`, secretary: person });
    return { name, person, scope, joins: this.invites(person) };
  }

  // The feed from that number on to another, or its head, sealed there.
  piece(scope, from = 1, to = this.feeds.get(scope).events.length) {
    const { events, ids } = this.feeds.get(scope);
    return { device: this.id, events: structuredClone(events.slice(from - 1, to)), from, prev: ids[from - 1], scope, seal: this.sealOf(scope, to, ids[to]) };
  }

  sealOf(scope, seq, id) {
    return { id, seq, sig: this.sign({ device: this.id, id, scope, seq, workspace: this.workspace }) };
  }

  // What is written meanwhile never was.
  aside(use) {
    const feeds = structuredClone(this.feeds);
    const out = use();
    this.feeds = feeds;
    return out;
  }

  // A bundle of these pieces; `more` holds further members of the envelope.
  bundle(pieces, more = {}) {
    const made = (this.time += 1000);
    const bundle = { devices: { [this.id]: this.key }, from: this.id, lianxin: "bundle/1", made, pieces, workspace: this.workspace, ...more };
    return this.seal(bundle);
  }

  seal(bundle) {
    const { seal, ...rest } = bundle;
    return { ...rest, seal: this.sign({ bundle: hash(canonical(rest)) }) };
  }
}

// A workspace with one district, one secretary who is invited, and one project of theirs.
export function workspace() {
  const office = new Device("");
  const founded = { box: office.box, key: office.key, name: "大连市重点项目", nonce: letters(), person: { name: "市级统筹" }, time_zone: "+08:00" };
  office.workspace = hash(canonical(founded));
  office.write("all", "workspace-founded", founded);
  const district = office.write("all", "unit-registered", { kind: "district", name: "甘井子区" });
  const secretary = office.write("all", "person-registered", { district, name: "大连湾街道服务秘书", role: "secretary" });
  const invite = pair();
  const until = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
  office.write("all", "person-invited", { key: invite.key, of: secretary, until });
  const project = letters();
  office.write(`p:${project}`, "project-registered", { category: "industry", district, name: "大连湾海底隧道", secretary });
  const starter = office.bundle([office.piece("all"), office.piece(`p:${project}`)], { invite: { key: invite.secret, person: secretary }, number: 1, to: secretary });
  return { office, district, secretary, project, starter, invite };
}

// A device that joined by a starter, which may be one that the app made.
export function joined({ invite: { key, person }, workspace: held }) {
  const device = new Device(held, Date.now());
  const proof = signWith(key, { device: device.id, person, workspace: held });
  device.write("all", "device-joined", { box: device.box, key: device.key, person, proof });
  return device;
}
