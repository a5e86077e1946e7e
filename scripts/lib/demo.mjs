import { build } from "./build.mjs";
import { nowServing, runScript } from "./lifecycle.mjs";
import { prepare } from "./prepare.mjs";
import { serve } from "./serve.mjs";
import { step } from "./steps.mjs";

export async function demo() {
  await runScript(async () => {
    console.log("");
    // #region postgres
    const { env, settings, place, seeded, changed } = await prepare("production");
    // #endregion
    // without postgres: const { env, settings, place } = await prepare("production");
    await step("Build", (say) => build(settings, say));
    let server;
    await step("Server", async () => {
      server = await serve(env, place);
    });
    // #region postgres
    await tellWhereItIs(place, server.health.strategy, seeded, changed);
    // #endregion
    // without postgres: await tellWhereItIs(place, server.health.strategy);
    nowServing();
    server.showLog();
  });
}

// #region postgres
async function tellWhereItIs(place, strategy, seeded, changed) {
  const users = seeded
    ? [
        "user@example.com or admin@example.com",
        "password: correct horse battery staple",
        ...changed.map((email) => `${email} has been changed, so the password or role may differ:`),
        ...(changed.length > 0 ? ["npm run demo -- --reset  restores the demo users"] : []),
      ]
    : [
        "nobody yet: the database is on another host, and the demo's password is public",
        "to add the demo users anyway: npm run db:seed",
      ];
  // #endregion
  // without postgres: async function tellWhereItIs(place, strategy) {
  // without postgres: const users = ["GitHub or an OpenID Connect provider, as .env.example explains"];
  console.log(`
  Open          ${place.address}
  Sign in as    ${users.join("\n                ")}
  Strategy      ${strategy}
  Stop          Ctrl-C; your data is kept`);
  // #region keep
  const others = await commandsOfOthers(place, strategy);
  console.log(`  Then try      ${others.join("\n                ")}`);
  // #endregion
  console.log("");
}

// #region keep
async function commandsOfOthers({ host, port }, strategy) {
  // Imported late, because `prepare` may have to install this package.
  const { tsImport } = await import("tsx/esm/api");
  const { strategyNames } = await tsImport(
    "../../lib/session/strategies/index.ts",
    import.meta.url,
  );
  const { HOST, PORT } = process.env;
  const place = `${HOST ? `HOST=${host} ` : ""}${PORT ? `PORT=${port} ` : ""}`;
  return strategyNames
    .filter((name) => name !== strategy)
    .map((name) => `${place}AUTH_STRATEGY=${name} npm run demo`);
}
// #endregion
