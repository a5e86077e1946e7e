// The device limit: even with parallel sign-ins, a user never has more sessions than allowed.
import { describe, expect, test } from "vitest";
import { StoreUnavailable } from "@/lib/errors";
import type { StrategyName } from "@/lib/session/strategies";
import type { IssuedSession, StrategyDependencies } from "@/lib/session/strategy";
import { HOUR, SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser } from "../support/database";
import { policy } from "../support/sessions";
import { recording, setUp, setUpRecords, storedSessions } from "../support/strategies";
import { expectEnded, visit } from "../support/visit";

const LIMIT = 3;

/** `told` collects the reports to the audit trail. */
function setUpLimited(name: StrategyName, deviceLimit = LIMIT) {
  const told: { id: string }[] = [];
  const reasons = new Set<string>();
  const onEnded: StrategyDependencies["onEnded"] = async (ended, reason) => {
    told.push(...ended);
    reasons.add(reason);
  };
  return {
    ...setUpRecords(name, { policy: { ...policy, deviceLimit }, onEnded }),
    told: () => told.map(({ id }) => id),
    reasons,
  };
}
const ids = (sessions: { id: string }[]) => sessions.map(({ id }) => id).sort();

describe.each(recording)("%s: device limit", (name) => {
  test("50 parallel sign-ins never exceed the limit, and the evicted sessions are refused", async () => {
    // Sign-ins that wait too long for a connection are refused.
    allowConsole(DATABASE_OUTAGE);
    const { strategy, clock, told, reasons } = setUpLimited(name);
    const user = await addUser();
    let running = true;
    const signIns = Promise.allSettled(
      Array.from({ length: 50 }, () => strategy.create(user)),
    ).finally(() => {
      running = false;
    });
    const seen = new Set<number>();
    while (running) seen.add((await storedSessions(strategy, user)).length);
    const issued: IssuedSession[] = [];
    for (const outcome of await signIns) {
      if (outcome.status === "fulfilled") issued.push(outcome.value);
      // The sign-ins wait for each other: on a busy machine some get no connection in time and log this.
      else expect(outcome.reason).toBeInstanceOf(StoreUnavailable);
    }
    expect(issued.length).toBeGreaterThan(LIMIT);
    seen.add((await storedSessions(strategy, user)).length);
    expect(Math.max(...seen)).toBe(LIMIT);

    const last = await strategy.create(user);
    const left = ids(await storedSessions(strategy, user));
    expect(left).toHaveLength(LIMIT);
    expect(left).toContain(last.id);
    expect([...told(), ...left].sort()).toEqual(ids([...issued, last]));
    expect([...reasons]).toEqual(["device-limit"]);

    clock.pass((strategy.endNoticedWithin ?? 0) * SECOND);
    const visits = await Promise.all([...issued, last].map((held) => visit(strategy, held)));
    expect(ids(visits.filter((held) => held !== null))).toEqual(left);
  });

  test("one more sign-in ends the oldest session at once and reports it", async () => {
    const { strategy, clock, told } = setUpLimited(name);
    const user = await addUser();
    const issued = [];
    for (let device = 0; device < LIMIT + 2; device++) {
      issued.push(await strategy.create(user));
      clock.pass(HOUR);
    }
    const [first, second, ...others] = issued;
    if (!first || !second) throw new Error("Nobody signed in");
    expect(told()).toEqual([first.id, second.id]);
    for (const held of [first, second]) await expectEnded(strategy, clock, held);
    for (const held of others) expect(await visit(strategy, held)).toMatchObject({ id: held.id });
  });

  test("signing in again in one browser replaces its own session, and no other device's", async () => {
    const { strategy, told, reasons } = setUpLimited(name);
    const user = await addUser();
    const oldest = await strategy.create(user);
    const phone = await strategy.create(user);
    let here = await strategy.create(user);
    const before: string[] = [];
    for (let again = 0; again < 3; again++) {
      before.push(here.id);
      here = await strategy.create(user, { previous: here.cookie });
    }
    expect(ids(await storedSessions(strategy, user))).toEqual(ids([oldest, phone, here]));
    expect(told()).toEqual(before);
    expect([...reasons]).toEqual(["new-sign-in"]);
  });

  test("is counted per user", async () => {
    const { strategy } = setUpLimited(name);
    const [user, other] = [await addUser(), await addUser()];
    const theirs = await Promise.all([1, 2, 3].map(() => strategy.create(other)));
    const mine = await Promise.all([1, 2, 3].map(() => strategy.create(user)));
    expect(ids(await storedSessions(strategy, user))).toEqual(ids(mine));
    expect(ids(await storedSessions(strategy, other))).toEqual(ids(theirs));
  });

  test("does not count expired rows", async () => {
    const { strategy, clock, told } = setUpLimited(name);
    const unlimited = setUp(name, { clock }).strategy;
    const user = await addUser();
    const old = await Promise.all([1, 2, 3, 4].map(() => unlimited.create(user)));
    clock.set(Math.max(...old.map(({ expires }) => expires)));
    const live = await Promise.all([1, 2, 3].map(() => strategy.create(user)));
    expect(told()).toEqual([]);
    expect(ids((await strategy.records?.list(user.id)) ?? [])).toEqual(ids(live));
  });

  test("a lower limit applies from the next sign-in on", async () => {
    const { strategy: before, clock } = setUpLimited(name, 5);
    const user = await addUser();
    for (let device = 0; device < 5; device++) {
      await before.create(user);
      clock.pass(SECOND);
    }
    const { strategy: after } = setUp(name, { clock, policy: { ...policy, deviceLimit: 1 } });
    const only = await after.create(user);
    expect(ids(await storedSessions(after, user))).toEqual([only.id]);
  });

  test("applies without an onEnded callback", async () => {
    const { strategy } = setUp(name, { policy: { ...policy, deviceLimit: 1 } });
    const user = await addUser();
    await strategy.create(user);
    const { id } = await strategy.create(user);
    expect(ids(await storedSessions(strategy, user))).toEqual([id]);
  });

  test("without a limit no session is ended", async () => {
    const { strategy } = setUp(name);
    const user = await addUser();
    await Promise.all(Array.from({ length: 20 }, () => strategy.create(user)));
    expect(await storedSessions(strategy, user)).toHaveLength(20);
  });
});
