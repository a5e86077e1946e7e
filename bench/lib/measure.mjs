// The jobs of a run in their order, and the record of their results.
import pg from "pg";
import { startApp } from "./app.mjs";
import { createLoad, post } from "./load.mjs";
import { median, percentiles, shuffle } from "./stats.mjs";
import { canBeRead, subjectsFor } from "./subjects.mjs";

const CONCURRENCIES = [1, 32];
/** Milliseconds after which the Redis cache is filled again: its entries expire within a minute. */
const FRESH_FOR = 20_000;
/** Number of requests for which statements are counted. */
const COUNTED = 20;

/**
 * Returns the jobs that measure one strategy. `context` holds `plan`, `sessions`, `database`, `redis` and `settings`.
 * The jobs write their results into `record`.
 */
export function measureVariant(variant, context) {
  const { plan, database, redis } = context;
  const empty = () => ({
    throughput: Object.fromEntries(CONCURRENCIES.map((concurrency) => [concurrency, []])),
    reading: [],
    latency: [],
  });
  const sets = subjectsFor(variant).map((set) =>
    set.map((subject) => ({ ...subject, sessions: context.sessions[subject.kind], ...empty() })),
  );
  const subjects = sets.flat();
  const record = { ...variant, subjects };
  const settings = { ...context.settings, AUTH_STRATEGY: variant.name };
  const at = (database, redis) => ({
    ...settings,
    DATABASE_URL: database.url,
    ...(variant.usesRedis ? { REDIS_URL: redis.url } : {}),
  });
  const jobs = [];
  const add = (title, run) => jobs.push({ title: `${variant.label}: ${title}`, run });
  const readers = subjects.filter(canBeRead).map((subject) => ({
    ...subject,
    path: subject.readAt ?? subject.path,
  }));
  let app;
  let load;

  async function start(env) {
    app = await startApp(env);
    load = createLoad(app.url);
  }
  async function stop() {
    await load.close();
    await app.stop();
  }

  /** Each of `takers` has one turn per round. */
  function addRounds(title, takers, turn) {
    for (let round = 1; round <= plan.rounds; round++)
      add(`${title}, round ${round} of ${plan.rounds}`, async () => {
        for (const taker of shuffle(takers)) await turn(taker);
      });
  }

  let filledAt = -Infinity;
  /** Fills the Redis cache with every session. */
  async function fillRedis() {
    if (!variant.usesRedis || performance.now() - filledAt < FRESH_FOR) return;
    const me = subjects.find(({ key }) => key === "me");
    await visitAll(load, me);
    filledAt = performance.now();
  }

  add("starting", () => start(at(database, redis)));
  for (const subject of subjects)
    add(`warming up, ${subject.title}`, () =>
      load.run(subject, { concurrency: 32, milliseconds: plan.stretch }),
    );
  for (const concurrency of CONCURRENCIES)
    for (const set of sets)
      addRounds(`${concurrency} at once`, set, async (subject) => {
        await fillRedis();
        const figures = await load.run(subject, { concurrency, milliseconds: plan.turn });
        subject.throughput[concurrency].push(figures);
      });
  for (const reader of readers) add("readings, warming up", () => load.read(reader, plan.stretch));
  addRounds("readings", readers, async (reader) => {
    reader.reading.push(await load.read(reader, plan.turn));
  });
  add("renewal", async () => {
    [record.writes, record.writesAfter] = await countWrites(app.url, variant.renewal, database.ask);
  });
  add("stopping", stop);

  add("starting again, through proxies", () => start(at(database.proxy, redis?.proxy)));
  for (const subject of subjects)
    add(`what ${subject.title} asks`, async () => {
      // The first requests are not counted: they open connections and fill caches.
      const some = { ...subject, sessions: subject.sessions.slice(0, COUNTED) };
      await visitAll(load, some, 1);
      await database.proxy.takeCount();
      await redis?.proxy.takeCount();
      await visitAll(load, some, 1);
      subject.sql = (await database.proxy.takeCount()) / COUNTED;
      subject.redis = redis ? (await redis.proxy.takeCount()) / COUNTED : 0;
    });
  add("checks in one render", async () => {
    const page = subjects.find(({ key }) => key === "page");
    const before = await load.usage();
    await load.run(page, { concurrency: 1, requests: COUNTED });
    record.checks = ((await load.usage()).checks - before.checks) / COUNTED;
  });
  for (const delay of variant.asksStore ? plan.delays : []) {
    add(`${delay} ms to the store`, async () => {
      await Promise.all([database.proxy.delay(delay), redis?.proxy.delay(delay)]);
    });
    for (const concurrency of CONCURRENCIES)
      for (const subject of subjects.filter(
        ({ path }) => path.startsWith("/api/") && path !== "/api/open",
      ))
        add(`${delay} ms to the store, ${concurrency} at once`, async () => {
          await fillRedis();
          const options = { concurrency, milliseconds: plan.stretch };
          const { latencies } = await load.run(subject, options);
          subject.latency.push({ delay, concurrency, ...percentiles(latencies) });
        });
  }
  add("stopping", async () => {
    await Promise.all([database.proxy.delay(0), redis?.proxy.delay(0)]);
    await stop();
  });
  return { jobs, record };
}

/** Sends one request with each session. */
const visitAll = (load, subject, concurrency = 32) =>
  load.run(subject, { concurrency, requests: subject.sessions.length });

/** Counts the rows written by 50 concurrent requests when a renewal is due, and by 50 more directly after. */
async function countWrites(url, { id, method, path, cookie }, ask) {
  await ask(`UPDATE "Session" SET "updatedAt" = now() - interval '2 days' WHERE id = $1`, [id]);
  const counts = [];
  for (let time = 0; time < 2; time++) {
    await ask(`DELETE FROM "SessionWrite"`);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => fetch(url + path, { method, headers: { cookie } })),
    );
    const refused = answers.find(({ ok }) => !ok);
    if (refused) throw new Error(`${path} answered ${refused.status} to a renewal`);
    const written = await ask(`SELECT FROM "SessionWrite" WHERE id = $1`, [id]);
    counts.push(written.length);
  }
  return counts;
}

/** Makes the app create users and sessions. Returns the answer of /api/mint. */
export async function mint({ plan, settings, database }, REDIS_URL = "") {
  const app = await startApp({ ...settings, DATABASE_URL: database.url, REDIS_URL });
  const minted = await post(`${app.url}/api/mint`, { count: plan.sessions });
  await app.stop();
  return minted;
}

/** Measures the actual duration in ms of a statement with each of `delays`, because timers are not exact. */
export async function measureDelays(proxy, delays) {
  const pool = new pg.Pool({ connectionString: proxy.url, max: 1 });
  const measured = {};
  for (const delay of [0, ...delays]) {
    await proxy.delay(delay);
    const times = [];
    for (let n = 0; n < 100; n++) {
      const start = performance.now();
      await pool.query("SELECT 1");
      times.push(performance.now() - start);
    }
    measured[delay] = median(times);
  }
  await proxy.delay(0);
  await pool.end();
  return measured;
}
