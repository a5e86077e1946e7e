// Vitest ignores an `afterAll` that is called in a hook or a test: what it should end keeps running.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = ["app", "tests"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("node_modules"))
    .map((path) => `${folder}/${path}`),
);

/** Lines that pass `afterAll` on, or call it in a function that is neither a `describe` nor has a `beforeAll` too. */
function findIgnored(file: string): string[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, n) => {
    const indent = /^( +)afterAll\(/.exec(line)?.[1]?.length;
    if (indent === undefined)
      return /[(,] *afterAll\b *[),]/.test(line.replace(/^import .*/, ""))
        ? [`${file}:${n + 1}`]
        : [];
    const start = lines.findLastIndex(
      (one, at) => at < n && /^ *\S/.test(one) && one.search(/\S/) < indent,
    );
    const block = lines.slice(start, n).join("\n");
    return /^ *(describe|beforeAll)\b/m.test(block) ? [] : [`${file}:${n + 1}`];
  });
}

test("afterAll is called where Vitest runs it; elsewhere use tests/support/at-end.ts or onTestFinished", () => {
  expect(files.flatMap(findIgnored)).toEqual([]);
});
