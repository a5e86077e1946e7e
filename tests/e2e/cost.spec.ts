// The SQL statements of a request, counted on the wire.
import { startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { expect, test } from "../support/e2e-test";
import { openFaultProxy } from "../support/fault-proxy";

test("a page reads the session with one statement, even if several components ask", async ({
  database,
  user,
}) => {
  const network = await openFaultProxy(database.url);
  const app = await startApp({ env: { AUTH_STRATEGY: "database", DATABASE_URL: network.url } });
  const client = createClient(app.url);
  await client.signIn(user);
  // The header reads the session in two places, and SessionKeeper in a third.
  for (const [path, statements] of [
    ["/", 1],
    // The page asks too, and then for six things of its own: the password, the passkeys, the devices, the connected accounts,
    // whether one of them is the last way to sign in, and whether the address is confirmed.
    ["/account", 7],
    ["/api/me", 1],
  ] as const) {
    await client.get(path);
    network.takeCount();
    expect((await client.get(path)).text).toContain(user.name);
    expect(network.takeCount(), path).toBe(statements);
  }
  await app.stop();
});
