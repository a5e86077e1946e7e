// The cause of a database failure is logged once per outage, without secrets, and reported by the health check. All
// failures are those of a real server.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DATABASE_OUTAGE, expectConsole } from "../support/console";
import { createDatabase } from "../support/databases";
import { databaseUrl } from "../support/environment";
import { openFaultProxy } from "../support/fault-proxy";
import { importWith } from "../support/isolated";

const SECRET = "hunter2secret";

/** The URL of the migrated database, changed. */
function url(
  changes: Partial<Pick<URL, "username" | "port" | "hostname" | "pathname" | "search">>,
) {
  return Object.assign(new URL(databaseUrl ?? ""), { password: SECRET }, changes).href;
}

// As in a new process.
beforeEach(() => Object.assign(globalThis, { database: undefined, outages: undefined }));

afterEach(async () => {
  const { database } = globalThis as { database?: Promise<{ pool: { end(): Promise<void> } }> };
  await (await database)?.pool.end();
});

async function start(databaseUrl: string) {
  const settings = { DATABASE_URL: databaseUrl, AUTH_STRATEGY: "database", REDIS_URL: "" };
  const { askDatabase } = await importWith(settings, () => import("@/lib/database/client"));
  const { checkStores } = await import("@/lib/health");
  const { sessionTable } = await import("@/lib/session/store/table");
  const logged = () =>
    vi
      .mocked(console.error)
      .mock.calls.map(String)
      .filter((line) => DATABASE_OUTAGE.test(line));
  return { askDatabase, checkStores, sessionTable, logged };
}

const someone = { userId: "nobody", id: "none" };

// First, because the outages of the other tests never end.
test("the end of an outage is logged once, and the next outage again", async () => {
  expectConsole(DATABASE_OUTAGE);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const network = await openFaultProxy(url({}));
  const { sessionTable, logged } = await start(network.url);
  for (let outage = 1; outage <= 2; outage++) {
    await network.refuse();
    for (let i = 0; i < 3; i++) await expect(sessionTable.remove(someone)).rejects.toThrow();
    expect(logged()).toHaveLength(outage);
    await network.restore();
    expect(await sessionTable.remove(someone)).toEqual([]);
    await vi.waitFor(() => expect(log).toHaveBeenCalledTimes(outage), { timeout: 15_000 });
    expect(log).toHaveBeenLastCalledWith(
      expect.stringMatching(/^\[database\] answers again, after \d+ s$/),
    );
  }
  await network.refuse();
}, 60_000);

describe.each<[string, () => string | Promise<string>, RegExp, "down" | "unusable"]>([
  [
    "a user that there is not",
    () => url({ username: "stranger" }),
    /28000 .*check the user and the password/,
    "down",
  ],
  [
    "a database that there is not",
    () => url({ pathname: "/nope" }),
    /3D000 .*create this database/,
    "down",
  ],
  [
    "a closed port",
    () => url({ port: "1" }),
    /(ECONNREFUSED|DatabaseNotReachable) .*that Postgres runs/,
    "down",
  ],
  [
    "an unknown host",
    () => url({ hostname: "db.invalid" }),
    /(ENOTFOUND|EAI_AGAIN|DatabaseNotReachable) .*that Postgres runs/,
    "down",
  ],
  [
    "a server without TLS",
    () => url({ search: "?sslmode=verify-full" }),
    /SSL .*check sslmode/,
    "down",
  ],
  ["no tables", () => createDatabase(), /42P01 .*npm run db:migrate/, "unusable"],
  [
    "a read-only server",
    () => url({ search: "?options=-c%20default_transaction_read_only=on" }),
    /25006 .*the primary/,
    "unusable",
  ],
])("%s", (_fault, getUrl, line, health) => {
  test("is logged once for any number of requests", async () => {
    expectConsole(DATABASE_OUTAGE);
    const { sessionTable, logged } = await start(await getUrl());
    for (let i = 0; i < 3; i++)
      await expect(sessionTable.remove(someone)).rejects.toMatchObject({
        digest: "STORE_UNAVAILABLE",
      });
    expect(logged()).toHaveLength(1);
    expect(logged()[0]).toMatch(line);
    expect(logged().join()).not.toContain(SECRET);
  });

  test(`gives the health status "${health}", and is logged without other requests`, async () => {
    expectConsole(DATABASE_OUTAGE);
    const { checkStores, logged } = await start(await getUrl());
    for (let n = 0; n < 2; n++) {
      const found = await checkStores(["DATABASE_URL"]);
      expect(found).toEqual({ database: health, redis: "off", isUsable: false });
    }
    expect(logged()).toHaveLength(1);
    expect(logged()[0]).toMatch(line);
  });
});

test("a complete database is up, and nothing is logged", async () => {
  const { checkStores } = await start(url({}));
  const found = await checkStores(["DATABASE_URL"]);
  expect(found).toEqual({ database: "up", redis: "off", isUsable: true });
});

test("an outdated table is recognised by its missing columns", async () => {
  expectConsole(DATABASE_OUTAGE);
  const older = await createDatabase({
    migrated: true,
    sql: `ALTER TABLE "Session" DROP COLUMN "authTime"`,
  });
  const { checkStores, logged } = await start(older);
  expect(await checkStores()).toMatchObject({ database: "unusable" });
  expect(logged()[0]).toMatch(/missing or incomplete: Session →/);
});
