// What a request asks the database, counted on the wire.
import { startApp } from "../support/e2e-app";
import { createClient } from "../support/e2e-client";
import { expect, test } from "../support/e2e-test";
import { openFaultProxy } from "../support/fault-proxy";

test("a page whose parts ask three times who is signed in costs one statement, as does a route", async ({
  database,
  user,
}) => {
  const network = await openFaultProxy(database.url);
  const app = await startApp({ env: { AUTH_STRATEGY: "database", DATABASE_URL: network.url } });
  const client = createClient(app.url);
  await client.signIn(user);
  for (const path of ["/", "/api/me"]) {
    await client.get(path);
    network.takeCount();
    // The header asks in two places, and the keeper of the session in a third.
    expect((await client.get(path)).text).toContain(user.name);
    expect(network.takeCount(), path).toBe(1);
  }
  await app.stop();
});
