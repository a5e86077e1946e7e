// The idle timeout (ASVS 7.3.1): what counts as activity, how exactly it is recorded, and its limits.
import { describe, expect, test } from "vitest";
import type { SessionPolicy } from "@/lib/session/policy";
import { HOUR, SECOND } from "../support/clock";
import { addUser } from "../support/database";
import { policy } from "../support/sessions";
import { everyStrategy, setUp } from "../support/strategies";
import { mustVisit, visit } from "../support/visit";

const idle: SessionPolicy = { ...policy, idleTimeout: 1800, absoluteMaxAge: 12 * 3600 };
const IDLE = 1800 * SECOND;
/** The minimum interval between two records of activity. */
const TENTH = IDLE / 10;

describe.each(everyStrategy)("%s: idle timeout", (name) => {
  async function signIn() {
    const { strategy, clock } = setUp(name, { policy: idle });
    const user = await addUser();
    return { strategy, clock, user, issued: await strategy.create(user) };
  }

  test.each([
    ["a second before", -SECOND, true],
    ["a millisecond before", -1, true],
    ["at", 0, false],
    ["a millisecond after", 1, false],
    ["a second after", SECOND, false],
  ])("an unused session ends: %s its time", async (_when, offset, lives) => {
    const { strategy, clock, issued } = await signIn();
    clock.pass(IDLE + offset);
    expect((await visit(strategy, issued)) !== null).toBe(lives);
  });

  test("a visit every half of the timeout keeps the session alive, up to the absolute limit", async () => {
    const { strategy, clock, issued } = await signIn();
    const end = issued.authTime + 12 * HOUR;
    let held = issued;
    for (clock.pass(IDLE / 2); clock() < end; clock.pass(IDLE / 2))
      held = await mustVisit(strategy, held);
    clock.set(end - 1);
    held = await mustVisit(strategy, held);
    expect(held).toMatchObject({ id: issued.id, expires: end });
    clock.set(end);
    expect(await visit(strategy, held)).toBeNull();
  });

  test("a visit within a tenth of the timeout after the last recorded one is not recorded", async () => {
    const { strategy, clock, issued } = await signIn();
    clock.pass(TENTH - 1);
    const held = await mustVisit(strategy, issued);
    expect(held).toEqual(issued);
    clock.set(issued.renewedAt + IDLE);
    expect(await visit(strategy, held)).toBeNull();
  });

  test("a visit after a tenth of the timeout is recorded and extends the session", async () => {
    const { strategy, clock, issued } = await signIn();
    clock.pass(TENTH);
    const held = await mustVisit(strategy, issued);
    expect(held).toMatchObject({ renewedAt: clock(), expires: clock() + IDLE });
    clock.set(held.renewedAt + IDLE - 1);
    expect(await visit(strategy, held)).not.toBeNull();
  });

  test("the session ends exactly at the extended time", async () => {
    const { strategy, clock, issued } = await signIn();
    clock.pass(TENTH);
    const held = await mustVisit(strategy, issued);
    clock.set(held.renewedAt + IDLE);
    expect(await visit(strategy, held)).toBeNull();
  });

  test("reading passively does not keep the session alive", async () => {
    const { strategy, clock, issued } = await signIn();
    const { cookie, id } = issued;
    clock.pass(TENTH - 1);
    expect(await strategy.read(cookie)).toMatchObject({ id });
    for (clock.pass(1); clock() < issued.renewedAt + IDLE; clock.pass(TENTH / 2))
      for (const options of [{}, { fresh: true }]) await strategy.read(cookie, options);
    expect(await visit(strategy, issued)).toBeNull();
  });

  test("activity in one browser does not keep the session of another one alive", async () => {
    const { strategy, clock, user, issued } = await signIn();
    let used = await strategy.create(user);
    for (let visits = 0; visits < 2; visits++) {
      clock.pass(IDLE / 2);
      used = await mustVisit(strategy, used);
    }
    expect(await visit(strategy, issued)).toBeNull();
  });

  test("an ended session is not listed any more", async () => {
    const { strategy, clock, user } = await signIn();
    clock.pass(IDLE - 1);
    expect((await strategy.records?.list(user.id))?.length ?? 1).toBe(1);
    clock.pass(1);
    expect((await strategy.records?.list(user.id)) ?? []).toEqual([]);
  });

  test("a timeout that is set later applies to existing sessions", async () => {
    const { strategy: before, clock } = setUp(name);
    const issued = await before.create(await addUser());
    const { strategy: after } = setUp(name, { clock, policy: idle });
    clock.pass(IDLE - 1);
    expect(await after.read(issued.cookie)).toEqual(await before.read(issued.cookie));
    clock.pass(1);
    expect(await after.read(issued.cookie)).toBeNull();
    expect(await visit(after, issued)).toBeNull();
  });
});
