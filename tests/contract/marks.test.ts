// Marks of sessions, in whichever store has them: vitest.config.ts runs this file over Postgres and over Redis.
import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { deleteExpired } from "@/lib/accounts/cleanup";
import { openDatabase } from "@/lib/database/client";
import { StoreUnavailable } from "@/lib/errors";
import { measured } from "@/lib/http/timing";
import { sessionMarks } from "@/lib/session/store/marks";
import { DAY } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { network } from "../support/database";

const inRedis = inject("redisUrl") !== undefined;
const now = Date.now();
const newUser = () => `user {${randomUUID()}}`;

test("a mark is found under its name, and replaced by the next one", async () => {
  const user = newUser();
  await sessionMarks.set(user, { name: "a", value: "1" }, now, now + DAY);
  await sessionMarks.set(user, { name: "b", value: "2" }, now, now + DAY);
  await sessionMarks.set(user, { name: "a", value: "3" }, now, now + DAY);
  expect(await sessionMarks.find(user, ["a", "c"])).toEqual(new Map([["a", "3"]]));
  expect(await sessionMarks.find(user, ["a", "b"])).toEqual(
    new Map([
      ["a", "3"],
      ["b", "2"],
    ]),
  );
});

test("a mark belongs to one user", async () => {
  const user = newUser();
  await sessionMarks.set(user, { name: "a", value: "1" }, now, now + DAY);
  expect(await sessionMarks.find(newUser(), ["a"])).toEqual(new Map());
});

test("finding several marks costs one query", async () => {
  const { cost } = await measured(() => sessionMarks.find(newUser(), ["a", "b"]));
  expect(cost.sql + cost.redis).toBe(1);
});

describe.skipIf(inRedis)("in Postgres", () => {
  test("a mark ends at its expiry, and not a millisecond before", async () => {
    const { pool } = await openDatabase();
    const [user, past] = [newUser(), Date.parse("2018-02-01")];
    await sessionMarks.set(user, { name: "a", value: "1" }, past - DAY, past);
    await deleteExpired(pool, past - 1);
    expect((await sessionMarks.find(user, ["a"])).size).toBe(1);
    expect((await deleteExpired(pool, past)).SessionMark).toBeGreaterThan(0);
    expect((await sessionMarks.find(user, ["a"])).size).toBe(0);
  });

  test.each([
    ["found", (user: string) => sessionMarks.find(user, ["a"])],
    ["set", (user: string) => sessionMarks.set(user, { name: "a", value: "" }, now, now + DAY)],
  ])("without an answer, no mark is %s", async (_what, ask) => {
    allowConsole(DATABASE_OUTAGE);
    await network.refuse();
    await expect(ask(newUser())).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe.runIf(inRedis)("in Redis", () => {
  test("a database that is down has no effect", async () => {
    await network.refuse();
    const user = newUser();
    await sessionMarks.set(user, { name: "a", value: "1" }, now, now + DAY);
    expect((await sessionMarks.find(user, ["a"])).size).toBe(1);
  });

  test("a mark is deleted automatically when it expires", async () => {
    const user = newUser();
    await sessionMarks.set(user, { name: "a", value: "1" }, now, now);
    await expect.poll(async () => (await sessionMarks.find(user, ["a"])).size).toBe(0);
  });
});
