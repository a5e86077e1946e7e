// A crowd of signed-in users, and three servers behind a round robin that are restarted one by one, through all phases of a
// change of strategy (docs/migrate.md), for every pair of strategies in both directions. One change is undone halfway.
// Nobody is signed out, and no ended session is accepted.
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createCrowd } from "../support/crowd";
import { createDatabase } from "../support/databases";
import {
  ACCESS_MAX_AGE,
  allSteps,
  hasRows,
  judgeCopy,
  type Settings,
  type Step,
  signIn,
  strategiesOf,
  ways,
} from "../support/move-steps";
import { startRoundRobin } from "../support/round-robin";
import { secrets } from "../support/sessions";
import { type Container, startImage } from "../support/standalone";

/** TEST_MOVE_USERS: the number of signed-in users. */
const USERS = Number(process.env.TEST_MOVE_USERS ?? 2000);
const SERVERS = 3;

test.each(ways.map((way) => [Math.ceil(USERS * way.share), way.name, way] as const))(
  "%i users stay signed in while servers change their strategy %s",
  async (users, _name, way) => {
    const url = await createDatabase({ migrated: true });
    const database = new pg.Pool({ connectionString: url, max: 3 });
    database.on("error", () => {});
    onTestFinished(() => database.end());
    const site = await startRoundRobin();
    onTestFinished(() => site.close());

    const start = ({ strategy, also }: Settings) =>
      startImage({
        ACCESS_TOKEN_MAX_AGE: String(ACCESS_MAX_AGE),
        AUTH_SECRET: `${secrets[0]}`,
        AUTH_STRATEGY: strategy,
        AUTH_STRATEGY_ALSO: also.join(),
        AUTH_TRUST_HOST: "true",
        DATABASE_URL: url,
        // Two tabs may be far apart on a busy machine.
        REFRESH_REUSE_GRACE: "60",
      });
    const servers: { settings: Settings; container: Container }[] = [];
    for (let n = 0; n < SERVERS; n++) {
      const settings: Settings = { strategy: "jwt", also: [] };
      const container = await start(settings);
      await site.replace(undefined, container.url);
      servers.push({ settings, container });
    }

    const people = await signIn(database, users);
    const [admin] = people;
    if (!admin) throw new Error("TEST_MOVE_USERS has to be 1 at least");
    await database.query(`UPDATE "User" SET role = 'admin' WHERE id = $1`, [admin.user.id]);
    const ids = new Map(people.map(({ user, id }) => [user.id, id]));
    const crowd = createCrowd(
      site.url,
      people.map((person) => (person === admin ? { ...person, stays: true } : person)),
      (copy) => judgeCopy(copy, () => servers.map(({ settings }) => settings)),
    );

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
        const id = !ended && hasRows(strategy) ? ids.get(user.id) : undefined;
        const expected = { held: ended ? [] : [strategy], row: id };
        const found = { held: strategiesOf(client.cookies), row: rowOf.get(user.id) };
        expect(found, `${name}: ${user.id}`).toEqual(expected);
      }
    }

    /** How often each session was exchanged in each direction, by the audit trail. */
    async function countMoves(): Promise<Map<string, number>> {
      const { rows } = await database.query(
        `SELECT "sessionId" || ' ' || detail AS move, count(*)::int AS moves FROM "AuditEvent"
       WHERE event = 'session-moved' GROUP BY 1`,
      );
      return new Map(rows.map(({ move, moves }) => [move, moves]));
    }

    /** The phase in the servers' logs, and on the admin page. */
    async function askForPhase({ also }: Step): Promise<(string | undefined)[]> {
      const read = () =>
        servers.map(({ container }) => /\[move\] (Phase \d)/.exec(container.output())?.[1]);
      // A server logs it when the database has answered.
      while (also.length > 0 && read().includes(undefined))
        await new Promise((resolve) => setTimeout(resolve, 50));
      const logged = read();
      const { text } = (await crowd.browsers[0]?.client.get("/admin")) ?? {};
      expect(text).toContain(admin?.user.email);
      return [...logged, /Phase \d(?=[: ])/.exec(text ?? "")?.[0]];
    }

    for (const step of allSteps(way)) {
      const begun = performance.now();
      const { requests } = crowd.counts;
      const before = await countMoves();
      for (const [n, old] of servers.slice(0, step.restarted).entries()) {
        crowd.begin(`${step.name}, server ${n + 1}`);
        const container = await start(step);
        await site.replace(old.container.url, container.url);
        servers[n] = { settings: step, container };
        old.container.signal("SIGTERM");
      }
      crowd.begin(step.name);
      // A change ends when all sessions were exchanged or have expired. The next phase exchanges no sessions.
      if (step.complete) await crowd.everyone();
      await stop();
      if (step.complete) await countSessions(step);
      if (!step.restarted)
        expect(await askForPhase(step), step.name).toEqual(Array(SERVERS + 1).fill(step.phase));
      const moves = [...(await countMoves())].map(([move, all]) => all - (before.get(move) ?? 0));
      expect(Math.max(0, ...moves), `${step.name}: exchanged once`).toBeLessThanOrEqual(1);
      console.info(
        `${step.name}: ${((performance.now() - begun) / 1000).toFixed(0)} s, ${crowd.counts.requests - requests} requests, ${moves.filter(Boolean).length} exchanged, ${crowd.alive().length} signed in, ${crowd.faults.length} faults`,
      );
      expect(crowd.faults, step.name).toEqual([]);
      stop = crowd.start();
    }
    await stop();

    expect(crowd.faults).toEqual([]);
    expect(twice).toEqual([]);
    const { signedOut, looksAtEnded, pages } = crowd.counts;
    console.info(crowd.counts);
    expect(signedOut).toBeGreaterThan(0);
    expect(looksAtEnded).toBeGreaterThan(signedOut);
    expect(pages).toBeGreaterThan(0);
  },
  7_200_000,
);
