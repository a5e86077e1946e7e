// When a session will end, asked by a timer: an answer of the store's, and no activity.
import { expect, test } from "vitest";
import { SECOND } from "../support/clock";
import { addUser } from "../support/database";
import { policy } from "../support/sessions";
import { everyStrategy, setUp, storedSessions } from "../support/strategies";

const IDLE = 600 * SECOND;

const rotating = everyStrategy.filter((name) => setUp(name).strategy.refresh);

test.each(rotating)(
  "%s: the end is known after the access token's own, and not moved",
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
