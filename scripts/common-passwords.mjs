// Regenerates lib/accounts/common-passwords.json from a JSON list of passwords, the most common first:
//   npm pack @zxcvbn-ts/language-common && tar xzf zxcvbn-ts-language-common-*.tgz
//   node scripts/common-passwords.mjs package/src/passwords.json
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/** ASVS 6.2.4 requires the 3000 most common passwords that pass the other rules. */
const COUNT = 10_000;
/** PASSWORD_MIN_LENGTH already refuses shorter passwords. */
const SHORTEST = 8;

const list = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const codes = list
  .filter((password) => password.length >= SHORTEST)
  .slice(0, COUNT)
  // The format that lib/accounts/common-passwords.ts reads.
  .map((password) => createHash("sha256").update(password.toLowerCase()).digest())
  .map((hash) => hash.subarray(0, 6).toString("base64url"))
  .sort();
writeFileSync("lib/accounts/common-passwords.json", `${JSON.stringify(codes.join(""))}\n`);
console.log(`${codes.length} passwords`);
