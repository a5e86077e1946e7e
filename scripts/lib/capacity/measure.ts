// A program that prints the cost of one session as JSON, for the settings in its environment. Arguments: the id of a
// user in the database, and the number of checks to time.

import { setTimeout as sleep } from "node:timers/promises";
import { getRedis } from "../../../features/redis/client";
import { findUser } from "../../../lib/accounts/users";
import { env, sessionPolicy } from "../../../lib/env";
import { type Cost, measured } from "../../../lib/http/timing";
import { assemble } from "../../../lib/session/assemble";
import { strategies } from "../../../lib/session/strategies";

const [userId = "", checks = "0"] = process.argv.slice(2);
const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

let passed = 0;
const clock = () => Date.now() + passed;
const strategy = assemble(strategies[env.AUTH_STRATEGY], { clock });

async function costOf(work: () => Promise<unknown>) {
  const { cost } = await measured(work);
  return pick(cost);
}
const pick = ({ sql, redis }: Cost) => ({ sql, redis });

const isConnected = () =>
  getRedis()
    .check()
    .then(
      () => true,
      () => false,
    );

const user = await findUser(userId);
if (!user) throw new Error("There is no such user");
const signIn = () => strategy.create(user, { ip: "203.0.113.70", userAgent: BROWSER });

// Warm-up: opens connections and loads lazy modules.
while (env.REDIS_URL && !(await isConnected())) await sleep(100);
const first = await signIn();
await strategy.read(first.cookie);
await strategy.end(first.cookie);

const { result: issued, cost: signInCost } = await measured(signIn);
const firstCheck = await costOf(() => strategy.read(issued.cookie));
const nextCheck = await costOf(() => strategy.read(issued.cookie));
const copyBytes = await redisBytes();

const times: number[] = [];
for (let n = 0; n < Number(checks); n++) {
  const begun = performance.now();
  await strategy.read(issued.cookie);
  times.push(performance.now() - begun);
}
const checkMs = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];

passed = sessionPolicy.updateAge * 1000;
const renewal = await costOf(() => strategy.renew(issued.cookie));
const { refresh } = strategy;
const rotation = refresh
  ? await costOf(() => refresh.rotate(issued.refreshToken ?? ""))
  : { sql: 0, redis: 0 };
const other = await signIn();
const signOut = await costOf(() => strategy.end(other.cookie));

console.log(
  JSON.stringify({
    signIn: pick(signInCost),
    firstCheck,
    nextCheck,
    renewal,
    rotation,
    signOut,
    checkMs,
    copyBytes,
    markBytes: await redisBytes(),
  }),
);
process.exit();

/** The size of the largest session value in Redis, which only this measurement uses. 0 without Redis. */
async function redisBytes(): Promise<number> {
  if (!env.REDIS_URL) return 0;
  const redis = getRedis();
  const keys = (await redis.send("", "KEYS", "session:*")) as string[];
  const bytes = await Promise.all(
    keys
      .filter((key) => !key.includes("trial"))
      .map((key) => redis.send(key, "MEMORY", "USAGE", key)),
  );
  return Math.max(0, ...bytes.map(Number));
}
