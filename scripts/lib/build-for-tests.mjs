// A program: the builds that the browser tests run on, made where they are out of date.
import { build } from "./build.mjs";
import { buildWithoutMiddleware } from "./build-without-middleware.mjs";
import { runScript } from "./lifecycle.mjs";
import { step } from "./steps.mjs";

runScript(async () => {
  await step("The app", () => build(process.env));
  await step("... without middleware", async () => void (await buildWithoutMiddleware()));
});
