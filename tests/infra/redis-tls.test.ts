// Redis with TLS and a user with only the documented rights, started with the command of compose.yaml.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { makeCertificate } from "../support/certificates";
import { createDatabase } from "../support/databases";
import { createClient } from "../support/e2e-client";
import { openTestDatabase } from "../support/e2e-database";
import { freePort } from "../support/free-port";
import { type RedisServer, RIGHTS, redisIsInstalled, startRedis } from "../support/redis-servers";
import { startImage } from "../support/standalone";

const databaseUrl = await createDatabase({ migrated: true });
const database = openTestDatabase(databaseUrl);
afterAll(() => database.close());

const PASSWORD = "s3cret";

/** The options of compose.yaml as redis.conf has them. */
function composed(): string[] {
  const { services } = parse(readFileSync("compose.yaml", "utf8"), { merge: true });
  const command: string = services.redis.command;
  return command
    .replace(/\$\{REDIS_PASSWORD:[^}]*\}/, PASSWORD)
    .trim()
    .split(" --")
    .slice(1);
}

test("compose.yaml, the documentation and the log name the same rights", () => {
  expect(composed().at(-1)).toBe(`user app on >${PASSWORD} ${RIGHTS.join(" ")}`);
  const words = [...RIGHTS.slice(1), RIGHTS[0]].join(" ");
  for (const file of ["docs/deploy/redis.md", "features/redis/fault.ts"])
    expect(readFileSync(file, "utf8"), file).toContain(words);
});

describe.skipIf(!redisIsInstalled)("Redis", () => {
  let redis: RedisServer;
  let settings: Record<string, string>;
  let ca: string;

  beforeAll(async () => {
    const certificate = await makeCertificate();
    const port = await freePort();
    ca = certificate.ca;
    redis = await startRedis(
      [
        ...composed(),
        "user admin on >admin ~* &* +@all",
        `tls-port ${port}`,
        `tls-cert-file ${certificate.cert}`,
        `tls-key-file ${certificate.key}`,
        "tls-auth-clients no",
      ],
      "redis",
      "admin:admin@",
    );
    settings = {
      AUTH_STRATEGY: "database",
      AUTH_TIMING: "1",
      AUTH_TRUST_HOST: "true",
      DATABASE_URL: databaseUrl,
      REDIS_URL: `rediss://app:${PASSWORD}@localhost:${port}`,
    };
  });

  const open = async (changes: Record<string, string>) => {
    const { url, output } = await startImage({ ...settings, ...changes }, onTestFinished);
    const health = async () =>
      ((await (await fetch(`${url}/api/health`)).json()) as { redis: string }).redis;
    const client = createClient(url);
    const user = await database.createUser();
    await client.signIn(user);
    const me = async () => {
      const { status, headers } = await client.get("/api/me");
      const [, sql, redis] =
        /sql;desc="(\d+)", redis;desc="(\d+)"/.exec(headers.get("server-timing") ?? "") ?? [];
      return { status, sql: Number(sql), redis: Number(redis) };
    };
    return { url, output, health, client, me };
  };

  test("is used with TLS, and refuses no command of a session", async () => {
    const { url, health, client, me } = await open({ NODE_EXTRA_CA_CERTS: ca });
    expect(await health()).toBe("up");
    await expect.poll(me, { timeout: 60_000 }).toEqual({ status: 200, sql: 0, redis: 1 });
    await client.post("/sign-out", {}, { origin: url });
    expect((await me()).status).toBe(401);
    expect(await redis.ask("ACL", "LOG")).toEqual([]);
  });

  test("with an untrusted certificate is not used, and the database is read", async () => {
    const { output, health, me } = await open({});
    expect(await health()).toBe("down");
    expect(await me()).toMatchObject({ status: 200, sql: 1 });
    expect(output()).toMatch(/\[redis\] gives no usable answer: .* → .*NODE_EXTRA_CA_CERTS/);
  });
});
