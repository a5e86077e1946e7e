// Two servers behind each proxy of deploy/: one site with TLS, the client's address, streamed pages, long headers, and
// no lost request while a server restarts or crashes.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { atEnd } from "../support/at-end";
import { createDatabase } from "../support/databases";
import { createClient } from "../support/e2e-client";
import { openTestDatabase } from "../support/e2e-database";
// #region keep
import { passProvider, startOidcProvider } from "../support/oidc";
// #endregion
import { proxies, type SiteProxy, startNginx } from "../support/proxies";
import { type Container, startImage } from "../support/standalone";

const databaseUrl = await createDatabase({ migrated: true });
const database = openTestDatabase(databaseUrl);
afterAll(() => database.close());

const settings = { AUTH_STRATEGY: "database", DATABASE_URL: databaseUrl, AUTH_TRUST_HOST: "true" };

/** A proxy to a server that counts connections with requests. */
async function countConnections(target: number) {
  let connections = 0;
  const server = createServer((near) => {
    connections++;
    const far = connect(target, "127.0.0.1");
    for (const socket of [near, far])
      socket.on("error", () => {}).on("close", () => [near, far].map((each) => each.destroy()));
    near.pipe(far).pipe(near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd(() => server.close());
  return { port: (server.address() as AddressInfo).port, count: () => connections };
}

for (const [name, start] of Object.entries(proxies))
  describe.skipIf(!start)(name, () => {
    let servers: Container[];
    let ways: Awaited<ReturnType<typeof countConnections>>[];
    let proxy: SiteProxy;
    const openClient = () => createClient(proxy.origin, { origin: proxy.origin }, proxy.fetch);
    const visit = async (path = "/api/ping") => (await proxy.fetch(proxy.origin + path)).status;

    beforeAll(async () => {
      const [first, second] = [
        await startImage(settings, atEnd),
        await startImage(settings, atEnd),
      ];
      servers = [first, second];
      const toFirst = await countConnections(first.port);
      const toSecond = await countConnections(second.port);
      ways = [toFirst, toSecond];
      proxy = await (start ?? startNginx)([toFirst.port, toSecond.port], atEnd);
      // A proxy with health checks starts with one.
      await vi.waitFor(async () => expect(await visit()).toBe(200), 60_000);
    }, 180_000);

    test("serves one site from two servers, with cookies only for https", async () => {
      const user = await database.createUser();
      const client = openClient();
      const { setCookies } = await client.signIn(user);
      expect(setCookies.size).toBeGreaterThan(0);
      for (const line of setCookies.values()) expect(line).toMatch(/^__(Host|Secure)-.*; Secure/);
      for (let n = 0; n < 6; n++)
        expect((await client.get("/api/me")).json()).toMatchObject({ user: { id: user.id } });
      const signOut = await client.post("/sign-out", {});
      expect([signOut.status, signOut.headers.get("location")]).toEqual([303, "/"]);
      expect((await client.get("/api/me")).status).toBe(401);
    });

    // #region store
    test("passes on the client's address and ignores forged headers", async () => {
      const user = await database.createUser();
      const client = createClient(proxy.origin, {}, (url, init) => {
        const headers = { ...(init.headers as object), "x-forwarded-for": "203.0.113.9" };
        return proxy.fetch(url, { ...init, headers, from: "127.0.0.9" });
      });
      await client.signIn(user);
      const rows = await database.sql(`SELECT ip FROM "Session" WHERE "userId" = $1`, [user.id]);
      expect(rows).toEqual([{ ip: "127.0.0.9" }]);
    });
    // #endregion

    test("sends the first part of a page before the rest is ready", async () => {
      const user = await database.createUser({ role: "admin" });
      const client = openClient();
      await client.signIn(user);
      const locker = new pg.Client({ connectionString: databaseUrl });
      await locker.connect();
      onTestFinished(() => locker.end());
      await locker.query(`BEGIN; LOCK TABLE "User"`);
      const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await proxy.fetch(`${proxy.origin}/admin`, { headers: { cookie } });
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      const readOn = async () => {
        const part = await reader?.read();
        text += part?.value ?? "";
        return !part?.done;
      };
      await readOn();
      expect(text).toContain("<title>");
      expect(text).not.toContain(user.email);
      await locker.query("ROLLBACK");
      while (await readOn());
      expect(text).toContain(user.email);
    });

    test("keeps connections open for less time than the servers", async () => {
      const before = ways.map(({ count }) => count());
      for (let n = 0; n < 40; n++) expect(await visit()).toBe(200);
      const made = ways.map(({ count }, n) => count() - (before[n] ?? 0));
      expect(Math.max(...made)).toBeLessThan(5);
      const { headers } = await fetch(`${servers[0]?.url}/api/ping`);
      const [, seconds] = /timeout=(\d+)/.exec(headers.get("keep-alive") ?? "") ?? [];
      expect(Number(seconds)).toBeGreaterThan(60);
    });

    test("loses no request while servers restart one after the other, or crash", async () => {
      const statuses = new Map<number, number>();
      let isOver = false;
      const visiting = Array.from({ length: 3 }, async () => {
        while (!isOver) {
          const status = await visit();
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      });
      const visitSome = async () => {
        const sum = () => [...statuses.values()].reduce((all, count) => all + count, 0);
        const wanted = sum() + 30;
        await vi.waitFor(() => expect(sum()).toBeGreaterThan(wanted), 60_000);
      };
      for (const [n, server] of servers.entries()) {
        await visitSome();
        server.signal("SIGTERM");
        expect(await server.exited).toBe(0);
        await visitSome();
        servers[n] = await startImage({ ...settings, PORT: String(server.port) }, atEnd);
      }
      await visitSome();
      servers[0]?.signal("SIGKILL");
      await visitSome();
      isOver = true;
      await Promise.all(visiting);
      expect([...statuses.keys()]).toEqual([200]);
    });
  });

test.skipIf(!proxies.nginx)("nginx redirects http to https", async () => {
  const { plainPort } = await startNginx([1, 2], onTestFinished);
  const answer = await fetch(`http://localhost:${plainPort}/sign-in?a=b`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([
    301,
    "https://localhost/sign-in?a=b",
  ]);
});

// #region keep
const origin = "https://app.example";

/** Signs in at the provider, as a form does. `heads` are the bytes of the two answers of the app that nginx must hold. */
async function signInAtProvider({ fetch }: SiteProxy, login: string) {
  const client = createClient(origin, { host: "app.example" }, fetch);
  const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
  const started = await client.post("/api/auth/signin/oidc", { csrfToken });
  const there = started.headers.get("location") ?? "";
  const back = await passProvider(there, login, `${origin}/api/auth/callback/oidc`);
  const answer = await client.get(back.slice(origin.length));
  expect([answer.status, answer.headers.get("location")]).toEqual([302, `${origin}/`]);
  expect((await client.get("/api/me")).status).toBe(200);
  return { heads: [started, answer].map(({ headers }) => [...headers].flat().join(": ").length) };
}

test.skipIf(!proxies.nginx)("nginx passes the longest headers that the app sends", async () => {
  const provider = await startOidcProvider({ OIDC_TOKEN_BITS: "7200" });
  onTestFinished(() => provider.stop());
  // Without a database, the provider's tokens are in a cookie.
  const { port } = await startImage({
    AUTH_STRATEGY: "jwt",
    AUTH_TRUST_HOST: "true",
    ...provider.env,
  });
  const proxy = await startNginx([port, port], onTestFinished);
  const { heads } = await signInAtProvider(proxy, "with-long-tokens");
  // More than nginx takes by default.
  expect(Math.max(...heads)).toBeGreaterThan(4096);
});

test.skipIf(!proxies.nginx)(
  "nginx passes a sign-in at a provider with its default limit for headers",
  async () => {
    const provider = await startOidcProvider();
    onTestFinished(() => provider.stop());
    // This strategy has the longest cookies.
    const all = { ...settings, ...provider.env, AUTH_STRATEGY: "hybrid" };
    const { port } = await startImage(all);
    const proxy = await startNginx([port, port], onTestFinished, { defaults: true });
    const { heads } = await signInAtProvider(proxy, "by-default-limits");
    // So the URL of the provider, which is in the first one, may have 1,000 characters more.
    expect(Math.max(...heads)).toBeLessThan(4096 - 1000);
  },
);
// #endregion
