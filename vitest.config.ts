// npm run test:unit   unit and contract tests. The contract runs on an embedded Postgres, once more on a real
// server when TEST_DATABASE_URL names one, and what reads sessions behind a Redis when TEST_REDIS_URL names
// one; tests/support/report.ts says at the end which ran.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { pagePaths } from "./lib/http/page-paths.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The word `required` stands for "a server has to be named": it makes the run fail, so that CI cannot skip. */
const server = process.env.TEST_DATABASE_URL;
if (server && !/^postgres(ql)?:\/\//.test(server))
  throw new Error(
    "TEST_DATABASE_URL names no Postgres server → for example postgresql://postgres@127.0.0.1:5432/postgres",
  );

const redis = process.env.TEST_REDIS_URL;
if (redis && !/^rediss?:\/\//.test(redis))
  throw new Error("TEST_REDIS_URL names no Redis server → for example redis://127.0.0.1:6379");

/** Where `npm test` wants the counts. */
const report = process.env.TEST_REPORT;

const CACHE = "tests/contract/redis.test.ts";
/** Where nothing may change when sessions are read from copies. */
const BEHIND_REDIS = [
  "revocation",
  "renewal",
  "roles",
  "sessions",
  "records",
  "disabled",
  "device-limit",
  "idle",
];

const contract = (name: "embedded" | "postgres" | "redis") => ({
  extends: true as const,
  test: {
    name,
    ...(name === "redis"
      ? { include: [CACHE, ...BEHIND_REDIS.map((file) => `tests/contract/${file}.test.ts`)] }
      : {
          include: ["tests/contract/**/*.test.ts", "app/**/*.contract.test.ts"],
          exclude: [CACHE],
        }),
    testTimeout: 120_000, // long enough for a machine that is ten times slower
    globalSetup: [`tests/support/${name}.ts`],
    setupFiles: ["tests/support/environment.ts", "tests/support/console.ts"],
  },
});

/** Faults and arrangements of real servers, which no embedded one has. Those that are missing here are skipped. */
const servers = {
  extends: true as const,
  test: {
    name: "servers",
    include: ["tests/servers/**/*.test.ts"],
    testTimeout: 120_000,
    globalSetup: ["tests/support/postgres.ts"],
    setupFiles: ["tests/support/environment.ts", "tests/support/console.ts"],
  },
};

export default defineConfig({
  define: { __PAGES__: JSON.stringify(pagePaths(`${root}app`)) },
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // Its other entry throws wherever React is not the server's.
      { find: "server-only", replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    root,
    // Imports "next/server" as bundlers understand it and Node.js does not.
    server: { deps: { inline: ["next-auth"] } },
    reporters: ["default", "./tests/support/report.ts", ...(report ? ["json"] : [])],
    outputFile: { json: report ?? "" },
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "app/**/*.test.ts"],
          exclude: ["app/**/*.contract.test.ts"],
          setupFiles: ["tests/support/environment.ts", "tests/support/console.ts"],
        },
      },
      contract("embedded"),
      ...(server ? [contract("postgres"), servers] : []),
      ...(redis ? [contract("redis")] : []),
    ],
  },
});
