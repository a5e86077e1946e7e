// What is done to each strategy, by HTTP alone: every figure is of a real request to a real server.
import { createClient } from "./client.mjs";

/** Steps of one strategy's story. */
export const STEPS = 4;
/** Seconds in which a database that is back has to be noticed. */
const BACK = 15;

let lastTurn = Promise.resolve();
/** Sign-ins of all strategies, one by one: a dozen hashes at once leave a small machine no time for its database. */
function inTurn(work) {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => {});
  return turn;
}

/**
 * Everything about one strategy that needs no quiet machine, and the client with which it can be timed.
 * What may never come is waited for `watched` seconds, and while the database is down `watchedDown`.
 * `run(name, work)` is told of each step.
 */
export async function tell({ url, variant, strategy, people, way }, limits, run) {
  const signIn = ({ email, password }) =>
    inTurn(async () => {
      const client = createClient(url);
      const { status } = await client.authjs("callback/credentials", { email, password });
      if (status !== 200) throw new Error(`Signing in was answered with ${status}`);
      return client;
    });
  const step = (name, work) =>
    run(`${variant}: ${name}`, work).catch((cause) => {
      throw new Error(`${variant}, ${name}: ${cause.message}`, { cause });
    });

  const [kickSeconds, roleSeconds, copySeconds] = await Promise.all([
    step("kick", async () =>
      kick(await signIn(people.kicked), await signIn(people.kicked), limits.watched),
    ),
    step("role", async () => promote(await signIn(people.promoted), limits.watched)),
    step("sign-out", async () => copyAfterSignOut(await signIn(people.leaving), limits.watched)),
  ]);
  return step("outage", async () => {
    const client = await signIn(people.measured);
    const cookieBytes = client.sessionBytes(strategy);
    const calls = callsOf(await secondRequest(client));
    const databaseDown = await withoutDatabase(client, way, limits.watchedDown);
    return {
      client,
      figures: { kickSeconds, roleSeconds, copySeconds, cookieBytes, ...calls, databaseDown },
    };
  });
}

/** From ending a session in another browser to its first refused request. Null: not while it was watched. */
async function kick(here, there, watched) {
  const { session } = (await there.get("/demo/api/measured")).body;
  const { status, body } = await here.post("/demo/api/measured", { end: session });
  // 409: it has no record that could be ended, and says so. What that means is seen all the same.
  if (status !== 409 && !(status === 200 && body.done))
    throw new Error(`Ending the session was answered with ${status}`);
  return there.until(isRefused, watched);
}

/** From changing the role to the first answer that has it. */
async function promote(client, watched) {
  const { status, body } = await client.post("/demo/api/measured", { role: "admin" });
  if (!body?.done) throw new Error(`The role could not be changed: ${status}`);
  return client.until((answer) => !isRefused(answer) && answer.body.user.role === "admin", watched);
}

/** From signing out to the first refused request of someone with a copy of all cookies. */
async function copyAfterSignOut(client, watched) {
  const copy = client.copy();
  const { status } = await client.authjs("signout", {});
  if (status !== 200) throw new Error(`Signing out was answered with ${status}`);
  return copy.until(isRefused, watched);
}

/** Throws for every answer that says neither. */
function isRefused({ status }) {
  if (status !== 200 && status !== 401) throw new Error(`/api/me was answered with ${status}`);
  return status === 401;
}

/** The first may have to fill a cache. */
async function secondRequest(client) {
  await client.me();
  return client.me();
}

function callsOf({ headers }) {
  const timing = headers.get("server-timing") ?? "";
  const count = (name) => Number(new RegExp(`${name};desc="(\\d+)"`).exec(timing)?.[1]);
  return { sqlPerRequest: count("sql"), redisPerRequest: count("redis") };
}

/** For how long someone who is signed in is served without a database, what comes then, and what afterwards. */
async function withoutDatabase(client, { cut, mend }, watched) {
  let status = 200;
  await cut();
  const servedSeconds = await client.until((answer) => {
    status = answer.status;
    return status !== 200;
  }, watched);
  await mend();
  const back = await client.until((answer) => answer.status === 200, BACK);
  return {
    servedSeconds,
    thenStatus: servedSeconds === null ? null : status,
    signedInAfterwards: back !== null,
  };
}
