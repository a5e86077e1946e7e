// When a session will end: timers read it from the store, which is no activity.
import { expect, test } from "vitest";
import { SECOND } from "../support/clock";
import { addUser } from "../support/database";
import { policy } from "../support/sessions";
import { rotating, setUp, storedSessions } from "../support/strategies";

const IDLE = 600 * SECOND;

test.each(rotating)(
  "%s: the end of the session is known after the access token has expired, and does not change",
  async (name) => {
    const { strategy, clock } = setUp(name, { policy: { ...policy, idleTimeout: IDLE / SECOND } });
    const user = await addUser();
    const { cookie, expires, id } = await strategy.create(user);
    const rows = await storedSessions(strategy, user);

    clock.pass(IDLE - 1);
    expect(await strategy.read(cookie)).toBeNull();
    expect(await strategy.refresh?.expiryOf(cookie)).toBe(expires);
    expect(await storedSessions(strategy, user)).toEqual(rows);

    clock.pass(1);
    expect(await strategy.refresh?.expiryOf(cookie)).toBeNull();

    clock.pass(-IDLE);
    await strategy.revocation?.end(user.id, id);
    expect(await strategy.refresh?.expiryOf(cookie), "ended").toBeNull();
    expect(await strategy.refresh?.expiryOf("nonsense")).toBeNull();
  },
);
