import { absoluteEnd, type SessionPolicy, type SessionTimes } from "@/lib/session/policy";

export interface Limit {
  name: "rolling" | "idle" | "absolute";
  /** Ms since the epoch. */
  at: number;
  /** Seconds, from its beginning. */
  length: number;
}

/** Each limit by itself, as if there were no other. The first of them ends the session. */
export function limitsOf(policy: SessionPolicy, { authTime, renewedAt }: SessionTimes): Limit[] {
  const { maxAge, idleTimeout, absoluteMaxAge } = policy;
  return [
    { name: "rolling", at: renewedAt + maxAge * 1000, length: maxAge },
    ...(idleTimeout
      ? [{ name: "idle" as const, at: renewedAt + idleTimeout * 1000, length: idleTimeout }]
      : []),
    { name: "absolute", at: absoluteEnd(policy, authTime), length: absoluteMaxAge },
  ];
}

export function firstOf(limits: Limit[]): Limit | undefined {
  return limits.toSorted((a, b) => a.at - b.at)[0];
}

/** Milliseconds by which the server's clock, as known in a browser, may be behind. */
const TOLERANCE = 1_000;

/** Why a session is over that was found so at this moment (ms since the epoch). A limit is named if its time has come. */
export function toEnd(policy: SessionPolicy, times: SessionTimes, over: number): string {
  const first = firstOf(limitsOf(policy, times));
  return first && first.at <= over + TOLERANCE
    ? `Over, by its ${first.name} limit`
    : "Over before any limit: somebody ended it";
}

/** Seconds: short enough to be watched, and in the proportions that a real site would have. */
export const practicePolicy: SessionPolicy = {
  maxAge: 20,
  idleTimeout: 10,
  absoluteMaxAge: 30,
  updateAge: 5,
  accessMaxAge: 5,
  reuseGrace: 5,
};
