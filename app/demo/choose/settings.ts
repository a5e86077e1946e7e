// What goes with a recommended strategy: stores, lifetimes, and the lines for .env.
import type { Candidate } from "./recommend";
import {
  type Answers,
  accessMaxAge,
  DEVICE_LIMIT,
  type Lifetimes,
  lifetimes,
  redisFor,
  traits,
} from "./rules";

export interface Settings {
  lifetimes: Lifetimes;
  /** Why Redis, where it is worth it. */
  redis: string | null;
  /** Seconds in which an access token may not know of an ended session or a changed role. */
  lag: number | null;
  /** Names and values, in the order in which to write them. */
  env: Record<string, string | number>;
}

export function settingsFor(answers: Answers, { strategy, givesUp }: Candidate): Settings {
  const { rows, accessToken } = traits[strategy];
  const { project, sensitivity, needs } = answers;
  const ages = lifetimes[project === "office" && sensitivity !== "high" ? "work" : sensitivity];
  // With high stakes there is one store fewer to guard.
  const redis = rows && !accessToken && sensitivity !== "high" ? redisFor[project] : null;
  const accessAge = givesUp.some(({ grade }) => grade === "late")
    ? accessMaxAge.awaited
    : accessMaxAge.usual;

  return {
    lifetimes: ages,
    redis,
    // Activity must be recorded every idle/10 at least, so access tokens end by then: lib/session/policy.ts.
    lag: accessToken ? Math.min(accessAge, (ages.idle ?? Infinity) / 10) : null,
    env: {
      AUTH_STRATEGY: strategy,
      ...((rows || !needs.includes("rowless")) && {
        DATABASE_URL: "postgresql://user:password@localhost:5432/app",
      }),
      ...(redis && { REDIS_URL: "redis://localhost:6379" }),
      SESSION_MAX_AGE: ages.maxAge,
      SESSION_ABSOLUTE_MAX_AGE: ages.absolute,
      ...(ages.idle && { SESSION_IDLE_TIMEOUT: ages.idle }),
      ...(rows && needs.includes("devices") && { SESSION_DEVICE_LIMIT: DEVICE_LIMIT }),
      ...(accessToken && { ACCESS_TOKEN_MAX_AGE: accessAge }),
    },
  };
}

/** As they stand in a .env file. */
export function toLines(env: Settings["env"]): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}
