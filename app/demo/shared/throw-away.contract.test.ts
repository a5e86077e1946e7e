// On a real database: what marks a throw-away user, how many there may be, and that no real user is ever meant.
import { expect, test } from "vitest";
import { createUser } from "@/lib/accounts/credentials";
import { findUserRecords, listUsers } from "@/lib/accounts/users";
import { addUser, sql } from "../../../tests/support/database";
import {
  createThrowAwayUser,
  deleteThrowAwayUser,
  isThrowAway,
  setThrowAwayRole,
  withThrowAwayUser,
} from "./throw-away";
import { LIFETIME, MOST } from "./throw-away-limits";

const roleOf = async (id: string) =>
  (await sql<{ role: string }>(`SELECT role FROM "User" WHERE id = $1`, [id]))[0]?.role;
const marked = async () =>
  (await sql<{ id: string }>(`SELECT "userId" AS id FROM "ThrowAwayUser"`)).map(({ id }) => id);

/** Adds marked users whose time is over, or comes, in so many seconds. */
async function add(count: number, seconds: number): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `WITH added AS (
       INSERT INTO "User" (id, "updatedAt")
       SELECT 'marked-' || gen_random_uuid(), now() FROM generate_series(1, $1) RETURNING id)
     INSERT INTO "ThrowAwayUser" SELECT id, now() + $2 * interval '1 second' FROM added
     RETURNING "userId" AS id`,
    [count, seconds],
  );
  return rows.map(({ id }) => id);
}

test("only the role of a throw-away user can be changed", async () => {
  const user = await createThrowAwayUser("Someone");
  const real = await addUser();
  expect(await isThrowAway(user.id)).toBe(true);
  expect(await isThrowAway(real.id)).toBe(false);
  expect(await setThrowAwayRole(user.id, "admin")).toBe(true);
  expect(await setThrowAwayRole(real.id, "admin")).toBe(false);
  expect(await roleOf(user.id)).toBe("admin");
  expect(await roleOf(real.id)).toBe("user");
});

test("only a throw-away user can be deleted", async () => {
  const user = await createThrowAwayUser("Someone");
  const real = await addUser();
  expect(await deleteThrowAwayUser(real.id)).toBe(false);
  expect(await deleteThrowAwayUser(user.id)).toBe(true);
  expect(await roleOf(real.id)).toBe("user");
  expect(await roleOf(user.id)).toBeUndefined();
  expect(await marked()).not.toContain(user.id);
});

test.each(["throw-away-1@example.com", "admin-1@example.com", "compare-1@example.com"])(
  "a user who registers as %s is a real user",
  async (email) => {
    const user = await createUser({
      name: "Someone whose role changes",
      email,
      password: "a password of their own 1",
    });
    if (!user) throw new Error("The email is taken");
    expect(await isThrowAway(user.id)).toBe(false);
    expect(await setThrowAwayRole(user.id, "admin")).toBe(false);
    expect(await deleteThrowAwayUser(user.id)).toBe(false);
    expect(await roleOf(user.id)).toBe("user");
  },
);

test("a throw-away user is deleted after the work, also if the work fails", async () => {
  const made: string[] = [];
  await withThrowAwayUser("Someone", "admin", async ({ id }) => void made.push(id));
  const failing = withThrowAwayUser("Someone", "admin", async ({ id }) => {
    made.push(id);
    throw new Error("in the middle");
  });
  await expect(failing).rejects.toThrow("in the middle");
  expect(made).toHaveLength(2);
  for (const id of made) expect(await roleOf(id)).toBeUndefined();
});

test("the number is limited: expired users are deleted first, then the oldest, and never a real user", async () => {
  const real = await addUser();
  const over = await add(20, -1);
  const young = await add(MOST - 1, LIFETIME + 600);
  const first = await createThrowAwayUser("Someone");
  let left = await marked();
  expect(left).toHaveLength(MOST);
  expect(left).toEqual(expect.arrayContaining([...young, first.id]));
  for (const id of over) expect(left).not.toContain(id);

  const second = await createThrowAwayUser("Someone");
  left = await marked();
  expect(left).toHaveLength(MOST);
  expect(left).toContain(second.id);
  expect(left, "the oldest").not.toContain(first.id);
  expect(await roleOf(real.id)).toBe("user");
});

test("admins do not see throw-away users", async () => {
  const user = await createThrowAwayUser("Someone");
  const real = await addUser();
  const listed = (await listUsers()).users.map(({ id }) => id);
  expect(listed).toContain(real.id);
  expect(listed).not.toContain(user.id);
  const found = (await findUserRecords([user.id, real.id])).map(({ id }) => id);
  expect(found).toEqual([real.id]);
});
