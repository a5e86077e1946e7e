// What is kept, and what the code that is left knows because of it.
import { parseArgs } from "node:util";
import { strategies, strategyNames } from "../../lib/session/strategies/index.ts";
import { Stop } from "../lib/stop.mjs";
import { capabilities, chosen, rooms } from "./rooms.mjs";

const USAGE = `npm run keep -- <${strategyNames.join("|")}> [--redis] [--no-database] [--without room,room] [--with demo] [--yes] [--force]`;

/**
 * Reads the command line. Answers `{ strategy, without, facts, paths, scripts, settings, yes, force }`; throws a Stop
 * that names the remedy.
 */
export function readShape(args) {
  const { values, positionals } = parse(args);
  const [strategy, ...more] = positionals;
  if (!strategyNames.includes(strategy) || more.length > 0)
    throw new Stop(`Which strategy? → ${USAGE}`);
  if (values["no-database"])
    throw new Stop("--no-database is not there yet → keep jwt with its database for now");
  const known = runtimeOf(strategy);
  if (values.redis && !known.records)
    throw new Stop(`--redis keeps copies of session rows, and ${strategy} has none → leave it out`);

  const named = split(values.without);
  for (const room of named)
    if (!(room in rooms))
      throw new Stop(`There is no room ${room} → ${Object.keys(rooms).join(", ")}`);
  const without = new Set([
    ...named,
    ...(split(values.with).includes("demo") ? [] : ["demo", "bench"]),
    ...(values.redis ? [] : ["redis"]),
  ]);
  const lost = Object.keys(capabilities).filter((name) => name === "refresh" && !known[name]);
  const gone = [
    chosen,
    ...[...without].map((name) => rooms[name]),
    ...lost.map((name) => capabilities[name]),
  ];
  const others = strategyNames.filter((name) => name !== strategy);
  return {
    strategy,
    others,
    without: [...without],
    lost,
    present: Object.fromEntries(
      ["revocation", "records", "refresh"].map((name) => [name, known[name] !== null]),
    ),
    needsDatabase: known.needs.includes("DATABASE_URL"),
    paths: [
      ...gone.flatMap(({ paths }) => paths),
      ...others.flatMap((name) => [
        `lib/session/strategies/${name}.ts`,
        `app/demo/words/${name}.ts`,
      ]),
    ],
    scripts: gone.flatMap(({ scripts = [] }) => scripts),
    settings: gone.flatMap(({ settings = [] }) => settings),
    facts: { ...factsOf(known, gone), others },
    yes: values.yes,
    force: values.force,
  };
}

function parse(args) {
  const flag = { type: "boolean", default: false };
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        redis: flag,
        "no-database": flag,
        without: { type: "string", default: "" },
        with: { type: "string", default: "" },
        yes: flag,
        force: flag,
      },
    });
  } catch (error) {
    throw new Stop(`${error.message} → ${USAGE}`);
  }
}

const split = (text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

/** The strategy over no store: what it can do is known without one. */
function runtimeOf(name) {
  const nothing = new Proxy({}, { get: () => () => Promise.reject(new Error("no store")) });
  const policy = {
    maxAge: 1000,
    updateAge: 100,
    absoluteMaxAge: 5000,
    accessMaxAge: 60,
    reuseGrace: 10,
  };
  return strategies[name].create({
    policy,
    clock: Date.now,
    secrets: ["of nobody"],
    store: nothing,
  });
}

function factsOf(known, gone) {
  const {
    name,
    asksStore,
    needs,
    endNoticedWithin,
    roleNoticedWithin,
    revocation,
    records,
    refresh,
  } = known;
  const present = (object) => (object === null ? { value: null } : { truthy: true });
  const seconds = (value) => (value ? { truthy: true } : { value });
  const own = {
    "strategy.asksStore": { value: asksStore },
    "strategy.endNoticedWithin": seconds(endNoticedWithin),
    "strategy.roleNoticedWithin": seconds(roleNoticedWithin),
    "strategy.revocation": present(revocation),
    "strategy.records": present(records),
    "strategy.refresh": present(refresh),
    ...(needs.includes("DATABASE_URL") ? { "env.DATABASE_URL": { truthy: true } } : {}),
  };
  const entries = (key) => gone.flatMap((room) => Object.entries(room[key] ?? {}));
  return {
    values: new Map([...Object.entries(own), ...entries("values")]),
    calls: new Map(entries("calls")),
    unwrap: new Map(entries("unwrap")),
    members: new Set(gone.flatMap(({ members = [], settings = [] }) => [...members, ...settings])),
    objects: new Map([["SessionStrategy", "strategy"], ...entries("objects")]),
    replace: new Map([["strategies[env.AUTH_STRATEGY]", name], ...entries("replace")]),
  };
}
