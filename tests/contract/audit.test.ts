// The audit trail (ASVS 16.2, 16.3): what is recorded, what is never recorded, and that its failures have no effect.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  AUDIT_PAGE,
  type AuditEvent,
  type AuditFacts,
  audit,
  listAuditEvents,
} from "@/features/audit/audit";
import { verifyCredentials } from "@/lib/accounts/credentials";
import { carrySessions } from "@/lib/authjs/sessions";
import { openDatabase } from "@/lib/database/client";
import { createBrowser, password, signedIn, withoutCookies } from "../support/authjs";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, disableUser, network, sql } from "../support/database";
import { importWith } from "../support/isolated";
import { policy } from "../support/sessions";
import { everyStrategy, recording, revocable, setUp } from "../support/strategies";

/** What the app has written to the log. */
let logged: string[] = [];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, "log").mockImplementation((line) => void logged.push(String(line)));
});

const eventsOf = async (userId: string) => (await listAuditEvents({ userId })).events;
const newest = async (userId: string) => (await eventsOf(userId))[0];

describe.each(everyStrategy)("%s: signing in and out", (name) => {
  test("a sign-in is recorded with its session and address", async () => {
    const { user, session } = await signedIn(name);
    expect(await newest(user.id)).toMatchObject({
      ...{ event: "signed-in", userId: user.id, actorId: user.id, sessionId: session.id },
      ip: expect.stringMatching(/^2001:db8:/),
      detail: "by password",
    });
  });

  test("a sign-out is recorded", async () => {
    const { user, session, browser } = await signedIn(name);
    await browser.signOut();
    const facts = { userId: user.id, actorId: user.id, sessionId: session.id };
    expect(await newest(user.id)).toMatchObject({ event: "signed-out", ...facts });
  });

  test("a second sign-out with a copy of the cookie is not recorded, if the strategy keeps records", async () => {
    const { user, strategy, cookie, browser } = await signedIn(name);
    await browser.signOut();
    browser.jar.set(browser.cookieName, cookie);
    await browser.signOut();
    const events = (await eventsOf(user.id)).filter(({ event }) => event === "signed-out");
    expect(events).toHaveLength(strategy.endNoticedWithin === null ? 2 : 1);
  });

  test("the refusal of a disabled user with the right password is recorded with its reason", async () => {
    const user = await addUser({ password });
    await disableUser(user);
    const browser = createBrowser(setUp(name).strategy);
    expect(await (await browser.signIn(user, { password: "wrong" })).text()).toContain(
      "error=CredentialsSignin",
    );
    expect(await newest(user.id)).toMatchObject({ detail: "wrong password" });
    expect(await (await browser.signIn(user)).text()).toContain("error=AccessDenied");
    expect(await newest(user.id)).toMatchObject({ event: "sign-in-failed", detail: "disabled" });
    expect(browser.cookie).toBe("");
  });

  test("the refusal of a disabled user from a provider is recorded", async () => {
    const user = await addUser();
    await disableUser(user);
    const parts = withoutCookies(new Headers());
    const guest = { current: async () => null, stays: () => false };
    const { jwt } = carrySessions(setUp(name).strategy, parts, guest).callbacks;
    const account = { provider: "oidc", providerAccountId: "42", type: "oidc" as const };
    await expect(jwt({ token: {}, user, account, trigger: "signIn" })).rejects.toMatchObject({
      type: "AccessDenied",
    });
    expect(await newest(user.id)).toMatchObject({ event: "sign-in-failed", detail: "disabled" });
  });
});

