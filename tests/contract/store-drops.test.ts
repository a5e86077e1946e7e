// A connection that is lost within a transaction, or after the commit and before the answer: there is no incomplete
// session, and signed-in users stay signed in.
import { beforeEach, describe, expect, test } from "vitest";
import { StoreUnavailable } from "@/lib/errors";
import { DAY, SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network, sessionRows } from "../support/database";
import { mustRotate, rotate, rotating, signIn } from "../support/rotation";
import { policy } from "../support/sessions";
import { recording, setUp } from "../support/strategies";
import { visit } from "../support/visit";

beforeEach(() => allowConsole(DATABASE_OUTAGE));

const INSERT = 'INSERT INTO "public"."Session"';
const UPDATE = 'UPDATE "public"."Session"';

describe.each(recording)("%s: a sign-in whose connection is lost", (name) => {
  /** A user who has reached the device limit. */
  async function member() {
    const { strategy } = setUp(name, { policy: { ...policy, deviceLimit: 2 } });
    const user = await addUser();
    const [here, there] = [await strategy.create(user), await strategy.create(user)];
    return { strategy, user, here, there };
  }

  test.each([
    ["the row was written", INSERT],
    ["a row was to go", 'DELETE FROM "Session"'],
  ])("after %s: no row was added or deleted", async (_when, statement) => {
    const { strategy, user, here, there } = await member();
    const rows = await sessionRows(user);
    network.dropAfter(statement);
    await expect(strategy.create(user, { previous: here.cookie })).rejects.toBeInstanceOf(
      StoreUnavailable,
    );
    // Waits until the server has noticed.
    await expect.poll(() => sessionRows(user)).toEqual(rows);
    for (const held of [here, there]) expect(await visit(strategy, held)).not.toBeNull();
    const next = await strategy.create(user, { previous: here.cookie });
    expect(new Set((await sessionRows(user)).map(({ id }) => id))).toEqual(
      new Set([there.id, next.id]),
    );
  });

  test("after the commit: a complete session without a browser exists, and the previous one stays valid", async () => {
    const { strategy, user, here, there } = await member();
    network.dropAfter("COMMIT");
    await expect(strategy.create(user, { previous: here.cookie })).rejects.toBeInstanceOf(
      StoreUnavailable,
    );
    const left = (await sessionRows(user)).map(({ id }) => id);
    expect(left).toHaveLength(2);
    expect(left).toContain(there.id);
    expect(await visit(strategy, there)).toMatchObject({ id: there.id });
    const next = await strategy.create(user, { previous: here.cookie });
    expect(await visit(strategy, next)).toMatchObject({ id: next.id });
  });
});

describe.each(recording)("%s: a renewal whose connection is lost once it is written", (name) => {
  test("signs nobody out, and the next visit has the renewed session", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.pass(DAY);
    network.dropAfter(UPDATE);
    const answer = await visit(strategy, issued).catch((error: unknown) => error);
    // A session that was found is valid without the renewal; an expired access token is not.
    if (strategy.refresh) expect(answer).toBeInstanceOf(StoreUnavailable);
    else expect(answer).toMatchObject({ id: issued.id });
    expect(await visit(strategy, issued)).toMatchObject({ id: issued.id, renewedAt: clock() });
  });
});

describe.each(rotating)("%s: a rotation whose connection is lost once it is written", (name) => {
  test("a retry within the grace time gets the same successor", async () => {
    const { strategy, clock, user, told, issued } = await signIn(name);
    const [before] = await sessionRows(user);
    network.dropAfter(UPDATE);
    await expect(rotate(strategy, issued)).rejects.toBeInstanceOf(StoreUnavailable);
    const [after] = await sessionRows(user);
    expect(after?.sessionToken).not.toBe(before?.sessionToken);

    clock.pass(policy.reuseGrace * SECOND);
    const [again, andAgain] = [
      await mustRotate(strategy, issued),
      await mustRotate(strategy, issued),
    ];
    expect(andAgain.refreshToken).toBe(again.refreshToken);
    expect(await sessionRows(user)).toEqual([after]);
    expect((await mustRotate(strategy, again)).refreshToken).not.toBe(again.refreshToken);
    expect(told).toEqual([]);
  });
});
