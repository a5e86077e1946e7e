// What is done to each strategy, by HTTP alone: every figure is of a real request to a real server.
import { createClient } from "./client.mjs";

/** Rounds of /api/me and /api/ping, in turn. */
const ROUNDS = 400;
const WARM_UP = 50;

/** How long to wait, in seconds, for what may never come. */
export const WATCHED = 15;

/** Everything about one strategy that needs no quiet machine. `kick` and `role` wait, most of the time. */
export async function tell({ url, strategy, people, way }, done) {
  const signIn = async ({ email, password }) => {
    const client = createClient(url);
    const { status } = await client.authjs("callback/credentials", { email, password });
    if (status !== 200) throw new Error(`${strategy}: signing in was answered with ${status}`);
    return client;
  };

  const [kickSeconds, roleSeconds] = await Promise.all([
    kick(await signIn(people.kicked), await signIn(people.kicked)).finally(done),
    promote(await signIn(people.promoted)).finally(done),
  ]);
  const signOutCopyWorks = await copyAfterSignOut(await signIn(people.kicked));
  done();
  const client = await signIn(people.measured);
  const cookieBytes = client.sessionBytes(strategy);
  const cost = costOf(await secondRequest(client));
  const databaseDown = await withoutDatabase(client, way);
  done();
  return {
    client,
    figures: { kickSeconds, roleSeconds, signOutCopyWorks, cookieBytes, ...cost, databaseDown },
  };
}

/** From ending a session in another browser to its first refused request. Null: not while it was watched. */
async function kick(here, there) {
  const { body } = await there.get("/demo/api/sessions");
  const { status } = await here.post("/demo/api/sessions", { end: body.current.id });
  if (status === 409) return null; // it has no record that could be ended, and says so
  return there.until((answer) => answer.status === 401, WATCHED);
}

/** From changing the role to the first answer that has it. */
async function promote(client) {
  const { status, body } = await client.post("/demo/api/role", { role: "admin" });
  if (status !== 200) throw new Error(`The role could not be changed: ${body?.error ?? status}`);
  return client.until((answer) => answer.body?.user?.role === "admin", WATCHED);
}

async function copyAfterSignOut(client) {
  const copy = client.copy();
  await client.authjs("signout", {});
  return (await copy.me()).status === 200;
}

/** The first may have to fill a cache. */
async function secondRequest(client) {
  await client.me();
  return client.me();
}

function costOf({ headers }) {
  const timing = headers.get("server-timing") ?? "";
  const count = (name) => Number(new RegExp(`${name};desc="(\\d+)"`).exec(timing)?.[1]);
  return { sqlPerRequest: count("sql"), redisPerRequest: count("redis") };
}

/** What someone who is signed in gets while the database cannot be reached, and afterwards. */
async function withoutDatabase(client, { cut, mend }) {
  await cut();
  const during = await client.me();
  await mend();
  const back = await client.until((answer) => answer.status === 200, WATCHED);
  const said = during.status === 200 ? "served as ever" : `${during.status}, the cookie is kept`;
  return back === null ? `${said}; signed out afterwards` : `${said}; signed in afterwards`;
}

/** Milliseconds. The two take turns, so that whatever else the machine does falls on both alike. */
export async function time(client, onRound) {
  const me = [];
  const ping = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const pair = [
      ["/api/me", me],
      ["/api/ping", ping],
    ];
    if (round % 2) pair.reverse();
    for (const [path, times] of pair) {
      const start = performance.now();
      const { status } = await client.get(path);
      const took = performance.now() - start;
      if (round >= 0 && status === 200) times.push(took);
      // An access token that has just ended: refreshing is not what is timed here.
      else if (status === 401) await requireSignedIn(client);
    }
    if (round >= 0) onRound((round + 1) / ROUNDS);
  }
  return {
    medianMs: quantile(me, 0.5),
    p99Ms: quantile(me, 0.99),
    costOverPing: quantile(me, 0.5) / quantile(ping, 0.5),
  };
}

async function requireSignedIn(client) {
  const { status } = await client.me();
  if (status !== 200) throw new Error(`/api/me was answered with ${status}`);
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
