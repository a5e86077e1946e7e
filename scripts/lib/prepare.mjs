// What the demo and the development server have in common: settings, packages, a database with tables
// and users in it.
import { mayHoldDemoUsers, migrate, openDatabase, seed } from "./database.mjs";
import { install } from "./install.mjs";
import { takeLock } from "./lock.mjs";
import { findPlace } from "./port.mjs";
import { inProject, runNode } from "./run.mjs";
import { ensureEnvFile, readSettings } from "./settings.mjs";
import { step } from "./steps.mjs";
import { Stop } from "./stop.mjs";

/**
 * Prepares for `next start` (mode "production") or `next dev` ("development"). Answers with the
 * environment for it, the settings on which that rests, where to listen, and whether the demo users are in
 * the database. Throws a Stop.
 */
export async function prepare(mode) {
  const place = await findPlace();
  if (!(await takeLock(inProject(".data/lock"))))
    throw new Stop("A demo or development server runs in this folder already → stop it first");
  await step("Packages", install);
  let settings;
  await step("Settings", async () => {
    const note = ensureEnvFile();
    settings = await readSettings(mode);
    return note;
  });

  let url;
  await step("Database", async () => {
    url = await openDatabase(settings);
    return settings.DATABASE_URL ? "yours, from DATABASE_URL" : "embedded, data in .data/postgres";
  });
  const env = {
    DATABASE_URL: url,
    AUTH_TIMING: settings.AUTH_TIMING || "1",
    DEMO: settings.DEMO || "1",
  };
  await runNode("Checking the settings", ["--import", "tsx", "scripts/lib/judge-settings.mjs"], {
    env: { ...settings, ...env },
  });
  // Only past a pooler in front of the same database.
  await step("Migrations", () => migrate(url, settings.DATABASE_URL && settings.DIRECT_URL));
  const seeded = mayHoldDemoUsers(url);
  if (seeded) await step("Demo users", () => seed(url));
  return { env, settings, place, seeded };
}
