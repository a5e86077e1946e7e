// Two servers behind PgBouncer in transaction mode: each statement may be answered by another connection to Postgres.
import { afterAll, expect, test } from "vitest";
import { createDatabase } from "../support/databases";
import { createClient } from "../support/e2e-client";
import { openTestDatabase } from "../support/e2e-database";
import { startPgBouncer } from "../support/pgbouncer";
import { startImage } from "../support/standalone";

const databaseUrl = await createDatabase({ migrated: true });
const pgBouncer = await startPgBouncer(databaseUrl);
const database = openTestDatabase(databaseUrl);
afterAll(() => database.close());

test.skipIf(!pgBouncer)(
  "users sign in and stay signed in on both servers, and no statement fails",
  async () => {
    const settings = {
      AUTH_STRATEGY: "database",
      DATABASE_URL: pgBouncer?.url ?? "",
      AUTH_TRUST_HOST: "true",
    };
    const servers = [await startImage(settings), await startImage(settings)];
    await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const user = await database.createUser();
        const [here, there] = [servers[n % 2]?.url ?? "", servers[(n + 1) % 2]?.url ?? ""];
        const client = createClient(here);
        await client.signIn(user);
        for (const url of [here, there, here, there]) {
          const same = createClient(url);
          for (const [name, value] of client.cookies) same.cookies.set(name, value);
          const answers = await Promise.all([same.get("/api/me"), same.get("/account")]);
          expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        }
      }),
    );
    for (const { url, output } of servers) {
      expect((await fetch(`${url}/api/health?ready`)).status).toBe(200);
      expect(output()).not.toMatch(/no usable answer|error/i);
    }
  },
);
