// Signing in costs little more than the hash of the password, and delays nobody else.
import { availableParallelism } from "node:os";
import { verify } from "@node-rs/argon2";
import { startApp } from "./app.mjs";
import { PASSWORD } from "./password.mjs";
import { percentile, shuffle } from "./stats.mjs";

/** As many sign in at once. */
const CROWD = 40;
/** As many hashes at once as lib/accounts/password.ts allows. */
const HASHES = Math.max(1, Math.min(availableParallelism(), 4) - 1);

/** Returns the jobs, which write into `record`: per round, hashes and sign-ins per second, and the p99 of everyone else. */
export function measureSignIns({ plan, sessions, database, settings }) {
  const record = { hashes: [], signIns: [], idle: [], crowded: [] };
  const jobs = [];
  let app;
  let csrf;
  let stored;
  const add = (title, run) => jobs.push({ title: `sign-ins: ${title}`, run });
  const others = { cookie: sessions.database[0].cookie };

  add("starting", async () => {
    const env = { ...settings, AUTH_STRATEGY: "database", DATABASE_URL: database.url };
    app = await startApp(env, ".");
    [{ hash: stored }] = await database.ask(`SELECT hash FROM "Password" LIMIT 1`);
    const answer = await fetch(`${app.url}/api/auth/csrf`);
    const [cookie] = answer.headers.getSetCookie().map((line) => line.split(";")[0]);
    csrf = { cookie, token: (await answer.json()).csrfToken };
  });

  let next = 0;
  /** Everyone has an address of their own, so that nobody's attempts are limited. */
  async function signIn() {
    const n = next++;
    const { email } = sessions.database[n % sessions.database.length];
    const answer = await fetch(`${app.url}/api/auth/callback/credentials`, {
      method: "POST",
      headers: {
        cookie: csrf.cookie,
        "x-auth-return-redirect": "1",
        "x-forwarded-for": `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
      },
      body: new URLSearchParams({ csrfToken: csrf.token, email, password: PASSWORD }),
    });
    const { url } = await answer.json();
    if (!answer.ok || url.includes("error=")) throw new Error(`A sign-in was answered with ${url}`);
  }
  async function ask() {
    const answer = await fetch(`${app.url}/api/me`, { headers: others });
    if (!answer.ok) throw new Error(`/api/me answered ${answer.status}`);
    await answer.text();
  }

  const turns = [
    async (until) => {
      record.hashes.push((await repeat(() => verify(stored, PASSWORD), HASHES, until)).perSecond);
    },
    async (until) => {
      record.idle.push((await repeat(ask, 1, until)).p99);
    },
    async (until) => {
      const [crowd, everyone] = await Promise.all([
        repeat(signIn, CROWD, until),
        repeat(ask, 1, until),
      ]);
      record.signIns.push(crowd.perSecond);
      record.crowded.push(everyone.p99);
    },
  ];
  add("warming up", () => repeat(signIn, CROWD, plan.signInTurn));
  for (let round = 1; round <= plan.signInRounds; round++)
    add(`round ${round} of ${plan.signInRounds}`, async () => {
      for (const turn of shuffle(turns)) await turn(plan.signInTurn);
    });
  add("stopping", () => app.stop());
  return { jobs, record };
}

/** `atOnce` loops, each of which begins the next `work` as soon as the last one is done. */
async function repeat(work, atOnce, milliseconds) {
  const times = [];
  const start = performance.now();
  const loop = async () => {
    while (performance.now() - start < milliseconds) {
      const begun = performance.now();
      await work();
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  const perSecond = (times.length / (performance.now() - start)) * 1000;
  return { perSecond, p99: percentile(times, 0.99) };
}
