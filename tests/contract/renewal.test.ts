// How an active session is given a later end, how often that is written, and what it never changes.
import { beforeAll, describe, expect, test } from "vitest";
import { sessionStore } from "@/lib/session/store";
import { hashToken } from "@/lib/session/token";
import { DAY, HOUR } from "../support/clock";
import { addUser, sessionRows, setRole, sql } from "../support/database";
import { everyStrategy, setUp } from "../support/strategies";

describe.each(everyStrategy)("%s: renewal", (name) => {
  test("a millisecond before updateAge nothing changes", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.set(issued.renewedAt + DAY - 1);
    expect(await strategy.renew(issued.cookie)).toEqual(issued);
  });

  test("at updateAge the end moves, and nothing else", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.set(issued.renewedAt + DAY);
    const renewed = await strategy.renew(issued.cookie);
    expect(renewed).toEqual({
      ...issued,
      cookie: expect.any(String),
      renewedAt: clock(),
      expires: clock() + 7 * DAY,
    });
  });

  test("what is read afterwards is what was renewed", async () => {
    const { strategy, clock } = setUp(name);
    const issued = await strategy.create(await addUser());
    clock.pass(DAY + HOUR);
    const { cookie = "", ...renewed } = (await strategy.renew(issued.cookie)) ?? {};
    expect(await strategy.read(cookie)).toEqual(renewed);
  });

  test("a session in use outlives maxAge", async () => {
    const { strategy, clock } = setUp(name);
    let { cookie } = await strategy.create(await addUser());
    for (let day = 0; day < 20; day++) {
      clock.pass(DAY);
      cookie = (await strategy.renew(cookie))?.cookie ?? "ended";
    }
    expect(await strategy.read(cookie)).not.toBeNull();
  });

  test("authTime never moves", async () => {
    const { strategy, clock } = setUp(name);
    let { cookie, authTime } = await strategy.create(await addUser());
    for (let day = 0; day < 20; day++) {
      clock.pass(DAY + 333);
      const renewed = await strategy.renew(cookie, { fresh: day % 2 === 0 });
      expect(renewed?.authTime).toBe(authTime);
      cookie = renewed?.cookie ?? "ended";
    }
  });

  // A Server Component cannot set cookies: what is renewed there never reaches the browser.
  test("the cookie from before works on, because the new one may get lost", async () => {
    const { strategy, clock } = setUp(name);
    const { cookie, id } = await strategy.create(await addUser());
    clock.pass(DAY);
    await strategy.renew(cookie);
    expect(await strategy.read(cookie)).toMatchObject({ id });
    expect(await strategy.renew(cookie)).toMatchObject({ id, renewedAt: expect.any(Number) });
  });

  test("what was renewed carries the role from before, unless it is asked to be fresh", async () => {
    const { strategy, clock } = setUp(name);
    const user = await addUser();
    const { cookie } = await strategy.create(user);
    await setRole(user, "admin");
    clock.pass(DAY);
    const renewed = await strategy.renew(cookie);
    expect(renewed?.user.role).toBe(strategy.noticesWithin === 0 ? "admin" : "user");
    const fresh = await strategy.renew(renewed?.cookie ?? "", { fresh: true });
    expect(fresh?.user.role).toBe("admin");
    // From here on it is in the cookie, too.
    expect((await strategy.read(fresh?.cookie ?? ""))?.user.role).toBe("admin");
  });
});

describe("where the server keeps the time of a session", () => {
  const stateful = everyStrategy.filter((name) => setUp(name).strategy.needsDatabase);

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

  describe.each(stateful)("%s", (name) => {
    test("reading alone keeps it alive", async () => {
      const { strategy, clock } = setUp(name);
      const { cookie } = await strategy.create(await addUser());
      for (let day = 0; day < 10; day++) {
        clock.pass(DAY);
        expect(await strategy.read(cookie)).not.toBeNull();
      }
    });

    test("it is written at most once per updateAge, however often it is read", async () => {
      const { strategy, clock } = setUp(name);
      const { cookie, id } = await strategy.create(await addUser());
      for (let hour = 0; hour < 48; hour++) {
        await strategy.read(cookie);
        await strategy.renew(cookie);
        expect(await writes(id)).toBe(Math.floor(hour / 24));
        clock.pass(HOUR);
      }
    });

    test("it is written once when fifty requests find it due at the same moment", async () => {
      const { strategy, clock } = setUp(name);
      const { cookie, id } = await strategy.create(await addUser());
      clock.pass(DAY);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          n % 2 ? strategy.read(cookie) : strategy.renew(cookie),
        ),
      );
      expect(answers.map((answer) => answer?.expires)).toEqual(
        Array.from({ length: 50 }, () => clock() + 7 * DAY),
      );
      expect(await writes(id)).toBe(1);
    });

    test("a slow request does not set it back", async () => {
      const { strategy, clock } = setUp(name);
      const { cookie, id, renewedAt } = await strategy.create(await addUser());
      const tokenHash = await hashToken(cookie);
      const stale = clock() + DAY;
      clock.pass(2 * DAY);
      const renewed = await strategy.read(cookie);
      await sessionStore.extend({ id, tokenHash, renewedAt }, stale, stale + 7 * DAY);
      expect(await strategy.read(cookie)).toEqual(renewed);
    });

    test("the row says what the session says", async () => {
      const { strategy, clock } = setUp(name);
      const user = await addUser();
      const context = { ip: "192.0.2.1", userAgent: "Test/1.0" };
      const { cookie, id, authTime } = await strategy.create(user, context);
      clock.pass(DAY);
      const renewed = await strategy.read(cookie);
      expect(await sessionRows(user)).toEqual([
        expect.objectContaining({
          id,
          userId: user.id,
          ...context,
          authTime: new Date(authTime),
          updatedAt: new Date(clock()),
          expires: new Date(renewed?.expires ?? 0),
        }),
      ]);
    });
  });
});
