import { build } from "./build.mjs";
import { nowServing, runScript } from "./lifecycle.mjs";
import { prepare } from "./prepare.mjs";
import { serve } from "./serve.mjs";
import { step } from "./steps.mjs";

export async function demo() {
  await runScript(async () => {
    console.log("");
    const { env, settings, place, seeded } = await prepare("production");
    await step("Build", () => build(settings));
    let server;
    await step("Server", async () => {
      server = await serve(env, place);
    });
    await tellWhereItIs(place, server.health.strategy, seeded);
    nowServing();
    server.showLog();
  });
}

async function tellWhereItIs({ address, host, port }, strategy, seeded) {
  // A package: it may not be there before `prepare`.
  const { tsImport } = await import("tsx/esm/api");
  const { strategyNames } = await tsImport("../../lib/env-schema.ts", import.meta.url);
  const place = `${process.env.HOST ? `HOST=${host} ` : ""}${process.env.PORT ? `PORT=${port} ` : ""}`;
  const users = seeded
    ? ["user@example.com or admin@example.com", "password: correct horse battery staple"]
    : [
        "nobody yet: the database is on another host, and the demo's password is public",
        "add the demo users all the same: npm run db:seed",
      ];
  const others = strategyNames
    .filter((name) => name !== strategy)
    .map((name) => `${place}AUTH_STRATEGY=${name} npm run demo`);
  console.log(`
  Open          ${address}
  Sign in as    ${users.join("\n                ")}
  Strategy      ${strategy}
  Stop          Ctrl-C; your data stays
  Then try      ${others.join("\n                ")}
`);
}
