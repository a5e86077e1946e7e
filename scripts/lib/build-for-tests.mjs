// A program that makes the builds named in its arguments, if they are out of date. The browser tests use `app`; single
// files of them use the copies.
import { build } from "./build.mjs";
import { buildCopy } from "./build-copy.mjs";
// #region containers
import { buildStandalone } from "./build-standalone.mjs";
// #endregion
import { runScript } from "./lifecycle.mjs";
import { step } from "./steps.mjs";

const builds = {
  app: () => build(process.env),
  // #region containers
  // For tests/infra.
  standalone: buildStandalone,
  // #endregion
  "without-middleware": () => buildCopy("without-middleware"),
  "with-proxy": () => buildCopy("with-proxy"),
};

runScript(async () => {
  for (const name of process.argv.slice(2)) await step(name, builds[name]);
});
