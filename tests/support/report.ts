import type { Reporter, TestModule } from "vitest/node";

/** Says on which databases the contract ran, and makes it impossible to miss where it did not. */
export default class DatabaseReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]) {
    const ran = new Set(modules.map((module) => module.project.name));
    const lines = [
      `  Contract on the embedded Postgres: ${ran.has("embedded") ? "ran" : "DID NOT RUN"}`,
      `  Contract on a Postgres server:     ${ran.has("postgres") ? "ran" : `DID NOT RUN${reason()}`}`,
    ];
    console.log(`\n${lines.join("\n")}\n`);
  }
}

const reason = () =>
  process.env.TEST_DATABASE_URL ? "" : " (TEST_DATABASE_URL is not set; CI sets it)";
