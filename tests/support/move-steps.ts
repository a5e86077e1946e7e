// The steps of tests/infra/move-rolling.test.ts, its users, and when a copy of a signed-out user's cookies must be refused.
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { sessionCookie } from "@/lib/session/cookie";
import { type StrategyName, strategies } from "@/lib/session/strategies";
import { noStores, policy, secrets } from "./sessions";

interface Way {
  name: string;
  /** From each one to the next one. The first one is jwt, whose sessions the test makes without a store. */
  strategies: StrategyName[];
  /** The share of the users who go this way. */
  share: number;
  /** The first change is undone in the middle of its phase 2, and begun again. */
  isUndone?: true;
}

export const ways: Way[] = [
  { name: "to database and back", strategies: ["jwt", "database", "jwt"], share: 1 },
  {
    name: "through every pair of strategies, and one change is undone",
    strategies: ["jwt", "database", "hybrid", "jwt", "hybrid", "database", "jwt"],
    share: 0.1,
    isUndone: true,
  },
];

/** ACCESS_TOKEN_MAX_AGE of the servers, in seconds, so that access tokens expire during the test. */
export const ACCESS_MAX_AGE = 60;

export interface Settings {
  strategy: StrategyName;
  also: StrategyName[];
}

export interface Step extends Settings {
  name: string;
  /** How many servers are restarted. Default: all of them. */
  restarted?: number;
  /** The phase that all servers report, if they accept another strategy. */
  phase?: string;
  /** Set where the exchange is complete at the end: all sessions are of `strategy`. */
  complete?: true;
}

function leg(from: StrategyName, to: StrategyName, before?: StrategyName): Step[] {
  // The settings of phase 1 of a way back are those of phase 2 of the way there.
  const phase = before === to ? "Phase 2" : "Phase 1";
  const accepting = { strategy: from, also: [to] };
  const issuing = { strategy: to, also: [from] };
  return [
    { name: `${from} to ${to}, phase 1`, ...accepting, phase },
    { name: `${from} to ${to}, phase 2`, ...issuing, phase: "Phase 2", complete: true },
    { name: `${from} to ${to}, phase 3`, strategy: to, also: [], complete: true },
  ];
}

export function allSteps({ strategies: way, isUndone }: Way): Step[] {
  const legs = way.slice(1).map((to, n) => leg(way[n] ?? to, to, way[n - 1]));
  const [first = [], ...others] = legs;
  const [one, two, three] = first as [Step, Step, Step];
  const undone: Step[] = [
    { ...two, name: `${two.name}, on some servers`, restarted: 2, complete: undefined },
    { ...one, name: `${two.name}, undone`, phase: "Phase 2", complete: true },
  ];
  return [one, ...(isUndone ? undone : []), two, three, ...others.flat()];
}

const headers = new Headers({ host: "127.0.0.1" });
const nameOf = (strategy: StrategyName) => sessionCookie(strategies[strategy], headers).name;

/** Of these cookies, the strategies that they belong to. */
export const strategiesOf = (cookies: Map<string, string>): StrategyName[] =>
  (["jwt", "database", "hybrid"] as const).filter((strategy) => cookies.has(nameOf(strategy)));

/** Whether the strategy keeps a row for each session. */
export const hasRows = (strategy: StrategyName) => strategy !== "jwt";

/**
 * Call it at a sign-out: returns whether a later server must refuse a copy of these cookies. Under jwt, a copy works until
 * it expires, and under hybrid until the access token expires.
 */
export function judgeCopy(copy: Map<string, string>, settings: () => Settings[]) {
  const [held] = strategiesOf(copy);
  const isIssuedNow = () => settings().some(({ strategy }) => strategy === held);
  if (held === "database") return () => true;
  if (held === "hybrid") {
    const expires = Date.now() + ACCESS_MAX_AGE * 1000;
    return () => !isIssuedNow() || Date.now() > expires;
  }
  // Noted in the database only if another strategy is accepted.
  const isNoted = settings().every(({ also }) => also.length > 0);
  return () => isNoted && !isIssuedNow();
}

/** Users with one session of jwt each. */
export async function signIn(database: pg.Pool, count: number) {
  const people = Array.from({ length: count }, () => {
    const id = `crowd-${randomUUID()}`;
    return { id, email: `${id}@example.com`, name: "Someone of the Crowd", role: "user" as const };
  });
  await database.query(
    `INSERT INTO "User" (id, email, name, role, "updatedAt")
     SELECT id, id || '@example.com', 'Someone of the Crowd', 'user', now() FROM unnest($1::text[]) AS id`,
    [people.map(({ id }) => id)],
  );
  const { create } = strategies.jwt.create({
    policy,
    clock: Date.now,
    secrets,
    findUser: async (id: string) => people.find((one) => one.id === id) ?? null,
    ...noStores,
  });
  return Promise.all(
    people.map(async (user) => {
      const { id, cookie } = await create(user);
      return { user, id, cookies: new Map([[nameOf("jwt"), cookie]]) };
    }),
  );
}
