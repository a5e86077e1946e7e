// What the last trip through /api/session/refresh came to, in a cookie, so that nobody goes round in circles. It is
// about one access cookie alone: a slow answer takes nothing from a newer sign-in. Edge-safe.
import { hashToken } from "../tokens/reference-token";

/**
 * "refused": the session has ended. "unknown": the store gave no answer, or the new access token is no good here, as
 * when clocks are far apart; another trip would tell no more, and nobody is signed out by it.
 */
type Outcome = "refused" | "unknown";

const NAME = "last-refresh";

/** Seconds in which "unknown" is not asked again. */
export const PAUSE = 3;

interface Jar {
  get(name: string): { value: string } | undefined;
}

/** The cookie that keeps it. `maxAge` in seconds. */
export async function toLastRefresh(outcome: Outcome, accessCookie: string, maxAge = PAUSE) {
  return {
    name: NAME,
    value: `${outcome}.${await hashToken(accessCookie)}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", maxAge },
  } as const;
}

/** For an access cookie that does not read. Undefined: a refresh may bring the session back. */
export async function lastRefresh(accessCookie: string, jar: Jar): Promise<Outcome | undefined> {
  const [outcome, hash] = jar.get(NAME)?.value.split(".") ?? [];
  if (!hash || hash !== (await hashToken(accessCookie))) return undefined;
  return outcome === "refused" ? "refused" : "unknown";
}
