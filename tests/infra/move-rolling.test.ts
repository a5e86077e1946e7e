// A crowd of signed-in users, and three servers behind a round robin that are restarted one by one, through all phases of a
// change of strategy and back (docs/migrate.md). Nobody is signed out, and no ended session is accepted.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { sessionCookie } from "@/lib/session/cookie";
import { type StrategyName, strategies } from "@/lib/session/strategies";
import type { SessionUser } from "@/lib/session/strategy";
import { createCrowd } from "../support/crowd";
import { createDatabase } from "../support/databases";
import { startRoundRobin } from "../support/round-robin";
import { noStores, policy, secrets } from "../support/sessions";
import { type Container, startImage } from "../support/standalone";

/** TEST_MOVE_USERS: the number of signed-in users. */
const USERS = Number(process.env.TEST_MOVE_USERS ?? 2000);
const SERVERS = 3;

interface Person {
  user: SessionUser;
  id: string;
  cookies: Map<string, string>;
  stays?: true;
}

interface Step {
  name: string;
  strategy: StrategyName;
  also: StrategyName[];
}

/** From one strategy to another, and back again. */
const steps = (from: StrategyName, to: StrategyName): Step[] => [
  { name: `phase 1 to ${to}`, strategy: from, also: [to] },
  { name: `phase 2 to ${to}`, strategy: to, also: [from] },
  { name: `phase 3 to ${to}`, strategy: to, also: [] },
  { name: `phase 1 to ${from}`, strategy: to, also: [from] },
  { name: `phase 2 to ${from}`, strategy: from, also: [to] },
  { name: `phase 3 to ${from}`, strategy: from, also: [] },
];

const headers = new Headers({ host: "127.0.0.1" });
const nameOf = (strategy: StrategyName) => sessionCookie(strategies[strategy], headers).name;

/** Users with one session each, made by the strategy itself. */
async function signIn(database: pg.Pool, strategy: StrategyName, users: number) {
  const people = Array.from({ length: users }, () => {
    const id = `crowd-${randomUUID()}`;
    return { id, email: `${id}@example.com`, name: "Someone of the Crowd", role: "user" as const };
  });
  await database.query(
    `INSERT INTO "User" (id, email, name, role, "updatedAt")
     SELECT id, id || '@example.com', 'Someone of the Crowd', 'user', now() FROM unnest($1::text[]) AS id`,
    [people.map(({ id }) => id)],
  );
  const { create } = strategies[strategy].create({
    policy,
    clock: Date.now,
    secrets,
    findUser: async (id: string) => people.find((one) => one.id === id) ?? null,
    ...noStores,
  });
  return Promise.all(
    people.map(async (user) => {
      const issued = await create(user);
      const cookies = new Map([[nameOf(strategy), issued.cookie]]);
      return { user, id: issued.id, cookies };
    }),
  );
}

