// docs/decisions/0013: what a page imports must not import the database's driver.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const files = ["app", "components", "features", "lib"]
  .filter(existsSync)
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  )
  .concat("auth.ts")
  .filter((file) => /(?<!\.test)\.tsx?$/.test(file));

/** What a file imports at its top, and not for the types alone. */
const imports = (file: string) =>
  [
    ...readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)";/gm),
  ].map(([, from]) => from);

const driver = [
  "pg",
  "@prisma/adapter-pg",
  "./pool",
  "./cancel",
  "../pool",
  "../database/pool",
  "@/lib/database/pool",
];
/** The pool itself with what only it imports, and the nightly job, which instrumentation.ts starts beside the pages. */
const allowed = ["lib/accounts/nightly.ts", "lib/database/cancel.ts", "lib/database/pool.ts"];

test("no file of a page imports the driver statically", () => {
  expect(files.length).toBeGreaterThan(50);
  const importers = files.filter((file) =>
    imports(file).some((from) => driver.includes(`${from}`)),
  );
  expect(importers.sort()).toEqual(allowed);
});
