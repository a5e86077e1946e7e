// Queries of the Session table by keys from requests: each finds only its own rows.
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SignInRefused, StoreUnavailable } from "@/lib/errors";
import { sessionStore } from "@/lib/session/store";
import type { NewSessionRow, WhichSessions } from "@/lib/session/store/types";
import type { SessionUser } from "@/lib/session/strategy";
import { DAY } from "../support/clock";
import { addUser, sessionRows } from "../support/database";

async function insert(user: SessionUser): Promise<NewSessionRow> {
  const now = Date.now();
  const row = {
    id: randomUUID(),
    tokenHash: `hash-${randomUUID()}`,
    userId: user.id,
    authTime: now,
    renewedAt: now,
    expires: now + DAY,
  };
  await sessionStore.insert(row);
  return row;
}
const toEnded = ({ id, userId, tokenHash }: NewSessionRow) => ({ id, userId, tokenHash });
const idsOf = async (user: SessionUser) => (await sessionRows(user)).map(({ id }) => id).sort();

/** A user with three sessions, and another user with one. */
async function setUp() {
  const [user, bystander] = [await addUser(), await addUser()];
  const [one, two, three] = [await insert(user), await insert(user), await insert(user)];
  return { user, bystander, one, two, three, other: await insert(bystander) };
}
type Stage = Awaited<ReturnType<typeof setUp>>;

describe("remove", () => {
  test.each<[string, (stage: Stage) => WhichSessions, (stage: Stage) => NewSessionRow[]]>([
    ["by the hash of its token", ({ one }) => ({ tokenHash: one.tokenHash }), ({ one }) => [one]],
    ["by its id", ({ one }) => ({ id: one.id }), ({ one }) => [one]],
    [
      "by its id and its user",
      ({ one, user }) => ({ id: one.id, userId: user.id }),
      ({ one }) => [one],
    ],
    [
      "by its id and another user",
      ({ one, bystander }) => ({ id: one.id, userId: bystander.id }),
      () => [],
    ],
    [
      "all of a user",
      ({ user }) => ({ userId: user.id }),
      ({ one, two, three }) => [one, two, three],
    ],
    [
      "all of a user but one",
      ({ user, two }) => ({ userId: user.id, exceptId: two.id }),
      ({ one, three }) => [one, three],
    ],
    [
      "all of a user but one of somebody else",
      ({ user, other }) => ({ userId: user.id, exceptId: other.id }),
      ({ one, two, three }) => [one, two, three],
    ],
  ])("%s: deletes these rows and returns them", async (_what, toWhich, toExpected) => {
    const stage = await setUp();
    const { user, bystander, one, two, three, other } = stage;
    const expected = toExpected(stage);
    const ended = await sessionStore.remove(toWhich(stage));
    expect(new Set(ended)).toEqual(new Set(expected.map(toEnded)));
    const left = [one, two, three].filter((row) => !expected.includes(row));
    expect(await idsOf(user)).toEqual(left.map(({ id }) => id).sort());
    expect(await idsOf(bystander)).toEqual([other.id]);
    expect(await sessionStore.remove(toWhich(stage))).toEqual([]);
  });

  const hostile = [
    ["empty", ""],
    ["a quote", "'"],
    ["SQL", "' OR '1'='1"],
    ["SQL that deletes", `'; DELETE FROM "Session"; --`],
    ["a wildcard", "%"],
    ["NULL", "NULL"],
    ["a backslash", "\\"],
    ["a lone surrogate", "\ud800"],
    ["8 KB", "x".repeat(8192)],
  ] as const;
  const keysOf = (value: string, { user, one }: Stage): WhichSessions[] => [
    { tokenHash: value },
    { id: value },
    { userId: user.id, id: value },
    { userId: value, id: one.id },
    { userId: value },
    { userId: value, exceptId: one.id },
  ];

  test.each(hostile)("by a key that is %s: deletes nothing", async (_what, value) => {
    const stage = await setUp();
    for (const which of keysOf(value, stage)) expect(await sessionStore.remove(which)).toEqual([]);
    expect(await idsOf(stage.user)).toHaveLength(3);
    expect(await idsOf(stage.bystander)).toHaveLength(1);
  });

  test.each(hostile)("deletes all rows if the exception is %s", async (_what, exceptId) => {
    const { user, bystander } = await setUp();
    expect(await sessionStore.remove({ userId: user.id, exceptId })).toHaveLength(3);
    expect(await idsOf(bystander)).toHaveLength(1);
  });

  // Postgres cannot store text with NUL. Strategies check the format of a value first.
  test("by a key with NUL: refused without an outage", async () => {
    const stage = await setUp();
    for (const which of keysOf("\0", stage)) {
      const error = await sessionStore.remove(which).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(StoreUnavailable);
    }
    expect(await idsOf(stage.user)).toHaveLength(3);
  });
});

