import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What `npm run db:migrate` does; the test run does not hold on to the schema engine. */
export async function migrate(databaseUrl: string): Promise<void> {
  await promisify(execFile)(process.execPath, ["--import", "tsx", "prisma/migrate.ts"], {
    env: { ...process.env, DATABASE_URL: databaseUrl, DIRECT_URL: "" },
  });
}
