import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs `npm run db:migrate` as a process, so that the test run does not load the schema engine. */
export async function migrate(databaseUrl: string): Promise<void> {
  await promisify(execFile)(process.execPath, ["--import", "tsx", "prisma/migrate.ts"], {
    env: { ...process.env, DATABASE_URL: databaseUrl, DIRECT_URL: "" },
  });
}
