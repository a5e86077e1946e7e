// The image without a container engine: the files that the Dockerfile copies, in a read-only folder, run by an
// unprivileged user with the settings, command and health check of the image.
import { execFile } from "node:child_process";
import { request as open } from "node:http";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, describe, expect, test, vi } from "vitest";
import { standaloneFolder } from "../../scripts/lib/build-standalone.mjs";
import { createDatabase, onServer } from "../support/databases";
import { createClient } from "../support/e2e-client";
import { openTestDatabase } from "../support/e2e-database";
import { isOk, runImage, stage, startImage } from "../support/standalone";

const databaseUrl = await createDatabase({ migrated: true });
const database = openTestDatabase(databaseUrl);
afterAll(() => database.close());

const settings = { AUTH_STRATEGY: "database", DATABASE_URL: databaseUrl, AUTH_TRUST_HOST: "true" };
const health = async (url: string, what: string) => {
  const answer = await fetch(`${url}/api/health?${what}`);
  return { status: answer.status, connection: answer.headers.get("connection") };
};

/** With the time and the size of each. */
async function listFiles(folder: string): Promise<string> {
  const words = [folder, "-printf", "%p %T@ %s\n"];
  return (await promisify(execFile)("find", words, { maxBuffer: 1 << 26 })).stdout;
}

test("the image serves pages, signs in, and writes nothing to its folder", async () => {
  const { url, folder, output, checkHealth } = await startImage(settings);
  const files = await listFiles(folder);
  expect(await checkHealth()).toBe(0);
  expect((await health(url, "ready")).status).toBe(200);
  const client = createClient(url);
  const user = await database.createUser();
  await client.signIn(user);
  expect((await client.get("/api/me")).json()).toMatchObject({ user: { id: user.id } });
  const page = await client.get("/account");
  expect(page.text).toContain(user.email);
  const [, script = ""] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page.text) ?? [];
  expect((await client.get(script)).status).toBe(200);
  expect(await listFiles(folder)).toBe(files);
  expect(output()).not.toMatch(/error|EACCES|EROFS/i);
});

test("the health check of a stopped server fails", async () => {
  const container = await startImage(settings);
  container.signal("SIGKILL");
  expect(await container.exited).toBe("SIGKILL");
  expect(await container.checkHealth()).toBe(1);
});

test.each<[what: string, settings: Record<string, string>, says: RegExp[]]>([
  ["no secret", { AUTH_SECRET: "" }, [/AUTH_SECRET is missing → make one with/]],
  [
    "several at once",
    { AUTH_SECRET: "changeme", DATABASE_URL: "mysql://localhost", SESSION_MAX_AGE: "a week" },
    [/AUTH_SECRET .* → /, /DATABASE_URL .* → /, /SESSION_MAX_AGE .* → /],
  ],
])("invalid settings abort startup: %s", async (_what, bad, says) => {
  const { exited, output } = await runImage({ ...settings, ...bad });
  expect(await exited).toBe(1);
  for (const line of says) expect(output()).toMatch(line);
  expect(output().match(/ → /g)).toHaveLength(says.length);
  expect(output()).not.toMatch(/^\s+at /m);
  expect(output()).not.toContain("changeme");
});

// #region store, marks
describe("?ready is 200", () => {
  test("only with tables, which the migration image creates", async () => {
    const fresh = await createDatabase();
    const { url } = await startImage({ ...settings, DATABASE_URL: fresh });
    expect((await health(url, "ready")).status).toBe(503);
    expect((await health(url, "live")).status).toBe(200);
    const [program = "", ...words] = stage("migrate").command;
    const { stdout } = await promisify(execFile)(program, words, {
      cwd: standaloneFolder,
      env: { PATH: process.env.PATH, DIRECT_URL: fresh } as unknown as NodeJS.ProcessEnv,
    });
    expect(stdout).toMatch(/^Applied: /);
    expect((await health(url, "ready")).status).toBe(200);
  });

  test("only while the database accepts writes", async () => {
    const changing = await createDatabase({ migrated: true });
    const name = new URL(changing).pathname.slice(1);
    const { url } = await startImage({ ...settings, DATABASE_URL: changing });
    expect((await health(url, "ready")).status).toBe(200);
    const readOnly = async (value: "on" | "off") => {
      await onServer(`ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`);
      await onServer(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
      );
    };
    await readOnly("on");
    await vi.waitFor(async () => expect((await health(url, "ready")).status).toBe(503), 60_000);
    expect((await health(url, "live")).status).toBe(200);
    await readOnly("off");
    await vi.waitFor(async () => expect((await health(url, "ready")).status).toBe(200), 60_000);
  });
});
// #endregion

test("SIGTERM: not ready, then no new connections, then running requests complete, then exit code 0", async () => {
  const { url, port, signal, exited, output } = await startImage(settings);
  const user = await database.createUser();
  const client = createClient(url);
  const { csrfToken } = (await client.get("/api/auth/csrf")).json() as { csrfToken: string };
  const body = new URLSearchParams({
    csrfToken,
    email: user.email,
    password: user.password,
  }).toString();
  const slow = open({
    port,
    host: "127.0.0.1",
    method: "POST",
    path: "/api/auth/callback/credentials",
    agent: false,
    headers: {
      cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      "content-type": "application/x-www-form-urlencoded",
      "content-length": body.length,
      "x-auth-return-redirect": "1",
      // The server says when it has got the headers.
      expect: "100-continue",
    },
  });
  const answered = new Promise<{ status?: number; cookies: string }>((resolve, reject) => {
    slow.on("error", reject).on("response", async (answer) => {
      await text(answer);
      resolve({ status: answer.statusCode, cookies: String(answer.headers["set-cookie"]) });
    });
  });
  const begun = new Promise((resolve) => slow.once("continue", resolve));
  slow.flushHeaders();
  await begun;

  signal("SIGTERM");
  await vi.waitFor(
    async () => expect(await health(url, "ready")).toEqual({ status: 503, connection: "close" }),
    2_000,
  );
  expect(await health(url, "live")).toEqual({ status: 200, connection: "close" });
  await vi.waitFor(async () => expect(await isOk(`${url}/api/health?live`)).toBe(false), 60_000);
  slow.end(body);
  expect(await answered).toMatchObject({
    status: 200,
    cookies: expect.stringContaining("session"),
  });
  expect(await exited).toBe(0);
  expect(output()).not.toMatch(/error/i);
});
