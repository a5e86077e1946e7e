// Users whose emails were not written by the app and have mixed case: imports and older rows.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { expect, test } from "vitest";
import { createUser } from "@/lib/accounts/credentials";
import { createBrowser, password } from "../support/authjs";
import { addUser, sql } from "../support/database";
import { databaseUrl } from "../support/environment";
import { setUp } from "../support/strategies";

const newEmail = () => `Erika.${randomUUID()}@Example.COM`;
const emailOf = async (id: string) =>
  (await sql<{ email: string }>(`SELECT email FROM "User" WHERE id = $1`, [id]))[0]?.email;

test("an imported user signs in with the email in any case, and no other user can take it", async () => {
  const email = newEmail();
  const user = await addUser({ email, password });
  for (const typed of [email, email.toLowerCase(), email.toUpperCase()]) {
    const browser = createBrowser(setUp("jwt").strategy);
    await browser.signIn({ ...user, email: typed });
    expect(await browser.session(), typed).toMatchObject({ user: { id: user.id } });
  }
  const form = { name: "Erika", email: email.toLowerCase(), password };
  expect(await createUser(form)).toBeNull();
  await expect(addUser({ email: email.toUpperCase() })).rejects.toThrow("unique");
});

test("an email that is changed by SQL is stored in lower case, and NULL stays NULL", async () => {
  const user = await addUser({ email: null as never });
  expect(await emailOf(user.id)).toBeNull();
  const email = newEmail();
  await sql(`UPDATE "User" SET email = $2 WHERE id = $1`, [user.id, email]);
  expect(await emailOf(user.id)).toBe(email.toLowerCase());
});

// #region keep
test("the migration changes existing rows, and only one of those that differ only in case", async () => {
  const migration = await readFile(
    "prisma/migrations/20261129033500_lower_case_emails/migration.sql",
    "utf8",
  );
  const update = migration.slice(migration.indexOf('UPDATE "User"'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Bypasses the trigger, and is rolled back at the end.
    await client.query("BEGIN; SET LOCAL session_replication_role = replica");
    const [alone, twice, kept] = [newEmail(), newEmail(), newEmail()];
    const rows = [
      ["a", alone, alone.toLowerCase()],
      ["b", twice, twice.toLowerCase()],
      ["c", twice.toUpperCase(), twice.toUpperCase()],
      ["d", kept, kept],
      ["e", kept.toLowerCase(), kept.toLowerCase()],
    ];
    for (const [n, [id, email]] of rows.entries())
      await client.query(
        `INSERT INTO "User" (id, email, "createdAt", "updatedAt")
         VALUES ($1, $2, now() + $3 * interval '1 second', now())`,
        [id, email, n],
      );
    await client.query(update);
    const { rows: after } = await client.query(
      `SELECT id, email FROM "User" WHERE id = ANY($1) ORDER BY id`,
      [rows.map(([id]) => id)],
    );
    expect(after).toEqual(rows.map(([id, , email]) => ({ id, email })));
  } finally {
    await client.query("ROLLBACK");
    await client.end();
  }
});
// #endregion