test(`${USERS} users stay signed in from jwt to database and back`, async () => {
  const url = await createDatabase({ migrated: true });
  const database = new pg.Pool({ connectionString: url, max: 3 });
  database.on("error", () => {});
  afterAll(() => database.end());
  const site = await startRoundRobin();
  afterAll(() => site.close());

  const start = ({ strategy, also }: Pick<Step, "strategy" | "also">) =>
    startImage(
      {
        AUTH_SECRET: `${secrets[0]}`,
        AUTH_STRATEGY: strategy,
        AUTH_STRATEGY_ALSO: also.join(),
        AUTH_TRUST_HOST: "true",
        DATABASE_URL: url,
      },
      afterAll,
    );
  const servers: { step: Pick<Step, "strategy" | "also">; container: Container }[] = [];
  for (let n = 0; n < SERVERS; n++) {
    const step: Pick<Step, "strategy" | "also"> = { strategy: "jwt", also: [] };
    const container = await start(step);
    await site.replace(undefined, container.url);
    servers.push({ step, container });
  }

  const people: Person[] = await signIn(database, "jwt", USERS);
  const admin = people[0];
  if (!admin) throw new Error("TEST_MOVE_USERS has to be 1 at least");
  admin.stays = true;
  await database.query(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [admin.user.id]);
  const ids = new Map(people.map(({ user, id }) => [user.id, id]));
  // Only under jwt a copy of a cookie works after sign-out until it expires. All others are refused.
  const crowd = createCrowd(site.url, people, (copy) => {
    if (!copy.has(nameOf("jwt"))) return () => true;
    const isNoted = servers.every(({ step }) => step.also.length > 0);
    return () => isNoted && servers.every(({ step }) => step.strategy !== "jwt");
  });

  /** Devices with two valid sessions, found at any time. */
  const twice: string[] = [];
  let watching = true;
  const watch = (async () => {
    while (watching) {
      const { rows } = await database.query(
        `SELECT "userId" FROM "Session" WHERE expires > now() GROUP BY "userId" HAVING count(*) > 1`,
      );
      twice.push(...rows.map(({ userId }) => userId));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();

  let stop = crowd.start();
  onTestFinished(async () => {
    watching = false;
    await Promise.all([stop(), watch]);
  });

  /** Without running requests: every user has one session, as a row or a cookie, and it is the original one. */
  async function countSessions({ name, strategy }: Step) {
    const { rows } = await database.query(`SELECT id, "userId" FROM "Session"`);
    const rowOf = new Map(rows.map(({ id, userId }) => [userId, id]));
    expect(rows, `${name}: rows`).toHaveLength(rowOf.size);
    for (const { user, client, ended } of crowd.browsers) {
      const held = [nameOf("jwt"), nameOf("database")].filter((cookie) =>
        client.cookies.has(cookie),
      );
      const id = ended || strategy === "jwt" ? undefined : ids.get(user.id);
      const expected = { held: ended ? [] : [nameOf(strategy)], row: id };
      expect({ held, row: rowOf.get(user.id) }, `${name}: ${user.id}`).toEqual(expected);
    }
  }

  /** The phase in the servers' logs, and on the admin page. */
  async function askForPhase(): Promise<(string | undefined)[]> {
    const logged = servers.map(
      ({ container }) => /\[move\] (Phase \d)/.exec(container.output())?.[1],
    );
    const { text } = (await crowd.browsers[0]?.client.get("/admin")) ?? {};
    expect(text).toContain(admin?.user.email);
    return [...logged, /Phase \d(?=[: ])/.exec(text ?? "")?.[0]];
  }

  const told: Record<string, (string | undefined)[]> = {};
  for (const step of steps("jwt", "database")) {
    for (const [n, old] of servers.entries()) {
      crowd.begin(`${step.name}, server ${n + 1}`);
      const container = await start(step);
      await site.replace(old.container.url, container.url);
      servers[n] = { step, container };
      old.container.signal("SIGTERM");
    }
    crowd.begin(step.name);
    // Phase 2 ends when all sessions were exchanged or have expired. The next phase exchanges no sessions.
    const isPhase1 = step.name.startsWith("phase 1");
    if (!isPhase1) await crowd.everyone();
    await stop();
    if (!isPhase1) await countSessions(step);
    told[step.name] = await askForPhase();
    stop = crowd.start();
  }
  await stop();

  expect(crowd.faults).toEqual([]);
  expect(twice).toEqual([]);
  expect(told).toEqual({
    "phase 1 to database": Array(4).fill("Phase 1"),
    "phase 2 to database": Array(4).fill("Phase 2"),
    "phase 3 to database": Array(4).fill(undefined),
    // The same settings as in phase 2 to database.
    "phase 1 to jwt": Array(4).fill("Phase 2"),
    "phase 2 to jwt": Array(4).fill("Phase 2"),
    "phase 3 to jwt": Array(4).fill(undefined),
  });
  expect(crowd.counts.signedOut).toBeGreaterThan(0);
  expect(crowd.counts.looksAtEnded).toBeGreaterThan(crowd.counts.signedOut);
  expect(crowd.counts.pages).toBeGreaterThan(0);
  const { rows: moves } = await database.query(
    `SELECT detail, count(*)::int AS all, count(DISTINCT "userId")::int AS people FROM "AuditEvent"
     WHERE event = 'session-moved' GROUP BY detail ORDER BY detail`,
  );
  expect(moves.map(({ detail }) => detail)).toEqual(["to database", "to jwt"]);
  for (const { all, people, detail } of moves) {
    expect(all, `${detail}: once each`).toBe(people);
    expect(people).toBeGreaterThanOrEqual(crowd.alive().length);
  }
}, 1_800_000);
