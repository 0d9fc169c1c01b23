// Encrypted files as another library writes and opens them.
import { GeneralEncrypt, generalDecrypt } from "../../../tools/node_modules/jose/dist/webapi/index.js";

const bytes = (value) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const DEVICE = "ECDH-ES+A256KW", PASSPHRASE = "PBES2-HS512+A256KW";

// `devices`: [the public box, the device's name or none]; the passphrase comes last.
export async function sealed(content, { devices = [], passphrase, p2c = 210_000 }) {
  const jwe = new GeneralEncrypt(bytes(content)).setProtectedHeader({ enc: "A256GCM" });
  for (const [box, kid] of devices) jwe.addRecipient(box).setUnprotectedHeader({ alg: DEVICE, ...(kid && { kid }) });
  if (passphrase) jwe.addRecipient(bytes(passphrase)).setUnprotectedHeader({ alg: PASSPHRASE }).setKeyManagementParameters({ p2c });
  return JSON.stringify(await jwe.encrypt());
}

export const openedByKey = async (file, secret) => Buffer.from((await generalDecrypt(JSON.parse(file), secret)).plaintext);
export const openedByPassphrase = async (file, passphrase) =>
  Buffer.from((await generalDecrypt(JSON.parse(file), bytes(passphrase), { keyManagementAlgorithms: [PASSPHRASE], maxPBES2Count: 2_000_000 })).plaintext);
