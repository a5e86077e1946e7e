import { randomUUID } from "node:crypto";
import { CRON_SECRET } from "../support/e2e-app";
import { expect, test } from "../support/e2e-test";

const path = "/api/cron/cleanup";
const withSecret = (secret: string) => ({ authorization: `Bearer ${secret}` });

test("only the scheduler may start the cleanup", async ({ newClient, user }) => {
  const client = newClient();
  await client.signIn(user);
  const attempts = [
    undefined,
    withSecret(""),
    withSecret(`${CRON_SECRET}x`),
    withSecret(CRON_SECRET.slice(0, -1)),
    { authorization: CRON_SECRET },
  ];
  for (const headers of attempts) {
    const answer = await client.get(path, headers);
    expect(answer.status, JSON.stringify(headers)).toBe(401);
    expect(answer.json()).toEqual({ error: "unauthorized" });
  }
  expect((await client.get(`${path}?secret=${CRON_SECRET}`)).status).toBe(401);
});

test("the cleanup deletes only expired sessions", async ({
  newClient,
  user,
  database,
  trait,
  stored,
}) => {
  const client = newClient();
  await client.signIn(user);
  const id = randomUUID();
  await database.sql(
    `INSERT INTO "Session" (id, "sessionToken", "userId", "authTime", "updatedAt", expires)
     SELECT $1, $1, id, now(), now(), now() - interval '1 second' FROM "User" WHERE email = $2`,
    [id, user.email],
  );
  const answer = await newClient().get(path, withSecret(CRON_SECRET));
  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({ deleted: expect.any(Number) });
  expect(await database.sql(`SELECT id FROM "Session" WHERE id = $1`, [id])).toEqual([]);
  expect((await client.get("/api/me")).status).toBe(200);
  expect(await stored.idsOf(user)).toHaveLength(trait.canList ? 1 : 0);
});
