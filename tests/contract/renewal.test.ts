// How an active session is extended, how often this is written, and what never changes.
import { beforeAll, describe, expect, test } from "vitest";
import { sessionStore } from "@/lib/session/store";
import { hashToken } from "@/lib/session/tokens/reference-token";
import { DAY, SECOND } from "../support/clock";
import { addUser, setRole, sql } from "../support/database";
import { policy } from "../support/sessions";
import { everyStrategy, recording, setUp, setUpRecords } from "../support/strategies";
import { mustVisit, renewalDue, visit } from "../support/visit";

describe.each(everyStrategy)("%s: renewal", (name) => {
  test("a millisecond before the renewal is due nothing changes", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.set(renewalDue(issued) - 1);
    expect(await visit(strategy, issued)).toEqual(issued);
  });

  test("when the renewal is due only the end changes", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.set(renewalDue(issued));
    expect(await visit(strategy, issued)).toEqual({
      ...issued,
      cookie: expect.any(String),
      renewedAt: clock(),
      expires: clock() + 7 * DAY,
      ...(strategy.refresh && {
        refreshToken: expect.any(String),
        accessExpires: clock() + policy.accessMaxAge * SECOND,
      }),
    });
  });

  test("a later read returns the renewed session", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.set(renewalDue(issued) + SECOND);
    const { cookie, refreshToken, ...renewed } = await mustVisit(strategy, issued);
    expect(await strategy.read(cookie)).toEqual(renewed);
  });

  test("an active session lasts longer than maxAge", async () => {
    const { strategy, clock } = setUp(name);
    let held = await strategy.create(await addUser());
    for (let day = 0; day < 20; day++) {
      clock.pass(DAY);
      held = await mustVisit(strategy, held);
    }
    expect(await strategy.read(held.cookie)).not.toBeNull();
  });

  test("authTime never changes", async () => {
    const { strategy, clock } = setUp(name);
    const { authTime, ...issued } = await strategy.create(await addUser());
    let held = { authTime, ...issued };
    for (let day = 0; day < 20; day++) {
      clock.pass(DAY + 333);
      held = await mustVisit(strategy, held);
      expect(held.authTime).toBe(authTime);
      const fresh = await strategy.update(held.cookie);
      expect(fresh?.authTime).toBe(authTime);
      held = { ...held, ...fresh };
    }
  });

  // A Server Component cannot set cookies, and an answer can get lost.
  test("the previous cookie stays valid, because the browser may not get the new one", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.set(renewalDue(issued));
    const renewed = await mustVisit(strategy, issued);
    const again = await mustVisit(strategy, issued);
    for (const held of [renewed, again])
      expect(await strategy.read(held.cookie)).toMatchObject({ id: issued.id, renewedAt: clock() });
  });

  test("a renewed session has the old role only if the strategy states it", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const issued = await strategy.create(user);
    await setRole(user, "admin");
    clock.pass(DAY);
    const renewed = await mustVisit(strategy, issued);
    expect(renewed.user.role).toBe(strategy.roleNoticedWithin === null ? "user" : "admin");
    const fresh = await strategy.update(renewed.cookie);
    expect(fresh?.user.role).toBe("admin");
    // From here on it is in the cookie, too.
    expect((await strategy.read(fresh?.cookie ?? ""))?.user.role).toBe("admin");
  });
});

describe("strategies that store the session's times on the server", () => {
  const asking = everyStrategy.filter((name) => setUp(name).strategy.roleNoticedWithin === 0);

  // Counted by the database, because a statement that changes no row is not a write.
  beforeAll(async () => {
    await sql(`CREATE TABLE IF NOT EXISTS "SessionWrite" (id text)`);
    await sql(`CREATE OR REPLACE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO "SessionWrite" VALUES (NEW.id); RETURN NEW; END'`);
    await sql(`CREATE OR REPLACE TRIGGER note_write AFTER UPDATE ON "Session"
      FOR EACH ROW EXECUTE FUNCTION note_write()`);
  });
  const writes = async (id: string) =>
    (await sql(`SELECT id FROM "SessionWrite" WHERE id = $1`, [id])).length;

  describe.each(recording)("%s", (name) => {
    test("the row is written once per renewal", async () => {
      const { strategy, clock } = setUp(name);
      const issued = await strategy.create(await addUser());
      const step = (renewalDue(issued) - issued.renewedAt) / 24;
      let held = issued;
      for (let visits = 0; visits < 49; visits++) {
        held = await mustVisit(strategy, held);
        await strategy.read(held.cookie);
        expect(await writes(issued.id)).toBe(Math.floor(visits / 24));
        clock.pass(step);
      }
    });

    test("the row is written once by fifty parallel requests", async () => {
      const { strategy, clock } = setUp(name);
      const issued = await strategy.create(await addUser());
      clock.pass(DAY);
      const answers = await Promise.all(Array.from({ length: 50 }, () => visit(strategy, issued)));
      expect(answers.map((answer) => answer?.expires)).toEqual(Array(50).fill(clock() + 7 * DAY));
      expect(await writes(issued.id)).toBe(1);
    });

    test("the record has the same times as the session", async () => {
      const { strategy, clock, sessions } = setUpRecords(name);
      const user = await addUser();
      const context = { ip: "192.0.2.1", userAgent: "Test/1.0" };
      const issued = await strategy.create(user, context);
      const { id, authTime } = issued;
      clock.pass(DAY);
      const { expires } = await mustVisit(strategy, issued);
      const record = { ...context, id, authTime, renewedAt: clock(), expires };
      expect(await sessions.list(user.id)).toEqual([record]);
    });
  });

  describe.each(asking)("%s, which reads the store at each request", (name) => {
    test("the first cookie stays valid", async () => {
      const { strategy, clock } = setUp(name);
      const { cookie } = await strategy.create(await addUser());
      for (let day = 0; day < 10; day++) {
        clock.pass(DAY);
        expect(await strategy.renew(cookie)).toMatchObject({ cookie });
      }
    });

    test("a slow request does not undo a renewal", async () => {
      const { strategy, clock } = setUp(name);
      const { cookie, id, renewedAt } = await strategy.create(await addUser());
      const tokenHash = await hashToken(cookie);
      const stale = clock() + DAY;
      clock.pass(2 * DAY);
      const renewed = await strategy.renew(cookie);
      await sessionStore.extend({ id, tokenHash, renewedAt }, stale, stale + 7 * DAY);
      expect(await strategy.renew(cookie)).toEqual(renewed);
    });
  });
});
