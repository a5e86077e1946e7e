// Copies of sessions in Redis: what they save, and that failures of Redis give no access and sign nobody out.
import { describe, expect, test, vi } from "vitest";
import { disableUser, enableUser, setRole } from "@/lib/accounts/users";
import { measured } from "@/lib/http/timing";
import { sessionTable } from "@/lib/session/store/table";
import type { IssuedSession, SessionStrategy } from "@/lib/session/strategy";
import { createClock, DAY, SECOND } from "../support/clock";
import { allowConsole, DATABASE_OUTAGE } from "../support/console";
import { addUser, network as database, sessionRows, sql } from "../support/database";
import { createGate } from "../support/gate";
import { flush, keyOf, openBreakableNode, openNode, redis } from "../support/nodes";
import { policy } from "../support/sessions";

type Node = ReturnType<typeof openNode>;
type BreakableNode = Awaited<ReturnType<typeof openBreakableNode>>;

const HIT = { sql: 0, redis: 1 };

async function cost(strategy: SessionStrategy, { cookie }: IssuedSession) {
  const { cost } = await measured(() => strategy.read(cookie));
  return { sql: cost.sql, redis: cost.redis };
}

/** Waits until Redis is available or filled again. */
const expectHits = (strategy: SessionStrategy, issued: IssuedSession) =>
  vi.waitFor(async () => expect(await cost(strategy, issued)).toEqual(HIT), {
    timeout: 20 * SECOND,
  });

/** Two nodes and a session whose copy lies in Redis. */
async function twoNodes<A extends Node, B extends Node>(a: A, b: B) {
  const user = await addUser();
  const issued = await a.strategy.create(user, { ip: "192.0.2.1", userAgent: "Test/1.0" });
  await expectHits(a.strategy, issued);
  await expectHits(b.strategy, issued);
  return { a, b, user, issued };
}

