// Spans, metrics and log lines of the image, as a collector gets them.
import { expect, onTestFinished, test } from "vitest";
import { createDatabase, onServer } from "../support/databases";
import { createClient } from "../support/e2e-client";
import { openTestDatabase } from "../support/e2e-database";
import { startReceiver } from "../support/otlp-receiver";
import { startImage } from "../support/standalone";

// At its end, a server says whether the SDK was loaded.
const tellLoaded = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from "node:fs";
  import Module from "node:module";
  process.on("exit", () => {
    const files = Object.keys(Module._cache).filter((file) => file.endsWith(".js"));
    const sdk = files.some((file) => readFileSync(file, "utf8").includes("OTEL_BSP_SCHEDULE_DELAY"));
    console.log("OpenTelemetry loaded:", sdk);
  });
`)}`;

async function startServer(settings: Record<string, string>) {
  const databaseUrl = await createDatabase({ migrated: true });
  const database = openTestDatabase(databaseUrl);
  onTestFinished(() => database.close());
  const server = await startImage({
    AUTH_STRATEGY: "database",
    DATABASE_URL: databaseUrl,
    AUTH_TRUST_HOST: "true",
    NODE_OPTIONS: `--import=${tellLoaded}`,
    ...settings,
  });
  return { ...server, database, databaseUrl, client: createClient(server.url) };
}

test("without an endpoint, nothing of it is loaded, and lines are text", async () => {
  const server = await startServer({});
  const user = await server.database.createUser();
  await server.client.signIn(user);
  const { status, headers } = await server.client.get("/api/me");
  expect([status, headers.get("x-request-id")]).toEqual([200, null]);
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
  expect(server.output()).toContain("OpenTelemetry loaded: false");
});

test("with an endpoint, a collector gets what happens, and no token", async () => {
  const collector = await startReceiver(onTestFinished);
  const server = await startServer({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_SERVICE_NAME: "shop",
    LOG_FORMAT: "json",
  });
  const { client, database } = server;
  const user = await database.createUser();
  await client.signIn({ ...user, password: "a wrong password" });
  await client.signIn(user);
  const secrets = [...client.cookies.values(), user.password];
  for (let n = 0; n < 3; n++) expect((await client.get("/api/me")).status).toBe(200);
  // As a mailed link or a provider sends someone back.
  secrets.push("code-of-a-provider-1234567890");
  await client.get(`/sign-in?code=${secrets.at(-1)}&token=${secrets.at(-1)}`);
  await client.get(`/api/auth/callback/oidc?code=${secrets.at(-1)}`);

  // What it logs belongs to the request that was the first to notice.
  await onServer(`DROP TABLE "Session"`, server.databaseUrl);
  const named = await client.get("/api/me", { "x-request-id": "from-the-proxy.1" });
  expect([named.status, named.headers.get("x-request-id")]).toEqual([503, "from-the-proxy.1"]);
  const other = await client.get("/api/me", { "x-request-id": "bad id\u00e9" });
  expect(other.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);

  expect(server.output()).toContain("OpenTelemetry loaded: true");
  const line = server
    .output()
    .split("\n")
    .find((text) => text.includes("gives no usable answer"));
  const entry = JSON.parse(line ?? "");
  expect(entry).toMatchObject({
    level: "error",
    message: expect.stringContaining("[database]"),
    requestId: "from-the-proxy.1",
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });

  expect([...collector.paths()].sort()).toEqual(["/v1/metrics", "/v1/traces"]);
  expect([...collector.services()]).toEqual(["shop"]);
  const strategy = "database";
  expect(collector.times("session.sign_in", { method: "password", outcome: "done" })).toBe(1);
  const ofMe = (outcome: string) => collector.checksIn("GET /api/me", outcome);
  expect([ofMe("session"), ofMe("could-not-check")]).toEqual([3, 2]);
  for (const [outcome, most] of [
    ["session", 3],
    ["could-not-check", 2],
  ] as const)
    expect(collector.times("session.check", { strategy, outcome })).toBeGreaterThanOrEqual(most);
  expect(collector.times("audit.events", { event: "signed-in" })).toBe(1);
  expect(collector.times("audit.events", { event: "sign-in-failed" })).toBe(1);
  expect(collector.times("store.wait", { store: "database", outcome: "done" })).toBeGreaterThan(5);

  const spans = collector.spans();
  const failed = spans.filter(({ traceId }) => traceId === entry.traceId);
  expect(failed.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["GET /api/me", "session.check", "store.wait"]),
  );
  for (const secret of secrets) {
    expect(collector.text()).not.toContain(secret);
    expect(server.output()).not.toContain(secret);
  }
  expect(collector.text()).toContain("/api/auth/callback");
});
