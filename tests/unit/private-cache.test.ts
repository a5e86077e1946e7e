// The result of a function with `use cache: private` is cached in the browser for minutes and shown without a request.
// An ended session would still be shown.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = ["app", "components", "features", "lib"]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.tsx?$/.test(file));

/** The lab has one, to show why. */
const shown = "app/demo/private-cache/kept/page.tsx";

test("no page of the app uses a private cache", () => {
  expect(files).toContain("lib/session/current.ts");
  const keeping = files.filter((file) =>
    /^\s*"use cache: private"/m.test(readFileSync(file, "utf8")),
  );
  expect(keeping).toEqual([shown]);
});

test("Next.js refuses to read a session in such a function, because of connection()", () => {
  const current = readFileSync("lib/session/current.ts", "utf8");
  const read = current.slice(current.indexOf("readSession = "));
  expect(read.indexOf("await connection()")).toBeGreaterThan(0);
  expect(read.indexOf("await connection()")).toBeLessThan(read.indexOf("strategyFor("));
});