describe("a copy", () => {
  test("is used by every server with one command and no SQL, for read and renew", async () => {
    const { a, b, issued } = await twoNodes(openNode(), openNode());
    const { cookie, ...session } = issued;
    for (const { strategy } of [a, b])
      for (const ask of [strategy.read, strategy.renew]) {
        const { result, cost } = await measured(() => ask(cookie));
        expect(result).toMatchObject(session);
        expect(cost).toMatchObject(HIT);
      }
  });

  test("is stored by the first reader, with one statement", async () => {
    const { strategy } = openNode();
    const issued = await strategy.create(await addUser());
    expect((await cost(strategy, issued)).sql).toBe(1);
    expect(await cost(strategy, issued)).toEqual(HIT);
  });

  test("contains the row and no token, for less than a minute", async () => {
    const { issued, user } = await twoNodes(openNode(), openNode());
    const { id, authTime, renewedAt, expires } = issued;
    const key = await keyOf(issued.cookie);
    const text = (await redis.get(key)) ?? "";
    // No data about the browser either, because requests do not need it.
    expect(JSON.parse(text)).toEqual({ id, user, authTime, renewedAt, expires });
    for (const secret of [issued.cookie, key.slice("session:".length)])
      expect(text).not.toContain(secret);
    const lifetime = await redis.pTTL(key);
    expect(lifetime).toBeGreaterThan(30 * SECOND);
    expect(lifetime).toBeLessThanOrEqual(50 * SECOND);
  });

  test("expires with its session", async () => {
    const { strategy } = openNode({ policy: { ...policy, maxAge: 20 } });
    const issued = await strategy.create(await addUser());
    await strategy.read(issued.cookie);
    const key = await keyOf(issued.cookie);
    const before = Date.now();
    const lifetime = await redis.pTTL(key);
    expect(lifetime).toBeGreaterThan(0);
    expect(before + lifetime).toBeLessThanOrEqual(issued.expires + 100);
  });

  test("is not stored for an invalid token or an ended session", async () => {
    const { a, issued } = await twoNodes(openNode(), openNode());
    await a.strategy.end(issued.cookie);
    await a.strategy.read(issued.cookie);
    expect((await redis.get(await keyOf(issued.cookie))) ?? "lease:").toMatch(/^lease:/);
  });

  test("is not used for a fresh read", async () => {
    const { b, user, issued } = await twoNodes(openNode(), openNode());
    // Changed without the app, so the copy is used until it expires.
    await sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
    expect((await b.strategy.read(issued.cookie))?.user.role).toBe("user");
    const { result, cost } = await measured(() => b.strategy.read(issued.cookie, { fresh: true }));
    expect(result?.user.role).toBe("admin");
    expect(cost.sql).toBe(1);
  });

  test("is used while the database is down", async () => {
    allowConsole(DATABASE_OUTAGE);
    const { b, issued } = await twoNodes(openNode(), openNode());
    await database.refuse();
    expect(await b.strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
  });
});

describe("a change that another server sees at the next request", () => {
  type Change = (node: Node, issued: IssuedSession) => Promise<unknown>;

  test.each<[string, Change]>([
    ["signed out", ({ strategy }, { cookie }) => strategy.end(cookie)],
    ["kicked", ({ sessions }, { user, id }) => sessions.end(user.id, id)],
    ["all ended", ({ sessions }, { user }) => sessions.endAll(user.id)],
    [
      "signed in anew",
      async ({ strategy }, { cookie }) => strategy.create(await addUser(), { previous: cookie }),
    ],
    [
      "one session too many",
      async (_node, { user }) => {
        const strict = openNode({ policy: { ...policy, deviceLimit: 1 } });
        return strict.strategy.create(user);
      },
    ],
    [
      "disabled",
      async ({ sessions }, { user }) => {
        await disableUser(user.id);
        await sessions.endAll(user.id);
      },
    ],
    [
      "disabled by half, and enabled",
      async ({ sessions }, { user }) => {
        await disableUser(user.id);
        await sessions.endAll(user.id);
        await enableUser(user.id);
      },
    ],
  ])("%s", async (_what, change) => {
    const { a, b, issued } = await twoNodes(openNode(), openNode());
    await change(a, issued);
    for (const { strategy } of [b, a, b]) expect(await strategy.read(issued.cookie)).toBeNull();
  });

  test("a changed role", async () => {
    const { a, b, user, issued } = await twoNodes(openNode(), openNode());
    expect(await setRole(user.id, "admin")).toBe("done");
    for (const { strategy } of [b, a])
      expect((await strategy.read(issued.cookie))?.user.role).toBe("admin");
    expect(await cost(b.strategy, issued)).toEqual(HIT);
  });

  test("a renewal, which is written once", async () => {
    const clock = createClock(Date.now());
    const [a, b] = [openNode({ clock }), openNode({ clock })];
    const issued = await a.strategy.create(await addUser());
    await b.strategy.read(issued.cookie);
    clock.pass(DAY);
    const renewed = await a.strategy.renew(issued.cookie);
    expect(renewed).toMatchObject({ renewedAt: clock(), expires: clock() + 7 * DAY });
    clock.pass(SECOND);
    expect(await b.strategy.renew(issued.cookie)).toEqual(renewed);
    expect(await cost(b.strategy, issued)).toEqual(HIT);
  });

  test("ending one session keeps the copies of others", async () => {
    const { a, b, user, issued } = await twoNodes(openNode(), openNode());
    const other = await a.strategy.create(user);
    await a.strategy.end(other.cookie);
    expect(await cost(b.strategy, issued)).toEqual(HIT);
  });
});

describe("a slow reader with an old row", () => {
  /** A server that has read a row and waits at its gate. */
  async function slowNode() {
    const gate = createGate();
    const find: typeof sessionTable.find = async (key) => {
      const row = await sessionTable.find(key);
      await gate.pass();
      return row;
    };
    return { gate, slow: openNode({ table: { find } }) };
  }

  test.each<[string, (node: Node, cookie: string) => Promise<unknown>]>([
    ["nobody asks in between", async () => {}],
    ["another asks in between", ({ strategy }, cookie) => strategy.read(cookie)],
    ["its lease has run out in between", async (_node, cookie) => redis.del(await keyOf(cookie))],
  ])("does not restore an ended session: %s", async (_when, meanwhile) => {
    const { gate, slow } = await slowNode();
    const other = openNode();
    const { cookie } = await other.strategy.create(await addUser());
    const inFlight = slow.strategy.read(cookie);
    await gate.arrived;
    await other.strategy.end(cookie);
    await meanwhile(other, cookie);
    gate.open();
    await inFlight;
    for (const { strategy } of [other, slow]) expect(await strategy.read(cookie)).toBeNull();
  });

  test("does not restore an old role or replace the new one", async () => {
    const { gate, slow } = await slowNode();
    const other = openNode();
    const user = await addUser({ role: "admin" });
    const issued = await other.strategy.create(user);
    const inFlight = slow.strategy.read(issued.cookie);
    await gate.arrived;
    await setRole(user.id, "user");
    await other.strategy.read(issued.cookie);
    expect(await cost(other.strategy, issued)).toEqual(HIT);
    gate.open();
    await inFlight;
    expect((await other.strategy.read(issued.cookie))?.user.role).toBe("user");
  });
});

test("fifty parallel reads store one copy", async () => {
  const { strategy } = openNode();
  const issued = await strategy.create(await addUser());
  const answers = await Promise.all(Array.from({ length: 50 }, () => strategy.read(issued.cookie)));
  for (const answer of answers) expect(answer).toMatchObject({ id: issued.id });
  await expectHits(strategy, issued);
});

describe("Redis", () => {
  /** Fifty requests and a sign-out do not have to wait, and only one user is signed out. */
  async function expectAnswers({
    a,
    b,
    user,
    issued,
  }: Awaited<ReturnType<typeof twoNodes<Node, Node>>>) {
    const other = await a.strategy.create(user);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => b.strategy.read(issued.cookie)),
    );
    await b.strategy.end(other.cookie);
    const { cookie, ...session } = issued;
    for (const answer of answers) expect(answer).toEqual(session);
    expect(await b.strategy.read(other.cookie)).toBeNull();
    expect((await sessionRows(user)).map(({ id }) => id)).toEqual([issued.id]);
  }

  test.each<[string, (node: BreakableNode) => unknown]>([
    ["refuses", ({ network }) => network.refuse()],
    ["accepts and never answers", ({ network }) => network.hang()],
    ["answers too late", ({ network }) => network.slow(2 * SECOND)],
  ])(
    "%s: the database is read soon, and Redis again when it is available",
    async (_fault, fail) => {
      const nodes = await twoNodes(openNode(), await openBreakableNode());
      await fail(nodes.b);
      await expectAnswers(nodes);
      await nodes.b.network.restore();
      await expectHits(nodes.b.strategy, nodes.issued);
    },
  );

  test("that is slow, but in time, is used without SQL", async () => {
    const nodes = await twoNodes(openNode(), await openBreakableNode());
    nodes.b.network.slow(200);
    await expectHits(nodes.b.strategy, nodes.issued);
    await expectAnswers(nodes);
  });

  test("that starts after the app is used when it is available", async () => {
    const { strategy, network } = await openBreakableNode();
    await network.refuse();
    const issued = await strategy.create(await addUser());
    expect(await strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
    await network.restore();
    await expectHits(strategy, issued);
  });

  test("that drops its connections has no effect", async () => {
    const nodes = await twoNodes(openNode(), await openBreakableNode());
    nodes.b.network.drop();
    await expectAnswers(nodes);
  });

  test("that has lost all keys: the database is read, and copies are stored again", async () => {
    const logical = 9;
    const nodes = await twoNodes(openNode({ logical }), openNode({ logical }));
    await flush(logical);
    expect((await cost(nodes.b.strategy, nodes.issued)).sql).toBe(1);
    await flush(logical);
    await expectAnswers(nodes);
    await expectHits(nodes.b.strategy, nodes.issued);
  });

  test.each([
    ["no JSON", "{oops"],
    ["nothing", ""],
    ["something else", "[1, 2]"],
    ["null", "null"],
    ["a copy of another version", '{"id":"x","user":{"id":"y"}}'],
    ["a role that there is not", '{"role":"root"}'],
  ])("with the value %s: the value is replaced by a copy", async (_what, garbage) => {
    const { b, issued } = await twoNodes(openNode(), openNode());
    const key = await keyOf(issued.cookie);
    const good = JSON.parse((await redis.get(key)) ?? "");
    const bad = garbage.includes("root")
      ? JSON.stringify({ ...good, user: { ...good.user, role: "root" } })
      : garbage;
    await redis.set(key, bad);
    const { cookie, ...session } = issued;
    expect(await b.strategy.read(cookie)).toEqual(session);
    expect(await cost(b.strategy, issued)).toEqual(HIT);
  });

  test("that answers with an error: the database is read", async () => {
    const { b, issued } = await twoNodes(openNode(), openNode());
    const key = await keyOf(issued.cookie);
    await redis.del(key);
    await redis.lPush(key, "a list");
    expect(await b.strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
    await redis.del(key);
  });

  test("that is lost between two commands: the answer is still given", async () => {
    const gate = createGate();
    const find: typeof sessionTable.find = async (key) => {
      await gate.pass();
      return sessionTable.find(key);
    };
    const { strategy, network } = await openBreakableNode({ table: { find } });
    const issued = await strategy.create(await addUser());
    const answer = strategy.read(issued.cookie);
    await gate.arrived;
    await network.refuse();
    gate.open();
    expect(await answer).toMatchObject({ id: issued.id });
  });

  test("that the ending server cannot reach: the row is deleted, and the copy later", async () => {
    const a = await openBreakableNode();
    const { b, user, issued } = await twoNodes(a, openNode());
    await a.network.refuse();
    await a.strategy.end(issued.cookie);
    expect(await sessionRows(user)).toEqual([]);
    expect(await a.strategy.read(issued.cookie)).toBeNull();
    // A fresh read notices the end, and the copy expires.
    expect(await b.strategy.read(issued.cookie, { fresh: true })).toBeNull();
    expect(await redis.pTTL(await keyOf(issued.cookie))).toBeLessThanOrEqual(50 * SECOND);

    await a.network.restore();
    await vi.waitFor(async () => expect(await b.strategy.read(issued.cookie)).toBeNull(), {
      timeout: 20 * SECOND,
    });
  });

  test("that was down for all servers when a session ended does not restore the session", async () => {
    const [a, b] = [await openBreakableNode(), await openBreakableNode()];
    const { issued, user } = await twoNodes(a, b);
    const other = await a.strategy.create(user);
    for (const { network } of [a, b]) await network.refuse();
    await a.strategy.end(issued.cookie);
    expect(await b.strategy.read(issued.cookie)).toBeNull();

    // The other one could not delete the copy yet.
    await b.network.restore();
    await expectHits(b.strategy, other);
    expect(await redis.get(await keyOf(issued.cookie))).toMatch(/^{/);
    for (let i = 0; i < 3; i++) expect(await b.strategy.read(issued.cookie)).toBeNull();
    expect((await redis.get(await keyOf(issued.cookie))) ?? "").not.toMatch(/^{/);
  });
});
