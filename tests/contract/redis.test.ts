// Copies of sessions in Redis: what they save, and that no fault of theirs lets anyone in or signs anyone out.
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

/** Once Redis is back, or has been filled. */
const expectHits = (strategy: SessionStrategy, issued: IssuedSession) =>
  vi.waitFor(async () => expect(await cost(strategy, issued)).toEqual(HIT), {
    timeout: 5 * SECOND,
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
  test("answers on every node with one command and no SQL, for read and renew", async () => {
    const { a, b, issued } = await twoNodes(openNode(), openNode());
    const { cookie, ...session } = issued;
    for (const { strategy } of [a, b])
      for (const ask of [strategy.read, strategy.renew]) {
        const { result, cost } = await measured(() => ask(cookie));
        expect(result).toMatchObject(session);
        expect(cost).toMatchObject(HIT);
      }
  });

  test("is made by the first who asks, with one statement", async () => {
    const { strategy } = openNode();
    const issued = await strategy.create(await addUser());
    expect((await cost(strategy, issued)).sql).toBe(1);
    expect(await cost(strategy, issued)).toEqual(HIT);
  });

  test("holds the row and no token, for less than a minute", async () => {
    const { issued, user } = await twoNodes(openNode(), openNode());
    const { id, authTime, renewedAt, expires } = issued;
    const key = await keyOf(issued.cookie);
    const text = (await redis.get(key)) ?? "";
    // Nothing of the browser either: no request asks for that.
    expect(JSON.parse(text)).toEqual({ id, user, authTime, renewedAt, expires });
    for (const secret of [issued.cookie, key.slice("session:".length)])
      expect(text).not.toContain(secret);
    const lifetime = await redis.pTTL(key);
    expect(lifetime).toBeGreaterThan(30 * SECOND);
    expect(lifetime).toBeLessThanOrEqual(50 * SECOND);
  });

  test("ends with its session", async () => {
    const { strategy } = openNode({ policy: { ...policy, maxAge: 20 } });
    const issued = await strategy.create(await addUser());
    await strategy.read(issued.cookie);
    const lifetime = await redis.pTTL(await keyOf(issued.cookie));
    expect(lifetime).toBeGreaterThan(0);
    expect(Date.now() + lifetime).toBeLessThanOrEqual(issued.expires + 100);
  });

  test("is made of nobody: neither of a token that opens nothing, nor of a session that has ended", async () => {
    const { a, issued } = await twoNodes(openNode(), openNode());
    await a.strategy.end(issued.cookie);
    await a.strategy.read(issued.cookie);
    expect((await redis.get(await keyOf(issued.cookie))) ?? "lease:").toMatch(/^lease:/);
  });

  test("is not asked where the answer must be fresh", async () => {
    const { b, user, issued } = await twoNodes(openNode(), openNode());
    // Past the app: nobody can know, until the copy has ended.
    await sql(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [user.id]);
    expect((await b.strategy.read(issued.cookie))?.user.role).toBe("user");
    const { result, cost } = await measured(() => b.strategy.read(issued.cookie, { fresh: true }));
    expect(result?.user.role).toBe("admin");
    expect(cost.sql).toBe(1);
  });

  test("answers while the database is down", async () => {
    allowConsole(DATABASE_OUTAGE);
    const { b, issued } = await twoNodes(openNode(), openNode());
    await database.refuse();
    expect(await b.strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
  });
});

describe("seen on the other node with the next request", () => {
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
    ["disabled", ({ sessions }, { user }) => disableUser(user.id, sessions)],
    [
      "disabled by half, and enabled",
      async ({ sessions }, { user }) => {
        const endAll = () => Promise.reject(new Error("no answer"));
        await disableUser(user.id, { ...sessions, endAll }).catch(() => {});
        await enableUser(user.id, sessions);
      },
    ],
  ])("%s", async (_what, change) => {
    const { a, b, issued } = await twoNodes(openNode(), openNode());
    await change(a, issued);
    for (const { strategy } of [b, a, b]) expect(await strategy.read(issued.cookie)).toBeNull();
  });

  test("a role that the app changed", async () => {
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

  test("what ended one session leaves the copies of others", async () => {
    const { a, b, user, issued } = await twoNodes(openNode(), openNode());
    const other = await a.strategy.create(user);
    await a.strategy.end(other.cookie);
    expect(await cost(b.strategy, issued)).toEqual(HIT);
  });
});

describe("a reader who has the row from before a change, and comes with it afterwards", () => {
  /** A node that has read a row, and gets no further before its gate opens. */
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
  ])("does not bring a dead session back: %s", async (_when, meanwhile) => {
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

  test("does not bring a role back, and not in place of the new one either", async () => {
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

test("fifty at once get their answer, and one copy is made", async () => {
  const { strategy } = openNode();
  const issued = await strategy.create(await addUser());
  const answers = await Promise.all(Array.from({ length: 50 }, () => strategy.read(issued.cookie)));
  for (const answer of answers) expect(answer).toMatchObject({ id: issued.id });
  await expectHits(strategy, issued);
});

describe("Redis", () => {
  /** Fifty requests and a sign-out, none of which has to wait, and nobody but that one is signed out. */
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
  ])("%s: the database answers soon, and Redis again when it is back", async (_fault, fail) => {
    const nodes = await twoNodes(openNode(), await openBreakableNode());
    await fail(nodes.b);
    await expectAnswers(nodes);
    await nodes.b.network.restore();
    await expectHits(nodes.b.strategy, nodes.issued);
  });

  test("answers late, but in time: it is asked all the same, and costs no SQL", async () => {
    const nodes = await twoNodes(openNode(), await openBreakableNode());
    nodes.b.network.slow(200);
    await expectHits(nodes.b.strategy, nodes.issued);
    await expectAnswers(nodes);
  });

  test("is not there when the app starts: it is used as soon as it is", async () => {
    const { strategy, network } = await openBreakableNode();
    await network.refuse();
    const issued = await strategy.create(await addUser());
    expect(await strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
    await network.restore();
    await expectHits(strategy, issued);
  });

  test("drops its connections: nobody notices", async () => {
    const nodes = await twoNodes(openNode(), await openBreakableNode());
    nodes.b.network.drop();
    await expectAnswers(nodes);
  });

  test("has lost everything: the database answers, and copies are made anew", async () => {
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
  ])("holds %s: that is no copy, and is replaced by one", async (_what, garbage) => {
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

  test("answers with an error: the database answers", async () => {
    const { b, issued } = await twoNodes(openNode(), openNode());
    const key = await keyOf(issued.cookie);
    await redis.del(key);
    await redis.lPush(key, "a list");
    expect(await b.strategy.read(issued.cookie)).toMatchObject({ id: issued.id });
    await redis.del(key);
  });

  test("is lost between two commands: the answer stands", async () => {
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

  test("cannot be reached by the node that ends a session: the row is gone, the copy follows", async () => {
    const a = await openBreakableNode();
    const { b, user, issued } = await twoNodes(a, openNode());
    await a.network.refuse();
    await a.strategy.end(issued.cookie);
    expect(await sessionRows(user)).toEqual([]);
    expect(await a.strategy.read(issued.cookie)).toBeNull();
    // Who must know for sure knows, and the copy has an end of its own.
    expect(await b.strategy.read(issued.cookie, { fresh: true })).toBeNull();
    expect(await redis.pTTL(await keyOf(issued.cookie))).toBeLessThanOrEqual(50 * SECOND);

    await a.network.restore();
    await vi.waitFor(async () => expect(await b.strategy.read(issued.cookie)).toBeNull(), {
      timeout: 5 * SECOND,
    });
  });

  test("was lost for both while a session ended: it does not come back, with its copy still there", async () => {
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
