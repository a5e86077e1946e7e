// What a request asks the database, counted on the wire.
import { startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { expect, test } from "../support/e2e-test";
import { openFaultProxy } from "../support/fault-proxy";

test("who is signed in costs one statement, however many parts of a page ask", async ({
  database,
  user,
}) => {
  const network = await openFaultProxy(database.url);
  const app = await startApp({ env: { AUTH_STRATEGY: "database", DATABASE_URL: network.url } });
  const client = createClient(app.url);
  await client.signIn(user);
  // The header asks in two places, and the keeper of the session in a third.
  for (const [path, statements] of [
    ["/", 1],
    // The page asks too, and then for four things of its own: the password, the devices, the connected accounts, and
    // whether one of them is the last way in.
    ["/account", 5],
    ["/api/me", 1],
  ] as const) {
    await client.get(path);
    network.takeCount();
    expect((await client.get(path)).text).toContain(user.name);
    expect(network.takeCount(), path).toBe(statements);
  }
  await app.stop();
});
