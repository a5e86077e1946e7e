// The steps that measure each strategy. They use only HTTP, so every figure comes from real requests to a real server.
import { createClient } from "./client.mjs";

/** Number of steps per strategy. */
export const STEPS = 4;
/** Seconds in which the app must notice that the database is reachable again. */
const BACK = 15;

let lastTurn = Promise.resolve();
/**
 * Runs the sign-ins of all strategies one after the other, because a dozen password hashes at once would overload a
 * small machine.
 */
function inTurn(work) {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => {});
  return turn;
}

/**
 * Measures everything about one strategy except times of requests. Returns the figures and a client for timing. Waits
 * at most `watched` seconds for an effect, or `watchedDown` while the database is down. `run(name, work)` runs each
 * step.
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

/** Seconds from ending a session in another browser to its first refused request. Null: not in the watched time. */
async function kick(here, there, watched) {
  const { session } = (await there.get("/demo/api/measured")).body;
  const { status, body } = await here.post("/demo/api/measured", { end: session });
  // 409 means that the strategy has no record that could be ended. The effect is measured anyway.
  if (status !== 409 && !(status === 200 && body.done))
    throw new Error(`Ending the session was answered with ${status}`);
  return there.until(isRefused, watched);
}

/** Seconds from changing the role to the first answer with the new role. */
async function promote(client, watched) {
  const { status, body } = await client.post("/demo/api/measured", { role: "admin" });
  if (!body?.done) throw new Error(`The role could not be changed: ${status}`);
  return client.until((answer) => !isRefused(answer) && answer.body.user.role === "admin", watched);
}

/** Seconds from sign-out to the first refused request of a client with a copy of all cookies. */
async function copyAfterSignOut(client, watched) {
  const copy = client.copy();
  const { status } = await client.authjs("signout", {});
  if (status !== 200) throw new Error(`Signing out was answered with ${status}`);
  return copy.until(isRefused, watched);
}

/** Throws if the answer is neither 200 nor 401. */
function isRefused({ status }) {
  if (status !== 200 && status !== 401) throw new Error(`/api/me was answered with ${status}`);
  return status === 401;
}

/** The first request may have to fill a cache. */
async function secondRequest(client) {
  await client.me();
  return client.me();
}

function callsOf({ headers }) {
  const timing = headers.get("server-timing") ?? "";
  const count = (name) => Number(new RegExp(`${name};desc="(\\d+)"`).exec(timing)?.[1]);
  return { sqlPerRequest: count("sql"), redisPerRequest: count("redis") };
}

/**
 * Measures how long a signed-in user is served while the database is down, the answer after that, and the answer when
 * the database is reachable again.
 */
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