describe("failed sign-ins", () => {
  /** Uses a unique address, by which the test finds its events. */
  function someoneAt() {
    const [a, b] = randomUUID()
      .split("-")
      .slice(1, 3)
      .map((group) => group.replace(/^0+/, ""));
    const ip = `2001:db8:${a}:${b}::1`;
    const headers = new Headers({ "x-forwarded-for": ip });
    return {
      ip,
      tries: (email: string | null, password: string) =>
        verifyCredentials({ email, password }, withoutCookies(headers)),
      events: () => sql(`SELECT * FROM "AuditEvent" WHERE ip = $1 ORDER BY at, id`, [ip]),
    };
  }

  test("of an account are recorded with the user, the address and the reason", async () => {
    const { id, email } = await addUser({ password });
    const { ip, tries, events } = someoneAt();
    await tries(email, "wrong");
    const facts = { userId: id, actorId: null, sessionId: null, ip, detail: "wrong password" };
    expect(await events()).toMatchObject([{ event: "sign-in-failed", ...facts }]);
  });

  test("of an unknown email are recorded without the email and the password, in every form", async () => {
    const { tries, events } = someoneAt();
    await tries(`Secret-${randomUUID()}@example.com`, "Hunter2 hunter2");
    const found = await events();
    expect(found).toMatchObject([{ userId: null, detail: "no such account" }]);
    expect(JSON.stringify(found)).not.toMatch(/secret|hunter2|[\da-f]{64}/i);
  });

  test("beyond the limit: only the first refusal is recorded", async () => {
    const { email } = await addUser({ password });
    const { tries, events } = someoneAt();
    for (let n = 0; n < 25; n++) await tries(email, "wrong").catch(() => {});
    const details = (await events()).map(({ detail }) => detail);
    expect(details).toEqual([...Array(20).fill("wrong password"), "too many wrong passwords"]);
  });

  test("an invalid request is not recorded", async () => {
    const { tries, events } = someoneAt();
    await tries("not an email", "x");
    expect(await events()).toEqual([]);
  });
});

describe("sessions that a strategy ends by its own rules", () => {
  test.each(recording)("%s: the device limit records the ended session", async (name) => {
    const ended: unknown[] = [];
    const { strategy } = setUp(name, {
      policy: { ...policy, deviceLimit: 1 },
      onEnded: async (sessions, reason) => {
        for (const { id, userId } of sessions) ended.push([reason, userId, id]);
      },
    });
    const user = await addUser();
    const first = await strategy.create(user);
    await strategy.create(user);
    expect(ended).toEqual([["device-limit", user.id, first.id]]);
  });

  test.each(revocable)(
    "%s: a new sign-in records the replaced session of any user",
    async (name) => {
      const ended: unknown[] = [];
      const { strategy } = setUp(name, {
        onEnded: async (sessions, reason) => {
          for (const { id, userId } of sessions) ended.push([reason, userId, id]);
        },
      });
      const [user, other] = [await addUser(), await addUser()];
      const before = await strategy.create(other);
      await strategy.create(user, { previous: before.cookie });
      await strategy.create(user);
      expect(ended).toEqual([["new-sign-in", other.id, before.id]]);
    },
  );
});

