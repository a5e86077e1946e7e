// npm run soak -- --minutes 10                        runs two servers, Postgres and Redis under traffic and restarts, and
//                                                     compares each answer with a model
//   --strategy hybrid                                 database is the default
//   --seed 1                                          repeats the actions, but not which of them happen at the same time
//   --to docs/soak                                    where the report goes; .data/soak is the default
import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { AUTH_SECRET } from "../../tests/support/e2e-app";
import { openTestDatabase } from "../../tests/support/e2e-database";
import { type Traits, traits } from "../../tests/support/e2e-strategies";
import { build } from "../lib/build.mjs";
import { migrate } from "../lib/database.mjs";
import { end, onEnd, runScript } from "../lib/lifecycle.mjs";
import { inProject } from "../lib/run.mjs";
import { step } from "../lib/steps.mjs";
import { Stop } from "../lib/stop.mjs";
import { type Fault, judgeAudit, newUser, type Rules } from "./model";
import { type Findings, type Restart, type Sample, toSvg, toText } from "./report";
import { measure, ORIGIN, startNodePart, startPostgresPart, startRedisPart } from "./site";
import type { Person } from "./traffic";

const PEOPLE = 25;
const WORKERS = 8;
const DEVICE_LIMIT = 4;
/** Seconds. */
const ACCESS = 5;
const SAMPLE = 2;
/** From the end of one restart to the start of the next. */
const BETWEEN = 12;
/** Milliseconds until all connections are open again after Postgres is back. */
const RECOVERY = 5_000;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    strategy: { type: "string", default: "database" },
    seed: { type: "string", default: String(randomInt(1e9)) },
    to: { type: "string", default: ".data/soak" },
  },
});
const { strategy, seed, to } = values;
const minutes = Number(values.minutes);
const trait = (traits as Record<string, Traits>)[strategy];
const rules: Rules = {
  // The lifetime of an access token, and one second, because its times are whole seconds.
  lag: trait?.refreshCookie ? (ACCESS + 1) * 1000 : 0,
  deviceLimit: DEVICE_LIMIT,
};

