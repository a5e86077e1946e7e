// A program: what one reading costs when there is more of something. Prints JSON.
//   growth.ts rows 100000     a Session table of that many rows
//   growth.ts sessions 100    so many sessions of one user
//   growth.ts claims 30       so many claims besides the starter's own
import { getPool } from "@/lib/db";
import { env } from "@/lib/env";
import { strategyNames } from "@/lib/env-schema";
import { createSeal } from "@/lib/session/seal";
import { createStrategy, DAY } from "./strategies";
import { median } from "./lib/stats.mjs";

const READINGS = 1000;
const [what = "", amountText = ""] = process.argv.slice(2);
const amount = Number(amountText);

/** The strategy whose every reading asks the database. */
const stored = strategyNames.map((name) => createStrategy(name)).find((s) => s.noticesWithin === 0);
const someone = { id: "bench-0", email: "user-0@example.com", name: "User 0", role: "user" } as const;

const measures: Record<string, () => Promise<object>> = { rows, sessions, claims };
console.log(JSON.stringify({ [what]: amount, ...(await measures[what]?.()) }));
process.exit();

async function rows() {
  const { rows } = await getPool().query(`SELECT count(*)::int AS there FROM "Session"`);
  await fill(amount - rows[0].there - 500);
  const cookies = await sign(500);
  await getPool().query(`VACUUM ANALYZE "Session"`);
  return { microseconds: await time((n) => stored?.read(cookies[n % 500] ?? "")) };
}

async function sessions() {
  await getPool().query(`DELETE FROM "Session" WHERE "userId" = $1`, [someone.id]);
  const cookies = await sign(amount);
  return {
    microseconds: await time((n) => stored?.read(cookies[n % amount] ?? "")),
    listing: await time(() => stored?.sessions?.list(someone.id)),
  };
}

async function claims() {
  const now = Math.floor(Date.now() / 1000);
  const { seal } = createSeal({ secrets: env.AUTH_SECRET, purpose: "session" });
  const { id: sub, ...user } = someone;
  const more = Array.from({ length: amount }, (_, n) => [`claim-${n}`, `the value of claim ${n}`]);
  const own = { sub, ...user, sid: sub, auth_time: now, iat: now, exp: now + 3600 };
  const cookie = await seal({ ...own, ...Object.fromEntries(more) });
  const jwt = createStrategy("jwt");
  return { microseconds: await time(() => jwt.read(cookie)), bytes: cookie.length };
}

/** Signs the same user in, `count` times. */
async function sign(count: number): Promise<string[]> {
  const cookies: string[] = [];
  for (let n = 0; n < count; n++) cookies.push((await stored?.create(someone))?.cookie ?? "");
  return cookies;
}

/** Sessions of nobody in particular, ten for each user. */
async function fill(count: number): Promise<void> {
  if (count <= 0) return;
  await getPool().query({
    text: `
    WITH "user" AS (
      INSERT INTO "User" (id, "updatedAt") SELECT gen_random_uuid(), now()
      FROM generate_series(1, $1::int / 10 + 1) RETURNING id
    ), numbered AS (SELECT id, row_number() OVER () AS n FROM "user")
    INSERT INTO "Session" (id, "sessionToken", "userId", expires, "authTime", "updatedAt")
    SELECT gen_random_uuid(), encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
           numbered.id, now() + interval '7 days', now(), now()
    FROM generate_series(1, $1::int) s JOIN numbered ON numbered.n = s / 10 + 1`,
    values: [count],
  });
}

/** The median of many readings, in microseconds, after as many that are not counted. */
async function time(read: (n: number) => Promise<unknown> | undefined): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 2 * READINGS; n++) {
    const start = performance.now();
    const answer = await read(n);
    times.push((performance.now() - start) * 1000);
    if (!answer) throw new Error(`No answer to a reading of ${what} ${amount}`);
  }
  return median(times.slice(READINGS));
}
