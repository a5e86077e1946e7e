import type { Reporter, TestModule } from "vitest/node";

/** Prints on which stores the contract tests ran, and on which they did not. */
export default class StoresReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const ran = new Set(modules.map((module) => module.project.name));
    if (ran.has("infra") || process.env.TEST_PART === "rest") return;
    const lines = [
      `  Contract on the embedded Postgres: ${ran.has("embedded") ? "ran" : "DID NOT RUN"}`,
      `  Contract on a Postgres server:     ${ran.has("postgres") ? "ran" : `DID NOT RUN${reason("TEST_DATABASE_URL")}`}`,
      // #region redis
      `  Contract behind a Redis server:    ${ran.has("redis") ? "ran" : `DID NOT RUN${reason("TEST_REDIS_URL")}`}`,
      // #endregion
    ];
    console.log(`\n${lines.join("\n")}\n`);
  }
}

const reason = (variable: string) =>
  process.env[variable] ? "" : ` (${variable} is not set; CI sets it)`;