describe("find", () => {
  test("by token hash or by id: the same row, and never by the other kind of value", async () => {
    const user = await addUser();
    const { id, tokenHash } = await insert(user);
    const byHash = await sessionStore.find({ tokenHash });
    expect(byHash).toMatchObject({ id, tokenHash, user });
    expect(await sessionStore.find({ id })).toEqual(byHash);
    expect(await sessionStore.find({ id: tokenHash })).toBeNull();
    expect(await sessionStore.find({ tokenHash: id })).toBeNull();
  });
});

describe("rotate", () => {
  const swap = (row: NewSessionRow, from: string, to: string) =>
    sessionStore.rotate(row.id, { from, to }, row.renewedAt + 1000, row.expires + 1000);
  const tokenOf = async (user: SessionUser) => (await sessionRows(user))[0]?.sessionToken;

  test("replaces the current token, and no other", async () => {
    const user = await addUser();
    const row = await insert(user);
    const [second, third] = [`second-${row.id}`, `third-${row.id}`];
    expect(await swap(row, row.tokenHash, second)).toBe(true);
    expect(await swap(row, second, third)).toBe(true);
    // Like a slow request, which must not undo a renewal.
    expect(await swap(row, row.tokenHash, second)).toBe(false);
    expect(await tokenOf(user)).toBe(third);
    expect(await swap({ ...row, id: randomUUID() }, third, second)).toBe(false);
    expect(await tokenOf(user)).toBe(third);
  });

  test("succeeds once of fifty parallel calls", async () => {
    const user = await addUser();
    const row = await insert(user);
    const done = await Promise.all(
      Array.from({ length: 50 }, (_, n) => swap(row, row.tokenHash, `${n}-${row.id}`)),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await tokenOf(user)).toBe(`${done.indexOf(true)}-${row.id}`);
  });

  test("does not restore a deleted row", async () => {
    const user = await addUser();
    const row = await insert(user);
    await sessionStore.remove({ id: row.id });
    expect(await swap(row, row.tokenHash, `second-${row.id}`)).toBe(false);
    expect(await sessionRows(user)).toEqual([]);
  });
});

describe("insert", () => {
  test("for an unknown user is refused without an outage", async () => {
    const user = { ...(await addUser()), id: "nobody" };
    await expect(insert(user)).rejects.toBeInstanceOf(SignInRefused);
  });

  test("in place of another row: returns it, and both changes happen or none", async () => {
    const user = await addUser();
    const before = await insert(user);
    const after = { ...before, id: randomUUID(), tokenHash: `hash-${randomUUID()}` };
    const replaces = { id: before.id };
    // Its key is taken, so the row cannot be written, and the other one stays.
    const taken = { ...after, tokenHash: (await insert(await addUser())).tokenHash };
    await expect(sessionStore.insert(taken, { replaces })).rejects.toThrow();
    expect(await idsOf(user)).toEqual([before.id]);

    const { replaced } = await sessionStore.insert(after, { replaces });
    expect(replaced).toEqual([toEnded(before)]);
    expect(await idsOf(user)).toEqual([after.id]);
  });
});
