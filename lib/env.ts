// The only place where the app reads process.env (instrumentation.ts checks it at start). Edge-safe: middleware.ts
// imports it too.
import { type Env, parseEnv } from "./env-schema";
import type { SessionPolicy } from "./session/policy";

export type { StrategyName } from "./session/strategies";

// `next build` gets no settings and no secrets: one build serves every environment. It opens no database.
const building = process.env.NEXT_PHASE === "phase-production-build";
const placeholders = {
  AUTH_SECRET: "the build needs no secret 0123456789",
  DATABASE_URL: "postgresql://nobody@localhost/nothing",
};
const parsed = parseEnv(building ? placeholders : process.env);
if ("problems" in parsed) throw new Error(`Bad environment: ${parsed.problems.join("; ")}`);

/** The settings of this process. */
export const env: Env = parsed.env;

/** The limits of sessions. Times are in seconds. */
export const sessionPolicy: SessionPolicy = {
  maxAge: env.SESSION_MAX_AGE,
  updateAge: env.SESSION_UPDATE_AGE,
  absoluteMaxAge: env.SESSION_ABSOLUTE_MAX_AGE,
  shortMaxAge: env.SESSION_SHORT_MAX_AGE,
  idleTimeout: env.SESSION_IDLE_TIMEOUT,
  deviceLimit: env.SESSION_DEVICE_LIMIT,
  accessMaxAge: env.ACCESS_TOKEN_MAX_AGE,
  reuseGrace: env.REFRESH_REUSE_GRACE,
};
