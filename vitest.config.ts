// npm run test:unit   unit and contract tests. The contract runs on an embedded Postgres, and once more
// on a real server when TEST_DATABASE_URL names one; tests/support/report.ts says at the end which ran.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The word `required` stands for "a server has to be named": it makes the run fail, so that CI cannot skip. */
const server = process.env.TEST_DATABASE_URL;
if (server && !/^postgres(ql)?:\/\//.test(server))
  throw new Error(
    "TEST_DATABASE_URL names no Postgres server → for example postgresql://postgres@127.0.0.1:5432/postgres",
  );

/** Where `npm test` wants the counts. */
const report = process.env.TEST_REPORT;

const contract = (name: "embedded" | "postgres") => ({
  extends: true as const,
  test: {
    name,
    include: ["tests/contract/**/*.test.ts"],
    testTimeout: 20_000, // what hangs is waited for as long as the app would
    globalSetup: [`tests/support/${name}.ts`],
    setupFiles: ["tests/support/environment.ts", "tests/support/console.ts"],
  },
});

export default defineConfig({
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
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "app/**/*.test.ts"],
          setupFiles: ["tests/support/environment.ts", "tests/support/console.ts"],
        },
      },
      contract("embedded"),
      ...(server ? [contract("postgres")] : []),
    ],
  },
});
