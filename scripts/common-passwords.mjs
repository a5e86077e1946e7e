// Writes lib/accounts/common-passwords.json from the installed @zxcvbn-ts/language-common. Run it after each update of that
// package: node scripts/common-passwords.mjs
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { dictionary } from "@zxcvbn-ts/language-common";

/** ASVS 6.2.4 requires the 3000 most common passwords that pass the other rules. */
const COUNT = 10_000;
/** PASSWORD_MIN_LENGTH already refuses shorter passwords. */
const SHORTEST = 8;

/** The content of the file, in the format that lib/accounts/common-passwords.ts reads. */
export function makeCommonPasswords() {
  const codes = dictionary["passwords-common"] // The most common ones come first.
    .filter((password) => password.length >= SHORTEST)
    .slice(0, COUNT)
    .map((password) => createHash("sha256").update(password.toLowerCase()).digest())
    .map((hash) => hash.subarray(0, 6).toString("base64url"))
    .sort();
  return `${JSON.stringify(codes.join(""))}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync("lib/accounts/common-passwords.json", makeCommonPasswords());
