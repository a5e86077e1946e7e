// Determines what is kept, and the facts about the remaining code.
import { parseArgs } from "node:util";
import { strategies, strategyNames } from "../../lib/session/strategies/index.ts";
import { Stop } from "../lib/stop.mjs";
import { capabilities, chosen, postgres, rooms, withDatabase } from "./rooms.mjs";

const USAGE = `npm run keep -- <${strategyNames.join("|")}> [--redis] [--no-database] [--without room,room] [--with demo] [--yes] [--force]`;

/**
 * Reads the command line. Returns `{ strategy, without, facts, paths, scripts, settings, yes, force }`, or throws a
 * Stop that says what to do.
 */
export function readShape(args) {
  const { values, positionals } = parse(args);
  const [strategy, ...more] = positionals;
  if (!strategyNames.includes(strategy) || more.length > 0)
    throw new Stop(`Which strategy? → ${USAGE}`);
  const { known, uses } = runtimeOf(strategy);
  const added = split(values.with);
  const unknown = added.find((name) => name !== "demo");
  if (unknown) throw new Stop(`--with takes only demo, and not ${unknown} → remove ${unknown}`);
  const withDemo = added.length > 0;
  const needsDatabase = !values["no-database"];
  if (!needsDatabase && (known.needs.length > 0 || values.redis || withDemo))
    throw new Stop(
      "--no-database works only with jwt, without --redis and without the demo → remove --no-database or the other options",
    );
  if (values.redis && !known.asksStore)
    throw new Stop(
      `--redis works only with strategies that ask a store at each request, and ${strategy} asks none → remove --redis`,
    );

  const asked = split(values.without);
  const named = asked.includes("all") ? Object.keys(rooms) : asked;
  for (const room of named)
    if (!(room in rooms))
      throw new Stop(`There is no room ${room} → use all or ${Object.keys(rooms).join(", ")}`);
  for (const [option, room, isOn] of [
    ["--with demo", "demo", withDemo],
    ["--redis", "redis", values.redis],
  ])
    if (isOn && asked.includes(room))
      throw new Stop(`${option} and --without ${room} contradict each other → remove one of them`);
  const without = new Set([
    ...(needsDatabase ? named : Object.keys(rooms)),
    // It compares strategies.
    "bench",
    ...(withDemo ? [] : ["demo"]),
    ...(values.redis ? [] : ["redis"]),
  ]);
  const lost = Object.keys(capabilities).filter((name) => !known[name] && !uses.has(name));
  const gone = [
    chosen,
    ...[...without].map((name) => rooms[name]),
    ...lost.map((name) => capabilities[name]),
    needsDatabase ? withDatabase : postgres,
  ];
  if (!needsDatabase) lost.push("postgres");
  const others = strategyNames.filter((name) => name !== strategy);
  return {
    strategy,
    others,
    known,
    without: [...without],
    lost,
    present: Object.fromEntries(
      ["revocation", "records", "refresh"].map((name) => [name, known[name] !== null]),
    ),
    needsDatabase,
    paths: [
      ...gone.flatMap(({ paths }) => paths),
      ...others.flatMap((name) => [
        `lib/session/strategies/${name}.ts`,
        `app/demo/words/${name}.ts`,
      ]),
    ],
    mentions: gone.flatMap(({ mentions = [] }) => mentions),
    scripts: gone.flatMap(({ scripts = [] }) => scripts),
    packages: gone.flatMap(({ packages = [] }) => packages),
    settings: gone.flatMap(({ settings = [] }) => settings),
    words: gone.flatMap(({ words = [] }) => words),
    texts: gone.flatMap(({ texts = {} }) => Object.entries(texts)),
    facts: { ...factsOf(known, gone), strategy, others },
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

/** Creates the strategy without a store, to find out its capabilities and the stores that it uses. */
function runtimeOf(name) {
  const uses = new Set();
  const nothing = new Proxy({}, { get: () => () => Promise.reject(new Error("no store")) });
  const policy = {
    maxAge: 1000,
    updateAge: 100,
    absoluteMaxAge: 5000,
    accessMaxAge: 60,
    reuseGrace: 10,
  };
  const dependencies = { policy, clock: Date.now, secrets: ["of nobody"] };
  const known = strategies[name].create(
    new Proxy(dependencies, {
      get(target, key) {
        if (key in target) return target[key];
        uses.add(key);
        return nothing;
      },
    }),
  );
  return { known, uses };
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
  const lost = gone.flatMap(({ settings = [] }) => settings);
  const present = (object) => (object === null ? { value: null } : { truthy: true });
  const seconds = (value) => (value ? { truthy: true } : { value });
  const own = {
    "strategy.asksStore": { value: asksStore },
    "strategy.needs": { value: needs.filter((setting) => !lost.includes(setting)) },
    "strategy.endNoticedWithin": seconds(endNoticedWithin),
    "strategy.roleNoticedWithin": seconds(roleNoticedWithin),
    "strategy.revocation": present(revocation),
    "strategy.records": present(records),
    "strategy.refresh": present(refresh),
    "env.DATABASE_URL": { truthy: true }, // unless `gone` says otherwise
  };
  const entries = (key) => gone.flatMap((room) => Object.entries(room[key] ?? {}));
  return {
    values: new Map([...Object.entries(own), ...entries("values")]),
    calls: new Map(entries("calls")),
    unwrap: new Map(entries("unwrap")),
    members: new Set([...gone.flatMap(({ members = [] }) => members), ...lost]),
    never: new Set(gone.flatMap(({ never = [] }) => never)),
    elements: new Map(entries("elements")),
    objects: new Map([["SessionStrategy", "strategy"], ...entries("objects")]),
    replace: new Map([["strategies[env.AUTH_STRATEGY]", name], ...entries("replace")]),
  };
}
