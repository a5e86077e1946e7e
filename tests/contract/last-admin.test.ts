// The last admin cannot be deleted. Uses a separate database, because other tests also create admins.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";
import { importWith } from "../support/isolated";
import { migrate } from "../support/migrate";

let client: pg.Client;
let stop: () => Promise<void>;
let deleteAccount: typeof import("@/features/delete-account/delete-account").deleteAccount;
let closeApp: () => Promise<void>;

beforeAll(async () => {
  const { url, stop: stopServer } = await startEmbeddedPostgres();
  stop = stopServer;
  await migrate(url);
  client = new pg.Client({ connectionString: url });
  await client.connect();
  const app = await importWith({ DATABASE_URL: url }, async () => ({
    ...(await import("@/features/delete-account/delete-account")),
    ...(await import("@/lib/database/client")),
  }));
  deleteAccount = app.deleteAccount;
  closeApp = async () => (await app.openDatabase()).pool.end();
});
afterAll(async () => {
  await client.end();
  await closeApp();
  await stop();
});
beforeEach(() => client.query(`DELETE FROM "User"`));

async function addUser(role: "user" | "admin", { disabled = false, throwAway = false } = {}) {
  const id = randomUUID();
  await client.query(
    `INSERT INTO "User" (id, role, "disabledAt", "updatedAt") VALUES ($1, $2, $3, now())`,
    [id, role, disabled ? new Date() : null],
  );
  // #region demo
  if (throwAway)
    await client.query(`INSERT INTO "ThrowAwayUser" ("userId", until) VALUES ($1, now())`, [id]);
  // #endregion
  return id;
}

test("the only admin cannot delete the account, and keeps all sessions", async () => {
  const admin = await addUser("admin");
  await addUser("user");
  await addUser("admin", { disabled: true });
  // #region demo
  await addUser("admin", { throwAway: true });
  // #endregion
  let ended = 0;
  const revocation = {
    end: async () => false,
    endAll: async () => ++ended,
  };
  expect(await deleteAccount(admin, revocation)).toBe("last-admin");
  expect(ended).toBe(0);
  await addUser("admin");
  expect(await deleteAccount(admin, revocation)).toBe("done");
});

test("a user who is not an admin can delete the account", async () => {
  await addUser("admin");
  expect(await deleteAccount(await addUser("user"), null)).toBe("done");
});

test("if two admins delete their accounts at once, one is refused", async () => {
  for (let round = 0; round < 5; round++) {
    const admins = [await addUser("admin"), await addUser("admin")];
    const outcomes = await Promise.all(admins.map((id) => deleteAccount(id, null)));
    expect(outcomes.sort()).toEqual(["done", "last-admin"]);
    await client.query(`DELETE FROM "User"`);
  }
});
