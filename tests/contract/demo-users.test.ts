// The demo users, on a real database.
import { expect, test } from "vitest";
import { hashPassword } from "@/lib/accounts/password";
import { adapterClient } from "@/lib/database/client";
import { addDemoUsers, demoUsers } from "../../prisma/demo-users";
import { sql } from "../support/database";

const emails = demoUsers.map(({ email }) => email);

test("demo users are added once, and changed ones are reported until they are reset", async () => {
  const client = (await adapterClient()) as Parameters<typeof addDemoUsers>[0];
  expect(await addDemoUsers(client, false)).toEqual([]);
  expect(await addDemoUsers(client, false)).toEqual([]);

  await sql(`UPDATE "Password" SET hash = $2 FROM "User" u WHERE "userId" = u.id AND email = $1`, [
    emails[0],
    await hashPassword("another password"),
  ]);
  expect(await addDemoUsers(client, false)).toEqual([emails[0]]);
  await sql(`UPDATE "User" SET "disabledAt" = now() WHERE email = $1`, [emails[1]]);
  expect(await addDemoUsers(client, false)).toEqual(emails);

  expect(await addDemoUsers(client, true)).toEqual([]);
  const roles = await sql(`SELECT email, role FROM "User" WHERE email = ANY($1) ORDER BY role`, [
    emails,
  ]);
  expect(roles).toEqual(demoUsers.map(({ email, role }) => ({ email, role })));
});
