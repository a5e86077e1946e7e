// A user with thousands of sessions: lists have pages, and one step ends all sessions.
import { describe, expect, test, vi } from "vitest";
import { listAuditEvents } from "@/features/audit/audit";
import { listSessions, SESSIONS_PAGE } from "@/lib/accounts/sessions-page";
import { auditEnded } from "@/lib/session/assemble";
import { LONGEST_LIST } from "@/lib/session/store/records";
import type { SessionUser } from "@/lib/session/strategy";
import { addUser, sessionRows, sql } from "../support/database";
import { policy } from "../support/sessions";
import { recording, recordsOf, setUp, setUpRecords } from "../support/strategies";

vi.mock("next/headers", () => ({ headers: async () => new Headers() }));

const MANY = 11_000;

/** Sessions, many of which have the same start time. */
async function giveSessions({ id }: SessionUser, count: number, now: number): Promise<void> {
  await sql(
    `INSERT INTO "Session" (id, "sessionToken", "userId", expires, "authTime", "updatedAt")
     SELECT gen_random_uuid(), encode(sha256(($1 || n)::bytea), 'hex'), $1, $3::timestamptz + interval '1 day',
            $3::timestamptz - (n / 10) * interval '1 ms', $3::timestamptz
     FROM generate_series(1, $2::int) n`,
    [id, count, new Date(now)],
  );
}

describe.each(recording)("%s: a user with thousands of sessions", (name) => {
  test("has a list in pages with each session once, newest first", async () => {
    const { sessions, clock } = setUpRecords(name);
    const user = await addUser();
    await giveSessions(user, 105, clock());
    const pages: string[][] = [];
    const times: number[] = [];
    let before: string | undefined;
    do {
      const page = await listSessions(sessions, user.id, before);
      pages.push(page.sessions.map(({ id }) => id));
      times.push(...page.sessions.map(({ authTime }) => authTime));
      before = page.next;
    } while (before);
    expect(pages.map(({ length }) => length)).toEqual([20, 20, 20, 20, 20, 5]);
    expect(new Set(pages.flat()).size).toBe(105);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("can open the next page after the last session of the previous page was ended", async () => {
    const { sessions, clock } = setUpRecords(name);
    const user = await addUser();
    await giveSessions(user, 45, clock());
    const first = await listSessions(sessions, user.id, undefined);
    const last = first.sessions.at(-1);
    await sessions.end(user.id, last?.id ?? "");
    const second = await listSessions(sessions, user.id, first.next);
    expect(second.sessions).toHaveLength(SESSIONS_PAGE);
  });

  test.each([undefined, "", "x", "1.", "-1.a", "1.a b", "9".repeat(16), "\0", ["1.a"], {}])(
    "shows a page for whatever the address says: %j",
    async (before) => {
      const { sessions, clock } = setUpRecords(name);
      const user = await addUser();
      await giveSessions(user, 3, clock());
      const page = await listSessions(sessions, user.id, before);
      expect([0, 3]).toContain(page.sessions.length);
    },
  );

  test("never reads the whole list to find one session", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const user = await addUser();
    const { id } = await strategy.create(user);
    await giveSessions(user, MANY, clock());
    expect(await sessions.list(user.id)).toHaveLength(LONGEST_LIST);
    expect(await sessions.list(user.id, { id })).toMatchObject([{ id }]);
    expect(await sessions.list("nobody", { id })).toEqual([]);
  });

  test("ends all sessions at once", async () => {
    const { strategy, sessions, clock } = setUpRecords(name);
    const user = await addUser();
    const here = await strategy.create(user);
    await giveSessions(user, MANY, clock());
    expect(await sessions.endAll(user.id, here.id)).toBe(MANY);
    expect((await sessionRows(user)).map(({ id }) => id)).toEqual([here.id]);
  });

  test("signs in under a new limit: the oldest sessions end, with few audit events", async () => {
    const limited = { policy: { ...policy, deviceLimit: 50 }, onEnded: auditEnded };
    const { strategy, clock } = setUp(name, limited);
    const user = await addUser();
    await giveSessions(user, 1_000, clock());
    await strategy.create(user);
    expect(await recordsOf(strategy).list(user.id)).toHaveLength(50);
    const { events } = await listAuditEvents({ userId: user.id });
    expect(events).toHaveLength(11);
    expect(events.map(({ detail }) => detail)).toContain("941 more");
  });
});
