// The list of common passwords is generated from a package.
import { readFileSync } from "node:fs";
import { dictionary } from "@zxcvbn-ts/language-common";
import { expect, test } from "vitest";
import { isCommonPassword } from "@/lib/accounts/common-passwords";
import { makeCommonPasswords } from "../../scripts/common-passwords.mjs";

const mostCommon = dictionary["passwords-common"].filter(({ length }) => length >= 8);

test("the list is generated from the installed version of its package", () => {
  const committed = readFileSync("lib/accounts/common-passwords.json", "utf8");
  const isCurrent = committed === makeCommonPasswords();
  expect(isCurrent, "The package was updated: run node scripts/common-passwords.mjs").toBe(true);
});

test("the 10,000 most common passwords are refused, and the next ones are not", () => {
  const refused = mostCommon.slice(0, 10_000).filter((password) => isCommonPassword(password));
  expect(refused).toHaveLength(10_000);
  const next = mostCommon.slice(10_000, 12_000).filter((password) => isCommonPassword(password));
  expect(next).toEqual([]);
});
