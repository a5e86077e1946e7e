// The one reader of process.env for the app (next.config.ts checks it at start). Edge-safe: middleware.ts
// imports it too.
import { type Env, parseEnv } from "./env-schema";
import type { SessionPolicy } from "./session/policy";

export type { StrategyName } from "./session/strategies";

// `next build` gets no setting and no secret: one build serves every environment.
const building = process.env.NEXT_PHASE === "phase-production-build";
const parsed = parseEnv(
  building ? { AUTH_SECRET: "the build needs no secret 0123456789" } : process.env,
);
if ("problems" in parsed) throw new Error(`Bad environment: ${parsed.problems.join("; ")}`);

/** The settings of this process. */
export const env: Env = parsed.env;

/** Lifetimes of sessions, in seconds, and how many a user may have. */
export const sessionPolicy: SessionPolicy = {
  maxAge: env.SESSION_MAX_AGE,
  updateAge: env.SESSION_UPDATE_AGE,
  absoluteMaxAge: env.SESSION_ABSOLUTE_MAX_AGE,
  idleTimeout: env.SESSION_IDLE_TIMEOUT,
  deviceLimit: env.SESSION_DEVICE_LIMIT,
  accessMaxAge: env.ACCESS_TOKEN_MAX_AGE,
  reuseGrace: env.REFRESH_REUSE_GRACE,
};
