// The URLs of the stores: parts that the driver would silently ignore are refused, with the fix.
import { describe, expect, test } from "vitest";
import { parseDatabaseUrls } from "@/lib/env-schema";
import { redisUrls } from "@/lib/env-urls";
import { accept, DATABASE_URL, refuse } from "../support/settings";

const at = (parameters: string) => `postgresql://app:s3cret@db.internal:5432/app${parameters}`;

describe.each(["DATABASE_URL", "DIRECT_URL"])("%s", (name) => {
  test.each([
    [at("?schema=tenant"), /the schema public → .*a database of its own$/],
    [at("?connection_limit=5"), /ignores → set DATABASE_POOL_SIZE instead$/],
    [at("?sslmode=require&pool_timeout=0"), /ignores → remove it/],
    [at("?connect_timeout=15"), /ignores → remove it/],
    [at("?socket_timeout=15"), /ignores → remove it/],
    [at("?target_session_attrs=read-write"), /ignores → name one host/],
    ["postgresql://app:s3cret@one:5432,two:5432/app", /several hosts, .* → name one/],
    ["postgresql://one,two/app", /several hosts, .* → name one/],
  ])("%s is refused", (url, remedy) => {
    const [problem, ...others] = refuse({ [name]: url });
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${name} (has|names) `));
    expect(problem).toMatch(remedy);
    expect(problem).not.toContain("s3cret");
    expect(parseDatabaseUrls({ DATABASE_URL, [name]: url })).toEqual({ problems: [problem] });
  });

  test.each([
    at("?schema=public"),
    at("?sslmode=require&channel_binding=require"),
    at("?pgbouncer=true"),
    at("?application_name=app"),
    "postgresql://app:with,comma@db.internal/app",
    "postgresql://app@localhost/app?host=/var/run/postgresql",
  ])("%s is accepted as it is", (url) => {
    expect(accept({ [name]: url })[name as "DIRECT_URL"]).toBe(url);
  });
});

test("DATABASE_POOL_SIZE is 10 by default", () => {
  expect(accept({}).DATABASE_POOL_SIZE).toBe(10);
  expect(accept({ DATABASE_POOL_SIZE: "3" }).DATABASE_POOL_SIZE).toBe(3);
  expect(refuse({ DATABASE_POOL_SIZE: "0" })).toHaveLength(1);
});

test("scripts that open the database validate only its URLs", () => {
  const DATABASE_URL = at("");
  expect(parseDatabaseUrls({ DATABASE_URL, DIRECT_URL: "", AUTH_SECRET: "weak" })).toEqual({
    env: { DATABASE_URL },
  });
});

// #region redis
test("REDIS_URL may name several hosts, which share the other parts", () => {
  const url = "rediss://user:p,w@one:7000,[::1]:7001,three/2?primary=main";
  expect(accept({ REDIS_URL: url }).REDIS_URL).toBe(url);
  expect(redisUrls(url)).toEqual([
    "rediss://user:p,w@one:7000/2?primary=main",
    "rediss://user:p,w@[::1]:7001/2?primary=main",
    "rediss://user:p,w@three/2?primary=main",
  ]);
  expect(refuse({ REDIS_URL: "redis://one:7000,two:port" })).toHaveLength(1);
});
// #endregion
