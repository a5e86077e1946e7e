import type { SessionPolicy } from "@/lib/session/policy";

const NEVER = 24 * 60 * 60;
/** Seconds. */
const none = { maxAge: NEVER, updateAge: NEVER, absoluteMaxAge: NEVER, reuseGrace: 5 };

interface Limit {
  setting: string;
  /** Seconds. */
  length: number;
  countedFrom: string;
  movedBy: string;
  /** Only this limit, short enough to watch. */
  policy: SessionPolicy;
}

/** The three limits, each without the others. In an app all apply, and the first one ends the session. */
export const limits = {
  rolling: {
    setting: "SESSION_MAX_AGE",
    length: 20,
    countedFrom: "the last renewal",
    movedBy: "a request when a renewal is due, here every 10 s",
    policy: { ...none, maxAge: 20, updateAge: 10, accessMaxAge: 10 },
  },
  idle: {
    setting: "SESSION_IDLE_TIMEOUT",
    length: 20,
    countedFrom: "the last activity",
    movedBy: "each request and typing, recorded every 2 s at most (a tenth of the limit)",
    policy: { ...none, idleTimeout: 20, accessMaxAge: 2 },
  },
  absolute: {
    setting: "SESSION_ABSOLUTE_MAX_AGE",
    length: 40,
    countedFrom: "the sign-in",
    movedBy: "nothing",
    policy: { ...none, absoluteMaxAge: 40, accessMaxAge: 5 },
  },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
export const limitNames = Object.keys(limits) as LimitName[];
