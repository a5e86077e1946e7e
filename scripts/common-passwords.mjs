// Makes lib/accounts/common-passwords.json anew, from a JSON list of passwords with the most common first:
//   npm pack @zxcvbn-ts/language-common && tar xzf zxcvbn-ts-language-common-*.tgz
//   node scripts/common-passwords.mjs package/src/passwords.json
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/** ASVS 6.2.4 asks for 3000 that the other rules let pass. */
const COUNT = 10_000;
/** Shorter ones are refused anyway: PASSWORD_MIN_LENGTH. */
const SHORTEST = 8;

const list = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const codes = list
  .filter((password) => password.length >= SHORTEST)
  .slice(0, COUNT)
  // As lib/accounts/common-passwords.ts looks for them.
  .map((password) => createHash("sha256").update(password.toLowerCase()).digest())
  .map((hash) => hash.subarray(0, 6).toString("base64url"))
  .sort();
writeFileSync("lib/accounts/common-passwords.json", `${JSON.stringify(codes.join(""))}\n`);
console.log(`${codes.length} passwords`);
