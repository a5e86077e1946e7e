// A program: makes the builds that its arguments name, where they are out of date. `app` is what the browser tests
// run on; `without-middleware` is for tests/e2e/no-middleware.spec.ts alone.
import { build } from "./build.mjs";
import { buildWithoutMiddleware } from "./build-without-middleware.mjs";
import { runScript } from "./lifecycle.mjs";
import { step } from "./steps.mjs";

const builds = { app: () => build(process.env), "without-middleware": buildWithoutMiddleware };

runScript(async () => {
  for (const name of process.argv.slice(2)) await step(name, builds[name]);
});
