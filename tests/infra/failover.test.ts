// A streaming replica replaces the primary. The address in DATABASE_URL then leads to it, without a restart.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClient } from "../support/e2e-client";
import { openTestDatabase } from "../support/e2e-database";
import { migrate } from "../support/migrate";
import { postgresIsInstalled, startPostgres, startReplica } from "../support/postgres-servers";
import { startImage } from "../support/standalone";
import { until } from "../support/until";

/** An address that leads to one server and later to another one, like a DNS name or a virtual IP address. */
async function openAddress(target: number) {
  let port = target;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const socket of [near, far]) {
      open.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => {
          open.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return {
    url: `postgresql://postgres@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`,
    leadTo(other: number) {
      port = other;
      for (const socket of open) socket.destroy();
    },
  };
}

describe.skipIf(!postgresIsInstalled)("a synchronous replica that is promoted", () => {
  test("signs nobody out and does not restore ended sessions", async () => {
    const primary = await startPostgres(onTestFinished);
    await migrate(primary.url);
    const replica = await startReplica(primary, onTestFinished);
    await primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'replica'");
    await primary.ask("SELECT pg_reload_conf()");
    await until(async () => {
      const [row] = await primary.ask("SELECT sync_state FROM pg_stat_replication");
      if (row?.sync_state !== "sync") throw new Error("not yet");
    });
    const database = openTestDatabase(primary.url);
    onTestFinished(() => database.close());
    const address = await openAddress(primary.port);
    const { url } = await startImage({
      AUTH_STRATEGY: "database",
      DATABASE_URL: address.url,
      AUTH_TRUST_HOST: "true",
    });
    const health = async () => {
      const answer = await fetch(`${url}/api/health?ready`);
      return [answer.status, ((await answer.json()) as { database: string }).database];
    };
    const [staying, leaving, copy] = [createClient(url), createClient(url), createClient(url)];
    const user = await database.createUser();
    for (const client of [staying, leaving]) await client.signIn(user);
    for (const [name, value] of leaving.cookies) copy.cookies.set(name, value);
    await leaving.post("/sign-out", {}, { origin: url });
    expect((await copy.get("/api/me")).status).toBe(401);

    await primary.kill();
    const unknown = await staying.get("/api/me");
    expect([unknown.status, unknown.setCookies.size]).toEqual([503, 0]);
    expect(await health()).toEqual([503, "down"]);

    address.leadTo(replica.port);
    // It can be read, and not written to.
    await until(async () => expect(await health()).toEqual([503, "unusable"]));
    expect((await staying.get("/api/me")).status).toBe(200);

    await replica.promote();
    await until(async () => expect(await health()).toEqual([200, "up"]));
    expect((await staying.get("/api/me")).json()).toMatchObject({ user: { id: user.id } });
    expect((await copy.get("/api/me")).status).toBe(401);
    const again = createClient(url);
    await again.signIn(user);
    expect((await again.get("/api/me")).status).toBe(200);
  });
});