describe("the list", () => {
  async function fill(events: number) {
    const { id } = await addUser();
    for (let n = 0; n < events; n++) await audit("role-changed", { userId: id, detail: `${n}` });
    return id;
  }

  test("is newest first, and its pages contain each event once, even with equal times", async () => {
    const userId = await fill(AUDIT_PAGE + 3);
    await sql(`UPDATE "AuditEvent" SET at = '2020-01-01' WHERE "userId" = $1`, [userId]);
    const first = await listAuditEvents({ userId });
    expect(first.events).toHaveLength(AUDIT_PAGE);
    const second = await listAuditEvents({ userId, before: first.next });
    expect(second.events).toHaveLength(3);
    expect(second.next).toBeUndefined();
    const details = [...first.events, ...second.events].map(({ detail }) => Number(detail));
    expect(details).toEqual(details.toSorted((a, b) => b - a));
    expect(new Set(details).size).toBe(AUDIT_PAGE + 3);
  });

  test("of exactly one page has no next page", async () => {
    const userId = await fill(AUDIT_PAGE);
    expect((await listAuditEvents({ userId })).next).toBeUndefined();
  });

  test("is of one user, or of all", async () => {
    const [one, other] = [await fill(1), await fill(1)];
    expect((await listAuditEvents({ userId: one })).events).toHaveLength(1);
    const all = (await listAuditEvents({})).events.map(({ userId }) => userId);
    expect(all).toEqual(expect.arrayContaining([one, other]));
  });

  test("is empty after an event that does not exist", async () => {
    expect((await listAuditEvents({ before: randomUUID() })).events).toEqual([]);
  });

  test("finds a page of all events, and of one user, by an index", async () => {
    await sql(
      `INSERT INTO "AuditEvent" (id, at, event, "userId")
       SELECT 'old' || n, timestamptz '2020-01-02' + n * interval '1 second', 'signed-in', 'old' || n % 50
       FROM generate_series(1, 20000) n`,
    );
    await sql(`ANALYZE "AuditEvent"`);
    const { pool } = await openDatabase();
    const query = vi.spyOn(pool, "query");
    for (const before of [undefined, "old10000"])
      for (const userId of [undefined, "old7"]) {
        await listAuditEvents({ before, userId });
        const [text, values] = query.mock.lastCall as unknown as [string, unknown[]];
        const rows = await sql(`EXPLAIN ANALYZE ${text}`, values);
        const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
        expect(plan).toMatch(/Index Scan Backward|Bitmap Index Scan/);
        expect(plan).not.toContain("Seq Scan");
        // Of 20,000.
        const read = [...plan.matchAll(/actual time=\S+ rows=(\d+)/g)].map(([, rows]) =>
          Number(rows),
        );
        expect(Math.max(...read)).toBeLessThan(500);
      }
    query.mockRestore();
    await sql(`DELETE FROM "AuditEvent" WHERE id LIKE 'old%'`);
  });

  test("keeps events of deleted users and sessions", async () => {
    const userId = await fill(1);
    await sql(`DELETE FROM "User" WHERE id = $1`, [userId]);
    expect(await eventsOf(userId)).toHaveLength(1);
  });
});

describe("a failing audit trail", () => {
  const facts: AuditFacts = { userId: "someone", ip: "192.0.2.1", detail: 'a "quote"\nand a line' };

  test.each(["refuse", "hang"] as const)(
    "with a database that %ss, the event goes to the log, on one line",
    async (fault) => {
      allowConsole(DATABASE_OUTAGE);
      await network[fault]();
      await audit("user-disabled", facts);
      // The caller does not wait as long as this may take.
      await vi.waitFor(() => expect(logged).toHaveLength(1), 60_000);
      expect(logged[0]).toMatch(/^\[audit\] \{.*\}$/);
      expect(JSON.parse(logged[0]?.slice("[audit] ".length) ?? "")).toEqual({
        ...{ at: expect.any(String), event: "user-disabled", ...facts },
        notStored: "The database could not be asked.",
      });
    },
  );

  test("accepts text that Postgres refuses", async () => {
    await audit("user-disabled", { ...facts, detail: "NUL \0" });
    expect(logged).toHaveLength(1);
  });

  // #region keep
  test("writes to the log without a database", async () => {
    const bare = await importWith({ DATABASE_URL: "" }, () => import("@/features/audit/audit"));
    await bare.audit("signed-in", facts);
    expect(JSON.parse(logged[0]?.slice("[audit] ".length) ?? "")).toEqual({
      ...{ at: expect.any(String), event: "signed-in", ...facts },
    });
  });
  // #endregion

  // For strategies whose sign-out needs no store.
  const withoutRevocation = everyStrategy.filter((name) => !setUp(name).strategy.revocation);
  test.each(withoutRevocation)("%s: does not prevent a sign-out", async (name) => {
    allowConsole(DATABASE_OUTAGE);
    const { browser } = await signedIn(name);
    await network.refuse();
    await browser.signOut();
    expect(browser.cookie).toBe("");
    expect(logged).toEqual([
      expect.stringContaining('"event":"signed-out"' satisfies `"event":"${AuditEvent}"`),
    ]);
  });
});
