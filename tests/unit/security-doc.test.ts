// docs/security.md names a test for each requirement. After renaming or removing a test, the page must be updated.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/security.md", "utf8");
/** `folder/name` "part of a title" */
const named = [...page.matchAll(/`((?:unit|contract|infra|e2e)\/[\w/-]+)` "([^"]+)"/g)];

const fileOf = (name: string) => `tests/${name}.${name.startsWith("e2e/") ? "spec" : "test"}.ts`;

test("every test that the page names exists", () => {
  expect(named.length).toBeGreaterThan(100);
  const missing = named.filter(([, name = "", title = ""]) => {
    const file = fileOf(name);
    return !existsSync(file) || !titlesIn(file).some((known) => known.includes(title));
  });
  expect(missing.map(([whole]) => whole)).toEqual([]);
});

test("every requirement names a test, or says why there is none", () => {
  const rows = page.split("\n").filter((line) => /^\| (?!requirement|---)/.test(line));
  const without = rows.filter((row) => !/`\w+\/[\w/-]+` "/.test(row) && !row.includes("**No**"));
  expect(without).toEqual([]);
});

/** Every text in quotes: a title may also stand in a row of `test.each`. */
function titlesIn(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"|`([^`]*)`/g)].map(
    ([, plain = "", template = ""]) => plain || template,
  );
}
