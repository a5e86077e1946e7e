// npm run test:unit   runs unit and contract tests. Contract tests run on an embedded Postgres, and again on a real
// server if TEST_DATABASE_URL is set. Tests that read sessions also run with Redis if TEST_REDIS_URL is set.
// tests/support/report.ts prints which ones ran.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { pagePaths } from "./lib/http/page-paths.ts";
// #region postgres
import { contracts, leftContract } from "./tests/support/parts.mjs";

// #endregion

const root = fileURLToPath(new URL(".", import.meta.url));

// #region postgres
/** CI sets the value `required` where a server is missing. It is not a URL, so the run fails instead of skipping tests. */
const server = process.env.TEST_DATABASE_URL;
if (server && !/^postgres(ql)?:\/\//.test(server))
  throw new Error(
    "TEST_DATABASE_URL is not a Postgres URL → for example postgresql://postgres@127.0.0.1:5432/postgres",
  );
// #endregion

/** The file into which `npm test` wants the JSON report. */
const report = process.env.TEST_REPORT;

// #region redis
const redis = process.env.TEST_REDIS_URL;
if (redis && !/^rediss?:\/\//.test(redis))
  throw new Error("TEST_REDIS_URL is not a Redis URL → for example redis://127.0.0.1:6379");

const CACHE = "tests/contract/redis.test.ts";
/** Tests that must also pass when sessions are read from the Redis cache. */
const BEHIND_REDIS = [
  "revocation",
  "renewal",
  "roles",
  "sessions",
  "records",
  "disabled",
  "device-limit",
  "idle",
  "move",
  "move-authjs",
  "move-cost",
  "move-ends",
  "move-programs",
  "move-rules",
  "marks",
  "delete-account",
];
// #endregion

// #region postgres
const everything: { include: string[]; exclude?: string[] } = {
  include: ["tests/contract/**/*.test.ts", "app/**/*.contract.test.ts"],
  // #region redis
  exclude: [CACHE],
  // #endregion
};
const longer = contracts(leftContract);
/** On the embedded Postgres. `npm test` and `npm run test:rest` set TEST_PART; see tests/support/parts.mjs. */
const onEmbedded = {
  "": everything,
  short: { ...everything, exclude: [...(everything.exclude ?? []), ...longer] },
  rest: { include: longer },
}[process.env.TEST_PART ?? ""];

const contract = (name: string, files: { include: string[]; exclude?: string[] } = everything) => ({
  extends: true as const,
  test: {
    name,
    ...files,
    globalSetup: [`tests/support/${name}.ts`],
    setupFiles: [
      "tests/support/environment.ts",
      "tests/support/console.ts",
      // #region keep
      ...(name === "embedded" ? ["tests/support/with-in-memory.ts"] : []),
      // #endregion
    ],
  },
});

// #region containers
/** `npm run test:infra` runs these on real servers, single and clustered, and on the image. It makes the required build. */
const infra = {
  extends: true as const,
  test: {
    name: "infra",
    include: ["tests/infra/**/*.test.ts"],
    globalSetup: ["tests/support/infra.ts"],
    setupFiles: ["tests/support/environment.ts", "tests/support/console.ts"],
  },
};
// #endregion
// #endregion

export default defineConfig({
  define: { __PAGES__: JSON.stringify(pagePaths(`${root}app`)) },
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // The default entry throws outside of React Server Components.
      { find: "server-only", replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    root,
    // It imports "next/server", which bundlers can resolve and Node.js cannot.
    server: { deps: { inline: ["next-auth"] } },
    reporters: [
      "default",
      // #region postgres
      "./tests/support/report.ts",
      // #endregion
      ...(report ? ["json"] : []),
    ],
    outputFile: { json: report ?? "" },
    // Long enough for a machine that is ten times slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest would use one on two cores. But the tests often wait: for Postgres, for hashes, for a provider. Each worker
    // has an embedded Postgres of its own, which needs memory.
    maxWorkers: Math.min(6, Math.max(3, availableParallelism() - 1)),
    restoreMocks: true,
    unstubEnvs: true,
    // #region postgres
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
      contract("embedded", onEmbedded),
      ...(server ? [contract("postgres")] : []),
      // #region containers
      ...(process.env.TEST_INFRA ? [infra] : []),
      // #endregion
      // #region redis
      ...(redis
        ? [
            contract("redis", {
              include: [CACHE, ...BEHIND_REDIS.map((file) => `tests/contract/${file}.test.ts`)],
            }),
          ]
        : []),
      // #endregion
    ],
    // #endregion
    // without postgres: include: ["tests/unit/**/*.test.ts"],
    // without postgres: setupFiles: ["tests/support/environment.ts", "tests/support/console.ts"],
  },
});
