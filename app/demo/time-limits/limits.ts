import type { SessionPolicy } from "@/lib/session/policy";

const NEVER = 24 * 60 * 60;
/** Seconds. */
const none = { maxAge: NEVER, updateAge: NEVER, absoluteMaxAge: NEVER, reuseGrace: 5 };

interface Limit {
  setting: string;
  /** Seconds from what it is counted from. */
  length: number;
  countedFrom: string;
  movedBy: string;
  /** The limit alone, so short that it can be watched. */
  policy: SessionPolicy;
}

/** The three limits, each in force alone. In an app they run at once, and the first one ends the session. */
export const limits = {
  rolling: {
    setting: "SESSION_MAX_AGE",
    length: 20,
    countedFrom: "the last renewal",
    movedBy: "a request, once a renewal is due: here each 10 s",
    policy: { ...none, maxAge: 20, updateAge: 10, accessMaxAge: 10 },
  },
  idle: {
    setting: "SESSION_IDLE_TIMEOUT",
    length: 20,
    countedFrom: "the last activity",
    movedBy: "each request, recorded at most each 2 s, a tenth of it; typing too",
    policy: { ...none, idleTimeout: 20, accessMaxAge: 2 },
  },
  absolute: {
    setting: "SESSION_ABSOLUTE_MAX_AGE",
    length: 40,
    countedFrom: "signing in",
    movedBy: "nothing",
    policy: { ...none, absoluteMaxAge: 40, accessMaxAge: 5 },
  },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
export const limitNames = Object.keys(limits) as LimitName[];