runScript(async () => {
  if (!trait?.canList)
    throw new Stop(
      "The model compares rows of sessions, so the strategy must have them → --strategy database or hybrid",
    );
  if (!(minutes > 0)) throw new Stop("--minutes is not a number → for example --minutes 10");
  console.log(`\nSoak: ${strategy}, ${minutes} minutes, --seed ${seed}\n`);
  await step("Build", () => build(process.env));
  const postgres = await startPostgresPart();
  const redis = await startRedisPart();
  await step("Migrations", () => migrate(postgres.url));
  const env = {
    AUTH_STRATEGY: strategy,
    AUTH_URL: ORIGIN,
    AUTH_SECRET,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    SESSION_DEVICE_LIMIT: String(DEVICE_LIMIT),
    ACCESS_TOKEN_MAX_AGE: String(ACCESS),
    // lib/shutdown.ts ends them, as with `npm start`.
    NEXT_MANUAL_SIG_HANDLE: "true",
  };
  const [first, second] = await Promise.all([startNodePart("A", env), startNodePart("B", env)]);
  // This process does what admins do, as a third server.
  Object.assign(process.env, env, { NEXT_MANUAL_SIG_HANDLE: "" });
  const { createTraffic } = await import("./traffic");

  const database = openTestDatabase(postgres.url);
  onEnd(() => database.close());
  const admin = await database.createUser({ role: "admin" });
  const people: Person[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const account = await database.createUser();
    people.push({
      account,
      user: newUser(account.id),
      browsers: new Map(),
      turn: Promise.resolve(),
    });
  }
  const logged = keepLogged();
  const faults: Fault[] = [];
  const restarts: Restart[] = [];
  const samples: Sample[] = [];
  const nodes = [first.node, second.node];
  const traffic = createTraffic({
    nodes,
    people,
    admin,
    rules,
    faults,
    sql: database.sql,
    random: randomOf(Number(seed)),
  });
  const { act, violations, counts, checkRows } = traffic;

  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const isOver = () => seconds() >= minutes * 60;

  const worker = async () => {
    while (!isOver()) {
      await act();
      await sleep(20);
    }
  };
  const restarting = async () => {
    const parts = [first, postgres, second, redis];
    for (let n = 0; seconds() + BETWEEN + 20 < minutes * 60; n++) {
      await sleep(BETWEEN * 1000);
      const part = parts[n % parts.length];
      if (!part) continue;
      const from = seconds();
      // A restart of Redis or of one server must have no effect on users.
      const fault = { what: part.name, from: performance.now(), until: Number.POSITIVE_INFINITY };
      if (part === postgres) faults.push(fault);
      await part.restart(1_500);
      fault.until = performance.now() + RECOVERY;
      restarts.push({ what: part.name, from, until: seconds() });
    }
  };
  const watching = async () => {
    let before = new Map(counts);
    while (!isOver()) {
      await sleep(SAMPLE * 1000);
      const answers = Object.fromEntries(
        ["200", "401", "503"].map((status) => {
          const what = `visit ${status}`;
          return [status, (counts.get(what) ?? 0) - (before.get(what) ?? 0)];
        }),
      );
      before = new Map(counts);
      const sizes = nodes.map((node) => ({ name: node.name, ...measure(node) }));
      samples.push({ at: seconds(), answers, nodes: sizes });
      if (samples.length % 5 === 0)
        console.log(
          `  ${String(seconds()).padStart(5)} s  ${Object.entries(answers)
            .map(([status, n]) => `${status}: ${n}`)
            .join(", ")}` +
            `  memory ${sizes.map(({ memory }) => memory).join(", ")} MB  wrong: ${violations.length}`,
        );
      const one = people[samples.length % people.length];
      if (one) await checkRows(one);
    }
  };
  await Promise.all([restarting(), watching(), ...Array.from({ length: WORKERS }, worker)]);
  for (const person of people) await checkRows(person);

  const stored = await database.sql<{ event: string; userId: string; sessionId: string }>(
    `SELECT event, "userId", "sessionId" FROM "AuditEvent"`,
  );
  // An event that could not be stored is in a log.
  const inLogs = `${logged()}\n${nodes.map(({ output }) => output()).join("\n")}`
    .split("\n")
    .flatMap((line) => /\[audit\] (\{.*\})/.exec(line)?.[1] ?? [])
    .map((text) => JSON.parse(text));
  violations.push(
    ...judgeAudit(
      people.map(({ user }) => user),
      [...stored, ...inLogs],
    ),
  );
  violations.push(...judgeSizes(samples));

  const title = `Soak: ${strategy}, ${minutes} minutes, seed ${seed}, ${new Date().toISOString().slice(0, 10)}`;
  const findings: Findings = { title, samples, restarts, counts, violations };
  mkdirSync(inProject(to), { recursive: true });
  writeFileSync(inProject(`${to}/report.txt`), toText(findings));
  writeFileSync(inProject(`${to}/report.svg`), toSvg(findings));
  console.log(`\n${toText(findings)}\nReport: ${to}/report.txt, ${to}/report.svg`);
  await end(violations.length === 0 ? 0 : 1);
});

/** The largest allowed ratio of the last quarter to the second one. */
const GROWTH = { memory: 1.5, handles: 1.5 };

/** Whether memory and handles stay flat, by the medians of the second and the last quarter. */
function judgeSizes(samples: Sample[]): string[] {
  const median = (numbers: number[]) =>
    numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
  const quarter = (n: number) =>
    samples.slice((samples.length * n) / 4, (samples.length * (n + 1)) / 4);
  return (samples.at(-1)?.nodes ?? []).flatMap(({ name }, n) =>
    (["memory", "handles"] as const).flatMap((what) => {
      const at = (part: Sample[]) => median(part.flatMap(({ nodes }) => nodes[n]?.[what] || []));
      const [early, late] = [at(quarter(1)), at(quarter(3))];
      return early > 0 && late > early * GROWTH[what]
        ? [`server ${name}: ${what} grew from ${early} to ${late}`]
        : [];
    }),
  );
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What this process logs as a server. It is kept, and not shown. */
function keepLogged(): () => string {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...parts) =>
    /^\[\w+\]/.test(String(parts[0])) ? void lines.push(parts.join(" ")) : log(...parts);
  console.warn = console.error = (...parts) => void lines.push(parts.join(" "));
  return () => lines.join("\n");
}
