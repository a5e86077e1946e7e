import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { contracts, differing, left, leftContract, once } from "../support/parts.mjs";

test("the lists of tests name files that exist", () => {
  const browser = [...once, ...left, ...differing].map((name) => `tests/e2e/${name}.spec.ts`);
  const missing = [...browser, ...contracts(leftContract)].filter((file) => !existsSync(file));
  expect(missing).toEqual([]);
});
