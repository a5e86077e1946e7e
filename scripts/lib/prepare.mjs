// The common preparation of the demo and the development server: settings and packages.
// #region postgres
// It also starts a database, with tables and users.
// #endregion
import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
// #region postgres
import { mayHoldDemoUsers, migrate, openDatabase, seed } from "./database.mjs";
// #endregion
import { install } from "./install.mjs";
import { end } from "./lifecycle.mjs";
import { askToEnd, takeLock } from "./lock.mjs";
import { findPlace } from "./port.mjs";
import { inProject, runNode } from "./run.mjs";
import { ensureEnvFile, readSettings } from "./settings.mjs";
import { step } from "./steps.mjs";
import { Stop } from "./stop.mjs";

/**
 * Prepares for `next start` (mode "production") or `next dev` ("development"). Returns the environment for it, the
 * settings, the address on which to listen, whether the demo users are in the database, and which of them have been
 * changed. `-- --reset` restores the demo users of the database. `-- --replace` first ends a server that runs in this
 * folder. Throws a Stop.
 */
export async function prepare(mode) {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { reset: { type: "boolean" }, replace: { type: "boolean" } },
  });
  await takeTurn(values.replace);
  const place = await findPlace();
  if (!existsSync(inProject("node_modules/.package-lock.json")))
    console.log("  The first start takes a minute or two. Later ones take seconds.\n");
  await step("Packages", install);
  let settings;
  await step("Settings", async () => {
    const note = ensureEnvFile();
    settings = await readSettings(mode);
    return note;
  });

  // #region postgres
  let url;
  await step("Database", async () => {
    url = await openDatabase(settings);
    return settings.DATABASE_URL ? "yours, from DATABASE_URL" : "embedded, data in .data/postgres";
  });
  // #endregion
  const env = {
    // #region postgres
    DATABASE_URL: url,
    // #endregion
    AUTH_TIMING: settings.AUTH_TIMING || "1",
    // #region demo
    DEMO: settings.DEMO || "1",
    // #endregion
  };
  await runNode("Checking the settings", ["--import", "tsx", "scripts/lib/judge-settings.mjs"], {
    env: { ...settings, ...env },
  });
  // #region postgres
  // DIRECT_URL bypasses a pooler, so it is used only together with DATABASE_URL.
  await step("Migrations", () => migrate(url, settings.DATABASE_URL && settings.DIRECT_URL));
  const seeded = mayHoldDemoUsers(url);
  let changed = [];
  if (seeded)
    await step("Demo users", async () => {
      changed = await seed(url, values.reset);
      return values.reset ? "restored" : null;
    });
  return { env, settings, place, seeded, changed };
  // #endregion
  // without postgres: return { env, settings, place };
}

/** Only one server can run in this folder. Ends a running one if the user agrees. */
async function takeTurn(replace = false) {
  const lock = inProject(".data/lock");
  const take = (timeout) =>
    takeLock(lock, timeout, () => {
      console.log("\nEnded, because another start has replaced this one.");
      end(0);
    });
  if (await take(3_000)) return;
  const running = "A demo or development server is already running in this folder";
  if (!replace && !(await confirm(`${running}. Stop it and start this one? [Y/n] `)))
    throw new Stop(`${running} → stop it first, or let this start replace it: -- --replace`);
  await askToEnd(lock);
  if (!(await take(30_000))) throw new Stop(`${running} and does not end → stop it first`);
}

/** Returns false without a terminal, because nobody can answer. */
async function confirm(question) {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question(question);
  prompt.close();
  return /^(y|yes|)$/i.test(answer.trim());
}
