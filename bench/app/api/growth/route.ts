// Measures how the cost of reading a session grows with rows, sessions and claims.
import { env } from "@/lib/env";
import { strategyNames } from "@/lib/session/strategies";
import { createSeal } from "@/lib/session/tokens/seal";
import { median } from "../../../lib/stats.mjs";
import { pool } from "../../pool";
import { createStrategy } from "../../strategies";

const READINGS = 1000;
const someone = {
  id: "bench-1",
  email: "user-1@example.com",
  name: "User 1",
  role: "user",
} as const;

/** POST `{ of, amount }`. All figures are microseconds, unless their name says bytes. */
export async function POST(request: Request) {
  const { of, amount } = (await request.json()) as { of: keyof typeof measures; amount: number };
  return Response.json({ amount, ...(await measures[of](amount)) });
}

/** The strategy that queries the database at every reading. */
function storedStrategy() {
  const all = strategyNames.map((name) => createStrategy(name));
  const stored = all.find(({ asksStore, records }) => asksStore && records);
  if (!stored) throw new Error("No strategy queries the database at every reading");
  return stored;
}

const measures = {
  /** A Session table with `amount` rows, of which 500 are read. */
  async rows(amount: number) {
    const { read } = storedStrategy();
    await pool.query(`TRUNCATE "Session"`);
    const cookies = await signIn(500);
    await fill(amount - 500);
    await pool.query(`VACUUM ANALYZE "Session"`);
    return { reading: await time((n) => read(cookies[n % 500] ?? "")) };
  },

  /** `amount` sessions of one user. */
  async sessions(amount: number) {
    const { read, records } = storedStrategy();
    await pool.query(`DELETE FROM "Session" WHERE "userId" = $1`, [someone.id]);
    const cookies = await signIn(amount);
    const reading = await time((n) => read(cookies[n % amount] ?? ""));
    return { reading, listing: await time(async () => records?.list(someone.id)) };
  },

  /** `amount` additional claims in the encrypted cookie. */
  async claims(amount: number) {
    const { id: sub, ...user } = someone;
    const now = Math.floor(Date.now() / 1000);
    const own = { sub, ...user, sid: sub, auth_time: now, iat: now, exp: now + 3600 };
    const more = Array.from({ length: amount }, (_, n) => [
      `claim-${n}`,
      `the value of claim ${n}`,
    ]);
    const { seal } = createSeal({ secrets: env.AUTH_SECRET, purpose: "session" });
    const cookie = await seal({ ...own, ...Object.fromEntries(more) });
    const { read } = createStrategy("jwt");
    return { reading: await time(() => read(cookie)), bytes: cookie.length };
  },
};

/** Signs the same user in `count` times. Returns the cookies. */
async function signIn(count: number): Promise<string[]> {
  const { create } = storedStrategy();
  const cookies: string[] = [];
  for (let n = 0; n < count; n++) cookies.push((await create(someone)).cookie);
  return cookies;
}

/** Adds rows: sessions of generated users, ten for each. */
async function fill(count: number): Promise<void> {
  await pool.query(
    `WITH nobody AS (
       INSERT INTO "User" (id, "updatedAt") SELECT gen_random_uuid(), now()
       FROM generate_series(0, $1::int / 10) RETURNING id
     ), numbered AS (SELECT id, row_number() OVER () - 1 AS n FROM nobody)
     INSERT INTO "Session" (id, "sessionToken", "userId", expires, "authTime", "updatedAt")
     SELECT gen_random_uuid(), encode(sha256(gen_random_uuid()::text::bytea), 'hex'), numbered.id,
            now() + interval '7 days', now(), now()
     FROM generate_series(0, $1::int - 1) s JOIN numbered ON numbered.n = s / 10`,
    [count],
  );
}

/** The median of many readings, after the same number of warm-up readings. Throws if a reading finds no user. */
async function time(read: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 2 * READINGS; n++) {
    const start = performance.now();
    const answer = await read(n);
    times.push((performance.now() - start) * 1000);
    if (!answer) throw new Error("A session was not found");
  }
  return median(times.slice(READINGS));
}
