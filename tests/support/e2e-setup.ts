// Runs once before the browser tests: builds the app if the build is out of date, then starts a database and an app for
// each strategy, and the OpenID Connect provider. The returned function ends them.

// #region postgres
import { type StrategyName, strategyNames } from "../../lib/session/strategies";
// #endregion
import { build } from "../../scripts/lib/build.mjs";
// #region postgres
import { migrate, seed } from "../../scripts/lib/database.mjs";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";
import { startApp } from "./e2e-app";
// #endregion
import { startOidcProvider } from "./e2e-oidc";
import { publishStage } from "./e2e-stage";

export default async function setup() {
  await build(process.env);
  const provider = await startOidcProvider();
  // #region postgres
  const started = await Promise.all(
    strategyNames.map(async (strategy) => [strategy, await start(strategy, provider.env)] as const),
  );
  const strategies = Object.fromEntries(started) as Record<
    StrategyName,
    Awaited<ReturnType<typeof start>>
  >;
  publishStage({ strategies, oidcIssuer: provider.issuer });
  return async () => {
    await Promise.all([provider.stop(), ...started.map(([, { stop }]) => stop())]);
  };
  // #endregion
  // without postgres: publishStage({ oidcIssuer: provider.issuer });
  // without postgres: return () => provider.stop();
}

// #region postgres
async function start(strategy: StrategyName, oidc: Record<string, string>) {
  const database = await startEmbeddedPostgres();
  await migrate(database.url);
  await seed(database.url);
  const app = await startApp({
    env: { AUTH_STRATEGY: strategy, DATABASE_URL: database.url, ...oidc },
  });
  return {
    url: app.url,
    databaseUrl: database.url,
    async stop() {
      await app.stop();
      await database.stop();
    },
  };
}
// #endregion
