// The one reader of process.env for the app (next.config.ts checks it at start). Edge-safe: middleware.ts
// imports it too.
import { type Env, parseEnv } from "./env-schema";

export type { StrategyName } from "./env-schema";

// `next build` gets no setting and no secret: one build serves every environment.
const building = process.env.NEXT_PHASE === "phase-production-build";
const parsed = parseEnv(
  building ? { AUTH_SECRET: "the build needs no secret 0123456789" } : process.env,
);
if ("problems" in parsed) throw new Error(`Bad environment: ${parsed.problems.join("; ")}`);

/** The settings of this process. */
export const env: Env = parsed.env;

/** Lifetimes of sessions, in seconds. */
export const sessionPolicy = {
  maxAge: env.SESSION_MAX_AGE,
  updateAge: env.SESSION_UPDATE_AGE,
  absoluteMaxAge: env.SESSION_ABSOLUTE_MAX_AGE,
};
