import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = readdirSync("app/demo", { recursive: true, encoding: "utf8" }).filter((path) =>
  /(^|\/)(page|layout)\.tsx$/.test(path),
);

test("there are pages and layouts", () => {
  expect(files).toEqual(expect.arrayContaining(["layout.tsx", "private-cache/layout.tsx"]));
});

test.each(files)("%s is not found while the demo is off", (file) => {
  // look() of private-cache asks too.
  expect(readFileSync(`app/demo/${file}`, "utf8")).toMatch(/demoPage\(|requireDemo\(|look\(\)/);
});
